// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// network_tables: what moves on the network and from where to where. In: freight.csv, gateways.csv,
// demand.csv, corridors.csv, projects.csv of network/, which name its nodes and links.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/network_parts.h"

static const char *const measures[] = {"t", "TEU", "1000m3", NULL};

// ---- freight -----------------------------------------------------------------------------------

enum {
    FREIGHT_NAME,
    FREIGHT_MEASURE,
    FREIGHT_MODES,
    FREIGHT_VALUE,
    FREIGHT_TONNES,
    FREIGHT_SHARE,
    FREIGHT_TIME,
    FREIGHT_SENSITIVITY,
    FREIGHT_RATE,
    FREIGHT_RAIL,
    FREIGHT_MOST,
    FREIGHT_SOURCE,
    FREIGHT_NOTE
};
static const struct steppe_csv_column freight_columns[] = {
    {"name", true},         {"measure", true},     {"modes", true},     {"value", true},
    {"tonnes", true},       {"goods_share", true}, {"time_cost", true}, {"sensitivity", true},
    {"missing_rate", true}, {"rail_factor", true}, {"most_cost", true}, {"source", true},
    {"note", false},        {NULL, false}};

static bool required_positive(struct steppe_csv *csv, size_t column, double *out) {
    if (csv->fields[column].length) return steppe_network_positive(csv, column, 1, 1, out);
    steppe_csv_fault(csv, column, "a number above 0", NULL, "'%s' is empty",
                     csv->column_names[column]);
    return false;
}

bool steppe_network_modes(struct steppe_network_builder *parts, struct steppe_names *names) {
    for (uint32_t mode = 0; mode < STEPPE_MODE_COUNT; mode++) {
        if (!steppe_builder_add_name(parts->builder, names, steppe_mode_name(mode), mode))
            return false;
    }
    return true;
}

static bool read_freight(struct steppe_network_builder *parts, const struct steppe_names *modes,
                         struct steppe_csv *csv, struct steppe_freight *freight) {
    enum steppe_quality quality;
    int32_t lag;
    size_t measure = 0;
    uint64_t bits = 0;
    bool good = steppe_csv_text(csv, FREIGHT_NAME, true, &freight->name);
    good &= steppe_csv_word(csv, FREIGHT_MEASURE, measures, &measure);
    good &= steppe_network_list(csv, FREIGHT_MODES, modes, "mode", steppe_network_bit_take, &bits);
    good &= required_positive(csv, FREIGHT_VALUE, &freight->value);
    good &= required_positive(csv, FREIGHT_TONNES, &freight->tonnes);
    good &= steppe_csv_number(csv, FREIGHT_SHARE, false, 0, 1, &freight->goods_share);
    good &= steppe_csv_number(csv, FREIGHT_TIME, true, 0, 1, &freight->time_cost);
    good &= required_positive(csv, FREIGHT_SENSITIVITY, &freight->sensitivity);
    good &= steppe_csv_number(csv, FREIGHT_RATE, false, 0, 1e6, &freight->missing_rate);
    good &= steppe_network_positive(csv, FREIGHT_RAIL, 1, 1, &freight->rail_factor);
    good &= steppe_network_positive(csv, FREIGHT_MOST, HUGE_VAL, 1, &freight->most_cost);
    good &= steppe_csv_source(csv, FREIGHT_SOURCE, &freight->source, &quality, &lag);
    good &= steppe_csv_text(csv, FREIGHT_NOTE, false, &freight->note);
    freight->measure = (enum steppe_measure)measure;
    freight->modes = (uint32_t)bits;
    freight->place = steppe_csv_row(csv);
    if (!freight->name || !steppe_network_id(parts, csv, FREIGHT_NAME, &parts->freight_names,
                                             parts->network->freight_count, "freight")) {
        return false;
    }
    if (good) parts->builder->model->quality_count[quality]++;
    return true;
}

static bool read_freights(struct steppe_network_builder *parts) {
    struct steppe_csv csv;
    struct steppe_names modes = {0};
    struct steppe_freight *items = STEPPE_BUILDER_TAKE(parts->builder, STEPPE_FREIGHTS_MAX,
                                                       struct steppe_freight);
    if (!items || !steppe_network_modes(parts, &modes) ||
        !steppe_network_open(parts, STEPPE_NETWORK_FREIGHT, freight_columns, &csv)) {
        return false;
    }
    parts->network->freights = items;
    while (steppe_csv_next(&csv)) {
        struct steppe_freight freight = {0};
        if (!steppe_network_room(&csv, parts->network->freight_count, STEPPE_FREIGHTS_MAX,
                                 "kinds of freight")) {
            return false;
        }
        if (read_freight(parts, &modes, &csv, &freight))
            items[parts->network->freight_count++] = freight;
    }
    return !parts->builder->failed;
}

// ---- gateways ----------------------------------------------------------------------------------

enum { GATE_ACTOR, GATE_FREIGHT, GATE_NODE, GATE_SHARE, GATE_SOURCE, GATE_NOTE };
static const struct steppe_csv_column gateway_columns[] = {
    {"actor", true},  {"freight", true}, {"node", true}, {"share", true},
    {"source", true}, {"note", false},   {NULL, false}};

static bool read_gateway(struct steppe_network_builder *parts, struct steppe_csv *csv,
                         struct steppe_gateway *gateway) {
    enum steppe_quality quality;
    int32_t lag, actor = 0;
    uint32_t freight = 0;
    bool good = steppe_csv_element(csv, GATE_ACTOR, STEPPE_AXIS_ACTOR, &actor);
    good &= steppe_network_name(csv, GATE_FREIGHT, &parts->freight_names, "freight", &freight);
    good &= steppe_network_name(csv, GATE_NODE, &parts->node_names, "node", &gateway->node);
    good &= steppe_csv_number(csv, GATE_SHARE, true, 0, 1, &gateway->share);
    good &= steppe_csv_source(csv, GATE_SOURCE, &gateway->source, &quality, &lag);
    if (!good) return false;
    int32_t of = parts->network->nodes[gateway->node].actor;
    if (of >= 0 && of != actor && !parts->builder->model->actors[actor].rest_of_world) {
        // Others trade through a port of a third country: that is a link, not a gateway.
        bool sea = parts->network->nodes[gateway->node].kind[0] == 'p';
        if (!sea) {
            steppe_csv_fault(csv, GATE_NODE, "a node of the actor, a port or open sea", NULL,
                             "'%s' belongs to %s", csv->fields[GATE_NODE].text,
                             parts->builder->model->actors[of].code);
            return false;
        }
    }
    gateway->actor = (uint16_t)actor;
    gateway->freight = (uint16_t)freight;
    gateway->place = steppe_csv_row(csv);
    parts->builder->model->quality_count[quality]++;
    return true;
}

static int same_gate(const struct steppe_gateway *a, const struct steppe_gateway *b) {
    if (a->actor != b->actor) return a->actor < b->actor ? -1 : 1;
    return a->freight == b->freight ? 0 : a->freight < b->freight ? -1 : 1;
}

static void sort_gateways(struct steppe_gateway *items, size_t count) {
    for (size_t i = 1; i < count; i++) { // stable; the table comes nearly sorted
        struct steppe_gateway moved = items[i];
        size_t at = i;
        for (; at > 0 && same_gate(&moved, &items[at - 1]) < 0; at--) items[at] = items[at - 1];
        items[at] = moved;
    }
}

static void check_gateways(struct steppe_network_builder *parts) {
    const struct steppe_network *network = parts->network;
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < network->gateway_count; i++) {
        const struct steppe_gateway *gate = &network->gateways[i];
        sum += gate->share;
        if (++count == STEPPE_GATEWAYS_MAX + 1)
            steppe_builder_fault(parts->builder, gate->place, 1,
                                 steppe_file_line_of(parts->builder, gate->place), "at most 8",
                                 NULL, "%s has more than 8 gateways for %s",
                                 parts->builder->model->actors[gate->actor].code,
                                 network->freights[gate->freight].name);
        if (i + 1 < network->gateway_count && same_gate(gate, gate + 1) == 0) continue;
        if (fabs(sum - 1) > 1e-6) {
            steppe_builder_fault(parts->builder, gate->place, 1,
                                 steppe_file_line_of(parts->builder, gate->place), "1", NULL,
                                 "the shares of the gateways of %s for %s sum to %g",
                                 parts->builder->model->actors[gate->actor].code,
                                 network->freights[gate->freight].name, sum);
        }
        sum = 0;
        count = 0;
    }
}

static bool read_gateways(struct steppe_network_builder *parts) {
    struct steppe_csv csv;
    struct steppe_gateway *items = NULL;
    size_t capacity = 0, count = 0;
    if (!steppe_network_open(parts, STEPPE_NETWORK_GATEWAYS, gateway_columns, &csv)) return false;
    while (steppe_csv_next(&csv)) {
        struct steppe_gateway gateway = {0};
        if (!steppe_network_room(&csv, count, STEPPE_NETWORK_ROWS_MAX, "gateways")) return false;
        if (!read_gateway(parts, &csv, &gateway)) continue;
        struct steppe_gateway *item = steppe_builder_grow(parts->builder, (void **)&items,
                                                          &capacity, count, sizeof *item);
        if (!item) return false;
        *item = gateway;
        count++;
    }
    sort_gateways(items, count);
    parts->network->gateways = items;
    parts->network->gateway_count = count;
    check_gateways(parts);
    return !parts->builder->failed;
}

// ---- demand ------------------------------------------------------------------------------------

enum {
    DEMAND_FREIGHT,
    DEMAND_FROM,
    DEMAND_TO,
    DEMAND_DATE,
    DEMAND_VALUE,
    DEMAND_UNIT,
    DEMAND_SPREAD,
    DEMAND_SOURCE,
    DEMAND_NOTE,
    DEMAND_CONTRACT,
    DEMAND_SHARE,
    DEMAND_LINKS
};
static const struct steppe_csv_column demand_columns[] = {
    {"freight", true}, {"from", true},      {"to", true},           {"date", true},
    {"value", true},   {"unit", true},      {"spread", true},       {"source", true},
    {"note", false},   {"contract", false}, {"take_or_pay", false}, {"contract_links", false},
    {NULL, false}};

const char *const steppe_network_flow_units[] = {"Mt/year", "TEU/year", "bcm/year", NULL};
const double steppe_network_flow_scales[] = {1e6, 1, 1e6};

bool steppe_network_spread(struct steppe_csv *csv, size_t column, double value, double scale,
                           double *out) {
    const struct steppe_csv_field *field = &csv->fields[column];
    double number = 0;
    *out = 0;
    if (field->length == 0) return true;
    bool percent = field->text[field->length - 1] == '%';
    if (!steppe_number_parse(field->text, field->length - percent, &number) || number < 0) {
        steppe_csv_fault(csv, column, "one standard deviation: 5%, or in the unit", NULL,
                         "'%s' is no spread", field->text);
        return false;
    }
    *out = percent ? value * number / 100 : number * scale;
    return true;
}

// What a contract needs: all three of its columns, a fuel, links that carry it, and no more paid
// for at the base than is taken there.
static bool check_contract(struct steppe_network_builder *parts, struct steppe_csv *csv,
                           const struct steppe_demand *demand, double scale) {
    const struct steppe_freight *freight = &parts->network->freights[demand->freight];
    for (size_t column = DEMAND_CONTRACT; column <= DEMAND_LINKS; column++) {
        if (csv->fields[column].length) continue;
        steppe_csv_fault(csv, column, "volume, share and links of the contract", NULL,
                         "a contract without '%s'", csv->column_names[column]);
        return false;
    }
    if (freight->goods_share > 0) {
        steppe_csv_fault(csv, DEMAND_CONTRACT, "nothing, or a fuel", NULL,
                         "%s is not bought by take-or-pay", freight->name);
        return false;
    }
    for (size_t i = 0; i < demand->contract_link_count; i++) {
        const struct steppe_link *link = &parts->network->links[demand->contract_links[i]];
        if (freight->modes >> link->mode & 1) continue;
        steppe_csv_fault(csv, DEMAND_LINKS, "links that carry it", NULL,
                         "the link '%s' carries no %s", link->id, freight->name);
        return false;
    }
    if (demand->take_or_pay * demand->contract <= demand->value * (1 + 1e-9)) return true;
    char expected[60];
    snprintf(expected, sizeof expected, "at most the demand of %g", demand->value / scale);
    steppe_csv_fault(csv, DEMAND_CONTRACT, expected, NULL,
                     "at the base %g would be paid for and not taken",
                     (demand->take_or_pay * demand->contract - demand->value) / scale);
    return false;
}

static bool read_contract(struct steppe_network_builder *parts, struct steppe_csv *csv,
                          double scale, struct steppe_demand *demand) {
    struct steppe_network_numbers links = {0};
    bool any = false;
    for (size_t column = DEMAND_CONTRACT; column <= DEMAND_LINKS; column++)
        any |= csv->fields[column].length > 0;
    if (!any) return true;
    bool good = steppe_network_positive(csv, DEMAND_CONTRACT, 0, scale, &demand->contract);
    good &= steppe_csv_number(csv, DEMAND_SHARE, false, 0, 1, &demand->take_or_pay);
    good &= steppe_network_list(csv, DEMAND_LINKS, &parts->link_names, "link",
                                steppe_network_numbers_take, &links);
    demand->contract_link_count = links.count;
    demand->contract_links = steppe_network_numbers_keep(parts, &links);
    return good && demand->contract_links && check_contract(parts, csv, demand, scale);
}

static bool read_demand(struct steppe_network_builder *parts, struct steppe_csv *csv,
                        struct steppe_demand *demand) {
    const char *const *units = steppe_network_flow_units;
    const double *scales = steppe_network_flow_scales;
    enum steppe_quality quality;
    int32_t lag, from = 0, to = 0;
    uint32_t freight = 0;
    size_t unit = 0;
    bool good = steppe_network_name(csv, DEMAND_FREIGHT, &parts->freight_names, "freight",
                                    &freight);
    good &= steppe_csv_element(csv, DEMAND_FROM, STEPPE_AXIS_ACTOR, &from);
    good &= steppe_csv_element(csv, DEMAND_TO, STEPPE_AXIS_ACTOR, &to);
    good &= steppe_csv_date(csv, DEMAND_DATE, true, &demand->date);
    good &= steppe_csv_word(csv, DEMAND_UNIT, units, &unit);
    good &= steppe_csv_number(csv, DEMAND_VALUE, true, 0, 1e9, &demand->value);
    good &= steppe_csv_source(csv, DEMAND_SOURCE, &demand->source, &quality, &lag);
    good &= steppe_csv_text(csv, DEMAND_NOTE, false, &demand->note);
    if (!good) return false;
    enum steppe_measure measure = parts->network->freights[freight].measure;
    if ((size_t)measure != unit) {
        steppe_csv_fault(csv, DEMAND_UNIT, units[measure], NULL, "%s is not counted in %s",
                         parts->network->freights[freight].name, units[unit]);
        return false;
    }
    if (from == to) {
        steppe_csv_fault(csv, DEMAND_TO, "another actor", NULL, "freight within an actor");
        return false;
    }
    demand->value *= scales[unit];
    if (!steppe_network_spread(csv, DEMAND_SPREAD, demand->value, scales[unit], &demand->spread))
        return false;
    demand->freight = (uint16_t)freight;
    demand->from = (uint16_t)from;
    demand->to = (uint16_t)to;
    demand->place = steppe_csv_row(csv);
    if (!read_contract(parts, csv, scales[unit], demand)) return false;
    parts->builder->model->quality_count[quality]++;
    return true;
}

// Two rows would be added up in one place and the first of them taken in another.
static bool demand_is_new(struct steppe_network_builder *parts, struct steppe_csv *csv,
                          const struct steppe_demand *items, size_t count,
                          const struct steppe_demand *demand) {
    for (size_t i = 0; i < count; i++) {
        if (items[i].freight != demand->freight || items[i].from != demand->from ||
            items[i].to != demand->to)
            continue;
        const struct steppe_actor *actors = parts->builder->model->actors;
        steppe_csv_fault(csv, DEMAND_FREIGHT, "one row for a freight, from and to", NULL,
                         "the demand of %s from %s to %s is given twice, in line %u too",
                         parts->network->freights[demand->freight].name, actors[demand->from].code,
                         actors[demand->to].code, items[i].place.line);
        return false;
    }
    return true;
}

static bool read_demands(struct steppe_network_builder *parts) {
    struct steppe_csv csv;
    struct steppe_demand *items = NULL;
    size_t capacity = 0, count = 0;
    if (!steppe_network_open(parts, STEPPE_NETWORK_DEMAND, demand_columns, &csv)) return false;
    while (steppe_csv_next(&csv)) {
        struct steppe_demand demand = {0};
        if (!steppe_network_room(&csv, count, STEPPE_NETWORK_ROWS_MAX, "rows of demand"))
            return false;
        if (!read_demand(parts, &csv, &demand) ||
            !demand_is_new(parts, &csv, items, count, &demand))
            continue;
        struct steppe_demand *item = steppe_builder_grow(parts->builder, (void **)&items, &capacity,
                                                         count, sizeof *item);
        if (!item) return false;
        *item = demand;
        count++;
    }
    parts->network->demands = items;
    parts->network->demand_count = count;
    return !parts->builder->failed;
}

// ---- corridors ---------------------------------------------------------------------------------

enum { CORRIDOR_ID, CORRIDOR_NAME, CORRIDOR_FREIGHT, CORRIDOR_NODES, CORRIDOR_SOURCE };
static const struct steppe_csv_column corridor_columns[] = {{"id", true},      {"name", true},
                                                            {"freight", true}, {"nodes", true},
                                                            {"source", true},  {NULL, false}};

static bool read_corridor(struct steppe_network_builder *parts, struct steppe_csv *csv,
                          struct steppe_corridor *corridor) {
    enum steppe_quality quality;
    int32_t lag;
    struct steppe_network_numbers numbers = {0};
    bool good = steppe_csv_text(csv, CORRIDOR_ID, true, &corridor->id);
    good &= steppe_csv_text(csv, CORRIDOR_NAME, true, &corridor->name);
    good &= steppe_network_list(csv, CORRIDOR_FREIGHT, &parts->freight_names, "freight",
                                steppe_network_bit_take, &corridor->freights);
    good &= steppe_network_list(csv, CORRIDOR_NODES, &parts->node_names, "node",
                                steppe_network_numbers_take, &numbers);
    good &= steppe_csv_source(csv, CORRIDOR_SOURCE, &corridor->source, &quality, &lag);
    if (!good || !steppe_network_id(parts, csv, CORRIDOR_ID, &parts->corridor_names,
                                    parts->network->corridor_count, "corridor")) {
        return false;
    }
    if (numbers.count == 0) {
        steppe_csv_fault(csv, CORRIDOR_NODES, "nodes, in their order", NULL,
                         "a corridor without nodes");
        return false;
    }
    corridor->nodes = steppe_network_numbers_keep(parts, &numbers);
    corridor->node_count = numbers.count;
    parts->builder->model->quality_count[quality]++;
    return corridor->nodes != NULL;
}

static bool read_corridors(struct steppe_network_builder *parts) {
    struct steppe_csv csv;
    struct steppe_corridor *items = NULL;
    size_t capacity = 0;
    if (!steppe_network_open(parts, STEPPE_NETWORK_CORRIDORS, corridor_columns, &csv)) return false;
    while (steppe_csv_next(&csv)) {
        struct steppe_corridor corridor = {0};
        if (!steppe_network_room(&csv, parts->network->corridor_count, 64, "corridors"))
            return false;
        if (!read_corridor(parts, &csv, &corridor)) continue;
        struct steppe_corridor *item = steppe_builder_grow(
            parts->builder, (void **)&items, &capacity, parts->network->corridor_count,
            sizeof *item);
        if (!item) return false;
        *item = corridor;
        parts->network->corridors = items;
        parts->network->corridor_count++;
    }
    return !parts->builder->failed;
}

// ---- projects ----------------------------------------------------------------------------------

enum {
    PROJECT_ID,
    PROJECT_NAME,
    PROJECT_EFFECT,
    PROJECT_LINKS,
    PROJECT_OPEN,
    PROJECT_DELAY,
    PROJECT_CHANCE,
    PROJECT_MT,
    PROJECT_TEU,
    PROJECT_BCM,
    PROJECT_COST,
    PROJECT_STATUS,
    PROJECT_SPONSORS,
    PROJECT_SOURCE,
    PROJECT_NOTE
};
static const struct steppe_csv_column project_columns[] = {
    {"id", true},       {"name", true},        {"effect", true},      {"links", true},
    {"open", true},     {"delay_years", true}, {"chance", true},      {"add_mt", true},
    {"add_teu", true},  {"add_bcm", true},     {"cost_mn_usd", true}, {"status", true},
    {"sponsors", true}, {"source", true},      {"note", false},       {NULL, false}};

static bool check_project(struct steppe_network_builder *parts, struct steppe_csv *csv,
                          const struct steppe_project_work *project) {
    double added = project->add[0] + project->add[1] + project->add[2];
    if (project->link_count == 0) {
        steppe_csv_fault(csv, PROJECT_LINKS, "links of the network", NULL,
                         "a project without links");
        return false;
    }
    if ((project->effect == STEPPE_PROJECT_WIDENS) != (added > 0)) {
        steppe_csv_fault(csv, PROJECT_MT, "capacity where the project widens, none where it opens",
                         NULL,
                         added > 0 ? "a project that opens adds no capacity"
                                   : "a project that widens adds nothing");
        return false;
    }
    for (size_t i = 0; i < project->link_count; i++) {
        const struct steppe_link *link = &parts->network->links[project->links[i]];
        bool operating = link->status == STEPPE_LINK_OPERATING;
        if (operating == (project->effect == STEPPE_PROJECT_WIDENS)) continue;
        steppe_csv_fault(csv, PROJECT_LINKS,
                         operating ? "links that do not operate yet" : "links that operate", NULL,
                         "the link '%s' is %s", link->id, steppe_link_status_name(link->status));
        return false;
    }
    return true;
}

static bool read_project(struct steppe_network_builder *parts, struct steppe_names *names,
                         struct steppe_csv *csv, struct steppe_project_work *project) {
    static const char *const effects[] = {"open", "widen", NULL};
    static const char *const statuses[] = {"operating", "disused", "building", "planned", NULL};
    enum steppe_quality quality;
    int32_t lag;
    size_t effect = 0, status = 0;
    struct steppe_network_numbers numbers = {0};
    bool good = steppe_csv_text(csv, PROJECT_ID, true, &project->id);
    good &= steppe_csv_text(csv, PROJECT_NAME, true, &project->name);
    good &= steppe_csv_word(csv, PROJECT_EFFECT, effects, &effect);
    good &= steppe_network_list(csv, PROJECT_LINKS, &parts->link_names, "link",
                                steppe_network_numbers_take, &numbers);
    good &= steppe_csv_date(csv, PROJECT_OPEN, true, &project->open);
    good &= steppe_csv_number(csv, PROJECT_DELAY, true, 0, 50, &project->delay_years);
    good &= steppe_csv_number(csv, PROJECT_CHANCE, true, 0, 1, &project->chance);
    good &= steppe_network_positive(csv, PROJECT_MT, 0, 1e6, &project->add[STEPPE_MEASURE_T]);
    good &= steppe_network_positive(csv, PROJECT_TEU, 0, 1, &project->add[STEPPE_MEASURE_TEU]);
    good &= steppe_network_positive(csv, PROJECT_BCM, 0, 1e6, &project->add[STEPPE_MEASURE_1000M3]);
    good &= steppe_network_positive(csv, PROJECT_COST, 0, 1e6, &project->cost_usd);
    good &= steppe_csv_word(csv, PROJECT_STATUS, statuses, &status);
    good &= steppe_network_list(csv, PROJECT_SPONSORS, &parts->builder->elements[STEPPE_AXIS_ACTOR],
                                "actor", steppe_network_bit_take, &project->sponsors);
    good &= steppe_csv_source(csv, PROJECT_SOURCE, &project->source, &quality, &lag);
    good &= steppe_csv_text(csv, PROJECT_NOTE, false, &project->note);
    if (!good || !steppe_network_id(parts, csv, PROJECT_ID, names, parts->network->project_count,
                                    "project")) {
        return false;
    }
    project->effect = (enum steppe_project_effect)effect;
    project->status = (enum steppe_link_status)status;
    project->place = steppe_csv_row(csv);
    project->link_count = numbers.count;
    project->links = steppe_network_numbers_keep(parts, &numbers);
    parts->builder->model->quality_count[quality]++;
    return project->links && check_project(parts, csv, project);
}

static bool read_projects(struct steppe_network_builder *parts) {
    struct steppe_csv csv;
    struct steppe_names names = {0};
    struct steppe_project_work *items = NULL;
    size_t capacity = 0;
    if (!steppe_network_open(parts, STEPPE_NETWORK_PROJECTS, project_columns, &csv)) return false;
    while (steppe_csv_next(&csv)) {
        struct steppe_project_work project = {0};
        if (!steppe_network_room(&csv, parts->network->project_count, STEPPE_NETWORK_ROWS_MAX,
                                 "projects")) {
            return false;
        }
        if (!read_project(parts, &names, &csv, &project)) continue;
        struct steppe_project_work *item = steppe_builder_grow(
            parts->builder, (void **)&items, &capacity, parts->network->project_count,
            sizeof *item);
        if (!item) return false;
        *item = project;
        parts->network->projects = items;
        parts->network->project_count++;
    }
    return !parts->builder->failed;
}

bool steppe_network_read_tables(struct steppe_network_builder *parts) {
    return read_freights(parts) && read_gateways(parts) && read_demands(parts) &&
           read_corridors(parts) && read_projects(parts) && steppe_network_read_counts(parts) &&
           steppe_network_read_gates(parts) && steppe_network_read_fleets(parts) &&
           steppe_network_read_fit(parts);
}
