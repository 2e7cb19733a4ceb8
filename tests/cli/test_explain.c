// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// vars, params, explain and docs: what the program says of itself is all there, and the pages that
// are kept are those that it prints.
#include <jansson.h>

#include "cli/command.h"
#include "model/model.h"
#include "model_copy.h"

static struct command command;

static const char *shown(const char *arguments) {
    command_run(&command, arguments);
    if (command.status != 0) fail_msg("steppe %s: %s", arguments, command.errors);
    return command.out;
}

// Name of a page on the first line of text, which moves on; false at the end.
static bool next_line(const char **text, char *line, size_t size) {
    size_t length = strcspn(*text, "\n");
    if (length == 0) return false;
    assert_true(length < size);
    memcpy(line, *text, length);
    line[length] = 0;
    *text += length + 1;
    return true;
}

static void the_kept_pages_are_those_that_docs_prints(void **state) {
    (void)state;
    static char kept[1 << 17];
    char list[256], page[64], path[1024];
    const char *rest = list;
    int length = snprintf(list, sizeof list, "%s", shown("docs"));
    assert_true(length > 0 && (size_t)length < sizeof list);
    while (next_line(&rest, page, sizeof page)) {
        snprintf(path, sizeof path, "%s/docs/reference/%s.md", STEPPE_SOURCE_DIR, page);
        command_read(path, kept, sizeof kept);
        snprintf(path, sizeof path, "docs %s", page);
        if (strcmp(shown(path), kept) != 0)
            fail_msg("docs/reference/%s.md is out of date: tools/docs.sh writes it anew", page);
    }
    command_fails("docs mechanism", 3, "no page", "mechanisms");
}

static json_t *rows_of(const char *what) {
    char arguments[128], path[64];
    snprintf(path, sizeof path, "/tmp/steppe-%s-%ld.json", what, (long)getpid());
    snprintf(arguments, sizeof arguments, "%s --json >%s", what, path);
    shown(arguments);
    json_error_t error;
    json_t *document = json_load_file(path, 0, &error);
    if (!document) fail_msg("%s:%d: %s", path, error.line, error.text);
    unlink(path);
    json_t *rows = json_incref(json_object_get(document, "rows"));
    json_decref(document);
    return rows;
}

static json_t *named(json_t *rows, const char *name) {
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row) {
        if (strcmp(json_string_value(json_object_get(row, "name")), name) == 0) return row;
    }
    fail_msg("no row of %s", name);
    return NULL;
}

static void vars_and_params_have_a_row_for_everything_in_the_model(void **state) {
    (void)state;
    struct steppe_project *project = model_open("central-asia");
    assert_non_null(project);
    const struct steppe_model *model = steppe_project_model(project);
    json_t *vars = rows_of("vars"), *params = rows_of("params");
    assert_int_equal(json_array_size(vars), model->variable_count);
    size_t cells = 0;
    for (size_t p = 0; p < model->parameter_count; p++) cells += model->parameters[p].cell_count;
    assert_int_equal(json_array_size(params), cells);
    json_t *price = named(vars, "price");
    assert_string_equal(json_string_value(json_object_get(price, "owner")), "context");
    size_t i;
    json_t *reader;
    bool by_trade = false;
    json_array_foreach(json_object_get(price, "read_by"), i, reader) {
        by_trade |= strcmp(json_string_value(reader), "trade") == 0;
    }
    assert_true(by_trade);
    steppe_project_close(project);
    json_decref(vars);
    json_decref(params);
}

static void a_parameter_is_shown_in_the_unit_of_its_file(void **state) {
    (void)state;
    struct model_copy copy;
    char arguments[128];
    model_copy_make(&copy);
    model_copy_write(&copy, "parameters.yaml", "a",
                     "test_parcel:\n  unit: mn_USD\n  prior: lognormal 40 0.5\n"
                     "  source: judgement\n  meaning: a parcel of test money\n");
    snprintf(arguments, sizeof arguments, "explain %s test_parcel", copy.folder);
    const char *text = shown(arguments);
    // 40 exp(-1.645 0.5) and 40 exp(1.645 0.5), three digits
    assert_non_null(strstr(text, "lognormal 40 0.5, 90 %: 17.6 to 91 (judgement)"));
    assert_non_null(strstr(text, "meaning: a parcel of test money"));
    model_copy_free(&copy);
}

static void explain_says_who_writes_and_who_reads(void **state) {
    (void)state;
    assert_non_null(strstr(shown("explain price"), "owned by: context"));
    assert_non_null(strstr(shown("explain trade"), "papers: dekle-eaton-kortum-2008"));
    assert_non_null(strstr(shown("explain trade"), "equation: "));
    assert_non_null(strstr(shown("explain trade.theta"), "changed by: scenario annotated"));
    assert_non_null(strstr(shown("explain ukraine_war"), "history: 2022-02 active (wp_es111)"));
    assert_non_null(strstr(shown("explain frozen_war"), "set ukraine_war: frozen"));
    assert_non_null(strstr(shown("explain secondary_scare"), "for: h in eaeu_hosts"));
    assert_non_null(strstr(shown("explain hedging"), "value: 1 / concentration[h]"));
    assert_non_null(strstr(shown("explain vdem_15"), "publisher: V-Dem Institute"));
    assert_non_null(strstr(shown("explain west"), "members: USA, EUU, JPN, KOR"));
    assert_non_null(strstr(shown("explain attack_on_chinese_2027"), "ask: ever(2027..2027, "));
    assert_non_null(strstr(shown("explain severe_unrest"), "rests on it: unrest.rate"));
    assert_non_null(strstr(shown("explain severe_unrest"), "held out: 2022-01 to 2026-06"));
    assert_non_null(strstr(shown("explain severe_unrest"), "event: 2022-07-01 UZB, Nukus"));
    assert_non_null(strstr(shown("explain annotated"), "economy.growth[CHN]: -0.01 1/year"));
    assert_non_null(strstr(shown("explain annotated"), ", in full after 24 months"));
    assert_non_null(
        strstr(shown("explain russia_leaves"), "base_access[RUS,KAZ], [RUS,KGZ], [RUS,"));
    assert_non_null(strstr(shown("explain second_january"), "unrest_echo, all 5: "));
    assert_non_null(strstr(shown("explain influence[RUS,KAZ]"), "influence, a view"));
    // Whatever names a source, and in the plural where several do.
    assert_non_null(strstr(shown("explain aktau_at2023"), "rows of network/: 1 names it"));
    assert_non_null(strstr(shown("explain riaxair_2013"), "records: 2 name it"));
    assert_null(strstr(shown("explain aktau_at2023"), "figures: 0"));
    command_fails("explain P_AKU", 3, "steppe show central-asia P_AKU", NULL);
    command_fails("explain Kazakhstan", 3, "steppe show central-asia Kazakhstan", NULL);
    command_fails("explain gpd", 3, "\"gpd\"", "did you mean \"gdp\"");
    command_fails("explain KAZ", 3, "steppe show central-asia KAZ", NULL);
    command_fails("explain", 2, "too few arguments", NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_kept_pages_are_those_that_docs_prints),
        cmocka_unit_test(vars_and_params_have_a_row_for_everything_in_the_model),
        cmocka_unit_test(a_parameter_is_shown_in_the_unit_of_its_file),
        cmocka_unit_test(explain_says_who_writes_and_who_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
