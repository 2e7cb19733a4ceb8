// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// numbers: decimal text to double and back, exactly, whatever the locale.
#ifndef STEPPE_BASE_NUMBERS_H
#define STEPPE_BASE_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STEPPE_NUMBER_BYTES_MAX 400  // longer texts are no numbers
#define STEPPE_NUMBER_PRINT_BYTES 40 // enough for any print, with the closing zero

// All of text[0..length): sign, digits, point and digits, e and sign and digits; a digit before or
// after the point. Correctly rounded. False for anything else (blanks, inf, nan, hex, 1,000) and
// for numbers beyond the range of double; *value is then unchanged.
bool steppe_number_parse(const char *text, size_t length, double *value);
// All of text[0..length) as a whole number without sign.
bool steppe_whole_parse(const char *text, size_t length, uint64_t *value);

// Writes value with at most `digits` significant digits (1 to 17), or with digits 0 the fewest that
// read back as the same double; trailing zeros dropped. Plain from 1e-5 up to 1e15, else 1.5e-07.
// nan, inf, -inf. Returns the length; text has STEPPE_NUMBER_PRINT_BYTES.
size_t steppe_number_print(double value, int digits, char *text);

#endif
