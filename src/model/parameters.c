// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// parameters: parameters.yaml against what the mechanisms declare. In: the vocabulary (name, shape,
// unit, legal range) and the file (values, priors, sources). Out: model->parameters, mechanisms'
// first in their order, then the model's own; every cell with a prior and a source.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/builder.h"
#include "model/prior.h"

static const char *const fields[] = {"unit",       "prior", "value",   "values",
                                     "priors",     "range", "source",  "sources",
                                     "calibrated", "for",   "meaning", NULL};

// One parameter while its entry is read.
struct entry {
    struct steppe_model_builder *builder;
    const struct steppe_yaml *map;
    struct steppe_parameter *parameter;
    struct steppe_prior_limits limits;
};

// ---- cells --------------------------------------------------------------------------------------

// "KAZ", "RUS-KAZ", "RUS-*", "default" -> indices, -1 for any. False after a finding.
static bool read_key(struct entry *entry, const struct steppe_yaml *item,
                     int32_t at[STEPPE_AXES_MAX], int *named) {
    enum steppe_axis axes[STEPPE_AXES_MAX];
    size_t count = steppe_shape_axes(entry->parameter->shape, axes);
    for (size_t i = 0; i < STEPPE_AXES_MAX; i++) at[i] = -1;
    *named = 0;
    if (strcmp(item->key, "default") == 0) return true;
    const char *text = item->key;
    for (size_t i = 0; i < count; i++) {
        const char *dash = strchr(text, '-');
        bool last = i + 1 == count;
        size_t length = dash ? (size_t)(dash - text) : strlen(text);
        if (last == (dash != NULL)) break; // too many or too few parts
        if (!steppe_text_same(text, length, "*")) {
            uint32_t found = steppe_builder_find_element(entry->builder, axes[i], text, length);
            if (found == UINT32_MAX) {
                const char *what = steppe_axis_name(axes[i]);
                steppe_yaml_fault_key(
                    entry->builder, item, NULL,
                    steppe_builder_nearest_element(entry->builder, axes[i], text, length),
                    "unknown %s '%.*s'", what, (int)length, text);
                return false;
            }
            at[i] = (int32_t)found;
            ++*named;
        }
        if (last) return true;
        text = dash + 1;
    }
    char expected[120];
    snprintf(expected, sizeof expected, "%s%s, or default",
             steppe_shape_name(entry->parameter->shape),
             count > 1 ? " joined by '-', such as RUS-KAZ or RUS-*" : "");
    steppe_yaml_fault_key(entry->builder, item, expected, NULL, "'%s' names no cell", item->key);
    return false;
}

static bool fits(const struct steppe_model *model, enum steppe_shape shape, size_t cell,
                 const int32_t at[STEPPE_AXES_MAX]) {
    enum steppe_axis axes[STEPPE_AXES_MAX];
    for (size_t i = steppe_shape_axes(shape, axes); i-- > 0;) {
        size_t count = model->axes[axes[i]].count;
        if (at[i] >= 0 && (size_t)at[i] != cell % count) return false;
        cell /= count;
    }
    return true;
}

// The entry of a map for each cell: the one that names most of it. False after a finding or when
// the machine refuses.
static bool match_cells(struct entry *entry, const struct steppe_yaml *map,
                        const struct steppe_yaml ***chosen) {
    struct steppe_model_builder *builder = entry->builder;
    const struct steppe_parameter *parameter = entry->parameter;
    size_t count = parameter->cell_count;
    const struct steppe_yaml **items = STEPPE_BUILDER_TAKE(builder, count + 1,
                                                           const struct steppe_yaml *);
    int *names = STEPPE_BUILDER_TAKE(builder, count + 1, int);
    if (!items || !names) return false;
    bool good = true;
    for (const struct steppe_yaml *item = map->first; item; item = item->next) {
        int32_t at[STEPPE_AXES_MAX];
        int named;
        if (!read_key(entry, item, at, &named)) {
            good = false;
            continue;
        }
        bool told = false;
        for (size_t cell = 0; cell < count; cell++) {
            if (!fits(builder->model, parameter->shape, cell, at)) continue;
            if (items[cell] && names[cell] == named && !told) { // RUS-* and *-KAZ
                steppe_yaml_fault_key(builder, item, "one entry for each cell", NULL,
                                      "'%s' and '%s' fit the same cell", items[cell]->key,
                                      item->key);
                told = true;
                good = false;
            }
            if (items[cell] && names[cell] >= named) continue;
            items[cell] = item;
            names[cell] = named;
        }
    }
    for (size_t cell = 0; cell < count && good; cell++) {
        if (items[cell]) continue;
        char name[160];
        steppe_prior_cell_name(builder->model, parameter, cell, name, sizeof name);
        steppe_yaml_fault_key(builder, map, "an entry for each cell, or 'default'", NULL,
                              "'%s' says nothing of %s", map->key, name);
        good = false;
    }
    *chosen = items;
    return good;
}

// ---- values and sources -------------------------------------------------------------------------

static bool set_all(struct entry *entry, struct steppe_prior *priors,
                    const struct steppe_yaml *text, bool plain) {
    struct steppe_prior prior;
    if (!steppe_prior_read(entry->builder, text, plain, &entry->limits, &prior)) return false;
    for (size_t i = 0; i < entry->parameter->cell_count; i++) priors[i] = prior;
    return true;
}

static bool set_each(struct entry *entry, struct steppe_prior *priors,
                     const struct steppe_yaml *map, bool plain) {
    if (entry->parameter->shape == STEPPE_SHAPE_SCALAR) {
        steppe_yaml_fault_key(entry->builder, map, plain ? "value" : "prior", NULL,
                              "'%s' is one number and has no cells", entry->parameter->name);
        return false;
    }
    const struct steppe_yaml **chosen;
    if (!match_cells(entry, map, &chosen)) return false;
    bool good = true;
    for (size_t i = 0; i < entry->parameter->cell_count; i++) {
        if (i > 0 && chosen[i] == chosen[i - 1]) {
            priors[i] = priors[i - 1];
            continue;
        }
        bool first = true; // an entry of several cells is told of once
        for (size_t j = 0; j < i && first; j++) first = chosen[j] != chosen[i];
        if (first) {
            good &= steppe_prior_read(entry->builder, chosen[i], plain, &entry->limits, &priors[i]);
        } else {
            size_t j = 0;
            while (chosen[j] != chosen[i]) j++;
            priors[i] = priors[j];
        }
    }
    return good;
}

// `prior: dirichlet 5` with `values`: concentration and means, which come to sum to 1.
static bool set_dirichlet(struct entry *entry, struct steppe_prior *priors,
                          const struct steppe_yaml *prior, const struct steppe_yaml *values) {
    struct steppe_prior shared;
    if (!steppe_prior_read(entry->builder, prior, false, &entry->limits, &shared)) return false;
    if (shared.kind != STEPPE_PRIOR_DIRICHLET) {
        steppe_yaml_fault_key(entry->builder, values, "values with a dirichlet prior, else priors",
                              NULL, "both 'prior' and 'values' are given");
        return false;
    }
    // Any sizes will do: only their proportions count, and the shares are between 0 and 1.
    struct steppe_prior_limits legal = entry->limits;
    entry->limits.low = 0;
    entry->limits.high = HUGE_VAL;
    bool good = set_each(entry, priors, values, true);
    entry->limits = legal;
    if (!good) return false;
    double sum = 0;
    for (size_t i = 0; i < entry->parameter->cell_count; i++) sum += priors[i].a;
    for (size_t i = 0; i < entry->parameter->cell_count; i++) {
        if (!(sum > 0)) {
            steppe_yaml_fault_key(entry->builder, values, "shares of 0 or more, not all 0", NULL,
                                  "the shares of a dirichlet prior sum to 0 and not to 1");
            return false;
        }
        shared.b = priors[i].a / sum;
        priors[i] = shared;
    }
    return true;
}

static bool read_values(struct entry *entry) {
    struct steppe_model_builder *builder = entry->builder;
    const struct steppe_yaml *map = entry->map;
    struct steppe_prior *priors = STEPPE_BUILDER_TAKE(builder, entry->parameter->cell_count + 1,
                                                      struct steppe_prior);
    if (!priors) return false;
    entry->parameter->priors = priors;
    const struct steppe_yaml *prior = steppe_yaml_get(builder, map, "prior", false,
                                                      STEPPE_YAML_TEXT);
    const struct steppe_yaml *value = steppe_yaml_get(builder, map, "value", false,
                                                      STEPPE_YAML_TEXT);
    const struct steppe_yaml *values = steppe_yaml_get(builder, map, "values", false,
                                                       STEPPE_YAML_MAP);
    const struct steppe_yaml *each = steppe_yaml_get(builder, map, "priors", false,
                                                     STEPPE_YAML_MAP);
    int given = (prior != NULL) + (value != NULL) + (values != NULL) + (each != NULL);
    if (given == 2 && prior && values) {
        set_dirichlet(entry, priors, prior, values);
    } else if (given != 1) {
        bool absent = !steppe_yaml_find(map, "prior") && !steppe_yaml_find(map, "value") &&
                      !steppe_yaml_find(map, "values") && !steppe_yaml_find(map, "priors");
        if (given || absent) {
            steppe_yaml_fault_key(builder, map, "one of value, values, prior or priors", NULL,
                                  given ? "'%s' is given in more than one way"
                                        : "'%s' has no value",
                                  entry->parameter->name);
        }
    } else if (prior || value) {
        set_all(entry, priors, prior ? prior : value, value != NULL);
        if (prior && priors[0].kind == STEPPE_PRIOR_DIRICHLET) {
            steppe_yaml_fault_key(builder, prior, "'values' beside it", NULL,
                                  "a dirichlet prior needs the shares it is about");
        }
    } else {
        set_each(entry, priors, values ? values : each, values != NULL);
    }
    return !builder->failed;
}

// Parameters are counted by themselves, value by value: report/check.c.
static void check_source(struct entry *entry, const struct steppe_yaml *text) {
    enum steppe_quality quality;
    int32_t lag;
    if (text->kind != STEPPE_YAML_TEXT) {
        steppe_yaml_fault(entry->builder, text, "ids of sources.csv, or 'judgement'", NULL,
                          "a source is one text");
    } else {
        (void)steppe_builder_source(entry->builder, text->text, text->length, text->place,
                                    text->source_line, &quality, &lag);
    }
}

static bool read_sources(struct entry *entry) {
    struct steppe_model_builder *builder = entry->builder;
    struct steppe_parameter *parameter = entry->parameter;
    const char **sources = STEPPE_BUILDER_TAKE(builder, parameter->cell_count + 1, const char *);
    if (!sources) return false;
    parameter->sources = sources;
    for (size_t i = 0; i < parameter->cell_count; i++) sources[i] = "judgement";
    const struct steppe_yaml *each = steppe_yaml_get(builder, entry->map, "sources", false,
                                                     STEPPE_YAML_MAP);
    if (each) {
        const struct steppe_yaml **chosen;
        for (const struct steppe_yaml *item = each->first; item; item = item->next) {
            check_source(entry, item);
        }
        if (!match_cells(entry, each, &chosen)) return !builder->failed;
        for (size_t i = 0; i < parameter->cell_count; i++) {
            if (chosen[i]->kind == STEPPE_YAML_TEXT) sources[i] = chosen[i]->text;
        }
        return true;
    }
    const struct steppe_yaml *one = steppe_yaml_get(builder, entry->map, "source", true,
                                                    STEPPE_YAML_TEXT);
    if (!one) return !builder->failed;
    check_source(entry, one);
    for (size_t i = 0; i < parameter->cell_count; i++) sources[i] = one->text;
    return true;
}

// ---- one entry ----------------------------------------------------------------------------------

// The unit of the numbers in the file; its dimension must be that which is declared.
static void read_unit(struct entry *entry, bool own) {
    struct steppe_model_builder *builder = entry->builder;
    const struct steppe_yaml *text = steppe_yaml_get(builder, entry->map, "unit", true,
                                                     STEPPE_YAML_TEXT);
    struct steppe_unit unit;
    if (!text || !steppe_builder_unit(builder, text->text, text->length, text->place,
                                      text->source_line, &unit)) {
        return;
    }
    if (own) {
        entry->parameter->unit = unit;
        entry->parameter->unit_text = text->text;
    } else if (!steppe_unit_same(unit, entry->parameter->unit)) {
        steppe_yaml_fault(builder, text, entry->parameter->unit_text, NULL,
                          "the unit '%s' is not that of %s", text->text, entry->parameter->name);
        return;
    }
    entry->limits.factor = unit.factor;
    entry->limits.unit_text = text->text;
}

static bool read_entry(struct entry *entry, bool own) {
    struct steppe_model_builder *builder = entry->builder;
    if (!steppe_yaml_fields(builder, entry->map, fields, "a parameter")) return !builder->failed;
    entry->parameter->place = entry->map->key_place;
    read_unit(entry, own);
    steppe_prior_read_range(builder,
                            steppe_yaml_get(builder, entry->map, "range", false, STEPPE_YAML_TEXT),
                            &entry->limits);
    steppe_yaml_get_flag(builder, entry->map, "calibrated", false, &entry->parameter->calibrated);
    return read_values(entry) && read_sources(entry);
}

// ---- the model's own ----------------------------------------------------------------------------

// "hosts", "h in hosts" or "p in powers, h in hosts": axes in their order -> a shape.
static bool read_for(struct steppe_model_builder *builder, const struct steppe_yaml *map,
                     enum steppe_shape *shape) {
    *shape = STEPPE_SHAPE_SCALAR;
    const struct steppe_yaml *text = steppe_yaml_get(builder, map, "for", false, STEPPE_YAML_TEXT);
    if (!text) return true;
    enum steppe_axis axes[STEPPE_AXES_MAX];
    size_t count = 0;
    for (const char *at = text->text; at && count < STEPPE_AXES_MAX;) {
        at += strspn(at, " ");
        size_t length = strcspn(at, ",");
        const char *in = strstr(at, " in ");
        const char *name = in && in < at + length ? in + 4 : at;
        size_t name_length = length - (size_t)(name - at);
        while (name_length && name[name_length - 1] == ' ') name_length--;
        const struct steppe_set *set = steppe_builder_find_set(builder, name, name_length);
        if (!set || set->count != builder->model->axes[set->axis].count) {
            steppe_yaml_fault_part(
                builder, text, (size_t)(name - text->text), name_length,
                "hosts, powers, actors, commodities, domains, ties or institutions",
                steppe_builder_nearest_set(builder, name, name_length),
                "'%.*s' is not the whole of an axis", (int)name_length, name);
            return false;
        }
        axes[count++] = set->axis;
        at = at[length] ? at + length + 1 : NULL;
    }
    for (int candidate = 0; candidate < STEPPE_SHAPE_COUNT; candidate++) {
        enum steppe_axis wanted[STEPPE_AXES_MAX];
        if (steppe_shape_axes((enum steppe_shape)candidate, wanted) != count) continue;
        bool same = true;
        for (size_t i = 0; i < count; i++) same &= axes[i] == wanted[i];
        if (!same) continue;
        *shape = (enum steppe_shape)candidate;
        return true;
    }
    steppe_yaml_fault(builder, text, "such as hosts, or p in powers, h in hosts", NULL,
                      "there is no shape for '%s'", text->text);
    return false;
}

// A parameter that no mechanism declares: the model's own, for its expressions.
static bool read_own(struct steppe_model_builder *builder, const struct steppe_yaml *map) {
    bool meaning = map->kind == STEPPE_YAML_MAP && steppe_yaml_find(map, "meaning");
    if (!steppe_is_name(map->key) || !meaning) {
        steppe_yaml_fault_key(builder, map,
                              "a parameter of a mechanism (steppe params), or one with a 'meaning'",
                              steppe_builder_nearest_parameter(builder, map->key, map->key_length),
                              "unknown parameter '%s'", map->key);
        return true;
    }
    if (steppe_builder_find_variable(builder, map->key, map->key_length) != UINT32_MAX) {
        steppe_yaml_fault_key(builder, map, "a new name", NULL, "'%s' is the name of a variable",
                              map->key);
        return true;
    }
    enum steppe_shape shape;
    if (!read_for(builder, map, &shape)) return true;
    struct steppe_model *model = builder->model;
    struct steppe_parameter *parameter = steppe_builder_grow(
        builder, (void **)&builder->parameters, &builder->parameter_capacity,
        model->parameter_count, sizeof *parameter);
    if (!parameter) return false;
    *parameter = (struct steppe_parameter){
        .name = map->key,
        .unit_text = "1",
        .meaning = "",
        .unit = {.factor = 1},
        .shape = shape,
        .cell_count = (uint32_t)steppe_model_cells(model, shape),
        .low = -HUGE_VAL,
        .high = HUGE_VAL,
        .vocabulary_group = UINT32_MAX,
        .vocabulary_at = UINT32_MAX,
    };
    model->parameters = builder->parameters;
    uint32_t number = (uint32_t)model->parameter_count++;
    if (!steppe_builder_add_name(builder, &builder->parameter_names, map->key, number))
        return false;
    steppe_yaml_get_text(builder, map, "meaning", true, &parameter->meaning);
    struct entry entry = {builder, map, parameter, {1, -HUGE_VAL, HUGE_VAL, parameter->name, "1"}};
    return read_entry(&entry, true);
}

// ---- the vocabulary -----------------------------------------------------------------------------

// Every declared parameter gets its place before the file is read.
static bool declare(struct steppe_model_builder *builder) {
    const struct steppe_vocabulary *vocabulary = builder->vocabulary;
    struct steppe_model *model = builder->model;
    for (size_t group = 0; vocabulary && group < vocabulary->group_count; group++) {
        for (size_t i = 0; i < vocabulary->groups[group].count; i++) {
            const struct steppe_param *param = &vocabulary->groups[group].params[i];
            const char *prefix = vocabulary->groups[group].prefix;
            struct steppe_parameter *item = steppe_builder_grow(
                builder, (void **)&builder->parameters, &builder->parameter_capacity,
                model->parameter_count, sizeof *item);
            size_t size = strlen(prefix) + strlen(param->name) + 2, bad_at, bad_length;
            char *name = steppe_builder_take(builder, size, 1);
            if (!item || !name) return false;
            snprintf(name, size, "%s.%s", prefix, param->name);
            *item = (struct steppe_parameter){
                .name = name,
                .unit_text = param->unit,
                .meaning = param->meaning,
                .shape = param->shape,
                .cell_count = (uint32_t)steppe_model_cells(model, param->shape),
                .vocabulary_group = (uint32_t)group,
                .vocabulary_at = (uint32_t)i,
            };
            bool known = steppe_unit_parse(param->unit, strlen(param->unit), &item->unit, &bad_at,
                                           &bad_length);
            steppe_must(known);
            model->parameters = builder->parameters;
            uint32_t number = (uint32_t)model->parameter_count++;
            if (!steppe_builder_add_name(builder, &builder->parameter_names, name, number)) {
                return false;
            }
        }
    }
    return true;
}

static void tell_missing(struct steppe_model_builder *builder, const char *file) {
    for (size_t i = 0; i < builder->model->parameter_count; i++) {
        const struct steppe_parameter *parameter = &builder->parameters[i];
        if (parameter->priors || parameter->vocabulary_group == UINT32_MAX) continue;
        if (parameter->place.line) continue; // its entry is there and was told about
        steppe_builder_fault(builder, (struct steppe_place){.file = file}, 1, NULL,
                             parameter->meaning, NULL, "the parameter %s (%s, %s) is missing",
                             parameter->name, steppe_shape_name(parameter->shape),
                             parameter->unit_text);
    }
}

bool steppe_read_parameters(struct steppe_model_builder *builder) {
    const struct steppe_file *file = steppe_file_read(builder, "parameters.yaml", true);
    if (builder->failed || !declare(builder)) return false;
    if (file) builder->model->parameter_text = file->text;
    const struct steppe_yaml *root = file ? steppe_yaml_read(builder, file) : NULL;
    if (!root) return !builder->failed;
    if (root->kind != STEPPE_YAML_MAP) {
        steppe_yaml_fault(builder, root, "mechanism.name: {unit, prior, source}", NULL,
                          "the file is no map of parameters");
        return true;
    }
    for (const struct steppe_yaml *map = root->first; map; map = map->next) {
        uint32_t number = steppe_builder_find_parameter(builder, map->key, map->key_length);
        if (number == UINT32_MAX) {
            if (!read_own(builder, map)) return false;
            continue;
        }
        struct steppe_parameter *parameter = &builder->parameters[number];
        const struct steppe_param *param = &builder->vocabulary->groups[parameter->vocabulary_group]
                                                .params[parameter->vocabulary_at];
        const double factor = parameter->unit.factor;
        parameter->low = param->low * factor;
        parameter->high = param->high * factor;
        struct entry entry = {
            builder,
            map,
            parameter,
            {factor, parameter->low, parameter->high, parameter->name, parameter->unit_text}};
        parameter->place = map->key_place;
        if (!read_entry(&entry, false)) return false;
    }
    tell_missing(builder, file->name);
    return !builder->failed;
}
