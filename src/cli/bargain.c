// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe bargain: who gives way to whom on an issue, by models that disagree.
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/commands.h"
#include "report/bargain.h"
#include "report/findings.h"

static bool find_variant(const char *name, enum steppe_bargain_variant *variant) {
    struct steppe_nearest nearest = steppe_nearest_begin(name, strlen(name));
    for (int v = 0; v < STEPPE_BARGAIN_VARIANTS; v++) {
        const char *known = steppe_bargain_name((enum steppe_bargain_variant)v);
        steppe_nearest_try(&nearest, known);
        if (strcmp(known, name) != 0) continue;
        *variant = (enum steppe_bargain_variant)v;
        return true;
    }
    fprintf(stderr, "steppe bargain: no variant \"%s\"", name);
    if (nearest.name) fprintf(stderr, "; did you mean \"%s\"?", nearest.name);
    fprintf(stderr, "\nexpected spatial, challenge_all or challenge_pair\n");
    return false;
}

static int list(bool json) {
    const struct steppe_style style = steppe_style_of(stdout);
    const struct steppe_issues *issues;
    struct steppe_error error = {0};
    if (!steppe_issues_make(&issues, &error)) return steppe_say(&error);
    if (json)
        steppe_report_issues_json(stdout, issues);
    else
        steppe_report_issues(stdout, &style, issues);
    steppe_issues_free(issues);
    return 0;
}

static int refuse(const char *name) {
    const struct steppe_issues *issues;
    struct steppe_nearest nearest = steppe_nearest_begin(name, strlen(name));
    fprintf(stderr,
            "steppe bargain: no issue \"%s\": no file of that name, and none in the folder issues "
            "of central-asia",
            name);
    if (steppe_issues_make(&issues, NULL)) {
        for (size_t i = 0; i < issues->count; i++)
            steppe_nearest_try(&nearest, issues->items[i].name);
        if (nearest.name) fprintf(stderr, "; did you mean \"%s\"?", nearest.name);
        steppe_issues_free(issues);
    }
    fprintf(stderr, "\nsteppe bargain lists the issues\n");
    return steppe_code_status(STEPPE_CODE_INPUT);
}

static int run(const struct steppe_arguments *arguments, const char *line) {
    (void)line;
    enum steppe_bargain_variant variant = STEPPE_BARGAIN_SPATIAL;
    const struct steppe_bargain *bargain;
    struct steppe_error error = {0};
    char path[2048];
    if (arguments->variant && !find_variant(arguments->variant, &variant))
        return steppe_code_status(STEPPE_CODE_USAGE);
    if (arguments->position_count == 0) return list(arguments->json);
    if (!steppe_issue_path(arguments->positions[0], path, sizeof path))
        return refuse(arguments->positions[0]);
    bool made = steppe_bargain_make(path, variant, &bargain, &error);
    if (bargain) steppe_report_findings(stderr, steppe_bargain_findings(bargain));
    int status = made ? 0 : steppe_say(&error);
    if (made) {
        const struct steppe_style style = steppe_style_of(stdout);
        if (arguments->json)
            steppe_report_bargain_json(stdout, bargain);
        else
            steppe_report_bargain(stdout, &style, bargain);
    }
    steppe_bargain_free(bargain);
    return status;
}

static const struct steppe_option *const options[] = {&steppe_option_variant, &steppe_option_json,
                                                      NULL};

const struct steppe_command steppe_command_bargain = {
    .name = "bargain",
    .arguments = "[ISSUE]",
    .summary = "who gives way to whom on an issue, by models that disagree",
    .details = "ISSUE is a file: .yaml in the form of docs/formats.md, .csv as other programs\n"
               "write it; or the name of an issue of central-asia. Without ISSUE: the names of\n"
               "these and their titles. All variants are shown side by side; --variant picks the\n"
               "one whose moves and inputs are looked into.\n\n"
               "  steppe bargain taliban_sco\n"
               "  steppe bargain middle_corridor_tariff --variant challenge_all",
    .position_max = 1,
    .options = options,
    .run = run,
};
