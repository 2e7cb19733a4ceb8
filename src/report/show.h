// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show: a dossier: what a model says of itself, an actor, a kind of tie or record, an institution,
// a part of its network. A name that several have to the letter gets the dossiers of all of them,
// one below the other.
// In: the model, the central values, a name (NULL: the whole). Out: text or JSON.
#ifndef STEPPE_REPORT_SHOW_H
#define STEPPE_REPORT_SHOW_H

#include <stdio.h>

#include "base/error.h"
#include "model/model.h"
#include "report/draw.h"

#define STEPPE_SHOW_MOST 4 // dossiers of one name

struct steppe_show {
    const struct steppe_model *model;
    const struct steppe_central *central;
    const struct steppe_style *style;
    // Of each dossier, where it is one of a link, a gate or a corridor; NULL: not known.
    const struct steppe_traffic *traffic[STEPPE_SHOW_MOST];
};

// Whether there is a dossier of that name.
bool steppe_show_knows(const struct steppe_model *model, const char *name);
// Of each dossier of a name whether it has traffic, and of what.
struct steppe_show_use {
    bool has;
    enum steppe_traffic_of of;
    uint32_t number;
};
size_t steppe_show_uses(const struct steppe_model *model, const char *name,
                        struct steppe_show_use uses[STEPPE_SHOW_MOST]);

// False with code INPUT when the model knows no such name (the message has the nearest), or with
// code MEMORY; then nothing was printed.
STEPPE_CHECKED bool steppe_report_show(FILE *stream, const struct steppe_show *show,
                                       const char *name, struct steppe_error *error);
STEPPE_CHECKED bool steppe_report_show_json(FILE *stream, const struct steppe_show *show,
                                            const char *name, struct steppe_error *error);

#endif
