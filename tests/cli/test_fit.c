// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// check --fit, as a user sees it: observations beside the model, and status 1 where one lies
// outside what the model allows.
#include <jansson.h>
#include <math.h>

#include "cli/command.h"
#include "model_copy.h"

static struct command command;

// check --fit of the bundled model with one more row in ties.csv.
static void fit_with(const char *row) {
    struct model_copy copy;
    char line[1100];
    model_copy_make(&copy);
    model_copy_write(&copy, "ties.csv", "a", row);
    (void)snprintf(line, sizeof line, "check --fit %.900s", copy.folder);
    command_run(&command, line);
    model_copy_free(&copy);
}

static void the_bundled_model_is_within_its_observations_and_says_what_is_not_known(void **state) {
    (void)state;
    command_run(&command, "check --fit");
    if (command.status != 0) fail_msg("status %d\n%s", command.status, command.out);
    assert_non_null(strstr(command.out, "\n  poll_side[RUS,UZB]")); // judged
    assert_non_null(strstr(command.out, "\n= poll_support[RUS,KAZ]")); // the offset rests on it
    assert_non_null(strstr(command.out, " 0 outside"));
    assert_non_null(strstr(command.out, "opinion.war_effect"));
    assert_non_null(strstr(command.out, "Nothing is calibrated yet"));
    for (const char *line = command.out; *line; line++) {
        int columns = 0;
        for (; *line && *line != '\n'; line++) columns += ((unsigned char)*line & 0xc0) != 0x80;
        if (columns > 80) fail_msg("%d columns: %.*s", columns, columns, line - columns);
    }
}

// Log odds of 0.05 are -2.9, those of the model's 0.56 are 0.2; the spreads are 0.2 for the poll,
// 0.4 for the offset and some 0.5 for the view: more than four deviations apart.
static void a_poll_beyond_three_deviations_gives_status_1(void **state) {
    (void)state;
    fit_with("poll,RUS,UZB,2026-02,,0.05,1,0.01,pravda_gallup26,\"made up for a test; "
             "poll_side\"\n");
    if (command.status != 1) fail_msg("status %d\n%s", command.status, command.errors);
    assert_non_null(strstr(command.out, "\n! poll_side[RUS,UZB]       2026-02"));
    assert_non_null(strstr(command.out, " 1 outside"));
}

static void polls_of_old_or_without_an_offset_do_not_judge(void **state) {
    (void)state;
    fit_with("poll,RUS,UZB,2012-02,,0.05,1,0.01,pravda_gallup26,\"made up; poll_side\"\n"
             "poll,RUS,UZB,2026-02,,0.05,1,0.01,pravda_gallup26,\"made up; no operator\"\n");
    assert_int_equal(command.status, 0);
    assert_non_null(strstr(command.out, "\n- poll_side[RUS,UZB]       2012-02"));
    assert_null(strstr(command.out, "poll_side[RUS,UZB]       2026-02"));
}

// A row a poll, power and parameter; z has the sign of model less observation.
static void json_has_the_same_rows(void **state) {
    (void)state;
    command_run(&command, "check --fit --json");
    assert_int_equal(command.status, 0);
    json_t *document = json_loads(command.out, 0, NULL), *row;
    size_t at, kinds[3] = {0};
    assert_non_null(document);
    json_array_foreach(json_object_get(document, "rows"), at, row) {
        const char *kind = json_string_value(json_object_get(row, "kind"));
        kinds[strcmp(kind, "poll") == 0 ? 0 : strcmp(kind, "votes") == 0 ? 1 : 2]++;
        if (strcmp(kind, "poll") != 0) continue;
        double model = json_number_value(json_object_get(row, "model"));
        double observed = json_number_value(json_object_get(row, "observed"));
        double z = json_number_value(json_object_get(row, "z"));
        assert_true(model > 0 && model < 1);
        if (fabs(model - observed) > 1e-6) assert_true((z > 0) == (model > observed));
    }
    assert_true(kinds[0] > 10 && kinds[1] == 11 && kinds[2] > 10);
    json_decref(document);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bundled_model_is_within_its_observations_and_says_what_is_not_known),
        cmocka_unit_test(a_poll_beyond_three_deviations_gives_status_1),
        cmocka_unit_test(polls_of_old_or_without_an_offset_do_not_judge),
        cmocka_unit_test(json_has_the_same_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
