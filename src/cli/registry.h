// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// registry: a model and its mechanisms, open for the commands that explain.
#ifndef STEPPE_CLI_REGISTRY_H
#define STEPPE_CLI_REGISTRY_H

#include "report/vars.h"

struct steppe_opened {
    struct steppe_project *project;
    const struct steppe_mechanisms *mechanisms;
    struct steppe_style style;
    struct steppe_registry registry;
};
// Says what is wrong on stderr and returns its exit status, else 0 with all open.
int steppe_registry_open(const char *name, struct steppe_opened *opened);
void steppe_registry_close(struct steppe_opened *opened);

#endif
