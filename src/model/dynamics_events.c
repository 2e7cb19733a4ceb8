// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// dynamics_events: events.yaml -> hazards and effects per element of a scope.
#include "model/dynamics.h"

// One of an element. A constant beyond the most is a fault here; another fails the member in which
// it arises.
static const struct steppe_program *read_hazard(struct steppe_model_builder *builder,
                                                const struct steppe_yaml *entry,
                                                const struct steppe_loops *loops) {
    const struct steppe_program *hazard = steppe_dynamics_rate(builder, entry, loops, "a hazard");
    if (!hazard || !hazard->constant || hazard->constant_value <= STEPPE_HAZARD_MOST) return hazard;
    steppe_yaml_fault(builder, entry, "12 1/year or less, once a month on the average", NULL,
                      "a hazard of %g a year is too high", hazard->constant_value);
    return NULL;
}

static bool read_elements(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                          struct steppe_event *event) {
    const struct steppe_yaml *hazard = steppe_yaml_get(builder, entry, "hazard", true,
                                                       STEPPE_YAML_TEXT);
    const struct steppe_program **hazards = STEPPE_BUILDER_TAKE(builder, event->element_count,
                                                                const struct steppe_program *);
    struct steppe_effect_list effects = {0};
    if (!hazards) return false;
    event->hazards = hazards;
    bool hazard_good = hazard != NULL, effects_good = true;
    for (size_t i = 0; i < event->element_count; i++) {
        struct steppe_loops loops = steppe_scope_loops(&event->scope, i, NULL);
        // A fault of one element is the fault of the text: once is enough.
        if (hazard_good) hazards[i] = read_hazard(builder, hazard, &loops);
        hazard_good = hazard_good && hazards[i];
        if (effects_good)
            effects_good = steppe_dynamics_effects(builder, entry, STEPPE_EFFECT_OF_EVENT, &loops,
                                                   (int32_t)i, &effects);
        if (builder->failed) return false;
    }
    steppe_dynamics_overlaps(builder, &effects, NULL);
    event->effects = effects.items;
    event->effect_count = effects.count;
    return !builder->failed;
}

static bool read_event(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                       struct steppe_event *event) {
    static const char *const fields[] = {"summary", "for", "hazard", "cooldown", "effects", NULL};
    event->name = entry->key;
    event->summary = "";
    event->place = entry->key_place;
    if (!steppe_yaml_fields(builder, entry, fields, "an event")) return true;
    (void)steppe_yaml_get_text(builder, entry, "summary", true, &event->summary);
    if (steppe_yaml_find(entry, "cooldown"))
        (void)steppe_yaml_get_months(builder, entry, "cooldown", true, &event->cooldown_months);
    (void)steppe_yaml_get(builder, entry, "effects", true, STEPPE_YAML_LIST);
    if (!steppe_dynamics_scope(builder, entry, &event->scope)) return !builder->failed;
    event->element_count = steppe_scope_count(&event->scope);
    return read_elements(builder, entry, event);
}

bool steppe_dynamics_events(struct steppe_model_builder *builder, const struct steppe_yaml *root) {
    if (!root || root->count == 0) return true;
    struct steppe_event *events = STEPPE_BUILDER_TAKE(builder, root->count, struct steppe_event);
    if (!events) return false;
    builder->model->events = events;
    for (const struct steppe_yaml *entry = root->first; entry; entry = entry->next)
        if (!read_event(builder, entry, &events[builder->model->event_count++])) return false;
    return true;
}
