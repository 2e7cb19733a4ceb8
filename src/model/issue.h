// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// issue: a question that actors bargain over. In: a file in one of three forms. Out: actors with
// capability, position and salience, or all faults at once. The forms (docs/formats.md):
//  YAML        our own: ranges and meanings of dimensions, sources of figures
//  CSV, plain  Actor,Capability,Position,Salience: salience 0 to 1, positions in any unit
//  CSV, spatial  a line of title, description, numbers of actors and dimensions; a header; rows of
//              Actor,Description,Influence and position, salience (0 to 100) of each dimension
#ifndef STEPPE_MODEL_ISSUE_H
#define STEPPE_MODEL_ISSUE_H

#include "model/builder.h"
#include "solve/bargain.h"

// The issue of a file, by its ending (.csv, else YAML). False when the machine refuses; *issue is
// NULL after findings. With sources in the builder's model, figures must name them.
bool steppe_issue_read(struct steppe_model_builder *builder, const struct steppe_file *file,
                       const struct steppe_issue **issue);
// The same of a file by its path, outside of a model.
STEPPE_CHECKED bool steppe_issue_load(const char *path, struct steppe_arena *arena,
                                      struct steppe_findings *findings,
                                      const struct steppe_issue **issue,
                                      struct steppe_error *error);
// All issues/*.yaml of a model: read for their faults and for the model's hash.
bool steppe_read_issues(struct steppe_model_builder *builder);

// What the solver takes.
struct steppe_bargain_issue steppe_issue_figures(const struct steppe_issue *issue);
#endif
