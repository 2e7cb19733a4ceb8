// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// random: draws that are functions of (seed, member, month, stream, index) alone. In: those five
// numbers. Out: words, uniforms, and normals by the inverse distribution.
#include "base/random.h"

#include "base/random_lanes.h"

void steppe_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
    const steppe_words none = (steppe_words){0};
    struct steppe_philox_state state = {none + counter[0], none + counter[1], none + counter[2],
                                        none + counter[3]};
    state = steppe_philox_rounds(state, key[0], key[1]);
    const steppe_words words[4] = {state.a, state.b, state.c, state.d};
    for (size_t i = 0; i < 4; i++) {
        uint64_t first; // all elements say the same
        memcpy(&first, &words[i], sizeof first);
        out[i] = (uint32_t)first;
    }
}

uint32_t steppe_random_stream(const char *name) {
    // FNV-1a (fowler-noll-vo-1991), 32 bits.
    uint32_t hash = UINT32_C(0x811c9dc5);
    for (const unsigned char *at = (const unsigned char *)name; *at; at++) {
        hash = (hash ^ *at) * UINT32_C(0x01000193);
    }
    // Names that differ in the last letter differ in few bits of it; the finaliser of MurmurHash3
    // (appleby-2011) spreads them. It is one-to-one, so it adds no clashes.
    hash = (hash ^ (hash >> 16)) * UINT32_C(0x85ebca6b);
    hash = (hash ^ (hash >> 13)) * UINT32_C(0xc2b2ae35);
    return hash ^ (hash >> 16);
}

double steppe_random_uniform(uint64_t seed, uint32_t member, uint32_t month, uint32_t stream,
                             uint32_t index) {
    const uint32_t counter[4] = {member, month, stream, index / 4};
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    uint32_t out[4];
    steppe_philox(counter, key, out);
    return ((double)(out[index % 4] >> 9) + 0.5) / 8388608.0;
}

static double polynomial(const double coefficients[8], double x) {
    double value = coefficients[7];
    for (int i = 6; i >= 0; i--) value = value * x + coefficients[i];
    return value;
}

// AS 241, routine PPND16 (wichura-1988): relative error about 1e-16.
double steppe_normal_quantile(double probability) {
    static const double centre_top[8] = {3.3871328727963666080e0, 1.3314166789178437745e2,
                                         1.9715909503065514427e3, 1.3731693765509461125e4,
                                         4.5921953931549871457e4, 6.7265770927008700853e4,
                                         3.3430575583588128105e4, 2.5090809287301226727e3};
    static const double centre_bottom[8] = {1.0,
                                            4.2313330701600911252e1,
                                            6.8718700749205790830e2,
                                            5.3941960214247511077e3,
                                            2.1213794301586595867e4,
                                            3.9307895800092710610e4,
                                            2.8729085735721942674e4,
                                            5.2264952788528545610e3};
    static const double tail_top[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                       5.76949722146069140550e0,  3.64784832476320460504e0,
                                       1.27045825245236838258e0,  2.41780725177450611770e-1,
                                       2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double tail_bottom[8] = {1.0,
                                          2.05319162663775882187e0,
                                          1.67638483018380384940e0,
                                          6.89767334985100004550e-1,
                                          1.48103976427480074590e-1,
                                          1.51986665636164571966e-2,
                                          5.47593808499534494600e-4,
                                          1.05075007164441684324e-9};
    static const double far_top[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                      1.78482653991729133580e0,  2.96560571828504891230e-1,
                                      2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                      2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double far_bottom[8] = {1.0,
                                         5.99832206555887937690e-1,
                                         1.36929880922735805310e-1,
                                         1.48753612908506148525e-2,
                                         7.86869131145613259100e-4,
                                         1.84631831751005468180e-5,
                                         1.42151175831644588870e-7,
                                         2.04426310338993978564e-15};
    if (!(probability > 0.0)) return probability == 0.0 ? (double)-INFINITY : (double)NAN;
    if (!(probability < 1.0)) return probability == 1.0 ? (double)INFINITY : (double)NAN;
    double q = probability - 0.5;
    if (fabs(q) <= 0.425) {
        double r = 0.180625 - q * q;
        return q * polynomial(centre_top, r) / polynomial(centre_bottom, r);
    }
    double r = sqrt(-log(q < 0.0 ? probability : 1.0 - probability));
    double size = r <= 5.0 ? polynomial(tail_top, r - 1.6) / polynomial(tail_bottom, r - 1.6)
                           : polynomial(far_top, r - 5.0) / polynomial(far_bottom, r - 5.0);
    return q < 0.0 ? -size : size;
}
