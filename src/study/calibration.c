// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// calibration: parameters against the record of the years before the base. In: an open project.
// Out: each parameter's range before and after, and how far the model follows the record.
#include <math.h>
#include <string.h>

#include "study/growth.h"
#include "study/votes.h"

#define UNTOUCHED 2 // years at the end of the record, the base among them, are left for tests
#define SPLIT 4     // years kept for the skill

struct result {
    struct steppe_calibration shown; // first: the caller's pointer is also this one's
    struct steppe_arena arena;
};

static bool refuse_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "no memory for a calibration");
}

static void set_years(const struct steppe_model *model, struct steppe_calibration *shown) {
    shown->last_year = model->price_year - UNTOUCHED;
    shown->first_year = steppe_votes_first_year(model, shown->last_year);
    shown->split_year = shown->last_year - SPLIT;
    shown->members = STEPPE_FITTING_MEMBERS;
    shown->steps = STEPPE_FITTING_STEPS;
    shown->seed = STEPPE_FITTING_SEED;
    shown->explained = shown->skill = (double)NAN;
    shown->growth_explained = shown->growth_skill = (double)NAN;
}

static bool fit(const struct steppe_model *model, struct steppe_arena *scratch,
                struct result *result, struct steppe_error *error) {
    struct steppe_calibration *shown = &result->shown;
    struct steppe_fitted *of_votes = NULL, *of_growth = NULL;
    size_t votes = 0, growth = 0;
    const struct steppe_plan *plan;
    if (!steppe_drive_plan(model, shown->first_year, scratch, &plan, error) ||
        !steppe_votes_fit(plan, &result->arena, scratch, shown, &of_votes, &votes, error) ||
        !steppe_growth_fit(plan, &result->arena, scratch, shown, &of_growth, &growth, error))
        return false;
    struct steppe_fitted *all = STEPPE_TAKE(&result->arena, votes + growth, struct steppe_fitted);
    if (!all) return refuse_memory(error);
    memcpy(all, of_votes, votes * sizeof *all);
    if (growth > 0) memcpy(all + votes, of_growth, growth * sizeof *all);
    shown->parameters = all;
    shown->parameter_count = votes + growth;
    return true;
}

// A model whose tables do not reach back is no fault: the reason is told instead.
static bool make(const struct steppe_model *model, struct steppe_arena *scratch,
                 struct result *result, struct steppe_error *error) {
    struct steppe_calibration *shown = &result->shown;
    struct steppe_error why = {0};
    set_years(model, shown);
    if (shown->first_year == 0 || shown->split_year - shown->first_year < SPLIT) {
        shown->reason = "the tables hold no agreement of votes over enough years";
        return true;
    }
    if (fit(model, scratch, result, &why)) return true;
    if (why.code != STEPPE_CODE_RANGE) {
        if (error) *error = why;
        return false;
    }
    shown->reason = steppe_arena_copy_text(&result->arena, why.message, strlen(why.message));
    return shown->reason || refuse_memory(error);
}

bool steppe_calibration_make(const struct steppe_project *project,
                             const struct steppe_calibration **calibration,
                             struct steppe_error *error) {
    struct steppe_arena arena, scratch;
    const struct steppe_model *model = steppe_project_sound_model(project, error);
    *calibration = NULL;
    if (!model) return false;
    steppe_arena_init(&arena, 0);
    steppe_arena_init(&scratch, 0);
    struct result *result = STEPPE_TAKE(&arena, 1, struct result);
    if (!result) return refuse_memory(error);
    result->arena = arena;
    const bool made = make(model, &scratch, result, error);
    steppe_arena_free(&scratch);
    if (made)
        *calibration = &result->shown;
    else
        steppe_calibration_free(&result->shown);
    return made;
}

void steppe_calibration_free(const struct steppe_calibration *calibration) {
    if (!calibration) return;
    struct steppe_arena arena = ((const struct result *)(const void *)calibration)->arena;
    steppe_arena_free(&arena);
}
