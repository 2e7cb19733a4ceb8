// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// text: checks of text, the known name nearest to a misspelt one, and a writer that grows.
#ifndef STEPPE_BASE_TEXT_H
#define STEPPE_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

// True when text[0..length) is UTF-8 (no overlong forms, surrogates or numbers above 10ffff) and
// holds no zero byte; else *bad_at, if not NULL, is the first byte of the fault.
bool steppe_text_is_utf8(const char *text, size_t length, size_t *bad_at);
bool steppe_text_same(const char *text, size_t length, const char *name); // text[0..length) is name
bool steppe_text_begins(const char *text, const char *beginning);
bool steppe_text_ends(const char *text, const char *ending);

// Letters to insert, drop, exchange or swap with their neighbour to make a into b (damerau-1964,
// each place touched once); capital and small ASCII letters count as the same. Texts beyond 64
// bytes, and distances beyond `limit`, give limit + 1.
size_t steppe_text_distance(const char *a, size_t a_length, const char *b, size_t b_length,
                            size_t limit);

// Seeks the known name nearest to a misspelt one: begin, try each known name, read .name (NULL when
// none is near: more than a third of the letters differ). Of equals the first tried wins.
struct steppe_nearest {
    const char *name; // of those tried
    const char *wanted;
    size_t wanted_length, limit; // only distances up to limit still count
};
struct steppe_nearest steppe_nearest_begin(const char *wanted, size_t length);
void steppe_nearest_try(struct steppe_nearest *nearest, const char *known);

// Text that grows in an arena. Once the arena refuses, `failed` stays true and nothing is added;
// `text` is always 0-terminated.
struct steppe_writer {
    struct steppe_arena *arena;
    char *text;
    size_t length, capacity;
    bool failed;
};
struct steppe_writer steppe_writer_begin(struct steppe_arena *arena);
void steppe_writer_bytes(struct steppe_writer *writer, const char *bytes, size_t length);
void steppe_writer_text(struct steppe_writer *writer, const char *text);
void steppe_writer_repeat(struct steppe_writer *writer, char letter, size_t count);
void steppe_writer_print(struct steppe_writer *writer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
