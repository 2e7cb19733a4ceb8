// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// corridor_inputs: a mark of all that the fit of corridors reads. Names, notes and sources are not
// in it, nor what lies after the price year.
#include <string.h>

#include "world/corridor_fit.h"
#include "world/priors.h"
#include "world/trade_flows.h"

// Of the way in which constants are found: a change of it makes those that were kept old.
#define METHOD 4

// FNV-1a over whole numbers (fowler-noll-vo), 64 bits.
static void mix(uint64_t *mark, uint64_t value) {
    for (int byte = 0; byte < 8; byte++)
        *mark = (*mark ^ (value >> (8 * byte) & 0xff)) * UINT64_C(1099511628211);
}

static void mix_real(uint64_t *mark, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    mix(mark, value == value ? bits : 1); // one mark for all that is not known
}

static void mix_numbers(uint64_t *mark, const uint32_t *numbers, size_t count) {
    mix(mark, count);
    for (size_t i = 0; i < count; i++) mix(mark, numbers[i]);
}

static void mix_date(uint64_t *mark, struct steppe_date date) {
    mix(mark, (uint64_t)steppe_date_month(date));
}

static void mix_links(uint64_t *mark, const struct steppe_network *network) {
    mix(mark, network->node_count);
    for (size_t n = 0; n < network->node_count; n++) {
        mix(mark, (uint64_t)network->nodes[n].actor);
        mix_real(mark, network->nodes[n].latitude);
        mix_real(mark, network->nodes[n].longitude);
    }
    mix(mark, network->link_count);
    for (size_t l = 0; l < network->link_count; l++) {
        const struct steppe_link *link = &network->links[l];
        const double reals[] = {link->length_km, link->days, link->usd_per_t, link->usd_per_teu};
        mix(mark, link->from);
        mix(mark, link->to);
        mix(mark, (uint64_t)link->mode);
        mix(mark, (uint64_t)link->status);
        mix(mark, link->both_ways);
        mix(mark, link->territory);
        mix_date(mark, link->open);
        for (size_t i = 0; i < STEPPE_COUNT(reals); i++) mix_real(mark, reals[i]);
        for (int m = 0; m < STEPPE_MEASURE_COUNT; m++) mix_real(mark, link->capacity[m]);
    }
}

static void mix_freight(uint64_t *mark, const struct steppe_network *network) {
    for (size_t f = 0; f < network->freight_count; f++) {
        const struct steppe_freight *freight = &network->freights[f];
        const double reals[] = {freight->value,     freight->tonnes,      freight->goods_share,
                                freight->time_cost, freight->sensitivity, freight->rail_factor,
                                freight->most_cost, freight->missing_rate};
        mix(mark, (uint64_t)freight->measure);
        mix(mark, freight->modes);
        for (size_t i = 0; i < STEPPE_COUNT(reals); i++) mix_real(mark, reals[i]);
    }
    for (size_t g = 0; g < network->gateway_count; g++) {
        mix(mark, network->gateways[g].actor);
        mix(mark, network->gateways[g].freight);
        mix(mark, network->gateways[g].node);
        mix_real(mark, network->gateways[g].share);
    }
    for (size_t d = 0; d < network->demand_count; d++) {
        mix(mark, network->demands[d].freight);
        mix(mark, network->demands[d].from);
        mix(mark, network->demands[d].to);
        mix_real(mark, network->demands[d].value);
        mix_real(mark, network->demands[d].contract);
        mix_real(mark, network->demands[d].take_or_pay);
        mix_numbers(mark, network->demands[d].contract_links,
                    network->demands[d].contract_link_count);
    }
    for (size_t f = 0; f < network->fleet_count; f++) {
        const struct steppe_fleet *fleet = &network->fleets[f];
        mix(mark, fleet->freight);
        mix(mark, fleet->from);
        mix(mark, fleet->modes);
        mix_numbers(mark, fleet->links, fleet->link_count);
        mix_real(mark, fleet->capacity);
    }
    for (size_t c = 0; c < network->corridor_count; c++) {
        mix(mark, network->corridors[c].freights);
        mix_numbers(mark, network->corridors[c].nodes, network->corridors[c].node_count);
    }
    for (size_t p = 0; p < network->project_count; p++) {
        const struct steppe_project_work *project = &network->projects[p];
        mix(mark, (uint64_t)project->effect);
        mix(mark, (uint64_t)project->status);
        mix_date(mark, project->open);
        mix_numbers(mark, project->links, project->link_count);
        for (int m = 0; m < STEPPE_MEASURE_COUNT; m++) mix_real(mark, project->add[m]);
    }
}

static void mix_counts(uint64_t *mark, const struct steppe_network *network) {
    mix(mark, network->count_count);
    for (uint32_t c = 0; c < network->count_count; c++) {
        const struct steppe_count *count = &network->counts[c];
        const struct steppe_observation *seen = steppe_network_base(network, c);
        const uint64_t sets[] = {count->freights, count->from, count->to, count->fits};
        for (size_t i = 0; i < STEPPE_COUNT(sets); i++) mix(mark, sets[i]);
        mix(mark, (uint64_t)count->measure);
        mix(mark, count->both_ways);
        mix_numbers(mark, count->links, count->link_count);
        mix_real(mark, seen ? seen->value : 0);
        mix_real(mark, seen ? seen->spread : 0);
    }
}

static void mix_gates(uint64_t *mark, const struct steppe_network *network) {
    mix(mark, network->gate_count);
    for (size_t g = 0; g < network->gate_count; g++)
        mix_numbers(mark, network->gates[g].links, network->gates[g].link_count);
}

uint64_t steppe_corridor_inputs(const struct steppe_model *model) {
    static const char *const parameters[] = {
        "line_delay",          "line_power",      "transit.gate_delay",
        "transit.gate_power",  "transit.refusal", "transit.refusal_cost",
        "transit.other_means", "transit.concern", "transit.corridor_most"};
    uint64_t mark = UINT64_C(14695981039346656037);
    const size_t actors = model->axes[STEPPE_AXIS_ACTOR].count;
    mix(&mark, METHOD);
    mix(&mark, (uint64_t)model->price_year);
    mix_links(&mark, model->network);
    mix_freight(&mark, model->network);
    mix_counts(&mark, model->network);
    mix_gates(&mark, model->network);
    for (size_t i = 0; i < STEPPE_COUNT(parameters); i++)
        mix_real(&mark, steppe_central_parameter(model, parameters[i], 0));
    for (uint16_t a = 0; a < actors; a++) {
        mix(&mark, model->actors[a].host);
        mix(&mark, model->actors[a].rest_of_world);
        for (uint16_t b = 0; b < actors; b++)
            if (a != b) {
                mix_real(&mark, steppe_trade_flow(model, a, b));
                mix_real(&mark, steppe_trade_sanctions(model, a, b));
            }
    }
    mix(&mark, steppe_model_actors_of(model, "sanctioned"));
    mix(&mark, steppe_model_actors_of(model, "sanctioners"));
    return mark;
}
