// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// logit_assignment: a damped fixed point. Over flows that carry all trips the equilibrium minimises
//
//   Z(f) = sum_a integral_0^v_a c_a + sum_k f_k (a_k + (ln(f_k / PS_k) - 1) / theta)  (fisk-1980)
//
// a_k the constant of a path, theta that of its trip;
// from any f the step to the flows e = d P(c(f)) - f that its costs ask for leads downhill. How
// far to go is found on the line (maher-1998), so that neither steep costs nor a large theta make
// the flows swing.
#include "solve/logit_assignment.h"

#include <string.h>

#include "solve/logit_newton.h"

#define PATIENCE 3 // damped steps before Newton's method is tried, once

struct logit {
    const struct steppe_logit_case *problem;
    const struct steppe_logit_result *result;
    size_t path_count;
    double *size;              // [path] PS
    double *cost;              // [path] at the present flows
    double *step;              // [path] e
    double *arc_step;          // [arc] e summed
    double *start, *arc_start; // flows where the step began
};

double steppe_logit_shares(size_t count, const double *cost, const double *size, double theta,
                           double *shares) {
    double least = HUGE_VAL, sum = 0;
    for (size_t k = 0; k < count; k++) least = cost[k] < least ? cost[k] : least;
    for (size_t k = 0; k < count; k++) {
        // About the cheapest, so that the sum is never lost.
        shares[k] = size[k] * exp(-theta * (cost[k] - least));
        sum += shares[k];
    }
    for (size_t k = 0; k < count; k++) shares[k] /= sum;
    return least - log(sum) / theta;
}

static void add_to_arcs(const struct steppe_path *path, double amount, double *arcs) {
    for (size_t i = 0; i < path->arc_count; i++) arcs[path->arcs[i]] += amount;
}

// Sums of path values by arc, from scratch.
static void sum_by_arc(const struct logit *logit, const double *of_path, double *of_arc) {
    const struct steppe_logit_case *problem = logit->problem;
    size_t at = 0;
    memset(of_arc, 0, problem->arc_count * sizeof *of_arc);
    for (size_t t = 0; t < problem->trip_count; t++) {
        for (size_t k = 0; k < problem->sets[t].count; k++)
            add_to_arcs(&problem->sets[t].paths[k], of_path[at++], of_arc);
    }
}

// Costs of arcs and paths, and how far the flows are from what the costs ask for.
static void respond(const struct logit *logit, double *residual) {
    const struct steppe_logit_case *problem = logit->problem;
    const struct steppe_logit_result *result = logit->result;
    size_t at = 0;
    *residual = 0;
    for (size_t a = 0; a < problem->arc_count; a++)
        result->cost[a] = steppe_logit_arc_cost(problem, a, result->flow[a]);
    for (size_t t = 0; t < problem->trip_count; at += problem->sets[t++].count) {
        const struct steppe_path_set *set = &problem->sets[t];
        const double demand = problem->trips[t].flow;
        for (size_t k = 0; k < set->count; k++) {
            double cost = problem->constants ? problem->constants[at + k] : 0;
            for (size_t i = 0; i < set->paths[k].arc_count; i++)
                cost += result->cost[set->paths[k].arcs[i]];
            logit->cost[at + k] = cost;
        }
        result->expected[t] = steppe_logit_shares(set->count, logit->cost + at, logit->size + at,
                                                  steppe_logit_theta(problem, t), logit->step + at);
        for (size_t k = 0; k < set->count; k++) {
            double step = demand * logit->step[at + k] - result->path_flow[at + k];
            logit->step[at + k] = step;
            if (demand > 0 && fabs(step) > *residual * demand) *residual = fabs(step) / demand;
        }
    }
}

// Goes the part `length` of the step; returns dZ/dlength there.
static double go(const struct logit *logit, double length) {
    const struct steppe_logit_case *problem = logit->problem;
    const struct steppe_logit_result *result = logit->result;
    double slope = 0;
    for (size_t a = 0; a < problem->arc_count; a++) {
        double flow = logit->arc_start[a] + length * logit->arc_step[a];
        result->flow[a] = flow > 0 ? flow : 0;
        if (logit->arc_step[a] != 0)
            slope += logit->arc_step[a] * steppe_logit_arc_cost(problem, a, result->flow[a]);
    }
    for (size_t t = 0, k = 0; t < problem->trip_count; t++) {
        double mixed = 0;
        for (size_t end = k + problem->sets[t].count; k < end; k++) {
            double flow = logit->start[k] + length * logit->step[k];
            result->path_flow[k] = flow > 0 ? flow : 0;
            if (problem->constants) slope += logit->step[k] * problem->constants[k];
            // Shares can be too small for a double; such a path has no part in the slope.
            if (flow > 0) mixed += logit->step[k] * log(flow / logit->size[k]);
        }
        slope += mixed / steppe_logit_theta(problem, t);
    }
    return slope;
}

static void step_down(const struct logit *logit) {
    const size_t arcs = logit->problem->arc_count;
    memcpy(logit->start, logit->result->path_flow, logit->path_count * sizeof *logit->start);
    memcpy(logit->arc_start, logit->result->flow, arcs * sizeof *logit->arc_start);
    sum_by_arc(logit, logit->step, logit->arc_step);
    double low = 0, low_value = go(logit, 0), high = 1, high_value = go(logit, 1);
    const double enough = 0.1 * fabs(low_value);
    double value = high_value;
    // False position, the end that stays counting half (dowell-jarratt-1971).
    for (int i = 0; i < 40 && high_value > 0 && low_value < 0 && fabs(value) > enough; i++) {
        double length = low - (high - low) * low_value / (high_value - low_value);
        value = go(logit, length);
        if (value > 0) {
            high = length;
            high_value = value;
            low_value *= 0.5;
        } else {
            low = length;
            low_value = value;
            high_value *= 0.5;
        }
    }
    sum_by_arc(logit, logit->result->path_flow, logit->result->flow);
}

// Flows as the costs at result->flow ask for.
static void start(const struct logit *logit) {
    struct steppe_logit_result result = *logit->result;
    memset(result.path_flow, 0, logit->path_count * sizeof *result.path_flow);
    respond(logit, &result.residual);
    memcpy(result.path_flow, logit->step, logit->path_count * sizeof *result.path_flow);
    sum_by_arc(logit, result.path_flow, result.flow);
}

static bool prepare(struct logit *logit, struct steppe_arena *arena) {
    const struct steppe_logit_case *problem = logit->problem;
    for (size_t t = 0; t < problem->trip_count; t++) logit->path_count += problem->sets[t].count;
    const size_t paths = logit->path_count + 1, arcs = problem->arc_count + 1;
    logit->size = STEPPE_TAKE(arena, paths, double);
    logit->cost = STEPPE_TAKE(arena, paths, double);
    logit->step = STEPPE_TAKE(arena, paths, double);
    logit->start = STEPPE_TAKE(arena, paths, double);
    logit->arc_step = STEPPE_TAKE(arena, arcs, double);
    logit->arc_start = STEPPE_TAKE(arena, arcs, double);
    if (!logit->size || !logit->cost || !logit->step || !logit->start || !logit->arc_step ||
        !logit->arc_start) {
        return false;
    }
    double *size = logit->size;
    if (problem->sizes) {
        memcpy(size, problem->sizes, logit->path_count * sizeof *size);
        return true;
    }
    for (size_t t = 0; t < problem->trip_count; size += problem->sets[t++].count) {
        steppe_must(problem->sets[t].count > 0);
        if (problem->length) {
            steppe_path_sizes(&problem->sets[t], problem->length, problem->arc_count,
                              logit->arc_step, size);
        } else {
            for (size_t k = 0; k < problem->sets[t].count; k++) size[k] = 1;
        }
    }
    return true;
}

bool steppe_logit_assignment_solve(const struct steppe_logit_case *problem,
                                   struct steppe_arena *scratch, struct steppe_logit_result *result,
                                   struct steppe_error *error) {
    struct logit logit = {.problem = problem, .result = result};
    struct steppe_arena_mark mark = steppe_arena_mark(scratch);
    const uint32_t limit = problem->iteration_limit ? problem->iteration_limit : 10000;
    const double tolerance = problem->tolerance > 0 ? problem->tolerance : 1e-10;
    const struct steppe_place nowhere = {0};
    bool good = true, met = false, root;
    result->iterations = 0;
    if (!prepare(&logit, scratch)) {
        good = steppe_error_set(error, STEPPE_CODE_MEMORY, nowhere,
                                "not enough memory to assign the trips");
    } else {
        if (!problem->warm) memset(result->flow, 0, problem->arc_count * sizeof *result->flow);
        start(&logit);
    }
    while (good && !met) {
        result->iterations++;
        respond(&logit, &result->residual);
        met = result->residual <= tolerance;
        if (!met && result->iterations == limit) {
            good = steppe_error_set(error, STEPPE_CODE_RUN, nowhere,
                                    "flows differ from their shares by %.3g after %u iterations, "
                                    "wanted %.3g",
                                    result->residual, limit, tolerance);
        }
        if (good && !met && result->iterations == PATIENCE) {
            good = steppe_logit_newton(problem, logit.size, scratch, result->flow, &root) ||
                   steppe_error_set(error, STEPPE_CODE_MEMORY, nowhere,
                                    "not enough memory to assign the trips");
            if (good) start(&logit); // also where it came nearer and no further
        } else if (good && !met) {
            step_down(&logit);
        }
    }
    if (good && result->path_cost)
        memcpy(result->path_cost, logit.cost, logit.path_count * sizeof *logit.cost);
    steppe_arena_rewind(scratch, mark);
    return good;
}
