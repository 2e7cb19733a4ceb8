// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// traffic: who uses a link or a corridor. In: an open project, a link or a corridor. Out: pairs of
// actors with what they send by it and what part of their freight that is: goods by the
// equilibrium of the base, fuels by nominations.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "world/corridor_fit.h"
#include "world/nominations.h"

struct result {
    struct steppe_traffic shown; // first: a pointer to it is one to the whole
    struct steppe_arena arena;
};

struct study {
    const struct steppe_network *network;
    struct steppe_transport transport;
    struct steppe_corridor_fit fit;
    struct steppe_freight_load load;
    uint32_t link, corridor;
    size_t actors;
    double *by, *all; // [freight][from][to] measures a year
    double tonnes;
};

static bool uses(const struct study *study, uint32_t freight, const struct steppe_path *way) {
    if (study->corridor != UINT32_MAX)
        return steppe_transport_corridor(&study->transport, freight, way) == study->corridor;
    for (size_t i = 0; i < way->arc_count; i++)
        if (study->transport.link[way->arcs[i]] == study->link) return true;
    return false;
}

static size_t cell(const struct study *study, uint32_t freight, uint32_t from, uint32_t to) {
    return (freight * study->actors + from) * study->actors + to;
}

static void add_goods(struct study *study) {
    for (size_t t = 0; t < study->load.trip_count; t++) {
        const struct steppe_freight_trip *trip = &study->load.trips[t];
        double unit = study->network->freights[trip->freight].tonnes;
        size_t at = cell(study, trip->freight, trip->from_actor, trip->to_actor);
        study->all[at] += trip->tonnes / unit;
        for (size_t k = 0; k < trip->ways.count; k++) {
            if (!uses(study, trip->freight, &trip->ways.paths[k])) continue;
            study->by[at] += study->load.tonnes[trip->first + k] / unit;
            study->tonnes += study->load.tonnes[trip->first + k];
        }
    }
}

static bool add_fuels(struct study *study, uint32_t freight, struct steppe_arena *arena) {
    struct steppe_nominations nominations;
    if (!steppe_nominations_make(&study->transport, freight, arena, &nominations)) return false;
    for (size_t i = 0; i < nominations.count; i++) {
        const struct steppe_nomination *item = &nominations.items[i];
        const struct steppe_demand *demand = &study->network->demands[item->demand];
        if (!uses(study, freight, &item->path)) continue;
        study->by[cell(study, freight, demand->from, demand->to)] += item->flow;
        study->tonnes += item->flow * study->network->freights[freight].tonnes;
    }
    for (size_t d = 0; d < study->network->demand_count; d++) {
        const struct steppe_demand *demand = &study->network->demands[d];
        if (demand->freight == freight)
            study->all[cell(study, freight, demand->from, demand->to)] += demand->value;
    }
    return true;
}

static int larger(const void *a, const void *b) {
    const struct steppe_traffic_pair *x = a, *y = b;
    if (x->freight != y->freight) return x->freight < y->freight ? -1 : 1;
    if (x->flow != y->flow) return x->flow < y->flow ? 1 : -1;
    return x->from != y->from ? (x->from < y->from ? -1 : 1) : (x->to < y->to ? -1 : x->to > y->to);
}

static bool list(struct study *study, struct steppe_arena *arena, struct steppe_traffic *shown) {
    size_t cells = study->network->freight_count * study->actors * study->actors, count = 0;
    struct steppe_traffic_pair *pairs = STEPPE_TAKE(arena, cells + 1, struct steppe_traffic_pair);
    if (!pairs) return false;
    for (size_t i = 0; i < cells; i++) {
        if (!(study->by[i] > 0)) continue;
        pairs[count++] = (struct steppe_traffic_pair){
            .freight = (uint16_t)(i / study->actors / study->actors),
            .from = (uint16_t)(i / study->actors % study->actors),
            .to = (uint16_t)(i % study->actors),
            .flow = study->by[i],
            .share = study->by[i] / study->all[i]};
    }
    qsort(pairs, count, sizeof *pairs, larger);
    *shown = (struct steppe_traffic){
        .pairs = pairs,
        .count = count,
        .tonnes = study->tonnes,
        .days = study->link == UINT32_MAX ? (double)NAN : study->load.days[1][study->link]};
    return true;
}

static bool make(struct study *study, const struct steppe_model *model, struct steppe_arena *arena,
                 struct steppe_traffic *shown, struct steppe_error *error) {
    int32_t month = steppe_date_month(model->start);
    if (!steppe_transport_make(model, month, NULL, arena, &study->transport, error) ||
        !steppe_corridor_fit_get(model, arena, &study->fit, error)) {
        return false;
    }
    study->network = model->network;
    study->actors = model->axes[STEPPE_AXIS_ACTOR].count;
    study->transport.constants = study->fit.constants;
    if (!steppe_freight_load_make(&study->transport, STEPPE_LOAD_LEAST_T, arena, &study->load,
                                  error) ||
        !steppe_freight_load_solve(&study->load, 0, steppe_corridor_fit_constant, &study->fit,
                                   error)) {
        return false;
    }
    size_t cells = model->network->freight_count * study->actors * study->actors + 1;
    study->by = STEPPE_TAKE(arena, cells, double);
    study->all = STEPPE_TAKE(arena, cells, double);
    bool good = study->by && study->all;
    if (good) add_goods(study);
    for (uint32_t f = 0; good && f < model->network->freight_count; f++)
        if (!(model->network->freights[f].goods_share > 0)) good = add_fuels(study, f, arena);
    return (good && list(study, arena, shown)) ||
           steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "not enough memory for the traffic");
}

bool steppe_traffic_make(const struct steppe_project *project, uint32_t link, uint32_t corridor,
                         const struct steppe_traffic **traffic, struct steppe_error *error) {
    struct steppe_arena arena;
    struct study study = {.link = link, .corridor = corridor};
    const struct steppe_model *model = steppe_project_sound_model(project, error);
    *traffic = NULL;
    if (!model) return false;
    steppe_arena_init(&arena, 0);
    struct result *result = STEPPE_TAKE(&arena, 1, struct result);
    bool good = result || steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                           "not enough memory for the traffic");
    if (!good || !make(&study, model, &arena, &result->shown, error)) {
        steppe_arena_free(&arena);
        return false;
    }
    result->arena = arena;
    *traffic = &result->shown;
    return true;
}

void steppe_traffic_free(const struct steppe_traffic *traffic) {
    if (!traffic) return;
    struct steppe_arena arena = ((const struct result *)(const void *)traffic)->arena;
    steppe_arena_free(&arena);
}
