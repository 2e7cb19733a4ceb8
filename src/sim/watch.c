// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// watch: see the header. Kernel code, but off the ways that all members go.
#include "sim/watch.h"

#include "sim/plan.h"

void STEPPE_NAMED(steppe_block_watch)(struct steppe_block *block, struct steppe_happenings *log,
                                      void *memory, uint32_t members) {
    block->log = log;
    block->watched = memory;
    block->log_members = members;
}

static void tell(struct steppe_block *block, size_t subject, size_t lane, steppe_real before,
                 steppe_real after, double scale) {
    uint32_t member = (uint32_t)block->world.first_member + (uint32_t)lane;
    if (member >= block->log_members) return;
    const struct steppe_happening item = {
        .world = block->log_world,
        .member = member,
        .subject = (uint32_t)subject,
        .month = block->plan->layout->first_month + block->world.month,
        .before = (float)((double)before * scale),
        .after = (float)((double)after * scale),
    };
    steppe_happenings_add(block->log, item);
}

void steppe_watch_begin(struct steppe_block *block, uint32_t world) {
    const struct steppe_plan *plan = block->plan;
    if (!block->log) return;
    block->log_world = world;
    for (size_t w = 0; w < plan->watch_count; w++)
        memcpy(block->watched + w * STEPPE_LANES,
               block->world.state + (size_t)plan->watches[w].cell * STEPPE_LANES,
               STEPPE_LANES * sizeof(steppe_real));
}

void steppe_watch_event(struct steppe_block *block, uint32_t element, const steppe_real *occurs) {
    if (!block->log) return;
    for (size_t lane = 0; lane < STEPPE_LANES; lane++)
        if (occurs[lane] != STEPPE_R(0)) tell(block, element, lane, 0, 1, 1);
}

void steppe_watch_month(struct steppe_block *block) {
    const struct steppe_plan *plan = block->plan;
    if (!block->log) return;
    for (size_t w = 0; w < plan->watch_count; w++) {
        const struct steppe_plan_watch *watch = &plan->watches[w];
        const steppe_real *now = block->world.state + (size_t)watch->cell * STEPPE_LANES;
        steppe_real *last = block->watched + w * STEPPE_LANES;
        for (size_t lane = 0; lane < STEPPE_LANES; lane++) {
            steppe_real before = watch->rule == STEPPE_WATCH_COUNT ? STEPPE_R(0) : last[lane];
            bool jumped = watch->rule == STEPPE_WATCH_CHANGE ? now[lane] != before
                                                             : now[lane] > before;
            if (jumped)
                tell(block, plan->event_element_count + w, lane, before, now[lane], watch->scale);
            last[lane] = now[lane];
        }
    }
}
