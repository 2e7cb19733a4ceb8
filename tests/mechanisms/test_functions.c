// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_functions: what the functions of institutions do beyond tariffs and pledges, and what the
// contest of the powers does, on the bundled model: belief in who leads a pact, training, reach of
// a language; one equilibrium; powers without means.
#include "institutions_bench.h"

#define SEAT(institution, actor) (*bench_cell(bench, STEPPE_VAR_membership, institution, actor))
#define BELIEF(power, host) (*bench_cell(bench, STEPPE_VAR_assurance, power, host))
#define REACH(power, host) (*bench_cell(bench, STEPPE_VAR_society, power, host))
#define HELP(power, host) (*bench_cell(bench, STEPPE_VAR_training, power, host))

static double log_odds(double share) { return log(share / (1 - share)); }

static double credibility(const struct bench *bench, const char *power) {
    return steppe_cells(bench->world,
                        STEPPE_VAR_credibility)[bench_element(bench, STEPPE_AXIS_POWER, power)];
}

// ---- functions ----------------------------------------------------------------------------------

static void who_leaves_a_pact_counts_less_on_its_leader(void **state) {
    struct bench *bench = *state;
    const double effect = *bench_parameter(bench, "security.pact_belief");
    assert_true(effect > 0);
    SEAT("CSTO", "KGZ") = STEPPE_STATUS_NONE;
    bench_step(bench, "security");
    const double russian = credibility(bench, "RUS");
    assert_close(log_odds(BELIEF("RUS", "KGZ")), log_odds(russian) - effect, 0, 1e-9);
    assert_true(BELIEF("RUS", "KAZ") == russian);
    assert_true(BELIEF("CHN", "KGZ") == credibility(bench, "CHN"));
}

static void who_joins_a_pact_counts_more_on_its_leader(void **state) {
    struct bench *bench = *state;
    const double effect = *bench_parameter(bench, "security.pact_belief");
    SEAT("CSTO", "UZB") = STEPPE_STATUS_MEMBER;
    bench_step(bench, "security");
    assert_close(log_odds(BELIEF("RUS", "UZB")), log_odds(credibility(bench, "RUS")) + effect, 0,
                 1e-9);
}

static void a_full_seat_in_a_partnership_brings_belief_and_training(void **state) {
    struct bench *bench = *state;
    const double half = *bench_parameter(bench, "institutions.half_standing");
    const double effect = *bench_parameter(bench, "security.partner_belief");
    const double gift = *bench_parameter(bench, "security.partner_training");
    const double lag = *bench_parameter(bench, "security.assistance_lag");
    const double before = HELP("USA", "KAZ"), other = HELP("USA", "UZB");
    assert_true(SEAT("PFP", "KAZ") == STEPPE_STATUS_PARTNER && effect > 0 && gift > 0);
    SEAT("PFP", "KAZ") = STEPPE_STATUS_MEMBER;
    bench_step(bench, "security");
    const double more = (1 - half) * gift * (1 - exp(-1 / (12 * lag)));
    assert_close(HELP("USA", "KAZ"), before + more, 1e-9, 0);
    assert_close(HELP("USA", "UZB"), other, 1e-12, 0);
    assert_close(log_odds(BELIEF("USA", "KAZ")),
                 log_odds(credibility(bench, "USA")) + (1 - half) * effect, 0, 1e-9);
}

static void who_leaves_a_partnership_is_trained_no_more(void **state) {
    struct bench *bench = *state;
    const double before = HELP("USA", "UZB");
    SEAT("PFP", "UZB") = STEPPE_STATUS_NONE;
    for (int month = 0; month < 120; month++) bench_step(bench, "security");
    const double half = *bench_parameter(bench, "institutions.half_standing");
    const double gift = *bench_parameter(bench, "security.partner_training");
    assert_close(HELP("USA", "UZB"), before - half * gift, 1e-3, 0);
    assert_true(BELIEF("USA", "UZB") < credibility(bench, "USA"));
}

// Each counts by the belief in who pays for it, and is that power's part in protection.
static void training_and_posts_are_cover_by_the_belief_in_the_power(void **state) {
    struct bench *bench = *state;
    const size_t tjk = bench_element(bench, STEPPE_AXIS_HOST, "TJK");
    static const uint32_t ties[] = {STEPPE_VAR_training, STEPPE_VAR_posts};
    double cover[2], protected[2], own[2];
    bench_step(bench, "security");
    const double before = steppe_cells(bench->world, STEPPE_VAR_cover)[tjk];
    const double given = *bench_cell(bench, STEPPE_VAR_protection, "USA", "TJK") * before;
    for (size_t i = 0; i < 2; i++) {
        bench_push(bench, 0);
        // Steps close part of the gap to what is offered: what is left counts.
        double *tie = bench_cell(bench, ties[i], "USA", "TJK");
        const double base = *tie;
        *tie += 50e6;
        bench_step(bench, "security");
        own[i] = *bench_cell(bench, ties[i], "USA", "TJK") - base;
        cover[i] = steppe_cells(bench->world, STEPPE_VAR_cover)[tjk] - before;
        protected[i] = *bench_cell(bench, STEPPE_VAR_protection, "USA", "TJK") *
                           steppe_cells(bench->world, STEPPE_VAR_cover)[tjk] -
                       given;
        assert_true(own[i] > 40e6);
        assert_true(steppe_cells(bench->world, STEPPE_VAR_need)[tjk] < 1);
    }
    const double belief = BELIEF("USA", "TJK");
    for (size_t i = 0; i < 2; i++) {
        assert_close(cover[i], belief * own[i], 1e-9, 0);
        assert_close(protected[i], cover[i], 1e-7, 0);
    }
}

// What a partner is promised weighs in what it makes of an offer.
static void an_offer_of_a_partner_wins_more(void **state) {
    struct bench *bench = *state;
    double gain[2];
    for (int partner = 0; partner < 2; partner++) {
        double after[2];
        for (int offered = 0; offered < 2; offered++) {
            bench_push(bench, 0);
            SEAT("PFP", "UZB") = partner ? STEPPE_STATUS_PARTNER : STEPPE_STATUS_NONE;
            bench_step(bench, "security");
            if (offered) *bench_cell(bench, STEPPE_VAR_security_offer, "USA", "UZB") += 200e6;
            bench_step(bench, "portfolio");
            after[offered] = *bench_cell(bench, STEPPE_VAR_portfolio, "UZB", "USA");
        }
        gain[partner] = after[1] - after[0];
    }
    assert_true(gain[0] > 0);
    assert_true(gain[1] > 1.05 * gain[0]);
}

static void a_language_organisation_widens_the_reach_of_its_leader(void **state) {
    struct bench *bench = *state;
    const double taught = *bench_parameter(bench, "opinion.teaching_reach");
    assert_true(taught > 0);
    bench_step(bench, "opinion");
    const double before = REACH("RUS", "UZB"), other = REACH("TUR", "UZB");
    SEAT("IRLO", "UZB") = STEPPE_STATUS_MEMBER;
    bench_step(bench, "opinion");
    assert_close(REACH("RUS", "UZB"), before + taught * (1 - before), 1e-12, 0);
    assert_true(REACH("TUR", "UZB") == other);
}

static void kin_students_and_media_each_reach_more(void **state) {
    struct bench *bench = *state;
    bench_step(bench, "opinion");
    const double before = REACH("RUS", "KAZ"), turkish = REACH("TUR", "KAZ");
    *bench_parameter(bench, "opinion.study_reach") *= 2;
    bench_step(bench, "opinion");
    const double studied = REACH("RUS", "KAZ");
    assert_true(studied > before);
    bench_parameter(bench, "opinion.media")[bench_element(bench, STEPPE_AXIS_POWER, "RUS")] = 0.9;
    bench_step(bench, "opinion");
    assert_true(REACH("RUS", "KAZ") > studied);
    // Without media and students only kin are left: 0.149 in Kazakhstan, none of Turkiye's.
    *bench_parameter(bench, "opinion.study_reach") = 0;
    for (size_t p = 0; p < bench->model->axes[STEPPE_AXIS_POWER].count; p++)
        bench_parameter(bench, "opinion.media")[p] = 0;
    bench_step(bench, "opinion");
    assert_close(REACH("RUS", "KAZ"), 0.149, 1e-9, 0);
    assert_true(turkish > 0 && REACH("TUR", "KAZ") == 0);
}

// ---- what alignment does to what is passed on ---------------------------------------------------

// Re-exports of Kazakhstan after a half-year in which the favour of one power with its public rose.
static double passed_on(struct bench *bench, const char *liked, double by, double *goods) {
    bench_push(bench, 0);
    if (liked) *bench_cell(bench, STEPPE_VAR_favourability, liked, "KAZ") += by;
    bench_step(bench, "portfolio");
    bench_step(bench, "trade");
    *goods = *bench_cell(bench, STEPPE_VAR_goods_trade, "KAZ", "RUS");
    return steppe_cells(bench->world,
                        STEPPE_VAR_reexports)[bench_element(bench, STEPPE_AXIS_ACTOR, "KAZ")];
}

static void who_turns_to_the_west_passes_less_on_to_russia(void **state) {
    struct bench *bench = *state;
    static const char *const west[] = {"EUU", "USA"};
    double goods, other;
    const double rest = passed_on(bench, NULL, 0, &goods);
    assert_close(rest, 0, 0, 1);
    for (size_t i = 0; i < 2; i++) {
        assert_true(passed_on(bench, west[i], 0.3, &other) < -1e5);
        assert_close(other, goods, 1e-9, 0); // direct trade does not move
    }
    assert_true(passed_on(bench, "RUS", 0.3, &other) > 1e5);
    assert_close(other, goods, 1e-9, 0);
    bench_push(bench, 0);
    *bench_parameter(bench, "portfolio.compliance_effect") = 0;
    *bench_cell(bench, STEPPE_VAR_favourability, "RUS", "KAZ") += 0.3;
    bench_step(bench, "portfolio");
    bench_step(bench, "trade");
    const uint32_t kaz = bench_element(bench, STEPPE_AXIS_ACTOR, "KAZ");
    assert_close(steppe_cells(bench->world, STEPPE_VAR_reexports)[kaz], 0, 0, 1); // no other path
}

// ---- contest ------------------------------------------------------------------------------------

static const uint32_t offers[] = {STEPPE_VAR_economic_offer, STEPPE_VAR_security_offer};

static double spent(const struct bench *bench, size_t power, const double *offer) {
    const size_t hosts = bench->model->axes[STEPPE_AXIS_HOST].count;
    double sum = 0;
    for (size_t h = 0; h < hosts; h++) sum += offer[power * hosts + h];
    return sum;
}

static void sixty_four_random_starts_agree_at_the_base(void **state) {
    struct bench *bench = *state;
    const size_t hosts = bench->model->axes[STEPPE_AXIS_HOST].count;
    const size_t powers = bench->model->axes[STEPPE_AXIS_POWER].count;
    uint64_t seed = 1;
    for (int start = 0; start < 64; start++) {
        bench_push(bench, 0);
        for (size_t i = 0; i < STEPPE_COUNT(offers); i++) {
            double *now = steppe_cells(bench->world, offers[i]);
            const double *base = bench->start + bench->plan->layout->offsets[offers[i]];
            for (size_t p = 0; p < powers; p++)
                for (size_t h = 0; h < hosts; h++) {
                    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
                    now[p * hosts + h] = 2 * spent(bench, p, base) * (double)(seed >> 33) / 0x1p31;
                }
        }
        // Overlap is last year's: each year comes nearer.
        for (int year = 0; year < 30; year++) bench_step(bench, "contest");
        for (size_t i = 0; i < STEPPE_COUNT(offers); i++) {
            const double *now = steppe_cells(bench->world, offers[i]);
            const double *base = bench->start + bench->plan->layout->offsets[offers[i]];
            for (size_t p = 0; p < powers; p++)
                for (size_t h = 0; h < hosts; h++)
                    if (fabs(now[p * hosts + h] - base[p * hosts + h]) >
                        1e-7 * spent(bench, p, base) + 1)
                        fail_msg("start %d: offer %zu of %zu to %zu is %g, not %g", start, i, p, h,
                                 now[p * hosts + h], base[p * hosts + h]);
        }
    }
}

static void a_power_without_budget_offers_nothing_whatever_it_wants(void **state) {
    struct bench *bench = *state;
    const size_t hosts = bench->model->axes[STEPPE_AXIS_HOST].count;
    const size_t powers = bench->model->axes[STEPPE_AXIS_POWER].count;
    const uint32_t variable = STEPPE_VAR_security_offer;
    const double *base = bench->start + bench->plan->layout->offsets[variable];
    size_t without = 0;
    for (size_t i = 0; i < powers * hosts; i++) steppe_cells(bench->world, STEPPE_VAR_stake)[i] = 3;
    for (size_t h = 0; h < hosts; h++) steppe_cells(bench->world, STEPPE_VAR_need)[h] = 2;
    bench_step(bench, "contest");
    for (size_t p = 0; p < powers; p++) {
        const bool poor = spent(bench, p, base) == 0;
        without += poor;
        for (size_t h = 0; h < hosts; h++) {
            const double offer = steppe_cells(bench->world, variable)[p * hosts + h];
            assert_true(isfinite(offer) && offer >= 0);
            if (poor) assert_true(offer == 0);
        }
    }
    assert_true(without > 0 && without < powers);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(who_leaves_a_pact_counts_less_on_its_leader, bench_reset),
        cmocka_unit_test_setup(who_joins_a_pact_counts_more_on_its_leader, bench_reset),
        cmocka_unit_test_setup(a_full_seat_in_a_partnership_brings_belief_and_training,
                               bench_reset),
        cmocka_unit_test_setup(who_leaves_a_partnership_is_trained_no_more, bench_reset),
        cmocka_unit_test_setup(training_and_posts_are_cover_by_the_belief_in_the_power,
                               bench_reset),
        cmocka_unit_test_setup(an_offer_of_a_partner_wins_more, bench_reset),
        cmocka_unit_test_setup(a_language_organisation_widens_the_reach_of_its_leader, bench_reset),
        cmocka_unit_test_setup(kin_students_and_media_each_reach_more, bench_reset),
        cmocka_unit_test_setup(who_turns_to_the_west_passes_less_on_to_russia, bench_reset),
        cmocka_unit_test_setup(sixty_four_random_starts_agree_at_the_base, bench_reset),
        cmocka_unit_test_setup(a_power_without_budget_offers_nothing_whatever_it_wants,
                               bench_reset),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
