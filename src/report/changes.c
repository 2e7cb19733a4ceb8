// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// changes: see the header.
#include "report/changes.h"

#include <math.h>
#include <string.h>

#include "analysis/ranking.h"
#include "report/run.h"
#include "report/table.h"

enum { GROUP_SHOWN = 6 }; // rows of one variable
// Sure, but slight: less than this part of the series' own size, and of its spread as well: a share
// near one may move little and yet far for what it is.
#define SLIGHT 0.01
// A change of an earlier month is told where it is so many times what is left of it, and such a
// part of the series' size or spread in that month: what is over has to be larger to be told.
#define LARGER 1.5
#define PAST_SLIGHT 0.1
#define HALF_AGAIN 1.5
#define MEMBERS_RUN 1e9 // more than anyone runs

struct changes {
    const struct steppe_model *model;
    const struct steppe_record *record;
    const struct steppe_style *style;
    size_t world; // of which the list is; used for what is left of the largest changes
};

static void name_cell(const struct changes *of, const struct steppe_series *series,
                      struct steppe_table *table) {
    char text[STEPPE_DRAW_BYTES], part[STEPPE_DRAW_BYTES], power[24], host[24];
    bool influence = strcmp(series->variable, "influence") == 0;
    if (influence && steppe_series_indices(series->name, power, host))
        (void)snprintf(part, sizeof part, "%.60s in %.60s", steppe_report_actor(of->model, power),
                       steppe_report_actor(of->model, host));
    else
        steppe_report_cell_name(part, of->model, series->name);
    (void)snprintf(text, sizeof text, "  %.150s", part[0] ? part : series->name);
    steppe_table_cell(table, text);
}

// A mean and its interval, in two cells.
static void mean_cells(const struct changes *of, const struct steppe_difference *difference,
                       struct steppe_table *table) {
    const double factor = steppe_report_factor(&of->record->summary->series[difference->series]);
    const double mean = factor * difference->mean;
    const double half = factor * (difference->high - difference->low) / 2;
    char text[STEPPE_DRAW_BYTES], part[STEPPE_DRAW_BYTES];
    steppe_draw_signed(text, mean);
    steppe_table_cell(table, text);
    if (fabs(mean) < STEPPE_DRAW_SMALL)
        steppe_draw_number(part, half);
    else
        steppe_draw_fixed(part, half, steppe_draw_digits(mean));
    (void)snprintf(text, sizeof text, "%s %.60s", steppe_draw_plus_minus(of->style), part);
    steppe_table_cell(table, text);
}

static void change_row(const struct changes *of, const struct steppe_difference *difference,
                       struct steppe_table *table) {
    const struct steppe_series *series = &of->record->summary->series[difference->series];
    char text[STEPPE_DRAW_BYTES];
    double factor = steppe_report_factor(series);
    double low = factor * difference->fan_low, high = factor * difference->fan_high;
    name_cell(of, series, table);
    mean_cells(of, difference, table);
    if (!difference->paired) return;
    int digits = steppe_draw_digits(fmax(fabs(low), fabs(high))) - 1;
    steppe_draw_range(text, of->style, low, high, digits < 0 ? 0 : digits);
    steppe_table_cell(table, text);
    steppe_draw_percent(text, difference->share_down);
    steppe_table_cell(table, difference->share_down > 0 ? text : "0 %");
    steppe_draw_percent(text, difference->share_up);
    steppe_table_cell(table, difference->share_up > 0 ? text : "0 %");
}

static bool larger(const struct steppe_difference *a, const struct steppe_difference *b) {
    double x = fabs(a->mean), y = fabs(b->mean);
    return x > y || (x == y && a->series < b->series);
}

// Of the rows of a variable the next largest after `last` (NULL: the largest); NULL at the end.
static const struct steppe_difference *next_largest(const struct steppe_series *all,
                                                    const struct steppe_difference *list,
                                                    size_t count, const char *variable,
                                                    const struct steppe_difference *last) {
    const struct steppe_difference *best = NULL;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(all[list[i].series].variable, variable) != 0) continue;
        if (last && (&list[i] == last || larger(&list[i], last))) continue;
        if (!best || larger(&list[i], best)) best = &list[i];
    }
    return best;
}

typedef void row_maker(const struct changes *of, const struct steppe_difference *difference,
                       struct steppe_table *table);

// The rows of the variable of list[first], under its name, unit and meaning, the largest first.
static void change_group(const struct changes *of, const struct steppe_difference *list,
                         size_t first, size_t count, row_maker *make, struct steppe_table *table) {
    const struct steppe_series *all = of->record->summary->series;
    const struct steppe_series *head = &all[list[first].series];
    char text[STEPPE_DRAW_BYTES], unit[STEPPE_DRAW_BYTES];
    size_t found = 0;
    steppe_report_unit(unit, head);
    if (strcmp(unit, "%") == 0) (void)snprintf(unit, sizeof unit, "points");
    steppe_report_variable_head(text, of->model, head->variable, unit);
    steppe_table_span(table, text);
    const struct steppe_difference *row = NULL;
    while ((row = next_largest(all, list, count, head->variable, row)))
        if (++found <= GROUP_SHOWN) make(of, row, table);
    if (found <= GROUP_SHOWN) return;
    (void)snprintf(text, sizeof text, "  and %zu more", found - GROUP_SHOWN);
    steppe_table_span(table, text);
}

// What a legend says of points, where a table has some.
static const char *legend_of_points(const struct steppe_record *record,
                                    const struct steppe_difference *list, size_t count) {
    char unit[STEPPE_DRAW_BYTES];
    for (size_t i = 0; i < count; i++) {
        steppe_report_unit(unit, &record->summary->series[list[i].series]);
        if (strcmp(unit, "%") == 0) return "; points: of a hundred";
    }
    return "";
}

static bool first_of_its_variable(const struct steppe_record *record,
                                  const struct steppe_difference *list, size_t at) {
    const struct steppe_series *all = record->summary->series;
    for (size_t i = 0; i < at; i++)
        if (strcmp(all[list[i].series].variable, all[list[at].series].variable) == 0) return false;
    return true;
}

// Members by the thousand see differences that no reader cares for.
static bool is_slight(const struct steppe_record *record,
                      const struct steppe_difference *difference, double part) {
    const struct steppe_summary *summary = record->summary;
    const size_t series = difference->series, date = difference->date;
    const double middle = steppe_tally_quantile(summary, 0, series, date, 0.5, NULL);
    const double low = steppe_tally_quantile(summary, 0, series, date, STEPPE_FAN_LOW, NULL);
    const double high = steppe_tally_quantile(summary, 0, series, date, STEPPE_FAN_HIGH, NULL);
    const double size = fabs(middle), spread = high - low, change = fabs(difference->mean);
    const bool about_zero = size < 0.1 * spread; // a balance has no size of its own
    return change < part * spread && (about_zero || change < part * size);
}

// Puts the slight ones of the first `sure` behind the others, both in their order.
static size_t part_slight(const struct steppe_record *record, struct steppe_difference *list,
                          size_t sure, double part, struct steppe_arena *arena) {
    struct steppe_difference *slight = STEPPE_TAKE(arena, sure + 1, struct steppe_difference);
    size_t kept = 0, put = 0;
    if (!slight) return sure;
    for (size_t i = 0; i < sure; i++) {
        if (is_slight(record, &list[i], part))
            slight[put++] = list[i];
        else
            list[kept++] = list[i];
    }
    for (size_t i = 0; i < put; i++) list[kept + i] = slight[i];
    return kept;
}

// How far the slight ones go, shares of influence by themselves: they are asked for most.
static void print_slight(FILE *stream, const struct steppe_record *record,
                         const struct steppe_difference *list, size_t first, size_t last,
                         const char *verb, const char *part, const struct steppe_style *style) {
    char text[STEPPE_DRAW_BYTES], most[STEPPE_DRAW_BYTES];
    double largest = 0;
    if (first == last) return;
    for (size_t i = first; i < last; i++) {
        const struct steppe_series *series = &record->summary->series[list[i].series];
        if (strcmp(series->variable, "influence") == 0)
            largest = fmax(largest, steppe_report_factor(series) * fabs(list[i].mean));
    }
    steppe_draw_number(most, largest);
    (void)snprintf(
        text, sizeof text,
        "%zu series %s beyond noise, but by less than %s of %s size and spread%s%.40s%s.",
        last - first, verb, part, last - first == 1 ? "its" : "their",
        largest > 0 ? "; shares of influence among them by " : "", largest > 0 ? most : "",
        largest > 0 ? " points of a hundred at most" : "");
    steppe_draw_paragraph(stream, style, 0, text);
}

// How many members it would take to tell the nearest of the differences within noise. The number is
// a guess from this many, so one that is near is told as a part, and none where none can be run.
static void what_it_takes(char out[STEPPE_DRAW_BYTES], const struct steppe_model *model,
                          const struct steppe_record *record,
                          const struct steppe_difference *nearest) {
    char name[STEPPE_DRAW_BYTES], number[STEPPE_DRAW_BYTES];
    char members[STEPPE_DRAW_BYTES] = "half as many again";
    const double needed = 2 * ceil(nearest->members_needed / 2);
    out[0] = 0;
    if (isnan(nearest->standard_error)) {
        (void)snprintf(out, STEPPE_DRAW_BYTES, " Noise itself is known from four members on.");
        return;
    }
    if (!(needed < MEMBERS_RUN)) return;
    steppe_draw_count(number, needed);
    if (needed > HALF_AGAIN * nearest->members)
        (void)snprintf(members, sizeof members, "some %.60s", number);
    steppe_report_series_name(name, model, &record->summary->series[nearest->series]);
    (void)snprintf(out, STEPPE_DRAW_BYTES, " More members would tell more: %.60s for the %.200s.",
                   members, name);
}

// What the table leaves out: what is within noise, and what does not move.
static void print_rest(FILE *stream, const struct steppe_model *model,
                       const struct steppe_record *record, const struct steppe_difference *list,
                       size_t count, size_t sure, const struct steppe_style *style) {
    char text[STEPPE_DRAW_BYTES], more[STEPPE_DRAW_BYTES];
    size_t open = 0, still = 0;
    const struct steppe_difference *nearest = NULL;
    for (size_t i = sure; i < count; i++) {
        bool same = isinf(list[i].members_needed) || isnan(list[i].mean);
        still += same;
        open += !same;
        if (!same && !nearest) nearest = &list[i];
    }
    if (nearest) {
        what_it_takes(more, model, record, nearest);
        (void)snprintf(text, sizeof text,
                       "%zu series differ%s by less than the noise of this many members.%.300s",
                       open, open == 1 ? "s" : "", more);
        steppe_draw_paragraph(stream, style, 0, text);
    }
    if (still == 0) return;
    (void)snprintf(text, sizeof text, "%zu series %s then the same in every member.", still,
                   still == 1 ? "is" : "are");
    steppe_draw_paragraph(stream, style, 0, text);
}

void steppe_report_changes_table(FILE *stream, const struct steppe_model *model,
                                 const struct steppe_record *record, struct steppe_difference *list,
                                 size_t count, const struct steppe_style *style,
                                 struct steppe_arena *arena) {
    const struct changes of = {model, record, style, 0};
    size_t beyond = 0;
    while (beyond < count && list[beyond].beyond_noise) beyond++;
    bool paired = count > 0 && list[0].paired;
    const size_t sure = part_slight(record, list, beyond, SLIGHT, arena);
    if (sure == 0) {
        char text[STEPPE_DRAW_BYTES], month[STEPPE_DRAW_BYTES];
        steppe_draw_month(month, record->date_months[list[0].date], STEPPE_MONTH_LONG);
        (void)snprintf(text, sizeof text, "By %.60s nothing changes by %s.", month,
                       beyond == 0 ? "more than the noise of this many members"
                                   : "a hundredth of its size or of its spread");
        steppe_draw_paragraph(stream, style, 0, text);
    } else {
        struct steppe_table table = steppe_table_begin(arena, paired ? "lrlrrr" : "lrl",
                                                       3 * sure + 1);
        const char *const heads[] = {"", "mean", "99 %", "80 %", "down", "up"};
        for (size_t i = 0; i < table.column_count; i++) steppe_table_cell(&table, heads[i]);
        for (size_t i = 0; i < sure; i++)
            if (first_of_its_variable(record, list, i))
                change_group(&of, list, i, sure, change_row, &table);
        steppe_table_print(stream, &table, style, 0, 1);
        char legend[STEPPE_DRAW_BYTES];
        (void)snprintf(legend, sizeof legend, "mean: with its 99 %% interval%s%s",
                       paired ? "; 80 %: the middle of the members' own differences; down, up: how "
                                "many go there, the rest do not move"
                              : "",
                       legend_of_points(record, list, sure));
        steppe_draw_paragraph(stream, style, 0, legend);
    }
    print_slight(stream, record, list, sure, beyond, beyond - sure == 1 ? "changes" : "change",
                 "a hundredth", style);
    print_rest(stream, model, record, list, count, beyond, style);
}

// ---- before the last month ----------------------------------------------------------------------

// Where a change was once larger than what is left.
static bool is_past(const struct changes *of, const struct steppe_difference *most) {
    const size_t last = of->record->summary->date_count - 1;
    if (!most->beyond_noise || most->date == last || is_slight(of->record, most, SLIGHT))
        return false;
    const struct steppe_difference left = steppe_difference_of(of->record, of->world, most->series,
                                                               last);
    return !(left.mean * most->mean > 0) || fabs(most->mean) >= LARGER * fabs(left.mean);
}

static void past_row(const struct changes *of, const struct steppe_difference *most,
                     struct steppe_table *table) {
    const struct steppe_record *record = of->record;
    const int32_t month = record->date_months[most->date];
    const struct steppe_difference left = steppe_difference_of(record, of->world, most->series,
                                                               record->summary->date_count - 1);
    const double factor = steppe_report_factor(&record->summary->series[most->series]);
    const int digits = steppe_draw_digits(factor * most->mean);
    char text[STEPPE_DRAW_BYTES], size[STEPPE_DRAW_BYTES];
    name_cell(of, &record->summary->series[most->series], table);
    mean_cells(of, most, table);
    (void)snprintf(text, sizeof text, "%04d-%02d", (int)(month / 12), (int)(month % 12 + 1));
    steppe_table_cell(table, text);
    steppe_draw_fixed(size, fabs(factor * left.mean), digits);
    const bool nothing = strspn(size, "0.") == strlen(size); // of the digits that the most has
    (void)snprintf(text, sizeof text, "%s%.60s", nothing ? "" : left.mean > 0 ? "+" : "-", size);
    steppe_table_cell(table, text);
}

static void print_past(FILE *stream, const struct changes *of, const struct steppe_difference *list,
                       size_t count, struct steppe_arena *arena) {
    const struct steppe_record *record = of->record;
    char text[STEPPE_DRAW_BYTES], month[STEPPE_DRAW_BYTES];
    steppe_draw_month(month, steppe_record_last_month(record), STEPPE_MONTH_LONG);
    (void)snprintf(text, sizeof text, "Larger in an earlier month, and what is left by %.60s",
                   month);
    steppe_draw_heading(stream, of->style, text);
    struct steppe_table table = steppe_table_begin(arena, "lrlrr", 3 * count + 1);
    static const char *const heads[] = {"", "most", "99 %", "in", "left"};
    for (size_t i = 0; i < table.column_count; i++) steppe_table_cell(&table, heads[i]);
    for (size_t i = 0; i < count; i++)
        if (first_of_its_variable(record, list, i))
            change_group(of, list, i, count, past_row, &table);
    steppe_table_print(stream, &table, of->style, 0, 1);
    (void)snprintf(text, sizeof text,
                   "most: the largest mean beyond noise of all months recorded, where it is half "
                   "as large again as what is left; its 99 %% interval is for all of them "
                   "together%s",
                   legend_of_points(record, list, count));
    steppe_draw_paragraph(stream, of->style, 0, text);
}

void steppe_report_changes_past(FILE *stream, const struct steppe_model *model,
                                const struct steppe_record *record, size_t world,
                                const struct steppe_style *style, struct steppe_arena *arena) {
    const struct changes of = {model, record, style, world};
    const size_t series = record->summary->series_count;
    struct steppe_difference *list = STEPPE_TAKE(arena, series, struct steppe_difference);
    size_t count = 0;
    if (!list) {
        fputs("not enough memory for this table\n", stream);
        return;
    }
    steppe_differences_largest(record, world, list);
    for (size_t i = 0; i < series; i++)
        if (is_past(&of, &list[i])) list[count++] = list[i];
    if (count == 0) return;
    const size_t told = part_slight(record, list, count, PAST_SLIGHT, arena);
    if (told > 0) print_past(stream, &of, list, told, arena);
    print_slight(stream, record, list, told, count,
                 count - told == 1 ? "was once larger" : "were once larger", "a tenth", style);
}

// ---- a scenario ---------------------------------------------------------------------------------

// The lines `summary: ...` of a scenario's text, one for each part of a+b, without quotes.
static void print_summaries(FILE *stream, const char *text, const struct steppe_style *style) {
    char summary[STEPPE_DRAW_BYTES];
    for (const char *line = text ? text : ""; *line;) {
        const size_t length = strcspn(line, "\n");
        if (strncmp(line, "summary:", 8) == 0) {
            const char *words = line + 8 + strspn(line + 8, " \"'");
            (void)snprintf(summary, sizeof summary, "%.*s", (int)strcspn(words, "\n\""), words);
            steppe_draw_paragraph(stream, style, 0, summary);
        }
        line += length + (line[length] == '\n');
    }
}

void steppe_report_changes(FILE *stream, const struct steppe_model *model,
                           const struct steppe_record *record, size_t world, size_t date,
                           const struct steppe_style *style, struct steppe_arena *arena) {
    char text[STEPPE_DRAW_BYTES], month[STEPPE_DRAW_BYTES];
    size_t count = record->summary->series_count;
    struct steppe_difference *list = STEPPE_TAKE(arena, count, struct steppe_difference);
    steppe_draw_month(month, record->date_months[date], STEPPE_MONTH_LONG);
    (void)snprintf(text, sizeof text, "What %.120s changes by %.60s, member by member",
                   record->world_names[world], month);
    steppe_draw_heading(stream, style, text);
    if (!list) {
        fputs("not enough memory for this table\n", stream);
        return;
    }
    if (record->world_texts) print_summaries(stream, record->world_texts[world], style);
    steppe_differences_sorted(record, world, date, list);
    steppe_report_changes_table(stream, model, record, list, count, style, arena);
    steppe_report_changes_past(stream, model, record, world, style, arena);
}
