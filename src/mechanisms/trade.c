// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// trade: who buys what from whom, quarter by quarter. In: sizes of economies, what hinders and
// finances their trade, prices and deliveries of fuels. Out: trade in goods and in fuels, wages,
// gains from trade, re-exports around sanctions and what secondary sanctions take from them.
// docs/model.md, section 3, derives the equations; solve/trade_kernel.h solves them.
#include "solve/trade.h"
#include "base/random.h"
#include "mechanisms/mechanism.h"
#include "mechanisms/trade_fuels.h"
#include "mechanisms/trade_reexports.h"
#include "solve/trade_kernel.h"

// Steps stop when the markets clear to this (root of the sum of squared log excesses): in float
// that is near rounding. A lane that is still beyond the second has no equilibrium and fails.
#define TOLERANCE (sizeof(steppe_real) == sizeof(double) ? STEPPE_R(1e-12) : STEPPE_R(1e-5))
#define FAR_OFF STEPPE_R(1e-3)
#define STEPS_MAX 200

enum {
    THETA,
    COST_ADJUSTMENT,
    DOMESTIC_SCALE,
    WEDGE,
    REEXPORT_SHARE,
    REEXPORT_MARGIN,
    SECONDARY_HAZARD,
    SECONDARY_EFFECT,
    SECONDARY_STRESS,
    SECONDARY_RECOVERY,
    LEAST_HOME,
    LEAST_SPENDING
};

static const struct steppe_param params[] = {
    [THETA] = {"theta", STEPPE_SHAPE_SCALAR, "1", 1, 20,
               "percent of trade lost per percent of trade cost"},
    [COST_ADJUSTMENT] = {"cost_adjustment", STEPPE_SHAPE_SCALAR, "year", 0.01, 50,
                         "mean time in which trade follows a change of its cost"},
    [DOMESTIC_SCALE] = {"domestic_scale", STEPPE_SHAPE_SCALAR, "1", 0.2, 5,
                        "goods and services traded at home or abroad, over GDP"},
    [WEDGE] = {"wedge", STEPPE_SHAPE_SCALAR, "1", 1, 10,
               "factor by which sanctions of 2023's intensity raise the cost of trade"},
    [REEXPORT_SHARE] =
        {"reexport_share", STEPPE_SHAPE_SCALAR, "1", 0, 1,
         "part of the trade suppressed by sanctions that returns by third countries"},
    [REEXPORT_MARGIN] = {"reexport_margin", STEPPE_SHAPE_SCALAR, "1", 0, 1,
                         "part of the value of re-exports that the go-between earns"},
    [SECONDARY_HAZARD] = {"secondary_hazard", STEPPE_SHAPE_SCALAR, "1/year", 0, 12,
                          "secondary sanctions a year per percent of GDP re-exported"},
    [SECONDARY_EFFECT] = {"secondary_effect", STEPPE_SHAPE_SCALAR, "1", 0, 1,
                          "part of its openness that secondary sanctions leave to a country"},
    [SECONDARY_STRESS] = {"secondary_stress", STEPPE_SHAPE_SCALAR, "1", 0, 10,
                          "economic stress that secondary sanctions add, standard deviations"},
    [SECONDARY_RECOVERY] = {"secondary_recovery", STEPPE_SHAPE_SCALAR, "year", 0.05, 50,
                            "mean time in which openness returns after secondary sanctions"},
    [LEAST_HOME] = {"least_home", STEPPE_SHAPE_SCALAR, "1", 0.01, 1,
                    "sales at home, at least, share of GDP: exports of go-betweens exceed theirs"},
    [LEAST_SPENDING] = {"least_spending", STEPPE_SHAPE_SCALAR, "1", 0.01, 1,
                        "spending on goods, at least, times the base"},
};

static const struct steppe_use uses[] = {
    {.variable = STEPPE_VAR_price, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_sanction_level, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_trade_barrier, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_transit_open, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_compliance, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_freight_cost, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_fuel_deliveries, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_fuel_price, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_fuel_demand, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_fuel_owed, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_gdp, .access = STEPPE_LAST},
    {.variable = STEPPE_VAR_remittances, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_payout, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_debt, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_stress, .access = STEPPE_ADD},
    {.variable = STEPPE_VAR_goods_trade, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_trade_cost, .access = STEPPE_OWN, .sparse = true},
    {.variable = STEPPE_VAR_sanctions_felt, .access = STEPPE_OWN, .sparse = true},
    {.variable = STEPPE_VAR_trade_gain, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_wage, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_reexports, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_fuel_trade, .access = STEPPE_OWN, .sparse = true},
    {.variable = STEPPE_VAR_fuel_cost, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_secondary_sanctions, .access = STEPPE_OWN},
};

static const char *const streams[] = {"trade.secondary_sanctions"};

// Pairs are rows of memory, and most never move: lists name those that may, found by prepare, so
// that a step need not read the others.
struct cost_pair {
    uint32_t cell;
    bool factor, level; // a barrier or freight may move, or sanctions
};
struct fuel_pair {
    uint32_t cell;
    bool moves; // demand, price asked, deliveries or what is owed may
};
struct pairs {
    const struct cost_pair *costs;
    const struct fuel_pair *fuels;
    const bool *still; // [actors][actors] costs as at the base
    const uint32_t *sanctioned, *sanctioned_base;
    const bool *legal; // [actors][actors] nobody ever sanctions the trade
    uint32_t cost_count, fuel_count, sanctioned_count, sanctioned_base_count;
};

struct constants {
    int actors;
    size_t hosts, powers;
    const uint16_t *host_actor, *power_actor;
    const int32_t *host_of; // [actors] host number or -1
    uint32_t offsets[STEPPE_COUNT(params)];
    uint32_t interest_offset, term_offset; // of economy; STEPPE_NOWHERE: debt costs nothing
    uint32_t elasticity_offset;            // of transit; STEPPE_NOWHERE: 1
    uint32_t stream, oil;                  // oil: commodity, UINT32_MAX: prices of fuels stand
    int rest;                              // the rest of the world, -1: the model has none
    // Money is counted in `unit` USD a year inside, so that numbers stay near 1.
    steppe_real unit;
    steppe_real least_spending;       // over the base's
    const steppe_real *goods;         // [actors][actors] base exports less fuels, unit
    const steppe_real *fuels;         // [actors][actors] base, USD/year
    const steppe_real *inverse;       // [actors][actors] M of the kernel
    const steppe_real *ones;          // [actors]
    const steppe_real *gdp;           // [actors] unit
    const steppe_real *exports, *gap; // [actors] unit: base exports, base imports less exports
    // Part of what returns of a suppressed flow that goes by k, for openness 1: [from][to][k].
    const steppe_real *passage;
    struct pairs pairs;
};

// ---- start --------------------------------------------------------------------------------------

static bool no_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "no memory for the constants of trade");
}

// Base exports of goods (fuels apart) and of fuels, USD a year; start values of both.
static void start_flows(struct steppe_setup *setup, int n, double *goods, double *fuels) {
    double *goods_start = steppe_setup_start(setup, STEPPE_VAR_goods_trade);
    double *fuel_start = steppe_setup_start(setup, STEPPE_VAR_fuel_trade);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            const int at = i * n + j;
            const double all = i == j ? 0
                                      : steppe_setup_pair_figure(setup, STEPPE_VAR_goods_exports,
                                                                 (size_t)i, (size_t)j);
            fuels[at] = i == j ? 0
                               : steppe_setup_pair_figure(setup, STEPPE_VAR_fuel_exports, (size_t)i,
                                                          (size_t)j);
            goods[at] = all > fuels[at] ? all - fuels[at] : 0;
            goods_start[at] = goods[at];
            fuel_start[at] = fuels[at];
        }
}

// Sales with the domestic ones of the central parameters, and the Jacobian there.
static bool start_inverse(const struct steppe_setup *setup, struct constants *constants,
                          const double *goods, steppe_real *inverse, struct steppe_error *error) {
    const size_t n = (size_t)constants->actors;
    double *sales = STEPPE_TAKE(setup->arena, n * n, double);
    double *work = STEPPE_TAKE(setup->arena, n * (n + 1), double);
    double *out = STEPPE_TAKE(setup->arena, n * n, double);
    if (!sales || !work || !out) return no_memory(error);
    const double theta = steppe_setup_median(setup, THETA, 0);
    const double scale = steppe_setup_median(setup, DOMESTIC_SCALE, 0);
    for (size_t i = 0; i < n * n; i++) sales[i] = goods[i] / (double)constants->unit;
    for (size_t i = 0; i < n; i++) {
        const double gdp = (double)constants->gdp[i];
        const double home = scale * gdp - (double)constants->exports[i];
        const double least = steppe_setup_median(setup, LEAST_HOME, 0) * gdp;
        sales[i * n + i] = home > least ? home : least;
    }
    if (!steppe_trade_inverse(n, sales, theta, NULL, work, out))
        return steppe_error_set(error, STEPPE_CODE_MODEL, (struct steppe_place){0},
                                "the base of trade has no unique equilibrium");
    for (size_t i = 0; i < n * n; i++) inverse[i] = (steppe_real)out[i];
    return true;
}

// passage_ijk = c_ijk / sum_k c_ijk open_k, c_ijk = min(X_ik, X_kj) (1 - s_ik) (1 - s_kj): base
// transit trade is bounded by the smaller leg, and who sanctions either end passes nothing on.
// The openness of the moment and the sanctions of the moment are multiplied in by the step.
static void start_passage(const struct steppe_setup *setup, int n, const double *goods,
                          steppe_real *passage) {
    const double *level = steppe_setup_start(setup, STEPPE_VAR_sanction_level);
    const double *open = steppe_setup_start(setup, STEPPE_VAR_transit_open);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            steppe_real *by = passage + ((ptrdiff_t)i * n + j) * n;
            double all = 0;
            for (int k = 0; k < n; k++) {
                const double in = goods[i * n + k], out = goods[k * n + j];
                const bool aside = k == i || k == j || i == j;
                const double part = aside ? 0 : in < out ? in : out;
                by[k] = (steppe_real)part;
                all += part * (1 - level[i * n + k]) * (1 - level[k * n + j]) * open[k];
            }
            for (int k = 0; k < n; k++) by[k] = all > 0 ? (steppe_real)((double)by[k] / all) : 0;
        }
}

static bool start_sizes(const struct steppe_setup *setup, struct constants *constants,
                        const double *goods, steppe_real *rows, struct steppe_error *error) {
    const int n = constants->actors;
    double world = 0;
    if (!steppe_setup_needs(setup, STEPPE_VAR_gdp_level, error) ||
        !steppe_setup_joined(setup, goods, error))
        return false;
    for (int i = 0; i < n; i++) {
        const double gdp = steppe_setup_figure(setup, STEPPE_VAR_gdp_level, (size_t)i);
        world += gdp;
    }
    constants->unit = (steppe_real)(world / n);
    for (int i = 0; i < n; i++) {
        double exports = 0, imports = 0;
        for (int j = 0; j < n; j++) {
            exports += goods[i * n + j];
            imports += goods[j * n + i];
        }
        const double unit = (double)constants->unit;
        rows[i] = 1;
        rows[n + i] = (steppe_real)(steppe_setup_figure(setup, STEPPE_VAR_gdp_level, (size_t)i) /
                                    unit);
        rows[2 * n + i] = (steppe_real)(exports / unit);
        rows[3 * n + i] = (steppe_real)((imports - exports) / unit);
    }
    return true;
}

static uint32_t offset_of(const struct steppe_setup *setup, const char *parameter) {
    const uint32_t number = steppe_model_parameter(setup->model, parameter);
    return number == UINT32_MAX ? STEPPE_NOWHERE : setup->layout->param_offsets[number];
}

// What the model names, none of it computed.
static void start_names(const struct steppe_setup *setup, struct constants *constants) {
    const struct steppe_model *model = setup->model;
    constants->actors = (int)model->axes[STEPPE_AXIS_ACTOR].count;
    constants->hosts = model->axes[STEPPE_AXIS_HOST].count;
    constants->powers = model->axes[STEPPE_AXIS_POWER].count;
    constants->host_actor = model->axes[STEPPE_AXIS_HOST].actor_at;
    constants->power_actor = model->axes[STEPPE_AXIS_POWER].actor_at;
    constants->interest_offset = offset_of(setup, "economy.interest_rate");
    constants->term_offset = offset_of(setup, "economy.debt_term");
    constants->elasticity_offset = offset_of(setup, "transit.fuel_elasticity");
    constants->stream = steppe_random_stream(streams[0]);
    constants->oil = steppe_model_element(model, STEPPE_AXIS_COMMODITY, "oil");
    constants->rest = -1;
    for (int i = 0; i < constants->actors; i++)
        if (model->actors[i].rest_of_world) constants->rest = i;
    steppe_setup_parameters(setup, constants->offsets, STEPPE_COUNT(params));
}

// In the order and the number type of the step.
static void start_fuel_cost(struct steppe_setup *setup, size_t n, const steppe_real *fuels) {
    for (size_t j = 0; j < n; j++) {
        steppe_real sum = 0;
        for (size_t i = 0; i < n; i++) sum += fuels[i * n + j];
        steppe_setup_start(setup, STEPPE_VAR_fuel_cost)[j] = (double)sum;
    }
}

// Lists of the pairs that a step has to look at.
static bool start_pairs(const struct steppe_setup *setup, struct constants *constants) {
    const uint32_t n = (uint32_t)constants->actors, all = n * n;
    const double *level = steppe_setup_start(setup, STEPPE_VAR_sanction_level);
    struct pairs *pairs = &constants->pairs;
    struct cost_pair *costs = STEPPE_TAKE(setup->arena, all, struct cost_pair);
    struct fuel_pair *fuels = STEPPE_TAKE(setup->arena, all, struct fuel_pair);
    bool *still = STEPPE_TAKE(setup->arena, 2 * (size_t)all, bool), *legal = still + all;
    uint32_t *lists = STEPPE_TAKE(setup->arena, 2 * (size_t)all, uint32_t);
    if (!costs || !fuels || !still || !lists) return false;
    *pairs = (struct pairs){costs, fuels, still, lists, lists + all, legal, 0, 0, 0, 0};
    for (uint32_t cell = 0; cell < all; cell++) {
        const bool factor = !steppe_setup_stays_at(setup, STEPPE_VAR_trade_barrier, cell, 1) ||
                            !steppe_setup_stays_at(setup, STEPPE_VAR_freight_cost, cell, 0);
        const bool levels = !steppe_setup_still(setup, STEPPE_VAR_sanction_level, cell);
        if (factor || levels) steppe_setup_moves(setup, STEPPE_VAR_trade_cost, cell);
        if (levels) steppe_setup_moves(setup, STEPPE_VAR_sanctions_felt, cell);
        still[cell] = steppe_setup_stays_at(setup, STEPPE_VAR_trade_cost, cell, 0);
        if (!still[cell]) costs[pairs->cost_count++] = (struct cost_pair){cell, factor, levels};
        const bool sent = constants->fuels[cell] > 0;
        if (sent) steppe_setup_moves(setup, STEPPE_VAR_fuel_trade, cell);
        const bool moves = !steppe_setup_stays_at(setup, STEPPE_VAR_fuel_demand, cell, 1) ||
                           !steppe_setup_stays_at(setup, STEPPE_VAR_fuel_price, cell, 1) ||
                           !steppe_setup_stays_at(setup, STEPPE_VAR_fuel_deliveries, cell, 1) ||
                           !steppe_setup_stays_at(setup, STEPPE_VAR_fuel_owed, cell, 0);
        if (!steppe_setup_still(setup, STEPPE_VAR_fuel_trade, cell))
            fuels[pairs->fuel_count++] = (struct fuel_pair){cell, moves};
        legal[cell] = steppe_setup_stays_at(setup, STEPPE_VAR_sanction_level, cell, 0);
        if (cell % (n + 1) == 0) continue;
        if (level[cell] != 0) lists[all + pairs->sanctioned_base_count++] = cell;
        if (!legal[cell]) lists[pairs->sanctioned_count++] = cell;
    }
    return true;
}

// Scratch of a step beside the kernel's: home, gap, growth weight [actors], world growth [1].
static size_t own_cells(int n) { return 3 * (size_t)n + 1; }

static bool prepare(struct steppe_setup *setup, struct steppe_error *error) {
    struct constants *constants = STEPPE_TAKE(setup->arena, 1, struct constants);
    if (!constants) return no_memory(error);
    start_names(setup, constants);
    const size_t n = (size_t)constants->actors, pairs = n * n;
    int32_t *host_of = STEPPE_TAKE(setup->arena, n, int32_t);
    double *flows = STEPPE_TAKE(setup->arena, 2 * pairs, double);
    steppe_real *cells = STEPPE_TAKE(setup->arena, 3 * pairs + 4 * n + pairs * n, steppe_real);
    if (!host_of || !flows || !cells) return no_memory(error);
    for (size_t i = 0; i < n; i++) host_of[i] = -1;
    for (size_t h = 0; h < constants->hosts; h++) host_of[constants->host_actor[h]] = (int32_t)h;
    constants->host_of = host_of;
    constants->least_spending = (steppe_real)steppe_setup_median(setup, LEAST_SPENDING, 0);
    steppe_real *rows = cells + 3 * pairs, *passage = rows + 4 * n;
    start_flows(setup, (int)n, flows, flows + pairs);
    if (!start_sizes(setup, constants, flows, rows, error)) return false;
    for (size_t i = 0; i < pairs; i++) {
        cells[i] = (steppe_real)(flows[i] / (double)constants->unit);
        cells[pairs + i] = (steppe_real)flows[pairs + i];
    }
    start_fuel_cost(setup, n, cells + pairs);
    constants->goods = cells;
    constants->fuels = cells + pairs;
    constants->inverse = cells + 2 * pairs;
    constants->ones = rows;
    constants->gdp = rows + n;
    constants->exports = rows + 2 * n;
    constants->gap = rows + 3 * n;
    constants->passage = passage;
    if (!start_inverse(setup, constants, flows, cells + 2 * pairs, error)) return false;
    start_passage(setup, (int)n, flows, passage);
    if (!start_pairs(setup, constants)) return no_memory(error);
    setup->constants = constants;
    setup->scratch_cells = STEPPE_TRADE_CELLS(n) + own_cells((int)n);
    return true;
}

// ---- costs and fuels ----------------------------------------------------------------------------

// ln tau = ln(barrier (1 + freight)) + (level - level_0) ln wedge;
// ln tau_eff += (1 - e^(-1/4 / T)) (ln tau - ln tau_eff); the part of it that is the sanctions' is
// felt ln wedge, with felt += (1 - e^(-1/4 / T)) (level - level_0 - felt).
static void settle(const steppe_real *restrict share, const steppe_real *restrict target,
                   steppe_real *restrict cost) {
    STEPPE_EACH_LANE(lane) {
        cost[lane] += share[lane] * (target[lane] - cost[lane]);
    }
}

static void add_factor(const steppe_real *restrict barrier, const steppe_real *restrict freight,
                       steppe_real *restrict target) {
    // Where no lane has a barrier or a freight change the log is exactly 0 and is left out: the
    // same bits, in a fraction of the time.
    if (!steppe_any_not(barrier, 1) && !steppe_any(freight)) return;
    STEPPE_EACH_LANE(lane) {
        target[lane] += steppe_log_size(barrier[lane] * (STEPPE_R(1) + freight[lane]));
    }
}

static void level_part(const steppe_real *restrict log_wedge, const steppe_real *restrict level,
                       const steppe_real *restrict level_0, const steppe_real *restrict share,
                       steppe_real *restrict felt, steppe_real *restrict target) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real more = level[lane] - level_0[lane];
        target[lane] = more * log_wedge[lane];
        felt[lane] += share[lane] * (more - felt[lane]);
    }
}

static void costs(struct steppe_world *world, const struct constants *constants) {
    const steppe_real *time = steppe_params_at(world, constants->offsets[COST_ADJUSTMENT]);
    const steppe_real *wedge = steppe_params_at(world, constants->offsets[WEDGE]);
    steppe_real share[STEPPE_LANES], log_wedge[STEPPE_LANES], target[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        share[lane] = -steppe_expm1(-STEPPE_QUARTER / time[lane]);
        log_wedge[lane] = steppe_log(wedge[lane]);
    }
    for (uint32_t i = 0; i < constants->pairs.cost_count; i++) {
        const struct cost_pair *pair = &constants->pairs.costs[i];
        const size_t at = (size_t)pair->cell * STEPPE_LANES;
        memset(target, 0, sizeof target);
        if (pair->level)
            level_part(log_wedge, steppe_cells(world, STEPPE_VAR_sanction_level) + at,
                       steppe_base_cells(world, STEPPE_VAR_sanction_level) + at, share,
                       steppe_cells(world, STEPPE_VAR_sanctions_felt) + at, target);
        if (pair->factor)
            add_factor(steppe_cells(world, STEPPE_VAR_trade_barrier) + at,
                       steppe_cells(world, STEPPE_VAR_freight_cost) + at, target);
        settle(share, target, steppe_cells(world, STEPPE_VAR_trade_cost) + at);
    }
}

static void fuels(struct steppe_world *world, const struct constants *constants,
                  const steppe_real *world_growth, steppe_real *gap) {
    const size_t n = (size_t)constants->actors;
    steppe_real price[STEPPE_LANES], one[STEPPE_LANES], bill[STEPPE_LANES];
    steppe_real *costs = steppe_cells(world, STEPPE_VAR_fuel_cost);
    memset(costs, 0, n * STEPPE_LANES * sizeof *costs);
    for (int lane = 0; lane < STEPPE_LANES; lane++) price[lane] = one[lane] = 1;
    if (constants->oil != UINT32_MAX)
        memcpy(price, STEPPE_TRADE_LANES(steppe_cells(world, STEPPE_VAR_price), constants->oil),
               sizeof price);
    for (uint32_t i = 0; i < constants->pairs.fuel_count; i++) {
        const struct fuel_pair *pair = &constants->pairs.fuels[i];
        const size_t lanes = (size_t)pair->cell * STEPPE_LANES;
        const steppe_real base = constants->fuels[pair->cell];
        steppe_real *fuel = steppe_cells(world, STEPPE_VAR_fuel_trade) + lanes;
        steppe_real *cost = STEPPE_TRADE_LANES(costs, pair->cell % n);
        const struct steppe_fuel_terms terms = {
            .price = price,
            .elasticity = constants->elasticity_offset == STEPPE_NOWHERE
                              ? one
                              : steppe_params_at(world, constants->elasticity_offset),
            .demand = steppe_cells(world, STEPPE_VAR_fuel_demand) + lanes,
            .asked = steppe_cells(world, STEPPE_VAR_fuel_price) + lanes,
            .brought = steppe_cells(world, STEPPE_VAR_fuel_deliveries) + lanes,
            .owed = steppe_cells(world, STEPPE_VAR_fuel_owed) + lanes};
        const bool moved = pair->moves && steppe_fuel_moved(&terms);
        if (moved) {
            steppe_fuel_worth(base, &terms, fuel);
            steppe_fuel_cost(base, &terms, bill, cost);
        } else {
            steppe_fuel_at_world_price(base, price, fuel, cost);
        }
        steppe_fuel_gaps(base, world_growth, STEPPE_R(1) / constants->unit, fuel,
                         moved ? bill : fuel, STEPPE_TRADE_LANES(gap, pair->cell / n),
                         STEPPE_TRADE_LANES(gap, pair->cell % n));
    }
}

// ---- gaps ---------------------------------------------------------------------------------------

// Sales at home X_jj = max(least_home, k - exports/GDP) GDP, and growth of the world Gw = sum G y /
// sum y.
static void sales_at_home(const struct steppe_world *world, const struct constants *constants,
                          steppe_real *home, steppe_real *world_growth) {
    const steppe_real *restrict scale = steppe_params_at(world, constants->offsets[DOMESTIC_SCALE]);
    const steppe_real *restrict least = steppe_params_at(world, constants->offsets[LEAST_HOME]);
    steppe_real output[STEPPE_LANES] = {0}, grown[STEPPE_LANES] = {0};
    for (int i = 0; i < constants->actors; i++) {
        const steppe_real gdp = constants->gdp[i], exports = constants->exports[i];
        const steppe_real *restrict growth = STEPPE_TRADE_LANES(steppe_cells(world, STEPPE_VAR_gdp),
                                                                i);
        steppe_real *restrict at_home = STEPPE_TRADE_LANES(home, i);
        STEPPE_EACH_LANE(lane) {
            at_home[lane] = steppe_max(scale[lane] * gdp - exports, least[lane] * gdp);
            output[lane] += at_home[lane] + exports;
            grown[lane] += (at_home[lane] + exports) * growth[lane];
        }
    }
    STEPPE_EACH_LANE(lane) {
        world_growth[lane] = grown[lane] / output[lane];
    }
}

// Money that goes from one actor to another, over its base: more to spend here, less there.
static void move_money(const steppe_real *restrict now, const steppe_real *restrict base,
                       const steppe_real *restrict base_growth, const steppe_real *restrict cost,
                       steppe_real per_unit, steppe_real *restrict gap_from,
                       steppe_real *restrict gap_to) {
    STEPPE_EACH_LANE(lane) {
        steppe_real more = (now[lane] - base[lane] * base_growth[lane]) * cost[lane] * per_unit;
        gap_from[lane] -= more;
        gap_to[lane] += more;
    }
}

// Remittances, payouts, interest and repayment beyond what D_0 Gw carries already.
static void money(const struct steppe_world *world, const struct constants *constants,
                  const steppe_real *world_growth, steppe_real *gap) {
    const size_t n = (size_t)constants->actors;
    const steppe_real per_unit = STEPPE_R(1) / constants->unit;
    steppe_real one[STEPPE_LANES], service[STEPPE_LANES];
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        one[lane] = 1;
        service[lane] = 0;
    }
    if (constants->interest_offset != STEPPE_NOWHERE && constants->term_offset != STEPPE_NOWHERE) {
        const steppe_real *restrict interest = steppe_params_at(world, constants->interest_offset);
        const steppe_real *restrict term = steppe_params_at(world, constants->term_offset);
        STEPPE_EACH_LANE(lane) {
            service[lane] = interest[lane] + STEPPE_R(1) / term[lane];
        }
    }
    for (size_t h = 0; h < constants->hosts; h++) {
        steppe_real *here = STEPPE_TRADE_LANES(gap, constants->host_actor[h]);
        for (size_t a = 0; a < n; a++) {
            if (a == constants->host_actor[h]) continue;
            const size_t at = (h * n + a) * STEPPE_LANES;
            move_money(steppe_cells(world, STEPPE_VAR_remittances) + at,
                       steppe_base_cells(world, STEPPE_VAR_remittances) + at, world_growth, one,
                       per_unit, STEPPE_TRADE_LANES(gap, a), here);
        }
        for (size_t p = 0; p < constants->powers; p++) {
            const size_t at = (p * constants->hosts + h) * STEPPE_LANES;
            steppe_real *there = STEPPE_TRADE_LANES(gap, constants->power_actor[p]);
            move_money(steppe_cells(world, STEPPE_VAR_payout) + at,
                       steppe_base_cells(world, STEPPE_VAR_payout) + at, world_growth, one,
                       per_unit, there, here);
            move_money(steppe_cells(world, STEPPE_VAR_debt) + at,
                       steppe_base_cells(world, STEPPE_VAR_debt) + at, world_growth, service,
                       per_unit, here, there);
        }
    }
}

// D_j = D_0j Gw + what fuels and money add; the rest of the world closes the sum.
static void gaps(struct steppe_world *world, const struct constants *constants,
                 const steppe_real *restrict world_growth, steppe_real *gap) {
    const int n = constants->actors;
    for (int j = 0; j < n; j++) {
        steppe_real *restrict of = STEPPE_TRADE_LANES(gap, j);
        STEPPE_EACH_LANE(lane) {
            of[lane] = constants->gap[j] * world_growth[lane];
        }
    }
    fuels(world, constants, world_growth, gap);
    money(world, constants, world_growth, gap);
    if (constants->rest < 0) return;
    steppe_real *restrict rest = STEPPE_TRADE_LANES(gap, constants->rest);
    STEPPE_EACH_LANE(lane) {
        rest[lane] = 0;
    }
    for (int j = 0; j < n; j++) {
        if (j == constants->rest) continue;
        const steppe_real *restrict of = STEPPE_TRADE_LANES(gap, j);
        STEPPE_EACH_LANE(lane) {
            rest[lane] -= of[lane];
        }
    }
}

// ---- what the equilibrium says ------------------------------------------------------------------

// ln W_j = ln w_j + (1/theta) ln(sum_i X_ij tau^-theta G_i w_i^-theta / sum_i X_ij G_i): the form
// of arkolakis-costinot-rodriguez-clare-2012 with the gain of growth alone taken out.
static void gain_of(const struct steppe_world *world, const struct constants *constants,
                    const struct steppe_trade_state *state, const steppe_real *home, int j,
                    steppe_real *restrict gain) {
    const int n = constants->actors;
    const steppe_real *growth = steppe_cells(world, STEPPE_VAR_gdp);
    const steppe_real *restrict theta = steppe_params_at(world, constants->offsets[THETA]);
    const steppe_real *restrict market = STEPPE_TRADE_LANES(state->market, j);
    const steppe_real *restrict log_wage = STEPPE_TRADE_LANES(state->log_wage, j);
    const steppe_real *restrict own = STEPPE_TRADE_LANES(home, j);
    const steppe_real *restrict own_growth = STEPPE_TRADE_LANES(growth, j);
    steppe_real grown[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        grown[lane] = own[lane] * own_growth[lane];
    }
    for (int i = 0; i < n; i++) {
        const steppe_real sales = constants->goods[i * n + j];
        const steppe_real *restrict of = STEPPE_TRADE_LANES(growth, i);
        STEPPE_EACH_LANE(lane) {
            grown[lane] += sales * of[lane];
        }
    }
    STEPPE_EACH_LANE(lane) {
        gain[lane] = steppe_exp(log_wage[lane] +
                                steppe_log_size(market[lane] / grown[lane]) / theta[lane]);
    }
}

static void flow_of_pair(steppe_real unit, const steppe_real *restrict weight,
                         const steppe_real *restrict pull, const steppe_real *restrict demand,
                         steppe_real *restrict flow) {
    STEPPE_EACH_LANE(lane) {
        flow[lane] = weight[lane] * pull[lane] * demand[lane] * unit;
    }
}

static void outcome(struct steppe_world *world, const struct constants *constants,
                    const struct steppe_trade_state *state, const steppe_real *home) {
    const int n = constants->actors;
    steppe_real *flows = steppe_cells(world, STEPPE_VAR_goods_trade);
    steppe_real *wages = steppe_cells(world, STEPPE_VAR_wage);
    for (int j = 0; j < n; j++) {
        const steppe_real *restrict log_wage = STEPPE_TRADE_LANES(state->log_wage, j);
        steppe_real *restrict wage = STEPPE_TRADE_LANES(wages, j);
        STEPPE_EACH_LANE(lane) {
            // Also where the residual is NaN.
            wage[lane] = state->residual[lane] <= FAR_OFF ? steppe_exp(log_wage[lane])
                                                          : STEPPE_R(NAN);
        }
        gain_of(world, constants, state, home, j,
                STEPPE_TRADE_LANES(steppe_cells(world, STEPPE_VAR_trade_gain), j));
        for (int i = 0; i < n; i++)
            flow_of_pair(i == j ? 0 : constants->unit, STEPPE_TRADE_LANES(state->weight, j * n + i),
                         STEPPE_TRADE_LANES(state->pull, i), STEPPE_TRADE_LANES(state->demand, j),
                         STEPPE_TRADE_LANES(flows, i * n + j));
    }
}

// ---- re-exports ---------------------------------------------------------------------------------

// z_k = sum_ij rho X_ij (wedge^(theta e_ij) - 1) passage_ijk open_k (1 - s_ik) (1 - s_kj), open_k
// over the compliance of a host, over the listed pairs; e_ij = min(s_ij, s_0ij + felt_ij). flows,
// felt [actors][actors]; NULL: those of the base.
static void passed_on(const struct steppe_world *world, const struct constants *constants,
                      const uint32_t *pairs, uint32_t pair_count, const steppe_real *flows,
                      const steppe_real *felt, const steppe_real *levels, const steppe_real *open,
                      steppe_real *passed) {
    const int n = constants->actors;
    const steppe_real *restrict theta = steppe_params_at(world, constants->offsets[THETA]);
    const steppe_real *restrict wedge = steppe_params_at(world, constants->offsets[WEDGE]);
    const steppe_real *share = steppe_params_at(world, constants->offsets[REEXPORT_SHARE]);
    const steppe_real *levels_0 = steppe_base_cells(world, STEPPE_VAR_sanction_level);
    steppe_real strength[STEPPE_LANES], kept[STEPPE_LANES], base[STEPPE_LANES];
    steppe_real lost[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        strength[lane] = theta[lane] * steppe_log(wedge[lane]);
    }
    memset(passed, 0, (size_t)n * STEPPE_LANES * sizeof *passed);
    for (uint32_t p = 0; p < pair_count; p++) {
        const int pair = (int)pairs[p], i = pair / n, j = pair % n;
        const steppe_real *level = STEPPE_TRADE_LANES(levels, pair);
        if (!steppe_any(level)) continue; // adds exactly 0
        for (int lane = 0; lane < STEPPE_LANES; lane++)
            base[lane] = constants->goods[pair] * constants->unit;
        if (felt)
            steppe_reexports_level(level, STEPPE_TRADE_LANES(levels_0, pair),
                                   STEPPE_TRADE_LANES(felt, pair), lost);
        steppe_reexports_lost(strength, share, flows ? STEPPE_TRADE_LANES(flows, pair) : base,
                              felt ? lost : level, kept);
        const steppe_real *part = constants->passage + (ptrdiff_t)pair * n;
        for (int k = 0; k < n; k++) {
            if (!(part[k] > 0)) continue;
            const bool free = constants->pairs.legal[i * n + k] &&
                              constants->pairs.legal[k * n + j];
            if (free)
                steppe_reexports_pass_freely(part[k], kept, STEPPE_TRADE_LANES(open, k),
                                             STEPPE_TRADE_LANES(passed, k));
            else
                steppe_reexports_pass(part[k], kept, STEPPE_TRADE_LANES(levels, i * n + k),
                                      STEPPE_TRADE_LANES(levels, k * n + j),
                                      STEPPE_TRADE_LANES(open, k), STEPPE_TRADE_LANES(passed, k));
        }
    }
}

// Secondary sanctions on k: a hazard per percent of GDP re-exported. A hit takes openness, which
// heals.
static void secondary(const struct steppe_world *world, const struct constants *constants, int k,
                      const steppe_real *restrict passed, steppe_real *restrict lost,
                      steppe_real *restrict hit) {
    const steppe_real *restrict hazard = steppe_params_at(world,
                                                          constants->offsets[SECONDARY_HAZARD]);
    const steppe_real *restrict left = steppe_params_at(world,
                                                        constants->offsets[SECONDARY_EFFECT]);
    const steppe_real *restrict time = steppe_params_at(world,
                                                        constants->offsets[SECONDARY_RECOVERY]);
    const steppe_real *restrict growth = STEPPE_TRADE_LANES(steppe_cells(world, STEPPE_VAR_gdp), k);
    const steppe_real *restrict wage = STEPPE_TRADE_LANES(steppe_cells(world, STEPPE_VAR_wage), k);
    const steppe_real gdp = constants->gdp[k] * constants->unit;
    steppe_real draw[STEPPE_LANES], chance[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        const steppe_real percent = STEPPE_R(100) * steppe_max(passed[lane], STEPPE_R(0)) /
                                    (gdp * growth[lane] * wage[lane]);
        chance[lane] = -steppe_expm1(-STEPPE_QUARTER * hazard[lane] * percent);
        draw[lane] = 1;
    }
    // A chance of 0 never hits, whatever the draw: the dear part is left out, no bit changes.
    if (!steppe_world_is_filled(world) && steppe_any(chance))
        steppe_draw_uniform(world, constants->stream, (uint32_t)k, draw);
    STEPPE_EACH_LANE(lane) {
        const steppe_real healed = lost[lane] * steppe_exp(-STEPPE_QUARTER / time[lane]);
        const steppe_real after = STEPPE_R(1) - (STEPPE_R(1) - healed) * left[lane];
        hit[lane] = draw[lane] < chance[lane] ? STEPPE_R(1) : STEPPE_R(0);
        lost[lane] = hit[lane] > 0 ? after : healed;
    }
}

// Re-exports less their base. now, base and open are scratch [actors].
static void reexports(struct steppe_world *world, const struct constants *constants,
                      steppe_real *now, steppe_real *base, steppe_real *open) {
    const int n = constants->actors;
    const steppe_real *openness = steppe_cells(world, STEPPE_VAR_transit_open);
    steppe_real *lost = steppe_cells(world, STEPPE_VAR_secondary_sanctions);
    steppe_real *passed = steppe_cells(world, STEPPE_VAR_reexports);
    for (int k = 0; k < n * STEPPE_LANES; k++) open[k] = openness[k] * (STEPPE_R(1) - lost[k]);
    for (size_t h = 0; h < constants->hosts; h++) {
        const steppe_real *restrict compliance = steppe_cells(world, STEPPE_VAR_compliance) +
                                                 h * STEPPE_LANES;
        steppe_real *restrict of = STEPPE_TRADE_LANES(open, constants->host_actor[h]);
        STEPPE_EACH_LANE(lane) {
            of[lane] /= compliance[lane];
        }
    }
    const struct pairs *pairs = &constants->pairs;
    passed_on(world, constants, pairs->sanctioned, pairs->sanctioned_count,
              steppe_cells(world, STEPPE_VAR_goods_trade),
              steppe_cells(world, STEPPE_VAR_sanctions_felt),
              steppe_cells(world, STEPPE_VAR_sanction_level), open, now);
    passed_on(world, constants, pairs->sanctioned_base, pairs->sanctioned_base_count, NULL, NULL,
              steppe_base_cells(world, STEPPE_VAR_sanction_level),
              steppe_base_cells(world, STEPPE_VAR_transit_open), base);
    for (int k = 0; k < n * STEPPE_LANES; k++) passed[k] = now[k] - base[k];
    const steppe_real *restrict stressed = steppe_params_at(world,
                                                            constants->offsets[SECONDARY_STRESS]);
    for (int k = 0; k < n; k++) {
        steppe_real hit[STEPPE_LANES];
        secondary(world, constants, k, STEPPE_TRADE_LANES(now, k), STEPPE_TRADE_LANES(lost, k),
                  hit);
        if (constants->host_of[k] < 0) continue;
        steppe_real *restrict stress = STEPPE_TRADE_LANES(steppe_cells(world, STEPPE_VAR_stress),
                                                          constants->host_of[k]);
        STEPPE_EACH_LANE(lane) {
            stress[lane] += hit[lane] * stressed[lane];
        }
    }
}

// ---- the quarter --------------------------------------------------------------------------------

static void step(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    const struct constants *constants = memory;
    const int n = constants->actors;
    struct steppe_trade_state state;
    steppe_trade_place(&state, n, scratch->cells);
    steppe_real *home = scratch->cells + STEPPE_TRADE_CELLS(n) * STEPPE_LANES;
    steppe_real *gap = STEPPE_TRADE_LANES(home, n), *spare = STEPPE_TRADE_LANES(gap, n);
    costs(world, constants);
    sales_at_home(world, constants, home, spare);
    gaps(world, constants, spare, gap);
    const steppe_real *wage = steppe_cells(world, STEPPE_VAR_wage);
    for (int j = 0; j < n; j++) {
        const steppe_real *restrict last = STEPPE_TRADE_LANES(wage, j);
        steppe_real *restrict log_wage = STEPPE_TRADE_LANES(state.log_wage, j);
        STEPPE_EACH_LANE(lane) {
            log_wage[lane] = steppe_log_size(last[lane]);
        }
    }
    const struct steppe_trade_terms terms = {
        .count = n,
        .sales = constants->goods,
        .inverse = constants->inverse,
        .home = home,
        .elasticity = steppe_params_at(world, constants->offsets[THETA]),
        .cost = steppe_cells(world, STEPPE_VAR_trade_cost),
        .still = constants->pairs.still,
        .technology = steppe_cells(world, STEPPE_VAR_gdp),
        .size = steppe_cells(world, STEPPE_VAR_gdp),
        .gap = gap,
        .spending_ratio = constants->ones,
        .least_spending = constants->least_spending,
        .tolerance = TOLERANCE,
        .iteration_limit = STEPS_MAX,
    };
    steppe_trade_equilibrium(&terms, &state);
    outcome(world, constants, &state, home);
    // The solution is written out: its arrays serve again.
    reexports(world, constants, state.pull, state.demand, state.sold);
}

const struct steppe_mechanism STEPPE_NAMED(steppe_mechanism_trade) = {
    .name = "trade",
    .summary = "Economies trade goods by structural gravity in general equilibrium; fuels follow "
               "pipelines and prices; part of what sanctions stop returns by third countries.",
    .equation = "pi_ij = X_ij G_i (w_i tau_ij)^-theta / sum_k X_kj G_k (w_k tau_kj)^-theta; "
                "w_i G_i y_i = sum_j pi_ij (w_j G_j y_j + D_j); F = F_0 S p (deliveries + owed); "
                "z_k = sum_ij rho X_ij (wedge^(theta e_ij) - 1) passage_ijk "
                "open_k/compliance_k - z_0k, e = min(level, felt)",
    .source = "dekle-eaton-kortum-2008; alvarez-lucas-2007; chupilkin-2023",
    .every_months = 3,
    .phase = 2,
    .uses = uses,
    .use_count = STEPPE_COUNT(uses),
    .params = params,
    .param_count = STEPPE_COUNT(params),
    .streams = streams,
    .stream_count = STEPPE_COUNT(streams),
    .prepare = prepare,
    .step = step,
};
