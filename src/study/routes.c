// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// routes: the alternatives between two places. In: an open project and what is asked. Out: routes
// with legs, days, cost and share. Between actors, ways by the same
// corridor with a name are one route, told by its largest way; so are ways without a name over the
// same territory.
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "solve/logit_assignment.h"
#include "world/corridor_fit.h"
#include "world/nominations.h"
#include "world/priors.h"
#include "world/trade_flows.h"

#define YEN 8

struct place {
    uint32_t node;
    double share;
};
struct places {
    struct place items[STEPPE_GATEWAYS_MAX];
    size_t count;
    int32_t actor; // -1: a node
};

struct finder {
    struct steppe_transport transport;
    const struct steppe_freight *freight;
    const struct steppe_routes_options *options;
    uint32_t freight_at;
    struct places from, to;
    struct steppe_arena *arena;  // of the result
    struct steppe_route *routes; // all so far
    size_t count, room;
    bool merge; // by territory and corridor, not leg by leg
    double *cost, *work;
    struct steppe_path_trees trees;
    struct steppe_corridor_fit fit;
    struct steppe_freight_load load; // goods only
    const double *days[2];           // [link] of other goods, of boxes; NULL: of fuels
    double other_means;              // times the cheapest way
};

struct result {
    struct steppe_routes shown; // first: a pointer to it is one to the whole
    struct steppe_arena arena;
};

// ---- names -------------------------------------------------------------------------------------

static bool find_place(struct finder *finder, const char *name, struct places *places,
                       struct steppe_error *error) {
    const struct steppe_network *network = finder->transport.network;
    const struct steppe_model *model = finder->transport.model;
    uint32_t node = steppe_network_node(network, name);
    uint32_t actor = steppe_model_actor(model, name);
    const struct steppe_place nowhere = {0};
    places->actor = -1;
    if (node != UINT32_MAX) {
        places->items[places->count++] = (struct place){node, 1};
        return true;
    }
    if (actor == UINT32_MAX) {
        struct steppe_nearest nearest = steppe_nearest_begin(name, strlen(name));
        for (size_t i = 0; i < network->node_count; i++)
            steppe_nearest_try(&nearest, network->nodes[i].id);
        for (size_t i = 0; i < model->axes[STEPPE_AXIS_ACTOR].count; i++)
            steppe_nearest_try(&nearest, model->actors[i].code);
        for (size_t i = 0; i < network->node_count && !nearest.name; i++) // a name is no id
            if (strcasecmp(network->nodes[i].name, name) == 0) nearest.name = network->nodes[i].id;
        return steppe_error_set(error, STEPPE_CODE_INPUT, nowhere,
                                "no node or actor \"%.60s\"%s%s%s", name,
                                nearest.name ? "; did you mean \"" : "",
                                nearest.name ? nearest.name : "", nearest.name ? "\"?" : "");
    }
    places->actor = (int32_t)actor;
    for (size_t g = 0; g < network->gateway_count; g++) {
        const struct steppe_gateway *gate = &network->gateways[g];
        if (gate->actor != actor || gate->freight != finder->freight_at) continue;
        places->items[places->count++] = (struct place){gate->node, gate->share};
    }
    if (places->count > 0) return true;
    return steppe_error_set(error, STEPPE_CODE_INPUT, nowhere,
                            "%s has no gateway for %s (gateways.csv)", name, finder->freight->name);
}

static bool find_freight(struct finder *finder, struct steppe_error *error) {
    const struct steppe_network *network = finder->transport.network;
    const char *name = finder->options->freight;
    finder->freight_at = name ? steppe_network_freight(network, name) : 0;
    if (finder->freight_at != UINT32_MAX && network->freight_count > 0) {
        finder->freight = &network->freights[finder->freight_at];
        return true;
    }
    char known[160] = "";
    for (size_t i = 0, used = 0; i < network->freight_count && used < sizeof known; i++) {
        int put = snprintf(known + used, sizeof known - used, "%s%s", i > 0 ? ", " : "",
                           network->freights[i].name);
        used += put > 0 ? (size_t)put : sizeof known;
    }
    return steppe_error_set(error, STEPPE_CODE_INPUT, (struct steppe_place){0},
                            "no freight \"%.60s\"; there is %s", name ? name : "", known);
}

// ---- one route ---------------------------------------------------------------------------------

static void add_actor(uint16_t *actors, size_t *count, int32_t actor) {
    if (actor < 0) return;
    for (size_t i = 0; i < *count; i++) {
        if (actors[i] == actor) return;
    }
    actors[(*count)++] = (uint16_t)actor;
}

// Part of a link's capacity that all goods take.
static double load_of(const struct finder *finder, uint32_t link, double capacity) {
    const struct steppe_network *network = finder->transport.network;
    if (!finder->days[0]) return (double)NAN;
    bool boxes = finder->freight->measure == STEPPE_MEASURE_TEU &&
                 isfinite(network->links[link].capacity[STEPPE_MEASURE_TEU]);
    double tonnes = finder->load.link_tonnes[boxes ? network->link_count + link : link];
    return tonnes / finder->freight->tonnes / capacity;
}

static bool describe(struct finder *finder, const struct steppe_path *path,
                     struct steppe_route *route) {
    const struct steppe_transport *transport = &finder->transport;
    const struct steppe_network *network = transport->network;
    const double *loaded = finder->days[finder->freight->measure == STEPPE_MEASURE_TEU];
    uint32_t *links = STEPPE_TAKE(finder->arena, path->arc_count + 1, uint32_t);
    uint32_t *nodes = STEPPE_TAKE(finder->arena, path->arc_count + 1, uint32_t);
    uint16_t *actors = STEPPE_TAKE(finder->arena, STEPPE_ACTORS_MAX, uint16_t);
    if (!links || !nodes || !actors) return false;
    *route = (struct steppe_route){.links = links,
                                   .nodes = nodes,
                                   .actors = actors,
                                   .leg_count = path->arc_count,
                                   .bottleneck = UINT32_MAX,
                                   .capacity = HUGE_VAL,
                                   .load = (double)NAN};
    for (size_t i = 0; i < path->arc_count; i++) {
        uint32_t arc = path->arcs[i], at = transport->link[arc];
        const struct steppe_link *link = &network->links[at];
        links[i] = at;
        nodes[i] = transport->tail[arc];
        nodes[i + 1] = transport->head[arc];
        add_actor(actors, &route->actor_count, network->nodes[nodes[i]].actor);
        for (int32_t a = 0; a < STEPPE_ACTORS_MAX; a++) {
            bool ends = a == network->nodes[nodes[i]].actor ||
                        a == network->nodes[nodes[i + 1]].actor;
            if ((link->territory >> a & 1) && !ends) add_actor(actors, &route->actor_count, a);
        }
        add_actor(actors, &route->actor_count, network->nodes[nodes[i + 1]].actor);
        route->length_km += link->length_km;
        route->days += loaded ? loaded[at] : link->days;
        route->tariff += steppe_link_tariff(link, finder->freight);
        route->closures += link->closures;
        double capacity = steppe_transport_capacity(transport, at, finder->freight);
        if (capacity < route->capacity) {
            route->capacity = capacity;
            route->bottleneck = at;
            route->load = load_of(finder, at, capacity);
        }
    }
    route->cost = steppe_way_cost(transport, path, finder->freight, loaded ? finder->days : NULL);
    route->corridor = steppe_transport_corridor(transport, finder->freight_at, path);
    return true;
}

static bool same_route(const struct finder *finder, const struct steppe_route *a,
                       const struct steppe_route *b) {
    if (finder->merge) {
        if (a->corridor != UINT32_MAX || b->corridor != UINT32_MAX)
            return a->corridor == b->corridor;
        return a->actor_count == b->actor_count &&
               memcmp(a->actors, b->actors, a->actor_count * sizeof *a->actors) == 0;
    }
    return a->leg_count == b->leg_count &&
           memcmp(a->links, b->links, a->leg_count * sizeof *a->links) == 0;
}

// Adds a way with its share; a route that is there already takes it in. Its figures become means
// weighted by shares, its legs those of the larger part.
static bool add(struct finder *finder, const struct steppe_route *way, double share) {
    for (size_t i = 0; i < finder->count; i++) {
        struct steppe_route *route = &finder->routes[i];
        if (!same_route(finder, route, way)) continue;
        double sum = route->share + share, part = sum > 0 ? share / sum : 0;
        struct steppe_route mean = share > route->flow ? *way : *route;
        mean.length_km = (1 - part) * route->length_km + part * way->length_km;
        mean.days = (1 - part) * route->days + part * way->days;
        mean.tariff = (1 - part) * route->tariff + part * way->tariff;
        mean.cost = (1 - part) * route->cost + part * way->cost;
        mean.constant = (1 - part) * route->constant + part * way->constant;
        mean.closures = (1 - part) * route->closures + part * way->closures;
        mean.share = sum;
        mean.flow = share > route->flow ? share : route->flow; // until the end: the largest part
        *route = mean;
        return true;
    }
    if (finder->count == finder->room) {
        size_t room = finder->room ? 2 * finder->room : 64;
        struct steppe_route *routes = STEPPE_TAKE(finder->arena, room, struct steppe_route);
        if (!routes) return false;
        if (finder->count) memcpy(routes, finder->routes, finder->count * sizeof *routes);
        finder->routes = routes;
        finder->room = room;
    }
    finder->routes[finder->count] = *way;
    finder->routes[finder->count].share = share;
    finder->routes[finder->count++].flow = share;
    return true;
}

// ---- all routes --------------------------------------------------------------------------------

// The actor that a place stands for in what was observed: itself, or whose node it is.
static uint16_t actor_of(const struct finder *finder, const struct places *places,
                         const struct place *place) {
    if (places->actor >= 0) return (uint16_t)places->actor;
    int32_t actor = finder->transport.network->nodes[place->node].actor;
    return actor >= 0 ? (uint16_t)actor : STEPPE_ACTORS_MAX - 1;
}

// Shares of those that take any way, or of those to whom territory in `refused` costs
// transit.refusal_cost of the cheapest more.
static void add_shares(struct finder *finder, const struct steppe_path_set *set, uint64_t refused,
                       double least, double theta, double part, const double *costs,
                       double *shares) {
    double sizes[STEPPE_TRANSPORT_PATHS_MAX], cost[STEPPE_TRANSPORT_PATHS_MAX],
        some[STEPPE_TRANSPORT_PATHS_MAX];
    for (size_t k = 0; k < set->count; k++) {
        uint64_t territory = steppe_transport_territory(&finder->transport, &set->paths[k]);
        cost[k] = costs[k] + (territory & refused ? finder->load.refusal_cost * least : 0);
    }
    steppe_path_sizes(set, finder->transport.length_km, finder->transport.graph.arc_count,
                      finder->work, sizes);
    double expected = steppe_logit_shares(set->count, cost, sizes, theta, some);
    // What would cost transit.other_means of the cheapest way is not moved, as in the load.
    part /= 1 + exp(-theta * (finder->other_means * least - expected));
    for (size_t k = 0; k < set->count; k++) shares[k] += part * some[k];
}

static bool add_pair(struct finder *finder, const struct place *from, const struct place *to,
                     bool with_shares) {
    double shares[STEPPE_TRANSPORT_PATHS_MAX] = {0}, costs[STEPPE_TRANSPORT_PATHS_MAX],
           constants[STEPPE_TRANSPORT_PATHS_MAX], least = HUGE_VAL;
    struct steppe_transport *transport = &finder->transport;
    const uint16_t a = actor_of(finder, &finder->from, from), b = actor_of(finder, &finder->to, to);
    const struct steppe_ways_wanted wanted = {.freight = finder->freight_at,
                                              .cost = finder->cost,
                                              .trees = &finder->trees,
                                              .cheapest = YEN};
    struct steppe_path_set set;
    struct steppe_arena scratch;
    steppe_arena_init(&scratch, 0);
    bool good = steppe_path_set_make(STEPPE_TRANSPORT_PATHS_MAX, &scratch, &set) &&
                steppe_transport_ways(transport, &wanted, from->node, to->node, &scratch, &set);
    for (size_t k = 0; good && k < set.count; k++)
        least = fmin(least, steppe_way_cost(transport, &set.paths[k], finder->freight, NULL));
    uint64_t crossed = 0;
    for (size_t k = 0; good && k < set.count; k++) {
        uint64_t seen = steppe_counts_seeing(transport, &set.paths[k]);
        crossed |= steppe_transport_territory(transport, &set.paths[k]);
        constants[k] = least * steppe_corridor_fit_of(&finder->fit, finder->freight_at, a, b, seen);
        costs[k] = constants[k] + steppe_way_cost(transport, &set.paths[k], finder->freight,
                                                  finder->days[0] ? finder->days : NULL);
    }
    double theta = finder->freight->sensitivity / (least > 0 ? least : 1);
    double refusal = steppe_freight_refusal(&finder->load, a, b, crossed);
    if (good && set.count > 0) {
        add_shares(finder, &set, 0, least, theta, 1 - refusal, costs, shares);
        if (refusal > 0)
            add_shares(finder, &set, finder->load.sanctioned, least, theta, refusal, costs, shares);
    }
    for (size_t k = 0; good && k < set.count; k++) {
        struct steppe_route way;
        double share = with_shares ? shares[k] * from->share * to->share : 0;
        good = describe(finder, &set.paths[k], &way);
        if (good) way.constant = constants[k];
        good = good && add(finder, &way, share);
    }
    steppe_arena_free(&scratch);
    return good;
}

// Fuels between actors with a demand: what pipelines with hard capacities carry.
static bool add_nominations(struct finder *finder, struct steppe_routes *shown, bool *found) {
    const struct steppe_network *network = finder->transport.network;
    struct steppe_nominations nominations;
    struct steppe_arena scratch;
    bool good = true;
    *found = false;
    if (finder->from.actor < 0 || finder->to.actor < 0) return true;
    steppe_arena_init(&scratch, 0);
    for (uint32_t d = 0; d < network->demand_count && good && !*found; d++) {
        const struct steppe_demand *demand = &network->demands[d];
        if (demand->freight != finder->freight_at || demand->from != finder->from.actor ||
            demand->to != finder->to.actor) {
            continue;
        }
        *found = true;
        good = steppe_nominations_make(&finder->transport, finder->freight_at, &scratch,
                                       &nominations);
        for (size_t i = 0; good && i < nominations.count; i++) {
            struct steppe_route way;
            if (nominations.items[i].demand != d) continue;
            good = describe(finder, &nominations.items[i].path, &way) &&
                   add(finder, &way, nominations.items[i].flow / demand->value);
        }
        shown->demand = demand->value;
        shown->stranded = good ? nominations.stranded[d] : 0;
    }
    steppe_arena_free(&scratch);
    return good;
}

// Best first: by what was asked, by share where that is cost.
static bool better(const struct finder *finder, const struct steppe_route *a,
                   const struct steppe_route *b) {
    if (finder->options->by == STEPPE_ROUTES_BY_TIME && a->days != b->days)
        return a->days < b->days;
    if (finder->options->by == STEPPE_ROUTES_BY_RISK && a->closures != b->closures)
        return a->closures < b->closures;
    if (a->share != b->share) return a->share > b->share;
    return a->cost < b->cost;
}

static void finish(struct finder *finder, struct steppe_routes *shown) {
    for (size_t i = 1; i < finder->count; i++) {
        struct steppe_route moved = finder->routes[i];
        size_t at = i;
        for (; at > 0 && better(finder, &moved, &finder->routes[at - 1]); at--) {
            finder->routes[at] = finder->routes[at - 1];
        }
        finder->routes[at] = moved;
    }
    // Freight follows cost: among ways sought by another measure the cheap ones are missing.
    const bool known = finder->options->by == STEPPE_ROUTES_BY_COST;
    if (!known) shown->stranded = (double)NAN;
    for (size_t i = 0; i < finder->count; i++) {
        struct steppe_route *route = &finder->routes[i];
        if (!known) route->share = (double)NAN;
        route->flow = shown->demand * route->share;
    }
    shown->items = finder->routes;
    shown->count = finder->count;
}

// The constants of the base, and how full links are with the what-ifs.
static bool load_network(struct finder *finder, struct steppe_error *error) {
    struct steppe_transport *transport = &finder->transport;
    if (!steppe_corridor_fit_get(transport->model, finder->arena, &finder->fit, error))
        return false;
    transport->constants = finder->fit.constants;
    finder->other_means = steppe_central_parameter(transport->model, "transit.other_means", 1);
    if (!(finder->freight->goods_share > 0)) return true;
    if (!steppe_freight_load_make(transport, STEPPE_LOAD_LEAST_T, finder->arena, &finder->load,
                                  error) ||
        !steppe_freight_load_solve(&finder->load, 0, steppe_corridor_fit_constant, &finder->fit,
                                   error)) {
        return false;
    }
    for (int i = 0; i < 2; i++) finder->days[i] = finder->load.days[i];
    return true;
}

static bool fill(struct finder *finder, struct steppe_routes *shown, struct steppe_error *error) {
    bool nominated;
    if (!load_network(finder, error)) return false;
    finder->cost = STEPPE_TAKE(finder->arena, finder->transport.graph.arc_count + 1, double);
    finder->work = STEPPE_TAKE(finder->arena, finder->transport.graph.arc_count + 1, double);
    bool good = finder->cost && finder->work && add_nominations(finder, shown, &nominated);
    if (good) {
        steppe_transport_costs(&finder->transport, finder->freight, finder->options->by,
                               finder->cost);
        good = steppe_path_trees_make(&finder->transport.graph, finder->cost, finder->arena,
                                      &finder->trees);
    }
    for (size_t i = 0; good && i < finder->from.count; i++) {
        for (size_t j = 0; good && j < finder->to.count; j++) {
            good = add_pair(finder, &finder->from.items[i], &finder->to.items[j], !nominated);
        }
    }
    if (!good) {
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "not enough memory for the routes");
    }
    if (!steppe_transport_lost_none(&finder->transport, error)) return false;
    if (!nominated && finder->from.actor >= 0 && finder->to.actor >= 0) {
        double moved = 0;
        for (size_t i = 0; i < finder->count; i++) moved += finder->routes[i].share;
        shown->demand = steppe_trade_flow(finder->transport.model, (uint16_t)finder->from.actor,
                                          (uint16_t)finder->to.actor) *
                        finder->freight->goods_share / finder->freight->value;
        shown->stranded = moved < 1 - 1e-4 ? shown->demand * (1 - moved) : 0;
    }
    finish(finder, shown);
    return true;
}

static bool find(struct finder *finder, const struct steppe_model *model,
                 struct steppe_routes *shown, struct steppe_error *error) {
    const struct steppe_routes_options *options = finder->options;
    int32_t month = options->month ? options->month : steppe_date_month(model->start);
    if (!steppe_transport_make(model, month, &options->changes, finder->arena, &finder->transport,
                               error) ||
        !find_freight(finder, error) || !find_place(finder, options->from, &finder->from, error) ||
        !find_place(finder, options->to, &finder->to, error)) {
        return false;
    }
    if (strcmp(options->from, options->to) == 0) {
        return steppe_error_set(error, STEPPE_CODE_INPUT, (struct steppe_place){0},
                                "the route from %.60s ends where it begins", options->from);
    }
    finder->merge = finder->from.actor >= 0 || finder->to.actor >= 0;
    *shown = (struct steppe_routes){.freight = finder->freight->name,
                                    .measure = steppe_measure_name(finder->freight->measure),
                                    .tonnes = finder->freight->tonnes,
                                    .demand = (double)NAN,
                                    .stranded = (double)NAN};
    return fill(finder, shown, error);
}

bool steppe_routes_find(const struct steppe_project *project,
                        const struct steppe_routes_options *options,
                        const struct steppe_routes **routes, struct steppe_error *error) {
    struct steppe_arena arena;
    const struct steppe_model *model = steppe_project_sound_model(project, error);
    *routes = NULL;
    if (!model) return false;
    steppe_arena_init(&arena, 0);
    struct result *result = STEPPE_TAKE(&arena, 1, struct result);
    if (!result) {
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "not enough memory for the routes");
    }
    struct finder finder = {.options = options, .arena = &arena};
    bool good = find(&finder, model, &result->shown, error);
    result->arena = arena;
    if (good)
        *routes = &result->shown;
    else
        steppe_arena_free(&arena);
    return good;
}

void steppe_routes_free(const struct steppe_routes *routes) {
    if (!routes) return;
    struct steppe_arena arena = ((const struct result *)(const void *)routes)->arena;
    steppe_arena_free(&arena);
}
