// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit on the bundled model, each float instance against the scalar twin, lane by lane: with
// other parameters in every lane, gates and territories closed, ports shallow, refusal, sanctions
// eased, outages and projects as they come, fuels dearer, not wanted, and under contract.
#define STEPPE_SCALAR
#define STEPPE_INSTANCE scalar
#include "mechanisms/mechanism.h"
#include "model/network.h"
#include "model_copy.h"
#include "sim/block.h"
#include "sim/plan.h"
#include "test.h"

enum { QUARTERS = 12 };

// One instance with a block of its own. struct steppe_world is the same in all: its arrays are not.
struct bench {
    struct steppe_arena arena;
    struct steppe_plan *plan;
    struct steppe_block *block;
    size_t number; // of transit
    double *start;
};

static const struct steppe_plan_options options = {.members = 64,
                                                   .seed = 5,
                                                   .fix_parameters = true,
                                                   .no_events = true,
                                                   .no_regime_moves = true,
                                                   .no_run_in = true};
static struct model_copy copy;
static struct steppe_project *project;
static struct bench twin;
static const struct steppe_model *model;

static void open_bench(struct bench *bench, const struct steppe_kernels *kernels) {
    struct steppe_error error = {0};
    steppe_arena_init(&bench->arena, 0);
    if (!steppe_plan_make(model, kernels, &options, &bench->arena, &bench->plan, &error))
        fail_msg("%s", error.message);
    bench->block = kernels->block_make(
        bench->plan, steppe_arena_take(&bench->arena, 1, kernels->block_bytes(bench->plan)));
    bench->start = steppe_arena_take(
        &bench->arena, bench->plan->layout->state_cells * (size_t)kernels->lanes, sizeof(double));
    for (size_t k = 0; k < kernels->mechanism_count; k++)
        if (strcmp(kernels->mechanisms[k]->name, "transit") == 0) bench->number = k;
}

static void begin(const struct bench *bench) {
    bench->plan->kernels->block_push(bench->block, NULL, 0, bench->start);
}

static double get(const struct bench *bench, const void *array, size_t cell, int lane) {
    const size_t at = cell * (size_t)bench->plan->kernels->lanes + (size_t)lane;
    return bench->plan->kernels->lanes == 1 ? ((const double *)array)[at]
                                            : (double)((const float *)array)[at];
}
static void set(const struct bench *bench, void *array, size_t cell, int lane, double value) {
    const size_t at = cell * (size_t)bench->plan->kernels->lanes + (size_t)lane;
    if (bench->plan->kernels->lanes == 1)
        ((double *)array)[at] = value;
    else
        ((float *)array)[at] = (float)value;
}

// ---- what happens in a lane --------------------------------------------------------------------

static double drawn(uint32_t *seed, double low, double high) {
    *seed = *seed * 1664525u + 1013904223u;
    return low + (high - low) * (*seed >> 8) / 16777216.0;
}

// Months before the quarter's last, in which a lever may have stood otherwise.
static void set_lags(const struct bench *bench, int lane, uint32_t variable, double chance,
                     double low, double high, uint32_t *seed) {
    const struct steppe_layout *layout = bench->plan->layout;
    const uint32_t rows = layout->lag_months[variable] * layout->cell_counts[variable];
    for (uint32_t row = 0; row < rows; row++) {
        const bool hit = drawn(seed, 0, 1) < chance;
        const double value = drawn(seed, low, high);
        if (hit)
            set(bench, bench->block->world.lags, layout->lag_offsets[variable] + row, lane,
                round(8 * value) / 8);
    }
}

static void set_cells(const struct bench *bench, int lane, uint32_t variable, double chance,
                      double low, double high, uint32_t *seed) {
    const struct steppe_layout *layout = bench->plan->layout;
    for (uint32_t c = 0; c < layout->cell_counts[variable]; c++) {
        const bool hit = drawn(seed, 0, 1) < chance;
        const double value = drawn(seed, low, high);
        // Eighths are the same number in float and double.
        if (hit)
            set(bench, bench->block->world.state, layout->offsets[variable] + c, lane,
                round(8 * value) / 8);
    }
}

static void disturb(const struct bench *bench, int lane, uint32_t number) {
    static const struct {
        const char *name;
        double low, high;
    } drawn_parameters[] = {{"transit.refusal", 0, 1},
                            {"transit.gate_delay", 0.25, 2},
                            {"transit.toll_margin", 0.25, 0.75},
                            {"transit.fuel_elasticity", 0.125, 0.75}};
    uint32_t seed = number;
    for (size_t i = 0; i < STEPPE_COUNT(drawn_parameters); i++) {
        const uint32_t at = steppe_model_parameter(model, drawn_parameters[i].name);
        const double value = drawn(&seed, drawn_parameters[i].low, drawn_parameters[i].high);
        set(bench, bench->block->world.params, bench->plan->layout->param_offsets[at], lane,
            round(8 * value) / 8);
    }
    if (number % 4 != 0) set_cells(bench, lane, STEPPE_VAR_gate_open, 0.1, 0, 1, &seed);
    if (number % 4 == 1) set_cells(bench, lane, STEPPE_VAR_gate_open, 0.1, 0, 0.05, &seed);
    if (number % 4 == 2) set_cells(bench, lane, STEPPE_VAR_territory_open, 0.1, 0, 0.05, &seed);
    if (number % 4 == 3) set_cells(bench, lane, STEPPE_VAR_territory_open, 0.1, 0, 1, &seed);
    set_cells(bench, lane, STEPPE_VAR_refusal, 0.5, 0, 2, &seed);
    set_cells(bench, lane, STEPPE_VAR_sanction_level, 0.05, 0, 1, &seed);
    set_cells(bench, lane, STEPPE_VAR_fuel_price, 0.3, 0.5, 3, &seed);
    set_cells(bench, lane, STEPPE_VAR_fuel_demand, 0.3, 0, 1.5, &seed);
    if (number % 3 != 0) set_lags(bench, lane, STEPPE_VAR_gate_open, 0.1, 0, 1, &seed);
    if (number % 3 == 1) set_lags(bench, lane, STEPPE_VAR_gate_appeal, 0.1, 0.5, 2, &seed);
    if (number % 3 == 2) set_lags(bench, lane, STEPPE_VAR_territory_open, 0.2, 0, 1, &seed);
    if (number % 2 == 0) set_lags(bench, lane, STEPPE_VAR_fuel_demand, 0.3, 0, 1.5, &seed);
}

static void quarter(const struct bench *bench, int32_t month) {
    struct steppe_world *world = &bench->block->world;
    world->month = month;
    bench->plan->kernels->mechanisms[bench->number]->step(
        world, bench->plan->constants[bench->number], &bench->block->scratch);
}

// ---- the comparison ----------------------------------------------------------------------------

// Loads and waits are compared with the largest of their kind: what is nearly nothing of a gate
// comes of the difference of large numbers. Waits rise with the sixth power of loads; a loss is the
// log of what little does not cross.
static const struct {
    uint32_t variable;
    double relative, absolute;
} owned[] = {
    {STEPPE_VAR_gate_works, 1e-5, 0},         {STEPPE_VAR_gate_box_ratio, 1e-5, 0},
    {STEPPE_VAR_gate_outage, 1e-5, 1e-7},     {STEPPE_VAR_gate_load, 5e-4, 1e3},
    {STEPPE_VAR_gate_boxes, 5e-4, 50},        {STEPPE_VAR_gate_wait, 5e-4, 1e-5},
    {STEPPE_VAR_gate_box_wait, 5e-4, 1e-5},   {STEPPE_VAR_freight_cost, 1e-4, 1e-6},
    {STEPPE_VAR_fuel_deliveries, 1e-4, 1e-5}, {STEPPE_VAR_fuel_owed, 1e-4, 1e-5},
    {STEPPE_VAR_transit_revenue, 1e-4, 1e4},  {STEPPE_VAR_transit_loss, 2e-3, 1e6},
};

enum { LANES_MAX = 64 };
static double *record; // [lane][quarter][state cell] of the twin

static double *recorded(int lane, int at) {
    const size_t cells = twin.plan->layout->state_cells;
    return record + ((size_t)lane * QUARTERS + (size_t)at) * cells;
}

// A step looks back at what changes can move: here territories, too, and every gate.
static void write_levers(void) {
    char text[1 << 14] = "summary: what may change within a quarter\nchanges:\n";
    static const char *const lands[] = {"RUS", "BLR", "CHN", "IRN", "AZE", "TUR", "GEO"};
    struct steppe_project *bundled = model_open(STEPPE_SOURCE_DIR "/models/central-asia");
    const struct steppe_network *network = steppe_project_model(bundled)->network;
    for (size_t i = 0; i < network->gate_count + STEPPE_COUNT(lands); i++) {
        const bool gate = i < network->gate_count;
        const size_t at = strlen(text);
        (void)snprintf(text + at, sizeof text - at, "  - at: 2028-01\n    set: %s[%s]\n    to: 1\n",
                       gate ? "gate_open" : "territory_open",
                       gate ? network->gates[i].id : lands[i - network->gate_count]);
    }
    steppe_project_close(bundled);
    model_copy_make(&copy);
    model_copy_write(&copy, "scenarios/t_levers.yaml", "w", text);
}

static int run_twin(void **state) {
    (void)state;
    write_levers();
    project = model_open(copy.folder);
    if (!project) return -1;
    model = steppe_project_model(project);
    open_bench(&twin, steppe_kernels_named("scalar"));
    const size_t cells = twin.plan->layout->state_cells;
    record = malloc(LANES_MAX * QUARTERS * cells * sizeof *record);
    if (!record) return -1;
    for (int lane = 0; lane < LANES_MAX; lane++) {
        begin(&twin);
        disturb(&twin, 0, (uint32_t)lane + 1);
        twin.block->world.first_member = (uint32_t)lane; // draws are of the member
        for (int q = 0; q < QUARTERS; q++) {
            quarter(&twin, 3 * q + 2);
            memcpy(recorded(lane, q), twin.block->world.state, cells * sizeof *record);
        }
    }
    return 0;
}
static int close_twin(void **state) {
    (void)state;
    free(record);
    steppe_arena_free(&twin.arena);
    steppe_project_close(project);
    model_copy_free(&copy);
    return 0;
}

static void compare(const struct bench *lanes, int lane, int at) {
    const struct steppe_layout *layout = twin.plan->layout;
    for (size_t i = 0; i < STEPPE_COUNT(owned); i++)
        for (uint32_t c = 0; c < layout->cell_counts[owned[i].variable]; c++) {
            const size_t cell = layout->offsets[owned[i].variable] + c;
            const double in_float = get(lanes, lanes->block->world.state, cell, lane);
            const double in_double = recorded(lane, at)[cell];
            if (!(fabs(in_float - in_double) <=
                  owned[i].relative * fabs(in_double) + owned[i].absolute))
                fail_msg("%s: %s[%u] %.9g, the twin has %.9g in lane %d after %d quarters",
                         lanes->plan->kernels->name, model->variables[owned[i].variable].name, c,
                         in_float, in_double, lane, at + 1);
        }
}

static void the_lanes_follow_the_scalar_twin(void **state) {
    size_t count;
    const struct steppe_kernels *const *all = steppe_kernels_all(&count);
    (void)state;
    for (size_t k = 0; k < count; k++) {
        struct bench lanes;
        if (all[k]->lanes == 1) continue;
        assert_true(all[k]->lanes <= LANES_MAX);
        open_bench(&lanes, all[k]);
        begin(&lanes);
        for (int lane = 0; lane < all[k]->lanes; lane++) disturb(&lanes, lane, (uint32_t)lane + 1);
        for (int q = 0; q < QUARTERS; q++) {
            quarter(&lanes, 3 * q + 2);
            for (int lane = 0; lane < all[k]->lanes; lane++) compare(&lanes, lane, q);
        }
        steppe_arena_free(&lanes.arena);
    }
}

// Whether a step looks back hangs on all lanes of a block, and what it finds in one does not.
static void a_lane_is_the_same_beside_any_others(void **state) {
    size_t count;
    const struct steppe_kernels *const *all = steppe_kernels_all(&count);
    (void)state;
    for (size_t k = 0; k < count; k++) {
        struct bench full, sparse;
        if (all[k]->lanes == 1) continue;
        open_bench(&full, all[k]);
        open_bench(&sparse, all[k]);
        begin(&full);
        begin(&sparse);
        for (int lane = 0; lane < all[k]->lanes; lane++) {
            disturb(&full, lane, (uint32_t)lane + 1);
            if (lane % 5 == 0) disturb(&sparse, lane, (uint32_t)lane + 1);
        }
        for (int q = 0; q < QUARTERS; q++) {
            quarter(&full, 3 * q + 2);
            quarter(&sparse, 3 * q + 2);
            for (size_t cell = 0; cell < full.plan->layout->state_cells; cell++)
                for (int lane = 0; lane < all[k]->lanes; lane += 5)
                    assert_true(get(&full, full.block->world.state, cell, lane) ==
                                get(&sparse, sparse.block->world.state, cell, lane));
        }
        steppe_arena_free(&full.arena);
        steppe_arena_free(&sparse.arena);
    }
}

// The comparison is of something: all of it happens in some lane.
static void the_twin_has_seen_all_of_it(void **state) {
    static const uint32_t moving[] = {STEPPE_VAR_gate_outage,     STEPPE_VAR_gate_wait,
                                      STEPPE_VAR_gate_box_wait,   STEPPE_VAR_fuel_owed,
                                      STEPPE_VAR_freight_cost,    STEPPE_VAR_transit_loss,
                                      STEPPE_VAR_gate_works,      STEPPE_VAR_fuel_deliveries,
                                      STEPPE_VAR_transit_revenue, STEPPE_VAR_gate_box_ratio};
    const struct steppe_layout *layout = twin.plan->layout;
    (void)state;
    for (size_t i = 0; i < STEPPE_COUNT(moving); i++) {
        int lanes = 0;
        for (int lane = 0; lane < LANES_MAX; lane++) {
            bool moved = false;
            for (uint32_t c = 0; c < layout->cell_counts[moving[i]]; c++) {
                const size_t cell = layout->offsets[moving[i]] + c;
                for (int q = 0; q < QUARTERS; q++)
                    moved |= fabs(recorded(lane, q)[cell] - twin.start[cell]) >
                             0.01 * fabs(twin.start[cell]) + 1e-4;
            }
            lanes += moved;
        }
        if (lanes < LANES_MAX / 8)
            fail_msg("%s moves in %d lanes", model->variables[moving[i]].name, lanes);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lanes_follow_the_scalar_twin),
        cmocka_unit_test(a_lane_is_the_same_beside_any_others),
        cmocka_unit_test(the_twin_has_seen_all_of_it),
    };
    return cmocka_run_group_tests(tests, run_twin, close_twin);
}
