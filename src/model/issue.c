// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// issue: checks that all forms share, and the YAML form.
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/os.h"
#include "base/text.h"
#include "model/issue_parts.h"

#define TURNS_DEFAULT 30
#define SUM_ROUNDING 1e-9 // saliences that add to the whole may pass it by rounding

void steppe_issue_fault(const struct steppe_issue_reader *reader, struct steppe_issue_spot spot,
                        const char *expected, const char *format, ...) {
    char message[300];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (spot.node) {
        if (spot.node->kind == STEPPE_YAML_TEXT)
            steppe_yaml_fault(reader->builder, spot.node, expected, NULL, "%s", message);
        else
            steppe_yaml_fault_key(reader->builder, spot.node, expected, NULL, "%s", message);
        return;
    }
    steppe_builder_fault(reader->builder, steppe_file_place(reader->file, spot.at),
                         spot.width > 0 ? (uint32_t)spot.width : 1,
                         steppe_file_line(reader->builder, reader->file, spot.at), expected, NULL,
                         "%s", message);
}

bool steppe_issue_room(struct steppe_issue_reader *reader, size_t actors, size_t dimensions) {
    struct steppe_model_builder *builder = reader->builder;
    struct steppe_issue *issue = reader->issue;
    issue->actor_count = actors;
    issue->dimension_count = dimensions;
    issue->actors = reader->actors = STEPPE_BUILDER_TAKE(builder, actors,
                                                         struct steppe_issue_actor);
    issue->dimensions = reader->dimensions = STEPPE_BUILDER_TAKE(builder, dimensions,
                                                                 struct steppe_issue_dimension);
    issue->capability = reader->capability = STEPPE_BUILDER_TAKE(builder, actors, double);
    issue->position = reader->position = STEPPE_BUILDER_TAKE(builder, actors * dimensions, double);
    issue->salience = reader->salience = STEPPE_BUILDER_TAKE(builder, actors * dimensions, double);
    return !builder->failed;
}

bool steppe_issue_counts(const struct steppe_issue_reader *reader, struct steppe_issue_spot spot,
                         size_t actors, size_t dimensions) {
    char expected[60];
    snprintf(expected, sizeof expected, "2 to %d actors", STEPPE_BARGAIN_ACTORS_MAX);
    bool right = true;
    if (actors < 2 || actors > STEPPE_BARGAIN_ACTORS_MAX) {
        steppe_issue_fault(reader, spot, expected, "an issue of %zu actor%s", actors,
                           actors == 1 ? "" : "s");
        right = false;
    }
    snprintf(expected, sizeof expected, "1 to %d dimensions", STEPPE_BARGAIN_DIMENSIONS_MAX);
    if (dimensions < 1 || dimensions > STEPPE_BARGAIN_DIMENSIONS_MAX) {
        steppe_issue_fault(reader, spot, expected, "an issue of %zu dimensions", dimensions);
        right = false;
    }
    return right;
}

void steppe_issue_capability(struct steppe_issue_reader *reader, size_t actor, double value,
                             struct steppe_issue_spot spot) {
    reader->capability[actor] = value;
    if (value > 0 && value <= 1e9) return;
    steppe_issue_fault(reader, spot, "a number above 0, at most 1e9", "a capability of %g", value);
}

void steppe_issue_position(struct steppe_issue_reader *reader, size_t actor, size_t dimension,
                           double value, struct steppe_issue_spot spot) {
    const struct steppe_issue_dimension *scale = &reader->dimensions[dimension];
    char range[STEPPE_RANGE_BYTES];
    reader->position[actor * reader->issue->dimension_count + dimension] = (value - scale->low) /
                                                                           (scale->high -
                                                                            scale->low);
    if (value >= scale->low && value <= scale->high) return;
    steppe_issue_fault(reader, spot,
                       steppe_range_words(scale->low, scale->high, scale->unit, range),
                       "the position %g is outside the scale of '%s'", value, scale->name);
}

bool steppe_issue_salience(struct steppe_issue_reader *reader, size_t actor, size_t dimension,
                           double value, double full, struct steppe_issue_spot spot) {
    char range[STEPPE_RANGE_BYTES];
    reader->salience[actor * reader->issue->dimension_count + dimension] = value / full;
    if (value >= 0 && value <= full) return true;
    steppe_issue_fault(reader, spot, steppe_range_words(0, full, "1", range),
                       "the salience %g is outside its range", value);
    return false;
}

void steppe_issue_actor_whole(struct steppe_issue_reader *reader, size_t actor, double full,
                              struct steppe_issue_spot spot) {
    const size_t dims = reader->issue->dimension_count;
    double sum = 0;
    for (size_t k = 0; k < dims; k++) sum += reader->salience[actor * dims + k];
    if (sum > 1 + SUM_ROUNDING) {
        char expected[60];
        snprintf(expected, sizeof expected, "at most %g over all dimensions", full);
        steppe_issue_fault(reader, spot, expected, "the saliences of '%s' add to %g",
                           reader->actors[actor].code, sum * full);
    } else if (!(sum > 0)) {
        steppe_issue_fault(reader, spot, "a salience above 0, or the actor left out",
                           "'%s' does not care about any dimension", reader->actors[actor].code);
    }
}

void steppe_issue_whole(struct steppe_issue_reader *reader, struct steppe_issue_spot spot) {
    const size_t dims = reader->issue->dimension_count;
    for (size_t i = dims; i < reader->issue->actor_count * dims; i++)
        if (reader->position[i] != reader->position[i % dims]) return;
    steppe_issue_fault(reader, spot, "two positions or more",
                       "all actors want the same: there is nothing to bargain over");
}

struct steppe_bargain_issue steppe_issue_figures(const struct steppe_issue *issue) {
    return (struct steppe_bargain_issue){.actors = issue->actor_count,
                                         .dimensions = issue->dimension_count,
                                         .capability = issue->capability,
                                         .position = issue->position,
                                         .salience = issue->salience};
}

// ---- YAML ---------------------------------------------------------------------------------------

static const char *const issue_fields[] = {"title",      "summary", "turns",
                                           "dimensions", "actors",  NULL};
static const char *const dimension_fields[] = {"low",       "high",       "unit",
                                               "low_means", "high_means", NULL};
static const char *const actor_fields[] = {"name",   "capability", "position", "salience",
                                           "source", "note",       NULL};

static struct steppe_issue_spot at_node(const struct steppe_yaml *node) {
    return (struct steppe_issue_spot){.node = node};
}

static void read_dimension(struct steppe_issue_reader *reader, const struct steppe_yaml *map,
                           size_t number) {
    struct steppe_model_builder *builder = reader->builder;
    struct steppe_issue_dimension *dimension = &reader->dimensions[number];
    *dimension = (struct steppe_issue_dimension){.name = map->key, .unit = "", .high = 100};
    if (!steppe_yaml_fields(builder, map, dimension_fields, "a dimension")) return;
    if (!steppe_is_name(map->key))
        steppe_yaml_fault_key(builder, map, "small letters, digits and _, a letter first", NULL,
                              "'%s' is no name", map->key);
    (void)steppe_yaml_get_number(builder, map, "low", false, &dimension->low);
    (void)steppe_yaml_get_number(builder, map, "high", false, &dimension->high);
    (void)steppe_yaml_get_text(builder, map, "unit", false, &dimension->unit);
    (void)steppe_yaml_get_text(builder, map, "low_means", false, &dimension->low_means);
    (void)steppe_yaml_get_text(builder, map, "high_means", false, &dimension->high_means);
    if (dimension->high > dimension->low) return;
    steppe_yaml_fault_key(builder, map, "low below high", NULL,
                          "the scale of '%s' goes from %g to %g", map->key, dimension->low,
                          dimension->high);
    dimension->high = dimension->low + 1; // positions can still be read
}

static bool node_number(struct steppe_issue_reader *reader, const struct steppe_yaml *node,
                        double *out) {
    if (node->kind == STEPPE_YAML_TEXT && steppe_number_parse(node->text, node->length, out))
        return true;
    steppe_issue_fault(reader, at_node(node), "a number", "this is no number");
    return false;
}

// `position` or `salience`: one number of a single dimension, or a number for each by name.
static bool read_numbers(struct steppe_issue_reader *reader, const struct steppe_yaml *actor,
                         size_t number, bool salience) {
    const char *field = salience ? "salience" : "position";
    const size_t dims = reader->issue->dimension_count;
    const struct steppe_yaml *node = steppe_yaml_find(actor, field);
    if (!node) {
        steppe_yaml_fault_key(reader->builder, actor, NULL, NULL, "the field '%s' is missing",
                              field);
        return false;
    }
    const char *names[STEPPE_BARGAIN_DIMENSIONS_MAX + 1] = {NULL};
    for (size_t k = 0; k < dims; k++) names[k] = reader->dimensions[k].name;
    if (node->kind != STEPPE_YAML_TEXT || dims > 1) {
        if (!steppe_yaml_fields(reader->builder, node, names,
                                salience ? "a salience" : "a position"))
            return false;
    }
    bool right = true;
    for (size_t k = 0; k < dims; k++) {
        const struct steppe_yaml *entry = node;
        double value;
        if (node->kind == STEPPE_YAML_MAP) entry = steppe_yaml_find(node, names[k]);
        if (!entry) {
            steppe_yaml_fault_key(reader->builder, node, NULL, NULL, "the %s on '%s' is missing",
                                  field, names[k]);
            right = false;
        } else if (!node_number(reader, entry, &value)) {
            right = false;
        } else if (salience) {
            right = steppe_issue_salience(reader, number, k, value, 100, at_node(entry)) && right;
        } else {
            steppe_issue_position(reader, number, k, value, at_node(entry));
        }
    }
    return right;
}

static void read_source(struct steppe_issue_reader *reader, const struct steppe_yaml *map,
                        struct steppe_issue_actor *actor) {
    struct steppe_model_builder *builder = reader->builder;
    const bool in_model = builder->model && builder->model->source_count > 0;
    enum steppe_quality quality;
    int32_t lag;
    if (!steppe_yaml_get_text(builder, map, "source", in_model, &actor->source) || !in_model)
        return;
    const struct steppe_yaml *node = steppe_yaml_find(map, "source");
    (void)steppe_builder_source(builder, node->text, node->length, node->place, node->source_line,
                                &quality, &lag);
}

// Whether all positions of the actor were read.
static bool read_actor(struct steppe_issue_reader *reader, const struct steppe_yaml *map,
                       size_t number) {
    struct steppe_issue_actor *actor = &reader->actors[number];
    double capability;
    *actor = (struct steppe_issue_actor){.code = map->key, .name = map->key};
    if (!steppe_yaml_fields(reader->builder, map, actor_fields, "an actor")) return false;
    (void)steppe_yaml_get_text(reader->builder, map, "name", false, &actor->name);
    if (steppe_yaml_get_number(reader->builder, map, "capability", true, &capability))
        steppe_issue_capability(reader, number, capability,
                                at_node(steppe_yaml_find(map, "capability")));
    bool placed = read_numbers(reader, map, number, false);
    if (read_numbers(reader, map, number, true))
        steppe_issue_actor_whole(reader, number, 100, at_node(map));
    read_source(reader, map, actor);
    return placed;
}

static void read_head(struct steppe_issue_reader *reader, const struct steppe_yaml *root) {
    struct steppe_issue *issue = reader->issue;
    double turns = TURNS_DEFAULT;
    (void)steppe_yaml_get_text(reader->builder, root, "title", false, &issue->title);
    (void)steppe_yaml_get_text(reader->builder, root, "summary", false, &issue->summary);
    if (!steppe_yaml_get_number(reader->builder, root, "turns", false, &turns)) return;
    if (turns >= 1 && turns <= STEPPE_BARGAIN_TURNS_MAX && turns == floor(turns))
        issue->turns = (int32_t)turns;
    else
        steppe_yaml_fault(reader->builder, steppe_yaml_find(root, "turns"), "1 to 100", NULL,
                          "%g is no number of turns", turns);
}

static bool read_yaml(struct steppe_issue_reader *reader) {
    struct steppe_model_builder *builder = reader->builder;
    const struct steppe_yaml *root = steppe_yaml_read(builder, reader->file);
    if (!root) return !builder->failed;
    if (!steppe_yaml_fields(builder, root, issue_fields, "an issue")) return !builder->failed;
    read_head(reader, root);
    const struct steppe_yaml *dimensions = steppe_yaml_get(builder, root, "dimensions", true,
                                                           STEPPE_YAML_MAP);
    const struct steppe_yaml *actors = steppe_yaml_get(builder, root, "actors", true,
                                                       STEPPE_YAML_MAP);
    if (!dimensions || !actors ||
        !steppe_issue_counts(reader, at_node(actors), actors->count, dimensions->count))
        return !builder->failed;
    if (!steppe_issue_room(reader, actors->count, dimensions->count)) return false;
    size_t number = 0;
    bool placed = true;
    for (const struct steppe_yaml *map = dimensions->first; map; map = map->next)
        read_dimension(reader, map, number++);
    number = 0;
    for (const struct steppe_yaml *map = actors->first; map; map = map->next)
        placed = read_actor(reader, map, number++) && placed;
    if (placed) steppe_issue_whole(reader, at_node(actors));
    return !builder->failed;
}

// ---- files --------------------------------------------------------------------------------------

// "issues/taliban.yaml" -> "taliban".
static const char *name_of(struct steppe_model_builder *builder, const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    return steppe_builder_copy(builder, name, dot ? (size_t)(dot - name) : strlen(name));
}

bool steppe_issue_read(struct steppe_model_builder *builder, const struct steppe_file *file,
                       const struct steppe_issue **issue) {
    size_t errors = builder->findings->error_count;
    *issue = NULL;
    struct steppe_issue *made = STEPPE_BUILDER_TAKE(builder, 1, struct steppe_issue);
    if (!made) return false;
    made->name = made->title = name_of(builder, file->name);
    if (!made->name) return false;
    made->turns = TURNS_DEFAULT;
    struct steppe_issue_reader reader = {.builder = builder, .file = file, .issue = made};
    bool read = steppe_text_ends(file->name, ".csv") ? steppe_issue_read_csv(&reader)
                                                     : read_yaml(&reader);
    if (!read || builder->failed) return false;
    if (builder->findings->error_count == errors) *issue = made;
    return true;
}

bool steppe_issue_load(const char *path, struct steppe_arena *arena,
                       struct steppe_findings *findings, const struct steppe_issue **issue,
                       struct steppe_error *error) {
    struct steppe_error inner = {0};
    struct steppe_model *model = STEPPE_TAKE(arena, 1, struct steppe_model);
    struct steppe_model_builder *builder = STEPPE_TAKE(arena, 1, struct steppe_model_builder);
    char *name = steppe_arena_copy_text(arena, path, strlen(path)), *text;
    size_t length;
    *issue = NULL;
    if (!model || !builder || !name)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "not enough memory for the issue %s", path);
    if (!steppe_os_read_file(path, STEPPE_YAML_BYTES_MAX, arena, &text, &length, error))
        return false;
    if (!findings->arena) findings->arena = arena;
    size_t errors = findings->error_count;
    *builder = (struct steppe_model_builder){
        .arena = arena, .findings = findings, .error = &inner, .folder = ".", .model = model};
    const struct steppe_file *file = steppe_file_of_text(builder, name, text, length);
    if (file) (void)steppe_issue_read(builder, file, issue);
    if (builder->failed)
        return steppe_error_set(error, inner.code, inner.place, "%s", inner.message);
    if (*issue) return true;
    size_t count = findings->error_count - errors;
    return steppe_error_set(error, STEPPE_CODE_MODEL, (struct steppe_place){0},
                            "the issue %s has %zu error%s", path, count, count == 1 ? "" : "s");
}

bool steppe_read_issues(struct steppe_model_builder *builder) {
    const char *const *names;
    size_t count;
    if (!steppe_file_list(builder, "issues", ".yaml", &names, &count)) return false;
    for (size_t i = 0; i < count; i++) {
        const struct steppe_issue *issue;
        const struct steppe_file *file = steppe_file_read(builder, names[i], true);
        if (file && !steppe_issue_read(builder, file, &issue)) return false;
    }
    return !builder->failed;
}
