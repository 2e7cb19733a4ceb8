// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show_network: see the header.
#include "report/show_network.h"

#include <math.h>
#include <string.h>

#include "report/json.h"

const struct steppe_show_measure steppe_show_measures[STEPPE_MEASURE_COUNT] = {
    [STEPPE_MEASURE_T] = {"Mt a year", "Mt", 1e6},
    [STEPPE_MEASURE_TEU] = {"kTEU a year", "kTEU", 1e3},
    [STEPPE_MEASURE_1000M3] = {"bcm a year", "bcm", 1e6},
};

void steppe_show_actors(struct steppe_writer *writer, const struct steppe_model *model,
                        uint64_t actors) {
    const char *before = "";
    for (; actors; actors &= actors - 1) {
        steppe_writer_print(writer, "%s%s", before, model->actors[__builtin_ctzll(actors)].name);
        before = ", ";
    }
}

void steppe_show_words(char out[40], const char *name) {
    (void)snprintf(out, 40, "%s", name);
    for (char *c = out; *c; c++) *c = *c == '_' ? ' ' : *c;
}

void steppe_show_line(struct steppe_table *table, const char *what, const char *value,
                      const char *source) {
    char short_source[STEPPE_DRAW_BYTES] = "";
    if (source) steppe_show_source(short_source, source);
    steppe_table_cell(table, what);
    steppe_table_cell(table, value);
    steppe_table_cell(table, short_source);
}

void steppe_show_capacity(char out[STEPPE_DRAW_BYTES], int measure, double before, double now) {
    char number[STEPPE_DRAW_BYTES], old[STEPPE_DRAW_BYTES];
    const double scale = steppe_show_measures[measure].scale;
    steppe_draw_number(number, now / scale);
    steppe_draw_number(old, before / scale);
    int used = snprintf(out, STEPPE_DRAW_BYTES, "%.40s %s", number,
                        steppe_show_measures[measure].words);
    if (now > 1.0001 * before && used > 0)
        (void)snprintf(out + used, STEPPE_DRAW_BYTES - (size_t)used, " now, %.40s before", old);
}

bool steppe_show_works_on(const struct steppe_project_work *project, uint32_t link) {
    for (size_t i = 0; i < project->link_count; i++)
        if (project->links[i] == link) return true;
    return false;
}

bool steppe_show_works_on_any(const struct steppe_project_work *project, const uint32_t *links,
                              size_t count) {
    for (size_t i = 0; i < count; i++)
        if (steppe_show_works_on(project, links[i])) return true;
    return false;
}

// Nobody announced a date that is a judgement.
void steppe_show_ready(struct steppe_writer *writer, const struct steppe_project_work *project) {
    char date[16];
    steppe_date_print(project->open, date, sizeof date);
    steppe_writer_print(writer, "%s %s",
                        project->status == STEPPE_LINK_OPERATING    ? "in operation since"
                        : strcmp(project->source, "judgement") == 0 ? "by our judgement in"
                                                                    : "announced for",
                        date);
}

const struct steppe_gate *steppe_show_gate_of(const struct steppe_network *network, uint32_t link) {
    for (size_t g = 0; g < network->gate_count; g++)
        for (size_t k = 0; k < network->gates[g].link_count; k++)
            if (network->gates[g].links[k] == link) return &network->gates[g];
    return NULL;
}

// ---- JSON --------------------------------------------------------------------------------------

json_t *steppe_show_row(const char *section) {
    json_t *object = json_object();
    json_object_set_new(object, "section", json_string(section));
    return object;
}

static json_t *codes_of(const struct steppe_model *model, uint64_t actors) {
    json_t *codes = json_array();
    for (; actors; actors &= actors - 1)
        json_array_append_new(codes, json_string(model->actors[__builtin_ctzll(actors)].code));
    return codes;
}

json_t *steppe_show_date(struct steppe_date date) {
    char text[16];
    if (date.year == 0) return json_null();
    steppe_date_print(date, text, sizeof text);
    return json_string(text);
}

json_t *steppe_show_link_row(const struct steppe_model *model, uint32_t number,
                             const struct steppe_traffic *traffic) {
    const struct steppe_network *network = model->network;
    const struct steppe_site *nodes = network->nodes;
    const struct steppe_link *link = &network->links[number];
    const struct steppe_gate *gate = steppe_show_gate_of(network, number);
    json_t *object = steppe_show_row("link");
    json_object_set_new(object, "id", json_string(link->id));
    json_object_set_new(object, "mode", json_string(steppe_mode_name(link->mode)));
    json_object_set_new(object, "from", json_string(nodes[link->from].id));
    json_object_set_new(object, "to", json_string(nodes[link->to].id));
    json_object_set_new(object, "both_ways", json_boolean(link->both_ways));
    json_object_set_new(object, "status", json_string(steppe_link_status_name(link->status)));
    json_object_set_new(object, "open", steppe_show_date(link->open));
    steppe_report_json_set_number(object, "length_km", link->length_km);
    steppe_report_json_set_number(object, "days", link->days);
    steppe_report_json_set_number(object, "days_loaded", traffic ? traffic->days : (double)NAN);
    steppe_report_json_set_number(object, "capacity_t", link->capacity[STEPPE_MEASURE_T]);
    steppe_report_json_set_number(object, "capacity_teu", link->capacity[STEPPE_MEASURE_TEU]);
    steppe_report_json_set_number(object, "capacity_1000m3", link->capacity[STEPPE_MEASURE_1000M3]);
    steppe_report_json_set_number(object, "usd_per_t", link->usd_per_t);
    steppe_report_json_set_number(object, "usd_per_teu", link->usd_per_teu);
    steppe_report_json_set_number(object, "closures_per_year", link->closures);
    steppe_report_json_set_text(object, "closures_source", link->closures_source);
    json_object_set_new(object, "owners", codes_of(model, link->owners));
    json_object_set_new(object, "territory", codes_of(model, link->territory));
    json_object_set_new(object, "confidence",
                        json_string(steppe_confidence_name(link->confidence)));
    steppe_report_json_set_text(object, "gate", gate ? gate->id : NULL);
    steppe_report_json_set_text(object, "source", link->source);
    steppe_report_json_set_text(object, "note", link->note);
    return object;
}

json_t *steppe_show_gate_row(const struct steppe_gate *gate) {
    json_t *object = steppe_show_row("gate");
    json_object_set_new(object, "id", json_string(gate->id));
    json_object_set_new(object, "name", json_string(gate->name));
    steppe_report_json_set_text(object, "source", gate->source);
    return object;
}

json_t *steppe_show_project_row(const struct steppe_model *model,
                                const struct steppe_project_work *project) {
    json_t *object = steppe_show_row("project");
    json_object_set_new(object, "id", json_string(project->id));
    json_object_set_new(object, "name", json_string(project->name));
    json_object_set_new(object, "effect",
                        json_string(project->effect == STEPPE_PROJECT_OPENS ? "open" : "widen"));
    json_object_set_new(object, "open", steppe_show_date(project->open));
    steppe_report_json_set_number(object, "chance", project->chance);
    steppe_report_json_set_number(object, "delay_years", project->delay_years);
    json_object_set_new(object, "sponsors", codes_of(model, project->sponsors));
    steppe_report_json_set_text(object, "status", steppe_link_status_name(project->status));
    for (int m = 0; m < STEPPE_MEASURE_COUNT; m++) {
        char key[40];
        (void)snprintf(key, sizeof key, "add_%.30s", steppe_measure_name((enum steppe_measure)m));
        steppe_report_json_set_number(object, key, project->add[m]);
    }
    steppe_report_json_set_number(object, "cost_usd",
                                  project->cost_usd > 0 ? project->cost_usd : (double)NAN);
    json_t *links = json_array();
    for (size_t i = 0; i < project->link_count; i++)
        json_array_append_new(links, json_string(model->network->links[project->links[i]].id));
    json_object_set_new(object, "links", links);
    steppe_report_json_set_text(object, "source", project->source);
    steppe_report_json_set_text(object, "note", project->note);
    return object;
}
