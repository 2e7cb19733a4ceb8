// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// questions: questions.yaml -> model->questions, statements compiled; and statements that come once
// the model is there. A question that the model cannot answer says why in place of a statement.
#include <string.h>

#include "model/dynamics.h"

#define QUESTIONS_MAX 1000

static const char *const question_fields[] = {"text",        "ask",    "cannot", "closes",
                                              "observation", "source", NULL};

// `ask` or `cannot`: one of them.
static bool read_ask(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                     struct steppe_question *question) {
    const struct steppe_yaml *cannot = steppe_yaml_find(entry, "cannot");
    const struct steppe_yaml *ask = steppe_yaml_get(builder, entry, "ask", !cannot,
                                                    STEPPE_YAML_TEXT);
    if (cannot && steppe_yaml_find(entry, "ask")) {
        steppe_yaml_fault_key(builder, cannot, "one of them", NULL,
                              "a question has either 'ask' or 'cannot'");
        return false;
    }
    if (cannot) {
        question->place = cannot->place;
        return steppe_yaml_get_text(builder, entry, "cannot", true, &question->cannot);
    }
    if (!ask) return false;
    question->place = ask->place;
    question->ask = ask->text;
    if (!ask->exact) {
        steppe_yaml_fault(builder, ask, "the whole of it on one line", NULL,
                          "an expression does not go over several lines");
        return false;
    }
    return steppe_statement_compile(builder, ask->text, ask->length, ask->place, ask->source_line,
                                    &question->statement);
}

static bool read_question(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                          struct steppe_question *question) {
    int32_t lag_months;
    enum steppe_quality quality;
    *question = (struct steppe_question){
        .name = entry->key, .text = "", .observation = "", .source = "", .place = entry->key_place};
    if (!steppe_yaml_fields(builder, entry, question_fields, "a question")) return false;
    bool good = steppe_yaml_get_text(builder, entry, "text", true, &question->text);
    (void)steppe_yaml_get_text(builder, entry, "observation", false, &question->observation);
    if (steppe_yaml_find(entry, "closes"))
        good = steppe_yaml_get_date(builder, entry, "closes", true, &question->closes) && good;
    const struct steppe_yaml *source = steppe_yaml_get(builder, entry, "source", false,
                                                       STEPPE_YAML_TEXT);
    if (source) {
        question->source = source->text;
        good = steppe_builder_source(builder, source->text, source->length, source->place,
                                     source->source_line, &quality, &lag_months) &&
               good;
    }
    return read_ask(builder, entry, question) && good;
}

bool steppe_dynamics_questions(struct steppe_model_builder *builder,
                               const struct steppe_yaml *root) {
    if (!root || root->count == 0) return true;
    if (root->count > QUESTIONS_MAX) {
        steppe_yaml_fault(builder, root, "fewer", NULL, "more than %d questions", QUESTIONS_MAX);
        return true;
    }
    struct steppe_question *questions = STEPPE_BUILDER_TAKE(builder, root->count,
                                                            struct steppe_question);
    if (!questions) return false;
    builder->model->questions = questions;
    for (const struct steppe_yaml *entry = root->first; entry; entry = entry->next) {
        if (read_question(builder, entry, &questions[builder->model->question_count]))
            builder->model->question_count++;
        if (builder->failed) return false;
    }
    return true;
}

bool steppe_model_statement(const struct steppe_model *model, const char *name, const char *text,
                            struct steppe_arena *arena, struct steppe_statement *statement,
                            struct steppe_error *error) {
    // A copy of the reader: what it knows is read, what it makes goes into the caller's arena.
    struct steppe_error inner = {0};
    struct steppe_findings *findings = STEPPE_TAKE(arena, 1, struct steppe_findings);
    char *kept = steppe_arena_copy_text(arena, text, strlen(text));
    char *file = steppe_arena_copy_text(arena, name, strlen(name));
    if (!findings || !kept || !file)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for a statement");
    struct steppe_model_builder builder = *model->reader;
    findings->arena = arena;
    builder.arena = arena;
    builder.findings = findings;
    builder.error = &inner;
    builder.failed = false;
    builder.text_pool = NULL;
    builder.text_pool_left = 0;
    const struct steppe_place place = {.file = file, .line = 1, .column = 1};
    if (steppe_statement_compile(&builder, kept, strlen(kept), place, kept, statement)) return true;
    if (findings->count == 0)
        return steppe_error_set(error, inner.code, (struct steppe_place){0}, "%s", inner.message);
    const struct steppe_finding *first = &findings->items[0];
    return steppe_error_set(error, STEPPE_CODE_INPUT, first->place, "%s%s%s%s%s", first->message,
                            first->expected ? "; expected: " : "",
                            first->expected ? first->expected : "",
                            first->nearest ? "; did you mean: " : "",
                            first->nearest ? first->nearest : "");
}
