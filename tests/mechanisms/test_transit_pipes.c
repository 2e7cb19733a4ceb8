// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit_pipes by itself, in double, on a network of three ways made by hand: what goes where,
// what a contract makes a buyer owe, and laws that hold for any capacities, prices and closures.
#define STEPPE_SCALAR
#define STEPPE_INSTANCE scalar
#include "mechanisms/transit_kernel.h"
#include "test.h"

// An exporter, an importer and a country between them. Way 0 is the pipe of the contract, way 1 a
// cheaper one, way 2 goes by wagons and by the country between; a gate lies on each. Before their
// gates both pipes pass one line, which has no gate.
enum { SELLER, BUYER, BETWEEN, ACTORS };
enum { CONTRACTED, CHEAPER, BY_WAGON, WAYS };
enum { FLEET, LINE, LIMITS };
enum { CAPACITY = 20, DEMANDED = 24, PRICE = 100 };

struct bench {
    struct steppe_world world;
    struct steppe_layout layout;
    uint32_t offsets[STEPPE_VAR_BUILTIN_COUNT], lag_offsets[STEPPE_VAR_BUILTIN_COUNT],
        lag_months[STEPPE_VAR_BUILTIN_COUNT], cell_counts[STEPPE_VAR_BUILTIN_COUNT];
    double state[16 * ACTORS * ACTORS], lags[2 * ACTORS * ACTORS], elasticity;
    struct steppe_transit_constants constants;
    struct steppe_transit_quarter quarter;
    struct steppe_lane_gate gates[WAYS];
    struct steppe_lane_market market[2];
    struct steppe_lane_way ways[2 * WAYS];
    uint32_t passed[WAYS], limited[2];
    struct steppe_lane_spill spills[2];
    uint16_t powers[1];
    double base[2], least[2], limits[LIMITS];
    double scratch[256];
};

static size_t place(struct bench *bench, uint32_t variable, size_t at, size_t cells) {
    bench->offsets[variable] = (uint32_t)at;
    return at + cells;
}

static double *cell(struct bench *bench, uint32_t variable, size_t at) {
    return &bench->state[bench->offsets[variable] + at];
}

static void make_ways(struct bench *bench) {
    static const double worth[WAYS] = {0.98, 1, 0.9};
    for (uint32_t k = 0; k < 2 * WAYS; k++) {
        const bool wagon = k % WAYS == BY_WAGON;
        // By cost: the cheaper one first.
        static const uint32_t order[WAYS] = {CHEAPER, CONTRACTED, BY_WAGON};
        const uint32_t way = order[k % WAYS];
        bench->ways[k] = (struct steppe_lane_way){.worth = worth[way],
                                                  .bound = way == CONTRACTED,
                                                  .limits = 1,
                                                  .first_limit = wagon ? FLEET : LINE,
                                                  .first = k % WAYS,
                                                  .gates = 1,
                                                  .gate_bits = UINT64_C(1) << way,
                                                  .land_bits = wagon ? UINT64_C(1) << BETWEEN : 0};
        bench->passed[k % WAYS] = way;
    }
    for (uint32_t i = 0; i < LIMITS; i++) bench->limited[i] = i;
}

static void lay_quarter(struct bench *bench) {
    struct steppe_transit_quarter *quarter = &bench->quarter;
    *quarter = (struct steppe_transit_quarter){
        .world = &bench->world, .constants = &bench->constants, .month = STEPPE_TRANSIT_LAST};
    double *free_cells = bench->scratch;
    double **const parts[] = {
        &quarter->open, &quarter->factor,      &quarter->boxes,           &quarter->tonnes,
        &quarter->oil,  &quarter->gas,         &quarter->tolls,           &quarter->limits,
        &quarter->left, &quarter->last_factor, &quarter->early_factor[0], &quarter->early_factor[1],
        &quarter->asked};
    for (size_t i = 0; i < STEPPE_COUNT(parts); i++, free_cells += 8) *parts[i] = free_cells;
    // What is shipped lies one behind the other.
    struct steppe_transit_shipped *const shipped[] = {&quarter->shipped, &quarter->other};
    for (size_t i = 0; i < STEPPE_COUNT(shipped); i++) {
        shipped[i]->load = free_cells;
        shipped[i]->tolls = shipped[i]->load + WAYS;
        shipped[i]->delivered = shipped[i]->tolls + ACTORS;
        shipped[i]->owed = shipped[i]->delivered + 2;
        shipped[i]->short_of = shipped[i]->owed + 2;
        free_cells = shipped[i]->short_of + 2;
    }
    quarter->differ = free_cells;
    quarter->packed = free_cells + (free_cells - quarter->other.load);
    for (uint32_t e = 0; e < WAYS + ACTORS; e++) quarter->open[e] = 1;
    for (uint32_t g = 0; g < WAYS; g++) quarter->factor[g] = 1;
}

static void make(struct bench *bench) {
    *bench = (struct bench){.limits = {3, 100}, .elasticity = 0.5};
    const size_t pairs = ACTORS * ACTORS;
    size_t at = place(bench, STEPPE_VAR_gate_load, 0, WAYS);
    at = place(bench, STEPPE_VAR_gate_boxes, at, WAYS);
    at = place(bench, STEPPE_VAR_transit_loss, at, 1);
    at = place(bench, STEPPE_VAR_fuel_price, at, pairs);
    at = place(bench, STEPPE_VAR_fuel_demand, at, pairs);
    at = place(bench, STEPPE_VAR_fuel_deliveries, at, pairs);
    at = place(bench, STEPPE_VAR_fuel_owed, at, pairs);
    assert_true(at <= STEPPE_COUNT(bench->state));
    make_ways(bench);
    for (uint32_t g = 0; g < WAYS; g++)
        bench->gates[g].capacity[STEPPE_MEASURE_T] = g == CHEAPER ? CAPACITY / 2.0 : CAPACITY;
    for (uint32_t d = 0; d < 2; d++) {
        bench->market[d] = (struct steppe_lane_market){
            .cells = {SELLER * ACTORS + BUYER, BUYER * ACTORS + SELLER},
            .ways = WAYS,
            .measures = DEMANDED,
            .tonnes = 1,
            .hosts = {-1, -1},
            .demand = d,
            .price = PRICE};
        bench->base[d] = 16 * 0.98 + 8;
    }
    bench->least[0] = 16;
    bench->spills[0] = (struct steppe_lane_spill){SELLER * ACTORS + BUYER, 0, 1, true};
    bench->layout.offsets = bench->offsets;
    bench->world.layout = &bench->layout;
    bench->lag_months[STEPPE_VAR_fuel_demand] = 2;
    bench->cell_counts[STEPPE_VAR_fuel_demand] = (uint32_t)pairs;
    bench->layout.lag_offsets = bench->lag_offsets;
    bench->layout.lag_months = bench->lag_months;
    bench->layout.cell_counts = bench->cell_counts;
    bench->world.lags = bench->lags;
    bench->world.state = bench->state;
    bench->world.params = &bench->elasticity;
    bench->constants = (struct steppe_transit_constants){.gate_count = WAYS,
                                                         .actors = ACTORS,
                                                         .powers = 1,
                                                         .fuel_count = 1,
                                                         .demands = 2,
                                                         .spill_count = 1,
                                                         .limit_count = LIMITS,
                                                         .power_actor = bench->powers,
                                                         .gates = bench->gates,
                                                         .markets = bench->market,
                                                         .ways = bench->ways,
                                                         .passed = bench->passed,
                                                         .demand_base = bench->base,
                                                         .demand_least = bench->least,
                                                         .limits = bench->limits,
                                                         .limited = bench->limited,
                                                         .fuel_gates = (1 << WAYS) - 1,
                                                         .spills = bench->spills};
    for (size_t i = 0; i < pairs; i++) {
        *cell(bench, STEPPE_VAR_fuel_price, i) = 1;
        *cell(bench, STEPPE_VAR_fuel_demand, i) = 1;
    }
    lay_quarter(bench);
}

static void ship(struct bench *bench) {
    const size_t pair = SELLER * ACTORS + BUYER;
    *cell(bench, STEPPE_VAR_fuel_deliveries, pair) = 1;
    *cell(bench, STEPPE_VAR_fuel_owed, pair) = 0;
    // Demand was in all months of the quarter what it is.
    for (int month = 0; month < 2; month++)
        memcpy(bench->lags + month * ACTORS * ACTORS, cell(bench, STEPPE_VAR_fuel_demand, 0),
               ACTORS * ACTORS * sizeof *bench->lags);
    steppe_transit_ship(&bench->quarter);
}
static double load(struct bench *bench, size_t gate) {
    return *cell(bench, STEPPE_VAR_gate_load, gate);
}
static double *demand(struct bench *bench) {
    return cell(bench, STEPPE_VAR_fuel_demand, SELLER * ACTORS + BUYER);
}
static double *price(struct bench *bench) {
    return cell(bench, STEPPE_VAR_fuel_price, SELLER * ACTORS + BUYER);
}
static double deliveries(struct bench *bench) {
    return *cell(bench, STEPPE_VAR_fuel_deliveries, SELLER * ACTORS + BUYER);
}
static double owed(struct bench *bench) {
    return *cell(bench, STEPPE_VAR_fuel_owed, SELLER * ACTORS + BUYER);
}

// ---- by hand -----------------------------------------------------------------------------------

// 16 of the 24 are paid for on the dearer pipe; the other 8 take the cheaper one, not full at 10.
static void what_is_paid_for_goes_first(void **state) {
    (void)state;
    struct bench bench;
    make(&bench);
    ship(&bench);
    assert_close(load(&bench, CONTRACTED), 16, 1e-15, 0);
    assert_close(load(&bench, CHEAPER), 8, 1e-15, 0);
    assert_true(load(&bench, BY_WAGON) == 0);
    assert_close(deliveries(&bench), 1, 1e-15, 0);
    assert_true(owed(&bench) == 0);
    // Without the contract the cheaper one fills first.
    bench.least[0] = 0;
    ship(&bench);
    assert_close(load(&bench, CONTRACTED), 14, 1e-15, 0);
    assert_close(load(&bench, CHEAPER), 10, 1e-15, 0);
    assert_close(deliveries(&bench), (14 * 0.98 + 10) / (16 * 0.98 + 8), 1e-15, 0);
}

// Half the demand is 12: all by the contract's pipe, and 4 of the 16 are owed.
static void a_buyer_that_takes_less_pays_all_the_same(void **state) {
    (void)state;
    struct bench bench;
    make(&bench);
    *demand(&bench) = 0.5;
    ship(&bench);
    assert_close(load(&bench, CONTRACTED), 12, 1e-15, 0);
    assert_true(load(&bench, CHEAPER) == 0);
    assert_close(owed(&bench), 4 / (16 * 0.98 + 8), 1e-15, 0);
    *demand(&bench) = 0;
    ship(&bench);
    assert_true(load(&bench, CONTRACTED) == 0);
    assert_close(owed(&bench), 16 / (16 * 0.98 + 8), 1e-15, 0);
}

// Shut, it owes nothing; at 0.6 of its capacity it carries 12, and those alone can be owed.
static void a_pipe_that_cannot_carry_owes_nothing(void **state) {
    (void)state;
    struct bench bench;
    make(&bench);
    *demand(&bench) = 0.25;
    bench.quarter.factor[CONTRACTED] = 0;
    ship(&bench);
    assert_true(load(&bench, CONTRACTED) == 0);
    assert_close(load(&bench, CHEAPER), 6, 1e-15, 0);
    assert_true(owed(&bench) == 0);
    bench.quarter.factor[CONTRACTED] = 0.6;
    ship(&bench);
    assert_close(load(&bench, CONTRACTED), 6, 1e-15, 0);
    assert_close(owed(&bench), 6 / (16 * 0.98 + 8), 1e-15, 0);
    // Enough is left of it: all is owed that the contract says.
    bench.quarter.factor[CONTRACTED] = 0.85;
    ship(&bench);
    assert_close(owed(&bench), 10 / (16 * 0.98 + 8), 1e-15, 0);
}

// Shut in one month of three: a third of a quarter without it and two thirds with it, though the
// mean of its capacity would do for all that it carries.
static void a_pipe_that_is_shut_for_a_month_loses_a_third(void **state) {
    (void)state;
    struct bench bench;
    double carried[2], brought[2], due[2];
    make(&bench);
    for (int open = 0; open < 2; open++) {
        bench.quarter.factor[CONTRACTED] = open;
        ship(&bench);
        carried[open] = load(&bench, CONTRACTED);
        brought[open] = deliveries(&bench);
        due[open] = owed(&bench);
    }
    assert_true(carried[0] == 0 && carried[1] == 16 && brought[0] < brought[1] && due[1] == 0);
    for (int month = 0; month < 3; month++) {
        make(&bench);
        const bool last = month == 2;
        bench.quarter.last_factor[CONTRACTED] = last ? 0 : 1;
        bench.quarter.factor[CONTRACTED] = 2.0 / 3;
        for (int m = 0; m < 2; m++) {
            if (!last && m != month) continue;
            bench.quarter.early_gates[m] = 1 << CONTRACTED;
            bench.quarter.early_factor[m][CONTRACTED] = last ? 1 : 0;
        }
        ship(&bench);
        assert_close(load(&bench, CONTRACTED), 2 * carried[1] / 3, 1e-14, 0);
        assert_close(deliveries(&bench), (2 * brought[1] + brought[0]) / 3, 1e-14, 0);
        assert_close(owed(&bench), due[0] / 3, 0, 1e-14);
    }
}

// Whose turn comes first takes 17 of the pipe: 3 are left, they are taken, and none is owed.
static void what_others_fill_is_not_owed(void **state) {
    (void)state;
    struct bench bench;
    make(&bench);
    bench.market[1] = bench.market[0];
    bench.market[0].demand = 1;
    bench.market[0].measures = 27;
    bench.constants.fuel_count = 2;
    ship(&bench);
    assert_close(load(&bench, CONTRACTED), 20, 1e-15, 0);
    assert_true(owed(&bench) == 0);
}

// Three pipes and wagons are 10, 20 and, by wagons, 3: a demand of 48 is served 33.
static void wagons_carry_what_they_can(void **state) {
    (void)state;
    struct bench bench;
    make(&bench);
    *demand(&bench) = 2;
    ship(&bench);
    assert_close(load(&bench, CONTRACTED), 20, 1e-15, 0);
    assert_close(load(&bench, CHEAPER), 10, 1e-15, 0);
    assert_close(load(&bench, BY_WAGON), 3, 1e-15, 0);
    bench.quarter.moved_lands = UINT64_C(1) << BETWEEN;
    bench.quarter.open[WAYS + BETWEEN] = 0;
    ship(&bench);
    assert_true(load(&bench, BY_WAGON) == 0);
}

static void a_higher_price_is_answered_by_the_elasticity(void **state) {
    (void)state;
    struct bench bench;
    make(&bench);
    *price(&bench) = 1.21;
    ship(&bench);
    assert_close(load(&bench, CONTRACTED) + load(&bench, CHEAPER), DEMANDED / 1.1, 1e-14, 0);
    // And further down the contract binds.
    *price(&bench) = 4;
    ship(&bench);
    assert_close(load(&bench, CONTRACTED), 12, 1e-14, 0);
    assert_close(owed(&bench), 4 / (16 * 0.98 + 8), 1e-14, 0);
}

// By their place in the order: the cheaper pipe has a quarter, of the rest the other has all but a
// ninth, which goes by wagon: 6, 16 and 2 of the 24.
static void take_shares(struct bench *bench) {
    static const double parts[WAYS] = {0.25, 16.0 / 18, 1};
    for (size_t k = 0; k < WAYS; k++) bench->ways[k].weight = parts[k];
    bench->least[0] = 0;
}

static void shares_of_the_base_hold_while_there_is_room(void **state) {
    (void)state;
    struct bench bench;
    make(&bench);
    take_shares(&bench);
    ship(&bench);
    assert_close(load(&bench, CHEAPER), 6, 1e-15, 0);
    assert_close(load(&bench, CONTRACTED), 16, 1e-15, 0);
    assert_close(load(&bench, BY_WAGON), 2, 1e-15, 0);
    // Nothing is left to rounding, which another way would take up.
    assert_true(bench.quarter.left[0] == 0);
    *demand(&bench) = 0.5;
    ship(&bench);
    assert_close(load(&bench, CHEAPER), 3, 1e-15, 0);
    assert_close(load(&bench, CONTRACTED), 8, 1e-15, 0);
    assert_close(load(&bench, BY_WAGON), 1, 1e-15, 0);
    // A contract takes its 16 first. Of the 8 left 2, 16/3 and 2/3 go as before; the pipe of the
    // contract has room for 4 of its 16/3, and the cheaper one takes the rest.
    *demand(&bench) = 1;
    bench.least[0] = 16;
    ship(&bench);
    assert_close(load(&bench, CHEAPER), 2 + 4.0 / 3, 1e-14, 0);
    assert_close(load(&bench, CONTRACTED), 20, 1e-15, 0);
    assert_close(load(&bench, BY_WAGON), 2.0 / 3, 1e-14, 0);
}

// The 16 of a closed pipe go to the cheaper one, which has room for 4, and to the wagons' last 1.
static void what_finds_no_room_overflows_in_the_order_of_cost(void **state) {
    (void)state;
    struct bench bench;
    make(&bench);
    take_shares(&bench);
    bench.quarter.factor[CONTRACTED] = 0;
    ship(&bench);
    assert_close(load(&bench, CHEAPER), 10, 1e-15, 0);
    assert_true(load(&bench, CONTRACTED) == 0);
    assert_close(load(&bench, BY_WAGON), 3, 1e-15, 0);
    assert_close(bench.quarter.left[0], 11, 1e-15, 0);
}

// Two shipments of a demand: what overflows takes nothing that the other sends as at the base.
static void overflow_waits_for_all_shipments_of_a_demand(void **state) {
    (void)state;
    struct bench bench;
    make(&bench);
    take_shares(&bench);
    bench.market[0].measures = 12;
    bench.market[1] = bench.market[0];
    bench.market[1].demand = 0;
    bench.market[1].first = WAYS;
    bench.ways[WAYS].weight = 1; // all of it by the cheaper pipe, which takes 10
    bench.constants.fuel_count = 2;
    bench.quarter.factor[CONTRACTED] = 0;
    // The first shipment sends 3 there and 1 by wagon; the second finds 7 for its 12. Of the 8 that
    // the closed pipe had the wagons then take 2, and no other way has room.
    ship(&bench);
    assert_close(load(&bench, CHEAPER), 10, 1e-15, 0);
    assert_close(load(&bench, BY_WAGON), 3, 1e-15, 0);
    assert_close(bench.quarter.left[0], 12 - 3 - 3, 1e-15, 0);
    assert_close(bench.quarter.left[1], 12 - 7, 1e-15, 0);
}

// Both pipes pass a line of 12: together they carry that and no more, whatever each has room for.
static void a_line_outside_gates_is_shared(void **state) {
    (void)state;
    struct bench bench;
    make(&bench);
    bench.least[0] = 0;
    bench.limits[LINE] = 12;
    ship(&bench);
    assert_close(load(&bench, CHEAPER), 10, 1e-15, 0);
    assert_close(load(&bench, CONTRACTED), 2, 1e-15, 0);
    assert_close(load(&bench, BY_WAGON), 3, 1e-15, 0);
    // What a contract has paid for takes the line first, and none is owed for what it has not.
    bench.least[0] = 16;
    ship(&bench);
    assert_close(load(&bench, CONTRACTED), 12, 1e-15, 0);
    assert_true(load(&bench, CHEAPER) == 0);
    assert_true(owed(&bench) == 0);
}

// Shares of 6 and 16 find 8 on the line, and so does what overflows: no way is sent twice its room.
static void what_overflows_finds_the_line_as_the_shares_left_it(void **state) {
    (void)state;
    struct bench bench;
    make(&bench);
    take_shares(&bench);
    bench.limits[LINE] = 8;
    ship(&bench);
    assert_close(load(&bench, CHEAPER), 6, 1e-15, 0);
    assert_close(load(&bench, CONTRACTED), 2, 1e-15, 0);
    assert_close(load(&bench, BY_WAGON), 3, 1e-15, 0);
}

// A demand that comes later finds what those before it left, in oil and in gas.
static void a_line_is_shared_between_demands(void **state) {
    (void)state;
    for (int gas = 0; gas < 2; gas++) {
        struct bench bench;
        make(&bench);
        for (uint32_t g = 0; g < WAYS; g++)
            bench.gates[g].capacity[STEPPE_MEASURE_1000M3] = CAPACITY;
        bench.limits[LINE] = 20;
        bench.limits[FLEET] = 0;
        bench.market[0].gas = bench.market[1].gas = gas == 1;
        bench.market[0].measures = 15;
        bench.constants.fuel_count = 2;
        ship(&bench);
        assert_close(load(&bench, CONTRACTED) + load(&bench, CHEAPER), 20, 1e-15, 0);
        assert_true(bench.quarter.left[0] == 0);
        assert_close(bench.quarter.left[1], DEMANDED - 5, 1e-15, 0);
    }
}

// ---- laws --------------------------------------------------------------------------------------

static double drawn(uint32_t *seed, double low, double high) {
    *seed = *seed * 1664525u + 1013904223u;
    return low + (high - low) * (*seed >> 8) / 16777216.0;
}

static void draw(struct bench *bench, uint32_t *seed) {
    make(bench);
    for (uint32_t g = 0; g < WAYS; g++) {
        bench->gates[g].capacity[STEPPE_MEASURE_T] = drawn(seed, 0, 30);
        bench->quarter.factor[g] = drawn(seed, 0, 1) < 0.3 ? 0 : drawn(seed, 0, 1.2);
        bench->quarter.tonnes[g] = drawn(seed, 0, 3);
    }
    bench->limits[FLEET] = drawn(seed, 0, 10);
    bench->limits[LINE] = drawn(seed, 0, 1) < 0.5 ? drawn(seed, 0, 40) : 100;
    bench->least[0] = drawn(seed, 0, 24);
    *demand(bench) = drawn(seed, 0, 1.5);
    *price(bench) = drawn(seed, 0.5, 3);
    for (size_t k = 0; k < WAYS; k++) bench->ways[k].weight = fmax(drawn(seed, -0.5, 1), 0);
}

static double room_at(const struct bench *bench, size_t gate) {
    return fmax(bench->gates[gate].capacity[STEPPE_MEASURE_T] * bench->quarter.factor[gate] -
                    bench->quarter.tonnes[gate],
                0);
}

// None on a closed gate, none beyond a capacity, of a gate or of what both pipes share, no more
// than is asked, and no less than there is room for. What is taken by the contract's pipe and owed
// together is the least that is paid for, as far as the pipe could carry it, and no other way takes
// what was paid for. All that whatever the shares of the base are.
static void whatever_comes_the_books_are_right(void **state) {
    (void)state;
    uint32_t seed = 7;
    int bound = 0, full = 0;
    for (int trial = 0; trial < 20000; trial++) {
        struct bench bench;
        double moved[2] = {0}, room[2] = {0}; // by pipe, by wagon
        draw(&bench, &seed);
        ship(&bench);
        const double asked = DEMANDED * *demand(&bench) / sqrt(*price(&bench));
        for (size_t g = 0; g < WAYS; g++) {
            const double fuel = load(&bench, g) - bench.quarter.tonnes[g];
            const double can = g == BY_WAGON ? fmin(room_at(&bench, g), bench.limits[FLEET])
                                             : room_at(&bench, g);
            assert_true(fuel >= -1e-12 && fuel <= can + 1e-12);
            moved[g == BY_WAGON] += fuel;
            room[g == BY_WAGON] += can;
        }
        const double line = bench.limits[LINE];
        full += room[0] > line && moved[0] > line - 1e-9;
        room[0] = fmin(room[0], line);
        assert_true(moved[0] <= line + 1e-12);
        assert_close(moved[0] + moved[1], fmin(asked, room[0] + room[1]), 1e-12, 1e-12);
        const double taken = load(&bench, CONTRACTED) - bench.quarter.tonnes[CONTRACTED];
        const double due = owed(&bench) * bench.base[0];
        const double least = fmin(bench.least[0], fmin(room_at(&bench, CONTRACTED), line));
        assert_true(due >= 0);
        if (due > 0) assert_close(taken + due, least, 1e-12, 1e-12);
        assert_true(taken + due >= least - 1e-12);
        if (taken < least - 1e-9) assert_close(taken, asked, 1e-12, 0); // nothing went elsewhere
        bound += due > 0;
    }
    assert_true(bound > 1000 && bound < 19000 && full > 1000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_paid_for_goes_first),
        cmocka_unit_test(a_buyer_that_takes_less_pays_all_the_same),
        cmocka_unit_test(a_pipe_that_cannot_carry_owes_nothing),
        cmocka_unit_test(a_pipe_that_is_shut_for_a_month_loses_a_third),
        cmocka_unit_test(what_others_fill_is_not_owed),
        cmocka_unit_test(wagons_carry_what_they_can),
        cmocka_unit_test(a_higher_price_is_answered_by_the_elasticity),
        cmocka_unit_test(shares_of_the_base_hold_while_there_is_room),
        cmocka_unit_test(what_finds_no_room_overflows_in_the_order_of_cost),
        cmocka_unit_test(overflow_waits_for_all_shipments_of_a_demand),
        cmocka_unit_test(a_line_outside_gates_is_shared),
        cmocka_unit_test(what_overflows_finds_the_line_as_the_shares_left_it),
        cmocka_unit_test(a_line_is_shared_between_demands),
        cmocka_unit_test(whatever_comes_the_books_are_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
