// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "report/plan.h"

#include "report/draw.h"
#include "report/json.h"

void steppe_report_plan(FILE *stream, const struct steppe_model *model,
                        const struct steppe_run_cost *cost, uint32_t members) {
    char count[STEPPE_DRAW_BYTES];
    steppe_draw_fixed(count, members, 0);
    fprintf(stream, "%s\n", model->title ? model->title : model->name);
    fprintf(stream, "  %s members, %zu world%s, base %d, free from %d-%02d to %d-%02d\n", count,
            cost->worlds, cost->worlds == 1 ? "" : "s", cost->base_year, cost->start / 12,
            cost->start % 12 + 1, cost->until / 12, cost->until % 12 + 1);
    fprintf(stream, "  a world      %zu cells of state, %zu move; %zu of parameters; %zu months\n",
            cost->state_cells, cost->moving_cells, cost->parameter_cells, cost->months);
    fprintf(stream, "  recorded     %zu series at %zu dates\n", cost->series, cost->dates);
    fprintf(stream, "  threads      %u, kernels %s%s\n", cost->threads, cost->instance,
            cost->emulates ? ", which emulate an instruction and are slow" : "");
    fprintf(stream,
            "  memory       %.0f MB: %.1f a block of members, %.0f a summary, %.0f single "
            "members\n",
            (double)cost->total_bytes / 1e6, (double)cost->world_bytes / 1e6,
            (double)cost->summary_bytes / 1e6, (double)cost->kept_bytes / 1e6);
}

void steppe_report_plan_json(FILE *stream, const struct steppe_model *model,
                             const struct steppe_run_cost *cost, uint32_t members) {
    json_t *document = steppe_report_json_begin("run --plan", model->name, model->hash);
    json_t *row = json_object();
    const struct {
        const char *name;
        size_t value;
    } fields[] = {
        {"members", members},
        {"worlds", cost->worlds},
        {"months", cost->months},
        {"state_cells", cost->state_cells},
        {"moving_cells", cost->moving_cells},
        {"parameter_cells", cost->parameter_cells},
        {"series", cost->series},
        {"dates", cost->dates},
        {"world_bytes", cost->world_bytes},
        {"summary_bytes", cost->summary_bytes},
        {"kept_bytes", cost->kept_bytes},
    };
    for (size_t i = 0; i < STEPPE_COUNT(fields); i++)
        json_object_set_new(row, fields[i].name, json_integer((json_int_t)fields[i].value));
    json_object_set_new(row, "base_year", json_integer(cost->base_year));
    steppe_report_json_set_month(row, "start", cost->start);
    steppe_report_json_set_month(row, "until", cost->until);
    steppe_report_json_row(document, row);
    steppe_report_json_end(stream, document);
}
