// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// model: text -> findings or an immutable model. In: a folder of YAML and CSV files and the table
// of parameters that the mechanisms declare. Out: a const struct steppe_model in the caller's
// arena. A finished model never changes; all text in it lives as long as the arena.
#ifndef STEPPE_MODEL_MODEL_H
#define STEPPE_MODEL_MODEL_H

#include "base/arena.h"
#include "base/error.h"
#include "model/dates.h"
#include "model/expression.h"
#include "model/units.h"

// ---- sets and axes -------------------------------------------------------------------------
// An axis counts the cells of a variable. HOST and POWER run over parts of ACTOR.
enum steppe_axis {
    STEPPE_AXIS_ACTOR,
    STEPPE_AXIS_HOST,
    STEPPE_AXIS_POWER,
    STEPPE_AXIS_COMMODITY,
    STEPPE_AXIS_DOMAIN, // security, economy, transit, politics, society: model.yaml
    STEPPE_AXIS_TIE,
    STEPPE_AXIS_INSTITUTION,
    STEPPE_AXIS_GATE, // network/gates.csv
    STEPPE_AXIS_COUNT
};

#define STEPPE_SHAPES(X) /* name, axis count, axes */                                              \
    X(SCALAR, 0, 0, 0, 0)                                                                          \
    X(ACTOR, 1, STEPPE_AXIS_ACTOR, 0, 0)                                                           \
    X(HOST, 1, STEPPE_AXIS_HOST, 0, 0)                                                             \
    X(POWER, 1, STEPPE_AXIS_POWER, 0, 0)                                                           \
    X(COMMODITY, 1, STEPPE_AXIS_COMMODITY, 0, 0)                                                   \
    X(DOMAIN, 1, STEPPE_AXIS_DOMAIN, 0, 0)                                                         \
    X(TIE, 1, STEPPE_AXIS_TIE, 0, 0)                                                               \
    X(INSTITUTION, 1, STEPPE_AXIS_INSTITUTION, 0, 0)                                               \
    X(GATE, 1, STEPPE_AXIS_GATE, 0, 0)                                                             \
    X(ACTOR_ACTOR, 2, STEPPE_AXIS_ACTOR, STEPPE_AXIS_ACTOR, 0)                                     \
    X(POWER_HOST, 2, STEPPE_AXIS_POWER, STEPPE_AXIS_HOST, 0)                                       \
    X(HOST_POWER, 2, STEPPE_AXIS_HOST, STEPPE_AXIS_POWER, 0)                                       \
    X(HOST_ACTOR, 2, STEPPE_AXIS_HOST, STEPPE_AXIS_ACTOR, 0)                                       \
    X(HOST_HOST, 2, STEPPE_AXIS_HOST, STEPPE_AXIS_HOST, 0)                                         \
    X(POWER_POWER, 2, STEPPE_AXIS_POWER, STEPPE_AXIS_POWER, 0)                                     \
    X(POWER_DOMAIN, 2, STEPPE_AXIS_POWER, STEPPE_AXIS_DOMAIN, 0)                                   \
    X(INSTITUTION_ACTOR, 2, STEPPE_AXIS_INSTITUTION, STEPPE_AXIS_ACTOR, 0)                         \
    X(TIE_POWER_HOST, 3, STEPPE_AXIS_TIE, STEPPE_AXIS_POWER, STEPPE_AXIS_HOST)                     \
    X(DOMAIN_POWER_HOST, 3, STEPPE_AXIS_DOMAIN, STEPPE_AXIS_POWER, STEPPE_AXIS_HOST)

enum steppe_shape {
#define STEPPE_SHAPE_ENUM(name, count, a, b, c) STEPPE_SHAPE_##name,
    STEPPE_SHAPES(STEPPE_SHAPE_ENUM)
#undef STEPPE_SHAPE_ENUM
        STEPPE_SHAPE_COUNT
};

#define STEPPE_AXES_MAX 3
#define STEPPE_ACTORS_MAX 64

// Elements of an axis, in model order. For HOST and POWER actor_at gives the actor of an element.
struct steppe_axis_table {
    const char *const *names; // codes (KAZ) or names (oil)
    const uint16_t *actor_at; // HOST, POWER: actor number; else NULL
    size_t count;
};

// A named set for folds and scopes: hosts, powers, actors, commodities, domains, ties,
// institutions, and those of model.yaml (west: [USA, EUU]). Members count along their axis.
struct steppe_set {
    const char *name;
    enum steppe_axis axis; // sets of model.yaml that name actors: STEPPE_AXIS_ACTOR
    const uint16_t *members;
    size_t count;
};

// ---- the registry ----------------------------------------------------------------------------
enum steppe_kind {
    STEPPE_STOCK,
    STEPPE_VALUE,
    STEPPE_VIEW,
    STEPPE_DETAIL,
    STEPPE_DATA,
    STEPPE_STATE,
    STEPPE_INDICATOR
};

struct steppe_variable {
    const char *name, *unit_text, *meaning;
    enum steppe_shape shape;
    enum steppe_kind kind;
    struct steppe_unit unit; // unit_text resolved; values inside are coherent
    double low, high;        // coherent
    // STATE, and membership, a stock: names of the states, by number. They are compared with == and
    // set in models; they are neither added to nor scaled.
    const char *const *state_names;
    size_t state_count;
};

enum steppe_variable_id {
#define VARIABLE(name, shape, kind, unit, low, high, meaning) STEPPE_VAR_##name,
#include "model/variables.def"
    STEPPE_VAR_BUILTIN_COUNT
};

// The built-in part of the registry, in enum order (unit and range in coherent units).
const struct steppe_variable *steppe_variables_builtin(void);

// ---- parameters ------------------------------------------------------------------------------
// Declared by a mechanism (in C) or by the model itself (parameters.yaml with `meaning`).
struct steppe_param {
    const char *name; // within the mechanism: the file says mechanism.name
    enum steppe_shape shape;
    const char *unit;
    double low, high; // legal range, in the unit
    const char *meaning;
};

// What a mechanism declares, handed to the loader: it sees no mechanism.
struct steppe_vocabulary_group {
    const char *prefix; // mechanism's name
    const struct steppe_param *params;
    size_t count;
};
struct steppe_vocabulary {
    const struct steppe_vocabulary_group *groups;
    size_t group_count;
};

enum steppe_prior_kind {
    STEPPE_PRIOR_FIXED,      // a
    STEPPE_PRIOR_NORMAL,     // mean a, standard deviation b
    STEPPE_PRIOR_LOGNORMAL,  // median a, sigma b
    STEPPE_PRIOR_BETA,       // a, b
    STEPPE_PRIOR_UNIFORM,    // a..b
    STEPPE_PRIOR_TRIANGULAR, // low a, mode b, high c
    STEPPE_PRIOR_DIRICHLET   // concentration a about the cell's value b (normalised over the cells)
};
struct steppe_prior {
    enum steppe_prior_kind kind;
    double a, b, c;   // coherent units
    double low, high; // truncation: legal range and the file's `range`
};

// Value classes, counted by `steppe check`.
enum steppe_quality { STEPPE_SOURCED, STEPPE_DERIVED, STEPPE_JUDGEMENT, STEPPE_QUALITY_COUNT };

struct steppe_parameter {
    const char *name; // full: trade.theta, or the model's own name
    const char *unit_text, *meaning;
    struct steppe_unit unit;
    enum steppe_shape shape;
    uint32_t cell_count;
    double low, high;                  // coherent, as declared: what changes keep within
    const struct steppe_prior *priors; // [cell] their ranges lie within
    const char *const *sources;        // [cell] source id(s), or "judgement"
    bool calibrated;                   // may be fitted (C of docs/model.md)
    struct steppe_place place;
    uint32_t vocabulary_group, vocabulary_at; // of a mechanism's parameter; else UINT32_MAX
};

// ---- figures ---------------------------------------------------------------------------------
// Every dated figure of every table becomes one row; the dossier and the base are made from rows.
struct steppe_figure {
    uint32_t variable;            // registry number (built-in or the model's own)
    int32_t at[STEPPE_AXES_MAX];  // indices along the axes of the variable; -1: unused
    struct steppe_date date, end; // end: of a tie, year 0: open; of other figures the date itself
    double value;                 // coherent, constant money of price_year
    double published;             // as in the file
    const char *unit_text;        // of the file
    double spread;                // one standard deviation, coherent; 0: none
    const char *source;           // source id(s) or "judgement"
    enum steppe_quality quality;
    const char *note;
    int32_t known_month; // months since year 0: first month in which it is known
    struct steppe_place place;
};

struct steppe_source {
    const char *id, *title, *publisher, *date, *url, *licence;
    int32_t lag_months;
    struct steppe_place place;
};

struct steppe_actor {
    const char *code, *name;
    bool host, power, rest_of_world;
    double latitude, longitude;
    const char *source;
};

struct steppe_leader {
    uint16_t actor;
    const char *name, *role;
    struct steppe_date from, until; // until.year 0: in office
    int32_t birth_year;             // 0: unknown
    const char *source;
};

// ---- ties, institutions ------------------------------------------------------------------------
enum steppe_direction { STEPPE_TO_HOST, STEPPE_FROM_HOST, STEPPE_BOTH_WAYS };
enum steppe_denominator { STEPPE_PER_TOTAL, STEPPE_PER_GDP, STEPPE_PER_SECURITY };

// A kind of tie as model.yaml declares it: influence sums over kinds.
struct steppe_tie_kind {
    const char *name, *meaning, *unit_text;
    struct steppe_unit unit;
    uint32_t domain;   // along STEPPE_AXIS_DOMAIN
    uint32_t variable; // whose cells give the volume; UINT32_MAX: rows of ties.csv
    enum steppe_direction direction;
    enum steppe_denominator denominator;
    double user_cost_usd; // PER_SECURITY: USD a year for one unit of the tie
    const char *user_cost_source;
    const char *const *records; // kinds of records that say what stands behind the tie
    size_t record_count;
};

// One row of ties.csv whose kind is no registry variable, or a dossier row with no number.
struct steppe_tie {
    uint32_t kind; // along STEPPE_AXIS_TIE, or UINT32_MAX (a record for the dossier)
    const char *kind_name;
    uint16_t from, to;
    struct steppe_date start, end; // end.year 0: open
    bool has_value;
    double value, spread; // coherent
    const char *unit_text, *note, *source;
    enum steppe_quality quality;
    int32_t known_month;
    struct steppe_place place;
};

struct steppe_institution {
    const char *id, *name, *kind, *decision_rule, *functions, *note, *source;
    struct steppe_date founded;
    int32_t leader;       // actor or -1
    uint64_t open_to;     // bit of each actor that may come in and go by itself
    uint32_t obligations; // bit of each steppe_obligation
};
// What members owe each other, or the leader owes them: what mechanisms act on.
enum steppe_obligation {
    STEPPE_OBLIGATION_COMMON_TARIFF,
    STEPPE_OBLIGATION_BOUND_TARIFFS,
    STEPPE_OBLIGATION_JOINT_POLICY,
    STEPPE_OBLIGATION_MUTUAL_DEFENCE,
    STEPPE_OBLIGATION_PLEDGES,
    STEPPE_OBLIGATION_TRAINING,
    STEPPE_OBLIGATION_LANGUAGE_TEACHING,
    STEPPE_OBLIGATION_COUNT
};
extern const char *const steppe_obligation_names[STEPPE_OBLIGATION_COUNT + 1]; // NULL-terminated

static inline bool steppe_institution_owes(const struct steppe_institution *institution,
                                           enum steppe_obligation obligation) {
    return institution->obligations >> obligation & 1;
}

// States of the variable `membership`, by number.
enum steppe_status {
    STEPPE_STATUS_NONE,
    STEPPE_STATUS_OBSERVER,
    STEPPE_STATUS_PARTNER,
    STEPPE_STATUS_CANDIDATE,
    STEPPE_STATUS_SUSPENDED,
    STEPPE_STATUS_MEMBER,
    STEPPE_STATUS_COUNT
};
extern const char *const steppe_status_names[STEPPE_STATUS_COUNT + 1]; // NULL-terminated

struct steppe_membership {
    uint16_t institution, actor;
    const char *status; // a name of steppe_status_names
    enum steppe_status status_number;
    struct steppe_date from, until;
    const char *source;
    int32_t known_month;
    struct steppe_place place;
};

// ---- regimes, changes, events, scenarios --------------------------------------------------------
struct steppe_scope { // `for: h in hosts` or nothing
    const char *loop_name;
    const struct steppe_set *set; // NULL: one element
};

enum steppe_verb { STEPPE_SET, STEPPE_ADD_TO, STEPPE_SCALE };

// One cell-wise change, unrolled over its scope: `add: threat[h]` by `clash_threat`.
struct steppe_effect {
    enum steppe_verb verb;
    bool is_param;         // target: parameter, else variable
    uint32_t target, cell; // registry or parameter number; cell within it
    const struct steppe_program *value;
    int32_t for_months;  // an overlay that ends by itself; 0: until the change ends
    int32_t fade_months; // half-life of a fading overlay; 0: none
    int32_t element;     // of the scope it belongs to; 0 without scope
    struct steppe_place place;
};

struct steppe_regime_span {
    struct steppe_date from;
    uint16_t state;
    const char *source;
    struct steppe_place place;
};
struct steppe_regime_state {
    const char *name, *meaning;
    const struct steppe_effect *effects; // hold while in the state, over the base's own state
    size_t effect_count;
};
#define STEPPE_REGIME_STATES_MAX 6 // what a step of its chain has room for
struct steppe_regime {
    const char *name, *summary;
    uint32_t variable; // registry number, kind STATE, scalar
    const struct steppe_regime_state *states;
    size_t state_count;
    const struct steppe_program *const *rates; // [from][to], per year; NULL: never
    const struct steppe_regime_span *history;  // ascending dates
    size_t history_count;
    struct steppe_place place;
};

// A month is the step: what comes more often than once a month is no event.
#define STEPPE_HAZARD_MOST 12.0 // a year

struct steppe_event {
    const char *name, *summary;
    struct steppe_scope scope;
    size_t element_count;                        // of the scope, 1 without
    const struct steppe_program *const *hazards; // [element], per year
    int32_t cooldown_months;
    const struct steppe_effect *effects;
    size_t effect_count;
    struct steppe_place place;
};

struct steppe_change {
    struct steppe_date at;             // year 0: triggered
    const struct steppe_program *when; // trigger, else NULL
    struct steppe_date until;          // year 0: for good
    int32_t ramp_months;
    const struct steppe_program *probability; // NULL: for sure
    const struct steppe_effect *effects;      // one, or several where the target is a set
    size_t effect_count;
    struct steppe_place place;
};

struct steppe_scenario {
    const char *name, *summary, *text;   // text: the file, for provenance
    const struct steppe_change *changes; // in file order; a+b: a's, then b's
    size_t change_count;
    struct steppe_place place;
};

struct steppe_indicator {
    const char *name, *meaning, *unit_text;
    uint32_t variable; // kind INDICATOR
    const struct steppe_program *const *cells;
    size_t cell_count;
};

// What a question may say (questions.yaml, the command line).
struct steppe_question {
    const char *name, *text;
    const char *ask;           // the statement as written; NULL: the model cannot say
    const char *cannot;        // why not; else NULL
    const char *observation;   // how to tell from the record whether it came true; "" if not said
    const char *source;        // source ids, or ""
    struct steppe_date closes; // year 0: not said
    struct steppe_statement statement;
    struct steppe_place place; // of the statement, or of the reason
};

// ---- base rates: what happened, to be held against what the model lets happen -------------------
// A kind of event of which every one is on record (base_rates.yaml), host by host.
struct steppe_base_rate {
    const char *name, *text;
    const char *cannot;             // why the model has no such event; else NULL
    const char *rests_on;           // a parameter that was made of these events, or NULL
    struct steppe_date from, until; // first and last month of the record
    bool held_out;                  // of the same kind as the one before, and nothing rests on it
    const uint16_t *actors;         // [element_count] whose events are meant
    size_t element_count;
    const struct steppe_program *const *counts; // [element_count] events in a month; NULL: cannot
    const struct steppe_program *const *shares; // [element_count] part of them meant; NULL: all
    struct steppe_place place;
};

// One event of such a kind (base_rates.csv).
struct steppe_recorded {
    uint32_t rate, element; // of model->base_rates, of its actors
    struct steppe_date date;
    const char *source, *note; // note: NULL if none
    struct steppe_place place;
};

struct steppe_network;
struct steppe_claim_book;
struct steppe_model_builder;

struct steppe_model {
    const char *name, *folder, *title;
    char hash[17]; // 64 bits in hex over all model files, name by name
    int32_t price_year;
    struct steppe_date start; // first free month by default
    const char *compare;      // scenario of a bare `steppe run`
    struct steppe_axis_table axes[STEPPE_AXIS_COUNT];
    const struct steppe_set *sets;
    size_t set_count;
    const struct steppe_variable *variables;
    size_t variable_count; // built-in first
    const struct steppe_parameter *parameters;
    size_t parameter_count; // mechanisms' first, in vocabulary order
    const struct steppe_figure *figures;
    size_t figure_count; // sorted by variable, cell, date
    const struct steppe_source *sources;
    size_t source_count;
    const struct steppe_actor *actors; // [axes[ACTOR].count]
    const struct steppe_leader *leaders;
    size_t leader_count;
    const struct steppe_tie_kind *tie_kinds; // [axes[TIE].count]
    const struct steppe_tie *ties;
    size_t tie_count;
    const struct steppe_institution *institutions; // [axes[INSTITUTION].count]
    const struct steppe_membership *memberships;
    size_t membership_count;
    const struct steppe_regime *regimes;
    size_t regime_count;
    const struct steppe_event *events;
    size_t event_count;
    const struct steppe_indicator *indicators;
    size_t indicator_count; // in evaluation order
    const struct steppe_scenario *scenarios;
    size_t scenario_count; // by name
    const struct steppe_question *questions;
    size_t question_count; // in file order
    const struct steppe_base_rate *base_rates;
    size_t base_rate_count; // in file order; what is held out of a kind follows it
    const struct steppe_recorded *recorded;
    size_t recorded_count;
    const char *parameter_text;                // parameters.yaml, for provenance
    const struct steppe_model_builder *reader; // kept, so that statements can be read later
    const uint32_t *key_series;
    size_t key_series_count; // registry numbers to record beside influence and autonomy
    const struct steppe_network *network;       // network.h; NULL: the model has none
    const struct steppe_claim_book *claims;     // claims.h; NULL: the model has none
    size_t quality_count[STEPPE_QUALITY_COUNT]; // of figures, ties, seats, links; no parameters
    double deflator[201]; // price level of year 1900 + i over price_year's; 0: unknown
};

// Loads and checks. Every fault becomes a finding; false with code MODEL when any is an error.
STEPPE_CHECKED bool steppe_model_load(const char *folder,
                                      const struct steppe_vocabulary *vocabulary,
                                      struct steppe_arena *arena, const struct steppe_model **model,
                                      struct steppe_findings *findings, struct steppe_error *error);

// Compiles a statement given later, as from a command line; it lives in `arena`. False with code
// INPUT and the place of the first fault (column in the text; file: `name`), or MEMORY.
STEPPE_CHECKED bool steppe_model_statement(const struct steppe_model *model, const char *name,
                                           const char *text, struct steppe_arena *arena,
                                           struct steppe_statement *statement,
                                           struct steppe_error *error);

// Number of cells of a shape in this model; cell number of indices, row-major.
size_t steppe_model_cells(const struct steppe_model *model, enum steppe_shape shape);
size_t steppe_model_cell(const struct steppe_model *model, enum steppe_shape shape,
                         const int32_t at[STEPPE_AXES_MAX]);
// Writes "influence[RUS,KAZ]" into text; returns its length.
size_t steppe_model_cell_name(const struct steppe_model *model, uint32_t variable, size_t cell,
                              char *text, size_t size);
size_t steppe_shape_axes(enum steppe_shape shape, enum steppe_axis axes[STEPPE_AXES_MAX]);
const char *steppe_shape_name(enum steppe_shape shape); // "power x host"

// Look-ups by name; UINT32_MAX when unknown.
uint32_t steppe_model_variable(const struct steppe_model *model, const char *name);
uint32_t steppe_model_parameter(const struct steppe_model *model, const char *name);
uint32_t steppe_model_element(const struct steppe_model *model, enum steppe_axis axis,
                              const char *name);
uint32_t steppe_model_actor(const struct steppe_model *model, // by code or name, in any case
                            const char *name);
// State of a regime in a month, by its history: the first before all of it.
uint16_t steppe_regime_state_at(const struct steppe_regime *regime, int32_t month);
// Actors of a set of model.yaml: bit i for actor i; 0 where the model has no such set.
uint64_t steppe_model_actors_of(const struct steppe_model *model, const char *set);

// The newest figure of a cell that is known at known_month (months since year 0), NULL if none; a
// tie that is over by then does not count. With year > 0: of that year (before the months in it),
// or a tie in force in that year.
const struct steppe_figure *steppe_model_figure(const struct steppe_model *model, uint32_t variable,
                                                const int32_t at[STEPPE_AXES_MAX],
                                                int32_t known_month, int32_t year);
// All figures of a variable, by cell and date.
const struct steppe_figure *steppe_model_figures(const struct steppe_model *model,
                                                 uint32_t variable, size_t *count);
#endif
