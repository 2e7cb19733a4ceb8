// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// network_fit: fit.csv of network/, the constants of corridors as they were last found, so that
// they need not be found again. In: the table, counts and links. Out: constants, days, and the mark
// of what they were found from: where that is another now, nobody uses them. A table that names
// what the network has no more is of another network, and as good as none.
#include <math.h>
#include <string.h>

#include "model/network_parts.h"

enum { FIT_KIND, FIT_ID, FIT_VALUE, FIT_INPUTS };
static const struct steppe_csv_column fit_columns[] = {
    {"kind", true}, {"id", true}, {"value", true}, {"inputs", true}, {NULL, false}};
enum { OF_COUNT, OF_LINK, OF_LINK_BOXES, OF_GATE_BOXES, OF_GATE_GOODS };
static const char *const kinds[] = {"constant", "days", "box_days", "boxes", "goods", NULL};

// UINT32_MAX: the network knows no such name.
static uint32_t number_of(const struct steppe_network *network, size_t kind, const char *id) {
    if (kind == OF_COUNT) return steppe_network_count(network, id);
    if (kind == OF_LINK || kind == OF_LINK_BOXES) return steppe_network_link(network, id);
    for (uint32_t g = 0; g < network->gate_count; g++)
        if (strcmp(network->gates[g].id, id) == 0) return g;
    return UINT32_MAX;
}

static bool read_row(struct steppe_network *network, struct steppe_csv *csv, double *const *values,
                     bool *foreign) {
    const char *id, *inputs;
    size_t kind = 0;
    double value = 0;
    bool good = steppe_csv_word(csv, FIT_KIND, kinds, &kind);
    good &= steppe_csv_text(csv, FIT_ID, true, &id);
    good &= steppe_csv_number(csv, FIT_VALUE, true, kind == OF_COUNT ? -100 : 0, 1e12, &value);
    good &= steppe_csv_text(csv, FIT_INPUTS, true, &inputs);
    if (!good) return false;
    if (network->fit_inputs && strcmp(network->fit_inputs, inputs) != 0) {
        steppe_csv_fault(csv, FIT_INPUTS, "one mark in all rows", NULL,
                         "'%s' where rows before have '%s'", inputs, network->fit_inputs);
        return false;
    }
    network->fit_inputs = inputs;
    const uint32_t number = number_of(network, kind, id);
    if (number == UINT32_MAX)
        *foreign = true;
    else
        values[kind][number] = value;
    return true;
}

bool steppe_network_read_fit(struct steppe_network_builder *parts) {
    struct steppe_network *network = parts->network;
    struct steppe_csv csv;
    if (!parts->files->tables[STEPPE_NETWORK_FIT]) return true;
    const size_t counts[] = {network->count_count, network->link_count, network->link_count,
                             network->gate_count, network->gate_count};
    double *values[STEPPE_COUNT(counts)];
    for (size_t i = 0; i < STEPPE_COUNT(counts); i++) {
        values[i] = STEPPE_BUILDER_TAKE(parts->builder, counts[i] + 1, double);
        if (!values[i]) return false;
    }
    for (size_t l = 0; l < network->link_count; l++) {
        values[OF_LINK][l] = network->links[l].days;
        values[OF_LINK_BOXES][l] = (double)NAN;
    }
    if (!steppe_network_open(parts, STEPPE_NETWORK_FIT, fit_columns, &csv)) return false;
    bool foreign = false;
    while (steppe_csv_next(&csv)) {
        if (!read_row(network, &csv, values, &foreign) && parts->builder->failed) return false;
    }
    // Boxes without a row of their own are as long on the way as other goods.
    for (size_t l = 0; l < network->link_count; l++)
        if (isnan(values[OF_LINK_BOXES][l])) values[OF_LINK_BOXES][l] = values[OF_LINK][l];
    if (foreign) network->fit_inputs = NULL;
    network->fit_constants = values[OF_COUNT];
    for (int i = 0; i < 2; i++) {
        network->fit_days[i] = values[OF_LINK + i];
        network->fit_gates[i] = values[OF_GATE_BOXES + i];
    }
    return !parts->builder->failed;
}
