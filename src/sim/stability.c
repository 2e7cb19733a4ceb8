// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// In: a model. The scalar instance runs a year from the base and from the base pushed a little:
// the difference is the year's linear map on the stocks that mechanisms own, in units of their own
// size (of 1 where a stock is a logarithm or an index about 0). Its outer eigenvalues by Arnoldi.
#include "sim/stability.h"

#include <math.h>
#include <stdio.h>

#include "sim/plan.h"
#include "solve/eigen.h"

#define STEPS_MAX 60
#define PUSH 1e-5 // of the size: second-order terms stay 1e-5 of the first, rounding 1e-9

struct year {
    const struct steppe_plan *plan;
    struct steppe_block *block;
    size_t count;
    const uint32_t *cells; // [count] of the state
    const uint32_t *variables;
    double *sizes; // [count]
    double *base, *after, *pushed, *out;
};

static double largest_of(const struct steppe_layout *layout, uint32_t variable,
                         const double *state) {
    double largest = 0;
    for (uint32_t c = 0; c < layout->cell_counts[variable]; c++)
        largest = fmax(largest, fabs(state[layout->offsets[variable] + c]));
    return largest;
}

// Stocks of mechanisms that can be pushed both ways. One that cannot be negative and is (nearly)
// empty at the base is held at 0 by its owner: there the map is not linear.
static bool can_be_pushed(const struct steppe_plan *plan, uint32_t variable, uint32_t cell,
                          const double *base) {
    const struct steppe_variable *it = &plan->model->variables[variable];
    if (plan->owner[variable] == 0 || it->kind != STEPPE_STOCK || variable == STEPPE_VAR_gdp)
        return false;
    if (it->state_count > 0) return false; // statuses are no quantities
    if (!plan->moving[plan->layout->offsets[variable] + cell]) return false; // stays where pushed
    if (variable == STEPPE_VAR_gate_works || variable == STEPPE_VAR_gate_box_ratio)
        return false; // what is built stays
    double own = fabs(base[plan->layout->offsets[variable] + cell]);
    return it->low < 0 || own > 10 * PUSH * largest_of(plan->layout, variable, base);
}

// A small stock has the size of its variable's largest cell; those that may be negative
// (logarithms, indices about 0) count in their own unit. Eigenvalues do not depend on sizes, as
// both ends of the year use the same: a deviation is measured in units of the base, however the
// stock itself drifts.
static void set_sizes(struct year *year, size_t i) {
    uint32_t variable = year->variables[i];
    double own = fabs(year->base[year->cells[i]]);
    double largest = largest_of(year->plan->layout, variable, year->base);
    bool is_index = year->plan->model->variables[variable].low < 0;
    bool has_own = own > 1e-3 * largest;
    year->sizes[i] = is_index ? 1 : has_own ? own : largest;
}

static void apply_year(void *context, const double *from, double *to) {
    const struct year *year = context;
    size_t state_cells = year->plan->layout->state_cells;
    for (size_t i = 0; i < state_cells; i++) year->pushed[i] = year->base[i];
    for (size_t i = 0; i < year->count; i++)
        year->pushed[year->cells[i]] += PUSH * from[i] * year->sizes[i];
    year->plan->kernels->block_push(year->block, year->pushed, 12, year->out);
    for (size_t i = 0; i < year->count; i++) {
        uint32_t cell = year->cells[i];
        to[i] = (year->out[cell] - year->after[cell]) / (PUSH * year->sizes[i]);
    }
}

static bool make_year(struct year *year, struct steppe_arena *arena) {
    const struct steppe_plan *plan = year->plan;
    const struct steppe_layout *layout = plan->layout;
    uint32_t *cells = STEPPE_TAKE(arena, layout->state_cells, uint32_t);
    uint32_t *variables = STEPPE_TAKE(arena, layout->state_cells, uint32_t);
    year->sizes = STEPPE_TAKE(arena, layout->state_cells, double);
    double *states = STEPPE_TAKE(arena, 4 * layout->state_cells, double);
    void *memory = steppe_arena_take(arena, 1, plan->kernels->block_bytes(plan));
    if (!cells || !variables || !year->sizes || !states || !memory) return false;
    year->cells = cells;
    year->variables = variables;
    year->base = states;
    year->after = states + layout->state_cells;
    year->pushed = states + 2 * layout->state_cells;
    year->out = states + 3 * layout->state_cells;
    year->block = plan->kernels->block_make(plan, memory);
    plan->kernels->block_push(year->block, NULL, 0, year->base);
    plan->kernels->block_push(year->block, NULL, 12, year->after);
    for (uint32_t v = 0; v < plan->model->variable_count; v++)
        for (uint32_t c = 0; plan->owner[v] != 0 && c < layout->cell_counts[v]; c++) {
            if (!can_be_pushed(plan, v, c, year->base)) continue;
            cells[year->count] = layout->offsets[v] + c;
            variables[year->count++] = v;
        }
    for (size_t i = 0; i < year->count; i++) set_sizes(year, i);
    return true;
}

static void describe(const struct year *year, const struct steppe_arnoldi *arnoldi,
                     const double complex *vector, double complex value, struct steppe_mode *mode) {
    const struct steppe_plan *plan = year->plan;
    size_t best = 0;
    double largest = -1;
    for (size_t k = 0; k < year->count; k++) {
        double complex part = 0;
        for (size_t i = 0; i < arnoldi->done; i++)
            part += vector[i] * arnoldi->basis[i * year->count + k];
        if (cabs(part) > largest) {
            largest = cabs(part);
            best = k;
        }
    }
    double turn = fabs(carg(value));
    mode->factor = cabs(value);
    mode->half_life_years = log(0.5) / log(mode->factor);
    mode->period_years = turn > 1e-6 ? 2 * 3.14159265358979323846 / turn : 0;
    uint32_t variable = year->variables[best];
    steppe_model_cell_name(plan->model, variable,
                           year->cells[best] - plan->layout->offsets[variable], mode->largest,
                           sizeof mode->largest);
}

static bool no_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "no memory for the modes of a model");
}

static bool find_modes(struct year *year, struct steppe_arena *arena, struct steppe_mode *modes,
                       size_t *count, struct steppe_error *error) {
    size_t steps = year->count < STEPS_MAX ? year->count : STEPS_MAX, room = *count;
    struct steppe_arnoldi arnoldi = {.dimension = year->count,
                                     .steps = steps,
                                     .basis = STEPPE_TAKE(arena, (steps + 1) * year->count, double),
                                     .matrix = STEPPE_TAKE(arena, steps * steps, double complex)};
    double complex *work = STEPPE_TAKE(arena, 3 * steps * steps + 2 * steps, double complex);
    *count = 0;
    if (!arnoldi.basis || !arnoldi.matrix || !work) return no_memory(error);
    steppe_arnoldi_run(&arnoldi, apply_year, year);
    size_t n = arnoldi.done;
    double complex *square = work, *destroyed = work + n * n, *scratch = work + 2 * n * n;
    double complex *values = work + 3 * n * n, *vector = values + n;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            square[i * n + j] = destroyed[i * n + j] = arnoldi.matrix[i * steps + j];
    if (!steppe_hessenberg_eigenvalues(destroyed, n, values))
        return steppe_error_set(error, STEPPE_CODE_RUN, (struct steppe_place){0},
                                "whether the model is stable cannot be told: the year about the "
                                "base has no modes that converge");
    for (size_t taken = 0; taken < n && *count < room; taken++) {
        size_t best = taken;
        for (size_t i = taken; i < n; i++)
            if (cabs(values[i]) > cabs(values[best])) best = i;
        double complex value = values[best];
        values[best] = values[taken];
        values[taken] = value;
        if (cimag(value) < -1e-9) continue; // its mirror image is shown
        steppe_hessenberg_eigenvector(square, n, value, scratch, vector);
        describe(year, &arnoldi, vector, value, &modes[(*count)++]);
    }
    return true;
}

bool steppe_stability_modes(const struct steppe_model *model, uint64_t seed,
                            struct steppe_mode *modes, size_t *count, struct steppe_error *error) {
    struct steppe_arena arena;
    struct steppe_plan *plan;
    struct steppe_plan_options options = steppe_plan_at_rest;
    options.seed = seed;
    options.fix_parameters = seed == 0;
    options.fix_start = true;
    steppe_arena_init(&arena, 0);
    bool done = steppe_plan_make(model, steppe_kernels_named("scalar"), &options, &arena, &plan,
                                 error);
    if (done) {
        struct year year = {.plan = plan};
        done = (make_year(&year, &arena) || no_memory(error)) &&
               find_modes(&year, &arena, modes, count, error);
    }
    steppe_arena_free(&arena);
    return done;
}
