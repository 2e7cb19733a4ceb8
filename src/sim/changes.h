// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// changes: what moves a world beside its mechanisms: regimes, events, scenarios. Kernel header.
#ifndef STEPPE_SIM_CHANGES_H
#define STEPPE_SIM_CHANGES_H

#include "sim/block.h"
#include "sim/plan.h"

// Once a block, after its parameters: transition matrices of the regimes whose rates stay.
void STEPPE_NAMED(steppe_make_matrices)(struct steppe_block *block);
// Regimes: imposed by history before the free months, then a step of each Markov chain.
void STEPPE_NAMED(steppe_move_regimes)(struct steppe_block *block, bool free_month);
// A scenario's changes: begins, ramps and ends them; what changes stocks and regimes acts here.
void STEPPE_NAMED(steppe_move_changes)(struct steppe_block *block,
                                       const struct steppe_plan_world *world);
// Events: draws which come this month; what changes stocks and regimes acts here.
void STEPPE_NAMED(steppe_happen)(struct steppe_block *block);
// Before anything is laid over: which states of the regimes some lane is in.
void STEPPE_NAMED(steppe_look_at_regimes)(struct steppe_block *block);
// Puts all that is in force over the cells of a slot: set, then scale, then add. `due`: the slot's
// mechanism has just run.
void STEPPE_NAMED(steppe_lay_over)(struct steppe_block *block, uint32_t slot, uint32_t world,
                                   bool due);
// Tests: the plan's overrides, after the draws.
void STEPPE_NAMED(steppe_override_parameters)(struct steppe_block *block);

#define steppe_make_matrices STEPPE_NAMED(steppe_make_matrices)
#define steppe_move_regimes STEPPE_NAMED(steppe_move_regimes)
#define steppe_move_changes STEPPE_NAMED(steppe_move_changes)
#define steppe_happen STEPPE_NAMED(steppe_happen)
#define steppe_look_at_regimes STEPPE_NAMED(steppe_look_at_regimes)
#define steppe_lay_over STEPPE_NAMED(steppe_lay_over)
#define steppe_override_parameters STEPPE_NAMED(steppe_override_parameters)

#endif
