// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// model_copy: the bundled model in a folder of its own, to be changed by a test and thrown away.
#ifndef STEPPE_TEST_MODEL_COPY_H
#define STEPPE_TEST_MODEL_COPY_H

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

struct model_copy {
    char folder[64];
};

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
        char source[512], target[512];
        struct stat status;
        if (entry->d_name[0] == '.') continue;
        snprintf(source, sizeof source, "%s/%s", from, entry->d_name);
        snprintf(target, sizeof target, "%s/%s", to, entry->d_name);
        assert_int_equal(stat(source, &status), 0);
        if (S_ISDIR(status.st_mode)) model_copy_folder(source, target);
        else model_copy_file(source, target);
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
    char path[512];
    snprintf(path, sizeof path, "%s/%s", copy->folder, name);
    FILE *file = fopen(path, mode);
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static inline void model_copy_remove_folder(const char *path) {
    DIR *folder = opendir(path);
    if (!folder) return;
    for (struct dirent *entry; (entry = readdir(folder));) {
        char inner[512];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        if (unlink(inner) != 0) model_copy_remove_folder(inner);
    }
    closedir(folder);
    rmdir(path);
}

static inline void model_copy_free(const struct model_copy *copy) {
    model_copy_remove_folder(copy->folder);
}

#endif
