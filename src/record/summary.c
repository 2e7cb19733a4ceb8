// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// summary: rows of member values in, integer tallies and bins out, statistics from these. All
// adding is of integers, so neither the order of rows nor that of merging changes a bit.
//
// Fixed point. A value v is kept as q = v 2^(30 - f), cut to an integer, where 2^f is a power of
// two somewhat above the series' usual size: a float of 24 bits loses nothing from 2^(f - 6) up.
// |q| is held within 2^47, so a square is below 2^94 and the sum over 2^32 members below 2^126: 128
// bits cannot overflow. A row whose values all lie within 2^f is added in 32 and 64 bits.
//
// Bins. Linear, or by sign, exponent and top bits of the float: bins of constant relative width in
// each octave. A level has most bins on the side of its base value; a difference has half on each.
#include "record/record.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { FIXED_BITS = 30, LIMIT_BITS = 47, ZERO_EXPONENT = 10 };

static steppe_wide wide_join(int64_t high, uint64_t low) {
    return (steppe_wide)(((steppe_wide_bits)(uint64_t)high << 64) | low);
}

static void wide_add(int64_t *high, uint64_t *low, steppe_wide value) {
    steppe_wide_bits sum = (steppe_wide_bits)wide_join(*high, *low) + (steppe_wide_bits)value;
    *high = (int64_t)(uint64_t)(sum >> 64);
    *low = (uint64_t)sum;
}

static struct steppe_row_side side_make(int low_exponent, int octaves, int top_bits) {
    if (low_exponent < -120) low_exponent = -120;
    if (low_exponent > 90) low_exponent = 90;
    return (struct steppe_row_side){
        .first_key = (low_exponent + 127) << top_bits,
        .bin_count = octaves << top_bits,
        .shift = 23 - top_bits,
    };
}

static struct steppe_row_scale scale_make(const struct steppe_series *series, bool difference) {
    struct steppe_row_scale scale = {0};
    bool ranged = series->bin_high > series->bin_low;
    bool based = fabs(series->base) > 1e-30;
    int base_exponent = based ? ilogb(series->base) : 0;
    if (ranged) {
        double width = series->bin_high - series->bin_low;
        double largest = fmax(width, fmax(fabs(series->bin_low), fabs(series->bin_high)));
        scale.fixed_exponent = ilogb(largest) + 1;
        base_exponent = ilogb(width) - 2; // so that the top octave ends above the width
        scale.linear = !difference;
        scale.low = (float)series->bin_low;
        scale.bins_per_unit = (float)(STEPPE_BINS / width);
        scale.bin_width = width / STEPPE_BINS;
    } else {
        scale.fixed_exponent = based ? base_exponent + 2 : ZERO_EXPONENT;
    }
    scale.plain_limit = ldexpf(1, scale.fixed_exponent);
    scale.to_fixed = ldexpf(1, FIXED_BITS - scale.fixed_exponent);
    if (!ranged && !based) {
        scale.negative = scale.positive = side_make(-16, 32, 3);
    } else if (difference) {
        scale.negative = scale.positive = side_make(base_exponent - 13, 16, 4);
    } else {
        struct steppe_row_side near = side_make(base_exponent - 7, 12, 5);
        struct steppe_row_side far = side_make(base_exponent - 11, 16, 3);
        scale.positive = series->base > 0 ? near : far;
        scale.negative = series->base > 0 ? far : near;
    }
    return scale;
}

static const struct steppe_row_scale *scale_at(const struct steppe_summary *summary, size_t column,
                                               size_t series) {
    const bool difference = column >= steppe_summary_worlds(summary);
    return &summary->scales[difference ? summary->series_count + series : series];
}

static size_t tally_at(const struct steppe_summary *summary, size_t column, size_t series,
                       size_t date) {
    assert(column < summary->column_count && series < summary->series_count);
    assert(date < summary->date_count);
    return (column * summary->series_count + series) * summary->date_count + date;
}

const struct steppe_tally *steppe_summary_tally(const struct steppe_summary *summary, size_t column,
                                                size_t series, size_t date) {
    return &summary->tallies[tally_at(summary, column, series, date)];
}

size_t steppe_summary_bytes(size_t columns, size_t series, size_t dates) {
    const size_t each = sizeof(struct steppe_tally) + STEPPE_BINS * sizeof(uint32_t);
    const size_t most = SIZE_MAX / 2 / each; // leaves room for all that is small beside them
    if (!columns || !series || !dates) return 4096;
    if (series > most / columns || dates > most / columns / series) return SIZE_MAX;
    size_t bytes = columns * series * dates * each + 2 * series * sizeof(struct steppe_row_scale);
    return bytes + sizeof(struct steppe_summary) + 4 * STEPPE_ALIGNMENT;
}

bool steppe_summary_make(size_t columns, const struct steppe_series *series, size_t series_count,
                         size_t dates, struct steppe_arena *arena, struct steppe_summary **summary,
                         struct steppe_error *error) {
    const struct steppe_place nowhere = {0};
    steppe_must(columns % 2 == 1 && series_count > 0 && dates > 0);
    for (size_t i = 0; i < series_count; i++) {
        double size = fmax(fabs(series[i].bin_low), fabs(series[i].bin_high));
        if (!(fabs(series[i].base) <= 1e30) || !(size <= 1e30) || isnan(series[i].bin_low))
            return steppe_error_set(error, STEPPE_CODE_RANGE, nowhere,
                                    "series '%s' cannot be recorded: its start value %g or its "
                                    "range %g..%g is not finite or beyond 1e30",
                                    series[i].name, series[i].base, series[i].bin_low,
                                    series[i].bin_high);
    }
    struct steppe_arena_mark mark = steppe_arena_mark(arena);
    struct steppe_summary *made = STEPPE_TAKE(arena, 1, struct steppe_summary);
    size_t bytes = steppe_summary_bytes(columns, series_count, dates);
    size_t count = bytes == SIZE_MAX ? SIZE_MAX : columns * series_count * dates;
    if (made) {
        made->scales = STEPPE_TAKE(arena, 2 * series_count, struct steppe_row_scale);
        made->tallies = STEPPE_TAKE(arena, count, struct steppe_tally);
        made->bins = steppe_arena_take(arena, count, STEPPE_BINS * sizeof *made->bins);
    }
    if (!made || !made->scales || !made->tallies || !made->bins) {
        steppe_arena_rewind(arena, mark);
        return steppe_error_set(error, STEPPE_CODE_MEMORY, nowhere,
                                "not enough memory: the summaries of %zu series at %zu dates need "
                                "%.0f MB",
                                series_count, dates, (double)bytes / 1e6);
    }
    made->column_count = columns;
    made->series_count = series_count;
    made->date_count = dates;
    made->series = series;
    for (size_t i = 0; i < series_count; i++) {
        made->scales[i] = scale_make(&series[i], false);
        made->scales[series_count + i] = scale_make(&series[i], true);
    }
    made->add_row = steppe_row_add_plain;
    *summary = made;
    return true;
}

static void tally_add(struct steppe_tally *tally, const struct steppe_row_sums *row) {
    tally->count += row->count;
    tally->pair_count += row->pair_count;
    tally->positive += row->positive;
    tally->negative += row->negative;
    wide_add(&tally->sum_high, &tally->sum_low, row->sum);
    wide_add(&tally->square_high, &tally->square_low, row->square);
    wide_add(&tally->pair_sum_high, &tally->pair_sum_low, row->pair_sum);
    wide_add(&tally->cross_high, &tally->cross_low, row->cross);
}

static inline int64_t fixed_point(float value, float to_fixed) {
    const double limit = (double)(INT64_C(1) << LIMIT_BITS);
    double scaled = (double)value * (double)to_fixed;
    scaled = scaled < limit ? scaled : limit;
    return (int64_t)(scaled > -limit ? scaled : -limit);
}

// For rows with failed members or values beyond 2^f.
static struct steppe_row_sums odd_row(float to_fixed, uint32_t *bins, const float *values,
                                      const int32_t *row_bins, size_t count) {
    struct steppe_row_sums row = {0};
    for (size_t i = 0; i < count; i += 2) {
        bool a_is = !isnan(values[i]), b_is = !isnan(values[i + 1]);
        int64_t a = a_is ? fixed_point(values[i], to_fixed) : 0;
        int64_t b = b_is ? fixed_point(values[i + 1], to_fixed) : 0;
        if (a_is) bins[row_bins[i]]++;
        if (b_is) bins[row_bins[i + 1]]++;
        row.count += (uint64_t)a_is + (uint64_t)b_is;
        row.sum += a + b;
        row.square += (steppe_wide)a * a + (steppe_wide)b * b;
        row.positive += (uint64_t)(values[i] > 0) + (uint64_t)(values[i + 1] > 0);
        row.negative += (uint64_t)(values[i] < 0) + (uint64_t)(values[i + 1] < 0);
        if (!a_is || !b_is) continue;
        row.pair_count++;
        row.pair_sum += a + b;
        row.cross += (steppe_wide)a * b;
    }
    return row;
}

void steppe_summary_add(struct steppe_summary *summary, size_t column, size_t series, size_t date,
                        const float *values, size_t count) {
    assert(count % 2 == 0 && count <= STEPPE_ROW_MEMBERS);
    if (count == 0) return;
    size_t at = tally_at(summary, column, series, date);
    struct steppe_tally *tally = &summary->tallies[at];
    uint32_t *bins = summary->bins + at * STEPPE_BINS;
    const struct steppe_row_scale *scale = scale_at(summary, column, series);
    int32_t at_bins[STEPPE_ROW_MEMBERS];
    struct steppe_row_sums row;
    if (!summary->add_row(scale, values, count, bins, at_bins, &row))
        row = odd_row(scale->to_fixed, bins, values, at_bins, count);
    tally_add(tally, &row);
}

static void tally_merge(struct steppe_tally *into, const struct steppe_tally *from) {
    into->count += from->count;
    into->positive += from->positive;
    into->negative += from->negative;
    into->pair_count += from->pair_count;
    wide_add(&into->sum_high, &into->sum_low, wide_join(from->sum_high, from->sum_low));
    wide_add(&into->square_high, &into->square_low, wide_join(from->square_high, from->square_low));
    wide_add(&into->pair_sum_high, &into->pair_sum_low,
             wide_join(from->pair_sum_high, from->pair_sum_low));
    wide_add(&into->cross_high, &into->cross_low, wide_join(from->cross_high, from->cross_low));
}

void steppe_summary_merge(struct steppe_summary *into, const struct steppe_summary *from) {
    steppe_must(into->column_count == from->column_count);
    steppe_must(into->series_count == from->series_count && into->date_count == from->date_count);
    size_t count = into->column_count * into->series_count * into->date_count;
    for (size_t i = 0; i < count; i++) tally_merge(&into->tallies[i], &from->tallies[i]);
    for (size_t i = 0; i < count * STEPPE_BINS; i++) into->bins[i] += from->bins[i];
}

// ---- statistics ------------------------------------------------------------------------------

static double step_of(const struct steppe_row_scale *scale) {
    return ldexp(1, scale->fixed_exponent - FIXED_BITS);
}

double steppe_tally_mean(const struct steppe_summary *summary, size_t column, size_t series,
                         size_t date) {
    const struct steppe_tally *tally = steppe_summary_tally(summary, column, series, date);
    const struct steppe_row_scale *scale = scale_at(summary, column, series);
    if (tally->count == 0) return nan("");
    return (double)wide_join(tally->sum_high, tally->sum_low) / (double)tally->count *
           step_of(scale);
}

// Sums of squares and of pair products about an integer near the mean: exact in integers, so no
// digits are lost where the spread is small beside the mean. In squared steps.
struct moments {
    double variance, covariance;
};

// products - middle * sums + middle^2 * count: the parts may pass 127 bits, the result does not, so
// it is right in arithmetic that wraps around.
static steppe_wide about_middle(steppe_wide products, steppe_wide sums, steppe_wide middle,
                                steppe_wide count) {
    steppe_wide_bits m = (steppe_wide_bits)middle;
    return (steppe_wide)((steppe_wide_bits)products - m * (steppe_wide_bits)sums +
                         m * m * (steppe_wide_bits)count);
}

static struct moments moments_of(const struct steppe_tally *tally) {
    steppe_wide sum = wide_join(tally->sum_high, tally->sum_low);
    steppe_wide square = wide_join(tally->square_high, tally->square_low);
    steppe_wide pair_sum = wide_join(tally->pair_sum_high, tally->pair_sum_low);
    steppe_wide cross = wide_join(tally->cross_high, tally->cross_low);
    steppe_wide count = (steppe_wide)tally->count, pairs = (steppe_wide)tally->pair_count;
    struct moments moments = {nan(""), nan("")};
    if (count < 2) return moments;
    steppe_wide middle = sum / count;
    double rest = (double)(sum - middle * count) / (double)tally->count; // mean - middle
    double about = (double)about_middle(square, 2 * sum, middle, count);
    double within = about - rest * rest * (double)tally->count;
    moments.variance = fmax(within, 0) / ((double)tally->count - 1);
    if (pairs < 2) return moments;
    double products = (double)about_middle(cross, pair_sum, middle, pairs);
    double pair_rest = (double)pair_sum - 2 * (double)middle * (double)pairs;
    // sum (a - mean)(b - mean) over the pairs, with mean = middle + rest
    products += -rest * pair_rest + rest * rest * (double)tally->pair_count;
    moments.covariance = products / (double)tally->pair_count;
    return moments;
}

double steppe_tally_variance(const struct steppe_summary *summary, size_t column, size_t series,
                             size_t date) {
    const struct steppe_row_scale *scale = scale_at(summary, column, series);
    double step = step_of(scale);
    return moments_of(steppe_summary_tally(summary, column, series, date)).variance * step * step;
}

// Twice the variance of the pairs' means, freed of the mean that they are taken about.
static double between_pairs(const struct steppe_tally *tally, const struct moments *moments) {
    const double count = (double)tally->count, pairs = (double)tally->pair_count;
    return fmax(moments->variance * (count - 1) / count + moments->covariance, 0) * pairs /
           (pairs - 1);
}

static double within_pairs(const struct steppe_tally *tally, const struct moments *moments) {
    const double count = (double)tally->count;
    return fmax(moments->variance * (count - 1) / count - moments->covariance, 0);
}

// Fisher's correlation within classes of two: what pairs' means vary by more than chance within the
// pairs makes them. The plain covariance is too small by the error of the mean that it is about.
double steppe_tally_parameter_share(const struct steppe_summary *summary, size_t column,
                                    size_t series, size_t date) {
    const struct steppe_tally *tally = steppe_summary_tally(summary, column, series, date);
    const struct moments moments = moments_of(tally);
    if (isnan(moments.covariance) || !(moments.variance > 0)) return nan("");
    const double between = between_pairs(tally, &moments), within = within_pairs(tally, &moments);
    return fmax((between - within) / (between + within), 0);
}

double steppe_tally_chance_deviation(const struct steppe_summary *summary, size_t column,
                                     size_t series, size_t date) {
    const struct steppe_tally *tally = steppe_summary_tally(summary, column, series, date);
    const struct steppe_row_scale *scale = scale_at(summary, column, series);
    const struct moments moments = moments_of(tally);
    if (isnan(moments.covariance)) return nan("");
    return sqrt(within_pairs(tally, &moments)) * step_of(scale);
}

double steppe_tally_standard_error(const struct steppe_summary *summary, size_t column,
                                   size_t series, size_t date) {
    const struct steppe_tally *tally = steppe_summary_tally(summary, column, series, date);
    const struct steppe_row_scale *scale = scale_at(summary, column, series);
    struct moments moments = moments_of(tally);
    if (isnan(moments.covariance)) return nan("");
    return sqrt(between_pairs(tally, &moments) / (double)tally->count) * step_of(scale);
}

// Lower edge of a bin of one side, as a magnitude; its key is the float's leading bits.
static double side_edge(const struct steppe_row_side *side, int32_t bin) {
    if (bin == 0) return 0; // the innermost bin reaches down to zero
    int32_t bits = (side->first_key + bin) << side->shift;
    float edge;
    memcpy(&edge, &bits, sizeof edge);
    return (double)edge;
}

struct bin_range {
    double low, high;
};

static struct bin_range bin_range(const struct steppe_row_scale *scale,
                                  const struct steppe_series *series, int32_t bin) {
    if (scale->linear) {
        double low = series->bin_low + scale->bin_width * bin;
        return (struct bin_range){low, low + scale->bin_width};
    }
    int32_t zero = scale->negative.bin_count;
    const struct steppe_row_side *side = bin < zero ? &scale->negative : &scale->positive;
    int32_t at = bin < zero ? zero - 1 - bin : bin - zero;
    double inner = side_edge(side, at);
    double outer = at + 1 < side->bin_count ? side_edge(side, at + 1) : HUGE_VAL;
    if (bin < zero) return (struct bin_range){-outer, -inner};
    return (struct bin_range){inner, outer};
}

// Value at a rank within a bin that holds `members`; `rank` of them lie below.
static double within_bin(struct bin_range range, double rank, double members, double *bound) {
    if (bound) *bound = range.high - range.low;
    if (isinf(range.low)) return range.high;
    if (isinf(range.high)) return range.low;
    return range.low + (range.high - range.low) * fmin(fmax(rank / members, 0), 1);
}

bool steppe_tally_bins_agree(const struct steppe_summary *summary, size_t column, size_t series,
                             size_t date) {
    const struct steppe_tally *tally = steppe_summary_tally(summary, column, series, date);
    const uint32_t *bins = summary->bins + tally_at(summary, column, series, date) * STEPPE_BINS;
    const struct steppe_row_scale *scale = scale_at(summary, column, series);
    uint64_t members = 0, negative = 0;
    for (int32_t bin = 0; bin < STEPPE_BINS; bin++) {
        members += bins[bin];
        if (!scale->linear && bin < scale->negative.bin_count) negative += bins[bin];
    }
    if (tally->count != members || tally->positive > members ||
        tally->negative > members - tally->positive)
        return false;
    if (scale->linear) return true;
    const uint64_t zeros = members - tally->positive - tally->negative;
    return tally->negative == negative && zeros <= bins[scale->negative.bin_count];
}

double steppe_tally_quantile(const struct steppe_summary *summary, size_t column, size_t series,
                             size_t date, double level, double *error_bound) {
    const struct steppe_tally *tally = steppe_summary_tally(summary, column, series, date);
    size_t at = tally_at(summary, column, series, date);
    const uint32_t *bins = summary->bins + at * STEPPE_BINS;
    const struct steppe_row_scale *scale = scale_at(summary, column, series);
    steppe_must(level >= 0 && level <= 1);
    if (error_bound) *error_bound = nan("");
    if (tally->count == 0) return nan("");

    // The member at (count - 1) level, as in hyndman-fan-1996 type 7, stands half a place in.
    double rank = ((double)tally->count - 1) * level + 0.5;
    double below_zero = (double)tally->negative;
    double zeros = (double)(tally->count - tally->positive - tally->negative);
    if (rank >= below_zero && rank < below_zero + zeros) {
        if (error_bound) *error_bound = 0;
        return 0;
    }
    bool after_zeros = rank >= below_zero + zeros;
    int32_t first_positive = scale->linear ? STEPPE_BINS : scale->negative.bin_count;
    double below = 0;
    for (int32_t bin = 0; bin < STEPPE_BINS; bin++) {
        double members = (double)bins[bin];
        // Exact zeros lie at the inner edge of the first positive bin: leave them out of it.
        double here = bin == first_positive ? members - zeros : members;
        double start = bin == first_positive && after_zeros ? below + zeros : below;
        below += members;
        if (rank >= below || here <= 0) continue;
        return within_bin(bin_range(scale, &summary->series[series], bin), rank - start, here,
                          error_bound);
    }
    steppe_must_fail("the bins hold all members", __FILE__, __LINE__);
}
