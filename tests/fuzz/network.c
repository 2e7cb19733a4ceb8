// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// network: one text as the tables of a network, in the order of enum steppe_network_table, each
// after a line "==". What is accepted keeps what users of a network rely on.
#include "model/network.h"
#include "../model/small_model.h"
#include <math.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct steppe_actor actors[] = {
    {.code = "KAZ", .name = "Kazakhstan", .host = true},
    {.code = "KGZ", .name = "Kyrgyzstan", .host = true},
    {.code = "RUS", .name = "Russia", .power = true},
    {.code = "CHN", .name = "China", .power = true},
    {.code = "USA", .name = "United States", .power = true},
    {.code = "ROW", .name = "Rest of the world", .rest_of_world = true},
};

// What lies before the next line "==", or all; *rest goes past that line.
static size_t piece(const char *text, size_t size, size_t *rest) {
    for (size_t at = 0; at + 3 <= size; at++) {
        if (memcmp(text + at, "==\n", 3) != 0 || (at > 0 && text[at - 1] != '\n')) continue;
        *rest = at + 3;
        return at;
    }
    *rest = size;
    return size;
}

static void look_at_links(const struct steppe_network *network) {
    steppe_must(network->node_count <= STEPPE_NODES_MAX);
    steppe_must(network->link_count <= STEPPE_LINKS_MAX);
    for (size_t i = 0; i < network->link_count; i++) {
        const struct steppe_link *link = &network->links[i];
        steppe_must(link->from < network->node_count && link->to < network->node_count);
        steppe_must(link->from != link->to && link->length_km > 0 && link->days > 0);
        steppe_must(link->mode < STEPPE_MODE_COUNT);
        for (int m = 0; m < STEPPE_MEASURE_COUNT; m++) steppe_must(link->capacity[m] > 0);
        steppe_must(isnan(link->usd_per_t) || link->usd_per_t >= 0);
        steppe_must(isnan(link->usd_per_teu) || link->usd_per_teu >= 0);
    }
}

static void look_at_rows(const struct steppe_network *network, int32_t price_year) {
    for (size_t i = 0; i < network->gateway_count; i++) {
        const struct steppe_gateway *gate = &network->gateways[i];
        steppe_must(gate->node < network->node_count && gate->actor < STEPPE_COUNT(actors));
        steppe_must(gate->freight < network->freight_count);
    }
    for (size_t i = 0; i < network->corridor_count; i++) {
        const struct steppe_corridor *corridor = &network->corridors[i];
        steppe_must(corridor->node_count > 0);
        for (size_t n = 0; n < corridor->node_count; n++)
            steppe_must(corridor->nodes[n] < network->node_count);
    }
    for (size_t i = 0; i < network->demand_count; i++) {
        const struct steppe_demand *demand = &network->demands[i];
        steppe_must(demand->take_or_pay >= 0 && demand->take_or_pay <= 1);
        steppe_must(demand->take_or_pay * demand->contract <= demand->value * (1 + 1e-9));
        for (size_t k = 0; k < demand->contract_link_count; k++)
            steppe_must(demand->contract_links[k] < network->link_count);
    }
    steppe_must(network->fleet_count <= STEPPE_FLEETS_MAX);
    for (size_t i = 0; i < network->fleet_count; i++)
        steppe_must(network->fleets[i].capacity > 0 && network->fleets[i].from != 0);
    for (size_t i = 0; i < network->project_count; i++)
        for (size_t k = 0; k < network->projects[i].link_count; k++)
            steppe_must(network->projects[i].links[k] < network->link_count);
    for (size_t i = 0; i < network->count_count; i++) {
        steppe_must(network->counts[i].link_count > 0);
        for (size_t k = 0; k < network->counts[i].link_count; k++)
            steppe_must(network->counts[i].links[k] < network->link_count);
    }
    for (size_t i = 0; i < network->observation_count; i++) {
        const struct steppe_observation *seen = &network->observations[i];
        steppe_must(seen->count < network->count_count);
        steppe_must((seen->date.year > price_year) == (seen->use == STEPPE_OBSERVED_TEST));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct small_model small;
    struct steppe_network_files files = {{NULL}};
    struct steppe_set gates = {.name = "gates", .axis = STEPPE_AXIS_GATE}; // filled by the network
    small_open(&small);
    small.builder.gates = &gates;
    small.model.actors = actors;
    small.model.start = (struct steppe_date){2026, 1, 0};
    const char *text = (const char *)data;
    for (int i = 0; i < STEPPE_NETWORK_TABLES && size > 0; i++) {
        size_t rest, length = piece(text, size, &rest);
        char *copy = steppe_builder_copy(&small.builder, text, length);
        steppe_must(copy);
        files.tables[i] = steppe_file_of_text(&small.builder, "fuzz.csv", copy, length);
        text += rest;
        size -= rest;
    }
    bool whole = files.tables[STEPPE_NETWORK_PROJECTS] != NULL;
    steppe_must(steppe_network_read(&small.builder, &files) || small.builder.failed);
    const struct steppe_network *network = small.model.network;
    if (whole && network && small.findings.error_count == 0) {
        look_at_links(network);
        look_at_rows(network, small.model.price_year);
    }
    small_close(&small);
    return 0;
}
