// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// block: the memory of one thread, as the kernel code of sim sees it. Kernel header: each
// instance has its own.
#ifndef STEPPE_SIM_BLOCK_H
#define STEPPE_SIM_BLOCK_H

#include "mechanisms/mechanism.h"
#include "sim/kernels.h"

struct steppe_block {
    const struct steppe_plan *plan;
    struct steppe_world world;
    struct steppe_scratch scratch;
    struct steppe_draws draws, *regime_draws; // [regime] of four months
    steppe_real *drawn_params;                // [param_cells][lane] before changes lie over them
    steppe_real *registers;                   // [register_count][lane]
    steppe_real *matrices;        // [plan->matrix_cells][lane] of regimes with rates that stay
    steppe_real *raw;             // [target][lane] what the owner computed, while laid over; of
                                  // parameters the value at the end of the run-in
    bool *laid;                   // [target] something lies over it in some lane
    uint32_t *present;            // [regime] bit s: some lane is in state s
    steppe_real *cooldown;        // [event element][lane] months to go
    steppe_real *amount;          // [event overlay][lane] add: sum; scale: log; set: the value
    steppe_real *months_left;     // [event overlay][lane] of one that ends by itself or is set
    steppe_real *strength;        // [change][lane] 0..1: the ramp
    steppe_real *strength_before; // last month's
    steppe_real *change_phase;    // [change][lane] 0 waiting, 1 on, 2 drawn not to come, 3 over
    steppe_real *reduced;         // [reducer][lane] what statements made of the months so far
    steppe_real *answers;         // [world][question][lane] 1: it came true, else 0
    char *carried;                // state .. reduced
    char *saved;                  // its copy at the first free month; NULL with one world
    size_t carried_bytes;
    struct steppe_happenings *log;   // NULL: this block's members are not watched
    steppe_real *watched;            // [watch][lane] last month's values
    uint32_t log_world, log_members; // which world runs; members from this number on are not told
    bool begun;                    // cells that nothing moves hold their start
    bool seen, viewed;               // details, or views, are wanted every month
    bool looking;                    // for the first value that is not finite, in `lane`
    uint32_t lane;
    struct steppe_fault fault;
    uint64_t work[STEPPE_WORK_COUNT]; // entries of worklists in all runs so far
};

size_t STEPPE_NAMED(steppe_block_bytes)(const struct steppe_plan *plan);
struct steppe_block *STEPPE_NAMED(steppe_block_make)(const struct steppe_plan *plan, void *memory);
uint32_t STEPPE_NAMED(steppe_block_run)(struct steppe_block *block, uint32_t first_member,
                                        uint32_t wanted, float *out, size_t stride, float *detail,
                                        size_t detail_stride);
const uint64_t *STEPPE_NAMED(steppe_block_work)(const struct steppe_block *block);
void STEPPE_NAMED(steppe_block_answers)(const struct steppe_block *block, float *out,
                                        size_t stride);
void STEPPE_NAMED(steppe_block_watch)(struct steppe_block *block, struct steppe_happenings *log,
                                      void *memory, uint32_t members);
struct steppe_fault STEPPE_NAMED(steppe_block_diagnose)(struct steppe_block *block,
                                                        uint32_t first_member, uint32_t lane);
void STEPPE_NAMED(steppe_block_push)(struct steppe_block *block, const double *state,
                                     int32_t months, double *out);
#endif
