// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// expression_parts: what the files of the expression compiler share, private to them. The way of a
// text: lexer -> tokens -> parser -> tree -> types (names, units, folds unrolled) -> values, each
// made by operations on earlier ones -> code -> program with registers.
#ifndef STEPPE_MODEL_EXPRESSION_PARTS_H
#define STEPPE_MODEL_EXPRESSION_PARTS_H

#include "model/builder.h"
#include "model/expression.h"

// Longest text of one expression, in bytes.
#define STEPPE_EXPRESSION_TEXT_MAX 8192

// ---- one compilation -----------------------------------------------------------------------
struct steppe_compilation {
    struct steppe_model_builder *builder;
    struct steppe_arena scratch; // tokens, tree and values; freed at the end
    const char *text;
    size_t length;
    struct steppe_place place; // of text[0]
    const char *source_line;
    bool figures;       // figures of the tables may be read
    bool failed;        // a finding was added
    bool out_of_memory; // said by an arena
};

// Adds an error that underlines text[at..at+width). expected and nearest may be NULL.
void steppe_expression_fault(struct steppe_compilation *compilation, size_t at, size_t width,
                             const char *expected, const char *nearest, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

// ---- lexer ---------------------------------------------------------------------------------
enum steppe_token_kind {
    STEPPE_TOKEN_END,
    STEPPE_TOKEN_NUMBER, // with its unit
    STEPPE_TOKEN_DATE,
    STEPPE_TOKEN_SPAN, // 2026..2030, 2026-07..2027-06
    STEPPE_TOKEN_NAME,
    STEPPE_TOKEN_SYMBOL, // symbol: one of ( ) [ ] , + - * / ^ < > l(<=) g(>=) =(==) !(!=)
    STEPPE_TOKEN_BAD     // a finding was added
};

struct steppe_token {
    enum steppe_token_kind kind;
    char symbol;
    size_t at, width;
    double number; // in coherent units
    struct steppe_unit unit;
    struct steppe_date date, until; // SPAN: years or months, from and to
};

// The token that begins at or after text[from].
struct steppe_token steppe_expression_token(struct steppe_compilation *compilation, size_t from);

// ---- tree ----------------------------------------------------------------------------------
enum steppe_node_kind {
    STEPPE_NODE_NUMBER,
    STEPPE_NODE_DATE,
    STEPPE_NODE_SPAN,    // date .. until
    STEPPE_NODE_NAME,    // children: indices, names
    STEPPE_NODE_CALL,    // children: arguments
    STEPPE_NODE_FOLD,    // children: loop name, set name, body
    STEPPE_NODE_CHAIN,   // children joined by signs of one rank: + -, * /, & or |
    STEPPE_NODE_COMPARE, // sign: < > l g = !
    STEPPE_NODE_POWER,
    STEPPE_NODE_MINUS,
    STEPPE_NODE_NOT
};

struct steppe_node {
    enum steppe_node_kind kind;
    bool indexed;      // NAME with brackets
    char sign;         // of COMPARE and POWER
    char joined_by;    // child of a CHAIN: the sign between it and what precedes; first child: 0
    size_t at, width;  // of the whole
    size_t name_width; // NAME, CALL, FOLD: of the name at text[at]
    size_t sign_at, joined_at; // where these signs stand
    double number;
    struct steppe_unit unit;
    struct steppe_date date, until;
    struct steppe_node *child, *next;
    size_t child_count;
};

// The tree of the whole text, at most STEPPE_EXPRESSION_DEPTH_MAX deep; NULL after a finding.
struct steppe_node *steppe_expression_parse(struct steppe_compilation *compilation);

// ---- values --------------------------------------------------------------------------------
// What an expression is worth before registers are given: a constant, or a node of the code list.
struct steppe_value {
    bool wrong;    // a finding was added: says nothing more
    bool any_unit; // the number 0 fits all units
    bool constant;
    enum steppe_type type;
    struct steppe_unit unit; // of a number; factor 1
    uint32_t state_variable; // of a state
    double number;           // of a constant
    uint32_t node;           // else: in the code list
};

// Operands of a node are nodes before it, each used once. POWER with a whole constant exponent has
// one operand a and the exponent in c: it becomes multiplications, right for negative bases too.
struct steppe_code_node {
    uint16_t operation;
    uint16_t need;    // registers to compute it
    uint32_t a, b, c; // operands; of a read as in struct steppe_instruction
    double value;
};

struct steppe_code_list {
    struct steppe_compilation *compilation;
    struct steppe_code_node *nodes;
    size_t count, capacity;
};

// Operation on up to three values, folded when all are constant; types and units are the caller's.
struct steppe_value steppe_code_apply(struct steppe_code_list *code,
                                      enum steppe_operation operation,
                                      const struct steppe_value *const operands[], size_t count);
// A read: VARIABLE (number, cell, lag), PARAMETER (number, cell) or MONTH.
struct steppe_value steppe_code_read(struct steppe_code_list *code, enum steppe_operation operation,
                                     uint32_t number, uint32_t cell, uint32_t lag);
// The program that computes value; NULL after a finding.
const struct steppe_program *steppe_code_finish(struct steppe_code_list *code,
                                                struct steppe_value value);
// base to the power of a whole number 2..STEPPE_CODE_POWER_MAX.
#define STEPPE_CODE_POWER_MAX 16
struct steppe_value steppe_code_whole_power(struct steppe_code_list *code,
                                            const struct steppe_value *base, uint32_t exponent);

// The reducers of a statement while it is checked.
struct steppe_reducer_list {
    struct steppe_reducer *items; // [STEPPE_REDUCERS_MAX]
    size_t count;
};

// Names and units resolved, folds unrolled. reducers: NULL where a value of one month is wanted.
struct steppe_value steppe_expression_check(struct steppe_compilation *compilation,
                                            struct steppe_code_list *code,
                                            const struct steppe_node *root,
                                            const struct steppe_binding *bindings,
                                            size_t binding_count,
                                            const struct steppe_expected *expected,
                                            struct steppe_reducer_list *reducers);
#endif
