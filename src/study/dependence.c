// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// dependence: what a host loses when an actor closes its territory to what neither comes from there
// nor goes there. In: an open project. Out: per host and owner the share that crosses, and the loss
// when all freight is assigned again without that territory: goods through the trade equilibrium
// of solve/trade.h with tau^ = 1 + dg/u, fuels at first order; beside the approximation that the
// mechanism uses.
#include <math.h>
#include <string.h>

#include "solve/trade.h"
#include "world/corridor_fit.h"
#include "world/nominations.h"
#include "world/priors.h"
#include "world/trade_flows.h"

#define LEAST_T 10.0 // t a year: smaller trips change no figure
// A guard, no coefficient: keeps the power finite should queues that a closure takes away ever save
// more than the goods are worth. In the bundled model they save three percent at most.
#define LEAST_TAU 0.5

struct result {
    struct steppe_dependence shown; // first: a pointer to it is one to the whole
    struct steppe_arena arena;
};

// Sums of one host and one owner, by value.
struct sums {
    double value, crossing; // USD a year, with third parties
    double goods, cost;     // USD a year of goods that cross or not, and of their freight
    double rise, day_value; // of the freight of goods, USD a year; days times USD
    double fuel_rise;       // change in the freight of all fuels that move, USD a year
    double stranded_t, stranded_usd, stranded_goods;
    double cut_usd, trade_loss; // trade_loss: share of income by the trade equilibrium
};

struct study {
    const struct steppe_model *model;
    const struct steppe_network *network;
    const struct steppe_routes_changes *changes;
    struct steppe_transport transport;
    struct steppe_corridor_fit fit;
    struct steppe_freight_load load;
    struct steppe_arena *arena;
    int32_t month;
    uint16_t *hosts, *owners;
    size_t host_count, owner_count, actors;
    struct sums *sums;                            // [host][owner]
    double *cost;                                 // [arc]
    double *expected, *mean_cost, *days, *tonnes; // of the base: [trip], [trip], [trip], [way]
    double *sales;                                // [from][to] USD a year, at home on the diagonal
    double *tau, *weight;                         // [from][to]
    double theta;
};

// ---- goods -------------------------------------------------------------------------------------

static double value_of(const struct study *study, const struct steppe_freight_trip *trip) {
    const struct steppe_freight *freight = &study->network->freights[trip->freight];
    return trip->tonnes / freight->tonnes * freight->value;
}

static double mean_days(const struct study *study, const struct steppe_freight_trip *trip) {
    const double *loaded =
        study->load.days[study->network->freights[trip->freight].measure == STEPPE_MEASURE_TEU];
    double mean = 0, all = 0;
    for (size_t k = 0; k < trip->ways.count; k++) {
        const struct steppe_path *way = &trip->ways.paths[k];
        double days = 0;
        for (size_t i = 0; i < way->arc_count; i++)
            days += loaded[study->transport.link[way->arcs[i]]];
        mean += study->load.tonnes[trip->first + k] * days;
        all += study->load.tonnes[trip->first + k];
    }
    return all > 0 ? mean / all : 0;
}

static void keep_base(struct study *study) {
    for (size_t t = 0; t < study->load.trip_count; t++) {
        const struct steppe_freight_trip *trip = &study->load.trips[t];
        double cost = 0;
        for (size_t k = trip->first; k < trip->first + trip->ways.count; k++)
            if (study->load.tonnes[k] > 0) cost += study->load.tonnes[k] * study->load.cost[k];
        study->mean_cost[t] = cost / trip->tonnes;
        study->expected[t] = study->load.expected[t];
        study->days[t] = mean_days(study, trip);
    }
    memcpy(study->tonnes, study->load.tonnes, study->load.way_count * sizeof(double));
}

static void add_trip(struct study *study, size_t t, size_t owner, size_t host) {
    const struct steppe_freight_trip *trip = &study->load.trips[t];
    const struct steppe_freight *freight = &study->network->freights[trip->freight];
    struct sums *sums = &study->sums[host * study->owner_count + owner];
    double value = value_of(study, trip), measures = value / freight->value, crossing = 0;
    for (size_t k = trip->first; k < trip->first + trip->ways.count; k++)
        if (study->load.territory[k] >> study->owners[owner] & 1) crossing += study->tonnes[k];
    crossing /= trip->tonnes;
    sums->value += value;
    sums->crossing += value * crossing;
    sums->goods += value;
    sums->cost += measures * study->mean_cost[t];
    if (crossing > 0) {
        // Never dearer than transit.other_means of the cheapest: then it goes by those, or stays.
        const double most = (study->load.other_means - 1) * trip->cheapest;
        double cut = crossing < 1 ? -trip->cheapest / freight->sensitivity * log1p(-crossing)
                                  : most;
        sums->cut_usd += measures * (cut < most ? cut : most);
    }
    double rise = study->load.expected[t] - study->expected[t];
    if (!isfinite(rise)) {
        sums->stranded_t += trip->tonnes;
        sums->stranded_goods += value;
        return;
    }
    sums->rise += measures * rise;
    sums->day_value += value * (mean_days(study, trip) - study->days[t]);
}

// tau^ of a pair: that of its trips in the mean that trade takes, tau^-theta = sum w tau_t^-theta.
static void set_tau(struct study *study) {
    size_t n = study->actors;
    memset(study->tau, 0, n * n * sizeof(double));
    memset(study->weight, 0, n * n * sizeof(double));
    for (size_t t = 0; t < study->load.trip_count; t++) {
        const struct steppe_freight_trip *trip = &study->load.trips[t];
        double value = value_of(study, trip), u = study->network->freights[trip->freight].value;
        size_t at = (size_t)trip->from_actor * n + trip->to_actor;
        if (!isfinite(study->expected[t])) continue;
        double rise = study->load.expected[t] - study->expected[t];
        study->weight[at] += value;
        if (isfinite(rise))
            study->tau[at] += value * pow(fmax(1 + rise / u, LEAST_TAU), -study->theta);
    }
    for (size_t a = 0; a < n; a++) {
        for (size_t b = a + 1; b < n; b++) {
            size_t there = a * n + b, back = b * n + a;
            double whole = study->sales[there] + study->sales[back];
            double sum = study->tau[there] + study->tau[back];
            double seen = study->weight[there] + study->weight[back];
            if (seen < whole) sum += whole - seen; // too small, or of no interest: as it was
            whole = fmax(seen, whole);
            double tau = !(whole > 0) ? 1
                         : sum > 0    ? pow(sum / whole, -1 / study->theta)
                                      : HUGE_VAL;
            study->tau[there] = study->tau[back] = tau;
        }
        study->tau[a * n + a] = 1;
    }
}

static bool add_trade(struct study *study, size_t owner, struct steppe_error *error) {
    double wage[STEPPE_ACTORS_MAX], price[STEPPE_ACTORS_MAX];
    set_tau(study);
    const struct steppe_trade_case problem = {.count = study->actors,
                                              .sales = study->sales,
                                              .elasticity = study->theta,
                                              .cost = study->tau,
                                              .tolerance = 1e-10};
    struct steppe_trade_result result = {.wage = wage, .price = price};
    if (!steppe_trade_solve(&problem, study->arena, &result, error)) return false;
    for (size_t h = 0; h < study->host_count; h++)
        study->sums[h * study->owner_count + owner].trade_loss = 1 - wage[study->hosts[h]] /
                                                                         price[study->hosts[h]];
    return true;
}

static bool add_goods(struct study *study, size_t owner, struct steppe_error *error) {
    uint16_t closed = study->owners[owner];
    if (!steppe_freight_load_solve(&study->load, UINT64_C(1) << closed,
                                   steppe_corridor_fit_constant, &study->fit, error)) {
        return false;
    }
    for (size_t t = 0; t < study->load.trip_count; t++) {
        const struct steppe_freight_trip *trip = &study->load.trips[t];
        // Third parties only: with the owner itself no other way helps.
        if (trip->from_actor == closed || trip->to_actor == closed) continue;
        if (!isfinite(study->expected[t])) continue;
        for (size_t h = 0; h < study->host_count; h++) {
            if (trip->from_actor == study->hosts[h] || trip->to_actor == study->hosts[h])
                add_trip(study, t, owner, h);
        }
    }
    return add_trade(study, owner, error);
}

// ---- fuels -------------------------------------------------------------------------------------

// What one demand moves in all, what of it crosses an owner, and its freight.
struct moved {
    double flow, crossing, cost;
};

static struct moved moved_of(const struct study *study, const struct steppe_nominations *all,
                             uint32_t demand, uint64_t bit) {
    struct moved moved = {0};
    for (size_t i = 0; i < all->count; i++) {
        const struct steppe_nomination *item = &all->items[i];
        if (item->demand != demand) continue;
        moved.flow += item->flow;
        moved.cost += item->flow * item->path.cost;
        if (steppe_transport_territory(&study->transport, &item->path) & bit)
            moved.crossing += item->flow;
    }
    return moved;
}

// Room on the way round an owner that the base leaves free: what the mechanism knows beforehand.
static double spare(struct study *study, const struct steppe_nominations *base, uint32_t demand,
                    uint32_t owner) {
    double room = 0;
    struct steppe_arena scratch;
    steppe_arena_init(&scratch, 0);
    for (size_t i = 0; i < base->count; i++) {
        const struct steppe_nomination *item = &base->items[i];
        if (item->demand != demand) continue;
        struct steppe_path path;
        bool found;
        const struct steppe_demand *of = &study->network->demands[demand];
        const double most = study->network->freights[of->freight].most_cost;
        memcpy(study->transport.search.arc_shut,
               study->transport.group_arcs + owner * study->transport.graph.arc_count,
               study->transport.graph.arc_count * sizeof(bool));
        bool good = steppe_path_cheapest(&study->transport.search, study->cost, item->from,
                                         item->to, &scratch, &path, &found);
        memset(study->transport.search.arc_shut, 0,
               study->transport.graph.arc_count * sizeof(bool));
        if (!good || !found || path.cost > most) continue;
        const double left = steppe_nominations_room(base, &study->transport, of->freight, of->from,
                                                    &path);
        if (left > room) room = left; // ways of several gateways mostly share their bottleneck
    }
    steppe_arena_free(&scratch);
    return room;
}

static bool concerns(const struct study *study, const struct steppe_demand *demand, size_t host) {
    return demand->from == study->hosts[host] || demand->to == study->hosts[host];
}

static bool add_fuel_owner(struct study *study, uint32_t freight,
                           const struct steppe_nominations *base, size_t owner) {
    const struct steppe_network *network = study->network;
    const struct steppe_freight *of = &network->freights[freight];
    struct steppe_transport closed;
    struct steppe_nominations after;
    struct steppe_arena scratch;
    struct steppe_error ignored = {0};
    uint64_t bit = UINT64_C(1) << study->owners[owner];
    steppe_arena_init(&scratch, 0);
    bool good = steppe_transport_make(study->model, study->month, study->changes, &scratch, &closed,
                                      &ignored);
    if (good) {
        closed.constants = study->fit.constants;
        steppe_transport_close_actor(&closed, study->owners[owner]);
        good = steppe_nominations_make(&closed, freight, &scratch, &after);
    }
    for (uint32_t d = 0; good && d < network->demand_count; d++) {
        const struct steppe_demand *demand = &network->demands[d];
        if (demand->freight != freight || demand->from == study->owners[owner] ||
            demand->to == study->owners[owner]) {
            continue;
        }
        struct moved before = moved_of(study, base, d, bit), then = moved_of(study, &after, d, bit);
        double lost = after.stranded[d] - base->stranded[d];
        double short_of = before.crossing - spare(study, base, d, study->owners[owner]);
        for (size_t h = 0; h < study->host_count; h++) {
            if (!concerns(study, demand, h) || study->owners[owner] == study->hosts[h]) continue;
            struct sums *sums = &study->sums[h * study->owner_count + owner];
            sums->value += before.flow * of->value;
            sums->crossing += before.crossing * of->value;
            // What is stranded is lost less the freight that it saves.
            sums->fuel_rise += then.cost - before.cost;
            sums->stranded_t += lost * of->tonnes;
            sums->stranded_usd += lost * of->value;
            if (short_of > 0) sums->cut_usd += short_of * of->value;
        }
    }
    steppe_arena_free(&scratch);
    return good;
}

static bool add_fuels(struct study *study, uint32_t freight) {
    struct steppe_nominations base;
    struct steppe_arena scratch;
    steppe_arena_init(&scratch, 0);
    bool good = steppe_nominations_make(&study->transport, freight, &scratch, &base);
    for (size_t o = 0; good && o < study->owner_count; o++) {
        good = add_fuel_owner(study, freight, &base, o);
    }
    steppe_arena_free(&scratch);
    return good;
}

// ---- all ---------------------------------------------------------------------------------------

// Sales at home X_jj = max(least_home, k - exports/GDP) GDP, as in mechanisms/trade.c.
static void set_sales(struct study *study) {
    size_t n = study->actors;
    double scale = steppe_central_parameter(study->model, "trade.domestic_scale", 1);
    const double least = steppe_central_parameter(study->model, "trade.least_home", 0);
    for (size_t i = 0; i < n; i++) {
        double exports = 0, gdp = steppe_trade_gdp(study->model, (uint16_t)i);
        for (size_t j = 0; j < n; j++) {
            if (i == j) continue;
            study->sales[i * n + j] = steppe_trade_flow(study->model, (uint16_t)i, (uint16_t)j);
            exports += study->sales[i * n + j];
        }
        if (!(gdp > 0)) gdp = fmax(exports, 1);
        study->sales[i * n + i] = fmax(least, scale - exports / gdp) * gdp;
    }
}

static bool take(struct study *study) {
    const struct steppe_model *model = study->model;
    size_t actors = model->axes[STEPPE_AXIS_ACTOR].count;
    size_t trips = study->load.trip_count + 1;
    study->actors = actors;
    study->host_count = model->axes[STEPPE_AXIS_HOST].count;
    study->hosts = STEPPE_TAKE(study->arena, study->host_count + 1, uint16_t);
    study->owners = STEPPE_TAKE(study->arena, actors + 1, uint16_t);
    study->cost = STEPPE_TAKE(study->arena, study->transport.graph.arc_count + 1, double);
    study->expected = STEPPE_TAKE(study->arena, trips, double);
    study->mean_cost = STEPPE_TAKE(study->arena, trips, double);
    study->days = STEPPE_TAKE(study->arena, trips, double);
    study->tonnes = STEPPE_TAKE(study->arena, study->load.way_count + 1, double);
    study->sales = STEPPE_TAKE(study->arena, actors * actors, double);
    study->tau = STEPPE_TAKE(study->arena, actors * actors, double);
    study->weight = STEPPE_TAKE(study->arena, actors * actors, double);
    if (!study->hosts || !study->owners || !study->cost || !study->expected || !study->mean_cost ||
        !study->days || !study->tonnes || !study->sales || !study->tau || !study->weight) {
        return false;
    }
    for (size_t h = 0; h < study->host_count; h++) {
        study->hosts[h] = model->axes[STEPPE_AXIS_HOST].actor_at[h];
    }
    for (size_t a = 0; a < actors; a++) {
        if ((study->transport.actors >> a & 1) && !model->actors[a].rest_of_world)
            study->owners[study->owner_count++] = (uint16_t)a;
    }
    study->sums = STEPPE_TAKE(study->arena, study->host_count * study->owner_count + 1,
                              struct sums);
    return study->sums != NULL;
}

static bool no_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "not enough memory for the dependence of hosts");
}

static bool assign_all(struct study *study, struct steppe_error *error) {
    const struct steppe_network *network = study->network;
    if (!steppe_corridor_fit_get(study->model, study->arena, &study->fit, error)) return false;
    study->transport.constants = study->fit.constants;
    if (!steppe_freight_load_make(&study->transport, LEAST_T, study->arena, &study->load, error) ||
        !steppe_freight_load_solve(&study->load, 0, steppe_corridor_fit_constant, &study->fit,
                                   error)) {
        return false;
    }
    if (!take(study)) return no_memory(error);
    study->theta = steppe_central_parameter(study->model, "trade.theta", 4);
    set_sales(study);
    keep_base(study);
    for (size_t o = 0; o < study->owner_count; o++)
        if (!add_goods(study, o, error)) return false;
    for (uint32_t f = 0; f < network->freight_count; f++) {
        const struct steppe_freight *freight = &network->freights[f];
        if (freight->goods_share > 0) continue;
        steppe_transport_costs(&study->transport, freight, STEPPE_ROUTES_BY_COST, study->cost);
        if (!add_fuels(study, f)) return no_memory(error);
    }
    return true;
}

static bool show(struct study *study, struct steppe_dependence *shown) {
    size_t cells = study->host_count * study->owner_count;
    struct steppe_dependence_cell *out = STEPPE_TAKE(study->arena, cells + 1,
                                                     struct steppe_dependence_cell);
    if (!out) return false;
    for (size_t i = 0; i < cells; i++) {
        const struct sums *sums = &study->sums[i];
        double gdp = steppe_trade_gdp(study->model, study->hosts[i / study->owner_count]);
        double fuels = sums->fuel_rise + sums->stranded_usd;
        bool itself = study->hosts[i / study->owner_count] == study->owners[i % study->owner_count];
        if (itself) continue;
        out[i] = (struct steppe_dependence_cell){
            .share = sums->value > 0 ? sums->crossing / sums->value : 0,
            .cost_rise = sums->cost > 0 ? sums->rise / sums->cost : 0,
            .days = sums->goods > 0 ? sums->day_value / sums->goods : 0,
            .stranded_t = sums->stranded_t,
            .loss = sums->trade_loss + fuels / gdp,
            .first = (sums->rise + sums->stranded_goods + fuels) / gdp,
            .cut = sums->cut_usd / gdp,
        };
    }
    *shown = (struct steppe_dependence){.hosts = study->hosts,
                                        .owners = study->owners,
                                        .host_count = study->host_count,
                                        .owner_count = study->owner_count,
                                        .cells = out};
    return true;
}

bool steppe_dependence_make(const struct steppe_project *project,
                            const struct steppe_routes_changes *changes,
                            const struct steppe_dependence **dependence,
                            struct steppe_error *error) {
    struct steppe_arena arena;
    const struct steppe_model *model = steppe_project_sound_model(project, error);
    *dependence = NULL;
    if (!model) return false;
    steppe_arena_init(&arena, 0);
    struct result *result = STEPPE_TAKE(&arena, 1, struct result);
    struct study study = {.model = model,
                          .network = model->network,
                          .changes = changes,
                          .arena = &arena,
                          .month = steppe_date_month(model->start)};
    bool good = result || no_memory(error);
    good = good &&
           steppe_transport_make(model, study.month, changes, &arena, &study.transport, error) &&
           assign_all(&study, error) && (show(&study, &result->shown) || no_memory(error));
    if (!good) {
        steppe_arena_free(&arena);
        return false;
    }
    result->arena = arena;
    *dependence = &result->shown;
    return true;
}

void steppe_dependence_free(const struct steppe_dependence *dependence) {
    if (!dependence) return;
    struct steppe_arena arena = ((const struct result *)(const void *)dependence)->arena;
    steppe_arena_free(&arena);
}
