// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// yaml: YAML text -> a tree in which every node knows its place and its source line, or findings.
// A small part of YAML: one document, no anchors, aliases and tags, depth 32. libfyaml stands
// behind this file alone. The tree lives in the builder's arena.
#ifndef STEPPE_MODEL_YAML_H
#define STEPPE_MODEL_YAML_H

#include "model/dates.h"
#include "model/files.h"

struct steppe_model_builder;

#define STEPPE_YAML_DEPTH_MAX 32
#define STEPPE_YAML_NODES_MAX 200000
#define STEPPE_YAML_BYTES_MAX ((size_t)8 << 20)

enum steppe_yaml_kind { STEPPE_YAML_TEXT, STEPPE_YAML_LIST, STEPPE_YAML_MAP };

struct steppe_yaml {
    enum steppe_yaml_kind kind;
    const char *text;          // TEXT: the value, 0-terminated; else NULL
    size_t length;             // of text, in bytes
    struct steppe_place place; // of the first byte of the value (behind the quote, if quoted)
    const char *source_line;   // the line of `place`, without its end
    bool exact;                // text stands unaltered on one line from `place` on: a place
                               // within the text is column + offset
    bool quoted;
    const char *key; // in a map: the name of this entry, else NULL
    size_t key_length;
    struct steppe_place key_place;
    const char *key_line;                   // source line of key_place
    const struct steppe_yaml *first, *next; // children in file order; next sibling
    size_t count;                           // of children
};

// Reads the text of a file. NULL after findings (or when the machine refuses: builder->failed).
// An empty file is an empty map. Duplicate keys are findings; the first one stays.
const struct steppe_yaml *steppe_yaml_read(struct steppe_model_builder *builder,
                                           const struct steppe_file *file);

// `for (const struct steppe_yaml *entry = map->first; entry; entry = entry->next)` walks a node.
// The entry of a map by name, NULL if there is none.
const struct steppe_yaml *steppe_yaml_find(const struct steppe_yaml *map, const char *key);

// Adds findings unless `node` is a map with only these fields (NULL-terminated). `what` names the
// node in messages: "an event". False when it is no map at all.
bool steppe_yaml_fields(struct steppe_model_builder *builder, const struct steppe_yaml *node,
                        const char *const *fields, const char *what);

// Typed getters of an entry. A missing entry is a finding only if `required`; then and when the
// entry is of another type they add it. True when *out was set.
bool steppe_yaml_get_text(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                          const char *key, bool required, const char **out);
bool steppe_yaml_get_number(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                            const char *key, bool required, double *out);
bool steppe_yaml_get_date(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                          const char *key, bool required, struct steppe_date *out);
bool steppe_yaml_get_flag(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                          const char *key, bool required, bool *out); // true, false
bool steppe_yaml_get_months(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                            const char *key, bool required,
                            int32_t *out); // "3 months", "1 year", "0.5 years": whole months, > 0
// The entry itself, of a kind (text, list, map): NULL after a finding, or when absent.
const struct steppe_yaml *steppe_yaml_get(struct steppe_model_builder *builder,
                                          const struct steppe_yaml *map, const char *key,
                                          bool required, enum steppe_yaml_kind kind);

// A finding at a node's value, its key, or at a part of its text (exact nodes; else at the start).
// expected and nearest may be NULL.
void steppe_yaml_fault(struct steppe_model_builder *builder, const struct steppe_yaml *node,
                       const char *expected, const char *nearest, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void steppe_yaml_fault_key(struct steppe_model_builder *builder, const struct steppe_yaml *node,
                           const char *expected, const char *nearest, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void steppe_yaml_fault_part(struct steppe_model_builder *builder, const struct steppe_yaml *node,
                            size_t offset, size_t length, const char *expected, const char *nearest,
                            const char *format, ...) __attribute__((format(printf, 7, 8)));
#endif
