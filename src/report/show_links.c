// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "report/show_links.h"

#include <math.h>
#include <string.h>

#include "report/json.h"
#include "report/show_network.h"

#define PAIRS_SHOWN 12        // of a kind of freight
#define LEAST_OF_LARGEST 1e-4 // a logit gives a trickle to every way

// ---- parts of a dossier ------------------------------------------------------------------------

static void add_capacities(const struct steppe_show_text *text, struct steppe_table *table,
                           const struct steppe_link *link) {
    bool any = false;
    for (int m = 0; m < STEPPE_MEASURE_COUNT; m++) {
        char value[STEPPE_DRAW_BYTES];
        if (!isfinite(link->capacity[m])) continue;
        steppe_show_capacity(value, m, link->capacity[m],
                             text->traffic ? text->traffic->capacity[m] : link->capacity[m]);
        steppe_show_line(table, any ? "" : "capacity", value, any ? NULL : link->source);
        any = true;
    }
    if (!any) steppe_show_line(table, "capacity", "not known, taken as not binding", NULL);
}

static void add_tariffs(struct steppe_table *table, const struct steppe_link *link) {
    char number[STEPPE_DRAW_BYTES], value[STEPPE_DRAW_BYTES + 40];
    if (isfinite(link->usd_per_t)) {
        steppe_draw_number(number, link->usd_per_t);
        (void)snprintf(value, sizeof value, "USD %.40s a tonne", number);
        steppe_show_line(table, "tariff", value, NULL);
    }
    if (isfinite(link->usd_per_teu)) {
        steppe_draw_number(number, link->usd_per_teu);
        (void)snprintf(value, sizeof value, "USD %.40s a box (TEU)", number);
        steppe_show_line(table, isfinite(link->usd_per_t) ? "" : "tariff", value, NULL);
    }
}

static void print_properties(const struct steppe_show_text *text, uint32_t number_of) {
    const struct steppe_model *model = text->show->model;
    const struct steppe_link *link = &model->network->links[number_of];
    const struct steppe_gate *gate = steppe_show_gate_of(model->network, number_of);
    const struct steppe_site *nodes = model->network->nodes;
    const struct steppe_traffic *traffic = text->traffic;
    struct steppe_table table = steppe_table_begin(text->arena, "lll", 16);
    char value[STEPPE_DRAW_BYTES * 2], number[STEPPE_DRAW_BYTES], date[16];
    struct steppe_writer owners = steppe_writer_begin(text->arena);
    struct steppe_writer territory = steppe_writer_begin(text->arena);
    (void)snprintf(value, sizeof value, "%s %.80s (%s) %s %.80s (%s)",
                   link->both_ways ? "between" : "from", nodes[link->from].name,
                   nodes[link->from].id, link->both_ways ? "and" : "to", nodes[link->to].name,
                   nodes[link->to].id);
    steppe_table_span(&table, value); // a line of its own: names of places are long
    if (link->open.year) steppe_date_print(link->open, date, sizeof date);
    (void)snprintf(value, sizeof value, "%s%s%s", steppe_link_status_name(link->status),
                   !link->open.year                        ? ""
                   : link->status == STEPPE_LINK_OPERATING ? ", opened "
                                                           : ", opens ",
                   link->open.year ? date : "");
    steppe_show_line(&table, "status", value, NULL);
    steppe_draw_number(number, link->length_km);
    (void)snprintf(value, sizeof value, "%.40s km, %.2f days unloaded", number, link->days);
    steppe_show_line(&table, "length", value, NULL);
    if (traffic && isfinite(traffic->days) && traffic->days > 1.01 * link->days) {
        (void)snprintf(value, sizeof value, "%.2f days with the goods of the base on it",
                       traffic->days);
        steppe_show_line(&table, "", value, NULL);
    }
    add_capacities(text, &table, link);
    add_tariffs(&table, link);
    steppe_show_actors(&owners, model, link->owners);
    steppe_show_actors(&territory, model, link->territory);
    steppe_show_line(&table, "owners",
                     link->owners && !owners.failed ? owners.text : "none recorded", NULL);
    steppe_show_line(&table, "territory",
                     link->territory && !territory.failed ? territory.text : "open sea", NULL);
    if (link->closures > 0) {
        (void)snprintf(value, sizeof value, "%.2f times a year", link->closures);
        steppe_show_line(&table, "closed or choked", value, link->closures_source);
    }
    if (gate) {
        (void)snprintf(value, sizeof value, "%.300s (%.60s)", gate->name, gate->id);
        steppe_show_line(&table, "gate", value, gate->source);
    }
    steppe_show_line(&table, "confidence", steppe_confidence_name(link->confidence), NULL);
    fputc('\n', text->stream);
    steppe_table_print(text->stream, &table, text->show->style, 2, 0);
}

static void print_project(const struct steppe_show_text *text,
                          const struct steppe_project_work *project) {
    char source[STEPPE_DRAW_BYTES];
    struct steppe_writer line = steppe_writer_begin(text->arena);
    steppe_show_source(source, project->source);
    steppe_writer_print(&line, "%s (%s): %s, ", project->name, project->id,
                        project->effect == STEPPE_PROJECT_OPENS ? "opens it" : "widens it");
    steppe_show_ready(&line, project);
    // What is in operation has neither a chance nor a delay left.
    if (project->status != STEPPE_LINK_OPERATING)
        steppe_writer_print(&line, ", %.0f %% that it is ever done, %.1f years late on average",
                            100 * project->chance, project->delay_years);
    for (int m = 0; m < STEPPE_MEASURE_COUNT; m++)
        if (project->add[m] > 0)
            steppe_writer_print(&line, "; adds %g %s",
                                project->add[m] / steppe_show_measures[m].scale,
                                steppe_show_measures[m].words);
    steppe_writer_print(&line, " (%s)", source);
    if (!line.failed) steppe_draw_paragraph(text->stream, text->show->style, 2, line.text);
}

void steppe_show_projects(const struct steppe_show_text *text, const uint32_t *links,
                          size_t count) {
    const struct steppe_network *network = text->show->model->network;
    bool any = false;
    for (size_t p = 0; p < network->project_count; p++) {
        if (!steppe_show_works_on_any(&network->projects[p], links, count)) continue;
        if (!any) steppe_draw_heading(text->stream, text->show->style, "Projects");
        any = true;
        print_project(text, &network->projects[p]);
    }
}

static bool counts_at(const struct steppe_count *count, const uint32_t *links, size_t link_count) {
    for (size_t k = 0; k < count->link_count; k++)
        for (size_t i = 0; i < link_count; i++)
            if (count->links[k] == links[i]) return true;
    return false;
}

void steppe_show_counts(const struct steppe_show_text *text, const uint32_t *links,
                        size_t link_count) {
    const struct steppe_network *network = text->show->model->network;
    static const char *const heads[] = {"", "", "a year", "spread", "use", "source"};
    struct steppe_table table = steppe_table_begin(text->arena, "llrrll",
                                                   network->observation_count + 1);
    size_t rows = 0;
    const char *before = "";
    for (size_t c = 0; c < STEPPE_COUNT(heads); c++) steppe_table_cell(&table, heads[c]);
    for (size_t i = 0; i < network->observation_count; i++) {
        const struct steppe_observation *seen = &network->observations[i];
        const struct steppe_count *count = &network->counts[seen->count];
        char cell[STEPPE_DRAW_BYTES], number[STEPPE_DRAW_BYTES];
        if (!counts_at(count, links, link_count)) continue;
        steppe_table_cell(&table, strcmp(before, count->id) != 0 ? count->name : "");
        before = count->id;
        steppe_date_print(seen->date, cell, 16);
        steppe_table_cell(&table, cell);
        steppe_draw_number(number, seen->value / steppe_show_measures[count->measure].scale);
        (void)snprintf(cell, sizeof cell, "%.40s %s", number,
                       steppe_show_measures[count->measure].unit);
        steppe_table_cell(&table, cell);
        (void)snprintf(cell, sizeof cell, "%.0f %%", 100 * seen->spread / seen->value);
        steppe_table_cell(&table, cell);
        steppe_table_cell(&table, steppe_observation_use_name(seen->use));
        steppe_show_source(cell, seen->source);
        steppe_table_cell(&table, cell);
        rows++;
    }
    if (rows == 0) return;
    steppe_draw_heading(text->stream, text->show->style, "Counted there");
    steppe_table_print(text->stream, &table, text->show->style, 2, 1);
}

void steppe_show_pairs(const struct steppe_show_text *text) {
    const struct steppe_traffic *traffic = text->traffic;
    const struct steppe_model *model = text->show->model;
    char cell[STEPPE_DRAW_BYTES];
    if (!traffic) return;
    steppe_draw_heading(text->stream, text->show->style, "Who uses it, at the base");
    steppe_draw_number(cell, traffic->tonnes / 1e6);
    fprintf(text->stream, "  %s Mt a year in all\n", cell);
    for (size_t i = 0; i < traffic->count;) {
        const uint16_t kind = traffic->pairs[i].freight;
        const struct steppe_freight *freight = &model->network->freights[kind];
        struct steppe_table table = steppe_table_begin(text->arena, "lrr", PAIRS_SHOWN + 1);
        size_t shown = 0, all = 0;
        double most = traffic->pairs[i].flow; // they stand by size
        if (most / steppe_show_measures[freight->measure].scale < STEPPE_DRAW_LEAST_FLOW) {
            for (; i < traffic->count && traffic->pairs[i].freight == kind; i++) continue;
            continue;
        }
        steppe_table_cell(&table, freight->name);
        steppe_table_cell(&table, steppe_show_measures[freight->measure].words);
        steppe_table_cell(&table, "of the pair's");
        for (; i < traffic->count && traffic->pairs[i].freight == kind; i++, all++) {
            const struct steppe_traffic_pair *pair = &traffic->pairs[i];
            if (shown == PAIRS_SHOWN || pair->flow < LEAST_OF_LARGEST * most) continue;
            shown++;
            (void)snprintf(cell, sizeof cell, "%.80s - %.80s", model->actors[pair->from].name,
                           model->actors[pair->to].name);
            steppe_table_cell(&table, cell);
            steppe_draw_number(cell, pair->flow / steppe_show_measures[freight->measure].scale);
            steppe_table_cell(&table, cell);
            steppe_draw_percent(cell, pair->share);
            steppe_table_cell(&table, cell);
        }
        fputc('\n', text->stream);
        steppe_table_print(text->stream, &table, text->show->style, 2, 1);
        if (all > shown)
            fprintf(text->stream, "  and %zu more pair%s\n", all - shown,
                    all - shown == 1 ? "" : "s");
    }
}

void steppe_show_link(const struct steppe_show_text *text, uint32_t number) {
    const struct steppe_network *network = text->show->model->network;
    const struct steppe_link *link = &network->links[number];
    char title[STEPPE_DRAW_BYTES], mode[40];
    steppe_show_words(mode, steppe_mode_name(link->mode));
    (void)snprintf(title, sizeof title, "%.60s, %s of the network: %.80s - %.80s", link->id, mode,
                   network->nodes[link->from].name, network->nodes[link->to].name);
    steppe_show_title(text, title, link->note && *link->note ? link->note : "");
    print_properties(text, number);
    steppe_show_projects(text, &number, 1);
    steppe_show_counts(text, &number, 1);
    steppe_show_pairs(text);
}

void steppe_show_corridor(const struct steppe_show_text *text, uint32_t number) {
    const struct steppe_network *network = text->show->model->network;
    const struct steppe_corridor *corridor = &network->corridors[number];
    char title[STEPPE_DRAW_BYTES];
    struct steppe_writer about = steppe_writer_begin(text->arena);
    (void)snprintf(title, sizeof title, "%.120s (%.60s), a corridor", corridor->name, corridor->id);
    steppe_writer_text(&about, "Ways that pass, in this order or its reverse: ");
    for (size_t i = 0; i < corridor->node_count; i++)
        steppe_writer_print(&about, "%s%s", i > 0 ? " - " : "",
                            network->nodes[corridor->nodes[i]].name);
    steppe_show_title(text, title, about.failed ? "" : about.text);
    steppe_show_pairs(text);
}

// ---- JSON --------------------------------------------------------------------------------------

void steppe_show_count_rows(json_t *document, const struct steppe_model *model,
                            const uint32_t *links, size_t link_count) {
    const struct steppe_network *network = model->network;
    for (size_t i = 0; i < network->observation_count; i++) {
        const struct steppe_observation *seen = &network->observations[i];
        const struct steppe_count *count = &network->counts[seen->count];
        if (!counts_at(count, links, link_count)) continue;
        json_t *object = steppe_show_row("observed");
        json_object_set_new(object, "count", json_string(count->id));
        json_object_set_new(object, "name", json_string(count->name));
        json_object_set_new(object, "date", steppe_show_date(seen->date));
        steppe_report_json_set_number(object, "value", seen->value);
        steppe_report_json_set_number(object, "spread", seen->spread);
        json_object_set_new(object, "measure", json_string(steppe_measure_name(count->measure)));
        json_object_set_new(object, "use", json_string(steppe_observation_use_name(seen->use)));
        steppe_report_json_set_text(object, "source", seen->source);
        steppe_report_json_row(document, object);
    }
}

void steppe_show_pair_rows(json_t *document, const struct steppe_model *model,
                           const struct steppe_traffic *traffic) {
    for (size_t i = 0; traffic && i < traffic->count; i++) {
        const struct steppe_traffic_pair *pair = &traffic->pairs[i];
        const struct steppe_freight *freight = &model->network->freights[pair->freight];
        json_t *object = steppe_show_row("pair");
        json_object_set_new(object, "from", json_string(model->actors[pair->from].code));
        json_object_set_new(object, "to", json_string(model->actors[pair->to].code));
        json_object_set_new(object, "freight", json_string(freight->name));
        json_object_set_new(object, "measure", json_string(steppe_measure_name(freight->measure)));
        steppe_report_json_set_number(object, "flow_per_year", pair->flow);
        steppe_report_json_set_number(object, "share", pair->share);
        steppe_report_json_row(document, object);
    }
}

void steppe_show_link_json(json_t *document, const struct steppe_model *model, uint32_t link,
                           const struct steppe_traffic *traffic) {
    steppe_report_json_row(document, steppe_show_link_row(model, link, traffic));
    for (size_t p = 0; p < model->network->project_count; p++)
        if (steppe_show_works_on(&model->network->projects[p], link))
            steppe_report_json_row(document,
                                   steppe_show_project_row(model, &model->network->projects[p]));
    steppe_show_count_rows(document, model, &link, 1);
    steppe_show_pair_rows(document, model, traffic);
}
