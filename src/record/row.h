// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// row: the values of up to STEPPE_ROW_MEMBERS members at one date, added to bins and to sums.
// Kernel code: each instance has its own, with the same bits; summary.c says what scale,
// sums and bins mean.
#ifndef STEPPE_RECORD_ROW_H
#define STEPPE_RECORD_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

__extension__ typedef __int128 steppe_wide;
__extension__ typedef unsigned __int128 steppe_wide_bits;

// One side of exponent bins: 2^top_bits bins in each octave, from 2^low_exponent up.
struct steppe_row_side {
    int32_t first_key, bin_count;
    int shift; // of the float's bits, to a key
};

struct steppe_row_scale {
    int fixed_exponent; // f
    float plain_limit;  // 2^f
    float to_fixed;     // 2^(30 - f)
    bool linear;
    float low, bins_per_unit;
    double bin_width;
    struct steppe_row_side negative, positive;
};

// What one row adds. Members 2k and 2k + 1 are a pair.
struct steppe_row_sums {
    steppe_wide sum, square, pair_sum, cross;
    uint64_t count, pair_count, positive, negative;
};

// Adds values [count] to bins [STEPPE_BINS] and gives their sums, count even. False where one is
// NaN or beyond 2^f, of which sums of 64 bits cannot be had: then nothing is added, and at [count]
// has the bins.
typedef bool steppe_row_adder(const struct steppe_row_scale *scale, const float *values,
                              size_t count, uint32_t *bins, int32_t *at,
                              struct steppe_row_sums *sums);
steppe_row_adder steppe_row_add_plain; // of the instance that every machine has

// sum (part own - diluted) change over count members; all rows are 0 from there to the next
// multiple of 8. What one tie did to one power (channels.c).
typedef double steppe_row_product(double part, const double *own, const double *diluted,
                                  const double *change, size_t count);
steppe_row_product steppe_row_product_plain;

#endif
