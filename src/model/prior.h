// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// prior: "lognormal 4 0.25" or "4" -> a prior in coherent units, checked against a legal range.
#ifndef STEPPE_MODEL_PRIOR_H
#define STEPPE_MODEL_PRIOR_H

#include "model/builder.h"

// What a prior is checked against: the unit of the file's numbers and the range in coherent units.
struct steppe_prior_limits {
    double factor, low, high;
    const char *name, *unit_text; // of the parameter, for messages
};

// A plain number (plain) or a prior of a text node. False after a finding.
bool steppe_prior_read(struct steppe_model_builder *builder, const struct steppe_yaml *node,
                       bool plain, const struct steppe_prior_limits *limits,
                       struct steppe_prior *prior);
// "2..12" narrows the limits; NULL leaves them. Beyond the legal range it is a finding.
void steppe_prior_read_range(struct steppe_model_builder *builder, const struct steppe_yaml *node,
                             struct steppe_prior_limits *limits);
// "trade.wedge[RUS,KAZ]" into text.
void steppe_prior_cell_name(const struct steppe_model *model,
                            const struct steppe_parameter *parameter, size_t cell, char *text,
                            size_t size);
#endif
