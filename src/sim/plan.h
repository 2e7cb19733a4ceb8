// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// plan: model + options -> all that a run needs, made once and const from then on: where cells
// lie, start values, the changes of each world, what is recorded when. A plan belongs to one
// kernel instance, because the mechanisms' constants do.
#ifndef STEPPE_SIM_PLAN_H
#define STEPPE_SIM_PLAN_H

#include "record/happenings.h"
#include "record/record.h"
#include "sim/kernels.h"
#include "world/layout.h"

// What moves a laid-over cell, or changes a stock at once.
enum steppe_driver_kind { STEPPE_DRIVER_REGIME, STEPPE_DRIVER_EVENT, STEPPE_DRIVER_CHANGE };

#define STEPPE_ALL_WORLDS UINT32_MAX

// One effect of the model with its target resolved: a cell of state, or a cell of parameters.
struct steppe_plan_effect {
    enum steppe_driver_kind driver_kind;
    uint32_t driver;     // regime; event element (over all events); change of the world
    uint32_t world;      // of a change; else STEPPE_ALL_WORLDS
    uint32_t memory;     // event overlays: number of their memory in the block
    uint16_t state;      // regime effects: while in this state,
    uint16_t base_state; // over what the regime's base state does
    enum steppe_verb verb;
    bool is_param;
    uint32_t cell; // state or parameter cell
    // Variable named when the value is not finite; of a parameter: its number behind them all.
    uint32_t blame;
    int32_t for_months; // event overlays: months in force; 0: see decay
    double decay;       // event overlays: what is left after a month; 1: lasting
    double low, high;   // of a variable: its range, at whose ends sums of effects stop
    const struct steppe_program *value;
};

// A cell that effects lie over, in all worlds. Slots are places in the month: 0 before all
// mechanisms, 1 + k after mechanism k. Raw number t keeps what the owner computed for target t.
struct steppe_plan_target {
    uint32_t cell;
    bool is_param, quarterly;
    uint32_t first, count; // of plan->overlays, in order: set, scale, add
    double low, high;      // as of the effects
};

struct steppe_plan_change {
    const struct steppe_change *change;
    uint32_t stream;   // named by scenario and number, for its probability
    int32_t at, until; // months since the world began; triggered: INT32_MAX; for good: INT32_MAX
    uint32_t first_act, act_count; // in the world's acts
};

struct steppe_plan_world {
    const char *name, *text;
    const struct steppe_plan_change *changes;
    size_t change_count;
    const struct steppe_plan_effect *acts; // of changes: on stocks and states, which act once
};

struct steppe_plan_event {
    const struct steppe_event *event;
    uint32_t stream, first_element; // of all events
    const uint32_t *first_act;      // [element_count + 1] in plan->event_acts
    const uint32_t *first_overlay;  // [element_count + 1] in plan->event_overlays
};

struct steppe_plan_regime {
    const struct steppe_regime *regime;
    uint32_t cell, stream;
    uint16_t base_state;
    const uint16_t *imposed; // [run-in months] state by month
    uint32_t matrix;         // first cell of its transition matrix; NOWHERE: rates may change
};

// A cell whose published value stands in place of the computed one during the run-in.
struct steppe_plan_imposed {
    uint32_t cell, slot;
    const float *values;
}; // [run-in months] NaN: none

// A cell whose jumps are told of the members in detail.
enum steppe_watch_rule { STEPPE_WATCH_CHANGE, STEPPE_WATCH_RISE, STEPPE_WATCH_COUNT };
struct steppe_plan_watch {
    uint32_t cell;
    enum steppe_watch_rule rule; // any change; a rise; a count of this month's above 0
    double scale;                // to shown units
};

struct steppe_plan_series {
    uint32_t cell;
    double scale;
};

struct steppe_override {
    const char *parameter;
    double value;
}; // all cells, in its unit

// A question as it is put to a run.
struct steppe_asked {
    const char *name, *text; // for messages and the record; text: as written
    const struct steppe_statement *statement;
    bool if_reached; // left out where the run does not reach its months, which else is an error
};

struct steppe_plan_question {
    const char *name, *text;
    const struct steppe_statement *statement;
    uint32_t first_reducer; // of those of all questions
};

struct steppe_plan_options {
    const char *const *scenarios;
    size_t scenario_count;
    const struct steppe_scenario *own_scenarios; // known by name before the model's
    size_t own_scenario_count;
    uint32_t members;
    int32_t start, until; // months since year 0, 0: default
    uint64_t seed;
    bool fix_parameters, fix_noise;
    bool fix_start;                  // start values undrawn; with fix_parameters always
    bool no_events, no_regime_moves; // tests and stability: regimes stay, nothing happens
    bool no_run_in;                  // the world starts free, at its base
    bool channels;                   // record what ties add to influence (record/channels.h)
    bool answers_only;               // record next to nothing: only what is asked is of interest
    uint64_t at_rest;                // bench: bit k, mechanism k never steps
    const struct steppe_asked *questions; // answered from every month of the run
    size_t question_count;
    const struct steppe_override *overrides; // tests: parameters set for all members
    size_t override_count;
};

// What a model or a mechanism is looked at from: central parameters, free from the base on, and
// nothing happens.
extern const struct steppe_plan_options steppe_plan_at_rest;

// Cells of a variable, one behind the other, of which past months are kept.
struct steppe_plan_lag {
    uint32_t variable, first, count;
};

struct steppe_plan {
    const struct steppe_kernels *kernels;
    const struct steppe_model *model;
    struct steppe_arena *arena;
    const struct steppe_layout *layout;
    struct steppe_plan_options options;
    int32_t month_count, run_in_months; // all months; those imposed
    const double *start, *start_spread; // [state_cells] coherent
    const uint8_t *moving;              // [state_cells] 0: stays at its start in all members
    const struct steppe_plan_lag *lags; // cells that move of variables with lags
    size_t lag_count;
    const void *const *constants; // [mechanism]
    size_t scratch_cells;
    uint32_t slot_count;   // mechanisms + 1
    const uint32_t *owner; // [variable] slot after which it stands; 0: nobody's
    const struct steppe_plan_regime *regimes;
    const struct steppe_plan_event *events;
    const struct steppe_plan_effect *event_acts;
    const struct steppe_plan_effect *event_overlays; // copies of those in overlays, by memory
    size_t event_element_count, event_memory_count;
    const struct steppe_plan_imposed *imposed;
    size_t imposed_count;
    const struct steppe_plan_target *targets; // by slot
    const uint32_t *slot_targets;             // [slot_count + 1] first target of each slot
    size_t target_count;
    const struct steppe_plan_effect *overlays;
    const struct steppe_plan_world *worlds;
    size_t world_count, change_count_max;
    uint32_t register_count;         // most of any program
    uint32_t matrix_cells;           // of all regimes whose rates stay
    bool indicators_monthly;         // a program looks at indicators between dates
    const bool *indicators_recorded; // [indicator_count] as a series, or read by one that is
    bool views_monthly;              // a program looks at variables of kind VIEW between dates
    bool details_monthly;            // a program or a series looks at variables of kind DETAIL
    const bool *viewed;              // [month_count] views of the month are recorded
    const struct steppe_plan_question *questions;
    size_t question_count;
    uint32_t reducer_count;                  // of all questions
    const struct steppe_plan_series *series; // recorded at dates
    const struct steppe_series *series_texts;
    size_t series_count, date_count;
    const int32_t *dates;              // [date_count] months since the world began
    uint32_t probe_first, probe_count; // cells recorded at the first and last date beside them
    const struct steppe_plan_watch *watches;
    size_t watch_count;
    const struct steppe_subject *subjects; // elements of events, then the watched cells
    int32_t probe_months[2];               // in which their owner computes what those dates show
};

// Fills *plan (in `arena`, with prepare of each mechanism done) or an error: unknown scenario,
// dates in the wrong order, mechanisms in the wrong order.
STEPPE_CHECKED bool steppe_plan_make(const struct steppe_model *model,
                                     const struct steppe_kernels *kernels,
                                     const struct steppe_plan_options *options,
                                     struct steppe_arena *arena, struct steppe_plan **plan,
                                     struct steppe_error *error);

#endif
