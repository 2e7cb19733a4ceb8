// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// explain_source: what a source is, and how much of the model names it.
#include <string.h>

#include "model/claims.h"
#include "model/network.h"
#include "report/explain.h"

// Whether a list of sources, as a file has it, names one.
static bool names(const char *list, const char *id) {
    const size_t length = strlen(id);
    if (!list) return false;
    if (strncmp(list, "derived:", 8) == 0) list += 8;
    while (*list) {
        const size_t word = strcspn(list, ";");
        if (word == length && strncmp(list, id, length) == 0) return true;
        list += word + (list[word] == ';');
    }
    return false;
}

#define COUNT(sum, items, count, field)                                                            \
    for (size_t i_ = 0; i_ < (count); i_++) (sum) += names((items)[i_].field, id)

static size_t rows_of_network(const struct steppe_network *network, const char *id) {
    size_t rows = 0;
    if (!network) return 0;
    COUNT(rows, network->nodes, network->node_count, source);
    for (size_t i = 0; i < network->link_count; i++)
        rows += names(network->links[i].source, id) || names(network->links[i].closures_source, id);
    COUNT(rows, network->freights, network->freight_count, source);
    COUNT(rows, network->gateways, network->gateway_count, source);
    COUNT(rows, network->demands, network->demand_count, source);
    COUNT(rows, network->fleets, network->fleet_count, source);
    COUNT(rows, network->corridors, network->corridor_count, source);
    COUNT(rows, network->projects, network->project_count, source);
    COUNT(rows, network->counts, network->count_count, source);
    COUNT(rows, network->observations, network->observation_count, source);
    COUNT(rows, network->gates, network->gate_count, source);
    return rows;
}

static size_t parameters_of(const struct steppe_model *model, const char *id) {
    size_t cells = 0;
    for (size_t p = 0; p < model->parameter_count; p++)
        for (uint32_t c = 0; c < model->parameters[p].cell_count; c++)
            cells += names(model->parameters[p].sources[c], id);
    return cells;
}

void steppe_explained_named_by(struct steppe_explained *explained, const char *id) {
    const struct steppe_model *model = explained->registry->model;
    const struct steppe_axis_table *institutions = &model->axes[STEPPE_AXIS_INSTITUTION];
    struct {
        const char *label;
        size_t count;
    } kinds[] = {{"figures", 0},   {"records", 0},         {"seats", 0},
                 {"leaders", 0},   {"parameters", 0},      {"institutions", 0},
                 {"regimes", 0},   {"recorded events", 0}, {"claims", 0},
                 {"questions", 0}, {"rows of network/", 0}};
    bool any = false;
    COUNT(kinds[0].count, model->figures, model->figure_count, source);
    COUNT(kinds[1].count, model->ties, model->tie_count, source);
    COUNT(kinds[2].count, model->memberships, model->membership_count, source);
    COUNT(kinds[3].count, model->leaders, model->leader_count, source);
    kinds[4].count = parameters_of(model, id);
    COUNT(kinds[5].count, model->institutions, institutions->count, source);
    for (size_t r = 0; r < model->regime_count; r++)
        COUNT(kinds[6].count, model->regimes[r].history, model->regimes[r].history_count, source);
    COUNT(kinds[7].count, model->recorded, model->recorded_count, source);
    if (model->claims) {
        COUNT(kinds[8].count, model->claims->facts, model->claims->fact_count, source);
        COUNT(kinds[8].count, model->claims->forecasts, model->claims->forecast_count, source);
    }
    COUNT(kinds[9].count, model->questions, model->question_count, source);
    kinds[10].count = rows_of_network(model->network, id);
    for (size_t k = 0; k < STEPPE_COUNT(kinds); k++) {
        if (kinds[k].count == 0) continue;
        any = true;
        steppe_explained_add(explained, kinds[k].label, "%zu name%s it", kinds[k].count,
                             kinds[k].count == 1 ? "s" : "");
    }
    if (!any) steppe_explained_add(explained, "figures", "none names it");
}
