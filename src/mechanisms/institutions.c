// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// institutions: who belongs to what, and what that does to trade, politics and pledges. In: the
// tables of institutions, memberships, treaties and summits; attention, last month's trade,
// dependence and integration. Out: statuses, costs of trade, political ties. Each January hosts may
// come in or leave, at base rates; docs/model.md, section 10, derives the equations.
#include "base/random.h"
#include "mechanisms/institutions_record.h"
#include "mechanisms/seats.h"

enum {
    ENTRY_RATE,
    EXIT_RATE,
    CONSENT,
    CONSENT_PULL,
    PORTFOLIO_PULL,
    GAIN_PULL,
    DEPENDENCE_HOLD,
    TARIFF_INSIDE,
    TARIFF_OUTSIDE,
    TARIFF_BOUND,
    FUND_PLEDGE,
    HALF_STANDING,
    SUMMIT_WEIGHT,
    SUMMIT_HALF_LIFE,
    SUMMIT_YEARS,
    ATTEMPT_MOST
};

static const struct steppe_param params[] = {
    [ENTRY_RATE] = {"entry_rate", STEPPE_SHAPE_INSTITUTION, "1/year", 0.00001, 1,
                    "base rate at which a host that may come in does so"},
    [EXIT_RATE] = {"exit_rate", STEPPE_SHAPE_INSTITUTION, "1/year", 0.00001, 1,
                   "base rate at which a host that is in leaves"},
    [CONSENT] = {"consent", STEPPE_SHAPE_SCALAR, "1", 0.01, 0.999,
                 "probability that a member agrees to an entry in the base"},
    [CONSENT_PULL] = {"consent_pull", STEPPE_SHAPE_SCALAR, "1", 0, 100,
                      "log odds of a power's consent per unit of the host's turn to it"},
    [PORTFOLIO_PULL] = {"portfolio_pull", STEPPE_SHAPE_SCALAR, "1", 0, 100,
                        "log odds of entry per unit of the host's turn to the leader"},
    [GAIN_PULL] = {"gain_pull", STEPPE_SHAPE_SCALAR, "1", 0, 100,
                   "log odds of entry per GDP of trade with the members of a customs union"},
    [DEPENDENCE_HOLD] = {"dependence_hold", STEPPE_SHAPE_SCALAR, "1", 0, 100,
                         "log odds of staying per unit of dependence on the leader"},
    [TARIFF_INSIDE] = {"tariff_inside", STEPPE_SHAPE_SCALAR, "1", -0.5, 0,
                       "log change of the cost of trade between members of a customs union"},
    [TARIFF_OUTSIDE] = {"tariff_outside", STEPPE_SHAPE_SCALAR, "1", 0, 0.5,
                        "log change of the cost of what a member buys from outside"},
    [TARIFF_BOUND] = {"tariff_bound", STEPPE_SHAPE_SCALAR, "1", -0.5, 0,
                      "log change of the cost of trade between members that bind their tariffs"},
    [FUND_PLEDGE] = {"fund_pledge", STEPPE_SHAPE_SCALAR, "1", 0, 1,
                     "share of a year's GDP that the leader of a fund pledges a new member a year"},
    [HALF_STANDING] = {"half_standing", STEPPE_SHAPE_SCALAR, "1", 0, 1,
                       "weight of an observer or partner, a member has 1"},
    [SUMMIT_WEIGHT] = {"summit_weight", STEPPE_SHAPE_SCALAR, "year", 0, 100,
                       "shared bodies that one summit a year is worth"},
    [SUMMIT_HALF_LIFE] = {"summit_half_life", STEPPE_SHAPE_SCALAR, "year", 0.1, 50,
                          "time in which half of what summits left is forgotten"},
    [SUMMIT_YEARS] = {"summit_years", STEPPE_SHAPE_SCALAR, "year", 1, 50,
                      "years of the record before the start whose summits make the yearly number; "
                      "the median counts, in whole months, for all members alike"},
    [ATTEMPT_MOST] = {"attempt_most", STEPPE_SHAPE_SCALAR, "1/year", 0.01, 0.99,
                      "base rate at which a host that may come in tries to, at most, however few "
                      "tries succeed"},
};

static const struct steppe_use uses[] = {
    {.variable = STEPPE_VAR_attention, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_goods_trade, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_gdp_nominal, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_dependence, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_integration, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_portfolio, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_membership, .access = STEPPE_OWN, .sparse = true},
    {.variable = STEPPE_VAR_summits, .access = STEPPE_OWN, .base = true},
    {.variable = STEPPE_VAR_political_tie, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_trade_barrier, .access = STEPPE_OWN, .quarterly = true, .sparse = true},
    {.variable = STEPPE_VAR_pledge, .access = STEPPE_ADD},
};

static const char *const streams[] = {"institutions.move", "institutions.vote"};

struct constants {
    struct steppe_institutions record;
    uint32_t offsets[STEPPE_COUNT(params)];
    uint32_t streams[STEPPE_COUNT(streams)];
    uint32_t integration_offset; // of integration.cost_effect; STEPPE_NOWHERE: no such mechanism
    uint32_t politics;           // domain; UINT32_MAX: the model has none
    size_t actors, hosts, powers, domains;
    const uint16_t *host_actor, *power_actor;
    const int32_t *power_of;  // [actors] power number or -1
    const uint32_t *barriers; // pairs whose barrier may move
    uint32_t barrier_count;
    const bool *moves; // [institutions][actors] whether a membership may
};

// Loop over the lanes that gathers into `found`.
#ifdef STEPPE_SCALAR
#define OR_LANES for (int lane = 0; lane < STEPPE_LANES; lane++)
#else
#define OR_LANES                                                                                   \
    _Pragma("omp simd reduction(|:found)") for (int lane = 0; lane < STEPPE_LANES; lane++)
#endif

static const steppe_real *param(const struct steppe_world *world, const struct constants *constants,
                                size_t number, size_t cell) {
    return steppe_params_at(world, constants->offsets[number]) + cell * STEPPE_LANES;
}

static steppe_real *status_of(const struct steppe_world *world, const struct constants *constants,
                              size_t institution, size_t actor) {
    return steppe_cells(world, STEPPE_VAR_membership) +
           (institution * constants->actors + actor) * STEPPE_LANES;
}

// ---- costs of trade -----------------------------------------------------------------------------

// Membership of a body with tariffs, now and at the base, [actors][LANES]; changed: in some lane.
static void read_union(const struct steppe_world *world, const struct constants *constants,
                       size_t k, steppe_real *restrict in, bool *changed) {
    for (size_t a = 0; a < constants->actors; a++) {
        const steppe_real *status = status_of(world, constants, k, a);
        const steppe_real base = constants->record.base[k * constants->actors + a];
        const steppe_real was = base == STEPPE_R(STEPPE_STATUS_MEMBER) ? STEPPE_R(1) : STEPPE_R(0);
        int found = 0;
        if (!constants->moves[k * constants->actors + a]) {
            steppe_fill(was, in + a * STEPPE_LANES);
            changed[a] = false;
            continue;
        }
        OR_LANES {
            const steppe_real is = status[lane] == STEPPE_R(STEPPE_STATUS_MEMBER) ? STEPPE_R(1)
                                                                                  : STEPPE_R(0);
            in[a * STEPPE_LANES + (size_t)lane] = is;
            found |= is != was;
        }
        changed[a] = found != 0;
    }
}

// e^(cost) and e^(-cost) of the tariffs, [LANES]: the only factors there are.
struct tariffs {
    steppe_real inside[STEPPE_LANES], per_inside[STEPPE_LANES];
    steppe_real outside[STEPPE_LANES], per_outside[STEPPE_LANES];
};

// tau_ij *= e^(inside D[m_i m_j] + outside D[(1 - m_i) m_j]), each D in {-1, 0, 1}
static void lay_tariffs(bool base_from, bool base_to, const steppe_real *restrict from,
                        const steppe_real *restrict to, const struct tariffs *tariffs,
                        steppe_real *restrict barrier) {
    const steppe_real both_0 = base_from && base_to ? STEPPE_R(1) : STEPPE_R(0);
    const steppe_real one_0 = !base_from && base_to ? STEPPE_R(1) : STEPPE_R(0);
    STEPPE_EACH_LANE(lane) {
        const steppe_real both = from[lane] * to[lane] - both_0;
        const steppe_real one = (STEPPE_R(1) - from[lane]) * to[lane] - one_0;
        const steppe_real dear_in = tariffs->per_inside[lane], cheap_in = tariffs->inside[lane];
        const steppe_real dear_out = tariffs->outside[lane], cheap_out = tariffs->per_outside[lane];
        steppe_real in = both > STEPPE_R(0) ? cheap_in : STEPPE_R(1);
        steppe_real out = one > STEPPE_R(0) ? dear_out : STEPPE_R(1);
        in = both < STEPPE_R(0) ? dear_in : in;
        out = one < STEPPE_R(0) ? cheap_out : out;
        barrier[lane] *= in * out;
    }
}

static void union_costs(const struct steppe_world *world, const struct constants *constants,
                        size_t k, const struct tariffs *tariffs, steppe_real *in,
                        steppe_real *barrier) {
    const size_t actors = constants->actors;
    bool changed[STEPPE_ACTORS_MAX];
    read_union(world, constants, k, in, changed);
    const steppe_real *base = constants->record.base + k * actors;
    for (size_t i = 0; i < actors; i++)
        for (size_t j = 0; j < actors; j++) {
            if (i == j || !(changed[i] || changed[j])) continue;
            lay_tariffs(base[i] == STEPPE_R(STEPPE_STATUS_MEMBER),
                        base[j] == STEPPE_R(STEPPE_STATUS_MEMBER), in + i * STEPPE_LANES,
                        in + j * STEPPE_LANES, tariffs, barrier + (i * actors + j) * STEPPE_LANES);
        }
}

// tau_ij *= e^(effect D[L_ij]) among the hosts
static void integration_costs(const struct steppe_world *world, const struct constants *constants,
                              steppe_real *barrier) {
    if (constants->integration_offset == STEPPE_NOWHERE) return;
    const steppe_real *effect = steppe_params_at(world, constants->integration_offset);
    for (size_t g = 0; g < constants->hosts; g++)
        for (size_t h = 0; h < constants->hosts; h++) {
            if (g == h) continue;
            const size_t cell = (g * constants->hosts + h) * STEPPE_LANES;
            const size_t pair = constants->host_actor[g] * constants->actors +
                                constants->host_actor[h];
            const steppe_real *now = steppe_cells(world, STEPPE_VAR_integration) + cell;
            const steppe_real *base = steppe_base_cells(world, STEPPE_VAR_integration) + cell;
            steppe_real *of = barrier + pair * STEPPE_LANES;
            STEPPE_EACH_LANE(lane) {
                of[lane] *= steppe_exp(effect[lane] * (now[lane] - base[lane]));
            }
        }
}

// A factor e^(cost) and its inverse.
static void tariff_factors(const steppe_real *restrict cost, steppe_real *restrict factor,
                           steppe_real *restrict per_factor) {
    STEPPE_EACH_LANE(lane) {
        factor[lane] = steppe_exp(cost[lane]);
        per_factor[lane] = steppe_exp(-cost[lane]);
    }
}

static void costs_quarter(const struct steppe_world *world, const struct constants *constants,
                          steppe_real *in) {
    steppe_real *barrier = steppe_cells(world, STEPPE_VAR_trade_barrier);
    struct tariffs tariffs, bound;
    tariff_factors(param(world, constants, TARIFF_INSIDE, 0), tariffs.inside, tariffs.per_inside);
    tariff_factors(param(world, constants, TARIFF_OUTSIDE, 0), tariffs.outside,
                   tariffs.per_outside);
    tariff_factors(param(world, constants, TARIFF_BOUND, 0), bound.inside, bound.per_inside);
    steppe_fill(STEPPE_R(1), bound.outside);
    steppe_fill(STEPPE_R(1), bound.per_outside);
    for (uint32_t i = 0; i < constants->barrier_count; i++)
        steppe_fill(STEPPE_R(1), barrier + (size_t)constants->barriers[i] * STEPPE_LANES);
    for (size_t k = 0; k < constants->record.count; k++) {
        const struct steppe_institution_facts *facts = &constants->record.facts[k];
        if (facts->customs) union_costs(world, constants, k, &tariffs, in, barrier);
        if (facts->binds) union_costs(world, constants, k, &bound, in, barrier);
    }
    integration_costs(world, constants, barrier);
}

// ---- political ties -----------------------------------------------------------------------------

static void standing(const steppe_real *restrict status, const steppe_real *restrict half,
                     steppe_real *restrict weight) {
    STEPPE_EACH_LANE(lane) {
        weight[lane] = steppe_seats_standing(status[lane], half[lane]);
    }
}

// tie_ph += sum_k w(status_pk) w(status_hk) over the bodies that somebody leads
static void add_bodies(const struct steppe_world *world, const struct constants *constants,
                       steppe_real *hosts_weight, steppe_real *tie) {
    const steppe_real *half = param(world, constants, HALF_STANDING, 0);
    steppe_real weight[STEPPE_LANES];
    for (size_t k = 0; k < constants->record.count; k++) {
        if (!constants->record.facts[k].led) continue;
        for (size_t h = 0; h < constants->hosts; h++)
            standing(status_of(world, constants, k, constants->host_actor[h]), half,
                     hosts_weight + h * STEPPE_LANES);
        for (size_t p = 0; p < constants->powers; p++) {
            const size_t cell = k * constants->actors + constants->power_actor[p];
            // None is 0: most powers sit in few bodies, and never will in others.
            if (!constants->moves[cell] && constants->record.base[cell] == 0) continue;
            const steppe_real *status = status_of(world, constants, k, constants->power_actor[p]);
            if (!steppe_any(status)) continue;
            standing(status, half, weight);
            steppe_real *of = tie + p * constants->hosts * STEPPE_LANES;
            for (size_t h = 0; h < constants->hosts; h++) {
                const size_t at = h * STEPPE_LANES;
                STEPPE_EACH_LANE(lane) {
                    of[at + (size_t)lane] += weight[lane] * hosts_weight[at + (size_t)lane];
                }
            }
        }
    }
}

// Summits go with attention: d s = (s_0 attention - s) (1 - 2^(-1 / 12 hl)), each month.
static void summits_month(const struct steppe_world *world, const struct constants *constants) {
    const steppe_real *half_life = param(world, constants, SUMMIT_HALF_LIFE, 0);
    steppe_real forgotten[STEPPE_LANES], ones[STEPPE_LANES];
    steppe_fill(STEPPE_R(1), ones);
    STEPPE_EACH_LANE(lane) {
        forgotten[lane] = STEPPE_R(1) - steppe_exp(-STEPPE_MONTH * STEPPE_LOG_2 / half_life[lane]);
    }
    for (size_t p = 0; p < constants->powers; p++) {
        const steppe_real *attention = constants->politics == UINT32_MAX
                                           ? ones
                                           : steppe_cells(world, STEPPE_VAR_attention) +
                                                 (p * constants->domains + constants->politics) *
                                                     STEPPE_LANES;
        for (size_t h = 0; h < constants->hosts; h++) {
            const size_t at = (p * constants->hosts + h) * STEPPE_LANES;
            const steppe_real *base = steppe_base_cells(world, STEPPE_VAR_summits) + at;
            steppe_real *now = steppe_cells(world, STEPPE_VAR_summits) + at;
            STEPPE_EACH_LANE(lane) {
                now[lane] += (base[lane] * attention[lane] - now[lane]) * forgotten[lane];
            }
        }
    }
}

static void ties_month(const struct steppe_world *world, const struct constants *constants,
                       steppe_real *cells) {
    const size_t pairs = constants->powers * constants->hosts;
    const steppe_real *weight = param(world, constants, SUMMIT_WEIGHT, 0);
    const int32_t month = world->layout->first_month + world->month;
    steppe_real *tie = steppe_cells(world, STEPPE_VAR_political_tie);
    summits_month(world, constants);
    for (size_t i = 0; i < pairs; i++) {
        const steppe_real *of = steppe_cells(world, STEPPE_VAR_summits) + i * STEPPE_LANES;
        const steppe_real treaties = steppe_institutions_treaties(&constants->record, i, month);
        STEPPE_EACH_LANE(lane) {
            tie[i * STEPPE_LANES + (size_t)lane] = treaties + weight[lane] * of[lane];
        }
    }
    add_bodies(world, constants, cells, tie);
}

// ---- coming in and leaving ----------------------------------------------------------------------

STEPPE_LANE steppe_real logit(steppe_real p) { return steppe_log(p) - steppe_log(STEPPE_R(1) - p); }
STEPPE_LANE steppe_real logistic(steppe_real x) {
    return STEPPE_R(1) / (STEPPE_R(1) + steppe_exp(-x));
}

// D of a cell.
static void change_of(const struct steppe_world *world, uint32_t variable, size_t cell,
                      steppe_real *restrict change) {
    const steppe_real *now = steppe_cells(world, variable) + cell * STEPPE_LANES;
    const steppe_real *base = steppe_base_cells(world, variable) + cell * STEPPE_LANES;
    STEPPE_EACH_LANE(lane) {
        change[lane] = now[lane] - base[lane];
    }
}

// D[a]: turn of a host to a power since the base; 0 for other actors, and for -1, nobody.
static void turn_to(const struct steppe_world *world, const struct constants *constants, size_t h,
                    int32_t actor, steppe_real *restrict turn) {
    const int32_t power = actor >= 0 ? constants->power_of[actor] : -1;
    steppe_fill(STEPPE_R(0), turn);
    if (power >= 0)
        change_of(world, STEPPE_VAR_portfolio, h * constants->powers + (size_t)power, turn);
}

// D of trade with the members of a customs union, over GDP.
static void gain_of(const struct steppe_world *world, const struct constants *constants, size_t k,
                    size_t h, steppe_real *restrict gain) {
    const size_t actors = constants->actors, host = constants->host_actor[h];
    const steppe_real *now = steppe_cells(world, STEPPE_VAR_goods_trade);
    const steppe_real *base = steppe_base_cells(world, STEPPE_VAR_goods_trade);
    const steppe_real *income = steppe_cells(world, STEPPE_VAR_gdp_nominal) + host * STEPPE_LANES;
    const steppe_real *income_0 = steppe_base_cells(world, STEPPE_VAR_gdp_nominal) +
                                  host * STEPPE_LANES;
    steppe_fill(STEPPE_R(0), gain);
    if (!constants->record.facts[k].customs) return;
    for (size_t a = 0; a < actors; a++) {
        if (a == host) continue;
        const steppe_real *status = status_of(world, constants, k, a);
        const bool was = constants->record.base[k * actors + a] == STEPPE_R(STEPPE_STATUS_MEMBER);
        const steppe_real in_0 = was ? STEPPE_R(1) : STEPPE_R(0);
        if (!was && !steppe_any_is(status, STEPPE_R(STEPPE_STATUS_MEMBER))) continue; // adds 0
        const size_t to = (host * actors + a) * STEPPE_LANES,
                     from = (a * actors + host) * STEPPE_LANES;
        STEPPE_EACH_LANE(lane) {
            const size_t i = (size_t)lane;
            const steppe_real in = status[lane] == STEPPE_R(STEPPE_STATUS_MEMBER) ? STEPPE_R(1)
                                                                                  : STEPPE_R(0);
            gain[lane] += in * (now[to + i] + now[from + i]) / income[lane] -
                          in_0 * (base[to + i] + base[from + i]) / income_0[lane];
        }
    }
}

// Votes of the members on an entry, each by random utility about the log odds of consent; wins
// where the rule is met.
static void vote(const struct steppe_world *world, const struct constants *constants, size_t k,
                 size_t h, const steppe_real *restrict consent, steppe_real *restrict wins) {
    const struct steppe_institution_facts *facts = &constants->record.facts[k];
    const steppe_real *pull = param(world, constants, CONSENT_PULL, 0);
    steppe_real yes[STEPPE_LANES], all[STEPPE_LANES], turn[STEPPE_LANES], draw[STEPPE_LANES];
    steppe_fill(STEPPE_R(0), yes);
    steppe_fill(STEPPE_R(0), all);
    for (size_t a = 0; a < constants->actors; a++) {
        const steppe_real *status = status_of(world, constants, k, a);
        const steppe_real *income = steppe_cells(world, STEPPE_VAR_gdp_nominal) + a * STEPPE_LANES;
        const bool weighted = facts->rule == STEPPE_RULE_WEIGHTED;
        const bool alone = facts->rule == STEPPE_RULE_LEADER;
        if (a == constants->host_actor[h] || (alone && (int32_t)a != facts->leader)) continue;
        if (!alone && !steppe_any_is(status, STEPPE_R(STEPPE_STATUS_MEMBER))) continue;
        turn_to(world, constants, h, (int32_t)a, turn);
        steppe_draw_uniform(world, constants->streams[1],
                            (uint32_t)((k * constants->hosts + h) * constants->actors + a), draw);
        STEPPE_EACH_LANE(lane) {
            const bool counts = alone || status[lane] == STEPPE_R(STEPPE_STATUS_MEMBER);
            const steppe_real size = weighted ? income[lane] : STEPPE_R(1);
            const steppe_real weight = counts ? size : STEPPE_R(0);
            const steppe_real agrees = logistic(consent[lane] + pull[lane] * turn[lane]);
            all[lane] += weight;
            yes[lane] += draw[lane] < agrees ? weight : STEPPE_R(0);
        }
    }
    // consensus: nobody against; else more than half.
    const bool every = facts->rule == STEPPE_RULE_CONSENSUS;
    STEPPE_EACH_LANE(lane) {
        const steppe_real needed = every ? all[lane] : all[lane] * STEPPE_R(0.5);
        const bool met = every ? yes[lane] >= needed : yes[lane] > needed;
        wins[lane] = met ? STEPPE_R(1) : STEPPE_R(0);
    }
}

// P(the members of the base agree) = sum_j c_j v^j (1 - v)^(n - j), c_j winning coalitions of j.
static void base_agreement(const struct steppe_world *world, const struct constants *constants,
                           size_t k, steppe_real *restrict agreement) {
    const struct steppe_institution_facts *facts = &constants->record.facts[k];
    const steppe_real *consent = param(world, constants, CONSENT, 0);
    steppe_fill(STEPPE_R(0), agreement);
    for (size_t j = 0; j <= facts->voters; j++) {
        const steppe_real coalitions = facts->coalitions[j];
        const steppe_real rest = STEPPE_R(facts->voters - j), with = STEPPE_R(j);
        if (coalitions == STEPPE_R(0)) continue;
        STEPPE_EACH_LANE(lane) {
            agreement[lane] += coalitions *
                               steppe_exp(with * steppe_log(consent[lane]) +
                                          rest * steppe_log(STEPPE_R(1) - consent[lane]));
        }
    }
}

// Yearly logits about the base rates:
//   entry: logit(min(entry / P(agreed), most)) + c_a D[a] + c_g D[gain], then the vote;
//   exit:  logit(exit) - c_a D[a] - c_g D[gain] - c_d D[Dep].
static void move_host(struct steppe_world *world, const struct constants *constants, size_t k,
                      size_t h, const steppe_real *restrict agreement,
                      const steppe_real *restrict consent) {
    const struct steppe_institution_facts *facts = &constants->record.facts[k];
    const int32_t leader = facts->leader >= 0 ? constants->power_of[facts->leader] : -1;
    const steppe_real full = STEPPE_R(facts->full);
    const steppe_real *entry = param(world, constants, ENTRY_RATE, k);
    const steppe_real *exit = param(world, constants, EXIT_RATE, k);
    const steppe_real *most = param(world, constants, ATTEMPT_MOST, 0);
    const steppe_real *to_leader = param(world, constants, PORTFOLIO_PULL, 0);
    const steppe_real *to_gain = param(world, constants, GAIN_PULL, 0);
    const steppe_real *hold = param(world, constants, DEPENDENCE_HOLD, 0);
    steppe_real *status = status_of(world, constants, k, constants->host_actor[h]);
    steppe_real turn[STEPPE_LANES], gain[STEPPE_LANES], bound[STEPPE_LANES], draw[STEPPE_LANES];
    steppe_real applies[STEPPE_LANES], leaves[STEPPE_LANES];
    turn_to(world, constants, h, facts->leader, turn);
    gain_of(world, constants, k, h, gain);
    steppe_fill(STEPPE_R(0), bound);
    if (leader >= 0)
        change_of(world, STEPPE_VAR_dependence, (size_t)leader * constants->hosts + h, bound);
    steppe_draw_uniform(world, constants->streams[0], (uint32_t)(k * constants->hosts + h), draw);
    STEPPE_EACH_LANE(lane) {
        const steppe_real pull = to_leader[lane] * turn[lane] + to_gain[lane] * gain[lane];
        const steppe_real tried = steppe_min(entry[lane] / agreement[lane], most[lane]);
        const steppe_real in = logistic(logit(tried) + pull);
        const steppe_real out = logistic(logit(exit[lane]) - pull - hold[lane] * bound[lane]);
        const bool is = status[lane] == full;
        applies[lane] = !is && draw[lane] < in ? STEPPE_R(1) : STEPPE_R(0);
        leaves[lane] = is && draw[lane] < out ? STEPPE_R(1) : STEPPE_R(0);
    }
    if (steppe_any(leaves)) {
        STEPPE_EACH_LANE(lane) {
            status[lane] = leaves[lane] != STEPPE_R(0) ? STEPPE_R(STEPPE_STATUS_NONE)
                                                       : status[lane];
        }
    }
    if (!steppe_any(applies)) return;
    steppe_real wins[STEPPE_LANES];
    vote(world, constants, k, h, consent, wins);
    STEPPE_EACH_LANE(lane) {
        status[lane] = applies[lane] * wins[lane] != STEPPE_R(0) ? full : status[lane];
    }
}

// The leader of a fund pledges to who has come in since the record ends, and no more to who left.
static void pledges_year(struct steppe_world *world, const struct constants *constants, size_t k) {
    const struct steppe_institution_facts *facts = &constants->record.facts[k];
    const int32_t leader = facts->leader >= 0 ? constants->power_of[facts->leader] : -1;
    if (!facts->fund || leader < 0) return;
    const steppe_real *rate = param(world, constants, FUND_PLEDGE, 0);
    const steppe_real full = STEPPE_R(facts->full);
    for (size_t h = 0; h < constants->hosts; h++) {
        const size_t host = constants->host_actor[h];
        const steppe_real *status = status_of(world, constants, k, host);
        const steppe_real *income = steppe_cells(world, STEPPE_VAR_gdp_nominal) +
                                    host * STEPPE_LANES;
        const bool was = constants->record.known[k * constants->actors + host] == full;
        const steppe_real before = was ? STEPPE_R(1) : STEPPE_R(0);
        steppe_real *restrict pledge = steppe_cells(world, STEPPE_VAR_pledge) +
                                       ((size_t)leader * constants->hosts + h) * STEPPE_LANES;
        STEPPE_EACH_LANE(lane) {
            const steppe_real is = status[lane] == full ? STEPPE_R(1) : STEPPE_R(0);
            const steppe_real more = (is - before) * rate[lane] * income[lane];
            pledge[lane] = is == before ? pledge[lane] : steppe_max(pledge[lane] + more, 0);
        }
    }
}

static void decisions_year(struct steppe_world *world, const struct constants *constants) {
    const steppe_real *agrees = param(world, constants, CONSENT, 0);
    steppe_real agreement[STEPPE_LANES], consent[STEPPE_LANES];
    steppe_fill(STEPPE_R(1), agreement);
    STEPPE_EACH_LANE(lane) {
        consent[lane] = logit(agrees[lane]);
    }
    for (size_t k = 0; k < constants->record.count; k++) {
        const struct steppe_institution_facts *facts = &constants->record.facts[k];
        if (facts->open_to != 0) base_agreement(world, constants, k, agreement);
        for (size_t h = 0; h < constants->hosts; h++)
            if (facts->open_to >> constants->host_actor[h] & 1)
                move_host(world, constants, k, h, agreement, consent);
        pledges_year(world, constants, k);
    }
}

// ---- a month ------------------------------------------------------------------------------------

static void step(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    const struct constants *constants = memory;
    const struct steppe_institutions *record = &constants->record;
    const int32_t month = world->layout->first_month + world->month;
    for (size_t i = 0; i < record->move_count; i++)
        if (record->moves[i].month == month)
            steppe_fill(record->moves[i].value, steppe_cells(world, STEPPE_VAR_membership) +
                                                    (size_t)record->moves[i].cell * STEPPE_LANES);
    const bool free = month >= world->layout->free_month && month >= record->known_month;
    if (world->month % 12 == 0 && free) decisions_year(world, constants);
    if (steppe_quarter_ends(world->month)) costs_quarter(world, constants, scratch->cells);
    ties_month(world, constants, scratch->cells);
}

// ---- start --------------------------------------------------------------------------------------

static double standing_of(const struct steppe_setup *setup, steppe_real status) {
    const steppe_real half = (steppe_real)steppe_setup_median(setup, HALF_STANDING, 0);
    return (double)steppe_seats_standing(status, half);
}

static void start_cells(struct steppe_setup *setup, const struct constants *constants) {
    const struct steppe_institutions *record = &constants->record;
    double *membership = steppe_setup_start(setup, STEPPE_VAR_membership);
    double *summits = steppe_setup_start(setup, STEPPE_VAR_summits);
    double *tie = steppe_setup_start(setup, STEPPE_VAR_political_tie);
    double *spread = setup->start_spread + setup->layout->offsets[STEPPE_VAR_political_tie];
    const size_t actors = constants->actors, hosts = constants->hosts;
    for (size_t i = 0; i < record->count * actors; i++) membership[i] = (double)record->base[i];
    for (size_t p = 0; p < constants->powers; p++)
        for (size_t h = 0; h < hosts; h++) {
            const size_t pair = p * hosts + h;
            double bodies = 0;
            for (size_t k = 0; k < record->count; k++) {
                const steppe_real *status = record->base + k * actors;
                if (!record->facts[k].led) continue;
                bodies += standing_of(setup, status[constants->power_actor[p]]) *
                          standing_of(setup, status[constants->host_actor[h]]);
            }
            summits[pair] = record->summits[pair];
            tie[pair] = bodies +
                        (double)steppe_institutions_treaties(record, pair,
                                                             setup->layout->first_month) +
                        steppe_setup_median(setup, SUMMIT_WEIGHT, 0) * summits[pair];
            spread[pair] = 0; // counts
        }
}

static bool no_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "no memory for the constants of institutions");
}

// Memberships that hosts decide on or that the record dates, and barriers that follow from them.
static bool start_moving(const struct steppe_setup *setup, struct constants *constants) {
    const struct steppe_institutions *record = &constants->record;
    const size_t actors = constants->actors;
    bool *moves = STEPPE_TAKE(setup->arena, record->count * actors + 1, bool);
    bool *tariffs = STEPPE_TAKE(setup->arena, actors, bool); // of an economy may move
    if (!moves || !tariffs) return false;
    for (size_t k = 0; k < record->count; k++)
        for (size_t h = 0; h < constants->hosts; h++)
            if (record->facts[k].open_to >> constants->host_actor[h] & 1)
                steppe_setup_moves(setup, STEPPE_VAR_membership,
                                   k * actors + constants->host_actor[h]);
    for (size_t i = 0; i < record->move_count; i++)
        steppe_setup_moves(setup, STEPPE_VAR_membership, record->moves[i].cell);
    for (size_t i = 0; i < record->count * actors; i++) {
        const struct steppe_institution_facts *facts = &record->facts[i / actors];
        moves[i] = !steppe_setup_still(setup, STEPPE_VAR_membership, i);
        tariffs[i % actors] |= moves[i] && (facts->customs || facts->binds);
    }
    for (size_t i = 0; i < actors; i++)
        for (size_t j = 0; j < actors; j++)
            if (i != j && (tariffs[i] || tariffs[j]))
                steppe_setup_moves(setup, STEPPE_VAR_trade_barrier, i * actors + j);
    for (size_t g = 0; g < constants->hosts; g++)
        for (size_t h = 0; h < constants->hosts; h++)
            if (g != h && constants->integration_offset != STEPPE_NOWHERE)
                steppe_setup_moves(setup, STEPPE_VAR_trade_barrier,
                                   constants->host_actor[g] * actors + constants->host_actor[h]);
    constants->moves = moves;
    constants->barriers = steppe_setup_moving(setup, STEPPE_VAR_trade_barrier,
                                              &constants->barrier_count);
    return constants->barriers != NULL;
}

static bool prepare(struct steppe_setup *setup, struct steppe_error *error) {
    const struct steppe_model *model = setup->model;
    struct constants *constants = STEPPE_TAKE(setup->arena, 1, struct constants);
    const size_t actors = model->axes[STEPPE_AXIS_ACTOR].count;
    int32_t *host_of = STEPPE_TAKE(setup->arena, actors, int32_t);
    int32_t *power_of = STEPPE_TAKE(setup->arena, actors, int32_t);
    if (!constants || !host_of || !power_of) return no_memory(error);
    *constants = (struct constants){
        .actors = actors,
        .hosts = model->axes[STEPPE_AXIS_HOST].count,
        .powers = model->axes[STEPPE_AXIS_POWER].count,
        .domains = model->axes[STEPPE_AXIS_DOMAIN].count,
        .host_actor = model->axes[STEPPE_AXIS_HOST].actor_at,
        .power_actor = model->axes[STEPPE_AXIS_POWER].actor_at,
        .power_of = power_of,
        .politics = steppe_model_element(model, STEPPE_AXIS_DOMAIN, "politics"),
        .integration_offset = STEPPE_NOWHERE,
    };
    for (size_t a = 0; a < actors; a++) host_of[a] = power_of[a] = -1;
    for (size_t h = 0; h < constants->hosts; h++) host_of[constants->host_actor[h]] = (int32_t)h;
    for (size_t p = 0; p < constants->powers; p++) power_of[constants->power_actor[p]] = (int32_t)p;
    steppe_setup_parameters(setup, constants->offsets, STEPPE_COUNT(params));
    steppe_setup_streams(streams, constants->streams, STEPPE_COUNT(streams));
    const uint32_t effect = steppe_model_parameter(model, "integration.cost_effect");
    if (effect != UINT32_MAX) constants->integration_offset = setup->layout->param_offsets[effect];
    const double summit_months = floor(steppe_setup_median(setup, SUMMIT_YEARS, 0) * 12 + 0.5);
    if (!steppe_institutions_make(setup, host_of, power_of, (int32_t)summit_months,
                                  &constants->record, error))
        return false;
    if (!start_moving(setup, constants)) return no_memory(error);
    start_cells(setup, constants);
    setup->constants = constants;
    setup->scratch_cells = actors; // membership of a union, or weights of the hosts
    return true;
}

const struct steppe_mechanism STEPPE_NAMED(steppe_mechanism_institutions) = {
    .name = "institutions",
    .summary = "Unions, alliances and forums bind hosts and powers; hosts come in and leave.",
    .equation = "ln tau_ij = inside D[m_i m_j] + outside D[(1 - m_i) m_j] + bound D[w_i w_j] + "
                "effect D[L_ij]; "
                "tie_ph = sum_k w_pk w_hk + treaties + c s; ds = (s_0 att - s) ln 2/hl dt; "
                "logit entry = logit(min(entry/P(agreed), most)) + c_a D[a] + c_g D[gain]; "
                "logit exit = logit(exit) - c_a D[a] - c_g D[gain] - c_d D[Dep]",
    .source = "borzyskowski-vabulas-2019; mcfadden-1974; viner-1950; rose-2004; "
              "subramanian-wei-2007",
    .every_months = 1,
    .uses = uses,
    .use_count = STEPPE_COUNT(uses),
    .params = params,
    .param_count = STEPPE_COUNT(params),
    .streams = streams,
    .stream_count = STEPPE_COUNT(streams),
    .prepare = prepare,
    .step = step,
};
