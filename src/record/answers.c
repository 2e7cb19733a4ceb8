// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// answers: see the header.
#include "record/answers.h"

#include <math.h>
#include <string.h>

#define CHANCE_WIDTH 1.959963984540054 // standard errors each way: 95 percent

static bool copy_all(const char *const *from, size_t count, struct steppe_arena *arena,
                     const char *const **into) {
    const char **copies = STEPPE_TAKE(arena, count, const char *);
    bool good = copies != NULL;
    for (size_t i = 0; good && i < count; i++) {
        const char *text = from ? from[i] : "";
        copies[i] = steppe_arena_copy_text(arena, text, strlen(text));
        good = copies[i] != NULL;
    }
    *into = copies;
    return good;
}

bool steppe_answers_make(size_t columns, const char *const *names, const char *const *texts,
                         size_t questions, struct steppe_arena *arena,
                         struct steppe_answers **answers, struct steppe_error *error) {
    struct steppe_answers *made = STEPPE_TAKE(arena, 1, struct steppe_answers);
    struct steppe_answer_tally *tallies = STEPPE_TAKE(arena, columns * questions,
                                                      struct steppe_answer_tally);
    if (!made || !tallies || !copy_all(names, questions, arena, &made->names) ||
        !copy_all(texts, questions, arena, &made->texts))
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "not enough memory for the answers to %zu questions", questions);
    made->column_count = columns;
    made->question_count = questions;
    made->tallies = tallies;
    *answers = made;
    return true;
}

// values - base, or values themselves without a base: -1, 0, 1, or NaN for a failed member.
static void add_row(struct steppe_answer_tally *tally, const float *values, const float *base,
                    size_t count) {
    for (size_t i = 0; i < count; i += 2) {
        int pair[2] = {0, 0}, whole = 0;
        for (size_t m = 0; m < 2; m++) {
            float value = base ? values[i + m] - base[i + m] : values[i + m];
            if (isnan(value)) continue;
            pair[m] = (value > 0) - (value < 0);
            whole++;
            tally->count++;
            tally->positive += value > 0;
            tally->negative += value < 0;
        }
        if (whole < 2) continue;
        tally->pair_count++;
        tally->pair_sum += pair[0] + pair[1];
        tally->cross += (int64_t)pair[0] * pair[1];
    }
}

void steppe_answers_add(struct steppe_answers *answers, const float *rows, size_t stride,
                        size_t count) {
    size_t worlds = (answers->column_count + 1) / 2, questions = answers->question_count;
    steppe_must(count % 2 == 0 && count <= stride);
    for (size_t q = 0; q < questions; q++) {
        const float *base = rows + q * stride;
        add_row(&answers->tallies[q], base, NULL, count);
        for (size_t w = 1; w < worlds; w++) {
            const float *values = rows + (w * questions + q) * stride;
            add_row(&answers->tallies[w * questions + q], values, NULL, count);
            add_row(&answers->tallies[(worlds + w - 1) * questions + q], values, base, count);
        }
    }
}

void steppe_answers_merge(struct steppe_answers *into, const struct steppe_answers *from) {
    for (size_t i = 0; i < into->column_count * into->question_count; i++) {
        struct steppe_answer_tally *to = &into->tallies[i];
        const struct steppe_answer_tally *add = &from->tallies[i];
        to->count += add->count;
        to->positive += add->positive;
        to->negative += add->negative;
        to->pair_count += add->pair_count;
        to->pair_sum += add->pair_sum;
        to->cross += add->cross;
    }
}

void steppe_share_interval(double share, double members, double width, double *low, double *high) {
    const double z = width, p = share;
    double middle = (p + z * z / (2 * members)) / (1 + z * z / members);
    double half = z / (1 + z * z / members) *
                  sqrt(p * (1 - p) / members + z * z / (4 * members * members));
    *low = p > 0 ? fmax(middle - half, 0) : 0; // to the last bit
    *high = p < 1 ? fmin(middle + half, 1) : 1;
}

// Half a member more in each of the four cells of with and without, then the usual interval.
void steppe_change_interval(double gained, double lost, double members, double width, double *low,
                            double *high) {
    const double more = members + 2;
    double up = (gained * members + 0.5) / more, down = (lost * members + 0.5) / more;
    double middle = up - down, half = width * sqrt((up + down - middle * middle) / more);
    *low = fmax(middle - half, -1);
    *high = fmin(middle + half, 1);
}

// Large-sample error of the correlation of two answers that have one chance, with half a pair more
// in each of their four cells, so that it stays wide where few answers differ from the rest.
static void share_interval(const struct steppe_answer_tally *tally, struct steppe_chance *chance) {
    const double pairs = (double)tally->pair_count + 2;
    const double yes = ((double)tally->pair_sum + 2) / (2 * pairs), no = 1 - yes;
    const double share = (((double)tally->cross + 0.5) / pairs - yes * yes) / (yes * no);
    const double spread = (1 - share) * (1 - 2 * share) + share * (2 - share) / (2 * yes * no);
    const double half = CHANCE_WIDTH * sqrt(fmax((1 - share) * spread, 0) / pairs);
    chance->share_low = fmax(share - half, 0);
    chance->share_high = fmin(fmax(share + half, 0), 1);
}

struct steppe_chance steppe_answers_chance(const struct steppe_answers *answers, size_t column,
                                           size_t question) {
    const double none = (double)NAN;
    const struct steppe_answer_tally *tally =
        &answers->tallies[column * answers->question_count + question];
    struct steppe_chance chance = {none, none, none, none,         none, none,
                                   none, none, none, tally->count, none};
    if (tally->count == 0) return chance;
    double count = (double)tally->count, pairs = (double)tally->pair_count;
    chance.gained = (double)tally->positive / count;
    chance.lost = (double)tally->negative / count;
    chance.mean = chance.gained - chance.lost;
    double variance = chance.gained + chance.lost - chance.mean * chance.mean;
    if (tally->pair_count == 0) return chance;
    double pair_mean = (double)tally->pair_sum / (2 * pairs);
    double covariance = (double)tally->cross / pairs - pair_mean * pair_mean;
    // Of the mean of n/2 independent pair means, about a mean that is found from them.
    double between = fmax(variance + covariance, 0) * pairs / (pairs - 1);
    double within = fmax(variance - covariance, 0);
    // Where all say the same, or there is one pair, nobody knows how alike the two of a pair are.
    bool known = pairs > 1 && variance > 0;
    double share = known ? fmax((between - within) / (between + within), 0) : none;
    if (pairs > 1) chance.standard_error = sqrt(between / count);
    chance.parameter_share = share;
    chance.alone = count / (1 + (known ? share : 1));
    if (column >= (answers->column_count + 1) / 2) {
        steppe_change_interval(chance.gained, chance.lost, chance.alone, CHANCE_WIDTH, &chance.low,
                               &chance.high);
        return chance;
    }
    steppe_share_interval(chance.mean, chance.alone, CHANCE_WIDTH, &chance.low, &chance.high);
    if (known) share_interval(tally, &chance);
    return chance;
}
