// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// netcdf_layout: dimensions, variables and attributes of a result file, as docs/results.md says.
// One table for writing (netcdf.c) and reading (netcdf_read.c); no other room includes this.
#ifndef STEPPE_RECORD_NETCDF_LAYOUT_H
#define STEPPE_RECORD_NETCDF_LAYOUT_H

#include <netcdf.h>

#include "record/record.h"

#define STEPPE_NETCDF_FORMAT 1
#define STEPPE_NETCDF_LEVELS 7
enum { DIMENSIONS_MAX = 4 };

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

// Numbers within a struct that make a variable: the words of a tally, the numbers of a series.
struct steppe_netcdf_member {
    enum variable variable;
    size_t offset;
};
#define STEPPE_NETCDF_WORDS 12
#define STEPPE_NETCDF_SERIES_NUMBERS 4
extern const struct steppe_netcdf_member steppe_netcdf_words[STEPPE_NETCDF_WORDS];
extern const struct steppe_netcdf_member steppe_netcdf_series[STEPPE_NETCDF_SERIES_NUMBERS];

#define TEXT_ATTRIBUTES(X)                                                                         \
    X(version) X(model_name) X(model_hash) X(date) X(command) X(first_failure)
#define COUNT_ATTRIBUTES(X) X(members_asked) X(members_done) X(members_failed)
#define TRUTH_ATTRIBUTES(X) X(complete) X(fix_parameters) X(fix_noise)

// One open file, under its final name for messages.
struct steppe_netcdf_file {
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

#endif
