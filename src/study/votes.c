// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// votes: see the header.
#include "study/votes.h"

#include <math.h>

#include "analysis/contrasts.h"
#include "study/hindcast.h"

#define PERIODS 3 // of arms
#define PERIOD_YEARS 5

enum { MEMBERS = STEPPE_FITTING_MEMBERS };

struct fit {
    const struct steppe_model *model;
    struct steppe_hindcast hindcast;
    struct steppe_arena *arena;
    size_t pairs, years;
    double *agreement, *agreement_spread;        // [powers][hosts][years] spread 0: unknown
    double *arms, *arms_spread;                  // [powers][hosts][PERIODS] log of deliveries; 1
    size_t taken_at[PERIODS];                    // year before each period, counted from the first
    double *votes, *taken;                       // [MEMBERS][pairs][years] of the hindcast
    double *mean_votes;                          // [pairs][years] over the members, after the data
    struct steppe_contrasts *of_votes, *of_arms; // [powers]
    size_t vote_count, arms_count;
    double persistence;
    struct steppe_fitting fitting;
};

static bool refuse_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "no memory to fit votes");
}

// ---- the record ---------------------------------------------------------------------------------

// Of that very year.
static const struct steppe_figure *agreement_of(const struct steppe_model *model, size_t power,
                                                size_t host, int32_t year) {
    const int32_t a = model->axes[STEPPE_AXIS_POWER].actor_at[power];
    const int32_t b = model->axes[STEPPE_AXIS_HOST].actor_at[host];
    const int32_t orders[2][STEPPE_AXES_MAX] = {{a, b, -1}, {b, a, -1}};
    for (int i = 0; i < 2; i++) {
        const struct steppe_figure *figure = steppe_model_figure(model, STEPPE_VAR_un_agreement,
                                                                 orders[i], INT32_MAX, year);
        if (figure) return figure;
    }
    return NULL;
}

int32_t steppe_votes_first_year(const struct steppe_model *model, int32_t last) {
    for (int32_t year = last - 30; year < last; year++)
        for (size_t p = 0; p < model->axes[STEPPE_AXIS_POWER].count; p++)
            for (size_t h = 0; h < model->axes[STEPPE_AXIS_HOST].count; h++)
                if (agreement_of(model, p, h, year)) return year;
    return 0;
}

// Spreads of a power weigh its figures against each other; how large their errors are the fit finds
// itself. A figure without one is as good as the power's others are in the mean; where none has one
// all weigh alike, whatever stands here.
static void fill_spreads(size_t count, const bool *known, double *spread) {
    double sum = 0;
    size_t with = 0;
    for (size_t i = 0; i < count; i++)
        if (spread[i] > 0) {
            sum += spread[i];
            with++;
        }
    for (size_t i = 0; i < count; i++)
        if (known[i] && !(spread[i] > 0)) spread[i] = with > 0 ? sum / (double)with : 1;
}

static bool read_votes(struct fit *fit) {
    const size_t hosts = fit->hindcast.hosts, cells = hosts * fit->years;
    bool *known = STEPPE_TAKE(fit->arena, fit->pairs * fit->years, bool);
    if (!known) return false;
    for (size_t pair = 0; pair < fit->pairs; pair++)
        for (size_t y = 0; y < fit->years; y++) {
            const struct steppe_figure *figure = agreement_of(
                fit->model, pair / hosts, pair % hosts, fit->hindcast.first_year + (int32_t)y);
            const size_t at = pair * fit->years + y;
            known[at] = figure != NULL;
            if (!figure) continue;
            fit->agreement[at] = figure->value;
            fit->agreement_spread[at] = figure->spread;
        }
    for (size_t p = 0; p < fit->hindcast.powers; p++)
        fill_spreads(cells, known + p * cells, fit->agreement_spread + p * cells);
    return true;
}

// Alignment before a period against deliveries in it, so that arms that win alignment do not speak
// for alignment that wins arms.
static void read_arms(struct fit *fit) {
    const size_t hosts = fit->hindcast.hosts;
    for (size_t k = 0; k < PERIODS; k++) {
        const int32_t end = fit->hindcast.last_year - (int32_t)((PERIODS - 1 - k) * PERIOD_YEARS);
        const int32_t since = end - PERIOD_YEARS - fit->hindcast.first_year;
        fit->taken_at[k] = since > 0 ? (size_t)since : 0;
        for (size_t pair = 0; pair < fit->pairs; pair++) {
            const double arms = steppe_hindcast_arms(fit->model, pair / hosts, pair % hosts, end);
            if (!(arms > 0)) continue;
            fit->arms[pair * PERIODS + k] = log(arms);
            fit->arms_spread[pair * PERIODS + k] = 1;
        }
    }
}

// ---- data ---------------------------------------------------------------------------------------

static void take(const struct fit *fit, const double *votes, const double *taken, double *data) {
    const size_t hosts = fit->hindcast.hosts;
    double *at = data;
    for (size_t p = 0; p < fit->hindcast.powers; p++) {
        steppe_contrasts_take(&fit->of_votes[p], votes + p * hosts * fit->years, at);
        at += fit->of_votes[p].count;
    }
    for (size_t p = 0; p < fit->hindcast.powers; p++) {
        steppe_contrasts_take(&fit->of_arms[p], taken + p * hosts * PERIODS, at);
        at += fit->of_arms[p].count;
    }
}

static bool map(void *context, const double *z, double *predicted, struct steppe_error *error) {
    const struct fit *fit = context;
    const size_t cells = fit->pairs * fit->years;
    const struct steppe_arena_mark mark = steppe_arena_mark(fit->arena);
    double *taken = STEPPE_TAKE(fit->arena, fit->pairs * PERIODS, double);
    if (!taken) return refuse_memory(error);
    steppe_hindcast_run(&fit->hindcast, MEMBERS, z, fit->votes, fit->taken);
    for (size_t m = 0; m < MEMBERS; m++) {
        const double *all = fit->taken + m * cells;
        for (size_t i = 0; i < fit->pairs * PERIODS; i++)
            taken[i] = all[i / PERIODS * fit->years + fit->taken_at[i % PERIODS]];
        take(fit, fit->votes + m * cells, taken, predicted + m * fit->fitting.data_count);
    }
    steppe_arena_rewind(fit->arena, mark);
    return true;
}

// Errors are what the fit leaves (at first: all of the record), by power for votes and over all for
// arms.
static void set_errors(void *context, struct steppe_fitting *fitting) {
    struct fit *fit = context;
    double *left = fitting->predicted; // scratch: the inversion writes it anew
    double sum = 0;
    size_t at = 0;
    for (size_t i = 0; i < fitting->data_count; i++)
        left[i] = fitting->observed[i] - fitting->mean[i];
    for (size_t p = 0; p < fit->hindcast.powers; p++) {
        const struct steppe_contrasts *contrasts = &fit->of_votes[p];
        sum += (double)contrasts->count *
               steppe_contrasts_persistence(contrasts, left + at, fit->arena);
        at += contrasts->count;
    }
    fit->persistence = steppe_fitting_persistence(
        fit->vote_count > 0 ? sum / (double)fit->vote_count : 0, fit->years);
    const double lasting = steppe_fitting_lasting(fit->persistence);
    at = 0;
    for (size_t k = 0; k <= fit->hindcast.powers; k++) {
        const bool votes = k < fit->hindcast.powers;
        const size_t count = votes ? fit->of_votes[k].count : fit->arms_count;
        const double squares =
            steppe_fitting_left(count, fitting->observed + at, fitting->mean + at).left;
        const double size = count > 0 ? sqrt(squares / (double)count) * (votes ? lasting : 1) : 0;
        for (size_t i = 0; i < count; i++)
            fitting->spread[at + i] = fmax(size, STEPPE_FITTING_SPREAD_LEAST);
        at += count;
    }
}

// Contrasts of the years up to `last` alone.
static bool make_data(struct fit *fit, int32_t last) {
    const size_t hosts = fit->hindcast.hosts, powers = fit->hindcast.powers;
    double *votes = STEPPE_TAKE(fit->arena, fit->pairs * fit->years, double);
    double *arms = STEPPE_TAKE(fit->arena, fit->pairs * PERIODS, double);
    fit->of_votes = STEPPE_TAKE(fit->arena, powers, struct steppe_contrasts);
    fit->of_arms = STEPPE_TAKE(fit->arena, powers, struct steppe_contrasts);
    if (!votes || !arms || !fit->of_votes || !fit->of_arms) return false;
    const size_t later = (size_t)(fit->hindcast.last_year - last);
    for (size_t i = 0; i < fit->pairs * fit->years; i++)
        votes[i] = i % fit->years + later < fit->years ? fit->agreement_spread[i] : 0;
    for (size_t i = 0; i < fit->pairs * PERIODS; i++) {
        const size_t ends_before = (PERIODS - 1 - i % PERIODS) * PERIOD_YEARS; // the last year
        arms[i] = ends_before >= later ? fit->arms_spread[i] : 0;
    }
    fit->vote_count = fit->arms_count = 0;
    for (size_t p = 0; p < powers; p++) {
        if (!steppe_contrasts_make(hosts, fit->years, votes + p * hosts * fit->years, fit->arena,
                                   &fit->of_votes[p]) ||
            !steppe_contrasts_make(hosts, PERIODS, arms + p * hosts * PERIODS, fit->arena,
                                   &fit->of_arms[p]))
            return false;
        fit->vote_count += fit->of_votes[p].count;
        fit->arms_count += fit->of_arms[p].count;
    }
    fit->fitting = (struct steppe_fitting){
        .model = fit->model,
        .parameters = fit->hindcast.parameters,
        .parameter_count = fit->hindcast.parameter_count,
        .data_count = fit->vote_count + fit->arms_count,
        .stream = "calibration.votes",
        .rounds = 2,
        .map = map,
        .context = fit,
        .set_errors = set_errors,
    };
    if (!steppe_fitting_take(&fit->fitting, fit->arena)) return false;
    take(fit, fit->agreement, fit->arms, fit->fitting.observed);
    return true;
}

// ---- fits ---------------------------------------------------------------------------------------

static bool run(struct fit *fit, int32_t last, struct steppe_error *error) {
    const size_t cells = fit->pairs * fit->years;
    if (!make_data(fit, last)) return refuse_memory(error);
    if (!steppe_fitting_run(&fit->fitting, fit->arena, error)) return false;
    for (size_t i = 0; i < cells; i++) { // votes still are those of the last call of the map
        fit->mean_votes[i] = 0;
        for (size_t m = 0; m < MEMBERS; m++)
            fit->mean_votes[i] += fit->votes[m * cells + i] / MEMBERS;
    }
    return true;
}

// Of a fit to the years up to the split: the later years, against hosts that stay as they were.
static void tell_skill(const struct fit *fit, struct steppe_calibration *shown,
                       struct steppe_fitted_power *powers, struct steppe_fitted_pair *scratch) {
    const size_t split = (size_t)(shown->split_year - shown->first_year) + 1;
    const size_t cells = fit->hindcast.hosts * fit->years;
    struct steppe_fitting_squares all = {0};
    for (size_t p = 0; p < fit->hindcast.powers; p++) {
        const struct steppe_fitting_squares squares = steppe_fitting_later(
            fit->hindcast.hosts, fit->years, fit->agreement_spread + p * cells,
            fit->agreement + p * cells, fit->mean_votes + p * cells, split, scratch);
        powers[p].skill = steppe_fitting_skill(squares);
        all.left += squares.left;
        all.all += squares.all;
    }
    shown->skill = steppe_fitting_skill(all);
}

// Root mean square of the cells that data stand for, free of levels and of what hosts share.
static double size_of(const struct fit *fit, size_t power, const double *data) {
    const struct steppe_contrasts *contrasts = &fit->of_votes[power];
    const size_t cells = contrasts->rows * contrasts->columns;
    const double *spread = fit->agreement_spread + power * cells;
    double squares = 0;
    for (size_t i = 0; i < cells; i++) {
        double cell = 0;
        for (size_t k = 0; k < contrasts->count; k++)
            cell += data[k] * contrasts->back[k * cells + i];
        squares += cell * spread[i] * cell * spread[i];
    }
    return contrasts->count > 0 ? sqrt(squares / (double)contrasts->count) : (double)NAN;
}

static void tell_votes(const struct fit *fit, struct steppe_calibration *shown,
                       struct steppe_fitted_power *powers, struct steppe_fitted_pair *pairs) {
    const size_t hosts = fit->hindcast.hosts, cells = hosts * fit->years, half = fit->years / 2;
    const double *observed = fit->fitting.observed, *mean = fit->fitting.mean;
    size_t at = 0;
    for (size_t p = 0; p < fit->hindcast.powers; p++) {
        const size_t count = fit->of_votes[p].count;
        powers[p].data = count;
        powers[p].observed = size_of(fit, p, observed + at);
        powers[p].model = size_of(fit, p, mean + at);
        powers[p].explained = steppe_fitting_skill(
            steppe_fitting_left(count, observed + at, mean + at));
        (void)steppe_fitting_changes(hosts, fit->years, fit->agreement_spread + p * cells,
                                     fit->agreement + p * cells, fit->mean_votes + p * cells, half,
                                     half, fit->years, pairs + p * hosts);
        at += count;
    }
    shown->explained = steppe_fitting_skill(steppe_fitting_left(at, observed, mean));
    shown->persistence = fit->persistence;
    shown->vote_count = fit->vote_count;
    shown->arms_count = fit->arms_count;
    shown->powers = powers;
    shown->pairs = pairs;
}

static bool take_tables(struct fit *fit) {
    const size_t cells = fit->pairs * fit->years;
    fit->agreement = STEPPE_TAKE(fit->arena, cells, double);
    fit->agreement_spread = STEPPE_TAKE(fit->arena, cells, double);
    fit->arms = STEPPE_TAKE(fit->arena, fit->pairs * PERIODS, double);
    fit->arms_spread = STEPPE_TAKE(fit->arena, fit->pairs * PERIODS, double);
    fit->votes = STEPPE_TAKE(fit->arena, MEMBERS * cells, double);
    fit->taken = STEPPE_TAKE(fit->arena, MEMBERS * cells, double);
    fit->mean_votes = STEPPE_TAKE(fit->arena, cells, double);
    return fit->agreement && fit->agreement_spread && fit->arms && fit->arms_spread && fit->votes &&
           fit->taken && fit->mean_votes;
}

bool steppe_votes_fit(const struct steppe_plan *plan, struct steppe_arena *arena,
                      struct steppe_arena *scratch, struct steppe_calibration *shown,
                      struct steppe_fitted **list, size_t *count, struct steppe_error *error) {
    struct fit fit = {.model = plan->model, .arena = scratch};
    if (!steppe_hindcast_make(plan, shown->last_year, scratch, &fit.hindcast, error)) return false;
    if (fit.hindcast.parameter_count == 0)
        return steppe_error_set(error, STEPPE_CODE_RANGE, (struct steppe_place){0},
                                "no parameter of the portfolio has a prior");
    fit.pairs = fit.hindcast.powers * fit.hindcast.hosts;
    fit.years = fit.hindcast.years;
    *count = fit.hindcast.parameter_count;
    *list = STEPPE_TAKE(arena, *count, struct steppe_fitted);
    struct steppe_fitted_power *powers = STEPPE_TAKE(arena, fit.hindcast.powers,
                                                     struct steppe_fitted_power);
    struct steppe_fitted_pair *pairs = STEPPE_TAKE(arena, fit.pairs, struct steppe_fitted_pair);
    if (!*list || !powers || !pairs || !take_tables(&fit)) return refuse_memory(error);
    if (!read_votes(&fit)) return refuse_memory(error);
    read_arms(&fit);
    if (!run(&fit, shown->split_year, error)) return false;
    tell_skill(&fit, shown, powers, pairs);
    if (!run(&fit, shown->last_year, error)) return false;
    tell_votes(&fit, shown, powers, pairs);
    return steppe_fitting_tell(&fit.fitting, "votes", arena, scratch, *list) ||
           refuse_memory(error);
}
