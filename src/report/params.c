// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// params: see the header.
#include "report/params.h"

#include <math.h>
#include <string.h>

#include "base/numbers.h"
#include "report/json.h"
#include "report/show_text.h"

#define Z_90 1.6448536269514722 // 5 percent of a normal lie above

static const char *const names[] = {
    [STEPPE_PRIOR_FIXED] = "fixed",         [STEPPE_PRIOR_NORMAL] = "normal",
    [STEPPE_PRIOR_LOGNORMAL] = "lognormal", [STEPPE_PRIOR_BETA] = "beta",
    [STEPPE_PRIOR_UNIFORM] = "uniform",     [STEPPE_PRIOR_TRIANGULAR] = "triangular",
    [STEPPE_PRIOR_DIRICHLET] = "dirichlet"};

// The prior's own numbers in the unit of the parameter. Returns how many there are.
static size_t numbers_of(const struct steppe_parameter *parameter, size_t cell, double out[3]) {
    const struct steppe_prior *prior = &parameter->priors[cell];
    double unit = parameter->unit.factor > 0 ? parameter->unit.factor : 1;
    out[0] = prior->a / unit;
    out[1] = prior->b / unit;
    out[2] = prior->c / unit;
    switch (prior->kind) {
    case STEPPE_PRIOR_FIXED: return 1;
    case STEPPE_PRIOR_TRIANGULAR: return 3;
    case STEPPE_PRIOR_NORMAL:
    case STEPPE_PRIOR_UNIFORM: return 2;
    case STEPPE_PRIOR_LOGNORMAL: // sigma is of the logarithm
    case STEPPE_PRIOR_DIRICHLET: out[1] = prior->b; return 2;
    case STEPPE_PRIOR_BETA:
        out[0] = prior->a;
        out[1] = prior->b;
        return 2;
    }
    return 0;
}

// "lognormal 4 0.25", "0.5"; returns its length.
static size_t write_prior(char out[STEPPE_DRAW_BYTES], const struct steppe_parameter *parameter,
                          size_t cell, double values[3]) {
    char text[STEPPE_NUMBER_PRINT_BYTES];
    enum steppe_prior_kind kind = parameter->priors[cell].kind;
    size_t count = numbers_of(parameter, cell, values), at = 0;
    bool fixed = kind == STEPPE_PRIOR_FIXED;
    out[0] = 0;
    if (!fixed) at = (size_t)snprintf(out, 16, "%s", names[kind]);
    for (size_t i = 0; i < count; i++) {
        steppe_number_print(values[i], 4, text);
        at += (size_t)snprintf(out + at, 48, "%s%s", fixed ? "" : " ", text);
    }
    return at;
}

void steppe_params_prior(char out[STEPPE_DRAW_BYTES], const struct steppe_parameter *parameter,
                         size_t cell) {
    double values[3], low = (double)NAN, high = (double)NAN;
    char text[STEPPE_NUMBER_PRINT_BYTES], to[STEPPE_NUMBER_PRINT_BYTES];
    enum steppe_prior_kind kind = parameter->priors[cell].kind;
    size_t at = write_prior(out, parameter, cell, values);
    if (kind == STEPPE_PRIOR_NORMAL) {
        low = values[0] - Z_90 * values[1];
        high = values[0] + Z_90 * values[1];
    } else if (kind == STEPPE_PRIOR_LOGNORMAL) {
        low = values[0] * exp(-Z_90 * values[1]);
        high = values[0] * exp(Z_90 * values[1]);
    }
    if (isnan(low)) return;
    steppe_number_print(low, 3, text);
    steppe_number_print(high, 3, to);
    (void)snprintf(out + at, 120, ", 90 %%: %s to %s", text, to);
}

bool steppe_params_same(const struct steppe_parameter *parameter, size_t a, size_t b) {
    char one[STEPPE_DRAW_BYTES], other[STEPPE_DRAW_BYTES];
    steppe_params_prior(one, parameter, a);
    steppe_params_prior(other, parameter, b);
    return strcmp(one, other) == 0 && strcmp(parameter->sources[a], parameter->sources[b]) == 0;
}

void steppe_params_cell(char out[STEPPE_DRAW_BYTES], const struct steppe_model *model,
                        const struct steppe_parameter *parameter, size_t cell) {
    enum steppe_axis axes[STEPPE_AXES_MAX];
    size_t count = steppe_shape_axes(parameter->shape, axes), at[STEPPE_AXES_MAX] = {0}, used = 0;
    out[0] = 0;
    for (size_t i = count; i-- > 0;) {
        at[i] = cell % model->axes[axes[i]].count;
        cell /= model->axes[axes[i]].count;
    }
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(out + used, 64, "%s%.60s", i > 0 ? "-" : "",
                                 model->axes[axes[i]].names[at[i]]);
}

// ---- text --------------------------------------------------------------------------------------

static void print_parameter(FILE *stream, const struct steppe_registry *registry,
                            const struct steppe_parameter *parameter) {
    char prior[STEPPE_DRAW_BYTES], line[STEPPE_DRAW_BYTES];
    bool same = true;
    for (size_t c = 1; c < parameter->cell_count; c++) same &= steppe_params_same(parameter, 0, c);
    if (same)
        steppe_params_prior(prior, parameter, 0);
    else
        (void)snprintf(prior, sizeof prior, "%u values", parameter->cell_count);
    const char *unit = parameter->unit_text ? parameter->unit_text : "1";
    int used = snprintf(line, sizeof line, "  %-31s %-10s", parameter->name, unit);
    if (used + 1 + steppe_draw_columns(prior) <= registry->style->width) {
        fprintf(stream, "%s %s\n", line, prior);
    } else {
        fprintf(stream, "  %-31s %s\n", parameter->name, unit);
        steppe_draw_paragraph(stream, registry->style, 6, prior);
    }
    const char *shape = parameter->cell_count > 1 ? steppe_shape_name(parameter->shape) : NULL;
    char source[STEPPE_DRAW_BYTES] = "sources differ";
    if (same) steppe_show_source(source, parameter->sources[0]);
    (void)snprintf(line, sizeof line, "%.300s%s%.40s (%.80s)",
                   parameter->meaning ? parameter->meaning : "", shape ? "; for each " : "",
                   shape ? shape : "", source);
    steppe_draw_paragraph(stream, registry->style, 6, line);
}

void steppe_report_params(FILE *stream, const struct steppe_registry *registry) {
    const struct steppe_model *model = registry->model;
    for (size_t m = 0; m <= registry->mechanisms->count; m++) {
        bool own = m == registry->mechanisms->count;
        const char *title = own ? "of this model" : registry->mechanisms->items[m].name;
        bool begun = false;
        for (size_t p = 0; p < model->parameter_count; p++) {
            const struct steppe_parameter *parameter = &model->parameters[p];
            uint32_t group = parameter->vocabulary_group;
            if (own ? group != UINT32_MAX : group != m) continue;
            if (!begun) steppe_draw_heading(stream, registry->style, title);
            begun = true;
            print_parameter(stream, registry, parameter);
        }
    }
    fputc('\n', stream);
    steppe_draw_paragraph(stream, registry->style, 0,
                          "Priors as parameters.yaml gives them: a number is fixed; lognormal is "
                          "median and sigma, normal mean and deviation. steppe explain NAME lists "
                          "single values.");
}

// ---- a file to begin with ---------------------------------------------------------------------

static void print_entry(FILE *stream, const struct steppe_parameter *parameter) {
    char prior[STEPPE_DRAW_BYTES], number[STEPPE_NUMBER_PRINT_BYTES];
    double values[3];
    enum steppe_prior_kind kind = parameter->priors[0].kind;
    (void)write_prior(prior, parameter, 0, values);
    fprintf(stream, "\n# %s", parameter->meaning);
    if (parameter->cell_count > 1)
        fprintf(stream, "; for each %s", steppe_shape_name(parameter->shape));
    fprintf(stream, "\n%s:\n  unit: %s\n", parameter->name,
            parameter->unit_text ? parameter->unit_text : "1");
    if (kind == STEPPE_PRIOR_DIRICHLET) { // about equal weights
        steppe_number_print(parameter->priors[0].a, 4, number);
        fprintf(stream, "  prior: dirichlet %s\n  values: {default: 1}\n", number);
    } else {
        fprintf(stream, "  %s: %s\n", kind == STEPPE_PRIOR_FIXED ? "value" : "prior", prior);
    }
    fprintf(stream, "  source: judgement\n");
}

void steppe_report_params_template(FILE *stream, const struct steppe_registry *registry) {
    const struct steppe_model *model = registry->model;
    fprintf(stream,
            "# Of each parameter the first value of %s, to begin a model with: look at each, give "
            "single\n# cells their own, and name the source where there is one.\n",
            model->name);
    for (size_t p = 0; p < model->parameter_count; p++)
        if (model->parameters[p].vocabulary_group != UINT32_MAX)
            print_entry(stream, &model->parameters[p]);
}

// ---- JSON --------------------------------------------------------------------------------------

void steppe_report_params_json(FILE *stream, const struct steppe_registry *registry) {
    const struct steppe_model *model = registry->model;
    json_t *document = steppe_report_json_begin("params", model->name, model->hash);
    for (size_t p = 0; p < model->parameter_count; p++) {
        const struct steppe_parameter *parameter = &model->parameters[p];
        bool own = parameter->vocabulary_group == UINT32_MAX;
        double unit = parameter->unit.factor > 0 ? parameter->unit.factor : 1;
        for (size_t c = 0; c < parameter->cell_count; c++) {
            const struct steppe_prior *prior = &parameter->priors[c];
            char cell[STEPPE_DRAW_BYTES];
            double values[3];
            json_t *row = json_object(), *list = json_array();
            size_t count = numbers_of(parameter, c, values);
            steppe_params_cell(cell, model, parameter, c);
            for (size_t i = 0; i < count; i++)
                json_array_append_new(list, steppe_report_json_number(values[i]));
            json_object_set_new(row, "name", json_string(parameter->name));
            json_object_set_new(row, "cell", *cell ? json_string(cell) : json_null());
            steppe_report_json_set_text(
                row, "mechanism",
                own ? NULL : registry->mechanisms->items[parameter->vocabulary_group].name);
            steppe_report_json_set_text(row, "unit", parameter->unit_text);
            json_object_set_new(row, "prior", json_string(names[prior->kind]));
            json_object_set_new(row, "numbers", list);
            steppe_report_json_set_number(row, "low", prior->low / unit);
            steppe_report_json_set_number(row, "high", prior->high / unit);
            steppe_report_json_set_text(row, "source", parameter->sources[c]);
            json_object_set_new(row, "calibrated", json_boolean(parameter->calibrated));
            steppe_report_json_set_text(row, "meaning", parameter->meaning);
            steppe_report_json_row(document, row);
        }
    }
    steppe_report_json_end(stream, document);
}
