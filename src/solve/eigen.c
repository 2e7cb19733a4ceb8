// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "solve/eigen.h"

#include <float.h>
#include <math.h>
#include <string.h>

static double dot(const double *a, const double *b, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += a[i] * b[i];
    return sum;
}

void steppe_arnoldi_run(struct steppe_arnoldi *arnoldi,
                        void (*apply)(void *context, const double *from, double *to),
                        void *context) {
    size_t n = arnoldi->dimension, m = arnoldi->steps;
    // A start without symmetry, so that no mode is orthogonal to it: the golden ratio's multiples.
    double *first = arnoldi->basis;
    for (size_t i = 0; i < n; i++) first[i] = fmod(0.6180339887498949 * (double)(i + 1), 1.0) + 0.1;
    double length = sqrt(dot(first, first, n));
    for (size_t i = 0; i < n; i++) first[i] /= length;
    memset(arnoldi->matrix, 0, m * m * sizeof *arnoldi->matrix);
    for (arnoldi->done = 0; arnoldi->done < m; arnoldi->done++) {
        size_t j = arnoldi->done;
        double *next = arnoldi->basis + (j + 1) * n;
        apply(context, arnoldi->basis + j * n, next);
        double before = sqrt(dot(next, next, n));
        // Twice: the second pass takes off what rounding left of the first.
        for (int pass = 0; pass < 2; pass++)
            for (size_t i = 0; i <= j; i++) {
                const double *basis = arnoldi->basis + i * n;
                double part = dot(basis, next, n);
                arnoldi->matrix[i * m + j] += part;
                for (size_t k = 0; k < n; k++) next[k] -= part * basis[k];
            }
        double rest = sqrt(dot(next, next, n));
        if (j + 1 == m || rest <= 1e-10 * before || rest < DBL_MIN) {
            arnoldi->done = j + 1;
            return;
        }
        arnoldi->matrix[(j + 1) * m + j] = rest;
        for (size_t k = 0; k < n; k++) next[k] /= rest;
    }
}

// ---- eigenvalues of a Hessenberg matrix ---------------------------------------------------------
// The eigenvalue of the last 2 x 2 block that is nearer to its last cell (Wilkinson's shift).
static double complex shift_of(double complex a, double complex b, double complex c,
                               double complex d) {
    double complex middle = (a + d) / 2;
    double complex root = csqrt((a - d) * (a - d) / 4 + b * c);
    double complex one = middle + root, two = middle - root;
    return cabs(one - d) < cabs(two - d) ? one : two;
}

// One QR step on rows and columns low..high of the shifted block: H - sI = QR, H' = RQ + sI.
static void sweep(double complex *matrix, size_t size, size_t low, size_t high,
                  double complex shift) {
#define H(i, j) matrix[(i)*size + (j)]
    double complex below_cosine = 1, below_sine = 0;
    for (size_t i = low; i <= high; i++) H(i, i) -= shift;
    for (size_t k = low; k < high; k++) {
        double complex x = H(k, k), y = H(k + 1, k);
        double length = hypot(cabs(x), cabs(y));
        double complex cosine = length > 0 ? x / length : 1, sine = length > 0 ? y / length : 0;
        for (size_t j = k; j <= high; j++) {
            double complex upper = H(k, j), lower = H(k + 1, j);
            H(k, j) = conj(cosine) * upper + conj(sine) * lower;
            H(k + 1, j) = -sine * upper + cosine * lower;
        }
        // The rotation before this one comes from the right once its rows are done.
        if (k > low)
            for (size_t i = low; i <= k; i++) {
                double complex left = H(i, k - 1), right = H(i, k);
                H(i, k - 1) = left * below_cosine + right * below_sine;
                H(i, k) = -left * conj(below_sine) + right * conj(below_cosine);
            }
        below_cosine = cosine;
        below_sine = sine;
    }
    if (high > low)
        for (size_t i = low; i <= high; i++) {
            double complex left = H(i, high - 1), right = H(i, high);
            H(i, high - 1) = left * below_cosine + right * below_sine;
            H(i, high) = -left * conj(below_sine) + right * conj(below_cosine);
        }
    for (size_t i = low; i <= high; i++) H(i, i) += shift;
}

bool steppe_hessenberg_eigenvalues(double complex *matrix, size_t size, double complex *values) {
    size_t high = size;
    int sweeps = 0;
    while (high > 0) {
        size_t last = high - 1, low = last;
        while (low > 0) {
            double scale = cabs(H(low - 1, low - 1)) + cabs(H(low, low));
            if (cabs(H(low, low - 1)) <= DBL_EPSILON * (scale > 0 ? scale : 1)) break;
            low--;
        }
        if (low == last) {
            values[last] = H(last, last);
            high--;
            sweeps = 0;
            continue;
        }
        if (++sweeps > 30) return false;
        double complex shift = shift_of(H(last - 1, last - 1), H(last - 1, last), H(last, last - 1),
                                        H(last, last));
        if (sweeps % 10 == 0) shift += cabs(H(last, last - 1)); // out of a cycle
        sweep(matrix, size, low, last, shift);
    }
    return true;
#undef H
}

// ---- an eigenvector -----------------------------------------------------------------------------
// Solves (H - value I) x = b in place of b; Hessenberg elimination with exchange of rows.
static void solve_shifted(const double complex *matrix, size_t size, double complex value,
                          double complex *scratch, double complex *b) {
#define A(i, j) scratch[(i)*size + (j)]
    double norm = 0;
    for (size_t i = 0; i < size * size; i++) norm = fmax(norm, cabs(matrix[i]));
    memcpy(scratch, matrix, size * size * sizeof *scratch);
    for (size_t i = 0; i < size; i++) A(i, i) -= value;
    for (size_t k = 0; k + 1 < size; k++) {
        if (cabs(A(k + 1, k)) > cabs(A(k, k))) {
            for (size_t j = k; j < size; j++) {
                double complex other = A(k, j);
                A(k, j) = A(k + 1, j);
                A(k + 1, j) = other;
            }
            double complex other = b[k];
            b[k] = b[k + 1];
            b[k + 1] = other;
        }
        if (cabs(A(k, k)) < DBL_EPSILON * norm) A(k, k) = DBL_EPSILON * norm;
        double complex factor = A(k + 1, k) / A(k, k);
        for (size_t j = k; j < size; j++) A(k + 1, j) -= factor * A(k, j);
        b[k + 1] -= factor * b[k];
    }
    for (size_t i = size; i-- > 0;) {
        for (size_t j = i + 1; j < size; j++) b[i] -= A(i, j) * b[j];
        if (cabs(A(i, i)) < DBL_EPSILON * norm) A(i, i) = DBL_EPSILON * norm;
        b[i] /= A(i, i);
    }
#undef A
}

void steppe_hessenberg_eigenvector(const double complex *matrix, size_t size, double complex value,
                                   double complex *scratch, double complex *vector) {
    for (size_t i = 0; i < size; i++) vector[i] = 1;
    for (int round = 0; round < 3; round++) {
        solve_shifted(matrix, size, value, scratch, vector);
        double length = 0;
        for (size_t i = 0; i < size; i++) length = hypot(length, cabs(vector[i]));
        for (size_t i = 0; i < size; i++) vector[i] /= length;
    }
}
