// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// expression: compiles one text from end to end and words its faults.
#include "model/expression.h"

#include <stdarg.h>
#include <stdio.h>

#include "model/expression_check.h"

void steppe_expression_fault(struct steppe_compilation *c, size_t at, size_t width,
                             const char *expected, const char *nearest, const char *format, ...) {
    char message[240];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct steppe_place place = c->place;
    if (place.line) place.column += (uint32_t)at;
    steppe_builder_fault(c->builder, place, width ? (uint32_t)width : 1, c->source_line, expected,
                         nearest, "%s", message);
    c->failed = true;
}

// The tree of the text; NULL after a finding.
static const struct steppe_node *parse(struct steppe_compilation *c) {
    if (c->length <= STEPPE_EXPRESSION_TEXT_MAX) return steppe_expression_parse(c);
    steppe_expression_fault(c, 0, 1, "less: an indicator can take a part of it", NULL,
                            "the expression is longer than %d bytes", STEPPE_EXPRESSION_TEXT_MAX);
    return NULL;
}

static const struct steppe_program *compile(struct steppe_compilation *c,
                                            const struct steppe_binding *bindings,
                                            size_t binding_count,
                                            const struct steppe_expected *expected) {
    const struct steppe_node *root = parse(c);
    if (!root) return NULL;
    struct steppe_code_list code = {.compilation = c};
    struct steppe_value value = steppe_expression_check(c, &code, root, bindings, binding_count,
                                                        expected, NULL);
    return value.wrong || c->failed ? NULL : steppe_code_finish(&code, value);
}

// Frees what the compilation took; true when the machine refused nothing.
static bool finish(struct steppe_compilation *c) {
    steppe_arena_free(&c->scratch);
    if (c->out_of_memory && !c->builder->failed)
        (void)steppe_builder_refuse(c->builder, STEPPE_CODE_MEMORY,
                                    "no memory to compile an expression");
    return !c->builder->failed;
}

const struct steppe_program *steppe_expression_compile(
    struct steppe_model_builder *builder, const char *text, size_t length,
    struct steppe_place place, const char *source_line, const struct steppe_binding *bindings,
    size_t binding_count, const struct steppe_expected *expected) {
    struct steppe_compilation c = {.builder = builder,
                                   .text = text,
                                   .length = length,
                                   .place = place,
                                   .source_line = source_line};
    steppe_arena_init(&c.scratch, 0);
    const struct steppe_program *program = compile(&c, bindings, binding_count, expected);
    return finish(&c) ? program : NULL;
}

static bool compile_statement(struct steppe_compilation *c, const struct steppe_expected *expected,
                              struct steppe_statement *statement) {
    struct steppe_reducer_list list = {
        .items = STEPPE_BUILDER_TAKE(c->builder, STEPPE_REDUCERS_MAX, struct steppe_reducer)};
    const struct steppe_node *root = list.items ? parse(c) : NULL;
    if (!root) return false;
    struct steppe_code_list code = {.compilation = c};
    struct steppe_value value = steppe_expression_check(c, &code, root, NULL, 0, expected, &list);
    if (value.wrong || c->failed) return false;
    if (list.count == 0) {
        bool truth = expected->type == STEPPE_TYPE_TRUTH;
        steppe_expression_fault(c, 0, c->length,
                                truth ? "at(2030-12, x) or ever(2026..2030, test)"
                                      : "at(2030-12, x) or average(2026..2030, x)",
                                NULL, "%s says nothing about any month", expected->what);
        return false;
    }
    statement->reducers = list.items;
    statement->reducer_count = list.count;
    statement->outer = steppe_code_finish(&code, value);
    return statement->outer != NULL;
}

static bool compile_whole(struct steppe_model_builder *builder, const char *text, size_t length,
                          struct steppe_place place, const char *source_line,
                          const struct steppe_expected *expected,
                          struct steppe_statement *statement) {
    struct steppe_compilation c = {.builder = builder,
                                   .text = text,
                                   .length = length,
                                   .place = place,
                                   .source_line = source_line};
    steppe_arena_init(&c.scratch, 0);
    bool good = compile_statement(&c, expected, statement);
    return finish(&c) && good;
}

bool steppe_statement_compile(struct steppe_model_builder *builder, const char *text, size_t length,
                              struct steppe_place place, const char *source_line,
                              struct steppe_statement *statement) {
    static const struct steppe_expected expected = {.type = STEPPE_TYPE_TRUTH,
                                                    .unit = {.factor = 1},
                                                    .state_variable = UINT32_MAX,
                                                    .what = "the statement"};
    return compile_whole(builder, text, length, place, source_line, &expected, statement);
}

bool steppe_measure_compile(struct steppe_model_builder *builder, const char *text, size_t length,
                            struct steppe_place place, const char *source_line,
                            struct steppe_unit unit, struct steppe_statement *statement) {
    const struct steppe_expected expected = {.type = STEPPE_TYPE_NUMBER,
                                             .unit = unit,
                                             .state_variable = UINT32_MAX,
                                             .what = "the measure"};
    return compile_whole(builder, text, length, place, source_line, &expected, statement);
}

const struct steppe_program *steppe_figures_compile(struct steppe_model_builder *builder,
                                                    const char *text, size_t length,
                                                    struct steppe_place place,
                                                    const char *source_line,
                                                    const struct steppe_expected *expected) {
    struct steppe_compilation c = {.builder = builder,
                                   .text = text,
                                   .length = length,
                                   .place = place,
                                   .source_line = source_line,
                                   .figures = true};
    steppe_arena_init(&c.scratch, 0);
    const struct steppe_program *program = compile(&c, NULL, 0, expected);
    return finish(&c) ? program : NULL;
}

bool steppe_expression_target(struct steppe_model_builder *builder, const char *text, size_t length,
                              struct steppe_place place, const char *source_line,
                              const struct steppe_binding *bindings, size_t binding_count,
                              struct steppe_target *target) {
    struct steppe_compilation c = {.builder = builder,
                                   .text = text,
                                   .length = length,
                                   .place = place,
                                   .source_line = source_line};
    steppe_arena_init(&c.scratch, 0);
    const struct steppe_node *root = parse(&c);
    struct steppe_checker k = steppe_checker_make(&c, NULL, bindings, binding_count);
    bool good = root && steppe_check_target(&k, root, target);
    return finish(&c) && good;
}
