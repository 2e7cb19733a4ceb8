// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// fit_cases: see the header.
#include "report/fit_cases.h"

#include <math.h>

#include "report/json.h"

static void print_chance(FILE *stream, const struct steppe_case *it, enum steppe_case_chance which,
                         const char *label, const struct steppe_style *style) {
    const struct steppe_case_spread *chance = &it->chances[which];
    char range[STEPPE_DRAW_BYTES];
    if (isnan(chance->mean)) return;
    const double scale = which == STEPPE_CASE_ATTENTION ? 1 : 100;
    const int digits = which == STEPPE_CASE_ATTENTION ? 1 : 0;
    steppe_draw_range(range, style, scale * chance->low, scale * chance->high, digits);
    fprintf(stream, "    %-46s %5.*f %*s%s\n", label, digits, scale * chance->mean,
            11 - steppe_draw_columns(range), "", range);
}

static void print_case(FILE *stream, const struct steppe_case *it,
                       const struct steppe_style *style) {
    char troops[STEPPE_DRAW_BYTES];
    fprintf(stream, "\n  %d-%02d  %s asked %s (%s, %zu members): ", it->month / 12,
            it->month % 12 + 1, it->host, it->asked, it->pact, it->members);
    if (!it->came) {
        fprintf(stream, "refused\n");
    } else {
        steppe_draw_number(troops, it->troops);
        fprintf(stream, "%s troops", troops);
        if (it->days > 0) fprintf(stream, ", %.0f days", it->days);
        fprintf(stream, "\n");
    }
    if (it->held_out) fprintf(stream, "    held out: the base rates rest on what was before\n");
    print_chance(stream, it, STEPPE_CASE_ASKS, "that a member in severe unrest asks", style);
    print_chance(stream, it, STEPPE_CASE_ANSWER,
                 it->came ? "that force comes then" : "that none comes then", style);
    print_chance(stream, it, STEPPE_CASE_LESS_NOISE, "  with half the noise in the choice", style);
    print_chance(stream, it, STEPPE_CASE_MORE_NOISE, "  with twice the noise", style);
    print_chance(stream, it, STEPPE_CASE_SIZE, "that it is about as large", style);
    print_chance(stream, it, STEPPE_CASE_TIME, "that it stays about as long", style);
    char label[64];
    (void)snprintf(label, sizeof label, "(alignment of %d with it, less the base's)",
                   (int)it->alignment_year);
    fprintf(stream, "    %-46s %+5.2f\n", label, it->turn);
    print_chance(stream, it, STEPPE_CASE_ATTENTION, "(attention of the leader, over the base's)",
                 style);
}

void steppe_report_fit_cases(FILE *stream, const struct steppe_cases *cases,
                             const struct steppe_style *style) {
    char text[STEPPE_DRAW_BYTES * 8];
    if (!cases || cases->count == 0) return;
    steppe_draw_heading(stream, style, "Cases: calls for force");
    fprintf(stream, "    %-46s %5s %11s\n", "chance, percent", "mean", "90 %");
    for (size_t i = 0; i < cases->count; i++) print_case(stream, &cases->items[i], style);
    fprintf(stream, "\n");
    (void)snprintf(text, sizeof text,
                   "Mean and 5 to 95 percent of %u draws of the priors. Members and regimes are "
                   "those of the date; alignments follow from arms of ten years, trade, treaties "
                   "and votes of the year before, or the first one that has them. "
                   "About: within a factor of %.1f. Where a case is not held out, base rates were "
                   "made of it, so that a fair chance is no proof. Nothing is judged.",
                   cases->draws, STEPPE_CASES_NEAR);
    steppe_draw_paragraph(stream, style, 0, text);
}

static json_t *spread_json(const struct steppe_case_spread *spread) {
    json_t *made = json_object();
    steppe_report_json_set_number(made, "mean", spread->mean);
    steppe_report_json_set_number(made, "low", spread->low);
    steppe_report_json_set_number(made, "high", spread->high);
    return made;
}

void steppe_report_fit_cases_json(json_t *document, const struct steppe_cases *cases) {
    static const char *const names[STEPPE_CASE_CHANCES] = {
        [STEPPE_CASE_ASKS] = "asks",
        [STEPPE_CASE_ANSWER] = "answer",
        [STEPPE_CASE_LESS_NOISE] = "answer_half_noise",
        [STEPPE_CASE_MORE_NOISE] = "answer_twice_noise",
        [STEPPE_CASE_SIZE] = "size",
        [STEPPE_CASE_TIME] = "time",
        [STEPPE_CASE_ATTENTION] = "attention"};
    for (size_t i = 0; cases && i < cases->count; i++) {
        const struct steppe_case *it = &cases->items[i];
        json_t *row = json_object();
        json_object_set_new(row, "kind", json_string("case"));
        json_object_set_new(row, "host", json_string(it->host));
        json_object_set_new(row, "asked", json_string(it->asked));
        json_object_set_new(row, "pact", json_string(it->pact));
        steppe_report_json_set_month(row, "date", it->month);
        json_object_set_new(row, "held_out", json_boolean(it->held_out));
        json_object_set_new(row, "alignment_year", json_integer(it->alignment_year));
        steppe_report_json_set_number(row, "alignment_change", it->turn);
        json_object_set_new(row, "came", json_boolean(it->came));
        steppe_report_json_set_number(row, "troops", it->troops);
        steppe_report_json_set_number(row, "days", it->days);
        for (int which = 0; which < STEPPE_CASE_CHANCES; which++)
            json_object_set_new(row, names[which], spread_json(&it->chances[which]));
        steppe_report_json_set_text(row, "source", it->source);
        steppe_report_json_row(document, row);
    }
}
