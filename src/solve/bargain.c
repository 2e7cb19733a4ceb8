// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// bargain: memory of a result, votes, and outcomes without bargaining.
#include "solve/bargain.h"

#include <math.h>

// What every coalition has before anyone votes, so that a chance is always defined.
#define LEAST_COALITION 1e-8

const char *steppe_bargain_name(enum steppe_bargain_variant variant) {
    static const char *const names[STEPPE_BARGAIN_VARIANTS] = {"spatial", "challenge_all",
                                                               "challenge_pair"};
    return names[variant];
}

bool steppe_bargain_solve(const struct steppe_bargain_issue *issue,
                          enum steppe_bargain_variant variant, int32_t turn_max,
                          struct steppe_arena *arena, struct steppe_bargain_result *result,
                          struct steppe_error *error) {
    const size_t n = issue->actors, dims = issue->dimensions, turns = (size_t)turn_max;
    steppe_must(n > 0 && n <= STEPPE_BARGAIN_ACTORS_MAX);
    steppe_must(dims > 0 && dims <= STEPPE_BARGAIN_DIMENSIONS_MAX);
    steppe_must(turn_max > 0 && turn_max <= STEPPE_BARGAIN_TURNS_MAX);
    const size_t views = variant == STEPPE_BARGAIN_SPATIAL ? 1 : dims;
    *result = (struct steppe_bargain_result){
        .views = views,
        .position = STEPPE_TAKE(arena, (turns + 1) * n * dims, double),
        .step = STEPPE_TAKE(arena, turns * n * dims, struct steppe_bargain_step),
        .risk = STEPPE_TAKE(arena, turns * views * n, double),
        .chance = STEPPE_TAKE(arena, views * n * n, double),
        .gain = STEPPE_TAKE(arena, views * n * n, double),
        .threat = STEPPE_TAKE(arena, views * n * n, double),
    };
    bool done = result->position && result->step && result->risk && result->chance &&
                result->gain && result->threat;
    if (done) {
        for (size_t i = 0; i < n * dims; i++) result->position[i] = issue->position[i];
        done = variant == STEPPE_BARGAIN_SPATIAL
                   ? steppe_bargain_spatial(issue, turn_max, arena, result)
                   : steppe_bargain_challenge(issue, variant, turn_max, arena, result);
    }
    return done || steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                    "not enough memory for a bargain of %zu actors", n);
}

// ---- votes --------------------------------------------------------------------------------------

static double positive(double value) { return value > 0 ? value : 0; }

void steppe_bargain_votes(size_t voters, size_t options, const double *weight, const double *worth,
                          double *win) {
    for (size_t i = 0; i < options * options; i++) win[i] = LEAST_COALITION;
    // Voters outside, so that the inner loop runs along memory and has no sum to carry.
    for (size_t k = 0; k < voters; k++) {
        const double *own = worth + k * options;
        for (size_t i = 0; i < options; i++)
            for (size_t j = 0; j < options; j++)
                win[i * options + j] += positive(weight[k] * (own[i] - own[j]));
    }
    for (size_t i = 0; i < options; i++) {
        win[i * options + i] = 0.5;
        for (size_t j = i + 1; j < options; j++) {
            const double first = win[i * options + j], second = win[j * options + i];
            win[i * options + j] = first / (first + second);
            win[j * options + i] = second / (first + second);
        }
    }
}

void steppe_bargain_conditional(size_t options, const double *win, double *probability) {
    // Products of 200 small chances leave the range of double: the largest one is scaled to 1.
    double largest = -HUGE_VAL, sum = 0;
    for (size_t i = 0; i < options; i++) {
        probability[i] = 0;
        for (size_t j = 0; j < options; j++) probability[i] += log(win[i * options + j]);
        largest = fmax(largest, probability[i]);
    }
    for (size_t i = 0; i < options; i++) sum += probability[i] = exp(probability[i] - largest);
    for (size_t i = 0; i < options; i++) probability[i] /= sum;
}

// Distance from an actor's position to another, by what is salient to the actor.
static double distance(const struct steppe_bargain_issue *issue, const double *position,
                       size_t actor, size_t other) {
    const size_t dims = issue->dimensions;
    double sum = 0, weight = 0;
    for (size_t k = 0; k < dims; k++) {
        double salience = issue->salience[actor * dims + k];
        double gap = (position[actor * dims + k] - position[other * dims + k]) * salience;
        sum += gap * gap;
        weight += salience * salience;
    }
    return weight > 0 ? sqrt(sum / weight) : 0;
}

static bool same_place(const struct steppe_bargain_issue *issue, const double *position, size_t a,
                       size_t b) {
    for (size_t k = 0; k < issue->dimensions; k++)
        if (position[a * issue->dimensions + k] != position[b * issue->dimensions + k])
            return false;
    return true;
}

void steppe_bargain_election(const struct steppe_bargain_issue *issue, const double *position,
                             double *work, double *probability) {
    const size_t n = issue->actors;
    double *worth = work, *win = work + n * n, *weight = win + n * n;
    // Of each place: the first actor there, how many there are, its probability.
    size_t first[STEPPE_BARGAIN_ACTORS_MAX], crowd[STEPPE_BARGAIN_ACTORS_MAX] = {0};
    size_t place[STEPPE_BARGAIN_ACTORS_MAX], options = 0;
    double chosen[STEPPE_BARGAIN_ACTORS_MAX];
    for (size_t i = 0; i < n; i++) {
        size_t at = 0;
        while (at < options && !same_place(issue, position, i, first[at])) at++;
        if (at == options) first[options++] = i;
        place[i] = at;
        crowd[at]++;
    }
    for (size_t i = 0; i < n; i++) {
        double salience = 0;
        for (size_t k = 0; k < issue->dimensions; k++)
            salience += issue->salience[i * issue->dimensions + k];
        weight[i] = issue->capability[i] * salience;
        for (size_t o = 0; o < options; o++)
            worth[i * options + o] = 1 - distance(issue, position, i, first[o]);
    }
    steppe_bargain_votes(n, options, weight, worth, win);
    steppe_bargain_conditional(options, win, chosen);
    for (size_t i = 0; i < n; i++) probability[i] = chosen[place[i]] / (double)crowd[place[i]];
}

// ---- one dimension ------------------------------------------------------------------------------

double steppe_bargain_mean(const struct steppe_bargain_issue *issue, const double *position,
                           size_t dimension) {
    const size_t dims = issue->dimensions;
    double sum = 0, total = 0;
    for (size_t i = 0; i < issue->actors; i++) {
        double weight = issue->capability[i] * issue->salience[i * dims + dimension];
        sum += weight * position[i * dims + dimension];
        total += weight;
    }
    return total > 0 ? sum / total : (double)NAN;
}

double steppe_bargain_median(const struct steppe_bargain_issue *issue, const double *position,
                             size_t dimension) {
    const size_t n = issue->actors, dims = issue->dimensions;
    for (size_t i = 0; i < n; i++) {
        bool beaten = false;
        double here = position[i * dims + dimension];
        for (size_t j = 0; j < n && !beaten; j++) {
            double there = position[j * dims + dimension], lead = 0;
            for (size_t k = 0; k < n; k++) {
                double own = position[k * dims + dimension];
                lead += issue->capability[k] * issue->salience[k * dims + dimension] *
                        (fabs(own - there) - fabs(own - here));
            }
            beaten = lead < -1e-12;
        }
        if (!beaten) return here;
    }
    return (double)NAN; // rounding alone can leave none
}
