// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// plan_programs: a list of every program of a model: rates, hazards, values of effects, tests,
// probabilities, indicators. The plan needs their longest lags and most registers.
#include "sim/plan_parts.h"

struct list {
    const struct steppe_program **items; // NULL: only counted
    size_t count;
};

static void add(struct list *list, const struct steppe_program *program) {
    if (!program) return;
    if (list->items) list->items[list->count] = program;
    list->count++;
}

static void add_effects(struct list *list, const struct steppe_effect *effects, size_t count) {
    for (size_t i = 0; i < count; i++) add(list, effects[i].value);
}

static void add_scenario(struct list *list, const struct steppe_scenario *scenario) {
    for (size_t c = 0; c < scenario->change_count; c++) {
        const struct steppe_change *change = &scenario->changes[c];
        add(list, change->when);
        add(list, change->probability);
        add_effects(list, change->effects, change->effect_count);
    }
}

// What moves the world.
static void add_movers(struct list *list, const struct steppe_model *model,
                       const struct steppe_plan_options *options) {
    for (size_t r = 0; r < model->regime_count; r++) {
        const struct steppe_regime *regime = &model->regimes[r];
        size_t states = regime->state_count;
        for (size_t i = 0; i < states * states; i++) add(list, regime->rates[i]);
        for (size_t s = 0; s < states; s++)
            add_effects(list, regime->states[s].effects, regime->states[s].effect_count);
    }
    for (size_t e = 0; e < model->event_count; e++) {
        const struct steppe_event *event = &model->events[e];
        for (size_t i = 0; i < event->element_count; i++) add(list, event->hazards[i]);
        add_effects(list, event->effects, event->effect_count);
    }
    for (size_t s = 0; s < model->scenario_count; s++) add_scenario(list, &model->scenarios[s]);
    for (size_t s = 0; s < options->own_scenario_count; s++)
        add_scenario(list, &options->own_scenarios[s]);
}

// What looks at it month by month, and so needs indicators as often.
static void add_questions(struct list *list, const struct steppe_plan_options *options) {
    for (size_t q = 0; q < options->question_count; q++) {
        const struct steppe_statement *statement = options->questions[q].statement;
        add(list, statement->outer);
        for (size_t r = 0; r < statement->reducer_count; r++)
            add(list, statement->reducers[r].value);
    }
}

static void add_indicators(struct list *list, const struct steppe_model *model) {
    for (size_t i = 0; i < model->indicator_count; i++)
        for (size_t c = 0; c < model->indicators[i].cell_count; c++)
            add(list, model->indicators[i].cells[c]);
}

bool steppe_plan_programs(struct steppe_planner *planner,
                          const struct steppe_program *const **programs, size_t *count,
                          size_t *mover_count) {
    struct list list = {NULL, 0};
    add_movers(&list, planner->model, &planner->plan->options);
    add_questions(&list, &planner->plan->options);
    *mover_count = list.count;
    add_indicators(&list, planner->model);
    list.items = STEPPE_PLANNER_TAKE(planner, list.count, const struct steppe_program *);
    if (!list.items) return false;
    list.count = 0;
    add_movers(&list, planner->model, &planner->plan->options);
    add_questions(&list, &planner->plan->options);
    add_indicators(&list, planner->model);
    *programs = list.items;
    *count = list.count;
    return true;
}
