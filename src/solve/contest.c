// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// contest: the scalar instance of contest_kernel.h behind a plain interface.
#define STEPPE_SCALAR
#include "solve/contest.h"

#include "solve/contest_kernel.h"

// The array itself, or one of `count` times the number that stands for "none".
static const double *or_number(const double *array, size_t count, double number,
                               struct steppe_arena *scratch) {
    if (array) return array;
    double *made = STEPPE_TAKE(scratch, count, double);
    for (size_t i = 0; made && i < count; i++) made[i] = number;
    return made;
}

static bool make_terms(const struct steppe_contest_case *problem, struct steppe_arena *scratch,
                       struct steppe_contest_terms *terms) {
    const size_t players = problem->players, prizes = problem->prizes, cells = players * prizes;
    *terms = (struct steppe_contest_terms){
        .players = (int)players,
        .prizes = (int)prizes,
        .value = problem->value,
        .standing = or_number(problem->standing, cells, 0, scratch),
        .effect = or_number(problem->effect, cells, 1, scratch),
        .capacity = problem->capacity,
        .own = or_number(problem->own, prizes, 0, scratch),
        .rivalry = or_number(problem->rivalry, players * players, 0, scratch),
        .budget = or_number(problem->budget, players, (double)INFINITY, scratch),
        .reach_limit = problem->budget ? (double)INFINITY : 1,
        .damping = problem->damping > 0 ? problem->damping : 1,
        .tolerance = problem->tolerance > 0 ? problem->tolerance : 1e-12,
        .round_limit = problem->round_limit > 0 ? problem->round_limit : 10000,
    };
    return terms->standing && terms->effect && terms->own && terms->rivalry && terms->budget;
}

bool steppe_contest_solve(const struct steppe_contest_case *problem, struct steppe_arena *scratch,
                          double *offer, struct steppe_contest_result *result,
                          struct steppe_error *error) {
    const size_t players = problem->players, prizes = problem->prizes;
    steppe_must(players >= 1 && prizes >= 1 && players < 10000 && prizes < 10000);
    const struct steppe_arena_mark mark = steppe_arena_mark(scratch);
    struct steppe_contest_terms terms;
    struct steppe_contest_state state = {.offer = offer};
    double *memory = STEPPE_TAKE(scratch, steppe_contest_cells(players, prizes), double);
    if (!memory || !make_terms(problem, scratch, &terms)) {
        steppe_arena_rewind(scratch, mark);
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for a contest of %zu players for %zu prizes", players,
                                prizes);
    }
    steppe_contest_lay(players, prizes, memory, &state);
    steppe_contest_equilibrium(&terms, &state);
    *result = (struct steppe_contest_result){.residual = state.residual[0],
                                             .rounds = state.rounds};
    steppe_arena_rewind(scratch, mark);
    if (result->residual <= terms.tolerance) return true;
    return steppe_error_set(error, STEPPE_CODE_RUN, (struct steppe_place){0},
                            "the contest still moves by %.3g of a player's offers after %d rounds",
                            result->residual, result->rounds);
}
