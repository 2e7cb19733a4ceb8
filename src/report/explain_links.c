// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// explain_links: goes through the programs and effects of a model's regimes, events, indicators and
// scenarios, and says which of them read or change a variable or parameter.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "model/prior.h"
#include "report/explain.h"

#define CELLS_NAMED 5 // of an effect on several

struct link {
    bool is_param;
    uint32_t number;
};

static bool reads(const struct steppe_program *program, struct link link) {
    uint16_t wanted = link.is_param ? STEPPE_OP_PARAMETER : STEPPE_OP_VARIABLE;
    for (uint32_t i = 0; program && i < program->instruction_count; i++)
        if (program->code[i].operation == wanted && program->code[i].a == link.number) return true;
    return false;
}

static bool any_reads(const struct steppe_program *const *programs, size_t count,
                      struct link link) {
    for (size_t i = 0; i < count; i++)
        if (reads(programs[i], link)) return true;
    return false;
}

static bool effects_read(const struct steppe_effect *effects, size_t count, struct link link) {
    for (size_t i = 0; i < count; i++)
        if (reads(effects[i].value, link)) return true;
    return false;
}

static bool effects_change(const struct steppe_effect *effects, size_t count, struct link link) {
    for (size_t i = 0; i < count; i++)
        if (effects[i].is_param == link.is_param && effects[i].target == link.number) return true;
    return false;
}

// Two lists of names, "regime ukraine_war, event unrest".
struct found {
    struct steppe_writer readers, writers;
};

static void note(struct found *found, const char *what, const char *name, bool is_reader,
                 bool is_writer) {
    struct steppe_writer *lists[] = {is_reader ? &found->readers : NULL,
                                     is_writer ? &found->writers : NULL};
    for (size_t i = 0; i < STEPPE_COUNT(lists); i++)
        if (lists[i])
            steppe_writer_print(lists[i], "%s%s %s", lists[i]->length > 0 ? ", " : "", what, name);
}

static void look_at_regimes(const struct steppe_model *model, struct link link,
                            struct found *found) {
    for (size_t r = 0; r < model->regime_count; r++) {
        const struct steppe_regime *regime = &model->regimes[r];
        bool reader = any_reads(regime->rates, regime->state_count * regime->state_count, link);
        bool writer = false;
        for (size_t s = 0; s < regime->state_count; s++) {
            const struct steppe_regime_state *state = &regime->states[s];
            reader |= effects_read(state->effects, state->effect_count, link);
            writer |= effects_change(state->effects, state->effect_count, link);
        }
        note(found, "regime", regime->name, reader, writer);
    }
}

static void look_at_scenarios(const struct steppe_model *model, struct link link,
                              struct found *found) {
    for (size_t s = 0; s < model->scenario_count; s++) {
        bool reader = false, writer = false;
        for (size_t c = 0; c < model->scenarios[s].change_count; c++) {
            const struct steppe_change *change = &model->scenarios[s].changes[c];
            reader |= reads(change->when, link) || reads(change->probability, link) ||
                      effects_read(change->effects, change->effect_count, link);
            writer |= effects_change(change->effects, change->effect_count, link);
        }
        note(found, "scenario", model->scenarios[s].name, reader, writer);
    }
}

void steppe_explained_links(struct steppe_explained *explained, bool is_param, uint32_t number) {
    const struct steppe_model *model = explained->registry->model;
    const struct link link = {is_param, number};
    struct found found = {steppe_writer_begin(explained->arena),
                          steppe_writer_begin(explained->arena)};
    look_at_regimes(model, link, &found);
    for (size_t e = 0; e < model->event_count; e++) {
        const struct steppe_event *event = &model->events[e];
        note(&found, "event", event->name,
             any_reads(event->hazards, event->element_count, link) ||
                 effects_read(event->effects, event->effect_count, link),
             effects_change(event->effects, event->effect_count, link));
    }
    for (size_t i = 0; i < model->indicator_count; i++)
        note(&found, "indicator", model->indicators[i].name,
             any_reads(model->indicators[i].cells, model->indicators[i].cell_count, link), false);
    look_at_scenarios(model, link, &found);
    explained->failed |= found.readers.failed || found.writers.failed;
    if (found.writers.length > 0)
        steppe_explained_add(explained, "changed by", "%s", found.writers.text);
    if (found.readers.length > 0)
        steppe_explained_add(explained, "read by", "%s", found.readers.text);
}

// What an effect over `cells` cells changes: "gdp[KAZ]", "payout[CHN,KAZ], [CHN,KGZ]", "troops, all
// 55".
static void target_words(const struct steppe_model *model, const struct steppe_effect *effects,
                         size_t cells, char *text, size_t size) {
    const uint32_t target = effects->target;
    const bool is_param = effects->is_param;
    const char *name = is_param ? model->parameters[target].name : model->variables[target].name;
    const size_t all = is_param ? model->parameters[target].cell_count
                                : steppe_model_cells(model, model->variables[target].shape);
    int length = snprintf(text, size, "%s", name);
    if (cells == all && all > 1) (void)snprintf(text, size, "%s, all %zu", name, all);
    if (cells == all) return;
    for (size_t i = 0; i < cells && length > 0 && (size_t)length < size; i++) {
        char cell[160];
        const size_t left = size - (size_t)length;
        if (i == CELLS_NAMED) {
            (void)snprintf(text + length, left, " and %zu more", cells - i);
            return;
        }
        if (is_param)
            steppe_prior_cell_name(model, &model->parameters[target], effects[i].cell, cell,
                                   sizeof cell);
        else
            steppe_model_cell_name(model, target, effects[i].cell, cell, sizeof cell);
        const char *at = strchr(cell, '[');
        length += snprintf(text + length, left, "%s%s", i > 0 ? ", " : "", at ? at : "");
    }
}

void steppe_explained_effects(struct steppe_explained *explained, const char *label,
                              const struct steppe_effect *effects, size_t count) {
    static const char *const verbs[] = {
        [STEPPE_SET] = "set", [STEPPE_ADD_TO] = "add to", [STEPPE_SCALE] = "scale"};
    const struct steppe_model *model = explained->registry->model;
    for (size_t i = 0; i < count; i++) {
        const struct steppe_effect *effect = &effects[i];
        // Effects over a set are unrolled: one line for all that come from one place in the file.
        bool same = i > 0 && effects[i - 1].place.line == effect->place.line &&
                    effects[i - 1].place.file == effect->place.file;
        if (same) continue;
        size_t cells = 1;
        while (i + cells < count && effects[i + cells].place.line == effect->place.line) cells++;
        char target[320], lasts[48] = "";
        target_words(model, effect, cells, target, sizeof target);
        if (effect->for_months > 0)
            (void)snprintf(lasts, sizeof lasts, ", for %" PRId32 " months", effect->for_months);
        if (effect->fade_months > 0)
            (void)snprintf(lasts, sizeof lasts, ", half gone in %" PRId32 " months",
                           effect->fade_months);
        steppe_explained_add(explained, label, "%s %s: %s%s", verbs[effect->verb], target,
                             effect->value && effect->value->text ? effect->value->text : "",
                             lasts);
    }
}
