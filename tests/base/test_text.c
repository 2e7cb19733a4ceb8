// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Text: UTF-8, distances between names, the nearest known name, the writer.
#include "base/text.h"

#include "test.h"

static void valid_text_is_known_from_invalid_with_the_place(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t bad_at;
    } cases[] = {
        {"", SIZE_MAX},
        {"plain", SIZE_MAX},
        {"Алматы \xe2\x82\xac \xf0\x9f\x90\xab", SIZE_MAX},
        {"\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf", SIZE_MAX}, // next to what is forbidden
        {"a\xff", 1},                                           // no such byte
        {"ab\x80", 2},                                          // continues nothing
        {"\xc0\xaf", 0},                                        // overlong
        {"\xe0\x9f\xbf", 0},                                    // overlong
        {"\xf0\x8f\xbf\xbf", 0},                                // overlong
        {"abc\xed\xa0\x80", 3},                                 // surrogate
        {"\xf4\x90\x80\x80", 0},                                // above 10ffff
        {"\xe2\x82", 0},                                        // cut off
        {"\xe2\x82x", 0},                                       // broken off
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t at = SIZE_MAX;
        bool good = steppe_text_is_utf8(cases[i].text, strlen(cases[i].text), &at);
        assert_int_equal(good, cases[i].bad_at == SIZE_MAX);
        assert_int_equal(at, cases[i].bad_at);
    }
    size_t at = 9;
    assert_false(steppe_text_is_utf8("a\0b", 3, &at));
    assert_int_equal(at, 1);
}

static void a_bad_byte_is_found_at_any_place_of_a_long_text(void **state) {
    (void)state;
    static const char bad[] = {'\0', '\x80', '\xff'};
    char good[41], text[sizeof good];
    size_t at;
    memset(good, 'a', sizeof good);
    assert_true(steppe_text_is_utf8(good, sizeof good, &at));
    for (size_t i = 0; i < sizeof text; i++)
        for (size_t k = 0; k < sizeof bad; k++) {
            memcpy(text, good, sizeof good);
            text[i] = bad[k];
            assert_false(steppe_text_is_utf8(text, sizeof text, &at));
            assert_int_equal(at, i);
        }
}

static size_t distance(const char *a, const char *b, size_t limit) {
    return steppe_text_distance(a, strlen(a), b, strlen(b), limit);
}

static void distances_count_edits_and_swaps(void **state) {
    (void)state;
    assert_int_equal(distance("kitten", "sitting", 9), 3); // levenshtein-1966's classic
    assert_int_equal(distance("", "abc", 9), 3);
    assert_int_equal(distance("abc", "", 9), 3);
    assert_int_equal(distance("KAZ", "kaz", 9), 0);
    assert_int_equal(distance("trade", "tarde", 9), 1);    // swapped
    assert_int_equal(distance("ca", "abc", 9), 3);         // no place is touched twice
    assert_int_equal(distance("kitten", "sitting", 2), 3); // beyond the limit: limit + 1
    char large[101];
    memset(large, 'a', 100);
    large[100] = '\0';
    assert_int_equal(distance(large, large, 5), 6);
}

static const char *nearest_of(const char *wanted) {
    static const char *const known[] = {"Kazakhstan", "Kyrgyzstan", "Tajikistan", "USA", "x"};
    struct steppe_nearest nearest = steppe_nearest_begin(wanted, strlen(wanted));
    for (size_t i = 0; i < 5; i++) steppe_nearest_try(&nearest, known[i]);
    return nearest.name;
}

static void the_nearest_name_is_near_or_nothing(void **state) {
    (void)state;
    assert_string_equal(nearest_of("Kirgyzstan"), "Kyrgyzstan");
    assert_string_equal(nearest_of("kazakstan"), "Kazakhstan");
    assert_string_equal(nearest_of("UAS"), "USA");
    assert_string_equal(nearest_of("Tajikistan"), "Tajikistan");
    assert_null(nearest_of("Uzbekistan of old"));
    assert_null(nearest_of("q")); // every letter of "x" would change
    assert_null(nearest_of(""));
}

static void names_are_compared_whole_or_at_their_ends(void **state) {
    (void)state;
    assert_true(steppe_text_same("oil,gas", 3, "oil"));
    assert_false(steppe_text_same("oil,gas", 4, "oil"));
    assert_false(steppe_text_same("oi", 2, "oil"));
    assert_true(steppe_text_begins("series_a.csv", "series"));
    assert_false(steppe_text_begins("ser", "series"));
    assert_true(steppe_text_ends("a.yaml", ".yaml"));
    assert_false(steppe_text_ends("yaml", ".yaml"));
}

static void the_writer_grows_and_says_when_it_could_not(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_writer writer = steppe_writer_begin(&arena);
    assert_string_equal(writer.text, "");
    for (int i = 0; i < 1000; i++) steppe_writer_print(&writer, "%d,", i % 10);
    steppe_writer_text(&writer, "end");
    steppe_writer_repeat(&writer, '-', 300);
    steppe_writer_bytes(&writer, "xyz", 2);
    assert_int_equal(writer.length, 2305);
    assert_int_equal(strlen(writer.text), writer.length);
    assert_memory_equal(writer.text + 1998, "9,end---", 8);
    assert_string_equal(writer.text + 2300, "---xy");
    assert_false(writer.failed);
    steppe_arena_free(&arena);

    steppe_arena_init(&arena, 256);
    writer = steppe_writer_begin(&arena);
    steppe_writer_repeat(&writer, 'a', 255);
    assert_false(writer.failed);
    steppe_writer_text(&writer, "b");
    assert_true(writer.failed);
    assert_int_equal(strlen(writer.text), 255);
    steppe_writer_bytes(&writer, "c", SIZE_MAX / 2);
    assert_int_equal(writer.length, 255);
    steppe_arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_text_is_known_from_invalid_with_the_place),
        cmocka_unit_test(a_bad_byte_is_found_at_any_place_of_a_long_text),
        cmocka_unit_test(distances_count_edits_and_swaps),
        cmocka_unit_test(the_nearest_name_is_near_or_nothing),
        cmocka_unit_test(names_are_compared_whole_or_at_their_ends),
        cmocka_unit_test(the_writer_grows_and_says_when_it_could_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
