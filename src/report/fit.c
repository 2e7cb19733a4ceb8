// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// fit: see the header. A poll asks its own question: the log odds of its answer are those of a
// favourable view and an offset, the parameter `poll_*` that the record names at the end of its
// note. Polls from the base year on are judged, where the base or the offset does not rest on them;
// those before it asked a public that the model does not describe.
#include "report/fit.h"

#include <math.h>
#include <string.h>

#include "report/fit_calibration.h"
#include "report/fit_cases.h"
#include "report/fit_corridors.h"
#include "report/fit_rates.h"
#include "report/json.h"

enum { YEARS_BEFORE = 5 }; // of votes before the base, averaged

struct poll {
    const struct steppe_tie *record;
    const struct steppe_parameter *offset;
    const char *power, *host;           // codes
    double model, distance;             // share; in standard deviations of the log odds
    bool before, same, judged, outside; // before the base year; set by the same source
};

// How differently the hosts vote with one power.
struct agreement {
    size_t hosts;
    double model, observed; // standard deviation over the hosts
    double correlation;     // of the hosts; NaN with fewer than 3
    const char *source;
};

static double log_odds(double share) { return log(share / (1 - share)); }

static double log_odds_spread(double share, double spread) {
    return spread / (share * (1 - share));
}

// ---- polls -------------------------------------------------------------------------------------

// The parameter named after the last `; ` of a note; NULL: none.
static const struct steppe_parameter *offset_of(const struct steppe_model *model,
                                                const char *note) {
    const char *end = note ? strrchr(note, ';') : NULL;
    if (!end) return NULL;
    uint32_t number = steppe_model_parameter(model, end + 1 + strspn(end + 1, " "));
    if (number == UINT32_MAX || model->parameters[number].cell_count != 1) return NULL;
    return &model->parameters[number];
}

static size_t element_of(const struct steppe_axis_table *axis, uint16_t actor) {
    size_t at = 0;
    while (at < axis->count && axis->actor_at[at] != actor) at++;
    return at;
}

// Whether one of a value's sources is that of the poll.
static bool rests_on(const char *sources, const char *poll) {
    size_t length = strlen(poll);
    for (const char *at = sources; at && (at = strstr(at, poll)) != NULL; at += length)
        if (strchr(";:", at == sources ? ';' : at[-1]) && (at[length] == 0 || at[length] == ';'))
            return true;
    return false;
}

static bool poll_of(const struct steppe_model *model, const struct steppe_central *central,
                    const struct steppe_tie *record, struct poll *poll) {
    const struct steppe_axis_table *powers = &model->axes[STEPPE_AXIS_POWER];
    const struct steppe_axis_table *hosts = &model->axes[STEPPE_AXIS_HOST];
    if (strcmp(record->kind_name, "poll") != 0 || !record->has_value) return false;
    if (!(record->value > 0 && record->value < 1)) return false;
    size_t p = element_of(powers, record->from), h = element_of(hosts, record->to);
    const struct steppe_parameter *offset = offset_of(model, record->note);
    const double *const *values = record->start.year > central->base_year ? central->now
                                                                          : central->base;
    if (p == powers->count || h == hosts->count || !offset) return false;
    if (offset->priors[0].kind != STEPPE_PRIOR_NORMAL || !values[STEPPE_VAR_favourability])
        return false;
    double view = values[STEPPE_VAR_favourability][p * hosts->count + h];
    if (!(view > 0 && view < 1)) return false;
    const int32_t at[STEPPE_AXES_MAX] = {(int32_t)p, (int32_t)h, -1};
    const struct steppe_figure *figure = steppe_model_figure(model, STEPPE_VAR_favourability, at,
                                                             central->month, central->base_year);
    double odds = log_odds(view) + offset->priors[0].a;
    double spread = hypot(log_odds_spread(record->value, record->spread), offset->priors[0].b);
    if (figure) spread = hypot(spread, log_odds_spread(figure->value, figure->spread));
    *poll = (struct poll){.record = record,
                          .offset = offset,
                          .power = powers->names[p],
                          .host = hosts->names[h],
                          .model = 1 / (1 + exp(-odds)),
                          .distance = (odds - log_odds(record->value)) / spread,
                          .before = record->start.year < central->base_year,
                          .same = rests_on(offset->sources[0], record->source) ||
                                  (figure && rests_on(figure->source, record->source))};
    bool sourced = record->quality != STEPPE_JUDGEMENT;
    poll->same &= sourced;
    poll->judged = sourced && !poll->same && !poll->before;
    poll->outside = poll->judged && !(fabs(poll->distance) <= STEPPE_FIT_LIMIT);
    return true;
}

static void poll_name(char out[STEPPE_DRAW_BYTES], const struct poll *poll) {
    (void)snprintf(out, STEPPE_DRAW_BYTES, "%.40s[%.20s,%.20s]", poll->offset->name, poll->power,
                   poll->host);
}

static void poll_date(char out[STEPPE_DRAW_BYTES], const struct poll *poll) {
    const struct steppe_date *date = &poll->record->start;
    if (date->month > 0)
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%d-%02d", date->year, date->month);
    else
        (void)snprintf(out, STEPPE_DRAW_BYTES, "%d", date->year);
}

static char mark_of(const struct poll *poll) {
    if (poll->outside) return '!';
    if (poll->judged) return ' ';
    return poll->same ? '=' : '-';
}

static size_t print_polls(FILE *stream, const struct steppe_model *model,
                          const struct steppe_central *central, const struct steppe_style *style) {
    char name[STEPPE_DRAW_BYTES], date[STEPPE_DRAW_BYTES];
    struct poll poll;
    size_t judged = 0, outside = 0, rows = 0;
    for (size_t t = 0; t < model->tie_count; t++) {
        if (!poll_of(model, central, &model->ties[t], &poll)) continue;
        if (rows++ == 0) {
            steppe_draw_heading(stream, style,
                                "Polls: what the model says such a poll would print");
            fprintf(stream, "  %-24s %-7s %5s %8s %5s  %s\n", "question, power, host", "date",
                    "model", "observed", "z", "source");
        }
        judged += poll.judged;
        outside += poll.outside;
        poll_name(name, &poll);
        poll_date(date, &poll);
        fprintf(stream, "%c %-24.24s %-7.7s %5.2f %8.2f %+5.1f  %.22s\n", mark_of(&poll), name,
                date, poll.model, poll.record->value, poll.distance, poll.record->source);
    }
    if (rows == 0) return 0; // the model has no polls on record
    (void)snprintf(name, sizeof name,
                   "z: model less observed in log odds, in standard deviations of the poll, of the "
                   "question's offset and of the view at the base. Up to the base year of %d the "
                   "model stands at its base, later at the end of the record. Not judged: - before "
                   "the base year or without a source; = the model rests on the same source. "
                   "! beyond %.0f. %zu judged, %zu outside.",
                   central->base_year, STEPPE_FIT_LIMIT, judged, outside);
    steppe_draw_paragraph(stream, style, 0, name);
    return outside;
}

// ---- votes -------------------------------------------------------------------------------------

// Mean of the published agreements of the years before the base; NaN without any.
static double observed_votes(const struct steppe_model *model, int32_t base_year, int32_t month,
                             size_t power, size_t host, const char **source) {
    const int32_t a = model->axes[STEPPE_AXIS_POWER].actor_at[power];
    const int32_t b = model->axes[STEPPE_AXIS_HOST].actor_at[host];
    const int32_t pair[2][STEPPE_AXES_MAX] = {{a, b, -1}, {b, a, -1}};
    double sum = 0;
    int count = 0;
    for (int32_t year = base_year - YEARS_BEFORE; year < base_year; year++)
        for (size_t i = 0; i < 2; i++) {
            const struct steppe_figure *figure = steppe_model_figure(model, STEPPE_VAR_un_agreement,
                                                                     pair[i], month, year);
            if (!figure) continue;
            sum += figure->value;
            count++;
            *source = figure->source;
            break;
        }
    return count > 0 ? sum / count : (double)NAN;
}

static struct agreement agreement_of(const struct steppe_model *model,
                                     const struct steppe_central *central, size_t power) {
    const size_t hosts = model->axes[STEPPE_AXIS_HOST].count;
    const double *votes = central->base[STEPPE_VAR_vote_agreement];
    struct agreement made = {.correlation = (double)NAN};
    double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    for (size_t h = 0; votes && h < hosts; h++) {
        double b = observed_votes(model, central->base_year, central->month, power, h,
                                  &made.source);
        double a = votes[power * hosts + h];
        if (isnan(b) || !(a > 0)) continue; // 0: no agreement is known
        made.hosts++;
        x += a;
        y += b;
        xx += a * a;
        yy += b * b;
        xy += a * b;
    }
    if (made.hosts < 2) return made;
    double n = (double)made.hosts;
    double vx = fmax(xx - x * x / n, 0), vy = fmax(yy - y * y / n, 0);
    made.model = sqrt(vx / (n - 1));
    made.observed = sqrt(vy / (n - 1));
    if (made.hosts > 2 && vx > 0 && vy > 0) made.correlation = (xy - x * y / n) / sqrt(vx * vy);
    return made;
}

static void print_votes(FILE *stream, const struct steppe_model *model,
                        const struct steppe_central *central, const struct steppe_style *style) {
    char text[STEPPE_DRAW_BYTES];
    size_t rows = 0;
    for (size_t p = 0; p < model->axes[STEPPE_AXIS_POWER].count; p++) {
        struct agreement row = agreement_of(model, central, p);
        if (row.hosts < 2) continue;
        if (rows++ == 0) {
            (void)snprintf(text, sizeof text, "Votes in the UN: differences among hosts, %d to %d",
                           central->base_year - YEARS_BEFORE, central->base_year - 1);
            steppe_draw_heading(stream, style, text);
            fprintf(stream, "  %-6s %5s %7s %9s %6s %12s  %s\n", "power", "hosts", "model",
                    "observed", "ratio", "correlation", "source");
        }
        fprintf(stream, "  %-6.6s %5zu %7.3f %9.3f %6.2f ", model->axes[STEPPE_AXIS_POWER].names[p],
                row.hosts, row.model, row.observed, row.model / row.observed);
        if (isnan(row.correlation))
            fprintf(stream, "%12s", "n/a");
        else
            fprintf(stream, "%+12.2f", row.correlation);
        fprintf(stream, "  %.24s\n", row.source);
    }
    if (rows == 0) return;
    (void)snprintf(text, sizeof text,
                   "Standard deviation of agreement over the hosts, at the base and in the mean of "
                   "those years. The base of %d is itself a figure: this says how lasting the "
                   "differences are, and is not judged.",
                   central->base_year);
    steppe_draw_paragraph(stream, style, 0, text);
}

// ---- the whole ---------------------------------------------------------------------------------

static size_t judged_rows(const struct steppe_model *model, const struct steppe_central *central,
                          const struct steppe_corridors *corridors) {
    size_t judged = steppe_report_fit_corridors_judged(model, corridors);
    struct poll poll;
    for (size_t t = 0; t < model->tie_count; t++)
        judged += poll_of(model, central, &model->ties[t], &poll) && poll.judged;
    return judged;
}

// Which rows decide, for marks stand far above by now.
static void print_sum(FILE *stream, size_t judged, size_t outside, size_t events,
                      const struct steppe_style *style) {
    char text[STEPPE_DRAW_BYTES];
    steppe_draw_heading(stream, style, "In sum");
    (void)snprintf(text, sizeof text,
                   "Judged: %zu polls and fitted counts of freight, %zu outside (!), and any of "
                   "those makes the exit status 1. Not judged: kinds of events, %zu outside (~), "
                   "votes, cases, parameters, and freight that was not fitted.",
                   judged, outside, events);
    steppe_draw_paragraph(stream, style, 0, text);
}

size_t steppe_report_fit(FILE *stream, const struct steppe_model *model,
                         const struct steppe_central *central,
                         const struct steppe_base_rates *rates, const struct steppe_cases *cases,
                         const struct steppe_calibration *calibration,
                         const struct steppe_corridors *corridors,
                         const struct steppe_style *style) {
    fprintf(stream, "%s: the model against observation\n",
            model->title ? model->title : model->name);
    size_t outside = print_polls(stream, model, central, style);
    print_votes(stream, model, central, style);
    if (corridors->count > 0)
        outside += steppe_report_fit_corridors(stream, model, corridors, style);
    steppe_report_fit_rates(stream, rates, style);
    steppe_report_fit_cases(stream, cases, style);
    steppe_report_fit_calibration(stream, model, calibration, style);
    print_sum(stream, judged_rows(model, central, corridors), outside,
              steppe_report_fit_rates_outside(rates), style);
    return outside;
}

static json_t *poll_json(const struct poll *poll) {
    char text[STEPPE_DRAW_BYTES];
    json_t *row = json_object();
    json_object_set_new(row, "kind", json_string("poll"));
    poll_name(text, poll);
    json_object_set_new(row, "series", json_string(text));
    poll_date(text, poll);
    json_object_set_new(row, "date", json_string(text));
    steppe_report_json_set_number(row, "model", poll->model);
    steppe_report_json_set_number(row, "observed", poll->record->value);
    steppe_report_json_set_number(row, "z", poll->distance);
    json_object_set_new(row, "same_source", json_boolean(poll->same));
    json_object_set_new(row, "judged", json_boolean(poll->judged));
    json_object_set_new(row, "outside", json_boolean(poll->outside));
    steppe_report_json_set_text(row, "source", poll->record->source);
    return row;
}

static json_t *agreement_json(const struct agreement *agreement, const char *power) {
    json_t *row = json_object();
    json_object_set_new(row, "kind", json_string("votes"));
    json_object_set_new(row, "power", json_string(power));
    json_object_set_new(row, "hosts", json_integer((json_int_t)agreement->hosts));
    steppe_report_json_set_number(row, "model", agreement->model);
    steppe_report_json_set_number(row, "observed", agreement->observed);
    steppe_report_json_set_number(row, "ratio", agreement->model / agreement->observed);
    steppe_report_json_set_number(row, "correlation", agreement->correlation);
    steppe_report_json_set_text(row, "source", agreement->source);
    return row;
}

size_t steppe_report_fit_json(FILE *stream, const struct steppe_model *model,
                              const struct steppe_central *central,
                              const struct steppe_base_rates *rates,
                              const struct steppe_cases *cases,
                              const struct steppe_calibration *calibration,
                              const struct steppe_corridors *corridors) {
    json_t *document = steppe_report_json_begin("check", model->name, model->hash);
    struct poll poll;
    size_t outside = 0;
    for (size_t t = 0; t < model->tie_count; t++) {
        if (!poll_of(model, central, &model->ties[t], &poll)) continue;
        outside += poll.outside;
        steppe_report_json_row(document, poll_json(&poll));
    }
    for (size_t p = 0; p < model->axes[STEPPE_AXIS_POWER].count; p++) {
        struct agreement row = agreement_of(model, central, p);
        if (row.hosts >= 2)
            steppe_report_json_row(document,
                                   agreement_json(&row, model->axes[STEPPE_AXIS_POWER].names[p]));
    }
    if (corridors->count > 0)
        outside += steppe_report_fit_corridors_json(document, model, corridors);
    steppe_report_fit_rates_json(document, rates);
    steppe_report_fit_cases_json(document, cases);
    steppe_report_fit_calibration_json(document, model, calibration);
    json_object_set_new(document, "judged",
                        json_integer((json_int_t)judged_rows(model, central, corridors)));
    json_object_set_new(document, "outside", json_integer((json_int_t)outside));
    json_object_set_new(document, "events_outside",
                        json_integer((json_int_t)steppe_report_fit_rates_outside(rates)));
    steppe_report_json_end(stream, document);
    return outside;
}
