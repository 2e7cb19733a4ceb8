// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit_routes: markets of goods, and what both parts share; transit_fuels.c has the fuels.
#include <math.h>
#include <string.h>

#include "mechanisms/transit_parts.h"

// Of a full set, places for ways that do without what all the others pass.
#define DETOURS 4
// And up to so many for such as are counted where no like way is: a part of a count that is less
// may go astray.
#define COUNTED 5
#define ASTRAY 0.01
// Of a pair's freight, what may lack a place among its ways: rounding.
#define LOST 1e-6

static bool no_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "no memory for the ways of freight");
}

// What a study asks before a run is of no mechanism's setup: parameters are found by name.
static double central(const struct steppe_setup *setup, const char *name) {
    return steppe_central_parameter(setup->model, name, 1);
}

// ---- network -----------------------------------------------------------------------------------

// Gates by link, and the network as it stands and with all that is planned.
static bool take(struct steppe_transit_maker *maker) {
    const struct steppe_network *network = maker->network;
    maker->gate_of = STEPPE_TAKE(maker->scratch, network->link_count + 1, int32_t);
    for (int i = 0; i < 2; i++)
        maker->cost[i] = STEPPE_TAKE(maker->scratch, 2 * network->link_count + 1, double);
    maker->work = STEPPE_TAKE(maker->scratch, 2 * network->link_count + 1, double);
    maker->fares = STEPPE_TAKE(maker->scratch, network->link_count + 1, struct steppe_transit_fare);
    maker->routes->built = STEPPE_TAKE(maker->arena, network->gate_count + 1, double);
    for (int m = 0; m < STEPPE_MEASURE_COUNT; m++) {
        maker->routes->capacity[m] = STEPPE_TAKE(maker->arena, network->gate_count + 1, double);
        if (!maker->routes->capacity[m]) return false;
    }
    if (!maker->gate_of || !maker->cost[0] || !maker->cost[1] || !maker->work || !maker->fares ||
        !maker->routes->built)
        return false;
    for (size_t l = 0; l < network->link_count; l++) maker->gate_of[l] = -1;
    for (size_t g = 0; g < network->gate_count; g++) {
        const struct steppe_gate *gate = &network->gates[g];
        maker->routes->built[g] = 1;
        for (int m = 0; m < STEPPE_MEASURE_COUNT; m++)
            maker->routes->capacity[m][g] = steppe_transport_gate_capacity(&maker->base, gate,
                                                                           (enum steppe_measure)m);
        for (size_t i = 0; i < gate->link_count; i++) {
            maker->gate_of[gate->links[i]] = (int32_t)g;
            if (!steppe_link_open(&network->links[gate->links[i]], maker->month))
                maker->routes->built[g] = 0;
        }
        for (size_t i = 0; i < gate->link_count; i++) maker->planned.open[gate->links[i]] = true;
        // A gate that is not whole carries nothing at the start.
        if (maker->routes->built[g] == 0) maker->closed |= UINT64_C(1) << g;
    }
    return true;
}

// Thousands of ways of one freight are looked at, one after the other.
static void set_fares(struct steppe_transit_maker *maker, const struct steppe_freight *freight) {
    const struct steppe_network *network = maker->network;
    const double a_day = freight->time_cost * freight->value;
    const double *loaded = maker->fit.days[freight->measure == STEPPE_MEASURE_TEU];
    if (maker->fares_of == freight) return;
    maker->fares_of = freight;
    for (uint32_t l = 0; l < network->link_count; l++) {
        const struct steppe_link *link = &network->links[l];
        const int owners = __builtin_popcountll(link->owners);
        maker->fares[l] = (struct steppe_transit_fare){
            .cost = steppe_transport_link_cost(&maker->planned, l, freight),
            .wait = loaded ? a_day * (loaded[l] - link->days) : 0,
            .toll = owners > 0 ? steppe_link_tariff(link, freight) / owners : 0};
    }
}

// The cost of a way and of its waits, as steppe_way_cost has it.
static double loaded_cost(const struct steppe_transit_maker *maker,
                          const struct steppe_path *path) {
    double cost = 0;
    for (size_t i = 0; i < path->arc_count; i++) {
        const struct steppe_transit_fare *fare = &maker->fares[maker->planned.link[path->arcs[i]]];
        cost += fare->cost;
        cost += fare->wait;
    }
    return cost;
}

// What a path passes, costs and pays; third parties only.
void steppe_transit_way_of(struct steppe_transit_maker *maker, const struct steppe_freight *freight,
                           const struct steppe_path *path, uint64_t ends,
                           struct steppe_transit_way *way) {
    const struct steppe_network *network = maker->network;
    set_fares(maker, freight);
    *way = (struct steppe_transit_way){0};
    for (size_t i = 0; i < path->arc_count; i++) {
        const uint32_t at = maker->planned.link[path->arcs[i]];
        const struct steppe_link *link = &network->links[at];
        const struct steppe_transit_fare *fare = &maker->fares[at];
        const int32_t gate = maker->gate_of[at];
        way->cost += fare->cost;
        // Ships that pass a coast or a strait ask nobody; ports stand for the land behind them.
        if (link->mode != STEPPE_MODE_SEA) way->territory |= link->territory & ~ends;
        if (gate >= 0) way->gates |= UINT64_C(1) << gate;
        for (uint64_t left = link->owners & ~ends; left; left &= left - 1)
            way->toll[__builtin_ctzll(left)] += fare->toll;
    }
}

// ---- one pair of gateways ----------------------------------------------------------------------

static bool set_costs(struct steppe_transit_maker *maker, const struct steppe_freight *freight) {
    steppe_transport_costs(&maker->base, freight, STEPPE_ROUTES_BY_COST, maker->cost[0]);
    steppe_transport_costs(&maker->planned, freight, STEPPE_ROUTES_BY_COST, maker->cost[1]);
    return steppe_path_trees_make(&maker->base.graph, maker->cost[0], maker->kept,
                                  &maker->trees[0]) &&
           steppe_path_trees_make(&maker->planned.graph, maker->cost[1], maker->kept,
                                  &maker->trees[1]);
}

// As the network stands, and with all gates open.
static bool find_paths(struct steppe_transit_maker *maker, uint32_t freight, uint32_t from,
                       uint32_t to, struct steppe_path_set *set) {
    const size_t rules = steppe_transport_rules_most(maker->network);
    struct steppe_path *found = STEPPE_TAKE(maker->scratch, rules, struct steppe_path);
    struct steppe_path_set planned;
    struct steppe_ways_wanted wanted = {
        .freight = freight, .cost = maker->cost[1], .trees = &maker->trees[1], .found = found};
    if (!found || !steppe_path_set_make(STEPPE_TRANSPORT_PATHS_MAX, maker->scratch, set) ||
        !steppe_path_set_make(STEPPE_TRANSPORT_PATHS_MAX, maker->scratch, &planned) ||
        !steppe_transport_ways(&maker->planned, &wanted, from, to, maker->scratch, &planned))
        return false;
    wanted.cost = maker->cost[0];
    wanted.trees = &maker->trees[0];
    wanted.wider = found;
    wanted.found = NULL;
    if (!steppe_transport_ways(&maker->base, &wanted, from, to, maker->scratch, set)) return false;
    for (size_t k = 0; k < planned.count; k++) steppe_path_set_add(set, &planned.paths[k]);
    steppe_transport_lose(&maker->planned, set, freight, from, to);
    return true;
}

// The weights of one way go to another.
static void give(const struct steppe_transit_way *from, struct steppe_transit_way *to) {
    to->weight += from->weight;
    to->refusing += from->refusing;
}

static double size(const struct steppe_transit_way *way) { return way->weight + way->refusing; }

// Joins a way to that of the same signature.
static void join(struct steppe_transit_pool *pool, const struct steppe_transit_way *way) {
    for (size_t i = 0; i < pool->count; i++) {
        struct steppe_transit_way *same = &pool->ways[i];
        if (same->gates != way->gates || same->territory != way->territory ||
            same->counts != way->counts)
            continue;
        const double sum = same->weight + way->weight, part = sum > 0 ? way->weight / sum : 0;
        give(way, same);
        same->cost += part * (way->cost - same->cost);
        for (size_t a = 0; a < STEPPE_ACTORS_MAX; a++)
            same->toll[a] += part * (way->toll[a] - same->toll[a]);
        return;
    }
    if (pool->count < STEPPE_COUNT(pool->ways)) {
        pool->ways[pool->count++] = *way;
        return;
    }
    pool->dropped++;
    pool->lost += size(way);
}

// More is lost than rounding.
static void note_lost(struct steppe_transit_maker *maker, uint16_t from, uint16_t to) {
    const struct steppe_transit_pool *pool = maker->pool;
    if (!(pool->lost > LOST * pool->share) || pool->dropped <= maker->dropped) return;
    maker->dropped = pool->dropped;
    maker->dropped_from = from;
    maker->dropped_to = to;
}

static bool lost_none(const struct steppe_transit_maker *maker, struct steppe_error *error) {
    const struct steppe_actor *actors = maker->setup->model->actors;
    if (!steppe_transport_lost_none(&maker->base, error) ||
        !steppe_transport_lost_none(&maker->planned, error))
        return false;
    if (maker->dropped == 0) return true;
    return steppe_error_set(error, STEPPE_CODE_MODEL, (struct steppe_place){0},
                            "goods between %s and %s have %zu more than the %zu kinds of ways "
                            "that a run can tell apart; name fewer corridors, gates or gateways",
                            actors[maker->dropped_from].code, actors[maker->dropped_to].code,
                            maker->dropped, STEPPE_COUNT(maker->pool->ways));
}

// Whose shippers may refuse: an end that sanctions, where the other is none of the sanctioned.
static int32_t refuser_of(const struct steppe_transit_maker *maker, uint16_t from, uint16_t to) {
    if (maker->routes->sanctioned == 0) return -1;
    if ((maker->routes->sanctioned >> from | maker->routes->sanctioned >> to) & 1) return -1;
    if (maker->sanctioners >> to & 1) return to;
    return maker->sanctioners >> from & 1 ? from : -1;
}

uint64_t steppe_transit_counts_of(const struct steppe_network *network, uint32_t freight,
                                  uint16_t from, uint16_t to, double forward) {
    uint64_t counts = 0;
    for (size_t c = 0; c < network->count_count; c++)
        if ((network->counts[c].freights >> freight & 1) &&
            steppe_count_part(&network->counts[c], from, to, forward) > 0)
            counts |= UINT64_C(1) << c;
    return counts;
}

// Path sizes: of what is open at the base among what is open, of the rest among all, so that what
// is planned takes nothing away before it is built.
static bool sizes_of(struct steppe_transit_maker *maker, const struct steppe_path_set *set,
                     const struct steppe_transit_way *ways, double *sizes) {
    double open_sizes[STEPPE_TRANSPORT_PATHS_MAX];
    struct steppe_path_set open;
    if (!steppe_path_set_make(set->count, maker->scratch, &open)) return false;
    for (size_t k = 0; k < set->count; k++)
        if (!(ways[k].gates & maker->closed)) open.paths[open.count++] = set->paths[k];
    const size_t arcs = maker->planned.graph.arc_count;
    steppe_path_sizes(set, maker->planned.length_km, arcs, maker->work, sizes);
    steppe_path_sizes(&open, maker->planned.length_km, arcs, maker->work, open_sizes);
    for (size_t k = 0, o = 0; k < set->count; k++)
        if (!(ways[k].gates & maker->closed)) sizes[k] = open_sizes[o++];
    return true;
}

// Weights of the ways between two gateways: those open at the base sum to `share`.
static bool add_gateways(struct steppe_transit_maker *maker, uint32_t freight, uint64_t ends,
                         const struct steppe_gateway *from, const struct steppe_gateway *to,
                         double share, struct steppe_transit_pool *pool) {
    const struct steppe_freight *of = &maker->network->freights[freight];
    struct steppe_transit_way ways[STEPPE_TRANSPORT_PATHS_MAX];
    double sizes[STEPPE_TRANSPORT_PATHS_MAX], least = HUGE_VAL, sum = 0, refusing = 0;
    struct steppe_path_set set;
    const double other = exp(-of->sensitivity * (maker->other_means - 1));
    const bool may_refuse = refuser_of(maker, from->actor, to->actor) >= 0;
    const uint64_t counts = steppe_transit_counts_of(maker->network, freight, from->actor,
                                                     to->actor, 0.5);
    const struct steppe_arena_mark mark = steppe_arena_mark(maker->scratch);
    if (!find_paths(maker, freight, from->node, to->node, &set)) return false;
    for (size_t k = 0; k < set.count; k++) {
        steppe_transit_way_of(maker, of, &set.paths[k], ends, &ways[k]);
        ways[k].counts = steppe_counts_seeing(&maker->planned, &set.paths[k]) & counts;
        if (!(ways[k].gates & maker->closed) && ways[k].cost < least) least = ways[k].cost;
    }
    if (!sizes_of(maker, &set, ways, sizes)) return false;
    const double scale = least > 1 ? least : 1;
    for (size_t k = 0; k < set.count; k++) {
        const double loaded = loaded_cost(maker, &set.paths[k]);
        const double constant = steppe_corridor_fit_of(&maker->fit, freight, from->actor, to->actor,
                                                       ways[k].counts);
        const bool refused = may_refuse && (ways[k].territory & maker->routes->sanctioned);
        const double more = (loaded - least) / scale + constant;
        ways[k].weight = sizes[k] * exp(-of->sensitivity * more);
        ways[k].refusing = refused ? ways[k].weight * exp(-of->sensitivity * maker->refusal_cost)
                                   : ways[k].weight;
        if (ways[k].gates & maker->closed) continue;
        sum += ways[k].weight;
        refusing += ways[k].refusing;
    }
    for (size_t k = 0; k < set.count && sum > 0; k++) {
        ways[k].weight *= share / (sum + other);
        ways[k].refusing *= share / (refusing + other);
        join(pool, &ways[k]);
    }
    if (sum > 0) {
        pool->share += share;
        pool->scale += share * scale;
        pool->stays += share * other / (sum + other);
        pool->stays_too += share * other / (refusing + other);
    }
    steppe_arena_rewind(maker->scratch, mark);
    return true;
}

// ---- one pair of actors ------------------------------------------------------------------------

// The largest gateways of an actor, their shares made to sum to one.
static size_t gateways_of(const struct steppe_network *network, uint16_t actor, uint32_t freight,
                          struct steppe_gateway *out) {
    size_t count = 0;
    double sum = 0;
    for (size_t g = 0; g < network->gateway_count; g++) {
        const struct steppe_gateway *each = &network->gateways[g];
        if (each->actor != actor || each->freight != freight) continue;
        size_t at = count++;
        out[at] = *each;
        for (; at > 0 && out[at].share > out[at - 1].share; at--) {
            const struct steppe_gateway moved = out[at];
            out[at] = out[at - 1];
            out[at - 1] = moved;
        }
    }
    for (size_t i = 0; i < count; i++) sum += out[i].share;
    for (size_t i = 0; i < count; i++) out[i].share /= sum;
    return count;
}

static bool passes_less(const struct steppe_transit_way *a, const struct steppe_transit_way *b) {
    return (a->gates & ~b->gates) == 0 && (a->territory & ~b->territory) == 0 &&
           a->counts == b->counts;
}

static void sort_by_weight(struct steppe_transit_pool *pool) {
    for (size_t i = 1; i < pool->count; i++) {
        const struct steppe_transit_way moved = pool->ways[i];
        size_t at = i;
        for (; at > 0 && size(&moved) > size(&pool->ways[at - 1]); at--)
            pool->ways[at] = pool->ways[at - 1];
        pool->ways[at] = moved;
    }
}

// Drops what never matters; who took it takes the one that passes less.
static void thin_out(const struct steppe_transit_maker *maker, struct steppe_transit_pool *pool) {
    size_t count = 0;
    for (size_t i = 0; i < pool->count; i++) {
        size_t k = 0;
        while (k < count && !(passes_less(&pool->ways[k], &pool->ways[i]) &&
                              size(&pool->ways[i]) < maker->dominated * size(&pool->ways[k])))
            k++;
        if (k == count)
            pool->ways[count++] = pool->ways[i];
        else if (!(pool->ways[i].gates & maker->closed))
            give(&pool->ways[i], &pool->ways[k]);
    }
    pool->count = count;
}

// The way of most weight behind the first `count` that avoids something they all pass; 0: none.
static size_t detour(const struct steppe_transit_pool *pool, size_t count) {
    uint64_t gates = ~UINT64_C(0), territory = ~UINT64_C(0);
    for (size_t k = 0; k < count; k++) {
        gates &= pool->ways[k].gates;
        territory &= pool->ways[k].territory;
    }
    for (size_t k = count; k < pool->count; k++)
        if ((gates & ~pool->ways[k].gates) || (territory & ~pool->ways[k].territory)) return k;
    return 0;
}

static void move_up(struct steppe_transit_pool *pool, size_t at, size_t to) {
    const struct steppe_transit_way moved = pool->ways[at];
    for (size_t k = at; k > to; k--) pool->ways[k] = pool->ways[k - 1];
    pool->ways[to] = moved;
}

// How unlike two ways are: in what is counted, then in whether they are refused.
static int unlike(const struct steppe_transit_maker *maker, const struct steppe_transit_way *a,
                  const struct steppe_transit_way *b) {
    const uint64_t sanctioned = maker->routes->sanctioned;
    const bool same = !(a->territory & sanctioned) == !(b->territory & sanctioned);
    return 2 * __builtin_popcountll(a->counts ^ b->counts) + (same ? 0 : 3);
}

// Of the first `count`, the open way most like this one; `count`: none is open.
static size_t most_like(const struct steppe_transit_maker *maker,
                        const struct steppe_transit_pool *pool, size_t count,
                        const struct steppe_transit_way *way) {
    size_t best = count;
    for (size_t k = 0; k < count; k++) {
        if (pool->ways[k].gates & maker->closed) continue;
        if (best == count ||
            unlike(maker, &pool->ways[k], way) < unlike(maker, &pool->ways[best], way))
            best = k;
    }
    return best;
}

// Those that took an open way without a place take the one left that is most like it: what is
// counted stays as it was, nearly.
static void give_up(const struct steppe_transit_maker *maker, struct steppe_transit_pool *pool,
                    size_t count) {
    for (size_t i = count; i < pool->count; i++) {
        if (pool->ways[i].gates & maker->closed) continue;
        const size_t best = most_like(maker, pool, count, &pool->ways[i]);
        if (best < count) give(&pool->ways[i], &pool->ways[best]);
    }
}

// The open way behind the first `count` whose lack would most change what is counted: the part of a
// count that it is where the way most like it is not seen, or the other way round. 0: none would.
static size_t counted(const struct steppe_transit_maker *maker,
                      const struct steppe_transit_pool *pool, size_t count) {
    double seen[STEPPE_COUNTS_MAX] = {0}, most = ASTRAY;
    size_t found = 0;
    for (size_t k = 0; k < pool->count; k++)
        for (uint64_t left = pool->ways[k].counts; left; left &= left - 1)
            if (!(pool->ways[k].gates & maker->closed))
                seen[__builtin_ctzll(left)] += size(&pool->ways[k]);
    for (size_t k = count; k < pool->count; k++) {
        if (pool->ways[k].gates & maker->closed) continue;
        const size_t best = most_like(maker, pool, count, &pool->ways[k]);
        const uint64_t like = best < count ? pool->ways[best].counts : 0;
        for (uint64_t left = pool->ways[k].counts ^ like; left; left &= left - 1) {
            const double part = size(&pool->ways[k]) / seen[__builtin_ctzll(left)];
            if (!(part > most)) continue;
            most = part;
            found = k;
        }
    }
    return found;
}

// The largest, but for the last places: some for ways without which counts would differ, others for
// ways that do without what all have in common.
static size_t choose(const struct steppe_transit_maker *maker, struct steppe_transit_pool *pool) {
    if (pool->count <= STEPPE_TRANSIT_WAYS_MAX) return pool->count;
    size_t count = STEPPE_TRANSIT_WAYS_MAX - DETOURS - COUNTED;
    for (; count < STEPPE_TRANSIT_WAYS_MAX; count++) {
        const bool last = count >= STEPPE_TRANSIT_WAYS_MAX - DETOURS;
        const size_t at = last ? detour(pool, count) : counted(maker, pool, count);
        if (at > 0) move_up(pool, at, count); // else the next by weight
    }
    give_up(maker, pool, count);
    return count;
}

// Whose level says how many refuse: the strongest at the base, of an end that sanctions on whom of
// the sanctioned the ways cross. Each is one cell, and the others are not looked at.
static void set_refusal(struct steppe_transit_maker *maker, struct steppe_transit_market *market) {
    const size_t actors = maker->setup->model->axes[STEPPE_AXIS_ACTOR].count;
    const double *level = steppe_setup_start(maker->setup, STEPPE_VAR_sanction_level);
    const uint16_t ends[] = {market->to, market->from};
    uint64_t crossed = 0;
    if (market->refuser < 0) return;
    for (size_t k = 0; k < market->way_count; k++) crossed |= market->ways[k].territory;
    crossed &= maker->routes->sanctioned;
    if (!crossed) crossed = maker->routes->sanctioned;
    market->level = -1;
    for (size_t e = 0; e < STEPPE_COUNT(ends); e++) {
        if (!(maker->sanctioners >> ends[e] & 1)) continue;
        for (uint64_t on = crossed; on; on &= on - 1) {
            const size_t cell = ends[e] * actors + (size_t)__builtin_ctzll(on);
            if (!(level[cell] > market->level)) continue;
            market->level = level[cell];
            market->level_cell = (uint32_t)cell;
            market->refuser = ends[e];
        }
    }
}

static bool keep_ways(struct steppe_transit_maker *maker, struct steppe_transit_pool *pool,
                      struct steppe_transit_market *market) {
    double sum = 0, refusing = 0;
    sort_by_weight(pool);
    thin_out(maker, pool);
    const size_t count = choose(maker, pool);
    for (size_t k = 0; k < count; k++)
        if (!(pool->ways[k].gates & maker->closed)) {
            sum += pool->ways[k].weight;
            refusing += pool->ways[k].refusing;
        }
    market->ways = STEPPE_TAKE(maker->arena, count + 1, struct steppe_transit_way);
    if (!market->ways) return false;
    // The other means stay where they are; those who refuse see them against less, or more.
    const double stays = pool->stays / pool->share, stays_too = pool->stays_too / pool->share;
    market->ceiling = stays / (1 - stays);
    market->clean = market->ceiling * (1 - stays_too) / stays_too;
    for (size_t k = 0; k < count; k++) {
        market->ways[k] = pool->ways[k];
        market->ways[k].weight /= sum > 0 ? sum : 1;
        market->ways[k].refusing *= market->clean / (refusing > 0 ? refusing : 1);
    }
    market->way_count = sum > 0 ? count : 0;
    set_refusal(maker, market);
    return true;
}

static bool add_market(struct steppe_transit_maker *maker, uint16_t from, uint16_t to,
                       uint32_t freight, double value) {
    const struct steppe_network *network = maker->network;
    const struct steppe_freight *of = &network->freights[freight];
    struct steppe_gateway starts[STEPPE_GATEWAYS_MAX], ends[STEPPE_GATEWAYS_MAX];
    struct steppe_transit_pool *pool = maker->pool;
    const size_t start_count = gateways_of(network, from, freight, starts);
    const size_t end_count = gateways_of(network, to, freight, ends);
    const uint64_t both = UINT64_C(1) << from | UINT64_C(1) << to;
    const double tonnes = value * of->goods_share / of->value * of->tonnes;
    pool->count = pool->dropped = 0;
    pool->lost = 0;
    pool->share = pool->scale = pool->stays = pool->stays_too = 0;
    for (size_t i = 0; i < start_count; i++)
        for (size_t j = 0; j < end_count; j++) {
            const double share = starts[i].share * ends[j].share;
            // What the load of the network leaves out, too.
            if (share * tonnes < STEPPE_LOAD_LEAST_T && i + j > 0) continue;
            if (!add_gateways(maker, freight, both, &starts[i], &ends[j], share, pool))
                return false;
        }
    // Of a pair that trades nothing, counted or not, nothing can follow its trade.
    if (!(pool->share > 0) || !(value > 0)) return true;
    note_lost(maker, from, to);
    struct steppe_transit_market *market = &maker->routes->goods[maker->routes->goods_count];
    *market = (struct steppe_transit_market){.from = from,
                                             .to = to,
                                             .freight = (uint16_t)freight,
                                             .measures = value * of->goods_share / of->value,
                                             .value = value,
                                             .scale = pool->scale / pool->share,
                                             .refuser = refuser_of(maker, from, to)};
    if (!keep_ways(maker, pool, market)) return false;
    if (market->way_count > 0) maker->routes->goods_count++;
    return true;
}

// ---- which pairs -------------------------------------------------------------------------------

double steppe_transit_fuel_trade(const struct steppe_setup *setup, size_t from, size_t to) {
    return from == to ? 0 : steppe_setup_pair_figure(setup, STEPPE_VAR_fuel_exports, from, to);
}

bool steppe_transit_far(const struct steppe_setup *setup, size_t a, size_t b) {
    const struct steppe_network *network = setup->model->network;
    if (a == b) return false;
    for (size_t i = 0; i < network->link_count; i++) {
        const struct steppe_link *link = &network->links[i];
        const bool sea = link->mode == STEPPE_MODE_SEA || link->mode == STEPPE_MODE_FERRY;
        const int32_t from = network->nodes[link->from].actor, to = network->nodes[link->to].actor;
        if (sea || from < 0 || to < 0) continue;
        if (((size_t)from == a && (size_t)to == b) || ((size_t)from == b && (size_t)to == a))
            return false;
    }
    return true;
}

// Goods both ways, fuels apart, USD a year: as trade has it at the start.
static double trade_of(const struct steppe_setup *setup, size_t a, size_t b) {
    double sum = 0;
    for (int way = 0; way < 2; way++) {
        const size_t from = way ? b : a, to = way ? a : b;
        const double all = steppe_setup_pair_figure(setup, STEPPE_VAR_goods_exports, from, to);
        const double fuels = steppe_setup_pair_figure(setup, STEPPE_VAR_fuel_exports, from, to);
        if (all > fuels) sum += all - fuels;
    }
    return sum;
}

// Marks the partners of a host that make up nearly all its trade.
static void mark_partners(struct steppe_transit_maker *maker, size_t host, bool *wanted) {
    const struct steppe_model *model = maker->setup->model;
    const size_t actors = model->axes[STEPPE_AXIS_ACTOR].count;
    const double wished = central(maker->setup, "transit.partners_covered");
    const double most = central(maker->setup, "transit.partners_most");
    double values[STEPPE_ACTORS_MAX] = {0}, all = 0, covered = 0;
    for (size_t a = 0; a < actors; a++) {
        values[a] = a == host ? 0 : trade_of(maker->setup, host, a);
        all += values[a];
    }
    for (int rank = 0; rank < most && covered < wished * all; rank++) {
        size_t best = 0;
        for (size_t a = 1; a < actors; a++)
            if (values[a] > values[best]) best = a;
        if (!(values[best] > 0)) return;
        covered += values[best];
        values[best] = 0;
        const size_t low = host < best ? host : best, high = host < best ? best : host;
        wanted[low * actors + high] = true;
    }
}

// Whether goods of two actors are a market of the month: those of a host and a partner, and third
// parties whose freight a count follows.
static bool is_market(const struct steppe_network *network, const bool *wanted, size_t actors,
                      size_t from, size_t to, uint32_t freight) {
    if (wanted[from * actors + to]) return true;
    for (size_t c = 0; c < network->count_count && from < to; c++) {
        const struct steppe_count *count = &network->counts[c];
        if (!(count->freights >> freight & 1)) continue;
        if ((count->from >> from & count->to >> to & 1) ||
            (count->from >> to & count->to >> from & 1))
            return true;
    }
    return false;
}

static bool make_goods(struct steppe_transit_maker *maker) {
    const struct steppe_model *model = maker->setup->model;
    const struct steppe_network *network = maker->network;
    const size_t actors = model->axes[STEPPE_AXIS_ACTOR].count;
    bool *wanted = STEPPE_TAKE(maker->scratch, actors * actors, bool);
    if (!wanted) return false;
    for (size_t h = 0; h < model->axes[STEPPE_AXIS_HOST].count; h++)
        mark_partners(maker, model->axes[STEPPE_AXIS_HOST].actor_at[h], wanted);
    size_t count = 0;
    for (uint32_t f = 0; f < network->freight_count; f++)
        for (size_t i = 0; i < actors * actors; i++)
            count += is_market(network, wanted, actors, i / actors, i % actors, f);
    maker->routes->goods = STEPPE_TAKE(maker->arena, count + 1, struct steppe_transit_market);
    if (!maker->routes->goods) return false;
    for (uint32_t f = 0; f < network->freight_count; f++) {
        if (!(network->freights[f].goods_share > 0)) continue;
        if (!set_costs(maker, &network->freights[f])) return false;
        for (size_t i = 0; i < actors * actors; i++) {
            const uint16_t from = (uint16_t)(i / actors), to = (uint16_t)(i % actors);
            if (is_market(network, wanted, actors, from, to, f) &&
                !add_market(maker, from, to, f, trade_of(maker->setup, from, to)))
                return false;
        }
    }
    return true;
}

// ---- projects ----------------------------------------------------------------------------------

static bool is_boxes(int measure) { return measure == STEPPE_MEASURE_TEU; }

// What a project adds to the capacity of a gate, times that of the base: boxes, or all else by the
// first measure with a known capacity. Boxes of a gate without a capacity of their own are bound by
// its tonnes.
static double added(const struct steppe_transit_maker *maker,
                    const struct steppe_project_work *project, uint32_t gate, bool boxes) {
    for (int m = 0; m < STEPPE_MEASURE_COUNT; m++) {
        const double capacity = maker->routes->capacity[m][gate];
        if (is_boxes(m) == boxes && project->add[m] > 0 && isfinite(capacity))
            return project->add[m] / capacity;
    }
    return 0;
}

static bool touches(const struct steppe_project_work *project, const struct steppe_gate *gate) {
    for (size_t i = 0; i < project->link_count; i++)
        for (size_t k = 0; k < gate->link_count; k++)
            if (project->links[i] == gate->links[k]) return true;
    return false;
}

static bool make_projects(struct steppe_transit_maker *maker) {
    const struct steppe_network *network = maker->network;
    struct steppe_transit_routes *routes = maker->routes;
    const size_t most = network->project_count * network->gate_count;
    routes->projects = STEPPE_TAKE(maker->arena, most + 1, struct steppe_transit_project);
    if (!routes->projects) return false;
    for (uint32_t g = 0; g < network->gate_count; g++) {
        const size_t first = routes->project_count;
        size_t openings = 0;
        for (uint32_t p = 0; p < network->project_count; p++) {
            const struct steppe_project_work *project = &network->projects[p];
            const bool opens = project->effect == STEPPE_PROJECT_OPENS;
            if (!touches(project, &network->gates[g])) continue;
            if (opens && routes->built[g] == 1) continue; // in operation already
            // A year alone is taken at its middle.
            const int32_t month = steppe_date_month(project->open) + (project->open.month ? 0 : 6);
            // What is done has its place in the capacity. What is late waits on as it did: such a
            // delay does not age.
            if (month < maker->month && project->status == STEPPE_LINK_OPERATING) continue;
            routes->projects[routes->project_count++] = (struct steppe_transit_project){
                .month = month < maker->month ? maker->month : month,
                .delay_years = project->delay_years,
                .chance = project->chance,
                .gate = g,
                .number = p,
                .add = {opens ? 1 : added(maker, project, g, true),
                        opens ? 1 : added(maker, project, g, false)},
                .opens = opens};
            openings += opens;
        }
        for (size_t i = first; i < routes->project_count; i++)
            for (int kind = 0; kind < 2 && routes->projects[i].opens; kind++)
                routes->projects[i].add[kind] = 1.0 / (double)openings;
    }
    return true;
}

// ---- all ---------------------------------------------------------------------------------------

static bool make_networks(struct steppe_transit_maker *maker, struct steppe_error *error) {
    const struct steppe_model *model = maker->setup->model;
    const bool known = maker->setup->layout->base_year >= model->price_year;
    return (known ? steppe_corridor_fit_get(model, maker->kept, &maker->fit, error)
                  : steppe_corridor_fit_blank(maker->network, maker->kept, &maker->fit, error)) &&
           steppe_transport_make(model, maker->month, NULL, maker->scratch, &maker->base, error) &&
           steppe_transport_make(model, maker->month, NULL, maker->scratch, &maker->planned, error);
}

bool steppe_transit_routes_make(const struct steppe_setup *setup, double refusal,
                                struct steppe_transit_routes *routes, struct steppe_error *error) {
    struct steppe_arena scratch, kept;
    *routes = (struct steppe_transit_routes){.network = setup->model->network};
    if (!routes->network || routes->network->gate_count == 0) {
        routes->network = NULL;
        return true;
    }
    steppe_arena_init(&scratch, 0);
    steppe_arena_init(&kept, 0);
    struct steppe_transit_maker maker = {
        .setup = setup,
        .network = routes->network,
        .routes = routes,
        .arena = setup->arena,
        .scratch = &scratch,
        .kept = &kept,
        .month = setup->layout->first_month,
        .refusal = refusal,
        .refusal_cost = central(setup, "transit.refusal_cost"),
        .other_means = central(setup, "transit.other_means"),
        .whole_most = central(setup, "transit.whole_most"),
        .dominated = central(setup, "transit.dominated"),
        .sanctioners = steppe_model_actors_of(setup->model, "sanctioners")};
    routes->sanctioned = steppe_model_actors_of(setup->model, "sanctioned");
    maker.pool = STEPPE_TAKE(&scratch, 1, struct steppe_transit_pool);
    // Networks and their fit say themselves what is wrong.
    const bool made = maker.pool && make_networks(&maker, error);
    const bool good = made && take(&maker) && make_projects(&maker) && make_goods(&maker) &&
                      steppe_transit_make_fuels(&maker) && steppe_transit_make_base(&maker);
    const bool whole = good && lost_none(&maker, error);
    steppe_arena_free(&kept);
    steppe_arena_free(&scratch);
    if (good || (maker.pool && !made)) return whole;
    return no_memory(error);
}
