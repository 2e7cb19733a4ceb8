// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// layout: where each variable and parameter of a model lies in a world. Made once by sim from the
// model and from what the mechanisms and programs use; the same for all instances.
#ifndef STEPPE_WORLD_LAYOUT_H
#define STEPPE_WORLD_LAYOUT_H

#include "model/model.h"

#define STEPPE_NOWHERE UINT32_MAX

struct steppe_layout {
    const struct steppe_model *model;
    int32_t first_month;           // of the world (months since year 0)
    int32_t free_month;            // first month not imposed by history
    int32_t end_month;             // first month after the run
    int32_t base_year;
    const uint32_t *offsets;       // [variable] first cell of state; NOWHERE: DATA
    const uint32_t *cell_counts;   // [variable]
    const uint32_t *base_offsets;  // [variable] NOWHERE: no start value kept
    const uint32_t *lag_offsets;   // [variable] NOWHERE: no ring
    const uint32_t *lag_months;    // [variable] ring length, 0: none
    const uint32_t *param_offsets; // [parameter]
    size_t state_cells, base_cells, lag_cells, param_cells;
};

// What a mechanism or program asks of a variable beside its present value.
struct steppe_layout_wish { uint32_t variable; uint32_t lag_months; bool base; };

STEPPE_CHECKED bool steppe_layout_make(const struct steppe_model *model, const struct steppe_layout_wish *wishes,
                                       size_t wish_count, struct steppe_arena *arena,
                                       struct steppe_layout **layout, struct steppe_error *error);
#endif
