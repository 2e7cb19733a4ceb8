// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// block: STEPPE_LANES neighbouring members, month after month, under every world of a plan. In: a
// plan and the first member's number. Out: recorded values of each world. Kernel code; the memory
// is one piece, made once a thread.
#include <stdalign.h>

#include "mechanisms/mechanism.h"
#include "sim/block.h"
#include "sim/changes.h"
#include "sim/plan.h"
#include "sim/questions.h"
#include "sim/watch.h"

// ---- memory ----------------------------------------------------------------------------------
// Hands out 64-byte aligned pieces of one memory; with memory NULL it only counts.
struct carver {
    char *memory;
    size_t used;
};

static steppe_real *carve(struct carver *carver, size_t cells) {
    steppe_real *piece = carver->memory ? (steppe_real *)(void *)(carver->memory + carver->used)
                                        : NULL;
    size_t bytes = cells * STEPPE_LANES * sizeof(steppe_real);
    carver->used += (bytes + STEPPE_ALIGNMENT - 1) / STEPPE_ALIGNMENT * STEPPE_ALIGNMENT;
    return piece;
}

static size_t cells_of(size_t bytes) {
    const size_t cell = STEPPE_LANES * sizeof(steppe_real);
    return (bytes + cell - 1) / cell;
}

static size_t block_lay(const struct steppe_plan *plan, struct steppe_block *block, void *memory) {
    const struct steppe_layout *layout = plan->layout;
    size_t head = (sizeof *block + STEPPE_ALIGNMENT - 1) / STEPPE_ALIGNMENT * STEPPE_ALIGNMENT;
    struct carver carver = {memory, head};
    block->world.base = carve(&carver, layout->base_cells);
    block->world.params = carve(&carver, layout->param_cells);
    block->world.failed = carve(&carver, 1);
    block->drawn_params = carve(&carver, layout->param_cells);
    block->registers = carve(&carver, plan->register_count);
    block->matrices = carve(&carver, plan->matrix_cells);
    block->scratch.cells = carve(&carver, plan->scratch_cells);
    block->scratch.cell_count = plan->scratch_cells;
    block->strength = carve(&carver, plan->change_count_max);
    block->strength_before = carve(&carver, plan->change_count_max);
    block->change_phase = carve(&carver, plan->change_count_max);
    block->regime_draws = (struct steppe_draws *)(void *)carve(
        &carver, plan->model->regime_count * cells_of(sizeof *block->regime_draws));
    block->present = (uint32_t *)(void *)carve(
        &carver, cells_of(plan->model->regime_count * sizeof *block->present));
    block->answers = carve(&carver, plan->world_count * plan->question_count);
    // What a world carries from month to month lies together: one copy forks a world.
    size_t first = carver.used;
    block->world.state = carve(&carver, layout->state_cells);
    block->world.lags = carve(&carver, layout->lag_cells);
    block->raw = carve(&carver, plan->target_count);
    block->laid = (bool *)(void *)carve(&carver, cells_of(plan->target_count * sizeof(bool)));
    block->cooldown = carve(&carver, plan->event_element_count);
    block->amount = carve(&carver, plan->event_memory_count);
    block->months_left = carve(&carver, plan->event_memory_count);
    block->reduced = carve(&carver, plan->reducer_count);
    block->carried_bytes = carver.used - first;
    block->carried = carver.memory ? carver.memory + first : NULL;
    // The first world goes on from where the run-in ends: only others need a copy of it.
    block->saved = carver.memory && plan->world_count > 1 ? carver.memory + carver.used : NULL;
    return carver.used + (plan->world_count > 1 ? block->carried_bytes : 0);
}

size_t STEPPE_NAMED(steppe_block_bytes)(const struct steppe_plan *plan) {
    struct steppe_block counted = {0};
    return block_lay(plan, &counted, NULL);
}

struct steppe_block *STEPPE_NAMED(steppe_block_make)(const struct steppe_plan *plan, void *memory) {
    struct steppe_block *block = memory;
    memset(memory, 0, block_lay(plan, &(struct steppe_block){0}, NULL));
    (void)block_lay(plan, block, memory);
    block->plan = plan;
    block->world.layout = plan->layout;
    block->world.draws = &block->draws;
    block->world.work = block->work;
    block->world.seed = plan->options.seed;
    block->world.fix_parameters = plan->options.fix_parameters;
    block->world.fix_noise = plan->options.fix_noise;
    return block;
}

const uint64_t *STEPPE_NAMED(steppe_block_work)(const struct steppe_block *block) {
    return block->work;
}

// ---- a month ---------------------------------------------------------------------------------
static void push_lags(struct steppe_block *block) {
    const struct steppe_plan *plan = block->plan;
    const struct steppe_layout *layout = plan->layout;
    struct steppe_world *world = &block->world;
    for (size_t i = 0; i < plan->lag_count; i++) {
        const struct steppe_plan_lag *lag = &plan->lags[i];
        const size_t cells = layout->cell_counts[lag->variable];
        const size_t slot = (uint32_t)world->month % layout->lag_months[lag->variable];
        const size_t to = layout->lag_offsets[lag->variable] + slot * cells + lag->first;
        memcpy(world->lags + to * STEPPE_LANES,
               steppe_cells(world, lag->variable) + (size_t)lag->first * STEPPE_LANES,
               (size_t)lag->count * STEPPE_LANES * sizeof(steppe_real));
    }
}

static void look_at_indicator(struct steppe_block *block, uint32_t variable, size_t cell,
                              const steppe_real *value) {
    if (steppe_fault_found(&block->fault) || steppe_isfinite(value[block->lane])) return;
    block->fault.variable = variable;
    block->fault.cell = (uint32_t)cell;
    block->fault.month = block->world.month;
}

// all: also those that nobody records, which fail a member where they are no number at the end.
static void evaluate_indicators(struct steppe_block *block, bool all) {
    const struct steppe_plan *plan = block->plan;
    const struct steppe_model *model = plan->model;
    for (size_t i = 0; i < model->indicator_count; i++) {
        if (!all && !plan->indicators_recorded[i]) continue;
        const struct steppe_indicator *indicator = &model->indicators[i];
        steppe_real *cells = steppe_cells(&block->world, indicator->variable);
        for (size_t cell = 0; cell < indicator->cell_count; cell++) {
            const steppe_real *value = steppe_world_evaluate(&block->world, indicator->cells[cell],
                                                             block->registers, indicator->variable);
            if (block->looking) look_at_indicator(block, indicator->variable, cell, value);
            memcpy(cells + cell * STEPPE_LANES, value, STEPPE_LANES * sizeof(steppe_real));
        }
    }
}

static void impose(struct steppe_block *block, uint32_t slot) {
    const struct steppe_plan *plan = block->plan;
    for (size_t i = 0; i < plan->imposed_count; i++) {
        const struct steppe_plan_imposed *imposed = &plan->imposed[i];
        float value = imposed->values[block->world.month];
        if (imposed->slot != slot || value != value) continue;
        steppe_real *cell = block->world.state + (size_t)imposed->cell * STEPPE_LANES;
        STEPPE_EACH_LANE(lane) cell[lane] = STEPPE_R(value);
    }
}

static void look_for_fault(struct steppe_block *block, uint32_t slot);
static void look_at_mark(struct steppe_block *block);

static bool seen(const struct steppe_block *block) {
    const struct steppe_plan *plan = block->plan;
    const int32_t month = block->world.month;
    if (block->seen || plan->details_monthly) return true;
    return plan->probe_count > 0 &&
           (month == plan->probe_months[0] || month == plan->probe_months[1]);
}

static void step_month(struct steppe_block *block, const struct steppe_plan_world *world_plan,
                       uint32_t world_number) {
    const struct steppe_plan *plan = block->plan;
    struct steppe_world *world = &block->world;
    bool free_month = world->month >= plan->run_in_months;
    world->unseen = !seen(block);
    world->unviewed = world->unseen && !plan->views_monthly && !block->viewed &&
                      !plan->viewed[world->month];
    steppe_move_regimes(block, free_month);
    if (free_month) steppe_move_changes(block, world_plan);
    if (free_month && !plan->options.no_events) steppe_happen(block);
    steppe_look_at_regimes(block);
    steppe_lay_over(block, 0, world_number, false);
    if (block->looking) look_at_mark(block);
    for (uint32_t k = 0; k + 1 < plan->slot_count; k++) {
        const struct steppe_mechanism *mechanism = STEPPE_NAMED(steppe_mechanisms)[k];
        bool due = world->month % mechanism->every_months == mechanism->phase &&
                   !(plan->options.at_rest >> k & 1);
        if (due) mechanism->step(world, plan->constants[k], &block->scratch);
        steppe_lay_over(block, k + 1, world_number, due);
        if (!free_month) impose(block, k + 1);
        if (block->looking) look_for_fault(block, k + 1);
    }
    if (plan->indicators_monthly) evaluate_indicators(block, true);
    steppe_questions_look(block);
    if (block->looking) look_at_mark(block);
    push_lags(block);
}

// ---- a world ---------------------------------------------------------------------------------
static void settle(struct steppe_block *block) {
    block->world.unseen = block->world.unviewed = false;
    for (size_t k = 0; k < block->plan->kernels->mechanism_count; k++) {
        const struct steppe_mechanism *mechanism = STEPPE_NAMED(steppe_mechanisms)[k];
        if (mechanism->settle)
            mechanism->settle(&block->world, block->plan->constants[k], &block->scratch);
    }
}

static void reset(struct steppe_block *block) {
    const struct steppe_plan *plan = block->plan;
    const struct steppe_layout *layout = plan->layout;
    struct steppe_world *world = &block->world;
    // Behind the state and the lags, which are filled, lies what is remembered from month to month.
    char *remembered = (char *)block->raw;
    memset(remembered, 0, block->carried_bytes - (size_t)(remembered - block->carried));
    steppe_questions_begin(block);
    for (uint32_t v = 0; v < layout->model->variable_count; v++) {
        if (layout->offsets[v] == STEPPE_NOWHERE) continue;
        size_t bytes = (size_t)layout->cell_counts[v] * STEPPE_LANES * sizeof(steppe_real);
        if (layout->base_offsets[v] != STEPPE_NOWHERE)
            memcpy(world->base + (size_t)layout->base_offsets[v] * STEPPE_LANES,
                   steppe_cells(world, v), bytes);
        for (uint32_t slot = 0; slot < layout->lag_months[v]; slot++)
            memcpy((char *)(world->lags + (size_t)layout->lag_offsets[v] * STEPPE_LANES) +
                       slot * bytes,
                   steppe_cells(world, v), bytes);
    }
}

// Parameters that changes lie over, as the run-in leaves them: kept, or taken back.
static void keep_parameters(struct steppe_block *block, bool back) {
    const struct steppe_plan *plan = block->plan;
    for (size_t t = 0; t < plan->target_count; t++) {
        steppe_real *kept = block->raw + t * STEPPE_LANES;
        if (!plan->targets[t].is_param) continue;
        steppe_real *now = block->world.params + (size_t)plan->targets[t].cell * STEPPE_LANES;
        memcpy(back ? now : kept, back ? kept : now, STEPPE_LANES * sizeof *now);
    }
}

// Draws the block's parameters and start values and goes through the run-in, which all worlds
// share; leaves the copy from which each world is forked.
static void begin(struct steppe_block *block, uint32_t first_member) {
    const struct steppe_plan *plan = block->plan;
    struct steppe_world *world = &block->world;
    size_t param_bytes = plan->layout->param_cells * STEPPE_LANES * sizeof(steppe_real);
    world->first_member = first_member;
    block->viewed = false;
    memset(world->failed, 0, STEPPE_LANES * sizeof(steppe_real));
    steppe_world_draw_parameters(world);
    steppe_override_parameters(block);
    memcpy(block->drawn_params, world->params, param_bytes);
    world->month = 0;
    steppe_make_matrices(block);
    steppe_world_draw_start(world, plan->start, plan->start_spread,
                            block->begun ? plan->moving : NULL, world->state);
    block->begun = true;
    settle(block);
    reset(block);
    for (world->month = 0; world->month < plan->run_in_months; world->month++)
        step_month(block, &plan->worlds[0], 0);
    keep_parameters(block, false);
    if (block->saved) memcpy(block->saved, block->carried, block->carried_bytes);
}

static void fork_world(struct steppe_block *block, size_t number) {
    size_t cells = block->plan->change_count_max * STEPPE_LANES;
    if (number > 0) {
        memcpy(block->carried, block->saved, block->carried_bytes);
        keep_parameters(block, true);
    }
    memset(block->strength, 0, cells * sizeof(steppe_real));
    memset(block->strength_before, 0, cells * sizeof(steppe_real));
    memset(block->change_phase, 0, cells * sizeof(steppe_real));
    block->world.month = block->plan->run_in_months;
}

// ---- recording -------------------------------------------------------------------------------
static void record(const struct steppe_block *block, float *out, size_t date_count, size_t date,
                   size_t stride) {
    const struct steppe_plan *plan = block->plan;
    for (size_t s = 0; s < plan->series_count; s++) {
        const steppe_real *cell = block->world.state + (size_t)plan->series[s].cell * STEPPE_LANES;
        steppe_real scale = STEPPE_R(plan->series[s].scale);
        float *to = out + (s * date_count + date) * stride;
        STEPPE_EACH_LANE(lane) to[lane] = (float)(cell[lane] * scale);
    }
}

// What the plan probes, at the first and at the last date.
static void probe(const struct steppe_block *block, float *out, size_t date, size_t stride) {
    const struct steppe_plan *plan = block->plan;
    const steppe_real *cells = block->world.state + (size_t)plan->probe_first * STEPPE_LANES;
    for (size_t end = 0; end < 2; end++) {
        if (date != (end == 0 ? 0 : plan->date_count - 1)) continue;
        for (size_t c = 0; c < plan->probe_count; c++) {
            float *to = out + (end * plan->probe_count + c) * stride;
            STEPPE_EACH_LANE(lane) to[lane] = (float)cells[c * STEPPE_LANES + (size_t)lane];
        }
    }
}

// How often the whole state is looked through: what is no number rarely becomes one again.
enum { FAILED_MONTHS = 60 };

// Marks lanes in which any cell of the state is not finite: x * 0 is NaN for those alone.
static void mark_failed(struct steppe_block *block) {
    const struct steppe_plan *plan = block->plan;
    alignas(64) steppe_real sum[STEPPE_LANES] = {0};
    size_t cells = plan->layout->steering_cells; // details follow from them
    for (size_t cell = 0; cell < cells; cell++) {
        if (!plan->moving[cell]) continue;
        STEPPE_EACH_LANE(lane)
            sum[lane] += block->world.state[cell * STEPPE_LANES + (size_t)lane] * STEPPE_R(0);
    }
    STEPPE_EACH_LANE(lane) {
        steppe_real failed = block->world.failed[lane];
        block->world.failed[lane] = sum[lane] == STEPPE_R(0) ? failed : STEPPE_R(1);
    }
}

// Whether the month is the date-th that is recorded. Indicators are then worked out, if not yet.
static bool reach_date(struct steppe_block *block, size_t date, bool detail) {
    const struct steppe_plan *plan = block->plan;
    const int32_t month = block->world.month;
    const bool dated = date < plan->date_count && plan->dates[date] == month;
    if ((dated || detail) && !plan->indicators_monthly)
        evaluate_indicators(block, month == plan->month_count - 1);
    return dated;
}

static void run_world(struct steppe_block *block, uint32_t number, float *out, float *probes,
                      size_t stride, float *detail, size_t detail_stride) {
    const struct steppe_plan *plan = block->plan;
    struct steppe_world *world = &block->world;
    size_t date = 0, free_months = (size_t)(plan->month_count - plan->run_in_months);
    block->viewed = detail != NULL;
    fork_world(block, number);
    steppe_watch_begin(block, number);
    for (; world->month < plan->month_count; world->month++) {
        step_month(block, &plan->worlds[number], number);
        steppe_watch_month(block);
        if (reach_date(block, date, detail != NULL)) {
            record(block, out, plan->date_count, date, stride);
            probe(block, probes, date++, stride);
        }
        if (detail)
            record(block, detail, free_months, (size_t)(world->month - plan->run_in_months),
                   detail_stride);
        if (world->month % FAILED_MONTHS == FAILED_MONTHS - 1) mark_failed(block);
    }
    mark_failed(block);
    steppe_questions_answer(block, number);
}

uint32_t STEPPE_NAMED(steppe_block_run)(struct steppe_block *block, uint32_t first_member,
                                        uint32_t wanted, float *out, size_t stride, float *detail,
                                        size_t detail_stride) {
    const struct steppe_plan *plan = block->plan;
    size_t dates = plan->series_count * plan->date_count;
    size_t months = plan->series_count * (size_t)(plan->month_count - plan->run_in_months);
    float *probes = out + plan->world_count * dates * stride;
    block->looking = false;
    begin(block, first_member);
    for (size_t w = 0; w < plan->world_count; w++)
        run_world(block, (uint32_t)w, out + w * dates * stride,
                  probes + w * 2 * plan->probe_count * stride, stride,
                  detail ? detail + w * months * detail_stride : NULL, detail_stride);
    uint32_t failed = 0;
    for (size_t lane = 0; lane < STEPPE_LANES && lane < wanted; lane++) {
        if (block->world.failed[lane] == STEPPE_R(0)) continue;
        failed++;
        for (size_t i = 0; i < plan->world_count * dates; i++) out[i * stride + lane] = NAN;
        for (size_t i = 0; detail && i < plan->world_count * months; i++)
            detail[i * detail_stride + lane] = NAN;
    }
    return failed;
}

// ---- faults ----------------------------------------------------------------------------------

// An expression that gave no number has marked the lane with what it was for.
static void look_at_mark(struct steppe_block *block) {
    const steppe_real mark = block->world.failed[block->lane];
    const uint32_t variables = (uint32_t)block->plan->model->variable_count;
    if (steppe_fault_found(&block->fault) || !(mark > STEPPE_R(0))) return;
    if (mark > STEPPE_R(variables + block->plan->model->parameter_count)) return;
    const uint32_t blame = (uint32_t)mark - 1;
    if (blame < variables)
        block->fault.variable = blame;
    else
        block->fault.parameter = blame - variables;
    block->fault.month = block->world.month;
}

static void look_for_fault(struct steppe_block *block, uint32_t slot) {
    const struct steppe_plan *plan = block->plan;
    if (steppe_fault_found(&block->fault)) return;
    for (uint32_t v = 0; v < plan->model->variable_count; v++) {
        uint32_t offset = plan->layout->offsets[v];
        if (offset == STEPPE_NOWHERE || (plan->owner[v] != slot && slot > 1)) continue;
        for (uint32_t cell = 0; cell < plan->layout->cell_counts[v]; cell++) {
            steppe_real value = block->world.state[(offset + cell) * STEPPE_LANES + block->lane];
            if (value * STEPPE_R(0) == STEPPE_R(0)) continue;
            block->fault.variable = v;
            block->fault.cell = cell;
            block->fault.month = block->world.month;
            return;
        }
    }
}

struct steppe_fault STEPPE_NAMED(steppe_block_diagnose)(struct steppe_block *block,
                                                        uint32_t first_member, uint32_t lane) {
    const struct steppe_plan *plan = block->plan;
    struct steppe_world *world = &block->world;
    block->looking = true;
    block->lane = lane;
    block->fault = STEPPE_FAULT_NONE;
    begin(block, first_member);
    for (uint32_t w = 0; w < plan->world_count && !steppe_fault_found(&block->fault); w++) {
        block->fault.world = w;
        size_t date = 0;
        fork_world(block, w);
        for (; world->month < plan->month_count; world->month++) {
            step_month(block, &plan->worlds[w], w);
            if (reach_date(block, date, false)) date++;
        }
        steppe_questions_answer(block, w);
    }
    block->looking = false;
    return block->fault;
}

void STEPPE_NAMED(steppe_block_push)(struct steppe_block *block, const double *state,
                                     int32_t months, double *out) {
    const struct steppe_plan *plan = block->plan;
    size_t count = plan->layout->state_cells * STEPPE_LANES;
    struct steppe_world *world = &block->world;
    block->seen = true;
    begin(block, 0);
    fork_world(block, 0);
    for (size_t i = 0; state && i < count; i++) world->state[i] = STEPPE_R(state[i]);
    block->begun = false; // cells that nothing moves may have been pushed
    for (int32_t done = 0; done < months; done++, world->month++)
        step_month(block, &plan->worlds[0], 0);
    for (size_t i = 0; i < count; i++) out[i] = (double)world->state[i];
}
