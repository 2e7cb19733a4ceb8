// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// dynamics_scenarios: scenarios/NAME.yaml -> dated or triggered changes.
#include "model/dynamics.h"

#include <string.h>

static const char *const change_fields[] = {"at",  "when",  "until", "ramp", "probability", "set",
                                            "add", "scale", "to",    "by",   "for",         NULL};

// `at` or `when`: one of them.
static bool read_begin(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                       struct steppe_change *change) {
    const struct steppe_yaml *at = steppe_yaml_find(map, "at"),
                             *when = steppe_yaml_find(map, "when");
    if (at && when) {
        steppe_yaml_fault_key(builder, when, "a date or a test", NULL,
                              "'at' and 'when' in one change");
        return false;
    }
    if (!at && !when) {
        steppe_yaml_fault(builder, map, "at: a date, or when: a test", NULL,
                          "this change never begins");
        return false;
    }
    if (at) return steppe_yaml_get_date(builder, map, "at", true, &change->at);
    struct steppe_expected test = {.type = STEPPE_TYPE_TRUTH,
                                   .unit = {.factor = 1},
                                   .state_variable = UINT32_MAX,
                                   .what = "when it begins"};
    change->when = steppe_dynamics_compile(builder, when, NULL, &test);
    return change->when != NULL;
}

static bool read_end(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                     struct steppe_change *change) {
    if (!steppe_yaml_find(map, "until")) return true;
    if (!steppe_yaml_get_date(builder, map, "until", true, &change->until)) return false;
    if (!change->at.year || steppe_date_month(change->until) > steppe_date_month(change->at))
        return true;
    steppe_yaml_fault(builder, steppe_yaml_find(map, "until"), "a later month than that of 'at'",
                      NULL, "this change ends before it begins");
    return false;
}

static bool read_probability(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                             struct steppe_change *change) {
    const struct steppe_yaml *entry = steppe_yaml_find(map, "probability");
    struct steppe_expected number = {.type = STEPPE_TYPE_NUMBER,
                                     .unit = {.factor = 1},
                                     .state_variable = UINT32_MAX,
                                     .what = "a probability"};
    if (!entry) return true;
    change->probability = steppe_dynamics_compile(builder, entry, NULL, &number);
    if (!change->probability) return false;
    double value = change->probability->constant_value;
    if (!change->probability->constant || (value >= 0 && value <= 1)) return true;
    steppe_yaml_fault(builder, entry, "0 to 1", NULL, "%g is no probability", value);
    return false;
}

// False only when the machine refuses; *good: nothing was wrong.
static bool read_change(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                        struct steppe_change *change, bool *good) {
    size_t before = builder->findings->error_count;
    struct steppe_loops none = {0};
    struct steppe_effect_list effects = {0};
    *good = false;
    change->place = map->place;
    if (!steppe_yaml_fields(builder, map, change_fields, "a change")) return !builder->failed;
    (void)(read_begin(builder, map, change) && read_end(builder, map, change));
    if (steppe_yaml_find(map, "ramp"))
        (void)steppe_yaml_get_months(builder, map, "ramp", true, &change->ramp_months);
    (void)read_probability(builder, map, change);
    (void)steppe_dynamics_effect(builder, map, STEPPE_EFFECT_OF_CHANGE, &none, 0, &effects);
    change->effects = effects.items;
    change->effect_count = effects.count;
    for (size_t i = 0; i < effects.count; i++) {
        const struct steppe_effect *effect = &effects.items[i];
        if (!change->ramp_months || effect->is_param) continue;
        if (builder->variables[effect->target].state_count == 0) continue;
        steppe_yaml_fault_key(builder, steppe_yaml_find(map, "ramp"), "a change without it", NULL,
                              "a state changes at once: it has no ramp");
        break;
    }
    *good = builder->findings->error_count == before;
    return !builder->failed;
}

// Sets of two changes on one cell. A change that waits for a test may come at any time.
static void warn_overlaps(struct steppe_model_builder *builder,
                          const struct steppe_scenario *scenario) {
    struct steppe_effect_list all = {0};
    for (size_t i = 0; i < scenario->change_count; i++)
        all.count += scenario->changes[i].effect_count;
    all.items = STEPPE_BUILDER_TAKE(builder, all.count, struct steppe_effect);
    struct steppe_effect_span *spans = STEPPE_BUILDER_TAKE(builder, all.count,
                                                           struct steppe_effect_span);
    if (!all.items || !spans) return;
    size_t at = 0;
    for (size_t i = 0; i < scenario->change_count; i++) {
        const struct steppe_change *change = &scenario->changes[i];
        int32_t from = change->at.year ? steppe_date_month(change->at) : 0;
        int32_t until = change->until.year ? steppe_date_month(change->until) : INT32_MAX;
        for (size_t e = 0; e < change->effect_count; e++, at++) {
            all.items[at] = change->effects[e];
            spans[at] = (struct steppe_effect_span){from, until};
        }
    }
    steppe_dynamics_overlaps(builder, &all, spans);
}

bool steppe_dynamics_changes(struct steppe_model_builder *builder, const struct steppe_yaml *list,
                             struct steppe_scenario *scenario) {
    struct steppe_change *changes = STEPPE_BUILDER_TAKE(builder, list->count, struct steppe_change);
    if (!changes) return false;
    scenario->changes = changes;
    for (const struct steppe_yaml *entry = list->first; entry; entry = entry->next) {
        bool good;
        if (!read_change(builder, entry, &changes[scenario->change_count], &good)) return false;
        if (good)
            scenario->change_count++;
        else
            changes[scenario->change_count] = (struct steppe_change){0};
    }
    warn_overlaps(builder, scenario);
    return !builder->failed;
}

bool steppe_dynamics_scenario(struct steppe_model_builder *builder, const struct steppe_yaml *root,
                              const struct steppe_file *file, const char *name,
                              struct steppe_scenario *scenario) {
    static const char *const fields[] = {"summary", "changes", NULL};
    *scenario = (struct steppe_scenario){
        .name = name, .summary = "", .text = file->text, .place = {.file = file->name}};
    if (!steppe_yaml_fields(builder, root, fields, "a scenario")) return !builder->failed;
    (void)steppe_yaml_get_text(builder, root, "summary", true, &scenario->summary);
    const struct steppe_yaml *list = steppe_yaml_get(builder, root, "changes", true,
                                                     STEPPE_YAML_LIST);
    return list ? steppe_dynamics_changes(builder, list, scenario) : !builder->failed;
}
