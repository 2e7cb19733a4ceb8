// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit_fuels: shipments of fuels and their ways. Those of the base are what the nominations of
// `steppe routes` take, with the constants of corridors, so that the month carries what was
// counted. The others are found by doing without: from each way the cheapest that avoids one of its
// gates or limits, two, three. When all are known those that do without least have the places, of
// these the cheapest. In the order of their cost with the constants fuel overflows when they fill
// or close. What costs more than the fuel bears is shut in.
#include <math.h>
#include <string.h>

#include "mechanisms/transit_parts.h"
#include "world/nominations.h"

#define ALTERNATIVES 16 // ways to the gateway of a shipment; to the importer's others what is left
#define DEPTH 3         // gates and limits done without at once
#define SEARCHES 1024   // from one gateway to another, at most; the bundled model needs forty
#define LEAST 1e-4      // of a shipment: less than this by a way is left to the others

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

// What a way does without, ascending: gates by their number, then limits by their row.
struct without {
    uint32_t items[DEPTH], count;
};

struct candidate {
    struct steppe_transit_way way;
    uint32_t without; // so many gates and limits
    uint32_t end;     // number of the gateway; 0: that of the shipment
};

// One shipment, gateway after gateway of the importer.
struct search {
    const struct fuel *fuel;
    uint32_t from, to, end;
    double scale; // USD a measure by the cheapest way
    struct candidate *items;
    size_t count, room;
    size_t first; // of those to the present gateway
};

static uint32_t fleets_on(const struct fuel *fuel, uint32_t link) {
    return steppe_network_fleets(fuel->maker->network, fuel->demand->freight, fuel->demand->from,
                                 link);
}

static bool avoids(const struct fuel *fuel, const struct without *shut, uint32_t link) {
    const struct steppe_transit_maker *maker = fuel->maker;
    for (uint32_t i = 0; i < shut->count; i++) {
        const uint32_t item = shut->items[i];
        if (item < STEPPE_GATES_MAX) {
            if (maker->gate_of[link] == (int32_t)item) return false;
            continue;
        }
        const struct steppe_transit_limit *limit = &maker->routes->limits[item - STEPPE_GATES_MAX];
        if (limit->fleet < 0 ? limit->link == link : fleets_on(fuel, link) >> limit->fleet & 1)
            return false;
    }
    return true;
}

static bool cheapest_without(const struct search *search, const struct without *shut,
                             struct steppe_path *path, bool *found) {
    const struct fuel *fuel = search->fuel;
    struct steppe_transit_maker *maker = fuel->maker;
    const size_t arcs = maker->planned.graph.arc_count;
    for (size_t arc = 0; arc < arcs; arc++)
        maker->work[arc] = avoids(fuel, shut, maker->planned.link[arc]) ? fuel->cost_open[arc]
                                                                        : HUGE_VAL;
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

// The way of the same gateways that passes the same.
static struct steppe_transit_way *like(struct search *search,
                                       const struct steppe_transit_way *way) {
    for (size_t k = search->first; k < search->count; k++) {
        struct steppe_transit_way *old = &search->items[k].way;
        if (old->gates == way->gates && old->territory == way->territory &&
            old->bound == way->bound && old->counts == way->counts &&
            steppe_transit_limits_alike(old, way))
            return old;
    }
    return NULL;
}

static bool add(struct search *search, const struct steppe_transit_way *way, uint32_t without) {
    if (search->count == search->room) {
        const size_t room = search->room ? 2 * search->room : 32;
        struct candidate *items = STEPPE_TAKE(search->fuel->maker->scratch, room, struct candidate);
        if (!items) return false;
        if (search->count) memcpy(items, search->items, search->count * sizeof *items);
        search->items = items;
        search->room = room;
    }
    search->items[search->count++] = (struct candidate){*way, without, search->end};
    return true;
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
        else if (!add(search, &way, 0))
            return false;
    }
    return true;
}

// ---- ways of overflow --------------------------------------------------------------------------

// Searches that are to be made.
struct queue {
    struct without *items;
    size_t count;
};

// One more thing done without; the order does not matter.
static void ask_for(struct search *search, struct queue *queue, size_t at, uint32_t item) {
    struct without next = queue->items[at];
    uint32_t place = next.count++;
    for (; place > 0 && item < next.items[place - 1]; place--)
        next.items[place] = next.items[place - 1];
    next.items[place] = item;
    for (size_t i = at + 1; i < queue->count; i++) {
        const struct without *old = &queue->items[i];
        if (old->count == next.count &&
            memcmp(old->items, next.items, next.count * sizeof *next.items) == 0)
            return;
    }
    if (queue->count < SEARCHES)
        queue->items[queue->count++] = next;
    else
        search->fuel->maker->routes->fuel_searches_dropped++;
}

// The cheapest way, then without one of what it passes, without two, without three: those that do
// without less come first, whatever the tables' order.
static bool spread(struct search *search) {
    struct steppe_transit_maker *maker = search->fuel->maker;
    struct queue queue = {.items = STEPPE_TAKE(maker->scratch, SEARCHES, struct without)};
    if (!queue.items) return false;
    queue.count = 1; // without nothing
    for (size_t at = 0; at < queue.count; at++) {
        struct steppe_path path;
        struct steppe_transit_way way;
        bool found;
        const uint32_t without = queue.items[at].count;
        if (!cheapest_without(search, &queue.items[at], &path, &found)) return false;
        if (!found || path.cost > search->fuel->freight->most_cost) continue;
        if (!way_of(search, &path, &way)) return false;
        if (!like(search, &way) && !add(search, &way, without)) return false;
        if (without == DEPTH) continue;
        for (uint64_t left = way.gates; left; left &= left - 1)
            ask_for(search, &queue, at, (uint32_t)__builtin_ctzll(left));
        for (uint32_t i = 0; i < way.limit_count; i++)
            ask_for(search, &queue, at, STEPPE_GATES_MAX + way.limits[i]);
    }
    return true;
}

// By the cheapest way as the network stands, or else with all gates open.
static bool scale_of(struct search *search) {
    struct steppe_transit_maker *maker = search->fuel->maker;
    struct steppe_path path = {0};
    const struct without nothing = {.count = 0};
    bool found;
    if (!steppe_path_cheapest(&maker->base.search, search->fuel->cost_now, search->from, search->to,
                              maker->scratch, &path, &found) ||
        (!found && !cheapest_without(search, &nothing, &path, &found)))
        return false;
    search->scale = found ? path.cost : 0;
    return true;
}

// Finds the ways to one gateway; `measures` of the base go there, or 0: it is only for overflow.
static bool find(struct search *search, uint32_t to, double measures) {
    search->to = to;
    search->first = search->count;
    return scale_of(search) && (!(measures > 0) || take_nominated(search, measures)) &&
           spread(search);
}

// ---- places ------------------------------------------------------------------------------------

// Whether a has a place before b: the shipment's own gateway, what carries something at the base,
// what does without less, what is cheaper.
static bool nearer(const struct candidate *a, const struct candidate *b) {
    if (!a->end != !b->end) return !a->end;
    if (a->way.flow > b->way.flow || a->way.flow < b->way.flow) return a->way.flow > b->way.flow;
    if (a->without != b->without) return a->without < b->without;
    return a->way.order < b->way.order;
}

// Whether fuel overflows to a before b.
static bool earlier(const struct candidate *a, const struct candidate *b) {
    return a->end != b->end ? a->end < b->end : a->way.order < b->way.order;
}

static void sort(struct candidate *items, size_t count,
                 bool (*before)(const struct candidate *, const struct candidate *)) {
    for (size_t i = 1; i < count; i++) {
        const struct candidate moved = items[i];
        size_t at = i;
        for (; at > 0 && before(&moved, &items[at - 1]); at--) items[at] = items[at - 1];
        items[at] = moved;
    }
}

// Those that have a place come first, in their order; how many.
static size_t choose(struct search *search) {
    size_t own = 0;
    sort(search->items, search->count, nearer);
    while (own < search->count && search->items[own].end == 0) own++;
    const size_t others = search->count - own, kept = own < ALTERNATIVES ? own : ALTERNATIVES;
    const size_t places = STEPPE_TRANSIT_FUEL_WAYS_MAX - kept;
    const size_t more = others < places ? others : places;
    if (kept < own)
        memmove(search->items + kept, search->items + own, more * sizeof *search->items);
    search->fuel->maker->routes->fuel_ways_dropped += search->count - kept - more;
    sort(search->items, kept + more, earlier);
    return kept + more;
}

// From scratch to the routes' arena.
static bool keep_ways(struct search *search, struct steppe_transit_market *market) {
    struct steppe_transit_maker *maker = search->fuel->maker;
    size_t limits = 0;
    market->way_count = choose(search);
    for (size_t k = 0; k < market->way_count; k++) limits += search->items[k].way.limit_count;
    market->ways = STEPPE_TAKE(maker->arena, market->way_count + 1, struct steppe_transit_way);
    uint32_t *rows = STEPPE_TAKE(maker->arena, limits + 1, uint32_t);
    if (!market->ways || !rows) return false;
    for (size_t k = 0; k < market->way_count; k++) {
        struct steppe_transit_way *way = &market->ways[k];
        *way = search->items[k].way;
        memcpy(rows, way->limits, way->limit_count * sizeof *rows);
        way->limits = rows;
        rows += way->limit_count;
    }
    return true;
}

// ---- all ---------------------------------------------------------------------------------------

// One gateway to another; what finds no room goes on to the importer's other gateways.
static bool add_shipment(const struct fuel *fuel, const struct steppe_gateway *from,
                         const struct steppe_gateway *to) {
    struct steppe_transit_maker *maker = fuel->maker;
    const struct steppe_network *network = maker->network;
    const struct steppe_demand *demand = fuel->demand;
    struct steppe_transit_market market = {.from = demand->from,
                                           .to = demand->to,
                                           .freight = demand->freight,
                                           .measures = demand->value * from->share * to->share,
                                           .value = fuel->freight->value,
                                           .demand = fuel->row,
                                           .refuser = -1};
    const struct steppe_arena_mark mark = steppe_arena_mark(maker->scratch);
    struct search search = {.fuel = fuel, .from = from->node};
    if (!find(&search, to->node, market.measures)) return false;
    market.scale = search.scale;
    for (size_t g = 0; g < network->gateway_count; g++) {
        const struct steppe_gateway *end = &network->gateways[g];
        if (end->actor != demand->to || end->freight != demand->freight || end == to) continue;
        search.end++;
        if (!find(&search, end->node, 0)) return false;
    }
    if (!keep_ways(&search, &market)) return false;
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
