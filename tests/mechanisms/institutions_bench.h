// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// institutions_bench: the bundled model at its base in double, one lane, and single mechanisms of
// it to step. What tests of institutions and integration share.
#ifndef STEPPE_TEST_INSTITUTIONS_BENCH_H
#define STEPPE_TEST_INSTITUTIONS_BENCH_H

#define STEPPE_SCALAR
#define STEPPE_INSTANCE scalar
#include "mechanisms/mechanism.h"
#include "model_copy.h"
#include "sim/block.h"
#include "sim/plan.h"
#include "test.h"

struct bench {
    struct model_copy copy;
    struct steppe_project *project;
    const struct steppe_model *model;
    struct steppe_arena arena;
    struct steppe_plan *plan;
    struct steppe_block *block;
    struct steppe_world *world;
    double *start; // [state_cells]
};

static inline void bench_push(struct bench *bench, int32_t months) {
    bench->plan->kernels->block_push(bench->block, NULL, months, bench->start);
}

// Of a copy of the bundled model whose parameters.yaml says `instead` for the first `old`, if any.
static inline void bench_make(struct bench *bench, const char *old, const char *instead) {
    struct steppe_error error = {0};
    model_copy_make(&bench->copy);
    if (old) model_copy_replace(&bench->copy, "parameters.yaml", old, instead);
    bench->project = model_open(bench->copy.folder);
    assert_non_null(bench->project);
    bench->model = steppe_project_model(bench->project);
    steppe_arena_init(&bench->arena, 0);
    if (!steppe_plan_make(bench->model, steppe_kernels_named("scalar"), &steppe_plan_at_rest,
                          &bench->arena, &bench->plan, &error))
        fail_msg("%s", error.message);
    const struct steppe_kernels *kernels = bench->plan->kernels;
    void *memory = steppe_arena_take(&bench->arena, 1, kernels->block_bytes(bench->plan));
    bench->start = calloc(bench->plan->layout->state_cells, sizeof *bench->start);
    assert_true(memory && bench->start);
    bench->block = kernels->block_make(bench->plan, memory);
    bench->world = &bench->block->world;
}

static inline int bench_open(void **state) {
    static struct bench bench;
    bench_make(&bench, NULL, NULL);
    *state = &bench;
    return 0;
}

static inline int bench_close(void **state) {
    struct bench *bench = *state;
    if (!bench) return 0;
    free(bench->start);
    steppe_arena_free(&bench->arena);
    steppe_project_close(bench->project);
    model_copy_free(&bench->copy);
    return 0;
}

// Back to the start, month 0, not yet stepped.
static inline int bench_reset(void **state) {
    bench_push(*state, 0);
    return 0;
}

static inline uint32_t bench_element(const struct bench *bench, enum steppe_axis axis,
                                     const char *name) {
    const uint32_t element = steppe_model_element(bench->model, axis, name);
    assert_true(element != UINT32_MAX);
    return element;
}

// Cell of a variable of two axes by names.
static inline double *bench_cell(const struct bench *bench, uint32_t variable, const char *first,
                                 const char *second) {
    enum steppe_axis axes[STEPPE_AXES_MAX];
    const enum steppe_shape shape = bench->model->variables[variable].shape;
    assert_int_equal(steppe_shape_axes(shape, axes), 2);
    const int32_t at[STEPPE_AXES_MAX] = {(int32_t)bench_element(bench, axes[0], first),
                                         (int32_t)bench_element(bench, axes[1], second), -1};
    return steppe_cells(bench->world, variable) + steppe_model_cell(bench->model, shape, at);
}

// First cell of a parameter, as drawn and as in force.
static inline double *bench_parameter(const struct bench *bench, const char *name) {
    const uint32_t number = steppe_model_parameter(bench->model, name);
    assert_true(number != UINT32_MAX);
    return bench->world->params + bench->plan->layout->param_offsets[number];
}

static inline void bench_step(struct bench *bench, const char *name) {
    const struct steppe_kernels *kernels = bench->plan->kernels;
    for (size_t k = 0; k < kernels->mechanism_count; k++)
        if (strcmp(kernels->mechanisms[k]->name, name) == 0) {
            kernels->mechanisms[k]->step(bench->world, bench->plan->constants[k],
                                         &bench->block->scratch);
            return;
        }
    fail_msg("no mechanism %s", name);
}

#endif
