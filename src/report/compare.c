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
#include "report/worlds.h"

bool steppe_comparison_worlds(struct steppe_comparison *comparison, struct steppe_error *error) {
    const bool one = comparison->a == comparison->b;
    if (one && comparison->a->world_count < 2)
        return steppe_error_set(error, STEPPE_CODE_RECORD,
                                (struct steppe_place){.file = comparison->a_file},
                                "holds the baseline alone, which nothing can be compared with: "
                                "name a second file, or run with a scenario (-s)");
    comparison->a_world = one ? 0 : comparison->a->world_count - 1;
    comparison->b_last = comparison->b->world_count - 1;
    comparison->b_world = one ? 1 : comparison->b_last;
    return true;
}

// What one world of b has of difference.
struct findings {
    struct steppe_difference *list;
    struct steppe_answer_change *answers;
    size_t count, answer_count;
    int32_t month;
};

static bool find(const struct steppe_comparison *comparison, size_t world,
                 struct steppe_arena *arena, struct findings *found, struct steppe_error *error) {
    const struct steppe_record *a = comparison->a, *b = comparison->b;
    const size_t from = comparison->a_world;
    return steppe_differences_between(a, from, b, world, arena, &found->list, &found->count,
                                      &found->month, error) &&
           steppe_answers_between(a, from, b, world, arena, &found->answers, &found->answer_count,
                                  error);
}

static void print_side(FILE *stream, const char *letter, const struct steppe_record *record,
                       const char *file, size_t world, const struct steppe_style *style) {
    const struct steppe_provenance *from = &record->provenance;
    char members[STEPPE_DRAW_BYTES], text[4 * STEPPE_DRAW_BYTES];
    steppe_draw_fixed(members, from->members_done, 0);
    (void)snprintf(text, sizeof text, "%s  %.1000s: %.200s, %.40s members, seed %llu, model %s%s",
                   letter, file, record->world_names[world], members,
                   (unsigned long long)from->seed, from->model_hash,
                   from->complete ? "" : ", stopped early");
    steppe_draw_paragraph(stream, style, 0, text);
}

static void print_common(FILE *stream, const struct steppe_comparison *comparison,
                         const struct steppe_style *style) {
    const size_t common = steppe_members_common(comparison->a, comparison->b);
    char text[STEPPE_DRAW_BYTES], number[STEPPE_DRAW_BYTES];
    if (comparison->a == comparison->b) return; // compared by all its members
    if (common == comparison->a->provenance.members_done &&
        common == comparison->b->provenance.members_done)
        return;
    steppe_draw_fixed(number, (double)common, 0);
    (void)snprintf(text, sizeof text,
                   "Compared are the first %.60s members, which both files keep one by one.",
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

static void print_world(FILE *stream, const struct steppe_model *model,
                        const struct steppe_comparison *comparison, size_t world,
                        const struct findings *found, const struct steppe_style *style,
                        struct steppe_arena *arena) {
    const struct steppe_record *a = comparison->a, *b = comparison->b;
    char heading[STEPPE_DRAW_BYTES], when[STEPPE_DRAW_BYTES];
    const bool paired = found->list[0].paired;
    print_side(stream, "B", b, comparison->b_file, world, style);
    print_cautions(stream, comparison, style, paired);
    steppe_draw_month(when, found->month, STEPPE_MONTH_WHEN);
    (void)snprintf(heading, sizeof heading, "B less A %.60s%s", when,
                   paired ? ", member by member" : "");
    steppe_draw_heading(stream, style, heading);
    steppe_report_changes_table(stream, model, a, found->list, found->count, style, arena);
    if (a == b) steppe_report_changes_past(stream, model, a, world, style, arena);
    steppe_report_compare_answers(stream, a->answers, found->answers, found->answer_count, style,
                                  arena);
}

bool steppe_report_compare_styled(FILE *stream, const struct steppe_model *model,
                                  const struct steppe_comparison *comparison,
                                  const struct steppe_style *style, struct steppe_error *error) {
    struct steppe_arena arena;
    struct findings found;
    bool done = true;
    steppe_arena_init(&arena, 0);
    for (size_t world = comparison->b_world; done && world <= comparison->b_last; world++) {
        done = find(comparison, world, &arena, &found, error);
        if (!done) break;
        if (world == comparison->b_world)
            print_side(stream, "A", comparison->a, comparison->a_file, comparison->a_world, style);
        else
            fputc('\n', stream);
        print_world(stream, model, comparison, world, &found, style, &arena);
    }
    steppe_arena_free(&arena);
    return done;
}

bool steppe_report_compare(FILE *stream, const struct steppe_model *model,
                           const struct steppe_comparison *comparison, struct steppe_error *error) {
    const struct steppe_style style = steppe_style_of(stream);
    return steppe_report_compare_styled(stream, model, comparison, &style, error);
}

static void add_world(json_t *document, json_t *said, const struct steppe_comparison *comparison,
                      size_t world, const struct findings *found) {
    const struct steppe_record *a = comparison->a;
    const char *name = comparison->b->world_names[world];
    for (size_t i = 0; i < found->count; i++) {
        const struct steppe_series *series = &a->summary->series[found->list[i].series];
        json_t *row = steppe_report_json_difference(&found->list[i]);
        steppe_report_json_set_text(row, "world", name);
        steppe_report_json_set_text(row, "series", series->name);
        steppe_report_json_set_text(row, "unit", series->unit);
        steppe_report_json_set_month(row, "date", found->month);
        steppe_report_json_row(document, row);
    }
    for (size_t i = 0; i < found->answer_count; i++) {
        json_t *row = steppe_report_compare_answer_json(a->answers, &found->answers[i]);
        steppe_report_json_set_text(row, "world", name);
        json_array_append_new(said, row);
    }
}

bool steppe_report_compare_json(FILE *stream, const struct steppe_model *model,
                                const struct steppe_comparison *comparison,
                                struct steppe_error *error) {
    const struct steppe_provenance *from = &comparison->a->provenance;
    struct steppe_arena arena;
    struct findings found;
    json_t *document = steppe_report_json_begin("compare", model ? model->name : from->model_name,
                                                from->model_hash);
    json_t *said = json_array();
    bool done = true;
    steppe_arena_init(&arena, 0);
    const struct steppe_comparison *c = comparison;
    json_t *sides = json_array();
    json_object_set_new(document, "a", steppe_report_world_side(c->a, c->a_file, c->a_world));
    json_object_set_new(document, "b", sides);
    for (size_t world = comparison->b_world; done && world <= comparison->b_last; world++) {
        done = find(comparison, world, &arena, &found, error);
        json_array_append_new(sides, steppe_report_world_side(c->b, c->b_file, world));
        if (done) add_world(document, said, comparison, world, &found);
    }
    json_object_set_new(document, "answers", said);
    if (done)
        steppe_report_json_end(stream, document);
    else
        json_decref(document);
    steppe_arena_free(&arena);
    return done;
}
