// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// dependence: what a host loses when an actor closes its territory to it. In: an open project. Out:
// per host and owner the share that crosses, and the loss by assigning all freight again on the
// network without the owner, beside the approximation that the mechanism uses.
#include <math.h>
#include <string.h>

#include "world/nominations.h"
#include "study/trade_flows.h"

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
    double stranded_t, stranded_usd;
    double cut_usd;
};

struct study {
    const struct steppe_model *model;
    const struct steppe_network *network;
    const struct steppe_routes_changes *changes;
    struct steppe_transport transport;
    struct steppe_arena *arena;
    int32_t month;
    uint16_t *hosts, *owners;
    size_t host_count, owner_count;
    struct sums *sums; // [host][owner]
    double *cost, *work;
};

// ---- goods -------------------------------------------------------------------------------------

// One pair of gateways and one freight: `value` USD a year between host and partner.
struct flow {
    size_t host;
    int32_t partner;
    const struct steppe_freight *freight;
    double value;
};

static double mean_days(const struct study *study, const struct steppe_path_set *set,
                        const double *shares) {
    double mean = 0;
    for (size_t k = 0; k < set->count; k++) {
        double days = 0;
        for (size_t i = 0; i < set->paths[k].arc_count; i++) {
            days += study->network->links[study->transport.link[set->paths[k].arcs[i]]].days;
        }
        mean += shares[k] * days;
    }
    return mean;
}

static void add_owner(struct study *study, const struct flow *flow, size_t owner,
                      const struct steppe_path_set *set, const double *shares, double logsum) {
    double left[STEPPE_TRANSPORT_PATHS_MAX], crossing = 0, scale = set->paths[0].cost;
    uint64_t bit = UINT64_C(1) << study->owners[owner];
    struct sums *sums = &study->sums[flow->host * study->owner_count + owner];
    const struct steppe_freight *freight = flow->freight;
    double measures = flow->value / freight->value;
    for (size_t k = 0; k < set->count; k++) {
        if (steppe_transport_territory(&study->transport, &set->paths[k]) & bit)
            crossing += shares[k];
    }
    sums->value += flow->value;
    sums->crossing += flow->value * crossing;
    sums->goods += flow->value;
    sums->cost += measures * logsum;
    if (crossing <= 0) return;
    // Never dearer than twice the cheapest: then it is not moved, or by other means.
    double cut = crossing < 1 ? -scale / freight->sensitivity * log1p(-crossing) : scale;
    sums->cut_usd += measures * (cut < scale ? cut : scale);
    double without = steppe_transport_shares(&study->transport, set, bit, freight->sensitivity,
                                             scale, study->work, left);
    if (!isfinite(without)) {
        sums->stranded_t += measures * freight->tonnes;
        sums->stranded_usd += flow->value;
        return;
    }
    // Fewer ways cannot be better: path sizes, made anew for what is left, may say so by a little.
    if (without > logsum) sums->rise += measures * (without - logsum);
    sums->day_value += flow->value * (mean_days(study, set, left) - mean_days(study, set, shares));
}

// The set holds the cheapest way round each owner, so what is left of it when the owner closes is
// what a new search on the network without the owner would find.
static bool add_flow(struct study *study, const struct flow *flow, uint32_t from, uint32_t to) {
    double shares[STEPPE_TRANSPORT_PATHS_MAX];
    struct steppe_path_set set;
    struct steppe_arena scratch;
    if (from == to) return true;
    steppe_arena_init(&scratch, 0);
    bool good = steppe_path_set_make(STEPPE_TRANSPORT_PATHS_MAX, &scratch, &set) &&
                steppe_transport_paths(&study->transport, study->cost, from, to, 0, &scratch, &set);
    if (good && set.count > 0) {
        double logsum = steppe_transport_shares(&study->transport, &set, 0,
                                                flow->freight->sensitivity, set.paths[0].cost,
                                                study->work, shares);
        for (size_t o = 0; o < study->owner_count; o++) {
            // Third parties only: with the owner itself no other way helps.
            if (study->owners[o] == flow->partner || study->owners[o] == study->hosts[flow->host])
                continue;
            add_owner(study, flow, o, &set, shares, logsum);
        }
    }
    steppe_arena_free(&scratch);
    return good;
}

// Both directions at once: goods move on links that are open both ways.
static bool add_goods(struct study *study, size_t host, uint32_t freight) {
    const struct steppe_network *network = study->network;
    const struct steppe_freight *of = &network->freights[freight];
    for (size_t g = 0; g < network->gateway_count; g++) {
        const struct steppe_gateway *from = &network->gateways[g];
        if (from->actor != study->hosts[host] || from->freight != freight) continue;
        for (size_t h = 0; h < network->gateway_count; h++) {
            const struct steppe_gateway *to = &network->gateways[h];
            if (to->actor == from->actor || to->freight != freight) continue;
            double value = steppe_trade_flow(study->model, from->actor, to->actor) +
                           steppe_trade_flow(study->model, to->actor, from->actor);
            struct flow flow = {host, to->actor, of,
                                value * of->goods_share * from->share * to->share};
            if (flow.value > 0 && !add_flow(study, &flow, from->node, to->node)) return false;
        }
    }
    return true;
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
        double left = HUGE_VAL;
        for (size_t k = 0; k < path.arc_count; k++) {
            double each = base->room_left[study->transport.link[path.arcs[k]]];
            if (each < left) left = each;
        }
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

static bool take(struct study *study) {
    const struct steppe_model *model = study->model;
    size_t actors = model->axes[STEPPE_AXIS_ACTOR].count;
    study->host_count = model->axes[STEPPE_AXIS_HOST].count;
    study->hosts = STEPPE_TAKE(study->arena, study->host_count + 1, uint16_t);
    study->owners = STEPPE_TAKE(study->arena, actors + 1, uint16_t);
    study->cost = STEPPE_TAKE(study->arena, study->transport.graph.arc_count + 1, double);
    study->work = STEPPE_TAKE(study->arena, study->transport.graph.arc_count + 1, double);
    if (!study->hosts || !study->owners || !study->cost || !study->work) return false;
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

static bool assign_all(struct study *study) {
    const struct steppe_network *network = study->network;
    for (uint32_t f = 0; f < network->freight_count; f++) {
        const struct steppe_freight *freight = &network->freights[f];
        steppe_transport_costs(&study->transport, freight, STEPPE_ROUTES_BY_COST, study->cost);
        for (size_t h = 0; h < study->host_count && freight->goods_share > 0; h++) {
            if (!add_goods(study, h, f)) return false;
        }
        if (!add_fuels(study, f)) return false;
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
        out[i] = (struct steppe_dependence_cell){
            .share = sums->value > 0 ? sums->crossing / sums->value : 0,
            .cost_rise = sums->cost > 0 ? sums->rise / sums->cost : 0,
            .days = sums->goods > 0 ? sums->day_value / sums->goods : 0,
            .stranded_t = sums->stranded_t,
            .loss = (sums->rise + sums->fuel_rise + sums->stranded_usd) / gdp,
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
    const struct steppe_model *model = steppe_project_model(project);
    *dependence = NULL;
    steppe_arena_init(&arena, 0);
    struct result *result = STEPPE_TAKE(&arena, 1, struct result);
    struct study study = {.model = model,
                          .network = model->network,
                          .changes = changes,
                          .arena = &arena,
                          .month = steppe_date_month(model->start)};
    bool good = result != NULL, known = true;
    if (good) {
        known = steppe_transport_make(model, study.month, changes, &arena, &study.transport, error);
        good = known && take(&study) && assign_all(&study) && show(&study, &result->shown);
    }
    if (good) {
        result->arena = arena;
        *dependence = &result->shown;
        return true;
    }
    steppe_arena_free(&arena);
    return known ? steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                    "not enough memory for the dependence of hosts")
                 : false;
}

void steppe_dependence_free(const struct steppe_dependence *dependence) {
    if (!dependence) return;
    struct steppe_arena arena = ((const struct result *)(const void *)dependence)->arena;
    steppe_arena_free(&arena);
}
