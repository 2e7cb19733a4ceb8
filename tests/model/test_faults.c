// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Each fault of a table or of model.yaml is told at its exact place, with what was expected and
// the nearest known name. Each test breaks one place of a model that is right.
#include "model/folder.c"

// The model with `old` of a file made `new` has this finding and no other.
#define FAULT(name, file_, old, new, line_, column_, message_, expected_, nearest_)                \
    static void name(void **state) {                                                               \
        (void)state;                                                                               \
        struct folder folder;                                                                      \
        folder_make(&folder);                                                                      \
        folder_change(&folder, file_, old, new);                                                   \
        folder_expect_only(&folder,                                                                \
                           (struct wanted){file_, line_, column_, message_, expected_, nearest_}); \
        folder_remove(&folder);                                                                    \
    }

// The same among others: a fault of an actor is one of the rows about it too.
#define AMONG(name, file_, old, new, line_, column_, message_, expected_, nearest_)                \
    static void name(void **state) {                                                               \
        (void)state;                                                                               \
        struct folder folder;                                                                      \
        folder_make(&folder);                                                                      \
        folder_change(&folder, file_, old, new);                                                   \
        folder_expect(&folder,                                                                     \
                      (struct wanted){file_, line_, column_, message_, expected_, nearest_});      \
        folder_remove(&folder);                                                                    \
    }

// ---- codes and names ----------------------------------------------------------------------------

FAULT(an_unknown_actor_is_told_with_the_nearest, "series.csv", "population,KAZ", "population,KAX",
      5, 12, "unknown actor 'KAX'", "an actor of the model", "KAZ")
FAULT(an_unknown_host_is_told, "pairs.csv", "debt,CHN,KAZ", "debt,CHN,KZA", 6, 10,
      "unknown host 'KZA'", "a host of the model", "KAZ")
FAULT(an_actor_that_is_no_power_is_told_as_that, "pairs.csv", "debt,CHN,KAZ", "debt,ROW,KAZ", 6, 6,
      "the actor 'ROW' is no power", "a power of the model", NULL)
FAULT(an_unknown_variable_is_told_with_the_nearest, "series.csv", "population,KAZ",
      "populatoin,KAZ", 5, 1, "unknown variable 'populatoin'",
      "a variable of the registry (steppe vars)", "population")
FAULT(an_unknown_commodity_is_told, "series.csv", "oil,2023-12", "oli,2023-12", 8, 17,
      "unknown commodity 'oli'", "a commodity of the model", "oil")
FAULT(an_unknown_institution_is_told, "membership.csv", "EAEU,KAZ", "EAUE,KAZ", 2, 1,
      "unknown institution 'EAUE'", "an institution of the model", "EAEU")
FAULT(a_leader_who_decides_must_be_there, "institutions.csv", "consensus,2015,RUS", "leader,2015,",
      2, 56, "the leader decides, but there is none",
      "the code of the leader, or another decision_rule", NULL)
FAULT(an_unknown_obligation_is_told_at_its_own_place, "institutions.csv", "common tariff,",
      "common tariff;mutual defense,", 2, 77, "the obligation 'mutual defense' is unknown",
      "common tariff, bound tariffs, joint policy, mutual defence, pledges, training or language "
      "teaching",
      "mutual defence")
FAULT(an_obligation_given_twice_is_told, "institutions.csv", "common tariff,",
      "common tariff;common tariff,", 2, 77, "the obligation 'common tariff' is given twice",
      "each once", NULL)
FAULT(what_a_leader_owes_needs_one, "institutions.csv", "RUS,common tariff,", ",mutual defence,", 2,
      60, "the obligation 'mutual defence' is the leader's, and no power leads",
      "a power as leader, or no such obligation", NULL)
FAULT(what_a_leader_owes_needs_a_power, "institutions.csv", "RUS,common tariff,",
      "KAZ,common tariff;pledges,", 2, 77,
      "the obligation 'pledges' is the leader's, and no power leads",
      "a power as leader, or no such obligation", NULL)
FAULT(an_open_border_above_one_is_told, "pairs.csv", "debt,CHN,KAZ,2023,9200,mn_USD_2021,10%",
      "open_border,UZB,KAZ,2023,1.5,1,0.1", 6, 26, "'1.5' is outside the range of open_border",
      NULL, NULL)
AMONG(a_code_in_small_letters_is_told, "actors.csv", "ROW,Rest", "row,Rest", 6, 1,
      "'row' is no code", "capitals, digits and _, such as KAZ", NULL)
AMONG(a_code_given_twice_is_told, "actors.csv", "ROW,Rest of the world,rest",
      "CHN,Rest of the world,rest", 6, 1, "the actor 'CHN' is given twice", "each code once", NULL)
AMONG(an_unknown_role_is_told, "actors.csv", "rest,other", "rest,ohter", 6, 28,
      "'ohter' is no role", "host, power or other", "other")

// ---- sources ------------------------------------------------------------------------------------

FAULT(a_missing_source_is_told, "series.csv", "290,bn_USD/year,3%,late", "290,bn_USD/year,3%,", 4,
      39, "the source is missing", "an id of sources.csv, 'derived: id; id' or 'judgement'", NULL)
FAULT(an_unknown_source_is_told_with_the_nearest, "leaders.csv", "1953,wdi", "1953,wid", 2, 38,
      "unknown source 'wid'", "an id of sources.csv, or 'judgement'", "wdi")
FAULT(an_unknown_source_behind_a_semicolon_is_told_at_its_own_place, "series.csv",
      "derived:wdi;late", "derived:wdi; lote", 5, 53, "unknown source 'lote'",
      "an id of sources.csv, or 'judgement'", "late")
AMONG(a_source_given_twice_is_told, "sources.csv", "late,A late", "wdi,A late", 3, 1,
      "the source 'wdi' is given twice", "each id once", NULL)

// ---- types, units, ranges -----------------------------------------------------------------------

FAULT(a_value_that_is_no_number_is_told, "series.csv", "KAZ,2022,220,", "KAZ,2022,2 20,", 2, 20,
      "'2 20' is no number", "a number such as 12.5 or 3e4", NULL)
FAULT(nan_is_no_number, "series.csv", "KAZ,2022,220,", "KAZ,2022,nan,", 2, 20, "'nan' is no number",
      NULL, NULL)
FAULT(infinity_is_no_number, "series.csv", "KAZ,2022,220,", "KAZ,2022,inf,", 2, 20,
      "'inf' is no number", NULL, NULL)
FAULT(an_empty_value_is_told, "series.csv", "KAZ,2022,220,", "KAZ,2022,,", 2, 20,
      "'value' is empty", "a number such as 12.5 or 3e4", NULL)
FAULT(an_unknown_unit_is_told_with_the_nearest, "series.csv", "20000000,person", "20000000,persom",
      5, 30, "unknown unit 'persom'", "a unit such as bn_USD/year, person, t/year, 1/year, % or 1",
      "person")
FAULT(a_unit_of_another_dimension_is_told, "series.csv", "220,bn_USD/year", "220,bn_USD", 2, 24,
      "the unit 'bn_USD' is not that of gdp_level", "USD/year", NULL)
FAULT(a_negative_stock_is_told, "pairs.csv", "9200,mn_USD_2021", "-9200,mn_USD_2021", 6, 19,
      "'-9200' is negative, which debt cannot be", "0 or more bn_USD", NULL)
FAULT(a_value_above_the_range_is_told, "series.csv", "population,KAZ,2023,20000000,person,1%",
      "polyarchy,KAZ,2023,1.5,1,0", 5, 20, "'1.5' is outside the range of polyarchy", "0 to 1",
      NULL)
FAULT(a_spread_that_is_none_is_told, "series.csv", "20000000,person,1%", "20000000,person,1%%", 5,
      37, "'1%%' is no spread", "one standard deviation: 5%, or 0.3 in the unit of the value", NULL)
FAULT(a_pair_in_a_series_is_told, "series.csv", "population,KAZ,2023,20000000,person",
      "goods_exports,KAZ,2023,20,bn_USD/year", 5, 1,
      "'goods_exports' is of shape actor x actor: its figures stand in pairs*.csv",
      "a variable of one actor", NULL)
FAULT(money_of_a_year_without_price_level_is_told, "series.csv", "KAZ,2022,220", "KAZ,2019,220", 2,
      24, "no price level is known for money of 2019", "a row of deflators.csv for that year", NULL)

// ---- dates --------------------------------------------------------------------------------------

FAULT(a_date_that_is_none_is_told, "series.csv", "oil,2023-12", "oil,2023-13", 8, 21,
      "'2023-13' is no date", "YYYY, YYYY-MM or YYYY-MM-DD, from 1900 to 2100", NULL)
FAULT(a_tie_given_twice_is_told, "ties.csv", "study,RUS,KAZ,2021,,60000,person,10%,wdi,\n",
      "study,RUS,KAZ,2021,,60000,person,10%,wdi,\nstudy,RUS,KAZ,2021,,60000,person,10%,wdi,\n", 5,
      1, "this is the row of line 4 again", "each row once, two alike told apart by what they say",
      NULL)
FAULT(a_number_beyond_all_in_its_unit_is_told, "pairs.csv", "debt,CHN,KAZ,2023,9200,mn_USD_2021",
      "debt,CHN,KAZ,2023,1e308,mn_USD_2021", 6, 19, "'1e308' is too large for debt",
      "a smaller number", NULL)
FAULT(a_spread_beyond_all_is_told, "pairs.csv", "9200,mn_USD_2021,10%", "9200,mn_USD_2021,1e308", 6,
      36, "'1e308' is too large for debt", "a smaller number", NULL)
FAULT(an_end_before_the_start_is_told, "ties.csv", "2004,2009", "2004,2003", 2, 21,
      "'2003' is before the start of the row", "2004 or later", NULL)
FAULT(a_leader_who_leaves_before_coming_is_told, "leaders.csv", "2019-03,,", "2019-03,2018,", 2, 32,
      "'2018' is before the start of the row", "2019-03 or later", NULL)
FAULT(memberships_that_overlap_are_told, "membership.csv", "observer,2020-12", "observer,2020-06",
      4, 19, "overlaps with the span as none in line 3", "spans one after the other", NULL)
FAULT(an_unknown_status_is_told, "membership.csv", "observer", "obsever", 4, 10,
      "'obsever' is no status", "none, observer, partner, candidate, suspended or member",
      "observer")

// ---- the table itself ---------------------------------------------------------------------------

FAULT(a_row_with_too_few_fields_is_told, "series.csv", "KAZ,2022,220,bn_USD/year,3%,wdi,",
      "KAZ,2022,220,bn_USD/year", 2, 1, "the row has 5 fields", "8, as in the first line", NULL)
AMONG(an_unknown_column_is_told, "leaders.csv", "birth_year", "birthyear", 1, 28,
      "unknown column 'birthyear'", "actor,name,role,from,until,birth_year,source", "birth_year")

// ---- model.yaml ---------------------------------------------------------------------------------

FAULT(another_format_is_refused, "model.yaml", "format: 1", "format: 2", 1, 9,
      "this program reads models of format 1 only", "format 1", NULL)
FAULT(an_unknown_field_is_told_with_the_nearest, "model.yaml", "direction: both_ways\n",
      "direction: both_ways\n    directoin: to_host\n", 17, 5, "a tie has no field 'directoin'",
      "domain, unit, variable, direction, per, source, meaning, user_cost or records", "direction")
FAULT(a_key_given_twice_is_told, "model.yaml", "title: A tiny model\n",
      "title: A tiny model\ntitle: Another\n", 4, 1, "'title' is given twice", "each name once",
      NULL)
FAULT(an_unknown_member_of_a_set_is_told, "model.yaml", "east: [CHN, RUS]", "east: [CHN, RSU]", 9,
      15, "unknown actor 'RSU'", "members of one kind: actors, commodities, ...", "RUS")
FAULT(a_set_that_mechanisms_know_is_of_actors, "model.yaml", "east: [CHN, RUS]",
      "sanctioned: [oil]", 9, 16, "'sanctioned' is a set of actors, and this is no actor",
      "codes of actors.csv", NULL)
FAULT(an_unknown_domain_is_told, "model.yaml", "domain: security", "domain: secruity", 20, 13,
      "unknown domain 'secruity'", "an entry of 'domains'", "security")
FAULT(a_kind_of_record_that_is_no_name_is_told, "model.yaml", "    meaning: troops in the host\n",
      "    meaning: troops in the host\n    records: [Base]\n", 28, 15,
      "an entry of 'records' is no name", "small letters, digits and _", NULL)
FAULT(an_unknown_variable_of_a_tie_is_told, "model.yaml", "variable: troops", "variable: trops", 22,
      15, "unknown variable 'trops'", "a variable of the registry (steppe vars)", "troops")
FAULT(a_tie_in_another_unit_than_its_variable_is_told, "model.yaml", "unit: bn_USD/year",
      "unit: bn_USD", 14, 11, "the unit 'bn_USD' is not that of the variable goods_trade",
      "bn_USD/year", NULL)
FAULT(a_user_cost_in_another_unit_is_told_at_the_unit, "model.yaml", "30000 USD/year", "30000 USD",
      25, 22, "'USD' is no yearly cost", "USD/year", NULL)
FAULT(an_unknown_key_series_is_told, "model.yaml", "[gdp, stress]", "[gdp, stres]", 10, 19,
      "unknown variable 'stres'", "a variable or an indicator", "stress")
FAULT(data_cannot_be_a_key_series, "model.yaml", "[gdp, stress]", "[gdp, population]", 10, 19,
      "'population' is data of the model and no part of a run", "what changes in a run", NULL)
FAULT(an_unknown_scenario_to_compare_is_told, "model.yaml", "start: 2025-01",
      "start: 2025-01\ncompare: frozen", 6, 10, "unknown scenario 'frozen'",
      "a file of scenarios/, without .yaml", NULL)
FAULT(a_start_that_is_no_month_is_told, "model.yaml", "start: 2025-01", "start: 2025", 5, 8,
      "the start is no month", "YYYY-MM", NULL)
FAULT(a_tab_that_indents_is_told_as_that, "model.yaml", "  east: [CHN, RUS]", "\teast: [CHN, RUS]",
      9, 1, "a tab indents this line", "blanks: YAML indents by them alone", NULL)
FAULT(a_broken_yaml_file_is_told_with_the_line, "model.yaml", "  east: [CHN, RUS]",
      "  east: [CHN, RUS", 11, 1, "wrongly indented flow sequence", "YAML", NULL)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tab_that_indents_is_told_as_that),
        cmocka_unit_test(an_unknown_actor_is_told_with_the_nearest),
        cmocka_unit_test(an_unknown_host_is_told),
        cmocka_unit_test(an_actor_that_is_no_power_is_told_as_that),
        cmocka_unit_test(an_unknown_variable_is_told_with_the_nearest),
        cmocka_unit_test(an_unknown_commodity_is_told),
        cmocka_unit_test(an_unknown_institution_is_told),
        cmocka_unit_test(a_leader_who_decides_must_be_there),
        cmocka_unit_test(an_unknown_obligation_is_told_at_its_own_place),
        cmocka_unit_test(an_obligation_given_twice_is_told),
        cmocka_unit_test(what_a_leader_owes_needs_one),
        cmocka_unit_test(what_a_leader_owes_needs_a_power),
        cmocka_unit_test(an_open_border_above_one_is_told),
        cmocka_unit_test(a_code_in_small_letters_is_told),
        cmocka_unit_test(a_code_given_twice_is_told),
        cmocka_unit_test(an_unknown_role_is_told),
        cmocka_unit_test(a_missing_source_is_told),
        cmocka_unit_test(an_unknown_source_is_told_with_the_nearest),
        cmocka_unit_test(an_unknown_source_behind_a_semicolon_is_told_at_its_own_place),
        cmocka_unit_test(a_source_given_twice_is_told),
        cmocka_unit_test(a_value_that_is_no_number_is_told),
        cmocka_unit_test(nan_is_no_number),
        cmocka_unit_test(infinity_is_no_number),
        cmocka_unit_test(an_empty_value_is_told),
        cmocka_unit_test(an_unknown_unit_is_told_with_the_nearest),
        cmocka_unit_test(a_unit_of_another_dimension_is_told),
        cmocka_unit_test(a_negative_stock_is_told),
        cmocka_unit_test(a_value_above_the_range_is_told),
        cmocka_unit_test(a_spread_that_is_none_is_told),
        cmocka_unit_test(a_pair_in_a_series_is_told),
        cmocka_unit_test(money_of_a_year_without_price_level_is_told),
        cmocka_unit_test(a_date_that_is_none_is_told),
        cmocka_unit_test(a_tie_given_twice_is_told),
        cmocka_unit_test(a_number_beyond_all_in_its_unit_is_told),
        cmocka_unit_test(a_spread_beyond_all_is_told),
        cmocka_unit_test(an_end_before_the_start_is_told),
        cmocka_unit_test(a_leader_who_leaves_before_coming_is_told),
        cmocka_unit_test(memberships_that_overlap_are_told),
        cmocka_unit_test(an_unknown_status_is_told),
        cmocka_unit_test(a_row_with_too_few_fields_is_told),
        cmocka_unit_test(an_unknown_column_is_told),
        cmocka_unit_test(another_format_is_refused),
        cmocka_unit_test(an_unknown_field_is_told_with_the_nearest),
        cmocka_unit_test(a_key_given_twice_is_told),
        cmocka_unit_test(an_unknown_member_of_a_set_is_told),
        cmocka_unit_test(a_set_that_mechanisms_know_is_of_actors),
        cmocka_unit_test(an_unknown_domain_is_told),
        cmocka_unit_test(a_kind_of_record_that_is_no_name_is_told),
        cmocka_unit_test(an_unknown_variable_of_a_tie_is_told),
        cmocka_unit_test(a_tie_in_another_unit_than_its_variable_is_told),
        cmocka_unit_test(a_user_cost_in_another_unit_is_told_at_the_unit),
        cmocka_unit_test(an_unknown_key_series_is_told),
        cmocka_unit_test(data_cannot_be_a_key_series),
        cmocka_unit_test(an_unknown_scenario_to_compare_is_told),
        cmocka_unit_test(a_start_that_is_no_month_is_told),
        cmocka_unit_test(a_broken_yaml_file_is_told_with_the_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
