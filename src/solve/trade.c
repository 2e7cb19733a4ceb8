// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// trade: the scalar double instance of the trade kernel behind a plain interface, and the inverse
// Jacobian that all instances share.
#define STEPPE_SCALAR
#define STEPPE_INSTANCE scalar
#include "solve/trade.h"

#include "solve/trade_kernel.h"

// Steps with one Jacobian, and how often it may be made anew.
enum { STEPS = 25, TURNS = 40 };

// J into `jacobian`; shares [n][n] and output [n] are scratch.
static void trade_jacobian(size_t n, const double *sales, double elasticity, const double *ratio,
                           double *restrict shares, double *restrict output, double *jacobian) {
    double world = 0;
    for (size_t j = 0; j < n; j++) {
        double spending = 0;
        output[j] = 0;
        for (size_t k = 0; k < n; k++) {
            spending += sales[k * n + j];
            output[j] += sales[j * n + k];
        }
        world += output[j];
        for (size_t k = 0; k < n; k++) shares[j * n + k] = elasticity * sales[k * n + j] / spending;
        shares[j * n + j] += (ratio ? ratio[j] : 1) * output[j] / spending;
    }
    for (size_t i = 0; i < n; i++) {
        double *restrict row = jacobian + i * n;
        for (size_t k = 0; k < n; k++) row[k] = -output[k] / world;
        row[i] -= 1 + elasticity;
        for (size_t j = 0; j < n; j++) {
            double part = sales[i * n + j] / output[i];
            const double *restrict share = shares + j * n;
#pragma omp simd
            for (size_t k = 0; k < n; k++) row[k] += part * share[k];
        }
    }
}

// Row of the largest number in column `at`, from row `at` down.
static size_t trade_pivot(size_t n, const double *matrix, size_t at) {
    size_t best = at;
    for (size_t i = at + 1; i < n; i++)
        if (fabs(matrix[i * n + at]) > fabs(matrix[best * n + at])) best = i;
    return best;
}

static void trade_swap_rows(size_t n, double *matrix, size_t a, size_t b) {
    for (size_t k = 0; k < n && a != b; k++) {
        double kept = matrix[a * n + k];
        matrix[a * n + k] = matrix[b * n + k];
        matrix[b * n + k] = kept;
    }
}

// Gauss-Jordan in place with row pivots; order [n] is scratch.
static bool trade_invert(size_t n, double *matrix, double *order) {
    for (size_t at = 0; at < n; at++) {
        size_t best = trade_pivot(n, matrix, at);
        order[at] = (double)best;
        trade_swap_rows(n, matrix, at, best);
        double *restrict pivot = matrix + at * n;
        if (!(fabs(pivot[at]) > 1e-300)) return false;
        double scale = 1 / pivot[at];
        pivot[at] = 1;
        for (size_t k = 0; k < n; k++) pivot[k] *= scale;
        for (size_t i = 0; i < n; i++) {
            if (i == at) continue;
            double *restrict row = matrix + i * n;
            double factor = row[at];
            row[at] = 0;
#pragma omp simd
            for (size_t k = 0; k < n; k++) row[k] -= factor * pivot[k];
        }
    }
    for (size_t at = n; at-- > 0;) {
        size_t best = (size_t)order[at];
        for (size_t i = 0; i < n && best != at; i++) {
            double kept = matrix[i * n + at];
            matrix[i * n + at] = matrix[i * n + best];
            matrix[i * n + best] = kept;
        }
    }
    return true;
}

bool steppe_trade_inverse(size_t count, const double *sales, double elasticity,
                          const double *spending_ratio, double *work, double *inverse) {
    double *output = work + count * count;
    trade_jacobian(count, sales, elasticity, spending_ratio, work, output, inverse);
    if (!trade_invert(count, inverse, output)) return false;
    for (size_t k = 0; k < count; k++) {
        double sold = 0, bought = 0;
        for (size_t j = 0; j < count; j++) {
            sold += sales[k * count + j];
            bought += sales[j * count + k];
        }
        const double home = sales[k * count + k], part = home / bought;
        const double ratio = spending_ratio ? spending_ratio[k] : 1;
        const double own = 1 + elasticity - elasticity * (home / sold) * part - ratio * part;
        for (size_t i = 0; i < count; i++) inverse[i * count + k] *= -own;
    }
    return true;
}

static const struct steppe_place trade_nowhere = {NULL, 0, 0};

static bool trade_check(const struct steppe_trade_case *problem, struct steppe_error *error) {
    size_t n = problem->count;
    if (n < 1 || n > 4096)
        return steppe_error_set(error, STEPPE_CODE_RANGE, trade_nowhere,
                                "%zu economies: 1 to 4096 can trade", n);
    if (!(problem->elasticity > 0 && problem->elasticity < 1e3))
        return steppe_error_set(error, STEPPE_CODE_RANGE, trade_nowhere,
                                "the trade elasticity is %g, and must be above 0 and below 1000",
                                problem->elasticity);
    for (size_t i = 0; i < n; i++) {
        double output = 0, spending = 0;
        for (size_t j = 0; j < n; j++) {
            if (!(problem->sales[i * n + j] >= 0))
                return steppe_error_set(error, STEPPE_CODE_RANGE, trade_nowhere,
                                        "sales of economy %zu to %zu are %g", i, j,
                                        problem->sales[i * n + j]);
            output += problem->sales[i * n + j];
            spending += problem->sales[j * n + i];
        }
        if (!(output > 0 && spending > 0 && isfinite(output + spending)))
            return steppe_error_set(error, STEPPE_CODE_RANGE, trade_nowhere,
                                    "economy %zu sells %g and buys %g", i, output, spending);
    }
    return true;
}

// Fills terms and state from the problem; `cells` has room for trade_cells(n) numbers.
static size_t trade_cells(size_t n) { return STEPPE_TRADE_CELLS(n) + 3 * n * n + 7 * n + 1; }

static bool trade_set_up(const struct steppe_trade_case *problem, double *cells,
                         struct steppe_trade_terms *terms, struct steppe_trade_state *state) {
    size_t n = problem->count;
    double *inverse = cells, *work = inverse + n * n, *cost = work + n * (n + 1);
    double *home = cost + n * n, *technology = home + n, *size = technology + n, *gap = size + n;
    double *ratio = gap + n, *elasticity = ratio + n;
    steppe_trade_place(state, (int)n, elasticity + 1);
    if (!steppe_trade_inverse(n, problem->sales, problem->elasticity, problem->spending_ratio, work,
                              inverse))
        return false;
    *elasticity = problem->elasticity;
    for (size_t i = 0; i < n; i++) {
        double surplus = 0;
        for (size_t j = 0; j < n; j++) {
            double over = problem->cost && i != j ? problem->cost[i * n + j] : 1;
            cost[i * n + j] = over == 1 ? 0 : log(over);
            surplus += problem->sales[i * n + j] - problem->sales[j * n + i];
        }
        home[i] = problem->sales[i * n + i];
        size[i] = problem->size ? problem->size[i] : 1;
        technology[i] = (problem->technology ? problem->technology[i] : 1) * size[i];
        ratio[i] = problem->spending_ratio ? problem->spending_ratio[i] : 1;
        gap[i] = problem->spending_ratio ? 0 : problem->gap ? problem->gap[i] : -surplus;
        state->log_wage[i] = problem->wage ? log(problem->wage[i]) : 0;
    }
    *terms = (struct steppe_trade_terms){
        .count = (int)n,
        .sales = problem->sales,
        .inverse = inverse,
        .home = home,
        .elasticity = elasticity,
        .cost = cost,
        .technology = technology,
        .size = size,
        .gap = gap,
        .spending_ratio = ratio,
        .least_spending = 0,
        .tolerance = problem->tolerance > 0 ? problem->tolerance : 1e-12,
        .iteration_limit = STEPS,
    };
    return true;
}

static void trade_report(const struct steppe_trade_case *problem,
                         const struct steppe_trade_state *state,
                         struct steppe_trade_result *result) {
    size_t n = problem->count;
    for (size_t j = 0; j < n; j++) {
        if (result->wage) result->wage[j] = exp(state->log_wage[j]);
        if (result->price)
            result->price[j] = pow(state->market[j] / state->base_spending[j],
                                   -1 / problem->elasticity);
        if (result->output) result->output[j] = state->output[j];
        if (result->spending) result->spending[j] = state->spending[j];
        for (size_t i = 0; i < n && result->trade; i++)
            result->trade[i * n + j] = state->weight[j * n + i] * state->pull[i] * state->demand[j];
    }
    result->residual = *state->residual;
    result->iterations = state->iterations;
}

// Linearises anew at the present equilibrium: what M was made for lies too far away.
static bool trade_turn(const struct steppe_trade_case *problem, struct steppe_trade_terms *terms,
                       const struct steppe_trade_state *state, double *inverse, double *work,
                       double *sales) {
    size_t n = problem->count;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            sales[i * n + j] = state->weight[j * n + i] * state->pull[i] * state->demand[j];
    terms->inverse = inverse;
    return steppe_trade_inverse(n, sales, problem->elasticity, problem->spending_ratio, work,
                                inverse);
}

bool steppe_trade_solve(const struct steppe_trade_case *problem, struct steppe_arena *scratch,
                        struct steppe_trade_result *result, struct steppe_error *error) {
    if (!trade_check(problem, error)) return false;
    size_t n = problem->count;
    struct steppe_arena_mark mark = steppe_arena_mark(scratch);
    double *cells = STEPPE_TAKE(scratch, trade_cells(n) + n * n, double);
    if (!cells)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, trade_nowhere,
                                "not enough memory for trade of %zu economies", n);
    struct steppe_trade_terms terms = {0};
    struct steppe_trade_state state;
    double *inverse = cells, *work = inverse + n * n, *sales = cells + trade_cells(n);
    bool going = trade_set_up(problem, cells, &terms, &state);
    int turns = 0, steps = 0;
    double residual = HUGE_VAL;
    while (going && turns++ < TURNS) {
        steppe_trade_equilibrium(&terms, &state);
        steps += state.iterations;
        residual = *state.residual;
        going = residual > terms.tolerance;
        if (going) going = trade_turn(problem, &terms, &state, inverse, work, sales);
    }
    state.iterations = steps;
    trade_report(problem, &state, result);
    steppe_arena_rewind(scratch, mark);
    if (!(residual <= terms.tolerance))
        return steppe_error_set(error, STEPPE_CODE_RUN, trade_nowhere,
                                "no trade equilibrium found within %d steps: excess %g", steps,
                                residual);
    return true;
}
