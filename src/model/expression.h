// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// expression: text -> a register program over cells, or findings with exact places. The language
// is docs/expressions.md. Parsing, types and units live in `model`; running it in world/evaluate.c.
#ifndef STEPPE_MODEL_EXPRESSION_H
#define STEPPE_MODEL_EXPRESSION_H

#include "base/error.h"
#include "model/dates.h"
#include "model/units.h"

struct steppe_model_builder; // model/builder.h: the model while it is read

enum steppe_type { STEPPE_TYPE_NUMBER, STEPPE_TYPE_TRUTH, STEPPE_TYPE_DATE, STEPPE_TYPE_STATE };

// A truth is 1 or 0 in a register; a state is its number; a date is months since year 0.
enum steppe_operation {
    STEPPE_OP_CONSTANT,  // to = value
    STEPPE_OP_VARIABLE,  // to = variable a, cell b, lag c months
    STEPPE_OP_PARAMETER, // to = parameter a, cell b
    STEPPE_OP_REDUCED,   // to = what reducer a of a statement has made of the months so far
    STEPPE_OP_MONTH,     // to = current month since year 0
    STEPPE_OP_ADD, STEPPE_OP_SUBTRACT, STEPPE_OP_MULTIPLY, STEPPE_OP_DIVIDE, STEPPE_OP_NEGATE,
    STEPPE_OP_POWER, STEPPE_OP_MIN, STEPPE_OP_MAX, STEPPE_OP_EXP, STEPPE_OP_LOG, STEPPE_OP_SQRT,
    STEPPE_OP_SIGMOID,
    STEPPE_OP_LESS, STEPPE_OP_LESS_EQUAL, STEPPE_OP_EQUAL, STEPPE_OP_NOT_EQUAL, // > and >= swap
    STEPPE_OP_AND, STEPPE_OP_OR, STEPPE_OP_NOT,
    STEPPE_OP_SELECT,    // to = register a ? register b : register c
    STEPPE_OP_COUNT
};

// Whether an instruction reads register a alone.
static inline bool steppe_expression_unary(uint16_t operation) {
    return operation == STEPPE_OP_NEGATE || operation == STEPPE_OP_NOT ||
           (operation >= STEPPE_OP_EXP && operation <= STEPPE_OP_SIGMOID);
}

struct steppe_instruction {
    uint16_t operation, to;
    uint32_t a, b, c;
    double value;
};

#define STEPPE_PROGRAM_INSTRUCTIONS_MAX 10000
#define STEPPE_PROGRAM_REGISTERS_MAX 64
#define STEPPE_EXPRESSION_DEPTH_MAX 64
#define STEPPE_LAG_MAX 24

// The result is in register 0 after the last instruction.
struct steppe_program {
    const struct steppe_instruction *code;
    uint32_t instruction_count, register_count;
    enum steppe_type type;
    struct steppe_unit unit;     // of a number
    uint32_t state_variable;     // of a state: the variable whose states it is of, else UINT32_MAX
    bool constant;               // reads no variable and no parameter
    double constant_value;
    const char *text;            // as written
    struct steppe_place place;
};

// A program on numbers. load gives what an instruction below ADD reads: a variable, a parameter, a
// reduced value or the month.
double steppe_program_value(const struct steppe_program *program,
                            double (*load)(void *context,
                                           const struct steppe_instruction *instruction),
                            void *context);

// What an expression may see while it is compiled.
struct steppe_binding { // h -> element of an axis
    const char *name;
    uint32_t axis, element;
};

struct steppe_expected {
    enum steppe_type type;
    struct steppe_unit unit;
    uint32_t state_variable;
    const char *what; // "a hazard per year", for messages
};

// Compiles text (one line, at `place` in `source_line`) with loop names bound. Returns NULL after
// adding findings. Programs live in the builder's arena.
const struct steppe_program *
steppe_expression_compile(struct steppe_model_builder *builder, const char *text, size_t length,
                          struct steppe_place place, const char *source_line,
                          const struct steppe_binding *bindings, size_t binding_count,
                          const struct steppe_expected *expected);

// ---- statements about a whole future -----------------------------------------------------------
// A statement is made of reducers, each of which watches one value month by month, and an outer
// program over what they have made of it. No path is kept.
enum steppe_reducer_kind {
    STEPPE_REDUCE_AT,     // the value in month `from`
    STEPPE_REDUCE_EVER,   // whether the test held in any month
    STEPPE_REDUCE_ALWAYS, // in all months
    STEPPE_REDUCE_COUNT,  // months in which it held
    STEPPE_REDUCE_FIRST,  // the first of them, months since year 0; none: STEPPE_NEVER
    STEPPE_REDUCE_AVERAGE // the mean of a number over the months
};
#define STEPPE_NEVER 120000 // months since year 0: a date after all others
#define STEPPE_REDUCERS_MAX 64

struct steppe_reducer {
    enum steppe_reducer_kind kind;
    int32_t from, until; // months since year 0, both within
    const struct steppe_program *value;
    struct steppe_place place; // of its dates
};

struct steppe_statement {
    const struct steppe_reducer *reducers;
    size_t reducer_count;
    const struct steppe_program *outer; // a truth, or the number that a measure is
};

// Compiles a statement. False after adding findings.
bool steppe_statement_compile(struct steppe_model_builder *builder, const char *text, size_t length,
                              struct steppe_place place, const char *source_line,
                              struct steppe_statement *statement);

// Like it, for a measure: a number of whole futures, in `unit`.
bool steppe_measure_compile(struct steppe_model_builder *builder, const char *text, size_t length,
                            struct steppe_place place, const char *source_line,
                            struct steppe_unit unit, struct steppe_statement *statement);

// Compiles an expression that may also read figures of the tables; it is not run in a world but
// looked up (study/facts.h).
const struct steppe_program *
steppe_figures_compile(struct steppe_model_builder *builder, const char *text, size_t length,
                       struct steppe_place place, const char *source_line,
                       const struct steppe_expected *expected);

// The cells that a change names: `threat[h]`, `trade.theta`, `attention[west, security]`, where an
// index may also be a set.
struct steppe_target {
    bool is_param;
    uint32_t number;       // of the variable or parameter
    const uint32_t *cells; // in the builder's arena
    size_t cell_count;
};
#define STEPPE_TARGET_CELLS_MAX 20000

// False after adding findings: what is no name, is unknown, or is a figure or an indicator.
bool steppe_expression_target(struct steppe_model_builder *builder, const char *text, size_t length,
                              struct steppe_place place, const char *source_line,
                              const struct steppe_binding *bindings, size_t binding_count,
                              struct steppe_target *target);
#endif
