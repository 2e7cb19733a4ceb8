// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// channels: parts of the change of a share sum to the change, and go to whose tie moved.
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "record/channels.h"
#include "record/record.h"
#include "test.h"

enum { TIES = 3, POWERS = 2, HOSTS = 2, PAIRS = POWERS * HOSTS, COUNT = 64 };

struct end {
    float influence[PAIRS][STEPPE_ROW_MEMBERS];
    float scores[TIES][PAIRS][STEPPE_ROW_MEMBERS];
};

static struct steppe_arena arena;

static int set_up(void **state) {
    (void)state;
    steppe_arena_init(&arena, 0);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    steppe_arena_free(&arena);
    return 0;
}

// Shares from scores, of what the host does not steer itself.
static void fill_shares(struct end *end, double open) {
    for (size_t i = 0; i < COUNT; i++)
        for (size_t h = 0; h < HOSTS; h++) {
            double of[POWERS] = {0}, all = 0;
            for (size_t p = 0; p < POWERS; p++)
                for (size_t k = 0; k < TIES; k++)
                    of[p] += (double)end->scores[k][p * HOSTS + h][i];
            for (size_t p = 0; p < POWERS; p++) all += of[p];
            for (size_t p = 0; p < POWERS; p++)
                end->influence[p * HOSTS + h][i] = (float)(open * of[p] / all);
        }
}

static void fill_scores(struct end *end, unsigned salt) {
    for (size_t k = 0; k < TIES; k++)
        for (size_t c = 0; c < PAIRS; c++)
            for (size_t i = 0; i < COUNT; i++)
                end->scores[k][c][i] =
                    0.1f + 0.01f * (float)((salt * 31 + k * 17 + c * 7 + i * 5) % 41);
}

static struct steppe_channels *make(size_t columns) {
    struct steppe_channels *channels;
    struct steppe_error error;
    assert_true(steppe_channels_make(columns, TIES, POWERS, HOSTS, &arena, &channels, &error));
    return channels;
}

static void add(struct steppe_channels *channels, const struct end *a, const struct end *b) {
    const struct steppe_channel_end from = {a->influence[0], a->scores[0][0]};
    const struct steppe_channel_end to = {b->influence[0], b->scores[0][0]};
    steppe_channels_add(channels, 0, &from, &to, STEPPE_ROW_MEMBERS, COUNT);
}

static double parts_of(const struct steppe_channels *channels, size_t host, size_t power) {
    double sum = 0;
    for (size_t q = 0; q < POWERS; q++)
        for (size_t k = 0; k < TIES; k++)
            sum += steppe_channels_part(channels, 0, host, power, q, k);
    return sum;
}

static struct end from, to;

static void the_parts_of_a_change_sum_to_the_change(void **state) {
    (void)state;
    struct steppe_channels *channels = make(1);
    fill_scores(&from, 1);
    fill_scores(&to, 8);
    fill_shares(&from, 0.7);
    fill_shares(&to, 0.7);
    add(channels, &from, &to);
    for (size_t h = 0; h < HOSTS; h++)
        for (size_t p = 0; p < POWERS; p++) {
            double whole = steppe_channels_whole(channels, 0, h, p);
            assert_true(fabs(whole) > 1e-4); // something moved
            // Shares are floats: 6e-8 each; fixed point adds 1e-9 a part and row.
            assert_close(parts_of(channels, h, p), whole, 0, 2e-7);
        }
}

static void what_a_tie_does_is_laid_to_it_and_to_its_power(void **state) {
    (void)state;
    struct steppe_channels *channels = make(1);
    fill_scores(&from, 1);
    to = from;
    for (size_t i = 0; i < COUNT; i++) to.scores[2][0 * HOSTS + 1][i] *= 1.5f;
    fill_shares(&from, 0.7);
    fill_shares(&to, 0.7);
    add(channels, &from, &to);
    for (size_t p = 0; p < POWERS; p++) {
        assert_true(steppe_channels_whole(channels, 0, 0, p) == 0); // the other host rests
        for (size_t q = 0; q < POWERS; q++)
            for (size_t k = 0; k < TIES; k++) {
                double part = steppe_channels_part(channels, 0, 1, p, q, k);
                if (q != 0 || k != 2) assert_true(part == 0);
                else assert_true(p == 0 ? part > 0.01 : part < -0.01);
            }
    }
}

// Changes of 1, 3 and 5, 7 percent: pairs' means 2 and 6 about 4, of which the mean is
// known to sqrt(((2 - 4)^2 + (6 - 4)^2) / 1 / 2) = 2; a pair with a failed member says nothing.
static void the_error_of_a_change_is_that_of_pairs(void **state) {
    (void)state;
    static const float changes[6] = {0.01f, 0.03f, 0.05f, 0.07f, 0, (float)NAN};
    struct steppe_channels *channels = make(1), *other = make(1), *one = make(1);
    static struct end before, after;
    for (size_t c = 0; c < PAIRS; c++)
        for (size_t i = 0; i < 6; i++) {
            before.influence[c][i] = 0.25f;
            after.influence[c][i] = 0.25f + changes[i];
        }
    after.influence[0][4] = after.influence[1][4] = 0.25f + 0.04f; // keeps the mean at 4
    const struct steppe_channel_end a = {before.influence[0], before.scores[0][0]};
    const struct steppe_channel_end b = {after.influence[0], after.scores[0][0]};
    const struct steppe_channel_end c = {before.influence[0] + 2, before.scores[0][0]};
    const struct steppe_channel_end d = {after.influence[0] + 2, after.scores[0][0]};
    steppe_channels_add(channels, 0, &a, &b, STEPPE_ROW_MEMBERS, 6);
    assert_int_equal(channels->counts[0], 5);
    assert_int_equal(channels->pair_counts[0], 2);
    assert_close(steppe_channels_error(channels, 0, 0, 0), 0.02, 1e-6, 0);
    steppe_channels_add(one, 0, &a, &b, STEPPE_ROW_MEMBERS, 2);
    assert_true(isnan(steppe_channels_error(one, 0, 0, 0)));
    steppe_channels_add(other, 0, &c, &d, STEPPE_ROW_MEMBERS, 4);
    steppe_channels_merge(one, other);
    assert_close(steppe_channels_error(one, 0, 0, 0), 0.02, 1e-6, 0);
}

static void what_the_host_itself_takes_is_left_over(void **state) {
    (void)state;
    struct steppe_channels *channels = make(1);
    fill_scores(&from, 1);
    to = from;
    fill_shares(&from, 0.7);
    fill_shares(&to, 0.6);
    add(channels, &from, &to);
    assert_true(steppe_channels_whole(channels, 0, 0, 0) < -0.01);
    assert_true(parts_of(channels, 0, 0) == 0);
}

static void failed_members_are_left_out(void **state) {
    (void)state;
    struct steppe_channels *all = make(1), *most = make(1);
    fill_scores(&from, 1);
    // Member 5 alone moves; then it fails.
    to = from;
    to.scores[0][0][5] *= 2;
    fill_shares(&from, 0.7);
    fill_shares(&to, 0.7);
    add(all, &from, &to);
    for (size_t c = 0; c < PAIRS; c++) to.influence[c][5] = NAN;
    add(most, &from, &to);
    assert_true(fabs(parts_of(all, 0, 0)) > 1e-5);
    assert_true(parts_of(most, 0, 0) == 0 && steppe_channels_whole(most, 0, 0, 0) == 0);
    assert_int_equal(most->counts[0], COUNT - 1);
}

static void threads_merge_to_the_same_bits(void **state) {
    (void)state;
    struct steppe_channels *one = make(1), *a = make(1), *b = make(1);
    fill_scores(&from, 1);
    fill_scores(&to, 8);
    fill_shares(&from, 0.7);
    fill_shares(&to, 0.7);
    add(one, &from, &to);
    add(one, &to, &from);
    add(one, &from, &to);
    add(b, &from, &to);
    add(a, &to, &from);
    add(a, &from, &to);
    steppe_channels_merge(a, b);
    assert_int_equal(a->counts[0], one->counts[0]);
    assert_memory_equal(a->wholes, one->wholes, HOSTS * POWERS * sizeof *one->wholes);
    assert_memory_equal(a->parts, one->parts, HOSTS * POWERS * POWERS * TIES * sizeof *one->parts);
    assert_true(parts_of(a, 0, 0) == parts_of(one, 0, 0) && parts_of(a, 0, 0) != 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parts_of_a_change_sum_to_the_change),
        cmocka_unit_test(what_a_tie_does_is_laid_to_it_and_to_its_power),
        cmocka_unit_test(the_error_of_a_change_is_that_of_pairs),
        cmocka_unit_test(what_the_host_itself_takes_is_left_over),
        cmocka_unit_test(failed_members_are_left_out),
        cmocka_unit_test(threads_merge_to_the_same_bits),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
