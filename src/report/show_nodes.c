// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show_nodes: dossiers of the network's nodes and projects; see show_links.h.
#include <math.h>
#include <string.h>

#include "report/json.h"
#include "report/show_links.h"
#include "report/show_network.h"

enum { PART = 200 }; // of a line

// ---- links -------------------------------------------------------------------------------------

// "4.50 Mt, 140 kTEU"
static void write_capacity(struct steppe_writer *writer, const struct steppe_link *link) {
    const char *before = "";
    for (int m = 0; m < STEPPE_MEASURE_COUNT; m++) {
        char number[STEPPE_DRAW_BYTES];
        if (!isfinite(link->capacity[m])) continue;
        steppe_draw_number(number, link->capacity[m] / steppe_show_measures[m].scale);
        steppe_writer_print(writer, "%s%s %s", before, number, steppe_show_measures[m].unit);
        before = ", ";
    }
    if (!*before) steppe_writer_text(writer, "not known");
}

// "Aktau port", seen from a node; else both ends. One way only: "to" and "from".
static void write_ends(struct steppe_writer *writer, const struct steppe_network *network,
                       const struct steppe_link *link, uint32_t node) {
    const struct steppe_site *from = &network->nodes[link->from], *to = &network->nodes[link->to];
    if (node == UINT32_MAX) {
        steppe_writer_print(writer, "%s - %s", from->name, to->name);
        return;
    }
    const bool leaves = link->from == node;
    if (!link->both_ways) steppe_writer_text(writer, leaves ? "to " : "from ");
    steppe_writer_text(writer, leaves ? to->name : from->name);
}

static bool is_on(const struct steppe_link *link, uint32_t node) {
    return link->from == node || link->to == node;
}

void steppe_show_link_cells(const struct steppe_show_text *text, struct steppe_table *table,
                            uint32_t number, uint32_t node) {
    const struct steppe_network *network = text->show->model->network;
    const struct steppe_link *link = &network->links[number];
    struct steppe_writer ends = steppe_writer_begin(text->arena);
    struct steppe_writer capacity = steppe_writer_begin(text->arena);
    char mode[40], km[STEPPE_DRAW_BYTES];
    write_ends(&ends, network, link, node);
    write_capacity(&capacity, link);
    steppe_show_words(mode, steppe_mode_name(link->mode));
    steppe_draw_number(km, link->length_km);
    steppe_table_cell(table, ends.failed ? "" : ends.text);
    steppe_table_cell(table, link->id);
    steppe_table_cell(table, mode);
    steppe_table_cell(table, km);
    steppe_table_cell(table, capacity.failed ? "" : capacity.text);
    steppe_table_cell(
        table, link->status == STEPPE_LINK_OPERATING ? "" : steppe_link_status_name(link->status));
}

struct steppe_table steppe_show_links_begin(const struct steppe_show_text *text, size_t count) {
    static const char *const heads[] = {"", "link", "mode", "km", "capacity a year", ""};
    struct steppe_table table = steppe_table_begin(text->arena, "lllrll", count + 1);
    for (size_t c = 0; c < STEPPE_COUNT(heads); c++) steppe_table_cell(&table, heads[c]);
    return table;
}

void steppe_show_links_print(const struct steppe_show_text *text,
                             const struct steppe_table *table) {
    steppe_draw_heading(text->stream, text->show->style, "Links");
    steppe_table_print(text->stream, table, text->show->style, 2, 1);
}

// Names in a paragraph under a heading, where there are any.
static void print_names(const struct steppe_show_text *text, const char *heading,
                        const struct steppe_writer *names) {
    if (names->failed || names->length == 0) return;
    steppe_draw_heading(text->stream, text->show->style, heading);
    steppe_draw_paragraph(text->stream, text->show->style, 2, names->text);
}

static void add_name(struct steppe_writer *names, const char *name, const char *id) {
    steppe_writer_print(names, "%s%s (%s)", names->length > 0 ? "; " : "", name, id);
}

// ---- a node ------------------------------------------------------------------------------------

static void print_gateways(const struct steppe_show_text *text, uint32_t node) {
    const struct steppe_model *model = text->show->model;
    const struct steppe_network *network = model->network;
    static const char *const heads[] = {"", "freight", "of its freight", "source"};
    struct steppe_table table = steppe_table_begin(text->arena, "llrl", network->gateway_count + 1);
    size_t rows = 0;
    for (size_t c = 0; c < STEPPE_COUNT(heads); c++) steppe_table_cell(&table, heads[c]);
    for (size_t i = 0; i < network->gateway_count; i++) {
        const struct steppe_gateway *gateway = &network->gateways[i];
        char cell[STEPPE_DRAW_BYTES];
        if (gateway->node != node) continue;
        rows++;
        steppe_table_cell(&table, model->actors[gateway->actor].name);
        steppe_table_cell(&table, network->freights[gateway->freight].name);
        steppe_draw_percent(cell, gateway->share);
        steppe_table_cell(&table, cell);
        steppe_show_source(cell, gateway->source);
        steppe_table_cell(&table, cell);
    }
    if (rows == 0) return;
    steppe_draw_heading(text->stream, text->show->style, "Whose freight begins and ends here");
    steppe_table_print(text->stream, &table, text->show->style, 2, 1);
}

static bool passes(const struct steppe_corridor *corridor, uint32_t node) {
    for (size_t i = 0; i < corridor->node_count; i++)
        if (corridor->nodes[i] == node) return true;
    return false;
}

static bool gate_is_at(const struct steppe_network *network, const struct steppe_gate *gate,
                       uint32_t node) {
    for (size_t k = 0; k < gate->link_count; k++)
        if (is_on(&network->links[gate->links[k]], node)) return true;
    return false;
}

static bool builds_at(const struct steppe_network *network,
                      const struct steppe_project_work *project, uint32_t node) {
    for (size_t k = 0; k < project->link_count; k++)
        if (is_on(&network->links[project->links[k]], node)) return true;
    return false;
}

void steppe_show_node(const struct steppe_show_text *text, uint32_t node) {
    const struct steppe_model *model = text->show->model;
    const struct steppe_network *network = model->network;
    const struct steppe_site *site = &network->nodes[node];
    struct steppe_writer gates = steppe_writer_begin(text->arena), corridors = gates;
    struct steppe_writer projects = gates;
    char title[STEPPE_DRAW_BYTES], place[PART], source[STEPPE_DRAW_BYTES];
    (void)snprintf(title, sizeof title, "%.100s (%.60s), a node %s%.80s (%.40s)", site->name,
                   site->id, site->actor >= 0 ? "in " : "at open sea",
                   site->actor >= 0 ? model->actors[site->actor].name : "", site->kind);
    steppe_show_title(text, title, site->note && *site->note ? site->note : NULL);
    steppe_show_source(source, site->source);
    (void)snprintf(place, sizeof place, "At %.2f %s, %.2f %s (%.100s).", fabs(site->latitude),
                   site->latitude < 0 ? "south" : "north", fabs(site->longitude),
                   site->longitude < 0 ? "west" : "east", source);
    steppe_draw_paragraph(text->stream, text->show->style, 0, place);
    struct steppe_table table = steppe_show_links_begin(text, network->link_count);
    for (uint32_t i = 0; i < network->link_count; i++)
        if (is_on(&network->links[i], node)) steppe_show_link_cells(text, &table, i, node);
    steppe_show_links_print(text, &table);
    print_gateways(text, node);
    for (size_t i = 0; i < network->gate_count; i++)
        if (gate_is_at(network, &network->gates[i], node))
            add_name(&gates, network->gates[i].name, network->gates[i].id);
    for (size_t i = 0; i < network->corridor_count; i++)
        if (passes(&network->corridors[i], node))
            add_name(&corridors, network->corridors[i].name, network->corridors[i].id);
    for (size_t i = 0; i < network->project_count; i++)
        if (builds_at(network, &network->projects[i], node))
            add_name(&projects, network->projects[i].name, network->projects[i].id);
    print_names(text, "Gates on its links", &gates);
    print_names(text, "Corridors that it marks", &corridors);
    print_names(text, "Projects on its links", &projects);
}

// ---- a project ---------------------------------------------------------------------------------

static void add_additions(struct steppe_table *table, const struct steppe_project_work *project) {
    const char *what = "adds to each";
    for (int m = 0; m < STEPPE_MEASURE_COUNT; m++) {
        char number[STEPPE_DRAW_BYTES], value[PART];
        if (!(project->add[m] > 0)) continue;
        steppe_draw_number(number, project->add[m] / steppe_show_measures[m].scale);
        (void)snprintf(value, sizeof value, "%.40s %s", number, steppe_show_measures[m].words);
        steppe_show_line(table, what, value, NULL);
        what = "";
    }
}

static void print_work(const struct steppe_show_text *text,
                       const struct steppe_project_work *project) {
    const bool opens = project->effect == STEPPE_PROJECT_OPENS, many = project->link_count != 1;
    struct steppe_table table = steppe_table_begin(text->arena, "lll", 12);
    struct steppe_writer sponsors = steppe_writer_begin(text->arena), ready = sponsors;
    char value[PART], number[STEPPE_DRAW_BYTES];
    (void)snprintf(value, sizeof value, "%s %zu link%s", opens ? "opens" : "widens",
                   project->link_count, many ? "s" : "");
    steppe_show_line(&table, "what", value, NULL);
    add_additions(&table, project);
    steppe_show_line(&table, "status", steppe_link_status_name(project->status), NULL);
    steppe_show_ready(&ready, project);
    steppe_show_line(&table, "ready", ready.failed ? "" : ready.text, project->source);
    if (project->delay_years > 0) {
        (void)snprintf(value, sizeof value, "%.1f years on average (exponential)",
                       project->delay_years);
        steppe_show_line(&table, "late by", value, NULL);
    }
    steppe_draw_percent(number, project->chance);
    (void)snprintf(value, sizeof value, "%.40s that it is ever done", number);
    steppe_show_line(&table, "chance", value, NULL);
    steppe_draw_number(number, project->cost_usd / 1e6);
    (void)snprintf(value, sizeof value, "%.40s mn USD", number);
    steppe_show_line(&table, "cost", project->cost_usd > 0 ? value : "not known", NULL);
    steppe_show_actors(&sponsors, text->show->model, project->sponsors);
    steppe_show_line(&table, "sponsors",
                     project->sponsors && !sponsors.failed ? sponsors.text : "none recorded", NULL);
    fputc('\n', text->stream);
    steppe_table_print(text->stream, &table, text->show->style, 2, 0);
}

void steppe_show_project(const struct steppe_show_text *text, uint32_t number) {
    const struct steppe_network *network = text->show->model->network;
    const struct steppe_project_work *project = &network->projects[number];
    struct steppe_writer gates = steppe_writer_begin(text->arena);
    char title[STEPPE_DRAW_BYTES];
    (void)snprintf(title, sizeof title, "%.120s (%.60s), a project", project->name, project->id);
    steppe_show_title(text, title, project->note && *project->note ? project->note : NULL);
    print_work(text, project);
    struct steppe_table table = steppe_show_links_begin(text, project->link_count);
    for (size_t i = 0; i < project->link_count; i++)
        steppe_show_link_cells(text, &table, project->links[i], UINT32_MAX);
    steppe_show_links_print(text, &table);
    for (size_t g = 0; g < network->gate_count; g++)
        for (size_t k = 0; k < network->gates[g].link_count; k++)
            if (steppe_show_works_on(project, network->gates[g].links[k])) {
                add_name(&gates, network->gates[g].name, network->gates[g].id);
                break;
            }
    print_names(text,
                project->effect == STEPPE_PROJECT_OPENS ? "Gates that it builds"
                                                        : "Gates that it widens",
                &gates);
    if (gates.length == 0 && !gates.failed)
        steppe_draw_paragraph(text->stream, text->show->style, 2,
                              "No gate: it does not happen within a run, and is for steppe routes "
                              "--open.");
}

// ---- JSON --------------------------------------------------------------------------------------

static json_t *named_row(const char *section, const char *id, const char *name) {
    json_t *object = steppe_show_row(section);
    json_object_set_new(object, "id", json_string(id));
    json_object_set_new(object, "name", json_string(name));
    return object;
}

void steppe_show_node_json(json_t *document, const struct steppe_model *model, uint32_t node) {
    const struct steppe_network *network = model->network;
    const struct steppe_site *site = &network->nodes[node];
    json_t *object = named_row("node", site->id, site->name);
    steppe_report_json_set_text(object, "kind", site->kind);
    steppe_report_json_set_text(object, "actor",
                                site->actor >= 0 ? model->actors[site->actor].code : NULL);
    steppe_report_json_set_number(object, "latitude", site->latitude);
    steppe_report_json_set_number(object, "longitude", site->longitude);
    steppe_report_json_set_text(object, "source", site->source);
    steppe_report_json_set_text(object, "note", site->note);
    steppe_report_json_row(document, object);
    for (uint32_t i = 0; i < network->link_count; i++)
        if (is_on(&network->links[i], node))
            steppe_report_json_row(document, steppe_show_link_row(model, i, NULL));
    for (size_t i = 0; i < network->gateway_count; i++) {
        const struct steppe_gateway *gateway = &network->gateways[i];
        if (gateway->node != node) continue;
        object = steppe_show_row("gateway");
        steppe_report_json_set_text(object, "actor", model->actors[gateway->actor].code);
        steppe_report_json_set_text(object, "freight", network->freights[gateway->freight].name);
        steppe_report_json_set_number(object, "share", gateway->share);
        steppe_report_json_set_text(object, "source", gateway->source);
        steppe_report_json_row(document, object);
    }
    for (size_t i = 0; i < network->gate_count; i++)
        if (gate_is_at(network, &network->gates[i], node))
            steppe_report_json_row(document, steppe_show_gate_row(&network->gates[i]));
    for (size_t i = 0; i < network->corridor_count; i++)
        if (passes(&network->corridors[i], node))
            steppe_report_json_row(document, named_row("corridor", network->corridors[i].id,
                                                       network->corridors[i].name));
    for (size_t i = 0; i < network->project_count; i++)
        if (builds_at(network, &network->projects[i], node))
            steppe_report_json_row(document, steppe_show_project_row(model, &network->projects[i]));
}

void steppe_show_project_json(json_t *document, const struct steppe_model *model, uint32_t number) {
    const struct steppe_network *network = model->network;
    const struct steppe_project_work *project = &network->projects[number];
    steppe_report_json_row(document, steppe_show_project_row(model, project));
    for (size_t i = 0; i < project->link_count; i++)
        steppe_report_json_row(document, steppe_show_link_row(model, project->links[i], NULL));
    for (size_t g = 0; g < network->gate_count; g++)
        for (size_t k = 0; k < network->gates[g].link_count; k++)
            if (steppe_show_works_on(project, network->gates[g].links[k])) {
                steppe_report_json_row(document, steppe_show_gate_row(&network->gates[g]));
                break;
            }
}
