// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show: a dossier: what a model says of itself, an actor, a kind of tie or record, an institution,
// a part of its network.
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
    const struct steppe_traffic *traffic; // of the link or corridor shown; NULL: not known
};

// Whether there is a dossier of that name.
bool steppe_show_knows(const struct steppe_model *model, const char *name);
// Whether a name is that of a link or a corridor of the network and nothing else.
bool steppe_show_is_network(const struct steppe_model *model, const char *name, uint32_t *link,
                            uint32_t *corridor);

// False with code INPUT when the model knows no such name (the message has the nearest), or with
// code MEMORY; then nothing was printed.
STEPPE_CHECKED bool steppe_report_show(FILE *stream, const struct steppe_show *show,
                                       const char *name, struct steppe_error *error);
STEPPE_CHECKED bool steppe_report_show_json(FILE *stream, const struct steppe_show *show,
                                            const char *name, struct steppe_error *error);

#endif
