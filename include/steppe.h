// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe.h: the public interface. Load a model, run futures, read the record, analyse it.
// It includes no room of src/; any room may use its types.
#ifndef STEPPE_H
#define STEPPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define STEPPE_CHECKED __attribute__((warn_unused_result))
#define STEPPE_PUBLIC __attribute__((visibility("default")))
#else
#define STEPPE_CHECKED
#define STEPPE_PUBLIC
#endif

// One list makes the code, the exit status (docs: exit statuses) and the text.
#define STEPPE_CODES(X)                                                                            \
    X(NONE, 0, "no error")                                                                         \
    X(USAGE, 2, "the command line is wrong")                                                       \
    X(MODEL, 3, "the model files have errors")                                                     \
    X(INPUT, 3, "an input file has errors")                                                        \
    X(RANGE, 3, "a value is outside its range")                                                    \
    X(RECORD, 3, "the result file cannot be used")                                                 \
    X(MEMORY, 4, "not enough memory")                                                              \
    X(FILE, 4, "a file operation failed")                                                          \
    X(RUN, 4, "the run failed")                                                                    \
    X(STOPPED, 130, "stopped before the end")

enum steppe_code {
#define STEPPE_CODE_ENUM(name, status, text) STEPPE_CODE_##name,
    STEPPE_CODES(STEPPE_CODE_ENUM)
#undef STEPPE_CODE_ENUM
        STEPPE_CODE_COUNT
};

// A place in an input file. line 0: no place. Lines and columns count from 1; columns count bytes.
struct steppe_place {
    const char *file;
    uint32_t line, column;
};

struct steppe_error {
    enum steppe_code code;
    struct steppe_place place;
    char message[240];
};

// Exit status of a code, and its text; both never fail.
STEPPE_PUBLIC int steppe_code_status(enum steppe_code code);
STEPPE_PUBLIC const char *steppe_code_text(enum steppe_code code);

#ifdef __cplusplus
}
#endif
#endif
