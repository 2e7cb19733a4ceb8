// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// contrasts: see the header. In units of its spread a table has independent errors of variance
// one, and keeps that in any orthonormal basis. The basis here is what is left of the unit vectors
// of the known cells once rows, columns and earlier vectors are taken out (Gram-Schmidt, twice).
#include "analysis/contrasts.h"

#include <math.h>
#include <string.h>

#define LEFT_LEAST 1e-6 // length below which a unit vector holds nothing new

static double dot(size_t count, const double *a, const double *b) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += a[i] * b[i];
    return sum;
}

// Takes the parts along basis[0..taken) out of v and scales it to length one; false: nothing left.
static bool reduce(size_t count, const double *basis, size_t taken, double *v) {
    const double before = sqrt(dot(count, v, v));
    for (int round = 0; round < 2; round++)
        for (size_t k = 0; k < taken; k++) {
            const double *other = basis + k * count;
            const double part = dot(count, other, v);
            for (size_t i = 0; i < count; i++) v[i] -= part * other[i];
        }
    const double length = sqrt(dot(count, v, v));
    if (!(length > LEFT_LEAST * before)) return false;
    for (size_t i = 0; i < count; i++) v[i] /= length;
    return true;
}

static bool is_known(double spread) { return spread > 0 && isfinite(spread); }

// Orthonormal effects of rows and columns in units of spread; returns how many.
static size_t add_effects(size_t rows, size_t columns, const double *spread, double *basis) {
    const size_t cells = rows * columns;
    size_t taken = 0;
    for (size_t effect = 0; effect < rows + columns; effect++) {
        double *v = basis + taken * cells;
        for (size_t i = 0; i < cells; i++) {
            const bool in = effect < rows ? i / columns == effect : i % columns == effect - rows;
            v[i] = in && is_known(spread[i]) ? 1 / spread[i] : 0;
        }
        taken += reduce(cells, basis, taken, v);
    }
    return taken;
}

bool steppe_contrasts_make(size_t rows, size_t columns, const double *spread,
                           struct steppe_arena *arena, struct steppe_contrasts *contrasts) {
    const size_t cells = rows * columns;
    *contrasts = (struct steppe_contrasts){.rows = rows, .columns = columns};
    contrasts->weights = STEPPE_TAKE(arena, cells * cells, double);
    contrasts->back = STEPPE_TAKE(arena, cells * cells, double);
    const struct steppe_arena_mark mark = steppe_arena_mark(arena);
    double *basis = STEPPE_TAKE(arena, (cells + rows + columns) * cells + cells, double);
    if (!basis || !contrasts->weights || !contrasts->back) return false;
    const size_t effects = add_effects(rows, columns, spread, basis);
    size_t taken = effects;
    for (size_t cell = 0; cell < cells; cell++) {
        double *v = basis + taken * cells;
        if (!is_known(spread[cell])) continue;
        memset(v, 0, cells * sizeof *v);
        v[cell] = 1;
        taken += reduce(cells, basis, taken, v);
    }
    contrasts->count = taken - effects;
    for (size_t k = 0; k < contrasts->count; k++)
        for (size_t i = 0; i < cells; i++) {
            const double part = basis[(effects + k) * cells + i];
            contrasts->back[k * cells + i] = part;
            contrasts->weights[k * cells + i] = is_known(spread[i]) ? part / spread[i] : 0;
        }
    steppe_arena_rewind(arena, mark);
    return true;
}

void steppe_contrasts_take(const struct steppe_contrasts *contrasts, const double *table,
                           double *data) {
    const size_t cells = contrasts->rows * contrasts->columns;
    for (size_t k = 0; k < contrasts->count; k++) {
        const double *restrict weights = contrasts->weights + k * cells;
        double sum[4] = {0}; // side by side: one sum would wait for itself
        size_t i = 0;
        for (; i + 4 <= cells; i += 4)
            for (size_t s = 0; s < 4; s++) sum[s] += weights[i + s] * table[i + s];
        for (; i < cells; i++) sum[0] += weights[i] * table[i];
        data[k] = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    }
}

double steppe_contrasts_persistence(const struct steppe_contrasts *contrasts, const double *data,
                                    struct steppe_arena *scratch) {
    const size_t columns = contrasts->columns, cells = contrasts->rows * columns;
    const struct steppe_arena_mark mark = steppe_arena_mark(scratch);
    double *left = STEPPE_TAKE(scratch, cells, double), *size = STEPPE_TAKE(scratch, cells, double);
    double pairs = 0, squares = 0;
    for (size_t k = 0; left && size && k < contrasts->count; k++)
        for (size_t i = 0; i < cells; i++) {
            const double part = contrasts->back[k * cells + i];
            left[i] += data[k] * part;
            size[i] += part * part; // 0: an unknown cell
        }
    for (size_t i = 0; left && size && i + 1 < cells; i++) {
        if (i % columns == columns - 1 || !(size[i] > 0) || !(size[i + 1] > 0)) continue;
        pairs += left[i] * left[i + 1];
        squares += 0.5 * (left[i] * left[i] + left[i + 1] * left[i + 1]);
    }
    steppe_arena_rewind(scratch, mark);
    return squares > 0 ? pairs / squares : 0;
}
