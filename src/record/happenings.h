// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// happenings: what happened to the members that are kept month by month: events, moves of regimes
// and of statuses, each with its month. In: one by one, from the thread that runs these members.
// Out: a list in an order of its own, whatever the order in which they came.
#ifndef STEPPE_RECORD_HAPPENINGS_H
#define STEPPE_RECORD_HAPPENINGS_H

#include "base/arena.h"
#include "base/error.h"

// What something happens to: an event of the model, or a cell whose jumps are told.
struct steppe_subject {
    const char *name;   // pipeline_cut[KAZ], ukraine_war, membership[EAEU,KGZ]
    const char *states; // names of its values 0, 1, 2 .. with blanks between; "": a number
};

struct steppe_happening {
    uint32_t world, member, subject;
    int32_t month;       // since year 0
    float before, after; // values in shown units; an event: 0 and 1
};

struct steppe_happenings {
    const struct steppe_subject *subjects;
    size_t subject_count;
    struct steppe_happening *items; // [count] by world, member, month, subject
    size_t count, capacity;
    uint64_t lost; // that found no room
};

// Subjects are copied.
STEPPE_CHECKED bool steppe_happenings_make(const struct steppe_subject *subjects,
                                           size_t subject_count, size_t capacity,
                                           struct steppe_arena *arena,
                                           struct steppe_happenings **happenings,
                                           struct steppe_error *error);
static inline void steppe_happenings_add(struct steppe_happenings *happenings,
                                         struct steppe_happening item) {
    if (happenings->count < happenings->capacity)
        happenings->items[happenings->count++] = item;
    else
        happenings->lost++;
}
// Into their order; members for whom `failed` holds are left out.
void steppe_happenings_settle(struct steppe_happenings *happenings, const bool *failed);

#endif
