// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// watch: what happens to the members that are kept in full, month by month. Kernel header. Blocks
// that are not watched pay one test a month.
#ifndef STEPPE_SIM_WATCH_H
#define STEPPE_SIM_WATCH_H

#include "sim/block.h"

// Before the first free month of a world.
void STEPPE_NAMED(steppe_watch_begin)(struct steppe_block *block, uint32_t world);
// An event has come in lanes where occurs is not 0; element: among those of all events.
void STEPPE_NAMED(steppe_watch_event)(struct steppe_block *block, uint32_t element,
                                      const steppe_real *occurs);
// At the end of a month.
void STEPPE_NAMED(steppe_watch_month)(struct steppe_block *block);

#define steppe_watch_begin STEPPE_NAMED(steppe_watch_begin)
#define steppe_watch_event STEPPE_NAMED(steppe_watch_event)
#define steppe_watch_month STEPPE_NAMED(steppe_watch_month)

#endif
