// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test: what every test file includes: cmocka, and checks that cmocka 1.1 lacks.
#ifndef STEPPE_TEST_H
#define STEPPE_TEST_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// |a - b| <= relative * |b| + absolute, with both values in the message.
#define assert_close(a, b, relative, absolute)                                                     \
    do {                                                                                           \
        double close_a = (double)(a), close_b = (double)(b);                                       \
        double close_limit = (relative) * fabs(close_b) + (absolute);                              \
        if (!(fabs(close_a - close_b) <= close_limit))                                             \
            fail_msg("%s = %.17g, expected %.17g within %.3g", #a, close_a, close_b, close_limit); \
    } while (0)

// Folder of the shared reference cases, or NULL: such a test then calls skip() after saying why.
// Set by the environment, else sought beside the source tree.
static inline const char *test_reference_folder(char *path, size_t size) {
    const char *set = getenv("STEPPE_REFERENCE");
    int length = snprintf(path, size, "%s", set ? set : STEPPE_SOURCE_DIR "/../shared/reference");
    if (length < 0 || (size_t)length >= size) return NULL;
    char probe[1024];
    snprintf(probe, sizeof probe, "%s/README.md", path);
    FILE *file = fopen(probe, "r");
    if (!file) return NULL;
    fclose(file);
    return path;
}

#endif
