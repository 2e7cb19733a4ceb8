// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "world/freight_load.h"

#include <math.h>
#include <string.h>

#include "solve/logit_assignment.h"
#include "world/priors.h"
#include "world/trade_flows.h"

#define ENOUGH 1e-4 // of a trip may be on another way than its costs ask for
#define ROUNDS_MAX 50
#define SETTLED 1e-3 // days by which what holds up boxes may still move

// ---- counts ------------------------------------------------------------------------------------

static bool looks_at(const struct steppe_count *count, uint32_t from, uint32_t to) {
    return (!count->from || count->from >> from & 1) && (!count->to || count->to >> to & 1);
}

double steppe_count_part(const struct steppe_count *count, uint32_t from, uint32_t to,
                         double forward) {
    bool there = looks_at(count, from, to), back = looks_at(count, to, from);
    if (count->both_ways) return there || back ? 1 : 0;
    return (there ? forward : 0) + (back ? 1 - forward : 0);
}

double steppe_count_constants(const struct steppe_network *network, const double *constants,
                              uint32_t freight, uint32_t from, uint32_t to, double forward,
                              uint64_t seen) {
    double sum = 0;
    for (uint64_t left = seen; left; left &= left - 1) {
        uint32_t c = (uint32_t)__builtin_ctzll(left);
        const struct steppe_count *count = &network->counts[c];
        if ((count->fits >> freight & 1) && steppe_count_part(count, from, to, forward) > 0)
            sum += constants[c];
    }
    return sum;
}

bool steppe_count_sees(const struct steppe_transport *transport, const struct steppe_count *count,
                       const struct steppe_path *path) {
    size_t at = (size_t)(count - transport->network->counts);
    return steppe_counts_seeing(transport, path) >> at & 1;
}

uint64_t steppe_counts_seeing(const struct steppe_transport *transport,
                              const struct steppe_path *path) {
    uint64_t seen = 0;
    for (size_t i = 0; i < path->arc_count; i++)
        seen |= transport->seen[transport->link[path->arcs[i]]];
    return seen;
}

// At the strongest level of an end that sanctions, on whom of the sanctioned the ways cross.
double steppe_freight_refusal(const struct steppe_freight_load *load, uint16_t from, uint16_t to,
                              uint64_t crossed) {
    const uint64_t ends = UINT64_C(1) << from | UINT64_C(1) << to;
    double level = 0;
    if (ends & load->sanctioned) return 0;
    for (uint64_t by = ends & load->sanctioners; by; by &= by - 1)
        for (uint64_t on = crossed & load->sanctioned; on; on &= on - 1)
            level = fmax(level, steppe_trade_sanctions(load->transport->model,
                                                       (uint16_t)__builtin_ctzll(by),
                                                       (uint16_t)__builtin_ctzll(on)));
    return load->refusal * level;
}

double steppe_freight_load_count(const struct steppe_freight_load *load,
                                 const struct steppe_count *count, uint32_t freight) {
    double sum = 0;
    size_t at = (size_t)(count - load->transport->network->counts);
    for (size_t t = 0; t < load->trip_count; t++) {
        const struct steppe_freight_trip *trip = &load->trips[t];
        if (!(count->freights >> trip->freight & 1)) continue;
        if (freight != UINT32_MAX && trip->freight != freight) continue;
        double part = steppe_count_part(count, trip->from_actor, trip->to_actor, trip->forward);
        for (size_t k = trip->first; part > 0 && k < trip->first + trip->ways.count; k++) {
            if (load->seen[k] >> at & 1) sum += part * load->tonnes[k];
        }
    }
    return sum;
}

double steppe_way_cost(const struct steppe_transport *transport, const struct steppe_path *way,
                       const struct steppe_freight *freight, const double *const *days) {
    double cost = 0, a_day = freight->time_cost * freight->value;
    const double *loaded = days ? days[freight->measure == STEPPE_MEASURE_TEU] : NULL;
    for (size_t i = 0; i < way->arc_count; i++) {
        uint32_t link = transport->link[way->arcs[i]];
        cost += steppe_transport_link_cost(transport, link, freight);
        if (loaded) cost += a_day * (loaded[link] - transport->network->links[link].days);
    }
    return cost;
}

// ---- trips -------------------------------------------------------------------------------------

struct maker {
    struct steppe_freight_load *load;
    double least_t;
    struct steppe_transport *transport;
    const struct steppe_network *network;
    uint32_t freight;
    double *cost; // [arc] of the freight
    struct steppe_path_trees trees;
    double *distance;  // [gateway][node]
    bool *of_interest; // [arc] through a host
    size_t room;
};

static void mark_arcs(struct maker *maker) {
    const struct steppe_model *model = maker->transport->model;
    const struct steppe_network *network = maker->network;
    uint64_t hosts = 0;
    for (size_t h = 0; h < model->axes[STEPPE_AXIS_HOST].count; h++)
        hosts |= UINT64_C(1) << model->axes[STEPPE_AXIS_HOST].actor_at[h];
    for (size_t arc = 0; arc < maker->transport->graph.arc_count; arc++) {
        uint32_t link = maker->transport->link[arc];
        maker->of_interest[arc] = network->links[link].territory & hosts;
    }
}

static bool interesting(const struct maker *maker, size_t g, size_t h) {
    const struct steppe_model *model = maker->transport->model;
    const struct steppe_gateway *from = &maker->network->gateways[g],
                                *to = &maker->network->gateways[h];
    if (model->actors[from->actor].host || model->actors[to->actor].host) return true;
    // Who trades through the open sea stands nowhere on land: what goes there goes by sea.
    if (maker->network->nodes[from->node].actor < 0 || maker->network->nodes[to->node].actor < 0 ||
        model->actors[from->actor].rest_of_world || model->actors[to->actor].rest_of_world)
        return false;
    const double *there = maker->distance + g * maker->network->node_count;
    const double *back = maker->distance + h * maker->network->node_count;
    for (size_t arc = 0; arc < maker->transport->graph.arc_count; arc++) {
        if (!maker->of_interest[arc] || !isfinite(maker->cost[arc])) continue;
        double by = there[maker->transport->tail[arc]] + maker->cost[arc] +
                    back[maker->transport->head[arc]];
        if (by <= maker->load->concern * there[to->node]) return true;
    }
    return false;
}

static bool keep_trip(struct maker *maker, const struct steppe_freight_trip *trip) {
    struct steppe_freight_load *load = maker->load;
    if (load->trip_count == maker->room) {
        size_t room = maker->room ? 2 * maker->room : 512;
        struct steppe_freight_trip *trips = STEPPE_TAKE(load->arena, room,
                                                        struct steppe_freight_trip);
        if (!trips) return false;
        if (load->trip_count) memcpy(trips, load->trips, load->trip_count * sizeof *trips);
        load->trips = trips;
        maker->room = room;
    }
    load->trips[load->trip_count] = *trip;
    load->trips[load->trip_count++].first = load->way_count;
    load->way_count += trip->ways.count;
    return true;
}

// Some shippers of sanctioners keep off sanctioned territory: a trip of its own, to which ways over
// it cost `transit.refusal_cost` more: they go there when nothing else is left. With sanctioned
// actors themselves nobody can keep off.
static bool keep_classes(struct maker *maker, struct steppe_freight_trip *trip) {
    struct steppe_freight_load *load = maker->load;
    uint64_t crossed = 0;
    for (size_t k = 0; k < trip->ways.count; k++)
        crossed |= steppe_transport_territory(load->transport, &trip->ways.paths[k]);
    const double refusal = steppe_freight_refusal(load, trip->from_actor, trip->to_actor, crossed);
    if (!(refusal > 0)) return keep_trip(maker, trip);
    struct steppe_freight_trip other = *trip;
    other.refuses = true;
    other.tonnes *= refusal;
    trip->tonnes *= 1 - refusal;
    return keep_trip(maker, trip) && keep_trip(maker, &other);
}

static bool add_pair(struct maker *maker, size_t g, size_t h) {
    struct steppe_freight_load *load = maker->load;
    const struct steppe_gateway *from = &maker->network->gateways[g],
                                *to = &maker->network->gateways[h];
    const struct steppe_freight *freight = &maker->network->freights[maker->freight];
    double there = steppe_trade_flow(maker->transport->model, from->actor, to->actor);
    double back = steppe_trade_flow(maker->transport->model, to->actor, from->actor);
    double tonnes = (there + back) * from->share * to->share * freight->goods_share /
                    freight->value * freight->tonnes;
    if (!(tonnes >= maker->least_t) || from->node == to->node || !interesting(maker, g, h))
        return true;
    struct steppe_freight_trip trip = {.freight = (uint16_t)maker->freight,
                                       .from_actor = from->actor,
                                       .to_actor = to->actor,
                                       .from = from->node,
                                       .to = to->node,
                                       .tonnes = tonnes,
                                       .forward = there / (there + back)};
    if (!steppe_path_set_make(STEPPE_TRANSPORT_PATHS_MAX, load->arena, &trip.ways) ||
        !steppe_transport_ways(maker->transport,
                               &(struct steppe_ways_wanted){.freight = maker->freight,
                                                            .cost = maker->cost,
                                                            .trees = &maker->trees},
                               from->node, to->node, load->arena, &trip.ways)) {
        return false;
    }
    trip.cheapest = trip.ways.count > 0 ? trip.ways.paths[0].cost : HUGE_VAL;
    return keep_classes(maker, &trip);
}

static bool add_freight(struct maker *maker) {
    const struct steppe_network *network = maker->network;
    struct steppe_transport *transport = maker->transport;
    steppe_transport_costs(transport, &network->freights[maker->freight], STEPPE_ROUTES_BY_COST,
                           maker->cost);
    if (!steppe_path_trees_make(&transport->graph, maker->cost, maker->load->arena, &maker->trees))
        return false;
    for (size_t g = 0; g < network->gateway_count; g++) {
        if (network->gateways[g].freight != maker->freight) continue;
        steppe_path_search_run(&transport->search, maker->cost, network->gateways[g].node,
                               STEPPE_NO_NODE);
        memcpy(maker->distance + g * network->node_count, transport->search.distance,
               network->node_count * sizeof(double));
    }
    for (size_t g = 0; g < network->gateway_count; g++) {
        if (network->gateways[g].freight != maker->freight) continue;
        for (size_t h = g + 1; h < network->gateway_count; h++) { // by actor: those behind
            if (network->gateways[h].freight != maker->freight) continue;
            if (network->gateways[h].actor == network->gateways[g].actor) continue;
            if (!add_pair(maker, g, h)) return false;
        }
    }
    return true;
}

static bool take_ways(struct steppe_freight_load *load) {
    size_t ways = load->way_count + 1, links = load->transport->network->link_count + 1;
    load->seen = STEPPE_TAKE(load->arena, ways, uint64_t);
    load->territory = STEPPE_TAKE(load->arena, ways, uint64_t);
    load->tonnes = STEPPE_TAKE(load->arena, ways, double);
    load->cost = STEPPE_TAKE(load->arena, ways, double);
    load->expected = STEPPE_TAKE(load->arena, load->trip_count + 1, double);
    for (int i = 0; i < 2; i++) load->days[i] = STEPPE_TAKE(load->arena, links, double);
    load->link_tonnes = STEPPE_TAKE(load->arena, 2 * links, double);
    if (!load->seen || !load->territory || !load->tonnes || !load->cost || !load->expected ||
        !load->days[0] || !load->days[1] || !load->link_tonnes) {
        return false;
    }
    for (size_t t = 0; t < load->trip_count; t++) {
        const struct steppe_freight_trip *trip = &load->trips[t];
        for (size_t k = 0; k < trip->ways.count; k++) {
            const struct steppe_path *way = &trip->ways.paths[k];
            load->seen[trip->first + k] = steppe_counts_seeing(load->transport, way);
            load->territory[trip->first + k] = steppe_transport_territory(load->transport, way);
        }
    }
    return true;
}

bool steppe_freight_load_make(struct steppe_transport *transport, double least_t,
                              struct steppe_arena *arena, struct steppe_freight_load *load,
                              struct steppe_error *error) {
    const struct steppe_model *model = transport->model;
    const struct steppe_network *network = transport->network;
    size_t arcs = transport->graph.arc_count + 1;
    *load = (struct steppe_freight_load){
        .transport = transport,
        .arena = arena,
        .sanctioned = steppe_model_actors_of(model, "sanctioned"),
        .sanctioners = steppe_model_actors_of(model, "sanctioners"),
        .line_delay = steppe_central_parameter(model, "line_delay", 0),
        .line_power = steppe_central_parameter(model, "line_power", 0),
        .gate_delay = steppe_central_parameter(model, "transit.gate_delay", 0),
        .gate_power = steppe_central_parameter(model, "transit.gate_power", 0),
        .refusal = steppe_central_parameter(model, "transit.refusal", 0),
        .refusal_cost = steppe_central_parameter(model, "transit.refusal_cost", 0),
        .other_means = steppe_central_parameter(model, "transit.other_means", 1),
        .concern = steppe_central_parameter(model, "transit.concern", 1)};
    struct maker maker = {
        .load = load, .least_t = least_t, .transport = transport, .network = network};
    maker.cost = STEPPE_TAKE(arena, arcs, double);
    maker.of_interest = STEPPE_TAKE(arena, arcs, bool);
    maker.distance = STEPPE_TAKE(arena, network->gateway_count * network->node_count + 1, double);
    bool good = maker.cost && maker.of_interest && maker.distance;
    if (good) mark_arcs(&maker);
    for (uint32_t f = 0; good && f < network->freight_count; f++) {
        maker.freight = f;
        if (network->freights[f].goods_share > 0) good = add_freight(&maker);
    }
    if (good && take_ways(load)) return steppe_transport_lost_none(transport, error);
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "not enough memory to load the network");
}

// ---- the equilibrium ---------------------------------------------------------------------------

// Two numbers for a link: by the first goes all freight, by the second what its capacity in boxes
// holds up beyond that. Both directions share them.
struct posed {
    struct steppe_freight_load *load;
    size_t links;
    struct steppe_link_cost *costs; // [2 links] days
    struct steppe_trip *trips;
    struct steppe_path_set *sets;
    size_t *trip_of, *way_of; // [trip], [way] of the problem: number in the load
    double *thetas, *constants, *sizes;
    double *spared; // [2 links] days: boxes wait by the first already
    double *work;   // [arc]
    size_t count, way_count;
    uint64_t without;
    struct steppe_logit_result result;
};

// What a day costs a tonne of a kind, USD. A kind that does not mind time still has a scale.
static double a_day(const struct steppe_freight *freight) {
    double share = freight->time_cost > 1e-9 ? freight->time_cost : 1e-9;
    return share * freight->value / freight->tonnes;
}

static bool is_gate(enum steppe_link_mode mode) {
    return mode == STEPPE_MODE_PORT || mode == STEPPE_MODE_BORDER;
}

static void pose_links(struct posed *posed) {
    const struct steppe_freight_load *load = posed->load;
    const struct steppe_network *network = load->transport->network;
    double box = 1; // t
    for (size_t f = 0; f < network->freight_count; f++)
        if (network->freights[f].measure == STEPPE_MEASURE_TEU) box = network->freights[f].tonnes;
    for (uint32_t i = 0; i < posed->links; i++) {
        const struct steppe_link *link = &network->links[i];
        bool gate = is_gate(link->mode);
        double factor = gate ? load->gate_delay : load->line_delay;
        double power = gate ? load->gate_power : load->line_power;
        double tonnes = steppe_transport_link_capacity(load->transport, i, STEPPE_MEASURE_T);
        double boxes = steppe_transport_link_capacity(load->transport, i, STEPPE_MEASURE_TEU) * box;
        posed->costs[i] = steppe_link_cost_make(link->days, factor, power, tonnes, 0);
        posed->costs[posed->links + i] = steppe_link_cost_make(link->days, factor, power, boxes, 0);
        posed->costs[posed->links + i].fixed = 0; // is in the first
    }
}

// A way as links, with the second number of those that count boxes where it is boxes.
static bool pose_way(struct posed *posed, const struct steppe_freight_trip *trip,
                     const struct steppe_path *way, struct steppe_path *out) {
    const struct steppe_transport *transport = posed->load->transport;
    const struct steppe_network *network = transport->network;
    bool boxes = network->freights[trip->freight].measure == STEPPE_MEASURE_TEU;
    uint32_t *arcs = STEPPE_TAKE(posed->load->arena, 2 * way->arc_count + 1, uint32_t);
    *out = (struct steppe_path){.arcs = arcs};
    if (!out->arcs) return false;
    for (size_t i = 0; i < way->arc_count; i++) {
        uint32_t link = transport->link[way->arcs[i]];
        out->arcs[out->arc_count++] = link;
        if (boxes && isfinite(network->links[link].capacity[STEPPE_MEASURE_TEU]))
            out->arcs[out->arc_count++] = (uint32_t)posed->links + link;
    }
    return true;
}

// Closed to a trip: others' territory of `without`.
static bool is_closed(const struct posed *posed, const struct steppe_freight_trip *trip,
                      size_t way) {
    uint64_t ends = UINT64_C(1) << trip->from_actor | UINT64_C(1) << trip->to_actor;
    return (posed->load->territory[way] & posed->without & ~ends) != 0;
}

// Sizes of the open ways of a trip by their arcs: who uses a link the other way shares no way. What
// is not moved is like nothing else.
static void size_ways(struct posed *posed, const struct steppe_freight_trip *trip) {
    const struct steppe_transport *transport = posed->load->transport;
    struct steppe_path open[STEPPE_TRANSPORT_PATHS_MAX];
    struct steppe_path_set set = {.paths = open};
    for (size_t k = 0; k < trip->ways.count; k++)
        if (!is_closed(posed, trip, trip->first + k)) open[set.count++] = trip->ways.paths[k];
    double *sizes = posed->sizes + posed->way_count;
    steppe_path_sizes(&set, transport->length_km, transport->graph.arc_count, posed->work, sizes);
    sizes[set.count] = 1;
}

static bool pose_trip(struct posed *posed, size_t t, steppe_way_constant *constant,
                      const void *context) {
    struct steppe_freight_load *load = posed->load;
    const struct steppe_transport *transport = load->transport;
    const struct steppe_freight_trip *trip = &load->trips[t];
    const struct steppe_freight *freight = &transport->network->freights[trip->freight];
    struct steppe_path_set *set = &posed->sets[posed->count];
    double w = a_day(freight);
    if (!steppe_path_set_make(trip->ways.count + 1, load->arena, set)) return false;
    for (size_t k = 0; k < trip->ways.count; k++) {
        const struct steppe_path *way = &trip->ways.paths[k];
        size_t at = trip->first + k;
        if (is_closed(posed, trip, at)) continue;
        double usd = constant ? constant(context, trip, load->seen[at]) : 0, days = 0;
        if (!pose_way(posed, trip, way, &set->paths[set->count])) return false;
        for (size_t i = 0; i < way->arc_count; i++)
            days += transport->network->links[transport->link[way->arcs[i]]].days;
        if (trip->refuses && (load->territory[at] & load->sanctioned))
            usd += load->refusal_cost * trip->cheapest;
        usd = (usd + way->cost) / freight->tonnes;
        posed->constants[posed->way_count + set->count] = usd / w - days;
        posed->way_of[posed->way_count + set->count++] = at;
    }
    if (set->count == 0) return true;
    size_ways(posed, trip);
    // What would cost more is not moved, or by other means: a way of no links.
    posed->constants[posed->way_count + set->count] = load->other_means * trip->cheapest /
                                                      freight->tonnes / w;
    posed->way_of[posed->way_count + set->count++] = SIZE_MAX;
    posed->way_count += set->count;
    posed->thetas[posed->count] = freight->sensitivity / trip->cheapest * freight->tonnes * w;
    posed->trips[posed->count] = (struct steppe_trip){trip->from, trip->to, trip->tonnes};
    posed->trip_of[posed->count++] = t;
    return true;
}

static bool pose_trips(struct posed *posed, steppe_way_constant *constant, const void *context) {
    for (size_t t = 0; t < posed->load->trip_count; t++) {
        if (posed->load->trips[t].ways.count == 0) continue;
        if (!pose_trip(posed, t, constant, context)) return false;
    }
    return true;
}

static bool take_problem(struct posed *posed) {
    struct steppe_freight_load *load = posed->load;
    struct steppe_arena *arena = load->arena;
    size_t twice = 2 * posed->links + 1, trips = load->trip_count + 1;
    size_t ways = load->way_count + trips;
    posed->costs = STEPPE_TAKE(arena, twice, struct steppe_link_cost);
    posed->trips = STEPPE_TAKE(arena, trips, struct steppe_trip);
    posed->sets = STEPPE_TAKE(arena, trips, struct steppe_path_set);
    posed->trip_of = STEPPE_TAKE(arena, trips, size_t);
    posed->way_of = STEPPE_TAKE(arena, ways, size_t);
    posed->thetas = STEPPE_TAKE(arena, trips, double);
    posed->constants = STEPPE_TAKE(arena, ways, double);
    posed->sizes = STEPPE_TAKE(arena, ways, double);
    posed->spared = STEPPE_TAKE(arena, twice, double);
    posed->work = STEPPE_TAKE(arena, load->transport->graph.arc_count + 1, double);
    posed->result.flow = STEPPE_TAKE(arena, twice, double);
    posed->result.cost = STEPPE_TAKE(arena, twice, double);
    posed->result.path_flow = STEPPE_TAKE(arena, ways, double);
    posed->result.path_cost = STEPPE_TAKE(arena, ways, double);
    posed->result.expected = STEPPE_TAKE(arena, trips, double);
    return posed->costs && posed->trips && posed->sets && posed->trip_of && posed->way_of &&
           posed->thetas && posed->constants && posed->sizes && posed->spared && posed->work &&
           posed->result.flow && posed->result.cost && posed->result.path_flow &&
           posed->result.path_cost && posed->result.expected;
}

static void read_result(struct posed *posed) {
    struct steppe_freight_load *load = posed->load;
    const struct steppe_network *network = load->transport->network;
    memcpy(load->link_tonnes, posed->result.flow, 2 * posed->links * sizeof(double));
    for (size_t i = 0; i < posed->links; i++) {
        load->days[0][i] = posed->result.cost[i];
        load->days[1][i] = posed->result.cost[i] + posed->result.cost[posed->links + i];
    }
    for (size_t k = 0; k < load->way_count; k++) {
        load->tonnes[k] = 0;
        load->cost[k] = HUGE_VAL;
    }
    for (size_t t = 0; t < load->trip_count; t++) load->expected[t] = HUGE_VAL;
    for (size_t n = 0, k = 0; n < posed->count; n++) {
        const struct steppe_freight_trip *trip = &load->trips[posed->trip_of[n]];
        const struct steppe_freight *freight = &network->freights[trip->freight];
        const double usd = a_day(freight) * freight->tonnes;
        load->expected[posed->trip_of[n]] = posed->result.expected[n] * usd;
        for (size_t end = k + posed->sets[n].count; k < end; k++) {
            if (posed->way_of[k] == SIZE_MAX) continue;
            load->tonnes[posed->way_of[k]] = posed->result.path_flow[k];
            load->cost[posed->way_of[k]] = posed->result.path_cost[k] * usd;
        }
    }
    load->iterations = posed->result.iterations;
}

// Boxes wait where either measure of a link is full, by the larger of its two delays, as a gate of
// the month has it: the second number holds what is more than the first. Returns by how many days
// that has moved where it counts.
static double spare(const struct posed *posed) {
    double moved = 0;
    for (size_t i = 0; i < posed->links; i++) {
        const double *flow = posed->result.flow;
        const size_t second = posed->links + i;
        const double all = steppe_link_cost_delay(&posed->costs[i], flow[i]);
        const double boxes = steppe_link_cost_delay(&posed->costs[second], flow[second]);
        const double was = fmax(boxes - posed->spared[second], 0), is = fmax(boxes - all, 0);
        moved = fmax(moved, fabs(is - was));
        posed->spared[second] = all;
    }
    return moved;
}

// The larger of two delays is no cost that a minimum belongs to: boxes would be held up by other
// goods, and not these by them. With what is spared held fixed it is, so that is solved until it
// stays; a step of it moves what spares it by less than half.
static bool settle(struct posed *posed, struct steppe_error *error) {
    struct steppe_freight_load *load = posed->load;
    struct steppe_logit_case problem = {.arc_count = 2 * posed->links,
                                        .costs = posed->costs,
                                        .trips = posed->trips,
                                        .sets = posed->sets,
                                        .trip_count = posed->count,
                                        .sizes = posed->sizes,
                                        .thetas = posed->thetas,
                                        .constants = posed->constants,
                                        .spared = posed->spared,
                                        .tolerance = ENOUGH,
                                        .warm = load->iterations > 0,
                                        .iteration_limit = 1000};
    memcpy(posed->result.flow, load->link_tonnes, 2 * posed->links * sizeof(double));
    (void)spare(posed);
    for (int round = 0; round < ROUNDS_MAX; round++) {
        if (!steppe_logit_assignment_solve(&problem, load->arena, &posed->result, error))
            return false;
        if (spare(posed) <= SETTLED) return true;
        problem.warm = true;
    }
    return steppe_error_set(error, STEPPE_CODE_RUN, (struct steppe_place){0},
                            "what holds up boxes on the network does not settle");
}

bool steppe_freight_load_solve(struct steppe_freight_load *load, uint64_t without,
                               steppe_way_constant *constant, const void *context,
                               struct steppe_error *error) {
    struct posed posed = {
        .load = load, .links = load->transport->network->link_count, .without = without};
    struct steppe_arena_mark mark = steppe_arena_mark(load->arena);
    bool good = take_problem(&posed) && pose_trips(&posed, constant, context);
    if (!good) {
        steppe_arena_rewind(load->arena, mark);
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "not enough memory to load the network");
    }
    pose_links(&posed);
    good = settle(&posed, error);
    if (good) read_result(&posed);
    steppe_arena_rewind(load->arena, mark);
    return good;
}
