// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// growth: see the header.
#include "study/growth.h"

#include <math.h>
#include <string.h>

#include "analysis/contrasts.h"

enum { MEMBERS = STEPPE_FITTING_MEMBERS };

struct fit {
    struct steppe_drive drive;
    struct steppe_arena *arena;
    int32_t first_year; // the base; growth is that of the years after it
    size_t actors, years, months;
    uint32_t oil;   // commodity
    double *price;  // [months] of oil over that of the base year
    double *grown;  // [actors][years] observed log growth
    double *spread; // [actors][years] 0: unknown
    double *levels; // [STEPPE_LANES][actors] sum of GDP over the months of a year
    double *table;  // [MEMBERS][actors][years] of the model
    double *mean;   // [actors][years] over the members, after the data
    struct steppe_contrasts contrasts;
    struct steppe_fitting fitting;
};

static bool refuse_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "no memory to fit growth");
}

// ---- the record ---------------------------------------------------------------------------------

// Price of oil in each month: its own figure, else its year's, over the mean of the base year.
static bool read_price(struct fit *fit) {
    const struct steppe_model *model = fit->drive.model;
    const size_t months = fit->months + 12; // with the base year
    double *all = STEPPE_TAKE(fit->arena, months, double), base = 0;
    fit->price = STEPPE_TAKE(fit->arena, fit->months, double);
    if (!all || !fit->price) return false;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < model->figure_count; i++) {
            const struct steppe_figure *figure = &model->figures[i];
            if (figure->variable != STEPPE_VAR_commodity_price) continue;
            if (figure->at[0] != (int32_t)fit->oil) continue;
            const int32_t year = figure->date.year - fit->first_year;
            if (year < 0 || year >= (int32_t)(months / 12)) continue;
            for (int32_t m = 0; m < 12; m++) {
                double *month = &all[year * 12 + m];
                if (pass == 0 && figure->date.month == m + 1) *month = figure->value;
                if (pass == 1 && figure->date.month == 0 && !(*month > 0)) *month = figure->value;
            }
        }
    for (size_t m = 0; m < 12; m++) base += all[m] / 12;
    for (size_t m = 0; m < fit->months; m++)
        fit->price[m] = base > 0 && all[m + 12] > 0 ? all[m + 12] / base : 1;
    return true;
}

static void read_growth(struct fit *fit) {
    const struct steppe_model *model = fit->drive.model;
    const uint32_t volatility = steppe_model_parameter(model, "economy.volatility");
    steppe_must(volatility != UINT32_MAX); // a model gives every parameter of its mechanisms
    for (size_t a = 0; a < fit->actors; a++)
        for (size_t y = 0; y < fit->years; y++) {
            const int32_t at[STEPPE_AXES_MAX] = {(int32_t)a, -1, -1};
            const int32_t year = fit->first_year + 1 + (int32_t)y;
            const struct steppe_figure *now = steppe_model_figure(model, STEPPE_VAR_gdp_real, at,
                                                                  INT32_MAX, year);
            const struct steppe_figure *before = steppe_model_figure(model, STEPPE_VAR_gdp_real, at,
                                                                     INT32_MAX, year - 1);
            if (!now || !before || !(now->value > 0) || !(before->value > 0)) continue;
            fit->grown[a * fit->years + y] = log(now->value / before->value);
            fit->spread[a * fit->years + y] = steppe_layout_median(fit->drive.plan->layout,
                                                                   volatility, a);
        }
}

// ---- the model ----------------------------------------------------------------------------------

// The trend is nobody's here: an actor's own level of growth is taken out anyway.
static void stop_trends(const struct fit *fit) {
    const uint32_t growth = steppe_model_parameter(fit->drive.model, "economy.growth");
    const struct steppe_layout *layout = fit->drive.plan->layout;
    if (growth == UINT32_MAX) return;
    const size_t cells = fit->drive.model->parameters[growth].cell_count;
    memset(fit->drive.world.params + (size_t)layout->param_offsets[growth] * STEPPE_LANES, 0,
           cells * STEPPE_LANES * sizeof(float));
}

// Growth of yearly means, as statistics have it.
static void run_lanes(struct fit *fit, size_t count, const double *z, double *table) {
    struct steppe_drive *drive = &fit->drive;
    const float *gdp = steppe_cells(&drive->world, STEPPE_VAR_gdp);
    const size_t cells = fit->actors * fit->years;
    steppe_drive_reset(drive);
    steppe_drive_put(drive, fit->fitting.parameters, fit->fitting.parameter_count, count, z);
    for (size_t i = 0; i < count * fit->actors; i++) fit->levels[i] = 12; // of the base year
    for (size_t y = 0; y < fit->years; y++) {
        for (size_t lane = 0; lane < count; lane++)
            for (size_t a = 0; a < fit->actors; a++)
                table[lane * cells + a * fit->years + y] = -log(
                    fit->levels[lane * fit->actors + a]);
        memset(fit->levels, 0, count * fit->actors * sizeof(double));
        for (size_t m = 0; m < 12; m++) {
            steppe_drive_set(drive, false, STEPPE_VAR_price, fit->oil, fit->price[y * 12 + m]);
            steppe_drive_step(drive, 1);
            for (size_t lane = 0; lane < count; lane++)
                for (size_t a = 0; a < fit->actors; a++)
                    fit->levels[lane * fit->actors + a] += (double)gdp[a * STEPPE_LANES + lane];
        }
        for (size_t lane = 0; lane < count; lane++)
            for (size_t a = 0; a < fit->actors; a++)
                table[lane * cells + a * fit->years + y] += log(
                    fit->levels[lane * fit->actors + a]);
    }
}

static bool map(void *context, const double *z, double *predicted, struct steppe_error *error) {
    struct fit *fit = context;
    const size_t cells = fit->actors * fit->years;
    (void)error;
    for (size_t first = 0; first < MEMBERS; first += STEPPE_LANES) {
        const size_t left = MEMBERS - first, count = left < STEPPE_LANES ? left : STEPPE_LANES;
        run_lanes(fit, count, z + first * fit->fitting.parameter_count, fit->table + first * cells);
    }
    for (size_t m = 0; m < MEMBERS; m++)
        steppe_contrasts_take(&fit->contrasts, fit->table + m * cells,
                              predicted + m * fit->fitting.data_count);
    return true;
}

// ---- fits ---------------------------------------------------------------------------------------

// One size for all, in units of each actor's usual swings.
static void set_errors(void *context, struct steppe_fitting *fitting) {
    const struct fit *fit = context;
    const size_t count = fitting->data_count;
    double *left = fitting->predicted; // scratch: the inversion writes it anew
    for (size_t i = 0; i < count; i++) left[i] = fitting->observed[i] - fitting->mean[i];
    const double lasting = steppe_fitting_lasting(steppe_fitting_persistence(
        steppe_contrasts_persistence(&fit->contrasts, left, fit->arena), fit->years));
    const double squares = steppe_fitting_left(count, fitting->observed, fitting->mean).left;
    const double size = count > 0 ? lasting * sqrt(squares / (double)count) : 0;
    for (size_t i = 0; i < count; i++) fitting->spread[i] = fmax(size, STEPPE_FITTING_SPREAD_LEAST);
}

// To the years up to `last` alone.
static bool run(struct fit *fit, int32_t last, struct steppe_error *error) {
    const size_t cells = fit->actors * fit->years;
    double *spread = STEPPE_TAKE(fit->arena, cells, double);
    if (!spread) return refuse_memory(error);
    for (size_t i = 0; i < cells; i++)
        spread[i] = fit->first_year + 1 + (int32_t)(i % fit->years) <= last ? fit->spread[i] : 0;
    if (!steppe_contrasts_make(fit->actors, fit->years, spread, fit->arena, &fit->contrasts))
        return refuse_memory(error);
    fit->fitting.data_count = fit->contrasts.count;
    if (!steppe_fitting_take(&fit->fitting, fit->arena)) return refuse_memory(error);
    steppe_contrasts_take(&fit->contrasts, fit->grown, fit->fitting.observed);
    if (!steppe_fitting_run(&fit->fitting, fit->arena, error)) return false;
    for (size_t i = 0; i < cells; i++) {
        fit->mean[i] = 0;
        for (size_t m = 0; m < MEMBERS; m++) fit->mean[i] += fit->table[m * cells + i] / MEMBERS;
    }
    return true;
}

static bool make(struct fit *fit, const struct steppe_calibration *shown) {
    static const char *const none[] = {NULL};
    const struct steppe_model *model = fit->drive.model;
    fit->first_year = shown->first_year;
    fit->actors = model->axes[STEPPE_AXIS_ACTOR].count;
    fit->years = (size_t)(shown->last_year - shown->first_year);
    fit->months = 12 * fit->years;
    fit->oil = steppe_model_element(model, STEPPE_AXIS_COMMODITY, "oil");
    fit->fitting = (struct steppe_fitting){
        .model = model,
        .stream = "calibration.growth",
        .rounds = 1, // what oil explains is small beside the rest
        .map = map,
        .context = fit,
        .set_errors = set_errors,
    };
    fit->fitting.parameters = steppe_drive_parameters(&fit->drive, "economy.oil_effect", none,
                                                      fit->arena, &fit->fitting.parameter_count);
    const size_t cells = fit->actors * fit->years;
    fit->grown = STEPPE_TAKE(fit->arena, cells, double);
    fit->spread = STEPPE_TAKE(fit->arena, cells, double);
    fit->levels = STEPPE_TAKE(fit->arena, STEPPE_LANES * fit->actors, double);
    fit->table = STEPPE_TAKE(fit->arena, MEMBERS * cells, double);
    fit->mean = STEPPE_TAKE(fit->arena, cells, double);
    return fit->fitting.parameters && fit->grown && fit->spread && fit->levels && fit->table &&
           fit->mean;
}

bool steppe_growth_fit(const struct steppe_plan *plan, struct steppe_arena *arena,
                       struct steppe_arena *scratch, struct steppe_calibration *shown,
                       struct steppe_fitted **list, size_t *count, struct steppe_error *error) {
    struct fit fit = {.arena = scratch};
    *count = 0;
    if (!steppe_drive_make(plan, "economy", scratch, &fit.drive, error)) return false;
    if (!make(&fit, shown)) return refuse_memory(error);
    if (fit.oil == UINT32_MAX || fit.fitting.parameter_count == 0) return true;
    *list = STEPPE_TAKE(arena, fit.fitting.parameter_count, struct steppe_fitted);
    struct steppe_fitted_pair *row = STEPPE_TAKE(scratch, fit.actors, struct steppe_fitted_pair);
    if (!*list || !row || !read_price(&fit)) return refuse_memory(error);
    read_growth(&fit);
    stop_trends(&fit);
    if (!run(&fit, shown->split_year, error)) return false;
    shown->growth_skill = steppe_fitting_skill(
        steppe_fitting_later(fit.actors, fit.years, fit.spread, fit.grown, fit.mean,
                             (size_t)(shown->split_year - shown->first_year), row));
    if (!run(&fit, shown->last_year, error)) return false;
    shown->growth_count = fit.fitting.data_count;
    shown->growth_explained = steppe_fitting_skill(
        steppe_fitting_left(fit.fitting.data_count, fit.fitting.observed, fit.fitting.mean));
    *count = fit.fitting.parameter_count;
    return steppe_fitting_tell(&fit.fitting, "growth", arena, scratch, *list) ||
           refuse_memory(error);
}
