// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_trade: the mechanism of trade on the model of six actors: rest, books, directions,
// re-exports, and lanes against the scalar twin.
#include "mechanisms/fixture.h"

#include "mechanisms/fixture.c"

extern const struct steppe_mechanism steppe_mechanism_trade_scalar;

// Two parameters of economy that the service of debt needs.
static const struct steppe_param debt_params[] = {
    {"interest_rate", STEPPE_SHAPE_SCALAR, "1/year", 0, 1, "interest on debt"},
    {"debt_term", STEPPE_SHAPE_SCALAR, "year", 1, 100, "mean time in which debt is repaid"},
};
static const struct steppe_mechanism debt = {
    .name = "economy", .every_months = 12, .phase = 11, .params = debt_params, .param_count = 2};

static const struct fixture_setting settings[] = {
    {"trade.theta", -1, 4},
    {"trade.cost_adjustment", -1, 2},
    {"trade.domestic_scale", -1, 1},
    {"trade.wedge", -1, 1.3},
    {"trade.reexport_share", -1, 0.15},
    {"trade.reexport_margin", -1, 0.1},
    {"trade.secondary_hazard", -1, 0},
    {"trade.secondary_effect", -1, 0.4},
    {"trade.secondary_stress", -1, 0.5},
    {"trade.secondary_recovery", -1, 3},
    {"trade.least_home", -1, 0.2},
    {"trade.least_spending", -1, 0.1},
    {"economy.interest_rate", -1, 0.04},
    {"economy.debt_term", -1, 15},
};

static void make(struct fixture *fixture, int lanes) {
    const struct steppe_mechanism *const mechanisms[] = {
        lanes == 1 ? &steppe_mechanism_trade_scalar : &STEPPE_NAMED(steppe_mechanism_trade),
        &debt,
    };
    fixture_make(fixture, lanes, mechanisms, 2, settings, STEPPE_COUNT(settings));
}

static void quarters(struct fixture *fixture, int count) {
    for (int i = 0; i < count; i++) {
        fixture_step(fixture, 0);
        fixture->world.month += 3;
    }
}

static double of(const struct fixture *fixture, uint32_t variable, size_t cell) {
    return fixture_get(fixture, variable, cell, 0);
}

static double goods(const struct fixture *fixture, size_t from, size_t to) {
    return of(fixture, STEPPE_VAR_goods_trade, fixture_pair(from, to));
}

static double imports_less_exports(const struct fixture *fixture, size_t actor) {
    double sum = 0;
    for (size_t other = 0; other < FIXTURE_ACTORS; other++)
        sum += goods(fixture, other, actor) - goods(fixture, actor, other);
    return sum;
}

// ---- rest ---------------------------------------------------------------------------------------

static void assert_rest(int lanes, double tolerance) {
    struct fixture fixture;
    make(&fixture, lanes);
    quarters(&fixture, 40);
    for (int lane = 0; lane < lanes; lane++)
        for (size_t i = 0; i < FIXTURE_ACTORS; i++) {
            assert_close(fixture_get(&fixture, STEPPE_VAR_wage, i, lane), 1, tolerance, 0);
            assert_close(fixture_get(&fixture, STEPPE_VAR_trade_gain, i, lane), 1, tolerance, 0);
            assert_close(fixture_get(&fixture, STEPPE_VAR_reexports, i, lane), 0, 0,
                         1e10 * tolerance);
            assert_true(fixture_get(&fixture, STEPPE_VAR_secondary_sanctions, i, lane) == 0);
            for (size_t j = 0; j < FIXTURE_ACTORS; j++) {
                const size_t pair = fixture_pair(i, j);
                const uint32_t goods_at = fixture.layout->offsets[STEPPE_VAR_goods_trade];
                const uint32_t fuel_at = fixture.layout->offsets[STEPPE_VAR_fuel_trade];
                assert_close(fixture_get(&fixture, STEPPE_VAR_goods_trade, pair, lane),
                             fixture.start[goods_at + pair], 4 * tolerance, 0);
                assert_close(fixture_get(&fixture, STEPPE_VAR_fuel_trade, pair, lane),
                             fixture.start[fuel_at + pair], tolerance, 0);
                assert_true(fixture_get(&fixture, STEPPE_VAR_trade_cost, pair, lane) == 0);
            }
        }
    fixture_free(&fixture);
}

// Rounding of sums of six terms in float, and no drift in ten years.
static void at_the_base_nothing_moves_in_ten_years(void **state) {
    (void)state;
    assert_rest(1, 1e-13);
    assert_rest(STEPPE_LANES, 1e-6);
}

static void the_base_is_goods_less_fuels(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    assert_close(goods(&fixture, KAZ, CHN), (15 - 8) * 1e9, 1e-12, 0);
    assert_close(of(&fixture, STEPPE_VAR_fuel_trade, fixture_pair(KAZ, CHN)), 8e9, 1e-12, 0);
    assert_true(goods(&fixture, KAZ, KAZ) == 0);
    fixture_free(&fixture);
}

static void equal_growth_leaves_wages_and_gains_alone(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    const double before = goods(&fixture, CHN, UZB);
    for (size_t i = 0; i < FIXTURE_ACTORS; i++) fixture_set(&fixture, STEPPE_VAR_gdp, i, -1, 1.3);
    // What pays for the gaps grows as all does: what is sent, paid out, owed and sold as fuel.
    for (size_t i = 0; i < FIXTURE_HOSTS * FIXTURE_ACTORS; i++)
        fixture_set(&fixture, STEPPE_VAR_remittances, i, -1,
                    1.3 * fixture_base(&fixture, STEPPE_VAR_remittances, i, 0));
    for (size_t i = 0; i < FIXTURE_POWERS * FIXTURE_HOSTS; i++) {
        fixture_set(&fixture, STEPPE_VAR_payout, i, -1,
                    1.3 * fixture_base(&fixture, STEPPE_VAR_payout, i, 0));
        fixture_set(&fixture, STEPPE_VAR_debt, i, -1,
                    1.3 * fixture_base(&fixture, STEPPE_VAR_debt, i, 0));
    }
    fixture_set(&fixture, STEPPE_VAR_price, OIL, -1, 1.3);
    quarters(&fixture, 1);
    for (size_t i = 0; i < FIXTURE_ACTORS; i++) {
        assert_close(of(&fixture, STEPPE_VAR_wage, i), 1, 1e-11, 0);
        assert_close(of(&fixture, STEPPE_VAR_trade_gain, i), 1, 1e-11, 0);
    }
    assert_close(goods(&fixture, CHN, UZB), 1.3 * before, 1e-11, 0);
    fixture_free(&fixture);
}

// ---- books --------------------------------------------------------------------------------------

static void gaps_follow_the_money(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    double gap[FIXTURE_ACTORS], sum = 0;
    for (size_t i = 0; i < FIXTURE_ACTORS; i++) gap[i] = imports_less_exports(&fixture, i);
    // Oil a quarter dearer, Uzbek migrants in RUS send 3 billion less, CHN pays 2 more and is owed
    // 5 more, whose service is 5 (0.04 + 1/15).
    fixture_set(&fixture, STEPPE_VAR_price, OIL, -1, 1.25);
    fixture_set(&fixture, STEPPE_VAR_remittances, fixture_host_actor(1, RUS), -1, 6e9);
    fixture_set(&fixture, STEPPE_VAR_payout, fixture_power_host(1, 0), -1, 2e9);
    fixture_set(&fixture, STEPPE_VAR_debt, fixture_power_host(1, 0), -1, 14e9);
    quarters(&fixture, 1);
    const double service = 5e9 * (0.04 + 1.0 / 15);
    const double kaz = gap[KAZ] + 0.25 * 44e9 + 2e9 - service;
    const double uzb = gap[UZB] + 0.25 * (0.6e9 - 0.6e9) - 3e9;
    const double rus = gap[RUS] + 0.25 * 170.6e9 + 3e9;
    const double chn = gap[CHN] - 0.25 * 378.6e9 - 2e9 + service;
    // The market is cleared to 1e-12 of each economy's sales.
    assert_close(imports_less_exports(&fixture, KAZ), kaz, 0, 10);
    assert_close(imports_less_exports(&fixture, UZB), uzb, 0, 10);
    assert_close(imports_less_exports(&fixture, RUS), rus, 0, 10);
    assert_close(imports_less_exports(&fixture, CHN), chn, 0, 100);
    for (size_t i = 0; i < FIXTURE_ACTORS; i++) sum += imports_less_exports(&fixture, i);
    assert_close(sum, 0, 0, 1e-2);
    // Who has more to spend is dearer.
    assert_true(of(&fixture, STEPPE_VAR_wage, KAZ) > of(&fixture, STEPPE_VAR_wage, UZB));
    fixture_free(&fixture);
}

static void spending_never_falls_below_a_tenth_of_its_base(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    const double bought = goods(&fixture, CHN, UZB);
    fixture_set(&fixture, STEPPE_VAR_debt, fixture_power_host(0, 1), -1, 5e12);
    quarters(&fixture, 1);
    for (size_t i = 0; i < FIXTURE_ACTORS; i++) {
        assert_true(of(&fixture, STEPPE_VAR_wage, i) > 0);
        assert_true(isfinite(of(&fixture, STEPPE_VAR_trade_gain, i)));
    }
    // The debtor buys a tenth of what it bought, of each partner, but for what its own poverty and
    // that of others make of prices.
    const double left = goods(&fixture, CHN, UZB) / bought;
    if (!(left > 0.02 && left < 0.3)) fail_msg("the debtor buys %g of what it did", left);
    fixture_free(&fixture);
}

static void fuels_are_base_times_price_times_deliveries(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_price, OIL, -1, 1.5);
    fixture_set(&fixture, STEPPE_VAR_fuel_deliveries, fixture_pair(KAZ, ROW), -1, 0.25);
    quarters(&fixture, 1);
    assert_close(of(&fixture, STEPPE_VAR_fuel_trade, fixture_pair(KAZ, ROW)), 36e9 * 1.5 * 0.25,
                 1e-12, 0);
    assert_close(of(&fixture, STEPPE_VAR_fuel_trade, fixture_pair(RUS, CHN)), 70e9 * 1.5, 1e-12, 0);
    assert_true(of(&fixture, STEPPE_VAR_fuel_trade, fixture_pair(CHN, KAZ)) == 0);
    fixture_free(&fixture);
}

// What is asked over the world price, what is owed beside what is taken; who takes nothing and owes
// nothing pays nothing, whatever is asked.
static void fuels_cost_what_is_asked_and_what_is_owed(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    const size_t owing = fixture_pair(RUS, CHN), none = fixture_pair(RUS, UZB);
    fixture_set(&fixture, STEPPE_VAR_fuel_price, owing, -1, 1.25);
    fixture_set(&fixture, STEPPE_VAR_fuel_deliveries, owing, -1, 0.5);
    fixture_set(&fixture, STEPPE_VAR_fuel_owed, owing, -1, 0.3);
    fixture_set(&fixture, STEPPE_VAR_fuel_price, none, -1, 3);
    fixture_set(&fixture, STEPPE_VAR_fuel_deliveries, none, -1, 0);
    quarters(&fixture, 1);
    assert_close(of(&fixture, STEPPE_VAR_fuel_trade, owing), 70e9 * 1.25 * 0.8, 1e-12, 0);
    assert_true(of(&fixture, STEPPE_VAR_fuel_trade, none) == 0);
    fixture_free(&fixture);
}

// The fixture has no transit: the elasticity is 1. Half of the fuel missing has a surplus of an
// eighth of the bill under a linear demand; what the buyer does not want, none.
static void fuel_that_does_not_come_saves_its_buyer_nothing(void **state) {
    (void)state;
    struct fixture short_of, wanting_less, dear;
    const size_t pair = fixture_pair(RUS, CHN);
    make(&short_of, 1);
    make(&wanting_less, 1);
    make(&dear, 1);
    const double base = fixture_get(&short_of, STEPPE_VAR_fuel_cost, CHN, 0);
    const double gap = imports_less_exports(&short_of, CHN);
    const double sellers = imports_less_exports(&short_of, RUS);
    fixture_set(&short_of, STEPPE_VAR_fuel_deliveries, pair, -1, 0.5);
    fixture_set(&wanting_less, STEPPE_VAR_fuel_deliveries, pair, -1, 0.5);
    fixture_set(&wanting_less, STEPPE_VAR_fuel_demand, pair, -1, 0.5);
    fixture_set(&dear, STEPPE_VAR_fuel_price, pair, -1, 1.25);
    fixture_set(&dear, STEPPE_VAR_fuel_deliveries, pair, -1, 0.8);
    quarters(&short_of, 1);
    quarters(&wanting_less, 1);
    quarters(&dear, 1);
    assert_close(of(&short_of, STEPPE_VAR_fuel_cost, CHN), base + 70e9 / 8, 1e-12, 0);
    assert_close(of(&wanting_less, STEPPE_VAR_fuel_cost, CHN), base, 1e-12, 0);
    // A fifth less at a price a quarter higher: as much money, and use worth 1.125 of it gone.
    assert_close(of(&dear, STEPPE_VAR_fuel_cost, CHN), base + 70e9 * 0.2 * 1.125, 1e-12, 0);
    assert_close(imports_less_exports(&short_of, CHN), gap, 1e-9, 0);
    assert_close(imports_less_exports(&wanting_less, CHN), gap, 1e-9, 0);
    assert_close(imports_less_exports(&short_of, RUS), sellers - 35e9, 1e-9, 0);
    fixture_free(&short_of);
    fixture_free(&wanting_less);
    fixture_free(&dear);
}

// ---- costs --------------------------------------------------------------------------------------

static void costs_in_force_follow_with_their_lag(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    const size_t pair = fixture_pair(CHN, KAZ), russian = fixture_pair(USA, RUS);
    fixture_set(&fixture, STEPPE_VAR_trade_barrier, pair, -1, 1.1);
    fixture_set(&fixture, STEPPE_VAR_freight_cost, pair, -1, 0.05);
    fixture_set(&fixture, STEPPE_VAR_sanction_level, russian, -1, 0);
    quarters(&fixture, 1);
    const double first = 1 - exp(-0.25 / 2);
    assert_close(of(&fixture, STEPPE_VAR_trade_cost, pair), first * log(1.1 * 1.05), 1e-12, 0);
    assert_close(of(&fixture, STEPPE_VAR_trade_cost, russian), -first * log(1.3), 1e-12, 0);
    quarters(&fixture, 7); // two years: the mean lag
    assert_close(of(&fixture, STEPPE_VAR_trade_cost, pair), (1 - exp(-1)) * log(1.1 * 1.05), 1e-12,
                 0);
    fixture_free(&fixture);
}

static void a_barrier_costs_both_ends_and_moves_trade_to_others(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    const double there = goods(&fixture, CHN, KAZ), back = goods(&fixture, KAZ, CHN);
    const double other = goods(&fixture, ROW, KAZ);
    const double elsewhere = goods(&fixture, CHN, UZB) / there;
    fixture_set(&fixture, STEPPE_VAR_trade_barrier, fixture_pair(CHN, KAZ), -1, 1.3);
    fixture_set(&fixture, STEPPE_VAR_trade_barrier, fixture_pair(KAZ, CHN), -1, 1.3);
    quarters(&fixture, 20);
    assert_true(goods(&fixture, CHN, KAZ) < 0.6 * there);
    assert_true(goods(&fixture, KAZ, CHN) < 0.6 * back);
    assert_true(goods(&fixture, ROW, KAZ) > other);
    assert_true(goods(&fixture, CHN, UZB) / goods(&fixture, CHN, KAZ) > elsewhere);
    assert_true(of(&fixture, STEPPE_VAR_trade_gain, KAZ) < 1 - 1e-3);
    assert_true(of(&fixture, STEPPE_VAR_trade_gain, CHN) < 1);
    fixture_free(&fixture);
}

// ln W = ln(pi_0 / pi) / theta, pi the share bought at home, whatever happens abroad
// (arkolakis-costinot-rodriguez-clare-2012).
static void gains_are_those_of_the_share_at_home(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    double bought = 0, spent = 0;
    for (size_t i = 0; i < FIXTURE_ACTORS; i++) bought += goods(&fixture, i, UZB);
    double sold = 0;
    for (size_t i = 0; i < FIXTURE_ACTORS; i++) sold += goods(&fixture, UZB, i);
    const double home = 100e9 - sold; // scale 1
    for (size_t i = 0; i < FIXTURE_ACTORS; i++)
        if (i != UZB)
            fixture_set(&fixture, STEPPE_VAR_trade_barrier, fixture_pair(i, UZB), -1, 1.2);
    quarters(&fixture, 40);
    double after = 0;
    for (size_t i = 0; i < FIXTURE_ACTORS; i++) after += goods(&fixture, i, UZB);
    const double gap = bought - sold; // unchanged
    spent = of(&fixture, STEPPE_VAR_wage, UZB) * 100e9 + gap;
    const double share_0 = home / (home + bought), share = 1 - after / spent;
    assert_close(of(&fixture, STEPPE_VAR_trade_gain, UZB), pow(share_0 / share, 0.25), 1e-10, 0);
    fixture_free(&fixture);
}

// ---- re-exports ---------------------------------------------------------------------------------

static void easing_sanctions_takes_reexports_below_their_base(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    const double direct = goods(&fixture, USA, RUS);
    const size_t pairs[] = {fixture_pair(USA, RUS), fixture_pair(RUS, USA), fixture_pair(ROW, RUS),
                            fixture_pair(RUS, ROW)};
    for (size_t i = 0; i < STEPPE_COUNT(pairs); i++)
        fixture_set(&fixture, STEPPE_VAR_sanction_level, pairs[i], -1, 0);
    quarters(&fixture, 12);
    assert_true(goods(&fixture, USA, RUS) > 1.5 * direct);
    for (size_t k = 0; k < FIXTURE_ACTORS; k++) {
        const double z = of(&fixture, STEPPE_VAR_reexports, k);
        assert_true(k == RUS || k == USA ? z <= 0 : z < 0);
    }
    fixture_free(&fixture);
}

static void tighter_sanctions_raise_reexports_through_open_borders_only(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_transit_open, KAZ, -1, 0);
    fixture_set(&fixture, STEPPE_VAR_sanction_level, fixture_pair(ROW, RUS), -1, 0.8);
    quarters(&fixture, 1);
    assert_true(of(&fixture, STEPPE_VAR_reexports, UZB) > 0);
    assert_true(of(&fixture, STEPPE_VAR_reexports, CHN) > 0);
    assert_true(of(&fixture, STEPPE_VAR_reexports, KAZ) < 0); // its base is gone
    fixture_free(&fixture);
}

static const size_t barred[][2] = {{USA, RUS}, {RUS, USA}, {ROW, RUS}, {RUS, ROW}};

// Times the base's.
static void scale_sanctions(struct fixture *fixture, double level) {
    for (size_t i = 0; i < STEPPE_COUNT(barred); i++) {
        const size_t pair = fixture_pair(barred[i][0], barred[i][1]);
        const double base = fixture_base(fixture, STEPPE_VAR_sanction_level, pair, 0);
        fixture_set(fixture, STEPPE_VAR_sanction_level, pair, -1, level * base);
    }
}

static double passed_by_all(const struct fixture *fixture) {
    double sum = 0;
    for (size_t k = 0; k < FIXTURE_ACTORS; k++) sum += of(fixture, STEPPE_VAR_reexports, k);
    return sum;
}

static double straight(const struct fixture *fixture) {
    double sum = 0;
    for (size_t i = 0; i < STEPPE_COUNT(barred); i++)
        sum += goods(fixture, barred[i][0], barred[i][1]);
    return sum;
}

// Detours make up for what direct trade has lost so far, not for what it will lose.
static void what_goes_straight_and_round_never_exceeds_what_went_before_sanctions(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    scale_sanctions(&fixture, 0);
    quarters(&fixture, 1);
    const double none = passed_by_all(&fixture); // less the base's: the way is open
    quarters(&fixture, 159);
    assert_close(passed_by_all(&fixture), none, 1e-12, 0);
    const double before = straight(&fixture);
    assert_true(none < -1e9 && before > 1e10);
    scale_sanctions(&fixture, 1);
    double last = before, around = 0;
    for (int quarter = 0; quarter < 40; quarter++) {
        quarters(&fixture, 1);
        const double round = passed_by_all(&fixture) - none;
        const double all = straight(&fixture) + round;
        assert_true(all < last); // both move towards their end, and neither turns
        assert_true(round > around);
        last = all;
        around = round;
    }
    // In the end rho of what is lost returns, as at the base.
    double lost = 0;
    for (size_t i = 0; i < STEPPE_COUNT(barred); i++) {
        const size_t pair = fixture_pair(barred[i][0], barred[i][1]);
        lost += goods(&fixture, barred[i][0], barred[i][1]) *
                (pow(1.3, 4 * of(&fixture, STEPPE_VAR_sanction_level, pair)) - 1);
    }
    assert_close(around, 0.15 * lost, 0.02, 0); // e^(-10/2) of the level is still to come
    // A way that opens ends its detours the same quarter, though direct trade takes years.
    scale_sanctions(&fixture, 0);
    quarters(&fixture, 1);
    assert_close(passed_by_all(&fixture), none, 1e-12, 0);
    assert_true(straight(&fixture) < 0.8 * before);
    fixture_free(&fixture);
}

// Where nothing else moves the cost, what trade has felt of sanctions is the cost in force.
static void sanctions_felt_are_those_in_the_cost_of_trade(void **state) {
    (void)state;
    static const double levels[] = {0.2, 0.2, 0.9, 0, 1};
    struct fixture fixture;
    make(&fixture, 1);
    for (size_t t = 0; t < STEPPE_COUNT(levels); t++) {
        scale_sanctions(&fixture, levels[t]);
        quarters(&fixture, 1);
        for (size_t i = 0; i < STEPPE_COUNT(barred); i++) {
            const size_t pair = fixture_pair(barred[i][0], barred[i][1]);
            assert_close(of(&fixture, STEPPE_VAR_trade_cost, pair),
                         log(1.3) * of(&fixture, STEPPE_VAR_sanctions_felt, pair), 1e-12, 1e-15);
        }
    }
    fixture_free(&fixture);
}

static void who_complies_with_sanctions_passes_less_on_and_only_that(void **state) {
    (void)state;
    struct fixture plain, fixture;
    make(&plain, 1);
    make(&fixture, 1);
    // A shut door shows the base's re-exports of Kazakhstan.
    fixture_set(&plain, STEPPE_VAR_transit_open, KAZ, -1, 0);
    quarters(&plain, 1);
    const double base = -of(&plain, STEPPE_VAR_reexports, KAZ);
    assert_true(base > 1e7);
    static const double compliance[] = {2, 0.5, 1};
    for (size_t i = 0; i < STEPPE_COUNT(compliance); i++) {
        fixture_set(&fixture, STEPPE_VAR_compliance, 0, -1, compliance[i]);
        quarters(&fixture, 1);
        assert_close(of(&fixture, STEPPE_VAR_reexports, KAZ), base / compliance[i] - base, 1e-6, 1);
        assert_close(of(&fixture, STEPPE_VAR_reexports, UZB), 0, 0, 1);
        assert_close(of(&fixture, STEPPE_VAR_reexports, CHN), 0, 0, 1);
        // Goods are traded as before: what is passed on stands beside them.
        for (size_t pair = 0; pair < FIXTURE_ACTORS * FIXTURE_ACTORS; pair++)
            assert_close(of(&fixture, STEPPE_VAR_goods_trade, pair),
                         of(&plain, STEPPE_VAR_goods_trade, pair), 1e-9, 1);
        assert_close(of(&fixture, STEPPE_VAR_trade_gain, KAZ), 1, 0, 1e-9);
    }
    fixture_free(&plain);
    fixture_free(&fixture);
}

static void without_sanctions_there_is_nothing_to_comply_with(void **state) {
    (void)state;
    double passed[2][FIXTURE_ACTORS];
    for (int complies = 0; complies < 2; complies++) {
        struct fixture fixture;
        make(&fixture, 1);
        for (size_t pair = 0; pair < FIXTURE_ACTORS * FIXTURE_ACTORS; pair++)
            fixture_set(&fixture, STEPPE_VAR_sanction_level, pair, -1, 0);
        fixture_set(&fixture, STEPPE_VAR_compliance, 0, -1, complies ? 4 : 0.25);
        quarters(&fixture, 4);
        for (size_t k = 0; k < FIXTURE_ACTORS; k++)
            passed[complies][k] = of(&fixture, STEPPE_VAR_reexports, k);
        fixture_free(&fixture);
    }
    assert_memory_equal(passed[0], passed[1], sizeof passed[0]);
}

// At the base all of rho times the suppressed flow returns, whoever carries it.
static void what_returns_adds_up_to_its_share_of_what_is_suppressed(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    double expected = 0, sum = 0;
    for (size_t i = 0; i < FIXTURE_ACTORS; i++)
        for (size_t j = 0; j < FIXTURE_ACTORS; j++) {
            const double level = of(&fixture, STEPPE_VAR_sanction_level, fixture_pair(i, j));
            expected += 0.15 * goods(&fixture, i, j) * (pow(1.3, 4 * level) - 1);
        }
    for (size_t k = 0; k < FIXTURE_ACTORS; k++)
        fixture_set(&fixture, STEPPE_VAR_transit_open, k, -1, 0);
    quarters(&fixture, 1);
    for (size_t k = 0; k < FIXTURE_ACTORS; k++) sum -= of(&fixture, STEPPE_VAR_reexports, k);
    assert_close(sum, expected, 1e-11, 0); // all doors shut: what is missing is the base
    assert_true(expected > 1e10);
    fixture_free(&fixture);
}

static void secondary_sanctions_take_openness_stress_hosts_and_heal(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture.world.fix_noise = true; // a draw of 1/2: a hit where the chance is above
    fixture_set_parameter(&fixture, "trade.secondary_hazard", 0, -1, 12);
    fixture_set(&fixture, STEPPE_VAR_stress, 0, -1, 0.25);
    quarters(&fixture, 1);
    // The chance is above 1/2 for KAZ, which passes on much of its GDP, and not for CHN.
    assert_close(of(&fixture, STEPPE_VAR_secondary_sanctions, KAZ), 0.6, 1e-12, 0);
    assert_close(of(&fixture, STEPPE_VAR_stress, 0), 0.75, 1e-12, 0);
    assert_true(of(&fixture, STEPPE_VAR_secondary_sanctions, CHN) == 0);
    assert_close(of(&fixture, STEPPE_VAR_reexports, KAZ), 0, 0, 1); // the hit works from now on
    fixture_set_parameter(&fixture, "trade.secondary_hazard", 0, -1, 0);
    quarters(&fixture, 1);
    assert_true(of(&fixture, STEPPE_VAR_reexports, KAZ) < -1e7);
    assert_close(of(&fixture, STEPPE_VAR_secondary_sanctions, KAZ), 0.6 * exp(-0.25 / 3), 1e-12, 0);
    assert_close(of(&fixture, STEPPE_VAR_stress, 0), 0.75, 1e-12, 0);
    fixture_free(&fixture);
}

// ---- lanes --------------------------------------------------------------------------------------

// Parameters and shocks number `number` in a lane.
static void shake(struct fixture *fixture, int lane, int number) {
    const double x = (number * 37 % 101) / 101.0, y = (number * 53 % 97) / 97.0;
    fixture_set_parameter(fixture, "trade.theta", 0, lane, 2.5 + 4 * x);
    fixture_set_parameter(fixture, "trade.domestic_scale", 0, lane, 0.7 + 0.8 * y);
    fixture_set_parameter(fixture, "trade.wedge", 0, lane, 1.1 + 0.4 * x);
    fixture_set(fixture, STEPPE_VAR_price, OIL, lane, 0.6 + y);
    fixture_set(fixture, STEPPE_VAR_trade_barrier, fixture_pair(CHN, UZB), lane, 0.9 + 0.3 * x);
    fixture_set(fixture, STEPPE_VAR_sanction_level, fixture_pair(ROW, RUS), lane, y);
    for (size_t i = 0; i < FIXTURE_ACTORS; i++)
        fixture_set(fixture, STEPPE_VAR_gdp, i, lane, 1 + 0.3 * x * y * (double)i / 5);
}

static const uint32_t written[] = {
    STEPPE_VAR_wage,      STEPPE_VAR_trade_gain, STEPPE_VAR_goods_trade, STEPPE_VAR_fuel_trade,
    STEPPE_VAR_reexports, STEPPE_VAR_trade_cost, STEPPE_VAR_fuel_cost,   STEPPE_VAR_sanctions_felt,
};

static void lanes_agree_with_the_scalar_twin(void **state) {
    (void)state;
    struct fixture lanes;
    make(&lanes, STEPPE_LANES);
    for (int lane = 0; lane < STEPPE_LANES; lane++) shake(&lanes, lane, lane);
    quarters(&lanes, 6);
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        struct fixture twin;
        make(&twin, 1);
        shake(&twin, 0, lane);
        quarters(&twin, 6);
        for (size_t v = 0; v < STEPPE_COUNT(written); v++)
            for (size_t cell = 0; cell < lanes.layout->cell_counts[written[v]]; cell++) {
                // Markets clear to 1e-5 in lanes; flows follow wages theta = 6.5 fold. Re-exports
                // are a difference of two numbers near 1e10.
                const bool money = written[v] == STEPPE_VAR_reexports;
                assert_close(fixture_get(&lanes, written[v], cell, lane),
                             of(&twin, written[v], cell), 7e-5, money ? 1e6 : 1e-6);
            }
        fixture_free(&twin);
    }
    fixture_free(&lanes);
}

static void a_nan_stays_in_its_lane(void **state) {
    (void)state;
    struct fixture good, bad;
    make(&good, STEPPE_LANES);
    make(&bad, STEPPE_LANES);
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        shake(&good, lane, lane);
        shake(&bad, lane, lane);
    }
    fixture_set(&bad, STEPPE_VAR_gdp, CHN, 5, (double)NAN);
    quarters(&good, 2);
    quarters(&bad, 2);
    const size_t cells = good.layout->state_cells;
    for (size_t i = 0; i < cells; i++)
        for (int lane = 0; lane < STEPPE_LANES; lane++)
            if (lane != 5)
                assert_memory_equal(&bad.world.state[i * STEPPE_LANES + (size_t)lane],
                                    &good.world.state[i * STEPPE_LANES + (size_t)lane],
                                    sizeof(steppe_real));
    assert_true(isnan(fixture_get(&bad, STEPPE_VAR_wage, KAZ, 5)));
    assert_true(isnan(fixture_get(&bad, STEPPE_VAR_goods_trade, fixture_pair(CHN, KAZ), 5)));
    fixture_free(&good);
    fixture_free(&bad);
}

// Parameters so far off that no equilibrium is found are a fault of the lane, not a number.
static void a_lane_without_an_equilibrium_fails(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, STEPPE_LANES);
    fixture_set(&fixture, STEPPE_VAR_gdp, KAZ, 9, -1);
    quarters(&fixture, 1);
    assert_true(isnan(fixture_get(&fixture, STEPPE_VAR_wage, KAZ, 9)));
    assert_close(fixture_get(&fixture, STEPPE_VAR_wage, KAZ, 8), 1, 1e-6, 0);
    fixture_free(&fixture);
}

static void prepare_names_the_actor_without_a_gdp(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    struct steppe_figure *figures = STEPPE_TAKE(&fixture.arena, fixture.model->figure_count,
                                                struct steppe_figure);
    size_t kept = 0;
    for (size_t i = 0; i < fixture.model->figure_count; i++) {
        const struct steppe_figure *figure = &fixture.model->figures[i];
        if (figure->variable == STEPPE_VAR_gdp_level && figure->at[0] == UZB) continue;
        figures[kept++] = *figure;
    }
    fixture.model->figures = figures;
    fixture.model->figure_count = kept;
    struct steppe_setup setup = {.model = fixture.model,
                                 .layout = fixture.layout,
                                 .arena = &fixture.arena,
                                 .known_month = 2024 * 12,
                                 .start = fixture.start,
                                 .start_spread = fixture.start_spread};
    struct steppe_error error = {0};
    assert_false(steppe_mechanism_trade_scalar.prepare(&setup, &error));
    assert_int_equal(error.code, STEPPE_CODE_MODEL);
    assert_non_null(strstr(error.message, "no figure of gdp_level"));
    assert_non_null(strstr(error.message, "UZB"));
    for (uint64_t n = 1; n < 3; n++) { // and says so when memory is short
        steppe_arena_fail_after(1);
        setup.arena = &(struct steppe_arena){0};
        assert_false(steppe_mechanism_trade_scalar.prepare(&setup, &error));
        assert_int_equal(error.code, STEPPE_CODE_MEMORY);
    }
    steppe_arena_fail_after(0);
    fixture_free(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_the_base_nothing_moves_in_ten_years),
        cmocka_unit_test(the_base_is_goods_less_fuels),
        cmocka_unit_test(equal_growth_leaves_wages_and_gains_alone),
        cmocka_unit_test(gaps_follow_the_money),
        cmocka_unit_test(spending_never_falls_below_a_tenth_of_its_base),
        cmocka_unit_test(fuels_are_base_times_price_times_deliveries),
        cmocka_unit_test(fuels_cost_what_is_asked_and_what_is_owed),
        cmocka_unit_test(fuel_that_does_not_come_saves_its_buyer_nothing),
        cmocka_unit_test(costs_in_force_follow_with_their_lag),
        cmocka_unit_test(a_barrier_costs_both_ends_and_moves_trade_to_others),
        cmocka_unit_test(gains_are_those_of_the_share_at_home),
        cmocka_unit_test(easing_sanctions_takes_reexports_below_their_base),
        cmocka_unit_test(tighter_sanctions_raise_reexports_through_open_borders_only),
        cmocka_unit_test(what_goes_straight_and_round_never_exceeds_what_went_before_sanctions),
        cmocka_unit_test(sanctions_felt_are_those_in_the_cost_of_trade),
        cmocka_unit_test(who_complies_with_sanctions_passes_less_on_and_only_that),
        cmocka_unit_test(without_sanctions_there_is_nothing_to_comply_with),
        cmocka_unit_test(what_returns_adds_up_to_its_share_of_what_is_suppressed),
        cmocka_unit_test(secondary_sanctions_take_openness_stress_hosts_and_heal),
        cmocka_unit_test(lanes_agree_with_the_scalar_twin),
        cmocka_unit_test(a_nan_stays_in_its_lane),
        cmocka_unit_test(a_lane_without_an_equilibrium_fails),
        cmocka_unit_test(prepare_names_the_actor_without_a_gdp),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
