// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe params: all parameters with their priors and sources.
#include "report/params.h"

#include <stdio.h>

#include "cli/commands.h"
#include "cli/registry.h"

static int run(const struct steppe_arguments *arguments, const char *line) {
    (void)line;
    struct steppe_opened opened;
    if (arguments->template && arguments->json) {
        fprintf(stderr, "steppe params: --template prints YAML, which --json does not go with\n");
        return steppe_code_status(STEPPE_CODE_USAGE);
    }
    int status = steppe_registry_open(steppe_model_name(arguments), &opened);
    if (status != 0) return status;
    (arguments->template ? steppe_report_params_template
     : arguments->json   ? steppe_report_params_json
                         : steppe_report_params)(stdout, &opened.registry);
    steppe_registry_close(&opened);
    return 0;
}

static const struct steppe_option *const options[] = {&steppe_option_template, &steppe_option_json,
                                                      NULL};

const struct steppe_command steppe_command_params = {
    .name = "params",
    .arguments = "[MODEL]",
    .summary = "all parameters: unit, prior, source, meaning",
    .details = "With --template a parameters.yaml to begin a model of your own with.\n\n"
               "  steppe params --template > mine/parameters.yaml",
    .position_max = 1,
    .options = options,
    .run = run,
};
