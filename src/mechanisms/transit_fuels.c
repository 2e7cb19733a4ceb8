// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit_fuels: shipments of fuels and their ways, cheapest first. From each way found, the next
// are the cheapest that do without one of its gates or fleets: the order in which fuel overflows
// when they fill or close. What costs more than the fuel bears is shut in.
#include <math.h>
#include <string.h>

#include "mechanisms/transit_parts.h"

#define ALTERNATIVES 12 // ways to one gateway
#define DEPTH 3         // gates and fleets done without at once

_Static_assert(STEPPE_GATES_MAX + STEPPE_FLEETS_MAX <= 64, "a bit for each gate, then each fleet");

struct search {
    struct steppe_transit_maker *maker;
    const struct steppe_freight *freight;
    const struct steppe_demand *demand;
    uint32_t from, to;
    uint64_t ends;
    double *cost; // [arc] without any gate shut
    struct steppe_transit_way ways[ALTERNATIVES];
    size_t count;
};

static uint32_t fleets_on(const struct search *search, uint32_t link) {
    return steppe_network_fleets(search->maker->network, search->demand->freight,
                                 search->demand->from, link);
}

static bool cheapest_without(struct search *search, uint64_t shut, struct steppe_path *path,
                             bool *found) {
    struct steppe_transit_maker *maker = search->maker;
    const size_t arcs = maker->planned.graph.arc_count;
    for (size_t arc = 0; arc < arcs; arc++) {
        const int32_t gate = maker->gate_of[maker->planned.link[arc]];
        const bool closed = gate >= 0 && (shut >> gate & 1);
        const uint64_t fleets = fleets_on(search, maker->planned.link[arc]);
        const bool used_up = (fleets & shut >> STEPPE_GATES_MAX) != 0;
        maker->work[arc] = closed || used_up ? HUGE_VAL : search->cost[arc];
    }
    return steppe_path_cheapest(&maker->planned.search, maker->work, search->from, search->to,
                                maker->scratch, path, found);
}

static bool same(const struct steppe_transit_way *a, const struct steppe_transit_way *b) {
    return a->gates == b->gates && a->territory == b->territory && a->fleets == b->fleets &&
           a->bound == b->bound;
}

// The cheapest way with some gates shut and fleets used up, and from it on.
static bool spread(struct search *search, uint64_t shut, int depth) {
    struct steppe_path path;
    struct steppe_transit_way way;
    bool found;
    if (!cheapest_without(search, shut, &path, &found)) return false;
    if (!found || path.cost > search->freight->most_cost) return true;
    steppe_transit_way_of(search->maker, search->freight, &path, search->ends, &way);
    for (size_t i = 0; i < path.arc_count; i++) {
        const uint32_t link = search->maker->planned.link[path.arcs[i]];
        way.fleets |= fleets_on(search, link);
        way.bound |= steppe_demand_binds(search->demand, link);
    }
    bool known = false;
    for (size_t k = 0; k < search->count; k++) known |= same(&search->ways[k], &way);
    if (!known && search->count < ALTERNATIVES) search->ways[search->count++] = way;
    if (depth == 0) return true;
    const uint64_t passed = way.gates | (uint64_t)way.fleets << STEPPE_GATES_MAX;
    for (uint64_t left = passed; left; left &= left - 1)
        if (!spread(search, shut | (left & -left), depth - 1)) return false;
    return true;
}

static int by_cost(const struct steppe_transit_way *a, const struct steppe_transit_way *b) {
    return a->cost < b->cost;
}

static void sort(struct steppe_transit_way *ways, size_t count) {
    for (size_t i = 1; i < count; i++) {
        const struct steppe_transit_way moved = ways[i];
        size_t at = i;
        for (; at > 0 && by_cost(&moved, &ways[at - 1]); at--) ways[at] = ways[at - 1];
        ways[at] = moved;
    }
}

// One gateway to another; what finds no room goes on to the importer's other gateways.
static bool add_shipment(struct steppe_transit_maker *maker, uint32_t row,
                         const struct steppe_gateway *from, const struct steppe_gateway *to,
                         double *cost) {
    const struct steppe_network *network = maker->network;
    const struct steppe_demand *demand = &network->demands[row];
    const struct steppe_freight *freight = &network->freights[demand->freight];
    struct steppe_transit_way ways[STEPPE_TRANSIT_WAYS_MAX];
    size_t count = 0;
    for (int own = 1; own >= 0; own--) {
        const size_t first = count;
        for (size_t g = 0; g < network->gateway_count; g++) {
            const struct steppe_gateway *end = &network->gateways[g];
            if (end->actor != demand->to || end->freight != demand->freight) continue;
            if ((end == to) != (own == 1)) continue;
            struct search search = {.maker = maker,
                                    .freight = freight,
                                    .demand = demand,
                                    .from = from->node,
                                    .to = end->node,
                                    .ends = UINT64_C(1) << demand->from | UINT64_C(1) << demand->to,
                                    .cost = cost};
            if (!spread(&search, 0, DEPTH)) return false;
            for (size_t k = 0; k < search.count && count < STEPPE_TRANSIT_WAYS_MAX; k++)
                ways[count++] = search.ways[k];
        }
        sort(ways + first, count - first);
    }
    struct steppe_transit_market *market = &maker->routes->fuels[maker->routes->fuel_count++];
    *market = (struct steppe_transit_market){
        .from = demand->from,
        .to = demand->to,
        .freight = demand->freight,
        .ways = STEPPE_TAKE(maker->arena, count + 1, struct steppe_transit_way),
        .way_count = count,
        .measures = demand->value * from->share * to->share,
        .value = freight->value,
        .demand = row,
        .refuser = -1};
    if (!market->ways) return false;
    memcpy(market->ways, ways, count * sizeof *ways);
    return true;
}

static bool add_demand(struct steppe_transit_maker *maker, uint32_t row, double *cost) {
    const struct steppe_network *network = maker->network;
    const struct steppe_demand *demand = &network->demands[row];
    for (size_t g = 0; g < network->gateway_count; g++) {
        const struct steppe_gateway *from = &network->gateways[g];
        if (from->actor != demand->from || from->freight != demand->freight) continue;
        for (size_t h = 0; h < network->gateway_count; h++) {
            const struct steppe_gateway *to = &network->gateways[h];
            if (to->actor != demand->to || to->freight != demand->freight) continue;
            if (!add_shipment(maker, row, from, to, cost)) return false;
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

bool steppe_transit_make_fuels(struct steppe_transit_maker *maker) {
    const struct steppe_network *network = maker->network;
    double *cost = STEPPE_TAKE(maker->scratch, maker->planned.graph.arc_count + 1, double);
    maker->routes->fuels = STEPPE_TAKE(maker->arena, shipments(network) + 1,
                                       struct steppe_transit_market);
    if (!cost || !maker->routes->fuels) return false;
    for (uint32_t row = 0; row < network->demand_count; row++) {
        const struct steppe_freight *freight = &network->freights[network->demands[row].freight];
        if (freight->goods_share > 0) continue;
        steppe_transport_costs(&maker->planned, freight, STEPPE_ROUTES_BY_COST, cost);
        if (!add_demand(maker, row, cost)) return false;
    }
    return true;
}
