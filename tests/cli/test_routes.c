// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe routes from outside: what it prints, what it writes, what it refuses.
#include "cli/command.h"

#include <jansson.h>

static struct command command;

static json_t *read_json(const char *arguments) {
    json_error_t error;
    command_run(&command, arguments);
    assert_int_equal(command.status, 0);
    json_t *document = json_loads(command.out, JSON_REJECT_DUPLICATES, &error);
    if (!document) fail_msg("%s: line %d: %s", arguments, error.line, error.text);
    return document;
}

static void the_text_names_ways_legs_and_territory(void **state) {
    (void)state;
    command_run(&command, "routes central-asia KG_BIS DE_DUI");
    assert_int_equal(command.status, 0);
    assert_non_null(strstr(command.out, "container"));
    assert_non_null(strstr(command.out, "bottleneck"));
    assert_non_null(strstr(command.out, "KGZ KAZ"));
    assert_non_null(strstr(command.out, "Bishkek"));
}

static void json_shares_sum_to_what_is_moved_and_two_runs_are_the_same(void **state) {
    (void)state;
    static char first[sizeof command.out];
    json_t *document = read_json("routes central-asia KG_BIS DE_DUI --json"), *row;
    size_t index;
    double sum = 0;
    snprintf(first, sizeof first, "%s", command.out);
    assert_string_equal(json_string_value(json_object_get(document, "command")), "routes");
    json_array_foreach(json_object_get(document, "rows"), index, row) {
        sum += json_number_value(json_object_get(row, "share"));
        assert_true(json_array_size(json_object_get(row, "links")) > 0);
    }
    // What would cost twice the cheapest way is not moved: here less than a hundredth.
    assert_true(sum > 0.99 && sum <= 1 + 1e-6); // printed to nine digits
    json_decref(document);
    json_decref(read_json("routes central-asia KG_BIS DE_DUI --json"));
    assert_string_equal(command.out, first);
}

static void geojson_has_a_line_for_each_way(void **state) {
    (void)state;
    char path[] = "/tmp/steppe-routes-XXXXXX", arguments[200];
    json_error_t error;
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    snprintf(arguments, sizeof arguments, "routes central-asia KZ_MAN GE_TBI --json --geojson %s",
             path);
    json_t *rows = read_json(arguments), *map = json_load_file(path, 0, &error);
    assert_non_null(map);
    json_t *features = json_object_get(map, "features");
    assert_true(json_array_size(features) > 0);
    assert_int_equal(json_array_size(features), json_array_size(json_object_get(rows, "rows")));
    json_t *geometry = json_object_get(json_array_get(features, 0), "geometry");
    assert_string_equal(json_string_value(json_object_get(geometry, "type")), "LineString");
    json_t *start = json_array_get(json_object_get(geometry, "coordinates"), 0);
    // Longitude comes first: Mangystau is at 43.69 N, 51.32 E.
    assert_close(json_number_value(json_array_get(start, 0)), 51.32, 1e-9, 0);
    assert_close(json_number_value(json_array_get(start, 1)), 43.69, 1e-9, 0);
    json_decref(rows);
    json_decref(map);
    unlink(path);
}

static void dependence_prints_loss_and_cut_of_each_pair(void **state) {
    (void)state;
    json_t *document = read_json("routes central-asia --dependence --json"), *row;
    size_t index, pairs = 0;
    json_array_foreach(json_object_get(document, "rows"), index, row) {
        assert_non_null(json_object_get(row, "loss_of_gdp"));
        assert_non_null(json_object_get(row, "cut_of_gdp"));
        const char *host = json_string_value(json_object_get(row, "host"));
        const char *owner = json_string_value(json_object_get(row, "owner"));
        if (strcmp(host, "KGZ") != 0 || strcmp(owner, "KAZ") != 0) continue;
        pairs++;
        assert_true(json_number_value(json_object_get(row, "share")) > 0.5);
    }
    assert_int_equal(pairs, 1);
    json_decref(document);
}

static void what_was_closed_stands_above_the_ways(void **state) {
    (void)state;
    command_run(&command, "routes central-asia KG_BIS DE_DUI --close BLR --scale P_AKU=2");
    assert_int_equal(command.status, 0);
    assert_non_null(strstr(command.out, "\n  closed: BLR; widened: P_AKU=2\n"));
    json_t *document = read_json("routes central-asia KG_BIS DE_DUI --close BLR --json");
    json_t *closed = json_object_get(json_object_get(document, "changes"), "close");
    assert_string_equal(json_string_value(json_array_get(closed, 0)), "BLR");
    assert_string_equal(json_string_value(json_object_get(document, "freight")), "container");
    json_decref(document);
    command_run(&command, "routes central-asia --dependence --close BLR");
    assert_non_null(strstr(command.out, "\n\nKyrgyzstan\n"));
    assert_null(strstr(command.out, "\n\n\n")); // one empty line between hosts
    document = read_json("routes central-asia --dependence --close BLR --json");
    closed = json_object_get(json_object_get(document, "changes"), "close");
    assert_int_equal(json_array_size(closed), 1);
    json_decref(document);
}

// Shares follow cost: among ways sought by another measure the cheap ones may be missing.
static void shares_are_told_of_ways_sought_by_cost_alone(void **state) {
    (void)state;
    static const char *const others[] = {"time", "risk"};
    command_run(&command, "routes central-asia CHN EUU");
    assert_non_null(strstr(command.out, " share "));
    // What would cost twice the cheapest way has one, and does not take it.
    assert_non_null(strstr(command.out, "kTEU/year stay: no way, or none that they bear"));
    for (size_t i = 0; i < 2; i++) {
        char line[200];
        json_t *row;
        size_t at;
        snprintf(line, sizeof line, "routes central-asia CHN EUU --by %s", others[i]);
        command_run(&command, line);
        assert_int_equal(command.status, 0);
        assert_null(strstr(command.out, " share "));
        assert_null(strstr(command.out, " stay: no way"));
        strcat(line, " --json");
        json_t *document = read_json(line);
        json_array_foreach(json_object_get(document, "rows"), at, row) {
            assert_true(json_is_null(json_object_get(row, "share")));
            assert_true(json_is_null(json_object_get(row, "flow_per_year")));
        }
        assert_true(at > 0);
        json_decref(document);
    }
}

static void a_flow_next_to_nothing_has_no_powers_of_ten(void **state) {
    (void)state;
    command_run(&command, "routes central-asia KGZ EUU --freight bulk");
    assert_int_equal(command.status, 0);
    assert_non_null(strstr(command.out, "<0.001"));
    assert_null(strstr(command.out, "e-"));
}

static void constants_have_a_json_with_the_rows_of_the_table(void **state) {
    (void)state;
    size_t lines = 0;
    command_run(&command, "routes central-asia --constants");
    assert_int_equal(command.status, 0);
    for (const char *at = command.out; *at; at++) lines += *at == '\n';
    json_t *document = read_json("routes central-asia --constants --json");
    assert_int_equal(json_array_size(json_object_get(document, "rows")), lines - 1);
    json_decref(document);
}

static void the_month_is_said_to_be_of_the_links(void **state) {
    (void)state;
    command_run(&command, "routes --help");
    assert_non_null(strstr(command.out, "links as of that month"));
    assert_null(strstr(command.out, "nothing known later"));
    command_run(&command, "routes central-asia CHN EUU --start 2010-01");
    assert_non_null(strstr(command.out, "in the base of 2023"));
}

static void faults_of_the_command_line_are_told(void **state) {
    (void)state;
    command_fails("routes central-asia KAZ", 2, "expected MODEL FROM TO", NULL);
    command_fails("routes central-asia KAZ EUU --by speed", 2, "cost, time or risk", NULL);
    command_fails("routes central-asia KAZ EUU --dependence", 2, "--dependence", NULL);
    command_fails("routes central-asia KAZ EUU --freight nonsense", 3, "no freight", "container");
    command_fails("routes --dependence --freight oil", 2, "--dependence", "--freight");
    command_fails("routes --dependence --geojson /tmp/g.json", 2, "--dependence", "--geojson");
    command_fails("routes --dependence --by risk", 2, "--dependence", "--by");
    command_fails("routes --dependence --start 2030-01", 2, "--dependence", "--start");
    command_fails("routes --constants --dependence", 2, "--constants", "--dependence");
    command_fails("routes --constants --close RUS", 2, "--constants", "--close");
    command_fails("params --template --json", 2, "--template", "--json");
    command_fails("routes central-asia KAZ EUU --close RUSS", 3, "RUSS", "RUS");
    command_fails("routes central-asia KAZ EUU --scale P_AKU", 3, "P_AKU=2", NULL);
    command_fails("routes central-asia KAZ EUUU", 3, "no node or actor", "EUU");
    command_fails("routes central-asia KAZ EUU --geojson /nowhere/all.json", 4, "/nowhere", NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_names_ways_legs_and_territory),
        cmocka_unit_test(json_shares_sum_to_what_is_moved_and_two_runs_are_the_same),
        cmocka_unit_test(geojson_has_a_line_for_each_way),
        cmocka_unit_test(dependence_prints_loss_and_cut_of_each_pair),
        cmocka_unit_test(what_was_closed_stands_above_the_ways),
        cmocka_unit_test(shares_are_told_of_ways_sought_by_cost_alone),
        cmocka_unit_test(a_flow_next_to_nothing_has_no_powers_of_ten),
        cmocka_unit_test(constants_have_a_json_with_the_rows_of_the_table),
        cmocka_unit_test(the_month_is_said_to_be_of_the_links),
        cmocka_unit_test(faults_of_the_command_line_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
