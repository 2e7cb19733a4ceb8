// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// compare: see the header.
#include "analysis/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare_parts.h"

void steppe_difference_judge(struct steppe_difference *difference, double width, double unseen) {
    double error = hypot(difference->standard_error, unseen), size = fabs(difference->mean);
    double half = width * error;
    difference->low = difference->mean - half;
    difference->high = difference->mean + half;
    difference->noise_ratio = size == 0 ? 0 : size / error;
    difference->beyond_noise = size > half;
    // With more members one error falls with the root of their number, the other with the number.
    double seen = pow(width * difference->standard_error / size, 2);
    double times = (seen + sqrt(seen * seen + 4 * pow(width * unseen / size, 2))) / 2;
    difference->members_needed = difference->beyond_noise ? 0
                                 : size > 0               ? difference->members * times
                                                          : HUGE_VAL;
}

// Members go the same way in both worlds until something happens in one alone, then part by as much
// as chance parts the two of a pair. Where that is rare few members have seen it, or none: their
// mean is off, and their spread is too small to tell. So the interval has one pair more, that parts
// so, as that of a change of chances has half a member more in each cell.
static double unseen_of(const struct steppe_summary *summary, size_t world, size_t series,
                        size_t date, double pairs) {
    return steppe_tally_chance_deviation(summary, world, series, date) / pairs;
}

static struct steppe_difference difference_of(const struct steppe_record *record, size_t world,
                                              size_t series, size_t date, double sure) {
    const struct steppe_summary *summary = record->summary;
    steppe_must(world >= 1 && world < record->world_count);
    size_t column = record->world_count + world - 1;
    const struct steppe_tally *tally = steppe_summary_tally(summary, column, series, date);
    double count = (double)tally->count;
    struct steppe_difference difference = {
        .series = series,
        .date = date,
        .paired = true,
        .members = count,
        .mean = steppe_tally_mean(summary, column, series, date),
        .standard_error = steppe_tally_standard_error(summary, column, series, date),
        .fan_low = steppe_tally_quantile(summary, column, series, date, STEPPE_FAN_LOW, NULL),
        .median = steppe_tally_quantile(summary, column, series, date, 0.5, NULL),
        .fan_high = steppe_tally_quantile(summary, column, series, date, STEPPE_FAN_HIGH, NULL),
        .share_up = (double)tally->positive / count,
        .share_down = (double)tally->negative / count,
    };
    const double pairs = (double)tally->pair_count;
    steppe_difference_judge(&difference, steppe_pairs_width(sure, pairs),
                            unseen_of(summary, 0, series, date, pairs));
    return difference;
}

struct steppe_difference steppe_difference_of(const struct steppe_record *record, size_t world,
                                              size_t series, size_t date) {
    return difference_of(record, world, series, date, STEPPE_MEAN_SURE);
}

// That some date of many is beyond noise where nothing changes must be as rare as for one alone:
// the one percent of an interval is shared out among them (the inequality of Bonferroni).
static double sure_over(size_t dates) { return 1 - (1 - STEPPE_MEAN_SURE) / (double)dates; }

static struct steppe_difference largest_of(const struct steppe_record *record, size_t world,
                                           size_t series) {
    const size_t dates = record->summary->date_count;
    struct steppe_difference largest = {.series = series};
    for (size_t d = 0; d < dates; d++) {
        struct steppe_difference here = difference_of(record, world, series, d, sure_over(dates));
        if (!here.beyond_noise) continue;
        if (!largest.beyond_noise || fabs(here.mean) > fabs(largest.mean)) largest = here;
    }
    return largest;
}

static double sort_key(const struct steppe_difference *difference) {
    return isnan(difference->noise_ratio) ? -1 : difference->noise_ratio;
}

static int by_noise_ratio(const void *left, const void *right) {
    const struct steppe_difference *a = left, *b = right;
    double x = sort_key(a), y = sort_key(b);
    if (x != y) return x > y ? -1 : 1;
    return (a->series > b->series) - (a->series < b->series);
}

void steppe_differences_sorted(const struct steppe_record *record, size_t world, size_t date,
                               struct steppe_difference *out) {
    size_t count = record->summary->series_count;
    for (size_t i = 0; i < count; i++) out[i] = steppe_difference_of(record, world, i, date);
    qsort(out, count, sizeof *out, by_noise_ratio);
}

void steppe_differences_largest(const struct steppe_record *record, size_t world,
                                struct steppe_difference *out) {
    size_t count = record->summary->series_count;
    for (size_t i = 0; i < count; i++) out[i] = largest_of(record, world, i);
    qsort(out, count, sizeof *out, by_noise_ratio);
}

// ---- two records -------------------------------------------------------------------------------

double steppe_difference_members(struct steppe_difference *difference, double *apart,
                                 size_t members) {
    const struct steppe_pairs found = steppe_pairs_of(apart, members);
    difference->members = (double)found.members;
    difference->mean = found.mean;
    difference->standard_error = found.standard_error;
    difference->fan_low = found.fan_low;
    difference->median = found.median;
    difference->fan_high = found.fan_high;
    difference->share_up = (double)found.up / (double)found.members;
    difference->share_down = (double)found.down / (double)found.members;
    difference->paired = true;
    return (double)found.pairs;
}

static size_t same_series(const struct steppe_summary *summary,
                          const struct steppe_series *wanted) {
    for (size_t i = 0; i < summary->series_count; i++)
        if (strcmp(summary->series[i].name, wanted->name) == 0 &&
            strcmp(summary->series[i].unit, wanted->unit) == 0)
            return i;
    return SIZE_MAX;
}

// Last month that both lists hold (ascending); false when there is none.
static bool last_common(const int32_t *a, size_t a_count, const int32_t *b, size_t b_count,
                        size_t *a_at, size_t *b_at) {
    while (a_count > 0 && b_count > 0) {
        int32_t x = a[a_count - 1], y = b[b_count - 1];
        if (x == y) {
            *a_at = a_count - 1;
            *b_at = b_count - 1;
            return true;
        }
        if (x > y)
            a_count--;
        else
            b_count--;
    }
    return false;
}

static const float *kept_row(const struct steppe_record *record, size_t world, size_t series,
                             size_t date) {
    size_t row = (world * record->summary->series_count + series) * record->kept_date_count + date;
    return record->kept + row * record->kept_members;
}

size_t steppe_members_common(const struct steppe_record *a, const struct steppe_record *b) {
    if (!a->kept || !b->kept || a->provenance.seed != b->provenance.seed) return 0;
    return a->kept_members < b->kept_members ? a->kept_members : b->kept_members;
}

// Of one record the paired columns hold all members, kept or not, at all dates.
static bool is_own_scenario(const struct steppe_record *a, size_t a_world,
                            const struct steppe_record *b, size_t b_world) {
    return a == b && a_world == 0 && b_world > 0;
}

static size_t date_of(const struct steppe_record *record, int32_t month) {
    size_t date = record->summary->date_count - 1;
    while (date > 0 && record->date_months[date] != month) date--;
    return date;
}

// Of a difference of means with errors of their own (welch-1947).
static double freedom_of(double a_error, double a_freedom, double b_error, double b_freedom) {
    const double a = a_error * a_error, b = b_error * b_error;
    return a + b > 0 ? (a + b) * (a + b) / (a * a / a_freedom + b * b / b_freedom) : a_freedom;
}

// Returns how many pairs would know the mean as well if they were all of one result.
static double from_means(struct steppe_difference *difference, const struct steppe_record *a,
                         size_t a_world, size_t a_series, const struct steppe_record *b,
                         size_t b_world, size_t b_series, size_t b_date) {
    size_t date = difference->date;
    double a_error = steppe_tally_standard_error(a->summary, a_world, a_series, date);
    double b_error = steppe_tally_standard_error(b->summary, b_world, b_series, b_date);
    const struct steppe_tally *from = steppe_summary_tally(a->summary, a_world, a_series, date);
    const struct steppe_tally *to = steppe_summary_tally(b->summary, b_world, b_series, b_date);
    difference->members = fmin((double)from->count, (double)to->count);
    difference->mean = steppe_tally_mean(b->summary, b_world, b_series, b_date) -
                       steppe_tally_mean(a->summary, a_world, a_series, date);
    difference->standard_error = hypot(a_error, b_error);
    difference->fan_low = difference->median = difference->fan_high = nan("");
    difference->share_up = difference->share_down = nan("");
    return 1 +
           freedom_of(a_error, (double)from->pair_count - 1, b_error, (double)to->pair_count - 1);
}

bool steppe_differences_between(const struct steppe_record *a, size_t a_world,
                                const struct steppe_record *b, size_t b_world,
                                struct steppe_arena *arena, struct steppe_difference **list,
                                size_t *count, int32_t *month, struct steppe_error *error) {
    const struct steppe_place nowhere = {0};
    steppe_must(a_world < a->world_count && b_world < b->world_count);
    const bool own = is_own_scenario(a, a_world, b, b_world);
    size_t a_date = 0, b_date = 0, found = 0, members = own ? 0 : steppe_members_common(a, b);
    bool paired = members > 0 && last_common(a->kept_months, a->kept_date_count, b->kept_months,
                                             b->kept_date_count, &a_date, &b_date);
    if (!paired && !last_common(a->date_months, a->summary->date_count, b->date_months,
                                b->summary->date_count, &a_date, &b_date))
        return steppe_error_set(error, STEPPE_CODE_RECORD, nowhere,
                                "the two results have no date in common");
    struct steppe_difference *made = STEPPE_TAKE(arena, a->summary->series_count,
                                                 struct steppe_difference);
    double *apart = STEPPE_TAKE(arena, members + 1, double);
    if (!made || !apart)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, nowhere,
                                "not enough memory to compare %zu members", members);
    *month = paired ? a->kept_months[a_date] : a->date_months[a_date];
    for (size_t s = 0; s < a->summary->series_count; s++) {
        size_t other = same_series(b->summary, &a->summary->series[s]);
        if (other == SIZE_MAX) continue;
        struct steppe_difference *difference = &made[found++];
        if (own) {
            *difference = steppe_difference_of(a, b_world, s, a_date);
            continue;
        }
        difference->series = s;
        difference->date = paired ? date_of(a, *month) : a_date;
        double pairs, unseen = 0;
        if (paired) {
            const float *from = kept_row(a, a_world, s, a_date);
            const float *to = kept_row(b, b_world, other, b_date);
            for (size_t i = 0; i < members; i++) apart[i] = (double)(to[i] - from[i]);
            pairs = steppe_difference_members(difference, apart, members);
            unseen = unseen_of(a->summary, a_world, s, difference->date, pairs);
        } else {
            pairs = from_means(difference, a, a_world, s, b, b_world, other, b_date);
        }
        steppe_difference_judge(difference, steppe_pairs_width(STEPPE_MEAN_SURE, pairs), unseen);
    }
    if (found == 0)
        return steppe_error_set(error, STEPPE_CODE_RECORD, nowhere,
                                "the two results have no series in common");
    qsort(made, found, sizeof *made, by_noise_ratio);
    *list = made;
    *count = found;
    return true;
}
