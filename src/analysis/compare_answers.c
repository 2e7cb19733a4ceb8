// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// compare_answers: what two results say to the same questions; see compare.h.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare.h"
#include "analysis/compare_parts.h"
#include "record/answers.h"

// Standard errors each way: STEPPE_MEAN_SURE by the normal law, which the intervals of shares are
// made for; with few members it is their form that widens them.
#define SHARE_WIDTH 2.5758293035489004

// The same name may stand for another statement in another version of a model.
static size_t same_question(const struct steppe_answers *answers, const char *name,
                            const char *text) {
    for (size_t q = 0; q < answers->question_count; q++)
        if (strcmp(answers->names[q], name) == 0 && strcmp(answers->texts[q], text) == 0) return q;
    return SIZE_MAX;
}

static const int8_t *kept_answers(const struct steppe_record *record, size_t world,
                                  size_t question) {
    size_t row = world * record->answers->question_count + question;
    return record->answer_members + row * record->kept_members;
}

static size_t common(const struct steppe_record *a, const struct steppe_record *b) {
    return a->answer_members && b->answer_members ? steppe_members_common(a, b) : 0;
}

// An interval of the change that has some width at the edges too, where the standard error is 0.
static void judge_change(struct steppe_difference *difference, double alone) {
    steppe_difference_judge(difference, SHARE_WIDTH, 0);
    steppe_change_interval(difference->share_up, difference->share_down, alone, SHARE_WIDTH,
                           &difference->low, &difference->high);
    difference->beyond_noise = difference->low > 0 || difference->high < 0;
}

// Members that say as much alone: the two of a pair are worth one or two. With a single pair, or
// none, or where all change alike, that cannot be told, and they count as one.
static double alone_of(const struct steppe_difference *difference) {
    const double error = difference->standard_error, mean = difference->mean;
    double variance = difference->share_up + difference->share_down - mean * mean;
    if (!isfinite(error) || !(variance > 0)) return difference->members / 2;
    double worth = error * error * difference->members / variance;
    return difference->members / fmin(fmax(worth, 1), 2);
}

// Difference of two shares of members that are not the same (newcombe-1998, method 10).
static void judge_apart(struct steppe_difference *difference, const struct steppe_chance *from,
                        const struct steppe_chance *to) {
    double from_low, from_high, to_low, to_high;
    steppe_difference_judge(difference, SHARE_WIDTH, 0);
    steppe_share_interval(from->mean, from->alone, SHARE_WIDTH, &from_low, &from_high);
    steppe_share_interval(to->mean, to->alone, SHARE_WIDTH, &to_low, &to_high);
    difference->low = difference->mean - hypot(to->mean - to_low, from_high - from->mean);
    difference->high = difference->mean + hypot(to_high - to->mean, from->mean - from_low);
    difference->beyond_noise = difference->low > 0 || difference->high < 0;
}

// The two worlds of one record are compared over all members, kept or not.
static void from_tally(struct steppe_difference *difference, const struct steppe_chance *change) {
    difference->paired = true;
    difference->members = (double)change->count;
    difference->mean = change->mean;
    difference->standard_error = change->standard_error;
    difference->share_up = change->gained;
    difference->share_down = change->lost;
    judge_change(difference, change->alone);
}

// The chances are those of the members compared, so that they differ by the change.
static void from_members(struct steppe_answer_change *change, const int8_t *x, const int8_t *y,
                         double *apart, size_t members) {
    double count = 0, a_true = 0, b_true = 0;
    for (size_t i = 0; i < members; i++) {
        bool failed = x[i] < 0 || y[i] < 0;
        apart[i] = failed ? (double)NAN : (double)(y[i] - x[i]);
        count += !failed;
        a_true += !failed && x[i] > 0;
        b_true += !failed && y[i] > 0;
    }
    change->a_chance = a_true / count;
    change->b_chance = b_true / count;
    (void)steppe_difference_members(&change->difference, apart, members);
    judge_change(&change->difference, alone_of(&change->difference));
}

static void compare_question(struct steppe_answer_change *change, const struct steppe_record *a,
                             size_t a_world, const struct steppe_record *b, size_t b_world,
                             size_t b_question, double *apart) {
    struct steppe_difference *difference = &change->difference;
    struct steppe_chance from = steppe_answers_chance(a->answers, a_world, change->question);
    struct steppe_chance to = steppe_answers_chance(b->answers, b_world, b_question);
    change->a_chance = from.mean;
    change->b_chance = to.mean;
    difference->fan_low = difference->median = difference->fan_high = nan("");
    if (a == b && a_world == 0 && b_world > 0) {
        struct steppe_chance paired = steppe_answers_chance(
            a->answers, a->world_count + b_world - 1, change->question);
        from_tally(difference, &paired);
    } else if (common(a, b) > 0) {
        from_members(change, kept_answers(a, a_world, change->question),
                     kept_answers(b, b_world, b_question), apart, common(a, b));
    } else {
        difference->members = fmin((double)from.count, (double)to.count);
        difference->mean = to.mean - from.mean;
        difference->standard_error = hypot(from.standard_error, to.standard_error);
        difference->share_up = difference->share_down = nan("");
        judge_apart(difference, &from, &to);
    }
}

static int by_size(const void *left, const void *right) {
    const struct steppe_answer_change *a = left, *b = right;
    double x = a->difference.beyond_noise ? fabs(a->difference.mean) : -1;
    double y = b->difference.beyond_noise ? fabs(b->difference.mean) : -1;
    if (x != y) return x > y ? -1 : 1;
    return (a->question > b->question) - (a->question < b->question);
}

bool steppe_answers_between(const struct steppe_record *a, size_t a_world,
                            const struct steppe_record *b, size_t b_world,
                            struct steppe_arena *arena, struct steppe_answer_change **list,
                            size_t *count, struct steppe_error *error) {
    *count = 0;
    *list = NULL;
    if (!a->answers || !b->answers) return true;
    size_t questions = a->answers->question_count;
    struct steppe_answer_change *made = STEPPE_TAKE(arena, questions, struct steppe_answer_change);
    double *apart = STEPPE_TAKE(arena, common(a, b) + 1, double);
    if (!made || !apart)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "not enough memory to compare the answers to %zu questions",
                                questions);
    for (size_t q = 0; q < questions; q++) {
        size_t other = same_question(b->answers, a->answers->names[q], a->answers->texts[q]);
        if (other == SIZE_MAX) continue;
        made[*count].question = q;
        compare_question(&made[(*count)++], a, a_world, b, b_world, other, apart);
    }
    qsort(made, *count, sizeof *made, by_size);
    *list = made;
    return true;
}
