// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// model: questions to a finished model. In: names, cells, months. Out: numbers of the registry and
// figures. Nothing here changes the model.
#include "model/model.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

// ---- shapes -------------------------------------------------------------------------------------

static const struct shape {
    size_t count;
    enum steppe_axis axes[STEPPE_AXES_MAX];
} shapes[STEPPE_SHAPE_COUNT] = {
#define SHAPE_ROW(name, count, a, b, c) {count, {a, b, c}},
    STEPPE_SHAPES(SHAPE_ROW)
#undef SHAPE_ROW
};

size_t steppe_shape_axes(enum steppe_shape shape, enum steppe_axis axes[STEPPE_AXES_MAX]) {
    steppe_must((size_t)shape < STEPPE_SHAPE_COUNT);
    memcpy(axes, shapes[shape].axes, sizeof shapes[shape].axes);
    return shapes[shape].count;
}

const char *steppe_shape_name(enum steppe_shape shape) {
    switch (shape) {
    case STEPPE_SHAPE_SCALAR: return "scalar";
    case STEPPE_SHAPE_ACTOR: return "actor";
    case STEPPE_SHAPE_HOST: return "host";
    case STEPPE_SHAPE_POWER: return "power";
    case STEPPE_SHAPE_COMMODITY: return "commodity";
    case STEPPE_SHAPE_DOMAIN: return "domain";
    case STEPPE_SHAPE_TIE: return "tie";
    case STEPPE_SHAPE_INSTITUTION: return "institution";
    case STEPPE_SHAPE_GATE: return "gate";
    case STEPPE_SHAPE_ACTOR_ACTOR: return "actor x actor";
    case STEPPE_SHAPE_POWER_HOST: return "power x host";
    case STEPPE_SHAPE_HOST_POWER: return "host x power";
    case STEPPE_SHAPE_HOST_ACTOR: return "host x actor";
    case STEPPE_SHAPE_HOST_HOST: return "host x host";
    case STEPPE_SHAPE_POWER_POWER: return "power x power";
    case STEPPE_SHAPE_POWER_DOMAIN: return "power x domain";
    case STEPPE_SHAPE_INSTITUTION_ACTOR: return "institution x actor";
    case STEPPE_SHAPE_TIE_POWER_HOST: return "tie x power x host";
    case STEPPE_SHAPE_DOMAIN_POWER_HOST: return "domain x power x host";
    case STEPPE_SHAPE_COUNT: break;
    }
    return "shape";
}

size_t steppe_model_cells(const struct steppe_model *model, enum steppe_shape shape) {
    size_t cells = 1;
    for (size_t i = 0; i < shapes[shape].count; i++) {
        cells *= model->axes[shapes[shape].axes[i]].count;
    }
    return cells;
}

size_t steppe_model_cell(const struct steppe_model *model, enum steppe_shape shape,
                         const int32_t at[STEPPE_AXES_MAX]) {
    size_t cell = 0;
    for (size_t i = 0; i < shapes[shape].count; i++) {
        size_t count = model->axes[shapes[shape].axes[i]].count;
        steppe_must(at[i] >= 0 && (size_t)at[i] < count);
        cell = cell * count + (size_t)at[i];
    }
    return cell;
}

size_t steppe_model_cell_name(const struct steppe_model *model, uint32_t variable, size_t cell,
                              char *text, size_t size) {
    const struct steppe_variable *entry = &model->variables[variable];
    const struct shape *shape = &shapes[entry->shape];
    size_t at[STEPPE_AXES_MAX] = {0};
    for (size_t i = shape->count; i-- > 0;) {
        size_t count = model->axes[shape->axes[i]].count;
        at[i] = cell % count;
        cell /= count;
    }
    int length = snprintf(text, size, "%s", entry->name);
    size_t used = length > 0 ? (size_t)length : 0;
    for (size_t i = 0; i < shape->count; i++) {
        size_t left = used < size ? size - used : 0;
        length = snprintf(left ? text + used : NULL, left, "%s%s%s", i ? "," : "[",
                          model->axes[shape->axes[i]].names[at[i]],
                          i + 1 == shape->count ? "]" : "");
        used += length > 0 ? (size_t)length : 0;
    }
    return used;
}

// ---- statuses -----------------------------------------------------------------------------------

const char *const steppe_status_names[STEPPE_STATUS_COUNT + 1] = {
    [STEPPE_STATUS_NONE] = "none",           [STEPPE_STATUS_OBSERVER] = "observer",
    [STEPPE_STATUS_PARTNER] = "partner",     [STEPPE_STATUS_CANDIDATE] = "candidate",
    [STEPPE_STATUS_SUSPENDED] = "suspended", [STEPPE_STATUS_MEMBER] = "member",
};

// ---- obligations --------------------------------------------------------------------------------

const char *const steppe_obligation_names[STEPPE_OBLIGATION_COUNT + 1] = {
    [STEPPE_OBLIGATION_COMMON_TARIFF] = "common tariff",
    [STEPPE_OBLIGATION_BOUND_TARIFFS] = "bound tariffs",
    [STEPPE_OBLIGATION_JOINT_POLICY] = "joint policy",
    [STEPPE_OBLIGATION_MUTUAL_DEFENCE] = "mutual defence",
    [STEPPE_OBLIGATION_PLEDGES] = "pledges",
    [STEPPE_OBLIGATION_TRAINING] = "training",
    [STEPPE_OBLIGATION_LANGUAGE_TEACHING] = "language teaching",
};

// ---- the built-in registry ----------------------------------------------------------------------

const struct steppe_variable *steppe_variables_builtin(void) {
    // Units are read from text, so the table is filled at the first call of each thread: no thread
    // ever sees it half done.
    static _Thread_local struct steppe_variable table[STEPPE_VAR_BUILTIN_COUNT] = {
#define VARIABLE(name_, shape_, kind_, unit_, low_, high_, meaning_)                               \
    {.name = #name_,                                                                               \
     .unit_text = unit_,                                                                           \
     .meaning = meaning_,                                                                          \
     .shape = STEPPE_SHAPE_##shape_,                                                               \
     .kind = STEPPE_##kind_,                                                                       \
     .low = (double)(low_),                                                                        \
     .high = (double)(high_)},
#include "model/variables.def"
    };
    if (table[0].unit.factor > 0) return table;
    for (size_t i = 0; i < STEPPE_VAR_BUILTIN_COUNT; i++) {
        size_t bad_at, bad_length;
        bool known = steppe_unit_parse(table[i].unit_text, strlen(table[i].unit_text),
                                       &table[i].unit, &bad_at, &bad_length);
        steppe_must(known);
        table[i].low *= table[i].unit.factor;
        table[i].high *= table[i].unit.factor;
    }
    table[STEPPE_VAR_membership].state_names = steppe_status_names;
    table[STEPPE_VAR_membership].state_count = STEPPE_STATUS_COUNT;
    return table;
}

// ---- names --------------------------------------------------------------------------------------

uint32_t steppe_model_variable(const struct steppe_model *model, const char *name) {
    for (size_t i = 0; i < model->variable_count; i++) {
        if (strcmp(model->variables[i].name, name) == 0) return (uint32_t)i;
    }
    return UINT32_MAX;
}

uint32_t steppe_model_parameter(const struct steppe_model *model, const char *name) {
    for (size_t i = 0; i < model->parameter_count; i++) {
        if (strcmp(model->parameters[i].name, name) == 0) return (uint32_t)i;
    }
    return UINT32_MAX;
}

uint32_t steppe_model_element(const struct steppe_model *model, enum steppe_axis axis,
                              const char *name) {
    for (size_t i = 0; i < model->axes[axis].count; i++) {
        if (strcmp(model->axes[axis].names[i], name) == 0) return (uint32_t)i;
    }
    return UINT32_MAX;
}

uint32_t steppe_model_actor(const struct steppe_model *model, const char *name) {
    for (size_t i = 0; i < model->axes[STEPPE_AXIS_ACTOR].count; i++)
        if (strcasecmp(model->actors[i].code, name) == 0 ||
            strcasecmp(model->actors[i].name, name) == 0)
            return (uint32_t)i;
    return UINT32_MAX;
}

uint16_t steppe_regime_state_at(const struct steppe_regime *regime, int32_t month) {
    uint16_t state = regime->history_count > 0 ? regime->history[0].state : 0;
    for (size_t i = 0; i < regime->history_count; i++)
        if (steppe_date_month(regime->history[i].from) <= month) state = regime->history[i].state;
    return state;
}

uint64_t steppe_model_actors_of(const struct steppe_model *model, const char *set) {
    uint64_t bits = 0;
    for (size_t i = 0; i < model->set_count; i++) {
        const struct steppe_set *of = &model->sets[i];
        if (of->axis != STEPPE_AXIS_ACTOR || strcmp(of->name, set) != 0) continue;
        for (size_t k = 0; k < of->count; k++) bits |= UINT64_C(1) << of->members[k];
    }
    return bits;
}

// ---- figures ------------------------------------------------------------------------------------

// First figure that is not before (variable, cell).
static size_t first_figure(const struct steppe_model *model, uint32_t variable, size_t cell) {
    enum steppe_shape shape = model->variables[variable].shape;
    size_t low = 0, high = model->figure_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct steppe_figure *figure = &model->figures[middle];
        bool before = figure->variable != variable
                          ? figure->variable < variable
                          : steppe_model_cell(model, shape, figure->at) < cell;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// A figure of a whole year speaks for the year, so it goes before the months in it.
static bool better_of_year(const struct steppe_figure *a, const struct steppe_figure *b) {
    bool a_whole = a->date.month == 0, b_whole = b->date.month == 0;
    if (a_whole != b_whole && a->date.year == b->date.year) return a_whole;
    return steppe_date_compare(a->date, b->date) > 0;
}

// Newer: its last month is later; of equals that which begins later.
static bool newer(const struct steppe_figure *a, const struct steppe_figure *b) {
    int32_t after_a = steppe_date_after(a->date), after_b = steppe_date_after(b->date);
    if (after_a != after_b) return after_a > after_b;
    return steppe_date_compare(a->date, b->date) > 0;
}

const struct steppe_figure *steppe_model_figures(const struct steppe_model *model,
                                                 uint32_t variable, size_t *count) {
    bool last = variable + 1 >= model->variable_count;
    size_t first = first_figure(model, variable, 0);
    *count = (last ? model->figure_count : first_figure(model, variable + 1, 0)) - first;
    return model->figures + first;
}

const struct steppe_figure *steppe_model_figure(const struct steppe_model *model, uint32_t variable,
                                                const int32_t at[STEPPE_AXES_MAX],
                                                int32_t known_month, int32_t year) {
    steppe_must(variable < model->variable_count);
    enum steppe_shape shape = model->variables[variable].shape;
    size_t cell = steppe_model_cell(model, shape, at);
    const struct steppe_figure *best = NULL;
    for (size_t i = first_figure(model, variable, cell); i < model->figure_count; i++) {
        const struct steppe_figure *figure = &model->figures[i];
        if (figure->variable != variable || steppe_model_cell(model, shape, figure->at) != cell) {
            break;
        }
        if (figure->known_month > known_month) continue;
        bool open = figure->end.year == 0;
        if (year > 0) {
            if (figure->date.year > year || (!open && figure->end.year < year)) continue;
            if (!best || better_of_year(figure, best)) best = figure;
        } else {
            bool tie = open || steppe_date_compare(figure->date, figure->end) != 0;
            if (tie && !open && steppe_date_after(figure->end) <= known_month) continue; // over
            if (!best || newer(figure, best)) best = figure;
        }
    }
    return best;
}
