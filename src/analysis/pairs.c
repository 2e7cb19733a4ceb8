// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// pairs: see the header.
#include "analysis/pairs.h"

#include <math.h>
#include <stdlib.h>

#include "base/random.h"

// ---- quantiles ----------------------------------------------------------------------------------
static int ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

double steppe_sorted_quantile(const double *sorted, size_t count, double level) {
    if (count == 0) return (double)NAN;
    double place = (double)(count - 1) * level;
    size_t below = (size_t)place;
    if (below + 1 >= count) return sorted[count - 1];
    return sorted[below] + (sorted[below + 1] - sorted[below]) * (place - (double)below);
}

// ---- differences --------------------------------------------------------------------------------
// The variance of the pairs' means about their own mean, over how many they are. A member whose
// mate failed is in the mean and not in this.
static double error_of(const double *values, size_t count, struct steppe_pairs *found) {
    double sum = 0, square = 0;
    for (size_t i = 0; i + 1 < count; i += 2) {
        double middle = (values[i] + values[i + 1]) / 2 - found->mean;
        if (isnan(middle)) continue;
        found->pairs++;
        sum += middle;
        square += middle * middle;
    }
    const double pairs = (double)found->pairs;
    if (found->pairs < 2) return (double)NAN;
    return sqrt(fmax(square - sum * sum / pairs, 0) / (pairs - 1) / pairs);
}

struct steppe_pairs steppe_pairs_of(double *values, size_t count) {
    struct steppe_pairs found = {.standard_error = (double)NAN};
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(values[i])) continue;
        found.members++;
        found.up += values[i] > 0;
        found.down += values[i] < 0;
        sum += values[i];
    }
    found.mean = found.members > 0 ? sum / (double)found.members : (double)NAN;
    found.standard_error = error_of(values, count, &found);
    size_t left = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i])) values[left++] = values[i];
    qsort(values, left, sizeof *values, ascending);
    found.fan_low = steppe_sorted_quantile(values, left, STEPPE_FAN_LOW);
    found.median = steppe_sorted_quantile(values, left, 0.5);
    found.fan_high = steppe_sorted_quantile(values, left, STEPPE_FAN_HIGH);
    return found;
}

// ---- intervals ----------------------------------------------------------------------------------
// Algorithm 396 of hill-1970: exact for 1 and 2 degrees of freedom; else an expansion about the
// normal law, and far out in the tail of few degrees one about the power law of the tail.
double steppe_student_quantile(double outside, double freedom) {
    const double pi = 3.14159265358979323846, n = freedom;
    if (!(n >= 1) || !(outside > 0) || !(outside < 1)) return (double)NAN;
    if (isinf(n)) return -steppe_normal_quantile(outside / 2);
    if (n == 1) return 1 / tan(outside * pi / 2);
    if (n == 2) return sqrt(2 / (outside * (2 - outside)) - 2);
    const double a = 1 / (n - 0.5), b = 48 / (a * a);
    double c = ((20700 * a / b - 98) * a - 16) * a + 96.36;
    const double d = ((94.5 / (b + c) - 3) / b + 1) * sqrt(a * pi / 2) * n;
    double y = pow(d * outside, 2 / n);
    if (y > 0.05 + a) {
        const double x = steppe_normal_quantile(outside / 2), square = x * x;
        if (n < 5) c += 0.3 * (n - 4.5) * (x + 0.6);
        c += (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b;
        y = ((((0.4 * square + 6.3) * square + 36) * square + 94.5) / c - square - 3) / b + 1;
        y = expm1(a * y * x * y * x);
    } else {
        const double tail = (n + 6) / (n * y) - 0.089 * d - 0.822;
        y = ((1 / (tail * (n + 2) * 3) + 0.5 / (n + 4)) * y - 1) * (n + 1) / (n + 2) + 1 / y;
    }
    return sqrt(n * y);
}

double steppe_pairs_width(double sure, double pairs) {
    return pairs >= 2 ? steppe_student_quantile(1 - sure, pairs - 1) : (double)INFINITY;
}
