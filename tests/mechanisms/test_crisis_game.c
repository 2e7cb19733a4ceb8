// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_crisis_game: coercion and force that nobody called for, on the bundled model at its base:
// base rates, directions of each payoff, what follows, where NaN goes.
#include "mechanisms/institutions_bench.h"

#include "mechanisms/crisis_parts.h"

#define CELL(name, first, second) (*bench_cell(bench, STEPPE_VAR_##name, first, second))

static const struct steppe_crisis *crisis_of(const struct bench *bench) {
    const struct steppe_kernels *kernels = bench->plan->kernels;
    for (size_t k = 0; k < kernels->mechanism_count; k++)
        if (strcmp(kernels->mechanisms[k]->name, "crisis") == 0) return bench->plan->constants[k];
    return NULL;
}

static double *parameter_of(const struct bench *bench, const char *name, const char *power) {
    return bench_parameter(bench, name) + bench_element(bench, STEPPE_AXIS_POWER, power);
}

static struct steppe_crisis_odds odds_of(const struct bench *bench, const char *power,
                                         const char *host) {
    static struct steppe_crisis_power of;
    struct steppe_crisis_odds odds;
    steppe_crisis_look(bench->world, crisis_of(bench),
                       bench_element(bench, STEPPE_AXIS_POWER, power), &of);
    steppe_crisis_find_odds(bench->world, crisis_of(bench), &of,
                            bench_element(bench, STEPPE_AXIS_HOST, host), &odds);
    return odds;
}

static double force_on(const struct bench *bench, const char *host) {
    return odds_of(bench, "RUS", host).force[0];
}

static double *income_of(const struct bench *bench, const char *actor) {
    return steppe_cells(bench->world, STEPPE_VAR_gdp_nominal) +
           bench_element(bench, STEPPE_AXIS_ACTOR, actor);
}

static double log_odds(double share) { return log(share / (1 - share)); }

// January of the base, with draws.
static int open_january(void **state) {
    struct bench *bench = *state;
    bench_push(bench, 0);
    bench->world->month = 0;
    bench->world->fix_noise = false;
    return 0;
}

// ---- the level ----------------------------------------------------------------------------------
static void the_base_gives_its_rates_to_the_last_bit(void **state) {
    struct bench *bench = *state;
    static const char *const hosts[] = {"KAZ", "KGZ", "TJK", "TKM", "UZB"};
    static const char *const powers[] = {"RUS", "CHN"};
    for (size_t p = 0; p < STEPPE_COUNT(powers); p++)
        for (size_t h = 0; h < STEPPE_COUNT(hosts); h++) {
            const struct steppe_crisis_odds odds = odds_of(bench, powers[p], hosts[h]);
            // 1 - a - b + a + b rounds once or twice.
            assert_close(odds.force[0], *parameter_of(bench, "crisis.force_rate", powers[p]), 1e-15,
                         0);
            assert_close(odds.coerce[0], *parameter_of(bench, "crisis.coercion_rate", powers[p]),
                         1e-15, 0);
            assert_true(odds.coerced_gives_in[0] ==
                        *bench_parameter(bench, "crisis.concede_share"));
            assert_true(odds.forced_gives_in[0] ==
                        *bench_parameter(bench, "crisis.surrender_share"));
        }
}

static void only_powers_with_a_rate_are_in_the_game(void **state) {
    struct bench *bench = *state;
    const struct steppe_crisis *crisis = crisis_of(bench);
    assert_int_equal(crisis->able_count, 2);
    assert_int_equal(crisis->able[0], bench_element(bench, STEPPE_AXIS_POWER, "RUS"));
    assert_int_equal(crisis->able[1], bench_element(bench, STEPPE_AXIS_POWER, "CHN"));
}

// ---- directions ---------------------------------------------------------------------------------
static void more_spill_over_means_less_force(void **state) {
    struct bench *bench = *state;
    const double before = force_on(bench, "KAZ");
    CELL(integration, "KAZ", "UZB") += 0.2;
    const double tied = force_on(bench, "KAZ");
    assert_true(tied < before);
    assert_true(odds_of(bench, "RUS", "KAZ").coerce[0] > odds_of(bench, "CHN", "KAZ").coerce[0]);
    // What is at stake in the neighbour counts by the tie to it.
    CELL(capital, "RUS", "UZB") *= 3;
    const double more = force_on(bench, "KAZ");
    assert_true(more < tied);
    bench_push(bench, 0);
    CELL(capital, "RUS", "KAZ") *= 3; // its own stake in the host
    assert_true(force_on(bench, "KAZ") < before);
    // By the closed form: D u = - damage (trade, capital and money) L / GDP.
    bench_push(bench, 0);
    CELL(integration, "KAZ", "UZB") += 0.2;
    const double stake = CELL(goods_trade, "RUS", "UZB") + CELL(goods_trade, "UZB", "RUS") +
                         CELL(fuel_trade, "RUS", "UZB") + CELL(fuel_trade, "UZB", "RUS") +
                         CELL(capital, "RUS", "UZB") + CELL(remittances, "UZB", "RUS");
    const double move = 100 * *bench_parameter(bench, "crisis.precision") *
                        *bench_parameter(bench, "crisis.damage") * 0.2 * stake /
                        *income_of(bench, "RUS");
    assert_close(log(tied / (1 - tied)), log_odds(before) - move, 0, 3e-3 * move);
}

static void a_power_at_war_comes_less(void **state) {
    struct bench *bench = *state;
    const double before = force_on(bench, "TJK"), other = odds_of(bench, "CHN", "TJK").force[0];
    CELL(attention, "RUS", "security") = 0.5;
    assert_true(force_on(bench, "TJK") < before);
    assert_true(odds_of(bench, "RUS", "TJK").coerce[0] <
                *parameter_of(bench, "crisis.coercion_rate", "RUS"));
    CELL(attention, "RUS", "security") = 2;
    assert_true(force_on(bench, "TJK") > before);
    assert_true(odds_of(bench, "CHN", "TJK").force[0] == other);
}

static void more_to_lose_by_sanctions_means_less_force(void **state) {
    struct bench *bench = *state;
    const double before = force_on(bench, "KAZ");
    // A third party with a larger stake in the host sanctions more often.
    const size_t europe = bench_element(bench, STEPPE_AXIS_POWER, "EUU");
    const double sanctions = odds_of(bench, "RUS", "KAZ").sanctions[europe][0];
    CELL(capital, "EUU", "KAZ") *= 4;
    assert_true(odds_of(bench, "RUS", "KAZ").sanctions[europe][0] > sanctions);
    assert_true(force_on(bench, "KAZ") < before);
    bench_push(bench, 0);
    // One that trades more with the power sanctions less often; yet what it buys is more to lose.
    CELL(goods_trade, "RUS", "EUU") *= 4;
    assert_true(odds_of(bench, "RUS", "KAZ").sanctions[europe][0] < sanctions);
    assert_true(force_on(bench, "KAZ") < before);
}

static void a_host_that_drifts_away_is_worth_more_force(void **state) {
    struct bench *bench = *state;
    const double before = force_on(bench, "KAZ");
    // Hosts' own choice apart: their worth of autonomy makes no difference here.
    *bench_parameter(bench, "crisis.autonomy_worth") = 0;
    CELL(portfolio, "KAZ", "RUS") -= 0.1;
    assert_true(force_on(bench, "KAZ") > before);
    bench_push(bench, 0);
    CELL(stake, "RUS", "KAZ") = 2;
    assert_true(force_on(bench, "KAZ") > before);
}

static void a_host_that_depends_more_gives_in_more(void **state) {
    struct bench *bench = *state;
    CELL(dependence, "RUS", "KGZ") += 0.1;
    const double move = 100 * *bench_parameter(bench, "crisis.precision") *
                        *bench_parameter(bench, "crisis.bite") * 0.1;
    const struct steppe_crisis_odds odds = odds_of(bench, "RUS", "KGZ");
    assert_close(log_odds(odds.coerced_gives_in[0]),
                 log_odds(*bench_parameter(bench, "crisis.concede_share")) + move, 1e-12, 0);
    assert_true(odds.coerce[0] > *parameter_of(bench, "crisis.coercion_rate", "RUS"));
}

static void a_host_that_leans_to_the_power_gives_in_more(void **state) {
    struct bench *bench = *state;
    CELL(portfolio, "KGZ", "RUS") += 0.1;
    const double move = 100 * *bench_parameter(bench, "crisis.precision") *
                        *bench_parameter(bench, "crisis.autonomy_worth") * 0.1;
    const struct steppe_crisis_odds odds = odds_of(bench, "RUS", "KGZ");
    assert_close(log_odds(odds.forced_gives_in[0]),
                 log_odds(*bench_parameter(bench, "crisis.surrender_share")) + move, 1e-12, 0);
    assert_true(odds_of(bench, "RUS", "KAZ").forced_gives_in[0] ==
                *bench_parameter(bench, "crisis.surrender_share")); // another host
}

static void a_larger_host_and_kin_in_it_are_worth_more_force(void **state) {
    struct bench *bench = *state;
    const struct steppe_crisis *constants = crisis_of(bench);
    const size_t rus = bench_element(bench, STEPPE_AXIS_POWER, "RUS");
    const size_t kaz = bench_element(bench, STEPPE_AXIS_HOST, "KAZ");
    steppe_real kin[STEPPE_ACTORS_MAX * STEPPE_ACTORS_MAX] = {0};
    struct steppe_crisis changed = *constants;
    const double before = force_on(bench, "KAZ");
    *income_of(bench, "KAZ") *= 2;
    const double larger = force_on(bench, "KAZ");
    assert_true(larger > before);
    // Kin weigh as a part of the whole that is won: none of them, and as much is worth less.
    static struct steppe_crisis_power of;
    struct steppe_crisis_odds odds;
    assert_true(constants->kin[rus * constants->hosts + kaz] > 0);
    changed.kin = kin;
    steppe_crisis_look(bench->world, &changed, rus, &of);
    steppe_crisis_find_odds(bench->world, &changed, &of, kaz, &odds);
    assert_true(odds.force[0] > before && odds.force[0] < larger);
}

static void blind_players_keep_to_the_base(void **state) {
    struct bench *bench = *state;
    *bench_parameter(bench, "crisis.precision") = 0;
    CELL(attention, "RUS", "security") = 2;
    CELL(portfolio, "KAZ", "RUS") -= 0.1;
    assert_close(force_on(bench, "KAZ"), *parameter_of(bench, "crisis.force_rate", "RUS"), 1e-15,
                 0);
}

// ---- what follows -------------------------------------------------------------------------------
static void force_comes_at_its_rate_and_only_in_january(void **state) {
    struct bench *bench = *state;
    enum { MEMBERS = 4000 };
    int forced = 0, coerced = 0;
    uint64_t work[STEPPE_WORK_COUNT] = {0}, rested = 0;
    bench->world->work = work;
    *parameter_of(bench, "crisis.force_rate", "RUS") = 0.1;
    *parameter_of(bench, "crisis.coercion_rate", "RUS") = 0.3;
    *bench_parameter(bench, "crisis.precision") = 0; // earlier members' concessions move nothing
    for (uint32_t member = 0; member < MEMBERS; member++) {
        bench->world->first_member = member;
        CELL(occupation, "RUS", "TKM") = CELL(coercion, "RUS", "TKM") = 0;
        bench->world->month = 1;
        rested = work[STEPPE_WORK_FORCE];
        bench_step(bench, "crisis");
        assert_true(CELL(occupation, "RUS", "TKM") == 0 && CELL(coercion, "RUS", "TKM") == 0);
        assert_int_equal(work[STEPPE_WORK_FORCE], rested);
        bench->world->month = 0;
        bench_step(bench, "crisis");
        const bool came = CELL(occupation, "RUS", "TKM") > 0;
        assert_close(CELL(force_chance, "RUS", "TKM"), 0.1, 1e-14, 0);
        forced += came;
        coerced += !came && CELL(coercion, "RUS", "TKM") > 0;
        assert_true(!came || CELL(coercion, "RUS", "TKM") == 1);
    }
    bench->world->work = NULL;
    // Of Russia in all five hosts, besides what China does.
    assert_true(work[STEPPE_WORK_FORCE] >= (uint64_t)(forced + coerced));
    assert_close((double)work[STEPPE_WORK_FORCE] / MEMBERS, 5 * 0.4, 0.1, 0);
    // Four standard errors.
    assert_close((double)forced / MEMBERS, 0.1, 0, 4 * sqrt(0.09 / MEMBERS));
    assert_close((double)coerced / MEMBERS, 0.3, 0, 4 * sqrt(0.21 / MEMBERS));
}

static void force_is_answered_by_all(void **state) {
    struct bench *bench = *state;
    const size_t actors = bench->model->axes[STEPPE_AXIS_ACTOR].count;
    const size_t rus = bench_element(bench, STEPPE_AXIS_ACTOR, "RUS");
    const size_t kaz = bench_element(bench, STEPPE_AXIS_HOST, "KAZ");
    const size_t usa = bench_element(bench, STEPPE_AXIS_POWER, "USA");
    const size_t chn = bench_element(bench, STEPPE_AXIS_POWER, "CHN");
    double *loss = steppe_cells(bench->world, STEPPE_VAR_sanction_loss);
    double *disorder = steppe_cells(bench->world, STEPPE_VAR_disorder) + kaz;
    double *belief = steppe_cells(bench->world, STEPPE_VAR_credibility);
    const double troops = CELL(troops, "RUS", "KAZ"), trusted = belief[chn], liked = belief[usa];
    const double views = CELL(favourability, "RUS", "KAZ");
    const double cover = CELL(protection, "CHN", "KAZ");
    for (size_t r = 0; r < bench->model->axes[STEPPE_AXIS_POWER].count; r++)
        bench_parameter(bench, "crisis.sanction_share")[r] = r == usa ? 1 : 0;
    *parameter_of(bench, "crisis.force_rate", "RUS") = 1; // comes for sure
    *parameter_of(bench, "crisis.coercion_rate", "RUS") = 0;
    *parameter_of(bench, "crisis.force_rate", "CHN") = 0;
    *parameter_of(bench, "crisis.coercion_rate", "CHN") = 0;
    *bench_parameter(bench, "crisis.surrender_share") = 0; // resists
    *bench_parameter(bench, "crisis.force_troops") = 12000;
    *bench_parameter(bench, "crisis.force_disorder") = 3;
    *bench_parameter(bench, "crisis.force_resentment") = 1.5;
    *bench_parameter(bench, "crisis.abandonment") = 2;
    *bench_parameter(bench, "crisis.sanction_cost") = 0.025;
    const double share = (CELL(goods_trade, "RUS", "USA") + CELL(goods_trade, "USA", "RUS") +
                          CELL(fuel_trade, "RUS", "USA") + CELL(fuel_trade, "USA", "RUS"));
    double all = 1;
    for (size_t r = 0; r < bench->model->axes[STEPPE_AXIS_POWER].count; r++) {
        const char *code = bench->model->axes[STEPPE_AXIS_POWER].names[r];
        if (strcmp(code, "RUS") != 0)
            all += CELL(goods_trade, "RUS", code) + CELL(goods_trade, code, "RUS") +
                   CELL(fuel_trade, "RUS", code) + CELL(fuel_trade, code, "RUS");
    }
    bench_step(bench, "crisis");
    assert_close(CELL(occupation, "RUS", "KAZ"), 12000, 0, 0);
    assert_close(CELL(troops, "RUS", "KAZ"), troops + 12000, 1e-13, 0);
    assert_true(CELL(coercion, "RUS", "KAZ") == 1 && *disorder == 3);
    assert_close(log_odds(CELL(favourability, "RUS", "KAZ")), log_odds(views) - 1.5, 1e-12, 0);
    // Five hosts at once, and the same one sanctions each time.
    assert_close(loss[rus], 5 * 0.025 * share / all, 1e-12, 0);
    for (size_t a = 0; a < actors; a++) assert_true(a == rus || loss[a] == 0);
    assert_true(belief[usa] == liked);
    assert_true(cover > 0 && log_odds(belief[chn]) < log_odds(trusted) - 2 * cover + 1e-12);
}

// An occupied host is no safer for it, and who occupies it is no more its protector, nor ahead in
// what powers offer.
static void troops_that_nobody_called_protect_nobody(void **state) {
    struct bench *bench = *state;
    static const char *const hosts[] = {"KAZ", "KGZ", "TJK", "TKM", "UZB"};
    for (size_t i = 0; i < STEPPE_COUNT(hosts); i++) {
        const size_t host = bench_element(bench, STEPPE_AXIS_HOST, hosts[i]);
        double need[2], part[2], offer[2];
        for (int came = 0; came < 2; came++) {
            bench_push(bench, 0);
            CELL(occupation, "RUS", hosts[i]) = came * 20000;
            CELL(troops, "RUS", hosts[i]) += came * 20000;
            bench_step(bench, "security");
            need[came] = steppe_cells(bench->world, STEPPE_VAR_need)[host];
            part[came] = CELL(protection, "RUS", hosts[i]);
            bench_step(bench, "contest");
            offer[came] = CELL(security_offer, "CHN", hosts[i]);
        }
        assert_close(need[1], need[0], 1e-9, 0);
        assert_close(part[1], part[0], 1e-9, 0);
        assert_close(offer[1], offer[0], 1e-6, 0);
    }
}

// Force year after year: who sanctions already has no more to take.
static void sanctions_never_cost_more_than_those_of_all_powers(void **state) {
    struct bench *bench = *state;
    const size_t rus = bench_element(bench, STEPPE_AXIS_ACTOR, "RUS");
    double *loss = steppe_cells(bench->world, STEPPE_VAR_sanction_loss) + rus;
    *parameter_of(bench, "crisis.force_rate", "RUS") = 1;
    *parameter_of(bench, "crisis.coercion_rate", "RUS") = 0;
    for (size_t r = 0; r < bench->model->axes[STEPPE_AXIS_POWER].count; r++)
        bench_parameter(bench, "crisis.sanction_share")[r] = 1;
    *bench_parameter(bench, "crisis.sanction_cost") = 0.025;
    *bench_parameter(bench, "crisis.sanction_half_life") = 100;
    for (int year = 0; year < 5; year++) bench_step(bench, "crisis");
    assert_close(*loss, 0.025, 1e-12, 0);
    // What a scenario adds to that stands.
    *loss = 0.06;
    bench_step(bench, "crisis");
    assert_close(*loss, 0.06 * exp2(-1 / 1200.0), 1e-12, 0);
}

static void who_concedes_turns_to_the_power_and_its_weights_still_add_up(void **state) {
    struct bench *bench = *state;
    const size_t powers = bench->model->axes[STEPPE_AXIS_POWER].count;
    const size_t kgz = bench_element(bench, STEPPE_AXIS_HOST, "KGZ");
    double *weights = steppe_cells(bench->world, STEPPE_VAR_portfolio) + kgz * powers;
    double *own = steppe_cells(bench->world, STEPPE_VAR_self_reliance) + kgz;
    const double before = CELL(portfolio, "KGZ", "RUS"), kept = *own;
    const double china = CELL(portfolio, "KGZ", "CHN");
    *parameter_of(bench, "crisis.force_rate", "RUS") = 0;
    *parameter_of(bench, "crisis.coercion_rate", "RUS") = 1;
    *parameter_of(bench, "crisis.coercion_rate", "CHN") = 0;
    *parameter_of(bench, "crisis.force_rate", "CHN") = 0;
    *bench_parameter(bench, "crisis.concede_share") = 1;
    *bench_parameter(bench, "crisis.concession") = 0.1;
    *bench_parameter(bench, "crisis.coercion_size") = 0.4;
    bench_step(bench, "crisis");
    assert_close(CELL(portfolio, "KGZ", "RUS"), before + 0.1 * (1 - before), 1e-14, 0);
    assert_close(CELL(portfolio, "KGZ", "CHN"), china * 0.9, 1e-14, 0);
    assert_close(*own, kept * 0.9, 1e-14, 0);
    double sum = *own;
    for (size_t p = 0; p < powers; p++) sum += weights[p];
    assert_close(sum, 1, 1e-12, 0);
    assert_close(CELL(coercion, "RUS", "KGZ"), 0.4, 1e-15, 0);
    assert_true(CELL(occupation, "RUS", "KGZ") == 0);
}

static void occupation_and_sanctions_fade_by_half(void **state) {
    struct bench *bench = *state;
    const size_t rus = bench_element(bench, STEPPE_AXIS_ACTOR, "RUS");
    double *loss = steppe_cells(bench->world, STEPPE_VAR_sanction_loss);
    *bench_parameter(bench, "crisis.occupation_half_life") = 2;
    *bench_parameter(bench, "crisis.sanction_half_life") = 1;
    CELL(occupation, "RUS", "TJK") = 8000;
    loss[rus] = 0.02;
    bench->world->month = 1;
    for (int m = 0; m < 24; m++) bench_step(bench, "crisis");
    assert_close(CELL(occupation, "RUS", "TJK"), 4000, 1e-12, 0);
    assert_close(loss[rus], 0.005, 1e-12, 0);
    // Troops follow what stays of them.
    const double troops = CELL(troops, "RUS", "TJK");
    *bench_parameter(bench, "security.base_lag") = 0.01;
    bench_step(bench, "security");
    const double with = CELL(troops, "RUS", "TJK");
    CELL(occupation, "RUS", "TJK") = 0;
    bench_step(bench, "security");
    assert_true(troops > 0);
    assert_close(with - CELL(troops, "RUS", "TJK"), 4000, 1e-2, 0); // 0.01 year: 2e-4 are left
}

static void nan_reaches_what_the_game_decides(void **state) {
    struct bench *bench = *state;
    CELL(attention, "RUS", "security") = (double)NAN;
    bench->world->month = 1;
    bench_step(bench, "crisis");
    assert_true(CELL(coercion, "RUS", "UZB") == 0); // no game
    assert_true(isnan(force_on(bench, "UZB")));
    assert_true(isfinite(odds_of(bench, "CHN", "UZB").force[0])); // another power's attention
    bench->world->month = 0;
    bench_step(bench, "crisis");
    assert_true(isnan(CELL(coercion, "RUS", "UZB")) && isnan(CELL(occupation, "RUS", "UZB")));
}

// 32 lanes of float against this one over a January in which much is decided, member by member.
static void lanes_agree_with_the_scalar_twin(void **state) {
    struct bench *bench = *state;
    static const uint32_t variables[] = {
        STEPPE_VAR_coercion,      STEPPE_VAR_occupation, STEPPE_VAR_sanction_loss,
        STEPPE_VAR_credibility,   STEPPE_VAR_portfolio,  STEPPE_VAR_self_reliance,
        STEPPE_VAR_favourability, STEPPE_VAR_disorder,   STEPPE_VAR_troops};
    static const struct steppe_override busy[] = {{"crisis.force_rate", 0.2},
                                                  {"crisis.coercion_rate", 0.4}};
    const struct steppe_kernels *kernels[] = {steppe_kernels_named("scalar"),
                                              steppe_kernels_named("plain")};
    const struct steppe_layout *layout = bench->plan->layout;
    struct steppe_plan_options options = bench->plan->options;
    double *out[2];
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    options.start = options.until = 0;
    options.fix_noise = false;
    options.overrides = busy;
    options.override_count = STEPPE_COUNT(busy);
    for (size_t i = 0; i < 2; i++) {
        struct steppe_plan *plan;
        struct steppe_error error = {0};
        options.members = 32;
        if (!steppe_plan_make(bench->model, kernels[i], &options, &arena, &plan, &error))
            fail_msg("%s", error.message);
        void *memory = steppe_arena_take(&arena, 1, kernels[i]->block_bytes(plan));
        out[i] = STEPPE_TAKE(&arena, layout->state_cells * (size_t)kernels[i]->lanes, double);
        assert_true(memory && out[i]);
        kernels[i]->block_push(kernels[i]->block_make(plan, memory), NULL, 1, out[i]);
    }
    const size_t lanes = (size_t)kernels[1]->lanes;
    double moved = 0;
    for (size_t v = 0; v < STEPPE_COUNT(variables); v++)
        for (uint32_t c = 0; c < layout->cell_counts[variables[v]]; c++) {
            const size_t cell = layout->offsets[variables[v]] + c;
            // One month of float: a few dozen roundings. Lane 0 is member 0, as the scalar one.
            assert_close(out[1][cell * lanes], out[0][cell], 2e-5, 1e-6);
            if (variables[v] == STEPPE_VAR_coercion) moved += out[0][cell];
        }
    assert_true(moved > 0.2); // else nothing was decided in that member
    steppe_arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_base_gives_its_rates_to_the_last_bit, open_january),
        cmocka_unit_test_setup(only_powers_with_a_rate_are_in_the_game, open_january),
        cmocka_unit_test_setup(more_spill_over_means_less_force, open_january),
        cmocka_unit_test_setup(a_power_at_war_comes_less, open_january),
        cmocka_unit_test_setup(more_to_lose_by_sanctions_means_less_force, open_january),
        cmocka_unit_test_setup(a_host_that_drifts_away_is_worth_more_force, open_january),
        cmocka_unit_test_setup(a_host_that_depends_more_gives_in_more, open_january),
        cmocka_unit_test_setup(a_host_that_leans_to_the_power_gives_in_more, open_january),
        cmocka_unit_test_setup(a_larger_host_and_kin_in_it_are_worth_more_force, open_january),
        cmocka_unit_test_setup(blind_players_keep_to_the_base, open_january),
        cmocka_unit_test_setup(force_comes_at_its_rate_and_only_in_january, open_january),
        cmocka_unit_test_setup(force_is_answered_by_all, open_january),
        cmocka_unit_test_setup(troops_that_nobody_called_protect_nobody, open_january),
        cmocka_unit_test_setup(sanctions_never_cost_more_than_those_of_all_powers, open_january),
        cmocka_unit_test_setup(who_concedes_turns_to_the_power_and_its_weights_still_add_up,
                               open_january),
        cmocka_unit_test_setup(occupation_and_sanctions_fade_by_half, open_january),
        cmocka_unit_test_setup(nan_reaches_what_the_game_decides, open_january),
        cmocka_unit_test_setup(lanes_agree_with_the_scalar_twin, open_january),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
