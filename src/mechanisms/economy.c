// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// economy: growth, incomes, migrants, investment and debt, month by month. In: prices, trade and
// what others do to an economy. Out: gdp, nominal gdp, real income, migrants, remittances, payouts,
// capital, debt, stress. Equations act on deviations from the base, so that nothing moves there;
// docs/model.md, section 4, derives them.
#include "base/random.h"
#include "mechanisms/economy_parts.h"

static const struct steppe_param params[STEPPE_ECONOMY_PARAM_COUNT] = {
    [STEPPE_ECONOMY_GROWTH] = {"growth", STEPPE_SHAPE_ACTOR, "1/year", -0.2, 0.3,
                               "trend growth of real GDP"},
    [STEPPE_ECONOMY_VOLATILITY] = {"volatility", STEPPE_SHAPE_ACTOR, "1", 0.001, 0.5,
                                   "standard deviation of a year's growth"},
    [STEPPE_ECONOMY_CYCLE_PERSISTENCE] = {"cycle_persistence", STEPPE_SHAPE_SCALAR, "year", 0.01,
                                          20, "mean life of a shock to growth"},
    [STEPPE_ECONOMY_COMMON_SHARE] = {"common_share", STEPPE_SHAPE_SCALAR, "1", 0, 1,
                                     "correlation of the shocks to growth in any two economies"},
    [STEPPE_ECONOMY_INVESTMENT_EFFECT] =
        {"investment_effect", STEPPE_SHAPE_SCALAR, "1/year", 0, 2,
         "growth gained by payouts above the base of one GDP a year"},
    [STEPPE_ECONOMY_DISORDER_EFFECT] = {"disorder_effect", STEPPE_SHAPE_SCALAR, "1/year", 0, 1,
                                        "growth lost while disorder stands at 1"},
    [STEPPE_ECONOMY_OIL_EFFECT] = {"oil_effect", STEPPE_SHAPE_ACTOR, "1", -1, 1,
                                   "percent of GDP per percent of the oil price"},
    [STEPPE_ECONOMY_PRICE_STRESS] =
        {"price_stress", STEPPE_SHAPE_SCALAR, "1", 0, 5,
         "stress from a rise of the wheat price by a tenth within a year"},
    [STEPPE_ECONOMY_DEBT_STRESS] =
        {"debt_stress", STEPPE_SHAPE_SCALAR, "1", 0, 5,
         "stress per percentage point of exports that go into debt service"},
    [STEPPE_ECONOMY_PAYOUT_HAZARD] = {"payout_hazard", STEPPE_SHAPE_POWER, "1/year", 0.001, 12,
                                      "rate at which pledges are paid out"},
    [STEPPE_ECONOMY_LOAN_SHARE] = {"loan_share", STEPPE_SHAPE_POWER, "1", 0, 1,
                                   "part of payouts that is lent"},
    [STEPPE_ECONOMY_DEPRECIATION] = {"depreciation", STEPPE_SHAPE_SCALAR, "1/year", 0.001, 1,
                                     "depreciation of capital"},
    [STEPPE_ECONOMY_INTEREST_RATE] = {"interest_rate", STEPPE_SHAPE_SCALAR, "1/year", 0, 1,
                                      "interest on debt"},
    [STEPPE_ECONOMY_DEBT_TERM] = {"debt_term", STEPPE_SHAPE_SCALAR, "year", 1, 100,
                                  "mean time in which debt is repaid"},
    [STEPPE_ECONOMY_MIGRANT_ELASTICITY] = {"migrant_elasticity", STEPPE_SHAPE_SCALAR, "1", 0, 5,
                                           "percent of migrants per percent of relative income"},
    [STEPPE_ECONOMY_MIGRANT_ADJUSTMENT] = {"migrant_adjustment", STEPPE_SHAPE_SCALAR, "year", 0.05,
                                           50, "mean time in which migrants adjust"},
    [STEPPE_ECONOMY_STRESS_SMOOTHING] = {"stress_smoothing", STEPPE_SHAPE_SCALAR, "year", 0.05, 10,
                                         "mean time in which stress follows its causes"},
};

static const struct steppe_use uses[] = {
    {.variable = STEPPE_VAR_price, .access = STEPPE_READ, .lag_months = 12},
    {.variable = STEPPE_VAR_wage, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_trade_gain, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_goods_trade, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_fuel_trade, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_fuel_cost, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_reexports, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_transit_revenue, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_migration_policy, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_economic_offer, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_acceptance, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_disorder, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_sanction_loss, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_gdp, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_gdp_nominal, .access = STEPPE_OWN, .base = true},
    {.variable = STEPPE_VAR_real_income, .access = STEPPE_OWN, .lag_months = 12},
    {.variable = STEPPE_VAR_migrants, .access = STEPPE_OWN, .base = true},
    {.variable = STEPPE_VAR_remittances, .access = STEPPE_OWN, .base = true},
    {.variable = STEPPE_VAR_pledge, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_payout, .access = STEPPE_OWN, .base = true},
    {.variable = STEPPE_VAR_capital, .access = STEPPE_OWN, .base = true},
    {.variable = STEPPE_VAR_debt, .access = STEPPE_OWN, .base = true},
    {.variable = STEPPE_VAR_stress, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_business_cycle, .access = STEPPE_OWN},
};

static const char *const streams[STEPPE_ECONOMY_STREAM_COUNT] = {
    [STEPPE_ECONOMY_COMMON] = "economy.common",
    [STEPPE_ECONOMY_CYCLE] = "economy.cycle",
};

// ---- start ------------------------------------------------------------------------------------

// Payouts and pledges of the base: in balance, payout = hazard pledge, unless the model has figures
// of both. Then the difference is money promised beyond what the standing flow needs, and is paid
// out in time; figures that agree to a hundredth are taken for rounded ones of a balance.
static void start_payouts(struct steppe_setup *setup, const struct steppe_economy *constants,
                          steppe_real *standing) {
    double *payout = steppe_setup_start(setup, STEPPE_VAR_payout);
    double *pledge = steppe_setup_start(setup, STEPPE_VAR_pledge);
    double *spread = setup->start_spread + setup->layout->offsets[STEPPE_VAR_pledge];
    for (size_t p = 0; p < constants->powers; p++) {
        const double hazard = steppe_setup_median(setup, STEPPE_ECONOMY_PAYOUT_HAZARD, p);
        for (size_t h = 0; h < constants->hosts; h++) {
            const size_t at = p * constants->hosts + h;
            payout[at] = steppe_setup_base_payout(setup, p, h);
            const double balance = payout[at] / hazard;
            const bool rounded = fabs(pledge[at] - balance) < 0.01 * balance;
            if (!(pledge[at] > 0) || rounded) pledge[at] = balance;
            standing[at] = (steppe_real)balance;
            spread[at] = 0; // that of payouts and of the hazard
        }
    }
}

// What a migrant sends at base incomes: observed where migrants and transfers are known; else the
// host's mean share of the income per head of the destination. Transfers from where no migrants
// are counted imply migrants at that share; migrants without known transfers send by it.
static void start_migrants(struct steppe_setup *setup, const struct steppe_economy *constants,
                           steppe_real *sent, bool *counted) {
    double *migrants = steppe_setup_start(setup, STEPPE_VAR_migrants);
    double *remittances = steppe_setup_start(setup, STEPPE_VAR_remittances);
    const double *income = steppe_setup_start(setup, STEPPE_VAR_gdp_nominal);
    for (size_t h = 0; h < constants->hosts; h++) {
        double money = 0, capacity = 0;
        for (size_t a = 0; a < constants->actors; a++) {
            const size_t at = h * constants->actors + a;
            const double people = steppe_setup_figure(setup, STEPPE_VAR_population, a);
            if (migrants[at] <= 0 || remittances[at] <= 0 || people <= 0) continue;
            money += remittances[at];
            capacity += migrants[at] * income[a] / people;
        }
        const double share = capacity > 0 ? money / capacity : 0;
        for (size_t a = 0; a < constants->actors; a++) {
            const size_t at = h * constants->actors + a;
            const double people = steppe_setup_figure(setup, STEPPE_VAR_population, a);
            double each = people > 0 ? share * income[a] / people : 0;
            if (remittances[at] > 0 && migrants[at] <= 0)
                migrants[at] = each > 0 ? remittances[at] / each : 0;
            else if (remittances[at] > 0)
                each = remittances[at] / migrants[at];
            counted[at] = migrants[at] > 0;
            remittances[at] = migrants[at] * each;
            sent[at] = (steppe_real)each;
        }
    }
}

// Sums in the order and the number type of the step, so that the base is met bit for bit.
static void start_trade(struct steppe_setup *setup, const struct steppe_economy *constants,
                        steppe_real *share, steppe_real *exports, steppe_real *balance,
                        steppe_real *host_exports) {
    const double *fuel = steppe_setup_start(setup, STEPPE_VAR_fuel_trade);
    const double *goods = steppe_setup_start(setup, STEPPE_VAR_goods_trade);
    const double *income = steppe_setup_start(setup, STEPPE_VAR_gdp_nominal);
    const size_t actors = constants->actors;
    for (size_t a = 0; a < actors; a++) {
        steppe_real sold = 0;
        for (size_t b = 0; b < actors; b++)
            if (b != a) sold += (steppe_real)fuel[a * actors + b];
        // The rest of GDP is never less than a tenth.
        share[a] = steppe_min(sold / (steppe_real)income[a], STEPPE_R(0.9));
        exports[a] = sold > STEPPE_R(0) ? sold : STEPPE_R(1);
        balance[a] = sold - (steppe_real)steppe_setup_start(setup, STEPPE_VAR_fuel_cost)[a];
        const int32_t h = constants->host_of[a];
        if (h < 0) continue;
        steppe_real all = sold;
        for (size_t b = 0; b < actors; b++)
            if (b != a) all += (steppe_real)goods[a * actors + b];
        host_exports[h] = all > STEPPE_R(0) ? all : STEPPE_R(1);
    }
}

// Without fuels in the base a pair trades none later (trade), unless something changes the flow.
static size_t start_fuel_pairs(const struct steppe_setup *setup, size_t actors, uint32_t *pairs) {
    const double *fuel = steppe_setup_start(setup, STEPPE_VAR_fuel_trade);
    const bool moved = steppe_setup_moved(setup, STEPPE_VAR_fuel_trade);
    size_t count = 0;
    for (size_t i = 0; i < actors * actors; i++)
        if (i / actors != i % actors && (moved || fuel[i] > 0)) pairs[count++] = (uint32_t)i;
    return count;
}

static bool start_incomes(struct steppe_setup *setup, const struct steppe_economy *constants,
                          struct steppe_error *error) {
    static const uint32_t ones[] = {STEPPE_VAR_gdp, STEPPE_VAR_real_income};
    double *income = steppe_setup_start(setup, STEPPE_VAR_gdp_nominal);
    if (!steppe_setup_needs(setup, STEPPE_VAR_gdp_level, error)) return false;
    for (size_t a = 0; a < constants->actors; a++) {
        income[a] = steppe_setup_figure(setup, STEPPE_VAR_gdp_level, a);
        for (size_t i = 0; i < STEPPE_COUNT(ones); i++) steppe_setup_start(setup, ones[i])[a] = 1;
    }
    return true;
}

static bool prepare(struct steppe_setup *setup, struct steppe_error *error) {
    const struct steppe_model *model = setup->model;
    struct steppe_arena *arena = setup->arena;
    const size_t actors = model->axes[STEPPE_AXIS_ACTOR].count;
    const size_t hosts = model->axes[STEPPE_AXIS_HOST].count;
    struct steppe_economy *constants = STEPPE_TAKE(arena, 1, struct steppe_economy);
    int32_t *host_of = STEPPE_TAKE(arena, actors, int32_t);
    steppe_real *by_actor = STEPPE_TAKE(arena, 3 * actors + hosts, steppe_real);
    steppe_real *sent = STEPPE_TAKE(arena, hosts * actors, steppe_real);
    bool *counted = STEPPE_TAKE(arena, hosts * actors, bool);
    const size_t powers = model->axes[STEPPE_AXIS_POWER].count;
    steppe_real *standing = STEPPE_TAKE(arena, powers * hosts, steppe_real);
    uint32_t *fuel_pairs = STEPPE_TAKE(arena, actors * actors, uint32_t);
    if (!constants || !host_of || !by_actor || !sent || !counted || !standing || !fuel_pairs)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for the constants of the economy");
    const uint32_t margin = steppe_model_parameter(model, "trade.reexport_margin");
    *constants = (struct steppe_economy){
        .actors = actors,
        .hosts = hosts,
        .powers = powers,
        .oil = steppe_model_element(model, STEPPE_AXIS_COMMODITY, "oil"),
        .wheat = steppe_model_element(model, STEPPE_AXIS_COMMODITY, "wheat"),
        .margin_offset = margin == UINT32_MAX ? STEPPE_NOWHERE
                                              : setup->layout->param_offsets[margin],
        .host_actor = model->axes[STEPPE_AXIS_HOST].actor_at,
        .host_of = host_of,
        .fuel_share = by_actor,
        .fuel_exports = by_actor + actors,
        .fuel_balance = by_actor + 2 * actors,
        .exports = by_actor + 3 * actors,
        .sent = sent,
        .counted = counted,
        .standing = standing,
        .stress_range = {STEPPE_R(model->variables[STEPPE_VAR_stress].low),
                         STEPPE_R(model->variables[STEPPE_VAR_stress].high)},
        .fuel_pairs = fuel_pairs,
        .fuel_pair_count = start_fuel_pairs(setup, actors, fuel_pairs),
    };
    steppe_setup_parameters(setup, constants->offsets, STEPPE_COUNT(params));
    steppe_setup_streams(streams, constants->streams, STEPPE_COUNT(streams));
    for (size_t a = 0; a < actors; a++) host_of[a] = -1;
    for (size_t h = 0; h < hosts; h++) host_of[constants->host_actor[h]] = (int32_t)h;
    if (!start_incomes(setup, constants, error)) return false;
    start_payouts(setup, constants, standing);
    start_migrants(setup, constants, sent, counted);
    start_trade(setup, constants, by_actor, by_actor + actors, by_actor + 2 * actors,
                by_actor + 3 * actors);
    setup->constants = constants;
    setup->scratch_cells = STEPPE_ECONOMY_ACTOR_ARRAYS * actors +
                           STEPPE_ECONOMY_HOST_ARRAYS * hosts;
    return true;
}

// ---- growth -----------------------------------------------------------------------------------

// Factor from the monthly cycle to growth such that a year's growth has the standard deviation of
// the parameter: Var(sum of 12 months) = 12 + 2 sum_k (12 - k) phi^k for an AR(1) of variance 1.
static void cycle_scale(const steppe_real *restrict keep, steppe_real *restrict scale) {
    STEPPE_EACH_LANE(lane) {
        steppe_real sum = 0;
        for (int k = 11; k >= 1; k--) sum = (sum + STEPPE_R(12 - k)) * keep[lane];
        scale[lane] = STEPPE_R(1) / steppe_sqrt(STEPPE_R(12) + STEPPE_R(2) * sum);
    }
}

static void growth_month(const steppe_real *restrict trend, const steppe_real *restrict loss,
                         const steppe_real *restrict loss_0, const steppe_real *restrict oil_effect,
                         const steppe_real *restrict oil_change,
                         const steppe_real *restrict volatility, const steppe_real *restrict scale,
                         const steppe_real *restrict cycle, const steppe_real *restrict extra,
                         steppe_real *restrict gdp) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real yearly = trend[lane] - (loss[lane] - loss_0[lane]) + extra[lane];
        const steppe_real shock = volatility[lane] * scale[lane] * cycle[lane];
        gdp[lane] *= steppe_exp(yearly * STEPPE_MONTH + oil_effect[lane] * oil_change[lane] +
                                shock);
    }
}

// AR(1) of variance 1: keep e + sqrt(1 - keep^2) (sqrt(share) common + sqrt(1 - share) own).
// common holds its weighted draw; weight is that of the own draw.
static void cycle_weights(const steppe_real *restrict share, const steppe_real *restrict keep,
                          steppe_real *restrict common, steppe_real *restrict weight) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real new = STEPPE_R(1) - keep[lane] * keep[lane];
        common[lane] *= steppe_sqrt(new *share[lane]);
        weight[lane] = steppe_sqrt(new *(STEPPE_R(1) - share[lane]));
    }
}

static void cycle_month(const steppe_real *restrict keep, const steppe_real *restrict common,
                        const steppe_real *restrict weight, const steppe_real *restrict own,
                        steppe_real *restrict cycle) {
    STEPPE_EACH_LANE(lane) {
        cycle[lane] = keep[lane] * cycle[lane] + (common[lane] + weight[lane] * own[lane]);
    }
}

// Growth that only hosts have: investment from outside, less disorder.
static void host_growth(const struct steppe_world *world, const struct steppe_economy *constants,
                        const struct steppe_economy_month *month, size_t h,
                        steppe_real *restrict extra) {
    const steppe_real *gained = steppe_params_at(
        world, constants->offsets[STEPPE_ECONOMY_INVESTMENT_EFFECT]);
    const steppe_real *lost = steppe_params_at(world,
                                               constants->offsets[STEPPE_ECONOMY_DISORDER_EFFECT]);
    const steppe_real *disorder = steppe_cells(world, STEPPE_VAR_disorder) + h * STEPPE_LANES;
    const steppe_real *disorder_0 = steppe_base_cells(world, STEPPE_VAR_disorder) +
                                    h * STEPPE_LANES;
    const steppe_real *invested = month->invested + h * STEPPE_LANES;
    STEPPE_EACH_LANE(lane) {
        extra[lane] = gained[lane] * invested[lane] -
                      lost[lane] * (disorder[lane] - disorder_0[lane]);
    }
}

static void growth(struct steppe_world *world, const struct steppe_economy *constants,
                   const struct steppe_economy_month *month) {
    const steppe_real *persistence = steppe_params_at(
        world, constants->offsets[STEPPE_ECONOMY_CYCLE_PERSISTENCE]);
    const steppe_real *share = steppe_params_at(world,
                                                constants->offsets[STEPPE_ECONOMY_COMMON_SHARE]);
    const steppe_real *trend = steppe_params_at(world, constants->offsets[STEPPE_ECONOMY_GROWTH]);
    const steppe_real *volatility = steppe_params_at(world,
                                                     constants->offsets[STEPPE_ECONOMY_VOLATILITY]);
    const steppe_real *oil_effect = steppe_params_at(world,
                                                     constants->offsets[STEPPE_ECONOMY_OIL_EFFECT]);
    const steppe_real *loss = steppe_cells(world, STEPPE_VAR_sanction_loss);
    const steppe_real *loss_0 = steppe_base_cells(world, STEPPE_VAR_sanction_loss);
    steppe_real *cycle = steppe_cells(world, STEPPE_VAR_business_cycle);
    steppe_real *gdp = steppe_cells(world, STEPPE_VAR_gdp);
    steppe_real keep[STEPPE_LANES], scale[STEPPE_LANES], oil[STEPPE_LANES];
    steppe_real common[STEPPE_LANES], weight[STEPPE_LANES], own[STEPPE_LANES];
    steppe_real extra[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        keep[lane] = steppe_exp(-STEPPE_MONTH / persistence[lane]);
    }
    cycle_scale(keep, scale);
    steppe_economy_price_change(world, constants->oil, 1, oil);
    steppe_draw_normal(world, constants->streams[STEPPE_ECONOMY_COMMON], 0, common);
    cycle_weights(share, keep, common, weight);
    for (size_t a = 0; a < constants->actors; a++) {
        const size_t at = a * STEPPE_LANES;
        steppe_draw_normal(world, constants->streams[STEPPE_ECONOMY_CYCLE], (uint32_t)a, own);
        cycle_month(keep, common, weight, own, cycle + at);
        memset(extra, 0, sizeof extra);
        if (constants->host_of[a] >= 0)
            host_growth(world, constants, month, (size_t)constants->host_of[a], extra);
        growth_month(trend + at, loss + at, loss_0 + at, oil_effect + at, oil, volatility + at,
                     scale, cycle + at, extra, gdp + at);
    }
}

// ---- incomes ----------------------------------------------------------------------------------

// Y / Y_0 = (1 - f) w G + f F / F_0
static void income_month(steppe_real share, steppe_real fuel_0, const steppe_real *restrict wage,
                         const steppe_real *restrict gdp, const steppe_real *restrict sold,
                         const steppe_real *restrict base, steppe_real *restrict income,
                         steppe_real *restrict log_income, steppe_real *restrict per_gdp,
                         steppe_real *restrict nominal) {
    STEPPE_EACH_LANE(lane) {
        // w G + f (F / F_0 - w G): in the base the bracket vanishes to the last bit.
        const steppe_real other = wage[lane] * gdp[lane];
        income[lane] = other + share * (sold[lane] / fuel_0 - other);
        log_income[lane] = steppe_log(income[lane]);
        per_gdp[lane] = STEPPE_R(1) / gdp[lane];
        nominal[lane] = base[lane] * income[lane];
    }
}

static void add_four(const steppe_real *restrict cells, const uint32_t *rows,
                     steppe_real *restrict sum) {
    const steppe_real *restrict a = cells + (size_t)rows[0] * STEPPE_LANES;
    const steppe_real *restrict b = cells + (size_t)rows[1] * STEPPE_LANES;
    const steppe_real *restrict c = cells + (size_t)rows[2] * STEPPE_LANES;
    const steppe_real *restrict d = cells + (size_t)rows[3] * STEPPE_LANES;
    STEPPE_EACH_LANE(lane) {
        sum[lane] = (((sum[lane] + a[lane]) + b[lane]) + c[lane]) + d[lane];
    }
}

static void incomes(struct steppe_world *world, const struct steppe_economy *constants,
                    const struct steppe_economy_month *month) {
    const size_t actors = constants->actors, bytes = actors * STEPPE_LANES * sizeof(steppe_real);
    const steppe_real *fuel = steppe_cells(world, STEPPE_VAR_fuel_trade);
    memset(month->exports, 0, bytes);
    for (size_t i = 0, rows; i < constants->fuel_pair_count; i += rows) {
        const uint32_t *pairs = constants->fuel_pairs + i;
        steppe_real *sum = month->exports + pairs[0] / actors * STEPPE_LANES;
        // Four of one exporter in a pass, in their order: the sum is in memory once.
        const bool four = i + 4 <= constants->fuel_pair_count &&
                          pairs[3] / actors == pairs[0] / actors;
        rows = four ? 4 : 1;
        if (four)
            add_four(fuel, pairs, sum);
        else
            steppe_economy_add(fuel + (size_t)pairs[0] * STEPPE_LANES, sum);
    }
    for (size_t a = 0; a < actors; a++) {
        const size_t at = a * STEPPE_LANES;
        income_month(constants->fuel_share[a], constants->fuel_exports[a],
                     steppe_cells(world, STEPPE_VAR_wage) + at,
                     steppe_cells(world, STEPPE_VAR_gdp) + at, month->exports + at,
                     steppe_base_cells(world, STEPPE_VAR_gdp_nominal) + at, month->income + at,
                     month->log_income + at, month->per_gdp + at,
                     steppe_cells(world, STEPPE_VAR_gdp_nominal) + at);
    }
}

// Migrants of a host in one destination move towards M_0 (relative income)^eps policy.
static void migrants_month(const steppe_real *restrict elasticity,
                           const steppe_real *restrict speed, const steppe_real *restrict policy,
                           const steppe_real *restrict there, const steppe_real *restrict here,
                           const steppe_real *restrict base, steppe_real *restrict migrants) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real pull = steppe_exp(elasticity[lane] * (there[lane] - here[lane]));
        const steppe_real goal = base[lane] * pull * policy[lane];
        migrants[lane] = migrants[lane] + (goal - migrants[lane]) * speed[lane];
    }
}

// Transfers follow migrants and the incomes of their destination. Net of growth: what is received
// over the receiver's size, less the base; equal growth everywhere leaves it at 0.
static void transfer_month(const steppe_real *restrict migrants, const steppe_real *restrict base,
                           const steppe_real *restrict sent, const steppe_real *restrict income,
                           const steppe_real *restrict per_gdp_here,
                           const steppe_real *restrict per_gdp_there,
                           steppe_real *restrict remittances, steppe_real *restrict net_here,
                           steppe_real *restrict net_there) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real money = sent[lane] * (migrants[lane] / base[lane]) * income[lane];
        remittances[lane] = money;
        net_here[lane] += money * per_gdp_here[lane] - sent[lane];
        net_there[lane] -= money * per_gdp_there[lane] - sent[lane];
    }
}

// Where the base counts none: those whom a change brings send by the host's mean share and leave
// again. Returns at once where there are none in any lane, as nearly everywhere.
static void newcomers_month(steppe_real each, const steppe_real *restrict speed,
                            const steppe_real *restrict income,
                            const steppe_real *restrict per_gdp_here,
                            const steppe_real *restrict per_gdp_there,
                            steppe_real *restrict migrants, steppe_real *restrict remittances,
                            steppe_real *restrict net_here, steppe_real *restrict net_there) {
    if (!steppe_any(migrants)) {
        memset(remittances, 0, STEPPE_LANES * sizeof *remittances);
        return;
    }
    STEPPE_EACH_LANE(lane) {
        migrants[lane] = migrants[lane] - migrants[lane] * speed[lane];
        const steppe_real money = migrants[lane] * each * income[lane];
        remittances[lane] = money;
        net_here[lane] += money * per_gdp_here[lane];
        net_there[lane] -= money * per_gdp_there[lane];
    }
}

static void migration(struct steppe_world *world, const struct steppe_economy *constants,
                      const struct steppe_economy_month *month) {
    const steppe_real *adjustment = steppe_params_at(
        world, constants->offsets[STEPPE_ECONOMY_MIGRANT_ADJUSTMENT]);
    const steppe_real *elasticity = steppe_params_at(
        world, constants->offsets[STEPPE_ECONOMY_MIGRANT_ELASTICITY]);
    const steppe_real *policy = steppe_cells(world, STEPPE_VAR_migration_policy);
    const steppe_real *per_gdp = month->per_gdp;
    const size_t actors = constants->actors;
    steppe_real speed[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        speed[lane] = -steppe_expm1(-STEPPE_MONTH / adjustment[lane]);
    }
    memset(month->net_sent, 0, actors * STEPPE_LANES * sizeof(steppe_real));
    for (size_t h = 0; h < constants->hosts; h++)
        for (size_t a = 0; a < actors; a++) {
            const size_t here = (size_t)constants->host_actor[h], cell = h * actors + a;
            const size_t at = cell * STEPPE_LANES, there = a * STEPPE_LANES;
            const size_t home = here * STEPPE_LANES;
            if (a == here) continue;
            steppe_real *migrants = steppe_cells(world, STEPPE_VAR_migrants) + at;
            steppe_real *remittances = steppe_cells(world, STEPPE_VAR_remittances) + at;
            const steppe_real *base = steppe_base_cells(world, STEPPE_VAR_migrants) + at;
            if (!constants->counted[cell]) {
                newcomers_month(constants->sent[cell], speed, month->income + there, per_gdp + home,
                                per_gdp + there, migrants, remittances, month->net_sent + home,
                                month->net_sent + there);
                continue;
            }
            migrants_month(elasticity, speed, policy + there, month->log_income + there,
                           month->log_income + home, base, migrants);
            transfer_month(migrants, base, steppe_base_cells(world, STEPPE_VAR_remittances) + at,
                           month->income + there, per_gdp + home, per_gdp + there, remittances,
                           month->net_sent + home, month->net_sent + there);
        }
}

// ---- welfare ----------------------------------------------------------------------------------

// N = G W f(T),  T = ([D(fuels sold - fuel_cost) + D toll + margin z] / G + net transfers) / Y_0.
// Gains add up, f = 1 + T; losses do so while they are small, f = e^T, and leave income above
// nothing.
static void real_income_month(
    steppe_real balance_0, const steppe_real *restrict sold, const steppe_real *restrict cost,
    const steppe_real *restrict toll, const steppe_real *restrict toll_0,
    const steppe_real *restrict margin, const steppe_real *restrict passed_on,
    const steppe_real *restrict net_sent, const steppe_real *restrict nominal_0,
    const steppe_real *restrict gain, const steppe_real *restrict gdp,
    const steppe_real *restrict per_gdp, steppe_real *restrict real_income) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real fuel = (sold[lane] - cost[lane]) - balance_0;
        const steppe_real earned = fuel + (toll[lane] - toll_0[lane]) +
                                   margin[lane] * passed_on[lane];
        const steppe_real transfer = (earned * per_gdp[lane] + net_sent[lane]) / nominal_0[lane];
        const steppe_real lost = steppe_min(transfer, STEPPE_R(0));
        real_income[lane] = gdp[lane] * gain[lane] * (steppe_exp(lost) + (transfer - lost));
    }
}

static void real_incomes(struct steppe_world *world, const struct steppe_economy *constants,
                         const struct steppe_economy_month *month) {
    steppe_real none[STEPPE_LANES];
    memset(none, 0, sizeof none);
    const steppe_real *margin = constants->margin_offset == STEPPE_NOWHERE
                                    ? none
                                    : steppe_params_at(world, constants->margin_offset);
    for (size_t a = 0; a < constants->actors; a++) {
        const size_t at = a * STEPPE_LANES;
        real_income_month(constants->fuel_balance[a], month->exports + at,
                          steppe_cells(world, STEPPE_VAR_fuel_cost) + at,
                          steppe_cells(world, STEPPE_VAR_transit_revenue) + at,
                          steppe_base_cells(world, STEPPE_VAR_transit_revenue) + at, margin,
                          steppe_cells(world, STEPPE_VAR_reexports) + at, month->net_sent + at,
                          steppe_base_cells(world, STEPPE_VAR_gdp_nominal) + at,
                          steppe_cells(world, STEPPE_VAR_trade_gain) + at,
                          steppe_cells(world, STEPPE_VAR_gdp) + at, month->per_gdp + at,
                          steppe_cells(world, STEPPE_VAR_real_income) + at);
    }
}

static void step(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    const struct steppe_economy *constants = memory;
    const size_t actors = constants->actors * STEPPE_LANES, hosts = constants->hosts * STEPPE_LANES;
    steppe_real *cells = scratch->cells, *by_host = cells + STEPPE_ECONOMY_ACTOR_ARRAYS * actors;
    const struct steppe_economy_month month = {
        .income = cells,
        .log_income = cells + actors,
        .exports = cells + 2 * actors,
        .net_sent = cells + 3 * actors,
        .per_gdp = cells + 4 * actors,
        .invested = by_host,
        .service = by_host + hosts,
        .base_service = by_host + 2 * hosts,
        .base_invested = by_host + 3 * hosts,
    };
    steppe_economy_money(world, constants, &month);
    growth(world, constants, &month);
    incomes(world, constants, &month);
    migration(world, constants, &month);
    real_incomes(world, constants, &month);
    steppe_economy_stress(world, constants, &month);
}

const struct steppe_mechanism STEPPE_NAMED(steppe_mechanism_economy) = {
    .name = "economy",
    .summary = "Economies grow, earn, send migrants, invest, borrow and feel stress.",
    .equation =
        "d ln G = (g + c_inv D[I/Y] - c_dis D[dis] - D[loss]) dt + c_oil d ln S + s n AR(1); "
        "Y = Y_0 [(1 - f) w G + f F/F_0]; "
        "dM = (M_0 [(Y_p/Y_p0)/(Y_i/Y_i0)]^eps pol - M) dt/T_M; rem = rem_0 (M/M_0)(Y_p/Y_p0); "
        "N = G W f([(D[fuels sold - fuel_cost] + D[toll] + margin z)/G + rem/G - rem_0]/Y_0), "
        "f(x) = 1 + x above 0, e^x below; "
        "K' = D[payout] - delta D[K]; debt' = loan D[payout] - D[debt]/term; "
        "stress' = (-(d12 ln N - g)/s + 10 c_px d12 ln S_wheat + 100 c_debt D[service/exports] "
        "- stress)/T",
    .source = "beine-2016; feenstra-2015; horn-2021",
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
