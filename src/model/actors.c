// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// actors: who and what a model is about. In: sources.csv, actors.csv, institutions.csv. Out: the
// axes of actors, hosts, powers and institutions, and the sources that all other tables cite.
#include <string.h>

#include "model/builder.h"
#include "model/csv_get.h"
#include "model/network.h"

// ---- sources ------------------------------------------------------------------------------------

enum {
    SOURCE_ID,
    SOURCE_TITLE,
    SOURCE_PUBLISHER,
    SOURCE_DATE,
    SOURCE_URL,
    SOURCE_LICENCE,
    SOURCE_LAG
};
static const struct steppe_csv_column source_columns[] = {
    {"id", true},  {"title", true},   {"publisher", true},  {"date", true},
    {"url", true}, {"licence", true}, {"lag_months", true}, {NULL, false},
};

static bool read_source(struct steppe_model_builder *builder, struct steppe_csv *csv,
                        struct steppe_source *source) {
    double lag = 0;
    struct steppe_date date;
    bool good = steppe_csv_text(csv, SOURCE_ID, true, &source->id);
    good &= steppe_csv_text(csv, SOURCE_TITLE, true, &source->title);
    good &= steppe_csv_text(csv, SOURCE_PUBLISHER, false, &source->publisher);
    good &= steppe_csv_date(csv, SOURCE_DATE, false, &date);
    good &= steppe_csv_text(csv, SOURCE_DATE, false, &source->date);
    good &= steppe_csv_text(csv, SOURCE_URL, false, &source->url);
    good &= steppe_csv_text(csv, SOURCE_LICENCE, true, &source->licence);
    good &= steppe_csv_number(csv, SOURCE_LAG, false, 0, 600, &lag);
    if (!good) return false;
    source->lag_months = (int32_t)lag;
    if ((double)source->lag_months != lag) {
        steppe_csv_fault(csv, SOURCE_LAG, "whole months", NULL, "'%s' is a part of a month",
                         csv->fields[SOURCE_LAG].text);
    }
    source->place = steppe_csv_row(csv);
    if (strpbrk(source->id, " ;:") || strcmp(source->id, "judgement") == 0) {
        steppe_csv_fault(csv, SOURCE_ID, "a word such as wdi_gdp_2025, not 'judgement'", NULL,
                         "'%s' cannot be the id of a source", source->id);
        return false;
    }
    if (steppe_names_find(&builder->source_names, source->id, strlen(source->id)) != UINT32_MAX) {
        steppe_csv_fault(csv, SOURCE_ID, "each id once", NULL, "the source '%s' is given twice",
                         source->id);
        return false;
    }
    return true;
}

// A folder of tables (network/) may bring the sources it cites itself.
static bool read_source_table(struct steppe_model_builder *builder, const char *name,
                              struct steppe_source **items, size_t *capacity) {
    const struct steppe_file *file = steppe_file_read(builder, name, true);
    struct steppe_csv csv;
    if (!file || !steppe_csv_open(&csv, builder, file, source_columns)) return !builder->failed;
    while (steppe_csv_next(&csv)) {
        struct steppe_source source = {0};
        size_t count = builder->model->source_count;
        if (!read_source(builder, &csv, &source)) continue;
        struct steppe_source *item = steppe_builder_grow(builder, (void **)items, capacity, count,
                                                         sizeof *item);
        if (!item ||
            !steppe_builder_add_name(builder, &builder->source_names, source.id, (uint32_t)count)) {
            return false;
        }
        *item = source;
        builder->model->sources = *items;
        builder->model->source_count = count + 1;
    }
    return !builder->failed;
}

static bool read_sources(struct steppe_model_builder *builder) {
    struct steppe_source *items = NULL;
    size_t capacity = 0;
    return read_source_table(builder, "sources.csv", &items, &capacity) &&
           (!steppe_has_network(builder) ||
            read_source_table(builder, "network/sources.csv", &items, &capacity));
}

// ---- actors -------------------------------------------------------------------------------------

enum { ACTOR_CODE, ACTOR_NAME, ACTOR_KIND, ACTOR_ROLE, ACTOR_LAT, ACTOR_LON, ACTOR_SOURCE };
static const struct steppe_csv_column actor_columns[] = {
    {"code", true}, {"name", true}, {"kind", true},   {"role", true},
    {"lat", true},  {"lon", true},  {"source", true}, {NULL, false},
};
static const char *const actor_kinds[] = {"state", "union", "group", "rest", NULL};
static const char *const actor_roles[] = {"host", "power", "other", NULL};
enum { KIND_REST = 3, ROLE_HOST = 0, ROLE_POWER = 1 };

static bool read_actor(struct steppe_model_builder *builder, struct steppe_csv *csv,
                       struct steppe_actor *actor) {
    size_t kind = 0, role = 0;
    enum steppe_quality quality;
    int32_t lag;
    bool good = steppe_csv_text(csv, ACTOR_CODE, true, &actor->code);
    good &= steppe_csv_text(csv, ACTOR_NAME, true, &actor->name);
    good &= steppe_csv_word(csv, ACTOR_KIND, actor_kinds, &kind);
    good &= steppe_csv_word(csv, ACTOR_ROLE, actor_roles, &role);
    good &= steppe_csv_number(csv, ACTOR_LAT, false, -90, 90, &actor->latitude);
    good &= steppe_csv_number(csv, ACTOR_LON, false, -180, 180, &actor->longitude);
    good &= steppe_csv_source(csv, ACTOR_SOURCE, &actor->source, &quality, &lag);
    if (!actor->code) return false;
    actor->host = role == ROLE_HOST;
    actor->power = role == ROLE_POWER;
    actor->rest_of_world = kind == KIND_REST;
    if (!steppe_is_code(actor->code)) {
        steppe_csv_fault(csv, ACTOR_CODE, "capitals, digits and _, such as KAZ", NULL,
                         "'%s' is no code", actor->code);
        good = false;
    } else if (steppe_builder_find_element(builder, STEPPE_AXIS_ACTOR, actor->code,
                                           strlen(actor->code)) != UINT32_MAX) {
        steppe_csv_fault(csv, ACTOR_CODE, "each code once", NULL, "the actor '%s' is given twice",
                         actor->code);
        return false;
    }
    // A faulty row still names its actor, so that rows about it are not faults as well.
    return good || steppe_is_code(actor->code);
}

// The parts of the actors that are hosts or powers become axes of their own.
static bool make_axes(struct steppe_model_builder *builder, const struct steppe_actor *actors,
                      size_t count) {
    static const enum steppe_axis axes[] = {STEPPE_AXIS_ACTOR, STEPPE_AXIS_HOST, STEPPE_AXIS_POWER};
    for (size_t a = 0; a < STEPPE_COUNT(axes); a++) {
        const char **names = STEPPE_BUILDER_TAKE(builder, count + 1, const char *);
        uint16_t *actor_at = STEPPE_BUILDER_TAKE(builder, count + 1, uint16_t);
        if (!names || !actor_at) return false;
        size_t used = 0;
        for (size_t i = 0; i < count; i++) {
            bool part = axes[a] == STEPPE_AXIS_ACTOR ||
                        (axes[a] == STEPPE_AXIS_HOST ? actors[i].host : actors[i].power);
            if (!part) continue;
            names[used] = actors[i].code;
            actor_at[used] = (uint16_t)i;
            if (axes[a] != STEPPE_AXIS_ACTOR &&
                !steppe_builder_add_name(builder, &builder->elements[axes[a]], actors[i].code,
                                         (uint32_t)used)) {
                return false;
            }
            used++;
        }
        builder->model->axes[axes[a]] = (struct steppe_axis_table){
            names, axes[a] == STEPPE_AXIS_ACTOR ? NULL : actor_at, used};
    }
    return true;
}

// What only the whole table shows.
static void check_actors(struct steppe_model_builder *builder, const struct steppe_file *file,
                         const struct steppe_actor *actors, size_t count) {
    size_t hosts = 0, powers = 0, rests = 0;
    for (size_t i = 0; i < count; i++) {
        hosts += actors[i].host;
        powers += actors[i].power;
        rests += actors[i].rest_of_world;
    }
    struct steppe_place place = {.file = file->name, .line = 1, .column = 1};
    const char *line = steppe_file_line(builder, file, 0);
    if (hosts == 0) {
        steppe_builder_fault(builder, place, 1, line, "at least one actor with role host", NULL,
                             "the model has no host");
    }
    if (powers == 0) {
        steppe_builder_fault(builder, place, 1, line, "at least one actor with role power", NULL,
                             "the model has no power");
    }
    if (rests > 1) {
        steppe_builder_fault(builder, place, 1, line, "one actor of kind rest", NULL,
                             "the rest of the world is given %zu times", rests);
    }
}

static bool read_actors(struct steppe_model_builder *builder) {
    const struct steppe_file *file = steppe_file_read(builder, "actors.csv", true);
    struct steppe_csv csv;
    if (!file || !steppe_csv_open(&csv, builder, file, actor_columns)) return !builder->failed;
    struct steppe_actor *actors = STEPPE_BUILDER_TAKE(builder, STEPPE_ACTORS_MAX,
                                                      struct steppe_actor);
    if (!actors) return false;
    size_t count = 0;
    while (steppe_csv_next(&csv)) {
        struct steppe_actor actor = {0};
        if (!read_actor(builder, &csv, &actor)) continue;
        if (count == STEPPE_ACTORS_MAX) {
            steppe_csv_fault(&csv, ACTOR_CODE, "at most 64 actors", NULL, "too many actors");
            break;
        }
        struct steppe_names *names = &builder->elements[STEPPE_AXIS_ACTOR];
        if (!steppe_builder_add_name(builder, names, actor.code, (uint32_t)count)) return false;
        actors[count++] = actor;
    }
    builder->model->actors = actors;
    check_actors(builder, file, actors, count);
    return !builder->failed && make_axes(builder, actors, count);
}

// ---- institutions -------------------------------------------------------------------------------

enum {
    INSTITUTION_ID,
    INSTITUTION_NAME,
    INSTITUTION_KIND,
    INSTITUTION_RULE,
    INSTITUTION_FOUNDED,
    INSTITUTION_LEADER,
    INSTITUTION_FUNCTIONS,
    INSTITUTION_SOURCE,
    INSTITUTION_NOTE,
    INSTITUTION_OPEN,
    INSTITUTION_OBLIGATIONS,
};
static const struct steppe_csv_column institution_columns[] = {
    {"id", true},      {"name", true},     {"kind", true},        {"decision_rule", true},
    {"founded", true}, {"leader", true},   {"functions", true},   {"source", true},
    {"note", false},   {"open_to", false}, {"obligations", true}, {NULL, false},
};
static const char *const decision_rules[] = {"consensus", "majority", "weighted", "leader", NULL};

// "KAZ;KGZ": those who may come in and go by themselves.
static void read_open_to(struct steppe_model_builder *builder, struct steppe_csv *csv,
                         struct steppe_institution *item) {
    const char *text = csv->fields[INSTITUTION_OPEN].text;
    for (size_t at = 0; at < csv->fields[INSTITUTION_OPEN].length;) {
        const size_t length = strcspn(text + at, ";");
        const uint32_t actor = steppe_builder_find_element(builder, STEPPE_AXIS_ACTOR, text + at,
                                                           length);
        if (actor == UINT32_MAX)
            steppe_csv_fault(
                csv, INSTITUTION_OPEN, "codes of actors, such as KAZ;KGZ",
                steppe_builder_nearest_element(builder, STEPPE_AXIS_ACTOR, text + at, length),
                "unknown actor '%.*s'", (int)length, text + at);
        else
            item->open_to |= (uint64_t)1 << actor;
        at += length + 1;
    }
}

// What a leader owes acts where the leader is a power. An unknown one has been told already.
static bool led_by_power(const struct steppe_csv *csv, const struct steppe_institution *item) {
    const struct steppe_csv_field *leader = &csv->fields[INSTITUTION_LEADER];
    if (leader->length && item->leader < 0) return true;
    return leader->length &&
           steppe_builder_find_element(csv->builder, STEPPE_AXIS_POWER, leader->text,
                                       leader->length) != UINT32_MAX;
}

static bool owed_by_leader(uint32_t obligation) {
    return obligation != STEPPE_OBLIGATION_COMMON_TARIFF &&
           obligation != STEPPE_OBLIGATION_BOUND_TARIFFS &&
           obligation != STEPPE_OBLIGATION_JOINT_POLICY;
}

// Number of a name of steppe_obligation_names, or STEPPE_OBLIGATION_COUNT.
static uint32_t find_obligation(const char *word, size_t length) {
    for (uint32_t i = 0; i < STEPPE_OBLIGATION_COUNT; i++)
        if (strlen(steppe_obligation_names[i]) == length &&
            memcmp(steppe_obligation_names[i], word, length) == 0)
            return i;
    return STEPPE_OBLIGATION_COUNT;
}

static void obligation_fault(struct steppe_csv *csv, size_t at, size_t length, const char *expected,
                             const char *nearest, const char *message) {
    const size_t column = INSTITUTION_OBLIGATIONS;
    steppe_builder_fault(csv->builder, steppe_csv_place(csv, column, at),
                         length ? (uint32_t)length : 1, steppe_csv_line(csv, column), expected,
                         nearest, "the obligation '%.*s' %s", (int)length,
                         csv->fields[column].text + at, message);
}

// "mutual defence;training", each fault at its own word.
static void read_obligations(struct steppe_csv *csv, struct steppe_institution *item) {
    const char *text = csv->fields[INSTITUTION_OBLIGATIONS].text;
    for (size_t at = 0; at < csv->fields[INSTITUTION_OBLIGATIONS].length;) {
        const size_t length = strcspn(text + at, ";");
        const uint32_t which = find_obligation(text + at, length);
        if (which == STEPPE_OBLIGATION_COUNT)
            obligation_fault(csv, at, length,
                             "common tariff, bound tariffs, joint policy, mutual defence, pledges, "
                             "training or language teaching",
                             steppe_nearest_of(steppe_obligation_names, text + at, length),
                             "is unknown");
        else if (item->obligations >> which & 1)
            obligation_fault(csv, at, length, "each once", NULL, "is given twice");
        else if (owed_by_leader(which) && !led_by_power(csv, item))
            obligation_fault(csv, at, length, "a power as leader, or no such obligation", NULL,
                             "is the leader's, and no power leads");
        else
            item->obligations |= (uint32_t)1 << which;
        at += length + 1;
    }
}

static bool read_institution(struct steppe_model_builder *builder, struct steppe_csv *csv,
                             struct steppe_institution *item) {
    size_t rule;
    enum steppe_quality quality;
    int32_t lag;
    bool good = steppe_csv_text(csv, INSTITUTION_ID, true, &item->id);
    good &= steppe_csv_text(csv, INSTITUTION_NAME, true, &item->name);
    good &= steppe_csv_text(csv, INSTITUTION_KIND, true, &item->kind);
    good &= steppe_csv_date(csv, INSTITUTION_FOUNDED, false, &item->founded);
    good &= steppe_csv_text(csv, INSTITUTION_FUNCTIONS, false, &item->functions);
    good &= steppe_csv_text(csv, INSTITUTION_NOTE, false, &item->note);
    good &= steppe_csv_source(csv, INSTITUTION_SOURCE, &item->source, &quality, &lag);
    if (csv->fields[INSTITUTION_RULE].length) {
        good &= steppe_csv_word(csv, INSTITUTION_RULE, decision_rules, &rule);
        item->decision_rule = csv->fields[INSTITUTION_RULE].text;
    }
    item->leader = -1;
    if (csv->fields[INSTITUTION_LEADER].length) {
        good &= steppe_csv_element(csv, INSTITUTION_LEADER, STEPPE_AXIS_ACTOR, &item->leader);
    } else if (item->decision_rule && strcmp(item->decision_rule, "leader") == 0) {
        steppe_csv_fault(csv, INSTITUTION_LEADER,
                         "the code of the leader, or another decision_rule", NULL,
                         "the leader decides, but there is none");
    }
    read_open_to(builder, csv, item);
    read_obligations(csv, item);
    if (!item->id) return false;
    if (!steppe_is_code(item->id)) {
        steppe_csv_fault(csv, INSTITUTION_ID, "capitals, digits and _, such as EAEU", NULL,
                         "'%s' is no code", item->id);
        return false;
    }
    if (steppe_builder_find_element(builder, STEPPE_AXIS_INSTITUTION, item->id, strlen(item->id)) !=
        UINT32_MAX) {
        steppe_csv_fault(csv, INSTITUTION_ID, "each id once", NULL,
                         "the institution '%s' is given twice", item->id);
        return false;
    }
    (void)good; // a faulty row still names its institution
    return true;
}

static bool read_institutions(struct steppe_model_builder *builder) {
    const struct steppe_file *file = steppe_file_read(builder, "institutions.csv", false);
    struct steppe_csv csv;
    if (!file || !steppe_csv_open(&csv, builder, file, institution_columns)) {
        return !builder->failed;
    }
    struct steppe_institution *items = NULL;
    const char **names = NULL;
    size_t capacity = 0, name_capacity = 0, count = 0;
    while (steppe_csv_next(&csv)) {
        struct steppe_institution institution = {0};
        if (!read_institution(builder, &csv, &institution)) continue;
        struct steppe_institution *item = steppe_builder_grow(builder, (void **)&items, &capacity,
                                                              count, sizeof *item);
        const char **name = steppe_builder_grow(builder, (void **)&names, &name_capacity, count,
                                                sizeof *name);
        if (!item || !name) return false;
        struct steppe_names *known = &builder->elements[STEPPE_AXIS_INSTITUTION];
        if (!steppe_builder_add_name(builder, known, institution.id, (uint32_t)count)) return false;
        *item = institution;
        *name = institution.id;
        count++;
    }
    builder->model->institutions = items;
    builder->model->axes[STEPPE_AXIS_INSTITUTION] = (struct steppe_axis_table){names, NULL, count};
    return !builder->failed;
}

bool steppe_read_actors(struct steppe_model_builder *builder) {
    return read_sources(builder) && read_actors(builder) && read_institutions(builder);
}
