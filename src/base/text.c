// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// text: see the header.
#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define DISTANCE_BYTES_MAX 64

// Bytes of the UTF-8 character at text, 0 when it is none (RFC 3629, section 4).
static size_t character_bytes(const unsigned char *text, size_t length) {
    unsigned char first = text[0];
    if (first >= 0x01 && first <= 0x7f) return 1;
    size_t bytes = first >= 0xc2 && first <= 0xdf   ? 2
                   : first >= 0xe0 && first <= 0xef ? 3
                   : first >= 0xf0 && first <= 0xf4 ? 4
                                                    : 0;
    if (bytes == 0 || bytes > length) return 0;
    // The second byte is narrower after these: overlong forms, surrogates, above 10ffff.
    unsigned char low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned char high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (text[1] < low || text[1] > high) return 0;
    for (size_t i = 2; i < bytes; i++) {
        if (text[i] < 0x80 || text[i] > 0xbf) return 0;
    }
    return bytes;
}

bool steppe_text_is_utf8(const char *text, size_t length, size_t *bad_at) {
    const unsigned char *bytes = (const unsigned char *)text;
    for (size_t at = 0; at < length;) {
        uint64_t eight; // most text is ASCII without zeros: no high bit, nor one less 1
        while (at + sizeof eight <= length) {
            memcpy(&eight, bytes + at, sizeof eight);
            uint64_t less = eight - UINT64_C(0x0101010101010101);
            if ((eight | less) & UINT64_C(0x8080808080808080)) break;
            at += sizeof eight;
        }
        if (at == length) break;
        size_t step = character_bytes(bytes + at, length - at);
        if (step == 0) {
            if (bad_at) *bad_at = at;
            return false;
        }
        at += step;
    }
    return true;
}

bool steppe_text_same(const char *text, size_t length, const char *name) {
    return strlen(name) == length && memcmp(text, name, length) == 0;
}

bool steppe_text_begins(const char *text, const char *beginning) {
    return strncmp(text, beginning, strlen(beginning)) == 0;
}

bool steppe_text_ends(const char *text, const char *ending) {
    size_t length = strlen(text), end = strlen(ending);
    return length >= end && memcmp(text + length - end, ending, end) == 0;
}

static char small(char letter) {
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

size_t steppe_text_distance(const char *a, size_t a_length, const char *b, size_t b_length,
                            size_t limit) {
    size_t apart = a_length > b_length ? a_length - b_length : b_length - a_length;
    if (a_length > DISTANCE_BYTES_MAX || b_length > DISTANCE_BYTES_MAX || apart > limit) {
        return limit + 1;
    }
    // rows[i % 3][j]: distance of the first i bytes of a from the first j of b.
    size_t rows[3][DISTANCE_BYTES_MAX + 1];
    for (size_t j = 0; j <= b_length; j++) rows[0][j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            char p = small(a[i - 1]), q = small(b[j - 1]);
            now[j] = least(before[j - 1] + (p != q), least(before[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && p == small(b[j - 2]) && small(a[i - 2]) == q) {
                now[j] = least(now[j], earlier[j - 2] + 1);
            }
        }
    }
    return least(rows[a_length % 3][b_length], limit + 1);
}

struct steppe_nearest steppe_nearest_begin(const char *wanted, size_t length) {
    return (struct steppe_nearest){
        .wanted = wanted,
        .wanted_length = length,
        .limit = length < 3 ? 1 : length / 3,
    };
}

void steppe_nearest_try(struct steppe_nearest *nearest, const char *known) {
    if (nearest->name && nearest->limit == 0) return;
    size_t limit = nearest->name ? nearest->limit - 1 : nearest->limit;
    size_t length = strlen(known);
    size_t distance = steppe_text_distance(nearest->wanted, nearest->wanted_length, known, length,
                                           limit);
    // Where every letter would change the names are not near.
    if (distance > limit || distance >= length) return;
    nearest->name = known;
    nearest->limit = distance;
}

struct steppe_writer steppe_writer_begin(struct steppe_arena *arena) {
    static char nothing[1]; // never written: capacity is 0
    return (struct steppe_writer){.arena = arena, .text = nothing};
}

// Room for `more` bytes and the closing zero; false once memory was refused.
static bool make_room(struct steppe_writer *writer, size_t more) {
    if (writer->failed) return false;
    if (writer->capacity > writer->length && more < writer->capacity - writer->length) return true;
    // Each size is at least twice the last, so copies cost no more than the text.
    size_t capacity = writer->capacity < 256 ? 256 : writer->capacity;
    char *text = NULL;
    if (more < SIZE_MAX / 4 - writer->length) {
        while (capacity <= writer->length + more) capacity *= 2;
        text = steppe_arena_take(writer->arena, capacity, 1);
    }
    if (!text) {
        writer->failed = true;
        return false;
    }
    memcpy(text, writer->text, writer->length);
    writer->text = text;
    writer->capacity = capacity;
    return true;
}

void steppe_writer_bytes(struct steppe_writer *writer, const char *bytes, size_t length) {
    if (length == 0 || !make_room(writer, length)) return;
    memcpy(writer->text + writer->length, bytes, length);
    writer->length += length;
    writer->text[writer->length] = '\0';
}

void steppe_writer_text(struct steppe_writer *writer, const char *text) {
    steppe_writer_bytes(writer, text, strlen(text));
}

void steppe_writer_repeat(struct steppe_writer *writer, char letter, size_t count) {
    if (count == 0 || !make_room(writer, count)) return;
    memset(writer->text + writer->length, letter, count);
    writer->length += count;
    writer->text[writer->length] = '\0';
}

void steppe_writer_print(struct steppe_writer *writer, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0) {
        writer->failed = true;
    } else if (length > 0 && make_room(writer, (size_t)length)) {
        vsnprintf(writer->text + writer->length, (size_t)length + 1, format, again);
        writer->length += (size_t)length;
    }
    va_end(again);
}
