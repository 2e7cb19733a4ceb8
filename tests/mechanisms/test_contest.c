// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_contest: what powers offer, on the fixture: rest, books, directions, many starts, twins.
#include "mechanisms/fixture.c"

extern const struct steppe_mechanism steppe_mechanism_contest_scalar;

extern const struct steppe_mechanism steppe_mechanism_attacks_scalar;

static const struct steppe_mechanism *const in_lanes[] = {&STEPPE_NAMED(steppe_mechanism_contest)};
static const struct steppe_mechanism *const in_double[] = {&steppe_mechanism_contest_scalar};
// Guards have their size in the mechanism of attacks, which is never stepped here.
static const struct steppe_mechanism *const with_attacks[] = {&steppe_mechanism_contest_scalar,
                                                              &steppe_mechanism_attacks_scalar};

static const struct fixture_setting settings[] = {
    {"contest.own_investment", -1, 0.25}, {"contest.user_cost", -1, 0.12},
    {"contest.rivalry", -1, 0.1},         {"contest.rivalry", 1, 0.3},
    {"contest.rivalry", 3, 0.3},          {"contest.corridor_value", -1, 0.2},
    {"contest.mineral_value", 0, 0.3},    {"contest.mineral_value", 1, 0.1},
    {"contest.mineral_share", -1, 0},     {"contest.mineral_share", OIL, 1},
    {"contest.least_budget", -1, 0.1},    {"contest.least_worth", -1, 0.1},
    {"contest.unrevealed", -1, 0.5},
};

enum { PAIRS = FIXTURE_POWERS * FIXTURE_HOSTS };
static const uint32_t offers[] = {STEPPE_VAR_economic_offer, STEPPE_VAR_security_offer};

static void make(struct fixture *fixture, int lanes) {
    fixture_make(fixture, lanes, lanes == 1 ? in_double : in_lanes, 1, settings,
                 STEPPE_COUNT(settings));
    // What the mechanisms of security and the economy give at the start.
    for (size_t h = 0; h < FIXTURE_HOSTS; h++) fixture_set_base(fixture, STEPPE_VAR_need, h, 1);
    for (size_t a = 0; a < FIXTURE_ACTORS; a++)
        fixture_set_base(fixture, STEPPE_VAR_gdp_nominal, a,
                         (const double[]){260e9, 100e9, 2e12, 18e12, 27e12, 56e12}[a]);
    for (size_t pair = 0; pair < PAIRS; pair++)
        fixture_set_base(fixture, STEPPE_VAR_assurance, pair,
                         (const double[]){0.6, 0.3, 0.25}[pair / FIXTURE_HOSTS]);
    fixture_set_base(fixture, STEPPE_VAR_conditionality, 2, 0.3);
}

static double get(const struct fixture *fixture, uint32_t variable, size_t cell) {
    return fixture_get(fixture, variable, cell, 0);
}

static double change(const struct fixture *fixture, uint32_t variable, size_t power, size_t host) {
    const size_t cell = fixture_power_host(power, host);
    return get(fixture, variable, cell) / fixture_start_of(fixture, variable, cell) - 1;
}

static void years(struct fixture *fixture, int count) {
    for (int y = 0; y < count; y++) fixture_step(fixture, 0);
}

// ---- base -------------------------------------------------------------------------------------

static void offers_of_the_base_are_payouts_and_the_cost_of_arms_training_and_posts(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    // No hazard of payouts here and no commitments: nothing is known to be paid.
    assert_close(fixture_start_of(&fixture, STEPPE_VAR_economic_offer, 0), 0, 0, 0);
    // 900 units of arms at 144 000 dollars a year; the fixture has no ties for training and posts.
    assert_close(fixture_start_of(&fixture, STEPPE_VAR_security_offer, 0), 900 * 144e3, 1e-7, 0);
    fixture_free(&fixture);
}

// Payouts of billions of dollars as figures of the base; prepare sees them.
static struct fixture_row payouts[] = {
    {STEPPE_VAR_payout, 0, 0, 0.4}, {STEPPE_VAR_payout, 0, 1, 0.4},  {STEPPE_VAR_payout, 1, 0, 1.8},
    {STEPPE_VAR_payout, 1, 1, 0.6}, {STEPPE_VAR_payout, 2, 0, 0.05},
};

// The same with payouts: prepared again over a start that has them.
static void make_paid(struct fixture *fixture, int lanes) {
    make(fixture, lanes);
    double *payout = fixture->start + fixture->layout->offsets[STEPPE_VAR_payout];
    for (size_t i = 0; i < STEPPE_COUNT(payouts); i++)
        payout[fixture_power_host((size_t)payouts[i].first, (size_t)payouts[i].second)] =
            payouts[i].value * 1e9;
    struct steppe_setup setup = {
        .model = fixture->model,
        .layout = fixture->layout,
        .arena = &fixture->arena,
        .known_month = 2024 * 12,
        .start = fixture->start,
        .start_spread = fixture->start_spread,
    };
    struct steppe_error error = {0};
    assert_true(fixture->mechanisms[0]->prepare(&setup, &error));
    fixture->constants[0] = setup.constants;
    for (size_t i = 0; i < STEPPE_COUNT(offers); i++)
        for (size_t pair = 0; pair < PAIRS; pair++)
            fixture_set_base(fixture, offers[i], pair, fixture_start_of(fixture, offers[i], pair));
}

static void nothing_moves_in_ten_years_at_rest(void **state) {
    (void)state;
    for (int lanes = 1; lanes <= STEPPE_LANES; lanes += STEPPE_LANES - 1) {
        struct fixture fixture;
        make_paid(&fixture, lanes);
        years(&fixture, 10);
        for (size_t i = 0; i < STEPPE_COUNT(offers); i++)
            for (size_t pair = 0; pair < PAIRS; pair++)
                // No move within the tolerance of a contest is made: every bit is kept.
                assert_true(fixture_get(&fixture, offers[i], pair, lanes - 1) ==
                            (lanes == 1
                                 ? fixture_start_of(&fixture, offers[i], pair)
                                 : (double)(float)fixture_start_of(&fixture, offers[i], pair)));
        fixture_free(&fixture);
    }
}

static void sixty_four_random_years_before_lead_back_to_the_base(void **state) {
    (void)state;
    struct fixture fixture;
    make_paid(&fixture, 1);
    uint64_t seed = 1;
    for (uint32_t k = 0; k < 64; k++) {
        for (size_t i = 0; i < STEPPE_COUNT(offers); i++)
            for (size_t pair = 0; pair < PAIRS; pair++) {
                seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
                fixture_set(&fixture, offers[i], pair, -1, 3e9 * (double)(seed >> 33) / 0x1p31);
            }
        // Overlap is last year's: each year comes nearer.
        years(&fixture, 30);
        for (size_t i = 0; i < STEPPE_COUNT(offers); i++)
            for (size_t pair = 0; pair < PAIRS; pair++)
                assert_close(get(&fixture, offers[i], pair),
                             fixture_start_of(&fixture, offers[i], pair), 1e-9, 1e-3);
    }
    fixture_free(&fixture);
}

// ---- books and directions -----------------------------------------------------------------------

static void a_power_offers_what_its_size_and_attention_allow(void **state) {
    (void)state;
    struct fixture fixture;
    make_paid(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_gdp, RUS, -1, 1.1);
    fixture_set(&fixture, STEPPE_VAR_attention, SECURITY, -1, 0.5); // power 0: Russia
    years(&fixture, 1);
    double economic = 0, security = 0;
    for (size_t h = 0; h < FIXTURE_HOSTS; h++) {
        economic += get(&fixture, STEPPE_VAR_economic_offer, fixture_power_host(0, h));
        security += get(&fixture, STEPPE_VAR_security_offer, fixture_power_host(0, h));
    }
    // Budgets are spent exactly; their sum is kept in the real number of the instance.
    assert_close(economic, 0.8e9 * 1.1, 1e-12, 0);
    assert_close(security, 1200 * 144e3 * 1.1 * 0.5, 1e-7, 0);
    fixture_free(&fixture);
}

static void make_with_guards(struct fixture *fixture) {
    static const struct fixture_setting of_attacks[] = {
        {"attacks.clash_rate", -1, 0},       {"attacks.attack_rate", -1, 0},
        {"attacks.spillover_effect", -1, 0}, {"attacks.post_effect", -1, 0},
        {"attacks.least_posts", -1, 0.1},    {"attacks.largest_rise", -1, 10},
        {"attacks.echo_share", -1, 0},       {"attacks.memory", -1, 0.25},
        {"attacks.half_life", -1, 1},        {"attacks.clash_size", -1, 0},
        {"attacks.guard_share", -1, 0.0001},
    };
    struct fixture_setting all[STEPPE_COUNT(settings) + STEPPE_COUNT(of_attacks)];
    memcpy(all, settings, sizeof settings);
    memcpy(all + STEPPE_COUNT(settings), of_attacks, sizeof of_attacks);
    fixture_make(fixture, 1, with_attacks, 2, all, STEPPE_COUNT(all));
    for (size_t h = 0; h < FIXTURE_HOSTS; h++) fixture_set_base(fixture, STEPPE_VAR_need, h, 1);
    for (size_t a = 0; a < FIXTURE_ACTORS; a++)
        fixture_set_base(fixture, STEPPE_VAR_gdp_nominal, a, 1e12);
}

static double security_of(const struct fixture *fixture, size_t power) {
    double sum = 0;
    for (size_t h = 0; h < FIXTURE_HOSTS; h++)
        sum += get(fixture, STEPPE_VAR_security_offer, fixture_power_host(power, h));
    return sum;
}

// 25 billion dollars of Chinese capital in Kazakhstan, 1.5 attacks remembered, 0.0001 of it each.
static void guards_are_paid_first_and_leave_less_to_offer_elsewhere(void **state) {
    (void)state;
    struct fixture fixture;
    make_with_guards(&fixture);
    const size_t hit = fixture_power_host(1, 0);
    const double before = security_of(&fixture, 1), russian = security_of(&fixture, 0);
    const double guards = 0.0001 * get(&fixture, STEPPE_VAR_capital, hit) * 1.5;
    fixture_set(&fixture, STEPPE_VAR_attacks, hit, -1, 1.5);
    years(&fixture, 1);
    assert_true(guards > 1e6 && guards < before / 2); // the floor does not hold
    // Budgets are spent exactly; their sum is kept in the real number of the instance.
    assert_close(security_of(&fixture, 1), before - guards, 1e-7, 0);
    assert_close(security_of(&fixture, 0), russian, 1e-7, 0);
    assert_true(change(&fixture, STEPPE_VAR_security_offer, 1, 1) < -0.05);
    fixture_free(&fixture);
}

static void guards_leave_a_tenth_of_the_budget_at_least(void **state) {
    (void)state;
    struct fixture fixture;
    make_with_guards(&fixture);
    const double before = security_of(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_attacks, fixture_power_host(1, 0), -1, 20);
    fixture_set(&fixture, STEPPE_VAR_capital, fixture_power_host(1, 0), -1, 1e13);
    years(&fixture, 1);
    assert_close(security_of(&fixture, 1), 0.1 * before, 1e-7, 0);
    fixture_free(&fixture);
}

static void a_prize_of_more_worth_draws_offers_from_the_other(void **state) {
    (void)state;
    struct fixture fixture;
    make_paid(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_stake, fixture_power_host(1, 0), -1, 1.2);
    years(&fixture, 1);
    const double here = change(&fixture, STEPPE_VAR_economic_offer, 1, 0);
    const double there = change(&fixture, STEPPE_VAR_economic_offer, 1, 1);
    // V (1 + x/s)^-1 is the same everywhere and s = x_0: (1 + x_1/s_1) / (1 + x_2/s_2) is 1.2
    // but for the change of den by the few hundredths that China's offers are of it.
    assert_close((2 + here) / (2 + there), 1.2, 0.01, 0);
    fixture_free(&fixture);
}

static void dear_minerals_draw_investment_to_the_host_that_has_them(void **state) {
    (void)state;
    struct fixture fixture;
    make_paid(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_price, OIL, -1, 1.5);
    years(&fixture, 1);
    assert_true(change(&fixture, STEPPE_VAR_economic_offer, 1, 0) > 0.001);
    assert_true(change(&fixture, STEPPE_VAR_economic_offer, 1, 1) < -0.001);
    fixture_free(&fixture);
}

static void transit_counts_only_where_the_base_has_some(void **state) {
    (void)state;
    struct fixture fixture;
    make_paid(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_transit_revenue, KAZ, -1, 2e9);
    years(&fixture, 1);
    assert_close(change(&fixture, STEPPE_VAR_economic_offer, 1, 0), 0, 0, 1e-11);
    fixture_set_base(&fixture, STEPPE_VAR_transit_revenue, KAZ, 1e9);
    fixture_set(&fixture, STEPPE_VAR_transit_revenue, KAZ, -1, 2e9);
    years(&fixture, 1);
    assert_true(change(&fixture, STEPPE_VAR_economic_offer, 1, 0) > 0.001);
    fixture_free(&fixture);
}

static void need_draws_security_from_all_who_offer_it(void **state) {
    (void)state;
    struct fixture fixture;
    make_paid(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_need, 1, -1, 2);
    years(&fixture, 1);
    assert_true(change(&fixture, STEPPE_VAR_security_offer, 0, 1) > 0.05);
    assert_true(change(&fixture, STEPPE_VAR_security_offer, 0, 0) < -0.01);
    fixture_free(&fixture);
}

static void rivals_meet_where_the_other_is_strong(void **state) {
    (void)state;
    struct fixture fixture;
    make_paid(&fixture, 1);
    // China's strength beside Russia's is greater in the first host.
    fixture_set(&fixture, STEPPE_VAR_rivalry, 0 * FIXTURE_POWERS + 1, -1, 3);
    years(&fixture, 1);
    const double near = change(&fixture, STEPPE_VAR_economic_offer, 0, 0);
    const double far = change(&fixture, STEPPE_VAR_economic_offer, 0, 1);
    const double q_near = 25.0 / (25 + 12 + 40 + 0.25 * 260 / 0.12);
    const double q_far = 12.0 / (12 + 10 + 1 + 0.25 * 100 / 0.12);
    assert_true((near - far) * (q_near - q_far) > 0);
    assert_true(fabs(near - far) > 1e-4);
    fixture_free(&fixture);
}

static void who_offered_nothing_enters_when_a_prize_is_worth_twice_the_threshold(void **state) {
    (void)state;
    struct fixture fixture;
    make_paid(&fixture, 1);
    const size_t usa_uzb = fixture_power_host(2, 1);
    fixture_set(&fixture, STEPPE_VAR_stake, usa_uzb, -1, 1.5);
    years(&fixture, 1);
    assert_true(get(&fixture, STEPPE_VAR_economic_offer, usa_uzb) == 0);
    // At lambda = 1 the base's offers are best: the threshold stands at twice the stake, and is
    // lower than that of the offer in the other host, which had (1 + x/s) = 2.
    fixture_set(&fixture, STEPPE_VAR_stake, usa_uzb, -1, 5);
    years(&fixture, 1);
    assert_true(get(&fixture, STEPPE_VAR_economic_offer, usa_uzb) > 1e6);
    fixture_free(&fixture);
}

// ---- twins ------------------------------------------------------------------------------------

static void disturb(struct fixture *fixture) {
    fixture_set(fixture, STEPPE_VAR_stake, fixture_power_host(0, 1), -1, 1.3);
    fixture_set(fixture, STEPPE_VAR_need, 0, -1, 1.5);
    fixture_set(fixture, STEPPE_VAR_gdp, CHN, -1, 1.4);
    fixture_set(fixture, STEPPE_VAR_attention, 2 * FIXTURE_DOMAINS + ECONOMY, -1, 0.4);
}

static void the_lanes_follow_the_scalar_twin(void **state) {
    (void)state;
    struct fixture lanes, scalar;
    make_paid(&lanes, STEPPE_LANES);
    make_paid(&scalar, 1);
    disturb(&lanes);
    disturb(&scalar);
    years(&lanes, 3);
    years(&scalar, 3);
    for (size_t i = 0; i < STEPPE_COUNT(offers); i++)
        for (size_t pair = 0; pair < PAIRS; pair++)
            // The last round of a contest in float moves 1e-5 of a power's offers at most.
            assert_close(fixture_get(&lanes, offers[i], pair, 17), get(&scalar, offers[i], pair),
                         5e-5, 1e3);
    fixture_free(&lanes);
    fixture_free(&scalar);
}

static void nan_stays_in_its_lane(void **state) {
    (void)state;
    struct fixture fixture, clean;
    make_paid(&fixture, STEPPE_LANES);
    make_paid(&clean, STEPPE_LANES);
    disturb(&fixture);
    disturb(&clean);
    fixture_set(&fixture, STEPPE_VAR_capital, 0, 5, (double)NAN);
    fixture_set(&fixture, STEPPE_VAR_assurance, 0, 9, (double)NAN);
    years(&fixture, 2);
    years(&clean, 2);
    assert_true(isnan(fixture_get(&fixture, STEPPE_VAR_economic_offer, 0, 5)));
    assert_true(isnan(fixture_get(&fixture, STEPPE_VAR_security_offer, 0, 9)));
    for (size_t i = 0; i < STEPPE_COUNT(offers); i++)
        for (size_t pair = 0; pair < PAIRS; pair++)
            for (int lane = 0; lane < STEPPE_LANES; lane++)
                if (lane != 5 && lane != 9)
                    assert_true(fixture_get(&fixture, offers[i], pair, lane) ==
                                fixture_get(&clean, offers[i], pair, lane));
    fixture_free(&fixture);
    fixture_free(&clean);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offers_of_the_base_are_payouts_and_the_cost_of_arms_training_and_posts),
        cmocka_unit_test(nothing_moves_in_ten_years_at_rest),
        cmocka_unit_test(sixty_four_random_years_before_lead_back_to_the_base),
        cmocka_unit_test(a_power_offers_what_its_size_and_attention_allow),
        cmocka_unit_test(guards_are_paid_first_and_leave_less_to_offer_elsewhere),
        cmocka_unit_test(guards_leave_a_tenth_of_the_budget_at_least),
        cmocka_unit_test(a_prize_of_more_worth_draws_offers_from_the_other),
        cmocka_unit_test(dear_minerals_draw_investment_to_the_host_that_has_them),
        cmocka_unit_test(transit_counts_only_where_the_base_has_some),
        cmocka_unit_test(need_draws_security_from_all_who_offer_it),
        cmocka_unit_test(rivals_meet_where_the_other_is_strong),
        cmocka_unit_test(who_offered_nothing_enters_when_a_prize_is_worth_twice_the_threshold),
        cmocka_unit_test(the_lanes_follow_the_scalar_twin),
        cmocka_unit_test(nan_stays_in_its_lane),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
