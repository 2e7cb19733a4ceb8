// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "record/row.h"

#include <string.h>

#include "base/lanes.h"
#include "record/record.h"

// Bin of a magnitude's bits on one side of zero. Keys are below 2^31, so signed numbers will do,
// which every processor compares several at a time.
static inline int32_t side_bin(int32_t first_key, int32_t bin_count, int shift, int32_t magnitude) {
    int32_t bin = (magnitude >> shift) - first_key;
    bin = bin > 0 ? bin : 0;
    return bin < bin_count ? bin : bin_count - 1;
}

static inline int32_t linear_bin(float low, float bins_per_unit, float value) {
    float at = (value - low) * bins_per_unit;
    at = at > 0 ? at : 0;
    at = at < STEPPE_BINS - 1 ? at : STEPPE_BINS - 1;
    return (int32_t)at;
}

static void bins_of_row(const struct steppe_row_scale *scale, const float *restrict values,
                        size_t count, int32_t *restrict bins) {
    if (scale->linear) {
        const float low = scale->low, bins_per_unit = scale->bins_per_unit;
#pragma omp simd
        for (size_t i = 0; i < count; i++) bins[i] = linear_bin(low, bins_per_unit, values[i]);
        return;
    }
    const struct steppe_row_side negative = scale->negative, positive = scale->positive;
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        int32_t magnitude;
        memcpy(&magnitude, &values[i], sizeof magnitude);
        magnitude &= INT32_MAX;
        int32_t down = negative.bin_count - 1 -
                       side_bin(negative.first_key, negative.bin_count, negative.shift, magnitude);
        int32_t up = negative.bin_count +
                     side_bin(positive.first_key, positive.bin_count, positive.shift, magnitude);
        bins[i] = values[i] < 0 ? down : up;
    }
}

// Values in fixed point, those that are NaN or beyond 2^f as 0; returns how many those are. On the
// bits of the floats: comparing integers vectorises without leave to ignore NaN.
static int32_t fix_row(const struct steppe_row_scale *scale, const float *restrict values,
                       size_t count, int32_t *restrict fixed, struct steppe_row_sums *sums) {
    int32_t positive = 0, negative = 0, odd = 0, limit;
    memcpy(&limit, &scale->plain_limit, sizeof limit);
    const float to_fixed = scale->to_fixed;
#pragma omp simd reduction(+ : positive, negative, odd)
    for (size_t i = 0; i < count; i++) {
        int32_t bits;
        memcpy(&bits, &values[i], sizeof bits);
        int32_t magnitude = bits & INT32_MAX;
        int32_t plain = magnitude < limit ? -1 : 0; // no NaN either
        bits &= plain;
        positive += bits > 0 ? 1 : 0;
        negative += bits < 0 && magnitude > 0 ? 1 : 0;
        odd += plain + 1;
        float value;
        memcpy(&value, &bits, sizeof value);
        fixed[i] = (int32_t)(value * to_fixed);
    }
    sums->positive = (uint64_t)positive;
    sums->negative = (uint64_t)negative;
    return odd;
}

// |fixed| < 2^30: 16 squares stay within 64 unsigned bits, 8 products of pairs within 63.
static void sum_row(const int32_t *restrict fixed, size_t count, struct steppe_row_sums *sums) {
    enum { PART = 16 };
    steppe_wide_bits squares = 0;
    steppe_wide crosses = 0;
    int64_t sum = 0;
    for (size_t first = 0; first < count; first += PART) {
        size_t end = first + PART < count ? first + PART : count;
        uint64_t square = 0;
        int64_t cross = 0;
        for (size_t i = first; i < end; i += 2) {
            int64_t a = fixed[i], b = fixed[i + 1];
            sum += a + b;
            square += (uint64_t)(a * a) + (uint64_t)(b * b);
            cross += a * b;
        }
        squares += square;
        crosses += cross;
    }
    sums->sum = sums->pair_sum = sum;
    sums->square = (steppe_wide)squares;
    sums->cross = crosses;
    sums->count = count;
    sums->pair_count = count / 2;
}

static void count_row(const int32_t *restrict at, size_t count, uint32_t *restrict bins) {
    int32_t mixed = 0;
#pragma omp simd reduction(| : mixed)
    for (size_t i = 0; i < count; i++) mixed |= at[i] ^ at[0];
    if (mixed == 0) {
        bins[at[0]] += (uint32_t)count;
        return;
    }
    for (size_t i = 0; i < count; i++) bins[at[i]]++;
}

steppe_row_adder STEPPE_NAMED(steppe_row_add); // each instance its own

bool STEPPE_NAMED(steppe_row_add)(const struct steppe_row_scale *scale, const float *values,
                                  size_t count, uint32_t *bins, int32_t *at,
                                  struct steppe_row_sums *sums) {
    int32_t fixed[STEPPE_ROW_MEMBERS];
    // The bins of a row come from far memory: ask for all 2 KB while the row is worked out, which
    // halves the time where two threads record.
    for (size_t i = 0; i < STEPPE_BINS; i += 16) __builtin_prefetch(bins + i, 1);
    bins_of_row(scale, values, count, at);
    if (fix_row(scale, values, count, fixed, sums) > 0) return false;
    sum_row(fixed, count, sums);
    count_row(at, count, bins);
    return true;
}

steppe_row_product STEPPE_NAMED(steppe_row_product);

// Eight sums side by side, since one would wait for itself: the same bits in every width.
double STEPPE_NAMED(steppe_row_product)(double part, const double *own, const double *diluted,
                                        const double *change, size_t count) {
    double sums[8] = {0};
    for (size_t i = 0; i < count; i += 8)
        for (size_t j = 0; j < 8; j++)
            sums[j] += (part * own[i + j] - diluted[i + j]) * change[i + j];
    return ((sums[0] + sums[1]) + (sums[2] + sums[3])) +
           ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}
