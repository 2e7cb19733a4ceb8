// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_intervention: the closed form of the game without a call against its tree, solved node by
// node; the agreement of a pact against sums over coalitions.
#define STEPPE_SCALAR
#define STEPPE_INSTANCE scalar
#include "solve/intervention_kernel.h"

#include "base/random.h"
#include "solve/pact_kernel.h"
#include "solve/strategic.h"
#include "test.h"

// The power moves, then the host, then two third parties; ends are listed last.
enum { POWER, HOST, FIRST, SECOND, PLAYERS };
static const struct steppe_strategic_node nodes[] = {
    {POWER, 1, 3},   {0, 0, 0},       {HOST, 4, 2},    {HOST, 6, 2}, // stay, coerce, force
    {0, 0, 0},       {0, 0, 0},       {FIRST, 8, 2},   {FIRST, 10, 2},
    {SECOND, 12, 2}, {SECOND, 14, 2}, {SECOND, 16, 2}, {SECOND, 18, 2},
    {0, 0, 0},       {0, 0, 0},       {0, 0, 0},       {0, 0, 0},
    {0, 0, 0},       {0, 0, 0},       {0, 0, 0},       {0, 0, 0}};

// A state of affairs: payoffs in shares of GDP.
struct affairs {
    struct steppe_intervention of_power; // without the chances
    double gives_in;                     // what conceding is worth to the host over resisting
    double sanctions[2];                 // what sanctions are worth to a third party
    double bite[2];                      // and what they cost the power
};
// Constants of the choices, in the unit of worth.
struct constants {
    double coerce, force, coerced, forced, sanction[2];
};

static double log_odds(double share) { return log(share / (1 - share)); }

static void worths(const struct affairs *it, const struct constants *b, double *worth) {
    const struct steppe_intervention *p = &it->of_power;
    for (size_t n = 0; n < STEPPE_COUNT(nodes) * PLAYERS; n++) worth[n] = 0;
    worth[4 * PLAYERS + POWER] = p->coerced_prize - p->coerced_cost + b->coerce;
    worth[5 * PLAYERS + POWER] = -p->coerced_cost + b->coerce;
    worth[4 * PLAYERS + HOST] = it->gives_in + b->coerced;
    for (size_t end = 0; end < 8; end++) {
        double *of = worth + (12 + end) * PLAYERS;
        const bool conceded = end < 4, first = end % 4 < 2, second = end % 2 == 0;
        of[POWER] = (conceded ? p->forced_prize - p->eased * p->forced_cost
                              : p->won * p->forced_prize - p->forced_cost) -
                    p->spillover - first * it->bite[0] - second * it->bite[1] + b->force;
        of[HOST] = conceded ? it->gives_in + b->forced : 0;
        of[FIRST] = first ? it->sanctions[0] + b->sanction[0] : 0;
        of[SECOND] = second ? it->sanctions[1] + b->sanction[1] : 0;
    }
}

static double drawn(uint32_t *count, double low, double high) {
    return low + (high - low) * steppe_random_uniform(7, 0, 0, 0, (*count)++);
}

static struct affairs draw_affairs(uint32_t *count) {
    struct affairs it = {.of_power = {.coerced_prize = drawn(count, 0, 0.004),
                                      .forced_prize = drawn(count, 0, 0.02),
                                      .coerced_cost = drawn(count, 0, 0.002),
                                      .forced_cost = drawn(count, 0.003, 0.03),
                                      .spillover = drawn(count, 0, 0.01),
                                      .won = drawn(count, 0, 1),
                                      .eased = drawn(count, 0, 1)}};
    it.gives_in = drawn(count, -0.02, 0.02);
    for (size_t r = 0; r < 2; r++) {
        it.sanctions[r] = drawn(count, -0.01, 0.01);
        it.bite[r] = drawn(count, 0, 0.01);
    }
    return it;
}

// The kernel's way: expected worth of coercion and force under the chances of the others.
static void expected(struct affairs it, const double share[2], const double sanction[2], double per,
                     double host_move, const double third_move[2], double *coerce, double *force,
                     double *gives_in) {
    gives_in[0] = steppe_choice_moved(share[0], per * host_move);
    gives_in[1] = steppe_choice_moved(share[1], per * host_move);
    it.of_power.forced_gives_in = gives_in[1];
    it.of_power.sanctions = 0;
    for (size_t r = 0; r < 2; r++)
        it.of_power.sanctions += steppe_choice_moved(sanction[r], per * third_move[r]) * it.bite[r];
    *coerce = steppe_intervention_coerce(it.of_power.coerced_prize, gives_in[0],
                                         it.of_power.coerced_cost);
    *force = steppe_intervention_force(&it.of_power);
}

static void the_closed_form_is_the_tree_solved_backwards(void **state) {
    (void)state;
    uint32_t count = 0;
    double worth[STEPPE_COUNT(nodes) * PLAYERS], reached[STEPPE_COUNT(nodes)];
    for (int trial = 0; trial < 200; trial++) {
        const struct affairs base = draw_affairs(&count), now = draw_affairs(&count);
        const double per = drawn(&count, 20, 300), none[2] = {0, 0};
        const double share[2] = {drawn(&count, 0.1, 0.9), drawn(&count, 0.1, 0.9)};
        const double sanction[2] = {drawn(&count, 0.02, 0.9), drawn(&count, 0.02, 0.9)};
        const double coerced = drawn(&count, 0.01, 0.1), forced = drawn(&count, 0.001, 0.02);
        const double precision[PLAYERS] = {per, per, per, per};
        const struct steppe_strategic_tree tree = {PLAYERS, STEPPE_COUNT(nodes), nodes, precision};
        double u_c, u_f, v_c, v_f, gives_in[2], coerce, force;
        const double moves[2] = {now.sanctions[0] - base.sanctions[0],
                                 now.sanctions[1] - base.sanctions[1]};
        expected(base, share, sanction, per, 0, none, &u_c, &u_f, gives_in);
        const double stays = 1 - coerced - forced;
        const struct constants b = {.coerce = log(coerced / stays) / per - u_c,
                                    .force = log(forced / stays) / per - u_f,
                                    .coerced = log_odds(share[0]) / per - base.gives_in,
                                    .forced = log_odds(share[1]) / per - base.gives_in,
                                    .sanction = {log_odds(sanction[0]) / per - base.sanctions[0],
                                                 log_odds(sanction[1]) / per - base.sanctions[1]}};
        worths(&base, &b, worth);
        steppe_strategic_solve(&tree, worth, reached);
        // The constants say what they should: the base gives its rates.
        assert_close(reached[2], coerced, 1e-11, 0);
        assert_close(reached[3], forced, 1e-11, 0);
        worths(&now, &b, worth);
        steppe_strategic_solve(&tree, worth, reached);
        expected(now, share, sanction, per, now.gives_in - base.gives_in, moves, &v_c, &v_f,
                 gives_in);
        steppe_intervention_choose(coerced, forced, per * (v_c - u_c), per * (v_f - u_f), &coerce,
                                   &force);
        // Both round a few dozen times; exponents reach 10.
        assert_close(coerce, reached[2], 1e-11, 0);
        assert_close(force, reached[3], 1e-11, 0);
        assert_close(gives_in[0], reached[4] / reached[2], 1e-11, 0);
        assert_close(gives_in[1], reached[6] / reached[3], 1e-11, 0);
    }
}

static void what_does_not_move_is_the_base_to_the_last_bit(void **state) {
    (void)state;
    double coerce, force;
    steppe_intervention_choose(0.03, 0.004, 0, 0, &coerce, &force);
    assert_true(coerce == 0.03 && force == 0.004);
    assert_true(steppe_choice_moved(0.3, 0) == 0.3);
}

static void no_worth_makes_a_chance_leave_its_bounds(void **state) {
    (void)state;
    for (double move = -1e4; move <= 1e4; move += 1e3) {
        double coerce, force;
        steppe_intervention_choose(0.03, 0.004, -move, move, &coerce, &force);
        assert_true(coerce >= 0 && force >= 0 && coerce + force <= 1);
        const double moved = steppe_choice_moved(0.3, move);
        assert_true(moved >= 0 && moved <= 1);
    }
    assert_true(isnan(steppe_choice_moved(0.3, (double)NAN)));
}

static void a_pact_agrees_as_often_as_its_coalitions_do(void **state) {
    (void)state;
    for (size_t others = 0; others <= 9; others++)
        for (int majority = 0; majority < 2; majority++) {
            const double consent = 0.83;
            const double found = steppe_pact_agreement(majority, others, consent);
            double sum = 0;
            for (unsigned set = 0; set < 1u << others; set++) { // every coalition of the others
                unsigned yes = 0;
                for (size_t i = 0; i < others; i++) yes += set >> i & 1;
                const bool met = majority ? 2 * (yes + 2) > others + 2 : yes == others;
                if (met) sum += pow(consent, yes) * pow(1 - consent, (double)others - yes);
            }
            assert_close(found, sum, 1e-13, 0);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_closed_form_is_the_tree_solved_backwards),
        cmocka_unit_test(what_does_not_move_is_the_base_to_the_last_bit),
        cmocka_unit_test(no_worth_makes_a_chance_leave_its_bounds),
        cmocka_unit_test(a_pact_agrees_as_often_as_its_coalitions_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
