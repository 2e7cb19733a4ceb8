// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit_limits: what ways of fuels share outside gates, and with whom. Each fleet and each link
// outside gates whose capacity is known is a row; in the month every way takes room from those that
// it passes. Rows that can never be the narrowest are left out when all ways are known.
#include <math.h>
#include <string.h>

#include "mechanisms/transit_parts.h"

bool steppe_transit_limits_begin(struct steppe_transit_maker *maker) {
    const struct steppe_network *network = maker->network;
    struct steppe_transit_routes *routes = maker->routes;
    routes->limits = STEPPE_TAKE(
        maker->kept, network->fleet_count + STEPPE_MEASURE_COUNT * network->link_count + 1,
        struct steppe_transit_limit);
    if (!routes->limits) return false;
    for (size_t f = 0; f < network->fleet_count; f++)
        routes->limits[routes->limit_count++] = (struct steppe_transit_limit){
            .room = network->fleets[f].capacity, .fleet = (int32_t)f};
    return true;
}

// The row of a link; STEPPE_NOWHERE: a gate decides there, or nothing binds.
static uint32_t row_of(struct steppe_transit_maker *maker, const struct steppe_freight *freight,
                       uint32_t link) {
    struct steppe_transit_routes *routes = maker->routes;
    if (maker->gate_of[link] >= 0) return STEPPE_NOWHERE;
    const double room = steppe_transport_capacity(&maker->planned, link, freight);
    if (!isfinite(room)) return STEPPE_NOWHERE;
    for (size_t i = maker->network->fleet_count; i < routes->limit_count; i++)
        if (routes->limits[i].link == link && routes->limits[i].measure == freight->measure)
            return (uint32_t)i;
    routes->limits[routes->limit_count] = (struct steppe_transit_limit){
        .room = room, .fleet = -1, .link = link, .measure = freight->measure};
    return (uint32_t)routes->limit_count++;
}

static bool passes(const struct steppe_transit_way *way, uint32_t row) {
    for (uint32_t i = 0; i < way->limit_count; i++)
        if (way->limits[i] == row) return true;
    return false;
}

static void add(struct steppe_transit_way *way, uint32_t row) {
    uint32_t at = way->limit_count;
    if (row == STEPPE_NOWHERE || passes(way, row)) return;
    for (; at > 0 && row < way->limits[at - 1]; at--) way->limits[at] = way->limits[at - 1];
    way->limits[at] = row;
    way->limit_count++;
}

bool steppe_transit_limits_of(struct steppe_transit_maker *maker,
                              const struct steppe_demand *demand, const struct steppe_path *path,
                              struct steppe_transit_way *way) {
    const struct steppe_network *network = maker->network;
    way->limit_count = 0;
    way->limits = STEPPE_TAKE(maker->scratch, network->fleet_count + path->arc_count + 1, uint32_t);
    if (!way->limits) return false;
    for (size_t i = 0; i < path->arc_count; i++) {
        const uint32_t link = maker->planned.link[path->arcs[i]];
        for (uint32_t left = steppe_network_fleets(network, demand->freight, demand->from, link);
             left; left &= left - 1)
            add(way, (uint32_t)__builtin_ctz(left));
        add(way, row_of(maker, &network->freights[demand->freight], link));
    }
    return true;
}

bool steppe_transit_limits_alike(const struct steppe_transit_way *a,
                                 const struct steppe_transit_way *b) {
    return a->limit_count == b->limit_count &&
           memcmp(a->limits, b->limits, a->limit_count * sizeof *a->limits) == 0;
}

// ---- those that bind ---------------------------------------------------------------------------

// Of the rows that one way passes, those that all ways through `row` pass; 0: no way does.
static uint32_t common(const struct steppe_transit_routes *routes, uint32_t row, uint32_t *rows) {
    uint32_t count = 0;
    bool first = true;
    for (size_t s = 0; s < routes->fuel_count; s++) {
        const struct steppe_transit_market *market = &routes->fuels[s];
        for (size_t k = 0; k < market->way_count; k++) {
            const struct steppe_transit_way *way = &market->ways[k];
            uint32_t left = 0;
            if (!passes(way, row)) continue;
            if (first) memcpy(rows, way->limits, way->limit_count * sizeof *rows);
            if (first) count = way->limit_count;
            for (uint32_t i = 0; i < count; i++)
                if (passes(way, rows[i])) rows[left++] = rows[i];
            count = left;
            first = false;
        }
    }
    return count;
}

// What passes `row` passes one as narrow, too, which is full before it or with it.
static bool can_bind(const struct steppe_transit_limit *limits, uint32_t row, const uint32_t *rows,
                     uint32_t count) {
    const double room = limits[row].room;
    for (uint32_t i = 0; i < count; i++)
        if (limits[rows[i]].room < room || (limits[rows[i]].room <= room && rows[i] < row))
            return false;
    return count > 0;
}

static void renumber(struct steppe_transit_routes *routes, const uint32_t *to) {
    for (size_t s = 0; s < routes->fuel_count; s++) {
        for (size_t k = 0; k < routes->fuels[s].way_count; k++) {
            struct steppe_transit_way *way = &routes->fuels[s].ways[k];
            uint32_t count = 0;
            for (uint32_t i = 0; i < way->limit_count; i++)
                if (to[way->limits[i]] != STEPPE_NOWHERE) way->limits[count++] = to[way->limits[i]];
            way->limit_count = count;
        }
    }
}

bool steppe_transit_limits_end(struct steppe_transit_maker *maker) {
    struct steppe_transit_routes *routes = maker->routes;
    const size_t all = routes->limit_count;
    uint32_t *to = STEPPE_TAKE(maker->scratch, all + 1, uint32_t);
    uint32_t *rows = STEPPE_TAKE(maker->scratch, all + 1, uint32_t);
    if (!to || !rows) return false;
    struct steppe_transit_limit *limits;
    uint32_t kept = 0;
    for (uint32_t row = 0; row < all; row++) {
        const uint32_t count = common(routes, row, rows);
        to[row] = can_bind(routes->limits, row, rows, count) ? kept++ : STEPPE_NOWHERE;
    }
    limits = STEPPE_TAKE(maker->arena, kept + 1, struct steppe_transit_limit);
    if (!limits) return false;
    for (uint32_t row = 0; row < all; row++)
        if (to[row] != STEPPE_NOWHERE) limits[to[row]] = routes->limits[row];
    routes->limits = limits;
    routes->limit_count = kept;
    renumber(routes, to);
    return true;
}
