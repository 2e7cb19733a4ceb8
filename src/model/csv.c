// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// csv: one pass over the bytes of a file. In: text. Out: fields of the current row, copied without
// quotes into a pool as large as the file. Lines are counted on the way, so places cost nothing.
#include "model/csv.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "model/builder.h"

#define UNKNOWN_COLUMN 255

static void fault_at(struct steppe_csv *csv, size_t at, uint32_t width, const char *expected,
                     const char *nearest, const char *message) {
    steppe_builder_fault(csv->builder, steppe_file_place(csv->file, at), width,
                         steppe_file_line(csv->builder, csv->file, at), expected, nearest, "%s",
                         message);
}

// Steps over the rest of a line.
static void skip_line(struct steppe_csv *csv) {
    const char *text = csv->file->text;
    const char *end = memchr(text + csv->at, '\n', csv->file->length - csv->at);
    csv->at = end ? (size_t)(end - text) + 1 : csv->file->length;
}

// A quoted field; csv->at stands behind the opening quote. False when it does not end.
static bool read_quoted(struct steppe_csv *csv, struct steppe_csv_field *field) {
    const char *text = csv->file->text;
    size_t length = csv->file->length, start = csv->at;
    char *out = csv->pool;
    for (size_t at = start; at < length; at++) {
        if (text[at] != '"') {
            *out++ = text[at];
        } else if (at + 1 < length && text[at + 1] == '"') {
            *out++ = '"';
            at++;
        } else {
            *field = (struct steppe_csv_field){csv->pool, (uint32_t)(out - csv->pool),
                                               (uint32_t)start, (uint32_t)(at - start)};
            *out++ = 0;
            csv->pool = out;
            csv->at = at + 1;
            return true;
        }
    }
    fault_at(csv, start - 1, 1, "a closing quote", NULL, "the quoted field does not end");
    csv->at = length;
    return false;
}

// What ends a plain field.
static const bool ends_plain[256] = {[','] = true, ['\n'] = true, ['\r'] = true, ['"'] = true};

static bool read_plain(struct steppe_csv *csv, struct steppe_csv_field *field) {
    const char *text = csv->file->text;
    const size_t end = csv->file->length, start = csv->at;
    size_t at = start;
    while (at < end && !ends_plain[(unsigned char)text[at]]) at++;
    if (at < end && text[at] == '"') {
        fault_at(csv, at, 1, "a field wholly in quotes, quotes inside it doubled", NULL,
                 "a quote inside a field");
        return false;
    }
    size_t length = at - start;
    memcpy(csv->pool, text + start, length);
    csv->pool[length] = 0;
    *field = (struct steppe_csv_field){csv->pool, (uint32_t)length, (uint32_t)start,
                                       (uint32_t)length};
    csv->pool += length + 1;
    csv->at = at;
    return true;
}

enum record { RECORD_GOOD, RECORD_BAD, RECORD_END };

// The fields of one record, up to `limit`; more are only counted. csv->line is that of its start.
static enum record read_record(struct steppe_csv *csv, struct steppe_csv_field *fields,
                               size_t limit, size_t *count, uint32_t *lines) {
    const char *text = csv->file->text;
    size_t length = csv->file->length;
    *count = 0;
    *lines = 1;
    if (csv->at >= length) return RECORD_END;
    for (;;) {
        struct steppe_csv_field field;
        bool quoted = csv->at < length && text[csv->at] == '"';
        size_t start = csv->at;
        if (quoted) csv->at++;
        if (!(quoted ? read_quoted(csv, &field) : read_plain(csv, &field))) return RECORD_BAD;
        if (quoted) {
            for (size_t i = start; i < csv->at; i++) *lines += text[i] == '\n';
        }
        if (*count < limit) fields[*count] = field;
        ++*count;
        if (csv->at < length && text[csv->at] == ',') {
            csv->at++;
            continue;
        }
        if (csv->at < length && text[csv->at] == '\r') csv->at++;
        if (csv->at >= length) return RECORD_GOOD;
        if (text[csv->at] == '\n') {
            csv->at++;
            return RECORD_GOOD;
        }
        fault_at(csv, csv->at, 1, "a comma or the end of the line", NULL,
                 "text behind a closing quote");
        return RECORD_BAD;
    }
}

// Matches a column of the file with those asked for.
static bool match_column(struct steppe_csv *csv, size_t at, const struct steppe_csv_field *field) {
    csv->header[at] = UNKNOWN_COLUMN;
    for (size_t i = 0; i < csv->column_count; i++) {
        if (strcmp(csv->column_names[i], field->text) != 0) continue;
        for (size_t before = 0; before < at; before++) {
            if (csv->header[before] != i) continue;
            char message[120];
            snprintf(message, sizeof message, "the column '%s' is given twice",
                     csv->column_names[i]);
            fault_at(csv, field->at, field->width, "each column once", NULL, message);
            return false;
        }
        csv->header[at] = (uint8_t)i;
        return true;
    }
    char message[160], expected[300] = "";
    size_t used = 0;
    for (size_t i = 0; i < csv->column_count && used < sizeof expected; i++) {
        int wrote = snprintf(expected + used, sizeof expected - used, "%s%s", i ? "," : "",
                             csv->column_names[i]);
        used += wrote > 0 ? (size_t)wrote : 0;
    }
    snprintf(message, sizeof message, "unknown column '%.100s'", field->text);
    fault_at(csv, field->at, field->width ? field->width : 1, expected,
             steppe_nearest_of(csv->column_names, field->text, field->length), message);
    return false;
}

bool steppe_csv_open(struct steppe_csv *csv, struct steppe_model_builder *builder,
                     const struct steppe_file *file, const struct steppe_csv_column *columns) {
    *csv = (struct steppe_csv){.builder = builder, .file = file, .line = 1};
    while (columns[csv->column_count].name) csv->column_count++;
    steppe_must(csv->column_count <= STEPPE_CSV_COLUMNS_MAX);
    const char **names = STEPPE_BUILDER_TAKE(builder, csv->column_count + 1, const char *);
    // A record has at most one text more than it has separators, and one for an empty last line.
    csv->pool = steppe_builder_take(builder, file->length + 2, 1);
    if (!names || !csv->pool) return false;
    for (size_t i = 0; i < csv->column_count; i++) names[i] = columns[i].name;
    csv->column_names = names;
    struct steppe_csv_field fields[STEPPE_CSV_COLUMNS_MAX];
    size_t count;
    uint32_t lines;
    enum record record = read_record(csv, fields, STEPPE_CSV_COLUMNS_MAX, &count, &lines);
    if (record == RECORD_END) {
        fault_at(csv, 0, 1, "a line that names the columns", NULL, "the file is empty");
    }
    if (record != RECORD_GOOD) return false;
    if (count > STEPPE_CSV_COLUMNS_MAX) {
        fault_at(csv, 0, 1, "at most 32 columns", NULL, "too many columns");
        return false;
    }
    csv->header_count = count;
    bool good = true;
    for (size_t i = 0; i < count; i++) good &= match_column(csv, i, &fields[i]);
    for (size_t i = 0; i < csv->column_count; i++) {
        bool found = false;
        for (size_t j = 0; j < count; j++) found |= csv->header[j] == i;
        if (found || !columns[i].required) continue;
        char message[120];
        snprintf(message, sizeof message, "the column '%s' is missing", columns[i].name);
        fault_at(csv, 0, 1, NULL, NULL, message);
        good = false;
    }
    csv->next_line = 1 + lines;
    return good;
}

// Number of fields is wrong: at the row, with what was expected.
static void fault_count(struct steppe_csv *csv, size_t start, size_t count) {
    char message[80], expected[40];
    snprintf(message, sizeof message, "the row has %zu fields", count);
    snprintf(expected, sizeof expected, "%zu, as in the first line", csv->header_count);
    steppe_builder_fault(csv->builder, steppe_csv_row(csv), 1,
                         steppe_file_line(csv->builder, csv->file, start), expected, NULL, "%s",
                         message);
}

bool steppe_csv_next(struct steppe_csv *csv) {
    struct steppe_csv_field fields[STEPPE_CSV_COLUMNS_MAX];
    const char *text = csv->file->text;
    csv->line = csv->next_line;
    while (csv->at < csv->file->length && steppe_findings_open(csv->builder->findings)) {
        size_t start = csv->at, count;
        csv->line_at = start;
        if (text[start] == '\n' || (text[start] == '\r' && text[start + 1] == '\n')) {
            skip_line(csv); // a blank line
            csv->line++;
            continue;
        }
        uint32_t lines;
        csv->row_pool = csv->pool;
        enum record record = read_record(csv, fields, STEPPE_CSV_COLUMNS_MAX, &count, &lines);
        if (record == RECORD_BAD) { // go on behind the line of the fault
            skip_line(csv);
            for (size_t i = start; i < csv->at; i++) csv->line += text[i] == '\n';
            continue;
        }
        if (count != csv->header_count) {
            fault_count(csv, start, count);
            csv->line += lines;
            continue;
        }
        for (size_t i = 0; i < csv->column_count; i++) {
            csv->fields[i] = (struct steppe_csv_field){.text = "", .at = (uint32_t)start};
        }
        for (size_t i = 0; i < count; i++) csv->fields[csv->header[i]] = fields[i];
        csv->next_line = csv->line + lines;
        return true;
    }
    return false;
}

void steppe_csv_forget(struct steppe_csv *csv) { csv->pool = csv->row_pool; }

bool steppe_csv_once(struct steppe_csv *csv, struct steppe_names *seen) {
    const char *row = csv->file->text + csv->line_at;
    size_t length = csv->at - csv->line_at;
    while (length > 0 && (row[length - 1] == '\n' || row[length - 1] == '\r')) length--;
    const uint32_t line = steppe_names_find(seen, row, length);
    if (line == UINT32_MAX)
        return steppe_builder_add_text(csv->builder, seen, row, length, csv->line);
    steppe_builder_fault(csv->builder, steppe_csv_row(csv), (uint32_t)length,
                         steppe_file_line(csv->builder, csv->file, csv->line_at),
                         "each row once, two alike told apart by what they say", NULL,
                         "this is the row of line %u again", line);
    return false;
}

struct steppe_place steppe_csv_row(const struct steppe_csv *csv) {
    return (struct steppe_place){.file = csv->file->name, .line = csv->line, .column = 1};
}

struct steppe_place steppe_csv_place(const struct steppe_csv *csv, size_t column, size_t offset) {
    struct steppe_place place = steppe_csv_row(csv);
    size_t start = csv->line_at, at = csv->fields[column].at + offset;
    for (size_t i = start; i < at; i++) { // a field of a quoted row may stand on a later line
        if (csv->file->text[i] != '\n') continue;
        place.line++;
        start = i + 1;
    }
    place.column = (uint32_t)(at - start) + 1;
    return place;
}

const char *steppe_csv_line(const struct steppe_csv *csv, size_t column) {
    return steppe_file_line(csv->builder, csv->file, csv->fields[column].at);
}

void steppe_csv_fault(struct steppe_csv *csv, size_t column, const char *expected,
                      const char *nearest, const char *format, ...) {
    char message[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    uint32_t width = csv->fields[column].width;
    steppe_builder_fault(csv->builder, steppe_csv_place(csv, column, 0), width ? width : 1,
                         steppe_csv_line(csv, column), expected, nearest, "%s", message);
}
