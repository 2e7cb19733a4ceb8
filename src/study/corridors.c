// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// corridors: the fit of corridors as users see it. In: an open project. Out: what the model carries
// where freight was counted, all at once and as the months of a run begin with it, and the
// constants that make it so.
#include <string.h>

#include "base/error.h"
#include "mechanisms/transit.h"
#include "model/network.h"
#include "sim/plan.h"
#include "world/corridor_fit.h"

struct result {
    struct steppe_corridors shown; // first: a pointer to it is one to the whole
    struct steppe_arena arena;
};

// What the transit mechanism carries at the base of a plan.
static bool carry_month(const struct steppe_model *model, struct steppe_arena *arena,
                        struct steppe_transit_routes *routes, struct steppe_error *error) {
    struct steppe_plan *plan;
    if (!steppe_plan_make(model, steppe_kernels_best(), &steppe_plan_at_rest, arena, &plan, error))
        return false;
    double *start = STEPPE_TAKE(arena, plan->layout->state_cells + 1, double);
    if (!start)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "not enough memory for the base of transit");
    memcpy(start, plan->start, plan->layout->state_cells * sizeof *start);
    const struct steppe_setup setup = {.model = model,
                                       .layout = plan->layout,
                                       .arena = arena,
                                       .known_month = steppe_date_month(model->start),
                                       .start = start};
    const double refusal = steppe_central_parameter(model, "transit.refusal", 0);
    return steppe_transit_routes_make(&setup, refusal, routes, error);
}

bool steppe_corridors_fit(const struct steppe_project *project,
                          const struct steppe_corridors **corridors, struct steppe_error *error) {
    struct steppe_arena arena;
    struct steppe_corridor_fit fit = {0};
    const struct steppe_model *model = steppe_project_sound_model(project, error);
    *corridors = NULL;
    if (!model) return false;
    steppe_arena_init(&arena, 0);
    struct result *result = STEPPE_TAKE(&arena, 1, struct result);
    bool good = result || steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                           "not enough memory to fit the corridors");
    bool counted = model->network && model->network->count_count > 0;
    struct steppe_transit_routes routes = {0};
    if (!good || (counted && (!steppe_corridor_fit_make(model, &arena, &fit, error) ||
                              !carry_month(model, &arena, &routes, error)))) {
        steppe_arena_free(&arena);
        return false;
    }
    if (counted)
        result->shown = (struct steppe_corridors){
            .count = model->network->count_count,
            .model = fit.model,
            .month = routes.counted,
            .fuel_ways_dropped = routes.fuel_ways_dropped,
            .fuel_searches_dropped = routes.fuel_searches_dropped,
            .constants = fit.constants,
            .days = {fit.days[0], fit.days[1]},
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
