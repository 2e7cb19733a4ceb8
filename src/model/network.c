// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// network: nodes.csv and links.csv, and what others ask of a network.
#include "model/network.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/network_parts.h"

static const char *const modes[] = {"rail",   "road",         "sea",          "ferry",  "port",
                                    "border", "oil_pipeline", "gas_pipeline", "tanker", NULL};
static const char *const statuses[] = {"operating", "disused", "building", "planned", NULL};
static const char *const measures[] = {"t", "TEU", "1000m3", NULL};
static const char *const confidences[] = {"low", "medium", "high", NULL};
static const char *const uses[] = {"base", "test", "record"};

const char *steppe_mode_name(enum steppe_link_mode mode) { return modes[mode]; }
const char *steppe_link_status_name(enum steppe_link_status status) { return statuses[status]; }
const char *steppe_measure_name(enum steppe_measure measure) { return measures[measure]; }
const char *steppe_confidence_name(enum steppe_confidence confidence) {
    return confidences[confidence];
}
const char *steppe_observation_use_name(enum steppe_observation_use use) { return uses[use]; }

uint32_t steppe_network_node(const struct steppe_network *network, const char *id) {
    for (size_t i = 0; i < network->node_count; i++) {
        if (strcmp(network->nodes[i].id, id) == 0) return (uint32_t)i;
    }
    return UINT32_MAX;
}

uint32_t steppe_network_link(const struct steppe_network *network, const char *id) {
    for (size_t i = 0; i < network->link_count; i++) {
        if (strcmp(network->links[i].id, id) == 0) return (uint32_t)i;
    }
    return UINT32_MAX;
}

uint32_t steppe_network_freight(const struct steppe_network *network, const char *name) {
    for (size_t i = 0; i < network->freight_count; i++) {
        if (strcmp(network->freights[i].name, name) == 0) return (uint32_t)i;
    }
    return UINT32_MAX;
}

uint32_t steppe_network_count(const struct steppe_network *network, const char *id) {
    for (size_t i = 0; i < network->count_count; i++) {
        if (strcmp(network->counts[i].id, id) == 0) return (uint32_t)i;
    }
    return UINT32_MAX;
}

const struct steppe_observation *steppe_network_base(const struct steppe_network *network,
                                                     uint32_t count) {
    for (size_t i = 0; i < network->observation_count; i++) {
        const struct steppe_observation *row = &network->observations[i];
        if (row->count == count && row->use == STEPPE_OBSERVED_BASE) return row;
    }
    return NULL;
}

uint32_t steppe_network_mode(const char *name) {
    for (uint32_t i = 0; modes[i]; i++) {
        if (strcmp(modes[i], name) == 0) return i;
    }
    return UINT32_MAX;
}

// Haversine on a sphere of the earth's mean radius; half a percent off at most.
double steppe_node_distance_km(const struct steppe_site *a, const struct steppe_site *b) {
    const double degree = 3.14159265358979323846 / 180, radius_km = 6371.0088;
    double north = sin((b->latitude - a->latitude) * degree / 2);
    double east = sin((b->longitude - a->longitude) * degree / 2);
    double h = north * north + cos(a->latitude * degree) * cos(b->latitude * degree) * east * east;
    return 2 * radius_km * asin(sqrt(h < 1 ? h : 1));
}

double steppe_link_tariff(const struct steppe_link *link, const struct steppe_freight *freight) {
    if (!(freight->modes >> link->mode & 1)) return HUGE_VAL;
    bool place = link->mode == STEPPE_MODE_BORDER || link->mode == STEPPE_MODE_PORT;
    double factor = link->mode == STEPPE_MODE_RAIL ? freight->rail_factor : 1;
    double published = freight->measure == STEPPE_MEASURE_TEU ? link->usd_per_teu
                       : freight->measure == STEPPE_MEASURE_T ? link->usd_per_t
                                                              : (double)NAN;
    if (!isnan(published)) return published * factor;
    if (place) return 0;
    return freight->missing_rate > 0 ? freight->missing_rate * link->length_km : HUGE_VAL;
}

bool steppe_link_open(const struct steppe_link *link, int32_t month) {
    if (link->status != STEPPE_LINK_OPERATING) return false;
    return link->open.year == 0 || steppe_date_month(link->open) <= month;
}

uint32_t steppe_network_fleets(const struct steppe_network *network, uint32_t freight,
                               uint32_t from, uint32_t link) {
    uint32_t needed = 0;
    for (size_t f = 0; f < network->fleet_count; f++) {
        const struct steppe_fleet *fleet = &network->fleets[f];
        bool on_it = fleet->modes >> network->links[link].mode & 1;
        for (size_t i = 0; i < fleet->link_count; i++) on_it |= fleet->links[i] == link;
        if (on_it && fleet->freight == freight && (fleet->from >> from & 1))
            needed |= UINT32_C(1) << f;
    }
    return needed;
}

bool steppe_demand_binds(const struct steppe_demand *demand, uint32_t link) {
    for (size_t i = 0; i < demand->contract_link_count; i++)
        if (demand->contract_links[i] == link) return true;
    return false;
}

// ---- fields ------------------------------------------------------------------------------------

bool steppe_network_open(struct steppe_network_builder *parts, enum steppe_network_table table,
                         const struct steppe_csv_column *columns, struct steppe_csv *csv) {
    const struct steppe_file *file = parts->files->tables[table];
    return file && steppe_csv_open(csv, parts->builder, file, columns);
}

bool steppe_network_room(struct steppe_csv *csv, size_t count, size_t most, const char *what) {
    if (count < most) return true;
    char expected[60];
    snprintf(expected, sizeof expected, "at most %zu %s", most, what);
    steppe_csv_fault(csv, 0, expected, NULL, "the network is too large");
    return false;
}

bool steppe_network_id(struct steppe_network_builder *parts, struct steppe_csv *csv, size_t column,
                       struct steppe_names *names, size_t number, const char *what) {
    const struct steppe_csv_field *field = &csv->fields[column];
    if (steppe_names_find(names, field->text, field->length) != UINT32_MAX) {
        steppe_csv_fault(csv, column, "each id once", NULL, "the %s '%s' is given twice", what,
                         field->text);
        return false;
    }
    if (strpbrk(field->text, " ;,") || field->length > 40) {
        steppe_csv_fault(csv, column, "a word of at most 40 letters", NULL,
                         "'%s' cannot be the id of a %s", field->text, what);
        return false;
    }
    return steppe_builder_add_name(parts->builder, names, field->text, (uint32_t)number);
}

static bool find(struct steppe_csv *csv, size_t column, const char *text, size_t length,
                 const struct steppe_names *names, const char *what, uint32_t *out) {
    *out = steppe_names_find(names, text, length);
    if (*out != UINT32_MAX) return true;
    char expected[60];
    snprintf(expected, sizeof expected, "%s %s of the model", *what == 'a' ? "an" : "a", what);
    steppe_csv_fault(csv, column, expected, steppe_names_nearest(names, text, length),
                     "unknown %s '%.*s'", what, (int)length, text);
    return false;
}

bool steppe_network_name(struct steppe_csv *csv, size_t column, const struct steppe_names *names,
                         const char *what, uint32_t *out) {
    return find(csv, column, csv->fields[column].text, csv->fields[column].length, names, what,
                out);
}

bool steppe_network_list(struct steppe_csv *csv, size_t column, const struct steppe_names *names,
                         const char *what, bool (*take)(void *to, uint32_t number), void *to) {
    const char *text = csv->fields[column].text;
    size_t length = csv->fields[column].length, at = 0;
    bool good = true;
    while (length > 0) {
        size_t part = strcspn(text + at, ";");
        uint32_t number;
        if (!find(csv, column, text + at, part, names, what, &number))
            good = false;
        else if (!take(to, number)) {
            steppe_csv_fault(csv, column, "at most 64 names", NULL, "the list is too long");
            return false;
        }
        at += part;
        if (at >= length) break;
        at++;
    }
    return good;
}

bool steppe_network_numbers_take(void *to, uint32_t number) {
    struct steppe_network_numbers *numbers = to;
    if (numbers->count == STEPPE_COUNT(numbers->items)) return false;
    numbers->items[numbers->count++] = number;
    return true;
}

bool steppe_network_bit_take(void *to, uint32_t number) {
    if (number > 63) return false;
    *(uint64_t *)to |= UINT64_C(1) << number;
    return true;
}

const uint32_t *steppe_network_numbers_keep(struct steppe_network_builder *parts,
                                            const struct steppe_network_numbers *numbers) {
    uint32_t *kept = STEPPE_BUILDER_TAKE(parts->builder, numbers->count + 1, uint32_t);
    if (kept) memcpy(kept, numbers->items, numbers->count * sizeof *kept);
    return kept;
}

bool steppe_network_positive(struct steppe_csv *csv, size_t column, double empty, double scale,
                             double *out) {
    double value = 0;
    if (csv->fields[column].length == 0) {
        *out = empty;
        return true;
    }
    if (!steppe_csv_number(csv, column, true, -HUGE_VAL, HUGE_VAL, &value)) return false;
    if (!(value > 0)) {
        steppe_csv_fault(csv, column, "a number above 0, or nothing where it is not known", NULL,
                         "'%s' is %s", csv->column_names[column], value < 0 ? "negative" : "zero");
        return false;
    }
    *out = value * scale;
    return true;
}

// ---- nodes -------------------------------------------------------------------------------------

enum {
    NODE_ID,
    NODE_NAME,
    NODE_ACTOR,
    NODE_LAT,
    NODE_LON,
    NODE_KIND,
    NODE_TIER,
    NODE_SOURCE,
    NODE_NOTE
};
static const struct steppe_csv_column node_columns[] = {
    {"id", true},   {"name", true}, {"actor", true},  {"lat", true},   {"lon", true},
    {"kind", true}, {"tier", true}, {"source", true}, {"note", false}, {NULL, false}};

static bool read_node(struct steppe_network_builder *parts, struct steppe_csv *csv,
                      struct steppe_site *node) {
    enum steppe_quality quality = STEPPE_JUDGEMENT;
    int32_t lag;
    double tier = 0;
    bool good = steppe_csv_text(csv, NODE_ID, true, &node->id);
    good &= steppe_csv_text(csv, NODE_NAME, true, &node->name);
    node->actor = -1;
    if (csv->fields[NODE_ACTOR].length)
        good &= steppe_csv_element(csv, NODE_ACTOR, STEPPE_AXIS_ACTOR, &node->actor);
    good &= steppe_csv_number(csv, NODE_LAT, true, -90, 90, &node->latitude);
    good &= steppe_csv_number(csv, NODE_LON, true, -180, 180, &node->longitude);
    good &= steppe_csv_text(csv, NODE_KIND, true, &node->kind);
    good &= steppe_csv_number(csv, NODE_TIER, true, 1, 2, &tier);
    good &= steppe_csv_source(csv, NODE_SOURCE, &node->source, &quality, &lag);
    good &= steppe_csv_text(csv, NODE_NOTE, false, &node->note);
    node->tier = (int32_t)tier;
    node->place = steppe_csv_row(csv);
    // A node with faults keeps its name, so that its links are no faults too.
    if (!node->id || !steppe_network_id(parts, csv, NODE_ID, &parts->node_names,
                                        parts->network->node_count, "node")) {
        return false;
    }
    if (good) parts->builder->model->quality_count[quality]++;
    return true;
}

static bool read_nodes(struct steppe_network_builder *parts) {
    struct steppe_csv csv;
    struct steppe_site *items = NULL;
    size_t capacity = 0;
    if (!steppe_network_open(parts, STEPPE_NETWORK_NODES, node_columns, &csv)) return false;
    while (steppe_csv_next(&csv)) {
        struct steppe_site node = {0};
        if (!steppe_network_room(&csv, parts->network->node_count, STEPPE_NODES_MAX, "nodes"))
            return false;
        if (!read_node(parts, &csv, &node)) continue;
        struct steppe_site *item = steppe_builder_grow(parts->builder, (void **)&items, &capacity,
                                                       parts->network->node_count, sizeof *item);
        if (!item) return false;
        *item = node;
        parts->network->nodes = items;
        parts->network->node_count++;
    }
    return !parts->builder->failed;
}

// ---- links -------------------------------------------------------------------------------------

enum {
    LINK_ID,
    LINK_FROM,
    LINK_TO,
    LINK_MODE,
    LINK_STATUS,
    LINK_OPEN,
    LINK_LENGTH,
    LINK_MT,
    LINK_TEU,
    LINK_BCM,
    LINK_DAYS,
    LINK_USD_T,
    LINK_MONEY_T,
    LINK_USD_TEU,
    LINK_MONEY_TEU,
    LINK_CLOSURES,
    LINK_CLOSURES_SOURCE,
    LINK_OWNERS,
    LINK_THROUGH,
    LINK_DIRECTION,
    LINK_SOURCE,
    LINK_CONFIDENCE,
    LINK_NOTE
};
static const struct steppe_csv_column link_columns[] = {{"id", true},
                                                        {"from", true},
                                                        {"to", true},
                                                        {"mode", true},
                                                        {"status", true},
                                                        {"open", true},
                                                        {"length_km", true},
                                                        {"capacity_mt", true},
                                                        {"capacity_teu", true},
                                                        {"capacity_bcm", true},
                                                        {"time_days", true},
                                                        {"usd_per_t", true},
                                                        {"money_t", true},
                                                        {"usd_per_teu", true},
                                                        {"money_teu", true},
                                                        {"closures", true},
                                                        {"closures_source", true},
                                                        {"owners", true},
                                                        {"through", true},
                                                        {"direction", true},
                                                        {"source", true},
                                                        {"confidence", true},
                                                        {"note", false},
                                                        {NULL, false}};

// A tariff in money of the year beside it, as money of the model's price year. Empty: NAN.
static bool read_tariff(struct steppe_csv *csv, size_t column, size_t year_column, double *out) {
    double value = 0;
    struct steppe_date date;
    *out = (double)NAN;
    if (csv->fields[column].length == 0) return true;
    if (!steppe_csv_number(csv, column, true, 0, 1e9, &value) ||
        !steppe_csv_date(csv, year_column, true, &date)) {
        return false;
    }
    double level = 1;
    if (!(csv->builder->model->deflator[date.year - 1900] > 0)) {
        return steppe_builder_price_level(
            csv->builder, date.year, steppe_csv_place(csv, year_column, 0),
            csv->fields[year_column].width, steppe_csv_line(csv, year_column), &level);
    }
    *out = value / csv->builder->model->deflator[date.year - 1900];
    return true;
}

static bool read_link_numbers(struct steppe_csv *csv, struct steppe_link *link) {
    bool good = true;
    if (csv->fields[LINK_LENGTH].length == 0 || csv->fields[LINK_DAYS].length == 0) {
        size_t empty = csv->fields[LINK_LENGTH].length == 0 ? LINK_LENGTH : LINK_DAYS;
        steppe_csv_fault(csv, empty, "a number above 0", NULL, "'%s' is empty",
                         csv->column_names[empty]);
        good = false;
    }
    good &= steppe_network_positive(csv, LINK_LENGTH, 1, 1, &link->length_km);
    good &= steppe_network_positive(csv, LINK_DAYS, 1, 1, &link->days);
    good &= steppe_network_positive(csv, LINK_MT, HUGE_VAL, 1e6, &link->capacity[STEPPE_MEASURE_T]);
    good &= steppe_network_positive(csv, LINK_TEU, HUGE_VAL, 1,
                                    &link->capacity[STEPPE_MEASURE_TEU]);
    good &= steppe_network_positive(csv, LINK_BCM, HUGE_VAL, 1e6,
                                    &link->capacity[STEPPE_MEASURE_1000M3]);
    good &= read_tariff(csv, LINK_USD_T, LINK_MONEY_T, &link->usd_per_t);
    good &= read_tariff(csv, LINK_USD_TEU, LINK_MONEY_TEU, &link->usd_per_teu);
    good &= steppe_csv_number(csv, LINK_CLOSURES, false, 0, 365, &link->closures);
    return good;
}

static bool read_link_ends(struct steppe_network_builder *parts, struct steppe_csv *csv,
                           struct steppe_link *link) {
    const struct steppe_names *actors = &parts->builder->elements[STEPPE_AXIS_ACTOR];
    bool good = steppe_network_name(csv, LINK_FROM, &parts->node_names, "node", &link->from);
    good &= steppe_network_name(csv, LINK_TO, &parts->node_names, "node", &link->to);
    good &= steppe_network_list(csv, LINK_OWNERS, actors, "actor", steppe_network_bit_take,
                                &link->owners);
    good &= steppe_network_list(csv, LINK_THROUGH, actors, "actor", steppe_network_bit_take,
                                &link->territory);
    if (!good) return false;
    if (link->from == link->to) {
        steppe_csv_fault(csv, LINK_TO, "another node", NULL, "the link ends where it begins");
        return false;
    }
    const struct steppe_site *nodes = parts->network->nodes;
    if (nodes[link->from].actor >= 0) link->territory |= UINT64_C(1) << nodes[link->from].actor;
    if (nodes[link->to].actor >= 0) link->territory |= UINT64_C(1) << nodes[link->to].actor;
    return true;
}

static bool read_link(struct steppe_network_builder *parts, struct steppe_csv *csv,
                      struct steppe_link *link) {
    static const char *const directions[] = {"forward", "both", NULL};
    size_t mode = 0, status = 0, direction = 0, confidence = 0;
    int32_t lag;
    bool good = steppe_csv_text(csv, LINK_ID, true, &link->id);
    good &= read_link_ends(parts, csv, link);
    good &= steppe_csv_word(csv, LINK_MODE, modes, &mode);
    good &= steppe_csv_word(csv, LINK_STATUS, statuses, &status);
    good &= steppe_csv_date(csv, LINK_OPEN, false, &link->open);
    good &= read_link_numbers(csv, link);
    good &= steppe_csv_word(csv, LINK_DIRECTION, directions, &direction);
    good &= steppe_csv_word(csv, LINK_CONFIDENCE, confidences, &confidence);
    good &= steppe_csv_source(csv, LINK_SOURCE, &link->source, &link->quality, &lag);
    good &= steppe_csv_text(csv, LINK_NOTE, false, &link->note);
    if (csv->fields[LINK_CLOSURES].length) {
        enum steppe_quality quality;
        good &= steppe_csv_source(csv, LINK_CLOSURES_SOURCE, &link->closures_source, &quality,
                                  &lag);
    }
    link->mode = (enum steppe_link_mode)mode;
    link->status = (enum steppe_link_status)status;
    link->confidence = (enum steppe_confidence)confidence;
    link->both_ways = direction == 1;
    link->place = steppe_csv_row(csv);
    if (link->id && !steppe_network_id(parts, csv, LINK_ID, &parts->link_names,
                                       parts->network->link_count, "link")) {
        return false;
    }
    if (good) parts->builder->model->quality_count[link->quality]++;
    return good;
}

static bool read_links(struct steppe_network_builder *parts) {
    struct steppe_csv csv;
    struct steppe_link *items = NULL;
    size_t capacity = 0;
    if (!steppe_network_open(parts, STEPPE_NETWORK_LINKS, link_columns, &csv)) return false;
    while (steppe_csv_next(&csv)) {
        struct steppe_link link = {0};
        if (!steppe_network_room(&csv, parts->network->link_count, STEPPE_LINKS_MAX, "links"))
            return false;
        // A link with faults is kept as a blank, so that what names it finds it.
        if (!read_link(parts, &csv, &link) && !link.id) continue;
        struct steppe_link *item = steppe_builder_grow(parts->builder, (void **)&items, &capacity,
                                                       parts->network->link_count, sizeof *item);
        if (!item) return false;
        *item = link;
        parts->network->links = items;
        parts->network->link_count++;
    }
    return !parts->builder->failed;
}

bool steppe_has_network(const struct steppe_model_builder *builder) {
    for (size_t i = 0; i < builder->listing_count; i++) {
        if (strcmp(builder->listing[i], "network") == 0) return true;
    }
    return false;
}

static const char *const table_names[STEPPE_NETWORK_TABLES] = {
    [STEPPE_NETWORK_NODES] = "network/nodes.csv",
    [STEPPE_NETWORK_LINKS] = "network/links.csv",
    [STEPPE_NETWORK_FREIGHT] = "network/freight.csv",
    [STEPPE_NETWORK_GATEWAYS] = "network/gateways.csv",
    [STEPPE_NETWORK_DEMAND] = "network/demand.csv",
    [STEPPE_NETWORK_CORRIDORS] = "network/corridors.csv",
    [STEPPE_NETWORK_PROJECTS] = "network/projects.csv",
    [STEPPE_NETWORK_COUNTS] = "network/counts.csv",
    [STEPPE_NETWORK_OBSERVED] = "network/observed.csv",
    [STEPPE_NETWORK_GATES] = "network/gates.csv",
    [STEPPE_NETWORK_FLEETS] = "network/fleets.csv",
    [STEPPE_NETWORK_FIT] = "network/fit.csv",
};

bool steppe_network_read(struct steppe_model_builder *builder,
                         const struct steppe_network_files *files) {
    struct steppe_network_builder parts = {.builder = builder, .files = files};
    parts.network = STEPPE_BUILDER_TAKE(builder, 1, struct steppe_network);
    if (!parts.network) return false;
    size_t errors = builder->findings->error_count;
    if (!read_nodes(&parts) || !read_links(&parts) || !steppe_network_read_tables(&parts)) {
        return !builder->failed;
    }
    builder->model->network = parts.network;
    return builder->findings->error_count > errors || steppe_network_check(&parts);
}

bool steppe_read_network(struct steppe_model_builder *builder) {
    struct steppe_network_files files = {{NULL}};
    const char *const *listed;
    size_t count;
    if (!steppe_has_network(builder)) return true;
    if (!steppe_file_list(builder, "network", ".csv", &listed, &count)) return false;
    for (int i = 0; i < STEPPE_NETWORK_TABLES; i++) {
        bool there = i < STEPPE_NETWORK_COUNTS; // else the missing file is a finding
        for (size_t k = 0; k < count && !there; k++) there = !strcmp(listed[k], table_names[i]);
        if (there) files.tables[i] = steppe_file_read(builder, table_names[i], true);
        if (builder->failed) return false;
        // What names the rows of a missing table would be faults, too.
        if (there && !files.tables[i]) return true;
    }
    return steppe_network_read(builder, &files);
}
