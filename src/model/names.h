// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// names: name -> number, by hash, in an arena. Names are kept by pointer, not copied.
#ifndef STEPPE_MODEL_NAMES_H
#define STEPPE_MODEL_NAMES_H

#include <steppe.h>

#include "base/arena.h"

struct steppe_names_entry {
    const char *name;
    uint32_t length, hash, value;
};
struct steppe_names {
    struct steppe_names_entry *entries; // open addressing; name NULL: free
    size_t capacity, count;             // capacity: a power of two, at most 2/3 full
};

// Number of a name, UINT32_MAX when unknown.
uint32_t steppe_names_find(const struct steppe_names *names, const char *name, size_t length);
// Adds a name that is not there yet. False when the machine refuses memory.
STEPPE_CHECKED bool steppe_names_add(struct steppe_names *names, struct steppe_arena *arena,
                                     const char *name, size_t length, uint32_t value);
// Known name nearest to a text, by edit distance; NULL when none is near.
const char *steppe_names_nearest(const struct steppe_names *names, const char *name,
                                 size_t length); // The same over a NULL-terminated list.
const char *steppe_nearest_of(const char *const *names, const char *name, size_t length);

#endif
