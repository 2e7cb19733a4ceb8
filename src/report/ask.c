// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// ask: see the header.
#include "report/ask.h"

#include <math.h>
#include <string.h>

#include "record/answers.h"
#include "report/json.h"
#include "report/table.h"
#include "report/worlds.h"

enum { FIXED_COLUMNS = 4 }; // before those of the scenarios

// The question of the model behind an answer; NULL: a statement as given, whose name has a blank.
static const struct steppe_question *question_of(const struct steppe_ask *ask, size_t number) {
    const char *name = ask->record->answers->names[number];
    for (size_t q = 0; q < ask->model->question_count; q++)
        if (strcmp(ask->model->questions[q].name, name) == 0) return &ask->model->questions[q];
    return NULL;
}

static const char *text_of(const struct steppe_ask *ask, size_t number) {
    const struct steppe_question *question = question_of(ask, number);
    return question ? question->text : ask->statements[number];
}

// ---- text ------------------------------------------------------------------------------------
static void add_answer(struct steppe_table *table, const struct steppe_chance *chance,
                       const struct steppe_style *style) {
    char text[STEPPE_DRAW_BYTES];
    (void)snprintf(text, sizeof text, "%.1f", 100 * chance->mean);
    steppe_table_cell(table, text);
    (void)snprintf(text, sizeof text, "%.1f%s%.1f", 100 * chance->low, steppe_draw_dash(style),
                   100 * chance->high);
    steppe_table_cell(table, text);
    if (isnan(chance->parameter_share))
        (void)snprintf(text, sizeof text, "n/a");
    else
        (void)snprintf(text, sizeof text, "%.0f %s%.0f", 100 * chance->parameter_share,
                       steppe_draw_plus_minus(style),
                       100 * fmax(chance->share_high - chance->parameter_share,
                                  chance->parameter_share - chance->share_low));
    steppe_table_cell(table, text);
}

// The interval leans to the side of no change: the sign of plus-minus takes its longer arm.
static void add_change(struct steppe_table *table, const struct steppe_chance *change,
                       const struct steppe_style *style) {
    char text[STEPPE_DRAW_BYTES];
    if (change->gained == 0 && change->lost == 0)
        (void)snprintf(text, sizeof text, "0");
    else
        (void)snprintf(text, sizeof text, "%+.1f %s%.1f", 100 * change->mean,
                       steppe_draw_plus_minus(style),
                       100 * fmax(change->high - change->mean, change->mean - change->low));
    steppe_table_cell(table, text);
}

static size_t shown_scenarios(const struct steppe_record *record) {
    size_t most = STEPPE_TABLE_COLUMNS - FIXED_COLUMNS, scenarios = record->world_count - 1;
    return scenarios < most ? scenarios : most;
}

// Beside many scenarios names have no room: then they stand behind the texts.
static bool names_fit(const struct steppe_record *record, const struct steppe_style *style) {
    enum { CHANGE = 10, FIXED = 8 + 9 + 12, GAP = 2 }; // widths of a change, of the heads
    const struct steppe_answers *answers = record->answers;
    int name = 0, others = FIXED + (FIXED_COLUMNS - 1) * GAP;
    for (size_t q = 0; q < answers->question_count; q++) {
        const int columns = GAP + steppe_draw_columns(answers->names[q]);
        if (columns > name) name = columns;
    }
    for (size_t w = 1; w <= shown_scenarios(record); w++) {
        const int columns = steppe_draw_columns(record->world_names[w]);
        others += GAP + (columns > CHANGE ? columns : CHANGE);
    }
    return name + others <= style->width || record->world_count < 3;
}

static void print_table(FILE *stream, const struct steppe_ask *ask,
                        const struct steppe_style *style, struct steppe_arena *arena) {
    static const char *const heads[FIXED_COLUMNS] = {"", "chance %", "95 %", "parameters %"};
    const struct steppe_record *record = ask->record;
    const struct steppe_answers *answers = record->answers;
    size_t scenarios = shown_scenarios(record);
    const bool fit = names_fit(record, style);
    char alignment[STEPPE_TABLE_COLUMNS + 1] = "l", name[STEPPE_DRAW_BYTES];
    for (size_t i = 1; i < FIXED_COLUMNS + scenarios; i++) alignment[i] = 'r';
    alignment[FIXED_COLUMNS + scenarios] = 0;
    struct steppe_table table = steppe_table_begin(arena, alignment,
                                                   2 * answers->question_count + 1);
    for (size_t i = 0; i < FIXED_COLUMNS; i++) steppe_table_cell(&table, heads[i]);
    for (size_t w = 1; w <= scenarios; w++) steppe_table_cell(&table, record->world_names[w]);
    for (size_t q = 0; q < answers->question_count; q++) {
        struct steppe_chance chance = steppe_answers_chance(answers, 0, q);
        char text[4 * STEPPE_DRAW_BYTES];
        (void)snprintf(name, sizeof name, "  %s", answers->names[q]);
        (void)snprintf(text, sizeof text, "%s (%s)", text_of(ask, q), answers->names[q]);
        steppe_table_span(&table, fit ? text_of(ask, q) : text);
        steppe_table_cell(&table, fit ? name : "");
        add_answer(&table, &chance, style);
        for (size_t w = 1; w <= scenarios; w++) {
            struct steppe_chance change = steppe_answers_chance(answers,
                                                                record->world_count + w - 1, q);
            add_change(&table, &change, style);
        }
    }
    steppe_table_print(stream, &table, style, 0, 1);
}

static void print_cannot(FILE *stream, const struct steppe_ask *ask,
                         const struct steppe_style *style) {
    bool any = false;
    char text[4 * STEPPE_DRAW_BYTES];
    for (size_t q = 0; ask->model_too && q < ask->model->question_count; q++) {
        const struct steppe_question *question = &ask->model->questions[q];
        if (!question->cannot) continue;
        if (!any) steppe_draw_heading(stream, style, "What the model cannot say");
        any = true;
        (void)snprintf(text, sizeof text, "%s %s", question->text, question->cannot);
        steppe_draw_paragraph(stream, style, 0, text);
    }
}

void steppe_report_ask(FILE *stream, const struct steppe_ask *ask) {
    const struct steppe_style style = steppe_style_of(stream);
    const struct steppe_record *record = ask->record;
    struct steppe_arena arena;
    char members[STEPPE_DRAW_BYTES], text[3 * STEPPE_DRAW_BYTES];
    if (!record->answers) {
        if (!steppe_report_ask_left(stream, ask, &style))
            fprintf(stream, "The model has no questions that it can answer.\n");
        return;
    }
    steppe_arena_init(&arena, 0);
    print_table(stream, ask, &style, &arena);
    steppe_draw_fixed(members, record->provenance.members_done, 0);
    (void)snprintf(text, sizeof text,
                   "Chance: share of %s futures without a scenario in which it comes true. 95 %%: "
                   "how exactly so many futures tell that share; how far the model itself can be "
                   "trusted is another matter. Parameters: the part of the spread among futures "
                   "that knowing the parameters would take away, and how exactly it is told "
                   "(95 %%); the rest is chance.",
                   members);
    fprintf(stream, "\n");
    steppe_draw_paragraph(stream, &style, 0, text);
    if (record->world_count > 1)
        steppe_draw_paragraph(stream, &style, 0,
                              "Scenarios: change of the chance in points, future by future with "
                              "the same draws, and how exactly it is told (95 %); 0: the same "
                              "in every future.");
    if (shown_scenarios(record) < record->world_count - 1)
        steppe_draw_paragraph(stream, &style, 0, "--json has the scenarios left out here.");
    (void)steppe_report_ask_left(stream, ask, &style);
    print_cannot(stream, ask, &style);
    steppe_arena_free(&arena);
}

// ---- json ------------------------------------------------------------------------------------
static json_t *chance_json(const struct steppe_chance *chance, bool change) {
    json_t *row = json_object();
    steppe_report_json_set_number(row, change ? "change" : "chance", chance->mean);
    steppe_report_json_set_number(row, "standard_error", chance->standard_error);
    steppe_report_json_set_number(row, "low", chance->low);
    steppe_report_json_set_number(row, "high", chance->high);
    steppe_report_json_set_number(row, "parameter_share", chance->parameter_share);
    if (!change) {
        steppe_report_json_set_number(row, "parameter_share_low", chance->share_low);
        steppe_report_json_set_number(row, "parameter_share_high", chance->share_high);
    }
    if (change) {
        steppe_report_json_set_number(row, "gained", chance->gained);
        steppe_report_json_set_number(row, "lost", chance->lost);
    }
    json_object_set_new(row, "members", json_integer((json_int_t)chance->count));
    return row;
}

static void describe(json_t *row, const struct steppe_question *question) {
    char closes[16] = "";
    if (question->closes.year) (void)steppe_date_print(question->closes, closes, sizeof closes);
    steppe_report_json_set_text(row, "question", question->name);
    steppe_report_json_set_text(row, "text", question->text);
    steppe_report_json_set_text(row, "statement", question->ask);
    steppe_report_json_set_text(row, "observation", question->observation);
    steppe_report_json_set_text(row, "closes", closes[0] ? closes : NULL);
    steppe_report_json_set_text(row, "source", question->source);
}

static void add_worlds(json_t *row, const struct steppe_record *record, size_t number) {
    json_t *worlds = json_array();
    for (size_t w = 0; w < record->world_count; w++) {
        struct steppe_chance chance = steppe_answers_chance(record->answers, w, number);
        json_t *world = chance_json(&chance, false);
        steppe_report_json_set_text(world, "world", record->world_names[w]);
        if (w > 0) {
            chance = steppe_answers_chance(record->answers, record->world_count + w - 1, number);
            json_object_set_new(world, "difference", chance_json(&chance, true));
        }
        json_array_append_new(worlds, world);
    }
    json_object_set_new(row, "worlds", worlds);
}

void steppe_report_ask_json(FILE *stream, const struct steppe_ask *ask) {
    const struct steppe_record *record = ask->record;
    json_t *document = steppe_report_json_begin("ask", ask->model->name, ask->model->hash);
    steppe_report_worlds_json(document, record);
    steppe_report_ask_left_json(document, ask);
    for (size_t q = 0; record->answers && q < record->answers->question_count; q++) {
        const struct steppe_question *question = question_of(ask, q);
        json_t *row = json_object();
        if (question)
            describe(row, question);
        else
            steppe_report_json_set_text(row, "statement", ask->statements[q]);
        add_worlds(row, record, q);
        steppe_report_json_row(document, row);
    }
    for (size_t q = 0; ask->model_too && q < ask->model->question_count; q++) {
        if (!ask->model->questions[q].cannot) continue;
        json_t *row = json_object();
        describe(row, &ask->model->questions[q]);
        steppe_report_json_set_text(row, "cannot", ask->model->questions[q].cannot);
        steppe_report_json_row(document, row);
    }
    steppe_report_json_end(stream, document);
}
