// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Numbers: exact reading and printing, refusal of what is no number, any locale.
#include "base/numbers.h"

#include <locale.h>

#include "base/random.h"
#include "test.h"

static bool parse(const char *text, double *value) {
    return steppe_number_parse(text, strlen(text), value);
}

static void numbers_are_read_to_the_nearest_double(void **state) {
    (void)state;
    // The right side is the compiler's own reading.
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        {"0", 0.0},
        {"-0", -0.0},
        {"1", 1.0},
        {"+2.5", 2.5},
        {".5", 0.5},
        {"5.", 5.0},
        {"288.406", 288.406},
        {"1e3", 1000.0},
        {"1E-3", 0.001},
        {"0.1", 0.1},
        {"123456789012345678901234567890", 123456789012345678901234567890.0},
        {"0.000000000000000000000000000000123456789", 0.000000000000000000000000000000123456789},
        {"9007199254740993", 9007199254740992.0},                              // a tie, to even
        {"9007199254740993.0000000000000000000000000001", 9007199254740994.0}, // just above it
        {"2.2250738585072011e-308", 2.2250738585072011e-308},
        {"4.9e-324", 4.9e-324},
        {"1e-400", 0.0},
        {"1.7976931348623157e308", 1.7976931348623157e308},
        {"0000000000000000000000000000000000000000001", 1.0},
        {"0e999999999999", 0.0},
        {"10000000000000000000000e-22", 1.0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value = 77.0;
        assert_true(parse(cases[i].text, &value));
        assert_memory_equal(&value, &cases[i].value, sizeof value);
    }
}

static void what_is_no_number_is_refused_and_nothing_changed(void **state) {
    (void)state;
    static const char *const cases[] = {"",    "-",     ".",      "e5",    "1e",   "1e+",
                                        " 1",  "1 ",    "1,5",    "1.2.3", "0x10", "inf",
                                        "nan", "1e309", "-1e400", "1_000", "--1"};
    double value = 77.0;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_false(parse(cases[i], &value));
    }
    assert_false(steppe_number_parse("12\0", 3, &value));
    char large[STEPPE_NUMBER_BYTES_MAX + 1];
    memset(large, '1', sizeof large);
    assert_false(steppe_number_parse(large, sizeof large, &value));
    assert_true(value == 77.0);
    memset(large, '0', sizeof large);
    large[1] = '.';
    large[STEPPE_NUMBER_BYTES_MAX - 1] = '1';
    assert_true(steppe_number_parse(large, STEPPE_NUMBER_BYTES_MAX, &value));
    assert_true(value == 0.0); // 1e-398, read by the hard way at full length
}

static void whole_numbers_stop_at_64_bits(void **state) {
    (void)state;
    uint64_t value = 7;
    assert_true(steppe_whole_parse("18446744073709551615", 20, &value));
    assert_true(value == UINT64_MAX);
    assert_false(steppe_whole_parse("18446744073709551616", 20, &value));
    assert_false(steppe_whole_parse("", 0, &value));
    assert_false(steppe_whole_parse("+1", 2, &value));
    assert_false(steppe_whole_parse("1.0", 3, &value));
    assert_true(value == UINT64_MAX);
}

static void assert_prints(double value, int digits, const char *expected) {
    char text[STEPPE_NUMBER_PRINT_BYTES];
    size_t length = steppe_number_print(value, digits, text);
    assert_string_equal(text, expected);
    assert_int_equal(length, strlen(expected));
}

static void numbers_are_printed_plain_and_short(void **state) {
    (void)state;
    assert_prints(0.0, 3, "0");
    assert_prints(-0.0, 0, "0");
    assert_prints(0.1, 0, "0.1");
    assert_prints(0.1 + 0.2, 0, "0.30000000000000004");
    assert_prints(1234567.0, 3, "1230000");
    assert_prints(999.96, 4, "1000");
    assert_prints(-12.5, 0, "-12.5");
    assert_prints(0.00001234, 3, "0.0000123");
    assert_prints(0.000001234, 3, "1.23e-06");
    assert_prints(999999999999999.0, 0, "999999999999999");
    assert_prints(1e15, 0, "1e+15");
    assert_prints(2.5e300, 0, "2.5e+300");
    assert_prints(100.0, 17, "100");
    assert_prints((double)NAN, 3, "nan");
    assert_prints((double)-INFINITY, 3, "-inf");
}

static void any_double_printed_short_reads_back(void **state) {
    (void)state;
    for (uint32_t i = 0; i < 20000; i++) {
        const uint32_t counter[4] = {i}, key[2] = {1};
        uint32_t words[4];
        steppe_philox(counter, key, words);
        double value, back;
        memcpy(&value, words, sizeof value);
        if (!isfinite(value)) continue;
        char text[STEPPE_NUMBER_PRINT_BYTES];
        size_t length = steppe_number_print(value, 0, text);
        assert_true(length < STEPPE_NUMBER_PRINT_BYTES);
        assert_true(steppe_number_parse(text, length, &back));
        assert_true(back == value);
    }
}

static void a_locale_with_a_comma_changes_nothing(void **state) {
    (void)state;
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "ru_RU.UTF-8"};
    bool found = false;
    for (size_t i = 0; i < 4 && !found; i++) found = setlocale(LC_NUMERIC, names[i]) != NULL;
    if (!found) {
        print_message("no locale with a decimal comma is installed here\n");
        skip();
    }
    double value = 0.0;
    bool read = parse("3.14159265358979323846264338", &value);
    char text[STEPPE_NUMBER_PRINT_BYTES];
    steppe_number_print(2.5, 0, text);
    setlocale(LC_NUMERIC, "C");
    assert_true(read);
    assert_true(value == 3.14159265358979323846264338);
    assert_string_equal(text, "2.5");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_to_the_nearest_double),
        cmocka_unit_test(what_is_no_number_is_refused_and_nothing_changed),
        cmocka_unit_test(whole_numbers_stop_at_64_bits),
        cmocka_unit_test(numbers_are_printed_plain_and_short),
        cmocka_unit_test(any_double_printed_short_reads_back),
        cmocka_unit_test(a_locale_with_a_comma_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
