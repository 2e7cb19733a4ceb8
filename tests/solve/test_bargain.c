// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Bargaining: the variants against runs of the programs that they follow, and laws that any
// bargain keeps.
#include "solve/bargain.h"

#include "test.h"

#define ACTORS 30
#define NAME_BYTES 40

// A case of the shared references: what is put in, with actors by name.
struct problem {
    size_t actors, dimensions;
    char names[ACTORS][NAME_BYTES];
    double capability[ACTORS], position[ACTORS * 6], salience[ACTORS * 6];
};

static struct steppe_bargain_issue issue_of(const struct problem *problem) {
    return (struct steppe_bargain_issue){.actors = problem->actors,
                                         .dimensions = problem->dimensions,
                                         .capability = problem->capability,
                                         .position = problem->position,
                                         .salience = problem->salience};
}

// The emission standards of cars as given by scholz-2011 after bueno-de-mesquita-1994: years of
// delay, 4 to 10.
static const struct problem emission = {
    10,
    1,
    {"Netherlands", "Belgium", "Luxembourg", "Germany", "France", "Italy", "UK", "Ireland",
     "Denmark", "Greece"},
    {0.08, 0.08, 0.03, 0.16, 0.16, 0.16, 0.16, 0.05, 0.05, 0.08},
    {4, 7, 4, 4, 10, 10, 10, 7, 4, 7},
    {0.8, 0.4, 0.2, 0.8, 0.6, 0.6, 0.9, 0.1, 1.0, 0.7}};

struct solved {
    struct steppe_arena arena;
    struct steppe_bargain_result result;
};

static void solve(struct solved *solved, const struct steppe_bargain_issue *issue,
                  enum steppe_bargain_variant variant, int32_t turns) {
    struct steppe_error error = {0};
    steppe_arena_init(&solved->arena, 0);
    assert_true(
        steppe_bargain_solve(issue, variant, turns, &solved->arena, &solved->result, &error));
}

static FILE *open_case(const char *name) {
    char folder[600], path[900], header[500];
    if (!test_reference_folder(folder, sizeof folder)) {
        print_message("the shared reference cases are not here\n");
        skip();
    }
    snprintf(path, sizeof path, "%s/c-bargaining/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (!file) fail_msg("cannot read %s", path);
    assert_non_null(fgets(header, sizeof header, file));
    return file;
}

// Field `number` of a line of plain CSV.
static const char *field(const char *line, int number) {
    for (; number > 0; number--) {
        line = strchr(line, ',');
        assert_non_null(line);
        line++;
    }
    return line;
}

static double number(const char *line, int at) { return strtod(field(line, at), NULL); }

static size_t actor_of(const struct problem *problem, const char *text) {
    size_t length = strcspn(text, ",\n\r");
    for (size_t i = 0; i < problem->actors; i++)
        if (strlen(problem->names[i]) == length && memcmp(problem->names[i], text, length) == 0)
            return i;
    fail_msg("no actor at %s", text);
    return 0;
}

// An input of the spatial program: shares in percent; the program works with 0 to 1.
static void read_spatial(struct problem *problem, const char *folder, size_t dimensions) {
    char path[200], line[500];
    snprintf(path, sizeof path, "ktab-smp/%s/input.csv", folder);
    FILE *file = open_case(path);
    memset(problem, 0, sizeof *problem);
    problem->dimensions = dimensions;
    assert_non_null(fgets(line, sizeof line, file)); // the names of columns
    while (fgets(line, sizeof line, file)) {
        size_t i = problem->actors++;
        snprintf(problem->names[i], NAME_BYTES, "%.*s", (int)strcspn(line, ","), line);
        problem->capability[i] = number(line, 2);
        for (size_t k = 0; k < dimensions; k++) {
            problem->position[i * dimensions + k] = number(line, 3 + 2 * (int)k) / 100;
            problem->salience[i * dimensions + k] = number(line, 4 + 2 * (int)k) / 100;
        }
    }
    fclose(file);
}

static void check_spatial(const char *name, size_t dimensions, size_t actors, int32_t turns) {
    static struct problem problem;
    struct solved solved;
    char path[200], line[500];
    read_spatial(&problem, name, dimensions);
    assert_int_equal(problem.actors, actors);
    const struct steppe_bargain_issue issue = issue_of(&problem);
    solve(&solved, &issue, STEPPE_BARGAIN_SPATIAL, 100);
    const struct steppe_bargain_result *result = &solved.result;
    snprintf(path, sizeof path, "ktab-smp/%s/prob_vict_turn0.csv", name);
    FILE *file = open_case(path);
    size_t rows = 0;
    for (; fgets(line, sizeof line, file); rows++) {
        size_t i = actor_of(&problem, field(line, 1)), j = actor_of(&problem, field(line, 2));
        assert_close(result->chance[i * actors + j], number(line, 3), 0, 1e-10);
    }
    assert_int_equal(rows, actors * (actors - 1));
    fclose(file);
    snprintf(path, sizeof path, "ktab-smp/%s/util_chlg_turn0.csv", name);
    file = open_case(path);
    while (fgets(line, sizeof line, file)) {
        size_t i = actor_of(&problem, field(line, 2)), j = actor_of(&problem, field(line, 3));
        assert_close(result->gain[i * actors + j], number(line, 7) - number(line, 4), 0, 1e-10);
    }
    fclose(file);
    // 1e-6 on the scale of 0 to 100; the program keeps positions to 0.01 there.
    snprintf(path, sizeof path, "ktab-smp/%s/positions.csv", name);
    file = open_case(path);
    for (rows = 0; fgets(line, sizeof line, file); rows++) {
        size_t turn = (size_t)number(line, 0), k = (size_t)number(line, 2);
        size_t i = actor_of(&problem, field(line, 1));
        assert_true(turn <= (size_t)result->turns);
        assert_close(100 * result->position[(turn * actors + i) * dimensions + k], number(line, 3),
                     0, 1e-6);
    }
    fclose(file);
    assert_int_equal(rows, ((size_t)result->turns + 1) * actors * dimensions);
    assert_int_equal(result->turns, turns);
    assert_true(result->settled);
    steppe_arena_free(&solved.arena);
}

static void the_spatial_variant_repeats_every_turn_on_one_dimension(void **state) {
    (void)state;
    check_spatial("EU-Emission", 1, 10, 13);
}

static void the_spatial_variant_repeats_every_turn_on_two_dimensions(void **state) {
    (void)state;
    check_spatial("SOE-Pol-Comp", 2, 13, 27);
}

static void challenge_all_repeats_ten_rounds_of_its_replication(void **state) {
    (void)state;
    struct solved solved;
    char line[500];
    FILE *file = open_case("bdm-scholz/eu-emission/rounds.csv"); // may skip the rest
    const struct steppe_bargain_issue issue = issue_of(&emission);
    solve(&solved, &issue, STEPPE_BARGAIN_CHALLENGE_ALL, 10);
    const struct steppe_bargain_result *result = &solved.result;
    size_t rows = 0;
    for (; fgets(line, sizeof line, file); rows++) {
        size_t turn = (size_t)number(line, 0) - 1, i = actor_of(&emission, field(line, 1));
        const struct steppe_bargain_step *step = &result->step[turn * 10 + i];
        assert_close(result->position[turn * 10 + i], number(line, 2), 0, 1e-9);
        assert_close(result->risk[turn * 10 + i], number(line, 3), 0, 1e-9);
        assert_close(result->position[(turn + 1) * 10 + i], number(line, 4), 0, 1e-9);
        assert_int_equal(step->kind, strncmp(field(line, 5), "none", 4) == 0 ? 0
                                     : strncmp(field(line, 5), "confron", 7) == 0
                                         ? STEPPE_BARGAIN_YIELDED
                                         : STEPPE_BARGAIN_COMPROMISED);
        if (step->kind) assert_int_equal(step->with, actor_of(&emission, field(line, 6)));
    }
    assert_int_equal(rows, 100);
    fclose(file);
    file = open_case("bdm-scholz/eu-emission/eu_matrix.csv");
    for (rows = 0; fgets(line, sizeof line, file) && line[0] == '1'; rows++) {
        size_t by = actor_of(&emission, field(line, 1)), i = actor_of(&emission, field(line, 2));
        size_t j = actor_of(&emission, field(line, 3));
        assert_close(result->chance[i * 10 + j], number(line, 4), 0, 1e-9);
        double expected = by == i ? result->gain[i * 10 + j] : result->threat[j * 10 + i];
        assert_close(expected, number(line, 5), 0, 1e-9);
    }
    assert_int_equal(rows, 180);
    fclose(file);
    file = open_case("bdm-scholz/eu-emission/summary.csv");
    for (rows = 0; fgets(line, sizeof line, file); rows++) {
        const double *at = result->position + 10 * (size_t)number(line, 0);
        assert_close(steppe_bargain_median(&issue, at, 0), number(line, 1), 0, 1e-9);
        assert_close(steppe_bargain_mean(&issue, at, 0), number(line, 2), 0, 1e-9);
    }
    assert_int_equal(rows, 11);
    fclose(file);
    steppe_arena_free(&solved.arena);
}

static void challenge_pair_repeats_three_rounds_of_its_replication(void **state) {
    (void)state;
    struct solved solved;
    char line[500];
    FILE *file = open_case("bdm-variant-B/eu-emission/eu_round1.csv"); // may skip the rest
    const struct steppe_bargain_issue issue = issue_of(&emission);
    solve(&solved, &issue, STEPPE_BARGAIN_CHALLENGE_PAIR, 3);
    const struct steppe_bargain_result *result = &solved.result;
    size_t rows = 0;
    for (; fgets(line, sizeof line, file); rows++) {
        size_t i = actor_of(&emission, field(line, 0)), j = actor_of(&emission, field(line, 1));
        assert_close(result->chance[i * 10 + j], number(line, 2), 0, 1e-9);
        assert_close(result->gain[i * 10 + j], number(line, 3), 0, 1e-9);
    }
    assert_int_equal(rows, 90);
    fclose(file);
    file = open_case("bdm-variant-B/eu-emission/rounds.csv");
    for (rows = 0; fgets(line, sizeof line, file); rows++) {
        size_t turn = (size_t)number(line, 0), i = actor_of(&emission, field(line, 1));
        assert_close(result->risk[(turn - 1) * 10 + i], number(line, 3), 0, 1e-9);
        assert_close(result->position[turn * 10 + i], number(line, 2), 0, 1e-9);
    }
    assert_int_equal(rows, 30);
    fclose(file);
    file = open_case("bdm-variant-B/eu-emission/summary.csv");
    for (rows = 0; fgets(line, sizeof line, file); rows++) {
        const double *at = result->position + 10 * (size_t)number(line, 0);
        assert_close(steppe_bargain_median(&issue, at, 0), number(line, 1), 0, 1e-9);
        assert_close(steppe_bargain_mean(&issue, at, 0), number(line, 2), 0, 1e-9);
    }
    assert_int_equal(rows, 4);
    fclose(file);
    steppe_arena_free(&solved.arena);
}

static void the_published_median_and_mean_of_the_emission_case(void **state) {
    (void)state;
    const struct steppe_bargain_issue issue = issue_of(&emission);
    assert_close(steppe_bargain_median(&issue, emission.position, 0), 7, 0, 0);
    // By hand: 5.003 / 0.677; 20 roundings.
    assert_close(steppe_bargain_mean(&issue, emission.position, 0), 5.003 / 0.677, 1e-14, 0);
}

// Exact by hand: rows (1/2 .3 .3), (.7 1/2 1/2), (.7 1/2 1/2) have the products .045, .175, .175.
static void a_conditional_election_goes_by_the_product_of_a_row(void **state) {
    (void)state;
    static const double win[] = {0.5, 0.3, 0.3, 0.7, 0.5, 0.5, 0.7, 0.5, 0.5};
    double probability[3];
    steppe_bargain_conditional(3, win, probability);
    assert_close(probability[0], 45.0 / 395, 1e-14, 0);
    assert_close(probability[1], 175.0 / 395, 1e-14, 0);
    assert_close(probability[2], 175.0 / 395, 1e-14, 0);
}

static void two_hundred_hopeless_options_still_sum_to_one(void **state) {
    (void)state;
    enum { COUNT = 200 };
    static double win[COUNT * COUNT], probability[COUNT];
    for (int i = 0; i < COUNT; i++)
        for (int j = 0; j < COUNT; j++) win[i * COUNT + j] = i == j ? 0.5 : i < j ? 1e-9 : 1 - 1e-9;
    steppe_bargain_conditional(COUNT, win, probability);
    double sum = 0;
    for (int i = 0; i < COUNT; i++) sum += probability[i];
    assert_close(sum, 1, 1e-13, 0); // 200 roundings
    assert_true(probability[COUNT - 1] > 0.999);
}

// Made up, the same on every machine.
static void make_problem(struct problem *problem, uint32_t seed, size_t actors, size_t dimensions) {
    uint32_t state = seed;
    problem->actors = actors;
    problem->dimensions = dimensions;
    for (size_t i = 0; i < actors; i++) {
        problem->capability[i] = 1 + (double)((state = state * 1664525 + 1013904223) >> 25);
        for (size_t k = 0; k < dimensions; k++) {
            uint32_t place = (state = state * 1664525 + 1013904223) >> 16;
            uint32_t care = (state = state * 1664525 + 1013904223) >> 16;
            problem->position[i * dimensions + k] = (double)(place % 101) / 100;
            problem->salience[i * dimensions + k] = (1 + (double)(care % 100)) /
                                                    (101 * (double)dimensions);
        }
    }
}

static void nobody_leaves_the_span_of_the_first_positions(void **state) {
    (void)state;
    static struct problem problem;
    for (uint32_t seed = 1; seed <= 40; seed++)
        for (int v = 0; v < STEPPE_BARGAIN_VARIANTS; v++) {
            struct solved solved;
            make_problem(&problem, seed, 3 + seed % 9, 1 + seed % 3);
            const struct steppe_bargain_issue issue = issue_of(&problem);
            const size_t dims = problem.dimensions;
            solve(&solved, &issue, (enum steppe_bargain_variant)v, 20);
            for (size_t k = 0; k < dims; k++) {
                double low = 1, high = 0;
                for (size_t i = 0; i < problem.actors; i++) {
                    low = fmin(low, problem.position[i * dims + k]);
                    high = fmax(high, problem.position[i * dims + k]);
                }
                size_t rows = ((size_t)solved.result.turns + 1) * problem.actors;
                for (size_t row = 0; row < rows; row++) {
                    double at = solved.result.position[row * dims + k];
                    // 1e-12: rounding of convex sums.
                    assert_true(at >= low - 1e-12 && at <= high + 1e-12);
                }
            }
            steppe_arena_free(&solved.arena);
        }
}

static void who_agree_do_not_move(void **state) {
    (void)state;
    static struct problem problem;
    for (int v = 0; v < STEPPE_BARGAIN_VARIANTS; v++) {
        struct solved solved;
        make_problem(&problem, 5, 6, 2);
        for (size_t i = 0; i < 12; i++) problem.position[i] = i % 2 ? 0.25 : 0.75;
        const struct steppe_bargain_issue issue = issue_of(&problem);
        solve(&solved, &issue, (enum steppe_bargain_variant)v, 20);
        const struct steppe_bargain_result *result = &solved.result;
        assert_true(result->settled);
        for (size_t i = 0; i < 12; i++) {
            assert_int_equal(result->step[i].with, -1);
            assert_close(result->position[12 * (size_t)result->turns + i], problem.position[i], 0,
                         0);
        }
        steppe_arena_free(&solved.arena);
    }
}

static void only_ratios_of_capability_count(void **state) {
    (void)state;
    static struct problem problem, scaled;
    for (int v = 0; v < STEPPE_BARGAIN_VARIANTS; v++) {
        struct solved first, second;
        make_problem(&problem, 11, 8, 1);
        scaled = problem;
        // A power of two, so that scaling itself rounds nothing.
        for (size_t i = 0; i < 8; i++) scaled.capability[i] *= 1024;
        const struct steppe_bargain_issue one = issue_of(&problem), other = issue_of(&scaled);
        solve(&first, &one, (enum steppe_bargain_variant)v, 6);
        solve(&second, &other, (enum steppe_bargain_variant)v, 6);
        assert_int_equal(first.result.turns, second.result.turns);
        // The least coalition (1e-8) does not scale: the chances differ by about that much, the
        // spatial positions by a step of their rounding at most.
        for (size_t i = 0; i < 8 * ((size_t)first.result.turns + 1); i++)
            assert_close(first.result.position[i], second.result.position[i], 0, 1.01e-4);
        steppe_arena_free(&first.arena);
        steppe_arena_free(&second.arena);
    }
}

static void an_election_is_shared_by_who_stand_together_and_favours_the_middle(void **state) {
    (void)state;
    static const double capability[] = {1, 1, 1, 1}, salience[] = {1, 1, 1, 1};
    static const double position[] = {0, 0.5, 0.5, 1};
    const struct steppe_bargain_issue issue = {4, 1, capability, position, salience};
    double work[4 * 4 * 3], probability[4];
    steppe_bargain_election(&issue, position, work, probability);
    assert_close(probability[0] + probability[1] + probability[2] + probability[3], 1, 1e-14, 0);
    assert_close(probability[1], probability[2], 0, 0);
    assert_close(probability[0], probability[3], 1e-12, 0); // the case is its own mirror
    assert_true(probability[1] > probability[0]);
}

static void a_refused_reservation_is_an_error(void **state) {
    (void)state;
    const struct steppe_bargain_issue issue = issue_of(&emission);
    for (uint64_t refuse = 1; refuse < 40; refuse++) {
        struct steppe_arena arena;
        struct steppe_bargain_result result;
        struct steppe_error error = {0};
        steppe_arena_init(&arena, 0);
        steppe_arena_fail_after(refuse);
        bool done = steppe_bargain_solve(&issue, STEPPE_BARGAIN_SPATIAL, 100, &arena, &result,
                                         &error);
        steppe_arena_fail_after(0);
        steppe_arena_free(&arena);
        if (refuse == 1) assert_false(done);
        if (done) return;
        assert_int_equal(error.code, STEPPE_CODE_MEMORY);
    }
    fail_msg("never done");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_spatial_variant_repeats_every_turn_on_one_dimension),
        cmocka_unit_test(the_spatial_variant_repeats_every_turn_on_two_dimensions),
        cmocka_unit_test(challenge_all_repeats_ten_rounds_of_its_replication),
        cmocka_unit_test(challenge_pair_repeats_three_rounds_of_its_replication),
        cmocka_unit_test(the_published_median_and_mean_of_the_emission_case),
        cmocka_unit_test(a_conditional_election_goes_by_the_product_of_a_row),
        cmocka_unit_test(two_hundred_hopeless_options_still_sum_to_one),
        cmocka_unit_test(nobody_leaves_the_span_of_the_first_positions),
        cmocka_unit_test(who_agree_do_not_move),
        cmocka_unit_test(only_ratios_of_capability_count),
        cmocka_unit_test(an_election_is_shared_by_who_stand_together_and_favours_the_middle),
        cmocka_unit_test(a_refused_reservation_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
