// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// random: counter-based random numbers, Philox 4x32-10 (salmon-2011). A draw is a function of
// (seed, member, month, stream, index) alone: word index % 4 of the block with key = seed and
// counter = (member, month, stream, index / 4), so that four neighbours cost one block.
#ifndef STEPPE_BASE_RANDOM_H
#define STEPPE_BASE_RANDOM_H

#include <stdint.h>

// One block of four words. Source salmon-2011.
void steppe_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

// Number of a stream: a 32-bit hash (FNV-1a, then a finaliser) of the use's name.
uint32_t steppe_random_stream(const char *name);

// Uniform in (0, 1), never 0 or 1: (word >> 9) + 1/2, over 2^23, exact in float.
double steppe_random_uniform(uint64_t seed, uint32_t member, uint32_t month, uint32_t stream,
                             uint32_t index);
// Inverse of the standard normal distribution, double: wichura-1988 (AS 241).
double steppe_normal_quantile(double probability);

// The months before month 0, for draws that are not of a month.
#define STEPPE_MONTH_PARAMETERS UINT32_C(0xffffffff)
#define STEPPE_MONTH_INITIAL UINT32_C(0xfffffffe)

#endif
