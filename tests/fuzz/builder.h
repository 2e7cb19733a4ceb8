// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// builder: what fuzz targets of `model` share: an empty model in an arena of 64 MB.
#ifndef STEPPE_FUZZ_BUILDER_H
#define STEPPE_FUZZ_BUILDER_H

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "model/builder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz_builder {
    struct steppe_arena arena;
    struct steppe_findings findings;
    struct steppe_error error;
    struct steppe_model model;
    struct steppe_model_builder builder;
    char *text; // of the file
};

static inline struct fuzz_builder *fuzz_builder_make(void) {
    struct fuzz_builder *fuzz = calloc(1, sizeof *fuzz);
    if (!fuzz) abort();
    steppe_arena_init(&fuzz->arena, (size_t)64 << 20);
    fuzz->findings.arena = &fuzz->arena;
    fuzz->builder = (struct steppe_model_builder){
        .arena = &fuzz->arena,
        .findings = &fuzz->findings,
        .error = &fuzz->error,
        .folder = "fuzz",
        .model = &fuzz->model,
    };
    return fuzz;
}

// The input as a file of a model. Texts of files end with a zero; the block is exactly as large as
// that, so that a read past the end is seen.
static inline const struct steppe_file *fuzz_file(struct fuzz_builder *fuzz, const char *name,
                                                  const uint8_t *data, size_t size) {
    fuzz->text = malloc(size + 1);
    if (!fuzz->text) abort();
    if (size) memcpy(fuzz->text, data, size);
    fuzz->text[size] = '\0';
    return steppe_file_of_text(&fuzz->builder, name, fuzz->text, size);
}

// Every finding has a message, and an error was counted unless all are warnings.
static inline void fuzz_builder_free(struct fuzz_builder *fuzz) {
    steppe_must(fuzz->findings.count <= STEPPE_FINDINGS_LIMIT);
    for (size_t i = 0; i < fuzz->findings.count; i++) {
        steppe_must(fuzz->findings.items[i].message != NULL);
        steppe_must(fuzz->findings.items[i].warning || fuzz->findings.error_count > 0);
    }
    steppe_arena_free(&fuzz->arena);
    free(fuzz->text);
    free(fuzz);
}

#endif
