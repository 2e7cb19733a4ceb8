// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// plan_watches: what can happen to a member, by name: the elements of the model's events, then the
// cells whose jumps are told: regimes, and what mechanisms move by chance.
#include <stdio.h>
#include <string.h>

#include "sim/plan_parts.h"

// Beside the regimes. An index that fades tells what came by its rises.
static const struct {
    uint32_t variable;
    enum steppe_watch_rule rule;
} watched[] = {
    {STEPPE_VAR_membership, STEPPE_WATCH_CHANGE},   {STEPPE_VAR_base_access, STEPPE_WATCH_CHANGE},
    {STEPPE_VAR_new_leader, STEPPE_WATCH_CHANGE},   {STEPPE_VAR_unrest_waves, STEPPE_WATCH_COUNT},
    {STEPPE_VAR_border_clashes, STEPPE_WATCH_RISE}, {STEPPE_VAR_attacks, STEPPE_WATCH_RISE},
    {STEPPE_VAR_interventions, STEPPE_WATCH_RISE},
};

static const char *keep(struct steppe_planner *planner, const char *text) {
    char *copy = STEPPE_PLANNER_TAKE(planner, strlen(text) + 1, char);
    if (copy) memcpy(copy, text, strlen(text) + 1);
    return copy;
}

static const char *list_states(struct steppe_planner *planner,
                               const struct steppe_variable *variable) {
    size_t size = 1;
    for (size_t s = 0; s < variable->state_count; s++) size += strlen(variable->state_names[s]) + 1;
    char *text = STEPPE_PLANNER_TAKE(planner, size, char), *to = text;
    for (size_t s = 0; text && s < variable->state_count; s++)
        to += snprintf(to, size - (size_t)(to - text), "%s%s", s > 0 ? " " : "",
                       variable->state_names[s]);
    return text;
}

static bool name_events(struct steppe_planner *planner, struct steppe_subject *subjects) {
    const struct steppe_model *model = planner->model;
    for (size_t e = 0; e < model->event_count; e++) {
        const struct steppe_event *event = &model->events[e];
        const struct steppe_set *set = event->scope.set;
        for (size_t i = 0; i < event->element_count; i++) {
            char name[160];
            if (set)
                (void)snprintf(name, sizeof name, "%s[%s]", event->name,
                               model->axes[set->axis].names[set->members[i]]);
            else
                (void)snprintf(name, sizeof name, "%s", event->name);
            struct steppe_subject *subject = &subjects[planner->plan->events[e].first_element + i];
            *subject = (struct steppe_subject){keep(planner, name), ""};
            if (!subject->name) return false;
        }
    }
    return true;
}

struct growing {
    struct steppe_plan_watch *watches;
    struct steppe_subject *subjects;
    size_t count;
};

static bool watch(struct steppe_planner *planner, uint32_t number, enum steppe_watch_rule rule,
                  struct growing *list) {
    const struct steppe_variable *variable = &planner->model->variables[number];
    if (planner->layout->offsets[number] == STEPPE_NOWHERE) return true;
    const char *states = list_states(planner, variable);
    for (uint32_t cell = 0; cell < planner->layout->cell_counts[number]; cell++) {
        char name[160];
        steppe_model_cell_name(planner->model, number, cell, name, sizeof name);
        double factor = variable->unit.factor > 0 ? variable->unit.factor : 1;
        list->watches[list->count] = (struct steppe_plan_watch){
            planner->layout->offsets[number] + cell, rule, 1 / factor};
        list->subjects[list->count] = (struct steppe_subject){keep(planner, name), states};
        if (!states || !list->subjects[list->count++].name) return false;
    }
    return true;
}

bool steppe_plan_watches(struct steppe_planner *planner) {
    const struct steppe_model *model = planner->model;
    struct steppe_plan *plan = planner->plan;
    size_t most = model->regime_count;
    for (size_t i = 0; i < STEPPE_COUNT(watched); i++)
        most += planner->layout->cell_counts[watched[i].variable];
    struct steppe_subject *subjects = STEPPE_PLANNER_TAKE(planner, plan->event_element_count + most,
                                                          struct steppe_subject);
    struct growing list = {STEPPE_PLANNER_TAKE(planner, most, struct steppe_plan_watch), NULL, 0};
    if (!subjects || !list.watches || !name_events(planner, subjects)) return false;
    list.subjects = subjects + plan->event_element_count;
    for (size_t r = 0; r < model->regime_count; r++)
        if (!watch(planner, model->regimes[r].variable, STEPPE_WATCH_CHANGE, &list)) return false;
    for (size_t i = 0; i < STEPPE_COUNT(watched); i++)
        if (!watch(planner, watched[i].variable, watched[i].rule, &list)) return false;
    plan->watches = list.watches;
    plan->watch_count = list.count;
    plan->subjects = subjects;
    return true;
}
