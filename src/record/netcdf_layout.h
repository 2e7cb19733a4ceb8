// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// netcdf_layout: dimensions, variables and attributes of a result file, as docs/results.md says.
// One table for writing (netcdf.c, netcdf_put.c) and reading (netcdf_read.c, netcdf_get.c); no
// other room includes this.
#ifndef STEPPE_RECORD_NETCDF_LAYOUT_H
#define STEPPE_RECORD_NETCDF_LAYOUT_H

#include "record/netcdf_library.h"
#include "record/record.h"

#define STEPPE_NETCDF_FORMAT 1
#define STEPPE_NETCDF_LEVELS 7
enum { DIMENSIONS_MAX = 5 };

// Dimensions and variables of the file, in its order.
enum dimension {
    D_WORLD,
    D_COLUMN,
    D_SERIES,
    D_DATE,
    D_BIN,
    D_LEVEL,
    D_KEPT_DATE,
    D_KEPT_MEMBER,
    D_DETAIL_DATE,
    D_DETAIL_MEMBER,
    D_QUESTION,
    D_CHANGE,
    D_HOST,
    D_POWER,
    D_WHOSE,
    D_TIE,
    D_SUBJECT,
    D_EVENT,
    DIMENSION_COUNT
};
enum variable {
    V_WORLD,
    V_WORLD_TEXT,
    V_COLUMN,
    V_SERIES,
    V_SERIES_VARIABLE,
    V_SERIES_UNIT,
    V_SERIES_SCALE,
    V_SERIES_BASE,
    V_SERIES_BIN_LOW,
    V_SERIES_BIN_HIGH,
    V_DATE,
    V_DATE_MONTH,
    V_LEVEL,
    V_MEAN,
    V_STANDARD_ERROR,
    V_STANDARD_DEVIATION,
    V_PARAMETER_SHARE,
    V_QUANTILE,
    V_COUNT,
    V_POSITIVE,
    V_NEGATIVE,
    V_PAIR_COUNT,
    V_SUM_HIGH,
    V_SUM_LOW,
    V_SQUARE_HIGH,
    V_SQUARE_LOW,
    V_PAIR_SUM_HIGH,
    V_PAIR_SUM_LOW,
    V_CROSS_HIGH,
    V_CROSS_LOW,
    V_BINS,
    V_PARAMETERS,
    V_KEPT_DATE,
    V_KEPT_DATE_MONTH,
    V_KEPT,
    V_DETAIL_DATE,
    V_DETAIL_DATE_MONTH,
    V_DETAIL,
    V_QUESTION,
    V_QUESTION_TEXT,
    V_CHANCE,
    V_CHANCE_STANDARD_ERROR,
    V_CHANCE_LOW,
    V_CHANCE_HIGH,
    V_CHANCE_PARAMETER_SHARE,
    V_ANSWER_COUNT,
    V_ANSWER_POSITIVE,
    V_ANSWER_NEGATIVE,
    V_ANSWER_PAIR_COUNT,
    V_ANSWER_PAIR_SUM,
    V_ANSWER_CROSS,
    V_ANSWER_KEPT,
    V_CHANGE,
    V_HOST,
    V_POWER,
    V_WHOSE,
    V_TIE,
    V_TIE_OWNER,
    V_CHANGE_COUNT,
    V_CHANGE_SUM,
    V_CHANGE_PART_SUM,
    V_INFLUENCE_CHANGE,
    V_INFLUENCE_CHANGE_PART,
    V_SUBJECT,
    V_SUBJECT_STATES,
    V_EVENT_WORLD,
    V_EVENT_MEMBER,
    V_EVENT_DATE,
    V_EVENT_DATE_MONTH,
    V_EVENT_SUBJECT,
    V_EVENT_BEFORE,
    V_EVENT_AFTER,
    VARIABLE_COUNT
};
struct steppe_netcdf_dimension {
    const char *name;
    size_t most; // files that say more are refused
};
extern const struct steppe_netcdf_dimension steppe_netcdf_dimensions[DIMENSION_COUNT];

struct steppe_netcdf_variable {
    const char *name;
    nc_type type;
    const char *unit; // NULL: that of series_unit
    const char *meaning;
    int dimension_count;
    enum dimension dimensions[DIMENSIONS_MAX];
};
extern const struct steppe_netcdf_variable steppe_netcdf_variables[VARIABLE_COUNT];

// Numbers within a struct that make a variable: the words of a tally, the numbers of a series, the
// words of an answer, what a happening is of.
struct steppe_netcdf_member {
    enum variable variable;
    size_t offset;
};
#define STEPPE_NETCDF_WORDS 12
#define STEPPE_NETCDF_SERIES_NUMBERS 4
#define STEPPE_NETCDF_ANSWER_WORDS 6
#define STEPPE_NETCDF_EVENT_WORDS 3
extern const struct steppe_netcdf_member steppe_netcdf_words[STEPPE_NETCDF_WORDS];
extern const struct steppe_netcdf_member steppe_netcdf_series[STEPPE_NETCDF_SERIES_NUMBERS];
extern const struct steppe_netcdf_member steppe_netcdf_answers[STEPPE_NETCDF_ANSWER_WORDS];
extern const struct steppe_netcdf_member steppe_netcdf_events[STEPPE_NETCDF_EVENT_WORDS];

#define TEXT_ATTRIBUTES(X)                                                                         \
    X(version) X(model_name) X(model_hash) X(date) X(command) X(first_failure)
#define COUNT_ATTRIBUTES(X) X(members_asked) X(members_done) X(members_failed)
#define TRUTH_ATTRIBUTES(X) X(complete) X(fix_parameters) X(fix_noise)

// One open file, under its final name for messages.
struct steppe_netcdf_file {
    struct steppe_netcdf_calls nc;
    int id;
    const char *path;
    struct steppe_error *error;
    struct steppe_arena scratch;
    size_t sizes[DIMENSION_COUNT];
    int dimension_ids[DIMENSION_COUNT], variable_ids[VARIABLE_COUNT];
};

STEPPE_CHECKED bool steppe_netcdf_refused(const struct steppe_netcdf_file *file,
                                          enum steppe_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void *steppe_netcdf_scratch(struct steppe_netcdf_file *file, size_t count, size_t size);
// Number of values of a variable; whether it is in the file (none of its dimensions is 0).
size_t steppe_netcdf_count(const struct steppe_netcdf_file *file, enum variable variable);
bool steppe_netcdf_has(const struct steppe_netcdf_file *file, enum variable variable);

// ---- writing ------------------------------------------------------------------------------------
// All values of a variable; nothing where the file does not have it.
bool steppe_netcdf_put(const struct steppe_netcdf_file *file, enum variable variable,
                       const void *values);
// Months since year 0, and the last day of each.
bool steppe_netcdf_put_months(struct steppe_netcdf_file *file, enum variable days,
                              enum variable numbers, const int32_t *months, size_t count);
// netcdf_put.c: answers, ways of influence, happenings: their dimensions, then their values.
void steppe_netcdf_measure_parts(const struct steppe_record *record, size_t sizes[DIMENSION_COUNT]);
bool steppe_netcdf_put_parts(struct steppe_netcdf_file *file, const struct steppe_record *record);

// ---- reading ------------------------------------------------------------------------------------
bool steppe_netcdf_get(const struct steppe_netcdf_file *file, enum variable variable, void *values);
// Texts of a variable, copied into the arena; `lines`: they may have several.
bool steppe_netcdf_get_texts(struct steppe_netcdf_file *file, enum variable variable, size_t most,
                             bool lines, struct steppe_arena *arena, const char ***texts);
// netcdf_get.c: the same parts, into a record whose other parts are there.
bool steppe_netcdf_get_parts(struct steppe_netcdf_file *file, struct steppe_record *record,
                             struct steppe_arena *arena);

#endif
