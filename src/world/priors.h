// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// priors: how to draw each cell of a parameter. In: a prior of the model. Out: a small recipe that
// turns a uniform into a value within the legal range, always by the inverse distribution, so that
// the k-th member of any run gets the same quantile of every parameter. Beta and gamma
// distributions have no cheap inverse: theirs is a table, made once per plan in double.
#ifndef STEPPE_WORLD_PRIORS_H
#define STEPPE_WORLD_PRIORS_H

#include "model/model.h"

enum steppe_recipe_kind {
    STEPPE_RECIPE_CONSTANT,   // a
    STEPPE_RECIPE_NORMAL,     // a + b z
    STEPPE_RECIPE_LOGNORMAL,  // a exp(b z)
    STEPPE_RECIPE_UNIFORM,    // a + b u
    STEPPE_RECIPE_TRIANGULAR, // low a, mode b, high c
    STEPPE_RECIPE_LOGIT,      // beta: table of log(x / (1 - x)) over z, truncation within
    STEPPE_RECIPE_LOG_SHARE,  // dirichlet: table of the log of a gamma variate over z; 1 over all
                              // such cells of the parameter
    STEPPE_RECIPE_NO_SHARE    // dirichlet: a cell of weight 0
};

// Tables run over the standard normal quantile z of the draw: cubic Hermite between the points,
// with the true slopes. Error below 1e-6 of the table's unit (tests/world/test_priors.c).
#define STEPPE_RECIPE_INTERVALS 256
#define STEPPE_RECIPE_Z_MAX 5.4 // draws lie within 2^-24..1 - 2^-24: |z| < 5.3

struct steppe_recipe_point {
    float value, slope; // slope: times the distance of the points
};

struct steppe_recipe {
    enum steppe_recipe_kind kind;
    double a, b, c;
    double u_low, u_width;                   // truncation: u becomes u_low + u_width u
    double low, high;                        // legal range, against rounding
    double median;                           // of the truncated prior; dirichlet: the mean
    const struct steppe_recipe_point *table; // [STEPPE_RECIPE_INTERVALS + 1]
};

// recipes [parameter->cell_count]. Fails with RANGE where the range leaves nothing of a prior or a
// prior makes no sense, with MEMORY when the arena refuses. Without an arena there are no tables:
// medians are right, but nothing can be drawn.
STEPPE_CHECKED bool steppe_recipes_make(const struct steppe_parameter *parameter,
                                        struct steppe_arena *arena, struct steppe_recipe *recipes,
                                        struct steppe_error *error);

// The draw of one cell at the standard normal quantile z, in double: it rises with z and lies
// within the legal range. Not for shares of a dirichlet prior, which hang together.
double steppe_recipe_value(const struct steppe_recipe *recipe, double z);

// Regularised incomplete functions, in the log-odds t = log(x / (1 - x)) and in t = log x. Both
// tails are given, each accurate where it is small. DLMF 8.7.1, 8.9.2, 8.17.22.
struct steppe_tails {
    double below, above, density; // density: of t
};
struct steppe_tails steppe_beta_tails(double a, double b, double t);
struct steppe_tails steppe_gamma_tails(double shape, double t);

// The median of a scalar parameter; `missing` where the model has none.
double steppe_central_parameter(const struct steppe_model *model, const char *name, double missing);
#endif
