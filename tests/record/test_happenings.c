// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// happenings: an order of their own, failed members left out, a full list counted.
#include "test.h"

#include "record/synthetic_parts.h"

static struct steppe_arena arena;

static int set_up(void **state) {
    (void)state;
    steppe_arena_init(&arena, 0);
    return 0;
}
static int tear_down(void **state) {
    (void)state;
    steppe_arena_free(&arena);
    return 0;
}

static const struct steppe_subject subjects[2] = {{"coup", ""}, {"war", "none active"}};

static struct steppe_happenings *made(size_t capacity) {
    struct steppe_happenings *happenings;
    struct steppe_error error;
    assert_true(steppe_happenings_make(subjects, 2, capacity, &arena, &happenings, &error));
    return happenings;
}

static void any_order_of_coming_gives_the_same_list(void **state) {
    (void)state;
    static const int orders[][6] = {{0, 1, 2, 3, 4, 5}, {5, 4, 3, 2, 1, 0}, {3, 0, 5, 1, 4, 2}};
    struct steppe_happening items[6] = {{0, 0, 1, 24312, 0, 1}, {0, 1, 0, 24312, 0, 1},
                                        {0, 1, 1, 24312, 1, 0}, {0, 1, 0, 24320, 0, 1},
                                        {1, 0, 0, 24312, 0, 1}, {1, 0, 0, 24313, 0, 1}};
    for (size_t o = 0; o < STEPPE_COUNT(orders); o++) {
        struct steppe_happenings *happenings = made(6);
        for (size_t i = 0; i < 6; i++) steppe_happenings_add(happenings, items[orders[o][i]]);
        steppe_happenings_settle(happenings, NULL);
        assert_int_equal(happenings->count, 6);
        assert_memory_equal(happenings->items, items, sizeof items);
    }
}

static void what_happened_to_failed_members_is_left_out(void **state) {
    (void)state;
    const bool failed[3] = {false, true, false};
    struct steppe_happenings *happenings = made(4);
    for (uint32_t i = 0; i < 4; i++)
        steppe_happenings_add(happenings, (struct steppe_happening){0, i % 3, 0, 24312, 0, 1});
    steppe_happenings_settle(happenings, failed);
    assert_int_equal(happenings->count, 3);
    for (size_t i = 0; i < 3; i++) assert_int_not_equal(happenings->items[i].member, 1);
}

static void what_finds_no_room_is_counted(void **state) {
    (void)state;
    struct steppe_happenings *happenings = made(2);
    for (uint32_t i = 0; i < 5; i++)
        steppe_happenings_add(happenings, (struct steppe_happening){0, i, 0, 24312, 0, 1});
    assert_int_equal(happenings->count, 2);
    assert_int_equal(happenings->lost, 3);
}

static void subjects_outlive_those_that_were_given(void **state) {
    (void)state;
    char name[] = "coup", states[] = "none active";
    struct steppe_subject given = {name, states};
    struct steppe_happenings *happenings;
    struct steppe_error error;
    assert_true(steppe_happenings_make(&given, 1, 1, &arena, &happenings, &error));
    name[0] = states[0] = 'x';
    assert_string_equal(happenings->subjects[0].name, "coup");
    assert_string_equal(happenings->subjects[0].states, "none active");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_order_of_coming_gives_the_same_list),
        cmocka_unit_test(what_happened_to_failed_members_is_left_out),
        cmocka_unit_test(what_finds_no_room_is_counted),
        cmocka_unit_test(subjects_outlive_those_that_were_given),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
