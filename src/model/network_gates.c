// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// network_gates: gates.csv of network/, its narrow places. In: the table, the links. Out: the gates
// and the axis of variables that have a cell for each. A link is of one gate at most.
#include "model/network_parts.h"

enum { GATE_ID, GATE_NAME, GATE_LINKS, GATE_OUTAGES, GATE_DAYS, GATE_LEFT, GATE_SOURCE, GATE_NOTE };
static const struct steppe_csv_column gate_columns[] = {
    {"id", true},      {"name", true},        {"links", true},
    {"outages", true}, {"outage_days", true}, {"outage_left", true},
    {"source", true},  {"note", false},       {NULL, false}};

static bool check_links(struct steppe_network_builder *parts, struct steppe_csv *csv,
                        const struct steppe_network_numbers *numbers, bool *taken) {
    if (numbers->count == 0) {
        steppe_csv_fault(csv, GATE_LINKS, "links of the network", NULL, "a gate without links");
        return false;
    }
    for (size_t i = 0; i < numbers->count; i++) {
        if (taken[numbers->items[i]]) {
            steppe_csv_fault(csv, GATE_LINKS, "each link in one gate", NULL,
                             "the link '%s' is part of two gates",
                             parts->network->links[numbers->items[i]].id);
            return false;
        }
        taken[numbers->items[i]] = true;
    }
    return true;
}

static bool read_gate(struct steppe_network_builder *parts, struct steppe_names *names, bool *taken,
                      struct steppe_csv *csv, struct steppe_gate *gate) {
    enum steppe_quality quality;
    int32_t lag;
    struct steppe_network_numbers numbers = {0};
    bool good = steppe_csv_text(csv, GATE_ID, true, &gate->id);
    good &= steppe_csv_text(csv, GATE_NAME, true, &gate->name);
    good &= steppe_network_list(csv, GATE_LINKS, &parts->link_names, "link",
                                steppe_network_numbers_take, &numbers);
    good &= steppe_csv_number(csv, GATE_OUTAGES, false, 0, 365, &gate->outages);
    good &= steppe_csv_number(csv, GATE_DAYS, gate->outages > 0, 0, 36500, &gate->outage_days);
    good &= steppe_csv_number(csv, GATE_LEFT, false, 0, 1, &gate->outage_left);
    good &= steppe_csv_source(csv, GATE_SOURCE, &gate->source, &quality, &lag);
    good &= steppe_csv_text(csv, GATE_NOTE, false, &gate->note);
    if (!good || !steppe_network_id(parts, csv, GATE_ID, names, parts->network->gate_count, "gate"))
        return false;
    if (!steppe_is_code(gate->id)) {
        steppe_csv_fault(csv, GATE_ID, "capitals, digits and _", NULL,
                         "'%s' cannot be the id of a gate", gate->id);
        return false;
    }
    gate->place = steppe_csv_row(csv);
    gate->link_count = numbers.count;
    gate->links = steppe_network_numbers_keep(parts, &numbers);
    parts->builder->model->quality_count[quality]++;
    return gate->links && check_links(parts, csv, &numbers, taken);
}

// The axis and its set `gates`, which was made empty before the network was read.
static bool make_axis(struct steppe_network_builder *parts) {
    struct steppe_model_builder *builder = parts->builder;
    const size_t count = parts->network->gate_count;
    const char **names = STEPPE_BUILDER_TAKE(builder, count + 1, const char *);
    uint16_t *members = STEPPE_BUILDER_TAKE(builder, count + 1, uint16_t);
    if (!names || !members) return false;
    for (size_t i = 0; i < count; i++) {
        names[i] = parts->network->gates[i].id;
        members[i] = (uint16_t)i;
        if (!steppe_builder_add_name(builder, &builder->elements[STEPPE_AXIS_GATE], names[i],
                                     (uint32_t)i))
            return false;
    }
    builder->model->axes[STEPPE_AXIS_GATE] = (struct steppe_axis_table){names, NULL, count};
    builder->gates->members = members;
    builder->gates->count = count;
    return true;
}

bool steppe_network_read_gates(struct steppe_network_builder *parts) {
    struct steppe_csv csv;
    struct steppe_names names = {0};
    struct steppe_gate *items = NULL;
    size_t capacity = 0;
    if (!parts->files->tables[STEPPE_NETWORK_GATES]) return true;
    bool *taken = STEPPE_BUILDER_TAKE(parts->builder, parts->network->link_count + 1, bool);
    if (!taken || !steppe_network_open(parts, STEPPE_NETWORK_GATES, gate_columns, &csv))
        return false;
    while (steppe_csv_next(&csv)) {
        struct steppe_gate gate = {0};
        if (!steppe_network_room(&csv, parts->network->gate_count, STEPPE_GATES_MAX, "gates"))
            return false;
        if (!read_gate(parts, &names, taken, &csv, &gate)) continue;
        struct steppe_gate *item = steppe_builder_grow(parts->builder, (void **)&items, &capacity,
                                                       parts->network->gate_count, sizeof *item);
        if (!item) return false;
        *item = gate;
        parts->network->gates = items;
        parts->network->gate_count++;
    }
    return !parts->builder->failed && make_axis(parts);
}
