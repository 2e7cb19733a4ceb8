// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// stability: the year as a linear map about the base: do small deviations of the stocks shrink?
#ifndef STEPPE_SIM_STABILITY_H
#define STEPPE_SIM_STABILITY_H

#include "model/model.h"

// Slowest modes first; *count: room in, modes out. Growth is left apart: a level of GDP that is
// raised stays raised, so gdp is held. No shocks, no events, base regimes. seed 0: central
// parameters; else those of the first member of a run with that seed.
STEPPE_CHECKED bool steppe_stability_modes(const struct steppe_model *model, uint64_t seed,
                                           struct steppe_mode *modes, size_t *count,
                                           struct steppe_error *error);
#endif
