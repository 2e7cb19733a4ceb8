// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// expression_statement: the parts of a statement that look at whole futures. In: at(date, x),
// ever(span, test), average(span, x) and their kin in a tree. Out: a reducer with a
// program of its own for each, and the value that reads it. Outside of them nothing may belong to
// one month.
#include "model/expression_check.h"

#include <string.h>

struct form {
    const char *name;
    enum steppe_reducer_kind kind;
    enum steppe_type type; // of what it makes; at: that of its value
    const char *text;      // for messages
};

static const struct form forms[] = {
    {"at", STEPPE_REDUCE_AT, STEPPE_TYPE_NUMBER, "at(2030-12, x)"},
    {"ever", STEPPE_REDUCE_EVER, STEPPE_TYPE_TRUTH, "ever(2026..2030, test)"},
    {"always", STEPPE_REDUCE_ALWAYS, STEPPE_TYPE_TRUTH, "always(2026..2030, test)"},
    {"count", STEPPE_REDUCE_COUNT, STEPPE_TYPE_NUMBER, "count(2026..2030, test)"},
    {"first", STEPPE_REDUCE_FIRST, STEPPE_TYPE_DATE, "first(2026..2030, test)"},
    {"average", STEPPE_REDUCE_AVERAGE, STEPPE_TYPE_NUMBER, "average(2026..2030, x)"},
};

static bool name_is(const struct steppe_checker *k, const struct steppe_node *node,
                    const char *name) {
    return strlen(name) == node->name_width &&
           memcmp(k->compilation->text + node->at, name, node->name_width) == 0;
}

static const struct form *find_form(const struct steppe_checker *k,
                                    const struct steppe_node *node) {
    for (size_t i = 0; i < STEPPE_COUNT(forms); i++)
        if (name_is(k, node, forms[i].name)) return &forms[i];
    return NULL;
}

bool steppe_check_is_reducer(const struct steppe_checker *k, const struct steppe_node *node) {
    return node->kind == STEPPE_NODE_CALL && find_form(k, node) != NULL;
}

// The months that a reducer looks at.
static bool read_span(struct steppe_checker *k, const struct steppe_node *node,
                      const struct form *form, struct steppe_reducer *reducer) {
    bool at = form->kind == STEPPE_REDUCE_AT;
    if (node->kind != (at ? STEPPE_NODE_DATE : STEPPE_NODE_SPAN)) {
        steppe_expression_fault(k->compilation, node->at, node->width, form->text, NULL,
                                at ? "this is no month" : "this is no span of years or months");
        return false;
    }
    reducer->from = steppe_date_month(node->date);
    reducer->until = at ? reducer->from : steppe_date_after(node->until) - 1;
    if (reducer->from <= reducer->until) return true;
    steppe_expression_fault(k->compilation, node->at, node->width, form->text, NULL,
                            "the span ends before it begins");
    return false;
}

// The program of what is looked at each month, in a code list of its own.
static struct steppe_value read_inner(struct steppe_checker *k, const struct steppe_node *node,
                                      const struct form *form, struct steppe_reducer *reducer) {
    struct steppe_code_list *outer_code = k->code;
    struct steppe_reducer_list *reducers = k->reducers;
    struct steppe_code_list code = {.compilation = k->compilation};
    k->code = &code;
    k->reducers = NULL;
    k->reducing = true;
    struct steppe_value value = steppe_check(k, node, UINT32_MAX);
    k->reducing = false;
    k->reducers = reducers;
    k->code = outer_code;
    if (value.wrong) return value;
    bool average = form->kind == STEPPE_REDUCE_AVERAGE;
    bool test = form->kind != STEPPE_REDUCE_AT && !average;
    if ((test && value.type != STEPPE_TYPE_TRUTH) ||
        (average && value.type != STEPPE_TYPE_NUMBER)) {
        steppe_check_fault(k, node, test ? "a test such as a < b" : "a number", &value);
        return steppe_value_wrong();
    }
    reducer->value = steppe_code_finish(&code, value);
    return reducer->value ? value : steppe_value_wrong();
}

struct steppe_value steppe_check_reducer(struct steppe_checker *k, const struct steppe_node *node) {
    struct steppe_compilation *c = k->compilation;
    const struct form *form = find_form(k, node);
    struct steppe_reducer reducer = {.kind = form->kind, .place = c->place};
    if (node->child_count != 2 || k->lag > 0) {
        steppe_expression_fault(c, node->at, node->width, form->text, NULL,
                                k->lag > 0 ? "'%s' has no past" : "'%s' takes two arguments",
                                form->name);
        return steppe_value_wrong();
    }
    bool good = read_span(k, node->child, form, &reducer);
    struct steppe_value inner = read_inner(k, node->child->next, form, &reducer);
    if (!good || inner.wrong) return steppe_value_wrong();
    if (k->reducers->count == STEPPE_REDUCERS_MAX) {
        steppe_expression_fault(c, node->at, node->width, "fewer; a fold within ever counts once",
                                NULL, "more than %d parts look at months", STEPPE_REDUCERS_MAX);
        return steppe_value_wrong();
    }
    if (reducer.place.line) reducer.place.column += (uint32_t)node->child->at;
    size_t number = k->reducers->count++;
    k->reducers->items[number] = reducer;
    struct steppe_value value = steppe_code_read(k->code, STEPPE_OP_REDUCED, (uint32_t)number, 0,
                                                 0);
    bool at = form->kind == STEPPE_REDUCE_AT;
    value.type = at ? inner.type : form->type;
    if (at || form->kind == STEPPE_REDUCE_AVERAGE) value.unit = inner.unit;
    if (at) value.state_variable = inner.state_variable;
    return value;
}

struct steppe_value steppe_check_timeless_name(struct steppe_checker *k,
                                               const struct steppe_node *node, uint32_t states) {
    if (name_is(k, node, "never") && !node->indexed)
        return (struct steppe_value){.constant = true,
                                     .type = STEPPE_TYPE_DATE,
                                     .number = STEPPE_NEVER,
                                     .unit = {.factor = 1},
                                     .state_variable = UINT32_MAX};
    struct steppe_value value = steppe_check_name(k, node, states);
    if (value.wrong || value.constant ||
        k->code->nodes[value.node].operation == STEPPE_OP_PARAMETER)
        return value;
    steppe_expression_fault(k->compilation, node->at, node->width, "at(2030-12, x)", NULL,
                            "'%.*s' has a value each month: which month is not said",
                            (int)node->name_width, k->compilation->text + node->at);
    return steppe_value_wrong();
}
