// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// tntp: one pass over the bytes, token by token. A faulty row is a finding and is left out; reading
// goes on behind it, so that all faults are told at once. Room is taken by what the file holds, not
// by what it states.
#include "model/tntp.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/numbers.h"
#include "base/text.h"

struct token {
    size_t at, length; // length 0: there is none
};

struct reader {
    const struct steppe_file *file;
    struct steppe_arena *arena;
    struct steppe_findings *findings;
    size_t errors_before;
    size_t at; // next byte
};

// ---- faults ------------------------------------------------------------------------------------

// The line around byte `at`, what does not print replaced, so that columns stay.
static const char *line_around(const struct reader *reader, size_t at) {
    const struct steppe_file *file = reader->file;
    size_t start = at, end = at;
    while (start > 0 && file->text[start - 1] != '\n') start--;
    while (end < file->length && file->text[end] != '\n' && end - start < STEPPE_SOURCE_LINE_MAX)
        end++;
    if (end < start || at > end) end = start; // the fault lies far along a line that never ends
    char *line = steppe_arena_copy_text(reader->arena, file->text + start, end - start);
    for (char *c = line; c && c < line + (end - start); c++)
        if (*c < ' ' || *c > '~') *c = *c == '\t' || *c == '\r' || *c == 0 ? ' ' : '?';
    return line;
}

static void fault(struct reader *reader, struct token token, bool warning, const char *expected,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));
static void fault(struct reader *reader, struct token token, bool warning, const char *expected,
                  const char *format, ...) {
    char message[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct steppe_finding finding = {
        .warning = warning,
        .place = steppe_file_place(reader->file, token.at),
        .width = token.length > 0 ? (uint32_t)token.length : 1,
        .source_line = line_around(reader, token.at),
        .message = message,
        .expected = expected,
    };
    if (finding.source_line && finding.place.column > strlen(finding.source_line) + 1)
        finding.source_line = NULL;
    steppe_findings_add(reader->findings, &finding);
}

static bool no_memory(const struct reader *reader, struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY,
                            (struct steppe_place){.file = reader->file->name},
                            "not enough memory to read the file");
}

static bool faulty(const struct reader *reader, struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_INPUT, (struct steppe_place){0}, "%s has errors",
                            reader->file->name);
}

static bool going(const struct reader *reader) {
    return reader->at < reader->file->length && steppe_findings_open(reader->findings);
}

// ---- tokens ------------------------------------------------------------------------------------

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

static void skip_line(struct reader *reader) {
    const char *rest = reader->file->text + reader->at;
    const char *end = memchr(rest, '\n', reader->file->length - reader->at);
    reader->at = end ? (size_t)(end - reader->file->text) + 1 : reader->file->length;
}

// Blanks and comments up to something on this line, or its end.
static void skip_blanks(struct reader *reader) {
    const struct steppe_file *file = reader->file;
    while (reader->at < file->length && is_blank(file->text[reader->at])) reader->at++;
    if (reader->at < file->length && file->text[reader->at] == '~') {
        skip_line(reader);
        if (reader->at > 0 && file->text[reader->at - 1] == '\n') reader->at--;
    }
}

// Blanks, comments and ends of lines.
static void skip_space(struct reader *reader) {
    for (;;) {
        skip_blanks(reader);
        if (reader->at >= reader->file->length || reader->file->text[reader->at] != '\n') return;
        reader->at++;
    }
}

// The next word of this line; marks : and ; stand for themselves and are no words.
static struct token next_word(struct reader *reader) {
    static const char ends[] = {'\n', '~', ':', ';'};
    const struct steppe_file *file = reader->file;
    skip_blanks(reader);
    struct token token = {reader->at, 0};
    while (reader->at < file->length && !is_blank(file->text[reader->at]) &&
           !memchr(ends, file->text[reader->at], sizeof ends)) {
        reader->at++;
    }
    token.length = reader->at - token.at;
    return token;
}

static bool take_mark(struct reader *reader, char mark) {
    if (reader->at >= reader->file->length || reader->file->text[reader->at] != mark) return false;
    reader->at++;
    return true;
}

static bool same_word(const struct reader *reader, struct token token, const char *word) {
    if (token.length != strlen(word)) return false;
    return steppe_text_distance(reader->file->text + token.at, token.length, word, token.length,
                                0) == 0; // which takes capital and small letters as one
}

static bool read_number(struct reader *reader, struct token token, const char *what,
                        double *value) {
    if (!steppe_number_parse(reader->file->text + token.at, token.length, value)) {
        fault(reader, token, false, "a number", token.length ? "%s is no number" : "no %s", what);
        return false;
    }
    if (*value >= 0) return true;
    fault(reader, token, false, "a number from 0 up", "%s is negative", what);
    return false;
}

// A whole number from low to high.
static bool read_whole(struct reader *reader, struct token token, const char *what, uint64_t low,
                       uint64_t high, uint64_t *value) {
    char expected[80];
    if (steppe_whole_parse(reader->file->text + token.at, token.length, value) && *value >= low &&
        *value <= high) {
        return true;
    }
    snprintf(expected, sizeof expected, "a whole number from %llu to %llu", (unsigned long long)low,
             (unsigned long long)high);
    fault(reader, token, false, expected, token.length ? "wrong %s" : "no %s", what);
    return false;
}

static bool read_node(struct reader *reader, struct token token, const char *what, size_t count,
                      uint32_t *node) {
    uint64_t number;
    if (!read_whole(reader, token, what, 1, count, &number)) return false;
    *node = (uint32_t)number - 1;
    return true;
}

// ---- metadata ----------------------------------------------------------------------------------

enum key { KEY_ZONES, KEY_NODES, KEY_THROUGH, KEY_LINKS, KEY_TOTAL, KEY_COUNT };
static const char *const key_names[KEY_COUNT] = {
    "NUMBER OF ZONES", "NUMBER OF NODES", "FIRST THRU NODE", "NUMBER OF LINKS", "TOTAL OD FLOW"};

struct metadata {
    bool given[KEY_COUNT];
    uint64_t whole[KEY_COUNT];
    double total;
    struct token at[KEY_COUNT];
};

static void read_value(struct reader *reader, enum key key, struct token at,
                       struct metadata *metadata) {
    static const uint64_t most[KEY_COUNT] = {STEPPE_TNTP_NODES_MAX, STEPPE_TNTP_NODES_MAX,
                                             STEPPE_TNTP_NODES_MAX + 1, STEPPE_TNTP_LINKS_MAX, 0};
    if (metadata->given[key]) {
        fault(reader, at, false, NULL, "<%s> is given twice", key_names[key]);
        return;
    }
    metadata->given[key] = true;
    struct token value = next_word(reader);
    metadata->at[key] = value;
    if (key == KEY_TOTAL) {
        if (!read_number(reader, value, key_names[key], &metadata->total)) metadata->total = 0;
    } else if (!read_whole(reader, value, key_names[key], 1, most[key], &metadata->whole[key])) {
        metadata->whole[key] = 0;
    }
}

// One line <KEY> value. False behind <END OF METADATA>, with *ended set, or before another line.
static bool read_key(struct reader *reader, struct metadata *metadata, bool *ended) {
    const struct steppe_file *file = reader->file;
    const size_t start = reader->at;
    const char *text = file->text + start;
    const char *line_end = memchr(text, '\n', file->length - start);
    const size_t line_length = line_end ? (size_t)(line_end - text) : file->length - start;
    const char *close = memchr(text, '>', line_length);
    struct token whole = {start, 1};
    if (*text != '<') return false;
    if (!close) {
        fault(reader, whole, false, "<KEY> value, or <END OF METADATA>",
              "this line is none of the metadata");
        skip_line(reader);
        return true;
    }
    struct token name = {start + 1, (size_t)(close - text) - 1};
    while (name.length > 0 && is_blank(file->text[name.at])) {
        name.at++;
        name.length--;
    }
    while (name.length > 0 && is_blank(file->text[name.at + name.length - 1])) name.length--;
    whole.length = (size_t)(close - text) + 1;
    reader->at = start + whole.length;
    *ended = same_word(reader, name, "END OF METADATA");
    for (int key = 0; key < KEY_COUNT && !*ended; key++)
        if (same_word(reader, name, key_names[key]))
            read_value(reader, (enum key)key, whole, metadata);
    skip_line(reader);
    return !*ended;
}

// Reads up to <END OF METADATA>; `needed` has a bit for each key that must be there.
static bool read_metadata(struct reader *reader, unsigned needed, struct metadata *metadata) {
    bool ended = false, more = true;
    for (skip_space(reader); more && going(reader); skip_space(reader))
        more = read_key(reader, metadata, &ended);
    struct token here = {reader->at, 0};
    if (!ended)
        fault(reader, here, false, "<KEY> value, or <END OF METADATA> before the first row",
              "the metadata do not end before this line");
    const bool at_a_row = !ended && going(reader); // which says all
    for (int key = 0; key < KEY_COUNT && !at_a_row; key++)
        if ((needed >> key & 1) && !metadata->given[key])
            fault(reader, here, false, NULL, "the metadata have no <%s>", key_names[key]);
    return ended && reader->findings->error_count == reader->errors_before;
}

// Rows that the file can hold, one a semicolon, but no more than `most`; and one to read into.
static size_t room_for(const struct steppe_file *file, uint64_t most) {
    size_t count = 0;
    for (size_t i = 0; i < file->length && count < most; i++) count += file->text[i] == ';';
    return count + 1;
}

static struct reader begin(const struct steppe_file *file, struct steppe_arena *arena,
                           struct steppe_findings *findings) {
    const char mark[] = {'\xef', '\xbb', '\xbf'}; // of UTF-8, as some editors put it first
    bool marked = file->length >= sizeof mark && memcmp(file->text, mark, sizeof mark) == 0;
    return (struct reader){file, arena, findings, findings->error_count, marked ? sizeof mark : 0};
}

static bool sound(const struct reader *reader) {
    return reader->findings->error_count == reader->errors_before;
}

// ---- network -----------------------------------------------------------------------------------

enum { LINK_FIELDS = 10 };
static const char *const link_fields[LINK_FIELDS] = {
    "init node", "term node", "capacity", "length", "free flow time",
    "b",         "power",     "speed",    "toll",   "type"};

static bool check_link(struct reader *reader, const struct token *fields,
                       const struct steppe_tntp_link *link) {
    if (link->from == link->to) {
        fault(reader, fields[1], false, NULL, "the link ends where it begins");
        return false;
    }
    if (link->capacity == 0 && link->power > 0 && link->factor * link->free_time > 0) {
        fault(reader, fields[2], false, "a capacity above 0",
              "a link whose cost grows with flow has no capacity");
        return false;
    }
    return true;
}

// One row; the reader stands at its first byte. Leaves the reader on the next line.
static bool read_link(struct reader *reader, size_t node_count, struct steppe_tntp_link *link) {
    struct token fields[LINK_FIELDS], extra;
    double numbers[LINK_FIELDS] = {0};
    size_t count = 0;
    bool good = true;
    while ((extra = next_word(reader)).length > 0 && count < LINK_FIELDS) fields[count++] = extra;
    bool ended = extra.length == 0 && take_mark(reader, ';');
    if (ended) {
        skip_blanks(reader);
        ended = reader->at == reader->file->length || reader->file->text[reader->at] == '\n';
        if (!ended) extra = (struct token){reader->at, 1};
    }
    if (extra.length == 0 && count < LINK_FIELDS) {
        fault(reader, extra, false,
              "from, to, capacity, length, free flow time, B, power, speed, toll, type, then ;",
              "the row has %zu fields, not %d: no %s", count, LINK_FIELDS, link_fields[count]);
        good = false;
    } else if (!ended) {
        fault(reader, extra, false, "a semicolon and the end of the line",
              extra.length ? "more than a link on this row" : "the row does not end");
        good = false;
    }
    for (size_t i = 2; good && i < LINK_FIELDS; i++)
        good = read_number(reader, fields[i], link_fields[i], &numbers[i]);
    skip_line(reader);
    if (!good) return false;
    *link = (struct steppe_tntp_link){0,          0,          numbers[2], numbers[3],
                                      numbers[4], numbers[5], numbers[6], numbers[8]};
    return read_node(reader, fields[0], link_fields[0], node_count, &link->from) &&
           read_node(reader, fields[1], link_fields[1], node_count, &link->to) &&
           check_link(reader, fields, link);
}

static bool same_link(const struct steppe_tntp_link *a, const struct steppe_tntp_link *b) {
    return a->capacity == b->capacity && a->length == b->length && a->free_time == b->free_time &&
           a->factor == b->factor && a->power == b->power && a->toll == b->toll;
}

// Two links between the same nodes may be meant, and both are used; a row copied may not.
static bool find_twins(struct reader *reader, const struct steppe_tntp_network *network,
                       const size_t *places) {
    uint32_t *first = STEPPE_TAKE(reader->arena, network->node_count + 1, uint32_t); // 1 + link
    uint32_t *next = STEPPE_TAKE(reader->arena, network->link_count + 1, uint32_t);
    uint32_t *seen = STEPPE_TAKE(reader->arena, network->node_count + 1, uint32_t); // 1 + link
    bool good = first && next && seen;
    const struct steppe_tntp_link *links = network->links;
    for (size_t a = network->link_count; good && a-- > 0;) {
        next[a] = first[links[a].from];
        first[links[a].from] = (uint32_t)a + 1;
    }
    for (size_t n = 0; good && n < network->node_count; n++) {
        for (uint32_t a = first[n]; a > 0; a = next[a - 1]) {
            const struct steppe_tntp_link *link = &links[a - 1];
            uint32_t twin = seen[link->to];
            seen[link->to] = a;
            if (twin == 0 || links[twin - 1].from != n) continue;
            bool same = same_link(link, &links[twin - 1]);
            unsigned line = steppe_file_place(reader->file, places[twin - 1]).line;
            fault(reader, (struct token){places[a - 1], 1}, true, NULL,
                  same ? "the same link as in line %u, taken as a second one beside it"
                       : "a second link beside that of line %u",
                  line);
            if (!steppe_findings_open(reader->findings) ||
                reader->findings->warning_count > STEPPE_FINDINGS_LIMIT) {
                return true;
            }
        }
    }
    return good;
}

bool steppe_tntp_read_network(const struct steppe_file *file, struct steppe_arena *arena,
                              struct steppe_findings *findings, struct steppe_tntp_network *network,
                              struct steppe_error *error) {
    struct reader reader = begin(file, arena, findings);
    struct metadata metadata = {0};
    const unsigned needed = 1u << KEY_ZONES | 1u << KEY_NODES | 1u << KEY_THROUGH | 1u << KEY_LINKS;
    *network = (struct steppe_tntp_network){0};
    bool good = read_metadata(&reader, needed, &metadata);
    if (good && metadata.whole[KEY_ZONES] > metadata.whole[KEY_NODES]) {
        fault(&reader, metadata.at[KEY_ZONES], false, NULL, "more zones than nodes");
        good = false;
    }
    if (!good) return faulty(&reader, error);
    const size_t room = room_for(file, metadata.whole[KEY_LINKS]);
    struct steppe_tntp_link *links = STEPPE_TAKE(arena, room, struct steppe_tntp_link);
    size_t *places = STEPPE_TAKE(arena, room, size_t);
    if (!links || !places) return no_memory(&reader, error);
    network->zone_count = (size_t)metadata.whole[KEY_ZONES];
    network->node_count = (size_t)metadata.whole[KEY_NODES];
    network->first_through = (uint32_t)metadata.whole[KEY_THROUGH] - 1;
    network->links = links;
    size_t rows = 0;
    for (skip_space(&reader); going(&reader); skip_space(&reader)) {
        places[network->link_count] = reader.at;
        rows++;
        if (read_link(&reader, network->node_count, &links[network->link_count]) &&
            network->link_count + 1 < room) {
            network->link_count++;
        }
    }
    if (steppe_findings_open(findings) && rows != metadata.whole[KEY_LINKS]) {
        fault(&reader, metadata.at[KEY_LINKS], false, NULL,
              "%llu links are stated, %zu rows follow",
              (unsigned long long)metadata.whole[KEY_LINKS], rows);
    }
    if (!find_twins(&reader, network, places)) return no_memory(&reader, error);
    return sound(&reader) || faulty(&reader, error);
}

// ---- trips -------------------------------------------------------------------------------------

struct trip_reader {
    struct reader *reader;
    size_t zone_count, room;
    struct steppe_trip *trips;
    size_t count;
    uint32_t *seen;     // [zone] 1 + the origin that named it last
    bool *origin_given; // [zone]
    uint32_t origin;    // STEPPE_NO_NODE: none yet, or a faulty one
    double total;
};

static void read_origin(struct trip_reader *trips, struct token word) {
    struct reader *reader = trips->reader;
    trips->origin = STEPPE_NO_NODE;
    if (!same_word(reader, word, "Origin")) {
        fault(reader, word, false, "Origin, or a destination as NUMBER : FLOW ;", "unknown word");
        skip_line(reader);
        return;
    }
    struct token number = next_word(reader);
    uint32_t origin;
    if (!read_node(reader, number, "origin", trips->zone_count, &origin)) return;
    if (trips->origin_given[origin]) {
        fault(reader, number, false, NULL, "the origin is given twice");
        return;
    }
    trips->origin_given[origin] = true;
    trips->origin = origin;
}

// Behind a fault within an entry: on to the next one.
static void skip_entry(struct reader *reader) {
    const struct steppe_file *file = reader->file;
    while (reader->at < file->length && file->text[reader->at] != ';' &&
           file->text[reader->at] != '\n') {
        reader->at++;
    }
    take_mark(reader, ';');
}

// NUMBER : FLOW ;
static void read_entry(struct trip_reader *trips, struct token number) {
    struct reader *reader = trips->reader;
    uint32_t to;
    double flow;
    bool good = read_node(reader, number, "destination", trips->zone_count, &to);
    skip_blanks(reader);
    struct token here = {reader->at, 0};
    if (good && !take_mark(reader, ':')) {
        fault(reader, here, false, "a colon between destination and flow", "no colon");
        good = false;
    }
    struct token amount = {0};
    if (good) {
        amount = next_word(reader);
        good = read_number(reader, amount, "flow", &flow);
        skip_blanks(reader);
        here.at = reader->at;
    }
    if (good && !take_mark(reader, ';')) {
        fault(reader, here, false, "a semicolon", "the flow does not end");
        good = false;
    }
    if (!good) {
        skip_entry(reader);
        return;
    }
    if (trips->origin == STEPPE_NO_NODE) return; // told already
    if (trips->seen[to] == trips->origin + 1) {
        fault(reader, number, false, NULL, "the destination is given twice");
        return;
    }
    trips->seen[to] = trips->origin + 1;
    trips->total += flow;
    if (flow > 0 && trips->count < trips->room)
        trips->trips[trips->count++] = (struct steppe_trip){trips->origin, to, flow};
}

static void read_entries(struct trip_reader *trips) {
    struct reader *reader = trips->reader;
    bool any_origin = false;
    for (skip_space(reader); going(reader); skip_space(reader)) {
        struct token word = next_word(reader);
        char first = word.length > 0 ? reader->file->text[word.at] : 0;
        if (first < '0' || first > '9') {
            if (word.length == 0) {
                fault(reader, word, false, "Origin, or NUMBER : FLOW ;", "a mark out of place");
                reader->at++;
                continue;
            }
            read_origin(trips, word);
            any_origin = true;
            continue;
        }
        if (!any_origin) {
            fault(reader, word, false, "a line Origin NUMBER", "a destination before any origin");
            any_origin = true;
        }
        read_entry(trips, word);
    }
}

// A stated total off by more than 1 % means that trips are missing; less can be rounding.
static void check_total(struct reader *reader, const struct metadata *metadata, double total) {
    double apart = fabs(metadata->total - total), larger = fmax(metadata->total, total);
    if (!metadata->given[KEY_TOTAL] || !steppe_findings_open(reader->findings)) return;
    if (apart <= 1e-4 * larger) return;
    fault(reader, metadata->at[KEY_TOTAL], apart <= 0.01 * larger, NULL,
          "the stated total is %.9g, the flows sum to %.9g", metadata->total, total);
}

bool steppe_tntp_read_trips(const struct steppe_file *file, struct steppe_arena *arena,
                            struct steppe_findings *findings, struct steppe_tntp_trips *trips,
                            struct steppe_error *error) {
    struct reader reader = begin(file, arena, findings);
    struct metadata metadata = {0};
    *trips = (struct steppe_tntp_trips){0};
    if (!read_metadata(&reader, 1u << KEY_ZONES, &metadata)) return faulty(&reader, error);
    struct trip_reader box = {.reader = &reader, .origin = STEPPE_NO_NODE};
    box.zone_count = (size_t)metadata.whole[KEY_ZONES];
    box.room = room_for(file, STEPPE_TNTP_TRIPS_MAX + 1);
    struct token here = {reader.at, 0};
    if (box.room > STEPPE_TNTP_TRIPS_MAX + 1) {
        fault(&reader, here, false, NULL, "more than %d trips", STEPPE_TNTP_TRIPS_MAX);
        return faulty(&reader, error);
    }
    box.trips = STEPPE_TAKE(arena, box.room, struct steppe_trip);
    box.seen = STEPPE_TAKE(arena, box.zone_count, uint32_t);
    box.origin_given = STEPPE_TAKE(arena, box.zone_count, bool);
    if (!box.trips || !box.seen || !box.origin_given) return no_memory(&reader, error);
    read_entries(&box);
    check_total(&reader, &metadata, box.total);
    const struct steppe_place zones = steppe_file_place(file, metadata.at[KEY_ZONES].at);
    *trips = (struct steppe_tntp_trips){.zone_count = box.zone_count,
                                        .count = box.count,
                                        .zone_line = zones.line,
                                        .zone_column = zones.column,
                                        .trips = box.trips};
    return sound(&reader) || faulty(&reader, error);
}

// ---- published flows ---------------------------------------------------------------------------

// Words of one line, marks as blanks. Leaves the reader on the next line.
static size_t read_words(struct reader *reader, struct token *words, size_t most) {
    size_t count = 0;
    for (;;) {
        struct token word = next_word(reader);
        if (word.length > 0) {
            if (count < most) words[count] = word;
            count++;
        } else if (!take_mark(reader, ':') && !take_mark(reader, ';')) {
            break;
        }
    }
    skip_line(reader);
    return count;
}

bool steppe_tntp_read_flows(const struct steppe_file *file, struct steppe_arena *arena,
                            struct steppe_findings *findings, struct steppe_tntp_flows *flows,
                            struct steppe_error *error) {
    struct reader reader = begin(file, arena, findings);
    size_t room = 1;
    *flows = (struct steppe_tntp_flows){0};
    for (size_t i = 0; i < file->length && room <= STEPPE_TNTP_LINKS_MAX; i++)
        room += file->text[i] == '\n';
    struct steppe_tntp_flow *rows = STEPPE_TAKE(arena, room + 1, struct steppe_tntp_flow);
    if (!rows) return no_memory(&reader, error);
    for (skip_space(&reader); going(&reader) && flows->count < room; skip_space(&reader)) {
        struct token words[4] = {{0}};
        char first = file->text[reader.at];
        if (first == '<' || (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z')) {
            skip_line(&reader);
            continue;
        }
        struct token start = {reader.at, 1};
        struct steppe_tntp_flow *row = &rows[flows->count];
        if (read_words(&reader, words, 4) != 4) {
            fault(&reader, start, false, "from, to, flow, cost", "the row has not 4 fields");
        } else if (read_node(&reader, words[0], "node", STEPPE_TNTP_NODES_MAX, &row->from) &&
                   read_node(&reader, words[1], "node", STEPPE_TNTP_NODES_MAX, &row->to) &&
                   read_number(&reader, words[2], "flow", &row->flow) &&
                   read_number(&reader, words[3], "cost", &row->cost)) {
            flows->count++;
        }
    }
    flows->rows = rows;
    return sound(&reader) || faulty(&reader, error);
}
