// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// vars: the registry of variables: name, shape, unit, range, owner, readers, meaning.
#ifndef STEPPE_REPORT_VARS_H
#define STEPPE_REPORT_VARS_H

#include <stdio.h>

#include "base/text.h"
#include "model/model.h"
#include "report/draw.h"

// What the commands that explain look at.
struct steppe_registry {
    const struct steppe_model *model;
    const struct steppe_mechanisms *mechanisms;
    const struct steppe_style *style;
};

void steppe_report_vars(FILE *stream, const struct steppe_registry *registry,
                        struct steppe_arena *arena);
void steppe_report_vars_json(FILE *stream, const struct steppe_registry *registry,
                             struct steppe_arena *arena);

// ---- for params, explain and docs too ----------------------------------------------------------
// The mechanism that owns a variable; NULL: none.
const struct steppe_mechanism_facts *steppe_vars_owner(const struct steppe_mechanisms *mechanisms,
                                                       const char *variable);
// Appends "trade, economy": the mechanisms with one of two roles; returns how many.
size_t steppe_vars_users(struct steppe_writer *writer, const struct steppe_mechanisms *mechanisms,
                         const char *variable, enum steppe_role role, enum steppe_role or_role);
// "0 or more", "0 to 1", "any", in the unit given by the factor.
void steppe_vars_range(char out[STEPPE_DRAW_BYTES], double low, double high, double factor);
const char *steppe_vars_kind(enum steppe_kind kind); // "stock"
// "every month", "each quarter"
void steppe_vars_rhythm(char out[STEPPE_DRAW_BYTES], const struct steppe_mechanism_facts *facts);

#endif
