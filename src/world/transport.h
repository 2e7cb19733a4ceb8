// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transport: the network of a model as a graph of one month, with what-ifs laid over it. In: model,
// month, names to close, open or widen. Out: arcs with costs and capacities, and path sets.
#ifndef STEPPE_WORLD_TRANSPORT_H
#define STEPPE_WORLD_TRANSPORT_H

#include "base/error.h"
#include "model/network.h"
#include "solve/paths.h"

// A set of alternatives: one round each territory and each fitted count, one by each corridor, the
// cheapest.
#define STEPPE_TRANSPORT_PATHS_MAX 64

struct steppe_transport {
    const struct steppe_model *model;
    const struct steppe_network *network;
    int32_t month;
    uint32_t *tail, *head, *link; // [arc]
    double *length_km;            // [arc]
    bool *open;                   // [link]
    // [measure][link] times the capacity of the table: works that are done.
    double *scale[STEPPE_MEASURE_COUNT];
    uint64_t actors;         // bit i: actor i has territory on the network
    bool *group_arcs;        // [actor][arc] in the territory
    bool *count_arcs;        // [count][arc] of the links of a count
    uint64_t *seen;          // [link] bit c: by count c
    const double *constants; // [count] of fuels, share of the cheapest way; NULL: none
    double corridor_most;    // transit.corridor_most, times the cheapest way
    int8_t *turned;          // [node][corridor] -1: met in reverse from there; 0: not asked
    // Ways that found no room in a set: of the pair of nodes that lost most.
    size_t lost;
    uint32_t lost_freight, lost_from, lost_to;
    struct steppe_graph graph;
    struct steppe_path_search search;
};

// False with code INPUT (no network, an unknown name, a wrong factor) or MEMORY.
STEPPE_CHECKED bool steppe_transport_make(const struct steppe_model *model, int32_t month,
                                          const struct steppe_routes_changes *changes,
                                          struct steppe_arena *arena,
                                          struct steppe_transport *transport,
                                          struct steppe_error *error);
// Links whose territory an actor has, open or closed.
void steppe_transport_close_actor(struct steppe_transport *transport, uint32_t actor);

// Generalised cost of a link for one measure of freight, USD: tariff and what time costs. INFINITY
// when the link is closed or does not carry it.
double steppe_transport_link_cost(const struct steppe_transport *transport, uint32_t link,
                                  const struct steppe_freight *freight);
// [arc] what a search minimises.
void steppe_transport_costs(const struct steppe_transport *transport,
                            const struct steppe_freight *freight, enum steppe_routes_by by,
                            double *cost);
// Measures a year. Boxes are bound by tonnes, too, where only those are known.
double steppe_transport_capacity(const struct steppe_transport *transport, uint32_t link,
                                 const struct steppe_freight *freight);

// Of a link as its works have it, and of the narrowest of a gate; INFINITY: not known.
double steppe_transport_link_capacity(const struct steppe_transport *transport, uint32_t link,
                                      enum steppe_measure measure);
double steppe_transport_gate_capacity(const struct steppe_transport *transport,
                                      const struct steppe_gate *gate, enum steppe_measure measure);

// Which alternatives are wanted from node to node: round each territory, round each count that fits
// the freight (a constant has no effect on a set that all crosses), by each corridor, `cheapest` of
// Yen. found, wider: as in solve/paths.h, steppe_transport_rules_most of them.
struct steppe_ways_wanted {
    uint32_t freight;
    const double *cost;              // [arc]
    struct steppe_path_trees *trees; // of this cost, or of one that is nowhere more
    size_t cheapest;
    struct steppe_path *found;
    const struct steppe_path *wider;
};
size_t steppe_transport_rules_most(const struct steppe_network *network);
STEPPE_CHECKED bool steppe_transport_ways(struct steppe_transport *transport,
                                          const struct steppe_ways_wanted *wanted, uint32_t from,
                                          uint32_t to, struct steppe_arena *arena,
                                          struct steppe_path_set *set);
// Notes what a set of ways had no room for. False with MODEL: some set had more than it can hold.
void steppe_transport_lose(struct steppe_transport *transport, const struct steppe_path_set *set,
                           uint32_t freight, uint32_t from, uint32_t to);
STEPPE_CHECKED bool steppe_transport_lost_none(const struct steppe_transport *transport,
                                               struct steppe_error *error);
uint64_t steppe_transport_territory(const struct steppe_transport *transport,
                                    const struct steppe_path *path);
// Corridor whose nodes the path passes in order or in reverse; UINT32_MAX: none.
uint32_t steppe_transport_corridor(const struct steppe_transport *transport, uint32_t freight,
                                   const struct steppe_path *path);
#endif
