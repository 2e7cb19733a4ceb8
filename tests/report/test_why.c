// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// why: the lines about who gained, on a made-up record: parts in the text add up, and every line
// stays within the terminal.
#include "test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "report/why.h"

enum { TIES = 3, POWERS = 3, HOSTS = 2, COUNT = 8 };

static const char *const tie_names[TIES] = {"trade", "oil_transit", "arms"};
static const char *const power_names[POWERS] = {"RUS", "CHN", "USA"};
static const char *const host_names[HOSTS] = {"KAZ", "KGZ"};
static const char *const domain_names[] = {"economy", "security"};
static const struct steppe_tie_kind kinds[TIES] = {{.domain = 0}, {.domain = 0}, {.domain = 1}};

static struct steppe_arena arena;
static struct steppe_model model;
static struct steppe_record record;
static struct steppe_summary summary;
static const int32_t months[] = {2026 * 12 + 8, 2036 * 12 + 5};
static const char *const worlds[] = {"baseline"};

static float shares[2][POWERS * HOSTS][STEPPE_ROW_MEMBERS];
static float scores[2][TIES][POWERS * HOSTS][STEPPE_ROW_MEMBERS];

// China's trade with Kazakhstan grows by half, Kyrgyzstan rests.
static void fill_ends(void) {
    for (size_t end = 0; end < 2; end++)
        for (size_t h = 0; h < HOSTS; h++) {
            double of[POWERS] = {0}, all = 0;
            for (size_t p = 0; p < POWERS; p++)
                for (size_t k = 0; k < TIES; k++) {
                    bool grows = end == 1 && h == 0 && p == 1 && k == 0;
                    float score = 0.1f * (float)(1 + p + k) * (grows ? 1.5f : 1);
                    for (size_t i = 0; i < COUNT; i++) scores[end][k][p * HOSTS + h][i] = score;
                    of[p] += (double)score;
                    all += (double)score;
                }
            for (size_t p = 0; p < POWERS; p++)
                for (size_t i = 0; i < COUNT; i++)
                    shares[end][p * HOSTS + h][i] = (float)(0.7 * of[p] / all);
        }
}

static int set_up(void **state) {
    (void)state;
    struct steppe_channels *channels;
    struct steppe_error error;
    steppe_arena_init(&arena, 0);
    fill_ends();
    if (!steppe_channels_make(1, TIES, POWERS, HOSTS, &arena, &channels, &error)) return 1;
    const struct steppe_channel_end from = {shares[0][0], scores[0][0][0]};
    const struct steppe_channel_end to = {shares[1][0], scores[1][0][0]};
    steppe_channels_add(channels, 0, &from, &to, STEPPE_ROW_MEMBERS, COUNT);
    channels->owners[0] = "trade";
    model.axes[STEPPE_AXIS_TIE] = (struct steppe_axis_table){.names = tie_names, .count = TIES};
    model.axes[STEPPE_AXIS_POWER] =
        (struct steppe_axis_table){.names = power_names, .count = POWERS};
    model.axes[STEPPE_AXIS_HOST] = (struct steppe_axis_table){.names = host_names, .count = HOSTS};
    model.axes[STEPPE_AXIS_DOMAIN] = (struct steppe_axis_table){.names = domain_names, .count = 2};
    model.tie_kinds = kinds;
    summary.date_count = 2;
    summary.column_count = 1;
    record = (struct steppe_record){.world_count = 1,
                                    .world_names = worlds,
                                    .date_months = months,
                                    .summary = &summary,
                                    .channels = channels};
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    steppe_arena_free(&arena);
    return 0;
}

static char *text_of(const struct steppe_record *of, int width) {
    const struct steppe_style style = {width, false, false};
    FILE *file = tmpfile();
    assert_non_null(file);
    steppe_report_why(file, &model, of, 0, &style);
    long size = ftell(file);
    char *text = calloc(1, (size_t)size + 1);
    rewind(file);
    assert_int_equal(fread(text, 1, (size_t)size, file), (size_t)size);
    assert_int_equal(fclose(file), 0);
    return text;
}

static void the_tie_that_grew_is_named_for_who_gains_and_who_loses(void **state) {
    (void)state;
    char *text = text_of(&record, 80);
    // Scores 6 + 9 + 12 = 27 tenths, China's 9; its trade of 2 grows by 1: 10 of 28. Shares of 0.7.
    assert_non_null(strstr(text, "KAZ\n  CHN +1.7: trade +1.7\n")); // 70 (10/28 - 9/27) = 1.67
    assert_non_null(strstr(text, "  USA -1.1: gains of CHN -1.1\n")); // 70 (12/28 - 12/27) = -1.11
    assert_non_null(strstr(text, "  RUS -0.56: gains of CHN -0.56\n"));
    assert_null(strstr(text, "KGZ")); // nothing moves there
    assert_non_null(strstr(text, "signs apart: trade 100 %"));
    free(text);
}

// Half of the pairs go one way and half the other, or nobody knows how far members go apart.
static void a_change_within_noise_has_no_line(void **state) {
    (void)state;
    struct steppe_channels unsure = *record.channels, few = unsure;
    int64_t wide[HOSTS * POWERS];
    uint64_t pair = 1;
    for (size_t i = 0; i < HOSTS * POWERS; i++) wide[i] = INT64_C(1) << 26; // 0.25 squared, 4 pairs
    unsure.squares = wide;
    few.pair_counts = &pair;
    const struct steppe_channels *const all[] = {&unsure, &few};
    for (size_t i = 0; i < 2; i++) {
        struct steppe_record other = record;
        other.channels = all[i];
        char *text = text_of(&other, 80);
        assert_null(strstr(text, "CHN"));
        assert_non_null(strstr(text, "no share moves by an amount worth a line, beyond the noise"));
        free(text);
    }
}

static void no_line_is_wider_than_the_terminal(void **state) {
    (void)state;
    for (int width = 64; width <= 100; width += 6) {
        char *text = text_of(&record, width);
        for (char *line = text; *line;) {
            size_t length = strcspn(line, "\n");
            bool last = line[length] == 0;
            line[length] = 0;
            if (steppe_draw_columns(line) > width) fail_msg("%d columns: %s", width, line);
            line += last ? length : length + 1;
        }
        free(text);
    }
}

static void parts_in_json_and_the_rest_sum_to_the_change(void **state) {
    (void)state;
    json_t *rows = steppe_report_why_json(&model, &record), *row;
    size_t at;
    assert_int_equal(json_array_size(rows), HOSTS * POWERS);
    json_array_foreach(rows, at, row) {
        double sum = json_number_value(json_object_get(row, "rest"));
        json_t *parts = json_object_get(row, "parts"), *part;
        size_t i;
        json_array_foreach(parts, i, part)
            sum += json_number_value(json_object_get(part, "change"));
        assert_close(sum, json_number_value(json_object_get(row, "change")), 0, 1e-12);
    }
    json_t *part = json_array_get(json_object_get(json_array_get(rows, 1), "parts"), 0);
    assert_string_equal(json_string_value(json_object_get(part, "of")), "CHN");
    assert_string_equal(json_string_value(json_object_get(part, "mechanism")), "trade");
    assert_string_equal(json_string_value(json_object_get(part, "domain")), "economy");
    json_decref(rows);
}

static void a_record_without_channels_says_nothing(void **state) {
    (void)state;
    struct steppe_record bare = record;
    bare.channels = NULL;
    char *text = text_of(&bare, 80);
    assert_string_equal(text, "");
    assert_null(steppe_report_why_json(&model, &bare));
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tie_that_grew_is_named_for_who_gains_and_who_loses),
        cmocka_unit_test(a_change_within_noise_has_no_line),
        cmocka_unit_test(no_line_is_wider_than_the_terminal),
        cmocka_unit_test(parts_in_json_and_the_rest_sum_to_the_change),
        cmocka_unit_test(a_record_without_channels_says_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
