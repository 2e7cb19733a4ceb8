// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// csv_get: typed fields of a row of CSV. Each adds a finding at the field and returns false when
// the field is not what was asked for; *out is then unchanged.
#ifndef STEPPE_MODEL_CSV_GET_H
#define STEPPE_MODEL_CSV_GET_H

#include "model/csv.h"
#include "model/model.h"

// Text; an empty one is a finding when required, else NULL.
bool steppe_csv_text(struct steppe_csv *csv, size_t column, bool required, const char **out);
// One of a NULL-terminated list of words, by number.
bool steppe_csv_word(struct steppe_csv *csv, size_t column, const char *const *words, size_t *out);
// Element of an axis by name.
bool steppe_csv_element(struct steppe_csv *csv, size_t column, enum steppe_axis axis, int32_t *out);
// A date; an empty one is a finding when required, else year 0.
bool steppe_csv_date(struct steppe_csv *csv, size_t column, bool required, struct steppe_date *out);
// A number between low and high; an empty one is a finding when required, else 0.
bool steppe_csv_number(struct steppe_csv *csv, size_t column, bool required, double low,
                       double high, double *out);
// The source column: its text, quality and longest lag.
bool steppe_csv_source(struct steppe_csv *csv, size_t column, const char **out,
                       enum steppe_quality *quality, int32_t *lag_months);

// Value, unit and spread of a row, in coherent units and money of the model's price year.
struct steppe_csv_value {
    double value, published, spread;
    const char *unit_text;
    struct steppe_unit unit;
};
// The three columns; `date` is that of the figure (its money is of that year unless the unit says
// USD_2015). `wanted` is what the unit must be of, `name` whose unit it is.
bool steppe_csv_value(struct steppe_csv *csv, size_t value_column, size_t unit_column,
                      size_t spread_column, struct steppe_date date, struct steppe_unit wanted,
                      const char *name, struct steppe_csv_value *out);
// Two dates of a row in order; the second may be open (year 0).
bool steppe_csv_ordered(struct steppe_csv *csv, size_t column, struct steppe_date first,
                        struct steppe_date second);
#endif
