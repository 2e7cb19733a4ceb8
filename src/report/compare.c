// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// compare: see the header.
#include "report/compare.h"

#include <math.h>
#include <string.h>

#include "analysis/compare.h"
#include "report/changes.h"
#include "report/json.h"

void steppe_comparison_worlds(struct steppe_comparison *comparison) {
    bool one = comparison->a == comparison->b;
    comparison->a_world = one ? 0 : comparison->a->world_count - 1;
    comparison->b_world = one && comparison->b->world_count > 1 ? 1
                                                                : comparison->b->world_count - 1;
}

static void print_side(FILE *stream, const char *letter, const struct steppe_record *record,
                       const char *file, size_t world) {
    const struct steppe_provenance *from = &record->provenance;
    char members[STEPPE_DRAW_BYTES];
    steppe_draw_fixed(members, from->members_done, 0);
    fprintf(stream, "%s  %s: %s, %s members, seed %llu, model %s%s\n", letter, file,
            record->world_names[world], members, (unsigned long long)from->seed, from->model_hash,
            from->complete ? "" : ", stopped early");
}

static void print_common(FILE *stream, const struct steppe_comparison *comparison,
                         const struct steppe_style *style) {
    const size_t common = steppe_members_common(comparison->a, comparison->b);
    char text[STEPPE_DRAW_BYTES], number[STEPPE_DRAW_BYTES];
    if (common == comparison->a->provenance.members_done &&
        common == comparison->b->provenance.members_done)
        return;
    steppe_draw_fixed(number, (double)common, 0);
    (void)snprintf(text, sizeof text,
                   comparison->a == comparison->b // whose chances are of all members
                       ? "Series are compared by the first %.60s members, which the file keeps "
                         "one by one."
                       : "Compared are the first %.60s members, which both files keep one by one.",
                   number);
    steppe_draw_paragraph(stream, style, 0, text);
}

// What makes the two less alike than a reader may think.
static void print_cautions(FILE *stream, const struct steppe_comparison *comparison,
                           const struct steppe_style *style, bool paired) {
    const struct steppe_provenance *a = &comparison->a->provenance;
    const struct steppe_provenance *b = &comparison->b->provenance;
    if (strcmp(a->model_hash, b->model_hash) != 0)
        steppe_draw_paragraph(stream, style, 0,
                              "The files of the two models differ: part of what follows may come "
                              "from that.");
    if (a->fix_parameters != b->fix_parameters || a->fix_noise != b->fix_noise)
        steppe_draw_paragraph(stream, style, 0,
                              "One of the two held parameters or noise fixed, the other did not.");
    if (paired) {
        print_common(stream, comparison, style);
        return;
    }
    steppe_draw_paragraph(stream, style, 0,
                          a->seed != b->seed
                              ? "The seeds differ, so members cannot be paired: only means are "
                                "compared, with far more noise."
                              : "Single members were not kept in both files (-o with --keep), so "
                                "only means are compared, with far more noise.");
}

bool steppe_report_compare_styled(FILE *stream, const struct steppe_model *model,
                                  const struct steppe_comparison *comparison,
                                  const struct steppe_style *style, struct steppe_error *error) {
    struct steppe_arena arena;
    struct steppe_difference *list;
    struct steppe_answer_change *answers;
    size_t count, answer_count;
    int32_t month;
    char heading[STEPPE_DRAW_BYTES], when[STEPPE_DRAW_BYTES];
    steppe_arena_init(&arena, 0);
    bool done = steppe_differences_between(comparison->a, comparison->a_world, comparison->b,
                                           comparison->b_world, &arena, &list, &count, &month,
                                           error) &&
                steppe_answers_between(comparison->a, comparison->a_world, comparison->b,
                                       comparison->b_world, &arena, &answers, &answer_count, error);
    if (done) {
        print_side(stream, "A", comparison->a, comparison->a_file, comparison->a_world);
        print_side(stream, "B", comparison->b, comparison->b_file, comparison->b_world);
        print_cautions(stream, comparison, style, list[0].paired);
        steppe_draw_month(when, month, STEPPE_MONTH_WHEN);
        (void)snprintf(heading, sizeof heading, "B less A %.60s%s", when,
                       list[0].paired ? ", member by member" : "");
        steppe_draw_heading(stream, style, heading);
        steppe_report_changes_table(stream, model, comparison->a, list, count, style, &arena);
        steppe_report_compare_answers(stream, comparison->a->answers, answers, answer_count, style,
                                      &arena);
    }
    steppe_arena_free(&arena);
    return done;
}

bool steppe_report_compare(FILE *stream, const struct steppe_model *model,
                           const struct steppe_comparison *comparison, struct steppe_error *error) {
    const struct steppe_style style = steppe_style_of(stream);
    return steppe_report_compare_styled(stream, model, comparison, &style, error);
}

bool steppe_report_compare_json(FILE *stream, const struct steppe_model *model,
                                const struct steppe_comparison *comparison,
                                struct steppe_error *error) {
    struct steppe_arena arena;
    struct steppe_difference *list;
    struct steppe_answer_change *answers;
    size_t count, answer_count;
    int32_t month;
    const struct steppe_provenance *from = &comparison->a->provenance;
    steppe_arena_init(&arena, 0);
    bool done = steppe_differences_between(comparison->a, comparison->a_world, comparison->b,
                                           comparison->b_world, &arena, &list, &count, &month,
                                           error) &&
                steppe_answers_between(comparison->a, comparison->a_world, comparison->b,
                                       comparison->b_world, &arena, &answers, &answer_count, error);
    if (done) {
        json_t *document = steppe_report_json_begin(
            "compare", model ? model->name : from->model_name, from->model_hash);
        char text[16];
        (void)snprintf(text, sizeof text, "%04d-%02d", (int)(month / 12), (int)(month % 12 + 1));
        for (size_t i = 0; i < count; i++) {
            const struct steppe_series *series = &comparison->a->summary->series[list[i].series];
            json_t *row = steppe_report_json_difference(&list[i]);
            steppe_report_json_set_text(row, "series", series->name);
            steppe_report_json_set_text(row, "unit", series->unit);
            steppe_report_json_set_text(row, "date", text);
            steppe_report_json_row(document, row);
        }
        json_t *said = json_array();
        for (size_t i = 0; i < answer_count; i++)
            json_array_append_new(
                said, steppe_report_compare_answer_json(comparison->a->answers, &answers[i]));
        json_object_set_new(document, "answers", said);
        steppe_report_json_end(stream, document);
    }
    steppe_arena_free(&arena);
    return done;
}
