// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit_fuels and transit_limits: which ways of fuels a run begins with, and what they share, on
// the bundled model and on copies of it with more lines.
#include "mechanisms/transit.h"
#include "model_copy.h"
#include "sim/plan.h"
#include "test.h"

static struct steppe_project *project;
static const struct steppe_model *model;
static struct steppe_arena arena;
static struct steppe_transit_routes routes;

static void open_folder(const char *folder) {
    struct steppe_error error = {0};
    struct steppe_plan *plan;
    project = model_open(folder);
    assert_non_null(project);
    model = steppe_project_model(project);
    steppe_arena_init(&arena, 0);
    if (!steppe_plan_make(model, steppe_kernels_best(), &steppe_plan_at_rest, &arena, &plan,
                          &error))
        fail_msg("%s", error.message);
    double *start = steppe_arena_take(&arena, plan->layout->state_cells, sizeof *start);
    memcpy(start, plan->start, plan->layout->state_cells * sizeof *start);
    const struct steppe_setup setup = {.model = model,
                                       .layout = plan->layout,
                                       .arena = &arena,
                                       .known_month = steppe_date_month(model->start),
                                       .start = start};
    if (!steppe_transit_routes_make(&setup, 0.5, &routes, &error)) fail_msg("%s", error.message);
}
static void close_folder(void) {
    steppe_arena_free(&arena);
    steppe_project_close(project);
}

static int open_model(void **state) {
    (void)state;
    open_folder(STEPPE_SOURCE_DIR "/models/central-asia");
    return 0;
}
static int close_model(void **state) {
    (void)state;
    close_folder();
    return 0;
}

static bool passes(const struct steppe_transit_way *way, uint32_t limit) {
    for (uint32_t i = 0; i < way->limit_count; i++)
        if (way->limits[i] == limit) return true;
    return false;
}

// ---- limits ------------------------------------------------------------------------------------

// Row of what bounds fuels at a link; -1: none.
static int32_t limit_at(const char *link) {
    for (size_t i = 0; i < routes.limit_count; i++)
        if (routes.limits[i].fleet < 0 &&
            strcmp(routes.network->links[routes.limits[i].link].id, link) == 0)
            return (int32_t)i;
    return -1;
}

// From the west of Kazakhstan to China three lines lie in a row, of 6, 20 and 20 Mt: one limit, of
// the narrowest, for the ways of all fields. Links at gates are none.
static void lines_in_a_row_are_one_limit(void **state) {
    (void)state;
    const int32_t line = limit_at("O_KEN_ATY");
    size_t fields = 0;
    assert_true(line >= 0 && routes.limits[line].room == 6e6);
    assert_true(limit_at("O_KEN_KUM") < 0 && limit_at("O_KUM_ATA") < 0 && limit_at("O_CPC_2") < 0);
    for (size_t s = 0; s < routes.fuel_count; s++) {
        const struct steppe_transit_market *market = &routes.fuels[s];
        size_t ways = 0;
        for (size_t k = 0; k < market->way_count; k++)
            ways += passes(&market->ways[k], (uint32_t)line);
        fields += ways > 0;
        assert_true(ways == 0 || ways == market->way_count);
    }
    assert_int_equal(fields, 5);
}

// At the base no limit carries more than its room, and each is one that some way passes.
static void limits_hold_at_the_base(void **state) {
    (void)state;
    assert_true(routes.limit_count > 5 && routes.limit_count < 20);
    for (uint32_t i = 0; i < routes.limit_count; i++) {
        double flow = 0;
        size_t ways = 0;
        for (size_t s = 0; s < routes.fuel_count; s++) {
            const struct steppe_transit_market *market = &routes.fuels[s];
            for (size_t k = 0; k < market->way_count; k++) {
                if (!passes(&market->ways[k], i)) continue;
                flow += market->ways[k].flow;
                ways++;
            }
        }
        assert_true(ways > 0 && flow <= routes.limits[i].room * (1 + 1e-9));
    }
}

// ---- detours -----------------------------------------------------------------------------------

enum { STAGES = 3, LINES = 4, DEPTH = 3, PLACES = 16 };

static const struct {
    const char *ends, *first;  // nodes, and the line that the bundled model has there
    int length;                // km
    double tariffs[LINES - 1]; // of the others, USD/t
} stages[STAGES] = {{"RU_OMS,KZ_PAV", "O_OMS_PAV", 431, {12, 14.3, 16.9}},
                    {"KZ_PAV,KZ_ATA", "O_PAV_ATA", 616, {11, 12.1, 14.7}},
                    {"KZ_ATA,CN_ALA", "O_ATA_ALA", 963, {14, 15.7, 17}}};

// Three lines beside each from Omsk to China, in the order of the table or in the other.
static void write_parallels(const struct model_copy *copy, bool turned) {
    const int all = STAGES * (LINES - 1);
    for (int i = 0; i < all; i++) {
        const int at = turned ? all - 1 - i : i, stage = at / (LINES - 1), line = at % (LINES - 1);
        char row[256];
        (void)snprintf(row, sizeof row,
                       "O_X_%d_%d,%s,oil_pipeline,operating,2010,%d,5,,,5,%g,2023,,,,,KAZ,,"
                       "forward,judgement,low,\n",
                       stage, line + 1, stages[stage].ends, stages[stage].length + line,
                       stages[stage].tariffs[line]);
        model_copy_write(copy, "network/links.csv", "a", row);
    }
}

static const struct steppe_transit_market *shipment(const char *from, const char *to) {
    for (size_t s = 0; s < routes.fuel_count; s++)
        if (routes.fuels[s].from == steppe_model_element(model, STEPPE_AXIS_ACTOR, from) &&
            routes.fuels[s].to == steppe_model_element(model, STEPPE_AXIS_ACTOR, to))
            return &routes.fuels[s];
    fail_msg("%s sends %s no fuel", from, to);
    return NULL;
}

static double cost_of(const char *id, const struct steppe_freight *freight) {
    for (size_t l = 0; l < routes.network->link_count; l++) {
        const struct steppe_link *link = &routes.network->links[l];
        if (strcmp(link->id, id) == 0)
            return steppe_link_tariff(link, freight) +
                   freight->time_cost * freight->value * link->days;
    }
    fail_msg("no line %s", id);
    return 0;
}

// By cost, and so much more for each thing done without.
static void sort(double (*ways)[2], int count, double more) {
    for (int i = 1; i < count; i++) {
        const double without = ways[i][0], cost = ways[i][1];
        int k = i;
        for (; k > 0 && more * without + cost < more * ways[k - 1][0] + ways[k - 1][1]; k--)
            memcpy(ways[k], ways[k - 1], sizeof *ways);
        ways[k][0] = without;
        ways[k][1] = cost;
    }
}

// Without a of the first stage's lines, b of the second's and c of the third's, all a + b + c <= 3:
// the cheapest ways. Those that do without least, then the cheapest, have the places; by cost.
static int expected(const struct steppe_freight *freight, double (*ways)[2]) {
    double costs[STAGES][LINES];
    int count = 0;
    for (int stage = 0; stage < STAGES; stage++)
        for (int line = 0; line < LINES; line++) {
            char id[16];
            (void)snprintf(id, sizeof id, "O_X_%d_%d", stage, line);
            costs[stage][line] = cost_of(line ? id : stages[stage].first, freight);
            assert_true(line == 0 || costs[stage][line] > costs[stage][line - 1]);
        }
    for (int a = 0; a <= DEPTH; a++)
        for (int b = 0; a + b <= DEPTH; b++)
            for (int c = 0; a + b + c <= DEPTH; c++) {
                ways[count][0] = a + b + c;
                ways[count++][1] = costs[0][a] + costs[1][b] + costs[2][c];
            }
    sort(ways, count, 1e6);
    sort(ways, PLACES, 0);
    return count;
}

// With many detours some have no place, and are counted: those that do without most, and of these
// the dearest, in whatever order the table has the lines.
static void the_nearest_detours_are_kept(void **state) {
    (void)state;
    close_folder();
    for (int turned = 0; turned < 2; turned++) {
        struct model_copy copy;
        double ways[32][2];
        model_copy_make(&copy);
        write_parallels(&copy, turned == 1);
        open_folder(copy.folder);
        const struct steppe_transit_market *market = shipment("RUS", "CHN");
        const int count = expected(&routes.network->freights[market->freight], ways);
        assert_int_equal(count, 20);
        assert_int_equal(market->way_count, PLACES);
        for (size_t k = 0; k < PLACES; k++) assert_close(market->ways[k].cost, ways[k][1], 1e-9, 0);
        assert_true(routes.fuel_ways_dropped >= (size_t)count - PLACES);
        assert_true(routes.fuel_searches_dropped == 0);
        close_folder();
        model_copy_free(&copy);
    }
    open_folder(STEPPE_SOURCE_DIR "/models/central-asia");
}

// None of the bundled model is left out.
static void the_bundled_model_has_a_place_for_every_detour(void **state) {
    (void)state;
    assert_true(routes.fuel_ways_dropped == 0 && routes.fuel_searches_dropped == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_in_a_row_are_one_limit),
        cmocka_unit_test(limits_hold_at_the_base),
        cmocka_unit_test(the_nearest_detours_are_kept),
        cmocka_unit_test(the_bundled_model_has_a_place_for_every_detour),
    };
    return cmocka_run_group_tests(tests, open_model, close_model);
}
