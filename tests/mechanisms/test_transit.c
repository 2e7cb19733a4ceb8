// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit on the bundled model, in double: laws of the choice, and directions that the record of
// the region bears out. Trade stands still; only freight moves.
#define STEPPE_SCALAR
#define STEPPE_INSTANCE scalar
#include "mechanisms/transit.h"
#include "model_copy.h"
#include "sim/block.h"
#include "sim/plan.h"
#include "test.h"

static struct steppe_project *project;
static const struct steppe_model *model;
static struct steppe_arena arena;
static struct steppe_plan *plan;
static struct steppe_block *block;
static struct steppe_transit_routes routes;
static const struct steppe_mechanism *transit;
static size_t number;
static double *start;

static void make_routes(void) {
    struct steppe_error error = {0};
    memcpy(start, plan->start, plan->layout->state_cells * sizeof *start);
    struct steppe_setup setup = {.model = model,
                                 .layout = plan->layout,
                                 .arena = &arena,
                                 .known_month = steppe_date_month(model->start),
                                 .start = start};
    if (!steppe_transit_routes_make(&setup, 0.5, &routes, &error)) fail_msg("%s", error.message);
}

static bool open_folder(const char *folder) {
    struct steppe_error error = {0};
    project = model_open(folder);
    if (!project) return false;
    model = steppe_project_model(project);
    steppe_arena_init(&arena, 0);
    if (!steppe_plan_make(model, steppe_kernels_named("scalar"), &steppe_plan_at_rest, &arena,
                          &plan, &error))
        return false;
    block = plan->kernels->block_make(
        plan, steppe_arena_take(&arena, 1, plan->kernels->block_bytes(plan)));
    start = steppe_arena_take(&arena, plan->layout->state_cells, sizeof *start);
    for (size_t k = 0; k < plan->kernels->mechanism_count; k++)
        if (strcmp(plan->kernels->mechanisms[k]->name, "transit") == 0) number = k;
    transit = plan->kernels->mechanisms[number];
    make_routes();
    return true;
}
static void close_folder(void) {
    steppe_arena_free(&arena);
    steppe_project_close(project);
}

static int open_model(void **state) {
    (void)state;
    return open_folder(STEPPE_SOURCE_DIR "/models/central-asia") ? 0 : -1;
}
static int close_model(void **state) {
    (void)state;
    close_folder();
    return 0;
}

// ---- the state ---------------------------------------------------------------------------------

static size_t element(enum steppe_axis axis, const char *name) {
    const uint32_t at = steppe_model_element(model, axis, name);
    if (at == UINT32_MAX) fail_msg("no %s", name);
    return at;
}

static double *gate(uint32_t variable, const char *name) {
    return steppe_cells(&block->world, variable) + element(STEPPE_AXIS_GATE, name);
}
static double *actor(uint32_t variable, const char *name) {
    return steppe_cells(&block->world, variable) + element(STEPPE_AXIS_ACTOR, name);
}
static double pair(uint32_t variable, const char *from, const char *to) {
    return actor(
        variable,
        from)[element(STEPPE_AXIS_ACTOR, to) +
              element(STEPPE_AXIS_ACTOR, from) * (model->axes[STEPPE_AXIS_ACTOR].count - 1)];
}

static void begin(void) { plan->kernels->block_push(block, NULL, 0, start); }

static void set_parameter(const char *name, double value) {
    const uint32_t at = steppe_model_parameter(model, name);
    assert_int_not_equal(at, UINT32_MAX);
    block->world.params[plan->layout->param_offsets[at]] = value;
}

static const uint32_t levers[] = {STEPPE_VAR_gate_open, STEPPE_VAR_gate_appeal,
                                  STEPPE_VAR_territory_open, STEPPE_VAR_fuel_demand};

// The levers were so many months ago as they are now.
static void remember(int32_t months_ago) {
    for (size_t i = 0; i < STEPPE_COUNT(levers); i++) {
        double *then = block->world.lags +
                       (steppe_lag_cells(&block->world, levers[i], months_ago) - block->world.lags);
        memcpy(then, steppe_cells(&block->world, levers[i]),
               plan->layout->cell_counts[levers[i]] * sizeof *then);
    }
}

static void step(void) { transit->step(&block->world, plan->constants[number], &block->scratch); }

// Quarters enough for waits to settle, in all months of which levers are as they are now.
static void settle(int quarters) {
    remember(1);
    remember(2);
    for (int i = 0; i < quarters; i++) step();
}

// ---- laws --------------------------------------------------------------------------------------

static void nothing_moves_at_the_base(void **state) {
    (void)state;
    const uint32_t owned[] = {STEPPE_VAR_freight_cost,    STEPPE_VAR_fuel_deliveries,
                              STEPPE_VAR_transit_revenue, STEPPE_VAR_transit_loss,
                              STEPPE_VAR_gate_load,       STEPPE_VAR_gate_wait,
                              STEPPE_VAR_gate_box_wait,   STEPPE_VAR_gate_works,
                              STEPPE_VAR_gate_box_ratio,  STEPPE_VAR_fuel_owed};
    begin();
    settle(8);
    for (size_t i = 0; i < STEPPE_COUNT(owned); i++)
        for (uint32_t c = 0; c < plan->layout->cell_counts[owned[i]]; c++) {
            const double before = start[plan->layout->offsets[owned[i]] + c];
            const double after = steppe_cells(&block->world, owned[i])[c];
            // The base is summed in another order: rounding, and prepare keeps float of nothing.
            if (fabs(after - before) > 1e-6 * fmax(fabs(before), 1e-3))
                fail_msg("%s[%u] %g, %g at the base", model->variables[owned[i]].name, c, after,
                         before);
        }
}

static void shares_of_open_ways_sum_to_one(void **state) {
    (void)state;
    assert_true(routes.goods_count > 20);
    for (size_t m = 0; m < routes.goods_count; m++) {
        const struct steppe_transit_market *market = &routes.goods[m];
        double sum = 0;
        assert_true(market->way_count <= STEPPE_TRANSIT_WAYS_MAX);
        for (size_t k = 0; k < market->way_count; k++) {
            bool open = true;
            for (size_t g = 0; g < routes.network->gate_count; g++)
                if (market->ways[k].gates >> g & 1) open &= routes.built[g] == 1;
            if (open) sum += market->ways[k].weight;
        }
        assert_true(fabs(sum - 1) < 1e-12);
    }
}

static void a_closed_gate_carries_nothing(void **state) {
    (void)state;
    begin();
    for (size_t g = 0; g < routes.network->gate_count; g++) {
        begin();
        steppe_cells(&block->world, STEPPE_VAR_gate_open)[g] = 0;
        settle(2);
        assert_true(steppe_cells(&block->world, STEPPE_VAR_gate_load)[g] == 0);
    }
}

// What a closed gate costs a market without waits: what the logit says of the loss of an
// alternative, dg = -(g0/m) ln(1 - P), in each of the two classes of shippers.
static double loss_without(const struct steppe_transit_market *market, size_t gate_at,
                           double refusal) {
    const struct steppe_freight *freight = &routes.network->freights[market->freight];
    const double other = market->ceiling; // by other means, at twice the cost
    double all = other, clean = other;
    for (size_t k = 0; k < market->way_count; k++) {
        const struct steppe_transit_way *way = &market->ways[k];
        bool open = !(way->gates >> gate_at & 1);
        for (size_t g = 0; g < routes.network->gate_count; g++)
            if (way->gates >> g & 1) open &= routes.built[g] == 1;
        if (!open) continue;
        all += way->weight;
        clean += way->refusing;
    }
    assert_true(all < 1 + other && all > 0.5);
    const double gain = (1 - refusal) * log(all / (1 + other)) +
                        refusal * log(clean / (market->clean + other));
    return -market->scale / freight->sensitivity * gain * freight->goods_share / freight->value;
}

static void losing_a_way_costs_what_the_logit_says(void **state) {
    (void)state;
    const size_t brest = element(STEPPE_AXIS_GATE, "BREST");
    double expected = 0;
    for (size_t m = 0; m < routes.goods_count; m++)
        if (routes.goods[m].from == element(STEPPE_AXIS_ACTOR, "CHN") &&
            routes.goods[m].to == element(STEPPE_AXIS_ACTOR, "EUU"))
            expected += loss_without(&routes.goods[m], brest, 0.25);
    begin();
    set_parameter("transit.gate_delay", 0);
    set_parameter("transit.refusal", 0.25);
    *gate(STEPPE_VAR_gate_open, "BREST") = 0;
    settle(1);
    assert_true(expected > 0);
    assert_float_equal(pair(STEPPE_VAR_freight_cost, "CHN", "EUU"), expected,
                       (float)(1e-4 * expected));
}

// Without waits, what China and Europe pay for Brest open to a part.
static double cost_of_brest(double narrow, double open) {
    begin();
    set_parameter("transit.gate_delay", 0);
    set_parameter("transit.narrow_appeal", narrow);
    *gate(STEPPE_VAR_gate_open, "BREST") = open;
    settle(1);
    return pair(STEPPE_VAR_freight_cost, "CHN", "EUU");
}

static void a_narrow_gate_is_as_good_as_open_down_to_one_over_its_appeal(void **state) {
    (void)state;
    assert_true(fabs(cost_of_brest(4, 0.25)) < 1e-6); // rounding, as at the base
    assert_true(cost_of_brest(4, 0.2) > 1e-5);
    assert_float_equal(cost_of_brest(4, 0.125), cost_of_brest(1, 0.5), 1e-12);
    assert_true(cost_of_brest(1, 0.5) < cost_of_brest(1, 0));
}

static void refusal_is_measured_from_its_own_base(void **state) {
    (void)state;
    for (double part = 0; part <= 1; part += 0.25) {
        begin();
        set_parameter("transit.refusal", part);
        settle(4);
        assert_true(fabs(pair(STEPPE_VAR_freight_cost, "CHN", "EUU")) < 1e-6);
        assert_true(fabs(*gate(STEPPE_VAR_gate_box_wait, "ALAT")) < 1e-6);
    }
}

// ---- capacities --------------------------------------------------------------------------------

// What a gate can do in a year: as the table has it, or what makes its base, with nobody who
// refuses or half of them, 95 percent of it.
static double capacity_of(size_t g, enum steppe_measure measure) {
    const double table = routes.capacity[measure][g];
    double *const *base = measure == STEPPE_MEASURE_TEU ? routes.boxes : routes.tonnes;
    const double fullest = base[0][g] + fmax(0.5 * base[1][g], 0);
    return isfinite(table) ? fmax(table, fullest / 0.95) : HUGE_VAL;
}

// The load of the fuller of both kinds, over the capacity. Oil and gas have rooms of their own.
static double fullness(size_t g) {
    const double boxes = steppe_cells(&block->world, STEPPE_VAR_gate_boxes)[g];
    const double all = steppe_cells(&block->world, STEPPE_VAR_gate_load)[g];
    const bool pipe = routes.network->links[routes.network->gates[g].links[0]].mode >=
                      STEPPE_MODE_OIL_PIPELINE;
    const double of_boxes = boxes / capacity_of(g, STEPPE_MEASURE_TEU);
    return pipe ? 0 : fmax(of_boxes, all / capacity_of(g, STEPPE_MEASURE_T));
}

static void at_the_base_no_gate_carries_more_than_it_can(void **state) {
    (void)state;
    begin();
    settle(1);
    for (size_t g = 0; g < routes.network->gate_count; g++) {
        if (!(fullness(g) < 0.96))
            fail_msg("%s is %.3f full", routes.network->gates[g].id, fullness(g));
    }
}

// A quarter in which all other ways close at once brings several times what a gate can do, before
// waits have turned anybody away. That much does not pass, whatever opens and closes.
static void no_gate_passes_half_as_much_again_as_it_can(void **state) {
    (void)state;
    static const char *const names[] = {"SUEZ", "BREST", "ALAT", "KAPIKOY", "DOSTYK"};
    uint32_t seed = 3;
    double most = 0;
    begin();
    for (int q = 0; q < 120; q++) {
        for (size_t i = 0; i < STEPPE_COUNT(names); i++) {
            seed = seed * 1664525u + 1013904223u;
            if (seed >> 29 == 0) *gate(STEPPE_VAR_gate_open, names[i]) = (seed >> 20 & 7) / 7.0;
        }
        seed = seed * 1664525u + 1013904223u;
        if (seed >> 29 == 0) *actor(STEPPE_VAR_territory_open, "RUS") = seed >> 28 & 1;
        settle(1);
        for (size_t g = 0; g < routes.network->gate_count; g++) {
            const double factor = fmax(steppe_cells(&block->world, STEPPE_VAR_gate_open)[g], 0.01);
            most = fmax(most, fullness(g) / factor);
        }
    }
    assert_true(most < 1.5 + 1e-6 && most > 1.49);
}

// After ten years nothing moves any more, not even with Russia and the Red Sea closed together.
static void after_a_closure_waits_settle(void **state) {
    (void)state;
    for (int which = 0; which < 3; which++) {
        double before[STEPPE_GATES_MAX];
        begin();
        if (which != 1) *actor(STEPPE_VAR_territory_open, "RUS") = 0;
        if (which != 0) *gate(STEPPE_VAR_gate_open, "SUEZ") = 0;
        settle(39);
        for (size_t g = 0; g < routes.network->gate_count; g++) before[g] = fullness(g);
        settle(1);
        for (size_t g = 0; g < routes.network->gate_count; g++) {
            if (!(fabs(fullness(g) - before[g]) < 0.005 && fullness(g) < 1.5 + 1e-6))
                fail_msg("%s is %.4f full, and was %.4f", routes.network->gates[g].id, fullness(g),
                         before[g]);
        }
    }
}

// ---- directions --------------------------------------------------------------------------------

static double closed_russia(double delay) {
    begin();
    set_parameter("transit.gate_delay", delay);
    *actor(STEPPE_VAR_territory_open, "RUS") = 0;
    settle(12);
    return *gate(STEPPE_VAR_gate_boxes, "ALAT");
}

static void closing_russia_fills_the_middle_corridor_up_to_its_ports(void **state) {
    (void)state;
    begin();
    settle(1);
    const double before = *gate(STEPPE_VAR_gate_boxes, "ALAT");
    const double brest = *gate(STEPPE_VAR_gate_boxes, "BREST");
    const double closed = closed_russia(1);
    // The port of Baku has room for 150 thousand boxes a year; the sixth power of the load lets it
    // pass up to twice as much before waits turn all away.
    assert_true(closed > 1.2 * before);
    assert_true(closed < 2 * 150e3);
    // What is left at Brest is of Belarus, whose boxes come there by sea.
    assert_true(*gate(STEPPE_VAR_gate_boxes, "BREST") < 0.8 * brest);
    *gate(STEPPE_VAR_gate_works, "ALAT") = 10;
    settle(12);
    // The ports of Kazakhstan are then as narrow, so not by much.
    assert_true(*gate(STEPPE_VAR_gate_boxes, "ALAT") > closed);
}

static const char *narrowest(void) {
    static const char *const corridor[] = {"AKTAU", "KURYK", "ALAT", "GEORGIA_RAIL", "POTI", "BTK"};
    size_t most = 0;
    for (size_t i = 1; i < STEPPE_COUNT(corridor); i++)
        if (*gate(STEPPE_VAR_gate_box_wait, corridor[i]) >
            *gate(STEPPE_VAR_gate_box_wait, corridor[most]))
            most = i;
    return corridor[most];
}

static void widening_the_narrowest_port_moves_the_bottleneck(void **state) {
    (void)state;
    closed_russia(1);
    const char *first = narrowest();
    const double wait = *gate(STEPPE_VAR_gate_box_wait, first);
    assert_true(wait > 0);
    *gate(STEPPE_VAR_gate_works, first) *= 10;
    settle(12);
    assert_true(*gate(STEPPE_VAR_gate_box_wait, first) < wait);
    assert_string_not_equal(first, narrowest());
}

// Without waits: odds of ways through the crossing are e times those before, as if their constant
// were 1/m of the cheapest way lower.
static void appeal_multiplies_the_odds_of_a_corridor(void **state) {
    (void)state;
    begin();
    set_parameter("transit.gate_delay", 0);
    settle(1);
    const double before = *gate(STEPPE_VAR_gate_boxes, "MIDDLE_CORRIDOR");
    const double load = *gate(STEPPE_VAR_gate_load, "MIDDLE_CORRIDOR");
    *gate(STEPPE_VAR_gate_appeal, "MIDDLE_CORRIDOR") = 2.718281828;
    settle(1);
    // Shares are small, so that odds are nearly shares; where they are not it is less.
    assert_true(*gate(STEPPE_VAR_gate_boxes, "MIDDLE_CORRIDOR") > 2.2 * before);
    assert_true(*gate(STEPPE_VAR_gate_boxes, "MIDDLE_CORRIDOR") < 2.72 * before);
    assert_true(*gate(STEPPE_VAR_gate_load, "MIDDLE_CORRIDOR") > 1.8 * load);
    assert_true(pair(STEPPE_VAR_freight_cost, "KAZ", "TUR") < 0);
}

// One calibration: with the constants of the full network the month's base carries at the crossing
// what was counted, and of freight between Russia and China, which is all a market, what was
// counted, too, without a step of its own.
static void the_base_carries_what_was_counted(void **state) {
    (void)state;
    begin();
    const double boxes = *gate(STEPPE_VAR_gate_boxes, "MIDDLE_CORRIDOR");
    const uint32_t count = steppe_network_count(model->network, "titr_teu");
    const struct steppe_observation *seen = steppe_network_base(model->network, count);
    assert_non_null(seen);
    assert_true(fabs(boxes - seen->value) < seen->spread);
    const uint32_t zabaikalsk = steppe_network_count(model->network, "zabaikalsk_teu");
    const double observed = steppe_network_base(model->network, zabaikalsk)->value;
    double sum = 0;
    for (size_t m = 0; m < routes.goods_count; m++) {
        const struct steppe_transit_market *market = &routes.goods[m];
        if (market->from != element(STEPPE_AXIS_ACTOR, "RUS") ||
            market->to != element(STEPPE_AXIS_ACTOR, "CHN") || market->freight != 0)
            continue;
        for (size_t k = 0; k < market->way_count; k++)
            if (market->ways[k].counts >> zabaikalsk & 1)
                sum += market->measures * market->ways[k].weight;
    }
    assert_true(fabs(sum - observed) < 0.2 * observed); // Belarus has the rest
}

static void a_red_sea_crisis_lifts_rail(void **state) {
    (void)state;
    begin();
    settle(1);
    const double brest = *gate(STEPPE_VAR_gate_load, "BREST");
    const double dostyk = *gate(STEPPE_VAR_gate_load, "DOSTYK");
    *gate(STEPPE_VAR_gate_open, "SUEZ") = 0;
    settle(8);
    assert_true(*gate(STEPPE_VAR_gate_load, "BREST") > 1.1 * brest);
    assert_true(*gate(STEPPE_VAR_gate_load, "DOSTYK") > dostyk);
    assert_true(pair(STEPPE_VAR_freight_cost, "CHN", "EUU") > 0);
}

// What the month begins with is what was counted, for every fuel, within the spread of the count:
// the same constants make its base and `steppe routes`.
static void fuels_begin_where_they_were_counted(void **state) {
    (void)state;
    const struct steppe_network *network = routes.network;
    size_t seen_count = 0;
    for (uint32_t c = 0; c < network->count_count; c++) {
        const struct steppe_observation *seen = steppe_network_base(network, c);
        bool fuel = false;
        for (size_t f = 0; f < network->freight_count; f++)
            fuel |= (network->counts[c].freights >> f & 1) && network->freights[f].goods_share <= 0;
        if (!fuel || !seen) continue;
        if (!(fabs(routes.counted[c] - seen->value) <= seen->spread))
            fail_msg("%s: %g, seen %g", network->counts[c].id, routes.counted[c], seen->value);
        seen_count++;
    }
    assert_int_equal(seen_count, 8);
    begin();
    settle(1);
    assert_true(fabs(*gate(STEPPE_VAR_gate_load, "CPC") - 52.2e6) < 0.03 * 52.2e6);
    // Of 17.5 Mt half is free, for what an outage elsewhere leaves.
    assert_true(*gate(STEPPE_VAR_gate_load, "ATYRAU_SAMARA") < 10e6);
}

// A stop at the terminal does not shut in oil of Tengiz: it still reaches Atyrau, and from there
// China, as before.
static void a_stop_at_the_sea_leaves_tengiz_its_way_to_atyrau(void **state) {
    (void)state;
    begin();
    settle(1);
    const double china = *gate(STEPPE_VAR_gate_load, "KAZAKHSTAN_CHINA");
    *gate(STEPPE_VAR_gate_open, "CPC") = 0;
    settle(1);
    assert_true(*gate(STEPPE_VAR_gate_load, "KAZAKHSTAN_CHINA") == china);
    assert_close(pair(STEPPE_VAR_fuel_deliveries, "KAZ", "CHN"), 1, 1e-12, 0);
}

static void a_stop_of_the_caspian_pipeline_costs_more_than_can_be_sent_round(void **state) {
    (void)state;
    begin();
    settle(1);
    const double oil = *gate(STEPPE_VAR_gate_load, "CPC");
    const double russia = *actor(STEPPE_VAR_transit_revenue, "RUS");
    *gate(STEPPE_VAR_gate_open, "CPC") = 0;
    settle(1);
    const double lost = 1 - pair(STEPPE_VAR_fuel_deliveries, "KAZ", "EUU");
    assert_true(oil > 40e6);
    // 63 Mt, of which 17.5 go by Samara, 7.5 by tankers and 6 in tank wagons at the most.
    assert_true(lost > 1 - (17.5 + 7.5 + 6) / 63 && lost < 0.75);
    assert_float_equal(*gate(STEPPE_VAR_gate_load, "ATYRAU_SAMARA"), 17.5e6, 1);
    assert_true(*actor(STEPPE_VAR_transit_revenue, "RUS") < russia);
}

// Deliveries from Kazakhstan to the European Union without the Caspian Pipeline, in a copy.
static double without_the_pipeline(const struct model_copy *copy) {
    close_folder();
    assert_true(open_folder(copy->folder));
    begin();
    *gate(STEPPE_VAR_gate_open, "CPC") = 0;
    settle(1);
    return pair(STEPPE_VAR_fuel_deliveries, "KAZ", "EUU");
}

// What oil bears hardly matters, the wagons and ships do.
static void what_the_stop_strands_is_what_wagons_and_ships_cannot_carry(void **state) {
    (void)state;
    struct model_copy copy;
    model_copy_make(&copy);
    const double as_it_is = without_the_pipeline(&copy);
    model_copy_replace(&copy, "network/freight.csv", "15,,3,120,", "15,,3,400,");
    const double at_any_price = without_the_pipeline(&copy);
    model_copy_replace(&copy, "network/fleets.csv", ",6,Mt/year", ",26,Mt/year");
    model_copy_replace(&copy, "network/fleets.csv", ",7.5,Mt/year", ",17.5,Mt/year");
    const double with_more = without_the_pipeline(&copy);
    model_copy_free(&copy);
    close_folder();
    assert_int_equal(open_model(NULL), 0);
    // Wagons that some then send by dearer ways are not there for others.
    assert_true(as_it_is > 0.3 && fabs(at_any_price - as_it_is) < 0.01);
    assert_true(at_any_price < 31.0 / 63);
    assert_true(with_more > at_any_price + 0.05); // then the line from Makhachkala is full
}

// ---- contracts and prices of fuels -------------------------------------------------------------

// Share of a pair's fuels that its demand moves.
static double share_of(const char *from, const char *to) {
    const size_t row = element(STEPPE_AXIS_ACTOR, from), column = element(STEPPE_AXIS_ACTOR, to);
    double sum = 0;
    for (size_t d = 0; d < routes.network->demand_count; d++) {
        const struct steppe_demand *demand = &routes.network->demands[d];
        if (demand->from == row && demand->to == column)
            sum += demand->value * routes.network->freights[demand->freight].value;
    }
    const int32_t at[STEPPE_AXES_MAX] = {(int32_t)row, (int32_t)column, -1};
    const struct steppe_figure *traded = steppe_model_figure(model, STEPPE_VAR_fuel_exports, at,
                                                             steppe_date_month(model->start), 2023);
    assert_non_null(traded);
    return fmin(sum / traded->value, 1);
}

static double *lever(uint32_t variable, const char *from, const char *to) {
    return actor(variable, from) + element(STEPPE_AXIS_ACTOR, to) +
           element(STEPPE_AXIS_ACTOR, from) * (model->axes[STEPPE_AXIS_ACTOR].count - 1);
}

// China asks for eight times the 1.2 Mt of Kazakh oil: five fields send 6 Mt by the line that they
// share, though that from Atasu on, a gate, has room for 9.9.
static void fields_share_a_line_outside_gates(void **state) {
    (void)state;
    begin();
    settle(1);
    const double before = *gate(STEPPE_VAR_gate_load, "KAZAKHSTAN_CHINA");
    *lever(STEPPE_VAR_fuel_demand, "KAZ", "CHN") = 8;
    settle(1);
    const double more = *gate(STEPPE_VAR_gate_load, "KAZAKHSTAN_CHINA") - before;
    assert_close(more, 6e6 - 1.209e6, 1e-6, 0);
}

// China takes half of its Turkmen gas and pays for 0.8 of it; with the lines shut it pays nothing.
static void china_pays_for_gas_that_it_does_not_take(void **state) {
    (void)state;
    const double share = share_of("TKM", "CHN");
    begin();
    *lever(STEPPE_VAR_fuel_demand, "TKM", "CHN") = 0.5;
    settle(1);
    assert_close(pair(STEPPE_VAR_fuel_deliveries, "TKM", "CHN"), 0.5, 0, 1e-6);
    assert_close(pair(STEPPE_VAR_fuel_owed, "TKM", "CHN"), 0.3 * share, 0, 1e-6);
    // 17.4 bcm: of the two lines with 30 and 25 bcm the first suffices. The gas of Uzbekistan and
    // Kazakhstan, 1.7 and 4.6 bcm, stays on the second, 0.7 t a thousand m3.
    assert_close(*gate(STEPPE_VAR_gate_load, "CHINA_GAS_AB"), 0.7 * 17.4e6, 1e-6, 0);
    assert_close(*gate(STEPPE_VAR_gate_load, "CHINA_GAS_C"), 0.7 * 6.3e6, 1e-6, 0);
    *gate(STEPPE_VAR_gate_open, "GALKYNYSH") = 0;
    settle(1);
    assert_close(pair(STEPPE_VAR_fuel_deliveries, "TKM", "CHN"), 0.5 * (1 - share), 0, 1e-6);
    assert_true(pair(STEPPE_VAR_fuel_owed, "TKM", "CHN") == 0);
}

// Loads of the Caspian Pipeline and of that by Samara where buyers ask for 0.8 of their oil.
static void at_less_demand(double *caspian, double *samara) {
    begin();
    *lever(STEPPE_VAR_fuel_demand, "KAZ", "EUU") = 0.8;
    settle(1);
    *caspian = *gate(STEPPE_VAR_gate_load, "CPC");
    *samara = *gate(STEPPE_VAR_gate_load, "ATYRAU_SAMARA");
}

// All ways carry less where less is asked for; a contract keeps the Caspian Pipeline at 0.9 of its
// 52.2 Mt, and the others have what is left.
static void a_contract_holds_oil_on_the_dearer_pipe(void **state) {
    (void)state;
    struct model_copy copy;
    double caspian, samara, bound, beside;
    at_less_demand(&caspian, &samara);
    model_copy_make(&copy);
    model_copy_replace(&copy, "network/demand.csv", "go to the European Union,,,",
                       "go to the European Union,52.2,0.9,O_CPC_2");
    close_folder();
    assert_true(open_folder(copy.folder));
    nothing_moves_at_the_base(NULL);
    at_less_demand(&bound, &beside);
    model_copy_free(&copy);
    close_folder();
    assert_int_equal(open_model(NULL), 0);
    assert_true(caspian < 0.85 * 52.2e6 && bound > 0.9 * 52.2e6 - 1);
    assert_true(beside < 0.8 * 63e6 - 0.9 * 52.2e6 && beside < samara);
}

// Uzbekistan is asked a third more for Russian fuel. It takes less, and pays more in all; who has
// no demand on the network answers, too.
static void a_dearer_fuel_is_bought_less(void **state) {
    (void)state;
    begin();
    set_parameter("transit.fuel_elasticity", 0.25);
    *lever(STEPPE_VAR_fuel_price, "RUS", "UZB") = 1.3;
    *lever(STEPPE_VAR_fuel_price, "RUS", "TJK") = 1.3;
    settle(1);
    const double answer = pow(1.3, -0.25);
    assert_close(pair(STEPPE_VAR_fuel_deliveries, "RUS", "UZB"), answer, 0, 1e-6);
    assert_close(pair(STEPPE_VAR_fuel_deliveries, "RUS", "TJK"), answer, 0, 1e-6);
    assert_true(pair(STEPPE_VAR_fuel_deliveries, "RUS", "KAZ") == 1);
    assert_true(pair(STEPPE_VAR_fuel_owed, "RUS", "UZB") == 0);
}

static void deeper_ports_carry_more(void **state) {
    (void)state;
    closed_russia(1);
    const double cost = pair(STEPPE_VAR_freight_cost, "KAZ", "TUR");
    const char *const ports[] = {"AKTAU", "KURYK", "ALAT", "TURKMENBASHI"};
    for (size_t i = 0; i < STEPPE_COUNT(ports); i++) *gate(STEPPE_VAR_gate_open, ports[i]) = 0.5;
    settle(12);
    assert_true(pair(STEPPE_VAR_freight_cost, "KAZ", "TUR") > cost);
}

// ---- chance ------------------------------------------------------------------------------------

// 90 percent are ever done, 1.5 years late on the mean: 88 percent by the end of 2035.
static void a_railway_opens_in_as_many_futures_as_is_announced(void **state) {
    (void)state;
    enum { MEMBERS = 100 };
    int open = 0;
    begin();
    block->world.fix_noise = false;
    for (uint32_t member = 0; member < MEMBERS; member++) {
        double *works = gate(STEPPE_VAR_gate_works, "CKU");
        block->world.first_member = member;
        *works = 0;
        for (block->world.month = 2; block->world.month < 144; block->world.month += 3) {
            settle(1);
            assert_true(*works == 0 || *works == 1);
        }
        open += *works == 1;
    }
    block->world.fix_noise = true;
    block->world.first_member = 0;
    // Three standard deviations of a hundred draws.
    assert_true(abs(open - 88) < 10);
}

// The hub at Aktau adds boxes and no tonnes, the second stage of Alat more boxes than tonnes.
static void a_project_adds_to_each_measure_what_the_table_says(void **state) {
    static const struct {
        const char *project, *gate;
        double tonnes, boxes; // of the base
    } rows[] = {{"AKTAU_HUB", "AKTAU", 0, 100e3 / 140e3},
                {"BAKU_2", "ALAT", 10.0 / 15, 350e3 / 150e3},
                {"BTK_WORKS", "BTK", 4, 0}};
    (void)state;
    for (size_t i = 0; i < STEPPE_COUNT(rows); i++) {
        const struct steppe_transit_project *found = NULL;
        for (size_t k = 0; k < routes.project_count; k++) {
            const struct steppe_transit_project *each = &routes.projects[k];
            if (strcmp(routes.network->projects[each->number].id, rows[i].project) == 0 &&
                strcmp(routes.network->gates[each->gate].id, rows[i].gate) == 0)
                found = each;
        }
        if (!found) fail_msg("no %s at %s", rows[i].project, rows[i].gate);
        assert_true(fabs(found->add[0] - rows[i].boxes) < 1e-9);
        assert_true(fabs(found->add[1] - rows[i].tonnes) < 1e-9);
    }
    // Whatever comes at Alat in a future, its boxes and tonnes are those of the table.
    enum { MEMBERS = 20 };
    int built = 0;
    begin();
    block->world.fix_noise = false;
    for (uint32_t member = 0; member < MEMBERS; member++) {
        const double *works = gate(STEPPE_VAR_gate_works, "ALAT");
        begin();
        block->world.first_member = member;
        for (block->world.month = 2; block->world.month < 144; block->world.month += 3) settle(1);
        const double boxes = *works * *gate(STEPPE_VAR_gate_box_ratio, "ALAT");
        const bool done = *works > 1.01;
        built += done;
        assert_true(fabs(*works - (done ? 25.0 / 15 : 1)) < 1e-6);
        assert_true(fabs(boxes - (done ? 500.0 / 150 : 1)) < 1e-6);
    }
    block->world.fix_noise = true;
    block->world.first_member = 0;
    assert_true(built > 0 && built < MEMBERS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_moves_at_the_base),
        cmocka_unit_test(shares_of_open_ways_sum_to_one),
        cmocka_unit_test(a_closed_gate_carries_nothing),
        cmocka_unit_test(losing_a_way_costs_what_the_logit_says),
        cmocka_unit_test(a_narrow_gate_is_as_good_as_open_down_to_one_over_its_appeal),
        cmocka_unit_test(refusal_is_measured_from_its_own_base),
        cmocka_unit_test(at_the_base_no_gate_carries_more_than_it_can),
        cmocka_unit_test(no_gate_passes_half_as_much_again_as_it_can),
        cmocka_unit_test(after_a_closure_waits_settle),
        cmocka_unit_test(closing_russia_fills_the_middle_corridor_up_to_its_ports),
        cmocka_unit_test(widening_the_narrowest_port_moves_the_bottleneck),
        cmocka_unit_test(appeal_multiplies_the_odds_of_a_corridor),
        cmocka_unit_test(the_base_carries_what_was_counted),
        cmocka_unit_test(a_red_sea_crisis_lifts_rail),
        cmocka_unit_test(fuels_begin_where_they_were_counted),
        cmocka_unit_test(a_stop_at_the_sea_leaves_tengiz_its_way_to_atyrau),
        cmocka_unit_test(a_stop_of_the_caspian_pipeline_costs_more_than_can_be_sent_round),
        cmocka_unit_test(what_the_stop_strands_is_what_wagons_and_ships_cannot_carry),
        cmocka_unit_test(fields_share_a_line_outside_gates),
        cmocka_unit_test(china_pays_for_gas_that_it_does_not_take),
        cmocka_unit_test(a_contract_holds_oil_on_the_dearer_pipe),
        cmocka_unit_test(a_dearer_fuel_is_bought_less),
        cmocka_unit_test(deeper_ports_carry_more),
        cmocka_unit_test(a_project_adds_to_each_measure_what_the_table_says),
        cmocka_unit_test(a_railway_opens_in_as_many_futures_as_is_announced),
    };
    return cmocka_run_group_tests(tests, open_model, close_model);
}
