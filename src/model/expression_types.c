// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// expression_types: tree -> values. Resolves names, checks types and units, unrolls folds. A wrong
// part says so once; what is built on it keeps silent, so that every fault of a text is reported.
#include "model/expression_check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool name_is(const struct steppe_checker *k, const struct steppe_node *node,
                    const char *name) {
    return strlen(name) == node->name_width &&
           memcmp(k->compilation->text + node->at, name, node->name_width) == 0;
}

static struct steppe_value constant_number(double number) {
    return (struct steppe_value){.constant = true,
                                 .number = number,
                                 .unit = {.factor = 1},
                                 .any_unit = number == 0,
                                 .state_variable = UINT32_MAX};
}

static const char *type_text(enum steppe_type type) {
    static const char *const texts[] = {"number", "truth", "date", "state"};
    return texts[type];
}

// "a number in USD/year", "a date": for messages. text has room for 128 bytes.
static const char *kind_text(const struct steppe_value *value, char text[128]) {
    char unit[96];
    if (value->type != STEPPE_TYPE_NUMBER) {
        snprintf(text, 128, "a %s", type_text(value->type));
    } else if (value->any_unit || steppe_unit_none(value->unit)) {
        snprintf(text, 128, "a number without unit");
    } else {
        steppe_unit_print(value->unit, unit, sizeof unit);
        snprintf(text, 128, "a number in %s", unit);
    }
    return text;
}

void steppe_check_fault(struct steppe_checker *k, const struct steppe_node *node,
                        const char *expected, const struct steppe_value *found) {
    char text[128];
    steppe_expression_fault(k->compilation, node->at, node->width, expected, NULL, "this is %s",
                            kind_text(found, text));
}

// True when value is of the type; else a finding. Wrong values keep silent.
static bool demand_type(struct steppe_checker *k, const struct steppe_node *node,
                        const struct steppe_value *value, enum steppe_type type) {
    static const char *const expected[] = {"a number", "a test such as a < b", "a date", "a state"};
    if (value->wrong) return false;
    if (value->type == type) return true;
    steppe_check_fault(k, node, expected[type], value);
    return false;
}

static bool demand_plain(struct steppe_checker *k, const struct steppe_node *node,
                         const struct steppe_value *value) {
    if (!demand_type(k, node, value, STEPPE_TYPE_NUMBER)) return false;
    if (steppe_unit_none(value->unit)) return true;
    steppe_check_fault(k, node, "a number without unit", value);
    return false;
}

// Both of one type, unit and list of states; `second` is underlined if not. The common kind is
// laid on *common.
static bool demand_same(struct steppe_checker *k, const struct steppe_node *second,
                        const struct steppe_value *a, const struct steppe_value *b,
                        struct steppe_value *common) {
    char text[128];
    if (a->wrong || b->wrong) return false;
    bool same = a->type == b->type;
    if (same && a->type == STEPPE_TYPE_NUMBER)
        same = a->any_unit || b->any_unit || steppe_unit_same(a->unit, b->unit);
    if (same && a->type == STEPPE_TYPE_STATE) {
        if (a->state_variable != b->state_variable) {
            const struct steppe_variable *variables = k->compilation->builder->variables;
            steppe_expression_fault(
                k->compilation, second->at, second->width,
                steppe_findings_text(k->compilation->builder->findings, "a state of %s",
                                     variables[a->state_variable].name),
                NULL, "this is a state of %s", variables[b->state_variable].name);
            return false;
        }
    }
    if (!same) {
        const char *expected = steppe_findings_text(k->compilation->builder->findings, "%s",
                                                    kind_text(a, text));
        steppe_check_fault(k, second, expected, b);
        return false;
    }
    common->type = a->type;
    common->unit = a->any_unit ? b->unit : a->unit;
    common->any_unit = a->any_unit && b->any_unit;
    common->state_variable = a->state_variable;
    return true;
}

static struct steppe_value apply(struct steppe_checker *k, const struct steppe_node *node,
                                 enum steppe_operation operation, const struct steppe_value *a,
                                 const struct steppe_value *b, const struct steppe_value *c) {
    const struct steppe_value *operands[3] = {a, b, c};
    struct steppe_value value = steppe_code_apply(k->code, operation, operands, c ? 3 : b ? 2 : 1);
    if (!value.wrong && value.constant && !isfinite(value.number)) {
        steppe_expression_fault(k->compilation, node->at, node->width, "a finite number", NULL,
                                "this is always infinite or undefined");
        return steppe_value_wrong();
    }
    return value;
}

static struct steppe_value truth(struct steppe_value value) {
    value.type = STEPPE_TYPE_TRUTH;
    return value;
}

// Lays the kind of `kind` on the worth of `value`.
static struct steppe_value of_kind(struct steppe_value value, const struct steppe_value *kind) {
    value.type = kind->type;
    value.unit = kind->unit;
    value.any_unit = kind->any_unit && value.constant && value.number == 0;
    value.state_variable = kind->state_variable;
    return value;
}

// ---- signs -----------------------------------------------------------------------------------
// unit of a * b^power; a finding when an exponent outgrows its small integer.
static bool multiply_units(struct steppe_checker *k, const struct steppe_node *node,
                           struct steppe_unit a, struct steppe_unit b, int power,
                           struct steppe_unit *unit) {
    for (int i = 0; i < STEPPE_UNIT_DIMENSIONS; i++) {
        int exponent = a.exponents[i] + b.exponents[i] * power;
        if (exponent >= -STEPPE_CODE_POWER_MAX && exponent <= STEPPE_CODE_POWER_MAX) continue;
        steppe_expression_fault(k->compilation, node->at, node->width, NULL, NULL,
                                "a unit to the power of %d goes too far", exponent);
        return false;
    }
    *unit = steppe_unit_multiply(a, b, power);
    unit->factor = 1;
    return true;
}

static struct steppe_value chain_step(struct steppe_checker *k, const struct steppe_node *chain,
                                      const struct steppe_node *node,
                                      const struct steppe_value *left,
                                      const struct steppe_value *right) {
    struct steppe_value common = {0};
    switch (node->joined_by) {
    case '+':
    case '-':
        if (!demand_type(k, node, right, STEPPE_TYPE_NUMBER) || left->wrong)
            return steppe_value_wrong();
        if (!demand_same(k, node, left, right, &common)) return steppe_value_wrong();
        return of_kind(apply(k, chain, node->joined_by == '+' ? STEPPE_OP_ADD : STEPPE_OP_SUBTRACT,
                             left, right, NULL),
                       &common);
    case '*':
    case '/':
        if (!demand_type(k, node, right, STEPPE_TYPE_NUMBER) || left->wrong)
            return steppe_value_wrong();
        if (!multiply_units(k, node, left->unit, right->unit, node->joined_by == '*' ? 1 : -1,
                            &common.unit))
            return steppe_value_wrong();
        return of_kind(apply(k, chain,
                             node->joined_by == '*' ? STEPPE_OP_MULTIPLY : STEPPE_OP_DIVIDE, left,
                             right, NULL),
                       &common);
    default:
        if (!demand_type(k, node, right, STEPPE_TYPE_TRUTH) || left->wrong)
            return steppe_value_wrong();
        return truth(apply(k, chain, node->joined_by == '&' ? STEPPE_OP_AND : STEPPE_OP_OR, left,
                           right, NULL));
    }
}

static struct steppe_value check_chain(struct steppe_checker *k, const struct steppe_node *chain) {
    const struct steppe_node *node = chain->child;
    char sign = node->next->joined_by;
    enum steppe_type type = sign == '&' || sign == '|' ? STEPPE_TYPE_TRUTH : STEPPE_TYPE_NUMBER;
    struct steppe_value left = steppe_check(k, node, UINT32_MAX);
    if (!demand_type(k, node, &left, type)) left = steppe_value_wrong();
    for (node = node->next; node; node = node->next) {
        struct steppe_value right = steppe_check(k, node, UINT32_MAX);
        left = chain_step(k, chain, node, &left, &right);
    }
    return left;
}

// The variable that a value is, alone or at a month of a statement, or the mean of; else NULL.
static const struct steppe_variable *variable_of(const struct steppe_checker *k,
                                                 const struct steppe_value *value) {
    if (value->wrong || value->constant || value->type != STEPPE_TYPE_NUMBER) return NULL;
    const struct steppe_code_node *code = &k->code->nodes[value->node];
    uint32_t number = code->a;
    if (code->operation == STEPPE_OP_REDUCED) {
        const struct steppe_reducer *reducer = &k->reducers->items[code->a];
        const bool itself = reducer->kind == STEPPE_REDUCE_AT ||
                            reducer->kind == STEPPE_REDUCE_AVERAGE;
        if (!itself || reducer->value->instruction_count != 1) return NULL;
        if (reducer->value->code[0].operation != STEPPE_OP_VARIABLE) return NULL;
        number = reducer->value->code[0].a;
    } else if (code->operation != STEPPE_OP_VARIABLE) {
        return NULL;
    }
    return &k->compilation->builder->variables[number];
}

// A number that a variable never reaches makes a comparison that says nothing: 20 for 20 %.
static bool demand_reachable(struct steppe_checker *k, const struct steppe_node *node,
                             const struct steppe_value *value, const struct steppe_value *number) {
    const struct steppe_variable *variable = variable_of(k, value);
    if (!variable || !number->constant) return true;
    const double low = variable->low, high = variable->high, limit = number->number;
    if (!(limit < low || limit > high)) return true;
    const double unit = variable->unit.factor > 0 ? variable->unit.factor : 1;
    const bool percent = high == 1 && limit > 1 && limit <= 100 && steppe_unit_none(variable->unit);
    const char *expected = steppe_findings_text(k->compilation->builder->findings,
                                                percent ? "a number from %g to %g, such as %g %%"
                                                        : "a number from %g to %g",
                                                low / unit, high / unit, limit);
    steppe_expression_fault(k->compilation, node->at, node->width, expected, NULL,
                            limit > high ? "'%s' is never above %g" : "'%s' is never below %g",
                            variable->name, (limit > high ? high : low) / unit);
    return false;
}

static struct steppe_value check_compare(struct steppe_checker *k, const struct steppe_node *node) {
    const struct steppe_node *first = node->child, *second = first->next;
    bool equality = node->sign == '=' || node->sign == '!';
    uint32_t first_states = steppe_check_states(k, first),
             second_states = steppe_check_states(k, second);
    struct steppe_value a = steppe_check(k, first, second_states);
    struct steppe_value b = steppe_check(k, second, first_states);
    struct steppe_value common;
    if (!demand_same(k, second, &a, &b, &common)) return steppe_value_wrong();
    if (!demand_reachable(k, second, &a, &b) || !demand_reachable(k, first, &b, &a))
        return steppe_value_wrong();
    if (!equality && (a.type == STEPPE_TYPE_TRUTH || a.type == STEPPE_TYPE_STATE)) {
        steppe_expression_fault(k->compilation, node->sign_at, 1, "== or !=", NULL,
                                "%ss have no order", type_text(a.type));
        return steppe_value_wrong();
    }
    switch (node->sign) {
    case '<': return truth(apply(k, node, STEPPE_OP_LESS, &a, &b, NULL));
    case 'l': return truth(apply(k, node, STEPPE_OP_LESS_EQUAL, &a, &b, NULL));
    case '>': return truth(apply(k, node, STEPPE_OP_LESS, &b, &a, NULL));
    case 'g': return truth(apply(k, node, STEPPE_OP_LESS_EQUAL, &b, &a, NULL));
    case '=': return truth(apply(k, node, STEPPE_OP_EQUAL, &a, &b, NULL));
    default: return truth(apply(k, node, STEPPE_OP_NOT_EQUAL, &a, &b, NULL));
    }
}

static struct steppe_value raise(struct steppe_checker *k, const struct steppe_node *node,
                                 const struct steppe_value *base,
                                 const struct steppe_value *exponent) {
    double n = exponent->number;
    bool whole = exponent->constant && n == floor(n) && fabs(n) <= STEPPE_CODE_POWER_MAX;
    if (!whole || base->constant) return apply(k, node, STEPPE_OP_POWER, base, exponent, NULL);
    struct steppe_value one = constant_number(1), value = *base;
    if (n == 0) return one;
    if (fabs(n) >= 2) value = steppe_code_whole_power(k->code, base, (uint32_t)fabs(n));
    return n < 0 ? apply(k, node, STEPPE_OP_DIVIDE, &one, &value, NULL) : value;
}

static struct steppe_value check_power(struct steppe_checker *k, const struct steppe_node *node) {
    const struct steppe_node *first = node->child, *second = first->next;
    struct steppe_value base = steppe_check(k, first, UINT32_MAX);
    struct steppe_value exponent = steppe_check(k, second, UINT32_MAX);
    bool good = demand_type(k, first, &base, STEPPE_TYPE_NUMBER);
    if (!demand_plain(k, second, &exponent) || !good) return steppe_value_wrong();
    struct steppe_value kind = {0};
    kind.unit.factor = 1;
    if (!steppe_unit_none(base.unit)) {
        double n = exponent.number;
        if (!exponent.constant || n != floor(n) || fabs(n) > STEPPE_CODE_POWER_MAX) {
            steppe_expression_fault(k->compilation, second->at, second->width,
                                    "a whole number, as the base has a unit", NULL,
                                    "this exponent leaves no unit");
            return steppe_value_wrong();
        }
        struct steppe_unit none = {.factor = 1};
        if (!multiply_units(k, node, none, base.unit, (int)n, &kind.unit))
            return steppe_value_wrong();
    }
    return of_kind(raise(k, node, &base, &exponent), &kind);
}

// ---- functions -------------------------------------------------------------------------------
static struct steppe_value call_plain(struct steppe_checker *k, const struct steppe_node *node,
                                      enum steppe_operation operation) {
    struct steppe_value value = steppe_check(k, node->child, UINT32_MAX);
    if (!demand_plain(k, node->child, &value)) return steppe_value_wrong();
    return apply(k, node, operation, &value, NULL, NULL);
}

static struct steppe_value call_sqrt(struct steppe_checker *k, const struct steppe_node *node) {
    struct steppe_value value = steppe_check(k, node->child, UINT32_MAX);
    if (!demand_type(k, node->child, &value, STEPPE_TYPE_NUMBER)) return steppe_value_wrong();
    struct steppe_value root = apply(k, node, STEPPE_OP_SQRT, &value, NULL, NULL);
    for (int i = 0; i < STEPPE_UNIT_DIMENSIONS; i++) {
        if (value.unit.exponents[i] % 2 != 0) {
            steppe_check_fault(k, node->child, "a number whose unit is a square", &value);
            return steppe_value_wrong();
        }
        root.unit.exponents[i] = (int8_t)(value.unit.exponents[i] / 2);
    }
    return root;
}

// years(date): as variables keep dates, such as that of a new leader.
static struct steppe_value call_years(struct steppe_checker *k, const struct steppe_node *node) {
    const struct steppe_value value = steppe_check(k, node->child, UINT32_MAX);
    if (!demand_type(k, node->child, &value, STEPPE_TYPE_DATE)) return steppe_value_wrong();
    const struct steppe_value months = constant_number(12);
    struct steppe_value years = apply(k, node, STEPPE_OP_DIVIDE, &value, &months, NULL);
    years.unit.exponents[STEPPE_UNIT_YEAR] = 1;
    return years;
}

// min, max, clamp: MAX and MIN over arguments of one unit.
static struct steppe_value call_extreme(struct steppe_checker *k, const struct steppe_node *node,
                                        enum steppe_operation operation) {
    bool clamp = name_is(k, node, "clamp");
    struct steppe_value value = steppe_check(k, node->child, UINT32_MAX);
    if (!demand_type(k, node->child, &value, STEPPE_TYPE_NUMBER)) value = steppe_value_wrong();
    for (const struct steppe_node *next = node->child->next; next; next = next->next) {
        struct steppe_value other = steppe_check(k, next, UINT32_MAX), common = {0};
        bool good = demand_type(k, next, &other, STEPPE_TYPE_NUMBER);
        if (!good || !demand_same(k, next, &value, &other, &common))
            value = steppe_value_wrong();
        else
            value = of_kind(apply(k, node, operation, &value, &other, NULL), &common);
        if (clamp) operation = STEPPE_OP_MIN;
    }
    return value;
}

static struct steppe_value call_if(struct steppe_checker *k, const struct steppe_node *node,
                                   uint32_t states) {
    const struct steppe_node *first = node->child, *second = first->next, *third = second->next;
    uint32_t own_states = steppe_check_states(k, node);
    if (own_states != UINT32_MAX) states = own_states;
    struct steppe_value test = steppe_check(k, first, UINT32_MAX), common;
    struct steppe_value a = steppe_check(k, second, states), b = steppe_check(k, third, states);
    bool good = demand_type(k, first, &test, STEPPE_TYPE_TRUTH);
    if (!demand_same(k, third, &a, &b, &common) || !good) return steppe_value_wrong();
    return of_kind(apply(k, node, STEPPE_OP_SELECT, &test, &a, &b), &common);
}

// lag(x, MONTHS): all variables and the date in x as they were; a parameter has no past.
static struct steppe_value call_lag(struct steppe_checker *k, const struct steppe_node *node,
                                    uint32_t states) {
    const struct steppe_node *second = node->child->next;
    uint32_t before = k->lag;
    struct steppe_value months = steppe_check(k, second, UINT32_MAX);
    bool good = demand_plain(k, second, &months);
    double n = months.number;
    if (good && (!months.constant || n != floor(n) || n < 0 || n + before > STEPPE_LAG_MAX)) {
        const char *expected = steppe_findings_text(k->compilation->builder->findings,
                                                    "a whole number of months from 0 to %u",
                                                    (unsigned)STEPPE_LAG_MAX - before);
        steppe_expression_fault(k->compilation, second->at, second->width, expected, NULL,
                                "this is no lag");
        good = false;
    }
    if (good) k->lag = before + (uint32_t)n;
    struct steppe_value value = steppe_check(k, node->child, states);
    k->lag = before;
    return good ? value : steppe_value_wrong();
}

struct function {
    const char *name;
    size_t fewest, most; // arguments; 0: only as a fold
    const char *form;    // for messages
};

static const struct function functions[] = {
    {"min", 2, 64, "min(a, b) or min(h in hosts, x)"},
    {"max", 2, 64, "max(a, b) or max(h in hosts, x)"},
    {"clamp", 3, 3, "clamp(x, low, high)"},
    {"exp", 1, 1, "exp(x)"},
    {"log", 1, 1, "log(x)"},
    {"sqrt", 1, 1, "sqrt(x)"},
    {"sigmoid", 1, 1, "sigmoid(x)"},
    {"years", 1, 1, "years(date)"},
    {"if", 3, 3, "if(test, a, b)"},
    {"lag", 2, 2, "lag(x, months)"},
    {"sum", 0, 0, "sum(h in hosts, x)"},
    {"mean", 0, 0, "mean(h in hosts, x)"},
    {"share", 0, 0, "share(h in hosts, test)"},
    {"any", 0, 0, "any(h in hosts, test)"},
    {"all", 0, 0, "all(h in hosts, test)"},
};

static const struct function *find_function(struct steppe_checker *k,
                                            const struct steppe_node *node) {
    const char *names[STEPPE_COUNT(functions) + 1] = {0};
    struct steppe_compilation *c = k->compilation;
    for (size_t i = 0; i < STEPPE_COUNT(functions); i++) {
        if (name_is(k, node, functions[i].name)) return &functions[i];
        names[i] = functions[i].name;
    }
    if (steppe_check_is_reducer(k, node)) {
        steppe_expression_fault(c, node->at, node->name_width, "a value of one month", NULL,
                                k->reducing ? "'%.*s' cannot stand within another of its kind"
                                            : "'%.*s' belongs to questions",
                                (int)node->name_width, c->text + node->at);
        return NULL;
    }
    const char *text = c->text + node->at;
    bool variable = steppe_builder_find_variable(c->builder, text, node->name_width) !=
                        UINT32_MAX ||
                    steppe_builder_find_parameter(c->builder, text, node->name_width) != UINT32_MAX;
    steppe_expression_fault(c, node->at, node->name_width,
                            variable ? "its indices in [ ]" : "a function such as max or sum",
                            variable ? NULL : steppe_nearest_of(names, text, node->name_width),
                            variable ? "'%.*s' is no function" : "unknown function '%.*s'",
                            (int)node->name_width, text);
    return NULL;
}

static struct steppe_value check_call(struct steppe_checker *k, const struct steppe_node *node,
                                      uint32_t states) {
    if (k->reducers && steppe_check_is_reducer(k, node)) return steppe_check_reducer(k, node);
    const struct function *function = find_function(k, node);
    if (!function) return steppe_value_wrong();
    if (node->child_count < function->fewest || node->child_count > function->most ||
        !function->most) {
        steppe_expression_fault(
            k->compilation, node->at, node->width, function->form, NULL,
            function->most ? "'%s' does not take %zu argument%s" : "'%s' needs a loop",
            function->name, node->child_count, node->child_count == 1 ? "" : "s");
        return steppe_value_wrong();
    }
    if (name_is(k, node, "if")) return call_if(k, node, states);
    if (name_is(k, node, "lag")) return call_lag(k, node, states);
    if (name_is(k, node, "min")) return call_extreme(k, node, STEPPE_OP_MIN);
    if (name_is(k, node, "max") || name_is(k, node, "clamp"))
        return call_extreme(k, node, STEPPE_OP_MAX);
    if (name_is(k, node, "exp")) return call_plain(k, node, STEPPE_OP_EXP);
    if (name_is(k, node, "log")) return call_plain(k, node, STEPPE_OP_LOG);
    if (name_is(k, node, "sigmoid")) return call_plain(k, node, STEPPE_OP_SIGMOID);
    if (name_is(k, node, "years")) return call_years(k, node);
    return call_sqrt(k, node);
}

// ---- folds -----------------------------------------------------------------------------------
static struct steppe_value fold_step(struct steppe_checker *k, const struct steppe_node *node,
                                     const struct steppe_value *left,
                                     const struct steppe_value *right) {
    struct steppe_value common = {0};
    if (!demand_same(k, node, left, right, &common)) return steppe_value_wrong();
    bool tests = name_is(k, node, "any") || name_is(k, node, "all");
    if (tests)
        return truth(apply(k, node, name_is(k, node, "any") ? STEPPE_OP_OR : STEPPE_OP_AND, left,
                           right, NULL));
    enum steppe_operation operation = name_is(k, node, "min")   ? STEPPE_OP_MIN
                                      : name_is(k, node, "max") ? STEPPE_OP_MAX
                                                                : STEPPE_OP_ADD;
    return of_kind(apply(k, node, operation, left, right, NULL), &common);
}

static struct steppe_value fold_empty(struct steppe_checker *k, const struct steppe_node *node) {
    struct steppe_value value = constant_number(0);
    if (name_is(k, node, "sum")) return value;
    if (name_is(k, node, "any") || name_is(k, node, "all")) {
        value.number = name_is(k, node, "all");
        return truth(value);
    }
    const struct steppe_node *set = node->child->next;
    steppe_expression_fault(k->compilation, set->at, set->width, "a set with members", NULL,
                            "a set without members has no %.*s", (int)node->name_width,
                            k->compilation->text + node->at);
    return steppe_value_wrong();
}

static const struct steppe_set *fold_set(struct steppe_checker *k, const struct steppe_node *node) {
    struct steppe_compilation *c = k->compilation;
    const struct steppe_node *loop = node->child, *set_node = loop->next;
    const struct function *function = find_function(k, node);
    if (!function) return NULL;
    if (function->most && !name_is(k, node, "min") && !name_is(k, node, "max")) {
        steppe_expression_fault(c, node->at, node->width, function->form, NULL, "'%s' has no loop",
                                function->name);
        return NULL;
    }
    if (k->binding_count == STEPPE_COUNT(k->bindings) || steppe_check_binding(k, loop)) {
        steppe_expression_fault(c, loop->at, loop->width, "a new name for the loop", NULL,
                                "'%.*s' is already the name of a loop", (int)loop->width,
                                c->text + loop->at);
        return NULL;
    }
    const char *name = c->text + set_node->at;
    const struct steppe_set *set = steppe_builder_find_set(c->builder, name, set_node->name_width);
    if (!set)
        steppe_expression_fault(c, set_node->at, set_node->width, "a set such as hosts",
                                steppe_builder_nearest_set(c->builder, name, set_node->name_width),
                                "unknown set '%.*s'", (int)set_node->name_width, name);
    return set;
}

static struct steppe_value check_fold(struct steppe_checker *k, const struct steppe_node *node) {
    const struct steppe_set *set = fold_set(k, node);
    if (!set) return steppe_value_wrong();
    if (set->count == 0) return fold_empty(k, node);
    const struct steppe_node *loop = node->child, *body = loop->next->next;
    bool tests = name_is(k, node, "any") || name_is(k, node, "all") || name_is(k, node, "share");
    struct steppe_check_binding *binding = &k->bindings[k->binding_count++];
    *binding = (struct steppe_check_binding){k->compilation->text + loop->at, loop->name_width,
                                             set->axis, 0};
    struct steppe_value total = steppe_value_wrong();
    for (size_t i = 0; i < set->count; i++) {
        binding->element = set->members[i];
        struct steppe_value value = steppe_check(k, body, UINT32_MAX);
        bool good = demand_type(k, body, &value, tests ? STEPPE_TYPE_TRUTH : STEPPE_TYPE_NUMBER);
        total = !good ? steppe_value_wrong() : i ? fold_step(k, node, &total, &value) : value;
        if (total.wrong) break;
    }
    k->binding_count--;
    bool share = name_is(k, node, "share");
    if (total.wrong || (!share && !name_is(k, node, "mean"))) return total;
    struct steppe_value kind = total, count = constant_number((double)set->count);
    kind.type = STEPPE_TYPE_NUMBER;
    return of_kind(apply(k, node, STEPPE_OP_DIVIDE, &total, &count, NULL), &kind);
}

// ---- the whole -------------------------------------------------------------------------------
static struct steppe_value check_minus(struct steppe_checker *k, const struct steppe_node *node) {
    struct steppe_value value = steppe_check(k, node->child, UINT32_MAX);
    if (!demand_type(k, node->child, &value, STEPPE_TYPE_NUMBER)) return steppe_value_wrong();
    return of_kind(apply(k, node, STEPPE_OP_NEGATE, &value, NULL, NULL), &value);
}

static struct steppe_value check_not(struct steppe_checker *k, const struct steppe_node *node) {
    struct steppe_value value = steppe_check(k, node->child, UINT32_MAX);
    if (!demand_type(k, node->child, &value, STEPPE_TYPE_TRUTH)) return steppe_value_wrong();
    return truth(apply(k, node, STEPPE_OP_NOT, &value, NULL, NULL));
}

// Work is bounded: a fold over folds of constants makes no code but takes its time.
static bool too_much_work(struct steppe_checker *k) {
    enum { VISITS_MAX = 8 * STEPPE_PROGRAM_INSTRUCTIONS_MAX };
    if (++k->visits <= VISITS_MAX) return false;
    struct steppe_compilation *c = k->compilation;
    if (k->visits == VISITS_MAX + 1)
        steppe_expression_fault(c, 0, c->length, "fewer folds within folds", NULL,
                                "the folds unroll to more than %d parts", VISITS_MAX);
    return true;
}

struct steppe_value steppe_check(struct steppe_checker *k, const struct steppe_node *node,
                                 uint32_t states) {
    if (too_much_work(k) || k->compilation->out_of_memory || k->compilation->builder->failed)
        return steppe_value_wrong();
    struct steppe_value value = constant_number(node->number);
    switch (node->kind) {
    case STEPPE_NODE_NUMBER:
        value.unit = node->unit;
        value.any_unit = node->number == 0 && steppe_unit_none(node->unit);
        return value;
    case STEPPE_NODE_DATE:
        value.type = STEPPE_TYPE_DATE;
        value.number = steppe_date_month(node->date);
        return value;
    case STEPPE_NODE_SPAN:
        steppe_expression_fault(k->compilation, node->at, node->width,
                                k->reducers ? "ever(2026..2030, test)" : NULL, NULL,
                                k->reducers ? "a span of years has no place here"
                                            : "a span of years belongs to questions");
        return steppe_value_wrong();
    case STEPPE_NODE_NAME:
        return k->reducers ? steppe_check_timeless_name(k, node, states)
                           : steppe_check_name(k, node, states);
    case STEPPE_NODE_CALL: return check_call(k, node, states);
    case STEPPE_NODE_FOLD: return check_fold(k, node);
    case STEPPE_NODE_CHAIN: return check_chain(k, node);
    case STEPPE_NODE_COMPARE: return check_compare(k, node);
    case STEPPE_NODE_POWER: return check_power(k, node);
    case STEPPE_NODE_MINUS: return check_minus(k, node);
    case STEPPE_NODE_NOT: return check_not(k, node);
    }
    return steppe_value_wrong();
}

static bool demand_expected(struct steppe_checker *k, const struct steppe_node *root,
                            const struct steppe_value *value,
                            const struct steppe_expected *expected) {
    struct steppe_value wanted = {.type = expected->type, .unit = expected->unit};
    bool good = value->type == expected->type;
    if (good && value->type == STEPPE_TYPE_NUMBER)
        good = value->any_unit || steppe_unit_same(value->unit, expected->unit);
    if (good && value->type == STEPPE_TYPE_STATE)
        good = value->state_variable == expected->state_variable;
    if (good) return true;
    char text[128];
    const char *message = steppe_findings_text(k->compilation->builder->findings, "%s: %s",
                                               expected->what, kind_text(&wanted, text));
    steppe_check_fault(k, root, message, value);
    return false;
}

struct steppe_checker steppe_checker_make(struct steppe_compilation *compilation,
                                          struct steppe_code_list *code,
                                          const struct steppe_binding *bindings,
                                          size_t binding_count) {
    struct steppe_checker k = {.compilation = compilation, .code = code};
    steppe_must(binding_count < STEPPE_COUNT(k.bindings));
    for (size_t i = 0; i < binding_count; i++)
        k.bindings[k.binding_count++] = (struct steppe_check_binding){
            bindings[i].name, strlen(bindings[i].name), bindings[i].axis, bindings[i].element};
    return k;
}

struct steppe_value steppe_expression_check(struct steppe_compilation *compilation,
                                            struct steppe_code_list *code,
                                            const struct steppe_node *root,
                                            const struct steppe_binding *bindings,
                                            size_t binding_count,
                                            const struct steppe_expected *expected,
                                            struct steppe_reducer_list *reducers) {
    struct steppe_checker k = steppe_checker_make(compilation, code, bindings, binding_count);
    k.reducers = reducers;
    bool state = expected->type == STEPPE_TYPE_STATE;
    struct steppe_value value = steppe_check(&k, root,
                                             state ? expected->state_variable : UINT32_MAX);
    if (value.wrong || !demand_expected(&k, root, &value, expected)) return steppe_value_wrong();
    if (value.any_unit) value.unit = expected->unit;
    value.unit.factor = 1;
    return value;
}
