// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// CSV after RFC 4180: fields, quotes, line ends, and the exact place of everything.
#include "model/csv.h"

#include "model/text.h"

struct reading {
    struct text text;
    struct steppe_csv csv;
    bool open;
};

static const struct steppe_csv_column columns[] = {
    {"name", true}, {"value", true}, {"note", false}, {NULL, false}};
enum { NAME, VALUE, NOTE };

static void begin(struct reading *reading, const char *text) {
    memset(reading, 0, sizeof *reading);
    const struct steppe_file *file = text_begin(&reading->text, "t.csv", text);
    reading->open = steppe_csv_open(&reading->csv, &reading->text.builder, file, columns);
}

static void end(struct reading *reading) { steppe_arena_free(&reading->text.arena); }

static void expect_row(struct reading *reading, const char *name, const char *value,
                       const char *note) {
    assert_true(steppe_csv_next(&reading->csv));
    assert_string_equal(reading->csv.fields[NAME].text, name);
    assert_string_equal(reading->csv.fields[VALUE].text, value);
    assert_string_equal(reading->csv.fields[NOTE].text, note);
}

static void expect_place(const struct reading *reading, size_t column, uint32_t line, uint32_t at) {
    struct steppe_place place = steppe_csv_place(&reading->csv, column, 0);
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, at);
}

static void expect_finding(const struct reading *reading, size_t at, uint32_t line, uint32_t column,
                           const char *message, const char *source_line) {
    assert_true(at < reading->text.findings.count);
    const struct steppe_finding *finding = &reading->text.findings.items[at];
    assert_int_equal(finding->place.line, line);
    assert_int_equal(finding->place.column, column);
    assert_string_equal(finding->message, message);
    assert_string_equal(finding->source_line, source_line);
}

static void columns_may_stand_in_any_order_and_optional_ones_may_lack(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "value,name\n1,a\n2,b");
    assert_true(reading.open);
    expect_row(&reading, "a", "1", "");
    expect_row(&reading, "b", "2", "");
    assert_false(steppe_csv_next(&reading.csv));
    assert_int_equal(reading.text.findings.count, 0);
    end(&reading);
}

static void quotes_keep_commas_quotes_and_line_ends(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "name,value,note\r\n\"a, \"\"b\"\"\",1,\"two\nlines\"\r\nc,2,\r\n");
    expect_row(&reading, "a, \"b\"", "1", "two\nlines");
    expect_row(&reading, "c", "2", "");
    assert_false(steppe_csv_next(&reading.csv));
    assert_int_equal(reading.text.findings.count, 0);
    end(&reading);
}

static void places_count_lines_and_bytes_behind_quotes_too(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "name,value,note\n\"x\ny\",1,\"n\"\n\n\xc3\xa9,22,z\n");
    expect_row(&reading, "x\ny", "1", "n");
    expect_place(&reading, NAME, 2, 2);
    expect_place(&reading, VALUE, 3, 4);
    expect_place(&reading, NOTE, 3, 7);
    expect_row(&reading, "\xc3\xa9", "22", "z");
    expect_place(&reading, NAME, 5, 1);
    expect_place(&reading, VALUE, 5, 4); // two bytes of a letter, then the comma
    end(&reading);
}

static void a_byte_order_mark_is_no_part_of_the_first_column(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "\xef\xbb\xbfname,value\na,1\n");
    assert_true(reading.open);
    expect_row(&reading, "a", "1", "");
    end(&reading);
}

static void a_faulty_row_is_told_and_the_next_one_is_read(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "name,value\na\"b,1\n\"c\"d,2\ne\nf,3\n");
    expect_row(&reading, "f", "3", "");
    assert_int_equal(steppe_csv_row(&reading.csv).line, 5);
    assert_int_equal(reading.text.findings.count, 3);
    expect_finding(&reading, 0, 2, 2, "a quote inside a field", "a\"b,1");
    expect_finding(&reading, 1, 3, 4, "text behind a closing quote", "\"c\"d,2");
    expect_finding(&reading, 2, 4, 1, "the row has 1 fields", "e");
    end(&reading);
}

static void a_quote_without_end_is_told_where_it_begins(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "name,value\na,1\nb,\"2\nc,3\n");
    expect_row(&reading, "a", "1", "");
    assert_false(steppe_csv_next(&reading.csv));
    assert_int_equal(reading.text.findings.count, 1);
    expect_finding(&reading, 0, 3, 3, "the quoted field does not end", "b,\"2");
    end(&reading);
}

static void unknown_missing_and_repeated_columns_are_all_told(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "nmae,note,note\n");
    assert_false(reading.open);
    assert_int_equal(reading.text.findings.count, 4);
    expect_finding(&reading, 0, 1, 1, "unknown column 'nmae'", "nmae,note,note");
    assert_string_equal(reading.text.findings.items[0].nearest, "name");
    expect_finding(&reading, 1, 1, 11, "the column 'note' is given twice", "nmae,note,note");
    expect_finding(&reading, 2, 1, 1, "the column 'name' is missing", "nmae,note,note");
    expect_finding(&reading, 3, 1, 1, "the column 'value' is missing", "nmae,note,note");
    end(&reading);
}

static void an_empty_file_has_no_columns(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "");
    assert_false(reading.open);
    expect_finding(&reading, 0, 1, 1, "the file is empty", "");
    end(&reading);
}

static void a_very_long_line_is_shown_only_in_part(void **state) {
    (void)state;
    struct reading reading;
    static char text[100000];
    size_t used = (size_t)snprintf(text, sizeof text, "name,value\n");
    memset(text + used, 'x', sizeof text - used - 1);
    begin(&reading, text);
    assert_false(steppe_csv_next(&reading.csv));
    assert_string_equal(reading.text.findings.items[0].message, "the row has 1 fields");
    assert_int_equal(strlen(reading.text.findings.items[0].source_line), STEPPE_SOURCE_LINE_MAX);
    end(&reading);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_may_stand_in_any_order_and_optional_ones_may_lack),
        cmocka_unit_test(quotes_keep_commas_quotes_and_line_ends),
        cmocka_unit_test(places_count_lines_and_bytes_behind_quotes_too),
        cmocka_unit_test(a_byte_order_mark_is_no_part_of_the_first_column),
        cmocka_unit_test(a_faulty_row_is_told_and_the_next_one_is_read),
        cmocka_unit_test(a_quote_without_end_is_told_where_it_begins),
        cmocka_unit_test(unknown_missing_and_repeated_columns_are_all_told),
        cmocka_unit_test(an_empty_file_has_no_columns),
        cmocka_unit_test(a_very_long_line_is_shown_only_in_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
