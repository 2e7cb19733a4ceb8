// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// layout: where each variable and parameter of a model lies in a world. Made once by sim from the
// model and from what the mechanisms and programs use; the same for all instances.
#ifndef STEPPE_WORLD_LAYOUT_H
#define STEPPE_WORLD_LAYOUT_H

#include "model/model.h"
#include "world/priors.h"

#define STEPPE_NOWHERE UINT32_MAX

struct steppe_layout {
    const struct steppe_model *model;
    int32_t first_month; // of the world (months since year 0)
    int32_t free_month;  // first month not imposed by history
    int32_t end_month;   // first month after the run
    int32_t base_year;
    const uint32_t *offsets;             // [variable] first cell of state; NOWHERE: DATA
    const uint32_t *cell_counts;         // [variable]
    const uint32_t *base_offsets;        // [variable] NOWHERE: no start value kept
    const uint32_t *lag_offsets;         // [variable] NOWHERE: no ring
    const uint32_t *lag_months;          // [variable] ring length, 0: none
    const uint32_t *param_offsets;       // [parameter]
    const struct steppe_recipe *recipes; // [param_cells] how each is drawn, and its median
    const uint32_t *param_streams;       // [parameter] random stream of its draws, named by it
    const uint32_t *variable_streams;    // [variable] random stream of its start values
    size_t state_cells, base_cells, lag_cells, param_cells;
    size_t steering_cells; // the first of state_cells; after them the variables of kind DETAIL
};

// What a mechanism or program asks of a variable beside its present value. Several wishes for one
// variable: the longest lag, and a base if any wants one.
struct steppe_layout_wish {
    uint32_t variable, lag_months;
    bool base;
};

// Fills all but the months and the base year. Fails with RANGE where a prior cannot be drawn, two
// names share a random stream, or the model is too large; with MEMORY when the arena refuses.
STEPPE_CHECKED bool steppe_layout_make(const struct steppe_model *model,
                                       const struct steppe_layout_wish *wishes, size_t wish_count,
                                       struct steppe_arena *arena, struct steppe_layout **layout,
                                       struct steppe_error *error);

// The same for runs whose parameters are fixed at their medians: nothing can be drawn from it.
STEPPE_CHECKED bool steppe_layout_make_fixed(const struct steppe_model *model,
                                             const struct steppe_layout_wish *wishes,
                                             size_t wish_count, struct steppe_arena *arena,
                                             struct steppe_layout **layout,
                                             struct steppe_error *error);

// Median of a parameter's prior, truncated to its legal range; dirichlet: the mean. Coherent unit.
double steppe_layout_median(const struct steppe_layout *layout, uint32_t parameter, size_t cell);

#endif
