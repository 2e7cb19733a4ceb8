// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe vars: the registry of variables.
#include "cli/commands.h"
#include "cli/registry.h"

static int run(const struct steppe_arguments *arguments, const char *line) {
    (void)line;
    struct steppe_opened opened;
    struct steppe_arena arena;
    int status = steppe_registry_open(steppe_model_name(arguments), &opened);
    if (status != 0) return status;
    steppe_arena_init(&arena, 0);
    (arguments->json ? steppe_report_vars_json : steppe_report_vars)(stdout, &opened.registry,
                                                                     &arena);
    steppe_arena_free(&arena);
    steppe_registry_close(&opened);
    return 0;
}

static const struct steppe_option *const options[] = {&steppe_option_json, NULL};

const struct steppe_command steppe_command_vars = {
    .name = "vars",
    .arguments = "[MODEL]",
    .summary = "all variables: unit, range, who writes and who reads them",
    .position_max = 1,
    .options = options,
    .run = run,
};
