// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show: finds what a name means, gathers its facts, and writes them as text or JSON.
#include "report/show.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "model/network.h"
#include "model/places.h"
#include "report/json.h"
#include "report/show_links.h"
#include "report/show_network.h"
#include "report/show_text.h"
#include "report/table.h"

// ---- names -------------------------------------------------------------------------------------

enum subject {
    OF_MODEL,
    OF_ACTOR,
    OF_TIE,
    OF_RECORD,
    OF_INSTITUTION,
    OF_LINK,
    OF_CORRIDOR,
    OF_NODE,
    OF_PROJECT,
    OF_GATE
};

static bool same(const char *known, const char *name) { return strcasecmp(known, name) == 0; }

// What has a name.
struct match {
    enum subject subject;
    size_t number;
    const char *code;
    bool exact; // to the letter, else in any case
};

struct search {
    const char *name;
    struct steppe_nearest near;
    struct match items[2 * STEPPE_SHOW_MOST];
    size_t count;
};

static void add_match(struct search *search, enum subject subject, size_t number, const char *code,
                      bool exact) {
    // Records of a kind are many; one of them stands for all, and a tie for what it rests on.
    if (subject == OF_RECORD && search->count > 0) return;
    if (search->count == STEPPE_COUNT(search->items)) return;
    search->items[search->count++] = (struct match){subject, number, code, exact};
}

// Codes and names in any case; `name` may be NULL. A guess is by code.
static void try_one(struct search *search, enum subject subject, size_t number, const char *code,
                    const char *name) {
    const char *wanted = search->name;
    steppe_nearest_try(&search->near, code);
    if (same(code, wanted) || (name && same(name, wanted)))
        add_match(search, subject, number, code,
                  strcmp(code, wanted) == 0 || (name && strcmp(name, wanted) == 0));
}

static void try_network(struct search *search, const struct steppe_network *network) {
    for (size_t i = 0; i < network->link_count; i++)
        try_one(search, OF_LINK, i, network->links[i].id, NULL);
    for (size_t i = 0; i < network->corridor_count; i++)
        try_one(search, OF_CORRIDOR, i, network->corridors[i].id, network->corridors[i].name);
    for (size_t i = 0; i < network->node_count; i++)
        try_one(search, OF_NODE, i, network->nodes[i].id, network->nodes[i].name);
    for (size_t i = 0; i < network->project_count; i++)
        try_one(search, OF_PROJECT, i, network->projects[i].id, network->projects[i].name);
    for (size_t i = 0; i < network->gate_count; i++)
        try_one(search, OF_GATE, i, network->gates[i].id, network->gates[i].name);
}

// Those that are shown first, then the others of the name: all that have it to the letter, or all
// in any case where none has. An actor is known in any case.
static size_t sort_matches(struct search *search) {
    struct match sorted[2 * STEPPE_SHOW_MOST];
    size_t count = 0, shown = 0;
    bool any = false;
    for (size_t i = 0; i < search->count; i++) any |= search->items[i].exact;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < search->count; i++)
            if ((!any || search->items[i].exact) == (pass == 0)) sorted[count++] = search->items[i];
        if (pass == 0) shown = count;
    }
    memcpy(search->items, sorted, sizeof sorted);
    return shown < STEPPE_SHOW_MOST ? shown : STEPPE_SHOW_MOST;
}

// How many dossiers a name has; 0: none, search->near may say what was meant.
static size_t find(const struct steppe_model *model, const char *name, struct search *search) {
    const uint32_t actor = steppe_model_actor(model, name);
    const struct steppe_axis_table *ties = &model->axes[STEPPE_AXIS_TIE];
    const struct steppe_axis_table *institutions = &model->axes[STEPPE_AXIS_INSTITUTION];
    *search = (struct search){.name = name, .near = steppe_nearest_begin(name, strlen(name))};
    if (actor != UINT32_MAX) add_match(search, OF_ACTOR, actor, model->actors[actor].code, true);
    for (size_t i = 0; i < model->axes[STEPPE_AXIS_ACTOR].count; i++) {
        steppe_nearest_try(&search->near, model->actors[i].code);
        steppe_nearest_try(&search->near, model->actors[i].name);
    }
    for (size_t i = 0; i < ties->count; i++) try_one(search, OF_TIE, i, ties->names[i], NULL);
    for (size_t i = 0; i < institutions->count; i++)
        try_one(search, OF_INSTITUTION, i, institutions->names[i], model->institutions[i].name);
    for (size_t i = 0; i < model->tie_count; i++)
        try_one(search, OF_RECORD, i, model->ties[i].kind_name, NULL);
    if (model->network) try_network(search, model->network);
    return sort_matches(search);
}

bool steppe_show_knows(const struct steppe_model *model, const char *name) {
    struct search search;
    return find(model, name, &search) > 0;
}

size_t steppe_show_uses(const struct steppe_model *model, const char *name,
                        struct steppe_show_use uses[STEPPE_SHOW_MOST]) {
    struct search search;
    const size_t count = name ? find(model, name, &search) : 0;
    for (size_t i = 0; i < count; i++) {
        const enum subject subject = search.items[i].subject;
        uses[i] = (struct steppe_show_use){.has = subject == OF_LINK || subject == OF_GATE ||
                                                  subject == OF_CORRIDOR,
                                           .of = subject == OF_LINK   ? STEPPE_TRAFFIC_LINK
                                                 : subject == OF_GATE ? STEPPE_TRAFFIC_GATE
                                                                      : STEPPE_TRAFFIC_CORRIDOR,
                                           .number = (uint32_t)search.items[i].number};
    }
    return count;
}

// ---- facts -------------------------------------------------------------------------------------

// Figures of pairs that are no tie, with the domain they belong to.
static const struct {
    uint32_t variable;
    const char *domain;
} extras[] = {
    {STEPPE_VAR_pledge, "economy"},
    {STEPPE_VAR_finance_commitments, "economy"},
    {STEPPE_VAR_migrants, "economy"},
    {STEPPE_VAR_kin, "society"},
};

static void gather_actor(struct steppe_facts *facts, const struct steppe_central *central,
                         uint16_t actor) {
    const struct steppe_model *model = facts->model;
    const struct steppe_axis_table *domains = &model->axes[STEPPE_AXIS_DOMAIN];
    bool counts = model->actors[actor].host || model->actors[actor].power;
    steppe_facts_profile(facts, actor);
    for (uint32_t d = 0; counts && d < domains->count; d++) {
        for (uint32_t k = 0; k < model->axes[STEPPE_AXIS_TIE].count; k++)
            if (model->tie_kinds[k].domain == d) steppe_facts_tie(facts, k, actor);
        for (size_t e = 0; e < STEPPE_COUNT(extras); e++)
            if (strcmp(extras[e].domain, domains->names[d]) == 0)
                steppe_facts_pairs(facts, extras[e].variable, domains->names[d], actor);
    }
    steppe_facts_memberships(facts, actor);
    steppe_facts_records(facts, actor, NULL);
    if (counts) steppe_facts_influence(facts, central, actor);
}

static void gather_model(struct steppe_facts *facts, const struct steppe_central *central) {
    const struct steppe_model *model = facts->model;
    for (size_t a = 0; a < model->axes[STEPPE_AXIS_ACTOR].count; a++)
        if (model->actors[a].host || model->actors[a].power)
            steppe_facts_profile(facts, (uint16_t)a);
    for (size_t h = 0; h < model->axes[STEPPE_AXIS_HOST].count; h++)
        steppe_facts_influence(facts, central, model->axes[STEPPE_AXIS_HOST].actor_at[h]);
}

static void gather(struct steppe_facts *facts, const struct steppe_show *show, enum subject subject,
                   size_t number) {
    const struct steppe_model *model = facts->model;
    const struct steppe_axis_table *hosts = &model->axes[STEPPE_AXIS_HOST];
    switch (subject) {
    case OF_MODEL: gather_model(facts, show->central); break;
    case OF_ACTOR: gather_actor(facts, show->central, (uint16_t)number); break;
    case OF_TIE:
        for (size_t h = 0; h < hosts->count; h++)
            steppe_facts_tie(facts, (uint32_t)number, hosts->actor_at[h]);
        for (size_t i = 0; i < model->tie_kinds[number].record_count; i++)
            steppe_facts_records(facts, UINT16_MAX, model->tie_kinds[number].records[i]);
        break;
    case OF_RECORD: steppe_facts_records(facts, UINT16_MAX, model->ties[number].kind_name); break;
    case OF_INSTITUTION: steppe_facts_members(facts, (uint16_t)number); break;
    case OF_LINK: // of the network, not of facts
    case OF_CORRIDOR:
    case OF_NODE:
    case OF_PROJECT:
    case OF_GATE: break;
    }
}

// ---- text --------------------------------------------------------------------------------------

static void print_actor(const struct steppe_show_text *text, size_t number) {
    const struct steppe_model *model = text->show->model;
    const struct steppe_actor *actor = &model->actors[number];
    const struct steppe_axis_table *domains = &model->axes[STEPPE_AXIS_DOMAIN];
    char title[STEPPE_DRAW_BYTES], about[STEPPE_DRAW_BYTES], start[16];
    size_t count = text->facts->count;
    const char *role = actor->host ? "a host" : actor->power ? "a power" : "an actor";
    (void)snprintf(title, sizeof title, "%.100s (%s), %s in %.100s", actor->name, actor->code, role,
                   model->title ? model->title : model->name);
    steppe_date_print(model->start, start, sizeof start);
    (void)snprintf(about, sizeof about,
                   "The newest figures known in %s. Profile: as published, money of its own date. "
                   "Ties: money of %d. Of GDP: of the same year, or the newest where it has none.",
                   start, model->price_year);
    steppe_show_title(text, title, about);
    steppe_show_profile(text, 0, count);
    (void)steppe_show_influence(text, (uint16_t)number); // others have none
    for (size_t d = 0; d < domains->count; d++)
        steppe_show_domain(text, domains->names[d], 0, count);
    steppe_show_members(text, "member of", "members", 0, count);
    steppe_show_members(text, "no longer", "former", 0, count);
    steppe_show_records(text, "on record", actor->code);
}

static const struct steppe_fact *fact_of(const struct steppe_facts *facts, const char *from,
                                         const char *to) {
    for (size_t i = 0; i < facts->count && strcmp(facts->items[i].section, "record") != 0; i++)
        if (strcmp(facts->items[i].from, from) == 0 && strcmp(facts->items[i].to, to) == 0)
            return &facts->items[i];
    return NULL;
}

// Powers by hosts: sizes, or with `shares` the part of each power in all of the host's.
static void print_matrix(const struct steppe_show_text *text, bool shares, const char *title) {
    const struct steppe_model *model = text->show->model;
    const struct steppe_axis_table *hosts = &model->axes[STEPPE_AXIS_HOST];
    const struct steppe_axis_table *powers = &model->axes[STEPPE_AXIS_POWER];
    size_t columns = hosts->count < STEPPE_TABLE_COLUMNS - 1 ? hosts->count
                                                             : STEPPE_TABLE_COLUMNS - 1;
    struct steppe_table table = steppe_table_begin(text->arena, steppe_show_alignment(columns + 1),
                                                   powers->count + 1);
    steppe_table_cell(&table, title);
    for (size_t h = 0; h < columns; h++) steppe_table_cell(&table, hosts->names[h]);
    for (size_t p = 0; p < powers->count; p++) {
        steppe_table_cell(&table,
                          steppe_show_actor(model, model->actors[powers->actor_at[p]].name));
        for (size_t h = 0; h < columns; h++) {
            const struct steppe_fact *fact = fact_of(text->facts, powers->names[p],
                                                     hosts->names[h]);
            char number[STEPPE_DRAW_BYTES] = "-";
            if (fact && shares) steppe_draw_percent(number, fact->share);
            if (fact && !shares) steppe_draw_number(number, fact->value);
            steppe_table_cell(&table, number);
        }
    }
    fputc('\n', text->stream);
    steppe_table_print(text->stream, &table, text->show->style, 2, 1);
}

// Each size with its date and source, host by host.
static void print_cells(const struct steppe_show_text *text) {
    static const char *const heads[] = {"", "", "size", "of GDP", "date", "source"};
    struct steppe_table table = steppe_table_begin(text->arena, "llrrll", text->facts->count + 1);
    const char *before = "";
    for (size_t c = 0; c < 6; c++) steppe_table_cell(&table, heads[c]);
    for (size_t i = 0; i < text->facts->count; i++) {
        const struct steppe_fact *fact = &text->facts->items[i];
        char cell[STEPPE_DRAW_BYTES];
        if (strcmp(fact->section, "record") == 0) break; // they come last
        steppe_table_cell(&table, steppe_show_actor(text->show->model, fact->partner));
        steppe_table_cell(&table, strcmp(before, fact->to) != 0 ? fact->to : "");
        before = fact->to;
        steppe_draw_number(cell, fact->value);
        steppe_table_cell(&table, cell);
        cell[0] = 0;
        if (isfinite(fact->of_gdp)) steppe_draw_percent(cell, fact->of_gdp);
        steppe_table_cell(&table, cell);
        steppe_date_print(fact->date, cell, 16);
        steppe_table_cell(&table, cell);
        steppe_show_source(cell, fact->source);
        steppe_table_cell(&table, cell);
    }
    fputc('\n', text->stream);
    steppe_table_print(text->stream, &table, text->show->style, 2, 1);
}

static void print_tie(const struct steppe_show_text *text, size_t number) {
    static const char *const measures[] = {[STEPPE_PER_TOTAL] = "all that the host has of it",
                                           [STEPPE_PER_GDP] = "the host's GDP",
                                           [STEPPE_PER_SECURITY] = "the host's security"};
    static const char *const ways[] = {[STEPPE_TO_HOST] = "from the power to the host",
                                       [STEPPE_FROM_HOST] = "from the host to the power",
                                       [STEPPE_BOTH_WAYS] = "both ways"};
    const struct steppe_model *model = text->show->model;
    const struct steppe_tie_kind *tie = &model->tie_kinds[number];
    char about[STEPPE_DRAW_BYTES], unit[STEPPE_DRAW_BYTES], title[STEPPE_DRAW_BYTES];
    steppe_draw_unit(unit, tie->unit_text);
    (void)snprintf(title, sizeof title, "%s: %.300s", tie->name, tie->meaning);
    (void)snprintf(about, sizeof about,
                   "A tie of %s, counted %s and measured against %s. Newest figures known at the "
                   "model's start, money of %d.",
                   model->axes[STEPPE_AXIS_DOMAIN].names[tie->domain], ways[tie->direction],
                   measures[tie->denominator], model->price_year);
    steppe_show_title(text, title, about);
    print_matrix(text, false, *unit ? unit : "size");
    if (!steppe_unit_none(tie->unit)) print_matrix(text, true, "of all");
    print_cells(text);
    steppe_show_records(text, "what stands behind it, on record", "");
}

// ---- JSON --------------------------------------------------------------------------------------

static json_t *row_of(const struct steppe_fact *fact) {
    static const char *const qualities[] = {"sourced", "derived", "judgement"};
    json_t *row = json_object();
    const struct {
        const char *key, *text;
    } texts[] = {{"section", fact->section}, {"kind", fact->kind}, {"label", fact->label},
                 {"from", fact->from},       {"to", fact->to},     {"text", fact->text}};
    for (size_t i = 0; i < STEPPE_COUNT(texts); i++)
        steppe_report_json_set_text(row, texts[i].key, texts[i].text);
    steppe_report_json_set_number(row, "value", fact->value);
    steppe_report_json_set_text(row, "unit", fact->unit);
    json_object_set_new(row, "date", steppe_show_date(fact->date));
    json_object_set_new(row, "until", fact->lasts ? steppe_show_date(fact->end) : json_null());
    steppe_report_json_set_number(row, "spread", fact->spread);
    steppe_report_json_set_number(row, "share", fact->share);
    steppe_report_json_set_number(row, "of_gdp", fact->of_gdp);
    steppe_report_json_set_text(row, "source", fact->source);
    json_object_set_new(row, "quality",
                        json_string(fact->source ? qualities[fact->quality] : "computed"));
    return row;
}

// The rows of one dossier.
static void add_json(json_t *document, const struct steppe_show *show,
                     const struct steppe_facts *facts, const struct steppe_traffic *traffic,
                     const struct match *match) {
    const uint32_t at = (uint32_t)match->number;
    for (size_t i = 0; i < facts->count; i++)
        steppe_report_json_row(document, row_of(&facts->items[i]));
    if (match->subject == OF_LINK) steppe_show_link_json(document, show->model, at, traffic);
    if (match->subject == OF_CORRIDOR) steppe_show_pair_rows(document, show->model, traffic);
    if (match->subject == OF_NODE) steppe_show_node_json(document, show->model, at);
    if (match->subject == OF_PROJECT) steppe_show_project_json(document, show->model, at);
    if (match->subject == OF_GATE) steppe_show_gate_json(document, show, at, traffic);
}

// ---- both --------------------------------------------------------------------------------------

// Beside parts of the network ids of sources stand alone.
static void print_source_signs(const struct steppe_show_text *text) {
    char line[STEPPE_DRAW_BYTES];
    (void)snprintf(line, sizeof line,
                   "Behind figures stands their source: steppe explain %.200s SOURCE says what it "
                   "is. ~: computed from it; +1: and from one more.",
                   steppe_place_call(text->show->model->name, text->show->model->folder));
    fputc('\n', text->stream);
    steppe_draw_paragraph(text->stream, text->show->style, 0, line);
}

static void print_text(const struct steppe_show_text *text, enum subject subject, size_t number) {
    switch (subject) {
    case OF_MODEL: steppe_show_overview(text); return; // its figures are those of the dossiers
    case OF_ACTOR: print_actor(text, number); break;
    case OF_TIE: print_tie(text, number); break;
    case OF_RECORD:
        steppe_show_records(text, text->show->model->ties[number].kind_name, NULL);
        break;
    case OF_INSTITUTION: steppe_show_institution(text, number); break;
    case OF_LINK: steppe_show_link(text, (uint32_t)number); break;
    case OF_CORRIDOR: steppe_show_corridor(text, (uint32_t)number); return;
    case OF_NODE: steppe_show_node(text, (uint32_t)number); break;
    case OF_PROJECT: steppe_show_project(text, (uint32_t)number); break;
    case OF_GATE: steppe_show_gate(text, (uint32_t)number); break;
    }
    if (subject == OF_LINK || subject == OF_NODE || subject == OF_PROJECT || subject == OF_GATE) {
        print_source_signs(text);
        return;
    }
    steppe_show_sources(
        text, subject == OF_INSTITUTION ? text->show->model->institutions[number].source : NULL);
}

// What else has the name, in another case: a line for each that can be asked for.
static void print_others(FILE *stream, const struct steppe_show *show, const struct search *search,
                         size_t shown) {
    static const char *const words[] = {[OF_MODEL] = "model",
                                        [OF_ACTOR] = "actor",
                                        [OF_TIE] = "tie",
                                        [OF_RECORD] = "record",
                                        [OF_INSTITUTION] = "institution",
                                        [OF_LINK] = "link",
                                        [OF_CORRIDOR] = "corridor",
                                        [OF_NODE] = "node",
                                        [OF_PROJECT] = "project",
                                        [OF_GATE] = "gate"};
    if (shown < search->count) fputc('\n', stream);
    for (size_t i = shown; i < search->count;) {
        const char *code = search->items[i].code;
        char line[STEPPE_DRAW_BYTES], kinds[100] = "";
        size_t used = 0;
        for (; i < search->count && strcmp(search->items[i].code, code) == 0; i++)
            used += (size_t)snprintf(kinds + used, sizeof kinds - used, "%s%s",
                                     used > 0 ? " and " : "", words[search->items[i].subject]);
        (void)snprintf(line, sizeof line, "Also the name of a %.100s: steppe show %.200s %.60s",
                       kinds, steppe_place_call(show->model->name, show->model->folder), code);
        steppe_draw_paragraph(stream, show->style, 0, line);
    }
}

// What has no dossier and is explained all the same.
static bool is_explained(const struct steppe_model *model, const char *name) {
    bool known = steppe_model_variable(model, name) != UINT32_MAX ||
                 steppe_model_parameter(model, name) != UINT32_MAX;
    for (size_t i = 0; i < model->scenario_count; i++)
        known |= strcmp(model->scenarios[i].name, name) == 0;
    for (size_t i = 0; i < model->event_count; i++)
        known |= strcmp(model->events[i].name, name) == 0;
    for (size_t i = 0; i < model->question_count; i++)
        known |= strcmp(model->questions[i].name, name) == 0;
    for (size_t i = 0; i < model->source_count; i++)
        known |= strcmp(model->sources[i].id, name) == 0;
    return known;
}

static bool refuse(const struct steppe_model *model, const char *name, const char *nearest,
                   struct steppe_error *error) {
    const struct steppe_place nowhere = {0};
    if (is_explained(model, name))
        return steppe_error_set(error, STEPPE_CODE_INPUT, nowhere,
                                "%s has no dossier of \"%s\"; steppe explain %s %s says what it is",
                                model->name, name, steppe_place_call(model->name, model->folder),
                                name);
    return steppe_error_set(error, STEPPE_CODE_INPUT, nowhere,
                            "%s has no actor, tie, record, institution, link, corridor, node, "
                            "project or gate \"%s\"%s%s%s",
                            model->name, name, nearest ? "; did you mean \"" : "",
                            nearest ? nearest : "", nearest ? "\"?" : "");
}

// One dossier: as rows of a document, or as text.
static bool show_one(FILE *stream, const struct steppe_show *show, const struct match *match,
                     const struct steppe_traffic *traffic, json_t *document) {
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_facts facts = steppe_facts_begin(show->model, show->central, &arena);
    gather(&facts, show, match->subject, match->number);
    const struct steppe_show_text text = {stream, show, &arena, &facts, traffic};
    const bool good = !facts.failed;
    if (good && document) add_json(document, show, &facts, traffic, match);
    if (good && !document) print_text(&text, match->subject, match->number);
    steppe_arena_free(&arena);
    return good;
}

static bool show_as(FILE *stream, const struct steppe_show *show, const char *name, bool json,
                    struct steppe_error *error) {
    struct search search = {.items = {{.subject = OF_MODEL}}, .count = 1};
    const size_t count = name ? find(show->model, name, &search) : 1;
    if (count == 0) return refuse(show->model, name, search.near.name, error);
    json_t *document = json ? steppe_report_json_begin("show", show->model->name, show->model->hash)
                            : NULL;
    if (json && name) json_object_set_new(document, "name", json_string(name));
    bool good = true;
    for (size_t i = 0; good && i < count; i++)
        good = show_one(stream, show, &search.items[i], show->traffic[i], document);
    if (!json && good) print_others(stream, show, &search, count);
    if (json && good) steppe_report_json_end(stream, document);
    if (json && !good) json_decref(document);
    return good || steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                    "no memory for a dossier");
}

bool steppe_report_show(FILE *stream, const struct steppe_show *show, const char *name,
                        struct steppe_error *error) {
    return show_as(stream, show, name, false, error);
}

bool steppe_report_show_json(FILE *stream, const struct steppe_show *show, const char *name,
                             struct steppe_error *error) {
    return show_as(stream, show, name, true, error);
}
