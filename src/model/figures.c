// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// figures: dated numbers with unit, spread and source. In: deflators.csv, series*.csv, pairs*.csv,
// ties.csv. Out: model->figures, sorted by variable, cell and date, and model->ties: the rows of
// ties.csv that are no figure of a variable.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/os.h"
#include "base/text.h"
#include "model/builder.h"
#include "model/csv_get.h"

// ---- deflators ----------------------------------------------------------------------------------

enum { DEFLATOR_YEAR, DEFLATOR_VALUE, DEFLATOR_SOURCE };
static const struct steppe_csv_column deflator_columns[] = {
    {"year", true}, {"value", true}, {"source", true}, {NULL, false}};

static bool read_deflators(struct steppe_model_builder *builder) {
    const struct steppe_file *file = steppe_file_read(builder, "deflators.csv", true);
    struct steppe_csv csv;
    if (!file || !steppe_csv_open(&csv, builder, file, deflator_columns)) return !builder->failed;
    double *levels = builder->model->deflator;
    while (steppe_csv_next(&csv)) {
        double year = 0, level = 0;
        const char *source;
        enum steppe_quality quality;
        int32_t lag;
        bool good = steppe_csv_number(&csv, DEFLATOR_YEAR, true, 1900, 2100, &year);
        good &= steppe_csv_number(&csv, DEFLATOR_VALUE, true, 1e-6, 1e6, &level);
        good &= steppe_csv_source(&csv, DEFLATOR_SOURCE, &source, &quality, &lag);
        if (!good) continue;
        size_t at = (size_t)year - 1900;
        if (levels[at] > 0) {
            steppe_csv_fault(&csv, DEFLATOR_YEAR, "each year once", NULL,
                             "the year %d is given twice", (int)year);
            continue;
        }
        levels[at] = level;
    }
    int32_t price_year = builder->model->price_year;
    if (price_year == 0) return !builder->failed; // told at model.yaml
    double base = levels[price_year - 1900];
    if (!(base > 0)) {
        steppe_builder_fault(
            builder, (struct steppe_place){.file = file->name, .line = 1, .column = 1}, 1,
            steppe_file_line(builder, file, 0), "a row for the price year", NULL,
            "there is no price level of %d, the price_year of model.yaml", (int)price_year);
        base = 1;
    }
    for (size_t i = 0; i < STEPPE_COUNT(builder->model->deflator); i++) levels[i] /= base;
    return !builder->failed;
}

// ---- rows ---------------------------------------------------------------------------------------

// Columns of all three kinds of table; those that a table lacks are STEPPE_CSV_COLUMNS_MAX.
struct columns {
    size_t first, second, date, value, unit, spread, source, note;
};

// Adds a figure that is right; a value outside the variable's range is a finding.
static bool add_figure(struct steppe_model_builder *builder, struct steppe_csv *csv,
                       const struct columns *columns, struct steppe_figure figure,
                       const struct steppe_csv_value *value, int32_t lag_months) {
    struct steppe_model *model = builder->model;
    const struct steppe_variable *variable = &model->variables[figure.variable];
    if (value->value < variable->low || value->value > variable->high) {
        char expected[STEPPE_RANGE_BYTES];
        double factor = variable->unit.factor;
        steppe_range_words(variable->low / factor, variable->high / factor, variable->unit_text,
                           expected);
        bool negative = value->value < 0 && variable->low == 0;
        steppe_csv_fault(csv, columns->value, expected, NULL,
                         negative ? "'%s' is negative, which %s cannot be"
                                  : "'%s' is outside the range of %s",
                         csv->fields[columns->value].text, variable->name);
        return true;
    }
    struct steppe_figure *item = steppe_builder_grow(builder, (void **)&builder->figures,
                                                     &builder->figure_capacity, model->figure_count,
                                                     sizeof *item);
    if (!item) return false;
    figure.value = value->value;
    figure.published = value->published;
    figure.unit_text = value->unit_text;
    figure.spread = value->spread;
    figure.known_month = steppe_date_after(figure.date) + lag_months;
    figure.place = steppe_csv_place(csv, columns->value, 0);
    *item = figure;
    model->figures = builder->figures;
    model->figure_count++;
    model->quality_count[figure.quality]++;
    return true;
}

// The variable of a row; the one of the row before is tried first.
static bool read_variable(struct steppe_model_builder *builder, struct steppe_csv *csv,
                          uint32_t *variable) {
    const struct steppe_csv_field *field = &csv->fields[0];
    if (*variable != UINT32_MAX &&
        steppe_text_same(field->text, field->length, builder->variables[*variable].name)) {
        return true;
    }
    *variable = steppe_builder_find_variable(builder, field->text, field->length);
    if (*variable != UINT32_MAX) return true;
    steppe_csv_fault(csv, 0, "a variable of the registry (steppe vars)",
                     steppe_builder_nearest_variable(builder, field->text, field->length),
                     "unknown variable '%s'", field->text);
    return false;
}

// Indices along the axes of the variable from the columns first and second.
static bool read_cell(struct steppe_model_builder *builder, struct steppe_csv *csv,
                      const struct columns *columns, uint32_t variable,
                      int32_t at[STEPPE_AXES_MAX]) {
    enum steppe_axis axes[STEPPE_AXES_MAX];
    const struct steppe_variable *entry = &builder->model->variables[variable];
    size_t count = steppe_shape_axes(entry->shape, axes);
    bool pair = columns->second < STEPPE_CSV_COLUMNS_MAX;
    for (size_t i = 0; i < STEPPE_AXES_MAX; i++) at[i] = -1;
    if (pair ? count != 2 : count > 1) {
        steppe_csv_fault(csv, 0, pair ? "a variable between two actors" : "a variable of one actor",
                         NULL, "'%s' is of shape %s%s", entry->name,
                         steppe_shape_name(entry->shape),
                         pair         ? count < 2 ? ": its figures stand in series*.csv" : ""
                         : count == 2 ? ": its figures stand in pairs*.csv"
                                      : "");
        return false;
    }
    if (count == 0 && csv->fields[columns->first].length) {
        steppe_csv_fault(csv, columns->first, "nothing", NULL, "'%s' is one number for all",
                         entry->name);
        return false;
    }
    bool good = count < 1 || steppe_csv_element(csv, columns->first, axes[0], &at[0]);
    if (count == 2) good &= steppe_csv_element(csv, columns->second, axes[1], &at[1]);
    return good;
}

static bool read_figure(struct steppe_model_builder *builder, struct steppe_csv *csv,
                        const struct columns *columns, uint32_t *variable) {
    struct steppe_figure figure = {0};
    struct steppe_csv_value value = {0};
    int32_t lag = 0;
    bool known = read_variable(builder, csv, variable);
    figure.variable = *variable;
    bool good = known && read_cell(builder, csv, columns, *variable, figure.at);
    bool dated = steppe_csv_date(csv, columns->date, true, &figure.date);
    good &= steppe_csv_source(csv, columns->source, &figure.source, &figure.quality, &lag);
    if (known && dated) {
        const struct steppe_variable *entry = &builder->variables[*variable];
        good &= steppe_csv_value(csv, columns->value, columns->unit, columns->spread, figure.date,
                                 entry->unit, entry->name, &value);
    }
    if (!good || !dated) return true;
    figure.end = figure.date;
    if (csv->fields[columns->note].length) figure.note = csv->fields[columns->note].text;
    return add_figure(builder, csv, columns, figure, &value, lag);
}

// ---- series and pairs ---------------------------------------------------------------------------

static const struct steppe_csv_column series_columns[] = {
    {"variable", true}, {"actor", true},  {"date", true},  {"value", true}, {"unit", true},
    {"spread", true},   {"source", true}, {"note", false}, {NULL, false}};
static const struct columns series_at = {1, STEPPE_CSV_COLUMNS_MAX, 2, 3, 4, 5, 6, 7};

static const struct steppe_csv_column pair_columns[] = {
    {"variable", true}, {"from", true},   {"to", true},     {"date", true},  {"value", true},
    {"unit", true},     {"spread", true}, {"source", true}, {"note", false}, {NULL, false}};
static const struct columns pair_at = {1, 2, 3, 4, 5, 6, 7, 8};

static bool read_tables(struct steppe_model_builder *builder, const char *beginning,
                        const struct steppe_csv_column *wanted, const struct columns *columns) {
    const char *const *names;
    size_t count;
    if (!steppe_file_list(builder, "", ".csv", &names, &count)) return false;
    for (size_t i = 0; i < count; i++) {
        if (!steppe_text_begins(names[i], beginning)) continue;
        const struct steppe_file *file = steppe_file_read(builder, names[i], true);
        struct steppe_csv csv;
        if (builder->failed) return false;
        if (!file || !steppe_csv_open(&csv, builder, file, wanted)) continue;
        uint32_t variable = UINT32_MAX;
        while (steppe_csv_next(&csv)) {
            const char *source = builder->source_seen.text, *unit = builder->unit_seen.text;
            if (!read_figure(builder, &csv, columns, &variable)) return false;
            // Most rows repeat source and unit of the row before, and have no note.
            if (source == builder->source_seen.text && unit == builder->unit_seen.text &&
                csv.fields[columns->note].length == 0)
                steppe_csv_forget(&csv);
        }
    }
    return !builder->failed;
}

// ---- ties ---------------------------------------------------------------------------------------

enum {
    TIE_KIND,
    TIE_FROM,
    TIE_TO,
    TIE_START,
    TIE_END,
    TIE_VALUE,
    TIE_UNIT,
    TIE_SPREAD,
    TIE_SOURCE,
    TIE_NOTE
};
static const struct steppe_csv_column tie_columns[] = {
    {"kind", true},   {"from", true},  {"to", true},   {"start", true},
    {"end", true},    {"value", true}, {"unit", true}, {"spread", true},
    {"source", true}, {"note", false}, {NULL, false}};
static const struct columns tie_at = {TIE_FROM, TIE_TO,     TIE_START,  TIE_VALUE,
                                      TIE_UNIT, TIE_SPREAD, TIE_SOURCE, TIE_NOTE};

// A row whose kind is a variable, or a tie that takes its size from one.
static bool read_tie_figure(struct steppe_model_builder *builder, struct steppe_csv *csv,
                            uint32_t variable, const struct steppe_tie *tie, int32_t lag) {
    const struct steppe_variable *entry = &builder->variables[variable];
    struct steppe_figure figure = {.variable = variable,
                                   .date = tie->start,
                                   .end = tie->end,
                                   .source = tie->source,
                                   .quality = tie->quality,
                                   .note = tie->note};
    struct steppe_csv_value value = {0};
    bool good = read_cell(builder, csv, &tie_at, variable, figure.at);
    good &= steppe_csv_value(csv, TIE_VALUE, TIE_UNIT, TIE_SPREAD, tie->start, entry->unit,
                             entry->name, &value);
    return !good || add_figure(builder, csv, &tie_at, figure, &value, lag);
}

// Value and unit of a row that is no figure: of its kind of tie, or anything for a record.
static bool read_tie_value(struct steppe_model_builder *builder, struct steppe_csv *csv,
                           struct steppe_tie *tie) {
    bool record = tie->kind == UINT32_MAX;
    if (record && csv->fields[TIE_VALUE].length == 0) return true;
    struct steppe_unit unit = {0};
    const char *name = tie->kind_name;
    if (record) {
        size_t bad_at, bad_length;
        const struct steppe_csv_field *field = &csv->fields[TIE_UNIT];
        if (!steppe_unit_parse(field->text, field->length, &unit, &bad_at, &bad_length)) {
            return steppe_builder_unit(builder, field->text, field->length,
                                       steppe_csv_place(csv, TIE_UNIT, 0),
                                       steppe_csv_line(csv, TIE_UNIT), &unit);
        }
    } else {
        unit = builder->model->tie_kinds[tie->kind].unit;
    }
    struct steppe_csv_value value = {0};
    if (!steppe_csv_value(csv, TIE_VALUE, TIE_UNIT, TIE_SPREAD, tie->start, unit, name, &value)) {
        return false;
    }
    if (!record && value.value < 0) {
        steppe_csv_fault(csv, TIE_VALUE, "0 or more", NULL,
                         "'%s' is negative, which a tie cannot be", csv->fields[TIE_VALUE].text);
        return false;
    }
    tie->has_value = true;
    tie->value = value.value;
    tie->spread = value.spread;
    tie->unit_text = value.unit_text;
    return true;
}

// A kind that is almost a known one is more likely misspelt than a record of its own.
static void warn_of_kind(struct steppe_model_builder *builder, struct steppe_csv *csv) {
    const struct steppe_csv_field *field = &csv->fields[TIE_KIND];
    if (csv->fields[TIE_VALUE].length == 0) return;
    const char *nearest = steppe_builder_nearest_element(builder, STEPPE_AXIS_TIE, field->text,
                                                         field->length);
    if (!nearest) return;
    steppe_builder_warn(builder, steppe_csv_place(csv, TIE_KIND, 0), field->width,
                        steppe_csv_line(csv, TIE_KIND), "a tie of model.yaml, or a kind of record",
                        nearest, "'%s' is no tie: the row is kept as a record", field->text);
}

static bool read_tie(struct steppe_model_builder *builder, struct steppe_csv *csv) {
    struct steppe_model *model = builder->model;
    struct steppe_tie tie = {.kind = UINT32_MAX};
    int32_t from = 0, to = 0, lag = 0;
    bool good = steppe_csv_text(csv, TIE_KIND, true, &tie.kind_name);
    good &= steppe_csv_element(csv, TIE_FROM, STEPPE_AXIS_ACTOR, &from);
    good &= steppe_csv_element(csv, TIE_TO, STEPPE_AXIS_ACTOR, &to);
    good &= steppe_csv_date(csv, TIE_START, true, &tie.start);
    good &= steppe_csv_date(csv, TIE_END, false, &tie.end);
    good &= steppe_csv_source(csv, TIE_SOURCE, &tie.source, &tie.quality, &lag);
    good &= steppe_csv_text(csv, TIE_NOTE, false, &tie.note);
    if (!good || !steppe_csv_ordered(csv, TIE_END, tie.start, tie.end)) return true;
    size_t length = csv->fields[TIE_KIND].length;
    tie.kind = steppe_builder_find_element(builder, STEPPE_AXIS_TIE, tie.kind_name, length);
    uint32_t variable = tie.kind == UINT32_MAX
                            ? steppe_builder_find_variable(builder, tie.kind_name, length)
                            : model->tie_kinds[tie.kind].variable;
    if (variable != UINT32_MAX) return read_tie_figure(builder, csv, variable, &tie, lag);
    if (tie.kind == UINT32_MAX) warn_of_kind(builder, csv);
    if (!read_tie_value(builder, csv, &tie)) return true;
    tie.from = (uint16_t)from;
    tie.to = (uint16_t)to;
    tie.known_month = steppe_date_after(tie.start) + lag;
    tie.place = steppe_csv_row(csv);
    struct steppe_tie *item = steppe_builder_grow(
        builder, (void **)&builder->ties, &builder->tie_capacity, model->tie_count, sizeof *item);
    if (!item) return false;
    *item = tie;
    model->ties = builder->ties;
    model->tie_count++;
    model->quality_count[tie.quality]++;
    return true;
}

static bool read_ties(struct steppe_model_builder *builder) {
    const struct steppe_file *file = steppe_file_read(builder, "ties.csv", false);
    struct steppe_csv csv;
    if (!file || !steppe_csv_open(&csv, builder, file, tie_columns)) return !builder->failed;
    struct steppe_names seen = {0};
    while (steppe_csv_next(&csv)) {
        if (steppe_csv_once(&csv, &seen) && !read_tie(builder, &csv)) return false;
    }
    return !builder->failed;
}

// ---- order --------------------------------------------------------------------------------------

struct order {
    uint64_t cell;
    int32_t date;
    uint32_t at;
};

static int compare_order(const void *a, const void *b) {
    const struct order *x = a, *y = b;
    if (x->cell != y->cell) return x->cell < y->cell ? -1 : 1;
    if (x->date != y->date) return x->date < y->date ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at); // file order: the same on every machine
}

// By first day; the coarser date first.
static int32_t date_order(struct steppe_date date) {
    return (date.year * 13 + date.month) * 32 + date.day;
}

// Moves each to its place, along the rings in which they stand in each other's.
static void put_in_order(struct steppe_figure *figures, struct order *order, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (order[i].at == i) continue;
        const struct steppe_figure first = figures[i];
        size_t hole = i;
        while (order[hole].at != i) {
            const size_t from = order[hole].at;
            figures[hole] = figures[from];
            order[hole].at = (uint32_t)hole;
            hole = from;
        }
        figures[hole] = first;
        order[hole].at = (uint32_t)hole;
    }
}

static bool sort_figures(struct steppe_model_builder *builder) {
    struct steppe_model *model = builder->model;
    size_t count = model->figure_count;
    struct order *order = STEPPE_BUILDER_TAKE(builder, count, struct order);
    if (!order) return false;
    for (size_t i = 0; i < count; i++) {
        const struct steppe_figure *figure = &model->figures[i];
        enum steppe_shape shape = model->variables[figure->variable].shape;
        uint64_t cell = steppe_model_cell(model, shape, figure->at);
        order[i] = (struct order){(uint64_t)figure->variable << 32 | cell, date_order(figure->date),
                                  (uint32_t)i};
    }
    if (count) qsort(order, count, sizeof *order, compare_order);
    put_in_order(builder->figures, order, count);
    return true;
}

// ---- all ----------------------------------------------------------------------------------------

// Room for the figures of all tables at once. Growing by doubling would touch twice as many pages
// as they fill, and the first touch of a page is dear. Rows are hardly ever shorter than this; if
// they are, the figures grow all the same.
#define ROW_BYTES 64

static bool reserve_figures(struct steppe_model_builder *builder) {
    size_t bytes = 0;
    for (size_t i = 0; i < builder->listing_count; i++) {
        const char *name = builder->listing[i];
        if (!steppe_text_ends(name, ".csv") ||
            !(steppe_text_begins(name, "series") || steppe_text_begins(name, "pairs") ||
              steppe_text_begins(name, "ties")))
            continue;
        const char *path = steppe_file_path(builder, name);
        if (!path) return false;
        const size_t more = steppe_os_file_bytes(path);
        if (more <= STEPPE_FILE_BYTES_MAX) bytes += more;
    }
    builder->figure_capacity = bytes / ROW_BYTES;
    builder->figures = STEPPE_BUILDER_TAKE(builder, builder->figure_capacity, struct steppe_figure);
    return builder->figures != NULL;
}

bool steppe_read_figures(struct steppe_model_builder *builder) {
    return read_deflators(builder) && reserve_figures(builder) &&
           read_tables(builder, "series", series_columns, &series_at) &&
           read_tables(builder, "pairs", pair_columns, &pair_at) && read_ties(builder) &&
           sort_figures(builder);
}
