// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// csv_get: fields of a row -> values, or findings with what was expected and the nearest name.
#include "model/csv_get.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/builder.h"

// A field that must not be empty; `expected` says what should stand there.
static bool filled(struct steppe_csv *csv, size_t column, const char *expected) {
    if (csv->fields[column].length) return true;
    steppe_csv_fault(csv, column, expected, NULL, "'%s' is empty", csv->column_names[column]);
    return false;
}

bool steppe_csv_text(struct steppe_csv *csv, size_t column, bool required, const char **out) {
    const struct steppe_csv_field *field = &csv->fields[column];
    if (required && !filled(csv, column, NULL)) return false;
    *out = field->length ? field->text : NULL;
    return true;
}

bool steppe_csv_word(struct steppe_csv *csv, size_t column, const char *const *words, size_t *out) {
    const struct steppe_csv_field *field = &csv->fields[column];
    for (size_t i = 0; words[i]; i++) {
        if (strcmp(words[i], field->text) != 0) continue;
        *out = i;
        return true;
    }
    char expected[200] = "";
    size_t used = 0;
    for (size_t i = 0; words[i] && used < sizeof expected; i++) {
        const char *before = i == 0 ? "" : words[i + 1] ? ", " : " or ";
        int wrote = snprintf(expected + used, sizeof expected - used, "%s%s", before, words[i]);
        used += wrote > 0 ? (size_t)wrote : 0;
    }
    steppe_csv_fault(csv, column, expected, steppe_nearest_of(words, field->text, field->length),
                     "'%s' is no %s", field->text, csv->column_names[column]);
    return false;
}

bool steppe_csv_element(struct steppe_csv *csv, size_t column, enum steppe_axis axis,
                        int32_t *out) {
    const struct steppe_csv_field *field = &csv->fields[column];
    uint32_t at = steppe_builder_find_element(csv->builder, axis, field->text, field->length);
    if (at != UINT32_MAX) {
        *out = (int32_t)at;
        return true;
    }
    const char *what = steppe_axis_name(axis);
    if (!filled(csv, column, what)) return false;
    bool actor = (axis == STEPPE_AXIS_HOST || axis == STEPPE_AXIS_POWER) &&
                 steppe_builder_find_element(csv->builder, STEPPE_AXIS_ACTOR, field->text,
                                             field->length) != UINT32_MAX;
    char expected[60];
    snprintf(expected, sizeof expected, "a %s of the model", what);
    if (axis == STEPPE_AXIS_ACTOR || axis == STEPPE_AXIS_INSTITUTION) {
        snprintf(expected, sizeof expected, "an %s of the model", what);
    }
    const char *nearest = actor ? NULL
                                : steppe_builder_nearest_element(csv->builder, axis, field->text,
                                                                 field->length);
    if (actor) {
        steppe_csv_fault(csv, column, expected, NULL, "the actor '%s' is no %s", field->text, what);
    } else {
        steppe_csv_fault(csv, column, expected, nearest, "unknown %s '%s'", what, field->text);
    }
    return false;
}

bool steppe_csv_date(struct steppe_csv *csv, size_t column, bool required,
                     struct steppe_date *out) {
    const struct steppe_csv_field *field = &csv->fields[column];
    if (field->length == 0 && !required) {
        *out = (struct steppe_date){0};
        return true;
    }
    if (steppe_date_parse(field->text, field->length, out)) return true;
    static const char expected[] = "YYYY, YYYY-MM or YYYY-MM-DD, from 1900 to 2100";
    if (!filled(csv, column, expected)) return false;
    steppe_csv_fault(csv, column, expected, NULL, "'%s' is no date", field->text);
    return false;
}

bool steppe_csv_number(struct steppe_csv *csv, size_t column, bool required, double low,
                       double high, double *out) {
    const struct steppe_csv_field *field = &csv->fields[column];
    if (field->length == 0 && !required) {
        *out = 0;
        return true;
    }
    double number = 0;
    if (!steppe_number_parse(field->text, field->length, &number)) {
        static const char expected[] = "a number such as 12.5 or 3e4";
        if (!filled(csv, column, expected)) return false;
        steppe_csv_fault(csv, column, expected, NULL, "'%s' is no number", field->text);
        return false;
    }
    if (number < low || number > high) {
        char expected[STEPPE_RANGE_BYTES];
        steppe_csv_fault(csv, column, steppe_range_words(low, high, "1", expected), NULL,
                         "%s is outside the range of '%s'", field->text, csv->column_names[column]);
        return false;
    }
    *out = number;
    return true;
}

bool steppe_csv_source(struct steppe_csv *csv, size_t column, const char **out,
                       enum steppe_quality *quality, int32_t *lag_months) {
    const struct steppe_csv_field *field = &csv->fields[column];
    struct steppe_model_builder *builder = csv->builder;
    // Neighbouring rows mostly name the same source: what was found for the last one still holds.
    struct steppe_source_seen *seen = &builder->source_seen;
    if (seen->text && seen->length == field->length &&
        memcmp(seen->text, field->text, field->length) == 0) {
        *out = seen->text;
        *quality = seen->quality;
        *lag_months = seen->lag_months;
        return true;
    }
    if (!steppe_builder_source_known(builder, field->text, field->length, quality, lag_months)) {
        return steppe_builder_source(builder, field->text, field->length,
                                     steppe_csv_place(csv, column, 0), steppe_csv_line(csv, column),
                                     quality, lag_months);
    }
    *seen = (struct steppe_source_seen){field->text, field->length, *quality, *lag_months};
    *out = field->text;
    return true;
}

static bool read_unit(struct steppe_csv *csv, size_t column, struct steppe_unit wanted,
                      const char *name, struct steppe_csv_value *out) {
    const struct steppe_csv_field *field = &csv->fields[column];
    struct steppe_model_builder *builder = csv->builder;
    struct steppe_unit_seen *seen = &builder->unit_seen;
    if (!seen->text || seen->length != field->length ||
        memcmp(seen->text, field->text, field->length) != 0) {
        size_t bad_at, bad_length;
        struct steppe_unit unit;
        if (!steppe_unit_parse(field->text, field->length, &unit, &bad_at, &bad_length)) {
            return steppe_builder_unit(builder, field->text, field->length,
                                       steppe_csv_place(csv, column, 0),
                                       steppe_csv_line(csv, column), &unit);
        }
        *seen = (struct steppe_unit_seen){field->text, field->length, unit};
    }
    out->unit = seen->unit;
    out->unit_text = seen->text;
    if (steppe_unit_same(out->unit, wanted)) return true;
    char expected[80];
    steppe_unit_print(wanted, expected, sizeof expected);
    steppe_csv_fault(csv, column, expected, NULL, "the unit '%s' is not that of %s", field->text,
                     name);
    return false;
}

// One standard deviation: in percent of the value, or in its unit.
static bool read_spread(struct steppe_csv *csv, size_t column, double value, double *out) {
    const struct steppe_csv_field *field = &csv->fields[column];
    *out = 0;
    if (field->length == 0) return true;
    bool percent = field->text[field->length - 1] == '%';
    double number = 0;
    bool good = steppe_number_parse(field->text, field->length - percent, &number) && number >= 0;
    if (!good) {
        steppe_csv_fault(csv, column, "one standard deviation: 5%, or 0.3 in the unit of the value",
                         NULL, "'%s' is no spread", field->text);
        return false;
    }
    *out = percent ? fabs(value) * number / 100 : number;
    return true;
}

bool steppe_csv_value(struct steppe_csv *csv, size_t value_column, size_t unit_column,
                      size_t spread_column, struct steppe_date date, struct steppe_unit wanted,
                      const char *name, struct steppe_csv_value *out) {
    *out = (struct steppe_csv_value){0};
    bool good = steppe_csv_number(csv, value_column, true, -HUGE_VAL, HUGE_VAL, &out->published);
    good &= read_unit(csv, unit_column, wanted, name, out);
    good &= read_spread(csv, spread_column, out->published, &out->spread);
    if (!good) return false;
    double scale = out->unit.factor;
    const int8_t power = out->unit.exponents[STEPPE_UNIT_USD];
    if (power) {
        int32_t year = out->unit.money_year ? out->unit.money_year : date.year;
        double level = csv->builder->model->deflator[year - 1900];
        if (!(level > 0)) {
            return steppe_builder_price_level(
                csv->builder, year, steppe_csv_place(csv, unit_column, 0),
                csv->fields[unit_column].width, steppe_csv_line(csv, unit_column), &level);
        }
        for (int i = 0; i < abs(power); i++) scale = power > 0 ? scale / level : scale * level;
    }
    out->value = out->published * scale;
    out->spread *= scale;
    if (isfinite(out->value) && isfinite(out->spread)) return true;
    steppe_csv_fault(csv, isfinite(out->value) ? spread_column : value_column, "a smaller number",
                     NULL, "'%s' is too large for %s",
                     csv->fields[isfinite(out->value) ? spread_column : value_column].text, name);
    return false;
}

bool steppe_csv_ordered(struct steppe_csv *csv, size_t column, struct steppe_date first,
                        struct steppe_date second) {
    if (second.year == 0 || steppe_date_compare(first, second) <= 0) return true;
    // 2023-05 to 2023 is in order: the end is as coarse as its source.
    if (second.day == 0 && steppe_date_month(first) < steppe_date_after(second)) return true;
    char from[16], expected[40];
    steppe_date_print(first, from, sizeof from);
    snprintf(expected, sizeof expected, "%s or later", from);
    steppe_csv_fault(csv, column, expected, NULL, "'%s' is before the start of the row",
                     csv->fields[column].text);
    return false;
}
