// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// expression_lexer: bytes -> one token at a time. A unit belongs to its number: `3 bn_USD/year`,
// `2 %`, `0.25/year`; it has no blanks inside. `2030-12` without blanks is a date.
#include "model/expression_parts.h"

#include <math.h>
#include <string.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
static bool is_blank(char c) { return c == ' ' || c == '\t'; }

static char byte_at(const struct steppe_compilation *c, size_t at) {
    return at < c->length ? c->text[at] : '\0';
}

// Width of a name at `at`: letters, digits, underscores; a dot goes on when a letter follows it.
static size_t name_width(const struct steppe_compilation *c, size_t at) {
    size_t end = at;
    if (!is_letter(byte_at(c, end))) return 0;
    while (end < c->length) {
        char here = byte_at(c, end);
        bool dot = here == '.' && is_letter(byte_at(c, end + 1));
        if (!is_letter(here) && !is_digit(here) && !dot) break;
        end++;
    }
    return end - at;
}

static size_t digits_width(const struct steppe_compilation *c, size_t at) {
    size_t end = at;
    while (is_digit(byte_at(c, end))) end++;
    return end - at;
}

static bool is_word(const struct steppe_compilation *c, size_t at, size_t width) {
    static const char *const words[] = {"and", "or", "not", "in"};
    for (size_t i = 0; i < STEPPE_COUNT(words); i++)
        if (strlen(words[i]) == width && memcmp(words[i], c->text + at, width) == 0) return true;
    return false;
}

// Width of one factor of a unit at `at`: a name or %, with its whole power; 0 when unknown.
static size_t factor_width(const struct steppe_compilation *c, size_t at) {
    size_t width = byte_at(c, at) == '%' ? 1 : name_width(c, at);
    struct steppe_unit unit;
    size_t bad_at, bad_length;
    if (width == 0 || !steppe_unit_parse(c->text + at, width, &unit, &bad_at, &bad_length))
        return 0;
    if (byte_at(c, at + width) != '^') return width;
    size_t sign = byte_at(c, at + width + 1) == '-' ? 1 : 0;
    size_t digits = digits_width(c, at + width + 1 + sign);
    return digits ? width + 1 + sign + digits : width;
}

// Width of * or / and a factor, again and again.
static size_t more_factors_width(const struct steppe_compilation *c, size_t at) {
    size_t end = at;
    while (byte_at(c, end) == '/' || byte_at(c, end) == '*') {
        size_t width = factor_width(c, end + 1);
        if (width == 0) break;
        end += 1 + width;
    }
    return end - at;
}

static void unknown_unit(struct steppe_compilation *c, struct steppe_token *token, size_t at) {
    size_t width = name_width(c, at);
    steppe_expression_fault(c, at, width, "a unit such as bn_USD/year, or an operator",
                            steppe_nearest_of(steppe_unit_names(), c->text + at, width),
                            "unknown unit '%.*s'", (int)width, c->text + at);
    token->kind = STEPPE_TOKEN_BAD;
}

// Money of a year named in the unit becomes money of the price year, which all is in.
static void read_money(struct steppe_compilation *c, struct steppe_token *token) {
    struct steppe_place place = c->place;
    double level = 1;
    if (!token->unit.money_year) return;
    if (place.line) place.column += (uint32_t)token->at;
    if (!steppe_builder_price_level(c->builder, token->unit.money_year, place,
                                    (uint32_t)token->width, c->source_line, &level)) {
        c->failed = true;
        token->kind = STEPPE_TOKEN_BAD;
    }
    token->unit.factor *= pow(level, -token->unit.exponents[STEPPE_UNIT_USD]);
    token->unit.money_year = 0;
}

// Finds the unit after a number and lays it on the token.
static void read_unit(struct steppe_compilation *c, struct steppe_token *token) {
    size_t end = token->at + token->width, start = end;
    while (is_blank(byte_at(c, start))) start++;
    size_t width = 0;
    bool inverse = false; // 0.25/year
    if (start == end && byte_at(c, start) == '/') {
        width = more_factors_width(c, start);
        inverse = true;
    } else if (start > end && byte_at(c, start) == '1' && byte_at(c, start + 1) == '/') {
        width = more_factors_width(c, start + 1);
        if (width) width += 1;
    } else if (byte_at(c, start) == '%') {
        width = 1 + more_factors_width(c, start + 1);
    } else if (is_letter(byte_at(c, start)) && !is_word(c, start, name_width(c, start))) {
        width = factor_width(c, start);
        if (width == 0) {
            unknown_unit(c, token, start);
            return;
        }
        width += more_factors_width(c, start + width);
    }
    if (width == 0) return;
    token->width = start + width - token->at;
    char text[128] = "1"; // before a leading slash
    size_t bad_at, bad_length, skip = inverse ? 1 : 0;
    bool good = width + skip < sizeof text;
    if (good) memcpy(text + skip, c->text + start, width);
    if (good && steppe_unit_parse(text, width + skip, &token->unit, &bad_at, &bad_length)) return;
    steppe_expression_fault(c, start, width, "a unit such as bn_USD/year", NULL,
                            "this unit cannot be read");
    token->kind = STEPPE_TOKEN_BAD;
}

// Of a year or a month: 4, 7, or 0 where there is neither.
static size_t month_width(const struct steppe_compilation *c, size_t at) {
    if (digits_width(c, at) != 4) return 0;
    const bool month = byte_at(c, at + 4) == '-' && digits_width(c, at + 5) == 2;
    return month ? 7 : 4;
}

// 2026..2030 or 2026-07..2027-06; false when it is none.
static bool read_span(struct steppe_compilation *c, struct steppe_token *token) {
    const size_t at = token->at, first = month_width(c, at), second = at + first + 2;
    if (first == 0 || byte_at(c, at + first) != '.' || byte_at(c, at + first + 1) != '.')
        return false;
    const size_t last = month_width(c, second);
    if (last == 0) return false;
    token->kind = STEPPE_TOKEN_SPAN;
    token->width = first + 2 + last;
    if (steppe_date_parse(c->text + at, first, &token->date) &&
        steppe_date_parse(c->text + second, last, &token->until))
        return true;
    steppe_expression_fault(c, at, token->width,
                            "years such as 2026..2030, or months such as 2026-07..2027-06, of 1900 "
                            "to 2100",
                            NULL, "'%.*s' is no span of years", (int)token->width, c->text + at);
    token->kind = STEPPE_TOKEN_BAD;
    return true;
}

// 2030-12, 2030-12-24 or a span; false when it is none of them.
static bool read_date(struct steppe_compilation *c, struct steppe_token *token) {
    size_t at = token->at;
    if (digits_width(c, at) != 4) return false;
    if (read_span(c, token)) return true;
    if (byte_at(c, at + 4) != '-' || digits_width(c, at + 5) != 2) return false;
    size_t width = 7;
    if (byte_at(c, at + 7) == '-' && digits_width(c, at + 8) == 2) width = 10;
    token->width = width;
    token->kind = STEPPE_TOKEN_DATE;
    if (!steppe_date_parse(c->text + at, width, &token->date)) {
        steppe_expression_fault(c, at, width, "a month such as 2030-12, of 1900 to 2100", NULL,
                                "'%.*s' is no date", (int)width, c->text + at);
        token->kind = STEPPE_TOKEN_BAD;
    }
    return true;
}

static void read_number(struct steppe_compilation *c, struct steppe_token *token) {
    size_t end = token->at + digits_width(c, token->at);
    if (byte_at(c, end) == '.' && is_digit(byte_at(c, end + 1)))
        end += 1 + digits_width(c, end + 1);
    if (byte_at(c, end) == 'e' || byte_at(c, end) == 'E') {
        char sign = byte_at(c, end + 1);
        size_t skip = sign == '+' || sign == '-' ? 2 : 1;
        size_t digits = digits_width(c, end + skip);
        if (digits) end += skip + digits;
    }
    token->width = end - token->at;
    token->kind = STEPPE_TOKEN_NUMBER;
    token->unit = (struct steppe_unit){.factor = 1};
    size_t number_width = token->width;
    if (!steppe_number_parse(c->text + token->at, number_width, &token->number) ||
        !isfinite(token->number)) {
        steppe_expression_fault(c, token->at, number_width, "a number such as 0.5 or 1e-3", NULL,
                                "this number cannot be read");
        token->kind = STEPPE_TOKEN_BAD;
        return;
    }
    read_unit(c, token);
    if (token->kind != STEPPE_TOKEN_BAD) read_money(c, token);
    if (token->kind == STEPPE_TOKEN_BAD) return;
    token->number *= token->unit.factor;
    token->unit.factor = 1;
    if (!isfinite(token->number)) {
        steppe_expression_fault(c, token->at, token->width, NULL, NULL, "this number is too large");
        token->kind = STEPPE_TOKEN_BAD;
    }
}

static void bad_byte(struct steppe_compilation *c, struct steppe_token *token) {
    char here = byte_at(c, token->at);
    token->kind = STEPPE_TOKEN_BAD;
    const char *expected = "a number, name, operator or bracket";
    if (here == '=')
        expected = "== to compare";
    else if (here == '&')
        expected = "the word and";
    else if (here == '|')
        expected = "the word or";
    else if (here == '!')
        expected = "the word not, or != to compare";
    else if (here == '?' || here == ':')
        expected = "if(test, a, b)";
    else if (here == '.')
        expected = "a digit before the point";
    if (here > ' ' && here < 0x7f)
        steppe_expression_fault(c, token->at, 1, expected, NULL, "'%c' has no place here", here);
    else
        steppe_expression_fault(c, token->at, 1, expected, NULL, "byte 0x%02x has no place here",
                                (unsigned)(unsigned char)here);
}

static void read_symbol(struct steppe_compilation *c, struct steppe_token *token) {
    char here = byte_at(c, token->at);
    bool equals = byte_at(c, token->at + 1) == '=';
    token->kind = STEPPE_TOKEN_SYMBOL;
    token->width = equals && strchr("<>=!", here) ? 2 : 1;
    token->symbol = here;
    if (token->width == 2) {
        if (here == '<') token->symbol = 'l';
        if (here == '>') token->symbol = 'g';
        return;
    }
    if (here == '\0' || !strchr("()[],+-*/^<>", here)) bad_byte(c, token);
}

struct steppe_token steppe_expression_token(struct steppe_compilation *c, size_t from) {
    while (is_blank(byte_at(c, from))) from++;
    struct steppe_token token = {.kind = STEPPE_TOKEN_END,
                                 .at = from < c->length ? from : c->length};
    if (from >= c->length) return token;
    char here = byte_at(c, from);
    if (is_digit(here)) {
        if (!read_date(c, &token)) read_number(c, &token);
    } else if (is_letter(here)) {
        token.kind = STEPPE_TOKEN_NAME;
        token.width = name_width(c, from);
    } else {
        read_symbol(c, &token);
    }
    return token;
}
