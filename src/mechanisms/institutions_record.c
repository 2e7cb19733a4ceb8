// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// institutions_record: see institutions_record.h.
#include "mechanisms/institutions_record.h"

#define WEIGHTED_VOTERS_MAX 20 // 2^20 coalitions are counted once

static bool no_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "no memory for the record of institutions");
}

// ---- statuses -----------------------------------------------------------------------------------

// An end that lies ahead may be put off: it counts only once it has come.
static int32_t end_of(const struct steppe_setup *setup, struct steppe_date until) {
    if (until.year == 0) return INT32_MAX;
    const int32_t month = steppe_date_month(until);
    return month <= setup->known_month ? month : INT32_MAX;
}

static steppe_real status_at(const struct steppe_setup *setup, size_t institution, size_t actor,
                             int32_t month) {
    const struct steppe_model *model = setup->model;
    for (size_t i = 0; i < model->membership_count; i++) {
        const struct steppe_membership *row = &model->memberships[i];
        if (row->institution != institution || row->actor != actor) continue;
        if (row->known_month > setup->known_month) continue;
        if (steppe_date_month(row->from) <= month && month < end_of(setup, row->until))
            return STEPPE_R(row->status_number);
    }
    return STEPPE_R(STEPPE_STATUS_NONE);
}

static void add_move(const struct steppe_setup *setup, struct steppe_institution_move *moves,
                     size_t *count, const struct steppe_membership *row, int32_t month,
                     int32_t base_month) {
    if (month <= base_month || month > setup->known_month) return;
    const size_t actors = setup->model->axes[STEPPE_AXIS_ACTOR].count;
    const int32_t first = setup->layout->first_month;
    moves[(*count)++] = (struct steppe_institution_move){
        .month = month > first ? month : first,
        .cell = (uint32_t)(row->institution * actors + row->actor),
        .value = status_at(setup, row->institution, row->actor, month > first ? month : first),
    };
}

static bool make_statuses(struct steppe_setup *setup, struct steppe_institutions *record) {
    const struct steppe_model *model = setup->model;
    const size_t actors = model->axes[STEPPE_AXIS_ACTOR].count, cells = record->count * actors;
    const int32_t base_month = setup->layout->base_year * 12 + 6; // as regimes have it
    steppe_real *base = STEPPE_TAKE(setup->arena, cells + 1, steppe_real);
    steppe_real *known = STEPPE_TAKE(setup->arena, cells + 1, steppe_real);
    struct steppe_institution_move *moves = STEPPE_TAKE(
        setup->arena, 2 * model->membership_count + 1, struct steppe_institution_move);
    if (!base || !known || !moves) return false;
    for (size_t i = 0; i < cells; i++) base[i] = known[i] = STEPPE_R(STEPPE_STATUS_NONE);
    for (size_t i = 0; i < model->membership_count; i++) {
        const struct steppe_membership *row = &model->memberships[i];
        const size_t cell = row->institution * actors + row->actor;
        if (row->known_month > setup->known_month) continue;
        base[cell] = status_at(setup, row->institution, row->actor, base_month);
        known[cell] = status_at(setup, row->institution, row->actor, setup->known_month);
        add_move(setup, moves, &record->move_count, row, steppe_date_month(row->from), base_month);
        if (end_of(setup, row->until) != INT32_MAX)
            add_move(setup, moves, &record->move_count, row, steppe_date_month(row->until),
                     base_month);
    }
    record->base = base;
    record->known = known;
    record->moves = moves;
    return true;
}

// ---- what an institution is ---------------------------------------------------------------------

static enum steppe_rule rule_of(const struct steppe_institution *institution) {
    const char *rule = institution->decision_rule;
    if (rule && strcmp(rule, "majority") == 0) return STEPPE_RULE_MAJORITY;
    if (rule && strcmp(rule, "weighted") == 0) return STEPPE_RULE_WEIGHTED;
    if (rule && strcmp(rule, "leader") == 0) return STEPPE_RULE_LEADER;
    return STEPPE_RULE_CONSENSUS;
}

// Coalitions of equal voters that win, by size: binomial coefficients or none.
static void count_equal(enum steppe_rule rule, size_t voters, steppe_real *coalitions) {
    double choose = 1;
    for (size_t j = 0; j <= voters; j++) {
        const bool wins = rule == STEPPE_RULE_CONSENSUS ? j == voters : 2 * j > voters;
        coalitions[j] = wins ? (steppe_real)choose : STEPPE_R(0);
        choose = choose * (double)(voters - j) / (double)(j + 1);
    }
}

static void count_weighted(const double *weights, size_t voters, steppe_real *coalitions) {
    double all = 0;
    for (size_t i = 0; i < voters; i++) all += weights[i];
    for (uint32_t set = 0; set < (uint32_t)1 << voters; set++) {
        double yes = 0;
        size_t size = 0;
        for (size_t i = 0; i < voters; i++)
            if (set >> i & 1) {
                yes += weights[i];
                size++;
            }
        if (yes > all / 2) coalitions[size] += STEPPE_R(1);
    }
}

static double income_of(const struct steppe_setup *setup, size_t actor) {
    const int32_t at[STEPPE_AXES_MAX] = {(int32_t)actor, -1, -1};
    const struct steppe_figure *figure = steppe_model_figure(
        setup->model, STEPPE_VAR_gdp_level, at, setup->known_month, setup->layout->base_year);
    return figure ? figure->value : 0;
}

static bool count_coalitions(struct steppe_setup *setup, const struct steppe_institutions *record,
                             size_t k, struct steppe_institution_facts *facts,
                             struct steppe_error *error) {
    const size_t actors = setup->model->axes[STEPPE_AXIS_ACTOR].count;
    double weights[STEPPE_ACTORS_MAX];
    for (size_t a = 0; a < actors; a++)
        if (record->known[k * actors + a] == STEPPE_R(STEPPE_STATUS_MEMBER))
            weights[facts->voters++] = income_of(setup, a);
    if (facts->rule == STEPPE_RULE_LEADER) facts->voters = 1;
    steppe_real *coalitions = STEPPE_TAKE(setup->arena, facts->voters + 1, steppe_real);
    if (!coalitions) return no_memory(error);
    memset(coalitions, 0, (facts->voters + 1) * sizeof *coalitions);
    facts->coalitions = coalitions;
    if (facts->rule != STEPPE_RULE_WEIGHTED) {
        count_equal(facts->rule, facts->voters, coalitions);
        return true;
    }
    if (facts->open_to != 0 && facts->voters > WEIGHTED_VOTERS_MAX)
        return steppe_error_set(error, STEPPE_CODE_MODEL, (struct steppe_place){0},
                                "institution %s: %zu members vote by weight, at most %d may",
                                setup->model->institutions[k].id, facts->voters,
                                WEIGHTED_VOTERS_MAX);
    if (facts->open_to != 0) count_weighted(weights, facts->voters, coalitions);
    return true;
}

// The highest status that those hold to whom the institution is open; nobody in: member.
static int full_status(const struct steppe_setup *setup, const struct steppe_institutions *record,
                       size_t k, const int32_t *host_of) {
    const size_t actors = setup->model->axes[STEPPE_AXIS_ACTOR].count;
    int full = STEPPE_STATUS_NONE;
    for (size_t a = 0; a < actors; a++) {
        const int status = (int)record->known[k * actors + a];
        if (host_of[a] >= 0 && status > full) full = status;
    }
    return full == STEPPE_STATUS_PARTNER ? full : STEPPE_STATUS_MEMBER;
}

static bool make_facts(struct steppe_setup *setup, const int32_t *host_of,
                       struct steppe_institutions *record, struct steppe_error *error) {
    struct steppe_institution_facts *all = STEPPE_TAKE(setup->arena, record->count + 1,
                                                       struct steppe_institution_facts);
    if (!all) return no_memory(error);
    for (size_t k = 0; k < record->count; k++) {
        const struct steppe_institution *institution = &setup->model->institutions[k];
        all[k] = (struct steppe_institution_facts){
            .rule = rule_of(institution),
            .leader = institution->leader,
            .open_to = institution->open_to,
            .led = institution->leader >= 0,
            .customs = steppe_institution_owes(institution, STEPPE_OBLIGATION_COMMON_TARIFF),
            .binds = steppe_institution_owes(institution, STEPPE_OBLIGATION_BOUND_TARIFFS),
            .fund = steppe_institution_owes(institution, STEPPE_OBLIGATION_PLEDGES),
            .full = full_status(setup, record, k, host_of),
        };
        if (!count_coalitions(setup, record, k, &all[k], error)) return false;
    }
    record->facts = all;
    return true;
}

// ---- treaties and summits -----------------------------------------------------------------------

// Figures of political_tie: treaties of two, with the month from which each is in force and, where
// an end has come, the month from which it is not.
static bool make_treaties(struct steppe_setup *setup, struct steppe_institutions *record) {
    const struct steppe_model *model = setup->model;
    const size_t hosts = model->axes[STEPPE_AXIS_HOST].count;
    size_t count = 0;
    for (size_t i = 0; i < model->figure_count; i++)
        count += model->figures[i].variable == STEPPE_VAR_political_tie;
    struct steppe_institution_move *moves = STEPPE_TAKE(setup->arena, 2 * count + 1,
                                                        struct steppe_institution_move);
    if (!moves) return false;
    for (size_t i = 0; i < model->figure_count; i++) {
        const struct steppe_figure *figure = &model->figures[i];
        if (figure->variable != STEPPE_VAR_political_tie) continue;
        if (figure->known_month > setup->known_month) continue;
        const uint32_t cell = (uint32_t)((size_t)figure->at[0] * hosts + (size_t)figure->at[1]);
        moves[record->treaty_count++] = (struct steppe_institution_move){
            steppe_date_month(figure->date), cell, (steppe_real)figure->value};
        const int32_t end = figure->end.year ? steppe_date_after(figure->end) : INT32_MAX;
        if (end <= setup->known_month)
            moves[record->treaty_count++] = (struct steppe_institution_move){
                end, cell, (steppe_real)-figure->value};
    }
    record->treaties = moves;
    return true;
}

// Summits of so many months before the start make the yearly number.
static bool make_summits(struct steppe_setup *setup, const int32_t *host_of,
                         const int32_t *power_of, int32_t months,
                         struct steppe_institutions *record) {
    const struct steppe_model *model = setup->model;
    const size_t hosts = model->axes[STEPPE_AXIS_HOST].count;
    const size_t pairs = model->axes[STEPPE_AXIS_POWER].count * hosts;
    const int32_t first = setup->known_month - months;
    double *summits = STEPPE_TAKE(setup->arena, pairs + 1, double);
    if (!summits) return false;
    memset(summits, 0, pairs * sizeof *summits);
    for (size_t i = 0; i < model->tie_count; i++) {
        const struct steppe_tie *row = &model->ties[i];
        const int32_t power = power_of[row->from], host = host_of[row->to];
        if (strcmp(row->kind_name, "summit") != 0 || power < 0 || host < 0) continue;
        if (row->known_month > setup->known_month || steppe_date_month(row->start) < first)
            continue;
        summits[(size_t)power * hosts + (size_t)host] += 12.0 / months;
    }
    record->summits = summits;
    return true;
}

bool steppe_institutions_make(struct steppe_setup *setup, const int32_t *host_of,
                              const int32_t *power_of, int32_t summit_months,
                              struct steppe_institutions *record, struct steppe_error *error) {
    *record = (struct steppe_institutions){
        .count = setup->model->axes[STEPPE_AXIS_INSTITUTION].count,
        .known_month = setup->known_month};
    if (!make_statuses(setup, record)) return no_memory(error);
    if (!make_facts(setup, host_of, record, error)) return false;
    if (!make_treaties(setup, record) ||
        !make_summits(setup, host_of, power_of, summit_months, record))
        return no_memory(error);
    return true;
}
