// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe compare: two result files, member by member; or the worlds of one.
#include <stdio.h>

#include "cli/commands.h"
#include "report/compare.h"

static int run(const struct steppe_arguments *arguments, const char *line) {
    (void)line;
    struct steppe_result *a = NULL, *b = NULL;
    struct steppe_project *project = NULL;
    struct steppe_error error = {0}, ignored = {0};
    const char *const *files = arguments->positions;
    bool one_file = arguments->position_count == 1;
    bool done = steppe_result_load(files[0], &a, &error) &&
                (one_file || steppe_result_load(files[1], &b, &error));
    if (done) {
        struct steppe_comparison comparison = {
            .a = steppe_result_record(a),
            .b = steppe_result_record(one_file ? a : b),
            .a_file = files[0],
            .b_file = files[one_file ? 0 : 1],
        };
        done = steppe_comparison_worlds(&comparison, &error);
        // The model gives actors their names; without it their codes do.
        const struct steppe_model *model = NULL;
        if (done && steppe_project_open(comparison.a->provenance.model_name, &project, &ignored))
            model = steppe_project_model(project);
        done = done && (arguments->json ? steppe_report_compare_json : steppe_report_compare)(
                           stdout, model, &comparison, &error);
    }
    steppe_project_close(project);
    steppe_result_free(a);
    steppe_result_free(b);
    return done ? 0 : steppe_say(&error);
}

static const struct steppe_option *const options[] = {&steppe_option_json, NULL};

const struct steppe_command steppe_command_compare = {
    .name = "compare",
    .arguments = "A.nc [B.nc]",
    .summary = "paired differences of two results, or of the worlds of one",
    .details =
        "Members of the same seed and number are compared one with the other, so that what\n"
        "both share cancels; of two results the first members, as far as both keep them. Of\n"
        "two files the last world of each is taken; of one file its baseline, and each of\n"
        "its scenarios in turn.",
    .position_min = 1,
    .position_max = 2,
    .options = options,
    .run = run,
};
