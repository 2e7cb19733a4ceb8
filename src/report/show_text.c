// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show_text: see the header.
#include "report/show_text.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "report/table.h"

// ---- small texts -------------------------------------------------------------------------------

void steppe_show_value(char out[STEPPE_DRAW_BYTES], double value, const char *unit) {
    char number[STEPPE_DRAW_BYTES], words[STEPPE_DRAW_BYTES];
    bool counted = unit && (strncmp(unit, "USD", 3) == 0 || strcmp(unit, "person") == 0);
    const char *size = "";
    if (counted && fabs(value) >= 1e6) {
        bool billions = fabs(value) >= 1e9;
        value /= billions ? 1e9 : 1e6;
        size = billions ? " bn" : " mn";
    }
    steppe_draw_number(number, value);
    steppe_draw_unit(words, unit && strcmp(unit, "person") != 0 ? unit : "1");
    (void)snprintf(out, STEPPE_DRAW_BYTES, "%.100s%s%s%.100s", number, size, *words ? " " : "",
                   words);
}

void steppe_show_source(char out[STEPPE_DRAW_BYTES], const char *source) {
    static const char derived[] = "derived:";
    bool computed = strncmp(source, derived, sizeof derived - 1) == 0;
    const char *ids = source + (computed ? sizeof derived - 1 : 0);
    size_t length = strcspn(ids, ";"), more = 0;
    for (const char *rest = ids; (rest = strchr(rest, ';')); rest++) more++;
    if (more > 0)
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%s%.*s +%zu", computed ? "~ " : "",
                       (int)(length < 100 ? length : 100), ids, more);
    else
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%s%.100s", computed ? "~ " : "", ids);
}

static void cell_percent(struct steppe_table *table, double share) {
    char text[STEPPE_DRAW_BYTES] = "";
    if (isfinite(share)) steppe_draw_percent(text, share);
    steppe_table_cell(table, text);
}

static void cell_date(struct steppe_table *table, const struct steppe_fact *fact) {
    char from[16], end[16], text[40];
    steppe_date_print(fact->date, from, sizeof from);
    steppe_date_print(fact->end, end, sizeof end);
    bool both = fact->lasts && fact->end.year != 0 && strcmp(from, end) != 0;
    (void)snprintf(text, sizeof text, "%s%s%s", from, both ? " to " : "", both ? end : "");
    steppe_table_cell(table, text);
}

static void cell_source(struct steppe_table *table, const struct steppe_fact *fact) {
    char text[STEPPE_DRAW_BYTES];
    steppe_show_source(text, fact->source);
    steppe_table_cell(table, text);
}

static void heading(const struct steppe_show_text *text, const char *word) {
    char title[STEPPE_DRAW_BYTES];
    (void)snprintf(title, sizeof title, "%.200s", word);
    title[0] = (char)toupper((unsigned char)title[0]);
    fputc('\n', text->stream);
    steppe_draw_heading(text->stream, text->show->style, title);
}

void steppe_show_title(const struct steppe_show_text *text, const char *title, const char *about) {
    steppe_draw_heading(text->stream, text->show->style, title);
    if (about) steppe_draw_paragraph(text->stream, text->show->style, 0, about);
}

// ---- sections ----------------------------------------------------------------------------------

void steppe_show_profile(const struct steppe_show_text *text, size_t first, size_t last) {
    char value[STEPPE_DRAW_BYTES];
    struct steppe_table table = steppe_table_begin(text->arena, "lrrrl", last - first + 1);
    heading(text, "who it is");
    static const char *const heads[] = {"", "", "of GDP", "date", "source"};
    for (size_t c = 0; c < 5; c++) steppe_table_cell(&table, heads[c]);
    for (size_t i = first; i < last; i++) {
        const struct steppe_fact *fact = &text->facts->items[i];
        if (strcmp(fact->section, "profile") != 0) continue;
        if (isnan(fact->value)) { // the leader, in words
            char since[16], source[STEPPE_DRAW_BYTES];
            steppe_date_print(fact->date, since, sizeof since);
            steppe_show_source(source, fact->source);
            fprintf(text->stream, "  %s, since %s (%s)\n", fact->text, since, source);
            continue;
        }
        steppe_show_value(value, fact->value, fact->unit);
        steppe_table_cell(&table, fact->label);
        steppe_table_cell(&table, value);
        cell_percent(&table, fact->of_gdp);
        cell_date(&table, fact);
        cell_source(&table, fact);
    }
    steppe_table_print(text->stream, &table, text->show->style, 2, 1);
}

#define PARTNERS_SHOWN 6

// The rows of one kind from `first` on; returns the fact after the last. Small ones are put
// together where sizes add up, and only counted where they do not.
static size_t tie_rows(const struct steppe_show_text *text, struct steppe_table *table,
                       size_t first, size_t last) {
    const struct steppe_fact *items = text->facts->items;
    size_t end = first;
    while (end < last && strcmp(items[end].kind, items[first].kind) == 0) end++;
    size_t shown = end - first > PARTNERS_SHOWN + 1 ? PARTNERS_SHOWN : end - first;
    char number[STEPPE_DRAW_BYTES];
    for (size_t i = first; i < first + shown; i++) {
        steppe_table_cell(table, items[i].partner);
        steppe_draw_number(number, items[i].value);
        steppe_table_cell(table, number);
        cell_percent(table, items[i].share);
        cell_percent(table, items[i].of_gdp);
        cell_date(table, &items[i]);
        cell_source(table, &items[i]);
    }
    if (first + shown == end) return end;
    double rest = 0, share = 0, of_gdp = 0;
    bool adds = strcmp(items[first].unit, "1") != 0;
    for (size_t i = first + shown; i < end; i++) {
        rest += items[i].value;
        share += items[i].share;
        of_gdp += items[i].of_gdp;
    }
    (void)snprintf(number, sizeof number, "%zu more", end - first - shown);
    steppe_table_cell(table, number);
    number[0] = 0;
    if (adds) steppe_draw_number(number, rest);
    steppe_table_cell(table, number);
    cell_percent(table, share);
    cell_percent(table, of_gdp);
    for (int c = 0; c < 2; c++) steppe_table_cell(table, "");
    return end;
}

static const char *meaning_of(const struct steppe_model *model, const char *kind) {
    uint32_t tie = steppe_model_element(model, STEPPE_AXIS_TIE, kind);
    if (tie != UINT32_MAX) return model->tie_kinds[tie].meaning;
    uint32_t variable = steppe_model_variable(model, kind);
    return variable != UINT32_MAX ? model->variables[variable].meaning : "";
}

void steppe_show_domain(const struct steppe_show_text *text, const char *domain, size_t first,
                        size_t last) {
    static const char *const heads[] = {"", "size", "of all", "of GDP", "date", "source"};
    const struct steppe_fact *items = text->facts->items;
    while (first < last && strcmp(items[first].section, domain) != 0) first++;
    size_t end = first;
    while (end < last && strcmp(items[end].section, domain) == 0) end++;
    if (first == end) return;
    struct steppe_table table = steppe_table_begin(text->arena, "lrrrll", 3 * (end - first) + 1);
    for (size_t c = 0; c < 6; c++) steppe_table_cell(&table, heads[c]);
    for (size_t i = first; i < end;) {
        char title[STEPPE_DRAW_BYTES], unit[STEPPE_DRAW_BYTES];
        steppe_draw_unit(unit, items[i].unit);
        (void)snprintf(title, sizeof title, "%s: %.200s%s%.60s", items[i].kind,
                       meaning_of(text->show->model, items[i].kind), *unit ? ", " : "", unit);
        steppe_table_span(&table, title);
        i = tie_rows(text, &table, i, end);
    }
    heading(text, domain);
    steppe_table_print(text->stream, &table, text->show->style, 2, 1);
}

void steppe_show_members(const struct steppe_show_text *text, const char *title,
                         const char *section, size_t first, size_t last) {
    struct steppe_table table = steppe_table_begin(text->arena, "lllll", last - first + 1);
    size_t rows = 0;
    for (size_t i = first; i < last; i++) {
        const struct steppe_fact *fact = &text->facts->items[i];
        if (strcmp(fact->section, section) != 0) continue;
        bool of_actor = strcmp(fact->label, fact->partner) != 0;
        rows++;
        steppe_table_cell(&table, fact->label);
        steppe_table_cell(&table, of_actor ? fact->from : fact->to);
        steppe_table_cell(&table, strcmp(fact->text, "none") == 0 ? "left" : fact->text);
        cell_date(&table, fact);
        cell_source(&table, fact);
    }
    if (rows == 0) return;
    heading(text, title);
    steppe_table_print(text->stream, &table, text->show->style, 2, 0);
}

// One line of a record and, below it, what the file notes of it.
void steppe_show_records(const struct steppe_show_text *text, const char *title, size_t first,
                         size_t last) {
    const char *kind = "";
    bool any = false;
    for (size_t i = first; i < last; i++) {
        const struct steppe_fact *fact = &text->facts->items[i];
        if (strcmp(fact->section, "record") != 0) continue;
        if (!any) heading(text, title);
        any = true;
        if (strcmp(kind, fact->kind) != 0) {
            char words[STEPPE_DRAW_BYTES];
            steppe_draw_unit(words, fact->kind);
            fprintf(text->stream, "  %s\n", words);
        }
        kind = fact->kind;
        char from[16], end[16], dates[40], value[STEPPE_DRAW_BYTES] = "", line[STEPPE_DRAW_BYTES];
        char source[STEPPE_DRAW_BYTES];
        steppe_date_print(fact->date, from, sizeof from);
        steppe_date_print(fact->end, end, sizeof end);
        (void)snprintf(dates, sizeof dates, "%s%s%s", from, fact->end.year ? " to " : "",
                       fact->end.year ? end : "");
        if (isfinite(fact->value)) steppe_show_value(value, fact->value, fact->unit);
        steppe_show_source(source, fact->source);
        bool note = fact->text && *fact->text;
        (void)snprintf(line, sizeof line, "%s  %s to %s%s%.60s%s%.200s  (%.60s)", dates, fact->from,
                       fact->to, *value ? ", " : "", value, note ? ": " : "", note ? fact->text : "",
                       source);
        steppe_draw_paragraph(text->stream, text->show->style, 4, line);
    }
}

// ---- sources -----------------------------------------------------------------------------------

static bool names_source(const char *list, const char *id) {
    size_t length = strlen(id);
    for (const char *at = list; at && (at = strstr(at, id)); at++) {
        bool begins = at == list || at[-1] == ';' || at[-1] == ':';
        if (begins && (at[length] == 0 || at[length] == ';')) return true;
    }
    return false;
}

void steppe_show_sources(const struct steppe_show_text *text) {
    const struct steppe_model *model = text->show->model;
    bool derived = false, judged = false;
    fputc('\n', text->stream);
    steppe_draw_heading(text->stream, text->show->style, "Sources");
    for (size_t s = 0; s < model->source_count; s++) {
        const struct steppe_source *source = &model->sources[s];
        bool used = false;
        for (size_t i = 0; i < text->facts->count && !used; i++)
            used = text->facts->items[i].source &&
                   names_source(text->facts->items[i].source, source->id);
        if (!used) continue;
        char line[STEPPE_DRAW_BYTES];
        (void)snprintf(line, sizeof line, "%.60s: %.200s. %.120s, %.20s", source->id, source->title,
                       source->publisher, source->date);
        steppe_draw_paragraph(text->stream, text->show->style, 2, line);
    }
    for (size_t i = 0; i < text->facts->count; i++) {
        const struct steppe_fact *fact = &text->facts->items[i];
        derived |= fact->source && fact->quality == STEPPE_DERIVED;
        judged |= fact->source && fact->quality == STEPPE_JUDGEMENT;
    }
    if (derived) fprintf(text->stream, "  ~ computed from the sources named; +1: and one more\n");
    if (judged)
        fprintf(text->stream, "  judgement: no source; the spread says how unsure it is\n");
}
