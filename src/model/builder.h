// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// builder: the model while it is read. In: a folder. Out: builder->model, filled part by part in
// the order of load.c: axes, sets, variables, figures, parameters, then the dynamics. Two kinds of
// trouble: a fault of the input is a finding and reading goes on; when the machine refuses,
// builder->failed is set and everything returns early (pointers are then NULL).
#ifndef STEPPE_MODEL_BUILDER_H
#define STEPPE_MODEL_BUILDER_H

#include "base/numbers.h"
#include "model/model.h"
#include "model/names.h"
#include "model/yaml.h"

struct steppe_file_hash {
    const char *name;
    uint64_t hash;
    const struct steppe_file *file;
};

// What the last row of a table said: the next one mostly says the same.
struct steppe_source_seen {
    const char *text;
    uint32_t length;
    enum steppe_quality quality;
    int32_t lag_months;
};
struct steppe_unit_seen {
    const char *text;
    uint32_t length;
    struct steppe_unit unit;
};

struct steppe_model_builder {
    struct steppe_arena *arena; // of the model: all that the model points at
    struct steppe_findings *findings;
    struct steppe_error *error; // filled by the first refusal
    bool failed;                // the machine refused: unwind
    const char *folder;
    const char *const *listing; // names in the folder
    size_t listing_count;
    const struct steppe_vocabulary *vocabulary;
    struct steppe_model *model; // counts and pointers are right at every moment

    // What model->X points at while it grows (the same memory, not const).
    struct steppe_variable *variables;
    size_t variable_capacity;
    struct steppe_parameter *parameters;
    size_t parameter_capacity;
    struct steppe_figure *figures;
    size_t figure_capacity;
    struct steppe_tie *ties;
    size_t tie_capacity;

    struct steppe_names elements[STEPPE_AXIS_COUNT]; // names -> index along the axis
    struct steppe_set *gates;                        // of model->sets
    struct steppe_names set_names, variable_names, parameter_names, source_names;
    const struct steppe_yaml *key_series; // of model.yaml: matched last, indicators included
    double tolerance; // of model.yaml: share by which parts may miss their whole, beside spreads
    const struct steppe_yaml *compare; // of model.yaml: a scenario's name, matched last

    char *text_pool;
    size_t text_pool_left; // short texts side by side
    struct steppe_source_seen source_seen;
    struct steppe_unit_seen unit_seen;
    struct steppe_file_hash *file_hashes;
    size_t file_hash_count, file_hash_capacity;
    uint64_t money_years_missing[4]; // years 1900 + bit already reported as not in deflators
};

// ---- memory -----------------------------------------------------------------------------------
// count * size zeroed bytes of the model's arena; NULL sets builder->failed.
void *steppe_builder_take(struct steppe_model_builder *builder, size_t count, size_t size);
#define STEPPE_BUILDER_TAKE(builder, count, type)                                                  \
    ((type *)steppe_builder_take((builder), (count), sizeof(type)))
char *steppe_builder_copy(struct steppe_model_builder *builder, const char *text, size_t length);
// Room for one more item: items grow by doubling. The new place of item `count`, or NULL.
void *steppe_builder_grow(struct steppe_model_builder *builder, void **items, size_t *capacity,
                          size_t count, size_t size);
// Sets builder->failed and its error; returns false.
bool steppe_builder_refuse(struct steppe_model_builder *builder, enum steppe_code code,
                           const char *format, ...) __attribute__((format(printf, 3, 4)));

// ---- findings ---------------------------------------------------------------------------------
// An error at a place; source_line, expected, nearest may be NULL.
void steppe_builder_fault(struct steppe_model_builder *builder, struct steppe_place place,
                          uint32_t width, const char *source_line, const char *expected,
                          const char *nearest, const char *format, ...)
    __attribute__((format(printf, 7, 8)));
void steppe_builder_warn(struct steppe_model_builder *builder, struct steppe_place place,
                         uint32_t width, const char *source_line, const char *expected,
                         const char *nearest, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

// ---- names ------------------------------------------------------------------------------------
// UINT32_MAX / NULL when unknown; names need not be 0-terminated.
uint32_t steppe_builder_find_variable(const struct steppe_model_builder *builder, const char *name,
                                      size_t length);
uint32_t steppe_builder_find_parameter(const struct steppe_model_builder *builder, const char *name,
                                       size_t length);
uint32_t steppe_builder_find_element(const struct steppe_model_builder *builder,
                                     enum steppe_axis axis, const char *name, size_t length);
const struct steppe_set *steppe_builder_find_set(const struct steppe_model_builder *builder,
                                                 const char *name, size_t length);
// Adds a name that is not known yet; false when the machine refuses.
bool steppe_builder_add_name(struct steppe_model_builder *builder, struct steppe_names *names,
                             const char *name, uint32_t number);
bool steppe_builder_add_text(struct steppe_model_builder *builder, struct steppe_names *names,
                             const char *text, size_t length, uint32_t number);
// Codes (KAZ) are capitals, digits and _; names (oil) small letters, digits and _, a letter first:
// so an expression tells them apart.
bool steppe_is_code(const char *text);
bool steppe_is_name(const char *text);
// Nearest known names for messages, NULL when none is near.
const char *steppe_builder_nearest_variable(const struct steppe_model_builder *builder,
                                            const char *name, size_t length);
const char *steppe_builder_nearest_parameter(const struct steppe_model_builder *builder,
                                             const char *name, size_t length);
const char *steppe_builder_nearest_element(const struct steppe_model_builder *builder,
                                           enum steppe_axis axis, const char *name, size_t length);
const char *steppe_builder_nearest_set(const struct steppe_model_builder *builder, const char *name,
                                       size_t length);
const char *steppe_axis_name(enum steppe_axis axis); // "actor", "host", ...

// "0 to 1", "0 or more USD", "any number": a range in words; the unit 1 is not named.
#define STEPPE_RANGE_BYTES 120
const char *steppe_range_words(double low, double high, const char *unit,
                               char text[STEPPE_RANGE_BYTES]);

// ---- the growing registry -----------------------------------------------------------------------
// Appends a variable (a state of a regime, an indicator). A name in use is a finding at `place`.
// Its number, UINT32_MAX on failure. model->variables may move: keep numbers, not pointers.
uint32_t steppe_builder_add_variable(struct steppe_model_builder *builder,
                                     const struct steppe_variable *variable,
                                     struct steppe_place place, const char *source_line);

// Unit from text with a finding at the text when it is none (place: of its first byte).
bool steppe_builder_unit(struct steppe_model_builder *builder, const char *text, size_t length,
                         struct steppe_place place, const char *source_line,
                         struct steppe_unit *unit);
// Source ids "a; b", "derived: a" or "judgement": checks the ids, gives the quality. An empty one
// is a finding. lag_months: longest lag of the sources.
bool steppe_builder_source(struct steppe_model_builder *builder, const char *text, size_t length,
                           struct steppe_place place, const char *source_line,
                           enum steppe_quality *quality, int32_t *lag_months);
// The same without findings, for the many rows that are right.
bool steppe_builder_source_known(struct steppe_model_builder *builder, const char *text,
                                 size_t length, enum steppe_quality *quality, int32_t *lag_months);
// Price level of a year over price_year's, for money of that year. A missing one is a finding at
// the place, once per year; false then.
bool steppe_builder_price_level(struct steppe_model_builder *builder, int32_t year,
                                struct steppe_place place, uint32_t width, const char *source_line,
                                double *level);

// ---- parts (each in its own file, called in this order by load.c) -------------------------------
// True unless the machine refused; faults of the input are findings.
bool steppe_read_actors(
    struct steppe_model_builder *builder); // actors.c: sources, actors, institutions
bool steppe_read_model_file(struct steppe_model_builder *builder); // model_file.c: model.yaml
bool steppe_read_figures(
    struct steppe_model_builder *builder); // figures.c: deflators, series, pairs, ties
bool steppe_read_members(struct steppe_model_builder *builder);    // members.c: membership, leaders
bool steppe_read_parameters(struct steppe_model_builder *builder); // parameters.c: parameters.yaml
// dynamics.c: regimes.yaml, events.yaml, indicators.yaml, scenarios/*.yaml of the folder; fills
// model->regimes, events, indicators, scenarios and appends their variables.
bool steppe_read_dynamics(struct steppe_model_builder *builder, const char *folder);
bool steppe_read_recorded(struct steppe_model_builder *builder); // base_rates.c: base_rates.csv
bool steppe_check_model(struct steppe_model_builder *builder); // check.c: what only the whole shows

#endif
