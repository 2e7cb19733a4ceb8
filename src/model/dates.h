// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// dates: YYYY, YYYY-MM or YYYY-MM-DD, as precise as the source.
#ifndef STEPPE_MODEL_DATES_H
#define STEPPE_MODEL_DATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct steppe_date {
    int16_t year; // 0: no date
    int8_t month; // 0: the whole year
    int8_t day;   // 0: the whole month
};

// Reads all of text[0..length); false if it is no date of years 1900..2100.
bool steppe_date_parse(const char *text, size_t length, struct steppe_date *date);
// Months since year 0: the first month of the date (January for a bare year).
int32_t steppe_date_month(struct steppe_date date);
// The month after the last month of the date: when a figure of it is known, lag aside.
int32_t steppe_date_after(struct steppe_date date);
struct steppe_date steppe_date_of_month(int32_t month);
size_t steppe_date_print(struct steppe_date date, char *text, size_t size);
int steppe_date_compare(struct steppe_date a, struct steppe_date b); // by first day

#endif
