// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// influence: the index users look at, at quarter ends: a view that steers nothing. In: the cells
// that give each tie its size, and the rows of ties that no variable carries. Out: volumes,
// bandwidth and dependence of ties, scores of domains, shares of influence, autonomy, leverage.
// docs/model.md, section 7, derives the equations.
#include "mechanisms/influence_ties.h"

enum { EXPONENT, TIE_WEIGHT, DOMAIN_WEIGHT, OWN_SHARE };

static const struct steppe_param params[] = {
    [EXPONENT] = {"exponent", STEPPE_SHAPE_SCALAR, "1", 0.05, 0.95,
                  "weight of the size of a tie against dependence on it"},
    [TIE_WEIGHT] = {"tie_weight", STEPPE_SHAPE_TIE, "1", 0, 1000,
                    "weight of a tie within its domain"},
    [DOMAIN_WEIGHT] = {"domain_weight", STEPPE_SHAPE_DOMAIN, "1", 0, 1000, "weight of a domain"},
    [OWN_SHARE] = {"own_share", STEPPE_SHAPE_HOST, "1", 0, 0.99,
                   "part of what steers a host that is its own"},
};

// The first STEPPE_TIE_CARRIERS are those whose cells may give a tie its size.
static const struct steppe_use uses[] = {
    {.variable = STEPPE_VAR_goods_trade, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_fuel_trade, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_migrants, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_remittances, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_payout, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_capital, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_debt, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_arms, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_troops, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_training, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_posts, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_base_rent, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_favourability, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_vote_agreement, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_political_tie, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_transit_loss, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_gdp, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_gdp_nominal, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_tie_volume, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_bandwidth, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_tie_dependence, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_tie_score, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_dependence, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_leverage, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_domain_score, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_influence_score, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_influence, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_autonomy, .access = STEPPE_OWN},
};

struct constants {
    struct steppe_ties ties;
    uint32_t offsets[STEPPE_COUNT(params)];
    const steppe_real *own_security; // [hosts] military spending of the base, USD/year
};

// Scratch; all [..][LANES].
struct view {
    steppe_real *weight;       // [ties] of a tie, domain included: sums to 1
    steppe_real *in_domain;    // [ties] of a tie in its domain
    steppe_real *domain_total; // [domains]
    steppe_real *cover;        // [hosts] security of a host: its own and what ties supply, USD/year
    steppe_real *per_whole;    // [hosts] of the tie at hand: one over what it is measured against
    steppe_real *backward;     // [powers][hosts] dependence of the power on the host
    steppe_real *ratio;        // [powers][hosts] of the tie at hand: B/Dep, then a times its log
    steppe_real *need;         // [powers][hosts] of the tie at hand: Dep where nobody looks
    steppe_real *spare;        // [3] other details of a pair that nobody looks at
    uint16_t *tied;            // [powers][hosts] pairs with the tie at hand, and their number
    size_t tied_count;
};

// ---- weights ----------------------------------------------------------------------------------

static void add_weight(const steppe_real *restrict weight, steppe_real *restrict total) {
    STEPPE_EACH_LANE(lane) {
        total[lane] += weight[lane];
    }
}

// Weights of ties within their domain, and those of domains that have ties, sum to one.
static void weights(const struct steppe_world *world, const struct constants *constants,
                    const struct view *view) {
    const struct steppe_ties *ties = &constants->ties;
    const steppe_real *of_tie = steppe_params_at(world, constants->offsets[TIE_WEIGHT]);
    const steppe_real *of_domain = steppe_params_at(world, constants->offsets[DOMAIN_WEIGHT]);
    steppe_real all[STEPPE_LANES];
    memset(all, 0, sizeof all);
    memset(view->domain_total, 0, ties->domains * STEPPE_LANES * sizeof(steppe_real));
    for (size_t k = 0; k < ties->count; k++)
        add_weight(of_tie + k * STEPPE_LANES,
                   view->domain_total + ties->kinds[k].domain * STEPPE_LANES);
    for (size_t d = 0; d < ties->domains; d++)
        if (ties->domain_used[d]) add_weight(of_domain + d * STEPPE_LANES, all);
    for (size_t k = 0; k < ties->count; k++) {
        const size_t at = k * STEPPE_LANES, domain = ties->kinds[k].domain * STEPPE_LANES;
        const steppe_real *total = view->domain_total + domain, *above = of_domain + domain;
        STEPPE_EACH_LANE(lane) {
            const steppe_real within = of_tie[at + (size_t)lane] /
                                       steppe_max(total[lane], STEPPE_R(1e-30));
            view->in_domain[at + (size_t)lane] = within;
            view->weight[at + (size_t)lane] = within * above[lane] /
                                              steppe_max(all[lane], STEPPE_R(1e-30));
        }
    }
}

// ---- ties -------------------------------------------------------------------------------------

// Sum of up to two cells in the tie's unit; true if it is not zero in some lane.
static bool sum_cells(const steppe_real *restrict state, struct steppe_tie_cells cells,
                      steppe_real per_unit, steppe_real *restrict volume) {
    if (cells.first == STEPPE_NOWHERE) return false;
    const steppe_real *first = state + (size_t)cells.first * STEPPE_LANES;
    if (cells.second == STEPPE_NOWHERE) {
        STEPPE_EACH_LANE(lane) {
            volume[lane] = first[lane] * per_unit;
        }
    } else {
        const steppe_real *second = state + (size_t)cells.second * STEPPE_LANES;
        STEPPE_EACH_LANE(lane) {
            volume[lane] = (first[lane] + second[lane]) * per_unit;
        }
    }
    return steppe_any(volume);
}

// What the partners of an actor make together, in the tie's unit.
static void sum_partners(const struct steppe_world *world, const struct steppe_tie_source *kind,
                         const struct steppe_tie_span *spans, size_t span_count,
                         steppe_real *restrict total) {
    memset(total, 0, STEPPE_LANES * sizeof *total);
    for (size_t s = 0; s < span_count; s++)
        for (uint32_t i = 0; i < spans[s].count; i++)
            add_weight(world->state +
                           ((size_t)spans[s].first + (size_t)i * spans[s].stride) * STEPPE_LANES,
                       total);
    STEPPE_EACH_LANE(lane) {
        total[lane] *= kind->per_unit;
    }
}

// What one tie of a power with a host is and adds; [LANES] each. The first four are scratch or,
// when somebody looks, the details of the state.
struct pair {
    steppe_real *volume, *bandwidth, *dependence, *tie_score;
    steppe_real *domain_score, *influence_score, *all_dependence; // sums over ties
};

// B = log(1 + v/median) / log(1 + max/median),  Dep = min(v scale / whole, 1), and
// B^a Dep^(1 - a) as Dep (B / Dep)^a: one log less. A plain log(1 + x) serves: what rounding of
// 1 + x takes, 6e-8 of B, is nothing on the scale of B.
static void size_month(steppe_real per_median, steppe_real per_log,
                       const steppe_real *restrict volume, const steppe_real *restrict per_whole,
                       steppe_real *restrict bandwidth, steppe_real *restrict dependence,
                       steppe_real *restrict ratio) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real size = steppe_log_size(STEPPE_R(1) + volume[lane] * per_median) * per_log;
        const steppe_real need = steppe_min(volume[lane] * per_whole[lane], STEPPE_R(1));
        bandwidth[lane] = size;
        dependence[lane] = need;
        ratio[lane] = size / steppe_max(need, STEPPE_R(1e-30));
    }
}

static void power_month(const steppe_real *restrict exponent, steppe_real *restrict ratio) {
    STEPPE_EACH_LANE(lane) {
        ratio[lane] = exponent[lane] * steppe_log_size(ratio[lane]);
    }
}

static void tie_month(const steppe_real *restrict log_ratio, const steppe_real *restrict dependence,
                      steppe_real *restrict score) {
    STEPPE_EACH_LANE(lane) {
        score[lane] = dependence[lane] * steppe_exp(log_ratio[lane]);
    }
}

// A tie whose rows alone decide: the log is known beforehand.
static void fixed_month(const struct steppe_tie_fixed *fixed, const steppe_real *restrict exponent,
                        steppe_real *restrict bandwidth, steppe_real *restrict dependence,
                        steppe_real *restrict log_ratio) {
    const steppe_real known = fixed->log_ratio;
    steppe_fill(fixed->bandwidth, bandwidth);
    steppe_fill(fixed->dependence, dependence);
    STEPPE_EACH_LANE(lane) {
        log_ratio[lane] = exponent[lane] * known;
    }
}

static void add_scores(const steppe_real *restrict in_domain, const steppe_real *restrict weight,
                       const steppe_real *restrict score, const steppe_real *restrict dependence,
                       steppe_real *restrict tie_score, steppe_real *restrict domain_score,
                       steppe_real *restrict influence_score,
                       steppe_real *restrict all_dependence) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real weighted = weight[lane] * score[lane];
        tie_score[lane] = weighted;
        domain_score[lane] += in_domain[lane] * score[lane];
        influence_score[lane] += weighted;
        all_dependence[lane] += weight[lane] * dependence[lane];
    }
}

// The same sums, to the bit, where nobody looks at the ties by themselves.
static void add_unseen(const steppe_real *restrict weight, const steppe_real *restrict log_ratio,
                       const steppe_real *restrict dependence,
                       steppe_real *restrict influence_score,
                       steppe_real *restrict all_dependence) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real score = dependence[lane] * steppe_exp(log_ratio[lane]);
        influence_score[lane] += weight[lane] * score;
        all_dependence[lane] += weight[lane] * dependence[lane];
    }
}

static void add_backward(const steppe_real *restrict weight, const steppe_real *restrict volume,
                         const steppe_real *restrict per_whole, steppe_real *restrict backward) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real part = volume[lane] * per_whole[lane];
        backward[lane] += weight[lane] * steppe_min(part, STEPPE_R(1));
    }
}

// scale / whole, finite where there is nothing.
static void per_whole_of(steppe_real scale, const steppe_real *restrict whole,
                         steppe_real *restrict per_whole) {
    STEPPE_EACH_LANE(lane) {
        per_whole[lane] = scale / steppe_max(whole[lane], STEPPE_R(1e-20));
    }
}

// Size of a tie of a power with a host; false: none in any lane, and volume is not written.
static bool size_of(const struct steppe_world *world, const struct steppe_ties *ties, size_t k,
                    size_t pair, const struct steppe_tie_fixed *fixed,
                    steppe_real *restrict volume) {
    const struct steppe_tie_source *kind = &ties->kinds[k];
    const size_t pairs = ties->powers * ties->hosts;
    if (kind->fixed_at == STEPPE_NOWHERE)
        return sum_cells(world->state, ties->cells[k * pairs + pair], kind->per_unit, volume);
    const steppe_real size = fixed[(size_t)kind->fixed_at * pairs + pair].volume;
    if (size == STEPPE_R(0)) return false;
    steppe_fill(size, volume);
    return true;
}

// Security of a host: its own, and what ties that are measured against it supply.
static void covers(const struct steppe_world *world, const struct constants *constants,
                   const struct steppe_tie_fixed *fixed, const struct view *view) {
    const struct steppe_ties *ties = &constants->ties;
    const steppe_real *gdp = steppe_cells(world, STEPPE_VAR_gdp);
    steppe_real volume[STEPPE_LANES];
    for (size_t h = 0; h < ties->hosts; h++) {
        const steppe_real *grown = gdp + (size_t)ties->host_actor[h] * STEPPE_LANES;
        const steppe_real own = constants->own_security[h];
        steppe_real *cover = view->cover + h * STEPPE_LANES;
        STEPPE_EACH_LANE(lane) {
            cover[lane] = own * grown[lane];
        }
    }
    for (size_t k = 0; k < ties->count; k++) {
        const steppe_real scale = ties->kinds[k].scale;
        if (ties->kinds[k].denominator != STEPPE_PER_SECURITY) continue;
        for (size_t pair = 0; pair < ties->powers * ties->hosts; pair++) {
            if (!size_of(world, ties, k, pair, fixed, volume)) continue;
            steppe_real *cover = view->cover + pair % ties->hosts * STEPPE_LANES;
            STEPPE_EACH_LANE(lane) {
                cover[lane] += scale * volume[lane];
            }
        }
    }
}

// One over what a tie of a host is measured against, so that volume x this is dependence.
static void per_host_whole(const struct steppe_world *world, const struct steppe_ties *ties,
                           size_t k, size_t h, const struct view *view,
                           steppe_real *restrict per_whole) {
    const struct steppe_tie_source *kind = &ties->kinds[k];
    const steppe_real *whole = view->cover + h * STEPPE_LANES;
    steppe_real total[STEPPE_LANES];
    if (kind->denominator == STEPPE_PER_GDP)
        whole = steppe_cells(world, STEPPE_VAR_gdp_nominal) +
                (size_t)ties->host_actor[h] * STEPPE_LANES;
    if (kind->denominator == STEPPE_PER_TOTAL) {
        const size_t at = k * ties->hosts + h;
        sum_partners(world, kind, ties->host_spans + at * STEPPE_TIE_SPANS,
                     ties->host_span_counts[at], total);
        whole = total;
    }
    per_whole_of(kind->scale, whole, per_whole);
}

static void backward_month(const struct steppe_world *world, const struct steppe_ties *ties,
                           size_t k, const struct view *view) {
    const struct steppe_tie_source *kind = &ties->kinds[k];
    steppe_real volume[STEPPE_LANES], total[STEPPE_LANES], per_whole[STEPPE_LANES];
    for (size_t p = 0; p < ties->powers; p++) {
        const steppe_real *whole = steppe_cells(world, STEPPE_VAR_gdp_nominal) +
                                   (size_t)ties->power_actor[p] * STEPPE_LANES;
        if (kind->denominator == STEPPE_PER_TOTAL) {
            const size_t at = k * ties->powers + p;
            sum_partners(world, kind, ties->power_spans + at * STEPPE_TIE_SPANS,
                         ties->power_span_counts[at], total);
            whole = total;
        }
        per_whole_of(kind->scale, whole, per_whole);
        for (size_t h = 0; h < ties->hosts; h++) {
            const size_t pair = p * ties->hosts + h;
            if (!sum_cells(world->state, ties->back[k * ties->powers * ties->hosts + pair],
                           kind->per_unit, volume))
                continue;
            add_backward(view->weight + k * STEPPE_LANES, volume, per_whole,
                         view->backward + pair * STEPPE_LANES);
        }
    }
}

// Where a pair's numbers go.
static struct pair place_pair(const struct steppe_world *world, const struct steppe_ties *ties,
                              const struct view *view, size_t k, size_t pair) {
    const size_t pairs = ties->powers * ties->hosts, to = pair * STEPPE_LANES;
    const size_t domain = (ties->kinds[k].domain * pairs + pair) * STEPPE_LANES;
    const size_t at = (k * pairs + pair) * STEPPE_LANES;
    struct pair of = {
        .volume = view->spare,
        .bandwidth = view->spare + STEPPE_LANES,
        .dependence = view->need + pair * STEPPE_LANES,
        .tie_score = view->spare + (size_t)2 * STEPPE_LANES,
        .domain_score = steppe_cells(world, STEPPE_VAR_domain_score) + domain,
        .influence_score = steppe_cells(world, STEPPE_VAR_influence_score) + to,
        .all_dependence = steppe_cells(world, STEPPE_VAR_dependence) + to,
    };
    if (world->unseen) return of;
    of.volume = steppe_cells(world, STEPPE_VAR_tie_volume) + at;
    of.bandwidth = steppe_cells(world, STEPPE_VAR_bandwidth) + at;
    of.dependence = steppe_cells(world, STEPPE_VAR_tie_dependence) + at;
    of.tie_score = steppe_cells(world, STEPPE_VAR_tie_score) + at;
    return of;
}

static void no_tie(const struct pair *of) {
    const size_t bytes = STEPPE_LANES * sizeof(steppe_real);
    memset(of->volume, 0, bytes);
    memset(of->bandwidth, 0, bytes);
    memset(of->dependence, 0, bytes);
    memset(of->tie_score, 0, bytes);
}

// The rows of the tie say its part: no measure of the world is asked.
static bool is_direct(const struct steppe_tie_source *kind) {
    return kind->fixed_at != STEPPE_NOWHERE && kind->denominator == STEPPE_PER_TOTAL;
}

// Sizes, needs and their ratio of all pairs with a tie.
static void size_tie(const struct steppe_world *world, const struct constants *constants, size_t k,
                     const struct steppe_tie_fixed *fixed, struct view *view) {
    const struct steppe_ties *ties = &constants->ties;
    const struct steppe_tie_source *kind = &ties->kinds[k];
    const size_t pairs = ties->powers * ties->hosts;
    const steppe_real *exponent = steppe_params_at(world, constants->offsets[EXPONENT]);
    const bool direct = is_direct(kind);
    view->tied_count = 0;
    for (size_t h = 0; h < ties->hosts && !direct; h++)
        per_host_whole(world, ties, k, h, view, view->per_whole + h * STEPPE_LANES);
    for (size_t pair = 0; pair < pairs; pair++) {
        const struct pair of = place_pair(world, ties, view, k, pair);
        steppe_real *ratio = view->ratio + pair * STEPPE_LANES;
        if (!size_of(world, ties, k, pair, fixed, of.volume)) {
            if (!world->unseen) no_tie(&of);
            continue;
        }
        view->tied[view->tied_count++] = (uint16_t)pair;
        if (direct)
            fixed_month(&fixed[(size_t)kind->fixed_at * pairs + pair], exponent, of.bandwidth,
                        of.dependence, ratio);
        else
            size_month(kind->per_median, kind->per_log, of.volume,
                       view->per_whole + pair % ties->hosts * STEPPE_LANES, of.bandwidth,
                       of.dependence, ratio);
    }
    for (size_t i = 0; i < view->tied_count && !direct; i++)
        power_month(exponent, view->ratio + (size_t)view->tied[i] * STEPPE_LANES);
}

// Step by step over all pairs: the logs and powers of one pair alone would wait for each other.
static void score_tie(const struct steppe_world *world, const struct constants *constants, size_t k,
                      const struct steppe_tie_fixed *fixed, struct view *view) {
    steppe_real score[STEPPE_LANES];
    size_tie(world, constants, k, fixed, view);
    for (size_t i = 0; i < view->tied_count; i++) {
        const struct pair of = place_pair(world, &constants->ties, view, k, view->tied[i]);
        const steppe_real *log_ratio = view->ratio + (size_t)view->tied[i] * STEPPE_LANES;
        if (world->unseen) {
            add_unseen(view->weight + k * STEPPE_LANES, log_ratio, of.dependence,
                       of.influence_score, of.all_dependence);
            continue;
        }
        tie_month(log_ratio, of.dependence, score);
        add_scores(view->in_domain + k * STEPPE_LANES, view->weight + k * STEPPE_LANES, score,
                   of.dependence, of.tie_score, of.domain_score, of.influence_score,
                   of.all_dependence);
    }
}

// ---- dependence alone ---------------------------------------------------------------------------

static void add_need(const steppe_real *restrict weight, const steppe_real *restrict volume,
                     const steppe_real *restrict per_whole, steppe_real *restrict all_dependence) {
    STEPPE_EACH_LANE(lane) {
        all_dependence[lane] += weight[lane] *
                                steppe_min(volume[lane] * per_whole[lane], STEPPE_R(1));
    }
}

// What mechanisms read of a tie, when nobody looks at the index: sum of Dep, to the bit as above.
static void need_tie(const struct steppe_world *world, const struct constants *constants, size_t k,
                     const struct steppe_tie_fixed *fixed, const struct view *view) {
    const struct steppe_ties *ties = &constants->ties;
    const struct steppe_tie_source *kind = &ties->kinds[k];
    const size_t pairs = ties->powers * ties->hosts;
    const steppe_real *weight = view->weight + k * STEPPE_LANES;
    steppe_real *all = steppe_cells(world, STEPPE_VAR_dependence);
    steppe_real volume[STEPPE_LANES], one[STEPPE_LANES];
    steppe_fill(1, one);
    const bool direct = is_direct(kind);
    for (size_t h = 0; h < ties->hosts && !direct; h++)
        per_host_whole(world, ties, k, h, view, view->per_whole + h * STEPPE_LANES);
    for (size_t pair = 0; pair < pairs; pair++) {
        if (!size_of(world, ties, k, pair, fixed, volume)) continue;
        const steppe_real *per = direct ? one : view->per_whole + pair % ties->hosts * STEPPE_LANES;
        if (direct) steppe_fill(fixed[(size_t)kind->fixed_at * pairs + pair].dependence, volume);
        add_need(weight, volume, per, all + pair * STEPPE_LANES);
    }
}

// ---- shares -----------------------------------------------------------------------------------

static void shares(struct steppe_world *world, const struct constants *constants,
                   const struct view *view) {
    const size_t powers = constants->ties.powers, hosts = constants->ties.hosts;
    const steppe_real *score = steppe_cells(world, STEPPE_VAR_influence_score);
    const steppe_real *dependence = steppe_cells(world, STEPPE_VAR_dependence);
    steppe_real *leverage = steppe_cells(world, STEPPE_VAR_leverage);
    steppe_real *influence = steppe_cells(world, STEPPE_VAR_influence);
    steppe_real *autonomy = steppe_cells(world, STEPPE_VAR_autonomy);
    for (size_t i = 0; i < powers * hosts * STEPPE_LANES; i++)
        leverage[i] = dependence[i] - view->backward[i];
    for (size_t h = 0; h < hosts && !world->unviewed; h++) {
        const steppe_real *own = steppe_params_at(world, constants->offsets[OWN_SHARE]) +
                                 h * STEPPE_LANES;
        steppe_real sum[STEPPE_LANES], squares[STEPPE_LANES];
        memset(sum, 0, sizeof sum);
        memset(squares, 0, sizeof squares);
        for (size_t p = 0; p < powers; p++) add_weight(score + (p * hosts + h) * STEPPE_LANES, sum);
        STEPPE_EACH_LANE(lane) {
            sum[lane] = (STEPPE_R(1) - own[lane]) / steppe_max(sum[lane], STEPPE_R(1e-30));
        }
        for (size_t p = 0; p < powers; p++) {
            const steppe_real *of = score + (p * hosts + h) * STEPPE_LANES;
            steppe_real *share = influence + (p * hosts + h) * STEPPE_LANES;
            STEPPE_EACH_LANE(lane) {
                share[lane] = of[lane] * sum[lane];
                squares[lane] += share[lane] * share[lane];
            }
        }
        STEPPE_EACH_LANE(lane) {
            autonomy[h * STEPPE_LANES + (size_t)lane] = STEPPE_R(1) - squares[lane];
        }
    }
}

enum { SPARE = 3 };

// Cells that the list of tied pairs takes.
static size_t list_cells(size_t pairs) {
    const size_t cell = STEPPE_LANES * sizeof(steppe_real);
    return (pairs * sizeof(uint16_t) + cell - 1) / cell;
}

static size_t view_cells(const struct steppe_ties *ties) {
    const size_t pairs = ties->powers * ties->hosts;
    return 2 * ties->count + ties->domains + 2 * ties->hosts + 3 * pairs + SPARE +
           list_cells(pairs);
}

static void step(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    const struct constants *constants = memory;
    const struct steppe_ties *ties = &constants->ties;
    const size_t pairs = ties->powers * ties->hosts, bytes = sizeof(steppe_real) * STEPPE_LANES;
    struct view view = {.weight = scratch->cells};
    view.in_domain = view.weight + ties->count * STEPPE_LANES;
    view.domain_total = view.in_domain + ties->count * STEPPE_LANES;
    view.cover = view.domain_total + ties->domains * STEPPE_LANES;
    view.per_whole = view.cover + ties->hosts * STEPPE_LANES;
    view.backward = view.per_whole + ties->hosts * STEPPE_LANES;
    view.ratio = view.backward + pairs * STEPPE_LANES;
    view.need = view.ratio + pairs * STEPPE_LANES;
    view.spare = view.need + pairs * STEPPE_LANES;
    view.tied = (uint16_t *)(void *)(view.spare + (size_t)SPARE * STEPPE_LANES);
    const struct steppe_tie_fixed *fixed = steppe_ties_fixed(ties, world->layout->first_month +
                                                                       world->month);
    weights(world, constants, &view);
    covers(world, constants, fixed, &view);
    memset(view.backward, 0, pairs * bytes);
    if (!world->unviewed) {
        memset(steppe_cells(world, STEPPE_VAR_influence_score), 0, pairs * bytes);
        if (!world->unseen)
            memset(steppe_cells(world, STEPPE_VAR_domain_score), 0, ties->domains * pairs * bytes);
    }
    memset(steppe_cells(world, STEPPE_VAR_dependence), 0, pairs * bytes);
    for (size_t k = 0; k < ties->count; k++) {
        if (world->unviewed)
            need_tie(world, constants, k, fixed, &view);
        else
            score_tie(world, constants, k, fixed, &view);
        if (ties->kinds[k].mutual) backward_month(world, ties, k, &view);
    }
    shares(world, constants, &view);
}

// ---- start ------------------------------------------------------------------------------------

// The view of the start: one step over the central start values and parameters.
static bool start_view(struct steppe_setup *setup, const struct constants *constants,
                       struct steppe_error *error) {
    const struct steppe_layout *layout = setup->layout;
    const struct steppe_arena_mark mark = steppe_arena_mark(setup->arena);
    const size_t lanes = STEPPE_LANES;
    steppe_real *state = STEPPE_TAKE(setup->arena, layout->state_cells * lanes, steppe_real);
    steppe_real *values = STEPPE_TAKE(setup->arena, layout->param_cells * lanes, steppe_real);
    steppe_real *cells = STEPPE_TAKE(setup->arena, setup->scratch_cells * lanes, steppe_real);
    if (!state || !values || !cells)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for the start of influence");
    for (size_t i = 0; i < layout->state_cells; i++)
        steppe_fill((steppe_real)setup->start[i], state + i * lanes);
    for (size_t i = 0; i < STEPPE_COUNT(params); i++) {
        const size_t count = steppe_model_cells(setup->model, params[i].shape);
        for (size_t c = 0; c < count; c++)
            steppe_fill((steppe_real)steppe_setup_median(setup, i, c),
                        values + (constants->offsets[i] + c) * lanes);
    }
    struct steppe_world world = {.layout = layout, .state = state, .params = values};
    struct steppe_scratch scratch = {.cells = cells, .cell_count = setup->scratch_cells};
    step(&world, constants, &scratch);
    for (size_t i = 0; i < STEPPE_COUNT(uses); i++) {
        if (uses[i].access != STEPPE_OWN) continue;
        const size_t offset = layout->offsets[uses[i].variable];
        for (size_t c = 0; c < layout->cell_counts[uses[i].variable]; c++)
            setup->start[offset + c] = (double)state[(offset + c) * lanes];
    }
    steppe_arena_rewind(setup->arena, mark);
    return true;
}

static bool prepare(struct steppe_setup *setup, struct steppe_error *error) {
    struct constants *constants = STEPPE_TAKE(setup->arena, 1, struct constants);
    const size_t hosts = setup->model->axes[STEPPE_AXIS_HOST].count;
    steppe_real *own = STEPPE_TAKE(setup->arena, hosts, steppe_real);
    if (!constants || !own)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for the constants of influence");
    constants->own_security = own;
    for (size_t h = 0; h < hosts; h++)
        own[h] = (steppe_real)steppe_setup_figure(setup, STEPPE_VAR_military_spending,
                                                  setup->model->axes[STEPPE_AXIS_HOST].actor_at[h]);
    for (size_t i = 0; i < STEPPE_COUNT(params); i++)
        constants->offsets[i] = steppe_setup_parameter(setup, i);
    if (!steppe_ties_make(setup, uses, &constants->ties, error)) return false;
    setup->scratch_cells = view_cells(&constants->ties);
    setup->constants = constants;
    return start_view(setup, constants, error);
}

const struct steppe_mechanism STEPPE_NAMED(steppe_mechanism_influence) = {
    .name = "influence",
    .summary = "Ties of all kinds add up to shares of influence, by size and by dependence.",
    .equation =
        "B = ln(1 + v/med)/ln(1 + max/med); Dep = min(v/whole, 1); score = sum_d w_d sum_k w_k "
        "B^a Dep^(1-a); influence_p = (1 - own) score_p/sum score; "
        "autonomy = 1 - sum influence^2; leverage = Dep of host on power - Dep of power on host",
    .source = "moyer-2018",
    .every_months = 3,
    .phase = 2,
    .uses = uses,
    .use_count = STEPPE_COUNT(uses),
    .params = params,
    .param_count = STEPPE_COUNT(params),
    .prepare = prepare,
    .settle = step, // shares by a member's own weights
    .step = step,
};
