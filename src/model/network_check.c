// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// network_check: what only the whole network shows. In: the tables as read. Out: findings: links
// shorter than the way as the crow flies, speeds that no train or ship has, links given twice,
// places that lead nowhere, freight that cannot get to where it goes.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/network_parts.h"
#include "solve/paths.h"

static const char *line_of(struct steppe_network_builder *parts, struct steppe_place place) {
    return steppe_file_line_of(parts->builder, place);
}

// ---- single links ------------------------------------------------------------------------------

// Nodes are known within ten kilometres.
#define NODE_ERROR_KM 10.0

static void check_length(struct steppe_network_builder *parts, const struct steppe_link *link) {
    const struct steppe_site *nodes = parts->network->nodes;
    double straight = steppe_node_distance_km(&nodes[link->from], &nodes[link->to]);
    double least = straight * 0.995 - 2 * NODE_ERROR_KM, most = 4 * straight + 100;
    char expected[80];
    if (link->length_km < least) {
        snprintf(expected, sizeof expected, "at least the %.0f km of a straight line", straight);
        steppe_builder_fault(parts->builder, link->place, 1, line_of(parts, link->place), expected,
                             NULL, "the link '%s' is impossibly short: %g km", link->id,
                             link->length_km);
    } else if (link->length_km > most) {
        snprintf(expected, sizeof expected, "a straight line is %.0f km", straight);
        steppe_builder_warn(parts->builder, link->place, 1, line_of(parts, link->place), expected,
                            NULL, "the link '%s' is a long detour: %g km", link->id,
                            link->length_km);
    }
}

// Fastest and slowest thinkable, km a day: a block train, two drivers, a container ship. Borders
// and ports are places: their time is waiting.
static const struct {
    double low, high;
} speeds[STEPPE_MODE_COUNT] = {
    [STEPPE_MODE_RAIL] = {10, 2500},        [STEPPE_MODE_ROAD] = {10, 2000},
    [STEPPE_MODE_SEA] = {50, 1300},         [STEPPE_MODE_FERRY] = {50, 1300},
    [STEPPE_MODE_OIL_PIPELINE] = {20, 400}, [STEPPE_MODE_GAS_PIPELINE] = {50, 2000},
    [STEPPE_MODE_TANKER] = {50, 1300},
};

static void check_speed(struct steppe_network_builder *parts, const struct steppe_link *link) {
    double low = speeds[link->mode].low, high = speeds[link->mode].high;
    if (high == 0 || link->length_km < 50) return; // a road crossing is a place, too
    // Times are given to a hundredth of a day.
    double fastest = link->length_km / (link->days + 0.005);
    double slowest = link->days > 0.01 ? link->length_km / (link->days - 0.005) : HUGE_VAL;
    if (fastest <= high && slowest >= low) return;
    char expected[80];
    snprintf(expected, sizeof expected, "%g to %g km a day by %s", low, high,
             steppe_mode_name(link->mode));
    steppe_builder_fault(parts->builder, link->place, 1, line_of(parts, link->place), expected,
                         NULL, "the link '%s' moves at %.0f km a day", link->id,
                         link->length_km / link->days);
}

// Two lines beside each other differ in something; the same row under another name does not.
static bool twins(const struct steppe_link *a, const struct steppe_link *b) {
    bool same = (a->from == b->from && a->to == b->to) || (a->from == b->to && a->to == b->from);
    same &= a->mode == b->mode && a->length_km == b->length_km && a->days == b->days;
    for (size_t m = 0; m < STEPPE_MEASURE_COUNT; m++) same &= a->capacity[m] == b->capacity[m];
    return same;
}

static void check_twice(struct steppe_network_builder *parts) {
    const struct steppe_network *network = parts->network;
    for (size_t i = 0; i < network->link_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (!twins(&network->links[i], &network->links[j])) continue;
            steppe_builder_fault(
                parts->builder, network->links[i].place, 1, line_of(parts, network->links[i].place),
                "each link once", NULL, "the link '%s' is the same as '%s' of line %u",
                network->links[i].id, network->links[j].id, network->links[j].place.line);
            break;
        }
    }
}

// ---- the whole ---------------------------------------------------------------------------------

// A node at the end of one link, where no freight begins or ends, leads nowhere.
static void check_dangling(struct steppe_network_builder *parts) {
    const struct steppe_network *network = parts->network;
    for (uint32_t n = 0; n < network->node_count; n++) {
        const struct steppe_site *node = &network->nodes[n];
        size_t links = 0;
        for (size_t i = 0; i < network->link_count; i++) {
            links += network->links[i].from == n || network->links[i].to == n;
        }
        if (links > 0) continue;
        steppe_builder_warn(parts->builder, node->place, 1, line_of(parts, node->place),
                            "a link that begins or ends there", NULL,
                            "no link leads to the node '%s'", node->id);
    }
}

static void check_planned(struct steppe_network_builder *parts) {
    const struct steppe_network *network = parts->network;
    for (uint32_t i = 0; i < network->link_count; i++) {
        const struct steppe_link *link = &network->links[i];
        bool opens = link->status == STEPPE_LINK_OPERATING || link->status == STEPPE_LINK_DISUSED;
        for (size_t p = 0; p < network->project_count && !opens; p++) {
            const struct steppe_project_work *project = &network->projects[p];
            for (size_t k = 0; k < project->link_count; k++) {
                opens = opens ||
                        (project->links[k] == i && project->effect == STEPPE_PROJECT_OPENS);
            }
        }
        if (opens) continue;
        steppe_builder_warn(parts->builder, link->place, 1, line_of(parts, link->place),
                            "a row of projects.csv that opens it", NULL,
                            "the link '%s' is %s and never opens", link->id,
                            steppe_link_status_name(link->status));
    }
}

struct reach {
    struct steppe_graph graph;
    struct steppe_path_search search;
    uint32_t *tail, *head, *link;
    double *cost;
    bool *reached;        // [node] from some gateway of an actor,
    size_t freight, from; // this one; SIZE_MAX: of none yet
    bool begins;          // it has a gateway at all
    bool planned;         // costs are those with all links open
};

static bool make_reach(struct steppe_network_builder *parts, struct steppe_arena *arena,
                       struct reach *reach) {
    const struct steppe_network *network = parts->network;
    size_t room = 2 * network->link_count + 1, arcs = 0;
    reach->tail = STEPPE_TAKE(arena, room, uint32_t);
    reach->head = STEPPE_TAKE(arena, room, uint32_t);
    reach->link = STEPPE_TAKE(arena, room, uint32_t);
    reach->cost = STEPPE_TAKE(arena, room, double);
    reach->reached = STEPPE_TAKE(arena, network->node_count + 1, bool);
    reach->freight = reach->from = SIZE_MAX;
    reach->planned = false;
    if (!reach->tail || !reach->head || !reach->link || !reach->cost || !reach->reached)
        return false;
    for (uint32_t i = 0; i < network->link_count; i++) {
        const struct steppe_link *link = &network->links[i];
        for (int way = 0; way < (link->both_ways ? 2 : 1); way++) {
            reach->tail[arcs] = way ? link->to : link->from;
            reach->head[arcs] = way ? link->from : link->to;
            reach->link[arcs++] = i;
        }
    }
    return steppe_graph_make(network->node_count, arcs, reach->tail, reach->head, 0, arena,
                             &reach->graph) &&
           steppe_path_search_make(&reach->graph, arena, &reach->search);
}

// planned: as if all links were open.
static void set_costs(struct steppe_network_builder *parts, struct reach *reach, size_t freight,
                      bool planned) {
    const struct steppe_network *network = parts->network;
    int32_t month = steppe_date_month(parts->builder->model->start);
    if (reach->freight == freight && reach->planned == planned) return;
    for (size_t a = 0; a < reach->graph.arc_count; a++) {
        const struct steppe_link *link = &network->links[reach->link[a]];
        bool carries = network->freights[freight].modes >> link->mode & 1;
        const bool open = planned || steppe_link_open(link, month);
        reach->cost[a] = carries && open ? link->days : HUGE_VAL;
    }
    reach->freight = freight;
    reach->planned = planned;
    reach->from = SIZE_MAX;
}

// All that the freight of set_costs reaches from the gateways of an actor.
static void spread(const struct steppe_network *network, struct reach *reach, size_t from) {
    if (reach->from == from) return;
    memset(reach->reached, 0, network->node_count * sizeof *reach->reached);
    reach->from = from;
    reach->begins = false;
    for (size_t g = 0; g < network->gateway_count; g++) {
        const struct steppe_gateway *gate = &network->gateways[g];
        if (gate->freight != reach->freight || gate->actor != from) continue;
        reach->begins = true;
        if (reach->reached[gate->node]) continue; // and so is all that lies behind it
        steppe_path_search_run(&reach->search, reach->cost, gate->node, STEPPE_NO_NODE);
        for (size_t n = 0; n < network->node_count; n++)
            reach->reached[n] |= isfinite(reach->search.distance[n]) != 0;
    }
}

// Whether freight gets from some gateway of an actor to some gateway of another; -1: no gateway.
static int can_move(struct steppe_network_builder *parts, struct reach *reach, size_t freight,
                    size_t from, size_t to) {
    const struct steppe_network *network = parts->network;
    bool end = false, found = false;
    set_costs(parts, reach, freight, false);
    spread(network, reach, from);
    for (size_t h = 0; h < network->gateway_count; h++) {
        const struct steppe_gateway *other = &network->gateways[h];
        if (other->freight != freight || other->actor != to) continue;
        end = true;
        found = found || reach->reached[other->node];
    }
    return reach->begins && end ? found : -1;
}

static void check_demands(struct steppe_network_builder *parts, struct reach *reach) {
    const struct steppe_network *network = parts->network;
    const struct steppe_actor *actors = parts->builder->model->actors;
    for (size_t d = 0; d < network->demand_count; d++) {
        const struct steppe_demand *demand = &network->demands[d];
        int moves = can_move(parts, reach, demand->freight, demand->from, demand->to);
        if (moves == 1) continue;
        steppe_builder_fault(
            parts->builder, demand->place, 1, line_of(parts, demand->place),
            moves < 0 ? "gateways of both for this freight" : "links that operate at the start",
            NULL, "no %s can get from %s to %s", network->freights[demand->freight].name,
            actors[demand->from].code, actors[demand->to].code);
    }
}

// Whether freight gets from the seller to one end of a link and from the other to the buyer,
// without the link itself.
static bool leads_over(const struct steppe_network *network, struct reach *reach,
                       const struct steppe_demand *demand, uint32_t link, bool back) {
    const struct steppe_link *of = &network->links[link];
    bool out = false;
    for (size_t a = 0; a < reach->graph.arc_count; a++)
        if (reach->link[a] == link) reach->cost[a] = HUGE_VAL;
    reach->from = SIZE_MAX;
    spread(network, reach, demand->from);
    const bool in = reach->reached[back ? of->to : of->from];
    steppe_path_search_run(&reach->search, reach->cost, back ? of->from : of->to, STEPPE_NO_NODE);
    for (size_t g = 0; g < network->gateway_count; g++) {
        const struct steppe_gateway *gate = &network->gateways[g];
        if (gate->freight == demand->freight && gate->actor == demand->to)
            out |= isfinite(reach->search.distance[gate->node]) != 0;
    }
    for (size_t a = 0; a < reach->graph.arc_count; a++)
        if (reach->link[a] == link) reach->cost[a] = of->days;
    reach->from = SIZE_MAX;
    return in && out;
}

// A contract needs a way over one of its links, if only one that is planned.
static void check_contracts(struct steppe_network_builder *parts, struct reach *reach) {
    const struct steppe_network *network = parts->network;
    const struct steppe_actor *actors = parts->builder->model->actors;
    for (size_t d = 0; d < network->demand_count; d++) {
        const struct steppe_demand *demand = &network->demands[d];
        const struct steppe_freight *freight = &network->freights[demand->freight];
        bool leads = false;
        if (!(demand->contract > 0)) continue;
        set_costs(parts, reach, demand->freight, true);
        for (size_t i = 0; i < demand->contract_link_count; i++) {
            const uint32_t link = demand->contract_links[i];
            leads |= leads_over(network, reach, demand, link, false) ||
                     (network->links[link].both_ways &&
                      leads_over(network, reach, demand, link, true));
        }
        if (leads) continue;
        steppe_builder_fault(parts->builder, demand->place, 1, line_of(parts, demand->place),
                             "links on a way of the demand, planned ones included", NULL,
                             "no %s can get from %s to %s over the links of its contract",
                             freight->name, actors[demand->from].code, actors[demand->to].code);
    }
}

// Goods of every host must find a way to every actor that has a gateway.
static void check_goods(struct steppe_network_builder *parts, struct reach *reach) {
    const struct steppe_network *network = parts->network;
    const struct steppe_model *model = parts->builder->model;
    for (size_t f = 0; f < network->freight_count; f++) {
        if (!(network->freights[f].goods_share > 0)) continue;
        for (size_t h = 0; h < model->axes[STEPPE_AXIS_HOST].count; h++) {
            size_t host = model->axes[STEPPE_AXIS_HOST].actor_at[h];
            for (size_t a = 0; a < model->axes[STEPPE_AXIS_ACTOR].count; a++) {
                if (a == host || can_move(parts, reach, f, host, a) != 0) continue;
                const struct steppe_place place = network->freights[f].place;
                steppe_builder_fault(parts->builder, place, 1, line_of(parts, place),
                                     "links that operate at the start", NULL,
                                     "no %s can get from %s to %s", network->freights[f].name,
                                     model->actors[host].code, model->actors[a].code);
            }
        }
    }
}

bool steppe_network_check(struct steppe_network_builder *parts) {
    struct reach reach;
    for (size_t i = 0; i < parts->network->link_count; i++) {
        check_length(parts, &parts->network->links[i]);
        check_speed(parts, &parts->network->links[i]);
    }
    check_twice(parts);
    check_dangling(parts);
    check_planned(parts);
    // What findings point at must outlive this, so the search has an arena of its own.
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    bool made = make_reach(parts, &arena, &reach);
    if (made) {
        check_demands(parts, &reach);
        check_contracts(parts, &reach);
        check_goods(parts, &reach);
    }
    steppe_arena_free(&arena);
    return made ? !parts->builder->failed
                : steppe_builder_refuse(parts->builder, STEPPE_CODE_MEMORY,
                                        "not enough memory to check the network");
}
