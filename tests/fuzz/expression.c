// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// expression: any bytes as an expression, a statement and the target of a change. A program that
// comes out must keep to its registers and to the cells there are; else there must be a finding.
#include "model/expression.h"
#include "../model/small_model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_read(uint16_t operation) {
    return operation == STEPPE_OP_VARIABLE || operation == STEPPE_OP_PARAMETER;
}

static void check_instruction(const struct small_model *small, const struct steppe_program *program,
                              const struct steppe_instruction *step, size_t reducers) {
    const struct steppe_model *model = &small->model;
    steppe_must(step->operation < STEPPE_OP_COUNT && step->to < program->register_count);
    if (step->operation == STEPPE_OP_REDUCED) {
        steppe_must(step->a < reducers);
    } else if (is_read(step->operation)) {
        bool variable = step->operation == STEPPE_OP_VARIABLE;
        steppe_must(step->a < (variable ? model->variable_count : model->parameter_count));
        enum steppe_shape shape = variable ? model->variables[step->a].shape
                                           : model->parameters[step->a].shape;
        steppe_must(step->b < steppe_model_cells(model, shape));
        steppe_must(!variable || step->c <= STEPPE_LAG_MAX);
    } else {
        uint32_t limit = program->register_count;
        steppe_must(step->a < limit && step->b < limit && step->c < limit);
    }
}

static void check_program(const struct small_model *small, const struct steppe_program *program,
                          size_t reducers) {
    for (size_t i = 0; i < program->instruction_count; i++)
        check_instruction(small, program, &program->code[i], reducers);
}

static void check_statement(struct small_model *small, const char *text, size_t size) {
    struct steppe_place place = {.file = "fuzz", .line = 1, .column = 1};
    struct steppe_statement statement = {0};
    size_t before = small->findings.error_count;
    if (!steppe_statement_compile(&small->builder, text, size, place, NULL, &statement)) {
        steppe_must(small->findings.error_count > 0);
        return;
    }
    steppe_must(small->findings.error_count == before);
    steppe_must(statement.reducer_count > 0 && statement.reducer_count <= STEPPE_REDUCERS_MAX);
    check_program(small, statement.outer, statement.reducer_count);
    for (size_t r = 0; r < statement.reducer_count; r++) {
        steppe_must(statement.reducers[r].from <= statement.reducers[r].until);
        check_program(small, statement.reducers[r].value, 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct steppe_binding loop = {"h", STEPPE_AXIS_HOST, 1};
    struct small_model small;
    small_open(&small);
    small_regimes(&small);
    char *text = steppe_builder_copy(&small.builder, (const char *)data, size);
    steppe_must(text);
    struct steppe_place place = {.file = "fuzz", .line = 1, .column = 1};
    struct steppe_expected expected = {
        .unit = {.factor = 1}, .state_variable = UINT32_MAX, .what = "the input"};
    for (int type = STEPPE_TYPE_NUMBER; type <= STEPPE_TYPE_STATE; type++) {
        size_t before = small.findings.error_count;
        expected.type = (enum steppe_type)type;
        if (type == STEPPE_TYPE_STATE)
            expected.state_variable = steppe_builder_find_variable(&small.builder, "war", 3);
        const struct steppe_program *program = steppe_expression_compile(
            &small.builder, text, size, place, NULL, &loop, 1, &expected);
        // A deflator that is missing is told once, the other faults each time.
        steppe_must(program ? small.findings.error_count == before
                            : small.findings.error_count > 0);
        if (program) check_program(&small, program, 0);
    }
    check_statement(&small, text, size);
    struct steppe_target target;
    size_t before = small.findings.error_count;
    bool good = steppe_expression_target(&small.builder, text, size, place, NULL, &loop, 1,
                                         &target);
    steppe_must(good ? small.findings.error_count == before : small.findings.error_count > 0);
    small_close(&small);
    return 0;
}
