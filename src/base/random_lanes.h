// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// random_lanes: Philox 4x32-10 (salmon-2011) as inline code, for one number and for
// STEPPE_LANES members at once. In: seed, members, month, stream, index. Out: for lane l the draw
// of member first + l (or (first + l) / 2, for what the two members of a pair share): the same
// words as steppe_philox gives, whatever the lane count.
#ifndef STEPPE_BASE_RANDOM_LANES_H
#define STEPPE_BASE_RANDOM_LANES_H

#include "base/lanes.h"

// Words of several members, each in the low half of 64 bits; the high halves may hold anything. A
// product of low halves is one instruction, which compilers do not find by themselves.
#if defined(STEPPE_SCALAR) || !defined(__SSE2__)
typedef uint64_t steppe_words;
STEPPE_LANE steppe_words steppe_words_product(steppe_words a, uint32_t b) {
    return (a & UINT32_MAX) * b;
}
#elif defined(__AVX512F__)
typedef uint64_t steppe_words __attribute__((vector_size(64)));
STEPPE_LANE steppe_words steppe_words_product(steppe_words a, uint32_t b) {
    return (steppe_words)_mm512_mul_epu32((__m512i)a, _mm512_set1_epi64(b));
}
#elif defined(__AVX2__)
typedef uint64_t steppe_words __attribute__((vector_size(32)));
STEPPE_LANE steppe_words steppe_words_product(steppe_words a, uint32_t b) {
    return (steppe_words)_mm256_mul_epu32((__m256i)a, _mm256_set1_epi64x(b));
}
#else
typedef uint64_t steppe_words __attribute__((vector_size(16)));
STEPPE_LANE steppe_words steppe_words_product(steppe_words a, uint32_t b) {
    return (steppe_words)_mm_mul_epu32((__m128i)a, _mm_set1_epi64x(b));
}
#endif

struct steppe_philox_state {
    steppe_words a, b, c, d;
};

STEPPE_LANE struct steppe_philox_state steppe_philox_round(struct steppe_philox_state s,
                                                           uint32_t key_0, uint32_t key_1) {
    const steppe_words product_a = steppe_words_product(s.a, UINT32_C(0xd2511f53));
    const steppe_words product_c = steppe_words_product(s.c, UINT32_C(0xcd9e8d57));
    return (struct steppe_philox_state){(product_c >> 32) ^ s.b ^ key_0, product_c,
                                        (product_a >> 32) ^ s.d ^ key_1, product_a};
}

// Written out, so that the keys are known beforehand.
STEPPE_LANE struct steppe_philox_state steppe_philox_rounds(struct steppe_philox_state s,
                                                            uint32_t key_0, uint32_t key_1) {
#define STEPPE_PHILOX_ROUND(n)                                                                     \
    s = steppe_philox_round(s, key_0 + (n)*UINT32_C(0x9e3779b9), key_1 + (n)*UINT32_C(0xbb67ae85))
    STEPPE_PHILOX_ROUND(0u);
    STEPPE_PHILOX_ROUND(1u);
    STEPPE_PHILOX_ROUND(2u);
    STEPPE_PHILOX_ROUND(3u);
    STEPPE_PHILOX_ROUND(4u);
    STEPPE_PHILOX_ROUND(5u);
    STEPPE_PHILOX_ROUND(6u);
    STEPPE_PHILOX_ROUND(7u);
    STEPPE_PHILOX_ROUND(8u);
    STEPPE_PHILOX_ROUND(9u);
#undef STEPPE_PHILOX_ROUND
    return s;
}

// A word as a uniform in (0, 1): 24 bits at most, so exact in float.
STEPPE_LANE steppe_real steppe_word_uniform(uint32_t word) {
    return ((steppe_real)(int32_t)(word >> 9) + STEPPE_R(0.5)) * STEPPE_R(1.0 / 8388608.0);
}

// The draws of four neighbouring indices 4 block .. 4 block + 3: out [4][STEPPE_LANES].
// members_per_draw: 1, or 2 where the members of a pair share the draw.
static inline void steppe_lanes_uniforms(uint64_t seed, uint32_t first_member,
                                         uint32_t members_per_draw, uint32_t month, uint32_t stream,
                                         uint32_t block, steppe_real *restrict out) {
    enum { WIDTH = sizeof(steppe_words) / sizeof(uint64_t) };
    const steppe_words none = (steppe_words){0};
    const uint32_t key_0 = (uint32_t)seed, key_1 = (uint32_t)(seed >> 32);
    const uint32_t shift = members_per_draw / 2u;
    uint64_t members[STEPPE_LANES], words[4][STEPPE_LANES];
    STEPPE_EACH_LANE(lane) members[lane] = (first_member + (uint32_t)lane) >> shift;
    for (size_t at = 0; at < STEPPE_LANES; at += WIDTH) {
        struct steppe_philox_state s = {.b = none + month, .c = none + stream, .d = none + block};
        memcpy(&s.a, members + at, sizeof s.a);
        s = steppe_philox_rounds(s, key_0, key_1);
        memcpy(words[0] + at, &s.a, sizeof s.a);
        memcpy(words[1] + at, &s.b, sizeof s.b);
        memcpy(words[2] + at, &s.c, sizeof s.c);
        memcpy(words[3] + at, &s.d, sizeof s.d);
    }
    for (size_t word = 0; word < 4; word++)
        STEPPE_EACH_LANE(lane)
            out[word * STEPPE_LANES + (size_t)lane] = steppe_word_uniform(
                (uint32_t)words[word][lane]);
}

static inline void steppe_lanes_uniform(uint64_t seed, uint32_t first_member,
                                        uint32_t members_per_draw, uint32_t month, uint32_t stream,
                                        uint32_t index, steppe_real *restrict out) {
    steppe_real all[4 * STEPPE_LANES];
    steppe_lanes_uniforms(seed, first_member, members_per_draw, month, stream, index / 4u, all);
    memcpy(out, all + (size_t)(index % 4u) * STEPPE_LANES, STEPPE_LANES * sizeof *out);
}

static inline void steppe_lanes_normal(uint64_t seed, uint32_t first_member,
                                       uint32_t members_per_draw, uint32_t month, uint32_t stream,
                                       uint32_t index, steppe_real *restrict out) {
    steppe_lanes_uniform(seed, first_member, members_per_draw, month, stream, index, out);
    STEPPE_EACH_LANE(lane) out[lane] = steppe_normal_quantile_lanes(out[lane]);
}

#endif
