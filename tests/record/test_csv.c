// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// csv: the table is whole, quoted where it must be, and says what the record says.
#include "test.h"

#include <unistd.h>

#include "base/numbers.h"
#include "base/os.h"
#include "record/csv.h"
#include "record/synthetic.h"

enum { MEMBERS = 32, FIELDS = 29 };

static struct steppe_arena arena;
static struct steppe_record *record;
static char path[64], *text;

static int set_up(void **state) {
    (void)state;
    struct steppe_error error;
    size_t length;
    steppe_arena_init(&arena, 0);
    record = synthetic_record(&arena, MEMBERS);
    (void)snprintf(path, sizeof path, "/tmp/steppe-csv-%ld.csv", (long)getpid());
    return record && steppe_record_save_csv(record, path, &error) &&
                   steppe_os_read_file(path, 1 << 26, &arena, &text, &length, &error)
               ? 0
               : 1;
}
static int tear_down(void **state) {
    (void)state;
    steppe_arena_free(&arena);
    return unlink(path);
}

// Field `wanted` of a row, without quotes.
static void field(const char *row, int wanted, char *out, size_t size) {
    size_t at = 0;
    bool quoted = false;
    for (int number = 0; *row && *row != '\n'; row++) {
        if (*row == '"')
            quoted = !quoted;
        else if (*row == ',' && !quoted)
            number++;
        else if (number == wanted && at + 1 < size)
            out[at++] = *row;
    }
    out[at] = 0;
}

static int fields_of(const char *row) {
    int count = 1;
    bool quoted = false;
    for (; *row && *row != '\n'; row++) {
        quoted = quoted != (*row == '"');
        count += *row == ',' && !quoted;
    }
    return count;
}

static const char *row_number(size_t number) {
    const char *row = text;
    for (size_t i = 0; i < number; i++) row = strchr(row, '\n') + 1;
    return row;
}

static void every_world_series_and_date_has_a_row_of_all_fields(void **state) {
    (void)state;
    size_t rows = 0;
    for (const char *row = text; *row; row = strchr(row, '\n') + 1, rows++)
        assert_int_equal(fields_of(row), FIELDS);
    assert_int_equal(rows, 1 + 2 * SYNTHETIC_SERIES * SYNTHETIC_DATES);
}

static void a_row_says_what_the_record_says(void **state) {
    (void)state;
    const char *row = row_number(1 + (1 * SYNTHETIC_SERIES + 3) * SYNTHETIC_DATES + 37);
    char value[64];
    double number;
    field(row, 0, value, sizeof value);
    assert_string_equal(value, "frozen_war");
    field(row, 1, value, sizeof value);
    assert_string_equal(value, "influence[RUS,TKM]");
    field(row, 4, value, sizeof value);
    assert_string_equal(value, "2035-12");
    field(row, 5, value, sizeof value);
    assert_string_equal(value, "32");
    field(row, 6, value, sizeof value);
    assert_true(steppe_number_parse(value, strlen(value), &number));
    assert_close(number, steppe_tally_mean(record->summary, 1, 3, 37), 1e-9, 0); // nine digits
    field(row, 17, value, sizeof value);
    assert_true(steppe_number_parse(value, strlen(value), &number));
    assert_close(number, steppe_tally_mean(record->summary, 2, 3, 37), 1e-8, 0);
}

static void the_baseline_has_no_differences(void **state) {
    (void)state;
    char value[64];
    field(row_number(1), 17, value, sizeof value);
    assert_string_equal(value, "");
    field(row_number(1), FIELDS - 1, value, sizeof value);
    assert_string_equal(value, "");
}

static void a_folder_that_is_not_there_is_an_error_of_the_file(void **state) {
    (void)state;
    struct steppe_error error = {0};
    assert_false(steppe_record_save_csv(record, "/no/such/folder/x.csv", &error));
    assert_int_equal(error.code, STEPPE_CODE_FILE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_world_series_and_date_has_a_row_of_all_fields),
        cmocka_unit_test(a_row_says_what_the_record_says),
        cmocka_unit_test(the_baseline_has_no_differences),
        cmocka_unit_test(a_folder_that_is_not_there_is_an_error_of_the_file),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
