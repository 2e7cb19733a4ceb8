// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe bargain from outside: the bundled issues, what it prints, what it refuses.
#include "cli/command.h"

#include <jansson.h>
#include <stdbool.h>

static struct command command;

// The positions of every turn are more than a struct command holds.
static json_t *read_json(const char *arguments) {
    char path[] = "/tmp/steppe-bargain-XXXXXX", line[200];
    json_error_t error;
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    snprintf(line, sizeof line, "%s >%s", arguments, path);
    command_run(&command, line);
    assert_int_equal(command.status, 0);
    json_t *document = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    unlink(path);
    if (!document) fail_msg("%s: line %d: %s", arguments, error.line, error.text);
    return document;
}

static bool is(const json_t *row, const char *key, const char *value) {
    const char *text = json_string_value(json_object_get(row, key));
    return text && strcmp(text, value) == 0;
}

static void each_bundled_issue_shows_all_ways_to_decide(void **state) {
    (void)state;
    static const char *const issues[] = {"taliban_sco", "csto_war", "middle_corridor_tariff"};
    static const char *const ways[] = {"mean_voter", "median_voter",  "election",
                                       "spatial",    "challenge_all", "challenge_pair"};
    for (size_t i = 0; i < 3; i++) {
        char arguments[100];
        snprintf(arguments, sizeof arguments, "bargain %s", issues[i]);
        command_run(&command, arguments);
        assert_int_equal(command.status, 0);
        for (size_t w = 0; w < sizeof ways / sizeof *ways; w++)
            assert_non_null(strstr(command.out, ways[w]));
        assert_non_null(strstr(command.out, "they differ by up to"));
        assert_non_null(strstr(command.out, "Who moved whom"));
        assert_non_null(strstr(command.out, "What the outcome hangs on"));
    }
}

static void json_has_the_position_of_every_actor_in_every_turn(void **state) {
    (void)state;
    json_t *document = read_json("bargain middle_corridor_tariff --json"), *row;
    size_t index, positions = 0, first = 0, effects = 0;
    json_int_t last = 0;
    json_array_foreach(json_object_get(document, "rows"), index, row) {
        if (is(row, "row", "effect")) effects++;
        if (!is(row, "row", "position") || !is(row, "variant", "spatial")) continue;
        json_int_t turn = json_integer_value(json_object_get(row, "turn"));
        last = turn > last ? turn : last;
        positions++;
        if (turn > 0 || !is(row, "actor", "AZE") || !is(row, "dimension", "level")) continue;
        first++;
        // The file says 105; read as a share of 60 to 120 and back.
        assert_close(json_number_value(json_object_get(row, "position")), 105, 1e-8, 0);
    }
    assert_true(last > 1);
    assert_int_equal(first, 1);
    assert_int_equal(positions, (size_t)(last + 1) * 8 * 2);
    assert_int_equal(effects, 8 * 3 * 2);
    json_decref(document);
}

static void without_an_issue_all_are_listed_with_their_titles(void **state) {
    (void)state;
    static const char *const issues[] = {"csto_war", "middle_corridor_tariff", "taliban_sco"};
    command_run(&command, "bargain");
    assert_int_equal(command.status, 0);
    for (size_t i = 0; i < 3; i++) assert_non_null(strstr(command.out, issues[i]));
    assert_non_null(strstr(command.out, "Backing of Russia's war by the CSTO"));
    json_t *document = read_json("bargain --json");
    const json_t *rows = json_object_get(document, "rows");
    assert_int_equal(json_array_size(rows), 3);
    for (size_t i = 0; i < 3; i++) assert_true(is(json_array_get(rows, i), "issue", issues[i]));
    assert_true(is(json_array_get(rows, 0), "title", "Backing of Russia's war by the CSTO"));
    json_decref(document);
    command_run(&command, "bargain --help");
    assert_non_null(strstr(command.out, "Without ISSUE"));
}

static void the_variant_chooses_whose_moves_are_told(void **state) {
    (void)state;
    command_run(&command, "bargain taliban_sco --variant challenge_pair");
    assert_int_equal(command.status, 0);
    assert_non_null(strstr(command.out, "Who moved whom: challenge_pair"));
    command_fails("bargain taliban_sco --variant chalenge_pair", 2, "no variant \"chalenge_pair\"",
                  "did you mean \"challenge_pair\"?");
}

static void what_is_no_issue_is_refused(void **state) {
    (void)state;
    char path[] = "/tmp/steppe-issue-XXXXXX", name[60], arguments[80];
    command_fails("bargain nothing", 3, "no issue \"nothing\"", "steppe bargain lists the issues");
    command_fails("bargain talban_sco", 3, "no issue \"talban_sco\"",
                  "did you mean \"taliban_sco\"?");
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    snprintf(name, sizeof name, "%s.csv", path);
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fputs("Actor,Capability,Position,Salience\nA,1,2,0.5\nB,1,3,1.5\n", file);
    fclose(file);
    snprintf(arguments, sizeof arguments, "bargain %s", name);
    command_fails(arguments, 3, ":3:7: error: the salience 1.5 is outside its range",
                  "expected 0 to 1");
    unlink(path);
    unlink(name);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_bundled_issue_shows_all_ways_to_decide),
        cmocka_unit_test(json_has_the_position_of_every_actor_in_every_turn),
        cmocka_unit_test(without_an_issue_all_are_listed_with_their_titles),
        cmocka_unit_test(the_variant_chooses_whose_moves_are_told),
        cmocka_unit_test(what_is_no_issue_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
