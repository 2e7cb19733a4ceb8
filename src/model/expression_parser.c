// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// expression_parser: tokens -> tree, by the grammar of docs/expressions.md. Chains of the same rank
// are one node with many children, so that only brackets, calls and signs go deeper: at most
// STEPPE_EXPRESSION_DEPTH_MAX levels, which bounds every recursion over the tree.
#include "model/expression_parts.h"

#include <string.h>

struct parser {
    struct steppe_compilation *compilation;
    struct steppe_token token; // the next one
    size_t end;                // of the token before
    size_t depth;
};

static void advance(struct parser *p) {
    p->end = p->token.at + p->token.width;
    p->token = steppe_expression_token(p->compilation, p->end);
}

static bool is_symbol(const struct parser *p, char symbol) {
    return p->token.kind == STEPPE_TOKEN_SYMBOL && p->token.symbol == symbol;
}

static bool text_is(const struct parser *p, size_t at, size_t width, const char *word) {
    return strlen(word) == width && memcmp(p->compilation->text + at, word, width) == 0;
}

static bool is_word(const struct parser *p, const char *word) {
    return p->token.kind == STEPPE_TOKEN_NAME && text_is(p, p->token.at, p->token.width, word);
}

// One finding per unreadable text: what follows a wrong token would be guesswork.
static struct steppe_node *wrong(struct parser *p, const char *expected) {
    struct steppe_compilation *c = p->compilation;
    const struct steppe_token *token = &p->token;
    if (token->kind == STEPPE_TOKEN_BAD || c->out_of_memory) return NULL;
    if (token->kind == STEPPE_TOKEN_END)
        steppe_expression_fault(c, token->at, 1, expected, NULL, "the expression ends too early");
    else
        steppe_expression_fault(c, token->at, token->width, expected, NULL,
                                "'%.*s' has no place here", (int)token->width, c->text + token->at);
    return NULL;
}

static struct steppe_node *make(struct parser *p, enum steppe_node_kind kind, size_t at) {
    struct steppe_node *node = STEPPE_TAKE(&p->compilation->scratch, 1, struct steppe_node);
    if (!node) {
        p->compilation->out_of_memory = true;
        return NULL;
    }
    node->kind = kind;
    node->at = at;
    return node;
}

static void close_node(const struct parser *p, struct steppe_node *node) {
    node->width = p->end - node->at;
}

// Appends child to the list of node; last is the end of that list.
static void append(struct steppe_node *node, struct steppe_node **last, struct steppe_node *child) {
    if (*last)
        (*last)->next = child;
    else
        node->child = child;
    *last = child;
    node->child_count++;
}

static bool deeper(struct parser *p) {
    if (++p->depth <= STEPPE_EXPRESSION_DEPTH_MAX) return true;
    steppe_expression_fault(p->compilation, p->token.at, p->token.width ? p->token.width : 1,
                            "fewer brackets; an indicator can take a part of it", NULL,
                            "the expression is nested deeper than %d levels",
                            STEPPE_EXPRESSION_DEPTH_MAX);
    return false;
}

static struct steppe_node *parse_or(struct parser *p);
static struct steppe_node *parse_unary(struct parser *p);

static bool take(struct parser *p, char symbol, const char *expected) {
    if (!is_symbol(p, symbol)) {
        (void)wrong(p, expected);
        return false;
    }
    advance(p);
    return true;
}

static struct steppe_node *parse_plain_name(struct parser *p, const char *expected) {
    if (p->token.kind != STEPPE_TOKEN_NAME) return wrong(p, expected);
    struct steppe_node *node = make(p, STEPPE_NODE_NAME, p->token.at);
    if (!node) return NULL;
    node->name_width = p->token.width;
    advance(p);
    close_node(p, node);
    return node;
}

// "[" index {"," index} "]"
static bool parse_indices(struct parser *p, struct steppe_node *node) {
    struct steppe_node *last = NULL;
    node->indexed = true;
    do {
        advance(p); // [ or ,
        struct steppe_node *index = parse_plain_name(p, "a code such as KAZ, or a loop name");
        if (!index) return false;
        append(node, &last, index);
    } while (is_symbol(p, ','));
    return take(p, ']', "a comma or ]");
}

// NAME "in" SET "," or ")": the part of a fold behind its first name.
static bool parse_fold(struct parser *p, struct steppe_node *node, struct steppe_node **last) {
    node->kind = STEPPE_NODE_FOLD;
    advance(p); // in
    struct steppe_node *set = parse_plain_name(p, "a set such as hosts");
    if (!set) return false;
    append(node, last, set);
    if (!take(p, ',', "a comma after the set")) return false;
    struct steppe_node *body = parse_or(p);
    if (!body) return false;
    append(node, last, body);
    return take(p, ')', "an operator or )");
}

static bool parse_arguments(struct parser *p, struct steppe_node *node) {
    struct steppe_node *last = NULL;
    advance(p); // (
    if (is_symbol(p, ')')) {
        advance(p);
        return true;
    }
    for (;;) {
        struct steppe_node *argument = parse_or(p);
        if (!argument) return false;
        append(node, &last, argument);
        bool name = argument->kind == STEPPE_NODE_NAME && !argument->indexed;
        if (node->child_count == 1 && name && is_word(p, "in")) return parse_fold(p, node, &last);
        if (is_symbol(p, ')')) break;
        if (!take(p, ',', "an operator, a comma or )")) return false;
    }
    advance(p);
    return true;
}

static struct steppe_node *parse_named(struct parser *p) {
    struct steppe_node *node = parse_plain_name(p, "a name");
    if (!node) return NULL;
    bool good = true;
    if (is_symbol(p, '(')) {
        node->kind = STEPPE_NODE_CALL;
        if (!deeper(p)) return NULL;
        good = parse_arguments(p, node);
        p->depth--;
    } else if (is_symbol(p, '[')) {
        good = parse_indices(p, node);
    }
    if (!good) return NULL;
    close_node(p, node);
    return node;
}

static struct steppe_node *parse_literal(struct parser *p) {
    enum steppe_node_kind kind = p->token.kind == STEPPE_TOKEN_DATE   ? STEPPE_NODE_DATE
                                 : p->token.kind == STEPPE_TOKEN_SPAN ? STEPPE_NODE_SPAN
                                                                      : STEPPE_NODE_NUMBER;
    struct steppe_node *node = make(p, kind, p->token.at);
    if (!node) return NULL;
    node->number = p->token.number;
    node->unit = p->token.unit;
    node->date = p->token.date;
    node->until = p->token.until;
    advance(p);
    close_node(p, node);
    return node;
}

static struct steppe_node *parse_atom(struct parser *p) {
    static const char expected[] = "a number, date, name or (";
    if (p->token.kind == STEPPE_TOKEN_NUMBER || p->token.kind == STEPPE_TOKEN_DATE ||
        p->token.kind == STEPPE_TOKEN_SPAN)
        return parse_literal(p);
    bool word = is_word(p, "and") || is_word(p, "or") || is_word(p, "in") || is_word(p, "not");
    if (p->token.kind == STEPPE_TOKEN_NAME && !word) return parse_named(p);
    if (!is_symbol(p, '(')) return wrong(p, expected);
    if (!deeper(p)) return NULL;
    advance(p);
    struct steppe_node *inner = parse_or(p);
    if (!inner || !take(p, ')', "an operator or )")) return NULL;
    p->depth--;
    return inner;
}

// Two children under one node; at is where the sign stands.
static struct steppe_node *join(struct parser *p, enum steppe_node_kind kind, char sign, size_t at,
                                struct steppe_node *left, struct steppe_node *right) {
    if (!left || !right) return NULL;
    struct steppe_node *node = make(p, kind, left->at), *last = NULL;
    if (!node) return NULL;
    append(node, &last, left);
    append(node, &last, right);
    node->sign = sign;
    node->sign_at = at;
    close_node(p, node);
    return node;
}

// power: atom ["^" unary], so -2^2 is -4 and 2^-1 a half; from the right: 2^3^2 is 2^9.
static struct steppe_node *parse_power(struct parser *p) {
    struct steppe_node *base = parse_atom(p);
    if (!base || !is_symbol(p, '^')) return base;
    size_t at = p->token.at;
    if (!deeper(p)) return NULL;
    advance(p);
    struct steppe_node *exponent = parse_unary(p);
    p->depth--;
    return join(p, STEPPE_NODE_POWER, '^', at, base, exponent);
}

static struct steppe_node *parse_signed(struct parser *p, enum steppe_node_kind kind,
                                        struct steppe_node *(*inner)(struct parser *)) {
    struct steppe_node *node = make(p, kind, p->token.at);
    if (!node || !deeper(p)) return NULL;
    advance(p);
    struct steppe_node *last = NULL, *child = inner(p);
    p->depth--;
    if (!child) return NULL;
    append(node, &last, child);
    close_node(p, node);
    return node;
}

static struct steppe_node *parse_unary(struct parser *p) {
    return is_symbol(p, '-') ? parse_signed(p, STEPPE_NODE_MINUS, parse_unary) : parse_power(p);
}

// The sign of a chain of this rank that stands next, or 0.
static char chain_sign(const struct parser *p, int rank) {
    if (rank == 0) return is_word(p, "or") ? '|' : '\0';
    if (rank == 1) return is_word(p, "and") ? '&' : '\0';
    const char *signs = rank == 2 ? "+-" : "*/";
    if (p->token.kind != STEPPE_TOKEN_SYMBOL || !strchr(signs, p->token.symbol)) return '\0';
    return p->token.symbol;
}

static struct steppe_node *parse_chain(struct parser *p, int rank,
                                       struct steppe_node *(*inner)(struct parser *)) {
    struct steppe_node *first = inner(p), *last = NULL;
    if (!first || !chain_sign(p, rank)) return first;
    struct steppe_node *chain = make(p, STEPPE_NODE_CHAIN, first->at);
    if (!chain) return NULL;
    append(chain, &last, first);
    for (char sign = chain_sign(p, rank); sign; sign = chain_sign(p, rank)) {
        size_t at = p->token.at;
        advance(p);
        struct steppe_node *next = inner(p);
        if (!next) return NULL;
        next->joined_by = sign;
        next->joined_at = at;
        append(chain, &last, next);
    }
    close_node(p, chain);
    return chain;
}

static struct steppe_node *parse_product(struct parser *p) {
    return parse_chain(p, 3, parse_unary);
}
static struct steppe_node *parse_sum(struct parser *p) { return parse_chain(p, 2, parse_product); }

static bool is_comparison(const struct parser *p) {
    return p->token.kind == STEPPE_TOKEN_SYMBOL && strchr("<>lg=!", p->token.symbol);
}

static struct steppe_node *parse_comparison(struct parser *p) {
    struct steppe_node *left = parse_sum(p);
    if (!left || !is_comparison(p)) return left;
    char sign = p->token.symbol;
    size_t at = p->token.at;
    advance(p);
    struct steppe_node *both = join(p, STEPPE_NODE_COMPARE, sign, at, left, parse_sum(p));
    if (!both || !is_comparison(p)) return both;
    steppe_expression_fault(p->compilation, p->token.at, p->token.width,
                            "two comparisons joined by and", NULL, "comparisons do not chain");
    return NULL;
}

static struct steppe_node *parse_not(struct parser *p) {
    return is_word(p, "not") ? parse_signed(p, STEPPE_NODE_NOT, parse_not) : parse_comparison(p);
}

static struct steppe_node *parse_and(struct parser *p) { return parse_chain(p, 1, parse_not); }
static struct steppe_node *parse_or(struct parser *p) { return parse_chain(p, 0, parse_and); }

struct steppe_node *steppe_expression_parse(struct steppe_compilation *compilation) {
    struct parser p = {.compilation = compilation,
                       .token = steppe_expression_token(compilation, 0)};
    struct steppe_node *root = parse_or(&p);
    if (!root) return NULL;
    if (p.token.kind != STEPPE_TOKEN_END) return wrong(&p, "an operator or the end");
    return root;
}
