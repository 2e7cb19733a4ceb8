// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// crisis_game: each January a power looks at each host: it stays away, coerces, or comes with force
// that nobody called for. In: attention, alignment, dependence, integration, trade, capital,
// remittances, incomes. Out: coercion, occupation, lasting sanctions and what follows. The game is
// solve/intervention_kernel.h; docs/model.md, section 12, has its payoffs.
#include "mechanisms/crisis_parts.h"
#include "mechanisms/worklist.h"
#include "solve/intervention_kernel.h"

#define PERCENT STEPPE_R(100) // precision is per percent of GDP

static const steppe_real *param(const struct steppe_world *world,
                                const struct steppe_crisis *constants, size_t number, size_t cell) {
    return steppe_crisis_param(world, constants, number, cell);
}

// Goods and fuels between a power and another actor, both ways, USD/year: out [LANES].
static void trade_of(const struct steppe_world *world, const struct steppe_crisis *constants,
                     size_t first, size_t second, steppe_real *out) {
    const size_t there = first * constants->actors + second;
    const size_t back = second * constants->actors + first;
    const steppe_real *goods_there = steppe_crisis_cell(world, STEPPE_VAR_goods_trade, there);
    const steppe_real *goods_back = steppe_crisis_cell(world, STEPPE_VAR_goods_trade, back);
    const steppe_real *fuels_there = steppe_crisis_cell(world, STEPPE_VAR_fuel_trade, there);
    const steppe_real *fuels_back = steppe_crisis_cell(world, STEPPE_VAR_fuel_trade, back);
    STEPPE_EACH_LANE(lane) {
        out[lane] = (goods_there[lane] + goods_back[lane]) + (fuels_there[lane] + fuels_back[lane]);
    }
}

// ---- what is at stake ---------------------------------------------------------------------------

// What a power has in a host: trade of a year, capital, and what migrants send home from it.
static void stake_in(const struct steppe_world *world, const struct steppe_crisis *constants,
                     size_t p, size_t h, steppe_real *restrict now, steppe_real *restrict base) {
    const size_t pair = p * constants->hosts + h, actor = constants->power_actor[p];
    const size_t sent = h * constants->actors + actor;
    const steppe_real trade_0 =
        constants->trade[p * (constants->powers + constants->hosts) + constants->powers + h];
    const steppe_real *capital = steppe_crisis_cell(world, STEPPE_VAR_capital, pair);
    const steppe_real *capital_0 = steppe_crisis_base(world, STEPPE_VAR_capital, pair);
    const steppe_real *money = steppe_crisis_cell(world, STEPPE_VAR_remittances, sent);
    const steppe_real *money_0 = steppe_crisis_base(world, STEPPE_VAR_remittances, sent);
    trade_of(world, constants, actor, constants->host_actor[h], now);
    STEPPE_EACH_LANE(lane) {
        now[lane] += capital[lane] + money[lane];
        base[lane] = trade_0 + (capital_0[lane] + money_0[lane]);
    }
}

static void shares_of(const struct steppe_world *world, const struct steppe_crisis *constants,
                      struct steppe_crisis_power *of) {
    const size_t p = of->power, row = p * (constants->powers + constants->hosts);
    steppe_real sum[STEPPE_LANES], sum_0 = 1; // a dollar keeps a power without trade finite
    STEPPE_EACH_LANE(lane) {
        sum[lane] = 1;
    }
    for (size_t r = 0; r < constants->powers; r++) {
        STEPPE_EACH_LANE(lane) {
            of->share[r][lane] = 0;
        }
        if (r == p) continue;
        trade_of(world, constants, constants->power_actor[p], constants->power_actor[r],
                 of->share[r]);
        STEPPE_EACH_LANE(lane) {
            sum[lane] += of->share[r][lane];
        }
        sum_0 += constants->trade[row + r];
    }
    for (size_t r = 0; r < constants->powers; r++) {
        of->share_0[r] = r == p ? STEPPE_R(0) : constants->trade[row + r] / sum_0;
        STEPPE_EACH_LANE(lane) {
            of->share[r][lane] /= sum[lane];
        }
    }
}

void steppe_crisis_look(const struct steppe_world *world, const struct steppe_crisis *constants,
                        size_t power, struct steppe_crisis_power *of) {
    const size_t actor = constants->power_actor[power];
    const steppe_real *income = steppe_crisis_cell(world, STEPPE_VAR_gdp_nominal, actor);
    const steppe_real *income_0 = steppe_crisis_base(world, STEPPE_VAR_gdp_nominal, actor);
    of->power = power;
    STEPPE_EACH_LANE(lane) {
        of->per_gdp[lane] = STEPPE_R(1) / income[lane];
        of->per_gdp_0[lane] = STEPPE_R(1) / income_0[lane];
        of->attention[lane] = of->ones[lane] = 1;
    }
    if (constants->security != UINT32_MAX) {
        const steppe_real *least = steppe_crisis_param(world, constants,
                                                       STEPPE_CRISIS_LEAST_ATTENTION, 0);
        const steppe_real *cells = steppe_crisis_cell(
            world, STEPPE_VAR_attention, power * constants->domains + constants->security);
        STEPPE_EACH_LANE(lane) {
            of->attention[lane] = steppe_max(cells[lane], least[lane]);
        }
    }
    shares_of(world, constants, of);
    for (size_t h = 0; h < constants->hosts; h++)
        stake_in(world, constants, power, h, of->stake[h], of->stake_0[h]);
}

// ---- the others' choices ------------------------------------------------------------------------

// Pr(r sanctions): logit about its share at the base on D of what r would save less what it would
// lose, [(K_ri + X_ri) - X_rp] damage, in percent of its GDP.
static void third_party(const struct steppe_world *world, const struct steppe_crisis *constants,
                        size_t p, size_t h, size_t r, steppe_real *restrict chance) {
    const size_t row = r * (constants->powers + constants->hosts), pair = r * constants->hosts + h;
    const size_t actor = constants->power_actor[r];
    const steppe_real trade_0 = constants->trade[row + constants->powers + h];
    const steppe_real with_p_0 = constants->trade[row + p];
    const steppe_real *share = param(world, constants, STEPPE_CRISIS_SANCTION_SHARE, r);
    const steppe_real *precision = param(world, constants, STEPPE_CRISIS_PRECISION, 0);
    const steppe_real *damage = param(world, constants, STEPPE_CRISIS_DAMAGE, 0);
    const steppe_real *income = steppe_crisis_cell(world, STEPPE_VAR_gdp_nominal, actor);
    const steppe_real *income_0 = steppe_crisis_base(world, STEPPE_VAR_gdp_nominal, actor);
    const steppe_real *capital = steppe_crisis_cell(world, STEPPE_VAR_capital, pair);
    const steppe_real *capital_0 = steppe_crisis_base(world, STEPPE_VAR_capital, pair);
    steppe_real trade[STEPPE_LANES], with_p[STEPPE_LANES];
    trade_of(world, constants, actor, constants->host_actor[h], trade);
    trade_of(world, constants, actor, constants->power_actor[p], with_p);
    STEPPE_EACH_LANE(lane) {
        const steppe_real now = (capital[lane] + trade[lane] - with_p[lane]) / income[lane];
        const steppe_real base = (capital_0[lane] + trade_0 - with_p_0) / income_0[lane];
        chance[lane] = steppe_choice_moved(share[lane],
                                           PERCENT * precision[lane] * damage[lane] * (now - base));
    }
}

// Pr(the host concedes) under coercion and under force: logit about its shares at the base on D of
// what resistance would cost, bite Dep, less what a concession would, worth (1 - a).
static void host_choice(const struct steppe_world *world, const struct steppe_crisis *constants,
                        size_t p, size_t h, struct steppe_crisis_odds *odds) {
    const size_t pair = p * constants->hosts + h, mirrored = h * constants->powers + p;
    const steppe_real *conceded = param(world, constants, STEPPE_CRISIS_CONCEDE_SHARE, 0);
    const steppe_real *surrendered = param(world, constants, STEPPE_CRISIS_SURRENDER_SHARE, 0);
    const steppe_real *precision = param(world, constants, STEPPE_CRISIS_PRECISION, 0);
    const steppe_real *bite = param(world, constants, STEPPE_CRISIS_BITE, 0);
    const steppe_real *worth = param(world, constants, STEPPE_CRISIS_AUTONOMY_WORTH, 0);
    const steppe_real *depends = steppe_crisis_cell(world, STEPPE_VAR_dependence, pair);
    const steppe_real *depends_0 = steppe_crisis_base(world, STEPPE_VAR_dependence, pair);
    const steppe_real *aligned = steppe_crisis_cell(world, STEPPE_VAR_portfolio, mirrored);
    const steppe_real *aligned_0 = steppe_crisis_base(world, STEPPE_VAR_portfolio, mirrored);
    STEPPE_EACH_LANE(lane) {
        const steppe_real move = PERCENT * precision[lane] *
                                 (bite[lane] * (depends[lane] - depends_0[lane]) +
                                  worth[lane] * (aligned[lane] - aligned_0[lane]));
        odds->coerced_gives_in[lane] = steppe_choice_moved(conceded[lane], move);
        odds->forced_gives_in[lane] = steppe_choice_moved(surrendered[lane], move);
    }
}

// ---- the power's choice -------------------------------------------------------------------------

// sum_j L_hj (what p has in j) damage, over p's GDP; L_hh = 1.
static void spillover_of(const struct steppe_world *world, const struct steppe_crisis *constants,
                         const struct steppe_crisis_power *of, size_t h, steppe_real *restrict now,
                         steppe_real *restrict base) {
    const steppe_real *damage = param(world, constants, STEPPE_CRISIS_DAMAGE, 0);
    STEPPE_EACH_LANE(lane) {
        now[lane] = of->stake[h][lane];
        base[lane] = of->stake_0[h][lane];
    }
    for (size_t j = 0; j < constants->hosts; j++) {
        if (j == h) continue;
        const steppe_real *tied = steppe_crisis_cell(world, STEPPE_VAR_integration,
                                                     h * constants->hosts + j);
        const steppe_real *tied_0 = steppe_crisis_base(world, STEPPE_VAR_integration,
                                                       h * constants->hosts + j);
        STEPPE_EACH_LANE(lane) {
            now[lane] += tied[lane] * of->stake[j][lane];
            base[lane] += tied_0[lane] * of->stake_0[j][lane];
        }
    }
    STEPPE_EACH_LANE(lane) {
        now[lane] *= damage[lane] * of->per_gdp[lane];
        base[lane] *= damage[lane] * of->per_gdp_0[lane];
    }
}

static void sanctions_of(const struct steppe_world *world, const struct steppe_crisis *constants,
                         const struct steppe_crisis_power *of, size_t h,
                         struct steppe_crisis_odds *odds, steppe_real *restrict now,
                         steppe_real *restrict base) {
    const steppe_real *cost = param(world, constants, STEPPE_CRISIS_SANCTION_COST, 0);
    STEPPE_EACH_LANE(lane) {
        now[lane] = base[lane] = 0;
    }
    for (size_t r = 0; r < constants->powers; r++) {
        if (r == of->power) continue;
        const steppe_real *share = param(world, constants, STEPPE_CRISIS_SANCTION_SHARE, r);
        third_party(world, constants, of->power, h, r, odds->sanctions[r]);
        STEPPE_EACH_LANE(lane) {
            now[lane] += cost[lane] * odds->sanctions[r][lane] * of->share[r][lane];
            base[lane] += cost[lane] * share[lane] * of->share_0[r];
        }
    }
}

// What the two ways to the host cost and bring, but for what the others do.
struct terms {
    const steppe_real *prize, *kin_weight, *concession, *surrender, *won; // parameters
    const steppe_real *force_cost, *eased, *coercion_cost, *damage;
    const steppe_real *income, *per_gdp, *aligned, *stake, *wanted, *attention;
    steppe_real kin;
};

// At the base (base: true) or now: the power then has its attention and wants the host as it does.
static struct terms terms_of(const struct steppe_world *world,
                             const struct steppe_crisis *constants,
                             const struct steppe_crisis_power *of, size_t h, bool base) {
    const size_t p = of->power, actor = constants->host_actor[h];
    const size_t pair = p * constants->hosts + h, mirrored = h * constants->powers + p;
    return (struct terms){
        .prize = param(world, constants, STEPPE_CRISIS_PRIZE, 0),
        .kin_weight = param(world, constants, STEPPE_CRISIS_KIN_WEIGHT, 0),
        .concession = param(world, constants, STEPPE_CRISIS_CONCESSION, 0),
        .surrender = param(world, constants, STEPPE_CRISIS_SURRENDER, 0),
        .won = param(world, constants, STEPPE_CRISIS_RESISTED_PRIZE, 0),
        .force_cost = param(world, constants, STEPPE_CRISIS_FORCE_COST, 0),
        .eased = param(world, constants, STEPPE_CRISIS_UNRESISTED_COST, 0),
        .coercion_cost = param(world, constants, STEPPE_CRISIS_COERCION_COST, 0),
        .damage = param(world, constants, STEPPE_CRISIS_DAMAGE, 0),
        .income = base ? steppe_crisis_base(world, STEPPE_VAR_gdp_nominal, actor)
                       : steppe_crisis_cell(world, STEPPE_VAR_gdp_nominal, actor),
        .per_gdp = base ? of->per_gdp_0 : of->per_gdp,
        .aligned = base ? steppe_crisis_base(world, STEPPE_VAR_portfolio, mirrored)
                        : steppe_crisis_cell(world, STEPPE_VAR_portfolio, mirrored),
        .stake = base ? of->stake_0[h] : of->stake[h],
        .wanted = base ? of->ones : steppe_crisis_cell(world, STEPPE_VAR_stake, pair),
        .attention = base ? of->ones : of->attention,
        .kin = constants->kin[pair],
    };
}

// u_coerce and u_force, shares of the power's GDP.
static void utilities(const struct terms *terms, const steppe_real *restrict coerced_gives_in,
                      const steppe_real *restrict forced_gives_in,
                      const steppe_real *restrict spillover, const steppe_real *restrict sanctions,
                      steppe_real *restrict coerce, steppe_real *restrict force) {
    const struct terms t = *terms;
    STEPPE_EACH_LANE(lane) {
        const steppe_real whole = t.prize[lane] * t.wanted[lane] * t.income[lane] * t.per_gdp[lane];
        const steppe_real rest = STEPPE_R(1) - t.aligned[lane];
        const steppe_real spare = STEPPE_R(1) / t.attention[lane];
        const struct steppe_intervention it = {
            .coerced_prize = whole * t.concession[lane] * rest,
            .forced_prize = whole * (t.surrender[lane] * rest + t.kin_weight[lane] * t.kin),
            .coerced_cost = t.coercion_cost[lane] * spare +
                            t.damage[lane] * t.stake[lane] * t.per_gdp[lane],
            .forced_cost = t.force_cost[lane] * spare,
            .coerced_gives_in = coerced_gives_in[lane],
            .forced_gives_in = forced_gives_in[lane],
            .spillover = spillover[lane],
            .sanctions = sanctions[lane],
            .won = t.won[lane],
            .eased = t.eased[lane]};
        coerce[lane] = steppe_intervention_coerce(it.coerced_prize, it.coerced_gives_in,
                                                  it.coerced_cost);
        force[lane] = steppe_intervention_force(&it);
    }
}

void steppe_crisis_find_odds(const struct steppe_world *world,
                             const struct steppe_crisis *constants,
                             const struct steppe_crisis_power *of, size_t h,
                             struct steppe_crisis_odds *odds) {
    const steppe_real *precision = param(world, constants, STEPPE_CRISIS_PRECISION, 0);
    const steppe_real *force_rate = param(world, constants, STEPPE_CRISIS_FORCE_RATE, of->power);
    const steppe_real *coerce_rate = param(world, constants, STEPPE_CRISIS_COERCION_RATE,
                                           of->power);
    struct terms terms;
    steppe_real spill[STEPPE_LANES], spill_0[STEPPE_LANES], barred[STEPPE_LANES];
    steppe_real barred_0[STEPPE_LANES], coerce[STEPPE_LANES], force[STEPPE_LANES];
    steppe_real coerce_0[STEPPE_LANES], force_0[STEPPE_LANES];
    host_choice(world, constants, of->power, h, odds);
    spillover_of(world, constants, of, h, spill, spill_0);
    sanctions_of(world, constants, of, h, odds, barred, barred_0);
    terms = terms_of(world, constants, of, h, true);
    utilities(&terms, param(world, constants, STEPPE_CRISIS_CONCEDE_SHARE, 0),
              param(world, constants, STEPPE_CRISIS_SURRENDER_SHARE, 0), spill_0, barred_0,
              coerce_0, force_0);
    terms = terms_of(world, constants, of, h, false);
    utilities(&terms, odds->coerced_gives_in, odds->forced_gives_in, spill, barred, coerce, force);
    STEPPE_EACH_LANE(lane) {
        const steppe_real per = PERCENT * precision[lane];
        steppe_intervention_choose(
            coerce_rate[lane], force_rate[lane], per * (coerce[lane] - coerce_0[lane]),
            per * (force[lane] - force_0[lane]), &odds->coerce[lane], &odds->force[lane]);
    }
}

// ---- what follows -------------------------------------------------------------------------------

// A power comes upon a host in one lane: 1 or 0 each, or NaN where what they rest on is.
struct come {
    const struct steppe_world *world;
    const struct steppe_crisis *constants;
    const struct steppe_crisis_power *of;
    const struct steppe_crisis_odds *odds;
    size_t host, pair;
    int lane;
    steppe_real coerced, forced;
};

static steppe_real param_of(const struct come *come, enum steppe_crisis_param number) {
    return param(come->world, come->constants, number, 0)[come->lane];
}

static steppe_real *cell_of(const struct come *come, uint32_t variable, size_t cell) {
    return steppe_crisis_cell(come->world, variable, cell) + come->lane;
}

// Of a host that concedes a part of all its weights, its own too, goes over to the power.
static void concede(const struct come *come, steppe_real part) {
    const size_t powers = come->constants->powers;
    for (size_t q = 0; q < powers; q++) {
        steppe_real *weight = cell_of(come, STEPPE_VAR_portfolio, come->host * powers + q);
        *weight += ((q == come->of->power ? STEPPE_R(1) : STEPPE_R(0)) - *weight) * part;
    }
    steppe_real *own = cell_of(come, STEPPE_VAR_self_reliance, come->host);
    *own += (STEPPE_R(0) - *own) * part;
}

// Troops come and stay; the host's public turns away, and fights where it resists.
static void invade(const struct come *come, steppe_real resisted) {
    const steppe_real sent = param_of(come, STEPPE_CRISIS_FORCE_TROOPS) * come->forced;
    steppe_real *disorder = cell_of(come, STEPPE_VAR_disorder, come->host);
    steppe_real *views = cell_of(come, STEPPE_VAR_favourability, come->pair);
    *cell_of(come, STEPPE_VAR_occupation, come->pair) += sent;
    *cell_of(come, STEPPE_VAR_troops, come->pair) += sent;
    *disorder = steppe_min(*disorder + param_of(come, STEPPE_CRISIS_FORCE_DISORDER) * resisted,
                           STEPPE_R(20));
    *views = steppe_odds_times(
        *views, steppe_exp(-param_of(come, STEPPE_CRISIS_FORCE_RESENTMENT) * come->forced));
}

// Third parties: each that sanctions costs the power growth by its part of the power's trade; each
// that stands by loses belief by the part of the host's cover that it was.
static void answer(const struct come *come) {
    const struct steppe_crisis *constants = come->constants;
    const size_t p = come->of->power, hosts = constants->hosts, powers = constants->powers;
    const steppe_real cost = param_of(come, STEPPE_CRISIS_SANCTION_COST);
    const steppe_real left = param_of(come, STEPPE_CRISIS_ABANDONMENT);
    steppe_real *loss = cell_of(come, STEPPE_VAR_sanction_loss, constants->power_actor[p]);
    for (size_t r = 0; r < powers; r++) {
        if (r == p) continue;
        const steppe_real guards = *cell_of(come, STEPPE_VAR_protection, r * hosts + come->host);
        const steppe_real draw = steppe_draw_uniform_of(
            come->world, constants->streams[STEPPE_CRISIS_THIRD],
            (uint32_t)(come->pair * powers + r), come->lane);
        const bool sanctions = draw < come->odds->sanctions[r][come->lane];
        const steppe_real acts = sanctions ? come->forced : STEPPE_R(0);
        steppe_real *belief = cell_of(come, STEPPE_VAR_credibility, r);
        // At most what all powers take together: none sanctions twice. Scenarios may take more.
        const steppe_real most = steppe_max(*loss, cost);
        *loss = steppe_min(*loss + acts * cost * come->of->share[r][come->lane], most);
        *belief = steppe_odds_times(*belief, steppe_exp(-(come->forced - acts) * left * guards));
    }
}

static void follow(const struct come *come) {
    const steppe_real draw = steppe_draw_uniform_of(come->world,
                                                    come->constants->streams[STEPPE_CRISIS_ANSWER],
                                                    (uint32_t)come->pair, come->lane);
    const bool bends = draw < come->odds->coerced_gives_in[come->lane];
    const bool yields = draw < come->odds->forced_gives_in[come->lane];
    steppe_real *coercion = cell_of(come, STEPPE_VAR_coercion, come->pair), part = 0;
    if (bends) part = come->coerced * param_of(come, STEPPE_CRISIS_CONCESSION);
    if (yields) part += come->forced * param_of(come, STEPPE_CRISIS_SURRENDER);
    *coercion = steppe_min(*coercion + param_of(come, STEPPE_CRISIS_COERCION_SIZE) * come->coerced +
                               come->forced,
                           STEPPE_R(1));
    concede(come, part);
    if (come->forced == 0) return;
    invade(come, yields ? STEPPE_R(0) : come->forced);
    answer(come);
}

// What a power does to a host this year: coerced, forced [LANES].
static void choose(const struct steppe_world *world, const struct steppe_crisis *constants,
                   size_t pair, const struct steppe_crisis_odds *odds, steppe_real *coerced,
                   steppe_real *forced) {
    steppe_real *weighed = steppe_crisis_cell(world, STEPPE_VAR_force_chance, pair);
    steppe_real draw[STEPPE_LANES];
    steppe_draw_uniform(world, constants->streams[STEPPE_CRISIS_CHOICE], (uint32_t)pair, draw);
    STEPPE_EACH_LANE(lane) {
        const steppe_real force = odds->force[lane], coerce = odds->coerce[lane];
        weighed[lane] = force;
        // force - force is 0, or NaN where what it rests on is.
        const steppe_real none = (force - force) + (coerce - coerce);
        forced[lane] = (draw[lane] < force ? STEPPE_R(1) : STEPPE_R(0)) + none;
        const bool comes = draw[lane] >= force && draw[lane] < force + coerce;
        coerced[lane] = (comes ? STEPPE_R(1) : STEPPE_R(0)) + none;
    }
}

void steppe_crisis_games(const struct steppe_world *world, const struct steppe_crisis *constants) {
    struct steppe_crisis_power of;
    struct steppe_crisis_odds odds;
    struct steppe_worklist list;
    steppe_real coerced[STEPPE_LANES], forced[STEPPE_LANES], either[STEPPE_LANES];
    for (size_t k = 0; k < constants->able_count; k++) {
        steppe_crisis_look(world, constants, constants->able[k], &of);
        for (size_t h = 0; h < constants->hosts; h++) {
            const size_t pair = of.power * constants->hosts + h;
            steppe_crisis_find_odds(world, constants, &of, h, &odds);
            choose(world, constants, pair, &odds, coerced, forced);
            STEPPE_EACH_LANE(lane) {
                either[lane] = coerced[lane] + forced[lane];
            }
            steppe_worklist_make(either, &list);
            steppe_worklist_count(world, STEPPE_WORK_FORCE, list.count);
            for (int i = 0; i < list.count; i++) {
                const int lane = list.lanes[i];
                follow(&(struct come){world, constants, &of, &odds, h, pair, lane, coerced[lane],
                                      forced[lane]});
            }
        }
    }
}
