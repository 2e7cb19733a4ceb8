// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// changes: regimes, events and scenarios move the lanes of a block (docs/model.md, 1 and 15).
// A change of a stock or a regime acts once. A change of anything else lies over what its owner
// computed while it is in force. All lanes do the same work; what a lane is spared is selected.
#include "sim/changes.h"

#include <stdalign.h>

#include "sim/watch.h"
#include "solve/markov_kernel.h"

_Static_assert(STEPPE_REGIME_STATES_MAX <= STEPPE_MARKOV_STATES_MAX, "a chain holds its regime");

static steppe_real *cell_of(struct steppe_block *block, const struct steppe_plan_effect *effect) {
    steppe_real *cells = effect->is_param ? block->world.params : block->world.state;
    return cells + (size_t)effect->cell * STEPPE_LANES;
}

static const steppe_real *value_of(struct steppe_block *block, const struct steppe_program *program,
                                   uint32_t blame) {
    return steppe_world_evaluate(&block->world, program, block->registers, blame);
}

// ---- regimes -----------------------------------------------------------------------------------
static void rates_of(struct steppe_block *block, const struct steppe_plan_regime *plan,
                     steppe_real *rates) {
    const struct steppe_regime *regime = plan->regime;
    size_t states = regime->state_count;
    for (size_t i = 0; i < states * states; i++) {
        steppe_real *rate = rates + i * STEPPE_LANES;
        const struct steppe_program *program = regime->rates[i];
        if (!program || program->constant) {
            steppe_real fixed = program ? STEPPE_R(program->constant_value) : STEPPE_R(0);
            STEPPE_EACH_LANE(lane) rate[lane] = steppe_max(fixed, 0);
            continue;
        }
        const steppe_real *value = value_of(block, program, regime->variable);
        STEPPE_EACH_LANE(lane) rate[lane] = steppe_max(value[lane], 0);
    }
}

static void move_regime(struct steppe_block *block, const struct steppe_plan_regime *plan,
                        struct steppe_draws *draws) {
    alignas(64)
        steppe_real rates[STEPPE_MARKOV_STATES_MAX * STEPPE_MARKOV_STATES_MAX * STEPPE_LANES];
    alignas(64) steppe_real uniform[STEPPE_LANES], next[STEPPE_LANES];
    steppe_real *state = block->world.state + (size_t)plan->cell * STEPPE_LANES;
    int states = (int)plan->regime->state_count;
    steppe_draw_monthly(&block->world, plan->stream, draws, uniform);
    if (plan->matrix != STEPPE_NOWHERE) {
        steppe_markov_step_by(states, block->matrices + (size_t)plan->matrix * STEPPE_LANES, state,
                              uniform, next);
    } else {
        rates_of(block, plan, rates);
        steppe_markov_step(states, rates, STEPPE_R(1.0 / 12), state, uniform, next);
    }
    memcpy(state, next, sizeof next);
}

void steppe_make_matrices(struct steppe_block *block) {
    alignas(64)
        steppe_real rates[STEPPE_MARKOV_STATES_MAX * STEPPE_MARKOV_STATES_MAX * STEPPE_LANES];
    for (size_t r = 0; r < block->plan->model->regime_count; r++) {
        const struct steppe_plan_regime *plan = &block->plan->regimes[r];
        if (plan->matrix == STEPPE_NOWHERE) continue;
        rates_of(block, plan, rates);
        steppe_markov_matrix((int)plan->regime->state_count, rates, STEPPE_R(1.0 / 12),
                             block->matrices + (size_t)plan->matrix * STEPPE_LANES);
    }
}

void steppe_move_regimes(struct steppe_block *block, bool free_month) {
    const struct steppe_plan *plan = block->plan;
    for (size_t r = 0; r < plan->model->regime_count; r++) {
        const struct steppe_plan_regime *regime = &plan->regimes[r];
        if (free_month) {
            if (!plan->options.no_regime_moves) move_regime(block, regime, &block->regime_draws[r]);
            continue;
        }
        steppe_real *state = block->world.state + (size_t)regime->cell * STEPPE_LANES;
        steppe_real imposed = STEPPE_R(regime->imposed[block->world.month]);
        STEPPE_EACH_LANE(lane) state[lane] = imposed;
    }
}

// ---- acts: what happens once --------------------------------------------------------------------
// What effects come to together stays within the range that the equations are made for: a share
// from which more is taken than it has is none. NaN stays. Lanes without an effect are left alone,
// whatever happens in others.
static void keep_in_range(double least, double most, const steppe_real *was, steppe_real *x) {
    const steppe_real low = STEPPE_R(least), high = STEPPE_R(most);
    STEPPE_EACH_LANE(lane) {
        const steppe_real now = x[lane];
        x[lane] = now == was[lane] ? now : steppe_clamp(now, low, high);
    }
}

// Moves a stock or a state from strength `before` to `now` of the act, in lanes where they differ:
// an act without a ramp goes from 0 to 1 at once.
static void act(struct steppe_block *block, const struct steppe_plan_effect *effect,
                const steppe_real *before, const steppe_real *now) {
    const steppe_real *value = value_of(block, effect->value, effect->blame);
    steppe_real *x = cell_of(block, effect);
    alignas(64) steppe_real was[STEPPE_LANES];
    memcpy(was, x, sizeof was);
    switch (effect->verb) {
    case STEPPE_SET:
        STEPPE_EACH_LANE(lane) {
            steppe_real part = (now[lane] - before[lane]) / (STEPPE_R(1) - before[lane]);
            steppe_real moved = now[lane] >= STEPPE_R(1) ? value[lane]
                                                         : x[lane] + (value[lane] - x[lane]) * part;
            x[lane] = now[lane] > before[lane] ? moved : x[lane];
        }
        break;
    case STEPPE_SCALE:
        STEPPE_EACH_LANE(lane) {
            steppe_real change = value[lane] - STEPPE_R(1);
            steppe_real ratio = (STEPPE_R(1) + change * now[lane]) /
                                (STEPPE_R(1) + change * before[lane]);
            x[lane] = now[lane] > before[lane] ? x[lane] * ratio : x[lane];
        }
        break;
    case STEPPE_ADD_TO:
        STEPPE_EACH_LANE(lane) {
            steppe_real moved = x[lane] + value[lane] * (now[lane] - before[lane]);
            x[lane] = now[lane] > before[lane] ? moved : x[lane];
        }
        break;
    }
    keep_in_range(effect->low, effect->high, was, x);
}

// ---- scenarios ----------------------------------------------------------------------------------
enum { WAITING, ON, NOT_COMING, OVER };

// A test or probability that is no number is told by its change.
static const steppe_real *chance_of(struct steppe_block *block, size_t number,
                                    const struct steppe_program *program) {
    const steppe_real *value = value_of(block, program, UINT32_MAX);
    if (!block->looking || steppe_fault_found(&block->fault)) return value;
    if (steppe_isfinite(value[block->lane])) return value;
    block->fault.change = (uint32_t)number;
    block->fault.month = block->world.month;
    return value;
}

// Which waiting lanes begin: the date has come or the test holds, and chance allows.
static void begin_change(struct steppe_block *block, const struct steppe_plan_change *plan,
                         size_t number, steppe_real *phase) {
    const struct steppe_change *change = plan->change;
    alignas(64) steppe_real begins[STEPPE_LANES], uniform[STEPPE_LANES];
    bool dated = !change->when;
    if (dated && block->world.month != plan->at) return;
    STEPPE_EACH_LANE(lane) begins[lane] = phase[lane] == STEPPE_R(WAITING);
    if (!dated) {
        if (!steppe_any(begins)) return;
        const steppe_real *test = chance_of(block, number, change->when);
        STEPPE_EACH_LANE(lane) begins[lane] = test[lane] != STEPPE_R(0) ? begins[lane] : 0;
    }
    if (!steppe_any(begins)) return;
    STEPPE_EACH_LANE(lane) phase[lane] = begins[lane] != STEPPE_R(0) ? STEPPE_R(ON) : phase[lane];
    if (!change->probability) return;
    steppe_draw_uniform(&block->world, plan->stream, 0, uniform);
    const steppe_real *probability = chance_of(block, number, change->probability);
    STEPPE_EACH_LANE(lane) {
        steppe_real drawn = uniform[lane] < probability[lane] ? STEPPE_R(ON) : STEPPE_R(NOT_COMING);
        phase[lane] = begins[lane] != STEPPE_R(0) ? drawn : phase[lane];
    }
}

void steppe_move_changes(struct steppe_block *block, const struct steppe_plan_world *world) {
    for (size_t c = 0; c < world->change_count; c++) {
        const struct steppe_plan_change *plan = &world->changes[c];
        steppe_real *phase = block->change_phase + c * STEPPE_LANES;
        steppe_real *now = block->strength + c * STEPPE_LANES;
        steppe_real *before = block->strength_before + c * STEPPE_LANES;
        bool over = block->world.month >= plan->until;
        if (!over) begin_change(block, plan, c, phase);
        int32_t ramp = plan->change->ramp_months;
        steppe_real rise = ramp > 0 ? STEPPE_R(1) / STEPPE_R(ramp) : STEPPE_R(1);
        STEPPE_EACH_LANE(lane) {
            before[lane] = now[lane];
            steppe_real risen = steppe_min(now[lane] + rise, 1);
            risen = risen > STEPPE_R(1) - STEPPE_R(1e-4) ? STEPPE_R(1) : risen;
            now[lane] = phase[lane] == STEPPE_R(ON) ? risen : now[lane];
            now[lane] = over ? STEPPE_R(0) : now[lane];
        }
        if (!steppe_any(now)) continue;
        for (size_t a = plan->first_act; a < plan->first_act + plan->act_count; a++)
            act(block, &world->acts[a], before, now);
    }
}

// ---- events -------------------------------------------------------------------------------------
// What marks a lane for a hazard that is too high: more than any variable's number.
#define HAZARD_MARK 1e9

static void look_at_hazard(struct steppe_block *block, const struct steppe_plan_event *plan,
                           size_t element, const steppe_real *hazard) {
    const steppe_real value = hazard[block->lane];
    if (steppe_fault_found(&block->fault) || value <= STEPPE_R(STEPPE_HAZARD_MOST)) return;
    block->fault.event = (uint32_t)(plan->event - block->plan->model->events);
    block->fault.element = (uint32_t)element;
    block->fault.month = block->world.month;
}

// Whether p = 1 - exp(-h / 12) may be above the draw in some lane: p is below h / 12, but for what
// rounding adds to it.
static bool may_come(const steppe_real *restrict hazard, const steppe_real *restrict uniform) {
    steppe_real may[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        const steppe_real most = hazard[lane] * STEPPE_R(1.0 / 12) + STEPPE_R(1e-6);
        may[lane] = uniform[lane] >= most ? STEPPE_R(0) : STEPPE_R(1);
    }
    return steppe_any(may);
}

static void mark_high(const steppe_real *restrict hazard, steppe_real *restrict failed) {
    STEPPE_EACH_LANE(lane) {
        const bool high = hazard[lane] > STEPPE_R(STEPPE_HAZARD_MOST) && failed[lane] == 0;
        failed[lane] = high ? STEPPE_R(HAZARD_MARK) : failed[lane];
    }
}

static void draw_event(struct steppe_block *block, const struct steppe_plan_event *plan,
                       size_t element, steppe_real *restrict occurs) {
    alignas(64) steppe_real uniform[STEPPE_LANES];
    steppe_real *restrict cooldown = block->cooldown +
                                     (plan->first_element + element) * STEPPE_LANES;
    steppe_real again = STEPPE_R(plan->event->cooldown_months);
    steppe_draw_uniform(&block->world, plan->stream, (uint32_t)element, uniform);
    const steppe_real *hazard = value_of(block, plan->event->hazards[element], UINT32_MAX);
    if (block->looking) look_at_hazard(block, plan, element, hazard);
    STEPPE_EACH_LANE(lane) occurs[lane] = 0;
    if (may_come(hazard, uniform)) {
        mark_high(hazard, block->world.failed);
        STEPPE_EACH_LANE(lane) {
            steppe_real yearly = steppe_max(hazard[lane], 0);
            steppe_real probability = STEPPE_R(1) - steppe_exp(-yearly * STEPPE_R(1.0 / 12));
            steppe_real comes = uniform[lane] < probability ? STEPPE_R(1) : STEPPE_R(0);
            occurs[lane] = cooldown[lane] > STEPPE_R(0) ? STEPPE_R(0) : comes;
        }
    }
    STEPPE_EACH_LANE(lane) {
        steppe_real rest = steppe_max(cooldown[lane] - STEPPE_R(1), 0);
        cooldown[lane] = occurs[lane] != STEPPE_R(0) ? again : rest;
    }
}

// Adds this month's occurrence to what an event's overlay remembers.
static void remember(struct steppe_block *block, const struct steppe_plan_effect *overlay,
                     const steppe_real *occurs, bool occurred) {
    steppe_real *amount = block->amount + (size_t)overlay->memory * STEPPE_LANES;
    steppe_real *left = block->months_left + (size_t)overlay->memory * STEPPE_LANES;
    if (!occurred && !steppe_any(left)) return; // nothing is remembered in any lane
    bool timed = overlay->for_months > 0;
    steppe_real decay = STEPPE_R(overlay->decay), term = STEPPE_R(overlay->for_months);
    STEPPE_EACH_LANE(lane) {
        steppe_real rest = timed ? left[lane] - STEPPE_R(1) : left[lane];
        left[lane] = steppe_max(rest, 0);
        amount[lane] = timed && left[lane] == STEPPE_R(0) ? STEPPE_R(0) : amount[lane] * decay;
    }
    if (!occurred) return;
    const steppe_real *value = value_of(block, overlay->value, overlay->blame);
    const bool scales = overlay->verb == STEPPE_SCALE;
    alignas(64) steppe_real fresh[STEPPE_LANES];
    memcpy(fresh, value, sizeof fresh);
    if (scales)
        STEPPE_EACH_LANE(lane) fresh[lane] = steppe_log(fresh[lane]);
    const steppe_real kept = timed || overlay->verb == STEPPE_SET ? STEPPE_R(0) : STEPPE_R(1);
    const steppe_real on = timed ? term : STEPPE_R(1);
    STEPPE_EACH_LANE(lane) {
        const bool now = occurs[lane] != STEPPE_R(0);
        const steppe_real sum = kept * amount[lane] + fresh[lane];
        amount[lane] = now ? sum : amount[lane];
        left[lane] = now ? on : left[lane];
    }
}

void steppe_happen(struct steppe_block *block) {
    const struct steppe_plan *plan = block->plan;
    alignas(64) steppe_real occurs[STEPPE_LANES];
    alignas(64) steppe_real nothing[STEPPE_LANES] = {0};
    for (size_t e = 0; e < plan->model->event_count; e++) {
        const struct steppe_plan_event *event = &plan->events[e];
        for (size_t element = 0; element < event->event->element_count; element++) {
            draw_event(block, event, element, occurs);
            bool occurred = steppe_any(occurs);
            uint32_t first = event->first_overlay[element];
            for (uint32_t m = first; m < event->first_overlay[element + 1]; m++)
                remember(block, &plan->event_overlays[m], occurs, occurred);
            if (!occurred) continue;
            steppe_watch_event(block, event->first_element + (uint32_t)element, occurs);
            first = event->first_act[element];
            for (uint32_t a = first; a < event->first_act[element + 1]; a++)
                act(block, &plan->event_acts[a], nothing, occurs);
        }
    }
}

// ---- overlays -----------------------------------------------------------------------------------
void steppe_look_at_regimes(struct steppe_block *block) {
    const struct steppe_plan *plan = block->plan;
    for (size_t r = 0; r < plan->model->regime_count; r++) {
        const steppe_real *state = block->world.state +
                                   (size_t)plan->regimes[r].cell * STEPPE_LANES;
        uint32_t present = 0;
        for (size_t s = 0; s < plan->regimes[r].regime->state_count; s++)
            present |= (uint32_t)steppe_any_is(state, STEPPE_R(s)) << s;
        block->present[r] = present;
    }
}

// Whether a change lies over its cell in some lane.
static bool is_active(const struct steppe_block *block, const struct steppe_plan_effect *overlay) {
    const uint32_t state = UINT32_C(1) << overlay->state;
    switch (overlay->driver_kind) {
    case STEPPE_DRIVER_REGIME:
        // The base state's own effect, unless it sets, counts where that state was left.
        return overlay->state == overlay->base_state && overlay->verb != STEPPE_SET
                   ? block->present[overlay->driver] != state
                   : (block->present[overlay->driver] & state) != 0;
    case STEPPE_DRIVER_EVENT:
        return steppe_any(block->months_left + (size_t)overlay->memory * STEPPE_LANES);
    case STEPPE_DRIVER_CHANGE:
        return steppe_any(block->strength + (size_t)overlay->driver * STEPPE_LANES);
    }
    return true;
}

// Over the base: the base state's own effect is in the base figures already, so that leaving it
// takes the effect off. part: +1 in the state, -1 when the effect is the base state's and that
// state has been left.
static void lay_regime(struct steppe_block *block, const struct steppe_plan_effect *overlay,
                       steppe_real *x) {
    const struct steppe_plan *plan = block->plan;
    const steppe_real *state = block->world.state +
                               (size_t)plan->regimes[overlay->driver].cell * STEPPE_LANES;
    alignas(64) steppe_real part[STEPPE_LANES];
    steppe_real is = STEPPE_R(overlay->state);
    steppe_real base = overlay->state == overlay->base_state ? STEPPE_R(1) : STEPPE_R(0);
    bool sets = overlay->verb == STEPPE_SET;
    STEPPE_EACH_LANE(lane) {
        steppe_real in = state[lane] == is ? STEPPE_R(1) : STEPPE_R(0);
        part[lane] = sets ? in : in - base;
    }
    const steppe_real *value = value_of(block, overlay->value, overlay->blame);
    if (sets) {
        STEPPE_EACH_LANE(lane) x[lane] = part[lane] != STEPPE_R(0) ? value[lane] : x[lane];
    } else if (overlay->verb == STEPPE_SCALE) {
        STEPPE_EACH_LANE(lane) {
            steppe_real factor = part[lane] < STEPPE_R(0) ? STEPPE_R(1) / value[lane] : value[lane];
            x[lane] = part[lane] != STEPPE_R(0) ? x[lane] * factor : x[lane];
        }
    } else {
        STEPPE_EACH_LANE(lane) x[lane] = x[lane] + part[lane] * value[lane];
    }
}

static void lay_event(struct steppe_block *block, const struct steppe_plan_effect *overlay,
                      steppe_real *x) {
    const steppe_real *amount = block->amount + (size_t)overlay->memory * STEPPE_LANES;
    const steppe_real *left = block->months_left + (size_t)overlay->memory * STEPPE_LANES;
    switch (overlay->verb) {
    case STEPPE_SET:
        STEPPE_EACH_LANE(lane) x[lane] = left[lane] > STEPPE_R(0) ? amount[lane] : x[lane];
        break;
    case STEPPE_SCALE:
        STEPPE_EACH_LANE(lane) {
            steppe_real scaled = x[lane] * steppe_exp(amount[lane]);
            x[lane] = left[lane] > STEPPE_R(0) ? scaled : x[lane];
        }
        break;
    case STEPPE_ADD_TO:
        STEPPE_EACH_LANE(lane) {
            x[lane] = left[lane] > STEPPE_R(0) ? x[lane] + amount[lane] : x[lane];
        }
        break;
    }
}

static void lay_change(struct steppe_block *block, const struct steppe_plan_effect *overlay,
                       steppe_real *x) {
    const steppe_real *strength = block->strength + (size_t)overlay->driver * STEPPE_LANES;
    const steppe_real *value = value_of(block, overlay->value, overlay->blame);
    STEPPE_EACH_LANE(lane) {
        steppe_real part = strength[lane], was = x[lane];
        steppe_real set = part >= STEPPE_R(1) ? value[lane] : was + (value[lane] - was) * part;
        steppe_real scaled = was * (STEPPE_R(1) + (value[lane] - STEPPE_R(1)) * part);
        steppe_real added = was + value[lane] * part;
        steppe_real now = overlay->verb == STEPPE_SET     ? set
                          : overlay->verb == STEPPE_SCALE ? scaled
                                                          : added;
        x[lane] = part > STEPPE_R(0) ? now : was;
    }
}

static void lay(struct steppe_block *block, const struct steppe_plan_effect *overlay,
                steppe_real *x) {
    switch (overlay->driver_kind) {
    case STEPPE_DRIVER_REGIME: lay_regime(block, overlay, x); break;
    case STEPPE_DRIVER_EVENT: lay_event(block, overlay, x); break;
    case STEPPE_DRIVER_CHANGE: lay_change(block, overlay, x); break;
    }
}

// What the owner computed is kept only while something lies over it.
void steppe_lay_over(struct steppe_block *block, uint32_t slot, uint32_t world, bool due) {
    const struct steppe_plan *plan = block->plan;
    for (uint32_t t = plan->slot_targets[slot]; t < plan->slot_targets[slot + 1]; t++) {
        const struct steppe_plan_target *target = &plan->targets[t];
        size_t at = (size_t)target->cell * STEPPE_LANES, bytes = STEPPE_LANES * sizeof(steppe_real);
        steppe_real *x = (target->is_param ? block->world.params : block->world.state) + at;
        steppe_real *raw = block->raw + (size_t)t * STEPPE_LANES;
        const bool fresh = !target->is_param && due &&
                           (!target->quarterly || steppe_quarter_ends(block->world.month));
        if (block->laid[t] && !fresh)
            memcpy(x, target->is_param ? block->drawn_params + at : raw, bytes);
        block->laid[t] = false;
        for (uint32_t o = target->first; o < target->first + target->count; o++) {
            const struct steppe_plan_effect *overlay = &plan->overlays[o];
            if (overlay->world != STEPPE_ALL_WORLDS && overlay->world != world) continue;
            if (!is_active(block, overlay)) continue;
            if (!block->laid[t] && !target->is_param) memcpy(raw, x, bytes);
            block->laid[t] = true;
            lay(block, overlay, x);
        }
        if (!block->laid[t]) continue;
        const steppe_real *was = target->is_param ? block->drawn_params + at : raw;
        keep_in_range(target->low, target->high, was, x);
    }
}

// ---- tests --------------------------------------------------------------------------------------
void steppe_override_parameters(struct steppe_block *block) {
    const struct steppe_plan *plan = block->plan;
    for (size_t i = 0; i < plan->options.override_count; i++) {
        const struct steppe_override *override = &plan->options.overrides[i];
        uint32_t number = steppe_model_parameter(plan->model, override->parameter);
        const struct steppe_parameter *parameter = &plan->model->parameters[number];
        size_t first = plan->layout->param_offsets[number];
        steppe_real value = STEPPE_R(override->value * parameter->unit.factor);
        for (size_t i_cell = first; i_cell < first + parameter->cell_count; i_cell++)
            STEPPE_EACH_LANE(lane)
                block->world.params[i_cell * STEPPE_LANES + (size_t)lane] = value;
    }
}
