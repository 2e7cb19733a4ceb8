// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// fit_rates: see the header.
#include "report/fit_rates.h"

#include <math.h>

#include "report/json.h"

static const char *verdict_of(const struct steppe_base_rate_row *row) {
    return !row->outside                       ? "inside"
           : (double)row->observed > row->high ? "outside: more happened"
                                               : "outside: fewer happened";
}

static void print_row(FILE *stream, const struct steppe_base_rate_row *row,
                      const struct steppe_style *style) {
    char range[STEPPE_DRAW_BYTES];
    const bool whole = !row->actor;
    const char mark = row->outside ? '~' : whole && row->rests_on ? '=' : ' ';
    fprintf(stream, "%c %s%-*.*s %6.1f %9zu ", mark, whole ? "" : "  ", whole ? 20 : 18,
            whole ? 20 : 18, whole ? row->name : row->actor, row->actor_years, row->observed);
    if (isnan(row->expected)) {
        fprintf(stream, "%6s\n", "n/a");
        return;
    }
    steppe_draw_range(range, style, row->low, row->high, 0);
    // The mean of so many futures is known to no more than a tenth from one up.
    fprintf(stream, "%6.*f %*s%s  %s\n", row->expected < 1 ? 2 : 1, row->expected,
            9 - steppe_draw_columns(range), "", range, verdict_of(row));
}

// What stands in the way of a count: a line of its own.
static void print_reason(FILE *stream, const struct steppe_base_rate_row *row,
                         const struct steppe_style *style) {
    if (row->cannot) steppe_draw_paragraph(stream, style, 4, row->cannot);
}

// Rows of what parameters may rest on, or of what is held out, there of hosts to which something
// happened; how many kinds they are, and outside.
static void print_rows(FILE *stream, const struct steppe_base_rates *rates, bool held_out,
                       const struct steppe_style *style, size_t *kinds, size_t *outside) {
    *kinds = *outside = 0;
    for (size_t i = 0; i < rates->count; i++) {
        const struct steppe_base_rate_row *row = &rates->rows[i];
        if (row->held_out != held_out) continue;
        if (row->cannot && row->actor) continue; // nothing to compare host by host
        if (held_out && row->actor && row->observed == 0 && !row->outside) continue;
        if (held_out && *kinds == 0)
            fprintf(stream, "  held out, from %d-%02d on\n", row->from / 12, row->from % 12 + 1);
        print_row(stream, row, style);
        print_reason(stream, row, style);
        *kinds += !row->actor && !row->cannot;
        *outside += !row->actor && row->outside;
    }
}

size_t steppe_report_fit_rates_outside(const struct steppe_base_rates *rates) {
    size_t outside = 0;
    for (size_t i = 0; rates && i < rates->count; i++)
        outside += !rates->rows[i].actor && rates->rows[i].outside;
    return outside;
}

void steppe_report_fit_rates(FILE *stream, const struct steppe_base_rates *rates,
                             const struct steppe_style *style) {
    char text[STEPPE_DRAW_BYTES], test[STEPPE_DRAW_BYTES] = "";
    size_t kinds, outside, tested, failed;
    if (!rates || rates->count == 0) return;
    steppe_draw_heading(stream, style, "Events: how many happened, how many happen in the model");
    fprintf(stream, "  %-20s %6s %9s %6s %9s\n", "kind, host", "years", "happened", "model",
            "80 %");
    print_rows(stream, rates, false, style, &kinds, &outside);
    print_rows(stream, rates, true, style, &tested, &failed);
    if (tested > 0)
        (void)snprintf(test, sizeof test,
                       " No parameter rests on what is held out; outside there: %zu of %zu "
                       "kinds.",
                       failed, tested);
    (void)snprintf(
        text, sizeof text,
        "Model: mean, and the middle 80 percent, of %u futures that start at the base "
        "and last as long as the record. Regimes stay in the states of the base "
        "throughout, while the record saw others; so this compares typical years. = a "
        "parameter was made of these very events: agreement is no proof. ~ outside "
        "these 80 percent, as up to one in five would be by chance: %zu of %zu kinds.%s "
        "Counts are not judged.",
        rates->members, outside, kinds, test);
    steppe_draw_paragraph(stream, style, 0, text);
}

static json_t *row_json(const struct steppe_base_rate_row *row) {
    json_t *made = json_object();
    json_object_set_new(made, "kind", json_string("events"));
    json_object_set_new(made, "name", json_string(row->name));
    json_object_set_new(made, "text", json_string(row->text));
    steppe_report_json_set_text(made, "actor", row->actor);
    json_object_set_new(made, "held_out", json_boolean(row->held_out));
    steppe_report_json_set_month(made, "from", row->from);
    steppe_report_json_set_month(made, "until", row->until);
    steppe_report_json_set_number(made, "actor_years", row->actor_years);
    json_object_set_new(made, "observed", json_integer((json_int_t)row->observed));
    steppe_report_json_set_number(made, "model", row->expected);
    steppe_report_json_set_number(made, "low", row->low);
    steppe_report_json_set_number(made, "high", row->high);
    json_object_set_new(made, "judged", json_false());
    json_object_set_new(made, "outside", json_boolean(row->outside));
    steppe_report_json_set_text(made, "rests_on", row->rests_on);
    steppe_report_json_set_text(made, "cannot", row->cannot);
    return made;
}

void steppe_report_fit_rates_json(json_t *document, const struct steppe_base_rates *rates) {
    for (size_t i = 0; rates && i < rates->count; i++)
        steppe_report_json_row(document, row_json(&rates->rows[i]));
}
