// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "report/why.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare.h"
#include "report/json.h"
#include "report/run.h"

enum { POWERS_SHOWN = 3, PARTS_SHOWN = 5, PARTS_AT_MOST = 9, PARTS_MAX = 64 * 64 };
#define LEAST_MOVED 0.001   // change of a share of which the baseline's page speaks
#define LEAST_CAUSED 0.0003 // likewise of a scenario's, where beyond noise
#define LEAST_PART 0.1      // part shown, of the largest part
#define LEAST_IN_JSON 1e-6
#define ALL_TIES SIZE_MAX // of a power, together

struct page {
    FILE *stream;
    const struct steppe_model *model;
    const struct steppe_record *record;
    const struct steppe_channels *channels;
    const struct steppe_style *style;
    size_t column;
};

struct part {
    size_t whose, tie;
    double change;
};
struct moved {
    size_t power;
    double change;
};

static bool known(const struct steppe_model *model, const struct steppe_record *record) {
    const struct steppe_channels *channels = record->channels;
    return model && channels && channels->ties == model->axes[STEPPE_AXIS_TIE].count &&
           channels->powers == model->axes[STEPPE_AXIS_POWER].count &&
           channels->hosts == model->axes[STEPPE_AXIS_HOST].count &&
           channels->columns == record->world_count && channels->counts[0] > 0 &&
           channels->powers * channels->ties <= PARTS_MAX;
}

static int larger_first(double a, double b) {
    double x = fabs(a), y = fabs(b);
    return x > y ? -1 : x < y;
}
static int by_part(const void *a, const void *b) {
    const struct part *x = a, *y = b;
    int order = larger_first(x->change, y->change);
    if (order != 0) return order;
    if (x->whose != y->whose) return x->whose < y->whose ? -1 : 1;
    return x->tie < y->tie ? -1 : x->tie > y->tie;
}
static int by_change(const void *a, const void *b) {
    const struct moved *x = a, *y = b;
    int order = larger_first(x->change, y->change);
    return order != 0 ? order : x->power < y->power ? -1 : x->power > y->power;
}

// Parts that are not 0, the largest first.
static size_t parts_of(const struct steppe_channels *channels, size_t column, size_t host,
                       size_t power, struct part *parts) {
    size_t count = 0;
    for (size_t q = 0; q < channels->powers; q++)
        for (size_t k = 0; k < channels->ties; k++) {
            double change = steppe_channels_part(channels, column, host, power, q, k);
            if (change != 0) parts[count++] = (struct part){q, k, change};
        }
    qsort(parts, count, sizeof *parts, by_part);
    return count;
}

// A change counts where the members are enough to tell it from none. Of a scenario it is judged by
// the same tally as in the table of differences.
static bool beyond_noise(const struct page *page, size_t host, size_t power) {
    const struct steppe_channels *channels = page->channels;
    const struct steppe_summary *summary = page->record->summary;
    char name[64];
    if (page->column == 0) {
        const double pairs = (double)channels->pair_counts[0];
        const double error = steppe_channels_error(channels, 0, host, power);
        return fabs(steppe_channels_whole(channels, 0, host, power)) >
               steppe_pairs_width(STEPPE_MEAN_SURE, pairs) * error;
    }
    (void)snprintf(name, sizeof name, "influence[%.20s,%.20s]",
                   page->model->axes[STEPPE_AXIS_POWER].names[power],
                   page->model->axes[STEPPE_AXIS_HOST].names[host]);
    for (size_t s = 0; s < summary->series_count; s++)
        if (strcmp(summary->series[s].name, name) == 0)
            return steppe_difference_of(page->record, page->column, s, summary->date_count - 1)
                .beyond_noise;
    return false;
}

// Powers whose share moves by as much as the page speaks of, the most moved first.
static size_t moved_in(const struct page *page, size_t host, struct moved *list) {
    size_t count = 0;
    double least = page->column == 0 ? LEAST_MOVED : LEAST_CAUSED;
    for (size_t p = 0; p < page->channels->powers; p++) {
        double change = steppe_channels_whole(page->channels, page->column, host, p);
        if (!(fabs(change) >= least)) continue;
        if (!beyond_noise(page, host, p)) continue;
        list[count++] = (struct moved){p, change};
    }
    qsort(list, count, sizeof *list, by_change);
    return count;
}

// ---- text --------------------------------------------------------------------------------------

static const char *power_name(const struct page *page, size_t power) {
    return steppe_report_actor(page->model, page->model->axes[STEPPE_AXIS_POWER].names[power]);
}

// "+0.31", in points, with as many digits for all of a line.
static void points(char out[STEPPE_DRAW_BYTES], double change, int digits) {
    (void)snprintf(out, STEPPE_DRAW_BYTES, "%+.*f", digits, 100 * change);
}

// Adds a piece to a line of at most the style's width; goes on in the next line, set in.
static void add_piece(const struct page *page, int *column, const char *piece, bool last) {
    int width = steppe_draw_columns(piece) + !last;
    if (*column + 1 + width > page->style->width) {
        fputs("\n     ", page->stream);
        *column = 5;
    }
    *column += fprintf(page->stream, " ") + width;
    fprintf(page->stream, "%s%s", piece, last ? "" : ",");
}

// Own ties one by one, other powers with all their ties: the largest first.
static size_t gather(const struct page *page, size_t host, size_t power, struct part *parts) {
    const struct steppe_channels *channels = page->channels;
    size_t count = 0;
    for (size_t q = 0; q < channels->powers; q++) {
        double all = 0;
        for (size_t k = 0; k < channels->ties; k++) {
            double change = steppe_channels_part(channels, page->column, host, power, q, k);
            if (q == power) parts[count++] = (struct part){q, k, change};
            all += change;
        }
        if (q != power) parts[count++] = (struct part){q, ALL_TIES, all};
    }
    qsort(parts, count, sizeof *parts, by_part);
    return count;
}

// What moved a share: "arms +0.21", "gains of China -0.06".
static void part_text(const struct page *page, const struct part *part, int digits,
                      char out[STEPPE_DRAW_BYTES]) {
    char text[STEPPE_DRAW_BYTES], change[STEPPE_DRAW_BYTES];
    points(change, part->change, digits);
    if (part->tie == ALL_TIES)
        (void)snprintf(text, sizeof text, "%s of %.60s", part->change > 0 ? "losses" : "gains",
                       power_name(page, part->whose));
    else
        steppe_report_variable_name(text, page->model->axes[STEPPE_AXIS_TIE].names[part->tie]);
    (void)snprintf(out, STEPPE_DRAW_BYTES, "%.100s %.20s", text, change);
}

static void print_moved(const struct page *page, size_t host, const struct moved *moved,
                        struct part *parts) {
    char text[STEPPE_DRAW_BYTES], change[STEPPE_DRAW_BYTES];
    size_t count = gather(page, host, moved->power, parts), shown = 0;
    int digits = fabs(moved->change) >= 0.01 ? 1 : 2;
    double rest = moved->change, seen = 0.005 * pow(10, -digits); // prints as more than 0
    double least = fmax(LEAST_PART * fabs(parts[0].change), seen);
    // More than usual where they pull apart, and much would be left unsaid.
    while (shown < count && fabs(parts[shown].change) >= least &&
           (shown < PARTS_SHOWN ||
            (shown < PARTS_AT_MOST && fabs(rest) > fabs(parts[shown - 1].change))))
        rest -= parts[shown++].change;
    bool some_rest = fabs(rest) >= seen;
    points(change, moved->change, digits);
    (void)snprintf(text, sizeof text, "%.60s %.20s:", power_name(page, moved->power), change);
    fprintf(page->stream, "  %s", text);
    int column = 2 + steppe_draw_columns(text);
    for (size_t i = 0; i < shown; i++) {
        part_text(page, &parts[i], digits, text);
        add_piece(page, &column, text, i + 1 == shown && !some_rest);
    }
    points(change, rest, digits);
    (void)snprintf(text, sizeof text, "the rest %.20s", change);
    if (some_rest) add_piece(page, &column, text, true);
    fputc('\n', page->stream);
}

// "Moved by trade 41 %, economy 30 %": all parts in all hosts, whatever their sign.
static void print_mechanisms(const struct page *page) {
    const struct steppe_channels *channels = page->channels;
    char text[STEPPE_DRAW_BYTES], percent[STEPPE_DRAW_BYTES];
    double of[STEPPE_ACTORS_MAX] = {0}, all = 0; // by the first tie of each owner
    size_t at = 0, order[STEPPE_ACTORS_MAX], count = 0;
    for (size_t k = 0; k < channels->ties && k < STEPPE_ACTORS_MAX; k++) {
        size_t first = 0;
        while (channels->owners[first] != channels->owners[k]) first++;
        for (size_t h = 0; h < channels->hosts; h++)
            for (size_t p = 0; p < channels->powers; p++)
                for (size_t q = 0; q < channels->powers; q++) {
                    double part = steppe_channels_part(channels, page->column, h, p, q, k);
                    of[first] += fabs(part);
                    all += fabs(part);
                }
    }
    if (!(all > 0)) return;
    for (size_t k = 0; k < channels->ties && k < STEPPE_ACTORS_MAX; k++) {
        if (of[k] < 0.005 * all) continue;
        size_t to = count++;
        for (; to > 0 && of[order[to - 1]] < of[k]; to--) order[to] = order[to - 1];
        order[to] = k;
    }
    at = (size_t)snprintf(text, sizeof text, "By mechanism, signs apart:");
    for (size_t i = 0; i < count && at < sizeof text; i++) {
        const char *owner = channels->owners[order[i]];
        steppe_draw_percent(percent, of[order[i]] / all);
        int wrote = snprintf(text + at, sizeof text - at, "%s %.40s %.20s", i ? "," : "",
                             owner ? owner : "ties that only the record moves", percent);
        at += wrote > 0 ? (size_t)wrote : 0;
    }
    steppe_draw_paragraph(page->stream, page->style, 0, text);
}

static void print_heading(const struct page *page) {
    char text[STEPPE_DRAW_BYTES], first[STEPPE_DRAW_BYTES], last[STEPPE_DRAW_BYTES];
    const struct steppe_record *record = page->record;
    steppe_draw_month(last, steppe_record_last_month(record), STEPPE_MONTH_LONG);
    steppe_draw_month(first, record->date_months[0], STEPPE_MONTH_LONG);
    if (page->column == 0)
        (void)snprintf(text, sizeof text, "Who gains, and through what, from %.60s to %.60s", first,
                       last);
    else
        (void)snprintf(text, sizeof text,
                       "Who gains from %.60s, and through what, points of a hundred",
                       record->world_names[page->column]);
    steppe_draw_heading(page->stream, page->style, text);
}

void steppe_report_why(FILE *stream, const struct steppe_model *model,
                       const struct steppe_record *record, size_t column,
                       const struct steppe_style *style) {
    if (!known(model, record)) return;
    const struct page page = {stream, model, record, record->channels, style, column};
    struct part parts[PARTS_MAX];
    struct moved list[STEPPE_ACTORS_MAX];
    bool some = false;
    print_heading(&page);
    for (size_t h = 0; h < page.channels->hosts; h++) {
        size_t count = moved_in(&page, h, list);
        if (count == 0) continue;
        some = true;
        fprintf(stream, "%s%s%s\n", style->colour ? "\033[1m" : "",
                steppe_report_actor(model, model->axes[STEPPE_AXIS_HOST].names[h]),
                style->colour ? "\033[0m" : "");
        for (size_t i = 0; i < count && i < POWERS_SHOWN; i++)
            print_moved(&page, h, &list[i], parts);
    }
    if (!some) {
        const int32_t last = steppe_record_last_month(record);
        char month[STEPPE_DRAW_BYTES], text[STEPPE_DRAW_BYTES];
        steppe_draw_month(month, last, STEPPE_MONTH_LONG);
        (void)snprintf(text, sizeof text,
                       "By %.60s no share moves by an amount worth a line, beyond the noise of "
                       "this many members.",
                       month);
        steppe_draw_paragraph(stream, style, 0, text);
        return;
    }
    print_mechanisms(&page);
    if (column == 0)
        steppe_draw_paragraph(
            stream, style, 0,
            "Points of a hundred, means over the members, of shares whose change "
            "is beyond noise (99 %); the parts sum to the change. After a power "
            "stand its own ties, then what the ties of others take from its share "
            "(their gains) or leave to it.");
}

// ---- JSON --------------------------------------------------------------------------------------

static json_t *part_json(const struct steppe_model *model, const struct steppe_channels *channels,
                         const struct part *part) {
    json_t *row = json_object();
    const struct steppe_tie_kind *kind = &model->tie_kinds[part->tie];
    json_object_set_new(row, "of", json_string(model->axes[STEPPE_AXIS_POWER].names[part->whose]));
    json_object_set_new(row, "tie", json_string(model->axes[STEPPE_AXIS_TIE].names[part->tie]));
    json_object_set_new(row, "domain",
                        json_string(model->axes[STEPPE_AXIS_DOMAIN].names[kind->domain]));
    steppe_report_json_set_text(row, "mechanism", channels->owners[part->tie]);
    steppe_report_json_set_number(row, "change", part->change);
    return row;
}

static json_t *row_json(const struct steppe_model *model, const struct steppe_record *record,
                        size_t column, size_t host, size_t power, struct part *list) {
    const struct steppe_channels *channels = record->channels;
    json_t *row = json_object(), *parts = json_array();
    size_t count = parts_of(channels, column, host, power, list);
    double change = steppe_channels_whole(channels, column, host, power), rest = change;
    for (size_t i = 0; i < count && fabs(list[i].change) >= LEAST_IN_JSON; i++) {
        json_array_append_new(parts, part_json(model, channels, &list[i]));
        rest -= list[i].change;
    }
    json_object_set_new(row, "world", json_string(record->world_names[column]));
    json_object_set_new(row, "change_from",
                        json_string(column == 0 ? "first date" : "baseline at the last date"));
    json_object_set_new(row, "host", json_string(model->axes[STEPPE_AXIS_HOST].names[host]));
    json_object_set_new(row, "power", json_string(model->axes[STEPPE_AXIS_POWER].names[power]));
    steppe_report_json_set_number(row, "change", change);
    steppe_report_json_set_number(row, "standard_error",
                                  steppe_channels_error(channels, column, host, power));
    steppe_report_json_set_number(row, "rest", rest);
    json_object_set_new(row, "parts", parts);
    return row;
}

json_t *steppe_report_why_json(const struct steppe_model *model,
                               const struct steppe_record *record) {
    if (!known(model, record)) return NULL;
    struct part parts[PARTS_MAX];
    json_t *rows = json_array();
    for (size_t c = 0; c < record->channels->columns; c++)
        for (size_t h = 0; h < record->channels->hosts; h++)
            for (size_t p = 0; p < record->channels->powers; p++)
                json_array_append_new(rows, row_json(model, record, c, h, p, parts));
    return rows;
}
