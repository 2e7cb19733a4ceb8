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

struct steppe_philox_state {
    uint32_t a, b, c, d;
};

STEPPE_LANE struct steppe_philox_state steppe_philox_round(struct steppe_philox_state s,
                                                           uint32_t key_0, uint32_t key_1) {
    uint64_t product_a = (uint64_t)s.a * UINT32_C(0xd2511f53);
    uint64_t product_c = (uint64_t)s.c * UINT32_C(0xcd9e8d57);
    return (struct steppe_philox_state){
        (uint32_t)(product_c >> 32) ^ s.b ^ key_0,
        (uint32_t)product_c,
        (uint32_t)(product_a >> 32) ^ s.d ^ key_1,
        (uint32_t)product_a,
    };
}

// Written out, since an inner loop would keep gcc from vector code over lanes.
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
    uint32_t key_0 = (uint32_t)seed, key_1 = (uint32_t)(seed >> 32);
    uint32_t shift = members_per_draw / 2u;
    STEPPE_EACH_LANE(lane) {
        uint32_t member = (first_member + (uint32_t)lane) >> shift;
        struct steppe_philox_state words = {member, month, stream, block};
        words = steppe_philox_rounds(words, key_0, key_1);
        out[lane] = steppe_word_uniform(words.a);
        out[lane + STEPPE_LANES] = steppe_word_uniform(words.b);
        out[lane + 2 * STEPPE_LANES] = steppe_word_uniform(words.c);
        out[lane + 3 * STEPPE_LANES] = steppe_word_uniform(words.d);
    }
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
