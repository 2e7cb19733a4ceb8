// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// fixture: see fixture.h. The instance may be float or double: cells are reached by size.
#include "mechanisms/fixture.h"

#include "world/layout.h"

static const char *const fixture_codes[] = {"KAZ", "UZB", "RUS", "CHN", "USA", "ROW"};
static const char *const fixture_host_codes[] = {"KAZ", "UZB"};
static const char *const fixture_power_codes[] = {"RUS", "CHN", "USA"};
static const uint16_t fixture_host_actors[] = {KAZ, UZB};
static const uint16_t fixture_power_actors[] = {RUS, CHN, USA};
static const char *const fixture_commodities[] = {"oil", "gas"};
static const char *const fixture_domains[] = {"security", "economy", "transit", "politics",
                                              "society"};

static const uint16_t fixture_sanctioners[] = {USA, ROW}, fixture_sanctioned[] = {RUS};
static const struct steppe_set fixture_sets[] = {
    {"sanctioners", STEPPE_AXIS_ACTOR, fixture_sanctioners, STEPPE_COUNT(fixture_sanctioners)},
    {"sanctioned", STEPPE_AXIS_ACTOR, fixture_sanctioned, STEPPE_COUNT(fixture_sanctioned)},
};

static const struct steppe_actor fixture_actors[] = {
    {.code = "KAZ", .name = "Kazakhstan", .host = true, .source = "judgement"},
    {.code = "UZB", .name = "Uzbekistan", .host = true, .source = "judgement"},
    {.code = "RUS", .name = "Russia", .power = true, .source = "judgement"},
    {.code = "CHN", .name = "China", .power = true, .source = "judgement"},
    {.code = "USA", .name = "United States", .power = true, .source = "judgement"},
    {.code = "ROW", .name = "Rest of the world", .rest_of_world = true, .source = "judgement"},
};

// Values in the shown unit of the variable.
struct fixture_row {
    uint32_t variable;
    int32_t first, second;
    double value;
};

static const struct fixture_row fixture_rows[] = {
    {STEPPE_VAR_gdp_level, KAZ, -1, 260},
    {STEPPE_VAR_gdp_level, UZB, -1, 100},
    {STEPPE_VAR_gdp_level, RUS, -1, 2000},
    {STEPPE_VAR_gdp_level, CHN, -1, 18000},
    {STEPPE_VAR_gdp_level, USA, -1, 27000},
    {STEPPE_VAR_gdp_level, ROW, -1, 56000},
    {STEPPE_VAR_population, KAZ, -1, 20e6},
    {STEPPE_VAR_population, UZB, -1, 36e6},
    {STEPPE_VAR_population, RUS, -1, 144e6},
    {STEPPE_VAR_population, CHN, -1, 1410e6},
    {STEPPE_VAR_population, USA, -1, 335e6},
    {STEPPE_VAR_population, ROW, -1, 6000e6},
    {STEPPE_VAR_military_spending, KAZ, -1, 1.4},
    {STEPPE_VAR_military_spending, UZB, -1, 1.2},
    {STEPPE_VAR_military_spending, RUS, -1, 110},
    {STEPPE_VAR_military_spending, CHN, -1, 300},
    {STEPPE_VAR_military_spending, USA, -1, 900},
    {STEPPE_VAR_exports_total, KAZ, -1, 90},
    {STEPPE_VAR_exports_total, UZB, -1, 25},
    {STEPPE_VAR_price, OIL, -1, 1},
    {STEPPE_VAR_price, GAS, -1, 1},
    {STEPPE_VAR_commodity_price, OIL, -1, 80},
    {STEPPE_VAR_commodity_price, GAS, -1, 13},
    // RUS is under sanctions of USA and part of ROW.
    {STEPPE_VAR_sanction_level, USA, RUS, 1},
    {STEPPE_VAR_sanction_level, RUS, USA, 1},
    {STEPPE_VAR_sanction_level, ROW, RUS, 0.5},
    {STEPPE_VAR_sanction_level, RUS, ROW, 0.5},
    {STEPPE_VAR_fuel_exports, KAZ, CHN, 8},
    {STEPPE_VAR_fuel_exports, KAZ, ROW, 36},
    {STEPPE_VAR_fuel_exports, RUS, CHN, 70},
    {STEPPE_VAR_fuel_exports, RUS, ROW, 100},
    {STEPPE_VAR_fuel_exports, RUS, UZB, 0.6},
    {STEPPE_VAR_fuel_exports, UZB, CHN, 0.6},
    {STEPPE_VAR_fuel_exports, ROW, CHN, 300},
    {STEPPE_VAR_fuel_exports, ROW, USA, 200},
    {STEPPE_VAR_fuel_exports, USA, ROW, 300},
    {STEPPE_VAR_migrants, 0, RUS, 0.1e6},
    {STEPPE_VAR_migrants, 1, RUS, 1.8e6},
    {STEPPE_VAR_migrants, 1, ROW, 0.3e6},
    {STEPPE_VAR_remittances, 0, RUS, 0.2},
    {STEPPE_VAR_remittances, 1, RUS, 9},
    {STEPPE_VAR_remittances, 1, ROW, 2},
    {STEPPE_VAR_pledge, 0, 0, 4},
    {STEPPE_VAR_pledge, 0, 1, 5},
    {STEPPE_VAR_pledge, 1, 0, 12},
    {STEPPE_VAR_pledge, 1, 1, 8},
    {STEPPE_VAR_pledge, 2, 0, 1},
    {STEPPE_VAR_pledge, 2, 1, 0.5},
    {STEPPE_VAR_capital, 0, 0, 12},
    {STEPPE_VAR_capital, 0, 1, 10},
    {STEPPE_VAR_capital, 1, 0, 25},
    {STEPPE_VAR_capital, 1, 1, 12},
    {STEPPE_VAR_capital, 2, 0, 40},
    {STEPPE_VAR_capital, 2, 1, 1},
    {STEPPE_VAR_debt, 0, 0, 2},
    {STEPPE_VAR_debt, 0, 1, 2.5},
    {STEPPE_VAR_debt, 1, 0, 9},
    {STEPPE_VAR_debt, 1, 1, 4},
    {STEPPE_VAR_arms, 0, 0, 900},
    {STEPPE_VAR_arms, 0, 1, 300},
    {STEPPE_VAR_arms, 1, 1, 150},
    {STEPPE_VAR_arms, 2, 1, 60},
    {STEPPE_VAR_troops, 0, 0, 500},
    {STEPPE_VAR_lease_end, 0, 0, 2026},
    {STEPPE_VAR_credibility, 0, -1, 0.6},
    {STEPPE_VAR_credibility, 1, -1, 0.3},
    {STEPPE_VAR_credibility, 2, -1, 0.25},
    {STEPPE_VAR_favourability, 0, 0, 0.3},
    {STEPPE_VAR_favourability, 1, 0, 0.4},
    {STEPPE_VAR_war_effort, 0, -1, 1},
    {STEPPE_VAR_training, 0, 0, 15},
    {STEPPE_VAR_training, 2, 0, 10},
    {STEPPE_VAR_training, 2, 1, 25},
    {STEPPE_VAR_posts, 0, 0, 5},
    {STEPPE_VAR_posts, 1, 0, 10},
    {STEPPE_VAR_posts, 1, 1, 4},
    {STEPPE_VAR_posts, 2, 0, 20},
    {STEPPE_VAR_debt_service, KAZ, -1, 30},
    {STEPPE_VAR_debt_service, UZB, -1, 6},
};

// Goods with fuels, exporter to importer, billions of dollars a year.
static const double fixture_goods[FIXTURE_ACTORS][FIXTURE_ACTORS] = {
    {0, 3, 10, 15, 1, 50},       {1.4, 0, 6, 2.5, 0.3, 14}, {16, 7, 0, 130, 5, 180},
    {17, 12, 110, 0, 450, 2400}, {3, 0.7, 1, 150, 0, 1600}, {20, 12, 90, 2100, 2300, 0},
};

static const struct {
    const char *name;
    uint32_t domain, variable;
    enum steppe_direction direction;
    enum steppe_denominator denominator;
    double user_cost_usd;
} fixture_ties[] = {
    {"trade", ECONOMY, STEPPE_VAR_goods_trade, STEPPE_BOTH_WAYS, STEPPE_PER_GDP, 0},
    {"fuels", TRANSIT, STEPPE_VAR_fuel_trade, STEPPE_BOTH_WAYS, STEPPE_PER_GDP, 0},
    {"capital", ECONOMY, STEPPE_VAR_capital, STEPPE_TO_HOST, STEPPE_PER_GDP, 0},
    {"debt", ECONOMY, STEPPE_VAR_debt, STEPPE_TO_HOST, STEPPE_PER_GDP, 0},
    {"payout", ECONOMY, STEPPE_VAR_payout, STEPPE_TO_HOST, STEPPE_PER_GDP, 0},
    {"remittances", SOCIETY, STEPPE_VAR_remittances, STEPPE_TO_HOST, STEPPE_PER_GDP, 0},
    {"arms", SECURITY, STEPPE_VAR_arms, STEPPE_TO_HOST, STEPPE_PER_SECURITY, 144e3},
    {"troops", SECURITY, STEPPE_VAR_troops, STEPPE_TO_HOST, STEPPE_PER_SECURITY, 50e3},
    {"treaties", POLITICS, UINT32_MAX, STEPPE_TO_HOST, STEPPE_PER_TOTAL, 0},
};
#define FIXTURE_TIES STEPPE_COUNT(fixture_ties)

static void *fixture_take(struct fixture *fixture, size_t count, size_t size) {
    void *memory = steppe_arena_take(&fixture->arena, count, size);
    steppe_must(memory != NULL);
    return memory;
}
#define FIXTURE_TAKE(fixture, count, type) ((type *)fixture_take((fixture), (count), sizeof(type)))

static void fixture_axes(struct steppe_model *model, const char *const *tie_names) {
    model->axes[STEPPE_AXIS_ACTOR].names = fixture_codes;
    model->axes[STEPPE_AXIS_ACTOR].count = FIXTURE_ACTORS;
    model->axes[STEPPE_AXIS_HOST].names = fixture_host_codes;
    model->axes[STEPPE_AXIS_HOST].actor_at = fixture_host_actors;
    model->axes[STEPPE_AXIS_HOST].count = FIXTURE_HOSTS;
    model->axes[STEPPE_AXIS_POWER].names = fixture_power_codes;
    model->axes[STEPPE_AXIS_POWER].actor_at = fixture_power_actors;
    model->axes[STEPPE_AXIS_POWER].count = FIXTURE_POWERS;
    model->axes[STEPPE_AXIS_COMMODITY].names = fixture_commodities;
    model->axes[STEPPE_AXIS_COMMODITY].count = FIXTURE_COMMODITIES;
    model->axes[STEPPE_AXIS_DOMAIN].names = fixture_domains;
    model->axes[STEPPE_AXIS_DOMAIN].count = FIXTURE_DOMAINS;
    model->axes[STEPPE_AXIS_TIE].names = tie_names;
    model->axes[STEPPE_AXIS_TIE].count = FIXTURE_TIES;
}

static void fixture_add_ties(struct fixture *fixture) {
    struct steppe_model *model = fixture->model;
    struct steppe_tie_kind *kinds = FIXTURE_TAKE(fixture, FIXTURE_TIES, struct steppe_tie_kind);
    for (size_t i = 0; i < FIXTURE_TIES; i++) {
        kinds[i].name = kinds[i].meaning = fixture_ties[i].name;
        kinds[i].unit_text = "1";
        kinds[i].unit.factor = 1;
        kinds[i].domain = fixture_ties[i].domain;
        kinds[i].variable = fixture_ties[i].variable;
        kinds[i].direction = fixture_ties[i].direction;
        kinds[i].denominator = fixture_ties[i].denominator;
        kinds[i].user_cost_usd = fixture_ties[i].user_cost_usd;
        kinds[i].user_cost_source = "judgement";
    }
    model->tie_kinds = kinds;
    struct steppe_tie *rows = FIXTURE_TAKE(fixture, 2, struct steppe_tie);
    for (size_t i = 0; i < 2; i++) {
        rows[i] = (struct steppe_tie){
            .kind = (uint32_t)FIXTURE_TIES - 1,
            .kind_name = "treaties",
            .from = i ? CHN : RUS,
            .to = KAZ,
            .start = {.year = 2010},
            .has_value = true,
            .value = i ? 2 : 5,
            .unit_text = "1",
            .source = "judgement",
            .quality = STEPPE_JUDGEMENT,
            .known_month = 2011 * 12,
        };
    }
    model->ties = rows;
    model->tie_count = 2;
}

static size_t fixture_axis_size(const struct steppe_model *model, enum steppe_shape shape) {
    return steppe_model_cells(model, shape);
}

// Figures sorted by variable and cell, as the loader leaves them.
static int fixture_compare(const void *a, const void *b) {
    const struct steppe_figure *x = a, *y = b;
    if (x->variable != y->variable) return x->variable < y->variable ? -1 : 1;
    for (int i = 0; i < STEPPE_AXES_MAX; i++)
        if (x->at[i] != y->at[i]) return x->at[i] < y->at[i] ? -1 : 1;
    return 0;
}

static void fixture_add_figure(struct fixture *fixture, struct steppe_figure *figures,
                               uint32_t variable, int32_t first, int32_t second, double value) {
    const struct steppe_variable *of = &fixture->model->variables[variable];
    figures[fixture->model->figure_count++] = (struct steppe_figure){
        .variable = variable,
        .at = {first, second, -1},
        .date = {.year = 2023},
        .value = value * of->unit.factor,
        .published = value,
        .unit_text = of->unit_text,
        .source = "judgement",
        .quality = STEPPE_JUDGEMENT,
        .note = "",
        .known_month = 2024 * 12,
    };
}

static void fixture_add_figures(struct fixture *fixture) {
    size_t room = STEPPE_COUNT(fixture_rows) + FIXTURE_ACTORS * FIXTURE_ACTORS;
    struct steppe_figure *figures = FIXTURE_TAKE(fixture, room, struct steppe_figure);
    for (size_t i = 0; i < STEPPE_COUNT(fixture_rows); i++) {
        const struct fixture_row *row = &fixture_rows[i];
        fixture_add_figure(fixture, figures, row->variable, row->first, row->second, row->value);
    }
    for (int32_t i = 0; i < FIXTURE_ACTORS; i++)
        for (int32_t j = 0; j < FIXTURE_ACTORS; j++)
            if (i != j)
                fixture_add_figure(fixture, figures, STEPPE_VAR_goods_exports, i, j,
                                   fixture_goods[i][j]);
    qsort(figures, fixture->model->figure_count, sizeof *figures, fixture_compare);
    fixture->model->figures = figures;
}

static void fixture_add_parameter(struct fixture *fixture, struct steppe_parameter *parameter,
                                  const char *prefix, const struct steppe_param *param,
                                  const struct fixture_setting *settings, size_t setting_count) {
    char name[96];
    int length = snprintf(name, sizeof name, "%s.%s", prefix, param->name);
    steppe_must(length > 0 && (size_t)length < sizeof name);
    size_t cells = fixture_axis_size(fixture->model, param->shape), bad_at, bad_length;
    struct steppe_unit unit;
    steppe_must(steppe_unit_parse(param->unit, strlen(param->unit), &unit, &bad_at, &bad_length));
    struct steppe_prior *priors = FIXTURE_TAKE(fixture, cells, struct steppe_prior);
    const char **sources = FIXTURE_TAKE(fixture, cells, const char *);
    for (size_t cell = 0; cell < cells; cell++) {
        const struct fixture_setting *found = NULL;
        for (size_t i = 0; i < setting_count; i++)
            if (!strcmp(settings[i].parameter, name) &&
                (settings[i].cell < 0 || (size_t)settings[i].cell == cell))
                found = &settings[i];
        if (!found) fail_msg("no setting for parameter %s cell %zu", name, cell);
        priors[cell] = (struct steppe_prior){
            .kind = STEPPE_PRIOR_FIXED,
            .a = found->value * unit.factor,
            .low = param->low * unit.factor,
            .high = param->high * unit.factor,
        };
        sources[cell] = "judgement";
    }
    *parameter = (struct steppe_parameter){
        .name = steppe_arena_copy_text(&fixture->arena, name, (size_t)length),
        .unit_text = param->unit,
        .meaning = param->meaning,
        .unit = unit,
        .shape = param->shape,
        .cell_count = (uint32_t)cells,
        .priors = priors,
        .sources = sources,
    };
}

static void fixture_make_model(struct fixture *fixture, const struct fixture_setting *settings,
                               size_t setting_count) {
    struct steppe_model *model = fixture->model = FIXTURE_TAKE(fixture, 1, struct steppe_model);
    const char **tie_names = FIXTURE_TAKE(fixture, FIXTURE_TIES, const char *);
    for (size_t i = 0; i < FIXTURE_TIES; i++) tie_names[i] = fixture_ties[i].name;
    model->name = model->title = "fixture";
    model->folder = "";
    model->price_year = 2023;
    model->start = (struct steppe_date){.year = 2024, .month = 1};
    for (size_t i = 0; i < STEPPE_COUNT(model->deflator); i++) model->deflator[i] = 1;
    fixture_axes(model, tie_names);
    model->actors = fixture_actors;
    model->sets = fixture_sets;
    model->set_count = STEPPE_COUNT(fixture_sets);
    model->variables = steppe_variables_builtin();
    model->variable_count = STEPPE_VAR_BUILTIN_COUNT;
    fixture_add_ties(fixture);
    fixture_add_figures(fixture);
    size_t count = 0, at = 0;
    for (size_t i = 0; i < fixture->mechanism_count; i++)
        count += fixture->mechanisms[i]->param_count;
    struct steppe_parameter *parameters = FIXTURE_TAKE(fixture, count + 1, struct steppe_parameter);
    for (size_t i = 0; i < fixture->mechanism_count; i++) {
        const struct steppe_mechanism *mechanism = fixture->mechanisms[i];
        for (size_t j = 0; j < mechanism->param_count; j++, at++) {
            fixture_add_parameter(fixture, &parameters[at], mechanism->name, &mechanism->params[j],
                                  settings, setting_count);
            parameters[at].vocabulary_group = (uint32_t)i;
            parameters[at].vocabulary_at = (uint32_t)j;
        }
    }
    model->parameters = parameters;
    model->parameter_count = count;
}

static void fixture_make_layout(struct fixture *fixture) {
    struct steppe_layout_wish wishes[256];
    size_t count = 0;
    for (size_t i = 0; i < fixture->mechanism_count; i++)
        for (size_t j = 0; j < fixture->mechanisms[i]->use_count; j++) {
            const struct steppe_use *use = &fixture->mechanisms[i]->uses[j];
            steppe_must(count < STEPPE_COUNT(wishes));
            wishes[count++] = (struct steppe_layout_wish){use->variable, use->lag_months,
                                                          use->base};
        }
    struct steppe_error error = {0};
    if (!steppe_layout_make(fixture->model, wishes, count, &fixture->arena, &fixture->layout,
                            &error))
        fail_msg("layout: %s", error.message);
    fixture->layout->first_month = fixture->layout->free_month = 2024 * 12;
    fixture->layout->end_month = 2036 * 12;
    fixture->layout->base_year = 2023;
}

// Start values as a plan gives them: ratios to the base at 1, then figures.
static void fixture_start(struct fixture *fixture) {
    static const uint32_t ratios[] = {
        STEPPE_VAR_price,
        STEPPE_VAR_attention,
        STEPPE_VAR_rivalry,
        STEPPE_VAR_stake,
        STEPPE_VAR_trade_barrier,
        STEPPE_VAR_transit_open,
        STEPPE_VAR_migration_policy,
        STEPPE_VAR_fuel_deliveries,
        STEPPE_VAR_fuel_price,
        STEPPE_VAR_fuel_demand,
        STEPPE_VAR_gate_open,
        STEPPE_VAR_territory_open,
        STEPPE_VAR_refusal,
        STEPPE_VAR_trade_gain,
        STEPPE_VAR_wage,
        STEPPE_VAR_gdp,
        STEPPE_VAR_real_income,
        STEPPE_VAR_acceptance,
        STEPPE_VAR_compliance,
    };
    const struct steppe_layout *layout = fixture->layout;
    const struct steppe_model *model = fixture->model;
    fixture->start = FIXTURE_TAKE(fixture, layout->state_cells, double);
    fixture->start_spread = FIXTURE_TAKE(fixture, layout->state_cells, double);
    for (size_t i = 0; i < STEPPE_COUNT(ratios); i++)
        for (uint32_t cell = 0; cell < layout->cell_counts[ratios[i]]; cell++)
            fixture->start[layout->offsets[ratios[i]] + cell] = 1;
    for (size_t i = 0; i < model->figure_count; i++) {
        const struct steppe_figure *figure = &model->figures[i];
        if (layout->offsets[figure->variable] == STEPPE_NOWHERE) continue;
        size_t cell = steppe_model_cell(model, model->variables[figure->variable].shape,
                                        figure->at);
        fixture->start[layout->offsets[figure->variable] + cell] = figure->value;
    }
}

static void fixture_prepare(struct fixture *fixture) {
    const struct steppe_layout *layout = fixture->layout;
    const struct steppe_model *model = fixture->model;
    fixture_start(fixture);
    uint32_t first_parameter = 0;
    size_t scratch_cells = 1;
    for (size_t i = 0; i < fixture->mechanism_count; i++) {
        struct steppe_setup setup = {
            .model = model,
            .layout = layout,
            .arena = &fixture->arena,
            .first_parameter = first_parameter,
            .known_month = 2024 * 12,
            .start = fixture->start,
            .start_spread = fixture->start_spread,
        };
        struct steppe_error error = {0};
        if (fixture->mechanisms[i]->prepare && !fixture->mechanisms[i]->prepare(&setup, &error))
            fail_msg("prepare of %s: %s", fixture->mechanisms[i]->name, error.message);
        fixture->constants[i] = setup.constants;
        if (setup.scratch_cells > scratch_cells) scratch_cells = setup.scratch_cells;
        first_parameter += (uint32_t)fixture->mechanisms[i]->param_count;
    }
    fixture->scratch.cell_count = scratch_cells;
}

static size_t fixture_real_bytes(const struct fixture *fixture) {
    return fixture->lanes == 1 ? sizeof(double) : sizeof(float);
}

// The instance's memory may hold double while this file thinks of float: bytes only.
static void fixture_write(const struct fixture *fixture, void *cells, size_t cell, int lane,
                          double value) {
    for (int at = lane < 0 ? 0 : lane; at < (lane < 0 ? fixture->lanes : lane + 1); at++) {
        char *place = (char *)cells +
                      (cell * (size_t)fixture->lanes + (size_t)at) * fixture_real_bytes(fixture);
        float narrow = (float)value;
        if (fixture->lanes == 1)
            memcpy(place, &value, sizeof value);
        else
            memcpy(place, &narrow, sizeof narrow);
    }
}

static double fixture_read(const struct fixture *fixture, const void *cells, size_t cell,
                           int lane) {
    const char *place = (const char *)cells + (cell * (size_t)fixture->lanes + (size_t)lane) *
                                                  fixture_real_bytes(fixture);
    double value;
    float narrow;
    if (fixture->lanes == 1) {
        memcpy(&value, place, sizeof value);
    } else {
        memcpy(&narrow, place, sizeof narrow);
        value = (double)narrow;
    }
    return value;
}

static void fixture_make_world(struct fixture *fixture) {
    const struct steppe_layout *layout = fixture->layout;
    size_t cell_bytes = (size_t)fixture->lanes * fixture_real_bytes(fixture);
    struct steppe_world *world = &fixture->world;
    world->layout = layout;
    world->seed = 1;
    world->state = fixture_take(fixture, layout->state_cells + 1, cell_bytes);
    world->base = fixture_take(fixture, layout->base_cells + 1, cell_bytes);
    world->lags = fixture_take(fixture, layout->lag_cells + 1, cell_bytes);
    world->params = fixture_take(fixture, layout->param_cells + 1, cell_bytes);
    world->failed = fixture_take(fixture, 1, cell_bytes);
    fixture->scratch.cells = fixture_take(fixture, fixture->scratch.cell_count, cell_bytes);
    for (size_t cell = 0; cell < layout->state_cells; cell++)
        fixture_write(fixture, world->state, cell, -1, fixture->start[cell]);
    for (uint32_t variable = 0; variable < fixture->model->variable_count; variable++) {
        if (layout->offsets[variable] == STEPPE_NOWHERE) continue;
        for (uint32_t cell = 0; cell < layout->cell_counts[variable]; cell++) {
            double value = fixture->start[layout->offsets[variable] + cell];
            if (layout->base_offsets[variable] != STEPPE_NOWHERE)
                fixture_write(fixture, world->base, layout->base_offsets[variable] + cell, -1,
                              value);
            for (uint32_t slot = 0; slot < layout->lag_months[variable]; slot++)
                fixture_write(fixture, world->lags,
                              layout->lag_offsets[variable] + slot * layout->cell_counts[variable] +
                                  cell,
                              -1, value);
        }
    }
    for (size_t i = 0; i < fixture->model->parameter_count; i++)
        for (size_t cell = 0; cell < fixture->model->parameters[i].cell_count; cell++)
            fixture_write(fixture, world->params, layout->param_offsets[i] + cell, -1,
                          fixture->model->parameters[i].priors[cell].a);
}

void fixture_make(struct fixture *fixture, int lanes,
                  const struct steppe_mechanism *const *mechanisms, size_t mechanism_count,
                  const struct fixture_setting *settings, size_t setting_count) {
    *fixture = (struct fixture){.lanes = lanes, .mechanism_count = mechanism_count};
    steppe_must(mechanism_count <= FIXTURE_MECHANISMS_MAX);
    for (size_t i = 0; i < mechanism_count; i++) fixture->mechanisms[i] = mechanisms[i];
    steppe_arena_init(&fixture->arena, 0);
    fixture_make_model(fixture, settings, setting_count);
    fixture_make_layout(fixture);
    fixture_prepare(fixture);
    fixture_make_world(fixture);
}

void fixture_free(struct fixture *fixture) { steppe_arena_free(&fixture->arena); }

void fixture_step(struct fixture *fixture, size_t mechanism) {
    fixture->mechanisms[mechanism]->step(&fixture->world, fixture->constants[mechanism],
                                         &fixture->scratch);
}

void fixture_month(struct fixture *fixture) {
    struct steppe_world *world = &fixture->world;
    const struct steppe_layout *layout = fixture->layout;
    for (size_t i = 0; i < fixture->mechanism_count; i++) {
        const struct steppe_mechanism *mechanism = fixture->mechanisms[i];
        if (world->month % mechanism->every_months == mechanism->phase) fixture_step(fixture, i);
    }
    size_t cell_bytes = (size_t)fixture->lanes * fixture_real_bytes(fixture);
    for (uint32_t variable = 0; variable < fixture->model->variable_count; variable++) {
        uint32_t ring = layout->lag_months[variable], cells = layout->cell_counts[variable];
        if (layout->offsets[variable] == STEPPE_NOWHERE || ring == 0) continue;
        size_t slot = (uint32_t)world->month % ring;
        memcpy((char *)world->lags + (layout->lag_offsets[variable] + slot * cells) * cell_bytes,
               (const char *)world->state + layout->offsets[variable] * cell_bytes,
               cells * cell_bytes);
    }
    world->month++;
}

void fixture_months(struct fixture *fixture, int count) {
    for (int m = 0; m < count; m++) fixture_month(fixture);
}

double fixture_get(const struct fixture *fixture, uint32_t variable, size_t cell, int lane) {
    return fixture_read(fixture, fixture->world.state, fixture->layout->offsets[variable] + cell,
                        lane);
}

void fixture_set(struct fixture *fixture, uint32_t variable, size_t cell, int lane, double value) {
    fixture_write(fixture, fixture->world.state, fixture->layout->offsets[variable] + cell, lane,
                  value);
}

double fixture_base(const struct fixture *fixture, uint32_t variable, size_t cell, int lane) {
    return fixture_read(fixture, fixture->world.base,
                        fixture->layout->base_offsets[variable] + cell, lane);
}

double fixture_start_of(const struct fixture *fixture, uint32_t variable, size_t cell) {
    return fixture->start[fixture->layout->offsets[variable] + cell];
}

void fixture_set_base(struct fixture *fixture, uint32_t variable, size_t cell, double value) {
    fixture_set(fixture, variable, cell, -1, value);
    fixture_write(fixture, fixture->world.base, fixture->layout->base_offsets[variable] + cell, -1,
                  value);
}

void fixture_spoil(struct fixture *fixture, const uint32_t *variables, size_t count, int lane) {
    for (size_t i = 0; i < count; i++)
        for (uint32_t cell = 0; cell < fixture->layout->cell_counts[variables[i]]; cell++)
            fixture_set(fixture, variables[i], cell, lane, (double)NAN);
}

void fixture_expect_others_as(const struct fixture *fixture, const struct fixture *good,
                              const uint32_t *variables, size_t count, int lane) {
    for (size_t i = 0; i < count; i++)
        for (uint32_t cell = 0; cell < fixture->layout->cell_counts[variables[i]]; cell++)
            for (int other = 0; other < fixture->lanes; other++)
                if (other != lane)
                    assert_true(fixture_get(fixture, variables[i], cell, other) ==
                                fixture_get(good, variables[i], cell, other));
}

void fixture_set_parameter(struct fixture *fixture, const char *name, size_t cell, int lane,
                           double value) {
    uint32_t parameter = steppe_model_parameter(fixture->model, name);
    steppe_must(parameter != UINT32_MAX);
    fixture_write(fixture, fixture->world.params, fixture->layout->param_offsets[parameter] + cell,
                  lane, value * fixture->model->parameters[parameter].unit.factor);
}
