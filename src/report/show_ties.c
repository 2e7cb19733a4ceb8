// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show_ties: how large a tie is between an actor and each of the other side, from the figures that
// the model files give: the newest known at the model's start, in money of the price year.
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "report/show_facts.h"

#define NONE ((double)NAN)

// A sum over figures or rows, with where it comes from.
struct sum {
    double value, variance; // coherent
    size_t count;
    struct steppe_date date;
    const char *source, *note;
    enum steppe_quality quality; // the weakest of its parts
    double largest;              // of the newest parts: gives source and date
};

static void sum_add(struct sum *sum, double value, double spread, struct steppe_date date,
                    const char *source, enum steppe_quality quality, const char *note) {
    bool first = sum->count == 0;
    sum->value += value;
    sum->variance += spread * spread;
    if (first || quality > sum->quality) sum->quality = quality;
    int later = first ? 1 : steppe_date_compare(date, sum->date);
    if (later > 0 || (later == 0 && fabs(value) > sum->largest)) {
        sum->date = date;
        sum->source = source;
        sum->note = note;
        sum->largest = fabs(value);
    }
    sum->count++;
}

static void add_figure(struct sum *sum, const struct steppe_figure *figure, double sign) {
    if (!figure) return;
    sum_add(sum, sign * figure->value, figure->spread, figure->date, figure->source,
            figure->quality, figure->note);
}

// The cell of a pair of actors, `from` being who acts or sends. False: the variable has none.
static bool cell_of(const struct steppe_model *model, uint32_t variable, uint16_t from, uint16_t to,
                    int32_t at[2]) {
    enum steppe_axis axes[STEPPE_AXES_MAX];
    if (steppe_shape_axes(model->variables[variable].shape, axes) != 2) return false;
    // Host first: migrants and remittances are of the host, the destination is named second.
    bool host_first = axes[0] == STEPPE_AXIS_HOST;
    at[0] = steppe_facts_element(model, axes[0], host_first ? to : from);
    at[1] = steppe_facts_element(model, axes[1], host_first ? from : to);
    return at[0] >= 0 && at[1] >= 0;
}

static const struct steppe_figure *pair_figure(const struct steppe_facts *facts, uint32_t variable,
                                               uint16_t from, uint16_t to) {
    int32_t at[2];
    if (!cell_of(facts->model, variable, from, to, at)) return NULL;
    return steppe_facts_figure(facts, variable, at[0], at[1]);
}

// Goods traded are what is exported less the fuels in it: that is how the model starts.
static void add_flow(const struct steppe_facts *facts, struct sum *sum, uint32_t variable,
                     uint16_t from, uint16_t to) {
    if (variable == STEPPE_VAR_fuel_trade) variable = STEPPE_VAR_fuel_exports;
    if (variable == STEPPE_VAR_vote_agreement) variable = STEPPE_VAR_un_agreement;
    if (variable != STEPPE_VAR_goods_trade) {
        add_figure(sum, pair_figure(facts, variable, from, to), 1);
        return;
    }
    add_figure(sum, pair_figure(facts, STEPPE_VAR_goods_exports, from, to), 1);
    add_figure(sum, pair_figure(facts, STEPPE_VAR_fuel_exports, from, to), -1);
}

static void add_rows(const struct steppe_facts *facts, struct sum *sum, uint32_t kind,
                     uint16_t from, uint16_t to) {
    const struct steppe_model *model = facts->model;
    struct steppe_writer notes = steppe_writer_begin(facts->arena);
    for (size_t i = 0; i < model->tie_count; i++) {
        const struct steppe_tie *tie = &model->ties[i];
        if (tie->kind != kind || tie->from != from || tie->to != to) continue;
        bool over = tie->end.year != 0 && steppe_date_after(tie->end) <= facts->known_month;
        if (over || tie->known_month > facts->known_month) continue;
        sum_add(sum, tie->value, tie->spread, tie->start, tie->source, tie->quality, tie->note);
        if (tie->note && *tie->note)
            steppe_writer_print(&notes, "%s%s", notes.length > 0 ? "; " : "", tie->note);
    }
    if (sum->count > 1 && !notes.failed) sum->note = notes.text;
}

// What the model computes at the base, for a tie of which the files give no figure.
static void add_computed(const struct steppe_facts *facts, struct sum *sum, uint32_t variable,
                         uint16_t power, uint16_t host) {
    const struct steppe_model *model = facts->model;
    const double *cells = facts->central ? facts->central->base[variable] : NULL;
    int32_t at[STEPPE_AXES_MAX] = {-1, -1, -1};
    if (!cells || !cell_of(model, variable, power, host, at)) return;
    const struct steppe_variable *about = &model->variables[variable];
    double factor = about->unit.factor > 0 ? about->unit.factor : 1;
    struct steppe_date date = {.year = (int16_t)facts->central->base_year};
    sum_add(sum, cells[steppe_model_cell(model, about->shape, at)] * factor, 0, date, NULL,
            STEPPE_DERIVED, NULL);
}

static bool has_figures(const struct steppe_model *model, uint32_t variable) {
    if (variable == STEPPE_VAR_political_tie) return false; // bodies count beside the treaties
    if (variable == STEPPE_VAR_goods_trade || variable == STEPPE_VAR_fuel_trade ||
        variable == STEPPE_VAR_vote_agreement)
        return true;
    for (size_t i = 0; i < model->figure_count; i++)
        if (model->figures[i].variable == variable) return true;
    return false;
}

// The tie of a host with another actor, seen from the host. Ties `from_host` are sold by it.
static struct sum size_of(const struct steppe_facts *facts, uint32_t kind, uint16_t power,
                          uint16_t host) {
    const struct steppe_tie_kind *tie = &facts->model->tie_kinds[kind];
    bool to_host = tie->direction != STEPPE_FROM_HOST, back = tie->direction != STEPPE_TO_HOST;
    struct sum sum = {0};
    if (tie->variable == UINT32_MAX) {
        if (to_host) add_rows(facts, &sum, kind, power, host);
        if (back) add_rows(facts, &sum, kind, host, power);
    } else if (!has_figures(facts->model, tie->variable)) {
        add_computed(facts, &sum, tie->variable, power, host);
    } else {
        if (to_host) add_flow(facts, &sum, tie->variable, power, host);
        if (back) add_flow(facts, &sum, tie->variable, host, power);
    }
    return sum;
}

// What a host has of a tie with all actors; a sum only where sizes add up.
static double whole_of(const struct steppe_facts *facts, uint32_t kind, uint16_t host) {
    const struct steppe_model *model = facts->model;
    if (steppe_unit_none(model->tie_kinds[kind].unit)) return NONE;
    double whole = 0;
    for (size_t a = 0; a < model->axes[STEPPE_AXIS_ACTOR].count; a++)
        if (a != host) whole += size_of(facts, kind, (uint16_t)a, host).value;
    return whole;
}

static bool is_money(struct steppe_unit unit) { return unit.exponents[STEPPE_UNIT_USD] == 1; }

static double gdp_of(const struct steppe_facts *facts, uint16_t actor, int32_t year) {
    const struct steppe_figure *gdp = steppe_facts_gdp(facts, actor, year);
    return gdp ? gdp->value : NONE;
}

static void add_sum(struct steppe_facts *facts, const struct sum *sum, const char *section,
                    const char *kind, struct steppe_unit unit, const char *unit_text, uint16_t host,
                    uint16_t other, bool of_host) {
    const struct steppe_model *model = facts->model;
    struct steppe_fact fact = {
        .section = section,
        .kind = kind,
        .label = kind,
        .from = model->actors[other].code,
        .to = model->actors[host].code,
        .partner = of_host ? model->actors[other].name : model->actors[host].name,
        .text = sum->note,
        .value = sum->value / unit.factor,
        .spread = sqrt(sum->variance) / unit.factor,
        .unit = unit_text,
        .share = NONE,
        .of_gdp = is_money(unit) ? sum->value / gdp_of(facts, host, sum->date.year) : NONE,
        .date = sum->date,
        .source = sum->source,
        .quality = sum->quality};
    steppe_facts_add(facts, &fact);
}

// The largest first.
static void sort_sizes(struct steppe_facts *facts, size_t first) {
    for (size_t i = first + 1; i < facts->count; i++) {
        struct steppe_fact held = facts->items[i];
        size_t j = i;
        for (; j > first && facts->items[j - 1].value < held.value; j--)
            facts->items[j] = facts->items[j - 1];
        facts->items[j] = held;
    }
}

void steppe_facts_tie(struct steppe_facts *facts, uint32_t kind, uint16_t actor) {
    const struct steppe_model *model = facts->model;
    const struct steppe_tie_kind *tie = &model->tie_kinds[kind];
    bool of_host = model->actors[actor].host;
    const char *section = model->axes[STEPPE_AXIS_DOMAIN].names[tie->domain];
    size_t first = facts->count;
    double whole = of_host ? whole_of(facts, kind, actor) : NONE;
    for (size_t a = 0; a < model->axes[STEPPE_AXIS_ACTOR].count; a++) {
        uint16_t other = (uint16_t)a;
        if (other == actor || (of_host ? !model->actors[a].power : !model->actors[a].host))
            continue;
        uint16_t host = of_host ? actor : other, power = of_host ? other : actor;
        struct sum sum = size_of(facts, kind, power, host);
        if (sum.count == 0 || !(sum.value > 0)) continue;
        add_sum(facts, &sum, section, tie->name, tie->unit, tie->unit_text, host, power, of_host);
        double all = of_host ? whole : whole_of(facts, kind, host);
        if (!facts->failed) facts->items[facts->count - 1].share = all > 0 ? sum.value / all : NONE;
    }
    sort_sizes(facts, first);
}

void steppe_facts_pairs(struct steppe_facts *facts, uint32_t variable, const char *section,
                        uint16_t actor) {
    const struct steppe_model *model = facts->model;
    const struct steppe_variable *about = &model->variables[variable];
    bool of_host = model->actors[actor].host;
    size_t first = facts->count;
    for (size_t a = 0; a < model->axes[STEPPE_AXIS_ACTOR].count; a++) {
        uint16_t other = (uint16_t)a;
        if (other == actor || (!of_host && !model->actors[a].host)) continue;
        uint16_t host = of_host ? actor : other, power = of_host ? other : actor;
        struct sum sum = {0};
        add_figure(&sum, pair_figure(facts, variable, power, host), 1);
        if (sum.count == 0 || !(sum.value > 0)) continue;
        add_sum(facts, &sum, section, about->name, about->unit, about->unit_text, host, power,
                of_host);
    }
    sort_sizes(facts, first);
}
