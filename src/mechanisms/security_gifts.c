// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// security_gifts: arms that powers deliver, training and posts that they pay for in hosts. In:
// offers, acceptance, attention, seats in partnerships. Out: arms, training, posts. docs/model.md,
// section 5.
#include "mechanisms/security_parts.h"

// The hosts, a bit each, that a power gives something, or did, or offers something, in some lane.
// With the others all stays nothing, unless a seat brings training.
static uint64_t active_hosts(const struct steppe_world *world, size_t hosts, size_t p) {
    static const uint32_t gifts[] = {STEPPE_VAR_security_offer, STEPPE_VAR_arms,
                                     STEPPE_VAR_training, STEPPE_VAR_posts};
    uint64_t active = 0;
    for (size_t h = 0; h < hosts; h++) {
        const size_t at = (p * hosts + h) * STEPPE_LANES;
        bool some = false;
        for (size_t i = 0; i < STEPPE_COUNT(gifts) && !some; i++)
            some = steppe_any(steppe_cells(world, gifts[i]) + at) ||
                   steppe_any(steppe_base_cells(world, gifts[i]) + at);
        active |= (uint64_t)some << h;
    }
    return active;
}

static void add_base_gifts(const struct steppe_security_factors *restrict factors,
                           const steppe_real *restrict arms_0,
                           const steppe_real *restrict training_0,
                           const steppe_real *restrict posts_0, steppe_real *restrict arms,
                           steppe_real *restrict training, steppe_real *restrict all) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real value = factors->wear[lane] * arms_0[lane] * factors->price[lane];
        arms[lane] += value;
        training[lane] += training_0[lane];
        all[lane] += value + (training_0[lane] + posts_0[lane]);
    }
}

// Part of a thing in what the base gives to a pair, or in all that the power gives where the pair
// gets nothing. The thing and the rest of its kind in USD/year.
STEPPE_LANE steppe_real pair_mix(steppe_real value, steppe_real rest, steppe_real mix) {
    const steppe_real all = value + rest;
    const steppe_real own = value / steppe_max(all, STEPPE_R(1));
    return all > STEPPE_R(1) ? own : mix;
}

// Arms wanted of a power in a year, TIV: what keeps the base's stock, and the arms' part of what is
// offered more, as far as the host takes it.
STEPPE_LANE steppe_real wanted_arms(steppe_real kept, steppe_real per_price, steppe_real part,
                                    steppe_real more, steppe_real accepted) {
    return steppe_max(kept + part * more * per_price, STEPPE_R(0)) * accepted;
}

static void add_wanted(const struct steppe_security_factors *restrict factors,
                       const steppe_real *restrict arms_0, const steppe_real *restrict training_0,
                       const steppe_real *restrict posts_0, const steppe_real *restrict mix,
                       const steppe_real *restrict offer, const steppe_real *restrict offer_0,
                       const steppe_real *restrict accepted, steppe_real *restrict wanted,
                       steppe_real *restrict kept) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real own = factors->wear[lane] * arms_0[lane];
        const steppe_real part = pair_mix(own * factors->price[lane],
                                          training_0[lane] + posts_0[lane], mix[lane]);
        wanted[lane] += wanted_arms(own, factors->per_price[lane], part,
                                    offer[lane] - offer_0[lane], accepted[lane]);
        kept[lane] += own;
    }
}

// A power delivers what is wanted up to surplus x attention x what it delivers in the base.
static void find_deliverable(const steppe_real *restrict surplus,
                             const steppe_real *restrict attention,
                             const steppe_real *restrict wanted, const steppe_real *restrict kept,
                             steppe_real *restrict delivered) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real most = surplus[lane] * attention[lane] * kept[lane];
        delivered[lane] = steppe_min(most / steppe_max(wanted[lane], STEPPE_R(1e-6)), STEPPE_R(1));
    }
}

// What a power's gifts of the base are made of, or will be where it gives none.
static void power_mix(const struct steppe_world *world, const struct steppe_security *constants,
                      const struct steppe_security_factors *factors,
                      const struct steppe_security_month *month, size_t p, uint64_t active) {
    steppe_real *restrict mix = month->mix + p * STEPPE_LANES;
    steppe_real *restrict drill = month->drill + p * STEPPE_LANES;
    const steppe_real *new_arms = steppe_params_at(world,
                                                   constants->offsets[STEPPE_SECURITY_NEW_ARMS]);
    const steppe_real *new_training = steppe_params_at(
        world, constants->offsets[STEPPE_SECURITY_NEW_TRAINING]);
    steppe_real arms[STEPPE_LANES] = {0}, training[STEPPE_LANES] = {0}, all[STEPPE_LANES] = {0};
    for (size_t h = 0; h < constants->hosts; h++) {
        if (!(active >> h & 1)) continue;
        const size_t at = (p * constants->hosts + h) * STEPPE_LANES;
        add_base_gifts(factors, steppe_base_cells(world, STEPPE_VAR_arms) + at,
                       steppe_base_cells(world, STEPPE_VAR_training) + at,
                       steppe_base_cells(world, STEPPE_VAR_posts) + at, arms, training, all);
    }
    STEPPE_EACH_LANE(lane) {
        mix[lane] = all[lane] > STEPPE_R(0) ? arms[lane] / all[lane] : new_arms[lane];
        const steppe_real help = all[lane] - arms[lane];
        drill[lane] = help > STEPPE_R(1) ? training[lane] / help : new_training[lane];
    }
}

static void power_month(const struct steppe_world *world, const struct steppe_security *constants,
                        const struct steppe_security_factors *factors,
                        const struct steppe_security_month *month, size_t p, uint64_t active) {
    const size_t hosts = constants->hosts;
    const steppe_real *offer = steppe_cells(world, STEPPE_VAR_security_offer);
    const steppe_real *offer_0 = steppe_base_cells(world, STEPPE_VAR_security_offer);
    const steppe_real *accepted = steppe_cells(world, STEPPE_VAR_acceptance);
    steppe_real wanted[STEPPE_LANES] = {0}, kept[STEPPE_LANES] = {0}, attention[STEPPE_LANES];
    power_mix(world, constants, factors, month, p, active);
    steppe_fill(1, attention);
    const size_t cell = p * constants->domains + constants->domain; // if there is such a domain
    if (constants->domain != UINT32_MAX)
        memcpy(attention, steppe_cells(world, STEPPE_VAR_attention) + cell * STEPPE_LANES,
               sizeof attention);
    for (size_t h = 0; h < hosts; h++) {
        if (!(active >> h & 1)) continue;
        const size_t at = (p * hosts + h) * STEPPE_LANES;
        const size_t mirrored = (h * constants->powers + p) * STEPPE_LANES;
        add_wanted(factors, steppe_base_cells(world, STEPPE_VAR_arms) + at,
                   steppe_base_cells(world, STEPPE_VAR_training) + at,
                   steppe_base_cells(world, STEPPE_VAR_posts) + at, month->mix + p * STEPPE_LANES,
                   offer + at, offer_0 + at, accepted + mirrored, wanted, kept);
    }
    find_deliverable(steppe_params_at(world, constants->offsets[STEPPE_SECURITY_SURPLUS]),
                     attention, wanted, kept, month->delivered + p * STEPPE_LANES);
}

// Arms: A' = deliveries - wear A about the base, exact over the month. Leaves what of the offer
// beyond the base's is not for arms, USD/year.
static void arms_month(const struct steppe_security_factors *restrict factors,
                       const steppe_real *restrict mix, const steppe_real *restrict delivered,
                       const steppe_real *restrict offer, const steppe_real *restrict offer_0,
                       const steppe_real *restrict accepted, const steppe_real *restrict arms_0,
                       const steppe_real *restrict training_0, const steppe_real *restrict posts_0,
                       steppe_real *restrict arms, steppe_real *restrict help) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real more = offer[lane] - offer_0[lane];
        const steppe_real kept = factors->wear[lane] * arms_0[lane];
        const steppe_real part = pair_mix(kept * factors->price[lane],
                                          training_0[lane] + posts_0[lane], mix[lane]);
        const steppe_real wanted = wanted_arms(kept, factors->per_price[lane], part, more,
                                               accepted[lane]);
        const steppe_real inflow = wanted * delivered[lane];
        const steppe_real next = arms[lane] + ((arms_0[lane] - arms[lane]) * factors->worn[lane] +
                                               (inflow - kept) * factors->built[lane]);
        arms[lane] = steppe_max(next, STEPPE_R(0));
        help[lane] = (STEPPE_R(1) - part) * more;
    }
}

// Training and posts follow (their base + their part of what is offered more, and for training what
// seats bring) x acceptance.
static void help_month(const struct steppe_security_factors *restrict factors,
                       const steppe_real *restrict drill, const steppe_real *restrict help,
                       const steppe_real *restrict seats, const steppe_real *restrict accepted,
                       const steppe_real *restrict training_0, const steppe_real *restrict posts_0,
                       steppe_real *restrict training, steppe_real *restrict posts) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real part = pair_mix(training_0[lane], posts_0[lane], drill[lane]);
        const steppe_real taught = (training_0[lane] + part * help[lane]) + seats[lane];
        const steppe_real manned = posts_0[lane] + (STEPPE_R(1) - part) * help[lane];
        const steppe_real goal = steppe_max(taught, STEPPE_R(0)) * accepted[lane];
        const steppe_real goal_of_posts = steppe_max(manned, STEPPE_R(0)) * accepted[lane];
        training[lane] += (goal - training[lane]) * factors->help[lane];
        posts[lane] += (goal_of_posts - posts[lane]) * factors->help[lane];
    }
}

// Training that a partnership gives for what a seat in it has changed by, USD/year. False: none.
static bool training_by_seat(const struct steppe_world *world,
                             const struct steppe_security *constants, size_t p, size_t h,
                             steppe_real *restrict training) {
    const steppe_real *gift = steppe_params_at(
        world, constants->offsets[STEPPE_SECURITY_PARTNER_TRAINING]);
    if (!steppe_seats_change(world, &constants->partnerships, p, h, training)) return false;
    STEPPE_EACH_LANE(lane) {
        training[lane] *= gift[lane];
    }
    return true;
}

void steppe_security_gifts(struct steppe_world *world, const struct steppe_security *constants,
                           const struct steppe_security_factors *factors,
                           const struct steppe_security_month *month) {
    const steppe_real *offer = steppe_cells(world, STEPPE_VAR_security_offer);
    const steppe_real *offer_0 = steppe_base_cells(world, STEPPE_VAR_security_offer);
    const steppe_real *training_0 = steppe_base_cells(world, STEPPE_VAR_training);
    const steppe_real *posts_0 = steppe_base_cells(world, STEPPE_VAR_posts);
    steppe_real seats[STEPPE_LANES], none[STEPPE_LANES], help[STEPPE_LANES];
    memset(none, 0, sizeof none);
    for (size_t p = 0; p < constants->powers; p++) {
        const uint64_t active = active_hosts(world, constants->hosts, p);
        power_month(world, constants, factors, month, p, active);
        for (size_t h = 0; h < constants->hosts; h++) {
            const size_t at = (p * constants->hosts + h) * STEPPE_LANES;
            const steppe_real *accepted = steppe_cells(world, STEPPE_VAR_acceptance) +
                                          (h * constants->powers + p) * STEPPE_LANES;
            const bool trained = training_by_seat(world, constants, p, h, seats);
            if (!trained && !(active >> h & 1)) continue;
            arms_month(factors, month->mix + p * STEPPE_LANES, month->delivered + p * STEPPE_LANES,
                       offer + at, offer_0 + at, accepted,
                       steppe_base_cells(world, STEPPE_VAR_arms) + at, training_0 + at,
                       posts_0 + at, steppe_cells(world, STEPPE_VAR_arms) + at, help);
            help_month(factors, month->drill + p * STEPPE_LANES, help, trained ? seats : none,
                       accepted, training_0 + at, posts_0 + at,
                       steppe_cells(world, STEPPE_VAR_training) + at,
                       steppe_cells(world, STEPPE_VAR_posts) + at);
        }
    }
}
