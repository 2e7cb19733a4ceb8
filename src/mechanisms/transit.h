// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit: what the transit mechanism knows of the network before a run, in double. In: a model and
// the month in which the world begins. Out: markets of goods with their ways, and shipments of fuel
// with theirs, each told by the gates and territories that it passes: nothing else of a way can
// change within a run.
//
// Ways of one pair of actors that pass the same gates and territories are one alternative: their
// costs move together, so that the sum of their logit weights is exact. Weights of the pair's
// gateways are mixed at the base, which replaces the mixture of their logits by one logit.
#ifndef STEPPE_MECHANISMS_TRANSIT_H
#define STEPPE_MECHANISMS_TRANSIT_H

#include "mechanisms/mechanism.h"
#include "model/network.h"

// Larger sets lose the alternatives of least weight.
#define STEPPE_TRANSIT_WAYS_MAX 12
// Of a shipment of fuel: those of the base, and those to which it overflows.
#define STEPPE_TRANSIT_FUEL_WAYS_MAX 24

// What bounds all ways of fuels together that pass it, beside gates: a fleet, or a link outside
// gates whose capacity is known, in one measure.
struct steppe_transit_limit {
    double room;            // measures a year
    int32_t fleet;          // of the network, or -1
    uint32_t link, measure; // where it is none
};

struct steppe_transit_way {
    uint64_t gates, territory; // bit g: passes gate g; bit i: third party i
    uint64_t counts;           // bit c: seen by count c of the network
    // Logit weights of all shippers, and of those who refuse sanctioned territory: it counts
    // transit.refusal_cost of the cheapest way more to them. Open at the base they sum to 1, to
    // clean.
    // Fuels: weight is the part that goes this way of what contracts and ways before it leave.
    double weight, refusing;
    double cost;      // USD a measure at the base
    double order;     // fuels: cost with the constants of corridors
    double flow;      // fuels: measures a year at the base
    uint32_t *limits; // fuels: rows of the routes' limits, ascending
    uint32_t limit_count;
    bool bound;                     // fuels: by a pipe of the demand's take-or-pay contract
    double toll[STEPPE_ACTORS_MAX]; // USD a measure to third parties
};

// Goods between two actors, both ways, of one freight; or one fuel from a gateway to another, its
// ways in the order in which it overflows.
struct steppe_transit_market {
    uint16_t from, to, freight;
    struct steppe_transit_way *ways;
    size_t way_count;
    double measures; // a year at the base
    double value;    // fuels: USD a measure; goods: USD a year of trade both ways, of all freights
    double scale;    // g0 of the logit, USD a measure; fuels: the cheapest way to that gateway
    uint32_t demand; // fuels: row of the network's table
    int32_t refuser; // goods: the end whose shippers may refuse sanctioned territory, or -1
    uint32_t level_cell; // of sanction_level: how far they do, and that at the base
    double level;
    double ceiling; // weight of what stays or goes by other means, at transit.other_means
    double clean;   // sum of refusing over open ways
};

struct steppe_transit_project {
    int32_t month; // announced
    double delay_years, chance;
    uint32_t gate; // one entry for each gate of a project
    uint32_t number;
    double add[2]; // of capacity, times the base: of boxes, of all else
    bool opens;
};

struct steppe_transit_routes {
    const struct steppe_network *network;
    struct steppe_transit_market *goods, *fuels;
    size_t goods_count, fuel_count;
    struct steppe_transit_limit *limits; // those of ways of fuels that can be the narrowest
    size_t limit_count;
    size_t fuel_ways_dropped;     // ways of fuels that were found and have no place
    size_t fuel_searches_dropped; // and what was not looked for, so as to come to an end
    struct steppe_transit_project *projects;
    size_t project_count;
    double *built;                          // [gate] 1 in operation at the start, 0 not yet
    double *capacity[STEPPE_MEASURE_COUNT]; // [gate] measures a year at the start; INFINITY: any
    double *demand_base;                    // [row of demands] measures a year served at the base
    double *demand_least; // [row] of those by its contract's pipe, what is paid for in any case
    uint64_t sanctioned;  // actors whose territory is refused
    // At the base, of goods: with nobody who refuses, and what a refusal of 1 adds. Tonnes, boxes
    // and tolls are linear in refusal. Of fuels: all of it in the first.
    double *boxes[2], *tonnes[2]; // [gate] measures a year
    double *whole[2];             // [gate] all freight over that of markets: boxes, other goods
    double *fuel, *fuel_tonnes;   // [gate] measures of the fuel a year, and in t
    double *tolls[2];             // [actor] USD a year
    double *loss;                 // [power][host] USD a year
    // [count] of the network, measures a year that pass there at the base, at the central refusal.
    // NAN where freight passes of which neither a market nor a gate knows.
    double *counted;
};

// Goods: each host with the partners that make up nearly all its trade, and third parties whose
// freight the network's counts follow. refusal: central value. False with MEMORY, RUN where the
// corridors cannot be fitted, MODEL where there are more ways than can be told apart.
STEPPE_CHECKED bool steppe_transit_routes_make(const struct steppe_setup *setup, double refusal,
                                               struct steppe_transit_routes *routes,
                                               struct steppe_error *error);
// Fuels exported at the base as trade has it, USD a year.
double steppe_transit_fuel_trade(const struct steppe_setup *setup, size_t from, size_t to);
// Whether no land link joins two actors, which are not one.
bool steppe_transit_far(const struct steppe_setup *setup, size_t a, size_t b);
#endif
