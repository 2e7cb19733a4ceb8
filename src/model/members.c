// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// members: who sits in which institution, and who leads which actor. In: membership.csv,
// leaders.csv. Out: dated spans, checked not to overlap.
#include <math.h>
#include <string.h>

#include "model/builder.h"
#include "model/csv_get.h"

// ---- membership ---------------------------------------------------------------------------------

enum {
    MEMBER_INSTITUTION,
    MEMBER_ACTOR,
    MEMBER_STATUS,
    MEMBER_FROM,
    MEMBER_UNTIL,
    MEMBER_SOURCE,
    MEMBER_NOTE
};
static const struct steppe_csv_column member_columns[] = {
    {"institution", true}, {"actor", true},  {"status", true}, {"from", true},
    {"until", true},       {"source", true}, {"note", false},  {NULL, false}};

// First month after a span, as far as is known.
static int32_t span_end(struct steppe_date until) {
    return until.year ? steppe_date_month(until) : INT32_MAX;
}

static void check_overlap(struct steppe_csv *csv, const struct steppe_membership *items,
                          size_t count, const struct steppe_membership *item) {
    for (size_t i = count; i-- > 0;) {
        const struct steppe_membership *other = &items[i];
        if (other->institution != item->institution || other->actor != item->actor) continue;
        // The last month of one may be the first of the other: dates are as coarse as sources.
        bool apart = span_end(other->until) <= steppe_date_month(item->from) ||
                     span_end(item->until) <= steppe_date_month(other->from);
        if (apart) continue;
        steppe_csv_fault(csv, MEMBER_FROM, "spans one after the other", NULL,
                         "overlaps with the span as %s in line %u", other->status,
                         other->place.line);
        return;
    }
}

static bool read_member(struct steppe_csv *csv, struct steppe_membership *item) {
    int32_t institution = 0, actor = 0, lag = 0;
    size_t status = 0;
    enum steppe_quality quality;
    bool good = steppe_csv_element(csv, MEMBER_INSTITUTION, STEPPE_AXIS_INSTITUTION, &institution);
    good &= steppe_csv_element(csv, MEMBER_ACTOR, STEPPE_AXIS_ACTOR, &actor);
    good &= steppe_csv_word(csv, MEMBER_STATUS, steppe_status_names, &status);
    good &= steppe_csv_date(csv, MEMBER_FROM, true, &item->from);
    good &= steppe_csv_date(csv, MEMBER_UNTIL, false, &item->until);
    good &= steppe_csv_source(csv, MEMBER_SOURCE, &item->source, &quality, &lag);
    if (!good || !steppe_csv_ordered(csv, MEMBER_UNTIL, item->from, item->until)) return false;
    item->institution = (uint16_t)institution;
    item->actor = (uint16_t)actor;
    item->status = steppe_status_names[status];
    item->status_number = (enum steppe_status)status;
    item->known_month = steppe_date_after(item->from) + lag;
    item->place = steppe_csv_row(csv);
    csv->builder->model->quality_count[quality]++;
    return true;
}

static bool read_memberships(struct steppe_model_builder *builder) {
    const struct steppe_file *file = steppe_file_read(builder, "membership.csv", false);
    struct steppe_csv csv;
    if (!file || !steppe_csv_open(&csv, builder, file, member_columns)) return !builder->failed;
    struct steppe_membership *items = NULL;
    size_t capacity = 0, count = 0;
    while (steppe_csv_next(&csv)) {
        struct steppe_membership membership = {0};
        if (!read_member(&csv, &membership)) continue;
        check_overlap(&csv, items, count, &membership);
        struct steppe_membership *item = steppe_builder_grow(builder, (void **)&items, &capacity,
                                                             count, sizeof *item);
        if (!item) return false;
        *item = membership;
        count++;
    }
    builder->model->memberships = items;
    builder->model->membership_count = count;
    return !builder->failed;
}

// ---- leaders ------------------------------------------------------------------------------------

enum {
    LEADER_ACTOR,
    LEADER_NAME,
    LEADER_ROLE,
    LEADER_FROM,
    LEADER_UNTIL,
    LEADER_BIRTH,
    LEADER_SOURCE
};
static const struct steppe_csv_column leader_columns[] = {
    {"actor", true}, {"name", true},       {"role", true},   {"from", true},
    {"until", true}, {"birth_year", true}, {"source", true}, {NULL, false}};

static bool read_leader(struct steppe_csv *csv, struct steppe_leader *leader) {
    int32_t actor = 0, lag = 0;
    double birth = 0;
    enum steppe_quality quality;
    bool good = steppe_csv_element(csv, LEADER_ACTOR, STEPPE_AXIS_ACTOR, &actor);
    good &= steppe_csv_text(csv, LEADER_NAME, true, &leader->name);
    good &= steppe_csv_text(csv, LEADER_ROLE, true, &leader->role);
    good &= steppe_csv_date(csv, LEADER_FROM, true, &leader->from);
    good &= steppe_csv_date(csv, LEADER_UNTIL, false, &leader->until);
    good &= steppe_csv_number(csv, LEADER_BIRTH, false, 1850, 2100, &birth);
    good &= steppe_csv_source(csv, LEADER_SOURCE, &leader->source, &quality, &lag);
    if (!good || !steppe_csv_ordered(csv, LEADER_UNTIL, leader->from, leader->until)) return false;
    leader->actor = (uint16_t)actor;
    leader->birth_year = (int32_t)birth;
    csv->builder->model->quality_count[quality]++;
    return true;
}

static bool read_leaders(struct steppe_model_builder *builder) {
    const struct steppe_file *file = steppe_file_read(builder, "leaders.csv", false);
    struct steppe_csv csv;
    if (!file || !steppe_csv_open(&csv, builder, file, leader_columns)) return !builder->failed;
    struct steppe_leader *items = NULL;
    struct steppe_names seen = {0};
    size_t capacity = 0, count = 0;
    while (steppe_csv_next(&csv)) {
        struct steppe_leader leader = {0};
        if (!steppe_csv_once(&csv, &seen) || !read_leader(&csv, &leader)) continue;
        struct steppe_leader *item = steppe_builder_grow(builder, (void **)&items, &capacity, count,
                                                         sizeof *item);
        if (!item) return false;
        *item = leader;
        count++;
    }
    builder->model->leaders = items;
    builder->model->leader_count = count;
    return !builder->failed;
}

bool steppe_read_members(struct steppe_model_builder *builder) {
    return read_memberships(builder) && read_leaders(builder);
}
