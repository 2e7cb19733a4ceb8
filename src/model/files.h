// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// files: a file of the model's folder in memory, checked to be UTF-8 and of bounded size, with its
// lines for messages. Every file read enters the model's hash.
#ifndef STEPPE_MODEL_FILES_H
#define STEPPE_MODEL_FILES_H

#include <steppe.h>

struct steppe_model_builder;

#define STEPPE_FILE_BYTES_MAX ((size_t)64 << 20)
#define STEPPE_SOURCE_LINE_MAX 200 // bytes of a line kept for messages

struct steppe_file {
    const char *name; // as in messages: its path, "models/central-asia/actors.csv"
    const char *text; // 0-terminated
    size_t length;
};

// folder/name in the arena.
const char *steppe_file_path(struct steppe_model_builder *builder, const char *name);
// Reads folder/name. NULL when it is absent (a finding if `required`), too large, no UTF-8, or when
// the machine refuses.
const struct steppe_file *steppe_file_read(struct steppe_model_builder *builder, const char *name,
                                           bool required);
// Wraps text of the caller as a file (tests, fuzzing).
const struct steppe_file *steppe_file_of_text(struct steppe_model_builder *builder,
                                              const char *name, const char *text, size_t length);
// Sorted names in folder/below ("" for the folder itself) that end in `ending`, as read wants them
// ("scenarios/a.yaml"). An absent folder is empty.
bool steppe_file_list(struct steppe_model_builder *builder, const char *below, const char *ending,
                      const char *const **names, size_t *count);
// Copy of the line around byte `at`, cut to STEPPE_SOURCE_LINE_MAX. "" when memory is refused.
const char *steppe_file_line(struct steppe_model_builder *builder, const struct steppe_file *file,
                             size_t at);
// The same around a place in a file that was read; NULL when it is not known.
const char *steppe_file_line_of(struct steppe_model_builder *builder, struct steppe_place place);
// Line and column (from 1, in bytes) of byte `at`: linear in `at`, for messages only.
struct steppe_place steppe_file_place(const struct steppe_file *file, size_t at);
// Sum over all files read, 16 hex digits and a zero.
void steppe_file_hash_all(const struct steppe_model_builder *builder, char hash[17]);
#endif
