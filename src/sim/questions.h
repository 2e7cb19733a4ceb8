// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// questions: what the statements of a plan make of the months of a block. Kernel header.
#ifndef STEPPE_SIM_QUESTIONS_H
#define STEPPE_SIM_QUESTIONS_H

#include "sim/block.h"

// Before the first month.
void STEPPE_NAMED(steppe_questions_begin)(struct steppe_block *block);
// At the end of a month, before its values enter the rings of the past.
void STEPPE_NAMED(steppe_questions_look)(struct steppe_block *block);
// After the last month of a world.
void STEPPE_NAMED(steppe_questions_answer)(struct steppe_block *block, uint32_t world);

#define steppe_questions_begin STEPPE_NAMED(steppe_questions_begin)
#define steppe_questions_look STEPPE_NAMED(steppe_questions_look)
#define steppe_questions_answer STEPPE_NAMED(steppe_questions_answer)

#endif
