// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe check: every fault of a model at once; then what it holds and how stable it is; with --fit
// how it stands against observation.
#include <stdio.h>

#include "cli/commands.h"
#include "report/check.h"
#include "report/fit.h"

#define MODES_SHOWN 8

static int fit(const struct steppe_arguments *arguments, const struct steppe_project *project) {
    const struct steppe_central *central;
    const struct steppe_base_rates *rates;
    const struct steppe_cases *cases = NULL;
    const struct steppe_calibration *calibration;
    const struct steppe_corridors *corridors;
    const struct steppe_model *model = steppe_project_model(project);
    const struct steppe_style style = steppe_style_of(stdout);
    struct steppe_error error = {0};
    if (!steppe_central_make(project, &central, &error)) return steppe_say(&error);
    if (!steppe_base_rates_make(project, &rates, &error)) {
        steppe_central_free(central);
        return steppe_say(&error);
    }
    if (!steppe_cases_make(project, &cases, &error) ||
        !steppe_calibration_make(project, &calibration, &error)) {
        steppe_cases_free(cases);
        steppe_base_rates_free(rates);
        steppe_central_free(central);
        return steppe_say(&error);
    }
    if (!steppe_corridors_fit(project, &corridors, &error)) {
        steppe_calibration_free(calibration);
        steppe_cases_free(cases);
        steppe_base_rates_free(rates);
        steppe_central_free(central);
        return steppe_say(&error);
    }
    size_t outside = arguments->json ? steppe_report_fit_json(stdout, model, central, rates, cases,
                                                              calibration, corridors)
                                     : steppe_report_fit(stdout, model, central, rates, cases,
                                                         calibration, corridors, &style);
    steppe_corridors_free(corridors);
    steppe_calibration_free(calibration);
    steppe_cases_free(cases);
    steppe_base_rates_free(rates);
    steppe_central_free(central);
    return outside > 0 ? 1 : 0;
}

static bool can_run(const struct steppe_project *project, struct steppe_error *error) {
    struct steppe_run_options options;
    struct steppe_run_cost cost;
    const char *compare = steppe_project_compare(project);
    steppe_run_options_default(&options);
    options.scenarios = &compare;
    options.scenario_count = compare ? 1 : 0;
    return steppe_run_plan(project, &options, &cost, error);
}

static int run(const struct steppe_arguments *arguments, const char *line) {
    (void)line;
    struct steppe_project *project;
    struct steppe_error error = {0};
    struct steppe_mode modes[MODES_SHOWN];
    size_t count = MODES_SHOWN;
    int status = steppe_open_or_say(steppe_model_name(arguments), &project);
    if (status != 0) return status;
    // What a bare run refuses is a fault too, though the files can be read.
    if (!can_run(project, &error)) {
        status = steppe_say(&error);
        steppe_project_close(project);
        return status;
    }
    if (arguments->fit) {
        status = fit(arguments, project);
        steppe_project_close(project);
        return status;
    }
    if (!steppe_stability(project, modes, &count, &error)) {
        status = steppe_say(&error);
        steppe_project_close(project);
        return status;
    }
    (arguments->json ? steppe_report_check_json : steppe_report_check)(
        stdout, steppe_project_model(project), steppe_project_findings(project), modes, count);
    steppe_project_close(project);
    return 0;
}

static const struct steppe_option *const options[] = {&steppe_option_fit, &steppe_option_json,
                                                      NULL};

const struct steppe_command steppe_command_check = {
    .name = "check",
    .arguments = "[MODEL]",
    .summary = "check a model: all faults at once, quality of its figures, stability",
    .details = "MODEL is a folder, or a name sought in ./models, in the folder named by\n"
               "STEPPE_MODELS, and beside the program; central-asia when left out. With --fit the\n"
               "status is 1 where a poll or a count of freight that was fitted lies more than\n"
               "three spreads from the model (!). Counts of events are shown beside it and not\n"
               "judged (~): their interval leaves out up to one in five by chance.",
    .position_max = 1,
    .options = options,
    .run = run,
};
