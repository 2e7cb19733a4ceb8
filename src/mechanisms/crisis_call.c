// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// crisis_call: a host in unrest asks its defence pact for force; its leader and the members decide;
// troops of some size come for some time, or do not. In: waves, membership, attention, alignment.
// Out: force that came, its size and time, and what follows. docs/model.md, section 12.
#include "mechanisms/crisis_parts.h"
#include "solve/intervention_kernel.h"
#include "solve/pact_kernel.h"

static void fill(steppe_real value, steppe_real *restrict cells) {
    STEPPE_EACH_LANE(lane) {
        cells[lane] = value;
    }
}

// D of the host's alignment with a power.
static void turn_to(const struct steppe_world *world, const struct steppe_crisis *constants,
                    size_t h, size_t power, steppe_real *restrict turn) {
    const size_t pair = h * constants->powers + power;
    const steppe_real *now = steppe_crisis_cell(world, STEPPE_VAR_portfolio, pair);
    const steppe_real *base = steppe_crisis_base(world, STEPPE_VAR_portfolio, pair);
    STEPPE_EACH_LANE(lane) {
        turn[lane] = now[lane] - base[lane];
    }
}

// ---- who asks, who agrees -----------------------------------------------------------------------

// logit^-1[logit(share) + c D[a_leader]], where a member has a wave.
static bool asks(const struct steppe_world *world, const struct steppe_crisis *constants, size_t k,
                 size_t h, const steppe_real *restrict turn, steppe_real *restrict asked) {
    const struct steppe_pact *pact = &constants->pacts[k];
    const steppe_real *share = steppe_crisis_param(world, constants, STEPPE_CRISIS_APPEAL_SHARE, 0);
    const steppe_real *effect = steppe_crisis_param(world, constants, STEPPE_CRISIS_APPEAL_EFFECT,
                                                    0);
    const steppe_real *waves = steppe_crisis_cell(world, STEPPE_VAR_unrest_waves, h);
    const steppe_real *status = steppe_crisis_cell(world, STEPPE_VAR_membership,
                                                   pact->institution * constants->actors +
                                                       constants->host_actor[h]);
    steppe_real draw[STEPPE_LANES];
    steppe_draw_uniform(world, constants->streams[STEPPE_CRISIS_APPEAL],
                        (uint32_t)(k * constants->hosts + h), draw);
    STEPPE_EACH_LANE(lane) {
        const steppe_real chance = steppe_choice_moved(share[lane], effect[lane] * turn[lane]);
        const bool calls = waves[lane] > STEPPE_R(0) && draw[lane] < chance &&
                           status[lane] == STEPPE_R(STEPPE_STATUS_MEMBER);
        asked[lane] = calls ? STEPPE_R(1) : STEPPE_R(0);
    }
    return steppe_any(asked);
}

// Members beside the leader and the host vote by random utility; met: 1 where the rule lets force
// go if the leader is for it.
static void votes(const struct steppe_world *world, const struct steppe_crisis *constants, size_t k,
                  size_t h, steppe_real *restrict met) {
    const struct steppe_pact *pact = &constants->pacts[k];
    const steppe_real *consent = steppe_crisis_param(world, constants, STEPPE_CRISIS_CONSENT, 0);
    const steppe_real *pull = steppe_crisis_param(world, constants, STEPPE_CRISIS_CONSENT_PULL, 0);
    steppe_real yes[STEPPE_LANES], all[STEPPE_LANES], turn[STEPPE_LANES], draw[STEPPE_LANES];
    fill(0, yes);
    fill(0, all);
    for (size_t a = 0; pact->rule != STEPPE_PACT_LEADER && a < constants->actors; a++) {
        if (a == pact->leader || a == constants->host_actor[h]) continue;
        const steppe_real *status = steppe_crisis_cell(world, STEPPE_VAR_membership,
                                                       pact->institution * constants->actors + a);
        fill(0, turn);
        if (constants->host_of[a] >= 0)
            turn_to(world, constants, (size_t)constants->host_of[a], pact->power, turn);
        steppe_draw_uniform(world, constants->streams[STEPPE_CRISIS_VOTE],
                            (uint32_t)((k * constants->hosts + h) * constants->actors + a), draw);
        STEPPE_EACH_LANE(lane) {
            const bool votes = status[lane] == STEPPE_R(STEPPE_STATUS_MEMBER);
            const steppe_real agrees = steppe_choice_moved(consent[lane], pull[lane] * turn[lane]);
            all[lane] += votes ? STEPPE_R(1) : STEPPE_R(0);
            yes[lane] += votes && draw[lane] < agrees ? STEPPE_R(1) : STEPPE_R(0);
        }
    }
    const bool every = pact->rule == STEPPE_PACT_CONSENSUS;
    STEPPE_EACH_LANE(lane) {
        // The leader and the host are for it.
        const bool most = STEPPE_R(2) * (yes[lane] + STEPPE_R(2)) > all[lane] + STEPPE_R(2);
        const bool enough = every ? yes[lane] == all[lane] : most;
        met[lane] = enough ? STEPPE_R(1) : STEPPE_R(0);
    }
}

// The leader's random utility. Its base rate is such that calls of the base are answered at
// help_share whatever the rule: logit^-1[logit(share / P) + c_att ln att + c_a D[a]].
static void leaders_chance(const struct steppe_world *world, const struct steppe_crisis *constants,
                           size_t k, const steppe_real *restrict turn,
                           steppe_real *restrict chance) {
    const struct steppe_pact *pact = &constants->pacts[k];
    const steppe_real *share = steppe_crisis_param(world, constants, STEPPE_CRISIS_HELP_SHARE, 0);
    const steppe_real *consent = steppe_crisis_param(world, constants, STEPPE_CRISIS_CONSENT, 0);
    const steppe_real *of_attention = steppe_crisis_param(world, constants,
                                                          STEPPE_CRISIS_ATTENTION_EFFECT, 0);
    const steppe_real *of_alignment = steppe_crisis_param(world, constants,
                                                          STEPPE_CRISIS_ALIGNMENT_EFFECT, 0);
    steppe_real attention[STEPPE_LANES], agreement[STEPPE_LANES];
    fill(0, attention);
    if (constants->security != UINT32_MAX) {
        const steppe_real *least = steppe_crisis_param(world, constants,
                                                       STEPPE_CRISIS_LEAST_ATTENTION, 0);
        const steppe_real *cells = steppe_crisis_cell(
            world, STEPPE_VAR_attention, pact->power * constants->domains + constants->security);
        STEPPE_EACH_LANE(lane) {
            attention[lane] = steppe_log(steppe_max(cells[lane], least[lane]));
        }
    }
    steppe_pact_agreement(pact->rule != STEPPE_PACT_CONSENSUS,
                          pact->rule == STEPPE_PACT_LEADER ? 0 : pact->others, consent, agreement);
    STEPPE_EACH_LANE(lane) {
        const steppe_real own = steppe_min(share[lane] / agreement[lane], STEPPE_R(0.999));
        const steppe_real move = of_attention[lane] * attention[lane] +
                                 of_alignment[lane] * turn[lane];
        chance[lane] = steppe_choice_moved(own, move);
    }
}

// ---- what follows -------------------------------------------------------------------------------

// Size and time of a deployment, each lognormal about its median.
static void deploy(const struct steppe_world *world, const struct steppe_crisis *constants,
                   size_t power, size_t h, uint32_t index, const steppe_real *restrict came) {
    const steppe_real *median = steppe_crisis_param(world, constants, STEPPE_CRISIS_CALLED_TROOPS,
                                                    0);
    const steppe_real *spread = steppe_crisis_param(world, constants, STEPPE_CRISIS_TROOPS_SPREAD,
                                                    0);
    const steppe_real *mid_time = steppe_crisis_param(world, constants, STEPPE_CRISIS_CALLED_TIME,
                                                      0);
    const steppe_real *time_spread = steppe_crisis_param(world, constants,
                                                         STEPPE_CRISIS_TIME_SPREAD, 0);
    steppe_real *size = steppe_crisis_cell(world, STEPPE_VAR_called_troops, h);
    steppe_real *time = steppe_crisis_cell(world, STEPPE_VAR_called_time, h);
    steppe_real *troops = steppe_crisis_cell(world, STEPPE_VAR_troops,
                                             power * constants->hosts + h);
    steppe_real lag[STEPPE_LANES], z[STEPPE_LANES], t[STEPPE_LANES];
    fill(STEPPE_MONTH, lag);
    if (constants->base_lag != STEPPE_NOWHERE)
        memcpy(lag, steppe_params_at(world, constants->base_lag), sizeof lag);
    steppe_draw_normal(world, constants->streams[STEPPE_CRISIS_SIZE], index, z);
    steppe_draw_normal(world, constants->streams[STEPPE_CRISIS_TIME], index, t);
    STEPPE_EACH_LANE(lane) {
        const steppe_real sent = median[lane] * steppe_exp(spread[lane] * z[lane]) * came[lane];
        const steppe_real stay = mid_time[lane] * steppe_exp(time_spread[lane] * t[lane]) *
                                 came[lane];
        size[lane] += sent;
        time[lane] = steppe_max(time[lane], stay);
        // Security lets troops go at a rate of 1/lag: so many now are as many person-years as were
        // sent for as long as they stay.
        troops[lane] += sent * steppe_min(stay / lag[lane], STEPPE_R(1));
    }
}

// A government that fell this month is saved in some lanes where force came. Who came to office in
// peace in the same month stays.
static void rescue(const struct steppe_world *world, const struct steppe_crisis *constants,
                   size_t h, uint32_t index, const steppe_real *restrict came) {
    const steppe_real *share = steppe_crisis_param(world, constants, STEPPE_CRISIS_RESCUE, 0);
    const steppe_real *before = steppe_crisis_cell(world, STEPPE_VAR_leader_before_fall, h);
    steppe_real *leader = steppe_crisis_cell(world, STEPPE_VAR_new_leader, h);
    steppe_real draw[STEPPE_LANES];
    steppe_draw_uniform(world, constants->streams[STEPPE_CRISIS_SAVED], index, draw);
    STEPPE_EACH_LANE(lane) {
        const bool saved = came[lane] > STEPPE_R(0) && draw[lane] < share[lane];
        leader[lane] = saved ? before[lane] : leader[lane];
    }
}

static void follow(const struct steppe_world *world, const struct steppe_crisis *constants,
                   size_t h, size_t power, const steppe_real *restrict came,
                   const steppe_real *restrict refused) {
    const size_t pair = power * constants->hosts + h;
    const steppe_real *relief = steppe_crisis_param(world, constants, STEPPE_CRISIS_RELIEF, 0);
    const steppe_real *honour = steppe_crisis_param(world, constants, STEPPE_CRISIS_HONOUR_EFFECT,
                                                    0);
    const steppe_real *refusal = steppe_crisis_param(world, constants, STEPPE_CRISIS_REFUSAL_EFFECT,
                                                     0);
    const steppe_real *resented = steppe_crisis_param(world, constants, STEPPE_CRISIS_RESENTMENT,
                                                      0);
    const steppe_real *thanks = steppe_crisis_param(world, constants, STEPPE_CRISIS_THANKS, 0);
    steppe_real *disorder = steppe_crisis_cell(world, STEPPE_VAR_disorder, h);
    steppe_real *belief = steppe_crisis_cell(world, STEPPE_VAR_credibility, power);
    steppe_real *index = steppe_crisis_cell(world, STEPPE_VAR_interventions, pair);
    steppe_real *views = steppe_crisis_cell(world, STEPPE_VAR_favourability, pair);
    steppe_real *summits = steppe_crisis_cell(world, STEPPE_VAR_summits, pair);
    STEPPE_EACH_LANE(lane) {
        belief[lane] = steppe_odds_times(
            belief[lane], steppe_exp(honour[lane] * came[lane] - refusal[lane] * refused[lane]));
        views[lane] = steppe_odds_times(views[lane], steppe_exp(-resented[lane] * came[lane]));
        summits[lane] += thanks[lane] * came[lane];
        disorder[lane] *= STEPPE_R(1) - relief[lane] * came[lane];
        index[lane] = steppe_min(index[lane] + came[lane], STEPPE_R(20));
    }
}

static void call(const struct steppe_world *world, const struct steppe_crisis *constants, size_t k,
                 size_t h) {
    const size_t power = constants->pacts[k].power;
    const uint32_t index = (uint32_t)(k * constants->hosts + h);
    steppe_real turn[STEPPE_LANES], asked[STEPPE_LANES], met[STEPPE_LANES], chance[STEPPE_LANES];
    steppe_real draw[STEPPE_LANES], came[STEPPE_LANES], refused[STEPPE_LANES];
    turn_to(world, constants, h, power, turn);
    if (!asks(world, constants, k, h, turn, asked)) return;
    votes(world, constants, k, h, met);
    leaders_chance(world, constants, k, turn, chance);
    steppe_draw_uniform(world, constants->streams[STEPPE_CRISIS_HELP], index, draw);
    STEPPE_EACH_LANE(lane) {
        const steppe_real answer = draw[lane] < chance[lane] ? met[lane] : STEPPE_R(0);
        // chance - chance is 0, or NaN where what it rests on is.
        const steppe_real sure = answer + (chance[lane] - chance[lane]);
        came[lane] = asked[lane] > STEPPE_R(0) ? sure : STEPPE_R(0);
        refused[lane] = asked[lane] - came[lane];
    }
    follow(world, constants, h, power, came, refused);
    if (!steppe_any(came)) return;
    deploy(world, constants, power, h, index, came);
    rescue(world, constants, h, index, came);
}

void steppe_crisis_calls(const struct steppe_world *world, const struct steppe_crisis *constants,
                         size_t h) {
    for (size_t k = 0; k < constants->pact_count; k++) call(world, constants, k, h);
}
