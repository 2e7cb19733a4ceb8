// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_security: arms, bases, belief, threat and cover on the fixture, against closed forms in the
// scalar instance; directions, books, twins.
#include "mechanisms/fixture.c"

extern const struct steppe_mechanism steppe_mechanism_security_scalar;

static const struct steppe_mechanism *const in_lanes[] = {&STEPPE_NAMED(steppe_mechanism_security)};
static const struct steppe_mechanism *const in_double[] = {&steppe_mechanism_security_scalar};

static const struct fixture_setting settings[] = {
    {"security.arms_wear", -1, 0.08},      {"security.arms_price", -1, 1.2},
    {"security.surplus", -1, 3},           {"security.assistance_lag", -1, 1},
    {"security.base_lag", -1, 0.5},        {"security.renewal", -1, 0.92},
    {"security.renewal_effect", -1, 1},    {"security.lease_term", -1, 5},
    {"security.memory", -1, 10},           {"security.exposure", 0, 0.5},
    {"security.pact_belief", -1, 0.8},     {"security.partner_belief", -1, 0.3},
    {"security.partner_training", -1, 4},  {"security.exposure", 1, 1},
    {"security.weight_border", -1, 0.4},   {"security.weight_clashes", -1, 0.25},
    {"security.weight_coercion", -1, 0.2}, {"security.weight_disorder", -1, 0.15},
    {"security.need_least", -1, 0.25},     {"security.need_most", -1, 4},
    {"security.new_arms", -1, 0.25},       {"security.new_training", -1, 0.75},
};

// Of the fixture: Russia in Kazakhstan has 900 TIV, 500 troops under a lease until January 2026,
// and 20 million dollars a year of help: 15 of training, 5 of posts. A unit of arms costs 144 000
// dollars a year, a soldier 50 000.
#define WEAR 0.08
#define PRICE 1.2e6
#define LEASE_MONTH 24
static const size_t rus_kaz = 0, rus_uzb = 1, chn_kaz = 2, usa_kaz = 4;

static const uint32_t owned[] = {
    STEPPE_VAR_arms,      STEPPE_VAR_troops,      STEPPE_VAR_training,    STEPPE_VAR_posts,
    STEPPE_VAR_base_rent, STEPPE_VAR_base_access, STEPPE_VAR_threat,      STEPPE_VAR_cover,
    STEPPE_VAR_need,      STEPPE_VAR_protection,  STEPPE_VAR_credibility, STEPPE_VAR_assurance,
};

static void make(struct fixture *fixture, int lanes) {
    fixture_make(fixture, lanes, lanes == 1 ? in_double : in_lanes, 1, settings,
                 STEPPE_COUNT(settings));
    fixture->world.fix_noise = true;
}

static double get(const struct fixture *fixture, uint32_t variable, size_t cell) {
    return fixture_get(fixture, variable, cell, 0);
}

// ---- rest -------------------------------------------------------------------------------------

static void nothing_moves_in_ten_years_at_rest(void **state) {
    (void)state;
    for (int lanes = 1; lanes <= STEPPE_LANES; lanes += STEPPE_LANES - 1) {
        struct fixture fixture;
        make(&fixture, lanes);
        fixture_months(&fixture, 120);
        for (size_t i = 0; i < STEPPE_COUNT(owned); i++)
            for (uint32_t cell = 0; cell < fixture.layout->cell_counts[owned[i]]; cell++)
                // Stocks keep their bits; cover and its parts are sums of a few products.
                assert_close(fixture_get(&fixture, owned[i], cell, lanes - 1),
                             fixture_start_of(&fixture, owned[i], cell), lanes == 1 ? 1e-14 : 4e-7,
                             0);
        fixture_free(&fixture);
    }
}

// ---- deliveries -------------------------------------------------------------------------------

static void a_larger_offer_becomes_arms_training_and_posts_in_the_mix_of_the_base(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    const double more = 30e6, kept = WEAR * 900, help = 20e6;
    const double mix = kept * PRICE / (kept * PRICE + help);
    fixture_set(&fixture, STEPPE_VAR_security_offer, rus_kaz, -1, more);
    fixture_months(&fixture, 60);
    const double arms = 900 + mix * more / PRICE / WEAR * (1 - exp(-WEAR * 5));
    assert_close(get(&fixture, STEPPE_VAR_arms, rus_kaz), arms, 1e-12, 0);
    const double added = (1 - mix) * more * (1 - exp(-5));
    assert_close(get(&fixture, STEPPE_VAR_training, rus_kaz), 15e6 + added * 15 / 20, 1e-12, 0);
    assert_close(get(&fixture, STEPPE_VAR_posts, rus_kaz), 5e6 + added * 5 / 20, 1e-12, 0);
    // Nobody else is concerned.
    assert_close(get(&fixture, STEPPE_VAR_arms, rus_uzb), 300, 1e-14, 0);
    fixture_free(&fixture);
}

// Russia gives Uzbekistan arms alone: what it adds to help is made as all that it gives, three
// parts of training and one of posts. The United States, which mans posts elsewhere, trains there.
static void who_gives_no_help_yet_gives_it_as_the_power_does(void **state) {
    (void)state;
    const size_t usa_uzb = 5;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set_base(&fixture, STEPPE_VAR_arms, rus_uzb, 0);
    fixture_set(&fixture, STEPPE_VAR_security_offer, rus_uzb, -1, 30e6);
    fixture_set(&fixture, STEPPE_VAR_security_offer, usa_uzb, -1, 30e6);
    fixture_months(&fixture, 60);
    assert_true(get(&fixture, STEPPE_VAR_posts, rus_uzb) > 1e6);
    assert_close(get(&fixture, STEPPE_VAR_training, rus_uzb),
                 3 * get(&fixture, STEPPE_VAR_posts, rus_uzb), 1e-12, 0);
    assert_true(get(&fixture, STEPPE_VAR_training, usa_uzb) > 26e6);
    assert_true(get(&fixture, STEPPE_VAR_posts, usa_uzb) == 0);
    fixture_free(&fixture);
}

// A power that gave nothing has no arms to spare: their part is lost, the rest is split as told.
static void who_gave_nothing_begins_by_the_parts_of_the_parameters(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    for (size_t pair = chn_kaz; pair < chn_kaz + 2; pair++) {
        fixture_set_base(&fixture, STEPPE_VAR_arms, pair, 0);
        fixture_set_base(&fixture, STEPPE_VAR_training, pair, 0);
        fixture_set_base(&fixture, STEPPE_VAR_posts, pair, 0);
        fixture_set_base(&fixture, STEPPE_VAR_security_offer, pair, 0);
    }
    fixture_set(&fixture, STEPPE_VAR_security_offer, chn_kaz, -1, 30e6);
    fixture_months(&fixture, 60);
    const double help = (1 - 0.25) * 30e6 * (1 - exp(-5));
    assert_true(get(&fixture, STEPPE_VAR_arms, chn_kaz) == 0);
    assert_close(get(&fixture, STEPPE_VAR_training, chn_kaz), 0.75 * help, 1e-12, 0);
    assert_close(get(&fixture, STEPPE_VAR_posts, chn_kaz), 0.25 * help, 1e-12, 0);
    fixture_free(&fixture);
}

static void in_the_long_run_every_dollar_offered_is_spent(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    const double more = 30e6;
    for (size_t pair = 0; pair < FIXTURE_POWERS * FIXTURE_HOSTS; pair++)
        fixture_set(&fixture, STEPPE_VAR_security_offer, pair, -1, more);
    fixture_set_parameter(&fixture, "security.surplus", 0, -1, 100);
    fixture_set_parameter(&fixture, "security.renewal", 0, -1, 0.999);
    fixture_months(&fixture, 12 * 300);
    for (size_t pair = 0; pair < FIXTURE_POWERS * FIXTURE_HOSTS; pair++) {
        const double arms = get(&fixture, STEPPE_VAR_arms, pair) -
                            fixture_base(&fixture, STEPPE_VAR_arms, pair, 0);
        const double help = get(&fixture, STEPPE_VAR_training, pair) +
                            get(&fixture, STEPPE_VAR_posts, pair) -
                            fixture_base(&fixture, STEPPE_VAR_training, pair, 0) -
                            fixture_base(&fixture, STEPPE_VAR_posts, pair, 0);
        // e^(-0.08 300) is 4e-11.
        assert_close(WEAR * arms * PRICE + help, more, 1e-9, 0);
    }
    fixture_free(&fixture);
}

static void a_host_that_takes_nothing_wears_off_what_it_has(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_acceptance, 0, -1, 0); // KAZ of RUS
    fixture_months(&fixture, 12);
    assert_close(get(&fixture, STEPPE_VAR_arms, rus_kaz), 900 * exp(-WEAR), 1e-12, 0);
    assert_close(get(&fixture, STEPPE_VAR_training, rus_kaz), 15e6 * exp(-1), 1e-12, 0);
    assert_close(get(&fixture, STEPPE_VAR_posts, rus_kaz), 5e6 * exp(-1), 1e-12, 0);
    assert_close(get(&fixture, STEPPE_VAR_posts, chn_kaz), 10e6, 1e-14, 0);
    fixture_free(&fixture);
}

static void a_power_delivers_no_more_than_it_can_spare(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set_parameter(&fixture, "security.surplus", 0, -1, 1);
    fixture_set(&fixture, STEPPE_VAR_attention, 0 * FIXTURE_DOMAINS + SECURITY, -1, 0.4);
    fixture_months(&fixture, 12);
    const double left = 0.4 + 0.6 * exp(-WEAR);
    // Both hosts get the same part of what they want.
    assert_close(get(&fixture, STEPPE_VAR_arms, rus_kaz), 900 * left, 1e-12, 0);
    assert_close(get(&fixture, STEPPE_VAR_arms, rus_uzb), 300 * left, 1e-12, 0);
    assert_close(get(&fixture, STEPPE_VAR_arms, 3), 150, 1e-14, 0); // CHN, UZB
    fixture_free(&fixture);
}

// ---- bases ------------------------------------------------------------------------------------

static void a_lease_that_is_not_renewed_empties_the_base(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set_parameter(&fixture, "security.renewal", 0, -1, 0.01);
    fixture_set_base(&fixture, STEPPE_VAR_base_rent, rus_kaz, 100e6);
    fixture_months(&fixture, LEASE_MONTH);
    assert_close(get(&fixture, STEPPE_VAR_troops, rus_kaz), 500, 1e-14, 0);
    assert_close(get(&fixture, STEPPE_VAR_lease_end, rus_kaz), 2026, 1e-14, 0);
    fixture_months(&fixture, 6);
    assert_close(get(&fixture, STEPPE_VAR_base_access, rus_kaz), 0, 0, 0);
    assert_close(get(&fixture, STEPPE_VAR_lease_end, rus_kaz), 0, 0, 0);
    assert_close(get(&fixture, STEPPE_VAR_troops, rus_kaz), 500 * exp(-1), 1e-12, 0);
    assert_close(get(&fixture, STEPPE_VAR_base_rent, rus_kaz), 100e6 * exp(-1), 1e-12, 0);
    // The next term does not bring it back.
    fixture_months(&fixture, 60);
    assert_close(get(&fixture, STEPPE_VAR_base_access, rus_kaz), 0, 0, 0);
    fixture_free(&fixture);
}

static void a_lease_is_renewed_term_by_term(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_months(&fixture, LEASE_MONTH + 1);
    assert_close(get(&fixture, STEPPE_VAR_lease_end, rus_kaz), 2031, 1e-14, 0);
    assert_close(get(&fixture, STEPPE_VAR_lease_end, rus_uzb), 0, 0, 0);
    fixture_months(&fixture, 60);
    assert_close(get(&fixture, STEPPE_VAR_lease_end, rus_kaz), 2036, 1e-14, 0);
    assert_close(get(&fixture, STEPPE_VAR_troops, rus_kaz), 500, 1e-14, 0);
    fixture_free(&fixture);
}

// The median draw renews while the odds are above 1: r/(1 - r) (acc x/x_0)^c.
static void odds_of_renewal_follow_what_is_taken_of_offers(void **state) {
    (void)state;
    static const struct {
        double offer, acceptance, effect, access;
    } cases[] = {
        {50e6, 1, 2, 1},                  // 1.5
        {50e6, 0.82, 2, 1},               // 1.5 0.6724 = 1.009
        {50e6, 0.81, 2, 0},               // 1.5 0.6561 = 0.984
        {41e6, 1, 2, 1},                  // the same by the offer
        {40.5e6, 1, 2, 0},  {0, 0, 0, 1}, // no effect, no matter
        {25e6, 2, 2, 1},                  // 1.5
    };
    for (size_t i = 0; i < STEPPE_COUNT(cases); i++) {
        struct fixture fixture;
        make(&fixture, 1);
        fixture_set_parameter(&fixture, "security.renewal", 0, -1, 0.6);
        fixture_set_parameter(&fixture, "security.renewal_effect", 0, -1, cases[i].effect);
        fixture_set_base(&fixture, STEPPE_VAR_security_offer, rus_kaz, 50e6);
        fixture_set(&fixture, STEPPE_VAR_security_offer, rus_kaz, -1, cases[i].offer);
        fixture_set(&fixture, STEPPE_VAR_acceptance, 0, -1, cases[i].acceptance);
        fixture_months(&fixture, LEASE_MONTH + 1);
        assert_close(get(&fixture, STEPPE_VAR_base_access, rus_kaz), cases[i].access, 0, 0);
        fixture_free(&fixture);
    }
}

static void leases_are_renewed_as_often_as_the_chance_says(void **state) {
    (void)state;
    struct fixture fixture;
    const int blocks = 64;
    double renewed = 0;
    for (int block = 0; block < blocks; block++) {
        make(&fixture, STEPPE_LANES);
        fixture.world.fix_noise = false;
        fixture.world.first_member = (uint32_t)(block * STEPPE_LANES);
        fixture.world.month = LEASE_MONTH;
        fixture_set_parameter(&fixture, "security.renewal", 0, -1, 0.7);
        fixture_months(&fixture, 1);
        for (int lane = 0; lane < STEPPE_LANES; lane++)
            renewed += fixture_get(&fixture, STEPPE_VAR_base_access, rus_kaz, lane);
        fixture_free(&fixture);
    }
    const double count = blocks * STEPPE_LANES;
    // Four standard deviations of a share.
    assert_close(renewed / count, 0.7, 0, 4 * sqrt(0.7 * 0.3 / count));
}

static void troops_that_are_agreed_on_come_and_go(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_troops_added, chn_kaz, -1, 1000);
    fixture_months(&fixture, 12);
    assert_close(get(&fixture, STEPPE_VAR_troops, chn_kaz), 1000 * (1 - exp(-2)), 1e-12, 0);
    fixture_set(&fixture, STEPPE_VAR_troops_added, chn_kaz, -1, 0);
    fixture_months(&fixture, 12);
    assert_close(get(&fixture, STEPPE_VAR_troops, chn_kaz), 1000 * (exp(-2) - exp(-4)), 1e-12, 0);
    fixture_set(&fixture, STEPPE_VAR_troops_added, rus_kaz, -1, -1e6);
    fixture_months(&fixture, 120);
    assert_true(get(&fixture, STEPPE_VAR_troops, rus_kaz) >= 0);
    fixture_free(&fixture);
}

// ---- belief, threat and cover -----------------------------------------------------------------

static double logit(double x) { return log(x / (1 - x)); }

static void belief_returns_on_the_logit_with_the_time_of_memory(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_credibility, 0, -1, 0.2);
    fixture_months(&fixture, 60);
    const double expected = logit(0.6) + (logit(0.2) - logit(0.6)) * exp(-0.5);
    assert_close(logit(get(&fixture, STEPPE_VAR_credibility, 0)), expected, 0, 1e-12);
    fixture_free(&fixture);
}

static void each_cause_raises_threat_by_its_weight(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set_base(&fixture, STEPPE_VAR_disorder, 0, 0.5); // what the base has is no cause
    fixture_set(&fixture, STEPPE_VAR_spillover, 0, -1, 2);
    fixture_months(&fixture, 1);
    assert_close(get(&fixture, STEPPE_VAR_threat, 0), 1 + 0.4 * 0.5 * 2, 1e-14, 0);
    assert_close(get(&fixture, STEPPE_VAR_threat, 1), 1 + 0.4 * 1 * 2, 1e-14, 0);
    fixture_set(&fixture, STEPPE_VAR_border_clashes, 1, -1, 1);
    fixture_set(&fixture, STEPPE_VAR_coercion, rus_uzb, -1, 0.5);
    fixture_set(&fixture, STEPPE_VAR_coercion, 3, -1, 0.25); // CHN of UZB
    fixture_set(&fixture, STEPPE_VAR_disorder, 1, -1, 0.1);
    fixture_months(&fixture, 1);
    assert_close(get(&fixture, STEPPE_VAR_threat, 0), 1.4, 1e-14, 0);
    assert_close(get(&fixture, STEPPE_VAR_threat, 1), 1.8 + 0.25 + 0.2 * 0.75 + 0.15 * 0.1, 1e-14,
                 0);
    assert_close(get(&fixture, STEPPE_VAR_need, 1), get(&fixture, STEPPE_VAR_threat, 1), 1e-12, 0);
    fixture_free(&fixture);
}

static void joint_policy_keeps_trouble_out(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_spillover, 0, -1, 2);
    fixture_set(&fixture, STEPPE_VAR_joint_policy, 0 * FIXTURE_HOSTS + 1, -1, 0.25);
    fixture_set(&fixture, STEPPE_VAR_joint_policy, 1 * FIXTURE_HOSTS + 1, -1, 1); // with itself
    fixture_months(&fixture, 1);
    assert_close(get(&fixture, STEPPE_VAR_threat, 0), 1 + 0.4 * 0.5 * 2 * 0.75, 1e-14, 0);
    assert_close(get(&fixture, STEPPE_VAR_threat, 1), 1 + 0.4 * 1 * 2, 1e-14, 0);
    fixture_free(&fixture);
}

static void cover_is_own_spending_and_ties_by_the_belief_in_them(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_troops_added, rus_kaz, -1, 2000);
    fixture_months(&fixture, 24);
    const double rus = fixture_get(&fixture, STEPPE_VAR_credibility, 0, 0) *
                       (144e3 * 900 + 50e3 * get(&fixture, STEPPE_VAR_troops, rus_kaz));
    const double cover = 1.4e9 + rus, cover_0 = 1.4e9 + 0.6 * (144e3 * 900 + 50e3 * 500);
    assert_close(get(&fixture, STEPPE_VAR_cover, 0), cover, 1e-12, 0);
    assert_close(get(&fixture, STEPPE_VAR_protection, rus_kaz), rus / cover, 1e-12, 0);
    assert_close(get(&fixture, STEPPE_VAR_need, 0), cover_0 / cover, 1e-12, 0);
    double parts = 1.4e9 / get(&fixture, STEPPE_VAR_cover, 0);
    for (size_t p = 0; p < FIXTURE_POWERS; p++)
        parts += get(&fixture, STEPPE_VAR_protection, fixture_power_host(p, 0));
    assert_close(parts, 1, 1e-14, 0);
    fixture_free(&fixture);
}

static void less_belief_or_more_threat_is_more_need(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_credibility, 0, -1, 0.3);
    fixture_months(&fixture, 1);
    const double doubted = get(&fixture, STEPPE_VAR_need, 0);
    assert_true(doubted > 1);
    fixture_set(&fixture, STEPPE_VAR_disorder, 0, -1, 1);
    fixture_months(&fixture, 1);
    assert_true(get(&fixture, STEPPE_VAR_need, 0) > doubted);
    fixture_set(&fixture, STEPPE_VAR_disorder, 0, -1, 20);
    fixture_set(&fixture, STEPPE_VAR_spillover, 0, -1, 10);
    fixture_months(&fixture, 1);
    assert_close(get(&fixture, STEPPE_VAR_need, 0), 4, 0, 0);
    fixture_free(&fixture);
}

// ---- numbers ----------------------------------------------------------------------------------

static void stir(struct fixture *fixture) {
    fixture->world.fix_noise = false;
    fixture_set(fixture, STEPPE_VAR_security_offer, usa_kaz, -1, 40e6);
    fixture_set(fixture, STEPPE_VAR_security_offer, rus_kaz, -1, 15e6);
    fixture_set(fixture, STEPPE_VAR_acceptance, 0, -1, 0.7);
    fixture_set(fixture, STEPPE_VAR_attention, SECURITY, -1, 0.6);
    fixture_set(fixture, STEPPE_VAR_spillover, 0, -1, 1.5);
    fixture_set(fixture, STEPPE_VAR_credibility, 2, -1, 0.4);
    fixture_set_parameter(fixture, "security.renewal", 0, -1, 0.5);
}

static void lanes_agree_with_the_scalar_twin(void **state) {
    (void)state;
    struct fixture lanes;
    make(&lanes, STEPPE_LANES);
    stir(&lanes);
    fixture_months(&lanes, 48);
    for (int lane = 0; lane < STEPPE_LANES; lane += 5) {
        struct fixture twin;
        make(&twin, 1);
        stir(&twin);
        twin.world.first_member = (uint32_t)lane;
        fixture_months(&twin, 48);
        for (size_t i = 0; i < STEPPE_COUNT(owned); i++)
            for (uint32_t cell = 0; cell < twin.layout->cell_counts[owned[i]]; cell++)
                // 48 months of some 10 roundings of 6e-8 each.
                assert_close(fixture_get(&lanes, owned[i], cell, lane),
                             fixture_get(&twin, owned[i], cell, 0), 3e-6, 1e-4);
        fixture_free(&twin);
    }
    fixture_free(&lanes);
}

static void nan_stays_in_its_lane(void **state) {
    (void)state;
    static const uint32_t read[] = {
        STEPPE_VAR_attention, STEPPE_VAR_security_offer, STEPPE_VAR_acceptance,
        STEPPE_VAR_disorder,  STEPPE_VAR_arms,           STEPPE_VAR_troops,
        STEPPE_VAR_coercion,  STEPPE_VAR_credibility,    STEPPE_VAR_training,
        STEPPE_VAR_posts,
    };
    struct fixture good, bad;
    make(&good, STEPPE_LANES);
    make(&bad, STEPPE_LANES);
    fixture_spoil(&bad, read, STEPPE_COUNT(read), 9);
    fixture_months(&good, 2);
    fixture_months(&bad, 2);
    fixture_expect_others_as(&bad, &good, owned, STEPPE_COUNT(owned), 9);
    static const uint32_t shown[] = {STEPPE_VAR_arms, STEPPE_VAR_training,   STEPPE_VAR_posts,
                                     STEPPE_VAR_need, STEPPE_VAR_protection, STEPPE_VAR_threat};
    for (size_t i = 0; i < STEPPE_COUNT(shown); i++)
        assert_true(isnan(fixture_get(&bad, shown[i], 0, 9)));
    fixture_free(&good);
    fixture_free(&bad);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_moves_in_ten_years_at_rest),
        cmocka_unit_test(a_larger_offer_becomes_arms_training_and_posts_in_the_mix_of_the_base),
        cmocka_unit_test(who_gives_no_help_yet_gives_it_as_the_power_does),
        cmocka_unit_test(who_gave_nothing_begins_by_the_parts_of_the_parameters),
        cmocka_unit_test(in_the_long_run_every_dollar_offered_is_spent),
        cmocka_unit_test(a_host_that_takes_nothing_wears_off_what_it_has),
        cmocka_unit_test(a_power_delivers_no_more_than_it_can_spare),
        cmocka_unit_test(a_lease_that_is_not_renewed_empties_the_base),
        cmocka_unit_test(a_lease_is_renewed_term_by_term),
        cmocka_unit_test(odds_of_renewal_follow_what_is_taken_of_offers),
        cmocka_unit_test(leases_are_renewed_as_often_as_the_chance_says),
        cmocka_unit_test(troops_that_are_agreed_on_come_and_go),
        cmocka_unit_test(belief_returns_on_the_logit_with_the_time_of_memory),
        cmocka_unit_test(each_cause_raises_threat_by_its_weight),
        cmocka_unit_test(joint_policy_keeps_trouble_out),
        cmocka_unit_test(cover_is_own_spending_and_ties_by_the_belief_in_them),
        cmocka_unit_test(less_belief_or_more_threat_is_more_need),
        cmocka_unit_test(lanes_agree_with_the_scalar_twin),
        cmocka_unit_test(nan_stays_in_its_lane),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
