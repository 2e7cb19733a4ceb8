// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "report/assign.h"

#include <math.h>

#include "base/numbers.h"
#include "base/os.h"
#include "base/text.h"
#include "report/json.h"

static void line(FILE *stream, const char *name, double value, int digits, const char *meaning) {
    char number[STEPPE_NUMBER_PRINT_BYTES];
    steppe_number_print(value, digits, number);
    fprintf(stream, "  %-15s %-17s  %s\n", name, number, meaning);
}

void steppe_report_assign(FILE *stream, const struct steppe_assignment *assignment) {
    fprintf(stream, "%zu zones, %zu nodes, %zu links; %zu pair%s with trips\n\n",
            assignment->zone_count, assignment->node_count, assignment->link_count,
            assignment->trip_count, assignment->trip_count == 1 ? "" : "s");
    line(stream, "demand", assignment->demand, 12, "trips between zones");
    if (assignment->within_zones > 0)
        line(stream, "within zones", assignment->within_zones, 12, "trips that use no link");
    line(stream, "objective", assignment->objective, 15, "sum of the integrals of link costs");
    line(stream, "total cost", assignment->total_cost, 15, "sum of flow times cost");
    line(stream, "mean cost",
         assignment->demand > 0 ? assignment->total_cost / assignment->demand : 0, 9, "a trip");
    line(stream, "relative gap", assignment->relative_gap, 3,
         "part of the cost that cheapest paths would save");
    line(stream, "average excess", assignment->average_excess, 3, "the same, a trip");
    line(stream, "iterations", assignment->iterations, 0, "searches for cheapest paths");
    if (isnan(assignment->flow_apart)) return;
    line(stream, "flow apart", assignment->flow_apart, 3, "largest, from the published flows");
    line(stream, "cost apart", assignment->cost_apart, 3,
         "largest, from the published costs, relative");
}

void steppe_report_assign_json(FILE *stream, const struct steppe_assignment *assignment) {
    const struct {
        const char *name;
        double value;
    } totals[] = {
        {"demand", assignment->demand},
        {"within_zones", assignment->within_zones},
        {"objective", assignment->objective},
        {"total_cost", assignment->total_cost},
        {"relative_gap", assignment->relative_gap},
        {"average_excess", assignment->average_excess},
        {"iterations", assignment->iterations},
        {"flow_apart", assignment->flow_apart},
        {"cost_apart", assignment->cost_apart},
    };
    json_t *document = steppe_report_json_begin("assign", NULL, NULL);
    for (size_t i = 0; i < STEPPE_COUNT(totals); i++) {
        steppe_report_json_set_number(document, totals[i].name, totals[i].value);
    }
    for (size_t a = 0; a < assignment->link_count; a++) {
        const struct steppe_assigned_link *link = &assignment->links[a];
        json_t *row = json_object();
        json_object_set_new(row, "from", json_integer(link->from));
        json_object_set_new(row, "to", json_integer(link->to));
        steppe_report_json_set_number(row, "flow", link->flow);
        steppe_report_json_set_number(row, "cost", link->cost);
        steppe_report_json_row(document, row);
    }
    steppe_report_json_end(stream, document);
}

bool steppe_report_assign_csv(const char *path, const struct steppe_assignment *assignment,
                              struct steppe_error *error) {
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_writer writer = steppe_writer_begin(&arena);
    steppe_writer_text(&writer, "from,to,flow,cost\n");
    for (size_t a = 0; a < assignment->link_count; a++) {
        const struct steppe_assigned_link *link = &assignment->links[a];
        char flow[STEPPE_NUMBER_PRINT_BYTES], cost[STEPPE_NUMBER_PRINT_BYTES];
        steppe_number_print(link->flow, 0, flow);
        steppe_number_print(link->cost, 0, cost);
        steppe_writer_print(&writer, "%u,%u,%s,%s\n", link->from, link->to, flow, cost);
    }
    bool good = !writer.failed ||
                steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                 "not enough memory for %.100s", path);
    good = good && steppe_os_write_file(path, writer.text, writer.length, error);
    steppe_arena_free(&arena);
    return good;
}
