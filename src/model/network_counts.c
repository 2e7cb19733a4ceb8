// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// network_counts: where freight was counted, and how much of it. In: counts.csv and observed.csv of
// network/; a network may go without. Out: counts and observations, checked: what lies after the
// price year is never a base, so that nothing is fitted to it.
#include <string.h>

#include "model/network_parts.h"

static const char *const measures[] = {"t", "TEU", "1000m3", NULL};
static const char *const directions[] = {"forward", "both", NULL};
static const char *const uses[] = {"base", "test", "record", NULL};

// ---- counts ------------------------------------------------------------------------------------

enum {
    COUNT_ID,
    COUNT_NAME,
    COUNT_MEASURE,
    COUNT_FREIGHT,
    COUNT_FROM,
    COUNT_TO,
    COUNT_DIRECTION,
    COUNT_LINKS,
    COUNT_FITS,
    COUNT_SOURCE,
    COUNT_NOTE
};
static const struct steppe_csv_column count_columns[] = {
    {"id", true},   {"name", true},   {"measure", true},   {"freight", true},
    {"from", true}, {"to", true},     {"direction", true}, {"links", true},
    {"fits", true}, {"source", true}, {"note", false},     {NULL, false}};

// Its freight can be counted so.
static bool check_count(struct steppe_network_builder *parts, struct steppe_csv *csv,
                        const struct steppe_count *count) {
    const struct steppe_network *network = parts->network;
    if (count->freights == 0 || count->link_count == 0) {
        size_t empty = count->freights == 0 ? COUNT_FREIGHT : COUNT_LINKS;
        steppe_csv_fault(csv, empty, empty == COUNT_LINKS ? "links of the network" : "freight",
                         NULL, "'%s' is empty", csv->column_names[empty]);
        return false;
    }
    for (size_t f = 0; f < network->freight_count; f++) {
        if (!(count->freights >> f & 1)) continue;
        // Tonnes of all can be summed; boxes and gas only of their own kind.
        if (count->measure != STEPPE_MEASURE_T && network->freights[f].measure != count->measure) {
            steppe_csv_fault(csv, COUNT_MEASURE, "t, or the measure of the freight", NULL,
                             "%s is not counted in %s", network->freights[f].name,
                             measures[count->measure]);
            return false;
        }
    }
    if (count->fits & ~count->freights) {
        steppe_csv_fault(csv, COUNT_FITS, "kinds of freight that it counts", NULL,
                         "a count cannot fit what it does not see");
        return false;
    }
    return true;
}

static bool read_count(struct steppe_network_builder *parts, struct steppe_names *names,
                       struct steppe_csv *csv, struct steppe_count *count) {
    const struct steppe_names *actors = &parts->builder->elements[STEPPE_AXIS_ACTOR];
    enum steppe_quality quality;
    int32_t lag;
    size_t measure = 0, direction = 0;
    struct steppe_network_numbers links = {0};
    bool good = steppe_csv_text(csv, COUNT_ID, true, &count->id);
    good &= steppe_csv_text(csv, COUNT_NAME, true, &count->name);
    good &= steppe_csv_word(csv, COUNT_MEASURE, measures, &measure);
    good &= steppe_network_list(csv, COUNT_FREIGHT, &parts->freight_names, "freight",
                                steppe_network_bit_take, &count->freights);
    good &= steppe_network_list(csv, COUNT_FROM, actors, "actor", steppe_network_bit_take,
                                &count->from);
    good &= steppe_network_list(csv, COUNT_TO, actors, "actor", steppe_network_bit_take,
                                &count->to);
    good &= steppe_csv_word(csv, COUNT_DIRECTION, directions, &direction);
    good &= steppe_network_list(csv, COUNT_LINKS, &parts->link_names, "link",
                                steppe_network_numbers_take, &links);
    good &= steppe_network_list(csv, COUNT_FITS, &parts->freight_names, "freight",
                                steppe_network_bit_take, &count->fits);
    good &= steppe_csv_source(csv, COUNT_SOURCE, &count->source, &quality, &lag);
    good &= steppe_csv_text(csv, COUNT_NOTE, false, &count->note);
    // A count with faults keeps its name, so that its observations are no faults too.
    if (!count->id ||
        !steppe_network_id(parts, csv, COUNT_ID, names, parts->network->count_count, "count")) {
        return false;
    }
    count->measure = (enum steppe_measure)measure;
    count->both_ways = direction == 1;
    count->link_count = links.count;
    count->links = steppe_network_numbers_keep(parts, &links);
    count->place = steppe_csv_row(csv);
    if (good && check_count(parts, csv, count)) parts->builder->model->quality_count[quality]++;
    return count->links != NULL;
}

static bool read_counts(struct steppe_network_builder *parts, struct steppe_names *names) {
    struct steppe_csv csv;
    struct steppe_count *items = STEPPE_BUILDER_TAKE(parts->builder, STEPPE_COUNTS_MAX,
                                                     struct steppe_count);
    if (!items || !steppe_network_open(parts, STEPPE_NETWORK_COUNTS, count_columns, &csv))
        return false;
    parts->network->counts = items;
    while (steppe_csv_next(&csv)) {
        struct steppe_count count = {0};
        if (!steppe_network_room(&csv, parts->network->count_count, STEPPE_COUNTS_MAX, "counts"))
            return false;
        if (read_count(parts, names, &csv, &count)) items[parts->network->count_count++] = count;
    }
    return !parts->builder->failed;
}

// ---- observations ------------------------------------------------------------------------------

enum {
    SEEN_COUNT,
    SEEN_DATE,
    SEEN_VALUE,
    SEEN_UNIT,
    SEEN_SPREAD,
    SEEN_USE,
    SEEN_SOURCE,
    SEEN_NOTE
};
static const struct steppe_csv_column seen_columns[] = {
    {"count", true}, {"date", true},   {"value", true}, {"unit", true}, {"spread", true},
    {"use", true},   {"source", true}, {"note", false}, {NULL, false}};

static bool check_seen(struct steppe_network_builder *parts, struct steppe_csv *csv,
                       const struct steppe_observation *seen) {
    const struct steppe_network *network = parts->network;
    const char *id = network->counts[seen->count].id;
    int32_t base_year = parts->builder->model->price_year;
    bool after = seen->date.year > base_year;
    if (after != (seen->use == STEPPE_OBSERVED_TEST)) {
        steppe_csv_fault(csv, SEEN_USE, after ? "test" : "base or record", NULL,
                         after ? "what lies after the price year %d is never fitted"
                               : "what the price year %d knows is no test",
                         base_year);
        return false;
    }
    if (seen->use == STEPPE_OBSERVED_BASE && !(seen->spread > 0)) {
        steppe_csv_fault(csv, SEEN_SPREAD, "a spread above 0", NULL,
                         "without a spread nothing says how near is near enough");
        return false;
    }
    for (size_t i = 0; i < network->observation_count; i++) {
        const struct steppe_observation *other = &network->observations[i];
        if (other->count != seen->count) continue;
        bool bases = other->use == STEPPE_OBSERVED_BASE && seen->use == STEPPE_OBSERVED_BASE;
        if (!bases && steppe_date_month(other->date) != steppe_date_month(seen->date)) continue;
        steppe_csv_fault(csv, bases ? SEEN_USE : SEEN_DATE,
                         bases ? "one base for each count" : "each date once", NULL,
                         "'%s' has this already in line %u", id, other->place.line);
        return false;
    }
    return true;
}

static bool read_seen(struct steppe_network_builder *parts, const struct steppe_names *names,
                      struct steppe_csv *csv, struct steppe_observation *seen) {
    int32_t lag;
    size_t unit = 0, use = 0;
    bool good = steppe_network_name(csv, SEEN_COUNT, names, "count", &seen->count);
    good &= steppe_csv_date(csv, SEEN_DATE, true, &seen->date);
    good &= steppe_csv_number(csv, SEEN_VALUE, true, 0, 1e9, &seen->value);
    good &= steppe_csv_word(csv, SEEN_UNIT, steppe_network_flow_units, &unit);
    good &= steppe_csv_word(csv, SEEN_USE, uses, &use);
    good &= steppe_csv_source(csv, SEEN_SOURCE, &seen->source, &seen->quality, &lag);
    good &= steppe_csv_text(csv, SEEN_NOTE, false, &seen->note);
    if (!good) return false;
    enum steppe_measure measure = parts->network->counts[seen->count].measure;
    if ((size_t)measure != unit) {
        steppe_csv_fault(csv, SEEN_UNIT, steppe_network_flow_units[measure], NULL,
                         "'%s' counts in %s", parts->network->counts[seen->count].id,
                         measures[measure]);
        return false;
    }
    double scale = steppe_network_flow_scales[unit];
    seen->value *= scale;
    if (!steppe_network_spread(csv, SEEN_SPREAD, seen->value, scale, &seen->spread)) return false;
    seen->use = (enum steppe_observation_use)use;
    seen->place = steppe_csv_row(csv);
    if (!check_seen(parts, csv, seen)) return false;
    parts->builder->model->quality_count[seen->quality]++;
    return true;
}

static bool read_observed(struct steppe_network_builder *parts, const struct steppe_names *names) {
    struct steppe_csv csv;
    struct steppe_observation *items = NULL;
    size_t capacity = 0;
    if (!steppe_network_open(parts, STEPPE_NETWORK_OBSERVED, seen_columns, &csv)) return false;
    while (steppe_csv_next(&csv)) {
        struct steppe_observation seen = {0};
        if (!steppe_network_room(&csv, parts->network->observation_count, STEPPE_NETWORK_ROWS_MAX,
                                 "observations")) {
            return false;
        }
        if (!read_seen(parts, names, &csv, &seen)) continue;
        struct steppe_observation *item = steppe_builder_grow(
            parts->builder, (void **)&items, &capacity, parts->network->observation_count,
            sizeof *item);
        if (!item) return false;
        *item = seen;
        parts->network->observations = items;
        parts->network->observation_count++;
    }
    return !parts->builder->failed;
}

bool steppe_network_read_counts(struct steppe_network_builder *parts) {
    const struct steppe_file *const *tables = parts->files->tables;
    struct steppe_names names = {0};
    if (tables[STEPPE_NETWORK_COUNTS] && !read_counts(parts, &names)) return false;
    // Observations without counts name none that is known: each row says so.
    return !tables[STEPPE_NETWORK_OBSERVED] || read_observed(parts, &names);
}
