// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe assign: the user equilibrium of a network in the TNTP format.
#include <stdio.h>

#include "cli/commands.h"
#include "report/assign.h"
#include "report/findings.h"

static int run(const struct steppe_arguments *arguments, const char *line) {
    (void)line;
    const struct steppe_assign_options options = {.gap = arguments->gap,
                                                  .toll_factor = arguments->toll_factor,
                                                  .distance_factor = arguments->distance_factor,
                                                  .against = arguments->against};
    const struct steppe_assignment *assignment;
    struct steppe_error error = {0};
    int status = 0;
    bool good = steppe_assign(arguments->positions[0], arguments->positions[1], &options,
                              &assignment, &error);
    if (assignment) steppe_report_findings(stderr, assignment->findings);
    // What was found explains itself better than "has errors" after it.
    if (!good && (!assignment || assignment->findings->error_count == 0))
        status = steppe_say(&error);
    else if (!good)
        status = steppe_code_status(error.code);
    if (good || error.code == STEPPE_CODE_RUN) {
        struct steppe_error write_error = {0};
        (arguments->json ? steppe_report_assign_json : steppe_report_assign)(stdout, assignment);
        if (arguments->output &&
            !steppe_report_assign_csv(arguments->output, assignment, &write_error)) {
            status = steppe_say(&write_error);
        }
    }
    steppe_assignment_free(assignment);
    return status;
}

static const struct steppe_option *const options_taken[] = {&steppe_option_gap,
                                                            &steppe_option_toll_factor,
                                                            &steppe_option_distance_factor,
                                                            &steppe_option_flows,
                                                            &steppe_option_against,
                                                            &steppe_option_json,
                                                            NULL};

const struct steppe_command steppe_command_assign = {
    .name = "assign",
    .arguments = "NET.tntp TRIPS.tntp",
    .summary = "flows of trips through a network at user equilibrium",
    .details = "Files of the TNTP format, as public test networks have them. The cost of a\n"
               "link is t0 (1 + B (flow/capacity)^power) + F1 toll + F2 length. No trip can\n"
               "change to a cheaper path, up to the relative gap.\n\n"
               "  steppe assign SiouxFalls_net.tntp SiouxFalls_trips.tntp --gap 1e-10",
    .position_min = 2,
    .position_max = 2,
    .options = options_taken,
    .run = run,
};
