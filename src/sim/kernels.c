// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// kernels: the table of each instance that was built, and which of them this processor runs.
#include "sim/kernels.h"

#include <string.h>

#include "base/error.h"
#include "base/lanes.h"
#include "mechanisms/mechanism.h"

#define DECLARE(instance)                                                                          \
    extern const struct steppe_mechanism *const steppe_mechanisms_##instance[];                    \
    size_t steppe_block_bytes_##instance(const struct steppe_plan *plan);                          \
    struct steppe_block *steppe_block_make_##instance(const struct steppe_plan *plan,              \
                                                      void *memory);                               \
    uint32_t steppe_block_run_##instance(struct steppe_block *block, uint32_t first_member,        \
                                         uint32_t wanted, float *out, size_t stride,               \
                                         float *detail, size_t detail_stride);                     \
    const uint64_t *steppe_block_work_##instance(const struct steppe_block *block);                \
    void steppe_block_answers_##instance(const struct steppe_block *block, float *out,             \
                                         size_t stride);                                           \
    void steppe_block_watch_##instance(struct steppe_block *block, struct steppe_happenings *log,  \
                                       void *memory, uint32_t members);                            \
    struct steppe_fault steppe_block_diagnose_##instance(struct steppe_block *block,               \
                                                         uint32_t first_member, uint32_t lane);    \
    void steppe_block_push_##instance(struct steppe_block *block, const double *state,             \
                                      int32_t months, double *out);                                \
    steppe_row_adder steppe_row_add_##instance;                                                    \
    steppe_row_product steppe_row_product_##instance;

#define TABLE(instance, text, lane_count, real, slow)                                              \
    {                                                                                              \
        .name = text, .lanes = lane_count, .real_bytes = sizeof(real), .emulates = slow,           \
        .mechanisms = steppe_mechanisms_##instance, .mechanism_count = STEPPE_MECHANISM_COUNT,     \
        .block_bytes = steppe_block_bytes_##instance, .block_make = steppe_block_make_##instance,  \
        .block_run = steppe_block_run_##instance, .block_work = steppe_block_work_##instance,      \
        .block_answers = steppe_block_answers_##instance,                                          \
        .block_watch = steppe_block_watch_##instance,                                              \
        .block_diagnose = steppe_block_diagnose_##instance,                                        \
        .block_push = steppe_block_push_##instance, .row_add = steppe_row_add_##instance,          \
        .row_product = steppe_row_product_##instance,                                              \
    }

// What mechanisms.def lists.
#define MECHANISM(name) STEPPE_MECHANISM_NUMBER_##name,
enum {
#include "mechanisms/mechanisms.def"
    STEPPE_MECHANISM_COUNT
};
#undef MECHANISM

DECLARE(plain)
DECLARE(scalar)
#ifdef STEPPE_HAS_x86_64_v3
DECLARE(x86_64_v3)
#endif
#ifdef STEPPE_HAS_x86_64_v4
DECLARE(x86_64_v4)
#endif

#ifdef STEPPE_FMA_EMULATED // this file is compiled as the plain instance is
#define PLAIN_EMULATES true
#else
#define PLAIN_EMULATES false
#endif

static const struct steppe_kernels plain = TABLE(plain, "plain", STEPPE_LANES, float,
                                                 PLAIN_EMULATES);
static const struct steppe_kernels scalar = TABLE(scalar, "scalar", 1, double, false);
#ifdef STEPPE_HAS_x86_64_v3
static const struct steppe_kernels v3 = TABLE(x86_64_v3, "x86-64-v3", STEPPE_LANES, float, false);
static bool has_v3(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
           __builtin_cpu_supports("bmi2");
}
#endif
#ifdef STEPPE_HAS_x86_64_v4
static const struct steppe_kernels v4 = TABLE(x86_64_v4, "x86-64-v4", STEPPE_LANES, float, false);
static bool has_v4(void) {
    return has_v3() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512cd");
}
#endif

static const struct steppe_kernels *const built[] = {
#ifdef STEPPE_HAS_x86_64_v4
    &v4,
#endif
#ifdef STEPPE_HAS_x86_64_v3
    &v3,
#endif
    &plain,
    &scalar,
};

static bool runs_here(const struct steppe_kernels *kernels) {
#ifdef STEPPE_HAS_x86_64_v4
    if (kernels == &v4) return has_v4();
#endif
#ifdef STEPPE_HAS_x86_64_v3
    if (kernels == &v3) return has_v3();
#endif
    return kernels != NULL;
}

const struct steppe_kernels *const *steppe_kernels_all(size_t *count) {
    // `built` is from the widest to the plainest: what runs here is a tail of it.
    size_t first = 0;
    while (!runs_here(built[first])) first++;
    *count = STEPPE_COUNT(built) - first;
    return built + first;
}

const struct steppe_kernels *steppe_kernels_best(void) {
    size_t count;
    return steppe_kernels_all(&count)[0];
}

const struct steppe_kernels *steppe_kernels_named(const char *name) {
    size_t count;
    const struct steppe_kernels *const *all = steppe_kernels_all(&count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i]->name, name) == 0) return all[i];
    return NULL;
}
