// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// params: all parameters of a model: unit, legal range, prior, source, meaning.
#ifndef STEPPE_REPORT_PARAMS_H
#define STEPPE_REPORT_PARAMS_H

#include "report/vars.h"

void steppe_report_params(FILE *stream, const struct steppe_registry *registry);
// A parameters.yaml of what mechanisms take, to begin another model with: of each parameter the
// value or prior of its first cell, for all cells alike, and called a judgement.
void steppe_report_params_template(FILE *stream, const struct steppe_registry *registry);
void steppe_report_params_json(FILE *stream, const struct steppe_registry *registry);

// "lognormal 4 0.25, 90 %: 2.65 to 6.04", in the parameter's unit.
void steppe_params_prior(char out[STEPPE_DRAW_BYTES], const struct steppe_parameter *parameter,
                         size_t cell);
bool steppe_params_same(const struct steppe_parameter *parameter, size_t a, size_t b);
// "KAZ", "RUS-KAZ"; nothing for a scalar.
void steppe_params_cell(char out[STEPPE_DRAW_BYTES], const struct steppe_model *model,
                        const struct steppe_parameter *parameter, size_t cell);

#endif
