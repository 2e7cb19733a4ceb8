// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// worlds: see the header.
#include "report/worlds.h"

#include <string.h>

#include "base/text.h"
#include "report/json.h"

// ---- json ---------------------------------------------------------------------------------------
static json_t *fixed_json(const struct steppe_provenance *from) {
    json_t *fixed = json_object();
    json_object_set_new(fixed, "parameters", json_boolean(from->fix_parameters));
    json_object_set_new(fixed, "noise", json_boolean(from->fix_noise));
    return fixed;
}

static void set_run(json_t *into, const struct steppe_record *record) {
    const struct steppe_provenance *from = &record->provenance;
    steppe_report_json_set_run(into, from->seed, from->members_asked, from->members_done,
                               from->members_failed);
    json_object_set_new(into, "fixed", fixed_json(from));
}

void steppe_report_worlds_json(json_t *document, const struct steppe_record *record) {
    json_t *worlds = json_array();
    set_run(document, record);
    steppe_report_json_set_month(document, "start", record->detail_first_month);
    steppe_report_json_set_month(document, "until", steppe_record_last_month(record));
    for (size_t w = 0; w < record->world_count; w++) {
        json_t *world = json_object();
        const char *text = record->world_texts[w];
        steppe_report_json_set_text(world, "name", record->world_names[w]);
        steppe_report_json_set_text(world, "text", *text ? text : NULL);
        json_array_append_new(worlds, world);
    }
    json_object_set_new(document, "worlds", worlds);
}

json_t *steppe_report_world_side(const struct steppe_record *record, const char *file,
                                 size_t world) {
    const struct steppe_provenance *from = &record->provenance;
    const char *text = record->world_texts[world];
    json_t *side = json_object();
    steppe_report_json_set_text(side, "file", file);
    steppe_report_json_set_text(side, "world", record->world_names[world]);
    steppe_report_json_set_text(side, "text", *text ? text : NULL);
    steppe_report_json_set_text(side, "model_hash", from->model_hash);
    set_run(side, record);
    steppe_report_json_set_month(side, "until", steppe_record_last_month(record));
    return side;
}

// ---- scenarios that do nothing ------------------------------------------------------------------
// First month of a scenario; INT32_MIN where a trigger may bring it at any time.
static int32_t first_month(const struct steppe_scenario *scenario) {
    int32_t first = INT32_MAX;
    for (size_t c = 0; c < scenario->change_count; c++) {
        const struct steppe_change *change = &scenario->changes[c];
        if (change->when) return INT32_MIN;
        int32_t month = steppe_date_month(change->at);
        if (month < first) first = month;
    }
    return scenario->change_count > 0 ? first : INT32_MIN;
}

void steppe_report_idle_worlds(FILE *stream, const struct steppe_model *model,
                               const struct steppe_record *record) {
    const int32_t last = steppe_record_last_month(record);
    for (size_t s = 0; s < model->scenario_count; s++) {
        const struct steppe_scenario *scenario = &model->scenarios[s];
        const int32_t first = first_month(scenario);
        bool run = false;
        for (size_t w = 1; w < record->world_count; w++)
            for (const char *part = record->world_names[w]; *part;) {
                size_t length = strcspn(part, "+");
                run |= steppe_text_same(part, length, scenario->name);
                part += length + (part[length] == '+');
            }
        if (!run || first <= last) continue;
        fprintf(stream,
                "steppe: scenario %s begins in %d-%02d, after the end of this run in %d-%02d: it "
                "changes nothing here\n",
                scenario->name, first / 12, first % 12 + 1, last / 12, last % 12 + 1);
    }
}
