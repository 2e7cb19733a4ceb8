// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// run_json: the same answers for programs: a row for each world, series and date. No clock and no
// thread count: the same input gives the same bytes.
#include <math.h>

#include "analysis/compare.h"
#include "base/os.h"
#include "record/csv.h"
#include "report/changes.h"
#include "report/json.h"
#include "report/run.h"
#include "report/why.h"
#include "report/worlds.h"

json_t *steppe_report_json_difference(const struct steppe_difference *difference) {
    json_t *row = json_object();
    json_object_set_new(row, "paired", json_boolean(difference->paired));
    steppe_report_json_set_number(row, "mean", difference->mean);
    steppe_report_json_set_number(row, "standard_error", difference->standard_error);
    steppe_report_json_set_number(row, "low", difference->low);
    steppe_report_json_set_number(row, "high", difference->high);
    steppe_report_json_set_number(row, "q10", difference->fan_low);
    steppe_report_json_set_number(row, "q50", difference->median);
    steppe_report_json_set_number(row, "q90", difference->fan_high);
    steppe_report_json_set_number(row, "share_up", difference->share_up);
    steppe_report_json_set_number(row, "share_down", difference->share_down);
    json_object_set_new(row, "beyond_noise", json_boolean(difference->beyond_noise));
    steppe_report_json_set_number(row, "members_needed", difference->members_needed);
    return row;
}

static json_t *row_of(const struct steppe_record *record, size_t world, size_t series,
                      size_t date) {
    static const struct {
        const char *name;
        double level;
    } quantiles[] = {{"q05", 0.05}, {"q10", 0.1}, {"q25", 0.25}, {"q50", 0.5},
                     {"q75", 0.75}, {"q90", 0.9}, {"q95", 0.95}};
    const struct steppe_summary *summary = record->summary;
    const struct steppe_series *about = &summary->series[series];
    json_t *row = json_object();
    steppe_report_json_set_text(row, "world", record->world_names[world]);
    steppe_report_json_set_text(row, "series", about->name);
    steppe_report_json_set_text(row, "unit", about->unit);
    steppe_report_json_set_month(row, "date", record->date_months[date]);
    steppe_report_json_set_number(
        row, "members", (double)steppe_summary_tally(summary, world, series, date)->count);
    steppe_report_json_set_number(row, "mean", steppe_tally_mean(summary, world, series, date));
    steppe_report_json_set_number(row, "standard_error",
                                  steppe_tally_standard_error(summary, world, series, date));
    steppe_report_json_set_number(row, "standard_deviation",
                                  sqrt(steppe_tally_variance(summary, world, series, date)));
    for (size_t i = 0; i < STEPPE_COUNT(quantiles); i++)
        steppe_report_json_set_number(
            row, quantiles[i].name,
            steppe_tally_quantile(summary, world, series, date, quantiles[i].level, NULL));
    steppe_report_json_set_number(row, "parameter_share",
                                  steppe_tally_parameter_share(summary, world, series, date));
    if (world > 0) {
        struct steppe_difference difference = steppe_difference_of(record, world, series, date);
        json_object_set_new(row, "difference", steppe_report_json_difference(&difference));
    }
    return row;
}

void steppe_report_run_json(FILE *stream, const struct steppe_model *model,
                            const struct steppe_record *record) {
    const struct steppe_provenance *from = &record->provenance;
    json_t *document = steppe_report_json_begin("run", model ? model->name : from->model_name,
                                                from->model_hash);
    steppe_report_worlds_json(document, record);
    for (size_t w = 0; w < record->world_count; w++)
        for (size_t s = 0; s < record->summary->series_count; s++)
            for (size_t d = 0; d < record->summary->date_count; d++)
                steppe_report_json_row(document, row_of(record, w, s, d));
    json_t *why = steppe_report_why_json(model, record);
    if (why) json_object_set_new(document, "why", why);
    steppe_report_json_end(stream, document);
}

bool steppe_report_run_can_save(struct steppe_error *error) {
    return steppe_record_can_save(error);
}

bool steppe_report_run_csv_path(const char *folder, char *path, size_t size,
                                struct steppe_error *error) {
    int length = snprintf(path, size, "%s/summary.csv", folder);
    if (length >= 0 && (size_t)length < size) return true;
    return steppe_error_set(error, STEPPE_CODE_FILE, (struct steppe_place){.file = folder},
                            "the name of the folder is too long");
}

bool steppe_report_run_csv(const struct steppe_record *record, const char *folder,
                           struct steppe_error *error) {
    char path[4096];
    return steppe_report_run_csv_path(folder, path, sizeof path, error) &&
           steppe_os_make_folder(folder, error) && steppe_record_save_csv(record, path, error);
}
