// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// yaml: events of libfyaml -> a tree of nodes with places. In: the text of one file. Out: its root,
// or findings. Nothing here recurses over the input.
#include "model/yaml.h"

#include <libfyaml.h>
#include <string.h>

#include "model/builder.h"

// One open list or map while the file is read.
struct frame {
    struct steppe_yaml *node;
    const struct steppe_yaml **link; // where the next child goes
    struct steppe_names keys;        // of a map with many entries
    bool wants_key;                  // a map whose next event is a key
};

struct reader {
    struct steppe_model_builder *builder;
    const struct steppe_file *file;
    uint32_t *line_starts;
    size_t line_count, node_count;
    struct frame frames[STEPPE_YAML_DEPTH_MAX];
    size_t depth;
    struct steppe_yaml *root;
    // The key that the next value gets.
    const char *key, *key_line;
    size_t key_length;
    struct steppe_place key_place;
    bool key_duplicate;
    bool stopped; // a fault after which the rest makes no sense
};

// ---- places -------------------------------------------------------------------------------------

static bool index_lines(struct reader *reader) {
    const char *text = reader->file->text, *end = text + reader->file->length;
    size_t count = 1;
    for (const char *at = text; (at = memchr(at, '\n', (size_t)(end - at))); at++) count++;
    reader->line_starts = STEPPE_BUILDER_TAKE(reader->builder, count, uint32_t);
    if (!reader->line_starts) return false;
    for (const char *at = text; (at = memchr(at, '\n', (size_t)(end - at))); at++) {
        reader->line_starts[++reader->line_count] = (uint32_t)(at + 1 - text);
    }
    reader->line_count = count;
    return true;
}

// Line number (from 0) of a byte.
static size_t line_of(const struct reader *reader, size_t at) {
    size_t low = 0, high = reader->line_count; // line_starts[low] <= at
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (reader->line_starts[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static struct steppe_place place_of(const struct reader *reader, size_t at) {
    if (at > reader->file->length) at = reader->file->length;
    size_t line = line_of(reader, at);
    return (struct steppe_place){.file = reader->file->name,
                                 .line = (uint32_t)line + 1,
                                 .column = (uint32_t)(at - reader->line_starts[line]) + 1};
}

// A fault of the syntax at a byte; reading stops.
static void stop(struct reader *reader, size_t at, const char *expected, const char *message) {
    if (at > reader->file->length) at = reader->file->length;
    steppe_builder_fault(reader->builder, place_of(reader, at), 1,
                         steppe_file_line(reader->builder, reader->file, at), expected, NULL, "%s",
                         message);
    reader->stopped = true;
}

// ---- the tree -----------------------------------------------------------------------------------

// First byte of a token.
static size_t token_at(struct fy_token *token) {
    const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
    return mark ? mark->input_pos : 0;
}

// Puts a new node into the list or map that is open; NULL when it was not kept.
static struct steppe_yaml *attach(struct reader *reader, enum steppe_yaml_kind kind, size_t at) {
    if (++reader->node_count > STEPPE_YAML_NODES_MAX) {
        stop(reader, at, "at most 200000 entries in a file", "too many entries");
        return NULL;
    }
    struct steppe_yaml *node = STEPPE_BUILDER_TAKE(reader->builder, 1, struct steppe_yaml);
    if (!node) return NULL;
    node->kind = kind;
    node->place = place_of(reader, at);
    struct frame *frame = reader->depth ? &reader->frames[reader->depth - 1] : NULL;
    if (!frame) {
        reader->root = node;
    } else {
        if (frame->node->kind == STEPPE_YAML_MAP) {
            node->key = reader->key;
            node->key_length = reader->key_length;
            node->key_place = reader->key_place;
            node->key_line = reader->key_line;
            frame->wants_key = true;
        }
        bool kept = frame->node->kind == STEPPE_YAML_LIST || !reader->key_duplicate;
        if (kept) {
            *frame->link = node;
            frame->link = &node->next;
            frame->node->count++;
        }
    }
    // Neighbouring nodes of one line share its copy.
    bool same = node->key_line && node->key_place.line == node->place.line;
    node->source_line = same ? node->key_line : steppe_file_line(reader->builder, reader->file, at);
    return node;
}

static bool known_key(struct frame *frame, const char *key, size_t length) {
    if (frame->keys.count) return steppe_names_find(&frame->keys, key, length) != UINT32_MAX;
    for (const struct steppe_yaml *entry = frame->node->first; entry; entry = entry->next) {
        if (entry->key_length == length && memcmp(entry->key, key, length) == 0) return true;
    }
    return false;
}

#define KEYS_BY_HASH 16

// Maps with many entries find their keys by hash.
static bool remember_key(struct reader *reader, struct frame *frame, const char *key,
                         size_t length) {
    struct steppe_arena *arena = reader->builder->arena;
    if (frame->node->count < KEYS_BY_HASH) return true;
    if (frame->keys.count == 0) {
        for (const struct steppe_yaml *entry = frame->node->first; entry; entry = entry->next) {
            if (!steppe_names_add(&frame->keys, arena, entry->key, entry->key_length, 0)) {
                return steppe_builder_refuse(reader->builder, STEPPE_CODE_MEMORY,
                                             "not enough memory for %s", reader->file->name);
            }
        }
    }
    if (!steppe_names_add(&frame->keys, arena, key, length, 0)) {
        return steppe_builder_refuse(reader->builder, STEPPE_CODE_MEMORY,
                                     "not enough memory for %s", reader->file->name);
    }
    return true;
}

static void take_key(struct reader *reader, const char *text, size_t length, size_t at) {
    struct frame *frame = &reader->frames[reader->depth - 1];
    reader->key = text;
    reader->key_length = length;
    reader->key_place = place_of(reader, at);
    reader->key_line = steppe_file_line(reader->builder, reader->file, at);
    reader->key_duplicate = known_key(frame, text, length);
    frame->wants_key = false;
    if (reader->key_duplicate) {
        steppe_builder_fault(reader->builder, reader->key_place, (uint32_t)length, reader->key_line,
                             "each name once", NULL, "'%s' is given twice", text);
    } else if (!remember_key(reader, frame, text, length)) {
        reader->stopped = true;
    }
}

static void take_scalar(struct reader *reader, struct fy_token *token) {
    size_t length = 0, at = token_at(token);
    const char *text = token ? fy_token_get_text(token, &length) : "";
    if (!text) {
        text = "";
        length = 0;
    }
    if (memchr(text, 0, length)) {
        stop(reader, at, NULL, "a zero byte inside a text");
        return;
    }
    enum fy_scalar_style style = token ? fy_token_scalar_style(token) : FYSS_PLAIN;
    bool quoted = style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
    const char *source = reader->file->text;
    if (quoted && at < reader->file->length && (source[at] == '"' || source[at] == '\'')) at++;
    char *copy = steppe_builder_copy(reader->builder, text, length);
    if (!copy) return;
    struct frame *frame = reader->depth ? &reader->frames[reader->depth - 1] : NULL;
    if (frame && frame->node->kind == STEPPE_YAML_MAP && frame->wants_key) {
        take_key(reader, copy, length, at);
        return;
    }
    struct steppe_yaml *node = attach(reader, STEPPE_YAML_TEXT, at);
    if (!node) return;
    if (length == 0 && !quoted && node->key) { // nothing stands there: show the name
        node->place = node->key_place;
        node->source_line = node->key_line;
    }
    node->text = copy;
    node->length = length;
    node->quoted = quoted;
    node->exact = at <= reader->file->length && length <= reader->file->length - at &&
                  memcmp(source + at, copy, length) == 0 && !memchr(copy, '\n', length);
}

static void open_node(struct reader *reader, enum steppe_yaml_kind kind, struct fy_token *token) {
    size_t at = token_at(token);
    struct frame *frame = reader->depth ? &reader->frames[reader->depth - 1] : NULL;
    if (frame && frame->node->kind == STEPPE_YAML_MAP && frame->wants_key) {
        stop(reader, at, "a name, as in `name: value`", "a list or map cannot be a name");
        return;
    }
    if (reader->depth == STEPPE_YAML_DEPTH_MAX) {
        stop(reader, at, "at most 32 levels", "lists and maps are nested too deeply");
        return;
    }
    struct steppe_yaml *node = attach(reader, kind, at);
    if (!node) return;
    reader->frames[reader->depth++] = (struct frame){
        .node = node, .link = &node->first, .wants_key = kind == STEPPE_YAML_MAP};
}

// What the format leaves out of YAML.
static void refuse_extras(struct reader *reader, struct fy_token *anchor, struct fy_token *tag) {
    if (anchor)
        stop(reader, token_at(anchor), "plain values",
             "anchors (&name) are not part of the format");
    if (tag) stop(reader, token_at(tag), "plain values", "tags (!name) are not part of the format");
}

static void take_event(struct reader *reader, const struct fy_event *event, size_t *documents) {
    switch (event->type) {
    case FYET_DOCUMENT_START:
        if (++*documents > 1) {
            stop(reader, token_at(event->document_start.document_start), "one document in a file",
                 "a second document begins");
        }
        break;
    case FYET_ALIAS:
        stop(reader, token_at(event->alias.anchor), "plain values",
             "aliases (*name) are not part of the format");
        break;
    case FYET_SCALAR:
        refuse_extras(reader, event->scalar.anchor, event->scalar.tag);
        if (!reader->stopped) take_scalar(reader, event->scalar.value);
        break;
    case FYET_SEQUENCE_START:
        refuse_extras(reader, event->sequence_start.anchor, event->sequence_start.tag);
        if (!reader->stopped)
            open_node(reader, STEPPE_YAML_LIST, event->sequence_start.sequence_start);
        break;
    case FYET_MAPPING_START:
        refuse_extras(reader, event->mapping_start.anchor, event->mapping_start.tag);
        if (!reader->stopped)
            open_node(reader, STEPPE_YAML_MAP, event->mapping_start.mapping_start);
        break;
    case FYET_SEQUENCE_END:
    case FYET_MAPPING_END:
        if (reader->depth) reader->depth--;
        break;
    default: break;
    }
}

// The first complaint of libfyaml becomes the finding.
// The tab that indents a line next to the faulty one, which is what the parser stumbled over; or
// SIZE_MAX.
static size_t tab_near(const struct reader *reader, size_t line) {
    for (size_t l = line > 0 ? line - 1 : 0; l <= line + 1 && l < reader->line_count; l++) {
        const size_t start = reader->line_starts[l];
        const size_t blanks = strspn(reader->file->text + start, " ");
        if (reader->file->text[start + blanks] == '\t') return start + blanks;
    }
    return SIZE_MAX;
}

static void report_syntax(struct reader *reader, struct fy_diag *diag) {
    void *iterator = NULL;
    struct fy_diag_error *error = fy_diag_errors_iterate(diag, &iterator);
    size_t line = error && error->line > 0 ? (size_t)error->line - 1 : 0;
    size_t column = error && error->column > 0 ? (size_t)error->column - 1 : 0;
    if (line >= reader->line_count) line = reader->line_count - 1;
    size_t at = reader->line_starts[line] + column;
    size_t end = line + 1 < reader->line_count ? reader->line_starts[line + 1] - 1
                                               : reader->file->length;
    if (at > end) at = end;
    const char *message = error && error->msg ? error->msg : "this is not YAML";
    const size_t tab = tab_near(reader, line);
    const bool bracket = at < end && reader->file->text[at] == '[' && strstr(message, "comma");
    if (tab != SIZE_MAX)
        stop(reader, tab, "blanks: YAML indents by them alone", "a tab indents this line");
    else if (bracket)
        stop(reader, at,
             "YAML; within {...} a name with brackets stands in quotes, as \"gdp[KAZ]\", or the "
             "change in lines of its own",
             message);
    else
        stop(reader, at, "YAML", message);
}

static void parse(struct reader *reader) {
    struct fy_diag_cfg diag_cfg;
    fy_diag_cfg_default(&diag_cfg);
    diag_cfg.colorize = false;
    struct fy_diag *diag = fy_diag_create(&diag_cfg);
    if (diag) fy_diag_set_collect_errors(diag, true);
    struct fy_parse_cfg cfg = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_JSON_NONE,
                               .diag = diag};
    struct fy_parser *parser = diag ? fy_parser_create(&cfg) : NULL;
    if (!parser || fy_parser_set_string(parser, reader->file->text, reader->file->length)) {
        steppe_builder_refuse(reader->builder, STEPPE_CODE_MEMORY, "not enough memory for %s",
                              reader->file->name);
    } else {
        size_t documents = 0;
        struct fy_event *event;
        while (!reader->stopped && !reader->builder->failed &&
               (event = fy_parser_parse(parser)) != NULL) {
            bool last = event->type == FYET_STREAM_END;
            take_event(reader, event, &documents);
            fy_parser_event_free(parser, event);
            if (last) break;
        }
        if (!reader->stopped && fy_parser_get_stream_error(parser)) report_syntax(reader, diag);
    }
    if (parser) fy_parser_destroy(parser);
    if (diag) fy_diag_destroy(diag);
}

const struct steppe_yaml *steppe_yaml_read(struct steppe_model_builder *builder,
                                           const struct steppe_file *file) {
    struct reader *reader = STEPPE_BUILDER_TAKE(builder, 1, struct reader);
    if (!reader) return NULL;
    reader->builder = builder;
    reader->file = file;
    if (!index_lines(reader)) return NULL;
    if (file->length > STEPPE_YAML_BYTES_MAX) {
        stop(reader, 0, "at most 8 MB", "the file is too large");
        return NULL;
    }
    parse(reader);
    if (reader->stopped || builder->failed) return NULL;
    bool empty = !reader->root ||
                 (reader->root->kind == STEPPE_YAML_TEXT && reader->root->length == 0);
    if (!empty) return reader->root;
    struct steppe_yaml *map = STEPPE_BUILDER_TAKE(builder, 1, struct steppe_yaml);
    if (!map) return NULL;
    map->kind = STEPPE_YAML_MAP;
    map->place = (struct steppe_place){.file = file->name, .line = 1, .column = 1};
    map->source_line = "";
    return map;
}
