// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// numbers: see the header. The C library's strtod and printf do the hard cases; they are kept from
// the locale, whose decimal point may be a comma.
#include "base/numbers.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

struct decimal {
    bool negative;
    uint64_t digits;  // leading 19 significant digits
    bool exact;       // digits holds all of them
    int32_t exponent; // value = digits * 10^exponent
    size_t point_at;  // of the text; SIZE_MAX: none
};

// Splits text into parts; false when it is no decimal number.
static bool split(const char *text, size_t length, struct decimal *parts) {
    *parts = (struct decimal){.exact = true, .point_at = SIZE_MAX};
    size_t at = 0, digit_count = 0;
    if (at < length && (text[at] == '+' || text[at] == '-')) parts->negative = text[at++] == '-';
    for (; at < length && (is_digit(text[at]) || text[at] == '.'); at++) {
        if (text[at] == '.') {
            if (parts->point_at != SIZE_MAX) return false;
            parts->point_at = at;
            continue;
        }
        digit_count++;
        bool kept = parts->digits < UINT64_C(1000000000000000000);
        if (kept) {
            parts->digits = parts->digits * 10 + (uint64_t)(text[at] - '0');
        } else if (text[at] != '0') {
            parts->exact = false;
        }
        if (!kept && parts->point_at == SIZE_MAX) parts->exponent++;
        if (kept && parts->point_at != SIZE_MAX) parts->exponent--;
    }
    if (digit_count == 0) return false;
    if (at == length) return true;
    if (text[at] != 'e' && text[at] != 'E') return false;
    at++;
    bool down = false;
    if (at < length && (text[at] == '+' || text[at] == '-')) down = text[at++] == '-';
    if (at == length) return false;
    int32_t power = 0;
    for (; at < length; at++) {
        if (!is_digit(text[at])) return false;
        if (power < 100000) power = power * 10 + (text[at] - '0');
    }
    parts->exponent += down ? -power : power;
    return true;
}

// The C library's reading, with the point of the locale in place of ours.
static double read_hard(const char *text, size_t length, size_t point_at) {
    const char *point = localeconv()->decimal_point;
    size_t point_length = strlen(point);
    char copy[STEPPE_NUMBER_BYTES_MAX + 32];
    if (point_at == SIZE_MAX || point_length > 31) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    } else {
        memcpy(copy, text, point_at);
        memcpy(copy + point_at, point, point_length);
        memcpy(copy + point_at + point_length, text + point_at + 1, length - point_at - 1);
        copy[length - 1 + point_length] = '\0';
    }
    return strtod(copy, NULL);
}

bool steppe_number_parse(const char *text, size_t length, double *value) {
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    struct decimal parts;
    if (length == 0 || length > STEPPE_NUMBER_BYTES_MAX || !split(text, length, &parts)) {
        return false;
    }
    // Both factors are exact doubles, so one rounded operation gives the right answer.
    int32_t size = abs(parts.exponent);
    if (parts.exact && parts.digits <= UINT64_C(1) << 53 && (size_t)size < STEPPE_COUNT(powers)) {
        double digits = (double)parts.digits;
        double number = parts.exponent < 0 ? digits / powers[size] : digits * powers[size];
        *value = parts.negative ? -number : number;
        return true;
    }
    double number = read_hard(text, length, parts.point_at);
    if (!(fabs(number) <= 1.7976931348623157e308)) return false;
    *value = number;
    return true;
}

bool steppe_whole_parse(const char *text, size_t length, uint64_t *value) {
    if (length == 0) return false;
    uint64_t number = 0;
    for (size_t i = 0; i < length; i++) {
        if (!is_digit(text[i])) return false;
        uint64_t digit = (uint64_t)(text[i] - '0');
        if (number > (UINT64_MAX - digit) / 10) return false;
        number = number * 10 + digit;
    }
    *value = number;
    return true;
}

// Significant digits of a finite value > 0 without trailing zeros, and the exponent of the first.
static int significant(double value, int digits, char out[18]) {
    char text[64];
    snprintf(text, sizeof text, "%.*e", digits - 1, value);
    size_t count = 0;
    const char *at = text;
    for (; *at != 'e'; at++) {
        if (is_digit(*at)) out[count++] = *at; // whatever stands for the point is left out
    }
    while (count > 1 && out[count - 1] == '0') count--;
    out[count] = '\0';
    return (int)strtol(at + 1, NULL, 10);
}

static size_t lay_out(bool negative, const char *digits, int exponent, char *text) {
    size_t at = 0;
    int count = (int)strlen(digits);
    if (negative) text[at++] = '-';
    if (exponent < -5 || exponent >= 15) {
        text[at++] = digits[0];
        if (count > 1) text[at++] = '.';
        memcpy(text + at, digits + 1, (size_t)count - 1);
        at += (size_t)count - 1;
        return at + (size_t)snprintf(text + at, 8, "e%+03d", exponent);
    }
    if (exponent < 0) {
        memcpy(text + at, "0.", 2);
        at += 2;
        for (int i = -1; i > exponent; i--) text[at++] = '0';
    }
    for (int i = 0; i < count || i <= exponent; i++) {
        if (exponent >= 0 && i == exponent + 1) text[at++] = '.';
        text[at++] = i < count ? digits[i] : '0';
    }
    text[at] = '\0';
    return at;
}

size_t steppe_number_print(double value, int digits, char *text) {
    steppe_must(digits >= 0 && digits <= 17);
    const char *word = value != value                    ? "nan"
                       : value > 1.7976931348623157e308  ? "inf"
                       : value < -1.7976931348623157e308 ? "-inf"
                       : value == 0.0                    ? "0"
                                                         : NULL;
    if (word) return (size_t)snprintf(text, STEPPE_NUMBER_PRINT_BYTES, "%s", word);
    char found[18] = "";
    size_t length = 0;
    for (int tried = digits ? digits : 15; tried <= 17; tried++) {
        int exponent = significant(fabs(value), tried, found);
        length = lay_out(value < 0.0, found, exponent, text);
        double back;
        if (digits) break;
        if (steppe_number_parse(text, length, &back) && back == value) break;
    }
    return length;
}
