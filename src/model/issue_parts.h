// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// issue_parts: what the readers of the forms of an issue share: the issue while it is read, and
// checks of its figures that say where they stand.
#ifndef STEPPE_MODEL_ISSUE_PARTS_H
#define STEPPE_MODEL_ISSUE_PARTS_H

#include "model/issue.h"

struct steppe_issue_reader {
    struct steppe_model_builder *builder;
    const struct steppe_file *file;
    struct steppe_issue *issue;
    struct steppe_issue_actor *actors;
    struct steppe_issue_dimension *dimensions;
    double *capability, *position, *salience;
};

// Where a figure stands: a node of YAML, or bytes of the file.
struct steppe_issue_spot {
    const struct steppe_yaml *node;
    size_t at, width;
};

void steppe_issue_fault(const struct steppe_issue_reader *reader, struct steppe_issue_spot spot,
                        const char *expected, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
// Memory for the figures; false when the machine refuses.
bool steppe_issue_room(struct steppe_issue_reader *reader, size_t actors, size_t dimensions);
// A number of actors or dimensions that can be solved; faults else.
bool steppe_issue_counts(const struct steppe_issue_reader *reader, struct steppe_issue_spot spot,
                         size_t actors, size_t dimensions);
// Checks and keeps a figure of an actor. full: what a salience of 1 is called, 1 or 100. True when
// a salience is right.
void steppe_issue_capability(struct steppe_issue_reader *reader, size_t actor, double value,
                             struct steppe_issue_spot spot);
void steppe_issue_position(struct steppe_issue_reader *reader, size_t actor, size_t dimension,
                           double value, struct steppe_issue_spot spot);
bool steppe_issue_salience(struct steppe_issue_reader *reader, size_t actor, size_t dimension,
                           double value, double full, struct steppe_issue_spot spot);
// What only all saliences of an actor show (each is right by itself), and all positions.
void steppe_issue_actor_whole(struct steppe_issue_reader *reader, size_t actor, double full,
                              struct steppe_issue_spot spot);
void steppe_issue_whole(struct steppe_issue_reader *reader, struct steppe_issue_spot spot);

bool steppe_issue_read_csv(struct steppe_issue_reader *reader);
#endif
