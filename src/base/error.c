// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// error: filling a caller's error, and keeping the findings about an input. In: places and texts.
// Out: a struct steppe_error, or a list of findings in an arena. Nothing is printed here but the
// last words of steppe_must.
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    int status;
    const char *text;
} codes[STEPPE_CODE_COUNT] = {
#define CODE_ROW(name, status, text) {status, text},
    STEPPE_CODES(CODE_ROW)
#undef CODE_ROW
};

int steppe_code_status(enum steppe_code code) {
    size_t at = (size_t)code;
    return at < STEPPE_CODE_COUNT ? codes[at].status : codes[STEPPE_CODE_RUN].status;
}

const char *steppe_code_text(enum steppe_code code) {
    size_t at = (size_t)code;
    return at < STEPPE_CODE_COUNT ? codes[at].text : "unknown error";
}

void steppe_must_fail(const char *claim, const char *file, int line) {
    fprintf(stderr, "steppe: broken promise at %s:%d: %s\n", file, line, claim);
    abort();
}

bool steppe_error_set(struct steppe_error *error, enum steppe_code code, struct steppe_place place,
                      const char *format, ...) {
    if (!error) return false;
    // The text is made first, because its arguments may point into *error.
    char message[sizeof error->message];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (length < 0) snprintf(message, sizeof message, "%s", steppe_code_text(code));
    error->code = code;
    error->place = place;
    memcpy(error->message, message, sizeof message);
    return false;
}

// Text in the findings' arena; NULL stays NULL, and NULL when there is no memory.
static const char *kept(struct steppe_findings *findings, const char *text) {
    return text ? steppe_arena_copy_text(findings->arena, text, strlen(text)) : NULL;
}

void steppe_findings_add(struct steppe_findings *findings, const struct steppe_finding *finding) {
    if (finding->warning) {
        findings->warning_count++;
    } else {
        findings->error_count++;
    }
    size_t at = findings->count;
    if (at == STEPPE_FINDINGS_LIMIT) {
        // A list full of warnings still makes room for errors: the last warning goes.
        if (finding->warning) return;
        while (at > 0 && !findings->items[at - 1].warning) at--;
        if (at == 0) return;
        at--;
        memmove(&findings->items[at], &findings->items[at + 1],
                (STEPPE_FINDINGS_LIMIT - 1 - at) * sizeof findings->items[0]);
        at = STEPPE_FINDINGS_LIMIT - 1;
    } else {
        findings->count++;
    }
    struct steppe_finding *item = &findings->items[at];
    *item = *finding;
    item->place.file = kept(findings, finding->place.file);
    item->source_line = kept(findings, finding->source_line);
    item->message = kept(findings, finding->message);
    item->expected = kept(findings, finding->expected);
    item->nearest = kept(findings, finding->nearest);
    if (!item->message) item->message = "(no memory left for the message)";
    if (item->source_line && item->width == 0) item->width = 1;
}

const char *steppe_findings_text(struct steppe_findings *findings, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? NULL : steppe_arena_take(findings->arena, (size_t)length + 1, 1);
    if (text) vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text ? text : "(no memory left for the message)";
}

bool steppe_findings_open(const struct steppe_findings *findings) {
    return findings->error_count < STEPPE_FINDINGS_LIMIT;
}
