// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// yaml_get: what readers ask of a YAML tree. In: a node and the name and type of an entry. Out:
// the value, or a finding that says where, what was expected and which name is nearest.
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "model/builder.h"
#include "model/yaml.h"

#define MESSAGE_BYTES 400

static const char *kind_name(enum steppe_yaml_kind kind) {
    switch (kind) {
    case STEPPE_YAML_LIST: return "a list";
    case STEPPE_YAML_MAP: return "a map (name: value)";
    case STEPPE_YAML_TEXT: break;
    }
    return "one value";
}

static uint32_t width_of(const struct steppe_yaml *node) {
    return node->exact && node->length ? (uint32_t)node->length : 1;
}

void steppe_yaml_fault(struct steppe_model_builder *builder, const struct steppe_yaml *node,
                       const char *expected, const char *nearest, const char *format, ...) {
    char message[MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    steppe_builder_fault(builder, node->place, width_of(node), node->source_line, expected, nearest,
                         "%s", message);
}

void steppe_yaml_fault_key(struct steppe_model_builder *builder, const struct steppe_yaml *node,
                           const char *expected, const char *nearest, const char *format, ...) {
    char message[MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (node->key) {
        uint32_t width = node->key_length ? (uint32_t)node->key_length : 1;
        steppe_builder_fault(builder, node->key_place, width, node->key_line, expected, nearest,
                             "%s", message);
    } else {
        steppe_builder_fault(builder, node->place, width_of(node), node->source_line, expected,
                             nearest, "%s", message);
    }
}

void steppe_yaml_fault_part(struct steppe_model_builder *builder, const struct steppe_yaml *node,
                            size_t offset, size_t length, const char *expected, const char *nearest,
                            const char *format, ...) {
    char message[MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct steppe_place place = node->place;
    uint32_t width = 1;
    if (node->exact && offset <= node->length) {
        place.column += (uint32_t)offset;
        width = length ? (uint32_t)length : 1;
    }
    steppe_builder_fault(builder, place, width, node->source_line, expected, nearest, "%s",
                         message);
}

const struct steppe_yaml *steppe_yaml_find(const struct steppe_yaml *map, const char *key) {
    if (map->kind != STEPPE_YAML_MAP) return NULL;
    size_t length = strlen(key);
    for (const struct steppe_yaml *entry = map->first; entry; entry = entry->next) {
        if (entry->key_length == length && memcmp(entry->key, key, length) == 0) return entry;
    }
    return NULL;
}

// "a, b or c" of a NULL-terminated list.
static void list_names(const char *const *names, char *text, size_t size) {
    size_t used = 0;
    text[0] = 0;
    for (size_t i = 0; names[i]; i++) {
        const char *before = i == 0 ? "" : names[i + 1] ? ", " : " or ";
        int wrote = snprintf(text + used, size - used, "%s%s", before, names[i]);
        if (wrote < 0 || (size_t)wrote >= size - used) return;
        used += (size_t)wrote;
    }
}

bool steppe_yaml_fields(struct steppe_model_builder *builder, const struct steppe_yaml *node,
                        const char *const *fields, const char *what) {
    if (node->kind != STEPPE_YAML_MAP) {
        steppe_yaml_fault(builder, node, kind_name(STEPPE_YAML_MAP), NULL, "%s is %s", what,
                          kind_name(node->kind));
        return false;
    }
    for (const struct steppe_yaml *entry = node->first; entry; entry = entry->next) {
        bool known = false;
        for (size_t i = 0; fields[i] && !known; i++) known = strcmp(entry->key, fields[i]) == 0;
        if (known) continue;
        char expected[MESSAGE_BYTES];
        list_names(fields, expected, sizeof expected);
        steppe_yaml_fault_key(builder, entry, expected,
                              steppe_nearest_of(fields, entry->key, entry->key_length),
                              "%s has no field '%s'", what, entry->key);
    }
    return true;
}

const struct steppe_yaml *steppe_yaml_get(struct steppe_model_builder *builder,
                                          const struct steppe_yaml *map, const char *key,
                                          bool required, enum steppe_yaml_kind kind) {
    const struct steppe_yaml *entry = steppe_yaml_find(map, key);
    if (!entry) {
        if (required) {
            steppe_yaml_fault_key(builder, map, NULL, NULL, "the field '%s' is missing", key);
        }
        return NULL;
    }
    if (entry->kind != kind) {
        steppe_yaml_fault(builder, entry, kind_name(kind), NULL, "'%s' is %s", key,
                          kind_name(entry->kind));
        return NULL;
    }
    if (kind == STEPPE_YAML_TEXT && entry->length == 0) {
        steppe_yaml_fault_key(builder, entry, "a value", NULL, "'%s' is empty", key);
        return NULL;
    }
    return entry;
}

bool steppe_yaml_get_text(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                          const char *key, bool required, const char **out) {
    const struct steppe_yaml *entry = steppe_yaml_get(builder, map, key, required,
                                                      STEPPE_YAML_TEXT);
    if (!entry) return false;
    *out = entry->text;
    return true;
}

bool steppe_yaml_get_number(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                            const char *key, bool required, double *out) {
    const struct steppe_yaml *entry = steppe_yaml_get(builder, map, key, required,
                                                      STEPPE_YAML_TEXT);
    if (!entry) return false;
    if (steppe_number_parse(entry->text, entry->length, out)) return true;
    steppe_yaml_fault(builder, entry, "a number", NULL, "'%s' of '%s' is no number", entry->text,
                      key);
    return false;
}

bool steppe_yaml_get_date(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                          const char *key, bool required, struct steppe_date *out) {
    const struct steppe_yaml *entry = steppe_yaml_get(builder, map, key, required,
                                                      STEPPE_YAML_TEXT);
    if (!entry) return false;
    if (steppe_date_parse(entry->text, entry->length, out)) return true;
    steppe_yaml_fault(builder, entry, "YYYY, YYYY-MM or YYYY-MM-DD, from 1900 to 2100", NULL,
                      "'%s' of '%s' is no date", entry->text, key);
    return false;
}

bool steppe_yaml_get_flag(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                          const char *key, bool required, bool *out) {
    const struct steppe_yaml *entry = steppe_yaml_get(builder, map, key, required,
                                                      STEPPE_YAML_TEXT);
    if (!entry) return false;
    bool yes = strcmp(entry->text, "true") == 0, no = strcmp(entry->text, "false") == 0;
    if (yes || no) {
        *out = yes;
        return true;
    }
    steppe_yaml_fault(builder, entry, "true or false", NULL, "'%s' of '%s' is neither", entry->text,
                      key);
    return false;
}

bool steppe_yaml_get_months(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                            const char *key, bool required, int32_t *out) {
    const struct steppe_yaml *entry = steppe_yaml_get(builder, map, key, required,
                                                      STEPPE_YAML_TEXT);
    if (!entry) return false;
    const char *blank = memchr(entry->text, ' ', entry->length);
    double number = 0, scale = 0;
    if (blank && steppe_number_parse(entry->text, (size_t)(blank - entry->text), &number)) {
        const char *unit = blank + 1;
        if (strcmp(unit, "month") == 0 || strcmp(unit, "months") == 0) scale = 1;
        if (strcmp(unit, "year") == 0 || strcmp(unit, "years") == 0) scale = 12;
    }
    double months = number * scale;
    // A fraction of a month is refused rather than rounded: a run knows whole months only.
    if (scale > 0 && months > 0 && months <= 2400 && fabs(months - nearbyint(months)) < 1e-9) {
        *out = (int32_t)nearbyint(months);
        return true;
    }
    steppe_yaml_fault(builder, entry, "whole months above 0: '3 months' or '1.5 years'", NULL,
                      "'%s' of '%s' is no span of time", entry->text, key);
    return false;
}
