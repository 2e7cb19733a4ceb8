// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Limits and tests of lanes in every instance that this processor runs: what is NaN stays so, zeros
// keep their sign, and no lane is overlooked.
#include "sim/kernels.h"

#include "test.h"

#define DECLARE(instance)                                                                          \
    const char *check_limits_##instance(void);                                                     \
    const char *check_tests_##instance(void);
DECLARE(plain)
#ifdef STEPPE_HAS_x86_64_v3
DECLARE(x86_64_v3)
#endif
#ifdef STEPPE_HAS_x86_64_v4
DECLARE(x86_64_v4)
#endif

static const struct {
    const char *name, *(*limits)(void), *(*tests)(void);
} instances[] = {
    {"plain", check_limits_plain, check_tests_plain},
#ifdef STEPPE_HAS_x86_64_v3
    {"x86-64-v3", check_limits_x86_64_v3, check_tests_x86_64_v3},
#endif
#ifdef STEPPE_HAS_x86_64_v4
    {"x86-64-v4", check_limits_x86_64_v4, check_tests_x86_64_v4},
#endif
};

static void limits_are_those_of_the_text_in_every_instance(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof instances / sizeof *instances; i++) {
        if (!steppe_kernels_named(instances[i].name)) continue; // not on this processor
        const char *fault = instances[i].limits();
        if (fault) fail_msg("%s: %s", instances[i].name, fault);
    }
}

static void no_lane_is_overlooked_in_any_instance(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof instances / sizeof *instances; i++) {
        if (!steppe_kernels_named(instances[i].name)) continue;
        const char *fault = instances[i].tests();
        if (fault) fail_msg("%s: %s", instances[i].name, fault);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_those_of_the_text_in_every_instance),
        cmocka_unit_test(no_lane_is_overlooked_in_any_instance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
