// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// fitting: see the header.
#include "study/fitting.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "model/prior.h"

enum { MEMBERS = STEPPE_FITTING_MEMBERS };

bool steppe_fitting_take(struct steppe_fitting *fitting, struct steppe_arena *arena) {
    const size_t data = fitting->data_count;
    fitting->observed = STEPPE_TAKE(arena, data, double);
    fitting->spread = STEPPE_TAKE(arena, data, double);
    fitting->mean = STEPPE_TAKE(arena, data, double);
    fitting->z = STEPPE_TAKE(arena, MEMBERS * fitting->parameter_count, double);
    fitting->predicted = STEPPE_TAKE(arena, MEMBERS * data, double);
    return fitting->observed && fitting->spread && fitting->mean && fitting->z &&
           fitting->predicted;
}

// ---- the ensemble -------------------------------------------------------------------------------

struct ranked {
    double key;
    size_t member;
};
static int by_key(const void *a, const void *b) {
    const struct ranked *one = a, *other = b;
    return (one->key > other->key) - (one->key < other->key);
}

static double middle_of_part(size_t part) {
    return steppe_normal_quantile(((double)part + 0.5) / MEMBERS);
}

// Each parameter takes each of MEMBERS equal parts of its prior once, in an order of its own, so
// that all start with exactly the widths of their priors.
static bool draw_priors(const struct steppe_fitting *fitting, struct steppe_arena *scratch) {
    const uint32_t stream = steppe_random_stream(fitting->stream);
    const size_t count = fitting->parameter_count;
    const struct steppe_arena_mark mark = steppe_arena_mark(scratch);
    struct ranked *order = STEPPE_TAKE(scratch, MEMBERS, struct ranked);
    for (size_t i = 0; order && i < count; i++) {
        for (size_t m = 0; m < MEMBERS; m++) {
            const double key = steppe_random_uniform(STEPPE_FITTING_SEED, (uint32_t)m,
                                                     STEPPE_MONTH_PARAMETERS, stream, (uint32_t)i);
            order[m] = (struct ranked){key, m};
        }
        qsort(order, MEMBERS, sizeof *order, by_key);
        for (size_t part = 0; part < MEMBERS; part++)
            fitting->z[order[part].member * count + i] = middle_of_part(part);
    }
    steppe_arena_rewind(scratch, mark);
    return order != NULL;
}

bool steppe_fitting_run(struct steppe_fitting *fitting, struct steppe_arena *scratch,
                        struct steppe_error *error) {
    const size_t data = fitting->data_count;
    const struct steppe_kalman_case problem = {
        .members = MEMBERS,
        .parameter_count = fitting->parameter_count,
        .data_count = data,
        .observed = fitting->observed,
        .spread = fitting->spread,
        .map = fitting->map,
        .context = fitting->context,
        .steps = STEPPE_FITTING_STEPS,
        .seed = STEPPE_FITTING_SEED,
    };
    for (size_t i = 0; i < data; i++) fitting->mean[i] = 0;
    for (int round = 0; round < fitting->rounds; round++) {
        fitting->set_errors(fitting->context, fitting);
        if (!draw_priors(fitting, scratch))
            return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                    "no memory for an ensemble");
        if (!steppe_kalman_invert(&problem, scratch, fitting->z, fitting->predicted, error))
            return false;
        for (size_t i = 0; i < data; i++) {
            fitting->mean[i] = 0;
            for (size_t m = 0; m < MEMBERS; m++)
                fitting->mean[i] += fitting->predicted[m * data + i] / MEMBERS;
        }
    }
    return true;
}

// ---- what came of it ----------------------------------------------------------------------------

static double share_at(const double *sorted, double share) {
    const double at = share * MEMBERS - 0.5;
    const size_t low = (size_t)at;
    return sorted[low] + (at - (double)low) * (sorted[low + 1] - sorted[low]);
}

static int by_size(const void *a, const void *b) {
    const double *one = a, *other = b;
    return (*one > *other) - (*one < *other);
}

struct range {
    double mean, low, high;
};

// Sorts the values.
static struct range range_of(double *values) {
    struct range range = {0};
    for (size_t m = 0; m < MEMBERS; m++) range.mean += values[m] / MEMBERS;
    qsort(values, MEMBERS, sizeof *values, by_size);
    range.low = share_at(values, 0.05);
    range.high = share_at(values, 0.95);
    return range;
}

bool steppe_fitting_tell(const struct steppe_fitting *fitting, const char *record,
                         struct steppe_arena *arena, struct steppe_arena *scratch,
                         struct steppe_fitted *list) {
    double *values = STEPPE_TAKE(scratch, MEMBERS, double);
    char name[160];
    for (size_t i = 0; values && i < fitting->parameter_count; i++) {
        const struct steppe_drive_parameter *cell = &fitting->parameters[i];
        const struct steppe_parameter *parameter = &fitting->model->parameters[cell->parameter];
        const double unit = parameter->unit.factor > 0 ? parameter->unit.factor : 1;
        for (size_t m = 0; m < MEMBERS; m++)
            values[m] = steppe_recipe_value(cell->recipe, middle_of_part(m)) / unit;
        const struct range before = range_of(values);
        for (size_t m = 0; m < MEMBERS; m++)
            values[m] = steppe_recipe_value(cell->recipe,
                                            fitting->z[m * fitting->parameter_count + i]) /
                        unit;
        const struct range after = range_of(values);
        snprintf(name, sizeof name, "%s", parameter->name);
        if (parameter->cell_count > 1)
            steppe_prior_cell_name(fitting->model, parameter, cell->cell, name, sizeof name);
        list[i] = (struct steppe_fitted){
            .name = steppe_arena_copy_text(arena, name, strlen(name)),
            .record = record,
            .calibrated = parameter->calibrated,
            .prior_mean = before.mean,
            .prior_low = before.low,
            .prior_high = before.high,
            .mean = after.mean,
            .low = after.low,
            .high = after.high,
            .width = (after.high - after.low) / (before.high - before.low),
        };
        if (!list[i].name) return false;
    }
    return values != NULL;
}

double steppe_fitting_persistence(double seen, size_t columns) {
    const double missing = 1 / ((double)columns - 1);
    return fmin(fmax((seen + missing) / (1 - missing), 0), 0.9);
}

double steppe_fitting_lasting(double persistence) {
    return sqrt((1 + persistence) / (1 - persistence));
}

double steppe_fitting_skill(struct steppe_fitting_squares squares) {
    return squares.all > 0 ? 1 - squares.left / squares.all : (double)NAN;
}

struct steppe_fitting_squares steppe_fitting_left(size_t count, const double *observed,
                                                  const double *predicted) {
    struct steppe_fitting_squares squares = {0};
    for (size_t i = 0; i < count; i++) {
        const double left = observed[i] - predicted[i];
        squares.left += left * left;
        squares.all += observed[i] * observed[i];
    }
    return squares;
}

// Change of one row, over the columns that are known.
static bool change_of(size_t columns, const double *spread, const double *observed,
                      const double *said, size_t split, size_t from, size_t to,
                      struct steppe_fitted_pair *change) {
    struct steppe_fitted_pair before = {0}, after = {0};
    double early = 0, late = 0;
    for (size_t c = 0; c < columns; c++) {
        if (!(spread[c] > 0)) continue;
        if (c < split) {
            early++;
            before.observed += observed[c];
            before.model += said[c];
        } else if (c >= from && c < to) {
            late++;
            after.observed += observed[c];
            after.model += said[c];
        }
    }
    if (!(early > 0 && late > 0)) return false;
    change->observed = after.observed / late - before.observed / early;
    change->model = after.model / late - before.model / early;
    return true;
}

size_t steppe_fitting_changes(size_t rows, size_t columns, const double *spread,
                              const double *observed, const double *said, size_t split, size_t from,
                              size_t to, struct steppe_fitted_pair *changes) {
    struct steppe_fitted_pair mean = {0};
    size_t known = 0;
    for (size_t r = 0; r < rows; r++) {
        const size_t at = r * columns;
        changes[r] = (struct steppe_fitted_pair){(double)NAN, (double)NAN};
        if (!change_of(columns, spread + at, observed + at, said + at, split, from, to,
                       &changes[r]))
            continue;
        known++;
        mean.observed += changes[r].observed;
        mean.model += changes[r].model;
    }
    for (size_t r = 0; known > 0 && r < rows; r++) {
        changes[r].observed -= mean.observed / (double)known;
        changes[r].model -= mean.model / (double)known;
    }
    return known;
}

struct steppe_fitting_squares steppe_fitting_later(size_t rows, size_t columns,
                                                   const double *spread, const double *observed,
                                                   const double *said, size_t split,
                                                   struct steppe_fitted_pair *scratch) {
    struct steppe_fitting_squares squares = {0};
    for (size_t c = split; c < columns; c++) {
        if (steppe_fitting_changes(rows, columns, spread, observed, said, split, c, c + 1,
                                   scratch) < 2)
            continue;
        for (size_t r = 0; r < rows; r++) {
            if (isnan(scratch[r].observed)) continue;
            const double left = scratch[r].observed - scratch[r].model;
            squares.left += left * left;
            squares.all += scratch[r].observed * scratch[r].observed;
        }
    }
    return squares;
}
