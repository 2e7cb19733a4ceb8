// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// bundled: the bundled model, opened once for a test program.
#ifndef STEPPE_TESTS_BUNDLED_H
#define STEPPE_TESTS_BUNDLED_H

#include "model_copy.h"

static struct steppe_project *project;
static const struct steppe_model *model;

static int open_model(void **state) {
    (void)state;
    project = model_open(STEPPE_SOURCE_DIR "/models/central-asia");
    if (!project) return -1;
    model = steppe_project_model(project);
    return 0;
}

static int close_model(void **state) {
    (void)state;
    steppe_project_close(project);
    return 0;
}
#endif
