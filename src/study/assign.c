// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// assign: files of the TNTP format -> their user equilibrium (steppe_assign of steppe.h). The cost
// of a link is its time by its flow, plus toll and length by the factors given.
#include <math.h>

#include "base/os.h"
#include "model/tntp.h"

struct result {
    struct steppe_assignment shown; // first: a pointer to it is one to the whole
    struct steppe_findings findings;
    struct steppe_arena arena;
};

struct input {
    struct steppe_tntp_network network;
    struct steppe_tntp_trips trips;
    struct steppe_tntp_flows flows;
};

static bool no_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "not enough memory to assign the trips");
}

// What cannot be read is a finding, so that it is told beside the faults of the other files.
static bool open(const char *path, struct result *result, struct steppe_file *file,
                 struct steppe_error *error) {
    char *text;
    file->name = path;
    if (!steppe_os_read_file(path, STEPPE_TNTP_BYTES_MAX, &result->arena, &text, &file->length,
                             error)) {
        const struct steppe_finding finding = {.place = error->place, .message = error->message};
        if (error->code == STEPPE_CODE_INPUT) steppe_findings_add(&result->findings, &finding);
        return false;
    }
    file->text = text;
    return true;
}

static bool check_flows(const struct input *input, const char *path, struct steppe_error *error) {
    const struct steppe_place place = {.file = path};
    if (input->flows.count != input->network.link_count) {
        return steppe_error_set(error, STEPPE_CODE_INPUT, place,
                                "flows of %zu links, and the network has %zu", input->flows.count,
                                input->network.link_count);
    }
    for (size_t a = 0; a < input->flows.count; a++) {
        const struct steppe_tntp_flow *row = &input->flows.rows[a];
        const struct steppe_tntp_link *link = &input->network.links[a];
        if (row->from == link->from && row->to == link->to) continue;
        return steppe_error_set(error, STEPPE_CODE_INPUT, place,
                                "row %zu is link %u-%u; that row of the network is %u-%u", a + 1,
                                row->from + 1, row->to + 1, link->from + 1, link->to + 1);
    }
    return true;
}

// All files are read, so that the faults of all are told at once.
static bool read(struct result *result, const char *network_path, const char *trips_path,
                 const char *against, struct input *input, struct steppe_error *error) {
    struct steppe_file file;
    struct steppe_arena *arena = &result->arena;
    struct steppe_findings *findings = &result->findings;
    bool good = open(network_path, result, &file, error) &&
                steppe_tntp_read_network(&file, arena, findings, &input->network, error);
    if (!good && error->code != STEPPE_CODE_INPUT) return false;
    good &= open(trips_path, result, &file, error) &&
            steppe_tntp_read_trips(&file, arena, findings, &input->trips, error);
    if (!good && error->code != STEPPE_CODE_INPUT) return false;
    if (against) {
        good &= open(against, result, &file, error) &&
                steppe_tntp_read_flows(&file, arena, findings, &input->flows, error);
    }
    if (!good) return false;
    if (input->trips.zone_count != input->network.zone_count) {
        const struct steppe_place place = {trips_path, input->trips.zone_line,
                                           input->trips.zone_column};
        return steppe_error_set(error, STEPPE_CODE_INPUT, place,
                                "trips between %zu zones, and the network has %zu",
                                input->trips.zone_count, input->network.zone_count);
    }
    return !against || check_flows(input, against, error);
}

// Flows differ in their unit; costs, which are unique at equilibrium, relative to the published.
static void compare(const struct input *input, struct steppe_assignment *shown) {
    shown->flow_apart = shown->cost_apart = 0;
    for (size_t a = 0; a < input->flows.count; a++) {
        const struct steppe_tntp_flow *row = &input->flows.rows[a];
        double flow = fabs(shown->links[a].flow - row->flow);
        double cost = fabs(shown->links[a].cost - row->cost);
        if (row->cost > 0) cost /= row->cost;
        if (flow > shown->flow_apart) shown->flow_apart = flow;
        if (cost > shown->cost_apart) shown->cost_apart = cost;
    }
}

struct arrays {
    uint32_t *tail, *head;
    struct steppe_link_cost *costs;
    double *flow, *cost;
    struct steppe_assigned_link *links;
};

static bool take(struct steppe_arena *arena, size_t count, struct arrays *arrays) {
    arrays->tail = STEPPE_TAKE(arena, count + 1, uint32_t);
    arrays->head = STEPPE_TAKE(arena, count + 1, uint32_t);
    arrays->costs = STEPPE_TAKE(arena, count + 1, struct steppe_link_cost);
    arrays->flow = STEPPE_TAKE(arena, count + 1, double);
    arrays->cost = STEPPE_TAKE(arena, count + 1, double);
    arrays->links = STEPPE_TAKE(arena, count + 1, struct steppe_assigned_link);
    return arrays->tail && arrays->head && arrays->costs && arrays->flow && arrays->cost &&
           arrays->links;
}

static bool solve(struct result *result, const struct input *input,
                  const struct steppe_assign_options *options, struct steppe_error *error) {
    const struct steppe_tntp_network *network = &input->network;
    const size_t count = network->link_count;
    struct steppe_assignment *shown = &result->shown;
    struct arrays arrays;
    struct steppe_graph graph;
    if (!take(&result->arena, count, &arrays)) return no_memory(error);
    for (size_t a = 0; a < count; a++) {
        const struct steppe_tntp_link *link = &network->links[a];
        arrays.tail[a] = link->from;
        arrays.head[a] = link->to;
        arrays.costs[a] = steppe_link_cost_make(
            link->free_time, link->factor, link->power, link->capacity,
            options->toll_factor * link->toll + options->distance_factor * link->length);
    }
    if (!steppe_graph_make(network->node_count, count, arrays.tail, arrays.head,
                           network->first_through, &result->arena, &graph)) {
        return no_memory(error);
    }
    const struct steppe_assignment_case problem = {.graph = &graph,
                                                   .costs = arrays.costs,
                                                   .trips = input->trips.trips,
                                                   .trip_count = input->trips.count,
                                                   .gap = options->gap,
                                                   .iteration_limit = options->iteration_limit};
    struct steppe_assignment_result solved = {.flow = arrays.flow, .cost = arrays.cost};
    bool good = steppe_assignment_solve(&problem, &result->arena, &solved, error);
    if (!good && error->code != STEPPE_CODE_RUN) return false;
    for (size_t a = 0; a < count; a++) {
        arrays.links[a] = (struct steppe_assigned_link){arrays.tail[a] + 1, arrays.head[a] + 1,
                                                        arrays.flow[a], arrays.cost[a]};
    }
    shown->zone_count = network->zone_count;
    shown->node_count = network->node_count;
    shown->link_count = count;
    shown->links = arrays.links;
    for (size_t t = 0; t < input->trips.count; t++) {
        const struct steppe_trip *trip = &input->trips.trips[t];
        if (trip->from == trip->to)
            shown->within_zones += trip->flow;
        else
            shown->trip_count++;
    }
    shown->demand = solved.demand;
    shown->objective = solved.objective;
    shown->total_cost = solved.total_cost;
    shown->relative_gap = solved.relative_gap;
    shown->average_excess = solved.average_excess;
    shown->iterations = solved.iterations;
    if (options->against) compare(input, shown);
    return good;
}

bool steppe_assign(const char *network_path, const char *trips_path,
                   const struct steppe_assign_options *options,
                   const struct steppe_assignment **assignment, struct steppe_error *error) {
    struct steppe_arena arena;
    struct steppe_error own = {0};
    struct input input = {0};
    *assignment = NULL;
    if (!error) error = &own;
    *error = own;
    steppe_arena_init(&arena, 0);
    struct result *result = STEPPE_TAKE(&arena, 1, struct result);
    if (!result) return no_memory(error);
    result->arena = arena;
    result->findings.arena = &result->arena;
    result->shown.findings = &result->findings;
    result->shown.flow_apart = result->shown.cost_apart = (double)NAN;
    bool good = read(result, network_path, trips_path, options->against, &input, error) &&
                solve(result, &input, options, error);
    if (good || error->code == STEPPE_CODE_RUN || error->code == STEPPE_CODE_INPUT)
        *assignment = &result->shown;
    else
        steppe_assignment_free(&result->shown);
    return good;
}

void steppe_assignment_free(const struct steppe_assignment *assignment) {
    if (!assignment) return;
    struct steppe_arena arena = ((const struct result *)(const void *)assignment)->arena;
    steppe_arena_free(&arena);
}
