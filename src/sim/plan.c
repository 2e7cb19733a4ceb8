// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// plan: puts the parts of a plan together, and holds the mechanisms to the order of a month.
#include "sim/plan.h"

#include <string.h>

#include "sim/plan_parts.h"

const struct steppe_plan_options steppe_plan_at_rest = {
    .members = 2,
    .seed = 1,
    .fix_parameters = true,
    .fix_noise = true,
    .no_events = true,
    .no_regime_moves = true,
    .no_run_in = true,
};

static bool refuse(struct steppe_planner *planner, enum steppe_code code, const char *text) {
    return steppe_error_set(planner->error, code, (struct steppe_place){0}, "%s", text);
}

void *steppe_planner_take(struct steppe_planner *planner, size_t count, size_t size) {
    void *memory = steppe_arena_take(planner->arena, count > 0 ? count : 1, size);
    if (!memory && !refuse(planner, STEPPE_CODE_MEMORY, "no memory for the plan of a run"))
        return NULL;
    return memory;
}

// ---- the order of a month -----------------------------------------------------------------------
static bool wrong_order(struct steppe_planner *planner, uint32_t mechanism, uint32_t variable,
                        const char *what) {
    return steppe_error_set(planner->error, STEPPE_CODE_RUN, (struct steppe_place){0},
                            "mechanism %s: %s %s", planner->kernels->mechanisms[mechanism]->name,
                            planner->model->variables[variable].name, what);
}

// Uses of all mechanisms against their order; fills plan->owner.
static bool check_order(struct steppe_planner *planner) {
    const struct steppe_kernels *kernels = planner->kernels;
    uint32_t *owner = STEPPE_PLANNER_TAKE(planner, planner->model->variable_count, uint32_t);
    if (!owner) return false;
    for (uint32_t k = 0; k < kernels->mechanism_count; k++)
        for (size_t u = 0; u < kernels->mechanisms[k]->use_count; u++) {
            const struct steppe_use *use = &kernels->mechanisms[k]->uses[u];
            if (use->access != STEPPE_OWN) continue;
            if (owner[use->variable] != 0)
                return wrong_order(planner, k, use->variable, "has another owner already");
            owner[use->variable] = k + 1;
        }
    for (uint32_t k = 0; k < kernels->mechanism_count; k++)
        for (size_t u = 0; u < kernels->mechanisms[k]->use_count; u++) {
            const struct steppe_use *use = &kernels->mechanisms[k]->uses[u];
            uint32_t slot = owner[use->variable];
            if (use->access == STEPPE_READ && slot > k)
                return wrong_order(planner, k, use->variable,
                                   "is read before its owner has written it");
            if (use->access == STEPPE_LAST && slot != 0 && slot < k + 1)
                return wrong_order(planner, k, use->variable,
                                   "is taken for last month's, but its owner came earlier");
            if (use->access == STEPPE_ADD && (slot == 0 || slot == k + 1))
                return wrong_order(planner, k, use->variable, "has no other owner to add to");
        }
    planner->plan->owner = owner;
    planner->plan->slot_count = (uint32_t)kernels->mechanism_count + 1;
    return true;
}

// ---- layout -------------------------------------------------------------------------------------
static bool make_layout(struct steppe_planner *planner) {
    const struct steppe_kernels *kernels = planner->kernels;
    const struct steppe_program *const *programs;
    size_t program_count, mover_count, wish_count = 0;
    if (!steppe_plan_programs(planner, &programs, &program_count, &mover_count)) return false;
    for (size_t k = 0; k < kernels->mechanism_count; k++)
        wish_count += kernels->mechanisms[k]->use_count;
    for (size_t p = 0; p < program_count; p++) wish_count += programs[p]->instruction_count;
    struct steppe_layout_wish *wishes = STEPPE_PLANNER_TAKE(planner, wish_count,
                                                            struct steppe_layout_wish);
    if (!wishes) return false;
    wish_count = 0;
    for (size_t k = 0; k < kernels->mechanism_count; k++)
        for (size_t u = 0; u < kernels->mechanisms[k]->use_count; u++) {
            const struct steppe_use *use = &kernels->mechanisms[k]->uses[u];
            wishes[wish_count++] = (struct steppe_layout_wish){use->variable, use->lag_months,
                                                               use->base};
        }
    uint32_t registers = 1;
    bool indicators_view = false;
    for (size_t p = 0; p < program_count; p++) {
        if (programs[p]->register_count > registers) registers = programs[p]->register_count;
        for (size_t i = 0; i < programs[p]->instruction_count; i++) {
            const struct steppe_instruction *instruction = &programs[p]->code[i];
            if (instruction->operation != STEPPE_OP_VARIABLE) continue;
            // Indicators that only feed indicators need not be known every month.
            enum steppe_kind kind = planner->model->variables[instruction->a].kind;
            bool derived = kind == STEPPE_INDICATOR;
            planner->plan->details_monthly |= kind == STEPPE_DETAIL;
            const bool between = p < mover_count || instruction->c > 0;
            planner->plan->views_monthly |= kind == STEPPE_VIEW && between;
            indicators_view |= kind == STEPPE_VIEW;
            planner->plan->indicators_monthly |= derived && between;
            if (instruction->c > 0)
                wishes[wish_count++] = (struct steppe_layout_wish){instruction->a, instruction->c,
                                                                   false};
        }
    }
    planner->plan->views_monthly |= planner->plan->indicators_monthly && indicators_view;
    planner->plan->register_count = registers;
    bool fixed = planner->plan->options.fix_parameters;
    if (!(fixed ? steppe_layout_make_fixed : steppe_layout_make)(
            planner->model, wishes, wish_count, planner->arena, &planner->layout, planner->error))
        return false;
    planner->plan->layout = planner->layout;
    return true;
}

// ---- dates --------------------------------------------------------------------------------------
#define DEFAULT_MONTHS 120
#define MONTHS_MAX 1200

static bool set_dates(struct steppe_planner *planner) {
    struct steppe_plan *plan = planner->plan;
    struct steppe_layout *layout = planner->layout;
    int32_t start = plan->options.start;
    if (start == 0) start = steppe_date_month(planner->model->start);
    int32_t until = plan->options.until;
    if (until == 0) until = start + DEFAULT_MONTHS - 1;
    if (until < start)
        return steppe_error_set(planner->error, STEPPE_CODE_RANGE, (struct steppe_place){0},
                                "the run ends before it starts: it ends in %d-%02d and starts in "
                                "%d-%02d",
                                until / 12, until % 12 + 1, start / 12, start % 12 + 1);
    if (until - start >= MONTHS_MAX)
        return refuse(planner, STEPPE_CODE_RANGE, "the run is longer than 100 years");
    planner->known_month = start;
    if (!steppe_plan_base_year(planner)) return false;
    layout->first_month = (layout->base_year + 1) * 12;
    if (plan->options.no_run_in) {
        until = until - start + layout->first_month;
        start = layout->first_month;
    }
    if (start < layout->first_month)
        return refuse(planner, STEPPE_CODE_RANGE, "the start lies before the end of the base year");
    layout->free_month = start;
    layout->end_month = until + 1;
    plan->options.start = start;
    plan->options.until = until;
    plan->month_count = layout->end_month - layout->first_month;
    plan->run_in_months = layout->free_month - layout->first_month;
    return true;
}

// ---- what moves ---------------------------------------------------------------------------------
static void touch(struct steppe_planner *planner, const struct steppe_effect *effects,
                  size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (effects[i].is_param || planner->layout->offsets[effects[i].target] == STEPPE_NOWHERE)
            continue;
        planner->touched[planner->layout->offsets[effects[i].target] + effects[i].cell] = 1;
    }
}

static void touch_scenarios(struct steppe_planner *planner, const struct steppe_scenario *scenarios,
                            size_t count) {
    for (size_t s = 0; s < count; s++)
        for (size_t c = 0; c < scenarios[s].change_count; c++)
            touch(planner, scenarios[s].changes[c].effects, scenarios[s].changes[c].effect_count);
}

// A variable that somebody owns moves, until its owner says which cells of it do.
static bool find_moving(struct steppe_planner *planner) {
    const struct steppe_model *model = planner->model;
    const struct steppe_layout *layout = planner->layout;
    planner->touched = STEPPE_PLANNER_TAKE(planner, layout->state_cells, uint8_t);
    planner->moving = STEPPE_PLANNER_TAKE(planner, layout->state_cells, uint8_t);
    if (!planner->touched || !planner->moving) return false;
    for (size_t r = 0; r < model->regime_count; r++)
        for (size_t s = 0; s < model->regimes[r].state_count; s++)
            touch(planner, model->regimes[r].states[s].effects,
                  model->regimes[r].states[s].effect_count);
    for (size_t e = 0; e < model->event_count; e++)
        touch(planner, model->events[e].effects, model->events[e].effect_count);
    touch_scenarios(planner, model->scenarios, model->scenario_count);
    touch_scenarios(planner, planner->plan->options.own_scenarios,
                    planner->plan->options.own_scenario_count);
    for (uint32_t v = 0; v < model->variable_count; v++) {
        if (layout->offsets[v] == STEPPE_NOWHERE) continue;
        // Regimes move their states, and indicators are computed.
        const enum steppe_kind kind = model->variables[v].kind;
        const bool owned = planner->plan->owner[v] != 0 || kind == STEPPE_STATE ||
                           kind == STEPPE_INDICATOR;
        for (uint32_t c = layout->offsets[v]; c < layout->offsets[v] + layout->cell_counts[v]; c++)
            planner->moving[c] = owned || planner->touched[c];
    }
    return true;
}

// The owner of sparse variables is about to say which cells it moves.
static void forget_sparse(struct steppe_planner *planner,
                          const struct steppe_mechanism *mechanism) {
    const struct steppe_layout *layout = planner->layout;
    for (size_t u = 0; u < mechanism->use_count; u++) {
        const uint32_t v = mechanism->uses[u].variable;
        if (!mechanism->uses[u].sparse) continue;
        memcpy(planner->moving + layout->offsets[v], planner->touched + layout->offsets[v],
               layout->cell_counts[v]);
    }
}

// ---- mechanisms ---------------------------------------------------------------------------------
static bool prepare_mechanisms(struct steppe_planner *planner) {
    const struct steppe_kernels *kernels = planner->kernels;
    const void **constants = STEPPE_PLANNER_TAKE(planner, kernels->mechanism_count, const void *);
    if (!constants || !find_moving(planner)) return false;
    uint32_t first_parameter = 0;
    for (size_t k = 0; k < kernels->mechanism_count; k++) {
        const struct steppe_mechanism *mechanism = kernels->mechanisms[k];
        struct steppe_setup setup = {
            .model = planner->model,
            .layout = planner->layout,
            .arena = planner->arena,
            .first_parameter = first_parameter,
            .known_month = planner->known_month,
            .start = planner->start,
            .start_spread = planner->start_spread,
            .moving = planner->moving,
        };
        forget_sparse(planner, mechanism);
        if (!mechanism->prepare(&setup, planner->error)) return false;
        constants[k] = setup.constants;
        if (setup.scratch_cells > planner->plan->scratch_cells)
            planner->plan->scratch_cells = setup.scratch_cells;
        first_parameter += (uint32_t)mechanism->param_count;
    }
    planner->plan->constants = constants;
    return true;
}

// Rings hold the start at first; cells that stay there need no more.
static bool list_lags(struct steppe_planner *planner) {
    const struct steppe_layout *layout = planner->layout;
    struct steppe_plan_lag *lags = STEPPE_PLANNER_TAKE(planner, layout->lag_cells + 1,
                                                       struct steppe_plan_lag);
    if (!lags) return false;
    for (uint32_t v = 0; v < planner->model->variable_count; v++) {
        const uint32_t cells = layout->lag_months[v] > 0 ? layout->cell_counts[v] : 0;
        for (uint32_t c = 0, end; c < cells; c = end + 1) {
            for (end = c; end < cells && planner->moving[layout->offsets[v] + end]; end++) {
            }
            if (end > c) lags[planner->plan->lag_count++] = (struct steppe_plan_lag){v, c, end - c};
        }
    }
    planner->plan->lags = lags;
    return true;
}

static bool check_overrides(struct steppe_planner *planner) {
    const struct steppe_plan_options *options = &planner->plan->options;
    for (size_t i = 0; i < options->override_count; i++)
        if (steppe_model_parameter(planner->model, options->overrides[i].parameter) == UINT32_MAX)
            return steppe_error_set(planner->error, STEPPE_CODE_INPUT, (struct steppe_place){0},
                                    "no parameter \"%s\"", options->overrides[i].parameter);
    return true;
}

bool steppe_plan_make(const struct steppe_model *model, const struct steppe_kernels *kernels,
                      const struct steppe_plan_options *options, struct steppe_arena *arena,
                      struct steppe_plan **plan, struct steppe_error *error) {
    struct steppe_planner planner = {
        .model = model, .kernels = kernels, .arena = arena, .error = error};
    *plan = NULL;
    planner.plan = STEPPE_PLANNER_TAKE(&planner, 1, struct steppe_plan);
    if (!planner.plan) return false;
    planner.plan->kernels = kernels;
    planner.plan->model = model;
    planner.plan->arena = arena;
    planner.plan->options = *options;
    if (options->members == 0 || options->members % 2 != 0)
        return refuse(&planner, STEPPE_CODE_RANGE,
                      "the number of members must be even and at least 2: they come in pairs");
    if (!check_order(&planner) || !make_layout(&planner) || !set_dates(&planner) ||
        !check_overrides(&planner) || !steppe_plan_start(&planner) ||
        !prepare_mechanisms(&planner) || !list_lags(&planner) || !steppe_plan_impose(&planner) ||
        !steppe_plan_changes(&planner) || !steppe_plan_questions(&planner) ||
        !steppe_plan_series(&planner) || !steppe_plan_watches(&planner))
        return false;
    if (options->fix_start)
        memset(planner.start_spread, 0, planner.layout->state_cells * sizeof *planner.start_spread);
    planner.plan->start = planner.start;
    planner.plan->moving = planner.moving;
    planner.plan->start_spread = planner.start_spread;
    *plan = planner.plan;
    return true;
}
