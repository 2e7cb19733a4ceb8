// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show_text: facts as lines for a terminal, private to show. Every number stands with its date and
// the id of its source; the ids are spelt out in a list at the end.
#ifndef STEPPE_REPORT_SHOW_TEXT_H
#define STEPPE_REPORT_SHOW_TEXT_H

#include "report/show.h"
#include "report/show_facts.h"

struct steppe_show_text {
    FILE *stream;
    const struct steppe_show *show;
    struct steppe_arena *arena;
    const struct steppe_facts *facts;
    const struct steppe_traffic *traffic; // of a link, gate or corridor; NULL: not known
};

// A value with its unit, "288 bn USD a year", "20.3 mn".
void steppe_show_value(char out[STEPPE_DRAW_BYTES], double value, const char *unit);
// "cia_factbook_2026", "~ wits_summary_2019 +1" where derived from two, "judgement".
void steppe_show_source(char out[STEPPE_DRAW_BYTES], const char *source);
// The name of an actor, or its code where the name is long.
const char *steppe_show_actor(const struct steppe_model *model, const char *name);
// "lrrr": a column of names, the rest numbers.
const char *steppe_show_alignment(size_t columns);
void steppe_show_title(const struct steppe_show_text *text, const char *title, const char *about);

// Sections of facts [first, last).
void steppe_show_profile(const struct steppe_show_text *text, size_t first, size_t last);
// Ties of one domain; one sub-table for each kind.
void steppe_show_domain(const struct steppe_show_text *text, const char *domain, size_t first,
                        size_t last);
void steppe_show_members(const struct steppe_show_text *text, const char *heading,
                         const char *section, size_t first, size_t last);
// subject: code of the actor they are of; NULL: all of one kind; "": some of each of several kinds.
void steppe_show_records(const struct steppe_show_text *text, const char *heading,
                         const char *subject);
// The sources that stand beside the facts, and one more (NULL: none).
void steppe_show_sources(const struct steppe_show_text *text, const char *also);

// show_centre.c: central value of a cell; NaN where the state holds no such variable.
double steppe_show_central(const struct steppe_show *show, uint32_t variable, bool now, int32_t a,
                           int32_t b, int32_t c);
// Tables of what the model computes at its centre; false: it has no influence.
bool steppe_show_influence(const struct steppe_show_text *text, uint16_t actor);
void steppe_show_institution(const struct steppe_show_text *text, size_t number);
void steppe_show_overview(const struct steppe_show_text *text);
// Adds influence and its parts to the facts, with no source: computed.
void steppe_facts_influence(struct steppe_facts *facts, const struct steppe_central *central,
                            uint16_t actor);
#endif
