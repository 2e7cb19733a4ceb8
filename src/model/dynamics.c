// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// dynamics: regimes.yaml, indicators.yaml, events.yaml, questions.yaml, base_rates.yaml,
// scenarios/*.yaml and claims.yaml, in an order in which every name is known before a text is
// compiled that may use it.
#include "model/dynamics.h"

#include <string.h>

// "scenarios/frozen_war.yaml" -> "frozen_war".
static const char *scenario_name(struct steppe_model_builder *builder, const char *file) {
    const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file;
    const char *dot = strrchr(name, '.');
    return steppe_builder_copy(builder, name, dot ? (size_t)(dot - name) : strlen(name));
}

static const struct steppe_yaml *tree_of(struct steppe_model_builder *builder,
                                         const struct steppe_file *file) {
    const struct steppe_yaml *root = file ? steppe_yaml_read(builder, file) : NULL;
    if (!root || root->kind == STEPPE_YAML_MAP) return root;
    steppe_yaml_fault(builder, root, "a map: name, colon, what it is", NULL,
                      "this file is no map of names");
    return NULL;
}

// Names are typed into expressions and command lines, and stand in tables.
static void check_names(struct steppe_model_builder *builder, const struct steppe_yaml *map) {
    if (!map || map->kind != STEPPE_YAML_MAP) return;
    for (const struct steppe_yaml *entry = map->first; entry; entry = entry->next)
        if (!steppe_is_name(entry->key))
            steppe_yaml_fault_key(builder, entry, "small letters, digits and _, a letter first",
                                  NULL, "'%s' is no name", entry->key);
}

// A + joins two scenarios, and the world without one has a name.
static void check_scenario_name(struct steppe_model_builder *builder,
                                const struct steppe_file *file, const char *name) {
    const struct steppe_place place = {.file = file->name};
    if (!steppe_is_name(name))
        steppe_builder_fault(builder, place, 1, NULL, "small letters, digits and _, a letter first",
                             NULL, "'%s' is no name of a scenario", name);
    else if (strcmp(name, "baseline") == 0)
        steppe_builder_fault(builder, place, 1, NULL, "another name", NULL,
                             "'baseline' is the world without a scenario");
}

static bool read_scenarios(struct steppe_model_builder *builder,
                           const struct steppe_dynamics_files *files) {
    struct steppe_scenario *scenarios = STEPPE_BUILDER_TAKE(builder, files->scenario_count,
                                                            struct steppe_scenario);
    if (!scenarios) return false;
    builder->model->scenarios = scenarios;
    for (size_t i = 0; i < files->scenario_count; i++) {
        const char *name = scenario_name(builder, files->scenarios[i]->name);
        const struct steppe_yaml *root = tree_of(builder, files->scenarios[i]);
        if (builder->failed) return false;
        check_scenario_name(builder, files->scenarios[i], name);
        if (!root) continue;
        if (!steppe_dynamics_scenario(builder, root, files->scenarios[i], name,
                                      &scenarios[builder->model->scenario_count]))
            return false;
        builder->model->scenario_count++;
    }
    return true;
}

bool steppe_dynamics_read(struct steppe_model_builder *builder,
                          const struct steppe_dynamics_files *files) {
    const struct steppe_yaml *regimes = tree_of(builder, files->regimes);
    const struct steppe_yaml *indicators = tree_of(builder, files->indicators);
    const struct steppe_yaml *events = tree_of(builder, files->events);
    const struct steppe_yaml *questions = tree_of(builder, files->questions);
    const struct steppe_yaml *base_rates = tree_of(builder, files->base_rates);
    const struct steppe_yaml *claims = tree_of(builder, files->claims);
    if (builder->failed) return false;
    check_names(builder, regimes);
    for (const struct steppe_yaml *part = regimes ? regimes->first : NULL; part; part = part->next)
        check_names(builder, steppe_yaml_find(part, "states"));
    check_names(builder, indicators);
    check_names(builder, events);
    check_names(builder, questions);
    check_names(builder, base_rates);
    for (const struct steppe_yaml *part = claims ? claims->first : NULL; part; part = part->next)
        check_names(builder, part);
    return steppe_dynamics_name_regimes(builder, regimes) &&
           steppe_dynamics_name_indicators(builder, indicators) &&
           steppe_dynamics_regimes(builder, regimes) &&
           steppe_dynamics_indicators(builder, indicators) &&
           steppe_dynamics_events(builder, events) &&
           steppe_dynamics_questions(builder, questions) &&
           steppe_dynamics_base_rates(builder, base_rates) && read_scenarios(builder, files) &&
           steppe_dynamics_claims(builder, claims);
}

bool steppe_read_dynamics(struct steppe_model_builder *builder, const char *folder) {
    steppe_must(folder == builder->folder); // files are read below it by name
    const char *const *names = NULL;
    size_t count = 0;
    struct steppe_dynamics_files files = {
        .regimes = steppe_file_read(builder, "regimes.yaml", false),
        .indicators = steppe_file_read(builder, "indicators.yaml", false),
        .events = steppe_file_read(builder, "events.yaml", false),
        .questions = steppe_file_read(builder, "questions.yaml", false),
        .base_rates = steppe_file_read(builder, "base_rates.yaml", false),
        .claims = steppe_file_read(builder, "claims.yaml", false),
    };
    if (builder->failed || !steppe_file_list(builder, "scenarios", ".yaml", &names, &count))
        return false;
    const struct steppe_file **scenarios = STEPPE_BUILDER_TAKE(builder, count,
                                                               const struct steppe_file *);
    if (!scenarios) return false;
    for (size_t i = 0; i < count; i++) {
        const struct steppe_file *file = steppe_file_read(builder, names[i], true);
        if (builder->failed) return false;
        if (file) scenarios[files.scenario_count++] = file;
    }
    files.scenarios = scenarios;
    return steppe_dynamics_read(builder, &files);
}
