// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe run and compare from outside: what is said of scenarios, and of files that hold several,
// one or none.
#include "cli/command.h"

#include <jansson.h>

static char folder[] = "/tmp/steppe-results-XXXXXX";
static struct command command;

static int set_up(void **state) {
    (void)state;
    return mkdtemp(folder) ? 0 : 1;
}
static int tear_down(void **state) {
    (void)state;
    char path[128];
    snprintf(path, sizeof path, "%s/a.nc", folder);
    unlink(path);
    return rmdir(folder);
}

static void run_to_file(const char *options) {
    char arguments[512];
    snprintf(arguments, sizeof arguments, "run --until 2028-12 %s -o %s/a.nc >/dev/null", options,
             folder);
    command_run(&command, arguments);
    if (command.status != 0) fail_msg("%s", command.errors);
}

static void compare_file(const char *options) {
    char arguments[512];
    snprintf(arguments, sizeof arguments,
             "--version >/dev/null; unset COLUMNS; LC_ALL=C %s compare %s/a.nc %s", STEPPE_PROGRAM,
             folder, options);
    command_run(&command, arguments);
    if (command.status != 0) fail_msg("%s", command.errors);
}

static void every_part_of_a_scenario_is_told(void **state) {
    (void)state;
    command_run(&command, "run -n 4 --until 2027-12 -s frozen_war+oil_40");
    assert_int_equal(command.status, 0);
    const char *changes = strstr(command.out, "What frozen_war+oil_40 changes");
    assert_non_null(changes);
    assert_non_null(
        strstr(changes, "\nthe war in Ukraine freezes in January 2027\noil falls to 40"));
}

// The pipeline stands still for half a year, of which nothing is left at the end.
static void a_change_that_passes_is_told_with_its_month_and_meaning(void **state) {
    (void)state;
    command_run(&command, "run -n 32 --until 2029-12 -s cpc_stopped");
    assert_int_equal(command.status, 0);
    const char *past = strstr(command.out, "Larger in an earlier month");
    assert_non_null(past);
    const char *oil = strstr(past, "cpc oil, Mt a year: oil in the Caspian Pipeline\n");
    assert_non_null(oil);
    assert_non_null(strstr(oil, "2027-06"));
    assert_non_null(strstr(past, "points: China's part in the trade of a host"));
    assert_non_null(strstr(command.out, "\nautonomy: 1 less the sum of squared shares"));
    assert_non_null(strstr(past, "By the end of 2029 no share moves by an amount"));
}

static void worlds_of_one_file_are_paired_without_kept_members(void **state) {
    (void)state;
    run_to_file("-n 16 -s frozen_war --keep 0");
    compare_file("");
    assert_non_null(strstr(command.out, "member by member"));
    assert_null(strstr(command.out, "far more noise"));
    for (const char *line = command.out; *line; line += strcspn(line, "\n") + 1)
        assert_true(strcspn(line, "\n") <= 80); // in ASCII, for columns are bytes then
}

static void every_scenario_of_a_file_is_compared(void **state) {
    (void)state;
    json_error_t error;
    run_to_file("-n 4 -s frozen_war -s oil_40");
    compare_file("");
    const char *first = strstr(command.out, "a.nc: frozen_war, ");
    assert_non_null(first);
    const char *second = strstr(first, "a.nc: oil_40, ");
    assert_non_null(second);
    assert_non_null(strstr(second, "B less A"));
    compare_file("--json");
    json_t *document = json_loads(command.out, 0, &error), *row;
    size_t at, worlds[2] = {0};
    assert_non_null(document);
    json_array_foreach(json_object_get(document, "rows"), at, row) {
        const char *world = json_string_value(json_object_get(row, "world"));
        worlds[0] += strcmp(world, "frozen_war") == 0;
        worlds[1] += strcmp(world, "oil_40") == 0;
    }
    assert_true(worlds[0] > 0 && worlds[0] == worlds[1]);
    assert_int_equal(worlds[0] + worlds[1], at);
    json_decref(document);
}

static void a_file_of_the_baseline_alone_is_refused(void **state) {
    (void)state;
    char arguments[512];
    run_to_file("-n 2 --baseline-only");
    snprintf(arguments, sizeof arguments, "compare %s/a.nc", folder);
    command_fails(arguments, 3, "a.nc: holds the baseline alone", "name a second file");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_of_a_scenario_is_told),
        cmocka_unit_test(a_change_that_passes_is_told_with_its_month_and_meaning),
        cmocka_unit_test(worlds_of_one_file_are_paired_without_kept_members),
        cmocka_unit_test(every_scenario_of_a_file_is_compared),
        cmocka_unit_test(a_file_of_the_baseline_alone_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
