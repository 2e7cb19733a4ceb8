// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// text: a builder with nothing in it, and a text that stands for a file of the model. What tests of
// readers begin with.
#ifndef STEPPE_TEST_TEXT_H
#define STEPPE_TEST_TEXT_H

#include "model/builder.h"
#include "test.h"

struct text {
    struct steppe_arena arena;
    struct steppe_findings findings;
    struct steppe_error error;
    struct steppe_model model;
    struct steppe_model_builder builder;
};

static inline const struct steppe_file *text_begin(struct text *of, const char *name,
                                                   const char *text) {
    memset(of, 0, sizeof *of);
    steppe_arena_init(&of->arena, 0);
    of->findings.arena = &of->arena;
    of->builder = (struct steppe_model_builder){.arena = &of->arena,
                                                .findings = &of->findings,
                                                .error = &of->error,
                                                .model = &of->model,
                                                .folder = "."};
    const struct steppe_file *file = steppe_file_of_text(&of->builder, name, text, strlen(text));
    assert_non_null(file);
    return file;
}

#endif
