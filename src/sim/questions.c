// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// questions: reducers of statements, one number each a lane, kept up month by month, so that no
// path is stored. In: the state at the end of each month. Out: an answer a lane, world and
// question. Kernel code.
#include "sim/questions.h"

#include "sim/plan.h"

static steppe_real *reduced_by(const struct steppe_block *block,
                               const struct steppe_plan_question *question, size_t reducer) {
    return block->reduced + (question->first_reducer + reducer) * STEPPE_LANES;
}

void steppe_questions_begin(struct steppe_block *block) {
    const struct steppe_plan *plan = block->plan;
    for (size_t q = 0; q < plan->question_count; q++) {
        const struct steppe_statement *statement = plan->questions[q].statement;
        for (size_t r = 0; r < statement->reducer_count; r++) {
            steppe_real *to = reduced_by(block, &plan->questions[q], r);
            enum steppe_reducer_kind kind = statement->reducers[r].kind;
            steppe_real value = kind == STEPPE_REDUCE_ALWAYS  ? STEPPE_R(1)
                                : kind == STEPPE_REDUCE_FIRST ? STEPPE_R(STEPPE_NEVER)
                                                              : STEPPE_R(0);
            STEPPE_EACH_LANE(lane) to[lane] = value;
        }
    }
}

// Months since year 0 are whole numbers far below 2^24: exact in either number type.
static void take_in(const struct steppe_reducer *reducer, steppe_real month,
                    const steppe_real *value, steppe_real *to) {
    steppe_real part = STEPPE_R(1.0 / (1 + reducer->until - reducer->from));
    switch (reducer->kind) {
    case STEPPE_REDUCE_AT:
        STEPPE_EACH_LANE(lane) to[lane] = value[lane];
        break;
    case STEPPE_REDUCE_EVER:
        STEPPE_EACH_LANE(lane) {
            steppe_real before = to[lane];
            to[lane] = value[lane] != STEPPE_R(0) ? STEPPE_R(1) : before;
        }
        break;
    case STEPPE_REDUCE_ALWAYS:
        STEPPE_EACH_LANE(lane) {
            steppe_real before = to[lane];
            to[lane] = value[lane] == STEPPE_R(0) ? STEPPE_R(0) : before;
        }
        break;
    case STEPPE_REDUCE_COUNT:
        STEPPE_EACH_LANE(lane) to[lane] += value[lane];
        break;
    case STEPPE_REDUCE_FIRST:
        STEPPE_EACH_LANE(lane) {
            steppe_real before = to[lane];
            bool now = before == STEPPE_R(STEPPE_NEVER) && value[lane] != STEPPE_R(0);
            to[lane] = now ? month : before;
        }
        break;
    case STEPPE_REDUCE_AVERAGE:
        STEPPE_EACH_LANE(lane) to[lane] = steppe_fma(value[lane], part, to[lane]);
        break;
    }
}

// What the lane looked at gives no number to is told by its question.
static void look_at_value(struct steppe_block *block, size_t question, const steppe_real *value) {
    if (!block->looking || steppe_fault_found(&block->fault)) return;
    if (steppe_isfinite(value[block->lane])) return;
    const int32_t last = block->plan->month_count - 1; // the answer comes after it
    block->fault.question = (uint32_t)question;
    block->fault.month = block->world.month < last ? block->world.month : last;
}

void steppe_questions_look(struct steppe_block *block) {
    const struct steppe_plan *plan = block->plan;
    int32_t month = plan->layout->first_month + block->world.month;
    for (size_t q = 0; q < plan->question_count; q++) {
        const struct steppe_statement *statement = plan->questions[q].statement;
        for (size_t r = 0; r < statement->reducer_count; r++) {
            const struct steppe_reducer *reducer = &statement->reducers[r];
            if (month < reducer->from || month > reducer->until) continue;
            const steppe_real *value = steppe_world_evaluate(&block->world, reducer->value,
                                                             block->registers, UINT32_MAX);
            look_at_value(block, q, value);
            take_in(reducer, STEPPE_R(month), value, reduced_by(block, &plan->questions[q], r));
        }
    }
}

void steppe_questions_answer(struct steppe_block *block, uint32_t world) {
    const struct steppe_plan *plan = block->plan;
    for (size_t q = 0; q < plan->question_count; q++) {
        block->world.reduced = reduced_by(block, &plan->questions[q], 0);
        const steppe_real *value = steppe_world_evaluate(
            &block->world, plan->questions[q].statement->outer, block->registers, UINT32_MAX);
        look_at_value(block, q, value);
        memcpy(block->answers + (world * plan->question_count + q) * STEPPE_LANES, value,
               STEPPE_LANES * sizeof(steppe_real));
    }
}

void STEPPE_NAMED(steppe_block_answers)(const struct steppe_block *block, float *out,
                                        size_t stride) {
    size_t count = block->plan->world_count * block->plan->question_count;
    for (size_t i = 0; i < count; i++)
        STEPPE_EACH_LANE(lane) {
            bool failed = block->world.failed[lane] != STEPPE_R(0);
            float answer = (float)block->answers[i * STEPPE_LANES + (size_t)lane];
            out[i * stride + (size_t)lane] = failed ? NAN : answer;
        }
}
