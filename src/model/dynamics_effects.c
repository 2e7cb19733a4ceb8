// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// dynamics_effects: scopes, rates and effects: what regimes, events and scenarios have in common.
// An effect is unrolled over its loops and over sets in its target, cell by cell.
#include "model/dynamics.h"

#include <stdlib.h>
#include <string.h>

// ---- scopes ----------------------------------------------------------------------------------
static bool is_blank(char c) { return c == ' ' || c == '\t'; }
static bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The next word of text from *at on; its start, and *at behind it.
static size_t next_word(const char *text, size_t *at) {
    while (is_blank(text[*at])) ++*at;
    size_t start = *at;
    while (is_name(text[*at])) ++*at;
    return start;
}

bool steppe_dynamics_scope(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                           struct steppe_scope *scope) {
    *scope = (struct steppe_scope){0};
    const struct steppe_yaml *entry = steppe_yaml_find(map, "for");
    if (!entry) return true;
    if (!steppe_yaml_get(builder, map, "for", true, STEPPE_YAML_TEXT)) return false;
    const char *text = entry->text;
    size_t end = 0, name = next_word(text, &end), name_end = end;
    size_t in = next_word(text, &end);
    bool good = name_end > name && end - in == 2 && memcmp(text + in, "in", 2) == 0;
    size_t set = next_word(text, &end), set_end = end;
    while (is_blank(text[end])) end++;
    if (!good || set_end == set || end != entry->length) {
        steppe_yaml_fault(builder, entry, "a loop such as h in hosts", NULL,
                          "'for' cannot be read");
        return false;
    }
    scope->set = steppe_builder_find_set(builder, text + set, set_end - set);
    if (!scope->set) {
        steppe_yaml_fault_part(builder, entry, set, set_end - set, "a set such as hosts",
                               steppe_builder_nearest_set(builder, text + set, set_end - set),
                               "unknown set '%.*s'", (int)(set_end - set), text + set);
        return false;
    }
    scope->loop_name = steppe_builder_copy(builder, text + name, name_end - name);
    return scope->loop_name != NULL;
}

size_t steppe_scope_count(const struct steppe_scope *scope) {
    return scope->set ? scope->set->count : 1;
}

struct steppe_loops steppe_scope_loops(const struct steppe_scope *scope, size_t n,
                                       const struct steppe_loops *outer) {
    struct steppe_loops loops = {0};
    if (outer) loops = *outer;
    if (!scope->set) return loops;
    steppe_must(loops.count < STEPPE_LOOPS_MAX);
    loops.at[loops.count++] = (struct steppe_binding){
        .name = scope->loop_name, .axis = scope->set->axis, .element = scope->set->members[n]};
    return loops;
}

// ---- expressions -----------------------------------------------------------------------------
static bool on_one_line(struct steppe_model_builder *builder, const struct steppe_yaml *entry) {
    if (entry->kind == STEPPE_YAML_TEXT && entry->exact) return true;
    steppe_yaml_fault(builder, entry, "an expression on one line, without escapes", NULL,
                      "'%s' is no expression", entry->key ? entry->key : "this");
    return false;
}

const struct steppe_program *steppe_dynamics_compile(struct steppe_model_builder *builder,
                                                     const struct steppe_yaml *entry,
                                                     const struct steppe_loops *loops,
                                                     const struct steppe_expected *expected) {
    if (!on_one_line(builder, entry)) return NULL;
    return steppe_expression_compile(builder, entry->text, entry->length, entry->place,
                                     entry->source_line, loops ? loops->at : NULL,
                                     loops ? loops->count : 0, expected);
}

const struct steppe_program *steppe_dynamics_rate(struct steppe_model_builder *builder,
                                                  const struct steppe_yaml *entry,
                                                  const struct steppe_loops *loops,
                                                  const char *what) {
    struct steppe_expected expected = {.type = STEPPE_TYPE_NUMBER,
                                       .unit = {.factor = 1},
                                       .state_variable = UINT32_MAX,
                                       .what = what};
    expected.unit.exponents[STEPPE_UNIT_YEAR] = -1;
    const struct steppe_program *program = steppe_dynamics_compile(builder, entry, loops,
                                                                   &expected);
    if (program && program->constant && program->constant_value < 0) {
        steppe_yaml_fault(builder, entry, "0 or more", NULL, "%s is not below 0", what);
        return NULL;
    }
    return program;
}

// ---- effects ---------------------------------------------------------------------------------
struct effect_reader {
    struct steppe_model_builder *builder;
    const struct steppe_yaml *map, *target_entry, *value_entry;
    struct steppe_effect effect; // what all cells have in common
};

static const char *const verb_names[] = {"set", "add", "scale"};

// Finds the one verb, its target and its value.
static bool read_verb(struct effect_reader *r) {
    size_t found = 0;
    for (size_t i = 0; i < STEPPE_COUNT(verb_names); i++) {
        const struct steppe_yaml *entry = steppe_yaml_find(r->map, verb_names[i]);
        if (!entry) continue;
        if (++found == 2) {
            steppe_yaml_fault_key(r->builder, entry, "one verb, and another effect", NULL,
                                  "'%s' and '%s' in one effect", verb_names[r->effect.verb],
                                  verb_names[i]);
            return false;
        }
        r->effect.verb = (enum steppe_verb)i;
        r->target_entry = entry;
    }
    if (!found) {
        steppe_yaml_fault(r->builder, r->map, "set, add or scale", NULL, "this changes nothing");
        return false;
    }
    const char *key = r->effect.verb == STEPPE_SET ? "to" : "by";
    const char *other = r->effect.verb == STEPPE_SET ? "by" : "to";
    const struct steppe_yaml *misplaced = steppe_yaml_find(r->map, other);
    if (misplaced) {
        steppe_yaml_fault_key(r->builder, misplaced, key, NULL, "'%s' takes '%s', not '%s'",
                              verb_names[r->effect.verb], key, other);
        return false;
    }
    r->value_entry = steppe_yaml_get(r->builder, r->map, key, true, STEPPE_YAML_TEXT);
    return on_one_line(r->builder, r->target_entry) && r->value_entry;
}

static bool read_duration(struct effect_reader *r, const char *key, int32_t *months) {
    return !steppe_yaml_find(r->map, key) ||
           steppe_yaml_get_months(r->builder, r->map, key, true, months);
}

// True for what keeps a change by itself: a stock, or the state of a regime.
static bool acts_once(const struct steppe_model_builder *builder,
                      const struct steppe_target *target) {
    if (target->is_param) return false;
    enum steppe_kind kind = builder->variables[target->number].kind;
    return kind == STEPPE_STOCK || kind == STEPPE_STATE;
}

static bool check_sense(struct effect_reader *r, const struct steppe_target *target,
                        enum steppe_effect_place where) {
    bool state = !target->is_param && r->builder->variables[target->number].state_count > 0;
    if (state && r->effect.verb != STEPPE_SET) {
        steppe_yaml_fault(r->builder, r->target_entry, "set", NULL,
                          "a state is set, neither added to nor scaled");
        return false;
    }
    if (!acts_once(r->builder, target)) return true;
    if (where == STEPPE_EFFECT_OF_REGIME) {
        steppe_yaml_fault(r->builder, r->target_entry,
                          "a value or a parameter, which hold while the state does", NULL,
                          "'%s' changes once and cannot be held by a state",
                          r->builder->variables[target->number].name);
        return false;
    }
    static const char *const keys[] = {"fade", "lasting", "until"};
    for (size_t i = 0; i < STEPPE_COUNT(keys); i++) {
        const struct steppe_yaml *entry = steppe_yaml_find(r->map, keys[i]);
        if (!entry) continue;
        steppe_yaml_fault_key(r->builder, entry, "a change without it", NULL,
                              "'%s' changes once: '%s' has no meaning",
                              r->builder->variables[target->number].name, keys[i]);
        return false;
    }
    return true;
}

// What the value must be: of the target's kind, or a factor.
static struct steppe_expected value_expected(const struct effect_reader *r,
                                             const struct steppe_target *target) {
    struct steppe_expected expected = {
        .type = STEPPE_TYPE_NUMBER, .unit = {.factor = 1}, .state_variable = UINT32_MAX};
    static const char *const whats[] = {"what it is set to", "what is added", "a factor"};
    expected.what = whats[r->effect.verb];
    if (r->effect.verb == STEPPE_SCALE) return expected;
    if (target->is_param) {
        expected.unit = r->builder->parameters[target->number].unit;
        return expected;
    }
    const struct steppe_variable *variable = &r->builder->variables[target->number];
    expected.unit = variable->unit;
    if (variable->state_count == 0) return expected;
    expected.type = STEPPE_TYPE_STATE;
    expected.state_variable = target->number;
    return expected;
}

// A constant that a cell is set to must lie within its range.
static bool check_range(struct effect_reader *r, const struct steppe_target *target,
                        const struct steppe_program *value) {
    if (r->effect.verb == STEPPE_SCALE && value->constant && value->constant_value < 0) {
        steppe_yaml_fault(r->builder, r->value_entry, "0 or more", NULL, "a factor is not below 0");
        return false;
    }
    if (r->effect.verb != STEPPE_SET || !value->constant || value->type != STEPPE_TYPE_NUMBER)
        return true;
    double low, high, factor;
    if (target->is_param) {
        const struct steppe_parameter *parameter = &r->builder->parameters[target->number];
        const struct steppe_prior *prior = parameter->priors;
        if (prior) prior += target->cells[0];
        // Not there, or not read: that was told at the parameter.
        if (!prior || !(prior->low < prior->high)) return true;
        low = prior->low;
        high = prior->high;
        factor = parameter->unit.factor;
    } else {
        const struct steppe_variable *variable = &r->builder->variables[target->number];
        low = variable->low;
        high = variable->high;
        factor = variable->unit.factor;
    }
    if (value->constant_value >= low && value->constant_value <= high) return true;
    steppe_yaml_fault(
        r->builder, r->value_entry,
        steppe_findings_text(r->builder->findings, "%g to %g", low / factor, high / factor), NULL,
        "%g is outside the range", value->constant_value / factor);
    return false;
}

static bool append_cells(struct effect_reader *r, const struct steppe_target *target,
                         const struct steppe_program *value, struct steppe_effect_list *list) {
    if (list->count + target->cell_count > STEPPE_EFFECTS_MAX) {
        steppe_yaml_fault(r->builder, r->target_entry, "fewer cells", NULL,
                          "the changes unroll to more than %d cells", STEPPE_EFFECTS_MAX);
        return false;
    }
    for (size_t i = 0; i < target->cell_count; i++) {
        void *items = list->items;
        struct steppe_effect *effect = steppe_builder_grow(r->builder, &items, &list->capacity,
                                                           list->count, sizeof *effect);
        if (!effect) return false;
        list->items = items;
        *effect = r->effect;
        effect->is_param = target->is_param;
        effect->target = target->number;
        effect->cell = target->cells[i];
        effect->value = value;
        list->count++;
    }
    return true;
}

static bool read_element(struct effect_reader *r, enum steppe_effect_place where,
                         const struct steppe_loops *loops, struct steppe_effect_list *list) {
    struct steppe_target target;
    const struct steppe_yaml *entry = r->target_entry;
    if (!steppe_expression_target(r->builder, entry->text, entry->length, entry->place,
                                  entry->source_line, loops->at, loops->count, &target))
        return false;
    struct steppe_expected expected = value_expected(r, &target);
    if (!check_sense(r, &target, where)) return false;
    const struct steppe_program *value = steppe_dynamics_compile(r->builder, r->value_entry, loops,
                                                                 &expected);
    if (!value || !check_range(r, &target, value)) return false;
    return append_cells(r, &target, value, list);
}

bool steppe_dynamics_effect(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                            enum steppe_effect_place where, const struct steppe_loops *loops,
                            int32_t element, struct steppe_effect_list *list) {
    struct effect_reader r = {.builder = builder, .map = map};
    struct steppe_scope scope;
    r.effect.element = element;
    bool good = read_verb(&r);
    good = steppe_dynamics_scope(builder, map, &scope) && good;
    if (where == STEPPE_EFFECT_OF_EVENT) {
        good = read_duration(&r, "fade", &r.effect.fade_months) && good;
        good = read_duration(&r, "lasting", &r.effect.for_months) && good;
    }
    if (!good) return false;
    r.effect.place = r.target_entry->place;
    for (size_t i = 0; i < steppe_scope_count(&scope); i++) {
        struct steppe_loops inner = steppe_scope_loops(&scope, i, loops);
        if (!read_element(&r, where, &inner, list)) return false;
    }
    return true;
}

bool steppe_dynamics_effects(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                             enum steppe_effect_place where, const struct steppe_loops *loops,
                             int32_t element, struct steppe_effect_list *list) {
    static const char *const held[] = {"set", "add", "scale", "to", "by", "for", NULL};
    static const char *const happened[] = {"set", "add",  "scale",   "to", "by",
                                           "for", "fade", "lasting", NULL};
    if (!steppe_yaml_find(map, "effects")) return true;
    const struct steppe_yaml *effects = steppe_yaml_get(builder, map, "effects", true,
                                                        STEPPE_YAML_LIST);
    if (!effects) return false;
    bool good = true;
    for (const struct steppe_yaml *entry = effects->first; entry; entry = entry->next) {
        if (builder->failed) return false;
        size_t before = builder->findings->error_count;
        if (!steppe_yaml_fields(builder, entry, where == STEPPE_EFFECT_OF_EVENT ? happened : held,
                                "an effect") ||
            builder->findings->error_count > before)
            good = false;
        else
            good = steppe_dynamics_effect(builder, entry, where, loops, element, list) && good;
    }
    return good;
}

// ---- overlaps --------------------------------------------------------------------------------
struct placed {
    const struct steppe_effect *effect;
    size_t number;
};

static int compare_placed(const void *first, const void *second) {
    const struct placed *a = first, *b = second;
    const struct steppe_effect *x = a->effect, *y = b->effect;
    if (x->is_param != y->is_param) return x->is_param ? 1 : -1;
    if (x->target != y->target) return x->target < y->target ? -1 : 1;
    if (x->cell != y->cell) return x->cell < y->cell ? -1 : 1;
    if (x->element != y->element) return x->element < y->element ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static bool same_cell(const struct steppe_effect *a, const struct steppe_effect *b) {
    return a->is_param == b->is_param && a->target == b->target && a->cell == b->cell &&
           a->element == b->element;
}

static bool lies_over(const struct steppe_model_builder *builder,
                      const struct steppe_effect *effect) {
    struct steppe_target target = {.is_param = effect->is_param, .number = effect->target};
    return effect->verb == STEPPE_SET && !acts_once(builder, &target);
}

void steppe_dynamics_overlaps(struct steppe_model_builder *builder,
                              const struct steppe_effect_list *list,
                              const struct steppe_effect_span *spans) {
    struct placed *placed = STEPPE_BUILDER_TAKE(builder, list->count, struct placed);
    size_t count = 0;
    if (!placed) return;
    for (size_t i = 0; i < list->count; i++)
        if (lies_over(builder, &list->items[i]))
            placed[count++] = (struct placed){&list->items[i], i};
    qsort(placed, count, sizeof *placed, compare_placed);
    for (size_t i = 1; i < count; i++) {
        for (size_t j = i; j-- > 0 && same_cell(placed[i].effect, placed[j].effect);) {
            const struct steppe_effect_span *a = spans ? &spans[placed[j].number] : NULL;
            const struct steppe_effect_span *b = spans ? &spans[placed[i].number] : NULL;
            if (a && (a->until <= b->from || b->until <= a->from)) continue;
            steppe_builder_warn(builder, placed[i].effect->place, 1, NULL, NULL, NULL,
                                "this sets what line %u sets at the same time: the later one wins",
                                (unsigned)placed[j].effect->place.line);
            break;
        }
    }
}
