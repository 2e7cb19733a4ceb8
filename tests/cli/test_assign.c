// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe assign from outside: what it prints, what it writes, what it refuses.
#include "cli/command.h"

#include <jansson.h>

// Two ways, 10 + x and 20: the first takes 10 of 15 trips.
#define NET                                                                                        \
    "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 2\n<FIRST THRU NODE> 1\n<NUMBER OF LINKS> 2\n"         \
    "<END OF METADATA>\n1 2 10 0 10 1 1 0 0 1 ;\n1 2 1 0 20 0 0 0 0 1 ;\n"
#define TRIPS "<NUMBER OF ZONES> 2\n<END OF METADATA>\nOrigin 1\n2 : 15;\n"

static struct command command;
static char net[] = "/tmp/steppe-net-XXXXXX", trips[] = "/tmp/steppe-trips-XXXXXX",
            flows[] = "/tmp/steppe-flows-XXXXXX", line[400];

static void write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static const char *assign(const char *more) {
    snprintf(line, sizeof line, "assign %s %s %s", net, trips, more);
    return line;
}

static void the_text_has_objective_gap_iterations_and_total(void **state) {
    (void)state;
    command_run(&command, assign("--gap 1e-12"));
    assert_int_equal(command.status, 0);
    // 10 10 + 10^2/2 + 5 20
    assert_non_null(strstr(command.out, "objective       250 "));
    assert_non_null(strstr(command.out, "total cost      300 "));
    assert_non_null(strstr(command.out, "relative gap"));
    assert_non_null(strstr(command.out, "iterations"));
    // The second link beside the first may be meant, and is said.
    assert_non_null(strstr(command.errors, ":7:1: warning"));
}

static void json_and_csv_have_the_flows_and_two_runs_are_the_same(void **state) {
    (void)state;
    static char first[sizeof command.out];
    char more[100], text[200];
    json_error_t error;
    snprintf(more, sizeof more, "--json --gap 1e-12 -o %s", flows);
    command_run(&command, assign(more));
    assert_int_equal(command.status, 0);
    json_t *document = json_loads(command.out, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(document);
    assert_string_equal(json_string_value(json_object_get(document, "command")), "assign");
    assert_close(json_number_value(json_object_get(document, "objective")), 250, 1e-9, 0);
    assert_true(json_number_value(json_object_get(document, "relative_gap")) <= 1e-12);
    json_t *row = json_array_get(json_object_get(document, "rows"), 1);
    assert_close(json_number_value(json_object_get(row, "flow")), 5, 1e-9, 0);
    json_decref(document);
    command_read(flows, text, sizeof text);
    assert_string_equal(text, "from,to,flow,cost\n1,2,10,20\n1,2,5,20\n");
    snprintf(first, sizeof first, "%s", command.out);
    command_run(&command, assign(more));
    assert_string_equal(command.out, first);
}

static void wrong_input_is_told_with_its_place_and_ends_with_3(void **state) {
    (void)state;
    write_file(trips, "<NUMBER OF ZONES> 2\n<END OF METADATA>\nOrigin 1\n2 : -15;\n");
    command_fails(assign(""), 3, ":4:5: error: flow is negative", trips);
    write_file(trips, "<NUMBER OF ZONES> 2\n<END OF METADATA>\nOrigin 2\n1 : 15;\n");
    command_fails(assign(""), 3, "there is no path from node 2 to node 1", NULL);
    write_file(trips, TRIPS);
    // A file that is not there is told beside the faults of the other.
    command_fails("assign /nowhere/a /nowhere/b", 3, "cannot open /nowhere/a",
                  "cannot open /nowhere/b");
}

static void wrong_use_is_told_and_ends_with_2_and_what_cannot_be_written_with_4(void **state) {
    (void)state;
    command_fails("assign", 2, "too few arguments", "NET.tntp TRIPS.tntp");
    command_fails(assign("--gap 0"), 2, "--gap \"0\"", "above 0 and below 1");
    command_fails(assign("--gap 1e-6x"), 2, "above 0 and below 1", NULL);
    command_fails(assign("--toll-factor -1"), 2, "a number from 0 up", NULL);
    command_fails(assign("--tol-factor 1"), 2, "did you mean --toll-factor", NULL);
    command_fails(assign("-o /nowhere/flows.csv"), 4, "/nowhere", NULL);
}

static int make_files(void **state) {
    (void)state;
    char *paths[] = {net, trips, flows};
    for (int i = 0; i < 3; i++) {
        int file = mkstemp(paths[i]);
        if (file < 0) return -1;
        close(file);
    }
    write_file(net, NET);
    write_file(trips, TRIPS);
    return 0;
}
static int remove_files(void **state) {
    (void)state;
    return unlink(net) | unlink(trips) | unlink(flows);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_has_objective_gap_iterations_and_total),
        cmocka_unit_test(json_and_csv_have_the_flows_and_two_runs_are_the_same),
        cmocka_unit_test(wrong_input_is_told_with_its_place_and_ends_with_3),
        cmocka_unit_test(wrong_use_is_told_and_ends_with_2_and_what_cannot_be_written_with_4),
    };
    return cmocka_run_group_tests_name("cli/assign", tests, make_files, remove_files);
}
