// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// bargain_spatial: the spatial model of politics over all dimensions at once (wise-2015, with the
// settings of its reference program): every actor challenges the one it expects most from, the two
// share the way between them by strength, and every actor takes of all bargains it is part of the
// one that a probabilistic Condorcet election would choose.
#include <math.h>

#include "solve/bargain.h"

#define LEAST_COALITION 1e-10
#define LEAST_GAIN 1e-5     // a challenge must promise more
#define LEAST_STRENGTH 1e-6 // keeps the shares of a bargain defined
#define ROUNDING 1e4        // positions are kept to 1/ROUNDING of the scale
#define STOP_SHARE 0.02     // of the first turn's moves
#define STOP_BASE 1e-4
#define LEAST_TURNS 2

struct offer {
    size_t target; // actors: none
    double chance, gain;
};

struct turn {
    const struct steppe_bargain_issue *issue;
    const double *place;    // [actor][dimension]
    double *gap;            // [actor][other] distance by the actor's saliences
    double *weight;         // [actor] capability times salience
    double *interest;       // [actor] salience over all dimensions
    double *first, *second; // [target] votes of the two alone
    double *with, *against; // [target] their coalitions
    double *risk;           // [actor]
    double *sum;            // [actor] utility of all places together
    double *worth;          // [actor][other] utilities in one actor's eyes, by its idea of risk
    double *win, *chosen;   // of elections
    double *offered;        // [initiator][2][dimension] new places of initiator and target
    double *bargain_gap;    // [initiator][2][actor] distance of everyone to the new places
    struct offer *offer;    // [initiator]
    size_t *list;           // initiators of the bargains that one actor is part of
};

static double utility(double gap, double risk) { return (1 - gap) * (1 + gap * risk); }

// d^2 = sum ((x - y) s)^2 / sum s^2, s the saliences of the one who judges.
static double gap_between(const struct steppe_bargain_issue *issue, size_t judge, const double *x,
                          const double *y) {
    const double *salience = &issue->salience[judge * issue->dimensions];
    double sum = 0, scale = 0;
    for (size_t k = 0; k < issue->dimensions; k++) {
        double gap = (x[k] - y[k]) * salience[k];
        sum += gap * gap;
        scale += salience[k] * salience[k];
    }
    return scale > 0 ? sqrt(sum / scale) : 0;
}

// Who stands where an election by capability would go can lose most, and risks least.
static void find_risks(struct turn *turn) {
    const size_t n = turn->issue->actors, dims = turn->issue->dimensions;
    double least = HUGE_VAL, most = -HUGE_VAL;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            turn->gap[i * n + j] = gap_between(turn->issue, i, turn->place + i * dims,
                                               turn->place + j * dims);
            turn->worth[i * n + j] = 1 - turn->gap[i * n + j];
        }
    steppe_bargain_votes(n, n, turn->issue->capability, turn->worth, turn->win);
    steppe_bargain_conditional(n, turn->win, turn->chosen);
    for (size_t i = 0; i < n; i++) {
        least = fmin(least, turn->chosen[i]);
        most = fmax(most, turn->chosen[i]);
    }
    for (size_t i = 0; i < n; i++)
        turn->risk[i] = most > least
                            ? (3 * turn->chosen[i] - (most + 2 * least)) / (2 * (most - least))
                            : 0;
}

static void see(struct turn *turn, size_t observer) {
    const size_t n = turn->issue->actors;
    for (size_t i = 0; i < n; i++) {
        double risk = (2 * turn->risk[observer] + turn->risk[i]) / 3;
        for (size_t j = 0; j < n; j++) turn->worth[i * n + j] = utility(turn->gap[i * n + j], risk);
    }
}

static double positive(double value) { return value > 0 ? value : 0; }

// Third party k joins the side that it would rather share a win or a defeat with, as i sees it
// (see(turn, i) was called), for the targets from to to - 1.
static void join(struct turn *turn, size_t i, size_t k, size_t from, size_t to) {
    const double *own = turn->worth + k * turn->issue->actors, weight = turn->weight[k];
    const double *first = turn->first, *second = turn->second;
#pragma omp simd
    for (size_t j = from; j < to; j++) {
        const double vote = weight * (own[i] - own[j]);
        const double chance = (first[j] + positive(vote)) /
                              (first[j] + second[j] + positive(vote) + positive(-vote));
        const double if_first = chance * (2 * own[i] + own[k]) + (1 - chance) * 3 * own[j];
        const double if_second = chance * 3 * own[i] + (1 - chance) * (2 * own[j] + own[k]);
        const double joined = weight * (if_first - if_second);
        turn->with[j] += positive(joined);
        turn->against[j] += positive(-joined);
    }
}

// Coalitions of i and of each target in i's eyes.
static void find_coalitions(struct turn *turn, size_t i) {
    const size_t n = turn->issue->actors;
    const double *worth = turn->worth;
    for (size_t j = 0; j < n; j++) {
        turn->first[j] = LEAST_COALITION +
                         turn->weight[i] * positive(worth[i * n + i] - worth[i * n + j]);
        turn->second[j] = LEAST_COALITION +
                          turn->weight[j] * positive(worth[j * n + j] - worth[j * n + i]);
        turn->with[j] = turn->first[j];
        turn->against[j] = turn->second[j];
    }
    for (size_t k = 0; k < n; k++) {
        if (k == i) continue;
        join(turn, i, k, 0, k);
        join(turn, i, k, k + 1, n);
    }
}

static void find_offer(struct turn *turn, size_t i, struct steppe_bargain_result *keep) {
    const size_t n = turn->issue->actors;
    struct offer *offer = &turn->offer[i];
    *offer = (struct offer){.target = n, .gain = LEAST_GAIN};
    see(turn, i);
    find_coalitions(turn, i);
    for (size_t j = 0; j < n; j++) {
        if (j == i) continue;
        const double own = turn->worth[i * n + i], other = turn->worth[i * n + j];
        const double chance = turn->with[j] / (turn->with[j] + turn->against[j]);
        const double contest = 2 * (chance * own + (1 - chance) * other);
        const double yields = 1 - turn->interest[j];
        const double gain = yields * 2 * own + turn->interest[j] * contest - (own + other);
        if (keep) {
            keep->chance[i * n + j] = chance;
            keep->gain[i * n + j] = gain;
        }
        if (gain > offer->gain) *offer = (struct offer){j, chance, gain};
    }
}

static double rounded(double place) { return floor(place * ROUNDING + 0.5) / ROUNDING; }

// The two meet by strength: each one's salience on the dimension times its chance, squared.
static void make_bargain(struct turn *turn, size_t i) {
    const size_t n = turn->issue->actors, dims = turn->issue->dimensions;
    const struct offer *offer = &turn->offer[i];
    if (offer->target == n) return;
    const size_t j = offer->target;
    double *new_own = turn->offered + i * 2 * dims, *new_other = new_own + dims;
    for (size_t k = 0; k < dims; k++) {
        const double x = turn->place[i * dims + k], y = turn->place[j * dims + k];
        const double own = turn->issue->salience[i * dims + k] * offer->chance;
        const double other = turn->issue->salience[j * dims + k] * (1 - offer->chance);
        const double a = own * own, b = other * other, sum = a + b + LEAST_STRENGTH;
        new_own[k] = rounded(((a + LEAST_STRENGTH) * x + b * y) / sum);
        new_other[k] = rounded((a * x + (b + LEAST_STRENGTH) * y) / sum);
    }
    for (size_t k = 0; k < n; k++) {
        const double *from = turn->place + k * dims;
        turn->bargain_gap[(i * 2) * n + k] = gap_between(turn->issue, k, from, new_own);
        turn->bargain_gap[(i * 2 + 1) * n + k] = gap_between(turn->issue, k, from, new_other);
    }
}

// What the places as they are mean to each voter, by its own risk.
static void find_sums(struct turn *turn) {
    const size_t n = turn->issue->actors;
    for (size_t k = 0; k < n; k++) {
        turn->sum[k] = 0;
        for (size_t other = 0; other < n; other++)
            turn->sum[k] += utility(turn->gap[k * n + other], turn->risk[k]);
    }
}

// The bargain that an election of all would choose among those `actor` is part of: its initiator,
// or actors: things stay as they are. A bargain is worth to a voter the mean of all places after
// it, by the voter's own risk.
static size_t choose(struct turn *turn, size_t actor) {
    const size_t n = turn->issue->actors;
    size_t options = 1;
    turn->list[0] = n;
    for (size_t i = 0; i < n; i++)
        if (turn->offer[i].target < n && (i == actor || turn->offer[i].target == actor))
            turn->list[options++] = i;
    if (options == 1) return n;
    double *worth = turn->worth; // [voter][option]: at most n + 1 options
    for (size_t k = 0; k < n; k++) {
        const double *gap = turn->gap + k * n;
        const double risk = turn->risk[k];
        const double sum = turn->sum[k];
        worth[k * options] = sum / (double)n;
        for (size_t o = 1; o < options; o++) {
            const size_t i = turn->list[o], j = turn->offer[i].target;
            double changed = sum - utility(gap[i], risk) - utility(gap[j], risk) +
                             utility(turn->bargain_gap[i * 2 * n + k], risk) +
                             utility(turn->bargain_gap[(i * 2 + 1) * n + k], risk);
            worth[k * options + o] = changed / (double)n;
        }
    }
    steppe_bargain_votes(n, options, turn->issue->capability, worth, turn->win);
    steppe_bargain_conditional(options, turn->win, turn->chosen);
    size_t best = 0;
    for (size_t o = 1; o < options; o++)
        if (turn->chosen[o] > turn->chosen[best]) best = o;
    return turn->list[best];
}

// Moves an actor; the length of its way.
static double move(struct turn *turn, size_t actor, double *next,
                   struct steppe_bargain_step *step) {
    const size_t n = turn->issue->actors, dims = turn->issue->dimensions;
    const size_t chosen = choose(turn, actor);
    const double *from = turn->place + actor * dims, *to = from;
    struct steppe_bargain_step made = {.with = -1};
    if (chosen < n) {
        const struct offer *offer = &turn->offer[chosen];
        made = (struct steppe_bargain_step){
            .with = (int32_t)(chosen == actor ? offer->target : chosen),
            .kind = STEPPE_BARGAIN_COMPROMISED,
            .initiator = chosen == actor,
            .chance = offer->chance,
            .gain = offer->gain};
        to = turn->offered + chosen * 2 * dims + (chosen == actor ? 0 : dims);
    }
    double way = 0;
    for (size_t k = 0; k < dims; k++) {
        next[actor * dims + k] = to[k];
        step[actor * dims + k] = made;
        way += (to[k] - from[k]) * (to[k] - from[k]);
    }
    return sqrt(way);
}

static bool make_turn(struct turn *turn, const struct steppe_bargain_issue *issue,
                      struct steppe_arena *arena) {
    const size_t n = issue->actors, dims = issue->dimensions;
    *turn = (struct turn){
        .issue = issue,
        .gap = STEPPE_TAKE(arena, n * n, double),
        .weight = STEPPE_TAKE(arena, n, double),
        .interest = STEPPE_TAKE(arena, n, double),
        .first = STEPPE_TAKE(arena, 5 * n, double),
        .worth = STEPPE_TAKE(arena, n * (n + 1), double),
        .win = STEPPE_TAKE(arena, (n + 1) * (n + 1), double),
        .chosen = STEPPE_TAKE(arena, n + 1, double),
        .offered = STEPPE_TAKE(arena, 2 * n * dims, double),
        .bargain_gap = STEPPE_TAKE(arena, 2 * n * n, double),
        .offer = STEPPE_TAKE(arena, n, struct offer),
        .list = STEPPE_TAKE(arena, n + 1, size_t),
    };
    if (!turn->first || !turn->gap || !turn->weight || !turn->interest || !turn->worth ||
        !turn->win || !turn->chosen || !turn->offered || !turn->bargain_gap || !turn->offer ||
        !turn->list)
        return false;
    turn->second = turn->first + n;
    turn->with = turn->first + 2 * n;
    turn->against = turn->first + 3 * n;
    turn->sum = turn->first + 4 * n;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < dims; k++) turn->interest[i] += issue->salience[i * dims + k];
        turn->weight[i] = turn->interest[i] * issue->capability[i];
    }
    return true;
}

bool steppe_bargain_spatial(const struct steppe_bargain_issue *issue, int32_t turn_max,
                            struct steppe_arena *arena, struct steppe_bargain_result *result) {
    const size_t n = issue->actors, cells = n * issue->dimensions;
    struct turn turn;
    double first_way = 0;
    if (!make_turn(&turn, issue, arena)) return false;
    while (result->turns < turn_max && !result->settled) {
        const size_t at = (size_t)result->turns;
        double way = 0;
        turn.place = result->position + at * cells;
        turn.risk = result->risk + at * n;
        find_risks(&turn);
        for (size_t i = 0; i < n; i++) find_offer(&turn, i, at == 0 ? result : NULL);
        for (size_t i = 0; i < n; i++) make_bargain(&turn, i);
        find_sums(&turn);
        for (size_t i = 0; i < n; i++)
            way += move(&turn, i, result->position + (at + 1) * cells, result->step + at * cells);
        result->turns++;
        if (at == 0) first_way = way;
        result->settled = result->turns >= LEAST_TURNS &&
                          way < STOP_SHARE * (first_way + STOP_BASE);
    }
    return true;
}
