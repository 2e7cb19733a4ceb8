// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Bad input, as a user gives it: one clear error, the right exit status, no work lost.
#include <fcntl.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "model_copy.h"

static struct model_copy copy;

static int make_copy(void **state) {
    (void)state;
    model_copy_make(&copy);
    return 0;
}
static int free_copy(void **state) {
    (void)state;
    model_copy_free(&copy);
    return 0;
}

// "check FOLDER" with one file written; the file is restored by the next make_copy.
static void check_fails(const char *file, const char *mode, const char *text, const char *part,
                        const char *other_part) {
    char arguments[256];
    model_copy_write(&copy, file, mode, text);
    snprintf(arguments, sizeof arguments, "check %s", copy.folder);
    command_fails(arguments, 3, part, other_part);
}

// ---- the command line --------------------------------------------------------------------------
static void a_wrong_command_line_is_refused_with_the_nearest_name(void **state) {
    (void)state;
    command_fails("", 2, "usage:", NULL);
    command_fails("rum", 2, "no command \"rum\"", "did you mean \"run\"");
    command_fails("run --member 5", 2, "no option --member", "--members");
    command_fails("run -n", 2, "value is missing", NULL);
    command_fails("run -n many", 2, "\"many\"", "whole number");
    command_fails("run -n 0", 2, "from 2", "even");
    command_fails("run -n 3", 2, "even", NULL);
    command_fails("run -n 99999999999", 2, "4294967294", NULL);
    command_fails("run -n 64 --seed 2 --members 32", 2, "--members is given twice", NULL);
    command_fails("run -o ''", 2, "--output: a value is missing", NULL);
    command_fails("run --csv=", 2, "--csv: a value is missing", NULL);
    command_fails("routes KAZ EUU --close ''", 2, "--close: a value is missing", NULL);
    command_fails("run --threads 5000", 2, "to 4096", NULL);
    command_fails("run --start soon", 2, "YYYY-MM", NULL);
    command_fails("run -s ''", 2, "name of a scenario", NULL);
    command_fails("run -s oil_40+", 2, "name of a scenario", NULL);
    command_fails("run -s +oil_40", 2, "name of a scenario", NULL);
    command_fails("run -s oil_40++frozen_war", 2, "name of a scenario", NULL);
    command_fails("run -s oil_40 -s oil_40", 2, "--scenario oil_40 is given twice", NULL);
    command_fails("run --baseline-only -s oil_40", 2, "exclude each other", NULL);
    command_fails("run --until 2020-01", 3, "ends before it starts", "starts in 2026-07");
    command_fails("run --start 1950-01", 3, "trade matrix", NULL);
    command_fails("run -s frozen_wr", 3, "no scenario \"frozen_wr\"", "frozen_war");
    command_fails("run central-asia other", 2, "unexpected \"other\"", NULL);
    command_fails("compare", 2, "too few arguments", NULL);
}

static void the_most_members_are_shared_out_among_threads(void **state) {
    (void)state;
    static struct command command;
    command_run(&command, "run --plan -n 4294967294 --threads 1");
    assert_int_equal(command.status, 0);
    assert_non_null(strstr(command.out, "threads      1,"));
}

static void help_of_a_command_is_the_same_both_ways(void **state) {
    (void)state;
    static struct command asked, other;
    command_run(&asked, "help run");
    command_run(&other, "run --help");
    assert_int_equal(asked.status, 0);
    assert_string_equal(asked.out, other.out);
    assert_non_null(strstr(asked.out, "--members"));
    command_fails("help rum", 2, "no command \"rum\"", "did you mean \"run\"");
}

// ---- models ------------------------------------------------------------------------------------
static void a_missing_or_unreadable_model_is_named(void **state) {
    (void)state;
    command_fails("check nowhere", 3, "no model \"nowhere\"", "$STEPPE_MODELS");
    command_fails("run cental-asia", 3, "no model \"cental-asia\"",
                  "did you mean \"central-asia\"?");
    // Where a name of another kind may stand too, both are looked through.
    command_fails("show cental-asia", 3, "\"cental-asia\"", "\"central-asia\" is a model");
    command_fails("explain cental-asia", 3, "\"cental-asia\"", "\"central-asia\" is a model");
    command_fails("ask cental-asia", 3, "\"cental-asia\"", "\"central-asia\" is a model");
    command_fails("ask cental-asia war_frozen_2027", 3, "\"cental-asia\"",
                  "\"central-asia\" is a model");
    command_fails("check /tmp/steppe-no-such-folder", 3, "steppe-no-such-folder", NULL);
    command_fails("check /dev/null", 3, "/dev/null", NULL);
}

static void what_is_no_file_in_a_model_is_told_and_not_waited_for(void **state) {
    (void)state;
    char path[1024], arguments[256];
    snprintf(arguments, sizeof arguments, "check %s", copy.folder);
    model_copy_path(path, copy.folder, "leaders.csv");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    command_fails(arguments, 3, "leaders.csv", "directory");
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    command_fails(arguments, 3, "leaders.csv", "pipe");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("/dev/zero", path), 0);
    command_fails(arguments, 3, "leaders.csv", "device");
    assert_int_equal(unlink(path), 0);
}

static void a_file_that_may_not_be_read_is_named(void **state) {
    (void)state;
    char path[1024], arguments[256];
    if (geteuid() == 0) {
        print_message("skipped: root may read everything\n");
        skip();
    }
    model_copy_path(path, copy.folder, "leaders.csv");
    assert_int_equal(chmod(path, 0), 0);
    snprintf(arguments, sizeof arguments, "check %s", copy.folder);
    command_fails(arguments, 3, "leaders.csv", "Permission denied");
    assert_int_equal(chmod(path, 0600), 0);
}

static void faults_of_a_scenario_come_with_place_and_nearest_name(void **state) {
    (void)state;
    check_fails("scenarios/odd.yaml", "w",
                "summary: x\nchanges:\n  - {at: 2027-01, set: ukraine_wars, to: frozen}\n",
                "odd.yaml:3:24", "did you mean \"ukraine_war\"");
    check_fails("scenarios/odd.yaml", "w",
                "summary: x\nchanges:\n  - {at: 2027-01, set: ukraine_war, to: froz\xff}\n",
                "odd.yaml:3:45", "UTF-8");
    check_fails("scenarios/odd.yaml", "w",
                "summary: x\nchanges:\n  - {at: 2027-01, scale: gdp[KAZ], by: 2}\n",
                "odd.yaml:3:29", "stands in quotes");
}

// A bare run would refuse it; so check does, with the same place and words.
static void a_scenario_before_the_start_is_found_by_check_and_its_way_out_is_told(void **state) {
    (void)state;
    char arguments[256];
    model_copy_replace(&copy, "scenarios/frozen_war.yaml", "at: 2027-01", "at: 2020-01");
    snprintf(arguments, sizeof arguments, "check %s", copy.folder);
    command_fails(arguments, 3, "frozen_war.yaml:",
                  "this change of 2020-01 lies before the start of the run in 2026-07");
    snprintf(arguments, sizeof arguments, "run %s -n 2", copy.folder);
    command_fails(arguments, 3, "frozen_war.yaml:", "--baseline-only");
    command_fails("run --start 2030-01 -n 2", 3, "scenario frozen_war", "--baseline-only");
    command_fails("ask war_settled_2030 --start 2030-01 -n 2", 3, "scenario frozen_war",
                  "--baseline-only");
    static struct command command;
    command_run(&command, "run --start 2030-01 -s frozen_war -n 2");
    assert_null(strstr(command.errors, "--baseline-only")); // it was named
}

static void a_loop_of_links_ends_in_an_error(void **state) {
    (void)state;
    char path[1024];
    model_copy_path(path, copy.folder, "series_loop.csv");
    assert_int_equal(symlink(path, path), 0);
    char arguments[256];
    snprintf(arguments, sizeof arguments, "check %s", copy.folder);
    command_fails(arguments, 3, "series_loop.csv", NULL);
}

static void faults_of_a_model_come_with_place_line_and_expectation(void **state) {
    (void)state;
    check_fails("series_bad.csv", "w",
                "variable,actor,date,value,unit,spread,source,note\n"
                "population,KAX,2022-03,5,person,0,judgement,\n"
                "population,KAZ,2022-03,nan,person,0,judgement,\n"
                "population,KAZ,2022-04,inf,person,0,judgement,\n"
                "population,KAZ,2022-05,-5,person,0,judgement,\n"
                "population,KAZ,2022-06,5,km,0,judgement,\n"
                "population,KAZ,2022-07,5,person,0,,\n",
                "series_bad.csv:2:12: error:", "\"KAZ\"");
    char arguments[256];
    snprintf(arguments, sizeof arguments, "check %s", copy.folder);
    static struct command command;
    command_run(&command, arguments);
    // Every line has its fault, and all are told at once.
    for (int line = 2; line <= 7; line++) {
        char place[64];
        snprintf(place, sizeof place, "series_bad.csv:%d:", line);
        if (!strstr(command.errors, place))
            fail_msg("no fault of line %d in\n%s", line, command.errors);
    }
    assert_non_null(strstr(command.errors, "^"));
}

static void another_format_is_refused_by_the_number_understood(void **state) {
    (void)state;
    check_fails("model.yaml", "w", "format: 7\nname: x\n", "model.yaml:1:9", "1");
}

static void bytes_that_are_no_text_are_refused(void **state) {
    (void)state;
    check_fails("series_bad.csv", "w", "variable,actor\n\xff\xfe,KAZ\n", "series_bad.csv:2:1",
                "UTF-8");
}

// YAML writes an escape as \e; a message that quoted it raw would speak to the terminal.
static void a_message_carries_no_control_characters(void **state) {
    (void)state;
    static struct command command;
    static const char text[] = "\"a\\e[31m\\x7f\": 1\n";
    char path[] = "/tmp/steppe-issue-XXXXXX", arguments[64];
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, sizeof text - 1), sizeof text - 1);
    close(file);
    snprintf(arguments, sizeof arguments, "bargain %s", path);
    command_run(&command, arguments);
    unlink(path);
    assert_int_equal(command.status, 3);
    assert_non_null(strstr(command.errors, "a [31m "));
    assert_null(strpbrk(command.errors, "\033\177"));
}

static void a_line_without_end_is_refused_within_bounded_memory(void **state) {
    (void)state;
    char path[1024], arguments[256];
    model_copy_path(path, copy.folder, "series_long.csv");
    // A sparse file: a gigabyte of zero bytes on one line.
    int file = open(path, O_CREAT | O_WRONLY, 0600);
    assert_true(file >= 0);
    assert_int_equal(ftruncate(file, (off_t)1 << 30), 0);
    close(file);
    snprintf(arguments, sizeof arguments, "check %s", copy.folder);
    static struct command command;
    command_run(&command, arguments);
    assert_int_equal(command.status, 3);
    assert_non_null(strstr(command.errors, "series_long.csv"));
}

static void every_command_that_reads_a_file_says_3_of_one_that_is_not_there(void **state) {
    (void)state;
    static const char *const commands[] = {
        "compare /nowhere/a.nc", "assign /nowhere/a.tntp /nowhere/b.tntp",
        "bargain /nowhere/a.yaml", "run /nowhere/model", "show /nowhere/model KAZ"};
    for (size_t i = 0; i < STEPPE_COUNT(commands); i++)
        command_fails(commands[i], 3, "/nowhere/", NULL);
}

// ---- results ------------------------------------------------------------------------------------
static void a_result_that_is_cut_short_is_refused(void **state) {
    (void)state;
    static struct command command;
    char arguments[512];
    snprintf(arguments, sizeof arguments, "run -n 64 --until 2027-12 -o %s/a.nc", copy.folder);
    command_run(&command, arguments);
    assert_int_equal(command.status, 0);
    char path[1024];
    model_copy_path(path, copy.folder, "a.nc");
    snprintf(arguments, sizeof arguments, "compare %s/a.nc", copy.folder);
    command_run(&command, arguments);
    assert_int_equal(command.status, 0);
    assert_int_equal(truncate(path, 5000), 0);
    command_fails(arguments, 3, "a.nc", NULL);
    snprintf(arguments, sizeof arguments, "compare %s/actors.csv", copy.folder);
    command_fails(arguments, 3, "actors.csv", NULL);
}

static void a_directory_is_not_said_to_be_missing(void **state) {
    (void)state;
    command_fails("compare /tmp", 3, "/tmp: is a directory", NULL);
    command_fails("compare /dev/null", 3, "no ordinary file", NULL);
}

static void a_full_disk_leaves_the_old_result_whole(void **state) {
    (void)state;
    static struct command command;
    char arguments[512], path[1024];
    snprintf(arguments, sizeof arguments, "run -n 64 --until 2027-12 -o %s/a.nc", copy.folder);
    command_run(&command, arguments);
    assert_int_equal(command.status, 0);
    // A limit on the size of files stands for the full disk; the shell sets it, in blocks of 512.
    snprintf(arguments, sizeof arguments,
             "--version >/dev/null; ulimit -f 20; trap '' XFSZ; %s run -n 64 --seed 2 --until "
             "2027-12 -o %s/a.nc",
             STEPPE_PROGRAM, copy.folder);
    command_run(&command, arguments);
    assert_int_equal(command.status, 4);
    assert_non_null(strstr(command.errors, "a.nc"));
    model_copy_path(path, copy.folder, "a.nc");
    snprintf(arguments, sizeof arguments, "compare %s/a.nc", copy.folder);
    command_run(&command, arguments);
    assert_int_equal(command.status, 0);
}

static void an_interrupted_run_writes_what_is_finished_and_says_130(void **state) {
    (void)state;
    static struct command command;
    char arguments[512];
    snprintf(arguments, sizeof arguments, "run -n 10000000 --threads 1 -o %s/part.nc", copy.folder);
    command_interrupt(&command, arguments);
    snprintf(arguments, sizeof arguments, "compare %s/part.nc", copy.folder);
    command_run(&command, arguments);
    assert_int_equal(command.status, 0);
}

static void what_cannot_be_written_is_told_before_the_run(void **state) {
    (void)state;
    command_fails("run -n 1000000 -o /proc/no/such/a.nc", 4, "/proc/no/such/a.nc", NULL);
    command_fails("run -n 1000000 --csv /proc/no/such", 4, "/proc/no/such", NULL);
    command_fails("run -n 1000000 -o /tmp", 4, "/tmp", "no ordinary file");
    // Not even root replaces a device by a file.
    command_fails("run -n 1000000 -o /dev/null", 4, "/dev/null", "no ordinary file");
}

static void output_to_a_full_device_is_an_error(void **state) {
    (void)state;
    if (access("/dev/full", W_OK) != 0) {
        print_message("skipped: no /dev/full here\n");
        skip();
    }
    command_fails("--version >/dev/full", 4, "cannot write", NULL);
}

static void memory_that_runs_out_is_an_error_and_not_a_crash(void **state) {
    (void)state;
    static struct command command;
    char arguments[512];
    // The summaries of sixteen worlds do not fit into 300 MB of addresses.
    snprintf(arguments, sizeof arguments,
             "--version >/dev/null; ulimit -v 300000; %s run -n 2048 --threads 1 "
             "-s frozen_war -s oil_40 -s frozen_war+oil_40 -s oil_40+frozen_war -s russia_leaves "
             "-s russia_leaves+oil_40 -s oil_40+russia_leaves -s russia_leaves+frozen_war "
             "-s frozen_war+russia_leaves -s russia_leaves+frozen_war+oil_40",
             STEPPE_PROGRAM);
    command_run(&command, arguments);
#if defined(__SANITIZE_ADDRESS__)
    print_message("skipped: the address sanitizer reserves more addresses than any limit\n");
    skip();
#endif
    assert_int_equal(command.status, 4);
    assert_non_null(strstr(command.errors, "memory"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_command_line_is_refused_with_the_nearest_name),
        cmocka_unit_test(the_most_members_are_shared_out_among_threads),
        cmocka_unit_test(help_of_a_command_is_the_same_both_ways),
        cmocka_unit_test(a_missing_or_unreadable_model_is_named),
        cmocka_unit_test(every_command_that_reads_a_file_says_3_of_one_that_is_not_there),
        cmocka_unit_test_setup_teardown(what_is_no_file_in_a_model_is_told_and_not_waited_for,
                                        make_copy, free_copy),
        cmocka_unit_test_setup_teardown(a_file_that_may_not_be_read_is_named, make_copy, free_copy),
        cmocka_unit_test_setup_teardown(faults_of_a_scenario_come_with_place_and_nearest_name,
                                        make_copy, free_copy),
        cmocka_unit_test_setup_teardown(
            a_scenario_before_the_start_is_found_by_check_and_its_way_out_is_told, make_copy,
            free_copy),
        cmocka_unit_test_setup_teardown(a_loop_of_links_ends_in_an_error, make_copy, free_copy),
        cmocka_unit_test_setup_teardown(faults_of_a_model_come_with_place_line_and_expectation,
                                        make_copy, free_copy),
        cmocka_unit_test_setup_teardown(another_format_is_refused_by_the_number_understood,
                                        make_copy, free_copy),
        cmocka_unit_test_setup_teardown(bytes_that_are_no_text_are_refused, make_copy, free_copy),
        cmocka_unit_test(a_message_carries_no_control_characters),
        cmocka_unit_test_setup_teardown(a_line_without_end_is_refused_within_bounded_memory,
                                        make_copy, free_copy),
        cmocka_unit_test_setup_teardown(a_result_that_is_cut_short_is_refused, make_copy,
                                        free_copy),
        cmocka_unit_test(a_directory_is_not_said_to_be_missing),
        cmocka_unit_test_setup_teardown(a_full_disk_leaves_the_old_result_whole, make_copy,
                                        free_copy),
        cmocka_unit_test_setup_teardown(an_interrupted_run_writes_what_is_finished_and_says_130,
                                        make_copy, free_copy),
        cmocka_unit_test(what_cannot_be_written_is_told_before_the_run),
        cmocka_unit_test(output_to_a_full_device_is_an_error),
        cmocka_unit_test(memory_that_runs_out_is_an_error_and_not_a_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
