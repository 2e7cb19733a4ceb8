// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// check: what only the whole model shows. In: the model as read. Out: findings: figures given
// twice, parts that are more or less than their whole, leases that end before they start, key
// series and scenarios that do not exist.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/builder.h"

// ---- figures given twice ------------------------------------------------------------------------

static bool same_date(struct steppe_date a, struct steppe_date b) {
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

// A tie may begin twice in a day (two bases); any other figure stands once.
static bool is_tie(const struct steppe_figure *figure) {
    return !same_date(figure->date, figure->end);
}

static void check_twice(struct steppe_model_builder *builder) {
    const struct steppe_model *model = builder->model;
    for (size_t i = 1; i < model->figure_count; i++) {
        const struct steppe_figure *a = &model->figures[i - 1], *b = &model->figures[i];
        if (a->variable != b->variable || !same_date(a->date, b->date) || is_tie(a) || is_tie(b) ||
            memcmp(a->at, b->at, sizeof a->at) != 0) {
            continue;
        }
        char name[160], date[16];
        enum steppe_shape shape = model->variables[b->variable].shape;
        steppe_model_cell_name(model, b->variable, steppe_model_cell(model, shape, b->at), name,
                               sizeof name);
        steppe_date_print(b->date, date, sizeof date);
        steppe_builder_fault(builder, b->place, 1, steppe_file_line_of(builder, b->place),
                             "each figure once", NULL, "%s of %s is given twice, first in %s:%u",
                             name, date, a->place.file, a->place.line);
    }
}

// ---- parts and wholes ---------------------------------------------------------------------------

// Sums of parts over the second axis against a whole of the first: what is exported to all
// partners against the exports in all. `most`: the parts may be less (not all partners report).
static const struct account {
    uint32_t part, whole;
    bool most;
    bool defined; // alike by all publishers: the model's tolerance is not for it
} accounts[] = {
    {STEPPE_VAR_goods_exports, STEPPE_VAR_goods_exports_total, false, false},
    {STEPPE_VAR_fuel_exports, STEPPE_VAR_fuel_exports_total, false, false},
    {STEPPE_VAR_remittances, STEPPE_VAR_remittances_total, true, false},
    {STEPPE_VAR_migrants, STEPPE_VAR_population, true, true},
};

// The actor whose whole a row of parts is.
static int32_t actor_of(const struct steppe_model *model, const struct steppe_figure *figure) {
    enum steppe_axis axes[STEPPE_AXES_MAX];
    steppe_shape_axes(model->variables[figure->variable].shape, axes);
    const uint16_t *actor_at = model->axes[axes[0]].actor_at;
    return actor_at ? actor_at[figure->at[0]] : figure->at[0];
}

// The figure of a whole for the very year, whatever is known when.
static const struct steppe_figure *whole_of(const struct steppe_model *model, uint32_t variable,
                                            int32_t actor, struct steppe_date date) {
    const int32_t at[STEPPE_AXES_MAX] = {actor, -1, -1};
    return steppe_model_figure(model, variable, at, INT32_MAX, date.year);
}

static void check_sum(struct steppe_model_builder *builder, const struct account *account,
                      const struct steppe_figure *first, double sum, double variance) {
    const struct steppe_model *model = builder->model;
    const struct steppe_figure *whole = whole_of(model, account->whole, actor_of(model, first),
                                                 first->date);
    if (!whole) return;
    // Three standard deviations of both, and what definitions differ by.
    double allowed = 3 * sqrt(variance + whole->spread * whole->spread) +
                     (account->defined ? 0 : builder->tolerance) * fabs(whole->value);
    double over = sum - whole->value;
    if (account->most ? over <= allowed : fabs(over) <= allowed) return;
    const struct steppe_variable *part = &model->variables[account->part];
    const struct steppe_variable *entry = &model->variables[account->whole];
    char expected[200];
    snprintf(expected, sizeof expected, "%s%g %s within %g, as %s says in %s:%u",
             account->most ? "at most " : "", whole->value / entry->unit.factor, entry->unit_text,
             allowed / entry->unit.factor, entry->name, whole->place.file, whole->place.line);
    steppe_builder_fault(builder, first->place, 1, steppe_file_line_of(builder, first->place),
                         expected, NULL, "%s of %s in %d sum to %g %s", part->name,
                         model->actors[actor_of(model, first)].code, first->date.year,
                         sum / part->unit.factor, part->unit_text);
}

// Sorted by cell and date, the rows of one actor and year are apart; a small table of years holds
// the sums of an actor.
static void check_account(struct steppe_model_builder *builder, const struct account *account) {
    const struct steppe_model *model = builder->model;
    struct {
        double sum, variance;
        const struct steppe_figure *first;
    } years[201];
    memset(years, 0, sizeof years);
    for (size_t i = 0; i < model->figure_count; i++) {
        const struct steppe_figure *figure = &model->figures[i];
        if (figure->variable != account->part) continue;
        size_t year = (size_t)figure->date.year - 1900;
        if (figure->date.month == 0) { // months are no whole year
            years[year].sum += figure->value;
            years[year].variance += figure->spread * figure->spread;
            if (!years[year].first) years[year].first = figure;
        }
        const struct steppe_figure *next = i + 1 < model->figure_count ? figure + 1 : NULL;
        if (next && next->variable == figure->variable && next->at[0] == figure->at[0]) continue;
        for (size_t at = 0; at < STEPPE_COUNT(years); at++) {
            if (years[at].first) {
                check_sum(builder, account, years[at].first, years[at].sum, years[at].variance);
            }
        }
        memset(years, 0, sizeof years);
    }
}

// Fuels are part of goods, pair by pair and date by date.
static void check_fuel_shares(struct steppe_model_builder *builder) {
    const struct steppe_model *model = builder->model;
    for (size_t i = 0; i < model->figure_count; i++) {
        const struct steppe_figure *fuel = &model->figures[i];
        if (fuel->variable != STEPPE_VAR_fuel_exports || fuel->date.month) continue;
        const struct steppe_figure *goods = steppe_model_figure(
            model, STEPPE_VAR_goods_exports, fuel->at, INT32_MAX, fuel->date.year);
        if (!goods || !same_date(goods->date, fuel->date)) continue;
        double allowed = 3 * sqrt(fuel->spread * fuel->spread + goods->spread * goods->spread);
        if (fuel->value <= goods->value + allowed) continue;
        char name[160], expected[200];
        size_t cell = steppe_model_cell(model, STEPPE_SHAPE_ACTOR_ACTOR, fuel->at);
        steppe_model_cell_name(model, fuel->variable, cell, name, sizeof name);
        snprintf(expected, sizeof expected, "at most the %g bn_USD/year of all goods in %s:%u",
                 goods->value / 1e9, goods->place.file, goods->place.line);
        steppe_builder_fault(builder, fuel->place, 1, steppe_file_line_of(builder, fuel->place),
                             expected, NULL,
                             "the share of fuels in goods is above 1: %s is %g bn_USD/year", name,
                             fuel->value / 1e9);
    }
}

// ---- leases -----------------------------------------------------------------------------------

// A lease runs from the date of its row; 0 says that none is in force.
static void check_leases(struct steppe_model_builder *builder) {
    const struct steppe_model *model = builder->model;
    for (size_t i = 0; i < model->figure_count; i++) {
        const struct steppe_figure *lease = &model->figures[i];
        if (lease->variable != STEPPE_VAR_lease_end || lease->value == 0) continue;
        if (lease->value * 12 > steppe_date_month(lease->date)) continue;
        char name[160], date[16];
        size_t cell = steppe_model_cell(model, STEPPE_SHAPE_POWER_HOST, lease->at);
        steppe_model_cell_name(model, lease->variable, cell, name, sizeof name);
        steppe_date_print(lease->date, date, sizeof date);
        steppe_builder_fault(builder, lease->place, 1, steppe_file_line_of(builder, lease->place),
                             "a year after its date, or 0 for no lease", NULL,
                             "%s of %s ends before it starts: %g", name, date, lease->value);
    }
}

// ---- names matched last -------------------------------------------------------------------------

static bool match_key_series(struct steppe_model_builder *builder) {
    const struct steppe_yaml *list = builder->key_series;
    if (!list) return true;
    uint32_t *numbers = STEPPE_BUILDER_TAKE(builder, list->count + 1, uint32_t);
    if (!numbers) return false;
    size_t count = 0;
    for (const struct steppe_yaml *item = list->first; item; item = item->next) {
        const char *text = item->kind == STEPPE_YAML_TEXT ? item->text : "";
        uint32_t number = steppe_builder_find_variable(builder, text, strlen(text));
        if (number == UINT32_MAX) {
            steppe_yaml_fault(builder, item, "a variable or an indicator",
                              steppe_builder_nearest_variable(builder, text, strlen(text)),
                              "unknown variable '%s'", text);
        } else if (builder->variables[number].kind == STEPPE_DATA) {
            steppe_yaml_fault(builder, item, "what changes in a run", NULL,
                              "'%s' is data of the model and no part of a run", text);
        } else {
            numbers[count++] = number;
        }
    }
    builder->model->key_series = numbers;
    builder->model->key_series_count = count;
    return true;
}

static void match_compare(struct steppe_model_builder *builder) {
    const struct steppe_yaml *node = builder->compare;
    if (!node) return;
    struct steppe_nearest nearest = steppe_nearest_begin(node->text, node->length);
    for (size_t i = 0; i < builder->model->scenario_count; i++) {
        const char *name = builder->model->scenarios[i].name;
        if (strcmp(name, node->text) == 0) {
            builder->model->compare = name;
            return;
        }
        steppe_nearest_try(&nearest, name);
    }
    steppe_yaml_fault(builder, node, "a file of scenarios/, without .yaml", nearest.name,
                      "unknown scenario '%s'", node->text);
}

bool steppe_check_model(struct steppe_model_builder *builder) {
    check_twice(builder);
    for (size_t i = 0; i < STEPPE_COUNT(accounts); i++) check_account(builder, &accounts[i]);
    check_fuel_shares(builder);
    check_leases(builder);
    match_compare(builder);
    return match_key_series(builder) && !builder->failed;
}
