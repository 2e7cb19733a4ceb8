// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// opinion: what the public of a host thinks of a power. In: wars, capital, remittances, coercion,
// attacks, and the part of the public that a power reaches in a shared language. Out: favourability
// and that part. Equations act on deviations from the base; docs/model.md, section 6, derives them.
#include "mechanisms/mechanism.h"

#define MONTH (STEPPE_R(1) / STEPPE_R(12))
#define LOG_2 STEPPE_R(0.69314718055994530942)
// A favourability that a change set to 0 or 1 has no logit.
#define LEAST STEPPE_R(0.001)
#define MOST STEPPE_R(0.999)

enum {
    HALF_LIFE,
    WAR_EFFECT,
    VISIBILITY_EFFECT,
    REMITTANCE_EFFECT,
    COERCION_EFFECT,
    ATTACK_EFFECT
};

static const struct steppe_param params[] = {
    [HALF_LIFE] = {"half_life", STEPPE_SHAPE_SCALAR, "year", 0.1, 10,
                   "time in which half of a change of opinion has come about, or is forgotten"},
    [WAR_EFFECT] = {"war_effect", STEPPE_SHAPE_SCALAR, "1", -10, 10,
                    "log odds of a favourable view while the power wages a war, in a public that "
                    "its media do not reach"},
    [VISIBILITY_EFFECT] = {"visibility_effect", STEPPE_SHAPE_POWER, "1", -50, 50,
                           "log odds of a favourable view by the power's capital of one GDP"},
    [REMITTANCE_EFFECT] = {"remittance_effect", STEPPE_SHAPE_SCALAR, "1", -50, 50,
                           "log odds of a favourable view by remittances of one GDP a year"},
    [COERCION_EFFECT] = {"coercion_effect", STEPPE_SHAPE_SCALAR, "1", 0, 10,
                         "fall of the log odds of a favourable view under full coercion"},
    [ATTACK_EFFECT] = {"attack_effect", STEPPE_SHAPE_SCALAR, "1", -5, 5,
                       "log odds of a favourable view of a power by one attack on it in the host, "
                       "as long as it is remembered"},
};

static const struct steppe_use uses[] = {
    {.variable = STEPPE_VAR_war_effort, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_capital, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_remittances, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_gdp_nominal, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_coercion, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_attacks, .access = STEPPE_LAST},
    {.variable = STEPPE_VAR_favourability, .access = STEPPE_OWN, .base = true},
    {.variable = STEPPE_VAR_society, .access = STEPPE_OWN},
};

struct constants {
    size_t actors, hosts, powers;
    uint32_t offsets[STEPPE_COUNT(params)];
    const uint16_t *host_actor, *power_actor;
    const steppe_real *reached; // [powers][hosts] of the public, in a shared language
};

// ---- start ------------------------------------------------------------------------------------

// Part of a public that a power reaches: the rows of the tie `language` that hold at the start.
static double reached_by(const struct steppe_setup *setup, uint32_t language, uint16_t power,
                         uint16_t host) {
    double sum = 0;
    for (size_t i = 0; i < setup->model->tie_count; i++) {
        const struct steppe_tie *row = &setup->model->ties[i];
        if (row->kind != language || row->from != power || row->to != host) continue;
        if (row->known_month > setup->known_month) continue;
        const int32_t start = setup->layout->first_month;
        if (row->start.year != 0 && steppe_date_month(row->start) > start) continue;
        if (row->end.year != 0 && steppe_date_after(row->end) <= start) continue;
        sum += row->has_value ? row->value : 1;
    }
    return sum < 1 ? sum : 1;
}

static bool prepare(struct steppe_setup *setup, struct steppe_error *error) {
    const struct steppe_model *model = setup->model;
    const size_t hosts = model->axes[STEPPE_AXIS_HOST].count;
    const size_t powers = model->axes[STEPPE_AXIS_POWER].count;
    struct constants *constants = STEPPE_TAKE(setup->arena, 1, struct constants);
    steppe_real *reached = STEPPE_TAKE(setup->arena, powers * hosts, steppe_real);
    if (!constants || !reached)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for the constants of opinion");
    *constants = (struct constants){
        .actors = model->axes[STEPPE_AXIS_ACTOR].count,
        .hosts = hosts,
        .powers = powers,
        .host_actor = model->axes[STEPPE_AXIS_HOST].actor_at,
        .power_actor = model->axes[STEPPE_AXIS_POWER].actor_at,
        .reached = reached,
    };
    for (size_t i = 0; i < STEPPE_COUNT(params); i++)
        constants->offsets[i] = steppe_setup_parameter(setup, i);
    const uint32_t language = steppe_model_element(model, STEPPE_AXIS_TIE, "language");
    double *view = steppe_setup_start(setup, STEPPE_VAR_favourability);
    double *society = steppe_setup_start(setup, STEPPE_VAR_society);
    for (size_t p = 0; p < powers; p++)
        for (size_t h = 0; h < hosts; h++) {
            const size_t at = p * hosts + h;
            society[at] = reached_by(setup, language, constants->power_actor[p],
                                     constants->host_actor[h]);
            reached[at] = (steppe_real)society[at];
            if (!(view[at] > 0)) view[at] = 0.5; // no figure: as many for as against
        }
    setup->constants = constants;
    return true;
}

// ---- a month ----------------------------------------------------------------------------------

// The log odds that the month's events would lead to in the long run, over those of the base.
static void pull_month(const steppe_real *restrict of_war, const steppe_real *restrict of_capital,
                       const steppe_real *restrict of_money,
                       const steppe_real *restrict of_coercion, const steppe_real *restrict war,
                       const steppe_real *restrict society, const steppe_real *restrict owned,
                       const steppe_real *restrict sent, const steppe_real *restrict coerced,
                       steppe_real *restrict pull) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real shielded = war[lane] * (STEPPE_R(1) - society[lane]);
        pull[lane] = (of_war[lane] * shielded + of_capital[lane] * owned[lane]) +
                     (of_money[lane] * sent[lane] - of_coercion[lane] * coerced[lane]);
    }
}

// Attacks of the past, which fade in `attacks`; the base has none.
static void remember_attacks(const steppe_real *restrict effect,
                             const steppe_real *restrict attacks, steppe_real *restrict pull) {
    STEPPE_EACH_LANE(lane) { pull[lane] = steppe_fma(effect[lane], attacks[lane], pull[lane]); }
}

static void share_change(const steppe_real *restrict now, const steppe_real *restrict base,
                         const steppe_real *restrict per_income,
                         const steppe_real *restrict per_income_0, steppe_real *restrict change) {
    STEPPE_EACH_LANE(lane) {
        change[lane] = now[lane] * per_income[lane] - base[lane] * per_income_0[lane];
    }
}

static void reciprocal(const steppe_real *restrict x, steppe_real *restrict per) {
    STEPPE_EACH_LANE(lane) { per[lane] = STEPPE_R(1) / x[lane]; }
}

static void level_change(const steppe_real *restrict now, const steppe_real *restrict base,
                         steppe_real *restrict change) {
    STEPPE_EACH_LANE(lane) { change[lane] = now[lane] - base[lane]; }
}

// logit v moves to logit v_0 + pull; exact over the month. With f = e^(what logit v moves by)
// v' = v f / (1 - v + v f): a view that does not move keeps its bits.
static void view_month(const steppe_real *restrict speed, const steppe_real *restrict pull,
                       const steppe_real *restrict base, steppe_real *restrict view) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real now = steppe_clamp(view[lane], LEAST, MOST);
        const steppe_real then = steppe_clamp(base[lane], LEAST, MOST);
        const steppe_real gap =
            steppe_log(then * (STEPPE_R(1) - now) / ((STEPPE_R(1) - then) * now)) + pull[lane];
        const steppe_real factor = steppe_exp(gap * speed[lane]);
        view[lane] = now * factor / (STEPPE_R(1) + now * (factor - STEPPE_R(1)));
    }
}

// per_income: 1 / nominal GDP of the host, now and in the base; war: its change for the power.
static void pair_month(struct steppe_world *world, const struct constants *constants,
                       const steppe_real *per_income, const steppe_real *per_income_0,
                       const steppe_real *speed, const steppe_real *war, size_t p, size_t h) {
    const size_t pair = p * constants->hosts + h, at = pair * STEPPE_LANES;
    const size_t from = (h * constants->actors + constants->power_actor[p]) * STEPPE_LANES;
    steppe_real *society = steppe_cells(world, STEPPE_VAR_society) + at;
    steppe_real owned[STEPPE_LANES], sent[STEPPE_LANES], coerced[STEPPE_LANES];
    steppe_real pull[STEPPE_LANES];
    share_change(steppe_cells(world, STEPPE_VAR_capital) + at,
                 steppe_base_cells(world, STEPPE_VAR_capital) + at, per_income, per_income_0,
                 owned);
    share_change(steppe_cells(world, STEPPE_VAR_remittances) + from,
                 steppe_base_cells(world, STEPPE_VAR_remittances) + from, per_income, per_income_0,
                 sent);
    level_change(steppe_cells(world, STEPPE_VAR_coercion) + at,
                 steppe_base_cells(world, STEPPE_VAR_coercion) + at, coerced);
    // Society is last month's, changes of scenarios included, before it is found anew.
    pull_month(steppe_params_at(world, constants->offsets[WAR_EFFECT]),
               steppe_params_at(world, constants->offsets[VISIBILITY_EFFECT]) + p * STEPPE_LANES,
               steppe_params_at(world, constants->offsets[REMITTANCE_EFFECT]),
               steppe_params_at(world, constants->offsets[COERCION_EFFECT]), war, society, owned,
               sent, coerced, pull);
    remember_attacks(steppe_params_at(world, constants->offsets[ATTACK_EFFECT]),
                     steppe_cells(world, STEPPE_VAR_attacks) + at, pull);
    view_month(speed, pull, steppe_base_cells(world, STEPPE_VAR_favourability) + at,
               steppe_cells(world, STEPPE_VAR_favourability) + at);
    const steppe_real reached = constants->reached[pair];
    STEPPE_EACH_LANE(lane) { society[lane] = reached; }
}

static void step(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    (void)scratch;
    const struct constants *constants = memory;
    const size_t hosts = constants->hosts, powers = constants->powers;
    const steppe_real *half_life = steppe_params_at(world, constants->offsets[HALF_LIFE]);
    const steppe_real *effort = steppe_cells(world, STEPPE_VAR_war_effort);
    const steppe_real *effort_0 = steppe_base_cells(world, STEPPE_VAR_war_effort);
    steppe_real speed[STEPPE_LANES], war[STEPPE_LANES];
    steppe_real per_income[STEPPE_LANES], per_income_0[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) { speed[lane] = -steppe_expm1(-MONTH * LOG_2 / half_life[lane]); }
    for (size_t h = 0; h < hosts; h++) {
        const size_t actor = (size_t)constants->host_actor[h] * STEPPE_LANES;
        reciprocal(steppe_cells(world, STEPPE_VAR_gdp_nominal) + actor, per_income);
        reciprocal(steppe_base_cells(world, STEPPE_VAR_gdp_nominal) + actor, per_income_0);
        for (size_t p = 0; p < powers; p++) {
            level_change(effort + p * STEPPE_LANES, effort_0 + p * STEPPE_LANES, war);
            pair_month(world, constants, per_income, per_income_0, speed, war, p, h);
        }
    }
}

const struct steppe_mechanism STEPPE_NAMED(steppe_mechanism_opinion) = {
    .name = "opinion",
    .summary = "Publics judge the powers by their wars, capital, jobs and pressure, and forget.",
    .equation = "d logit v = {logit v_0 + c_war D[war] (1 - reached) + c_vis D[K/Y] + "
                "c_rem D[rem/Y] - c_coer D[coer] + c_hit attacks - logit v} dt ln 2/half_life",
    .source = "gerber-zavisca-2016",
    .every_months = 1,
    .uses = uses,
    .use_count = STEPPE_COUNT(uses),
    .params = params,
    .param_count = STEPPE_COUNT(params),
    .prepare = prepare,
    .step = step,
};
