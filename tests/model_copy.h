// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// model_copy: the bundled model in a folder of its own, to be changed by a test and thrown away.
#ifndef STEPPE_TEST_MODEL_COPY_H
#define STEPPE_TEST_MODEL_COPY_H

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "test.h"

struct model_copy {
    char folder[64];
};

static inline void model_copy_path(char path[1024], const char *folder, const char *name) {
    int length = snprintf(path, 1024, "%s/%s", folder, name);
    assert_true(length > 0 && length < 1024);
}

static inline void model_copy_file(const char *from, const char *to) {
    char block[65536];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_non_null(in);
    assert_non_null(out);
    for (size_t got; (got = fread(block, 1, sizeof block, in)) > 0;)
        assert_int_equal(fwrite(block, 1, got, out), got);
    fclose(in);
    assert_int_equal(fclose(out), 0);
}

static inline void model_copy_folder(const char *from, const char *to) {
    DIR *folder = opendir(from);
    assert_non_null(folder);
    assert_true(mkdir(to, 0700) == 0 || access(to, W_OK) == 0);
    for (struct dirent *entry; (entry = readdir(folder));) {
        char source[1024], target[1024];
        struct stat status;
        if (entry->d_name[0] == '.') continue;
        model_copy_path(source, from, entry->d_name);
        model_copy_path(target, to, entry->d_name);
        assert_int_equal(stat(source, &status), 0);
        if (S_ISDIR(status.st_mode))
            model_copy_folder(source, target);
        else
            model_copy_file(source, target);
    }
    closedir(folder);
}

static inline void model_copy_make(struct model_copy *copy) {
    snprintf(copy->folder, sizeof copy->folder, "/tmp/steppe-test-XXXXXX");
    assert_non_null(mkdtemp(copy->folder));
    model_copy_folder(STEPPE_SOURCE_DIR "/models/central-asia", copy->folder);
}

// mode "w" replaces a file, "a" appends to it.
static inline void model_copy_write(const struct model_copy *copy, const char *name,
                                    const char *mode, const char *text) {
    char path[1024];
    model_copy_path(path, copy->folder, name);
    FILE *file = fopen(path, mode);
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

// Reads a file of the copy, which must be shorter than size; it ends in NUL.
static inline void model_copy_read(const struct model_copy *copy, const char *name, char *text,
                                   size_t size) {
    char path[1024];
    model_copy_path(path, copy->folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(text, 1, size - 1, file);
    fclose(file);
    assert_true(length < size - 1);
    text[length] = 0;
}

// Takes out the lines that begin with `beginning`; there must be some.
static inline void model_copy_strip(const struct model_copy *copy, const char *name,
                                    const char *beginning) {
    static char text[1 << 20], kept[1 << 20];
    size_t used = 0, taken_out = 0;
    model_copy_read(copy, name, text, sizeof text);
    for (const char *line = text; *line;) {
        size_t size = strcspn(line, "\n");
        size += line[size] == '\n';
        if (strncmp(line, beginning, strlen(beginning)) == 0)
            taken_out++;
        else {
            memcpy(kept + used, line, size);
            used += size;
        }
        line += size;
    }
    kept[used] = 0;
    assert_true(taken_out > 0);
    model_copy_write(copy, name, "w", kept);
}

// Puts `instead` in the place of the first `old`; there must be one.
static inline void model_copy_replace(const struct model_copy *copy, const char *name,
                                      const char *old, const char *instead) {
    static char text[1 << 20], changed[1 << 20];
    model_copy_read(copy, name, text, sizeof text);
    const char *found = strstr(text, old);
    assert_non_null(found);
    int size = snprintf(changed, sizeof changed, "%.*s%s%s", (int)(found - text), text, instead,
                        found + strlen(old));
    assert_true(size > 0 && (size_t)size < sizeof changed);
    model_copy_write(copy, name, "w", changed);
}

static inline void model_copy_remove_folder(const char *path) {
    DIR *folder = opendir(path);
    if (!folder) return;
    for (struct dirent *entry; (entry = readdir(folder));) {
        char inner[1024];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        model_copy_path(inner, path, entry->d_name);
        if (unlink(inner) != 0) model_copy_remove_folder(inner);
    }
    closedir(folder);
    rmdir(path);
}

static inline void model_copy_free(const struct model_copy *copy) {
    model_copy_remove_folder(copy->folder);
}

// Opens a model or prints every finding; NULL then.
static inline struct steppe_project *model_open(const char *folder) {
    struct steppe_project *project;
    struct steppe_error error = {0};
    if (steppe_project_open(folder, &project, &error)) return project;
    const struct steppe_findings *findings = project ? steppe_project_findings(project) : NULL;
    for (size_t i = 0; findings && i < findings->count; i++)
        print_error("%s:%u:%u: %s\n", findings->items[i].place.file, findings->items[i].place.line,
                    findings->items[i].place.column, findings->items[i].message);
    print_error("%s\n", error.message);
    steppe_project_close(project);
    return NULL;
}

#endif
