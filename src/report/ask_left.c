// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// ask_left: questions of the model that a run was not asked, for it does not reach their months.
#include <string.h>

#include "base/text.h"
#include "record/answers.h"
#include "report/ask.h"
#include "report/json.h"

static bool is_left(const struct steppe_ask *ask, const struct steppe_question *question) {
    const struct steppe_answers *answers = ask->record->answers;
    if (!ask->model_too || !question->ask) return false;
    for (size_t q = 0; answers && q < answers->question_count; q++)
        if (strcmp(answers->names[q], question->name) == 0) return false;
    return true;
}

// The month that the run does not reach: the last asked about, or the first, where it is too early.
static int32_t month_of(const struct steppe_ask *ask, const struct steppe_question *question) {
    int32_t first = INT32_MAX, last = INT32_MIN;
    for (size_t r = 0; r < question->statement.reducer_count; r++) {
        const struct steppe_reducer *reducer = &question->statement.reducers[r];
        if (reducer->from < first) first = reducer->from;
        if (reducer->until > last) last = reducer->until;
    }
    return last > steppe_record_last_month(ask->record) ? last : first;
}

// ", name" of each question of a month, which the first of them prints for all.
static void print_month(struct steppe_writer *writer, const struct steppe_ask *ask, size_t first) {
    const struct steppe_question *questions = ask->model->questions;
    const int32_t month = month_of(ask, &questions[first]);
    for (size_t q = 0; q < first; q++)
        if (is_left(ask, &questions[q]) && month_of(ask, &questions[q]) == month) return;
    steppe_writer_print(writer, "%s %d-%02d ", writer->text[writer->length - 1] == ':' ? "" : ";",
                        month / 12, month % 12 + 1);
    for (size_t q = first; q < ask->model->question_count; q++)
        if (is_left(ask, &questions[q]) && month_of(ask, &questions[q]) == month)
            steppe_writer_print(writer, "%s%s", q > first ? ", " : "", questions[q].name);
}

bool steppe_report_ask_left(FILE *stream, const struct steppe_ask *ask,
                            const struct steppe_style *style) {
    const int32_t from = ask->record->detail_first_month,
                  until = steppe_record_last_month(ask->record);
    struct steppe_arena arena;
    bool any = false;
    steppe_arena_init(&arena, 0);
    struct steppe_writer writer = steppe_writer_begin(&arena);
    steppe_writer_print(&writer,
                        "Left out, for this run from %d-%02d to %d-%02d does not reach what they "
                        "ask about:",
                        from / 12, from % 12 + 1, until / 12, until % 12 + 1);
    for (size_t q = 0; !writer.failed && q < ask->model->question_count; q++) {
        if (!is_left(ask, &ask->model->questions[q])) continue;
        any = true;
        print_month(&writer, ask, q);
    }
    if (any) steppe_writer_text(&writer, ".");
    if (any && !writer.failed) steppe_draw_paragraph(stream, style, 0, writer.text);
    steppe_arena_free(&arena);
    return any;
}

void steppe_report_ask_left_json(json_t *document, const struct steppe_ask *ask) {
    json_t *list = json_array();
    for (size_t q = 0; q < ask->model->question_count; q++) {
        const struct steppe_question *question = &ask->model->questions[q];
        if (!is_left(ask, question)) continue;
        json_t *row = json_object();
        steppe_report_json_set_text(row, "question", question->name);
        steppe_report_json_set_month(row, "month", month_of(ask, question));
        json_array_append_new(list, row);
    }
    json_object_set_new(document, "left_out", list);
}
