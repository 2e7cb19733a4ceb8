// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// names: open addressing with linear steps over FNV-1a hashes. In: names that outlive the table.
// Out: their numbers, and for messages the known name nearest to a misspelt one.
#include "model/names.h"

#include <string.h>

#define FIRST_CAPACITY 32

static uint32_t hash_of(const char *name, size_t length) {
    uint32_t hash = UINT32_C(2166136261);
    for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)name[i]) * UINT32_C(16777619);
    return hash ^ hash >> 15;
}

// The entry of a name, or the free one where it belongs; capacity > 0.
static struct steppe_names_entry *seek(const struct steppe_names *names, const char *name,
                                       size_t length, uint32_t hash) {
    size_t mask = names->capacity - 1;
    for (size_t at = hash & mask;; at = (at + 1) & mask) {
        struct steppe_names_entry *entry = &names->entries[at];
        if (!entry->name) return entry;
        if (entry->hash == hash && entry->length == length &&
            memcmp(entry->name, name, length) == 0) {
            return entry;
        }
    }
}

uint32_t steppe_names_find(const struct steppe_names *names, const char *name, size_t length) {
    if (names->capacity == 0) return UINT32_MAX;
    const struct steppe_names_entry *entry = seek(names, name, length, hash_of(name, length));
    return entry->name ? entry->value : UINT32_MAX;
}

bool steppe_names_add(struct steppe_names *names, struct steppe_arena *arena, const char *name,
                      size_t length, uint32_t value) {
    if (3 * (names->count + 1) > 2 * names->capacity) {
        struct steppe_names wider = {.count = names->count};
        wider.capacity = names->capacity ? 2 * names->capacity : FIRST_CAPACITY;
        wider.entries = STEPPE_TAKE(arena, wider.capacity, struct steppe_names_entry);
        if (!wider.entries) return false;
        for (size_t i = 0; i < names->capacity; i++) {
            const struct steppe_names_entry *old = &names->entries[i];
            if (old->name) *seek(&wider, old->name, old->length, old->hash) = *old;
        }
        *names = wider;
    }
    uint32_t hash = hash_of(name, length);
    struct steppe_names_entry *entry = seek(names, name, length, hash);
    if (!entry->name) names->count++;
    *entry = (struct steppe_names_entry){
        .name = name, .length = (uint32_t)length, .hash = hash, .value = value};
    return true;
}

// Edit distance of two names up to 40 bytes, neighbours swapped counting once; 99 when longer.
static int distance(const char *a, size_t a_length, const char *b, size_t b_length) {
    enum { LONGEST = 40 };
    if (a_length > LONGEST || b_length > LONGEST) return 99;
    int rows[3][LONGEST + 1];
    for (size_t j = 0; j <= b_length; j++) rows[1][j] = (int)j;
    for (size_t i = 1; i <= a_length; i++) {
        rows[2][0] = (int)i;
        for (size_t j = 1; j <= b_length; j++) {
            int best = rows[1][j - 1] + (a[i - 1] != b[j - 1]);
            if (rows[1][j] + 1 < best) best = rows[1][j] + 1;
            if (rows[2][j - 1] + 1 < best) best = rows[2][j - 1] + 1;
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped && rows[0][j - 2] + 1 < best) best = rows[0][j - 2] + 1;
            rows[2][j] = best;
        }
        memcpy(rows[0], rows[1], sizeof rows[0]);
        memcpy(rows[1], rows[2], sizeof rows[1]);
    }
    return rows[1][b_length];
}

struct nearest { const char *name; int distance; };

static void try_name(struct nearest *nearest, const char *known, size_t known_length,
                     const char *name, size_t length) {
    int found = distance(known, known_length, name, length);
    // A third of the letters may differ: more would be a guess.
    int most = length < 4 ? 1 : (int)(length / 3);
    if (found > most || found >= nearest->distance) return;
    nearest->name = known;
    nearest->distance = found;
}

const char *steppe_names_nearest(const struct steppe_names *names, const char *name,
                                 size_t length) {
    struct nearest nearest = {NULL, 99};
    for (size_t i = 0; i < names->capacity; i++) {
        const struct steppe_names_entry *entry = &names->entries[i];
        if (entry->name) try_name(&nearest, entry->name, entry->length, name, length);
    }
    return nearest.name;
}

const char *steppe_nearest_of(const char *const *names, const char *name, size_t length) {
    struct nearest nearest = {NULL, 99};
    for (size_t i = 0; names[i]; i++) try_name(&nearest, names[i], strlen(names[i]), name, length);
    return nearest.name;
}
