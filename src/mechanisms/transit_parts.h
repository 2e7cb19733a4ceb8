// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit_parts: what transit_routes.c and transit_fuels.c share while ways are found.
#ifndef STEPPE_MECHANISMS_TRANSIT_PARTS_H
#define STEPPE_MECHANISMS_TRANSIT_PARTS_H

#include "mechanisms/transit.h"
#include "world/corridor_fit.h"

// Ways of one pair of actors while they are joined.
struct steppe_transit_pool {
    struct steppe_transit_way ways[512];
    size_t count;
    double share, scale;     // sums over gateways
    double stays, stays_too; // what is not moved, of all and of those who refuse: the same sums
    size_t dropped;          // ways that found no place, and their weights, as `size` has them
    double lost;
};

// What one measure of a freight meets on a link of the planned network.
struct steppe_transit_fare {
    double cost, wait; // USD; wait: by what the fit says of days, on top
    double toll;       // USD to each owner
};

struct steppe_transit_maker {
    const struct steppe_setup *setup;
    const struct steppe_network *network;
    struct steppe_transit_routes *routes;
    struct steppe_arena *arena, *scratch;
    struct steppe_arena *kept;             // scratch that lasts
    struct steppe_transport base, planned; // as it stands; all gates open
    struct steppe_corridor_fit fit;
    struct steppe_transit_pool *pool;
    int32_t month;
    int32_t *gate_of; // [link] -1: none
    uint64_t closed;  // gates that carry nothing at the start
    uint64_t sanctioners;
    struct steppe_transit_fare *fares; // [link] of the freight `fares_of`
    const struct steppe_freight *fares_of;
    double *cost[2], *work;            // [arc] of a freight on both networks
    struct steppe_path_trees trees[2]; // of the same
    // Central values of parameters of transit by these names.
    double refusal, refusal_cost, other_means, whole_most, dominated;
    double *limit_left; // [limit] measures a year, while the base is laid
    // Of the pair of actors that lost most ways for want of places.
    size_t dropped;
    uint16_t dropped_from, dropped_to;
};

// What a path passes, costs and pays to third parties; weight 0. ends: bits of the two actors.
void steppe_transit_way_of(struct steppe_transit_maker *maker, const struct steppe_freight *freight,
                           const struct steppe_path *path, uint64_t ends,
                           struct steppe_transit_way *way);
// The counts that follow this freight from one actor to another; forward: part of it that does not
// go the other way.
uint64_t steppe_transit_counts_of(const struct steppe_network *network, uint32_t freight,
                                  uint16_t from, uint16_t to, double forward);
// transit_limits.c: false: no memory. The rows of all fleets; then those that a path passes, with
// new ones for its links, into a way in scratch; at the end only rows that can be the narrowest, in
// all ways of fuels.
STEPPE_CHECKED bool steppe_transit_limits_begin(struct steppe_transit_maker *maker);
STEPPE_CHECKED bool steppe_transit_limits_of(struct steppe_transit_maker *maker,
                                             const struct steppe_demand *demand,
                                             const struct steppe_path *path,
                                             struct steppe_transit_way *way);
STEPPE_CHECKED bool steppe_transit_limits_end(struct steppe_transit_maker *maker);
bool steppe_transit_limits_alike(const struct steppe_transit_way *a,
                                 const struct steppe_transit_way *b);
// False: no memory.
STEPPE_CHECKED bool steppe_transit_make_fuels(struct steppe_transit_maker *maker);
// Flows and tolls of the base. False: no memory.
STEPPE_CHECKED bool steppe_transit_make_base(struct steppe_transit_maker *maker);
#endif
