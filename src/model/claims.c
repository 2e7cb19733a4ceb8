// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// claims: claims.yaml -> model->claims. An experiment is a bundled scenario or a list of changes; a
// link is switched off by effects that hold from the model's start on.
#include "model/claims.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/dynamics.h"

#define CLAIMS_MAX 100
#define FORECASTS_MAX 1000

static const char *const claim_fields[] = {
    "title", "assumed",    "open",     "against", "missing",  "given_text",
    "given", "experiment", "scenario", "changes", "measured", "measure",
    "unit",  "expected",   "link",     "off",     NULL};

// A name under which a run knows a part of a claim; names of scenarios have no colon.
static const char *part_name(struct steppe_model_builder *builder, const char *claim,
                             const char *part) {
    const size_t size = strlen(claim) + strlen(part) + 2;
    char *name = STEPPE_BUILDER_TAKE(builder, size, char);
    if (!name) return claim;
    snprintf(name, size, "%s:%s", claim, part);
    return name;
}

static bool begin_part(struct steppe_model_builder *builder, const struct steppe_claim *claim,
                       const char *part, struct steppe_scenario *scenario) {
    *scenario = (struct steppe_scenario){.name = part_name(builder, claim->name, part),
                                         .summary = "",
                                         .text = "",
                                         .place = claim->place};
    return !builder->failed;
}

// A list of changes; false only when the machine refuses.
static bool read_changes(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                         const char *key, bool required, struct steppe_scenario *scenario) {
    const struct steppe_yaml *list = steppe_yaml_get(builder, entry, key, required,
                                                     STEPPE_YAML_LIST);
    if (!list) return !builder->failed;
    if (list->count > 0) return steppe_dynamics_changes(builder, list, scenario);
    steppe_yaml_fault(builder, list, "at least one change", NULL, "'%s' changes nothing", key);
    return !builder->failed;
}

// `scenario`, the name of a bundled one, or `changes`.
static bool read_experiment(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                            struct steppe_claim *claim) {
    const struct steppe_yaml *named = steppe_yaml_find(entry, "scenario");
    if (!named) return read_changes(builder, entry, "changes", true, &claim->experiment);
    if (steppe_yaml_find(entry, "changes")) {
        steppe_yaml_fault_key(builder, named, "one of them", NULL,
                              "an experiment has either 'scenario' or 'changes'");
        return true;
    }
    named = steppe_yaml_get(builder, entry, "scenario", true, STEPPE_YAML_TEXT);
    if (!named) return !builder->failed;
    struct steppe_nearest nearest = steppe_nearest_begin(named->text, named->length);
    for (size_t s = 0; s < builder->model->scenario_count; s++) {
        const struct steppe_scenario *scenario = &builder->model->scenarios[s];
        steppe_nearest_try(&nearest, scenario->name);
        if (strcmp(scenario->name, named->text) != 0) continue;
        claim->experiment.changes = scenario->changes;
        claim->experiment.change_count = scenario->change_count;
        return true;
    }
    steppe_yaml_fault(builder, named, "a scenario of the model", nearest.name,
                      "unknown scenario '%s'", named->text);
    return true;
}

// What switches the link off: effects, put into one change from the model's start on.
static bool read_off(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                     struct steppe_scenario *off) {
    static const char *const fields[] = {"set", "add", "scale", "to", "by", "for", NULL};
    const struct steppe_yaml *list = steppe_yaml_get(builder, entry, "off", true, STEPPE_YAML_LIST);
    struct steppe_change *change = STEPPE_BUILDER_TAKE(builder, 1, struct steppe_change);
    struct steppe_effect_list effects = {0};
    struct steppe_loops none = {0};
    if (!list || !change) return !builder->failed;
    if (list->count == 0)
        steppe_yaml_fault(builder, list, "what switches the link off", NULL,
                          "'off' changes nothing");
    for (const struct steppe_yaml *item = list->first; item; item = item->next) {
        size_t before = builder->findings->error_count;
        if (!steppe_yaml_fields(builder, item, fields, "a change of 'off'") ||
            builder->findings->error_count > before)
            continue;
        (void)steppe_dynamics_effect(builder, item, STEPPE_EFFECT_OF_CHANGE, &none, 0, &effects);
        if (builder->failed) return false;
    }
    *change = (struct steppe_change){.at = builder->model->start,
                                     .effects = effects.items,
                                     .effect_count = effects.count,
                                     .place = list->place};
    off->changes = change;
    off->change_count = 1;
    return true;
}

static void read_measure(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                         struct steppe_claim *claim) {
    const struct steppe_yaml *ask = steppe_yaml_get(builder, entry, "measure", true,
                                                    STEPPE_YAML_TEXT);
    const struct steppe_yaml *unit = steppe_yaml_get(builder, entry, "unit", true,
                                                     STEPPE_YAML_TEXT);
    if (!unit || !steppe_builder_unit(builder, unit->text, unit->length, unit->place,
                                      unit->source_line, &claim->unit))
        return;
    claim->unit_text = unit->text;
    if (!ask) return;
    claim->ask = ask->text;
    if (!ask->exact)
        steppe_yaml_fault(builder, ask, "the whole of it on one line", NULL,
                          "an expression does not go over several lines");
    else
        (void)steppe_measure_compile(builder, ask->text, ask->length, ask->place, ask->source_line,
                                     claim->unit, &claim->measure);
}

static void read_expected(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                          struct steppe_claim *claim) {
    const struct steppe_yaml *sign = steppe_yaml_get(builder, entry, "expected", true,
                                                     STEPPE_YAML_TEXT);
    if (!sign) return;
    claim->rises = strcmp(sign->text, "rises") == 0;
    if (!claim->rises && strcmp(sign->text, "falls") != 0)
        steppe_yaml_fault(builder, sign, "rises or falls", NULL, "'%s' is no direction",
                          sign->text);
}

static void read_texts(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                       struct steppe_claim *claim) {
    bool given = steppe_yaml_find(entry, "given") != NULL;
    (void)steppe_yaml_get_text(builder, entry, "title", true, &claim->title);
    (void)steppe_yaml_get_text(builder, entry, "assumed", true, &claim->assumed);
    (void)steppe_yaml_get_text(builder, entry, "open", true, &claim->open);
    (void)steppe_yaml_get_text(builder, entry, "against", false, &claim->against);
    (void)steppe_yaml_get_text(builder, entry, "missing", false, &claim->missing);
    (void)steppe_yaml_get_text(builder, entry, "given_text", given, &claim->given_text);
    (void)steppe_yaml_get_text(builder, entry, "experiment", true, &claim->experiment_text);
    (void)steppe_yaml_get_text(builder, entry, "link", true, &claim->link_text);
    (void)steppe_yaml_get_text(builder, entry, "measured", true, &claim->measured);
}

// False only when the machine refuses; *good: nothing was wrong.
static bool read_claim(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                       struct steppe_claim *claim, bool *good) {
    size_t before = builder->findings->error_count;
    *good = false;
    *claim = (struct steppe_claim){.name = entry->key, .place = entry->key_place};
    if (!steppe_yaml_fields(builder, entry, claim_fields, "a claim")) return !builder->failed;
    if (!begin_part(builder, claim, "given", &claim->given) ||
        !begin_part(builder, claim, "experiment", &claim->experiment) ||
        !begin_part(builder, claim, "off", &claim->off))
        return false;
    read_texts(builder, entry, claim);
    read_measure(builder, entry, claim);
    read_expected(builder, entry, claim);
    if (!read_changes(builder, entry, "given", false, &claim->given) ||
        !read_experiment(builder, entry, claim) || !read_off(builder, entry, &claim->off))
        return false;
    *good = builder->findings->error_count == before;
    return !builder->failed;
}

static bool read_claims(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                        struct steppe_claim_book *book) {
    if (map->count > CLAIMS_MAX) {
        steppe_yaml_fault(builder, map, "fewer", NULL, "more than %d claims", CLAIMS_MAX);
        return true;
    }
    struct steppe_claim *claims = STEPPE_BUILDER_TAKE(builder, map->count, struct steppe_claim);
    if (!claims) return false;
    book->claims = claims;
    for (const struct steppe_yaml *entry = map->first; entry; entry = entry->next) {
        bool good;
        if (!read_claim(builder, entry, &claims[book->claim_count], &good)) return false;
        if (good) book->claim_count++;
    }
    return true;
}

// ---- forecasts ----------------------------------------------------------------------------------

static bool find_question(struct steppe_model_builder *builder, const struct steppe_yaml *name,
                          uint32_t *number) {
    for (*number = 0; *number < builder->model->question_count; ++*number)
        if (strcmp(builder->model->questions[*number].name, name->text) == 0) return true;
    struct steppe_nearest nearest = steppe_nearest_begin(name->text, name->length);
    for (size_t q = 0; q < builder->model->question_count; q++)
        steppe_nearest_try(&nearest, builder->model->questions[q].name);
    steppe_yaml_fault(builder, name, "a question of questions.yaml", nearest.name,
                      "unknown question '%s'", name->text);
    return false;
}

static bool read_forecast(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                          struct steppe_forecast *forecast) {
    static const char *const fields[] = {"text", "source", "question", "resolved", NULL};
    enum steppe_quality quality;
    int32_t lag;
    *forecast = (struct steppe_forecast){.name = entry->key, .place = entry->key_place};
    if (!steppe_yaml_fields(builder, entry, fields, "a forecast")) return false;
    bool good = steppe_yaml_get_text(builder, entry, "text", true, &forecast->text);
    const struct steppe_yaml *source = steppe_yaml_get(builder, entry, "source", true,
                                                       STEPPE_YAML_TEXT);
    bool over = steppe_yaml_find(entry, "resolved") != NULL;
    const struct steppe_yaml *question = steppe_yaml_get(builder, entry, "question", !over,
                                                         STEPPE_YAML_TEXT);
    if (!source) return false;
    forecast->source = source->text;
    good = steppe_builder_source(builder, source->text, source->length, source->place,
                                 source->source_line, &quality, &lag) &&
           good;
    forecast->question = UINT32_MAX;
    if (over && question) {
        steppe_yaml_fault_key(builder, question, "one of them", NULL,
                              "a forecast has either 'question' or 'resolved'");
        return false;
    }
    if (over)
        return steppe_yaml_get_text(builder, entry, "resolved", true, &forecast->resolved) && good;
    return question && find_question(builder, question, &forecast->question) && good;
}

static bool read_forecasts(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                           struct steppe_claim_book *book) {
    if (map->count > FORECASTS_MAX) {
        steppe_yaml_fault(builder, map, "fewer", NULL, "more than %d forecasts", FORECASTS_MAX);
        return true;
    }
    struct steppe_forecast *forecasts = STEPPE_BUILDER_TAKE(builder, map->count,
                                                            struct steppe_forecast);
    if (!forecasts) return false;
    book->forecasts = forecasts;
    for (const struct steppe_yaml *entry = map->first; entry; entry = entry->next) {
        if (read_forecast(builder, entry, &forecasts[book->forecast_count])) book->forecast_count++;
        if (builder->failed) return false;
    }
    return true;
}

bool steppe_dynamics_claims(struct steppe_model_builder *builder, const struct steppe_yaml *root) {
    static const char *const fields[] = {"claims", "facts", "forecasts", NULL};
    if (!root || root->count == 0) return true;
    if (!steppe_yaml_fields(builder, root, fields, "a file of claims")) return !builder->failed;
    struct steppe_claim_book *book = STEPPE_BUILDER_TAKE(builder, 1, struct steppe_claim_book);
    if (!book) return false;
    builder->model->claims = book;
    const struct steppe_yaml *claims = steppe_yaml_get(builder, root, "claims", false,
                                                       STEPPE_YAML_MAP);
    const struct steppe_yaml *facts = steppe_yaml_get(builder, root, "facts", false,
                                                      STEPPE_YAML_MAP);
    const struct steppe_yaml *forecasts = steppe_yaml_get(builder, root, "forecasts", false,
                                                          STEPPE_YAML_MAP);
    if (claims && !read_claims(builder, claims, book)) return false;
    if (facts && !steppe_dynamics_facts(builder, facts, book)) return false;
    if (forecasts && !read_forecasts(builder, forecasts, book)) return false;
    return !builder->failed;
}
