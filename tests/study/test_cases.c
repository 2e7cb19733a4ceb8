// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_cases: the calls for force on record, by closed form at fixed parameters, and how they move
// with priors and noise. No test says what the chances of the bundled priors should be.
#include <math.h>

#include "model_copy.h"

static const struct steppe_cases *cases_of(const char *folder, struct steppe_project **project) {
    const struct steppe_cases *cases;
    struct steppe_error error = {0};
    *project = model_open(folder);
    assert_non_null(*project);
    if (!steppe_cases_make(*project, &cases, &error)) fail_msg("%s", error.message);
    return cases;
}

static const struct steppe_case *case_of(const struct steppe_cases *cases, const char *host) {
    for (size_t i = 0; i < cases->count; i++)
        if (strcmp(cases->items[i].host, host) == 0) return &cases->items[i];
    fail_msg("no case of %s", host);
    return NULL;
}

static void the_record_tells_who_asked_whom_and_what_came(void **state) {
    (void)state;
    struct steppe_project *project;
    const struct steppe_cases *cases = cases_of(STEPPE_SOURCE_DIR "/models/central-asia", &project);
    assert_int_equal(cases->count, 2);
    const struct steppe_case *refused = case_of(cases, "KGZ"), *came = case_of(cases, "KAZ");
    assert_true(!refused->came && refused->troops == 0 && isnan(refused->days));
    assert_int_equal(refused->month, steppe_month(2010, 6));
    assert_int_equal(refused->members, 7); // with Uzbekistan
    assert_true(came->came);
    assert_int_equal(came->month, steppe_month(2022, 1));
    assert_int_equal(came->members, 6);
    assert_close(came->troops, 2030 + 100 + 150 + 200, 1e-12, 0);
    assert_close(came->days, 13, 1e-12, 0);
    // Tables of the year before; trade begins with 2010. Kyrgyzstan leaned on Russia more then.
    assert_int_equal(came->alignment_year, 2021);
    assert_int_equal(refused->alignment_year, 2010);
    assert_true(refused->turn > 0.02 && refused->turn < 0.2 && fabs(came->turn) < 0.1);
    steppe_cases_free(cases);
    steppe_project_close(project);
}

static void chances_lie_between_0_and_1_and_move_with_priors_and_noise(void **state) {
    (void)state;
    struct steppe_project *project;
    const struct steppe_cases *cases = cases_of(STEPPE_SOURCE_DIR "/models/central-asia", &project);
    for (size_t i = 0; i < cases->count; i++) {
        const struct steppe_case *it = &cases->items[i];
        for (int which = 0; which < STEPPE_CASE_ATTENTION; which++) {
            const struct steppe_case_spread *chance = &it->chances[which];
            const bool of_force = which == STEPPE_CASE_SIZE || which == STEPPE_CASE_TIME;
            if (of_force && !it->came) {
                assert_true(isnan(chance->mean));
                continue;
            }
            assert_true(chance->low > 0 && chance->high < 1);
            assert_true(chance->low < chance->mean && chance->mean < chance->high);
        }
        // The leader was not at war along the whole front: more to spare than at the base.
        assert_true(it->chances[STEPPE_CASE_ATTENTION].low > 1);
        const double less = it->chances[STEPPE_CASE_LESS_NOISE].mean;
        const double more = it->chances[STEPPE_CASE_MORE_NOISE].mean;
        assert_true(it->came ? less > more : less < more);
    }
    steppe_cases_free(cases);
    steppe_project_close(project);
}

// Puts one value in the place of a prior.
static void fix(const struct model_copy *copy, const char *name, const char *value) {
    static char was[1 << 18], is[(1 << 18) + 64];
    char path[1024], anchor[80];
    model_copy_path(path, copy->folder, "parameters.yaml");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    was[fread(was, 1, sizeof was - 1, file)] = 0;
    fclose(file);
    snprintf(anchor, sizeof anchor, "\n%s:\n", name);
    const char *at = strstr(was, anchor);
    assert_non_null(at);
    const char *prior = strstr(at, "  prior: ");
    assert_non_null(prior);
    snprintf(is, sizeof is, "%.*s  value: %s%s", (int)(prior - was), was, value,
             strchr(prior, '\n'));
    model_copy_write(copy, "parameters.yaml", "w", is);
}

static void the_chance_is_that_of_the_equations(void **state) {
    (void)state;
    struct model_copy copy;
    struct steppe_project *project;
    model_copy_make(&copy);
    fix(&copy, "crisis.help_share", "0.3");
    fix(&copy, "crisis.consent", "0.9");
    fix(&copy, "crisis.attention_effect", "1.5");
    fix(&copy, "crisis.called_troops", "3000");
    fix(&copy, "crisis.troops_spread", "0.5");
    fix(&copy, "war_security_attention", "0.4");
    fix(&copy, "crisis.appeal_share", "0.25");
    fix(&copy, "crisis.appeal_effect", "3");
    fix(&copy, "crisis.alignment_effect", "5");
    fix(&copy, "crisis.consent_pull", "0"); // members' turns are not told
    const struct steppe_cases *cases = cases_of(copy.folder, &project);
    // Five members vote for each other in 2023 (without Armenia from 2024 on): three others beside
    // the leader and the host, or four with Armenia. At the base the share is 0.3 whatever they do.
    const double base = 0.3 / pow(0.9, 4) / (1 - 0.3 / pow(0.9, 4)) * pow(1 / 0.4, 1.5);
    const struct steppe_case *came = case_of(cases, "KAZ"), *refused = case_of(cases, "KGZ");
    const double odds = base * exp(5 * came->turn), odds_refused = base * exp(5 * refused->turn);
    const double asked = 0.25 / 0.75 * exp(3 * refused->turn);
    const double chance = pow(0.9, 4) * odds / (1 + odds);
    assert_close(refused->chances[STEPPE_CASE_ASKS].mean, asked / (1 + asked), 1e-12, 0);
    assert_close(came->chances[STEPPE_CASE_ATTENTION].mean, 1 / 0.4, 1e-12, 0);
    assert_close(came->chances[STEPPE_CASE_ANSWER].mean, chance, 1e-12, 0);
    const double then = pow(0.9, 5) * odds_refused / (1 + odds_refused); // one more that may object
    assert_close(refused->chances[STEPPE_CASE_ANSWER].mean, 1 - then, 1e-12, 0);
    const double low = log(2480 / 1.5 / 3000) / 0.5, high = log(2480 * 1.5 / 3000) / 0.5;
    const double near = 0.5 * (erf(high / sqrt(2)) - erf(low / sqrt(2)));
    assert_close(came->chances[STEPPE_CASE_SIZE].mean, near, 1e-12, 0);
    // Nothing is left to draw, so nothing spreads.
    assert_true(came->chances[STEPPE_CASE_ANSWER].low == came->chances[STEPPE_CASE_ANSWER].high);
    steppe_cases_free(cases);
    steppe_project_close(project);
    model_copy_free(&copy);
}

// Members who lean on the leader more than at the base are readier to agree.
static void members_vote_by_their_own_alignment(void **state) {
    (void)state;
    static const char *const pulls[] = {"0", "10"};
    double answered[2];
    for (size_t i = 0; i < 2; i++) {
        struct model_copy copy;
        struct steppe_project *project;
        model_copy_make(&copy);
        fix(&copy, "crisis.consent_pull", pulls[i]);
        fix(&copy, "crisis.alignment_effect", "0");
        const struct steppe_cases *cases = cases_of(copy.folder, &project);
        answered[i] = 1 - case_of(cases, "KGZ")->chances[STEPPE_CASE_ANSWER].mean;
        steppe_cases_free(cases);
        steppe_project_close(project);
        model_copy_free(&copy);
    }
    assert_true(answered[1] > answered[0] + 0.005);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_record_tells_who_asked_whom_and_what_came),
        cmocka_unit_test(chances_lie_between_0_and_1_and_move_with_priors_and_noise),
        cmocka_unit_test(the_chance_is_that_of_the_equations),
        cmocka_unit_test(members_vote_by_their_own_alignment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
