// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// issue_csv: the two CSV forms of bargaining programs. Their headers name dimensions and a line may
// stand before the header, so they are no tables of model/csv.h.
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "model/issue_parts.h"

#define FIELDS_MAX (3 + 2 * STEPPE_BARGAIN_DIMENSIONS_MAX)

struct cell {
    const char *text; // without blanks and quotes around it
    size_t length;
};

struct row {
    struct cell cells[FIELDS_MAX];
    size_t count, at; // cells; first byte of the line
    bool too_many;
};

struct table {
    struct steppe_issue_reader *reader;
    size_t next;   // byte of the file
    size_t lead;   // cells before the first position
    size_t weight; // cell of the capability
    double full;   // what a salience of 1 is called
};

static struct steppe_issue_spot spot_of(const struct table *table, struct cell cell) {
    return (struct steppe_issue_spot){.at = (size_t)(cell.text - table->reader->file->text),
                                      .width = cell.length};
}

static struct cell trimmed(const char *text, const char *end) {
    while (text < end && (*text == ' ' || *text == '\t')) text++;
    while (text < end && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r')) end--;
    if (end - text >= 2 && *text == '"' && end[-1] == '"') {
        text++;
        end--;
    }
    return (struct cell){text, (size_t)(end - text)};
}

// The next line that is not blank. A comma inside quotes belongs to the text; one at the end of a
// line adds no cell.
static bool next_row(struct table *table, struct row *row) {
    const struct steppe_file *file = table->reader->file;
    while (table->next < file->length) {
        const char *start = file->text + table->next, *stop = file->text + file->length;
        const char *line_end = memchr(start, '\n', (size_t)(stop - start));
        if (!line_end) line_end = stop;
        *row = (struct row){.at = table->next};
        table->next = (size_t)(line_end - file->text) + 1;
        if (trimmed(start, line_end).length == 0) continue;
        for (const char *from = start; from <= line_end;) {
            bool quoted = false;
            const char *to = from;
            for (; to < line_end && (quoted || *to != ','); to++)
                if (*to == '"') quoted = !quoted;
            struct cell cell = trimmed(from, to);
            from = to + 1;
            if (to == line_end && cell.length == 0) break;
            if (row->count == FIELDS_MAX) {
                row->too_many = true;
                break;
            }
            row->cells[row->count++] = cell;
        }
        return true;
    }
    return false;
}

static bool is(struct cell cell, const char *word) {
    // Distance 0 counts capital and small letters as the same.
    return steppe_text_distance(cell.text, cell.length, word, strlen(word), 0) == 0;
}

static bool number_of(const struct table *table, struct cell cell, const char *what,
                      double *value) {
    if (steppe_number_parse(cell.text, cell.length, value)) return true;
    if (cell.length == 0)
        steppe_issue_fault(table->reader, spot_of(table, cell), "a number", "the %s is missing",
                           what);
    else
        steppe_issue_fault(table->reader, spot_of(table, cell), "a number",
                           "'%.*s' is no number (%s)", (int)cell.length, cell.text, what);
    return false;
}

static const char *copy(const struct table *table, struct cell cell) {
    const char *text = steppe_builder_copy(table->reader->builder, cell.text, cell.length);
    return text ? text : "";
}

// "Policy Position" -> "Policy"; "Delay" stays.
static struct cell without_word(struct cell cell, const char *word) {
    size_t length = strlen(word);
    if (cell.length <= length) return cell;
    struct cell end = {cell.text + cell.length - length, length};
    if (!is(end, word)) return cell;
    return trimmed(cell.text, cell.text + cell.length - length);
}

// The rows that follow, counted without reading them.
static size_t count_rows(struct table *table) {
    const size_t start = table->next;
    struct row row;
    size_t count = 0;
    while (next_row(table, &row)) count++;
    table->next = start;
    return count;
}

// Lowest and highest position of each dimension make the scale of the plain form.
static void find_scales(struct table *table) {
    const size_t start = table->next, dims = table->reader->issue->dimension_count;
    for (size_t k = 0; k < dims; k++) {
        struct steppe_issue_dimension *dimension = &table->reader->dimensions[k];
        double low = HUGE_VAL, high = -HUGE_VAL, value;
        struct row row;
        for (table->next = start; next_row(table, &row);) {
            size_t at = table->lead + 2 * k;
            if (at >= row.count ||
                !steppe_number_parse(row.cells[at].text, row.cells[at].length, &value))
                continue;
            low = fmin(low, value);
            high = fmax(high, value);
        }
        dimension->low = low <= high ? low : 0;
        dimension->high = high > low ? high : dimension->low + 1;
    }
    table->next = start;
}

static void check_code(const struct table *table, struct cell cell, size_t number) {
    const struct steppe_issue_actor *actors = table->reader->actors;
    if (cell.length == 0)
        steppe_issue_fault(table->reader, spot_of(table, cell), NULL, "the actor has no name");
    for (size_t i = 0; i < number && cell.length > 0; i++) {
        if (strcmp(actors[i].code, actors[number].code) != 0) continue;
        steppe_issue_fault(table->reader, spot_of(table, cell), "each actor once",
                           "the actor '%s' is given twice", actors[i].code);
        return;
    }
}

static void read_actor(struct table *table, const struct row *row, size_t number) {
    struct steppe_issue_reader *reader = table->reader;
    const size_t dims = reader->issue->dimension_count, wanted = table->lead + 2 * dims;
    struct steppe_issue_actor *actor = &reader->actors[number];
    double value;
    actor->code = copy(table, row->cells[0]);
    actor->name = table->lead > 2 && row->count > 1 ? copy(table, row->cells[1]) : actor->code;
    check_code(table, row->cells[0], number);
    if (row->count != wanted || row->too_many) {
        struct steppe_issue_spot spot = {.at = row->at, .width = 1};
        steppe_issue_fault(reader, spot, NULL, "this row has %s%zu fields where the header has %zu",
                           row->too_many ? "more than " : "", row->count, wanted);
        return;
    }
    struct cell weight = row->cells[table->weight];
    if (number_of(table, weight, "capability", &value))
        steppe_issue_capability(reader, number, value, spot_of(table, weight));
    bool complete = true;
    for (size_t k = 0; k < dims; k++) {
        struct cell place = row->cells[table->lead + 2 * k];
        struct cell care = row->cells[table->lead + 2 * k + 1];
        if (number_of(table, place, "position", &value))
            steppe_issue_position(reader, number, k, value, spot_of(table, place));
        complete = number_of(table, care, "salience", &value) &&
                   steppe_issue_salience(reader, number, k, value, table->full,
                                         spot_of(table, care)) &&
                   complete;
    }
    if (complete)
        steppe_issue_actor_whole(reader, number, table->full, spot_of(table, row->cells[0]));
}

// The dimensions by their column heads.
static void name_dimensions(struct table *table, const struct row *header) {
    for (size_t k = 0; k < table->reader->issue->dimension_count; k++) {
        struct cell head = without_word(header->cells[table->lead + 2 * k], "position");
        table->reader->dimensions[k] = (struct steppe_issue_dimension){
            .name = copy(table, head), .unit = "", .low = 0, .high = 100};
    }
}

static bool ends_with(struct cell cell, const char *word) {
    size_t length = strlen(word);
    return cell.length >= length &&
           is((struct cell){cell.text + cell.length - length, length}, word);
}

// Positions and saliences by turns: exchanged they could be read without any fault.
static bool are_pairs(const struct table *table, const struct row *row) {
    for (size_t i = table->lead; i < row->count; i++) {
        bool second = (i - table->lead) % 2 == 1;
        if (ends_with(row->cells[i], "salience") != second) return false;
    }
    return true;
}

// `first`: the first line of the file, where a fault is told if the next is no header either.
static bool is_header(const struct table *table, const struct row *row, const struct row *first) {
    bool begins = is(row->cells[0], "actor");
    bool right = row->count >= table->lead + 2 && (row->count - table->lead) % 2 == 0 &&
                 !row->too_many && begins && are_pairs(table, row);
    if (!right) {
        struct steppe_issue_spot spot = {.at = begins ? row->at : first->at, .width = 1};
        steppe_issue_fault(table->reader, spot,
                           "Actor,Capability,Position,Salience or Actor,Description,Influence and "
                           "a position and a salience of each dimension",
                           "this is no header of an issue");
    }
    return right;
}

// title, description, number of actors, number of dimensions
static void check_promise(const struct table *table, const struct row *first, size_t rows) {
    struct steppe_issue *issue = table->reader->issue;
    const size_t have[2] = {rows, issue->dimension_count};
    if (first->cells[0].length > 0) issue->title = copy(table, first->cells[0]);
    if (first->count > 1 && first->cells[1].length > 0)
        issue->summary = copy(table, first->cells[1]);
    for (size_t i = 0; i < 2; i++) {
        uint64_t told = 0;
        struct cell cell = first->count > i + 2 ? first->cells[i + 2] : first->cells[0];
        if (first->count > i + 2 && steppe_whole_parse(cell.text, cell.length, &told) &&
            told == have[i])
            continue;
        steppe_issue_fault(table->reader, spot_of(table, cell),
                           "title, description, number of actors, number of dimensions",
                           "the file has %zu %s", have[i], i == 0 ? "actors" : "dimensions");
    }
}

bool steppe_issue_read_csv(struct steppe_issue_reader *reader) {
    struct table table = {.reader = reader, .lead = 2, .weight = 1, .full = 1};
    struct row first, header, row;
    struct steppe_issue_spot top = {.at = 0, .width = 1};
    if (!next_row(&table, &first)) {
        steppe_issue_fault(reader, top, NULL, "the file is empty");
        return !reader->builder->failed;
    }
    header = first;
    const bool plain = first.count > 1 && is(first.cells[0], "actor") &&
                       (is(first.cells[1], "capability") || is(first.cells[1], "influence"));
    if (!plain) {
        table = (struct table){
            .reader = reader, .next = table.next, .lead = 3, .weight = 2, .full = 100};
        if (!next_row(&table, &header)) header = first;
    }
    if (!is_header(&table, &header, &first)) return !reader->builder->failed;
    const size_t rows = count_rows(&table), dims = (header.count - table.lead) / 2;
    struct steppe_issue_spot head = {.at = header.at, .width = 1};
    if (!steppe_issue_counts(reader, head, rows, dims)) return !reader->builder->failed;
    if (!steppe_issue_room(reader, rows, dims)) return false;
    name_dimensions(&table, &header);
    if (plain)
        find_scales(&table);
    else
        check_promise(&table, &first, rows);
    size_t errors = reader->builder->findings->error_count;
    for (size_t i = 0; i < rows && next_row(&table, &row); i++) read_actor(&table, &row, i);
    if (reader->builder->findings->error_count == errors) steppe_issue_whole(reader, head);
    return !reader->builder->failed;
}
