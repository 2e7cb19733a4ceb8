// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "base/lanes.h"

#define STEPPE_BOUND(i, value) [i] = (value),
const float steppe_bounds[] = {STEPPE_BOUNDS(STEPPE_BOUND)};
