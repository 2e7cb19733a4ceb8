// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// explain: all that is known of one name: a mechanism, variable, parameter, regime, event,
// indicator, scenario, tie, set or source; who writes it and who reads it.
#ifndef STEPPE_REPORT_EXPLAIN_H
#define STEPPE_REPORT_EXPLAIN_H

#include "report/vars.h"

// False with code INPUT when nothing has that name (the message has the nearest), or with MEMORY.
STEPPE_CHECKED bool steppe_report_explain(FILE *stream, const struct steppe_registry *registry,
                                          const char *name, struct steppe_error *error);
STEPPE_CHECKED bool steppe_report_explain_json(FILE *stream, const struct steppe_registry *registry,
                                               const char *name, struct steppe_error *error);

// ---- explain_links.c: who in the files reads or changes a variable or parameter ----------------
struct steppe_explained {
    const struct steppe_registry *registry;
    struct steppe_arena *arena;
    const char *kind, *name; // "mechanism", "trade"
    const char *labels[256], *texts[256];
    size_t count;
    bool failed; // memory ran out
};
// Adds a line, formatted; beyond 256 nothing.
void steppe_explained_add(struct steppe_explained *explained, const char *label, const char *format,
                          ...) __attribute__((format(printf, 3, 4)));
// Adds "read by" and "changed by" lines of regimes, events, indicators and scenarios.
void steppe_explained_links(struct steppe_explained *explained, bool is_param, uint32_t number);
// Adds a line for each thing that a list of effects changes.
void steppe_explained_effects(struct steppe_explained *explained, const char *label,
                              const struct steppe_effect *effects, size_t count);
// explain_source.c: adds lines that say how many rows of which files name a source.
void steppe_explained_named_by(struct steppe_explained *explained, const char *id);

#endif
