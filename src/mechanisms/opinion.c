// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// opinion: what the public of a host thinks of a power. In: wars, capital, remittances, coercion,
// attacks, who shares a language, is kin or studies there, and seats in bodies that teach it. Out:
// favourability, and the part of the public that a power reaches. Views act on deviations from the
// base; docs/model.md, section 6, derives the equations.
#include "mechanisms/odds.h"
#include "mechanisms/seats.h"

enum {
    HALF_LIFE,
    WAR_EFFECT,
    VISIBILITY_EFFECT,
    REMITTANCE_EFFECT,
    COERCION_EFFECT,
    ATTACK_EFFECT,
    MEDIA,
    STUDY_REACH,
    TEACHING_REACH
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
    [MEDIA] = {"media", STEPPE_SHAPE_POWER, "1", 0, 1,
               "part of those who share the power's language that follow its media"},
    [STUDY_REACH] =
        {"study_reach", STEPPE_SHAPE_SCALAR, "1", 0, 1000,
         "people of the public that one student at the power's universities stands for"},
    [TEACHING_REACH] = {"teaching_reach", STEPPE_SHAPE_SCALAR, "1", 0, 1,
                        "part of those not reached yet that a seat in a body that teaches the "
                        "power's language brings in"},
};

static const struct steppe_use uses[] = {
    {.variable = STEPPE_VAR_membership, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_war_effort, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_capital, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_remittances, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_gdp_nominal, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_coercion, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_attacks, .access = STEPPE_LAST},
    {.variable = STEPPE_VAR_favourability, .access = STEPPE_OWN, .base = true},
    {.variable = STEPPE_VAR_society, .access = STEPPE_OWN},
};

// Of a host's public: who shares the power's language; who is kin; who studies there.
struct bonds {
    steppe_real language, kin, students;
};

struct constants {
    size_t actors, hosts, powers;
    uint32_t offsets[STEPPE_COUNT(params)];
    const uint16_t *host_actor, *power_actor;
    const struct bonds *bonds;     // [powers][hosts]
    struct steppe_seats languages; // bodies that teach one
};

// ---- start ------------------------------------------------------------------------------------

// Sum over the rows of a kind of tie that hold at the start; a row without a number counts one.
static double rows_of(const struct steppe_setup *setup, uint32_t kind, uint16_t power,
                      uint16_t host) {
    double sum = 0;
    for (size_t i = 0; i < setup->model->tie_count; i++) {
        const struct steppe_tie *row = &setup->model->ties[i];
        if (row->kind != kind || row->from != power || row->to != host) continue;
        if (row->known_month > setup->known_month) continue;
        const int32_t start = setup->layout->first_month;
        if (row->start.year != 0 && steppe_date_month(row->start) > start) continue;
        if (row->end.year != 0 && steppe_date_after(row->end) <= start) continue;
        sum += row->has_value ? row->value : 1;
    }
    return sum;
}

static struct bonds bonds_of(const struct steppe_setup *setup, size_t power, size_t host) {
    const struct steppe_model *model = setup->model;
    const uint16_t from = model->axes[STEPPE_AXIS_POWER].actor_at[power];
    const uint16_t to = model->axes[STEPPE_AXIS_HOST].actor_at[host];
    const int32_t at[STEPPE_AXES_MAX] = {(int32_t)power, (int32_t)host, -1};
    const struct steppe_figure *kin = steppe_model_figure(model, STEPPE_VAR_kin, at,
                                                          setup->known_month, 0);
    const double people = steppe_setup_figure(setup, STEPPE_VAR_population, to);
    const double language = rows_of(setup, steppe_model_element(model, STEPPE_AXIS_TIE, "language"),
                                    from, to);
    const double students = rows_of(setup, steppe_model_element(model, STEPPE_AXIS_TIE, "study"),
                                    from, to);
    return (struct bonds){
        .language = (steppe_real)(language < 1 ? language : 1),
        .kin = kin ? (steppe_real)kin->value : STEPPE_R(0),
        .students = people > 0 ? (steppe_real)(students / people) : STEPPE_R(0),
    };
}

// 1 - (1 - media L)(1 - kin)(1 - reach S): whom none of the three reaches is out of reach.
STEPPE_LANE steppe_real reached_by(struct bonds bonds, steppe_real media, steppe_real reach) {
    const steppe_real one = STEPPE_R(1);
    const steppe_real deaf = one - media * bonds.language;
    const steppe_real unmet = one - steppe_min(reach * bonds.students, one);
    return one - deaf * (one - bonds.kin) * unmet;
}

static bool no_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "no memory for the constants of opinion");
}

static bool prepare(struct steppe_setup *setup, struct steppe_error *error) {
    const struct steppe_model *model = setup->model;
    const size_t hosts = model->axes[STEPPE_AXIS_HOST].count;
    const size_t powers = model->axes[STEPPE_AXIS_POWER].count;
    struct constants *constants = STEPPE_TAKE(setup->arena, 1, struct constants);
    struct bonds *bonds = STEPPE_TAKE(setup->arena, powers * hosts, struct bonds);
    if (!constants || !bonds) return no_memory(error);
    *constants = (struct constants){
        .actors = model->axes[STEPPE_AXIS_ACTOR].count,
        .hosts = hosts,
        .powers = powers,
        .host_actor = model->axes[STEPPE_AXIS_HOST].actor_at,
        .power_actor = model->axes[STEPPE_AXIS_POWER].actor_at,
        .bonds = bonds,
    };
    if (!steppe_seats_make(setup, STEPPE_OBLIGATION_LANGUAGE_TEACHING, &constants->languages))
        return no_memory(error);
    steppe_setup_parameters(setup, constants->offsets, STEPPE_COUNT(params));
    double *view = steppe_setup_start(setup, STEPPE_VAR_favourability);
    double *society = steppe_setup_start(setup, STEPPE_VAR_society);
    const double reach = steppe_setup_median(setup, STUDY_REACH, 0);
    for (size_t p = 0; p < powers; p++)
        for (size_t h = 0; h < hosts; h++) {
            const size_t at = p * hosts + h;
            const double media = steppe_setup_median(setup, MEDIA, p);
            bonds[at] = bonds_of(setup, p, h);
            society[at] = (double)reached_by(bonds[at], (steppe_real)media, (steppe_real)reach);
            // Without a figure log odds begin at 0: what an absent figure means, no coefficient. A
            // model that believes otherwise has a row of favourability.
            if (!(view[at] > 0)) view[at] = 0.5;
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
    STEPPE_EACH_LANE(lane) {
        pull[lane] = steppe_fma(effect[lane], attacks[lane], pull[lane]);
    }
}

static void share_change(const steppe_real *restrict now, const steppe_real *restrict base,
                         const steppe_real *restrict per_income,
                         const steppe_real *restrict per_income_0, steppe_real *restrict change) {
    STEPPE_EACH_LANE(lane) {
        change[lane] = now[lane] * per_income[lane] - base[lane] * per_income_0[lane];
    }
}

static void reciprocal(const steppe_real *restrict x, steppe_real *restrict per) {
    STEPPE_EACH_LANE(lane) {
        per[lane] = STEPPE_R(1) / x[lane];
    }
}

static void level_change(const steppe_real *restrict now, const steppe_real *restrict base,
                         steppe_real *restrict change) {
    STEPPE_EACH_LANE(lane) {
        change[lane] = now[lane] - base[lane];
    }
}

// logit v moves to logit v_0 + pull; exact over the month. With f = e^(what logit v moves by)
// v' = v f / (1 - v + v f): a view that does not move keeps its bits.
static void view_month(const steppe_real *restrict speed, const steppe_real *restrict pull,
                       const steppe_real *restrict base, steppe_real *restrict view) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real now = steppe_clamp(view[lane], STEPPE_ODDS_LEAST, STEPPE_ODDS_MOST);
        const steppe_real then = steppe_clamp(base[lane], STEPPE_ODDS_LEAST, STEPPE_ODDS_MOST);
        const steppe_real gap = steppe_log_size(then * (STEPPE_R(1) - now) /
                                                ((STEPPE_R(1) - then) * now)) +
                                pull[lane];
        view[lane] = steppe_odds_times(now, steppe_exp(gap * speed[lane]));
    }
}

// Whom a power reaches in a month; a seat more in a body that teaches its language adds a part of
// the rest, a seat less takes a part of it away.
static void reach_month(const struct steppe_world *world, const struct constants *constants,
                        size_t p, size_t h, steppe_real *restrict society) {
    const struct bonds bonds = constants->bonds[p * constants->hosts + h];
    const steppe_real *media = steppe_params_at(world, constants->offsets[MEDIA]) +
                               p * STEPPE_LANES;
    const steppe_real *reach = steppe_params_at(world, constants->offsets[STUDY_REACH]);
    const steppe_real *taught = steppe_params_at(world, constants->offsets[TEACHING_REACH]);
    steppe_real seats[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        society[lane] = reached_by(bonds, media[lane], reach[lane]);
    }
    if (!steppe_seats_change(world, &constants->languages, p, h, seats)) return;
    STEPPE_EACH_LANE(lane) {
        const steppe_real all = society[lane] +
                                taught[lane] * seats[lane] * (STEPPE_R(1) - society[lane]);
        society[lane] = steppe_clamp(all, STEPPE_R(0), STEPPE_R(1));
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
    reach_month(world, constants, p, h, society);
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
    STEPPE_EACH_LANE(lane) {
        speed[lane] = -steppe_expm1(-STEPPE_MONTH * STEPPE_LOG_2 / half_life[lane]);
    }
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
                "c_rem D[rem/Y] - c_coer D[coer] + c_hit attacks - logit v} dt ln 2/half_life; "
                "reached = 1 - (1 - media L)(1 - kin)(1 - r S) + taught D[seat] (1 - reached)",
    .source = "gerber-zavisca-2016",
    .every_months = 1,
    .uses = uses,
    .use_count = STEPPE_COUNT(uses),
    .params = params,
    .param_count = STEPPE_COUNT(params),
    .prepare = prepare,
    .step = step,
};
