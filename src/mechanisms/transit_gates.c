// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit_gates: projects, outages and openness of gates, and the waits that their loads make.
#include "mechanisms/transit_kernel.h"
#include "mechanisms/worklist.h"

#define SHARP STEPPE_R(0.1) // of the most that a gate is open in a quarter: less is as good as shut
// Times what a gate's own wait turns away: the next gate of the same ways waits longer, too, and
// those of the ways round less. With two and two of them all turn away four times as much, and half
// the way by their own answer alone would go to and fro for ever. Where waits settle it is nothing.
#define IN_A_ROW STEPPE_R(2)

// ---- openness ----------------------------------------------------------------------------------

// A project announced for a date comes with a delay, if at all: F(t) = c (1 - e^(-t/T)). One draw a
// member says when, so that no memory of it is needed. With fixed noise none
// comes, as no event does.
static double done_by(const struct steppe_transit_project *project, int32_t month) {
    const double years = (month - project->month) / 12.0;
    if (years <= 0) return 0;
    if (!(project->delay_years > 0)) return project->chance;
    return project->chance * -expm1(-years / project->delay_years);
}

// Boxes have a capacity of their own, w times the ratio: what is added to either is added to it.
static void works_of(const struct steppe_transit_project *project, const steppe_real *restrict draw,
                     steppe_real before, steppe_real now, steppe_real *restrict works,
                     steppe_real *restrict ratio) {
    const steppe_real boxes = (steppe_real)project->add[0], others = (steppe_real)project->add[1];
    const bool opens = project->opens;
    STEPPE_EACH_LANE(lane) {
        const bool done = draw[lane] > before && draw[lane] <= now;
        const steppe_real ceiling = opens ? steppe_max(works[lane], STEPPE_R(1)) : STEPPE_R(100);
        const steppe_real all = steppe_min(works[lane] + others, ceiling);
        const steppe_real most = steppe_max(all, STEPPE_R(0.01)); // no division by nothing
        const steppe_real of_boxes = (works[lane] * ratio[lane] + boxes) / most;
        ratio[lane] = done && !opens ? steppe_min(of_boxes, STEPPE_R(100)) : ratio[lane];
        works[lane] = done ? all : works[lane];
    }
}

static void works(const struct steppe_transit_quarter *quarter) {
    const struct steppe_transit_constants *constants = quarter->constants;
    struct steppe_world start = *quarter->world;
    const int32_t month = start.layout->first_month + start.month;
    start.month = 0;
    steppe_real draw[STEPPE_LANES];
    for (uint32_t i = 0; i < constants->project_count && !start.fix_noise; i++) {
        const struct steppe_transit_project *project = &constants->projects[i];
        const double before = done_by(project, month - 2), now = done_by(project, month + 1);
        if (!(now > before)) continue;
        steppe_draw_uniform(&start, constants->works, project->number, draw);
        works_of(project, draw, (steppe_real)before, (steppe_real)now,
                 STEPPE_TRANSIT_LANES(steppe_cells(quarter->world, STEPPE_VAR_gate_works),
                                      project->gate),
                 STEPPE_TRANSIT_LANES(steppe_cells(quarter->world, STEPPE_VAR_gate_box_ratio),
                                      project->gate));
    }
}

static void outage_of(const struct steppe_lane_gate *gate, const steppe_real *restrict draw,
                      steppe_real *restrict outage) {
    const steppe_real rate = gate->rate, keep = gate->keep, severity = gate->severity;
    STEPPE_EACH_LANE(lane) {
        const steppe_real hit = draw[lane] < rate ? severity : STEPPE_R(0);
        outage[lane] = steppe_min(outage[lane] * keep + hit, STEPPE_R(1));
    }
}

static const steppe_real *narrow_appeal(const struct steppe_world *world,
                                        const struct steppe_transit_constants *constants) {
    return steppe_params_at(world, constants->offsets[STEPPE_TRANSIT_NARROW_APPEAL]);
}

// A gate of known capacity keeps its weight until little is left: waits do the rest.
static void factor_of(const struct steppe_lane_gate *gate, const steppe_real *restrict narrow,
                      const steppe_real *restrict works, const steppe_real *restrict outage,
                      const steppe_real *restrict open, const steppe_real *restrict appeal,
                      steppe_real *restrict factor, steppe_real *restrict passing) {
    const bool binds = gate->binds;
    STEPPE_EACH_LANE(lane) {
        const steppe_real steep = binds ? narrow[lane] : STEPPE_R(1);
        // What is built in part opens nothing.
        const steppe_real built = works[lane] < STEPPE_R(0.999) ? STEPPE_R(0) : works[lane];
        factor[lane] = built * open[lane] * (STEPPE_R(1) - outage[lane]);
        passing[lane] = steppe_min(factor[lane] * steep, STEPPE_R(1)) * appeal[lane];
    }
}

static void mark(const steppe_real *open, uint32_t number, uint64_t *moved, uint64_t *shut) {
    *moved |= (uint64_t)steppe_any_not(open, STEPPE_R(1)) << number;
    *shut |= (uint64_t)!steppe_any(open) << number;
}

// Months before the last in which a gate was more or less open. An outage and what is built are
// those of the quarter.
static void look_back_at_gates(struct steppe_transit_quarter *quarter) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const struct steppe_world *world = quarter->world;
    const steppe_real *narrow = narrow_appeal(world, constants);
    for (uint32_t i = 0; i < constants->gates_that_move_count; i++) {
        const uint32_t g = constants->gates_that_move[i];
        const uint32_t levers[] = {STEPPE_VAR_gate_open, STEPPE_VAR_gate_appeal};
        const steppe_real *now[2], *then[2];
        for (int m = 0; m < STEPPE_TRANSIT_EARLY; m++) {
            for (int v = 0; v < 2; v++) {
                now[v] = STEPPE_TRANSIT_LANES(steppe_cells(world, levers[v]), g);
                then[v] = STEPPE_TRANSIT_LANES(
                    steppe_lag_cells(world, levers[v], STEPPE_TRANSIT_LAST - m), g);
            }
            if (!steppe_any_apart(then[0], now[0]) && !steppe_any_apart(then[1], now[1])) continue;
            quarter->early_gates[m] |= UINT64_C(1) << g;
            factor_of(&constants->gates[g], narrow,
                      STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_gate_works), g),
                      STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_gate_outage), g), then[0],
                      then[1], STEPPE_TRANSIT_LANES(quarter->early_factor[m], g),
                      STEPPE_TRANSIT_LANES(quarter->early_open[m], g));
        }
    }
}

// Odds of goods where a gate was only more or less open, or sought: their mean does. Where it was
// as good as shut in one month and not in another, months are looked at one by one.
static void mean_open(const struct steppe_transit_quarter *quarter, uint32_t g) {
    steppe_real *open = STEPPE_TRANSIT_LANES(quarter->open, g);
    const steppe_real *factor = STEPPE_TRANSIT_LANES(quarter->factor, g);
    steppe_real *then[STEPPE_TRANSIT_EARLY], most[STEPPE_LANES], least[STEPPE_LANES];
    steppe_real more[STEPPE_LANES] = {0};
    memcpy(most, factor, sizeof most);
    memcpy(least, factor, sizeof least);
    for (int m = 0; m < STEPPE_TRANSIT_EARLY; m++) {
        const bool early = quarter->early_gates[m] >> g & 1;
        const steppe_real *was = STEPPE_TRANSIT_LANES(quarter->early_factor[m], g);
        then[m] = STEPPE_TRANSIT_LANES(quarter->early_open[m], g);
        if (!early) memcpy(then[m], open, sizeof more);
        steppe_transit_add_difference(then[m], open, more);
        if (!early) continue;
        STEPPE_EACH_LANE(lane) {
            most[lane] = steppe_max(most[lane], was[lane]);
            least[lane] = steppe_min(least[lane], was[lane]);
        }
    }
    STEPPE_EACH_LANE(lane) {
        const bool apart = least[lane] < SHARP * most[lane];
        const steppe_real mean = open[lane] + more[lane] * STEPPE_TRANSIT_MONTH;
        open[lane] = apart ? open[lane] : mean;
        then[0][lane] = apart ? then[0][lane] : mean;
        then[1][lane] = apart ? then[1][lane] : mean;
    }
}

static void look_back_at_lands(struct steppe_transit_quarter *quarter) {
    const struct steppe_transit_constants *constants = quarter->constants;
    for (uint32_t i = 0; i < constants->lands_that_move_count; i++) {
        const uint32_t a = constants->lands_that_move[i];
        const uint32_t row = constants->gate_count + a;
        for (int m = 0; m < STEPPE_TRANSIT_EARLY; m++) {
            const steppe_real *then = STEPPE_TRANSIT_LANES(
                steppe_lag_cells(quarter->world, STEPPE_VAR_territory_open,
                                 STEPPE_TRANSIT_LAST - m),
                a);
            if (!steppe_any_apart(then, STEPPE_TRANSIT_LANES(quarter->open, row))) continue;
            quarter->early_lands[m] |= UINT64_C(1) << a;
            memcpy(STEPPE_TRANSIT_LANES(quarter->early_open[m], row), then,
                   STEPPE_LANES * sizeof(steppe_real));
        }
    }
}

// A gate of known capacity that is more or less open is chosen alike, and waits follow the mean:
// only what moves odds is looked back at.
static void mark_past(const struct steppe_transit_quarter *quarter, int month, uint32_t row,
                      uint64_t bit, uint64_t *found) {
    const steppe_real *then = STEPPE_TRANSIT_LANES(quarter->early_open[month], row);
    const steppe_real *now = STEPPE_TRANSIT_LANES(quarter->open, row);
    for (int lane = 0; lane < STEPPE_LANES; lane++)
        if (!(then[lane] == now[lane])) found[lane] |= bit;
}

static void add_past(struct steppe_transit_quarter *quarter, int lane, int month, uint64_t gates,
                     uint64_t lands) {
    quarter->past[quarter->past_count++] = (struct steppe_transit_past){lane, month, gates, lands};
    quarter->past_gates |= gates;
    quarter->past_lands |= lands;
}

static void list_past(struct steppe_transit_quarter *quarter) {
    const struct steppe_transit_constants *constants = quarter->constants;
    uint64_t gates[STEPPE_TRANSIT_EARLY][STEPPE_LANES] = {{0}},
             lands[STEPPE_TRANSIT_EARLY][STEPPE_LANES] = {{0}};
    for (int m = 0; m < STEPPE_TRANSIT_EARLY; m++) {
        for (uint64_t left = quarter->early_gates[m] & constants->goods_gates; left;
             left &= left - 1)
            mark_past(quarter, m, (uint32_t)__builtin_ctzll(left), left & -left, gates[m]);
        for (uint64_t left = quarter->early_lands[m] & constants->goods_lands; left;
             left &= left - 1)
            mark_past(quarter, m, constants->gate_count + (uint32_t)__builtin_ctzll(left),
                      left & -left, lands[m]);
    }
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        const bool both = (gates[0][lane] | lands[0][lane]) && (gates[1][lane] | lands[1][lane]);
        if (both && quarter->past_count % STEPPE_PAST_PACK == STEPPE_PAST_PACK - 1)
            add_past(quarter, lane, 0, 0, 0);
        for (int m = 0; m < STEPPE_TRANSIT_EARLY; m++)
            if (gates[m][lane] | lands[m][lane]) {
                add_past(quarter, lane, m, gates[m][lane], lands[m][lane]);
                steppe_worklist_count(quarter->world, STEPPE_WORK_MONTHS, 1);
            }
    }
    while (quarter->past_count % STEPPE_PAST_PACK != 0) add_past(quarter, 0, 0, 0, 0);
}

// How open all that is not as at the base was to each of them.
static void open_past(const struct steppe_transit_quarter *quarter, uint64_t moved, bool land) {
    for (; moved; moved &= moved - 1) {
        const uint32_t bit = (uint32_t)__builtin_ctzll(moved);
        const uint32_t row = land ? quarter->constants->gate_count + bit : bit;
        steppe_real *open = quarter->past_open + (size_t)row * STEPPE_PAST_MAX;
        for (uint32_t i = 0; i < quarter->past_count; i++) {
            const struct steppe_transit_past *past = &quarter->past[i];
            const uint64_t early = land ? quarter->early_lands[past->month]
                                        : quarter->early_gates[past->month];
            const steppe_real *of = early >> bit & 1 ? quarter->early_open[past->month]
                                                     : quarter->open;
            open[i] = STEPPE_TRANSIT_LANES(of, row)[past->lane];
        }
    }
}

// Capacity of the quarter: a gate that was shut for a month lets two thirds through.
static void mean_factors(struct steppe_transit_quarter *quarter) {
    const uint64_t any = quarter->early_gates[0] | quarter->early_gates[1];
    for (uint64_t left = any; left; left &= left - 1) {
        const uint32_t g = (uint32_t)__builtin_ctzll(left);
        steppe_real *factor = STEPPE_TRANSIT_LANES(quarter->factor, g);
        steppe_real *last = STEPPE_TRANSIT_LANES(quarter->last_factor, g);
        steppe_real sum[STEPPE_LANES] = {0};
        memcpy(last, factor, sizeof sum);
        for (int m = 0; m < STEPPE_TRANSIT_EARLY; m++)
            if (quarter->early_gates[m] >> g & 1)
                steppe_transit_add_difference(STEPPE_TRANSIT_LANES(quarter->early_factor[m], g),
                                              last, sum);
        steppe_transit_add_scaled(STEPPE_TRANSIT_MONTH, sum, factor);
    }
}

void steppe_transit_gates(struct steppe_transit_quarter *quarter) {
    const struct steppe_transit_constants *constants = quarter->constants;
    struct steppe_world *world = quarter->world;
    const steppe_real *narrow = narrow_appeal(world, constants);
    const bool filled = steppe_world_is_filled(world);
    works(quarter);
    for (uint32_t g = 0; g < constants->gate_count; g++) {
        const struct steppe_lane_gate *gate = &constants->gates[g];
        steppe_real *outage = STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_gate_outage), g);
        steppe_real draw[STEPPE_LANES];
        for (int lane = 0; lane < STEPPE_LANES; lane++) draw[lane] = 1;
        if (gate->rate > 0 && !filled) steppe_draw_uniform(world, constants->outages, g, draw);
        outage_of(gate, draw, outage);
        factor_of(gate, narrow, STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_gate_works), g),
                  outage, STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_gate_open), g),
                  STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_gate_appeal), g),
                  STEPPE_TRANSIT_LANES(quarter->factor, g), STEPPE_TRANSIT_LANES(quarter->open, g));
    }
    look_back_at_gates(quarter);
    for (uint32_t g = 0; g < constants->gate_count; g++) {
        if ((quarter->early_gates[0] | quarter->early_gates[1]) >> g & 1) mean_open(quarter, g);
        mark(STEPPE_TRANSIT_LANES(quarter->open, g), g, &quarter->moved_gates,
             &quarter->shut_gates);
    }
    for (uint32_t a = 0; a < constants->actors; a++) {
        steppe_real *open = STEPPE_TRANSIT_LANES(quarter->open, constants->gate_count + a);
        memcpy(open, STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_territory_open), a),
               STEPPE_LANES * sizeof(steppe_real));
        mark(open, a, &quarter->moved_lands, &quarter->shut_lands);
    }
    look_back_at_lands(quarter);
    mean_factors(quarter);
    list_past(quarter);
    open_past(quarter, quarter->moved_gates | quarter->past_gates, false);
    open_past(quarter, quarter->moved_lands | quarter->past_lands, true);
}

// ---- waits -------------------------------------------------------------------------------------

// A wait of D(v) would turn freight away: v falls by the rate `response` a year of wait. The wait
// that agrees with itself, u = s v^b of it and of no load, solves ln u + b response (u - u before)
// = ln(s v^b); Newton from below, where it is monotone; `least` is a rate at which all goods leave,
// so that no wait grows without bound in one step. A queue takes its time to dissolve: without that
// gates in a row, which all shed their waits at once, call back all that they had turned away.
STEPPE_LANE steppe_real nearer_wait(steppe_real u, steppe_real turned, steppe_real before,
                                    steppe_real log_now) {
    const steppe_real excess = steppe_log_size(u) + turned * (u - before) - log_now;
    return u * steppe_max(STEPPE_R(1) - excess / (STEPPE_R(1) + turned * u), STEPPE_R(0.1));
}

static void wait_of(const steppe_real *restrict moved, const steppe_real *restrict turned_away,
                    const steppe_real *restrict scale, const steppe_real *restrict log_scale,
                    const steppe_real *restrict power, const steppe_real *restrict least,
                    const steppe_real *restrict left, const steppe_real *restrict load,
                    const steppe_real *restrict load_0, steppe_real *restrict wait) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real x = steppe_clamp(load[lane], STEPPE_R(1e-4), STEPPE_TRANSIT_LOAD_MAX);
        const steppe_real x_0 = steppe_max(load_0[lane], STEPPE_R(1e-4));
        const steppe_real log_now = log_scale[lane] + power[lane] * steppe_log_size(x);
        const steppe_real base = scale[lane] * steppe_exp(power[lane] * steppe_log_size(x_0));
        const steppe_real response = turned_away[lane] / steppe_max(moved[lane], STEPPE_R(1e-3));
        const steppe_real turned = power[lane] * (IN_A_ROW * response + least[lane]);
        const steppe_real before = steppe_max(wait[lane] + base, STEPPE_R(0));
        const steppe_real most = steppe_exp(log_now);
        steppe_real u = steppe_min(most, steppe_max(before, STEPPE_R(1) / turned));
        u = nearer_wait(u, turned, before, log_now); // two steps do
        u = nearer_wait(u, turned, before, log_now);
        wait[lane] = u + left[lane] * (before - u) - base;
    }
}

// What a gate at its capacity makes wait, and its log.
static void scale_of(steppe_real time, const steppe_real *restrict delay,
                     steppe_real *restrict scale, steppe_real *restrict log_scale) {
    STEPPE_EACH_LANE(lane) {
        scale[lane] = time * delay[lane] + STEPPE_R(1e-12);
        log_scale[lane] = steppe_log_size(scale[lane]);
    }
}

// Loads over capacity: of all goods, and of boxes where those have their own.
static void loads_of(const struct steppe_lane_gate *gate, const steppe_real *restrict refusal,
                     const steppe_real *restrict factor, const steppe_real *restrict ratio,
                     const steppe_real *restrict boxes, const steppe_real *restrict tonnes,
                     steppe_real loads[4][STEPPE_LANES]) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real narrow = steppe_max(factor[lane], STEPPE_R(0.01));
        const steppe_real narrow_box = steppe_max(factor[lane] * ratio[lane], STEPPE_R(0.01));
        const steppe_real t_0 = gate->tonnes[0] + refusal[lane] * gate->tonnes[1];
        const steppe_real box_0 = gate->boxes[0] + refusal[lane] * gate->boxes[1];
        loads[0][lane] = tonnes[lane] * gate->per_tonne / narrow;
        loads[1][lane] = t_0 * gate->per_tonne;
        loads[2][lane] = steppe_max(boxes[lane] * gate->per_box / narrow_box, loads[0][lane]);
        loads[3][lane] = steppe_max(box_0 * gate->per_box, loads[1][lane]);
    }
}

void steppe_transit_waits(const struct steppe_transit_quarter *quarter) {
    const struct steppe_transit_constants *constants = quarter->constants;
    struct steppe_world *world = quarter->world;
    const steppe_real *delay = steppe_params_at(world,
                                                constants->offsets[STEPPE_TRANSIT_GATE_DELAY]);
    const steppe_real *power = steppe_params_at(world,
                                                constants->offsets[STEPPE_TRANSIT_GATE_POWER]);
    const steppe_real *refusal = steppe_params_at(world,
                                                  constants->offsets[STEPPE_TRANSIT_REFUSAL]);
    const steppe_real *least = steppe_params_at(world,
                                                constants->offsets[STEPPE_TRANSIT_LEAST_RESPONSE]);
    const steppe_real *left = steppe_params_at(world,
                                               constants->offsets[STEPPE_TRANSIT_QUEUE_LEFT]);
    for (uint32_t g = 0; g < constants->gate_count; g++) {
        const struct steppe_lane_gate *gate = &constants->gates[g];
        steppe_real loads[4][STEPPE_LANES], scale[STEPPE_LANES], log_scale[STEPPE_LANES];
        if (!gate->binds) continue;
        loads_of(gate, refusal, STEPPE_TRANSIT_LANES(quarter->factor, g),
                 STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_gate_box_ratio), g),
                 STEPPE_TRANSIT_LANES(quarter->boxes, g), STEPPE_TRANSIT_LANES(quarter->tonnes, g),
                 loads);
        scale_of(gate->time, delay, scale, log_scale);
        wait_of(STEPPE_TRANSIT_LANES(quarter->moved_t[1], g),
                STEPPE_TRANSIT_LANES(quarter->turned[1], g), scale, log_scale, power, least, left,
                loads[0], loads[1],
                STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_gate_wait), g));
        wait_of(STEPPE_TRANSIT_LANES(quarter->moved_t[0], g),
                STEPPE_TRANSIT_LANES(quarter->turned[0], g), scale, log_scale, power, least, left,
                loads[2], loads[3],
                STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_gate_box_wait), g));
    }
}
