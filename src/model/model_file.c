// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// model_file: model.yaml. In: the file and the axes of actors and institutions. Out: name, years,
// start, the axes of commodities, domains and ties, kinds of tie, and sets.
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "model/builder.h"

#define FORMAT 1

// A list of new names becomes an axis.
static bool read_axis(struct steppe_model_builder *builder, const struct steppe_yaml *root,
                      const char *field, enum steppe_axis axis) {
    const struct steppe_yaml *list = steppe_yaml_get(builder, root, field, true, STEPPE_YAML_LIST);
    if (!list) return !builder->failed;
    const char **names = STEPPE_BUILDER_TAKE(builder, list->count + 1, const char *);
    if (!names) return false;
    size_t count = 0;
    for (const struct steppe_yaml *item = list->first; item; item = item->next) {
        if (item->kind != STEPPE_YAML_TEXT || !steppe_is_name(item->text)) {
            steppe_yaml_fault(builder, item, "small letters, digits and _", NULL,
                              "an entry of '%s' is no name", field);
            continue;
        }
        if (steppe_builder_find_element(builder, axis, item->text, item->length) != UINT32_MAX) {
            steppe_yaml_fault(builder, item, "each name once", NULL, "'%s' is given twice",
                              item->text);
            continue;
        }
        if (!steppe_builder_add_name(builder, &builder->elements[axis], item->text,
                                     (uint32_t)count)) {
            return false;
        }
        names[count++] = item->text;
    }
    builder->model->axes[axis] = (struct steppe_axis_table){names, NULL, count};
    return true;
}

// ---- ties ---------------------------------------------------------------------------------------

static const char *const direction_words[] = {"to_host", "from_host", "both_ways", NULL};
static const char *const denominator_words[] = {"total", "gdp", "security", NULL};

// A word out of a list, by number.
static bool read_word(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                      const char *field, const char *const *words, const char *expected,
                      size_t *out) {
    const struct steppe_yaml *entry = steppe_yaml_get(builder, map, field, true, STEPPE_YAML_TEXT);
    if (!entry) return false;
    for (size_t i = 0; words[i]; i++) {
        if (strcmp(words[i], entry->text) != 0) continue;
        *out = i;
        return true;
    }
    steppe_yaml_fault(builder, entry, expected,
                      steppe_nearest_of(words, entry->text, entry->length), "'%s' is no %s",
                      entry->text, field);
    return false;
}

// The variable whose cells are the tie's size: one between a power and a host.
static void read_tie_variable(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                              struct steppe_tie_kind *kind) {
    kind->variable = UINT32_MAX;
    const struct steppe_yaml *entry = steppe_yaml_get(builder, map, "variable", false,
                                                      STEPPE_YAML_TEXT);
    if (!entry) return;
    uint32_t at = steppe_builder_find_variable(builder, entry->text, entry->length);
    if (at == UINT32_MAX) {
        steppe_yaml_fault(builder, entry, "a variable of the registry (steppe vars)",
                          steppe_builder_nearest_variable(builder, entry->text, entry->length),
                          "unknown variable '%s'", entry->text);
        return;
    }
    const struct steppe_variable *variable = &builder->model->variables[at];
    bool between = variable->shape == STEPPE_SHAPE_POWER_HOST ||
                   variable->shape == STEPPE_SHAPE_HOST_POWER ||
                   variable->shape == STEPPE_SHAPE_HOST_ACTOR ||
                   variable->shape == STEPPE_SHAPE_ACTOR_ACTOR;
    if (!between) {
        steppe_yaml_fault(builder, entry, "a variable between two actors", NULL,
                          "'%s' is of shape %s", entry->text, steppe_shape_name(variable->shape));
        return;
    }
    const struct steppe_yaml *unit = steppe_yaml_find(map, "unit");
    if (kind->unit_text && unit && !steppe_unit_same(kind->unit, variable->unit)) {
        steppe_yaml_fault(builder, unit, variable->unit_text, NULL,
                          "the unit '%s' is not that of the variable %s", kind->unit_text,
                          variable->name);
        return;
    }
    kind->variable = at;
}

// "30000 USD/year": what one unit of the tie is worth in a year.
static void read_user_cost(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                           struct steppe_tie_kind *kind) {
    bool needed = kind->denominator == STEPPE_PER_SECURITY;
    const struct steppe_yaml *entry = steppe_yaml_get(builder, map, "user_cost", needed,
                                                      STEPPE_YAML_TEXT);
    const struct steppe_yaml *source = steppe_yaml_get(builder, map, "source", entry != NULL,
                                                       STEPPE_YAML_TEXT);
    if (source) {
        enum steppe_quality quality;
        int32_t lag;
        if (steppe_builder_source(builder, source->text, source->length, source->place,
                                  source->source_line, &quality, &lag)) {
            builder->model->quality_count[quality]++;
        }
        kind->user_cost_source = source->text;
    }
    if (!entry) return;
    static const char expected[] = "an amount and its unit: 30000 USD/year";
    const char *blank = memchr(entry->text, ' ', entry->length);
    double amount = 0;
    size_t number_length = blank ? (size_t)(blank - entry->text) : entry->length;
    if (!blank || !steppe_number_parse(entry->text, number_length, &amount) || amount < 0) {
        steppe_yaml_fault(builder, entry, expected, NULL, "'%s' is no cost", entry->text);
        return;
    }
    struct steppe_unit unit, wanted = {.factor = 1};
    wanted.exponents[STEPPE_UNIT_USD] = 1;
    wanted.exponents[STEPPE_UNIT_YEAR] = -1;
    struct steppe_place place = entry->place;
    size_t at = number_length + 1;
    place.column += (uint32_t)at;
    if (!steppe_builder_unit(builder, entry->text + at, entry->length - at, place,
                             entry->source_line, &unit)) {
        return;
    }
    if (!steppe_unit_same(unit, wanted)) {
        steppe_yaml_fault_part(builder, entry, at, entry->length - at, "USD/year", NULL,
                               "'%s' is no yearly cost", entry->text + at);
        return;
    }
    kind->user_cost_usd = amount * unit.factor;
}

// Kinds of records that `show` prints under the tie. A kind is any name: rows of ties.csv have it.
static void read_tie_records(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                             struct steppe_tie_kind *kind) {
    const struct steppe_yaml *list = steppe_yaml_get(builder, map, "records", false,
                                                     STEPPE_YAML_LIST);
    if (!list) return;
    const char **names = STEPPE_BUILDER_TAKE(builder, list->count + 1, const char *);
    if (!names) return;
    for (const struct steppe_yaml *item = list->first; item; item = item->next) {
        if (item->kind != STEPPE_YAML_TEXT || !steppe_is_name(item->text))
            steppe_yaml_fault(builder, item, "small letters, digits and _", NULL,
                              "an entry of 'records' is no name");
        else
            names[kind->record_count++] = item->text;
    }
    kind->records = names;
}

static void read_tie(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                     struct steppe_tie_kind *kind) {
    static const char *const fields[] = {"domain", "unit",    "variable",  "direction", "per",
                                         "source", "meaning", "user_cost", "records",   NULL};
    kind->name = map->key;
    kind->variable = UINT32_MAX;
    if (!steppe_yaml_fields(builder, map, fields, "a tie")) return;
    const struct steppe_yaml *domain = steppe_yaml_get(builder, map, "domain", true,
                                                       STEPPE_YAML_TEXT);
    if (domain) {
        kind->domain = steppe_builder_find_element(builder, STEPPE_AXIS_DOMAIN, domain->text,
                                                   domain->length);
        if (kind->domain == UINT32_MAX) {
            steppe_yaml_fault(builder, domain, "an entry of 'domains'",
                              steppe_builder_nearest_element(builder, STEPPE_AXIS_DOMAIN,
                                                             domain->text, domain->length),
                              "unknown domain '%s'", domain->text);
        }
    }
    const struct steppe_yaml *unit = steppe_yaml_get(builder, map, "unit", true, STEPPE_YAML_TEXT);
    if (unit && steppe_builder_unit(builder, unit->text, unit->length, unit->place,
                                    unit->source_line, &kind->unit)) {
        kind->unit_text = unit->text;
    }
    size_t word = 0;
    if (read_word(builder, map, "direction", direction_words, "to_host, from_host or both_ways",
                  &word)) {
        kind->direction = (enum steppe_direction)word;
    }
    if (read_word(builder, map, "per", denominator_words, "total, gdp or security", &word)) {
        kind->denominator = (enum steppe_denominator)word;
    }
    steppe_yaml_get_text(builder, map, "meaning", true, &kind->meaning);
    read_tie_variable(builder, map, kind);
    read_tie_records(builder, map, kind);
    read_user_cost(builder, map, kind);
}

static bool read_ties(struct steppe_model_builder *builder, const struct steppe_yaml *root) {
    const struct steppe_yaml *map = steppe_yaml_get(builder, root, "ties", true, STEPPE_YAML_MAP);
    if (!map) return !builder->failed;
    struct steppe_tie_kind *kinds = STEPPE_BUILDER_TAKE(builder, map->count + 1,
                                                        struct steppe_tie_kind);
    const char **names = STEPPE_BUILDER_TAKE(builder, map->count + 1, const char *);
    if (!kinds || !names) return false;
    size_t count = 0;
    for (const struct steppe_yaml *entry = map->first; entry; entry = entry->next, count++) {
        if (!steppe_is_name(entry->key)) {
            steppe_yaml_fault_key(builder, entry, "small letters, digits and _", NULL,
                                  "'%s' is no name of a tie", entry->key);
        }
        names[count] = entry->key;
        if (!steppe_builder_add_name(builder, &builder->elements[STEPPE_AXIS_TIE], entry->key,
                                     (uint32_t)count)) {
            return false;
        }
        read_tie(builder, entry, &kinds[count]);
    }
    builder->model->tie_kinds = kinds;
    builder->model->axes[STEPPE_AXIS_TIE] = (struct steppe_axis_table){names, NULL, count};
    return !builder->failed;
}

// ---- sets ---------------------------------------------------------------------------------------

static bool add_set(struct steppe_model_builder *builder, struct steppe_set *sets,
                    const struct steppe_set *set) {
    size_t at = builder->model->set_count;
    sets[at] = *set;
    builder->model->sets = sets;
    builder->model->set_count++;
    return steppe_builder_add_name(builder, &builder->set_names, set->name, (uint32_t)at);
}

// hosts, powers, ...: all of an axis.
static bool add_whole_axes(struct steppe_model_builder *builder, struct steppe_set *sets) {
    static const char *const names[STEPPE_AXIS_COUNT] = {
        "actors", "hosts", "powers", "commodities", "domains", "ties", "institutions", "gates"};
    for (int axis = 0; axis < STEPPE_AXIS_COUNT; axis++) {
        size_t count = builder->model->axes[axis].count;
        uint16_t *members = STEPPE_BUILDER_TAKE(builder, count + 1, uint16_t);
        if (!members) return false;
        for (size_t i = 0; i < count; i++) members[i] = (uint16_t)i;
        struct steppe_set set = {names[axis], (enum steppe_axis)axis, members, count};
        if (!add_set(builder, sets, &set)) return false;
    }
    builder->gates = &sets[STEPPE_AXIS_GATE]; // filled with the network
    return true;
}

// The axis that has a name: actors first, then what is no part of them.
static bool axis_of(const struct steppe_model_builder *builder, const struct steppe_yaml *item,
                    enum steppe_axis *axis) {
    static const enum steppe_axis axes[] = {STEPPE_AXIS_ACTOR, STEPPE_AXIS_INSTITUTION,
                                            STEPPE_AXIS_COMMODITY, STEPPE_AXIS_DOMAIN,
                                            STEPPE_AXIS_TIE};
    for (size_t i = 0; item->kind == STEPPE_YAML_TEXT && i < STEPPE_COUNT(axes); i++) {
        *axis = axes[i];
        if (steppe_builder_find_element(builder, *axis, item->text, item->length) != UINT32_MAX) {
            return true;
        }
    }
    *axis = STEPPE_AXIS_ACTOR;
    return false;
}

// Sets that mechanisms know by name (steppe_model_actors_of) are of actors.
static bool must_be_actors(const char *set) {
    return strcmp(set, "sanctioners") == 0 || strcmp(set, "sanctioned") == 0;
}

static bool read_set(struct steppe_model_builder *builder, const struct steppe_yaml *list,
                     struct steppe_set *sets) {
    if (!steppe_is_name(list->key) ||
        steppe_builder_find_set(builder, list->key, list->key_length)) {
        steppe_yaml_fault_key(builder, list, "a new name of small letters, digits and _", NULL,
                              "'%s' cannot name a set", list->key);
        return true;
    }
    if (list->kind != STEPPE_YAML_LIST || list->count == 0) {
        steppe_yaml_fault(builder, list, "a list such as [USA, EUU]", NULL,
                          "the set '%s' is no list", list->key);
        return true;
    }
    struct steppe_set set = {.name = list->key};
    axis_of(builder, list->first, &set.axis);
    if (set.axis != STEPPE_AXIS_ACTOR && must_be_actors(list->key)) {
        steppe_yaml_fault(builder, list->first, "codes of actors.csv", NULL,
                          "'%s' is a set of actors, and this is no actor", list->key);
        return true;
    }
    uint16_t *members = STEPPE_BUILDER_TAKE(builder, list->count, uint16_t);
    if (!members) return false;
    for (const struct steppe_yaml *item = list->first; item; item = item->next) {
        const char *text = item->kind == STEPPE_YAML_TEXT ? item->text : "";
        uint32_t at = steppe_builder_find_element(builder, set.axis, text, strlen(text));
        if (at == UINT32_MAX) {
            steppe_yaml_fault(builder, item, "members of one kind: actors, commodities, ...",
                              steppe_builder_nearest_element(builder, set.axis, text, strlen(text)),
                              "unknown %s '%s'", steppe_axis_name(set.axis), text);
            continue;
        }
        bool twice = false;
        for (size_t i = 0; i < set.count; i++) twice |= members[i] == at;
        if (twice) {
            steppe_yaml_fault(builder, item, "each member once", NULL, "'%s' is given twice", text);
        } else {
            members[set.count++] = (uint16_t)at;
        }
    }
    set.members = members;
    return add_set(builder, sets, &set);
}

static bool read_sets(struct steppe_model_builder *builder, const struct steppe_yaml *root) {
    const struct steppe_yaml *map = steppe_yaml_get(builder, root, "sets", false, STEPPE_YAML_MAP);
    size_t count = STEPPE_AXIS_COUNT + (map ? map->count : 0);
    struct steppe_set *sets = STEPPE_BUILDER_TAKE(builder, count, struct steppe_set);
    if (!sets || !add_whole_axes(builder, sets)) return false;
    for (const struct steppe_yaml *list = map ? map->first : NULL; list; list = list->next) {
        if (!read_set(builder, list, sets)) return false;
    }
    return !builder->failed;
}

// ---- the whole ----------------------------------------------------------------------------------

static void read_head(struct steppe_model_builder *builder, const struct steppe_yaml *root) {
    struct steppe_model *model = builder->model;
    double format = 0, year = 0, tolerance = 0;
    if (steppe_yaml_get_number(builder, root, "format", true, &format) && format != FORMAT) {
        steppe_yaml_fault(builder, steppe_yaml_find(root, "format"), "format 1", NULL,
                          "this program reads models of format 1 only");
    }
    steppe_yaml_get_text(builder, root, "name", true, &model->name);
    steppe_yaml_get_text(builder, root, "title", true, &model->title);
    if (steppe_yaml_get_number(builder, root, "price_year", true, &year)) {
        if (year >= 1900 && year <= 2100 && year == nearbyint(year)) {
            model->price_year = (int32_t)year;
        } else {
            steppe_yaml_fault(builder, steppe_yaml_find(root, "price_year"), "1900 to 2100", NULL,
                              "the price year is no year");
        }
    }
    if (steppe_yaml_get_date(builder, root, "start", true, &model->start) &&
        (model->start.month == 0 || model->start.day != 0)) {
        steppe_yaml_fault(builder, steppe_yaml_find(root, "start"), "YYYY-MM", NULL,
                          "the start is no month");
    }
    if (steppe_yaml_get_number(builder, root, "tolerance", false, &tolerance) &&
        !(tolerance >= 0 && tolerance <= 1)) {
        steppe_yaml_fault(builder, steppe_yaml_find(root, "tolerance"), "0 to 1", NULL,
                          "the tolerance is no share");
        tolerance = 0;
    }
    builder->tolerance = tolerance;
    builder->compare = steppe_yaml_get(builder, root, "compare", false, STEPPE_YAML_TEXT);
    builder->key_series = steppe_yaml_get(builder, root, "key_series", false, STEPPE_YAML_LIST);
}

bool steppe_read_model_file(struct steppe_model_builder *builder) {
    static const char *const fields[] = {
        "format",  "name", "title",       "price_year", "start",     "compare", "ties",
        "domains", "sets", "commodities", "key_series", "tolerance", NULL};
    const struct steppe_file *file = steppe_file_read(builder, "model.yaml", true);
    const struct steppe_yaml *root = file ? steppe_yaml_read(builder, file) : NULL;
    if (!root || !steppe_yaml_fields(builder, root, fields, "model.yaml")) return !builder->failed;
    read_head(builder, root);
    return read_axis(builder, root, "domains", STEPPE_AXIS_DOMAIN) &&
           read_axis(builder, root, "commodities", STEPPE_AXIS_COMMODITY) &&
           read_ties(builder, root) && read_sets(builder, root);
}
