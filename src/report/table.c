// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// table: see the header.
#include "report/table.h"

#include <string.h>

#include "base/error.h"

enum { GAP = 2, LEAST_FIRST = 7 };

struct steppe_table steppe_table_begin(struct steppe_arena *arena, const char *alignment,
                                       size_t rows) {
    size_t columns = strlen(alignment);
    steppe_must(columns >= 1 && columns <= STEPPE_TABLE_COLUMNS);
    struct steppe_table table = {
        .arena = arena,
        .alignment = alignment,
        .column_count = columns,
        .cell_room = rows * columns,
        .cells = STEPPE_TAKE(arena, rows * columns, const char *),
        .spans = STEPPE_TAKE(arena, rows, bool),
    };
    table.failed = !table.cells || !table.spans;
    return table;
}

void steppe_table_cell(struct steppe_table *table, const char *text) {
    if (table->failed) return;
    steppe_must(table->cell_count < table->cell_room);
    const char *copy = steppe_arena_copy_text(table->arena, text, strlen(text));
    table->failed = !copy;
    table->cells[table->cell_count++] = copy;
}

void steppe_table_span(struct steppe_table *table, const char *text) {
    if (table->failed) return;
    steppe_must(table->cell_count % table->column_count == 0);
    table->spans[table->cell_count / table->column_count] = true;
    for (size_t i = 0; i < table->column_count; i++) steppe_table_cell(table, i == 0 ? text : "");
}

static void blanks(FILE *stream, int count) {
    if (count > 0) fprintf(stream, "%*s", count, "");
}

static void print_row(FILE *stream, const struct steppe_table *table,
                      const struct steppe_style *style, const char *const *cells,
                      const int *widths) {
    char text[STEPPE_DRAW_BYTES];
    int owed = 0; // blanks are written only before a text: none stand at the end of a line
    for (size_t c = 0; c < table->column_count; c++) {
        int columns = steppe_draw_columns(cells[c]);
        bool cut = columns > widths[c];
        int spare = cut ? 0 : widths[c] - columns;
        bool right = table->alignment[c] == 'r';
        if (columns > 0) {
            blanks(stream, owed + (right ? spare : 0));
            owed = right ? 0 : spare;
            if (cut) steppe_draw_cut(text, style, cells[c], widths[c]);
            fputs(cut ? text : cells[c], stream);
        } else {
            owed += widths[c];
        }
        owed += GAP;
    }
    fputc('\n', stream);
}

// A text over all columns, in several lines where it is wider than the terminal.
static void print_span(FILE *stream, const struct steppe_style *style, const char *text,
                       int indent) {
    if (indent + steppe_draw_columns(text) > style->width)
        steppe_draw_paragraph(stream, style, indent, text);
    else
        fprintf(stream, "%*s%s\n", indent, "", text);
}

void steppe_table_print(FILE *stream, const struct steppe_table *table,
                        const struct steppe_style *style, int indent, size_t heads) {
    if (table->failed) {
        fprintf(stream, "%*snot enough memory for this table\n", indent, "");
        return;
    }
    int widths[STEPPE_TABLE_COLUMNS] = {0}, total = indent;
    size_t rows = table->cell_count / table->column_count;
    for (size_t i = 0; i < table->cell_count; i++) {
        if (table->spans[i / table->column_count]) continue;
        int columns = steppe_draw_columns(table->cells[i]);
        size_t c = i % table->column_count;
        if (columns > widths[c]) widths[c] = columns;
    }
    for (size_t c = 0; c < table->column_count; c++) total += widths[c] + (c > 0 ? GAP : 0);
    const int least = widths[0] < LEAST_FIRST ? widths[0] : LEAST_FIRST;
    if (total > style->width) widths[0] -= total - style->width;
    if (widths[0] < least) widths[0] = least;
    for (size_t r = 0; r < rows; r++) {
        const char *const *cells = table->cells + r * table->column_count;
        bool dim = style->colour && r < heads;
        if (dim) fputs("\033[2m", stream);
        if (table->spans[r]) {
            print_span(stream, style, cells[0], indent);
        } else {
            blanks(stream, indent);
            print_row(stream, table, style, cells, widths);
        }
        if (dim) fputs("\033[0m", stream);
    }
}
