// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe ask from outside: what it prints, what it refuses.
#include "cli/command.h"

#include <jansson.h>

static struct command command;

static void the_text_has_question_chance_and_change(void **state) {
    (void)state;
    command_run(&command, "ask central-asia \"ever(2027..2030, ukraine_war == frozen)\" -n 64 "
                          "-s frozen_war");
    assert_int_equal(command.status, 0);
    assert_non_null(strstr(command.out, "ever(2027..2030, ukraine_war == frozen)"));
    assert_non_null(strstr(command.out, "statement 1"));
    assert_non_null(strstr(command.out, "frozen_war"));
    assert_non_null(strstr(command.out, "chance %"));
    // The part of parameters has an error too: "12 ±34".
    const char *row = strstr(command.out, "statement 1");
    double chance, share = -1, error = -1;
    assert_int_equal(sscanf(row, "statement 1 %lf %*s %lf %*[^0-9]%lf", &chance, &share, &error),
                     3);
    assert_true(share >= 0 && share <= 100 && error > 5 && error <= 100);
}

// What happens in all futures of a scenario and in none without is not known to the last digit.
static void a_change_of_all_futures_has_an_error(void **state) {
    (void)state;
    command_run(&command, "ask central-asia \"at(2027-04, cpc_oil < 10Mt/year)\" -n 64 "
                          "-s cpc_stopped");
    assert_int_equal(command.status, 0);
    const char *change = strstr(command.out, "+100.0 ");
    double error = 0;
    assert_non_null(change);
    assert_int_equal(sscanf(change, "+100.0 %*[^0-9]%lf", &error), 1);
    assert_true(error > 5 && error < 20);
}

static void json_has_both_worlds_and_two_runs_are_the_same(void **state) {
    (void)state;
    static const char arguments[] =
        "ask central-asia \"ever(2027..2030, ukraine_war == frozen)\" -n 64 -s frozen_war --json";
    static char first[sizeof command.out];
    json_error_t error;
    command_run(&command, arguments);
    assert_int_equal(command.status, 0);
    snprintf(first, sizeof first, "%s", command.out);
    json_t *document = json_loads(command.out, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(document);
    json_t *row = json_array_get(json_object_get(document, "rows"), 0);
    json_t *worlds = json_object_get(row, "worlds");
    assert_int_equal(json_array_size(worlds), 2);
    json_t *base = json_array_get(worlds, 0), *frozen = json_array_get(worlds, 1);
    double chance = json_number_value(json_object_get(base, "chance"));
    assert_true(chance > 0 && chance < 1);
    // The scenario freezes the war in January 2027 in every future.
    assert_true(json_number_value(json_object_get(frozen, "chance")) == 1);
    double change = json_number_value(
        json_object_get(json_object_get(frozen, "difference"), "change"));
    assert_close(change, 1 - chance, 1e-8, 0); // printed to nine digits
    json_decref(document);
    command_run(&command, arguments);
    assert_string_equal(command.out, first);
}

static void bare_it_answers_the_models_questions_and_says_what_it_cannot(void **state) {
    (void)state;
    command_run(&command, "ask central-asia -n 2 --baseline-only");
    if (command.status != 0) fail_msg("%s", command.errors);
    assert_non_null(strstr(command.out, "Does the war in Ukraine freeze"));
    assert_non_null(strstr(command.out, "cannot say"));
}

static void a_question_is_asked_by_its_name_and_the_model_may_be_left_out(void **state) {
    (void)state;
    command_run(&command, "ask war_frozen_2027 -n 2 --baseline-only");
    if (command.status != 0) fail_msg("%s", command.errors);
    assert_non_null(strstr(command.out, "Does the war in Ukraine freeze by the end of 2027?"));
    assert_null(strstr(command.out, "cannot say"));
    command_run(&command, "ask 'ever(2027..2030, ukraine_war == frozen)' -n 2 --baseline-only");
    assert_int_equal(command.status, 0);
    command_fails("ask central-asia war_frozen_2028", 3, "no question \"war_frozen_2028\"",
                  "war_frozen_2027");
    command_fails("ask War-frozen-2027", 3, "no question \"War-frozen-2027\"", "war_frozen_2027");
    command_fails("ask war_frozen_2027 war_frozen_2028", 3, "no question \"war_frozen_2028\"",
                  "war_frozen_2027");
}

static void what_cannot_be_asked_is_refused_with_its_place(void **state) {
    (void)state;
    command_fails("ask central-asia \"at(2030-12, gdp[KAX] > 1)\"", 3,
                  "statement 1:1:17: ", "unknown actor 'KAX'");
    command_fails("ask central-asia \"gdp[KAZ] > 1\"", 3, "which month is not said", NULL);
    command_fails("ask central-asia \"at(2030-12, ukraine_war == none)\" "
                  "\"ever(2050..2051, gdp[KAZ] > 1)\"",
                  3, "statement 2:1:6: ", "outside the run");
    command_fails("ask war_settled_2030 --until 2027-12", 3, "questions.yaml:", "--until");
    command_fails("ask \"at(2020-12, ukraine_war == none)\"", 3, "outside the run",
                  "an earlier --start begins it sooner");
    command_fails("ask central-asia -n 3", 2, "even", NULL);
}

// Those within reach are answered, and the others named with their months.
static void a_short_run_leaves_out_later_questions_and_says_which(void **state) {
    (void)state;
    json_error_t error;
    command_run(&command, "ask --until 2027-12 -n 4 --baseline-only");
    if (command.status != 0) fail_msg("%s", command.errors);
    assert_non_null(strstr(command.out, "Does the war in Ukraine freeze by the end of 2027?"));
    assert_null(strstr(command.out, "Is the war in Ukraine settled"));
    assert_non_null(strstr(command.out, "Left out, for this run from 2026-07 to 2027-12"));
    assert_non_null(strstr(command.out, "2030-12 war_settled_2030, "));
    command_run(&command, "ask --until 2026-07 -n 4 --baseline-only");
    assert_int_equal(command.status, 0);
    assert_null(strstr(command.out, "no questions that it can answer"));
    command_run(&command, "ask --until 2027-12 -n 4 --baseline-only --json");
    json_t *document = json_loads(command.out, JSON_REJECT_DUPLICATES, &error), *row;
    assert_non_null(document);
    size_t at, found = 0;
    json_array_foreach(json_object_get(document, "left_out"), at, row)
        found += strcmp(json_string_value(json_object_get(row, "question")), "war_settled_2030") ==
                 0;
    assert_int_equal(found, 1);
    json_decref(document);
}

static void a_scenario_that_begins_after_the_end_is_told(void **state) {
    (void)state;
    command_run(&command, "ask war_frozen_2027 -n 2 --until 2027-12 -s oil_40+frozen_war");
    assert_int_equal(command.status, 0);
    assert_null(strstr(command.errors, "changes nothing"));
    command_run(&command, "run -n 2 --until 2026-12 -s oil_40+frozen_war");
    assert_int_equal(command.status, 0);
    assert_non_null(strstr(command.errors, "scenario frozen_war begins in 2027-01, after the end "
                                           "of this run in 2026-12"));
}

// What a run writes, `compare` sets side by side: of one file, and member by member of two.
static void compare_tells_which_chances_differ(void **state) {
    (void)state;
    char arguments[512], folder[] = "/tmp/steppe-ask-XXXXXX";
    json_error_t error;
    assert_non_null(mkdtemp(folder));
    const char *const scenarios[] = {"frozen_war", "oil_40"};
    for (size_t i = 0; i < 2; i++) {
        snprintf(arguments, sizeof arguments,
                 "run -n 64 --until 2027-12 -s %s -o %s/%zu.nc >/dev/null", scenarios[i], folder,
                 i);
        command_run(&command, arguments);
        assert_int_equal(command.status, 0);
    }
    snprintf(arguments, sizeof arguments, "compare %s/0.nc", folder);
    command_run(&command, arguments);
    assert_int_equal(command.status, 0);
    assert_non_null(strstr(command.out, "Chance in percent"));
    assert_non_null(strstr(command.out, "war_frozen_2027"));
    snprintf(arguments, sizeof arguments, "compare %s/1.nc %s/0.nc --json", folder, folder);
    command_run(&command, arguments);
    assert_int_equal(command.status, 0);
    json_t *document = json_loads(command.out, 0, &error), *row;
    assert_non_null(document);
    size_t at, frozen = 0;
    json_array_foreach(json_object_get(document, "answers"), at, row) {
        const char *name = json_string_value(json_object_get(row, "question"));
        assert_true(json_is_true(json_object_get(row, "paired")));
        if (strcmp(name, "war_frozen_2027") != 0) continue;
        // The scenario freezes the war in January 2027 for certain.
        assert_true(json_number_value(json_object_get(row, "chance_b")) == 1);
        assert_true(json_number_value(json_object_get(row, "lost")) == 0);
        frozen++;
    }
    assert_int_equal(frozen, 1);
    json_decref(document);
    // A shorter run of the same seed has the first members of the longer.
    snprintf(arguments, sizeof arguments, "run -n 32 --until 2027-12 -s oil_40 -o %s/2.nc", folder);
    command_run(&command, arguments);
    assert_int_equal(command.status, 0);
    snprintf(arguments, sizeof arguments, "compare %s/1.nc %s/2.nc", folder, folder);
    command_run(&command, arguments);
    assert_non_null(strstr(command.out, "Compared are the first 32 members"));
    assert_non_null(strstr(command.out, "member by member"));
    assert_null(strstr(command.out, "far more noise"));
    for (size_t i = 0; i < 3; i++) {
        snprintf(arguments, sizeof arguments, "%s/%zu.nc", folder, i);
        unlink(arguments);
    }
    assert_int_equal(rmdir(folder), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_has_question_chance_and_change),
        cmocka_unit_test(a_change_of_all_futures_has_an_error),
        cmocka_unit_test(json_has_both_worlds_and_two_runs_are_the_same),
        cmocka_unit_test(bare_it_answers_the_models_questions_and_says_what_it_cannot),
        cmocka_unit_test(a_question_is_asked_by_its_name_and_the_model_may_be_left_out),
        cmocka_unit_test(what_cannot_be_asked_is_refused_with_its_place),
        cmocka_unit_test(a_short_run_leaves_out_later_questions_and_says_which),
        cmocka_unit_test(a_scenario_that_begins_after_the_end_is_told),
        cmocka_unit_test(compare_tells_which_chances_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
