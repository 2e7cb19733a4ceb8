// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// channels: through which ties the influence of powers in hosts changed. In: for rows of members,
// shares of influence and scores of ties at two ends. Out: the mean change of each share, split by
// whose tie of which kind moved it; the parts sum to the whole. Sums are integers, so that threads
// may finish in any order.
//
// A share is I_p = a S_p / T, S_p the sum of the scores s_pk of a power's ties k, T the sum over
// powers and a what the host does not steer itself. With g = a / T the change of the product g S_p
// is split evenly between its two factors, Shapley's value of two players (shapley-1953), and
// each factor's change goes to the scores it is linear in:
//     dI_p = mean(g) sum_k ds_pk - mean(S_p) a / (T T') sum_q sum_k ds_qk.
// What a change of `a` itself does is the whole less its parts.
#ifndef STEPPE_RECORD_CHANNELS_H
#define STEPPE_RECORD_CHANNELS_H

#include "base/arena.h"
#include "base/error.h"
#include "record/row.h"

struct steppe_channels {
    // columns: 0 the baseline from the first date to the last; w: scenario w less the baseline at
    // the last date
    size_t columns, ties, powers, hosts;
    // names of ties, powers and hosts, for files; NULL: not named
    const char *const *tie_names, *const *power_names, *const *host_names;
    const char **owners; // [tie] mechanism that moves its size; NULL: rows and figures alone do
    uint64_t *counts;    // [column] members
    int64_t *wholes;     // [column][host][power] sums of changes, in 2^-30
    int64_t *parts;      // [column][host][power][whose tie][tie] likewise
    // not in files: pairs of members, and sums over them of the square of their mean change
    uint64_t *pair_counts; // [column]
    int64_t *squares;      // [column][host][power] in 2^-30
    steppe_row_product *product;
};

// One end of a change, of a row of members: at(series) = influence + series * stride.
struct steppe_channel_end {
    const float *influence; // [power][host], NaN for failed members
    const float *scores;    // [tie][power][host][STEPPE_ROW_MEMBERS]
};

size_t steppe_channels_bytes(size_t columns, size_t ties, size_t powers, size_t hosts);
STEPPE_CHECKED bool steppe_channels_make(size_t columns, size_t ties, size_t powers, size_t hosts,
                                         struct steppe_arena *arena,
                                         struct steppe_channels **channels,
                                         struct steppe_error *error);
void steppe_channels_add(struct steppe_channels *channels, size_t column,
                         const struct steppe_channel_end *from, const struct steppe_channel_end *to,
                         size_t stride, size_t count);
void steppe_channels_merge(struct steppe_channels *into, const struct steppe_channels *from);

// Means over the members, shares of influence; NaN without members.
double steppe_channels_whole(const struct steppe_channels *channels, size_t column, size_t host,
                             size_t power);
// Standard error of a whole, from pairs; NaN below two of them.
double steppe_channels_error(const struct steppe_channels *channels, size_t column, size_t host,
                             size_t power);
double steppe_channels_part(const struct steppe_channels *channels, size_t column, size_t host,
                            size_t power, size_t whose, size_t tie);

#endif
