// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// run: the whole text of a report against the text on file (tests/report/expected): a change must
// be looked at and argued. STEPPE_ACCEPT=1 in the environment writes the files anew.
#include "test.h"

#include "base/os.h"
#include "record/synthetic_parts.h"
#include "report/changes.h"
#include "report/compare.h"
#include "report/run.h"

enum { MEMBERS = 256 };

static struct steppe_arena arena;
static struct steppe_record *record;
static const struct steppe_report_trust trust = {{812, 96, 47}, 60, 38};

static int set_up(void **state) {
    (void)state;
    steppe_arena_init(&arena, 0);
    record = synthetic_record(&arena, MEMBERS);
    return record ? 0 : 1;
}
static int tear_down(void **state) {
    (void)state;
    steppe_arena_free(&arena);
    return 0;
}

// What was written to a temporary file, whole.
static char *whole(FILE *file) {
    long size = ftell(file);
    char *text = calloc(1, (size_t)size + 1);
    rewind(file);
    assert_int_equal(fread(text, 1, (size_t)size, file), (size_t)size);
    assert_int_equal(fclose(file), 0);
    return text;
}

static void expect(char *text, const char *name) {
    char path[512], *expected;
    struct steppe_error error = {0};
    size_t length;
    (void)snprintf(path, sizeof path, STEPPE_SOURCE_DIR "/tests/report/expected/%s", name);
    if (getenv("STEPPE_ACCEPT"))
        assert_true(steppe_os_write_file(path, text, strlen(text), &error));
    assert_true(steppe_os_read_file(path, 1 << 20, &arena, &expected, &length, &error));
    for (size_t line = 1; *text || *expected; line++) { // the first line that differs
        size_t a = strcspn(text, "\n"), b = strcspn(expected, "\n");
        if (a != b || memcmp(text, expected, a) != 0)
            fail_msg("%s line %zu is\n%.*s\nexpected\n%.*s", name, line, (int)a, text, (int)b,
                     expected);
        text += a + (text[a] == '\n');
        expected += b + (expected[b] == '\n');
    }
}

static char *run_text(const struct steppe_record *of, struct steppe_style style) {
    FILE *file = tmpfile();
    assert_non_null(file);
    steppe_report_run_styled(file, NULL, of, &style, &trust);
    return whole(file);
}

static void a_slight_change_is_counted_and_not_listed(void **state) {
    (void)state;
    const struct steppe_style style = {80, true, false};
    struct steppe_difference list[2] = {
        {.series = 0, .date = record->summary->date_count - 1, .mean = 1e-9, .beyond_noise = true},
        {.series = 1, .date = record->summary->date_count - 1, .mean = 1e9, .beyond_noise = true}};
    FILE *file = tmpfile();
    assert_non_null(file);
    steppe_report_changes_table(file, NULL, record, list, 2, &style, &arena);
    char *text = whole(file);
    assert_non_null(strstr(text, "1 series changes beyond noise, but by less than a hundredth"));
    assert_non_null(strstr(text, "+100,000,000,000")); // points of a hundred
    assert_int_equal(list[1].series, 0);               // behind the others
    free(text);
}

static void what_changed_most_in_an_earlier_month_is_told_with_it(void **state) {
    (void)state;
    struct steppe_record passing;
    assert_true(synthetic_passing(record, &arena, 128, &passing));
    char *text = run_text(&passing, (struct steppe_style){80, true, false});
    const char *past = strstr(text, "Larger in an earlier month, and what is left by June 2036");
    assert_non_null(strstr(text, "By June 2036 nothing changes by more than the noise"));
    assert_non_null(past);
    assert_non_null(strstr(past, "stress\n  KAZ"));
    assert_non_null(strstr(past, "+2.00  \u00b1 0.")); // the sixth quarter, and what is left
    assert_non_null(strstr(past, "2027-12  0.00\n"));
    free(text);
}

// Under each host the powers, the others and its own share.
static void shares_of_a_host_make_a_hundred(void **state) {
    (void)state;
    char *text = run_text(record, (struct steppe_style){80, true, false});
    char *line = strstr(text, "\nKAZ "), *end = strstr(text, "\nKGZ ");
    double now = 0, then = 0;
    size_t rows = 0;
    assert_true(line && end && line < end);
    for (line = strchr(line + 1, '\n'); line < end; line = strchr(line + 1, '\n')) {
        double first, second;
        const char *cells = line + 13; // behind the name
        assert_int_equal(sscanf(cells, "%lf %lf", &first, &second), 2);
        now += first;
        then += second;
        rows++;
    }
    assert_int_equal(rows, 6);           // four powers, the others, the host
    assert_close(now, 100, 0, 6 * 0.05); // each is rounded to a tenth
    assert_close(then, 100, 0, 6 * 0.05);
    free(text);
}

static void few_members_are_told_in_plain_words(void **state) {
    (void)state;
    const struct steppe_style style = {80, true, false};
    const size_t date = record->summary->date_count - 1;
    const struct {
        double error, needed;
        const char *said;
    } cases[] = {{nan(""), nan(""), "Noise itself is known from four members on."},
                 {1, 65, "half as many again for the"},
                 {1, 301, "some 300 for the"},
                 {1, 1e13, "of this many members.\n"}};
    for (size_t i = 0; i < STEPPE_COUNT(cases); i++) {
        struct steppe_difference one = {.date = date,
                                        .mean = 1,
                                        .members = 64,
                                        .standard_error = cases[i].error,
                                        .members_needed = cases[i].needed};
        FILE *file = tmpfile();
        assert_non_null(file);
        steppe_report_changes_table(file, NULL, record, &one, 1, &style, &arena);
        char *text = whole(file);
        for (char *at = text; *at; at++) // lines may break anywhere
            if (*at == '\n' && at[1] && !(cases[i].needed > 1e9)) *at = ' ';
        if (!strstr(text, cases[i].said)) fail_msg("no \"%s\" in %s", cases[i].said, text);
        free(text);
    }
}

static void what_is_held_fixed_is_said_whole(void **state) {
    (void)state;
    static const char *const said[] = {
        "Of the spread of influence", "All parameters are at their medians: members differ",
        "There are no shocks and no events: members differ", "members do not differ."};
    for (size_t i = 0; i < STEPPE_COUNT(said); i++) {
        struct steppe_record held = *record;
        held.provenance.fix_parameters = i & 1;
        held.provenance.fix_noise = i >> 1;
        char *text = run_text(&held, (struct steppe_style){120, true, false});
        assert_non_null(strstr(text, said[i]));
        free(text);
    }
}

static void a_report_of_80_columns_is_as_on_file(void **state) {
    (void)state;
    char *text = run_text(record, (struct steppe_style){80, true, false});
    expect(text, "run_80.txt");
    free(text);
}

static void a_report_in_ascii_is_as_on_file_and_is_ascii(void **state) {
    (void)state;
    char *text = run_text(record, (struct steppe_style){72, false, false});
    for (const char *at = text; *at; at++) assert_true((unsigned char)*at < 0x80);
    expect(text, "run_ascii.txt");
    free(text);
}

static void no_line_is_wider_than_the_terminal(void **state) {
    (void)state;
    for (int width = 76; width <= 120; width += 11) {
        char *text = run_text(record, (struct steppe_style){width, true, true}), *rest = text;
        for (char *line = rest; line && *line;) {
            char *end = strchr(line, '\n');
            *end = 0;
            if (steppe_draw_columns(line) > width) fail_msg("%d columns: %s", width, line);
            line = end + 1;
        }
        free(text);
    }
}

static void a_run_cut_short_with_failures_says_so(void **state) {
    (void)state;
    struct steppe_record cut = *record;
    cut.provenance.complete = false;
    cut.provenance.members_failed = 3;
    (void)snprintf(cut.provenance.first_failure, sizeof cut.provenance.first_failure,
                   "member 17, 2029-04, gdp[TJK]");
    char *text = run_text(&cut, (struct steppe_style){80, true, false});
    assert_non_null(strstr(text, "Stopped before the end"));
    assert_non_null(strstr(text, "3 members failed"));
    assert_non_null(strstr(text, "2029-04, gdp[TJK]"));
    free(text);
}

static void a_run_without_members_says_that_there_is_nothing(void **state) {
    (void)state;
    struct steppe_record empty = *record;
    struct steppe_summary bare = *record->summary;
    struct steppe_error error = {0};
    empty.provenance.members_done = 0;
    assert_true(steppe_summary_make(3, bare.series, bare.series_count, bare.date_count, &arena,
                                    &empty.summary, &error));
    char *text = run_text(&empty, (struct steppe_style){80, true, false});
    assert_non_null(strstr(text, "nothing to report"));
    assert_null(strstr(text, "n/a"));
    free(text);
}

static void two_worlds_of_a_record_compare_as_on_file(void **state) {
    (void)state;
    struct steppe_comparison comparison = {record, record, "a.nc", "a.nc", 0, 0, 0};
    struct steppe_error error = {0};
    const struct steppe_style style = {80, true, false};
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_true(steppe_comparison_worlds(&comparison, &error));
    assert_int_equal(comparison.b_world, 1);
    assert_true(steppe_report_compare_styled(file, NULL, &comparison, &style, &error));
    char *text = whole(file);
    expect(text, "compare.txt");
    free(text);
}

static void other_seeds_are_compared_with_a_caution(void **state) {
    (void)state;
    struct steppe_record other = *record;
    struct steppe_comparison comparison = {record, &other, "a.nc", "b.nc", 0, 1, 1};
    struct steppe_error error = {0};
    const struct steppe_style style = {80, true, false};
    other.provenance.seed = 2;
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_true(steppe_report_compare_styled(file, NULL, &comparison, &style, &error));
    char *text = whole(file);
    assert_non_null(strstr(text, "The seeds differ"));
    assert_null(strstr(text, "member by member"));
    free(text);
}

static void numbers_are_written_for_people(void **state) {
    (void)state;
    const struct {
        double value;
        const char *text;
    } cases[] = {{0, "0"},         {1.2345, "1.23"}, {-12.345, "-12.3"}, {1234567, "1,234,567"},
                 {999.6, "1,000"}, {0.05, "0.0500"}, {0.00001, "1e-05"}, {-1e6, "-1,000,000"}};
    char text[STEPPE_DRAW_BYTES];
    for (size_t i = 0; i < STEPPE_COUNT(cases); i++) {
        steppe_draw_number(text, cases[i].value);
        assert_string_equal(text, cases[i].text);
    }
    steppe_draw_number(text, nan(""));
    assert_string_equal(text, "n/a");
    steppe_draw_fixed(text, -0.001, 1);
    assert_string_equal(text, "0.0"); // no minus before nothing
    steppe_draw_percent(text, 0.9991);
    assert_string_equal(text, ">99 %");
    steppe_draw_count(text, 58379);
    assert_string_equal(text, "58,000");
    steppe_draw_month(text, 2035 * 12 + 11, STEPPE_MONTH_WHEN);
    assert_string_equal(text, "at the end of 2035");
    steppe_draw_unit(text, "bn_USD/year");
    assert_string_equal(text, "bn USD a year");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slight_change_is_counted_and_not_listed),
        cmocka_unit_test(what_changed_most_in_an_earlier_month_is_told_with_it),
        cmocka_unit_test(shares_of_a_host_make_a_hundred),
        cmocka_unit_test(few_members_are_told_in_plain_words),
        cmocka_unit_test(what_is_held_fixed_is_said_whole),
        cmocka_unit_test(a_report_of_80_columns_is_as_on_file),
        cmocka_unit_test(a_report_in_ascii_is_as_on_file_and_is_ascii),
        cmocka_unit_test(no_line_is_wider_than_the_terminal),
        cmocka_unit_test(a_run_cut_short_with_failures_says_so),
        cmocka_unit_test(a_run_without_members_says_that_there_is_nothing),
        cmocka_unit_test(two_worlds_of_a_record_compare_as_on_file),
        cmocka_unit_test(other_seeds_are_compared_with_a_caution),
        cmocka_unit_test(numbers_are_written_for_people),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
