// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "solve/logit_newton.h"

#include <math.h>
#include <string.h>

#define ARCS_MAX 1000
#define STEPS_MAX 60
#define HALVINGS_MAX 20 // of a step, to some 1e-6 of it
#define ENOUGH 1e-9     // of all trips

struct newton {
    const struct steppe_logit_case *problem;
    const double *sizes;
    double part;                // of all trips that move
    size_t count;               // arcs whose cost grows
    uint32_t *number;           // [arc] among them; UINT32_MAX: its cost is fixed
    uint32_t *arcs;             // [count]
    double *flow;               // [arc]
    double *load, *old;         // [count] load(c(v)); v before the step
    double *cost;               // [arc]
    double *path_cost, *shares; // [longest set]
    double *mean;               // [count] of one trip
    uint32_t *touched;          // [count]
    double *matrix, *step;      // [count][count], [count]
};

static void shares_of(const struct newton *newton, size_t trip, size_t first) {
    const struct steppe_path_set *set = &newton->problem->sets[trip];
    for (size_t k = 0; k < set->count; k++) {
        double cost = newton->problem->constants ? newton->problem->constants[first + k] : 0;
        for (size_t i = 0; i < set->paths[k].arc_count; i++)
            cost += newton->cost[set->paths[k].arcs[i]];
        newton->path_cost[k] = cost;
    }
    steppe_logit_shares(set->count, newton->path_cost, newton->sizes + first,
                        steppe_logit_theta(newton->problem, trip), newton->shares);
}

// Adds the covariance of one trip to H.
static void add_covariance(const struct newton *newton, size_t trip) {
    const struct steppe_path_set *set = &newton->problem->sets[trip];
    const double scale = steppe_logit_theta(newton->problem, trip) *
                         newton->problem->trips[trip].flow * newton->part;
    size_t n = newton->count, touched = 0;
    for (size_t k = 0; k < set->count; k++) {
        const struct steppe_path *path = &set->paths[k];
        for (size_t i = 0; i < path->arc_count; i++) {
            uint32_t row = newton->number[path->arcs[i]];
            if (row == UINT32_MAX) continue;
            if (newton->mean[row] == 0) newton->touched[touched++] = row;
            newton->mean[row] += newton->shares[k] + 1e-300;
            for (size_t j = 0; j < path->arc_count; j++) {
                uint32_t column = newton->number[path->arcs[j]];
                if (column != UINT32_MAX)
                    newton->matrix[row * n + column] += scale * newton->shares[k];
            }
        }
    }
    for (size_t i = 0; i < touched; i++)
        for (size_t j = 0; j < touched; j++)
            newton->matrix[newton->touched[i] * n + newton->touched[j]] -=
                scale * newton->mean[newton->touched[i]] * newton->mean[newton->touched[j]];
    for (size_t i = 0; i < touched; i++) newton->mean[newton->touched[i]] = 0;
}

// load(c(v)), with H where asked; returns |F|.
static double respond(const struct newton *newton, bool with_matrix) {
    const struct steppe_logit_case *problem = newton->problem;
    double sum = 0;
    for (size_t a = 0; a < problem->arc_count; a++)
        newton->cost[a] = steppe_logit_arc_cost(problem, a, newton->flow[a]);
    memset(newton->load, 0, newton->count * sizeof *newton->load);
    if (with_matrix) memset(newton->matrix, 0, newton->count * newton->count * sizeof(double));
    for (size_t t = 0, first = 0; t < problem->trip_count; first += problem->sets[t++].count) {
        const struct steppe_path_set *set = &problem->sets[t];
        shares_of(newton, t, first);
        for (size_t k = 0; k < set->count; k++) {
            for (size_t i = 0; i < set->paths[k].arc_count; i++) {
                uint32_t row = newton->number[set->paths[k].arcs[i]];
                if (row != UINT32_MAX)
                    newton->load[row] += newton->part * problem->trips[t].flow * newton->shares[k];
            }
        }
        if (with_matrix) add_covariance(newton, t);
    }
    for (size_t i = 0; i < newton->count; i++) {
        double apart = newton->load[i] - newton->flow[newton->arcs[i]];
        sum += apart * apart;
    }
    return sqrt(sum);
}

// (I + H c') s = F by elimination with row pivots; s ends in step. False: singular.
static bool solve_step(const struct newton *newton) {
    const size_t n = newton->count;
    for (size_t j = 0; j < n; j++) {
        const struct steppe_link_cost *cost = &newton->problem->costs[newton->arcs[j]];
        const double *spared = newton->problem->spared;
        double flow = newton->flow[newton->arcs[j]], delay = steppe_link_cost_delay(cost, flow);
        double slope = steppe_link_cost_slope(cost, flow, delay);
        if (spared && delay <= spared[newton->arcs[j]]) slope = 0;
        for (size_t i = 0; i < n; i++) newton->matrix[i * n + j] *= slope;
        newton->matrix[j * n + j] += 1;
        newton->step[j] = newton->load[j] - flow;
    }
    for (size_t at = 0; at < n; at++) {
        size_t best = at;
        for (size_t i = at + 1; i < n; i++)
            if (fabs(newton->matrix[i * n + at]) > fabs(newton->matrix[best * n + at])) best = i;
        if (!(fabs(newton->matrix[best * n + at]) > 1e-300)) return false;
        for (size_t k = at; best != at && k < n; k++) {
            double kept = newton->matrix[at * n + k];
            newton->matrix[at * n + k] = newton->matrix[best * n + k];
            newton->matrix[best * n + k] = kept;
        }
        double kept = newton->step[at];
        newton->step[at] = newton->step[best];
        newton->step[best] = kept;
        for (size_t i = at + 1; i < n; i++) {
            double factor = newton->matrix[i * n + at] / newton->matrix[at * n + at];
            if (factor == 0) continue;
            for (size_t k = at + 1; k < n; k++)
                newton->matrix[i * n + k] -= factor * newton->matrix[at * n + k];
            newton->step[i] -= factor * newton->step[at];
        }
    }
    for (size_t at = n; at-- > 0;) {
        for (size_t k = at + 1; k < n; k++)
            newton->step[at] -= newton->matrix[at * n + k] * newton->step[k];
        newton->step[at] /= newton->matrix[at * n + at];
    }
    return true;
}

// Halves the step until |F| falls; returns |F|, not below `before` where it does not.
static double go(const struct newton *newton, double before) {
    double after = before;
    for (size_t i = 0; i < newton->count; i++) newton->old[i] = newton->flow[newton->arcs[i]];
    for (int halvings = 0; halvings < HALVINGS_MAX; halvings++) {
        const double length = ldexp(1, -halvings);
        for (size_t i = 0; i < newton->count; i++) {
            double flow = newton->old[i] + length * newton->step[i];
            newton->flow[newton->arcs[i]] = flow > 0 ? flow : 0;
        }
        after = respond(newton, false);
        if (after < before * (1 - 1e-4 * length)) return after;
    }
    for (size_t i = 0; i < newton->count; i++) newton->flow[newton->arcs[i]] = newton->old[i];
    return before;
}

// Newton's steps from the present flows; true when |F| is small enough.
static bool seek(const struct newton *newton, double enough) {
    double apart = respond(newton, true);
    for (int i = 0; i < STEPS_MAX && apart > enough; i++) {
        if (!solve_step(newton)) return false;
        double after = go(newton, apart);
        if (!(after < apart)) return false;
        apart = respond(newton, true);
    }
    return apart <= enough;
}

static bool prepare(struct newton *newton, struct steppe_arena *scratch, size_t longest) {
    const struct steppe_logit_case *problem = newton->problem;
    const size_t n = newton->count + 1;
    newton->load = STEPPE_TAKE(scratch, n, double);
    newton->old = STEPPE_TAKE(scratch, n, double);
    newton->cost = STEPPE_TAKE(scratch, problem->arc_count + 1, double);
    newton->path_cost = STEPPE_TAKE(scratch, longest + 1, double);
    newton->shares = STEPPE_TAKE(scratch, longest + 1, double);
    newton->mean = STEPPE_TAKE(scratch, n, double);
    newton->touched = STEPPE_TAKE(scratch, n, uint32_t);
    newton->matrix = STEPPE_TAKE(scratch, n * n, double);
    newton->step = STEPPE_TAKE(scratch, n, double);
    return newton->load && newton->old && newton->cost && newton->path_cost && newton->shares &&
           newton->mean && newton->touched && newton->matrix && newton->step;
}

// Numbers of the arcs on some path whose cost grows; the longest set in paths.
static size_t number_arcs(struct newton *newton) {
    const struct steppe_logit_case *problem = newton->problem;
    size_t longest = 0;
    for (size_t a = 0; a < problem->arc_count; a++) newton->number[a] = UINT32_MAX;
    for (size_t t = 0; t < problem->trip_count; t++) {
        const struct steppe_path_set *set = &problem->sets[t];
        if (set->count > longest) longest = set->count;
        for (size_t k = 0; k < set->count; k++) {
            for (size_t i = 0; i < set->paths[k].arc_count; i++) {
                uint32_t arc = set->paths[k].arcs[i];
                if (newton->number[arc] != UINT32_MAX || problem->costs[arc].variable == 0 ||
                    problem->costs[arc].measure == 0)
                    continue;
                newton->number[arc] = (uint32_t)newton->count;
                newton->arcs[newton->count++] = arc;
            }
        }
    }
    return longest;
}

bool steppe_logit_newton(const struct steppe_logit_case *problem, const double *sizes,
                         struct steppe_arena *scratch, double *flow, bool *met) {
    struct steppe_arena_mark mark = steppe_arena_mark(scratch);
    struct newton newton = {.problem = problem, .sizes = sizes, .part = 1, .flow = flow};
    double all = 0;
    *met = false;
    newton.number = STEPPE_TAKE(scratch, problem->arc_count + 1, uint32_t);
    newton.arcs = STEPPE_TAKE(scratch, problem->arc_count + 1, uint32_t);
    bool good = newton.number && newton.arcs;
    size_t longest = good ? number_arcs(&newton) : 0;
    if (good && newton.count > 0 && newton.count <= ARCS_MAX) {
        good = prepare(&newton, scratch, longest);
        for (size_t t = 0; t < problem->trip_count; t++) all += problem->trips[t].flow;
        *met = good && seek(&newton, ENOUGH * all);
        // Far too much for the network: from a little upward, each root the start of the next.
        if (good && !*met) memset(flow, 0, problem->arc_count * sizeof *flow);
        for (int halvings = 10; good && !*met && halvings >= 0; halvings--) {
            newton.part = ldexp(1, -halvings);
            bool root = seek(&newton, ENOUGH * all * newton.part);
            *met = root && newton.part == 1;
        }
    }
    steppe_arena_rewind(scratch, mark);
    return good;
}
