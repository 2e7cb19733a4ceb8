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
    double *far;                         // [actor] distances of one voter
    double *chance;                      // [challenger][target]
    double *own;                         // [challenger][target] utility by the challenger's risk
    double *seen;                        // [target][challenger] the same by the target's risk
    struct steppe_bargain_step *step;    // [actor]
};

static double positive(double value) { return value > 0 ? value : 0; }

// x^r, without the work where r is 1.
static double power(double x, double risk) { return risk == 1 ? x : pow(x, risk); }

// scholz-2011: the support for the challenger's position over that of all pairs of positions. The
// vote of k for i over j is c s (far_j - far_i), far_j = (|x_k - x_j| / R)^r_k.
static void chances_all(struct round *round) {
    const size_t n = round->actors;
    double total = 0, *far = round->far;
    for (size_t i = 0; i < n * n; i++) round->chance[i] = 0;
    for (size_t k = 0; k < n; k++) {
        const double weight = round->capability[k] * round->salience[k];
        for (size_t j = 0; j < n; j++)
            far[j] = power(fabs(round->place[k] - round->place[j]) / round->range, round->risk[k]);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                round->chance[i * n + j] += positive(weight * (far[j] - far[i]));
    }
    // Each vote stands once for and once against: over all pairs |v| sums to twice the positive.
    for (size_t i = 0; i < n * n; i++) total += 2 * round->chance[i];
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double *chance = &round->chance[i * n + j];
            *chance = round->place[i] == round->place[j] || total == 0 ? 0 : *chance / total;
        }
}

// The net vote over the votes cast between the two positions, without risk exponents.
static void chances_pair(struct round *round) {
    const size_t n = round->actors;
    double *cast = round->own, *far = round->far; // own is filled after the chances
    for (size_t i = 0; i < n * n; i++) round->chance[i] = cast[i] = 0;
    for (size_t k = 0; k < n; k++) {
        const double weight = round->capability[k] * round->salience[k];
        for (size_t j = 0; j < n; j++)
            far[j] = fabs(round->place[k] - round->place[j]) / round->range;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                const double lead = weight * (far[j] - far[i]);
                round->chance[i * n + j] += lead;
                cast[i * n + j] += fabs(lead);
            }
    }
    for (size_t i = 0; i < n * n; i++)
        round->chance[i] = cast[i] > 0 ? positive(round->chance[i]) / cast[i] : 0;
}

// What a judge with some risk exponent r thinks of a gap D: U_s, U_f and U_sq.
struct stakes {
    double success, failure, stay;
};

static struct stakes stakes_of(const struct round *round, size_t i, size_t j, double risk) {
    const double gap = fabs(round->place[i] - round->place[j]) / round->range;
    return (struct stakes){2 - 4 * power(0.5 - gap / 2, risk), 2 - 4 * power(0.5 + gap / 2, risk),
                           2 - 4 * power(0.5, risk)};
}

// E = s_j (P U_s + (1 - P) U_f) + (1 - s_j) U_s - U_sq of i's challenge to j.
static double expected(const struct round *round, size_t i, size_t j, struct stakes stakes) {
    if (round->place[i] == round->place[j]) return 0;
    const double chance = round->chance[i * round->actors + j], salience = round->salience[j];
    return salience * (chance * stakes.success + (1 - chance) * stakes.failure) +
           (1 - salience) * stakes.success - stakes.stay;
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
            if (j != i) round->next[i] += expected(round, j, i, stakes_of(round, i, j, 1));
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
            const struct stakes stakes = stakes_of(round, i, j, round->risk[i]);
            round->own[i * n + j] = expected(round, i, j, stakes);
            round->seen[i * n + j] = expected(round, j, i, stakes);
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

// A turn in which nobody moves.
static void rest(struct round *round) {
    for (size_t i = 0; i < round->actors; i++) {
        round->next[i] = round->place[i];
        round->step[i] = (struct steppe_bargain_step){.with = -1};
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
    double *cells = STEPPE_TAKE(arena, 5 * n + 3 * n * n, double);
    struct steppe_bargain_step *steps = STEPPE_TAKE(arena, n, struct steppe_bargain_step);
    if (!cells || !steps) return false;
    struct round round = {.actors = n,
                          .all = variant == STEPPE_BARGAIN_CHALLENGE_ALL,
                          .capability = issue->capability,
                          .place = cells,
                          .next = cells + n,
                          .risk = cells + 2 * n,
                          .far = cells + 4 * n,
                          .chance = cells + 5 * n,
                          .own = cells + 5 * n + n * n,
                          .seen = cells + 5 * n + 2 * n * n,
                          .step = steps};
    int32_t last = 0;
    for (size_t k = 0; k < dims; k++) {
        begin(&round, issue, k, cells + 3 * n);
        bool moved = true;
        for (int32_t turn = 0; turn < turn_max; turn++) {
            // Nobody moved: nobody will, for the next turn begins as this one did.
            if (moved)
                play(&round);
            else
                rest(&round);
            moved = keep(&round, (size_t)turn, dims, k, result);
            if (moved && turn + 1 > last) last = turn + 1;
        }
    }
    result->settled = last < turn_max;
    result->turns = result->settled ? last + 1 : turn_max;
    return true;
}
