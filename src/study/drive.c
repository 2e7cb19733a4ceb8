// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// drive: see the header. A plan that starts when the trade matrix of the base year is out has that
// year as its base; its start values and constants serve, its months are never run.
#include "study/drive.h"

#include <string.h>

// ---- start --------------------------------------------------------------------------------------

// The first month in which the trade matrix of a year is known; 0: never.
static int32_t month_known(const struct steppe_model *model, int32_t year) {
    int32_t known = 0;
    for (size_t i = 0; i < model->figure_count; i++) {
        const struct steppe_figure *figure = &model->figures[i];
        if (figure->variable != STEPPE_VAR_goods_exports || figure->date.year != year) continue;
        if (known == 0 || figure->known_month < known) known = figure->known_month;
    }
    return known;
}

static bool take_world(struct steppe_drive *drive, struct steppe_arena *arena) {
    const struct steppe_layout *layout = drive->plan->layout;
    const size_t lanes = STEPPE_LANES, scratch = drive->plan->scratch_cells + 1;
    struct steppe_world *world = &drive->world;
    *world = (struct steppe_world){
        .layout = layout,
        .fix_noise = true,
        .state = STEPPE_TAKE(arena, layout->state_cells * lanes, steppe_real),
        .base = STEPPE_TAKE(arena, (layout->base_cells + 1) * lanes, steppe_real),
        .lags = STEPPE_TAKE(arena, (layout->lag_cells + 1) * lanes, steppe_real),
        .params = STEPPE_TAKE(arena, (layout->param_cells + 1) * lanes, steppe_real),
        .failed = STEPPE_TAKE(arena, lanes, steppe_real),
    };
    drive->scratch = (struct steppe_scratch){STEPPE_TAKE(arena, scratch * lanes, steppe_real),
                                             scratch};
    return world->state && world->base && world->lags && world->params && world->failed &&
           drive->scratch.cells;
}

static void fill(float *cells, size_t cell, double value) {
    for (int lane = 0; lane < STEPPE_LANES; lane++)
        cells[cell * STEPPE_LANES + (size_t)lane] = (float)value;
}

// fixed: its priors cannot be drawn from.
static bool make_plan(const struct steppe_model *model, int32_t known_month, bool fixed,
                      struct steppe_arena *arena, const struct steppe_plan **plan,
                      struct steppe_error *error) {
    const struct steppe_plan_options options = {.members = 2,
                                                .start = known_month,
                                                .until = known_month + 11,
                                                .seed = 1,
                                                .fix_parameters = fixed,
                                                .fix_noise = true,
                                                .no_events = true,
                                                .no_regime_moves = true};
    struct steppe_plan *made;
    if (!steppe_plan_make(model, steppe_kernels_best(), &options, arena, &made, error))
        return false;
    *plan = made;
    return true;
}

bool steppe_drive_plan_at(const struct steppe_model *model, int32_t known_month,
                          struct steppe_arena *arena, const struct steppe_plan **plan,
                          struct steppe_error *error) {
    return make_plan(model, known_month, true, arena, plan, error);
}

bool steppe_drive_plan(const struct steppe_model *model, int32_t base_year,
                       struct steppe_arena *arena, const struct steppe_plan **plan,
                       struct steppe_error *error) {
    const int32_t start = month_known(model, base_year);
    if (start == 0)
        return steppe_error_set(error, STEPPE_CODE_RANGE, (struct steppe_place){0},
                                "no trade matrix (goods_exports) of %d", base_year);
    if (!make_plan(model, start, false, arena, plan, error)) return false;
    const int32_t made = (*plan)->layout->base_year;
    return made == base_year ||
           steppe_error_set(error, STEPPE_CODE_RANGE, (struct steppe_place){0},
                            "the tables of %d came out no earlier than those of %d", base_year,
                            made);
}

bool steppe_drive_make(const struct steppe_plan *plan, const char *mechanism,
                       struct steppe_arena *arena, struct steppe_drive *drive,
                       struct steppe_error *error) {
    const struct steppe_kernels *kernels = plan->kernels;
    *drive = (struct steppe_drive){.model = plan->model, .plan = plan};
    for (size_t i = 0; i < kernels->mechanism_count; i++) {
        if (strcmp(kernels->mechanisms[i]->name, mechanism) != 0) continue;
        drive->mechanism = kernels->mechanisms[i];
        drive->constants = plan->constants[i];
    }
    steppe_must(kernels->lanes == STEPPE_LANES && drive->mechanism);
    if (!take_world(drive, arena))
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for a world of one mechanism");
    for (size_t cell = 0; cell < plan->layout->param_cells; cell++)
        fill(drive->world.params, cell, plan->layout->recipes[cell].median);
    steppe_drive_reset(drive);
    return true;
}

// ---- cells --------------------------------------------------------------------------------------

void steppe_drive_reset(struct steppe_drive *drive) {
    const struct steppe_layout *layout = drive->plan->layout;
    const struct steppe_world *world = &drive->world;
    drive->world.month = 0;
    for (uint32_t v = 0; v < drive->model->variable_count; v++) {
        if (layout->offsets[v] == STEPPE_NOWHERE) continue;
        for (uint32_t cell = 0; cell < layout->cell_counts[v]; cell++) {
            const double value = drive->plan->start[layout->offsets[v] + cell];
            steppe_drive_set(drive, true, v, cell, value);
            for (uint32_t slot = 0; slot < layout->lag_months[v]; slot++)
                fill(world->lags, layout->lag_offsets[v] + slot * layout->cell_counts[v] + cell,
                     value);
        }
    }
}

void steppe_drive_settle(struct steppe_drive *drive) {
    drive->world.month = 0;
    if (drive->mechanism->settle)
        drive->mechanism->settle(&drive->world, drive->constants, &drive->scratch);
}

void steppe_drive_set(const struct steppe_drive *drive, bool base, uint32_t variable, size_t cell,
                      double value) {
    const struct steppe_layout *layout = drive->plan->layout;
    fill(drive->world.state, layout->offsets[variable] + cell, value);
    if (base && layout->base_offsets[variable] != STEPPE_NOWHERE)
        fill(drive->world.base, layout->base_offsets[variable] + cell, value);
}

// The value of this month goes into the rings of what the mechanism looks back at.
static void push_lags(struct steppe_drive *drive) {
    const struct steppe_layout *layout = drive->plan->layout;
    struct steppe_world *world = &drive->world;
    for (size_t i = 0; i < drive->mechanism->use_count; i++) {
        const uint32_t v = drive->mechanism->uses[i].variable, ring = layout->lag_months[v];
        if (ring == 0) continue;
        const size_t cells = layout->cell_counts[v];
        const size_t slot = (uint32_t)world->month % ring;
        memcpy(world->lags + (layout->lag_offsets[v] + slot * cells) * STEPPE_LANES,
               steppe_cells(world, v), cells * STEPPE_LANES * sizeof(steppe_real));
    }
}

void steppe_drive_step(struct steppe_drive *drive, int32_t months) {
    drive->mechanism->step(&drive->world, drive->constants, &drive->scratch);
    push_lags(drive);
    drive->world.month += months;
}

// ---- parameters ---------------------------------------------------------------------------------

static bool is_drawn(const struct steppe_recipe *recipe) {
    return recipe->kind != STEPPE_RECIPE_CONSTANT && recipe->kind != STEPPE_RECIPE_LOG_SHARE &&
           recipe->kind != STEPPE_RECIPE_NO_SHARE;
}

static bool is_meant(const char *name, const char *asked, const char *const *left_out) {
    const size_t length = strlen(asked);
    const bool begins = strncmp(name, asked, length) == 0;
    if (!begins || (asked[length - 1] != '.' && name[length] != 0)) return false;
    while (*left_out && strcmp(name, *left_out) != 0) left_out++;
    return *left_out == NULL;
}

const struct steppe_drive_parameter *steppe_drive_parameters(const struct steppe_drive *drive,
                                                             const char *name,
                                                             const char *const *left_out,
                                                             struct steppe_arena *arena,
                                                             size_t *count) {
    const struct steppe_layout *layout = drive->plan->layout;
    struct steppe_drive_parameter *list = STEPPE_TAKE(arena, layout->param_cells,
                                                      struct steppe_drive_parameter);
    *count = 0;
    for (uint32_t i = 0; list && i < drive->model->parameter_count; i++) {
        const struct steppe_parameter *parameter = &drive->model->parameters[i];
        if (!is_meant(parameter->name, name, left_out)) continue;
        for (uint32_t cell = 0; cell < parameter->cell_count; cell++) {
            const struct steppe_recipe *recipe = layout->recipes + layout->param_offsets[i] + cell;
            if (is_drawn(recipe))
                list[(*count)++] = (struct steppe_drive_parameter){i, cell, recipe};
        }
    }
    return list;
}

void steppe_drive_put(const struct steppe_drive *drive, const struct steppe_drive_parameter *list,
                      size_t count, size_t members, const double *z) {
    const struct steppe_layout *layout = drive->plan->layout;
    for (size_t i = 0; i < count; i++) {
        const size_t cell = layout->param_offsets[list[i].parameter] + list[i].cell;
        float *cells = drive->world.params + cell * STEPPE_LANES;
        for (size_t lane = 0; lane < STEPPE_LANES; lane++) {
            const size_t member = lane < members ? lane : members - 1;
            cells[lane] = (float)steppe_recipe_value(list[i].recipe, z[member * count + i]);
        }
    }
}
