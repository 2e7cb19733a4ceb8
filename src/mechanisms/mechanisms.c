// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// mechanisms: the table of all mechanisms of this instance, in the order of a month.
#include "mechanisms/mechanism.h"

const struct steppe_mechanism *const STEPPE_NAMED(steppe_mechanisms)[] = {
#define MECHANISM(name) &STEPPE_NAMED(steppe_mechanism_##name),
#include "mechanisms/mechanisms.def"
#undef MECHANISM
};
