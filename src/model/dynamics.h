// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// dynamics: what the files that read regimes, events, indicators and scenarios share, private to
// them. In: YAML trees. Out: model->regimes, events, indicators, scenarios and their variables.
#ifndef STEPPE_MODEL_DYNAMICS_H
#define STEPPE_MODEL_DYNAMICS_H

#include "model/builder.h"

// Loops that surround an expression: `for` of an event, then `for` of an effect.
#define STEPPE_LOOPS_MAX 2
struct steppe_loops {
    struct steppe_binding at[STEPPE_LOOPS_MAX];
    size_t count;
};

#define STEPPE_EFFECTS_MAX 20000
struct steppe_effect_list {
    struct steppe_effect *items;
    size_t count, capacity;
};

// Where a list of effects stands, and so what it may say.
enum steppe_effect_place {
    STEPPE_EFFECT_OF_REGIME,
    STEPPE_EFFECT_OF_EVENT,
    STEPPE_EFFECT_OF_CHANGE
};

// Reads `for: NAME in SET` of a map, if it is there. False after a finding.
bool steppe_dynamics_scope(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                           struct steppe_scope *scope);
// Elements of a scope: 1 without a set. Loops with the n-th of them bound.
size_t steppe_scope_count(const struct steppe_scope *scope);
struct steppe_loops steppe_scope_loops(const struct steppe_scope *scope, size_t n,
                                       const struct steppe_loops *outer);

// Compiles the text of an entry. NULL after findings.
const struct steppe_program *steppe_dynamics_compile(struct steppe_model_builder *builder,
                                                     const struct steppe_yaml *entry,
                                                     const struct steppe_loops *loops,
                                                     const struct steppe_expected *expected);
// Like it, for a rate or hazard: a number per year, never below 0.
const struct steppe_program *steppe_dynamics_rate(struct steppe_model_builder *builder,
                                                  const struct steppe_yaml *entry,
                                                  const struct steppe_loops *loops,
                                                  const char *what);

// Appends the effects that one map describes: verb, target, value, its own `for`, fade, lasting.
// The fields of the map are the caller's to check. False after findings.
bool steppe_dynamics_effect(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                            enum steppe_effect_place where, const struct steppe_loops *loops,
                            int32_t element, struct steppe_effect_list *list);
// Appends the effects of the list at `effects`, which may be absent.
bool steppe_dynamics_effects(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                             enum steppe_effect_place where, const struct steppe_loops *loops,
                             int32_t element, struct steppe_effect_list *list);
// Warns where two sets may lie on one cell at the same time. ends may be NULL: never.
struct steppe_effect_span {
    int32_t from, until;
}; // months since year 0
void steppe_dynamics_overlaps(struct steppe_model_builder *builder,
                              const struct steppe_effect_list *list,
                              const struct steppe_effect_span *spans);

// The parts. Each is told the root of its file (NULL: no such file) and returns false only when the
// machine refuses. The first two make names known; the others compile.
bool steppe_dynamics_name_regimes(struct steppe_model_builder *builder,
                                  const struct steppe_yaml *root);
bool steppe_dynamics_name_indicators(struct steppe_model_builder *builder,
                                     const struct steppe_yaml *root);
bool steppe_dynamics_regimes(struct steppe_model_builder *builder, const struct steppe_yaml *root);
bool steppe_dynamics_indicators(struct steppe_model_builder *builder,
                                const struct steppe_yaml *root);
bool steppe_dynamics_events(struct steppe_model_builder *builder, const struct steppe_yaml *root);
bool steppe_dynamics_questions(struct steppe_model_builder *builder,
                               const struct steppe_yaml *root);
bool steppe_dynamics_base_rates(struct steppe_model_builder *builder,
                                const struct steppe_yaml *root);
// Reads a list of changes into scenario->changes.
bool steppe_dynamics_changes(struct steppe_model_builder *builder, const struct steppe_yaml *list,
                             struct steppe_scenario *scenario);
// claims.c: after all others.
bool steppe_dynamics_claims(struct steppe_model_builder *builder, const struct steppe_yaml *root);
// Its part `facts`, a map.
struct steppe_claim_book;
bool steppe_dynamics_facts(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                           struct steppe_claim_book *book);
bool steppe_dynamics_scenario(struct steppe_model_builder *builder, const struct steppe_yaml *root,
                              const struct steppe_file *file, const char *name,
                              struct steppe_scenario *scenario);

// The texts of the dynamics, however they came; absent ones are NULL.
struct steppe_dynamics_files {
    const struct steppe_file *regimes, *indicators, *events, *questions, *base_rates, *claims;
    const struct steppe_file *const *scenarios; // by name
    size_t scenario_count;
};
bool steppe_dynamics_read(struct steppe_model_builder *builder,
                          const struct steppe_dynamics_files *files);

#endif
