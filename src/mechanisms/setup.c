// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// setup: what the prepare functions of mechanisms share. Compiled once: it knows no lanes.
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "mechanisms/mechanism.h"

void steppe_setup_parameters(const struct steppe_setup *setup, uint32_t *offsets, size_t count) {
    for (size_t i = 0; i < count; i++) offsets[i] = steppe_setup_parameter(setup, i);
}

void steppe_setup_streams(const char *const *names, uint32_t *streams, size_t count) {
    for (size_t i = 0; i < count; i++) streams[i] = steppe_random_stream(names[i]);
}

double steppe_setup_median(const struct steppe_setup *setup, size_t number, size_t cell) {
    const struct steppe_parameter *parameter =
        &setup->model->parameters[setup->first_parameter + number];
    steppe_must(cell < parameter->cell_count);
    return steppe_layout_median(setup->layout, setup->first_parameter + (uint32_t)number, cell);
}

static const struct steppe_figure *newest(const struct steppe_setup *setup, uint32_t variable,
                                          size_t from, int32_t to) {
    const int32_t at[STEPPE_AXES_MAX] = {(int32_t)from, to, -1};
    const struct steppe_figure *figure = steppe_model_figure(
        setup->model, variable, at, setup->known_month, setup->layout->base_year);
    if (!figure) figure = steppe_model_figure(setup->model, variable, at, setup->known_month, 0);
    return figure;
}

double steppe_setup_figure(const struct steppe_setup *setup, uint32_t variable, size_t actor) {
    const struct steppe_figure *figure = newest(setup, variable, actor, -1);
    return figure ? figure->value : 0;
}

double steppe_setup_pair_figure(const struct steppe_setup *setup, uint32_t variable, size_t from,
                                size_t to) {
    const struct steppe_figure *figure = newest(setup, variable, from, (int32_t)to);
    return figure ? figure->value : 0;
}

const uint32_t *steppe_setup_moving(const struct steppe_setup *setup, uint32_t variable,
                                    uint32_t *count) {
    const uint32_t all = setup->layout->cell_counts[variable];
    uint32_t *cells = STEPPE_TAKE(setup->arena, all, uint32_t);
    *count = 0;
    for (uint32_t cell = 0; cells && cell < all; cell++)
        if (!steppe_setup_still(setup, variable, cell)) cells[(*count)++] = cell;
    return cells;
}

// Codes of actors, as many as fit.
struct codes {
    char text[120];
    size_t used, count;
};

static void add_code(struct codes *codes, const char *code) {
    const size_t room = sizeof codes->text - codes->used;
    int put = snprintf(codes->text + codes->used, room, "%s%s", codes->count > 0 ? ", " : "", code);
    if (put > 0 && (size_t)put < room) codes->used += (size_t)put;
    codes->text[codes->used] = 0; // a code that did not fit goes as a whole
    codes->count++;
}

bool steppe_setup_needs(const struct steppe_setup *setup, uint32_t variable,
                        struct steppe_error *error) {
    const struct steppe_model *model = setup->model;
    const struct steppe_date start = steppe_date_of_month(setup->known_month);
    struct codes missing = {.used = 0};
    for (size_t a = 0; a < model->axes[STEPPE_AXIS_ACTOR].count; a++) {
        const struct steppe_figure *figure = newest(setup, variable, a, -1);
        if (!figure)
            add_code(&missing, model->actors[a].code);
        else if (!(figure->value > 0))
            return steppe_error_set(error, STEPPE_CODE_MODEL, figure->place,
                                    "%s of %s is %g where a run begins: it must be above 0",
                                    model->variables[variable].name, model->actors[a].code,
                                    figure->published);
    }
    return missing.count == 0 ||
           steppe_error_set(error, STEPPE_CODE_MODEL, (struct steppe_place){0},
                            "no figure of %s known by %d-%02d for %zu of the actors: %s; each "
                            "needs one in series*.csv",
                            model->variables[variable].name, start.year, start.month, missing.count,
                            missing.text);
}

bool steppe_setup_joined(const struct steppe_setup *setup, const double *flows,
                         struct steppe_error *error) {
    const struct steppe_model *model = setup->model;
    const size_t actors = model->axes[STEPPE_AXIS_ACTOR].count;
    bool reached[STEPPE_ACTORS_MAX] = {true};
    struct codes apart = {.used = 0};
    for (size_t pass = 1; pass < actors; pass++) // the longest chain has as many links
        for (size_t i = 0; i < actors; i++)
            for (size_t j = 0; j < actors; j++)
                reached[j] |= reached[i] &&
                              (flows[i * actors + j] > 0 || flows[j * actors + i] > 0);
    for (size_t a = 0; a < actors; a++)
        if (!reached[a]) add_code(&apart, model->actors[a].code);
    return apart.count == 0 ||
           steppe_error_set(error, STEPPE_CODE_MODEL, (struct steppe_place){0},
                            "no trade joins %s to %s in the base year %d: goods_exports of "
                            "pairs*.csv, less fuels, must join all actors",
                            apart.text, model->actors[0].code, setup->layout->base_year);
}

static bool moves(const struct steppe_effect *effects, size_t count, uint32_t variable) {
    for (size_t i = 0; i < count; i++)
        if (!effects[i].is_param && effects[i].target == variable) return true;
    return false;
}

bool steppe_setup_moved(const struct steppe_setup *setup, uint32_t variable) {
    const struct steppe_model *model = setup->model;
    bool found = false;
    for (size_t r = 0; r < model->regime_count; r++)
        for (size_t s = 0; s < model->regimes[r].state_count; s++)
            found |= moves(model->regimes[r].states[s].effects,
                           model->regimes[r].states[s].effect_count, variable);
    for (size_t e = 0; e < model->event_count; e++)
        found |= moves(model->events[e].effects, model->events[e].effect_count, variable);
    for (size_t s = 0; s < model->scenario_count; s++)
        for (size_t c = 0; c < model->scenarios[s].change_count; c++)
            found |= moves(model->scenarios[s].changes[c].effects,
                           model->scenarios[s].changes[c].effect_count, variable);
    return found;
}

// Commitments of the ten years to the base, a tenth of them a year. Years without a row had none.
static double committed(const struct steppe_setup *setup, size_t power, size_t host) {
    const int32_t last = setup->layout->base_year, first = last - 9;
    double sum = 0;
    size_t count;
    const struct steppe_figure *figures = steppe_model_figures(
        setup->model, STEPPE_VAR_finance_commitments, &count);
    for (size_t i = 0; i < count; i++) {
        const struct steppe_figure *figure = &figures[i];
        if ((size_t)figure->at[0] != power || (size_t)figure->at[1] != host) continue;
        const bool ours = figure->date.year >= first && figure->date.year <= last;
        if (ours && figure->known_month <= setup->known_month) sum += figure->value / 10;
    }
    return sum;
}

double steppe_setup_base_payout(const struct steppe_setup *setup, size_t power, size_t host) {
    const size_t at = power * setup->model->axes[STEPPE_AXIS_HOST].count + host;
    const double payout = steppe_setup_start(setup, STEPPE_VAR_payout)[at];
    const double pledge = steppe_setup_start(setup, STEPPE_VAR_pledge)[at];
    const uint32_t hazard = steppe_model_parameter(setup->model, "economy.payout_hazard");
    if (payout > 0) return payout;
    if (pledge > 0 && hazard != UINT32_MAX)
        return pledge * steppe_layout_median(setup->layout, hazard, power);
    return committed(setup, power, host);
}
