// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// units: a factor and eight small exponents. "bn_USD/year" is 1e9 USD^1 year^-1. Names and
// prefixes stand in one table in units.c. USD_2015 is money of that year (deflated at load); bare
// USD is money of the figure's own date. A product of names with / and ^n or ^0.5, no brackets.
#ifndef STEPPE_MODEL_UNITS_H
#define STEPPE_MODEL_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    STEPPE_UNIT_USD,
    STEPPE_UNIT_PERSON,
    STEPPE_UNIT_T,
    STEPPE_UNIT_KM,
    STEPPE_UNIT_YEAR,
    STEPPE_UNIT_TEU,
    STEPPE_UNIT_TIV,
    STEPPE_UNIT_VOTE,
    STEPPE_UNIT_DIMENSIONS
};

struct steppe_unit {
    double factor; // to coherent units
    int8_t exponents[STEPPE_UNIT_DIMENSIONS];
    int16_t money_year; // of USD_2015; 0: bare USD or no money
    uint8_t halves;     // bit i: one half more than exponents[i], so 1/year^0.5 is -1 and a half
};

// Reads all of text[0..length). On failure *bad_at and *bad_length point at the unknown part.
bool steppe_unit_parse(const char *text, size_t length, struct steppe_unit *unit, size_t *bad_at,
                       size_t *bad_length);
bool steppe_unit_same(struct steppe_unit a,
                      struct steppe_unit b);    // exponents equal; factors may differ
bool steppe_unit_none(struct steppe_unit unit); // dimensionless
struct steppe_unit steppe_unit_multiply(struct steppe_unit a, struct steppe_unit b, int b_power);
size_t steppe_unit_print(struct steppe_unit unit, char *text,
                         size_t size); // "USD/year", exponents only
// Known unit names for "did you mean"; NULL-terminated.
const char *const *steppe_unit_names(void);

#endif
