// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// traffic: who uses a link, a gate or a corridor. In: an open project, what is asked for. Out:
// pairs of actors with what they send by it and what part of their freight that is: goods by the
// equilibrium of the base, fuels by nominations. What passes several links of a gate counts once.
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
    enum steppe_traffic_of of;
    uint32_t number;
    const uint32_t *links; // of a link or a gate
    size_t link_count, actors;
    double *by, *all; // [freight][from][to] measures a year
    double tonnes;
};

static bool uses(const struct study *study, uint32_t freight, const struct steppe_path *way) {
    if (study->of == STEPPE_TRAFFIC_CORRIDOR)
        return steppe_transport_corridor(&study->transport, freight, way) == study->number;
    for (size_t i = 0; i < way->arc_count; i++)
        for (size_t k = 0; k < study->link_count; k++)
            if (study->transport.link[way->arcs[i]] == study->links[k]) return true;
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

// Of the narrowest link.
static double capacity_of(const struct study *study, int measure) {
    double least = study->link_count > 0 ? HUGE_VAL : (double)NAN;
    for (size_t k = 0; k < study->link_count; k++)
        least = fmin(least, steppe_transport_link_capacity(&study->transport, study->links[k],
                                                           (enum steppe_measure)measure));
    return least;
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
        .pairs = pairs, .count = count, .tonnes = study->tonnes, .days = (double)NAN};
    if (study->of == STEPPE_TRAFFIC_LINK) shown->days = study->load.days[1][study->number];
    for (int m = 0; m < STEPPE_MEASURE_COUNT; m++) shown->capacity[m] = capacity_of(study, m);
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
    if (study->of == STEPPE_TRAFFIC_GATE) {
        study->links = model->network->gates[study->number].links;
        study->link_count = model->network->gates[study->number].link_count;
    } else if (study->of == STEPPE_TRAFFIC_LINK) {
        study->links = &study->number;
        study->link_count = 1;
    }
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

bool steppe_traffic_make(const struct steppe_project *project, enum steppe_traffic_of of,
                         uint32_t number, const struct steppe_traffic **traffic,
                         struct steppe_error *error) {
    _Static_assert(STEPPE_COUNT(((struct steppe_traffic *)0)->capacity) == STEPPE_MEASURE_COUNT,
                   "a capacity for each measure");
    struct steppe_arena arena;
    struct study study = {.of = of, .number = number};
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
