// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe explain: all that is known of one name.
#include "report/explain.h"

#include "cli/commands.h"
#include "cli/registry.h"

static int run(const struct steppe_arguments *arguments, const char *line) {
    (void)line;
    struct steppe_opened opened;
    struct steppe_error error = {0};
    bool of_model = arguments->position_count > 1;
    const char *model = of_model ? arguments->positions[0] : "central-asia";
    const char *name = arguments->positions[of_model ? 1 : 0];
    int status = steppe_registry_open(model, &opened);
    if (status != 0) return status;
    bool good = (arguments->json ? steppe_report_explain_json
                                 : steppe_report_explain)(stdout, &opened.registry, name, &error);
    status = good ? 0 : steppe_say_of(&error, of_model ? NULL : name);
    steppe_registry_close(&opened);
    return status;
}

static const struct steppe_option *const options[] = {&steppe_option_json, NULL};

const struct steppe_command steppe_command_explain = {
    .name = "explain",
    .arguments = "[MODEL] NAME",
    .summary = "a variable, parameter, mechanism, regime, event, scenario, source",
    .details = "Says what it means, who writes and who reads it, with equation and papers.\n"
               "MODEL is central-asia when left out.\n\n"
               "  steppe explain trade.theta",
    .position_min = 1,
    .position_max = 2,
    .options = options,
    .run = run,
};
