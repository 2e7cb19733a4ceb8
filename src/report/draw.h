// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// draw: numbers, names, fans and small lines as text for a terminal. Everything is written into
// buffers as UTF-8, or as ASCII where the terminal asks for it, so that tables can measure it.
#ifndef STEPPE_REPORT_DRAW_H
#define STEPPE_REPORT_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define STEPPE_DRAW_BYTES 512  // enough for any text drawn here
#define STEPPE_DRAW_SMALL 1e-4 // a number below it is written with a power of ten
// Of freight, in Mt, kTEU or bcm: a logit gives a trickle to every way, and less than this is next
// to nothing.
#define STEPPE_DRAW_LEAST_FLOW 0.001

struct steppe_style {
    int width;    // columns of the terminal
    bool unicode; // else plain ASCII
    bool colour;  // bold and dim
};
// From the environment (COLUMNS, LC_ALL, LC_CTYPE, LANG, NO_COLOR, TERM); colour on terminals only.
struct steppe_style steppe_style_of(FILE *stream);

// The first columns of a text, with a mark at the end where it is cut.
void steppe_draw_cut(char out[STEPPE_DRAW_BYTES], const struct steppe_style *style,
                     const char *text, int columns);
// Columns that a text fills: its characters, escape sequences apart.
int steppe_draw_columns(const char *text);

// A number for people: three significant digits, at least as many as its whole part has, thousands
// apart by commas, "n/a" for NaN. With sign: + or - in front, 0 as "0".
void steppe_draw_number(char out[STEPPE_DRAW_BYTES], double value);
void steppe_draw_signed(char out[STEPPE_DRAW_BYTES], double value);
// With that many digits after the point, for columns that should line up. A range whose ends are
// both small is written as numbers are.
void steppe_draw_fixed(char out[STEPPE_DRAW_BYTES], double value, int digits);
void steppe_draw_range(char out[STEPPE_DRAW_BYTES], const struct steppe_style *style, double low,
                       double high, int digits);
void steppe_draw_count(char out[STEPPE_DRAW_BYTES], double count); // two digits: 5,800
void steppe_draw_percent(char out[STEPPE_DRAW_BYTES],
                         double share); // 0..1: "83 %", "<1 %", ">99 %"
// Digits after the point that show three significant digits of the largest of the values.
int steppe_draw_digits(double largest);
// "the end of 2035" for a December, else "June 2035"; with `when` "at the end of 2035", "in June
// 2035"; the short form is "2035" or "2035-06".
enum steppe_month_form { STEPPE_MONTH_LONG, STEPPE_MONTH_WHEN, STEPPE_MONTH_SHORT };
void steppe_draw_month(char out[STEPPE_DRAW_BYTES], int32_t month, enum steppe_month_form form);
// "bn_USD/year" as "bn USD a year", "1" as nothing.
void steppe_draw_unit(char out[STEPPE_DRAW_BYTES], const char *unit);

// A fan on an axis from axis_low to axis_high: the middle of the members, their median, and now.
void steppe_draw_fan(char out[STEPPE_DRAW_BYTES], const struct steppe_style *style, double axis_low,
                     double axis_high, double low, double median, double high, double now,
                     int columns);
// A line over time in eight heights between the smallest and the largest of the values, or over
// least_range where they differ by less, so that noise does not look like a path.
void steppe_draw_path(char out[STEPPE_DRAW_BYTES], const struct steppe_style *style,
                      const double *values, size_t count, double least_range, int columns);

// The dash of ranges, the sign of plus-minus, and so on, as the style has them.
const char *steppe_draw_dash(const struct steppe_style *style);
const char *steppe_draw_arrow(const struct steppe_style *style);
const char *steppe_draw_plus_minus(const struct steppe_style *style);

void steppe_draw_heading(FILE *stream, const struct steppe_style *style, const char *text);
// Text in lines of the style's width, each after `indent` blanks.
void steppe_draw_paragraph(FILE *stream, const struct steppe_style *style, int indent,
                           const char *text);
// The same with `left`, of fewer columns than `indent`, in the blanks of the first line.
void steppe_draw_item(FILE *stream, const struct steppe_style *style, const char *left, int indent,
                      const char *text);

#endif
