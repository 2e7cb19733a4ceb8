// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "solve/eigen.h"

#include "test.h"

#define SIZE 4

static void the_eigenvalues_of_a_companion_matrix_are_the_roots_of_its_polynomial(void **state) {
    (void)state;
    // (x - 0.9) (x - 0.5) (x^2 - 1.2 x + 0.61) = x^4 - 2.6 x^3 + 2.74 x^2 - 1.394 x + 0.2745;
    // the pair is 0.6 +- 0.5 i.
    double complex matrix[SIZE * SIZE] = {2.6, -2.74, 1.394, -0.2745, 1, 0, 0, 0,
                                          0,   1,     0,     0,       0, 0, 1, 0};
    double complex values[SIZE];
    const double roots[SIZE][2] = {{0.9, 0}, {0.5, 0}, {0.6, 0.5}, {0.6, -0.5}};
    assert_true(steppe_hessenberg_eigenvalues(matrix, SIZE, values));
    for (int i = 0; i < SIZE; i++) {
        double nearest = INFINITY;
        for (int j = 0; j < SIZE; j++)
            nearest = fmin(nearest, hypot(creal(values[j]) - roots[i][0],
                                          cimag(values[j]) - roots[i][1]));
        // Simple roots at least 0.4 apart: some hundred roundings of order-3 numbers.
        assert_close(nearest, 0, 0, 1e-12);
    }
}

// A chain of halves: x_i' = d_i x_i + x_(i+1) / 2, d_i = 0.97 - 0.03 i; eigenvalues are the d_i.
static void chain(void *context, const double *from, double *to) {
    size_t size = *(size_t *)context;
    for (size_t i = 0; i < size; i++)
        to[i] = (0.97 - 0.03 * (double)i) * from[i] + (i + 1 < size ? 0.5 * from[i + 1] : 0);
}

static void arnoldi_sees_the_whole_spectrum_of_a_small_map(void **state) {
    (void)state;
    enum { N = 6 };
    size_t size = N;
    double basis[(N + 1) * N];
    double complex matrix[N * N], kept[N * N], values[N], scratch[N * N], vector[N];
    struct steppe_arnoldi arnoldi = {
        .dimension = N, .steps = N, .basis = basis, .matrix = matrix};
    steppe_arnoldi_run(&arnoldi, chain, &size);
    assert_int_equal(arnoldi.done, N);
    memcpy(kept, matrix, sizeof kept);
    assert_true(steppe_hessenberg_eigenvalues(matrix, N, values));
    double largest = 0;
    for (int i = 0; i < N; i++) largest = fmax(largest, cabs(values[i]));
    // The chain is far from normal: its eigenvalues move by 1e5 times a rounding.
    assert_close(largest, 0.97, 1e-9, 0);
    // The eigenvector of the largest, back in the map's own coordinates, is the first unit vector.
    steppe_hessenberg_eigenvector(kept, N, 0.97, scratch, vector);
    for (int k = 0; k < N; k++) {
        double complex part = 0;
        for (int i = 0; i < N; i++) part += vector[i] * basis[i * N + k];
        assert_close(cabs(part), k == 0 ? 1 : 0, 0, 1e-6);
    }
}

static void doubling(void *context, const double *from, double *to) {
    size_t size = *(size_t *)context;
    for (size_t i = 0; i < size; i++) to[i] = 2 * from[i];
}

static void arnoldi_stops_when_the_space_closes(void **state) {
    (void)state;
    size_t size = 5;
    double basis[6 * 5];
    double complex matrix[25];
    struct steppe_arnoldi arnoldi = {.dimension = 5, .steps = 5, .basis = basis, .matrix = matrix};
    steppe_arnoldi_run(&arnoldi, doubling, &size);
    assert_int_equal(arnoldi.done, 1);
    assert_close(creal(matrix[0]), 2, 1e-14, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_eigenvalues_of_a_companion_matrix_are_the_roots_of_its_polynomial),
        cmocka_unit_test(arnoldi_sees_the_whole_spectrum_of_a_small_map),
        cmocka_unit_test(arnoldi_stops_when_the_space_closes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
