// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show_links: the dossier of a link or a corridor of the network. In: model, its number, who uses
// it. Out: what it is, what is planned, what was counted there and which pairs of actors use it.
#ifndef STEPPE_REPORT_SHOW_LINKS_H
#define STEPPE_REPORT_SHOW_LINKS_H

#include <jansson.h>

#include "report/show_text.h"

void steppe_show_link(const struct steppe_show_text *text, uint32_t link);
void steppe_show_corridor(const struct steppe_show_text *text, uint32_t corridor);
// Rows of a link (corridor UINT32_MAX) or of a corridor.
void steppe_show_network_json(json_t *document, const struct steppe_show *show, uint32_t link,
                              uint32_t corridor);
#endif
