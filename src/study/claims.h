// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// claims: mechanisms that others claim, tried in paired worlds with their link on and off
// (docs/model.md, 17); facts held against the tables. In: model->claims. Out: what steppe.h says.
#ifndef STEPPE_STUDY_CLAIMS_H
#define STEPPE_STUDY_CLAIMS_H

#include "model/claims.h"

// Differences values[i] - base[i] of members; 2k and 2k + 1 share their parameters. NaN in either
// leaves the member out. sign: 1 or -1, the claimed one. The values come back sorted.
struct steppe_paired steppe_claims_paired(double *differences, size_t count, double sign);

// The rule of verdicts; *reason is a sentence.
enum steppe_verdict steppe_claims_judge(const struct steppe_claim_result *result,
                                        const char **reason);

// Looks a fact up in the tables; texts lie in `arena`. False when memory is refused.
STEPPE_CHECKED bool steppe_claims_look_up(const struct steppe_model *model,
                                          const struct steppe_claim_fact *fact,
                                          struct steppe_arena *arena,
                                          struct steppe_fact_result *result);

#endif
