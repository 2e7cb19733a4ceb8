// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// The base of freight on the bundled model: constants of corridors by what was counted.
#include "study/bundled.h"

#include "model/network.h"
#include "world/corridor_fit.h"

static const struct steppe_corridors *fit_of(const struct steppe_project *of) {
    const struct steppe_corridors *corridors;
    struct steppe_error error = {0};
    if (!steppe_corridors_fit(of, &corridors, &error)) fail_msg("%s", error.message);
    assert_int_equal(corridors->count, steppe_project_model(of)->network->count_count);
    return corridors;
}

static void the_base_carries_what_was_counted_within_its_spread(void **state) {
    (void)state;
    const struct steppe_corridors *corridors = fit_of(project);
    size_t fitted = 0, blank = 0;
    for (uint32_t c = 0; c < corridors->count; c++) {
        const struct steppe_count *count = &model->network->counts[c];
        const struct steppe_observation *seen = steppe_network_base(model->network, c);
        if (!count->fits || !seen) {
            assert_true(corridors->constants[c] == 0);
            continue;
        }
        fitted++;
        if (!(fabs(corridors->model[c] - seen->value) <= seen->spread))
            fail_msg("%s: %g, observed %g", count->id, corridors->model[c], seen->value);
        // The month begins with as much: the same constants, days and ways, of which what has no
        // place moves at most a hundredth of a count, each way.
        const double month = corridors->month[c];
        if (isfinite(month) && !(fabs(month - seen->value) <= seen->spread &&
                                 fabs(month - corridors->model[c]) <= 0.02 * seen->value))
            fail_msg("%s: %g in the month, %g with all, observed %g", count->id, month,
                     corridors->model[c], seen->value);
        if (!isfinite(month)) blank++;
        // Beyond the cost of the cheapest way a constant would say that the network is wrong.
        assert_true(fabs(corridors->constants[c]) < 1);
    }
    assert_true(fitted >= 6 && blank <= 1);
    steppe_corridors_free(corridors);
}

// What the bundled model keeps is what the fit finds: else it is found anew wherever it is used,
// which takes a second. `sh tools/docs.sh` writes it.
static void what_is_kept_is_what_the_fit_finds(void **state) {
    (void)state;
    const struct steppe_corridors *corridors = fit_of(project);
    const struct steppe_network *network = model->network;
    if (!corridors->kept) fail_msg("network/fit.csv is of other tables: sh tools/docs.sh");
    for (size_t c = 0; c < corridors->count; c++)
        assert_true(corridors->constants[c] == network->fit_constants[c]);
    for (int i = 0; i < 2; i++)
        for (size_t l = 0; l < network->link_count; l++)
            assert_true(fabs(corridors->days[i][l] - network->fit_days[i][l]) < 1e-4);
    for (int i = 0; i < 2; i++)
        for (size_t g = 0; g < network->gate_count; g++)
            assert_true(corridors->gates[i][g] == network->fit_gates[i][g]);
    steppe_corridors_free(corridors);
}

// Another figure of the base is another fit.
static void another_count_of_the_base_is_another_mark(void **state) {
    (void)state;
    struct steppe_model other = *model;
    struct steppe_network network = *model->network;
    struct steppe_observation seen[512];
    assert_true(network.observation_count <= STEPPE_COUNT(seen));
    memcpy(seen, network.observations, network.observation_count * sizeof *seen);
    network.observations = seen;
    other.network = &network;
    assert_true(steppe_corridor_inputs(&other) == steppe_corridor_inputs(model));
    for (size_t i = 0; i < network.observation_count; i++)
        if (seen[i].use != STEPPE_OBSERVED_BASE) seen[i].value *= 2;
    assert_true(steppe_corridor_inputs(&other) == steppe_corridor_inputs(model));
    for (size_t i = 0; i < network.observation_count; i++)
        if (seen[i].use == STEPPE_OBSERVED_BASE) seen[i].value *= 1.001;
    assert_true(steppe_corridor_inputs(&other) != steppe_corridor_inputs(model));
}

// The years after the price year are a test: whatever they say, the constants stay the same bits.
static void what_was_counted_later_moves_no_constant(void **state) {
    (void)state;
    struct model_copy copy;
    char path[1200], line[400];
    const struct steppe_corridors *before = fit_of(project);
    model_copy_make(&copy);
    (void)snprintf(path, sizeof path, "%s/network/observed.csv", copy.folder);
    FILE *file = fopen(path, "r");
    char *text = calloc(1, 1 << 20);
    assert_non_null(file);
    assert_non_null(text);
    size_t used = 0, dropped = 0;
    while (fgets(line, sizeof line, file)) {
        if (strstr(line, ",test,")) {
            dropped++;
            continue;
        }
        used += (size_t)snprintf(text + used, (1 << 20) - used, "%s", line);
    }
    assert_int_equal(fclose(file), 0);
    assert_true(dropped > 5);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, used, file), used);
    assert_int_equal(fclose(file), 0);
    free(text);
    struct steppe_project *other = model_open(copy.folder);
    assert_non_null(other);
    const struct steppe_corridors *after = fit_of(other);
    for (size_t c = 0; c < before->count; c++)
        assert_true(before->constants[c] == after->constants[c]);
    assert_true(after->inputs == before->inputs);
    steppe_corridors_free(before);
    steppe_corridors_free(after);
    steppe_project_close(other);
    model_copy_free(&copy);
}

// More boxes than there are: no constant brings them, and no run goes on as if it had. Whatever
// uses the constants finds them by the same call.
static void a_count_that_no_constant_can_bring_is_told(void **state) {
    (void)state;
    struct model_copy copy;
    struct steppe_error error = {0};
    model_copy_make(&copy);
    model_copy_replace(&copy, "network/observed.csv", "titr_teu,2023,20500", "titr_teu,2023,5e7");
    struct steppe_project *other = model_open(copy.folder);
    assert_non_null(other);
    struct steppe_run_options options = {.members = 32, .seed = 1};
    struct steppe_result *result;
    assert_false(steppe_run(other, &options, &result, &error));
    assert_int_equal(error.code, STEPPE_CODE_RUN);
    assert_non_null(strstr(error.message, "'titr_teu' has"));
    assert_non_null(strstr(error.message, "5e+07 were seen"));
    steppe_project_close(other);
    model_copy_free(&copy);
}

// A count may see goods and a fuel, and fit only the goods: the pipeline beside them, a hundred
// times what they are, is in what it shows and not in their odds.
static void what_a_count_does_not_fit_changes_no_constant(void **state) {
    (void)state;
    struct model_copy copy;
    char seen[80];
    const struct steppe_corridors *before = fit_of(project);
    const uint32_t btk = steppe_network_count(model->network, "btk_t");
    model_copy_make(&copy);
    model_copy_write(&copy, "network/counts.csv", "a",
                     "pipe_t,Oil of all by the pipe,t,oil,,,both,O_CPC_2,,judgement,\n");
    struct steppe_project *other = model_open(copy.folder);
    assert_non_null(other);
    const struct steppe_corridors *pipe = fit_of(other);
    const double oil = pipe->model[before->count] / 1e6;
    steppe_corridors_free(pipe);
    steppe_project_close(other);
    assert_true(oil > 40);
    model_copy_replace(&copy, "network/counts.csv", "t,container;bulk,,,both,R_AKH_KAR,",
                       "t,container;bulk;oil,,,both,R_AKH_KAR;O_CPC_2,");
    (void)snprintf(seen, sizeof seen, "btk_t,2022,%.6f,Mt/year,0.108", oil + 0.432);
    model_copy_replace(&copy, "network/observed.csv", "btk_t,2022,0.432,Mt/year,25%", seen);
    other = model_open(copy.folder);
    assert_non_null(other);
    const struct steppe_corridors *after = fit_of(other);
    // Each is within a tenth of the spread of 0.108: a fortieth of 0.432, or 1/15 of that in cost.
    assert_true(fabs(after->model[btk] - 1e6 * (oil + 0.432)) <= 0.1 * 0.108e6);
    assert_true(fabs(after->constants[btk] - before->constants[btk]) < 2.0 / 40 / 15 + 1e-4);
    steppe_corridors_free(before);
    steppe_corridors_free(after);
    steppe_project_close(other);
    model_copy_free(&copy);
}

// ---- ways --------------------------------------------------------------------------------------

// Corridors by nodes of the inner continent, two and two: with all that is planned more ways than a
// set holds. None is lost in silence.
static void more_ways_than_a_set_holds_are_told(void **state) {
    (void)state;
    static const char *const inner[] = {"KZ_", "UZ_", "RU_", "CN_", "TM_",
                                        "IR_", "AZ_", "KG_", "GE_", "TR_"};
    struct model_copy copy;
    struct steppe_error error = {0};
    const struct steppe_run_options options = {.members = 32, .seed = 1};
    struct steppe_result *result;
    const struct steppe_network *network = model->network;
    uint32_t nodes[256];
    size_t count = 0, rows = network->corridor_count;
    for (uint32_t n = 0; n < network->node_count && count < STEPPE_COUNT(nodes); n++)
        for (size_t i = 0; i < STEPPE_COUNT(inner); i++)
            if (strncmp(network->nodes[n].id, inner[i], 3) == 0) nodes[count++] = n;
    model_copy_make(&copy);
    for (size_t i = 0; rows < 64; i++, rows++) {
        char row[120];
        assert_true(i + 1 < count - i);
        (void)snprintf(row, sizeof row, "x%zu,X %zu,container;bulk,%s;%s,judgement\n", i, i,
                       network->nodes[nodes[i]].id, network->nodes[nodes[count - 1 - i]].id);
        model_copy_write(&copy, "network/corridors.csv", "a", row);
    }
    struct steppe_project *other = model_open(copy.folder);
    assert_non_null(other);
    assert_false(steppe_run(other, &options, &result, &error));
    assert_int_equal(error.code, STEPPE_CODE_MODEL);
    assert_non_null(strstr(error.message, "container from "));
    assert_non_null(strstr(error.message, "more than the 64 ways that can be told apart"));
    steppe_project_close(other);
    model_copy_free(&copy);
}

// ---- sanctions ---------------------------------------------------------------------------------

// Tonnes of shippers between the European Union and others that refuse.
static double refusing_of(const struct steppe_model *of) {
    struct steppe_arena arena;
    struct steppe_transport transport;
    struct steppe_freight_load load;
    struct steppe_error error = {0};
    const uint32_t union_of = steppe_model_element(of, STEPPE_AXIS_ACTOR, "EUU");
    double sum = 0;
    steppe_arena_init(&arena, 0);
    if (!steppe_transport_make(of, steppe_date_month(of->start), NULL, &arena, &transport,
                               &error) ||
        !steppe_freight_load_make(&transport, STEPPE_LOAD_LEAST_T, &arena, &load, &error))
        fail_msg("%s", error.message);
    for (size_t t = 0; t < load.trip_count; t++) {
        const struct steppe_freight_trip *trip = &load.trips[t];
        const uint64_t ends = UINT64_C(1) << trip->from_actor | UINT64_C(1) << trip->to_actor;
        // With another who sanctions the level is that of the stronger.
        if ((ends & load.sanctioners) == UINT64_C(1) << union_of && trip->refuses)
            sum += trip->tonnes;
    }
    steppe_arena_free(&arena);
    return sum;
}

// Who refuses follows the level of sanctions, on the strongest of those whom the ways cross.
static void shippers_refuse_as_far_as_they_sanction(void **state) {
    (void)state;
    static const struct {
        const char *russia, *belarus;
        double part;
    } cases[] = {{"0.5", "0.2", 0.5}, {"0.1", "0.3", 0.3}, {"0", "0", 0}};
    const double before = refusing_of(model);
    assert_true(before > 1e6);
    for (size_t i = 0; i < STEPPE_COUNT(cases); i++) {
        struct model_copy copy;
        char row[80];
        model_copy_make(&copy);
        (void)snprintf(row, sizeof row, "sanction_level,EUU,RUS,2023,%s,1", cases[i].russia);
        model_copy_replace(&copy, "pairs_trade.csv", "sanction_level,EUU,RUS,2023,1,1", row);
        (void)snprintf(row, sizeof row, "sanction_level,EUU,BLR,2023,%s,1", cases[i].belarus);
        model_copy_replace(&copy, "pairs_trade.csv", "sanction_level,EUU,BLR,2023,0.6,1", row);
        struct steppe_project *other = model_open(copy.folder);
        assert_non_null(other);
        // Some ways cross Russia alone.
        assert_close(refusing_of(steppe_project_model(other)), cases[i].part * before, 0.2, 0);
        if (i == 0) assert_close(refusing_of(steppe_project_model(other)), 0.5 * before, 1e-9, 0);
        assert_true(steppe_corridor_inputs(steppe_project_model(other)) !=
                    steppe_corridor_inputs(model));
        steppe_project_close(other);
        model_copy_free(&copy);
    }
}

// The month begins as the full load is, also where sanctions are not at their full level, and are
// stronger on an actor that the table names later.
static void the_month_refuses_as_the_load_does(void **state) {
    (void)state;
    static const char *const sanctioners[] = {"USA", "EUU", "JPN", "KOR", "UKR"};
    struct model_copy copy;
    model_copy_make(&copy);
    for (size_t i = 0; i < STEPPE_COUNT(sanctioners); i++) {
        char old[80], new[80];
        (void)snprintf(old, sizeof old, "sanction_level,%s,RUS,2023,1,1", sanctioners[i]);
        (void)snprintf(new, sizeof new, "sanction_level,%s,RUS,2023,0.1,1", sanctioners[i]);
        model_copy_replace(&copy, "pairs_trade.csv", old, new);
    }
    struct steppe_project *other = model_open(copy.folder);
    assert_non_null(other);
    const struct steppe_corridors *corridors = fit_of(other);
    const uint32_t northern = steppe_network_count(model->network, "northern_teu");
    assert_close(corridors->month[northern], corridors->model[northern], 0.02, 0);
    steppe_corridors_free(corridors);
    steppe_project_close(other);
    model_copy_free(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_base_carries_what_was_counted_within_its_spread),
        cmocka_unit_test(what_is_kept_is_what_the_fit_finds),
        cmocka_unit_test(another_count_of_the_base_is_another_mark),
        cmocka_unit_test(what_was_counted_later_moves_no_constant),
        cmocka_unit_test(a_count_that_no_constant_can_bring_is_told),
        cmocka_unit_test(what_a_count_does_not_fit_changes_no_constant),
        cmocka_unit_test(more_ways_than_a_set_holds_are_told),
        cmocka_unit_test(shippers_refuse_as_far_as_they_sanction),
        cmocka_unit_test(the_month_refuses_as_the_load_does),
    };
    return cmocka_run_group_tests(tests, open_model, close_model);
}
