// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// contest: what powers offer to hosts, each January, in security and in investment. In: budgets
// (growth, attention, guards), standing ties, need, assurance, conditions, prices. Out:
// economic_offer and security_offer, a Nash equilibrium from last year's offers on. What a prize is
// worth is revealed by the offers of the base, so that nothing moves there. docs/model.md,
// section 8.
#include "mechanisms/mechanism.h"
#include "solve/contest_kernel.h"

// A contest that still moves by more than this share of some power's offers has failed.
#define RESIDUAL_LIMIT STEPPE_R(1e-3)
#define ROUND_LIMIT 60
#ifdef STEPPE_SCALAR
#define TOLERANCE 1e-12
#else
#define TOLERANCE 1e-5f
#endif
#define LEAST_CAPACITY 1e3          // USD/year, of a power that offers nothing anywhere
#define LEAST_EFFECT STEPPE_R(1e-3) // of a dollar, where a host believes nothing: keeps b finite

enum {
    OWN_INVESTMENT,
    USER_COST,
    RIVALRY,
    CORRIDOR_VALUE,
    MINERAL_VALUE,
    MINERAL_SHARE,
    LEAST_BUDGET,
    LEAST_WORTH,
    UNREVEALED
};

static const struct steppe_param params[] = {
    [OWN_INVESTMENT] = {"own_investment", STEPPE_SHAPE_HOST, "1", 0.001, 1,
                        "investment of a host's own, share of its GDP"},
    [USER_COST] = {"user_cost", STEPPE_SHAPE_SCALAR, "1/year", 0.001, 1,
                   "yearly cost of capital that stands: interest and wear"},
    [RIVALRY] = {"rivalry", STEPPE_SHAPE_POWER_POWER, "1", 0, 1,
                 "how much the success of the second power hurts the first where both are active"},
    [CORRIDOR_VALUE] = {"corridor_value", STEPPE_SHAPE_SCALAR, "1", 0, 1,
                        "part of what a host is worth that follows its transit"},
    [MINERAL_VALUE] = {"mineral_value", STEPPE_SHAPE_HOST, "1", 0, 1,
                       "part of what a host is worth that follows the price of its minerals"},
    [MINERAL_SHARE] = {"mineral_share", STEPPE_SHAPE_COMMODITY, "1", 0, 1,
                       "weight of a commodity in the price of minerals"},
    [LEAST_BUDGET] = {"least_budget", STEPPE_SHAPE_SCALAR, "1", 0.001, 1,
                      "part of its budget for security that a power keeps, whatever guards cost"},
    [LEAST_WORTH] = {"least_worth", STEPPE_SHAPE_SCALAR, "1", 0.001, 1,
                     "what a host is worth, at least, times the base"},
    [UNREVEALED] = {"unrevealed", STEPPE_SHAPE_SCALAR, "1", 0.001, 1,
                    "worth of a host to a power that offers it nothing in the base, over the least "
                    "at which it would"},
};

static const struct steppe_use uses[] = {
    {.variable = STEPPE_VAR_price, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_attention, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_rivalry, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_stake, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_conditionality, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_transit_revenue, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_assurance, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_need, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_arms, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_troops, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_occupation, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_training, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_posts, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_capital, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_attacks, .access = STEPPE_LAST},
    {.variable = STEPPE_VAR_gdp, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_gdp_nominal, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_economic_offer, .access = STEPPE_OWN, .base = true},
    {.variable = STEPPE_VAR_security_offer, .access = STEPPE_OWN, .base = true},
};

// Standing ties of security, in the order of user costs.
enum { ARMS, TROOPS, TRAINING, POSTS, SECURITY_TIES };
static const uint32_t security_ties[SECURITY_TIES] = {[ARMS] = STEPPE_VAR_arms,
                                                      [TROOPS] = STEPPE_VAR_troops,
                                                      [TRAINING] = STEPPE_VAR_training,
                                                      [POSTS] = STEPPE_VAR_posts};

enum { SECURITY, ECONOMY, CONTESTS };

struct constants {
    size_t powers, hosts, commodities, domains;
    uint32_t offsets[STEPPE_COUNT(params)];
    uint32_t guard_offset; // of attacks.guard_share, STEPPE_NOWHERE: no such parameter
    const uint16_t *power_actor, *host_actor;
    uint32_t domain[CONTESTS];             // along the axis; UINT32_MAX: the model has none
    steppe_real user_cost[SECURITY_TIES];  // USD a year for a unit of the tie
    const steppe_real *own_security;       // [hosts] military spending of the base, USD/year
    const steppe_real *budget[CONTESTS];   // [powers] sum of the base's offers, USD/year
    const steppe_real *overlap[CONTESTS];  // [powers][powers] of the base's offers
    const steppe_real *capacity[CONTESTS]; // [powers][hosts] in the base, USD/year
};

// Scratch of one contest; all [..][LANES].
struct yearly {
    steppe_real *value, *standing, *effect; // [powers][hosts]
    steppe_real *base_offer, *capacity;     // [powers][hosts]
    steppe_real *own;                       // [hosts]
    steppe_real *rivalry;                   // [powers][powers]
    steppe_real *budget;                    // [powers]
    steppe_real *worth;                     // [hosts] of a prize, times the base
    steppe_real *spent;                     // [powers] last year's offers, inverse of their sum
    steppe_real *solver;
};

// ---- start ------------------------------------------------------------------------------------

static void find_user_costs(const struct steppe_model *model, struct constants *constants) {
    for (size_t k = 0; k < model->axes[STEPPE_AXIS_TIE].count; k++) {
        const struct steppe_tie_kind *kind = &model->tie_kinds[k];
        for (size_t t = 0; t < SECURITY_TIES; t++)
            if (kind->variable == security_ties[t] && kind->denominator == STEPPE_PER_SECURITY)
                constants->user_cost[t] = (steppe_real)(kind->user_cost_usd /
                                                        (kind->unit.factor > 0 ? kind->unit.factor
                                                                               : 1));
    }
}

// Offers of the base: what is paid out in a year; what keeps arms, training and posts.
static void start_offers(struct steppe_setup *setup, const struct constants *constants) {
    double *economic = steppe_setup_start(setup, STEPPE_VAR_economic_offer);
    double *security = steppe_setup_start(setup, STEPPE_VAR_security_offer);
    const double *arms = steppe_setup_start(setup, STEPPE_VAR_arms);
    const double *training = steppe_setup_start(setup, STEPPE_VAR_training);
    const double *posts = steppe_setup_start(setup, STEPPE_VAR_posts);
    for (size_t p = 0; p < constants->powers; p++)
        for (size_t h = 0; h < constants->hosts; h++) {
            const size_t at = p * constants->hosts + h;
            economic[at] = steppe_setup_base_payout(setup, p, h);
            security[at] = (double)constants->user_cost[ARMS] * arms[at] +
                           (double)constants->user_cost[TRAINING] * training[at] +
                           (double)constants->user_cost[POSTS] * posts[at];
        }
}

// Overlap of what two powers spend: sum over hosts of the smaller of their shares.
static void start_totals(const struct steppe_setup *setup, const struct constants *constants,
                         uint32_t variable, steppe_real *budget, steppe_real *overlap,
                         steppe_real *capacity) {
    const double *offer = steppe_setup_start(setup, variable);
    const size_t powers = constants->powers, hosts = constants->hosts;
    for (size_t p = 0; p < powers; p++) {
        double sum = 0;
        for (size_t h = 0; h < hosts; h++) sum += offer[p * hosts + h];
        budget[p] = (steppe_real)sum;
        for (size_t h = 0; h < hosts; h++) {
            const double own = offer[p * hosts + h];
            capacity[p * hosts + h] = (steppe_real)fmax(own > 0 ? own : sum / (double)hosts,
                                                        LEAST_CAPACITY);
        }
    }
    for (size_t p = 0; p < powers; p++)
        for (size_t r = 0; r < powers; r++) {
            double sum = 0;
            for (size_t h = 0; h < hosts; h++)
                sum += fmin(offer[p * hosts + h] * (double)budget[r],
                            offer[r * hosts + h] * (double)budget[p]);
            const double both = (double)budget[p] * (double)budget[r];
            overlap[p * powers + r] = (steppe_real)(both > 0 ? sum / both : 0);
        }
}

static bool prepare(struct steppe_setup *setup, struct steppe_error *error) {
    const struct steppe_model *model = setup->model;
    const size_t powers = model->axes[STEPPE_AXIS_POWER].count;
    const size_t hosts = model->axes[STEPPE_AXIS_HOST].count;
    struct constants *constants = STEPPE_TAKE(setup->arena, 1, struct constants);
    steppe_real *own = STEPPE_TAKE(setup->arena, hosts, steppe_real);
    steppe_real *totals = STEPPE_TAKE(setup->arena, CONTESTS * powers * (1 + powers + hosts),
                                      steppe_real);
    if (!constants || !own || !totals)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for the constants of the contest");
    const uint32_t guards = steppe_model_parameter(model, "attacks.guard_share");
    static const char *const domains[CONTESTS] = {[SECURITY] = "security", [ECONOMY] = "economy"};
    *constants = (struct constants){
        .powers = powers,
        .hosts = hosts,
        .commodities = model->axes[STEPPE_AXIS_COMMODITY].count,
        .domains = model->axes[STEPPE_AXIS_DOMAIN].count,
        .guard_offset = guards == UINT32_MAX ? STEPPE_NOWHERE
                                             : setup->layout->param_offsets[guards],
        .power_actor = model->axes[STEPPE_AXIS_POWER].actor_at,
        .host_actor = model->axes[STEPPE_AXIS_HOST].actor_at,
        .own_security = own,
    };
    steppe_setup_parameters(setup, constants->offsets, STEPPE_COUNT(params));
    for (size_t h = 0; h < hosts; h++)
        own[h] = (steppe_real)steppe_setup_figure(setup, STEPPE_VAR_military_spending,
                                                  constants->host_actor[h]);
    find_user_costs(model, constants);
    start_offers(setup, constants);
    for (size_t c = 0; c < CONTESTS; c++) {
        steppe_real *budget = totals + c * powers * (1 + powers + hosts);
        steppe_real *overlap = budget + powers, *capacity = overlap + powers * powers;
        constants->domain[c] = steppe_model_element(model, STEPPE_AXIS_DOMAIN, domains[c]);
        constants->budget[c] = budget;
        constants->overlap[c] = overlap;
        constants->capacity[c] = capacity;
        start_totals(setup, constants,
                     c == SECURITY ? STEPPE_VAR_security_offer : STEPPE_VAR_economic_offer, budget,
                     overlap, capacity);
    }
    setup->constants = constants;
    setup->scratch_cells = 5 * powers * hosts + powers * powers + 2 * hosts + 2 * powers +
                           steppe_contest_cells(powers, hosts);
    return true;
}

// ---- what a power brings ------------------------------------------------------------------------

// Cells of the state, or those of the base.
static const steppe_real *cells_of(const struct steppe_world *world, uint32_t variable, bool base) {
    return base ? steppe_base_cells(world, variable) : steppe_cells(world, variable);
}

static void add_standing(steppe_real user_cost, const steppe_real *restrict tie,
                         steppe_real *restrict standing) {
    STEPPE_EACH_LANE(lane) {
        standing[lane] += user_cost * tie[lane];
    }
}

// Troops that nobody called are no tie that a host counts on (section 5: cover).
static void add_troops(steppe_real user_cost, const steppe_real *restrict troops,
                       const steppe_real *restrict uncalled, steppe_real *restrict standing) {
    STEPPE_EACH_LANE(lane) {
        standing[lane] += user_cost * steppe_max(troops[lane] - uncalled[lane], 0);
    }
}

// q: the yearly user cost of the ties that stand.
static void standing_ties(const struct steppe_world *world, const struct constants *constants,
                          size_t contest, bool base, const struct yearly *yearly) {
    const size_t pairs = constants->powers * constants->hosts;
    const steppe_real *user_cost = steppe_params_at(world, constants->offsets[USER_COST]);
    if (contest == ECONOMY) {
        const steppe_real *capital = cells_of(world, STEPPE_VAR_capital, base);
        for (size_t i = 0; i < pairs; i++) {
            const size_t at = i * STEPPE_LANES;
            const steppe_real *restrict from = capital + at;
            steppe_real *restrict to = yearly->standing + at;
            STEPPE_EACH_LANE(lane) {
                to[lane] = user_cost[lane] * from[lane];
            }
        }
        return;
    }
    const steppe_real *uncalled = cells_of(world, STEPPE_VAR_occupation, base);
    memset(yearly->standing, 0, pairs * STEPPE_LANES * sizeof(steppe_real));
    for (size_t t = 0; t < SECURITY_TIES; t++) {
        const steppe_real *tie = cells_of(world, security_ties[t], base);
        for (size_t i = 0; i < pairs; i++) {
            const size_t at = i * STEPPE_LANES;
            if (t == TROOPS)
                add_troops(constants->user_cost[t], tie + at, uncalled + at, yearly->standing + at);
            else
                add_standing(constants->user_cost[t], tie + at, yearly->standing + at);
        }
    }
}

static void security_effect(const steppe_real *restrict assurance, const steppe_real *restrict need,
                            steppe_real *restrict effect) {
    STEPPE_EACH_LANE(lane) {
        effect[lane] = steppe_max(assurance[lane] * need[lane], LEAST_EFFECT);
    }
}
static void economic_effect(const steppe_real *restrict condition, steppe_real *restrict effect) {
    STEPPE_EACH_LANE(lane) {
        effect[lane] = steppe_max(STEPPE_R(1) - condition[lane], LEAST_EFFECT);
    }
}

// eta: what a dollar offered counts. A host that needs help counts that of those it believes in;
// conditions take their part of money.
static void effects(const struct steppe_world *world, const struct constants *constants,
                    size_t contest, bool base, const struct yearly *yearly) {
    const steppe_real *assurance = cells_of(world, STEPPE_VAR_assurance, base);
    const steppe_real *need = cells_of(world, STEPPE_VAR_need, base);
    const steppe_real *condition = cells_of(world, STEPPE_VAR_conditionality, base);
    for (size_t p = 0; p < constants->powers; p++)
        for (size_t h = 0; h < constants->hosts; h++) {
            const size_t pair = (p * constants->hosts + h) * STEPPE_LANES;
            steppe_real *effect = yearly->effect + pair;
            if (contest == SECURITY)
                security_effect(assurance + pair, need + h * STEPPE_LANES, effect);
            else
                economic_effect(condition + p * STEPPE_LANES, effect);
        }
}

static void scale_by(steppe_real number, const steppe_real *restrict from,
                     steppe_real *restrict to) {
    STEPPE_EACH_LANE(lane) {
        to[lane] = number * from[lane];
    }
}
static void multiply(const steppe_real *restrict a, const steppe_real *restrict b,
                     steppe_real *restrict to) {
    STEPPE_EACH_LANE(lane) {
        to[lane] = a[lane] * b[lane];
    }
}
static void at_least_one_dollar(steppe_real *restrict x) {
    STEPPE_EACH_LANE(lane) {
        x[lane] = steppe_max(x[lane], STEPPE_R(1));
    }
}

// n: what the host spends itself, above nothing.
static void own_spending(const struct steppe_world *world, const struct constants *constants,
                         size_t contest, bool base, const struct yearly *yearly) {
    const steppe_real *gdp = cells_of(world, STEPPE_VAR_gdp, base);
    const steppe_real *nominal = cells_of(world, STEPPE_VAR_gdp_nominal, base);
    const steppe_real *share = steppe_params_at(world, constants->offsets[OWN_INVESTMENT]);
    for (size_t h = 0; h < constants->hosts; h++) {
        const size_t at = h * STEPPE_LANES;
        const size_t actor = (size_t)constants->host_actor[h] * STEPPE_LANES;
        if (contest == SECURITY)
            scale_by(constants->own_security[h], gdp + actor, yearly->own + at);
        else
            multiply(share + at, nominal + actor, yearly->own + at);
        at_least_one_dollar(yearly->own + at);
    }
}

static void weigh(const steppe_real *restrict effect, steppe_real *restrict standing) {
    STEPPE_EACH_LANE(lane) {
        standing[lane] *= effect[lane];
    }
}

// s: as much as the base offers, or the power's mean offer where it offers nothing; it grows with
// the host.
static void capacities(const struct steppe_world *world, const struct constants *constants,
                       size_t contest, bool base, const struct yearly *yearly) {
    const steppe_real *gdp = cells_of(world, STEPPE_VAR_gdp, base);
    for (size_t p = 0; p < constants->powers; p++)
        for (size_t h = 0; h < constants->hosts; h++) {
            const size_t pair = p * constants->hosts + h;
            const size_t actor = constants->host_actor[h];
            scale_by(constants->capacity[contest][pair], gdp + actor * STEPPE_LANES,
                     yearly->capacity + pair * STEPPE_LANES);
        }
}

static void contest_ties(const struct steppe_world *world, const struct constants *constants,
                         size_t contest, bool base, const struct yearly *yearly) {
    standing_ties(world, constants, contest, base, yearly);
    effects(world, constants, contest, base, yearly);
    // Ties of security count by need and belief as offers do (section 5: cover); capital that
    // stands asks for nothing any more.
    const size_t pairs = constants->powers * constants->hosts;
    for (size_t i = 0; contest == SECURITY && i < pairs; i++)
        weigh(yearly->effect + i * STEPPE_LANES, yearly->standing + i * STEPPE_LANES);
    own_spending(world, constants, contest, base, yearly);
    capacities(world, constants, contest, base, yearly);
}

// ---- rivalry ------------------------------------------------------------------------------------

static void inverse_sums(const struct constants *constants, const steppe_real *offer,
                         const struct yearly *yearly) {
    for (size_t p = 0; p < constants->powers; p++) {
        steppe_real *restrict spent = yearly->spent + p * STEPPE_LANES;
        memset(spent, 0, STEPPE_LANES * sizeof *spent);
        for (size_t h = 0; h < constants->hosts; h++)
            add_standing(STEPPE_R(1), offer + (p * constants->hosts + h) * STEPPE_LANES, spent);
        STEPPE_EACH_LANE(lane) {
            spent[lane] = STEPPE_R(1) / steppe_max(spent[lane], STEPPE_R(1));
        }
    }
}

static void add_overlap(const steppe_real *restrict mine, const steppe_real *restrict theirs,
                        const steppe_real *restrict my_total,
                        const steppe_real *restrict their_total, steppe_real *restrict sum) {
    STEPPE_EACH_LANE(lane) {
        sum[lane] += steppe_min(mine[lane] * my_total[lane], theirs[lane] * their_total[lane]);
    }
}

// rho = rivalry x overlap of what the two offered last year.
static void rivalries(const struct steppe_world *world, const struct constants *constants,
                      const steppe_real *offer, const struct yearly *yearly) {
    const size_t powers = constants->powers, hosts = constants->hosts;
    const steppe_real *drawn = steppe_params_at(world, constants->offsets[RIVALRY]);
    const steppe_real *times = steppe_cells(world, STEPPE_VAR_rivalry);
    inverse_sums(constants, offer, yearly);
    for (size_t p = 0; p < powers; p++)
        for (size_t r = 0; r < p; r++) {
            const size_t here = (p * powers + r) * STEPPE_LANES;
            const size_t there = (r * powers + p) * STEPPE_LANES;
            steppe_real overlap[STEPPE_LANES] = {0}, rho[STEPPE_LANES];
            for (size_t h = 0; h < hosts; h++)
                add_overlap(
                    offer + (p * hosts + h) * STEPPE_LANES, offer + (r * hosts + h) * STEPPE_LANES,
                    yearly->spent + p * STEPPE_LANES, yearly->spent + r * STEPPE_LANES, overlap);
            multiply(drawn + here, overlap, rho);
            multiply(rho, times + here, yearly->rivalry + here);
            multiply(drawn + there, overlap, rho);
            multiply(rho, times + there, yearly->rivalry + there);
        }
}

static void base_rivalries(const struct steppe_world *world, const struct constants *constants,
                           size_t contest, const struct yearly *yearly) {
    const steppe_real *drawn = steppe_params_at(world, constants->offsets[RIVALRY]);
    const size_t cells = constants->powers * constants->powers;
    for (size_t i = 0; i < cells; i++)
        scale_by(constants->overlap[contest][i], drawn + i * STEPPE_LANES,
                 yearly->rivalry + i * STEPPE_LANES);
}

// ---- values -------------------------------------------------------------------------------------

static void worth_of(const steppe_real *restrict least, const steppe_real *restrict corridor_value,
                     const steppe_real *restrict mineral_value, const steppe_real *restrict revenue,
                     const steppe_real *restrict revenue_0, const steppe_real *restrict minerals,
                     steppe_real *restrict worth) {
    STEPPE_EACH_LANE(lane) {
        // Without transit in the base it counts no more than it did.
        const bool some = revenue_0[lane] > STEPPE_R(0);
        const steppe_real ratio = revenue[lane] / (some ? revenue_0[lane] : STEPPE_R(1)) -
                                  STEPPE_R(1);
        const steppe_real corridor = some ? ratio : STEPPE_R(0);
        worth[lane] = steppe_max(STEPPE_R(1) + corridor_value[lane] * corridor +
                                     mineral_value[lane] * minerals[lane],
                                 least[lane]);
    }
}

// What prizes are worth, times the base: 1 + corridor part + mineral part.
static void worths(const struct steppe_world *world, const struct constants *constants,
                   const struct yearly *yearly) {
    const steppe_real *share = steppe_params_at(world, constants->offsets[MINERAL_SHARE]);
    const steppe_real *price = steppe_cells(world, STEPPE_VAR_price);
    const steppe_real *price_0 = steppe_base_cells(world, STEPPE_VAR_price);
    steppe_real minerals[STEPPE_LANES] = {0}, total[STEPPE_LANES] = {0};
    for (size_t c = 0; c < constants->commodities; c++) {
        const size_t at = c * STEPPE_LANES;
        const steppe_real *restrict weight = share + at, *restrict now = price + at;
        const steppe_real *restrict then = price_0 + at;
        STEPPE_EACH_LANE(lane) {
            minerals[lane] += weight[lane] * (now[lane] / then[lane] - STEPPE_R(1));
            total[lane] += weight[lane];
        }
    }
    STEPPE_EACH_LANE(lane) {
        minerals[lane] /= steppe_max(total[lane], STEPPE_R(1e-6));
    }
    for (size_t h = 0; h < constants->hosts; h++) {
        const size_t actor = (size_t)constants->host_actor[h] * STEPPE_LANES;
        worth_of(steppe_params_at(world, constants->offsets[LEAST_WORTH]),
                 steppe_params_at(world, constants->offsets[CORRIDOR_VALUE]),
                 steppe_params_at(world, constants->offsets[MINERAL_VALUE]) + h * STEPPE_LANES,
                 steppe_cells(world, STEPPE_VAR_transit_revenue) + actor,
                 steppe_base_cells(world, STEPPE_VAR_transit_revenue) + actor, minerals,
                 yearly->worth + h * STEPPE_LANES);
    }
}

// V = (1 + x/s) den^2 / (eta Z): the value at which the base's offer is the best answer, at
// lambda = 1. Who offers nothing is taken to value a part of what would make it offer.
static void value_of(const steppe_real *restrict unrevealed, const steppe_real *restrict total,
                     const steppe_real *restrict effect, const steppe_real *restrict offer,
                     const steppe_real *restrict capacity, const steppe_real *restrict strength,
                     const steppe_real *restrict rivals, const steppe_real *restrict worth,
                     const steppe_real *restrict stake, steppe_real *restrict value) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real gain = steppe_max(
            steppe_contest_gain(total[lane], strength[lane], rivals[lane]), STEPPE_R(1));
        const steppe_real least = (STEPPE_R(1) + offer[lane] / capacity[lane]) * total[lane] *
                                  (total[lane] / (effect[lane] * gain));
        const steppe_real revealed = offer[lane] > STEPPE_R(0) ? least : unrevealed[lane] * least;
        value[lane] = revealed * worth[lane] * stake[lane];
    }
}

static void values(const struct steppe_world *world, const struct constants *constants,
                   size_t contest, const struct steppe_contest_terms *terms,
                   struct steppe_contest_state *state, const struct yearly *yearly) {
    const steppe_real *unrevealed = steppe_params_at(world, constants->offsets[UNREVEALED]);
    contest_ties(world, constants, contest, true, yearly);
    base_rivalries(world, constants, contest, yearly);
    steppe_contest_strengths(terms, state);
    steppe_contest_sum(terms, state);
    for (size_t p = 0; p < constants->powers; p++) {
        steppe_contest_rivals(terms, state, (int)p);
        for (size_t h = 0; h < constants->hosts; h++) {
            const size_t at = (p * constants->hosts + h) * STEPPE_LANES, host = h * STEPPE_LANES;
            value_of(unrevealed, state->total + host, yearly->effect + at, state->offer + at,
                     yearly->capacity + at, state->strength + at, state->rivals + host,
                     yearly->worth + host, steppe_cells(world, STEPPE_VAR_stake) + at,
                     yearly->value + at);
        }
    }
}

// ---- step ---------------------------------------------------------------------------------------

// Guards of what was attacked and is remembered, guard_share sum_i K_pi attacks_pi, are paid first;
// they stand in the host already (section 14).
static void pay_guards(const struct steppe_world *world, const struct constants *constants,
                       size_t power, steppe_real *restrict budget) {
    if (constants->guard_offset == STEPPE_NOWHERE) return;
    const size_t first = power * constants->hosts * STEPPE_LANES;
    const steppe_real *share = steppe_params_at(world, constants->guard_offset);
    const steppe_real *capital = steppe_cells(world, STEPPE_VAR_capital) + first;
    const steppe_real *attacks = steppe_cells(world, STEPPE_VAR_attacks) + first;
    steppe_real guarded[STEPPE_LANES] = {0};
    for (size_t h = 0; h < constants->hosts; h++) {
        const steppe_real *restrict owned = capital + h * STEPPE_LANES;
        const steppe_real *restrict hit = attacks + h * STEPPE_LANES;
        STEPPE_EACH_LANE(lane) {
            guarded[lane] = steppe_fma(owned[lane], hit[lane], guarded[lane]);
        }
    }
    const steppe_real *least = steppe_params_at(world, constants->offsets[LEAST_BUDGET]);
    STEPPE_EACH_LANE(lane) {
        budget[lane] = steppe_max(budget[lane] - share[lane] * guarded[lane],
                                  least[lane] * budget[lane]);
    }
}

// M = M_0 G attention, for security less guards.
static void budgets(const struct steppe_world *world, const struct constants *constants,
                    size_t contest, const struct yearly *yearly) {
    const steppe_real *gdp = steppe_cells(world, STEPPE_VAR_gdp);
    const steppe_real *attention = steppe_cells(world, STEPPE_VAR_attention);
    for (size_t p = 0; p < constants->powers; p++) {
        steppe_real *budget = yearly->budget + p * STEPPE_LANES;
        scale_by(constants->budget[contest][p],
                 gdp + (size_t)constants->power_actor[p] * STEPPE_LANES, budget);
        if (constants->domain[contest] != UINT32_MAX) {
            const size_t at = p * constants->domains + constants->domain[contest];
            const steppe_real *restrict spared = attention + at * STEPPE_LANES;
            STEPPE_EACH_LANE(lane) {
                budget[lane] *= spared[lane];
            }
        }
        if (contest == SECURITY) pay_guards(world, constants, p, budget);
    }
}

static void fail_where_it_moves(const steppe_real *restrict residual, steppe_real *restrict offer) {
    STEPPE_EACH_LANE(lane) {
        offer[lane] = residual[lane] <= RESIDUAL_LIMIT ? offer[lane] : STEPPE_R(NAN);
    }
}

static void contest_year(struct steppe_world *world, const struct constants *constants,
                         size_t contest, const struct yearly *yearly) {
    const size_t powers = constants->powers, hosts = constants->hosts;
    const uint32_t variable = contest == SECURITY ? STEPPE_VAR_security_offer
                                                  : STEPPE_VAR_economic_offer;
    const struct steppe_contest_terms terms = {
        .players = (int)powers,
        .prizes = (int)hosts,
        .value = yearly->value,
        .standing = yearly->standing,
        .effect = yearly->effect,
        .capacity = yearly->capacity,
        .own = yearly->own,
        .rivalry = yearly->rivalry,
        .budget = yearly->budget,
        .reach_limit = (steppe_real)INFINITY,
        .damping = 1,
        .tolerance = TOLERANCE,
        .round_limit = ROUND_LIMIT,
    };
    struct steppe_contest_state state;
    steppe_contest_lay(powers, hosts, yearly->solver, &state);
    memcpy(yearly->base_offer, steppe_base_cells(world, variable),
           powers * hosts * STEPPE_LANES * sizeof(steppe_real));
    state.offer = yearly->base_offer;
    values(world, constants, contest, &terms, &state, yearly);
    state.offer = steppe_cells(world, variable);
    contest_ties(world, constants, contest, false, yearly);
    rivalries(world, constants, state.offer, yearly);
    budgets(world, constants, contest, yearly);
    steppe_contest_equilibrium(&terms, &state);
    for (size_t i = 0; i < powers * hosts; i++)
        fail_where_it_moves(state.residual, state.offer + i * STEPPE_LANES);
}

static void step(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    const struct constants *constants = memory;
    const size_t powers = constants->powers * STEPPE_LANES;
    const size_t hosts = constants->hosts * STEPPE_LANES, pairs = constants->powers * hosts;
    steppe_real *by_pair = scratch->cells, *by_host = by_pair + 5 * pairs;
    steppe_real *by_power = by_host + 2 * hosts;
    const struct yearly yearly = {
        .value = by_pair,
        .standing = by_pair + pairs,
        .effect = by_pair + 2 * pairs,
        .base_offer = by_pair + 3 * pairs,
        .capacity = by_pair + 4 * pairs,
        .own = by_host,
        .worth = by_host + hosts,
        .budget = by_power,
        .spent = by_power + powers,
        .rivalry = by_power + 2 * powers,
        .solver = by_power + 2 * powers + constants->powers * powers,
    };
    worths(world, constants, &yearly);
    for (size_t c = 0; c < CONTESTS; c++) contest_year(world, constants, c, &yearly);
}

const struct steppe_mechanism STEPPE_NAMED(steppe_mechanism_contest) = {
    .name = "contest",
    .summary = "Powers spread security goods and investment over hosts, each against the others.",
    .equation =
        "y = q + eta s ln(1 + x/s); s_p = y_p/den, den = n + sum y_r; "
        "p maximises sum_i V_pi (s_pi - sum_r rho_pr s_ri), sum_i x_pi <= M_p; "
        "x = s max(0, V eta Z/(lambda den^2) - 1), Z = den - y + sum_r rho y_r; V by stake; "
        "M = M_0 G attention - guards; eta = assurance need, 1 - conditionality; "
        "V_0 = (1 + x_0/s_0) den_0^2/(eta_0 Z_0), "
        "V = V_0 (1 + c D[transit]/transit_0 + m D[minerals])",
    .source = "tullock-1980; friedman-1958; rosen-1965",
    .every_months = 12,
    .uses = uses,
    .use_count = STEPPE_COUNT(uses),
    .params = params,
    .param_count = STEPPE_COUNT(params),
    .prepare = prepare,
    .step = step,
};
