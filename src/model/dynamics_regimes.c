// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// dynamics_regimes: regimes.yaml -> Markov chains: states and what they hold, rates, history.
#include "model/dynamics.h"

#include <math.h>
#include <string.h>

static const char *const regime_fields[] = {"summary", "states", "rates", "history", NULL};

// ---- names -----------------------------------------------------------------------------------
static bool name_regime(struct steppe_model_builder *builder, const struct steppe_yaml *entry) {
    if (!steppe_yaml_fields(builder, entry, regime_fields, "a regime")) return true;
    const char *summary = "";
    (void)steppe_yaml_get_text(builder, entry, "summary", true, &summary);
    const struct steppe_yaml *states = steppe_yaml_get(builder, entry, "states", true,
                                                       STEPPE_YAML_MAP);
    if (!states) return !builder->failed;
    if (states->count < 2 || states->count > STEPPE_REGIME_STATES_MAX) {
        steppe_yaml_fault_key(builder, states, "2 to 6 states", NULL, "a regime of %zu state%s",
                              states->count, states->count == 1 ? "" : "s");
        return !builder->failed;
    }
    const char **names = STEPPE_BUILDER_TAKE(builder, states->count, const char *);
    if (!names) return false;
    size_t count = 0;
    for (const struct steppe_yaml *state = states->first; state; state = state->next)
        names[count++] = state->key;
    struct steppe_variable variable = {.name = entry->key,
                                       .unit_text = "1",
                                       .meaning = summary,
                                       .shape = STEPPE_SHAPE_SCALAR,
                                       .kind = STEPPE_STATE,
                                       .unit = {.factor = 1},
                                       .low = 0,
                                       .high = (double)count - 1,
                                       .state_names = names,
                                       .state_count = count};
    (void)steppe_builder_add_variable(builder, &variable, entry->key_place, entry->key_line);
    return !builder->failed;
}

bool steppe_dynamics_name_regimes(struct steppe_model_builder *builder,
                                  const struct steppe_yaml *root) {
    for (const struct steppe_yaml *entry = root ? root->first : NULL; entry; entry = entry->next)
        if (!name_regime(builder, entry)) return false;
    return true;
}

// ---- one regime ------------------------------------------------------------------------------
static uint32_t find_state(const struct steppe_regime *regime, const char *name, size_t length) {
    for (size_t i = 0; i < regime->state_count; i++)
        if (strlen(regime->states[i].name) == length &&
            memcmp(regime->states[i].name, name, length) == 0)
            return (uint32_t)i;
    return UINT32_MAX;
}

static const char *nearest_state(const struct steppe_regime *regime, const char *name,
                                 size_t length) {
    const char *names[STEPPE_REGIME_STATES_MAX + 1] = {0};
    for (size_t i = 0; i < regime->state_count; i++) names[i] = regime->states[i].name;
    return steppe_nearest_of(names, name, length);
}

static bool read_states(struct steppe_model_builder *builder, const struct steppe_yaml *list,
                        struct steppe_regime *regime) {
    static const char *const fields[] = {"meaning", "effects", NULL};
    struct steppe_regime_state *states = STEPPE_BUILDER_TAKE(builder, list->count,
                                                             struct steppe_regime_state);
    if (!states) return false;
    regime->states = states;
    for (const struct steppe_yaml *entry = list->first; entry; entry = entry->next) {
        struct steppe_regime_state *state = &states[regime->state_count++];
        struct steppe_effect_list effects = {0};
        state->name = entry->key;
        state->meaning = "";
        if (!steppe_yaml_fields(builder, entry, fields, "a state")) continue;
        (void)steppe_yaml_get_text(builder, entry, "meaning", true, &state->meaning);
        struct steppe_loops none = {0};
        (void)steppe_dynamics_effects(builder, entry, STEPPE_EFFECT_OF_REGIME, &none, 0, &effects);
        steppe_dynamics_overlaps(builder, &effects, NULL);
        if (builder->failed) return false;
        state->effects = effects.items;
        state->effect_count = effects.count;
    }
    return true;
}

// "active>frozen" -> the two states.
static bool read_transition(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                            const struct steppe_regime *regime, uint32_t at[2]) {
    const char *sign = memchr(entry->key, '>', entry->key_length);
    if (!sign) {
        steppe_yaml_fault_key(builder, entry, "FROM>TO", NULL, "'%s' is no transition", entry->key);
        return false;
    }
    const char *starts[2] = {entry->key, sign + 1};
    size_t lengths[2] = {(size_t)(sign - entry->key),
                         entry->key_length - (size_t)(sign + 1 - entry->key)};
    for (size_t i = 0; i < 2; i++) {
        while (lengths[i] && starts[i][0] == ' ') starts[i]++, lengths[i]--;
        while (lengths[i] && starts[i][lengths[i] - 1] == ' ') lengths[i]--;
        at[i] = find_state(regime, starts[i], lengths[i]);
        if (at[i] != UINT32_MAX) continue;
        steppe_yaml_fault_key(builder, entry, "a state of this regime",
                              nearest_state(regime, starts[i], lengths[i]), "unknown state '%.*s'",
                              (int)lengths[i], starts[i]);
        return false;
    }
    if (at[0] != at[1]) return true;
    steppe_yaml_fault_key(builder, entry, "two states", NULL, "a state does not pass into itself");
    return false;
}

static bool read_rates(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                       struct steppe_regime *regime) {
    size_t count = regime->state_count;
    const struct steppe_program **rates = STEPPE_BUILDER_TAKE(builder, count * count,
                                                              const struct steppe_program *);
    if (!rates) return false;
    regime->rates = rates;
    if (!steppe_yaml_find(map, "rates")) return true;
    const struct steppe_yaml *list = steppe_yaml_get(builder, map, "rates", true, STEPPE_YAML_MAP);
    for (const struct steppe_yaml *entry = list ? list->first : NULL; entry; entry = entry->next) {
        uint32_t at[2];
        if (!read_transition(builder, entry, regime, at)) continue;
        const struct steppe_program **rate = &rates[at[0] * count + at[1]];
        if (*rate) {
            steppe_yaml_fault_key(builder, entry, "one rate for one transition", NULL,
                                  "the rate of '%s' stands here twice", entry->key);
            continue;
        }
        *rate = steppe_dynamics_rate(builder, entry, NULL, "a rate");
    }
    return !builder->failed;
}

// ---- history ---------------------------------------------------------------------------------
static bool read_span(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                      const struct steppe_regime *regime, struct steppe_regime_span *span) {
    static const char *const fields[] = {"from", "state", "source", NULL};
    if (!steppe_yaml_fields(builder, entry, fields, "a part of the history")) return false;
    bool good = steppe_yaml_get_date(builder, entry, "from", true, &span->from);
    const struct steppe_yaml *state = steppe_yaml_get(builder, entry, "state", true,
                                                      STEPPE_YAML_TEXT);
    const struct steppe_yaml *source = steppe_yaml_get(builder, entry, "source", true,
                                                       STEPPE_YAML_TEXT);
    if (source) {
        enum steppe_quality quality;
        int32_t lag;
        good = steppe_builder_source(builder, source->text, source->length, source->place,
                                     source->source_line, &quality, &lag) &&
               good;
        span->source = source->text;
        builder->model->quality_count[quality] += good ? 1 : 0;
    }
    if (!state || !source) return false;
    uint32_t number = find_state(regime, state->text, state->length);
    if (number == UINT32_MAX) {
        steppe_yaml_fault(builder, state, "a state of this regime",
                          nearest_state(regime, state->text, state->length), "unknown state '%s'",
                          state->text);
        return false;
    }
    span->state = (uint16_t)number;
    span->place = entry->place;
    return good;
}

static bool read_history(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                         struct steppe_regime *regime) {
    const struct steppe_yaml *list = steppe_yaml_get(builder, map, "history", true,
                                                     STEPPE_YAML_LIST);
    if (!list) return !builder->failed;
    if (list->count == 0) {
        steppe_yaml_fault_key(builder, list, "a first state and its date", NULL,
                              "the history of a regime is empty");
        return !builder->failed;
    }
    struct steppe_regime_span *spans = STEPPE_BUILDER_TAKE(builder, list->count,
                                                           struct steppe_regime_span);
    if (!spans) return false;
    regime->history = spans;
    for (const struct steppe_yaml *entry = list->first; entry; entry = entry->next) {
        struct steppe_regime_span *span = &spans[regime->history_count];
        if (!read_span(builder, entry, regime, span)) continue;
        if (regime->history_count > 0 &&
            steppe_date_month(span[-1].from) >= steppe_date_month(span->from)) {
            steppe_yaml_fault(builder, steppe_yaml_find(entry, "from"), "a later month", NULL,
                              "the history goes back in time");
            continue;
        }
        regime->history_count++;
    }
    return !builder->failed;
}

bool steppe_dynamics_regimes(struct steppe_model_builder *builder, const struct steppe_yaml *root) {
    if (!root || root->count == 0) return true;
    struct steppe_regime *regimes = STEPPE_BUILDER_TAKE(builder, root->count, struct steppe_regime);
    if (!regimes) return false;
    builder->model->regimes = regimes;
    for (const struct steppe_yaml *entry = root->first; entry; entry = entry->next) {
        uint32_t variable = steppe_builder_find_variable(builder, entry->key, entry->key_length);
        if (variable == UINT32_MAX || builder->variables[variable].kind != STEPPE_STATE) continue;
        struct steppe_regime *regime = &regimes[builder->model->regime_count++];
        regime->name = entry->key;
        regime->summary = builder->variables[variable].meaning;
        regime->variable = variable;
        regime->place = entry->key_place;
        if (!read_states(builder, steppe_yaml_find(entry, "states"), regime) ||
            !read_rates(builder, entry, regime) || !read_history(builder, entry, regime))
            return false;
    }
    return true;
}
