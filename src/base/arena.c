// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// arena: chunks taken from the system and handed out in order. In: sizes. Out: zeroed memory,
// aligned to STEPPE_ALIGNMENT, that lives until the arena is freed or rewound.
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

// A new chunk is at least this large, and at least half of what the arena already holds, so that
// the number of chunks grows with the logarithm of the memory.
#define FIRST_CHUNK_BYTES ((size_t)64 * 1024)

struct steppe_arena_chunk {
    struct steppe_arena_chunk *before;
    size_t size, used; // bytes after the head
};
#define HEAD_BYTES ((size_t)STEPPE_ALIGNMENT)
_Static_assert(sizeof(struct steppe_arena_chunk) <= STEPPE_ALIGNMENT, "the head fits its place");

static _Thread_local uint64_t fail_countdown;

void steppe_arena_fail_after(uint64_t reservations) { fail_countdown = reservations; }

void steppe_arena_init(struct steppe_arena *arena, size_t limit_bytes) {
    *arena = (struct steppe_arena){.limit_bytes = limit_bytes};
}

void steppe_arena_free(struct steppe_arena *arena) {
    while (arena->last) {
        struct steppe_arena_chunk *before = arena->last->before;
        free(arena->last);
        arena->last = before;
    }
    arena->used_bytes = 0;
}

// A fresh chunk on top with room for `bytes` (a multiple of the alignment); false when refused.
static bool grow(struct steppe_arena *arena, size_t bytes) {
    size_t size = FIRST_CHUNK_BYTES;
    size_t half = arena->used_bytes / 2 / STEPPE_ALIGNMENT * STEPPE_ALIGNMENT;
    if (size < half) size = half;
    if (size < bytes) size = bytes;
    if (size > SIZE_MAX - HEAD_BYTES) return false;
    if (fail_countdown && --fail_countdown == 0) return false;
    struct steppe_arena_chunk *chunk = aligned_alloc(STEPPE_ALIGNMENT, HEAD_BYTES + size);
    if (!chunk) return false;
    *chunk = (struct steppe_arena_chunk){.before = arena->last, .size = size};
    arena->last = chunk;
    return true;
}

void *steppe_arena_take(struct steppe_arena *arena, size_t count, size_t size) {
    if (size && count > (SIZE_MAX - STEPPE_ALIGNMENT) / size) return NULL;
    size_t bytes = count * size;
    if (bytes == 0) bytes = 1; // an empty array still has an address
    bytes = (bytes + STEPPE_ALIGNMENT - 1) / STEPPE_ALIGNMENT * STEPPE_ALIGNMENT;
    if (arena->limit_bytes) {
        if (arena->used_bytes > arena->limit_bytes) return NULL;
        if (bytes > arena->limit_bytes - arena->used_bytes) return NULL;
    }
    if (!arena->last || arena->last->size - arena->last->used < bytes) {
        if (!grow(arena, bytes)) return NULL;
    }
    char *memory = (char *)arena->last + HEAD_BYTES + arena->last->used;
    arena->last->used += bytes;
    arena->used_bytes += bytes;
    return memset(memory, 0, bytes);
}

char *steppe_arena_copy_text(struct steppe_arena *arena, const char *text, size_t length) {
    if (length == SIZE_MAX) return NULL;
    char *copy = steppe_arena_take(arena, length + 1, 1);
    if (copy && length) memcpy(copy, text, length);
    return copy;
}

struct steppe_arena_mark steppe_arena_mark(const struct steppe_arena *arena) {
    return (struct steppe_arena_mark){
        .last = arena->last,
        .chunk_used = arena->last ? arena->last->used : 0,
        .used_bytes = arena->used_bytes,
    };
}

void steppe_arena_rewind(struct steppe_arena *arena, struct steppe_arena_mark mark) {
    while (arena->last != mark.last) {
        struct steppe_arena_chunk *before = arena->last->before;
        free(arena->last);
        arena->last = before;
    }
    if (arena->last) arena->last->used = mark.chunk_used;
    arena->used_bytes = mark.used_bytes;
}
