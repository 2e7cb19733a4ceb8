// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// plan_changes: effects of regimes, events and scenarios -> acts (on stocks and regimes, once) and
// overlays, sorted by the place in the month and the cell they lie over.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "sim/plan_parts.h"

struct plan_stream {
    const char *name;                   // as it is hashed
    const struct steppe_change *change; // whose stream it is, or NULL
    uint32_t stream;
};

struct collector {
    struct steppe_planner *planner;
    struct steppe_plan_effect *overlays;
    size_t overlay_count;
    struct plan_stream *streams; // [stream_room]
    size_t stream_count, stream_room;
};

// ---- random streams -----------------------------------------------------------------------------
static uint32_t note_stream(struct collector *collector, const char *name,
                            const struct steppe_change *change) {
    const uint32_t stream = steppe_random_stream(name);
    steppe_must(collector->stream_count < collector->stream_room);
    collector->streams[collector->stream_count++] = (struct plan_stream){name, change, stream};
    return stream;
}

// The stream of "prefix:name", or of "prefix:name:number" for a change.
static bool name_stream(struct collector *collector, const char *prefix, const char *name,
                        const struct steppe_change *change, size_t number, uint32_t *stream) {
    const size_t size = strlen(prefix) + strlen(name) + 32;
    char *text = STEPPE_PLANNER_TAKE(collector->planner, size, char);
    if (!text) return false;
    snprintf(text, size, change ? "%s:%s:%zu" : "%s:%s", prefix, name, number);
    *stream = note_stream(collector, text, change);
    return true;
}

static int by_stream(const void *a, const void *b) {
    const struct plan_stream *left = a, *right = b;
    return (left->stream > right->stream) - (left->stream < right->stream);
}

// All that draws while months pass: a regime, an event, a change or a mechanism that shares a
// stream with another would happen with it. A change stands in several worlds, and is one.
static bool check_streams(struct collector *collector) {
    const struct steppe_kernels *kernels = collector->planner->kernels;
    for (size_t k = 0; k < kernels->mechanism_count; k++)
        for (size_t s = 0; s < kernels->mechanisms[k]->stream_count; s++)
            (void)note_stream(collector, kernels->mechanisms[k]->streams[s], NULL);
    struct plan_stream *streams = collector->streams;
    if (collector->stream_count > 0)
        qsort(streams, collector->stream_count, sizeof *streams, by_stream);
    for (size_t i = 1; i < collector->stream_count; i++) {
        const struct plan_stream *one = &streams[i - 1], *other = &streams[i];
        if (one->stream != other->stream || (one->change && one->change == other->change)) continue;
        return steppe_error_set(
            collector->planner->error, STEPPE_CODE_MODEL, (struct steppe_place){0},
            "\"%s\" and \"%s\" give the same random stream: rename one", one->name, other->name);
    }
    return true;
}

// ---- one effect ---------------------------------------------------------------------------------
static bool acts_once(const struct steppe_model *model, const struct steppe_effect *effect) {
    if (effect->is_param) return false;
    enum steppe_kind kind = model->variables[effect->target].kind;
    return kind == STEPPE_STOCK || kind == STEPPE_STATE;
}

static struct steppe_plan_effect resolve(const struct steppe_planner *planner,
                                         const struct steppe_effect *effect) {
    const struct steppe_layout *layout = planner->layout;
    uint32_t first = effect->is_param ? layout->param_offsets[effect->target]
                                      : layout->offsets[effect->target];
    return (struct steppe_plan_effect){
        .world = STEPPE_ALL_WORLDS,
        .verb = effect->verb,
        .is_param = effect->is_param,
        .cell = first + effect->cell,
        .blame = effect->target + (effect->is_param ? (uint32_t)planner->model->variable_count : 0),
        .for_months = effect->for_months,
        .decay = effect->fade_months > 0 ? exp2(-1.0 / effect->fade_months) : 1,
        .low = effect->is_param ? planner->model->parameters[effect->target].low
                                : planner->model->variables[effect->target].low,
        .high = effect->is_param ? planner->model->parameters[effect->target].high
                                 : planner->model->variables[effect->target].high,
        .value = effect->value,
    };
}

static bool refuse_effect(struct steppe_planner *planner, const struct steppe_effect *effect,
                          const char *why) {
    const char *name = effect->is_param ? planner->model->parameters[effect->target].name
                                        : planner->model->variables[effect->target].name;
    return steppe_error_set(planner->error, STEPPE_CODE_MODEL, effect->place, "%s: %s", name, why);
}

// ---- regimes ------------------------------------------------------------------------------------
static bool add_regimes(struct collector *collector, struct steppe_plan_regime *regimes) {
    struct steppe_planner *planner = collector->planner;
    for (size_t r = 0; r < planner->model->regime_count; r++) {
        const struct steppe_regime *regime = regimes[r].regime;
        if (!name_stream(collector, "regime", regime->name, NULL, 0, &regimes[r].stream))
            return false;
        for (size_t s = 0; s < regime->state_count; s++)
            for (size_t i = 0; i < regime->states[s].effect_count; i++) {
                const struct steppe_effect *effect = &regime->states[s].effects[i];
                if (acts_once(planner->model, effect))
                    return refuse_effect(planner, effect,
                                         "a regime cannot change a stock or another regime while "
                                         "it lasts; use an event, or a variable that is no stock");
                struct steppe_plan_effect overlay = resolve(planner, effect);
                overlay.driver_kind = STEPPE_DRIVER_REGIME;
                overlay.driver = (uint32_t)r;
                overlay.state = (uint16_t)s;
                overlay.base_state = regimes[r].base_state;
                if (effect->is_param) overlay.blame = regime->variable;
                collector->overlays[collector->overlay_count++] = overlay;
            }
    }
    return true;
}

// ---- events -------------------------------------------------------------------------------------
struct event_lists {
    struct steppe_plan_effect *acts, *overlays;
    uint32_t act_count, overlay_count, element_count;
};

static bool add_event(struct collector *collector, const struct steppe_event *event,
                      struct steppe_plan_event *plan, struct event_lists *lists) {
    struct steppe_planner *planner = collector->planner;
    uint32_t *first_act = STEPPE_PLANNER_TAKE(planner, event->element_count + 1, uint32_t);
    uint32_t *first_overlay = STEPPE_PLANNER_TAKE(planner, event->element_count + 1, uint32_t);
    if (!first_act || !first_overlay) return false;
    *plan = (struct steppe_plan_event){
        .event = event,
        .first_element = lists->element_count,
        .first_act = first_act,
        .first_overlay = first_overlay,
    };
    if (!name_stream(collector, "event", event->name, NULL, 0, &plan->stream)) return false;
    for (size_t element = 0; element < event->element_count; element++) {
        first_act[element] = lists->act_count;
        first_overlay[element] = lists->overlay_count;
        for (size_t i = 0; i < event->effect_count; i++) {
            const struct steppe_effect *effect = &event->effects[i];
            if ((size_t)effect->element != element) continue;
            struct steppe_plan_effect resolved = resolve(planner, effect);
            resolved.driver_kind = STEPPE_DRIVER_EVENT;
            resolved.driver = lists->element_count + (uint32_t)element;
            if (acts_once(planner->model, effect)) {
                lists->acts[lists->act_count++] = resolved;
                continue;
            }
            if (effect->verb == STEPPE_SET && effect->fade_months > 0)
                return refuse_effect(planner, effect, "`set` cannot fade; use add or scale");
            resolved.memory = lists->overlay_count;
            lists->overlays[lists->overlay_count++] = resolved;
            collector->overlays[collector->overlay_count++] = resolved;
        }
    }
    first_act[event->element_count] = lists->act_count;
    first_overlay[event->element_count] = lists->overlay_count;
    lists->element_count += (uint32_t)event->element_count;
    return true;
}

static bool add_events(struct collector *collector) {
    struct steppe_planner *planner = collector->planner;
    const struct steppe_model *model = planner->model;
    size_t effects = 0;
    for (size_t e = 0; e < model->event_count; e++) effects += model->events[e].effect_count;
    struct steppe_plan_event *events = STEPPE_PLANNER_TAKE(planner, model->event_count,
                                                           struct steppe_plan_event);
    struct event_lists lists = {
        .acts = STEPPE_PLANNER_TAKE(planner, effects, struct steppe_plan_effect),
        .overlays = STEPPE_PLANNER_TAKE(planner, effects, struct steppe_plan_effect)};
    if (!events || !lists.acts || !lists.overlays) return false;
    for (size_t e = 0; e < model->event_count; e++)
        if (!add_event(collector, &model->events[e], &events[e], &lists)) return false;
    planner->plan->events = events;
    planner->plan->event_acts = lists.acts;
    planner->plan->event_overlays = lists.overlays;
    planner->plan->event_element_count = lists.element_count;
    planner->plan->event_memory_count = lists.overlay_count;
    return true;
}

// ---- scenarios ----------------------------------------------------------------------------------
static size_t effects_of(const struct steppe_scenario *scenario) {
    size_t effects = 0;
    for (size_t c = 0; c < scenario->change_count; c++)
        effects += scenario->changes[c].effect_count;
    return effects;
}

static bool find_scenario(struct steppe_planner *planner, const char *name, size_t length,
                          const struct steppe_scenario **scenario) {
    const struct steppe_model *model = planner->model;
    const struct steppe_plan_options *options = &planner->plan->options;
    struct steppe_nearest nearest = steppe_nearest_begin(name, length);
    for (size_t s = 0; s < options->own_scenario_count; s++) {
        *scenario = &options->own_scenarios[s];
        if (steppe_text_same(name, length, options->own_scenarios[s].name)) return true;
    }
    for (size_t s = 0; s < model->scenario_count; s++) {
        *scenario = &model->scenarios[s];
        if (steppe_text_same(name, length, model->scenarios[s].name)) return true;
        steppe_nearest_try(&nearest, model->scenarios[s].name);
    }
    return steppe_error_set(planner->error, STEPPE_CODE_INPUT, (struct steppe_place){0},
                            nearest.name ? "no scenario \"%.*s\"; did you mean \"%s\"?"
                                         : "no scenario \"%.*s\"%s",
                            (int)length, name, nearest.name ? nearest.name : "");
}

static bool set_change_dates(struct steppe_planner *planner, const struct steppe_scenario *scenario,
                             struct steppe_plan_change *plan) {
    const struct steppe_change *change = plan->change;
    int32_t first = planner->layout->first_month;
    plan->at = INT32_MAX;
    plan->until = INT32_MAX;
    if (!change->when) {
        plan->at = steppe_date_month(change->at) - first;
        if (plan->at < planner->plan->run_in_months)
            return steppe_error_set(planner->error, STEPPE_CODE_RANGE, change->place,
                                    "scenario %s: this change of %d-%02d lies before the start of "
                                    "the run in %d-%02d",
                                    scenario->name, change->at.year, change->at.month,
                                    planner->layout->free_month / 12,
                                    planner->layout->free_month % 12 + 1);
    }
    if (change->until.year != 0) plan->until = steppe_date_month(change->until) - first;
    return true;
}

// Appends a scenario's changes to a world: a first, then b, of "a+b".
static bool add_scenario(struct collector *collector, const struct steppe_scenario *scenario,
                         uint32_t number, struct steppe_plan_change *changes, size_t *change_count,
                         struct steppe_plan_effect *acts, uint32_t *act_count) {
    struct steppe_planner *planner = collector->planner;
    for (size_t c = 0; c < scenario->change_count; c++) {
        const struct steppe_change *change = &scenario->changes[c];
        uint32_t at = (uint32_t)*change_count;
        struct steppe_plan_change *plan = &changes[(*change_count)++];
        plan->change = change;
        if (change->probability &&
            !name_stream(collector, "change", scenario->name, change, c, &plan->stream))
            return false;
        plan->first_act = *act_count;
        if (!set_change_dates(planner, scenario, plan)) return false;
        for (size_t i = 0; i < change->effect_count; i++) {
            struct steppe_plan_effect effect = resolve(planner, &change->effects[i]);
            effect.driver_kind = STEPPE_DRIVER_CHANGE;
            effect.driver = at;
            effect.world = number;
            if (acts_once(planner->model, &change->effects[i]))
                acts[(*act_count)++] = effect;
            else
                collector->overlays[collector->overlay_count++] = effect;
        }
        plan->act_count = *act_count - plan->first_act;
    }
    return true;
}

static bool add_world(struct collector *collector, uint32_t number, const char *name,
                      struct steppe_plan_world *world) {
    struct steppe_planner *planner = collector->planner;
    size_t changes = 0, effects = 0, texts = 0;
    for (const char *part = name; *part;) {
        size_t length = strcspn(part, "+");
        const struct steppe_scenario *scenario;
        if (!find_scenario(planner, part, length, &scenario)) return false;
        changes += scenario->change_count;
        effects += effects_of(scenario);
        texts += strlen(scenario->text) + 1;
        part += length + (part[length] == '+');
    }
    struct steppe_plan_change *plan = STEPPE_PLANNER_TAKE(planner, changes,
                                                          struct steppe_plan_change);
    struct steppe_plan_effect *acts = STEPPE_PLANNER_TAKE(planner, effects,
                                                          struct steppe_plan_effect);
    char *text = STEPPE_PLANNER_TAKE(planner, texts + 1, char);
    if (!plan || !acts || !text) return false;
    *world = (struct steppe_plan_world){.name = name, .text = text, .changes = plan, .acts = acts};
    uint32_t act_count = 0;
    for (const char *part = name; *part;) {
        size_t length = strcspn(part, "+");
        const struct steppe_scenario *scenario;
        if (!find_scenario(planner, part, length, &scenario) ||
            !add_scenario(collector, scenario, number, plan, &world->change_count, acts,
                          &act_count))
            return false;
        size_t size = strlen(scenario->text);
        memcpy(text, scenario->text, size);
        text += size;
        *text++ = '\n';
        part += length + (part[length] == '+');
    }
    *text = 0;
    if (world->change_count > planner->plan->change_count_max)
        planner->plan->change_count_max = world->change_count;
    return true;
}

static bool add_worlds(struct collector *collector) {
    struct steppe_planner *planner = collector->planner;
    const struct steppe_plan_options *options = &planner->plan->options;
    struct steppe_plan_world *worlds = STEPPE_PLANNER_TAKE(planner, options->scenario_count + 1,
                                                           struct steppe_plan_world);
    if (!worlds) return false;
    worlds[0] = (struct steppe_plan_world){.name = "baseline", .text = ""};
    for (size_t s = 0; s < options->scenario_count; s++)
        if (!add_world(collector, (uint32_t)s + 1, options->scenarios[s], &worlds[s + 1]))
            return false;
    planner->plan->worlds = worlds;
    planner->plan->world_count = options->scenario_count + 1;
    return true;
}

// ---- targets ------------------------------------------------------------------------------------
static uint32_t slot_of(const struct steppe_planner *planner,
                        const struct steppe_plan_effect *overlay) {
    return overlay->is_param ? 0 : planner->plan->owner[overlay->blame];
}

// First set, then scale, then add.
static const int verb_rank[] = {[STEPPE_SET] = 0, [STEPPE_SCALE] = 1, [STEPPE_ADD_TO] = 2};

static bool comes_after(const struct steppe_planner *planner, const struct steppe_plan_effect *a,
                        const struct steppe_plan_effect *b) {
    uint32_t slot_a = slot_of(planner, a), slot_b = slot_of(planner, b);
    if (slot_a != slot_b) return slot_a > slot_b;
    if (a->is_param != b->is_param) return a->is_param;
    if (a->cell != b->cell) return a->cell > b->cell;
    return verb_rank[a->verb] > verb_rank[b->verb];
}

// Insertion sort: stable, so that the order of the files decides among equals; lists are short.
static void sort_overlays(struct collector *collector) {
    struct steppe_plan_effect *overlays = collector->overlays;
    for (size_t i = 1; i < collector->overlay_count; i++) {
        struct steppe_plan_effect moving = overlays[i];
        size_t j = i;
        for (; j > 0 && comes_after(collector->planner, &overlays[j - 1], &moving); j--)
            overlays[j] = overlays[j - 1];
        overlays[j] = moving;
    }
}

// Whether its owner computes a variable at the ends of quarters alone.
static bool is_quarterly(const struct steppe_planner *planner, uint32_t variable) {
    const uint32_t slot = planner->plan->owner[variable];
    if (slot == 0) return false;
    const struct steppe_mechanism *owner = planner->kernels->mechanisms[slot - 1];
    for (size_t u = 0; u < owner->use_count; u++)
        if (owner->uses[u].variable == variable && owner->uses[u].quarterly) return true;
    return false;
}

static bool make_targets(struct collector *collector) {
    struct steppe_planner *planner = collector->planner;
    struct steppe_plan *plan = planner->plan;
    size_t count = collector->overlay_count;
    struct steppe_plan_target *targets = STEPPE_PLANNER_TAKE(planner, count,
                                                             struct steppe_plan_target);
    uint32_t *slots = STEPPE_PLANNER_TAKE(planner, plan->slot_count + 1, uint32_t);
    if (!targets || !slots) return false;
    sort_overlays(collector);
    uint32_t target_count = 0, slot = 0;
    for (size_t i = 0; i < count; i++) {
        const struct steppe_plan_effect *overlay = &collector->overlays[i];
        struct steppe_plan_target *last = target_count > 0 ? &targets[target_count - 1] : NULL;
        if (last && last->cell == overlay->cell && last->is_param == overlay->is_param) {
            last->count++;
            continue;
        }
        while (slot < slot_of(planner, overlay)) slots[++slot] = target_count;
        targets[target_count++] = (struct steppe_plan_target){
            .cell = overlay->cell,
            .is_param = overlay->is_param,
            .quarterly = !overlay->is_param && is_quarterly(planner, overlay->blame),
            .first = (uint32_t)i,
            .count = 1,
            .low = overlay->low,
            .high = overlay->high};
    }
    while (slot < plan->slot_count) slots[++slot] = target_count;
    plan->targets = targets;
    plan->slot_targets = slots;
    plan->target_count = target_count;
    plan->overlays = collector->overlays;
    return true;
}

// ---- rates that stay ----------------------------------------------------------------------------
static bool laid_over(const struct steppe_plan *plan, uint32_t parameter_cell) {
    for (size_t t = 0; t < plan->target_count; t++)
        if (plan->targets[t].is_param && plan->targets[t].cell == parameter_cell) return true;
    return false;
}

// Reads nothing but parameters that no change lies over.
static bool stays(const struct steppe_planner *planner, const struct steppe_program *program) {
    for (size_t i = 0; program && i < program->instruction_count; i++) {
        const struct steppe_instruction *instruction = &program->code[i];
        if (instruction->operation == STEPPE_OP_VARIABLE ||
            instruction->operation == STEPPE_OP_MONTH)
            return false;
        if (instruction->operation == STEPPE_OP_PARAMETER &&
            laid_over(planner->plan,
                      planner->layout->param_offsets[instruction->a] + instruction->b))
            return false;
    }
    return true;
}

static void find_matrices(struct steppe_planner *planner) {
    for (size_t r = 0; r < planner->model->regime_count; r++) {
        struct steppe_plan_regime *plan = &planner->regimes[r];
        size_t cells = plan->regime->state_count * plan->regime->state_count;
        bool fixed = true;
        for (size_t i = 0; i < cells; i++) fixed &= stays(planner, plan->regime->rates[i]);
        plan->matrix = fixed ? planner->plan->matrix_cells : STEPPE_NOWHERE;
        if (fixed) planner->plan->matrix_cells += (uint32_t)cells;
    }
}

bool steppe_plan_changes(struct steppe_planner *planner) {
    const struct steppe_model *model = planner->model;
    const struct steppe_plan_options *options = &planner->plan->options;
    struct collector collector = {.planner = planner};
    size_t effects = 0;
    for (size_t r = 0; r < model->regime_count; r++)
        for (size_t s = 0; s < model->regimes[r].state_count; s++)
            effects += model->regimes[r].states[s].effect_count;
    for (size_t e = 0; e < model->event_count; e++) effects += model->events[e].effect_count;
    size_t of_scenarios = 0, changes = 0;
    for (size_t s = 0; s < model->scenario_count; s++) {
        of_scenarios += effects_of(&model->scenarios[s]);
        changes += model->scenarios[s].change_count;
    }
    for (size_t s = 0; s < options->own_scenario_count; s++) {
        of_scenarios += effects_of(&options->own_scenarios[s]);
        changes += options->own_scenarios[s].change_count;
    }
    // A world may name each scenario, and one more than once.
    size_t parts = 0;
    for (size_t s = 0; s < options->scenario_count; s++)
        for (const char *at = options->scenarios[s]; *at; at++) parts += *at == '+' || at[1] == 0;
    effects += of_scenarios * parts;
    collector.stream_room = model->regime_count + model->event_count + changes * parts;
    for (size_t k = 0; k < planner->kernels->mechanism_count; k++)
        collector.stream_room += planner->kernels->mechanisms[k]->stream_count;
    collector.overlays = STEPPE_PLANNER_TAKE(planner, effects, struct steppe_plan_effect);
    collector.streams = STEPPE_PLANNER_TAKE(planner, collector.stream_room, struct plan_stream);
    if (!collector.overlays || !collector.streams) return false;
    // plan_start.c has made the regimes; their streams are named here with the others.
    struct steppe_plan_regime *regimes = planner->regimes;
    if (!add_regimes(&collector, regimes) || !add_events(&collector) || !add_worlds(&collector) ||
        !check_streams(&collector) || !make_targets(&collector))
        return false;
    find_matrices(planner);
    return true;
}
