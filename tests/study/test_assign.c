// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe_assign on public test networks where they are at hand, and on a small one that always is.
// The networks of the Transportation Networks for Research Core Team are for academic use and stay
// outside the repository.
#include <unistd.h>

#include "base/error.h"
#include "test.h"

static const struct steppe_assignment *assignment;
static struct steppe_error error;

static bool assign(const char *net, const char *trips, const char *against, double gap) {
    const struct steppe_assign_options options = {.gap = gap, .against = against};
    steppe_assignment_free(assignment);
    return steppe_assign(net, trips, &options, &assignment, &error);
}

// ---- public networks ---------------------------------------------------------------------------

// False, after saying why, when the network is not at hand.
static bool reference(const char *name, bool with_flows, double gap) {
    char folder[512], net[700], trips[700], flows[700];
    if (!test_reference_folder(folder, sizeof folder)) {
        print_message("skipped: the public network %s is not beside the source tree\n", name);
        return false;
    }
    snprintf(net, sizeof net, "%s/a-assignment/tntp/%s/%s_net.tntp", folder, name, name);
    snprintf(trips, sizeof trips, "%s/a-assignment/tntp/%s/%s_trips.tntp", folder, name, name);
    snprintf(flows, sizeof flows, "%s/a-assignment/tntp/%s/%s_flow.tntp", folder, name, name);
    if (access(net, R_OK) != 0) {
        print_message("skipped: no network %s in the reference folder\n", name);
        return false;
    }
    if (!assign(net, trips, with_flows ? flows : NULL, gap)) fail_msg("%s", error.message);
    return true;
}

// Best known objectives as published with the networks: 4231335.28710744 and 1286032.17109602.
// At a gap of 1e-12 the objective is that near, relative; flows follow within 1e-3 vehicles.
static void sioux_falls_has_the_published_objective_costs_and_flows(void **state) {
    (void)state;
    if (!reference("SiouxFalls", true, 1e-12)) skip();
    assert_int_equal(assignment->trip_count, 528);
    assert_true(assignment->relative_gap <= 1e-12);
    assert_close(assignment->objective, 4231335.28710744, 1e-12, 0);
    assert_close(assignment->total_cost, 7480225.345, 1e-9, 0);
    assert_true(assignment->flow_apart < 1e-3 && assignment->cost_apart < 1e-6);
}

static void anaheim_has_the_published_objective_costs_and_flows(void **state) {
    (void)state;
    if (!reference("Anaheim", true, 1e-12)) skip();
    assert_true(assignment->relative_gap <= 1e-12);
    assert_close(assignment->objective, 1286032.17109602, 1e-12, 0);
    assert_close(assignment->total_cost, 1419913.851, 1e-9, 0);
    assert_true(assignment->flow_apart < 1e-3 && assignment->cost_apart < 1e-6);
}

static void the_braess_file_has_its_exact_equilibrium(void **state) {
    (void)state;
    static const double flow[] = {4, 2, 2, 2, 4};
    if (!reference("Braess", false, 1e-12)) skip();
    // The file has 1e-8 where the exact case has no unloaded time.
    assert_close(assignment->objective, 386, 1e-7, 0);
    assert_close(assignment->total_cost, 552, 1e-7, 0);
    for (size_t a = 0; a < 5; a++) assert_close(assignment->links[a].flow, flow[a], 1e-7, 0);
}

// ---- a network of our own ----------------------------------------------------------------------

#define NET                                                                                        \
    "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 3\n<FIRST THRU NODE> 3\n<NUMBER OF LINKS> 3\n"         \
    "<END OF METADATA>\n1 2 10 7 20 1 1 0 1 1 ;\n1 3 10 2 5 1 1 0 4 1 ;\n3 2 1 2 5 0 0 0 0 1 ;\n"
#define TRIPS                                                                                      \
    "<NUMBER OF ZONES> 2\n<TOTAL OD FLOW> 43\n<END OF METADATA>\nOrigin 1\n1 : 3; 2 : 40;\n"
static char net_path[] = "/tmp/steppe-net-XXXXXX", trips_path[] = "/tmp/steppe-trips-XXXXXX",
            flows_path[] = "/tmp/steppe-flows-XXXXXX";

static void write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

// x on the direct link: 20 (1 + x/10) = 5 (1 + (40 - x)/10) + 5 gives x = 4, cost 28.
static void two_ways_share_until_they_cost_the_same(void **state) {
    (void)state;
    write_file(net_path, NET);
    write_file(trips_path, TRIPS);
    assert_true(assign(net_path, trips_path, NULL, 1e-14));
    assert_close(assignment->links[0].flow, 4, 1e-12, 0);
    assert_close(assignment->links[1].flow, 36, 1e-12, 0);
    assert_close(assignment->total_cost, 40 * 28, 1e-12, 0);
    // 20 (4 + 16/20) + 5 (36 + 36^2/20) + 5 36
    assert_close(assignment->objective, 96 + 504 + 180, 1e-12, 0);
    assert_true(assignment->within_zones == 3 && assignment->demand == 40);
    assert_true(assignment->trip_count == 1 && isnan(assignment->flow_apart));
    assert_true(assignment->links[2].from == 3 && assignment->links[2].to == 2);
}

// Tolls 1 and 4 by 5, lengths 7 and 4 by 2 put 19 and 28 on the ways: x = 7.6.
static void tolls_and_lengths_count_by_their_factors(void **state) {
    (void)state;
    const struct steppe_assign_options options = {
        .gap = 1e-14, .toll_factor = 5, .distance_factor = 2};
    write_file(net_path, NET);
    write_file(trips_path, TRIPS);
    steppe_assignment_free(assignment);
    assert_true(steppe_assign(net_path, trips_path, &options, &assignment, &error));
    assert_close(assignment->links[0].flow, 7.6, 1e-12, 0);
    assert_close(assignment->links[0].cost, 20 * 1.76 + 19, 1e-12, 0);
}

// One search finds all trips on the first way, whose cost that made the dearer one.
static void a_gap_not_met_is_told_and_the_last_flows_are_there(void **state) {
    (void)state;
    const struct steppe_assign_options options = {.gap = 1e-9, .iteration_limit = 1};
    write_file(net_path, NET);
    write_file(trips_path, TRIPS);
    steppe_assignment_free(assignment);
    assert_false(steppe_assign(net_path, trips_path, &options, &assignment, &error));
    assert_int_equal(error.code, STEPPE_CODE_RUN);
    assert_non_null(strstr(error.message, "after 1 iterations, wanted 1e-09"));
    assert_non_null(assignment);
    assert_true(assignment->relative_gap > 0.01);
    assert_close(assignment->links[0].flow + assignment->links[1].flow, 40, 1e-14, 0);
}

static void published_flows_are_compared_link_by_link(void **state) {
    (void)state;
    write_file(net_path, NET);
    write_file(trips_path, TRIPS);
    write_file(flows_path, "From To Volume Cost\n1 2 4 28\n1 3 36.5 23\n3 2 36 4\n");
    assert_true(assign(net_path, trips_path, flows_path, 1e-14));
    assert_close(assignment->flow_apart, 0.5, 1e-9, 0);
    assert_close(assignment->cost_apart, 0.25, 1e-9, 0);
    write_file(flows_path, "1 2 4 28\n1 3 36 23\n");
    assert_false(assign(net_path, trips_path, flows_path, 1e-6));
    assert_non_null(strstr(error.message, "flows of 2 links"));
    write_file(flows_path, "1 2 4 28\n3 2 36 5\n1 3 36 23\n");
    assert_false(assign(net_path, trips_path, flows_path, 1e-6));
    assert_non_null(strstr(error.message, "row 2 is link 3-2"));
}

static void faults_of_both_files_are_told_at_once(void **state) {
    (void)state;
    write_file(net_path, "<NUMBER OF ZONES> 2\n");
    write_file(trips_path, "<NUMBER OF ZONES> x\n<END OF METADATA>\n");
    assert_false(assign(net_path, trips_path, NULL, 1e-6));
    assert_int_equal(error.code, STEPPE_CODE_INPUT);
    assert_non_null(assignment);
    const struct steppe_findings *findings = assignment->findings;
    assert_string_equal(findings->items[0].place.file, net_path);
    assert_string_equal(findings->items[findings->count - 1].place.file, trips_path);
}

static void files_that_do_not_fit_are_refused_by_name(void **state) {
    (void)state;
    write_file(net_path, NET);
    write_file(trips_path, "<NUMBER OF ZONES> 3\n<END OF METADATA>\nOrigin 1\n2 : 1;\n");
    assert_false(assign(net_path, trips_path, NULL, 1e-6));
    assert_int_equal(error.code, STEPPE_CODE_INPUT);
    assert_string_equal(error.message, "trips between 3 zones, and the network has 2");
    assert_int_equal(error.place.line, 1);
    assert_int_equal(error.place.column, 19);
    assert_string_equal(error.place.file, trips_path);
    write_file(trips_path, "<NUMBER OF ZONES> 2\n<END OF METADATA>\nOrigin 2\n1 : 1;\n");
    assert_false(assign(net_path, trips_path, NULL, 1e-6));
    assert_string_equal(error.message, "there is no path from node 2 to node 1");
    assert_false(assign("/nowhere/net.tntp", trips_path, NULL, 1e-6));
    assert_int_equal(error.code, STEPPE_CODE_INPUT);
    assert_string_equal(assignment->findings->items[0].place.file, "/nowhere/net.tntp");
}

static int make_files(void **state) {
    (void)state;
    char *paths[] = {net_path, trips_path, flows_path};
    for (int i = 0; i < 3; i++) {
        int file = mkstemp(paths[i]);
        if (file < 0) return -1;
        close(file);
    }
    return 0;
}
static int remove_files(void **state) {
    (void)state;
    steppe_assignment_free(assignment);
    return unlink(net_path) | unlink(trips_path) | unlink(flows_path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sioux_falls_has_the_published_objective_costs_and_flows),
        cmocka_unit_test(anaheim_has_the_published_objective_costs_and_flows),
        cmocka_unit_test(the_braess_file_has_its_exact_equilibrium),
        cmocka_unit_test(two_ways_share_until_they_cost_the_same),
        cmocka_unit_test(tolls_and_lengths_count_by_their_factors),
        cmocka_unit_test(a_gap_not_met_is_told_and_the_last_flows_are_there),
        cmocka_unit_test(published_flows_are_compared_link_by_link),
        cmocka_unit_test(faults_of_both_files_are_told_at_once),
        cmocka_unit_test(files_that_do_not_fit_are_refused_by_name),
    };
    return cmocka_run_group_tests_name("study/assign", tests, make_files, remove_files);
}
