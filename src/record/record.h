// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// record: what was observed in a run. Summaries are integers, so that adding commutes and threads
// may finish in any order; kept members are floats in slots of their own. Files: record/netcdf.c.
#ifndef STEPPE_RECORD_RECORD_H
#define STEPPE_RECORD_RECORD_H

#include "base/arena.h"
#include "base/error.h"
#include "record/row.h"

#define STEPPE_BINS 512
#define STEPPE_ROW_MEMBERS 256 // values are added in rows of that many members

// One recorded series: a cell of a variable.
struct steppe_series {
    char name[64]; // influence[RUS,KAZ]
    char unit[24]; // as shown
    char variable[32];
    double scale;             // shown units per coherent unit: shown = coherent * scale
    double base;              // its start value at the central parameters, shown units
    double bin_low, bin_high; // linear bins over [low, high] when bin_high > bin_low, else by
                              // sign, exponent and top bits about `base`
};

// Integer summary of one (column, series, date). Columns: the worlds, then for each scenario the
// paired difference scenario - baseline. With w worlds there are 2 w - 1 columns.
// Sums are in fixed point, with a step that summary.c derives from the series (docs/results.md),
// exact in 128 bits (high, low words). Values beyond 2^17 times the scale count as that limit.
struct steppe_tally {
    uint64_t count, positive, negative;
    uint64_t pair_count;
    int64_t sum_high;
    uint64_t sum_low;
    int64_t square_high;
    uint64_t square_low;
    int64_t pair_sum_high;
    uint64_t pair_sum_low; // of the members whose pair is whole
    int64_t cross_high;
    uint64_t cross_low; // product of the two members of a parameter pair
};

struct steppe_summary {
    size_t column_count, series_count, date_count;
    const struct steppe_series *series; // [series_count]
    struct steppe_tally *tallies;       // [column][series][date]
    uint32_t *bins;                     // [column][series][date][STEPPE_BINS]
    struct steppe_row_scale *scales;    // [level, difference][series]
    steppe_row_adder *add_row; // the plain instance's, or that of faster kernels: the same bits
};

size_t steppe_summary_bytes(size_t columns, size_t series, size_t dates);
STEPPE_CHECKED bool steppe_summary_make(size_t columns, const struct steppe_series *series,
                                        size_t series_count, size_t dates,
                                        struct steppe_arena *arena, struct steppe_summary **summary,
                                        struct steppe_error *error);
// values [count], shown units, count even, at most STEPPE_ROW_MEMBERS; members 2k and 2k+1 are a
// pair. A NaN is a failed member and is left out (and its pair from the cross product).
void steppe_summary_add(struct steppe_summary *summary, size_t column, size_t series, size_t date,
                        const float *values, size_t count);
void steppe_summary_merge(struct steppe_summary *into, const struct steppe_summary *from);

static inline size_t steppe_summary_worlds(const struct steppe_summary *summary) {
    return (summary->column_count + 1) / 2;
}
const struct steppe_tally *steppe_summary_tally(const struct steppe_summary *summary, size_t column,
                                                size_t series, size_t date);

// Statistics of a tally (shown units). NaN where there are too few members.
double steppe_tally_mean(const struct steppe_summary *summary, size_t column, size_t series,
                         size_t date);
double steppe_tally_variance(const struct steppe_summary *summary, size_t column, size_t series,
                             size_t date);
// Part of the variance due to parameters: correlation within pairs, not below 0.
double steppe_tally_parameter_share(const struct steppe_summary *summary, size_t column,
                                    size_t series, size_t date);
// Standard deviation of members who share their parameters: what chance alone makes.
double steppe_tally_chance_deviation(const struct steppe_summary *summary, size_t column,
                                     size_t series, size_t date);
// Standard error of the mean, from pair means: the two members of a pair share their parameters and
// are not independent, so it is sqrt((variance + covariance within pairs) / count).
double steppe_tally_standard_error(const struct steppe_summary *summary, size_t column,
                                   size_t series, size_t date);
// Quantile by interpolation within the bin; *error_bound, if not NULL, the width of the bin:
// INFINITY in the outermost bins, which are open. Members at exactly 0 are known as such.
// Whether the bins hold the members that the tally counts, below, at and above zero: a file may say
// otherwise, and quantiles rest on it.
bool steppe_tally_bins_agree(const struct steppe_summary *summary, size_t column, size_t series,
                             size_t date);
double steppe_tally_quantile(const struct steppe_summary *summary, size_t column, size_t series,
                             size_t date, double level, double *error_bound);

struct steppe_provenance {
    char version[64], model_name[64], model_hash[17], date[32], command[512];
    uint64_t seed;
    uint32_t members_asked, members_done, members_failed;
    bool complete, fix_parameters, fix_noise;
    char first_failure[128];
};

struct steppe_record {
    struct steppe_provenance provenance;
    size_t world_count;             // 1 + scenarios
    const char *const *world_names; // "baseline", "frozen_war", ...
    const char *const *world_texts; // scenario text as run
    const int32_t *date_months;     // [date_count] months since year 0: the recorded month
    struct steppe_summary *summary;
    // kept values of all series at year ends for the first members, NULL when not kept; of a run
    // that was stopped none beyond those that are done
    float *kept; // [world][series][year_end][kept_members]
    size_t kept_members, kept_date_count;
    const int32_t *kept_months;
    // months of the first members in full: [world][series][month][detail_members]
    float *detail;
    size_t detail_members, detail_month_count;
    int32_t detail_first_month;
    // through which ties influence changed (record/channels.h); NULL: not known
    const struct steppe_channels *channels;
    const struct steppe_answers *answers; // to what was asked (record/answers.h); NULL: nothing
    int8_t *answer_members; // [world][question][kept_members] 1 true, 0 not, -1 failed; or NULL
    const struct steppe_happenings *happenings; // to the members in detail; NULL: not recorded
    const char *parameter_text;                 // parameters.yaml as read, for provenance
};
static inline int32_t steppe_record_last_month(const struct steppe_record *record) {
    return record->date_months[record->summary->date_count - 1];
}

// NetCDF-4 (record/netcdf.c): written to a temporary name, synced, renamed; read with all
// dimensions and types checked. Layout of the file: docs/results.md. can_save: the library that
// writes it is there.
STEPPE_CHECKED bool steppe_record_can_save(struct steppe_error *error);
STEPPE_CHECKED bool steppe_record_save(const struct steppe_record *record, const char *path,
                                       struct steppe_error *error);
STEPPE_CHECKED bool steppe_record_load(const char *path, struct steppe_arena *arena,
                                       struct steppe_record **record, struct steppe_error *error);
#endif
