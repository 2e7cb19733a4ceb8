// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// base_rates: base_rates.yaml -> kinds of events of which every one is on record, and how the model
// counts its own; base_rates.csv -> those that happened. Kinds that the record has unevenly do not
// belong here: their number grows with reporting. A kind with `held_out` makes two: what parameters
// may rest on, and what came after.
#include <string.h>

#include "model/csv_get.h"
#include "model/dynamics.h"

#define BASE_RATES_MAX 200

static const char *const rate_fields[] = {"text",  "for",    "from",     "until",    "count",
                                          "share", "cannot", "rests_on", "held_out", NULL};

// ---- kinds --------------------------------------------------------------------------------------

// Whose events are meant: the members of a set of hosts or of other actors.
static bool read_actors(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                        const struct steppe_scope *scope, struct steppe_base_rate *rate) {
    const struct steppe_set *set = scope->set;
    if (!steppe_yaml_get(builder, entry, "for", true, STEPPE_YAML_TEXT)) return false;
    if (set->axis != STEPPE_AXIS_HOST && set->axis != STEPPE_AXIS_ACTOR) {
        steppe_yaml_fault(builder, steppe_yaml_find(entry, "for"), "a set such as hosts", NULL,
                          "'%s' is no set of actors: events are recorded by actor", set->name);
        return false;
    }
    uint16_t *actors = STEPPE_BUILDER_TAKE(builder, set->count + 1, uint16_t);
    if (!actors) return false;
    for (size_t i = 0; i < set->count; i++)
        actors[i] = set->axis == STEPPE_AXIS_ACTOR
                        ? set->members[i]
                        : builder->model->axes[STEPPE_AXIS_HOST].actor_at[set->members[i]];
    rate->actors = actors;
    rate->element_count = set->count;
    return true;
}

// A number without unit for each actor; NULL: a fault has been told.
static const struct steppe_program *const *compile(struct steppe_model_builder *builder,
                                                   const struct steppe_yaml *text,
                                                   const struct steppe_scope *scope, size_t count,
                                                   const char *what) {
    const struct steppe_expected expected = {.type = STEPPE_TYPE_NUMBER,
                                             .unit = {.factor = 1},
                                             .state_variable = UINT32_MAX,
                                             .what = what};
    const struct steppe_program **programs = STEPPE_BUILDER_TAKE(builder, count,
                                                                 const struct steppe_program *);
    if (!programs) return NULL;
    for (size_t i = 0; i < count; i++) {
        struct steppe_loops loops = steppe_scope_loops(scope, i, NULL);
        programs[i] = steppe_dynamics_compile(builder, text, &loops, &expected);
        if (!programs[i]) return NULL; // a fault of one element is the fault of the text
    }
    return programs;
}

// `count`, with a `share` of it if there is one, or `cannot`.
static bool read_count(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                       const struct steppe_scope *scope, struct steppe_base_rate *rate) {
    const struct steppe_yaml *cannot = steppe_yaml_find(entry, "cannot");
    const struct steppe_yaml *count = steppe_yaml_get(builder, entry, "count", !cannot,
                                                      STEPPE_YAML_TEXT);
    if (cannot && steppe_yaml_find(entry, "count")) {
        steppe_yaml_fault_key(builder, cannot, "one of them", NULL,
                              "a base rate has either 'count' or 'cannot'");
        return false;
    }
    if (cannot && steppe_yaml_find(entry, "share")) {
        steppe_yaml_fault_key(builder, steppe_yaml_find(entry, "share"), "a 'count'", NULL,
                              "there is nothing to take a share of");
        return false;
    }
    if (cannot) return steppe_yaml_get_text(builder, entry, "cannot", true, &rate->cannot);
    if (!count) return false;
    rate->counts = compile(builder, count, scope, rate->element_count,
                           "a number of events in a month");
    if (!rate->counts) return false;
    const struct steppe_yaml *share = steppe_yaml_get(builder, entry, "share", false,
                                                      STEPPE_YAML_TEXT);
    if (!share) return steppe_yaml_find(entry, "share") == NULL;
    rate->shares = compile(builder, share, scope, rate->element_count, "a part of the events");
    for (size_t i = 0; rate->shares && i < rate->element_count; i++) {
        const struct steppe_program *part = rate->shares[i];
        if (!part->constant || (part->constant_value >= 0 && part->constant_value <= 1)) continue;
        steppe_yaml_fault(builder, share, "a part from 0 to 1", NULL, "this is no share");
        return false;
    }
    return rate->shares != NULL;
}

static bool read_span(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                      struct steppe_base_rate *rate) {
    bool good = steppe_yaml_get_date(builder, entry, "from", true, &rate->from);
    good = steppe_yaml_get_date(builder, entry, "until", true, &rate->until) && good;
    if (!good || steppe_date_month(rate->from) < steppe_date_after(rate->until)) return good;
    steppe_yaml_fault(builder, steppe_yaml_find(entry, "until"), "a date after 'from'", NULL,
                      "the record ends before it begins");
    return false;
}

static bool read_parameter(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                           struct steppe_base_rate *rate) {
    const struct steppe_yaml *name = steppe_yaml_get(builder, entry, "rests_on", false,
                                                     STEPPE_YAML_TEXT);
    if (!name) return steppe_yaml_find(entry, "rests_on") == NULL;
    rate->rests_on = name->text;
    if (steppe_builder_find_parameter(builder, name->text, name->length) != UINT32_MAX) return true;
    steppe_yaml_fault(builder, name, "a parameter",
                      steppe_builder_nearest_parameter(builder, name->text, name->length),
                      "unknown parameter '%s'", name->text);
    return false;
}

static bool read_rate(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                      struct steppe_base_rate *rate) {
    struct steppe_scope scope;
    *rate = (struct steppe_base_rate){.name = entry->key, .text = "", .place = entry->key_place};
    if (!steppe_yaml_fields(builder, entry, rate_fields, "a base rate")) return false;
    bool good = steppe_yaml_get_text(builder, entry, "text", true, &rate->text);
    good = read_span(builder, entry, rate) && good;
    good = read_parameter(builder, entry, rate) && good;
    if (!steppe_dynamics_scope(builder, entry, &scope) ||
        !read_actors(builder, entry, &scope, rate))
        return false;
    return read_count(builder, entry, &scope, rate) && good;
}

// `held_out`: the month from which on the record is a test. Cuts the kind there, and makes of the
// rest another.
static bool hold_out(struct steppe_model_builder *builder, const struct steppe_yaml *entry,
                     struct steppe_base_rate *rate) {
    const struct steppe_yaml *text = steppe_yaml_find(entry, "held_out");
    struct steppe_date date;
    if (!text) return true;
    if (!steppe_yaml_get_date(builder, entry, "held_out", true, &date)) return false;
    const int32_t month = steppe_date_month(date);
    if (month <= steppe_date_month(rate->from) || month >= steppe_date_after(rate->until)) {
        steppe_yaml_fault(builder, text, "a month within the record", NULL,
                          "what is held out begins before or after the record");
        return false;
    }
    struct steppe_base_rate *rest = &rate[1];
    *rest = *rate;
    rest->from = date;
    rest->rests_on = NULL;
    rest->held_out = true;
    rate->until = steppe_date_of_month(month - 1);
    builder->model->base_rate_count++;
    return true;
}

bool steppe_dynamics_base_rates(struct steppe_model_builder *builder,
                                const struct steppe_yaml *root) {
    if (!root || root->count == 0) return true;
    if (root->count > BASE_RATES_MAX) {
        steppe_yaml_fault(builder, root, "fewer", NULL, "more than %d base rates", BASE_RATES_MAX);
        return true;
    }
    struct steppe_base_rate *rates = STEPPE_BUILDER_TAKE(builder, 2 * root->count,
                                                         struct steppe_base_rate);
    if (!rates) return false;
    builder->model->base_rates = rates;
    for (const struct steppe_yaml *entry = root->first; entry; entry = entry->next) {
        // A faulty kind keeps its name, so that its rows are no faults, too; it has no actors.
        struct steppe_base_rate *rate = &rates[builder->model->base_rate_count++];
        if (!read_rate(builder, entry, rate) || !hold_out(builder, entry, rate)) {
            rate->actors = NULL;
            rate->element_count = 0;
        }
        if (builder->failed) return false;
    }
    return true;
}

// ---- what happened ------------------------------------------------------------------------------

enum { KIND, ACTOR, DATE, SOURCE, NOTE };
static const struct steppe_csv_column columns[] = {{"kind", true},  {"actor", true},
                                                   {"date", true},  {"source", true},
                                                   {"note", false}, {NULL, false}};

static bool find_kind(struct steppe_csv *csv, uint32_t *out) {
    const struct steppe_model *model = csv->builder->model;
    const char *names[2 * BASE_RATES_MAX + 1] = {NULL}, *text;
    if (!steppe_csv_text(csv, KIND, true, &text)) return false;
    for (uint32_t r = 0; r < model->base_rate_count; r++) {
        names[r] = model->base_rates[r].name;
        *out = r;
        if (strcmp(names[r], text) == 0) return true;
    }
    steppe_csv_fault(csv, KIND, "a kind of base_rates.yaml",
                     steppe_nearest_of(names, text, strlen(text)), "unknown kind '%s'", text);
    return false;
}

static bool read_recorded(struct steppe_csv *csv, struct steppe_recorded *item) {
    int32_t actor = 0, lag = 0;
    enum steppe_quality quality;
    bool good = find_kind(csv, &item->rate);
    good &= steppe_csv_element(csv, ACTOR, STEPPE_AXIS_ACTOR, &actor);
    good &= steppe_csv_date(csv, DATE, true, &item->date);
    good &= steppe_csv_source(csv, SOURCE, &item->source, &quality, &lag);
    good &= steppe_csv_text(csv, NOTE, false, &item->note);
    if (!good) return false;
    const struct steppe_model *model = csv->builder->model;
    const struct steppe_base_rate *rate = &model->base_rates[item->rate];
    if (!rate->actors) return false;
    if (item->rate + 1 < model->base_rate_count && rate[1].held_out &&
        steppe_date_month(item->date) >= steppe_date_month(rate[1].from)) {
        item->rate++;
        rate++;
    }
    while (item->element < rate->element_count && rate->actors[item->element] != actor)
        item->element++;
    if (item->element == rate->element_count) {
        steppe_csv_fault(csv, ACTOR, "an actor that the kind is `for`", NULL,
                         "%s has no record of %s", csv->fields[ACTOR].text, rate->name);
        return false;
    }
    if (steppe_date_month(item->date) < steppe_date_month(rate->from) ||
        steppe_date_month(item->date) >= steppe_date_after(rate->until)) {
        steppe_csv_fault(csv, DATE, "a date within the record", NULL,
                         "%s lies outside the record of %s", csv->fields[DATE].text, rate->name);
        return false;
    }
    item->place = steppe_csv_row(csv);
    csv->builder->model->quality_count[quality]++;
    return true;
}

bool steppe_read_recorded(struct steppe_model_builder *builder) {
    // Without it no event of any kind would be on record.
    const bool needed = builder->model->base_rate_count > 0;
    const struct steppe_file *file = steppe_file_read(builder, "base_rates.csv", needed);
    struct steppe_csv csv;
    if (!file || !steppe_csv_open(&csv, builder, file, columns)) return !builder->failed;
    struct steppe_recorded *items = NULL;
    struct steppe_names seen = {0};
    size_t capacity = 0, count = 0;
    while (steppe_csv_next(&csv)) {
        struct steppe_recorded recorded = {0};
        if (!steppe_csv_once(&csv, &seen) || !read_recorded(&csv, &recorded)) continue;
        struct steppe_recorded *item = steppe_builder_grow(builder, (void **)&items, &capacity,
                                                           count, sizeof *item);
        if (!item) return false;
        *item = recorded;
        count++;
    }
    builder->model->recorded = items;
    builder->model->recorded_count = count;
    return !builder->failed;
}
