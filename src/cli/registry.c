// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// registry: see the header.
#include "cli/registry.h"

#include "cli/commands.h"

int steppe_registry_open(const char *name, struct steppe_opened *opened) {
    struct steppe_error error = {0};
    *opened = (struct steppe_opened){.style = steppe_style_of(stdout)};
    int status = steppe_open_or_say(name, &opened->project);
    if (status != 0) return status;
    if (!steppe_mechanisms_make(&opened->mechanisms, &error)) {
        status = steppe_say(&error);
        steppe_registry_close(opened);
        return status;
    }
    opened->registry = (struct steppe_registry){
        .model = steppe_project_model(opened->project),
        .mechanisms = opened->mechanisms,
        .style = &opened->style,
    };
    return 0;
}

void steppe_registry_close(struct steppe_opened *opened) {
    steppe_mechanisms_free(opened->mechanisms);
    steppe_project_close(opened->project);
}
