// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_expression: texts with the values they must have, and texts with the faults they must give.
// Programs run here on a small interpreter of its own, one double a register.
#include "test.h"

#include "model/expression.h"
#include "model/expression_parts.h"
#include "small_model.h"

// ---- a world of known values -----------------------------------------------------------------
#define MONTH (2030 * 12 + 5) // June 2030

// Every cell has a value that says what it is; regimes: war is active, was none a year ago.
static double cell_value(const struct small_model *small, uint32_t variable, uint32_t cell,
                         uint32_t lag) {
    const char *name = small->model.variables[variable].name;
    if (strcmp(name, "war") == 0) return lag < 12 ? 1 : 0;
    if (strcmp(name, "border") == 0) return 1;
    if (strcmp(name, "gdp") == 0) return 1 + cell + 0.25 * lag;     // KAZ 1, KGZ 2, RUS 3
    if (strcmp(name, "troops") == 0) return 100 * (1 + cell);       // [power, host], person
    if (strcmp(name, "stress") == 0) return cell == 0 ? -2 : 3;     // KAZ, KGZ
    if (strcmp(name, "gdp_nominal") == 0) return 1e9 * (10 + cell); // USD/year
    if (strcmp(name, "debt") == 0) return 1e9 * (1 + cell);         // USD
    if (strcmp(name, "price") == 0) return cell == 0 ? 0.5 : 2;     // oil, gold
    fail_msg("no value for %s", name);
    return 0;
}

static double parameter_value(const struct small_model *small, uint32_t number, uint32_t cell) {
    const char *name = small->model.parameters[number].name;
    return strcmp(name, "clash_rate") == 0 ? 0.5 + cell : strcmp(name, "clash_factor") == 0 ? 3 : 4;
}

static double operate(const struct steppe_instruction *i, const double *r) {
    double a = r[i->a < 64 ? i->a : 0], b = r[i->b < 64 ? i->b : 0], c = r[i->c < 64 ? i->c : 0];
    switch ((enum steppe_operation)i->operation) {
    case STEPPE_OP_ADD: return a + b;
    case STEPPE_OP_SUBTRACT: return a - b;
    case STEPPE_OP_MULTIPLY: return a * b;
    case STEPPE_OP_DIVIDE: return a / b;
    case STEPPE_OP_NEGATE: return -a;
    case STEPPE_OP_POWER: return pow(a, b);
    case STEPPE_OP_MIN: return fmin(a, b);
    case STEPPE_OP_MAX: return fmax(a, b);
    case STEPPE_OP_EXP: return exp(a);
    case STEPPE_OP_LOG: return log(a);
    case STEPPE_OP_SQRT: return sqrt(a);
    case STEPPE_OP_SIGMOID: return 1 / (1 + exp(-a));
    case STEPPE_OP_LESS: return a < b;
    case STEPPE_OP_LESS_EQUAL: return a <= b;
    case STEPPE_OP_EQUAL: return a == b;
    case STEPPE_OP_NOT_EQUAL: return a != b;
    case STEPPE_OP_AND: return a != 0 && b != 0;
    case STEPPE_OP_OR: return a != 0 || b != 0;
    case STEPPE_OP_NOT: return a == 0;
    case STEPPE_OP_SELECT: return a != 0 ? b : c;
    default: fail_msg("operation %d", i->operation); return 0;
    }
}

static double run(const struct small_model *small, const struct steppe_program *program) {
    double registers[STEPPE_PROGRAM_REGISTERS_MAX];
    for (size_t i = 0; i < STEPPE_PROGRAM_REGISTERS_MAX; i++) registers[i] = (double)NAN;
    assert_true(program->register_count >= 1 &&
                program->register_count <= STEPPE_PROGRAM_REGISTERS_MAX);
    for (size_t n = 0; n < program->instruction_count; n++) {
        const struct steppe_instruction *i = &program->code[n];
        assert_true(i->to < program->register_count);
        switch ((enum steppe_operation)i->operation) {
        case STEPPE_OP_CONSTANT: registers[i->to] = i->value; break;
        case STEPPE_OP_VARIABLE: registers[i->to] = cell_value(small, i->a, i->b, i->c); break;
        case STEPPE_OP_PARAMETER: registers[i->to] = parameter_value(small, i->a, i->b); break;
        case STEPPE_OP_MONTH: registers[i->to] = MONTH; break;
        default: registers[i->to] = operate(i, registers); break;
        }
    }
    return registers[0];
}

static const char source_line[] = "the line";

static const struct steppe_program *compile(struct small_model *small, const char *text,
                                            enum steppe_type type, const char *unit) {
    static const struct steppe_binding loop = {"h", STEPPE_AXIS_HOST, 1}; // KGZ
    struct steppe_place place = {.file = "f.yaml", .line = 7, .column = 11};
    struct steppe_expected expected = {
        .type = type, .state_variable = UINT32_MAX, .what = "the test"};
    size_t bad_at, bad_length;
    assert_true(steppe_unit_parse(unit, strlen(unit), &expected.unit, &bad_at, &bad_length));
    if (type == STEPPE_TYPE_STATE)
        expected.state_variable = steppe_builder_find_variable(&small->builder, "war", 3);
    return steppe_expression_compile(&small->builder, text, strlen(text), place, source_line, &loop,
                                     1, &expected);
}

// ---- good texts ------------------------------------------------------------------------------
struct good {
    const char *text;
    double value;
    const char *unit;
};

static void check_good(const struct good *cases, size_t count, enum steppe_type type) {
    struct small_model small;
    small_open(&small);
    small_regimes(&small);
    for (size_t i = 0; i < count; i++) {
        const char *unit = cases[i].unit ? cases[i].unit : "1";
        const struct steppe_program *program = compile(&small, cases[i].text, type, unit);
        if (!program)
            fail_msg("'%s': %s, at %u", cases[i].text,
                     small.findings.count ? small.findings.items[0].message : "?",
                     small.findings.count ? small.findings.items[0].place.column - 10 : 0);
        double value = run(&small, program);
        // The interpreter rounds once an operation, as do folded constants; a few add up.
        if (!(fabs(value - cases[i].value) <= 1e-12 * fabs(cases[i].value)))
            fail_msg("'%s' is %.17g, not %.17g", cases[i].text, value, cases[i].value);
        assert_string_equal(program->text, cases[i].text);
        assert_int_equal(program->type, type);
        if (program->constant) assert_true(program->constant_value == value);
    }
    assert_int_equal(small.findings.count, 0);
    small_close(&small);
}

static void every_operation_has_its_value(void **state) {
    (void)state;
    static const struct good cases[] = {
        {"gdp[KAZ] + gdp[KGZ]", 3, NULL},
        {"gdp[KAZ] - gdp[RUS]", -2, NULL},
        {"gdp[RUS] * gdp[KGZ]", 6, NULL},
        {"gdp[RUS] / gdp[KGZ]", 1.5, NULL},
        {"-gdp[RUS]", -3, NULL},
        {"gdp[KGZ] ^ gdp[RUS]", 8, NULL},
        {"min(gdp[KGZ], gdp[RUS])", 2, NULL},
        {"max(gdp[KGZ], gdp[RUS], gdp[KAZ])", 3, NULL},
        {"clamp(gdp[RUS], 0, 2)", 2, NULL},
        {"clamp(stress[KAZ], 0, 2)", 0, NULL},
        {"exp(gdp[KAZ])", 2.718281828459045, NULL},
        {"log(gdp[KGZ])", 0.6931471805599453, NULL},
        {"sqrt(gdp[CHN])", 2, NULL},
        {"sigmoid(gdp[KAZ])", 0.7310585786300049, NULL},
        {"years(2030-07)", 2030.5, "year"},
        {"years(2030-01) - years(2028-10)", 1.25, "year"},
        {"if(gdp[KAZ] < gdp[KGZ], 5, gdp[KGZ])", 5, NULL},
        {"if(gdp[KAZ] > gdp[KGZ], 5, gdp[KGZ])", 2, NULL},
        {"lag(gdp[KAZ], 2)", 1.5, NULL},
        {"lag(gdp[KAZ] + lag(gdp[KGZ], 4), 2)", 5, NULL},
        {"lag(clash_factor, 12)", 3, NULL},
        {"trade.theta", 4, NULL},
        {"gdp[h]", 2, NULL},
        {"troops[RUS, KAZ]", 100, "person"},
        {"troops[USA,KGZ]", 600, "person"},
        {"clash_rate[h]", 1.5, "1/year"},
    };
    check_good(cases, STEPPE_COUNT(cases), STEPPE_TYPE_NUMBER);
}

static void signs_bind_as_in_mathematics(void **state) {
    (void)state;
    static const struct good cases[] = {
        {"2 + 3 * 4", 14, NULL},      {"(2 + 3) * 4", 20, NULL},
        {"10 - 4 - 3", 3, NULL},      {"24 / 4 / 2", 3, NULL},
        {"24 / 4 * 2", 12, NULL},     {"2 ^ 3 ^ 2", 512, NULL},
        {"-2 ^ 2", -4, NULL},         {"(-2) ^ 2", 4, NULL},
        {"2 ^ -1", 0.5, NULL},        {"--3", 3, NULL},
        {"2 * -3", -6, NULL},         {"1 - -1", 2, NULL},
        {"10 - 2 * 3 ^ 2", -8, NULL}, {"1e3 + 1.5E-1", 1000.15, NULL},
        {"2030 - 12", 2018, NULL},    {"gdp[KAZ] - gdp[KGZ] * (gdp[RUS] - gdp[KAZ]) - 1", -4, NULL},
    };
    check_good(cases, STEPPE_COUNT(cases), STEPPE_TYPE_NUMBER);
}

static void tests_of_numbers_dates_and_states_are_truths(void **state) {
    (void)state;
    static const struct good cases[] = {
        {"gdp[KAZ] < 2", 1, NULL},
        {"gdp[KAZ] > 2", 0, NULL},
        {"gdp[KGZ] <= 2", 1, NULL},
        {"gdp[KGZ] >= 2.5", 0, NULL},
        {"gdp[KGZ] == 2", 1, NULL},
        {"gdp[KGZ] != 2", 0, NULL},
        {"not gdp[KGZ] == 2", 0, NULL},
        {"not not 1 < 2", 1, NULL},
        {"1 < 2 or 1 < 0 and 1 < 0", 1, NULL},
        {"(1 < 2 or 1 < 0) and 1 < 0", 0, NULL},
        {"not 1 < 0 and 1 < 2", 1, NULL},
        {"war == active", 1, NULL},
        {"frozen == war", 0, NULL},
        {"war != frozen", 1, NULL},
        {"lag(war, 12) == none", 1, NULL},
        {"if(gdp[KAZ] > 5, war, frozen) == frozen", 1, NULL},
        {"date >= 2030-06", 1, NULL},
        {"date < 2030-06", 0, NULL},
        {"lag(date, 1) == 2030-05", 1, NULL},
        {"date > 2029-12-31", 1, NULL},
        {"2030-07 > date", 1, NULL},
        {"gdp_nominal[KAZ] > 9 bn_USD/year", 1, NULL},
        {"gdp[KAZ] > 90 %", 1, NULL},
        {"(gdp[KAZ] < 2) == (gdp[KGZ] < 2)", 0, NULL},
    };
    check_good(cases, STEPPE_COUNT(cases), STEPPE_TYPE_TRUTH);
}

static void folds_unroll_over_the_members_of_a_set(void **state) {
    (void)state;
    static const struct good cases[] = {
        {"sum(x in hosts, gdp[x])", 3, NULL},
        {"mean(p in powers, gdp[p])", 4, NULL},
        {"min(x in hosts, stress[x])", -2, NULL},
        {"max(x in hosts, stress[x])", 3, NULL},
        {"share(a in actors, gdp[a] > 2)", 4.0 / 6, NULL},
        {"sum(p in powers, sum(x in hosts, troops[p, x])) / 1 person", 2100, NULL},
        {"sum(w in west, troops[w, h]) / 1 person", 600, NULL},
        {"mean(c in commodities, price[c])", 1.25, NULL},
        {"sum(n in nobody, gdp[n])", 0, NULL},
        {"if(any(x in hosts, stress[x] > 2), 1, 0)", 1, NULL},
        {"if(all(x in hosts, stress[x] > 2), 1, 0)", 0, NULL},
        {"if(all(n in nobody, gdp[n] > 2), 1, 0)", 1, NULL},
        {"if(any(n in nobody, gdp[n] > 2), 1, 0)", 0, NULL},
        {"mean(x in hosts, lag(gdp[x], 4))", 2.5, NULL},
    };
    check_good(cases, STEPPE_COUNT(cases), STEPPE_TYPE_NUMBER);
}

static void units_go_along_with_numbers(void **state) {
    (void)state;
    static const struct good cases[] = {
        {"3 bn_USD", 3e9, "USD"},
        {"2 %", 0.02, NULL},
        {"2%", 0.02, NULL},
        {"5 %/year", 0.05, "1/year"},
        {"0.25/year", 0.25, "1/year"},
        {"0.25 1/year", 0.25, "1/year"},
        {"0", 0, "bn_USD/year"},
        {"-0", -0.0, "bn_USD"},
        {"if(1 < 2, 0, 3 bn_USD)", 0, "USD"},
        {"gdp_nominal[KAZ] + 1 bn_USD/year", 11e9, "USD/year"},
        {"debt[RUS, KAZ] / gdp_nominal[KAZ]", 0.1, "year"},
        {"gdp_nominal[KAZ] * 1 year", 1e10, "USD"},
        {"max(0, debt[RUS, KAZ])", 1e9, "USD"},
        {"0 + debt[RUS, KAZ]", 1e9, "USD"},
        {"(3 km) ^ 2", 9, "km^2"},
        {"3 km^2", 3, "km^2"},
        {"sqrt(9 km^2)", 3, "km"},
        {"(2 km) ^ -1", 0.5, "1/km"},
        {"clash_rate[h] * if(war == active, clash_factor, 1)", 4.5, "1/year"},
        {"8 USD/gdp[KGZ]", 4, "USD"},
        {"1 bn_USD_2015", 1.25e9, "USD"},
        {"debt[RUS, KAZ] ^ 2 / debt[RUS, KAZ]", 1e9, "USD"},
    };
    check_good(cases, STEPPE_COUNT(cases), STEPPE_TYPE_NUMBER);
}

static void whole_powers_are_right_for_negative_bases(void **state) {
    (void)state;
    struct small_model small;
    small_open(&small);
    for (int n = -STEPPE_CODE_POWER_MAX; n <= STEPPE_CODE_POWER_MAX; n++) {
        char text[64];
        snprintf(text, sizeof text, "1 * stress[KAZ] ^ %d", n);
        const struct steppe_program *program = compile(&small, text, STEPPE_TYPE_NUMBER, "1");
        assert_non_null(program);
        // Powers of two are exact.
        assert_true(run(&small, program) == pow(-2, n));
        for (size_t i = 0; i < program->instruction_count; i++)
            assert_int_not_equal(program->code[i].operation, STEPPE_OP_POWER);
    }
    small_close(&small);
}

static void states_are_chosen_by_name(void **state) {
    (void)state;
    static const struct good cases[] = {{"frozen", 2, NULL},
                                        {"war", 1, NULL},
                                        {"if(date < 2031-01, none, frozen)", 0, NULL},
                                        {"lag(war, 12)", 0, NULL}};
    check_good(cases, STEPPE_COUNT(cases), STEPPE_TYPE_STATE);
}

static void constants_are_folded_to_one_instruction(void **state) {
    (void)state;
    struct small_model small;
    small_open(&small);
    const char *const texts[] = {"1 + 2 * 3 - exp(0)", "if(1 < 2, 3, 4)", "sum(h2 in hosts, 2)"};
    for (size_t i = 0; i < STEPPE_COUNT(texts); i++) {
        const struct steppe_program *program = compile(&small, texts[i], STEPPE_TYPE_NUMBER, "1");
        assert_non_null(program);
        assert_true(program->constant);
        assert_int_equal(program->instruction_count, 1);
    }
    const struct steppe_program *half = compile(&small, "gdp[KAZ] * (1 + 2)", STEPPE_TYPE_NUMBER,
                                                "1");
    assert_non_null(half);
    assert_false(half->constant);
    assert_int_equal(half->instruction_count, 3); // read, constant, product
    small_close(&small);
}

static void a_long_sum_needs_two_registers(void **state) {
    (void)state;
    struct small_model small;
    small_open(&small);
    char text[8000] = "gdp[KAZ]";
    for (int i = 0; i < 600; i++) strcat(text, "+gdp[KGZ]");
    const struct steppe_program *program = compile(&small, text, STEPPE_TYPE_NUMBER, "1");
    assert_non_null(program);
    assert_int_equal(program->register_count, 2);
    assert_true(run(&small, program) == 1201);
    // Nested to the right a deep tree needs no more: the deeper side is computed first.
    char nested[2000] = "";
    for (int i = 0; i < 60; i++) strcat(nested, "gdp[KGZ]+(");
    strcat(nested, "gdp[KAZ]");
    for (int i = 0; i < 60; i++) strcat(nested, ")");
    program = compile(&small, nested, STEPPE_TYPE_NUMBER, "1");
    assert_non_null(program);
    assert_int_equal(program->register_count, 2);
    assert_true(run(&small, program) == 121);
    small_close(&small);
}

// ---- bad texts -------------------------------------------------------------------------------
struct bad {
    const char *text;
    uint32_t column; // within the text, from 1
    const char *message, *expected, *nearest;
};

static void check_bad(const struct bad *cases, size_t count, enum steppe_type type,
                      const char *unit) {
    for (size_t i = 0; i < count; i++) {
        struct small_model small;
        small_open(&small);
        small_regimes(&small);
        if (compile(&small, cases[i].text, type, unit)) fail_msg("'%s' is no fault", cases[i].text);
        const struct steppe_finding *finding = &small.findings.items[0];
        if (small.findings.count != 1)
            fail_msg("'%s' has %zu findings, the first: %s", cases[i].text, small.findings.count,
                     finding->message);
        const char *message = cases[i].message;
        if (strcmp(finding->message, message) != 0 || finding->place.column != cases[i].column + 10)
            fail_msg("'%s': %s, at %u", cases[i].text, finding->message,
                     finding->place.column - 10);
        if (cases[i].expected &&
            (!finding->expected || strcmp(finding->expected, cases[i].expected) != 0))
            fail_msg("'%s': expected %s", cases[i].text,
                     finding->expected ? finding->expected : "nothing");
        if (cases[i].nearest &&
            (!finding->nearest || strcmp(finding->nearest, cases[i].nearest) != 0))
            fail_msg("'%s': nearest %s", cases[i].text,
                     finding->nearest ? finding->nearest : "nothing");
        assert_false(finding->warning);
        assert_int_equal(finding->place.line, 7);
        assert_string_equal(finding->source_line, source_line);
        assert_true(finding->width >= 1);
        small_close(&small);
    }
}

static void unreadable_text_is_refused_at_the_place(void **state) {
    (void)state;
    static const char atom[] = "a number, date, name or (";
    static const struct bad cases[] = {
        {"", 1, "the expression ends too early", atom, NULL},
        {"  ", 3, "the expression ends too early", atom, NULL},
        {"1 +", 4, "the expression ends too early", atom, NULL},
        {"1 + * 2", 5, "'*' has no place here", atom, NULL},
        {"(1 + 2", 7, "the expression ends too early", "an operator or )", NULL},
        {"1 + 2)", 6, "')' has no place here", "an operator or the end", NULL},
        {"gdp[KAZ", 8, "the expression ends too early", "a comma or ]", NULL},
        {"gdp[]", 5, "']' has no place here", "a code such as KAZ, or a loop name", NULL},
        {"gdp[1]", 5, "'1' has no place here", "a code such as KAZ, or a loop name", NULL},
        {"max(1, 2", 9, "the expression ends too early", "an operator, a comma or )", NULL},
        {"sum(x in hosts gdp[x])", 16, "'gdp' has no place here", "a comma after the set", NULL},
        {"sum(x in hosts: gdp[x])", 15, "':' has no place here", "if(test, a, b)", NULL},
        {"1 and", 6, "the expression ends too early", atom, NULL},
        {"gdp[KAZ] gdp[KGZ]", 10, "'gdp' has no place here", "an operator or the end", NULL},
        {"1 < 2 < 3", 7, "comparisons do not chain", "two comparisons joined by and", NULL},
        {"war = frozen", 5, "'=' has no place here", "== to compare", NULL},
        {"1 && 2", 3, "'&' has no place here", "the word and", NULL},
        {"1 | 2", 3, "'|' has no place here", "the word or", NULL},
        {"!1", 1, "'!' has no place here", "the word not, or != to compare", NULL},
        {".5", 1, "'.' has no place here", "a digit before the point", NULL},
        {"1 ? 2 : 3", 3, "'?' has no place here", "if(test, a, b)", NULL},
        {"1 + \xc3\xa9", 5, "byte 0xc3 has no place here", NULL, NULL},
        {"1 + \x01", 5, "byte 0x01 has no place here", NULL, NULL},
        {"2030-13", 1, "'2030-13' is no date", "a month such as 2030-12, of 1900 to 2100", NULL},
        {"2026..2030", 1, "a span of years belongs to questions", NULL, NULL},
        {"1e999", 1, "this number cannot be read", NULL, NULL},
        {"1e300 bn_USD", 1, "this number is too large", NULL, NULL},
        {"3 bn_USDD", 3, "unknown unit 'bn_USDD'", NULL, "bn_USD"},
    };
    check_bad(cases, STEPPE_COUNT(cases), STEPPE_TYPE_NUMBER, "1");
}

static void money_of_a_year_without_deflator_is_refused(void **state) {
    (void)state;
    struct small_model small;
    small_open(&small);
    assert_null(compile(&small, "3 bn_USD_2016", STEPPE_TYPE_NUMBER, "USD"));
    assert_int_equal(small.findings.count, 1);
    assert_int_equal(small.findings.items[0].place.column, 11);
    small_close(&small);
}

static void unknown_names_bring_the_nearest_known_one(void **state) {
    (void)state;
    static const struct bad cases[] = {
        {"2 * gpd[KAZ]", 5, "unknown name 'gpd'",
         "a variable, an indicator, a regime, a parameter or date", "gdp"},
        {"trade.tehta", 1, "unknown name 'trade.tehta'", NULL, "trade.theta"},
        {"gdp[KZA]", 5, "unknown actor 'KZA'", "a name of the axis actor", "KAZ"},
        {"troops[KAZ, KAZ]", 8, "'KAZ' is an actor, but no power", NULL, NULL},
        {"troops[RUS, CHN]", 13, "'CHN' is an actor, but no host", NULL, NULL},
        {"sum(a in actors, troops[a, KAZ])", 25, "'a' stands for KAZ here, which is no power", NULL,
         NULL},
        {"price[h]", 7, "'h' stands for KGZ here, which is no commodity", NULL, NULL},
        {"price[oill]", 7, "unknown commodity 'oill'", NULL, "oil"},
        {"gdp", 1, "'gdp' takes 1 index, not 0", "gdp[actor]", NULL},
        {"troops[RUS]", 1, "'troops' takes 2 indices, not 1", "troops[power, host]", NULL},
        {"clash_factor[KAZ]", 1, "'clash_factor' takes 0 indices, not 1",
         "clash_factor without indices", NULL},
        {"h", 1, "'h' is a loop name: it stands within [ ]", NULL, NULL},
        {"KAZ", 1, "'KAZ' is a name of the axis actor: it stands within [ ]", NULL, NULL},
        {"frozen", 1, "'frozen' is a state of war", "a comparison such as war == frozen", NULL},
        {"if(war == frosen, 1, 2)", 11, "unknown state 'frosen'", "a state of war", "frozen"},
        {"population[KAZ]", 1, "'population' is a figure of the tables, not part of the state",
         NULL, NULL},
        {"maxx(1, 2)", 1, "unknown function 'maxx'", "a function such as max or sum", "max"},
        {"gdp(KAZ)", 1, "'gdp' is no function", "its indices in [ ]", NULL},
        {"sum(x in host, gdp[x])", 10, "unknown set 'host'", "a set such as hosts", "hosts"},
        {"sum(h in hosts, gdp[h])", 5, "'h' is already the name of a loop",
         "a new name for the loop", NULL},
        {"ever(1, 2)", 1, "'ever' belongs to questions", NULL, NULL},
    };
    check_bad(cases, STEPPE_COUNT(cases), STEPPE_TYPE_NUMBER, "1");
}

static void wrong_types_and_arguments_are_refused(void **state) {
    (void)state;
    static const char test[] = "a test such as a < b";
    static const struct bad cases[] = {
        {"1 < 2", 1, "this is a truth", "the test: a number without unit", NULL},
        {"2030-12", 1, "this is a date", "the test: a number without unit", NULL},
        {"war", 1, "this is a state", "the test: a number without unit", NULL},
        {"1 + (1 < 2)", 6, "this is a truth", "a number", NULL},
        {"(1 < 2) * 3", 2, "this is a truth", "a number", NULL},
        {"-date", 2, "this is a date", "a number", NULL},
        {"if(1, 2, 3)", 4, "this is a number without unit", test, NULL},
        {"if(not 1, 2, 3)", 8, "this is a number without unit", test, NULL},
        {"if(1 and 1 < 2, 2, 3)", 4, "this is a number without unit", test, NULL},
        {"if(1 < 2 or 3, 2, 3)", 13, "this is a number without unit", test, NULL},
        {"if(1 < 2, 2, date)", 14, "this is a date", "a number without unit", NULL},
        {"if(date > 2028, 1, 2)", 11, "this is a number without unit", "a date", NULL},
        {"if(war < frozen, 1, 2)", 8, "states have no order", "== or !=", NULL},
        {"if((1 < 2) < (2 < 3), 1, 2)", 12, "truths have no order", "== or !=", NULL},
        {"if(war == border, 1, 2)", 11, "this is a state of border", "a state of war", NULL},
        {"exp(date)", 5, "this is a date", "a number", NULL},
        {"exp(1, 2)", 1, "'exp' does not take 2 arguments", "exp(x)", NULL},
        {"min(1)", 1, "'min' does not take 1 argument", "min(a, b) or min(h in hosts, x)", NULL},
        {"exp()", 1, "'exp' does not take 0 arguments", "exp(x)", NULL},
        {"sum(gdp[KAZ])", 1, "'sum' needs a loop", "sum(h in hosts, x)", NULL},
        {"exp(x in hosts, 1)", 1, "'exp' has no loop", "exp(x)", NULL},
        {"sum(x in hosts, 1 < 2)", 17, "this is a truth", "a number", NULL},
        {"share(x in hosts, gdp[x])", 19, "this is a number without unit", test, NULL},
        {"mean(n in nobody, 1)", 11, "a set without members has no mean", NULL, NULL},
        {"lag(gdp[KAZ], 25)", 15, "this is no lag", "a whole number of months from 0 to 24", NULL},
        {"lag(gdp[KAZ], 1.5)", 15, "this is no lag", NULL, NULL},
        {"lag(gdp[KAZ], gdp[KGZ])", 15, "this is no lag", NULL, NULL},
        {"lag(lag(gdp[KAZ], 13), 12)", 19, "this is no lag",
         "a whole number of months from 0 to 12", NULL},
        {"1 / 0", 1, "this is always infinite or undefined", NULL, NULL},
        {"2 + log(-1)", 5, "this is always infinite or undefined", NULL, NULL},
        {"sqrt(-1)", 1, "this is always infinite or undefined", NULL, NULL},
        {"exp(1000)", 1, "this is always infinite or undefined", NULL, NULL},
    };
    check_bad(cases, STEPPE_COUNT(cases), STEPPE_TYPE_NUMBER, "1");
}

static void units_that_do_not_fit_are_refused(void **state) {
    (void)state;
    static const char usd[] = "a number in USD";
    static const struct bad cases[] = {
        {"3 person", 1, "this is a number in person", "the test: a number in USD", NULL},
        {"3", 1, "this is a number without unit", "the test: a number in USD", NULL},
        {"debt[RUS, KAZ] + 3 person", 18, "this is a number in person", usd, NULL},
        {"debt[RUS, KAZ] - 1", 18, "this is a number without unit", usd, NULL},
        {"max(debt[RUS, KAZ], 3 km)", 21, "this is a number in km", usd, NULL},
        {"clamp(debt[RUS, KAZ], 0, 1)", 26, "this is a number without unit", usd, NULL},
        {"if(debt[RUS, KAZ] > 3 km, 0, 1 USD)", 21, "this is a number in km", usd, NULL},
        {"if(1 < 2, 1 USD, 1 km)", 18, "this is a number in km", usd, NULL},
        {"exp(debt[RUS, KAZ]) * 1 USD", 5, "this is a number in USD", "a number without unit",
         NULL},
        {"sqrt(debt[RUS, KAZ])", 6, "this is a number in USD", "a number whose unit is a square",
         NULL},
        {"2 ^ (1 km) * 1 USD", 6, "this is a number in km", "a number without unit", NULL},
        {"debt[RUS, KAZ] ^ gdp[KAZ]", 18, "this exponent leaves no unit",
         "a whole number, as the base has a unit", NULL},
        {"debt[RUS, KAZ] ^ 0.5", 18, "this exponent leaves no unit", NULL, NULL},
        {"(debt[RUS, KAZ] ^ 16) ^ 16", 2, "a unit to the power of 256 goes too far", NULL, NULL},
        {"lag(debt[RUS, KAZ], 3 km)", 21, "this is a number in km", "a number without unit", NULL},
    };
    check_bad(cases, STEPPE_COUNT(cases), STEPPE_TYPE_NUMBER, "USD");
}

static void all_faults_of_one_text_are_reported(void **state) {
    (void)state;
    struct small_model small;
    small_open(&small);
    assert_null(compile(&small, "gpd[KAZ] + gdp[KZA] * exp(3 km) + sum(x in hots, 1)",
                        STEPPE_TYPE_NUMBER, "1"));
    assert_int_equal(small.findings.count, 4);
    static const uint32_t columns[] = {1, 16, 27, 44};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(small.findings.items[i].place.column, columns[i] + 10);
    small_close(&small);
}

// ---- limits ----------------------------------------------------------------------------------
static void expect_fault(const char *text, const char *message) {
    struct small_model small;
    small_open(&small);
    assert_null(compile(&small, text, STEPPE_TYPE_NUMBER, "1"));
    assert_int_equal(small.findings.count, 1);
    assert_string_equal(small.findings.items[0].message, message);
    small_close(&small);
}

static void depth_length_and_work_are_bounded(void **state) {
    (void)state;
    static char text[STEPPE_EXPRESSION_TEXT_MAX + 2];
    static const char *const openings[] = {"(", "-", "exp(", "2^", "not "};
    for (size_t i = 0; i < STEPPE_COUNT(openings); i++) {
        text[0] = '\0';
        for (int n = 0; n < 65; n++) strcat(text, openings[i]);
        strcat(text, "1");
        for (int n = 0; n < 65 && strchr(openings[i], '('); n++) strcat(text, ")");
        expect_fault(text, "the expression is nested deeper than 64 levels");
    }
    memset(text, '(', STEPPE_EXPRESSION_TEXT_MAX + 1);
    text[STEPPE_EXPRESSION_TEXT_MAX + 1] = '\0';
    expect_fault(text, "the expression is longer than 8192 bytes");
    // 6^5 = 7776 reads and as many sums are more than 10000 instructions.
    expect_fault("sum(a in actors, sum(b in actors, sum(c in actors, sum(d in actors, sum(e in "
                 "actors, gdp[e])))))",
                 "the expression unrolls to more than 10000 instructions");
    // Without a single read it folds to one constant, but the work would be 6^9 parts.
    expect_fault(
        "sum(a in actors, sum(b in actors, sum(c in actors, sum(d in actors, sum(e in actors, "
        "sum(f in actors, sum(g in actors, sum(i in actors, sum(j in actors, 1)))))))))",
        "the folds unroll to more than 80000 parts");
}

static void depth_of_64_is_still_read(void **state) {
    (void)state;
    struct small_model small;
    small_open(&small);
    char text[200] = "";
    for (int n = 0; n < 64; n++) strcat(text, "(");
    strcat(text, "1");
    for (int n = 0; n < 64; n++) strcat(text, ")");
    assert_non_null(compile(&small, text, STEPPE_TYPE_NUMBER, "1"));
    small_close(&small);
}

static void memory_refused_is_an_error_and_no_finding(void **state) {
    (void)state;
    struct small_model small;
    small_open(&small);
    steppe_arena_fail_after(1);
    assert_null(compile(&small, "gdp[KAZ] + 1", STEPPE_TYPE_NUMBER, "1"));
    steppe_arena_fail_after(0);
    assert_true(small.builder.failed);
    assert_int_equal(small.error.code, STEPPE_CODE_MEMORY);
    assert_int_equal(small.findings.count, 0);
    small_close(&small);
}

// ---- the page --------------------------------------------------------------------------------
static enum steppe_type type_named(const char *word) {
    if (strcmp(word, "truth") == 0) return STEPPE_TYPE_TRUTH;
    if (strcmp(word, "date") == 0) return STEPPE_TYPE_DATE;
    if (strcmp(word, "state") == 0) return STEPPE_TYPE_STATE;
    return STEPPE_TYPE_NUMBER;
}

// Lines of docs/expressions.md between ```expression and ```: TEXT, #, then what it
// is: truth, date, state or a unit; or "fault" and the message.
static void check_example(char *line) {
    char *mark = strchr(line, '#');
    if (!mark) fail_msg("no '# what it is' in: %s", line);
    const char *word = mark + 1;
    while (*word == ' ') word++;
    while (mark > line && mark[-1] == ' ') mark--;
    *mark = '\0';
    struct small_model small;
    small_open(&small);
    small_regimes(&small);
    bool fault = strncmp(word, "fault: ", 7) == 0;
    enum steppe_type type = fault ? STEPPE_TYPE_NUMBER : type_named(word);
    const char *unit = fault || type != STEPPE_TYPE_NUMBER ? "1" : word;
    const struct steppe_program *program = compile(&small, line, type, unit);
    const char *message = small.findings.count ? small.findings.items[0].message : "compiles";
    if (fault ? strcmp(message, word + 7) != 0 : !program) fail_msg("%s: %s", line, message);
    small_close(&small);
}

static void examples_of_the_page_compile(void **state) {
    (void)state;
    FILE *file = fopen(STEPPE_SOURCE_DIR "/docs/expressions.md", "r");
    assert_non_null(file);
    char line[512];
    bool inside = false;
    size_t count = 0;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        bool fence = strncmp(line, "```", 3) == 0;
        if (fence) inside = strcmp(line, "```expression") == 0;
        if (fence || !inside) continue;
        check_example(line);
        count++;
    }
    fclose(file);
    assert_true(count >= 30); // the page has about 50: a reader that finds none would pass
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_operation_has_its_value),
        cmocka_unit_test(signs_bind_as_in_mathematics),
        cmocka_unit_test(tests_of_numbers_dates_and_states_are_truths),
        cmocka_unit_test(folds_unroll_over_the_members_of_a_set),
        cmocka_unit_test(units_go_along_with_numbers),
        cmocka_unit_test(whole_powers_are_right_for_negative_bases),
        cmocka_unit_test(states_are_chosen_by_name),
        cmocka_unit_test(constants_are_folded_to_one_instruction),
        cmocka_unit_test(a_long_sum_needs_two_registers),
        cmocka_unit_test(unreadable_text_is_refused_at_the_place),
        cmocka_unit_test(money_of_a_year_without_deflator_is_refused),
        cmocka_unit_test(unknown_names_bring_the_nearest_known_one),
        cmocka_unit_test(wrong_types_and_arguments_are_refused),
        cmocka_unit_test(units_that_do_not_fit_are_refused),
        cmocka_unit_test(all_faults_of_one_text_are_reported),
        cmocka_unit_test(depth_length_and_work_are_bounded),
        cmocka_unit_test(depth_of_64_is_still_read),
        cmocka_unit_test(memory_refused_is_an_error_and_no_finding),
        cmocka_unit_test(examples_of_the_page_compile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
