// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// drive: one mechanism alone in a world of its own, where a study sets what it reads. In: a model,
// a base year, a mechanism. Out: its steps, for as many members as there are lanes. The equations
// are the mechanism's: a study holds no copy of them.
#ifndef STEPPE_STUDY_DRIVE_H
#define STEPPE_STUDY_DRIVE_H

#include "mechanisms/mechanism.h"
#include "sim/plan.h"

// One cell of a parameter that the mechanism draws.
struct steppe_drive_parameter {
    uint32_t parameter; // number in the model
    uint32_t cell;      // within it
    const struct steppe_recipe *recipe;
};

struct steppe_drive {
    const struct steppe_model *model;
    const struct steppe_plan *plan;
    const struct steppe_mechanism *mechanism;
    const void *constants;
    struct steppe_world world;
    struct steppe_scratch scratch;
};

// A plan with its base in `base_year`: known is what was when the trade matrix of that year came
// out. Fails with RANGE where the model has no such matrix, and as steppe_plan_make does.
STEPPE_CHECKED bool steppe_drive_plan(const struct steppe_model *model, int32_t base_year,
                                      struct steppe_arena *arena, const struct steppe_plan **plan,
                                      struct steppe_error *error);
// The same for a month of one's choice, by which all is known; only to be looked at, not driven.
STEPPE_CHECKED bool steppe_drive_plan_at(const struct steppe_model *model, int32_t known_month,
                                         struct steppe_arena *arena,
                                         const struct steppe_plan **plan,
                                         struct steppe_error *error);
// A world at the base of a plan: nothing moves by itself, parameters at their medians. Fails with
// MEMORY.
STEPPE_CHECKED bool steppe_drive_make(const struct steppe_plan *plan, const char *mechanism,
                                      struct steppe_arena *arena, struct steppe_drive *drive,
                                      struct steppe_error *error);

// Back to the base in all cells, lags too; month 0.
void steppe_drive_reset(struct steppe_drive *drive);
// Month 0 again, with the start values that follow from the parameters as they are put; bases stay.
void steppe_drive_settle(struct steppe_drive *drive);
// A cell of the state in all lanes, with `base` that of the base as well where one is kept.
void steppe_drive_set(const struct steppe_drive *drive, bool base, uint32_t variable, size_t cell,
                      double value);
// A step of the mechanism; then `months` pass.
void steppe_drive_step(struct steppe_drive *drive, int32_t months);

// Parameters by name, those that are drawn and no shares of one another; `left_out` ends with NULL.
// A name that ends in a point stands for all that begin with it. NULL: no memory.
const struct steppe_drive_parameter *steppe_drive_parameters(const struct steppe_drive *drive,
                                                             const char *name,
                                                             const char *const *left_out,
                                                             struct steppe_arena *arena,
                                                             size_t *count);
// z [members][count] standard normal quantiles of the priors, up to STEPPE_LANES members; lanes
// beyond them repeat the last.
void steppe_drive_put(const struct steppe_drive *drive, const struct steppe_drive_parameter *list,
                      size_t count, size_t members, const double *z);
#endif
