// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// folder: a small model in a temporary folder, right in all its parts, for tests that break one
// part and look at what the loader says. Two hosts (KAZ, UZB), two powers (RUS, CHN), the rest.
#ifndef STEPPE_TESTS_MODEL_FOLDER_H
#define STEPPE_TESTS_MODEL_FOLDER_H

#include "model/model.h"

struct folder {
    char path[200];
    struct steppe_arena arena;
    struct steppe_findings findings;
    struct steppe_error error;
    const struct steppe_model *model; // of the last load, NULL when it failed
};

void folder_make(struct folder *folder); // writes the model
void folder_make_empty(struct folder *folder);
void folder_remove(struct folder *folder); // and frees what was loaded
void folder_write(struct folder *folder, const char *name, const char *text);
void folder_write_bytes(struct folder *folder, const char *name, const char *bytes, size_t length);
void folder_delete(struct folder *folder, const char *name);
// Exchanges the only place of `old` in a file.
void folder_change(struct folder *folder, const char *name, const char *old, const char *new);
bool folder_load(struct folder *folder);
const struct steppe_vocabulary *folder_vocabulary(void);

// The model must be refused (or, with a warning, be loaded), and one finding must be this one:
// place, and where they are not NULL message, what was expected and the nearest name.
struct wanted {
    const char *file;
    uint32_t line, column;
    const char *message, *expected, *nearest;
};
void folder_expect(struct folder *folder, struct wanted wanted);
// As before, and it is the only finding.
void folder_expect_only(struct folder *folder, struct wanted wanted);
#endif
