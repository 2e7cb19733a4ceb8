// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_unrest: waves of unrest on the fixture: rest, rates over many members against the closed
// form of mutually exciting events, directions, leaders, fading, twins.
#include "mechanisms/fixture.c"

extern const struct steppe_mechanism steppe_mechanism_unrest_scalar;

static const struct steppe_mechanism *const in_lanes[] = {&STEPPE_NAMED(steppe_mechanism_unrest)};
static const struct steppe_mechanism *const in_double[] = {&steppe_mechanism_unrest_scalar};

static const struct fixture_setting settings[] = {
    {"unrest.rate", -1, 0.4},         {"unrest.stress_effect", -1, 0.5},
    {"unrest.price_effect", -1, 0.2}, {"unrest.leader_effect", -1, 0.6},
    {"unrest.largest_effect", -1, 2}, {"unrest.old_age", -1, 70},
    {"unrest.long_rule", -1, 20},     {"unrest.successor_age", -1, 50},
    {"unrest.own_share", -1, 0.3},    {"unrest.neighbour_share", -1, 0.2},
    {"unrest.memory", -1, 0.5},       {"unrest.size", -1, 1},
    {"unrest.half_life", -1, 1},      {"unrest.fall_share", -1, 0},
    {"unrest.usual_stress", -1, 0},   {"unrest.stress_spread", -1, 0},
    {"unrest.usual_strain", -1, 0},
};

static void make(struct fixture *fixture, int lanes) {
    fixture_make(fixture, lanes, lanes == 1 ? in_double : in_lanes, 1, settings,
                 STEPPE_COUNT(settings));
}

static void nothing_happens_without_noise(void **state) {
    (void)state;
    for (int lanes = 1; lanes <= STEPPE_LANES; lanes += STEPPE_LANES - 1) {
        struct fixture fixture;
        make(&fixture, lanes);
        fixture.world.fix_noise = true;
        fixture_months(&fixture, 120);
        for (size_t h = 0; h < FIXTURE_HOSTS; h++) {
            assert_true(fixture_get(&fixture, STEPPE_VAR_disorder, h, 0) == 0);
            assert_true(fixture_get(&fixture, STEPPE_VAR_unrest_echo, h, 0) == 0);
            assert_true(fixture_get(&fixture, STEPPE_VAR_new_leader, h, 0) == 0);
        }
        fixture_free(&fixture);
    }
}

struct tally {
    double waves[FIXTURE_HOSTS], squares; // squares: of the two hosts together, by member
    double falls;
};

// Waves over `years`, after ten years that are not counted, of `blocks` x LANES members.
static struct tally count_waves(struct fixture *fixture, uint32_t blocks, int years) {
    struct tally tally = {0};
    for (uint32_t b = 0; b < blocks; b++) {
        double member[STEPPE_LANES] = {0};
        fixture->world.first_member = b * STEPPE_LANES;
        fixture->world.month = 0;
        for (size_t h = 0; h < FIXTURE_HOSTS; h++) {
            fixture_set(fixture, STEPPE_VAR_unrest_echo, h, -1, 0);
            fixture_set(fixture, STEPPE_VAR_new_leader, h, -1, 0);
        }
        for (int m = 0; m < 12 * (years + 10); m++) {
            fixture_month(fixture);
            if (m < 120) continue;
            for (size_t h = 0; h < FIXTURE_HOSTS; h++)
                for (int lane = 0; lane < STEPPE_LANES; lane++) {
                    const double waves = fixture_get(fixture, STEPPE_VAR_unrest_waves, h, lane);
                    tally.waves[h] += waves;
                    member[lane] += waves;
                }
        }
        for (int lane = 0; lane < STEPPE_LANES; lane++) {
            tally.squares += member[lane] * member[lane];
            for (size_t h = 0; h < FIXTURE_HOSTS; h++)
                tally.falls += fixture_get(fixture, STEPPE_VAR_new_leader, h, lane) > 0;
        }
    }
    return tally;
}

static void waves_come_at_the_rate_of_mutually_exciting_events(void **state) {
    (void)state;
    enum { BLOCKS = 60, YEARS = 20, MEMBERS = BLOCKS * STEPPE_LANES };
    struct fixture fixture;
    make(&fixture, STEPPE_LANES);
    fixture_set_parameter(&fixture, "unrest.rate", 1, -1, 0.2);
    const struct tally tally = count_waves(&fixture, BLOCKS, YEARS);
    // (I - G)^-1 mu with G = [0.3 0.2; 0.2 0.3] (hawkes-1971).
    const double determinant = 0.7 * 0.7 - 0.2 * 0.2;
    const double first = (0.7 * 0.4 + 0.2 * 0.2) / determinant;
    const double second = (0.2 * 0.4 + 0.7 * 0.2) / determinant;
    const double sum = tally.waves[0] + tally.waves[1], mean = sum / MEMBERS;
    const double error = sqrt((tally.squares / MEMBERS - mean * mean) / MEMBERS) / YEARS;
    // Four standard errors of the sum of both, which is wider than either.
    assert_close(tally.waves[0] / MEMBERS / YEARS, first, 0, 4 * error);
    assert_close(tally.waves[1] / MEMBERS / YEARS, second, 0, 4 * error);
    assert_true(error < 0.02 * (first + second));
    fixture_free(&fixture);
}

// A first wave follows on no other: whatever waves bring about, the chance that none comes in two
// years is e^(-2 (mu_0 + mu_1)).
static void the_chance_of_any_wave_is_that_of_a_first_one(void **state) {
    (void)state;
    enum { BLOCKS = 125, YEARS = 2, MEMBERS = BLOCKS * STEPPE_LANES };
    struct fixture fixture;
    make(&fixture, STEPPE_LANES);
    int with = 0;
    for (uint32_t b = 0; b < BLOCKS; b++) {
        bool any[STEPPE_LANES] = {false};
        for (size_t h = 0; h < FIXTURE_HOSTS; h++)
            fixture_set(&fixture, STEPPE_VAR_unrest_echo, h, -1, 0);
        fixture.world.first_member = b * STEPPE_LANES;
        fixture.world.month = 0;
        for (int m = 0; m < 12 * YEARS; m++) {
            fixture_month(&fixture);
            for (size_t h = 0; h < FIXTURE_HOSTS; h++)
                for (int lane = 0; lane < STEPPE_LANES; lane++)
                    any[lane] |= fixture_get(&fixture, STEPPE_VAR_unrest_waves, h, lane) > 0;
        }
        for (int lane = 0; lane < STEPPE_LANES; lane++) with += any[lane];
    }
    const double chance = 1 - exp(-YEARS * (0.4 + 0.4));
    // Four standard errors of a share of 4000.
    assert_close((double)with / MEMBERS, chance, 0, 4 * sqrt(chance * (1 - chance) / MEMBERS));
    fixture_free(&fixture);
}

// Waves a year of a host whose stress is drawn anew each month from a normal distribution, none of
// them brought about by others.
static double waves_under_stress(double mean, double spread, double usual_mean, double usual_spread,
                                 double *error) {
    enum { BLOCKS = 40, YEARS = 20, MEMBERS = BLOCKS * STEPPE_LANES };
    struct fixture fixture;
    make(&fixture, STEPPE_LANES);
    fixture_set_parameter(&fixture, "unrest.own_share", 0, -1, 0);
    fixture_set_parameter(&fixture, "unrest.neighbour_share", 0, -1, 0);
    fixture_set_parameter(&fixture, "unrest.stress_effect", 0, -1, 0.8);
    fixture_set_parameter(&fixture, "unrest.usual_stress", 0, -1, usual_mean);
    fixture_set_parameter(&fixture, "unrest.stress_spread", 0, -1, usual_spread);
    uint64_t seed = 1;
    double waves = 0;
    for (uint32_t b = 0; b < BLOCKS; b++) {
        fixture.world.first_member = b * STEPPE_LANES;
        fixture.world.month = 0;
        for (int m = 0; m < 12 * YEARS; m++) {
            for (int lane = 0; lane < STEPPE_LANES; lane++) {
                double twelve = -6; // twelve uniform numbers less 6: normal but for the far tails
                for (int k = 0; k < 12; k++) {
                    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
                    twelve += (double)(seed >> 11) / 0x1p53;
                }
                fixture_set(&fixture, STEPPE_VAR_stress, 0, lane, mean + spread * twelve);
            }
            fixture_month(&fixture);
            for (int lane = 0; lane < STEPPE_LANES; lane++)
                waves += fixture_get(&fixture, STEPPE_VAR_unrest_waves, 0, lane);
        }
    }
    fixture_free(&fixture);
    *error = sqrt(waves) / MEMBERS / YEARS;
    return waves / MEMBERS / YEARS;
}

// The rate counts waves over good years and bad ones: stress that varies as usual adds none on the
// average. Without what is usual the mean rate would be 0.4 times the mean of e^min(0.8 x, 2).
static void stress_that_varies_as_usual_leaves_the_mean_rate(void **state) {
    (void)state;
    double error;
    const double usual = waves_under_stress(0.5, 1.5, 0.5, 1.5, &error);
    // Four standard errors, and 5 percent of the six years that stand for all.
    assert_close(usual, 0.4, 0.05, 4 * error);
    assert_true(4 * error < 0.02);
    assert_true(waves_under_stress(0.5, 1.5, 0, 0, &error) > 1.8 * 0.4);
    // Worse years than usual bring more, calmer ones fewer.
    assert_true(waves_under_stress(1.5, 1.5, 0.5, 1.5, &error) > 1.3 * 0.4);
    assert_true(waves_under_stress(0.5, 0, 0.5, 1.5, &error) < 0.85 * 0.4);
}

// Chance of a first wave in a month over what it is at the base, by what is set.
static double first_month_share(uint32_t variable, size_t cell, double value, size_t host) {
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set_parameter(&fixture, "unrest.rate", (size_t)host, -1, 4);
    if (variable != UINT32_MAX) fixture_set(&fixture, variable, cell, -1, value);
    int with = 0;
    enum { RUNS = 4000 };
    for (uint32_t run = 0; run < RUNS; run++) {
        for (size_t h = 0; h < FIXTURE_HOSTS; h++)
            fixture_set(&fixture, STEPPE_VAR_unrest_echo, h, -1, 0);
        fixture.world.first_member = run;
        fixture_step(&fixture, 0);
        with += fixture_get(&fixture, STEPPE_VAR_unrest_waves, host, 0) > 0;
    }
    fixture_free(&fixture);
    return (double)with / RUNS;
}

static void stress_and_dear_oil_bring_waves(void **state) {
    (void)state;
    const double calm = first_month_share(UINT32_MAX, 0, 0, 0);
    const double stressed = first_month_share(STEPPE_VAR_stress, 0, 1, 0);
    const double dear = first_month_share(STEPPE_VAR_price, OIL, 3, 0);
    // 1 - e^(-rate / 12) with rates of 4, 4 e^0.5 and 4 3^0.2; four standard errors of a share.
    const double error = 4 * sqrt(0.25 / 4000);
    assert_close(calm, 1 - exp(-4.0 / 12), 0, error);
    assert_close(stressed, 1 - exp(-4.0 / 12 * exp(0.5)), 0, error);
    assert_close(dear, 1 - exp(-4.0 / 12 * pow(3, 0.2)), 0, error);
    // The same draws: a higher rate loses none of the months with waves.
    assert_true(calm < dear && dear < stressed);
    // Stress elsewhere changes nothing, to the last bit.
    assert_true(first_month_share(STEPPE_VAR_stress, 1, 1, 0) == calm);
    // The bound: e^2 at most, which is above 12 a year for no rate below 1.6.
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set(&fixture, STEPPE_VAR_stress, 0, -1, 20);
    fixture_month(&fixture);
    assert_true(isfinite(fixture_get(&fixture, STEPPE_VAR_disorder, 0, 0)));
    fixture_free(&fixture);
}

static void a_new_leader_lifts_long_rule_from_the_rate(void **state) {
    (void)state;
    // The fixture has no table of leaders: rule begins with the world. A leader of 1990 rules long.
    const double calm = first_month_share(UINT32_MAX, 0, 0, 0);
    const double long_rule = first_month_share(STEPPE_VAR_new_leader, 0, 1990, 0);
    const double fresh = first_month_share(STEPPE_VAR_new_leader, 0, 2023, 0);
    assert_close(long_rule, 1 - exp(-4.0 / 12 * exp(0.6)), 0, 4 * sqrt(0.25 / 4000));
    assert_true(fresh == calm && long_rule > calm);
}

// A rate counted over years of which a part saw long rule: the mean over such years is the rate.
static void leaders_as_usual_leave_the_mean_rate(void **state) {
    (void)state;
    enum { RUNS = 4000 };
    double none[2] = {0};
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set_parameter(&fixture, "unrest.rate", 0, -1, 2);
    fixture_set_parameter(&fixture, "unrest.usual_strain", 0, -1, 0.4);
    for (int strained = 0; strained < 2; strained++)
        for (uint32_t run = 0; run < RUNS; run++) {
            fixture_set(&fixture, STEPPE_VAR_unrest_echo, 0, -1, 0);
            fixture_set(&fixture, STEPPE_VAR_new_leader, 0, -1, strained ? 1990 : 2023);
            fixture.world.first_member = run;
            fixture_step(&fixture, 0);
            none[strained] += fixture_get(&fixture, STEPPE_VAR_unrest_waves, 0, 0) == 0;
        }
    // A month without a wave has the chance e^(-rate / 12); rates weighed as the years are.
    const double rate = -12 * (0.6 * log(none[0] / RUNS) + 0.4 * log(none[1] / RUNS));
    // Four standard errors of ln of a share near 0.85 of 4000.
    assert_close(rate, 2, 0, 12 * 4 * sqrt(0.15 / 0.85 / RUNS));
    fixture_free(&fixture);
}

// Members in which a government falls, and others, in the first month with waves.
static void what_a_fall_replaced_is_kept_for_its_month(void **state) {
    (void)state;
    struct fixture fixture;
    int falls = 0;
    make(&fixture, STEPPE_LANES);
    fixture_set_parameter(&fixture, "unrest.rate", 0, -1, 12);
    fixture_set_parameter(&fixture, "unrest.fall_share", 0, -1, 0.5);
    fixture_set(&fixture, STEPPE_VAR_new_leader, 0, -1, 2020.5);
    fixture_month(&fixture);
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        assert_true(fixture_get(&fixture, STEPPE_VAR_leader_before_fall, 0, lane) == 2020.5);
        falls += fixture_get(&fixture, STEPPE_VAR_new_leader, 0, lane) > 2020.5;
    }
    assert_true(falls > 0 && falls < STEPPE_LANES);
    fixture_month(&fixture);
    int later = 0; // falls of the first month are no longer news
    for (int lane = 0; lane < STEPPE_LANES; lane++)
        later += fixture_get(&fixture, STEPPE_VAR_leader_before_fall, 0, lane) > 2020.5;
    assert_int_equal(later, falls);
    fixture_free(&fixture);
}

static void a_new_leader_is_as_old_as_new_leaders_are(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, STEPPE_LANES);
    fixture.world.fix_noise = true;
    fixture_set(&fixture, STEPPE_VAR_new_leader, 0, -1, 2020.5);
    fixture_set(&fixture, STEPPE_VAR_new_leader, 1, 3, (double)NAN);
    fixture_months(&fixture, 24);
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        assert_true(fixture_get(&fixture, STEPPE_VAR_leader_birth, 0, lane) == 1970.5);
        // The fixture has no table of leaders, and so no birth.
        const double unknown = fixture_get(&fixture, STEPPE_VAR_leader_birth, 1, lane);
        assert_true(lane == 3 ? isnan(unknown) : unknown == 0);
    }
    fixture_free(&fixture);
}

static void governments_fall_in_their_share_of_waves(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, STEPPE_LANES);
    fixture_set_parameter(&fixture, "unrest.leader_effect", 0, -1, 0);
    for (size_t h = 0; h < FIXTURE_HOSTS; h++)
        fixture_set_parameter(&fixture, "unrest.fall_share", h, -1, 1);
    const struct tally all = count_waves(&fixture, 4, 10);
    // Nearly every member has had a wave in either host within 20 years at 0.4 a year and more.
    assert_true(all.falls > 0.99 * 4 * STEPPE_LANES * FIXTURE_HOSTS);
    // Each host has its own.
    fixture_set_parameter(&fixture, "unrest.fall_share", 0, -1, 0);
    const double some = count_waves(&fixture, 4, 10).falls;
    assert_true(some > 0 && some <= 4 * STEPPE_LANES * (FIXTURE_HOSTS - 1));
    for (size_t h = 0; h < FIXTURE_HOSTS; h++)
        fixture_set_parameter(&fixture, "unrest.fall_share", h, -1, 0);
    assert_true(count_waves(&fixture, 4, 10).falls == 0);
    fixture_free(&fixture);
}

static void disorder_rises_with_waves_and_halves_in_its_half_life(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set_parameter(&fixture, "unrest.size", 0, -1, 0.7);
    double expected = 0;
    for (int m = 0; m < 240; m++) {
        fixture_month(&fixture);
        expected = expected * pow(0.5, 1.0 / 12) +
                   0.7 * fixture_get(&fixture, STEPPE_VAR_unrest_waves, 0, 0);
        assert_close(fixture_get(&fixture, STEPPE_VAR_disorder, 0, 0), expected, 1e-12, 0);
    }
    assert_true(expected > 0);
    fixture_free(&fixture);
}

static void a_wave_raises_the_rate_next_door_from_the_next_month(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set_parameter(&fixture, "unrest.rate", 1, -1, 0);
    fixture_set_parameter(&fixture, "unrest.rate", 0, -1, 1);
    double echo = 0;
    bool seen = false;
    for (int m = 0; m < 60 && !seen; m++) {
        fixture_month(&fixture);
        const double waves = fixture_get(&fixture, STEPPE_VAR_unrest_waves, 0, 0);
        // With two hosts the other is the whole neighbourhood: 0.2 / memory for each wave.
        echo = waves * 0.2 / 0.5;
        assert_close(fixture_get(&fixture, STEPPE_VAR_unrest_echo, 1, 0), echo, 1e-12, 0);
        seen = waves > 0;
    }
    assert_true(seen);
    fixture_free(&fixture);
}

static void history_brings_no_waves_by_chance(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, STEPPE_LANES);
    fixture.layout->free_month = fixture.layout->first_month + 24;
    double early = 0, late = 0;
    for (int m = 0; m < 48; m++) {
        fixture_month(&fixture);
        for (int lane = 0; lane < STEPPE_LANES; lane++)
            *(m < 24 ? &early : &late) += fixture_get(&fixture, STEPPE_VAR_unrest_waves, 0, lane);
    }
    assert_true(early == 0 && late > 0);
    fixture_free(&fixture);
}

static void lanes_agree_with_the_scalar_twin(void **state) {
    (void)state;
    struct fixture lanes, twin;
    make(&lanes, STEPPE_LANES);
    make(&twin, 1);
    twin.world.first_member = 7; // draws are of the member, whatever its lane
    double waves = 0;
    for (int m = 0; m < 120; m++) {
        fixture_month(&lanes);
        fixture_month(&twin);
        for (size_t h = 0; h < FIXTURE_HOSTS; h++) {
            waves += fixture_get(&twin, STEPPE_VAR_unrest_waves, h, 0);
            // 120 months of some ten roundings of 6e-8, on a count of a few.
            assert_close(fixture_get(&lanes, STEPPE_VAR_disorder, h, 7),
                         fixture_get(&twin, STEPPE_VAR_disorder, h, 0), 2e-5, 1e-5);
        }
    }
    assert_true(waves > 2);
    fixture_free(&lanes);
    fixture_free(&twin);
}

static void nan_stays_in_its_lane(void **state) {
    (void)state;
    static const uint32_t read[] = {STEPPE_VAR_stress, STEPPE_VAR_price, STEPPE_VAR_unrest_echo,
                                    STEPPE_VAR_new_leader, STEPPE_VAR_disorder};
    for (size_t i = 0; i < STEPPE_COUNT(read); i++) {
        struct fixture good, bad;
        make(&good, STEPPE_LANES);
        make(&bad, STEPPE_LANES);
        fixture_spoil(&bad, &read[i], 1, 9);
        fixture_months(&good, 24);
        fixture_months(&bad, 24);
        for (size_t h = 0; h < FIXTURE_HOSTS; h++)
            for (int lane = 0; lane < STEPPE_LANES; lane++) {
                const double is = fixture_get(&bad, STEPPE_VAR_disorder, h, lane);
                assert_true(lane == 9 ? isnan(is)
                                      : is == fixture_get(&good, STEPPE_VAR_disorder, h, lane));
            }
        fixture_free(&good);
        fixture_free(&bad);
    }
}

static void a_rate_above_twelve_a_year_fails_the_member(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, STEPPE_LANES);
    fixture_set_parameter(&fixture, "unrest.rate", 0, 3, 12);
    fixture_set(&fixture, STEPPE_VAR_stress, 0, 3, 1);
    fixture_month(&fixture);
    for (int lane = 0; lane < STEPPE_LANES; lane++)
        assert_true(isnan(fixture_get(&fixture, STEPPE_VAR_disorder, 0, lane)) == (lane == 3));
    fixture_free(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_happens_without_noise),
        cmocka_unit_test(waves_come_at_the_rate_of_mutually_exciting_events),
        cmocka_unit_test(the_chance_of_any_wave_is_that_of_a_first_one),
        cmocka_unit_test(stress_that_varies_as_usual_leaves_the_mean_rate),
        cmocka_unit_test(stress_and_dear_oil_bring_waves),
        cmocka_unit_test(a_new_leader_lifts_long_rule_from_the_rate),
        cmocka_unit_test(leaders_as_usual_leave_the_mean_rate),
        cmocka_unit_test(what_a_fall_replaced_is_kept_for_its_month),
        cmocka_unit_test(a_new_leader_is_as_old_as_new_leaders_are),
        cmocka_unit_test(governments_fall_in_their_share_of_waves),
        cmocka_unit_test(disorder_rises_with_waves_and_halves_in_its_half_life),
        cmocka_unit_test(a_wave_raises_the_rate_next_door_from_the_next_month),
        cmocka_unit_test(history_brings_no_waves_by_chance),
        cmocka_unit_test(lanes_agree_with_the_scalar_twin),
        cmocka_unit_test(nan_stays_in_its_lane),
        cmocka_unit_test(a_rate_above_twelve_a_year_fails_the_member),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
