// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "report/fit_corridors.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "model/network.h"
#include "report/fit.h"
#include "report/json.h"

struct seen {
    const struct steppe_count *count;
    const struct steppe_observation *row;
    double model, month, constant; // month: NAN: not told
    bool fitted, outside;
};

static struct seen seen_of(const struct steppe_model *model,
                           const struct steppe_corridors *corridors, size_t at) {
    const struct steppe_network *network = model->network;
    const struct steppe_observation *row = &network->observations[at];
    struct seen seen = {.count = &network->counts[row->count],
                        .row = row,
                        .model = corridors->model[row->count],
                        .month = corridors->month ? corridors->month[row->count] : (double)NAN,
                        .constant = corridors->constants[row->count]};
    seen.fitted = row->use == STEPPE_OBSERVED_BASE && seen.count->fits;
    seen.outside = seen.fitted &&
                   !(fabs(seen.model - row->value) <= STEPPE_FIT_LIMIT * row->spread);
    return seen;
}

static const struct {
    const char *words, *json;
    double scale;
} units[STEPPE_MEASURE_COUNT] = {
    [STEPPE_MEASURE_T] = {"Mt", "Mt/year", 1e6},
    [STEPPE_MEASURE_TEU] = {"kTEU", "kTEU/year", 1e3},
    [STEPPE_MEASURE_1000M3] = {"bcm", "bcm/year", 1e6},
};

enum { MODEL, MONTH, SEEN, CONSTANT, NUMBERS };                // drawn as wide as they are
enum { ID_COLUMNS = 23, REST_COLUMNS = 51, NUMBER_LEAST = 5 }; // the rest before the source

static void draw_numbers(char cells[NUMBERS][STEPPE_DRAW_BYTES], const struct seen *seen) {
    const double scale = units[seen->count->measure].scale;
    cells[MONTH][0] = cells[CONSTANT][0] = 0;
    steppe_draw_number(cells[MODEL], seen->model / scale);
    if (!isnan(seen->month)) steppe_draw_number(cells[MONTH], seen->month / scale);
    steppe_draw_number(cells[SEEN], seen->row->value / scale);
    if (seen->fitted) steppe_draw_signed(cells[CONSTANT], 100 * seen->constant);
}

// Columns of the widest number of a table; all its columns of numbers have as many.
static int number_columns(const struct steppe_model *model,
                          const struct steppe_corridors *corridors,
                          enum steppe_observation_use use) {
    char cells[NUMBERS][STEPPE_DRAW_BYTES];
    int most = NUMBER_LEAST;
    for (size_t i = 0; i < model->network->observation_count; i++) {
        const struct seen seen = seen_of(model, corridors, i);
        if (seen.row->use != use) continue;
        draw_numbers(cells, &seen);
        for (size_t n = 0; n < NUMBERS; n++) {
            const int columns = steppe_draw_columns(cells[n]);
            if (columns > most) most = columns;
        }
    }
    return most;
}

static void print_row(FILE *stream, const struct seen *seen, int columns,
                      const struct steppe_style *style) {
    char cells[NUMBERS][STEPPE_DRAW_BYTES], id[STEPPE_DRAW_BYTES], key[STEPPE_DRAW_BYTES];
    char mark = seen->outside ? '!' : seen->fitted ? '=' : ' ';
    const int left = style->width - REST_COLUMNS - NUMBERS * columns; // for the source
    draw_numbers(cells, seen);
    // The keys alone stand here, --json has all of the source.
    const char *source = seen->row->source, *derived = "derived:";
    if (strncmp(source, derived, strlen(derived)) == 0) source += strlen(derived);
    steppe_draw_cut(id, style, seen->count->id, ID_COLUMNS);
    steppe_draw_cut(key, style, source, left > 1 ? left : 1);
    fprintf(stream, "%c %s%*s %4d %-4s %*s %*s %*s %5.2f %3.0f%% %*s %s\n", mark, id,
            ID_COLUMNS - steppe_draw_columns(id), "", seen->row->date.year,
            units[seen->count->measure].words, columns, cells[MODEL], columns, cells[MONTH],
            columns, cells[SEEN], seen->model / seen->row->value,
            100 * seen->row->spread / seen->row->value, columns, cells[CONSTANT], key);
}

static size_t print_rows(FILE *stream, const struct steppe_model *model,
                         const struct steppe_corridors *corridors, enum steppe_observation_use use,
                         const struct steppe_style *style) {
    const int columns = number_columns(model, corridors, use);
    size_t outside = 0;
    fprintf(stream, "  %-23s %4s %-4s %*s %*s %*s %5s %4s %*s %s\n", "count", "year", "", columns,
            "model", columns, "month", columns, "seen", "ratio", "+-", columns, "%", "source");
    for (size_t i = 0; i < model->network->observation_count; i++) {
        const struct seen seen = seen_of(model, corridors, i);
        if (seen.row->use != use) continue;
        print_row(stream, &seen, columns, style);
        outside += seen.outside;
    }
    return outside;
}

size_t steppe_report_fit_corridors_judged(const struct steppe_model *model,
                                          const struct steppe_corridors *corridors) {
    size_t judged = 0;
    for (size_t i = 0; corridors->count > 0 && i < model->network->observation_count; i++)
        judged += seen_of(model, corridors, i).fitted;
    return judged;
}

// Of fuels, where a run knows fewer ways than there are.
static void print_dropped(FILE *stream, const struct steppe_corridors *corridors,
                          const struct steppe_style *style) {
    char text[STEPPE_DRAW_BYTES];
    if (corridors->fuel_ways_dropped + corridors->fuel_searches_dropped == 0) return;
    (void)snprintf(text, sizeof text,
                   "Ways of fuels that a run has no place for: %zu, those that do without most of "
                   "what others pass. Searches for more that were not made: %zu.",
                   corridors->fuel_ways_dropped, corridors->fuel_searches_dropped);
    steppe_draw_paragraph(stream, style, 0, text);
}

size_t steppe_report_fit_corridors(FILE *stream, const struct steppe_model *model,
                                   const struct steppe_corridors *corridors,
                                   const struct steppe_style *style) {
    char text[STEPPE_DRAW_BYTES];
    (void)snprintf(text, sizeof text, "Freight where it was counted, up to %d", model->price_year);
    steppe_draw_heading(stream, style, text);
    size_t outside = print_rows(stream, model, corridors, STEPPE_OBSERVED_BASE, style);
    (void)snprintf(
        text, sizeof text,
        "= fitted: so many percent of the cheapest way's cost are added to every way "
        "that is counted there, so that the base carries what was seen. Others are "
        "compared: what the "
        "network, trade and those constants make of them. ! a fitted one beyond %.0f "
        "spreads: %zu. month: with what the months of a run begin, which know fewer pairs "
        "and ways; blank where they do not know all that passes.",
        STEPPE_FIT_LIMIT, outside);
    steppe_draw_paragraph(stream, style, 0, text);
    print_dropped(stream, corridors, style);
    (void)snprintf(text, sizeof text, "The same after %d: a test, not fitted", model->price_year);
    steppe_draw_heading(stream, style, text);
    (void)print_rows(stream, model, corridors, STEPPE_OBSERVED_TEST, style);
    (void)snprintf(text, sizeof text,
                   "The model is that of %d: trade as it was, no project opened since. A ratio "
                   "below one says by how much freight grew beyond that.",
                   model->price_year);
    steppe_draw_paragraph(stream, style, 0, text);
    return outside;
}

size_t steppe_report_fit_corridors_json(json_t *document, const struct steppe_model *model,
                                        const struct steppe_corridors *corridors) {
    size_t outside = 0;
    json_object_set_new(document, "fuel_ways_dropped",
                        json_integer((json_int_t)corridors->fuel_ways_dropped));
    json_object_set_new(document, "fuel_searches_dropped",
                        json_integer((json_int_t)corridors->fuel_searches_dropped));
    for (size_t i = 0; i < model->network->observation_count; i++) {
        const struct seen seen = seen_of(model, corridors, i);
        const double scale = units[seen.count->measure].scale;
        if (seen.row->use == STEPPE_OBSERVED_RECORD) continue;
        json_t *row = json_object();
        outside += seen.outside;
        json_object_set_new(row, "kind", json_string("freight"));
        json_object_set_new(row, "series", json_string(seen.count->id));
        json_object_set_new(row, "date", json_integer(seen.row->date.year));
        json_object_set_new(row, "unit", json_string(units[seen.count->measure].json));
        steppe_report_json_set_number(row, "model", seen.model / scale);
        steppe_report_json_set_number(row, "month", seen.month / scale);
        steppe_report_json_set_number(row, "observed", seen.row->value / scale);
        steppe_report_json_set_number(row, "ratio", seen.model / seen.row->value);
        steppe_report_json_set_number(row, "spread", seen.row->spread / scale);
        json_object_set_new(row, "use", json_string(steppe_observation_use_name(seen.row->use)));
        json_object_set_new(row, "fitted", json_boolean(seen.fitted));
        steppe_report_json_set_number(row, "constant", seen.constant);
        json_object_set_new(row, "judged", json_boolean(seen.fitted));
        json_object_set_new(row, "outside", json_boolean(seen.outside));
        steppe_report_json_set_text(row, "source", seen.row->source);
        steppe_report_json_row(document, row);
    }
    return outside;
}

// ---- what network/fit.csv keeps ----------------------------------------------------------------
// A value found, with the digits that are kept of it.
typedef void tell(void *context, const char *kind, const char *id, double value, int digits);

static void tell_all(const struct steppe_model *model, const struct steppe_corridors *corridors,
                     tell *told, void *context) {
    const struct steppe_network *network = model->network;
    for (size_t c = 0; c < corridors->count; c++)
        if (corridors->constants[c] != 0)
            told(context, "constant", network->counts[c].id, corridors->constants[c], 4);
    for (int i = 0; i < 2; i++)
        for (size_t l = 0; corridors->count > 0 && l < network->link_count; l++) {
            // What is not said: without load, and boxes as other goods.
            const double known = i == 0 ? network->links[l].days : corridors->days[0][l];
            if (fabs(corridors->days[i][l] - known) > 0)
                told(context, i == 0 ? "days" : "box_days", network->links[l].id,
                     corridors->days[i][l], 4);
        }
    for (int i = 0; i < 2; i++)
        for (size_t g = 0; corridors->count > 0 && g < network->gate_count; g++)
            if (corridors->gates[i][g] > 0)
                told(context, i == 0 ? "boxes" : "goods", network->gates[g].id,
                     corridors->gates[i][g], 0);
}

struct table {
    FILE *stream;
    uint64_t inputs;
};
static void tell_row(void *context, const char *kind, const char *id, double value, int digits) {
    const struct table *table = context;
    fprintf(table->stream, "%s,%s,%.*f,%016" PRIx64 "\n", kind, id, digits, value, table->inputs);
}

void steppe_report_fit_table(FILE *stream, const struct steppe_model *model,
                             const struct steppe_corridors *corridors) {
    struct table table = {stream, corridors->inputs};
    fprintf(stream, "kind,id,value,inputs\n");
    tell_all(model, corridors, tell_row, &table);
}

static void tell_json(void *context, const char *kind, const char *id, double value, int digits) {
    json_t *row = json_object();
    (void)digits;
    steppe_report_json_set_text(row, "kind", kind);
    steppe_report_json_set_text(row, "id", id);
    steppe_report_json_set_number(row, "value", value);
    steppe_report_json_row(context, row);
}

void steppe_report_fit_table_json(FILE *stream, const struct steppe_model *model,
                                  const struct steppe_corridors *corridors) {
    char inputs[20];
    json_t *document = steppe_report_json_begin("routes", model->name, model->hash);
    (void)snprintf(inputs, sizeof inputs, "%016" PRIx64, corridors->inputs);
    steppe_report_json_set_text(document, "inputs", inputs);
    tell_all(model, corridors, tell_json, document);
    steppe_report_json_end(stream, document);
}
