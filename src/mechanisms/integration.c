// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// integration: how far the hosts have grown together, pair by pair. In: this month's trade and
// incomes, money spent on borders, grids and joint policy. Out: four parts and their mean. It
// reaches others through the cost of trade (institutions) and the parts that they read;
// docs/model.md, section 13.
#include "mechanisms/mechanism.h"
#include "mechanisms/seats.h"

enum { COST_EFFECT, BORDER_COST, GRID_COST, POLICY_COST, DELAY, HALF_LIFE, SEAT_POLICY };

static const struct steppe_param params[] = {
    [COST_EFFECT] = {"cost_effect", STEPPE_SHAPE_SCALAR, "1", -1, 0,
                     "log change of the cost of trade from no integration to whole integration"},
    [BORDER_COST] = {"border_cost", STEPPE_SHAPE_SCALAR, "mn_USD", 1, 1e6,
                     "cost of opening the border of two hosts from shut to open"},
    [GRID_COST] = {"grid_cost", STEPPE_SHAPE_SCALAR, "mn_USD", 1, 1e6,
                   "cost of lines, rail and roads of two hosts from none to all"},
    [POLICY_COST] = {"policy_cost", STEPPE_SHAPE_SCALAR, "mn_USD", 1, 1e6,
                     "cost of a joint policy of two hosts from none to one"},
    [DELAY] = {"delay", STEPPE_SHAPE_SCALAR, "year", 0.1, 50,
               "mean time from spending to its effect"},
    [HALF_LIFE] = {"half_life", STEPPE_SHAPE_SCALAR, "year", 0.5, 100,
                   "time in which half of what was gained is lost without upkeep"},
    [SEAT_POLICY] = {"seat_policy", STEPPE_SHAPE_SCALAR, "1", 0, 1,
                     "joint policy of two hosts that rests on their seats in a body that obliges "
                     "to one"},
};

static const struct steppe_use uses[] = {
    {.variable = STEPPE_VAR_goods_trade, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_gdp_nominal, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_border_spending, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_grid_spending, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_policy_spending, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_membership, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_integration, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_trade_reach, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_open_border, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_shared_grid, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_joint_policy, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_border_works, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_grid_works, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_policy_works, .access = STEPPE_OWN},
};

// The three parts that money raises.
enum { BORDER, GRID, POLICY, PARTS };
static const struct {
    uint32_t part, works, spending;
    size_t cost;
} levers[PARTS] = {
    [BORDER] = {STEPPE_VAR_open_border, STEPPE_VAR_border_works, STEPPE_VAR_border_spending,
                BORDER_COST},
    [GRID] = {STEPPE_VAR_shared_grid, STEPPE_VAR_grid_works, STEPPE_VAR_grid_spending, GRID_COST},
    [POLICY] = {STEPPE_VAR_joint_policy, STEPPE_VAR_policy_works, STEPPE_VAR_policy_spending,
                POLICY_COST},
};

// From a month on (since year 0) a part stands, and rests, at a value.
struct dated {
    int32_t month;
    uint32_t cell; // of the part's variable
    uint32_t part;
    steppe_real value;
};

// A body that obliges to a joint policy.
struct council {
    size_t institution;
    const steppe_real *base; // [hosts] statuses in July of the base year
};

struct constants {
    size_t actors, hosts;
    const struct council *councils;
    size_t council_count;
    uint32_t half_offset; // of institutions.half_standing
    const uint16_t *host_actor;
    uint32_t offsets[STEPPE_COUNT(params)];
    const struct dated *record;
    size_t record_count;
    const steppe_real *rest;      // [PARTS][hosts][hosts] of the start
    const steppe_real *potential; // [hosts][hosts] trade at whole integration in the base, USD/year
};

static steppe_real *cell_of(const struct steppe_world *world, uint32_t variable, size_t cell) {
    return steppe_cells(world, variable) + cell * STEPPE_LANES;
}

// ---- a month ------------------------------------------------------------------------------------

// w' = spent / cost - w / T, part' = w / T - (part - rest) ln 2 / hl; exact over a month for w when
// a month's money is there on its first day.
static void part_month(const steppe_real *restrict to, const steppe_real *restrict back,
                       const steppe_real *restrict cost, const steppe_real *restrict arrives,
                       const steppe_real *restrict lost, const steppe_real *restrict rest,
                       steppe_real *restrict works, steppe_real *restrict part) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real begun = (to[lane] + back[lane]) * STEPPE_R(1.0 / 12) / cost[lane];
        const steppe_real done = (works[lane] + begun) * arrives[lane];
        const steppe_real faded = (part[lane] - rest[lane]) * lost[lane];
        works[lane] = works[lane] + begun - done;
        part[lane] = steppe_clamp(part[lane] + done - faded, 0, 1);
    }
}

// Where a part rests in a month: the newest record, else the start.
static steppe_real rest_of(const struct constants *constants, uint32_t part, size_t cell,
                           int32_t month) {
    steppe_real rest = constants->rest[part * constants->hosts * constants->hosts + cell];
    for (size_t i = 0; i < constants->record_count; i++) {
        const struct dated *row = &constants->record[i];
        if (row->part == part && row->cell == cell && row->month <= month) rest = row->value;
    }
    return rest;
}

// Where joint policy rests moves with the seats of both: rest += c D[w_g w_h].
static void add_seats(const struct steppe_world *world, const struct constants *constants, size_t g,
                      size_t h, steppe_real *restrict rest) {
    const steppe_real *policy = steppe_params_at(world, constants->offsets[SEAT_POLICY]);
    const steppe_real *half = steppe_params_at(world, constants->half_offset);
    for (size_t i = 0; i < constants->council_count; i++) {
        const struct council *council = &constants->councils[i];
        const size_t first = council->institution * constants->actors;
        const steppe_real *of = cell_of(world, STEPPE_VAR_membership,
                                        first + constants->host_actor[g]);
        const steppe_real *with = cell_of(world, STEPPE_VAR_membership,
                                          first + constants->host_actor[h]);
        const steppe_real of_0 = council->base[g], with_0 = council->base[h];
        STEPPE_EACH_LANE(lane) {
            const steppe_real both = steppe_seats_standing(of[lane], half[lane]) *
                                     steppe_seats_standing(with[lane], half[lane]);
            const steppe_real both_0 = steppe_seats_standing(of_0, half[lane]) *
                                       steppe_seats_standing(with_0, half[lane]);
            rest[lane] += policy[lane] * (both - both_0);
        }
    }
}

static void parts_month(const struct steppe_world *world, const struct constants *constants) {
    const steppe_real *delay = steppe_params_at(world, constants->offsets[DELAY]);
    const steppe_real *half_life = steppe_params_at(world, constants->offsets[HALF_LIFE]);
    const int32_t month = world->layout->first_month + world->month;
    const size_t hosts = constants->hosts;
    steppe_real arrives[STEPPE_LANES], lost[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        arrives[lane] = STEPPE_R(1) - steppe_exp(-STEPPE_MONTH / delay[lane]);
        lost[lane] = STEPPE_R(1) - steppe_exp(-STEPPE_MONTH * STEPPE_LOG_2 / half_life[lane]);
    }
    for (size_t i = 0; i < constants->record_count; i++) {
        const struct dated *row = &constants->record[i];
        if (row->month == month)
            steppe_fill(row->value, cell_of(world, levers[row->part].part, row->cell));
    }
    for (uint32_t k = 0; k < PARTS; k++) {
        const steppe_real *cost = steppe_params_at(world, constants->offsets[levers[k].cost]);
        for (size_t g = 0; g < hosts; g++)
            for (size_t h = g + 1; h < hosts; h++) {
                const size_t to = g * hosts + h, back = h * hosts + g;
                steppe_real *works = cell_of(world, levers[k].works, to);
                steppe_real *part = cell_of(world, levers[k].part, to), rest[STEPPE_LANES];
                steppe_fill(rest_of(constants, k, to, month), rest);
                if (k == POLICY) add_seats(world, constants, g, h, rest);
                part_month(cell_of(world, levers[k].spending, to),
                           cell_of(world, levers[k].spending, back), cost, arrives, lost, rest,
                           works, part);
                memcpy(cell_of(world, levers[k].works, back), works, STEPPE_LANES * sizeof *works);
                memcpy(cell_of(world, levers[k].part, back), part, STEPPE_LANES * sizeof *part);
            }
    }
}

// Income of the world over its base.
static void world_income(const struct steppe_world *world, size_t actors,
                         steppe_real *restrict ratio) {
    const steppe_real *now = steppe_cells(world, STEPPE_VAR_gdp_nominal);
    const steppe_real *base = steppe_base_cells(world, STEPPE_VAR_gdp_nominal);
    steppe_real all[STEPPE_LANES], all_0[STEPPE_LANES];
    steppe_fill(STEPPE_R(0), all);
    steppe_fill(STEPPE_R(0), all_0);
    for (size_t a = 0; a < actors; a++)
        STEPPE_EACH_LANE(lane) {
            all[lane] += now[a * STEPPE_LANES + (size_t)lane];
            all_0[lane] += base[a * STEPPE_LANES + (size_t)lane];
        }
    STEPPE_EACH_LANE(lane) {
        ratio[lane] = all[lane] / all_0[lane];
    }
}

// reach_ij = min(1, (X_ij + X_ji) / (potential Y^_i Y^_j / Y^_world)): potential trade grows as
// frictionless gravity has it.
static void reach_month(const struct steppe_world *world, const struct constants *constants,
                        size_t g, size_t h, const steppe_real *restrict all) {
    const size_t actors = constants->actors, i = constants->host_actor[g];
    const size_t j = constants->host_actor[h];
    const steppe_real *to = cell_of(world, STEPPE_VAR_goods_trade, i * actors + j);
    const steppe_real *back = cell_of(world, STEPPE_VAR_goods_trade, j * actors + i);
    const steppe_real *of = cell_of(world, STEPPE_VAR_gdp_nominal, i);
    const steppe_real *with = cell_of(world, STEPPE_VAR_gdp_nominal, j);
    const steppe_real *base = steppe_base_cells(world, STEPPE_VAR_gdp_nominal);
    const steppe_real per = STEPPE_R(1) / constants->potential[g * constants->hosts + h];
    steppe_real *reach = cell_of(world, STEPPE_VAR_trade_reach, g * constants->hosts + h);
    const steppe_real *of_0 = base + i * STEPPE_LANES, *with_0 = base + j * STEPPE_LANES;
    STEPPE_EACH_LANE(lane) {
        const steppe_real size = (of[lane] / of_0[lane]) * (with[lane] / with_0[lane]);
        reach[lane] = steppe_min((to[lane] + back[lane]) * per * all[lane] / size, 1);
    }
}

// A quarter each is no coefficient: `integration` is defined as the mean of its four parts
// (model/variables.def; docs/model.md, 13). How much it does is for cost_effect to say.
static void mean_month(const struct steppe_world *world, size_t cell) {
    const steppe_real *reach = cell_of(world, STEPPE_VAR_trade_reach, cell);
    const steppe_real *border = cell_of(world, STEPPE_VAR_open_border, cell);
    const steppe_real *grid = cell_of(world, STEPPE_VAR_shared_grid, cell);
    const steppe_real *policy = cell_of(world, STEPPE_VAR_joint_policy, cell);
    steppe_real *mean = cell_of(world, STEPPE_VAR_integration, cell);
    STEPPE_EACH_LANE(lane) {
        mean[lane] = ((reach[lane] + border[lane]) + (grid[lane] + policy[lane])) * STEPPE_R(0.25);
    }
}

static void step(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    (void)scratch;
    const struct constants *constants = memory;
    const size_t hosts = constants->hosts, bytes = STEPPE_LANES * sizeof(steppe_real);
    steppe_real all[STEPPE_LANES];
    parts_month(world, constants);
    world_income(world, constants->actors, all);
    for (size_t g = 0; g < hosts; g++)
        for (size_t h = g + 1; h < hosts; h++) {
            const size_t to = g * hosts + h, back = h * hosts + g;
            reach_month(world, constants, g, h, all);
            mean_month(world, to);
            memcpy(cell_of(world, STEPPE_VAR_trade_reach, back),
                   cell_of(world, STEPPE_VAR_trade_reach, to), bytes);
            memcpy(cell_of(world, STEPPE_VAR_integration, back),
                   cell_of(world, STEPPE_VAR_integration, to), bytes);
        }
}

// ---- start --------------------------------------------------------------------------------------

static double theta_of(const struct steppe_setup *setup) {
    const uint32_t theta = steppe_model_parameter(setup->model, "trade.theta");
    return theta == UINT32_MAX ? 4 : steppe_layout_median(setup->layout, theta, 0);
}

// Puts a row behind those of earlier months; the second of a month, of the other order of the two
// hosts, makes the mean of both.
static void add_dated(struct constants *constants, struct dated *record, struct dated row) {
    uint32_t at = (uint32_t)constants->record_count;
    for (uint32_t i = 0; i < at; i++) {
        if (record[i].month != row.month || record[i].part != row.part ||
            record[i].cell != row.cell)
            continue;
        record[i].value = (record[i].value + row.value) / 2;
        return;
    }
    for (; at > 0 && record[at - 1].month > row.month; at--) record[at] = record[at - 1];
    record[at] = row;
    constants->record_count++;
}

// Figures are given for either order of two hosts; where both are, their mean. Figures later than
// the base year come in at their dates.
static bool start_parts(struct steppe_setup *setup, struct constants *constants) {
    const size_t hosts = constants->hosts, cells = hosts * hosts;
    const struct steppe_model *model = setup->model;
    steppe_real *rest = STEPPE_TAKE(setup->arena, PARTS * cells + 1, steppe_real);
    struct dated *record = STEPPE_TAKE(setup->arena, 2 * model->figure_count + 1, struct dated);
    if (!rest || !record) return false;
    for (uint32_t k = 0; k < PARTS; k++) {
        double *start = steppe_setup_start(setup, levers[k].part);
        for (size_t g = 0; g < hosts; g++)
            for (size_t h = g; h < hosts; h++) {
                const double a = start[g * hosts + h], b = start[h * hosts + g];
                const double both = a > 0 && b > 0 ? (a + b) / 2 : a + b;
                start[g * hosts + h] = start[h * hosts + g] = g == h ? 0 : both;
            }
        for (size_t i = 0; i < cells; i++) {
            setup->start_spread[setup->layout->offsets[levers[k].part] + i] = 0;
            rest[k * cells + i] = (steppe_real)start[i];
        }
        for (size_t i = 0; i < model->figure_count; i++) {
            const struct steppe_figure *figure = &model->figures[i];
            if (figure->variable != levers[k].part || figure->known_month > setup->known_month)
                continue;
            const int32_t month = steppe_date_month(figure->date);
            if (month < setup->layout->first_month) continue;
            const size_t g = (size_t)figure->at[0], h = (size_t)figure->at[1];
            const uint32_t cell = (uint32_t)(g < h ? g * hosts + h : h * hosts + g);
            add_dated(constants, record,
                      (struct dated){month, cell, k, (steppe_real)figure->value});
        }
    }
    constants->rest = rest;
    constants->record = record;
    return true;
}

// What holds trade back in the base is what the other parts lack: at whole integration trade would
// be X_0 e^(-theta effect (1 - m)) (1 - reach aside, which only echoes them), m their mean.
static bool start_reach(struct steppe_setup *setup, struct constants *constants) {
    const size_t hosts = constants->hosts, actors = constants->actors;
    const double *trade = steppe_setup_start(setup, STEPPE_VAR_goods_trade);
    double *reach = steppe_setup_start(setup, STEPPE_VAR_trade_reach);
    double *mean = steppe_setup_start(setup, STEPPE_VAR_integration);
    const double held = theta_of(setup) * steppe_setup_median(setup, COST_EFFECT, 0);
    steppe_real *potential = STEPPE_TAKE(setup->arena, hosts * hosts + 1, steppe_real);
    if (!potential) return false;
    for (size_t g = 0; g < hosts; g++)
        for (size_t h = 0; h < hosts; h++) {
            const size_t cell = g * hosts + h;
            potential[cell] = STEPPE_R(1);
            reach[cell] = mean[cell] = 0;
            if (g == h) continue;
            const size_t i = constants->host_actor[g], j = constants->host_actor[h];
            const double goods = trade[i * actors + j] + trade[j * actors + i];
            double parts = 0;
            for (uint32_t k = 0; k < PARTS; k++)
                parts += steppe_setup_start(setup, levers[k].part)[cell];
            const double short_of = 1 - parts / PARTS;
            potential[cell] = goods > 0 ? (steppe_real)(goods * exp(-held * short_of))
                                        : STEPPE_R(1);
            reach[cell] = goods > 0 ? exp(held * short_of) : 0;
            mean[cell] = (reach[cell] + parts) / (PARTS + 1);
        }
    constants->potential = potential;
    return true;
}

// Statuses of the base are start values: institutions come before.
static bool find_councils(struct steppe_setup *setup, struct constants *constants) {
    const struct steppe_model *model = setup->model;
    const size_t count = model->axes[STEPPE_AXIS_INSTITUTION].count, hosts = constants->hosts;
    const double *status = steppe_setup_start(setup, STEPPE_VAR_membership);
    const uint32_t half = steppe_model_parameter(model, "institutions.half_standing");
    struct council *councils = STEPPE_TAKE(setup->arena, count + 1, struct council);
    steppe_real *base = STEPPE_TAKE(setup->arena, count * hosts + 1, steppe_real);
    if (!councils || !base) return false;
    constants->councils = councils;
    if (half == UINT32_MAX) return true; // no such mechanism
    constants->half_offset = setup->layout->param_offsets[half];
    for (size_t k = 0; k < count; k++) {
        if (!steppe_institution_owes(&model->institutions[k], STEPPE_OBLIGATION_JOINT_POLICY))
            continue;
        for (size_t h = 0; h < hosts; h++)
            base[h] = (steppe_real)status[k * constants->actors + constants->host_actor[h]];
        councils[constants->council_count++] = (struct council){k, base};
        base += hosts;
    }
    return true;
}

static bool prepare(struct steppe_setup *setup, struct steppe_error *error) {
    struct constants *constants = STEPPE_TAKE(setup->arena, 1, struct constants);
    if (!constants)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for the constants of integration");
    *constants = (struct constants){
        .actors = setup->model->axes[STEPPE_AXIS_ACTOR].count,
        .hosts = setup->model->axes[STEPPE_AXIS_HOST].count,
        .host_actor = setup->model->axes[STEPPE_AXIS_HOST].actor_at,
    };
    steppe_setup_parameters(setup, constants->offsets, STEPPE_COUNT(params));
    setup->constants = constants;
    if (!find_councils(setup, constants) || !start_parts(setup, constants) ||
        !start_reach(setup, constants))
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for the start of integration");
    return true;
}

const struct steppe_mechanism STEPPE_NAMED(steppe_mechanism_integration) = {
    .name = "integration",
    .summary = "Hosts grow together by trade, open borders, shared grids and a joint policy.",
    .equation = "L = (reach + border + grid + policy)/4; reach = min(1, X/(X_pot Y^_i Y^_j/Y^_w)); "
                "part' = w/T - (part - rest) ln 2/hl; w' = spent/cost - w/T; "
                "rest of policy = its base + c D[w_i w_j]",
    .source = "tinbergen-1962; anderson-vanwincoop-2003",
    .every_months = 1,
    .uses = uses,
    .use_count = STEPPE_COUNT(uses),
    .params = params,
    .param_count = STEPPE_COUNT(params),
    .prepare = prepare,
    .step = step,
};
