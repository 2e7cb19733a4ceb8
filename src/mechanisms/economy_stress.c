// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// economy_stress: growth of income that hosts miss, dear bread and dear debt. In: real income, the
// price of wheat, exports, debt service. Out: stress. docs/model.md, section 4.
#include "mechanisms/economy_parts.h"

// Units in which two shocks enter stress: a rise of the wheat price by a tenth within a year, a
// percentage point of exports that go into debt service.
#define PRICE_SHOCK_UNIT STEPPE_R(10)
#define DEBT_SHOCK_UNIT STEPPE_R(100)

// Exports of a host, never below a hundredth of the base: a ratio to them stays finite.
static void host_exports(const struct steppe_world *world, const struct steppe_economy *constants,
                         const struct steppe_economy_month *month, size_t h,
                         steppe_real *restrict exports) {
    const size_t actors = constants->actors, actor = constants->host_actor[h];
    const steppe_real *goods = steppe_cells(world, STEPPE_VAR_goods_trade) +
                               actor * actors * STEPPE_LANES;
    const steppe_real least = constants->exports[h] * STEPPE_R(0.01);
    memcpy(exports, month->exports + actor * STEPPE_LANES, STEPPE_LANES * sizeof *exports);
    for (size_t b = 0; b < actors; b++)
        if (b != actor) steppe_economy_add(goods + b * STEPPE_LANES, exports);
    STEPPE_EACH_LANE(lane) {
        exports[lane] = steppe_max(exports[lane], least);
    }
}

// A cause without bound, as debt that outgrows exports, stops at the end of the variable's range.
static void stress_month(const struct steppe_economy *constants, steppe_real elapsed,
                         const steppe_real *restrict now, const steppe_real *restrict then,
                         const steppe_real *restrict trend, const steppe_real *restrict volatility,
                         const steppe_real *restrict causes, const steppe_real *restrict speed,
                         steppe_real *restrict stress) {
    const steppe_real low = constants->stress_range[0], high = constants->stress_range[1];
    STEPPE_EACH_LANE(lane) {
        const steppe_real grown = steppe_log(now[lane] / then[lane]) - trend[lane] * elapsed;
        const steppe_real goal = causes[lane] - grown / volatility[lane];
        const steppe_real next = stress[lane] + (goal - stress[lane]) * speed[lane];
        stress[lane] = steppe_clamp(next, low, high);
    }
}

void steppe_economy_stress(struct steppe_world *world, const struct steppe_economy *constants,
                           const struct steppe_economy_month *month) {
    const steppe_real *trend = steppe_params_at(world, constants->offsets[STEPPE_ECONOMY_GROWTH]);
    const steppe_real *volatility = steppe_params_at(world,
                                                     constants->offsets[STEPPE_ECONOMY_VOLATILITY]);
    const steppe_real *of_price = steppe_params_at(world,
                                                   constants->offsets[STEPPE_ECONOMY_PRICE_STRESS]);
    const steppe_real *of_debt = steppe_params_at(world,
                                                  constants->offsets[STEPPE_ECONOMY_DEBT_STRESS]);
    const steppe_real *smoothing = steppe_params_at(
        world, constants->offsets[STEPPE_ECONOMY_STRESS_SMOOTHING]);
    // In the first year the world knows growth since its start only.
    const int32_t months = world->month < 11 ? world->month + 1 : 12;
    steppe_real wheat[STEPPE_LANES], speed[STEPPE_LANES], causes[STEPPE_LANES];
    steppe_real exports[STEPPE_LANES];
    steppe_economy_price_change(world, constants->wheat, 12, wheat);
    STEPPE_EACH_LANE(lane) {
        speed[lane] = -steppe_expm1(-STEPPE_MONTH / smoothing[lane]);
    }
    for (size_t h = 0; h < constants->hosts; h++) {
        const size_t at = (size_t)constants->host_actor[h] * STEPPE_LANES;
        const steppe_real *service = month->service + h * STEPPE_LANES;
        const steppe_real *service_0 = month->base_service + h * STEPPE_LANES;
        const steppe_real exports_0 = constants->exports[h];
        host_exports(world, constants, month, h, exports);
        STEPPE_EACH_LANE(lane) {
            const steppe_real burden = service[lane] / exports[lane] - service_0[lane] / exports_0;
            causes[lane] = PRICE_SHOCK_UNIT * of_price[lane] * wheat[lane] +
                           DEBT_SHOCK_UNIT * of_debt[lane] * burden;
        }
        stress_month(constants, STEPPE_R(months) / STEPPE_R(12),
                     steppe_cells(world, STEPPE_VAR_real_income) + at,
                     steppe_lag_cells(world, STEPPE_VAR_real_income, 12) + at, trend + at,
                     volatility + at, causes, speed,
                     steppe_cells(world, STEPPE_VAR_stress) + h * STEPPE_LANES);
    }
}
