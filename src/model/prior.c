// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// prior: words and numbers -> a distribution. In: text and the legal range. Out: a prior whose
// centre lies in the range (what lies outside is cut off when it is drawn), or findings.
#include "model/prior.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct prior_name {
    const char *name, *form;
    int numbers;
} prior_names[] = {
    [STEPPE_PRIOR_FIXED] = {"fixed", "fixed VALUE", 1},
    [STEPPE_PRIOR_NORMAL] = {"normal", "normal MEAN DEVIATION", 2},
    [STEPPE_PRIOR_LOGNORMAL] = {"lognormal", "lognormal MEDIAN SIGMA", 2},
    [STEPPE_PRIOR_BETA] = {"beta", "beta A B", 2},
    [STEPPE_PRIOR_UNIFORM] = {"uniform", "uniform LOW HIGH", 2},
    [STEPPE_PRIOR_TRIANGULAR] = {"triangular", "triangular LOW MODE HIGH", 3},
    [STEPPE_PRIOR_DIRICHLET] = {"dirichlet", "dirichlet CONCENTRATION", 1},
};

// Up to three numbers behind the name; their count, -1 when one is none.
static int read_numbers(const char *text, double numbers[3]) {
    int count = 0;
    for (;;) {
        text += strspn(text, " ");
        size_t length = strcspn(text, " ");
        if (length == 0) return count;
        if (count == 3 || !steppe_number_parse(text, length, &numbers[count])) return -1;
        count++;
        text += length;
    }
}

// Whether the numbers make a distribution, and where its centre (and its ends) lie.
static const char *check_form(const struct steppe_prior *prior, double ends[2]) {
    double a = prior->a, b = prior->b, c = prior->c;
    ends[0] = ends[1] = a;
    switch (prior->kind) {
    case STEPPE_PRIOR_FIXED: return NULL;
    case STEPPE_PRIOR_NORMAL: return b > 0 ? NULL : "a deviation above 0";
    case STEPPE_PRIOR_LOGNORMAL: return a > 0 && b > 0 ? NULL : "a median and a sigma above 0";
    case STEPPE_PRIOR_BETA:
        ends[0] = ends[1] = a / (a + b);
        return a > 0 && b > 0 ? NULL : "both numbers above 0";
    case STEPPE_PRIOR_UNIFORM: ends[1] = b; return a < b ? NULL : "the low end first";
    case STEPPE_PRIOR_TRIANGULAR:
        ends[1] = c;
        return a <= b && b <= c && a < c ? NULL : "low, mode and high in this order";
    case STEPPE_PRIOR_DIRICHLET:
        ends[0] = ends[1] = 0.5; // the shares are checked with the values beside it
        return a > 0 ? NULL : "a concentration above 0";
    }
    return "a prior";
}

static void to_coherent(struct steppe_prior *prior, double factor) {
    bool a = prior->kind != STEPPE_PRIOR_BETA && prior->kind != STEPPE_PRIOR_DIRICHLET;
    bool b = prior->kind == STEPPE_PRIOR_NORMAL || prior->kind == STEPPE_PRIOR_UNIFORM ||
             prior->kind == STEPPE_PRIOR_TRIANGULAR;
    if (a) prior->a *= factor;
    if (b) prior->b *= factor;
    if (prior->kind == STEPPE_PRIOR_TRIANGULAR) prior->c *= factor;
}

// The name before the numbers: its kind, or false after a finding.
static bool read_kind(struct steppe_model_builder *builder, const struct steppe_yaml *node,
                      size_t length, enum steppe_prior_kind *kind) {
    const char *names[STEPPE_COUNT(prior_names) + 1] = {NULL};
    for (size_t i = 0; i < STEPPE_COUNT(prior_names); i++) {
        names[i] = prior_names[i].name;
        if (strlen(names[i]) != length || memcmp(names[i], node->text, length) != 0) continue;
        *kind = (enum steppe_prior_kind)i;
        return true;
    }
    steppe_yaml_fault_part(
        builder, node, 0, length,
        "normal, lognormal, beta, uniform, triangular, dirichlet or fixed, then its numbers",
        steppe_nearest_of(names, node->text, length), "unknown prior '%.*s'", (int)length,
        node->text);
    return false;
}

bool steppe_prior_read(struct steppe_model_builder *builder, const struct steppe_yaml *node,
                       bool plain, const struct steppe_prior_limits *limits,
                       struct steppe_prior *prior) {
    if (node->kind != STEPPE_YAML_TEXT) {
        steppe_yaml_fault(builder, node, plain ? "a number" : "a prior such as lognormal 4 0.25",
                          NULL, "'%s' is no single value", node->key ? node->key : limits->name);
        return false;
    }
    double numbers[3] = {0, 0, 0};
    *prior = (struct steppe_prior){
        .kind = STEPPE_PRIOR_FIXED, .low = limits->low, .high = limits->high};
    if (plain) {
        if (!steppe_number_parse(node->text, node->length, &numbers[0])) {
            steppe_yaml_fault(builder, node, "a number", NULL, "'%s' is no number", node->text);
            return false;
        }
    } else {
        size_t length = strcspn(node->text, " ");
        if (!read_kind(builder, node, length, &prior->kind)) return false;
        const struct prior_name *name = &prior_names[prior->kind];
        if (read_numbers(node->text + length, numbers) != name->numbers) {
            steppe_yaml_fault(builder, node, name->form, NULL, "'%s' is no %s prior", node->text,
                              name->name);
            return false;
        }
    }
    prior->a = numbers[0];
    prior->b = numbers[1];
    prior->c = numbers[2];
    double ends[2];
    const char *wrong = check_form(prior, ends);
    if (wrong) {
        steppe_yaml_fault(builder, node, wrong, NULL, "'%s' is no distribution", node->text);
        return false;
    }
    bool unscaled = prior->kind == STEPPE_PRIOR_BETA || prior->kind == STEPPE_PRIOR_DIRICHLET;
    double scale = unscaled ? 1 : limits->factor;
    if (ends[0] * scale < limits->low || ends[1] * scale > limits->high) {
        char expected[STEPPE_RANGE_BYTES];
        steppe_range_words(limits->low / limits->factor, limits->high / limits->factor,
                           limits->unit_text, expected);
        steppe_yaml_fault(builder, node, expected, NULL, "'%s' is outside the range of %s",
                          node->text, limits->name);
        return false;
    }
    to_coherent(prior, limits->factor);
    return true;
}

void steppe_prior_read_range(struct steppe_model_builder *builder, const struct steppe_yaml *node,
                             struct steppe_prior_limits *limits) {
    if (!node) return;
    const char *dots = strstr(node->text, "..");
    double low = 0, high = 0;
    bool good = dots && steppe_number_parse(node->text, (size_t)(dots - node->text), &low) &&
                steppe_number_parse(dots + 2, strlen(dots + 2), &high) && low < high;
    if (!good) {
        steppe_yaml_fault(builder, node, "LOW..HIGH, such as 2..12", NULL, "'%s' is no range",
                          node->text);
        return;
    }
    // A bound that was written with a rounding error of the conversion is still the bound.
    double slack = 1e-12 * limits->factor;
    low *= limits->factor;
    high *= limits->factor;
    if (low < limits->low - slack || high > limits->high + slack) {
        char expected[120];
        snprintf(expected, sizeof expected, "a part of %g..%g", limits->low / limits->factor,
                 limits->high / limits->factor);
        steppe_yaml_fault(builder, node, expected, NULL, "'%s' goes beyond the range of %s",
                          node->text, limits->name);
        return;
    }
    limits->low = fmax(low, limits->low);
    limits->high = fmin(high, limits->high);
}

void steppe_prior_cell_name(const struct steppe_model *model,
                            const struct steppe_parameter *parameter, size_t cell, char *text,
                            size_t size) {
    enum steppe_axis axes[STEPPE_AXES_MAX];
    size_t count = steppe_shape_axes(parameter->shape, axes), at[STEPPE_AXES_MAX] = {0};
    for (size_t i = count; i-- > 0;) {
        at[i] = cell % model->axes[axes[i]].count;
        cell /= model->axes[axes[i]].count;
    }
    size_t used = (size_t)snprintf(text, size, "%s", parameter->name);
    for (size_t i = 0; i < count && used < size; i++) {
        used += (size_t)snprintf(text + used, size - used, "%s%s%s", i ? "," : "[",
                                 model->axes[axes[i]].names[at[i]], i + 1 == count ? "]" : "");
    }
}
