// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_contrasts: what is left of tables without levels of rows and columns, against means taken
// out by hand and by turns.
#include "analysis/contrasts.h"

#include "base/random.h"
#include "test.h"

enum { ROWS = 4, COLUMNS = 6, CELLS = ROWS * COLUMNS };

static struct steppe_arena arena;

static int open_arena(void **state) {
    (void)state;
    steppe_arena_init(&arena, 0);
    return 0;
}
static int close_arena(void **state) {
    (void)state;
    steppe_arena_free(&arena);
    return 0;
}

static double noise(uint32_t number) {
    return steppe_normal_quantile(steppe_random_uniform(3, number, 0, 1, 0));
}

static struct steppe_contrasts make(const double *spread) {
    struct steppe_contrasts contrasts;
    assert_true(steppe_contrasts_make(ROWS, COLUMNS, spread, &arena, &contrasts));
    return contrasts;
}

static double squares_of(const struct steppe_contrasts *contrasts, const double *table) {
    double data[CELLS], sum = 0;
    steppe_contrasts_take(contrasts, table, data);
    for (size_t k = 0; k < contrasts->count; k++) sum += data[k] * data[k];
    return sum;
}

// Least squares over effects of rows and columns, by turns until they stand; sum of what is left.
static double left_of(const double *spread, const double *table) {
    double left[CELLS], sum = 0;
    memcpy(left, table, sizeof left);
    for (int turn = 0; turn < 2000; turn++)
        for (int line = 0; line < ROWS + COLUMNS; line++) {
            double mean = 0, weights = 0;
            for (int pass = 0; pass < 2; pass++)
                for (int i = 0; i < CELLS; i++) {
                    const bool in = line < ROWS ? i / COLUMNS == line : i % COLUMNS == line - ROWS;
                    if (!in || !(spread[i] > 0)) continue;
                    const double weight = 1 / (spread[i] * spread[i]);
                    if (pass == 0)
                        mean += weight * left[i], weights += weight;
                    else
                        left[i] -= mean / weights;
                }
        }
    for (int i = 0; i < CELLS; i++)
        if (spread[i] > 0) sum += left[i] * left[i] / (spread[i] * spread[i]);
    return sum;
}

static void make_table(double *table, double *spread, bool ragged) {
    for (uint32_t i = 0; i < CELLS; i++) {
        table[i] = noise(i);
        spread[i] = ragged ? 0.2 + fabs(noise(100 + i)) : 0.5;
    }
    if (!ragged) return;
    // Two cells are unknown, whatever stands there, and so is all but one of a row.
    spread[3] = 0;
    spread[COLUMNS + 1] = (double)NAN;
    table[3] = -1e6;
    table[COLUMNS + 1] = 1e6;
    for (int i = 1; i < COLUMNS; i++) spread[3 * COLUMNS + i] = -1;
}

static void a_full_table_gives_one_datum_for_each_cell_beyond_the_effects(void **state) {
    (void)state;
    double table[CELLS], spread[CELLS], sum = 0;
    make_table(table, spread, false);
    const struct steppe_contrasts contrasts = make(spread);
    assert_int_equal(contrasts.count, (ROWS - 1) * (COLUMNS - 1));
    // Less row and column means, plus the mean of all.
    for (int i = 0; i < CELLS; i++) {
        double row = 0, column = 0, all = 0;
        for (int j = 0; j < CELLS; j++) {
            all += table[j] / CELLS;
            if (j / COLUMNS == i / COLUMNS) row += table[j] / COLUMNS;
            if (j % COLUMNS == i % COLUMNS) column += table[j] / ROWS;
        }
        const double left = table[i] - row - column + all;
        sum += left * left / 0.25;
    }
    assert_close(squares_of(&contrasts, table), sum, 1e-12, 0);
}

static void a_ragged_table_leaves_what_least_squares_leaves(void **state) {
    (void)state;
    double table[CELLS], spread[CELLS];
    make_table(table, spread, true);
    const struct steppe_contrasts contrasts = make(spread);
    // 17 known cells; 4 rows and 6 columns, one of these effects the sum of others.
    assert_int_equal(contrasts.count, 17 - 9);
    assert_close(squares_of(&contrasts, table), left_of(spread, table), 1e-10, 0);
}

static void levels_of_rows_and_columns_do_not_show(void **state) {
    (void)state;
    double table[CELLS], spread[CELLS], data[CELLS], moved[CELLS];
    make_table(table, spread, true);
    const struct steppe_contrasts contrasts = make(spread);
    steppe_contrasts_take(&contrasts, table, data);
    for (uint32_t i = 0; i < CELLS; i++)
        table[i] += 10 * noise(200 + i / COLUMNS) + 10 * noise(300 + i % COLUMNS);
    steppe_contrasts_take(&contrasts, table, moved);
    for (size_t k = 0; k < contrasts.count; k++) assert_close(moved[k], data[k], 0, 1e-12);
}

static void errors_of_the_data_are_independent_with_variance_one(void **state) {
    (void)state;
    double table[CELLS], spread[CELLS];
    make_table(table, spread, true);
    const struct steppe_contrasts contrasts = make(spread);
    for (size_t k = 0; k < contrasts.count; k++)
        for (size_t j = 0; j < contrasts.count; j++) {
            double sum = 0;
            for (int i = 0; i < CELLS; i++)
                if (spread[i] > 0)
                    sum += contrasts.weights[k * CELLS + (size_t)i] * spread[i] *
                           contrasts.weights[j * CELLS + (size_t)i] * spread[i];
            assert_close(sum, k == j ? 1 : 0, 0, 1e-13);
        }
}

static void neighbours_that_are_alike_are_told_from_those_that_alternate(void **state) {
    (void)state;
    double table[CELLS], spread[CELLS], data[CELLS];
    for (int i = 0; i < CELLS; i++) {
        spread[i] = 1;
        // Rows apart by turns, so that no level of a row or column takes it away.
        table[i] = (i / COLUMNS < 2 ? 1 : -1) * (i % 2 ? 1 : -1);
    }
    const struct steppe_contrasts contrasts = make(spread);
    steppe_contrasts_take(&contrasts, table, data);
    assert_close(steppe_contrasts_persistence(&contrasts, data, &arena), -1, 1e-12, 0);
    for (int i = 0; i < CELLS; i++)
        table[i] = (i / COLUMNS < 2 ? 1 : -1) * (i % COLUMNS < COLUMNS / 2 ? 1 : -1);
    steppe_contrasts_take(&contrasts, table, data);
    // One of five steps changes the sign.
    assert_close(steppe_contrasts_persistence(&contrasts, data, &arena), 3.0 / 5, 1e-12, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_table_gives_one_datum_for_each_cell_beyond_the_effects),
        cmocka_unit_test(a_ragged_table_leaves_what_least_squares_leaves),
        cmocka_unit_test(levels_of_rows_and_columns_do_not_show),
        cmocka_unit_test(errors_of_the_data_are_independent_with_variance_one),
        cmocka_unit_test(neighbours_that_are_alike_are_told_from_those_that_alternate),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
