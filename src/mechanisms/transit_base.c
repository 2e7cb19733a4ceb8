// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit_base: what gates carry and territories earn at the base. The step counts from it.
#include <math.h>

#include "mechanisms/transit_parts.h"

static bool take(struct steppe_transit_maker *maker) {
    const struct steppe_network *network = maker->network;
    struct steppe_transit_routes *routes = maker->routes;
    const size_t gates = network->gate_count + 1;
    double *cells = STEPPE_TAKE(maker->arena, 8 * gates + 2 * STEPPE_ACTORS_MAX, double);
    routes->demand_base = STEPPE_TAKE(maker->arena, network->demand_count + 1, double);
    if (!cells || !routes->demand_base) return false;
    for (int i = 0; i < 2; i++) {
        routes->boxes[i] = cells + (size_t)i * gates;
        routes->tonnes[i] = cells + (size_t)(2 + i) * gates;
        routes->response[i] = cells + (size_t)(4 + i) * gates;
        routes->tolls[i] = cells + 8 * gates + (size_t)i * STEPPE_ACTORS_MAX;
    }
    routes->fuel = cells + 6 * gates;
    routes->fuel_tonnes = cells + 7 * gates;
    return true;
}

static void add_tolls(const struct steppe_transit_way *way, double flow, double *tolls) {
    for (size_t a = 0; a < STEPPE_ACTORS_MAX; a++) tolls[a] += flow * way->toll[a];
}

static void add_goods(struct steppe_transit_maker *maker,
                      const struct steppe_transit_market *market) {
    struct steppe_transit_routes *routes = maker->routes;
    const struct steppe_freight *freight = &maker->network->freights[market->freight];
    const int kind = freight->measure == STEPPE_MEASURE_TEU ? 0 : 1;
    const double day = freight->time_cost * freight->value * freight->sensitivity / market->scale;
    for (size_t k = 0; k < market->way_count; k++) {
        const struct steppe_transit_way *way = &market->ways[k];
        if (way->gates & maker->closed) continue;
        const bool clean = !(way->territory & routes->sanctioned);
        const double all = market->measures * way->weight;
        const double refused = market->refuser < 0
                                   ? 0
                                   : market->level * ((clean ? all / market->clean : 0) - all);
        for (uint64_t left = way->gates; left; left &= left - 1) {
            const int gate = __builtin_ctzll(left);
            routes->tonnes[0][gate] += all * freight->tonnes;
            routes->tonnes[1][gate] += refused * freight->tonnes;
            if (kind == 0) routes->boxes[0][gate] += all;
            if (kind == 0) routes->boxes[1][gate] += refused;
            routes->response[kind][gate] += all * freight->tonnes * (1 - way->weight) * day;
        }
        add_tolls(way, all, routes->tolls[0]);
        add_tolls(way, refused, routes->tolls[1]);
    }
}

// Sums of flow times response become means.
static void finish_responses(struct steppe_transit_maker *maker) {
    struct steppe_transit_routes *routes = maker->routes;
    for (size_t gate = 0; gate < maker->network->gate_count; gate++)
        for (int kind = 0; kind < 2; kind++) {
            double *response = &routes->response[kind][gate];
            const double flow = routes->tonnes[0][gate];
            *response = flow > 0 ? *response / flow : 0;
            if (*response < 0.02) *response = 0.02; // a gate that is empty may fill
        }
}

static double gate_room(const struct steppe_transit_maker *maker, int gate,
                        const struct steppe_freight *freight) {
    const struct steppe_gate *of = &maker->network->gates[gate];
    const double capacity = steppe_gate_capacity(maker->network, of, freight->measure);
    return maker->closed >> gate & 1 ? 0 : capacity - maker->routes->fuel[gate];
}

static void add_fuel(struct steppe_transit_maker *maker,
                     const struct steppe_transit_market *market) {
    struct steppe_transit_routes *routes = maker->routes;
    const struct steppe_freight *freight = &maker->network->freights[market->freight];
    double left = market->measures;
    for (size_t k = 0; k < market->way_count && left > 0; k++) {
        const struct steppe_transit_way *way = &market->ways[k];
        double flow = left < way->room ? left : way->room;
        for (uint64_t bits = way->gates; bits; bits &= bits - 1) {
            const double room = gate_room(maker, __builtin_ctzll(bits), freight);
            if (room < flow) flow = room;
        }
        if (!(flow > 0)) continue;
        for (uint64_t bits = way->gates; bits; bits &= bits - 1) {
            routes->fuel[__builtin_ctzll(bits)] += flow;
            routes->fuel_tonnes[__builtin_ctzll(bits)] += flow * freight->tonnes;
        }
        left -= flow;
        add_tolls(way, flow, routes->tolls[0]);
        // What a dearer way costs is not earned.
        routes->demand_base[market->demand] += flow * (1 - (way->cost - market->ways[0].cost) /
                                                               market->value);
    }
}

bool steppe_transit_make_base(struct steppe_transit_maker *maker) {
    if (!take(maker)) return false;
    for (size_t i = 0; i < maker->routes->goods_count; i++)
        add_goods(maker, &maker->routes->goods[i]);
    for (size_t i = 0; i < maker->routes->fuel_count; i++)
        add_fuel(maker, &maker->routes->fuels[i]);
    finish_responses(maker);
    return true;
}
