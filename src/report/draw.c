// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// draw: see the header.
#include "report/draw.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/numbers.h"
#include "base/os.h"

// ---- the terminal ------------------------------------------------------------------------------

static bool says_utf8(const char *locale) {
    return strstr(locale, "UTF-8") || strstr(locale, "utf8") || strstr(locale, "UTF8") ||
           strstr(locale, "utf-8");
}

static bool unicode_wanted(void) {
    const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < 3; i++) {
        const char *locale = getenv(names[i]);
        if (locale && locale[0]) return says_utf8(locale);
    }
    return false;
}

struct steppe_style steppe_style_of(FILE *stream) {
    const char *columns = getenv("COLUMNS"), *terminal = getenv("TERM");
    uint64_t width = 0;
    // What the user says, what the terminal says, and what a file is read at.
    if (!columns || !steppe_whole_parse(columns, strlen(columns), &width) || width == 0)
        width = (uint64_t)steppe_os_stream_columns(stream);
    if (width == 0) width = 80;
    if (width < 60) width = 60;
    if (width > 120) width = 120;
    bool plain = getenv("NO_COLOR") || (terminal && strcmp(terminal, "dumb") == 0);
    return (struct steppe_style){
        .width = (int)width,
        .unicode = unicode_wanted(),
        .colour = !plain && steppe_os_stream_is_terminal(stream),
    };
}

int steppe_draw_columns(const char *text) {
    int columns = 0;
    for (size_t i = 0; text[i]; i++) {
        if (text[i] == '\033') { // as far as the m that ends it
            while (text[i] && text[i] != 'm') i++;
            if (!text[i]) break;
            continue;
        }
        if (((unsigned char)text[i] & 0xc0) != 0x80) columns++; // no continuation of UTF-8
    }
    return columns;
}

void steppe_draw_cut(char out[STEPPE_DRAW_BYTES], const struct steppe_style *style,
                     const char *text, int columns) {
    const bool whole = steppe_draw_columns(text) <= columns;
    const size_t most = STEPPE_DRAW_BYTES - 4; // room for the mark
    size_t length = 0;
    int used = 0;
    while (text[length] && length < most) {
        const bool begins = ((unsigned char)text[length] & 0xc0) != 0x80;
        if (begins && !whole && ++used > columns - 1) break;
        length++;
    }
    (void)snprintf(out, STEPPE_DRAW_BYTES, "%.*s%s", (int)length, text,
                   whole            ? ""
                   : style->unicode ? "\u2026"
                                    : "~");
}

const char *steppe_draw_dash(const struct steppe_style *style) {
    return style->unicode ? "\u2013" : "..";
}
const char *steppe_draw_arrow(const struct steppe_style *style) {
    return style->unicode ? "\u2192" : "->";
}
const char *steppe_draw_plus_minus(const struct steppe_style *style) {
    return style->unicode ? "\u00b1" : "+/-";
}

// ---- numbers -----------------------------------------------------------------------------------

int steppe_draw_digits(double largest) {
    double size = fabs(largest);
    if (!(size > 0) || isinf(size)) return 0;
    int digits = 2 - (int)floor(log10(size) + 1e-9);
    return digits < 0 ? 0 : digits > 6 ? 6 : digits;
}

// Commas between the thousands of "-1234567.8".
static void separate(char out[STEPPE_DRAW_BYTES], const char *plain) {
    size_t at = 0, from = 0;
    if (plain[0] == '-') out[at++] = plain[from++];
    size_t whole = strspn(plain + from, "0123456789");
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0) out[at++] = ',';
        out[at++] = plain[from + i];
    }
    (void)snprintf(out + at, STEPPE_DRAW_BYTES - at, "%s", plain + from + whole);
}

void steppe_draw_fixed(char out[STEPPE_DRAW_BYTES], double value, int digits) {
    char plain[400];
    if (!isfinite(value)) {
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%s", isnan(value) ? "n/a" : "inf");
        return;
    }
    if (fabs(value) >= 1e15) {
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%.3g", value);
        return;
    }
    (void)snprintf(plain, sizeof plain, "%.*f", digits, value);
    bool nothing = strspn(plain, "-0.") == strlen(plain);
    separate(out, nothing && plain[0] == '-' ? plain + 1 : plain);
}

void steppe_draw_number(char out[STEPPE_DRAW_BYTES], double value) {
    if (isfinite(value) && value != 0 && fabs(value) < STEPPE_DRAW_SMALL)
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%.2g", value);
    else
        steppe_draw_fixed(out, value, steppe_draw_digits(value));
}

void steppe_draw_signed(char out[STEPPE_DRAW_BYTES], double value) {
    char size[STEPPE_DRAW_BYTES];
    steppe_draw_number(size, fabs(value));
    const char *sign = value > 0 ? "+" : value < 0 ? "-" : "";
    (void)snprintf(out, STEPPE_DRAW_BYTES, "%s%.200s", sign, size);
}

void steppe_draw_range(char out[STEPPE_DRAW_BYTES], const struct steppe_style *style, double low,
                       double high, int digits) {
    char from[STEPPE_DRAW_BYTES], to[STEPPE_DRAW_BYTES];
    const double largest = fmax(fabs(low), fabs(high));
    if (largest > 0 && largest < STEPPE_DRAW_SMALL) {
        steppe_draw_number(from, low);
        steppe_draw_number(to, high);
    } else {
        steppe_draw_fixed(from, low, digits);
        steppe_draw_fixed(to, high, digits);
    }
    // A dash beside a minus sign cannot be read.
    const char *between = low < 0 || high < 0 ? " to " : steppe_draw_dash(style);
    (void)snprintf(out, STEPPE_DRAW_BYTES, "%.200s%s%.200s", from, between, to);
}

void steppe_draw_count(char out[STEPPE_DRAW_BYTES], double count) {
    char number[STEPPE_DRAW_BYTES];
    double unit = count >= 100 ? pow(10, floor(log10(count)) - 1) : 1;
    steppe_draw_fixed(number, round(count / unit) * unit, 0);
    (void)snprintf(out, STEPPE_DRAW_BYTES, "%.200s", number);
}

void steppe_draw_percent(char out[STEPPE_DRAW_BYTES], double share) {
    const char *text = NULL;
    if (isnan(share))
        text = "n/a";
    else if (share > 0 && share < 0.005)
        text = "<1 %";
    else if (share < 1 && share >= 0.995)
        text = ">99 %";
    if (text)
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%s", text);
    else
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%.0f %%", 100 * share);
}

void steppe_draw_month(char out[STEPPE_DRAW_BYTES], int32_t month, enum steppe_month_form form) {
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    int year = month / 12, of_year = month % 12;
    bool december = of_year == 11, when = form == STEPPE_MONTH_WHEN;
    if (form == STEPPE_MONTH_SHORT && december)
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%d", year);
    else if (form == STEPPE_MONTH_SHORT)
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%d-%02d", year, of_year + 1);
    else if (december)
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%sthe end of %d", when ? "at " : "", year);
    else
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%s%s %d", when ? "in " : "", names[of_year], year);
}

void steppe_draw_unit(char out[STEPPE_DRAW_BYTES], const char *unit) {
    size_t at = 0;
    const char *rest = strcmp(unit, "1") == 0 ? "" : unit;
    if (strncmp(rest, "1/", 2) == 0) {
        (void)snprintf(out, STEPPE_DRAW_BYTES, "per %.200s", rest + 2);
        return;
    }
    while (*rest && at + 4 < STEPPE_DRAW_BYTES) {
        if (strcmp(rest, "/year") == 0) {
            (void)snprintf(out + at, STEPPE_DRAW_BYTES - at, " a year");
            return;
        }
        out[at++] = *rest == '_' ? ' ' : *rest;
        rest++;
    }
    out[at] = 0;
}

// ---- small pictures ----------------------------------------------------------------------------

static int place(double value, double axis_low, double axis_high, int columns) {
    double at = (value - axis_low) / (axis_high - axis_low) * (columns - 1);
    at = at > 0 ? at : 0; // NaN too
    return at < columns - 1 ? (int)(at + 0.5) : columns - 1;
}

void steppe_draw_fan(char out[STEPPE_DRAW_BYTES], const struct steppe_style *style, double axis_low,
                     double axis_high, double low, double median, double high, double now,
                     int columns) {
    const char *range = style->unicode ? "\u2501" : "=", *middle = style->unicode ? "\u25cf" : "o";
    const char *start = style->unicode ? "\u2506" : "|", *empty = " ";
    if (columns > STEPPE_DRAW_BYTES / 4) columns = STEPPE_DRAW_BYTES / 4;
    out[0] = 0;
    if (!(axis_high > axis_low) || isnan(median)) return;
    int from = place(low, axis_low, axis_high, columns);
    int to = place(high, axis_low, axis_high, columns);
    int centre = place(median, axis_low, axis_high, columns);
    int then = isnan(now) ? -1 : place(now, axis_low, axis_high, columns);
    size_t at = 0;
    for (int i = 0; i < columns; i++) {
        const char *sign = i >= from && i <= to ? range : empty;
        if (i == then) sign = start;
        if (i == centre) sign = middle;
        size_t length = strlen(sign);
        memcpy(out + at, sign, length + 1);
        at += length;
    }
    while (at > 0 && out[at - 1] == ' ') out[--at] = 0; // no blanks at the end
}

void steppe_draw_path(char out[STEPPE_DRAW_BYTES], const struct steppe_style *style,
                      const double *values, size_t count, double least_range, int columns) {
    static const char *const blocks[] = {"\u2581", "\u2582", "\u2583", "\u2584",
                                         "\u2585", "\u2586", "\u2587", "\u2588"};
    static const char *const plain[] = {"_", "_", ".", ".", "-", "-", "'", "'"};
    double low = HUGE_VAL, high = -HUGE_VAL;
    out[0] = 0;
    if (count == 0 || columns < 1 || columns > 100) return;
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i])) return;
        low = fmin(low, values[i]);
        high = fmax(high, values[i]);
    }
    if (high - low < least_range) {
        double middle = (low + high) / 2;
        low = middle - least_range / 2;
        high = middle + least_range / 2;
    }
    size_t at = 0;
    for (int i = 0; i < columns; i++) {
        size_t from = columns > 1 ? (size_t)i * (count - 1) / (size_t)(columns - 1) : count - 1;
        int level = high > low ? (int)((values[from] - low) / (high - low) * 7.999) : 3;
        const char *sign = style->unicode ? blocks[level] : plain[level];
        size_t length = strlen(sign);
        memcpy(out + at, sign, length + 1);
        at += length;
    }
}

// ---- lines -------------------------------------------------------------------------------------

void steppe_draw_heading(FILE *stream, const struct steppe_style *style, const char *text) {
    fprintf(stream, "\n%s%s%s\n", style->colour ? "\033[1m" : "", text,
            style->colour ? "\033[0m" : "");
}

void steppe_draw_item(FILE *stream, const struct steppe_style *style, const char *left, int indent,
                      const char *text) {
    int room = style->width - indent;
    while (*text) {
        // As many whole words as fit, at least one.
        size_t length = 0, end = 0;
        int columns = 0;
        while (text[length] && text[length] != '\n') {
            columns += ((unsigned char)text[length] & 0xc0) != 0x80;
            if (columns > room && end > 0) break;
            length++;
            bool percent = text[length] == ' ' && text[length + 1] == '%'; // "44 %" stays whole
            if ((text[length] == ' ' && !percent) || !text[length] || text[length] == '\n')
                end = length;
        }
        if (!text[length] || text[length] == '\n') end = length;
        fprintf(stream, "%s%*s%.*s\n", left, indent - steppe_draw_columns(left), "", (int)end,
                text);
        left = "";
        text += end;
        while (*text == ' ' || *text == '\n') text++;
    }
}

void steppe_draw_paragraph(FILE *stream, const struct steppe_style *style, int indent,
                           const char *text) {
    steppe_draw_item(stream, style, "", indent, text);
}
