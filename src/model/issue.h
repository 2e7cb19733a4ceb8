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

struct steppe_issue_actor {
    const char *code, *name; // name: the code when there is none
    const char *source;      // NULL: none given
};

struct steppe_issue_dimension {
    const char *name;
    const char *unit;                   // "" when none
    const char *low_means, *high_means; // NULL: not told
    double low, high;                   // of the scale, in the unit
};

struct steppe_issue {
    const char *name;    // of the file, without folder and ending
    const char *title;   // or the name
    const char *summary; // or NULL
    int32_t turns;       // at most
    size_t actor_count, dimension_count;
    const struct steppe_issue_actor *actors;
    const struct steppe_issue_dimension *dimensions;
    const double *capability; // [actor]
    const double *position;   // [actor][dimension] share of the scale
    const double *salience;   // [actor][dimension] 0 to 1, at most 1 in sum
};

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
