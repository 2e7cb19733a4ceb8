// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// names: open addressing with linear steps over FNV-1a hashes. In: names that outlive the table.
// Out: their numbers, and for messages the known name nearest to a misspelt one.
#include "model/names.h"

#include <string.h>

#include "base/text.h"

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

const char *steppe_names_nearest(const struct steppe_names *names, const char *name,
                                 size_t length) {
    struct steppe_nearest nearest = steppe_nearest_begin(name, length);
    for (size_t i = 0; i < names->capacity; i++) {
        if (names->entries[i].name) steppe_nearest_try(&nearest, names->entries[i].name);
    }
    return nearest.name;
}

const char *steppe_nearest_of(const char *const *names, const char *name, size_t length) {
    struct steppe_nearest nearest = steppe_nearest_begin(name, length);
    for (size_t i = 0; names[i]; i++) steppe_nearest_try(&nearest, names[i]);
    return nearest.name;
}
