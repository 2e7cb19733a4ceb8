// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// base_rates: how often what is recorded evenly happened, and how often it happens in the model.
// In: an open project. Out: per kind, and per actor of it, the number on record and the
// distribution of the model's own count over as many months: from its base on, regimes held in the
// states of the base, everything else free. So years are compared that a model of the base year
// would call typical; the record's own regimes are not replayed.
#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "model/model.h"
#include "sim/plan.h"

// Futures that are counted. A count of ten then has a mean within 0.35 of the right one.
#define MEMBERS 256
#define SEED 1

struct result {
    struct steppe_base_rates shown; // first: a pointer to it is one to the whole
    struct steppe_arena arena;
};

struct study {
    const struct steppe_model *model;
    struct steppe_arena *arena;
    struct steppe_error *error;
    struct steppe_reducer *reducers; // [question] a kind and one of its actors, or a share of it
    struct steppe_statement *statements;
    struct steppe_asked *asked;
    size_t question_count;
    int32_t months; // of the longest record
    double *counts; // [question][MEMBERS]; NaN: the member failed
    double *sorted; // [MEMBERS]
};

static bool no_memory(const struct study *study) {
    return steppe_error_set(study->error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "no memory for the base rates");
}

static int32_t months_of(const struct steppe_base_rate *rate) {
    return steppe_date_after(rate->until) - steppe_date_month(rate->from);
}

// ---- counting -----------------------------------------------------------------------------------

// A plan that starts free at the base and goes on for as long as the longest record.
static bool make_plan(struct study *study, size_t question_count, struct steppe_arena *arena,
                      struct steppe_plan **plan) {
    const int32_t start = steppe_date_month(study->model->start);
    const struct steppe_plan_options options = {.members = MEMBERS,
                                                .seed = SEED,
                                                .start = start,
                                                .until = start + study->months - 1,
                                                .no_regime_moves = true,
                                                .no_run_in = true,
                                                .questions = study->asked,
                                                .question_count = question_count};
    return steppe_plan_make(study->model, steppe_kernels_best(), &options, arena, plan,
                            study->error);
}

// Questions of a kind: counts of its actors, then shares of them if they are thinned.
static size_t questions_of(const struct steppe_base_rate *rate) {
    return !rate->counts ? 0 : rate->element_count * (rate->shares ? 2 : 1);
}

// What a statement says of one kind and actor: the sum of its months, or the mean of a share.
static void ask(struct study *study, const struct steppe_base_rate *rate, int32_t first_month) {
    static const struct steppe_instruction read = {.operation = STEPPE_OP_REDUCED};
    static const struct steppe_program outer = {.code = &read,
                                                .instruction_count = 1,
                                                .register_count = 1,
                                                .type = STEPPE_TYPE_NUMBER,
                                                .unit = {.factor = 1},
                                                .state_variable = UINT32_MAX,
                                                .text = ""};
    for (size_t i = 0; i < questions_of(rate); i++) {
        const size_t at = study->question_count++;
        const bool counts = i < rate->element_count;
        study->reducers[at] = (struct steppe_reducer){
            .kind = counts ? STEPPE_REDUCE_COUNT : STEPPE_REDUCE_AVERAGE,
            .from = first_month,
            .until = first_month + months_of(rate) - 1,
            .value = counts ? rate->counts[i] : rate->shares[i - rate->element_count]};
        study->statements[at] = (struct steppe_statement){
            .reducers = &study->reducers[at], .reducer_count = 1, .outer = &outer};
        study->asked[at] = (struct steppe_asked){
            .name = rate->name, .text = rate->text, .statement = &study->statements[at]};
    }
}

static bool run_members(struct study *study, const struct steppe_plan *plan) {
    const struct steppe_kernels *kernels = plan->kernels;
    const size_t lanes = (size_t)kernels->lanes;
    const size_t cells = plan->series_count * plan->date_count + 2 * (size_t)plan->probe_count;
    void *memory = steppe_arena_take(study->arena, 1, kernels->block_bytes(plan));
    float *out = STEPPE_TAKE(study->arena, cells * lanes, float);
    float *said = STEPPE_TAKE(study->arena, study->question_count * lanes, float);
    if (!memory || !out || !said) return no_memory(study);
    struct steppe_block *block = kernels->block_make(plan, memory);
    for (size_t first = 0; first < MEMBERS; first += lanes) {
        (void)kernels->block_run(block, (uint32_t)first, (uint32_t)lanes, out, lanes, NULL, 0);
        kernels->block_answers(block, said, lanes);
        for (size_t q = 0; q < study->question_count; q++)
            for (size_t lane = 0; lane < lanes && first + lane < MEMBERS; lane++)
                study->counts[q * MEMBERS + first + lane] = (double)said[q * lanes + lane];
    }
    return true;
}

// Of the events counted each is one of the kind with the chance of its share: a count keeps the
// spread of a count.
static void thin(struct study *study, const struct steppe_base_rate *rate, size_t first) {
    const uint32_t stream = steppe_random_stream("base_rates.share");
    for (size_t i = 0; i < rate->element_count; i++) {
        double *counts = study->counts + (first + i) * MEMBERS;
        const double *shares = counts + rate->element_count * MEMBERS;
        for (uint32_t m = 0; m < MEMBERS; m++) {
            if (isnan(counts[m]) || isnan(shares[m])) {
                counts[m] = (double)NAN;
                continue;
            }
            // Events come as a difference of an index that fades, with its rounding.
            const uint32_t events = (uint32_t)fmin(fmax(round(counts[m]), 0), 1e6);
            uint32_t kept = 0;
            for (uint32_t e = 0; e < events; e++)
                kept += steppe_random_uniform(SEED, m, (uint32_t)(first + i), stream, e) <
                        shares[m];
            counts[m] = kept;
        }
    }
}

static void thin_all(struct study *study) {
    const struct steppe_model *model = study->model;
    size_t first = 0;
    for (size_t r = 0; r < model->base_rate_count; r++) {
        if (model->base_rates[r].shares) thin(study, &model->base_rates[r], first);
        first += questions_of(&model->base_rates[r]);
    }
}

// Fills study->counts, kind after kind as far as the model counts them.
static bool count_all(struct study *study) {
    const struct steppe_model *model = study->model;
    struct steppe_plan *plan;
    size_t most = 0;
    for (size_t r = 0; r < model->base_rate_count; r++) {
        const struct steppe_base_rate *rate = &model->base_rates[r];
        if (!rate->counts) continue;
        most += questions_of(rate);
        if (months_of(rate) > study->months) study->months = months_of(rate);
    }
    if (most == 0) return true;
    study->reducers = STEPPE_TAKE(study->arena, most, struct steppe_reducer);
    study->statements = STEPPE_TAKE(study->arena, most, struct steppe_statement);
    study->asked = STEPPE_TAKE(study->arena, most, struct steppe_asked);
    study->counts = STEPPE_TAKE(study->arena, most * MEMBERS, double);
    study->sorted = STEPPE_TAKE(study->arena, MEMBERS, double);
    if (!study->reducers || !study->statements || !study->asked || !study->counts || !study->sorted)
        return no_memory(study);
    // The first plan only tells in which month a world begins.
    struct steppe_arena_mark mark = steppe_arena_mark(study->arena);
    if (!make_plan(study, 0, study->arena, &plan)) return false;
    const int32_t first_month = plan->layout->first_month;
    steppe_arena_rewind(study->arena, mark);
    for (size_t r = 0; r < model->base_rate_count; r++)
        if (model->base_rates[r].counts) ask(study, &model->base_rates[r], first_month);
    if (!make_plan(study, study->question_count, study->arena, &plan) || !run_members(study, plan))
        return false;
    thin_all(study);
    return true;
}

// ---- comparing ----------------------------------------------------------------------------------

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// The middle 80 percent of the sums over `count` questions from `first` on. Counts are whole, so
// that the interval holds 80 percent at least.
static void spread_of(struct study *study, size_t first, size_t count,
                      struct steppe_base_rate_row *row) {
    size_t members = 0;
    double sum = 0;
    for (size_t m = 0; m < MEMBERS; m++) {
        double all = 0;
        for (size_t q = 0; q < count; q++) all += study->counts[(first + q) * MEMBERS + m];
        if (isnan(all)) continue;
        study->sorted[members++] = all;
        sum += all;
    }
    if (members == 0) return;
    qsort(study->sorted, members, sizeof *study->sorted, ascending);
    row->expected = sum / (double)members;
    row->low = study->sorted[members / 10];
    row->high = study->sorted[members - 1 - members / 10];
    row->outside = (double)row->observed < row->low || (double)row->observed > row->high;
}

// UINT32_MAX: all actors of the kind.
static size_t recorded_of(const struct steppe_model *model, size_t rate, uint32_t element) {
    size_t count = 0;
    for (size_t i = 0; i < model->recorded_count; i++)
        count += model->recorded[i].rate == rate &&
                 (element == UINT32_MAX || model->recorded[i].element == element);
    return count;
}

// A row of the whole kind, then one an actor. Returns how many.
static size_t compare(struct study *study, size_t number, size_t first_question,
                      struct steppe_base_rate_row *rows) {
    const struct steppe_model *model = study->model;
    const struct steppe_base_rate *rate = &model->base_rates[number];
    const double none = (double)NAN;
    for (size_t i = 0; i <= rate->element_count; i++) {
        const bool whole = i == 0;
        const size_t actors = whole ? rate->element_count : 1;
        rows[i] = (struct steppe_base_rate_row){
            .name = rate->name,
            .text = rate->text,
            .actor = whole ? NULL : model->actors[rate->actors[i - 1]].code,
            .cannot = rate->cannot,
            .rests_on = rate->rests_on,
            .held_out = rate->held_out,
            .from = steppe_date_month(rate->from),
            .until = steppe_date_after(rate->until) - 1,
            .actor_years = (double)actors * months_of(rate) / 12,
            .observed = recorded_of(model, number, whole ? UINT32_MAX : (uint32_t)(i - 1)),
            .expected = none,
            .low = none,
            .high = none};
        if (rate->counts) spread_of(study, first_question + (whole ? 0 : i - 1), actors, &rows[i]);
    }
    return rate->element_count + 1;
}

static bool compare_all(struct study *study, struct steppe_base_rates *shown) {
    const struct steppe_model *model = study->model;
    size_t most = 0, question = 0;
    for (size_t r = 0; r < model->base_rate_count; r++)
        most += model->base_rates[r].element_count + 1;
    struct steppe_base_rate_row *rows = STEPPE_TAKE(study->arena, most + 1,
                                                    struct steppe_base_rate_row);
    if (!rows) return no_memory(study);
    shown->rows = rows;
    shown->members = MEMBERS;
    for (size_t r = 0; r < model->base_rate_count; r++) {
        shown->count += compare(study, r, question, rows + shown->count);
        question += questions_of(&model->base_rates[r]);
    }
    return true;
}

bool steppe_base_rates_make(const struct steppe_project *project,
                            const struct steppe_base_rates **rates, struct steppe_error *error) {
    struct steppe_arena arena;
    const struct steppe_model *model = steppe_project_sound_model(project, error);
    *rates = NULL;
    if (!model) return false;
    steppe_arena_init(&arena, 0);
    struct result *made = STEPPE_TAKE(&arena, 1, struct result);
    if (!made)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for the base rates");
    made->arena = arena;
    struct study study = {.model = model, .arena = &made->arena, .error = error};
    if (!count_all(&study) || !compare_all(&study, &made->shown)) {
        steppe_base_rates_free(&made->shown);
        return false;
    }
    *rates = &made->shown;
    return true;
}

void steppe_base_rates_free(const struct steppe_base_rates *rates) {
    if (!rates) return;
    struct steppe_arena arena = ((const struct result *)(const void *)rates)->arena;
    steppe_arena_free(&arena);
}
