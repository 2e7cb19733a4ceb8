// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// The boxes of docs/formats.md are a model that loads: the page cannot drift from the program.
#include "model/folder.c"

static const struct steppe_vocabulary *page_vocabulary(void) {
    static const struct steppe_param trade[] = {
        {"theta", STEPPE_SHAPE_SCALAR, "1", 1, 20, "trade elasticity"}};
    static const struct steppe_param economy[] = {
        {"growth", STEPPE_SHAPE_ACTOR, "1/year", -0.2, 0.3, "trend growth"}};
    static const struct steppe_param attacks[] = {
        {"attack_rate", STEPPE_SHAPE_POWER_HOST, "1/year", 0, 12, "attacks on a power"}};
    static const struct steppe_param influence[] = {
        {"tie_weight", STEPPE_SHAPE_TIE, "1", 0, 1, "weight of a tie"}};
    static const struct steppe_vocabulary_group groups[] = {{"trade", trade, 1},
                                                            {"economy", economy, 1},
                                                            {"attacks", attacks, 1},
                                                            {"influence", influence, 1}};
    static const struct steppe_vocabulary vocabulary = {groups, STEPPE_COUNT(groups)};
    return &vocabulary;
}

// Writes each box under the name that stands alone on the line before it; returns their number.
static size_t write_boxes(struct folder *folder, const char *page) {
    char name[100] = "";
    size_t boxes = 0;
    for (const char *line = page; *line;) {
        size_t length = strcspn(line, "\n");
        const char *next = line + length + (line[length] == '\n');
        if (strncmp(line, "```", 3) == 0) {
            const char *end = strstr(next, "\n```");
            assert_non_null(end);
            assert_true(strlen(name) > 0); // a box without a name
            folder_write_bytes(folder, name, next, (size_t)(end + 1 - next));
            boxes++;
            name[0] = 0;
            next = end + 1 + strcspn(end + 1, "\n") + 1;
        } else if (length > 0 && length < sizeof name && !memchr(line, ' ', length)) {
            snprintf(name, sizeof name, "%.*s", (int)length, line);
        } else if (length > 0) {
            name[0] = 0;
        }
        line = next;
    }
    return boxes;
}

static void the_boxes_of_the_page_are_a_model_that_loads(void **state) {
    (void)state;
    static char page[64 * 1024];
    FILE *file = fopen(STEPPE_SOURCE_DIR "/docs/formats.md", "rb");
    assert_non_null(file);
    size_t length = fread(page, 1, sizeof page - 1, file);
    fclose(file);
    assert_true(length < sizeof page - 1);
    struct folder folder;
    char below[400];
    folder_make_empty(&folder);
    folder_file_path(&folder, "scenarios", below);
    assert_int_equal(mkdir(below, 0700), 0);
    folder_file_path(&folder, "issues", below);
    assert_int_equal(mkdir(below, 0700), 0);
    assert_int_equal(write_boxes(&folder, page), 20);
    steppe_arena_init(&folder.arena, 0);
    folder.findings.arena = &folder.arena;
    bool loaded = steppe_model_load(folder.path, page_vocabulary(), &folder.arena, &folder.model,
                                    &folder.findings, &folder.error);
    for (size_t i = 0; i < folder.findings.count; i++) {
        const struct steppe_finding *item = &folder.findings.items[i];
        print_error("%s:%u:%u: %s\n", item->place.file, item->place.line, item->place.column,
                    item->message);
    }
    assert_true(loaded);
    assert_int_equal(folder.findings.count, 0);
    assert_int_equal(folder.model->regime_count, 1);
    assert_int_equal(folder.model->event_count, 1);
    assert_int_equal(folder.model->indicator_count, 1);
    assert_int_equal(folder.model->scenario_count, 1);
    assert_int_equal(folder.model->question_count, 2);
    assert_int_equal(folder.model->base_rate_count, 3);
    assert_int_equal(folder.model->recorded_count, 2);
    folder_remove(&folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_boxes_of_the_page_are_a_model_that_loads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
