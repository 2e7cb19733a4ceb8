// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// bench/assignment: time to user equilibrium on one core. A made-up town (24 zones, 128 links), a
// made-up region (387 zones that are not passed through, tied to a grid of 26 x 26; 3 374 links,
// 92 872 pairs with trips), both full. Prints the time, searches for cheapest paths, and the gap
// reached. Public networks are timed by hand: time steppe assign NET TRIPS --gap 1e-12.
#include <stdio.h>
#include <stdlib.h>

#include "base/os.h"
#include "base/random.h"
#include "solve/assignment.h"

struct plan {
    const char *name;
    uint32_t side, zones;
    double density; // part of the pairs of zones that have trips
    double load;    // mean flow of a pair
    double gap;
    int rounds;
};

struct town {
    uint32_t *tail, *head;
    struct steppe_link_cost *costs;
    struct steppe_trip *trips;
    size_t nodes, arcs, trip_count;
    uint32_t drawn;
};

static double draw(struct town *town) { return steppe_random_uniform(1, 0, 0, 0, town->drawn++); }

static void add_link(struct town *town, uint32_t tail, uint32_t head,
                     struct steppe_link_cost cost) {
    town->tail[town->arcs] = tail;
    town->head[town->arcs] = head;
    town->costs[town->arcs++] = cost;
}

static void make(const struct plan *plan, struct steppe_arena *arena, struct town *town) {
    const uint32_t side = plan->side, zones = plan->zones;
    const size_t most = (size_t)side * side * 4 + 2 * (size_t)zones;
    town->tail = STEPPE_TAKE(arena, most, uint32_t);
    town->head = STEPPE_TAKE(arena, most, uint32_t);
    town->costs = STEPPE_TAKE(arena, most, struct steppe_link_cost);
    town->trips = STEPPE_TAKE(arena, (size_t)zones * zones, struct steppe_trip);
    if (!town->tail || !town->head || !town->costs || !town->trips) abort();
    town->nodes = zones + (size_t)side * side;
    for (uint32_t y = 0; y < side; y++)
        for (uint32_t x = 0; x < side; x++)
            for (int way = 0; way < 4; way++) {
                uint32_t to_x = x + (way == 0) - (way == 1), to_y = y + (way == 2) - (way == 3);
                if (to_x >= side || to_y >= side) continue;
                bool main_road = way < 2 ? y % 5 == 0 : x % 5 == 0; // fast and wide
                double time = (main_road ? 1 : 2) * (1 + draw(town));
                double capacity = (main_road ? 3000 : 800) * (0.5 + draw(town));
                add_link(town, zones + y * side + x, zones + to_y * side + to_x,
                         steppe_link_cost_make(time, 0.15, 4, capacity, 0));
            }
    for (uint32_t z = 0; z < zones; z++) {
        uint32_t node = zones + (uint32_t)(draw(town) * side * side);
        add_link(town, z, node, (struct steppe_link_cost){0.5, 0, 0, 1});
        add_link(town, node, z, (struct steppe_link_cost){0.5, 0, 0, 1});
    }
    for (uint32_t from = 0; from < zones; from++)
        for (uint32_t to = 0; to < zones; to++) {
            double chance = draw(town), flow = plan->load * 2 * draw(town);
            if (from != to && chance < plan->density)
                town->trips[town->trip_count++] = (struct steppe_trip){from, to, flow};
        }
}

static void run(const struct plan *plan) {
    struct steppe_arena arena;
    struct steppe_graph graph;
    struct steppe_error error;
    struct town town = {0};
    steppe_arena_init(&arena, 0);
    make(plan, &arena, &town);
    struct steppe_assignment_result result = {.flow = STEPPE_TAKE(&arena, town.arcs, double),
                                              .cost = STEPPE_TAKE(&arena, town.arcs, double)};
    if (!result.flow || !result.cost ||
        !steppe_graph_make(town.nodes, town.arcs, town.tail, town.head, plan->zones, &arena,
                           &graph)) {
        abort();
    }
    const struct steppe_assignment_case problem = {.graph = &graph,
                                                   .costs = town.costs,
                                                   .trips = town.trips,
                                                   .trip_count = town.trip_count,
                                                   .gap = plan->gap};
    double best = HUGE_VAL, free_cost = 0;
    for (int round = 0; round < plan->rounds; round++) {
        double start = steppe_os_seconds();
        if (!steppe_assignment_solve(&problem, &arena, &result, &error)) abort();
        double spent = steppe_os_seconds() - start;
        if (spent < best) best = spent;
    }
    for (size_t a = 0; a < town.arcs; a++) free_cost += result.flow[a] * town.costs[a].fixed;
    printf(
        "assignment %s: %u zones, %zu links, %zu pairs, delays %.0f %%: %.3f s to a gap of %.1e, "
        "%u searches\n",
        plan->name, plan->zones, town.arcs, town.trip_count,
        100 * (result.total_cost / free_cost - 1), best, result.relative_gap, result.iterations);
    steppe_arena_free(&arena);
}

int main(void) {
    static const struct plan plans[] = {
        {"town", 5, 24, 0.95, 60, 1e-12, 3},
        {"region", 26, 387, 0.623, 1.2, 1e-6, 2},
    };
    for (size_t i = 0; i < STEPPE_COUNT(plans); i++) run(&plans[i]);
    return 0;
}
