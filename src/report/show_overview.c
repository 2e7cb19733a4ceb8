// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show_overview: a whole model on one page: hosts, powers, the state of the world, what may be
// asked of it, how to go on.
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "model/network.h"
#include "model/places.h"
#include "report/show_text.h"
#include "report/table.h"

static double influence(const struct steppe_show_text *text, size_t power, size_t host) {
    size_t hosts = text->show->model->axes[STEPPE_AXIS_HOST].count;
    return text->show->central->base[STEPPE_VAR_influence][power * hosts + host];
}

static void cell_figure(const struct steppe_show_text *text, struct steppe_table *table,
                        uint32_t variable, uint16_t actor, const char *unit) {
    char value[STEPPE_DRAW_BYTES], cell[STEPPE_DRAW_BYTES] = "n/a";
    const struct steppe_figure *figure = steppe_facts_figure(text->facts, variable, actor, -1);
    if (figure) {
        steppe_show_value(value, figure->published, unit);
        (void)snprintf(cell, sizeof cell, "%.60s (%d)", value, figure->date.year);
    }
    steppe_table_cell(table, cell);
}

// "Russia 31, China 24, ...": the three largest in a host.
static const char *largest_in(const struct steppe_show_text *text, size_t host) {
    const struct steppe_model *model = text->show->model;
    struct steppe_writer words = steppe_writer_begin(text->arena);
    bool taken[STEPPE_ACTORS_MAX] = {false};
    size_t powers = model->axes[STEPPE_AXIS_POWER].count;
    for (size_t n = 0; n < 3 && n < powers; n++) {
        size_t best = SIZE_MAX;
        for (size_t p = 0; p < powers; p++)
            if (!taken[p] &&
                (best == SIZE_MAX || influence(text, p, host) > influence(text, best, host)))
                best = p;
        taken[best] = true;
        steppe_writer_print(&words, "%s%s %.0f", n > 0 ? ", " : "",
                            model->axes[STEPPE_AXIS_POWER].names[best],
                            100 * influence(text, best, host));
    }
    return words.failed ? "" : words.text;
}

static void head(struct steppe_table *table, const char *const *heads) {
    for (size_t c = 0; c < table->column_count; c++) steppe_table_cell(table, heads[c]);
}

static void print_hosts(const struct steppe_show_text *text) {
    const struct steppe_model *model = text->show->model;
    const struct steppe_axis_table *hosts = &model->axes[STEPPE_AXIS_HOST];
    struct steppe_table table = steppe_table_begin(text->arena, "llrrlr", hosts->count + 1);
    static const char *const heads[] = {
        "host", "", "people", "GDP, bn USD", "influence, percent", "autonomy"};
    head(&table, heads);
    for (size_t h = 0; h < hosts->count; h++) {
        uint16_t actor = hosts->actor_at[h];
        char autonomy[STEPPE_DRAW_BYTES];
        steppe_draw_fixed(autonomy, text->show->central->base[STEPPE_VAR_autonomy][h], 2);
        steppe_table_cell(&table, model->actors[actor].name);
        steppe_table_cell(&table, hosts->names[h]);
        cell_figure(text, &table, STEPPE_VAR_population, actor, "person");
        cell_figure(text, &table, STEPPE_VAR_gdp_level, actor, "1");
        steppe_table_cell(&table, largest_in(text, h));
        steppe_table_cell(&table, autonomy);
    }
    fputc('\n', text->stream);
    steppe_table_print(text->stream, &table, text->show->style, 2, 1);
}

static void print_powers(const struct steppe_show_text *text) {
    const struct steppe_model *model = text->show->model;
    const struct steppe_axis_table *powers = &model->axes[STEPPE_AXIS_POWER];
    const struct steppe_axis_table *hosts = &model->axes[STEPPE_AXIS_HOST];
    size_t shown = hosts->count < 5 ? hosts->count : 5;
    struct steppe_table table = steppe_table_begin(text->arena, "llrrrrrr", powers->count + 1);
    steppe_table_cell(&table, "influence, percent");
    steppe_table_cell(&table, "");
    for (size_t c = 0; c < 5; c++) steppe_table_cell(&table, c < shown ? hosts->names[c] : "");
    steppe_table_cell(&table, "GDP, bn USD");
    for (size_t p = 0; p < powers->count; p++) {
        steppe_table_cell(&table,
                          steppe_show_actor(model, model->actors[powers->actor_at[p]].name));
        steppe_table_cell(&table, powers->names[p]);
        for (size_t h = 0; h < 5; h++) {
            char share[STEPPE_DRAW_BYTES] = "";
            if (h < shown) steppe_draw_fixed(share, 100 * influence(text, p, h), 0);
            steppe_table_cell(&table, share);
        }
        cell_figure(text, &table, STEPPE_VAR_gdp_level, powers->actor_at[p], "1");
    }
    fputc('\n', text->stream);
    steppe_table_print(text->stream, &table, text->show->style, 2, 1);
}

static void print_regimes(const struct steppe_show_text *text) {
    const struct steppe_model *model = text->show->model;
    int32_t start = steppe_date_month(model->start);
    struct steppe_table table = steppe_table_begin(text->arena, "llll", model->regime_count + 1);
    for (size_t r = 0; r < model->regime_count; r++) {
        const struct steppe_regime *regime = &model->regimes[r];
        const struct steppe_regime_span *now = NULL;
        for (size_t i = 0; i < regime->history_count; i++)
            if (steppe_date_month(regime->history[i].from) < start) now = &regime->history[i];
        char since[16] = "", source[STEPPE_DRAW_BYTES] = "";
        if (now) steppe_date_print(now->from, since, sizeof since);
        if (now && now->source) steppe_show_source(source, now->source);
        steppe_table_cell(&table, regime->name);
        steppe_table_cell(&table, now ? regime->states[now->state].name : regime->states[0].name);
        steppe_table_cell(&table, since);
        steppe_table_cell(&table, source);
    }
    steppe_draw_heading(text->stream, text->show->style, "State of the world, since, source");
    steppe_table_print(text->stream, &table, text->show->style, 2, 0);
}

// "name  summary", the summary folded under itself.
static void print_entry(const struct steppe_show_text *text, const char *name,
                        const char *summary) {
    char line[STEPPE_DRAW_BYTES];
    (void)snprintf(line, sizeof line, "%.60s: %.400s", name, summary ? summary : "");
    steppe_draw_paragraph(text->stream, text->show->style, 2, line);
}

static void print_institutions(const struct steppe_show_text *text) {
    const struct steppe_axis_table *table = &text->show->model->axes[STEPPE_AXIS_INSTITUTION];
    struct steppe_writer names = steppe_writer_begin(text->arena);
    for (size_t i = 0; i < table->count; i++)
        steppe_writer_print(&names, "%s%s", i > 0 ? ", " : "", table->names[i]);
    steppe_draw_heading(text->stream, text->show->style, "Institutions");
    if (!names.failed) steppe_draw_paragraph(text->stream, text->show->style, 2, names.text);
}

// Places and links are too many to be listed: each dossier names its neighbours.
static void print_network(const struct steppe_show_text *text) {
    const struct steppe_network *network = text->show->model->network;
    struct steppe_writer corridors = steppe_writer_begin(text->arena), projects = corridors;
    struct steppe_writer gates = corridors;
    if (!network) return;
    for (size_t i = 0; i < network->corridor_count; i++)
        steppe_writer_print(&corridors, "%s%s",
                            i > 0 ? ", " : "Corridors: ", network->corridors[i].id);
    for (size_t i = 0; i < network->project_count; i++)
        steppe_writer_print(&projects, "%s%s",
                            i > 0 ? ", " : "Projects: ", network->projects[i].id);
    for (size_t i = 0; i < network->gate_count; i++)
        steppe_writer_print(&gates, "%s%s", i > 0 ? ", " : "Gates: ", network->gates[i].id);
    steppe_draw_heading(text->stream, text->show->style, "Network");
    fprintf(text->stream, "  %zu nodes, %zu links between them\n", network->node_count,
            network->link_count);
    if (corridors.length > 0 && !corridors.failed)
        steppe_draw_paragraph(text->stream, text->show->style, 2, corridors.text);
    if (projects.length > 0 && !projects.failed)
        steppe_draw_paragraph(text->stream, text->show->style, 2, projects.text);
    if (gates.length > 0 && !gates.failed)
        steppe_draw_paragraph(text->stream, text->show->style, 2, gates.text);
}

void steppe_show_overview(const struct steppe_show_text *text) {
    const struct steppe_model *model = text->show->model;
    const char *host = model->axes[STEPPE_AXIS_HOST].names[0];
    const char *power = model->axes[STEPPE_AXIS_POWER].names[0];
    char start[16], about[STEPPE_DRAW_BYTES];
    steppe_date_print(model->start, start, sizeof start);
    (void)snprintf(about, sizeof about,
                   "Base year %d, free from %s on. Newest figures known then; influence computed "
                   "at the base.",
                   text->show->central->base_year, start);
    steppe_show_title(text, model->title ? model->title : model->name, about);
    print_hosts(text);
    print_powers(text);
    print_regimes(text);
    steppe_draw_heading(text->stream, text->show->style, "Scenarios");
    for (size_t s = 0; s < model->scenario_count; s++)
        print_entry(text, model->scenarios[s].name, model->scenarios[s].summary);
    steppe_draw_heading(text->stream, text->show->style, "Events");
    for (size_t e = 0; e < model->event_count; e++)
        print_entry(text, model->events[e].name, model->events[e].summary);
    print_institutions(text);
    print_network(text);
    steppe_draw_heading(text->stream, text->show->style, "Go on with");
    char line[STEPPE_DRAW_BYTES];
    const struct steppe_network *network = model->network;
    const char *node = network && network->node_count > 0 ? network->nodes[0].id : NULL;
    const char *project = network && network->project_count > 0 ? network->projects[0].id : NULL;
    const char *gate = network && network->gate_count > 0 ? network->gates[0].id : NULL;
    const struct {
        const char *command, *name, *what;
    } lines[] = {{"show", host, "a host: on whom it depends"},
                 {"show", power, "a power: what it holds where"},
                 {"show", model->tie_kinds ? model->tie_kinds[0].name : host, "a kind of tie"},
                 {"show", node, "a node of the network: its links"},
                 {"show", project, "a project: what it builds"},
                 {"show", gate, "a gate: what passes, and how full it is"},
                 {"run", "", "thousands of futures"},
                 {"vars", "", "what it computes; steppe explain NAME"}};
    for (size_t i = 0; i < STEPPE_COUNT(lines); i++) {
        if (!lines[i].name) continue; // the model has none
        (void)snprintf(line, sizeof line, "steppe %s %.200s %.40s", lines[i].command,
                       steppe_place_call(model->name, model->folder), lines[i].name);
        fprintf(text->stream, "  %-32s  %s\n", line, lines[i].what);
    }
}
