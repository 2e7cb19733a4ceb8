// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// The smallest model of docs/formats.md, "A model of your own": it runs, and what it lacks is told.
#include <sys/stat.h>

#include "cli/command.h"

static char folder[64];
static struct command command;

static void put(const char *name, const char *text) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void put_all(void) {
    char arguments[128];
    put("actors.csv", "code,name,kind,role,lat,lon,source\n"
                      "HIL,Hill Country,state,host,45,70,atlas\n"
                      "VAL,Valley Land,state,host,42,72,atlas\n"
                      "ALP,Alpha,state,power,55,40,atlas\n"
                      "BET,Beta,state,power,35,110,atlas\n"
                      "ROW,Rest of the world,rest,other,,,judgement\n");
    put("sources.csv",
        "id,title,publisher,date,url,licence,lag_months\natlas,Atlas,School,2024,,own,0\n");
    put("deflators.csv", "year,value,source\n2022,96,atlas\n2023,100,atlas\n");
    put("model.yaml", "format: 1\nname: mine\ntitle: Mine\nprice_year: 2022\nstart: 2024-01\n"
                      "domains: [economy]\ncommodities: [oil]\nties:\n  trade:\n"
                      "    domain: economy\n    unit: bn_USD/year\n    variable: goods_trade\n"
                      "    direction: both_ways\n    per: gdp\n    meaning: goods\n");
    put("series.csv", "variable,actor,date,value,unit,spread,source\n"
                      "gdp_level,HIL,2022,50,bn_USD/year,3%,atlas\n"
                      "gdp_level,VAL,2022,20,bn_USD/year,3%,atlas\n"
                      "gdp_level,ALP,2022,2000,bn_USD/year,3%,atlas\n"
                      "gdp_level,BET,2022,9000,bn_USD/year,3%,atlas\n"
                      "gdp_level,ROW,2022,60000,bn_USD/year,3%,atlas\n");
    put("pairs.csv", "variable,from,to,date,value,unit,spread,source\n"
                     "goods_exports,HIL,ALP,2022,6,bn_USD/year,5%,atlas\n"
                     "goods_exports,ALP,HIL,2022,7,bn_USD/year,5%,atlas\n"
                     "goods_exports,VAL,BET,2022,3,bn_USD/year,5%,atlas\n"
                     "goods_exports,BET,VAL,2022,4,bn_USD/year,5%,atlas\n"
                     "goods_exports,ROW,HIL,2022,1,bn_USD/year,5%,atlas\n"
                     "goods_exports,ROW,VAL,2022,1,bn_USD/year,5%,atlas\n");
    snprintf(arguments, sizeof arguments, "params --template >%s/parameters.yaml", folder);
    command_run(&command, arguments);
    assert_int_equal(command.status, 0);
}

static int make_folder(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/steppe-own-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state) {
    static const char *const names[] = {"actors.csv", "sources.csv", "deflators.csv",  "model.yaml",
                                        "series.csv", "pairs.csv",   "parameters.yaml"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    return rmdir(folder);
}

static void the_smallest_model_is_sound_and_runs(void **state) {
    (void)state;
    char arguments[128];
    put_all();
    snprintf(arguments, sizeof arguments, "check %s", folder);
    command_run(&command, arguments);
    if (command.status != 0) fail_msg("%s", command.errors);
    assert_non_null(strstr(command.out, "no errors, 0 warnings"));
    assert_non_null(strstr(command.out, "  1 source, 0 institutions"));
    // What to type next finds the model again.
    char line[160];
    snprintf(arguments, sizeof arguments, "show %s", folder);
    command_run(&command, arguments);
    snprintf(line, sizeof line, "  steppe run %s", folder);
    if (!strstr(command.out, line)) fail_msg("no \"%s\" in\n%s", line, command.out);
    // No heads of tables without rows: there are neither polls nor votes on record.
    snprintf(arguments, sizeof arguments, "check %s --fit", folder);
    command_run(&command, arguments);
    assert_int_equal(command.status, 0);
    assert_null(strstr(command.out, "Polls: "));
    assert_null(strstr(command.out, "Votes in the UN: differences"));
    assert_null(strstr(command.out, "Parameters that data may fit"));
    snprintf(arguments, sizeof arguments, "run %s -n 32", folder);
    command_run(&command, arguments);
    if (command.status != 0) fail_msg("%s", command.errors);
    assert_non_null(strstr(command.out, "Hill Country"));
    assert_non_null(strstr(command.out, "No member failed."));
}

static void what_a_run_needs_is_asked_for_by_name(void **state) {
    (void)state;
    char arguments[128];
    snprintf(arguments, sizeof arguments, "check %s", folder);
    put_all();
    put("series.csv", "variable,actor,date,value,unit,spread,source\n"
                      "gdp_level,HIL,2022,50,bn_USD/year,3%,atlas\n"
                      "gdp_level,BET,2022,9000,bn_USD/year,3%,atlas\n"
                      "gdp_level,ROW,2022,60000,bn_USD/year,3%,atlas\n");
    command_fails(arguments, 3, "no figure of gdp_level", "VAL, ALP");
    put("series.csv", "variable,actor,date,value,unit,spread,source\n"
                      "gdp_level,HIL,2022,0,bn_USD/year,3%,atlas\n"
                      "gdp_level,BET,2022,9000,bn_USD/year,3%,atlas\n"
                      "gdp_level,ROW,2022,60000,bn_USD/year,3%,atlas\n");
    command_fails(arguments, 3, "series.csv:2:", "gdp_level of HIL is 0");
    put_all();
    put("pairs.csv", "variable,from,to,date,value,unit,spread,source\n");
    command_fails(arguments, 3, "goods_exports", "price year 2022");
    put_all();
    put("pairs.csv", "variable,from,to,date,value,unit,spread,source\n"
                     "goods_exports,HIL,ALP,2022,6,bn_USD/year,5%,atlas\n"
                     "goods_exports,VAL,BET,2022,3,bn_USD/year,5%,atlas\n");
    command_fails(arguments, 3, "no trade joins VAL, BET, ROW to HIL", "2022");
    put_all();
    put("parameters.yaml", "trade.theta:\n  unit: 1\n  value: 4\n  source: judgement\n");
    command_fails(arguments, 3, "is missing", "context.reversion");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smallest_model_is_sound_and_runs),
        cmocka_unit_test(what_a_run_needs_is_asked_for_by_name),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
