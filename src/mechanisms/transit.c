// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit: freight finds its way, quarter by quarter. In: trade of last quarter, what is open,
// built and refused. Out: what freight costs more than at the base, fuels delivered, tolls, loads
// and waits of gates, and what a host would lose if a power closed its territory. Goods choose by a
// path-size logit (ben-akiva-bierlaire-1999) whose costs rise with the load of gates,
//
//   P_k = PS_k o_k exp(-m g_k / g0) / sum_j PS_j o_j exp(-m g_j / g0) ,  o_k = product of openness
//   wait = t0 a [(v / cap)^b - (v0 / cap)^b] ,  dg = -(g0/m) [ln sum_k .. - the same at the base]
//
// and fuels keep to the shares of the base while pipelines have room (transit_pipes.c). Part r of
// the shippers of a country that sanctions another chooses among ways that avoid it. Waits go to
// their fixed point in one pass a quarter, from those of the quarter before. What was open in one
// month of it and not in another counts by months. docs/model.md, section 2.
#include "mechanisms/transit.h"

#include "base/random.h"
#include "mechanisms/transit_kernel.h"

// Parts of a market, and of what a gate carries, below which a month is not looked back at.
#define MATTERS 0.01
#define MATTERS_AT_GATE 0.003

static const struct steppe_param params[] = {
    [STEPPE_TRANSIT_REFUSAL] =
        {"refusal", STEPPE_SHAPE_SCALAR, "1", 0, 1,
         "part of shippers that refuses sanctioned territory under full sanctions"},
    [STEPPE_TRANSIT_GATE_DELAY] = {"gate_delay", STEPPE_SHAPE_SCALAR, "1", 0, 20,
                                   "wait at a gate that is full, times its time without load"},
    [STEPPE_TRANSIT_GATE_POWER] = {"gate_power", STEPPE_SHAPE_SCALAR, "1", 1, 12,
                                   "power by which waits at gates rise with their load"},
    [STEPPE_TRANSIT_TOLL_MARGIN] =
        {"toll_margin", STEPPE_SHAPE_SCALAR, "1", 0, 1,
         "part of the price of carriage that is income of the country crossed"},
    [STEPPE_TRANSIT_FUEL_ELASTICITY] =
        {"fuel_elasticity", STEPPE_SHAPE_SCALAR, "1", 0, 1,
         "percent less fuel that a buyer wants for a percent on the price asked"},
    [STEPPE_TRANSIT_PASS_MOST] = {"pass_most", STEPPE_SHAPE_SCALAR, "1", 1, 100,
                                  "what a gate lets through in a quarter at most, times its "
                                  "capacity: more stays behind"},
    [STEPPE_TRANSIT_QUEUE_LEFT] = {"queue_left", STEPPE_SHAPE_SCALAR, "1", 0, 0.99,
                                   "of a change of wait, left after a quarter: no queue goes at "
                                   "once, and gates in a row that "
                                   "turn freight away together would turn away too much"},
    [STEPPE_TRANSIT_LEAST_RESPONSE] =
        {"least_response", STEPPE_SHAPE_SCALAR, "1/year", 0.1, 100,
         "rate at which a year of wait turns freight away that has no other way"},
    [STEPPE_TRANSIT_FULL_BASE] =
        {"full_base", STEPPE_SHAPE_SCALAR, "1", 0.1, 1,
         "load over capacity of a gate that would carry more at the base than it can"},
    [STEPPE_TRANSIT_WHOLE_MOST] =
        {"whole_most", STEPPE_SHAPE_SCALAR, "1", 1, 1000,
         "all freight at a gate over that of the markets, at most: markets that see less are not "
         "those to tell of it"},
    [STEPPE_TRANSIT_REFUSAL_COST] =
        {"refusal_cost", STEPPE_SHAPE_SCALAR, "1", 0, 10,
         "what keeps shippers off territory that they refuse, times their cheapest way"},
    [STEPPE_TRANSIT_OTHER_MEANS] =
        {"other_means", STEPPE_SHAPE_SCALAR, "1", 1.01, 10,
         "what freight bears before it stays or goes by other means, times its cheapest way"},
    [STEPPE_TRANSIT_CONCERN] =
        {"concern", STEPPE_SHAPE_SCALAR, "1", 1, 10,
         "cost of a way through a host up to which a trip is followed, times its cheapest way"},
    [STEPPE_TRANSIT_CORRIDOR_MOST] =
        {"corridor_most", STEPPE_SHAPE_SCALAR, "1", 1, 100,
         "cost of a way by a named corridor up to which it is one, times the cheapest way"},
    [STEPPE_TRANSIT_PARTNERS_COVERED] =
        {"partners_covered", STEPPE_SHAPE_SCALAR, "1", 0, 1,
         "part of a host's goods trade whose partners are markets of the month"},
    [STEPPE_TRANSIT_PARTNERS_MOST] = {"partners_most", STEPPE_SHAPE_SCALAR, "1", 1, 16,
                                      "partners of a host that are markets of the month, at most"},
    [STEPPE_TRANSIT_DOMINATED] =
        {"dominated", STEPPE_SHAPE_SCALAR, "1", 0, 1,
         "of another's weight: a way that passes all that the other does, and has less, is none"},
    [STEPPE_TRANSIT_NARROW_APPEAL] = {"narrow_appeal", STEPPE_SHAPE_SCALAR, "1", 1, 1000,
                                      "how open a gate of known capacity is to who chooses, times "
                                      "how open it is, at most whole: "
                                      "waits do the rest"},
};

static const struct steppe_use uses[] = {
    {.variable = STEPPE_VAR_sanction_level, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_gate_open, .access = STEPPE_READ, .lag_months = 2},
    {.variable = STEPPE_VAR_gate_appeal, .access = STEPPE_READ, .lag_months = 2},
    {.variable = STEPPE_VAR_territory_open, .access = STEPPE_READ, .lag_months = 2},
    {.variable = STEPPE_VAR_refusal, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_fuel_price, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_fuel_demand, .access = STEPPE_READ, .lag_months = 2},
    {.variable = STEPPE_VAR_goods_trade, .access = STEPPE_LAST},
    {.variable = STEPPE_VAR_gate_works, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_gate_box_ratio, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_gate_outage, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_gate_load, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_gate_boxes, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_gate_wait, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_gate_box_wait, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_freight_cost, .access = STEPPE_OWN, .sparse = true},
    {.variable = STEPPE_VAR_fuel_deliveries, .access = STEPPE_OWN, .sparse = true},
    {.variable = STEPPE_VAR_fuel_owed, .access = STEPPE_OWN, .sparse = true},
    {.variable = STEPPE_VAR_transit_revenue, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_transit_loss, .access = STEPPE_OWN},
};

static const char *const streams[] = {"transit.works", "transit.outages"};

// ---- start -------------------------------------------------------------------------------------

static bool no_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "no memory for the constants of transit");
}

static steppe_real bounded(double capacity) {
    return capacity < (double)STEPPE_TRANSIT_BOUNDLESS ? (steppe_real)capacity
                                                       : STEPPE_TRANSIT_BOUNDLESS;
}

// 1 / capacity, or what makes the base load `full`.
static steppe_real per_capacity(double capacity, double base, double full) {
    if (!(capacity < (double)STEPPE_TRANSIT_BOUNDLESS)) return 0;
    return (steppe_real)(base > capacity * full ? full / base : 1 / capacity);
}

// The base with nobody who refuses, or at the central refusal, which fills the ways round Russia.
static double fullest(double *const base[2], double refusal, uint32_t g) {
    return base[0][g] + fmax(refusal * base[1][g], 0);
}

static void fill_gate(const struct steppe_transit_routes *routes, double refusal, double full,
                      uint32_t g, struct steppe_lane_gate *gate) {
    const struct steppe_gate *of = &routes->network->gates[g];
    double days = 0;
    for (size_t i = 0; i < of->link_count; i++)
        days = fmax(days, routes->network->links[of->links[i]].days);
    gate->time = (steppe_real)days / STEPPE_TRANSIT_DAYS;
    for (int m = 0; m < STEPPE_MEASURE_COUNT; m++)
        gate->capacity[m] = bounded(routes->capacity[m][g]);
    gate->per_box = per_capacity((double)gate->capacity[STEPPE_MEASURE_TEU],
                                 fullest(routes->boxes, refusal, g), full);
    gate->per_tonne = per_capacity((double)gate->capacity[STEPPE_MEASURE_T],
                                   fullest(routes->tonnes, refusal, g), full);
    for (int i = 0; i < 2; i++) {
        gate->whole[i] = (steppe_real)routes->whole[i][g];
        gate->boxes[i] = (steppe_real)routes->boxes[i][g];
        gate->tonnes[i] = (steppe_real)routes->tonnes[i][g];
    }
    gate->binds = gate->per_box > 0 || gate->per_tonne > 0;
    // A new outage is spread over its first quarter: shorter than that it takes less of it.
    const double length = of->outage_days / 365.25, quarter = (double)STEPPE_QUARTER;
    const double keep = length > 0 ? exp(-quarter / length) : 0;
    gate->rate = (steppe_real)(-expm1(-of->outages * quarter));
    gate->keep = (steppe_real)keep;
    gate->severity = (steppe_real)((1 - of->outage_left) * (length / quarter) * (1 - keep));
}

// Counts with outputs NULL, else fills: gates, limits and tolls of a way lie one behind the other,
// as groups of a market and members of a group do.
struct filling {
    struct steppe_lane_way *ways;
    uint32_t *passed, *limited;
    struct steppe_lane_toll *tolls;
    struct steppe_lane_group *groups;
    uint8_t *members;
    uint32_t way, gate, limit, toll, group, member;
};

// Gates that bind come first, so that waits are found without a look at the others.
static void fill_gates(const struct steppe_transit_constants *constants,
                       const struct steppe_transit_way *from, struct steppe_lane_way *way,
                       struct filling *filling) {
    for (int binds = 1; binds >= 0; binds--) {
        for (uint32_t g = 0; g < constants->gate_count; g++) {
            if (!(from->gates >> g & 1) || constants->gates[g].binds != (binds == 1)) continue;
            if (filling->passed) filling->passed[filling->gate] = g;
            filling->gate++;
            way->gates++;
        }
        if (binds) way->binding = way->gates;
    }
}

static void fill_way(const struct steppe_transit_constants *constants,
                     const struct steppe_transit_market *market,
                     const struct steppe_transit_way *from, struct filling *filling) {
    struct steppe_lane_way way = {
        .weight = (steppe_real)from->weight,
        .worth = (steppe_real)(1 - (from->cost - market->scale) / market->value),
        .accepted = from->weight > 0 ? (steppe_real)(from->refusing / from->weight) : 1,
        .bound = from->bound,
        .first = filling->gate,
        .first_limit = filling->limit,
        .limits = from->limit_count,
        .first_toll = filling->toll,
        .gate_bits = from->gates,
        .land_bits = from->territory};
    fill_gates(constants, from, &way, filling);
    if (filling->limited)
        for (uint32_t i = 0; i < from->limit_count; i++)
            filling->limited[filling->limit + i] = from->limits[i];
    filling->limit += from->limit_count;
    for (uint32_t p = 0; p < constants->powers; p++)
        way.powers |= (from->territory >> constants->power_actor[p] & 1) << p;
    for (uint32_t a = 0; a < constants->actors; a++) {
        if (!(from->toll[a] > 0)) continue;
        way.tolls++;
        if (filling->tolls)
            filling->tolls[filling->toll] = (struct steppe_lane_toll){a,
                                                                      (steppe_real)from->toll[a]};
        filling->toll++;
    }
    if (filling->ways) filling->ways[filling->way] = way;
    filling->way++;
}

// The ways of a market that pass a gate (a bit of gates) or cross a power's territory.
static bool fill_group(const struct steppe_transit_market *market, uint32_t element, bool gates,
                       uint64_t bit, struct filling *filling) {
    const struct steppe_lane_group group = {.element = element, .first = filling->member};
    for (size_t k = 0; k < market->way_count; k++) {
        const struct steppe_transit_way *way = &market->ways[k];
        if (!((gates ? way->gates : way->territory) & bit)) continue;
        if (filling->members) filling->members[filling->member] = (uint8_t)k;
        filling->member++;
    }
    if (filling->member == group.first) return false;
    if (filling->groups) {
        filling->groups[filling->group] = group;
        filling->groups[filling->group].count = filling->member - group.first;
    }
    filling->group++;
    return true;
}

static void fill_groups(const struct steppe_transit_constants *constants,
                        const struct steppe_transit_market *from, struct steppe_lane_market *market,
                        struct filling *filling) {
    const bool of_host = market->hosts[0] >= 0 || market->hosts[1] >= 0;
    market->first_group = filling->group;
    for (uint32_t g = 0; g < constants->gate_count; g++)
        market->gate_groups += fill_group(from, g, true, UINT64_C(1) << g, filling);
    for (uint32_t p = 0; p < constants->powers && of_host; p++)
        market->power_groups += fill_group(from, p, false, UINT64_C(1) << constants->power_actor[p],
                                           filling);
}

static int32_t host_of(const struct steppe_model *model, uint16_t actor) {
    const struct steppe_axis_table *hosts = &model->axes[STEPPE_AXIS_HOST];
    for (size_t h = 0; h < hosts->count; h++)
        if (hosts->actor_at[h] == actor) return (int32_t)h;
    return -1;
}

// Gates and territories whose months the choice of a market looks back at: a part of its freight
// passes there at the base that counts, or counts at the gate.
static void find_what_matters(const struct steppe_transit_constants *constants,
                              const struct steppe_transit_routes *routes,
                              const struct steppe_transit_market *from,
                              struct steppe_lane_market *market) {
    const double tonnes = from->measures * routes->network->freights[from->freight].tonnes;
    for (uint32_t i = 0; i < constants->gate_count + constants->actors; i++) {
        const bool gate = i < constants->gate_count;
        const uint64_t bit = UINT64_C(1) << (gate ? i : i - constants->gate_count);
        double part = 0, clean = 0;
        for (size_t k = 0; k < from->way_count; k++) {
            if (!((gate ? from->ways[k].gates : from->ways[k].territory) & bit)) continue;
            part += from->ways[k].weight;
            clean += from->ways[k].refusing / fmax(from->clean, 1e-30);
        }
        part = fmax(part, from->refuser < 0 ? 0 : clean);
        const double of_gate = gate ? part * tonnes / fmax(routes->tonnes[0][i], 1) : 0;
        if (!(part > MATTERS || of_gate > MATTERS_AT_GATE)) continue;
        *(gate ? &market->gate_bits : &market->land_bits) |= bit;
    }
}

static void fill_market(const struct steppe_setup *setup,
                        const struct steppe_transit_constants *constants,
                        const struct steppe_transit_routes *routes,
                        const struct steppe_transit_market *from, struct steppe_lane_market *market,
                        struct filling *filling) {
    const struct steppe_freight *freight = &routes->network->freights[from->freight];
    const double per_usd = freight->sensitivity / from->scale;
    const bool goods = freight->goods_share > 0;
    *market = (struct steppe_lane_market){
        .cells = {from->from * constants->actors + from->to,
                  from->to * constants->actors + from->from},
        .first = filling->way,
        .ways = (uint32_t)from->way_count,
        .measures = (steppe_real)from->measures,
        .tonnes = (steppe_real)freight->tonnes,
        .hosts = {host_of(setup->model, from->from), host_of(setup->model, from->to)},
        .boxes = freight->measure == STEPPE_MEASURE_TEU,
        .demand = from->demand,
        .price = (steppe_real)freight->value,
        .gas = freight->measure == STEPPE_MEASURE_1000M3,
        .level_cell = from->refuser < 0 ? STEPPE_NOWHERE : from->level_cell,
        .clean = (steppe_real)from->clean};
    if (goods) {
        market->per_trade = (steppe_real)(1 / from->value);
        market->per_year = (steppe_real)(per_usd * freight->time_cost * freight->value) *
                           STEPPE_TRANSIT_DAYS;
        market->logsum = (steppe_real)(1 / per_usd);
        market->ceiling = (steppe_real)from->ceiling;
        market->share = (steppe_real)(freight->goods_share / freight->value);
        fill_groups(constants, from, market, filling);
    }
    for (size_t k = 0; k < from->way_count; k++) {
        if (!goods) market->gate_bits |= from->ways[k].gates;
        if (!goods) market->land_bits |= from->ways[k].territory;
        fill_way(constants, from, &from->ways[k], filling);
    }
    if (goods) find_what_matters(constants, routes, from, market);
}

static void fill_all(const struct steppe_setup *setup,
                     const struct steppe_transit_constants *constants,
                     const struct steppe_transit_routes *routes, struct steppe_lane_market *markets,
                     struct filling *filling) {
    for (size_t i = 0; i < routes->goods_count + routes->fuel_count; i++) {
        const struct steppe_transit_market *from = i < routes->goods_count
                                                       ? &routes->goods[i]
                                                       : &routes->fuels[i - routes->goods_count];
        struct steppe_lane_market counted;
        fill_market(setup, constants, routes, from, markets ? &markets[i] : &counted, filling);
    }
}

static bool start_ways(struct steppe_setup *setup, struct steppe_transit_constants *constants,
                       const struct steppe_transit_routes *routes) {
    struct filling count = {0}, fill = {0};
    fill_all(setup, constants, routes, NULL, &count);
    struct steppe_lane_market *markets = STEPPE_TAKE(
        setup->arena, routes->goods_count + routes->fuel_count + 1, struct steppe_lane_market);
    fill.ways = STEPPE_TAKE(setup->arena, count.way + 1, struct steppe_lane_way);
    fill.passed = STEPPE_TAKE(setup->arena, count.gate + 1, uint32_t);
    fill.limited = STEPPE_TAKE(setup->arena, count.limit + 1, uint32_t);
    fill.tolls = STEPPE_TAKE(setup->arena, count.toll + 1, struct steppe_lane_toll);
    fill.groups = STEPPE_TAKE(setup->arena, count.group + 1, struct steppe_lane_group);
    fill.members = STEPPE_TAKE(setup->arena, count.member + 1, uint8_t);
    if (!markets || !fill.ways || !fill.passed || !fill.limited || !fill.tolls || !fill.groups ||
        !fill.members)
        return false;
    fill_all(setup, constants, routes, markets, &fill);
    for (size_t i = 0; i < routes->goods_count; i++) {
        constants->goods_gates |= markets[i].gate_bits;
        constants->goods_lands |= markets[i].land_bits;
    }
    for (size_t i = 0; i < routes->fuel_count; i++) {
        constants->fuel_gates |= markets[routes->goods_count + i].gate_bits;
        constants->fuel_lands |= markets[routes->goods_count + i].land_bits;
    }
    constants->markets = markets;
    constants->market_count = (uint32_t)routes->goods_count;
    constants->fuel_count = (uint32_t)routes->fuel_count;
    constants->ways = fill.ways;
    constants->passed = fill.passed;
    constants->limited = fill.limited;
    constants->groups = fill.groups;
    constants->members = fill.members;
    constants->tolls = fill.tolls;
    return true;
}

// Pairs whose fuels no demand moves in whole, and that part of them. Where neither price nor demand
// ever moves, all is as at the base.
static bool start_asked(const struct steppe_setup *setup,
                        struct steppe_transit_constants *constants, const double *rest) {
    const size_t n = constants->actors;
    struct steppe_lane_asked *asked = STEPPE_TAKE(setup->arena, n * n, struct steppe_lane_asked);
    if (!asked) return false;
    for (size_t from = 0; from < n; from++)
        for (size_t to = 0; to < n; to++) {
            const size_t i = from * n + to;
            const bool traded = rest[i] > 1e-6 && steppe_transit_fuel_trade(setup, from, to) > 0;
            if (!traded || (steppe_setup_stays_at(setup, STEPPE_VAR_fuel_price, i, 1) &&
                            steppe_setup_stays_at(setup, STEPPE_VAR_fuel_demand, i, 1)))
                continue;
            asked[constants->asked_count++] = (struct steppe_lane_asked){(uint32_t)i,
                                                                         (steppe_real)rest[i]};
        }
    constants->asked = asked;
    return true;
}

// What follows deliveries while it is made; sums and rest by pair of actors.
struct spills {
    const struct steppe_setup *setup;
    const struct steppe_network *network;
    size_t actors;
    double *sums; // USD a year that the demands move
    double *rest; // part of the pair's fuels that no demand moves
    struct steppe_lane_spill *made;
    uint32_t count;
};

// Whether fuel of a seller could have gone there without a demand that says so.
static bool takes_surplus(const struct spills *spills, size_t from, size_t to) {
    return steppe_transit_far(spills->setup, from, to) &&
           spills->sums[from * spills->actors + to] == 0;
}

static void add_spill(struct spills *spills, size_t pair, uint32_t demand, double weight,
                      bool own) {
    spills->made[spills->count++] = (struct steppe_lane_spill){(uint32_t)pair, demand,
                                                               (steppe_real)weight, own};
}

// Fuel that a demand moves beyond what trade figures have for the pair went to others: those that
// are no neighbours follow it in proportion.
static void spills_of(struct spills *spills, uint32_t number) {
    const struct steppe_demand *demand = &spills->network->demands[number];
    const size_t from = demand->from, own = from * spills->actors + demand->to;
    const double value = demand->value * spills->network->freights[demand->freight].value;
    const double traded = steppe_transit_fuel_trade(spills->setup, from, demand->to);
    double others = 0;
    for (size_t j = 0; j < spills->actors; j++)
        if (takes_surplus(spills, from, j))
            others += steppe_transit_fuel_trade(spills->setup, from, j);
    const double share = value / fmax(spills->sums[own], traded);
    const double surplus = fmax(spills->sums[own] - traded, 0) * value / spills->sums[own];
    add_spill(spills, own, number, share, true);
    spills->rest[own] -= share;
    for (size_t j = 0; j < spills->actors && others > 0; j++)
        if (takes_surplus(spills, from, j) && steppe_transit_fuel_trade(spills->setup, from, j) > 0)
            add_spill(spills, from * spills->actors + j, number, fmin(surplus / others, 1), false);
}

static bool start_spills(const struct steppe_setup *setup,
                         struct steppe_transit_constants *constants,
                         const struct steppe_transit_routes *routes) {
    const struct steppe_network *network = routes->network;
    const size_t n = constants->actors;
    struct spills spills = {.setup = setup, .network = network, .actors = n};
    spills.sums = STEPPE_TAKE(setup->arena, n * n, double);
    spills.made = STEPPE_TAKE(setup->arena, network->demand_count * n + 1,
                              struct steppe_lane_spill);
    spills.rest = STEPPE_TAKE(setup->arena, n * n, double);
    if (!spills.sums || !spills.made || !spills.rest) return false;
    for (size_t i = 0; i < n * n; i++) spills.rest[i] = 1;
    for (size_t d = 0; d < network->demand_count; d++) {
        const struct steppe_demand *demand = &network->demands[d];
        const struct steppe_freight *freight = &network->freights[demand->freight];
        if (freight->goods_share > 0) continue;
        spills.sums[demand->from * n + demand->to] += demand->value * freight->value;
    }
    for (uint32_t d = 0; d < network->demand_count; d++) {
        const struct steppe_freight *freight = &network->freights[network->demands[d].freight];
        if (!(freight->goods_share > 0) && routes->demand_base[d] > 0) spills_of(&spills, d);
    }
    constants->spills = spills.made;
    constants->spill_count = spills.count;
    return start_asked(setup, constants, spills.rest);
}

static bool start_gates(struct steppe_setup *setup, struct steppe_transit_constants *constants,
                        const struct steppe_transit_routes *routes) {
    struct steppe_lane_gate *gates = STEPPE_TAKE(setup->arena, constants->gate_count + 1,
                                                 struct steppe_lane_gate);
    const size_t n = constants->actors;
    steppe_real *tolls = STEPPE_TAKE(setup->arena, 3 * n, steppe_real);
    const size_t rows = constants->demands + 1;
    steppe_real *demands = STEPPE_TAKE(setup->arena, 2 * rows + routes->limit_count, steppe_real);
    if (!gates || !tolls || !demands) return false;
    const double refusal = steppe_setup_median(setup, STEPPE_TRANSIT_REFUSAL, 0);
    const double margin = steppe_setup_median(setup, STEPPE_TRANSIT_TOLL_MARGIN, 0);
    const double full = steppe_setup_median(setup, STEPPE_TRANSIT_FULL_BASE, 0);
    for (uint32_t g = 0; g < constants->gate_count; g++) {
        fill_gate(routes, refusal, full, g, &gates[g]);
        steppe_setup_start(setup, STEPPE_VAR_gate_works)[g] = routes->built[g];
        steppe_setup_start(setup, STEPPE_VAR_gate_box_ratio)[g] = 1;
        steppe_setup_start(setup, STEPPE_VAR_gate_boxes)[g] = routes->boxes[0][g] +
                                                              refusal * routes->boxes[1][g];
        steppe_setup_start(setup, STEPPE_VAR_gate_load)[g] = routes->tonnes[0][g] +
                                                             refusal * routes->tonnes[1][g] +
                                                             routes->fuel_tonnes[g];
    }
    for (size_t a = 0; a < n; a++) {
        for (int i = 0; i < 2; i++) tolls[(size_t)i * n + a] = (steppe_real)routes->tolls[i][a];
        const double start = margin * (routes->tolls[0][a] + refusal * routes->tolls[1][a]);
        tolls[2 * n + a] = (steppe_real)start;
        steppe_setup_start(setup, STEPPE_VAR_transit_revenue)[a] = start;
    }
    for (size_t i = 0; i < (size_t)constants->powers * constants->hosts; i++)
        steppe_setup_start(setup, STEPPE_VAR_transit_loss)[i] = routes->loss[i];
    for (uint32_t d = 0; d < constants->demands; d++) {
        demands[d] = (steppe_real)routes->demand_base[d];
        demands[rows + d] = (steppe_real)routes->demand_least[d];
    }
    for (uint32_t i = 0; i < constants->limit_count; i++)
        demands[2 * rows + i] = bounded(routes->limits[i].room);
    constants->gates = gates;
    constants->toll_base = tolls;
    constants->toll_start = tolls + 2 * n;
    constants->demand_base = demands;
    constants->demand_least = demands + rows;
    constants->limits = demands + 2 * rows;
    return true;
}

// Which pairs of economies a step may change, and lists of them: all are computed anew, since
// changes lie over what is computed.
static bool start_moving(const struct steppe_setup *setup,
                         struct steppe_transit_constants *constants) {
    const struct steppe_lane_market *markets = constants->markets;
    for (uint32_t m = 0; m < constants->market_count; m++)
        for (int end = 0; end < 2; end++)
            steppe_setup_moves(setup, STEPPE_VAR_freight_cost, markets[m].cells[end]);
    for (uint32_t i = 0; i < constants->spill_count; i++) {
        steppe_setup_moves(setup, STEPPE_VAR_fuel_deliveries, constants->spills[i].cell);
        if (constants->spills[i].own)
            steppe_setup_moves(setup, STEPPE_VAR_fuel_owed, constants->spills[i].cell);
    }
    for (uint32_t i = 0; i < constants->asked_count; i++)
        steppe_setup_moves(setup, STEPPE_VAR_fuel_deliveries, constants->asked[i].cell);
    uint32_t *gates = STEPPE_TAKE(setup->arena, constants->gate_count + 1, uint32_t);
    if (!gates) return false;
    for (uint32_t g = 0; g < constants->gate_count; g++)
        if (!steppe_setup_still(setup, STEPPE_VAR_gate_open, g) ||
            !steppe_setup_still(setup, STEPPE_VAR_gate_appeal, g))
            gates[constants->gates_that_move_count++] = g;
    constants->gates_that_move = gates;
    constants->lands_that_move = steppe_setup_moving(setup, STEPPE_VAR_territory_open,
                                                     &constants->lands_that_move_count);
    if (!constants->lands_that_move) return false;
    static const uint32_t variables[] = {STEPPE_VAR_freight_cost, STEPPE_VAR_fuel_deliveries,
                                         STEPPE_VAR_fuel_owed};
    for (size_t i = 0; i < STEPPE_COUNT(variables); i++) {
        struct steppe_lane_cells *cells = &constants->anew[i];
        cells->variable = variables[i];
        cells->cells = steppe_setup_moving(setup, variables[i], &cells->count);
        if (!cells->cells) return false;
        cells->value = variables[i] == STEPPE_VAR_fuel_deliveries ? 1 : 0;
    }
    return true;
}

// Scratch: openness of elements; factors, loads, room of gates; one market; tolls, limits, fuels;
// the same of earlier months; what is shipped, thrice; what is asked for; earlier months by side.
static size_t scratch_cells(const struct steppe_transit_constants *constants) {
    const size_t gates = constants->gate_count, actors = constants->actors;
    const size_t shipped = gates + actors + (size_t)constants->demands * (2 + constants->powers);
    return 10 * gates + 2 * actors + 2 * (size_t)STEPPE_TRANSIT_WAYS_MAX + constants->limit_count +
           constants->fuel_count + gates + STEPPE_TRANSIT_EARLY * (2 * gates + actors) +
           3 * shipped + (gates + actors) * (STEPPE_PAST_MAX / STEPPE_LANES + 1) +
           2 * (size_t)constants->demands + 3 * gates + actors;
}

static bool prepare(struct steppe_setup *setup, struct steppe_error *error) {
    struct steppe_transit_constants *constants = STEPPE_TAKE(setup->arena, 1,
                                                             struct steppe_transit_constants);
    struct steppe_transit_routes routes;
    const struct steppe_model *model = setup->model;
    if (!constants) return no_memory(error);
    if (!steppe_transit_routes_make(setup, steppe_setup_median(setup, STEPPE_TRANSIT_REFUSAL, 0),
                                    &routes, error))
        return false;
    setup->constants = constants;
    constants->actors = (uint32_t)model->axes[STEPPE_AXIS_ACTOR].count;
    constants->hosts = (uint32_t)model->axes[STEPPE_AXIS_HOST].count;
    constants->powers = (uint32_t)model->axes[STEPPE_AXIS_POWER].count;
    constants->power_actor = model->axes[STEPPE_AXIS_POWER].actor_at;
    constants->works = steppe_random_stream(streams[0]);
    constants->outages = steppe_random_stream(streams[1]);
    for (size_t i = 0; i < STEPPE_TRANSIT_PARAMS; i++)
        constants->offsets[i] = steppe_setup_parameter(setup, i);
    if (!routes.network) return start_moving(setup, constants) || no_memory(error);
    constants->gate_count = (uint32_t)routes.network->gate_count;
    constants->demands = (uint32_t)routes.network->demand_count;
    constants->limit_count = (uint32_t)routes.limit_count;
    constants->projects = routes.projects;
    constants->project_count = (uint32_t)routes.project_count;
    if (!start_gates(setup, constants, &routes) || !start_ways(setup, constants, &routes) ||
        !start_spills(setup, constants, &routes) || !start_moving(setup, constants))
        return no_memory(error);
    setup->scratch_cells = scratch_cells(constants);
    return true;
}

// ---- the quarter -------------------------------------------------------------------------------

static void fill(steppe_real value, size_t cells, steppe_real *to) {
    for (size_t i = 0; i < cells * STEPPE_LANES; i++) to[i] = value;
}

static void fill_cells(const struct steppe_lane_cells *cells, steppe_real *variable) {
    for (uint32_t i = 0; i < cells->count; i++)
        fill(cells->value, 1, STEPPE_TRANSIT_LANES(variable, cells->cells[i]));
}

// Income above the start: what tolls are beyond those of the member's own base.
static void revenue_of(const struct steppe_transit_quarter *quarter, uint32_t actor,
                       const steppe_real *restrict tolls, steppe_real *restrict revenue) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const steppe_real *restrict margin = steppe_params_at(
        quarter->world, constants->offsets[STEPPE_TRANSIT_TOLL_MARGIN]);
    const steppe_real *restrict refusal = steppe_params_at(
        quarter->world, constants->offsets[STEPPE_TRANSIT_REFUSAL]);
    const steppe_real all = constants->toll_base[actor];
    const steppe_real refused = constants->toll_base[constants->actors + actor];
    const steppe_real start = constants->toll_start[actor];
    STEPPE_EACH_LANE(lane) {
        const steppe_real base = all + refusal[lane] * refused;
        revenue[lane] = steppe_max(start + margin[lane] * (tolls[lane] - base), STEPPE_R(0));
    }
}

// Returns what lies behind.
static steppe_real *place_shipped(const struct steppe_transit_constants *constants,
                                  steppe_real *cells, struct steppe_transit_shipped *shipped) {
    shipped->load = cells;
    shipped->tolls = STEPPE_TRANSIT_LANES(shipped->load, constants->gate_count);
    shipped->delivered = STEPPE_TRANSIT_LANES(shipped->tolls, constants->actors);
    shipped->owed = STEPPE_TRANSIT_LANES(shipped->delivered, constants->demands);
    shipped->short_of = STEPPE_TRANSIT_LANES(shipped->owed, constants->demands);
    return STEPPE_TRANSIT_LANES(shipped->short_of, (size_t)constants->demands * constants->powers);
}

static void place(struct steppe_transit_quarter *quarter, steppe_real *cells) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const uint32_t gate_count = constants->gate_count, actors = constants->actors;
    quarter->open = cells;
    quarter->factor = STEPPE_TRANSIT_LANES(quarter->open, gate_count + actors);
    quarter->boxes = STEPPE_TRANSIT_LANES(quarter->factor, gate_count);
    quarter->moved_t[0] = STEPPE_TRANSIT_LANES(quarter->boxes, gate_count);
    quarter->moved_t[1] = STEPPE_TRANSIT_LANES(quarter->moved_t[0], gate_count);
    quarter->turned[0] = STEPPE_TRANSIT_LANES(quarter->moved_t[1], gate_count);
    quarter->turned[1] = STEPPE_TRANSIT_LANES(quarter->turned[0], gate_count);
    quarter->tonnes = STEPPE_TRANSIT_LANES(quarter->turned[1], gate_count);
    quarter->oil = STEPPE_TRANSIT_LANES(quarter->tonnes, gate_count);
    quarter->gas = STEPPE_TRANSIT_LANES(quarter->oil, gate_count);
    quarter->odds = STEPPE_TRANSIT_LANES(quarter->gas, gate_count);
    quarter->flows = STEPPE_TRANSIT_LANES(quarter->odds, STEPPE_TRANSIT_WAYS_MAX);
    quarter->tolls = STEPPE_TRANSIT_LANES(quarter->flows, STEPPE_TRANSIT_WAYS_MAX);
    quarter->limits = STEPPE_TRANSIT_LANES(quarter->tolls, actors);
    quarter->left = STEPPE_TRANSIT_LANES(quarter->limits, constants->limit_count);
    quarter->last_factor = STEPPE_TRANSIT_LANES(quarter->left, constants->fuel_count);
    steppe_real *next = STEPPE_TRANSIT_LANES(quarter->last_factor, gate_count);
    for (int month = 0; month < STEPPE_TRANSIT_EARLY; month++) {
        quarter->early_open[month] = next;
        quarter->early_factor[month] = STEPPE_TRANSIT_LANES(next, gate_count + actors);
        next = STEPPE_TRANSIT_LANES(quarter->early_factor[month], gate_count);
    }
    next = place_shipped(constants, next, &quarter->shipped);
    quarter->differ = place_shipped(constants, next, &quarter->other);
    const ptrdiff_t shipped = next - quarter->shipped.load;
    quarter->asked = quarter->differ + shipped;
    quarter->packed = STEPPE_TRANSIT_LANES(quarter->asked, constants->demands);
    quarter->past_open = STEPPE_TRANSIT_LANES(quarter->packed,
                                              3 * gate_count + actors + constants->demands);
}

static void step(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    const struct steppe_transit_constants *constants = memory;
    struct steppe_transit_quarter quarter = {
        .world = world, .constants = constants, .month = STEPPE_TRANSIT_LAST};
    for (size_t i = 0; i < STEPPE_COUNT(constants->anew); i++)
        fill_cells(&constants->anew[i], steppe_cells(world, constants->anew[i].variable));
    fill(0, (size_t)constants->powers * constants->hosts,
         steppe_cells(world, STEPPE_VAR_transit_loss));
    if (constants->gate_count == 0) return;
    place(&quarter, scratch->cells);
    fill(0, constants->actors, quarter.tolls);
    steppe_transit_gates(&quarter);
    steppe_transit_goods(&quarter);
    steppe_transit_waits(&quarter);
    steppe_transit_ship(&quarter);
    for (uint32_t a = 0; a < constants->actors; a++)
        revenue_of(&quarter, a, STEPPE_TRANSIT_LANES(quarter.tolls, a),
                   STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_transit_revenue), a));
}

const struct steppe_mechanism STEPPE_NAMED(steppe_mechanism_transit) = {
    .name = "transit",
    .summary =
        "Freight chooses among ways by cost, waits at gates that fill, and avoids what is "
        "closed or refused; fuels overflow from pipelines that are full; territories crossed "
        "earn tolls. Steps by quarters; each month of one counts a third.",
    .equation = "P_k = PS_k o_k exp(-m g_k/g0) / sum_j PS_j o_j exp(-m g_j/g0); wait = t0 a "
                "[(v/cap)^b - (v0/cap)^b]; dg = -(g0/m) D[ln sum_k PS_k o_k exp(-m g_k/g0)]",
    .source = "ben-akiva-bierlaire-1999; bpr-1964",
    .every_months = 3,
    .phase = 2,
    .uses = uses,
    .use_count = STEPPE_COUNT(uses),
    .params = params,
    .param_count = STEPPE_TRANSIT_PARAMS,
    .streams = streams,
    .stream_count = STEPPE_COUNT(streams),
    .prepare = prepare,
    .step = step,
};
