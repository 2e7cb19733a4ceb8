// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// bench/record: nanoseconds to add one value to a summary, for rows of 256 members in the shape of
// a run: 100 series, 40 dates, baseline, scenario and their difference. Prints a line per case.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/os.h"
#include "record/record.h"
#include "sim/kernels.h"

enum { SERIES = 100, DATES = 40, COLUMNS = 3, PASSES = 20 };

static void measure(const char *name, struct steppe_series shape, const float *rows, size_t width) {
    static struct steppe_series series[SERIES];
    for (size_t i = 0; i < SERIES; i++) series[i] = shape;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_summary *summary;
    struct steppe_error error;
    if (!steppe_summary_make(COLUMNS, series, SERIES, DATES, &arena, &summary, &error)) {
        fprintf(stderr, "%s\n", error.message);
        exit(4);
    }
    summary->add_row = steppe_kernels_best()->row_add;
    double best = HUGE_VAL;
    for (int pass = 0; pass < PASSES; pass++) {
        double start = steppe_os_seconds();
        size_t row = 0;
        for (size_t column = 0; column < COLUMNS; column++)
            for (size_t at = 0; at < SERIES; at++)
                for (size_t date = 0; date < DATES; date++, row++)
                    steppe_summary_add(summary, column, at, date,
                                       rows + row % 64 * STEPPE_ROW_MEMBERS, width);
        double each = (steppe_os_seconds() - start) / (double)(COLUMNS * SERIES * DATES * width);
        best = fmin(best, each);
    }
    printf("record %-28s %6.2f ns a value\n", name, best * 1e9);
    steppe_arena_free(&arena);
}

int main(void) {
    static float rows[64 * STEPPE_ROW_MEMBERS];
    uint32_t state = 1;
    for (size_t i = 0; i < STEPPE_COUNT(rows); i++) {
        float sum = 0; // nearly normal, mean 1/2
        for (int k = 0; k < 4; k++) {
            state = state * UINT32_C(1664525) + UINT32_C(1013904223);
            sum += (float)(state >> 8) * 0x1p-26f;
        }
        rows[i] = sum;
    }
    struct steppe_series share = {.name = "share", .base = 0.5, .bin_high = 1};
    struct steppe_series level = {.name = "level", .base = 0.5};
    measure("linear bins", share, rows, STEPPE_ROW_MEMBERS);
    measure("exponent bins", level, rows, STEPPE_ROW_MEMBERS);
    rows[17] = NAN;
    for (size_t i = 0; i < 64; i++) rows[i * STEPPE_ROW_MEMBERS] = NAN;
    measure("a failed member in each row", level, rows, STEPPE_ROW_MEMBERS);
    memset(rows, 0, sizeof rows);
    measure("all zero", level, rows, STEPPE_ROW_MEMBERS);
    return 0;
}
