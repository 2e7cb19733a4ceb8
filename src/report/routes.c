// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "report/routes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/os.h"
#include "base/text.h"
#include "model/network.h"
#include "report/json.h"
#include "report/table.h"

// Routes with less than this share are counted, not shown, beyond the first few.
#define LEAST_SHARE 0.005
#define FIRST_FEW 4
#define MOST_SHOWN 12

static const char *measure_words(const char *measure) {
    return strcmp(measure, "1000m3") == 0 ? "1000 m3" : measure;
}

// What flows of a year are shown in.
static const struct {
    const char *measure, *words;
    double scale;
} flows[] = {{"t", "Mt/year", 1e6}, {"TEU", "kTEU/year", 1e3}, {"1000m3", "bcm/year", 1e6}};

static size_t flow_unit(const char *measure) {
    size_t i = 0;
    while (strcmp(flows[i].measure, measure) != 0) i++;
    return i;
}

static const char *corridor_name(const struct steppe_model *model,
                                 const struct steppe_route *route) {
    return route->corridor == UINT32_MAX ? NULL : model->network->corridors[route->corridor].name;
}

// "KAZ RUS BLR EUU"
static void write_territory(struct steppe_writer *writer, const struct steppe_model *model,
                            const struct steppe_route *route) {
    for (size_t i = 0; i < route->actor_count; i++) {
        steppe_writer_print(writer, "%s%s", i > 0 ? " " : "", model->actors[route->actors[i]].code);
    }
    if (route->actor_count == 0) steppe_writer_text(writer, "open sea");
}

static size_t shown_count(const struct steppe_routes *routes) {
    size_t count = 0;
    while (count < routes->count && count < MOST_SHOWN &&
           (count < FIRST_FEW || !(routes->items[count].share < LEAST_SHARE))) {
        count++;
    }
    return count;
}

// ---- text --------------------------------------------------------------------------------------

static void number_cell(struct steppe_table *table, double value) {
    char text[STEPPE_DRAW_BYTES] = "";
    if (isfinite(value)) steppe_draw_number(text, value);
    steppe_table_cell(table, text);
}

static void share_cell(struct steppe_table *table, double value) {
    char text[STEPPE_DRAW_BYTES];
    steppe_draw_percent(text, value);
    steppe_table_cell(table, value == 0 ? "0 %" : text);
}

// What is next to nothing is said to be little, not how little.
static void flow_text(char *text, double value) {
    text[0] = 0;
    if (value > 0 && value < STEPPE_DRAW_LEAST_FLOW)
        snprintf(text, STEPPE_DRAW_BYTES, "<0.001");
    else if (isfinite(value))
        steppe_draw_number(text, value);
}

static void flow_cell(struct steppe_table *table, double value) {
    char text[STEPPE_DRAW_BYTES];
    flow_text(text, value);
    steppe_table_cell(table, text);
}

static bool has_shares(const struct steppe_routes_options *options) {
    return options->by == STEPPE_ROUTES_BY_COST;
}

static void route_row(struct steppe_table *table, const struct steppe_model *model,
                      const struct steppe_routes *routes, size_t number, bool shares) {
    const struct steppe_route *route = &routes->items[number - 1];
    const double scale = flows[flow_unit(routes->measure)].scale;
    char text[STEPPE_DRAW_BYTES];
    struct steppe_writer writer = steppe_writer_begin(table->arena);
    const char *name = corridor_name(model, route);
    if (name)
        steppe_writer_print(&writer, "%zu %s", number, name);
    else {
        steppe_writer_print(&writer, "%zu ", number);
        write_territory(&writer, model, route);
    }
    steppe_table_cell(table, writer.failed ? "" : writer.text);
    if (shares) {
        share_cell(table, route->share);
        flow_cell(table, route->flow / scale);
    }
    steppe_draw_fixed(text, route->days, 1);
    steppe_table_cell(table, text);
    number_cell(table, route->cost);
    steppe_draw_fixed(text, route->closures, 1);
    steppe_table_cell(table, text);
    if (route->bottleneck == UINT32_MAX) {
        for (int i = 0; i < 3; i++) steppe_table_cell(table, "");
        return;
    }
    steppe_table_cell(table, model->network->links[route->bottleneck].id);
    number_cell(table, route->capacity / scale);
    if (isfinite(route->load))
        share_cell(table, route->load);
    else
        steppe_table_cell(table, "");
}

static void write_legs(struct steppe_writer *writer, const struct steppe_model *model,
                       const struct steppe_route *route) {
    const struct steppe_network *network = model->network;
    for (size_t i = 0; i < route->leg_count; i++) {
        enum steppe_link_mode mode = network->links[route->links[i]].mode;
        if (i == 0 || network->links[route->links[i - 1]].mode != mode) {
            char name[40];
            snprintf(name, sizeof name, "%s", steppe_mode_name(mode));
            for (char *c = name; *c; c++) *c = *c == '_' ? ' ' : *c;
            steppe_writer_print(writer, "%s%s %s", i > 0 ? "; " : "", name,
                                network->nodes[route->nodes[i]].name);
        }
        steppe_writer_print(writer, " - %s", network->nodes[route->nodes[i + 1]].name);
    }
}

static void print_legs(FILE *stream, const struct steppe_style *style,
                       const struct steppe_model *model, const struct steppe_routes *routes,
                       size_t count, struct steppe_arena *arena) {
    for (size_t i = 0; i < count; i++) {
        const struct steppe_route *route = &routes->items[i];
        char text[STEPPE_DRAW_BYTES];
        struct steppe_writer writer = steppe_writer_begin(arena);
        steppe_draw_number(text, route->length_km);
        const char *name = corridor_name(model, route);
        steppe_writer_print(&writer, "%zu %s%s", i + 1, name ? name : "", name ? ": " : "");
        write_territory(&writer, model, route);
        steppe_writer_print(&writer, ", %s km: ", text);
        write_legs(&writer, model, route);
        if (!writer.failed) steppe_draw_paragraph(stream, style, 2, writer.text);
    }
}

// What was closed, opened and widened, as typed; nothing where nothing was.
static void print_changes(FILE *stream, const struct steppe_style *style,
                          const struct steppe_routes_changes *changes) {
    const struct {
        const char *word;
        const char *const *items;
        size_t count;
    } kinds[] = {{"closed: ", changes->close, changes->close_count},
                 {"open: ", changes->open, changes->open_count},
                 {"widened: ", changes->scale, changes->scale_count}};
    struct steppe_arena arena;
    bool any = false;
    steppe_arena_init(&arena, 0);
    struct steppe_writer writer = steppe_writer_begin(&arena);
    for (size_t k = 0; k < STEPPE_COUNT(kinds); k++)
        for (size_t i = 0; i < kinds[k].count; i++, any = true)
            steppe_writer_print(&writer, "%s%s%s",
                                i > 0 ? ", "
                                : any ? "; "
                                      : "",
                                i > 0 ? "" : kinds[k].word, kinds[k].items[i]);
    if (any && !writer.failed) steppe_draw_paragraph(stream, style, 2, writer.text);
    steppe_arena_free(&arena);
}

static void print_head(FILE *stream, const struct steppe_style *style,
                       const struct steppe_model *model,
                       const struct steppe_routes_options *options,
                       const struct steppe_routes *routes) {
    char text[STEPPE_DRAW_BYTES], heading[300];
    snprintf(heading, sizeof heading, "%.60s %s %.60s: %s%s", options->from,
             steppe_draw_arrow(style), options->to, routes->freight,
             options->by == STEPPE_ROUTES_BY_TIME   ? ", fastest first"
             : options->by == STEPPE_ROUTES_BY_RISK ? ", least often closed first"
                                                    : "");
    steppe_draw_heading(stream, style, heading);
    print_changes(stream, style, &options->changes);
    if (isfinite(routes->demand) && routes->demand > 0) {
        size_t unit = flow_unit(routes->measure);
        steppe_draw_number(text, routes->demand / flows[unit].scale);
        fprintf(stream, "  %s %s in the base of %d", text, flows[unit].words,
                (int)model->price_year);
        steppe_draw_number(text, routes->demand * routes->tonnes / 1e6);
        if (unit > 0) fprintf(stream, ", %s Mt", text);
        fputc('\n', stream);
    }
    if (routes->stranded > 0) {
        size_t unit = flow_unit(routes->measure);
        flow_text(text, routes->stranded / flows[unit].scale);
        fprintf(stream, "  %s %s stay: no way, or none that they bear\n", text, flows[unit].words);
    }
}

void steppe_report_routes(FILE *stream, const struct steppe_style *style,
                          const struct steppe_model *model,
                          const struct steppe_routes_options *options,
                          const struct steppe_routes *routes) {
    const bool shares = has_shares(options);
    struct steppe_arena arena;
    char text[2 * STEPPE_DRAW_BYTES];
    const char *measure = measure_words(routes->measure);
    steppe_arena_init(&arena, 0);
    print_head(stream, style, model, options, routes);
    if (routes->count == 0) {
        fprintf(stream, "  there is no way\n");
        steppe_arena_free(&arena);
        return;
    }
    size_t count = shown_count(routes);
    struct steppe_table table = steppe_table_begin(&arena, shares ? "lrrrrrlrr" : "lrrrlrr",
                                                   count + 1);
    steppe_table_cell(&table, "way");
    if (shares) {
        steppe_table_cell(&table, "share");
        steppe_table_cell(&table, flows[flow_unit(routes->measure)].words);
    }
    steppe_table_cell(&table, "days");
    snprintf(text, sizeof text, "USD/%s", measure);
    steppe_table_cell(&table, text);
    steppe_table_cell(&table, "closed");
    steppe_table_cell(&table, "bottleneck");
    steppe_table_cell(&table, "passes");
    steppe_table_cell(&table, "full");
    for (size_t i = 0; i < count; i++) route_row(&table, model, routes, i + 1, shares);
    steppe_table_print(stream, &table, style, 2, 1);
    if (count < routes->count)
        fprintf(stream, "  %zu more way%s%s\n", routes->count - count,
                routes->count - count == 1 ? "" : "s", shares ? " with less" : "");
    fprintf(stream, "\n");
    print_legs(stream, style, model, routes, count, &arena);
    (void)snprintf(
        text, sizeof text,
        "USD: tariff and what time costs the goods, money of %d, with all goods of the "
        "base on the network. %s closed: links of the way closed or choked, times a year "
        "by the record of the model. passes: what the bottleneck passes in a year; "
        "full: the part of it that is taken, and above 100 %% goods wait there. Between actors "
        "days, USD and km are means over the places where freight begins and ends, the legs those "
        "of the largest part.",
        (int)model->price_year,
        shares ? "Shares follow it and the constants that fit counted freight (check "
                 "--fit)."
               : "Which part of the freight goes a way is known of ways sought by "
                 "cost alone.");
    fputc('\n', stream);
    steppe_draw_paragraph(stream, style, 2, text);
    steppe_arena_free(&arena);
}

// ---- JSON --------------------------------------------------------------------------------------

static json_t *route_object(const struct steppe_model *model, const struct steppe_routes *routes,
                            const struct steppe_route *route) {
    const struct steppe_network *network = model->network;
    json_t *row = json_object(), *actors = json_array(), *legs = json_array();
    for (size_t i = 0; i < route->actor_count; i++)
        json_array_append_new(actors, json_string(model->actors[route->actors[i]].code));
    for (size_t i = 0; i < route->leg_count; i++)
        json_array_append_new(legs, json_string(network->links[route->links[i]].id));
    json_object_set_new(row, "freight", json_string(routes->freight));
    json_object_set_new(row, "measure", json_string(routes->measure));
    steppe_report_json_set_text(row, "corridor", corridor_name(model, route));
    steppe_report_json_set_number(row, "share", route->share);
    steppe_report_json_set_number(row, "flow_per_year", route->flow);
    steppe_report_json_set_number(row, "tonnes_per_year", route->flow * routes->tonnes);
    steppe_report_json_set_number(row, "days", route->days);
    steppe_report_json_set_number(row, "cost_usd", route->cost);
    steppe_report_json_set_number(row, "constant_usd", route->constant);
    steppe_report_json_set_number(row, "tariff_usd", route->tariff);
    steppe_report_json_set_number(row, "length_km", route->length_km);
    steppe_report_json_set_number(row, "closures_per_year", route->closures);
    json_object_set_new(row, "bottleneck",
                        route->bottleneck == UINT32_MAX
                            ? json_null()
                            : json_string(network->links[route->bottleneck].id));
    steppe_report_json_set_number(row, "capacity_per_year", route->capacity);
    steppe_report_json_set_number(row, "load", route->load);
    json_object_set_new(row, "territory", actors);
    json_object_set_new(row, "links", legs);
    return row;
}

static json_t *names_json(const char *const *names, size_t count) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) json_array_append_new(list, json_string(names[i]));
    return list;
}

static json_t *changes_json(const struct steppe_routes_changes *changes) {
    json_t *object = json_object();
    json_object_set_new(object, "close", names_json(changes->close, changes->close_count));
    json_object_set_new(object, "open", names_json(changes->open, changes->open_count));
    json_object_set_new(object, "scale", names_json(changes->scale, changes->scale_count));
    return object;
}

void steppe_report_routes_json(FILE *stream, const struct steppe_model *model,
                               const struct steppe_routes_options *options,
                               const struct steppe_routes *routes) {
    static const char *const measures[] = {"cost", "time", "risk"};
    json_t *document = steppe_report_json_begin("routes", model->name, model->hash);
    steppe_report_json_set_text(document, "from", options->from);
    steppe_report_json_set_text(document, "to", options->to);
    steppe_report_json_set_text(document, "freight", routes->freight);
    steppe_report_json_set_text(document, "by", measures[options->by]);
    steppe_report_json_set_month(document, "month",
                                 options->month ? options->month : steppe_date_month(model->start));
    json_object_set_new(document, "changes", changes_json(&options->changes));
    json_object_set_new(document, "base_year", json_integer(model->price_year));
    steppe_report_json_set_number(document, "demand_per_year", routes->demand);
    steppe_report_json_set_number(document, "stranded_per_year", routes->stranded);
    for (size_t i = 0; i < routes->count; i++)
        steppe_report_json_row(document, route_object(model, routes, &routes->items[i]));
    steppe_report_json_end(stream, document);
}

static json_t *line_of(const struct steppe_model *model, const struct steppe_route *route) {
    json_t *line = json_array();
    for (size_t i = 0; i <= route->leg_count; i++) {
        const struct steppe_site *node = &model->network->nodes[route->nodes[i]];
        json_t *point = json_array();
        json_array_append_new(point, json_real(node->longitude));
        json_array_append_new(point, json_real(node->latitude));
        json_array_append_new(line, point);
    }
    return line;
}

bool steppe_report_routes_geojson(const char *path, const struct steppe_model *model,
                                  const struct steppe_routes *routes, struct steppe_error *error) {
    json_t *document = json_object(), *features = json_array();
    json_object_set_new(document, "type", json_string("FeatureCollection"));
    json_object_set_new(document, "features", features);
    for (size_t i = 0; i < routes->count; i++) {
        json_t *feature = json_object(), *geometry = json_object();
        json_object_set_new(geometry, "type", json_string("LineString"));
        json_object_set_new(geometry, "coordinates", line_of(model, &routes->items[i]));
        json_object_set_new(feature, "type", json_string("Feature"));
        json_object_set_new(feature, "geometry", geometry);
        json_object_set_new(feature, "properties", route_object(model, routes, &routes->items[i]));
        json_array_append_new(features, feature);
    }
    char *text = json_dumps(document,
                            JSON_INDENT(1) | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(9));
    json_decref(document);
    if (!text) {
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "not enough memory for %.100s", path);
    }
    bool good = steppe_os_write_file(path, text, strlen(text), error);
    free(text);
    return good;
}

// ---- dependence --------------------------------------------------------------------------------

struct ranked {
    size_t owner;
    const struct steppe_dependence_cell *cell;
};

static int larger_loss(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;
    if (x->cell->loss != y->cell->loss) return x->cell->loss < y->cell->loss ? 1 : -1;
    return x->owner < y->owner ? -1 : x->owner > y->owner;
}

static void signed_cell(struct steppe_table *table, double value, int digits) {
    char text[STEPPE_DRAW_BYTES];
    steppe_draw_fixed(text, value, digits);
    steppe_table_cell(table, isfinite(value) ? text : "n/a");
}

static void dependence_heads(struct steppe_table *table) {
    static const char *const heads[] = {"closed by",   "crosses", "freight %", "days",
                                        "stranded Mt", "loss %",  "first %",   "cut %"};
    for (size_t i = 0; i < STEPPE_COUNT(heads); i++) steppe_table_cell(table, heads[i]);
}

static void print_host(FILE *stream, const struct steppe_style *style,
                       const struct steppe_model *model, const struct steppe_dependence *dependence,
                       size_t host, struct steppe_arena *arena) {
    struct ranked ranked[STEPPE_ACTORS_MAX];
    size_t count = 0;
    for (size_t o = 0; o < dependence->owner_count; o++) {
        const struct steppe_dependence_cell *cell =
            &dependence->cells[host * dependence->owner_count + o];
        if (cell->share < 0.005 && !(cell->loss > 1e-5) && !(cell->stranded_t > 0)) continue;
        ranked[count++] = (struct ranked){o, cell};
    }
    qsort(ranked, count, sizeof *ranked, larger_loss);
    steppe_draw_heading(stream, style, model->actors[dependence->hosts[host]].name);
    struct steppe_table table = steppe_table_begin(arena, "lrrrrrrr", count + 1);
    dependence_heads(&table);
    for (size_t i = 0; i < count; i++) {
        const struct steppe_dependence_cell *cell = ranked[i].cell;
        steppe_table_cell(&table, model->actors[dependence->owners[ranked[i].owner]].name);
        share_cell(&table, cell->share);
        signed_cell(&table, 100 * cell->cost_rise, 1);
        signed_cell(&table, cell->days, 1);
        signed_cell(&table, cell->stranded_t / 1e6, 1);
        signed_cell(&table, 100 * cell->loss, 2);
        signed_cell(&table, 100 * cell->first, 2);
        signed_cell(&table, 100 * cell->cut, 2);
    }
    steppe_table_print(stream, &table, style, 2, 1);
}

void steppe_report_dependence(FILE *stream, const struct steppe_style *style,
                              const struct steppe_model *model,
                              const struct steppe_routes_changes *changes,
                              const struct steppe_dependence *dependence) {
    print_changes(stream, style, changes);
    for (size_t h = 0; h < dependence->host_count; h++) {
        struct steppe_arena arena;
        steppe_arena_init(&arena, 0);
        print_host(stream, style, model, dependence, h, &arena);
        steppe_arena_free(&arena);
    }
    fputc('\n', stream);
    steppe_draw_paragraph(
        stream, style, 2,
        "Trade with third parties only. crosses: part of it, by value, over the territory; "
        "freight and days: goods are dearer to move and longer on the way when it closes to all "
        "transit; stranded: no way left, or none that it bears. Percent of GDP: loss, goods by "
        "the trade equilibrium at the new costs with all freight assigned again, fuels at first "
        "order; first, both at first order; cut, the approximation for use within runs.");
}

void steppe_report_dependence_json(FILE *stream, const struct steppe_model *model,
                                   const struct steppe_routes_changes *changes,
                                   const struct steppe_dependence *dependence) {
    json_t *document = steppe_report_json_begin("routes", model->name, model->hash);
    json_object_set_new(document, "changes", changes_json(changes));
    for (size_t h = 0; h < dependence->host_count; h++) {
        for (size_t o = 0; o < dependence->owner_count; o++) {
            const struct steppe_dependence_cell *cell =
                &dependence->cells[h * dependence->owner_count + o];
            if (dependence->hosts[h] == dependence->owners[o]) continue;
            json_t *row = json_object();
            json_object_set_new(row, "host", json_string(model->actors[dependence->hosts[h]].code));
            json_object_set_new(row, "owner",
                                json_string(model->actors[dependence->owners[o]].code));
            steppe_report_json_set_number(row, "share", cell->share);
            steppe_report_json_set_number(row, "cost_rise", cell->cost_rise);
            steppe_report_json_set_number(row, "days", cell->days);
            steppe_report_json_set_number(row, "stranded_t_per_year", cell->stranded_t);
            steppe_report_json_set_number(row, "loss_of_gdp", cell->loss);
            steppe_report_json_set_number(row, "first_order_of_gdp", cell->first);
            steppe_report_json_set_number(row, "cut_of_gdp", cell->cut);
            steppe_report_json_row(document, row);
        }
    }
    steppe_report_json_end(stream, document);
}
