// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// security_parts: what the parts of security share. Kernel code: each instance has its own.
#ifndef STEPPE_MECHANISMS_SECURITY_PARTS_H
#define STEPPE_MECHANISMS_SECURITY_PARTS_H

#include "mechanisms/seats.h"

enum steppe_security_param {
    STEPPE_SECURITY_ARMS_WEAR,
    STEPPE_SECURITY_ARMS_PRICE,
    STEPPE_SECURITY_SURPLUS,
    STEPPE_SECURITY_ASSISTANCE_LAG,
    STEPPE_SECURITY_BASE_LAG,
    STEPPE_SECURITY_RENEWAL,
    STEPPE_SECURITY_RENEWAL_EFFECT,
    STEPPE_SECURITY_LEASE_TERM,
    STEPPE_SECURITY_MEMORY,
    STEPPE_SECURITY_PACT_BELIEF,
    STEPPE_SECURITY_PARTNER_BELIEF,
    STEPPE_SECURITY_PARTNER_TRAINING,
    STEPPE_SECURITY_EXPOSURE,
    STEPPE_SECURITY_WEIGHT_BORDER,
    STEPPE_SECURITY_WEIGHT_CLASHES,
    STEPPE_SECURITY_WEIGHT_COERCION,
    STEPPE_SECURITY_WEIGHT_DISORDER,
    STEPPE_SECURITY_NEED_LEAST,
    STEPPE_SECURITY_NEED_MOST,
    STEPPE_SECURITY_NEW_ARMS,
    STEPPE_SECURITY_NEW_TRAINING,
    STEPPE_SECURITY_PARAM_COUNT
};

enum steppe_security_stream { STEPPE_SECURITY_RENEWAL_DRAW, STEPPE_SECURITY_STREAM_COUNT };

struct steppe_security {
    size_t hosts, powers, domains;
    uint32_t offsets[STEPPE_SECURITY_PARAM_COUNT];
    uint32_t streams[STEPPE_SECURITY_STREAM_COUNT];
    uint32_t domain;           // security, UINT32_MAX: the model has none
    int32_t term_months;       // of a lease that is renewed
    const int32_t *lease_ends; // [powers][hosts] months since year 0, first after it; 0: no date
    const steppe_real *own;    // [hosts] own military spending of the base, USD/year
    // USD/year of a unit of each tie
    steppe_real per_arms, per_troops, per_training, per_posts, per_rent;
    struct steppe_seats pacts, partnerships; // that oblige to defence; to training
};

// What the parts of a step share; [..][LANES].
struct steppe_security_month {
    steppe_real *mix;        // [powers] part of arms in what a power gives in the base
    steppe_real *drill;      // [powers] part of training in its training and posts of the base
    steppe_real *delivered;  // [powers] part of wanted deliveries that a power can make
    steppe_real *cover_base; // [hosts] USD/year
};
enum { STEPPE_SECURITY_POWER_ARRAYS = 3, STEPPE_SECURITY_HOST_ARRAYS = 1 };

// Factors that all pairs have in common in a month; [LANES] each.
struct steppe_security_factors {
    steppe_real wear[STEPPE_LANES];                           // 1/year
    steppe_real price[STEPPE_LANES], per_price[STEPPE_LANES]; // USD a TIV, and its inverse
    steppe_real worn[STEPPE_LANES], built[STEPPE_LANES]; // arms: lost; kept of a year's deliveries
    steppe_real help[STEPPE_LANES], bases[STEPPE_LANES]; // part of a gap closed in a month
};

// security_gifts.c: arms, training and posts of a month.
void STEPPE_NAMED(steppe_security_gifts)(struct steppe_world *world,
                                         const struct steppe_security *constants,
                                         const struct steppe_security_factors *factors,
                                         const struct steppe_security_month *month);
#define steppe_security_gifts STEPPE_NAMED(steppe_security_gifts)

#endif
