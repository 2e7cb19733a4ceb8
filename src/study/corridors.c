// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// corridors: the fit of corridors as users see it. In: an open project. Out: what the model carries
// where freight was counted, and the constants that make it so.
#include "base/error.h"
#include "model/network.h"
#include "world/corridor_fit.h"

struct result {
    struct steppe_corridors shown; // first: a pointer to it is one to the whole
    struct steppe_arena arena;
};

bool steppe_corridors_fit(const struct steppe_project *project,
                          const struct steppe_corridors **corridors, struct steppe_error *error) {
    struct steppe_arena arena;
    struct steppe_corridor_fit fit = {0};
    const struct steppe_model *model = steppe_project_model(project);
    *corridors = NULL;
    steppe_arena_init(&arena, 0);
    struct result *result = STEPPE_TAKE(&arena, 1, struct result);
    bool good = result || steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                           "not enough memory to fit the corridors");
    bool counted = model->network && model->network->count_count > 0;
    if (!good || (counted && !steppe_corridor_fit_make(model, &arena, &fit, error))) {
        steppe_arena_free(&arena);
        return false;
    }
    if (counted)
        result->shown = (struct steppe_corridors){.count = model->network->count_count,
                                                  .model = fit.model,
                                                  .constants = fit.constants,
                                                  .days = fit.days,
                                                  .gates = {fit.gates[0], fit.gates[1]},
                                                  .inputs = steppe_corridor_inputs(model),
                                                  .kept = steppe_corridor_fit_kept(model),
                                                  .rounds = fit.rounds};
    result->arena = arena;
    *corridors = &result->shown;
    return true;
}

void steppe_corridors_free(const struct steppe_corridors *corridors) {
    if (!corridors) return;
    struct steppe_arena arena = ((const struct result *)(const void *)corridors)->arena;
    steppe_arena_free(&arena);
}
