// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// economy_money: what powers pledge and pay out in hosts, the capital that it builds and the debt
// that it leaves. In: offers, acceptance. Out: pledges, payouts, capital, debt. docs/model.md,
// section 4.
#include "mechanisms/economy_parts.h"

// Before the first month: the pledges that feed a member's payouts at that member's hazard, plus
// what was promised beyond. So every member starts at rest, whatever its hazard.
static void pledge_start(steppe_real standing, const steppe_real *restrict hazard,
                         const steppe_real *restrict payout_0, steppe_real *restrict pledge) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real kept = payout_0[lane] / hazard[lane] + (pledge[lane] - standing);
        pledge[lane] = steppe_max(kept, STEPPE_R(0));
    }
}

// Of one power and host: as much is pledged anew as the base pays out, more or less by the change
// of the offer; pledges are paid out at hazard x acceptance. Exact over the month; payout its mean.
static void payout_month(const steppe_real *restrict offer, const steppe_real *restrict offer_0,
                         const steppe_real *restrict accepted, const steppe_real *restrict hazard,
                         const steppe_real *restrict payout_0, steppe_real *restrict pledge,
                         steppe_real *restrict payout) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real promised = payout_0[lane] + (offer[lane] - offer_0[lane]);
        const steppe_real inflow = steppe_max(promised, STEPPE_R(0));
        // A host that takes nothing would divide by zero.
        const steppe_real rate = steppe_max(hazard[lane] * accepted[lane], STEPPE_R(1e-6));
        const steppe_real paid_down = (inflow / rate - pledge[lane]) *
                                      steppe_expm1(-rate * STEPPE_MONTH);
        pledge[lane] -= paid_down;
        payout[lane] = inflow + STEPPE_R(12) * paid_down;
    }
}

// A stock about its base: x' = part (inflow - inflow_0) - rate (x - x_0). Exact over the month, for
// lost = 1 - e^(-rate dt) and kept = part lost / rate.
static void stock_month(const steppe_real *restrict inflow, const steppe_real *restrict inflow_0,
                        const steppe_real *restrict kept, const steppe_real *restrict lost,
                        const steppe_real *restrict x_0, steppe_real *restrict x) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real more = kept[lane] * (inflow[lane] - inflow_0[lane]);
        const steppe_real next = x[lane] + ((x_0[lane] - x[lane]) * lost[lane] + more);
        x[lane] = steppe_max(next, STEPPE_R(0));
    }
}

static void add_service(const steppe_real *restrict cost, const steppe_real *restrict debt,
                        const steppe_real *restrict debt_0, const steppe_real *restrict payout,
                        const steppe_real *restrict payout_0, steppe_real *restrict service,
                        steppe_real *restrict base_service, steppe_real *restrict invested,
                        steppe_real *restrict invested_0) {
    STEPPE_EACH_LANE(lane) {
        service[lane] += cost[lane] * debt[lane];
        base_service[lane] += cost[lane] * debt_0[lane];
        invested[lane] += payout[lane];
        invested_0[lane] += payout_0[lane];
    }
}

// What all pairs of power and host share in a month; [LANES] each.
struct stock_factors {
    steppe_real worn[STEPPE_LANES], built[STEPPE_LANES];  // capital: lost; kept of a payout
    steppe_real repaid[STEPPE_LANES], owed[STEPPE_LANES]; // debt: lost; kept of what is lent
    steppe_real cost[STEPPE_LANES];                       // yearly service of a unit of debt
};

static void find_factors(const steppe_real *restrict wear, const steppe_real *restrict term,
                         const steppe_real *restrict interest,
                         struct stock_factors *restrict factors) {
    STEPPE_EACH_LANE(lane) {
        factors->worn[lane] = -steppe_expm1(-wear[lane] * STEPPE_MONTH);
        factors->built[lane] = factors->worn[lane] / wear[lane];
        factors->repaid[lane] = -steppe_expm1(-STEPPE_MONTH / term[lane]);
        factors->owed[lane] = factors->repaid[lane] * term[lane];
        factors->cost[lane] = interest[lane] + STEPPE_R(1) / term[lane];
    }
}

static void money_pair(struct steppe_world *world, const struct steppe_economy *constants,
                       const struct steppe_economy_month *month,
                       const struct stock_factors *factors, const steppe_real *lent, size_t p,
                       size_t h) {
    const size_t pair = p * constants->hosts + h, at = pair * STEPPE_LANES;
    const size_t mirrored = (h * constants->powers + p) * STEPPE_LANES, host = h * STEPPE_LANES;
    const steppe_real *hazard = steppe_params_at(world,
                                                 constants->offsets[STEPPE_ECONOMY_PAYOUT_HAZARD]) +
                                p * STEPPE_LANES;
    const steppe_real *payout_0 = steppe_base_cells(world, STEPPE_VAR_payout) + at;
    const steppe_real *debt_0 = steppe_base_cells(world, STEPPE_VAR_debt) + at;
    steppe_real *payout = steppe_cells(world, STEPPE_VAR_payout) + at;
    steppe_real *debt = steppe_cells(world, STEPPE_VAR_debt) + at;
    steppe_real *pledge = steppe_cells(world, STEPPE_VAR_pledge) + at;
    if (world->month == 0) pledge_start(constants->standing[pair], hazard, payout_0, pledge);
    payout_month(steppe_cells(world, STEPPE_VAR_economic_offer) + at,
                 steppe_base_cells(world, STEPPE_VAR_economic_offer) + at,
                 steppe_cells(world, STEPPE_VAR_acceptance) + mirrored, hazard, payout_0, pledge,
                 payout);
    stock_month(payout, payout_0, factors->built, factors->worn,
                steppe_base_cells(world, STEPPE_VAR_capital) + at,
                steppe_cells(world, STEPPE_VAR_capital) + at);
    stock_month(payout, payout_0, lent, factors->repaid, debt_0, debt);
    add_service(factors->cost, debt, debt_0, payout, payout_0, month->service + host,
                month->base_service + host, month->invested + host, month->base_invested + host);
}

void steppe_economy_money(struct steppe_world *world, const struct steppe_economy *constants,
                          const struct steppe_economy_month *month) {
    const size_t hosts = constants->hosts, bytes = hosts * STEPPE_LANES * sizeof(steppe_real);
    struct stock_factors factors;
    steppe_real lent[STEPPE_LANES];
    find_factors(steppe_params_at(world, constants->offsets[STEPPE_ECONOMY_DEPRECIATION]),
                 steppe_params_at(world, constants->offsets[STEPPE_ECONOMY_DEBT_TERM]),
                 steppe_params_at(world, constants->offsets[STEPPE_ECONOMY_INTEREST_RATE]),
                 &factors);
    // All of the hosts' arrays, which lie one behind the other.
    memset(month->invested, 0, STEPPE_ECONOMY_HOST_ARRAYS * bytes);
    for (size_t p = 0; p < constants->powers; p++) {
        const steppe_real *share = steppe_params_at(world,
                                                    constants->offsets[STEPPE_ECONOMY_LOAN_SHARE]) +
                                   p * STEPPE_LANES;
        STEPPE_EACH_LANE(lane) {
            lent[lane] = share[lane] * factors.owed[lane];
        }
        for (size_t h = 0; h < hosts; h++)
            money_pair(world, constants, month, &factors, lent, p, h);
    }
    for (size_t h = 0; h < hosts; h++) {
        const size_t at = (size_t)constants->host_actor[h] * STEPPE_LANES;
        const steppe_real *income = steppe_cells(world, STEPPE_VAR_gdp_nominal) + at;
        const steppe_real *income_0 = steppe_base_cells(world, STEPPE_VAR_gdp_nominal) + at;
        const steppe_real *invested_0 = month->base_invested + h * STEPPE_LANES;
        steppe_real *invested = month->invested + h * STEPPE_LANES;
        STEPPE_EACH_LANE(lane) {
            invested[lane] = invested[lane] / income[lane] - invested_0[lane] / income_0[lane];
        }
    }
}
