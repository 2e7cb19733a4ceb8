// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// claims: one plan holds the worlds of all claims, so that they share their run-in and their draws.
#include "study/claims.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/pairs.h"
#include "sim/ensemble.h"

enum { WITHOUT, WITH, OFF_WITHOUT, OFF_WITH, WORLDS }; // of a claim

struct result {
    struct steppe_claims shown; // first: the public pointer is the result
    struct steppe_arena arena;
};

struct study {
    const struct steppe_model *model;
    const struct steppe_claim_book *book;
    struct steppe_arena *arena;
    uint32_t members;    // asked for, and room for
    uint32_t done;       // fewer where the run was stopped
    const char **worlds; // names, as the plan takes them; the baseline is not among them
    size_t world_count;
    uint32_t (*world_of)[WORLDS]; // [claim] numbers of the plan's worlds, 0: the baseline
    struct steppe_scenario *own;  // given, experiment, off of each claim
    struct steppe_asked *asked;   // a measure each
    float *values;                // [claim][WORLDS][members], coherent
};

const char *steppe_verdict_name(enum steppe_verdict verdict) {
    static const char *const names[STEPPE_VERDICTS] = {"supported", "contradicted", "undetermined",
                                                       "by construction"};
    return names[verdict];
}

static bool refuse(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "not enough memory for the claims");
}

// ---- worlds -------------------------------------------------------------------------------------
// "a+b+c" of the parts that have changes; "" is the baseline.
static char *join(struct steppe_arena *arena, const struct steppe_scenario *const *parts,
                  size_t count) {
    size_t length = 1, at = 0;
    for (size_t i = 0; i < count; i++) length += strlen(parts[i]->name) + 1;
    char *name = STEPPE_TAKE(arena, length, char);
    for (size_t i = 0; name && i < count; i++) {
        size_t size = strlen(parts[i]->name);
        if (parts[i]->change_count == 0) continue;
        if (at > 0) name[at++] = '+';
        memcpy(name + at, parts[i]->name, size);
        at += size;
    }
    return name;
}

static bool add_world(struct study *study, size_t claim, size_t which,
                      const struct steppe_scenario *const *parts, size_t count) {
    char *name = join(study->arena, parts, count);
    if (!name) return false;
    if (!*name) return true; // the baseline, which all claims share
    study->worlds[study->world_count++] = name;
    study->world_of[claim][which] = (uint32_t)study->world_count;
    return true;
}

static bool lay_out(struct study *study, struct steppe_error *error) {
    size_t count = study->book->claim_count;
    study->worlds = STEPPE_TAKE(study->arena, WORLDS * count + 1, const char *);
    study->world_of = steppe_arena_take(study->arena, count + 1, sizeof *study->world_of);
    study->own = STEPPE_TAKE(study->arena, 3 * count + 1, struct steppe_scenario);
    study->asked = STEPPE_TAKE(study->arena, count + 1, struct steppe_asked);
    study->values = STEPPE_TAKE(study->arena, WORLDS * count * study->members + 1, float);
    if (!study->worlds || !study->world_of || !study->own || !study->asked || !study->values)
        return refuse(error);
    for (size_t c = 0; c < count; c++) {
        const struct steppe_claim *claim = &study->book->claims[c];
        struct steppe_scenario *own = &study->own[3 * c];
        own[0] = claim->given;
        own[1] = claim->experiment;
        own[2] = claim->off;
        study->asked[c] = (struct steppe_asked){
            .name = claim->name, .text = claim->ask, .statement = &claim->measure};
        if (!add_world(study, c, WITHOUT, (const struct steppe_scenario *[]){&own[0]}, 1) ||
            !add_world(study, c, WITH, (const struct steppe_scenario *[]){&own[0], &own[1]}, 2) ||
            !add_world(study, c, OFF_WITHOUT, (const struct steppe_scenario *[]){&own[0], &own[2]},
                       2) ||
            !add_world(study, c, OFF_WITH,
                       (const struct steppe_scenario *[]){&own[0], &own[1], &own[2]}, 3))
            return refuse(error);
    }
    return true;
}

// ---- the run ------------------------------------------------------------------------------------
// Each row of members has its own place, so threads may come in any order.
static void look(void *context, const float *answers, size_t stride, uint32_t first_member,
                 uint32_t count) {
    const struct study *study = context;
    size_t claims = study->book->claim_count;
    for (size_t c = 0; c < claims; c++)
        for (size_t w = 0; w < WORLDS; w++)
            memcpy(study->values + (c * WORLDS + w) * study->members + first_member,
                   answers + (study->world_of[c][w] * claims + c) * stride, count * sizeof(float));
}

// False with code STOPPED: some members are done.
static bool run(struct study *study, const struct steppe_run_options *options,
                struct steppe_claims *shown, struct steppe_error *error) {
    const struct steppe_kernels *kernels = options->instance
                                               ? steppe_kernels_named(options->instance)
                                               : steppe_kernels_best();
    if (!kernels)
        return steppe_error_set(error, STEPPE_CODE_USAGE, (struct steppe_place){0},
                                "no kernel instance \"%s\" runs here", options->instance);
    const struct steppe_plan_options wanted = {
        .scenarios = study->worlds,
        .scenario_count = study->world_count,
        .own_scenarios = study->own,
        .own_scenario_count = 3 * study->book->claim_count,
        .members = options->members,
        .seed = options->seed,
        .answers_only = true,
        .questions = study->asked,
        .question_count = study->book->claim_count,
    };
    const struct steppe_ensemble_options how = {.threads = options->threads,
                                                .no_detail = true,
                                                .small_rows = true,
                                                .progress = options->progress,
                                                .progress_context = options->progress_context,
                                                .look = look,
                                                .look_context = study};
    struct steppe_plan *plan;
    struct steppe_record *record;
    if (!steppe_plan_make(study->model, kernels, &wanted, study->arena, &plan, error)) return false;
    bool done = steppe_ensemble_run(plan, &how, study->arena, &record, error);
    if (!record) return false;
    shown->worlds = plan->world_count;
    shown->failed = record->provenance.members_failed;
    study->done = shown->members = record->provenance.members_done;
    return done;
}

// ---- numbers ------------------------------------------------------------------------------------
struct steppe_paired steppe_claims_paired(double *differences, size_t count, double sign) {
    const struct steppe_pairs found = steppe_pairs_of(differences, count);
    const double members = (double)found.members, none = (double)NAN;
    const double up = (double)found.up / members, down = (double)found.down / members;
    if (found.members == 0) return (struct steppe_paired){none, none, none, none, 0, 0, 0};
    return (struct steppe_paired){.mean = found.mean,
                                  .standard_error = found.standard_error,
                                  .low = found.fan_low,
                                  .high = found.fan_high,
                                  .as_claimed = sign > 0 ? up : down,
                                  .otherwise = sign > 0 ? down : up,
                                  .pairs = found.pairs};
}

// ---- verdicts -----------------------------------------------------------------------------------
#define MOST 0.9      // of the members on one side: their middle 80 percent leaves out zero
#define FEW_MOVED 0.5 // below it most members are not moved at all: the mean alone is judged
#define NOTHING 0.05  // of the effect: what is smaller counts as none of it
#define NEVER 0.005   // share of the members with the other sign that counts as none

static bool beyond_noise(const struct steppe_paired *paired) {
    const double width = steppe_pairs_width(STEPPE_MEAN_SURE, (double)paired->pairs);
    return fabs(paired->mean) > width * paired->standard_error;
}

// 1: the claimed direction, -1: the other, 0: not told.
static int direction(const struct steppe_claim_result *result) {
    const struct steppe_paired *effect = &result->effect;
    if (!beyond_noise(effect)) return 0;
    if (effect->as_claimed + effect->otherwise < FEW_MOVED)
        return (effect->mean > 0) == result->rises ? 1 : -1;
    return effect->as_claimed >= MOST ? 1 : effect->otherwise >= MOST ? -1 : 0;
}

enum steppe_verdict steppe_claims_judge(const struct steppe_claim_result *result,
                                        const char **reason) {
    const struct steppe_paired *effect = &result->effect, *part = &result->part;
    int told = direction(result);
    double size = fabs(effect->mean);
    if (told == 0) {
        *reason = effect->mean == 0 && effect->as_claimed + effect->otherwise == 0 ? "nothing moves"
                  : beyond_noise(effect) ? "the futures do not agree on a direction"
                                         : "the mean is within its 99 percent Monte Carlo error";
        return STEPPE_UNDETERMINED;
    }
    if (told < 0) {
        *reason = "it goes the other way";
        return STEPPE_CONTRADICTED;
    }
    if (!beyond_noise(part) || fabs(part->mean) < NOTHING * size) {
        *reason = "the effect is as claimed, and as large with the link off: it has other causes";
        return STEPPE_UNDETERMINED;
    }
    if (fabs(result->off.mean) >= NOTHING * size) {
        *reason = (result->off.mean > 0) == (effect->mean > 0)
                      ? "as claimed, and other paths lead there too"
                      : "as claimed, against what happens with the link off";
        return STEPPE_SUPPORTED;
    }
    if (!result->against) {
        *reason = "the link is all of the effect, and its sign is put in by hand";
        return STEPPE_BY_CONSTRUCTION;
    }
    if (effect->otherwise < NEVER) {
        *reason = "the link is all of the effect, and its sign turns in less than 1 of 200 futures";
        return STEPPE_BY_CONSTRUCTION;
    }
    *reason = "as claimed, where it could have come out otherwise";
    return STEPPE_SUPPORTED;
}

// ---- the whole ----------------------------------------------------------------------------------
static double mean_of(const float *values, size_t count) {
    double sum = 0;
    size_t whole = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(values[i])) continue;
        sum += (double)values[i];
        whole++;
    }
    return whole > 0 ? sum / (double)whole : (double)NAN;
}

static void describe(const struct steppe_claim *claim, struct steppe_claim_result *result) {
    *result = (struct steppe_claim_result){.name = claim->name,
                                           .title = claim->title,
                                           .assumed = claim->assumed,
                                           .open = claim->open,
                                           .against = claim->against,
                                           .missing = claim->missing,
                                           .given = claim->given_text,
                                           .experiment = claim->experiment_text,
                                           .link = claim->link_text,
                                           .measured = claim->measured,
                                           .measure = claim->ask,
                                           .unit = claim->unit_text,
                                           .rises = claim->rises};
}

static bool weigh(const struct study *study, size_t number, struct steppe_claim_result *result) {
    const struct steppe_claim *claim = &study->book->claims[number];
    const size_t count = study->done, room = study->members;
    const float *values = study->values + number * WORLDS * room;
    struct steppe_arena_mark mark = steppe_arena_mark(study->arena);
    double *on = STEPPE_TAKE(study->arena, 3 * count, double);
    double scale = 1 / claim->unit.factor, sign = claim->rises ? 1 : -1;
    if (!on) return false;
    double *off = on + count, *part = off + count;
    describe(claim, result);
    for (size_t i = 0; i < count; i++) {
        on[i] = scale * ((double)values[WITH * room + i] - (double)values[i]);
        off[i] = scale *
                 ((double)values[OFF_WITH * room + i] - (double)values[OFF_WITHOUT * room + i]);
        part[i] = on[i] - off[i];
        result->members += isnan(part[i]) ? 0 : 1;
    }
    result->without = scale * mean_of(values, count);
    result->with = scale * mean_of(values + WITH * room, count);
    result->effect = steppe_claims_paired(on, count, sign);
    result->off = steppe_claims_paired(off, count, sign);
    result->part = steppe_claims_paired(part, count, sign);
    result->verdict = steppe_claims_judge(result, &result->reason);
    steppe_arena_rewind(study->arena, mark);
    return true;
}

static bool fill(struct study *study, struct steppe_claims *shown, struct steppe_error *error) {
    const struct steppe_claim_book *book = study->book;
    struct steppe_claim_result *claims = STEPPE_TAKE(study->arena, book->claim_count + 1,
                                                     struct steppe_claim_result);
    struct steppe_fact_result *facts = STEPPE_TAKE(study->arena, book->fact_count + 1,
                                                   struct steppe_fact_result);
    struct steppe_forecast_result *forecasts = STEPPE_TAKE(study->arena, book->forecast_count + 1,
                                                           struct steppe_forecast_result);
    if (!claims || !facts || !forecasts) return refuse(error);
    for (size_t c = 0; c < book->claim_count; c++)
        if (!weigh(study, c, &claims[c])) return refuse(error);
    for (size_t f = 0; f < book->fact_count; f++)
        if (!steppe_claims_look_up(study->model, &book->facts[f], study->arena, &facts[f]))
            return refuse(error);
    for (size_t f = 0; f < book->forecast_count; f++) {
        const struct steppe_forecast *forecast = &book->forecasts[f];
        const struct steppe_question *question = forecast->resolved
                                                     ? NULL
                                                     : &study->model->questions[forecast->question];
        forecasts[f] = (struct steppe_forecast_result){
            .name = forecast->name,
            .text = forecast->text,
            .source = forecast->source,
            .question = question ? question->name : NULL,
            .question_text = question ? question->text : NULL,
            .resolved = forecast->resolved,
            .cannot = question ? question->cannot : NULL,
        };
    }
    shown->claims = claims;
    shown->claim_count = book->claim_count;
    shown->facts = facts;
    shown->fact_count = book->fact_count;
    shown->forecasts = forecasts;
    shown->forecast_count = book->forecast_count;
    return true;
}

// False with *whole: the run was stopped, and the claims are judged by the members done.
static bool make(struct result *made, const struct steppe_model *model,
                 const struct steppe_run_options *options, bool *whole,
                 struct steppe_error *error) {
    struct study study = {.model = model,
                          .book = model->claims,
                          .arena = &made->arena,
                          .members = options->members,
                          .done = options->members};
    struct steppe_error stop = {0};
    made->shown.seed = options->seed;
    made->shown.members = made->shown.members_asked = options->members;
    *whole = false;
    if (!lay_out(&study, error)) return false;
    bool done = study.book->claim_count == 0 || run(&study, options, &made->shown, &stop);
    if (!done && error) *error = stop;
    if (!done && stop.code != STEPPE_CODE_STOPPED) return false;
    *whole = fill(&study, &made->shown, error);
    return done && *whole;
}

bool steppe_claims_make(const struct steppe_project *project,
                        const struct steppe_run_options *options,
                        const struct steppe_claims **claims, struct steppe_error *error) {
    const struct steppe_model *model = steppe_project_sound_model(project, error);
    struct steppe_arena arena;
    *claims = NULL;
    if (!model) return false;
    if (!model->claims)
        return steppe_error_set(error, STEPPE_CODE_MODEL, (struct steppe_place){0},
                                "the model has no claims.yaml");
    steppe_arena_init(&arena, 0);
    struct result *made = STEPPE_TAKE(&arena, 1, struct result);
    if (!made) return refuse(error);
    made->arena = arena;
    bool whole, done = make(made, model, options, &whole, error);
    if (whole)
        *claims = &made->shown;
    else
        steppe_claims_free(&made->shown);
    return done;
}

void steppe_claims_free(const struct steppe_claims *claims) {
    if (!claims) return;
    struct steppe_arena arena = ((const struct result *)(const void *)claims)->arena;
    steppe_arena_free(&arena); // it holds the result itself
}
