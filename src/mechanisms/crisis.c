// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// crisis: after a severe wave a host may ask its defence pact for force; the leader of the pact
// sends it or not. In: waves, membership, attention, alignment. Out: interventions, belief in the
// leader, disorder; and open coercion, which fades. docs/model.md, section 12.
#include "base/random.h"
#include "mechanisms/mechanism.h"

#define MONTH STEPPE_R(1.0 / 12)
#define LOG_2 STEPPE_R(0.69314718055994530942)

enum {
    APPEAL_SHARE,
    HELP_SHARE,
    ATTENTION_EFFECT,
    ALIGNMENT_EFFECT,
    RELIEF,
    HONOUR_EFFECT,
    REFUSAL_EFFECT,
    HALF_LIFE
};

static const struct steppe_param params[] = {
    [APPEAL_SHARE] = {"appeal_share", STEPPE_SHAPE_SCALAR, "1", 0, 1,
                      "months with waves after which a member of a defence pact asks for force"},
    [HELP_SHARE] = {"help_share", STEPPE_SHAPE_SCALAR, "1", 0.001, 0.999,
                    "such calls that the leader of the pact answers with force, at the base"},
    [ATTENTION_EFFECT] =
        {"attention_effect", STEPPE_SHAPE_SCALAR, "1", -5, 5,
         "rise of the log odds of an answer with the log of attention to security"},
    [ALIGNMENT_EFFECT] = {"alignment_effect", STEPPE_SHAPE_SCALAR, "1", -20, 20,
                          "rise of the log odds of an answer with the host's alignment"},
    [RELIEF] = {"relief", STEPPE_SHAPE_SCALAR, "1", 0, 1, "part of disorder that force ends"},
    [HONOUR_EFFECT] = {"honour_effect", STEPPE_SHAPE_SCALAR, "1", 0, 5,
                       "rise of the log odds of belief in a power that came"},
    [REFUSAL_EFFECT] = {"refusal_effect", STEPPE_SHAPE_SCALAR, "1", 0, 5,
                        "fall of the log odds of belief in a power that did not"},
    [HALF_LIFE] = {"half_life", STEPPE_SHAPE_SCALAR, "year", 0.1, 10,
                   "time in which half of coercion, or of an intervention, is over"},
};

static const struct steppe_use uses[] = {
    {.variable = STEPPE_VAR_unrest_waves, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_membership, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_attention, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_portfolio, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_credibility, .access = STEPPE_ADD},
    {.variable = STEPPE_VAR_disorder, .access = STEPPE_ADD},
    {.variable = STEPPE_VAR_coercion, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_interventions, .access = STEPPE_OWN},
};

static const char *const streams[] = {"crisis.appeal", "crisis.help"};

// A defence pact that a power leads.
struct pact {
    size_t institution, power;
};

struct constants {
    size_t actors, hosts, powers, domains;
    const uint16_t *host_actor;
    uint32_t offsets[STEPPE_COUNT(params)];
    uint32_t streams[STEPPE_COUNT(streams)];
    uint32_t security; // domain, UINT32_MAX: none
    const struct pact *pacts;
    size_t pact_count;
};

static steppe_real *cell_of(const struct steppe_world *world, uint32_t variable, size_t cell) {
    return steppe_cells(world, variable) + cell * STEPPE_LANES;
}

static const steppe_real *param_of(const struct steppe_world *world,
                                   const struct constants *constants, size_t number) {
    return steppe_params_at(world, constants->offsets[number]);
}

static bool some(const steppe_real *cells) {
    bool found = false;
    for (int lane = 0; lane < STEPPE_LANES; lane++) found |= cells[lane] > STEPPE_R(0);
    return found;
}

// ---- a call for force ---------------------------------------------------------------------------

// logit^-1[logit(share) + c_att ln att + c_a D[a]]
static void answer_chance(const struct steppe_world *world, const struct constants *constants,
                          size_t host, size_t power, steppe_real *restrict chance) {
    const steppe_real *share = param_of(world, constants, HELP_SHARE);
    const steppe_real *of_attention = param_of(world, constants, ATTENTION_EFFECT);
    const steppe_real *of_alignment = param_of(world, constants, ALIGNMENT_EFFECT);
    const size_t pair = host * constants->powers + power;
    const steppe_real *aligned = cell_of(world, STEPPE_VAR_portfolio, pair);
    const steppe_real *aligned_0 = steppe_base_cells(world, STEPPE_VAR_portfolio) +
                                   pair * STEPPE_LANES;
    steppe_real attention[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        attention[lane] = 0;
    }
    if (constants->security != UINT32_MAX) {
        const steppe_real *cells = cell_of(world, STEPPE_VAR_attention,
                                           power * constants->domains + constants->security);
        STEPPE_EACH_LANE(lane) {
            attention[lane] = steppe_log(steppe_max(cells[lane], STEPPE_R(0.01)));
        }
    }
    STEPPE_EACH_LANE(lane) {
        const steppe_real move = of_attention[lane] * attention[lane] +
                                 of_alignment[lane] * (aligned[lane] - aligned_0[lane]);
        const steppe_real odds = share[lane] / (STEPPE_R(1) - share[lane]) * steppe_exp(move);
        chance[lane] = odds / (STEPPE_R(1) + odds);
    }
}

// What follows where force came, and where it was refused.
static void follow(const struct steppe_world *world, const struct constants *constants, size_t host,
                   size_t power, const steppe_real *restrict came,
                   const steppe_real *restrict refused) {
    const steppe_real *relief = param_of(world, constants, RELIEF);
    const steppe_real *honour = param_of(world, constants, HONOUR_EFFECT);
    const steppe_real *refusal = param_of(world, constants, REFUSAL_EFFECT);
    steppe_real *disorder = cell_of(world, STEPPE_VAR_disorder, host);
    steppe_real *belief = cell_of(world, STEPPE_VAR_credibility, power);
    steppe_real *index = cell_of(world, STEPPE_VAR_interventions, power * constants->hosts + host);
    STEPPE_EACH_LANE(lane) {
        // Odds times e^move; no move, the same bits.
        const steppe_real move = steppe_exp(honour[lane] * came[lane] -
                                            refusal[lane] * refused[lane]);
        const steppe_real now = belief[lane];
        belief[lane] = now * move / (STEPPE_R(1) + now * (move - STEPPE_R(1)));
        disorder[lane] *= STEPPE_R(1) - relief[lane] * came[lane];
        index[lane] = steppe_min(index[lane] + came[lane], STEPPE_R(20));
    }
}

static void call(const struct steppe_world *world, const struct constants *constants, size_t k,
                 size_t host) {
    const struct pact *pact = &constants->pacts[k];
    const steppe_real *share = param_of(world, constants, APPEAL_SHARE);
    const steppe_real *waves = cell_of(world, STEPPE_VAR_unrest_waves, host);
    const steppe_real *status = cell_of(world, STEPPE_VAR_membership,
                                        pact->institution * constants->actors +
                                            constants->host_actor[host]);
    const uint32_t index = (uint32_t)(k * constants->hosts + host);
    steppe_real draw[STEPPE_LANES], chance[STEPPE_LANES], came[STEPPE_LANES];
    steppe_real refused[STEPPE_LANES];
    steppe_draw_uniform(world, constants->streams[0], index, draw);
    STEPPE_EACH_LANE(lane) {
        const bool asks = waves[lane] > STEPPE_R(0) && draw[lane] < share[lane] &&
                          status[lane] == STEPPE_R(STEPPE_STATUS_MEMBER);
        came[lane] = asks ? STEPPE_R(1) : STEPPE_R(0);
    }
    if (!some(came)) return;
    answer_chance(world, constants, host, pact->power, chance);
    steppe_draw_uniform(world, constants->streams[1], index, draw);
    STEPPE_EACH_LANE(lane) {
        const steppe_real asked = came[lane];
        // chance - chance is 0, or NaN where what it rests on is.
        const steppe_real answer = (draw[lane] < chance[lane] ? asked : STEPPE_R(0)) +
                                   (chance[lane] - chance[lane]);
        came[lane] = asked > STEPPE_R(0) ? answer : STEPPE_R(0);
        refused[lane] = asked - came[lane];
    }
    follow(world, constants, host, pact->power, came, refused);
}

static void fade(const steppe_real *restrict kept, size_t cells, steppe_real *restrict index) {
    for (size_t i = 0; i < cells * STEPPE_LANES; i += STEPPE_LANES)
        STEPPE_EACH_LANE(lane) {
            index[i + (size_t)lane] *= kept[lane];
        }
}

static void step(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    (void)scratch;
    const struct constants *constants = memory;
    const steppe_real *half_life = param_of(world, constants, HALF_LIFE);
    const size_t pairs = constants->powers * constants->hosts;
    steppe_real kept[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        kept[lane] = steppe_exp(-MONTH * LOG_2 / half_life[lane]);
    }
    fade(kept, pairs, steppe_cells(world, STEPPE_VAR_coercion));
    fade(kept, pairs, steppe_cells(world, STEPPE_VAR_interventions));
    for (size_t h = 0; h < constants->hosts; h++) {
        if (!some(cell_of(world, STEPPE_VAR_unrest_waves, h))) continue;
        for (size_t k = 0; k < constants->pact_count; k++) call(world, constants, k, h);
    }
}

// ---- start --------------------------------------------------------------------------------------

static bool read_pacts(const struct steppe_setup *setup, struct constants *constants) {
    const struct steppe_model *model = setup->model;
    const size_t count = model->axes[STEPPE_AXIS_INSTITUTION].count;
    struct pact *pacts = STEPPE_TAKE(setup->arena, count + 1, struct pact);
    if (!pacts) return false;
    for (size_t k = 0; k < count; k++) {
        const struct steppe_institution *it = &model->institutions[k];
        if (strcmp(it->kind, "defence") != 0 || it->leader < 0) continue;
        for (size_t p = 0; p < constants->powers; p++)
            if (model->axes[STEPPE_AXIS_POWER].actor_at[p] == (uint16_t)it->leader)
                pacts[constants->pact_count++] = (struct pact){k, p};
    }
    constants->pacts = pacts;
    return true;
}

static bool prepare(struct steppe_setup *setup, struct steppe_error *error) {
    const struct steppe_model *model = setup->model;
    struct constants *constants = STEPPE_TAKE(setup->arena, 1, struct constants);
    if (constants)
        *constants = (struct constants){
            .actors = model->axes[STEPPE_AXIS_ACTOR].count,
            .hosts = model->axes[STEPPE_AXIS_HOST].count,
            .powers = model->axes[STEPPE_AXIS_POWER].count,
            .domains = model->axes[STEPPE_AXIS_DOMAIN].count,
            .host_actor = model->axes[STEPPE_AXIS_HOST].actor_at,
            .security = steppe_model_element(model, STEPPE_AXIS_DOMAIN, "security"),
        };
    if (!constants || !read_pacts(setup, constants))
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for the constants of crisis");
    steppe_setup_parameters(setup, constants->offsets, STEPPE_COUNT(params));
    steppe_setup_streams(streams, constants->streams, STEPPE_COUNT(streams));
    setup->constants = constants;
    return true;
}

const struct steppe_mechanism STEPPE_NAMED(steppe_mechanism_crisis) = {
    .name = "crisis",
    .summary = "A host in unrest may call its defence pact; coming or staying away is remembered.",
    .equation = "Pr(asks | wave, member) = share; Pr(comes) = logit^-1[logit q + c_att ln att + "
                "c_a D[a]]; logit cred += honour or -= refusal; coer' = -coer ln 2/hl",
    .source = "crescenzi-2012",
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
