// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// small_model: a builder over two hosts, three powers and the rest of the world, with two regimes
// and three parameters, for tests and fuzzing of expressions and dynamics. In: nothing. Out: a
// builder as it stands when steppe_read_dynamics is called.
#ifndef STEPPE_TEST_SMALL_MODEL_H
#define STEPPE_TEST_SMALL_MODEL_H

#include <math.h>
#include <string.h>

#include "model/builder.h"

struct small_model {
    struct steppe_arena arena;
    struct steppe_findings findings;
    struct steppe_error error;
    struct steppe_model model;
    struct steppe_model_builder builder;
};

static const char *const small_actors[] = {"KAZ", "KGZ", "RUS", "CHN", "USA", "ROW"};
static const char *const small_hosts[] = {"KAZ", "KGZ"};
static const char *const small_powers[] = {"RUS", "CHN", "USA"};
static const char *const small_commodities[] = {"oil", "gold"};
static const char *const small_domains[] = {"security", "economy", "transit", "politics",
                                            "society"};
static const char *const small_ties[] = {"goods", "arms"};
static const char *const small_institutions[] = {"EAEU"};
static const uint16_t small_host_actors[] = {0, 1}, small_power_actors[] = {2, 3, 4};
static const uint16_t small_count[] = {0, 1, 2, 3, 4, 5}, small_west[] = {4}, small_east[] = {2, 3};

static const struct steppe_set small_sets[] = {
    {"actors", STEPPE_AXIS_ACTOR, small_count, 6},
    {"hosts", STEPPE_AXIS_HOST, small_count, 2},
    {"powers", STEPPE_AXIS_POWER, small_count, 3},
    {"commodities", STEPPE_AXIS_COMMODITY, small_count, 2},
    {"domains", STEPPE_AXIS_DOMAIN, small_count, 5},
    {"ties", STEPPE_AXIS_TIE, small_count, 2},
    {"institutions", STEPPE_AXIS_INSTITUTION, small_count, 1},
    {"west", STEPPE_AXIS_ACTOR, small_west, 1},
    {"east", STEPPE_AXIS_ACTOR, small_east, 2},
    {"nobody", STEPPE_AXIS_ACTOR, small_count, 0},
};

static const char *const small_war_states[] = {"none", "active", "frozen"};
static const char *const small_border_states[] = {"open", "shut"};

static inline void small_name(struct small_model *small, struct steppe_names *names,
                              const char *name, uint32_t value) {
    steppe_must(steppe_names_add(names, &small->arena, name, strlen(name), value));
}

static inline void small_axis(struct small_model *small, enum steppe_axis axis,
                              const char *const *names, const uint16_t *actor_at, size_t count) {
    small->model.axes[axis] = (struct steppe_axis_table){names, actor_at, count};
    for (size_t i = 0; i < count; i++)
        small_name(small, &small->builder.elements[axis], names[i], (uint32_t)i);
}

static inline uint32_t small_variable(struct small_model *small, struct steppe_variable variable) {
    struct steppe_place nowhere = {0};
    uint32_t number = steppe_builder_add_variable(&small->builder, &variable, nowhere, NULL);
    steppe_must(number != UINT32_MAX);
    return number;
}

static inline void small_regime(struct small_model *small, const char *name,
                                const char *const *states, size_t count) {
    (void)small_variable(small, (struct steppe_variable){.name = name,
                                                         .unit_text = "1",
                                                         .meaning = name,
                                                         .shape = STEPPE_SHAPE_SCALAR,
                                                         .kind = STEPPE_STATE,
                                                         .unit = {.factor = 1},
                                                         .high = (double)count - 1,
                                                         .state_names = states,
                                                         .state_count = count});
}

static const struct steppe_prior small_priors[] = {{.a = 1, .high = 10}, {.a = 1, .high = 10}};
static const char *const small_judged[] = {"judgement", "judgement"};

static inline void small_parameter(struct small_model *small, const char *name, const char *unit,
                                   enum steppe_shape shape) {
    void *items = small->builder.parameters;
    struct steppe_parameter *parameter = steppe_builder_grow(
        &small->builder, &items, &small->builder.parameter_capacity, small->model.parameter_count,
        sizeof *parameter);
    steppe_must(parameter);
    small->builder.parameters = items;
    small->model.parameters = items;
    size_t bad_at, bad_length;
    *parameter = (struct steppe_parameter){.name = name,
                                           .unit_text = unit,
                                           .meaning = name,
                                           .shape = shape,
                                           .priors = small_priors,
                                           .cell_count = shape == STEPPE_SHAPE_HOST ? 2 : 1,
                                           .sources = small_judged};
    steppe_must(steppe_unit_parse(unit, strlen(unit), &parameter->unit, &bad_at, &bad_length));
    small_name(small, &small->builder.parameter_names, name,
               (uint32_t)small->model.parameter_count);
    small->model.parameter_count++;
}

static inline void small_open(struct small_model *small) {
    static const struct steppe_source source = {.id = "somebody_2024", .title = "A book"};
    memset(small, 0, sizeof *small);
    steppe_arena_init(&small->arena, 0);
    small->findings.arena = &small->arena;
    small->builder = (struct steppe_model_builder){.arena = &small->arena,
                                                   .folder = "",
                                                   .findings = &small->findings,
                                                   .error = &small->error,
                                                   .model = &small->model};
    small->model.price_year = 2023;
    small->model.deflator[2023 - 1900] = 1;
    small->model.deflator[2015 - 1900] = 0.8;
    small_axis(small, STEPPE_AXIS_ACTOR, small_actors, NULL, 6);
    small_axis(small, STEPPE_AXIS_HOST, small_hosts, small_host_actors, 2);
    small_axis(small, STEPPE_AXIS_POWER, small_powers, small_power_actors, 3);
    small_axis(small, STEPPE_AXIS_COMMODITY, small_commodities, NULL, 2);
    small_axis(small, STEPPE_AXIS_DOMAIN, small_domains, NULL, 5);
    small_axis(small, STEPPE_AXIS_TIE, small_ties, NULL, 2);
    small_axis(small, STEPPE_AXIS_INSTITUTION, small_institutions, NULL, 1);
    small->model.sets = small_sets;
    small->model.set_count = STEPPE_COUNT(small_sets);
    for (size_t i = 0; i < STEPPE_COUNT(small_sets); i++)
        small_name(small, &small->builder.set_names, small_sets[i].name, (uint32_t)i);
    small->model.sources = &source;
    small->model.source_count = 1;
    small_name(small, &small->builder.source_names, source.id, 0);
    for (size_t i = 0; i < STEPPE_VAR_BUILTIN_COUNT; i++)
        (void)small_variable(small, steppe_variables_builtin()[i]);
    small_parameter(small, "clash_rate", "1/year", STEPPE_SHAPE_HOST);
    small_parameter(small, "clash_factor", "1", STEPPE_SHAPE_SCALAR);
    small_parameter(small, "trade.theta", "1", STEPPE_SHAPE_SCALAR);
}

// The regimes that expressions are tested with; dynamics read their own.
static inline void small_regimes(struct small_model *small) {
    small_regime(small, "war", small_war_states, 3);
    small_regime(small, "border", small_border_states, 2);
}

static inline void small_close(struct small_model *small) { steppe_arena_free(&small->arena); }

#endif
