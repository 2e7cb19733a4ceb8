// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// plan_parts: the plan while it is made; each part is a file of its own.
#ifndef STEPPE_SIM_PLAN_PARTS_H
#define STEPPE_SIM_PLAN_PARTS_H

#include "mechanisms/mechanism.h"
#include "sim/plan.h"

struct steppe_planner {
    const struct steppe_model *model;
    const struct steppe_kernels *kernels;
    struct steppe_arena *arena;
    struct steppe_error *error;
    struct steppe_plan *plan;
    struct steppe_layout *layout;
    double *start, *start_spread;
    uint8_t *touched, *moving;          // [state_cells] by what is no mechanism; by anything
    struct steppe_plan_regime *regimes; // what plan->regimes points at
    int32_t known_month;                // figures known later are not seen
};

// An array in the run's arena, or NULL with the error set. Zero items give a pointer too.
void *steppe_planner_take(struct steppe_planner *planner, size_t count, size_t size);
#define STEPPE_PLANNER_TAKE(planner, count, type)                                                  \
    ((type *)steppe_planner_take((planner), (count), sizeof(type)))

// plan_start.c: the newest trade matrix known decides the base year; figures give start values;
// published values stand in for computed ones during the run-in.
STEPPE_CHECKED bool steppe_plan_base_year(struct steppe_planner *planner);
STEPPE_CHECKED bool steppe_plan_start(struct steppe_planner *planner);
STEPPE_CHECKED bool steppe_plan_impose(struct steppe_planner *planner);
// plan_changes.c: regimes, events, the worlds of the scenarios, and what lies over which cell.
STEPPE_CHECKED bool steppe_plan_changes(struct steppe_planner *planner);
// plan_programs.c: every program of the model that a month may run; first the movers, those of
// regimes, events, scenarios and what is asked, then those of indicators.
STEPPE_CHECKED bool steppe_plan_programs(struct steppe_planner *planner,
                                         const struct steppe_program *const **programs,
                                         size_t *count, size_t *mover_count);
// plan_series.c: what is recorded when.
STEPPE_CHECKED bool steppe_plan_series(struct steppe_planner *planner);

// plan_watches.c: which cells are watched for jumps, and what all that can happen is called.
STEPPE_CHECKED bool steppe_plan_watches(struct steppe_planner *planner);

// plan_questions.c: what is asked, held against the months of the run.
STEPPE_CHECKED bool steppe_plan_questions(struct steppe_planner *planner);

#endif
