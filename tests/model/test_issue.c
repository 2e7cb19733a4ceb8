// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Issues of bargaining: the three forms say the same, and each fault is told at its place.
#include "model/issue.h"

#include "model/folder.c"
#include "model/text.h"

struct reading {
    struct text text;
    const struct steppe_issue *issue;
};

static void begin(struct reading *reading, const char *name, const char *text) {
    memset(reading, 0, sizeof *reading);
    const struct steppe_file *file = text_begin(&reading->text, name, text);
    assert_true(steppe_issue_read(&reading->text.builder, file, &reading->issue));
}

static void end(struct reading *reading) { steppe_arena_free(&reading->text.arena); }

static const struct steppe_finding *finding_of(const struct reading *reading, const char *message) {
    for (size_t i = 0; i < reading->text.findings.count; i++)
        if (strcmp(reading->text.findings.items[i].message, message) == 0)
            return &reading->text.findings.items[i];
    for (size_t i = 0; i < reading->text.findings.count; i++)
        print_message("found: %s\n", reading->text.findings.items[i].message);
    fail_msg("no finding \"%s\"", message);
    return NULL;
}

// The only finding of a text is this one, at its line and column.
static void refused(const char *name, const char *text, uint32_t line, uint32_t column,
                    const char *message) {
    struct reading reading;
    begin(&reading, name, text);
    assert_null(reading.issue);
    const struct steppe_finding *finding = finding_of(&reading, message);
    if (finding->place.line != line || finding->place.column != column)
        fail_msg("%s: at %u:%u, expected %u:%u", message, finding->place.line,
                 finding->place.column, line, column);
    assert_int_equal(reading.text.findings.count, 1);
    end(&reading);
}

#define YAML_HEAD                                                                                  \
    "title: Delay\n"                                                                               \
    "dimensions: {delay: {low: 4, high: 10, unit: year}}\n"                                        \
    "actors:\n"
#define YAML_TWO                                                                                   \
    YAML_HEAD "  BEL: {name: Belgium, capability: 8, position: 7, salience: 40}\n"                 \
              "  FRA: {name: France, capability: 16, position: 10, salience: 60}\n"
#define PLAIN_HEAD "Actor,Capability,Position,Salience\n"
#define SPATIAL_HEAD                                                                               \
    "Delay,of emissions,2,1,\n"                                                                    \
    "Actor,Description,Influence,Delay,Salience,\n"

static void yaml_gives_shares_of_the_scale(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "issues/delay.yaml", YAML_TWO);
    const struct steppe_issue *issue = reading.issue;
    assert_non_null(issue);
    assert_string_equal(issue->name, "delay");
    assert_string_equal(issue->title, "Delay");
    assert_string_equal(issue->actors[1].code, "FRA");
    assert_string_equal(issue->actors[1].name, "France");
    assert_string_equal(issue->dimensions[0].unit, "year");
    assert_close(issue->position[0], 0.5, 0, 0);
    assert_close(issue->position[1], 1, 0, 0);
    assert_close(issue->salience[0], 0.4, 1e-15, 0);
    assert_close(issue->capability[1], 16, 0, 0);
    end(&reading);
}

static void the_plain_form_takes_its_scale_from_its_positions(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "delay.csv", PLAIN_HEAD "NLD,0.08,4,0.8\r\n\"BEL\", 0.08 ,7,0.4\n\nFRA,1,10,1");
    const struct steppe_issue *issue = reading.issue;
    assert_non_null(issue);
    assert_int_equal(issue->actor_count, 3);
    assert_string_equal(issue->actors[1].code, "BEL");
    assert_close(issue->dimensions[0].low, 4, 0, 0);
    assert_close(issue->dimensions[0].high, 10, 0, 0);
    assert_close(issue->position[1], 0.5, 0, 0);
    assert_close(issue->salience[1], 0.4, 0, 0);
    end(&reading);
}

static void the_spatial_form_names_its_dimensions_by_its_columns(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "china.csv",
          "China,Combined, 2, 2, \n"
          "Actor,Description,Influence,Policy Position,Policy Salience,Competitive Position,"
          "Competitive Salience, \n"
          "XJ,\"Xi, Jinping\", 100.0,30,24.0,20,48.0, \n"
          "LK,Li Keqiang, 60.2,45,44.7,65,41.3,\n");
    const struct steppe_issue *issue = reading.issue;
    assert_non_null(issue);
    assert_string_equal(issue->title, "China");
    assert_string_equal(issue->dimensions[0].name, "Policy");
    assert_string_equal(issue->dimensions[1].name, "Competitive");
    assert_string_equal(issue->actors[0].name, "Xi, Jinping");
    assert_close(issue->capability[1], 60.2, 0, 0);
    assert_close(issue->position[1], 0.2, 1e-15, 0);
    assert_close(issue->salience[3], 0.413, 1e-15, 0);
    end(&reading);
}

static void one_actor_is_refused_in_each_form(void **state) {
    (void)state;
    refused("a.yaml", YAML_HEAD "  BEL: {capability: 8, position: 7, salience: 40}\n", 3, 1,
            "an issue of 1 actor");
    refused("a.csv", PLAIN_HEAD "BEL,8,7,0.4\n", 1, 1, "an issue of 1 actor");
    refused("a.csv", SPATIAL_HEAD "BEL,Belgium,8,50,40,\n", 2, 1, "an issue of 1 actor");
}

static void equal_positions_are_refused_in_each_form(void **state) {
    (void)state;
    static const char message[] = "all actors want the same: there is nothing to bargain over";
    refused("a.yaml",
            YAML_HEAD "  BEL: {capability: 8, position: 7, salience: 40}\n"
                      "  FRA: {capability: 8, position: 7, salience: 60}\n",
            3, 1, message);
    refused("a.csv", PLAIN_HEAD "BEL,8,7,0.4\nFRA,8,7,0.4\n", 1, 1, message);
    refused("a.csv", SPATIAL_HEAD "BEL,,8,50,40,\nFRA,,8,50,40,\n", 2, 1, message);
}

static void a_missing_salience_is_told_with_its_actor(void **state) {
    (void)state;
    refused("a.yaml", YAML_TWO "  DEU: {capability: 16, position: 4}\n", 6, 3,
            "the field 'salience' is missing");
    refused("a.csv", PLAIN_HEAD "BEL,8,7,0.4\nFRA,8,10,\n", 3, 1,
            "this row has 3 fields where the header has 4");
    refused("a.csv", SPATIAL_HEAD "BEL,,8,50,,\nFRA,,8,60,40,\n", 3, 11, "the salience is missing");
}

static void a_salience_above_its_range_is_told_at_the_number(void **state) {
    (void)state;
    refused("a.yaml", YAML_TWO "  DEU: {capability: 16, position: 4, salience: 101}\n", 6, 48,
            "the salience 101 is outside its range");
    refused("a.csv", PLAIN_HEAD "BEL,8,7,0.4\nFRA,8,10,1.2\n", 3, 10,
            "the salience 1.2 is outside its range");
    refused("a.csv", SPATIAL_HEAD "BEL,,8,50,-1,\nFRA,,8,60,40,\n", 3, 11,
            "the salience -1 is outside its range");
}

static void saliences_that_pass_the_whole_in_sum_are_told(void **state) {
    (void)state;
    refused("a.yaml",
            "dimensions: {one: {}, two: {}}\n"
            "actors:\n"
            "  A: {capability: 1, position: {one: 0, two: 5}, salience: {one: 60, two: 50}}\n"
            "  B: {capability: 1, position: {one: 9, two: 5}, salience: {one: 50, two: 50}}\n",
            3, 3, "the saliences of 'A' add to 110");
}

static void an_actor_given_twice_is_told(void **state) {
    (void)state;
    refused("a.yaml", YAML_TWO "  BEL: {capability: 16, position: 4, salience: 10}\n", 6, 3,
            "'BEL' is given twice");
    refused("a.csv", PLAIN_HEAD "BEL,8,7,0.4\nFRA,8,10,1\nBEL,8,7,0.4\n", 4, 1,
            "the actor 'BEL' is given twice");
}

static void an_unknown_field_is_told_with_the_nearest(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "a.yaml",
          YAML_TWO "  DEU: {capability: 16, position: 4, salience: 10, sallience: 4}\n");
    const struct steppe_finding *finding = finding_of(&reading,
                                                      "an actor has no field 'sallience'");
    assert_string_equal(finding->nearest, "salience");
    assert_int_equal(finding->place.column, 52);
    end(&reading);
    // Positions and saliences exchanged could be read without a fault.
    refused("a.csv", "Actor,Capability,Salience,Position\nA,1,0.2,0.9\nB,1,0.3,0.1\n", 1, 1,
            "this is no header of an issue");
    // The fault is of the line that should be one, and not of the data behind it.
    refused("a.csv", "Name,Position,Salience,Capability\nA,4,0.8,1\nB,7,0.4,1\n", 1, 1,
            "this is no header of an issue");
    refused("a.csv", "Actor,Capability,Position\nA,1,2\nB,1,3\n", 1, 1,
            "this is no header of an issue");
}

static void a_position_must_name_every_dimension_and_no_other(void **state) {
    (void)state;
    struct reading reading;
    begin(
        &reading, "a.yaml",
        "dimensions: {tariff: {}, border: {}}\n"
        "actors:\n"
        "  A: {capability: 1, position: {tarif: 0, border: 5}, salience: {tariff: 6, border: 5}}\n"
        "  B: {capability: 1, position: 9, salience: {tariff: 50, border: 50}}\n");
    assert_null(reading.issue);
    assert_string_equal(finding_of(&reading, "a position has no field 'tarif'")->nearest, "tariff");
    (void)finding_of(&reading, "the position on 'tariff' is missing");
    (void)finding_of(&reading, "a position is one value");
    assert_int_equal(reading.text.findings.count, 3);
    end(&reading);
}

static void all_faults_are_told_at_once(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "a.csv", PLAIN_HEAD "A,-1,x,0.4\nB,0,10,7\nB,1,nan,0\n");
    assert_null(reading.issue);
    (void)finding_of(&reading, "a capability of -1");
    (void)finding_of(&reading, "'x' is no number (position)");
    (void)finding_of(&reading, "a capability of 0");
    (void)finding_of(&reading, "the salience 7 is outside its range");
    (void)finding_of(&reading, "the actor 'B' is given twice");
    (void)finding_of(&reading, "'nan' is no number (position)");
    (void)finding_of(&reading, "'B' does not care about any dimension");
    assert_int_equal(reading.text.findings.count, 7);
    end(&reading);
}

static void the_first_line_of_the_spatial_form_is_checked(void **state) {
    (void)state;
    refused("a.csv",
            "Delay,,3,1,\nActor,Description,Influence,Delay,Salience,\n"
            "A,,1,0,5,\nB,,1,9,5,\n",
            1, 8, "the file has 2 actors");
}

static void the_shared_cases_of_other_programs_are_read(void **state) {
    (void)state;
    static const struct {
        const char *name;
        size_t actors, dimensions;
    } cases[] = {{"ktab-smp/EU-Emission", 10, 1},
                 {"ktab-smp/SOE-Pol-Comp", 13, 2},
                 {"bdm-scholz/eu-emission", 10, 1}};
    char folder[600], path[900];
    if (!test_reference_folder(folder, sizeof folder)) {
        print_message("the shared reference cases are not here\n");
        skip();
    }
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading reading = {0};
        snprintf(path, sizeof path, "%s/c-bargaining/%s/input.csv", folder, cases[i].name);
        steppe_arena_init(&reading.text.arena, 0);
        assert_true(steppe_issue_load(path, &reading.text.arena, &reading.text.findings,
                                      &reading.issue, &reading.text.error));
        assert_int_equal(reading.issue->actor_count, cases[i].actors);
        assert_int_equal(reading.issue->dimension_count, cases[i].dimensions);
        end(&reading);
    }
}

static void a_file_that_is_not_there_is_an_error(void **state) {
    (void)state;
    struct reading reading = {0};
    steppe_arena_init(&reading.text.arena, 0);
    assert_false(steppe_issue_load("/nowhere/a.yaml", &reading.text.arena, &reading.text.findings,
                                   &reading.issue, &reading.text.error));
    assert_int_equal(reading.text.error.code, STEPPE_CODE_INPUT);
    end(&reading);
}

static void an_issue_of_a_model_must_name_known_sources_and_is_hashed(void **state) {
    (void)state;
    struct folder folder;
    char below[400], hash[17];
    folder_make(&folder);
    assert_true(folder_load(&folder));
    snprintf(hash, sizeof hash, "%s", folder.model->hash);
    folder_file_path(&folder, "issues", below);
    assert_int_equal(mkdir(below, 0700), 0);
    folder_write(&folder, "issues/delay.yaml",
                 YAML_HEAD "  BEL: {capability: 8, position: 7, salience: 40, source: judgement}\n"
                           "  FRA: {capability: 9, position: 9, salience: 40, source: judgment}\n");
    folder_expect_only(&folder, (struct wanted){"issues/delay.yaml", 5, 59,
                                                "unknown source 'judgment'", NULL, NULL});
    folder_change(&folder, "issues/delay.yaml", "judgment", "judgement");
    assert_true(folder_load(&folder));
    assert_string_not_equal(folder.model->hash, hash);
    folder_remove(&folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yaml_gives_shares_of_the_scale),
        cmocka_unit_test(the_plain_form_takes_its_scale_from_its_positions),
        cmocka_unit_test(the_spatial_form_names_its_dimensions_by_its_columns),
        cmocka_unit_test(one_actor_is_refused_in_each_form),
        cmocka_unit_test(equal_positions_are_refused_in_each_form),
        cmocka_unit_test(a_missing_salience_is_told_with_its_actor),
        cmocka_unit_test(a_salience_above_its_range_is_told_at_the_number),
        cmocka_unit_test(saliences_that_pass_the_whole_in_sum_are_told),
        cmocka_unit_test(an_actor_given_twice_is_told),
        cmocka_unit_test(an_unknown_field_is_told_with_the_nearest),
        cmocka_unit_test(a_position_must_name_every_dimension_and_no_other),
        cmocka_unit_test(all_faults_are_told_at_once),
        cmocka_unit_test(the_first_line_of_the_spatial_form_is_checked),
        cmocka_unit_test(an_issue_of_a_model_must_name_known_sources_and_is_hashed),
        cmocka_unit_test(the_shared_cases_of_other_programs_are_read),
        cmocka_unit_test(a_file_that_is_not_there_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
