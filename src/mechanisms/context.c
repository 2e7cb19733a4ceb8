// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// context: what the region cannot change. In: parameters of the price processes. Out: commodity
// prices. Regimes are chains that sim steps (solve/markov_kernel.h); they and scenarios lay their
// effects over attention, sanctions, barriers, openness and migration policy, which stand at their
// base otherwise.
#include "base/random.h"
#include "mechanisms/mechanism.h"
#include "solve/ou_kernel.h"

enum { REVERSION, VOLATILITY, LONG_RUN_MEAN, COMMON_SHARE };

static const struct steppe_param params[] = {
    [REVERSION] = {"reversion", STEPPE_SHAPE_COMMODITY, "1/year", 0.001, 20,
                   "rate at which the log of a price returns to its long-run mean"},
    [VOLATILITY] = {"volatility", STEPPE_SHAPE_COMMODITY, "1", 0, 2,
                    "standard deviation of the log of a price over a year, reversion aside"},
    [LONG_RUN_MEAN] = {"long_run_mean", STEPPE_SHAPE_COMMODITY, "1", 0.01, 100,
                       "price to which a commodity returns, times the base year's"},
    [COMMON_SHARE] = {"common_share", STEPPE_SHAPE_SCALAR, "1", 0, 1,
                      "correlation of the shocks to any two prices"},
};

static const struct steppe_use uses[] = {{.variable = STEPPE_VAR_price, .access = STEPPE_OWN}};

static const char *const streams[] = {"context.common", "context.price"};

struct constants {
    uint32_t commodity_count;
    uint32_t offsets[STEPPE_COUNT(params)];
    uint32_t streams[STEPPE_COUNT(streams)];
};

static bool prepare(struct steppe_setup *setup, struct steppe_error *error) {
    struct constants *constants = STEPPE_TAKE(setup->arena, 1, struct constants);
    if (!constants)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for the constants of the context");
    constants->commodity_count = (uint32_t)setup->model->axes[STEPPE_AXIS_COMMODITY].count;
    steppe_setup_parameters(setup, constants->offsets, STEPPE_COUNT(params));
    steppe_setup_streams(streams, constants->streams, STEPPE_COUNT(streams));
    double *price = steppe_setup_start(setup, STEPPE_VAR_price);
    double *spread = setup->start_spread + setup->layout->offsets[STEPPE_VAR_price];
    for (uint32_t c = 0; c < constants->commodity_count; c++) {
        price[c] = 1; // the base year's price, by definition
        spread[c] = 0;
    }
    setup->constants = constants;
    return true;
}

// price *= e^(change of its log): a price at its mean without shock keeps its bits.
static void price_month(const steppe_real *restrict mean, const steppe_real *restrict reversion,
                        const steppe_real *restrict volatility, const steppe_real *restrict shock,
                        steppe_real *restrict price) {
    steppe_real gap[STEPPE_LANES], change[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        gap[lane] = steppe_log_size(mean[lane]) - steppe_log_size(price[lane]);
        change[lane] = 0;
    }
    steppe_ou_step(STEPPE_R(1) / STEPPE_R(12), reversion, volatility, gap, shock, change);
    STEPPE_EACH_LANE(lane) { price[lane] *= steppe_exp(change[lane]); }
}

static void step(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    (void)scratch;
    const struct constants *constants = memory;
    const steppe_real *share = steppe_params_at(world, constants->offsets[COMMON_SHARE]);
    const steppe_real *reversion = steppe_params_at(world, constants->offsets[REVERSION]);
    const steppe_real *volatility = steppe_params_at(world, constants->offsets[VOLATILITY]);
    const steppe_real *mean = steppe_params_at(world, constants->offsets[LONG_RUN_MEAN]);
    steppe_real *price = steppe_cells(world, STEPPE_VAR_price);
    steppe_real common[STEPPE_LANES], own[STEPPE_LANES], shock[STEPPE_LANES];
    steppe_draw_normal(world, constants->streams[0], 0, common);
    for (uint32_t c = 0; c < constants->commodity_count; c++) {
        const size_t at = (size_t)c * STEPPE_LANES;
        steppe_draw_normal(world, constants->streams[1], c, own);
        steppe_ou_shock(share, common, own, shock);
        price_month(mean + at, reversion + at, volatility + at, shock, price + at);
    }
}

const struct steppe_mechanism STEPPE_NAMED(steppe_mechanism_context) = {
    .name = "context",
    .summary = "World prices of commodities wander about long-run means and move together in part.",
    .equation = "d ln S = k (ln m - ln S) dt + s dW; corr(dW_c, dW_d) = common_share",
    .source = "schwartz-1997; uhlenbeck-ornstein-1930",
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
