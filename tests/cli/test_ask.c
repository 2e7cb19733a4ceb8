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

static void what_cannot_be_asked_is_refused_with_its_place(void **state) {
    (void)state;
    command_fails("ask central-asia \"at(2030-12, gdp[KAX] > 1)\"", 3, "statement 1:1:17: ",
                  "unknown actor 'KAX'");
    command_fails("ask central-asia \"gdp[KAZ] > 1\"", 3, "which month is not said", NULL);
    command_fails("ask central-asia \"at(2030-12, ukraine_war == none)\" "
                  "\"ever(2050..2051, gdp[KAZ] > 1)\"",
                  3, "statement 2:1:6: ", "outside the run");
    command_fails("ask central-asia --until 2027-12", 3, "questions.yaml:", "--until");
    command_fails("ask central-asia -n 3", 3, "even", NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_has_question_chance_and_change),
        cmocka_unit_test(json_has_both_worlds_and_two_runs_are_the_same),
        cmocka_unit_test(bare_it_answers_the_models_questions_and_says_what_it_cannot),
        cmocka_unit_test(what_cannot_be_asked_is_refused_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
