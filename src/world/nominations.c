// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "world/nominations.h"

#include <math.h>
#include <string.h>

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

static double room_on(const struct steppe_transport *transport, const double *room_left,
                      const struct steppe_path *path) {
    double room = HUGE_VAL;
    for (size_t i = 0; i < path->arc_count; i++) {
        double left = room_left[transport->link[path->arcs[i]]];
        if (left < room) room = left;
    }
    return room;
}

// Fills way after way from one gateway to another; `amount` is what is still to move.
static bool fill(struct steppe_transport *transport, double most_cost, double *cost,
                 struct steppe_nomination item, struct steppe_arena *arena, double *amount,
                 struct steppe_nominations *nominations) {
    const double enough = ENOUGH * *amount;
    while (*amount > enough) {
        bool found;
        for (size_t arc = 0; arc < transport->graph.arc_count; arc++) {
            if (!(nominations->room_left[transport->link[arc]] > enough)) cost[arc] = HUGE_VAL;
        }
        if (!steppe_path_cheapest(&transport->search, cost, item.from, item.to, arena, &item.path,
                                  &found)) {
            return false;
        }
        if (!found || item.path.cost > most_cost) return true;
        double room = room_on(transport, nominations->room_left, &item.path);
        item.flow = *amount < room ? *amount : room;
        for (size_t i = 0; i < item.path.arc_count; i++) {
            nominations->room_left[transport->link[item.path.arcs[i]]] -= item.flow;
        }
        *amount -= item.flow;
        if (!keep(nominations, &item, arena)) return false;
    }
    return true;
}

// One pass over the gateways of a demand. First each gateway sends its share to each other's; what
// finds no room then goes to whichever gateway of the importer is left.
static bool serve(struct steppe_transport *transport, uint32_t row, bool by_share,
                  const double *free_cost, double *cost, struct steppe_arena *arena,
                  double *waiting, struct steppe_nominations *nominations) {
    const struct steppe_network *network = transport->network;
    const struct steppe_demand *demand = &network->demands[row];
    const struct steppe_freight *freight = &network->freights[demand->freight];
    for (size_t g = 0; g < network->gateway_count; g++) {
        const struct steppe_gateway *from = &network->gateways[g];
        if (from->actor != demand->from || from->freight != demand->freight) continue;
        for (size_t h = 0; h < network->gateway_count; h++) {
            const struct steppe_gateway *to = &network->gateways[h];
            if (to->actor != demand->to || to->freight != demand->freight) continue;
            double amount = by_share ? demand->value * from->share * to->share : waiting[g];
            double before = amount;
            struct steppe_nomination item = {.demand = row, .from = from->node, .to = to->node};
            memcpy(cost, free_cost, transport->graph.arc_count * sizeof *cost);
            if (!fill(transport, freight->most_cost, cost, item, arena, &amount, nominations))
                return false;
            if (by_share)
                waiting[g] += amount;
            else
                waiting[g] -= before - amount;
        }
    }
    return true;
}

bool steppe_nominations_make(struct steppe_transport *transport, uint32_t freight,
                             struct steppe_arena *arena, struct steppe_nominations *nominations) {
    const struct steppe_network *network = transport->network;
    const struct steppe_freight *of = &network->freights[freight];
    size_t arcs = transport->graph.arc_count;
    double *free_cost = STEPPE_TAKE(arena, arcs + 1, double);
    double *cost = STEPPE_TAKE(arena, arcs + 1, double);
    double *waiting = STEPPE_TAKE(arena, network->gateway_count + 1, double);
    *nominations = (struct steppe_nominations){0};
    nominations->stranded = STEPPE_TAKE(arena, network->demand_count + 1, double);
    nominations->room_left = STEPPE_TAKE(arena, network->link_count + 1, double);
    if (!free_cost || !cost || !waiting || !nominations->stranded || !nominations->room_left) {
        return false;
    }
    for (uint32_t i = 0; i < network->link_count; i++) {
        nominations->room_left[i] = steppe_transport_capacity(transport, i, of);
    }
    steppe_transport_costs(transport, of, STEPPE_ROUTES_BY_COST, free_cost);
    for (uint32_t row = 0; row < network->demand_count; row++) {
        if (network->demands[row].freight != freight) continue;
        memset(waiting, 0, network->gateway_count * sizeof *waiting);
        if (!serve(transport, row, true, free_cost, cost, arena, waiting, nominations) ||
            !serve(transport, row, false, free_cost, cost, arena, waiting, nominations)) {
            return false;
        }
        for (size_t g = 0; g < network->gateway_count; g++) {
            if (waiting[g] > ENOUGH * network->demands[row].value)
                nominations->stranded[row] += waiting[g];
        }
    }
    return true;
}
