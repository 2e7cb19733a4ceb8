// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// evaluate: runs a register program over the lanes. Kernel code. In: a program of the model, the
// state, parameters and month. Out: where the value is, and marks where it is not finite.
#include "base/error.h"
#include "world/world.h"

// The larger or smaller of two, NaN if either is.
STEPPE_LANE steppe_real larger(steppe_real x, steppe_real y) { return x > y || x != x ? x : y; }
STEPPE_LANE steppe_real smaller(steppe_real x, steppe_real y) { return x < y || x != x ? x : y; }
STEPPE_LANE steppe_real truth(bool is) { return is ? STEPPE_R(1) : STEPPE_R(0); }
// What is no number compares with nothing: NaN, not false, so that it is not taken for an answer.
STEPPE_LANE steppe_real compared(bool is, steppe_real x, steppe_real y) {
    return x != x || y != y ? STEPPE_R(NAN) : truth(is);
}
// Of truths, 0 or not, one of which may be unknown: NaN unless the other decides.
STEPPE_LANE steppe_real both(steppe_real x, steppe_real y) {
    return x == STEPPE_R(0) || y == STEPPE_R(0) ? STEPPE_R(0) : compared(true, x, y);
}
STEPPE_LANE steppe_real either(steppe_real x, steppe_real y) {
    const bool first = x == x && x != STEPPE_R(0), second = y == y && y != STEPPE_R(0);
    return first || second ? STEPPE_R(1) : compared(false, x, y);
}

static const steppe_real *variable_at(const struct steppe_world *world,
                                      const struct steppe_instruction *instruction) {
    const struct steppe_layout *layout = world->layout;
    uint32_t variable = instruction->a;
    steppe_must(layout->offsets[variable] != STEPPE_NOWHERE);
    const size_t at = (size_t)instruction->b * STEPPE_LANES;
    if (instruction->c == 0) return steppe_cells(world, variable) + at;
    steppe_must(instruction->c <= layout->lag_months[variable]);
    return steppe_lag_cells(world, variable, (int32_t)instruction->c) + at;
}

static const steppe_real *fill(steppe_real *to, double value) {
    steppe_real real = STEPPE_R(value);
    STEPPE_EACH_LANE(lane) to[lane] = real;
    return to;
}

// Where a value that reads no registers is: in the world itself, else in its own register.
static const steppe_real *load(const struct steppe_world *world,
                               const struct steppe_instruction *instruction, steppe_real *to) {
    const struct steppe_layout *layout = world->layout;
    // Nearly all are one of the first two.
    if (instruction->operation == STEPPE_OP_VARIABLE) return variable_at(world, instruction);
    if (instruction->operation == STEPPE_OP_PARAMETER)
        return steppe_params_at(world, layout->param_offsets[instruction->a] + instruction->b);
    switch (instruction->operation) {
    case STEPPE_OP_REDUCED: return world->reduced + (size_t)instruction->a * STEPPE_LANES;
    case STEPPE_OP_MONTH: return fill(to, layout->first_month + world->month);
    default: return fill(to, instruction->value);
    }
}

// Operands may be the target itself: each lane is read before it is written.
#define EACH(expression)                                                                           \
    STEPPE_EACH_LANE(lane) {                                                                       \
        steppe_real x = a[lane], y = b[lane];                                                      \
        (void)y;                                                                                   \
        to[lane] = (expression);                                                                   \
    }                                                                                              \
    break

static void compute(uint16_t operation, const steppe_real *a, const steppe_real *b,
                    steppe_real *to) {
    steppe_must(operation > STEPPE_OP_MONTH && operation < STEPPE_OP_SELECT);
    switch (operation) {
    case STEPPE_OP_ADD: EACH(x + y);
    case STEPPE_OP_SUBTRACT: EACH(x - y);
    case STEPPE_OP_MULTIPLY: EACH(x * y);
    case STEPPE_OP_DIVIDE: EACH(x / y);
    case STEPPE_OP_NEGATE: EACH(-x);
    case STEPPE_OP_POWER: EACH(steppe_pow(x, y));
    case STEPPE_OP_MIN: EACH(smaller(x, y));
    case STEPPE_OP_MAX: EACH(larger(x, y));
    case STEPPE_OP_EXP: EACH(steppe_exp(x));
    case STEPPE_OP_LOG: EACH(steppe_log(x));
    case STEPPE_OP_SQRT: EACH(steppe_sqrt(x));
    case STEPPE_OP_SIGMOID: EACH(steppe_sigmoid(x));
    case STEPPE_OP_LESS: EACH(compared(x < y, x, y));
    case STEPPE_OP_LESS_EQUAL: EACH(compared(x <= y, x, y));
    case STEPPE_OP_EQUAL: EACH(compared(x == y, x, y));
    case STEPPE_OP_NOT_EQUAL: EACH(compared(x != y, x, y));
    case STEPPE_OP_AND: EACH(both(x, y));
    case STEPPE_OP_OR: EACH(either(x, y));
    case STEPPE_OP_NOT: EACH(compared(x == STEPPE_R(0), x, x));
    default: break;
    }
}
#undef EACH

static const steppe_real *run(const struct steppe_world *world,
                              const struct steppe_program *program, steppe_real *registers) {
    const steppe_real *at[STEPPE_PROGRAM_REGISTERS_MAX]; // values are not copied to be read
    for (uint32_t i = 0; i < program->instruction_count; i++) {
        const struct steppe_instruction *instruction = &program->code[i];
        steppe_real *to = registers + (size_t)instruction->to * STEPPE_LANES;
        if (instruction->operation <= STEPPE_OP_MONTH) {
            at[instruction->to] = load(world, instruction, to);
            continue;
        }
        const steppe_real *a = at[instruction->a];
        if (instruction->operation != STEPPE_OP_SELECT) {
            const bool unary = steppe_expression_unary(instruction->operation);
            compute(instruction->operation, a, unary ? a : at[instruction->b], to);
        } else {
            const steppe_real *yes = at[instruction->b], *no = at[instruction->c];
            STEPPE_EACH_LANE(lane) {
                steppe_real test = a[lane], x = yes[lane], y = no[lane];
                steppe_real taken = test != STEPPE_R(0) ? x : y;
                to[lane] = test == test ? taken : test;
            }
        }
        at[instruction->to] = to;
    }
    return at[0];
}

const steppe_real *steppe_world_evaluate(struct steppe_world *world,
                                         const struct steppe_program *program,
                                         steppe_real *registers, uint32_t blame) {
    const steppe_real *value = program->constant ? fill(registers, program->constant_value)
                                                 : run(world, program, registers);
    steppe_real zero[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        zero[lane] = value[lane] * STEPPE_R(0); // NaN of what is not finite
    }
    if (!steppe_any(zero)) return value;
    steppe_real mark = STEPPE_R(1.0 + blame);
    STEPPE_EACH_LANE(lane) {
        steppe_real failed = world->failed[lane];
        bool is_new = failed == STEPPE_R(0) && !steppe_isfinite(value[lane]);
        world->failed[lane] = is_new ? mark : failed;
    }
    return value;
}
