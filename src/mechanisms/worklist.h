// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// worklist: lanes in which something rare and deep is to be done. A pass over all lanes says which;
// they are then worked off one by one, in their order, so that a lane never feels what its
// neighbours do. Kernel code.
#ifndef STEPPE_MECHANISMS_WORKLIST_H
#define STEPPE_MECHANISMS_WORKLIST_H

#include "world/world.h"

struct steppe_worklist {
    int count, lanes[STEPPE_LANES];
};

// The lanes that hold something but 0, NaN among them.
static inline void steppe_worklist_make(const steppe_real *wanted, struct steppe_worklist *list) {
    list->count = 0;
    for (int lane = 0; lane < STEPPE_LANES; lane++)
        if (!(wanted[lane] == 0)) list->lanes[list->count++] = lane;
}

// Counts entries of a kind, where somebody wants to know (bench).
static inline void steppe_worklist_count(const struct steppe_world *world, enum steppe_work kind,
                                         int entries) {
    if (world->work) world->work[kind] += (uint64_t)entries;
}

#endif
