// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe ask: the chance that statements about the future come true.
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "report/ask.h"
#include "report/worlds.h"

static int run_and_print(const struct steppe_arguments *arguments,
                         const struct steppe_project *project, struct steppe_run_options *options) {
    struct steppe_result *result;
    struct steppe_error error = {0};
    // Without a model the first of the words may be a misspelt one.
    bool first_is_word = arguments->position_count == options->statement_count &&
                         options->statement_count > 0;
    struct steppe_watch watch;
    int status = 0;
    steppe_run_watch(&watch, options);
    if (!steppe_run(project, options, &result, &error))
        status = error.code == STEPPE_CODE_RANGE
                     ? steppe_say_of_run(&error, arguments, project, options)
                     : steppe_say_of(&error, first_is_word ? arguments->positions[0] : NULL);
    if (!result) return status;
    const struct steppe_ask ask = {.model = steppe_project_model(project),
                                   .record = steppe_result_record(result),
                                   .statements = options->statements,
                                   .model_too = options->ask};
    (arguments->json ? steppe_report_ask_json : steppe_report_ask)(stdout, &ask);
    steppe_report_idle_worlds(stderr, ask.model, ask.record);
    steppe_result_free(result);
    return status;
}

static int run(const struct steppe_arguments *arguments, const char *line) {
    struct steppe_project *project;
    struct steppe_run_options options;
    const char *compare;
    const char *first = arguments->position_count > 0 ? arguments->positions[0] : NULL;
    // A statement has brackets, a model has none; a folder that is not there has a slash.
    bool of_model = first && !strpbrk(first, "([ ") &&
                    (steppe_is_model(first) || strchr(first, '/'));
    size_t before = of_model ? 1 : 0;
    int status = steppe_open_or_say(of_model ? first : "central-asia", &project);
    if (status != 0) return status;
    steppe_fill_run_options(arguments, project, &compare, &options);
    options.command = line;
    options.statement_count = arguments->position_count - before;
    options.statements = arguments->positions + before;
    options.ask = options.statement_count == 0;
    options.no_detail = true;
    status = run_and_print(arguments, project, &options);
    steppe_project_close(project);
    return status;
}

static const struct steppe_option *const options_taken[] = {
    &steppe_option_scenario, &steppe_option_no_scenario,    &steppe_option_members,
    &steppe_option_start,    &steppe_option_until,          &steppe_option_seed,
    &steppe_option_threads,  &steppe_option_fix_parameters, &steppe_option_fix_noise,
    &steppe_option_json,     &steppe_option_instance,       NULL};

const struct steppe_command steppe_command_ask = {
    .name = "ask",
    .arguments = "[MODEL] [STATEMENT|QUESTION]...",
    .summary = "the chance that statements about the future come true",
    .details =
        "Without a statement: the questions of the model that the run is long enough for, and\n"
        "those it cannot answer; a QUESTION is the name of one. All are answered by one run.\n"
        "Scenarios as for `run`.\n\n"
        "  steppe ask central-asia \"at(2030-12, troops[RUS, TJK] < 5000 person)\"\n"
        "  steppe ask \"ever(2026..2030, ukraine_war == frozen)\" -s oil_40\n"
        "  steppe ask central-asia war_settled_2030",
    .position_max = STEPPE_ARGUMENTS_MAX,
    .options = options_taken,
    .run = run,
};
