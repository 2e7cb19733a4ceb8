// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit_gates: projects, outages and openness of gates, and the waits that their loads make.
#include "mechanisms/transit_kernel.h"

#define NEWTON 2
// Times what a gate's own wait turns away: the next gate of the same ways waits longer, too, and
// those of the ways round less. With two and two of them all turn away four times as much, and half
// the way by their own answer alone would go to and fro for ever. Where waits settle it is nothing.
#define IN_A_ROW STEPPE_R(2)

// ---- openness ----------------------------------------------------------------------------------

// A project announced for a date comes with a delay, if at all: F(t) = c (1 - e^(-t/T)). One draw a
// member says when, so that no memory of it is needed. With fixed noise none comes, as no
// event does.
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
        works_of((steppe_real)before, (steppe_real)now, (steppe_real)project->add, project->opens,
                 draw,
                 STEPPE_TRANSIT_LANES(steppe_cells(quarter->world, STEPPE_VAR_gate_works),
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

// A gate of known capacity keeps its weight until little is left: waits do the rest.
static void factor_of(const struct steppe_lane_gate *gate, const steppe_real *restrict works,
                      const steppe_real *restrict outage, const steppe_real *restrict open,
                      const steppe_real *restrict appeal, steppe_real *restrict factor,
                      steppe_real *restrict passing) {
    const steppe_real steep = gate->binds ? STEPPE_R(20) : STEPPE_R(1);
    STEPPE_EACH_LANE(lane) {
        // What is built in part opens nothing.
        const steppe_real built = works[lane] < STEPPE_R(0.999) ? STEPPE_R(0) : works[lane];
        factor[lane] = built * open[lane] * (STEPPE_R(1) - outage[lane]);
        passing[lane] = steppe_min(factor[lane] * steep, STEPPE_R(1)) * appeal[lane];
    }
}

static void mark(const steppe_real *open, uint32_t number, uint64_t *moved, uint64_t *shut) {
    int differs = 0;
    for (int lane = 0; lane < STEPPE_LANES; lane++) differs |= !(open[lane] == 1);
    *moved |= (uint64_t)(differs != 0) << number;
    *shut |= (uint64_t)!steppe_any(open) << number;
}

void steppe_transit_gates(struct steppe_transit_quarter *quarter) {
    const struct steppe_transit_constants *constants = quarter->constants;
    struct steppe_world *world = quarter->world;
    works(quarter);
    for (uint32_t g = 0; g < constants->gate_count; g++) {
        const struct steppe_lane_gate *gate = &constants->gates[g];
        steppe_real *outage = STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_gate_outage), g);
        steppe_real draw[STEPPE_LANES];
        for (int lane = 0; lane < STEPPE_LANES; lane++) draw[lane] = 1;
        if (gate->rate > 0) steppe_draw_uniform(world, constants->outages, g, draw);
        outage_of(gate, draw, outage);
        factor_of(gate, STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_gate_works), g), outage,
                  STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_gate_open), g),
                  STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_gate_appeal), g),
                  STEPPE_TRANSIT_LANES(quarter->factor, g), STEPPE_TRANSIT_LANES(quarter->open, g));
        mark(STEPPE_TRANSIT_LANES(quarter->open, g), g, &quarter->moved_gates,
             &quarter->shut_gates);
    }
    for (uint32_t a = 0; a < constants->actors; a++) {
        steppe_real *open = STEPPE_TRANSIT_LANES(quarter->open, constants->gate_count + a);
        memcpy(open, STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_territory_open), a),
               STEPPE_LANES * sizeof(steppe_real));
        mark(open, a, &quarter->moved_lands, &quarter->shut_lands);
    }
}

// ---- waits -------------------------------------------------------------------------------------

// A wait of D(v) would turn freight away: v falls by the rate `response` a year of wait. The wait
// that agrees with itself, u = s v^b of it and of no load, solves ln u + b response (u - u before)
// = ln(s v^b); Newton from below, where it is monotone; `least` is a rate at which all goods leave,
// so that no wait grows without bound in one step. A queue takes its time to dissolve: without that
// gates in a row, which all shed their waits at once, call back all that they had turned away.
static void wait_of(const struct steppe_lane_gate *gate, const steppe_real *restrict moved,
                    const steppe_real *restrict turned_away, const steppe_real *restrict delay,
                    const steppe_real *restrict power, const steppe_real *restrict least,
                    const steppe_real *restrict left, const steppe_real *restrict load,
                    const steppe_real *restrict load_0, steppe_real *restrict wait) {
    const steppe_real time = gate->time;
    STEPPE_EACH_LANE(lane) {
        const steppe_real x = steppe_clamp(load[lane], STEPPE_R(1e-4), STEPPE_TRANSIT_LOAD_MAX);
        const steppe_real x_0 = steppe_max(load_0[lane], STEPPE_R(1e-4));
        const steppe_real scale = time * delay[lane] + STEPPE_R(1e-12);
        const steppe_real log_now = steppe_log_size(scale) + power[lane] * steppe_log_size(x);
        const steppe_real base = scale * steppe_exp(power[lane] * steppe_log_size(x_0));
        const steppe_real response = turned_away[lane] / steppe_max(moved[lane], STEPPE_R(1e-3));
        const steppe_real turned = power[lane] * (IN_A_ROW * response + least[lane]);
        const steppe_real before = steppe_max(wait[lane] + base, STEPPE_R(0));
        const steppe_real most = steppe_exp(log_now);
        steppe_real u = steppe_min(most, steppe_max(before, STEPPE_R(1) / turned));
        for (int i = 0; i < NEWTON; i++) {
            const steppe_real excess = steppe_log_size(u) + turned * (u - before) - log_now;
            const steppe_real next = u - excess / (STEPPE_R(1) / u + turned);
            u = steppe_max(next, STEPPE_R(0.1) * u);
        }
        wait[lane] = u + left[lane] * (before - u) - base;
    }
}

// Loads over capacity: of all goods, and of boxes where those have their own.
static void loads_of(const struct steppe_lane_gate *gate, const steppe_real *restrict refusal,
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
        steppe_real loads[4][STEPPE_LANES];
        if (!gate->binds) continue;
        loads_of(gate, refusal, STEPPE_TRANSIT_LANES(quarter->factor, g),
                 STEPPE_TRANSIT_LANES(quarter->boxes, g), STEPPE_TRANSIT_LANES(quarter->tonnes, g),
                 loads);
        wait_of(gate, STEPPE_TRANSIT_LANES(quarter->moved_t[1], g),
                STEPPE_TRANSIT_LANES(quarter->turned[1], g), delay, power, least, left, loads[0],
                loads[1], STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_gate_wait), g));
        wait_of(gate, STEPPE_TRANSIT_LANES(quarter->moved_t[0], g),
                STEPPE_TRANSIT_LANES(quarter->turned[0], g), delay, power, least, left, loads[2],
                loads[3], STEPPE_TRANSIT_LANES(steppe_cells(world, STEPPE_VAR_gate_box_wait), g));
    }
}
