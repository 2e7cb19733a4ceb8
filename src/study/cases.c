// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// cases: calls for force on record, and the chance that the model's own tables give to what came of
// them. In: records `call` (who asked, of whom, when) and `deployment` of ties.csv, memberships and
// regimes at the date, priors of crisis. Out: per case the chances that the host asks, of what
// happened then, of the size and the time; over draws of the priors, and with more or less noise in
// the leader's choice. The equations are those of crisis_call.c. Alignment is what the tables of
// the year before make of it, in the way in which a base begins (portfolio.c); where they hold no
// year as old, of the first one that they hold.
#define STEPPE_SCALAR
#define STEPPE_INSTANCE scalar
#include <math.h>
#include <stdlib.h>

#include "mechanisms/crisis_parts.h"
#include "sim/block.h"
#include "sim/plan.h"
#include "solve/intervention_kernel.h"
#include "solve/pact_kernel.h"

#define DRAWS 2000      // of the priors: a chance near a half then has an error of 0.01
#define ANSWER_MONTHS 2 // a force that came later was no answer

struct result {
    struct steppe_cases shown; // first: a pointer to it is one to the whole
    struct steppe_arena arena;
};

// Who decides in a case. turn: D[alignment with the leader], over the base.
struct moment {
    const struct steppe_pact *pact;
    size_t members, voters; // voters: members beside the leader and the host
    double turn, turns[STEPPE_PACT_VOTERS_MAX];
    int32_t year; // of the tables that alignment follows from
};

struct study {
    const struct steppe_model *model;
    struct steppe_arena *arena;
    struct steppe_plan *plan;
    struct steppe_block *block;
    const struct steppe_crisis *crisis; // NULL: the model has no such mechanism
    double *drawn;                      // [CHANCES][DRAWS]
};

static bool no_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "no memory for the cases");
}

// Nothing happens, in members that draw their parameters.
static struct steppe_plan_options drawn_at_rest(void) {
    struct steppe_plan_options options = steppe_plan_at_rest;
    options.fix_parameters = false;
    return options;
}

// ---- the record ---------------------------------------------------------------------------------

static bool is_kind(const struct steppe_tie *tie, const char *name) {
    return tie->kind == UINT32_MAX && strcmp(tie->kind_name, name) == 0;
}

static double days_of(const struct steppe_tie *tie) {
    const struct steppe_date a = tie->start, b = tie->end;
    if (a.day == 0 || b.year == 0 || b.day == 0) return (double)NAN;
    return (steppe_date_month(b) - steppe_date_month(a)) * 365.25 / 12 + b.day - a.day;
}

static bool sits(const struct steppe_membership *seat, size_t institution, int32_t month) {
    return seat->institution == institution && seat->status_number == STEPPE_STATUS_MEMBER &&
           steppe_date_month(seat->from) <= month &&
           (seat->until.year == 0 || steppe_date_month(seat->until) > month);
}

// The pact of the one who was asked; NULL: none that it leads has the host as a member then.
static const struct steppe_pact *pact_of(const struct study *study, const struct steppe_tie *call) {
    const struct steppe_model *model = study->model;
    for (size_t k = 0; k < study->crisis->pact_count; k++) {
        const struct steppe_pact *pact = &study->crisis->pacts[k];
        bool in = false;
        for (size_t i = 0; i < model->membership_count; i++) {
            const struct steppe_membership *seat = &model->memberships[i];
            in |= seat->actor == call->from &&
                  sits(seat, pact->institution, steppe_date_month(call->start));
        }
        if (in && pact->leader == call->to) return pact;
    }
    return NULL;
}

// ---- alignment at the date ----------------------------------------------------------------------

// The year before a month, or the first later one that has a trade matrix; and from when on it was
// known. 0: none.
static int32_t year_known(const struct steppe_model *model, int32_t month, int32_t *known_month) {
    int32_t year = 0;
    *known_month = 0;
    for (size_t i = 0; i < model->figure_count; i++) {
        const struct steppe_figure *figure = &model->figures[i];
        const int32_t of = figure->date.year;
        if (figure->variable != STEPPE_VAR_goods_exports || of < month / 12 - 1) continue;
        if (of > model->price_year || (year != 0 && of > year)) continue;
        const bool earlier = of == year && figure->known_month >= *known_month;
        if (!earlier) *known_month = figure->known_month;
        year = of;
    }
    return year;
}

// Alignment of a host with a power in which a plan begins.
static double begins_with(const struct study *study, const struct steppe_plan *plan, size_t host,
                          size_t power) {
    const uint32_t first = plan->layout->offsets[STEPPE_VAR_portfolio];
    if (first == STEPPE_NOWHERE) return 0;
    return plan->start[first + host * study->crisis->powers + power];
}

// Everybody's turn to the leader since the base's year back to that of the case.
static bool align(struct study *study, const struct steppe_tie *call, struct moment *moment,
                  struct steppe_error *error) {
    const struct steppe_model *model = study->model;
    const struct steppe_crisis *crisis = study->crisis;
    const int32_t month = steppe_date_month(call->start);
    struct steppe_plan *then = study->plan;
    struct steppe_plan_options options = drawn_at_rest();
    moment->year = year_known(model, month, &options.start);
    if (moment->year != 0 && !steppe_plan_make(model, steppe_kernels_named("scalar"), &options,
                                               study->arena, &then, error))
        return false;
    moment->year = then->layout->base_year;
    for (size_t i = 0; i < model->membership_count; i++) {
        const struct steppe_membership *seat = &model->memberships[i];
        if (!sits(seat, moment->pact->institution, month)) continue;
        moment->members++;
        const int32_t host = crisis->host_of[seat->actor];
        const size_t power = moment->pact->power;
        const double turn = host < 0 ? 0
                                     : begins_with(study, then, (size_t)host, power) -
                                           begins_with(study, study->plan, (size_t)host, power);
        if (seat->actor == call->from)
            moment->turn = turn;
        else if (seat->actor != moment->pact->leader && moment->voters < STEPPE_PACT_VOTERS_MAX)
            moment->turns[moment->voters++] = turn;
    }
    return true;
}

// Troops that came on a call, of all members, and the days that the leader's stayed.
static void answer_of(const struct steppe_model *model, const struct steppe_tie *call,
                      struct steppe_case *it) {
    const int32_t month = steppe_date_month(call->start);
    it->days = (double)NAN;
    for (size_t i = 0; i < model->tie_count; i++) {
        const struct steppe_tie *tie = &model->ties[i];
        if (!is_kind(tie, "deployment") || tie->to != call->from || !tie->has_value) continue;
        const int32_t came = steppe_date_month(tie->start);
        if (came < month || came > month + ANSWER_MONTHS || tie->end.year == 0) continue;
        it->troops += tie->value;
        if (tie->from != call->to) continue;
        it->came = true;
        it->days = days_of(tie);
    }
}

// ---- chances ------------------------------------------------------------------------------------

static double param_of(const struct study *study, size_t number) {
    return steppe_crisis_param(&study->block->world, study->crisis, number, 0)[0];
}

// What regimes make of a power's attention to security in a month, over the base: the states of
// then laid over, those of the base taken off.
static double attention_at(const struct study *study, size_t power, int32_t month) {
    const struct steppe_crisis *crisis = study->crisis;
    double attention = 1;
    if (crisis->security == UINT32_MAX) return attention;
    for (size_t r = 0; r < study->model->regime_count; r++) {
        const struct steppe_plan_regime *plan = &study->plan->regimes[r];
        const uint16_t states[] = {steppe_regime_state_at(plan->regime, month), plan->base_state};
        for (size_t side = 0; side < 2 && states[0] != states[1]; side++) {
            const struct steppe_regime_state *state = &plan->regime->states[states[side]];
            for (size_t e = 0; e < state->effect_count; e++) {
                const struct steppe_effect *effect = &state->effects[e];
                if (effect->is_param || effect->target != STEPPE_VAR_attention ||
                    effect->cell != power * crisis->domains + crisis->security)
                    continue;
                const double value = *steppe_world_evaluate(&study->block->world, effect->value,
                                                            study->block->registers, UINT32_MAX);
                const double sign = side == 0 ? 1 : -1;
                if (effect->verb == STEPPE_SCALE) attention *= pow(value, sign);
                if (effect->verb == STEPPE_ADD_TO) attention += sign * value;
                if (effect->verb == STEPPE_SET && side == 0) attention = value;
            }
        }
    }
    return fmax(attention, param_of(study, STEPPE_CRISIS_LEAST_ATTENTION));
}

// Chance that the rule is met by the members of then, each with a consent of its own: the number of
// those who agree is built up voter by voter, as in pact_kernel.h.
static double agreement(const struct study *study, const struct moment *moment) {
    const double consent = param_of(study, STEPPE_CRISIS_CONSENT);
    const double pull = param_of(study, STEPPE_CRISIS_CONSENT_PULL);
    const bool majority = moment->pact->rule != STEPPE_PACT_CONSENSUS;
    double ways[STEPPE_PACT_VOTERS_MAX + 1] = {1}, met = 0;
    for (size_t n = 0; n < moment->voters; n++) {
        const double agrees = steppe_choice_moved(consent, pull * moment->turns[n]);
        for (size_t yes = n + 1; yes > 0; yes--)
            ways[yes] = ways[yes] * (1 - agrees) + ways[yes - 1] * agrees;
        ways[0] *= 1 - agrees;
    }
    for (size_t yes = 0; yes <= moment->voters; yes++)
        if (majority ? 2 * (yes + 2) > moment->voters + 2 : yes == moment->voters) met += ways[yes];
    return met;
}

// Pr(force comes | asked) with the deviations of the leader's utility divided by `noise`.
static double comes(const struct study *study, const struct moment *moment, double attention,
                    double noise) {
    const struct steppe_pact *pact = moment->pact;
    const double consent = param_of(study, STEPPE_CRISIS_CONSENT);
    const bool alone = pact->rule == STEPPE_PACT_LEADER;
    const double base = alone ? 1
                              : steppe_pact_agreement(pact->rule != STEPPE_PACT_CONSENSUS,
                                                      pact->others, consent);
    const double own = fmin(param_of(study, STEPPE_CRISIS_HELP_SHARE) / base, 0.999);
    const double move = param_of(study, STEPPE_CRISIS_ATTENTION_EFFECT) * log(attention) +
                        param_of(study, STEPPE_CRISIS_ALIGNMENT_EFFECT) * moment->turn;
    return (alone ? 1 : agreement(study, moment)) * steppe_choice_moved(own, move / noise);
}

// Pr(low <= x <= high), ln x ~ N(ln median, spread).
static double within(double low, double high, double median, double spread) {
    const double scale = 1 / (fmax(spread, 1e-6) * sqrt(2));
    return 0.5 * (erf(log(high / median) * scale) - erf(log(low / median) * scale));
}

static double chance_of(const struct study *study, const struct moment *moment,
                        const struct steppe_case *it, enum steppe_case_chance which) {
    const double year = 365.25, near = STEPPE_CASES_NEAR;
    const double attention = attention_at(study, moment->pact->power, it->month);
    const double noise = which == STEPPE_CASE_LESS_NOISE   ? 0.5
                         : which == STEPPE_CASE_MORE_NOISE ? 2
                                                           : 1;
    switch (which) {
    case STEPPE_CASE_ASKS:
        return steppe_choice_moved(param_of(study, STEPPE_CRISIS_APPEAL_SHARE),
                                   param_of(study, STEPPE_CRISIS_APPEAL_EFFECT) * moment->turn);
    case STEPPE_CASE_SIZE:
        return within(it->troops / near, it->troops * near,
                      param_of(study, STEPPE_CRISIS_CALLED_TROOPS),
                      param_of(study, STEPPE_CRISIS_TROOPS_SPREAD));
    case STEPPE_CASE_TIME:
        return within(it->days / near, it->days * near,
                      param_of(study, STEPPE_CRISIS_CALLED_TIME) * year,
                      param_of(study, STEPPE_CRISIS_TIME_SPREAD));
    case STEPPE_CASE_ATTENTION: return attention;
    default: break;
    }
    const double came = comes(study, moment, attention, noise);
    return it->came ? came : 1 - came;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void spread_of(struct study *study, const struct moment *moment, struct steppe_case *it) {
    struct steppe_world *world = &study->block->world;
    for (uint32_t d = 0; d < DRAWS; d++) {
        world->first_member = 2 * d; // pairs share their parameters
        steppe_world_draw_parameters(world);
        for (size_t which = 0; which < STEPPE_CASE_CHANCES; which++)
            study->drawn[which * DRAWS + d] = chance_of(study, moment, it,
                                                        (enum steppe_case_chance)which);
    }
    for (size_t which = 0; which < STEPPE_CASE_CHANCES; which++) {
        double *drawn = study->drawn + which * DRAWS, sum = 0;
        const bool none = (which == STEPPE_CASE_SIZE && !it->came) ||
                          (which == STEPPE_CASE_TIME && !(it->days > 0));
        it->chances[which] = (struct steppe_case_spread){(double)NAN, (double)NAN, (double)NAN};
        if (none) continue;
        for (size_t d = 0; d < DRAWS; d++) sum += drawn[d];
        qsort(drawn, DRAWS, sizeof *drawn, ascending);
        it->chances[which] = (struct steppe_case_spread){sum / DRAWS, drawn[DRAWS / 20],
                                                         drawn[DRAWS - 1 - DRAWS / 20]};
    }
}

// ---- the whole ----------------------------------------------------------------------------------

static bool open_world(struct study *study, struct steppe_error *error) {
    const struct steppe_kernels *kernels = steppe_kernels_named("scalar");
    const struct steppe_plan_options options = drawn_at_rest();
    if (!steppe_plan_make(study->model, kernels, &options, study->arena, &study->plan, error))
        return false;
    void *memory = steppe_arena_take(study->arena, 1, kernels->block_bytes(study->plan));
    double *state = STEPPE_TAKE(study->arena, study->plan->layout->state_cells, double);
    study->drawn = STEPPE_TAKE(study->arena, (size_t)STEPPE_CASE_CHANCES * DRAWS, double);
    if (!memory || !state || !study->drawn) return no_memory(error);
    study->block = kernels->block_make(study->plan, memory);
    kernels->block_push(study->block, NULL, 0, state);
    for (size_t k = 0; k < kernels->mechanism_count; k++)
        if (strcmp(kernels->mechanisms[k]->name, "crisis") == 0)
            study->crisis = study->plan->constants[k];
    return true;
}

// Whether the record of a kind of force is held out from a month before that one on.
static bool held_out(const struct steppe_model *model, int32_t month) {
    for (size_t r = 1; r < model->base_rate_count; r++) {
        const struct steppe_base_rate *rate = &model->base_rates[r], *fitted = &rate[-1];
        if (!rate->held_out || !fitted->rests_on) continue;
        if (strncmp(fitted->rests_on, "crisis.", strlen("crisis.")) != 0) continue;
        if (month >= steppe_date_month(rate->from)) return true;
    }
    return false;
}

static bool find_cases(struct study *study, struct steppe_cases *shown,
                       struct steppe_error *error) {
    const struct steppe_model *model = study->model;
    size_t most = 0;
    for (size_t i = 0; i < model->tie_count; i++) most += is_kind(&model->ties[i], "call");
    if (most == 0) return true;
    struct steppe_case *cases = STEPPE_TAKE(study->arena, most, struct steppe_case);
    if (!cases) return no_memory(error);
    if (!open_world(study, error)) return false;
    shown->items = cases;
    for (size_t i = 0; study->crisis && i < model->tie_count; i++) {
        const struct steppe_tie *call = &model->ties[i];
        if (!is_kind(call, "call")) continue;
        struct moment moment = {.pact = pact_of(study, call)};
        if (!moment.pact) continue;
        if (!align(study, call, &moment, error)) return false;
        struct steppe_case *it = &cases[shown->count++];
        *it = (struct steppe_case){.host = model->actors[call->from].code,
                                   .asked = model->actors[call->to].code,
                                   .pact = model->institutions[moment.pact->institution].id,
                                   .source = call->source,
                                   .month = steppe_date_month(call->start),
                                   .held_out = held_out(model, steppe_date_month(call->start)),
                                   .members = moment.members,
                                   .turn = moment.turn,
                                   .alignment_year = moment.year};
        answer_of(model, call, it);
        spread_of(study, &moment, it);
    }
    return true;
}

bool steppe_cases_make(const struct steppe_project *project, const struct steppe_cases **cases,
                       struct steppe_error *error) {
    struct steppe_arena arena;
    const struct steppe_model *model = steppe_project_sound_model(project, error);
    *cases = NULL;
    if (!model) return false;
    steppe_arena_init(&arena, 0);
    struct result *made = STEPPE_TAKE(&arena, 1, struct result);
    if (!made) return no_memory(error);
    made->arena = arena;
    made->shown = (struct steppe_cases){.draws = DRAWS};
    struct study study = {.model = model, .arena = &made->arena};
    if (!find_cases(&study, &made->shown, error)) {
        steppe_cases_free(&made->shown);
        return false;
    }
    *cases = &made->shown;
    return true;
}

void steppe_cases_free(const struct steppe_cases *cases) {
    if (!cases) return;
    struct steppe_arena arena = ((const struct result *)(const void *)cases)->arena;
    steppe_arena_free(&arena);
}
