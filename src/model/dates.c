// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// dates: text <-> calendar dates, and months counted from year 0. In: YYYY, YYYY-MM or YYYY-MM-DD
// of the years 1900 to 2100. Out: dates as precise as they were written.
#include "model/dates.h"

#include <stdio.h>

static int days_in(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

// The number in `count` digits, -1 when one is no digit.
static int digits(const char *text, size_t count) {
    int number = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') return -1;
        number = 10 * number + (text[i] - '0');
    }
    return number;
}

bool steppe_date_parse(const char *text, size_t length, struct steppe_date *date) {
    if (length != 4 && length != 7 && length != 10) return false;
    int year = digits(text, 4), month = 0, day = 0;
    if (year < 1900 || year > 2100) return false;
    if (length >= 7) {
        if (text[4] != '-') return false;
        month = digits(text + 5, 2);
        if (month < 1 || month > 12) return false;
    }
    if (length == 10) {
        if (text[7] != '-') return false;
        day = digits(text + 8, 2);
        if (day < 1 || day > days_in(year, month)) return false;
    }
    *date = (struct steppe_date){(int16_t)year, (int8_t)month, (int8_t)day};
    return true;
}

int32_t steppe_date_month(struct steppe_date date) {
    return 12 * (int32_t)date.year + (date.month ? date.month - 1 : 0);
}

int32_t steppe_date_after(struct steppe_date date) {
    return 12 * (int32_t)date.year + (date.month ? date.month : 12);
}

struct steppe_date steppe_date_of_month(int32_t month) {
    return (struct steppe_date){(int16_t)(month / 12), (int8_t)(month % 12 + 1), 0};
}

size_t steppe_date_print(struct steppe_date date, char *text, size_t size) {
    int length;
    if (date.year == 0) {
        length = snprintf(text, size, "%s", "");
    } else if (date.month == 0) {
        length = snprintf(text, size, "%04d", date.year);
    } else if (date.day == 0) {
        length = snprintf(text, size, "%04d-%02d", date.year, date.month);
    } else {
        length = snprintf(text, size, "%04d-%02d-%02d", date.year, date.month, date.day);
    }
    return length < 0 ? 0 : (size_t)length;
}

int steppe_date_compare(struct steppe_date a, struct steppe_date b) {
    int32_t month_a = steppe_date_month(a), month_b = steppe_date_month(b);
    if (month_a != month_b) return month_a < month_b ? -1 : 1;
    int day_a = a.day ? a.day : 1, day_b = b.day ? b.day : 1;
    return (day_a > day_b) - (day_a < day_b);
}
