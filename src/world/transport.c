// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "world/transport.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/numbers.h"
#include "base/text.h"
#include "world/priors.h"

// ---- what-ifs ----------------------------------------------------------------------------------

// The id of a node whose name was given in place of it; NULL: none has that name.
static const char *node_named(const struct steppe_network *network, const char *name) {
    for (size_t i = 0; i < network->node_count; i++)
        if (strcasecmp(network->nodes[i].name, name) == 0) return network->nodes[i].id;
    return NULL;
}

// What is typed for a link may be the gate that it is of.
static bool is_a_gate(const struct steppe_network *network, const struct steppe_gate *gate,
                      struct steppe_error *error) {
    char links[200];
    size_t used = 0;
    for (size_t i = 0; i < gate->link_count && used < sizeof links; i++)
        used += (size_t)snprintf(links + used, sizeof links - used, "%s%s", i > 0 ? ", " : "",
                                 network->links[gate->links[i]].id);
    return steppe_error_set(error, STEPPE_CODE_INPUT, (struct steppe_place){0},
                            "\"%.60s\" is a gate: name each of its links, %.199s", gate->id, links);
}

static bool no_such(const struct steppe_network *network, struct steppe_error *error,
                    const char *what, const char *name, size_t length,
                    const struct steppe_nearest *nearest) {
    const char *near = nearest->name;
    for (size_t g = 0; g < network->gate_count; g++)
        if (steppe_text_same(name, length, network->gates[g].id))
            return is_a_gate(network, &network->gates[g], error);
    if (!near) near = node_named(network, name);
    return steppe_error_set(error, STEPPE_CODE_INPUT, (struct steppe_place){0},
                            "no %s \"%.60s\"%s%s%s", what, name, near ? "; did you mean \"" : "",
                            near ? near : "", near ? "\"?" : "");
}

void steppe_transport_close_actor(struct steppe_transport *transport, uint32_t actor) {
    for (size_t i = 0; i < transport->network->link_count; i++) {
        if (transport->network->links[i].territory >> actor & 1) transport->open[i] = false;
    }
}

static bool close_one(struct steppe_transport *transport, const char *name,
                      struct steppe_error *error) {
    const struct steppe_network *network = transport->network;
    const struct steppe_model *model = transport->model;
    uint32_t link = steppe_network_link(network, name), node = steppe_network_node(network, name);
    uint32_t actor = steppe_model_element(model, STEPPE_AXIS_ACTOR, name);
    uint32_t mode = steppe_network_mode(name);
    if (link != UINT32_MAX)
        transport->open[link] = false;
    else if (actor != UINT32_MAX)
        steppe_transport_close_actor(transport, actor);
    else if (node == UINT32_MAX && mode == UINT32_MAX) {
        struct steppe_nearest nearest = steppe_nearest_begin(name, strlen(name));
        for (size_t i = 0; i < network->link_count; i++)
            steppe_nearest_try(&nearest, network->links[i].id);
        for (size_t i = 0; i < network->node_count; i++)
            steppe_nearest_try(&nearest, network->nodes[i].id);
        for (size_t i = 0; i < model->axes[STEPPE_AXIS_ACTOR].count; i++)
            steppe_nearest_try(&nearest, model->actors[i].code);
        for (int i = 0; i < STEPPE_MODE_COUNT; i++)
            steppe_nearest_try(&nearest, steppe_mode_name((enum steppe_link_mode)i));
        return no_such(network, error, "link, node, actor or mode", name, strlen(name), &nearest);
    } else {
        for (size_t i = 0; i < network->link_count; i++) {
            const struct steppe_link *each = &network->links[i];
            if (node == UINT32_MAX ? (uint32_t)each->mode == mode
                                   : each->from == node || each->to == node) {
                transport->open[i] = false;
            }
        }
    }
    return true;
}

// Opens the links of a project, or adds what it adds.
static void build(struct steppe_transport *transport, const struct steppe_project_work *project) {
    for (size_t k = 0; k < project->link_count; k++) {
        const struct steppe_link *link = &transport->network->links[project->links[k]];
        transport->open[project->links[k]] = true;
        for (int m = 0; m < STEPPE_MEASURE_COUNT; m++)
            if (project->add[m] > 0 && isfinite(link->capacity[m]))
                transport->scale[m][project->links[k]] += project->add[m] / link->capacity[m];
    }
}

// Capacities of the table are those before all projects.
static bool is_done(const struct steppe_project_work *project, int32_t month) {
    // A year alone is taken at its middle.
    const int32_t done = steppe_date_month(project->open) + (project->open.month ? 0 : 6);
    return project->effect == STEPPE_PROJECT_WIDENS && project->status == STEPPE_LINK_OPERATING &&
           done <= month;
}

static bool open_one(struct steppe_transport *transport, const char *name,
                     struct steppe_error *error) {
    const struct steppe_network *network = transport->network;
    uint32_t link = steppe_network_link(network, name);
    if (link != UINT32_MAX) {
        transport->open[link] = true;
        return true;
    }
    struct steppe_nearest nearest = steppe_nearest_begin(name, strlen(name));
    for (size_t p = 0; p < network->project_count; p++) {
        const struct steppe_project_work *project = &network->projects[p];
        steppe_nearest_try(&nearest, project->id);
        if (strcmp(project->id, name) != 0) continue;
        if (!is_done(project, transport->month)) build(transport, project);
        return true;
    }
    for (size_t i = 0; i < network->link_count; i++)
        steppe_nearest_try(&nearest, network->links[i].id);
    return no_such(network, error, "link or project", name, strlen(name), &nearest);
}

static bool scale_one(struct steppe_transport *transport, const char *text,
                      struct steppe_error *error) {
    const struct steppe_network *network = transport->network;
    const struct steppe_place nowhere = {0};
    const char *sign = strchr(text, '=');
    double factor = 0;
    if (!sign || !steppe_number_parse(sign + 1, strlen(sign + 1), &factor) || !(factor > 0)) {
        return steppe_error_set(
            error, STEPPE_CODE_INPUT, nowhere,
            "\"%.60s\" is no widening: expected LINK=FACTOR with a factor above "
            "0, such as P_AKU=2",
            text);
    }
    size_t length = (size_t)(sign - text);
    struct steppe_nearest nearest = steppe_nearest_begin(text, length);
    for (size_t i = 0; i < network->link_count; i++) {
        steppe_nearest_try(&nearest, network->links[i].id);
        if (!steppe_text_same(text, length, network->links[i].id)) continue;
        for (int m = 0; m < STEPPE_MEASURE_COUNT; m++) transport->scale[m][i] *= factor;
        return true;
    }
    return no_such(network, error, "link", text, length, &nearest);
}

static bool lay_over(struct steppe_transport *transport,
                     const struct steppe_routes_changes *changes, struct steppe_error *error) {
    for (size_t i = 0; i < changes->open_count; i++) {
        if (!open_one(transport, changes->open[i], error)) return false;
    }
    for (size_t i = 0; i < changes->scale_count; i++) {
        if (!scale_one(transport, changes->scale[i], error)) return false;
    }
    for (size_t i = 0; i < changes->close_count; i++) {
        if (!close_one(transport, changes->close[i], error)) return false;
    }
    return true;
}

// ---- graph -------------------------------------------------------------------------------------

static bool take(struct steppe_transport *transport, struct steppe_arena *arena) {
    size_t links = transport->network->link_count + 1, arcs = 2 * links;
    size_t actors = transport->model->axes[STEPPE_AXIS_ACTOR].count;
    transport->tail = STEPPE_TAKE(arena, arcs, uint32_t);
    transport->head = STEPPE_TAKE(arena, arcs, uint32_t);
    transport->link = STEPPE_TAKE(arena, arcs, uint32_t);
    transport->length_km = STEPPE_TAKE(arena, arcs, double);
    transport->open = STEPPE_TAKE(arena, links, bool);
    double *scale = STEPPE_TAKE(arena, STEPPE_MEASURE_COUNT * links, double);
    for (size_t m = 0; m < STEPPE_MEASURE_COUNT && scale; m++)
        transport->scale[m] = scale + m * links;
    transport->group_arcs = STEPPE_TAKE(arena, actors * arcs, bool);
    transport->turned = STEPPE_TAKE(
        arena, transport->network->node_count * transport->network->corridor_count + 1, int8_t);
    transport->seen = STEPPE_TAKE(arena, links, uint64_t);
    transport->count_arcs = STEPPE_TAKE(arena, transport->network->count_count * arcs + 1, bool);
    return transport->tail && transport->head && transport->link && transport->length_km &&
           transport->open && scale && transport->group_arcs && transport->count_arcs &&
           transport->seen && transport->turned;
}

static size_t fill_arcs(struct steppe_transport *transport) {
    const struct steppe_network *network = transport->network;
    size_t arcs = 0;
    for (uint32_t i = 0; i < network->link_count; i++) {
        const struct steppe_link *link = &network->links[i];
        for (int way = 0; way < (link->both_ways ? 2 : 1); way++) {
            transport->tail[arcs] = way ? link->to : link->from;
            transport->head[arcs] = way ? link->from : link->to;
            transport->length_km[arcs] = link->length_km;
            transport->link[arcs++] = i;
        }
        transport->actors |= link->territory;
    }
    size_t actors = transport->model->axes[STEPPE_AXIS_ACTOR].count;
    for (size_t a = 0; a < actors; a++) {
        for (size_t arc = 0; arc < arcs; arc++) {
            transport->group_arcs[a * arcs + arc] =
                network->links[transport->link[arc]].territory >> a & 1;
        }
    }
    for (size_t c = 0; c < network->count_count; c++) {
        const struct steppe_count *count = &network->counts[c];
        for (size_t k = 0; k < count->link_count; k++)
            transport->seen[count->links[k]] |= UINT64_C(1) << c;
        for (size_t arc = 0; arc < arcs; arc++)
            transport->count_arcs[c * arcs + arc] = transport->seen[transport->link[arc]] >> c & 1;
    }
    return arcs;
}

bool steppe_transport_make(const struct steppe_model *model, int32_t month,
                           const struct steppe_routes_changes *changes, struct steppe_arena *arena,
                           struct steppe_transport *transport, struct steppe_error *error) {
    const struct steppe_place nowhere = {0};
    *transport = (struct steppe_transport){
        .model = model,
        .network = model->network,
        .month = month,
        .corridor_most = steppe_central_parameter(model, "transit.corridor_most", 1)};
    if (!model->network) {
        return steppe_error_set(error, STEPPE_CODE_INPUT, nowhere,
                                "the model %s has no network of routes (folder network/)",
                                model->name);
    }
    size_t arcs = 0;
    bool good = take(transport, arena);
    if (good) {
        arcs = fill_arcs(transport);
        for (size_t i = 0; i < model->network->link_count; i++) {
            transport->open[i] = steppe_link_open(&model->network->links[i], month);
            for (int m = 0; m < STEPPE_MEASURE_COUNT; m++) transport->scale[m][i] = 1;
        }
        for (size_t p = 0; p < model->network->project_count; p++)
            if (is_done(&model->network->projects[p], month))
                build(transport, &model->network->projects[p]);
        good = steppe_graph_make(model->network->node_count, arcs, transport->tail, transport->head,
                                 0, arena, &transport->graph) &&
               steppe_path_search_make(&transport->graph, arena, &transport->search);
    }
    if (!good) {
        return steppe_error_set(error, STEPPE_CODE_MEMORY, nowhere,
                                "not enough memory for the network");
    }
    return !changes || lay_over(transport, changes, error);
}

// ---- costs -------------------------------------------------------------------------------------

double steppe_transport_link_cost(const struct steppe_transport *transport, uint32_t link,
                                  const struct steppe_freight *freight) {
    const struct steppe_link *of = &transport->network->links[link];
    if (!transport->open[link]) return HUGE_VAL;
    return steppe_link_tariff(of, freight) + freight->time_cost * freight->value * of->days;
}

void steppe_transport_costs(const struct steppe_transport *transport,
                            const struct steppe_freight *freight, enum steppe_routes_by by,
                            double *cost) {
    for (size_t arc = 0; arc < transport->graph.arc_count; arc++) {
        const struct steppe_link *link = &transport->network->links[transport->link[arc]];
        double usd = steppe_transport_link_cost(transport, transport->link[arc], freight);
        cost[arc] = usd;
        if (!isfinite(usd)) continue;
        if (by == STEPPE_ROUTES_BY_TIME) cost[arc] = link->days;
        // Of routes that are equally safe, the cheaper one: a millionth decides.
        if (by == STEPPE_ROUTES_BY_RISK) cost[arc] = link->closures + 1e-6 * usd / freight->value;
    }
}

double steppe_transport_capacity(const struct steppe_transport *transport, uint32_t link,
                                 const struct steppe_freight *freight) {
    const double capacity = steppe_transport_link_capacity(transport, link, freight->measure);
    if (isfinite(capacity)) return capacity;
    return steppe_transport_link_capacity(transport, link, STEPPE_MEASURE_T) / freight->tonnes;
}

double steppe_transport_link_capacity(const struct steppe_transport *transport, uint32_t link,
                                      enum steppe_measure measure) {
    return transport->network->links[link].capacity[measure] * transport->scale[measure][link];
}

double steppe_transport_gate_capacity(const struct steppe_transport *transport,
                                      const struct steppe_gate *gate, enum steppe_measure measure) {
    double least = HUGE_VAL;
    for (size_t i = 0; i < gate->link_count; i++)
        least = fmin(least, steppe_transport_link_capacity(transport, gate->links[i], measure));
    return least;
}

// ---- paths -------------------------------------------------------------------------------------

// [corridor] whether someone at `from` meets its nodes in their order or (-1) the other way round.
static const int8_t *turns_from(struct steppe_transport *transport, uint32_t from) {
    const struct steppe_network *network = transport->network;
    const struct steppe_site *at = &network->nodes[from];
    int8_t *turns = transport->turned + from * network->corridor_count;
    for (size_t c = 0; c < network->corridor_count && turns[c] == 0; c++) {
        const struct steppe_corridor *corridor = &network->corridors[c];
        const uint32_t last = corridor->nodes[corridor->node_count - 1];
        const bool turned = steppe_node_distance_km(at, &network->nodes[last]) <
                            steppe_node_distance_km(at, &network->nodes[corridor->nodes[0]]);
        turns[c] = turned ? -1 : 1;
    }
    return turns;
}

// Nodes of a corridor in the order in which they are met.
static void order(const struct steppe_corridor *corridor, bool turn, uint32_t *nodes) {
    size_t last = corridor->node_count - 1;
    for (size_t i = 0; i <= last; i++) nodes[i] = corridor->nodes[turn ? last - i : i];
}

size_t steppe_transport_rules_most(const struct steppe_network *network) {
    return 1 + STEPPE_ACTORS_MAX + network->count_count + network->corridor_count;
}

bool steppe_transport_ways(struct steppe_transport *transport,
                           const struct steppe_ways_wanted *wanted, uint32_t from, uint32_t to,
                           struct steppe_arena *arena, struct steppe_path_set *set) {
    const struct steppe_network *network = transport->network;
    struct steppe_path_group groups[STEPPE_ACTORS_MAX + STEPPE_COUNTS_MAX];
    struct steppe_path_rules rules = {.cheapest = wanted->cheapest,
                                      .trees = wanted->trees,
                                      .longest = transport->corridor_most,
                                      .avoid = groups,
                                      .found = wanted->found,
                                      .wider = wanted->wider};
    size_t arcs = transport->graph.arc_count;
    for (uint32_t actor = 0; actor < STEPPE_ACTORS_MAX; actor++) {
        if (!(transport->actors >> actor & 1)) continue;
        if (network->nodes[from].actor == (int32_t)actor) continue;
        if (network->nodes[to].actor == (int32_t)actor) continue;
        groups[rules.avoid_count++].arcs = transport->group_arcs + actor * arcs;
    }
    for (size_t c = 0; c < network->count_count; c++) {
        if (network->counts[c].fits >> wanted->freight & 1)
            groups[rules.avoid_count++].arcs = transport->count_arcs + c * arcs;
    }
    struct steppe_corridor_nodes *corridors = STEPPE_TAKE(arena, network->corridor_count + 1,
                                                          struct steppe_corridor_nodes);
    if (!corridors) return false;
    const int8_t *turns = turns_from(transport, from);
    for (size_t c = 0; c < network->corridor_count; c++) {
        const struct steppe_corridor *corridor = &network->corridors[c];
        if (!(corridor->freights >> wanted->freight & 1)) continue;
        uint32_t *nodes = STEPPE_TAKE(arena, corridor->node_count, uint32_t);
        if (!nodes) return false;
        order(corridor, turns[c] < 0, nodes);
        corridors[rules.corridor_count++] = (struct steppe_corridor_nodes){nodes,
                                                                           corridor->node_count};
    }
    rules.corridors = corridors;
    if (!steppe_paths_choose(&transport->search, wanted->cost, from, to, &rules, arena, set))
        return false;
    steppe_transport_lose(transport, set, wanted->freight, from, to);
    return true;
}

void steppe_transport_lose(struct steppe_transport *transport, const struct steppe_path_set *set,
                           uint32_t freight, uint32_t from, uint32_t to) {
    if (set->dropped <= transport->lost) return;
    transport->lost = set->dropped;
    transport->lost_freight = freight;
    transport->lost_from = from;
    transport->lost_to = to;
}

bool steppe_transport_lost_none(const struct steppe_transport *transport,
                                struct steppe_error *error) {
    const struct steppe_network *network = transport->network;
    if (transport->lost == 0) return true;
    return steppe_error_set(
        error, STEPPE_CODE_MODEL, (struct steppe_place){0},
        "%s from %s to %s has %zu more than the %d ways that can be told "
        "apart; name fewer corridors, or counts that fit it",
        network->freights[transport->lost_freight].name, network->nodes[transport->lost_from].id,
        network->nodes[transport->lost_to].id, transport->lost, STEPPE_TRANSPORT_PATHS_MAX);
}

uint64_t steppe_transport_territory(const struct steppe_transport *transport,
                                    const struct steppe_path *path) {
    uint64_t territory = 0;
    for (size_t i = 0; i < path->arc_count; i++) {
        territory |= transport->network->links[transport->link[path->arcs[i]]].territory;
    }
    return territory;
}

static bool passes(const struct steppe_transport *transport, const struct steppe_path *path,
                   const struct steppe_corridor *corridor, bool turn) {
    size_t met = 0;
    for (size_t i = 0; i <= path->arc_count && met < corridor->node_count; i++) {
        uint32_t node = i < path->arc_count ? transport->tail[path->arcs[i]]
                                            : transport->head[path->arcs[i - 1]];
        size_t wanted = turn ? corridor->node_count - 1 - met : met;
        met += node == corridor->nodes[wanted];
    }
    return met == corridor->node_count;
}

uint32_t steppe_transport_corridor(const struct steppe_transport *transport, uint32_t freight,
                                   const struct steppe_path *path) {
    if (path->arc_count == 0) return UINT32_MAX;
    for (uint32_t c = 0; c < transport->network->corridor_count; c++) {
        const struct steppe_corridor *corridor = &transport->network->corridors[c];
        if (!(corridor->freights >> freight & 1)) continue;
        if (passes(transport, path, corridor, false) || passes(transport, path, corridor, true)) {
            return c;
        }
    }
    return UINT32_MAX;
}
