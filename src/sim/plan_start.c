// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// plan_start: figures -> the base year, start values of the state, and the published prices that
// stand in for computed ones during the run-in (docs/model.md, 16).
#include <math.h>

#include "sim/plan_parts.h"

// ---- base year ----------------------------------------------------------------------------------
// The newest year up to the price year whose trade matrix is known at the start.
bool steppe_plan_base_year(struct steppe_planner *planner) {
    const struct steppe_model *model = planner->model;
    int32_t base = 0;
    for (size_t i = 0; i < model->figure_count; i++) {
        const struct steppe_figure *figure = &model->figures[i];
        if (figure->variable != STEPPE_VAR_goods_exports) continue;
        int32_t year = figure->date.year;
        if (figure->known_month <= planner->known_month && year <= model->price_year && year > base)
            base = year;
    }
    if (base == 0) {
        struct steppe_date start = steppe_date_of_month(planner->known_month);
        return steppe_error_set(
            planner->error, STEPPE_CODE_RANGE, (struct steppe_place){0},
            "no trade matrix (goods_exports of pairs*.csv, up to the price year "
            "%d) was known in %d-%02d",
            model->price_year, start.year, start.month);
    }
    planner->layout->base_year = base;
    return true;
}

// ---- start values -------------------------------------------------------------------------------
// What is a ratio to the base; every other quantity without a figure starts at 0.
static const uint32_t ratios[] = {
#define STARTS_AT_ONE(name) STEPPE_VAR_##name,
#include "model/variables.def"
};

// Figures are sorted by variable, cell and date: the last one that holds at the base wins. Rows
// of ties (leases, deployments) count while they last, and those of one cell are summed.
static void fill_figures(struct steppe_planner *planner) {
    const struct steppe_model *model = planner->model;
    const int32_t base_end = (planner->layout->base_year + 1) * 12;
    uint32_t last_cell = STEPPE_NOWHERE;
    for (size_t i = 0; i < model->figure_count; i++) {
        const struct steppe_figure *figure = &model->figures[i];
        const struct steppe_variable *variable = &model->variables[figure->variable];
        if (planner->layout->offsets[figure->variable] == STEPPE_NOWHERE) continue;
        if (figure->known_month > planner->known_month) continue;
        if (steppe_date_month(figure->date) >= base_end) continue;
        bool open = figure->end.year == 0;
        bool lasts = open || steppe_date_compare(figure->date, figure->end) != 0;
        if (lasts && !open && steppe_date_after(figure->end) < base_end) continue;
        uint32_t cell = planner->layout->offsets[figure->variable] +
                        (uint32_t)steppe_model_cell(model, variable->shape, figure->at);
        const bool more = lasts && cell == last_cell;
        const double before = more ? planner->start[cell] : 0;
        const double apart = more ? planner->start_spread[cell] * fabs(before) : 0;
        planner->start[cell] = before + figure->value;
        // Rows of one cell err independently; a spread is kept as part of the value.
        const double size = fabs(planner->start[cell]);
        planner->start_spread[cell] = size > 0 ? hypot(apart, figure->spread) / size : 0;
        last_cell = cell;
    }
}

static void fill_states(struct steppe_planner *planner);

bool steppe_plan_start(struct steppe_planner *planner) {
    const struct steppe_layout *layout = planner->layout;
    planner->start = STEPPE_PLANNER_TAKE(planner, layout->state_cells, double);
    planner->start_spread = STEPPE_PLANNER_TAKE(planner, layout->state_cells, double);
    if (!planner->start || !planner->start_spread) return false;
    for (size_t i = 0; i < STEPPE_COUNT(ratios); i++)
        for (uint32_t cell = 0; cell < layout->cell_counts[ratios[i]]; cell++)
            planner->start[layout->offsets[ratios[i]] + cell] = 1;
    fill_figures(planner);
    fill_states(planner);
    return true;
}

// The base state of a regime is that of the middle of the base year, when half its figures are in.
static void fill_states(struct steppe_planner *planner) {
    const struct steppe_layout *layout = planner->layout;
    for (size_t r = 0; r < planner->model->regime_count; r++) {
        const struct steppe_regime *regime = &planner->model->regimes[r];
        planner->start[layout->offsets[regime->variable]] = steppe_regime_state_at(
            regime, layout->base_year * 12 + 6);
    }
}

// ---- run-in -------------------------------------------------------------------------------------
static bool impose_regimes(struct steppe_planner *planner) {
    const struct steppe_plan *plan = planner->plan;
    const struct steppe_layout *layout = planner->layout;
    size_t count = planner->model->regime_count, months = (size_t)plan->run_in_months;
    struct steppe_plan_regime *regimes = STEPPE_PLANNER_TAKE(planner, count,
                                                             struct steppe_plan_regime);
    if (!regimes) return false;
    for (size_t r = 0; r < count; r++) {
        const struct steppe_regime *regime = &planner->model->regimes[r];
        uint16_t *imposed = STEPPE_PLANNER_TAKE(planner, months, uint16_t);
        if (!imposed) return false;
        for (size_t m = 0; m < months; m++)
            imposed[m] = steppe_regime_state_at(regime, layout->first_month + (int32_t)m);
        regimes[r] = (struct steppe_plan_regime){
            .regime = regime,
            .cell = layout->offsets[regime->variable],
            .base_state = steppe_regime_state_at(regime, layout->base_year * 12 + 6),
            .imposed = imposed,
        };
    }
    planner->plan->regimes = planner->regimes = regimes;
    return true;
}

// Mean of the published prices of a year: its own figure, or that of its months. NaN: none.
static double price_of_year(const struct steppe_planner *planner, int32_t commodity, int32_t year) {
    const int32_t at[STEPPE_AXES_MAX] = {commodity, -1, -1};
    const struct steppe_model *model = planner->model;
    double sum = 0;
    size_t count = 0, figure_count;
    const struct steppe_figure *figures = steppe_model_figures(model, STEPPE_VAR_commodity_price,
                                                               &figure_count);
    for (size_t i = 0; i < figure_count; i++) {
        const struct steppe_figure *figure = &figures[i];
        if (figure->at[0] != at[0] || figure->date.year != year ||
            figure->known_month > planner->known_month)
            continue;
        if (figure->date.month == 0) return figure->value;
        sum += figure->value;
        count++;
    }
    return count > 0 ? sum / (double)count : (double)NAN;
}

static double price_of_month(const struct steppe_planner *planner, int32_t commodity,
                             int32_t month) {
    const struct steppe_model *model = planner->model;
    size_t count;
    const struct steppe_figure *figures = steppe_model_figures(model, STEPPE_VAR_commodity_price,
                                                               &count);
    for (size_t i = 0; i < count; i++) {
        const struct steppe_figure *figure = &figures[i];
        if (figure->at[0] == commodity && figure->date.month != 0 &&
            steppe_date_month(figure->date) == month && figure->known_month <= planner->known_month)
            return figure->value;
    }
    return price_of_year(planner, commodity, month / 12);
}

bool steppe_plan_impose(struct steppe_planner *planner) {
    struct steppe_plan *plan = planner->plan;
    const struct steppe_layout *layout = planner->layout;
    size_t count = planner->model->axes[STEPPE_AXIS_COMMODITY].count;
    size_t months = (size_t)plan->run_in_months;
    struct steppe_plan_imposed *imposed = STEPPE_PLANNER_TAKE(planner, count,
                                                              struct steppe_plan_imposed);
    if (!imposed || !impose_regimes(planner)) return false;
    for (size_t c = 0; c < count; c++) {
        float *values = STEPPE_PLANNER_TAKE(planner, months, float);
        if (!values) return false;
        double base = price_of_year(planner, (int32_t)c, layout->base_year);
        for (size_t m = 0; m < months; m++)
            values[m] = (float)(price_of_month(planner, (int32_t)c,
                                               layout->first_month + (int32_t)m) /
                                base);
        imposed[c] = (struct steppe_plan_imposed){layout->offsets[STEPPE_VAR_price] + (uint32_t)c,
                                                  plan->owner[STEPPE_VAR_price], values};
    }
    plan->imposed = imposed;
    plan->imposed_count = count;
    return true;
}
