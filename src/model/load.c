// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// load: a folder -> a model. In: the folder and the vocabulary of parameters. Out: an immutable
// model, or all its findings at once. The parts are read in the order in which they need each
// other; each goes on after faults, so that one load tells all of them.
#include <string.h>

#include "base/os.h"
#include "base/text.h"
#include "model/builder.h"
#include "model/issue.h"
#include "model/network.h"

// The built-in variables come first, with the numbers of enum steppe_variable_id.
static bool add_builtin(struct steppe_model_builder *builder) {
    const struct steppe_variable *builtin = steppe_variables_builtin();
    for (size_t i = 0; i < STEPPE_VAR_BUILTIN_COUNT; i++) {
        uint32_t number = steppe_builder_add_variable(builder, &builtin[i],
                                                      (struct steppe_place){0}, NULL);
        if (number == UINT32_MAX) return false;
    }
    return true;
}

static bool list_folder(struct steppe_model_builder *builder) {
    struct steppe_error error = {0};
    if (steppe_os_list_folder(builder->folder, builder->arena, &builder->listing,
                              &builder->listing_count, &error)) {
        return true;
    }
    if (error.code == STEPPE_CODE_MEMORY) {
        return steppe_builder_refuse(builder, error.code, "%s", error.message);
    }
    struct steppe_place place = {.file = builder->folder};
    steppe_builder_fault(builder, place, 1, NULL, "a folder with model.yaml in it", NULL, "%s",
                         error.message);
    return false;
}

// A file that no reader knows is most likely a misspelt one.
static void warn_of_files(struct steppe_model_builder *builder) {
    static const char *const known[] = {"model.yaml",
                                        "actors.csv",
                                        "sources.csv",
                                        "institutions.csv",
                                        "membership.csv",
                                        "leaders.csv",
                                        "ties.csv",
                                        "deflators.csv",
                                        "parameters.yaml",
                                        "regimes.yaml",
                                        "events.yaml",
                                        "indicators.yaml",
                                        "questions.yaml",
                                        "base_rates.yaml",
                                        "base_rates.csv",
                                        "claims.yaml",
                                        NULL};
    for (size_t i = 0; i < builder->listing_count; i++) {
        const char *name = builder->listing[i];
        bool table = steppe_text_ends(name, ".csv"), yaml = steppe_text_ends(name, ".yaml");
        if (!table && !yaml) continue;
        if (table && (steppe_text_begins(name, "series") || steppe_text_begins(name, "pairs"))) {
            continue;
        }
        bool found = false;
        for (size_t j = 0; known[j] && !found; j++) found = strcmp(known[j], name) == 0;
        if (found) continue;
        const char *path = steppe_file_path(builder, name);
        if (!path) return;
        steppe_builder_warn(builder, (struct steppe_place){.file = path}, 1, NULL,
                            "a table or series*.csv, pairs*.csv",
                            steppe_nearest_of(known, name, strlen(name)),
                            "the file is not part of a model and is not read");
    }
}

// Whether what all other files name could be read: else every row would be a fault.
static bool have_names(const struct steppe_model_builder *builder) {
    const struct steppe_model *model = builder->model;
    bool sources = model->source_count > 0 || builder->findings->error_count == 0;
    return sources && model->axes[STEPPE_AXIS_ACTOR].count > 0 && model->set_count > 0;
}

static bool read_parts(struct steppe_model_builder *builder) {
    if (!add_builtin(builder) || !steppe_read_actors(builder) || !steppe_read_model_file(builder)) {
        return false;
    }
    if (!have_names(builder)) return !builder->failed;
    return steppe_read_figures(builder) && steppe_read_members(builder) &&
           steppe_read_network(builder) && steppe_read_parameters(builder) &&
           steppe_read_dynamics(builder, builder->folder) && steppe_read_recorded(builder) &&
           steppe_read_issues(builder) && steppe_check_model(builder);
}

bool steppe_model_load(const char *folder, const struct steppe_vocabulary *vocabulary,
                       struct steppe_arena *arena, const struct steppe_model **model,
                       struct steppe_findings *findings, struct steppe_error *error) {
    struct steppe_arena_mark mark = steppe_arena_mark(arena);
    struct steppe_error inner = {0};
    struct steppe_model_builder *builder = STEPPE_TAKE(arena, 1, struct steppe_model_builder);
    struct steppe_model *made = STEPPE_TAKE(arena, 1, struct steppe_model);
    char *kept = steppe_arena_copy_text(arena, folder, strlen(folder));
    if (!findings->arena) findings->arena = arena;
    size_t errors = findings->error_count;
    bool done = builder && made && kept;
    if (!done) {
        done = steppe_error_set(&inner, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "not enough memory for the model %s", folder);
    } else {
        *builder = (struct steppe_model_builder){.arena = arena,
                                                 .findings = findings,
                                                 .error = &inner,
                                                 .folder = kept,
                                                 .vocabulary = vocabulary,
                                                 .model = made};
        made->folder = kept;
        made->reader = builder;
        done = list_folder(builder);
        if (done) {
            warn_of_files(builder);
            done = read_parts(builder);
            steppe_file_hash_all(builder, made->hash);
        }
        done = done && !builder->failed;
    }
    size_t found = findings->error_count - errors;
    if (done && found == 0) {
        *model = made;
        return true;
    }
    if (inner.code != STEPPE_CODE_NONE) {
        // Findings may live in the same arena: it is theirs until the caller frees it.
        if (findings->arena != arena) steppe_arena_rewind(arena, mark);
        return steppe_error_set(error, inner.code, (struct steppe_place){0}, "%s", inner.message);
    }
    return steppe_error_set(error, STEPPE_CODE_MODEL, (struct steppe_place){0},
                            "the model %s has %zu error%s", folder, found, found == 1 ? "" : "s");
}
