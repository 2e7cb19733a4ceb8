// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit: freight finds its way, quarter by quarter. In: trade of last quarter, what is open, built
// and refused. Out: what freight costs more than at the base, fuels delivered, tolls, loads and
// waits of gates, and what a host would lose if a power closed its territory. Goods choose by a
// path-size logit (ben-akiva-bierlaire-1999) whose costs rise with the load of gates,
//
//   P_k = PS_k o_k exp(-m g_k / g0) / sum_j PS_j o_j exp(-m g_j / g0) ,  o_k = product of openness
//   wait = t0 a [(v / cap)^b - (v0 / cap)^b] ,  dg = -(g0/m) [ln sum_k .. - ln sum_k .. at the base]
//
// and fuels fill pipelines in the order of cost (transit_fuels.c). Part r of the shippers of a
// country that sanctions another chooses among ways that avoid it. Waits go one damped Newton step a
// pass to their fixed point, from those of the quarter before: a gate's own wait turns freight away
// at a rate known from the base. docs/model.md, section 2.
#include "mechanisms/transit.h"
#include "base/random.h"

#define QUARTER STEPPE_R(0.25) // years
#define DAYS STEPPE_R(365.25)  // waits are kept in years, the unit of time
#define PASSES 2
// A gate that would carry more at the base than it can is taken to be this full.
#define FULL STEPPE_R(0.95)
#define LOAD_MAX STEPPE_R(3) // times the capacity: keeps waits finite
#define BOUNDLESS STEPPE_R(1e12)

enum { REFUSAL, GATE_DELAY, GATE_POWER, TOLL_MARGIN };

static const struct steppe_param params[] = {
    [REFUSAL] = {"refusal", STEPPE_SHAPE_SCALAR, "1", 0, 1,
                 "part of shippers that refuses sanctioned territory under full sanctions"},
    [GATE_DELAY] = {"gate_delay", STEPPE_SHAPE_SCALAR, "1", 0, 20,
                    "wait at a gate that is full, times its time without load"},
    [GATE_POWER] = {"gate_power", STEPPE_SHAPE_SCALAR, "1", 1, 12,
                    "power by which waits at gates rise with their load"},
    [TOLL_MARGIN] = {"toll_margin", STEPPE_SHAPE_SCALAR, "1", 0, 1,
                     "part of the price of carriage that is income of the country crossed"},
};

static const struct steppe_use uses[] = {
    {.variable = STEPPE_VAR_sanction_level, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_gate_open, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_territory_open, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_refusal, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_goods_trade, .access = STEPPE_LAST},
    {.variable = STEPPE_VAR_gate_works, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_gate_outage, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_gate_load, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_gate_wait, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_gate_box_wait, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_freight_cost, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_fuel_deliveries, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_transit_revenue, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_transit_loss, .access = STEPPE_OWN},
};

static const char *const streams[] = {"transit.works", "transit.outages"};

struct toll {
    uint32_t actor;
    steppe_real price; // USD a measure
};
struct way {
    steppe_real weight, room, worth; // worth: part of a fuel's price left by a dearer way
    bool clean;
    uint32_t first, gates, elements; // passed: gates first, then gate_count + actor
    uint32_t first_toll, tolls;
    uint64_t gate_bits;
};
struct market {
    uint32_t cells[2]; // of the pair, both ways, in an actor x actor variable
    uint32_t first, ways;
    steppe_real measures, per_trade; // base; 1 / (USD a year of trade at the base)
    steppe_real tonnes;              // a measure
    steppe_real per_year;            // m / g0 times what a year's wait costs
    steppe_real logsum;              // g0 / m, USD a measure
    steppe_real ceiling;             // e^-m: other means, at about twice the cost
    steppe_real share;               // of the trade's value that a USD a measure is
    steppe_real clean;               // weight of clean ways at the base
    uint32_t level_cell;             // of sanction_level; NOWHERE: nobody refuses
    int32_t hosts[2];                // number of the host that an end is, or -1
    bool boxes;
    uint32_t demand; // fuels: row, price in USD a measure, whether in m3
    steppe_real price;
    bool gas;
};
struct gate {
    steppe_real time;                 // years
    steppe_real capacity[3];          // measures a year; BOUNDLESS: not known
    steppe_real per_box, per_tonne;   // 1 / capacity; 0: not known
    steppe_real boxes[2], tonnes[2];  // base, and per unit of refusal
    steppe_real response[2];          // per year of wait: boxes, other goods
    steppe_real rate, keep, severity; // outages a quarter; what is left of one; of a new one
    bool binds;                       // a capacity is known for goods
};
struct spill { // fuel_deliveries[cell] follows a demand
    uint32_t cell, demand;
    steppe_real weight;
};
struct constants {
    uint32_t gate_count, actors, hosts, powers, market_count, fuel_count, demands;
    uint32_t project_count, spill_count;
    uint32_t offsets[STEPPE_COUNT(params)], works, outages; // streams
    const uint16_t *power_actor;
    const struct gate *gates;
    const struct market *markets; // goods, then fuels
    const struct way *ways;
    const uint32_t *elements;
    const struct toll *tolls;
    const steppe_real *toll_base;   // [2][actors] as in transit.h
    const steppe_real *toll_start;  // [actors] start of transit_revenue
    const steppe_real *demand_base; // [demands]
    const struct steppe_transit_project *projects;
    const struct spill *spills;
};

// ---- start -------------------------------------------------------------------------------------

static bool no_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "no memory for the constants of transit");
}

static steppe_real bounded(double capacity) {
    return capacity < (double)BOUNDLESS ? (steppe_real)capacity : BOUNDLESS;
}

// 1 / capacity, or what makes the base load FULL.
static steppe_real per_capacity(double capacity, double base) {
    if (!(capacity < (double)BOUNDLESS)) return 0;
    return (steppe_real)(base > capacity * (double)FULL ? (double)FULL / base : 1 / capacity);
}

static void fill_gate(const struct steppe_transit_routes *routes, uint32_t g, struct gate *gate) {
    const struct steppe_gate *of = &routes->network->gates[g];
    double days = 0;
    for (size_t i = 0; i < of->link_count; i++)
        days = fmax(days, routes->network->links[of->links[i]].days);
    gate->time = (steppe_real)days / DAYS;
    for (int m = 0; m < 3; m++)
        gate->capacity[m] = bounded(
            steppe_gate_capacity(routes->network, of, (enum steppe_measure)m));
    gate->per_box = per_capacity((double)gate->capacity[STEPPE_MEASURE_TEU], routes->boxes[0][g]);
    gate->per_tonne = per_capacity((double)gate->capacity[STEPPE_MEASURE_T], routes->tonnes[0][g]);
    for (int i = 0; i < 2; i++) {
        gate->boxes[i] = (steppe_real)routes->boxes[i][g];
        gate->tonnes[i] = (steppe_real)routes->tonnes[i][g];
        gate->response[i] = (steppe_real)routes->response[i][g] * DAYS;
    }
    gate->binds = gate->per_box > 0 || gate->per_tonne > 0;
    // A new outage is spread over its first quarter: shorter than that it takes less of it.
    const double length = of->outage_days / 365.25, quarter = (double)QUARTER;
    const double keep = length > 0 ? exp(-quarter / length) : 0;
    gate->rate = (steppe_real)(-expm1(-of->outages * quarter));
    gate->keep = (steppe_real)keep;
    gate->severity = (steppe_real)((1 - of->outage_left) * (length / quarter) * (1 - keep));
}

// Counts with outputs NULL, else fills: elements and tolls of a way lie one behind the other.
struct filling {
    struct way *ways;
    uint32_t *elements;
    struct toll *tolls;
    uint32_t way, element, toll;
};

static void fill_way(const struct constants *constants, const struct steppe_transit_routes *routes,
                     const struct steppe_transit_market *market,
                     const struct steppe_transit_way *from, struct filling *filling) {
    struct way way = {
        .weight = (steppe_real)from->weight,
        .room = bounded(from->room),
        .worth = (steppe_real)(1 - (from->cost - market->ways[0].cost) / market->value),
        .clean = !(from->territory & routes->sanctioned),
        .first = filling->element,
        .first_toll = filling->toll,
        .gate_bits = from->gates};
    for (uint32_t e = 0; e < constants->gate_count + constants->actors; e++) {
        const bool gate = e < constants->gate_count;
        if (!((gate ? from->gates >> e : from->territory >> (e - constants->gate_count)) & 1))
            continue;
        way.gates += gate;
        way.elements++;
        if (filling->elements) filling->elements[filling->element] = e;
        filling->element++;
    }
    for (uint32_t a = 0; a < constants->actors; a++) {
        if (!(from->toll[a] > 0)) continue;
        way.tolls++;
        if (filling->tolls)
            filling->tolls[filling->toll] = (struct toll){a, (steppe_real)from->toll[a]};
        filling->toll++;
    }
    if (filling->ways) filling->ways[filling->way] = way;
    filling->way++;
}

static int32_t host_of(const struct steppe_model *model, uint16_t actor) {
    const struct steppe_axis_table *hosts = &model->axes[STEPPE_AXIS_HOST];
    for (size_t h = 0; h < hosts->count; h++)
        if (hosts->actor_at[h] == actor) return (int32_t)h;
    return -1;
}

static void fill_market(const struct steppe_setup *setup, const struct constants *constants,
                        const struct steppe_transit_routes *routes,
                        const struct steppe_transit_market *from, struct market *market,
                        struct filling *filling) {
    const struct steppe_freight *freight = &routes->network->freights[from->freight];
    const double per_usd = freight->sensitivity / from->scale;
    const bool goods = freight->goods_share > 0;
    if (market)
        *market = (struct market){
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
    if (market && goods) {
        market->per_trade = (steppe_real)(1 / from->value);
        market->per_year = (steppe_real)(per_usd * freight->time_cost * freight->value) * DAYS;
        market->logsum = (steppe_real)(1 / per_usd);
        market->ceiling = (steppe_real)exp(-freight->sensitivity);
        market->share = (steppe_real)(freight->goods_share / freight->value);
    }
    for (size_t k = 0; k < from->way_count; k++)
        fill_way(constants, routes, from, &from->ways[k], filling);
}

static void fill_all(const struct steppe_setup *setup, const struct constants *constants,
                     const struct steppe_transit_routes *routes, struct market *markets,
                     struct filling *filling) {
    for (size_t i = 0; i < routes->goods_count + routes->fuel_count; i++) {
        const struct steppe_transit_market *from = i < routes->goods_count
                                                       ? &routes->goods[i]
                                                       : &routes->fuels[i - routes->goods_count];
        fill_market(setup, constants, routes, from, markets ? &markets[i] : NULL, filling);
    }
}

static bool start_ways(struct steppe_setup *setup, struct constants *constants,
                       const struct steppe_transit_routes *routes) {
    struct filling count = {0}, fill = {0};
    fill_all(setup, constants, routes, NULL, &count);
    struct market *markets = STEPPE_TAKE(setup->arena, routes->goods_count + routes->fuel_count + 1,
                                         struct market);
    fill.ways = STEPPE_TAKE(setup->arena, count.way + 1, struct way);
    fill.elements = STEPPE_TAKE(setup->arena, count.element + 1, uint32_t);
    fill.tolls = STEPPE_TAKE(setup->arena, count.toll + 1, struct toll);
    if (!markets || !fill.ways || !fill.elements || !fill.tolls) return false;
    fill_all(setup, constants, routes, markets, &fill);
    constants->markets = markets;
    constants->market_count = (uint32_t)routes->goods_count;
    constants->fuel_count = (uint32_t)routes->fuel_count;
    constants->ways = fill.ways;
    constants->elements = fill.elements;
    constants->tolls = fill.tolls;
    return true;
}

// Fuel that the demands move beyond what trade figures have for the pair went to others: they
// follow it in proportion.
static bool start_spills(const struct steppe_setup *setup, struct constants *constants,
                         const struct steppe_transit_routes *routes) {
    const struct steppe_network *network = routes->network;
    const size_t n = constants->actors;
    double *sums = STEPPE_TAKE(setup->arena, n * n, double);
    struct spill *spills = STEPPE_TAKE(setup->arena, network->demand_count * n + 1, struct spill);
    if (!sums || !spills) return false;
    for (size_t d = 0; d < network->demand_count; d++) {
        const struct steppe_demand *demand = &network->demands[d];
        if (network->freights[demand->freight].goods_share > 0) continue;
        sums[demand->from * n + demand->to] += demand->value *
                                               network->freights[demand->freight].value;
    }
    for (uint32_t d = 0; d < network->demand_count; d++) {
        const struct steppe_demand *demand = &network->demands[d];
        const struct steppe_freight *freight = &network->freights[demand->freight];
        if (freight->goods_share > 0 || !(routes->demand_base[d] > 0)) continue;
        const size_t own = demand->from * n + demand->to;
        const double value = demand->value * freight->value;
        const double traded = steppe_transit_fuel_trade(setup, demand->from, demand->to);
        double others = 0;
        for (size_t j = 0; j < n; j++)
            if (j != demand->from && sums[demand->from * n + j] == 0)
                others += steppe_transit_fuel_trade(setup, demand->from, j);
        const double share = value / fmax(sums[own], traded);
        const double surplus = fmax(sums[own] - traded, 0) * value / sums[own];
        spills[constants->spill_count++] = (struct spill){(uint32_t)own, d, (steppe_real)share};
        for (size_t j = 0; j < n && others > 0; j++) {
            const bool other = j != demand->from && sums[demand->from * n + j] == 0;
            if (!other || !(steppe_transit_fuel_trade(setup, demand->from, j) > 0)) continue;
            spills[constants->spill_count++] = (struct spill){
                (uint32_t)(demand->from * n + j), d, (steppe_real)fmin(surplus / others, 1)};
        }
    }
    constants->spills = spills;
    return true;
}

static bool start_gates(struct steppe_setup *setup, struct constants *constants,
                        const struct steppe_transit_routes *routes) {
    struct gate *gates = STEPPE_TAKE(setup->arena, constants->gate_count + 1, struct gate);
    const size_t n = constants->actors;
    steppe_real *tolls = STEPPE_TAKE(setup->arena, 3 * n, steppe_real);
    steppe_real *demands = STEPPE_TAKE(setup->arena, constants->demands + 1, steppe_real);
    if (!gates || !tolls || !demands) return false;
    const double refusal = steppe_setup_median(setup, REFUSAL, 0);
    const double margin = steppe_setup_median(setup, TOLL_MARGIN, 0);
    for (uint32_t g = 0; g < constants->gate_count; g++) {
        fill_gate(routes, g, &gates[g]);
        steppe_setup_start(setup, STEPPE_VAR_gate_works)[g] = routes->built[g];
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
    for (uint32_t d = 0; d < constants->demands; d++)
        demands[d] = (steppe_real)routes->demand_base[d];
    constants->gates = gates;
    constants->toll_base = tolls;
    constants->toll_start = tolls + 2 * n;
    constants->demand_base = demands;
    return true;
}

// Scratch: openness of elements; factors, loads, room of gates; one market; demands and tolls.
static size_t scratch_cells(const struct constants *constants) {
    return 6 * (size_t)constants->gate_count + 3 * (size_t)constants->actors +
           STEPPE_TRANSIT_WAYS_MAX + (size_t)constants->demands * (1 + constants->powers);
}

static bool prepare(struct steppe_setup *setup, struct steppe_error *error) {
    struct constants *constants = STEPPE_TAKE(setup->arena, 1, struct constants);
    struct steppe_transit_routes routes;
    const struct steppe_model *model = setup->model;
    if (!constants) return no_memory(error);
    if (!steppe_transit_routes_make(setup, &routes, error)) return false;
    setup->constants = constants;
    constants->actors = (uint32_t)model->axes[STEPPE_AXIS_ACTOR].count;
    constants->hosts = (uint32_t)model->axes[STEPPE_AXIS_HOST].count;
    constants->powers = (uint32_t)model->axes[STEPPE_AXIS_POWER].count;
    constants->power_actor = model->axes[STEPPE_AXIS_POWER].actor_at;
    constants->works = steppe_random_stream(streams[0]);
    constants->outages = steppe_random_stream(streams[1]);
    for (size_t i = 0; i < STEPPE_COUNT(params); i++)
        constants->offsets[i] = steppe_setup_parameter(setup, i);
    if (!routes.network) return true;
    constants->gate_count = (uint32_t)routes.network->gate_count;
    constants->demands = (uint32_t)routes.network->demand_count;
    constants->projects = routes.projects;
    constants->project_count = (uint32_t)routes.project_count;
    if (!start_gates(setup, constants, &routes) || !start_ways(setup, constants, &routes) ||
        !start_spills(setup, constants, &routes))
        return no_memory(error);
    setup->scratch_cells = scratch_cells(constants);
    return true;
}

// ---- gates -------------------------------------------------------------------------------------

#define LANES_OF(array, cell) ((array) + (size_t)(cell)*STEPPE_LANES)

struct quarter {
    struct steppe_world *world;
    const struct constants *constants;
    steppe_real *open;           // [gates + actors] weight factor of passing
    steppe_real *factor;         // [gates] capacity, times the base
    steppe_real *boxes, *tonnes; // [gates] of goods
    steppe_real *oil, *gas;      // [gates] room for fuels
    steppe_real *odds;           // [ways of a market]
    steppe_real *delivered;      // [demands]
    steppe_real *short_of;       // [demands][powers] that crosses a power
    steppe_real *tolls;          // [actors] USD a year
    steppe_real margin[STEPPE_LANES];
    bool moved[STEPPE_GATES_MAX + STEPPE_ACTORS_MAX]; // some lane is not as at the base
    bool shut[STEPPE_GATES_MAX + STEPPE_ACTORS_MAX];  // no lane lets anything through
};

// A project announced for a date comes with a delay, if at all: F(t) = c (1 - e^(-t/T)). One draw a
// member says when, so that no memory of it is needed. With fixed noise none comes, as no event does.
static double done_by(const struct steppe_transit_project *project, int32_t month) {
    const double years = (month - project->month) / 12.0;
    if (years <= 0) return 0;
    if (!(project->delay_years > 0)) return project->chance;
    return project->chance * -expm1(-years / project->delay_years);
}

static void works_of(steppe_real before, steppe_real now, steppe_real add, bool opens,
                     const steppe_real *restrict draw, steppe_real *restrict works) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real done = draw[lane] > before && draw[lane] <= now ? add : STEPPE_R(0);
        const steppe_real ceiling = opens ? steppe_max(works[lane], STEPPE_R(1)) : STEPPE_R(100);
        works[lane] = steppe_min(works[lane] + done, ceiling);
    }
}

static void works(const struct quarter *quarter) {
    const struct constants *constants = quarter->constants;
    struct steppe_world start = *quarter->world;
    const int32_t month = start.layout->first_month + start.month;
    start.month = 0;
    steppe_real draw[STEPPE_LANES];
    for (uint32_t i = 0; i < constants->project_count && !start.fix_noise; i++) {
        const struct steppe_transit_project *project = &constants->projects[i];
        const double before = done_by(project, month - 2), now = done_by(project, month + 1);
        if (!(now > before)) continue;
        steppe_draw_uniform(&start, constants->works, project->number, draw);
        works_of((steppe_real)before, (steppe_real)now, (steppe_real)project->add, project->opens,
                 draw,
                 LANES_OF(steppe_cells(quarter->world, STEPPE_VAR_gate_works), project->gate));
    }
}

static void outage_of(const struct gate *gate, const steppe_real *restrict draw,
                      steppe_real *restrict outage) {
    const steppe_real rate = gate->rate, keep = gate->keep, severity = gate->severity;
    STEPPE_EACH_LANE(lane) {
        const steppe_real hit = draw[lane] < rate ? severity : STEPPE_R(0);
        outage[lane] = steppe_min(outage[lane] * keep + hit, STEPPE_R(1));
    }
}

// A gate of known capacity keeps its weight until little is left: waits do the rest.
static void factor_of(const struct gate *gate, const steppe_real *restrict works,
                      const steppe_real *restrict outage, const steppe_real *restrict open,
                      steppe_real *restrict factor, steppe_real *restrict passing) {
    const steppe_real steep = gate->binds ? STEPPE_R(20) : STEPPE_R(1);
    STEPPE_EACH_LANE(lane) {
        // What is built in part opens nothing.
        const steppe_real built = works[lane] < STEPPE_R(0.999) ? STEPPE_R(0) : works[lane];
        factor[lane] = built * open[lane] * (STEPPE_R(1) - outage[lane]);
        passing[lane] = steppe_min(factor[lane] * steep, STEPPE_R(1));
    }
}

static void mark(struct quarter *quarter, uint32_t element) {
    const steppe_real *open = LANES_OF(quarter->open, element);
    bool moved = false, shut = true;
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        moved |= !(open[lane] == 1);
        shut &= open[lane] == 0;
    }
    quarter->moved[element] = moved;
    quarter->shut[element] = shut;
}

static void gates(struct quarter *quarter) {
    const struct constants *constants = quarter->constants;
    struct steppe_world *world = quarter->world;
    works(quarter);
    for (uint32_t g = 0; g < constants->gate_count; g++) {
        const struct gate *gate = &constants->gates[g];
        steppe_real *outage = LANES_OF(steppe_cells(world, STEPPE_VAR_gate_outage), g);
        steppe_real draw[STEPPE_LANES];
        for (int lane = 0; lane < STEPPE_LANES; lane++) draw[lane] = 1;
        if (gate->rate > 0) steppe_draw_uniform(world, constants->outages, g, draw);
        outage_of(gate, draw, outage);
        factor_of(gate, LANES_OF(steppe_cells(world, STEPPE_VAR_gate_works), g), outage,
                  LANES_OF(steppe_cells(world, STEPPE_VAR_gate_open), g),
                  LANES_OF(quarter->factor, g), LANES_OF(quarter->open, g));
        mark(quarter, g);
    }
    for (uint32_t a = 0; a < constants->actors; a++) {
        const uint32_t element = constants->gate_count + a;
        memcpy(LANES_OF(quarter->open, element),
               LANES_OF(steppe_cells(world, STEPPE_VAR_territory_open), a),
               STEPPE_LANES * sizeof(steppe_real));
        mark(quarter, element);
    }
}

// ---- choice ------------------------------------------------------------------------------------

static void passing(const steppe_real *restrict open, steppe_real *restrict odds) {
    STEPPE_EACH_LANE(lane) {
        odds[lane] *= open[lane];
    }
}

static void waiting(const steppe_real *restrict wait, steppe_real *restrict sum) {
    STEPPE_EACH_LANE(lane) {
        sum[lane] += wait[lane];
    }
}

static void turn_away(steppe_real per_year, const steppe_real *restrict sum,
                      steppe_real *restrict odds) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real x = steppe_clamp(-per_year * sum[lane], STEPPE_R(-60), STEPPE_R(20));
        odds[lane] *= steppe_exp(x);
    }
}

static void add_odds(const steppe_real *restrict odds, steppe_real *restrict sum) {
    STEPPE_EACH_LANE(lane) {
        sum[lane] += odds[lane];
    }
}

// Unnormalised odds of each way, and their sums over all and over clean ways.
static void odds_of(const struct quarter *quarter, const struct market *market,
                    steppe_real *restrict all, steppe_real *restrict clean) {
    const struct constants *constants = quarter->constants;
    const steppe_real *waits = steppe_cells(quarter->world, market->boxes ? STEPPE_VAR_gate_box_wait
                                                                          : STEPPE_VAR_gate_wait);
    STEPPE_EACH_LANE(lane) {
        all[lane] = clean[lane] = market->ceiling;
    }
    for (uint32_t k = 0; k < market->ways; k++) {
        const struct way *way = &constants->ways[market->first + k];
        steppe_real *odds = LANES_OF(quarter->odds, k);
        steppe_real sum[STEPPE_LANES];
        bool waits_any = false, shut = false;
        for (uint32_t i = 0; i < way->elements; i++)
            shut |= quarter->shut[constants->elements[way->first + i]];
        const steppe_real weight = shut ? 0 : way->weight;
        STEPPE_EACH_LANE(lane) {
            odds[lane] = weight;
            sum[lane] = 0;
        }
        if (shut) continue;
        for (uint32_t i = 0; i < way->elements; i++) {
            const uint32_t element = constants->elements[way->first + i];
            if (quarter->moved[element]) passing(LANES_OF(quarter->open, element), odds);
            if (i >= way->gates || !constants->gates[element].binds) continue;
            waiting(LANES_OF(waits, element), sum);
            waits_any = true;
        }
        if (waits_any) turn_away(market->per_year, sum, odds);
        add_odds(odds, all);
        if (way->clean) add_odds(odds, clean);
    }
}

// What a way carries of a market: q [(1 - r) / all + r / clean if it is clean] odds.
struct split {
    steppe_real goods[STEPPE_LANES], clean[STEPPE_LANES]; // measures a year per odds
    steppe_real refusing[STEPPE_LANES], refusing_0[STEPPE_LANES];
    steppe_real all[STEPPE_LANES], clean_sum[STEPPE_LANES];
};

static void refusing_of(const struct quarter *quarter, const struct market *market,
                        steppe_real *restrict now, steppe_real *restrict base) {
    const struct steppe_world *world = quarter->world;
    const steppe_real *restrict part = steppe_params_at(world,
                                                        quarter->constants->offsets[REFUSAL]);
    if (market->level_cell == STEPPE_NOWHERE) {
        STEPPE_EACH_LANE(lane) {
            now[lane] = base[lane] = 0;
        }
        return;
    }
    const steppe_real *restrict level = LANES_OF(steppe_cells(world, STEPPE_VAR_sanction_level),
                                                 market->level_cell);
    const steppe_real *restrict level_0 = LANES_OF(
        steppe_base_cells(world, STEPPE_VAR_sanction_level), market->level_cell);
    const steppe_real *restrict times = steppe_cells(world, STEPPE_VAR_refusal);
    STEPPE_EACH_LANE(lane) {
        now[lane] = steppe_min(part[lane] * level[lane] * times[lane], STEPPE_R(1));
        base[lane] = part[lane] * level_0[lane];
    }
}

static void split_of(const struct quarter *quarter, const struct market *market,
                     struct split *restrict split) {
    const steppe_real *trade = steppe_cells(quarter->world, STEPPE_VAR_goods_trade);
    const steppe_real *restrict there = LANES_OF(trade, market->cells[0]);
    const steppe_real *restrict back = LANES_OF(trade, market->cells[1]);
    const steppe_real measures = market->measures * market->per_trade;
    odds_of(quarter, market, split->all, split->clean_sum);
    refusing_of(quarter, market, split->refusing, split->refusing_0);
    STEPPE_EACH_LANE(lane) {
        const steppe_real goods = measures * (there[lane] + back[lane]);
        split->goods[lane] = goods * (STEPPE_R(1) - split->refusing[lane]) / split->all[lane];
        split->clean[lane] = goods * split->refusing[lane] / split->clean_sum[lane];
    }
}

static void flow_of(const struct split *split, bool clean, const steppe_real *restrict odds,
                    steppe_real *restrict flow) {
    const steppe_real part = clean ? STEPPE_R(1) : STEPPE_R(0);
    STEPPE_EACH_LANE(lane) {
        flow[lane] = odds[lane] * (split->goods[lane] + part * split->clean[lane]);
    }
}

static void add_scaled(steppe_real scale, const steppe_real *restrict more,
                       steppe_real *restrict sum) {
    STEPPE_EACH_LANE(lane) {
        sum[lane] += scale * more[lane];
    }
}

static void add_tolls(const struct quarter *quarter, const struct way *way,
                      const steppe_real *flow) {
    for (uint32_t i = 0; i < way->tolls; i++) {
        const struct toll *toll = &quarter->constants->tolls[way->first_toll + i];
        add_scaled(toll->price, flow, LANES_OF(quarter->tolls, toll->actor));
    }
}

// dg over the value of the goods, to both directions of the pair.
static void cost_of(const struct quarter *quarter, const struct market *market,
                    const struct split *split) {
    steppe_real *cost = steppe_cells(quarter->world, STEPPE_VAR_freight_cost);
    steppe_real *restrict there = LANES_OF(cost, market->cells[0]);
    steppe_real *restrict back = LANES_OF(cost, market->cells[1]);
    const steppe_real scale = market->logsum * market->share, ceiling = market->ceiling;
    const steppe_real clean_0 = market->clean + ceiling, all_0 = STEPPE_R(1) + ceiling;
    STEPPE_EACH_LANE(lane) {
        const steppe_real gain_all = steppe_log(split->all[lane] / all_0);
        // Between the two classes: what refusal costs at the base.
        const steppe_real gap = market->level_cell == STEPPE_NOWHERE ? STEPPE_R(0)
                                                                     : steppe_log(clean_0 / all_0);
        const steppe_real gain_clean = market->level_cell == STEPPE_NOWHERE
                                           ? STEPPE_R(0)
                                           : steppe_log(split->clean_sum[lane] / clean_0);
        const steppe_real r = split->refusing[lane], r_0 = split->refusing_0[lane];
        const steppe_real gain = (STEPPE_R(1) - r) * gain_all + r * gain_clean + (r - r_0) * gap;
        there[lane] -= scale * gain;
        back[lane] -= scale * gain;
    }
}

static bool passes(const struct constants *constants, const struct way *way, uint32_t element) {
    for (uint32_t i = 0; i < way->elements; i++)
        if (constants->elements[way->first + i] == element) return true;
    return false;
}

// First-order loss if a power closed its territory: -(g0/m) ln(1 - part that crosses it), at most g0.
static void loss_of(const struct quarter *quarter, const struct market *market,
                    const steppe_real *restrict crossing, uint32_t power,
                    const steppe_real *restrict goods) {
    const struct constants *constants = quarter->constants;
    const steppe_real logsum = market->logsum, ceiling = market->ceiling;
    for (int end = 0; end < 2; end++) {
        if (market->hosts[end] < 0) continue;
        steppe_real *restrict loss = LANES_OF(steppe_cells(quarter->world, STEPPE_VAR_transit_loss),
                                              power * constants->hosts +
                                                  (uint32_t)market->hosts[end]);
        STEPPE_EACH_LANE(lane) {
            const steppe_real left = STEPPE_R(1) - crossing[lane] / goods[lane];
            loss[lane] -= goods[lane] * logsum * steppe_log(steppe_max(left, ceiling));
        }
    }
}

static void losses_of(const struct quarter *quarter, const struct market *market,
                      const struct split *split) {
    const struct constants *constants = quarter->constants;
    steppe_real goods[STEPPE_LANES] = {0}, flow[STEPPE_LANES];
    if (market->hosts[0] < 0 && market->hosts[1] < 0) return;
    for (uint32_t k = 0; k < market->ways; k++) {
        flow_of(split, constants->ways[market->first + k].clean, LANES_OF(quarter->odds, k), flow);
        add_scaled(1, flow, goods);
    }
    STEPPE_EACH_LANE(lane) {
        goods[lane] = steppe_max(goods[lane], STEPPE_R(1e-3));
    }
    for (uint32_t p = 0; p < constants->powers; p++) {
        const uint32_t element = constants->gate_count + constants->power_actor[p];
        steppe_real crossing[STEPPE_LANES] = {0};
        bool any = false;
        for (uint32_t k = 0; k < market->ways; k++) {
            const struct way *way = &constants->ways[market->first + k];
            if (!passes(constants, way, element)) continue;
            flow_of(split, way->clean, LANES_OF(quarter->odds, k), flow);
            add_scaled(1, flow, crossing);
            any = true;
        }
        if (any) loss_of(quarter, market, crossing, p, goods);
    }
}

static void goods(struct quarter *quarter, bool last) {
    const struct constants *constants = quarter->constants;
    const size_t bytes = constants->gate_count * STEPPE_LANES * sizeof(steppe_real);
    memset(quarter->boxes, 0, bytes);
    memset(quarter->tonnes, 0, bytes);
    for (uint32_t m = 0; m < constants->market_count; m++) {
        const struct market *market = &constants->markets[m];
        struct split split;
        split_of(quarter, market, &split);
        for (uint32_t k = 0; k < market->ways; k++) {
            const struct way *way = &constants->ways[market->first + k];
            steppe_real flow[STEPPE_LANES];
            flow_of(&split, way->clean, LANES_OF(quarter->odds, k), flow);
            for (uint32_t i = 0; i < way->gates; i++) {
                const uint32_t g = constants->elements[way->first + i];
                if (!last && !constants->gates[g].binds) continue;
                add_scaled(market->tonnes, flow, LANES_OF(quarter->tonnes, g));
                if (market->boxes) add_scaled(1, flow, LANES_OF(quarter->boxes, g));
            }
            if (last) add_tolls(quarter, way, flow);
        }
        if (last) cost_of(quarter, market, &split);
        if (last) losses_of(quarter, market, &split);
    }
}

// ---- waits -------------------------------------------------------------------------------------

// wait += (D(v) - wait) / (1 + slope), slope = D'(v) v times what a year more turns away.
static void wait_of(const struct gate *gate, int kind, const steppe_real *restrict delay,
                    const steppe_real *restrict power, const steppe_real *restrict load,
                    const steppe_real *restrict load_0, steppe_real *restrict wait) {
    const steppe_real time = gate->time, response = gate->response[kind];
    STEPPE_EACH_LANE(lane) {
        const steppe_real x = steppe_clamp(load[lane], STEPPE_R(1e-4), LOAD_MAX);
        const steppe_real x_0 = steppe_max(load_0[lane], STEPPE_R(1e-4));
        const steppe_real now = steppe_exp(power[lane] * steppe_log(x));
        const steppe_real base = steppe_exp(power[lane] * steppe_log(x_0));
        const steppe_real scale = time * delay[lane];
        const steppe_real slope = scale * power[lane] * now * response;
        wait[lane] += (scale * (now - base) - wait[lane]) / (STEPPE_R(1) + slope);
    }
}

// Loads over capacity: of all goods, and of boxes where those have their own.
static void loads_of(const struct gate *gate, const steppe_real *restrict refusal,
                     const steppe_real *restrict factor, const steppe_real *restrict boxes,
                     const steppe_real *restrict tonnes, steppe_real loads[4][STEPPE_LANES]) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real narrow = steppe_max(factor[lane], STEPPE_R(0.01));
        const steppe_real t_0 = gate->tonnes[0] + refusal[lane] * gate->tonnes[1];
        const steppe_real box_0 = gate->boxes[0] + refusal[lane] * gate->boxes[1];
        loads[0][lane] = tonnes[lane] * gate->per_tonne / narrow;
        loads[1][lane] = t_0 * gate->per_tonne;
        loads[2][lane] = steppe_max(boxes[lane] * gate->per_box / narrow, loads[0][lane]);
        loads[3][lane] = steppe_max(box_0 * gate->per_box, loads[1][lane]);
    }
}

static void waits(const struct quarter *quarter) {
    const struct constants *constants = quarter->constants;
    struct steppe_world *world = quarter->world;
    const steppe_real *delay = steppe_params_at(world, constants->offsets[GATE_DELAY]);
    const steppe_real *power = steppe_params_at(world, constants->offsets[GATE_POWER]);
    const steppe_real *refusal = steppe_params_at(world, constants->offsets[REFUSAL]);
    for (uint32_t g = 0; g < constants->gate_count; g++) {
        const struct gate *gate = &constants->gates[g];
        steppe_real loads[4][STEPPE_LANES];
        if (!gate->binds) continue;
        loads_of(gate, refusal, LANES_OF(quarter->factor, g), LANES_OF(quarter->boxes, g),
                 LANES_OF(quarter->tonnes, g), loads);
        wait_of(gate, 1, delay, power, loads[0], loads[1],
                LANES_OF(steppe_cells(world, STEPPE_VAR_gate_wait), g));
        wait_of(gate, 0, delay, power, loads[2], loads[3],
                LANES_OF(steppe_cells(world, STEPPE_VAR_gate_box_wait), g));
    }
}

// ---- fuels -------------------------------------------------------------------------------------

static void room_of(const struct gate *gate, const steppe_real *restrict factor,
                    const steppe_real *restrict tonnes, steppe_real *restrict oil,
                    steppe_real *restrict gas) {
    const steppe_real all = gate->capacity[STEPPE_MEASURE_T];
    const steppe_real volume = gate->capacity[STEPPE_MEASURE_1000M3];
    STEPPE_EACH_LANE(lane) {
        oil[lane] = steppe_max(all * factor[lane] - tonnes[lane], STEPPE_R(0));
        gas[lane] = volume * factor[lane];
    }
}

static void room_on(const struct quarter *quarter, const struct market *market,
                    const struct way *way, steppe_real *restrict room) {
    const struct constants *constants = quarter->constants;
    const steppe_real *rooms = market->gas ? quarter->gas : quarter->oil;
    const steppe_real own = way->room;
    STEPPE_EACH_LANE(lane) {
        room[lane] = own;
    }
    for (uint32_t i = 0; i < way->gates; i++) {
        const steppe_real *restrict of = LANES_OF(rooms, constants->elements[way->first + i]);
        STEPPE_EACH_LANE(lane) {
            room[lane] = steppe_min(room[lane], of[lane]);
        }
    }
    for (uint32_t i = way->gates; i < way->elements; i++) {
        const uint32_t element = constants->elements[way->first + i];
        if (quarter->moved[element]) passing(LANES_OF(quarter->open, element), room);
    }
}

static void take_room(const steppe_real *restrict flow, steppe_real *restrict room) {
    STEPPE_EACH_LANE(lane) {
        room[lane] = steppe_max(room[lane] - flow[lane], STEPPE_R(0));
    }
}

static void ship(const struct quarter *quarter, const struct market *market) {
    const struct constants *constants = quarter->constants;
    steppe_real *rooms = market->gas ? quarter->gas : quarter->oil;
    steppe_real left[STEPPE_LANES], room[STEPPE_LANES], flow[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        left[lane] = market->measures;
    }
    for (uint32_t k = 0; k < market->ways; k++) {
        const struct way *way = &constants->ways[market->first + k];
        room_on(quarter, market, way, room);
        STEPPE_EACH_LANE(lane) {
            flow[lane] = steppe_min(left[lane], room[lane]);
            left[lane] -= flow[lane];
        }
        add_scaled(way->worth, flow, LANES_OF(quarter->delivered, market->demand));
        for (uint32_t i = 0; i < way->gates; i++) {
            const uint32_t g = constants->elements[way->first + i];
            take_room(flow, LANES_OF(rooms, g));
            add_scaled(market->tonnes, flow,
                       LANES_OF(steppe_cells(quarter->world, STEPPE_VAR_gate_load), g));
        }
        add_tolls(quarter, way, flow);
        for (uint32_t p = 0; p < constants->powers; p++) {
            if (passes(constants, way, constants->gate_count + constants->power_actor[p]))
                add_scaled(1, flow,
                           LANES_OF(quarter->short_of, market->demand * constants->powers + p));
        }
        bool none = true;
        for (int lane = 0; lane < STEPPE_LANES; lane++) none &= left[lane] <= 0;
        if (none) break;
    }
}

static void follow(steppe_real weight, steppe_real base, const steppe_real *restrict delivered,
                   steppe_real *restrict deliveries) {
    const steppe_real per_base = STEPPE_R(1) / base;
    STEPPE_EACH_LANE(lane) {
        const steppe_real next = deliveries[lane] +
                                 weight * (delivered[lane] * per_base - STEPPE_R(1));
        deliveries[lane] = steppe_max(next, STEPPE_R(0));
    }
}

static void widest(const steppe_real *restrict room, steppe_real *restrict most) {
    STEPPE_EACH_LANE(lane) {
        most[lane] = steppe_max(most[lane], room[lane]);
    }
}

static void lose(steppe_real price, const steppe_real *restrict crossing,
                 const steppe_real *restrict spare, steppe_real *restrict loss) {
    STEPPE_EACH_LANE(lane) {
        loss[lane] += price * steppe_max(crossing[lane] - spare[lane], STEPPE_R(0));
    }
}

// What crosses a power less the widest way round it that is left: several ways mostly share their
// narrow place.
static void fuel_loss(const struct quarter *quarter, uint32_t demand, uint32_t power) {
    const struct constants *constants = quarter->constants;
    const steppe_real *crossing = LANES_OF(quarter->short_of, demand * constants->powers + power);
    const uint32_t element = constants->gate_count + constants->power_actor[power];
    steppe_real spare[STEPPE_LANES] = {0}, room[STEPPE_LANES];
    const struct market *any = NULL;
    bool some = false;
    for (int lane = 0; lane < STEPPE_LANES; lane++) some |= crossing[lane] > 0;
    for (uint32_t s = 0; s < constants->fuel_count && some; s++) {
        const struct market *market = &constants->markets[constants->market_count + s];
        if (market->demand != demand) continue;
        any = market;
        for (uint32_t k = 0; k < market->ways; k++) {
            const struct way *way = &constants->ways[market->first + k];
            if (passes(constants, way, element)) continue;
            room_on(quarter, market, way, room);
            widest(room, spare);
        }
    }
    for (int end = 0; end < 2 && any; end++)
        if (any->hosts[end] >= 0)
            lose(any->price, crossing, spare,
                 LANES_OF(steppe_cells(quarter->world, STEPPE_VAR_transit_loss),
                          power * constants->hosts + (uint32_t)any->hosts[end]));
}

static void fuels(struct quarter *quarter) {
    const struct constants *constants = quarter->constants;
    struct steppe_world *world = quarter->world;
    const size_t lanes = STEPPE_LANES * sizeof(steppe_real);
    memset(quarter->delivered, 0, constants->demands * lanes);
    memset(quarter->short_of, 0, constants->demands * constants->powers * lanes);
    steppe_real *load = steppe_cells(world, STEPPE_VAR_gate_load);
    for (uint32_t g = 0; g < constants->gate_count; g++) {
        memcpy(LANES_OF(load, g), LANES_OF(quarter->tonnes, g), lanes);
        room_of(&constants->gates[g], LANES_OF(quarter->factor, g), LANES_OF(quarter->tonnes, g),
                LANES_OF(quarter->oil, g), LANES_OF(quarter->gas, g));
    }
    for (uint32_t s = 0; s < constants->fuel_count; s++)
        ship(quarter, &constants->markets[constants->market_count + s]);
    for (uint32_t d = 0; d < constants->demands; d++)
        for (uint32_t p = 0; p < constants->powers; p++) fuel_loss(quarter, d, p);
    steppe_real *deliveries = steppe_cells(world, STEPPE_VAR_fuel_deliveries);
    for (uint32_t i = 0; i < constants->spill_count; i++) {
        const struct spill *spill = &constants->spills[i];
        follow(spill->weight, constants->demand_base[spill->demand],
               LANES_OF(quarter->delivered, spill->demand), LANES_OF(deliveries, spill->cell));
    }
}

// ---- the quarter -------------------------------------------------------------------------------

static void fill(steppe_real value, size_t cells, steppe_real *to) {
    for (size_t i = 0; i < cells * STEPPE_LANES; i++) to[i] = value;
}

// Income above the start: what tolls are beyond those of the member's own base.
static void revenue_of(const struct quarter *quarter, uint32_t actor,
                       const steppe_real *restrict tolls, steppe_real *restrict revenue) {
    const struct constants *constants = quarter->constants;
    const steppe_real *restrict margin = steppe_params_at(quarter->world,
                                                          constants->offsets[TOLL_MARGIN]);
    const steppe_real *restrict refusal = steppe_params_at(quarter->world,
                                                           constants->offsets[REFUSAL]);
    const steppe_real all = constants->toll_base[actor];
    const steppe_real refused = constants->toll_base[constants->actors + actor];
    const steppe_real start = constants->toll_start[actor];
    STEPPE_EACH_LANE(lane) {
        const steppe_real base = all + refusal[lane] * refused;
        revenue[lane] = steppe_max(start + margin[lane] * (tolls[lane] - base), STEPPE_R(0));
    }
}

static void place(struct quarter *quarter, steppe_real *cells) {
    const struct constants *constants = quarter->constants;
    const uint32_t gate_count = constants->gate_count, actors = constants->actors;
    quarter->open = cells;
    quarter->factor = LANES_OF(quarter->open, gate_count + actors);
    quarter->boxes = LANES_OF(quarter->factor, gate_count);
    quarter->tonnes = LANES_OF(quarter->boxes, gate_count);
    quarter->oil = LANES_OF(quarter->tonnes, gate_count);
    quarter->gas = LANES_OF(quarter->oil, gate_count);
    quarter->odds = LANES_OF(quarter->gas, gate_count);
    quarter->tolls = LANES_OF(quarter->odds, STEPPE_TRANSIT_WAYS_MAX);
    quarter->delivered = LANES_OF(quarter->tolls, actors);
    quarter->short_of = LANES_OF(quarter->delivered, constants->demands);
}

static void step(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    const struct constants *constants = memory;
    const size_t pairs = (size_t)constants->actors * constants->actors;
    struct quarter quarter = {.world = world, .constants = constants};
    // All cells anew: changes lie over what is computed.
    fill(0, pairs, steppe_cells(world, STEPPE_VAR_freight_cost));
    fill(1, pairs, steppe_cells(world, STEPPE_VAR_fuel_deliveries));
    fill(0, (size_t)constants->powers * constants->hosts,
         steppe_cells(world, STEPPE_VAR_transit_loss));
    if (constants->gate_count == 0) return;
    place(&quarter, scratch->cells);
    memset(quarter.tolls, 0, constants->actors * STEPPE_LANES * sizeof(steppe_real));
    gates(&quarter);
    for (int pass = 0; pass < PASSES; pass++) {
        goods(&quarter, pass == PASSES - 1);
        waits(&quarter);
    }
    fuels(&quarter);
    for (uint32_t a = 0; a < constants->actors; a++)
        revenue_of(&quarter, a, LANES_OF(quarter.tolls, a),
                   LANES_OF(steppe_cells(world, STEPPE_VAR_transit_revenue), a));
}

const struct steppe_mechanism STEPPE_NAMED(steppe_mechanism_transit) = {
    .name = "transit",
    .summary = "Freight chooses among ways by cost, waits at gates that fill, and avoids what is "
               "closed or refused; fuels fill pipelines in the order of cost; territories crossed "
               "earn tolls.",
    .equation = "P_k = PS_k o_k exp(-m g_k/g0) / sum_j PS_j o_j exp(-m g_j/g0); wait = t0 a "
                "[(v/cap)^b - (v0/cap)^b]; dg = -(g0/m) D[ln sum_k PS_k o_k exp(-m g_k/g0)]",
    .source = "ben-akiva-bierlaire-1999; bpr-1964",
    .every_months = 3,
    .phase = 2,
    .uses = uses,
    .use_count = STEPPE_COUNT(uses),
    .params = params,
    .param_count = STEPPE_COUNT(params),
    .streams = streams,
    .stream_count = STEPPE_COUNT(streams),
    .prepare = prepare,
    .step = step,
};
