// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// happenings: see the header.
#include "record/happenings.h"

#include <stdlib.h>
#include <string.h>

bool steppe_happenings_make(const struct steppe_subject *subjects, size_t subject_count,
                            size_t capacity, struct steppe_arena *arena,
                            struct steppe_happenings **happenings, struct steppe_error *error) {
    struct steppe_happenings *made = STEPPE_TAKE(arena, 1, struct steppe_happenings);
    struct steppe_subject *copies = STEPPE_TAKE(arena, subject_count + 1, struct steppe_subject);
    struct steppe_happening *items = STEPPE_TAKE(arena, capacity + 1, struct steppe_happening);
    bool good = made && copies && items;
    for (size_t s = 0; good && s < subject_count; s++) {
        const char *name = subjects[s].name, *states = subjects[s].states;
        copies[s].name = steppe_arena_copy_text(arena, name, strlen(name));
        copies[s].states = steppe_arena_copy_text(arena, states, strlen(states));
        good = copies[s].name && copies[s].states;
    }
    if (!good)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "not enough memory for what happens to %zu subjects",
                                subject_count);
    *made = (struct steppe_happenings){
        .subjects = copies, .subject_count = subject_count, .items = items, .capacity = capacity};
    *happenings = made;
    return true;
}

static int in_order(const void *left, const void *right) {
    const struct steppe_happening *a = left, *b = right;
    if (a->world != b->world) return a->world < b->world ? -1 : 1;
    if (a->member != b->member) return a->member < b->member ? -1 : 1;
    if (a->month != b->month) return a->month < b->month ? -1 : 1;
    return (a->subject > b->subject) - (a->subject < b->subject);
}

void steppe_happenings_settle(struct steppe_happenings *happenings, const bool *failed) {
    size_t kept = 0;
    for (size_t i = 0; i < happenings->count; i++)
        if (!failed || !failed[happenings->items[i].member])
            happenings->items[kept++] = happenings->items[i];
    happenings->count = kept;
    if (kept > 1) qsort(happenings->items, kept, sizeof *happenings->items, in_order);
}
