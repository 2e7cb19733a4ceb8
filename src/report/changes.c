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

static void change_row(const struct steppe_model *model, const struct steppe_record *record,
                       const struct steppe_difference *difference, const struct steppe_style *style,
                       struct steppe_table *table) {
    const struct steppe_series *series = &record->summary->series[difference->series];
    char text[STEPPE_DRAW_BYTES], part[STEPPE_DRAW_BYTES], power[24], host[24];
    double factor = steppe_report_factor(series);
    double low = factor * difference->fan_low, high = factor * difference->fan_high;
    bool influence = strcmp(series->variable, "influence") == 0;
    if (influence && steppe_series_indices(series->name, power, host))
        (void)snprintf(part, sizeof part, "%.60s in %.60s", steppe_report_actor(model, power),
                       steppe_report_actor(model, host));
    else
        steppe_report_cell_name(part, model, series->name);
    (void)snprintf(text, sizeof text, "  %.150s", part[0] ? part : series->name);
    steppe_table_cell(table, text);
    steppe_draw_signed(text, factor * difference->mean);
    steppe_table_cell(table, text);
    int digits = steppe_draw_digits(factor * difference->mean);
    if (fabs(factor * difference->mean) < STEPPE_DRAW_SMALL)
        steppe_draw_number(part, factor * STEPPE_MEAN_WIDTH * difference->standard_error);
    else
        steppe_draw_fixed(part, factor * STEPPE_MEAN_WIDTH * difference->standard_error, digits);
    (void)snprintf(text, sizeof text, "%s %.60s", steppe_draw_plus_minus(style), part);
    steppe_table_cell(table, text);
    if (!difference->paired) return;
    digits = steppe_draw_digits(fmax(fabs(low), fabs(high))) - 1;
    steppe_draw_range(text, style, low, high, digits < 0 ? 0 : digits);
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

// The rows of the variable of list[first], under its name and unit, the largest first.
static void change_group(const struct steppe_model *model, const struct steppe_record *record,
                         const struct steppe_difference *list, size_t first, size_t sure,
                         const struct steppe_style *style, struct steppe_table *table) {
    const struct steppe_series *all = record->summary->series;
    const struct steppe_series *head = &all[list[first].series];
    char text[STEPPE_DRAW_BYTES], name[STEPPE_DRAW_BYTES], unit[STEPPE_DRAW_BYTES];
    size_t found = 0;
    steppe_report_variable_name(name, head->variable);
    steppe_report_unit(unit, head);
    if (strcmp(unit, "%") == 0) (void)snprintf(unit, sizeof unit, "points of a hundred");
    (void)snprintf(text, sizeof text, "%.100s%s%.100s", name, unit[0] ? ", " : "", unit);
    steppe_table_span(table, text);
    const struct steppe_difference *row = NULL;
    while ((row = next_largest(all, list, sure, head->variable, row)))
        if (++found <= GROUP_SHOWN) change_row(model, record, row, style, table);
    if (found <= GROUP_SHOWN) return;
    (void)snprintf(text, sizeof text, "  and %zu more", found - GROUP_SHOWN);
    steppe_table_span(table, text);
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
                      const struct steppe_difference *difference) {
    const struct steppe_summary *summary = record->summary;
    const size_t series = difference->series, date = difference->date;
    const double middle = steppe_tally_quantile(summary, 0, series, date, 0.5, NULL);
    const double low = steppe_tally_quantile(summary, 0, series, date, STEPPE_FAN_LOW, NULL);
    const double high = steppe_tally_quantile(summary, 0, series, date, STEPPE_FAN_HIGH, NULL);
    const double size = fabs(middle), spread = high - low, change = fabs(difference->mean);
    const bool about_zero = size < 0.1 * spread; // a balance has no size of its own
    return change < SLIGHT * spread && (about_zero || change < SLIGHT * size);
}

// Puts the slight ones of the first `sure` behind the others, both in their order.
static size_t part_slight(const struct steppe_record *record, struct steppe_difference *list,
                          size_t sure, struct steppe_arena *arena) {
    struct steppe_difference *slight = STEPPE_TAKE(arena, sure + 1, struct steppe_difference);
    size_t kept = 0, put = 0;
    if (!slight) return sure;
    for (size_t i = 0; i < sure; i++) {
        if (is_slight(record, &list[i]))
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
                         const struct steppe_style *style) {
    char text[STEPPE_DRAW_BYTES], most[STEPPE_DRAW_BYTES];
    double largest = 0;
    if (first == last) return;
    for (size_t i = first; i < last; i++) {
        const struct steppe_series *series = &record->summary->series[list[i].series];
        if (strcmp(series->variable, "influence") == 0)
            largest = fmax(largest, steppe_report_factor(series) * fabs(list[i].mean));
    }
    steppe_draw_number(most, largest);
    (void)snprintf(text, sizeof text,
                   "%zu series change%s beyond noise, but by less than a hundredth of %s size and "
                   "spread%s%.40s%s.",
                   last - first, last - first == 1 ? "s" : "", last - first == 1 ? "its" : "their",
                   largest > 0 ? "; shares of influence among them by " : "",
                   largest > 0 ? most : "", largest > 0 ? " points of a hundred at most" : "");
    steppe_draw_paragraph(stream, style, 0, text);
}

// What the table leaves out: what is within noise, and what does not move.
static void print_rest(FILE *stream, const struct steppe_model *model,
                       const struct steppe_record *record, const struct steppe_difference *list,
                       size_t count, size_t sure, const struct steppe_style *style) {
    char text[STEPPE_DRAW_BYTES], name[STEPPE_DRAW_BYTES], members[STEPPE_DRAW_BYTES];
    size_t open = 0, still = 0;
    const struct steppe_difference *nearest = NULL;
    for (size_t i = sure; i < count; i++) {
        bool same = isinf(list[i].members_needed) || isnan(list[i].mean);
        still += same;
        open += !same;
        if (!same && !nearest) nearest = &list[i];
    }
    if (nearest) {
        steppe_report_series_name(name, model, &record->summary->series[nearest->series]);
        steppe_draw_count(members, ceil(nearest->members_needed));
        (void)snprintf(text, sizeof text,
                       "%zu series differ%s by less than the noise of this many members. More runs "
                       "are needed to say more: some %.40s members for the %.200s.",
                       open, open == 1 ? "s" : "", members, name);
        steppe_draw_paragraph(stream, style, 0, text);
    }
    if (still == 0) return;
    (void)snprintf(text, sizeof text, "%zu series %s not change in any member.", still,
                   still == 1 ? "does" : "do");
    steppe_draw_paragraph(stream, style, 0, text);
}

void steppe_report_changes_table(FILE *stream, const struct steppe_model *model,
                                 const struct steppe_record *record, struct steppe_difference *list,
                                 size_t count, const struct steppe_style *style,
                                 struct steppe_arena *arena) {
    size_t beyond = 0;
    while (beyond < count && list[beyond].beyond_noise) beyond++;
    bool paired = count > 0 && list[0].paired;
    const size_t sure = part_slight(record, list, beyond, arena);
    if (beyond == 0) {
        fputs("Nothing changes by more than the noise of this many members.\n", stream);
    } else if (sure == 0) {
        fputs("Nothing changes by a hundredth of its size or of its spread.\n", stream);
    } else {
        struct steppe_table table = steppe_table_begin(arena, paired ? "lrlrrr" : "lrl",
                                                       3 * sure + 1);
        const char *const heads[] = {"", "mean", "99 %", "80 %", "down", "up"};
        for (size_t i = 0; i < table.column_count; i++) steppe_table_cell(&table, heads[i]);
        for (size_t i = 0; i < sure; i++)
            if (first_of_its_variable(record, list, i))
                change_group(model, record, list, i, sure, style, &table);
        steppe_table_print(stream, &table, style, 0, 1);
        steppe_draw_paragraph(stream, style, 0,
                              paired ? "mean: with its 99 % interval; 80 %: the middle of the "
                                       "members' own differences; down, up: how many go "
                                       "there, the rest do not move"
                                     : "mean: with its 99 % interval");
    }
    print_slight(stream, record, list, sure, beyond, style);
    print_rest(stream, model, record, list, count, beyond, style);
}

// The line `summary: ...` of a scenario's text, without quotes; NULL when there is none.
static const char *summary_of(const char *text, size_t *length) {
    for (const char *line = text; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, "summary:", 8) != 0) continue;
        line += 8 + strspn(line + 8, " \"'");
        *length = strcspn(line, "\n\"");
        return line;
    }
    return NULL;
}

void steppe_report_changes(FILE *stream, const struct steppe_model *model,
                           const struct steppe_record *record, size_t world, size_t date,
                           const struct steppe_style *style, struct steppe_arena *arena) {
    char text[STEPPE_DRAW_BYTES], month[STEPPE_DRAW_BYTES];
    size_t count = record->summary->series_count, length = 0;
    struct steppe_difference *list = STEPPE_TAKE(arena, count, struct steppe_difference);
    steppe_draw_month(month, record->date_months[date], STEPPE_MONTH_LONG);
    (void)snprintf(text, sizeof text, "What %.120s changes by %.60s, member by member",
                   record->world_names[world], month);
    steppe_draw_heading(stream, style, text);
    if (!list) {
        fputs("not enough memory for this table\n", stream);
        return;
    }
    const char *summary = record->world_texts ? summary_of(record->world_texts[world], &length)
                                              : NULL;
    if (summary && length < sizeof text) {
        (void)snprintf(text, sizeof text, "%.*s", (int)length, summary);
        steppe_draw_paragraph(stream, style, 0, text);
    }
    steppe_differences_sorted(record, world, date, list);
    steppe_report_changes_table(stream, model, record, list, count, style, arena);
}
