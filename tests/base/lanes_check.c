// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Limits and tests of lanes as one instance compiles them; test_lanes.c calls each.
#include "base/lanes.h"

const char *STEPPE_NAMED(check_limits)(void);
const char *STEPPE_NAMED(check_tests)(void);

enum { KINDS = 8 };
static const float kinds[KINDS] = {NAN, -0.0f, 0.0f, INFINITY, -INFINITY, -1e-40f, 3e38f, -3e38f};

static bool same(float a, float b) {
    uint32_t of_a, of_b;
    memcpy(&of_a, &a, sizeof a);
    memcpy(&of_b, &b, sizeof b);
    return of_a == of_b || (isnan(a) && isnan(b));
}

// Known beforehand, as in kernels, against read from memory that a compiler cannot look into.
#define CHECK(number, value)                                                                       \
    STEPPE_EACH_LANE(lane) {                                                                       \
        high[lane] = steppe_max(x[lane], STEPPE_R(value));                                         \
        low[lane] = steppe_min(x[lane], STEPPE_R(value));                                          \
        held[lane] = steppe_clamp(x[lane], STEPPE_R(value), STEPPE_R(100));                        \
    }                                                                                              \
    bound = STEPPE_R(value);                                                                       \
    for (int lane = 0; lane < STEPPE_LANES; lane++) {                                              \
        const float above = x[lane] < bound ? bound : x[lane];                                     \
        if (!same(high[lane], above)) return "maximum with " #value;                               \
        if (!same(low[lane], x[lane] > bound ? bound : x[lane])) return "minimum with " #value;    \
        if (!same(held[lane], above > 100.0f ? 100.0f : above)) return "range from " #value;       \
    }

const char *STEPPE_NAMED(check_limits)(void) {
    volatile float bound;
    float x[STEPPE_LANES], high[STEPPE_LANES], low[STEPPE_LANES], held[STEPPE_LANES];
    for (int lane = 0; lane < STEPPE_LANES; lane++)
        x[lane] = lane < KINDS ? kinds[lane] : (float)(lane - STEPPE_LANES / 2) * 9.25f;
    STEPPE_BOUNDS(CHECK)
    CHECK(none, 0.37f)
    CHECK(none, -7)
    return NULL;
}

const char *STEPPE_NAMED(check_tests)(void) {
    float x[STEPPE_LANES], twos[STEPPE_LANES];
    for (int lane = 0; lane < STEPPE_LANES; lane++) x[lane] = twos[lane] = 2;
    if (steppe_any_apart(x, twos)) return "two that are alike";
    if (steppe_any_not(x, 2) || !steppe_any_is(x, 2) || steppe_any_is(x, 3) || !steppe_any(x))
        return "all alike";
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        for (int kind = 0; kind < KINDS; kind++) {
            x[lane] = kinds[kind];
            if (!steppe_any_not(x, 2)) return "one is something else";
            if (!steppe_any_apart(x, twos) || !steppe_any_apart(twos, x)) return "one is apart";
            if (steppe_any_is(x, x[lane]) != !isnan(x[lane])) return "one is it";
        }
        x[lane] = 2;
    }
    for (int lane = 0; lane < STEPPE_LANES; lane++) x[lane] = lane % 2 ? 0.0f : -0.0f;
    if (steppe_any(x) || !steppe_any_is(x, 0)) return "nothing";
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        x[lane] = NAN;
        if (!steppe_any(x)) return "no number is not nothing";
        x[lane] = 0;
    }
    return NULL;
}
