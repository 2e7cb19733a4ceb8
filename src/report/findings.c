// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "report/findings.h"

#include <string.h>

#define SHOWN_WIDTH 100 // of a source line, in bytes

// A long line is shown around the fault; control characters as blanks, so that columns keep.
static void print_line(FILE *stream, const struct steppe_finding *finding) {
    const char *line = finding->source_line;
    size_t length = strlen(line),
           column = finding->place.column > 0 ? finding->place.column - 1 : 0;
    size_t from = column > SHOWN_WIDTH * 2 / 3 ? column - SHOWN_WIDTH / 2 : 0;
    if (from > length) from = length;
    // Not inside a character of several bytes.
    while (from > 0 && from < length && ((unsigned char)line[from] & 0xC0) == 0x80) from--;
    size_t to = length - from > SHOWN_WIDTH ? from + SHOWN_WIDTH : length;
    while (to < length && ((unsigned char)line[to] & 0xC0) == 0x80) to++;
    fprintf(stream, "%6u | %s", finding->place.line, from > 0 ? "..." : "");
    for (size_t i = from; i < to; i++)
        fputc((unsigned char)line[i] < ' ' || line[i] == 127 ? ' ' : line[i], stream);
    fprintf(stream, "%s\n       | %s", to < length ? "..." : "", from > 0 ? "   " : "");
    for (size_t i = from; i < column && i < to; i++)
        if (((unsigned char)line[i] & 0xC0) != 0x80) fputc(' ', stream);
    size_t width = finding->width > 0 ? finding->width : 1;
    for (size_t i = column; i < column + width && (i == column || i < to); i++)
        if (i >= to || ((unsigned char)line[i] & 0xC0) != 0x80) fputc('^', stream);
    fputc('\n', stream);
}

// Messages quote files, whose control characters would speak to the terminal.
static void print_text(FILE *stream, const char *before, const char *text, const char *after) {
    fputs(before, stream);
    for (; *text; text++) fputc((unsigned char)*text < ' ' || *text == 127 ? ' ' : *text, stream);
    fputs(after, stream);
}

static void print_finding(FILE *stream, const struct steppe_finding *finding) {
    const struct steppe_place *place = &finding->place;
    if (place->file) print_text(stream, "", place->file, ":");
    if (place->file && place->line > 0) fprintf(stream, "%u:%u:", place->line, place->column);
    if (place->file) fputc(' ', stream);
    print_text(stream, finding->warning ? "warning: " : "error: ", finding->message, "\n");
    if (finding->source_line && place->line > 0) print_line(stream, finding);
    if (finding->expected) print_text(stream, "       = expected ", finding->expected, "\n");
    if (finding->nearest) print_text(stream, "       = did you mean \"", finding->nearest, "\"?\n");
}

void steppe_report_findings(FILE *stream, const struct steppe_findings *findings) {
    for (size_t i = 0; i < findings->count; i++) print_finding(stream, &findings->items[i]);
    size_t all = findings->error_count + findings->warning_count;
    if (all > findings->count) fprintf(stream, "and %zu more\n", all - findings->count);
    if (findings->error_count > 0)
        fprintf(stream, "%zu error%s, %zu warning%s\n", findings->error_count,
                findings->error_count == 1 ? "" : "s", findings->warning_count,
                findings->warning_count == 1 ? "" : "s");
}
