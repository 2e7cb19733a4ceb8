// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// plan_questions: the statements that are asked -> places of their reducers. In: the options and
// the months of the run. Out: plan->questions, or the first date that the run does not reach.
#include "sim/plan_parts.h"

static bool within_run(struct steppe_planner *planner, const struct steppe_asked *asked,
                       const struct steppe_reducer *reducer) {
    const struct steppe_layout *layout = planner->plan->layout;
    if (reducer->from >= layout->first_month && reducer->until < layout->end_month) return true;
    if (asked->if_reached) return false; // not asked
    struct steppe_date from = steppe_date_of_month(layout->first_month);
    struct steppe_date until = steppe_date_of_month(layout->end_month - 1);
    const bool early = reducer->from < layout->first_month;
    return steppe_error_set(planner->error, STEPPE_CODE_RANGE, reducer->place,
                            "%s asks about months outside the run, which goes from %d-%02d to "
                            "%d-%02d; %s",
                            asked->name, from.year, from.month, until.year, until.month,
                            early ? "an earlier --start begins it sooner"
                                  : "--until makes it longer");
}

bool steppe_plan_questions(struct steppe_planner *planner) {
    struct steppe_plan *plan = planner->plan;
    const struct steppe_plan_options *options = &plan->options;
    struct steppe_plan_question *questions = STEPPE_PLANNER_TAKE(planner, options->question_count,
                                                                 struct steppe_plan_question);
    if (!questions) return false;
    size_t count = 0;
    for (size_t q = 0; q < options->question_count; q++) {
        const struct steppe_asked *asked = &options->questions[q];
        bool within = true;
        for (size_t r = 0; within && r < asked->statement->reducer_count; r++)
            within = within_run(planner, asked, &asked->statement->reducers[r]);
        if (!within && !asked->if_reached) return false;
        if (!within) continue;
        questions[count++] = (struct steppe_plan_question){asked->name, asked->text,
                                                           asked->statement, plan->reducer_count};
        plan->reducer_count += (uint32_t)asked->statement->reducer_count;
    }
    plan->questions = questions;
    plan->question_count = count;
    return true;
}
