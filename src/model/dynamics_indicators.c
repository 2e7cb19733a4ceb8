// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// dynamics_indicators: indicators.yaml -> derived variables in an order in which each one follows
// what it reads. A circle is a fault that names the circle; the past (lag) closes none.
#include "model/dynamics.h"

#include <math.h>
#include <string.h>

#define INDICATORS_MAX 500

// ---- names -----------------------------------------------------------------------------------
static const char *const indicator_fields[] = {"meaning", "unit", "for", "value", NULL};

// The shape of a scope: nothing, or one whole axis.
static bool shape_of(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                     const struct steppe_scope *scope, enum steppe_shape *shape) {
    static const enum steppe_shape shapes[STEPPE_AXIS_COUNT] = {
        [STEPPE_AXIS_ACTOR] = STEPPE_SHAPE_ACTOR,
        [STEPPE_AXIS_HOST] = STEPPE_SHAPE_HOST,
        [STEPPE_AXIS_POWER] = STEPPE_SHAPE_POWER,
        [STEPPE_AXIS_COMMODITY] = STEPPE_SHAPE_COMMODITY,
        [STEPPE_AXIS_DOMAIN] = STEPPE_SHAPE_DOMAIN,
        [STEPPE_AXIS_TIE] = STEPPE_SHAPE_TIE,
        [STEPPE_AXIS_INSTITUTION] = STEPPE_SHAPE_INSTITUTION,
        [STEPPE_AXIS_GATE] = STEPPE_SHAPE_GATE};
    *shape = STEPPE_SHAPE_SCALAR;
    if (!scope->set) return true;
    *shape = shapes[scope->set->axis];
    if (scope->set->count == builder->model->axes[scope->set->axis].count) return true;
    steppe_yaml_fault(builder, steppe_yaml_find(entry, "for"), "a whole axis such as hosts", NULL,
                      "'%s' is a part of an axis: an indicator has a value everywhere",
                      scope->set->name);
    return false;
}

static bool name_indicator(struct steppe_model_builder *builder, const struct steppe_yaml *entry) {
    struct steppe_variable variable = {.name = entry->key,
                                       .meaning = "",
                                       .kind = STEPPE_INDICATOR,
                                       .low = -HUGE_VAL,
                                       .high = HUGE_VAL};
    struct steppe_scope scope;
    if (!steppe_yaml_fields(builder, entry, indicator_fields, "an indicator")) return true;
    (void)steppe_yaml_get_text(builder, entry, "meaning", true, &variable.meaning);
    const struct steppe_yaml *unit = steppe_yaml_get(builder, entry, "unit", true,
                                                     STEPPE_YAML_TEXT);
    if (!steppe_dynamics_scope(builder, entry, &scope) ||
        !shape_of(builder, entry, &scope, &variable.shape) || !unit ||
        !steppe_builder_unit(builder, unit->text, unit->length, unit->place, unit->source_line,
                             &variable.unit))
        return !builder->failed;
    variable.unit_text = unit->text;
    (void)steppe_builder_add_variable(builder, &variable, entry->key_place, entry->key_line);
    return !builder->failed;
}

bool steppe_dynamics_name_indicators(struct steppe_model_builder *builder,
                                     const struct steppe_yaml *root) {
    if (root && root->count > INDICATORS_MAX) {
        steppe_yaml_fault(builder, root, "fewer", NULL, "more than %d indicators", INDICATORS_MAX);
        return true;
    }
    for (const struct steppe_yaml *entry = root ? root->first : NULL; entry; entry = entry->next)
        if (!name_indicator(builder, entry)) return false;
    return true;
}

// ---- values ----------------------------------------------------------------------------------
struct indicators {
    struct steppe_model_builder *builder;
    struct steppe_indicator *items;
    const struct steppe_yaml **entries; // of items
    size_t count;
    bool *reads; // [count][count] the first needs the second in the same month
    bool *placed;
};

static bool read_value(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                       struct steppe_indicator *indicator, bool *good) {
    struct steppe_scope scope;
    const struct steppe_variable *variable = &builder->variables[indicator->variable];
    struct steppe_expected expected = {.type = STEPPE_TYPE_NUMBER,
                                       .unit = variable->unit,
                                       .state_variable = UINT32_MAX,
                                       .what = "the indicator"};
    const struct steppe_yaml *value = steppe_yaml_get(builder, entry, "value", true,
                                                      STEPPE_YAML_TEXT);
    if (!value || !steppe_dynamics_scope(builder, entry, &scope)) return !builder->failed;
    size_t count = steppe_scope_count(&scope);
    const struct steppe_program **cells = STEPPE_BUILDER_TAKE(builder, count,
                                                              const struct steppe_program *);
    if (!cells) return false;
    *good = true;
    // Sets that are a whole axis may still order it otherwise: the member is the cell.
    for (size_t i = 0; i < count && *good; i++) {
        struct steppe_loops loops = steppe_scope_loops(&scope, i, NULL);
        size_t cell = scope.set ? scope.set->members[i] : 0;
        cells[cell] = steppe_dynamics_compile(builder, value, &loops, &expected);
        *good = cells[cell] != NULL;
    }
    indicator->cells = cells;
    indicator->cell_count = count;
    return !builder->failed;
}

static void note_reads(struct indicators *all, size_t reader) {
    const struct steppe_indicator *indicator = &all->items[reader];
    for (size_t c = 0; c < indicator->cell_count; c++) {
        const struct steppe_program *program = indicator->cells[c];
        for (size_t i = 0; i < program->instruction_count; i++) {
            const struct steppe_instruction *step = &program->code[i];
            if (step->operation != STEPPE_OP_VARIABLE || step->c > 0) continue;
            if (all->builder->variables[step->a].kind != STEPPE_INDICATOR) continue;
            for (size_t j = 0; j < all->count; j++)
                if (all->items[j].variable == step->a) all->reads[reader * all->count + j] = true;
        }
    }
}

// The first one not yet placed that `reader` needs, or count.
static size_t first_missing(const struct indicators *all, size_t reader) {
    size_t i = 0;
    while (i < all->count && (all->placed[i] || !all->reads[reader * all->count + i])) i++;
    return i;
}

// Names the circle that is met when needs are followed from an indicator that cannot be placed.
static void report_circle(struct indicators *all, size_t start) {
    for (size_t i = 0; i < all->count; i++) start = first_missing(all, start); // now within it
    const char *text = all->items[start].name;
    size_t at = start;
    for (size_t i = 0; i < all->count; i++) {
        at = first_missing(all, at);
        text = steppe_findings_text(all->builder->findings, "%.400s -> %s", text,
                                    all->items[at].name);
        if (at == start) break;
    }
    const struct steppe_yaml *entry = all->entries[start];
    steppe_builder_fault(all->builder, entry->key_place, (uint32_t)entry->key_length,
                         entry->key_line, "lag(x, 1) where last month's value will do", NULL,
                         "indicators go in a circle: %.200s", text);
}

static bool sort_indicators(struct indicators *all) {
    struct steppe_indicator *sorted = STEPPE_BUILDER_TAKE(all->builder, all->count,
                                                          struct steppe_indicator);
    all->reads = STEPPE_BUILDER_TAKE(all->builder, all->count * all->count, bool);
    all->placed = STEPPE_BUILDER_TAKE(all->builder, all->count, bool);
    if (!sorted || !all->reads || !all->placed) return false;
    for (size_t i = 0; i < all->count; i++) note_reads(all, i);
    size_t done = 0;
    while (done < all->count) {
        size_t next = 0; // the first in file order that can be placed
        while (next < all->count && (all->placed[next] || first_missing(all, next) < all->count))
            next++;
        if (next == all->count) break;
        all->placed[next] = true;
        sorted[done++] = all->items[next];
    }
    size_t stuck = 0;
    while (stuck < all->count && all->placed[stuck]) stuck++;
    if (stuck < all->count) report_circle(all, stuck);
    all->builder->model->indicators = sorted;
    all->builder->model->indicator_count = done;
    return true;
}

bool steppe_dynamics_indicators(struct steppe_model_builder *builder,
                                const struct steppe_yaml *root) {
    if (!root || root->count == 0 || root->count > INDICATORS_MAX) return true;
    struct indicators all = {.builder = builder};
    all.items = STEPPE_BUILDER_TAKE(builder, root->count, struct steppe_indicator);
    all.entries = STEPPE_BUILDER_TAKE(builder, root->count, const struct steppe_yaml *);
    if (!all.items || !all.entries) return false;
    for (const struct steppe_yaml *entry = root->first; entry; entry = entry->next) {
        uint32_t number = steppe_builder_find_variable(builder, entry->key, entry->key_length);
        if (number == UINT32_MAX || builder->variables[number].kind != STEPPE_INDICATOR) continue;
        const struct steppe_variable *variable = &builder->variables[number];
        struct steppe_indicator *indicator = &all.items[all.count];
        *indicator = (struct steppe_indicator){.name = variable->name,
                                               .meaning = variable->meaning,
                                               .unit_text = variable->unit_text,
                                               .variable = number};
        bool good = false;
        if (!read_value(builder, entry, indicator, &good)) return false;
        if (good) all.entries[all.count++] = entry;
    }
    return sort_indicators(&all);
}
