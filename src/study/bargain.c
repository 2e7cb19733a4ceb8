// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// bargain: an issue under every variant, without bargaining, and with each input moved. In: the
// path of an issue. Out: what steppe.h promises, in an arena of its own.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/issue.h"
#include "solve/bargain.h"

#define CAPABILITY_STEP 0.25
#define STEP 0.1 // of positions and saliences

struct result {
    struct steppe_bargain shown; // first: the public pointer is the result
    struct steppe_arena arena;
    struct steppe_findings findings;
};

struct study {
    struct steppe_bargain_issue figures;
    enum steppe_bargain_variant variant;
    int32_t turns;
    struct steppe_arena *arena;
    double *work, *chosen; // of elections
};

// Where the election of a set of positions is expected to come out.
static double elected(const struct study *study, const double *position, size_t dimension) {
    double sum = 0;
    for (size_t i = 0; i < study->figures.actors; i++)
        sum += study->chosen[i] * position[i * study->figures.dimensions + dimension];
    return sum;
}

// The outcome as the variant's authors read it: the expectation of the election (spatial), or the
// median by capability and salience.
static void find_outcome(const struct study *study, const struct steppe_bargain_issue *figures,
                         enum steppe_bargain_variant variant, const double *position,
                         double *outcome) {
    if (variant == STEPPE_BARGAIN_SPATIAL)
        steppe_bargain_election(figures, position, study->work, study->chosen);
    for (size_t k = 0; k < figures->dimensions; k++)
        outcome[k] = variant == STEPPE_BARGAIN_SPATIAL
                         ? elected(study, position, k)
                         : steppe_bargain_median(figures, position, k);
}

static bool find_path(const struct study *study, enum steppe_bargain_variant variant,
                      struct steppe_bargain_path *path, struct steppe_error *error) {
    const size_t dims = study->figures.dimensions, cells = study->figures.actors * dims;
    struct steppe_bargain_result made;
    if (!steppe_bargain_solve(&study->figures, variant, study->turns, study->arena, &made, error))
        return false;
    double *outcome = STEPPE_TAKE(study->arena, ((size_t)made.turns + 1) * dims, double);
    if (!outcome)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "not enough memory for a bargain");
    for (size_t turn = 0; turn <= (size_t)made.turns; turn++)
        find_outcome(study, &study->figures, variant, made.position + turn * cells,
                     outcome + turn * dims);
    *path = (struct steppe_bargain_path){.turns = made.turns,
                                         .settled = made.settled,
                                         .position = made.position,
                                         .step = made.step,
                                         .outcome = outcome};
    return true;
}

// ---- inputs moved -------------------------------------------------------------------------------

static double within(double value) { return fmin(fmax(value, 0), 1); }

// Figures of the issue with one input of one actor moved; saliences keep their sum below 1.
static void move_input(const struct study *study, const struct steppe_bargain_effect *effect,
                       double sign, double *cells, struct steppe_bargain_issue *moved) {
    const size_t n = study->figures.actors, dims = study->figures.dimensions;
    const size_t at = effect->actor * dims;
    double *capability = cells, *position = cells + n, *salience = position + n * dims, sum = 0;
    memcpy(capability, study->figures.capability, n * sizeof *capability);
    memcpy(position, study->figures.position, n * dims * sizeof *position);
    memcpy(salience, study->figures.salience, n * dims * sizeof *salience);
    *moved = (struct steppe_bargain_issue){n, dims, capability, position, salience};
    if (effect->input == STEPPE_BARGAIN_CAPABILITY)
        capability[effect->actor] *= 1 + sign * CAPABILITY_STEP;
    for (size_t k = at; k < at + dims; k++) {
        if (effect->input == STEPPE_BARGAIN_POSITION)
            position[k] = within(position[k] + sign * STEP);
        if (effect->input == STEPPE_BARGAIN_SALIENCE)
            salience[k] = fmax(salience[k] + sign * STEP, 0.001);
        sum += salience[k];
    }
    for (size_t k = at; k < at + dims && sum > 1; k++) salience[k] /= sum;
}

static bool find_effect(struct study *study, const double *outcome,
                        struct steppe_bargain_effect *effect, struct steppe_error *error) {
    const size_t n = study->figures.actors, dims = study->figures.dimensions;
    double *ends = STEPPE_TAKE(study->arena, 2 * dims, double);
    if (!ends) goto refused;
    effect->low = ends;
    effect->high = ends + dims;
    for (size_t side = 0; side < 2; side++) {
        struct steppe_arena_mark mark = steppe_arena_mark(study->arena);
        struct steppe_bargain_issue moved;
        struct steppe_bargain_result made;
        double *cells = STEPPE_TAKE(study->arena, n + 2 * n * dims, double);
        if (!cells) goto refused;
        move_input(study, effect, side == 0 ? -1 : 1, cells, &moved);
        if (!steppe_bargain_solve(&moved, study->variant, study->turns, study->arena, &made, error))
            return false;
        find_outcome(study, &moved, study->variant, made.position + (size_t)made.turns * n * dims,
                     ends + side * dims);
        steppe_arena_rewind(study->arena, mark);
        for (size_t k = 0; k < dims; k++)
            effect->size = fmax(effect->size, fabs(ends[side * dims + k] - outcome[k]));
    }
    return true;
refused:
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "not enough memory for the effects of a bargain");
}

static int by_size(const void *a, const void *b) {
    const struct steppe_bargain_effect *first = a, *second = b;
    if (first->size != second->size) return first->size > second->size ? -1 : 1;
    if (first->actor != second->actor) return first->actor < second->actor ? -1 : 1;
    return (int)first->input - (int)second->input;
}

static bool find_effects(struct study *study, struct steppe_bargain *shown,
                         struct steppe_error *error) {
    const size_t count = study->figures.actors * STEPPE_BARGAIN_INPUTS;
    const struct steppe_bargain_path *path = &shown->paths[study->variant];
    const double *outcome = path->outcome + (size_t)path->turns * study->figures.dimensions;
    struct steppe_bargain_effect *effects = STEPPE_TAKE(study->arena, count,
                                                        struct steppe_bargain_effect);
    if (!effects)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "not enough memory for the effects of a bargain");
    for (size_t i = 0; i < count; i++) {
        effects[i].actor = i / STEPPE_BARGAIN_INPUTS;
        effects[i].input = (enum steppe_bargain_input)(i % STEPPE_BARGAIN_INPUTS);
        if (!find_effect(study, outcome, &effects[i], error)) return false;
    }
    qsort(effects, count, sizeof *effects, by_size);
    shown->effects = effects;
    shown->effect_count = count;
    return true;
}

// ---- all ----------------------------------------------------------------------------------------

static bool fill(struct result *result, struct steppe_error *error) {
    const struct steppe_issue *issue = result->shown.issue;
    const size_t n = issue->actor_count, dims = issue->dimension_count;
    struct study study = {.figures = steppe_issue_figures(issue),
                          .variant = result->shown.variant,
                          .turns = issue->turns,
                          .arena = &result->arena,
                          .work = STEPPE_TAKE(&result->arena, 3 * n * n, double),
                          .chosen = STEPPE_TAKE(&result->arena, n, double)};
    double *chosen = STEPPE_TAKE(&result->arena, n, double);
    double *fixed = STEPPE_TAKE(&result->arena, 3 * dims, double);
    if (!study.work || !study.chosen || !chosen || !fixed)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "not enough memory for a bargain");
    steppe_bargain_election(&study.figures, issue->position, study.work, study.chosen);
    memcpy(chosen, study.chosen, n * sizeof *chosen);
    result->shown.chosen = chosen;
    result->shown.mean = fixed;
    result->shown.median = fixed + dims;
    result->shown.election = fixed + 2 * dims;
    for (size_t k = 0; k < dims; k++) {
        fixed[k] = steppe_bargain_mean(&study.figures, issue->position, k);
        fixed[dims + k] = steppe_bargain_median(&study.figures, issue->position, k);
        fixed[2 * dims + k] = elected(&study, issue->position, k);
    }
    for (int v = 0; v < STEPPE_BARGAIN_VARIANTS; v++)
        if (!find_path(&study, (enum steppe_bargain_variant)v, &result->shown.paths[v], error))
            return false;
    return find_effects(&study, &result->shown, error);
}

bool steppe_bargain_make(const char *path, enum steppe_bargain_variant variant,
                         const struct steppe_bargain **bargain, struct steppe_error *error) {
    struct steppe_arena arena;
    *bargain = NULL;
    steppe_arena_init(&arena, 0);
    struct result *result = STEPPE_TAKE(&arena, 1, struct result);
    if (!result)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "not enough memory for a bargain");
    result->arena = arena;
    result->findings.arena = &result->arena;
    result->shown.variant = variant;
    *bargain = &result->shown;
    return steppe_issue_load(path, &result->arena, &result->findings, &result->shown.issue,
                             error) &&
           fill(result, error);
}

const struct steppe_findings *steppe_bargain_findings(const struct steppe_bargain *bargain) {
    return &((const struct result *)(const void *)bargain)->findings;
}

void steppe_bargain_free(const struct steppe_bargain *bargain) {
    if (!bargain) return;
    struct steppe_arena arena = ((const struct result *)(const void *)bargain)->arena;
    steppe_arena_free(&arena); // it holds the result itself
}
