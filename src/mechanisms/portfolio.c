// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// portfolio: how hosts spread their alignment over the powers and themselves, each January and
// July. In: need, belief, offers, stress, opinion, pressure and dependence. Out: portfolio,
// self_reliance, what is taken of offers, compliance with sanctions, agreement of votes. Equations
// act on deviations from the base; docs/model.md, section 9, derives them.
#include "base/random.h"
#include "mechanisms/mechanism.h"
#include "solve/simplex_kernel.h"

#define ACCEPTANCE_MOST STEPPE_R(20) // the range of the variable
#define HALF_YEAR STEPPE_R(0.5)

enum {
    HALF_LIFE,
    SECURITY_EFFECT,
    DEVELOPMENT_EFFECT,
    SURVIVAL_EFFECT,
    OPINION_EFFECT,
    FEAR_EFFECT,
    FEAR_OF_TROOPS,
    TROOPS_SCALE,
    FEAR_THRESHOLD,
    SELF_RELIANCE,
    ACCEPTANCE_EFFECT,
    COMPLIANCE_EFFECT,
    COMPLIANCE_LEAST,
    COMPLIANCE_MOST,
    VOTE_EFFECT,
    VOTE_NOISE
};

static const struct steppe_param params[] = {
    [HALF_LIFE] = {"half_life", STEPPE_SHAPE_SCALAR, "year", 0.1, 30,
                   "time in which half of a change of alignment comes about"},
    [SECURITY_EFFECT] = {"security_effect", STEPPE_SHAPE_SCALAR, "1", 0, 5,
                         "alignment won by security goods that are needed and believed in"},
    [DEVELOPMENT_EFFECT] = {"development_effect", STEPPE_SHAPE_SCALAR, "1", 0, 5,
                            "alignment won by investment of one GDP a year"},
    [SURVIVAL_EFFECT] = {"survival_effect", STEPPE_SHAPE_SCALAR, "1", 0, 5,
                         "alignment won by those who protect and ask for no reform, in calm years"},
    [OPINION_EFFECT] = {"opinion_effect", STEPPE_SHAPE_SCALAR, "1", 0, 5,
                        "alignment won by one in the log odds of favour with the public"},
    [FEAR_EFFECT] = {"fear_effect", STEPPE_SHAPE_SCALAR, "1", 0, 5,
                     "alignment won by full coercion per unit of dependence above the threshold"},
    [FEAR_OF_TROOPS] = {"fear_of_troops", STEPPE_SHAPE_SCALAR, "1", 0, 5,
                        "fear of troops in the country, over that of full coercion"},
    [TROOPS_SCALE] = {"troops_scale", STEPPE_SHAPE_SCALAR, "person", 1, 1e6,
                      "number of troops beyond which fear of them grows slowly"},
    [FEAR_THRESHOLD] = {"fear_threshold", STEPPE_SHAPE_HOST, "1", 0, 1,
                        "dependence on a power above which a host gives in to it"},
    [SELF_RELIANCE] = {"self_reliance", STEPPE_SHAPE_HOST, "1", 0.01, 0.99,
                       "weight that a host keeps to itself in the base"},
    [ACCEPTANCE_EFFECT] = {"acceptance_effect", STEPPE_SHAPE_SCALAR, "1", 0, 20,
                           "rise of the log of what is taken of an offer with alignment"},
    [COMPLIANCE_EFFECT] = {"compliance_effect", STEPPE_SHAPE_SCALAR, "1", 0, 20,
                           "rise of the log of compliance with alignment that goes from the "
                           "sanctioned to those who sanction"},
    [COMPLIANCE_LEAST] = {"compliance_least", STEPPE_SHAPE_SCALAR, "1", 0.25, 1,
                          "compliance of a host that turns to the sanctioned, at least, times the "
                          "base"},
    [COMPLIANCE_MOST] = {"compliance_most", STEPPE_SHAPE_SCALAR, "1", 1, 4,
                         "compliance of a host that turns to those who sanction, at most, times "
                         "the base"},
    [VOTE_EFFECT] = {"vote_effect", STEPPE_SHAPE_SCALAR, "1", 0, 5,
                     "rise of agreement of votes with alignment"},
    [VOTE_NOISE] = {"vote_noise", STEPPE_SHAPE_SCALAR, "1", 0, 0.5,
                    "spread of agreement of votes about that, common to the votes with a power"},
};

static const struct steppe_use uses[] = {
    {.variable = STEPPE_VAR_security_offer, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_economic_offer, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_conditionality, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_need, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_assurance, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_protection, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_gdp, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_gdp_nominal, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_stress, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_favourability, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_coercion, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_troops, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_dependence, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_portfolio, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_self_reliance, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_acceptance, .access = STEPPE_OWN, .base = true},
    {.variable = STEPPE_VAR_compliance, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_vote_agreement, .access = STEPPE_OWN, .base = true},
};

static const char *const streams[] = {"portfolio.votes"};

struct constants {
    size_t powers, hosts;
    uint32_t offsets[STEPPE_COUNT(params)];
    uint32_t vote_stream;
    const uint16_t *host_actor;
    const steppe_real *side;         // [powers] 1: sanctions others, -1: is sanctioned, 0: neither
    const steppe_real *share;        // [hosts][powers] of what is not self-reliance, in the base
    const steppe_real *own_security; // [hosts] military spending of the base, USD/year
};

// ---- start ------------------------------------------------------------------------------------

enum { BY_ARMS, BY_TRADE, BY_TREATIES, BY_VOTES, EVIDENCE };

// Arms of ten years, trade and votes of the base, from the model's figures of pairs of actors.
static void add_figures(const struct steppe_setup *setup, const int32_t *power_of, size_t host,
                        double *by_power[EVIDENCE]) {
    const struct steppe_model *model = setup->model;
    const int32_t actor = model->axes[STEPPE_AXIS_HOST].actor_at[host];
    const int32_t base = setup->layout->base_year;
    for (size_t i = 0; i < model->figure_count; i++) {
        const struct steppe_figure *figure = &model->figures[i];
        const bool arms = figure->variable == STEPPE_VAR_arms_deliveries;
        const bool trade = figure->variable == STEPPE_VAR_goods_exports;
        if ((!arms && !trade) || figure->known_month > setup->known_month) continue;
        const int32_t year = figure->date.year;
        if (year > base || year < (arms ? base - 9 : base)) continue;
        const int32_t from = figure->at[0], to = figure->at[1];
        const int32_t other = from == actor ? to : from;
        // Arms that the host sells say nothing of whom it leans on.
        if ((from != actor && to != actor) || (arms && to != actor)) continue;
        if (power_of[other] < 0) continue;
        by_power[arms ? BY_ARMS : BY_TRADE][power_of[other]] += figure->value;
    }
}

static void add_treaties(const struct steppe_setup *setup, const int32_t *power_of, size_t host,
                         double *by_power) {
    const struct steppe_model *model = setup->model;
    const uint32_t kind = steppe_model_element(model, STEPPE_AXIS_TIE, "treaties");
    const int32_t actor = model->axes[STEPPE_AXIS_HOST].actor_at[host];
    const int32_t after = (setup->layout->base_year + 1) * 12;
    for (size_t i = 0; kind != UINT32_MAX && i < model->tie_count; i++) {
        const struct steppe_tie *tie = &model->ties[i];
        const int32_t other = tie->from == actor ? tie->to : tie->from;
        if (tie->kind != kind || (tie->from != actor && tie->to != actor)) continue;
        if (power_of[other] < 0 || tie->known_month > setup->known_month) continue;
        if (steppe_date_month(tie->start) >= after) continue;
        if (tie->end.year > 0 && steppe_date_after(tie->end) < after) continue;
        by_power[power_of[other]] += tie->has_value ? tie->value : 1;
    }
}

// Agreement of votes at the base; 0: none known. Rows may name the pair in either order.
static const struct steppe_figure *votes_of(const struct steppe_setup *setup, size_t power,
                                            size_t host) {
    const struct steppe_model *model = setup->model;
    const int32_t a = model->axes[STEPPE_AXIS_HOST].actor_at[host];
    const int32_t b = model->axes[STEPPE_AXIS_POWER].actor_at[power];
    const int32_t pair[2][STEPPE_AXES_MAX] = {{a, b, -1}, {b, a, -1}};
    for (int32_t i = 0; i < 4; i++) {
        const struct steppe_figure *figure = steppe_model_figure(
            model, STEPPE_VAR_un_agreement, pair[i % 2], setup->known_month,
            i < 2 ? setup->layout->base_year : 0);
        if (figure) return figure;
    }
    return NULL;
}

// Agreement above that with the power that the host agrees with least.
static void add_votes(const struct steppe_setup *setup, size_t host, size_t powers,
                      double *by_power) {
    double least = (double)INFINITY;
    for (size_t p = 0; p < powers; p++) {
        const struct steppe_figure *figure = votes_of(setup, p, host);
        if (figure) least = fmin(least, figure->value);
    }
    for (size_t p = 0; p < powers; p++) {
        const struct steppe_figure *figure = votes_of(setup, p, host);
        if (figure) by_power[p] = figure->value - least;
    }
}

// Mean of the powers' shares in all kinds of evidence that a host has; equal shares without any.
static void mean_shares(size_t powers, double *const by_power[EVIDENCE], steppe_real *share) {
    int kinds = 0;
    for (size_t p = 0; p < powers; p++) share[p] = 0;
    for (size_t k = 0; k < EVIDENCE; k++) {
        double sum = 0;
        for (size_t p = 0; p < powers; p++) sum += by_power[k][p];
        if (!(sum > 0)) continue;
        kinds++;
        for (size_t p = 0; p < powers; p++) share[p] += (steppe_real)(by_power[k][p] / sum);
    }
    for (size_t p = 0; p < powers; p++)
        share[p] = kinds > 0 ? share[p] / (steppe_real)kinds : STEPPE_R(1) / (steppe_real)powers;
}

static bool start_shares(struct steppe_setup *setup, struct constants *constants,
                         steppe_real *share) {
    const struct steppe_model *model = setup->model;
    const size_t powers = constants->powers, actors = model->axes[STEPPE_AXIS_ACTOR].count;
    const struct steppe_arena_mark mark = steppe_arena_mark(setup->arena);
    int32_t *power_of = STEPPE_TAKE(setup->arena, actors, int32_t);
    double *evidence = STEPPE_TAKE(setup->arena, EVIDENCE * powers, double);
    const bool enough = power_of && evidence;
    for (size_t a = 0; enough && a < actors; a++) power_of[a] = -1;
    for (size_t p = 0; enough && p < powers; p++)
        power_of[model->axes[STEPPE_AXIS_POWER].actor_at[p]] = (int32_t)p;
    for (size_t h = 0; enough && h < constants->hosts; h++) {
        double *by_power[EVIDENCE];
        for (size_t k = 0; k < EVIDENCE; k++) by_power[k] = evidence + k * powers;
        memset(evidence, 0, EVIDENCE * powers * sizeof *evidence);
        add_figures(setup, power_of, h, by_power);
        add_treaties(setup, power_of, h, by_power[BY_TREATIES]);
        add_votes(setup, h, powers, by_power[BY_VOTES]);
        mean_shares(powers, by_power, share + h * powers);
    }
    steppe_arena_rewind(setup->arena, mark);
    return enough;
}

static void start_state(struct steppe_setup *setup, const struct constants *constants) {
    const size_t powers = constants->powers, hosts = constants->hosts;
    double *portfolio = steppe_setup_start(setup, STEPPE_VAR_portfolio);
    double *self = steppe_setup_start(setup, STEPPE_VAR_self_reliance);
    double *acceptance = steppe_setup_start(setup, STEPPE_VAR_acceptance);
    double *compliance = steppe_setup_start(setup, STEPPE_VAR_compliance);
    double *votes = steppe_setup_start(setup, STEPPE_VAR_vote_agreement);
    double *spread = setup->start_spread + setup->layout->offsets[STEPPE_VAR_vote_agreement];
    for (size_t h = 0; h < hosts; h++) {
        self[h] = steppe_setup_median(setup, SELF_RELIANCE, h);
        compliance[h] = 1;
        for (size_t p = 0; p < powers; p++) {
            const struct steppe_figure *figure = votes_of(setup, p, h);
            portfolio[h * powers + p] = (1 - self[h]) * (double)constants->share[h * powers + p];
            acceptance[h * powers + p] = 1;
            votes[p * hosts + h] = figure ? figure->value : 0;
            spread[p * hosts + h] = figure && figure->value > 0 ? figure->spread / figure->value
                                                                : 0;
        }
    }
}

// Where a power stands to sanctions: its places in the model's sets `sanctioners` and `sanctioned`.
static void find_sides(const struct steppe_model *model, size_t powers, steppe_real *side) {
    const uint64_t sanctioners = steppe_model_actors_of(model, "sanctioners");
    const uint64_t sanctioned = steppe_model_actors_of(model, "sanctioned");
    for (size_t p = 0; p < powers; p++) {
        const uint16_t actor = model->axes[STEPPE_AXIS_POWER].actor_at[p];
        side[p] = (steppe_real)(sanctioners >> actor & 1) - (steppe_real)(sanctioned >> actor & 1);
    }
}

static bool prepare(struct steppe_setup *setup, struct steppe_error *error) {
    const struct steppe_model *model = setup->model;
    const size_t powers = model->axes[STEPPE_AXIS_POWER].count;
    const size_t hosts = model->axes[STEPPE_AXIS_HOST].count;
    struct constants *constants = STEPPE_TAKE(setup->arena, 1, struct constants);
    steppe_real *own = STEPPE_TAKE(setup->arena, hosts, steppe_real);
    steppe_real *side = STEPPE_TAKE(setup->arena, powers, steppe_real);
    steppe_real *share = STEPPE_TAKE(setup->arena, powers * hosts, steppe_real);
    if (constants && own && side && share) {
        *constants = (struct constants){
            .powers = powers,
            .hosts = hosts,
            .vote_stream = steppe_random_stream(streams[0]),
            .host_actor = model->axes[STEPPE_AXIS_HOST].actor_at,
            .side = side,
            .share = share,
            .own_security = own,
        };
    }
    if (!constants || !own || !side || !share || !start_shares(setup, constants, share))
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for the constants of the portfolio");
    steppe_setup_parameters(setup, constants->offsets, STEPPE_COUNT(params));
    find_sides(model, powers, side);
    for (size_t h = 0; h < hosts; h++)
        own[h] = (steppe_real)steppe_setup_figure(setup, STEPPE_VAR_military_spending,
                                                  constants->host_actor[h]);
    start_state(setup, constants);
    setup->constants = constants;
    setup->scratch_cells = 3 * powers + 3;
    return true;
}

// ---- utility ------------------------------------------------------------------------------------

// What speaks for one power in one host, now or in the base; [LANES] each.
struct reasons {
    const steppe_real *need, *belief, *security, *gdp; // of the host; of it in the power
    const steppe_real *economic, *accepted, *income;   // offer, part taken, nominal GDP
    const steppe_real *stress, *protection, *condition, *favour;
    const steppe_real *coercion, *troops, *dependence;
};

static struct reasons find_reasons(const struct steppe_world *world,
                                   const struct constants *constants, size_t p, size_t h,
                                   bool base) {
#define PORTFOLIO_CELLS(variable, cell)                                                            \
    ((base ? steppe_base_cells(world, variable) : steppe_cells(world, variable)) +                 \
     (size_t)(cell)*STEPPE_LANES)
    const size_t pair = p * constants->hosts + h, mirrored = h * constants->powers + p;
    const size_t actor = constants->host_actor[h];
    return (struct reasons){
        .need = PORTFOLIO_CELLS(STEPPE_VAR_need, h),
        .belief = PORTFOLIO_CELLS(STEPPE_VAR_assurance, pair),
        .security = PORTFOLIO_CELLS(STEPPE_VAR_security_offer, pair),
        .gdp = PORTFOLIO_CELLS(STEPPE_VAR_gdp, actor),
        .economic = PORTFOLIO_CELLS(STEPPE_VAR_economic_offer, pair),
        .accepted = PORTFOLIO_CELLS(STEPPE_VAR_acceptance, mirrored),
        .income = PORTFOLIO_CELLS(STEPPE_VAR_gdp_nominal, actor),
        .stress = PORTFOLIO_CELLS(STEPPE_VAR_stress, h),
        .protection = PORTFOLIO_CELLS(STEPPE_VAR_protection, pair),
        .condition = PORTFOLIO_CELLS(STEPPE_VAR_conditionality, p),
        .favour = PORTFOLIO_CELLS(STEPPE_VAR_favourability, pair),
        .coercion = PORTFOLIO_CELLS(STEPPE_VAR_coercion, pair),
        .troops = PORTFOLIO_CELLS(STEPPE_VAR_troops, pair),
        .dependence = PORTFOLIO_CELLS(STEPPE_VAR_dependence, pair),
    };
#undef PORTFOLIO_CELLS
}

static const steppe_real *parameter(const struct steppe_world *world,
                                    const struct constants *constants, int number) {
    return steppe_params_at(world, constants->offsets[number]);
}

// Most pairs have no troops and no offers of security: what they would add is nothing.

// utility += sign c_sec need cred ln(1 + x_sec/own)
static void add_security(const steppe_real *restrict effect, const struct reasons *reasons,
                         steppe_real own_security, steppe_real sign,
                         steppe_real *restrict utility) {
    const struct reasons r = *reasons;
    if (!steppe_any(r.security)) return;
    STEPPE_EACH_LANE(lane) {
        const steppe_real own = steppe_max(own_security * r.gdp[lane], STEPPE_R(1));
        const steppe_real goods = steppe_log_size(STEPPE_R(1) + r.security[lane] / own);
        utility[lane] += sign * effect[lane] * r.need[lane] * r.belief[lane] * goods;
    }
}

// utility += sign [c_dev x_eco acc/Y + c_sur max(0, 1 + stress) (protection - conditionality)]
static void add_money(const steppe_real *restrict of_money, const steppe_real *restrict of_survival,
                      const struct reasons *reasons, steppe_real sign,
                      steppe_real *restrict utility) {
    const struct reasons r = *reasons;
    STEPPE_EACH_LANE(lane) {
        const steppe_real money = r.economic[lane] * r.accepted[lane] / r.income[lane];
        const steppe_real worry = steppe_max(STEPPE_R(1) + r.stress[lane], STEPPE_R(0));
        const steppe_real help = worry * (r.protection[lane] - r.condition[lane]);
        utility[lane] += sign * (of_money[lane] * money + of_survival[lane] * help);
    }
}

// The range of the variable: without a poll there may be no share at all.
STEPPE_LANE steppe_real odds(steppe_real favour) {
    const steppe_real share = steppe_clamp(favour, STEPPE_R(0.01), STEPPE_R(0.99));
    return share / (STEPPE_R(1) - share);
}

// utility += c_op D[logit op]
static void add_opinion(const steppe_real *restrict effect, const steppe_real *restrict now,
                        const steppe_real *restrict then, steppe_real *restrict utility) {
    STEPPE_EACH_LANE(lane) {
        utility[lane] += effect[lane] * steppe_log(odds(now[lane]) / odds(then[lane]));
    }
}

// utility += sign c_fear (coer + c_lat ln(1 + troops/ref)) (Dep - d*). Above the threshold of
// dependence fear wins, below it repels.
static void add_fear(const struct steppe_world *world, const struct constants *constants,
                     const struct reasons *reasons, const steppe_real *restrict threshold,
                     steppe_real sign, steppe_real *restrict utility) {
    const steppe_real *of_fear = parameter(world, constants, FEAR_EFFECT);
    const steppe_real *of_troops = parameter(world, constants, FEAR_OF_TROOPS);
    const steppe_real *troops_scale = parameter(world, constants, TROOPS_SCALE);
    const struct reasons r = *reasons;
    if (!steppe_any(r.coercion) && !steppe_any(r.troops)) return;
    STEPPE_EACH_LANE(lane) {
        const steppe_real size = r.troops[lane] / troops_scale[lane];
        const steppe_real latent = steppe_log_size(STEPPE_R(1) + size);
        const steppe_real pressure = r.coercion[lane] + of_troops[lane] * latent;
        utility[lane] += sign * of_fear[lane] * pressure * (r.dependence[lane] - threshold[lane]);
    }
}

// utility += u - u_0 of one power for one host.
static void add_change(const struct steppe_world *world, const struct constants *constants,
                       size_t p, size_t h, steppe_real *restrict utility) {
    const struct reasons now = find_reasons(world, constants, p, h, false);
    const struct reasons then = find_reasons(world, constants, p, h, true);
    const steppe_real *threshold = parameter(world, constants, FEAR_THRESHOLD) + h * STEPPE_LANES;
    const steppe_real *of_security = parameter(world, constants, SECURITY_EFFECT);
    const steppe_real *of_money = parameter(world, constants, DEVELOPMENT_EFFECT);
    const steppe_real *of_survival = parameter(world, constants, SURVIVAL_EFFECT);
    const steppe_real own = constants->own_security[h];
    add_security(of_security, &now, own, STEPPE_R(1), utility);
    add_security(of_security, &then, own, STEPPE_R(-1), utility);
    add_money(of_money, of_survival, &now, STEPPE_R(1), utility);
    add_money(of_money, of_survival, &then, STEPPE_R(-1), utility);
    add_opinion(parameter(world, constants, OPINION_EFFECT), now.favour, then.favour, utility);
    add_fear(world, constants, &now, threshold, STEPPE_R(1), utility);
    add_fear(world, constants, &then, threshold, STEPPE_R(-1), utility);
}

// ---- step ---------------------------------------------------------------------------------------

// Scratch; [..][LANES].
struct choice {
    steppe_real *weight; // [powers + 1] goal, then its projection; the last is the host itself
    steppe_real *base;   // [powers + 1] a0
    steppe_real *noise;  // [powers] of this half-year's votes
    steppe_real *keep;   // [1] part of the last portfolio that is kept
};

// a0: shares of what a host does not keep to itself.
static void base_weights(const struct steppe_world *world, const struct constants *constants,
                         size_t h, steppe_real *weights) {
    const steppe_real *self = parameter(world, constants, SELF_RELIANCE) + h * STEPPE_LANES;
    for (size_t p = 0; p < constants->powers; p++) {
        const steppe_real share = constants->share[h * constants->powers + p];
        steppe_real *restrict base = weights + p * STEPPE_LANES;
        STEPPE_EACH_LANE(lane) {
            base[lane] = (STEPPE_R(1) - self[lane]) * share;
        }
    }
    memcpy(weights + constants->powers * STEPPE_LANES, self, STEPPE_LANES * sizeof *self);
}

static void set_goal(const steppe_real *restrict keep, const steppe_real *restrict base,
                     const steppe_real *restrict before, steppe_real *restrict weight) {
    // before + (1 - keep) (a0 + D[u] - before): weight holds D[u].
    STEPPE_EACH_LANE(lane) {
        weight[lane] = before[lane] +
                       (STEPPE_R(1) - keep[lane]) * ((base[lane] - before[lane]) + weight[lane]);
    }
}

// Weights of one host: the goal's projection on the simplex.
static void choose(struct steppe_world *world, const struct constants *constants, size_t h,
                   const struct choice *choice) {
    const size_t powers = constants->powers;
    steppe_real *portfolio = steppe_cells(world, STEPPE_VAR_portfolio) + h * powers * STEPPE_LANES;
    steppe_real *self = steppe_cells(world, STEPPE_VAR_self_reliance) + h * STEPPE_LANES;
    const size_t row = powers * STEPPE_LANES;
    base_weights(world, constants, h, choice->base);
    memset(choice->weight, 0, (row + STEPPE_LANES) * sizeof(steppe_real));
    for (size_t p = 0; p < powers; p++) {
        const size_t at = p * STEPPE_LANES;
        add_change(world, constants, p, h, choice->weight + at);
        set_goal(choice->keep, choice->base + at, portfolio + at, choice->weight + at);
    }
    set_goal(choice->keep, choice->base + row, self, choice->weight + row);
    steppe_simplex_project_lanes((int)powers + 1, 1, choice->weight);
    memcpy(portfolio, choice->weight, row * sizeof *portfolio);
    memcpy(self, choice->weight + row, STEPPE_LANES * sizeof *self);
}

static void follow(const steppe_real *restrict weight, const steppe_real *restrict base,
                   const steppe_real *restrict acceptance_effect,
                   const steppe_real *restrict vote_effect, const steppe_real *restrict noise,
                   const steppe_real *restrict votes_0, steppe_real *restrict acceptance,
                   steppe_real *restrict votes) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real change = weight[lane] - base[lane];
        const steppe_real moved = votes_0[lane] + (vote_effect[lane] * change + noise[lane]);
        const steppe_real taken = steppe_exp(acceptance_effect[lane] * change);
        acceptance[lane] = steppe_min(taken, ACCEPTANCE_MOST);
        // Where no votes are known in the base there are none.
        votes[lane] = votes_0[lane] > STEPPE_R(0) ? steppe_clamp(moved, STEPPE_R(0), STEPPE_R(1))
                                                  : votes_0[lane];
    }
}

// compliance = exp(c (D[a] of those who sanction - D[a] of the sanctioned)).
static void comply(struct steppe_world *world, const struct constants *constants, size_t h,
                   const struct choice *choice) {
    const steppe_real *restrict effect = parameter(world, constants, COMPLIANCE_EFFECT);
    const steppe_real *restrict least = parameter(world, constants, COMPLIANCE_LEAST);
    const steppe_real *restrict most = parameter(world, constants, COMPLIANCE_MOST);
    steppe_real *restrict compliance = steppe_cells(world, STEPPE_VAR_compliance) +
                                       h * STEPPE_LANES;
    steppe_real turned[STEPPE_LANES] = {0};
    for (size_t p = 0; p < constants->powers; p++) {
        const steppe_real side = constants->side[p];
        const steppe_real *restrict weight = choice->weight + p * STEPPE_LANES;
        const steppe_real *restrict base = choice->base + p * STEPPE_LANES;
        STEPPE_EACH_LANE(lane) {
            turned[lane] += side * (weight[lane] - base[lane]);
        }
    }
    STEPPE_EACH_LANE(lane) {
        const steppe_real moved = steppe_exp(effect[lane] * turned[lane]);
        compliance[lane] = steppe_clamp(moved, least[lane], most[lane]);
    }
}

// What follows from the weights of one host: offers taken, votes, compliance with sanctions.
static void consequences(struct steppe_world *world, const struct constants *constants, size_t h,
                         const struct choice *choice) {
    for (size_t p = 0; p < constants->powers; p++) {
        const size_t pair = (p * constants->hosts + h) * STEPPE_LANES, at = p * STEPPE_LANES;
        const size_t mirrored = (h * constants->powers + p) * STEPPE_LANES;
        follow(choice->weight + at, choice->base + at,
               parameter(world, constants, ACCEPTANCE_EFFECT),
               parameter(world, constants, VOTE_EFFECT), choice->noise + at,
               steppe_base_cells(world, STEPPE_VAR_vote_agreement) + pair,
               steppe_cells(world, STEPPE_VAR_acceptance) + mirrored,
               steppe_cells(world, STEPPE_VAR_vote_agreement) + pair);
    }
    comply(world, constants, h, choice);
}

// Each member begins at its own base.
static void settle(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    const struct constants *constants = memory;
    const size_t row = constants->powers * STEPPE_LANES;
    for (size_t h = 0; h < constants->hosts; h++) {
        base_weights(world, constants, h, scratch->cells);
        memcpy(steppe_cells(world, STEPPE_VAR_portfolio) + h * row, scratch->cells,
               row * sizeof *scratch->cells);
        memcpy(steppe_cells(world, STEPPE_VAR_self_reliance) + h * STEPPE_LANES,
               scratch->cells + row, STEPPE_LANES * sizeof *scratch->cells);
    }
}

static void step(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    const struct constants *constants = memory;
    const size_t row = constants->powers * STEPPE_LANES;
    const struct choice choice = {
        .weight = scratch->cells,
        .base = scratch->cells + row + STEPPE_LANES,
        .noise = scratch->cells + 2 * (row + STEPPE_LANES),
        .keep = scratch->cells + 2 * (row + STEPPE_LANES) + row,
    };
    const steppe_real *half_life = parameter(world, constants, HALF_LIFE);
    const steppe_real *spread = parameter(world, constants, VOTE_NOISE);
    STEPPE_EACH_LANE(lane) {
        choice.keep[lane] = steppe_exp(-STEPPE_LOG_2 * HALF_YEAR / half_life[lane]);
    }
    for (size_t p = 0; p < constants->powers; p++) {
        steppe_real *restrict noise = choice.noise + p * STEPPE_LANES;
        steppe_draw_normal(world, constants->vote_stream, (uint32_t)p, noise);
        STEPPE_EACH_LANE(lane) {
            noise[lane] *= spread[lane];
        }
    }
    for (size_t h = 0; h < constants->hosts; h++) {
        choose(world, constants, h, &choice);
        consequences(world, constants, h, &choice);
    }
}

const struct steppe_mechanism STEPPE_NAMED(steppe_mechanism_portfolio) = {
    .name = "portfolio",
    .summary = "Hosts hedge: they spread alignment over powers and themselves, slowly.",
    .equation = "a maximises sum a beta - sum a^2/2 - kappa |a - a_prev|^2/2 on the simplex, "
                "kappa/(1 + kappa) = 2^(-0.5/half_life); beta = a_0 + u - u_0; "
                "u = c_sec need cred ln(1 + x_sec/own) + c_dev x_eco acc/Y "
                "+ c_sur max(0, 1 + stress) (protection - conditionality) + c_op logit op "
                "+ c_fear (coer + c_lat ln(1 + troops/ref)) (Dep - d*); "
                "acc = exp(zeta D[a]); votes = votes_0 + b D[a] + noise; "
                "compliance = exp(c (D[sum a of sanctioners] - D[sum a of sanctioned]))",
    .source = "kuik-2008; david-1991; walt-1987; held-wolfe-crowder-1974",
    .every_months = 6,
    .uses = uses,
    .use_count = STEPPE_COUNT(uses),
    .params = params,
    .param_count = STEPPE_COUNT(params),
    .streams = streams,
    .stream_count = STEPPE_COUNT(streams),
    .prepare = prepare,
    .settle = settle,
    .step = step,
};
