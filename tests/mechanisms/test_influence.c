// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_influence: the index on the six actors of the fixture, with trade and economy before it:
// worked by hand from the figures of the fixture, then its books, directions and instances.
#include "mechanisms/fixture.c"

extern const struct steppe_mechanism steppe_mechanism_trade_scalar,
    steppe_mechanism_economy_scalar, steppe_mechanism_influence_scalar;

enum { TRADE_AT, ECONOMY_AT, INFLUENCE_AT, MECHANISMS };
// Kinds of ties in the order of the fixture.
enum { TRADE, FUELS, CAPITAL, DEBT, PAYOUT, REMITTANCES, ARMS, TROOPS, TREATIES };

static const struct steppe_mechanism *const in_lanes[] = {
    &STEPPE_NAMED(steppe_mechanism_trade), &STEPPE_NAMED(steppe_mechanism_economy),
    &STEPPE_NAMED(steppe_mechanism_influence)};
static const struct steppe_mechanism *const in_double[] = {&steppe_mechanism_trade_scalar,
                                                           &steppe_mechanism_economy_scalar,
                                                           &steppe_mechanism_influence_scalar};

static const struct fixture_setting settings[] = {
    {"trade.theta", -1, 4},
    {"trade.cost_adjustment", -1, 2},
    {"trade.domestic_scale", -1, 1},
    {"trade.wedge", -1, 1.3},
    {"trade.reexport_share", -1, 0.15},
    {"trade.reexport_margin", -1, 0.1},
    {"trade.secondary_hazard", -1, 0},
    {"trade.secondary_effect", -1, 0.5},
    {"trade.secondary_stress", -1, 0.5},
    {"trade.secondary_recovery", -1, 3},
    {"trade.least_home", -1, 0.2},
    {"trade.least_spending", -1, 0.1},
    {"economy.growth", -1, 0},
    {"economy.volatility", -1, 0.03},
    {"economy.cycle_persistence", -1, 1.5},
    {"economy.common_share", -1, 0.4},
    {"economy.investment_effect", -1, 0.15},
    {"economy.disorder_effect", -1, 0.03},
    {"economy.oil_effect", -1, 0.02},
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
    {"influence.exponent", -1, 0.4},
    {"influence.tie_weight", -1, 1},
    {"influence.tie_weight", TROOPS, 3},
    {"influence.domain_weight", -1, 1},
    {"influence.domain_weight", SECURITY, 2},
    {"influence.own_share", KAZ, 0.3},
    {"influence.own_share", UZB, 0.4},
};

static void make(struct fixture *fixture, int lanes) {
    fixture_make(fixture, lanes, lanes == 1 ? in_double : in_lanes, MECHANISMS, settings,
                 STEPPE_COUNT(settings));
    fixture->world.fix_noise = true;
}

static size_t tie_cell(size_t tie, size_t power, size_t host) {
    return (tie * FIXTURE_POWERS + power) * FIXTURE_HOSTS + host;
}

static double get(const struct fixture *fixture, uint32_t variable, size_t cell) {
    return fixture_get(fixture, variable, cell, 0);
}

static const uint32_t owned[] = {
    STEPPE_VAR_tie_volume,  STEPPE_VAR_bandwidth,    STEPPE_VAR_tie_dependence,
    STEPPE_VAR_dependence,  STEPPE_VAR_leverage,     STEPPE_VAR_domain_score,
    STEPPE_VAR_influence,   STEPPE_VAR_influence_score, STEPPE_VAR_autonomy,
};

// ---- by hand ----------------------------------------------------------------------------------

static void treaties_weigh_by_their_number_and_share(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_step(&fixture, INFLUENCE_AT);
    // RUS 5 and CHN 2 of the 7 that bind KAZ; none binds UZB. Median 3.5, largest 5.
    const double largest = log(1 + 5 / 3.5);
    const size_t rus = tie_cell(TREATIES, 0, 0), chn = tie_cell(TREATIES, 1, 0);
    assert_close(get(&fixture, STEPPE_VAR_tie_volume, rus), 5, 1e-15, 0);
    assert_close(get(&fixture, STEPPE_VAR_bandwidth, rus), 1, 1e-14, 0);
    assert_close(get(&fixture, STEPPE_VAR_bandwidth, chn), log(1 + 2 / 3.5) / largest, 1e-14, 0);
    assert_close(get(&fixture, STEPPE_VAR_tie_dependence, rus), 5.0 / 7, 1e-14, 0);
    assert_close(get(&fixture, STEPPE_VAR_tie_dependence, chn), 2.0 / 7, 1e-14, 0);
    assert_true(get(&fixture, STEPPE_VAR_tie_volume, tie_cell(TREATIES, 0, 1)) == 0);
    assert_true(get(&fixture, STEPPE_VAR_bandwidth, tie_cell(TREATIES, 2, 0)) == 0);
    // The only tie of politics: B^0.4 Dep^0.6.
    const size_t politics = (POLITICS * FIXTURE_POWERS + 1) * FIXTURE_HOSTS + 0;
    assert_close(get(&fixture, STEPPE_VAR_domain_score, politics),
                 pow(log(1 + 2 / 3.5) / largest, 0.4) * pow(2.0 / 7, 0.6), 1e-13, 0);
    fixture_free(&fixture);
}

static void trade_weighs_by_gdp_and_security_by_what_is_supplied(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_step(&fixture, INFLUENCE_AT);
    // KAZ sells RUS 10 bn and buys 16 bn, of a GDP of 260 bn. No median is needed for dependence.
    assert_close(get(&fixture, STEPPE_VAR_tie_dependence, tie_cell(TRADE, 0, 0)), 26.0 / 260,
                 1e-12, 0);
    // Fuels: 8 of the 15 bn that KAZ sells CHN.
    assert_close(get(&fixture, STEPPE_VAR_tie_dependence, tie_cell(TRADE, 1, 0)),
                 (15.0 - 8 + 17) / 260, 1e-12, 0);
    assert_close(get(&fixture, STEPPE_VAR_tie_dependence, tie_cell(FUELS, 1, 0)), 8.0 / 260,
                 1e-12, 0);
    // Security of KAZ: 1.4 bn of its own, 900 TIV at 144000 USD, 500 men at 50000 USD.
    const double cover = 1.4e9 + 900 * 144e3 + 500 * 50e3;
    assert_close(get(&fixture, STEPPE_VAR_tie_dependence, tie_cell(ARMS, 0, 0)),
                 900 * 144e3 / cover, 1e-12, 0);
    assert_close(get(&fixture, STEPPE_VAR_tie_dependence, tie_cell(TROOPS, 0, 0)),
                 500 * 50e3 / cover, 1e-12, 0);
    // Within security troops weigh 3 of 4; both are the largest or the only ones of their kind
    // but arms: 60, 150, 300, 900, median 225.
    const double arms = pow(900 * 144e3 / cover, 0.6), troops = pow(500 * 50e3 / cover, 0.6);
    assert_close(get(&fixture, STEPPE_VAR_domain_score, (SECURITY * FIXTURE_POWERS + 0) *
                                                            FIXTURE_HOSTS + 0),
                 0.25 * arms + 0.75 * troops, 1e-12, 0);
    assert_close(get(&fixture, STEPPE_VAR_bandwidth, tie_cell(ARMS, 1, 1)),
                 log(1 + 150.0 / 225) / log(1 + 900.0 / 225), 1e-12, 0);
    fixture_free(&fixture);
}

static void scores_add_up_over_domains_with_their_weights(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_step(&fixture, INFLUENCE_AT);
    // All five domains have ties; security weighs 2 of 6.
    for (size_t p = 0; p < FIXTURE_POWERS; p++)
        for (size_t h = 0; h < FIXTURE_HOSTS; h++) {
            double sum = 0;
            for (size_t d = 0; d < FIXTURE_DOMAINS; d++)
                sum += (d == SECURITY ? 2.0 : 1.0) / 6 *
                       get(&fixture, STEPPE_VAR_domain_score,
                           (d * FIXTURE_POWERS + p) * FIXTURE_HOSTS + h);
            assert_close(get(&fixture, STEPPE_VAR_influence_score, fixture_power_host(p, h)), sum,
                         1e-12, 0);
        }
    fixture_free(&fixture);
}

static void leverage_is_dependence_less_that_of_the_power(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_step(&fixture, INFLUENCE_AT);
    // RUS leans on KAZ through trade alone: 26 of 2000 bn; trade is one of four ties of economy,
    // economy 1 of 6.
    const size_t at = fixture_power_host(0, 0);
    const double backward = 26.0 / 2000 / 4 / 6;
    assert_close(get(&fixture, STEPPE_VAR_leverage, at),
                 get(&fixture, STEPPE_VAR_dependence, at) - backward, 1e-12, 0);
    // Half the economy, twice the need: sanctions that shrink RUS raise the host's leverage.
    const double before = get(&fixture, STEPPE_VAR_leverage, at);
    fixture_set(&fixture, STEPPE_VAR_gdp_nominal, RUS, -1, 1000e9);
    fixture_step(&fixture, INFLUENCE_AT);
    assert_close(get(&fixture, STEPPE_VAR_leverage, at), before - backward, 1e-12, 0);
    fixture_free(&fixture);
}

// ---- books ------------------------------------------------------------------------------------

static void shares_and_the_own_part_sum_to_one_within_bounds(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, STEPPE_LANES);
    fixture.world.fix_noise = false;
    fixture_months(&fixture, 60);
    for (int lane = 0; lane < STEPPE_LANES; lane++)
        for (size_t h = 0; h < FIXTURE_HOSTS; h++) {
            double sum = h == 0 ? 0.3 : 0.4, squares = 0;
            for (size_t p = 0; p < FIXTURE_POWERS; p++) {
                const double share = fixture_get(&fixture, STEPPE_VAR_influence,
                                                 fixture_power_host(p, h), lane);
                assert_true(share >= 0 && share <= 1);
                sum += share;
                squares += share * share;
            }
            assert_close(sum, 1, 5e-7, 0); // a handful of float roundings
            assert_close(fixture_get(&fixture, STEPPE_VAR_autonomy, h, lane), 1 - squares, 5e-7, 0);
            for (size_t k = 0; k <= TREATIES; k++)
                for (size_t p = 0; p < FIXTURE_POWERS; p++) {
                    const double need = fixture_get(&fixture, STEPPE_VAR_tie_dependence,
                                                    tie_cell(k, p, h), lane);
                    assert_true(need >= 0 && need <= 1);
                }
        }
    fixture_free(&fixture);
}

static void the_view_of_the_start_is_that_of_the_first_quarter_at_rest(void **state) {
    (void)state;
    for (int lanes = 1; lanes <= STEPPE_LANES; lanes += STEPPE_LANES - 1) {
        struct fixture fixture;
        make(&fixture, lanes);
        fixture_months(&fixture, 120);
        for (size_t i = 0; i < STEPPE_COUNT(owned); i++)
            for (uint32_t cell = 0; cell < fixture.layout->cell_counts[owned[i]]; cell++)
                // The rest point of docs/model.md; trade is solved to 1e-5 only in float.
                assert_close(fixture_get(&fixture, owned[i], cell, lanes - 1),
                             fixture.start[fixture.layout->offsets[owned[i]] + cell],
                             lanes == 1 ? 1e-9 : 1e-4, lanes == 1 ? 1e-10 : 1e-5);
        fixture_free(&fixture);
    }
}

static void only_ratios_of_weights_count(void **state) {
    (void)state;
    struct fixture one, ten;
    make(&one, 1);
    make(&ten, 1);
    for (size_t k = 0; k <= TREATIES; k++)
        fixture_set_parameter(&ten, "influence.tie_weight", k, -1, k == TROOPS ? 30 : 10);
    for (size_t d = 0; d < FIXTURE_DOMAINS; d++)
        fixture_set_parameter(&ten, "influence.domain_weight", d, -1, d == SECURITY ? 0.2 : 0.1);
    fixture_step(&one, INFLUENCE_AT);
    fixture_step(&ten, INFLUENCE_AT);
    for (size_t cell = 0; cell < FIXTURE_POWERS * FIXTURE_HOSTS; cell++)
        assert_close(get(&ten, STEPPE_VAR_influence_score, cell),
                     get(&one, STEPPE_VAR_influence_score, cell), 1e-13, 0);
    fixture_free(&one);
    fixture_free(&ten);
}

// ---- directions -------------------------------------------------------------------------------

static void more_troops_raise_their_power_and_no_other_host_feels_it(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, STEPPE_LANES);
    fixture_step(&fixture, INFLUENCE_AT);
    double before[FIXTURE_POWERS * FIXTURE_HOSTS];
    for (size_t i = 0; i < FIXTURE_POWERS * FIXTURE_HOSTS; i++)
        before[i] = get(&fixture, STEPPE_VAR_influence, i);
    const double autonomy = get(&fixture, STEPPE_VAR_autonomy, 0);
    fixture_set(&fixture, STEPPE_VAR_troops, fixture_power_host(0, 0), -1, 5000);
    fixture_step(&fixture, INFLUENCE_AT);
    assert_true(get(&fixture, STEPPE_VAR_influence, fixture_power_host(0, 0)) > before[0]);
    for (size_t p = 1; p < FIXTURE_POWERS; p++)
        assert_true(get(&fixture, STEPPE_VAR_influence, fixture_power_host(p, 0)) <
                    before[fixture_power_host(p, 0)]);
    for (size_t p = 0; p < FIXTURE_POWERS; p++)
        assert_true(get(&fixture, STEPPE_VAR_influence, fixture_power_host(p, 1)) ==
                    before[fixture_power_host(p, 1)]);
    assert_true(get(&fixture, STEPPE_VAR_autonomy, 0) < autonomy);
    // Not clipped: ten times the largest of the reference.
    assert_true(get(&fixture, STEPPE_VAR_bandwidth, tie_cell(TROOPS, 0, 0)) > 1.5);
    fixture_free(&fixture);
}

static void a_tie_where_there_was_none_counts_and_one_that_ends_is_gone(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, STEPPE_LANES);
    fixture_set(&fixture, STEPPE_VAR_troops, fixture_power_host(2, 1), 7, 400);
    fixture_set(&fixture, STEPPE_VAR_troops, fixture_power_host(0, 0), -1, 0);
    fixture_step(&fixture, INFLUENCE_AT);
    assert_true(fixture_get(&fixture, STEPPE_VAR_bandwidth, tie_cell(TROOPS, 2, 1), 7) > 0);
    assert_true(fixture_get(&fixture, STEPPE_VAR_bandwidth, tie_cell(TROOPS, 2, 1), 6) == 0);
    assert_true(fixture_get(&fixture, STEPPE_VAR_influence, fixture_power_host(2, 1), 7) >
                fixture_get(&fixture, STEPPE_VAR_influence, fixture_power_host(2, 1), 6));
    assert_true(fixture_get(&fixture, STEPPE_VAR_bandwidth, tie_cell(TROOPS, 0, 0), 3) == 0);
    assert_true(fixture_get(&fixture, STEPPE_VAR_tie_dependence, tie_cell(TROOPS, 0, 0), 3) == 0);
    fixture_free(&fixture);
}

static void a_larger_own_part_scales_all_shares_alike(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_step(&fixture, INFLUENCE_AT);
    const double rus = get(&fixture, STEPPE_VAR_influence, 0);
    fixture_set_parameter(&fixture, "influence.own_share", 0, -1, 0.65);
    fixture_step(&fixture, INFLUENCE_AT);
    assert_close(get(&fixture, STEPPE_VAR_influence, 0), rus / 2, 1e-13, 0);
    fixture_free(&fixture);
}

// ---- rows and figures -------------------------------------------------------------------------

// Four rows of RUS with KAZ beside those of the fixture; then prepares anew.
static void set_rows(struct fixture *fixture, const struct steppe_tie *rows, size_t count) {
    fixture->model->ties = rows;
    fixture->model->tie_count = count;
    fixture_prepare(fixture);
    fixture_make_world(fixture);
    fixture->world.fix_noise = true;
}

static void rows_count_from_their_start_until_a_known_end(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    struct steppe_tie rows[6];
    for (size_t i = 0; i < 6; i++) rows[i] = fixture.model->ties[0]; // RUS-KAZ, 5, open
    rows[1].from = CHN;
    rows[1].value = 2;
    // Known at the start of 2024: one begins in June 2024, one ends with 2023, one ends in 2030.
    rows[2].start = (struct steppe_date){.year = 2024, .month = 6};
    rows[2].has_value = false;
    rows[3].end = (struct steppe_date){.year = 2023};
    rows[3].value = 100;
    rows[4].end = (struct steppe_date){.year = 2030};
    rows[4].value = 3;
    rows[5].known_month = 2024 * 12 + 1; // not known yet
    rows[5].value = 1000;
    set_rows(&fixture, rows, 6);
    const size_t rus = tie_cell(TREATIES, 0, 0);
    assert_close(fixture.start[fixture.layout->offsets[STEPPE_VAR_tie_volume] + rus], 8, 1e-15, 0);
    fixture_step(&fixture, INFLUENCE_AT);
    assert_close(get(&fixture, STEPPE_VAR_tie_volume, rus), 8, 1e-15, 0);
    fixture.world.month = 5; // June
    fixture_step(&fixture, INFLUENCE_AT);
    assert_close(get(&fixture, STEPPE_VAR_tie_volume, rus), 9, 1e-15, 0); // a row without a number
    assert_close(get(&fixture, STEPPE_VAR_tie_dependence, rus), 9.0 / 11, 1e-14, 0);
    fixture.world.month = 11 * 12; // an end ahead may be put off
    fixture_step(&fixture, INFLUENCE_AT);
    assert_close(get(&fixture, STEPPE_VAR_tie_volume, rus), 9, 1e-15, 0);
    fixture_free(&fixture);
}

// The reference of a kind that has no tie at the start is that of the month in which it first has.
static void a_kind_of_tie_that_begins_later_counts_from_then_on(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct fixture fixture;
        make(&fixture, i == 0 ? 1 : STEPPE_LANES);
        struct steppe_tie rows[2];
        for (size_t r = 0; r < 2; r++) {
            rows[r] = fixture.model->ties[0]; // RUS-KAZ, 5
            rows[r].start = (struct steppe_date){.year = 2024, .month = 6};
        }
        rows[1].from = CHN;
        rows[1].value = 2;
        set_rows(&fixture, rows, 2);
        const size_t politics = POLITICS * FIXTURE_POWERS * FIXTURE_HOSTS;
        fixture_step(&fixture, INFLUENCE_AT);
        assert_true(get(&fixture, STEPPE_VAR_domain_score, politics) == 0);
        fixture.world.month = 5; // June
        fixture_step(&fixture, INFLUENCE_AT);
        // A log and an exp of float, where it is lanes.
        const double near = i == 0 ? 1e-13 : 1e-6;
        assert_close(get(&fixture, STEPPE_VAR_bandwidth, tie_cell(TREATIES, 0, 0)), 1, near, 0);
        assert_close(get(&fixture, STEPPE_VAR_domain_score, politics), pow(5.0 / 7, 0.6), near, 0);
        fixture_free(&fixture);
    }
}

struct given {
    int32_t from, to;
    double value;
};

// Treaties by figures of that variable, beside those of the fixture.
static void carry_treaties(struct fixture *fixture, uint32_t variable,
                           enum steppe_direction direction, const struct given *given,
                           size_t given_count) {
    const size_t count = fixture->model->figure_count;
    struct steppe_figure *figures = FIXTURE_TAKE(fixture, count + given_count,
                                                 struct steppe_figure);
    memcpy(figures, fixture->model->figures, count * sizeof *figures);
    fixture->model->figures = figures;
    for (size_t i = 0; i < given_count; i++)
        fixture_add_figure(fixture, figures, variable, given[i].from, given[i].to, given[i].value);
    qsort(figures, fixture->model->figure_count, sizeof *figures, fixture_compare);
    struct steppe_tie_kind *kinds = FIXTURE_TAKE(fixture, FIXTURE_TIES, struct steppe_tie_kind);
    memcpy(kinds, fixture->model->tie_kinds, FIXTURE_TIES * sizeof *kinds);
    kinds[TREATIES].variable = variable;
    kinds[TREATIES].direction = direction;
    fixture->model->tie_kinds = kinds;
    fixture_prepare(fixture);
    fixture_make_world(fixture);
    fixture_step(fixture, INFLUENCE_AT);
}

static void figures_carry_a_tie_also_when_a_pair_is_given_once(void **state) {
    (void)state;
    static const struct given given[] = {{KAZ, RUS, 0.6}, {CHN, KAZ, 0.9}};
    // Agreement has no direction: neither does it count twice where both ways are asked for.
    static const enum steppe_direction directions[] = {STEPPE_TO_HOST, STEPPE_BOTH_WAYS};
    for (size_t i = 0; i < STEPPE_COUNT(directions); i++) {
        struct fixture fixture;
        make(&fixture, 1);
        carry_treaties(&fixture, STEPPE_VAR_un_agreement, directions[i], given,
                       STEPPE_COUNT(given));
        assert_close(get(&fixture, STEPPE_VAR_tie_volume, tie_cell(TREATIES, 0, 0)), 0.6, 1e-15,
                     0);
        assert_close(get(&fixture, STEPPE_VAR_tie_dependence, tie_cell(TREATIES, 1, 0)), 0.6,
                     1e-14, 0);
        fixture_free(&fixture);
    }
}

static void a_table_with_a_direction_is_not_read_the_other_way_round(void **state) {
    (void)state;
    // UZB sells RUS arms and RUS sells KAZ: the first is no gift to UZB.
    static const struct given given[] = {{UZB, RUS, 0.6}, {RUS, KAZ, 0.9}, {KAZ, RUS, 0.2}};
    static const struct {
        enum steppe_direction direction;
        double kaz, uzb;
    } cases[] = {{STEPPE_TO_HOST, 0.9, 0},
                 {STEPPE_FROM_HOST, 0.2, 0.6},
                 {STEPPE_BOTH_WAYS, 1.1, 0.6}};
    for (size_t i = 0; i < STEPPE_COUNT(cases); i++) {
        struct fixture fixture;
        make(&fixture, 1);
        carry_treaties(&fixture, STEPPE_VAR_arms_deliveries, cases[i].direction, given,
                       STEPPE_COUNT(given));
        assert_close(get(&fixture, STEPPE_VAR_tie_volume, tie_cell(TREATIES, 0, 0)), cases[i].kaz,
                     1e-15, 1e-15);
        assert_close(get(&fixture, STEPPE_VAR_tie_volume, tie_cell(TREATIES, 0, 1)), cases[i].uzb,
                     1e-15, 1e-15);
        fixture_free(&fixture);
    }
}

static void a_tie_may_not_be_carried_by_what_ties_no_pair(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    struct steppe_tie_kind *kinds =
        FIXTURE_TAKE(&fixture, FIXTURE_TIES, struct steppe_tie_kind);
    memcpy(kinds, fixture.model->tie_kinds, FIXTURE_TIES * sizeof *kinds);
    kinds[ARMS].variable = STEPPE_VAR_stress;
    fixture.model->tie_kinds = kinds;
    struct steppe_setup setup = {
        .model = fixture.model,
        .layout = fixture.layout,
        .arena = &fixture.arena,
        .first_parameter = steppe_model_parameter(fixture.model, "influence.exponent"),
        .known_month = 2024 * 12,
        .start = fixture.start,
        .start_spread = fixture.start_spread,
    };
    struct steppe_error error = {0};
    assert_false(fixture.mechanisms[INFLUENCE_AT]->prepare(&setup, &error));
    assert_int_equal(error.code, STEPPE_CODE_MODEL);
    assert_string_equal(error.message, "tie arms: stress cannot give a tie its size");
    fixture_free(&fixture);
}

// ---- instances --------------------------------------------------------------------------------

static void lanes_agree_with_the_scalar_twin(void **state) {
    (void)state;
    struct fixture lanes, twin;
    make(&lanes, STEPPE_LANES);
    make(&twin, 1);
    fixture_step(&lanes, INFLUENCE_AT);
    fixture_step(&twin, INFLUENCE_AT);
    for (size_t i = 0; i < STEPPE_COUNT(owned); i++)
        for (uint32_t cell = 0; cell < twin.layout->cell_counts[owned[i]]; cell++)
            // Three logs, an exp, and sums of at most nine terms: some 20 roundings.
            assert_close(fixture_get(&lanes, owned[i], cell, 4), get(&twin, owned[i], cell), 3e-6,
                         1e-7);
    fixture_free(&lanes);
    fixture_free(&twin);
}

static void nan_stays_in_its_lane(void **state) {
    (void)state;
    static const uint32_t read[] = {STEPPE_VAR_goods_trade, STEPPE_VAR_troops,
                                    STEPPE_VAR_gdp_nominal, STEPPE_VAR_remittances};
    struct fixture good, bad;
    make(&good, STEPPE_LANES);
    make(&bad, STEPPE_LANES);
    fixture_spoil(&bad, read, STEPPE_COUNT(read), 2);
    fixture_step(&good, INFLUENCE_AT);
    fixture_step(&bad, INFLUENCE_AT);
    fixture_expect_others_as(&bad, &good, owned, STEPPE_COUNT(owned), 2);
    for (size_t cell = 0; cell < FIXTURE_POWERS * FIXTURE_HOSTS; cell++)
        assert_true(isnan(fixture_get(&bad, STEPPE_VAR_influence, cell, 2)));
    fixture_free(&good);
    fixture_free(&bad);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(treaties_weigh_by_their_number_and_share),
        cmocka_unit_test(trade_weighs_by_gdp_and_security_by_what_is_supplied),
        cmocka_unit_test(scores_add_up_over_domains_with_their_weights),
        cmocka_unit_test(leverage_is_dependence_less_that_of_the_power),
        cmocka_unit_test(shares_and_the_own_part_sum_to_one_within_bounds),
        cmocka_unit_test(the_view_of_the_start_is_that_of_the_first_quarter_at_rest),
        cmocka_unit_test(only_ratios_of_weights_count),
        cmocka_unit_test(more_troops_raise_their_power_and_no_other_host_feels_it),
        cmocka_unit_test(a_tie_where_there_was_none_counts_and_one_that_ends_is_gone),
        cmocka_unit_test(a_larger_own_part_scales_all_shares_alike),
        cmocka_unit_test(rows_count_from_their_start_until_a_known_end),
        cmocka_unit_test(figures_carry_a_tie_also_when_a_pair_is_given_once),
        cmocka_unit_test(a_table_with_a_direction_is_not_read_the_other_way_round),
        cmocka_unit_test(a_kind_of_tie_that_begins_later_counts_from_then_on),
        cmocka_unit_test(a_tie_may_not_be_carried_by_what_ties_no_pair),
        cmocka_unit_test(lanes_agree_with_the_scalar_twin),
        cmocka_unit_test(nan_stays_in_its_lane),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
