// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show_facts: see the header. What actors are, belong to, and did; sizes of ties: show_ties.c.
#include "report/show_facts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define NONE ((double)NAN)

struct steppe_facts steppe_facts_begin(const struct steppe_model *model,
                                       const struct steppe_central *central,
                                       struct steppe_arena *arena) {
    return (struct steppe_facts){.model = model,
                                 .central = central,
                                 .arena = arena,
                                 .known_month = steppe_date_month(model->start)};
}

struct steppe_fact *steppe_facts_add(struct steppe_facts *facts, const struct steppe_fact *fact) {
    if (facts->count == facts->room) {
        size_t room = facts->room > 0 ? 2 * facts->room : 128;
        struct steppe_fact *items = STEPPE_TAKE(facts->arena, room, struct steppe_fact);
        facts->failed |= !items;
        if (!items) return NULL;
        if (facts->count > 0) memcpy(items, facts->items, facts->count * sizeof *items);
        facts->items = items;
        facts->room = room;
    }
    facts->items[facts->count] = *fact;
    return &facts->items[facts->count++];
}

// Of a source as written in a file.
static enum steppe_quality quality_of(const char *source) {
    if (!source || strcmp(source, "judgement") == 0) return STEPPE_JUDGEMENT;
    return steppe_text_begins(source, "derived:") ? STEPPE_DERIVED : STEPPE_SOURCED;
}

int32_t steppe_facts_element(const struct steppe_model *model, enum steppe_axis axis,
                             uint16_t actor) {
    const struct steppe_axis_table *table = &model->axes[axis];
    if (!table->actor_at) return actor;
    for (size_t i = 0; i < table->count; i++)
        if (table->actor_at[i] == actor) return (int32_t)i;
    return -1;
}

const struct steppe_figure *steppe_facts_figure(const struct steppe_facts *facts, uint32_t variable,
                                                int32_t first, int32_t second) {
    const int32_t at[STEPPE_AXES_MAX] = {first, second, -1};
    return steppe_model_figure(facts->model, variable, at, facts->known_month, 0);
}

// ---- profile -----------------------------------------------------------------------------------

static void add_leader(struct steppe_facts *facts, uint16_t actor) {
    const struct steppe_model *model = facts->model;
    for (size_t i = 0; i < model->leader_count; i++) {
        const struct steppe_leader *leader = &model->leaders[i];
        if (leader->actor != actor || leader->until.year != 0) continue;
        struct steppe_writer text = steppe_writer_begin(facts->arena);
        steppe_writer_print(&text, "%s, %s", leader->name, leader->role);
        if (leader->birth_year > 0) steppe_writer_print(&text, ", born %d", leader->birth_year);
        facts->failed |= text.failed;
        struct steppe_fact fact = {.section = "profile",
                                   .kind = "leader",
                                   .label = "leader",
                                   .from = model->actors[actor].code,
                                   .text = text.text,
                                   .value = NONE,
                                   .spread = NONE,
                                   .share = NONE,
                                   .of_gdp = NONE,
                                   .date = leader->from,
                                   .lasts = true,
                                   .source = leader->source,
                                   .quality = quality_of(leader->source)};
        steppe_facts_add(facts, &fact);
    }
}

const struct steppe_figure *steppe_facts_gdp(const struct steppe_facts *facts, uint16_t actor,
                                             int32_t year) {
    const int32_t at[STEPPE_AXES_MAX] = {actor, -1, -1};
    const struct steppe_figure *same = steppe_model_figure(facts->model, STEPPE_VAR_gdp_level, at,
                                                           facts->known_month, year);
    return same ? same : steppe_facts_figure(facts, STEPPE_VAR_gdp_level, actor, -1);
}

// As published: money is that of its own date. (Sums over partners are in constant money.)
static struct steppe_fact from_figure(const struct steppe_facts *facts,
                                      const struct steppe_figure *figure, const char *section) {
    const struct steppe_variable *variable = &facts->model->variables[figure->variable];
    double relative = figure->value != 0 ? figure->spread / fabs(figure->value) : 0;
    return (struct steppe_fact){.section = section,
                                .kind = variable->name,
                                .label = variable->meaning,
                                .value = figure->published,
                                .spread = relative * fabs(figure->published),
                                .unit = figure->unit_text,
                                .share = NONE,
                                .of_gdp = NONE,
                                .text = figure->note,
                                .date = figure->date,
                                .source = figure->source,
                                .quality = figure->quality};
}

static bool is_money(const struct steppe_variable *variable) {
    return variable->unit.exponents[STEPPE_UNIT_USD] == 1;
}

static void add_figure(struct steppe_facts *facts, uint32_t variable, const char *label,
                       uint16_t actor) {
    const struct steppe_model *model = facts->model;
    bool of_host = model->variables[variable].shape == STEPPE_SHAPE_HOST;
    int32_t at = of_host ? steppe_facts_element(model, STEPPE_AXIS_HOST, actor) : actor;
    const struct steppe_figure *figure = at < 0 ? NULL
                                                : steppe_facts_figure(facts, variable, at, -1);
    if (!figure) return;
    struct steppe_fact fact = from_figure(facts, figure, "profile");
    fact.label = label;
    fact.from = model->actors[actor].code;
    const struct steppe_figure *gdp = steppe_facts_gdp(facts, actor, figure->date.year);
    if (gdp && gdp->value > 0 && is_money(&model->variables[variable]) &&
        variable != STEPPE_VAR_gdp_level)
        fact.of_gdp = figure->value / gdp->value;
    steppe_facts_add(facts, &fact);
}

void steppe_facts_profile(struct steppe_facts *facts, uint16_t actor) {
    static const struct {
        uint32_t variable;
        const char *label;
    } lines[] = {
        {STEPPE_VAR_polyarchy, "electoral democracy, 0-1"},
        {STEPPE_VAR_liberal_democracy, "liberal democracy, 0-1"},
        {STEPPE_VAR_ideal_point, "ideal point in UN votes"},
        {STEPPE_VAR_population, "population"},
        {STEPPE_VAR_russian_language, "knows Russian, part"},
        {STEPPE_VAR_turkic_language, "Turkic state language"},
        {STEPPE_VAR_gdp_level, "GDP, nominal"},
        {STEPPE_VAR_inflation, "inflation"},
        {STEPPE_VAR_exports_total, "exports, all"},
        {STEPPE_VAR_imports_total, "imports, all"},
        {STEPPE_VAR_fuel_exports_total, "exports of fuels"},
        {STEPPE_VAR_oil_production, "oil produced"},
        {STEPPE_VAR_gas_production, "gas produced, bn m3"},
        {STEPPE_VAR_uranium_production, "uranium produced"},
        {STEPPE_VAR_external_debt, "external debt"},
        {STEPPE_VAR_debt_service, "debt service"},
        {STEPPE_VAR_remittances_total, "remittances received"},
        {STEPPE_VAR_oda_received, "aid received"},
        {STEPPE_VAR_fdi_inflow, "direct investment, a year"},
        {STEPPE_VAR_military_spending, "military spending"},
        {STEPPE_VAR_military_personnel, "armed forces"},
    };
    add_leader(facts, actor);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        add_figure(facts, lines[i].variable, lines[i].label, actor);
}

// ---- memberships -------------------------------------------------------------------------------

static bool is_over(const struct steppe_facts *facts, struct steppe_date until) {
    return until.year != 0 && steppe_date_month(until) <= facts->known_month;
}

static void add_membership(struct steppe_facts *facts, const struct steppe_membership *row,
                           const char *label) {
    const struct steppe_model *model = facts->model;
    struct steppe_fact fact = {
        .section = is_over(facts, row->until) || strcmp(row->status, "none") == 0 ? "former"
                                                                                  : "members",
        .kind = "membership",
        .label = label,
        .text = row->status,
        .value = NONE,
        .spread = NONE,
        .share = NONE,
        .of_gdp = NONE,
        .from = model->axes[STEPPE_AXIS_INSTITUTION].names[row->institution],
        .to = model->actors[row->actor].code,
        .partner = model->actors[row->actor].name,
        .date = row->from,
        .end = row->until,
        .lasts = true,
        .source = row->source,
        .quality = quality_of(row->source)};
    steppe_facts_add(facts, &fact);
}

void steppe_facts_memberships(struct steppe_facts *facts, uint16_t actor) {
    const struct steppe_model *model = facts->model;
    for (size_t i = 0; i < model->membership_count; i++) {
        const struct steppe_membership *row = &model->memberships[i];
        if (row->actor == actor && row->known_month <= facts->known_month)
            add_membership(facts, row, model->institutions[row->institution].name);
    }
}

void steppe_facts_members(struct steppe_facts *facts, uint16_t institution) {
    const struct steppe_model *model = facts->model;
    for (size_t i = 0; i < model->membership_count; i++) {
        const struct steppe_membership *row = &model->memberships[i];
        if (row->institution == institution && row->known_month <= facts->known_month)
            add_membership(facts, row, model->actors[row->actor].name);
    }
}

// ---- records -----------------------------------------------------------------------------------

static bool is_later(const struct steppe_fact *a, const struct steppe_fact *b) {
    return steppe_date_compare(a->date, b->date) > 0;
}

// By kind, the newest first within one. The few rows of an actor bear a simple sort.
static void sort_records(struct steppe_facts *facts, size_t first) {
    for (size_t i = first + 1; i < facts->count; i++) {
        struct steppe_fact held = facts->items[i];
        size_t j = i;
        for (; j > first; j--) {
            const struct steppe_fact *before = &facts->items[j - 1];
            int kinds = strcmp(held.kind, before->kind);
            if (kinds > 0 || (kinds == 0 && !is_later(&held, before))) break;
            facts->items[j] = *before;
        }
        facts->items[j] = held;
    }
}

// Records are kept in coherent units and in constant money: back to what the file says.
static double as_published(const struct steppe_model *model, const struct steppe_tie *tie) {
    struct steppe_unit unit;
    size_t bad_at, bad_length;
    if (!tie->has_value || !tie->unit_text) return NONE;
    if (!steppe_unit_parse(tie->unit_text, strlen(tie->unit_text), &unit, &bad_at, &bad_length))
        return NONE;
    int year = tie->start.year;
    bool money = unit.exponents[STEPPE_UNIT_USD] != 0 && unit.money_year == 0;
    double level = money && year >= 1900 && year <= 2100 ? model->deflator[year - 1900] : 1;
    return tie->value / (unit.factor > 0 ? unit.factor : 1) * (level > 0 ? level : 1);
}

void steppe_facts_records(struct steppe_facts *facts, uint16_t actor, const char *kind) {
    const struct steppe_model *model = facts->model;
    size_t first = facts->count;
    for (size_t i = 0; i < model->tie_count; i++) {
        const struct steppe_tie *tie = &model->ties[i];
        bool mine = actor == UINT16_MAX || tie->from == actor || tie->to == actor;
        if (!mine || tie->known_month > facts->known_month) continue;
        if (kind ? strcmp(tie->kind_name, kind) != 0 : tie->kind != UINT32_MAX) continue;
        uint16_t other = tie->from == actor ? tie->to : tie->from;
        double value = as_published(model, tie);
        struct steppe_fact fact = {.section = "record",
                                   .kind = tie->kind_name,
                                   .label = tie->kind_name,
                                   .from = model->actors[tie->from].code,
                                   .to = model->actors[tie->to].code,
                                   .partner = model->actors[other].name,
                                   .text = tie->note,
                                   .value = value,
                                   .spread = tie->value > 0 ? tie->spread / tie->value * value
                                                            : NONE,
                                   .unit = tie->unit_text,
                                   .share = NONE,
                                   .of_gdp = NONE,
                                   .date = tie->start,
                                   .end = tie->end,
                                   .lasts = true,
                                   .source = tie->source,
                                   .quality = tie->quality};
        steppe_facts_add(facts, &fact);
    }
    sort_records(facts, first);
}
