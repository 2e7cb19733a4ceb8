// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// claims: see the header.
#include "report/claims.h"

#include <math.h>
#include <string.h>

#include "analysis/pairs.h"
#include "report/json.h"
#include "report/table.h"

#define SHOWN_SURE 0.95 // of one claim alone; verdicts ask for more

enum { TEXT = 8 * STEPPE_DRAW_BYTES, SPAN = 2 * STEPPE_DRAW_BYTES + 8 };

// ---- the table ----------------------------------------------------------------------------------
static double size_of(const struct steppe_paired *paired) {
    return fmax(fabs(paired->mean), fmax(fabs(paired->low), fabs(paired->high)));
}

static bool is_nothing(double value, int digits) { return fabs(value) < 0.5 * pow(10, -digits); }

// Numbers of one claim have the digits that its effect needs; what is nothing beside it is 0.
static int digits_of(const struct steppe_claim_result *claim) {
    return steppe_draw_digits(size_of(&claim->effect));
}

// A row that would be 0 throughout, beside a share of members that did move, has its own digits.
static int digits_of_row(const struct steppe_claim_result *claim, const struct steppe_paired *row) {
    const int digits = digits_of(claim);
    const double size = size_of(row);
    return size > 0 && is_nothing(size, digits) ? steppe_draw_digits(size) : digits;
}

static void draw_change(char out[STEPPE_DRAW_BYTES], double value, int digits) {
    char number[STEPPE_DRAW_BYTES];
    steppe_draw_fixed(number, fabs(value), digits);
    bool nothing = is_nothing(value, digits);
    (void)snprintf(out, STEPPE_DRAW_BYTES, "%s%.500s", value < 0 ? "-" : "+", number);
    if (nothing) (void)snprintf(out, STEPPE_DRAW_BYTES, "0");
}

static void draw_span(char out[SPAN], double low, double high, int digits) {
    char from[STEPPE_DRAW_BYTES], to[STEPPE_DRAW_BYTES];
    draw_change(from, low, digits);
    draw_change(to, high, digits);
    (void)snprintf(out, SPAN, "%s to %s", from, to);
}

static void add_row(struct steppe_table *table, size_t number,
                    const struct steppe_claim_result *claim) {
    char text[SPAN], unit[STEPPE_DRAW_BYTES];
    (void)snprintf(text, sizeof text, "%2zu. %s", number, claim->title);
    steppe_table_span(table, text);
    steppe_draw_unit(unit, claim->unit);
    (void)snprintf(text, sizeof text, "    %s", unit);
    steppe_table_cell(table, text);
    draw_change(text, claim->effect.mean, digits_of(claim));
    steppe_table_cell(table, text);
    draw_span(text, claim->effect.low, claim->effect.high, digits_of(claim));
    steppe_table_cell(table, text);
    draw_change(text, claim->off.mean, digits_of(claim));
    steppe_table_cell(table, text);
    steppe_table_cell(table, steppe_verdict_name(claim->verdict));
}

static void print_table(FILE *stream, const struct steppe_style *style,
                        const struct steppe_claims *claims) {
    static const char *const heads[] = {"", "effect", "80 % of futures", "link off", "verdict"};
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_table table = steppe_table_begin(&arena, "lrrrl", 2 * claims->claim_count + 1);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) steppe_table_cell(&table, heads[i]);
    for (size_t c = 0; c < claims->claim_count; c++) add_row(&table, c + 1, &claims->claims[c]);
    steppe_table_print(stream, &table, style, 0, 1);
    steppe_arena_free(&arena);
}

// ---- one claim ----------------------------------------------------------------------------------
static void print_numbers(FILE *stream, const struct steppe_style *style,
                          const struct steppe_claim_result *claim) {
    static const char *const names[] = {"as it is", "link off", "by the link"};
    const struct steppe_paired *const rows[] = {&claim->effect, &claim->off, &claim->part};
    struct steppe_arena arena;
    char text[SPAN], mean[STEPPE_DRAW_BYTES], error[STEPPE_DRAW_BYTES];
    steppe_arena_init(&arena, 0);
    struct steppe_table table = steppe_table_begin(&arena, "lrrrrr", 4);
    steppe_table_cell(&table, "");
    steppe_table_cell(&table, "change");
    steppe_table_cell(&table, "95 %");
    steppe_table_cell(&table, "80 % of futures");
    steppe_table_cell(&table, "as claimed");
    steppe_table_cell(&table, "otherwise");
    for (size_t r = 0; r < 3; r++) {
        const int digits = digits_of_row(claim, rows[r]);
        steppe_table_cell(&table, names[r]);
        draw_change(mean, rows[r]->mean, digits);
        steppe_table_cell(&table, mean);
        const double width = steppe_pairs_width(SHOWN_SURE, (double)rows[r]->pairs);
        steppe_draw_fixed(error, width * rows[r]->standard_error, digits);
        const bool nothing = strspn(error, "0.") == strlen(error); // 0.0000
        (void)snprintf(text, sizeof text, "%s%s", steppe_draw_plus_minus(style),
                       nothing ? "0" : error);
        steppe_table_cell(&table, text);
        draw_span(text, rows[r]->low, rows[r]->high, digits);
        steppe_table_cell(&table, text);
        steppe_draw_percent(error, rows[r]->as_claimed);
        steppe_table_cell(&table, error);
        steppe_draw_percent(error, rows[r]->otherwise);
        steppe_table_cell(&table, error);
    }
    steppe_table_print(stream, &table, style, 3, 1);
    steppe_arena_free(&arena);
}

static void say(FILE *stream, const struct steppe_style *style, const char *head,
                const char *text) {
    char line[TEXT + 64];
    if (!text || !*text) return;
    (void)snprintf(line, sizeof line, "%.60s: %s", head, text);
    steppe_draw_paragraph(stream, style, 3, line);
}

static void print_claim(FILE *stream, const struct steppe_style *style, size_t number,
                        const struct steppe_claim_result *claim) {
    char text[TEXT], unit[STEPPE_DRAW_BYTES], from[STEPPE_DRAW_BYTES], to[STEPPE_DRAW_BYTES];
    (void)snprintf(text, sizeof text, "%zu. %s", number, claim->title);
    steppe_draw_heading(stream, style, text);
    say(stream, style, "Given", claim->given);
    say(stream, style, "Tried", claim->experiment);
    steppe_draw_unit(unit, claim->unit);
    steppe_draw_number(from, claim->without);
    steppe_draw_number(to, claim->with);
    (void)snprintf(text, sizeof text, "%s: %s without, %s with%s%s; claimed: it %s",
                   claim->measured, from, to, *unit ? ", in " : "", unit,
                   claim->rises ? "rises" : "falls");
    say(stream, style, "Measured", text);
    say(stream, style, "Link", claim->link);
    print_numbers(stream, style, claim);
    (void)snprintf(text, sizeof text, "%s; %s.", steppe_verdict_name(claim->verdict),
                   claim->reason);
    say(stream, style, "Verdict", text);
    (void)snprintf(text, sizeof text, "%s Open: %s", claim->assumed, claim->open);
    say(stream, style, "Assumed", text);
    if (claim->against)
        say(stream, style, "Could have turned it", claim->against);
    else
        say(stream, style, "Could have turned it", "nothing; the sign is put in by hand.");
    say(stream, style, "Missing", claim->missing);
}

// ---- facts --------------------------------------------------------------------------------------
static void draw_value(char out[STEPPE_DRAW_BYTES], const struct steppe_fact_result *fact,
                       double value) {
    char number[STEPPE_DRAW_BYTES], unit[STEPPE_DRAW_BYTES];
    if (!fact->unit) {
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%s", value != 0 ? "so" : "not so");
        return;
    }
    steppe_draw_number(number, value);
    steppe_draw_unit(unit, fact->unit);
    (void)snprintf(out, STEPPE_DRAW_BYTES, "%.100s%s%.100s", number, *unit ? " " : "", unit);
}

static void print_fact(FILE *stream, const struct steppe_style *style,
                       const struct steppe_fact_result *fact) {
    char text[TEXT], claimed[STEPPE_DRAW_BYTES], found[STEPPE_DRAW_BYTES];
    steppe_draw_paragraph(stream, style, 0, fact->text);
    draw_value(claimed, fact, fact->claimed);
    draw_value(found, fact, fact->found);
    (void)snprintf(text, sizeof text, "claimed: %s%s%s (%s); the tables, %d: %s (%s)%s%s",
                   fact->relation ? fact->relation : "", fact->relation ? " " : "", claimed,
                   fact->source, fact->month / 12, found, *fact->sources ? fact->sources : "no row",
                   *fact->note ? "; " : "", fact->note);
    steppe_draw_paragraph(stream, style, 3, text);
    if (fact->absent > 0) {
        (void)snprintf(text, sizeof text, "%zu of the %zu figures looked up are not in the tables.",
                       fact->absent, fact->looked);
        steppe_draw_paragraph(stream, style, 3, text);
    }
}

static void print_facts(FILE *stream, const struct steppe_style *style,
                        const struct steppe_claims *claims) {
    size_t counts[STEPPE_FACT_KINDS] = {0};
    char text[TEXT];
    if (claims->fact_count == 0) return;
    for (size_t f = 0; f < claims->fact_count; f++) counts[claims->facts[f].kind]++;
    steppe_draw_heading(stream, style, "Facts that the tables contradict");
    for (size_t f = 0; f < claims->fact_count; f++)
        if (claims->facts[f].kind == STEPPE_FACT_DISAGREES)
            print_fact(stream, style, &claims->facts[f]);
    (void)snprintf(text, sizeof text,
                   "Of %zu facts the tables bear out %zu from other sources, contradict %zu, have "
                   "%zu from the same account or by judgement alone, and cannot tell %zu; --json "
                   "lists all.",
                   claims->fact_count, counts[STEPPE_FACT_AGREES], counts[STEPPE_FACT_DISAGREES],
                   counts[STEPPE_FACT_ALONE], counts[STEPPE_FACT_UNKNOWN]);
    steppe_draw_paragraph(stream, style, 0, text);
}

static void print_forecasts(FILE *stream, const struct steppe_style *style,
                            const struct steppe_claims *claims) {
    char text[TEXT];
    size_t answered = 0, over = 0;
    if (claims->forecast_count == 0) return;
    for (size_t f = 0; f < claims->forecast_count; f++) {
        over += claims->forecasts[f].resolved != NULL;
        answered += claims->forecasts[f].question && !claims->forecasts[f].cannot;
    }
    steppe_draw_heading(stream, style, "Forecasts");
    (void)snprintf(
        text, sizeof text,
        "Of %zu forecasts %zu have come due; `steppe ask` puts a chance on %zu, and says "
        "why it has none for the other %zu.",
        claims->forecast_count, over, answered, claims->forecast_count - over - answered);
    steppe_draw_paragraph(stream, style, 0, text);
}

void steppe_report_claims(FILE *stream, const struct steppe_model *model,
                          const struct steppe_claims *claims) {
    const struct steppe_style style = steppe_style_of(stream);
    char text[TEXT], members[STEPPE_DRAW_BYTES], asked[STEPPE_DRAW_BYTES];
    steppe_draw_fixed(members, claims->members, 0);
    steppe_draw_fixed(asked, claims->members_asked, 0);
    (void)snprintf(
        text, sizeof text,
        "%s: claims, each tried in four worlds of %s futures with the same draws, without "
        "and with its experiment, the claimed link on and off. 95 %%: Monte Carlo error of the "
        "mean.",
        model->title, members);
    steppe_draw_paragraph(stream, &style, 0, text);
    if (claims->members < claims->members_asked) {
        (void)snprintf(text, sizeof text,
                       "Stopped early: %s of the %s futures of each world were run, and the "
                       "verdicts rest on them.",
                       members, asked);
        steppe_draw_paragraph(stream, &style, 0, text);
    }
    fprintf(stream, "\n");
    if (claims->claim_count > 0) print_table(stream, &style, claims);
    for (size_t c = 0; c < claims->claim_count; c++)
        print_claim(stream, &style, c + 1, &claims->claims[c]);
    print_facts(stream, &style, claims);
    print_forecasts(stream, &style, claims);
}

// ---- json ---------------------------------------------------------------------------------------
static json_t *paired_json(const struct steppe_paired *paired) {
    const double width = steppe_pairs_width(STEPPE_MEAN_SURE, (double)paired->pairs);
    const double half = width * paired->standard_error;
    json_t *row = json_object();
    steppe_report_json_set_number(row, "mean", paired->mean);
    steppe_report_json_set_number(row, "standard_error", paired->standard_error);
    steppe_report_json_set_number(row, "low", paired->mean - half);
    steppe_report_json_set_number(row, "high", paired->mean + half);
    steppe_report_json_set_number(row, "q10", paired->low);
    steppe_report_json_set_number(row, "q90", paired->high);
    steppe_report_json_set_number(row, "as_claimed", paired->as_claimed);
    steppe_report_json_set_number(row, "otherwise", paired->otherwise);
    return row;
}

static json_t *claim_json(const struct steppe_claim_result *claim) {
    json_t *row = json_object();
    steppe_report_json_set_text(row, "row", "claim");
    steppe_report_json_set_text(row, "name", claim->name);
    steppe_report_json_set_text(row, "title", claim->title);
    steppe_report_json_set_text(row, "given", claim->given);
    steppe_report_json_set_text(row, "experiment", claim->experiment);
    steppe_report_json_set_text(row, "measured", claim->measured);
    steppe_report_json_set_text(row, "measure", claim->measure);
    steppe_report_json_set_text(row, "unit", claim->unit);
    steppe_report_json_set_text(row, "expected", claim->rises ? "rises" : "falls");
    steppe_report_json_set_text(row, "link", claim->link);
    steppe_report_json_set_number(row, "without", claim->without);
    steppe_report_json_set_number(row, "with", claim->with);
    json_object_set_new(row, "effect", paired_json(&claim->effect));
    json_object_set_new(row, "link_off", paired_json(&claim->off));
    json_object_set_new(row, "by_link", paired_json(&claim->part));
    json_object_set_new(row, "members", json_integer((json_int_t)claim->members));
    steppe_report_json_set_text(row, "verdict", steppe_verdict_name(claim->verdict));
    steppe_report_json_set_text(row, "reason", claim->reason);
    steppe_report_json_set_text(row, "assumed", claim->assumed);
    steppe_report_json_set_text(row, "open", claim->open);
    steppe_report_json_set_text(row, "against", claim->against);
    steppe_report_json_set_text(row, "missing", claim->missing);
    return row;
}

static json_t *fact_json(const struct steppe_fact_result *fact) {
    json_t *row = json_object();
    steppe_report_json_set_text(row, "row", "fact");
    steppe_report_json_set_text(row, "name", fact->name);
    steppe_report_json_set_text(row, "text", fact->text);
    if (fact->month)
        steppe_report_json_set_month(row, "date", fact->month);
    else
        steppe_report_json_set_text(row, "date", NULL);
    steppe_report_json_set_text(row, "relation", fact->relation);
    steppe_report_json_set_number(row, "claimed", fact->claimed);
    steppe_report_json_set_number(row, "found", fact->found);
    steppe_report_json_set_text(row, "unit", fact->unit);
    steppe_report_json_set_text(row, "source", fact->source);
    steppe_report_json_set_text(row, "found_in", *fact->sources ? fact->sources : NULL);
    steppe_report_json_set_text(row, "look", fact->look);
    json_object_set_new(row, "looked_up", json_integer((json_int_t)fact->looked));
    json_object_set_new(row, "absent", json_integer((json_int_t)fact->absent));
    steppe_report_json_set_text(row, "verdict", steppe_finding_name(fact->kind));
    steppe_report_json_set_text(row, "note", *fact->note ? fact->note : NULL);
    return row;
}

void steppe_report_claims_json(FILE *stream, const struct steppe_model *model,
                               const struct steppe_claims *claims) {
    json_t *document = steppe_report_json_begin("claims", model->name, model->hash);
    steppe_report_json_set_run(document, claims->seed, claims->members_asked, claims->members,
                               claims->failed);
    for (size_t c = 0; c < claims->claim_count; c++)
        steppe_report_json_row(document, claim_json(&claims->claims[c]));
    for (size_t f = 0; f < claims->fact_count; f++)
        steppe_report_json_row(document, fact_json(&claims->facts[f]));
    for (size_t f = 0; f < claims->forecast_count; f++) {
        const struct steppe_forecast_result *forecast = &claims->forecasts[f];
        json_t *row = json_object();
        steppe_report_json_set_text(row, "row", "forecast");
        steppe_report_json_set_text(row, "name", forecast->name);
        steppe_report_json_set_text(row, "text", forecast->text);
        steppe_report_json_set_text(row, "source", forecast->source);
        steppe_report_json_set_text(row, "question", forecast->question);
        steppe_report_json_set_text(row, "question_text", forecast->question_text);
        steppe_report_json_set_text(row, "resolved", forecast->resolved);
        steppe_report_json_set_text(row, "cannot", forecast->cannot);
        steppe_report_json_row(document, row);
    }
    steppe_report_json_end(stream, document);
}
