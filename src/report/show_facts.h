// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show_facts: what the files of a model say of an actor, a tie or an institution, as a list of
// facts, each with value, unit, date, spread, source and quality. The text and the JSON of
// `steppe show` are both made from this list.
#ifndef STEPPE_REPORT_SHOW_FACTS_H
#define STEPPE_REPORT_SHOW_FACTS_H

#include "base/arena.h"
#include "model/model.h"

struct steppe_fact {
    const char *section;   // "profile", "security" .. "society", "members", "record"
    const char *kind;      // variable, kind of tie or record, "leader", "member", ...
    const char *label;     // in words
    const char *from, *to; // codes of actors or institutions; NULL: none
    const char *partner;   // name of the other side, NULL: none
    const char *text;      // words in place of a number, or the note
    double value, spread;  // in `unit`; NaN: none
    const char *unit;
    double share;                 // of what all partners have of this kind; NaN: does not add up
    double of_gdp;                // of the host's GDP of that year; NaN: not money
    struct steppe_date date, end; // end: year 0: open, or the date itself
    bool lasts;                   // it has a beginning and an end
    const char *source;           // as in the file: ids, "derived:...", "judgement"; NULL: computed
    enum steppe_quality quality;
};

struct steppe_facts {
    const struct steppe_model *model;
    const struct steppe_central *central; // for ties that the model computes from other ties
    struct steppe_arena *arena;
    int32_t known_month; // nothing that was known later
    struct steppe_fact *items;
    size_t count, room;
    bool failed; // memory ran out
};

struct steppe_facts steppe_facts_begin(const struct steppe_model *model,
                                       const struct steppe_central *central,
                                       struct steppe_arena *arena);
// Adds a copy; returns it, or NULL when memory ran out.
struct steppe_fact *steppe_facts_add(struct steppe_facts *facts, const struct steppe_fact *fact);

// Who an actor is: leader, regime, people, economy, arms.
void steppe_facts_profile(struct steppe_facts *facts, uint16_t actor);
// Sizes of a kind of tie between an actor and all on the other side (powers for a host, hosts for a
// power), the largest first.
void steppe_facts_tie(struct steppe_facts *facts, uint32_t kind, uint16_t actor);
// A figure of pairs that is no tie (migrants, pledges): the actor's newest with each partner.
void steppe_facts_pairs(struct steppe_facts *facts, uint32_t variable, const char *section,
                        uint16_t actor);
// Institutions an actor is or was in; members of an institution.
void steppe_facts_memberships(struct steppe_facts *facts, uint16_t actor);
void steppe_facts_members(struct steppe_facts *facts, uint16_t institution);
// Rows of ties.csv that are no tie: of an actor (or all: UINT16_MAX), of a kind (or all: NULL).
void steppe_facts_records(struct steppe_facts *facts, uint16_t actor, const char *kind);

// Number of an actor along HOST or POWER, -1: not one.
int32_t steppe_facts_element(const struct steppe_model *model, enum steppe_axis axis,
                             uint16_t actor);
// Newest figure of a cell known at the model's start; NULL: none.
const struct steppe_figure *steppe_facts_figure(const struct steppe_facts *facts, uint32_t variable,
                                                int32_t first, int32_t second);
// GDP of a year, or the newest where that year has none; NULL: none. Constant money.
const struct steppe_figure *steppe_facts_gdp(const struct steppe_facts *facts, uint16_t actor,
                                             int32_t year);

#endif
