// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// expression_check: what expression_types.c and expression_names.c share while they check a tree.
#ifndef STEPPE_MODEL_EXPRESSION_CHECK_H
#define STEPPE_MODEL_EXPRESSION_CHECK_H

#include "model/expression_parts.h"

struct steppe_check_binding { // a loop name and the element it stands for at present
    const char *name;
    size_t length;
    uint32_t axis, element;
};

struct steppe_checker {
    struct steppe_compilation *compilation;
    struct steppe_code_list *code;
    struct steppe_check_binding bindings[STEPPE_EXPRESSION_DEPTH_MAX + 8];
    size_t binding_count;
    uint32_t lag; // months that the enclosing calls of lag go back
    size_t visits;
    struct steppe_reducer_list *reducers; // of a statement, while outside them; else NULL
    bool reducing;                        // inside one
};

static inline struct steppe_value steppe_value_wrong(void) {
    return (struct steppe_value){
        .wrong = true, .unit = {.factor = 1}, .state_variable = UINT32_MAX};
}

// Value of a tree. states: the variable whose states a bare name may be, UINT32_MAX if none.
struct steppe_value steppe_check(struct steppe_checker *checker, const struct steppe_node *node,
                                 uint32_t states);
struct steppe_value steppe_check_name(struct steppe_checker *checker,
                                      const struct steppe_node *node, uint32_t states);
// at, ever, always, count, first: expression_statement.c. Whether a name is one of them.
bool steppe_check_is_reducer(const struct steppe_checker *checker, const struct steppe_node *node);
struct steppe_value steppe_check_reducer(struct steppe_checker *checker,
                                         const struct steppe_node *node);
// A name outside the reducers of a statement: a state, a parameter or `never`, but no value that
// belongs to one month.
struct steppe_value steppe_check_timeless_name(struct steppe_checker *checker,
                                               const struct steppe_node *node, uint32_t states);
// The variable whose state the tree is, seen from its names alone; UINT32_MAX if it is none.
uint32_t steppe_check_states(const struct steppe_checker *checker, const struct steppe_node *node);
// A checker with the bindings of the caller.
struct steppe_checker steppe_checker_make(struct steppe_compilation *compilation,
                                          struct steppe_code_list *code,
                                          const struct steppe_binding *bindings,
                                          size_t binding_count);
// Cells that a name stands for, where an index may be a set; false after a finding.
bool steppe_check_target(struct steppe_checker *checker, const struct steppe_node *node,
                         struct steppe_target *target);
// The binding of a loop name, NULL if there is none.
const struct steppe_check_binding *steppe_check_binding(const struct steppe_checker *checker,
                                                        const struct steppe_node *node);
// "this is a number in USD; expected ..." at a node.
void steppe_check_fault(struct steppe_checker *checker, const struct steppe_node *node,
                        const char *expected, const struct steppe_value *found);
#endif
