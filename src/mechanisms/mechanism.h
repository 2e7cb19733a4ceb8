// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// mechanism: the only plug-in. One file, one constant, one line in mechanisms.def. Kernel code.
#ifndef STEPPE_MECHANISMS_MECHANISM_H
#define STEPPE_MECHANISMS_MECHANISM_H

#include "world/world.h"

// Steps of a year, the unit of time.
#define STEPPE_MONTH STEPPE_R(1.0 / 12)
#define STEPPE_QUARTER STEPPE_R(0.25)
#define STEPPE_LOG_2 STEPPE_R(0.69314718055994530942) // of half-lives

// How a mechanism uses a variable. OWN: it alone computes it. READ: as its owner, who steps before,
// has made it this month. LAST: as it stood a month ago, since its owner steps later or is the
// mechanism itself. ADD: on top of what another owns, in place.
// A variable that no mechanism owns keeps its start value, changes of scenarios aside.
enum steppe_access { STEPPE_READ, STEPPE_LAST, STEPPE_OWN, STEPPE_ADD };

struct steppe_use {
    uint32_t variable;
    enum steppe_access access;
    uint16_t lag_months; // longest lag asked of steppe_lag_cells; 0: none
    bool base;           // start values are kept for steppe_base_cells
    bool quarterly;      // OWN: computed in the months of trade alone, which is its reader
    bool sparse;         // OWN: step writes only cells of which prepare says steppe_setup_moves,
                         // and those that are still not (steppe_setup_still)
};

// Trade and what serves it alone run in the last month of a quarter.
static inline bool steppe_quarter_ends(int32_t month) { return month % 3 == 2; }

struct steppe_scratch {
    steppe_real *cells; // not zeroed; [cell_count][STEPPE_LANES]
    size_t cell_count;
};

// What prepare may see and must fill. Start values are in coherent units.
struct steppe_setup {
    const struct steppe_model *model;
    const struct steppe_layout *layout;
    struct steppe_arena *arena; // the run's
    uint32_t first_parameter;   // of this mechanism in model->parameters
    int32_t known_month;        // nothing known later may be used
    double *start;              // [state_cells] central start values: filled from the model's
                                // figures before; prepare overwrites those of variables it owns
    double *start_spread;       // [state_cells] standard deviation of the log, 0: not drawn
    uint8_t *moving;            // [state_cells] 0: no mechanism, regime, event or scenario changes
                                // the cell, which stays at its start; NULL: any may move
    const void *constants;      // out: handed to step
    size_t scratch_cells;       // out: scratch that step needs
};

struct steppe_mechanism {
    const char *name, *summary, *equation, *source; // source: keys of docs/sources.bib, "a; b"
    int32_t every_months, phase; // runs in months m of the year (January 0) with m % every == phase
    const struct steppe_use *uses;
    size_t use_count;
    const struct steppe_param *params; // names without the mechanism's; no value here
    size_t param_count;
    const char *const *streams; // names of its random streams, written out for uniqueness
    size_t stream_count;
    bool (*prepare)(struct steppe_setup *setup, struct steppe_error *error);
    // Start values that follow from what a member draws, where the medians' would not be its own
    // rest: state and parameters alone are there, and bases are taken after it. NULL: none.
    void (*settle)(struct steppe_world *world, const void *constants,
                   struct steppe_scratch *scratch);
    void (*step)(struct steppe_world *world, const void *constants, struct steppe_scratch *scratch);
};

// Offset of params[number] of the mechanism, for steppe_params_at.
static inline uint32_t steppe_setup_parameter(const struct steppe_setup *setup, size_t number) {
    return setup->layout->param_offsets[setup->first_parameter + number];
}
// First start value of a variable.
static inline double *steppe_setup_start(const struct steppe_setup *setup, uint32_t variable) {
    return setup->start + setup->layout->offsets[variable];
}
// Whether a cell stays at its start in every month and member. Of a variable that is owned by a
// later mechanism nothing is known yet: its cells count as moving.
static inline bool steppe_setup_still(const struct steppe_setup *setup, uint32_t variable,
                                      size_t cell) {
    return setup->moving && !setup->moving[setup->layout->offsets[variable] + cell];
}
// The same, and its start is known to be `value`.
static inline bool steppe_setup_stays_at(const struct steppe_setup *setup, uint32_t variable,
                                         size_t cell, double value) {
    const size_t at = setup->layout->offsets[variable] + cell;
    return steppe_setup_still(setup, variable, cell) && setup->start[at] == value &&
           setup->start_spread[at] == 0;
}
// Says that step may change a cell of a sparse variable.
static inline void steppe_setup_moves(const struct steppe_setup *setup, uint32_t variable,
                                      size_t cell) {
    if (setup->moving) setup->moving[setup->layout->offsets[variable] + cell] = 1;
}
// Offsets of the mechanism's first `count` parameters.
void steppe_setup_parameters(const struct steppe_setup *setup, uint32_t *offsets, size_t count);
// Numbers of random streams by their names.
void steppe_setup_streams(const char *const *names, uint32_t *streams, size_t count);
// Median of a parameter's prior: for constants that are inverted at the base.
double steppe_setup_median(const struct steppe_setup *setup, size_t number, size_t cell);
// Newest known figure of an actor, preferably of the base year; 0 if there is none.
double steppe_setup_figure(const struct steppe_setup *setup, uint32_t variable, size_t actor);
// The same of a pair.
double steppe_setup_pair_figure(const struct steppe_setup *setup, uint32_t variable, size_t from,
                                size_t to);
// The cells of a variable that may move, in order; NULL: no memory.
const uint32_t *steppe_setup_moving(const struct steppe_setup *setup, uint32_t variable,
                                    uint32_t *count);
// Refuses a model in which an actor has no known figure above 0, and names all such actors.
STEPPE_CHECKED bool steppe_setup_needs(const struct steppe_setup *setup, uint32_t variable,
                                       struct steppe_error *error);
// Refuses flows [actor][actor] that fall into parts: between those no wages can be compared.
STEPPE_CHECKED bool steppe_setup_joined(const struct steppe_setup *setup, const double *flows,
                                        struct steppe_error *error);
// Whether a regime, an event or a scenario of the model changes cells of a variable.
bool steppe_setup_moved(const struct steppe_setup *setup, uint32_t variable);
// Money that a power pays out in a host in a year of the base: its figure; without one the hazard
// of payouts times pledges; without those a tenth of the commitments of ten years. USD/year.
double steppe_setup_base_payout(const struct steppe_setup *setup, size_t power, size_t host);

#define MECHANISM(name) extern const struct steppe_mechanism STEPPE_NAMED(steppe_mechanism_##name);
#include "mechanisms/mechanisms.def"
#undef MECHANISM

// All mechanisms of this instance, in the order of a month.
extern const struct steppe_mechanism *const STEPPE_NAMED(steppe_mechanisms)[];
#endif
