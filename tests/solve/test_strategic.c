// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_strategic: game trees whose players err, against values worked out independently by
// backward induction in exact order, and against the limits of blind and of rational choice.
#include "test.h"

#include "solve/strategic.h"

enum { TWO = 2 };

// SQ, or a demand that the second player grants or fights. Ends 1, 3, 4.
static const struct steppe_strategic_node crisis[] = {{0, 1, 2}, {0}, {1, 3, 2}, {0}, {0}};

static void solve_crisis(double precision, double *worth, double *reached) {
    static const double ends[] = {0, 0, 0, 0, 0, 0, 1, -1, -0.5, -0.8};
    const double precisions[] = {precision, precision};
    const struct steppe_strategic_tree tree = {TWO, 5, crisis, precisions};
    memcpy(worth, ends, sizeof ends);
    steppe_strategic_solve(&tree, worth, reached);
}

static void a_crisis_ends_as_the_closed_form_has_it(void **state) {
    (void)state;
    double worth[10], reached[5];
    solve_crisis(1, worth, reached);
    // Pr(war | demand) = 1 / (1 + e^-0.2), and so on.
    assert_close(reached[1], 0.4562995366137899, 1e-14, 0);
    assert_close(reached[3], 0.24475546426192366, 1e-14, 0);
    assert_close(reached[4], 0.2989449991242864, 1e-14, 0);
    assert_close(worth[0], 0.09528296469978044, 1e-13, 0);
    assert_close(worth[1], -0.4839114635613528, 1e-13, 0);
    solve_crisis(5, worth, reached);
    assert_close(reached[1], 0.6184417164037769, 1e-14, 0);
    assert_close(reached[4], 0.27894145647035923, 1e-14, 0);
}

static void errors_without_bound_choose_blindly_and_none_choose_the_best(void **state) {
    (void)state;
    double worth[10], reached[5];
    solve_crisis(0, worth, reached);
    assert_close(reached[1], 0.5, 1e-15, 0);
    assert_close(reached[3], 0.25, 1e-15, 0);
    // The second fights (-0.8 > -1), so a demand is worth -0.5 and none is made.
    solve_crisis(1e4, worth, reached);
    assert_close(reached[1], 1, 1e-15, 0);
    assert_close(worth[0], 0, 0, 1e-15);
}

static void a_larger_worth_makes_its_branch_likelier(void **state) {
    (void)state;
    double last = 0;
    for (double prize = -2; prize <= 2; prize += 0.25) {
        double worth[] = {0, 0, 0, 0, 0, 0, prize, -1, -0.5, -0.8}, reached[5];
        const double precisions[] = {1.5, 1.5};
        const struct steppe_strategic_tree tree = {TWO, 5, crisis, precisions};
        steppe_strategic_solve(&tree, worth, reached);
        assert_true(reached[2] > last);
        last = reached[2];
    }
}

// The shape of the international interaction game: demands of both, then force or talks.
static const struct steppe_strategic_node interaction[] = {
    {0, 1, 2},              // 0: the first demands (1), or not (2)
    {1, 3, 2},  {1, 5, 2},  // 1: the second demands (3) or yields (4); 2: it does (5) or not
    {0, 7, 2},  {0},        // 3: the first fights (7) or negotiates (8)
    {0, 9, 2},  {0},        // 5: the first fights (9) or yields (10)
    {1, 11, 2}, {1, 13, 2}, // 7: the second fights (11) or yields; 8: fights (13) or talks
    {0},        {0},        {0},
    {0},        {0, 15, 2}, {0}, // 13: the first fights back (15) or yields (16)
    {0},        {0},
};

static void solve_interaction(double first, double second, double *worth, double *reached) {
    static const double ends[17][TWO] = {
        [4] = {1, -1},  [6] = {0, 0},      [9] = {-2, -1.5}, [10] = {-1, 1}, [11] = {-1, -2},
        [12] = {2, -3}, [14] = {0.5, 0.5}, [15] = {-2, -1},  [16] = {-3, 2}};
    const double precisions[] = {first, second};
    const struct steppe_strategic_tree tree = {TWO, 17, interaction, precisions};
    memcpy(worth, ends, sizeof ends);
    steppe_strategic_solve(&tree, worth, reached);
}

static void the_interaction_game_ends_as_worked_out_elsewhere(void **state) {
    (void)state;
    double worth[34], reached[17], sum = 0;
    solve_interaction(1, 1, worth, reached);
    assert_close(reached[11], 0.14303099040174522, 1e-13, 0);
    assert_close(reached[12], 0.05261816081919196, 1e-13, 0);
    assert_close(reached[15], 0.03788831790668381, 1e-13, 0);
    assert_close(reached[14], 0.10365626214675994, 1e-13, 0);
    assert_close(reached[4], 0.40598472573497957, 1e-13, 0);
    assert_close(reached[10], 0.10319657224831126, 1e-13, 0);
    assert_close(worth[0], 0.12330218566897475, 1e-12, 0);
    assert_close(worth[1], -0.7618339831384405, 1e-12, 0);
    solve_interaction(2, 0.5, worth, reached);
    assert_close(reached[11], 0.17629654847706688, 1e-13, 0);
    assert_close(reached[4], 0.5520166720008363, 1e-13, 0);
    assert_close(reached[6], 0.03124318213069907, 1e-13, 0);
    assert_close(worth[0], 0.5002050502932016, 1e-12, 0);
    for (int n = 0; n < 17; n++) sum += interaction[n].child_count ? 0 : reached[n];
    assert_close(sum, 1, 1e-14, 0);
}

static void nan_is_seen_at_the_root(void **state) {
    (void)state;
    double worth[] = {0, 0, 0, 0, 0, 0, (double)NAN, -1, -0.5, -0.8}, reached[5];
    const double precisions[] = {1, 1};
    const struct steppe_strategic_tree tree = {TWO, 5, crisis, precisions};
    steppe_strategic_solve(&tree, worth, reached);
    assert_true(isnan(worth[0]) && isnan(reached[1]));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_crisis_ends_as_the_closed_form_has_it),
        cmocka_unit_test(errors_without_bound_choose_blindly_and_none_choose_the_best),
        cmocka_unit_test(a_larger_worth_makes_its_branch_likelier),
        cmocka_unit_test(the_interaction_game_ends_as_worked_out_elsewhere),
        cmocka_unit_test(nan_is_seen_at_the_root),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
