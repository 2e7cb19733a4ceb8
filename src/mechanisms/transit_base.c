// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit_base: what gates carry and territories earn at the base. The step counts from it.
#include <math.h>

#include "mechanisms/transit_parts.h"

// Of a shipment: what nominations leave unserved by rounding.
#define NEARLY_NONE 1e-5

static bool take(struct steppe_transit_maker *maker) {
    const struct steppe_network *network = maker->network;
    struct steppe_transit_routes *routes = maker->routes;
    const size_t gates = network->gate_count + 1;
    double *cells = STEPPE_TAKE(maker->arena, 8 * gates + 2 * (size_t)STEPPE_ACTORS_MAX, double);
    routes->demand_base = STEPPE_TAKE(maker->arena, network->demand_count + 1, double);
    routes->demand_least = STEPPE_TAKE(maker->arena, network->demand_count + 1, double);
    routes->counted = STEPPE_TAKE(maker->arena, network->count_count + 1, double);
    maker->limit_left = STEPPE_TAKE(maker->scratch, routes->limit_count + 1, double);
    if (!cells || !routes->demand_base || !routes->demand_least || !routes->counted ||
        !maker->limit_left)
        return false;
    for (size_t i = 0; i < routes->limit_count; i++) maker->limit_left[i] = routes->limits[i].room;
    for (int i = 0; i < 2; i++) {
        routes->boxes[i] = cells + (size_t)i * gates;
        routes->tonnes[i] = cells + (size_t)(2 + i) * gates;
        routes->whole[i] = cells + (size_t)(6 + i) * gates;
        routes->tolls[i] = cells + 8 * gates + (size_t)i * STEPPE_ACTORS_MAX;
    }
    const struct steppe_axis_table *axes = maker->setup->model->axes;
    routes->loss = STEPPE_TAKE(
        maker->arena, axes[STEPPE_AXIS_POWER].count * axes[STEPPE_AXIS_HOST].count + 1, double);
    if (!routes->loss) return false;
    routes->fuel = cells + 4 * gates;
    routes->fuel_tonnes = cells + 5 * gates;
    return true;
}

// ---- flows -------------------------------------------------------------------------------------

static void add_tolls(const struct steppe_transit_way *way, double flow, double *tolls) {
    for (size_t a = 0; a < STEPPE_ACTORS_MAX; a++) tolls[a] += flow * way->toll[a];
}

static void add_goods(struct steppe_transit_maker *maker,
                      const struct steppe_transit_market *market) {
    struct steppe_transit_routes *routes = maker->routes;
    const struct steppe_freight *freight = &maker->network->freights[market->freight];
    const int kind = freight->measure == STEPPE_MEASURE_TEU ? 0 : 1;
    for (size_t k = 0; k < market->way_count; k++) {
        const struct steppe_transit_way *way = &market->ways[k];
        if (way->gates & maker->closed) continue;
        const double all = market->measures * way->weight / (1 + market->ceiling);
        const double avoided = market->measures * way->refusing / (market->clean + market->ceiling);
        const double refused = market->refuser < 0 ? 0 : market->level * (avoided - all);
        for (uint64_t left = way->gates; left; left &= left - 1) {
            const int gate = __builtin_ctzll(left);
            routes->tonnes[0][gate] += all * freight->tonnes;
            routes->tonnes[1][gate] += refused * freight->tonnes;
            if (kind == 0) routes->boxes[0][gate] += all;
            if (kind == 0) routes->boxes[1][gate] += refused;
        }
        add_tolls(way, all, routes->tolls[0]);
        add_tolls(way, refused, routes->tolls[1]);
    }
}

// Freight of pairs beyond the markets, as the full load has it, is taken to move as that of the
// markets does: each gate carries `whole` times theirs.
static void make_whole(struct steppe_transit_maker *maker) {
    struct steppe_transit_routes *routes = maker->routes;
    double box = 1; // t
    for (size_t f = 0; f < maker->network->freight_count; f++)
        if (maker->network->freights[f].measure == STEPPE_MEASURE_TEU)
            box = maker->network->freights[f].tonnes;
    for (size_t g = 0; g < maker->network->gate_count; g++) {
        double in_boxes[2], other[2];
        for (int i = 0; i < 2; i++) {
            in_boxes[i] = box * routes->boxes[i][g];
            other[i] = routes->tonnes[i][g] - in_boxes[i];
        }
        const double have[] = {in_boxes[0] + maker->refusal * in_boxes[1],
                               other[0] + maker->refusal * other[1]};
        for (int k = 0; k < 2; k++) {
            const double times = have[k] > 0 ? maker->fit.gates[k][g] / have[k] : 1;
            routes->whole[k][g] = fmin(fmax(times, 1), maker->whole_most);
        }
        for (int i = 0; i < 2; i++) {
            routes->boxes[i][g] *= routes->whole[0][g];
            routes->tonnes[i][g] = routes->whole[0][g] * in_boxes[i] +
                                   routes->whole[1][g] * other[i];
        }
    }
}

static double gate_room(const struct steppe_transit_maker *maker, int gate,
                        const struct steppe_freight *freight) {
    const double capacity = maker->routes->capacity[freight->measure][gate];
    const double all = maker->routes->tonnes[0][gate] +
                       maker->refusal * maker->routes->tonnes[1][gate];
    const double goods = freight->measure == STEPPE_MEASURE_T ? all : 0;
    return maker->closed >> gate & 1 ? 0 : fmax(capacity - goods - maker->routes->fuel[gate], 0);
}

static double way_room(const struct steppe_transit_maker *maker,
                       const struct steppe_freight *freight, const struct steppe_transit_way *way) {
    double room = HUGE_VAL;
    for (uint64_t bits = way->gates; bits; bits &= bits - 1)
        room = fmin(room, gate_room(maker, __builtin_ctzll(bits), freight));
    for (uint32_t i = 0; i < way->limit_count; i++)
        room = fmin(room, maker->limit_left[way->limits[i]]);
    return room;
}

// Sends up to `most` by a way; what it took.
static double send(struct steppe_transit_maker *maker, const struct steppe_transit_market *market,
                   struct steppe_transit_way *way, double most, double *crossing) {
    struct steppe_transit_routes *routes = maker->routes;
    const struct steppe_freight *freight = &maker->network->freights[market->freight];
    const double flow = fmin(most, way_room(maker, freight, way));
    if (!(flow > 0)) return 0;
    for (uint64_t bits = way->gates; bits; bits &= bits - 1) {
        routes->fuel[__builtin_ctzll(bits)] += flow;
        routes->fuel_tonnes[__builtin_ctzll(bits)] += flow * freight->tonnes;
    }
    for (uint32_t i = 0; i < way->limit_count; i++) maker->limit_left[way->limits[i]] -= flow;
    for (uint64_t bits = way->territory; bits; bits &= bits - 1)
        crossing[__builtin_ctzll(bits)] += flow;
    add_tolls(way, flow, routes->tolls[0]);
    // What a dearer way costs is not earned.
    routes->demand_base[market->demand] += flow * (1 - (way->cost - market->scale) / market->value);
    if (way->bound) routes->demand_least[market->demand] += flow;
    way->flow += flow;
    return flow;
}

// Nominations as the month makes them (transit_pipes.c): contracts first. Of what they leave each
// way takes a part of what the ways before it leave, such that it carries what it was nominated.
// Returns what still is to be sent; bound: what the contract has paid for and no shipment carries.
static double nominate(struct steppe_transit_maker *maker, struct steppe_transit_market *market,
                       double *bound, double *crossing) {
    double left = market->measures, nominated[STEPPE_TRANSIT_FUEL_WAYS_MAX];
    for (size_t k = 0; k < market->way_count; k++) {
        nominated[k] = market->ways[k].flow;
        market->ways[k].flow = 0;
    }
    for (size_t k = 0; k<market->way_count && * bound> 0; k++) {
        if (!market->ways[k].bound) continue;
        const double flow = send(maker, market, &market->ways[k], fmin(left, *bound), crossing);
        *bound -= flow;
        left -= flow;
    }
    double rest = left;
    for (size_t k = 0; k < market->way_count; k++) {
        struct steppe_transit_way *way = &market->ways[k];
        const double more = nominated[k] - way->flow;
        if (!(more > 0) || !(rest > NEARLY_NONE * market->measures)) continue;
        way->weight = more < rest - NEARLY_NONE * market->measures ? more / rest : 1;
        const double part = way->weight * rest;
        rest -= part;
        left -= send(maker, market, way, fmin(part, left), crossing);
    }
    return left;
}

// A contract binds to no more than its pipe carries at the base.
static bool add_fuels(struct steppe_transit_maker *maker, double *crossing) {
    const struct steppe_transit_routes *routes = maker->routes;
    double *left = STEPPE_TAKE(maker->scratch, routes->fuel_count + 1, double);
    if (!left) return false;
    for (size_t first = 0, end = 0; first < routes->fuel_count; first = end) {
        const uint32_t row = routes->fuels[first].demand;
        const struct steppe_demand *demand = &maker->network->demands[row];
        double *crosses = crossing + (size_t)row * STEPPE_ACTORS_MAX;
        const double least = demand->take_or_pay * demand->contract;
        double bound = least;
        for (; end < routes->fuel_count && routes->fuels[end].demand == row; end++)
            left[end] = nominate(maker, &routes->fuels[end], &bound, crosses);
        for (size_t s = first; s < end; s++) {
            struct steppe_transit_market *market = &routes->fuels[s];
            for (size_t k = 0; k < market->way_count && left[s] > 0; k++)
                left[s] -= send(maker, market, &market->ways[k], left[s], crosses);
        }
        routes->demand_least[row] = fmin(routes->demand_least[row], least);
    }
    return true;
}

// ---- what was counted --------------------------------------------------------------------------

// Times what markets carry there is all that passes: of the gate of the counted link, for a count
// of all pairs. NAN: no gate tells.
static double whole_of(const struct steppe_transit_maker *maker, const struct steppe_count *count,
                       const struct steppe_transit_way *way, int kind) {
    if (count->from || count->to) return 1;
    double times = NAN;
    for (size_t i = 0; i < count->link_count; i++) {
        const int32_t gate = maker->gate_of[count->links[i]];
        if (gate < 0) return NAN;
        if (way->gates >> gate & 1) times = maker->routes->whole[kind][gate];
    }
    return times;
}

static double counted_goods(const struct steppe_transit_maker *maker, size_t at,
                            const struct steppe_transit_market *market) {
    const struct steppe_count *count = &maker->network->counts[at];
    const struct steppe_freight *freight = &maker->network->freights[market->freight];
    const int kind = freight->measure == STEPPE_MEASURE_TEU ? 0 : 1;
    const double refusing = market->refuser < 0 ? 0 : maker->refusal * market->level;
    double sum = 0;
    for (size_t k = 0; k < market->way_count; k++) {
        const struct steppe_transit_way *way = &market->ways[k];
        if (!(way->counts >> at & 1) || (way->gates & maker->closed)) continue;
        const double part = (1 - refusing) * way->weight / (1 + market->ceiling) +
                            refusing * way->refusing / (market->clean + market->ceiling);
        // A market is both directions of a pair.
        sum += count->both_ways ? part * whole_of(maker, count, way, kind) : (double)NAN;
    }
    return sum * market->measures * (count->measure == STEPPE_MEASURE_T ? freight->tonnes : 1);
}

static void count_all(struct steppe_transit_maker *maker) {
    const struct steppe_network *network = maker->network;
    const struct steppe_transit_routes *routes = maker->routes;
    for (size_t c = 0; c < network->count_count; c++) {
        const bool in_tonnes = network->counts[c].measure == STEPPE_MEASURE_T;
        for (size_t i = 0; i < routes->goods_count; i++)
            routes->counted[c] += counted_goods(maker, c, &routes->goods[i]);
        for (size_t i = 0; i < routes->fuel_count; i++) {
            const struct steppe_transit_market *market = &routes->fuels[i];
            const double unit = in_tonnes ? network->freights[market->freight].tonnes : 1;
            for (size_t k = 0; k < market->way_count; k++)
                if (market->ways[k].counts >> c & 1)
                    routes->counted[c] += unit * market->ways[k].flow;
        }
    }
}

// ---- what a host would lose ---------------------------------------------------------------------

static void add_loss(struct steppe_transit_maker *maker, const struct steppe_transit_market *market,
                     size_t power, double loss) {
    const struct steppe_axis_table *hosts = &maker->setup->model->axes[STEPPE_AXIS_HOST];
    for (size_t h = 0; h < hosts->count; h++)
        if (hosts->actor_at[h] == market->from || hosts->actor_at[h] == market->to)
            maker->routes->loss[power * hosts->count + h] += loss;
}

static void goods_loss(struct steppe_transit_maker *maker,
                       const struct steppe_transit_market *market, size_t power, uint16_t actor) {
    const struct steppe_freight *freight = &maker->network->freights[market->freight];
    const double refusing = market->refuser < 0 ? 0 : maker->refusal * market->level;
    double crossing = 0, all = 0;
    for (size_t k = 0; k < market->way_count; k++) {
        const struct steppe_transit_way *way = &market->ways[k];
        if (way->gates & maker->closed) continue;
        const double part = (1 - refusing) * way->weight / (1 + market->ceiling) +
                            refusing * way->refusing / (market->clean + market->ceiling);
        all += part;
        if (way->territory >> actor & 1) crossing += part;
    }
    if (!(crossing > 0)) return;
    const double left = fmax(1 - crossing / all, market->ceiling);
    add_loss(maker, market, power,
             -market->measures * all * market->scale / freight->sensitivity * log(left));
}

// Of a demand: what crosses less the widest way round.
static void fuel_loss(struct steppe_transit_maker *maker, uint32_t demand, const double *crossing,
                      size_t power, uint16_t actor) {
    const struct steppe_transit_routes *routes = maker->routes;
    const struct steppe_transit_market *any = NULL;
    double spare = 0;
    for (size_t s = 0; s < routes->fuel_count; s++) {
        const struct steppe_transit_market *market = &routes->fuels[s];
        if (market->demand != demand) continue;
        any = market;
        for (size_t k = 0; k < market->way_count; k++) {
            const struct steppe_transit_way *way = &market->ways[k];
            if (way->territory >> actor & 1) continue;
            spare = fmax(spare, way_room(maker, &maker->network->freights[market->freight], way));
        }
    }
    if (any && crossing[actor] > spare)
        add_loss(maker, any, power, (crossing[actor] - spare) * any->value);
}

static bool add_losses(struct steppe_transit_maker *maker, const double *crossing) {
    const struct steppe_axis_table *powers = &maker->setup->model->axes[STEPPE_AXIS_POWER];
    for (size_t p = 0; p < powers->count; p++) {
        for (size_t i = 0; i < maker->routes->goods_count; i++)
            goods_loss(maker, &maker->routes->goods[i], p, powers->actor_at[p]);
        for (uint32_t d = 0; d < maker->network->demand_count; d++)
            fuel_loss(maker, d, crossing + (size_t)d * STEPPE_ACTORS_MAX, p, powers->actor_at[p]);
    }
    return true;
}

bool steppe_transit_make_base(struct steppe_transit_maker *maker) {
    double *crossing = STEPPE_TAKE(maker->scratch,
                                   maker->network->demand_count * STEPPE_ACTORS_MAX + 1, double);
    if (!crossing || !take(maker)) return false;
    for (size_t i = 0; i < maker->routes->goods_count; i++)
        add_goods(maker, &maker->routes->goods[i]);
    make_whole(maker);
    if (!add_fuels(maker, crossing)) return false;
    count_all(maker);
    return add_losses(maker, crossing);
}
