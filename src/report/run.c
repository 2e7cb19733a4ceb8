// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// run: see the header. The order is that of a reader's questions.
#include "report/run.h"

#include <math.h>
#include <string.h>

#include "analysis/attribution.h"
#include "analysis/compare.h"
#include "analysis/ranking.h"
#include "report/changes.h"
#include "report/table.h"
#include "report/why.h"

enum { POWERS_SHOWN = 4, SERIES_SHOWN = 40, FAN_COLUMNS = 26, PATH_COLUMNS = 10 };

struct page {
    FILE *stream;
    const struct steppe_model *model;
    const struct steppe_record *record;
    const struct steppe_style *style;
    struct steppe_arena *arena;
    size_t last; // date shown
};

// ---- names -------------------------------------------------------------------------------------

const char *steppe_report_actor(const struct steppe_model *model, const char *code) {
    for (size_t i = 0; model && i < model->axes[STEPPE_AXIS_ACTOR].count; i++)
        if (strcmp(model->actors[i].code, code) == 0 && model->actors[i].name)
            return model->actors[i].name;
    return code;
}

void steppe_report_variable_name(char out[STEPPE_DRAW_BYTES], const char *variable) {
    size_t at = 0;
    for (; variable[at] && at + 1 < STEPPE_DRAW_BYTES; at++)
        out[at] = variable[at] == '_' ? ' ' : variable[at];
    out[at] = 0;
}

void steppe_report_cell_name(char out[STEPPE_DRAW_BYTES], const struct steppe_model *model,
                             const char *name) {
    const char *open = strchr(name, '[');
    size_t at = 0;
    out[0] = 0;
    while (open && *open && *open != ']') {
        char code[64] = {0};
        size_t length = strcspn(open + 1, ",]");
        if (length >= sizeof code) return;
        memcpy(code, open + 1, length);
        int wrote = snprintf(out + at, STEPPE_DRAW_BYTES - at, "%s%.100s", at ? ", " : "",
                             steppe_report_actor(model, code));
        if (wrote < 0 || at + (size_t)wrote >= STEPPE_DRAW_BYTES) return;
        at += (size_t)wrote;
        open += 1 + length;
    }
}

void steppe_report_series_name(char out[STEPPE_DRAW_BYTES], const struct steppe_model *model,
                               const struct steppe_series *series) {
    char power[24], host[24], variable[STEPPE_DRAW_BYTES], cell[STEPPE_DRAW_BYTES];
    steppe_report_variable_name(variable, series->variable);
    if (strcmp(series->variable, "influence") == 0 &&
        steppe_series_indices(series->name, power, host)) {
        (void)snprintf(out, STEPPE_DRAW_BYTES, "influence of %.100s in %.100s",
                       steppe_report_actor(model, power), steppe_report_actor(model, host));
        return;
    }
    steppe_report_cell_name(cell, model, series->name);
    (void)snprintf(out, STEPPE_DRAW_BYTES, "%.200s%s%.200s", variable, cell[0] ? ", " : "", cell);
}

double steppe_report_factor(const struct steppe_series *series) {
    return strcmp(series->variable, "influence") == 0 ? 100 : 1;
}

void steppe_report_unit(char out[STEPPE_DRAW_BYTES], const struct steppe_series *series) {
    if (strcmp(series->variable, "influence") == 0)
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%%");
    else
        steppe_draw_unit(out, series->unit);
}

static const char *meaning_of(const struct steppe_model *model, const char *name) {
    uint32_t variable = model ? steppe_model_variable(model, name) : UINT32_MAX;
    return variable != UINT32_MAX ? model->variables[variable].meaning : NULL;
}

void steppe_report_variable_head(char out[STEPPE_DRAW_BYTES], const struct steppe_model *model,
                                 const char *variable, const char *unit) {
    char name[STEPPE_DRAW_BYTES];
    const char *meaning = meaning_of(model, variable);
    steppe_report_variable_name(name, variable);
    (void)snprintf(out, STEPPE_DRAW_BYTES, "%.60s%s%.60s%s%.200s", name, unit[0] ? ", " : "", unit,
                   meaning ? ": " : "", meaning ? meaning : "");
}

static double quantile(const struct page *page, size_t world, size_t series, size_t date,
                       double level) {
    return steppe_report_factor(&page->record->summary->series[series]) *
           steppe_tally_quantile(page->record->summary, world, series, date, level, NULL);
}

// ---- title -------------------------------------------------------------------------------------

static void print_title(const struct page *page) {
    const struct steppe_provenance *from = &page->record->provenance;
    const struct steppe_style *style = page->style;
    char first[STEPPE_DRAW_BYTES], last[STEPPE_DRAW_BYTES], members[STEPPE_DRAW_BYTES];
    const int32_t *months = page->record->date_months;
    const char *title = page->model && page->model->title ? page->model->title : from->model_name;
    steppe_draw_month(first, months[0], STEPPE_MONTH_LONG);
    steppe_draw_month(last, months[page->last], STEPPE_MONTH_LONG);
    steppe_draw_fixed(members, from->members_done, 0);
    fprintf(page->stream, "%s%s%s\n", style->colour ? "\033[1m" : "", title,
            style->colour ? "\033[0m" : "");
    fprintf(page->stream, "%s members, %s to %s, seed %llu; model %s\n", members, first, last,
            (unsigned long long)from->seed, from->model_hash);
    for (size_t w = 1; w < page->record->world_count; w++)
        fprintf(page->stream, "%s%s", w == 1 ? "baseline against " : ", ",
                page->record->world_names[w]);
    if (page->record->world_count > 1) fputc('\n', page->stream);
    if (!from->complete)
        fprintf(page->stream, "Stopped before the end: %s members are done.\n", members);
}

// ---- who holds influence -----------------------------------------------------------------------

static size_t series_of(const struct page *page, const char *variable, const char *host) {
    char name[64];
    int length = snprintf(name, sizeof name, "%s[%s]", variable, host);
    if (length < 0 || (size_t)length >= sizeof name) return SIZE_MAX;
    for (size_t s = 0; s < page->record->summary->series_count; s++)
        if (strcmp(page->record->summary->series[s].name, name) == 0) return s;
    return SIZE_MAX;
}

static void host_line(const struct page *page, struct steppe_table *table,
                      const struct steppe_host_ranking *host) {
    char text[STEPPE_DRAW_BYTES], range[STEPPE_DRAW_BYTES];
    const char *name = steppe_report_actor(page->model, host->host);
    const char *bold = page->style->colour ? "\033[1m" : "";
    const char *plain = page->style->colour ? "\033[0m" : "";
    size_t autonomy = series_of(page, "autonomy", host->host);
    if (autonomy == SIZE_MAX) {
        (void)snprintf(text, sizeof text, "%s%.60s%s", bold, name, plain);
    } else {
        steppe_draw_range(range, page->style,
                          quantile(page, 0, autonomy, page->last, STEPPE_FAN_LOW),
                          quantile(page, 0, autonomy, page->last, STEPPE_FAN_HIGH), 2);
        (void)snprintf(text, sizeof text, "%s%.60s%s   autonomy %.2f %s %.2f (%.60s)", bold, name,
                       plain, steppe_tally_mean(page->record->summary, 0, autonomy, 0),
                       steppe_draw_arrow(page->style),
                       steppe_tally_mean(page->record->summary, 0, autonomy, page->last), range);
    }
    steppe_table_span(table, text);
}

static void power_row(const struct page *page, struct steppe_table *table,
                      const struct steppe_rank *rank, double axis, bool leads) {
    char text[STEPPE_DRAW_BYTES];
    (void)snprintf(text, sizeof text, "  %.60s", steppe_report_actor(page->model, rank->power));
    steppe_table_cell(table, text);
    steppe_draw_fixed(text, 100 * rank->now, 1);
    steppe_table_cell(table, text);
    steppe_draw_fixed(text, 100 * rank->mean, 1);
    steppe_table_cell(table, text);
    steppe_draw_range(text, page->style, 100 * rank->low, 100 * rank->high, 1);
    steppe_table_cell(table, text);
    steppe_draw_fan(text, page->style, 0, axis, 100 * rank->low, 100 * rank->mean, 100 * rank->high,
                    100 * rank->now, FAN_COLUMNS);
    steppe_table_cell(table, text);
    if (!leads) return;
    steppe_draw_percent(text, rank->lead_share);
    steppe_table_cell(table, text);
}

// A row of sums: means add up, so that all rows of a host make a hundred; spreads do not.
static void sum_row(struct steppe_table *table, const char *name, double now, double then,
                    const char *lead, bool leads) {
    char text[STEPPE_DRAW_BYTES];
    steppe_table_cell(table, name);
    steppe_draw_fixed(text, 100 * now, 1);
    steppe_table_cell(table, text);
    steppe_draw_fixed(text, 100 * then, 1);
    steppe_table_cell(table, text);
    steppe_table_cell(table, "");
    steppe_table_cell(table, "");
    if (leads) steppe_table_cell(table, lead);
}

// The other powers together, and what the host keeps to itself: what no power holds.
static void rest_rows(struct steppe_table *table, const struct steppe_host_ranking *host,
                      bool leads) {
    char name[STEPPE_DRAW_BYTES], lead[STEPPE_DRAW_BYTES];
    double now = 0, then = 0, leading = 0, own_now = 1, own_then = 1;
    for (size_t r = 0; r < host->count; r++) {
        own_now -= host->ranks[r].now;
        own_then -= host->ranks[r].mean;
        if (r < POWERS_SHOWN) continue;
        now += host->ranks[r].now;
        then += host->ranks[r].mean;
        leading += host->ranks[r].lead_share;
    }
    if (host->count > POWERS_SHOWN) {
        (void)snprintf(name, sizeof name, "  %zu others", host->count - POWERS_SHOWN);
        steppe_draw_percent(lead, leading);
        sum_row(table, name, now, then, lead, leads);
    }
    sum_row(table, "  its own", own_now, own_then, "", leads);
}

// The end of an axis: the next of 5, 10, 20, 25, 30, 40, 50, 60, 80, 100.
static double axis_end(double largest) {
    static const double ends[] = {5, 10, 15, 20, 25, 30, 40, 50, 60, 80};
    for (size_t i = 0; i < STEPPE_COUNT(ends); i++)
        if (largest <= ends[i]) return ends[i];
    return 100;
}

static void influence_heads(const struct page *page, struct steppe_table *table, double axis,
                            bool leads) {
    char now[STEPPE_DRAW_BYTES], then[STEPPE_DRAW_BYTES], scale[STEPPE_DRAW_BYTES];
    steppe_draw_month(now, page->record->date_months[0], STEPPE_MONTH_SHORT);
    steppe_draw_month(then, page->record->date_months[page->last], STEPPE_MONTH_SHORT);
    (void)snprintf(scale, sizeof scale, "0%*.0f %%", FAN_COLUMNS - 3, axis);
    const char *const heads[] = {"", now, then, "80 %", scale, "leads"};
    for (size_t i = 0; i < (leads ? 6u : 5u); i++) steppe_table_cell(table, heads[i]);
}

static void print_influence(const struct page *page) {
    struct steppe_host_ranking *hosts;
    struct steppe_error error;
    size_t count;
    char heading[STEPPE_DRAW_BYTES], month[STEPPE_DRAW_BYTES];
    if (!steppe_rankings_make(page->record, 0, "influence", page->last, page->arena, &hosts, &count,
                              &error)) {
        fprintf(page->stream, "%s\n", error.message);
        return;
    }
    if (count == 0) return;
    double largest = 0;
    bool leads = !isnan(hosts[0].ranks[0].lead_share);
    for (size_t h = 0; h < count; h++)
        for (size_t r = 0; r < hosts[h].count && r < POWERS_SHOWN; r++)
            largest = fmax(largest, 100 * fmax(hosts[h].ranks[r].high, hosts[h].ranks[r].now));
    double axis = axis_end(largest);
    steppe_draw_month(month, page->record->date_months[page->last], STEPPE_MONTH_WHEN);
    (void)snprintf(heading, sizeof heading,
                   "Who holds influence %.40s, as a share of what steers each host", month);
    steppe_draw_heading(page->stream, page->style, heading);
    struct steppe_table table = steppe_table_begin(page->arena, leads ? "lrrrlr" : "lrrrl",
                                                   count * (POWERS_SHOWN + 3) + 1);
    influence_heads(page, &table, axis, leads);
    for (size_t h = 0; h < count; h++) {
        host_line(page, &table, &hosts[h]);
        for (size_t r = 0; r < hosts[h].count && r < POWERS_SHOWN; r++)
            power_row(page, &table, &hosts[h].ranks[r], axis, leads);
        rest_rows(&table, &hosts[h], leads);
    }
    steppe_table_print(page->stream, &table, page->style, 0, 1);
    char legend[STEPPE_DRAW_BYTES], sample[STEPPE_DRAW_BYTES];
    steppe_draw_fan(sample, page->style, 0, 6, 0, 3, 6, nan(""), 7);
    (void)snprintf(legend, sizeof legend,
                   "Percent, means over the members; %.60s the middle 80 %% of them and their "
                   "mean, %s the mean now; its own: what no power holds%s",
                   sample, page->style->unicode ? "\u2506" : "|",
                   leads ? "; leads: the share of members in which the power is first" : "");
    steppe_draw_paragraph(page->stream, page->style, 0, legend);
    const char *autonomy = meaning_of(page->model, "autonomy");
    if (!autonomy) return;
    (void)snprintf(legend, sizeof legend, "autonomy: %.200s", autonomy);
    steppe_draw_paragraph(page->stream, page->style, 0, legend);
}

// ---- key series --------------------------------------------------------------------------------

static bool shown_above(const struct steppe_series *series) {
    return strcmp(series->variable, "influence") == 0 || strcmp(series->variable, "autonomy") == 0;
}

static void series_row(const struct page *page, struct steppe_table *table, size_t series) {
    const struct steppe_summary *summary = page->record->summary;
    const struct steppe_series *about = &summary->series[series];
    char text[STEPPE_DRAW_BYTES], name[STEPPE_DRAW_BYTES];
    double medians[256];
    double now = quantile(page, 0, series, 0, 0.5);
    double median = quantile(page, 0, series, page->last, 0.5);
    double low = quantile(page, 0, series, page->last, STEPPE_FAN_LOW);
    double high = quantile(page, 0, series, page->last, STEPPE_FAN_HIGH);
    size_t count = page->last + 1 < STEPPE_COUNT(medians) ? page->last + 1 : STEPPE_COUNT(medians);
    for (size_t i = 0; i < count; i++)
        medians[i] = quantile(page, 0, series, i * page->last / (count > 1 ? count - 1 : 1), 0.5);
    int digits = steppe_draw_digits(fmax(fmax(fabs(low), fabs(high)), fabs(now)));
    steppe_report_cell_name(name, page->model, about->name);
    (void)snprintf(text, sizeof text, "  %.100s", name[0] ? name : about->variable);
    steppe_table_cell(table, text);
    steppe_draw_fixed(text, now, digits);
    steppe_table_cell(table, text);
    steppe_draw_fixed(text, median, digits);
    steppe_table_cell(table, text);
    steppe_draw_range(text, page->style, low, high, digits);
    steppe_table_cell(table, text);
    steppe_draw_path(text, page->style, medians, count, (high - low) / 4, PATH_COLUMNS);
    steppe_table_cell(table, text);
    steppe_draw_percent(text, steppe_tally_parameter_share(summary, 0, series, page->last));
    steppe_table_cell(table, text);
}

static void group_line(const struct page *page, struct steppe_table *table,
                       const struct steppe_series *series) {
    char text[STEPPE_DRAW_BYTES], unit[STEPPE_DRAW_BYTES];
    steppe_report_unit(unit, series);
    steppe_report_variable_head(text, page->model, series->variable, unit);
    steppe_table_span(table, text);
}

static void print_series(const struct page *page) {
    const struct steppe_summary *summary = page->record->summary;
    size_t rows = 0, shown = 0;
    const char *variable = "";
    char now[STEPPE_DRAW_BYTES], then[STEPPE_DRAW_BYTES];
    for (size_t s = 0; s < summary->series_count; s++) rows += !shown_above(&summary->series[s]);
    if (rows == 0) return;
    steppe_draw_heading(page->stream, page->style, "What moves beneath it, in the baseline");
    struct steppe_table table = steppe_table_begin(page->arena, "lrrrlr", 2 * SERIES_SHOWN + 2);
    steppe_draw_month(now, page->record->date_months[0], STEPPE_MONTH_SHORT);
    steppe_draw_month(then, page->record->date_months[page->last], STEPPE_MONTH_SHORT);
    const char *const heads[] = {"", now, then, "80 %", "path", "parameters"};
    for (size_t i = 0; i < STEPPE_COUNT(heads); i++) steppe_table_cell(&table, heads[i]);
    for (size_t s = 0; s < summary->series_count && shown < SERIES_SHOWN; s++) {
        const struct steppe_series *series = &summary->series[s];
        if (shown_above(series)) continue;
        if (strcmp(series->variable, variable) != 0) group_line(page, &table, series);
        variable = series->variable;
        series_row(page, &table, s);
        shown++;
    }
    steppe_table_print(page->stream, &table, page->style, 0, 1);
    if (rows > shown)
        fprintf(page->stream, "and %zu more: all are in the files of -o and --csv\n", rows - shown);
    steppe_draw_paragraph(page->stream, page->style, 0,
                          "medians over the members; path: from the first date to the last; "
                          "parameters: the share of the spread that comes from them, the rest is "
                          "chance");
}

// ---- trust -------------------------------------------------------------------------------------

// Without a model: zeros.
static struct steppe_report_trust trust_of(const struct steppe_model *model) {
    struct steppe_report_trust trust = {0};
    if (!model) return trust;
    memcpy(trust.figures, model->quality_count, sizeof trust.figures);
    for (size_t p = 0; p < model->parameter_count; p++) {
        const struct steppe_parameter *parameter = &model->parameters[p];
        for (uint32_t c = 0; c < parameter->cell_count; c++) {
            const char *source = parameter->sources ? parameter->sources[c] : NULL;
            trust.parameters++;
            trust.judged_parameters += !source || strcmp(source, "judgement") == 0;
        }
    }
    return trust;
}

static void print_spread(const struct page *page) {
    const struct steppe_provenance *from = &page->record->provenance;
    char text[STEPPE_DRAW_BYTES];
    if (from->fix_parameters || from->fix_noise) {
        const char *held =
            !from->fix_noise ? "All parameters are at their medians: members differ by shocks and "
                               "events alone."
            : !from->fix_parameters
                ? "There are no shocks and no events: members differ by their parameters alone."
                : "All parameters are at their medians, and there are no shocks and no events: "
                  "members do not differ.";
        steppe_draw_paragraph(page->stream, page->style, 0, held);
        return;
    }
    struct steppe_attribution_span span = steppe_attribution_over(page->record, 0, "influence",
                                                                  page->last);
    if (span.count == 0) return;
    const double pairs =
        (double)steppe_summary_tally(page->record->summary, 0, 0, page->last)->pair_count;
    const double error = fmin(200 / sqrt(pairs), 100);
    (void)snprintf(
        text, sizeof text,
        "Of the spread of influence, %.0f %% comes from parameters that nobody knows and "
        "%.0f %% from events and shocks (median of %zu series; parameters from %.0f to "
        "%.0f %%). Of one series these members tell that part to %s %.*f points (95 %%), and less "
        "well where few of them make the spread.",
        100 * span.median, 100 * (1 - span.median), span.count, 100 * span.low, 100 * span.high,
        steppe_draw_plus_minus(page->style), error < 10 ? 1 : 0, error);
    steppe_draw_paragraph(page->stream, page->style, 0, text);
}

static double largest_error(const struct page *page) {
    const struct steppe_summary *summary = page->record->summary;
    double largest = 0;
    for (size_t s = 0; s < summary->series_count; s++) {
        if (strcmp(summary->series[s].variable, "influence") != 0) continue;
        double pairs = (double)steppe_summary_tally(summary, 0, s, page->last)->pair_count;
        double error = steppe_tally_standard_error(summary, 0, s, page->last);
        largest = fmax(largest, steppe_pairs_width(STEPPE_MEAN_SURE, pairs) * error);
    }
    return 100 * largest;
}

static void print_error(const struct page *page) {
    const double error = largest_error(page);
    char text[STEPPE_DRAW_BYTES], number[STEPPE_DRAW_BYTES];
    if (!(error > 0)) return; // no influence, or nothing known of its error
    steppe_draw_fixed(number, page->record->provenance.members_done, 0);
    if (error < 100) // of a share nothing is more than that
        (void)snprintf(text, sizeof text,
                       "%.40s members: a mean share of influence is known to %s %.2g points "
                       "(99 %%).",
                       number, steppe_draw_plus_minus(page->style), error);
    else
        (void)snprintf(text, sizeof text, "%.40s members are too few to know a mean share by.",
                       number);
    steppe_draw_paragraph(page->stream, page->style, 0, text);
}

static void print_trust(const struct page *page, const struct steppe_report_trust *trust) {
    const struct steppe_provenance *from = &page->record->provenance;
    char text[STEPPE_DRAW_BYTES];
    steppe_draw_heading(page->stream, page->style, "How far to trust this");
    print_spread(page);
    print_error(page);
    if (from->members_failed > 0) {
        (void)snprintf(text, sizeof text, "%u members failed and are left out; the first: %.127s",
                       from->members_failed, from->first_failure);
        steppe_draw_paragraph(page->stream, page->style, 0, text);
    } else {
        fputs("No member failed.\n", page->stream);
    }
    const size_t *figures = trust->figures;
    size_t all = figures[STEPPE_SOURCED] + figures[STEPPE_DERIVED] + figures[STEPPE_JUDGEMENT];
    if (all > 0) {
        const size_t counts[] = {all,
                                 figures[STEPPE_SOURCED],
                                 figures[STEPPE_DERIVED],
                                 figures[STEPPE_JUDGEMENT],
                                 trust->parameters,
                                 trust->judged_parameters};
        char words[STEPPE_COUNT(counts)][STEPPE_DRAW_BYTES];
        for (size_t i = 0; i < STEPPE_COUNT(counts); i++)
            steppe_draw_fixed(words[i], (double)counts[i], 0);
        (void)snprintf(text, sizeof text,
                       "Of %.40s figures %.40s have a source, %.40s are derived from sources and "
                       "%.40s are judgement; of %.40s values of parameters %.40s are judgement.",
                       words[0], words[1], words[2], words[3], words[4], words[5]);
        steppe_draw_paragraph(page->stream, page->style, 0, text);
    }
    steppe_draw_paragraph(page->stream, page->style, 0,
                          "Shares are of simulated futures: what the model implies, not how often "
                          "the world would do it.");
}

void steppe_report_run_styled(FILE *stream, const struct steppe_model *model,
                              const struct steppe_record *record, const struct steppe_style *style,
                              const struct steppe_report_trust *trust) {
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    const struct page page = {stream, model,  record,
                              style,  &arena, record->summary->date_count - 1};
    print_title(&page);
    if (steppe_summary_tally(record->summary, 0, 0, 0)->count == 0) {
        fputs("\nNo member was finished: there is nothing to report.\n", stream);
        steppe_arena_free(&arena);
        return;
    }
    print_influence(&page);
    steppe_report_why(stream, model, record, 0, style);
    print_series(&page);
    for (size_t world = 1; world < record->world_count; world++) {
        steppe_report_changes(stream, model, record, world, page.last, style, &arena);
        steppe_report_why(stream, model, record, world, style);
    }
    print_trust(&page, trust);
    steppe_arena_free(&arena);
}

void steppe_report_run(FILE *stream, const struct steppe_model *model,
                       const struct steppe_record *record) {
    const struct steppe_style style = steppe_style_of(stream);
    const struct steppe_report_trust trust = trust_of(model);
    steppe_report_run_styled(stream, model, record, &style, &trust);
}
