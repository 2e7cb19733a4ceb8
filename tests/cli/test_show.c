// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Dossiers, as a user reads them: what is in the files is shown with its date and source, and what
// is not yet known is not.
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

// One line of the output has all the parts, in this order.
static void assert_line(const char *text, const char *const *parts) {
    for (const char *line = text; line && *line;) {
        const char *end = strchr(line, '\n'), *at = line;
        for (size_t p = 0; at && parts[p]; p++) {
            at = strstr(at, parts[p]);
            if (at && end && at > end) at = NULL;
        }
        if (at) return;
        line = end ? end + 1 : NULL;
    }
    fail_msg("no line with \"%s\" and the rest in\n%s", parts[0], text);
}
#define assert_line_of(text, ...) assert_line(text, (const char *const[]){__VA_ARGS__, NULL})

static void every_line_fits(const char *arguments) {
    const char *text = shown(arguments);
    for (const char *line = text; *line; line++) {
        size_t columns = 0;
        for (; *line && *line != '\n'; line++) columns += ((unsigned char)*line & 0xc0) != 0x80;
        if (columns > 80)
            fail_msg("steppe %s: %zu columns before\n%.60s", arguments, columns, line);
        if (!*line) break;
    }
}

// ---- text --------------------------------------------------------------------------------------

static void the_overview_names_hosts_powers_regimes_and_scenarios(void **state) {
    (void)state;
    const char *text = shown("show");
    assert_non_null(strstr(text, "Outside powers in Central Asia"));
    assert_line_of(text, "Kazakhstan", "KAZ", "mn (", "RUS ");
    assert_line_of(text, "Russia", "RUS");
    assert_line_of(text, "ukraine_war", "active", "2022-02", "wp_es111");
    assert_line_of(text, "frozen_war: ");
    assert_line_of(text, "steppe show central-asia KAZ");
}

static void a_dossier_shows_value_date_and_source_of_a_figure(void **state) {
    (void)state;
    struct model_copy copy;
    char arguments[128];
    model_copy_make(&copy);
    model_copy_write(&copy, "series_economy.csv", "a",
                     "gdp_level,KAZ,2025,301,bn_USD/year,3%,cia_factbook_2026,\n"
                     "population,KAZ,2030,99000000,person,1%,cia_factbook_2026,\n");
    model_copy_write(&copy, "ties.csv", "a",
                     "base,IND,TJK,2002,2007,77,person,10%,judgement,a runway at Ayni\n");
    snprintf(arguments, sizeof arguments, "show %s KAZ", copy.folder);
    const char *text = shown(arguments);
    assert_line_of(text, "GDP, nominal", "301 bn USD", "2025", "cia_factbook_2026");
    assert_null(strstr(text, "99.0 mn")); // known in 2031, the model starts in 2026
    snprintf(arguments, sizeof arguments, "show %s TJK", copy.folder);
    assert_line_of(shown(arguments), "2002 to 2007 IND, 77.0 people: a runway at Ayni (judgement)");
    model_copy_free(&copy);
}

static void a_host_and_a_power_see_the_same_tie_from_both_sides(void **state) {
    (void)state;
    char size[2][16] = {"", ""};
    const char *const names[] = {"KGZ", "RUS"}, *const rows[] = {"  Russia ", "  Kyrgyzstan "};
    for (int i = 0; i < 2; i++) {
        char arguments[64];
        snprintf(arguments, sizeof arguments, "show central-asia %s", names[i]);
        const char *text = strstr(shown(arguments), "troops: ");
        assert_non_null(text);
        const char *row = strstr(text, rows[i]);
        assert_non_null(row);
        assert_int_equal(sscanf(row + strlen(rows[i]), "%15s", size[i]), 1);
    }
    assert_string_equal(size[0], "700");
    assert_string_equal(size[1], "700");
    // Parts that hosts have, each of its own, do not add up over the hosts.
    const char *text = strstr(shown("show RUS"), "  transit: "), *more;
    assert_non_null(text);
    more = strstr(text, " more ");
    assert_non_null(more);
    assert_null(memchr(more, '%', strcspn(more, "\n")));
}

// Debt of 2022 over the GDP of 2022 (2,266 bn USD then), not of the newest.
static void parts_of_gdp_are_those_of_the_same_year(void **state) {
    (void)state;
    const char *text = shown("show RUS");
    assert_line_of(text, "GDP, nominal", "2,174 bn USD", "2024");
    assert_line_of(text, "external debt", "376 bn USD", "17 %", "2022");
}

static void an_institution_lists_its_members_by_status_and_date(void **state) {
    (void)state;
    const char *text = shown("show central-asia csto");
    assert_line_of(text, "Collective Security Treaty Organization (CSTO)");
    assert_line_of(text, "defence, decides by consensus, led by Russia, founded 2002-10-07");
    assert_line_of(text, "Armenia", "ARM", "suspended", "2024-02", "asiaplus_20241022");
    assert_line_of(text, "Kazakhstan", "KAZ", "member", "1994-04");
    assert_line_of(text, "What it obliges to: mutual defence.");
    // What acts, and who may come in and go: 0.02 and 0.004 a year, middles of parameters.yaml.
    assert_non_null(strstr(text, "may call"));
    assert_non_null(strstr(text, "Open to Kazakhstan, Kyrgyzstan, Tajikistan,"));
    assert_non_null(strstr(text, "0.004"));
    // Its own source is spelt out, too, where no member rests on it.
    assert_line_of(shown("show TITR"), "  trend_wb_titr  ", ": ");
    text = shown("show central-asia csto");
    const char *former = strstr(text, "No longer");
    assert_non_null(former);
    assert_null(strstr(former, "ARM"));
    assert_line_of(former, "Uzbekistan", "UZB", "left", "2012-12", "tass_2012");
}

// Each kind of record in the security of a host has its name, and stands behind a tie.
static void what_stands_behind_a_tie_is_on_record(void **state) {
    (void)state;
    static const char *const kinds[] = {"security aid", "border post", "counterterror centre",
                                        "private security", "surveillance"};
    const char *text = shown("show central-asia posts");
    const char *behind = strstr(text, "What stands behind it, on record");
    assert_non_null(behind);
    for (size_t i = 0; i < STEPPE_COUNT(kinds); i++) assert_non_null(strstr(behind, kinds[i]));
    assert_line_of(behind, "USA to TJK: border post at Ayvoj");
    assert_null(strstr(behind, "\n  exercise\n"));
    behind = strstr(shown("show central-asia training"), "What stands behind it, on record");
    assert_non_null(behind);
    assert_non_null(strstr(behind, "\n  exercise\n"));
    assert_non_null(strstr(behind, "security aid"));
    assert_null(strstr(behind, "border post"));
    assert_non_null(strstr(shown("show central-asia border_post"), "Border post"));
}

static void names_are_found_in_any_case_and_in_words(void **state) {
    (void)state;
    assert_non_null(strstr(shown("show central-asia kaz"), "Kazakhstan (KAZ), a host"));
    command_fails("show central-asia frozen_war", 3, "steppe explain central-asia frozen_war says",
                  NULL);
    assert_non_null(strstr(shown("show central-asia russia"), "Russia (RUS), a power"));
    assert_non_null(strstr(shown("show central-asia Trade"), "A tie of economy"));
    assert_line_of(shown("show central-asia base"), "RUS to KGZ, 700 people: Kant, an air base");
}

static void an_unknown_name_is_refused_with_the_nearest(void **state) {
    (void)state;
    command_fails("show central-asia Kazahstan", 3, "Kazahstan", "did you mean \"Kazakhstan\"");
    command_fails("show central-asia trad", 3, "trad", "did you mean \"trade\"");
    command_fails("show central-asia qqqqqq", 3,
                  "no actor, tie, record, institution, link, corridor, node, project or gate",
                  NULL);
    command_fails("show central-asia KZ_DOSS", 3, "did you mean \"KZ_DOS\"", NULL);
    command_fails("show central-asia ANAKLAI", 3, "did you mean \"ANAKLIA\"", NULL);
}

static void a_node_shows_its_links_whose_gateway_it_is_and_what_passes(void **state) {
    (void)state;
    const char *text = shown("show central-asia KZ_AKU");
    assert_line_of(text, "Aktau port (KZ_AKU), a node in Kazakhstan (port)");
    assert_line_of(text, "Mangystau station", "P_AKU", "port", "15.0", "4.50 Mt, 140 kTEU");
    assert_line_of(text, "from ", "O_UZE_AKU", "oil pipeline"); // one way
    assert_non_null(strstr(text, "Port of Aktau (AKTAU)"));
    assert_non_null(strstr(text, "Middle (Aktau) (middle_aktau)"));
    assert_non_null(strstr(text, "Aktau container hub (AKTAU_HUB)"));
    // Names in any case, links not in operation, and the actor's freight that it is the gateway of.
    text = shown("show central-asia alashankou");
    assert_line_of(text, "G_RUKZCN", "gas pipeline", "35.0 bcm", "planned");
    assert_line_of(text, "China", "oil", "100 %", "judgement");
}

static void a_project_shows_what_it_adds_when_and_how_surely(void **state) {
    (void)state;
    const char *text = shown("show central-asia CASPIAN_DREDGE");
    assert_line_of(text, "widens 2 links");
    assert_line_of(text, "adds to each", "5.40 Mt a year");
    assert_line_of(text, "announced for 2026", "~ cs_log2025 +2");
    assert_line_of(text, "chance", "90 %");
    assert_line_of(text, "cost", "not known");
    assert_line_of(text, "Port of Aktau (AKTAU); Port of Kuryk (KURYK)");
    // A corridor and a project that differ by case alone: the one that is written.
    assert_line_of(shown("show central-asia CKU"), "railway (CKU), a project");
    assert_line_of(shown("show central-asia CKU"), "cost", "4,700 mn USD");
    assert_line_of(shown("show central-asia cku"), "(cku), a corridor");
    assert_non_null(strstr(shown("show central-asia POS2"), "No gate"));
}

static void a_gate_shows_its_capacity_how_full_it_is_and_who_passes(void **state) {
    (void)state;
    const char *text = shown("show AKTAU");
    assert_line_of(text, "Port of Aktau (AKTAU), a gate");
    assert_line_of(text, "capacity", "4.50 Mt a year", "aktau_at2023");
    assert_line_of(text, "240 kTEU a year now, 140 before"); // the hub is in operation since 2025
    assert_line_of(text, "in 2023", "Mt a year of goods", "full");
    assert_line_of(text, "of them", "kTEU in boxes", "full");
    assert_line_of(text, "outages", "0.15 a year, 20 days, 60 % left", "grain_inf2025");
    assert_line_of(text, "P_AKU", "port", "15.0");
    assert_non_null(strstr(text, "steppe explain central-asia SOURCE says"));
    assert_line_of(shown("show P_AKU"), "240 kTEU a year now, 140 before");
    assert_line_of(shown("show O_CPC_2"), "status", "operating, opened 2001");
    assert_line_of(shown("show CPC"), "Caspian Pipeline Kazakh oil", "2021", "53.1 Mt ", "record");
    text = shown("show AKTAU");
    // What is in operation has neither a chance nor a delay left.
    assert_line_of(text, "(AKTAU_HUB): widens it, in operation since 2025; adds 100");
    assert_line_of(text, "Kazakhstan - European Union");
    assert_line_of(shown("show BREST"), "of them", "kTEU in boxes", "106 % full");
    assert_line_of(shown("show TRANS_CASPIAN"), "in 2026-06", "closed until it is built");
    // By hand: a gate that the regimes of the time narrow, and one that no table bounds.
    assert_line_of(shown("show SUEZ"), "in 2026-06", "open to 33 % of 2023");
    assert_line_of(shown("show SUEZ"), "capacity", "not known, taken as not binding");
}

// A gate has the name of its project or node: who has it to the letter is shown, the rest named.
static void a_name_of_several_shows_or_names_them_all(void **state) {
    (void)state;
    const char *text = shown("show CKU");
    assert_non_null(strstr(text, "railway (CKU), a project"));
    assert_non_null(strstr(text, "railway (CKU), a gate"));
    assert_non_null(strstr(text, "Also the name of a corridor: steppe show central-asia cku"));
    text = shown("show Dostyk");
    assert_non_null(strstr(text, "Dostyk (KZ_DOS), a node"));
    assert_null(strstr(text, "(DOSTYK), a gate"));
    assert_non_null(strstr(text, "Also the name of a gate: steppe show central-asia DOSTYK"));
    text = shown("show dostyk");
    assert_non_null(strstr(text, "Dostyk (KZ_DOS), a node"));
    assert_non_null(strstr(text, "(DOSTYK), a gate"));
    assert_null(strstr(text, "Also the name"));
    assert_non_null(strstr(shown("show cku"), "Also the name of a project and gate: "));
    text = shown("show mongolia"); // a corridor's id to the letter, and an actor in any case
    assert_non_null(strstr(text, "Mongolia (MNG), an actor"));
    assert_non_null(strstr(text, "Mongolia (mongolia), a corridor"));
}

// A node of a model may have any number of links.
static void a_node_with_many_links_shows_them_all(void **state) {
    (void)state;
    struct model_copy copy;
    char arguments[128], row[160];
    model_copy_make(&copy);
    for (int i = 0; i < 40; i++) {
        snprintf(row, sizeof row,
                 "R_MANY_%d,KZ_ALM,KZ_SHU,rail,operating,,%d,,,,1,,,,,,,KAZ,,both,judgement,low,\n",
                 i, 300 + i);
        model_copy_write(&copy, "network/links.csv", "a", row);
    }
    snprintf(arguments, sizeof arguments, "show %s KZ_ALM", copy.folder);
    assert_line_of(shown(arguments), "Shu", "R_MANY_39", "rail", "339");
    model_copy_free(&copy);
}

static void lines_fit_eighty_columns(void **state) {
    (void)state;
    every_line_fits("show");
    every_line_fits("show central-asia TJK");
    every_line_fits("show central-asia RUS");
    every_line_fits("show central-asia AFG");
    every_line_fits("show central-asia trade");
    every_line_fits("show P_AKU");
    every_line_fits("show KZ_MAN");
    every_line_fits("show CASPIAN_DREDGE");
    every_line_fits("show dostyk");
    every_line_fits("show GEORGIA_RAIL");
    every_line_fits("vars");
    every_line_fits("params");
    every_line_fits("routes central-asia CHN EUU --close RUS");
    every_line_fits("run --plan");
    every_line_fits("run -n 32 --until 2027-12");
    every_line_fits("ask -n 32 --baseline-only");
    every_line_fits("ask -n 32 -s oil_40 -s frozen_war -s russia_leaves");
    assert_non_null(strstr(command.out, "(war_frozen_2027)"));
    every_line_fits("routes central-asia TKM CHN --freight gas");
}

// ---- JSON --------------------------------------------------------------------------------------

static json_t *rows_of(const char *name) {
    static char arguments[256], path[64];
    snprintf(path, sizeof path, "/tmp/steppe-show-%ld.json", (long)getpid());
    snprintf(arguments, sizeof arguments, "show central-asia %s --json >%s", name, path);
    shown(arguments);
    json_error_t error;
    json_t *document = json_load_file(path, 0, &error);
    if (!document) fail_msg("%s:%d: %s", path, error.line, error.text);
    unlink(path);
    json_t *rows = json_incref(json_object_get(document, "rows"));
    json_decref(document);
    assert_true(json_array_size(rows) > 0);
    return rows;
}

static const char *text_of(const json_t *row, const char *key) {
    const char *text = json_string_value(json_object_get(row, key));
    return text ? text : "";
}

static json_t *row_of(json_t *rows, const char *kind, const char *from, const char *to) {
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row) {
        if (strcmp(text_of(row, "kind"), kind) == 0 && strcmp(text_of(row, "from"), from) == 0 &&
            strcmp(text_of(row, "to"), to) == 0)
            return row;
    }
    fail_msg("no row of %s from %s to %s", kind, from, to);
    return NULL;
}

static double figure_of(const struct steppe_model *model, uint32_t variable, const char *from,
                        const char *to) {
    const int32_t at[STEPPE_AXES_MAX] = {
        (int32_t)steppe_model_element(model, STEPPE_AXIS_ACTOR, from),
        (int32_t)steppe_model_element(model, STEPPE_AXIS_ACTOR, to), -1};
    const struct steppe_figure *figure = steppe_model_figure(model, variable, at,
                                                             steppe_date_month(model->start), 0);
    return figure ? figure->value : 0;
}

static void trade_is_goods_both_ways_less_the_fuels_among_them(void **state) {
    (void)state;
    struct steppe_project *project = model_open("central-asia");
    assert_non_null(project);
    const struct steppe_model *model = steppe_project_model(project);
    double expected = 0;
    for (int back = 0; back < 2; back++) {
        const char *from = back ? "KAZ" : "RUS", *to = back ? "RUS" : "KAZ";
        expected += figure_of(model, STEPPE_VAR_goods_exports, from, to) -
                    figure_of(model, STEPPE_VAR_fuel_exports, from, to);
    }
    json_t *rows = rows_of("KAZ"), *row = row_of(rows, "trade", "RUS", "KAZ");
    // JSON has nine digits.
    assert_close(json_number_value(json_object_get(row, "value")), expected / 1e9, 1e-8, 0);
    double share = json_number_value(json_object_get(row, "share"));
    assert_true(share > 0 && share < 1);
    assert_string_equal(text_of(row, "unit"), "bn_USD/year");
    assert_true(strlen(text_of(row, "source")) > 0);
    json_decref(rows);
    steppe_project_close(project);
}

static size_t count_sections(json_t *rows, const char *section) {
    size_t i, found = 0;
    json_t *row;
    json_array_foreach(rows, i, row) found += strcmp(text_of(row, "section"), section) == 0;
    return found;
}

static void nodes_and_projects_have_rows_with_their_sections(void **state) {
    (void)state;
    json_t *rows = rows_of("KZ_AKU");
    assert_string_equal(text_of(json_array_get(rows, 0), "kind"), "port");
    assert_string_equal(text_of(json_array_get(rows, 0), "actor"), "KAZ");
    assert_true(count_sections(rows, "node") == 1 && count_sections(rows, "link") >= 6);
    assert_true(count_sections(rows, "corridor") > 0 && count_sections(rows, "gate") > 0);
    json_decref(rows);
    rows = rows_of("CASPIAN_DREDGE");
    json_t *project = json_array_get(rows, 0);
    assert_close(json_number_value(json_object_get(project, "add_t")), 5.4e6, 1e-9, 0);
    assert_true(json_is_null(json_object_get(project, "cost_usd")));
    assert_int_equal(json_array_size(json_object_get(project, "links")), 2);
    assert_int_equal(count_sections(rows, "link"), 2);
    assert_int_equal(count_sections(rows, "gate"), 2);
    json_decref(rows);
}

// What passes a gate is what its pairs send: goods in tonnes, boxes among them.
static void a_gate_has_rows_that_add_up(void **state) {
    (void)state;
    size_t i;
    json_t *row, *rows = rows_of("ALAT"), *gate = json_array_get(rows, 0);
    double goods = 0, boxes = 0;
    assert_string_equal(text_of(gate, "section"), "gate");
    json_array_foreach(rows, i, row) {
        const double flow = json_number_value(json_object_get(row, "flow_per_year"));
        if (strcmp(text_of(row, "freight"), "container") == 0) boxes += flow;
        if (strcmp(text_of(row, "freight"), "bulk") == 0) goods += flow;
    }
    assert_true(boxes > 0 && goods > 0);
    assert_close(json_number_value(json_object_get(gate, "boxes_per_year")), boxes, 1e-6, 0);
    assert_close(json_number_value(json_object_get(gate, "goods_t_per_year")), goods + 10.6 * boxes,
                 1e-6, 0); // t a box: freight.csv
    assert_close(json_number_value(json_object_get(gate, "capacity_teu")), 150e3, 1e-9, 0);
    assert_true(count_sections(rows, "link") == 1 && count_sections(rows, "project") == 1);
    json_decref(rows);
    rows = rows_of("CKU");
    assert_true(count_sections(rows, "gate") == 2 && count_sections(rows, "project") == 2);
    json_decref(rows);
}

static void every_row_has_a_date_and_a_source_or_is_computed(void **state) {
    (void)state;
    size_t i;
    json_t *row, *rows = rows_of("KGZ");
    json_array_foreach(rows, i, row) {
        bool computed = strcmp(text_of(row, "quality"), "computed") == 0;
        assert_int_equal(computed, strlen(text_of(row, "source")) == 0);
        if (strcmp(text_of(row, "section"), "profile") == 0) assert_false(computed);
        if (strlen(text_of(row, "date")) < 4) fail_msg("row %zu: no date", i);
    }
    json_decref(rows);
}

// In words, and of the base and now in JSON: 1 at the base, whatever came since.
static void a_host_says_how_far_it_complies_with_sanctions(void **state) {
    (void)state;
    const char *text = shown("show central-asia KAZ");
    assert_line_of(text, "Compliance with sanctions", "times that of 2023");
    assert_null(strstr(shown("show central-asia RUS"), "Compliance with sanctions"));
    size_t found = 0, i;
    json_t *row, *rows = rows_of("KAZ");
    json_array_foreach(rows, i, row) {
        if (strcmp(text_of(row, "kind"), "compliance") != 0) continue;
        const double value = json_number_value(json_object_get(row, "value"));
        if (found++ == 0) assert_close(value, 1, 1e-9, 0);
        assert_true(value > 0.25 && value < 4);
    }
    assert_int_equal(found, 2);
    json_decref(rows);
}

// Alignment is a host's whole weight, and what powers give in cover less than all of it.
static void a_host_says_whom_it_leans_on_and_how_safe_it_is(void **state) {
    (void)state;
    const char *text = shown("show central-asia TJK");
    assert_line_of(text, "Alignment from 2023 to 2026-06: itself", "Russia");
    assert_line_of(text, "Safety now: threat", "times those of 2023");
    assert_line_of(shown("show central-asia RUS"), "Credibility", "in 2023");
    size_t i;
    json_t *row, *rows = rows_of("TJK");
    double weight = 0, given = 0;
    json_array_foreach(rows, i, row) {
        const double value = json_number_value(json_object_get(row, "value"));
        if (strlen(text_of(row, "date")) == 4) continue; // the base
        if (strcmp(text_of(row, "kind"), "portfolio") == 0 ||
            strcmp(text_of(row, "kind"), "self_reliance") == 0)
            weight += value;
        if (strcmp(text_of(row, "kind"), "protection") == 0) given += value;
    }
    assert_close(weight, 1, 1e-6, 0);
    assert_true(given > 0.1 && given < 1);
    json_decref(rows);
}

static void autonomy_is_one_less_the_squares_of_the_influence_shown(void **state) {
    (void)state;
    size_t i;
    json_t *row, *rows = rows_of("UZB");
    double squares = 0, autonomy = 0;
    json_array_foreach(rows, i, row) {
        double value = json_number_value(json_object_get(row, "value"));
        if (strlen(text_of(row, "date")) != 4) continue; // the base is a year, now is a month
        if (strcmp(text_of(row, "kind"), "influence") == 0) squares += value * value;
        if (strcmp(text_of(row, "kind"), "autonomy") == 0) autonomy = value;
    }
    // The kernel that prepares the base computes in float.
    assert_close(autonomy, 1 - squares, 1e-6, 0);
    json_decref(rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_overview_names_hosts_powers_regimes_and_scenarios),
        cmocka_unit_test(a_dossier_shows_value_date_and_source_of_a_figure),
        cmocka_unit_test(a_host_and_a_power_see_the_same_tie_from_both_sides),
        cmocka_unit_test(parts_of_gdp_are_those_of_the_same_year),
        cmocka_unit_test(an_institution_lists_its_members_by_status_and_date),
        cmocka_unit_test(what_stands_behind_a_tie_is_on_record),
        cmocka_unit_test(names_are_found_in_any_case_and_in_words),
        cmocka_unit_test(an_unknown_name_is_refused_with_the_nearest),
        cmocka_unit_test(a_node_shows_its_links_whose_gateway_it_is_and_what_passes),
        cmocka_unit_test(a_project_shows_what_it_adds_when_and_how_surely),
        cmocka_unit_test(a_gate_shows_its_capacity_how_full_it_is_and_who_passes),
        cmocka_unit_test(a_name_of_several_shows_or_names_them_all),
        cmocka_unit_test(a_node_with_many_links_shows_them_all),
        cmocka_unit_test(lines_fit_eighty_columns),
        cmocka_unit_test(trade_is_goods_both_ways_less_the_fuels_among_them),
        cmocka_unit_test(nodes_and_projects_have_rows_with_their_sections),
        cmocka_unit_test(a_gate_has_rows_that_add_up),
        cmocka_unit_test(every_row_has_a_date_and_a_source_or_is_computed),
        cmocka_unit_test(a_host_says_how_far_it_complies_with_sanctions),
        cmocka_unit_test(a_host_says_whom_it_leans_on_and_how_safe_it_is),
        cmocka_unit_test(autonomy_is_one_less_the_squares_of_the_influence_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
