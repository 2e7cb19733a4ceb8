// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit_fuels: shipments of fuels and their ways. Those of the base are what the nominations of
// `steppe routes` take, with the constants of corridors, so that the month carries what was
// counted. The others are found by doing without: from each way the cheapest that avoids one of its
// gates or fleets. In the order of their cost with the constants fuel overflows when they fill or
// close. What costs more than the fuel bears is shut in.
#include <math.h>
#include <string.h>

#include "mechanisms/transit_parts.h"
#include "world/nominations.h"

#define ALTERNATIVES 16 // ways to one gateway
#define DEPTH 3         // gates and fleets done without at once
#define LEAST 1e-4      // of a shipment: less than this by a way is left to the others

_Static_assert(STEPPE_GATES_MAX + STEPPE_FLEETS_MAX <= 64, "a bit for each gate, then each fleet");

// Of one demand.
struct fuel {
    struct steppe_transit_maker *maker;
    const struct steppe_freight *freight;
    const struct steppe_demand *demand;
    uint32_t row;
    const struct steppe_nominations *nominations;
    double *cost_now, *cost_open; // [arc] as the network stands, and with all gates open
    uint64_t ends, counts;
};

// One gateway to another.
struct search {
    const struct fuel *fuel;
    uint32_t from, to;
    double scale; // USD a measure by the cheapest way
    struct steppe_transit_way ways[ALTERNATIVES];
    size_t count;
};

static uint32_t fleets_on(const struct fuel *fuel, uint32_t link) {
    return steppe_network_fleets(fuel->maker->network, fuel->demand->freight, fuel->demand->from,
                                 link);
}

static bool cheapest_without(const struct search *search, uint64_t shut, struct steppe_path *path,
                             bool *found) {
    const struct fuel *fuel = search->fuel;
    struct steppe_transit_maker *maker = fuel->maker;
    const size_t arcs = maker->planned.graph.arc_count;
    const uint64_t fleets = shut >> STEPPE_GATES_MAX;
    for (size_t arc = 0; arc < arcs; arc++) {
        const int32_t gate = maker->gate_of[maker->planned.link[arc]];
        const bool closed = gate >= 0 && (shut >> gate & 1);
        const bool used_up = fleets && (fleets_on(fuel, maker->planned.link[arc]) & fleets);
        maker->work[arc] = closed || used_up ? HUGE_VAL : fuel->cost_open[arc];
    }
    return steppe_path_cheapest(&maker->planned.search, maker->work, search->from, search->to,
                                maker->scratch, path, found);
}

static bool way_of(const struct search *search, const struct steppe_path *path,
                   struct steppe_transit_way *way) {
    const struct fuel *fuel = search->fuel;
    steppe_transit_way_of(fuel->maker, fuel->freight, path, fuel->ends, way);
    for (size_t i = 0; i < path->arc_count; i++) {
        const uint32_t link = fuel->maker->planned.link[path->arcs[i]];
        way->bound |= steppe_demand_binds(fuel->demand, link);
    }
    way->counts = steppe_counts_seeing(&fuel->maker->planned, path) & fuel->counts;
    way->order = way->cost + search->scale * steppe_count_constants(
                                                 fuel->maker->network, fuel->maker->fit.constants,
                                                 fuel->demand->freight, fuel->demand->from,
                                                 fuel->demand->to, 1, way->counts);
    return steppe_transit_limits_of(fuel->maker, fuel->demand, path, way);
}

static struct steppe_transit_way *like(struct search *search,
                                       const struct steppe_transit_way *way) {
    for (size_t k = 0; k < search->count; k++) {
        struct steppe_transit_way *old = &search->ways[k];
        if (old->gates == way->gates && old->territory == way->territory &&
            old->bound == way->bound && old->counts == way->counts &&
            steppe_transit_limits_alike(old, way))
            return old;
    }
    return NULL;
}

// ---- ways of the base --------------------------------------------------------------------------

// Ways that pass the same are one: their means, by what they carry.
static void join(struct steppe_transit_way *old, const struct steppe_transit_way *way) {
    const double part = way->flow / (old->flow + way->flow);
    old->flow += way->flow;
    old->cost += part * (way->cost - old->cost);
    old->order += part * (way->order - old->order);
    for (size_t a = 0; a < STEPPE_ACTORS_MAX; a++)
        old->toll[a] += part * (way->toll[a] - old->toll[a]);
}

// Of a shipment of so many measures.
static bool take_nominated(struct search *search, double measures) {
    const struct fuel *fuel = search->fuel;
    for (size_t i = 0; i < fuel->nominations->count; i++) {
        const struct steppe_nomination *item = &fuel->nominations->items[i];
        struct steppe_transit_way way;
        if (item->demand != fuel->row || item->from != search->from || item->to != search->to)
            continue;
        if (!way_of(search, &item->path, &way)) return false;
        way.flow = item->flow;
        if ((way.gates & fuel->maker->closed) || !(way.flow > LEAST * measures)) continue;
        struct steppe_transit_way *old = like(search, &way);
        if (old)
            join(old, &way);
        else if (search->count < ALTERNATIVES)
            search->ways[search->count++] = way;
    }
    return true;
}

// ---- ways of overflow --------------------------------------------------------------------------

// The cheapest way with some gates shut and fleets used up, and from it on.
static bool spread(struct search *search, uint64_t shut, int depth) {
    struct steppe_path path;
    struct steppe_transit_way way;
    const uint32_t fleets = (uint32_t)search->fuel->maker->network->fleet_count;
    bool found;
    if (!cheapest_without(search, shut, &path, &found)) return false;
    if (!found || path.cost > search->fuel->freight->most_cost) return true;
    if (!way_of(search, &path, &way)) return false;
    if (!like(search, &way) && search->count < ALTERNATIVES) search->ways[search->count++] = way;
    if (depth == 0) return true;
    uint64_t passed = way.gates;
    for (uint32_t i = 0; i < way.limit_count && way.limits[i] < fleets; i++)
        passed |= UINT64_C(1) << (STEPPE_GATES_MAX + way.limits[i]);
    for (uint64_t left = passed; left; left &= left - 1)
        if (!spread(search, shut | (left & -left), depth - 1)) return false;
    return true;
}

static void sort(struct steppe_transit_way *ways, size_t count) {
    for (size_t i = 1; i < count; i++) {
        const struct steppe_transit_way moved = ways[i];
        size_t at = i;
        for (; at > 0 && moved.order < ways[at - 1].order; at--) ways[at] = ways[at - 1];
        ways[at] = moved;
    }
}

// By the cheapest way as the network stands, or else with all gates open.
static bool scale_of(struct search *search) {
    struct steppe_transit_maker *maker = search->fuel->maker;
    struct steppe_path path = {0};
    bool found;
    if (!steppe_path_cheapest(&maker->base.search, search->fuel->cost_now, search->from, search->to,
                              maker->scratch, &path, &found) ||
        (!found && !cheapest_without(search, 0, &path, &found)))
        return false;
    search->scale = found ? path.cost : 0;
    return true;
}

// Adds the ways to one gateway; `measures` of the base go there, or 0: it is only for overflow.
static bool add_ways(const struct fuel *fuel, uint32_t from, uint32_t to, double measures,
                     struct steppe_transit_market *market) {
    struct search search = {.fuel = fuel, .from = from, .to = to};
    if (!scale_of(&search)) return false;
    if (measures > 0) {
        market->scale = search.scale;
        if (!take_nominated(&search, measures)) return false;
    }
    if (!spread(&search, 0, DEPTH)) return false;
    struct steppe_transit_way *ways = market->ways + market->way_count;
    size_t count = 0;
    while (count < search.count && market->way_count + count < STEPPE_TRANSIT_FUEL_WAYS_MAX) {
        ways[count] = search.ways[count];
        count++;
    }
    sort(ways, count);
    market->way_count += count;
    return true;
}

// From scratch to the routes' arena.
static bool keep_ways(struct steppe_transit_maker *maker, const struct steppe_transit_way *ways,
                      struct steppe_transit_market *market) {
    size_t limits = 0;
    for (size_t k = 0; k < market->way_count; k++) limits += ways[k].limit_count;
    market->ways = STEPPE_TAKE(maker->arena, market->way_count + 1, struct steppe_transit_way);
    uint32_t *rows = STEPPE_TAKE(maker->arena, limits + 1, uint32_t);
    if (!market->ways || !rows) return false;
    for (size_t k = 0; k < market->way_count; k++) {
        market->ways[k] = ways[k];
        market->ways[k].limits = rows;
        memcpy(rows, ways[k].limits, ways[k].limit_count * sizeof *rows);
        rows += ways[k].limit_count;
    }
    return true;
}

// One gateway to another; what finds no room goes on to the importer's other gateways.
static bool add_shipment(const struct fuel *fuel, const struct steppe_gateway *from,
                         const struct steppe_gateway *to) {
    struct steppe_transit_maker *maker = fuel->maker;
    const struct steppe_network *network = maker->network;
    const struct steppe_demand *demand = fuel->demand;
    struct steppe_transit_way ways[STEPPE_TRANSIT_FUEL_WAYS_MAX];
    struct steppe_transit_market market = {.from = demand->from,
                                           .to = demand->to,
                                           .freight = demand->freight,
                                           .ways = ways,
                                           .measures = demand->value * from->share * to->share,
                                           .value = fuel->freight->value,
                                           .demand = fuel->row,
                                           .refuser = -1};
    const struct steppe_arena_mark mark = steppe_arena_mark(maker->scratch);
    if (!add_ways(fuel, from->node, to->node, market.measures, &market)) return false;
    for (size_t g = 0; g < network->gateway_count; g++) {
        const struct steppe_gateway *end = &network->gateways[g];
        if (end->actor != demand->to || end->freight != demand->freight || end == to) continue;
        if (!add_ways(fuel, from->node, end->node, 0, &market)) return false;
    }
    if (!keep_ways(maker, ways, &market)) return false;
    steppe_arena_rewind(maker->scratch, mark);
    maker->routes->fuels[maker->routes->fuel_count++] = market;
    return true;
}

static bool add_demand(const struct fuel *fuel) {
    const struct steppe_network *network = fuel->maker->network;
    const struct steppe_demand *demand = fuel->demand;
    for (size_t g = 0; g < network->gateway_count; g++) {
        const struct steppe_gateway *from = &network->gateways[g];
        if (from->actor != demand->from || from->freight != demand->freight) continue;
        for (size_t h = 0; h < network->gateway_count; h++) {
            const struct steppe_gateway *to = &network->gateways[h];
            if (to->actor != demand->to || to->freight != demand->freight) continue;
            if (!add_shipment(fuel, from, to)) return false;
        }
    }
    return true;
}

// A shipment for each pair of gateways of each demand.
static size_t shipments(const struct steppe_network *network) {
    size_t count = 0;
    for (size_t d = 0; d < network->demand_count; d++) {
        size_t from = 0, to = 0;
        for (size_t g = 0; g < network->gateway_count; g++) {
            if (network->gateways[g].freight != network->demands[d].freight) continue;
            from += network->gateways[g].actor == network->demands[d].from;
            to += network->gateways[g].actor == network->demands[d].to;
        }
        count += from * to;
    }
    return count;
}

// The demands of one fuel.
static bool add_fuel(struct steppe_transit_maker *maker, uint16_t freight, double *cost_open) {
    const struct steppe_network *network = maker->network;
    const struct steppe_freight *of = &network->freights[freight];
    struct steppe_nominations nominations;
    if (!steppe_nominations_make(&maker->base, freight, maker->scratch, &nominations)) return false;
    steppe_transport_costs(&maker->base, of, STEPPE_ROUTES_BY_COST, maker->cost[0]);
    steppe_transport_costs(&maker->planned, of, STEPPE_ROUTES_BY_COST, cost_open);
    for (uint32_t row = 0; row < network->demand_count; row++) {
        const struct steppe_demand *demand = &network->demands[row];
        const struct fuel fuel = {
            .maker = maker,
            .freight = of,
            .demand = demand,
            .row = row,
            .nominations = &nominations,
            .cost_now = maker->cost[0],
            .cost_open = cost_open,
            .ends = UINT64_C(1) << demand->from | UINT64_C(1) << demand->to,
            .counts = steppe_transit_counts_of(network, freight, demand->from, demand->to, 1)};
        if (demand->freight == freight && !add_demand(&fuel)) return false;
    }
    return true;
}

bool steppe_transit_make_fuels(struct steppe_transit_maker *maker) {
    const struct steppe_network *network = maker->network;
    maker->routes->fuels = STEPPE_TAKE(maker->arena, shipments(network) + 1,
                                       struct steppe_transit_market);
    if (!maker->routes->fuels || !steppe_transit_limits_begin(maker)) return false;
    maker->base.constants = maker->fit.constants;
    for (uint16_t f = 0; f < network->freight_count; f++)
        if (!(network->freights[f].goods_share > 0) && !add_fuel(maker, f, maker->cost[1]))
            return false;
    return steppe_transit_limits_end(maker);
}
