// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// common: what commands share: opening a model, saying what went wrong.
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "report/findings.h"

const char *steppe_model_name(const struct steppe_arguments *arguments) {
    return arguments->position_count > 0 ? arguments->positions[0] : "central-asia";
}

bool steppe_model_is_given(const struct steppe_arguments *arguments) {
    return arguments->position_count > 1 ||
           (arguments->position_count == 1 && steppe_is_model(arguments->positions[0]));
}

// Before what the error's place names is freed: files of a model live as long as it is open.
int steppe_say(const struct steppe_error *error) {
    if (error->place.file && error->place.line > 0)
        fprintf(stderr, "%s:%u:%u: ", error->place.file, error->place.line, error->place.column);
    else if (error->place.file)
        fprintf(stderr, "%s: ", error->place.file);
    else
        fprintf(stderr, "steppe: ");
    fprintf(stderr, "%s\n", error->message);
    return steppe_code_status(error->code);
}

int steppe_say_of(const struct steppe_error *error, const char *name) {
    char near[64];
    int status = steppe_say(error);
    if (error->code == STEPPE_CODE_INPUT && name && steppe_model_near(name, near, sizeof near))
        fprintf(stderr, "steppe: \"%s\" is a model; did you mean that?\n", near);
    return status;
}

int steppe_open_or_say(const char *name, struct steppe_project **project) {
    struct steppe_error error = {0};
    bool opened = steppe_project_open(name, project, &error);
    if (*project) steppe_report_findings(stderr, steppe_project_findings(*project));
    if (opened) return 0;
    int status = steppe_say(&error);
    steppe_project_close(*project);
    *project = NULL;
    return status;
}

int steppe_flush_output(int status) {
    if (fflush(stdout) == 0 && !ferror(stdout)) return status;
    fprintf(stderr, "steppe: cannot write the output: %s\n", strerror(errno));
    return status != 0 ? status : steppe_code_status(STEPPE_CODE_FILE);
}
