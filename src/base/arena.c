// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// arena: chunks taken from the system and handed out in order. In: sizes. Out: zeroed memory,
// aligned to STEPPE_ALIGNMENT, that lives until the arena is freed or rewound.
#define _DEFAULT_SOURCE // mmap without a file, madvise
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

// A new chunk is at least this large, and at least half of what the arena already holds, so that
// the number of chunks grows with the logarithm of the memory.
#define FIRST_CHUNK_BYTES ((size_t)64 * 1024)

// An arena that would hold more than this gets whole large pages: the first touch of a page is what
// fresh memory costs (0.5 microseconds, 10 in some virtual machines), and a large one is 512 in
// one. Such chunks come zeroed.
#define SMALL_BYTES ((size_t)256 * 1024)
#define PAGE_BYTES ((size_t)2 * 1024 * 1024)
// Of what a rewind gives back, a chunk up to this size is kept for what comes next.
#define SPARE_BYTES ((size_t)8 * 1024 * 1024)

struct steppe_arena_chunk {
    struct steppe_arena_chunk *before;
    size_t size, used; // bytes after the head
    size_t touched;    // those behind it are still zero
    bool mapped;
};
#define HEAD_BYTES ((size_t)STEPPE_ALIGNMENT)
_Static_assert(sizeof(struct steppe_arena_chunk) <= STEPPE_ALIGNMENT, "the head fits its place");

static _Thread_local uint64_t fail_countdown;

void steppe_arena_fail_after(uint64_t reservations) { fail_countdown = reservations; }

void steppe_arena_init(struct steppe_arena *arena, size_t limit_bytes) {
    *arena = (struct steppe_arena){.limit_bytes = limit_bytes};
}

// ---- chunks -------------------------------------------------------------------------------------

// Both: room for `size` bytes and the head, NULL when refused.
static struct steppe_arena_chunk *small_chunk(size_t size) {
    struct steppe_arena_chunk *chunk = aligned_alloc(STEPPE_ALIGNMENT, HEAD_BYTES + size);
    if (chunk) *chunk = (struct steppe_arena_chunk){.size = size, .touched = size};
    return chunk;
}

static struct steppe_arena_chunk *mapped_chunk(size_t size) {
    size_t bytes = (HEAD_BYTES + size + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    char *first = mmap(NULL, bytes + PAGE_BYTES, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (first == MAP_FAILED) return NULL;
    size_t ahead = PAGE_BYTES - (uintptr_t)first % PAGE_BYTES; // and the rest of a page behind
    munmap(first, ahead);
    if (ahead < PAGE_BYTES) munmap(first + ahead + bytes, PAGE_BYTES - ahead);
    struct steppe_arena_chunk *chunk = (void *)(first + ahead);
#ifdef MADV_HUGEPAGE
    madvise(chunk, bytes, MADV_HUGEPAGE); // where it cannot be, small pages do
#endif
    *chunk = (struct steppe_arena_chunk){.size = bytes - HEAD_BYTES, .mapped = true};
    return chunk;
}

static void give_back(struct steppe_arena_chunk *chunk) {
    if (chunk && chunk->mapped)
        munmap(chunk, HEAD_BYTES + chunk->size);
    else
        free(chunk);
}

static struct steppe_arena_chunk *pop(struct steppe_arena *arena) {
    struct steppe_arena_chunk *chunk = arena->last;
    arena->last = chunk->before;
    return chunk;
}

static void push(struct steppe_arena *arena, struct steppe_arena_chunk *chunk) {
    chunk->before = arena->last;
    chunk->used = 0;
    arena->last = chunk;
}

void steppe_arena_free(struct steppe_arena *arena) {
    while (arena->last) give_back(pop(arena));
    give_back(arena->spare);
    arena->spare = NULL;
    arena->used_bytes = 0;
}

// A chunk on top with room for `bytes` (a multiple of the alignment); false when refused.
static bool grow(struct steppe_arena *arena, size_t bytes) {
    if (fail_countdown && --fail_countdown == 0) return false;
    if (arena->spare && arena->spare->size >= bytes) {
        push(arena, arena->spare);
        arena->spare = NULL;
        return true;
    }
    size_t size = FIRST_CHUNK_BYTES;
    size_t half = arena->used_bytes / 2 / STEPPE_ALIGNMENT * STEPPE_ALIGNMENT;
    if (size < half) size = half;
    if (size < bytes) size = bytes;
    if (size > SIZE_MAX / 2) return false;
    bool small = arena->used_bytes + size <= SMALL_BYTES;
    struct steppe_arena_chunk *chunk = small ? small_chunk(size) : mapped_chunk(size);
    if (chunk) push(arena, chunk);
    return chunk != NULL;
}

// ---- memory -------------------------------------------------------------------------------------

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
    struct steppe_arena_chunk *chunk = arena->last;
    char *memory = (char *)chunk + HEAD_BYTES + chunk->used;
    if (chunk->touched > chunk->used) { // was handed out before
        size_t again = chunk->touched - chunk->used;
        memset(memory, 0, again < bytes ? again : bytes);
    }
    chunk->used += bytes;
    if (chunk->touched < chunk->used) chunk->touched = chunk->used;
    arena->used_bytes += bytes;
    return memory;
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
        struct steppe_arena_chunk *chunk = pop(arena), *spare = arena->spare;
        bool keep = chunk->size <= SPARE_BYTES && (!spare || spare->size < chunk->size);
        if (keep) arena->spare = chunk;
        give_back(keep ? spare : chunk);
    }
    if (arena->last) arena->last->used = mark.chunk_used;
    arena->used_bytes = mark.used_bytes;
}
