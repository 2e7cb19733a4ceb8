// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe claims from outside: what it prints, its JSON, its status, what it refuses.
#include "cli/command.h"

#include <jansson.h>
#include <stdbool.h>

static struct command command;

// Two futures a world are enough for the form.
#define ARGUMENTS "claims central-asia -n 2"

static json_t *read_json(void) {
    char path[] = "/tmp/steppe-claims-XXXXXX", line[200];
    json_error_t error;
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    snprintf(line, sizeof line, ARGUMENTS " --json >%s", path);
    command_run(&command, line);
    json_t *document = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    unlink(path);
    if (!document) fail_msg("line %d: %s\n%s", error.line, error.text, command.errors);
    return document;
}

static const char *text_of(const json_t *row, const char *key) {
    const char *text = json_string_value(json_object_get(row, key));
    return text ? text : "";
}

static bool has_numbers(const json_t *row, const char *key) {
    static const char *const names[] = {"mean", "standard_error", "q10",
                                        "q90",  "as_claimed",     "otherwise"};
    const json_t *paired = json_object_get(row, key);
    bool all = true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const json_t *value = json_object_get(paired, names[i]);
        // From one pair alone there is no standard error.
        all = all && (json_is_number(value) || (i == 1 && json_is_null(value)));
    }
    return all;
}

static void json_has_each_claim_fact_and_forecast_with_its_sources(void **state) {
    (void)state;
    json_t *document = read_json(), *row;
    size_t index, claims = 0, facts = 0, forecasts = 0, contradicted = 0;
    assert_string_equal(text_of(document, "command"), "claims");
    assert_int_equal(json_integer_value(json_object_get(document, "format")), 1);
    assert_int_equal(json_integer_value(json_object_get(document, "members_done")), 2);
    assert_true(json_is_true(json_object_get(document, "complete")));
    json_array_foreach(json_object_get(document, "rows"), index, row) {
        const char *kind = text_of(row, "row");
        if (strcmp(kind, "claim") == 0) {
            static const char *const texts[] = {"name", "title",   "experiment", "measure", "unit",
                                                "link", "assumed", "open",       "reason"};
            for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
                if (!*text_of(row, texts[i])) fail_msg("%s: %s", text_of(row, "name"), texts[i]);
            assert_true(has_numbers(row, "effect") && has_numbers(row, "link_off") &&
                        has_numbers(row, "by_link"));
            contradicted += strcmp(text_of(row, "verdict"), "contradicted") == 0;
            claims++;
        } else if (strcmp(kind, "fact") == 0) {
            assert_true(*text_of(row, "text") && *text_of(row, "source") && *text_of(row, "look"));
            if (strcmp(text_of(row, "verdict"), "disagrees") == 0) {
                assert_true(json_is_number(json_object_get(row, "claimed")));
                assert_true(json_is_number(json_object_get(row, "found")));
            }
            facts++;
        } else {
            assert_string_equal(kind, "forecast");
            assert_true(*text_of(row, "question") || *text_of(row, "resolved"));
            assert_true(*text_of(row, "source"));
            forecasts++;
        }
    }
    assert_int_equal(claims, 14); // mechanisms of the field
    assert_true(facts >= 50 && forecasts >= 20);
    assert_int_equal(command.status, contradicted > 0 ? 1 : 0);
    json_decref(document);
}

static void the_text_has_a_table_then_each_claim_then_facts_with_both_sources(void **state) {
    (void)state;
    command_run(&command, ARGUMENTS);
    assert_true(command.status == 0 || command.status == 1);
    const char *table = strstr(command.out, "80 % of futures"),
               *claim = strstr(command.out, "Tried: "),
               *facts = strstr(command.out, "Facts that the tables contradict"),
               *forecasts = strstr(command.out, "Forecasts");
    assert_true(table && claim && facts && forecasts);
    assert_true(table < claim && claim < facts && facts < forecasts);
    assert_non_null(strstr(claim, "Verdict: "));
    assert_non_null(strstr(claim, "Assumed: "));
    // What is claimed by whom, and what the tables have from whom.
    assert_non_null(strstr(facts, "(natint_dec25); the tables, 2025: not so (wp_cis_members)"));
    for (const char *line = command.out; *line; line += strcspn(line, "\n") + 1)
        assert_true(strcspn(line, "\n") <= 90); // 80 columns, some of more than a byte
}

static void two_runs_are_the_same(void **state) {
    (void)state;
    static char first[sizeof command.out];
    command_run(&command, ARGUMENTS " --threads 1");
    snprintf(first, sizeof first, "%s", command.out);
    command_run(&command, ARGUMENTS " --threads 2");
    assert_string_equal(command.out, first);
}

static void an_interrupted_run_prints_what_is_done_and_says_130(void **state) {
    (void)state;
    command_interrupt(&command, "claims central-asia -n 100000 --threads 1");
    assert_non_null(strstr(command.errors, " of 100000 members"));
    assert_non_null(strstr(command.out, "Stopped early: "));
    assert_non_null(strstr(command.out, "Verdict: "));
}

static void what_cannot_be_is_refused(void **state) {
    (void)state;
    command_fails("claims nowhere", 3, "no model \"nowhere\"", NULL);
    command_fails("claims -n 3", 2, "even whole number", NULL);
    command_fails("claims -s frozen_war", 2, "steppe claims", NULL);
    command_fails("claims central-asia more", 2, "steppe claims", NULL);
}

static void the_help_names_it(void **state) {
    (void)state;
    command_run(&command, "--help");
    assert_non_null(strstr(command.out, "  claims "));
    command_run(&command, "claims --help");
    assert_int_equal(command.status, 0);
    assert_non_null(strstr(command.out, "(500)"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_has_each_claim_fact_and_forecast_with_its_sources),
        cmocka_unit_test(the_text_has_a_table_then_each_claim_then_facts_with_both_sources),
        cmocka_unit_test(two_runs_are_the_same),
        cmocka_unit_test(an_interrupted_run_prints_what_is_done_and_says_130),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(the_help_names_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
