// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// kalman: see the header. Data and predictions are divided by the spread of their errors, so that
// S is the identity. The gain is found by a Cholesky factor in data space: its right-hand sides are
// as few as the parameters. All inner loops run along rows.
#include "solve/kalman.h"

#include <math.h>
#include <string.h>

#include "base/random.h"

#define STEPS_USUAL 4

struct inversion {
    size_t members, parameters, data;
    double *ensemble;   // [members][parameters]
    double *predicted;  // [members][data] as the map gave it
    double *deviation;  // [members][data] of the prediction from its mean, in spreads
    double *innovation; // [members][data] perturbed datum less prediction, in spreads
    double *shift;      // [members][parameters] deviation of the parameters from their mean
    double *noise;      // [members][data] z
    double *factor;     // [data][data] C_gg + steps I, then its Cholesky factor below the diagonal
    double *gain;       // [parameters][data]
    double *mean;       // [parameters + data]
};

static bool take_all(const struct steppe_kalman_case *problem, struct steppe_arena *scratch,
                     struct inversion *it) {
    const size_t members = problem->members, data = problem->data_count;
    const size_t parameters = problem->parameter_count, cells = members * data;
    *it = (struct inversion){
        .members = members,
        .parameters = parameters,
        .data = data,
        .ensemble = STEPPE_TAKE(scratch, members * parameters, double),
        .predicted = STEPPE_TAKE(scratch, cells, double),
        .deviation = STEPPE_TAKE(scratch, cells, double),
        .innovation = STEPPE_TAKE(scratch, cells, double),
        .shift = STEPPE_TAKE(scratch, members * parameters, double),
        .noise = STEPPE_TAKE(scratch, cells, double),
        .factor = STEPPE_TAKE(scratch, data * data, double),
        .gain = STEPPE_TAKE(scratch, parameters * data, double),
        .mean = STEPPE_TAKE(scratch, parameters + data, double),
    };
    return it->ensemble && it->predicted && it->deviation && it->innovation && it->shift &&
           it->noise && it->factor && it->gain && it->mean;
}

// out = rows less their mean over the members; mean [count] is scratch.
static void centre(size_t members, size_t count, const double *rows, double *out, double *mean) {
    for (size_t i = 0; i < count; i++) mean[i] = 0;
    for (size_t m = 0; m < members; m++)
        for (size_t i = 0; i < count; i++) mean[i] += rows[m * count + i];
    for (size_t i = 0; i < count; i++) mean[i] /= (double)members;
    for (size_t m = 0; m < members; m++)
        for (size_t i = 0; i < count; i++) out[m * count + i] = rows[m * count + i] - mean[i];
}

static void draw_noise(const struct inversion *it, uint64_t seed, int step) {
    const uint32_t stream = steppe_random_stream("kalman.observations");
    for (size_t m = 0; m < it->members; m++)
        for (size_t d = 0; d < it->data; d++)
            it->noise[m * it->data + d] = steppe_normal_quantile(
                steppe_random_uniform(seed, (uint32_t)m, (uint32_t)step, stream, (uint32_t)d));
    centre(it->members, it->data, it->noise, it->noise, it->mean);
}

static bool predict(const struct steppe_kalman_case *problem, const struct inversion *it,
                    struct steppe_error *error) {
    if (!problem->map(problem->context, it->ensemble, it->predicted, error)) return false;
    for (size_t i = 0; i < it->members * it->data; i++)
        if (!isfinite(it->predicted[i]))
            return steppe_error_set(error, STEPPE_CODE_RUN, (struct steppe_place){0},
                                    "member %zu predicts no finite value of datum %zu",
                                    i / it->data, i % it->data);
    return true;
}

// Deviations and innovations in spreads, the noise of this step within.
static void compare(const struct steppe_kalman_case *problem, const struct inversion *it,
                    double steps) {
    for (size_t m = 0; m < it->members; m++)
        for (size_t d = 0; d < it->data; d++) {
            const size_t at = m * it->data + d;
            const double less = (problem->observed[d] - it->predicted[at]) / problem->spread[d];
            it->innovation[at] = less + sqrt(steps) * it->noise[at];
            it->deviation[at] = it->predicted[at] / problem->spread[d];
        }
    centre(it->members, it->data, it->deviation, it->deviation, it->mean);
    centre(it->members, it->parameters, it->ensemble, it->shift, it->mean);
}

// out[row] += sum over members of by[m][row] deviation[m], over members - 1, in columns 0..columns
static void add_row(const struct inversion *it, const double *by, size_t stride, size_t row,
                    size_t columns, double *restrict out) {
    const double part = 1 / ((double)it->members - 1);
    for (size_t m = 0; m < it->members; m++) {
        const double *restrict deviation = it->deviation + m * it->data;
        const double weight = by[m * stride + row] * part;
        for (size_t d = 0; d < columns; d++) out[d] += weight * deviation[d];
    }
}

// The same for ROWS rows at once, [ROWS][data]: the deviations then come from memory once for all.
enum { ROWS = 4 };
static void add_rows(const struct inversion *it, const double *by, size_t stride, size_t row,
                     size_t columns, double *restrict out) {
    const double part = 1 / ((double)it->members - 1);
    double *restrict out_1 = out + it->data, *restrict out_2 = out + 2 * it->data;
    double *restrict out_3 = out + 3 * it->data;
    for (size_t m = 0; m < it->members; m++) {
        const double *restrict deviation = it->deviation + m * it->data;
        const double *weight = by + m * stride + row;
        const double w_0 = weight[0] * part, w_1 = weight[1] * part;
        const double w_2 = weight[2] * part, w_3 = weight[3] * part;
        for (size_t d = 0; d < columns; d++) {
            const double x = deviation[d];
            out[d] += w_0 * x;
            out_1[d] += w_1 * x;
            out_2[d] += w_2 * x;
            out_3[d] += w_3 * x;
        }
    }
}

// out [rows][data]; with `lower` only the columns up to the row's own are needed.
static void add_covariance(const struct inversion *it, const double *by, size_t rows, bool lower,
                           double *out) {
    size_t row = 0;
    for (; row + ROWS <= rows; row += ROWS)
        add_rows(it, by, rows, row, lower ? row + ROWS : it->data, out + row * it->data);
    for (; row < rows; row++)
        add_row(it, by, rows, row, lower ? row + 1 : it->data, out + row * it->data);
}

// The lower triangle of a positive definite matrix becomes its Cholesky factor, column by column
// from the left; rows below are updated along rows.
static void factorise(size_t count, double *matrix) {
    for (size_t i = 0; i < count; i++) {
        double *restrict row = matrix + i * count;
        for (size_t j = 0; j < i; j++) {
            const double *restrict other = matrix + j * count;
            double sum[4] = {0};
            size_t k = 0;
            for (; k + 4 <= j; k += 4)
                for (size_t s = 0; s < 4; s++) sum[s] += row[k + s] * other[k + s];
            for (; k < j; k++) sum[0] += row[k] * other[k];
            row[j] = (row[j] - ((sum[0] + sum[1]) + (sum[2] + sum[3]))) / other[j];
        }
        double sum = 0;
        for (size_t k = 0; k < i; k++) sum += row[k] * row[k];
        steppe_must(row[i] > sum); // at least `steps` is left
        row[i] = sqrt(row[i] - sum);
    }
}

// x = (factor factor')^-1 x
static void solve(size_t count, const double *factor, double *x) {
    for (size_t i = 0; i < count; i++) {
        double sum = 0;
        for (size_t k = 0; k < i; k++) sum += factor[i * count + k] * x[k];
        x[i] = (x[i] - sum) / factor[i * count + i];
    }
    for (size_t i = count; i-- > 0;) {
        x[i] /= factor[i * count + i];
        for (size_t k = 0; k < i; k++) x[k] -= factor[i * count + k] * x[i];
    }
}

static void find_gain(const struct inversion *it, double steps) {
    const size_t data = it->data;
    memset(it->factor, 0, data * data * sizeof(double));
    memset(it->gain, 0, it->parameters * data * sizeof(double));
    add_covariance(it, it->deviation, data, true, it->factor);
    add_covariance(it, it->shift, it->parameters, false, it->gain);
    for (size_t d = 0; d < data; d++) it->factor[d * data + d] += steps;
    factorise(data, it->factor);
    for (size_t p = 0; p < it->parameters; p++) solve(data, it->factor, it->gain + p * data);
}

static void move(const struct inversion *it) {
    for (size_t m = 0; m < it->members; m++)
        for (size_t p = 0; p < it->parameters; p++) {
            const double *gain = it->gain + p * it->data;
            const double *innovation = it->innovation + m * it->data;
            double sum = 0;
            for (size_t d = 0; d < it->data; d++) sum += gain[d] * innovation[d];
            it->ensemble[m * it->parameters + p] += sum;
        }
}

static bool invert(const struct steppe_kalman_case *problem, const struct inversion *it,
                   struct steppe_error *error) {
    const int steps = problem->steps > 0 ? problem->steps : STEPS_USUAL;
    for (int step = 0; step < steps; step++) {
        if (!predict(problem, it, error)) return false;
        draw_noise(it, problem->seed, step);
        compare(problem, it, steps);
        find_gain(it, steps);
        move(it);
    }
    return predict(problem, it, error);
}

bool steppe_kalman_invert(const struct steppe_kalman_case *problem, struct steppe_arena *scratch,
                          double *ensemble, double *predicted, struct steppe_error *error) {
    const size_t cells = problem->members * problem->parameter_count;
    steppe_must(problem->members >= 2 && problem->members < UINT32_MAX);
    steppe_must(problem->parameter_count >= 1 && problem->data_count < UINT32_MAX);
    for (size_t d = 0; d < problem->data_count; d++) steppe_must(problem->spread[d] > 0);
    const struct steppe_arena_mark mark = steppe_arena_mark(scratch);
    struct inversion it;
    bool done = take_all(problem, scratch, &it) ||
                steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                 "no memory to fit %zu parameters to %zu data with %zu members",
                                 problem->parameter_count, problem->data_count, problem->members);
    if (done) {
        memcpy(it.ensemble, ensemble, cells * sizeof(double));
        done = invert(problem, &it, error);
    }
    if (done) {
        memcpy(ensemble, it.ensemble, cells * sizeof(double));
        if (predicted) memcpy(predicted, it.predicted, it.members * it.data * sizeof(double));
    }
    steppe_arena_rewind(scratch, mark);
    return done;
}
