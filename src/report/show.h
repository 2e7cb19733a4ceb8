// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show: a dossier: what a model says of itself, an actor, a kind of tie or record, an institution.
// In: the model, the central values, a name (NULL: the whole). Out: text or JSON.
#ifndef STEPPE_REPORT_SHOW_H
#define STEPPE_REPORT_SHOW_H

#include <stdio.h>

#include "base/error.h"
#include "model/model.h"
#include "report/draw.h"

struct steppe_show {
    const struct steppe_model *model;
    const struct steppe_central *central;
    const struct steppe_style *style;
};

// False with code INPUT when the model knows no such name (the message has the nearest), or with
// code MEMORY; then nothing was printed.
STEPPE_CHECKED bool steppe_report_show(FILE *stream, const struct steppe_show *show,
                                       const char *name, struct steppe_error *error);
STEPPE_CHECKED bool steppe_report_show_json(FILE *stream, const struct steppe_show *show,
                                            const char *name, struct steppe_error *error);

#endif
