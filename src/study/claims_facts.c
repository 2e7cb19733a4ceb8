// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// claims_facts: a fact is looked up in the tables: figures of its date, seats in institutions,
// states of regimes by the record, rows of ties.csv.
#include <math.h>
#include <string.h>

#include "study/claims.h"

struct reader {
    const struct steppe_model *model;
    const struct steppe_claim_fact *fact;
    struct steppe_arena *arena;
    struct steppe_fact_result *result;
    char sources[400]; // distinct, "a; b"
    bool own_account;  // nothing but the fact's own sources and judgement was found
};

const char *steppe_finding_name(enum steppe_finding_kind kind) {
    static const char *const names[STEPPE_FACT_KINDS] = {"agrees", "disagrees", "one account",
                                                         "not known"};
    return names[kind];
}

// ---- sources ------------------------------------------------------------------------------------
// Whether one of "a; b" or "derived:a;b" is `id`.
static bool names_source(const char *list, const char *id, size_t length) {
    for (const char *at = list; *at;) {
        at += strspn(at, "; ");
        if (strncmp(at, "derived:", 8) == 0) at += 8;
        at += strspn(at, " ");
        size_t size = strcspn(at, "; ");
        if (size == length && size > 0 && memcmp(at, id, size) == 0) return true;
        at += size;
    }
    return false;
}

// Takes the ids of a figure's source in; what does not fit is left to "...".
static void add_sources(struct reader *reader, const char *list) {
    for (const char *at = list; *at;) {
        at += strspn(at, "; ");
        if (strncmp(at, "derived:", 8) == 0) at += 8;
        at += strspn(at, " ");
        size_t size = strcspn(at, "; "), used = strlen(reader->sources);
        if (size == 0) break;
        bool judged = size == 9 && memcmp(at, "judgement", 9) == 0;
        if (!judged && !names_source(reader->fact->source, at, size)) reader->own_account = false;
        if (!names_source(reader->sources, at, size)) {
            if (used + size + 8 < sizeof reader->sources) {
                if (used > 0) memcpy(reader->sources + used, "; ", 3);
                used = strlen(reader->sources);
                memcpy(reader->sources + used, at, size);
                reader->sources[used + size] = 0;
            } else if (!names_source(reader->sources, "...", 3)) {
                memcpy(reader->sources + used, "; ...", 6);
            }
        }
        at += size;
    }
}

// ---- figures ------------------------------------------------------------------------------------
static void split_cell(const struct steppe_model *model, enum steppe_shape shape, uint32_t cell,
                       int32_t at[STEPPE_AXES_MAX]) {
    enum steppe_axis axes[STEPPE_AXES_MAX];
    size_t count = steppe_shape_axes(shape, axes);
    for (size_t i = 0; i < STEPPE_AXES_MAX; i++) at[i] = -1;
    for (size_t i = count; i-- > 0;) {
        uint32_t size = (uint32_t)model->axes[axes[i]].count;
        at[i] = (int32_t)(cell % size);
        cell /= size;
    }
}

static double status_of(struct reader *reader, const int32_t at[STEPPE_AXES_MAX], int32_t month) {
    const struct steppe_model *model = reader->model;
    for (size_t i = 0; i < model->membership_count; i++) {
        const struct steppe_membership *seat = &model->memberships[i];
        if (seat->institution != at[0] || seat->actor != at[1]) continue;
        if (seat->from.year && steppe_date_month(seat->from) > month) continue;
        if (seat->until.year && steppe_date_month(seat->until) <= month) continue;
        add_sources(reader, seat->source);
        return seat->status_number;
    }
    return STEPPE_STATUS_NONE; // the table is meant to be whole: no row is no seat
}

static double state_of(struct reader *reader, uint32_t variable, int32_t month) {
    const struct steppe_model *model = reader->model;
    double state = (double)NAN;
    for (size_t r = 0; r < model->regime_count; r++) {
        const struct steppe_regime *regime = &model->regimes[r];
        if (regime->variable != variable) continue;
        for (size_t i = 0; i < regime->history_count; i++) {
            const struct steppe_regime_span *span = &regime->history[i];
            if (steppe_date_month(span->from) > month) break;
            state = span->state;
            if (i + 1 == regime->history_count ||
                steppe_date_month(regime->history[i + 1].from) > month)
                add_sources(reader, span->source);
        }
    }
    return state;
}

// A figure that the tables do not have counts as nothing, and is counted.
static double read_variable(struct reader *reader, const struct steppe_instruction *code) {
    const struct steppe_model *model = reader->model;
    const struct steppe_variable *variable = &model->variables[code->a];
    int32_t at[STEPPE_AXES_MAX];
    int32_t month = steppe_date_month(reader->fact->date) - (int32_t)code->c;
    reader->result->looked++;
    split_cell(model, variable->shape, code->b, at);
    if (code->a == STEPPE_VAR_membership) return status_of(reader, at, month);
    if (variable->kind == STEPPE_STATE) return state_of(reader, code->a, month);
    const struct steppe_figure *figure = variable->kind == STEPPE_INDICATOR
                                             ? NULL
                                             : steppe_model_figure(model, code->a, at, INT32_MAX,
                                                                   month / 12);
    if (!figure) {
        reader->result->absent++;
        return 0;
    }
    add_sources(reader, figure->source);
    return figure->value;
}

static double load(void *context, const struct steppe_instruction *code) {
    struct reader *reader = context;
    if (code->operation == STEPPE_OP_VARIABLE) return read_variable(reader, code);
    if (code->operation == STEPPE_OP_MONTH) return steppe_date_month(reader->fact->date);
    return (double)NAN; // a parameter, a trajectory: of a run, not of the tables
}

// ---- verdicts -----------------------------------------------------------------------------------
static bool fits(const struct steppe_claim_fact *fact, double found) {
    switch (fact->relation) {
    case STEPPE_AT_LEAST: return found >= fact->claimed;
    case STEPPE_AT_MOST: return found <= fact->claimed;
    default: return fabs(found - fact->claimed) <= fact->within * fabs(fact->claimed);
    }
}

static void settle(struct reader *reader, bool agrees, double found) {
    struct steppe_fact_result *result = reader->result;
    bool all_absent = result->looked > 0 && result->absent == result->looked;
    if (all_absent) result->found = (double)NAN;
    result->kind = isnan(found) || all_absent ? STEPPE_FACT_UNKNOWN
                   : !agrees                  ? STEPPE_FACT_DISAGREES
                   : reader->own_account      ? STEPPE_FACT_ALONE
                                              : STEPPE_FACT_AGREES;
}

// From coherent units of the price year to the unit shown, in money of the year that it names.
static double shown(const struct steppe_model *model, const struct steppe_unit *unit,
                    double value) {
    double level = unit->money_year ? model->deflator[unit->money_year - 1900] : 1;
    return value / unit->factor * (level > 0 ? level : 1);
}

static void look_at_figures(struct reader *reader) {
    const struct steppe_claim_fact *fact = reader->fact;
    struct steppe_fact_result *result = reader->result;
    double found = steppe_program_value(fact->holds ? fact->holds : fact->figure, load, reader);
    if (fact->holds) {
        result->claimed = 1;
        result->found = found;
        // No row about a seat is an answer of the table, if a silent one.
        if (!*reader->sources) reader->own_account = false;
        settle(reader, found != 0, found);
        return;
    }
    result->claimed = shown(reader->model, &fact->unit, fact->claimed);
    result->found = shown(reader->model, &fact->unit, found);
    settle(reader, fits(fact, found), found);
}

static bool covers(const struct steppe_tie *tie, struct steppe_date date) {
    bool begun = !tie->start.year || steppe_date_month(tie->start) < steppe_date_after(date);
    bool ended = tie->end.year && steppe_date_after(tie->end) <= steppe_date_month(date);
    return begun && !ended;
}

static void look_at_records(struct reader *reader) {
    const struct steppe_model *model = reader->model;
    const struct steppe_claim_fact *fact = reader->fact;
    struct steppe_fact_result *result = reader->result;
    const struct steppe_tie *best = NULL;
    for (size_t i = 0; i < model->tie_count; i++) {
        const struct steppe_tie *tie = &model->ties[i];
        if (strcmp(tie->kind_name, fact->record) != 0 || tie->from != fact->from ||
            tie->to != fact->to || !covers(tie, fact->date) || (fact->unit_text && !tie->has_value))
            continue;
        // The row that says what is claimed, if there is one; else the nearest to it.
        bool nearer = best && fact->unit_text &&
                      fabs(tie->value - fact->claimed) < fabs(best->value - fact->claimed);
        bool better = best && !fact->unit_text && best->quality == STEPPE_JUDGEMENT;
        if (!best || nearer || better) best = tie;
    }
    result->looked = 1;
    result->absent = best ? 0 : 1;
    if (!best) {
        settle(reader, false, (double)NAN);
        return;
    }
    add_sources(reader, best->source);
    if (fact->unit_text) {
        result->claimed = shown(model, &fact->unit, fact->claimed);
        result->found = shown(model, &fact->unit, best->value);
        settle(reader, fits(fact, best->value), best->value);
    } else {
        result->claimed = result->found = 1;
        settle(reader, true, 1);
    }
}

bool steppe_claims_look_up(const struct steppe_model *model, const struct steppe_claim_fact *fact,
                           struct steppe_arena *arena, struct steppe_fact_result *result) {
    static const char *const relations[] = {"about", "at least", "at most"};
    struct reader reader = {
        .model = model, .fact = fact, .arena = arena, .result = result, .own_account = true};
    *result = (struct steppe_fact_result){
        .name = fact->name,
        .text = fact->text,
        .source = fact->source,
        .note = fact->note,
        .look = fact->look,
        .relation = fact->unit_text ? relations[fact->relation] : NULL,
        .unit = fact->unit_text,
        .claimed = (double)NAN,
        .found = (double)NAN,
        .month = fact->date.year ? steppe_date_month(fact->date) : 0,
        .kind = STEPPE_FACT_UNKNOWN,
    };
    if (fact->record)
        look_at_records(&reader);
    else if (!fact->cannot)
        look_at_figures(&reader);
    result->sources = steppe_arena_copy_text(arena, reader.sources, strlen(reader.sources));
    return result->sources != NULL;
}
