// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// fit_calibration: see the header.
#include "report/fit_calibration.h"

#include <math.h>
#include <string.h>

#include "report/params.h"

static bool is_narrowed(const struct steppe_fitted *fitted) {
    return fitted->width <= STEPPE_FIT_NARROWED;
}

// ---- differences among the hosts --------------------------------------------------------------

static void print_pair(FILE *stream, const struct steppe_fitted_pair *pair) {
    if (isnan(pair->observed))
        fprintf(stream, " %9s", "n/a");
    else
        fprintf(stream, " %+5.0f %+3.0f", pair->observed * 1000, pair->model * 1000);
}

static void print_skill(FILE *stream, double skill) {
    if (isnan(skill))
        fprintf(stream, " %6s", "n/a");
    else
        fprintf(stream, " %+6.2f", skill);
}

// "+0.005", "-0.064, below the baseline".
static void skill_text(char out[48], double skill) {
    const char *below = skill > 0 ? "" : ", below the baseline";
    (void)snprintf(out, 48, "%+.3f%s", skill, below);
    if (isnan(skill)) (void)snprintf(out, 48, "n/a");
}

// Size of the model's differences over that of the observed ones, all powers together.
static double size_over(const struct steppe_model *model, const struct steppe_calibration *it) {
    double said = 0, seen = 0;
    for (size_t p = 0; p < model->axes[STEPPE_AXIS_POWER].count; p++) {
        const struct steppe_fitted_power *power = &it->powers[p];
        if (power->data == 0) continue;
        said += (double)power->data * power->model * power->model;
        seen += (double)power->data * power->observed * power->observed;
    }
    return sqrt(said / seen);
}

static void print_differences(FILE *stream, const struct steppe_model *model,
                              const struct steppe_calibration *it,
                              const struct steppe_style *style) {
    const struct steppe_axis_table *powers = &model->axes[STEPPE_AXIS_POWER];
    const struct steppe_axis_table *hosts = &model->axes[STEPPE_AXIS_HOST];
    char text[STEPPE_DRAW_BYTES], skill[48];
    (void)snprintf(text, sizeof text,
                   "Votes in the UN: how differences among hosts moved, %d to %d", it->first_year,
                   it->last_year);
    steppe_draw_heading(stream, style, text);
    fprintf(stream, "  %-5s", "power");
    for (size_t h = 0; h < hosts->count; h++) fprintf(stream, " %9.9s", hosts->names[h]);
    fprintf(stream, " %4s %4s %6s\n", "sd", "sd m", "skill");
    for (size_t p = 0; p < powers->count; p++) {
        const struct steppe_fitted_power *power = &it->powers[p];
        if (power->data == 0) continue;
        fprintf(stream, "  %-5.5s", powers->names[p]);
        for (size_t h = 0; h < hosts->count; h++)
            print_pair(stream, &it->pairs[p * hosts->count + h]);
        fprintf(stream, " %4.0f %4.1f", power->observed * 1000, power->model * 1000);
        print_skill(stream, power->skill);
        fprintf(stream, "\n");
    }
    const int32_t middle = it->first_year + (it->last_year - it->first_year + 1) / 2;
    (void)snprintf(text, sizeof text,
                   "Thousandths of agreement. Hosts: change from %d-%d to %d-%d less that of the "
                   "mean host, observed and by the model, which is driven by the record of arms, "
                   "money, troops, spending and growth (docs/model.md, 16). sd: standard deviation "
                   "of differences in single years, observed and by the model (sd m).",
                   it->first_year, middle - 1, middle, it->last_year);
    steppe_draw_paragraph(stream, style, 0, text);
    skill_text(skill, it->skill);
    (void)snprintf(text, sizeof text,
                   "Skill: fitted up to %d and judged on %d to %d, against hosts that stay as they "
                   "were: %s. Over all years fitted the model explains %+.3f of the squares. Its "
                   "differences are %.1f percent of the observed ones in size.",
                   it->split_year, it->split_year + 1, it->last_year, skill, it->explained,
                   100 * size_over(model, it));
    steppe_draw_paragraph(stream, style, 0, text);
}

// ---- parameters -------------------------------------------------------------------------------

// Digits after the point that show the ends of the prior's range apart.
static int digits_of(const struct steppe_fitted *fitted) {
    const double size = fmax(fabs(fitted->prior_low), fabs(fitted->prior_high));
    return size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
}

static void print_fitted(FILE *stream, const struct steppe_fitted *it) {
    const int digits = digits_of(it);
    fprintf(stream, "%c %-28.28s %6.*f %6.*f %6.*f  %6.*f %6.*f %6.*f %5.2f\n",
            is_narrowed(it) ? ' ' : '-', it->name, digits, it->prior_mean, digits, it->prior_low,
            digits, it->prior_high, digits, it->mean, digits, it->low, digits, it->high, it->width);
}

static void print_ranges(FILE *stream, const struct steppe_calibration *it,
                         const struct steppe_style *style) {
    char text[STEPPE_DRAW_BYTES], skill[48];
    size_t count = 0, narrowed = 0;
    (void)snprintf(text, sizeof text, "Parameters before and after the record of %d to %d",
                   it->first_year, it->last_year);
    steppe_draw_heading(stream, style, text);
    fprintf(stream, "  %-28s %6s %6s %6s  %6s %6s %6s %5s\n", "parameter", "before", "5 %", "95 %",
            "after", "5 %", "95 %", "width");
    for (size_t i = 0; i < it->parameter_count; i++) {
        if (!it->parameters[i].calibrated) continue;
        print_fitted(stream, &it->parameters[i]);
        count++;
        narrowed += is_narrowed(&it->parameters[i]);
    }
    (void)snprintf(text, sizeof text,
                   "Mean, 5 and 95 percent; width: of the range after over that before. The record "
                   "narrows %zu of %zu. - not narrowed: width above %.1f, the record says next to "
                   "nothing of it.",
                   narrowed, count, STEPPE_FIT_NARROWED);
    steppe_draw_paragraph(stream, style, 0, text);
    skill_text(skill, it->growth_skill);
    (void)snprintf(text, sizeof text,
                   "portfolio: %zu independent differences of votes, %zu of arms. economy: %zu of "
                   "growth, each actor's trend and what all share in a year apart; skill of oil "
                   "against trends alone %s; over all years fitted it explains %+.3f of the "
                   "squares. Below 0 the model at its mean is worse than none, and only the prior "
                   "holds the parameter up.",
                   it->vote_count, it->arms_count, it->growth_count, skill, it->growth_explained);
    steppe_draw_paragraph(stream, style, 0, text);
    (void)snprintf(text, sizeof text,
                   "Ensemble Kalman inversion with %zu members, %zu steps, seed %llu. Nothing "
                   "dated after %d is looked at.",
                   it->members, it->steps, (unsigned long long)it->seed, it->last_year);
    steppe_draw_paragraph(stream, style, 0, text);
}

static bool is_fitted(const struct steppe_calibration *it, const char *name) {
    const size_t length = strlen(name);
    for (size_t i = 0; i < it->parameter_count; i++)
        if (strncmp(it->parameters[i].name, name, length) == 0 &&
            (it->parameters[i].name[length] == 0 || it->parameters[i].name[length] == '['))
            return true;
    return false;
}

static void print_rest(FILE *stream, const struct steppe_model *model,
                       const struct steppe_calibration *it, const struct steppe_style *style) {
    char prior[STEPPE_DRAW_BYTES];
    size_t rows = 0;
    for (size_t i = 0; i < model->parameter_count; i++) {
        const struct steppe_parameter *parameter = &model->parameters[i];
        if (!parameter->calibrated || is_fitted(it, parameter->name)) continue;
        if (rows++ == 0)
            steppe_draw_heading(stream, style,
                                "Parameters that data may fit, without a record set up");
        steppe_params_prior(prior, parameter, 0);
        fprintf(stream, "  %-30.30s %.46s\n", parameter->name, prior);
        if (parameter->cell_count > 1)
            fprintf(stream, "  %-30s and %u more\n", "", parameter->cell_count - 1);
    }
    steppe_draw_paragraph(stream, style, 0,
                          rows > 0
                              ? "Runs draw from the priors, of these and of all other parameters."
                              : "Runs draw from the priors.");
}

void steppe_report_fit_calibration(FILE *stream, const struct steppe_model *model,
                                   const struct steppe_calibration *calibration,
                                   const struct steppe_style *style) {
    char text[STEPPE_DRAW_BYTES];
    if (calibration->reason) {
        (void)snprintf(text, sizeof text, "Nothing is fitted: %.400s.", calibration->reason);
        steppe_draw_heading(stream, style, "Parameters against the record");
        steppe_draw_paragraph(stream, style, 0, text);
    } else {
        print_differences(stream, model, calibration, style);
        print_ranges(stream, calibration, style);
    }
    print_rest(stream, model, calibration, style);
}

// ---- JSON -------------------------------------------------------------------------------------

static json_t *summary_json(const struct steppe_calibration *it) {
    json_t *row = json_object();
    json_object_set_new(row, "kind", json_string("calibration"));
    steppe_report_json_set_text(row, "reason", it->reason);
    json_object_set_new(row, "first_year", json_integer(it->first_year));
    json_object_set_new(row, "last_year", json_integer(it->last_year));
    json_object_set_new(row, "split_year", json_integer(it->split_year));
    json_object_set_new(row, "members", json_integer((json_int_t)it->members));
    json_object_set_new(row, "steps", json_integer((json_int_t)it->steps));
    json_object_set_new(row, "seed", json_integer((json_int_t)it->seed));
    json_object_set_new(row, "vote_data", json_integer((json_int_t)it->vote_count));
    json_object_set_new(row, "arms_data", json_integer((json_int_t)it->arms_count));
    json_object_set_new(row, "growth_data", json_integer((json_int_t)it->growth_count));
    steppe_report_json_set_number(row, "persistence", it->persistence);
    steppe_report_json_set_number(row, "explained", it->explained);
    steppe_report_json_set_number(row, "skill", it->skill);
    steppe_report_json_set_number(row, "growth_explained", it->growth_explained);
    steppe_report_json_set_number(row, "growth_skill", it->growth_skill);
    return row;
}

static void differences_json(json_t *document, const struct steppe_model *model,
                             const struct steppe_calibration *it) {
    const struct steppe_axis_table *powers = &model->axes[STEPPE_AXIS_POWER];
    const struct steppe_axis_table *hosts = &model->axes[STEPPE_AXIS_HOST];
    for (size_t p = 0; p < powers->count; p++) {
        json_t *row = json_object(), *changes = json_object();
        const struct steppe_fitted_power *power = &it->powers[p];
        json_object_set_new(row, "kind", json_string("difference"));
        json_object_set_new(row, "power", json_string(powers->names[p]));
        json_object_set_new(row, "data", json_integer((json_int_t)power->data));
        steppe_report_json_set_number(row, "observed", power->observed);
        steppe_report_json_set_number(row, "model", power->model);
        steppe_report_json_set_number(row, "explained", power->explained);
        steppe_report_json_set_number(row, "skill", power->skill);
        for (size_t h = 0; h < hosts->count; h++) {
            json_t *pair = json_object();
            steppe_report_json_set_number(pair, "observed",
                                          it->pairs[p * hosts->count + h].observed);
            steppe_report_json_set_number(pair, "model", it->pairs[p * hosts->count + h].model);
            json_object_set_new(changes, hosts->names[h], pair);
        }
        json_object_set_new(row, "changes", changes);
        steppe_report_json_row(document, row);
    }
}

static json_t *range_json(double mean, double low, double high) {
    json_t *range = json_object();
    steppe_report_json_set_number(range, "mean", mean);
    steppe_report_json_set_number(range, "low", low);
    steppe_report_json_set_number(range, "high", high);
    return range;
}

static json_t *fitted_json(const struct steppe_fitted *fitted) {
    json_t *row = json_object();
    json_object_set_new(row, "kind", json_string("parameter"));
    json_object_set_new(row, "name", json_string(fitted->name));
    json_object_set_new(row, "calibrated", json_boolean(fitted->calibrated));
    json_object_set_new(row, "record", json_string(fitted->record));
    json_object_set_new(row, "prior",
                        range_json(fitted->prior_mean, fitted->prior_low, fitted->prior_high));
    json_object_set_new(row, "posterior", range_json(fitted->mean, fitted->low, fitted->high));
    steppe_report_json_set_number(row, "width", fitted->width);
    json_object_set_new(row, "narrowed", json_boolean(is_narrowed(fitted)));
    return row;
}

static json_t *rest_json(const struct steppe_parameter *parameter) {
    char prior[STEPPE_DRAW_BYTES];
    json_t *row = json_object();
    steppe_params_prior(prior, parameter, 0);
    json_object_set_new(row, "kind", json_string("parameter"));
    json_object_set_new(row, "name", json_string(parameter->name));
    json_object_set_new(row, "calibrated", json_true());
    json_object_set_new(row, "record", json_null());
    json_object_set_new(row, "prior", json_string(prior));
    json_object_set_new(row, "posterior", json_null());
    return row;
}

void steppe_report_fit_calibration_json(json_t *document, const struct steppe_model *model,
                                        const struct steppe_calibration *calibration) {
    steppe_report_json_row(document, summary_json(calibration));
    if (!calibration->reason) differences_json(document, model, calibration);
    for (size_t i = 0; i < calibration->parameter_count; i++)
        steppe_report_json_row(document, fitted_json(&calibration->parameters[i]));
    for (size_t i = 0; i < model->parameter_count; i++)
        if (model->parameters[i].calibrated && !is_fitted(calibration, model->parameters[i].name))
            steppe_report_json_row(document, rest_json(&model->parameters[i]));
}
