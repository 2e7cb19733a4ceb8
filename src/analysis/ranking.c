// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// ranking: see the header. Without kept members the order comes from the means, and who leads how
// often is not known: marginal distributions do not say it.
#include "analysis/ranking.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare.h"

bool steppe_series_indices(const char *name, char first[24], char second[24]) {
    const char *open = strchr(name, '['), *comma = open ? strchr(open, ',') : NULL;
    const char *close = comma ? strchr(comma, ']') : NULL;
    if (!close || strchr(comma + 1, ',')) return false;
    size_t first_length = (size_t)(comma - open) - 1, second_length = (size_t)(close - comma) - 1;
    if (first_length >= 24 || second_length >= 24) return false;
    memcpy(first, open + 1, first_length);
    first[first_length] = 0;
    memcpy(second, comma + 1, second_length);
    second[second_length] = 0;
    return true;
}

static int by_mean(const void *left, const void *right) {
    const struct steppe_rank *a = left, *b = right;
    if (a->mean != b->mean) return a->mean > b->mean ? -1 : 1;
    return (a->series > b->series) - (a->series < b->series);
}

static void fill_rank(const struct steppe_record *record, size_t world, size_t date,
                      struct steppe_rank *rank) {
    const struct steppe_summary *summary = record->summary;
    size_t series = rank->series;
    rank->now = steppe_tally_mean(summary, 0, series, 0);
    rank->mean = steppe_tally_mean(summary, world, series, date);
    rank->low = steppe_tally_quantile(summary, world, series, date, STEPPE_FAN_LOW, NULL);
    rank->high = steppe_tally_quantile(summary, world, series, date, STEPPE_FAN_HIGH, NULL);
    rank->lead_share = nan("");
}

// Counts who leads, member by member; members that failed are left out.
static void count_leads(const struct steppe_record *record, size_t world, size_t kept_date,
                        struct steppe_host_ranking *host) {
    const size_t rows = record->kept_date_count, series_count = record->summary->series_count;
    double counted = 0;
    for (size_t r = 0; r < host->count; r++) host->ranks[r].lead_share = 0;
    for (size_t member = 0; member < record->kept_members; member++) {
        size_t leader = SIZE_MAX;
        float largest = 0;
        bool failed = false;
        for (size_t r = 0; r < host->count; r++) {
            size_t row = (world * series_count + host->ranks[r].series) * rows + kept_date;
            float value = record->kept[row * record->kept_members + member];
            failed = failed || isnan(value);
            if (leader == SIZE_MAX || value > largest) {
                leader = r;
                largest = value;
            }
        }
        if (failed) continue;
        host->ranks[leader].lead_share += 1;
        counted += 1;
    }
    for (size_t r = 0; r < host->count; r++) host->ranks[r].lead_share /= counted;
}

static size_t kept_date_of(const struct steppe_record *record, size_t date) {
    for (size_t i = 0; record->kept && i < record->kept_date_count; i++)
        if (record->kept_months[i] == record->date_months[date]) return i;
    return SIZE_MAX;
}

static void finish_host(const struct steppe_record *record, size_t world, size_t date,
                        struct steppe_host_ranking *host) {
    size_t kept_date = kept_date_of(record, date);
    for (size_t r = 0; r < host->count; r++) fill_rank(record, world, date, &host->ranks[r]);
    qsort(host->ranks, host->count, sizeof *host->ranks, by_mean);
    if (kept_date != SIZE_MAX) count_leads(record, world, kept_date, host);
}

bool steppe_rankings_make(const struct steppe_record *record, size_t world, const char *variable,
                          size_t date, struct steppe_arena *arena,
                          struct steppe_host_ranking **hosts, size_t *count,
                          struct steppe_error *error) {
    const struct steppe_summary *summary = record->summary;
    size_t total = summary->series_count, found = 0;
    struct steppe_host_ranking *made = STEPPE_TAKE(arena, total, struct steppe_host_ranking);
    struct steppe_rank *ranks = STEPPE_TAKE(arena, total, struct steppe_rank);
    if (!made || !ranks)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "not enough memory to rank %zu series", total);
    char power[24], host[24], other[24];
    size_t used = 0;
    for (size_t s = 0; s < total; s++) { // each host once, where its first series stands
        if (strcmp(summary->series[s].variable, variable) != 0) continue;
        if (!steppe_series_indices(summary->series[s].name, power, host)) continue;
        bool known = false;
        for (size_t i = 0; i < found && !known; i++) known = strcmp(made[i].host, host) == 0;
        if (known) continue;
        struct steppe_host_ranking *ranking = &made[found++];
        memcpy(ranking->host, host, sizeof host);
        ranking->ranks = ranks + used;
        for (size_t k = s; k < total; k++) {
            if (strcmp(summary->series[k].variable, variable) != 0) continue;
            if (!steppe_series_indices(summary->series[k].name, power, other)) continue;
            if (strcmp(other, host) != 0) continue;
            struct steppe_rank *rank = &ranking->ranks[ranking->count++];
            memcpy(rank->power, power, sizeof power);
            rank->series = k;
        }
        used += ranking->count;
        finish_host(record, world, date, ranking);
    }
    *hosts = made;
    *count = found;
    return true;
}
