// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// security: arms, troops, bases, training and posts month by month, and how safe they leave a host.
// In: offers and what is taken of them, attention, coercion, disorder, clashes, trouble from over
// the border. Out: the ties of security, belief in the powers, threat, cover, need, and the powers'
// parts in protection. Equations act on deviations from the base; derived in docs/model.md, 5.
#include "mechanisms/security_parts.h"

#include "base/random.h"
#include "mechanisms/odds.h"

// Limits of a ratio whose log counts when a lease is up: an offer may end altogether.
#define RATIO_LEAST STEPPE_R(0.01)
#define RATIO_MOST STEPPE_R(100)

static const struct steppe_param params[] = {
    [STEPPE_SECURITY_ARMS_WEAR] = {"arms_wear", STEPPE_SHAPE_SCALAR, "1/year", 0.001, 1,
                                   "wear of arms in service"},
    [STEPPE_SECURITY_ARMS_PRICE] = {"arms_price", STEPPE_SHAPE_SCALAR, "mn_USD", 0.01, 100,
                                    "price of arms of one trend-indicator unit"},
    [STEPPE_SECURITY_SURPLUS] =
        {"surplus", STEPPE_SHAPE_SCALAR, "1", 1, 100,
         "most arms a power can deliver in a year, times the base's, at full attention"},
    [STEPPE_SECURITY_ASSISTANCE_LAG] =
        {"assistance_lag", STEPPE_SHAPE_SCALAR, "year", 0.05, 20,
         "mean time in which training and posts follow what is offered and taken"},
    [STEPPE_SECURITY_BASE_LAG] =
        {"base_lag", STEPPE_SHAPE_SCALAR, "year", 0.05, 20,
         "mean time in which troops and rents follow the agreement on bases"},
    [STEPPE_SECURITY_RENEWAL] =
        {"renewal", STEPPE_SHAPE_SCALAR, "1", 0.001, 0.999,
         "chance that an agreement on bases is renewed, offers taken as in the base"},
    [STEPPE_SECURITY_RENEWAL_EFFECT] =
        {"renewal_effect", STEPPE_SHAPE_SCALAR, "1", 0, 20,
         "rise of the log odds of renewal with the log of what is taken of offers"},
    [STEPPE_SECURITY_LEASE_TERM] =
        {"lease_term", STEPPE_SHAPE_SCALAR, "year", 1, 100,
         "years for which a lease is renewed; its median counts, for all members alike"},
    [STEPPE_SECURITY_MEMORY] = {"memory", STEPPE_SHAPE_SCALAR, "year", 0.1, 14,
                                "mean time in which belief in a power returns to its base"},
    [STEPPE_SECURITY_PACT_BELIEF] =
        {"pact_belief", STEPPE_SHAPE_SCALAR, "1", 0, 5,
         "log odds of belief in the leader of a defence pact that a seat in it adds"},
    [STEPPE_SECURITY_PARTNER_BELIEF] =
        {"partner_belief", STEPPE_SHAPE_SCALAR, "1", 0, 5,
         "log odds of belief in the leader of a military partnership by a seat"},
    [STEPPE_SECURITY_PARTNER_TRAINING] =
        {"partner_training", STEPPE_SHAPE_SCALAR, "mn_USD/year", 0, 1000,
         "training that the leader of a military partnership gives for a seat"},
    [STEPPE_SECURITY_EXPOSURE] = {"exposure", STEPPE_SHAPE_HOST, "1", 0, 5,
                                  "how much of the trouble from across the border reaches a host"},
    [STEPPE_SECURITY_WEIGHT_BORDER] =
        {"weight_border", STEPPE_SHAPE_SCALAR, "1", 0, 5,
         "rise of threat with trouble from across the border, at full exposure"},
    [STEPPE_SECURITY_WEIGHT_CLASHES] = {"weight_clashes", STEPPE_SHAPE_SCALAR, "1", 0, 5,
                                        "rise of threat with clashes on a border"},
    [STEPPE_SECURITY_WEIGHT_COERCION] = {"weight_coercion", STEPPE_SHAPE_SCALAR, "1", 0, 5,
                                         "rise of threat with open coercion by the powers"},
    [STEPPE_SECURITY_WEIGHT_DISORDER] = {"weight_disorder", STEPPE_SHAPE_SCALAR, "1", 0, 5,
                                         "rise of threat with disorder within"},
    [STEPPE_SECURITY_NEED_LEAST] = {"need_least", STEPPE_SHAPE_SCALAR, "1", 0.25, 1,
                                    "need of security at least, times the base"},
    [STEPPE_SECURITY_NEED_MOST] = {"need_most", STEPPE_SHAPE_SCALAR, "1", 1, 4,
                                   "need of security at most, times the base"},
    [STEPPE_SECURITY_NEW_ARMS] =
        {"new_arms", STEPPE_SHAPE_SCALAR, "1", 0, 1,
         "part of arms in what a power begins to give that gives nothing in the base"},
    [STEPPE_SECURITY_NEW_TRAINING] =
        {"new_training", STEPPE_SHAPE_SCALAR, "1", 0, 1,
         "part of training in the training and posts of a power that begins to give"},
};

static const struct steppe_use uses[] = {
    {.variable = STEPPE_VAR_attention, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_membership, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_security_offer, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_acceptance, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_spillover, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_troops_added, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_occupation, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_joint_policy, .access = STEPPE_LAST},
    {.variable = STEPPE_VAR_border_clashes, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_coercion, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_disorder, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_arms, .access = STEPPE_OWN, .base = true},
    {.variable = STEPPE_VAR_troops, .access = STEPPE_OWN, .base = true},
    {.variable = STEPPE_VAR_training, .access = STEPPE_OWN, .base = true},
    {.variable = STEPPE_VAR_posts, .access = STEPPE_OWN, .base = true},
    {.variable = STEPPE_VAR_base_rent, .access = STEPPE_OWN, .base = true},
    {.variable = STEPPE_VAR_base_access, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_lease_end, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_credibility, .access = STEPPE_OWN, .base = true},
    {.variable = STEPPE_VAR_assurance, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_threat, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_cover, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_need, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_protection, .access = STEPPE_OWN},
};

static const char *const streams[] = {[STEPPE_SECURITY_RENEWAL_DRAW] = "security.renewal"};

// ---- start ------------------------------------------------------------------------------------

// Yearly cost of a coherent unit of a tie of security: the model's user cost; 0: no such tie.
static steppe_real user_cost(const struct steppe_model *model, uint32_t variable) {
    for (size_t k = 0; k < model->axes[STEPPE_AXIS_TIE].count; k++) {
        const struct steppe_tie_kind *kind = &model->tie_kinds[k];
        if (kind->variable == variable && kind->denominator == STEPPE_PER_SECURITY)
            return (steppe_real)(kind->user_cost_usd / kind->unit.factor);
    }
    return 0;
}

// A lease that ended before the world begins was renewed or is over: no date is known.
static void start_bases(struct steppe_setup *setup, int32_t *lease_ends, size_t pairs) {
    double *access = steppe_setup_start(setup, STEPPE_VAR_base_access);
    double *end = steppe_setup_start(setup, STEPPE_VAR_lease_end);
    const double *troops = steppe_setup_start(setup, STEPPE_VAR_troops);
    const double *rent = steppe_setup_start(setup, STEPPE_VAR_base_rent);
    for (size_t i = 0; i < pairs; i++) {
        const int32_t month = (int32_t)floor(end[i] * 12 + 0.5);
        const bool ahead = month > setup->layout->first_month;
        lease_ends[i] = ahead ? month : 0;
        if (!ahead) end[i] = 0;
        access[i] = ahead || troops[i] > 0 || rent[i] > 0 ? 1 : 0;
        setup->start_spread[setup->layout->offsets[STEPPE_VAR_base_access] + i] = 0;
        setup->start_spread[setup->layout->offsets[STEPPE_VAR_lease_end] + i] = 0;
    }
}

static void start_cover(struct steppe_setup *setup, const struct steppe_security *constants) {
    const double *credibility = steppe_setup_start(setup, STEPPE_VAR_credibility);
    double *assurance = steppe_setup_start(setup, STEPPE_VAR_assurance);
    const double *arms = steppe_setup_start(setup, STEPPE_VAR_arms);
    const double *troops = steppe_setup_start(setup, STEPPE_VAR_troops);
    const double *uncalled = steppe_setup_start(setup, STEPPE_VAR_occupation);
    const double *training = steppe_setup_start(setup, STEPPE_VAR_training);
    const double *posts = steppe_setup_start(setup, STEPPE_VAR_posts);
    const double *rent = steppe_setup_start(setup, STEPPE_VAR_base_rent);
    double *protection = steppe_setup_start(setup, STEPPE_VAR_protection);
    for (size_t h = 0; h < constants->hosts; h++) {
        double cover = (double)constants->own[h];
        for (size_t p = 0; p < constants->powers; p++) {
            const size_t at = p * constants->hosts + h;
            const double called = fmax(troops[at] - uncalled[at], 0);
            assurance[at] = credibility[p];
            protection[at] = credibility[p] * ((double)constants->per_arms * arms[at] +
                                               (double)constants->per_troops * called +
                                               (double)constants->per_training * training[at] +
                                               (double)constants->per_posts * posts[at] +
                                               (double)constants->per_rent * rent[at]);
            cover += protection[at];
        }
        for (size_t p = 0; p < constants->powers; p++)
            protection[p * constants->hosts + h] /= cover > 1 ? cover : 1;
        steppe_setup_start(setup, STEPPE_VAR_cover)[h] = cover > 1 ? cover : 1;
        steppe_setup_start(setup, STEPPE_VAR_threat)[h] = 1;
        steppe_setup_start(setup, STEPPE_VAR_need)[h] = 1;
    }
}

static bool no_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "no memory for the constants of security");
}

static bool prepare(struct steppe_setup *setup, struct steppe_error *error) {
    const struct steppe_model *model = setup->model;
    const size_t hosts = model->axes[STEPPE_AXIS_HOST].count;
    const size_t powers = model->axes[STEPPE_AXIS_POWER].count;
    struct steppe_security *constants = STEPPE_TAKE(setup->arena, 1, struct steppe_security);
    int32_t *lease_ends = STEPPE_TAKE(setup->arena, powers * hosts, int32_t);
    steppe_real *own = STEPPE_TAKE(setup->arena, hosts, steppe_real);
    if (!constants || !lease_ends || !own) return no_memory(error);
    *constants = (struct steppe_security){
        .hosts = hosts,
        .powers = powers,
        .domains = model->axes[STEPPE_AXIS_DOMAIN].count,
        .domain = steppe_model_element(model, STEPPE_AXIS_DOMAIN, "security"),
        .term_months = (int32_t)floor(
            steppe_setup_median(setup, STEPPE_SECURITY_LEASE_TERM, 0) * 12 + 0.5),
        .lease_ends = lease_ends,
        .own = own,
        .per_arms = user_cost(model, STEPPE_VAR_arms),
        .per_troops = user_cost(model, STEPPE_VAR_troops),
        .per_training = user_cost(model, STEPPE_VAR_training),
        .per_posts = user_cost(model, STEPPE_VAR_posts),
        .per_rent = user_cost(model, STEPPE_VAR_base_rent),
    };
    if (!steppe_seats_make(setup, STEPPE_OBLIGATION_MUTUAL_DEFENCE, &constants->pacts) ||
        !steppe_seats_make(setup, STEPPE_OBLIGATION_TRAINING, &constants->partnerships))
        return no_memory(error);
    steppe_setup_parameters(setup, constants->offsets, STEPPE_COUNT(params));
    steppe_setup_streams(streams, constants->streams, STEPPE_COUNT(streams));
    for (size_t h = 0; h < hosts; h++)
        own[h] = (steppe_real)steppe_setup_figure(setup, STEPPE_VAR_military_spending,
                                                  model->axes[STEPPE_AXIS_HOST].actor_at[h]);
    for (size_t p = 0; p < powers; p++) {
        double *credibility = steppe_setup_start(setup, STEPPE_VAR_credibility);
        if (!(credibility[p] > 0)) // no figure: least belief
            credibility[p] = model->variables[STEPPE_VAR_credibility].low;
    }
    start_bases(setup, lease_ends, powers * hosts);
    start_cover(setup, constants);
    setup->constants = constants;
    setup->scratch_cells = STEPPE_SECURITY_POWER_ARRAYS * powers +
                           STEPPE_SECURITY_HOST_ARRAYS * hosts;
    return true;
}

static void find_factors(const struct steppe_world *world, const struct steppe_security *constants,
                         struct steppe_security_factors *restrict factors) {
    const steppe_real *wear = steppe_params_at(world,
                                               constants->offsets[STEPPE_SECURITY_ARMS_WEAR]);
    const steppe_real *price = steppe_params_at(world,
                                                constants->offsets[STEPPE_SECURITY_ARMS_PRICE]);
    const steppe_real *help = steppe_params_at(world,
                                               constants->offsets[STEPPE_SECURITY_ASSISTANCE_LAG]);
    const steppe_real *bases = steppe_params_at(world,
                                                constants->offsets[STEPPE_SECURITY_BASE_LAG]);
    STEPPE_EACH_LANE(lane) {
        factors->wear[lane] = wear[lane];
        factors->price[lane] = price[lane];
        factors->per_price[lane] = STEPPE_R(1) / price[lane];
        factors->worn[lane] = -steppe_expm1(-wear[lane] * STEPPE_MONTH);
        factors->built[lane] = factors->worn[lane] / wear[lane];
        factors->help[lane] = -steppe_expm1(-STEPPE_MONTH / help[lane]);
        factors->bases[lane] = -steppe_expm1(-STEPPE_MONTH / bases[lane]);
    }
}

// ---- bases ------------------------------------------------------------------------------------

// A lease that runs out is renewed with odds that rise with what the host takes of the offers.
static void renew(const steppe_real *restrict chance, const steppe_real *restrict effect,
                  const steppe_real *restrict offer, const steppe_real *restrict offer_0,
                  const steppe_real *restrict accepted, const steppe_real *restrict draw,
                  steppe_real *restrict access) {
    STEPPE_EACH_LANE(lane) {
        // Without an offer in the base only acceptance speaks.
        const steppe_real base = offer_0[lane] > STEPPE_R(0) ? offer_0[lane] : STEPPE_R(1);
        const steppe_real offered = offer_0[lane] > STEPPE_R(0) ? offer[lane] / base : STEPPE_R(1);
        const steppe_real ratio = steppe_clamp(offered * accepted[lane], RATIO_LEAST, RATIO_MOST);
        const steppe_real odds = chance[lane] / (STEPPE_R(1) - chance[lane]) *
                                 steppe_exp(effect[lane] * steppe_log(ratio));
        const bool renewed = draw[lane] * (STEPPE_R(1) + odds) < odds;
        access[lane] = renewed ? access[lane] : STEPPE_R(0);
    }
}

// Date at which the lease of this month ends, and whether that is now. lease_end: months since year
// 0 of the first end, 0: no date.
static int32_t lease_now(const struct steppe_security *constants, int32_t lease_end, int32_t now,
                         bool *ends) {
    *ends = false;
    if (lease_end == 0) return 0;
    if (now < lease_end) return lease_end;
    const int32_t past = (now - lease_end) % constants->term_months;
    *ends = past == 0;
    return now - past + constants->term_months;
}

// Troops and rents follow the agreement. An agreement is in force or it is not: anything between
// goes to the nearer of the two.
static void base_month(const steppe_real *restrict speed, const steppe_real *restrict troops_0,
                       const steppe_real *restrict rent_0, const steppe_real *restrict added,
                       const steppe_real *restrict uncalled, steppe_real end,
                       steppe_real *restrict access, steppe_real *restrict troops,
                       steppe_real *restrict rent, steppe_real *restrict lease_end) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real force = access[lane] < STEPPE_R(0.5) ? STEPPE_R(0) : STEPPE_R(1);
        access[lane] += (force - access[lane]) * speed[lane];
        const steppe_real agreed = steppe_max(troops_0[lane] * access[lane] + added[lane],
                                              STEPPE_R(0));
        troops[lane] += (agreed + uncalled[lane] - troops[lane]) * speed[lane];
        rent[lane] += (rent_0[lane] * access[lane] - rent[lane]) * speed[lane];
        lease_end[lane] = force * end;
    }
}

static void bases(struct steppe_world *world, const struct steppe_security *constants,
                  const struct steppe_security_factors *factors) {
    const steppe_real *chance = steppe_params_at(world,
                                                 constants->offsets[STEPPE_SECURITY_RENEWAL]);
    const steppe_real *effect = steppe_params_at(
        world, constants->offsets[STEPPE_SECURITY_RENEWAL_EFFECT]);
    const int32_t now = world->layout->first_month + world->month;
    steppe_real draw[STEPPE_LANES];
    for (size_t p = 0; p < constants->powers; p++)
        for (size_t h = 0; h < constants->hosts; h++) {
            const size_t pair = p * constants->hosts + h, at = pair * STEPPE_LANES;
            const size_t mirrored = (h * constants->powers + p) * STEPPE_LANES;
            steppe_real *access = steppe_cells(world, STEPPE_VAR_base_access) + at;
            bool ends;
            const int32_t end = lease_now(constants, constants->lease_ends[pair], now, &ends);
            if (ends) {
                steppe_draw_uniform(world, constants->streams[STEPPE_SECURITY_RENEWAL_DRAW],
                                    (uint32_t)pair, draw);
                renew(chance, effect, steppe_cells(world, STEPPE_VAR_security_offer) + at,
                      steppe_base_cells(world, STEPPE_VAR_security_offer) + at,
                      steppe_cells(world, STEPPE_VAR_acceptance) + mirrored, draw, access);
            }
            base_month(factors->bases, steppe_base_cells(world, STEPPE_VAR_troops) + at,
                       steppe_base_cells(world, STEPPE_VAR_base_rent) + at,
                       steppe_cells(world, STEPPE_VAR_troops_added) + at,
                       steppe_cells(world, STEPPE_VAR_occupation) + at,
                       STEPPE_R(end) / STEPPE_R(12), access,
                       steppe_cells(world, STEPPE_VAR_troops) + at,
                       steppe_cells(world, STEPPE_VAR_base_rent) + at,
                       steppe_cells(world, STEPPE_VAR_lease_end) + at);
        }
}

// ---- belief, threat and cover -----------------------------------------------------------------

// d logit c = (logit c_0 - logit c) dt / memory, exact over the month.
static void belief_month(const steppe_real *restrict memory, const steppe_real *restrict base,
                         steppe_real *restrict credibility) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real speed = -steppe_expm1(-STEPPE_MONTH / memory[lane]);
        const steppe_real now = credibility[lane];
        const steppe_real gap = steppe_log_size(base[lane] * (STEPPE_R(1) - now) /
                                                ((STEPPE_R(1) - base[lane]) * now));
        // logit^-1(logit c + move) without the round trip through logs: no move, the same bits.
        credibility[lane] = steppe_odds_times(now, steppe_exp(gap * speed));
    }
}

// logit assurance = logit cred + c_pact D[seat] + c_partner D[seat]; with f = e^(what is added)
// cred f / (1 - cred + cred f).
static void assure(const steppe_real *restrict of_pact, const steppe_real *restrict of_partner,
                   const steppe_real *restrict pact, const steppe_real *restrict partner,
                   const steppe_real *restrict credibility, steppe_real *restrict assurance) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real more = of_pact[lane] * pact[lane] + of_partner[lane] * partner[lane];
        const steppe_real factor = steppe_exp(more), belief = credibility[lane];
        assurance[lane] = belief * factor / (STEPPE_R(1) + belief * (factor - STEPPE_R(1)));
    }
}

static void assurances(struct steppe_world *world, const struct steppe_security *constants) {
    const steppe_real *of_pact = steppe_params_at(world,
                                                  constants->offsets[STEPPE_SECURITY_PACT_BELIEF]);
    const steppe_real *of_partner = steppe_params_at(
        world, constants->offsets[STEPPE_SECURITY_PARTNER_BELIEF]);
    steppe_real pact[STEPPE_LANES], partner[STEPPE_LANES];
    for (size_t p = 0; p < constants->powers; p++) {
        const steppe_real *credibility = steppe_cells(world, STEPPE_VAR_credibility) +
                                         p * STEPPE_LANES;
        for (size_t h = 0; h < constants->hosts; h++) {
            steppe_real *assurance = steppe_cells(world, STEPPE_VAR_assurance) +
                                     (p * constants->hosts + h) * STEPPE_LANES;
            const bool in_pact = steppe_seats_change(world, &constants->pacts, p, h, pact);
            const bool in_other = steppe_seats_change(world, &constants->partnerships, p, h,
                                                      partner);
            if (!in_pact) memset(pact, 0, sizeof pact);
            if (!in_other) memset(partner, 0, sizeof partner);
            if (in_pact || in_other)
                assure(of_pact, of_partner, pact, partner, credibility, assurance);
            else
                memcpy(assurance, credibility, STEPPE_LANES * sizeof *assurance);
        }
    }
}

static void add_change(const steppe_real *restrict now, const steppe_real *restrict base,
                       steppe_real *restrict sum) {
    STEPPE_EACH_LANE(lane) {
        sum[lane] += now[lane] - base[lane];
    }
}

static void threat_month(const steppe_real *const weights[4], const steppe_real *restrict exposure,
                         const steppe_real *restrict spillover, const steppe_real *restrict joint,
                         const steppe_real *restrict clashes, const steppe_real *restrict coercion,
                         const steppe_real *restrict disorder, steppe_real *restrict threat) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real let_in = exposure[lane] * (STEPPE_R(1) - joint[lane]);
        const steppe_real more = weights[0][lane] * let_in * spillover[lane] +
                                 weights[1][lane] * clashes[lane] +
                                 weights[2][lane] * coercion[lane] +
                                 weights[3][lane] * disorder[lane];
        threat[lane] = steppe_max(STEPPE_R(1) + more, STEPPE_R(0));
    }
}

// Policy on Afghanistan that a host shares with the others: the mean over them.
static void shared_policy(const struct steppe_world *world, const struct steppe_security *constants,
                          size_t h, steppe_real *restrict joint) {
    const size_t hosts = constants->hosts;
    const steppe_real part = hosts > 1 ? STEPPE_R(1) / (steppe_real)(hosts - 1) : STEPPE_R(0);
    memset(joint, 0, STEPPE_LANES * sizeof *joint);
    for (size_t g = 0; g < hosts; g++) {
        const steppe_real *shared = steppe_cells(world, STEPPE_VAR_joint_policy) +
                                    (h * hosts + g) * STEPPE_LANES;
        if (g == h) continue;
        STEPPE_EACH_LANE(lane) {
            joint[lane] += part * shared[lane];
        }
    }
}

static void threats(struct steppe_world *world, const struct steppe_security *constants) {
    const size_t hosts = constants->hosts;
    const steppe_real *weights[4];
    for (size_t i = 0; i < 4; i++)
        weights[i] = steppe_params_at(world, constants->offsets[STEPPE_SECURITY_WEIGHT_BORDER + i]);
    steppe_real spillover[STEPPE_LANES] = {0};
    add_change(steppe_cells(world, STEPPE_VAR_spillover),
               steppe_base_cells(world, STEPPE_VAR_spillover), spillover);
    for (size_t h = 0; h < hosts; h++) {
        const size_t at = h * STEPPE_LANES;
        steppe_real clashes[STEPPE_LANES] = {0}, coercion[STEPPE_LANES] = {0};
        steppe_real disorder[STEPPE_LANES] = {0}, joint[STEPPE_LANES];
        shared_policy(world, constants, h, joint);
        add_change(steppe_cells(world, STEPPE_VAR_border_clashes) + at,
                   steppe_base_cells(world, STEPPE_VAR_border_clashes) + at, clashes);
        add_change(steppe_cells(world, STEPPE_VAR_disorder) + at,
                   steppe_base_cells(world, STEPPE_VAR_disorder) + at, disorder);
        for (size_t p = 0; p < constants->powers; p++)
            add_change(steppe_cells(world, STEPPE_VAR_coercion) + p * hosts * STEPPE_LANES + at,
                       steppe_base_cells(world, STEPPE_VAR_coercion) + p * hosts * STEPPE_LANES +
                           at,
                       coercion);
        threat_month(weights,
                     steppe_params_at(world, constants->offsets[STEPPE_SECURITY_EXPOSURE]) + at,
                     spillover, joint, clashes, coercion, disorder,
                     steppe_cells(world, STEPPE_VAR_threat) + at);
    }
}

static void give_cover(const struct steppe_security *constants, const steppe_real *restrict belief,
                       const steppe_real *restrict arms, const steppe_real *restrict troops,
                       const steppe_real *restrict uncalled, const steppe_real *restrict training,
                       const steppe_real *restrict posts, const steppe_real *restrict rent,
                       steppe_real *restrict given, steppe_real *restrict cover) {
    const steppe_real per_arms = constants->per_arms, per_troops = constants->per_troops;
    const steppe_real per_training = constants->per_training, per_posts = constants->per_posts;
    const steppe_real per_rent = constants->per_rent;
    STEPPE_EACH_LANE(lane) {
        const steppe_real called = steppe_max(troops[lane] - uncalled[lane], 0);
        const steppe_real forces = per_arms * arms[lane] + per_troops * called;
        const steppe_real help = per_training * training[lane] + per_posts * posts[lane];
        given[lane] = belief[lane] * ((forces + help) + per_rent * rent[lane]);
        cover[lane] += given[lane];
    }
}

// Ties of one power with one host, USD/year, by the belief in the power, in the state or in that of
// the base. Troops that nobody called protect nobody.
static void add_cover(const struct steppe_world *world, const struct steppe_security *constants,
                      bool base, size_t at, const steppe_real *belief, steppe_real *given,
                      steppe_real *cover) {
#define COVER_CELLS(variable)                                                                      \
    ((base ? steppe_base_cells(world, variable) : steppe_cells(world, variable)) + at)
    give_cover(constants, belief, COVER_CELLS(STEPPE_VAR_arms), COVER_CELLS(STEPPE_VAR_troops),
               COVER_CELLS(STEPPE_VAR_occupation), COVER_CELLS(STEPPE_VAR_training),
               COVER_CELLS(STEPPE_VAR_posts), COVER_CELLS(STEPPE_VAR_base_rent), given, cover);
#undef COVER_CELLS
}

static void base_cover(const struct steppe_world *world, const struct steppe_security *constants,
                       size_t h, steppe_real *restrict cover) {
    steppe_real given[STEPPE_LANES];
    steppe_fill(constants->own[h], cover);
    for (size_t p = 0; p < constants->powers; p++)
        add_cover(world, constants, true, (p * constants->hosts + h) * STEPPE_LANES,
                  steppe_base_cells(world, STEPPE_VAR_credibility) + p * STEPPE_LANES, given,
                  cover);
}

// Needs go by ratios to the base: nobody knows how safe is safe.
static void need_month(const steppe_real *restrict least, const steppe_real *restrict most,
                       const steppe_real *restrict threat, const steppe_real *restrict cover_0,
                       const steppe_real *restrict cover, steppe_real *restrict need) {
    STEPPE_EACH_LANE(lane) {
        // A host without any cover in the base would divide by zero.
        const steppe_real cover_then = steppe_max(cover_0[lane], STEPPE_R(1));
        const steppe_real ratio = cover_then / steppe_max(cover[lane], STEPPE_R(1));
        need[lane] = steppe_clamp(threat[lane] * ratio, least[lane], most[lane]);
    }
}

static void shares_of(steppe_real *restrict cover, size_t powers, size_t hosts,
                      steppe_real *parts) {
    steppe_real per_cover[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        cover[lane] = steppe_max(cover[lane], STEPPE_R(1));
        per_cover[lane] = STEPPE_R(1) / cover[lane];
    }
    for (size_t p = 0; p < powers; p++) {
        steppe_real *restrict part = parts + p * hosts * STEPPE_LANES;
        STEPPE_EACH_LANE(lane) part[lane] *= per_cover[lane];
    }
}

static void covers(struct steppe_world *world, const struct steppe_security *constants,
                   const struct steppe_security_month *month) {
    const size_t hosts = constants->hosts;
    const steppe_real *assurance = steppe_cells(world, STEPPE_VAR_assurance);
    steppe_real *protection = steppe_cells(world, STEPPE_VAR_protection);
    for (size_t h = 0; h < hosts; h++) {
        steppe_real *cover = steppe_cells(world, STEPPE_VAR_cover) + h * STEPPE_LANES;
        steppe_real *cover_0 = month->cover_base + h * STEPPE_LANES;
        base_cover(world, constants, h, cover_0);
        steppe_fill(constants->own[h], cover);
        for (size_t p = 0; p < constants->powers; p++) {
            const size_t at = (p * hosts + h) * STEPPE_LANES;
            add_cover(world, constants, false, at, assurance + at, protection + at, cover);
        }
        need_month(steppe_params_at(world, constants->offsets[STEPPE_SECURITY_NEED_LEAST]),
                   steppe_params_at(world, constants->offsets[STEPPE_SECURITY_NEED_MOST]),
                   steppe_cells(world, STEPPE_VAR_threat) + h * STEPPE_LANES, cover_0, cover,
                   steppe_cells(world, STEPPE_VAR_need) + h * STEPPE_LANES);
        shares_of(cover, constants->powers, hosts, protection + h * STEPPE_LANES);
    }
}

// Belief, cover and protection of a member's own draws, as nothing has moved yet.
static void settle(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    (void)scratch;
    const struct steppe_security *constants = memory;
    for (size_t h = 0; h < constants->hosts; h++) {
        steppe_real *cover = steppe_cells(world, STEPPE_VAR_cover) + h * STEPPE_LANES;
        steppe_fill(constants->own[h], cover);
        for (size_t p = 0; p < constants->powers; p++) {
            const size_t at = (p * constants->hosts + h) * STEPPE_LANES;
            const steppe_real *belief = steppe_cells(world, STEPPE_VAR_credibility) +
                                        p * STEPPE_LANES;
            memcpy(steppe_cells(world, STEPPE_VAR_assurance) + at, belief,
                   STEPPE_LANES * sizeof *belief);
            add_cover(world, constants, false, at, belief,
                      steppe_cells(world, STEPPE_VAR_protection) + at, cover);
        }
        shares_of(cover, constants->powers, constants->hosts,
                  steppe_cells(world, STEPPE_VAR_protection) + h * STEPPE_LANES);
    }
}

static void step(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    const struct steppe_security *constants = memory;
    const size_t powers = constants->powers * STEPPE_LANES;
    const struct steppe_security_month month = {
        .mix = scratch->cells,
        .delivered = scratch->cells + powers,
        .drill = scratch->cells + 2 * powers,
        .cover_base = scratch->cells + STEPPE_SECURITY_POWER_ARRAYS * powers,
    };
    struct steppe_security_factors factors;
    find_factors(world, constants, &factors);
    steppe_security_gifts(world, constants, &factors, &month);
    bases(world, constants, &factors);
    for (size_t p = 0; p < constants->powers; p++)
        belief_month(steppe_params_at(world, constants->offsets[STEPPE_SECURITY_MEMORY]),
                     steppe_base_cells(world, STEPPE_VAR_credibility) + p * STEPPE_LANES,
                     steppe_cells(world, STEPPE_VAR_credibility) + p * STEPPE_LANES);
    assurances(world, constants);
    threats(world, constants);
    covers(world, constants, &month);
}

const struct steppe_mechanism STEPPE_NAMED(steppe_mechanism_security) = {
    .name = "security",
    .summary = "Powers arm, train, man posts and base troops in hosts; hosts weigh threat "
               "against cover.",
    .equation = "A' = k acc (wear A_0 + m D[x]/price) - wear A; "
                "T' = [acc (T_0 + (1 - m) s D[x] + g D[seat]) - T]/T_F; "
                "P' = [acc (P_0 + (1 - m) (1 - s) D[x]) - P]/T_F; "
                "k = min(1, surplus att sum wear A_0 / sum wanted); "
                "troops' = (troops_0 access + added + occupation - troops)/T_B; "
                "Pr(renewed) = logit^-1(logit r + c ln(acc x/x_0)); "
                "(logit cred)' = (logit cred_0 - logit cred)/memory; "
                "logit assurance = logit cred + c_pact D[seat] + c_partner D[seat]; "
                "thr = 1 + w_b exposure (1 - joint) D[spill] + w_c D[clashes] + w_o D[sum coer] + "
                "w_d D[dis]; cover = own + sum assurance tie; sup = assurance tie/cover; "
                "need = clip(thr cover_0/cover, least, most)",
    .source = "walt-1987; crescenzi-2012",
    .every_months = 1,
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
