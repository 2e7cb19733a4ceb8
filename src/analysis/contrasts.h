// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// contrasts: what a table says once each row and each column may have a level of its own. In:
// which cells of a table of rows and columns are known, and how well. Out: sums of cells that no
// effect of a row or a column moves, with independent errors of variance one.
#ifndef STEPPE_ANALYSIS_CONTRASTS_H
#define STEPPE_ANALYSIS_CONTRASTS_H

#include <steppe.h>

#include "base/arena.h"

struct steppe_contrasts {
    size_t rows, columns, count;
    double *weights; // [count][rows][columns]; datum k of a table x: sum of weights[k] x
    double *back;    // [count][rows][columns] fitted x / spread from data: sum of datum[k] back[k]
};

// spread [rows][columns]: standard deviation of the error of a cell, independent of the others';
// not above 0: unknown. The data span all of the table that is free of effects of rows and columns,
// so a fit to them by least squares is a fit to the cells with these effects fitted as well.
// Cost O((rows columns)^3) at most; out lives in `arena`. False: no memory.
STEPPE_CHECKED bool steppe_contrasts_make(size_t rows, size_t columns, const double *spread,
                                          struct steppe_arena *arena,
                                          struct steppe_contrasts *contrasts);
// data [count] of a table [rows][columns]; what is in unknown cells does not matter, if finite.
void steppe_contrasts_take(const struct steppe_contrasts *contrasts, const double *table,
                           double *data);
// Correlation of neighbouring columns of one row in what the data leave of the table; cells without
// a neighbour are left out. 0 without any.
double steppe_contrasts_persistence(const struct steppe_contrasts *contrasts, const double *data,
                                    struct steppe_arena *scratch);
#endif
