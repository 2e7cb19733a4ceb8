// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// error: the three kinds of trouble. The machine refuses: fill the caller's steppe_error and
// return false. The user's input is wrong: collect findings. We are wrong: steppe_must stops.
#ifndef STEPPE_BASE_ERROR_H
#define STEPPE_BASE_ERROR_H

#include <steppe.h>

#include "base/arena.h"

#define STEPPE_COUNT(array) (sizeof(array) / sizeof((array)[0]))

// Always on: a broken promise inside the program. Prints the place and aborts.
#define steppe_must(truth) ((truth) ? (void)0 : steppe_must_fail(#truth, __FILE__, __LINE__))
_Noreturn void steppe_must_fail(const char *claim, const char *file, int line);

// Fills *error (may be NULL) and returns false, so that `return steppe_error_set(...)` reads well.
STEPPE_CHECKED bool steppe_error_set(struct steppe_error *error, enum steppe_code code,
                                     struct steppe_place place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// One fault of the user's input. All text lives in the findings' arena.
struct steppe_finding {
    bool warning; // false: an error, the input is refused
    struct steppe_place place;
    uint32_t width;          // bytes to underline, at least 1 when there is a source line
    const char *source_line; // the line itself, or NULL
    const char *message;     // what is wrong
    const char *expected;    // what was expected, or NULL
    const char *nearest;     // nearest known name, or NULL
};

#define STEPPE_FINDINGS_LIMIT 50

struct steppe_findings {
    struct steppe_arena *arena;
    struct steppe_finding items[STEPPE_FINDINGS_LIMIT]; // in the order found
    size_t count;                                       // kept, at most the limit
    size_t error_count, warning_count;                  // all, kept or not
};

// Adds a copy of *finding; past the limit only counts. Errors displace no errors.
void steppe_findings_add(struct steppe_findings *findings, const struct steppe_finding *finding);

// Formats text into the findings' arena, for messages.
const char *steppe_findings_text(struct steppe_findings *findings, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// True when there is room for more findings: readers stop early when not.
bool steppe_findings_open(const struct steppe_findings *findings);

#endif
