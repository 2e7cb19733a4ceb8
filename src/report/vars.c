// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// vars: see the header.
#include "report/vars.h"

#include <math.h>
#include <string.h>

#include "base/numbers.h"
#include "report/json.h"

const struct steppe_mechanism_facts *steppe_vars_owner(const struct steppe_mechanisms *mechanisms,
                                                       const char *variable) {
    for (size_t m = 0; m < mechanisms->count; m++)
        for (size_t u = 0; u < mechanisms->items[m].use_count; u++) {
            const struct steppe_mechanism_use *use = &mechanisms->items[m].uses[u];
            if (use->role == STEPPE_ROLE_OWNS && strcmp(use->variable, variable) == 0)
                return &mechanisms->items[m];
        }
    return NULL;
}

size_t steppe_vars_users(struct steppe_writer *writer, const struct steppe_mechanisms *mechanisms,
                         const char *variable, enum steppe_role role, enum steppe_role or_role) {
    size_t count = 0;
    for (size_t m = 0; m < mechanisms->count; m++)
        for (size_t u = 0; u < mechanisms->items[m].use_count; u++) {
            const struct steppe_mechanism_use *use = &mechanisms->items[m].uses[u];
            if (use->role != role && use->role != or_role) continue;
            if (strcmp(use->variable, variable) != 0) continue;
            steppe_writer_print(writer, "%s%s", count > 0 ? ", " : "", mechanisms->items[m].name);
            count++;
        }
    return count;
}

void steppe_vars_range(char out[STEPPE_DRAW_BYTES], double low, double high, double factor) {
    char from[STEPPE_NUMBER_PRINT_BYTES], to[STEPPE_NUMBER_PRINT_BYTES];
    double scale = factor > 0 ? factor : 1;
    steppe_number_print(low / scale, 6, from);
    steppe_number_print(high / scale, 6, to);
    if (isinf(low) && isinf(high))
        (void)snprintf(out, STEPPE_DRAW_BYTES, "any");
    else if (isinf(high))
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%s or more", from);
    else
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%s to %s", from, to);
}

const char *steppe_vars_kind(enum steppe_kind kind) {
    static const char *const names[] = {
        [STEPPE_STOCK] = "stock",        [STEPPE_VALUE] = "value", [STEPPE_VIEW] = "view",
        [STEPPE_DETAIL] = "detail",      [STEPPE_DATA] = "figure", [STEPPE_STATE] = "regime",
        [STEPPE_INDICATOR] = "indicator"};
    return names[kind];
}

void steppe_vars_rhythm(char out[STEPPE_DRAW_BYTES], const struct steppe_mechanism_facts *facts) {
    if (facts->every_months == 1)
        (void)snprintf(out, STEPPE_DRAW_BYTES, "every month");
    else if (facts->every_months == 3)
        (void)snprintf(out, STEPPE_DRAW_BYTES, "every quarter");
    else
        (void)snprintf(out, STEPPE_DRAW_BYTES, "every %d months", facts->every_months);
}

// ---- text --------------------------------------------------------------------------------------

static void print_variable(FILE *stream, const struct steppe_registry *registry,
                           const struct steppe_variable *variable, struct steppe_arena *arena) {
    char range[STEPPE_DRAW_BYTES];
    struct steppe_writer line = steppe_writer_begin(arena);
    steppe_vars_range(range, variable->low, variable->high, variable->unit.factor);
    const char *unit = variable->unit_text ? variable->unit_text : "1";
    bool ranged = variable->kind != STEPPE_STATE && variable->kind != STEPPE_INDICATOR &&
                  !(isinf(variable->low) && isinf(variable->high));
    fprintf(stream, "  %-22s %-9s ", variable->name, steppe_vars_kind(variable->kind));
    if (variable->kind == STEPPE_STATE)
        fprintf(stream, "%s\n", steppe_shape_name(variable->shape));
    else
        fprintf(stream, "%-21s %s\n", steppe_shape_name(variable->shape), unit);
    steppe_writer_print(&line, "%s", variable->meaning ? variable->meaning : "");
    if (ranged) steppe_writer_print(&line, "; %s", range);
    for (size_t s = 0; s < variable->state_count; s++)
        steppe_writer_print(&line, "%s%s", s > 0 ? ", " : ": ", variable->state_names[s]);
    steppe_writer_text(&line, "; read by ");
    size_t before = line.length;
    if (steppe_vars_users(&line, registry->mechanisms, variable->name, STEPPE_ROLE_READS,
                          STEPPE_ROLE_READS_LAST) == 0)
        line.text[before - strlen("; read by ")] = 0;
    before = line.length = strlen(line.text);
    steppe_writer_text(&line, "; changed by ");
    if (steppe_vars_users(&line, registry->mechanisms, variable->name, STEPPE_ROLE_CHANGES,
                          STEPPE_ROLE_CHANGES) == 0)
        line.text[before] = 0;
    steppe_draw_paragraph(stream, registry->style, 6, line.text);
}

static bool is_free(const struct steppe_registry *registry,
                    const struct steppe_variable *variable) {
    return (variable->kind == STEPPE_STOCK || variable->kind == STEPPE_VALUE) &&
           !steppe_vars_owner(registry->mechanisms, variable->name);
}

static void print_kind(FILE *stream, const struct steppe_registry *registry, const char *title,
                       enum steppe_kind kind, struct steppe_arena *arena) {
    steppe_draw_heading(stream, registry->style, title);
    for (size_t v = 0; v < registry->model->variable_count; v++)
        if (registry->model->variables[v].kind == kind)
            print_variable(stream, registry, &registry->model->variables[v], arena);
}

void steppe_report_vars(FILE *stream, const struct steppe_registry *registry,
                        struct steppe_arena *arena) {
    const struct steppe_model *model = registry->model;
    for (size_t m = 0; m < registry->mechanisms->count; m++) {
        const struct steppe_mechanism_facts *facts = &registry->mechanisms->items[m];
        char title[STEPPE_DRAW_BYTES], rhythm[STEPPE_DRAW_BYTES];
        steppe_vars_rhythm(rhythm, facts);
        (void)snprintf(title, sizeof title, "%s, %.40s", facts->name, rhythm);
        steppe_draw_heading(stream, registry->style, title);
        steppe_draw_paragraph(stream, registry->style, 0, facts->summary);
        for (size_t v = 0; v < model->variable_count; v++)
            if (steppe_vars_owner(registry->mechanisms, model->variables[v].name) == facts)
                print_variable(stream, registry, &model->variables[v], arena);
    }
    steppe_draw_heading(stream, registry->style,
                        "no mechanism's: from the files, and as regimes, "
                        "events and scenarios change it");
    for (size_t v = 0; v < model->variable_count; v++)
        if (is_free(registry, &model->variables[v]))
            print_variable(stream, registry, &model->variables[v], arena);
    print_kind(stream, registry, "regimes of this model", STEPPE_STATE, arena);
    print_kind(stream, registry, "indicators of this model", STEPPE_INDICATOR, arena);
    print_kind(stream, registry, "figures, no part of the state", STEPPE_DATA, arena);
}

// ---- JSON --------------------------------------------------------------------------------------

static json_t *users(const struct steppe_mechanisms *mechanisms, const char *variable,
                     enum steppe_role role, enum steppe_role or_role) {
    json_t *list = json_array();
    for (size_t m = 0; m < mechanisms->count; m++)
        for (size_t u = 0; u < mechanisms->items[m].use_count; u++) {
            const struct steppe_mechanism_use *use = &mechanisms->items[m].uses[u];
            if ((use->role == role || use->role == or_role) && strcmp(use->variable, variable) == 0)
                json_array_append_new(list, json_string(mechanisms->items[m].name));
        }
    return list;
}

void steppe_report_vars_json(FILE *stream, const struct steppe_registry *registry,
                             struct steppe_arena *arena) {
    (void)arena;
    const struct steppe_model *model = registry->model;
    json_t *document = steppe_report_json_begin("vars", model->name, model->hash);
    for (size_t v = 0; v < model->variable_count; v++) {
        const struct steppe_variable *variable = &model->variables[v];
        const struct steppe_mechanism_facts *owner = steppe_vars_owner(registry->mechanisms,
                                                                       variable->name);
        double factor = variable->unit.factor > 0 ? variable->unit.factor : 1;
        json_t *row = json_object();
        json_object_set_new(row, "name", json_string(variable->name));
        json_object_set_new(row, "kind", json_string(steppe_vars_kind(variable->kind)));
        json_object_set_new(row, "shape", json_string(steppe_shape_name(variable->shape)));
        steppe_report_json_set_text(row, "unit", variable->unit_text);
        steppe_report_json_set_number(row, "low", variable->low / factor);
        steppe_report_json_set_number(row, "high", variable->high / factor);
        steppe_report_json_set_text(row, "owner", owner ? owner->name : NULL);
        json_object_set_new(
            row, "read_by",
            users(registry->mechanisms, variable->name, STEPPE_ROLE_READS, STEPPE_ROLE_READS_LAST));
        json_object_set_new(
            row, "changed_by",
            users(registry->mechanisms, variable->name, STEPPE_ROLE_CHANGES, STEPPE_ROLE_CHANGES));
        steppe_report_json_set_text(row, "meaning", variable->meaning);
        steppe_report_json_row(document, row);
    }
    steppe_report_json_end(stream, document);
}
