// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// claims_facts: the part `facts` of claims.yaml. A fact is told by figures (`figure`, `holds`), by
// a row of ties.csv (`record`), or not at all (`cannot`).
#include <string.h>

#include "base/text.h"
#include "model/claims.h"
#include "model/dynamics.h"

#define FACTS_MAX 1000
#define WITHIN 0.1 // of a claim that says "about" and not how nearly

static const char *const fact_fields[] = {"text",   "source", "note", "date",    "cannot",
                                          "holds",  "figure", "unit", "claimed", "relation",
                                          "within", "record", NULL};

static const struct steppe_program *read_program(struct steppe_model_builder *builder,
                                                 const struct steppe_yaml *entry,
                                                 const struct steppe_expected *expected) {
    if (entry->exact)
        return steppe_figures_compile(builder, entry->text, entry->length, entry->place,
                                      entry->source_line, expected);
    steppe_yaml_fault(builder, entry, "the whole of it on one line", NULL,
                      "an expression does not go over several lines");
    return NULL;
}

static bool read_relation(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                          struct steppe_claim_fact *fact) {
    static const char *const names[] = {"about", "at_least", "at_most", NULL};
    const struct steppe_yaml *relation = steppe_yaml_get(builder, entry, "relation", false,
                                                         STEPPE_YAML_TEXT);
    fact->within = WITHIN;
    if (steppe_yaml_find(entry, "within") &&
        !steppe_yaml_get_number(builder, entry, "within", true, &fact->within))
        return false;
    if (!(fact->within >= 0 && fact->within <= 1)) {
        steppe_yaml_fault(builder, steppe_yaml_find(entry, "within"), "a share from 0 to 1", NULL,
                          "%g is no share", fact->within);
        return false;
    }
    if (!relation) return steppe_yaml_find(entry, "relation") == NULL;
    for (size_t i = 0; names[i]; i++) {
        fact->relation = (enum steppe_relation)i;
        if (strcmp(names[i], relation->text) == 0) return true;
    }
    steppe_yaml_fault(builder, relation, "about, at_least or at_most",
                      steppe_nearest_of(names, relation->text, relation->length),
                      "unknown relation '%s'", relation->text);
    return false;
}

// The unit in which it is shown, and what is claimed in it.
static bool read_claimed(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                         struct steppe_claim_fact *fact) {
    const struct steppe_yaml *unit = steppe_yaml_get(builder, entry, "unit", true,
                                                     STEPPE_YAML_TEXT);
    const struct steppe_yaml *claimed = steppe_yaml_get(builder, entry, "claimed", true,
                                                        STEPPE_YAML_TEXT);
    if (!unit || !claimed || !read_relation(builder, entry, fact)) return false;
    if (!steppe_builder_unit(builder, unit->text, unit->length, unit->place, unit->source_line,
                             &fact->unit))
        return false;
    fact->unit_text = unit->text;
    const struct steppe_expected expected = {.type = STEPPE_TYPE_NUMBER,
                                             .unit = fact->unit,
                                             .state_variable = UINT32_MAX,
                                             .what = "what is claimed"};
    const struct steppe_program *program = read_program(builder, claimed, &expected);
    if (!program) return false;
    fact->claimed = program->constant_value;
    if (program->constant) return true;
    steppe_yaml_fault(builder, claimed, "a number with its unit", NULL,
                      "what is claimed is no constant");
    return false;
}

// "KIND FROM TO".
static bool read_record(struct steppe_model_builder *builder, const struct steppe_yaml *record,
                        struct steppe_claim_fact *fact) {
    const char *text = record->text;
    size_t at = 0;
    for (size_t word = 0; word < 3; word++) {
        while (text[at] == ' ') at++;
        size_t length = strcspn(text + at, " ");
        if (length == 0 || (word == 2 && text[at + length + strspn(text + at + length, " ")])) {
            steppe_yaml_fault(builder, record, "a kind and two actors: security_aid USA TJK", NULL,
                              "'%s' names no row of ties.csv", text);
            return false;
        }
        if (word == 0) {
            fact->record = steppe_builder_copy(builder, text, length + at);
            if (!fact->record) return false;
            fact->record += at;
        } else {
            uint32_t actor = steppe_builder_find_element(builder, STEPPE_AXIS_ACTOR, text + at,
                                                         length);
            if (actor == UINT32_MAX) {
                steppe_yaml_fault_part(
                    builder, record, at, length, "an actor",
                    steppe_builder_nearest_element(builder, STEPPE_AXIS_ACTOR, text + at, length),
                    "unknown actor '%.*s'", (int)length, text + at);
                return false;
            }
            *(word == 1 ? &fact->from : &fact->to) = (uint16_t)actor;
        }
        at += length;
    }
    return true;
}

// Which of the four ways it is told.
static const struct steppe_yaml *find_way(struct steppe_model_builder *builder,
                                          const struct steppe_yaml *entry) {
    static const char *const ways[] = {"cannot", "holds", "figure", "record", NULL};
    const struct steppe_yaml *found = NULL;
    for (size_t i = 0; ways[i]; i++) {
        const struct steppe_yaml *way = steppe_yaml_find(entry, ways[i]);
        if (found && way) {
            steppe_yaml_fault_key(builder, way, "one of them", NULL,
                                  "a fact has either '%s' or '%s'", found->key, way->key);
            return NULL;
        }
        if (way) found = way;
    }
    if (!found)
        steppe_yaml_fault_key(builder, entry, "figure, holds, record or cannot", NULL,
                              "nothing tells whether this is so");
    return found;
}

static bool read_way(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                     struct steppe_claim_fact *fact) {
    const struct steppe_yaml *way = find_way(builder, entry);
    if (!way || !(way = steppe_yaml_get(builder, entry, way->key, true, STEPPE_YAML_TEXT)))
        return false;
    fact->look = way->text;
    if (strcmp(way->key, "cannot") == 0) {
        fact->cannot = way->text;
        return true;
    }
    if (!steppe_yaml_get_date(builder, entry, "date", true, &fact->date)) return false;
    if (strcmp(way->key, "record") == 0) {
        bool value = steppe_yaml_find(entry, "claimed") != NULL;
        return read_record(builder, way, fact) && (!value || read_claimed(builder, entry, fact));
    }
    if (strcmp(way->key, "holds") == 0) {
        static const struct steppe_expected test = {.type = STEPPE_TYPE_TRUTH,
                                                    .unit = {.factor = 1},
                                                    .state_variable = UINT32_MAX,
                                                    .what = "what holds"};
        fact->holds = read_program(builder, way, &test);
        return fact->holds != NULL;
    }
    if (!read_claimed(builder, entry, fact)) return false;
    const struct steppe_expected number = {.type = STEPPE_TYPE_NUMBER,
                                           .unit = fact->unit,
                                           .state_variable = UINT32_MAX,
                                           .what = "the figure"};
    fact->figure = read_program(builder, way, &number);
    return fact->figure != NULL;
}

static bool read_fact(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                      struct steppe_claim_fact *fact) {
    enum steppe_quality quality;
    int32_t lag;
    *fact = (struct steppe_claim_fact){.name = entry->key, .note = "", .place = entry->key_place};
    if (!steppe_yaml_fields(builder, entry, fact_fields, "a fact")) return false;
    bool good = steppe_yaml_get_text(builder, entry, "text", true, &fact->text);
    (void)steppe_yaml_get_text(builder, entry, "note", false, &fact->note);
    const struct steppe_yaml *source = steppe_yaml_get(builder, entry, "source", true,
                                                       STEPPE_YAML_TEXT);
    if (!source) return false;
    fact->source = source->text;
    good = steppe_builder_source(builder, source->text, source->length, source->place,
                                 source->source_line, &quality, &lag) &&
           good;
    return read_way(builder, entry, fact) && good;
}

bool steppe_dynamics_facts(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                           struct steppe_claim_book *book) {
    if (map->count > FACTS_MAX) {
        steppe_yaml_fault(builder, map, "fewer", NULL, "more than %d facts", FACTS_MAX);
        return true;
    }
    struct steppe_claim_fact *facts = STEPPE_BUILDER_TAKE(builder, map->count,
                                                          struct steppe_claim_fact);
    if (!facts) return false;
    book->facts = facts;
    for (const struct steppe_yaml *entry = map->first; entry; entry = entry->next) {
        if (read_fact(builder, entry, &facts[book->fact_count])) book->fact_count++;
        if (builder->failed) return false;
    }
    return true;
}
