// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// YAML: values with their places, what the format leaves out, and typed getters.
#include "model/yaml.h"

#include "model/text.h"

struct reading {
    struct text text;
    const struct steppe_yaml *root;
};

static void begin(struct reading *reading, const char *text) {
    memset(reading, 0, sizeof *reading);
    const struct steppe_file *file = text_begin(&reading->text, "t.yaml", text);
    reading->root = steppe_yaml_read(&reading->text.builder, file);
}

static void end(struct reading *reading) { steppe_arena_free(&reading->text.arena); }

static void expect_place(struct steppe_place place, uint32_t line, uint32_t column) {
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
}

static void expect_finding(const struct reading *reading, uint32_t line, uint32_t column,
                           const char *message) {
    assert_int_equal(reading->text.findings.count, 1);
    const struct steppe_finding *finding = &reading->text.findings.items[0];
    expect_place(finding->place, line, column);
    assert_string_equal(finding->message, message);
}

static void every_value_and_key_knows_its_place(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "# first\n"
                    "summary: a text # not this\n"
                    "\xc3\xa9: 'quoted'\n"
                    "changes:\n"
                    "  - {at: 2027-01, set: war, to: frozen}\n"
                    "  - add: threat[h]\n"
                    "    by: clash * 2\n");
    const struct steppe_yaml *summary = steppe_yaml_find(reading.root, "summary");
    assert_string_equal(summary->text, "a text");
    assert_true(summary->exact);
    expect_place(summary->key_place, 2, 1);
    expect_place(summary->place, 2, 10);
    assert_string_equal(summary->source_line, "summary: a text # not this");
    const struct steppe_yaml *quoted = steppe_yaml_find(reading.root, "\xc3\xa9");
    expect_place(quoted->place, 3, 6); // behind the quote; the letter has two bytes
    assert_true(quoted->exact);
    const struct steppe_yaml *changes = steppe_yaml_find(reading.root, "changes");
    assert_int_equal(changes->kind, STEPPE_YAML_LIST);
    assert_int_equal(changes->count, 2);
    expect_place(steppe_yaml_find(changes->first, "to")->place, 5, 33);
    expect_place(steppe_yaml_find(changes->first->next, "by")->place, 7, 9);
    assert_int_equal(reading.text.findings.count, 0);
    end(&reading);
}

static void only_text_on_one_line_as_written_is_exact(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "a: >\n  folded\n  text\nb: \"tab\\there\"\nc: two\n  lines\nd: plain\n");
    assert_false(steppe_yaml_find(reading.root, "a")->exact);
    assert_string_equal(steppe_yaml_find(reading.root, "a")->text, "folded text\n");
    assert_false(steppe_yaml_find(reading.root, "b")->exact);
    assert_string_equal(steppe_yaml_find(reading.root, "b")->text, "tab\there");
    assert_false(steppe_yaml_find(reading.root, "c")->exact);
    assert_true(steppe_yaml_find(reading.root, "d")->exact);
    end(&reading);
}

static void a_key_given_twice_is_told_and_the_first_stays(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "a: 1\nb: 2\na: {c: 3}\n");
    expect_finding(&reading, 3, 1, "'a' is given twice");
    end(&reading);
}

static void keys_of_a_large_map_are_still_found_twice(void **state) {
    (void)state;
    static char text[20000];
    size_t used = 0;
    for (int i = 0; i < 500; i++) {
        used += (size_t)snprintf(text + used, sizeof text - used, "key_%d: %d\n", i, i);
    }
    snprintf(text + used, sizeof text - used, "key_7: again\nlast: {key_7: below}\n");
    struct reading reading;
    begin(&reading, text);
    expect_finding(&reading, 501, 1, "'key_7' is given twice");
    assert_int_equal(reading.root->count, 501);
    end(&reading);
}

static void what_the_format_leaves_out_is_refused_at_its_place(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t line, column;
        const char *message;
    } cases[] = {
        {"a: &x 1\n", 1, 5, "anchors (&name) are not part of the format"},
        {"a: 1\nb: *x\n", 2, 5, "aliases (*name) are not part of the format"},
        {"a: !!int 1\n", 1, 4, "tags (!name) are not part of the format"},
        {"a: 1\n---\nb: 2\n", 2, 1, "a second document begins"},
        {"? [a, b]\n: 1\n", 1, 3, "a list or map cannot be a name"},
        {"a: [1, 2\n", 2, 1, "flow sequence without a closing bracket"},
        {"a: b: c\n", 1, 5, "invalid nested block mapping on the same line"},
    };
    for (size_t i = 0; i < STEPPE_COUNT(cases); i++) {
        struct reading reading;
        begin(&reading, cases[i].text);
        assert_null(reading.root);
        expect_finding(&reading, cases[i].line, cases[i].column, cases[i].message);
        end(&reading);
    }
}

static void nesting_beyond_the_limit_is_refused(void **state) {
    (void)state;
    char text[2 * STEPPE_YAML_DEPTH_MAX + 8] = "";
    memset(text, '[', STEPPE_YAML_DEPTH_MAX + 1);
    memset(text + STEPPE_YAML_DEPTH_MAX + 1, ']', STEPPE_YAML_DEPTH_MAX + 1);
    struct reading reading;
    begin(&reading, text);
    assert_null(reading.root);
    expect_finding(&reading, 1, STEPPE_YAML_DEPTH_MAX + 1, "lists and maps are nested too deeply");
    end(&reading);
    text[STEPPE_YAML_DEPTH_MAX] = ']'; // one level less is well
    text[2 * STEPPE_YAML_DEPTH_MAX] = 0;
    begin(&reading, text);
    assert_non_null(reading.root);
    assert_int_equal(reading.text.findings.count, 0);
    end(&reading);
}

static void an_empty_file_is_an_empty_map(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "# nothing but a comment\n");
    assert_non_null(reading.root);
    assert_int_equal(reading.root->kind, STEPPE_YAML_MAP);
    assert_int_equal(reading.root->count, 0);
    assert_int_equal(reading.text.findings.count, 0);
    end(&reading);
}

static void an_unknown_field_is_told_with_all_fields_and_the_nearest(void **state) {
    (void)state;
    static const char *const fields[] = {"hazard", "cooldown", "effects", NULL};
    struct reading reading;
    begin(&reading, "hazard: 1\ncooldwon: 2\n");
    assert_true(steppe_yaml_fields(&reading.text.builder, reading.root, fields, "an event"));
    expect_finding(&reading, 2, 1, "an event has no field 'cooldwon'");
    assert_string_equal(reading.text.findings.items[0].expected, "hazard, cooldown or effects");
    assert_string_equal(reading.text.findings.items[0].nearest, "cooldown");
    end(&reading);
}

static void getters_give_values_of_their_type(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "n: 1.5e2\nd: 2027-01\nf: true\nm: 3 months\ny: 1.5 years\nt: x\n");
    double number = 0;
    struct steppe_date date = {0};
    bool flag = false;
    int32_t months = 0, years = 0;
    const char *text = NULL;
    struct steppe_model_builder *builder = &reading.text.builder;
    assert_true(steppe_yaml_get_number(builder, reading.root, "n", true, &number));
    assert_true(steppe_yaml_get_date(builder, reading.root, "d", true, &date));
    assert_true(steppe_yaml_get_flag(builder, reading.root, "f", true, &flag));
    assert_true(steppe_yaml_get_months(builder, reading.root, "m", true, &months));
    assert_true(steppe_yaml_get_months(builder, reading.root, "y", true, &years));
    assert_true(steppe_yaml_get_text(builder, reading.root, "t", true, &text));
    assert_true(number == 150 && flag);
    assert_int_equal(date.year * 100 + date.month, 202701);
    assert_int_equal(months, 3);
    assert_int_equal(years, 18);
    assert_string_equal(text, "x");
    assert_false(steppe_yaml_get_text(builder, reading.root, "none", false, &text));
    assert_int_equal(reading.text.findings.count, 0);
    end(&reading);
}

static void getters_tell_of_values_of_another_type(void **state) {
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"v: [1]\n", "'v' is a list"},
        {"v:\n", "'v' is empty"},
        {"w: 1\n", "the field 'v' is missing"},
        {"v: five\n", "'five' of 'v' is no number"},
    };
    for (size_t i = 0; i < STEPPE_COUNT(cases); i++) {
        struct reading reading;
        double number = 7;
        begin(&reading, cases[i].text);
        assert_false(
            steppe_yaml_get_number(&reading.text.builder, reading.root, "v", true, &number));
        assert_true(number == 7);
        assert_int_equal(reading.text.findings.count, 1);
        assert_string_equal(reading.text.findings.items[0].message, cases[i].message);
        end(&reading);
    }
    static const char *const spans[] = {"v: 3\n", "v: 0 months\n", "v: 1.5 months\n",
                                        "v: 3 days\n"};
    for (size_t i = 0; i < STEPPE_COUNT(spans); i++) {
        struct reading reading;
        int32_t months = 7;
        begin(&reading, spans[i]);
        assert_false(
            steppe_yaml_get_months(&reading.text.builder, reading.root, "v", true, &months));
        assert_int_equal(months, 7);
        assert_int_equal(reading.text.findings.count, 1);
        end(&reading);
    }
}

static void a_fault_within_a_text_is_told_at_the_part(void **state) {
    (void)state;
    struct reading reading;
    begin(&reading, "v: one two three\n");
    const struct steppe_yaml *node = steppe_yaml_find(reading.root, "v");
    steppe_yaml_fault_part(&reading.text.builder, node, 4, 3, NULL, NULL, "here");
    expect_finding(&reading, 1, 8, "here");
    assert_int_equal(reading.text.findings.items[0].width, 3);
    end(&reading);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_and_key_knows_its_place),
        cmocka_unit_test(only_text_on_one_line_as_written_is_exact),
        cmocka_unit_test(a_key_given_twice_is_told_and_the_first_stays),
        cmocka_unit_test(keys_of_a_large_map_are_still_found_twice),
        cmocka_unit_test(what_the_format_leaves_out_is_refused_at_its_place),
        cmocka_unit_test(nesting_beyond_the_limit_is_refused),
        cmocka_unit_test(an_empty_file_is_an_empty_map),
        cmocka_unit_test(an_unknown_field_is_told_with_all_fields_and_the_nearest),
        cmocka_unit_test(getters_give_values_of_their_type),
        cmocka_unit_test(getters_tell_of_values_of_another_type),
        cmocka_unit_test(a_fault_within_a_text_is_told_at_the_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
