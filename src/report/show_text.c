// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show_text: see the header.
#include "report/show_text.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "model/places.h"
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
    const char *shown = unit && strcmp(unit, "person") != 0 ? unit : "1";
    if (unit && strncmp(unit, "bn_USD", 6) == 0 && fabs(value) < 1) {
        value *= 1000;
        size = " mn";
        shown = unit + 3;
    }
    steppe_draw_number(number, value);
    steppe_draw_unit(words, shown);
    (void)snprintf(out, STEPPE_DRAW_BYTES, "%.100s%s%s%.100s", number, size, *words ? " " : "",
                   words);
}

#define SOURCE_COLUMNS 20 // longer ids are cut; the list of sources has them whole

void steppe_show_source(char out[STEPPE_DRAW_BYTES], const char *source) {
    static const char derived[] = "derived:";
    if (!source) {
        (void)snprintf(out, STEPPE_DRAW_BYTES, "computed");
        return;
    }
    bool computed = strncmp(source, derived, sizeof derived - 1) == 0;
    const char *ids = source + (computed ? sizeof derived - 1 : 0);
    size_t length = strcspn(ids, ";"), more = 0;
    for (const char *rest = ids; (rest = strchr(rest, ';')); rest++) more++;
    size_t shown = length <= SOURCE_COLUMNS ? length : SOURCE_COLUMNS;
    int used = snprintf(out, STEPPE_DRAW_BYTES, "%s%.*s%s", computed ? "~ " : "", (int)shown, ids,
                        shown < length ? ".." : "");
    if (more > 0 && used > 0)
        (void)snprintf(out + used, STEPPE_DRAW_BYTES - (size_t)used, " +%zu", more);
}

#define NAME_COLUMNS 14

const char *steppe_show_actor(const struct steppe_model *model, const char *name) {
    if (steppe_draw_columns(name) <= NAME_COLUMNS) return name;
    for (size_t a = 0; a < model->axes[STEPPE_AXIS_ACTOR].count; a++)
        if (strcmp(model->actors[a].name, name) == 0) return model->actors[a].code;
    return name;
}

const char *steppe_show_alignment(size_t columns) {
    static const char *const alignments[] = {"l",         "lr",        "lrr",     "lrrr",
                                             "lrrrr",     "lrrrrr",    "lrrrrrr", "lrrrrrrr",
                                             "lrrrrrrrr", "lrrrrrrrrr"};
    _Static_assert(STEPPE_COUNT(alignments) == STEPPE_TABLE_COLUMNS, "one for each width");
    steppe_must(columns >= 1 && columns <= STEPPE_TABLE_COLUMNS);
    return alignments[columns - 1];
}

static void cell_percent(struct steppe_table *table, double share) {
    char text[STEPPE_DRAW_BYTES] = "";
    if (share >= 0) steppe_draw_percent(text, share); // nothing for NaN, nor for a loss
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
    for (char *at = title; *at; at++)
        if (*at == '_') *at = ' '; // border_post
    title[0] = (char)toupper((unsigned char)title[0]);
    steppe_draw_heading(text->stream, text->show->style, title);
}

void steppe_show_title(const struct steppe_show_text *text, const char *title, const char *about) {
    steppe_draw_heading(text->stream, text->show->style, title);
    if (about) steppe_draw_paragraph(text->stream, text->show->style, 0, about);
}

// ---- sections ----------------------------------------------------------------------------------

// Labels say what is counted, and all flows are of a year: the unit is short.
static void profile_value(char out[STEPPE_DRAW_BYTES], const struct steppe_fact *fact) {
    char unit[32];
    if (strcmp(fact->unit, "1/year") == 0) {
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%.1f %%", 100 * fact->value);
        return;
    }
    (void)snprintf(unit, sizeof unit, "%.*s", (int)strcspn(fact->unit, "/"), fact->unit);
    size_t length = strlen(unit); // the year of the money is the date's
    if (length > 5 && unit[length - 5] == '_' && isdigit((unsigned char)unit[length - 1]))
        unit[length - 5] = 0;
    steppe_show_value(out, fact->value, unit);
}

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
            char since[16], source[STEPPE_DRAW_BYTES], line[STEPPE_DRAW_BYTES];
            steppe_date_print(fact->date, since, sizeof since);
            steppe_show_source(source, fact->source);
            (void)snprintf(line, sizeof line, "%.200s, since %s (%.60s)", fact->text, since,
                           source);
            steppe_draw_paragraph(text->stream, text->show->style, 2, line);
            continue;
        }
        profile_value(value, fact);
        steppe_table_cell(&table, fact->label);
        steppe_table_cell(&table, value);
        cell_percent(&table, fact->of_gdp);
        cell_date(&table, fact);
        cell_source(&table, fact);
    }
    steppe_table_print(text->stream, &table, text->show->style, 2, 1);
}

#define PARTNERS_SHOWN 6

// How many rows of a kind stand alone: all where sizes do not add up, else the large ones.
static size_t rows_shown(const struct steppe_fact *items, size_t count) {
    if (strcmp(items[0].unit, "1") == 0) return count;
    size_t large = 0;
    while (large < count && items[large].value >= 0.01 * items[0].value) large++;
    size_t shown = large < PARTNERS_SHOWN ? large : PARTNERS_SHOWN;
    return shown + 1 == count ? count : shown;
}

// Shares of one host add up; those of several hosts, each of its own, do not.
static void rest_row(struct steppe_table *table, const struct steppe_fact *items, size_t count,
                     int digits) {
    char text[STEPPE_DRAW_BYTES];
    double rest = 0, share = 0, of_gdp = 0;
    for (size_t i = 0; i < count; i++) {
        const double adds = strcmp(items[i].to, items[0].to) == 0 ? 1 : (double)NAN;
        rest += items[i].value;
        share += adds * items[i].share;
        of_gdp += adds * items[i].of_gdp;
    }
    (void)snprintf(text, sizeof text, "%zu more", count);
    steppe_table_cell(table, text);
    steppe_draw_fixed(text, rest, digits);
    steppe_table_cell(table, text);
    cell_percent(table, share);
    cell_percent(table, of_gdp);
    for (int c = 0; c < 2; c++) steppe_table_cell(table, "");
}

// The rows of one kind from `first` on; returns the fact after the last.
static size_t tie_rows(const struct steppe_show_text *text, struct steppe_table *table,
                       size_t first, size_t last) {
    const struct steppe_fact *items = text->facts->items;
    size_t end = first;
    while (end < last && strcmp(items[end].kind, items[first].kind) == 0) end++;
    size_t shown = rows_shown(items + first, end - first);
    int digits = steppe_draw_digits(items[first].value);
    for (size_t i = first; i < first + shown; i++) {
        char number[STEPPE_DRAW_BYTES];
        steppe_draw_fixed(number, items[i].value, digits);
        steppe_table_cell(table, steppe_show_actor(text->show->model, items[i].partner));
        steppe_table_cell(table, number);
        cell_percent(table, items[i].share);
        cell_percent(table, items[i].of_gdp);
        cell_date(table, &items[i]);
        cell_source(table, &items[i]);
    }
    if (first + shown < end) rest_row(table, items + first + shown, end - first - shown, digits);
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
        const char *meaning = meaning_of(text->show->model, items[i].kind);
        (void)snprintf(title, sizeof title, "%s: %.*s%s%.60s", items[i].kind,
                       (int)strcspn(meaning, ";"), meaning, *unit ? ", " : "", unit);
        steppe_table_span(&table, title);
        i = tie_rows(text, &table, i, end);
    }
    heading(text, domain);
    steppe_table_print(text->stream, &table, text->show->style, 2, 1);
}

// A row that another status has followed is no end.
static bool is_in(const struct steppe_facts *facts, const struct steppe_fact *former) {
    for (size_t i = 0; i < facts->count; i++) {
        const struct steppe_fact *fact = &facts->items[i];
        if (strcmp(fact->section, "members") == 0 && strcmp(fact->from, former->from) == 0 &&
            strcmp(fact->to, former->to) == 0)
            return true;
    }
    return false;
}

void steppe_show_members(const struct steppe_show_text *text, const char *title,
                         const char *section, size_t first, size_t last) {
    struct steppe_table table = steppe_table_begin(text->arena, "lllll", last - first + 1);
    size_t rows = 0;
    for (size_t i = first; i < last; i++) {
        const struct steppe_fact *fact = &text->facts->items[i];
        if (strcmp(fact->section, section) != 0) continue;
        if (strcmp(section, "former") == 0 && is_in(text->facts, fact)) continue;
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

static void print_record(const struct steppe_show_text *text, const struct steppe_fact *fact,
                         const char *subject) {
    char from[16], end[24] = "", line[STEPPE_DRAW_BYTES], source[STEPPE_DRAW_BYTES];
    char value[STEPPE_DRAW_BYTES] = "", who[64];
    steppe_date_print(fact->date, from, sizeof from);
    if (fact->end.year != 0) {
        memcpy(end, " to ", sizeof " to ");
        steppe_date_print(fact->end, end + 4, sizeof end - 4);
        if (strcmp(from, end + 4) == 0) end[0] = 0;
    }
    if (subject && strcmp(fact->to, subject) == 0)
        (void)snprintf(who, sizeof who, "%.20s", fact->from);
    else if (subject && *subject)
        (void)snprintf(who, sizeof who, "to %.20s", fact->to);
    else
        (void)snprintf(who, sizeof who, "%.20s to %.20s", fact->from, fact->to);
    if (isfinite(fact->value)) steppe_show_value(value, fact->value, fact->unit);
    if (*value && strcmp(fact->unit, "person") == 0)
        (void)snprintf(value + strlen(value), 16, " people");
    steppe_show_source(source, fact->source);
    bool note = fact->text && *fact->text;
    (void)snprintf(line, sizeof line, "%s%s %s%s%.60s%s%.200s (%.60s)", from, end, who,
                   *value ? ", " : "", value, note ? ": " : "", note ? fact->text : "", source);
    steppe_draw_paragraph(text->stream, text->show->style, 4, line);
}

#define RECORDS_SHOWN 5 // of a kind in the dossier of an actor or a tie, the newest

static size_t same_kind(const struct steppe_facts *facts, size_t first) {
    size_t end = first;
    while (end < facts->count && strcmp(facts->items[end].section, "record") == 0 &&
           strcmp(facts->items[end].kind, facts->items[first].kind) == 0)
        end++;
    return end;
}

void steppe_show_records(const struct steppe_show_text *text, const char *title,
                         const char *subject) {
    const struct steppe_facts *facts = text->facts;
    bool any = false;
    for (size_t i = 0, end; i < facts->count; i = end) {
        end = i + 1;
        if (strcmp(facts->items[i].section, "record") != 0) continue;
        end = same_kind(facts, i);
        if (!any) heading(text, title);
        any = true;
        char words[STEPPE_DRAW_BYTES];
        steppe_draw_unit(words, facts->items[i].kind);
        if (subject) fprintf(text->stream, "  %s\n", words);
        size_t shown = subject && end - i > RECORDS_SHOWN ? RECORDS_SHOWN : end - i;
        for (size_t r = i; r < i + shown; r++) print_record(text, &facts->items[r], subject);
        if (shown < end - i)
            fprintf(text->stream, "    and %zu older: steppe show %s %s\n", end - i - shown,
                    steppe_place_call(text->show->model->name, text->show->model->folder),
                    facts->items[i].kind);
    }
}

// ---- sources -----------------------------------------------------------------------------------

// True when a list begins with an id: that one is shown beside the number.
static bool names_source(const char *list, const char *id) {
    if (list[0] == 'd' && strncmp(list, "derived:", 8) == 0) list += 8;
    while (*id && *list == *id) list++, id++;
    return *id == 0 && (*list == 0 || *list == ';');
}

// One line, cut where it is too long: explain ID has all of it.
static void print_source(const struct steppe_show_text *text, const struct steppe_source *source,
                         int columns) {
    char line[STEPPE_DRAW_BYTES], shown[STEPPE_DRAW_BYTES];
    (void)snprintf(line, sizeof line, "%-*s  %.80s, %.20s: %.200s", columns, source->id,
                   source->publisher, source->date, source->title);
    steppe_draw_cut(shown, text->show->style, line, text->show->style->width - 2);
    fprintf(text->stream, "  %s\n", shown);
}

static bool is_shown(const struct steppe_show_text *text, const char *id, const char *also) {
    for (size_t i = 0; i < text->facts->count; i++)
        if (text->facts->items[i].source && names_source(text->facts->items[i].source, id))
            return true;
    return also && names_source(also, id);
}

void steppe_show_sources(const struct steppe_show_text *text, const char *also) {
    const struct steppe_model *model = text->show->model;
    bool derived = false, judged = false;
    int columns = 0; // of the ids; the longest stick out
    for (size_t s = 0; s < model->source_count; s++) {
        const int length = steppe_draw_columns(model->sources[s].id);
        if (length > columns && length <= SOURCE_COLUMNS &&
            is_shown(text, model->sources[s].id, also))
            columns = length;
    }
    steppe_draw_heading(text->stream, text->show->style, "Sources");
    for (size_t s = 0; s < model->source_count; s++)
        if (is_shown(text, model->sources[s].id, also))
            print_source(text, &model->sources[s], columns);
    for (size_t i = 0; i < text->facts->count; i++) {
        const struct steppe_fact *fact = &text->facts->items[i];
        derived |= fact->source && fact->quality == STEPPE_DERIVED;
        judged |= fact->source && fact->quality == STEPPE_JUDGEMENT;
    }
    if (derived) fprintf(text->stream, "  ~: computed from that source; +1: and from one more\n");
    if (judged) fprintf(text->stream, "  judgement: a guess of ours, for want of a source\n");
    fprintf(text->stream, "  --json gives all sources and spreads\n");
}
