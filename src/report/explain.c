// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// explain: see the header. Each kind of thing adds its lines to one list; text and JSON print it.
#include "report/explain.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "model/places.h"
#include "report/json.h"
#include "report/params.h"
#include "report/show.h"

void steppe_explained_add(struct steppe_explained *explained, const char *label, const char *format,
                          ...) {
    char text[2048];
    va_list list;
    if (explained->count == STEPPE_COUNT(explained->labels)) return;
    va_start(list, format);
    int length = vsnprintf(text, sizeof text, format, list);
    va_end(list);
    if (length <= 0) return;
    const char *copy = steppe_arena_copy_text(explained->arena, text, strlen(text));
    explained->failed |= !copy;
    if (!copy) return;
    explained->labels[explained->count] = label;
    explained->texts[explained->count++] = copy;
}

#define ADD steppe_explained_add

// Returns true, so that finders can end with it.
static bool begin(struct steppe_explained *explained, const char *kind, const char *name) {
    explained->kind = kind;
    explained->name = name;
    return true;
}

static void date_words(char out[24], struct steppe_date date) {
    out[0] = 0;
    if (date.year != 0) steppe_date_print(date, out, 24);
}

// ---- of C --------------------------------------------------------------------------------------

static bool find_mechanism(struct steppe_explained *explained, const char *name) {
    static const struct {
        enum steppe_role role;
        const char *label;
    } roles[] = {{STEPPE_ROLE_OWNS, "owns"},
                 {STEPPE_ROLE_CHANGES, "changes"},
                 {STEPPE_ROLE_READS, "reads"},
                 {STEPPE_ROLE_READS_LAST, "reads, of the month before"}};
    const struct steppe_mechanisms *all = explained->registry->mechanisms;
    const struct steppe_mechanism_facts *facts = NULL;
    char rhythm[STEPPE_DRAW_BYTES];
    for (size_t m = 0; m < all->count && !facts; m++)
        if (strcmp(all->items[m].name, name) == 0) facts = &all->items[m];
    if (!facts) return false;
    steppe_vars_rhythm(rhythm, facts);
    ADD(explained, "meaning", "%s", facts->summary);
    ADD(explained, "equation", "%s", facts->equation);
    ADD(explained, "papers", "%s (docs/sources.bib)", facts->source);
    ADD(explained, "runs", "%s", rhythm);
    for (size_t r = 0; r < STEPPE_COUNT(roles); r++) {
        struct steppe_writer names = steppe_writer_begin(explained->arena);
        for (size_t u = 0; u < facts->use_count; u++)
            if (facts->uses[u].role == roles[r].role)
                steppe_writer_print(&names, "%s%s", names.length > 0 ? ", " : "",
                                    facts->uses[u].variable);
        explained->failed |= names.failed;
        if (names.length > 0) ADD(explained, roles[r].label, "%s", names.text);
    }
    for (size_t p = 0; p < facts->parameter_count; p++)
        ADD(explained, "parameter", "%s.%s: %s", facts->name, facts->parameters[p].name,
            facts->parameters[p].meaning);
    return begin(explained, "mechanism", facts->name);
}

static void add_users(struct steppe_explained *explained, const char *label, const char *variable,
                      enum steppe_role role) {
    struct steppe_writer names = steppe_writer_begin(explained->arena);
    if (steppe_vars_users(&names, explained->registry->mechanisms, variable, role, role) > 0)
        ADD(explained, label, "%s", names.text);
    explained->failed |= names.failed;
}

static void add_figures(struct steppe_explained *explained, uint32_t number) {
    const struct steppe_model *model = explained->registry->model;
    size_t count = 0, by_quality[STEPPE_QUALITY_COUNT] = {0};
    int first = 0, last = 0;
    for (size_t i = 0; i < model->figure_count; i++) {
        const struct steppe_figure *figure = &model->figures[i];
        if (figure->variable != number) continue;
        by_quality[figure->quality]++;
        if (count == 0 || figure->date.year < first) first = figure->date.year;
        if (count == 0 || figure->date.year > last) last = figure->date.year;
        count++;
    }
    if (count > 0)
        ADD(explained, "figures", "%zu, %d to %d: %zu sourced, %zu derived, %zu judgement", count,
            first, last, by_quality[STEPPE_SOURCED], by_quality[STEPPE_DERIVED],
            by_quality[STEPPE_JUDGEMENT]);
}

static bool find_regime(struct steppe_explained *explained, const char *name);
static bool find_indicator(struct steppe_explained *explained, const char *name);

static bool find_variable(struct steppe_explained *explained, const char *name) {
    const struct steppe_model *model = explained->registry->model;
    uint32_t number = steppe_model_variable(model, name);
    char range[STEPPE_DRAW_BYTES];
    if (number == UINT32_MAX) return false;
    const struct steppe_variable *variable = &model->variables[number];
    if (variable->kind == STEPPE_STATE) return find_regime(explained, name);
    steppe_vars_range(range, variable->low, variable->high, variable->unit.factor);
    ADD(explained, "meaning", "%s", variable->meaning ? variable->meaning : "");
    ADD(explained, "shape", "%s", steppe_shape_name(variable->shape));
    ADD(explained, "unit", "%s", variable->unit_text ? variable->unit_text : "1");
    if (variable->kind == STEPPE_INDICATOR) return find_indicator(explained, name);
    ADD(explained, "range", "%s", range);
    add_users(explained, "owned by", name, STEPPE_ROLE_OWNS);
    add_users(explained, "changed by", name, STEPPE_ROLE_CHANGES);
    add_users(explained, "read by", name, STEPPE_ROLE_READS);
    add_users(explained, "read, of the month before, by", name, STEPPE_ROLE_READS_LAST);
    steppe_explained_links(explained, false, number);
    add_figures(explained, number);
    return begin(explained, steppe_vars_kind(variable->kind), variable->name);
}

static bool find_parameter(struct steppe_explained *explained, const char *name) {
    const struct steppe_model *model = explained->registry->model;
    uint32_t number = steppe_model_parameter(model, name);
    if (number == UINT32_MAX) return false;
    const struct steppe_parameter *parameter = &model->parameters[number];
    double unit = parameter->unit.factor > 0 ? parameter->unit.factor : 1;
    char range[STEPPE_DRAW_BYTES], prior[STEPPE_DRAW_BYTES], cell[STEPPE_DRAW_BYTES];
    if (parameter->vocabulary_group != UINT32_MAX) {
        const struct steppe_mechanism_facts *facts =
            &explained->registry->mechanisms->items[parameter->vocabulary_group];
        ADD(explained, "meaning", "%s", facts->parameters[parameter->vocabulary_at].meaning);
        ADD(explained, "read by", "%s", facts->name);
    }
    bool declared = parameter->vocabulary_group != UINT32_MAX;
    if (!declared) ADD(explained, "meaning", "%s", parameter->meaning ? parameter->meaning : "");
    ADD(explained, "shape", "%s", steppe_shape_name(parameter->shape));
    ADD(explained, "unit", "%s", parameter->unit_text ? parameter->unit_text : "1");
    steppe_vars_range(range, parameter->priors[0].low, parameter->priors[0].high, unit);
    ADD(explained, "range", "%s", range);
    ADD(explained, "calibrated", "%s", parameter->calibrated ? "data may fit it" : "no");
    for (size_t c = 0; c < parameter->cell_count; c++) {
        bool told = false;
        for (size_t b = 0; b < c && !told; b++) told = steppe_params_same(parameter, b, c);
        if (told) continue;
        struct steppe_writer cells = steppe_writer_begin(explained->arena);
        for (size_t b = c; parameter->cell_count > 1 && b < parameter->cell_count; b++) {
            if (!steppe_params_same(parameter, b, c)) continue;
            steppe_params_cell(cell, model, parameter, b);
            steppe_writer_print(&cells, "%s%s", cells.length > 0 ? " " : "", cell);
        }
        steppe_params_prior(prior, parameter, c);
        ADD(explained, "value", "%s%s%.200s (%s)", cells.text, cells.length > 0 ? ": " : "", prior,
            parameter->sources[c]);
    }
    steppe_explained_links(explained, true, number);
    return begin(explained, "parameter", parameter->name);
}

// ---- of the model's files ----------------------------------------------------------------------

static bool find_regime(struct steppe_explained *explained, const char *name) {
    const struct steppe_model *model = explained->registry->model;
    const struct steppe_regime *regime = NULL;
    for (size_t r = 0; r < model->regime_count && !regime; r++)
        if (strcmp(model->regimes[r].name, name) == 0) regime = &model->regimes[r];
    if (!regime) return false;
    ADD(explained, "meaning", "%s", regime->summary ? regime->summary : "");
    for (size_t s = 0; s < regime->state_count; s++) {
        const struct steppe_regime_state *state = &regime->states[s];
        ADD(explained, "state", "%s: %s", state->name, state->meaning ? state->meaning : "");
        steppe_explained_effects(explained, "  does", state->effects, state->effect_count);
    }
    for (size_t i = 0; i < regime->state_count * regime->state_count; i++) {
        const struct steppe_program *rate = regime->rates[i];
        if (rate)
            ADD(explained, "rate, a year", "%s to %s: %s",
                regime->states[i / regime->state_count].name,
                regime->states[i % regime->state_count].name, rate->text);
    }
    for (size_t i = 0; i < regime->history_count; i++) {
        char from[24];
        date_words(from, regime->history[i].from);
        ADD(explained, "history", "%s %s (%s)", from, regime->states[regime->history[i].state].name,
            regime->history[i].source);
    }
    steppe_explained_links(explained, false, regime->variable);
    return begin(explained, "regime", regime->name);
}

static bool find_indicator(struct steppe_explained *explained, const char *name) {
    const struct steppe_model *model = explained->registry->model;
    for (size_t i = 0; i < model->indicator_count; i++) {
        const struct steppe_indicator *indicator = &model->indicators[i];
        if (strcmp(indicator->name, name) != 0) continue;
        if (indicator->cell_count > 0 && indicator->cells[0])
            ADD(explained, "value", "%s", indicator->cells[0]->text);
        steppe_explained_links(explained, false, indicator->variable);
        return begin(explained, "indicator", indicator->name);
    }
    return false;
}

static bool find_event(struct steppe_explained *explained, const char *name) {
    const struct steppe_model *model = explained->registry->model;
    for (size_t e = 0; e < model->event_count; e++) {
        const struct steppe_event *event = &model->events[e];
        if (strcmp(event->name, name) != 0) continue;
        ADD(explained, "meaning", "%s", event->summary ? event->summary : "");
        if (event->scope.set)
            ADD(explained, "for", "%s in %s", event->scope.loop_name, event->scope.set->name);
        if (event->element_count > 0 && event->hazards[0])
            ADD(explained, "hazard, a year", "%s", event->hazards[0]->text);
        if (event->cooldown_months > 0)
            ADD(explained, "cooldown", "%d months", event->cooldown_months);
        steppe_explained_effects(explained, "does", event->effects, event->effect_count);
        return begin(explained, "event", event->name);
    }
    return false;
}

static bool find_scenario(struct steppe_explained *explained, const char *name) {
    const struct steppe_model *model = explained->registry->model;
    for (size_t s = 0; s < model->scenario_count; s++) {
        const struct steppe_scenario *scenario = &model->scenarios[s];
        if (strcmp(scenario->name, name) != 0) continue;
        ADD(explained, "meaning", "%s", scenario->summary ? scenario->summary : "");
        for (size_t c = 0; c < scenario->change_count; c++) {
            const struct steppe_change *change = &scenario->changes[c];
            char at[24], until[24], ramp[40] = "";
            date_words(at, change->at);
            date_words(until, change->until);
            if (change->ramp_months > 0)
                (void)snprintf(ramp, sizeof ramp, ", in full after %" PRId32 " months",
                               change->ramp_months);
            ADD(explained, "change", "%s %s%s%s%s%s%s", change->when ? "when" : "from",
                change->when ? change->when->text : at, ramp, *until ? " until " : "", until,
                change->probability ? ", probability " : "",
                change->probability ? change->probability->text : "");
            steppe_explained_effects(explained, "  does", change->effects, change->effect_count);
        }
        return begin(explained, "scenario", scenario->name);
    }
    return false;
}

static bool find_tie(struct steppe_explained *explained, const char *name) {
    const struct steppe_model *model = explained->registry->model;
    uint32_t number = steppe_model_element(model, STEPPE_AXIS_TIE, name);
    if (number == UINT32_MAX) return false;
    const struct steppe_tie_kind *tie = &model->tie_kinds[number];
    ADD(explained, "meaning", "%s", tie->meaning ? tie->meaning : "");
    ADD(explained, "domain", "%s", model->axes[STEPPE_AXIS_DOMAIN].names[tie->domain]);
    ADD(explained, "unit", "%s", tie->unit_text);
    ADD(explained, "size", "%s",
        tie->variable == UINT32_MAX ? "rows of ties.csv" : model->variables[tie->variable].name);
    return begin(explained, "tie", tie->name);
}

static bool find_source(struct steppe_explained *explained, const char *name) {
    const struct steppe_model *model = explained->registry->model;
    for (size_t s = 0; s < model->source_count; s++) {
        const struct steppe_source *source = &model->sources[s];
        if (strcmp(source->id, name) != 0) continue;
        ADD(explained, "title", "%s", source->title);
        ADD(explained, "publisher", "%s, %s", source->publisher, source->date);
        ADD(explained, "address", "%s", source->url);
        ADD(explained, "licence", "%s", source->licence);
        ADD(explained, "delay", "%d month%s", source->lag_months,
            source->lag_months == 1 ? "" : "s");
        steppe_explained_named_by(explained, source->id);
        return begin(explained, "source", source->id);
    }
    return false;
}

static bool find_set(struct steppe_explained *explained, const char *name) {
    const struct steppe_model *model = explained->registry->model;
    for (size_t s = 0; s < model->set_count; s++) {
        const struct steppe_set *set = &model->sets[s];
        if (strcmp(set->name, name) != 0) continue;
        struct steppe_writer names = steppe_writer_begin(explained->arena);
        for (size_t i = 0; i < set->count; i++)
            steppe_writer_print(&names, "%s%s", i > 0 ? ", " : "",
                                model->axes[set->axis].names[set->members[i]]);
        explained->failed |= names.failed;
        ADD(explained, "members", "%s", names.text);
        return begin(explained, "set", set->name);
    }
    return false;
}

static bool find_question(struct steppe_explained *explained, const char *name) {
    const struct steppe_model *model = explained->registry->model;
    for (size_t q = 0; q < model->question_count; q++) {
        const struct steppe_question *question = &model->questions[q];
        char closes[24];
        if (strcmp(question->name, name) != 0) continue;
        ADD(explained, "text", "%s", question->text);
        if (question->ask) ADD(explained, "ask", "%s", question->ask);
        if (question->cannot) ADD(explained, "the model cannot say", "%s", question->cannot);
        if (*question->observation) ADD(explained, "comes true", "%s", question->observation);
        if (question->closes.year != 0) {
            (void)steppe_date_print(question->closes, closes, sizeof closes);
            ADD(explained, "closes", "%s", closes);
        }
        if (*question->source) ADD(explained, "source", "%s", question->source);
        return begin(explained, "question", question->name);
    }
    return false;
}

// Both parts of a kind whose record is held out from a month on.
static bool find_base_rate(struct steppe_explained *explained, const char *name) {
    const struct steppe_model *model = explained->registry->model;
    const struct steppe_base_rate *found = NULL;
    for (size_t r = 0; r < model->base_rate_count; r++) {
        const struct steppe_base_rate *rate = &model->base_rates[r];
        char from[24], until[24];
        if (strcmp(rate->name, name) != 0) continue;
        if (!found) ADD(explained, "meaning", "%s", rate->text);
        if (!found && rate->cannot) ADD(explained, "not counted", "%s", rate->cannot);
        if (rate->rests_on) ADD(explained, "rests on it", "%s", rate->rests_on);
        (void)steppe_date_print(rate->from, from, sizeof from);
        (void)steppe_date_print(rate->until, until, sizeof until);
        ADD(explained, rate->held_out ? "held out" : "record", "%s to %s", from, until);
        for (size_t i = 0; i < model->recorded_count; i++) {
            const struct steppe_recorded *event = &model->recorded[i];
            if (event->rate != r) continue;
            (void)steppe_date_print(event->date, from, sizeof from);
            ADD(explained, "  event", "%s %s%s%s (%s)", from,
                model->actors[rate->actors[event->element]].code, event->note ? ", " : "",
                event->note ? event->note : "", event->source);
        }
        found = rate;
    }
    return found && begin(explained, "kind of event", found->name);
}

// ---- the name ----------------------------------------------------------------------------------

static const char *nearest_name(const struct steppe_registry *registry, const char *name) {
    const struct steppe_model *model = registry->model;
    struct steppe_nearest near = steppe_nearest_begin(name, strlen(name));
    for (size_t i = 0; i < registry->mechanisms->count; i++)
        steppe_nearest_try(&near, registry->mechanisms->items[i].name);
    for (size_t i = 0; i < model->variable_count; i++)
        steppe_nearest_try(&near, model->variables[i].name);
    for (size_t i = 0; i < model->parameter_count; i++)
        steppe_nearest_try(&near, model->parameters[i].name);
    for (size_t i = 0; i < model->event_count; i++)
        steppe_nearest_try(&near, model->events[i].name);
    for (size_t i = 0; i < model->scenario_count; i++)
        steppe_nearest_try(&near, model->scenarios[i].name);
    for (size_t i = 0; i < model->source_count; i++)
        steppe_nearest_try(&near, model->sources[i].id);
    for (size_t i = 0; i < model->question_count; i++)
        steppe_nearest_try(&near, model->questions[i].name);
    for (size_t i = 0; i < model->base_rate_count; i++)
        steppe_nearest_try(&near, model->base_rates[i].name);
    return near.name;
}

static bool find_any(struct steppe_explained *explained, const char *name) {
    static bool (*const finders[])(struct steppe_explained *, const char *) = {
        find_mechanism, find_variable, find_parameter, find_event,    find_scenario,
        find_tie,       find_source,   find_set,       find_question, find_base_rate};
    for (size_t i = 0; i < STEPPE_COUNT(finders); i++)
        if (finders[i](explained, name)) return true;
    return false;
}

// A cell, "influence[RUS,KAZ]", is explained as what it is one of.
static bool find_cell(struct steppe_explained *explained, const char *name) {
    const size_t length = strcspn(name, "[");
    char whole[128];
    if (name[length] == 0 || length >= sizeof whole) return false;
    (void)snprintf(whole, sizeof whole, "%.*s", (int)length, name);
    return find_variable(explained, whole) || find_parameter(explained, whole);
}

static bool find(struct steppe_explained *explained, const char *name, struct steppe_error *error) {
    if (find_any(explained, name) || find_cell(explained, name))
        return !explained->failed ||
               steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory to explain");
    const struct steppe_model *model = explained->registry->model;
    if (steppe_show_knows(model, name))
        return steppe_error_set(error, STEPPE_CODE_INPUT, (struct steppe_place){0},
                                "steppe show %s %s has the dossier of it",
                                steppe_place_call(model->name, model->folder), name);
    const char *nearest = nearest_name(explained->registry, name);
    return steppe_error_set(error, STEPPE_CODE_INPUT, (struct steppe_place){0},
                            "nothing in %s is called \"%s\"%s%s%s", model->name, name,
                            nearest ? "; did you mean \"" : "", nearest ? nearest : "",
                            nearest ? "\"?" : "");
}

static void print_text(FILE *stream, const struct steppe_explained *explained) {
    char title[STEPPE_DRAW_BYTES], line[2200];
    (void)snprintf(title, sizeof title, "%.200s, a %s%s", explained->name, explained->kind,
                   strcmp(explained->kind, "figure") == 0 ? ", no part of the state" : "");
    if (strchr("aeiou", explained->kind[0]))
        (void)snprintf(title, sizeof title, "%.200s, an %s", explained->name, explained->kind);
    steppe_draw_heading(stream, explained->registry->style, title);
    for (size_t i = 0; i < explained->count; i++) {
        const char *label = explained->labels[i];
        int indent = label[0] == ' ' ? 6 : 2;
        (void)snprintf(line, sizeof line, "%s: %s", label + (label[0] == ' ' ? 2 : 0),
                       explained->texts[i]);
        steppe_draw_paragraph(stream, explained->registry->style, indent, line);
    }
}

bool steppe_report_explain(FILE *stream, const struct steppe_registry *registry, const char *name,
                           struct steppe_error *error) {
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_explained explained = {.registry = registry, .arena = &arena};
    bool good = find(&explained, name, error);
    if (good) print_text(stream, &explained);
    steppe_arena_free(&arena);
    return good;
}

bool steppe_report_explain_json(FILE *stream, const struct steppe_registry *registry,
                                const char *name, struct steppe_error *error) {
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_explained explained = {.registry = registry, .arena = &arena};
    bool good = find(&explained, name, error);
    if (good) {
        json_t *document = steppe_report_json_begin("explain", registry->model->name,
                                                    registry->model->hash);
        json_object_set_new(document, "kind", json_string(explained.kind));
        json_object_set_new(document, "name", json_string(explained.name));
        for (size_t i = 0; i < explained.count; i++) {
            json_t *row = json_object();
            json_object_set_new(
                row, "label", json_string(explained.labels[i] + strspn(explained.labels[i], " ")));
            json_object_set_new(row, "text", json_string(explained.texts[i]));
            steppe_report_json_row(document, row);
        }
        steppe_report_json_end(stream, document);
    }
    steppe_arena_free(&arena);
    return good;
}
