// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// places: see the header.
#include "model/places.h"

#include <steppe.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/os.h"
#include "base/text.h"
#include "model/issue.h"

// ---- models -------------------------------------------------------------------------------------
enum { PLACES = 4 };
// Folders where models are sought, in this order; NULL: not there. Room for one is the caller's.
static void find_places(const char *places[PLACES], char *shared, size_t size) {
    char program[1024];
    places[0] = "models";
    places[1] = getenv("STEPPE_MODELS");
    places[2] = NULL;
    places[3] = ".";
    if (!steppe_os_program_folder(program, sizeof program)) return;
    int length = snprintf(shared, size, "%s/../share/steppe/models", program);
    if (length > 0 && (size_t)length < size) places[2] = shared;
}

static bool try_folder(char *path, size_t size, const char *folder, const char *name) {
    int length = snprintf(path, size, "%s/%s", folder, name);
    return length > 0 && (size_t)length < size && steppe_os_is_folder(path);
}

bool steppe_place_model(const char *name, char *path, size_t size) {
    const char *places[PLACES];
    char shared[1100];
    int length = snprintf(path, size, "%s", name);
    if (length <= 0 || (size_t)length >= size) return false;
    if (strchr(name, '/')) return true;
    find_places(places, shared, sizeof shared);
    for (size_t p = 0; p < PLACES; p++)
        if (places[p] && try_folder(path, size, places[p], name)) return true;
    return false;
}

const char *steppe_place_call(const char *name, const char *folder) {
    char path[1024];
    return steppe_place_model(name, path, sizeof path) && strcmp(path, folder) == 0 ? name : folder;
}

bool steppe_model_near(const char *name, char *near, size_t size) {
    const char *places[PLACES];
    char shared[1100], path[2200];
    struct steppe_nearest nearest = steppe_nearest_begin(name, strlen(name));
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    find_places(places, shared, sizeof shared);
    for (size_t p = 0; p < PLACES; p++) {
        const char *const *names;
        size_t count;
        struct steppe_error ignored;
        if (!places[p] || !steppe_os_is_folder(places[p]) ||
            !steppe_os_list_folder(places[p], &arena, &names, &count, &ignored))
            continue;
        for (size_t i = 0; i < count; i++) { // other folders may lie beside the models
            int length = snprintf(path, sizeof path, "%s/%s/model.yaml", places[p], names[i]);
            if (length > 0 && (size_t)length < sizeof path && steppe_os_is_file(path))
                steppe_nearest_try(&nearest, names[i]);
        }
    }
    int length = nearest.name ? snprintf(near, size, "%s", nearest.name) : 0;
    steppe_arena_free(&arena);
    return length > 0 && (size_t)length < size;
}

bool steppe_is_model(const char *name) {
    char path[1024];
    return steppe_place_model(name, path, sizeof path) && steppe_os_is_folder(path);
}

// ---- issues -------------------------------------------------------------------------------------
#define ISSUE_ENDING ".yaml"

static bool find_issues(char *folder, size_t size) {
    char model[1024];
    if (!steppe_place_model("central-asia", model, sizeof model)) return false;
    int length = snprintf(folder, size, "%s/issues", model);
    return length > 0 && (size_t)length < size;
}

bool steppe_issue_path(const char *name, char *path, size_t size) {
    char folder[1100];
    int length = snprintf(path, size, "%s", name);
    if (length <= 0 || (size_t)length >= size) return false;
    if (strchr(name, '/') || strchr(name, '.') || steppe_os_is_file(path)) return true;
    if (!find_issues(folder, sizeof folder)) return false;
    length = snprintf(path, size, "%s/%s" ISSUE_ENDING, folder, name);
    return length > 0 && (size_t)length < size && steppe_os_is_file(path);
}

struct issue_list {
    struct steppe_issues shown; // first: the public pointer is the list
    struct steppe_arena arena;
};

// The files of one folder; what is wrong with one is for `bargain` and `check` to say.
static bool read_titles(struct issue_list *list, struct steppe_error *error) {
    char folder[1100], path[2200];
    const char *const *names;
    size_t count;
    struct steppe_arena *arena = &list->arena;
    if (!find_issues(folder, sizeof folder) || !steppe_os_is_folder(folder)) return true;
    if (!steppe_os_list_folder(folder, arena, &names, &count, error)) return false;
    struct steppe_issue_title *items = STEPPE_TAKE(arena, count + 1, struct steppe_issue_title);
    if (!items)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory to list the issues");
    list->shown.items = items;
    for (size_t i = 0; i < count; i++) {
        struct steppe_findings findings = {0};
        const struct steppe_issue *issue;
        struct steppe_issue_title *item = &items[list->shown.count];
        size_t length = strlen(names[i]) - strlen(ISSUE_ENDING);
        int written = snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        if (!steppe_text_ends(names[i], ISSUE_ENDING) || written <= 0 ||
            (size_t)written >= sizeof path)
            continue;
        if (!steppe_issue_load(path, arena, &findings, &issue, error)) {
            if (error->code == STEPPE_CODE_MEMORY) return false;
            issue = NULL;
        }
        *item = (struct steppe_issue_title){steppe_arena_copy_text(arena, names[i], length),
                                            issue ? issue->title : NULL};
        list->shown.count += item->name != NULL;
    }
    return true;
}

bool steppe_issues_make(const struct steppe_issues **issues, struct steppe_error *error) {
    struct steppe_arena arena;
    struct steppe_error own = {0};
    *issues = NULL;
    steppe_arena_init(&arena, 0);
    struct issue_list *list = STEPPE_TAKE(&arena, 1, struct issue_list);
    if (!list)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory to list the issues");
    list->arena = arena;
    *issues = &list->shown;
    if (read_titles(list, error ? error : &own)) return true;
    steppe_issues_free(*issues);
    *issues = NULL;
    return false;
}

void steppe_issues_free(const struct steppe_issues *issues) {
    if (!issues) return;
    struct steppe_arena arena = ((const struct issue_list *)(const void *)issues)->arena;
    steppe_arena_free(&arena);
}
