// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Dates and units: what texts mean, and which texts mean nothing.
#include "model/units.h"

#include "model/dates.h"
#include "test.h"

static struct steppe_unit unit_of(const char *text) {
    struct steppe_unit unit = {0};
    size_t bad_at, bad_length;
    if (!steppe_unit_parse(text, strlen(text), &unit, &bad_at, &bad_length)) {
        fail_msg("'%s' is no unit", text);
    }
    return unit;
}

static void prefixes_and_names_multiply_to_a_factor(void **state) {
    (void)state;
    assert_true(unit_of("1").factor == 1);
    assert_true(unit_of("%").factor == 0.01);
    assert_true(unit_of("bn_USD").factor == 1e9);
    assert_true(unit_of("mn_person").factor == 1e6);
    assert_true(unit_of("Mt").factor == 1e6);
    assert_close(unit_of("USD/month").factor, 12, 1e-15, 0);
    assert_close(unit_of("%/year").factor, 0.01, 1e-15, 0);
    assert_close(unit_of("t*km").factor, 1, 1e-15, 0);
    assert_close(unit_of("m^2").factor, 1e-6, 1e-15, 0); // the coherent length is km
}

static void exponents_follow_the_signs(void **state) {
    (void)state;
    struct steppe_unit unit = unit_of("bn_USD/person/year^2");
    assert_int_equal(unit.exponents[STEPPE_UNIT_USD], 1);
    assert_int_equal(unit.exponents[STEPPE_UNIT_PERSON], -1);
    assert_int_equal(unit.exponents[STEPPE_UNIT_YEAR], -2);
    assert_true(steppe_unit_same(unit_of("1/year"), unit_of("%/month")));
    assert_false(steppe_unit_same(unit_of("USD"), unit_of("USD/year")));
    assert_true(steppe_unit_none(unit_of("USD/USD")));
    assert_true(steppe_unit_none(unit_of("year/month")));
}

static void volatility_is_per_root_of_time(void **state) {
    (void)state;
    struct steppe_unit root = unit_of("1/year^0.5");
    assert_false(steppe_unit_same(root, unit_of("1/year")));
    assert_true(steppe_unit_same(steppe_unit_multiply(root, root, 1), unit_of("1/year")));
    assert_true(steppe_unit_same(root, unit_of("year^-0.5")));
    // sqrt(12) per root of a year from 1 per root of a month.
    assert_close(unit_of("1/month^0.5").factor, sqrt(12.0), 1e-15, 0);
    assert_true(steppe_unit_same(unit_of("year^1.5/year"), unit_of("year^0.5")));
}

static void money_of_a_year_keeps_the_year(void **state) {
    (void)state;
    assert_int_equal(unit_of("bn_USD_2015/year").money_year, 2015);
    assert_int_equal(unit_of("bn_USD/year").money_year, 0);
    assert_true(steppe_unit_same(unit_of("USD_2015"), unit_of("USD")));
    assert_int_equal(unit_of("USD_2015/USD_2015").money_year, 0); // a ratio is no money
}

static void what_is_no_unit_is_told_with_its_part(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t at, length;
    } cases[] = {
        {"bn_USDD/year", 0, 7}, {"bn_USD/yaer", 7, 4}, {"", 0, 0},          {"USD//year", 4, 0},
        {"USD^x", 4, 1},        {"USD^", 4, 0},        {"USD^10", 4, 2},    {"bn_1", 0, 4},
        {"USD year", 0, 8},     {"USD_1066", 0, 8},    {"year^0.25", 5, 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct steppe_unit unit;
        size_t at = 99, length = 99;
        if (steppe_unit_parse(cases[i].text, strlen(cases[i].text), &unit, &at, &length)) {
            fail_msg("'%s' passes for a unit", cases[i].text);
        }
        assert_int_equal(at, cases[i].at);
        assert_int_equal(length, cases[i].length);
    }
}

static void exponents_beyond_their_range_are_refused(void **state) {
    (void)state;
    struct steppe_unit unit;
    size_t at, length;
    const char *text = "USD^9*USD^9*USD^9*USD^9*USD^9*USD^9*USD^9";
    assert_false(steppe_unit_parse(text, strlen(text), &unit, &at, &length));
}

static void units_print_as_they_are_read(void **state) {
    (void)state;
    static const char *const cases[] = {"1",          "USD/year",  "1/year",   "1/year^0.5",
                                        "USD/person", "t*km/year", "person^2", "TEU",
                                        "TIV/year",   "vote"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[100];
        size_t length = steppe_unit_print(unit_of(cases[i]), text, sizeof text);
        assert_string_equal(text, cases[i]);
        assert_int_equal(length, strlen(text));
    }
}

static void every_name_that_is_offered_is_a_unit(void **state) {
    (void)state;
    for (const char *const *name = steppe_unit_names(); *name; name++) unit_of(*name);
}

// ---- dates --------------------------------------------------------------------------------------

static struct steppe_date date_of(const char *text) {
    struct steppe_date date = {0};
    if (!steppe_date_parse(text, strlen(text), &date)) fail_msg("'%s' is no date", text);
    return date;
}

static void dates_are_as_precise_as_they_are_written(void **state) {
    (void)state;
    static const char *const cases[] = {"1900", "2023", "2023-07", "2024-02-29", "2100-12-31"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[16];
        steppe_date_print(date_of(cases[i]), text, sizeof text);
        assert_string_equal(text, cases[i]);
    }
    static const char *const wrong[] = {
        "",           "1899",    "2101",     "2023-00",  "2023-13",   "2023-1", "2023-02-29",
        "2023-06-31", "2023/07", "20230701", "2023-07-", "2023-7-01", " 2023",  "2o23"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct steppe_date date;
        if (steppe_date_parse(wrong[i], strlen(wrong[i]), &date)) {
            fail_msg("'%s' passes for a date", wrong[i]);
        }
    }
}

static void a_figure_is_known_in_the_month_after_its_date(void **state) {
    (void)state;
    assert_int_equal(steppe_date_month(date_of("2023")), 12 * 2023);
    assert_int_equal(steppe_date_month(date_of("2023-07-15")), 12 * 2023 + 6);
    assert_int_equal(steppe_date_after(date_of("2023")), 12 * 2024);
    assert_int_equal(steppe_date_after(date_of("2023-12")), 12 * 2024);
    assert_int_equal(steppe_date_after(date_of("2023-07-15")), 12 * 2023 + 7);
    struct steppe_date back = steppe_date_of_month(12 * 2023 + 11);
    assert_int_equal(back.year * 100 + back.month, 202312);
}

static void dates_compare_by_their_first_day(void **state) {
    (void)state;
    assert_int_equal(steppe_date_compare(date_of("2023"), date_of("2023-01-01")), 0);
    assert_true(steppe_date_compare(date_of("2023"), date_of("2023-02")) < 0);
    assert_true(steppe_date_compare(date_of("2023-02-02"), date_of("2023-02")) > 0);
    assert_true(steppe_date_compare(date_of("2022-12-31"), date_of("2023")) < 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prefixes_and_names_multiply_to_a_factor),
        cmocka_unit_test(exponents_follow_the_signs),
        cmocka_unit_test(volatility_is_per_root_of_time),
        cmocka_unit_test(money_of_a_year_keeps_the_year),
        cmocka_unit_test(what_is_no_unit_is_told_with_its_part),
        cmocka_unit_test(exponents_beyond_their_range_are_refused),
        cmocka_unit_test(units_print_as_they_are_read),
        cmocka_unit_test(every_name_that_is_offered_is_a_unit),
        cmocka_unit_test(dates_are_as_precise_as_they_are_written),
        cmocka_unit_test(a_figure_is_known_in_the_month_after_its_date),
        cmocka_unit_test(dates_compare_by_their_first_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
