// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// crisis_call: a host in unrest asks its defence pact for force; its leader and the members decide;
// troops of some size come for some time, or do not. In: waves, membership, attention, alignment.
// Out: force that came, its size and time, and what follows. Rare: a worklist of lanes, each of
// which is worked off by itself. docs/model.md, section 12.
#include "mechanisms/crisis_parts.h"
#include "mechanisms/worklist.h"
#include "solve/intervention_kernel.h"
#include "solve/pact_kernel.h"

// One call: of a host to a pact, in one lane.
struct call {
    const struct steppe_world *world;
    const struct steppe_crisis *constants;
    const struct steppe_pact *pact;
    size_t host;
    uint32_t index; // of its draws
    int lane;
};

static steppe_real param(const struct call *call, enum steppe_crisis_param number) {
    return steppe_crisis_param(call->world, call->constants, number, 0)[call->lane];
}

static steppe_real *cell(const struct call *call, uint32_t variable, size_t number) {
    return steppe_crisis_cell(call->world, variable, number) + call->lane;
}

static steppe_real draw(const struct call *call, enum steppe_crisis_stream stream, uint32_t index) {
    return steppe_draw_uniform_of(call->world, call->constants->streams[stream], index, call->lane);
}

static size_t pair_of(const struct call *call) {
    return call->pact->power * call->constants->hosts + call->host;
}

// D of a host's alignment with the power that leads the pact.
static steppe_real turn_of(const struct call *call, size_t host) {
    const size_t pair = host * call->constants->powers + call->pact->power;
    const steppe_real *base = steppe_crisis_base(call->world, STEPPE_VAR_portfolio, pair);
    return *cell(call, STEPPE_VAR_portfolio, pair) - base[call->lane];
}

// ---- who asks, who agrees -----------------------------------------------------------------------

// logit^-1[logit(share) + c D[a_leader]]
static bool asks(const struct call *call, steppe_real turn) {
    const steppe_real chance = steppe_choice_moved(
        param(call, STEPPE_CRISIS_APPEAL_SHARE), param(call, STEPPE_CRISIS_APPEAL_EFFECT) * turn);
    return draw(call, STEPPE_CRISIS_APPEAL, call->index) < chance;
}

static bool agrees(const struct call *call, size_t actor) {
    const int32_t host = call->constants->host_of[actor];
    const steppe_real turn = host >= 0 ? turn_of(call, (size_t)host) : STEPPE_R(0);
    const steppe_real chance = steppe_choice_moved(param(call, STEPPE_CRISIS_CONSENT),
                                                   param(call, STEPPE_CRISIS_CONSENT_PULL) * turn);
    const size_t index = call->index * call->constants->actors + actor;
    return draw(call, STEPPE_CRISIS_VOTE, (uint32_t)index) < chance;
}

// Members beside the leader and the host, who are for it, vote by random utility: whether the rule
// lets force go if the leader is for it.
static bool rule_is_met(const struct call *call) {
    const struct steppe_crisis *constants = call->constants;
    const size_t first = call->pact->institution * constants->actors;
    int yes = 0, all = 0;
    for (size_t a = 0; call->pact->rule != STEPPE_PACT_LEADER && a < constants->actors; a++) {
        if (a == call->pact->leader || a == constants->host_actor[call->host]) continue;
        if (*cell(call, STEPPE_VAR_membership, first + a) != STEPPE_R(STEPPE_STATUS_MEMBER))
            continue;
        all++;
        yes += agrees(call, a);
    }
    return call->pact->rule == STEPPE_PACT_CONSENSUS ? yes == all : 2 * (yes + 2) > all + 2;
}

// The leader's random utility. Its base rate is such that calls of the base are answered at
// help_share whatever the rule: logit^-1[logit(share / P) + c_att ln att + c_a D[a]].
static steppe_real leaders_chance(const struct call *call, steppe_real turn) {
    const struct steppe_crisis *constants = call->constants;
    const struct steppe_pact *pact = call->pact;
    steppe_real attention = 0;
    if (constants->security != UINT32_MAX) {
        const size_t at = pact->power * constants->domains + constants->security;
        attention = steppe_log(steppe_max(*cell(call, STEPPE_VAR_attention, at),
                                          param(call, STEPPE_CRISIS_LEAST_ATTENTION)));
    }
    const steppe_real agreement = steppe_pact_agreement(
        pact->rule != STEPPE_PACT_CONSENSUS, pact->rule == STEPPE_PACT_LEADER ? 0 : pact->others,
        param(call, STEPPE_CRISIS_CONSENT));
    const steppe_real own = steppe_min(param(call, STEPPE_CRISIS_HELP_SHARE) / agreement,
                                       STEPPE_R(0.999));
    return steppe_choice_moved(own, param(call, STEPPE_CRISIS_ATTENTION_EFFECT) * attention +
                                        param(call, STEPPE_CRISIS_ALIGNMENT_EFFECT) * turn);
}

// ---- what follows -------------------------------------------------------------------------------

// Size and time of a deployment, each lognormal about its median.
static void deploy(const struct call *call, steppe_real came) {
    const struct steppe_crisis *constants = call->constants;
    const steppe_real lag = constants->base_lag == STEPPE_NOWHERE
                                ? STEPPE_MONTH
                                : steppe_params_at(call->world, constants->base_lag)[call->lane];
    const steppe_real z = steppe_draw_normal_of(
        call->world, constants->streams[STEPPE_CRISIS_SIZE], call->index, call->lane);
    const steppe_real t = steppe_draw_normal_of(
        call->world, constants->streams[STEPPE_CRISIS_TIME], call->index, call->lane);
    const steppe_real sent = param(call, STEPPE_CRISIS_CALLED_TROOPS) *
                             steppe_exp(param(call, STEPPE_CRISIS_TROOPS_SPREAD) * z) * came;
    const steppe_real stay = param(call, STEPPE_CRISIS_CALLED_TIME) *
                             steppe_exp(param(call, STEPPE_CRISIS_TIME_SPREAD) * t) * came;
    steppe_real *time = cell(call, STEPPE_VAR_called_time, call->host);
    *cell(call, STEPPE_VAR_called_troops, call->host) += sent;
    *time = steppe_max(*time, stay);
    // Security lets troops go at a rate of 1/lag: so many now are as many person-years as were sent
    // for as long as they stay.
    *cell(call, STEPPE_VAR_troops, pair_of(call)) += sent * steppe_min(stay / lag, STEPPE_R(1));
}

// A government that fell this month is saved in some futures where force came. Who came to office
// in peace in the same month stays.
static void rescue(const struct call *call, steppe_real came) {
    const bool saved = draw(call, STEPPE_CRISIS_SAVED, call->index) <
                       param(call, STEPPE_CRISIS_RESCUE);
    if (came > STEPPE_R(0) && saved)
        *cell(call, STEPPE_VAR_new_leader, call->host) = *cell(
            call, STEPPE_VAR_leader_before_fall, call->host);
}

static void follow(const struct call *call, steppe_real came, steppe_real refused) {
    const size_t pair = pair_of(call);
    steppe_real *belief = cell(call, STEPPE_VAR_credibility, call->pact->power);
    steppe_real *index = cell(call, STEPPE_VAR_interventions, pair);
    steppe_real *views = cell(call, STEPPE_VAR_favourability, pair);
    *belief = steppe_odds_times(
        *belief, steppe_exp(param(call, STEPPE_CRISIS_HONOUR_EFFECT) * came -
                            param(call, STEPPE_CRISIS_REFUSAL_EFFECT) * refused));
    *views = steppe_odds_times(*views,
                               steppe_exp(-param(call, STEPPE_CRISIS_RESENTMENT) * came));
    *cell(call, STEPPE_VAR_summits, pair) += param(call, STEPPE_CRISIS_THANKS) * came;
    *cell(call, STEPPE_VAR_disorder, call->host) *=
        STEPPE_R(1) - param(call, STEPPE_CRISIS_RELIEF) * came;
    *index = steppe_min(*index + came, STEPPE_R(20));
}

static void work_off(const struct call *call) {
    const steppe_real turn = turn_of(call, call->host);
    if (!asks(call, turn)) return;
    const steppe_real chance = leaders_chance(call, turn);
    const bool sends = rule_is_met(call) && draw(call, STEPPE_CRISIS_HELP, call->index) < chance;
    // chance - chance is 0, or NaN where what it rests on is.
    const steppe_real came = (sends ? STEPPE_R(1) : STEPPE_R(0)) + (chance - chance);
    follow(call, came, STEPPE_R(1) - came);
    if (came == 0) return;
    deploy(call, came);
    rescue(call, came);
}

void steppe_crisis_calls(const struct steppe_world *world, const struct steppe_crisis *constants,
                         size_t h) {
    const steppe_real *waves = steppe_crisis_cell(world, STEPPE_VAR_unrest_waves, h);
    for (size_t k = 0; k < constants->pact_count; k++) {
        const steppe_real *status = steppe_crisis_cell(
            world, STEPPE_VAR_membership,
            constants->pacts[k].institution * constants->actors + constants->host_actor[h]);
        struct call call = {.world = world,
                            .constants = constants,
                            .pact = &constants->pacts[k],
                            .host = h,
                            .index = (uint32_t)(k * constants->hosts + h)};
        struct steppe_worklist list;
        steppe_real wanted[STEPPE_LANES];
        STEPPE_EACH_LANE(lane) {
            const bool member = status[lane] == STEPPE_R(STEPPE_STATUS_MEMBER);
            wanted[lane] = waves[lane] > STEPPE_R(0) && member ? STEPPE_R(1) : STEPPE_R(0);
        }
        steppe_worklist_make(wanted, &list);
        steppe_worklist_count(world, STEPPE_WORK_CALLS, list.count);
        for (int i = 0; i < list.count; i++) {
            call.lane = list.lanes[i];
            work_off(&call);
        }
    }
}
