// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// kernels: one instance of all kernel code (number type, lane count, ISA) as a table of functions.
// The plan names the instance it was made for; the rest of the program sees only this table.
#ifndef STEPPE_SIM_KERNELS_H
#define STEPPE_SIM_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "record/row.h"

struct steppe_plan;
struct steppe_error;
struct steppe_happenings;
struct steppe_block;     // sim/block.c: memory of one thread
struct steppe_mechanism; // mechanisms/mechanism.h

// Where the first value that is not finite came up, or a hazard that is too high.
struct steppe_fault {
    uint32_t variable, cell; // UINT32_MAX: none found; no single cell
    uint32_t event, element; // whose hazard it was; UINT32_MAX: none
    uint32_t parameter;      // what was laid over it; UINT32_MAX: none
    uint32_t change;         // of the world, whose test or probability it was; UINT32_MAX: none
    uint32_t question;       // whose statement it was; UINT32_MAX: none
    int32_t month;           // since the world began
    size_t world;
};
#define STEPPE_FAULT_NONE                                                                          \
    ((struct steppe_fault){UINT32_MAX, UINT32_MAX, UINT32_MAX, 0, UINT32_MAX, UINT32_MAX,          \
                           UINT32_MAX, 0, 0})
static inline bool steppe_fault_found(const struct steppe_fault *fault) {
    return fault->variable != UINT32_MAX || fault->event != UINT32_MAX ||
           fault->parameter != UINT32_MAX || fault->change != UINT32_MAX ||
           fault->question != UINT32_MAX;
}

struct steppe_kernels {
    const char *name; // "x86-64-v4", "scalar"
    int lanes;
    size_t real_bytes;
    bool emulates; // fused operations, for want of an instruction: the same bits, slowly
    const struct steppe_mechanism *const *mechanisms; // metadata is the same in all instances
    size_t mechanism_count;
    size_t (*block_bytes)(const struct steppe_plan *plan);
    struct steppe_block *(*block_make)(const struct steppe_plan *plan, void *memory); // 64-aligned
    // Runs members first .. first + lanes - 1 under every world of the plan, with the same draws.
    // out: [world][series][date][stride] floats in shown units at lane 0 of the block, NaN for
    // failed members; after them, where the plan has probes,
    // [world][first, last date][probe][stride]
    // in coherent units. detail: [world][series][month][detail_stride] of the free months, or NULL.
    // Returns the number of failed members among the first `wanted`.
    uint32_t (*block_run)(struct steppe_block *block, uint32_t first_member, uint32_t wanted,
                          float *out, size_t stride, float *detail, size_t detail_stride);
    // How many entries the block's runs so far put on worklists: [enum steppe_work].
    const uint64_t *(*block_work)(const struct steppe_block *block);
    // What the last run said to the plan's questions: out [world][question][stride] 1 where it came
    // true, else 0, NaN for failed members.
    void (*block_answers)(const struct steppe_block *block, float *out, size_t stride);
    // Tells what happens to members below `members` in the runs that follow; NULL: of none.
    // memory: watch_count * lanes * real_bytes, 64-aligned.
    void (*block_watch)(struct steppe_block *block, struct steppe_happenings *log, void *memory,
                        uint32_t members);
    // Runs the block again, looking at every value of a lane each month.
    struct steppe_fault (*block_diagnose)(struct steppe_block *block, uint32_t first_member,
                                          uint32_t lane);
    // For stability, central values and tests: state after `months` free months of the baseline
    // from `state` (NULL: as the run-in leaves it) into out, all lanes: [state_cells][lanes].
    void (*block_push)(struct steppe_block *block, const double *state, int32_t months,
                       double *out);
    steppe_row_adder *row_add;       // what a summary adds rows by
    steppe_row_product *row_product; // what channels do
};

// Best instance of this processor; by name ("x86-64-v3", "scalar", ...) or NULL if not here.
const struct steppe_kernels *steppe_kernels_best(void);
const struct steppe_kernels *steppe_kernels_named(const char *name);
const struct steppe_kernels *const *steppe_kernels_all(size_t *count); // those this processor runs
#endif
