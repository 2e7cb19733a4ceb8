// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// at_rest: central parameters, and nothing happens: what a mechanism is looked at from.
#ifndef STEPPE_TESTS_AT_REST_H
#define STEPPE_TESTS_AT_REST_H

#include "sim/plan.h"

static const struct steppe_plan_options at_rest = {.members = 2,
                                                   .seed = 1,
                                                   .fix_parameters = true,
                                                   .fix_noise = true,
                                                   .no_events = true,
                                                   .no_regime_moves = true,
                                                   .no_run_in = true};
#endif
