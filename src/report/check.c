// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "report/check.h"

#include <string.h>

#include "report/draw.h"
#include "report/json.h"

#define HALF_LIVES_SEEN 10 // a thousandth is left

static const char *const quality_names[STEPPE_QUALITY_COUNT] = {"sourced", "derived", "judgement"};

// Cells of priors by quality of their source.
static void count_parameters(const struct steppe_model *model, size_t *cells, size_t *judged,
                             size_t *calibrated) {
    *cells = *judged = *calibrated = 0;
    for (size_t p = 0; p < model->parameter_count; p++) {
        const struct steppe_parameter *parameter = &model->parameters[p];
        *calibrated += parameter->calibrated;
        for (uint32_t c = 0; c < parameter->cell_count; c++, (*cells)++) {
            const char *source = parameter->sources ? parameter->sources[c] : NULL;
            *judged += !source || strcmp(source, "judgement") == 0;
        }
    }
}

static void print_modes(FILE *stream, const struct steppe_mode *modes, size_t count) {
    bool stable = count == 0 || modes[0].factor < 1;
    fprintf(stream, "\nSlowest modes of the year about the base, growth apart: %s\n",
            stable ? "stable" : "NOT STABLE");
    fprintf(stream, "  %-8s %-12s %-10s %s\n", "factor", "half-life", "period", "largest in");
    for (size_t i = 0; i < count; i++) {
        char half[32] = "never", period[32] = "-";
        if (modes[i].factor < 1)
            snprintf(half, sizeof half, "%.1f years", modes[i].half_life_years);
        // A mode that fades to nothing within one turn turns nothing.
        if (modes[i].period_years > 0 &&
            (modes[i].factor >= 1 ||
             modes[i].period_years < HALF_LIVES_SEEN * modes[i].half_life_years))
            snprintf(period, sizeof period, "%.1f years", modes[i].period_years);
        fprintf(stream, "  %-8.4f %-12s %-10s %s\n", modes[i].factor, half, period,
                modes[i].largest);
    }
}

void steppe_report_check(FILE *stream, const struct steppe_model *model,
                         const struct steppe_findings *findings, const struct steppe_mode *modes,
                         size_t mode_count) {
    size_t cells, judged, calibrated, all = 0;
    for (int q = 0; q < STEPPE_QUALITY_COUNT; q++) all += model->quality_count[q];
    fprintf(stream, "%s: no errors, %zu warning%s\n", model->title ? model->title : model->name,
            findings->warning_count, findings->warning_count == 1 ? "" : "s");
    const struct {
        size_t count;
        const char *what, *behind; // one of them, and what stands behind the number of them
    } counts[] = {{model->axes[STEPPE_AXIS_ACTOR].count, "actor", ": "},
                  {model->axes[STEPPE_AXIS_HOST].count, "host", ", "},
                  {model->axes[STEPPE_AXIS_POWER].count, "power", "\n  "},
                  {model->source_count, "source", ", "},
                  {model->axes[STEPPE_AXIS_INSTITUTION].count, "institution", ", "},
                  {model->membership_count, "membership", ", "},
                  {model->tie_count, "tie or record", "\n  "},
                  {model->regime_count, "regime", ", "},
                  {model->event_count, "event", ", "},
                  {model->scenario_count, "scenario", ", "},
                  {model->indicator_count, "indicator", "\n"}};
    fprintf(stream, "\n  ");
    for (size_t i = 0; i < STEPPE_COUNT(counts); i++) {
        const bool one = counts[i].count == 1, ties = counts[i].what[0] == 't';
        fprintf(stream, "%zu %s%s%s", counts[i].count,
                ties && !one ? "ties and records" : counts[i].what, one || ties ? "" : "s",
                counts[i].behind);
    }
    fprintf(stream, "\nFigures by quality\n");
    for (int q = 0; q < STEPPE_QUALITY_COUNT; q++) {
        char count[STEPPE_DRAW_BYTES];
        steppe_draw_fixed(count, (double)model->quality_count[q], 0);
        fprintf(stream, "  %-10s %7s  %5.1f %%\n", quality_names[q], count,
                all > 0 ? 100.0 * (double)model->quality_count[q] / (double)all : 0);
    }
    count_parameters(model, &cells, &judged, &calibrated);
    fprintf(stream,
            "Parameters\n  %zu named, %zu values; %zu values are judgement; %zu may be "
            "calibrated\n",
            model->parameter_count, cells, judged, calibrated);
    print_modes(stream, modes, mode_count);
}

void steppe_report_check_json(FILE *stream, const struct steppe_model *model,
                              const struct steppe_findings *findings,
                              const struct steppe_mode *modes, size_t mode_count) {
    json_t *document = steppe_report_json_begin("check", model->name, model->hash);
    json_t *figures = json_object(), *parameters = json_object();
    size_t cells, judged, calibrated;
    count_parameters(model, &cells, &judged, &calibrated);
    for (int q = 0; q < STEPPE_QUALITY_COUNT; q++)
        json_object_set_new(figures, quality_names[q],
                            json_integer((json_int_t)model->quality_count[q]));
    json_object_set_new(parameters, "named", json_integer((json_int_t)model->parameter_count));
    json_object_set_new(parameters, "values", json_integer((json_int_t)cells));
    json_object_set_new(parameters, "judgement", json_integer((json_int_t)judged));
    json_object_set_new(parameters, "calibrated", json_integer((json_int_t)calibrated));
    json_object_set_new(document, "warnings", json_integer((json_int_t)findings->warning_count));
    json_object_set_new(document, "figures", figures);
    json_object_set_new(document, "parameters", parameters);
    for (size_t i = 0; i < mode_count; i++) {
        json_t *row = json_object();
        steppe_report_json_set_number(row, "factor", modes[i].factor);
        steppe_report_json_set_number(row, "half_life_years", modes[i].half_life_years);
        steppe_report_json_set_number(row, "period_years", modes[i].period_years);
        json_object_set_new(row, "largest", json_string(modes[i].largest));
        steppe_report_json_row(document, row);
    }
    steppe_report_json_end(stream, document);
}
