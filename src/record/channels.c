// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "record/channels.h"

#include <math.h>
#include <string.h>

#include "model/model.h"
#include "record/record.h"

enum { FIXED_BITS = 30 }; // a share is at most 1: sums of 2^32 members stay within 63 bits

// Sums of a host at both ends of a change, for the members of a row.
struct host_row {
    double from_total[STEPPE_ROW_MEMBERS], to_total[STEPPE_ROW_MEMBERS];
    double from_open[STEPPE_ROW_MEMBERS], to_open[STEPPE_ROW_MEMBERS]; // what powers steer
    double per_score[STEPPE_ROW_MEMBERS];                              // mean(g)
    double dilution[STEPPE_ROW_MEMBERS];                               // a / (T T')
};

size_t steppe_channels_bytes(size_t columns, size_t ties, size_t powers, size_t hosts) {
    size_t wholes = columns * hosts * powers;
    return sizeof(struct steppe_channels) + 2 * columns * sizeof(uint64_t) + ties * sizeof(char *) +
           wholes * (2 + powers * ties) * sizeof(int64_t) + 7 * STEPPE_ALIGNMENT;
}

bool steppe_channels_make(size_t columns, size_t ties, size_t powers, size_t hosts,
                          struct steppe_arena *arena, struct steppe_channels **channels,
                          struct steppe_error *error) {
    struct steppe_channels *made = STEPPE_TAKE(arena, 1, struct steppe_channels);
    size_t wholes = columns * hosts * powers;
    *channels = made;
    if (made) {
        made->product = steppe_row_product_plain;
        made->columns = columns;
        made->ties = ties;
        made->powers = powers;
        made->hosts = hosts;
        made->owners = STEPPE_TAKE(arena, ties, const char *);
        made->counts = STEPPE_TAKE(arena, columns, uint64_t);
        made->wholes = STEPPE_TAKE(arena, wholes, int64_t);
        made->parts = STEPPE_TAKE(arena, wholes * powers * ties, int64_t);
        made->pair_counts = STEPPE_TAKE(arena, columns, uint64_t);
        made->squares = STEPPE_TAKE(arena, wholes, int64_t);
    }
    return (made && made->owners && made->counts && made->wholes && made->parts &&
            made->pair_counts && made->squares) ||
           steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "not enough memory for the channels of influence");
}

static size_t whole_at(const struct steppe_channels *channels, size_t column, size_t host,
                       size_t power) {
    return (column * channels->hosts + host) * channels->powers + power;
}

static size_t part_at(const struct steppe_channels *channels, size_t column, size_t host,
                      size_t power, size_t whose, size_t tie) {
    size_t whole = whole_at(channels, column, host, power);
    return (whole * channels->powers + whose) * channels->ties + tie;
}

static int64_t fixed_point(double sum) { return llround(ldexp(sum, FIXED_BITS)); }

static const float *scores_of(const struct steppe_channels *channels,
                              const struct steppe_channel_end *end, size_t tie, size_t power,
                              size_t host) {
    size_t cell = (tie * channels->powers + power) * channels->hosts + host;
    return end->scores + cell * STEPPE_ROW_MEMBERS;
}

static void add_to(double *sum, const float *values, size_t count) {
    for (size_t i = 0; i < count; i++) sum[i] += (double)values[i];
}

static void host_sums(const struct steppe_channels *channels, size_t host,
                      const struct steppe_channel_end *from, const struct steppe_channel_end *to,
                      size_t stride, size_t count, struct host_row *row) {
    *row = (struct host_row){0};
    for (size_t p = 0; p < channels->powers; p++) {
        size_t series = p * channels->hosts + host;
        add_to(row->from_open, from->influence + series * stride, count);
        add_to(row->to_open, to->influence + series * stride, count);
        for (size_t k = 0; k < channels->ties; k++) {
            add_to(row->from_total, scores_of(channels, from, k, p, host), count);
            add_to(row->to_total, scores_of(channels, to, k, p, host), count);
        }
    }
    for (size_t i = 0; i < count; i++) {
        double a = row->from_open[i], b = row->to_open[i];
        // A failed member, or one without ties, moves nothing.
        if (isnan(a + b) || row->from_total[i] <= 0 || row->to_total[i] <= 0) continue;
        row->per_score[i] = (a / row->from_total[i] + b / row->to_total[i]) / 2;
        row->dilution[i] = (a + b) / 2 / (row->from_total[i] * row->to_total[i]);
    }
}

static void add_wholes(struct steppe_channels *channels, size_t column, size_t host,
                       const struct steppe_channel_end *from, const struct steppe_channel_end *to,
                       size_t stride, size_t count) {
    for (size_t p = 0; p < channels->powers; p++) {
        size_t series = p * channels->hosts + host;
        const float *a = from->influence + series * stride, *b = to->influence + series * stride;
        double sum = 0;
        for (size_t i = 0; i < count; i++)
            if (!isnan(a[i]) && !isnan(b[i])) sum += (double)b[i] - (double)a[i];
        double squares = 0;
        for (size_t i = 0; i + 1 < count; i += 2) {
            const double middle = (((double)b[i] - (double)a[i]) +
                                   ((double)b[i + 1] - (double)a[i + 1])) /
                                  2;
            if (!isnan(middle)) squares += middle * middle;
        }
        channels->wholes[whole_at(channels, column, host, p)] += fixed_point(sum);
        channels->squares[whole_at(channels, column, host, p)] += fixed_point(squares);
    }
}

static size_t whole_pairs(const struct steppe_channel_end *from,
                          const struct steppe_channel_end *to, size_t count) {
    const float *a = from->influence, *b = to->influence;
    size_t pairs = 0;
    for (size_t i = 0; i + 1 < count; i += 2)
        pairs += isnan(a[i] + b[i] + a[i + 1] + b[i + 1]) ? 0 : 1;
    return pairs;
}

// What one tie of one power did: `change` of its score, weighted for each power that it moved.
static void add_tie(struct steppe_channels *channels, size_t column, size_t host, size_t whose,
                    size_t tie, const double *change, const double *per_score,
                    const double (*diluted)[STEPPE_ROW_MEMBERS], size_t count) {
    for (size_t p = 0; p < channels->powers; p++) {
        const double sum = channels->product(p == whose ? 1 : 0, per_score, diluted[p], change,
                                             count);
        channels->parts[part_at(channels, column, host, p, whose, tie)] += fixed_point(sum);
    }
}

static void add_host(struct steppe_channels *channels, size_t column, size_t host,
                     const struct steppe_channel_end *from, const struct steppe_channel_end *to,
                     size_t stride, size_t count) {
    struct host_row row;
    double diluted[STEPPE_ACTORS_MAX][STEPPE_ROW_MEMBERS]; // mean(S_p) a / (T T')
    double change[STEPPE_ROW_MEMBERS] = {0};
    host_sums(channels, host, from, to, stride, count, &row);
    for (size_t p = 0; p < channels->powers; p++) {
        memset(diluted[p], 0, sizeof diluted[p]);
        for (size_t k = 0; k < channels->ties; k++) {
            add_to(diluted[p], scores_of(channels, from, k, p, host), count);
            add_to(diluted[p], scores_of(channels, to, k, p, host), count);
        }
        for (size_t i = 0; i < count; i++)
            diluted[p][i] = row.dilution[i] > 0 ? diluted[p][i] * row.dilution[i] / 2 : 0;
    }
    for (size_t whose = 0; whose < channels->powers; whose++)
        for (size_t k = 0; k < channels->ties; k++) {
            const float *a = scores_of(channels, from, k, whose, host);
            const float *b = scores_of(channels, to, k, whose, host);
            bool moved = false;
            for (size_t i = 0; i < count; i++) {
                change[i] = row.dilution[i] > 0 ? (double)b[i] - (double)a[i] : 0;
                moved |= change[i] != 0;
            }
            if (moved)
                add_tie(channels, column, host, whose, k, change, row.per_score,
                        (const double(*)[STEPPE_ROW_MEMBERS])diluted, count);
        }
}

void steppe_channels_add(struct steppe_channels *channels, size_t column,
                         const struct steppe_channel_end *from, const struct steppe_channel_end *to,
                         size_t stride, size_t count) {
    steppe_must(column < channels->columns && channels->powers <= STEPPE_ACTORS_MAX);
    for (size_t i = 0; i < count; i++)
        channels->counts[column] += !isnan(from->influence[i]) && !isnan(to->influence[i]);
    channels->pair_counts[column] += whole_pairs(from, to, count);
    for (size_t host = 0; host < channels->hosts; host++) {
        add_wholes(channels, column, host, from, to, stride, count);
        add_host(channels, column, host, from, to, stride, count);
    }
}

void steppe_channels_merge(struct steppe_channels *into, const struct steppe_channels *from) {
    size_t wholes = into->columns * into->hosts * into->powers;
    for (size_t c = 0; c < into->columns; c++) {
        into->counts[c] += from->counts[c];
        into->pair_counts[c] += from->pair_counts[c];
    }
    for (size_t i = 0; i < wholes; i++) {
        into->wholes[i] += from->wholes[i];
        into->squares[i] += from->squares[i];
    }
    for (size_t i = 0; i < wholes * into->powers * into->ties; i++)
        into->parts[i] += from->parts[i];
}

static double mean(const struct steppe_channels *channels, size_t column, int64_t sum) {
    uint64_t count = channels->counts[column];
    return count > 0 ? ldexp((double)sum, -FIXED_BITS) / (double)count : nan("");
}

double steppe_channels_whole(const struct steppe_channels *channels, size_t column, size_t host,
                             size_t power) {
    return mean(channels, column, channels->wholes[whole_at(channels, column, host, power)]);
}

double steppe_channels_error(const struct steppe_channels *channels, size_t column, size_t host,
                             size_t power) {
    const double pairs = (double)channels->pair_counts[column];
    if (pairs < 2) return nan("");
    const double whole = steppe_channels_whole(channels, column, host, power);
    const int64_t sum = channels->squares[whole_at(channels, column, host, power)];
    const double variance = ldexp((double)sum, -FIXED_BITS) / pairs - whole * whole;
    return sqrt(fmax(variance, 0) / (pairs - 1));
}

double steppe_channels_part(const struct steppe_channels *channels, size_t column, size_t host,
                            size_t power, size_t whose, size_t tie) {
    return mean(channels, column,
                channels->parts[part_at(channels, column, host, power, whose, tie)]);
}
