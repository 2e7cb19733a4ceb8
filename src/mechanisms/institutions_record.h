// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// institutions_record: what the tables say of institutions, memberships, treaties and summits, as
// plain arrays. In: the model and what is known at the start. Out: statuses of the base and of the
// end of the record, dated moves between, what each institution does and how it decides. Kernel
// code: part of institutions.c, each instance has its own.
#ifndef STEPPE_MECHANISMS_INSTITUTIONS_RECORD_H
#define STEPPE_MECHANISMS_INSTITUTIONS_RECORD_H

#include "mechanisms/mechanism.h"

enum steppe_rule {
    STEPPE_RULE_CONSENSUS,
    STEPPE_RULE_MAJORITY,
    STEPPE_RULE_WEIGHTED, // by GDP
    STEPPE_RULE_LEADER
};

struct steppe_institution_facts {
    enum steppe_rule rule;
    int32_t leader;                // actor or -1
    uint64_t open_to;              // bit of each actor that comes in and goes by itself
    bool led;                      // by an actor: a seat in it ties to the powers that sit there
    bool customs;                  // obligation of a common tariff: changes costs of trade
    bool binds;                    // obligation of bound tariffs: cheapens trade among members
    bool fund;                     // obligation of pledges by its leader
    int full;                      // status that hosts hold when they are in
    size_t voters;                 // members at the end of the record
    const steppe_real *coalitions; // [voters + 1] winning coalitions of that many voters
};

// From a month on (since year 0) a cell has a value.
struct steppe_institution_move {
    int32_t month;
    uint32_t cell;
    steppe_real value;
};

struct steppe_institutions {
    size_t count;
    int32_t known_month;                          // the record ends here: nobody decides before
    const struct steppe_institution_facts *facts; // [count]
    const steppe_real *base;                      // [count][actors] status in July of the base year
    const steppe_real *known;                     // [count][actors] status at the end of the record
    const struct steppe_institution_move *moves;  // of memberships
    size_t move_count;
    const struct steppe_institution_move *treaties; // [powers][hosts]: from then on this much more
    size_t treaty_count;
    const double *summits; // [powers][hosts] a year
};

// host_of, power_of [actors]: host or power number of an actor, or -1; summit_months before the end
// of the record: those of summits that make the yearly number. Fails with MODEL where a weighted
// vote has too many voters, with MEMORY when the arena refuses.
STEPPE_CHECKED bool STEPPE_NAMED(steppe_institutions_make)(
    struct steppe_setup *setup, const int32_t *host_of, const int32_t *power_of,
    int32_t summit_months, struct steppe_institutions *record, struct steppe_error *error);
#define steppe_institutions_make STEPPE_NAMED(steppe_institutions_make)

// Size of the treaties in force between a power and a host in a month.
static inline steppe_real steppe_institutions_treaties(const struct steppe_institutions *record,
                                                       size_t pair, int32_t month) {
    steppe_real sum = 0;
    for (size_t i = 0; i < record->treaty_count; i++)
        if (record->treaties[i].cell == pair && record->treaties[i].month <= month)
            sum += record->treaties[i].value;
    return sum;
}

#endif
