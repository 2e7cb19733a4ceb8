// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Errors and findings: codes, places, the limit on findings, and what happens without memory.
#include "base/error.h"

#include "test.h"

static const struct steppe_place somewhere = {.file = "a.yaml", .line = 3, .column = 7};

static void codes_have_the_exit_statuses_of_the_manual(void **state) {
    (void)state;
    assert_int_equal(steppe_code_status(STEPPE_CODE_NONE), 0);
    assert_int_equal(steppe_code_status(STEPPE_CODE_USAGE), 2);
    assert_int_equal(steppe_code_status(STEPPE_CODE_MODEL), 3);
    assert_int_equal(steppe_code_status(STEPPE_CODE_MEMORY), 4);
    assert_int_equal(steppe_code_status(STEPPE_CODE_STOPPED), 130);
    assert_string_equal(steppe_code_text(STEPPE_CODE_MEMORY), "not enough memory");
    assert_int_equal(steppe_code_status((enum steppe_code)9999), 4);
    assert_string_equal(steppe_code_text((enum steppe_code)9999), "unknown error");
}

static void an_error_is_filled_and_cut_to_its_size(void **state) {
    (void)state;
    struct steppe_error error = {.code = STEPPE_CODE_NONE};
    assert_false(steppe_error_set(&error, STEPPE_CODE_RANGE, somewhere, "value %d of %s", 5, "x"));
    assert_int_equal(error.code, STEPPE_CODE_RANGE);
    assert_int_equal(error.place.line, 3);
    assert_string_equal(error.message, "value 5 of x");
    // A message may be made from the message before.
    assert_false(steppe_error_set(&error, STEPPE_CODE_RUN, somewhere, "run: %s", error.message));
    assert_string_equal(error.message, "run: value 5 of x");
    assert_false(steppe_error_set(&error, STEPPE_CODE_RUN, somewhere, "%500s", "far"));
    assert_int_equal(strlen(error.message), sizeof error.message - 1);
    assert_false(steppe_error_set(NULL, STEPPE_CODE_RUN, somewhere, "nobody listens"));
}

static void add(struct steppe_findings *findings, bool warning, int number) {
    const char *message = steppe_findings_text(findings, "fault %d", number);
    const struct steppe_finding finding = {
        .warning = warning, .place = somewhere, .source_line = "line", .message = message};
    steppe_findings_add(findings, &finding);
}

static void findings_are_copied_counted_and_limited(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_findings findings = {.arena = &arena};
    char message[] = "first";
    const struct steppe_finding finding = {.place = somewhere, .message = message};
    steppe_findings_add(&findings, &finding);
    message[0] = 'X';
    assert_string_equal(findings.items[0].message, "first");
    assert_null(findings.items[0].expected);
    for (int i = 1; i < 60; i++) {
        assert_int_equal(steppe_findings_open(&findings), i < STEPPE_FINDINGS_LIMIT);
        add(&findings, false, i);
    }
    assert_int_equal(findings.count, STEPPE_FINDINGS_LIMIT);
    assert_int_equal(findings.error_count, 60);
    assert_string_equal(findings.items[49].message, "fault 49");
    assert_int_equal(findings.items[49].width, 1);
    steppe_arena_free(&arena);
}

static void warnings_make_room_for_errors(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_findings findings = {.arena = &arena};
    for (int i = 0; i < 60; i++) add(&findings, true, i);
    assert_true(steppe_findings_open(&findings));
    add(&findings, false, 100);
    assert_int_equal(findings.count, STEPPE_FINDINGS_LIMIT);
    assert_string_equal(findings.items[49].message, "fault 100");
    assert_string_equal(findings.items[48].message, "fault 48");
    assert_int_equal(findings.warning_count, 60);
    for (int i = 0; i < 60; i++) add(&findings, false, i);
    for (size_t i = 0; i < findings.count; i++) assert_false(findings.items[i].warning);
    assert_string_equal(findings.items[0].message, "fault 100");
    steppe_arena_free(&arena);
}

static void findings_survive_a_machine_without_memory(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 1);
    struct steppe_findings findings = {.arena = &arena};
    add(&findings, false, 1);
    assert_int_equal(findings.error_count, 1);
    assert_string_equal(findings.items[0].message, "(no memory left for the message)");
    assert_null(findings.items[0].source_line);
    steppe_arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_have_the_exit_statuses_of_the_manual),
        cmocka_unit_test(an_error_is_filled_and_cut_to_its_size),
        cmocka_unit_test(findings_are_copied_counted_and_limited),
        cmocka_unit_test(warnings_make_room_for_errors),
        cmocka_unit_test(findings_survive_a_machine_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
