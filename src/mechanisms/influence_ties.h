// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// influence_ties: where the size of each tie of a power with a host comes from, as plain tables.
// In: the kinds of ties that the model declares, its rows and figures, start values. Out: cells of
// the state to add up, or sizes that are known for each month beforehand. Kernel code: part of
// influence.c, each instance has its own.
#ifndef STEPPE_MECHANISMS_INFLUENCE_TIES_H
#define STEPPE_MECHANISMS_INFLUENCE_TIES_H

#include "mechanisms/mechanism.h"

#define STEPPE_TIE_CARRIERS 16 // uses of influence whose cells may give a tie its size
#define STEPPE_TIE_SPANS 4 // a row and a column, each in two parts about the actor itself

// Up to two cells of the state; STEPPE_NOWHERE: none.
struct steppe_tie_cells { uint32_t first, second; };
// count cells of the state, stride apart.
struct steppe_tie_span { uint32_t first, stride, count; };

struct steppe_tie_source {
    size_t domain;
    enum steppe_denominator denominator;
    uint32_t fixed_at;      // among ties of rows or figures; STEPPE_NOWHERE: cells of the state
    bool mutual;            // between any two actors: the power may depend on the host too
    steppe_real per_unit;   // units of the tie in a coherent unit
    steppe_real scale;      // a unit of the tie in units of what it is measured against
    steppe_real per_median; // 1 / median size of the reference
    steppe_real per_log;    // 1 / log(1 + largest / median); 0: no such tie in the reference
};

// Of a tie of rows or figures with one power and host, in one epoch.
struct steppe_tie_fixed {
    steppe_real volume, bandwidth, dependence;
    steppe_real log_ratio; // log(bandwidth / dependence)
};

struct steppe_ties {
    size_t count, domains, powers, hosts;
    const uint16_t *power_actor, *host_actor;
    const bool *domain_used;                    // [domains] has a tie
    struct steppe_tie_source *kinds;            // [count]
    struct steppe_tie_cells *cells;             // [count][powers][hosts]
    struct steppe_tie_cells *back;              // [count][powers][hosts] roles exchanged
    struct steppe_tie_span *host_spans;         // [count][hosts][STEPPE_TIE_SPANS] all partners
    struct steppe_tie_span *power_spans;        // [count][powers][STEPPE_TIE_SPANS]
    size_t *host_span_counts, *power_span_counts;
    size_t fixed_count;                         // ties of rows or figures
    const int32_t *epoch_months;                // [epoch_count] ascending; first: the start
    size_t epoch_count;
    struct steppe_tie_fixed *fixed;             // [epoch_count][fixed_count][powers][hosts]
};

// Fills ties from the model. uses [STEPPE_TIE_CARRIERS..]: variables that may carry a tie. Fails
// with MODEL where a tie names another variable, with MEMORY when the arena refuses.
STEPPE_CHECKED bool STEPPE_NAMED(steppe_ties_make)(struct steppe_setup *setup,
                                                   const struct steppe_use *uses,
                                                   struct steppe_ties *ties,
                                                   struct steppe_error *error);
#define steppe_ties_make STEPPE_NAMED(steppe_ties_make)

// Fixed sizes of a month (since year 0): [fixed_count][powers][hosts].
static inline const struct steppe_tie_fixed *steppe_ties_fixed(const struct steppe_ties *ties,
                                                               int32_t month) {
    size_t epoch = 0;
    while (epoch + 1 < ties->epoch_count && ties->epoch_months[epoch + 1] <= month) epoch++;
    return ties->fixed + epoch * ties->fixed_count * ties->powers * ties->hosts;
}

#endif
