// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "report/bargain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/json.h"
#include "report/table.h"

#define AXIS_COLUMNS 20
#define PATH_COLUMNS 16
#define LEAST_MOVE 0.01 // of the scale: smaller moves are counted, not told
#define LEAST_EFFECT 0.005
#define MOVES_SHOWN 12
#define EFFECTS_SHOWN 8
#define METHODS (3 + STEPPE_BARGAIN_VARIANTS)

static double in_unit(const struct steppe_issue_dimension *dimension, double share) {
    return dimension->low + share * (dimension->high - dimension->low);
}

static void number_text(char out[STEPPE_DRAW_BYTES], const struct steppe_issue_dimension *dimension,
                        double share) {
    const double range = dimension->high - dimension->low;
    steppe_draw_fixed(out, in_unit(dimension, share), range >= 50 ? 0 : range >= 5 ? 1 : 2);
}

static void number_cell(struct steppe_table *table, const struct steppe_issue_dimension *dimension,
                        double share) {
    char text[STEPPE_DRAW_BYTES];
    number_text(text, dimension, share);
    steppe_table_cell(table, text);
}

static const double *last_of(const struct steppe_bargain *bargain,
                             const struct steppe_bargain_path *path) {
    return path->position +
           (size_t)path->turns * bargain->issue->actor_count * bargain->issue->dimension_count;
}

// ---- ways to an outcome -------------------------------------------------------------------------

struct method {
    const char *name, *what;
    const struct steppe_bargain_path *path; // NULL: without bargaining
};

static struct method method_of(const struct steppe_bargain *bargain, size_t number) {
    static const char *const what[METHODS] = {"mean by weight",       "beaten by no other",
                                              "election of one",      "bargains, an election",
                                              "support of all pairs", "support of the two"};
    static const char *const without[] = {"mean_voter", "median_voter", "election"};
    struct method method = {.what = what[number]};
    if (number < 3) {
        method.name = without[number];
        return method;
    }
    method.name = steppe_bargain_name((enum steppe_bargain_variant)(number - 3));
    method.path = &bargain->paths[number - 3];
    return method;
}

static double outcome_of(const struct steppe_bargain *bargain, size_t number, size_t dimension) {
    const double *const fixed[] = {bargain->mean, bargain->median, bargain->election};
    if (number < 3) return fixed[number][dimension];
    const struct steppe_bargain_path *path = &bargain->paths[number - 3];
    return path->outcome[(size_t)path->turns * bargain->issue->dimension_count + dimension];
}

// ---- text ---------------------------------------------------------------------------------------

static void print_scale(FILE *stream, const struct steppe_style *style,
                        const struct steppe_issue_dimension *dimension) {
    char low[STEPPE_DRAW_BYTES], high[STEPPE_DRAW_BYTES], text[1200];
    number_text(low, dimension, 0);
    number_text(high, dimension, 1);
    snprintf(text, sizeof text, "%s, from %s%s%.200s to %s%s%.200s%s%.40s", dimension->name, low,
             dimension->low_means ? ": " : "", dimension->low_means ? dimension->low_means : "",
             high, dimension->high_means ? ": " : "",
             dimension->high_means ? dimension->high_means : "", *dimension->unit ? "; " : "",
             dimension->unit);
    fputc('\n', stream);
    steppe_draw_paragraph(stream, style, 2, text);
}

static double all_capability(const struct steppe_issue *issue) {
    double sum = 0;
    for (size_t i = 0; i < issue->actor_count; i++) sum += issue->capability[i];
    return sum;
}

static void print_positions(FILE *stream, const struct steppe_style *style,
                            const struct steppe_bargain *bargain, size_t dimension,
                            struct steppe_arena *arena) {
    const struct steppe_issue *issue = bargain->issue;
    const struct steppe_issue_dimension *scale = &issue->dimensions[dimension];
    const double *last = last_of(bargain, &bargain->paths[bargain->variant]);
    const double total = all_capability(issue);
    char text[STEPPE_DRAW_BYTES];
    static const char *const heads[] = {"actor", "weight", "cares", "wants", "ends", "way"};
    struct steppe_table table = steppe_table_begin(arena, "lrrrrl", issue->actor_count + 1);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) steppe_table_cell(&table, heads[i]);
    for (size_t i = 0; i < issue->actor_count; i++) {
        const size_t at = i * issue->dimension_count + dimension;
        const double now = issue->position[at], then = last[at];
        steppe_table_cell(&table, issue->actors[i].name);
        steppe_draw_percent(text, issue->capability[i] / total);
        steppe_table_cell(&table, text);
        steppe_draw_percent(text, issue->salience[at]);
        steppe_table_cell(&table, text);
        number_cell(&table, scale, now);
        number_cell(&table, scale, then);
        steppe_draw_fan(text, style, 0, 1, fmin(now, then), then, fmax(now, then), now,
                        AXIS_COLUMNS);
        steppe_table_cell(&table, text);
    }
    steppe_table_print(stream, &table, style, 2, 1);
}

static void print_outcomes(FILE *stream, const struct steppe_style *style,
                           const struct steppe_bargain *bargain, size_t dimension,
                           struct steppe_arena *arena) {
    const struct steppe_issue_dimension *scale = &bargain->issue->dimensions[dimension];
    const size_t dims = bargain->issue->dimension_count;
    char text[STEPPE_DRAW_BYTES], other[STEPPE_DRAW_BYTES];
    double low = HUGE_VAL, high = -HUGE_VAL, path[STEPPE_DRAW_BYTES];
    static const char *const heads[] = {"way to decide", "outcome", "turns", "turn by turn", ""};
    struct steppe_table table = steppe_table_begin(arena, "lrrll", METHODS + 1);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) steppe_table_cell(&table, heads[i]);
    for (size_t m = 0; m < METHODS; m++) {
        const struct method method = method_of(bargain, m);
        const double outcome = outcome_of(bargain, m, dimension);
        low = fmin(low, outcome);
        high = fmax(high, outcome);
        steppe_table_cell(&table, method.name);
        number_cell(&table, scale, outcome);
        text[0] = other[0] = 0;
        for (size_t turn = 0; method.path && turn <= (size_t)method.path->turns; turn++)
            path[turn] = method.path->outcome[turn * dims + dimension];
        if (method.path) {
            snprintf(other, sizeof other, "%d%s", (int)method.path->turns,
                     method.path->settled ? "" : "+");
            steppe_draw_path(text, style, path, (size_t)method.path->turns + 1, 0.05, PATH_COLUMNS);
        }
        steppe_table_cell(&table, other);
        steppe_table_cell(&table, text);
        steppe_table_cell(&table, method.what);
    }
    fputc('\n', stream);
    steppe_table_print(stream, &table, style, 2, 1);
    steppe_draw_percent(text, high - low);
    fprintf(stream, "  they differ by up to %s of the scale; +: positions never settled\n", text);
}

// ---- who moved whom -----------------------------------------------------------------------------

// The largest move of an actor in a turn over the dimensions; *dimension is where.
static double largest_move(const struct steppe_bargain *bargain,
                           const struct steppe_bargain_path *path, size_t turn, size_t actor,
                           size_t *dimension) {
    const size_t n = bargain->issue->actor_count, dims = bargain->issue->dimension_count;
    double largest = -1;
    for (size_t k = 0; k < dims; k++) {
        const double *place = path->position + (turn * n + actor) * dims + k;
        double move = path->step[(turn * n + actor) * dims + k].with >= 0
                          ? fabs(place[n * dims] - place[0])
                          : -1;
        if (move <= largest) continue;
        largest = move;
        *dimension = k;
    }
    return largest;
}

struct told {
    size_t turn, actor, dimension;
    double size;
};

static int by_size(const void *a, const void *b) {
    const struct told *first = a, *second = b;
    if (first->size != second->size) return first->size > second->size ? -1 : 1;
    if (first->turn != second->turn) return first->turn < second->turn ? -1 : 1;
    return first->actor < second->actor ? -1 : 1;
}

static int by_turn(const void *a, const void *b) {
    const struct told *first = a, *second = b;
    if (first->turn != second->turn) return first->turn < second->turn ? -1 : 1;
    return first->actor < second->actor ? -1 : 1;
}

static void move_row(struct steppe_table *table, const struct steppe_style *style,
                     const struct steppe_bargain *bargain, const struct told *told) {
    const struct steppe_issue *issue = bargain->issue;
    const size_t n = issue->actor_count, dims = issue->dimension_count;
    const struct steppe_bargain_path *path = &bargain->paths[bargain->variant];
    const size_t cell = (told->turn * n + told->actor) * dims + told->dimension;
    const struct steppe_bargain_step *step = &path->step[cell];
    const struct steppe_issue_dimension *dimension = &issue->dimensions[told->dimension];
    const char *other = issue->actors[step->with].name;
    char from[STEPPE_DRAW_BYTES], to[STEPPE_DRAW_BYTES], text[STEPPE_DRAW_BYTES];
    snprintf(text, sizeof text, "%zu", told->turn + 1);
    steppe_table_cell(table, issue->actors[told->actor].name);
    steppe_table_cell(table, text);
    number_text(from, dimension, path->position[cell]);
    number_text(to, dimension, path->position[cell + n * dims]);
    snprintf(text, sizeof text, "%.100s%s%.20s %s %.20s", dims > 1 ? dimension->name : "",
             dims > 1 ? " " : "", from, steppe_draw_arrow(style), to);
    steppe_table_cell(table, text);
    steppe_table_cell(table, other);
    steppe_table_cell(table, step->kind == STEPPE_BARGAIN_YIELDED ? "yields"
                             : step->initiator                    ? "own"
                                                                  : "other's");
    steppe_draw_percent(text, step->chance);
    steppe_table_cell(table, text);
    steppe_draw_fixed(text, step->gain, 2);
    steppe_table_cell(table, text);
}

// The moves worth telling, largest first; all that were not told are counted.
static struct told *find_moves(const struct steppe_bargain *bargain, struct steppe_arena *arena,
                               size_t *count) {
    const struct steppe_bargain_path *path = &bargain->paths[bargain->variant];
    const size_t n = bargain->issue->actor_count;
    struct told *moves = STEPPE_TAKE(arena, (size_t)path->turns * n, struct told);
    *count = 0;
    for (size_t turn = 0; moves && turn < (size_t)path->turns; turn++)
        for (size_t i = 0; i < n; i++) {
            struct told *told = &moves[*count];
            *told = (struct told){.turn = turn, .actor = i};
            told->size = largest_move(bargain, path, turn, i, &told->dimension);
            if (told->size >= LEAST_MOVE) ++*count;
        }
    if (moves) qsort(moves, *count, sizeof *moves, by_size);
    return moves;
}

static void print_moves(FILE *stream, const struct steppe_style *style,
                        const struct steppe_bargain *bargain, struct steppe_arena *arena) {
    static const char *const heads[] = {"actor", "turn", "moves", "with", "offer", "odds", "gain"};
    char heading[100];
    size_t count;
    snprintf(heading, sizeof heading, "Who moved whom: %s", steppe_bargain_name(bargain->variant));
    steppe_draw_heading(stream, style, heading);
    struct told *moves = find_moves(bargain, arena, &count);
    if (!moves || count == 0) {
        fprintf(stream, moves ? "  nobody moved by more than a hundredth of the scale\n"
                              : "  not enough memory for the moves\n");
        return;
    }
    const size_t shown = count < MOVES_SHOWN ? count : MOVES_SHOWN;
    qsort(moves, shown, sizeof *moves, by_turn);
    struct steppe_table table = steppe_table_begin(arena, "lrlllrr", shown + 1);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) steppe_table_cell(&table, heads[i]);
    for (size_t i = 0; i < shown; i++) move_row(&table, style, bargain, &moves[i]);
    steppe_table_print(stream, &table, style, 2, 1);
    if (count > shown)
        fprintf(stream, "  the largest; %zu smaller moves are in --json\n", count - shown);
    steppe_draw_paragraph(stream, style, 2,
                          "offer: whose it was, or yields to the whole of the other's; odds: the "
                          "chance that whose offer it was gives itself in a contest; gain: "
                          "utility that it expects from pressing the offer");
}

// ---- inputs -------------------------------------------------------------------------------------

static const char *input_words(enum steppe_bargain_input input) {
    static const char *const words[STEPPE_BARGAIN_INPUTS] = {
        "capability -/+ 25 %", "position -/+ a tenth", "salience -/+ a tenth"};
    return words[input];
}

static void print_effects(FILE *stream, const struct steppe_style *style,
                          const struct steppe_bargain *bargain, struct steppe_arena *arena) {
    const struct steppe_issue *issue = bargain->issue;
    char heading[120];
    size_t count = 0;
    while (count < bargain->effect_count && count < EFFECTS_SHOWN &&
           bargain->effects[count].size >= LEAST_EFFECT)
        count++;
    snprintf(heading, sizeof heading, "What the outcome hangs on: %s",
             steppe_bargain_name(bargain->variant));
    steppe_draw_heading(stream, style, heading);
    if (count == 0) {
        fprintf(stream, "  no single input moves it by half a hundredth of the scale\n");
        return;
    }
    const bool many = issue->dimension_count > 1;
    struct steppe_table table = steppe_table_begin(arena, "llrrr", count + 1);
    static const char *const heads[] = {"actor", "input", "less", "as given", "more"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) steppe_table_cell(&table, heads[i]);
    for (size_t e = 0; e < count; e++) {
        const struct steppe_bargain_effect *effect = &bargain->effects[e];
        size_t most = 0;
        double size = -1;
        for (size_t k = 0; k < issue->dimension_count; k++) {
            const double base = outcome_of(bargain, 3 + (size_t)bargain->variant, k);
            const double here = fmax(fabs(effect->low[k] - base), fabs(effect->high[k] - base));
            if (here <= size) continue;
            size = here;
            most = k;
        }
        const struct steppe_issue_dimension *dimension = &issue->dimensions[most];
        char text[300];
        snprintf(text, sizeof text, "%s%s%.100s", input_words(effect->input), many ? ": " : "",
                 many ? dimension->name : "");
        steppe_table_cell(&table, issue->actors[effect->actor].name);
        steppe_table_cell(&table, text);
        number_cell(&table, dimension, effect->low[most]);
        number_cell(&table, dimension, outcome_of(bargain, 3 + (size_t)bargain->variant, most));
        number_cell(&table, dimension, effect->high[most]);
    }
    steppe_table_print(stream, &table, style, 2, 1);
}

static void print_quality(FILE *stream, const struct steppe_issue *issue) {
    size_t judged = 0;
    for (size_t i = 0; i < issue->actor_count; i++)
        if (!issue->actors[i].source || strcmp(issue->actors[i].source, "judgement") == 0) judged++;
    fprintf(stream, "\n  figures of %zu of %zu actors rest on judgement alone\n", judged,
            issue->actor_count);
}

void steppe_report_bargain(FILE *stream, const struct steppe_style *style,
                           const struct steppe_bargain *bargain) {
    const struct steppe_issue *issue = bargain->issue;
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    steppe_draw_heading(stream, style, issue->title);
    if (issue->summary) steppe_draw_paragraph(stream, style, 2, issue->summary);
    for (size_t k = 0; k < issue->dimension_count; k++) {
        print_scale(stream, style, &issue->dimensions[k]);
        print_positions(stream, style, bargain, k, &arena);
        print_outcomes(stream, style, bargain, k, &arena);
    }
    print_moves(stream, style, bargain, &arena);
    print_effects(stream, style, bargain, &arena);
    print_quality(stream, issue);
    steppe_arena_free(&arena);
}

// ---- JSON ---------------------------------------------------------------------------------------

static void add_number(json_t *row, const char *key, double value) {
    steppe_report_json_set_number(row, key, value);
}

static json_t *begin_row(const char *kind, const struct steppe_issue_dimension *dimension) {
    json_t *row = json_object();
    json_object_set_new(row, "row", json_string(kind));
    if (dimension) json_object_set_new(row, "dimension", json_string(dimension->name));
    return row;
}

static void add_positions(json_t *document, const struct steppe_bargain *bargain,
                          enum steppe_bargain_variant variant) {
    static const char *const kinds[] = {"stayed", "yielded", "compromised"};
    const struct steppe_issue *issue = bargain->issue;
    const size_t n = issue->actor_count, dims = issue->dimension_count;
    const struct steppe_bargain_path *path = &bargain->paths[variant];
    for (size_t cell = 0; cell < ((size_t)path->turns + 1) * n * dims; cell++) {
        const struct steppe_issue_dimension *dimension = &issue->dimensions[cell % dims];
        json_t *row = begin_row("position", dimension);
        json_object_set_new(row, "variant", json_string(steppe_bargain_name(variant)));
        json_object_set_new(row, "turn", json_integer((json_int_t)(cell / (n * dims))));
        json_object_set_new(row, "actor", json_string(issue->actors[cell / dims % n].code));
        add_number(row, "position", in_unit(dimension, path->position[cell]));
        // How it came there: the step of the turn before.
        const struct steppe_bargain_step *step = cell < n * dims ? NULL
                                                                 : &path->step[cell - n * dims];
        if (step && step->with >= 0) {
            json_object_set_new(row, "move", json_string(kinds[step->kind]));
            json_object_set_new(row, "with", json_string(issue->actors[step->with].code));
            json_object_set_new(row, "own_offer", json_boolean(step->initiator));
            add_number(row, "chance", step->chance);
            add_number(row, "gain", step->gain);
        }
        steppe_report_json_row(document, row);
    }
}

static void add_actors(json_t *document, const struct steppe_bargain *bargain) {
    const struct steppe_issue *issue = bargain->issue;
    for (size_t i = 0; i < issue->actor_count * issue->dimension_count; i++) {
        const struct steppe_issue_dimension *dimension =
            &issue->dimensions[i % issue->dimension_count];
        const size_t actor = i / issue->dimension_count;
        json_t *row = begin_row("actor", dimension);
        json_object_set_new(row, "actor", json_string(issue->actors[actor].code));
        json_object_set_new(row, "name", json_string(issue->actors[actor].name));
        steppe_report_json_set_text(row, "source", issue->actors[actor].source);
        add_number(row, "capability", issue->capability[actor]);
        add_number(row, "salience", issue->salience[i]);
        add_number(row, "position", in_unit(dimension, issue->position[i]));
        add_number(row, "elected", bargain->chosen[actor]);
        steppe_report_json_row(document, row);
    }
}

static void add_outcomes(json_t *document, const struct steppe_bargain *bargain) {
    const struct steppe_issue *issue = bargain->issue;
    for (size_t m = 0; m < METHODS; m++)
        for (size_t k = 0; k < issue->dimension_count; k++) {
            const struct method method = method_of(bargain, m);
            json_t *row = begin_row("outcome", &issue->dimensions[k]);
            json_object_set_new(row, "way", json_string(method.name));
            add_number(row, "outcome", in_unit(&issue->dimensions[k], outcome_of(bargain, m, k)));
            json_object_set_new(row, "turns",
                                json_integer(method.path ? (json_int_t)method.path->turns : 0));
            json_object_set_new(row, "settled", json_boolean(!method.path || method.path->settled));
            steppe_report_json_row(document, row);
        }
}

static void add_effects(json_t *document, const struct steppe_bargain *bargain) {
    static const char *const inputs[] = {"capability", "position", "salience"};
    const struct steppe_issue *issue = bargain->issue;
    for (size_t e = 0; e < bargain->effect_count; e++)
        for (size_t k = 0; k < issue->dimension_count; k++) {
            const struct steppe_bargain_effect *effect = &bargain->effects[e];
            json_t *row = begin_row("effect", &issue->dimensions[k]);
            json_object_set_new(row, "variant", json_string(steppe_bargain_name(bargain->variant)));
            json_object_set_new(row, "actor", json_string(issue->actors[effect->actor].code));
            json_object_set_new(row, "input", json_string(inputs[effect->input]));
            add_number(row, "outcome_less", in_unit(&issue->dimensions[k], effect->low[k]));
            add_number(row, "outcome_more", in_unit(&issue->dimensions[k], effect->high[k]));
            steppe_report_json_row(document, row);
        }
}

void steppe_report_bargain_json(FILE *stream, const struct steppe_bargain *bargain) {
    json_t *document = steppe_report_json_begin("bargain", NULL, NULL);
    json_object_set_new(document, "issue", json_string(bargain->issue->name));
    json_object_set_new(document, "title", json_string(bargain->issue->title));
    add_actors(document, bargain);
    add_outcomes(document, bargain);
    for (int v = 0; v < STEPPE_BARGAIN_VARIANTS; v++)
        add_positions(document, bargain, (enum steppe_bargain_variant)v);
    add_effects(document, bargain);
    steppe_report_json_end(stream, document);
}

// ---- all issues --------------------------------------------------------------------------------
void steppe_report_issues(FILE *stream, const struct steppe_style *style,
                          const struct steppe_issues *issues) {
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_table table = steppe_table_begin(&arena, "ll", issues->count);
    for (size_t i = 0; i < issues->count; i++) {
        const struct steppe_issue_title *issue = &issues->items[i];
        steppe_table_cell(&table, issue->name);
        steppe_table_cell(&table, issue->title ? issue->title : "(has faults)");
    }
    steppe_table_print(stream, &table, style, 0, 0);
    steppe_arena_free(&arena);
}

void steppe_report_issues_json(FILE *stream, const struct steppe_issues *issues) {
    json_t *document = steppe_report_json_begin("bargain", NULL, NULL);
    for (size_t i = 0; i < issues->count; i++) {
        json_t *row = json_object();
        steppe_report_json_set_text(row, "issue", issues->items[i].name);
        steppe_report_json_set_text(row, "title", issues->items[i].title);
        steppe_report_json_row(document, row);
    }
    steppe_report_json_end(stream, document);
}
