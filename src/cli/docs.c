// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe docs: the pages of docs/reference, printed from what C declares.
#include "report/docs.h"

#include <stdio.h>

#include "cli/commands.h"

static int run(const struct steppe_arguments *arguments, const char *line) {
    (void)line;
    const struct steppe_mechanisms *mechanisms;
    struct steppe_error error = {0};
    bool good = steppe_mechanisms_make(&mechanisms, &error);
    if (good && arguments->json)
        good = steppe_report_docs_json(stdout, mechanisms, &error);
    else if (good && arguments->position_count > 0)
        good = steppe_report_docs(stdout, mechanisms, arguments->positions[0], &error);
    else
        for (size_t p = 0; good && steppe_report_docs_page(p); p++)
            printf("%s\n", steppe_report_docs_page(p));
    int status = good ? 0 : steppe_say(&error);
    if (status == steppe_code_status(STEPPE_CODE_INPUT)) {
        fprintf(stderr, "steppe docs: the pages are");
        for (size_t p = 0; steppe_report_docs_page(p); p++)
            fprintf(stderr, "%s %s", p > 0 ? "," : "", steppe_report_docs_page(p));
        fputc('\n', stderr);
    }
    steppe_mechanisms_free(mechanisms);
    return status;
}

static const struct steppe_option *const options[] = {&steppe_option_json, NULL};

const struct steppe_command steppe_command_docs = {
    .name = "docs",
    .arguments = "[PAGE]",
    .summary = "reference pages in Markdown; without PAGE their names",
    .position_max = 1,
    .options = options,
    .run = run,
};
