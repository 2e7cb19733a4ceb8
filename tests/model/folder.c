// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// folder: see the header. Included by the test files that use it.
#include "model/folder.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

static const struct {
    const char *name, *text;
} folder_files[] = {
    {"sources.csv", "id,title,publisher,date,url,licence,lag_months\n"
                    "wdi,World figures,A bank,2025,https://example.org,CC BY 4.0,0\n"
                    "late,A late book,A press,2025,,facts,24\n"},
    {"actors.csv", "code,name,kind,role,lat,lon,source\n"
                   "KAZ,Kazakhstan,state,host,51.1,71.4,wdi\n"
                   "UZB,Uzbekistan,state,host,41.3,69.3,wdi\n"
                   "RUS,Russia,state,power,55.8,37.6,wdi\n"
                   "CHN,China,state,power,39.9,116.4,wdi\n"
                   "ROW,Rest of the world,rest,other,,,judgement\n"},
    {"institutions.csv",
     "id,name,kind,decision_rule,founded,leader,obligations,functions,source,note\n"
     "EAEU,Eurasian Economic Union,customs_union,consensus,2015,RUS,common "
     "tariff,standards,wdi,\n"},
    {"membership.csv", "institution,actor,status,from,until,source,note\n"
                       "EAEU,KAZ,member,2015-01,,wdi,\n"
                       "EAEU,UZB,none,2015-01,2020-12,wdi,\n"
                       "EAEU,UZB,observer,2020-12,,wdi,\n"},
    {"leaders.csv", "actor,name,role,from,until,birth_year,source\n"
                    "KAZ,A leader,president,2019-03,,1953,wdi\n"},
    {"deflators.csv",
     "year,value,source\n"
     "2015,80,wdi\n2020,90,wdi\n2021,92,wdi\n2022,96,wdi\n2023,100,wdi\n2024,103,wdi\n"},
    {"model.yaml", "format: 1\n"
                   "name: tiny\n"
                   "title: A tiny model\n"
                   "price_year: 2023\n"
                   "start: 2025-01\n"
                   "domains: [security, economy]\n"
                   "commodities: [oil, gas]\n"
                   "sets:\n"
                   "  east: [CHN, RUS]\n"
                   "key_series: [gdp, stress]\n"
                   "ties:\n"
                   "  trade:\n"
                   "    domain: economy\n"
                   "    unit: bn_USD/year\n"
                   "    variable: goods_trade\n"
                   "    direction: both_ways\n"
                   "    per: gdp\n"
                   "    meaning: goods bought and sold\n"
                   "  troops:\n"
                   "    domain: security\n"
                   "    unit: person\n"
                   "    variable: troops\n"
                   "    direction: to_host\n"
                   "    per: security\n"
                   "    user_cost: 30000 USD/year\n"
                   "    source: judgement\n"
                   "    meaning: troops in the host\n"
                   "  study:\n"
                   "    domain: economy\n"
                   "    unit: person\n"
                   "    direction: to_host\n"
                   "    per: total\n"
                   "    meaning: students of the host at universities of the power\n"
                   "tolerance: 0.1\n"},
    {"series.csv", "variable,actor,date,value,unit,spread,source,note\n"
                   "gdp_level,KAZ,2022,220,bn_USD/year,3%,wdi,\n"
                   "gdp_level,KAZ,2023,260,bn_USD/year,3%,wdi,\n"
                   "gdp_level,KAZ,2024,290,bn_USD/year,3%,late,published late\n"
                   "population,KAZ,2023,20000000,person,1%,derived:wdi;late,\n"
                   "goods_exports_total,KAZ,2023,78,bn_USD/year,2%,wdi,\n"
                   "commodity_price,oil,2023,82,USD,0,wdi,a barrel\n"
                   "commodity_price,oil,2023-12,77,USD,0,wdi,a barrel\n"},
    {"pairs.csv", "variable,from,to,date,value,unit,spread,source,note\n"
                  "goods_exports,KAZ,RUS,2023,10,bn_USD/year,5%,wdi,\n"
                  "goods_exports,KAZ,CHN,2023,15,bn_USD/year,5%,wdi,\n"
                  "goods_exports,KAZ,ROW,2023,53,bn_USD/year,5%,wdi,\n"
                  "fuel_exports,KAZ,CHN,2023,8,bn_USD/year,5%,wdi,\n"
                  "debt,CHN,KAZ,2023,9200,mn_USD_2021,10%,judgement,\n"},
    {"ties.csv", "kind,from,to,start,end,value,unit,spread,source,note\n"
                 "troops,RUS,KAZ,2004,2009,900,person,10%,wdi,\n"
                 "troops,RUS,KAZ,2010,,700,person,10%,wdi,\n"
                 "study,RUS,KAZ,2021,,60000,person,10%,wdi,\n"
                 "summit,CHN,KAZ,2023-05-18,,,,,wdi,a record for the dossier\n"},
    {"parameters.yaml", "trade.theta:\n"
                        "  unit: 1\n"
                        "  prior: lognormal 4 0.25\n"
                        "  range: 2..12\n"
                        "  source: judgement\n"
                        "trade.volatility:\n"
                        "  unit: 1/year^0.5\n"
                        "  priors:\n"
                        "    KAZ: lognormal 0.03 0.2\n"
                        "    default: normal 0.02 0.01\n"
                        "  source: wdi\n"
                        "trade.wedge:\n"
                        "  unit: 1\n"
                        "  values:\n"
                        "    RUS-KAZ: 1.5\n"
                        "    RUS-*: 1.2\n"
                        "    default: 1\n"
                        "  sources: {default: judgement, RUS-*: wdi}\n"
                        "trade.weight:\n"
                        "  unit: 1\n"
                        "  prior: dirichlet 5\n"
                        "  values: {trade: 2, default: 1}\n"
                        "  source: judgement\n"
                        "trade.adjustment:\n"
                        "  unit: month\n"
                        "  value: 24\n"
                        "  source: judgement\n"
                        "clash_rate:\n"
                        "  unit: 1/year\n"
                        "  for: h in hosts\n"
                        "  values: {KAZ: 0.1, UZB: 0.2}\n"
                        "  source: judgement\n"
                        "  meaning: clashes at the border\n"},
};

const struct steppe_vocabulary *folder_vocabulary(void) {
    static const struct steppe_param params[] = {
        {"theta", STEPPE_SHAPE_SCALAR, "1", 1, 20, "trade elasticity"},
        {"volatility", STEPPE_SHAPE_ACTOR, "1/year^0.5", 0, 1, "spread of growth"},
        {"wedge", STEPPE_SHAPE_POWER_HOST, "1", 0.5, 3, "cost of sanctions"},
        {"weight", STEPPE_SHAPE_TIE, "1", 0, 1, "weight of a tie"},
        {"adjustment", STEPPE_SHAPE_SCALAR, "year", 0.1, 30, "time to adjust"},
    };
    static const struct steppe_vocabulary_group group = {"trade", params, STEPPE_COUNT(params)};
    static const struct steppe_vocabulary vocabulary = {&group, 1};
    return &vocabulary;
}

static void folder_file_path(const struct folder *folder, const char *name, char path[400]) {
    int length = snprintf(path, 400, "%s/%s", folder->path, name);
    assert_true(length > 0 && length < 400);
}

void folder_write_bytes(struct folder *folder, const char *name, const char *bytes, size_t length) {
    char path[400];
    folder_file_path(folder, name, path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

void folder_write(struct folder *folder, const char *name, const char *text) {
    folder_write_bytes(folder, name, text, strlen(text));
}

void folder_delete(struct folder *folder, const char *name) {
    char path[400];
    folder_file_path(folder, name, path);
    assert_int_equal(remove(path), 0);
}

void folder_change(struct folder *folder, const char *name, const char *old, const char *new) {
    char path[400];
    static char text[16384], changed[16384];
    folder_file_path(folder, name, path);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = 0;
    char *at = strstr(text, old);
    assert_non_null(at);
    assert_null(strstr(at + 1, old)); // else the test does not know what it changes
    int wrote = snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - text), text, new,
                         at + strlen(old));
    assert_true(wrote > 0 && (size_t)wrote < sizeof changed);
    folder_write(folder, name, changed);
}

void folder_make_empty(struct folder *folder) {
    memset(folder, 0, sizeof *folder);
    const char *root = getenv("TMPDIR");
    int length = snprintf(folder->path, sizeof folder->path, "%s/steppe-model-XXXXXX",
                          root ? root : "/tmp");
    assert_true(length > 0 && (size_t)length < sizeof folder->path);
    assert_non_null(mkdtemp(folder->path));
}

void folder_make(struct folder *folder) {
    folder_make_empty(folder);
    for (size_t i = 0; i < STEPPE_COUNT(folder_files); i++) {
        folder_write(folder, folder_files[i].name, folder_files[i].text);
    }
}

// Removes the files of a folder and the folder; one level of folders below it.
static void folder_clear(const char *path, bool deeper) {
    DIR *listing = opendir(path);
    if (!listing) return;
    for (const struct dirent *entry; (entry = readdir(listing));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        char below[600];
        snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        if (unlink(below) != 0 && deeper) folder_clear(below, false);
    }
    closedir(listing);
    rmdir(path);
}

void folder_remove(struct folder *folder) {
    steppe_arena_free(&folder->arena);
    folder_clear(folder->path, true);
}

bool folder_load(struct folder *folder) {
    steppe_arena_free(&folder->arena);
    steppe_arena_init(&folder->arena, 0);
    memset(&folder->findings, 0, sizeof folder->findings);
    memset(&folder->error, 0, sizeof folder->error);
    folder->findings.arena = &folder->arena;
    folder->model = NULL;
    return steppe_model_load(folder->path, folder_vocabulary(), &folder->arena, &folder->model,
                             &folder->findings, &folder->error);
}

static bool folder_texts_differ(const char *wanted, const char *found) {
    return wanted && (!found || strcmp(wanted, found) != 0);
}

static bool folder_is_wanted(const struct folder *folder, const struct steppe_finding *finding,
                             const struct wanted *wanted) {
    char path[400];
    folder_file_path(folder, wanted->file, path);
    return strcmp(finding->place.file, path) == 0 && finding->place.line == wanted->line &&
           finding->place.column == wanted->column &&
           !folder_texts_differ(wanted->message, finding->message) &&
           !folder_texts_differ(wanted->expected, finding->expected) &&
           !folder_texts_differ(wanted->nearest, finding->nearest);
}

void folder_expect(struct folder *folder, struct wanted wanted) {
    bool loaded = folder_load(folder);
    assert_int_equal(loaded, folder->findings.error_count == 0);
    for (size_t i = 0; i < folder->findings.count; i++) {
        if (folder_is_wanted(folder, &folder->findings.items[i], &wanted)) return;
    }
    print_error("wanted %s:%u:%u: %s\n", wanted.file, wanted.line, wanted.column, wanted.message);
    for (size_t i = 0; i < folder->findings.count; i++) {
        const struct steppe_finding *item = &folder->findings.items[i];
        print_error("found %s:%u:%u: %s (expected %s, nearest %s)\n", item->place.file,
                    item->place.line, item->place.column, item->message,
                    item->expected ? item->expected : "-", item->nearest ? item->nearest : "-");
    }
    fail();
}

void folder_expect_only(struct folder *folder, struct wanted wanted) {
    folder_expect(folder, wanted);
    if (folder->findings.count == 1) return;
    for (size_t i = 0; i < folder->findings.count; i++) {
        print_error("also %s\n", folder->findings.items[i].message);
    }
    fail();
}
