// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// csv: RFC 4180 text -> rows of fields with exact places, or findings. In: a file and the columns
// that a table may have. Out: row after row, fields by the number of the column asked for. Fields
// live in the builder's arena.
#ifndef STEPPE_MODEL_CSV_H
#define STEPPE_MODEL_CSV_H

#include "model/files.h"
#include "model/names.h"

struct steppe_model_builder;

#define STEPPE_CSV_COLUMNS_MAX 32

struct steppe_csv_column {
    const char *name;
    bool required; // the file must have the column; its fields may still be empty
};

struct steppe_csv_field {
    const char *text; // unquoted, 0-terminated
    uint32_t length;  // bytes; 0: empty
    uint32_t at;      // first byte of the value in the file (behind the quote, if quoted)
    uint32_t width;   // bytes that it takes in the file
};

struct steppe_csv {
    struct steppe_model_builder *builder;
    const struct steppe_file *file;
    const char *const *column_names; // [column asked for]
    size_t column_count, header_count;
    uint8_t header[STEPPE_CSV_COLUMNS_MAX];                 // [field in the file] column, or 255
    struct steppe_csv_field fields[STEPPE_CSV_COLUMNS_MAX]; // [column asked for] of this row
    char *pool, *row_pool;                                  // unquoted texts of the whole file
    size_t at;                                              // next byte of the file
    size_t line_at;                                         // first byte of `line`
    uint32_t line, next_line;                               // of this row's start, of the next row
};

// Reads the header: unknown, missing and twice named columns are findings. False when the rows
// cannot be read. Columns end with a NULL name.
bool steppe_csv_open(struct steppe_csv *csv, struct steppe_model_builder *builder,
                     const struct steppe_file *file, const struct steppe_csv_column *columns);
// The next row with the right number of fields; false at the end. Faulty rows are findings and
// skipped; blank lines are skipped.
bool steppe_csv_next(struct steppe_csv *csv);

// The texts of this row are not kept by anyone: those of the next take their place. Of a large
// table that saves as much fresh memory as it has bytes.
void steppe_csv_forget(struct steppe_csv *csv);

// False with a finding when a row before this one has the same text, by which it would count
// twice. For tables whose rows have no name of their own; `seen` begins as {0}.
bool steppe_csv_once(struct steppe_csv *csv, struct steppe_names *seen);

// Place of a field of this row, or of `offset` bytes into it.
struct steppe_place steppe_csv_place(const struct steppe_csv *csv, size_t column, size_t offset);
// Place of the row itself.
struct steppe_place steppe_csv_row(const struct steppe_csv *csv);
// Source line of a field of this row.
const char *steppe_csv_line(const struct steppe_csv *csv, size_t column);
// A finding at a field of this row. expected and nearest may be NULL.
void steppe_csv_fault(struct steppe_csv *csv, size_t column, const char *expected,
                      const char *nearest, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
#endif
