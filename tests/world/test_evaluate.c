// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Programs of expressions: each operation against plain double arithmetic, loads, lags, faults.
#include "little.h"

const steppe_real *steppe_world_evaluate_lanes8(struct steppe_world *world,
                                                const struct steppe_program *program,
                                                steppe_real *registers, uint32_t blame);
const steppe_real *steppe_world_evaluate_lanes64(struct steppe_world *world,
                                                 const struct steppe_program *program,
                                                 steppe_real *registers, uint32_t blame);

static const struct steppe_variable variables[] = {
    {.name = "alpha", .shape = STEPPE_SHAPE_ACTOR, .kind = STEPPE_STOCK},
    {.name = "beta", .shape = STEPPE_SHAPE_SCALAR, .kind = STEPPE_VALUE},
};
static const struct steppe_prior priors[2] = {
    {.kind = STEPPE_PRIOR_FIXED, .a = 1.0, .high = 2.0},
    {.kind = STEPPE_PRIOR_FIXED, .a = 1.5, .high = 2.0},
};
static const struct steppe_parameter parameters[] = {
    {.name = "m.one", .cell_count = 1, .priors = priors},
    {.name = "m.two", .cell_count = 2, .priors = priors},
};

struct fixture {
    struct steppe_arena arena;
    struct steppe_model model;
    struct steppe_layout *layout;
    struct steppe_world world;
};

static int begin(void **state) {
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    steppe_arena_init(&f->arena, 0);
    f->model = little_model(variables, 2, parameters, 2);
    static const struct steppe_layout_wish wish = {1, 4, false};
    struct steppe_error error = {0};
    assert_true(steppe_layout_make(&f->model, &wish, 1, &f->arena, &f->layout, &error));
    f->layout->first_month = 2024 * 12;
    f->world = little_world(f->layout, &f->arena, 64, sizeof(float));
    *state = f;
    return 0;
}

static int end(void **state) {
    struct fixture *f = *state;
    steppe_arena_free(&f->arena);
    free(f);
    return 0;
}

static struct steppe_program program_of(const struct steppe_instruction *code, uint32_t count) {
    return (struct steppe_program){.code = code, .instruction_count = count, .register_count = 8};
}

static double expected_of(enum steppe_operation operation, double x, double y, double z) {
    switch (operation) {
    case STEPPE_OP_ADD: return x + y;
    case STEPPE_OP_SUBTRACT: return x - y;
    case STEPPE_OP_MULTIPLY: return x * y;
    case STEPPE_OP_DIVIDE: return x / y;
    case STEPPE_OP_NEGATE: return -x;
    case STEPPE_OP_POWER: return pow(x, y);
    case STEPPE_OP_MIN: return x < y ? x : y;
    case STEPPE_OP_MAX: return x > y ? x : y;
    case STEPPE_OP_EXP: return exp(x);
    case STEPPE_OP_LOG: return log(x);
    case STEPPE_OP_SQRT: return sqrt(x);
    case STEPPE_OP_SIGMOID: return 1.0 / (1.0 + exp(-x));
    case STEPPE_OP_LESS: return x < y;
    case STEPPE_OP_LESS_EQUAL: return x <= y;
    case STEPPE_OP_EQUAL: return x == y;
    case STEPPE_OP_NOT_EQUAL: return x != y;
    case STEPPE_OP_AND: return x != 0.0 && y != 0.0;
    case STEPPE_OP_OR: return x != 0.0 || y != 0.0;
    case STEPPE_OP_NOT: return x == 0.0;
    case STEPPE_OP_SELECT: return x != 0.0 ? y : z;
    default: fail_msg("operation %d has no expected value", (int)operation); return 0.0;
    }
}

// Operands with zeros, ones, equal pairs and negative numbers among them, exact in float.
static void fill_operands(struct fixture *f) {
    static const float some[7] = {0.0f, 1.0f, -1.5f, 2.0f, 0.25f, -3.0f, 7.5f};
    for (size_t lane = 0; lane < STEPPE_LANES; lane++) {
        f->world.state[lane] = some[lane % 7];
        f->world.state[STEPPE_LANES + lane] = lane % 5 ? some[lane % 3 + 1] : some[lane % 7];
        f->world.state[2 * STEPPE_LANES + lane] = 0.5f * (float)(int)lane;
    }
}

// Four ulp of float for the functions, none lost elsewhere; results not finite must mark the lane.
static void every_operation_is_that_of_plain_arithmetic(void **state) {
    struct fixture *f = *state;
    fill_operands(f);
    for (uint16_t operation = STEPPE_OP_ADD; operation < STEPPE_OP_COUNT; operation++) {
        // Targets apart from, and the same as, each operand.
        for (uint16_t to = 0; to < 3; to++) {
            const struct steppe_instruction code[] = {
                {.operation = STEPPE_OP_VARIABLE, .to = 0, .a = 0, .b = 0},
                {.operation = STEPPE_OP_VARIABLE, .to = 1, .a = 0, .b = 1},
                {.operation = STEPPE_OP_VARIABLE, .to = 2, .a = 0, .b = 2},
                {.operation = operation, .to = to, .a = 0, .b = 1, .c = 2},
                {.operation = STEPPE_OP_MAX, .to = 0, .a = to, .b = to}, // into register 0
            };
            const struct steppe_program program = program_of(code, 5);
            float registers[8 * STEPPE_LANES];
            memset(f->world.failed, 0, STEPPE_LANES * sizeof(float));
            const steppe_real *value = steppe_world_evaluate(&f->world, &program, registers, 41);
            for (size_t lane = 0; lane < STEPPE_LANES; lane++) {
                double x = (double)f->world.state[lane];
                double y = (double)f->world.state[STEPPE_LANES + lane];
                double z = (double)f->world.state[2 * STEPPE_LANES + lane];
                double expected = expected_of((enum steppe_operation)operation, x, y, z);
                double got = (double)value[lane];
                assert_true(f->world.failed[lane] == (isfinite(expected) ? 0.0f : 42.0f));
                if (isfinite(expected)) {
                    assert_close(got, expected, 2.4e-7, 0.0);
                } else {
                    assert_true(isnan(expected) ? isnan(got) : got == expected);
                }
            }
        }
    }
}

// Unless the other operand decides, and for a branch that is not taken.
static void what_is_no_number_has_no_truth(void **state) {
    struct fixture *f = *state;
    static const struct {
        uint16_t operation;
        float x, y, z, expected;
    } cases[] = {
        {STEPPE_OP_LESS, NAN, 1.0f, 0.0f, NAN},       {STEPPE_OP_LESS, 1.0f, NAN, 0.0f, NAN},
        {STEPPE_OP_LESS_EQUAL, NAN, NAN, 0.0f, NAN},  {STEPPE_OP_EQUAL, NAN, 0.0f, 0.0f, NAN},
        {STEPPE_OP_NOT_EQUAL, 1.0f, NAN, 0.0f, NAN},  {STEPPE_OP_NOT, NAN, 0.0f, 0.0f, NAN},
        {STEPPE_OP_AND, NAN, 0.0f, 0.0f, 0.0f},       {STEPPE_OP_AND, 0.0f, NAN, 0.0f, 0.0f},
        {STEPPE_OP_AND, 1.0f, NAN, 0.0f, NAN},        {STEPPE_OP_OR, NAN, 1.0f, 0.0f, 1.0f},
        {STEPPE_OP_OR, 1.0f, NAN, 0.0f, 1.0f},        {STEPPE_OP_OR, 0.0f, NAN, 0.0f, NAN},
        {STEPPE_OP_SELECT, NAN, 1.0f, 2.0f, NAN},     {STEPPE_OP_SELECT, 1.0f, 2.0f, NAN, 2.0f},
        {STEPPE_OP_LESS, INFINITY, 1.0f, 0.0f, 0.0f}, {STEPPE_OP_LESS, -INFINITY, 1.0f, 0.0f, 1.0f},
    };
    for (size_t i = 0; i < STEPPE_COUNT(cases); i++) {
        const struct steppe_instruction code[] = {
            {.operation = STEPPE_OP_VARIABLE, .to = 0, .a = 0, .b = 0},
            {.operation = STEPPE_OP_VARIABLE, .to = 1, .a = 0, .b = 1},
            {.operation = STEPPE_OP_VARIABLE, .to = 2, .a = 0, .b = 2},
            {.operation = cases[i].operation, .to = 0, .a = 0, .b = 1, .c = 2},
        };
        const struct steppe_program program = program_of(code, 4);
        float registers[8 * STEPPE_LANES];
        for (size_t lane = 0; lane < STEPPE_LANES; lane++) {
            f->world.state[lane] = cases[i].x;
            f->world.state[STEPPE_LANES + lane] = cases[i].y;
            f->world.state[2 * STEPPE_LANES + lane] = cases[i].z;
        }
        memset(f->world.failed, 0, STEPPE_LANES * sizeof(float));
        const steppe_real *value = steppe_world_evaluate(&f->world, &program, registers, 6);
        for (size_t lane = 0; lane < STEPPE_LANES; lane++) {
            const bool none = isnan(cases[i].expected);
            assert_true(none ? isnan(value[lane]) : value[lane] == cases[i].expected);
            assert_true(f->world.failed[lane] == (none ? 7.0f : 0.0f));
        }
    }
}

static void loads_find_their_cell_parameter_lag_and_month(void **state) {
    struct fixture *f = *state;
    float registers[8 * STEPPE_LANES];
    f->world.month = 9;
    for (size_t i = 0; i < (size_t)4 * STEPPE_LANES; i++) f->world.state[i] = (float)(int)i;
    for (size_t i = 0; i < (size_t)3 * STEPPE_LANES; i++) {
        f->world.params[i] = 1000.0f + (float)(int)i;
    }
    for (size_t i = 0; i < (size_t)4 * STEPPE_LANES; i++) f->world.lags[i] = -(float)(int)i;
    static const struct steppe_instruction loads[] = {
        {.operation = STEPPE_OP_VARIABLE, .a = 0, .b = 2},
        {.operation = STEPPE_OP_VARIABLE, .a = 1, .b = 0},
        {.operation = STEPPE_OP_PARAMETER, .a = 1, .b = 1},
        {.operation = STEPPE_OP_VARIABLE, .a = 1, .b = 0, .c = 3}, // month 6: slot 2 of 4
        {.operation = STEPPE_OP_MONTH},
        {.operation = STEPPE_OP_CONSTANT, .value = 2.5},
    };
    const float expected[] = {
        2 * STEPPE_LANES + 3,       3 * STEPPE_LANES + 3, 1000.0f + 2 * STEPPE_LANES + 3,
        -(2.0f * STEPPE_LANES + 3), 2024 * 12 + 9,        2.5f};
    for (size_t i = 0; i < STEPPE_COUNT(loads); i++) {
        const struct steppe_program program = program_of(&loads[i], 1);
        const steppe_real *value = steppe_world_evaluate(&f->world, &program, registers, 0);
        assert_true(value[3] == expected[i]);
    }
    const struct steppe_program constant = {.constant = true, .constant_value = 7.0};
    const steppe_real *seven = steppe_world_evaluate(&f->world, &constant, registers, 0);
    assert_true(seven[0] == 7.0f && seven[STEPPE_LANES - 1] == 7.0f);
}

static void the_first_fault_of_a_lane_is_kept_and_limits_hide_none(void **state) {
    struct fixture *f = *state;
    for (size_t lane = 0; lane < STEPPE_LANES; lane++) {
        f->world.state[lane] = lane == 3 ? NAN : 0.5f;
        f->world.state[STEPPE_LANES + lane] = 0.25f;
    }
    for (int order = 0; order < 2; order++) {
        for (int maximum = 0; maximum < 2; maximum++) {
            const struct steppe_instruction code[] = {
                {.operation = STEPPE_OP_VARIABLE, .to = 1, .a = 0, .b = order ? 1 : 0},
                {.operation = STEPPE_OP_VARIABLE, .to = 2, .a = 0, .b = order ? 0 : 1},
                {.operation = maximum ? STEPPE_OP_MAX : STEPPE_OP_MIN, .to = 0, .a = 1, .b = 2},
            };
            const struct steppe_program program = program_of(code, 3);
            float registers[8 * STEPPE_LANES];
            memset(f->world.failed, 0, STEPPE_LANES * sizeof(float));
            steppe_world_evaluate(&f->world, &program, registers, 6);
            steppe_world_evaluate(&f->world, &program, registers, 9);
            for (size_t lane = 0; lane < STEPPE_LANES; lane++) {
                assert_true(f->world.failed[lane] == (lane == 3 ? 7.0f : 0.0f));
            }
        }
    }
}

// One expression of all functions over 64 members, in blocks of 8, 32 and 64 lanes.
static void a_program_gives_the_same_bits_in_any_lane_width(void **state) {
    struct fixture *f = *state;
    static const struct steppe_instruction code[] = {
        {.operation = STEPPE_OP_VARIABLE, .to = 0, .a = 0, .b = 0},
        {.operation = STEPPE_OP_SIGMOID, .to = 1, .a = 0},
        {.operation = STEPPE_OP_EXP, .to = 2, .a = 1},
        {.operation = STEPPE_OP_LOG, .to = 3, .a = 2},
        {.operation = STEPPE_OP_DIVIDE, .to = 1, .a = 3, .b = 2},
        {.operation = STEPPE_OP_POWER, .to = 0, .a = 1, .b = 0},
        {.operation = STEPPE_OP_SQRT, .to = 0, .a = 0},
    };
    const struct steppe_program program = program_of(code, STEPPE_COUNT(code));
    static const size_t lanes[3] = {8, 32, 64};
    float results[3][64];
    for (size_t width = 0; width < 3; width++) {
        for (size_t first = 0; first < 64; first += lanes[width]) {
            float registers[8 * 64];
            for (size_t lane = 0; lane < lanes[width]; lane++) {
                f->world.state[lane] = 0.1f * (float)(int)(first + lane) - 3.0f;
            }
            const steppe_real *value =
                width == 0   ? steppe_world_evaluate_lanes8(&f->world, &program, registers, 0)
                : width == 1 ? steppe_world_evaluate(&f->world, &program, registers, 0)
                             : steppe_world_evaluate_lanes64(&f->world, &program, registers, 0);
            memcpy(results[width] + first, value, lanes[width] * sizeof(float));
        }
    }
    assert_memory_equal(results[0], results[1], sizeof results[0]);
    assert_memory_equal(results[0], results[2], sizeof results[0]);
    assert_true(results[0][0] != results[0][63]);
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(every_operation_is_that_of_plain_arithmetic),
        CASE(what_is_no_number_has_no_truth),
        CASE(loads_find_their_cell_parameter_lag_and_month),
        CASE(the_first_fault_of_a_lane_is_kept_and_limits_hide_none),
        CASE(a_program_gives_the_same_bits_in_any_lane_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
