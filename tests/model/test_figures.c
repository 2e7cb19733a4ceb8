// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Which figure answers a question: known by then, of that year, the newest. And names of cells.
#include "model/folder.c"

static int32_t month_of(int year, int month) { return 12 * year + month - 1; }

static const struct steppe_figure *ask(const struct folder *folder, uint32_t variable,
                                       int32_t first, int32_t second, int32_t known, int32_t year) {
    const int32_t at[STEPPE_AXES_MAX] = {first, second, -1};
    return steppe_model_figure(folder->model, variable, at, known, year);
}

static void a_figure_of_a_year_is_known_from_the_next(void **state) {
    (void)state;
    struct folder folder;
    folder_make(&folder);
    assert_true(folder_load(&folder));
    const uint32_t gdp = STEPPE_VAR_gdp_level;
    assert_null(ask(&folder, gdp, 0, -1, month_of(2022, 12), 0));
    assert_true(ask(&folder, gdp, 0, -1, month_of(2023, 1), 0)->published == 220);
    assert_true(ask(&folder, gdp, 0, -1, month_of(2023, 12), 0)->published == 220);
    assert_true(ask(&folder, gdp, 0, -1, month_of(2024, 1), 0)->published == 260);
    folder_remove(&folder);
}

static void a_source_that_lags_makes_its_figure_known_later(void **state) {
    (void)state;
    struct folder folder;
    folder_make(&folder);
    assert_true(folder_load(&folder));
    // 2024 by a source of 24 months: from January 2027.
    const uint32_t gdp = STEPPE_VAR_gdp_level;
    assert_true(ask(&folder, gdp, 0, -1, month_of(2026, 12), 0)->published == 260);
    assert_true(ask(&folder, gdp, 0, -1, month_of(2027, 1), 0)->published == 290);
    assert_null(ask(&folder, gdp, 0, -1, month_of(2026, 12), 2024));
    folder_remove(&folder);
}

static void later_rows_change_nothing_that_was_known_before(void **state) {
    (void)state;
    struct folder before, after;
    folder_make(&before);
    folder_make(&after);
    folder_write(&after, "series_later.csv",
                 "variable,actor,date,value,unit,spread,source,note\n"
                 "gdp_level,KAZ,2024-11,999,bn_USD/year,3%,wdi,\n"
                 "population,KAZ,2024,999,person,3%,wdi,\n");
    folder_write(&after, "pairs_later.csv",
                 "variable,from,to,date,value,unit,spread,source,note\n"
                 "debt,CHN,KAZ,2024,1,mn_USD,0,wdi,\n");
    assert_true(folder_load(&before));
    assert_true(folder_load(&after));
    for (int32_t month = month_of(2020, 1); month < month_of(2024, 12); month++) {
        static const struct {
            uint32_t variable;
            int32_t first, second;
        } cells[] = {
            {STEPPE_VAR_gdp_level, 0, -1}, {STEPPE_VAR_population, 0, -1}, {STEPPE_VAR_debt, 1, 0}};
        for (size_t i = 0; i < STEPPE_COUNT(cells); i++) {
            const struct steppe_figure *a = ask(&before, cells[i].variable, cells[i].first,
                                                cells[i].second, month, 0);
            const struct steppe_figure *b = ask(&after, cells[i].variable, cells[i].first,
                                                cells[i].second, month, 0);
            assert_int_equal(a != NULL, b != NULL);
            if (a) assert_true(a->value == b->value);
        }
    }
    // And from then on they do count.
    assert_true(ask(&after, STEPPE_VAR_gdp_level, 0, -1, month_of(2024, 12), 0)->published == 999);
    folder_remove(&before);
    folder_remove(&after);
}

static void a_whole_year_speaks_for_it_before_its_months(void **state) {
    (void)state;
    struct folder folder;
    folder_make(&folder);
    assert_true(folder_load(&folder));
    const uint32_t price = STEPPE_VAR_commodity_price;
    assert_true(ask(&folder, price, 0, -1, INT32_MAX, 2023)->published == 82);
    // The newest of all is that of December.
    assert_true(ask(&folder, price, 0, -1, INT32_MAX, 0)->published == 77);
    assert_null(ask(&folder, price, 0, -1, INT32_MAX, 2022));
    assert_null(ask(&folder, price, 1, -1, INT32_MAX, 0));
    folder_remove(&folder);
}

static void a_tie_answers_for_the_years_it_lasts(void **state) {
    (void)state;
    struct folder folder;
    folder_make(&folder);
    assert_true(folder_load(&folder));
    const uint32_t troops = STEPPE_VAR_troops; // RUS is power 0, KAZ host 0
    assert_null(ask(&folder, troops, 0, 0, INT32_MAX, 2003));
    assert_true(ask(&folder, troops, 0, 0, INT32_MAX, 2007)->value == 900);
    assert_true(ask(&folder, troops, 0, 0, INT32_MAX, 2009)->value == 900);
    assert_true(ask(&folder, troops, 0, 0, INT32_MAX, 2023)->value == 700); // open
    assert_true(ask(&folder, troops, 0, 0, month_of(2008, 1), 0)->value == 900);
    assert_null(ask(&folder, troops, 0, 1, INT32_MAX, 0));
    folder_remove(&folder);
}

static void a_tie_that_is_over_is_not_the_newest(void **state) {
    (void)state;
    struct folder folder;
    folder_make(&folder);
    folder_change(&folder, "ties.csv", "troops,RUS,KAZ,2010,,700,person,10%,wdi,\n", "");
    assert_true(folder_load(&folder));
    assert_true(ask(&folder, STEPPE_VAR_troops, 0, 0, month_of(2009, 12), 0)->value == 900);
    assert_null(ask(&folder, STEPPE_VAR_troops, 0, 0, month_of(2010, 1), 0));
    folder_remove(&folder);
}

static void figures_are_sorted_by_variable_cell_and_date(void **state) {
    (void)state;
    struct folder folder;
    folder_make(&folder);
    assert_true(folder_load(&folder));
    const struct steppe_model *model = folder.model;
    for (size_t i = 1; i < model->figure_count; i++) {
        const struct steppe_figure *a = &model->figures[i - 1], *b = &model->figures[i];
        assert_true(a->variable <= b->variable);
        if (a->variable != b->variable) continue;
        enum steppe_shape shape = model->variables[a->variable].shape;
        size_t cell_a = steppe_model_cell(model, shape, a->at);
        size_t cell_b = steppe_model_cell(model, shape, b->at);
        assert_true(cell_a <= cell_b);
        if (cell_a == cell_b) assert_true(steppe_date_compare(a->date, b->date) <= 0);
    }
    folder_remove(&folder);
}

static void cells_count_row_by_row_and_have_names(void **state) {
    (void)state;
    struct folder folder;
    char text[60];
    folder_make(&folder);
    assert_true(folder_load(&folder));
    const struct steppe_model *model = folder.model;
    assert_int_equal(steppe_model_cells(model, STEPPE_SHAPE_SCALAR), 1);
    assert_int_equal(steppe_model_cells(model, STEPPE_SHAPE_POWER_HOST), 4);
    assert_int_equal(steppe_model_cells(model, STEPPE_SHAPE_TIE_POWER_HOST), 12);
    const int32_t at[STEPPE_AXES_MAX] = {2, 1, 0}; // study, CHN, KAZ
    assert_int_equal(steppe_model_cell(model, STEPPE_SHAPE_TIE_POWER_HOST, at), 2 * 4 + 1 * 2 + 0);
    size_t length = steppe_model_cell_name(model, STEPPE_VAR_tie_volume, 10, text, sizeof text);
    assert_string_equal(text, "tie_volume[study,CHN,KAZ]");
    assert_int_equal(length, strlen(text));
    assert_int_equal(steppe_model_cell_name(model, STEPPE_VAR_tie_volume, 10, text, 8), length);
    assert_string_equal(text, "tie_vol");
    assert_string_equal(steppe_shape_name(STEPPE_SHAPE_POWER_HOST), "power x host");
    folder_remove(&folder);
}

static void names_are_found_and_unknown_ones_are_not(void **state) {
    (void)state;
    struct folder folder;
    folder_make(&folder);
    assert_true(folder_load(&folder));
    const struct steppe_model *model = folder.model;
    assert_int_equal(steppe_model_variable(model, "influence"), STEPPE_VAR_influence);
    assert_int_equal(steppe_model_variable(model, "influenc"), UINT32_MAX);
    assert_int_equal(steppe_model_parameter(model, "trade.wedge"), 2);
    assert_int_equal(steppe_model_parameter(model, "wedge"), UINT32_MAX);
    assert_int_equal(steppe_model_element(model, STEPPE_AXIS_HOST, "UZB"), 1);
    assert_int_equal(steppe_model_element(model, STEPPE_AXIS_HOST, "RUS"), UINT32_MAX);
    folder_remove(&folder);
}

static void built_in_variables_have_coherent_ranges(void **state) {
    (void)state;
    const struct steppe_variable *variables = steppe_variables_builtin();
    assert_string_equal(variables[STEPPE_VAR_oda_received].name, "oda_received");
    assert_true(variables[STEPPE_VAR_oda_received].low == -10e9); // -10 bn USD a year
    assert_true(variables[STEPPE_VAR_gdp].low == 0.001);
    assert_int_equal(variables[STEPPE_VAR_influence].shape, STEPPE_SHAPE_POWER_HOST);
    for (size_t i = 0; i < STEPPE_VAR_BUILTIN_COUNT; i++) {
        assert_true(variables[i].low < variables[i].high);
        assert_true(strlen(variables[i].meaning) > 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_of_a_year_is_known_from_the_next),
        cmocka_unit_test(a_source_that_lags_makes_its_figure_known_later),
        cmocka_unit_test(later_rows_change_nothing_that_was_known_before),
        cmocka_unit_test(a_whole_year_speaks_for_it_before_its_months),
        cmocka_unit_test(a_tie_answers_for_the_years_it_lasts),
        cmocka_unit_test(a_tie_that_is_over_is_not_the_newest),
        cmocka_unit_test(figures_are_sorted_by_variable_cell_and_date),
        cmocka_unit_test(cells_count_row_by_row_and_have_names),
        cmocka_unit_test(names_are_found_and_unknown_ones_are_not),
        cmocka_unit_test(built_in_variables_have_coherent_ranges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
