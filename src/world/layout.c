// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// layout: see the header.
#include "world/layout.h"

#include <stdlib.h>

#include "base/random.h"

// Far beyond any model; keeps every offset and product of sizes in range.
#define CELLS_MAX ((size_t)1 << 24)

static const struct steppe_place nowhere = {0};

struct building {
    const struct steppe_model *model;
    struct steppe_layout *layout;
    uint32_t *offsets, *cell_counts, *base_offsets, *lag_offsets, *lag_months;
    uint32_t *param_offsets, *param_streams, *variable_streams;
    struct steppe_recipe *recipes;
};

// Places the state, then what wishes ask for.
static void place_state(struct building *building, bool details) {
    const struct steppe_model *model = building->model;
    struct steppe_layout *layout = building->layout;
    for (uint32_t v = 0; v < model->variable_count; v++) {
        const struct steppe_variable *variable = &model->variables[v];
        if (variable->kind == STEPPE_DATA || (variable->kind == STEPPE_DETAIL) != details) continue;
        building->cell_counts[v] = (uint32_t)steppe_model_cells(model, variable->shape);
        building->offsets[v] = (uint32_t)layout->state_cells;
        layout->state_cells += building->cell_counts[v];
    }
}

static void place_variables(struct building *building, const struct steppe_layout_wish *wishes,
                            size_t wish_count) {
    const struct steppe_model *model = building->model;
    struct steppe_layout *layout = building->layout;
    for (uint32_t v = 0; v < model->variable_count; v++) {
        building->variable_streams[v] = steppe_random_stream(model->variables[v].name);
        building->offsets[v] = STEPPE_NOWHERE;
        building->base_offsets[v] = STEPPE_NOWHERE;
        building->lag_offsets[v] = STEPPE_NOWHERE;
    }
    place_state(building, false);
    layout->steering_cells = layout->state_cells;
    place_state(building, true); // last, so that a month need not touch them
    for (size_t i = 0; i < wish_count; i++) {
        uint32_t v = wishes[i].variable, lag = wishes[i].lag_months;
        steppe_must(v < model->variable_count && lag <= STEPPE_LAG_MAX);
        if (lag == 0 && !wishes[i].base) continue;
        steppe_must(building->offsets[v] != STEPPE_NOWHERE); // figures have no past and no base
        if (lag > building->lag_months[v]) building->lag_months[v] = lag;
        if (wishes[i].base) building->base_offsets[v] = 0;
    }
    for (uint32_t v = 0; v < model->variable_count; v++) {
        if (building->base_offsets[v] != STEPPE_NOWHERE) {
            building->base_offsets[v] = (uint32_t)layout->base_cells;
            layout->base_cells += building->cell_counts[v];
        }
        if (building->lag_months[v] != 0) {
            building->lag_offsets[v] = (uint32_t)layout->lag_cells;
            layout->lag_cells += (size_t)building->lag_months[v] * building->cell_counts[v];
        }
    }
}

static void place_parameters(struct building *building) {
    const struct steppe_model *model = building->model;
    for (size_t p = 0; p < model->parameter_count; p++) {
        building->param_streams[p] = steppe_random_stream(model->parameters[p].name);
        building->param_offsets[p] = (uint32_t)building->layout->param_cells;
        building->layout->param_cells += model->parameters[p].cell_count;
    }
}

struct named_stream {
    uint32_t stream;
    const char *name;
};

static int by_stream(const void *a, const void *b) {
    const struct named_stream *left = a, *right = b;
    return (left->stream > right->stream) - (left->stream < right->stream);
}

// Parameters and start values draw in months of their own, so only names of one kind can clash.
static bool check_streams(struct named_stream *named, size_t count, struct steppe_error *error) {
    if (count > 0) qsort(named, count, sizeof *named, by_stream);
    for (size_t i = 1; i < count; i++) {
        if (named[i].stream != named[i - 1].stream) continue;
        return steppe_error_set(error, STEPPE_CODE_RANGE, nowhere,
                                "the names %s and %s share a random stream: rename one",
                                named[i - 1].name, named[i].name);
    }
    return true;
}

static bool check_all_streams(const struct building *building, struct steppe_arena *arena,
                              struct steppe_error *error) {
    const struct steppe_model *model = building->model;
    size_t most = model->variable_count + model->parameter_count;
    struct steppe_arena_mark mark = steppe_arena_mark(arena);
    struct named_stream *named = STEPPE_TAKE(arena, most, struct named_stream);
    if (!named) {
        return steppe_error_set(error, STEPPE_CODE_MEMORY, nowhere, "no memory left for a layout");
    }
    for (size_t p = 0; p < model->parameter_count; p++) {
        named[p] = (struct named_stream){building->param_streams[p], model->parameters[p].name};
    }
    bool apart = check_streams(named, model->parameter_count, error);
    for (size_t v = 0; v < model->variable_count; v++) {
        named[v] = (struct named_stream){building->variable_streams[v], model->variables[v].name};
    }
    apart = apart && check_streams(named, model->variable_count, error);
    steppe_arena_rewind(arena, mark);
    return apart;
}

static bool take(struct building *building, struct steppe_arena *arena) {
    size_t variables = building->model->variable_count;
    size_t parameters = building->model->parameter_count;
    building->layout = STEPPE_TAKE(arena, 1, struct steppe_layout);
    building->offsets = STEPPE_TAKE(arena, variables, uint32_t);
    building->cell_counts = STEPPE_TAKE(arena, variables, uint32_t);
    building->base_offsets = STEPPE_TAKE(arena, variables, uint32_t);
    building->lag_offsets = STEPPE_TAKE(arena, variables, uint32_t);
    building->lag_months = STEPPE_TAKE(arena, variables, uint32_t);
    building->variable_streams = STEPPE_TAKE(arena, variables, uint32_t);
    building->param_offsets = STEPPE_TAKE(arena, parameters, uint32_t);
    building->param_streams = STEPPE_TAKE(arena, parameters, uint32_t);
    return building->layout && building->offsets && building->cell_counts &&
           building->base_offsets && building->lag_offsets && building->lag_months &&
           building->variable_streams && building->param_offsets && building->param_streams;
}

static bool make_recipes(struct building *building, bool tables, struct steppe_arena *arena,
                         struct steppe_error *error) {
    const struct steppe_model *model = building->model;
    building->recipes = STEPPE_TAKE(arena, building->layout->param_cells, struct steppe_recipe);
    if (!building->recipes) {
        return steppe_error_set(error, STEPPE_CODE_MEMORY, nowhere, "no memory left for a layout");
    }
    for (size_t p = 0; p < model->parameter_count; p++) {
        if (!steppe_recipes_make(&model->parameters[p], tables ? arena : NULL,
                                 building->recipes + building->param_offsets[p], error)) {
            return false;
        }
    }
    return true;
}

static bool make(const struct steppe_model *model, const struct steppe_layout_wish *wishes,
                 size_t wish_count, bool tables, struct steppe_arena *arena,
                 struct steppe_layout **layout, struct steppe_error *error) {
    struct building building = {.model = model};
    if (!take(&building, arena)) {
        return steppe_error_set(error, STEPPE_CODE_MEMORY, nowhere, "no memory left for a layout");
    }
    place_variables(&building, wishes, wish_count);
    place_parameters(&building);
    const struct steppe_layout *made = building.layout;
    if (made->state_cells > CELLS_MAX || made->lag_cells > CELLS_MAX ||
        made->param_cells > CELLS_MAX) {
        return steppe_error_set(error, STEPPE_CODE_RANGE, nowhere,
                                "the model is too large: more than %zu cells", CELLS_MAX);
    }
    if (!check_all_streams(&building, arena, error)) return false;
    if (!make_recipes(&building, tables, arena, error)) return false;
    struct steppe_layout *out = building.layout;
    out->model = model;
    out->offsets = building.offsets;
    out->cell_counts = building.cell_counts;
    out->base_offsets = building.base_offsets;
    out->lag_offsets = building.lag_offsets;
    out->lag_months = building.lag_months;
    out->param_offsets = building.param_offsets;
    out->param_streams = building.param_streams;
    out->variable_streams = building.variable_streams;
    out->recipes = building.recipes;
    *layout = out;
    return true;
}

bool steppe_layout_make(const struct steppe_model *model, const struct steppe_layout_wish *wishes,
                        size_t wish_count, struct steppe_arena *arena,
                        struct steppe_layout **layout, struct steppe_error *error) {
    return make(model, wishes, wish_count, true, arena, layout, error);
}

bool steppe_layout_make_fixed(const struct steppe_model *model,
                              const struct steppe_layout_wish *wishes, size_t wish_count,
                              struct steppe_arena *arena, struct steppe_layout **layout,
                              struct steppe_error *error) {
    return make(model, wishes, wish_count, false, arena, layout, error);
}

double steppe_layout_median(const struct steppe_layout *layout, uint32_t parameter, size_t cell) {
    return layout->recipes[layout->param_offsets[parameter] + cell].median;
}
