// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// eigen: the largest eigenvalues of a linear map that is only known by what it does to a vector.
#ifndef STEPPE_SOLVE_EIGEN_H
#define STEPPE_SOLVE_EIGEN_H

#include <complex.h>
#include <stdbool.h>
#include <stddef.h>

// Arnoldi (1951): an orthonormal basis of span(v, Av, A^2 v, ...) and A seen in it, an upper
// Hessenberg matrix whose outer eigenvalues approach those of A.
struct steppe_arnoldi {
    size_t dimension;       // of the map
    size_t steps;           // asked for, at most dimension
    double *basis;          // [steps + 1][dimension]
    double complex *matrix; // [steps][steps], row-major
    size_t done;            // less than steps when the space closed
};
void steppe_arnoldi_run(struct steppe_arnoldi *arnoldi,
                        void (*apply)(void *context, const double *from, double *to),
                        void *context);

// Eigenvalues of an upper Hessenberg matrix [size][size], which is destroyed: shifted QR with
// Givens rotations (Francis 1961). False when it does not converge (30 sweeps an eigenvalue).
bool steppe_hessenberg_eigenvalues(double complex *matrix, size_t size, double complex *values);
// Eigenvector of length 1 to a known eigenvalue, by inverse iteration. scratch: size * size cells.
void steppe_hessenberg_eigenvector(const double complex *matrix, size_t size, double complex value,
                                   double complex *scratch, double complex *vector);

#endif
