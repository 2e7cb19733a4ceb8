// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// units: text -> a factor to coherent units and eight exponents. In: a product of names with `/`,
// `*` and `^n`: "bn_USD/year", "mn_USD_2015/year", "%/year", "1/year^0.5" (volatility is per square
// root of time). Out: the unit, or the part of the text that is none. A prefix (k, mn, bn, tn)
// stands before any name, joined by `_`; t takes k and M without it.
#include "model/units.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct unit_name {
    const char *name;
    double factor;
    int dimension; // -1: none
};

// kWh, barrel and the like do not appear: no variable has that dimension.
static const struct unit_name unit_names[] = {
    {"1", 1, -1},
    {"%", 0.01, -1},
    {"percent", 0.01, -1},
    {"USD", 1, STEPPE_UNIT_USD},
    {"person", 1, STEPPE_UNIT_PERSON},
    {"t", 1, STEPPE_UNIT_T},
    {"kt", 1e3, STEPPE_UNIT_T},
    {"Mt", 1e6, STEPPE_UNIT_T},
    {"kg", 1e-3, STEPPE_UNIT_T},
    {"km", 1, STEPPE_UNIT_KM},
    {"m", 1e-3, STEPPE_UNIT_KM},
    {"year", 1, STEPPE_UNIT_YEAR},
    {"month", 1.0 / 12, STEPPE_UNIT_YEAR},
    {"day", 1 / 365.25, STEPPE_UNIT_YEAR},
    {"hour", 1 / 8766.0, STEPPE_UNIT_YEAR},
    {"TEU", 1, STEPPE_UNIT_TEU},
    {"TIV", 1, STEPPE_UNIT_TIV},
    {"vote", 1, STEPPE_UNIT_VOTE},
};
enum { UNIT_NAME_COUNT = sizeof unit_names / sizeof unit_names[0] };

static const struct {
    const char *name;
    double factor;
} prefixes[] = {
    {"k_", 1e3},
    {"mn_", 1e6},
    {"bn_", 1e9},
    {"tn_", 1e12},
};

static bool same(const char *text, size_t length, const char *name) {
    return strlen(name) == length && memcmp(text, name, length) == 0;
}

// "USD_2015": money of a year. 0 when it is not that.
static int16_t money_year(const char *text, size_t length) {
    if (length != 8 || memcmp(text, "USD_", 4) != 0) return 0;
    int year = 0;
    for (size_t i = 4; i < 8; i++) {
        if (text[i] < '0' || text[i] > '9') return 0;
        year = 10 * year + (text[i] - '0');
    }
    return year >= 1900 && year <= 2100 ? (int16_t)year : 0;
}

// One name with its prefix, to the power +-1.
static bool read_name(const char *text, size_t length, struct steppe_unit *unit) {
    double prefix = 1;
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        size_t size = strlen(prefixes[i].name);
        if (length > size && memcmp(text, prefixes[i].name, size) == 0) {
            prefix = prefixes[i].factor;
            text += size;
            length -= size;
            break;
        }
    }
    *unit = (struct steppe_unit){.factor = prefix};
    int16_t year = money_year(text, length);
    if (year) {
        unit->money_year = year;
        unit->exponents[STEPPE_UNIT_USD] = 1;
        return true;
    }
    for (size_t i = 0; i < UNIT_NAME_COUNT; i++) {
        if (!same(text, length, unit_names[i].name)) continue;
        if (unit_names[i].dimension < 0 && prefix != 1) return false;
        unit->factor *= unit_names[i].factor;
        if (unit_names[i].dimension >= 0) unit->exponents[unit_names[i].dimension] = 1;
        return true;
    }
    return false;
}

// The power after `^` at *at, in halves: 0.5 is 1, 2 is 4. False when it is none.
static bool read_power(const char *text, size_t length, size_t *at, int *halves) {
    bool negative = *at < length && text[*at] == '-';
    if (negative) ++*at;
    if (*at == length || text[*at] < '0' || text[*at] > '9') return false;
    *halves = 2 * (text[(*at)++] - '0');
    if (length - *at >= 2 && memcmp(text + *at, ".5", 2) == 0) {
        ++*halves;
        *at += 2;
    }
    if (negative) *halves = -*halves;
    return *at == length || strchr("/*", text[*at]) != NULL;
}

// a * b^(halves / 2); false when an exponent leaves its range or money of two years meets.
static bool multiply(struct steppe_unit *a, struct steppe_unit b, int halves) {
    if (a->money_year && b.money_year && a->money_year != b.money_year) return false;
    // By repeated steps, not pow: the same bits everywhere.
    int steps = (halves < 0 ? -halves : halves) / 2;
    double factor = 1;
    for (int i = 0; i < steps; i++) factor *= b.factor;
    if (halves % 2) factor *= sqrt(b.factor);
    a->factor = halves < 0 ? a->factor / factor : a->factor * factor;
    for (int i = 0; i < STEPPE_UNIT_DIMENSIONS; i++) {
        int old = 2 * a->exponents[i] + (a->halves >> i & 1);
        int more = halves * (2 * b.exponents[i] + (b.halves >> i & 1));
        if (more % 2) return false; // a root of a root
        int sum = old + more / 2;
        if (sum < -120 || sum > 120) return false;
        int half = sum & 1;
        a->exponents[i] = (int8_t)((sum - half) / 2);
        a->halves = (uint8_t)((a->halves & ~(1u << i)) | (unsigned)half << i);
    }
    if (halves && b.money_year) a->money_year = b.money_year;
    if (a->exponents[STEPPE_UNIT_USD] == 0) a->money_year = 0;
    return true;
}

bool steppe_unit_parse(const char *text, size_t length, struct steppe_unit *unit, size_t *bad_at,
                       size_t *bad_length) {
    struct steppe_unit all = {.factor = 1};
    int sign = 1;
    for (size_t at = 0;; at++) {
        size_t start = at;
        while (at < length && !strchr("/*^", text[at])) at++;
        struct steppe_unit one;
        *bad_at = start;
        *bad_length = at - start;
        if (!read_name(text + start, at - start, &one)) return false;
        int halves = 2;
        if (at < length && text[at] == '^') {
            *bad_at = ++at;
            *bad_length = length - at;
            if (!read_power(text, length, &at, &halves)) return false;
        }
        if (!multiply(&all, one, sign * halves)) return false;
        if (at == length) break;
        sign = text[at] == '/' ? -1 : 1;
    }
    *unit = all;
    return true;
}

bool steppe_unit_same(struct steppe_unit a, struct steppe_unit b) {
    return a.halves == b.halves && memcmp(a.exponents, b.exponents, sizeof a.exponents) == 0;
}

bool steppe_unit_none(struct steppe_unit unit) {
    return steppe_unit_same(unit, (struct steppe_unit){.factor = 1});
}

struct steppe_unit steppe_unit_multiply(struct steppe_unit a, struct steppe_unit b, int b_power) {
    // Money of two years keeps the first: values inside are all of one year.
    if (a.money_year) b.money_year = 0;
    struct steppe_unit product = a;
    if (!multiply(&product, b, 2 * b_power))
        product = a; // exponents out of range: callers bound them
    return product;
}

size_t steppe_unit_print(struct steppe_unit unit, char *text, size_t size) {
    static const char *const names[] = {"USD", "person", "t", "km", "year", "TEU", "TIV", "vote"};
    _Static_assert(sizeof names / sizeof names[0] == STEPPE_UNIT_DIMENSIONS, "a name each");
    char whole[STEPPE_UNIT_DIMENSIONS * 24 + 8];
    size_t used = 0;
    for (int pass = 0; pass < 2; pass++) { // what stands above the line, then what stands below
        for (int i = 0; i < STEPPE_UNIT_DIMENSIONS; i++) {
            int halves = 2 * unit.exponents[i] + (unit.halves >> i & 1);
            if (pass) halves = -halves;
            if (halves <= 0) continue;
            const char *before = pass ? (used ? "/" : "1/") : (used ? "*" : "");
            used += (size_t)snprintf(whole + used, sizeof whole - used, "%s%s", before, names[i]);
            if (halves == 2) continue;
            used += (size_t)snprintf(whole + used, sizeof whole - used, "^%d%s", halves / 2,
                                     halves % 2 ? ".5" : "");
        }
    }
    if (used == 0) used = (size_t)snprintf(whole, sizeof whole, "1");
    snprintf(text, size, "%s", whole);
    return used;
}

const char *const *steppe_unit_names(void) {
    static const char *const names[] = {
        "1",           "%",        "USD",         "mn_USD",      "bn_USD",           "USD_2015",
        "bn_USD_2015", "USD/year", "mn_USD/year", "bn_USD/year", "bn_USD_2015/year", "person",
        "mn_person",   "t",        "kt",          "Mt",          "t/year",           "Mt/year",
        "km",          "year",     "month",       "1/year",      "%/year",           "TEU",
        "TEU/year",    "TIV",      "TIV/year",    "vote",        "person/year",      NULL,
    };
    return names;
}
