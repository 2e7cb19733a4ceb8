// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// What --json prints has the keys that docs/results.md names, and no others; and stands alone.
#include "cli/command.h"

#include <jansson.h>
#include <stdbool.h>

#include "base/error.h"

static char folder[] = "/tmp/steppe-json-XXXXXX";
static char page[1 << 16];
static struct command command;

static int make_files(void **state) {
    (void)state;
    static const char net[] = "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 2\n<FIRST THRU NODE> 1\n"
                              "<NUMBER OF LINKS> 1\n<END OF METADATA>\n1 2 10 1 1 0.15 4 0 0 1 ;\n";
    static const char trips[] = "<NUMBER OF ZONES> 2\n<END OF METADATA>\nOrigin 1\n2 : 1;\n";
    const char *const texts[] = {net, trips}, *const names[] = {"net", "trips"};
    command_read(STEPPE_SOURCE_DIR "/docs/results.md", page, sizeof page);
    if (!mkdtemp(folder) || chdir(folder) != 0) return -1;
    for (size_t i = 0; i < 2; i++) {
        FILE *file = fopen(names[i], "wb");
        if (!file) return -1;
        fputs(texts[i], file);
        fclose(file);
    }
    command_run(&command, "run -n 32 --until 2027-12 -o a.nc");
    return command.status;
}

static int remove_files(void **state) {
    (void)state;
    static const char *const names[] = {"net", "trips", "a.nc", "out"};
    for (size_t i = 0; i < STEPPE_COUNT(names); i++) unlink(names[i]);
    return chdir("/") != 0 || rmdir(folder) != 0;
}

// A key of the page, or one printed.
struct keys {
    char names[120][32];
    size_t count;
};

static bool has(const struct keys *keys, const char *name) {
    for (size_t i = 0; i < keys->count; i++)
        if (strcmp(keys->names[i], name) == 0) return true;
    return false;
}

static void add(struct keys *keys, const char *name, size_t length) {
    char text[sizeof keys->names[0]];
    assert_true(length < sizeof text);
    memcpy(text, name, length);
    text[length] = 0;
    if (has(keys, text)) return;
    assert_true(keys->count < STEPPE_COUNT(keys->names));
    memcpy(keys->names[keys->count++], text, sizeof text);
}

// "| seed, members | what they are |" -> seed, members; those after "in a row:" are of rows.
static void read_page(const char *name, struct keys *head, struct keys *row) {
    char heading[100];
    struct keys *into = head;
    head->count = row->count = 0;
    snprintf(heading, sizeof heading, "\n### JSON of `%s`\n", name);
    const char *line = strstr(page, heading);
    if (!line) fail_msg("docs/results.md has no table of the JSON of %s", name);
    for (line = strstr(line, "| --- |"); line && *line == '|'; line = strchr(line, '\n') + 1) {
        const char *end = strstr(line, " |");
        if (strncmp(line, "| ---", 5) == 0) continue;
        if (strncmp(line, "| in a row:", 11) == 0) {
            into = row;
            continue;
        }
        for (const char *at = line + 2; at < end;) {
            size_t length = strcspn(at, ", ");
            add(into, at, length);
            at += length + strspn(at + length, ", ");
        }
    }
}

static void same_keys(const char *what, const struct keys *said, const struct keys *printed) {
    for (size_t i = 0; i < said->count; i++)
        if (!has(printed, said->names[i]))
            fail_msg("%s: docs/results.md has %s, which is not printed", what, said->names[i]);
    for (size_t i = 0; i < printed->count; i++)
        if (!has(said, printed->names[i]))
            fail_msg("%s: %s is printed, and docs/results.md lacks it", what, printed->names[i]);
}

// arguments: after the words of `name`.
static json_t *print(const char *name, const char *arguments) {
    char line[400];
    json_error_t error;
    snprintf(line, sizeof line, "%.40s %.250s --json >out", name, arguments);
    command_run(&command, line);
    json_t *document = json_load_file("out", JSON_REJECT_DUPLICATES, &error);
    if (!document) fail_msg("%s: %s\n%s", line, error.text, command.errors);
    return document;
}

static void the_keys_printed_are_those_of_the_page(void **state) {
    (void)state;
    static const struct {
        const char *name, *arguments;
    } cases[] = {
        {"run", "-n 2 --until 2026-12"},
        {"run --plan", ""},
        {"ask", "-n 2 --until 2027-12"},
        {"compare", "a.nc"},
        {"claims", "-n 2"},
        {"check", ""},
        {"check --fit", ""},
        {"routes", "central-asia KAZ EUU"},
        {"routes --dependence", ""},
        {"routes --constants", ""},
        {"show", "KAZ"},
        {"explain", "influence"},
        {"vars", ""},
        {"params", ""},
        {"docs", ""},
        {"bargain", "csto_war"},
        {"assign", "net trips"},
    };
    for (size_t c = 0; c < STEPPE_COUNT(cases); c++) {
        static const char *const common[] = {"format", "command", "model", "rows"};
        struct keys said, said_row, printed = {.count = 0}, printed_row = {.count = 0};
        json_t *document = print(cases[c].name, cases[c].arguments), *row, *value;
        const char *key;
        size_t at;
        read_page(cases[c].name, &said, &said_row);
        json_object_foreach(document, key, value) {
            bool known = false;
            for (size_t i = 0; i < STEPPE_COUNT(common); i++) known |= strcmp(key, common[i]) == 0;
            if (!known) add(&printed, key, strlen(key));
        }
        json_array_foreach(json_object_get(document, "rows"), at, row)
            json_object_foreach(row, key, value) add(&printed_row, key, strlen(key));
        same_keys(cases[c].name, &said, &printed);
        same_keys(cases[c].name, &said_row, &printed_row);
        json_decref(document);
    }
}

static const char *text_of(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static void a_run_is_known_from_its_json_alone(void **state) {
    (void)state;
    json_t *document = print("run", "-n 4 --seed 7 --until 2026-12 -s oil_40 --fix-noise");
    assert_int_equal(json_integer_value(json_object_get(document, "seed")), 7);
    assert_int_equal(json_integer_value(json_object_get(document, "members_asked")), 4);
    assert_int_equal(json_integer_value(json_object_get(document, "members_done")), 4);
    assert_int_equal(json_integer_value(json_object_get(document, "members_failed")), 0);
    assert_true(json_is_true(json_object_get(document, "complete")));
    assert_string_equal(text_of(document, "start"), "2026-07");
    assert_string_equal(text_of(document, "until"), "2026-12");
    const json_t *fixed = json_object_get(document, "fixed");
    assert_true(json_is_true(json_object_get(fixed, "noise")));
    assert_true(json_is_false(json_object_get(fixed, "parameters")));
    const json_t *world = json_array_get(json_object_get(document, "worlds"), 1);
    assert_string_equal(text_of(world, "name"), "oil_40");
    assert_non_null(strstr(text_of(world, "text"), "changes:"));
    json_decref(document);
}

static void a_comparison_names_its_two_sides(void **state) {
    (void)state;
    json_t *document = print("compare", "a.nc");
    const json_t *a = json_object_get(document, "a"), *sides = json_object_get(document, "b");
    const json_t *b = json_array_get(sides, 0);
    assert_int_equal(json_array_size(sides), 1);
    assert_string_equal(text_of(a, "world"), "baseline");
    assert_string_equal(text_of(b, "world"), "frozen_war");
    assert_non_null(strstr(text_of(b, "text"), "ukraine_war"));
    assert_int_equal(json_integer_value(json_object_get(b, "members_asked")), 32);
    json_decref(document);
}

static void an_interrupted_run_is_not_complete(void **state) {
    (void)state;
    json_error_t error;
    command_interrupt(&command, "run -n 10000000 --threads 1 --json >out");
    json_t *document = json_load_file("out", 0, &error);
    assert_non_null(document);
    assert_true(json_is_false(json_object_get(document, "complete")));
    assert_int_equal(json_integer_value(json_object_get(document, "members_asked")), 10000000);
    assert_true(json_integer_value(json_object_get(document, "members_done")) < 10000000);
    json_decref(document);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_keys_printed_are_those_of_the_page),
        cmocka_unit_test(a_run_is_known_from_its_json_alone),
        cmocka_unit_test(a_comparison_names_its_two_sides),
        cmocka_unit_test(an_interrupted_run_is_not_complete),
    };
    return cmocka_run_group_tests(tests, make_files, remove_files);
}
