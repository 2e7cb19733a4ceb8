// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_attacks: border clashes and attacks on the fixture: rest, rates over many members against
// closed forms, whom attacks strike, guards, directions, fading, twins.
#include "mechanisms/fixture.c"

extern const struct steppe_mechanism steppe_mechanism_attacks_scalar;

static const struct steppe_mechanism *const in_lanes[] = {&STEPPE_NAMED(steppe_mechanism_attacks)};
static const struct steppe_mechanism *const in_double[] = {&steppe_mechanism_attacks_scalar};

static const struct fixture_setting settings[] = {
    {"attacks.clash_rate", -1, 0.4},  {"attacks.attack_rate", -1, 0.1},
    {"attacks.attack_rate", 2, 0.3},  {"attacks.spillover_effect", -1, 2},
    {"attacks.post_effect", -1, 0.5}, {"attacks.least_posts", -1, 0.1},
    {"attacks.echo_share", -1, 0.3},  {"attacks.largest_rise", -1, 10},
    {"attacks.memory", -1, 0.25},     {"attacks.half_life", -1, 1},
    {"attacks.clash_size", -1, 0.2},  {"attacks.guard_share", -1, 0},
};

static const size_t rus_kaz = 0, chn_kaz = 2, usa_kaz = 4;
enum { PAIRS = FIXTURE_POWERS * FIXTURE_HOSTS };

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
            assert_true(fixture_get(&fixture, STEPPE_VAR_border_clashes, h, 0) == 0);
            assert_true(fixture_get(&fixture, STEPPE_VAR_disorder, h, 0) == 0);
        }
        for (size_t pair = 0; pair < PAIRS; pair++) {
            assert_true(fixture_get(&fixture, STEPPE_VAR_attacks, pair, 0) == 0);
            assert_true(fixture_get(&fixture, STEPPE_VAR_posts, pair, 0) ==
                        fixture_base(&fixture, STEPPE_VAR_posts, pair, 0));
        }
        fixture_free(&fixture);
    }
}

// Clashes in host 0 and attacks by pair in `years`, after five that are not counted. What stands
// is emptied month by month, so that each month shows its own events.
struct tally {
    double clashes, attacks[PAIRS], squares;
};

static struct tally count_events(struct fixture *fixture, uint32_t blocks, int years) {
    struct tally tally = {0};
    for (uint32_t b = 0; b < blocks; b++) {
        double member[STEPPE_LANES] = {0};
        fixture->world.first_member = b * STEPPE_LANES;
        fixture->world.month = 0;
        for (int m = 0; m < 12 * (years + 5); m++) {
            fixture_set(fixture, STEPPE_VAR_border_clashes, 0, -1, 0);
            for (size_t pair = 0; pair < PAIRS; pair++)
                fixture_set(fixture, STEPPE_VAR_attacks, pair, -1, 0);
            fixture_month(fixture);
            if (m < 60) continue;
            for (int lane = 0; lane < STEPPE_LANES; lane++) {
                const double clashes = fixture_get(fixture, STEPPE_VAR_border_clashes, 0, lane);
                tally.clashes += clashes;
                member[lane] += clashes;
                for (size_t pair = 0; pair < PAIRS; pair++)
                    tally.attacks[pair] += fixture_get(fixture, STEPPE_VAR_attacks, pair, lane);
            }
        }
        for (int lane = 0; lane < STEPPE_LANES; lane++)
            tally.squares += member[lane] * member[lane];
    }
    return tally;
}

static void events_come_at_their_rate_over_one_less_the_echo(void **state) {
    (void)state;
    enum { BLOCKS = 30, YEARS = 20, MEMBERS = BLOCKS * STEPPE_LANES };
    struct fixture fixture;
    make(&fixture, STEPPE_LANES);
    const struct tally tally = count_events(&fixture, BLOCKS, YEARS);
    const double mean = tally.clashes / MEMBERS;
    const double error = sqrt((tally.squares / MEMBERS - mean * mean) / MEMBERS);
    // mu / (1 - n), hawkes-1971; four standard errors.
    assert_close(mean / YEARS, 0.4 / 0.7, 0, 4 * error / YEARS);
    // Attacks in Kazakhstan: 0.1, 0.3 and 0.1 a year of the three powers. Their counts vary as
    // those of clashes, whose rate is near that of all three together.
    const double per = 1.0 / MEMBERS / YEARS;
    assert_close(tally.attacks[rus_kaz] * per, 0.1 / 0.7, 0, 4 * error / YEARS);
    assert_close(tally.attacks[chn_kaz] * per, 0.3 / 0.7, 0, 4 * error / YEARS);
    assert_close(tally.attacks[usa_kaz] * per, 0.1 / 0.7, 0, 4 * error / YEARS);
    assert_true(error / YEARS < 0.01);
    fixture_free(&fixture);
}

// Share of first months with a clash in Kazakhstan, and with an attack on China there.
static void first_month_shares(uint32_t variable, size_t cell, double value, double *clash,
                               double *attack) {
    enum { RUNS = 4000 };
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set_parameter(&fixture, "attacks.clash_rate", 0, -1, 2);
    fixture_set_parameter(&fixture, "attacks.attack_rate", rus_kaz, -1, 0);
    fixture_set_parameter(&fixture, "attacks.attack_rate", usa_kaz, -1, 0);
    fixture_set_parameter(&fixture, "attacks.attack_rate", chn_kaz, -1, 2);
    *clash = *attack = 0;
    for (uint32_t run = 0; run < RUNS; run++) {
        static const uint32_t emptied[] = {STEPPE_VAR_clash_echo, STEPPE_VAR_attack_echo,
                                           STEPPE_VAR_border_clashes};
        for (size_t i = 0; i < STEPPE_COUNT(emptied); i++)
            fixture_set(&fixture, emptied[i], 0, -1, 0);
        fixture_set(&fixture, STEPPE_VAR_attacks, chn_kaz, -1, 0);
        if (variable != UINT32_MAX) fixture_set(&fixture, variable, cell, -1, value);
        fixture.world.first_member = run;
        fixture_step(&fixture, 0);
        *clash += fixture_get(&fixture, STEPPE_VAR_border_clashes, 0, 0) > 0;
        *attack += fixture_get(&fixture, STEPPE_VAR_attacks, chn_kaz, 0) > 0;
    }
    *clash /= RUNS;
    *attack /= RUNS;
    fixture_free(&fixture);
}

static double chance(double rate) { return 1 - exp(-rate / 12); }

static void trouble_brings_events_and_posts_prevent_them(void **state) {
    (void)state;
    double clash, attack, more_clash, more_attack;
    const double error = 4 * sqrt(0.25 / 4000); // four standard errors of a share
    first_month_shares(UINT32_MAX, 0, 0, &clash, &attack);
    assert_close(clash, chance(2), 0, error);
    assert_close(attack, chance(2), 0, error);
    first_month_shares(STEPPE_VAR_spillover, 0, 1, &more_clash, &more_attack);
    assert_close(more_clash, chance(6), 0, error);
    assert_close(more_attack, chance(6), 0, error);
    assert_true(more_clash > clash && more_attack > attack);
    // Kazakhstan has posts of 35 mn at the base, 20 of it American: 125 makes it 140, four times.
    first_month_shares(STEPPE_VAR_posts, usa_kaz, 125e6, &more_clash, &more_attack);
    assert_close(more_clash, chance(1), 0, error);
    assert_close(more_attack, chance(1), 0, error);
    // Twice the capital draws twice the attacks, and no clash.
    first_month_shares(STEPPE_VAR_capital, chn_kaz, 50e9, &more_clash, &more_attack);
    assert_true(more_clash == clash);
    assert_close(more_attack, chance(4), 0, error);
}

// What a mechanism does not declare it cannot read (test_all): training moves no rate.
static void training_guards_no_border(void **state) {
    (void)state;
    bool of_posts = false;
    for (size_t u = 0; u < in_double[0]->use_count; u++) {
        assert_true(in_double[0]->uses[u].variable != STEPPE_VAR_training);
        of_posts |= in_double[0]->uses[u].variable == STEPPE_VAR_posts;
    }
    assert_true(of_posts);
}

static void guards_follow_an_attack_by_what_is_owned(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    fixture_set_parameter(&fixture, "attacks.guard_share", 0, -1, 0.001);
    fixture_set_parameter(&fixture, "attacks.post_effect", 0, -1, 0);
    double struck = 0;
    for (int m = 0; m < 240; m++) {
        double before[PAIRS], stood[PAIRS];
        for (size_t pair = 0; pair < PAIRS; pair++) {
            before[pair] = fixture_get(&fixture, STEPPE_VAR_posts, pair, 0);
            stood[pair] = fixture_get(&fixture, STEPPE_VAR_attacks, pair, 0);
        }
        fixture_month(&fixture);
        for (size_t pair = 0; pair < PAIRS; pair++) {
            const double fresh = fixture_get(&fixture, STEPPE_VAR_attacks, pair, 0) -
                                 stood[pair] * pow(0.5, 1.0 / 12);
            const double capital = fixture_get(&fixture, STEPPE_VAR_capital, pair, 0);
            assert_close(fixture_get(&fixture, STEPPE_VAR_posts, pair, 0),
                         before[pair] + 0.001 * capital * fresh, 1e-9, 1e-3);
            struck += fresh;
        }
    }
    assert_true(struck > 5);
    fixture_free(&fixture);
}

static void clashes_add_to_disorder_and_fade(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, 1);
    double stood = 0, sum = 0;
    for (int m = 0; m < 240; m++) {
        fixture_month(&fixture);
        const double now = fixture_get(&fixture, STEPPE_VAR_border_clashes, 0, 0);
        const double fresh = now - stood * pow(0.5, 1.0 / 12);
        assert_close(fresh, round(fresh), 0, 1e-12);
        stood = now;
        sum += fresh;
        // Disorder is another's: here nobody lets it fade.
        assert_close(fixture_get(&fixture, STEPPE_VAR_disorder, 0, 0), 0.2 * sum, 1e-12, 0);
    }
    assert_true(sum > 2);
    fixture_free(&fixture);
}

static void lanes_agree_with_the_scalar_twin(void **state) {
    (void)state;
    struct fixture lanes, twin;
    make(&lanes, STEPPE_LANES);
    make(&twin, 1);
    fixture_set_parameter(&lanes, "attacks.guard_share", 0, -1, 0.001);
    fixture_set_parameter(&twin, "attacks.guard_share", 0, -1, 0.001);
    fixture_set(&lanes, STEPPE_VAR_spillover, 0, -1, 0.7);
    fixture_set(&twin, STEPPE_VAR_spillover, 0, -1, 0.7);
    twin.world.first_member = 7; // draws are of the member, whatever its lane
    for (int m = 0; m < 120; m++) {
        fixture_month(&lanes);
        fixture_month(&twin);
    }
    // 120 months of some ten roundings of 6e-8, on indices of a few.
    for (size_t pair = 0; pair < PAIRS; pair++) {
        assert_close(fixture_get(&lanes, STEPPE_VAR_attacks, pair, 7),
                     fixture_get(&twin, STEPPE_VAR_attacks, pair, 0), 2e-5, 1e-5);
        assert_close(fixture_get(&lanes, STEPPE_VAR_posts, pair, 7),
                     fixture_get(&twin, STEPPE_VAR_posts, pair, 0), 2e-5, 1);
    }
    assert_close(fixture_get(&lanes, STEPPE_VAR_border_clashes, 0, 7),
                 fixture_get(&twin, STEPPE_VAR_border_clashes, 0, 0), 2e-5, 1e-5);
    assert_true(fixture_get(&twin, STEPPE_VAR_attacks, chn_kaz, 0) > 0);
    fixture_free(&lanes);
    fixture_free(&twin);
}

static void nan_stays_in_its_lane(void **state) {
    (void)state;
    static const uint32_t read[] = {STEPPE_VAR_spillover, STEPPE_VAR_posts, STEPPE_VAR_clash_echo,
                                    STEPPE_VAR_border_clashes};
    for (size_t i = 0; i < STEPPE_COUNT(read); i++) {
        struct fixture good, bad;
        make(&good, STEPPE_LANES);
        make(&bad, STEPPE_LANES);
        fixture_spoil(&bad, &read[i], 1, 9);
        fixture_months(&good, 24);
        fixture_months(&bad, 24);
        for (size_t h = 0; h < FIXTURE_HOSTS; h++)
            for (int lane = 0; lane < STEPPE_LANES; lane++) {
                const double is = fixture_get(&bad, STEPPE_VAR_border_clashes, h, lane);
                assert_true(lane == 9
                                ? isnan(is)
                                : is == fixture_get(&good, STEPPE_VAR_border_clashes, h, lane));
            }
        fixture_free(&good);
        fixture_free(&bad);
    }
}

static void nan_of_capital_reaches_the_echo_of_its_lane(void **state) {
    (void)state;
    struct fixture fixture;
    make(&fixture, STEPPE_LANES);
    fixture_set(&fixture, STEPPE_VAR_capital, chn_kaz, 9, (double)NAN);
    fixture_month(&fixture);
    for (int lane = 0; lane < STEPPE_LANES; lane++)
        assert_true(isnan(fixture_get(&fixture, STEPPE_VAR_attack_echo, 0, lane)) == (lane == 9));
    fixture_free(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_happens_without_noise),
        cmocka_unit_test(events_come_at_their_rate_over_one_less_the_echo),
        cmocka_unit_test(trouble_brings_events_and_posts_prevent_them),
        cmocka_unit_test(training_guards_no_border),
        cmocka_unit_test(guards_follow_an_attack_by_what_is_owned),
        cmocka_unit_test(clashes_add_to_disorder_and_fade),
        cmocka_unit_test(lanes_agree_with_the_scalar_twin),
        cmocka_unit_test(nan_stays_in_its_lane),
        cmocka_unit_test(nan_of_capital_reaches_the_echo_of_its_lane),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
