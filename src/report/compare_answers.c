// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// compare_answers: what two results say to the questions that both were asked; see compare.h.
#include <math.h>
#include <string.h>

#include "record/answers.h"
#include "report/compare.h"
#include "report/json.h"
#include "report/table.h"

static void change_row(const char *name, const struct steppe_answer_change *change,
                       const struct steppe_style *style, struct steppe_table *table) {
    const struct steppe_difference *difference = &change->difference;
    char text[STEPPE_DRAW_BYTES];
    (void)snprintf(text, sizeof text, "%.150s", name);
    steppe_table_cell(table, text);
    (void)snprintf(text, sizeof text, "%.1f", 100 * change->a_chance);
    steppe_table_cell(table, text);
    (void)snprintf(text, sizeof text, "%.1f", 100 * change->b_chance);
    steppe_table_cell(table, text);
    (void)snprintf(text, sizeof text, "%+.1f", 100 * difference->mean);
    steppe_table_cell(table, text);
    (void)snprintf(
        text, sizeof text, "%s %.1f", steppe_draw_plus_minus(style),
        100 * fmax(difference->high - difference->mean, difference->mean - difference->low));
    steppe_table_cell(table, text);
    if (!difference->paired) return;
    (void)snprintf(text, sizeof text, "%.1f", 100 * difference->share_up);
    steppe_table_cell(table, text);
    (void)snprintf(text, sizeof text, "%.1f", 100 * difference->share_down);
    steppe_table_cell(table, text);
}

void steppe_report_compare_answers(FILE *stream, const struct steppe_answers *answers,
                                   const struct steppe_answer_change *list, size_t count,
                                   const struct steppe_style *style, struct steppe_arena *arena) {
    static const char *const heads[] = {"", "A", "B", "change", "99 %", "only B", "only A"};
    size_t sure = 0;
    if (count == 0) return;
    while (sure < count && list[sure].difference.beyond_noise) sure++;
    steppe_draw_heading(stream, style, "Chance in percent that it comes true, B against A");
    if (sure > 0) {
        const char *alignment = list[0].difference.paired ? "lrrrlrr" : "lrrrl";
        struct steppe_table table = steppe_table_begin(arena, alignment, sure + 1);
        for (size_t i = 0; i < table.column_count; i++) steppe_table_cell(&table, heads[i]);
        for (size_t i = 0; i < sure; i++)
            change_row(answers->names[list[i].question], &list[i], style, &table);
        steppe_table_print(stream, &table, style, 0, 1);
    }
    char text[STEPPE_DRAW_BYTES];
    (void)snprintf(text, sizeof text,
                   "%zu of %zu questions are answered alike, within the noise of this many "
                   "members.",
                   count - sure, count);
    if (sure < count) steppe_draw_paragraph(stream, style, 0, text);
}

json_t *steppe_report_compare_answer_json(const struct steppe_answers *answers,
                                          const struct steppe_answer_change *change) {
    const struct steppe_difference *difference = &change->difference;
    json_t *row = json_object();
    steppe_report_json_set_text(row, "question", answers->names[change->question]);
    steppe_report_json_set_text(row, "ask", answers->texts[change->question]);
    steppe_report_json_set_number(row, "chance_a", change->a_chance);
    steppe_report_json_set_number(row, "chance_b", change->b_chance);
    steppe_report_json_set_number(row, "change", difference->mean);
    steppe_report_json_set_number(row, "standard_error", difference->standard_error);
    steppe_report_json_set_number(row, "low", difference->low);
    steppe_report_json_set_number(row, "high", difference->high);
    steppe_report_json_set_number(row, "gained", difference->share_up);
    steppe_report_json_set_number(row, "lost", difference->share_down);
    json_object_set_new(row, "paired", json_boolean(difference->paired));
    json_object_set_new(row, "beyond_noise", json_boolean(difference->beyond_noise));
    return row;
}
