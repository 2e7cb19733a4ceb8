// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// expression_code: operations on values -> a list of nodes, constants folded -> instructions with
// registers. The operand that needs more registers is computed first (sethi-ullman-1970), so that a
// tree of n leaves needs about log2 n of them. Nothing here recurses.
#include "model/expression_parts.h"

#include <math.h>
#include <string.h>

#define NO_NODE UINT32_MAX
// Nodes that no instruction comes of (a branch folded away) count too, so the limit is wider.
enum { NODES_MAX = 4 * STEPPE_PROGRAM_INSTRUCTIONS_MAX };

static size_t operand_count(const struct steppe_code_node *node) {
    if (node->operation <= STEPPE_OP_MONTH) return 0;
    if (node->operation == STEPPE_OP_SELECT) return 3;
    const bool whole_power = node->operation == STEPPE_OP_POWER && node->c;
    return whole_power || steppe_expression_unary(node->operation) ? 1 : 2;
}

// An operation on numbers: ADD and all after it, on as many of x as it takes.
static double operate(enum steppe_operation operation, const double x[3]) {
    switch (operation) {
    case STEPPE_OP_ADD: return x[0] + x[1];
    case STEPPE_OP_SUBTRACT: return x[0] - x[1];
    case STEPPE_OP_MULTIPLY: return x[0] * x[1];
    case STEPPE_OP_DIVIDE: return x[0] / x[1];
    case STEPPE_OP_NEGATE: return -x[0];
    case STEPPE_OP_POWER: return pow(x[0], x[1]);
    case STEPPE_OP_MIN: return x[0] > x[1] ? x[1] : x[0];
    case STEPPE_OP_MAX: return x[0] < x[1] ? x[1] : x[0];
    case STEPPE_OP_EXP: return exp(x[0]);
    case STEPPE_OP_LOG: return log(x[0]);
    case STEPPE_OP_SQRT: return sqrt(x[0]);
    case STEPPE_OP_SIGMOID: return 1 / (1 + exp(-x[0]));
    case STEPPE_OP_LESS: return x[0] < x[1];
    case STEPPE_OP_LESS_EQUAL: return x[0] <= x[1];
    case STEPPE_OP_EQUAL: return x[0] == x[1];
    case STEPPE_OP_NOT_EQUAL: return x[0] != x[1];
    case STEPPE_OP_AND: return x[0] != 0 && x[1] != 0;
    case STEPPE_OP_OR: return x[0] != 0 || x[1] != 0;
    case STEPPE_OP_NOT: return x[0] == 0;
    case STEPPE_OP_SELECT: return x[0] != 0 ? x[1] : x[2];
    case STEPPE_OP_CONSTANT:
    case STEPPE_OP_VARIABLE:
    case STEPPE_OP_PARAMETER:
    case STEPPE_OP_REDUCED:
    case STEPPE_OP_MONTH:
    case STEPPE_OP_COUNT: break;
    }
    steppe_must_fail("an operation with operands", __FILE__, __LINE__);
}

double steppe_program_value(const struct steppe_program *program,
                            double (*load)(void *context,
                                           const struct steppe_instruction *instruction),
                            void *context) {
    double registers[STEPPE_PROGRAM_REGISTERS_MAX] = {0};
    if (program->constant) return program->constant_value;
    for (uint32_t i = 0; i < program->instruction_count; i++) {
        const struct steppe_instruction *code = &program->code[i];
        const enum steppe_operation operation = (enum steppe_operation)code->operation;
        double *to = &registers[code->to];
        if (operation == STEPPE_OP_CONSTANT) {
            *to = code->value;
        } else if (operation <= STEPPE_OP_MONTH) {
            *to = load(context, code);
        } else {
            const bool one = steppe_expression_unary(code->operation);
            const bool three = operation == STEPPE_OP_SELECT;
            const double x[3] = {registers[code->a], one ? 0 : registers[code->b],
                                 three ? registers[code->c] : 0};
            *to = operate(operation, x);
        }
    }
    return registers[0];
}

static void too_long(struct steppe_code_list *code) {
    struct steppe_compilation *c = code->compilation;
    if (c->failed) return;
    steppe_expression_fault(c, 0, c->length, "less: an indicator can take a part of it", NULL,
                            "the expression unrolls to more than %d instructions",
                            STEPPE_PROGRAM_INSTRUCTIONS_MAX);
}

static bool grow(struct steppe_code_list *code) {
    if (code->count < code->capacity) return true;
    size_t capacity = code->capacity ? code->capacity * 2 : 64;
    struct steppe_code_node *nodes = STEPPE_TAKE(&code->compilation->scratch, capacity,
                                                 struct steppe_code_node);
    if (!nodes) {
        code->compilation->out_of_memory = true;
        return false;
    }
    if (code->count) memcpy(nodes, code->nodes, code->count * sizeof *nodes);
    code->nodes = nodes;
    code->capacity = capacity;
    return true;
}

// Operands of a node in the order of their need, most first.
static size_t order_operands(const struct steppe_code_list *code,
                             const struct steppe_code_node *node, uint32_t operands[3],
                             size_t order[3]) {
    operands[0] = node->a;
    operands[1] = node->b;
    operands[2] = node->c;
    size_t count = operand_count(node);
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        while (at > 0 &&
               code->nodes[operands[order[at - 1]]].need < code->nodes[operands[i]].need) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
    return count;
}

static struct steppe_value add_node(struct steppe_code_list *code, struct steppe_code_node node) {
    struct steppe_value value = {.state_variable = UINT32_MAX, .unit = {.factor = 1}};
    value.wrong = true;
    if (code->count >= NODES_MAX) {
        too_long(code);
        return value;
    }
    if (!grow(code)) return value;
    uint32_t operands[3];
    size_t order[3], count = order_operands(code, &node, operands, order);
    node.need = node.operation == STEPPE_OP_POWER && node.c ? 2 : 1;
    for (size_t i = 0; i < count; i++) {
        size_t need = code->nodes[operands[order[i]]].need + i;
        if (need > node.need) node.need = (uint16_t)need;
    }
    code->nodes[code->count] = node;
    value.wrong = false;
    value.node = (uint32_t)code->count++;
    return value;
}

static uint32_t node_of(struct steppe_code_list *code, const struct steppe_value *value) {
    if (!value->constant) return value->node;
    struct steppe_value made = add_node(
        code, (struct steppe_code_node){.operation = STEPPE_OP_CONSTANT, .value = value->number});
    return made.wrong ? NO_NODE : made.node;
}

struct steppe_value steppe_code_read(struct steppe_code_list *code, enum steppe_operation operation,
                                     uint32_t number, uint32_t cell, uint32_t lag) {
    return add_node(code, (struct steppe_code_node){
                              .operation = (uint16_t)operation, .a = number, .b = cell, .c = lag});
}

struct steppe_value steppe_code_apply(struct steppe_code_list *code,
                                      enum steppe_operation operation,
                                      const struct steppe_value *const operands[], size_t count) {
    struct steppe_value value = {.state_variable = UINT32_MAX, .unit = {.factor = 1}};
    double numbers[3] = {0};
    bool constant = true;
    for (size_t i = 0; i < count; i++) {
        if (operands[i]->wrong) value.wrong = true;
        if (!operands[i]->constant) constant = false;
        numbers[i] = operands[i]->number;
    }
    if (value.wrong) return value;
    if (constant) {
        value.constant = true;
        value.number = operate(operation, numbers);
        return value;
    }
    if (operation == STEPPE_OP_SELECT && operands[0]->constant)
        return *operands[numbers[0] != 0 ? 1 : 2];
    uint32_t nodes[3] = {0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        nodes[i] = node_of(code, operands[i]);
        if (nodes[i] == NO_NODE) value.wrong = true;
    }
    if (value.wrong) return value;
    return add_node(
        code, (struct steppe_code_node){
                  .operation = (uint16_t)operation, .a = nodes[0], .b = nodes[1], .c = nodes[2]});
}

struct steppe_value steppe_code_whole_power(struct steppe_code_list *code,
                                            const struct steppe_value *base, uint32_t exponent) {
    steppe_must(exponent >= 2 && exponent <= STEPPE_CODE_POWER_MAX && !base->constant);
    return add_node(code, (struct steppe_code_node){
                              .operation = STEPPE_OP_POWER, .a = base->node, .c = exponent});
}

// ---- instructions ----------------------------------------------------------------------------
struct emitter {
    struct steppe_instruction *code; // NULL: count only
    size_t count;
};

static void emit(struct emitter *out, struct steppe_instruction instruction) {
    if (out->code) out->code[out->count] = instruction;
    out->count++;
}

// x in register `to` -> x^exponent in `to`, with to + 1 at hand: squares and products, from the
// second highest bit of the exponent down.
static void emit_whole_power(struct emitter *out, uint16_t to, uint32_t exponent) {
    uint32_t bit = 1;
    while (bit * 2 <= exponent) bit *= 2;
    uint16_t have = to;
    for (bit /= 2; bit; bit /= 2) {
        bool odd = (exponent & bit) != 0, last = bit == 1;
        uint16_t into = last && !odd ? to : (uint16_t)(to + 1);
        emit(out, (struct steppe_instruction){
                      .operation = STEPPE_OP_MULTIPLY, .to = into, .a = have, .b = have});
        have = into;
        if (!odd) continue;
        into = last ? to : have;
        emit(out, (struct steppe_instruction){
                      .operation = STEPPE_OP_MULTIPLY, .to = into, .a = have, .b = to});
        have = into;
    }
}

static void emit_node(struct emitter *out, const struct steppe_code_node *node, uint16_t to,
                      const uint32_t registers[3]) {
    if (node->operation == STEPPE_OP_POWER && node->c) {
        emit_whole_power(out, to, node->c);
        return;
    }
    struct steppe_instruction instruction = {.operation = node->operation,
                                             .to = to,
                                             .a = node->a,
                                             .b = node->b,
                                             .c = node->c,
                                             .value = node->value};
    if (operand_count(node) > 0) {
        instruction.a = registers[0];
        instruction.b = registers[1];
        instruction.c = registers[2];
    }
    emit(out, instruction);
}

struct step {
    uint32_t node;
    uint16_t to, done; // register of the result, operands computed
};

// Walks the tree below root depth first with a stack of its own; stack has room for every node.
static void walk(const struct steppe_code_list *code, uint32_t root, struct step *stack,
                 struct emitter *out) {
    size_t depth = 1;
    stack[0] = (struct step){.node = root};
    while (depth > 0) {
        struct step *here = &stack[depth - 1];
        const struct steppe_code_node *node = &code->nodes[here->node];
        uint32_t operands[3], registers[3] = {0};
        size_t order[3] = {0}, count = order_operands(code, node, operands, order);
        if (here->done < count) {
            uint16_t to = (uint16_t)(here->to + here->done);
            stack[depth++] = (struct step){.node = operands[order[here->done++]], .to = to};
            continue;
        }
        for (size_t i = 0; i < count; i++) registers[order[i]] = here->to + (uint32_t)i;
        emit_node(out, node, here->to, registers);
        depth--;
    }
}

static bool write_instructions(struct steppe_code_list *code, uint32_t root,
                               struct steppe_program *program) {
    struct steppe_compilation *c = code->compilation;
    struct step *stack = STEPPE_TAKE(&c->scratch, code->count, struct step);
    if (!stack) {
        c->out_of_memory = true;
        return false;
    }
    struct emitter out = {0};
    walk(code, root, stack, &out);
    if (out.count > STEPPE_PROGRAM_INSTRUCTIONS_MAX) {
        too_long(code);
        return false;
    }
    // Two registers more need a tree three times as large (if): NODES_MAX nodes ask for 21.
    steppe_must(code->nodes[root].need <= STEPPE_PROGRAM_REGISTERS_MAX);
    out = (struct emitter){
        .code = STEPPE_BUILDER_TAKE(c->builder, out.count, struct steppe_instruction)};
    if (!out.code) return false;
    walk(code, root, stack, &out);
    program->code = out.code;
    program->instruction_count = (uint32_t)out.count;
    program->register_count = code->nodes[root].need;
    return true;
}

const struct steppe_program *steppe_code_finish(struct steppe_code_list *code,
                                                struct steppe_value value) {
    struct steppe_compilation *c = code->compilation;
    uint32_t root = node_of(code, &value);
    struct steppe_program *program = STEPPE_BUILDER_TAKE(c->builder, 1, struct steppe_program);
    if (root == NO_NODE || !program) return NULL;
    if (!write_instructions(code, root, program)) return NULL;
    program->type = value.type;
    program->unit = value.unit;
    program->state_variable = value.state_variable;
    program->constant = value.constant;
    program->constant_value = value.constant ? value.number : 0;
    program->place = c->place;
    program->text = steppe_builder_copy(c->builder, c->text, c->length);
    return program->text ? program : NULL;
}
