// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// little: a model of three actors in memory, with the variables and parameters that a test of the
// world gives it. Included by one test file each.
#ifndef STEPPE_TESTS_WORLD_LITTLE_H
#define STEPPE_TESTS_WORLD_LITTLE_H

#include "test.h"
#include "world/world.h"

#define LITTLE_ACTORS 3

static const char *const little_actor_names[LITTLE_ACTORS] = {"AAA", "BBB", "CCC"};

static inline struct steppe_model little_model(const struct steppe_variable *variables,
                                               size_t variable_count,
                                               const struct steppe_parameter *parameters,
                                               size_t parameter_count) {
    struct steppe_model model = {
        .name = "little",
        .variables = variables,
        .variable_count = variable_count,
        .parameters = parameters,
        .parameter_count = parameter_count,
    };
    model.axes[STEPPE_AXIS_ACTOR] = (struct steppe_axis_table){.names = little_actor_names,
                                                               .count = LITTLE_ACTORS};
    return model;
}

// A world of `lanes` lanes with zeroed cells of `real_bytes` each; all from the arena. Instances of
// other number types get the same struct: they see their own numbers behind its pointers.
static inline struct steppe_world little_world(const struct steppe_layout *layout,
                                               struct steppe_arena *arena, size_t lanes,
                                               size_t real_bytes) {
    struct steppe_world world = {
        .layout = layout,
        .seed = UINT64_C(0x5eed00000001),
        .state = steppe_arena_take(arena, layout->state_cells * lanes + 1, real_bytes),
        .base = steppe_arena_take(arena, layout->base_cells * lanes + 1, real_bytes),
        .lags = steppe_arena_take(arena, layout->lag_cells * lanes + 1, real_bytes),
        .params = steppe_arena_take(arena, layout->param_cells * lanes + 1, real_bytes),
        .failed = steppe_arena_take(arena, lanes, real_bytes),
    };
    assert_non_null(world.failed);
    return world;
}

#endif
