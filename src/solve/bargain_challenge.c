// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// bargain_challenge: the expected-utility model of challenges on one dimension, in two readings of
// its probability and of who answers whom (bargain.h). Each dimension is solved by itself.
#include <math.h>

#include "solve/bargain.h"

struct round {
    size_t actors;
    bool all;                            // challenge_all, else challenge_pair
    double range;                        // of the first positions
    const double *capability, *salience; // [actor], of this dimension
    double *place, *next, *risk;         // [actor]
    double *chance;                      // [challenger][target]
    double *own;                         // [challenger][target] utility by the challenger's risk
    double *seen;                        // [target][challenger] the same by the target's risk
    struct steppe_bargain_step *step;    // [actor]
};

// Actor k's vote for position x over y: v = c s (|x_k - y| - |x_k - x|) / R with risk exponent 1.
static double vote(const struct round *round, size_t k, double x, double y) {
    double lead = fabs(round->place[k] - y) - fabs(round->place[k] - x);
    return round->capability[k] * round->salience[k] * lead / round->range;
}

static double powered_vote(const struct round *round, size_t k, double x, double y) {
    double far = fabs(round->place[k] - y) / round->range;
    double near = fabs(round->place[k] - x) / round->range;
    return round->capability[k] * round->salience[k] *
           (pow(far, round->risk[k]) - pow(near, round->risk[k]));
}

// scholz-2011: the support for the challenger's position over that of all pairs of positions.
static void chances_all(struct round *round) {
    const size_t n = round->actors;
    double total = 0;
    for (size_t i = 0; i < n * n; i++) round->chance[i] = 0;
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                double lead = powered_vote(round, k, round->place[i], round->place[j]);
                round->chance[i * n + j] += fmax(lead, 0);
                total += fabs(lead);
            }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double *chance = &round->chance[i * n + j];
            *chance = round->place[i] == round->place[j] || total == 0 ? 0 : *chance / total;
        }
}

// The net vote over the votes cast between the two positions.
static void chances_pair(struct round *round) {
    const size_t n = round->actors;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double net = 0, cast = 0;
            for (size_t k = 0; k < n; k++) {
                double lead = vote(round, k, round->place[i], round->place[j]);
                net += lead;
                cast += fabs(lead);
            }
            round->chance[i * n + j] = cast > 0 ? fmax(net, 0) / cast : 0;
        }
}

// E = s_j (P U_s + (1 - P) U_f) + (1 - s_j) U_s - U_sq with the risk exponent of who judges.
static double expected(const struct round *round, size_t i, size_t j, double risk) {
    const double gap = fabs(round->place[i] - round->place[j]) / round->range;
    if (gap == 0) return 0;
    const double success = 2 - 4 * pow(0.5 - gap / 2, risk);
    const double failure = 2 - 4 * pow(0.5 + gap / 2, risk);
    const double chance = round->chance[i * round->actors + j], salience = round->salience[j];
    return salience * (chance * success + (1 - chance) * failure) + (1 - salience) * success -
           (2 - 4 * pow(0.5, risk));
}

static void chances(struct round *round) {
    if (round->all)
        chances_all(round);
    else
        chances_pair(round);
}

// Security of an actor: what the others would expect from challenging it; who is safest acts with
// the least risk (bueno-de-mesquita-1985). r = (1 - A/3) / (1 + A/3), 1/2 to 2.
static void find_risks(struct round *round) {
    const size_t n = round->actors;
    double least = HUGE_VAL, most = -HUGE_VAL;
    for (size_t i = 0; i < n; i++) round->risk[i] = 1;
    chances(round);
    for (size_t i = 0; i < n; i++) {
        round->next[i] = 0;
        for (size_t j = 0; j < n; j++)
            if (j != i) round->next[i] += expected(round, j, i, 1);
        least = fmin(least, round->next[i]);
        most = fmax(most, round->next[i]);
    }
    for (size_t i = 0; i < n; i++) {
        double security = most > least ? (2 * round->next[i] - most - least) / (most - least) : 0;
        round->risk[i] = (1 - security / 3) / (1 + security / 3);
    }
}

static void find_utilities(struct round *round) {
    const size_t n = round->actors;
    chances(round);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            round->own[i * n + j] = expected(round, i, j, round->risk[i]);
            round->seen[i * n + j] = expected(round, j, i, round->risk[i]);
        }
}

static void take(struct round *round, size_t i, size_t j, double place,
                 enum steppe_bargain_kind kind, double gain) {
    round->next[i] = place;
    round->step[i] = (struct steppe_bargain_step){.with = (int32_t)j,
                                                  .kind = kind,
                                                  .chance = round->chance[j * round->actors + i],
                                                  .gain = gain};
}

// The offers to i as i sees them; of confrontations it takes the smallest move, else the
// compromise of least weighted place. All from the places before the round.
static void answer_all(struct round *round, size_t i) {
    const size_t n = round->actors;
    double least_move = HUGE_VAL, least_place = HUGE_VAL;
    for (size_t j = 0; j < n; j++) {
        const double a = round->own[i * n + j], b = round->seen[i * n + j];
        const double x = round->place[i], y = round->place[j];
        if (x == y) continue;
        if (b > a && a > 0) {
            if (fabs(y - x) >= least_move) continue;
            least_move = fabs(y - x);
            take(round, i, j, y, STEPPE_BARGAIN_YIELDED, b);
        } else if (b > 0 && a < 0 && b > -a && least_move == HUGE_VAL) {
            double weighted = (-a * x + b * y) / (b - a);
            if (weighted >= least_place) continue;
            least_place = weighted;
            take(round, i, j, x + (y - x) * (-a / b), STEPPE_BARGAIN_COMPROMISED, b);
        }
    }
}

// The target answers the sender that expects most (the nearest of equals), one after another.
static void answer_pair(struct round *round, size_t i) {
    const size_t n = round->actors;
    size_t sender = n;
    double best = 0, gap = HUGE_VAL;
    for (size_t j = 0; j < n; j++) {
        const double b = round->own[j * n + i], move = fabs(round->next[j] - round->next[i]);
        if (j == i || b <= 0 || b < best || (b == best && move >= gap)) continue;
        best = b;
        gap = move;
        sender = j;
    }
    if (sender == n) return;
    const double a = round->own[i * n + sender], x = round->next[i], y = round->next[sender];
    if (a > best) return;
    if (a < 0 && -a < best)
        take(round, i, sender, x + (y - x) * (-a / best), STEPPE_BARGAIN_COMPROMISED, best);
    else
        take(round, i, sender, y, STEPPE_BARGAIN_YIELDED, best);
}

static void play(struct round *round) {
    find_risks(round);
    find_utilities(round);
    for (size_t i = 0; i < round->actors; i++) {
        round->next[i] = round->place[i];
        round->step[i] = (struct steppe_bargain_step){.with = -1};
    }
    for (size_t i = 0; i < round->actors; i++) {
        if (round->all)
            answer_all(round, i);
        else
            answer_pair(round, i);
    }
}

// Columns of the issue that this dimension has.
static void begin(struct round *round, const struct steppe_bargain_issue *issue, size_t dimension,
                  double *salience) {
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (size_t i = 0; i < round->actors; i++) {
        salience[i] = issue->salience[i * issue->dimensions + dimension];
        round->place[i] = issue->position[i * issue->dimensions + dimension];
        low = fmin(low, round->place[i]);
        high = fmax(high, round->place[i]);
    }
    round->salience = salience;
    round->range = high > low ? high - low : 1;
}

// Keeps a round in the result; true when anyone moved.
static bool keep(const struct round *round, size_t turn, size_t dims, size_t dimension,
                 struct steppe_bargain_result *result) {
    const size_t n = round->actors;
    bool moved = false;
    for (size_t i = 0; i < n; i++) {
        size_t cell = (turn * n + i) * dims + dimension;
        result->position[cell + n * dims] = round->next[i];
        result->step[cell] = round->step[i];
        result->risk[(turn * dims + dimension) * n + i] = round->risk[i];
        moved = moved || round->next[i] != round->place[i];
        round->place[i] = round->next[i];
    }
    for (size_t i = 0; i < n * n && turn == 0; i++) {
        result->chance[dimension * n * n + i] = round->chance[i];
        result->gain[dimension * n * n + i] = round->own[i];
        result->threat[dimension * n * n + i] = round->seen[i];
    }
    return moved;
}

bool steppe_bargain_challenge(const struct steppe_bargain_issue *issue,
                              enum steppe_bargain_variant variant, int32_t turn_max,
                              struct steppe_arena *arena, struct steppe_bargain_result *result) {
    const size_t n = issue->actors, dims = issue->dimensions;
    double *cells = STEPPE_TAKE(arena, 4 * n + 3 * n * n, double);
    struct steppe_bargain_step *steps = STEPPE_TAKE(arena, n, struct steppe_bargain_step);
    if (!cells || !steps) return false;
    struct round round = {.actors = n,
                          .all = variant == STEPPE_BARGAIN_CHALLENGE_ALL,
                          .capability = issue->capability,
                          .place = cells,
                          .next = cells + n,
                          .risk = cells + 2 * n,
                          .chance = cells + 4 * n,
                          .own = cells + 4 * n + n * n,
                          .seen = cells + 4 * n + 2 * n * n,
                          .step = steps};
    int32_t last = 0;
    for (size_t k = 0; k < dims; k++) {
        begin(&round, issue, k, cells + 3 * n);
        // What is the same every turn from here on is the same: no one moves any more.
        for (int32_t turn = 0; turn < turn_max; turn++) {
            play(&round);
            if (keep(&round, (size_t)turn, dims, k, result) && turn + 1 > last) last = turn + 1;
        }
    }
    result->settled = last < turn_max;
    result->turns = result->settled ? last + 1 : turn_max;
    return true;
}
