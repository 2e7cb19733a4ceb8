// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Arenas: alignment, zeroes, limits, marks, and refusal at every reservation.
#include "base/arena.h"

#include "test.h"

static void memory_is_aligned_and_zeroed_also_after_a_rewind(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_arena_mark mark = steppe_arena_mark(&arena);
    for (int round = 0; round < 2; round++) {
        for (size_t size = 0; size < 300; size += 7) {
            unsigned char *memory = steppe_arena_take(&arena, size, 3);
            assert_non_null(memory);
            assert_int_equal((uintptr_t)memory % STEPPE_ALIGNMENT, 0);
            for (size_t i = 0; i < size * 3; i++) assert_int_equal(memory[i], 0);
            if (size) memset(memory, 0xff, size * 3);
        }
        steppe_arena_rewind(&arena, mark);
        assert_int_equal(arena.used_bytes, 0);
    }
    steppe_arena_free(&arena);
    steppe_arena_free(&arena);
}

static void a_rewind_keeps_what_came_before_the_mark(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    char *kept = steppe_arena_copy_text(&arena, "kept beyond", 4);
    struct steppe_arena_mark mark = steppe_arena_mark(&arena);
    for (int i = 0; i < 40; i++) assert_non_null(steppe_arena_take(&arena, 10000, 1));
    steppe_arena_rewind(&arena, mark);
    assert_string_equal(kept, "kept");
    assert_int_equal(arena.used_bytes, STEPPE_ALIGNMENT);
    steppe_arena_free(&arena);
}

// Chunks of large pages come zeroed, and are handed out again after a rewind.
static void large_memory_is_zeroed_too_before_and_after_a_rewind(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    assert_non_null(steppe_arena_take(&arena, 1, 1));
    struct steppe_arena_mark mark = steppe_arena_mark(&arena);
    const size_t sizes[] = {300000, 1000, 2500000, 70000, 5000000};
    for (size_t round = 0; round < 3; round++) {
        for (size_t k = 0; k < 5; k++) {
            size_t size = sizes[(k + 2 * round) % 5];
            unsigned char *memory = steppe_arena_take(&arena, size, 1);
            assert_non_null(memory);
            assert_int_equal((uintptr_t)memory % STEPPE_ALIGNMENT, 0);
            for (size_t i = 0; i < size; i++) assert_true(memory[i] == 0);
            memset(memory, 0xff, size);
        }
        steppe_arena_rewind(&arena, mark);
        assert_int_equal(arena.used_bytes, STEPPE_ALIGNMENT);
    }
    steppe_arena_free(&arena);
    steppe_arena_free(&arena);
}

static void what_a_rewind_gave_back_serves_again_but_can_fail_as_well(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_arena_mark mark = steppe_arena_mark(&arena);
    void *first = steppe_arena_take(&arena, 1000000, 1);
    assert_non_null(first);
    steppe_arena_rewind(&arena, mark);
    assert_ptr_equal(steppe_arena_take(&arena, 1000000, 1), first);
    steppe_arena_rewind(&arena, mark);
    steppe_arena_fail_after(1);
    assert_null(steppe_arena_take(&arena, 1000000, 1));
    assert_ptr_equal(steppe_arena_take(&arena, 1000000, 1), first);
    steppe_arena_free(&arena);
}

static void sizes_that_overflow_are_refused(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    assert_null(steppe_arena_take(&arena, SIZE_MAX / 2, 3));
    assert_null(steppe_arena_take(&arena, SIZE_MAX, 1));
    assert_null(steppe_arena_take(&arena, SIZE_MAX - 100, 1));
    assert_null(steppe_arena_copy_text(&arena, "", SIZE_MAX));
    assert_int_equal(arena.used_bytes, 0);
    steppe_arena_free(&arena);
}

static void the_limit_is_kept_to_the_byte(void **state) {
    (void)state;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 256);
    assert_non_null(steppe_arena_take(&arena, 1, 1)); // takes 64
    assert_null(steppe_arena_take(&arena, 193, 1));
    assert_non_null(steppe_arena_take(&arena, 192, 1));
    assert_null(steppe_arena_take(&arena, 1, 1));
    steppe_arena_free(&arena);
}

static void the_nth_reservation_fails_when_a_test_asks(void **state) {
    (void)state;
    for (uint64_t n = 1; n <= 3; n++) {
        struct steppe_arena arena;
        steppe_arena_init(&arena, 0);
        steppe_arena_fail_after(n);
        uint64_t served = 0;
        while (served < 10 && steppe_arena_take(&arena, 1 << 20, 1)) served++;
        assert_int_equal(served, n - 1);
        assert_non_null(steppe_arena_take(&arena, 1 << 20, 1)); // only that one failed
        steppe_arena_free(&arena);
    }
    steppe_arena_fail_after(0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_aligned_and_zeroed_also_after_a_rewind),
        cmocka_unit_test(a_rewind_keeps_what_came_before_the_mark),
        cmocka_unit_test(large_memory_is_zeroed_too_before_and_after_a_rewind),
        cmocka_unit_test(what_a_rewind_gave_back_serves_again_but_can_fail_as_well),
        cmocka_unit_test(sizes_that_overflow_are_refused),
        cmocka_unit_test(the_limit_is_kept_to_the_byte),
        cmocka_unit_test(the_nth_reservation_fails_when_a_test_asks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
