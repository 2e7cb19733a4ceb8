// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// synthetic: a record made without a run: eight hosts, six powers, a baseline and one scenario, ten
// years in quarters. Values are random walks with a part common to pairs; the scenario shifts some
// series, leaves others alone and moves one within the noise. Always the same bits.
#ifndef STEPPE_TEST_SYNTHETIC_H
#define STEPPE_TEST_SYNTHETIC_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "record/record.h"

enum {
    SYNTHETIC_HOSTS = 8,
    SYNTHETIC_POWERS = 6,
    SYNTHETIC_SERIES = SYNTHETIC_HOSTS * SYNTHETIC_POWERS + 4 * SYNTHETIC_HOSTS + 1,
    SYNTHETIC_DATES = 40,
    SYNTHETIC_YEARS = 10,
    SYNTHETIC_MONTHS = 12,
    SYNTHETIC_DETAIL = 4,
    SYNTHETIC_FIRST = 2026 * 12 + 8 // September 2026
};

static const char *const synthetic_hosts[SYNTHETIC_HOSTS] = {"KAZ", "KGZ", "TJK", "TKM",
                                                             "UZB", "AZE", "GEO", "MNG"};
static const char *const synthetic_powers[SYNTHETIC_POWERS] = {"RUS", "CHN", "USA",
                                                               "EUU", "TUR", "IRN"};
static const double synthetic_weights[SYNTHETIC_POWERS] = {0.24, 0.20, 0.07, 0.10, 0.06, 0.03};

static inline double synthetic_draw(uint32_t a, uint32_t b, uint32_t c) {
    // a hash to twelve uniforms, summed: nearly normal with variance 1
    uint32_t word = a * UINT32_C(0x9e3779b1) ^ b * UINT32_C(0x85ebca6b) ^ c * UINT32_C(0xc2b2ae35);
    double sum = -6;
    for (int i = 0; i < 12; i++) {
        word ^= word >> 16;
        word *= UINT32_C(0x7feb352d);
        word ^= word >> 15;
        word *= UINT32_C(0x846ca68b);
        word ^= word >> 16;
        sum += ((double)word + 0.5) * 0x1p-32;
        word += UINT32_C(0x9e3779b9);
    }
    return sum;
}

struct synthetic_law {
    double base, drift, spread, effect, effect_noise; // a year, relative to base
};

static inline struct synthetic_law synthetic_law(size_t series) {
    const size_t pairs = SYNTHETIC_HOSTS * SYNTHETIC_POWERS;
    if (series < pairs) {
        size_t power = series / SYNTHETIC_HOSTS, host = series % SYNTHETIC_HOSTS;
        double base = synthetic_weights[power] * (0.7 + 0.1 * (double)((host + 3 * power) % 7));
        double drift = power == 0 ? -0.03 : power == 1 ? 0.02 : 0.005;
        double effect = power == 0 ? 0.012 : power == 1 ? -0.004 : 0;
        double noise = power == 2 ? 0.002 : effect * 0.8;
        return (struct synthetic_law){base, drift, 0.05, effect, noise};
    }
    size_t host = (series - pairs) % SYNTHETIC_HOSTS;
    switch ((series - pairs) / SYNTHETIC_HOSTS) {
    case 0: return (struct synthetic_law){0.80 + 0.01 * (double)host, 0.001, 0.006, -0.001, 0.0005};
    case 1: return (struct synthetic_law){1, 0.045, 0.02, 0.002, 0.004};
    case 2: return (struct synthetic_law){0.3 + 1.4 * (double)(host % 4), 0.01, 0.06, 0.02, 0.01};
    case 3: return (struct synthetic_law){0, 0, 0.3, 0, 0};
    default: return (struct synthetic_law){1, 0, 0.11, 0, 0};
    }
}

static inline double synthetic_value(size_t world, size_t series, double years, uint32_t member) {
    struct synthetic_law law = synthetic_law(series);
    uint32_t which = (uint32_t)series;
    double common = synthetic_draw(which, member / 2, 1), own = synthetic_draw(which, member, 2);
    double shock = law.spread * sqrt(years) * (0.75 * common + 0.66 * own);
    double shift = 0;
    if (world == 1) // the scenario begins after a year
        shift = fmax(years - 1, 0) *
                (law.effect + law.effect_noise * synthetic_draw(which, member, 3));
    if (law.base == 0) return shock + shift;
    return law.base * exp(law.drift * years + shock) * (1 + shift);
}

static inline void synthetic_names(struct steppe_series *series) {
    const size_t pairs = SYNTHETIC_HOSTS * SYNTHETIC_POWERS;
    const char *const variables[] = {"autonomy", "gdp", "remittances", "stress"};
    for (size_t s = 0; s < SYNTHETIC_SERIES; s++) {
        const char *host = synthetic_hosts[s % SYNTHETIC_HOSTS];
        const char *variable = "price", *unit = "1";
        char cell[32] = "oil";
        if (s < pairs) {
            variable = "influence";
            (void)snprintf(cell, sizeof cell, "%s,%s", synthetic_powers[s / SYNTHETIC_HOSTS], host);
        } else if (s + 1 < SYNTHETIC_SERIES) {
            size_t kind = (s - pairs) / SYNTHETIC_HOSTS;
            variable = variables[kind];
            if (kind == 2) unit = "bn_USD/year";
            (void)snprintf(cell, sizeof cell, kind == 2 ? "%s,RUS" : "%s", host);
        }
        (void)snprintf(series[s].name, sizeof series[s].name, "%s[%s]", variable, cell);
        (void)snprintf(series[s].unit, sizeof series[s].unit, "%s", unit);
        (void)snprintf(series[s].variable, sizeof series[s].variable, "%s", variable);
        bool share = strcmp(variable, "influence") == 0 || strcmp(variable, "autonomy") == 0;
        series[s].scale = strcmp(unit, "1") == 0 ? 1 : 1e-9;
        series[s].base = synthetic_law(s).base;
        series[s].bin_high = share ? 1 : 0;
    }
}

static inline void synthetic_fill(struct steppe_record *record, size_t s, uint32_t members) {
    float rows[2][STEPPE_ROW_MEMBERS], differences[STEPPE_ROW_MEMBERS];
    for (size_t d = 0; d < SYNTHETIC_DATES; d++) {
        double years = 0.25 * (double)(d + 1);
        for (uint32_t first = 0; first < members; first += STEPPE_ROW_MEMBERS) {
            uint32_t count = members - first;
            if (count > STEPPE_ROW_MEMBERS) count = STEPPE_ROW_MEMBERS;
            for (uint32_t i = 0; i < count; i++) {
                for (size_t w = 0; w < 2; w++)
                    rows[w][i] = (float)synthetic_value(w, s, years, first + i);
                differences[i] = rows[1][i] - rows[0][i];
            }
            steppe_summary_add(record->summary, 0, s, d, rows[0], count);
            steppe_summary_add(record->summary, 1, s, d, rows[1], count);
            steppe_summary_add(record->summary, 2, s, d, differences, count);
        }
    }
    for (size_t w = 0; w < 2; w++)
        for (size_t y = 0; y < SYNTHETIC_YEARS; y++)
            for (uint32_t i = 0; i < members; i++)
                record->kept[((w * SYNTHETIC_SERIES + s) * SYNTHETIC_YEARS + y) * members + i] =
                    (float)synthetic_value(w, s, 0.25 * (double)(4 * y + 2), i);
    for (size_t w = 0; w < 2; w++)
        for (size_t m = 0; m < SYNTHETIC_MONTHS; m++)
            for (uint32_t i = 0; i < SYNTHETIC_DETAIL; i++)
                record->detail[((w * SYNTHETIC_SERIES + s) * SYNTHETIC_MONTHS + m) *
                                   SYNTHETIC_DETAIL +
                               i] = (float)synthetic_value(w, s, (double)m / 12, i);
}

// members: a multiple of 2, at least SYNTHETIC_DETAIL. NULL when memory runs out.
static inline struct steppe_record *synthetic_record(struct steppe_arena *arena, uint32_t members) {
    static const char *const names[] = {"baseline", "frozen_war"};
    static const char *const texts[] = {"", "summary: The war freezes in September 2027.\n"};
    struct steppe_error error;
    struct steppe_record *record = STEPPE_TAKE(arena, 1, struct steppe_record);
    struct steppe_series *series = STEPPE_TAKE(arena, SYNTHETIC_SERIES, struct steppe_series);
    int32_t *months = STEPPE_TAKE(arena, SYNTHETIC_DATES, int32_t);
    int32_t *kept_months = STEPPE_TAKE(arena, SYNTHETIC_YEARS, int32_t);
    size_t cells = 2 * SYNTHETIC_SERIES;
    float *kept = STEPPE_TAKE(arena, cells * SYNTHETIC_YEARS * members, float);
    float *detail = STEPPE_TAKE(arena, cells * SYNTHETIC_MONTHS * SYNTHETIC_DETAIL, float);
    if (!record || !series || !months || !kept_months || !kept || !detail) return NULL;
    synthetic_names(series);
    for (int32_t d = 0; d < SYNTHETIC_DATES; d++) months[d] = SYNTHETIC_FIRST + 3 * d;
    for (int32_t y = 0; y < SYNTHETIC_YEARS; y++) kept_months[y] = (2026 + y) * 12 + 11;
    *record = (struct steppe_record){
        .provenance = {.version = "0.1.0",
                       .model_name = "central-asia",
                       .model_hash = "3f2a9c0d11e84b57",
                       .date = "2026-07-01",
                       .command = "steppe run -s frozen_war",
                       .seed = 1,
                       .members_asked = members,
                       .members_done = members,
                       .complete = true},
        .world_count = 2,
        .world_names = names,
        .world_texts = texts,
        .date_months = months,
        .kept = kept,
        .kept_members = members,
        .kept_date_count = SYNTHETIC_YEARS,
        .kept_months = kept_months,
        .detail = detail,
        .detail_members = SYNTHETIC_DETAIL,
        .detail_month_count = SYNTHETIC_MONTHS,
        .detail_first_month = 2026 * 12 + 6,
        .parameter_text = "trade.theta: {unit: 1, value: 4, source: judgement}\n",
    };
    if (!steppe_summary_make(3, series, SYNTHETIC_SERIES, SYNTHETIC_DATES, arena, &record->summary,
                             &error))
        return NULL;
    for (size_t s = 0; s < SYNTHETIC_SERIES; s++) synthetic_fill(record, s, members);
    return record;
}

#endif
