// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// assignment: gradient projection on paths (jayakrishnan-1994). Each iteration seeks the cheapest
// paths of all trips at fixed costs, which gives the gap, and adds those that are new. Then sweeps
// over the trips with more than one path move flow from each dearer path k to the cheapest b,
//
//   s = min(f_k, (c_k - c_b) / sum of dc/dv over the links that only one of the two has)
//
// with link costs brought up to date at once. A step that goes far past the point where the two
// cost the same is taken back by false position, so that no start and no cost function can make the
// flows swing. Paths that lost their flow are forgotten.
#include "solve/assignment.h"

#include <string.h>

#define SWEEPS_MAX 50
#define SWEEP_ENOUGH 0.02 // share of the iteration's excess at which sweeping ends
#define SWEEP_ALL 5       // sweeps between two that leave no trip out
#define SWEEP_WORTH 0.01  // a trip with less than this part of the mean excess can wait for them
#define PATH_CLASSES 32

struct way {
    struct way *next;
    double flow, cost; // cost: when the trip was last looked at
    uint32_t arc_count;
    uint32_t arcs[]; // from origin to destination; room for 4 << class
};

struct solver {
    const struct steppe_assignment_case *problem;
    struct steppe_arena *arena;
    struct steppe_path_search search;
    struct way **ways;               // [trip] its paths
    double *excess;                  // [trip] when it was last looked at
    struct way *spare[PATH_CLASSES]; // forgotten ones, by room
    double *flow, *cost, *slope;     // [arc]
    uint8_t *mark;                   // [arc] all 0 between calls
    uint32_t *only_from, *only_to;   // [arc] arcs of one path of a pair, not of the other
    size_t from_count, to_count;
};

static bool idle(const struct steppe_trip *trip) {
    return trip->from == trip->to || !(trip->flow > 0);
}

static void load(struct solver *solver, uint32_t arc, double change) {
    const struct steppe_link_cost *cost = &solver->problem->costs[arc];
    double flow = solver->flow[arc] + change;
    if (flow < 0) flow = 0; // by rounding
    double delay = steppe_link_cost_delay(cost, flow);
    solver->flow[arc] = flow;
    solver->cost[arc] = cost->fixed + delay;
    solver->slope[arc] = steppe_link_cost_slope(cost, flow, delay);
}

// ---- paths of a trip ---------------------------------------------------------------------------

static unsigned class_of(uint32_t arc_count) {
    unsigned class = 0;
    while (((size_t)4 << class) < arc_count) class ++;
    return class;
}

// Keeps the path of the last search to the trip's end as the first of its ways.
static struct way *keep_path(struct solver *solver, size_t at) {
    const struct steppe_trip *trip = &solver->problem->trips[at];
    const struct steppe_path_search *search = &solver->search;
    const uint32_t *tail = search->graph->tail;
    uint32_t count = 0;
    for (uint32_t n = trip->to; n != trip->from; n = tail[search->came_by[n]]) count++;
    unsigned class = class_of(count);
    struct way *way = solver->spare[class];
    if (way) {
        solver->spare[class] = way->next;
    } else {
        way = steppe_arena_take(solver->arena, 1,
                                sizeof *way + ((size_t)4 << class) * sizeof way->arcs[0]);
        if (!way) return NULL;
    }
    way->arc_count = count;
    way->flow = 0;
    way->next = solver->ways[at];
    solver->ways[at] = way;
    for (uint32_t n = trip->to; n != trip->from; n = tail[search->came_by[n]]) {
        way->arcs[--count] = search->came_by[n];
    }
    return way;
}

static void forget_empty(struct solver *solver, size_t at) {
    for (struct way **link = &solver->ways[at]; *link;) {
        struct way *way = *link;
        if (way->flow > 0) {
            link = &way->next;
            continue;
        }
        unsigned class = class_of(way->arc_count);
        *link = way->next;
        way->next = solver->spare[class];
        solver->spare[class] = way;
    }
}

// Added from the origin on, as the search does: the same path has the same cost to the last bit.
static double way_cost(const struct solver *solver, const struct way *way) {
    double cost = 0;
    for (uint32_t i = 0; i < way->arc_count; i++) cost += solver->cost[way->arcs[i]];
    return cost;
}

// ---- moving flow -------------------------------------------------------------------------------

static void find_difference(struct solver *solver, const struct way *from, const struct way *to) {
    solver->from_count = solver->to_count = 0;
    for (uint32_t i = 0; i < to->arc_count; i++) solver->mark[to->arcs[i]] = 1;
    for (uint32_t i = 0; i < from->arc_count; i++) {
        uint32_t arc = from->arcs[i];
        if (solver->mark[arc]) {
            solver->mark[arc] = 2;
        } else {
            solver->only_from[solver->from_count++] = arc;
        }
    }
    for (uint32_t i = 0; i < to->arc_count; i++) {
        uint32_t arc = to->arcs[i];
        if (solver->mark[arc] == 1) solver->only_to[solver->to_count++] = arc;
        solver->mark[arc] = 0;
    }
}

// How much dearer the way from is, over the arcs that differ; *slope: what a unit moved takes off.
static double difference(const struct solver *solver, double *slope) {
    double sum = 0, steep = 0;
    for (size_t i = 0; i < solver->from_count; i++) {
        sum += solver->cost[solver->only_from[i]];
        steep += solver->slope[solver->only_from[i]];
    }
    for (size_t i = 0; i < solver->to_count; i++) {
        sum -= solver->cost[solver->only_to[i]];
        steep += solver->slope[solver->only_to[i]];
    }
    *slope = steep;
    return sum;
}

static double move_by(struct solver *solver, double amount, double *slope) {
    for (size_t i = 0; i < solver->from_count; i++) load(solver, solver->only_from[i], -amount);
    for (size_t i = 0; i < solver->to_count; i++) load(solver, solver->only_to[i], amount);
    return difference(solver, slope);
}

// Moves flow from the dearer way to the cheaper one; see the head of the file.
static void move(struct solver *solver, struct way *from, struct way *to) {
    double slope;
    find_difference(solver, from, to);
    double before = difference(solver, &slope);
    if (!(before > 0)) return;
    double moved = slope > 0 && before / slope < from->flow ? before / slope : from->flow;
    double after = move_by(solver, moved, &slope);
    double low = 0, low_value = before, high = moved, high_value = after;
    for (int i = 0; i < 60 && (after < -0.5 * before || (i > 0 && after > 0.5 * before)); i++) {
        // The Illinois variant (dowell-jarratt-1971): the end that stays counts half.
        double next = low + (high - low) * low_value / (low_value - high_value);
        after = move_by(solver, next - moved, &slope);
        moved = next;
        if (after > 0) {
            low = next;
            low_value = after;
            high_value *= 0.5;
        } else {
            high = next;
            high_value = after;
            low_value *= 0.5;
        }
    }
    from->flow -= moved;
    to->flow += moved;
}

// Moves the trip's flow towards its cheapest way. Returns the excess that it had before.
static double balance(struct solver *solver, size_t at) {
    struct way *cheapest = NULL;
    double least = HUGE_VAL, excess = 0;
    for (struct way *way = solver->ways[at]; way; way = way->next) {
        way->cost = way_cost(solver, way);
        if (way->cost < least) {
            least = way->cost;
            cheapest = way;
        }
    }
    for (struct way *way = solver->ways[at]; way; way = way->next) {
        if (way == cheapest || !(way->flow > 0)) continue;
        double saving = way->flow * (way->cost - least);
        if (!(saving > 0)) continue; // what it would move is found anew: flows moved since
        excess += saving;
        move(solver, way, cheapest);
    }
    return excess;
}

static void sweep(struct solver *solver, double excess) {
    const double mean = excess / (double)solver->problem->trip_count;
    for (int i = 0; i < SWEEPS_MAX; i++) {
        const bool all = i % SWEEP_ALL == 0;
        double left = 0;
        for (size_t t = 0; t < solver->problem->trip_count; t++) {
            if (!solver->ways[t] || !solver->ways[t]->next) continue;
            if (all || solver->excess[t] > SWEEP_WORTH * mean)
                solver->excess[t] = balance(solver, t);
            left += solver->excess[t];
        }
        if (all && left <= SWEEP_ENOUGH * excess) break;
    }
    for (size_t t = 0; t < solver->problem->trip_count; t++) forget_empty(solver, t);
}

// ---- the iteration -----------------------------------------------------------------------------

static bool no_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "not enough memory to assign the trips");
}

static bool no_path(const struct steppe_trip *trip, struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_INPUT, (struct steppe_place){0},
                            "there is no path from node %u to node %u", trip->from + 1,
                            trip->to + 1);
}

// Searches from the trip's origin unless the last search began there.
static void seek(struct solver *solver, const struct steppe_trip *trip, uint32_t *origin) {
    if (*origin == trip->from) return;
    *origin = trip->from;
    steppe_path_search_run(&solver->search, solver->cost, trip->from, STEPPE_NO_NODE);
}

// Origin after origin onto its cheapest paths, at the costs that those before it left.
static bool start(struct solver *solver, struct steppe_error *error) {
    const struct steppe_assignment_case *problem = solver->problem;
    uint32_t origin = STEPPE_NO_NODE;
    for (size_t a = 0; a < problem->graph->arc_count; a++) load(solver, (uint32_t)a, 0);
    for (size_t t = 0; t < problem->trip_count; t++) {
        const struct steppe_trip *trip = &problem->trips[t];
        if (idle(trip)) continue;
        seek(solver, trip, &origin);
        if (solver->search.came_by[trip->to] == STEPPE_NO_NODE) return no_path(trip, error);
        struct way *way = keep_path(solver, t);
        if (!way) return no_memory(error);
        way->flow = trip->flow;
        for (uint32_t i = 0; i < way->arc_count; i++) load(solver, way->arcs[i], trip->flow);
    }
    return true;
}

// Flows anew from the paths, so that rounding of many small moves does not pile up.
static void sum_flows(struct solver *solver) {
    const size_t arcs = solver->problem->graph->arc_count;
    memset(solver->flow, 0, arcs * sizeof *solver->flow);
    for (size_t t = 0; t < solver->problem->trip_count; t++) {
        for (const struct way *way = solver->ways[t]; way; way = way->next) {
            for (uint32_t i = 0; i < way->arc_count; i++) solver->flow[way->arcs[i]] += way->flow;
        }
    }
    for (size_t a = 0; a < arcs; a++) load(solver, (uint32_t)a, 0);
}

// Cheapest paths of all trips at the present costs. *excess is summed path by path: a difference of
// two totals would lose the last digits of the gap.
static bool extend(struct solver *solver, double *excess) {
    uint32_t origin = STEPPE_NO_NODE;
    *excess = 0;
    for (size_t t = 0; t < solver->problem->trip_count; t++) {
        const struct steppe_trip *trip = &solver->problem->trips[t];
        if (idle(trip)) continue;
        seek(solver, trip, &origin);
        double least = solver->search.distance[trip->to], known = HUGE_VAL;
        for (const struct way *way = solver->ways[t]; way; way = way->next) {
            double cost = way_cost(solver, way);
            *excess += way->flow * (cost - least);
            if (cost < known) known = cost;
        }
        if (least < known && !keep_path(solver, t)) return false;
    }
    return true;
}

static void fill(const struct solver *solver, double excess,
                 struct steppe_assignment_result *result) {
    const struct steppe_assignment_case *problem = solver->problem;
    result->objective = result->total_cost = result->demand = 0;
    for (size_t a = 0; a < problem->graph->arc_count; a++) {
        result->objective += steppe_link_cost_integral(&problem->costs[a], solver->flow[a]);
        result->total_cost += solver->flow[a] * solver->cost[a];
    }
    for (size_t t = 0; t < problem->trip_count; t++) {
        if (!idle(&problem->trips[t])) result->demand += problem->trips[t].flow;
    }
    result->relative_gap = result->total_cost > 0 ? excess / result->total_cost : 0;
    result->average_excess = result->demand > 0 ? excess / result->demand : 0;
}

static bool prepare(struct solver *solver) {
    const struct steppe_assignment_case *problem = solver->problem;
    const size_t arcs = problem->graph->arc_count + 1;
    solver->ways = STEPPE_TAKE(solver->arena, problem->trip_count + 1, struct way *);
    solver->excess = STEPPE_TAKE(solver->arena, problem->trip_count + 1, double);
    solver->slope = STEPPE_TAKE(solver->arena, arcs, double);
    solver->mark = STEPPE_TAKE(solver->arena, arcs, uint8_t);
    solver->only_from = STEPPE_TAKE(solver->arena, arcs, uint32_t);
    solver->only_to = STEPPE_TAKE(solver->arena, arcs, uint32_t);
    return solver->ways && solver->excess && solver->slope && solver->mark && solver->only_from &&
           solver->only_to &&
           steppe_path_search_make(problem->graph, solver->arena, &solver->search);
}

bool steppe_assignment_solve(const struct steppe_assignment_case *problem,
                             struct steppe_arena *scratch, struct steppe_assignment_result *result,
                             struct steppe_error *error) {
    struct solver solver = {
        .problem = problem, .arena = scratch, .flow = result->flow, .cost = result->cost};
    struct steppe_arena_mark mark = steppe_arena_mark(scratch);
    const uint32_t limit = problem->iteration_limit ? problem->iteration_limit : 1000;
    const double gap = problem->gap > 0 ? problem->gap : 1e-6;
    double excess = 0;
    bool good = prepare(&solver) || no_memory(error);
    memset(result->flow, 0, problem->graph->arc_count * sizeof *result->flow);
    good = good && start(&solver, error);
    result->iterations = 0;
    for (bool met = false; good && !met;) {
        sum_flows(&solver);
        good = extend(&solver, &excess) || no_memory(error);
        if (!good) break;
        result->iterations++;
        fill(&solver, excess, result);
        met = result->relative_gap <= gap;
        if (!met && result->iterations == limit) {
            good = steppe_error_set(error, STEPPE_CODE_RUN, (struct steppe_place){0},
                                    "relative gap %.3g after %u iterations, wanted %.3g",
                                    result->relative_gap, limit, gap);
        }
        if (!met && good) sweep(&solver, excess);
    }
    steppe_arena_rewind(scratch, mark);
    return good;
}
