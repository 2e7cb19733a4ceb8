// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// The operating system: files are read and written whole or not at all, with the reason.
#include "base/os.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

struct fixture {
    struct steppe_arena arena;
    char folder[64], path[128];
};

static int begin(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture) return -1;
    steppe_arena_init(&fixture->arena, 0);
    strcpy(fixture->folder, "/tmp/steppe_os_XXXXXX");
    if (!mkdtemp(fixture->folder)) return -1;
    snprintf(fixture->path, sizeof fixture->path, "%s/b.txt", fixture->folder);
    *state = fixture;
    return 0;
}

static int end(void **state) {
    struct fixture *fixture = *state;
    char path[192];
    for (const char *name = "abc"; *name; name++) {
        snprintf(path, sizeof path, "%s/%c.txt", fixture->folder, *name);
        unlink(path);
    }
    int failed = rmdir(fixture->folder); // fails when a temporary file was left
    steppe_arena_free(&fixture->arena);
    free(fixture);
    return failed;
}

static void a_file_written_is_read_back_with_its_zero(void **state) {
    struct fixture *f = *state;
    struct steppe_error error = {0};
    char *text = NULL;
    size_t length = 0;
    assert_true(steppe_os_write_file(f->path, "a\0bc", 4, &error));
    assert_true(steppe_os_read_file(f->path, 4, &f->arena, &text, &length, &error));
    assert_int_equal(length, 4);
    assert_memory_equal(text, "a\0bc", 5);
    // Over an old file, and empty.
    assert_true(steppe_os_write_file(f->path, "", 0, &error));
    assert_true(steppe_os_read_file(f->path, 4, &f->arena, &text, &length, &error));
    assert_int_equal(length, 0);
    assert_int_equal(text[0], 0);
    assert_true(steppe_os_is_file(f->path));
    assert_false(steppe_os_is_folder(f->path));
}

static void a_file_over_the_limit_is_refused(void **state) {
    struct fixture *f = *state;
    struct steppe_error error = {0};
    char *text = NULL;
    size_t length = 9;
    assert_true(steppe_os_write_file(f->path, "12345", 5, &error));
    assert_false(steppe_os_read_file(f->path, 4, &f->arena, &text, &length, &error));
    assert_int_equal(error.code, STEPPE_CODE_INPUT);
    assert_non_null(strstr(error.message, "larger than the 4 bytes allowed"));
    assert_null(text);
    assert_int_equal(length, 9);
}

static void a_pipe_is_read_to_its_end_though_it_has_no_size(void **state) {
    struct fixture *f = *state;
    struct steppe_error error = {0};
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    char sent[10000];
    for (size_t i = 0; i < sizeof sent; i++) sent[i] = (char)('a' + i % 26);
    assert_int_equal(write(ends[1], sent, sizeof sent), sizeof sent);
    close(ends[1]);
    char path[64];
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    char *text = NULL;
    size_t length = 0;
    bool read = steppe_os_read_file(path, 20000, &f->arena, &text, &length, &error);
    close(ends[0]);
    assert_true(read);
    assert_int_equal(length, sizeof sent);
    assert_memory_equal(text, sent, sizeof sent);
}

static void errors_name_the_path_and_the_reason(void **state) {
    struct fixture *f = *state;
    struct steppe_error error = {0};
    char *text = NULL;
    size_t length = 0;
    assert_false(steppe_os_read_file(f->path, 4, &f->arena, &text, &length, &error));
    assert_int_equal(error.code, STEPPE_CODE_INPUT);
    assert_string_equal(error.place.file, f->path);
    assert_non_null(strstr(error.message, "b.txt: No such file"));
    assert_false(steppe_os_read_file(f->folder, 4, &f->arena, &text, &length, &error));
    assert_non_null(strstr(error.message, "directory"));
    assert_false(steppe_os_write_file("/nowhere/at/all", "x", 1, &error));
    assert_non_null(strstr(error.message, "cannot write /nowhere/at/all: No such file"));
    // A folder cannot be replaced by a file.
    assert_false(steppe_os_write_file(f->folder, "x", 1, &error));
    assert_non_null(strstr(error.message, "no ordinary file"));
    char name[256];
    assert_false(steppe_os_temporary_name(f->folder, name, sizeof name, &error));
    assert_true(steppe_os_temporary_name(f->path, name, sizeof name, &error));
    assert_false(steppe_os_temporary_name(f->path, name, 5, &error));
}

static void a_pipe_or_device_is_written_and_stays_what_it_is(void **state) {
    struct fixture *f = *state;
    struct steppe_error error = {0};
    char name[256], sent[8] = "";
    assert_int_equal(mkfifo(f->path, 0600), 0);
    int reader = open(f->path, O_RDONLY | O_NONBLOCK);
    assert_true(reader >= 0);
    assert_true(steppe_os_write_file(f->path, "abc", 3, &error));
    assert_int_equal(read(reader, sent, sizeof sent), 3);
    assert_string_equal(sent, "abc");
    close(reader);
    assert_true(steppe_os_is_special(f->path));
    // A writer that renames would put a file in its place.
    assert_false(steppe_os_temporary_name(f->path, name, sizeof name, &error));
    assert_non_null(strstr(error.message, "no ordinary file"));
    assert_true(steppe_os_write_file("/dev/null", "abc", 3, &error));
    assert_true(steppe_os_is_special("/dev/null"));
}

static void memory_refused_is_an_error_of_memory(void **state) {
    struct fixture *f = *state;
    struct steppe_error error = {0};
    char *text = NULL;
    size_t length = 0;
    assert_true(steppe_os_write_file(f->path, "12345", 5, &error));
    struct steppe_arena small;
    steppe_arena_init(&small, 1);
    assert_false(steppe_os_read_file(f->path, 9, &small, &text, &length, &error));
    assert_int_equal(error.code, STEPPE_CODE_MEMORY);
    const char *const *names = NULL;
    assert_false(steppe_os_list_folder(f->folder, &small, &names, &length, &error));
    assert_int_equal(error.code, STEPPE_CODE_MEMORY);
    steppe_arena_free(&small);
}

static void folders_are_listed_in_order_of_bytes(void **state) {
    struct fixture *f = *state;
    struct steppe_error error = {0};
    char path[192];
    for (const char *name = "cab"; *name; name++) {
        snprintf(path, sizeof path, "%s/%c.txt", f->folder, *name);
        assert_true(steppe_os_write_file(path, "", 0, &error));
    }
    const char *const *names = NULL;
    size_t count = 0;
    assert_true(steppe_os_list_folder(f->folder, &f->arena, &names, &count, &error));
    assert_int_equal(count, 3);
    assert_string_equal(names[0], "a.txt");
    assert_string_equal(names[1], "b.txt");
    assert_string_equal(names[2], "c.txt");
    assert_false(steppe_os_list_folder(f->path, &f->arena, &names, &count, &error));
    assert_true(steppe_os_make_folder(f->folder, &error));
    assert_false(steppe_os_make_folder(f->path, &error)); // a file stands there
}

static void the_machine_answers(void **state) {
    (void)state;
    char folder[4096], small[2];
    assert_true(steppe_os_processor_count() >= 1);
    assert_true(steppe_os_peak_memory_bytes() > 100000);
    double before = steppe_os_seconds();
    assert_true(steppe_os_seconds() >= before);
    assert_true(steppe_os_program_folder(folder, sizeof folder));
    assert_true(steppe_os_is_folder(folder));
    assert_false(steppe_os_program_folder(small, sizeof small));
    int file = open("/dev/null", O_RDONLY);
    assert_false(steppe_os_is_terminal(file));
    close(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_written_is_read_back_with_its_zero, begin, end),
        cmocka_unit_test_setup_teardown(a_file_over_the_limit_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(a_pipe_is_read_to_its_end_though_it_has_no_size, begin,
                                        end),
        cmocka_unit_test_setup_teardown(errors_name_the_path_and_the_reason, begin, end),
        cmocka_unit_test_setup_teardown(a_pipe_or_device_is_written_and_stays_what_it_is, begin,
                                        end),
        cmocka_unit_test_setup_teardown(memory_refused_is_an_error_of_memory, begin, end),
        cmocka_unit_test_setup_teardown(folders_are_listed_in_order_of_bytes, begin, end),
        cmocka_unit_test(the_machine_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
