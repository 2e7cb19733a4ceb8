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

// The bundled model's fit takes seconds, and half a minute under sanitizers: it is run once.
static struct command bundled;
static json_t *bundled_json;

static int fit_bundled(void **state) {
    (void)state;
    command_run(&command, "check --fit --json");
    bundled_json = json_loads(command.out, 0, NULL);
    command_run(&bundled, "check --fit");
    if (command.status == 0 && bundled.status == 0 && bundled_json) return 0;
    print_error("status %d, %d\n%s%s", command.status, bundled.status, command.errors,
                bundled.errors);
    return -1;
}

static int forget_bundled(void **state) {
    (void)state;
    json_decref(bundled_json);
    return 0;
}

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
    assert_non_null(strstr(bundled.out, "\n  poll_side[RUS,UZB]"));    // judged
    assert_non_null(strstr(bundled.out, "\n= poll_support[RUS,KAZ]")); // the offset rests on it
    assert_non_null(strstr(bundled.out, " 0 outside"));
    // Status 0, so no row has the mark of those that decide it; counts outside have their own.
    assert_null(strstr(bundled.out, "\n! "));
    assert_non_null(strstr(bundled.out, "\nJudged: "));
    assert_int_equal(json_integer_value(json_object_get(bundled_json, "outside")), 0);
    assert_true(json_integer_value(json_object_get(bundled_json, "judged")) > 0);
    assert_non_null(strstr(bundled.out, "\n= severe_unrest")); // the rate rests on these waves
    // A mean of 256 futures is not known to a hundredth: "85.0         8    7.1 ".
    double years, mean;
    int happened, digits = 0, end = 0;
    const char *row = strstr(bundled.out, "\n= severe_unrest");
    assert_int_equal(sscanf(row, " = severe_unrest %lf %d %lf%n", &years, &happened, &mean, &end),
                     3);
    while (row[end - 1 - digits] != '.') digits++;
    assert_int_equal(digits, 1);
    assert_non_null(strstr(bundled.out, "as up to one in five would be by chance"));
    assert_non_null(strstr(bundled.out, "\n= successions "));
    assert_non_null(strstr(bundled.out, "\n  deadly_home_fighting "));
    assert_non_null(strstr(bundled.out, "\n    hosts do not clash with each other"));
    assert_non_null(strstr(bundled.out, "\n  2010-06  KGZ asked RUS (CSTO, 7 members): refused\n"));
    assert_non_null(
        strstr(bundled.out, "2,480 troops, 13 days\n    held out: the base rates rest"));
    assert_non_null(strstr(bundled.out, "\n  held out, from 2022-01 on\n  severe_unrest "));
    assert_non_null(strstr(bundled.out, "opinion.war_effect"));
    // Votes narrow nothing of the portfolio; what the record says of oil is narrow; some parameters
    // have no record; and a fit worse than nothing is called that.
    assert_non_null(strstr(bundled.out, "\n- portfolio.development_effect "));
    assert_non_null(strstr(bundled.out, "\n  economy.oil_effect[KAZ] "));
    assert_non_null(strstr(bundled.out, "without a record set up\n"));
    assert_non_null(strstr(bundled.out, "below the baseline"));
    assert_non_null(strstr(bundled.out, "Runs draw from the priors"));
    for (const char *line = bundled.out; *line; line++) {
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

static double number_of(const json_t *row, const char *key) {
    return json_number_value(json_object_get(row, key));
}

// Row of a kind, of all hosts (NULL) or of one.
static const json_t *events_of(const json_t *document, const char *name, const char *actor) {
    const json_t *row;
    size_t at;
    json_array_foreach(json_object_get(document, "rows"), at, row) {
        const char *of = json_string_value(json_object_get(row, "actor"));
        if (strcmp(json_string_value(json_object_get(row, "kind")), "events") != 0) continue;
        if (strcmp(json_string_value(json_object_get(row, "name")), name) != 0) continue;
        if ((!of && !actor) || (of && actor && strcmp(of, actor) == 0)) return row;
    }
    fail_msg("no row of %s", name);
    return NULL;
}

// Row of all hosts, of what is held out of a kind.
static const json_t *held_out_of(const json_t *document, const char *name) {
    const json_t *row;
    size_t at;
    json_array_foreach(json_object_get(document, "rows"), at, row) {
        const char *of = json_string_value(json_object_get(row, "name"));
        const bool held_out = json_is_true(json_object_get(row, "held_out"));
        if (held_out && of && strcmp(of, name) == 0 &&
            !json_string_value(json_object_get(row, "actor")))
            return row;
    }
    fail_msg("nothing is held out of %s", name);
    return NULL;
}

// Eight waves in 85 host-years make the rate of the model (mu, less those that follow on others),
// so its own count has to be near eight: 0.329 a year among the five over 1 - 0.3, times 17 years.
// The mean of 256 futures has an error of 0.35; stress that is no more as usual, oil and old rulers
// may add or take a quarter. (With stress on top of the rate the model had half as many again.)
static void the_model_has_as_many_waves_as_its_rate_was_made_of(void **state) {
    (void)state;
    const json_t *waves = events_of(bundled_json, "severe_unrest", NULL);
    const double expected = 0.329 / 0.7 * 17;
    assert_true(number_of(waves, "observed") == 8);
    assert_close(number_of(waves, "actor_years"), 85, 1e-9, 0);
    assert_close(number_of(waves, "model"), expected, 0.25, 0);
    assert_true(number_of(waves, "low") <= 8 && number_of(waves, "high") >= 8);
    assert_true(json_is_false(json_object_get(waves, "outside")));
    // Parts sum to their whole, on record and in the model.
    static const char *const hosts[] = {"KAZ", "KGZ", "TJK", "TKM", "UZB"};
    double sum = 0, happened = 0;
    for (size_t h = 0; h < STEPPE_COUNT(hosts); h++) {
        sum += number_of(events_of(bundled_json, "severe_unrest", hosts[h]), "model");
        happened += number_of(events_of(bundled_json, "severe_unrest", hosts[h]), "observed");
    }
    assert_close(sum, number_of(waves, "model"), 1e-6, 0);
    assert_true(happened == 8);
    // A government falls in three of eight waves; what the model has none of is not compared.
    const double falls = number_of(events_of(bundled_json, "government_falls", NULL), "model");
    assert_close(falls, 0.375 * number_of(waves, "model"), 0.15, 0);
    // Five rulers left in peace; futures with other ages of leaders have a few more or fewer.
    assert_close(number_of(events_of(bundled_json, "successions", NULL), "model"), 5, 0.25, 0);
    // What came after is a test of its own: the row of the kind that follows.
    const json_t *later = held_out_of(bundled_json, "severe_unrest");
    assert_true(number_of(later, "observed") == 2);
    assert_close(number_of(later, "actor_years"), 22.5, 1e-9, 0);
    assert_string_equal(json_string_value(json_object_get(later, "from")), "2022-01");
    assert_true(json_is_null(json_object_get(later, "rests_on")));
    assert_close(number_of(later, "model") / 4.5, number_of(waves, "model") / 17, 0.35, 0);
    const json_t *fighting = events_of(bundled_json, "deadly_home_fighting", NULL);
    assert_true(json_is_null(json_object_get(fighting, "model")));
}

// The same waves, all of them and a part; a count that is thinned keeps whole numbers.
static void a_share_thins_a_count(void **state) {
    (void)state;
    static const char *const parts[] = {"1", "0.5", "0"};
    double counted[STEPPE_COUNT(parts)];
    struct model_copy copy;
    char line[1100];
    model_copy_make(&copy);
    for (size_t i = 0; i < STEPPE_COUNT(parts); i++) {
        (void)snprintf(line, sizeof line,
                       "waves_%zu:\n  text: made up\n  for: h in hosts\n  from: 2005-01\n"
                       "  until: 2021-12\n  count: unrest_waves[h]\n  share: %s\n",
                       i, parts[i]);
        model_copy_write(&copy, "base_rates.yaml", "a", line);
    }
    (void)snprintf(line, sizeof line, "check --fit %.900s --json", copy.folder);
    command_run(&command, line);
    json_t *document = json_loads(command.out, 0, NULL);
    assert_non_null(document);
    const double waves = number_of(events_of(document, "severe_unrest", NULL), "model");
    for (size_t i = 0; i < STEPPE_COUNT(parts); i++) {
        (void)snprintf(line, sizeof line, "waves_%zu", i);
        const json_t *row = events_of(document, line, NULL);
        counted[i] = number_of(row, "model");
        assert_true(number_of(row, "low") == floor(number_of(row, "low")));
    }
    assert_true(counted[0] == waves && counted[2] == 0);
    // Four standard errors of halves of some 9 waves in 256 futures.
    assert_close(counted[1], waves / 2, 0, 4 * sqrt(waves * 0.25 / 256));
    json_decref(document);
    model_copy_free(&copy);
}

static void a_record_of_thirty_waves_is_said_to_be_outside_and_not_judged(void **state) {
    (void)state;
    struct model_copy copy;
    char line[1100];
    model_copy_make(&copy);
    for (int i = 0; i < 20; i++) { // a row stands once: the note tells waves of a month apart
        snprintf(line, sizeof line, "severe_unrest,TKM,2010-05,judgement,wave %d\n", i);
        model_copy_write(&copy, "base_rates.csv", "a", line);
    }
    (void)snprintf(line, sizeof line, "check --fit %.900s", copy.folder);
    command_run(&command, line);
    assert_int_equal(command.status, 0);
    assert_non_null(strstr(command.out, "\n~ severe_unrest"));
    assert_null(strstr(command.out, "\n! "));
    assert_non_null(strstr(command.out, "outside: more happened"));
    model_copy_free(&copy);
}

// A row a poll, power and parameter; z has the sign of model less observation.
static void json_has_the_same_rows(void **state) {
    (void)state;
    json_t *row;
    size_t at, kinds[3] = {0}, differences = 0, fitted = 0;
    json_array_foreach(json_object_get(bundled_json, "rows"), at, row) {
        const char *kind = json_string_value(json_object_get(row, "kind"));
        if (strcmp(kind, "difference") == 0) {
            assert_int_equal(json_object_size(json_object_get(row, "changes")), 5);
            differences++;
        }
        const json_t *after = json_object_get(row, "posterior");
        if (json_is_object(after)) {
            assert_true(json_number_value(json_object_get(after, "low")) <
                        json_number_value(json_object_get(after, "high")));
            fitted++;
        }
        kinds[strcmp(kind, "poll") == 0 ? 0 : strcmp(kind, "votes") == 0 ? 1 : 2]++;
        if (strcmp(kind, "poll") != 0) continue;
        double model = json_number_value(json_object_get(row, "model"));
        double observed = json_number_value(json_object_get(row, "observed"));
        double z = json_number_value(json_object_get(row, "z"));
        assert_true(model > 0 && model < 1);
        if (fabs(model - observed) > 1e-6) assert_true((z > 0) == (model > observed));
    }
    assert_true(kinds[0] > 10 && kinds[1] == 11 && kinds[2] > 10);
    assert_true(differences == 11 && fitted > 15);
}

static double number_or_nan(const json_t *row, const char *key) {
    const json_t *value = json_object_get(row, key);
    return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

// Freight where it was counted stands there three times: all at once, as a run begins, as seen. Of
// fuels both of the model agree; goods of the month leave out small pairs and ways.
static void freight_of_routes_and_of_the_month_stand_side_by_side(void **state) {
    (void)state;
    assert_non_null(strstr(bundled.out, "model month  seen ratio"));
    // No gate tells of the road to China.
    assert_non_null(strstr(bundled.out, "\n= kazakhstan_china_road_t 2023 Mt    3.87        3.80"));
    json_t *row;
    size_t at, fuels = 0, goods = 0;
    json_array_foreach(json_object_get(bundled_json, "rows"), at, row) {
        if (strcmp(json_string_value(json_object_get(row, "kind")), "freight") != 0) continue;
        const char *series = json_string_value(json_object_get(row, "series"));
        const double model = number_or_nan(row, "model"), month = number_or_nan(row, "month");
        const bool fuel = strstr(series, "oil") || strstr(series, "bcm") || strstr(series, "cpc") ||
                          strstr(series, "samara") || strstr(series, "makhachkala");
        if (strcmp(series, "kazakhstan_china_road_t") == 0) {
            assert_true(json_is_null(json_object_get(row, "month")));
            continue;
        }
        if (!(fabs(month - model) <= (fuel ? 0.001 : 0.15) * model))
            fail_msg("%s: %g, %g in the month", series, model, month);
        *(fuel ? &fuels : &goods) += 1;
    }
    assert_true(fuels >= 8 && goods >= 10);
}

static void numbers_are_shown_whole_however_wide(void **state) {
    (void)state;
    struct model_copy copy;
    char line[1100];
    model_copy_make(&copy);
    model_copy_replace(&copy, "network/observed.csv", "kazakhstan_china_oil_t,2024,1.2,",
                       "kazakhstan_china_oil_t,2024,12345.6,");
    (void)snprintf(line, sizeof line, "check --fit %.900s", copy.folder);
    command_run(&command, line);
    model_copy_free(&copy);
    char *row = strstr(command.out, "kazakhstan_china_oil_t  2024");
    if (!row) fail_msg("status %d\n%s", command.status, command.errors);
    row[strcspn(row, "\n")] = 0;
    if (!strstr(row, " 12,346 ")) fail_msg("%s", row);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bundled_model_is_within_its_observations_and_says_what_is_not_known),
        cmocka_unit_test(a_poll_beyond_three_deviations_gives_status_1),
        cmocka_unit_test(polls_of_old_or_without_an_offset_do_not_judge),
        cmocka_unit_test(json_has_the_same_rows),
        cmocka_unit_test(numbers_are_shown_whole_however_wide),
        cmocka_unit_test(freight_of_routes_and_of_the_month_stand_side_by_side),
        cmocka_unit_test(the_model_has_as_many_waves_as_its_rate_was_made_of),
        cmocka_unit_test(a_share_thins_a_count),
        cmocka_unit_test(a_record_of_thirty_waves_is_said_to_be_outside_and_not_judged),
    };
    return cmocka_run_group_tests(tests, fit_bundled, forget_bundled);
}
