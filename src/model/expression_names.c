// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// expression_names: a name and its indices -> the read of one cell, a state, or the date.
#include "model/expression_check.h"

#include <stdio.h>
#include <string.h>

static const char *text_of(const struct steppe_checker *k, const struct steppe_node *node) {
    return k->compilation->text + node->at;
}

const struct steppe_check_binding *steppe_check_binding(const struct steppe_checker *k,
                                                        const struct steppe_node *node) {
    for (size_t i = 0; i < k->binding_count; i++) {
        const struct steppe_check_binding *binding = &k->bindings[i];
        if (binding->length == node->name_width &&
            memcmp(binding->name, text_of(k, node), binding->length) == 0)
            return binding;
    }
    return NULL;
}

// Number of a state of a variable by name, UINT32_MAX if it has none of that name.
static uint32_t find_state(const struct steppe_variable *variable, const char *name,
                           size_t length) {
    for (size_t i = 0; i < variable->state_count; i++)
        if (strlen(variable->state_names[i]) == length &&
            memcmp(variable->state_names[i], name, length) == 0)
            return (uint32_t)i;
    return UINT32_MAX;
}

uint32_t steppe_check_states(const struct steppe_checker *k, const struct steppe_node *node) {
    const struct steppe_model_builder *builder = k->compilation->builder;
    const char *name = text_of(k, node);
    // if(test, a, b), lag(x, n) and at(date, x) hand a state through; the last argument of `if` is
    // looked at next.
    while (node->kind == STEPPE_NODE_CALL && node->child_count) {
        bool choice = node->name_width == 2 && memcmp(name, "if", 2) == 0 && node->child_count == 3;
        bool lag = node->name_width == 3 && memcmp(name, "lag", 3) == 0;
        bool at = node->name_width == 2 && memcmp(name, "at", 2) == 0 && node->child_count == 2;
        if (!choice && !lag && !at) return UINT32_MAX;
        if (choice) {
            uint32_t states = steppe_check_states(k, node->child->next);
            if (states != UINT32_MAX) return states;
        }
        node = choice ? node->child->next->next : at ? node->child->next : node->child;
        name = text_of(k, node);
    }
    if (node->kind != STEPPE_NODE_NAME) return UINT32_MAX;
    uint32_t variable = steppe_builder_find_variable(builder, name, node->name_width);
    if (variable == UINT32_MAX || builder->variables[variable].state_count == 0) return UINT32_MAX;
    return variable;
}

// Element `from` of an axis as an element of another: actors, hosts and powers are the same names.
static uint32_t on_axis(const struct steppe_model *model, enum steppe_axis from, uint32_t element,
                        enum steppe_axis to) {
    const struct steppe_axis_table *source = &model->axes[from], *wanted = &model->axes[to];
    if (from == to) return element;
    if (!source->actor_at && from != STEPPE_AXIS_ACTOR) return UINT32_MAX;
    uint32_t actor = source->actor_at ? source->actor_at[element] : element;
    if (to == STEPPE_AXIS_ACTOR) return actor;
    if (!wanted->actor_at) return UINT32_MAX;
    for (size_t i = 0; i < wanted->count; i++)
        if (wanted->actor_at[i] == actor) return (uint32_t)i;
    return UINT32_MAX;
}

static const char *expected_name(struct steppe_checker *k, enum steppe_axis axis) {
    return steppe_findings_text(k->compilation->builder->findings, "a name of the axis %s",
                                steppe_axis_name(axis));
}

static bool find_index(struct steppe_checker *k, const struct steppe_node *node,
                       enum steppe_axis axis, int32_t *at) {
    struct steppe_compilation *c = k->compilation;
    const struct steppe_model *model = c->builder->model;
    const struct steppe_check_binding *binding = steppe_check_binding(k, node);
    const char *name = text_of(k, node), *axis_name = steppe_axis_name(axis);
    int width = (int)node->name_width;
    uint32_t element;
    if (binding) {
        element = on_axis(model, (enum steppe_axis)binding->axis, binding->element, axis);
        if (element == UINT32_MAX)
            steppe_expression_fault(c, node->at, node->width, expected_name(k, axis), NULL,
                                    "'%.*s' stands for %s here, which is no %s", width, name,
                                    model->axes[binding->axis].names[binding->element], axis_name);
    } else {
        element = steppe_builder_find_element(c->builder, axis, name, node->name_width);
        bool actor = steppe_builder_find_element(c->builder, STEPPE_AXIS_ACTOR, name,
                                                 node->name_width) != UINT32_MAX;
        if (element == UINT32_MAX && actor)
            steppe_expression_fault(c, node->at, node->width, expected_name(k, axis), NULL,
                                    "'%.*s' is an actor, but no %s", width, name, axis_name);
        else if (element == UINT32_MAX)
            steppe_expression_fault(
                c, node->at, node->width, expected_name(k, axis),
                steppe_builder_nearest_element(c->builder, axis, name, node->name_width),
                "unknown %s '%.*s'", axis_name, width, name);
    }
    *at = (int32_t)element;
    return element != UINT32_MAX;
}

// "influence[power, host]": how a name is indexed.
static const char *index_form(struct steppe_checker *k, const struct steppe_node *node,
                              const enum steppe_axis *axes, size_t count) {
    char text[128] = "";
    size_t length = 0;
    for (size_t i = 0; i < count && length < sizeof text; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "%s%s", i ? ", " : "[",
                                   steppe_axis_name(axes[i]));
    return steppe_findings_text(k->compilation->builder->findings, "%.*s%s%s",
                                (int)node->name_width, text_of(k, node), text,
                                count ? "]" : " without indices");
}

static bool right_count(struct steppe_checker *k, const struct steppe_node *node,
                        enum steppe_shape shape, enum steppe_axis axes[STEPPE_AXES_MAX]) {
    size_t count = steppe_shape_axes(shape, axes);
    if (node->child_count == count) return true;
    steppe_expression_fault(k->compilation, node->at, node->width, index_form(k, node, axes, count),
                            NULL, "'%.*s' takes %zu ind%s, not %zu", (int)node->name_width,
                            text_of(k, node), count, count == 1 ? "ex" : "ices", node->child_count);
    return false;
}

static bool find_cell(struct steppe_checker *k, const struct steppe_node *node,
                      enum steppe_shape shape, uint32_t *cell) {
    enum steppe_axis axes[STEPPE_AXES_MAX];
    int32_t at[STEPPE_AXES_MAX] = {0};
    size_t i = 0;
    if (!right_count(k, node, shape, axes)) return false;
    bool good = true;
    for (const struct steppe_node *index = node->child; index; index = index->next, i++)
        good = find_index(k, index, axes[i], &at[i]) && good;
    if (good) *cell = (uint32_t)steppe_model_cell(k->compilation->builder->model, shape, at);
    return good;
}

static struct steppe_value read_variable(struct steppe_checker *k, const struct steppe_node *node,
                                         uint32_t number) {
    const struct steppe_variable *variable = &k->compilation->builder->variables[number];
    uint32_t cell;
    if (variable->kind == STEPPE_DATA && !k->compilation->figures) {
        steppe_expression_fault(
            k->compilation, node->at, node->width, "a variable of the state: steppe vars", NULL,
            "'%s' is a figure of the tables, not part of the state", variable->name);
        return steppe_value_wrong();
    }
    if (!find_cell(k, node, variable->shape, &cell)) return steppe_value_wrong();
    struct steppe_value value = steppe_code_read(k->code, STEPPE_OP_VARIABLE, number, cell, k->lag);
    value.type = variable->state_count > 0 ? STEPPE_TYPE_STATE : STEPPE_TYPE_NUMBER;
    if (variable->state_count > 0) value.state_variable = number;
    value.unit = variable->unit;
    value.unit.factor = 1;
    return value;
}

static struct steppe_value read_parameter(struct steppe_checker *k, const struct steppe_node *node,
                                          uint32_t number) {
    const struct steppe_parameter *parameter = &k->compilation->builder->parameters[number];
    uint32_t cell;
    if (!find_cell(k, node, parameter->shape, &cell)) return steppe_value_wrong();
    struct steppe_value value = steppe_code_read(k->code, STEPPE_OP_PARAMETER, number, cell, 0);
    value.unit = parameter->unit;
    value.unit.factor = 1;
    return value;
}

static struct steppe_value read_date(struct steppe_checker *k) {
    struct steppe_value month = steppe_code_read(k->code, STEPPE_OP_MONTH, 0, 0, 0);
    struct steppe_value lag = {.constant = true, .number = k->lag, .unit = {.factor = 1}};
    const struct steppe_value *operands[] = {&month, &lag};
    if (k->lag) month = steppe_code_apply(k->code, STEPPE_OP_SUBTRACT, operands, 2);
    month.type = STEPPE_TYPE_DATE;
    return month;
}

// What a name that is no value is instead, if anything.
static bool explain_other(struct steppe_checker *k, const struct steppe_node *node) {
    struct steppe_compilation *c = k->compilation;
    const char *name = text_of(k, node);
    int width = (int)node->name_width;
    for (int axis = 0; axis < STEPPE_AXIS_COUNT; axis++) {
        if (steppe_builder_find_element(c->builder, (enum steppe_axis)axis, name,
                                        node->name_width) == UINT32_MAX)
            continue;
        steppe_expression_fault(c, node->at, node->width, "a variable or parameter", NULL,
                                "'%.*s' is a name of the axis %s: it stands within [ ]", width,
                                name, steppe_axis_name((enum steppe_axis)axis));
        return true;
    }
    for (size_t i = 0; i < c->builder->model->variable_count; i++) {
        const struct steppe_variable *variable = &c->builder->variables[i];
        if (find_state(variable, name, node->name_width) == UINT32_MAX) continue;
        const char *expected = steppe_findings_text(
            c->builder->findings, "a comparison such as %s == %.*s", variable->name, width, name);
        steppe_expression_fault(c, node->at, node->width, expected, NULL, "'%.*s' is a state of %s",
                                width, name, variable->name);
        return true;
    }
    return false;
}

static struct steppe_value unknown_name(struct steppe_checker *k, const struct steppe_node *node,
                                        uint32_t states) {
    struct steppe_compilation *c = k->compilation;
    const char *name = text_of(k, node);
    size_t width = node->name_width;
    if (states != UINT32_MAX && !node->indexed) {
        const struct steppe_variable *variable = &c->builder->variables[states];
        const char *names[257] = {0};
        for (size_t i = 0; i < variable->state_count && i < STEPPE_COUNT(names) - 1; i++)
            names[i] = variable->state_names[i];
        steppe_expression_fault(
            c, node->at, node->width,
            steppe_findings_text(c->builder->findings, "a state of %s", variable->name),
            steppe_nearest_of(names, name, width), "unknown state '%.*s'", (int)width, name);
        return steppe_value_wrong();
    }
    if (explain_other(k, node)) return steppe_value_wrong();
    const char *variable = steppe_builder_nearest_variable(c->builder, name, width);
    const char *parameter = steppe_builder_nearest_parameter(c->builder, name, width);
    const char *names[] = {variable ? variable : parameter, variable ? parameter : NULL, NULL};
    steppe_expression_fault(c, node->at, node->indexed ? width : node->width,
                            "a variable, an indicator, a regime, a parameter or date",
                            steppe_nearest_of(names, name, width), "unknown name '%.*s'",
                            (int)width, name);
    return steppe_value_wrong();
}

struct steppe_value steppe_check_name(struct steppe_checker *k, const struct steppe_node *node,
                                      uint32_t states) {
    struct steppe_compilation *c = k->compilation;
    const char *name = text_of(k, node);
    size_t width = node->name_width;
    if (states != UINT32_MAX && !node->indexed) {
        uint32_t state = find_state(&c->builder->variables[states], name, width);
        if (state != UINT32_MAX)
            return (struct steppe_value){.constant = true,
                                         .type = STEPPE_TYPE_STATE,
                                         .number = state,
                                         .unit = {.factor = 1},
                                         .state_variable = states};
    }
    if (steppe_check_binding(k, node)) {
        steppe_expression_fault(c, node->at, node->width, "a variable or parameter", NULL,
                                "'%.*s' is a loop name: it stands within [ ]", (int)width, name);
        return steppe_value_wrong();
    }
    if (width == 4 && memcmp(name, "date", 4) == 0 && !node->indexed) return read_date(k);
    uint32_t number = steppe_builder_find_variable(c->builder, name, width);
    if (number != UINT32_MAX) return read_variable(k, node, number);
    number = steppe_builder_find_parameter(c->builder, name, width);
    if (number != UINT32_MAX) return read_parameter(k, node, number);
    return unknown_name(k, node, states);
}

// ---- targets of changes ----------------------------------------------------------------------
// The elements of an axis that an index names: one, or the members of a set.
static bool find_indices(struct steppe_checker *k, const struct steppe_node *node,
                         enum steppe_axis axis, struct steppe_set *found, uint16_t *single) {
    struct steppe_compilation *c = k->compilation;
    const char *name = text_of(k, node);
    const struct steppe_set *set = steppe_builder_find_set(c->builder, name, node->name_width);
    int32_t at;
    if (steppe_check_binding(k, node) || !set) {
        if (!find_index(k, node, axis, &at)) return false;
        *single = (uint16_t)at;
        *found = (struct steppe_set){.axis = axis, .members = single, .count = 1};
        return true;
    }
    uint16_t *members = STEPPE_TAKE(&c->scratch, set->count, uint16_t);
    if (!members) {
        c->out_of_memory = true;
        return false;
    }
    for (size_t i = 0; i < set->count; i++) {
        uint32_t element = on_axis(c->builder->model, set->axis, set->members[i], axis);
        if (element == UINT32_MAX) {
            const char *member = c->builder->model->axes[set->axis].names[set->members[i]];
            steppe_expression_fault(c, node->at, node->width, NULL, NULL,
                                    "%s of the set '%s' is no %s", member, set->name,
                                    steppe_axis_name(axis));
            return false;
        }
        members[i] = (uint16_t)element;
    }
    *found = (struct steppe_set){.axis = axis, .members = members, .count = set->count};
    return true;
}

// All cells of the product of the sets of indices, the last one fastest.
static bool list_cells(struct steppe_checker *k, const struct steppe_node *node,
                       enum steppe_shape shape, const struct steppe_set *sets, size_t axis_count,
                       struct steppe_target *target) {
    struct steppe_compilation *c = k->compilation;
    size_t count = 1;
    for (size_t i = 0; i < axis_count; i++) count *= sets[i].count;
    if (count > STEPPE_TARGET_CELLS_MAX) {
        steppe_expression_fault(c, node->at, node->width, "fewer cells", NULL,
                                "this is more than %d cells", STEPPE_TARGET_CELLS_MAX);
        return false;
    }
    uint32_t *cells = STEPPE_BUILDER_TAKE(c->builder, count, uint32_t);
    if (!cells) return false;
    for (size_t i = 0; i < count; i++) {
        int32_t at[STEPPE_AXES_MAX] = {0};
        size_t rest = i;
        for (size_t axis = axis_count; axis-- > 0; rest /= sets[axis].count)
            at[axis] = sets[axis].members[rest % sets[axis].count];
        cells[i] = (uint32_t)steppe_model_cell(c->builder->model, shape, at);
    }
    target->cells = cells;
    target->cell_count = count;
    return true;
}

static bool target_cells(struct steppe_checker *k, const struct steppe_node *node,
                         enum steppe_shape shape, struct steppe_target *target) {
    enum steppe_axis axes[STEPPE_AXES_MAX];
    struct steppe_set sets[STEPPE_AXES_MAX];
    uint16_t singles[STEPPE_AXES_MAX];
    size_t i = 0;
    if (!right_count(k, node, shape, axes)) return false;
    bool good = true;
    for (const struct steppe_node *index = node->child; index; index = index->next, i++)
        good = find_indices(k, index, axes[i], &sets[i], &singles[i]) && good;
    return good && list_cells(k, node, shape, sets, i, target);
}

bool steppe_check_target(struct steppe_checker *k, const struct steppe_node *node,
                         struct steppe_target *target) {
    struct steppe_compilation *c = k->compilation;
    const char *name = text_of(k, node);
    if (node->kind != STEPPE_NODE_NAME) {
        steppe_expression_fault(c, node->at, node->width, "one name such as threat[KAZ]", NULL,
                                "this cannot be changed");
        return false;
    }
    uint32_t number = steppe_builder_find_variable(c->builder, name, node->name_width);
    if (number != UINT32_MAX) {
        const struct steppe_variable *variable = &c->builder->variables[number];
        const char *why = variable->kind == STEPPE_DATA
                              ? "a figure of the tables: nothing changes it"
                          : variable->kind == STEPPE_INDICATOR
                              ? "an indicator: it follows from other values"
                          : variable->kind == STEPPE_VIEW || variable->kind == STEPPE_DETAIL
                              ? "a view: it follows from other values"
                              : NULL;
        if (why) {
            steppe_expression_fault(c, node->at, node->width, "a variable or parameter", NULL,
                                    "'%s' is %s", variable->name, why);
            return false;
        }
        *target = (struct steppe_target){.number = number};
        return target_cells(k, node, variable->shape, target);
    }
    number = steppe_builder_find_parameter(c->builder, name, node->name_width);
    if (number == UINT32_MAX) {
        (void)unknown_name(k, node, UINT32_MAX);
        return false;
    }
    *target = (struct steppe_target){.is_param = true, .number = number};
    return target_cells(k, node, c->builder->parameters[number].shape, target);
}
