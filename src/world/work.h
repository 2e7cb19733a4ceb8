// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// work: kinds of rare and deep work that are done lane by lane. Blocks count their entries.
#ifndef STEPPE_WORLD_WORK_H
#define STEPPE_WORLD_WORK_H

enum steppe_work {
    STEPPE_WORK_CALLS,  // a member of a pact in unrest: whether it asks, who answers
    STEPPE_WORK_FORCE,  // a host is coerced, or force comes that nobody called for
    STEPPE_WORK_MONTHS, // an earlier month of a quarter in which something was shut for goods
    STEPPE_WORK_PIPES,  // an earlier month of a quarter in which a pipe was more or less open
    STEPPE_WORK_COUNT
};

#endif
