// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Files of the TNTP format: what is read of them, and every fault at its place.
#include "model/tntp.h"
#include "test.h"

#define NET_HEAD                                                                                   \
    "<NUMBER OF ZONES> 2\n<number of nodes> 4\t\n<FIRST THRU NODE> 3\n<NUMBER OF LINKS> 2\n"       \
    "<ORIGINAL HEADER>~ from to ;\n\n<END OF METADATA>\n\n~ from to ... ;\n" // 9 lines
#define LINK_1 "\t1\t3\t25.5\t6\t6e0\t.15\t4\t0\t1.5\t1\t;\n"
#define LINK_2 "3 2 0 100 0 0 0 0 0 1; ~ a comment; with a mark\r\n"
#define TRIPS_HEAD "<NUMBER OF ZONES> 3\n<TOTAL OD FLOW> 10\n<END OF METADATA>\n" // 3 lines

struct box {
    struct steppe_arena arena;
    struct steppe_findings findings;
    struct steppe_error error;
    struct steppe_tntp_network network;
    struct steppe_tntp_trips trips;
    struct steppe_tntp_flows flows;
};
static struct box box;

static void clear(void) {
    steppe_arena_free(&box.arena);
    memset(&box, 0, sizeof box);
    steppe_arena_init(&box.arena, 0);
    box.findings.arena = &box.arena;
}
static bool read_network(const char *text) {
    clear();
    const struct steppe_file file = {"a.tntp", text, strlen(text)};
    return steppe_tntp_read_network(&file, &box.arena, &box.findings, &box.network, &box.error);
}
static bool read_trips(const char *text) {
    clear();
    const struct steppe_file file = {"a.tntp", text, strlen(text)};
    return steppe_tntp_read_trips(&file, &box.arena, &box.findings, &box.trips, &box.error);
}
static bool read_flows(const char *text) {
    clear();
    const struct steppe_file file = {"a.tntp", text, strlen(text)};
    return steppe_tntp_read_flows(&file, &box.arena, &box.findings, &box.flows, &box.error);
}

// The first finding, and how many errors there are.
static void expect(const char *text, size_t errors, uint32_t line, uint32_t column,
                   const char *message) {
    const struct steppe_finding *first = &box.findings.items[0];
    if (box.findings.count == 0) fail_msg("no finding in\n%s", text);
    if (first->place.line != line || first->place.column != column ||
        !strstr(first->message, message) || box.findings.error_count != errors) {
        fail_msg("%zu errors, %u:%u %s; expected %zu, %u:%u %s in\n%s", box.findings.error_count,
                 first->place.line, first->place.column, first->message, errors, line, column,
                 message, text);
    }
    assert_string_equal(first->place.file, "a.tntp");
}

// ---- what is read ------------------------------------------------------------------------------

static void a_network_is_read_with_nodes_from_0(void **state) {
    (void)state;
    assert_true(read_network(NET_HEAD LINK_1 LINK_2));
    assert_int_equal(box.findings.count, 0);
    assert_int_equal(box.network.zone_count, 2);
    assert_int_equal(box.network.node_count, 4);
    assert_int_equal(box.network.first_through, 2);
    assert_int_equal(box.network.link_count, 2);
    const struct steppe_tntp_link *link = box.network.links;
    assert_true(link[0].from == 0 && link[0].to == 2 && link[0].capacity == 25.5);
    assert_true(link[0].length == 6 && link[0].free_time == 6 && link[0].factor == 0.15);
    assert_true(link[0].power == 4 && link[0].toll == 1.5);
    // A link of constant cost needs no capacity.
    assert_true(link[1].from == 2 && link[1].to == 1 && link[1].length == 100);
}

static void trips_are_read_by_origin_without_those_of_nothing(void **state) {
    (void)state;
    assert_true(read_trips(TRIPS_HEAD "Origin \t2\n 1 : 3.5; 2:1; ~ 3 : 9;\n 3:\t0.0;\n"
                                      "ORIGIN 1\n3 : 5.5;"));
    assert_int_equal(box.findings.count, 0);
    assert_int_equal(box.trips.count, 3);
    const struct steppe_trip *trip = box.trips.trips;
    assert_true(trip[0].from == 1 && trip[0].to == 0 && trip[0].flow == 3.5);
    assert_true(trip[1].from == 1 && trip[1].to == 1 && trip[1].flow == 1);
    assert_true(trip[2].from == 0 && trip[2].to == 2 && trip[2].flow == 5.5);
}

static void the_mark_of_utf_8_before_a_file_is_passed_over(void **state) {
    (void)state;
    assert_true(read_network("\xef\xbb\xbf" NET_HEAD LINK_1 LINK_2));
    assert_int_equal(box.network.link_count, 2);
}

static void flows_are_read_with_and_without_marks(void **state) {
    (void)state;
    assert_true(read_flows("From To Volume Cost\n1 2 3.5 4\n\n<X> 1\n~ a\n2 1 : 5 6 ;\n"));
    assert_int_equal(box.flows.count, 2);
    assert_true(box.flows.rows[0].from == 0 && box.flows.rows[0].flow == 3.5);
    assert_true(box.flows.rows[1].to == 0 && box.flows.rows[1].cost == 6);
}

// ---- faults ------------------------------------------------------------------------------------

static void faults_of_metadata_are_told_at_their_place(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t errors;
        uint32_t line, column;
        const char *message;
    } cases[] = {
        {"", 5, 1, 1, "metadata do not end"},
        {"\n\n~ nothing\n", 5, 4, 1, "metadata do not end"},
        {"<END OF METADATA>\n", 4, 2, 1, "no <NUMBER OF ZONES>"},
        {"<NUMBER OF ZONES 2\n" NET_HEAD LINK_1 LINK_2, 1, 1, 1, "none of the metadata"},
        {LINK_1 NET_HEAD LINK_2, 1, 1, 2, "metadata do not end"},
        {"<NUMBER OF ZONES> 2\n~ from to\n" LINK_1 LINK_2, 1, 3, 2, "metadata do not end"},
        {"<NUMBER OF ZONES> 2\n" NET_HEAD LINK_1 LINK_2, 1, 2, 1, "given twice"},
        {"<NUMBER OF ZONES>\n<END OF METADATA>", 4, 1, 18, "no NUMBER OF ZONES"},
        {"<NUMBER OF ZONES> 2.5\n<END OF METADATA>", 4, 1, 19, "wrong NUMBER OF ZONES"},
        {"<NUMBER OF ZONES> -1\n<END OF METADATA>", 4, 1, 19, "wrong NUMBER OF ZONES"},
        {"<NUMBER OF LINKS> 1000001\n<END OF METADATA>", 4, 1, 19, "wrong NUMBER OF LINKS"},
        {"<NUMBER OF NODES> 99999999999999999999999\n<END OF METADATA>", 4, 1, 19,
         "wrong NUMBER OF NODES"},
        {"<NUMBER OF ZONES> 5\n<NUMBER OF NODES> 4\n<FIRST THRU NODE> 1\n<NUMBER OF LINKS> 1\n"
         "<END OF METADATA>\n",
         1, 1, 19, "more zones than nodes"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(read_network(cases[i].text));
        assert_int_equal(box.error.code, STEPPE_CODE_INPUT);
        expect(cases[i].text, cases[i].errors, cases[i].line, cases[i].column, cases[i].message);
    }
}

static void faults_of_links_are_told_at_their_field(void **state) {
    (void)state;
    static const struct {
        const char *rows;
        size_t errors;
        uint32_t line, column;
        const char *message;
    } cases[] = {
        {"", 1, 4, 19, "2 links are stated, 0 rows follow"},
        {LINK_1, 1, 4, 19, "2 links are stated, 1 rows follow"},
        {LINK_1 LINK_2 "3 1 1 1 1 1 1 1 1 1 ;\n", 1, 4, 19, "2 links are stated, 3 rows follow"},
        {LINK_1 "0 2 1 1 1 1 1 0 0 1 ;", 1, 11, 1, "wrong init node"},
        {LINK_1 "1 5 1 1 1 1 1 0 0 1 ;", 1, 11, 3, "wrong term node"},
        {LINK_1 "1 x 1 1 1 1 1 0 0 1 ;", 1, 11, 3, "wrong term node"},
        {LINK_1 "2 2 1 1 1 1 1 0 0 1 ;", 1, 11, 3, "ends where it begins"},
        {LINK_1 "3 2 -1 1 1 1 1 0 0 1 ;", 1, 11, 5, "capacity is negative"},
        {LINK_1 "3 2 1,5 1 1 1 1 0 0 1 ;", 1, 11, 5, "capacity is no number"},
        {LINK_1 "3 2 nan 1 1 1 1 0 0 1 ;", 1, 11, 5, "capacity is no number"},
        {LINK_1 "3 2 1e999 1 1 1 1 0 0 1 ;", 1, 11, 5, "capacity is no number"},
        {LINK_1 "3 2 0 1 1 1 1 0 0 1 ;", 1, 11, 5, "has no capacity"},
        {LINK_1 "3 2 1 -2 1 1 1 0 0 1 ;", 1, 11, 7, "length is negative"},
        {LINK_1 "3 2 1 1 -1 1 1 0 0 1 ;", 1, 11, 9, "free flow time is negative"},
        {LINK_1 "3 2 1 1 1 1 -4 0 0 1 ;", 1, 11, 13, "power is negative"},
        {LINK_1 "3 2 1 1 1 1 1 0 -3 1 ;", 1, 11, 17, "toll is negative"},
        {LINK_1 "3 2 1 1 1 1 1 0 0 ;", 1, 11, 19, "9 fields, not 10: no type"},
        {LINK_1 "3 2", 1, 11, 4, "2 fields, not 10: no capacity"},
        {LINK_1 "3 2 1 1 1 1 1 0 0 1 7 ;", 1, 11, 21, "more than a link"},
        {LINK_1 "3 2 1 1 1 1 1 0 0 1", 1, 11, 20, "does not end"},
        {LINK_1 "3 2 1 1 1 1 1 0 0 1 ; 3", 1, 11, 23, "more than a link"},
        {"0 1 1 1 1 1 1 0 0 1 ;\n1 9 1 1 1 1 1 0 0 1 ;\n", 2, 10, 1, "wrong init node"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[600];
        snprintf(text, sizeof text, "%s%s", NET_HEAD, cases[i].rows);
        assert_false(read_network(text));
        expect(text, cases[i].errors, cases[i].line, cases[i].column, cases[i].message);
    }
}

static void a_second_link_is_kept_with_a_warning(void **state) {
    (void)state;
    const char *twins = NET_HEAD LINK_1 LINK_1;
    assert_true(read_network(twins));
    assert_int_equal(box.findings.warning_count, 1);
    expect(twins, 0, 11, 2, "the same link as in line 10");
    assert_int_equal(box.network.link_count, 2);
    const char *text = NET_HEAD LINK_1 "1 3 7 6 6 0.15 4 0 0 1 ;\n";
    assert_true(read_network(text));
    assert_int_equal(box.findings.warning_count, 1);
    expect(text, 0, 11, 1, "a second link beside that of line 10");
    assert_int_equal(box.network.link_count, 2);
}

static void faults_of_trips_are_told_at_their_place(void **state) {
    (void)state;
    static const struct {
        const char *rows;
        size_t errors;
        uint32_t line, column;
        const char *message;
    } cases[] = {
        {"", 1, 2, 17, "the stated total is 10, the flows sum to 0"},
        {"Origin 1\n2 : 9.8;", 1, 2, 17, "the flows sum to 9.8"},
        {"1 : 10;", 2, 4, 1, "before any origin"},
        {"Origin\n", 2, 4, 7, "no origin"},
        {"Origin 4\n1 : 10;", 2, 4, 8, "wrong origin"},
        {"Origin 1\n2 : 10;\nOrigin 1\n", 1, 6, 8, "the origin is given twice"},
        {"Origin 1\n2 : 5;2 : 5;", 2, 5, 7, "the destination is given twice"},
        {"Orign 1\n", 2, 4, 1, "unknown word"},
        {"Origin 1\n0 : 10;", 2, 5, 1, "wrong destination"},
        {"Origin 1\n4 : 10;", 2, 5, 1, "wrong destination"},
        {"Origin 1\n2 10;", 2, 5, 3, "no colon"},
        {"Origin 1\n2 : ;", 2, 5, 5, "no flow"},
        {"Origin 1\n2 : x;", 2, 5, 5, "flow is no number"},
        {"Origin 1\n2 : -1; 3 : 10;", 1, 5, 5, "flow is negative"},
        {"Origin 1\n2 : 10", 2, 5, 7, "does not end"},
        {"Origin 1\n; 2 : 10;", 1, 5, 1, "a mark out of place"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[600];
        snprintf(text, sizeof text, "%s%s", TRIPS_HEAD, cases[i].rows);
        assert_false(read_trips(text));
        expect(text, cases[i].errors, cases[i].line, cases[i].column, cases[i].message);
    }
}

static void a_total_that_is_off_by_rounding_is_a_warning_or_nothing(void **state) {
    (void)state;
    const char *text = TRIPS_HEAD "Origin 1\n2 : 9.95;";
    assert_true(read_trips(text));
    expect(text, 0, 2, 17, "the flows sum to 9.95");
    assert_true(read_trips(TRIPS_HEAD "Origin 1\n2 : 9.9995;"));
    assert_int_equal(box.findings.count, 0);
}

static void faults_of_flows_are_told_at_their_place(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t column;
        const char *message;
    } cases[] = {{"From To\n1 2 3\n", 1, "not 4 fields"},
                 {"From To\n1 2 3 4 5\n", 1, "not 4 fields"},
                 {"From To\n1 0 3 4\n", 3, "wrong node"},
                 {"From To\n1 2 x 4\n", 5, "flow is no number"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(read_flows(cases[i].text));
        expect(cases[i].text, 1, 2, cases[i].column, cases[i].message);
    }
}

static void a_file_cut_short_anywhere_is_refused(void **state) {
    (void)state;
    static const char net[] = NET_HEAD LINK_1 "3 2 9 1 1 0 0 0 0 1 ;";
    static const char trips[] = TRIPS_HEAD "Origin 1\n2 : 4;\n3 : 5;\nOrigin 2\n3 : 1;";
    char text[sizeof net + sizeof trips];
    for (size_t length = 0; length < sizeof net - 1; length++) {
        memcpy(text, net, length);
        text[length] = 0;
        if (read_network(text)) fail_msg("accepted:\n%s", text);
    }
    for (size_t length = 0; length < sizeof trips - 1; length++) {
        memcpy(text, trips, length);
        text[length] = 0;
        if (read_trips(text)) fail_msg("accepted:\n%s", text);
    }
    assert_true(read_network(net) && read_trips(trips));
}

static void a_large_count_takes_no_memory_that_the_file_does_not_fill(void **state) {
    (void)state;
    const struct steppe_file file = {"a.tntp", NULL, 0};
    struct steppe_file full = file;
    full.text = "<NUMBER OF ZONES> 1\n<NUMBER OF NODES> 2\n<FIRST THRU NODE> 1\n"
                "<NUMBER OF LINKS> 1000000\n<END OF METADATA>\n1 2 1 1 1 1 1 1 1 1 ;\n";
    full.length = strlen(full.text);
    clear();
    assert_false(
        steppe_tntp_read_network(&full, &box.arena, &box.findings, &box.network, &box.error));
    expect(full.text, 1, 4, 19, "1000000 links are stated, 1 rows follow");
    assert_true(box.arena.used_bytes < 10000);
}

static void refused_memory_is_an_error_of_its_own(void **state) {
    (void)state;
    const char *net = NET_HEAD LINK_1 LINK_2, *trips = TRIPS_HEAD "Origin 1\n2 : 10;";
    const struct steppe_file files[] = {{"a.tntp", net, strlen(net)},
                                        {"b.tntp", trips, strlen(trips)}};
    for (size_t limit = 1; limit < 250; limit += 20) {
        struct steppe_arena small;
        steppe_arena_init(&small, limit);
        clear();
        assert_false(
            steppe_tntp_read_network(&files[0], &small, &box.findings, &box.network, &box.error));
        assert_int_equal(box.error.code, STEPPE_CODE_MEMORY);
        steppe_arena_free(&small);
        steppe_arena_init(&small, limit / 2);
        if (limit / 2 > 0) {
            assert_false(
                steppe_tntp_read_trips(&files[1], &small, &box.findings, &box.trips, &box.error));
            assert_int_equal(box.error.code, STEPPE_CODE_MEMORY);
        }
        steppe_arena_free(&small);
    }
}

static int finish(void **state) {
    (void)state;
    steppe_arena_free(&box.arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_network_is_read_with_nodes_from_0),
        cmocka_unit_test(trips_are_read_by_origin_without_those_of_nothing),
        cmocka_unit_test(the_mark_of_utf_8_before_a_file_is_passed_over),
        cmocka_unit_test(flows_are_read_with_and_without_marks),
        cmocka_unit_test(faults_of_metadata_are_told_at_their_place),
        cmocka_unit_test(faults_of_links_are_told_at_their_field),
        cmocka_unit_test(a_second_link_is_kept_with_a_warning),
        cmocka_unit_test(faults_of_trips_are_told_at_their_place),
        cmocka_unit_test(a_total_that_is_off_by_rounding_is_a_warning_or_nothing),
        cmocka_unit_test(faults_of_flows_are_told_at_their_place),
        cmocka_unit_test(a_file_cut_short_anywhere_is_refused),
        cmocka_unit_test(a_large_count_takes_no_memory_that_the_file_does_not_fill),
        cmocka_unit_test(refused_memory_is_an_error_of_its_own),
    };
    return cmocka_run_group_tests_name("model/tntp", tests, NULL, finish);
}
