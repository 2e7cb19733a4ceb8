// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// network_fleets: fleets.csv of network/: tank wagons, tankers and the like, which bound what some
// exporters can move of a freight by a mode or by some links, whatever the way. In: the table, the
// links, the kinds of freight. Out: the fleets.
#include "model/network_parts.h"

enum {
    FLEET_ID,
    FLEET_NAME,
    FLEET_FREIGHT,
    FLEET_FROM,
    FLEET_MODES,
    FLEET_LINKS,
    FLEET_VALUE,
    FLEET_UNIT,
    FLEET_SPREAD,
    FLEET_SOURCE,
    FLEET_NOTE
};
static const struct steppe_csv_column fleet_columns[] = {
    {"id", true},     {"name", true},   {"freight", true},  {"from", true},
    {"modes", true},  {"links", true},  {"capacity", true}, {"unit", true},
    {"spread", true}, {"source", true}, {"note", false},    {NULL, false}};

static bool check_fleet(struct steppe_network_builder *parts, struct steppe_csv *csv,
                        const struct steppe_fleet *fleet, size_t unit) {
    const struct steppe_freight *freight = &parts->network->freights[fleet->freight];
    if ((size_t)freight->measure != unit) {
        steppe_csv_fault(csv, FLEET_UNIT, steppe_network_flow_units[freight->measure], NULL,
                         "%s is not counted in %s", freight->name, steppe_network_flow_units[unit]);
        return false;
    }
    if (!(fleet->capacity > 0)) {
        steppe_csv_fault(csv, FLEET_VALUE, "a number above 0", NULL, "'capacity' is empty");
        return false;
    }
    if (fleet->modes & ~freight->modes) {
        steppe_csv_fault(csv, FLEET_MODES, "modes of the freight", NULL,
                         "%s does not go by all of '%s'", freight->name,
                         csv->fields[FLEET_MODES].text);
        return false;
    }
    if (fleet->modes == 0 && fleet->link_count == 0) {
        steppe_csv_fault(csv, FLEET_MODES, "modes, or links of the network", NULL,
                         "a fleet that moves nowhere");
        return false;
    }
    if (fleet->from == 0) {
        steppe_csv_fault(csv, FLEET_FROM, "actors whose freight it moves", NULL,
                         "a fleet of nobody");
        return false;
    }
    return true;
}

static bool read_fleet(struct steppe_network_builder *parts, const struct steppe_names *modes,
                       struct steppe_names *names, struct steppe_csv *csv,
                       struct steppe_fleet *fleet) {
    enum steppe_quality quality;
    int32_t lag;
    size_t unit = 0;
    uint32_t freight = 0;
    uint64_t bits = 0;
    struct steppe_network_numbers links = {0};
    bool good = steppe_csv_text(csv, FLEET_ID, true, &fleet->id);
    good &= steppe_csv_text(csv, FLEET_NAME, true, &fleet->name);
    good &= steppe_network_name(csv, FLEET_FREIGHT, &parts->freight_names, "freight", &freight);
    good &= steppe_network_list(csv, FLEET_FROM, &parts->builder->elements[STEPPE_AXIS_ACTOR],
                                "actor", steppe_network_bit_take, &fleet->from);
    good &= steppe_network_list(csv, FLEET_MODES, modes, "mode", steppe_network_bit_take, &bits);
    good &= steppe_network_list(csv, FLEET_LINKS, &parts->link_names, "link",
                                steppe_network_numbers_take, &links);
    good &= steppe_csv_word(csv, FLEET_UNIT, steppe_network_flow_units, &unit);
    good &= steppe_network_positive(csv, FLEET_VALUE, 0, steppe_network_flow_scales[unit],
                                    &fleet->capacity);
    good &= steppe_csv_source(csv, FLEET_SOURCE, &fleet->source, &quality, &lag);
    good &= steppe_csv_text(csv, FLEET_NOTE, false, &fleet->note);
    if (!good ||
        !steppe_network_id(parts, csv, FLEET_ID, names, parts->network->fleet_count, "fleet"))
        return false;
    fleet->freight = (uint16_t)freight;
    fleet->modes = (uint32_t)bits;
    fleet->link_count = links.count;
    fleet->links = steppe_network_numbers_keep(parts, &links);
    fleet->place = steppe_csv_row(csv);
    if (!fleet->links || !check_fleet(parts, csv, fleet, unit) ||
        !steppe_network_spread(csv, FLEET_SPREAD, fleet->capacity, steppe_network_flow_scales[unit],
                               &fleet->spread))
        return false;
    parts->builder->model->quality_count[quality]++;
    return true;
}

bool steppe_network_read_fleets(struct steppe_network_builder *parts) {
    struct steppe_csv csv;
    struct steppe_names names = {0}, modes = {0};
    if (!parts->files->tables[STEPPE_NETWORK_FLEETS]) return true;
    struct steppe_fleet *items = STEPPE_BUILDER_TAKE(parts->builder, STEPPE_FLEETS_MAX,
                                                     struct steppe_fleet);
    if (!items || !steppe_network_modes(parts, &modes) ||
        !steppe_network_open(parts, STEPPE_NETWORK_FLEETS, fleet_columns, &csv))
        return false;
    parts->network->fleets = items;
    while (steppe_csv_next(&csv)) {
        struct steppe_fleet fleet = {0};
        if (!steppe_network_room(&csv, parts->network->fleet_count, STEPPE_FLEETS_MAX, "fleets"))
            return false;
        if (read_fleet(parts, &modes, &names, &csv, &fleet))
            items[parts->network->fleet_count++] = fleet;
    }
    return !parts->builder->failed;
}
