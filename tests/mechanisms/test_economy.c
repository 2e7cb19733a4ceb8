// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_economy: growth, incomes, migrants, money and stress on the six actors of the fixture, with
// trade before them in the month: closed forms in the scalar instance, directions and books.
#include "mechanisms/fixture.c"

extern const struct steppe_mechanism steppe_mechanism_trade_scalar, steppe_mechanism_economy_scalar;

enum { TRADE_AT, ECONOMY_AT, MECHANISMS };

static const struct steppe_mechanism *const in_lanes[] = {&STEPPE_NAMED(steppe_mechanism_trade),
                                                          &STEPPE_NAMED(steppe_mechanism_economy)};
static const struct steppe_mechanism *const in_double[] = {&steppe_mechanism_trade_scalar,
                                                           &steppe_mechanism_economy_scalar};

#define TRADE_SETTINGS                                                                             \
    {"trade.theta", -1, 4}, {"trade.cost_adjustment", -1, 2}, {"trade.domestic_scale", -1, 1},     \
        {"trade.wedge", -1, 1.3}, {"trade.reexport_share", -1, 0.15},                              \
        {"trade.reexport_margin", -1, 0.1}, {"trade.secondary_hazard", -1, 0},                     \
        {"trade.secondary_effect", -1, 0.5}, {"trade.secondary_stress", -1, 0.5},                  \
        {"trade.secondary_recovery", -1, 3}, {"trade.least_home", -1, 0.2}, {                      \
        "trade.least_spending", -1, 0.1                                                            \
    }

static const struct fixture_setting settings[] = {
    TRADE_SETTINGS,
    {"economy.growth", -1, 0},
    {"economy.volatility", -1, 0.03},
    {"economy.cycle_persistence", -1, 1.5},
    {"economy.common_share", -1, 0.4},
    {"economy.investment_effect", -1, 0.15},
    {"economy.disorder_effect", -1, 0.03},
    {"economy.oil_effect", -1, 0},
    {"economy.oil_effect", KAZ, 0.06},
    {"economy.oil_effect", RUS, 0.06},
    {"economy.price_stress", -1, 0.3},
    {"economy.debt_stress", -1, 0.1},
    {"economy.payout_hazard", -1, 0.2},
    {"economy.loan_share", -1, 0.6},
    {"economy.depreciation", -1, 0.06},
    {"economy.interest_rate", -1, 0.04},
    {"economy.debt_term", -1, 15},
    {"economy.migrant_elasticity", -1, 0.5},
    {"economy.migrant_adjustment", -1, 2},
    {"economy.stress_smoothing", -1, 0.5},
};

static void make(struct fixture *fixture, int lanes) {
    fixture_make(fixture, lanes, lanes == 1 ? in_double : in_lanes, MECHANISMS, settings,
                 STEPPE_COUNT(settings));
    fixture->world.fix_noise = true;
}

// What stands still is a smaller part of what grows: closed forms of growth leave it out.
static void make_without_investment(struct fixture *fixture) {
    make(fixture, 1);
    fixture_set_parameter(fixture, "economy.investment_effect", 0, -1, 0);
}

// Months of the economy alone: what trade would answer is held.
static void economy_months(struct fixture *fixture, int count) {
    const struct steppe_mechanism *const kept = fixture->mechanisms[TRADE_AT];
    static const struct steppe_mechanism idle = {.every_months = INT32_MAX, .phase = -1};
    fixture->mechanisms[TRADE_AT] = &idle;
    fixture_months(fixture, count);
    fixture->mechanisms[TRADE_AT] = kept;
}

static double get(const struct fixture *fixture, uint32_t variable, size_t cell) {
    return fixture_get(fixture, variable, cell, 0);
}

static const uint32_t owned[] = {
    STEPPE_VAR_gdp,         STEPPE_VAR_gdp_nominal, STEPPE_VAR_real_income,    STEPPE_VAR_migrants,
    STEPPE_VAR_remittances, STEPPE_VAR_pledge,      STEPPE_VAR_payout,         STEPPE_VAR_capital,
    STEPPE_VAR_debt,        STEPPE_VAR_stress,      STEPPE_VAR_business_cycle,
};

// ---- rest -------------------------------------------------------------------------------------

static void nothing_moves_in_ten_years_at_rest(void **state) {
    (void)state;
    for (int lanes = 1; lanes <= STEPPE_LANES; lanes += STEPPE_LANES - 1) {
        struct fixture fixture;
        make(&fixture, lanes);
        economy_months(&fixture, 120);
        for (size_t i = 0; i < STEPPE_COUNT(owned); i++)
            for (uint32_t cell = 0; cell < fixture.layout->cell_counts[owned[i]]; cell++) {
                const double start = fixture.start[fixture.layout->offsets[owned[i]] + cell];
                // Double: rounding of 120 months. Float: an ulp in the start value, and one where
                // pledges are made anew from payouts.
                assert_close(fixture_get(&fixture, owned[i], cell, lanes - 1), start,
                             lanes == 1 ? 1e-13 : 3e-7, 1e-12);
            }
        fixture_free(&fixture);
    }
}

static void with_trade_in_the_loop_the_rest_point_holds(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, STEPPE_LANES);
    fixture_months(&fixture, 120);
    for (size_t i = 0; i < STEPPE_COUNT(owned); i++)
        for (uint32_t cell = 0; cell < fixture.layout->cell_counts[owned[i]]; cell++) {
            const double start = fixture.start[fixture.layout->offsets[owned[i]] + cell];
            // The rest point of docs/model.md: 1e-4 in ten years.
            assert_close(fixture_get(&fixture, owned[i], cell, 0), start, 1e-4, 1e-4);
        }
    fixture_free(&fixture);
}

static void members_of_any_hazard_start_at_rest(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set_parameter(&fixture, "economy.payout_hazard", 1, -1, 0.5);
    economy_months(&fixture, 60);
    for (size_t cell = 0; cell < FIXTURE_POWERS * FIXTURE_HOSTS; cell++)
        assert_close(get(&fixture, STEPPE_VAR_payout, cell),
                     fixture_base(&fixture, STEPPE_VAR_payout, cell, 0), 1e-13, 0);
    fixture_free(&fixture);
}

static void equal_growth_leaves_incomes_ratios_and_stress_alone(void **state) {
    (void)state;
    struct fixture fixture;
    make_without_investment(&fixture);
    for (size_t a = 0; a < FIXTURE_ACTORS; a++)
        fixture_set_parameter(&fixture, "economy.growth", a, -1, 0.04);
    // Fuels stand still, so their part of GDP would shrink: give them the growth of the rest.
    for (int m = 0; m < 60; m++) {
        const double size = exp(0.04 * (m + 1) / 12.0);
        for (size_t cell = 0; cell < FIXTURE_ACTORS * FIXTURE_ACTORS; cell++)
            fixture_set(&fixture, STEPPE_VAR_fuel_trade, cell, -1,
                        fixture.start[fixture.layout->offsets[STEPPE_VAR_fuel_trade] + cell] *
                            size);
        economy_months(&fixture, 1);
    }
    const double grown = exp(0.2);
    for (size_t a = 0; a < FIXTURE_ACTORS; a++) {
        assert_close(get(&fixture, STEPPE_VAR_gdp, a), grown, 1e-12, 0);
        assert_close(get(&fixture, STEPPE_VAR_gdp_nominal, a),
                     fixture_base(&fixture, STEPPE_VAR_gdp_nominal, a, 0) * grown, 1e-12, 0);
    }
    assert_close(get(&fixture, STEPPE_VAR_migrants, fixture_host_actor(1, RUS)), 1.8e6, 1e-12, 0);
    assert_close(get(&fixture, STEPPE_VAR_remittances, fixture_host_actor(1, RUS)), 9e9 * grown,
                 1e-12, 0);
    fixture_free(&fixture);
}

// ---- growth -----------------------------------------------------------------------------------

static void trend_growth_compounds(void **state) {
    (void)state;
    struct fixture fixture;
    make_without_investment(&fixture);
    fixture_set_parameter(&fixture, "economy.growth", UZB, -1, 0.05);
    economy_months(&fixture, 120);
    assert_close(get(&fixture, STEPPE_VAR_gdp, UZB), exp(0.5), 1e-12, 0);
    assert_true(get(&fixture, STEPPE_VAR_gdp, CHN) == 1);
    fixture_free(&fixture);
}

// Growth answers the share of GDP that is invested from outside: payouts that stand still while the
// host grows are a smaller one, twice the payouts a larger.
static void investment_lifts_growth_by_its_share_of_gdp(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set_parameter(&fixture, "economy.growth", UZB, -1, 0.05);
    double base = 0, sum = 0;
    for (int phase = 0; phase < 2; phase++) {
        economy_months(&fixture, 60);
        const double before = get(&fixture, STEPPE_VAR_gdp, UZB);
        const double income = get(&fixture, STEPPE_VAR_gdp_nominal, UZB);
        const double income_0 = fixture_base(&fixture, STEPPE_VAR_gdp_nominal, UZB, 0);
        const size_t pledge = fixture_power_host(1, 1);
        const double standing = get(&fixture, STEPPE_VAR_pledge, pledge);
        fixture_set(&fixture, STEPPE_VAR_pledge, pledge, -1, standing + (phase == 0 ? 0 : 50e9));
        economy_months(&fixture, 1);
        base = sum = 0;
        for (size_t p = 0; p < FIXTURE_POWERS; p++) {
            sum += get(&fixture, STEPPE_VAR_payout, fixture_power_host(p, 1));
            base += fixture_base(&fixture, STEPPE_VAR_payout, fixture_power_host(p, 1), 0);
        }
        assert_true(base > 0 && (phase == 0 ? fabs(sum / base - 1) < 1e-9 : sum > 1.2 * base));
        assert_close(log(get(&fixture, STEPPE_VAR_gdp, UZB) / before),
                     (0.05 + 0.15 * (sum / income - base / income_0)) / 12, 1e-9, 0);
    }
    fixture_free(&fixture);
}

static void dearer_oil_lifts_exporters_by_its_elasticity_once(void **state) {
    (void)state;
    struct fixture fixture;
    make_without_investment(&fixture);
    fixture_set(&fixture, STEPPE_VAR_price, OIL, -1, 1.5);
    economy_months(&fixture, 24);
    assert_close(get(&fixture, STEPPE_VAR_gdp, KAZ), pow(1.5, 0.06), 1e-12, 0);
    assert_true(get(&fixture, STEPPE_VAR_gdp, UZB) == 1);
    fixture_free(&fixture);
}

// With trade in the loop: the buyer of fuel that does not come has no more to spend, and less of
// what it wants; the seller loses most.
static void fuel_that_is_missed_makes_its_buyer_no_richer(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_fuel_deliveries, fixture_pair(RUS, CHN), -1, 0.5);
    fixture_months(&fixture, 6);
    const double share = 70e9 / 8 / fixture_base(&fixture, STEPPE_VAR_gdp_nominal, CHN, 0);
    assert_true(get(&fixture, STEPPE_VAR_real_income, CHN) < 1 - 0.5 * share);
    assert_true(get(&fixture, STEPPE_VAR_gdp_nominal, CHN) <
                fixture_base(&fixture, STEPPE_VAR_gdp_nominal, CHN, 0) * (1 + 1e-3));
    assert_true(get(&fixture, STEPPE_VAR_real_income, RUS) <
                get(&fixture, STEPPE_VAR_real_income, CHN) - 0.005);
    fixture_free(&fixture);
}

static void disorder_and_sanctions_cost_growth(void **state) {
    (void)state;
    struct fixture fixture;
    make_without_investment(&fixture);
    fixture_set(&fixture, STEPPE_VAR_disorder, 0, -1, 2);
    fixture_set(&fixture, STEPPE_VAR_sanction_loss, RUS, -1, 0.01);
    economy_months(&fixture, 12);
    assert_close(get(&fixture, STEPPE_VAR_gdp, KAZ), exp(-0.06), 1e-12, 0);
    assert_close(get(&fixture, STEPPE_VAR_gdp, RUS), exp(-0.01), 1e-12, 0);
    fixture_free(&fixture);
}

static void a_years_growth_has_the_standard_deviation_asked_for(void **state) {
    (void)state;
    enum { BLOCKS = 32, DRAWS = BLOCKS * STEPPE_LANES };
    double sum = 0, square = 0, cross = 0, other = 0, other_square = 0;
    for (uint32_t block = 0; block < BLOCKS; block++) {
        struct fixture fixture;
        make(&fixture, STEPPE_LANES);
        fixture.world.fix_noise = false;
        fixture.world.first_member = block * STEPPE_LANES;
        economy_months(&fixture, 96); // the cycle forgets its start: e^(-8 / 1.5) = 0.5 %
        double before[2][STEPPE_LANES];
        for (int lane = 0; lane < STEPPE_LANES; lane++) {
            before[0][lane] = fixture_get(&fixture, STEPPE_VAR_gdp, USA, lane);
            before[1][lane] = fixture_get(&fixture, STEPPE_VAR_gdp, CHN, lane);
        }
        economy_months(&fixture, 12);
        for (int lane = 0; lane < STEPPE_LANES; lane++) {
            const double x = log(fixture_get(&fixture, STEPPE_VAR_gdp, USA, lane) /
                                 before[0][lane]);
            const double y = log(fixture_get(&fixture, STEPPE_VAR_gdp, CHN, lane) /
                                 before[1][lane]);
            sum += x;
            other += y;
            square += x * x;
            other_square += y * y;
            cross += x * y;
        }
        fixture_free(&fixture);
    }
    const double variance = square / DRAWS - sum / DRAWS * (sum / DRAWS);
    const double second = other_square / DRAWS - other / DRAWS * (other / DRAWS);
    const double covariance = cross / DRAWS - sum / DRAWS * (other / DRAWS);
    // Four standard errors from 1024 draws: 18 % of a variance, (1 - r^2) / 8 of a correlation.
    assert_close(variance, 0.03 * 0.03, 4 * sqrt(2.0 / DRAWS), 0);
    assert_close(covariance / sqrt(variance * second), 0.4, 0, 4 * (1 - 0.16) / sqrt(DRAWS));
}

// ---- migrants ---------------------------------------------------------------------------------

static void a_crackdown_sends_migrants_home_at_the_rate_of_adjustment(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_migration_policy, RUS, -1, 0.75);
    economy_months(&fixture, 24);
    // M = M_0 [0.75 + 0.25 e^(-t / T)], t = T = 2 years; incomes of the base do not move.
    const size_t uzbeks = fixture_host_actor(1, RUS);
    const double left = 0.75 + 0.25 * exp(-1);
    assert_close(get(&fixture, STEPPE_VAR_migrants, uzbeks), 1.8e6 * left, 1e-9, 0);
    assert_close(get(&fixture, STEPPE_VAR_remittances, uzbeks), 9e9 * left, 1e-9, 0);
    // Lost transfers over GDP: 9 bn of 100 bn.
    assert_close(log(get(&fixture, STEPPE_VAR_real_income, UZB)), -0.09 * (1 - left), 1e-9, 0);
    assert_true(get(&fixture, STEPPE_VAR_stress, 1) > get(&fixture, STEPPE_VAR_stress, 0));
    assert_true(get(&fixture, STEPPE_VAR_gdp, UZB) == 1); // income, not output
    fixture_free(&fixture);
}

// What comes in adds to income as it is, however small what it is added to.
static void money_from_migrants_adds_to_income_and_multiplies_nothing(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_migration_policy, RUS, -1, 1.25);
    economy_months(&fixture, 24);
    assert_close(get(&fixture, STEPPE_VAR_real_income, UZB), 1 + 0.09 * 0.25 * (1 - exp(-1)), 1e-12,
                 0);
    // Output of a twentieth: what migrants send is most of what there is.
    fixture_set(&fixture, STEPPE_VAR_gdp, UZB, -1, 0.05);
    economy_months(&fixture, 1);
    const double output = get(&fixture, STEPPE_VAR_gdp, UZB);
    double sent = 0, sent_0 = 0;
    for (size_t a = 0; a < FIXTURE_ACTORS; a++) {
        sent += get(&fixture, STEPPE_VAR_remittances, fixture_host_actor(1, a));
        sent_0 += fixture_base(&fixture, STEPPE_VAR_remittances, fixture_host_actor(1, a), 0);
    }
    assert_close(get(&fixture, STEPPE_VAR_real_income, UZB),
                 output + (sent - output * sent_0) / 100e9, 1e-9, 0);
    fixture_free(&fixture);
}

static void richer_destinations_draw_migrants_by_the_elasticity(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_wage, RUS, -1, 1.21);
    economy_months(&fixture, 600);
    const double income = get(&fixture, STEPPE_VAR_gdp_nominal, RUS) /
                          fixture_base(&fixture, STEPPE_VAR_gdp_nominal, RUS, 0);
    const size_t uzbeks = fixture_host_actor(1, RUS);
    // In the long run M_0 income^0.5, 50 years being 25 adjustment times.
    assert_close(get(&fixture, STEPPE_VAR_migrants, uzbeks), 1.8e6 * sqrt(income), 1e-9, 0);
    // Oil and gas are 170.6 of 2000 bn and did not move with wages.
    assert_close(income, 1.21 - 0.0853 * 0.21, 1e-12, 0);
    fixture_free(&fixture);
}

static void newcomers_where_none_were_counted_send_and_leave(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    const size_t to_china = fixture_host_actor(1, CHN);
    fixture_set(&fixture, STEPPE_VAR_migrants, to_china, -1, 1e5);
    economy_months(&fixture, 24);
    assert_close(get(&fixture, STEPPE_VAR_migrants, to_china), 1e5 * exp(-1), 1e-9, 0);
    // Mean share of income per head: 11 bn from 1.8 m at 13889 USD and 0.3 m at 9333 USD.
    const double share = 11e9 / (1.8e6 * 2000e9 / 144e6 + 0.3e6 * 56000e9 / 6000e6);
    assert_close(get(&fixture, STEPPE_VAR_remittances, to_china),
                 1e5 * exp(-1) * share * 18000e9 / 1410e6, 1e-9, 0);
    fixture_free(&fixture);
}

// ---- money ------------------------------------------------------------------------------------

static void a_pledge_is_paid_out_whole_and_no_more(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    economy_months(&fixture, 1);
    const size_t at = fixture_power_host(1, 1);
    const double before = get(&fixture, STEPPE_VAR_pledge, at);
    fixture_set(&fixture, STEPPE_VAR_pledge, at, -1, before + 10e9);
    double paid = 0;
    for (int m = 0; m < 600; m++) {
        economy_months(&fixture, 1);
        paid += (get(&fixture, STEPPE_VAR_payout, at) -
                 fixture_base(&fixture, STEPPE_VAR_payout, at, 0)) /
                12;
        // The books: what is paid beyond the base is what the pledge has lost.
        assert_close(paid, before + 10e9 - get(&fixture, STEPPE_VAR_pledge, at), 1e-9, 1);
        if (m == 11) assert_close(paid, 10e9 * (1 - exp(-0.2)), 1e-9, 0);
    }
    assert_close(paid, 10e9, 1e-4, 0); // e^(-10) is left after 50 years
    fixture_free(&fixture);
}

static void payouts_become_capital_and_debt_that_wear_off(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    const size_t at = fixture_power_host(1, 0);
    fixture_set(&fixture, STEPPE_VAR_economic_offer, at, -1, 1e9); // a year more, for good
    economy_months(&fixture, 12 * 200);
    // In the long run payouts carry the offer; K - K_0 = offer / delta, debt - debt_0 =
    // loan share x offer x term.
    assert_close(get(&fixture, STEPPE_VAR_payout, at) -
                     fixture_base(&fixture, STEPPE_VAR_payout, at, 0),
                 1e9, 1e-5, 0);
    assert_close(get(&fixture, STEPPE_VAR_capital, at), 25e9 + 1e9 / 0.06, 1e-4, 0);
    assert_close(get(&fixture, STEPPE_VAR_debt, at), 9e9 + 0.6 * 1e9 * 15, 1e-4, 0);
    assert_true(get(&fixture, STEPPE_VAR_gdp, KAZ) > 1); // investment
    fixture_free(&fixture);
}

static void a_host_that_takes_nothing_is_paid_nothing(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_acceptance, 0 * FIXTURE_POWERS + 1, -1, 0);
    economy_months(&fixture, 12);
    const size_t at = fixture_power_host(1, 0);
    assert_close(get(&fixture, STEPPE_VAR_payout, at), 0, 0,
                 1e-4 * fixture_base(&fixture, STEPPE_VAR_payout, at, 0));
    assert_true(get(&fixture, STEPPE_VAR_capital, at) < 25e9);
    fixture_free(&fixture);
}

// ---- stress -----------------------------------------------------------------------------------

static void stress_is_lost_growth_in_standard_deviations(void **state) {
    (void)state;
    struct fixture fixture;
    make_without_investment(&fixture);
    fixture_set_parameter(&fixture, "economy.debt_stress", 0, -1, 0);
    // Output falls by 0.06 a year, two standard deviations. Transfers from abroad, 0.08 % of GDP,
    // do not fall with it and take off 0.003.
    fixture_set(&fixture, STEPPE_VAR_disorder, 0, -1, 2);
    economy_months(&fixture, 72);
    assert_close(get(&fixture, STEPPE_VAR_stress, 0), 2, 2e-3, 0);
    assert_close(get(&fixture, STEPPE_VAR_stress, 1), 0, 0, 1e-12);
    fixture_free(&fixture);
}

static void trend_growth_is_no_stress_even_in_the_first_months(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    for (size_t a = 0; a < FIXTURE_ACTORS; a++)
        fixture_set_parameter(&fixture, "economy.growth", a, -1, 0.05);
    fixture_set_parameter(&fixture, "economy.debt_stress", 0, -1, 0);
    for (int m = 0; m < 18; m++) {
        economy_months(&fixture, 1);
        // Fuels stand still while goods grow: what is left is their small part of income.
        for (size_t h = 0; h < FIXTURE_HOSTS; h++)
            assert_close(get(&fixture, STEPPE_VAR_stress, h), 0, 0, 0.05);
    }
    fixture_free(&fixture);
}

static void dear_bread_and_dear_debt_stress(void **state) {
    (void)state;
    static const char *const names[] = {"oil", "wheat"};
    struct fixture fixture;
    make(&fixture, 1);
    fixture.model->axes[STEPPE_AXIS_COMMODITY].names = names;
    fixture_prepare(&fixture);
    fixture_make_world(&fixture);
    fixture.world.fix_noise = true;
    fixture_set(&fixture, STEPPE_VAR_price, 1, -1, 1.2);
    economy_months(&fixture, 1);
    // 0.3 for each tenth, a twelfth of a year over a smoothing time of half a year.
    const double part = 1 - exp(-1.0 / 6), bread = 0.3 * 10 * log(1.2);
    assert_close(get(&fixture, STEPPE_VAR_stress, 0), bread * part, 1e-9, 0);
    fixture_set(&fixture, STEPPE_VAR_debt, fixture_power_host(1, 0), -1, 30e9);
    economy_months(&fixture, 1);
    assert_true(get(&fixture, STEPPE_VAR_stress, 0) > get(&fixture, STEPPE_VAR_stress, 1));
    // However dear it is, stress stays within its range.
    fixture_set(&fixture, STEPPE_VAR_debt, fixture_power_host(1, 0), -1, 30e15);
    economy_months(&fixture, 72);
    assert_close(get(&fixture, STEPPE_VAR_stress, 0), 20, 1e-3, 0);
    fixture_free(&fixture);
}

// ---- instances --------------------------------------------------------------------------------

static void lanes_agree_with_the_scalar_twin(void **state) {
    (void)state;
    struct fixture lanes;
    make(&lanes, STEPPE_LANES);
    lanes.world.fix_noise = false;
    fixture_set(&lanes, STEPPE_VAR_migration_policy, RUS, -1, 0.8);
    economy_months(&lanes, 36);
    for (int lane = 0; lane < STEPPE_LANES; lane += 11) {
        struct fixture twin;
        make(&twin, 1);
        twin.world.fix_noise = false;
        twin.world.first_member = (uint32_t)lane;
        fixture_set(&twin, STEPPE_VAR_migration_policy, RUS, -1, 0.8);
        economy_months(&twin, 36);
        for (size_t i = 0; i < STEPPE_COUNT(owned); i++)
            for (uint32_t cell = 0; cell < twin.layout->cell_counts[owned[i]]; cell++)
                // 36 months of float: some 10 roundings each, 6e-8 x sqrt(360); stress divides
                // by a standard deviation of 0.03.
                assert_close(fixture_get(&lanes, owned[i], cell, lane),
                             fixture_get(&twin, owned[i], cell, 0), 2e-5, 2e-4);
        fixture_free(&twin);
    }
    fixture_free(&lanes);
}

static void nan_stays_in_its_lane(void **state) {
    (void)state;
    static const uint32_t read[] = {
        STEPPE_VAR_wage,     STEPPE_VAR_trade_gain, STEPPE_VAR_fuel_trade, STEPPE_VAR_goods_trade,
        STEPPE_VAR_migrants, STEPPE_VAR_pledge,     STEPPE_VAR_debt,       STEPPE_VAR_disorder,
        STEPPE_VAR_gdp,      STEPPE_VAR_stress,
    };
    struct fixture good, bad;
    make(&good, STEPPE_LANES);
    make(&bad, STEPPE_LANES);
    fixture_spoil(&bad, read, STEPPE_COUNT(read), 9);
    economy_months(&good, 2);
    economy_months(&bad, 2);
    fixture_expect_others_as(&bad, &good, owned, STEPPE_COUNT(owned), 9);
    assert_true(isnan(fixture_get(&bad, STEPPE_VAR_stress, 0, 9)));
    assert_true(isnan(fixture_get(&bad, STEPPE_VAR_real_income, KAZ, 9)));
    assert_true(isnan(fixture_get(&bad, STEPPE_VAR_payout, 0, 9)));
    fixture_free(&good);
    fixture_free(&bad);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_moves_in_ten_years_at_rest),
        cmocka_unit_test(with_trade_in_the_loop_the_rest_point_holds),
        cmocka_unit_test(members_of_any_hazard_start_at_rest),
        cmocka_unit_test(equal_growth_leaves_incomes_ratios_and_stress_alone),
        cmocka_unit_test(trend_growth_compounds),
        cmocka_unit_test(investment_lifts_growth_by_its_share_of_gdp),
        cmocka_unit_test(dearer_oil_lifts_exporters_by_its_elasticity_once),
        cmocka_unit_test(fuel_that_is_missed_makes_its_buyer_no_richer),
        cmocka_unit_test(disorder_and_sanctions_cost_growth),
        cmocka_unit_test(a_years_growth_has_the_standard_deviation_asked_for),
        cmocka_unit_test(a_crackdown_sends_migrants_home_at_the_rate_of_adjustment),
        cmocka_unit_test(money_from_migrants_adds_to_income_and_multiplies_nothing),
        cmocka_unit_test(richer_destinations_draw_migrants_by_the_elasticity),
        cmocka_unit_test(newcomers_where_none_were_counted_send_and_leave),
        cmocka_unit_test(a_pledge_is_paid_out_whole_and_no_more),
        cmocka_unit_test(payouts_become_capital_and_debt_that_wear_off),
        cmocka_unit_test(a_host_that_takes_nothing_is_paid_nothing),
        cmocka_unit_test(stress_is_lost_growth_in_standard_deviations),
        cmocka_unit_test(trend_growth_is_no_stress_even_in_the_first_months),
        cmocka_unit_test(dear_bread_and_dear_debt_stress),
        cmocka_unit_test(lanes_agree_with_the_scalar_twin),
        cmocka_unit_test(nan_stays_in_its_lane),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
