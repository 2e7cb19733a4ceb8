// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "world/nominations.h"

#include <math.h>
#include <string.h>

#include "solve/logit_assignment.h"
#include "world/freight_load.h"

// A millionth of a demand is served.
#define ENOUGH 1e-6

static bool keep(struct steppe_nominations *nominations, const struct steppe_nomination *item,
                 struct steppe_arena *arena) {
    if (nominations->count == nominations->room) {
        size_t room = nominations->room ? 2 * nominations->room : 64;
        struct steppe_nomination *items = STEPPE_TAKE(arena, room, struct steppe_nomination);
        if (!items) return false;
        if (nominations->count)
            memcpy(items, nominations->items, nominations->count * sizeof *items);
        nominations->items = items;
        nominations->room = room;
    }
    nominations->items[nominations->count++] = *item;
    return true;
}

// ---- one pair of gateways ----------------------------------------------------------------------

struct filler {
    struct steppe_transport *transport;
    const struct steppe_freight *freight;
    uint32_t freight_at;
    double *free_cost, *cost;       // [arc]
    struct steppe_path_trees trees; // of the first
    double *used;                   // [link] of each unit that moves
    double bound; // of the present demand: paid for by contract and not yet placed
    double *work; // [arc]
    struct steppe_nominations *nominations;
    struct steppe_arena *arena;
};

// Fleets that freight of an exporter needs on a path.
static uint32_t fleets_on(const struct steppe_transport *transport, uint32_t freight, uint32_t from,
                          const struct steppe_path *path) {
    uint32_t needed = 0;
    for (size_t i = 0; i < path->arc_count && transport->network->fleet_count; i++)
        needed |= steppe_network_fleets(transport->network, freight, from,
                                        transport->link[path->arcs[i]]);
    return needed;
}

double steppe_nominations_room(const struct steppe_nominations *nominations,
                               const struct steppe_transport *transport, uint32_t freight,
                               uint32_t from, const struct steppe_path *path) {
    double room = HUGE_VAL;
    for (size_t i = 0; i < path->arc_count; i++) {
        double left = nominations->room_left[transport->link[path->arcs[i]]];
        if (left < room) room = left;
    }
    const uint32_t needed = fleets_on(transport, freight, from, path);
    for (size_t f = 0; f < transport->network->fleet_count; f++)
        if ((needed >> f & 1) && nominations->fleet_left[f] < room)
            room = nominations->fleet_left[f];
    return room;
}

static const struct steppe_demand *demand_of(const struct filler *filler,
                                             const struct steppe_nomination *item) {
    return &filler->transport->network->demands[item->demand];
}

static double room_on(const struct filler *filler, const struct steppe_nomination *item,
                      const struct steppe_path *path) {
    return steppe_nominations_room(filler->nominations, filler->transport, filler->freight_at,
                                   demand_of(filler, item)->from, path);
}

static bool move(struct filler *filler, struct steppe_nomination *item, double flow) {
    item->flow = flow;
    for (size_t i = 0; i < item->path.arc_count; i++)
        filler->nominations->room_left[filler->transport->link[item->path.arcs[i]]] -= flow;
    const uint32_t needed = fleets_on(filler->transport, filler->freight_at,
                                      demand_of(filler, item)->from, &item->path);
    for (size_t f = 0; f < filler->transport->network->fleet_count; f++)
        if (needed >> f & 1) filler->nominations->fleet_left[f] -= flow;
    return keep(filler->nominations, item, filler->arena);
}

static double constant_of(const struct filler *filler, const struct steppe_nomination *item,
                          const struct steppe_path *way) {
    const struct steppe_transport *transport = filler->transport;
    const struct steppe_demand *demand = demand_of(filler, item);
    if (!transport->constants) return 0;
    return steppe_count_constants(transport->network, transport->constants, filler->freight_at,
                                  demand->from, demand->to, 1,
                                  steppe_counts_seeing(transport, way));
}

// The ways of a set that have room, with their shares of what moves next.
static size_t active_ways(struct filler *filler, const struct steppe_nomination *item,
                          const struct steppe_path_set *set, double scale, double enough,
                          struct steppe_path *ways, double *shares) {
    double costs[STEPPE_TRANSPORT_PATHS_MAX], sizes[STEPPE_TRANSPORT_PATHS_MAX];
    struct steppe_path_set active = {.paths = ways, .room = STEPPE_TRANSPORT_PATHS_MAX};
    for (size_t k = 0; k < set->count; k++) {
        const struct steppe_path *way = &set->paths[k];
        if (!(way->cost <= filler->freight->most_cost) || !(room_on(filler, item, way) > enough))
            continue;
        costs[active.count] = way->cost + scale * constant_of(filler, item, way);
        ways[active.count++] = *way;
    }
    if (active.count == 0) return 0;
    steppe_path_sizes(&active, filler->transport->length_km, filler->transport->graph.arc_count,
                      filler->work, sizes);
    steppe_logit_shares(active.count, costs, sizes, filler->freight->sensitivity / scale, shares);
    return active.count;
}

// How much can move by these shares until a link is full.
static double step_of(struct filler *filler, const struct steppe_nomination *item,
                      const struct steppe_path *ways, const double *shares, size_t count) {
    const struct steppe_network *network = filler->transport->network;
    const uint16_t from = demand_of(filler, item)->from;
    double most = HUGE_VAL, fleets[STEPPE_FLEETS_MAX] = {0};
    for (size_t k = 0; k < count; k++) {
        const uint32_t needed = fleets_on(filler->transport, filler->freight_at, from, &ways[k]);
        for (size_t f = 0; f < network->fleet_count; f++)
            if (needed >> f & 1) fleets[f] += shares[k];
    }
    for (size_t f = 0; f < network->fleet_count; f++)
        if (fleets[f] > 0) most = fmin(most, filler->nominations->fleet_left[f] / fleets[f]);
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < ways[k].arc_count; i++)
            filler->used[filler->transport->link[ways[k].arcs[i]]] = 0;
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < ways[k].arc_count; i++)
            filler->used[filler->transport->link[ways[k].arcs[i]]] += shares[k];
    for (size_t k = 0; k < count; k++) {
        for (size_t i = 0; i < ways[k].arc_count; i++) {
            uint32_t link = filler->transport->link[ways[k].arcs[i]];
            double each = filler->nominations->room_left[link] / filler->used[link];
            if (each < most) most = each;
        }
    }
    return most;
}

// What a contract has paid for goes by its pipe first, the cheapest way over it before the others.
static bool bind(struct filler *filler, struct steppe_nomination item,
                 const struct steppe_path_set *set, double *amount) {
    const struct steppe_demand *demand = demand_of(filler, &item);
    for (size_t k = 0; k < set->count && filler->bound > 0; k++) {
        const struct steppe_path *way = &set->paths[k];
        bool bound = false;
        for (size_t i = 0; i < way->arc_count; i++)
            bound |= steppe_demand_binds(demand, filler->transport->link[way->arcs[i]]);
        const double flow = fmin(fmin(*amount, filler->bound), room_on(filler, &item, way));
        if (!bound || !(way->cost <= filler->freight->most_cost) || !(flow > 0)) continue;
        item.path = *way;
        if (!move(filler, &item, flow)) return false;
        *amount -= flow;
        filler->bound -= flow;
    }
    return true;
}

// Arcs without room cost more than anything.
static void close_full(struct filler *filler, const struct steppe_nomination *item, double enough) {
    struct steppe_transport *transport = filler->transport;
    uint32_t used_up = 0;
    for (size_t f = 0; f < transport->network->fleet_count; f++)
        if (!(filler->nominations->fleet_left[f] > enough)) used_up |= UINT32_C(1) << f;
    for (size_t arc = 0; arc < transport->graph.arc_count; arc++) {
        if (!(filler->nominations->room_left[transport->link[arc]] > enough) ||
            (used_up & steppe_network_fleets(transport->network, filler->freight_at,
                                             demand_of(filler, item)->from, transport->link[arc])))
            filler->cost[arc] = HUGE_VAL;
    }
}

// The ways that are left, none by what is full: the next pipeline may cross the same territories.
static bool ways_left(struct filler *filler, const struct steppe_nomination *item,
                      struct steppe_path_set *set) {
    const struct steppe_ways_wanted wanted = {
        .freight = filler->freight_at, .cost = filler->cost, .trees = &filler->trees};
    return steppe_path_set_make(STEPPE_TRANSPORT_PATHS_MAX, filler->arena, set) &&
           steppe_transport_ways(filler->transport, &wanted, item->from, item->to, filler->arena,
                                 set);
}

// Divides over the alternatives, as far as they have room; `amount` is what is still to move.
static bool divide(struct filler *filler, struct steppe_nomination item, double *amount) {
    const double enough = ENOUGH * *amount;
    struct steppe_path ways[STEPPE_TRANSPORT_PATHS_MAX];
    double shares[STEPPE_TRANSPORT_PATHS_MAX];
    struct steppe_path_set set;
    memcpy(filler->cost, filler->free_cost,
           filler->transport->graph.arc_count * sizeof *filler->cost);
    if (!ways_left(filler, &item, &set) || !bind(filler, item, &set, amount)) return false;
    const double scale = set.count > 0 && set.paths[0].cost > 0 ? set.paths[0].cost : 1;
    for (bool first = true; *amount > enough; first = false) {
        close_full(filler, &item, enough);
        if (!first && !ways_left(filler, &item, &set)) return false;
        size_t count = active_ways(filler, &item, &set, scale, enough, ways, shares);
        if (count == 0) return true;
        double step = step_of(filler, &item, ways, shares, count);
        if (step > *amount) step = *amount;
        for (size_t k = 0; k < count; k++) {
            if (!(shares[k] * step > 0)) continue;
            item.path = ways[k];
            if (!move(filler, &item, shares[k] * step)) return false;
        }
        *amount -= step;
    }
    return true;
}

// What found no room: by whatever way is left, the cheapest first.
static bool fill(struct filler *filler, struct steppe_nomination item, double *amount) {
    const double enough = ENOUGH * *amount;
    struct steppe_transport *transport = filler->transport;
    memcpy(filler->cost, filler->free_cost, transport->graph.arc_count * sizeof *filler->cost);
    while (*amount > enough) {
        bool found;
        close_full(filler, &item, enough);
        if (!steppe_path_cheapest(&transport->search, filler->cost, item.from, item.to,
                                  filler->arena, &item.path, &found)) {
            return false;
        }
        if (!found || item.path.cost > filler->freight->most_cost) return true;
        double room = room_on(filler, &item, &item.path), flow = *amount < room ? *amount : room;
        *amount -= flow;
        if (!move(filler, &item, flow)) return false;
    }
    return true;
}

// ---- all demands -------------------------------------------------------------------------------

// One pass over the gateways of a demand. First each gateway sends its share to each other's; what
// finds no room then goes to whichever gateway of the importer is left.
static bool serve(struct filler *filler, uint32_t row, bool by_share, double *waiting) {
    const struct steppe_network *network = filler->transport->network;
    const struct steppe_demand *demand = &network->demands[row];
    for (size_t g = 0; g < network->gateway_count; g++) {
        const struct steppe_gateway *from = &network->gateways[g];
        if (from->actor != demand->from || from->freight != demand->freight) continue;
        for (size_t h = 0; h < network->gateway_count; h++) {
            const struct steppe_gateway *to = &network->gateways[h];
            if (to->actor != demand->to || to->freight != demand->freight) continue;
            double amount = by_share ? demand->value * from->share * to->share : waiting[g];
            double before = amount;
            struct steppe_nomination item = {.demand = row, .from = from->node, .to = to->node};
            if ((by_share && !divide(filler, item, &amount)) || !fill(filler, item, &amount))
                return false;
            if (by_share)
                waiting[g] += amount;
            else
                waiting[g] -= before - amount;
        }
    }
    return true;
}

static bool take(struct filler *filler, const struct steppe_network *network, double **waiting) {
    struct steppe_nominations *nominations = filler->nominations;
    size_t arcs = filler->transport->graph.arc_count + 1;
    filler->free_cost = STEPPE_TAKE(filler->arena, arcs, double);
    filler->cost = STEPPE_TAKE(filler->arena, arcs, double);
    filler->work = STEPPE_TAKE(filler->arena, arcs, double);
    filler->used = STEPPE_TAKE(filler->arena, network->link_count + 1, double);
    *waiting = STEPPE_TAKE(filler->arena, network->gateway_count + 1, double);
    nominations->stranded = STEPPE_TAKE(filler->arena, network->demand_count + 1, double);
    nominations->room_left = STEPPE_TAKE(filler->arena, network->link_count + 1, double);
    return filler->free_cost && filler->cost && filler->work && filler->used && *waiting &&
           nominations->stranded && nominations->room_left;
}

bool steppe_nominations_make(struct steppe_transport *transport, uint32_t freight,
                             struct steppe_arena *arena, struct steppe_nominations *nominations) {
    const struct steppe_network *network = transport->network;
    const struct steppe_freight *of = &network->freights[freight];
    struct filler filler = {.transport = transport,
                            .freight = of,
                            .freight_at = freight,
                            .nominations = nominations,
                            .arena = arena};
    double *waiting;
    *nominations = (struct steppe_nominations){0};
    if (!take(&filler, network, &waiting)) return false;
    for (uint32_t i = 0; i < network->link_count; i++)
        nominations->room_left[i] = steppe_transport_capacity(transport, i, of);
    for (size_t f = 0; f < network->fleet_count; f++)
        nominations->fleet_left[f] = network->fleets[f].capacity;
    steppe_transport_costs(transport, of, STEPPE_ROUTES_BY_COST, filler.free_cost);
    if (!steppe_path_trees_make(&transport->graph, filler.free_cost, arena, &filler.trees))
        return false;
    for (uint32_t row = 0; row < network->demand_count; row++) {
        if (network->demands[row].freight != freight) continue;
        memset(waiting, 0, network->gateway_count * sizeof *waiting);
        filler.bound = network->demands[row].take_or_pay * network->demands[row].contract;
        if (!serve(&filler, row, true, waiting) || !serve(&filler, row, false, waiting))
            return false;
        for (size_t g = 0; g < network->gateway_count; g++) {
            if (waiting[g] > ENOUGH * network->demands[row].value)
                nominations->stranded[row] += waiting[g];
        }
    }
    return true;
}
