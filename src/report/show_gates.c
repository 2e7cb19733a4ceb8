// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show_gates: the dossier of a gate; see show_links.h. What passes and how full that makes it is
// the equilibrium of the base on the whole network; how it stands now is the month's
// (docs/model.md, 2b), from the centre.
#include <math.h>

#include "report/json.h"
#include "report/show_links.h"
#include "report/show_network.h"

enum { PART = 200 }; // of a line

// ---- numbers -----------------------------------------------------------------------------------

// Central value of the gate now, NaN where the state holds none.
static double now_of(const struct steppe_show *show, uint32_t variable, uint32_t gate) {
    return steppe_show_central(show, variable, true, (int32_t)gate, -1, -1);
}

static bool is_fuel(const struct steppe_freight *freight) { return !(freight->goods_share > 0); }

// What passes of a kind of freight, in its measure.
static double flow_of(const struct steppe_traffic *traffic, size_t freight) {
    double flow = 0;
    for (size_t i = 0; i < traffic->count; i++)
        if (traffic->pairs[i].freight == freight) flow += traffic->pairs[i].flow;
    return flow;
}

// All goods in tonnes, those in boxes among them; or (boxes) the boxes.
static double goods_of(const struct steppe_network *network, const struct steppe_traffic *traffic,
                       bool boxes) {
    double sum = 0;
    for (size_t f = 0; f < network->freight_count; f++) {
        const struct steppe_freight *freight = &network->freights[f];
        if (is_fuel(freight) || (boxes && freight->measure != STEPPE_MEASURE_TEU)) continue;
        sum += flow_of(traffic, f) * (boxes ? 1 : freight->tonnes);
    }
    return sum;
}

static double capacity_of(const struct steppe_network *network, const struct steppe_gate *gate,
                          int measure, uint32_t *narrowest) {
    double least = HUGE_VAL;
    *narrowest = gate->links[0];
    for (size_t k = 0; k < gate->link_count; k++) {
        const double capacity = network->links[gate->links[k]].capacity[measure];
        if (!(capacity < least)) continue;
        least = capacity;
        *narrowest = gate->links[k];
    }
    return least;
}

// ---- text --------------------------------------------------------------------------------------

// "240 kTEU a year now, 140 before", ", by" the narrowest of several links
static void add_capacities(const struct steppe_show_text *text, struct steppe_table *table,
                           const struct steppe_gate *gate) {
    const struct steppe_network *network = text->show->model->network;
    const char *what = "capacity";
    for (int m = 0; m < STEPPE_MEASURE_COUNT; m++) {
        char capacity[STEPPE_DRAW_BYTES], value[PART];
        uint32_t link;
        const double least = capacity_of(network, gate, m, &link);
        const double built = text->traffic ? text->traffic->capacity[m] : least;
        if (!isfinite(least)) continue;
        steppe_show_capacity(capacity, m, least, built);
        (void)snprintf(value, sizeof value, "%.120s%s%.40s", capacity,
                       gate->link_count > 1 ? ", by " : "",
                       gate->link_count > 1 ? network->links[link].id : "");
        steppe_show_line(table, what, value, network->links[link].source);
        what = "";
    }
    if (*what) steppe_show_line(table, what, "not known, taken as not binding", NULL);
}

// "1.19 Mt a year of goods, 26 % full"
static void add_flow(const struct steppe_show_text *text, struct steppe_table *table,
                     const char **what, double flow, enum steppe_measure measure,
                     const char *before, const char *words) {
    const double capacity = text->traffic->capacity[measure];
    const double shown = flow / steppe_show_measures[measure].scale;
    char number[STEPPE_DRAW_BYTES], value[PART], part[STEPPE_DRAW_BYTES], full[PART] = "";
    if (!(shown >= STEPPE_DRAW_LEAST_FLOW)) return;
    steppe_draw_number(number, shown);
    steppe_draw_percent(part, flow / capacity);
    if (isfinite(capacity)) (void)snprintf(full, sizeof full, ", %.40s full", part);
    (void)snprintf(value, sizeof value, "%s%.40s %s%.60s%.60s", before, number,
                   *before ? steppe_show_measures[measure].unit
                           : steppe_show_measures[measure].words,
                   words, full);
    steppe_show_line(table, *what, value, NULL);
    *what = "";
}

static void add_flows(const struct steppe_show_text *text, struct steppe_table *table) {
    const struct steppe_model *model = text->show->model;
    const struct steppe_network *network = model->network;
    const struct steppe_traffic *traffic = text->traffic;
    char label[40], words[60];
    const char *what = label;
    (void)snprintf(label, sizeof label, "in %d", model->price_year);
    add_flow(text, table, &what, goods_of(network, traffic, false), STEPPE_MEASURE_T, "",
             " of goods");
    add_flow(text, table, &what, goods_of(network, traffic, true), STEPPE_MEASURE_TEU, "of them ",
             " in boxes");
    for (size_t f = 0; f < network->freight_count; f++) {
        const struct steppe_freight *freight = &network->freights[f];
        (void)snprintf(words, sizeof words, " of %.40s", freight->name);
        if (is_fuel(freight))
            add_flow(text, table, &what, flow_of(traffic, f), freight->measure, "", words);
    }
    if (*what) steppe_show_line(table, what, "nothing passes", NULL);
}

// How the months of a run find it.
static void add_now(const struct steppe_show_text *text, struct steppe_table *table,
                    uint32_t number) {
    const double works = now_of(text->show, STEPPE_VAR_gate_works, number);
    const double open = now_of(text->show, STEPPE_VAR_gate_open, number);
    const int32_t month = text->show->central->month;
    char value[PART], share[STEPPE_DRAW_BYTES], label[40];
    if (!isfinite(works)) return;
    (void)snprintf(label, sizeof label, "in %04d-%02d", month / 12, month % 12 + 1);
    steppe_draw_percent(share, open);
    (void)snprintf(value, sizeof value, "as open as in %d", text->show->model->price_year);
    if (open != 1)
        (void)snprintf(value, sizeof value, "open to %.40s of %d", share,
                       text->show->model->price_year);
    steppe_show_line(table, label, works < 0.999 ? "closed until it is built" : value, NULL);
}

static void write_days(char out[STEPPE_DRAW_BYTES], double days) {
    (void)snprintf(out, STEPPE_DRAW_BYTES, fabs(days) < 0.005 ? "0" : "%+.2f", days);
}

static void print_waits(const struct steppe_show_text *text, uint32_t number) {
    const double goods = now_of(text->show, STEPPE_VAR_gate_wait, number);
    const double boxes = now_of(text->show, STEPPE_VAR_gate_box_wait, number);
    const int32_t month = text->show->central->month;
    char line[PART], first[STEPPE_DRAW_BYTES], second[STEPPE_DRAW_BYTES];
    if (!(fabs(goods) >= 0.005 || fabs(boxes) >= 0.005)) return;
    write_days(first, goods);
    write_days(second, boxes);
    (void)snprintf(line, sizeof line,
                   "Days of wait in %04d-%02d against %d: goods %.40s, boxes %.40s.", month / 12,
                   month % 12 + 1, text->show->model->price_year, first, second);
    steppe_draw_paragraph(text->stream, text->show->style, 2, line);
}

static void add_outages(struct steppe_table *table, const struct steppe_gate *gate) {
    char value[PART], left[STEPPE_DRAW_BYTES], days[STEPPE_DRAW_BYTES];
    if (!(gate->outages > 0)) {
        steppe_show_line(table, "outages", "none by chance in a run", gate->source);
        return;
    }
    steppe_draw_percent(left, gate->outage_left);
    steppe_draw_fixed(days, gate->outage_days, 0);
    (void)snprintf(value, sizeof value, "%.2f a year, %.40s days, %.40s left", gate->outages, days,
                   gate->outage_left > 0 ? left : "nothing");
    steppe_show_line(table, "outages", value, gate->source);
}

void steppe_show_gate(const struct steppe_show_text *text, uint32_t number) {
    const struct steppe_network *network = text->show->model->network;
    const struct steppe_gate *gate = &network->gates[number];
    char title[STEPPE_DRAW_BYTES];
    (void)snprintf(title, sizeof title, "%.120s (%.60s), a gate", gate->name, gate->id);
    steppe_show_title(text, title, gate->note && *gate->note ? gate->note : NULL);
    struct steppe_table table = steppe_table_begin(text->arena, "lll", 16);
    add_capacities(text, &table, gate);
    if (text->traffic) add_flows(text, &table);
    add_now(text, &table, number);
    add_outages(&table, gate);
    fputc('\n', text->stream);
    steppe_table_print(text->stream, &table, text->show->style, 2, 0);
    print_waits(text, number);
    table = steppe_show_links_begin(text, gate->link_count);
    for (size_t k = 0; k < gate->link_count; k++)
        steppe_show_link_cells(text, &table, gate->links[k], UINT32_MAX);
    steppe_show_links_print(text, &table);
    steppe_show_projects(text, gate->links, gate->link_count);
    steppe_show_counts(text, gate->links, gate->link_count);
    steppe_show_pairs(text);
}

// ---- JSON --------------------------------------------------------------------------------------

static void set_now(json_t *object, const struct steppe_show *show, uint32_t number) {
    const struct {
        const char *key;
        uint32_t variable;
    } cells[] = {{"works", STEPPE_VAR_gate_works},
                 {"open", STEPPE_VAR_gate_open},
                 {"wait_days", STEPPE_VAR_gate_wait},
                 {"box_wait_days", STEPPE_VAR_gate_box_wait}};
    for (size_t i = 0; i < STEPPE_COUNT(cells); i++)
        steppe_report_json_set_number(object, cells[i].key,
                                      now_of(show, cells[i].variable, number));
}

void steppe_show_gate_json(json_t *document, const struct steppe_show *show, uint32_t number,
                           const struct steppe_traffic *traffic) {
    const struct steppe_model *model = show->model;
    const struct steppe_network *network = model->network;
    const struct steppe_gate *gate = &network->gates[number];
    static const char *const capacities[STEPPE_MEASURE_COUNT] = {
        [STEPPE_MEASURE_T] = "capacity_t",
        [STEPPE_MEASURE_TEU] = "capacity_teu",
        [STEPPE_MEASURE_1000M3] = "capacity_1000m3"};
    json_t *object = steppe_show_gate_row(gate);
    steppe_report_json_set_text(object, "note", gate->note);
    steppe_report_json_set_number(object, "outages_per_year", gate->outages);
    steppe_report_json_set_number(object, "outage_days",
                                  gate->outages > 0 ? gate->outage_days : (double)NAN);
    steppe_report_json_set_number(object, "outage_left",
                                  gate->outages > 0 ? gate->outage_left : (double)NAN);
    for (int m = 0; m < STEPPE_MEASURE_COUNT; m++)
        steppe_report_json_set_number(object, capacities[m],
                                      traffic ? traffic->capacity[m] : (double)NAN);
    steppe_report_json_set_number(object, "goods_t_per_year",
                                  traffic ? goods_of(network, traffic, false) : (double)NAN);
    steppe_report_json_set_number(object, "boxes_per_year",
                                  traffic ? goods_of(network, traffic, true) : (double)NAN);
    set_now(object, show, number);
    steppe_report_json_row(document, object);
    for (size_t k = 0; k < gate->link_count; k++)
        steppe_report_json_row(document, steppe_show_link_row(model, gate->links[k], NULL));
    for (size_t p = 0; p < network->project_count; p++)
        if (steppe_show_works_on_any(&network->projects[p], gate->links, gate->link_count))
            steppe_report_json_row(document, steppe_show_project_row(model, &network->projects[p]));
    steppe_show_count_rows(document, model, gate->links, gate->link_count);
    steppe_show_pair_rows(document, model, traffic);
}
