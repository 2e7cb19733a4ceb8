// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// ensemble: plan -> record. Rows of 256 members are shared out among threads; summaries are
// integers and kept members have places of their own, so that no order can be seen in the result.
#ifndef STEPPE_SIM_ENSEMBLE_H
#define STEPPE_SIM_ENSEMBLE_H

#include "sim/plan.h"

struct steppe_ensemble_options {
    unsigned threads;  // 0: all processors
    size_t keep_bytes; // room for single members
    bool no_detail;    // months and happenings of the first members are not wanted
    bool small_rows;   // of 32 members: many worlds are stopped sooner; with no_detail alone
    bool (*progress)(void *context, uint32_t members_done, uint32_t members_asked);
    void *progress_context;
    // Shown what members say, row by row, by any thread, each row once: [world][question][stride],
    // NaN for failed members; NULL.
    void (*look)(void *context, const float *answers, size_t stride, uint32_t first_member,
                 uint32_t count);
    void *look_context;
};

struct steppe_ensemble_cost {
    size_t world_bytes, summary_bytes, kept_bytes, total_bytes;
    unsigned threads;
};
void steppe_ensemble_cost(const struct steppe_plan *plan,
                          const struct steppe_ensemble_options *options,
                          struct steppe_ensemble_cost *cost);

// *record lies in `arena`; provenance holds what the plan knows: seed, members, failures. Codes:
// MEMORY; STOPPED and RUN leave *record whole with what was done.
STEPPE_CHECKED bool steppe_ensemble_run(const struct steppe_plan *plan,
                                        const struct steppe_ensemble_options *options,
                                        struct steppe_arena *arena, struct steppe_record **record,
                                        struct steppe_error *error);
#endif
