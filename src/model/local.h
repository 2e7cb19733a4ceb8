// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// local: reading files until base has them.
#pragma once
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <sys/stat.h>
#include "model/builder.h"
enum local_result { LOCAL_READ, LOCAL_ABSENT, LOCAL_LARGE, LOCAL_UNREADABLE, LOCAL_MEMORY };
static inline enum local_result local_read(struct steppe_arena *arena, const char *path, size_t most, char **text, size_t *length) {
    struct stat info;
    if (stat(path, &info)) return errno == ENOENT ? LOCAL_ABSENT : LOCAL_UNREADABLE;
    if (!S_ISREG(info.st_mode)) return LOCAL_UNREADABLE;
    if ((size_t)info.st_size > most) return LOCAL_LARGE;
    FILE *f = fopen(path, "rb");
    if (!f) return LOCAL_UNREADABLE;
    *text = steppe_arena_take(arena, (size_t)info.st_size + 1, 1);
    if (!*text) { fclose(f); return LOCAL_MEMORY; }
    *length = fread(*text, 1, (size_t)info.st_size, f);
    fclose(f);
    return LOCAL_READ;
}
static inline size_t steppe_utf8_valid(const char *t, size_t n) { (void)t; return n; }
static int local_cmp(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }
static inline bool local_list(struct steppe_model_builder *builder, const char *below, const char *ending, const char *const **names, size_t *count) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", builder->folder, below);
    const char **items = NULL; size_t capacity = 0, n = 0;
    DIR *d = opendir(path);
    struct dirent *e;
    while (d && (e = readdir(d))) {
        size_t l = strlen(e->d_name), le = strlen(ending);
        if (l <= le || strcmp(e->d_name + l - le, ending) || e->d_name[0] == '.') continue;
        char full[4096];
        int w = snprintf(full, sizeof full, "%s%s%s", below, *below ? "/" : "", e->d_name);
        const char **it = steppe_builder_grow(builder, (void **)&items, &capacity, n, sizeof *it);
        if (!it) break;
        *it = steppe_builder_copy(builder, full, (size_t)w);
        n++;
    }
    if (d) closedir(d);
    if (n) qsort(items, n, sizeof *items, local_cmp);
    *names = items; *count = n;
    return !builder->failed;
}
