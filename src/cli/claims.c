// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe claims: what others claim about the region, put to the test.
#include <stdio.h>

#include "cli/commands.h"
#include "report/claims.h"

static bool contradicted(const struct steppe_claims *claims) {
    bool any = false;
    for (size_t c = 0; c < claims->claim_count; c++)
        any |= claims->claims[c].verdict == STEPPE_CONTRADICTED;
    return any;
}

static int run(const struct steppe_arguments *arguments, const char *line) {
    struct steppe_project *project;
    struct steppe_run_options options;
    struct steppe_watch watch;
    const struct steppe_claims *claims;
    struct steppe_error error = {0};
    const char *compare;
    int status = steppe_open_or_say(steppe_model_name(arguments), &project);
    if (status != 0) return status;
    steppe_fill_run_options(arguments, project, &compare, &options);
    options.command = line;
    steppe_run_watch(&watch, &options);
    bool done = steppe_claims_make(project, &options, &claims, &error);
    if (!done) status = steppe_say(&error);
    if (claims) {
        steppe_watch_end(&watch, claims->worlds, claims->members);
        (arguments->json ? steppe_report_claims_json
                         : steppe_report_claims)(stdout, steppe_project_model(project), claims);
        if (done && contradicted(claims)) status = 1;
    }
    steppe_claims_free(claims);
    steppe_project_close(project);
    return status;
}

static const struct steppe_option *const options_taken[] = {
    &steppe_option_claim_members, &steppe_option_seed,     &steppe_option_threads,
    &steppe_option_json,          &steppe_option_instance, NULL};

const struct steppe_command steppe_command_claims = {
    .name = "claims",
    .arguments = "[MODEL]",
    .summary = "put what others claim about the region to the test",
    .details =
        "Each mechanism of claims.yaml is tried in four worlds with the same draws: without\n"
        "and with its experiment, and both again with the claimed link switched off. The\n"
        "status is 1 where the model contradicts a mechanism. Facts are held against the\n"
        "tables, and both sources are shown where they disagree.",
    .position_max = 1,
    .members = 500,
    .options = options_taken,
    .run = run,
};
