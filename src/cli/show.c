// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe show: a dossier with date and source of each figure.
#include <stdio.h>

#include "cli/commands.h"
#include "report/show.h"

static int run(const struct steppe_arguments *arguments, const char *line) {
    (void)line;
    struct steppe_project *project;
    struct steppe_error error = {0};
    const struct steppe_style style = steppe_style_of(stdout);
    struct steppe_show show = {.style = &style};
    size_t at = steppe_model_is_given(arguments) ? 1 : 0; // of the name
    const char *name = arguments->position_count > at ? arguments->positions[at] : NULL;
    int status = steppe_open_or_say(at > 0 ? arguments->positions[0] : "central-asia", &project);
    if (status != 0) return status;
    show.model = steppe_project_model(project);
    struct steppe_show_use uses[STEPPE_SHOW_MOST];
    const size_t dossiers = steppe_show_uses(show.model, name, uses);
    bool good = steppe_central_make(project, &show.central, &error);
    for (size_t i = 0; good && i < dossiers; i++)
        if (uses[i].has)
            good = steppe_traffic_make(project, uses[i].of, uses[i].number, &show.traffic[i],
                                       &error);
    if (good)
        good = (arguments->json ? steppe_report_show_json : steppe_report_show)(stdout, &show, name,
                                                                                &error);
    status = good ? 0 : steppe_say_of(&error, at == 0 ? name : NULL);
    for (size_t i = 0; i < STEPPE_SHOW_MOST; i++) steppe_traffic_free(show.traffic[i]);
    steppe_central_free(show.central);
    steppe_project_close(project);
    return status;
}

static const struct steppe_option *const options[] = {&steppe_option_json, NULL};

const struct steppe_command steppe_command_show = {
    .name = "show",
    .arguments = "[MODEL] [ACTOR|TIE|RECORD|INSTITUTION|LINK|CORRIDOR|NODE|PROJECT|GATE]",
    .summary = "a dossier: who depends on whom, with date and source of each figure",
    .details =
        "Without a name: hosts, powers, the state of the world, scenarios, what else may be\n"
        "shown. Names are codes or words in any case: KAZ, Kazakhstan, trade, base, CSTO,\n"
        "and of the network P_AKU, northern, Dostyk, CKU, SUEZ. A name that several have is\n"
        "shown of each.\n\n"
        "  steppe show KAZ\n"
        "  steppe show central-asia CSTO",
    .position_max = 2,
    .options = options,
    .run = run,
};
