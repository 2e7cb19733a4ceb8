// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_simplex: projections against exact fractions, brute force over supports, and lanes.
#include "solve/simplex.h"

#include "base/error.h"
#include "solve/simplex_kernel.h"
#include "test.h"

// Uniform in (0, 1) from a counter, the same on every machine.
static double noise(uint64_t counter) {
    uint64_t z = counter * UINT64_C(0x9e3779b97f4a7c15) + UINT64_C(0x632be59bd9b4e019);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return ((double)((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

static void project_equals_fractions_found_by_enumeration(void **state) {
    (void)state;
    // Own cases in exact fractions: all active sets tried by hand.
    static const struct {
        size_t count;
        double total, v[5], x[5];
    } cases[] = {
        {3, 1, {0.5, 0.25, 0.25}, {0.5, 0.25, 0.25}},
        {3, 1, {2, 0, 0}, {1, 0, 0}},
        {3, 1, {0.5, 0.9, -1}, {3.0 / 10, 7.0 / 10, 0}},
        {5, 4, {3, 1, 2, 0, -5}, {7.0 / 3, 1.0 / 3, 4.0 / 3, 0, 0}},
        {4, 1, {0, 0, 0, 0}, {0.25, 0.25, 0.25, 0.25}},
        {1, 2, {-7}, {2}},
    };
    for (size_t k = 0; k < STEPPE_COUNT(cases); k++) {
        double x[5];
        memcpy(x, cases[k].v, sizeof x);
        steppe_simplex_project(cases[k].count, cases[k].total, x);
        // Rounding of a handful of sums of numbers of order one.
        for (size_t i = 0; i < cases[k].count; i++) assert_close(x[i], cases[k].x[i], 0, 2e-15);
    }
}

// The nearest of the projections on the faces: for each support the plane's foot point, if it lies
// within.
static double nearest_by_force(int count, double total, const double *v, double *x) {
    double least = (double)INFINITY;
    for (unsigned support = 1; support < 1u << count; support++) {
        double sum = 0, foot[12], distance = 0;
        int terms = 0;
        bool inside = true;
        for (int i = 0; i < count; i++)
            if (support >> i & 1u) sum += v[i], terms++;
        for (int i = 0; i < count; i++) {
            foot[i] = support >> i & 1u ? v[i] - (sum - total) / terms : 0;
            inside &= foot[i] >= 0;
            distance += (foot[i] - v[i]) * (foot[i] - v[i]);
        }
        if (!inside || distance >= least) continue;
        least = distance;
        memcpy(x, foot, (size_t)count * sizeof *x);
    }
    return least;
}

static void project_is_the_nearest_point_of_all_faces(void **state) {
    (void)state;
    uint64_t counter = 0;
    for (int k = 0; k < 2000; k++) {
        const int count = 1 + k % 10;
        const double total = 0.1 + 3 * noise(counter++);
        double x[12], best[12];
        for (int i = 0; i < count; i++) x[i] = 4 * noise(counter++) - 2;
        (void)nearest_by_force(count, total, x, best);
        steppe_simplex_project((size_t)count, total, x);
        // Both round sums of at most ten numbers below 4.
        for (int i = 0; i < count; i++) assert_close(x[i], best[i], 0, 1e-14);
    }
}

static void a_point_of_the_simplex_stays(void **state) {
    (void)state;
    double x[4] = {0.5, 0.125, 0, 0.375};
    const double before[4] = {0.5, 0.125, 0, 0.375};
    steppe_simplex_project(4, 1, x);
    assert_memory_equal(x, before, sizeof x);
}

static void lanes_agree_with_double_and_keep_nan_to_themselves(void **state) {
    (void)state;
    enum { COUNT = 12 };
    float v[COUNT * STEPPE_LANES];
    double x[STEPPE_LANES][COUNT];
    uint64_t counter = 77;
    for (int lane = 0; lane < STEPPE_LANES; lane++)
        for (int i = 0; i < COUNT; i++) {
            // Some lanes lie nearly within, some far out.
            v[i * STEPPE_LANES + lane] =
                (float)((noise(counter++) - 0.3) * (lane % 2 ? 0.2 : 20));
            x[lane][i] = (double)v[i * STEPPE_LANES + lane];
        }
    v[3 * STEPPE_LANES + 5] = NAN;
    steppe_simplex_project_lanes(COUNT, 1, v);
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        if (lane == 5) {
            for (int i = 0; i < COUNT; i++) assert_true(isnan(v[i * STEPPE_LANES + lane]));
            continue;
        }
        steppe_simplex_project(COUNT, 1, x[lane]);
        // Twelve roundings of sums of up to 100.
        for (int i = 0; i < COUNT; i++)
            assert_close(v[i * STEPPE_LANES + lane], x[lane][i], 0, lane % 2 ? 1e-6 : 2e-5);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(project_equals_fractions_found_by_enumeration),
        cmocka_unit_test(project_is_the_nearest_point_of_all_faces),
        cmocka_unit_test(a_point_of_the_simplex_stays),
        cmocka_unit_test(lanes_agree_with_double_and_keep_nan_to_themselves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
