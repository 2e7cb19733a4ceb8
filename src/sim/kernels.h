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

struct steppe_plan;
struct steppe_error;
struct steppe_block; // sim/block.c: memory of one thread

struct steppe_kernels {
    const char *name; // "x86-64-v4", "scalar"
    int lanes;
    size_t real_bytes;
    const struct steppe_mechanism *const *mechanisms; // of this instance: metadata is the same in all
    size_t mechanism_count;
    bool (*prepare)(struct steppe_plan *plan, struct steppe_error *error); // constants of the mechanisms
    size_t (*block_bytes)(const struct steppe_plan *plan);
    struct steppe_block *(*block_make)(const struct steppe_plan *plan, void *memory);
    // Runs members first..first+lanes-1 under every world of the plan. out [world][series][date][lanes]
    // in shown units, NaN for failed members; detail likewise [world][series][month][lanes] or NULL.
    void (*block_run)(struct steppe_block *block, uint32_t first_member, float *out, float *detail);
};

// Best instance of this processor; by name ("x86-64-v3", "scalar", ...) or NULL if not here.
const struct steppe_kernels *steppe_kernels_best(void);
const struct steppe_kernels *steppe_kernels_named(const char *name);
const struct steppe_kernels *const *steppe_kernels_all(size_t *count); // those this processor runs
#endif
