// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// builder: what all readers of a model share: memory, findings, names, units and sources. In: texts
// and places. Out: entries of the growing model, or findings.
#include "model/builder.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define MESSAGE_BYTES 500
#define POOL_BYTES ((size_t)16 * 1024)

// ---- memory -------------------------------------------------------------------------------------

bool steppe_builder_refuse(struct steppe_model_builder *builder, enum steppe_code code,
                           const char *format, ...) {
    if (builder->failed) return false; // the first trouble is the one to tell
    builder->failed = true;
    char message[MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return steppe_error_set(builder->error, code, (struct steppe_place){0}, "%s", message);
}

static bool no_memory(struct steppe_model_builder *builder) {
    return steppe_builder_refuse(builder, STEPPE_CODE_MEMORY, "not enough memory for the model %s",
                                 builder->folder ? builder->folder : "");
}

void *steppe_builder_take(struct steppe_model_builder *builder, size_t count, size_t size) {
    if (builder->failed) return NULL;
    void *memory = steppe_arena_take(builder->arena, count, size);
    if (!memory) no_memory(builder);
    return memory;
}

char *steppe_builder_copy(struct steppe_model_builder *builder, const char *text, size_t length) {
    if (length >= builder->text_pool_left) {
        if (length >= POOL_BYTES / 4) { // large texts stand alone
            char *alone = steppe_builder_take(builder, length + 1, 1);
            if (alone) memcpy(alone, text, length);
            return alone;
        }
        builder->text_pool = steppe_builder_take(builder, POOL_BYTES, 1);
        builder->text_pool_left = builder->text_pool ? POOL_BYTES : 0;
        if (!builder->text_pool) return NULL;
    }
    char *copy = builder->text_pool;
    if (length) memcpy(copy, text, length);
    copy[length] = 0;
    builder->text_pool += length + 1;
    builder->text_pool_left -= length + 1;
    return copy;
}

void *steppe_builder_grow(struct steppe_model_builder *builder, void **items, size_t *capacity,
                          size_t count, size_t size) {
    if (count == *capacity) {
        size_t wider = *capacity ? 2 * *capacity : 16;
        void *memory = steppe_builder_take(builder, wider, size);
        if (!memory) return NULL;
        if (count) memcpy(memory, *items, count * size);
        *items = memory;
        *capacity = wider;
    }
    return (char *)*items + count * size;
}

// ---- findings -----------------------------------------------------------------------------------

static __attribute__((format(printf, 3, 0))) void add_finding(struct steppe_model_builder *builder,
                                                              struct steppe_finding finding,
                                                              const char *format,
                                                              va_list arguments) {
    char message[MESSAGE_BYTES];
    vsnprintf(message, sizeof message, format, arguments);
    finding.message = message;
    steppe_findings_add(builder->findings, &finding);
}

void steppe_builder_fault(struct steppe_model_builder *builder, struct steppe_place place,
                          uint32_t width, const char *source_line, const char *expected,
                          const char *nearest, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add_finding(builder,
                (struct steppe_finding){.place = place,
                                        .width = width,
                                        .source_line = source_line,
                                        .expected = expected,
                                        .nearest = nearest},
                format, arguments);
    va_end(arguments);
}

void steppe_builder_warn(struct steppe_model_builder *builder, struct steppe_place place,
                         uint32_t width, const char *source_line, const char *expected,
                         const char *nearest, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add_finding(builder,
                (struct steppe_finding){.warning = true,
                                        .place = place,
                                        .width = width,
                                        .source_line = source_line,
                                        .expected = expected,
                                        .nearest = nearest},
                format, arguments);
    va_end(arguments);
}

// ---- names --------------------------------------------------------------------------------------

const char *steppe_axis_name(enum steppe_axis axis) {
    switch (axis) {
    case STEPPE_AXIS_ACTOR: return "actor";
    case STEPPE_AXIS_HOST: return "host";
    case STEPPE_AXIS_POWER: return "power";
    case STEPPE_AXIS_COMMODITY: return "commodity";
    case STEPPE_AXIS_DOMAIN: return "domain";
    case STEPPE_AXIS_TIE: return "tie";
    case STEPPE_AXIS_INSTITUTION: return "institution";
    case STEPPE_AXIS_GATE: return "gate";
    case STEPPE_AXIS_COUNT: break;
    }
    return "axis";
}

// A capital (or small) letter, then such letters, digits and _.
static bool is_word(const char *text, char low, char high) {
    if (text[0] < low || text[0] > high) return false;
    for (const char *at = text; *at; at++) {
        bool good = (*at >= low && *at <= high) || (*at >= '0' && *at <= '9') || *at == '_';
        if (!good) return false;
    }
    return true;
}

bool steppe_is_code(const char *text) { return is_word(text, 'A', 'Z'); }
bool steppe_is_name(const char *text) { return is_word(text, 'a', 'z'); }

bool steppe_builder_add_name(struct steppe_model_builder *builder, struct steppe_names *names,
                             const char *name, uint32_t number) {
    return steppe_builder_add_text(builder, names, name, strlen(name), number);
}

bool steppe_builder_add_text(struct steppe_model_builder *builder, struct steppe_names *names,
                             const char *text, size_t length, uint32_t number) {
    return steppe_names_add(names, builder->arena, text, length, number) || no_memory(builder);
}

uint32_t steppe_builder_find_variable(const struct steppe_model_builder *builder, const char *name,
                                      size_t length) {
    return steppe_names_find(&builder->variable_names, name, length);
}

uint32_t steppe_builder_find_parameter(const struct steppe_model_builder *builder, const char *name,
                                       size_t length) {
    return steppe_names_find(&builder->parameter_names, name, length);
}

uint32_t steppe_builder_find_element(const struct steppe_model_builder *builder,
                                     enum steppe_axis axis, const char *name, size_t length) {
    return steppe_names_find(&builder->elements[axis], name, length);
}

const struct steppe_set *steppe_builder_find_set(const struct steppe_model_builder *builder,
                                                 const char *name, size_t length) {
    uint32_t at = steppe_names_find(&builder->set_names, name, length);
    return at == UINT32_MAX ? NULL : &builder->model->sets[at];
}

const char *steppe_builder_nearest_variable(const struct steppe_model_builder *builder,
                                            const char *name, size_t length) {
    return steppe_names_nearest(&builder->variable_names, name, length);
}

const char *steppe_builder_nearest_parameter(const struct steppe_model_builder *builder,
                                             const char *name, size_t length) {
    return steppe_names_nearest(&builder->parameter_names, name, length);
}

const char *steppe_builder_nearest_element(const struct steppe_model_builder *builder,
                                           enum steppe_axis axis, const char *name, size_t length) {
    return steppe_names_nearest(&builder->elements[axis], name, length);
}

const char *steppe_builder_nearest_set(const struct steppe_model_builder *builder, const char *name,
                                       size_t length) {
    return steppe_names_nearest(&builder->set_names, name, length);
}

const char *steppe_range_words(double low, double high, const char *unit,
                               char text[STEPPE_RANGE_BYTES]) {
    const char *name = strcmp(unit, "1") == 0 ? "" : unit, *blank = *name ? " " : "";
    if (isinf(low) && isinf(high)) {
        snprintf(text, STEPPE_RANGE_BYTES, "any number%s%s", blank, name);
    } else if (isinf(high)) {
        snprintf(text, STEPPE_RANGE_BYTES, "%g or more%s%s", low, blank, name);
    } else if (isinf(low)) {
        snprintf(text, STEPPE_RANGE_BYTES, "at most %g%s%s", high, blank, name);
    } else {
        snprintf(text, STEPPE_RANGE_BYTES, "%g to %g%s%s", low, high, blank, name);
    }
    return text;
}

// ---- the growing registry -----------------------------------------------------------------------

uint32_t steppe_builder_add_variable(struct steppe_model_builder *builder,
                                     const struct steppe_variable *variable,
                                     struct steppe_place place, const char *source_line) {
    struct steppe_model *model = builder->model;
    size_t length = strlen(variable->name);
    if (steppe_builder_find_variable(builder, variable->name, length) != UINT32_MAX) {
        steppe_builder_fault(builder, place, (uint32_t)length, source_line, "a new name", NULL,
                             "there is already a variable '%s'", variable->name);
        return UINT32_MAX;
    }
    struct steppe_variable *item = steppe_builder_grow(builder, (void **)&builder->variables,
                                                       &builder->variable_capacity,
                                                       model->variable_count, sizeof *item);
    if (!item) return UINT32_MAX;
    *item = *variable;
    uint32_t number = (uint32_t)model->variable_count;
    if (!steppe_names_add(&builder->variable_names, builder->arena, variable->name, length,
                          number)) {
        no_memory(builder);
        return UINT32_MAX;
    }
    model->variables = builder->variables;
    model->variable_count++;
    return number;
}

bool steppe_builder_unit(struct steppe_model_builder *builder, const char *text, size_t length,
                         struct steppe_place place, const char *source_line,
                         struct steppe_unit *unit) {
    size_t bad_at = 0, bad_length = 0;
    if (steppe_unit_parse(text, length, unit, &bad_at, &bad_length)) return true;
    const char *nearest = steppe_nearest_of(steppe_unit_names(), text, length);
    place.column += (uint32_t)bad_at;
    steppe_builder_fault(builder, place, bad_length ? (uint32_t)bad_length : 1, source_line,
                         "a unit such as bn_USD/year, person, t/year, 1/year, % or 1", nearest,
                         "unknown unit '%.*s'", (int)length, text);
    return false;
}

// One id; told at `place` unless that is NULL.
static bool source_id(struct steppe_model_builder *builder, const char *id, size_t length,
                      const struct steppe_place *place, const char *source_line,
                      int32_t *lag_months) {
    uint32_t at = steppe_names_find(&builder->source_names, id, length);
    if (at == UINT32_MAX) {
        if (!place) return false;
        steppe_builder_fault(builder, *place, length ? (uint32_t)length : 1, source_line,
                             "an id of sources.csv, or 'judgement'",
                             steppe_names_nearest(&builder->source_names, id, length),
                             "unknown source '%.*s'", (int)length, id);
        return false;
    }
    int32_t lag = builder->model->sources[at].lag_months;
    if (lag > *lag_months) *lag_months = lag;
    return true;
}

// All ids of a text that is not empty, from byte `at` on.
static bool source_ids(struct steppe_model_builder *builder, const char *text, size_t length,
                       size_t at, const struct steppe_place *place, const char *source_line,
                       int32_t *lag_months) {
    bool good = true;
    for (;;) {
        while (at < length && text[at] == ' ') at++;
        const char *end = memchr(text + at, ';', length - at);
        size_t stop = end ? (size_t)(end - text) : length, last = stop;
        while (last > at && text[last - 1] == ' ') last--;
        struct steppe_place here = place ? *place : (struct steppe_place){0};
        here.column += (uint32_t)at;
        good &= source_id(builder, text + at, last - at, place ? &here : NULL, source_line,
                          lag_months);
        if (!end) return good;
        at = stop + 1;
    }
}

bool steppe_builder_source_known(struct steppe_model_builder *builder, const char *text,
                                 size_t length, enum steppe_quality *quality, int32_t *lag_months) {
    static const char derived[] = "derived:";
    size_t prefix = sizeof derived - 1;
    *lag_months = 0;
    *quality = STEPPE_SOURCED;
    if (length == 0) return false;
    if (steppe_text_same(text, length, "judgement")) {
        *quality = STEPPE_JUDGEMENT;
        return true;
    }
    if (length < prefix || memcmp(text, derived, prefix) != 0) prefix = 0;
    if (prefix) *quality = STEPPE_DERIVED;
    return source_ids(builder, text, length, prefix, NULL, NULL, lag_months);
}

bool steppe_builder_source(struct steppe_model_builder *builder, const char *text, size_t length,
                           struct steppe_place place, const char *source_line,
                           enum steppe_quality *quality, int32_t *lag_months) {
    if (steppe_builder_source_known(builder, text, length, quality, lag_months)) return true;
    if (length == 0) {
        steppe_builder_fault(builder, place, 1, source_line,
                             "an id of sources.csv, 'derived: id; id' or 'judgement'", NULL,
                             "the source is missing");
        return false;
    }
    size_t prefix = *quality == STEPPE_DERIVED ? strlen("derived:") : 0;
    return source_ids(builder, text, length, prefix, &place, source_line, lag_months);
}

bool steppe_builder_price_level(struct steppe_model_builder *builder, int32_t year,
                                struct steppe_place place, uint32_t width, const char *source_line,
                                double *level) {
    if (year >= 1900 && year <= 2100 && builder->model->deflator[year - 1900] > 0) {
        *level = builder->model->deflator[year - 1900];
        return true;
    }
    int bit = year - 1900;
    if (bit < 0 || bit > 200) return false;
    if (builder->money_years_missing[bit / 64] >> (bit % 64) & 1) return false;
    builder->money_years_missing[bit / 64] |= UINT64_C(1) << (bit % 64);
    steppe_builder_fault(builder, place, width, source_line, "a row of deflators.csv for that year",
                         NULL, "no price level is known for money of %d", (int)year);
    return false;
}
