// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe check: every fault of a model at once; then what it holds and how stable it is.
#include <stdio.h>

#include "cli/commands.h"
#include "report/check.h"

#define MODES_SHOWN 8

static int run(const struct steppe_arguments *arguments, const char *line) {
    (void)line;
    struct steppe_project *project;
    struct steppe_error error = {0};
    struct steppe_mode modes[MODES_SHOWN];
    size_t count = MODES_SHOWN;
    int status = steppe_open_or_say(steppe_model_name(arguments), &project);
    if (status != 0) return status;
    if (!steppe_stability(project, modes, &count, &error)) {
        steppe_project_close(project);
        return steppe_say(&error);
    }
    (arguments->json ? steppe_report_check_json : steppe_report_check)(
        stdout, steppe_project_model(project), steppe_project_findings(project), modes, count);
    steppe_project_close(project);
    return 0;
}

static const struct steppe_option *const options[] = {&steppe_option_json, NULL};

const struct steppe_command steppe_command_check = {
    .name = "check",
    .arguments = "[MODEL]",
    .summary = "check a model: all faults at once, quality of its figures, stability",
    .details = "MODEL is a folder, or a name sought in ./models, in the folder named by\n"
               "STEPPE_MODELS, and beside the program; central-asia when left out.",
    .position_max = 1,
    .options = options,
    .run = run,
};
