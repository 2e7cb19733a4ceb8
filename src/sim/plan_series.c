// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// plan_series: which cells are recorded, in which unit, at which months. Influence of each power
// in each host and the hosts' autonomy always; beside them the model's key series.
#include <math.h>
#include <stdio.h>

#include "mechanisms/mechanism.h"
#include "sim/plan_parts.h"

// What a program reads at the start: start values, and the medians of the parameters.
static double load(void *context, const struct steppe_instruction *code) {
    const struct steppe_planner *planner = context;
    const struct steppe_layout *layout = planner->layout;
    if (code->operation == STEPPE_OP_VARIABLE)
        return planner->start[layout->offsets[code->a] + code->b];
    if (code->operation == STEPPE_OP_PARAMETER)
        return steppe_layout_median(layout, code->a, code->b);
    return code->operation == STEPPE_OP_MONTH ? layout->first_month : 0;
}

// Indicators, each after those it reads: their size says where the recorder's bins lie.
static void start_indicators(struct steppe_planner *planner) {
    for (size_t i = 0; i < planner->model->indicator_count; i++) {
        const struct steppe_indicator *indicator = &planner->model->indicators[i];
        const uint32_t offset = planner->layout->offsets[indicator->variable];
        for (size_t cell = 0; cell < indicator->cell_count; cell++) {
            const double value = steppe_program_value(indicator->cells[cell], load, planner);
            planner->start[offset + cell] = isfinite(value) ? value : 0;
        }
    }
}

static void describe(const struct steppe_planner *planner, uint32_t number, size_t cell,
                     struct steppe_series *text) {
    const struct steppe_variable *variable = &planner->model->variables[number];
    steppe_model_cell_name(planner->model, number, cell, text->name, sizeof text->name);
    snprintf(text->unit, sizeof text->unit, "%s", variable->unit_text ? variable->unit_text : "1");
    snprintf(text->variable, sizeof text->variable, "%s", variable->name);
    double factor = variable->unit.factor > 0 ? variable->unit.factor : 1;
    text->scale = 1 / factor;
    text->base = planner->start[planner->layout->offsets[number] + cell] * text->scale;
    if (variable->state_count > 0) {
        text->bin_low = -0.5;
        text->bin_high = (double)STEPPE_BINS - 0.5;
    } else if (variable->low * text->scale == 0 && variable->high * text->scale == 1) {
        text->bin_low = 0;
        text->bin_high = 1;
    }
}

static bool add_variables(struct steppe_planner *planner, const uint32_t *numbers, size_t count) {
    const struct steppe_layout *layout = planner->layout;
    struct steppe_plan *plan = planner->plan;
    size_t cells = 0;
    for (size_t i = 0; i < count; i++) cells += layout->cell_counts[numbers[i]];
    struct steppe_plan_series *series = STEPPE_PLANNER_TAKE(planner, cells,
                                                            struct steppe_plan_series);
    struct steppe_series *texts = STEPPE_PLANNER_TAKE(planner, cells, struct steppe_series);
    if (!series || !texts) return false;
    size_t at = 0;
    for (size_t i = 0; i < count; i++)
        for (uint32_t cell = 0; cell < layout->cell_counts[numbers[i]]; cell++, at++) {
            describe(planner, numbers[i], cell, &texts[at]);
            series[at].cell = layout->offsets[numbers[i]] + cell;
            series[at].scale = texts[at].scale;
        }
    plan->series = series;
    plan->series_texts = texts;
    plan->series_count = at;
    return true;
}

// The last month up to `month` in which the owner of a variable runs.
static int32_t last_due(const struct steppe_plan *plan, uint32_t variable, int32_t month) {
    const uint32_t slot = plan->owner[variable];
    if (slot == 0) return month;
    const struct steppe_mechanism *owner = plan->kernels->mechanisms[slot - 1];
    while (month > 0 && month % owner->every_months != owner->phase) month--;
    return month;
}

// Whether an indicator is a series, or one that is recorded reads it: indicators read earlier ones.
static bool mark_indicators(struct steppe_planner *planner, const uint32_t *numbers, size_t count) {
    const struct steppe_model *model = planner->model;
    bool *recorded = STEPPE_PLANNER_TAKE(planner, model->indicator_count, bool);
    bool *read = STEPPE_PLANNER_TAKE(planner, model->variable_count, bool);
    if (!recorded || !read) return false;
    for (size_t i = 0; i < count; i++) read[numbers[i]] = true;
    for (size_t i = model->indicator_count; i-- > 0;) {
        const struct steppe_indicator *indicator = &model->indicators[i];
        recorded[i] = read[indicator->variable];
        for (size_t cell = 0; cell < indicator->cell_count && recorded[i]; cell++) {
            const struct steppe_program *program = indicator->cells[cell];
            for (size_t c = 0; c < program->instruction_count; c++)
                if (program->code[c].operation == STEPPE_OP_VARIABLE)
                    read[program->code[c].a] = true;
        }
    }
    planner->plan->indicators_recorded = recorded;
    return true;
}

bool steppe_plan_series(struct steppe_planner *planner) {
    const struct steppe_model *model = planner->model;
    struct steppe_plan *plan = planner->plan;
    uint32_t *numbers = STEPPE_PLANNER_TAKE(planner, model->key_series_count + 2, uint32_t);
    int32_t *dates = STEPPE_PLANNER_TAKE(planner, (size_t)plan->month_count, int32_t);
    bool *viewed = STEPPE_PLANNER_TAKE(planner, (size_t)plan->month_count, bool);
    if (!numbers || !dates || !viewed) return false;
    size_t count = 0;
    start_indicators(planner);
    numbers[count++] = STEPPE_VAR_influence;
    numbers[count++] = STEPPE_VAR_autonomy;
    for (size_t i = 0; i < model->key_series_count; i++) {
        uint32_t number = model->key_series[i];
        bool known = planner->layout->offsets[number] == STEPPE_NOWHERE;
        for (size_t j = 0; j < count; j++) known |= numbers[j] == number;
        if (!known) numbers[count++] = number;
        plan->details_monthly |= model->variables[number].kind == STEPPE_DETAIL;
    }
    for (int32_t month = plan->run_in_months; month < plan->month_count; month++)
        if (month % 3 == 2 || month == plan->month_count - 1) dates[plan->date_count++] = month;
    plan->dates = dates;
    if (plan->options.answers_only) { // the last value of one cell tells which members failed
        plan->dates = dates + plan->date_count - 1;
        plan->date_count = count = 1;
    }
    plan->viewed = viewed;
    for (size_t d = 0; d < plan->date_count; d++)
        viewed[last_due(plan, STEPPE_VAR_influence, plan->dates[d])] = true;
    if (plan->options.channels) {
        plan->probe_first = planner->layout->offsets[STEPPE_VAR_tie_score];
        plan->probe_count = planner->layout->cell_counts[STEPPE_VAR_tie_score];
        plan->probe_months[0] = last_due(plan, STEPPE_VAR_tie_score, dates[0]);
        plan->probe_months[1] = last_due(plan, STEPPE_VAR_tie_score, dates[plan->date_count - 1]);
    }
    if (!mark_indicators(planner, numbers, count)) return false;
    if (!add_variables(planner, numbers, count)) return false;
    if (plan->options.answers_only) plan->series_count = 1;
    return true;
}
