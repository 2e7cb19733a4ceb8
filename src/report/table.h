// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// table: rows of text cells, columns as wide as they need to be. The first column gives way when
// the whole is wider than the terminal. Memory is the caller's arena.
#ifndef STEPPE_REPORT_TABLE_H
#define STEPPE_REPORT_TABLE_H

#include "base/arena.h"
#include "report/draw.h"

#define STEPPE_TABLE_COLUMNS 10

struct steppe_table {
    struct steppe_arena *arena;
    const char *alignment; // a letter a column: l or r
    size_t column_count, cell_count, cell_room;
    const char **cells; // [row][column]; a row that spans has text in its first cell only
    bool *spans;        // [row]: not counted in the widths
    bool failed;        // memory ran out: printing says so
};

struct steppe_table steppe_table_begin(struct steppe_arena *arena, const char *alignment,
                                       size_t rows);
void steppe_table_cell(struct steppe_table *table, const char *text); // copied; row by row
void steppe_table_span(struct steppe_table *table, const char *text); // a whole row
// heads: that many rows at the top are column heads.
void steppe_table_print(FILE *stream, const struct steppe_table *table,
                        const struct steppe_style *style, int indent, size_t heads);

#endif
