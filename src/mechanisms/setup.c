// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// setup: what the prepare functions of mechanisms share. Compiled once: it knows no lanes.
#include <string.h>

#include "base/random.h"
#include "mechanisms/mechanism.h"
#include "world/priors.h"

void steppe_setup_parameters(const struct steppe_setup *setup, uint32_t *offsets, size_t count) {
    for (size_t i = 0; i < count; i++) offsets[i] = steppe_setup_parameter(setup, i);
}

void steppe_setup_streams(const char *const *names, uint32_t *streams, size_t count) {
    for (size_t i = 0; i < count; i++) streams[i] = steppe_random_stream(names[i]);
}

bool steppe_setup_does(const struct steppe_setup *setup, size_t institution, const char *function) {
    const char *list = setup->model->institutions[institution].functions;
    const size_t length = strlen(function);
    while (list && *list) {
        const size_t size = strcspn(list, ";");
        if (size == length && memcmp(list, function, length) == 0) return true;
        list += size + (list[size] == ';');
    }
    return false;
}

// Shares of one Dirichlet prior have their means, which sum to one as medians would not.
static double mean_share(const struct steppe_parameter *parameter, size_t cell) {
    double sum = 0;
    for (size_t i = 0; i < parameter->cell_count; i++)
        if (parameter->priors[i].kind == STEPPE_PRIOR_DIRICHLET) sum += parameter->priors[i].b;
    return sum > 0 ? parameter->priors[cell].b / sum : 0;
}

double steppe_setup_median(const struct steppe_setup *setup, size_t number, size_t cell) {
    const struct steppe_parameter *parameter =
        &setup->model->parameters[setup->first_parameter + number];
    steppe_must(cell < parameter->cell_count);
    const struct steppe_prior *prior = &parameter->priors[cell];
    if (prior->kind == STEPPE_PRIOR_FIXED) return prior->a;
    if (prior->kind == STEPPE_PRIOR_DIRICHLET) return mean_share(parameter, cell);
    struct steppe_parameter alone = *parameter;
    alone.cell_count = 1;
    alone.priors = prior;
    const struct steppe_arena_mark mark = steppe_arena_mark(setup->arena);
    struct steppe_recipe recipe = {0};
    // The plan makes the same recipes before it prepares mechanisms, so only memory can fail; the
    // middle of the prior's own scale then serves, and the next reservation fails with a message.
    const double median = steppe_recipes_make(&alone, setup->arena, &recipe, NULL) ? recipe.median
                                                                                   : prior->a;
    steppe_arena_rewind(setup->arena, mark);
    return median;
}

double steppe_setup_figure(const struct steppe_setup *setup, uint32_t variable, size_t actor) {
    const int32_t at[STEPPE_AXES_MAX] = {(int32_t)actor, -1, -1};
    const struct steppe_figure *figure = steppe_model_figure(
        setup->model, variable, at, setup->known_month, setup->layout->base_year);
    if (!figure) figure = steppe_model_figure(setup->model, variable, at, setup->known_month, 0);
    return figure ? figure->value : 0;
}

// Commitments of the ten years to the base, a tenth of them a year. Years without a row had none.
static double committed(const struct steppe_setup *setup, size_t power, size_t host) {
    const int32_t last = setup->layout->base_year, first = last - 9;
    double sum = 0;
    for (size_t i = 0; i < setup->model->figure_count; i++) {
        const struct steppe_figure *figure = &setup->model->figures[i];
        if (figure->variable != STEPPE_VAR_finance_commitments) continue;
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
