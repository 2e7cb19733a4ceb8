// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "world/corridor_fit.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "world/nominations.h"

#define ROUNDS_MAX 40
#define NEAR 0.1         // of a spread that model and observation may be apart
#define FAR 1.0          // of a spread: more is an error when the rounds are over
#define DIGITS 1e4       // constants and days are kept to so much
#define LEAST_SHARE 1e-6 // of what could go there: what a constant can bring about

struct fitting {
    const struct steppe_network *network;
    struct steppe_transport *transport;
    struct steppe_freight_load load;
    struct steppe_corridor_fit *fit;
    struct steppe_arena *arena;
    // [count] measures; other: part of model that is of kinds the count does not fit; possible: V,
    // of those that it fits.
    double *constants, *model, *other, *possible;
    double *scale;         // [count] 1/m, mean over V
    double *odds, *change; // [count] log odds before the last step, and that step over the scale
};

static bool is_fuel(const struct fitting *fitting, uint32_t freight) {
    return !(fitting->network->freights[freight].goods_share > 0);
}

double steppe_corridor_fit_of(const struct steppe_corridor_fit *fit, uint32_t freight,
                              uint32_t from, uint32_t to, uint64_t seen) {
    return steppe_count_constants(fit->network, fit->constants, freight, from, to, 0.5, seen);
}

double steppe_corridor_fit_constant(const void *context, const struct steppe_freight_trip *trip,
                                    uint64_t seen) {
    return trip->cheapest *
           steppe_corridor_fit_of(context, trip->freight, trip->from_actor, trip->to_actor, seen);
}

// ---- what the model carries --------------------------------------------------------------------

// What a count of one kind of freight carries, and could: `all` measures a year.
static void add_carried(struct fitting *fitting, size_t at, uint32_t freight, double flow,
                        double all) {
    fitting->model[at] += flow;
    if (!(fitting->network->counts[at].fits >> freight & 1)) {
        fitting->other[at] += flow;
        return;
    }
    fitting->possible[at] += all;
    fitting->scale[at] += all / fitting->network->freights[freight].sensitivity;
}

static void look_at_goods(struct fitting *fitting, size_t at) {
    const struct steppe_count *count = &fitting->network->counts[at];
    const struct steppe_freight_load *load = &fitting->load;
    for (size_t t = 0; t < load->trip_count; t++) {
        const struct steppe_freight_trip *trip = &load->trips[t];
        const struct steppe_freight *freight = &fitting->network->freights[trip->freight];
        double part = steppe_count_part(count, trip->from_actor, trip->to_actor, trip->forward);
        bool seen = false;
        if (!(count->freights >> trip->freight & 1) || !(part > 0)) continue;
        double unit = count->measure == STEPPE_MEASURE_T ? 1 : freight->tonnes, flow = 0;
        for (size_t k = 0; k < trip->ways.count; k++) {
            if (!(load->seen[trip->first + k] >> at & 1)) continue;
            seen = true;
            flow += part * load->tonnes[trip->first + k] / unit;
        }
        if (seen) add_carried(fitting, at, trip->freight, flow, part * trip->tonnes / unit);
    }
}

static bool look_at_fuels(struct fitting *fitting, uint32_t freight, struct steppe_error *error) {
    const struct steppe_network *network = fitting->network;
    struct steppe_nominations nominations;
    struct steppe_arena_mark mark = steppe_arena_mark(fitting->arena);
    if (!steppe_nominations_make(fitting->transport, freight, fitting->arena, &nominations)) {
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "not enough memory to load the network");
    }
    for (size_t c = 0; c < network->count_count; c++) {
        const struct steppe_count *count = &network->counts[c];
        double flow = 0, all = 0;
        if (!(count->freights >> freight & 1)) continue;
        for (size_t i = 0; i < nominations.count; i++) {
            const struct steppe_nomination *item = &nominations.items[i];
            const struct steppe_demand *demand = &network->demands[item->demand];
            if (!(steppe_count_part(count, demand->from, demand->to, 1) > 0)) continue;
            if (!steppe_count_sees(fitting->transport, count, &item->path)) continue;
            flow += item->flow;
        }
        for (size_t d = 0; d < network->demand_count; d++) {
            const struct steppe_demand *demand = &network->demands[d];
            if (demand->freight == freight &&
                steppe_count_part(count, demand->from, demand->to, 1) > 0)
                all += demand->value;
        }
        double unit = count->measure == STEPPE_MEASURE_T ? network->freights[freight].tonnes : 1;
        add_carried(fitting, c, freight, flow * unit, all * unit);
    }
    steppe_arena_rewind(fitting->arena, mark);
    return true;
}

static bool look(struct fitting *fitting, struct steppe_error *error) {
    const struct steppe_network *network = fitting->network;
    size_t bytes = network->count_count * sizeof(double);
    memset(fitting->model, 0, bytes);
    memset(fitting->other, 0, bytes);
    memset(fitting->possible, 0, bytes);
    memset(fitting->scale, 0, bytes);
    if (!steppe_freight_load_solve(&fitting->load, 0, steppe_corridor_fit_constant, fitting->fit,
                                   error)) {
        return false;
    }
    for (size_t c = 0; c < network->count_count; c++) look_at_goods(fitting, c);
    for (uint32_t f = 0; f < network->freight_count; f++) {
        if (is_fuel(fitting, f) && !look_at_fuels(fitting, f, error)) return false;
    }
    for (size_t c = 0; c < network->count_count; c++)
        if (fitting->possible[c] > 0) fitting->scale[c] /= fitting->possible[c];
    return true;
}

// ---- inversion ---------------------------------------------------------------------------------

static double log_odds(double value, double whole) {
    double share = value / whole;
    if (!(share > LEAST_SHARE)) share = LEAST_SHARE;
    if (!(share < 1 - LEAST_SHARE)) share = 1 - LEAST_SHARE;
    return log(share / (1 - share));
}

// Where queues or other ways answer, odds move by less than the constant (or a little more): by how
// much the last step showed.
static double next_change(struct fitting *fitting, size_t at, double have, double want) {
    double answer = 1;
    if (fabs(fitting->change[at]) > 1e-3) {
        answer = -(have - fitting->odds[at]) / fitting->change[at];
        if (!(answer > 0.25)) answer = 0.25;
        if (answer > 1.5) answer = 1.5;
    }
    double change = (have - want) / answer;
    change = change > 4 ? 4 : change < -4 ? -4 : change;
    fitting->odds[at] = have;
    fitting->change[at] = change;
    return change;
}

// How far the model is from what was counted, in spreads; 0: nothing is fitted there.
static double apart(const struct fitting *fitting, uint32_t at) {
    const struct steppe_count *count = &fitting->network->counts[at];
    const struct steppe_observation *seen = steppe_network_base(fitting->network, at);
    if (!count->fits || !seen || !(fitting->possible[at] > 0)) return 0;
    return fabs(fitting->model[at] - seen->value) / seen->spread;
}

// Log odds of what a count carries of the kinds that it fits, and of what it should: other kinds
// that it sees are as they are.
static void odds_of(const struct fitting *fitting, uint32_t at, double *have, double *want) {
    const double seen = steppe_network_base(fitting->network, at)->value;
    *have = log_odds(fitting->model[at] - fitting->other[at], fitting->possible[at]);
    *want = log_odds(seen - fitting->other[at], fitting->possible[at]);
}

// One step of every constant; true when all agree.
static bool step(struct fitting *fitting) {
    bool near = true;
    for (uint32_t c = 0; c < fitting->network->count_count; c++) {
        double have, want;
        if (apart(fitting, c) <= NEAR) continue;
        near = false;
        odds_of(fitting, c, &have, &want);
        fitting->constants[c] += fitting->scale[c] * next_change(fitting, c, have, want);
    }
    return near;
}

// What was not found in all the rounds is an error where the base would lie beyond the spread: of
// those the count whose odds are furthest off, as it holds the others up.
static bool is_found(const struct fitting *fitting, struct steppe_error *error) {
    uint32_t at = UINT32_MAX;
    double most = 0;
    for (uint32_t c = 0; c < fitting->network->count_count; c++) {
        double have, want;
        if (apart(fitting, c) <= FAR) continue;
        odds_of(fitting, c, &have, &want);
        if (at != UINT32_MAX && fabs(have - want) <= most) continue;
        most = fabs(have - want);
        at = c;
    }
    if (at == UINT32_MAX) return true;
    const struct steppe_count *count = &fitting->network->counts[at];
    const struct steppe_observation *seen = steppe_network_base(fitting->network, at);
    const char *unit = steppe_measure_name(count->measure);
    return steppe_error_set(
        error, STEPPE_CODE_RUN, seen->place,
        "no constants make the base carry what was counted: '%s' has %.4g %s a year after %d "
        "rounds, %.4g were seen, %.4g could go there; widen its spread, or leave its 'fits' empty "
        "in counts.csv",
        count->id, fitting->model[at], unit, ROUNDS_MAX, seen->value,
        fitting->possible[at] + fitting->other[at]);
}

static bool find_constants(struct fitting *fitting, struct steppe_error *error) {
    for (fitting->fit->rounds = 1;; fitting->fit->rounds++) {
        if (!look(fitting, error)) return false;
        if (fitting->fit->rounds == ROUNDS_MAX) return is_found(fitting, error);
        if (step(fitting)) return true;
    }
}

// What passes each gate, once: in whole tonnes.
static bool look_at_gates(struct fitting *fitting) {
    const struct steppe_network *network = fitting->network;
    const struct steppe_freight_load *load = &fitting->load;
    uint64_t *gates = STEPPE_TAKE(fitting->arena, network->link_count + 1, uint64_t);
    double *tonnes[2] = {STEPPE_TAKE(fitting->arena, network->gate_count + 1, double),
                         STEPPE_TAKE(fitting->arena, network->gate_count + 1, double)};
    if (!gates || !tonnes[0] || !tonnes[1]) return false;
    for (size_t g = 0; g < network->gate_count; g++)
        for (size_t k = 0; k < network->gates[g].link_count; k++)
            gates[network->gates[g].links[k]] |= UINT64_C(1) << g;
    for (size_t t = 0; t < load->trip_count; t++) {
        const struct steppe_freight_trip *trip = &load->trips[t];
        const bool boxes = network->freights[trip->freight].measure == STEPPE_MEASURE_TEU;
        for (size_t k = 0; k < trip->ways.count; k++) {
            const struct steppe_path *way = &trip->ways.paths[k];
            uint64_t passed = 0;
            for (size_t i = 0; i < way->arc_count; i++)
                passed |= gates[fitting->transport->link[way->arcs[i]]];
            for (; passed; passed &= passed - 1)
                tonnes[boxes ? 0 : 1][__builtin_ctzll(passed)] += load->tonnes[trip->first + k];
        }
    }
    for (int i = 0; i < 2; i++) {
        for (size_t g = 0; g < network->gate_count; g++) tonnes[i][g] = round(tonnes[i][g]);
        fitting->fit->gates[i] = tonnes[i];
    }
    return true;
}

static bool take(struct fitting *fitting) {
    const struct steppe_network *network = fitting->network;
    size_t counts = network->count_count + 1;
    fitting->constants = STEPPE_TAKE(fitting->arena, counts, double);
    fitting->model = STEPPE_TAKE(fitting->arena, counts, double);
    fitting->other = STEPPE_TAKE(fitting->arena, counts, double);
    fitting->possible = STEPPE_TAKE(fitting->arena, counts, double);
    fitting->scale = STEPPE_TAKE(fitting->arena, counts, double);
    fitting->odds = STEPPE_TAKE(fitting->arena, counts, double);
    fitting->change = STEPPE_TAKE(fitting->arena, counts, double);
    return fitting->constants && fitting->model && fitting->other && fitting->possible &&
           fitting->scale && fitting->odds && fitting->change;
}

bool steppe_corridor_fit_make(const struct steppe_model *model, struct steppe_arena *arena,
                              struct steppe_corridor_fit *fit, struct steppe_error *error) {
    struct steppe_transport *transport = STEPPE_TAKE(arena, 1, struct steppe_transport);
    struct fitting fitting = {
        .network = model->network, .transport = transport, .fit = fit, .arena = arena};
    int32_t month = steppe_date_month(
        (struct steppe_date){.year = (int16_t)model->price_year, .month = 12});
    if (!transport) goto memory;
    if (!steppe_transport_make(model, month, NULL, arena, transport, error)) return false;
    if (!take(&fitting)) goto memory;
    transport->constants = fitting.constants;
    *fit = (struct steppe_corridor_fit){
        .network = model->network, .constants = fitting.constants, .model = fitting.model};
    if (!steppe_freight_load_make(transport, STEPPE_LOAD_LEAST_T, arena, &fitting.load, error))
        return false;
    if (!find_constants(&fitting, error)) return false;
    for (size_t c = 0; c < model->network->count_count; c++)
        fitting.constants[c] = round(fitting.constants[c] * DIGITS) / DIGITS;
    for (int i = 0; i < 2; i++) {
        for (size_t l = 0; l < model->network->link_count; l++)
            fitting.load.days[i][l] = round(fitting.load.days[i][l] * DIGITS) / DIGITS;
        fit->days[i] = fitting.load.days[i];
    }
    if (!look_at_gates(&fitting)) goto memory;
    return steppe_transport_lost_none(transport, error); // of fuels
memory:
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "not enough memory to fit the corridors");
}

bool steppe_corridor_fit_kept(const struct steppe_model *model) {
    char mark[17];
    if (!model->network->fit_inputs) return false;
    (void)snprintf(mark, sizeof mark, "%016" PRIx64, steppe_corridor_inputs(model));
    return strcmp(mark, model->network->fit_inputs) == 0;
}

static bool no_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "not enough memory to fit the corridors");
}

bool steppe_corridor_fit_blank(const struct steppe_network *network, struct steppe_arena *arena,
                               struct steppe_corridor_fit *fit, struct steppe_error *error) {
    const size_t links = network->link_count;
    const size_t most = network->count_count + network->gate_count;
    double *days = STEPPE_TAKE(arena, links + 1, double);
    const double *none = STEPPE_TAKE(arena, most + 1, double);
    if (!days || !none) return no_memory(error);
    for (size_t l = 0; l < links; l++) days[l] = network->links[l].days;
    *fit = (struct steppe_corridor_fit){
        .network = network, .constants = none, .days = {days, days}, .gates = {none, none}};
    return true;
}

bool steppe_corridor_fit_get(const struct steppe_model *model, struct steppe_arena *arena,
                             struct steppe_corridor_fit *fit, struct steppe_error *error) {
    const struct steppe_network *network = model->network;
    if (!network || !steppe_corridor_fit_kept(model))
        return steppe_corridor_fit_make(model, arena, fit, error);
    *fit = (struct steppe_corridor_fit){.network = network,
                                        .constants = network->fit_constants,
                                        .days = {network->fit_days[0], network->fit_days[1]},
                                        .gates = {network->fit_gates[0], network->fit_gates[1]}};
    return true;
}
