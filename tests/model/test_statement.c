// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_statement: statements about whole futures: which months each part looks at, what it makes,
// and the faults that a text must give.
#include "test.h"

#include "model/expression.h"
#include "small_model.h"

static bool compile(struct small_model *small, const char *text, struct steppe_statement *out) {
    struct steppe_place place = {.file = "f.yaml", .line = 7, .column = 11};
    return steppe_statement_compile(&small->builder, text, strlen(text), place, text, out);
}

static struct steppe_statement good(struct small_model *small, const char *text) {
    struct steppe_statement statement = {0};
    if (!compile(small, text, &statement))
        fail_msg("'%s': %s", text,
                 small->findings.count ? small->findings.items[0].message : "no finding");
    assert_int_equal(statement.outer->type, STEPPE_TYPE_TRUTH);
    return statement;
}

static void each_part_looks_at_its_months(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum steppe_reducer_kind kind;
        int32_t from, until;
    } cases[] = {
        {"at(2030-12, gdp[KAZ] > 1)", STEPPE_REDUCE_AT, 2030 * 12 + 11, 2030 * 12 + 11},
        {"at(2030-12, war) == frozen", STEPPE_REDUCE_AT, 2030 * 12 + 11, 2030 * 12 + 11},
        {"at(2030-12, debt[RUS, KAZ]) > 1 bn_USD", STEPPE_REDUCE_AT, 2030 * 12 + 11,
         2030 * 12 + 11},
        {"ever(2026..2030, war == frozen)", STEPPE_REDUCE_EVER, 2026 * 12, 2030 * 12 + 11},
        {"ever(2026-07..2027-06, war == frozen)", STEPPE_REDUCE_EVER, 2026 * 12 + 6, 2027 * 12 + 5},
        {"count(2026-07..2030, war == frozen) > 2", STEPPE_REDUCE_COUNT, 2026 * 12 + 6,
         2030 * 12 + 11},
        {"always(2026..2030-03, war == frozen)", STEPPE_REDUCE_ALWAYS, 2026 * 12, 2030 * 12 + 2},
        {"always(2026..2026, stress[KAZ] < 1)", STEPPE_REDUCE_ALWAYS, 2026 * 12, 2026 * 12 + 11},
        {"count(2027..2028, war == active) >= 6", STEPPE_REDUCE_COUNT, 2027 * 12, 2028 * 12 + 11},
        {"first(2026..2030, war == none) < 2028-06", STEPPE_REDUCE_FIRST, 2026 * 12,
         2030 * 12 + 11},
        {"first(2026..2030, war == none) == never", STEPPE_REDUCE_FIRST, 2026 * 12, 2030 * 12 + 11},
        {"average(2026..2027, debt[RUS, KAZ]) > 1 bn_USD", STEPPE_REDUCE_AVERAGE, 2026 * 12,
         2027 * 12 + 11},
    };
    struct small_model small;
    small_open(&small);
    small_regimes(&small);
    for (size_t i = 0; i < STEPPE_COUNT(cases); i++) {
        struct steppe_statement statement = good(&small, cases[i].text);
        assert_int_equal(statement.reducer_count, 1);
        assert_int_equal(statement.reducers[0].kind, cases[i].kind);
        assert_int_equal(statement.reducers[0].from, cases[i].from);
        assert_int_equal(statement.reducers[0].until, cases[i].until);
    }
    small_close(&small);
}

static void parts_join_and_unroll_over_sets(void **state) {
    (void)state;
    struct small_model small;
    small_open(&small);
    small_regimes(&small);
    struct steppe_statement both = good(
        &small, "at(2035-12, gdp[KAZ]) < at(2026-07, gdp[KAZ]) or ever(2026..2027, war == none)");
    assert_int_equal(both.reducer_count, 3);
    assert_int_equal(both.reducers[1].from, 2026 * 12 + 6);
    // One part for each host; within one, the fold is a part of the value.
    assert_int_equal(good(&small, "any(h in hosts, ever(2026..2030, gdp[h] > 2))").reducer_count,
                     2);
    assert_int_equal(good(&small, "ever(2026..2030, any(h in hosts, gdp[h] > 2))").reducer_count,
                     1);
    // The place is that of the dates, for runs that do not reach them.
    assert_int_equal(both.reducers[1].place.line, 7);
    assert_int_equal(both.reducers[1].place.column, 11 + 27);
    small_close(&small);
}

static void faults_have_their_places(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t at;
        const char *message;
    } cases[] = {
        {"gdp[KAZ] > 1", 1, "'gdp' has a value each month: which month is not said"},
        {"date > 2030-01", 1, "'date' has a value each month: which month is not said"},
        {"1 < 2", 1, "the statement says nothing about any month"},
        {"at(2030-12, gdp[KAZ])", 1, "this is a number without unit"},
        {"at(2030, gdp[KAZ] > 1)", 4, "this is no month"},
        {"ever(2030-12, gdp[KAZ] > 1)", 6, "this is no span of years or months"},
        {"ever(2026-07..2026-06, gdp[KAZ] > 1)", 6, "the span ends before it begins"},
        {"ever(2026-07..2027-13, gdp[KAZ] > 1)", 6, "'2026-07..2027-13' is no span of years"},
        {"ever(2030..2026, gdp[KAZ] > 1)", 6, "the span ends before it begins"},
        {"ever(2026..2030)", 1, "'ever' takes two arguments"},
        {"ever(2026..2030, gdp[KAZ])", 18, "this is a number without unit"},
        {"ever(2026..2030, at(2027-01, gdp[KAZ] > 1))", 18,
         "'at' cannot stand within another of its kind"},
        {"lag(at(2030-12, gdp[KAZ]), 2) > 1", 5, "'at' has no past"},
        {"at(2030-12, war) == frosen", 21, "unknown state 'frosen'"},
        {"2026..2030", 1, "a span of years has no place here"},
        {"at(2030-12, 2026..2030)", 13, "a span of years belongs to questions"},
        {"ever(2026..2999, war == none)", 6, "'2026..2999' is no span of years"},
        {"count(2026..2030, war == none)", 1, "this is a number without unit"},
        {"first(2026..2030, war == none)", 1, "this is a date"},
        {"eve(2026..2030, war == none)", 1, "unknown function 'eve'"},
    };
    for (size_t i = 0; i < STEPPE_COUNT(cases); i++) {
        struct small_model small;
        struct steppe_statement statement;
        small_open(&small);
        small_regimes(&small);
        if (compile(&small, cases[i].text, &statement)) fail_msg("'%s' compiled", cases[i].text);
        assert_int_equal(small.findings.count, 1);
        const struct steppe_finding *found = &small.findings.items[0];
        if (strcmp(found->message, cases[i].message) != 0 ||
            found->place.column != 10 + cases[i].at)
            fail_msg("'%s': at %u, %s", cases[i].text, found->place.column - 10, found->message);
        small_close(&small);
    }
}

static void no_more_than_64_parts(void **state) {
    (void)state;
    char text[4096] = "at(2030-12, war == none)";
    struct small_model small;
    struct steppe_statement statement;
    small_open(&small);
    small_regimes(&small);
    for (int i = 1; i < STEPPE_REDUCERS_MAX; i++) strcat(text, " and at(2030-12, war == none)");
    assert_int_equal(good(&small, text).reducer_count, STEPPE_REDUCERS_MAX);
    strcat(text, " and at(2030-12, war == none)");
    assert_false(compile(&small, text, &statement));
    assert_string_equal(small.findings.items[0].message, "more than 64 parts look at months");
    small_close(&small);
}

// Lines of docs/expressions.md between ```statement and ```: TEXT, #, then truth or the fault.
static void check_line(char *line) {
    struct small_model small;
    struct steppe_statement statement;
    char *mark = strstr(line, " # ");
    assert_non_null(mark);
    char *says = mark + 3;
    while (mark > line && mark[-1] == ' ') mark--;
    *mark = 0;
    small_open(&small);
    small_regimes(&small);
    bool compiles = compile(&small, line, &statement);
    const char *message = compiles ? "" : small.findings.items[0].message;
    if (compiles ? strcmp(says, "truth") != 0
                 : strncmp(says, "fault: ", 7) != 0 || strcmp(says + 7, message) != 0)
        fail_msg("%s: %s, not %s", line, compiles ? "truth" : message, says);
    small_close(&small);
}

static void examples_of_the_page_compile(void **state) {
    (void)state;
    char line[400];
    bool inside = false;
    int count = 0;
    FILE *file = fopen(STEPPE_SOURCE_DIR "/docs/expressions.md", "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        bool fence = strncmp(line, "```", 3) == 0;
        if (fence) inside = strcmp(line, "```statement") == 0;
        if (fence || !inside) continue;
        check_line(line);
        count++;
    }
    fclose(file);
    assert_true(count >= 10); // the page has 14: a reader that finds none would pass
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_part_looks_at_its_months),
        cmocka_unit_test(parts_join_and_unroll_over_sets),
        cmocka_unit_test(faults_have_their_places),
        cmocka_unit_test(no_more_than_64_parts),
        cmocka_unit_test(examples_of_the_page_compile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
