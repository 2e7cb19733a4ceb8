// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// freight_load: all goods on the network at once, in the stochastic user equilibrium of
// solve/logit_assignment.h. In: a network of a month, trade of the base, constants of corridors.
// Out: what each way carries, and how long links take under that load.
//
// Kinds of freight share links but not what a day is worth to them. In days they do not differ:
// with w = what a day costs a tonne, a way of kind c takes
//
//   g_k / w_c = sum_l t_l(v_l) + (sum_l tariff_l,c + a_k) / w_c ,  t_l = t0_l (1 + a (v_l/cap_l)^b)
//
// where only the first term depends on the load v, in tonnes of all kinds (BPR 1964). The rest is a
// constant of the way and theta_c = m w_c / g0: the equilibrium is one minimum (fisk-1980). Where a
// link has a capacity in boxes, too, boxes wait by the fuller measure: one minimum after another.
#ifndef STEPPE_WORLD_FREIGHT_LOAD_H
#define STEPPE_WORLD_FREIGHT_LOAD_H

#include "world/transport.h"

// Goods between two gateways, both directions: goods move on links that are open both ways.
struct steppe_freight_trip {
    uint16_t freight, from_actor, to_actor;
    uint32_t from, to;           // nodes
    double tonnes;               // a year
    double forward;              // part of them from from_actor to to_actor
    double cheapest;             // USD a measure by the cheapest way, unloaded: the scale of choice
    bool refuses;                // keeps off the territory of sanctioned actors
    struct steppe_path_set ways; // arcs of the transport; empty: there is no way
    size_t first;                // number of its first way among all
};

struct steppe_freight_load {
    struct steppe_transport *transport;
    struct steppe_freight_trip *trips;
    size_t trip_count, way_count;
    uint64_t *seen, *territory; // [way] counts of the network that see it; whose territory
    double *tonnes, *cost;      // [way] t a year; USD a measure under the load, with its constant
    double *expected;           // [trip] USD a measure: -(g0/m) ln sum PS exp(-m g/g0); INFINITY
    double *days[2];            // [link] under the load: of other goods, of boxes
    double *link_tonnes;        // [link] t a year of all goods; behind them the same of boxes
    uint64_t sanctioned, sanctioners; // bit i: actor i, sets of the model
    uint32_t iterations;              // of the last solution
    double line_delay, line_power, gate_delay, gate_power, refusal;
    // Times the cheapest way: what refused territory adds; what freight bears before it stays or
    // goes by other means; up to what a way through a host makes a trip of interest.
    double refusal_cost, other_means, concern;
    struct steppe_arena *arena;
};

// What is added to the cost of a way, USD a measure; `seen` are the counts that see it.
typedef double steppe_way_constant(const void *context, const struct steppe_freight_trip *trip,
                                   uint64_t seen);

// Trips of at least so many tonnes a year and their ways. Trips of no interest to hosts are left
// out: none of theirs, and no way through one at `transit.concern` times the cheapest or less.
// False: MEMORY, or MODEL where a trip has more ways than a set holds.
STEPPE_CHECKED bool steppe_freight_load_make(struct steppe_transport *transport, double least_t,
                                             struct steppe_arena *arena,
                                             struct steppe_freight_load *load,
                                             struct steppe_error *error);
// Fills tonnes, cost, expected, days. constant may be NULL: none. Ways over territory of `without`
// are closed to trips that neither begin nor end there; a trip without a way carries nothing.
// False: MEMORY, or RUN without equilibrium.
STEPPE_CHECKED bool steppe_freight_load_solve(struct steppe_freight_load *load, uint64_t without,
                                              steppe_way_constant *constant, const void *context,
                                              struct steppe_error *error);

// Tonnes a year of a count in the load, of one kind of freight or all (UINT32_MAX).
double steppe_freight_load_count(const struct steppe_freight_load *load,
                                 const struct steppe_count *count, uint32_t freight);
// Part of a trip that a count looks at, by its ends; 0: none.
double steppe_count_part(const struct steppe_count *count, uint32_t from, uint32_t to,
                         double forward);
// What counts that see a way between two actors add to its cost by their constants [count], share
// of the cheapest way; seen: steppe_counts_seeing of it.
double steppe_count_constants(const struct steppe_network *network, const double *constants,
                              uint32_t freight, uint32_t from, uint32_t to, double forward,
                              uint64_t seen);
bool steppe_count_sees(const struct steppe_transport *transport, const struct steppe_count *count,
                       const struct steppe_path *path);
uint64_t steppe_counts_seeing(const struct steppe_transport *transport,
                              const struct steppe_path *path); // bit c: count c
// Part of the shippers between two actors that keep off sanctioned territory, of which their ways
// cross so much.
double steppe_freight_refusal(const struct steppe_freight_load *load, uint16_t from, uint16_t to,
                              uint64_t crossed);
// Tariff and what time costs, USD a measure, at days [2][link], of other goods and of boxes; NULL:
// unloaded.
double steppe_way_cost(const struct steppe_transport *transport, const struct steppe_path *way,
                       const struct steppe_freight *freight, const double *const *days);
#endif
