// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe.h: the public interface. Load a model, run futures, read the record, analyse it.
// It includes no room of src/; any room may use its types.
#ifndef STEPPE_H
#define STEPPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define STEPPE_CHECKED __attribute__((warn_unused_result))
#define STEPPE_PUBLIC __attribute__((visibility("default")))
#else
#define STEPPE_CHECKED
#define STEPPE_PUBLIC
#endif

// One list makes the code, the exit status (docs/results.md, Exit statuses) and the text.
#define STEPPE_CODES(X)                                                                            \
    X(NONE, 0, "no error")                                                                         \
    X(USAGE, 2, "the command line is wrong")                                                       \
    X(MODEL, 3, "the model files have errors")                                                     \
    X(INPUT, 3, "an input file has errors")                                                        \
    X(RANGE, 3, "a value is outside its range")                                                    \
    X(RECORD, 3, "the result file cannot be used")                                                 \
    X(MEMORY, 4, "not enough memory")                                                              \
    X(FILE, 4, "a file operation failed")                                                          \
    X(RUN, 4, "the run failed")                                                                    \
    X(STOPPED, 130, "stopped before the end")

enum steppe_code {
#define STEPPE_CODE_ENUM(name, status, text) STEPPE_CODE_##name,
    STEPPE_CODES(STEPPE_CODE_ENUM)
#undef STEPPE_CODE_ENUM
        STEPPE_CODE_COUNT
};

// A place in an input file. line 0: no place. Lines and columns count from 1; columns count bytes.
struct steppe_place {
    const char *file;
    uint32_t line, column;
};

struct steppe_error {
    enum steppe_code code;
    struct steppe_place place;
    char message[240];
};

// Exit status of a code, and its text; both never fail.
STEPPE_PUBLIC int steppe_code_status(enum steppe_code code);
STEPPE_PUBLIC const char *steppe_code_text(enum steppe_code code);

// "0.1.0"
STEPPE_PUBLIC const char *steppe_version(void);

// ---- a model, open ---------------------------------------------------------------------------
// Whether a model of that name is found, here or where models are sought.
STEPPE_PUBLIC bool steppe_is_model(const char *name);
// The model nearest to a misspelt name, of those where models are sought; false: none is near.
STEPPE_PUBLIC bool steppe_model_near(const char *name, char *near, size_t size);
// A model with its memory and what was found wrong with it. Immutable once open: any number of
// threads may run it at once.
struct steppe_project;
struct steppe_model;    // src/model/model.h
struct steppe_findings; // src/base/error.h

// Opens the model `name`: a folder, or a name sought in ./models, in the folder that the
// environment's STEPPE_MODELS names, then in ../share/steppe/models beside the program. On false
// *error says why; with code MODEL *project is not NULL all the same, and holds the findings.
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_project_open(const char *name,
                                                      struct steppe_project **project,
                                                      struct steppe_error *error);
STEPPE_PUBLIC void steppe_project_close(struct steppe_project *project); // NULL is allowed

// NULL when the files have errors.
STEPPE_PUBLIC const struct steppe_model *steppe_project_model(const struct steppe_project *project);
// The same for who needs a model: NULL, with MODEL, when the files have errors.
STEPPE_PUBLIC const struct steppe_model *steppe_project_sound_model(
    const struct steppe_project *project, struct steppe_error *error);
STEPPE_PUBLIC const struct steppe_findings *steppe_project_findings(
    const struct steppe_project *project);

// Names of the scenarios, in the order of the alphabet; NULL past the last.
STEPPE_PUBLIC const char *steppe_project_scenario(const struct steppe_project *project,
                                                  size_t number);
// The scenario of a bare run (model.yaml, compare), or NULL.
STEPPE_PUBLIC const char *steppe_project_compare(const struct steppe_project *project);

// ---- a run -----------------------------------------------------------------------------------
// A month counts since year 0: 2026-07 is 2026 * 12 + 6. See steppe_month.
struct steppe_run_options {
    const char *const *scenarios; // each its own world; "a+b" lays b over a
    size_t scenario_count;
    uint32_t members;     // futures of each world; even: members 2k, 2k+1 share parameters
    int32_t start, until; // first free month, last month; 0: the model's start, ten years
    uint64_t seed;
    unsigned threads;     // 0: all processors
    size_t keep_bytes;    // room for the key series of single members at year ends; 0: none
    bool fix_parameters;  // all members at the median of the parameters
    bool fix_noise;       // no shocks and no events
    const char *instance; // name of a kernel instance; NULL: the best of this processor
    const char *command;  // written into the result file; may be NULL
    // Called from one thread at a time with the members done so far; false stops the run. NULL.
    bool (*progress)(void *context, uint32_t members_done, uint32_t members_asked);
    void *progress_context;
    // Statements about the futures, answered from every month of them (docs/expressions.md).
    const char *const *statements;
    size_t statement_count;
    bool ask;       // the model's own questions too, after them, as far as the run reaches
    bool no_detail; // months and events of the first 200 members go into no file
};
// 10 000 members, ten years, seed 1, all processors, no single members kept.
STEPPE_PUBLIC void steppe_run_options_default(struct steppe_run_options *options);

// What a run would take.
struct steppe_run_cost {
    const char *instance;
    bool emulates; // the processor lacks a fused multiply-add: the same numbers, slowly
    size_t state_cells, parameter_cells, series, dates, worlds, months;
    size_t moving_cells; // of the state: mechanisms, regimes, events or scenarios may move them
    size_t world_bytes, summary_bytes, kept_bytes, total_bytes; // total: all threads
    unsigned threads;
    int32_t base_year, start, until;
};
// Fails as steppe_run does before its first month: MODEL; USAGE: no such instance; INPUT: a
// scenario or a statement; RANGE: dates or values; MEMORY.
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_run_plan(const struct steppe_project *project,
                                                  const struct steppe_run_options *options,
                                                  struct steppe_run_cost *cost,
                                                  struct steppe_error *error);

// Runs the baseline and each scenario with the same draws. Code STOPPED after the progress function
// said no: *result then holds the finished members and is marked incomplete. Code RUN when more
// than 1 in 1000 members failed: *result is there, its provenance names the first failure.
struct steppe_result;
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_run(const struct steppe_project *project,
                                             const struct steppe_run_options *options,
                                             struct steppe_result **result,
                                             struct steppe_error *error);
STEPPE_PUBLIC void steppe_result_free(struct steppe_result *result); // NULL is allowed

// NetCDF-4, docs/results.md. Saving replaces a file only once the new one is whole.
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_result_save(const struct steppe_result *result,
                                                     const char *path, struct steppe_error *error);
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_result_load(const char *path,
                                                     struct steppe_result **result,
                                                     struct steppe_error *error);

// ---- a result --------------------------------------------------------------------------------
struct steppe_record; // src/record/record.h
STEPPE_PUBLIC const struct steppe_record *steppe_result_record(const struct steppe_result *result);

// Worlds, dates and series count from 0. Past the last one names and units are NULL, a month is 0.
STEPPE_PUBLIC size_t steppe_result_worlds(const struct steppe_result *result); // baseline first
STEPPE_PUBLIC size_t steppe_result_dates(const struct steppe_result *result);
STEPPE_PUBLIC size_t steppe_result_series(const struct steppe_result *result);
STEPPE_PUBLIC const char *steppe_result_world_name(const struct steppe_result *result,
                                                   size_t world);
STEPPE_PUBLIC int32_t steppe_result_month(const struct steppe_result *result, size_t date);
STEPPE_PUBLIC const char *steppe_result_series_name(const struct steppe_result *result,
                                                    size_t series);
STEPPE_PUBLIC const char *steppe_result_series_unit(const struct steppe_result *result,
                                                    size_t series);
// Number of a series by name, "influence[RUS,KAZ]"; SIZE_MAX when it was not recorded.
STEPPE_PUBLIC size_t steppe_result_find(const struct steppe_result *result, const char *name);

// Over the members, in the unit of the series. NaN when a number is past the end.
struct steppe_statistics {
    double mean, standard_deviation, low, median, high; // low, high: 10 and 90 percent of members
    double standard_error;                              // of the mean, from pairs
    double parameter_share;                             // of the variance
};
STEPPE_PUBLIC struct steppe_statistics steppe_result_statistics(const struct steppe_result *result,
                                                                size_t world, size_t series,
                                                                size_t date);
// Of the paired differences world - baseline.
STEPPE_PUBLIC struct steppe_statistics steppe_result_difference(const struct steppe_result *result,
                                                                size_t world, size_t series,
                                                                size_t date);

// What was asked, statements first. A chance is a share of the members.
struct steppe_answer {
    double chance;          // that it comes true; of a difference: its change
    double standard_error;  // Monte Carlo error, from pairs
    double low, high;       // 95 percent, of that error alone
    double parameter_share; // of the variance among members; the rest is chance. NaN: all alike
    double gained, lost;    // of a difference: true only there, true only in the baseline
};
STEPPE_PUBLIC size_t steppe_result_questions(const struct steppe_result *result);
STEPPE_PUBLIC const char *steppe_result_question_name(const struct steppe_result *result,
                                                      size_t question);
STEPPE_PUBLIC struct steppe_answer steppe_result_answer(const struct steppe_result *result,
                                                        size_t world, size_t question);
// Of the paired differences world - baseline.
STEPPE_PUBLIC struct steppe_answer steppe_result_answer_difference(
    const struct steppe_result *result, size_t world, size_t question);

// ---- stability -------------------------------------------------------------------------------
// A mode of the linearised year about the base: a deviation that keeps its shape and shrinks by
// `factor` a year (below 1: stable), turning once in `period_years` (0: it does not turn).
struct steppe_mode {
    double factor, half_life_years, period_years;
    char largest[64]; // the state with the largest part, "debt[CHN,KGZ]"
};
// The slowest modes, slowest first; *count: room in, number out.
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_stability(const struct steppe_project *project,
                                                   struct steppe_mode *modes, size_t *count,
                                                   struct steppe_error *error);

// ---- the centre ------------------------------------------------------------------------------
// What the model says without chance: parameters at their medians, no shocks, no events, regimes as
// the record has them. Values are in the shown unit of each variable, NULL for figures.
struct steppe_central {
    int32_t base_year, month;  // month: the last one imposed by the record, where `now` stands
    size_t variable_count;     // as in the model's registry
    const double *const *base; // [variable][cell] at the base
    const double *const *now;  // [variable][cell] at the end of `month`
};
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_central_make(const struct steppe_project *project,
                                                      const struct steppe_central **central,
                                                      struct steppe_error *error);
STEPPE_PUBLIC void steppe_central_free(const struct steppe_central *central); // NULL is allowed

// ---- base rates ------------------------------------------------------------------------------
// Events of the kinds that are recorded evenly (docs/formats.md): how many happened, and how many
// the model lets happen in as many months from its base on, regimes held in the states of the base.
struct steppe_base_rate_row {
    const char *name, *text; // of the kind
    const char *actor;       // NULL: all actors of the kind together
    const char *cannot;      // why the model has none to count; else NULL
    const char *rests_on;    // a parameter that was made of these events, or NULL
    bool held_out;           // the record of a kind from a month on, on which nothing rests
    int32_t from, until;     // first and last month of the record, since year 0
    double actor_years;
    size_t observed;
    double expected, low, high; // mean, 10 and 90 percent of the futures; NaN: cannot
    bool outside;               // observed is not within low and high
};
struct steppe_base_rates {
    const struct steppe_base_rate_row *rows; // of each kind the whole, then its actors
    size_t count;
    uint32_t members; // futures that were counted
};
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_base_rates_make(const struct steppe_project *project,
                                                         const struct steppe_base_rates **rates,
                                                         struct steppe_error *error);
STEPPE_PUBLIC void steppe_base_rates_free(const struct steppe_base_rates *rates); // or NULL

// ---- cases -----------------------------------------------------------------------------------
// Calls for force on record (ties.csv: call, deployment), and the chances that the model's tables
// give to what came of them: mean, 5 and 95 percent over draws of the priors. NaN: not of this
// case.
struct steppe_case_spread {
    double mean, low, high;
};
enum steppe_case_chance {
    STEPPE_CASE_ASKS,       // that a member in severe unrest asks
    STEPPE_CASE_ANSWER,     // of the answer that was given
    STEPPE_CASE_LESS_NOISE, // the same with half the noise in the leader's choice
    STEPPE_CASE_MORE_NOISE, // and with twice as much
    STEPPE_CASE_SIZE,       // that a force is of about that size
    STEPPE_CASE_TIME,       // that it stays for about that time
    STEPPE_CASE_ATTENTION,  // no chance: the leader's attention to security over the base
    STEPPE_CASE_CHANCES
};
#define STEPPE_CASES_NEAR 1.5 // "about": within this factor
struct steppe_case {
    const char *host, *asked, *pact, *source;
    int32_t month;
    bool held_out;          // base rates of force rest on earlier events alone
    size_t members;         // of the pact at the time
    double turn;            // alignment of the host with who was asked, over the base's
    int32_t alignment_year; // of the tables that it follows from
    bool came;
    double troops, days; // of all members together; NaN: not known
    struct steppe_case_spread chances[STEPPE_CASE_CHANCES];
};
struct steppe_cases {
    const struct steppe_case *items; // in the order of the table
    size_t count;
    uint32_t draws;
};
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_cases_make(const struct steppe_project *project,
                                                    const struct steppe_cases **cases,
                                                    struct steppe_error *error);
STEPPE_PUBLIC void steppe_cases_free(const struct steppe_cases *cases); // NULL is allowed

// ---- calibration -----------------------------------------------------------------------------
// What the record of past years says of parameters, by conditional hindcasts (docs/model.md, 16).
// Runs draw from the priors all the same.
struct steppe_fitted {
    const char *name;   // "portfolio.half_life", "economy.oil_effect[KAZ]"
    const char *record; // "votes": of agreement and arms, "growth"
    bool calibrated;    // the model lets data fit it; others may move beside it
    double prior_mean, prior_low, prior_high; // low and high: 5 and 95 percent; in its unit
    double mean, low, high;                   // after the data
    double width;                             // of 5 to 95 percent, over the prior's
};
// Agreement of votes with one power. A pair's own level and what all hosts share in a year are
// taken out: what is left are differences among the hosts.
struct steppe_fitted_power {
    size_t data;            // independent differences
    double observed, model; // their standard deviation; model: at the mean after the data
    double explained;       // part of their squares that the model takes away; below 0: it adds
    double skill;           // the same for years it was not fitted to, against no change
};
struct steppe_fitted_pair { // change from the earlier to the later half of the years, less that of
    double observed, model; // the hosts' mean; NaN: no votes are known
};
struct steppe_calibration {
    const char *reason;            // why nothing could be fitted; NULL: it was
    int32_t first_year, last_year; // fitted to; nothing dated later is looked at
    int32_t split_year;            // skill: fitted up to it, judged on the years after it
    size_t members, steps;         // of the ensemble
    uint64_t seed;
    double persistence;            // of errors of votes: their correlation from year to year
    size_t vote_count, arms_count; // independent data of each kind
    double explained, skill;       // over the votes with all powers
    size_t growth_count;
    double growth_explained, growth_skill;
    const struct steppe_fitted *parameters;
    size_t parameter_count;
    const struct steppe_fitted_power *powers; // [power]
    const struct steppe_fitted_pair *pairs;   // [power][host]
};
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_calibration_make(
    const struct steppe_project *project, const struct steppe_calibration **calibration,
    struct steppe_error *error);
STEPPE_PUBLIC void steppe_calibration_free(const struct steppe_calibration *calibration);

// ---- mechanisms ------------------------------------------------------------------------------
// What each mechanism says of itself, in the order of a month. The same for all models.
enum steppe_role {
    STEPPE_ROLE_READS,      // this month's value
    STEPPE_ROLE_READS_LAST, // last month's value
    STEPPE_ROLE_OWNS,
    STEPPE_ROLE_CHANGES // adds to what another owns
};
struct steppe_mechanism_use {
    const char *variable;
    enum steppe_role role;
};
struct steppe_parameter_facts {
    const char *name, *shape, *unit, *meaning; // name without the mechanism's; shape "power x host"
    double low, high;                          // legal range, in the unit
};
struct steppe_mechanism_facts {
    const char *name, *summary, *equation;
    const char *source;          // keys of docs/sources.bib, "a; b"
    int32_t every_months, phase; // runs in months m (January 0) with m % every_months == phase
    const struct steppe_mechanism_use *uses;
    size_t use_count;
    const struct steppe_parameter_facts *parameters;
    size_t parameter_count;
};
struct steppe_mechanisms {
    const struct steppe_mechanism_facts *items;
    size_t count;
};
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_mechanisms_make(
    const struct steppe_mechanisms **mechanisms, struct steppe_error *error);
STEPPE_PUBLIC void steppe_mechanisms_free(const struct steppe_mechanisms *mechanisms); // or NULL

// ---- bargaining ------------------------------------------------------------------------------
// Who gives way to whom on an issue. The variants are replications of models that do not agree
// with each other (docs/model.md, 10b): their disagreement is part of the answer.
enum steppe_bargain_variant {
    STEPPE_BARGAIN_SPATIAL,
    STEPPE_BARGAIN_CHALLENGE_ALL,
    STEPPE_BARGAIN_CHALLENGE_PAIR,
    STEPPE_BARGAIN_VARIANTS
};
STEPPE_PUBLIC const char *steppe_bargain_name(enum steppe_bargain_variant variant);

enum steppe_bargain_kind {
    STEPPE_BARGAIN_STAYED,
    STEPPE_BARGAIN_YIELDED,     // to the other's position
    STEPPE_BARGAIN_COMPROMISED, // part of the way
};
// What an actor did on a dimension in a turn.
struct steppe_bargain_step {
    int32_t with; // the other actor; -1: it stayed
    enum steppe_bargain_kind kind;
    bool initiator; // the offer was its own
    double chance;  // that whose offer it was gives itself against the other
    double gain;    // utility that whose offer it was expects from pressing it
};
struct steppe_issue_actor {
    const char *code, *name; // name: the code when there is none
    const char *source;      // of its figures; NULL: none given
};
struct steppe_issue_dimension {
    const char *name;
    const char *unit;                   // "" when none
    const char *low_means, *high_means; // NULL: not told
    double low, high;                   // of the scale, in the unit
};
struct steppe_issue {
    const char *name;    // of the file, without folder and ending
    const char *title;   // or the name
    const char *summary; // or NULL
    int32_t turns;       // at most
    size_t actor_count, dimension_count;
    const struct steppe_issue_actor *actors;
    const struct steppe_issue_dimension *dimensions;
    const double *capability; // [actor]
    const double *position;   // [actor][dimension] share of the scale
    const double *salience;   // [actor][dimension] 0 to 1, at most 1 in sum
};
struct steppe_bargain_path {                // of a variant
    int32_t turns;                          // made
    bool settled;                           // the stop rule ended it, not the limit
    const double *position;                 // [turn 0 to turns][actor][dimension] share
    const struct steppe_bargain_step *step; // [turn 0 to turns - 1][actor][dimension]
    const double *outcome;                  // [turn 0 to turns][dimension] share
};
enum steppe_bargain_input {
    STEPPE_BARGAIN_CAPABILITY, // a quarter less, a quarter more
    STEPPE_BARGAIN_POSITION,   // a tenth of the scale lower, higher
    STEPPE_BARGAIN_SALIENCE,   // a tenth lower, higher
    STEPPE_BARGAIN_INPUTS
};
struct steppe_bargain_effect { // of one input of one actor on the outcome
    size_t actor;
    enum steppe_bargain_input input;
    const double *low, *high; // [dimension] outcome with the input lower, higher
    double size;              // largest change on any dimension, share of the scale
};
struct steppe_bargain {
    const struct steppe_issue *issue;
    enum steppe_bargain_variant variant;    // whose steps and effects are of interest
    const double *mean, *median, *election; // [dimension] without bargaining, share of the scale
    const double *chosen;                   // [actor] that an election now chooses its position
    struct steppe_bargain_path paths[STEPPE_BARGAIN_VARIANTS];
    const struct steppe_bargain_effect *effects; // largest first
    size_t effect_count;
};
// Path of an issue: the name itself if it is one of a file, else of an issue of the bundled model.
STEPPE_PUBLIC bool steppe_issue_path(const char *name, char *path, size_t size);
// All issues of the bundled model, by name. free: also NULL.
struct steppe_issue_title {
    const char *name, *title; // title NULL: the file has faults
};
struct steppe_issues {
    const struct steppe_issue_title *items;
    size_t count;
};
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_issues_make(const struct steppe_issues **issues,
                                                     struct steppe_error *error);
STEPPE_PUBLIC void steppe_issues_free(const struct steppe_issues *issues);
// False with faults in steppe_bargain_findings(*bargain) or with *bargain NULL; free it anyway.
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_bargain_make(const char *path,
                                                      enum steppe_bargain_variant variant,
                                                      const struct steppe_bargain **bargain,
                                                      struct steppe_error *error);
STEPPE_PUBLIC const struct steppe_findings *steppe_bargain_findings(
    const struct steppe_bargain *bargain);
STEPPE_PUBLIC void steppe_bargain_free(const struct steppe_bargain *bargain); // or NULL

// ---- claims ----------------------------------------------------------------------------------
// What others say of the region (claims.yaml), put to the test. A mechanism is tried in four worlds
// with the same draws: without and with its experiment, each with the claimed link on and off.
enum steppe_verdict {
    STEPPE_SUPPORTED,
    STEPPE_CONTRADICTED,
    STEPPE_UNDETERMINED,
    STEPPE_BY_CONSTRUCTION,
    STEPPE_VERDICTS
};
STEPPE_PUBLIC const char *steppe_verdict_name(enum steppe_verdict verdict);

// Paired differences over the members, in the unit of the measure.
struct steppe_paired {
    double mean, standard_error;  // Monte Carlo error, from pairs
    double low, high;             // 10 and 90 percent of the members
    double as_claimed, otherwise; // share of the members with the claimed sign, with the other one
    size_t pairs;                 // that the error comes from; one less are its degrees of freedom
};
struct steppe_claim_result {
    const char *name, *title, *assumed, *open;
    const char *against, *missing, *given; // NULL: none
    const char *experiment, *link, *measured, *measure, *unit;
    bool rises;                       // the claimed direction
    double without, with;             // means of the measure without and with the experiment
    struct steppe_paired effect, off; // of the experiment, with the link on and off
    struct steppe_paired part;        // effect less off, member by member: what the link does
    enum steppe_verdict verdict;
    const char *reason;
    uint32_t members; // that did not fail
};
enum steppe_finding_kind {
    STEPPE_FACT_AGREES,
    STEPPE_FACT_DISAGREES,
    STEPPE_FACT_ALONE,   // the tables say so, but by the same account or by judgement
    STEPPE_FACT_UNKNOWN, // the tables do not tell
    STEPPE_FACT_KINDS
};
STEPPE_PUBLIC const char *steppe_finding_name(enum steppe_finding_kind kind);
struct steppe_fact_result {
    const char *name, *text, *source, *note;
    const char *look;      // what was looked up; or why it cannot be
    const char *relation;  // "about", "at least", "at most"; NULL: true or not
    const char *unit;      // of claimed and found; NULL: true or not
    double claimed, found; // of a test 1 and 0
    const char *sources;   // of what was found, "a; b"; "" if nothing
    int32_t month;         // of its date; 0: none
    size_t looked, absent; // figures looked up, and those that the tables do not have
    enum steppe_finding_kind kind;
};
struct steppe_forecast_result {
    const char *name, *text, *source;
    const char *question, *question_text; // NULL: its time is over, and
    const char *resolved;                 // this is what came; else NULL
    const char *cannot;                   // why the model has no answer; NULL: `steppe ask` has one
};
struct steppe_claims {
    const struct steppe_claim_result *claims;
    const struct steppe_fact_result *facts;
    const struct steppe_forecast_result *forecasts;
    size_t claim_count, fact_count, forecast_count;
    size_t worlds;
    uint64_t seed;
    uint32_t members_asked, members, failed; // members: those done, fewer after a stop
};
// Of `options`: members, seed, threads, instance, progress. Code STOPPED as of steppe_run: *claims
// then rests on the members that were done. NULL after any other.
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_claims_make(const struct steppe_project *project,
                                                     const struct steppe_run_options *options,
                                                     const struct steppe_claims **claims,
                                                     struct steppe_error *error);
STEPPE_PUBLIC void steppe_claims_free(const struct steppe_claims *claims); // NULL is allowed

// ---- routes ----------------------------------------------------------------------------------
// Ways of freight through the network of a model, of one month and with what-ifs laid over it.
enum steppe_routes_by { STEPPE_ROUTES_BY_COST, STEPPE_ROUTES_BY_TIME, STEPPE_ROUTES_BY_RISK };
#define STEPPE_ROUTES_CHANGES_MAX 16
// All names as typed. close: link, node, actor or mode; open: link or project; scale: LINK=2.
struct steppe_routes_changes {
    const char *close[STEPPE_ROUTES_CHANGES_MAX], *open[STEPPE_ROUTES_CHANGES_MAX],
        *scale[STEPPE_ROUTES_CHANGES_MAX];
    size_t close_count, open_count, scale_count;
};
struct steppe_routes_options {
    const char *from, *to; // node or actor
    const char *freight;   // NULL: the first of the model
    enum steppe_routes_by by;
    int32_t month; // 0: the model's start
    struct steppe_routes_changes changes;
};
// One leg or more. Numbers of links, nodes and actors are those of the model.
struct steppe_route {
    uint32_t corridor;             // UINT32_MAX: none that has a name
    const uint32_t *links, *nodes; // [leg_count], [leg_count + 1]
    size_t leg_count;
    const uint16_t *actors; // whose territory, in the order of travel
    size_t actor_count;
    double length_km, days, tariff; // days and USD a measure
    double cost;                    // tariff and what time costs, USD a measure
    double constant;                // added in the choice so that the base carries what it did
    double closures;                // times a year that a link of it closed, by the record
    double share, flow;             // of the freight that moves, NAN: not sought by cost;
                                    // measures a year, NAN: not known
    uint32_t bottleneck;            // link with the least capacity; UINT32_MAX: none is known
    double capacity;                // its capacity, measures a year
    double load;                    // part of it that all goods take; NAN: of fuels
};
struct steppe_routes {
    const char *freight, *measure;    // measure: t, TEU, 1000m3
    double tonnes;                    // t a measure
    double demand, stranded;          // measures a year, NAN: not known
    const struct steppe_route *items; // best first
    size_t count;
};
// False with code INPUT: a name that the model does not have. No way at all is a count of 0.
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_routes_find(const struct steppe_project *project,
                                                     const struct steppe_routes_options *options,
                                                     const struct steppe_routes **routes,
                                                     struct steppe_error *error);
STEPPE_PUBLIC void steppe_routes_free(const struct steppe_routes *routes); // NULL is allowed

// Goods and fuels of the base where the network's counts look, after the constants of the choice of
// ways were fitted to what was observed at the base.
struct steppe_corridors {
    size_t count;        // as in the model's network
    const double *model; // [count] measures a year
    const double *month; // [count] the same where a run begins; NAN: transit does not tell
    // Ways of fuels that a run has no place for, and searches for more that were not made.
    size_t fuel_ways_dropped, fuel_searches_dropped;
    // [count] added to the cost of every way that it sees, share of the pair's cheapest; 0: none
    const double *constants;
    const double *days[2];  // [link] with the goods of the base on it: other goods, boxes
    const double *gates[2]; // [gate] t a year at the base: in boxes, and of other goods
    uint64_t inputs;        // mark of all that this was found from
    bool kept;              // the model's network/fit.csv has it
    uint32_t rounds;
};
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_corridors_fit(const struct steppe_project *project,
                                                       const struct steppe_corridors **corridors,
                                                       struct steppe_error *error);
STEPPE_PUBLIC void steppe_corridors_free(const struct steppe_corridors *corridors); // or NULL

// Who uses a link, a gate or a corridor: pairs of actors, the largest first.
enum steppe_traffic_of { STEPPE_TRAFFIC_LINK, STEPPE_TRAFFIC_GATE, STEPPE_TRAFFIC_CORRIDOR };
struct steppe_traffic_pair {
    uint16_t from, to, freight; // goods: both directions
    double flow;                // measures a year
    double share;               // of the pair's freight
};
struct steppe_traffic {
    const struct steppe_traffic_pair *pairs;
    size_t count;
    double tonnes;      // a year, of all
    double days;        // of a link under its load; else NAN
    double capacity[3]; // of a link or gate, by measure (t, TEU, 1000 m3 a year), with what is
                        // built when the run begins; infinite: not known; NAN: of a corridor
};
// number: of the link, gate or corridor in the model's network.
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_traffic_make(const struct steppe_project *project,
                                                      enum steppe_traffic_of of, uint32_t number,
                                                      const struct steppe_traffic **traffic,
                                                      struct steppe_error *error);
STEPPE_PUBLIC void steppe_traffic_free(const struct steppe_traffic *traffic); // NULL is allowed

// What each host loses when an actor closes its territory to the host's trade with others.
struct steppe_dependence_cell {
    double share;      // of the host's trade with third parties, by value, that crosses
    double cost_rise;  // of the freight of its goods, share of the cost
    double days;       // goods are longer on the way, mean by value
    double stranded_t; // t a year that no longer get there
    double loss;       // share of GDP: goods by the trade equilibrium at the new costs, fuels
    double first;      // the same to first order: dearer freight and what is stranded
    double cut;        // the same by the approximation that the mechanism uses
};
struct steppe_dependence {
    const uint16_t *hosts, *owners; // actors
    size_t host_count, owner_count;
    const struct steppe_dependence_cell *cells; // [host][owner]
};
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_dependence_make(
    const struct steppe_project *project, const struct steppe_routes_changes *changes,
    const struct steppe_dependence **dependence, struct steppe_error *error);
STEPPE_PUBLIC void steppe_dependence_free(const struct steppe_dependence *dependence); // or NULL

// ---- assignment ------------------------------------------------------------------------------
// The user equilibrium of trips in a network, both from files of the TNTP format.
struct steppe_assign_options {
    double gap;                          // relative gap to reach; 0: 1e-6
    double toll_factor, distance_factor; // what a unit of toll and of length adds to the cost
    uint32_t iteration_limit;            // 0: 1000
    const char *against;                 // a file of published flows to compare with, or NULL
};
struct steppe_assigned_link {
    uint32_t from, to; // numbers as in the file
    double flow, cost;
};
struct steppe_assignment {
    const struct steppe_findings *findings;                // of all files
    size_t zone_count, node_count, link_count, trip_count; // trips: pairs with a flow
    const struct steppe_assigned_link *links;              // in the order of the file
    double demand, within_zones; // assigned; left out, since it uses no link
    double objective;            // sum of the integrals of link costs (Beckmann)
    double total_cost, relative_gap, average_excess;
    uint32_t iterations;
    // Largest differences from the published flows: of a flow, in its unit, and of a link's cost,
    // a share of it. NAN: there were none to compare with.
    double flow_apart, cost_apart;
};
// On false with code INPUT *assignment may be there with findings; with code RUN (the gap was not
// met) it is there with the last flows. Else it is NULL.
STEPPE_PUBLIC STEPPE_CHECKED bool steppe_assign(const char *network_path, const char *trips_path,
                                                const struct steppe_assign_options *options,
                                                const struct steppe_assignment **assignment,
                                                struct steppe_error *error);
STEPPE_PUBLIC void steppe_assignment_free(const struct steppe_assignment *assignment); // or NULL

// Year and month (1..12) to a month number.
STEPPE_PUBLIC int32_t steppe_month(int32_t year, int32_t month);

#ifdef __cplusplus
}
#endif
#endif
