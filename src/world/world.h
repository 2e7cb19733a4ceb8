// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// world: the state of STEPPE_LANES members at a month, under one scenario. Kernel code: every
// instance has its own steppe_real and lane count (base/lanes.h). Memory is made once by sim and
// zeroed before each block. State cells are [cell][lane], in coherent units.
#ifndef STEPPE_WORLD_WORLD_H
#define STEPPE_WORLD_WORLD_H

#include "base/lanes.h"
#include "model/model.h"
#include "world/layout.h"
#include "world/work.h"

// The last block of words drawn: uniforms of indices 4 block .. 4 block + 3.
struct steppe_draws {
    uint64_t seed;
    uint32_t first_member, stream, block;
    int32_t month;
    bool filled;
    steppe_real uniform[4 * STEPPE_LANES];
};

struct steppe_world {
    const struct steppe_layout *layout;
    uint64_t seed;
    uint32_t first_member;          // a multiple of STEPPE_LANES
    int32_t month;                  // since the world began: January after the base year
    bool fix_parameters, fix_noise; // draws at their median
    // Nobody looks at variables of kind VIEW, or at those of kind DETAIL, this month: they may keep
    // any value.
    bool unviewed, unseen;
    steppe_real *state;  // [layout->state_cells][LANES]
    steppe_real *base;   // [layout->base_cells][LANES]: drawn at the start, of uses with .base
    steppe_real *lags;   // [layout->lag_cells][LANES]: rings
    steppe_real *params; // [layout->param_cells][LANES]: in force, changes laid over
    struct steppe_draws *draws; // NULL: every draw anew
    uint64_t *work;             // [STEPPE_WORK_COUNT] entries so far; NULL: nobody counts
    const steppe_real *reduced; // [reducer][LANES] of the statement whose outer program runs
    steppe_real *failed; // [LANES] 0, or 1 + the variable number where a value was not finite
};

// Whether history has filled this month: what it brought is known, and nothing comes by chance.
static inline bool steppe_world_is_filled(const struct steppe_world *world) {
    return world->layout->first_month + world->month < world->layout->free_month;
}
// First cell of a variable; lane l of cell i is at [i * STEPPE_LANES + l].
static inline steppe_real *steppe_cells(const struct steppe_world *world, uint32_t variable) {
    return world->state + (size_t)world->layout->offsets[variable] * STEPPE_LANES;
}
// Start values of a variable whose use says .base.
static inline const steppe_real *steppe_base_cells(const struct steppe_world *world,
                                                   uint32_t variable) {
    return world->base + (size_t)world->layout->base_offsets[variable] * STEPPE_LANES;
}
// Value `months` ago (1: the end of last month) of a variable whose use says .lag_months >= months.
// Before the world began: its value at the start.
static inline const steppe_real *steppe_lag_cells(const struct steppe_world *world,
                                                  uint32_t variable, int32_t months) {
    uint32_t ring = world->layout->lag_months[variable];
    uint32_t slot = (uint32_t)(world->month + (int32_t)ring - months) % ring;
    return world->lags + ((size_t)world->layout->lag_offsets[variable] +
                          (size_t)slot * world->layout->cell_counts[variable]) *
                             STEPPE_LANES;
}
// Parameter cells by offset (steppe_setup_parameter gives it).
static inline const steppe_real *steppe_params_at(const struct steppe_world *world,
                                                  uint32_t offset) {
    return world->params + (size_t)offset * STEPPE_LANES;
}

// Draws of this month for all lanes. Both are functions of (seed, member, month, stream, index).
// With fix_noise: 1/2 and 0.
void STEPPE_NAMED(steppe_draw_uniform)(const struct steppe_world *world, uint32_t stream,
                                       uint32_t index, steppe_real *out);
void STEPPE_NAMED(steppe_draw_normal)(const struct steppe_world *world, uint32_t stream,
                                      uint32_t index, steppe_real *out);
// The same of one lane.
steppe_real STEPPE_NAMED(steppe_draw_uniform_of)(const struct steppe_world *world, uint32_t stream,
                                                 uint32_t index, int lane);
steppe_real STEPPE_NAMED(steppe_draw_normal_of)(const struct steppe_world *world, uint32_t stream,
                                                uint32_t index, int lane);
#define steppe_draw_uniform_of STEPPE_NAMED(steppe_draw_uniform_of)
#define steppe_draw_normal_of STEPPE_NAMED(steppe_draw_normal_of)
// The one draw a month of a stream that needs no more; keeps those of four months in `draws`.
void STEPPE_NAMED(steppe_draw_monthly)(const struct steppe_world *world, uint32_t stream,
                                       struct steppe_draws *draws, steppe_real *out);
#define steppe_draw_monthly STEPPE_NAMED(steppe_draw_monthly)
#define steppe_draw_uniform STEPPE_NAMED(steppe_draw_uniform)
#define steppe_draw_normal STEPPE_NAMED(steppe_draw_normal)

// All parameter cells of a block from their priors (draws use member / 2; median with
// fix_parameters), then truncated by redrawing through the inverse distribution on the legal range.
void STEPPE_NAMED(steppe_world_draw_parameters)(struct steppe_world *world);
#define steppe_world_draw_parameters STEPPE_NAMED(steppe_world_draw_parameters)

// Start values of all state cells: out [state_cells][LANES] = start exp(spread z), within the range
// of the variable; draws use member / 2, stream the variable's name. With fix_parameters, and where
// the spread is 0: start itself. start, start_spread [state_cells] as in struct steppe_setup.
// anew [state_cells], or NULL for all: a cell of 0 without spread holds its start already.
void STEPPE_NAMED(steppe_world_draw_start)(const struct steppe_world *world, const double *start,
                                           const double *start_spread, const uint8_t *anew,
                                           steppe_real *out);
#define steppe_world_draw_start STEPPE_NAMED(steppe_world_draw_start)

// Runs a program over the lanes; registers [program->register_count][LANES] are scratch. Returns
// where the value is, [LANES]: there, or in the world itself. A value not finite marks the lanes in
// world->failed as of `blame` (a variable).
const steppe_real *STEPPE_NAMED(steppe_world_evaluate)(struct steppe_world *world,
                                                       const struct steppe_program *program,
                                                       steppe_real *registers, uint32_t blame);
#define steppe_world_evaluate STEPPE_NAMED(steppe_world_evaluate)

#endif
