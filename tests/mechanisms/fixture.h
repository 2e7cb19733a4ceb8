// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// fixture: a model of six actors, made in memory, for tests of mechanisms. All its figures are
// invented round numbers. In: mechanisms of one instance and the values of their parameters. Out:
// a world at its start whose mechanisms a test steps month by month and whose cells it reads and
// sets. A test file says `#include "mechanisms/fixture.c"` once.
#ifndef STEPPE_TEST_FIXTURE_H
#define STEPPE_TEST_FIXTURE_H

#include "mechanisms/mechanism.h"
#include "test.h"

// KAZ and UZB are hosts; RUS, CHN and USA are powers; ROW is the rest of the world.
enum { KAZ, UZB, RUS, CHN, USA, ROW, FIXTURE_ACTORS };
enum { FIXTURE_HOSTS = 2, FIXTURE_POWERS = 3 };
enum { OIL, GAS, FIXTURE_COMMODITIES };
enum { SECURITY, ECONOMY, TRANSIT, POLITICS, SOCIETY, FIXTURE_DOMAINS };

// The value of a parameter in its own unit. cell -1: all cells. Later settings win.
struct fixture_setting {
    const char *parameter; // full name: trade.theta
    int32_t cell;
    double value;
};

#define FIXTURE_MECHANISMS_MAX 8

struct fixture {
    struct steppe_arena arena;
    struct steppe_model *model;
    struct steppe_layout *layout;
    double *start, *start_spread; // [state_cells], coherent
    const struct steppe_mechanism *mechanisms[FIXTURE_MECHANISMS_MAX];
    const void *constants[FIXTURE_MECHANISMS_MAX];
    size_t mechanism_count;
    int lanes; // of the instance; 1 lane: double, else float
    struct steppe_world world;
    struct steppe_scratch scratch;
};

// Makes model, layout and world: prepare has run, month 0 has not. Lanes 1 means the scalar
// instance. Every parameter needs a setting.
void fixture_make(struct fixture *fixture, int lanes,
                  const struct steppe_mechanism *const *mechanisms, size_t mechanism_count,
                  const struct fixture_setting *settings, size_t setting_count);
void fixture_free(struct fixture *fixture);

// One month: the mechanisms whose turn it is, in order; then the rings of lags and the date.
void fixture_month(struct fixture *fixture);
void fixture_months(struct fixture *fixture, int count);
// Steps one mechanism now, whatever the month.
void fixture_step(struct fixture *fixture, size_t mechanism);

// Cell `cell` of a variable in a lane, coherent units. fixture_set: lane -1 means all lanes.
double fixture_get(const struct fixture *fixture, uint32_t variable, size_t cell, int lane);
void fixture_set(struct fixture *fixture, uint32_t variable, size_t cell, int lane, double value);
double fixture_base(const struct fixture *fixture, uint32_t variable, size_t cell, int lane);
// Where all members start, coherent units.
double fixture_start_of(const struct fixture *fixture, uint32_t variable, size_t cell);
// In all lanes, now and at the base.
void fixture_set_base(struct fixture *fixture, uint32_t variable, size_t cell, double value);
// All cells of some variables are NaN in a lane; those of the other lanes are as in `good`.
void fixture_spoil(struct fixture *fixture, const uint32_t *variables, size_t count, int lane);
void fixture_expect_others_as(const struct fixture *fixture, const struct fixture *good,
                              const uint32_t *variables, size_t count, int lane);
void fixture_set_parameter(struct fixture *fixture, const char *name, size_t cell, int lane,
                           double value);

// Cell numbers.
static inline size_t fixture_pair(size_t from, size_t to) { return from * FIXTURE_ACTORS + to; }
static inline size_t fixture_power_host(size_t power, size_t host) {
    return power * FIXTURE_HOSTS + host;
}
static inline size_t fixture_host_actor(size_t host, size_t actor) {
    return host * FIXTURE_ACTORS + actor;
}

#endif
