// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// arena: memory with one lifetime. Three are in use: model, run, scratch. Nothing taken from an
// arena is freed by itself. Memory is zeroed and aligned to 64 bytes.
#ifndef STEPPE_BASE_ARENA_H
#define STEPPE_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STEPPE_ALIGNMENT ((size_t)64)

struct steppe_arena_chunk;

struct steppe_arena {
    struct steppe_arena_chunk *last;  // newest chunk, NULL when empty
    struct steppe_arena_chunk *spare; // left by a rewind for the next growth, or NULL
    size_t used_bytes;                // handed out, with padding
    size_t limit_bytes;               // refuse beyond; 0: no limit
};

struct steppe_arena_mark {
    struct steppe_arena_chunk *last;
    size_t chunk_used, used_bytes;
};

void steppe_arena_init(struct steppe_arena *arena, size_t limit_bytes);
void steppe_arena_free(struct steppe_arena *arena); // always safe, also twice

// count * size zeroed bytes, or NULL when the machine (or a test) refuses or the product overflows.
void *steppe_arena_take(struct steppe_arena *arena, size_t count, size_t size);
char *steppe_arena_copy_text(struct steppe_arena *arena, const char *text, size_t length);

struct steppe_arena_mark steppe_arena_mark(const struct steppe_arena *arena);
void steppe_arena_rewind(struct steppe_arena *arena, struct steppe_arena_mark mark);

// Tests: the n-th next growth of an arena fails (1: the next), also where a rewind left it a chunk.
// 0: none. Per thread.
void steppe_arena_fail_after(uint64_t reservations);

#define STEPPE_TAKE(arena, count, type) ((type *)steppe_arena_take((arena), (count), sizeof(type)))

#endif
