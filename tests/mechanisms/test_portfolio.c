// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_portfolio: how hosts hedge, on the fixture: rest, closed forms, directions, what follows
// from alignment, twins.
#include "mechanisms/fixture.c"

extern const struct steppe_mechanism steppe_mechanism_portfolio_scalar;

static const struct steppe_mechanism *const in_lanes[] = {
    &STEPPE_NAMED(steppe_mechanism_portfolio)};
static const struct steppe_mechanism *const in_double[] = {&steppe_mechanism_portfolio_scalar};

#define SELF 0.35
#define HALF_LIFE 3.0
static const struct fixture_setting settings[] = {
    {"portfolio.half_life", -1, HALF_LIFE},    {"portfolio.security_effect", -1, 0.1},
    {"portfolio.development_effect", -1, 0.1}, {"portfolio.survival_effect", -1, 0.05},
    {"portfolio.opinion_effect", -1, 0.03},    {"portfolio.fear_effect", -1, 0.15},
    {"portfolio.fear_of_troops", -1, 0.1},     {"portfolio.troops_scale", -1, 1000},
    {"portfolio.fear_threshold", -1, 0.35},    {"portfolio.self_reliance", -1, SELF},
    {"portfolio.acceptance_effect", -1, 3},    {"portfolio.vote_effect", -1, 0.3},
    {"portfolio.vote_noise", -1, 0.04},        {"portfolio.compliance_effect", -1, 2},
    {"portfolio.compliance_least", -1, 0.25},  {"portfolio.compliance_most", -1, 4},
};

static const uint32_t owned[] = {STEPPE_VAR_portfolio, STEPPE_VAR_self_reliance,
                                 STEPPE_VAR_acceptance, STEPPE_VAR_vote_agreement,
                                 STEPPE_VAR_compliance};

// Power 0 is Russia, 1 China, 2 the United States; host 0 Kazakhstan, 1 Uzbekistan.
static void make(struct fixture *fixture, int lanes) {
    fixture_make(fixture, lanes, lanes == 1 ? in_double : in_lanes, 1, settings,
                 STEPPE_COUNT(settings));
    fixture->world.fix_noise = true;
    for (size_t h = 0; h < FIXTURE_HOSTS; h++) fixture_set_base(fixture, STEPPE_VAR_need, h, 1);
    fixture_set_base(fixture, STEPPE_VAR_gdp_nominal, KAZ, 260e9);
    fixture_set_base(fixture, STEPPE_VAR_gdp_nominal, UZB, 100e9);
    fixture_set_base(fixture, STEPPE_VAR_conditionality, 2, 0.3);
    for (size_t pair = 0; pair < FIXTURE_POWERS * FIXTURE_HOSTS; pair++) {
        const double belief[FIXTURE_POWERS] = {0.6, 0.3, 0.25};
        fixture_set_base(fixture, STEPPE_VAR_assurance, pair, belief[pair / FIXTURE_HOSTS]);
        fixture_set_base(fixture, STEPPE_VAR_favourability, pair, 0.4);
        fixture_set_base(fixture, STEPPE_VAR_vote_agreement, pair, pair == 1 ? 0 : 0.6);
        fixture_set_base(fixture, STEPPE_VAR_dependence, pair, 0.2);
        fixture_set_base(fixture, STEPPE_VAR_protection, pair, 0.1);
        fixture_set_base(fixture, STEPPE_VAR_security_offer, pair, 50e6);
        fixture_set_base(fixture, STEPPE_VAR_economic_offer, pair, 500e6);
    }
    fixture_set_base(fixture, STEPPE_VAR_protection, 0, 0.3);
}

static double get(const struct fixture *fixture, uint32_t variable, size_t cell) {
    return fixture_get(fixture, variable, cell, 0);
}
static size_t weight_of(size_t host, size_t power) { return host * FIXTURE_POWERS + power; }
static double shift(const struct fixture *fixture, size_t host, size_t power) {
    const size_t cell = weight_of(host, power);
    return get(fixture, STEPPE_VAR_portfolio, cell) -
           fixture_start_of(fixture, STEPPE_VAR_portfolio, cell);
}
static double own_shift(const struct fixture *fixture, size_t host) {
    return get(fixture, STEPPE_VAR_self_reliance, host) - SELF;
}

// Half-years, the first at month 0.
static void halves(struct fixture *fixture, int count) {
    for (int k = 0; k < count; k++) {
        fixture_step(fixture, 0);
        fixture->world.month += 6;
    }
}

static double log_odds(double share) { return log(share / (1 - share)); }

// ---- base -------------------------------------------------------------------------------------

static void the_base_is_the_mean_of_shares_in_trade_and_treaties(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    // The fixture has no figures of deliveries or votes. Trade of Kazakhstan both ways: 10 + 16,
    // 15 + 17, 1 + 3; treaties 5 and 2 (the row with the United States is none).
    const double trade = 26 + 32 + 4, treaties = 7;
    const double shares[3] = {(26 / trade + 5 / treaties) / 2, (32 / trade + 2 / treaties) / 2,
                              4 / trade / 2};
    double sum = SELF;
    for (size_t p = 0; p < 3; p++) {
        assert_close(fixture_start_of(&fixture, STEPPE_VAR_portfolio, p), (1 - SELF) * shares[p],
                     1e-12, 0);
        sum += fixture_start_of(&fixture, STEPPE_VAR_portfolio, p);
    }
    assert_close(sum, 1, 1e-14, 0);
    fixture_free(&fixture);
}

static void nothing_moves_in_ten_years_at_rest(void **state) {
    (void)state;
    for (int lanes = 1; lanes <= STEPPE_LANES; lanes += STEPPE_LANES - 1) {
        struct fixture fixture;
        make(&fixture, lanes);
        halves(&fixture, 20);
        for (size_t i = 0; i < STEPPE_COUNT(owned); i++)
            for (uint32_t cell = 0; cell < fixture.layout->cell_counts[owned[i]]; cell++) {
                const bool votes = owned[i] == STEPPE_VAR_vote_agreement;
                const double at = votes ? (cell == 1 ? 0 : 0.6)
                                        : fixture_start_of(&fixture, owned[i], cell);
                // Weights round on the simplex; acceptance is exp of three times that.
                assert_close(fixture_get(&fixture, owned[i], cell, lanes - 1), at, 0,
                             lanes == 1 ? 1e-14 : 1e-6);
            }
        fixture_free(&fixture);
    }
}

// ---- closed forms -----------------------------------------------------------------------------

static void a_change_of_opinion_works_itself_out_with_the_half_life(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    // Offers taken would add a little.
    fixture_set_parameter(&fixture, "portfolio.development_effect", 0, -1, 0);
    fixture_set(&fixture, STEPPE_VAR_favourability, 0, -1, 0.5);
    const double gain = 0.03 * (log_odds(0.5) - log_odds(0.4));
    for (int k = 1; k <= 12; k++) {
        halves(&fixture, 1);
        // Inside the simplex the projection takes the mean change from each of the four.
        const double done = 1 - pow(2, -0.5 * k / HALF_LIFE);
        assert_close(shift(&fixture, 0, 0), done * gain * 3 / 4, 1e-12, 1e-15);
        assert_close(shift(&fixture, 0, 1), -done * gain / 4, 1e-12, 1e-15);
        assert_close(own_shift(&fixture, 0), -done * gain / 4, 1e-12, 1e-15);
    }
    assert_close(shift(&fixture, 1, 0), 0, 0, 1e-15);
    fixture_free(&fixture);
}

static void offers_win_what_they_are_worth_to_the_host(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_security_offer, fixture_power_host(1, 0), -1, 500e6);
    fixture_set(&fixture, STEPPE_VAR_economic_offer, fixture_power_host(2, 0), -1, 5e9);
    halves(&fixture, 1);
    // Own military spending 1.4 billion; China is believed at 0.3; acceptance 1 in the base.
    const double goods = 0.1 * 0.3 * (log1p(500e6 / 1.4e9) - log1p(50e6 / 1.4e9));
    const double money = 0.1 * (5e9 - 500e6) / 260e9;
    const double done = 1 - pow(2, -0.5 / HALF_LIFE), mean = (goods + money) / 4;
    assert_close(shift(&fixture, 0, 1), done * (goods - mean), 1e-6, 0);
    assert_close(shift(&fixture, 0, 2), done * (money - mean), 1e-6, 0);
    fixture_free(&fixture);
}

static void without_credibility_the_gain_from_western_offers_vanishes(void **state) {
    (void)state;
    double gained[2];
    for (int believed = 0; believed < 2; believed++) {
        struct fixture fixture;
        make(&fixture, 1);
        fixture_set_base(&fixture, STEPPE_VAR_assurance, fixture_power_host(2, 0),
                         believed ? 0.25 : 0);
        // Half as much as the host itself spends, where it is afraid.
        fixture_set(&fixture, STEPPE_VAR_need, 0, -1, 2);
        halves(&fixture, 20);
        const double without = shift(&fixture, 0, 2);
        fixture_free(&fixture);
        make(&fixture, 1);
        fixture_set_base(&fixture, STEPPE_VAR_assurance, fixture_power_host(2, 0),
                         believed ? 0.25 : 0);
        fixture_set(&fixture, STEPPE_VAR_need, 0, -1, 2);
        fixture_set(&fixture, STEPPE_VAR_security_offer, fixture_power_host(2, 0), -1, 700e6);
        halves(&fixture, 20);
        gained[believed] = shift(&fixture, 0, 2) - without;
        fixture_free(&fixture);
    }
    assert_close(gained[0], 0, 0, 1e-14);
    assert_true(gained[1] > 0.01);
}

// ---- directions -------------------------------------------------------------------------------

static void a_host_in_stress_turns_to_those_who_protect_and_ask_no_reform(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_stress, 0, -1, 2);
    halves(&fixture, 6);
    assert_true(shift(&fixture, 0, 0) > 0.005);  // protects most
    assert_true(shift(&fixture, 0, 2) < -0.005); // conditions
    fixture_free(&fixture);
    // In a boom survival counts for nothing, never for less than that.
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_stress, 0, -1, -1);
    halves(&fixture, 6);
    const double boom = shift(&fixture, 0, 0);
    fixture_free(&fixture);
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_stress, 0, -1, -5);
    halves(&fixture, 6);
    assert_close(shift(&fixture, 0, 0), boom, 1e-12, 0);
    fixture_free(&fixture);
}

static void a_power_that_asks_for_less_reform_wins_more_under_stress(void **state) {
    (void)state;
    double gain[2];
    for (int stressed = 0; stressed < 2; stressed++) {
        struct fixture fixture;
        make(&fixture, 1);
        fixture_set_parameter(&fixture, "portfolio.development_effect", 0, -1, 0);
        fixture_set_base(&fixture, STEPPE_VAR_stress, 0, stressed);
        fixture_set(&fixture, STEPPE_VAR_conditionality, 2, -1, 0.1);
        halves(&fixture, 1);
        // c_sur (1 + stress) 0.2, of which the projection takes the mean over the four.
        const double done = 1 - pow(2, -0.5 / HALF_LIFE);
        gain[stressed] = shift(&fixture, 0, 2);
        assert_close(gain[stressed], done * 0.05 * (1 + stressed) * 0.2 * 3 / 4, 1e-12, 0);
        fixture_free(&fixture);
    }
    assert_true(gain[0] > 0 && gain[1] > gain[0]);
}

static void fear_bandwagons_above_the_threshold_and_balances_below_it(void **state) {
    (void)state;
    for (int dependent = 0; dependent < 2; dependent++) {
        struct fixture fixture;
        make(&fixture, 1);
        fixture_set_base(&fixture, STEPPE_VAR_dependence, 0, dependent ? 0.6 : 0.1);
        fixture_set(&fixture, STEPPE_VAR_coercion, 0, -1, 0.8);
        halves(&fixture, 6);
        if (dependent)
            assert_true(shift(&fixture, 0, 0) > 0.005);
        else
            assert_true(shift(&fixture, 0, 0) < -0.005);
        fixture_free(&fixture);
    }
}

static void a_portfolio_stays_on_the_simplex_when_a_power_is_shunned(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    // Coercion without dependence and the lowest opinion, with effects far above their priors.
    fixture_set_parameter(&fixture, "portfolio.fear_effect", 0, -1, 5);
    fixture_set(&fixture, STEPPE_VAR_coercion, 0, -1, 1);
    fixture_set(&fixture, STEPPE_VAR_dependence, 0, -1, 0);
    for (int k = 0; k < 40; k++) {
        halves(&fixture, 1);
        double sum = get(&fixture, STEPPE_VAR_self_reliance, 0);
        for (size_t p = 0; p < FIXTURE_POWERS; p++) {
            assert_true(get(&fixture, STEPPE_VAR_portfolio, weight_of(0, p)) >= 0);
            sum += get(&fixture, STEPPE_VAR_portfolio, weight_of(0, p));
        }
        assert_close(sum, 1, 1e-14, 0);
    }
    assert_true(get(&fixture, STEPPE_VAR_portfolio, weight_of(0, 0)) == 0);
    fixture_free(&fixture);
}

static void offers_taken_and_votes_follow_alignment(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    for (size_t host = 0; host < FIXTURE_HOSTS; host++)
        fixture_set(&fixture, STEPPE_VAR_favourability, fixture_power_host(0, host), -1, 0.9);
    halves(&fixture, 8);
    const double moved = shift(&fixture, 0, 0);
    assert_true(moved > 0.01);
    assert_close(get(&fixture, STEPPE_VAR_acceptance, weight_of(0, 0)), exp(3 * moved), 1e-7, 0);
    assert_close(get(&fixture, STEPPE_VAR_vote_agreement, fixture_power_host(0, 0)),
                 0.6 + 0.3 * moved, 1e-7, 0);
    // Where no votes are known in the base there are none.
    assert_true(get(&fixture, STEPPE_VAR_vote_agreement, fixture_power_host(0, 1)) == 0);
    fixture_free(&fixture);
}

// Power 2 sanctions, power 0 is sanctioned: opinion of one, then of the other, lifts alignment.
static void compliance_follows_alignment_with_either_side_of_sanctions(void **state) {
    (void)state;
    static const size_t liked[] = {2, 0};
    for (size_t i = 0; i < 2; i++) {
        struct fixture fixture;
        make(&fixture, 1);
        fixture_set(&fixture, STEPPE_VAR_favourability, fixture_power_host(liked[i], 0), -1, 0.8);
        halves(&fixture, 8);
        const double turned = shift(&fixture, 0, 2) - shift(&fixture, 0, 0);
        assert_true(liked[i] == 2 ? turned > 0.01 : turned < -0.01);
        assert_close(get(&fixture, STEPPE_VAR_compliance, 0), exp(2 * turned), 1e-7, 0);
        assert_close(get(&fixture, STEPPE_VAR_compliance, 1), 1, 1e-14, 0);
        // Within its range, however strong the effect.
        fixture_set_parameter(&fixture, "portfolio.compliance_effect", 0, -1, 1000);
        halves(&fixture, 1);
        assert_true(get(&fixture, STEPPE_VAR_compliance, 0) == (liked[i] == 2 ? 4 : 0.25));
        fixture_free(&fixture);
    }
}

// Who is of neither side changes nothing but by what the two lose to it.
static void alignment_with_a_third_power_counts_by_what_it_takes(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_favourability, fixture_power_host(1, 0), -1, 0.8);
    halves(&fixture, 8);
    assert_true(shift(&fixture, 0, 1) > 0.01);
    // The projection takes the same from both sides.
    assert_close(get(&fixture, STEPPE_VAR_compliance, 0), 1, 1e-12, 0);
    fixture_free(&fixture);
}

static void votes_vary_with_the_year_for_all_hosts_alike(void **state) {
    (void)state;
    enum { YEARS = 200 };
    struct fixture fixture;
    make(&fixture, STEPPE_LANES);
    fixture.world.fix_noise = false;
    double sum = 0, squares = 0;
    for (int year = 0; year < YEARS; year++) {
        halves(&fixture, 1);
        for (int lane = 0; lane < STEPPE_LANES; lane++) {
            const double here = fixture_get(&fixture, STEPPE_VAR_vote_agreement, 2, lane) - 0.6;
            const double there = fixture_get(&fixture, STEPPE_VAR_vote_agreement, 3, lane) - 0.6;
            assert_close(here, there, 0, 1e-6);
            sum += here;
            squares += here * here;
        }
    }
    const double n = (double)YEARS * STEPPE_LANES;
    // Four standard errors of the mean and of the variance of 6400 normal draws.
    assert_close(sum / n, 0, 0, 4 * 0.04 / sqrt(n));
    assert_close(squares / n, 0.04 * 0.04, 4 * sqrt(2 / n), 0);
    fixture_free(&fixture);
}

// ---- twins ------------------------------------------------------------------------------------

static void disturb(struct fixture *fixture) {
    fixture_set(fixture, STEPPE_VAR_stress, 0, -1, 1.5);
    fixture_set(fixture, STEPPE_VAR_troops, 1, -1, 4000);
    fixture_set(fixture, STEPPE_VAR_coercion, 0, -1, 0.5);
    fixture_set(fixture, STEPPE_VAR_favourability, 4, -1, 0.7);
    fixture_set(fixture, STEPPE_VAR_economic_offer, 3, -1, 6e9);
}

static void the_lanes_follow_the_scalar_twin_and_nan_stays_in_its_lane(void **state) {
    (void)state;
    struct fixture lanes, scalar;
    make(&lanes, STEPPE_LANES);
    make(&scalar, 1);
    disturb(&lanes);
    disturb(&scalar);
    fixture_set(&lanes, STEPPE_VAR_dependence, 0, 4, (double)NAN);
    halves(&lanes, 10);
    halves(&scalar, 10);
    assert_true(isnan(fixture_get(&lanes, STEPPE_VAR_portfolio, 0, 4)));
    for (size_t i = 0; i < STEPPE_COUNT(owned); i++)
        for (uint32_t cell = 0; cell < lanes.layout->cell_counts[owned[i]]; cell++)
            for (int lane = 0; lane < STEPPE_LANES; lane++)
                // Ten steps that each round sums of a dozen numbers below one.
                if (lane != 4)
                    assert_close(fixture_get(&lanes, owned[i], cell, lane),
                                 get(&scalar, owned[i], cell), 0, 5e-6);
    fixture_free(&lanes);
    fixture_free(&scalar);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_base_is_the_mean_of_shares_in_trade_and_treaties),
        cmocka_unit_test(nothing_moves_in_ten_years_at_rest),
        cmocka_unit_test(a_change_of_opinion_works_itself_out_with_the_half_life),
        cmocka_unit_test(offers_win_what_they_are_worth_to_the_host),
        cmocka_unit_test(without_credibility_the_gain_from_western_offers_vanishes),
        cmocka_unit_test(a_host_in_stress_turns_to_those_who_protect_and_ask_no_reform),
        cmocka_unit_test(a_power_that_asks_for_less_reform_wins_more_under_stress),
        cmocka_unit_test(fear_bandwagons_above_the_threshold_and_balances_below_it),
        cmocka_unit_test(a_portfolio_stays_on_the_simplex_when_a_power_is_shunned),
        cmocka_unit_test(offers_taken_and_votes_follow_alignment),
        cmocka_unit_test(compliance_follows_alignment_with_either_side_of_sanctions),
        cmocka_unit_test(alignment_with_a_third_power_counts_by_what_it_takes),
        cmocka_unit_test(votes_vary_with_the_year_for_all_hosts_alike),
        cmocka_unit_test(the_lanes_follow_the_scalar_twin_and_nan_stays_in_its_lane),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
