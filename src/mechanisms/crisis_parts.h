// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// crisis_parts: what the two halves of crisis share: calls for force (crisis_call.c) and force or
// coercion that nobody called for (crisis_game.c). Kernel code.
#ifndef STEPPE_MECHANISMS_CRISIS_PARTS_H
#define STEPPE_MECHANISMS_CRISIS_PARTS_H

#include "mechanisms/odds.h"

enum steppe_crisis_param {
    // calls
    STEPPE_CRISIS_APPEAL_SHARE,
    STEPPE_CRISIS_APPEAL_EFFECT,
    STEPPE_CRISIS_HELP_SHARE,
    STEPPE_CRISIS_ATTENTION_EFFECT,
    STEPPE_CRISIS_LEAST_ATTENTION,
    STEPPE_CRISIS_ALIGNMENT_EFFECT,
    STEPPE_CRISIS_CONSENT,
    STEPPE_CRISIS_CONSENT_PULL,
    STEPPE_CRISIS_CALLED_TROOPS,
    STEPPE_CRISIS_TROOPS_SPREAD,
    STEPPE_CRISIS_CALLED_TIME,
    STEPPE_CRISIS_TIME_SPREAD,
    STEPPE_CRISIS_RELIEF,
    STEPPE_CRISIS_RESCUE,
    STEPPE_CRISIS_HONOUR_EFFECT,
    STEPPE_CRISIS_REFUSAL_EFFECT,
    STEPPE_CRISIS_RESENTMENT,
    STEPPE_CRISIS_THANKS,
    STEPPE_CRISIS_HALF_LIFE,
    // the game without a call
    STEPPE_CRISIS_FORCE_RATE,
    STEPPE_CRISIS_COERCION_RATE,
    STEPPE_CRISIS_PRECISION,
    STEPPE_CRISIS_PRIZE,
    STEPPE_CRISIS_KIN_WEIGHT,
    STEPPE_CRISIS_CONCESSION,
    STEPPE_CRISIS_SURRENDER,
    STEPPE_CRISIS_RESISTED_PRIZE,
    STEPPE_CRISIS_FORCE_COST,
    STEPPE_CRISIS_UNRESISTED_COST,
    STEPPE_CRISIS_COERCION_COST,
    STEPPE_CRISIS_DAMAGE,
    STEPPE_CRISIS_SANCTION_COST,
    STEPPE_CRISIS_SANCTION_SHARE,
    STEPPE_CRISIS_CONCEDE_SHARE,
    STEPPE_CRISIS_SURRENDER_SHARE,
    STEPPE_CRISIS_BITE,
    STEPPE_CRISIS_AUTONOMY_WORTH,
    STEPPE_CRISIS_COERCION_SIZE,
    STEPPE_CRISIS_FORCE_TROOPS,
    STEPPE_CRISIS_FORCE_DISORDER,
    STEPPE_CRISIS_FORCE_RESENTMENT,
    STEPPE_CRISIS_ABANDONMENT,
    STEPPE_CRISIS_OCCUPATION_HALF_LIFE,
    STEPPE_CRISIS_SANCTION_HALF_LIFE,
    STEPPE_CRISIS_PARAM_COUNT
};

enum steppe_crisis_stream {
    STEPPE_CRISIS_APPEAL,
    STEPPE_CRISIS_HELP,
    STEPPE_CRISIS_VOTE,
    STEPPE_CRISIS_SIZE,
    STEPPE_CRISIS_TIME,
    STEPPE_CRISIS_SAVED,
    STEPPE_CRISIS_CHOICE,
    STEPPE_CRISIS_ANSWER,
    STEPPE_CRISIS_THIRD,
    STEPPE_CRISIS_STREAM_COUNT
};

enum steppe_pact_rule { STEPPE_PACT_CONSENSUS, STEPPE_PACT_MAJORITY, STEPPE_PACT_LEADER };

// A defence pact that a power leads.
struct steppe_pact {
    size_t institution, power;
    uint16_t leader; // actor
    enum steppe_pact_rule rule;
    size_t others; // members of the base beside the leader and one that asks
};

struct steppe_crisis {
    size_t actors, hosts, powers, domains;
    const uint16_t *host_actor, *power_actor;
    const int32_t *host_of, *power_of; // [actors] number or -1
    uint32_t offsets[STEPPE_CRISIS_PARAM_COUNT];
    uint32_t streams[STEPPE_CRISIS_STREAM_COUNT];
    uint32_t base_lag; // offset of security.base_lag; STEPPE_NOWHERE: no such mechanism
    uint32_t security; // domain, UINT32_MAX: none
    const struct steppe_pact *pacts;
    size_t pact_count;
    const size_t *able; // powers that coerce or come uncalled, in order
    size_t able_count;
    const steppe_real *trade; // [powers][powers + hosts] goods and fuels of the base, both ways
    const steppe_real *kin;   // [powers][hosts] part of the host's people
};

static inline steppe_real *steppe_crisis_cell(const struct steppe_world *world, uint32_t variable,
                                              size_t cell) {
    return steppe_cells(world, variable) + cell * STEPPE_LANES;
}
static inline const steppe_real *steppe_crisis_base(const struct steppe_world *world,
                                                    uint32_t variable, size_t cell) {
    return steppe_base_cells(world, variable) + cell * STEPPE_LANES;
}
static inline const steppe_real *steppe_crisis_param(const struct steppe_world *world,
                                                     const struct steppe_crisis *constants,
                                                     size_t number, size_t cell) {
    return steppe_params_at(world, constants->offsets[number]) + cell * STEPPE_LANES;
}

// A month's calls of host h, in the lanes where it has a wave.
void STEPPE_NAMED(steppe_crisis_calls)(const struct steppe_world *world,
                                       const struct steppe_crisis *constants, size_t h);
#define steppe_crisis_calls STEPPE_NAMED(steppe_crisis_calls)

// January's game: each able power looks at each host.
void STEPPE_NAMED(steppe_crisis_games)(const struct steppe_world *world,
                                       const struct steppe_crisis *constants);
#define steppe_crisis_games STEPPE_NAMED(steppe_crisis_games)

// How a power and what it shares with others stand in January; [..][LANES].
struct steppe_crisis_power {
    size_t power;
    steppe_real attention[STEPPE_LANES], ones[STEPPE_LANES];
    steppe_real per_gdp[STEPPE_LANES], per_gdp_0[STEPPE_LANES]; // 1 over its GDP, now and base
    // of its trade with all powers; with each host what it has there, USD
    steppe_real share[STEPPE_ACTORS_MAX][STEPPE_LANES], share_0[STEPPE_ACTORS_MAX];
    steppe_real stake[STEPPE_ACTORS_MAX][STEPPE_LANES], stake_0[STEPPE_ACTORS_MAX][STEPPE_LANES];
};
// Chances of a year in which a power looks at a host.
struct steppe_crisis_odds {
    steppe_real coerce[STEPPE_LANES], force[STEPPE_LANES];
    steppe_real coerced_gives_in[STEPPE_LANES], forced_gives_in[STEPPE_LANES];
    steppe_real sanctions[STEPPE_ACTORS_MAX][STEPPE_LANES]; // of each power
};

void STEPPE_NAMED(steppe_crisis_look)(const struct steppe_world *world,
                                      const struct steppe_crisis *constants, size_t power,
                                      struct steppe_crisis_power *of);
void STEPPE_NAMED(steppe_crisis_find_odds)(const struct steppe_world *world,
                                           const struct steppe_crisis *constants,
                                           const struct steppe_crisis_power *of, size_t h,
                                           struct steppe_crisis_odds *odds);
#define steppe_crisis_look STEPPE_NAMED(steppe_crisis_look)
#define steppe_crisis_find_odds STEPPE_NAMED(steppe_crisis_find_odds)

#endif
