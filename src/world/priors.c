// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// priors: see the header.
#include "world/priors.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/random.h"

// ---- incomplete beta and gamma ---------------------------------------------------------------
#define FRACTION_STEPS_MAX 10000

// Continued fraction of the incomplete beta function (DLMF 8.17.22) by the modified method of
// Lentz (lentz-1976): x^a y^b / (a B(a, b)) times it is I_x(a, b).
static double beta_fraction(double a, double b, double x) {
    double c = 1.0, d = 1.0 - (a + b) * x / (a + 1.0);
    d = 1.0 / (fabs(d) < DBL_MIN ? DBL_MIN : d);
    double value = d;
    for (int m = 1; m < FRACTION_STEPS_MAX; m++) {
        double even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        double change = 1.0;
        for (int part = 0; part < 2; part++) {
            double term = part ? odd : even;
            d = 1.0 + term * d;
            c = 1.0 + term / c;
            if (fabs(d) < DBL_MIN) d = DBL_MIN;
            if (fabs(c) < DBL_MIN) c = DBL_MIN;
            d = 1.0 / d;
            change = c * d;
            value *= change;
        }
        if (fabs(change - 1.0) < 4.0 * DBL_EPSILON) break;
    }
    return value;
}

// What does not change with t is worked out once: log gamma of a + b, of a and of b.
struct beta_constants {
    double both, a, b;
};
static struct beta_constants beta_constants(double a, double b) {
    return (struct beta_constants){lgamma(a + b), lgamma(a), lgamma(b)};
}

static struct steppe_tails beta_tails(double a, double b, const struct beta_constants *gamma,
                                      double t) {
    // Both x and 1 - x without loss.
    double x = 1.0 / (1.0 + exp(-t)), y = 1.0 / (1.0 + exp(t));
    double log_x = t > 0.0 ? -log1p(exp(-t)) : t - log1p(exp(t));
    double log_y = t > 0.0 ? -t - log1p(exp(-t)) : -log1p(exp(t));
    double front = exp(a * log_x + b * log_y + gamma->both - gamma->a - gamma->b);
    struct steppe_tails tails = {.density = front};
    if (x < (a + 1.0) / (a + b + 2.0)) {
        tails.below = front * beta_fraction(a, b, x) / a;
        tails.above = 1.0 - tails.below;
    } else {
        tails.above = front * beta_fraction(b, a, y) / b;
        tails.below = 1.0 - tails.above;
    }
    return tails;
}

struct steppe_tails steppe_beta_tails(double a, double b, double t) {
    const struct beta_constants gamma = beta_constants(a, b);
    return beta_tails(a, b, &gamma, t);
}

static struct steppe_tails gamma_tails(double shape, double log_gamma, double t) {
    double x = exp(t);
    double front = exp(shape * t - x - log_gamma);
    struct steppe_tails tails = {.density = front};
    if (x < shape + 1.0) {
        double term = 1.0 / shape, sum = term;
        for (int k = 1; k < FRACTION_STEPS_MAX && term > sum * DBL_EPSILON / 4.0; k++) {
            term *= x / (shape + k);
            sum += term;
        }
        tails.below = front * sum;
        tails.above = 1.0 - tails.below;
        return tails;
    }
    double b = x + 1.0 - shape, c = 1.0 / DBL_MIN, d = 1.0 / b, value = d;
    for (int k = 1; k < FRACTION_STEPS_MAX; k++) {
        double term = -k * (k - shape);
        b += 2.0;
        d = term * d + b;
        c = b + term / c;
        if (fabs(d) < DBL_MIN) d = DBL_MIN;
        if (fabs(c) < DBL_MIN) c = DBL_MIN;
        d = 1.0 / d;
        value *= c * d;
        if (fabs(c * d - 1.0) < 4.0 * DBL_EPSILON) break;
    }
    tails.above = front * value;
    tails.below = 1.0 - tails.above;
    return tails;
}

struct steppe_tails steppe_gamma_tails(double shape, double t) {
    return gamma_tails(shape, lgamma(shape), t);
}

static double normal_below(double z) { return 0.5 * erfc(-z / sqrt(2.0)); }

// ---- tables ----------------------------------------------------------------------------------
struct shape {
    bool is_gamma;
    double a, b;
    double cut_below, cut_above; // probability that truncation takes from each end
    struct beta_constants gamma; // of a gamma: that of a
};

static struct steppe_tails tails_at(const struct shape *shape, double t) {
    return shape->is_gamma ? gamma_tails(shape->a, shape->gamma.a, t)
                           : beta_tails(shape->a, shape->b, &shape->gamma, t);
}

// t at the normal quantile z, by Newton's method on the log of the smaller tail, which is nearly
// straight in t; `start` is near. *slope is dt/dz.
static double solve(const struct shape *shape, double z, double start, double *slope) {
    double width = 1.0 - shape->cut_below - shape->cut_above;
    double below = shape->cut_below + width * normal_below(z);
    double above = shape->cut_above + width * normal_below(-z);
    double t = start, low = -DBL_MAX, high = DBL_MAX;
    struct steppe_tails at = {0};
    for (int step = 0; step < 200; step++) {
        at = tails_at(shape, t);
        bool left = below < above;
        double have = left ? at.below : at.above, want = left ? below : above;
        bool up = (have < want) == left; // the solution lies above t
        // d log(below) / dt = density / below, d log(above) / dt = - density / above
        double move = log(want / have) * have / at.density * (left ? 1.0 : -1.0);
        if (!(fabs(move) < 4.0)) move = up ? 4.0 : -4.0;
        if (fabs(move) <= 1e-13 * (1.0 + fabs(t))) break;
        if (up) {
            low = t;
        } else {
            high = t;
        }
        t = t + move > low && t + move < high ? t + move : 0.5 * (low + high);
    }
    double density = exp(-0.5 * z * z) / sqrt(2.0 * 3.14159265358979323846);
    *slope = width * density / at.density;
    return t;
}

static double first_guess(const struct shape *shape) {
    return shape->is_gamma ? log(shape->a) : log(shape->a / shape->b);
}

// The middle of the table alone, to the last bit.
static double middle_of(const struct shape *shape) {
    double slope;
    return solve(shape, 0.0, solve(shape, 0.0, first_guess(shape), &slope), &slope);
}

static const struct steppe_recipe_point *make_table(const struct shape *shape,
                                                    struct steppe_arena *arena, double *median) {
    const int middle = STEPPE_RECIPE_INTERVALS / 2;
    struct steppe_recipe_point *table = STEPPE_TAKE(arena, STEPPE_RECIPE_INTERVALS + 1,
                                                    struct steppe_recipe_point);
    if (!table) return NULL;
    double start = first_guess(shape);
    double spacing = 2.0 * STEPPE_RECIPE_Z_MAX / STEPPE_RECIPE_INTERVALS;
    for (int way = -1; way <= 1; way += 2) {
        double slope = 0.0, t = start;
        for (int i = middle; i >= 0 && i <= STEPPE_RECIPE_INTERVALS; i += way) {
            t = solve(shape, (i - middle) * spacing, t + slope * way * spacing, &slope);
            if (i == middle) *median = start = t;
            table[i] = (struct steppe_recipe_point){(float)t, (float)(slope * spacing)};
        }
    }
    return table;
}

// ---- recipes ---------------------------------------------------------------------------------
static bool refuse(const struct steppe_parameter *parameter, size_t cell, const char *why,
                   struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_RANGE, parameter->place, "%s, cell %zu: %s",
                            parameter->name, cell, why);
}

// Normal and lognormal alike: z_low..z_high is what is left of the standard normal.
static bool cut_normal(struct steppe_recipe *recipe, double z_low, double z_high) {
    // In the upper half probabilities are near 1, where float is coarse: the mirror image is drawn.
    bool mirror = z_low > 0.0;
    double from = mirror ? -z_high : z_low, to = mirror ? -z_low : z_high;
    recipe->u_low = normal_below(from);
    recipe->u_width = normal_below(to) - recipe->u_low;
    if (mirror) recipe->b = -recipe->b;
    return recipe->u_width > 0.0;
}

static double median_z(const struct steppe_recipe *recipe) {
    return steppe_normal_quantile(recipe->u_low + 0.5 * recipe->u_width);
}

static double triangular_below(const struct steppe_prior *prior, double x) {
    double low = prior->a, mode = prior->b, high = prior->c;
    if (x <= low) return 0.0;
    if (x >= high) return 1.0;
    if (x < mode) return (x - low) * (x - low) / ((high - low) * (mode - low));
    return 1.0 - (high - x) * (high - x) / ((high - low) * (high - mode));
}

static double triangular_at(const struct steppe_recipe *r, double u) {
    double split = (r->b - r->a) / (r->c - r->a);
    return u < split ? r->a + sqrt(u * (r->c - r->a) * (r->b - r->a))
                     : r->c - sqrt((1.0 - u) * (r->c - r->a) * (r->c - r->b));
}

// NULL, or why the prior cannot be drawn. Table-free kinds only.
static const char *make_closed(const struct steppe_prior *prior, struct steppe_recipe *recipe) {
    static const char *const nothing_left = "its range leaves nothing of its prior";
    double low = prior->low, high = prior->high;
    recipe->a = prior->a;
    recipe->b = prior->b;
    recipe->c = prior->c;
    recipe->u_width = 1.0;
    switch (prior->kind) {
    case STEPPE_PRIOR_NORMAL:
        if (!(prior->b > 0.0)) return "a normal prior needs a standard deviation above 0";
        recipe->kind = STEPPE_RECIPE_NORMAL;
        if (!cut_normal(recipe, (low - prior->a) / prior->b, (high - prior->a) / prior->b)) {
            return nothing_left;
        }
        recipe->median = prior->a + recipe->b * median_z(recipe);
        return NULL;
    case STEPPE_PRIOR_LOGNORMAL:
        if (!(prior->a > 0.0 && prior->b > 0.0)) return "a lognormal prior needs both above 0";
        recipe->kind = STEPPE_RECIPE_LOGNORMAL;
        if (high <= 0.0) return nothing_left;
        if (!cut_normal(recipe, low > 0.0 ? log(low / prior->a) / prior->b : (double)-INFINITY,
                        log(high / prior->a) / prior->b)) {
            return nothing_left;
        }
        recipe->median = prior->a * exp(recipe->b * median_z(recipe));
        return NULL;
    case STEPPE_PRIOR_UNIFORM:
        recipe->kind = STEPPE_RECIPE_UNIFORM;
        recipe->a = fmax(prior->a, low);
        recipe->b = fmin(prior->b, high) - recipe->a;
        if (!(recipe->b > 0.0)) return nothing_left;
        recipe->median = recipe->a + 0.5 * recipe->b;
        return NULL;
    case STEPPE_PRIOR_TRIANGULAR:
        if (!(prior->a <= prior->b && prior->b <= prior->c && prior->a < prior->c)) {
            return "a triangular prior needs low <= mode <= high";
        }
        recipe->kind = STEPPE_RECIPE_TRIANGULAR;
        recipe->u_low = triangular_below(prior, low);
        recipe->u_width = triangular_below(prior, high) - recipe->u_low;
        if (!(recipe->u_width > 0.0)) return nothing_left;
        recipe->median = triangular_at(recipe, recipe->u_low + 0.5 * recipe->u_width);
        return NULL;
    default:
        recipe->kind = STEPPE_RECIPE_CONSTANT;
        recipe->median = prior->a;
        return prior->a >= low && prior->a <= high ? NULL : "its value is outside its legal range";
    }
}

static double log_odds(double x) { return log(x) - log1p(-x); }

static const char *make_beta(const struct steppe_prior *prior, struct steppe_arena *arena,
                             struct steppe_recipe *recipe) {
    if (!(prior->a > 0.0 && prior->b > 0.0)) return "a beta prior needs both shapes above 0";
    struct shape shape = {
        .a = prior->a, .b = prior->b, .gamma = beta_constants(prior->a, prior->b)};
    if (prior->low >= 1.0 || prior->high <= 0.0) return "its range leaves nothing of its prior";
    if (prior->low > 0.0) shape.cut_below = tails_at(&shape, log_odds(prior->low)).below;
    if (prior->high < 1.0) shape.cut_above = tails_at(&shape, log_odds(prior->high)).above;
    if (!(1.0 - shape.cut_below - shape.cut_above > 1e-9)) {
        return "its range leaves nothing of its prior";
    }
    double median = 0.0;
    recipe->kind = STEPPE_RECIPE_LOGIT;
    if (arena)
        recipe->table = make_table(&shape, arena, &median);
    else
        median = middle_of(&shape);
    recipe->median = 1.0 / (1.0 + exp(-median));
    return NULL;
}

static const char *make_dirichlet(const struct steppe_prior *prior, double total,
                                  struct steppe_arena *arena, struct steppe_recipe *recipe) {
    if (!(prior->a > 0.0)) return "a dirichlet prior needs a concentration above 0";
    if (!(prior->b >= 0.0 && total > 0.0)) return "dirichlet shares need a sum above 0";
    recipe->median = prior->b / total;
    recipe->kind = STEPPE_RECIPE_NO_SHARE;
    if (prior->b == 0.0) return NULL;
    struct shape shape = {.is_gamma = true, .a = prior->a * prior->b / total};
    shape.gamma.a = lgamma(shape.a);
    double ignored;
    recipe->kind = STEPPE_RECIPE_LOG_SHARE;
    if (!arena) return NULL;
    recipe->table = make_table(&shape, arena, &ignored);
    return NULL;
}

static bool same_prior(const struct steppe_prior *p, const struct steppe_prior *q) {
    return p->kind == q->kind && p->a == q->a && p->b == q->b && p->c == q->c && p->low == q->low &&
           p->high == q->high;
}

bool steppe_recipes_make(const struct steppe_parameter *parameter, struct steppe_arena *arena,
                         struct steppe_recipe *recipes, struct steppe_error *error) {
    double total = 0.0;
    for (uint32_t cell = 0; cell < parameter->cell_count; cell++) {
        const struct steppe_prior *prior = &parameter->priors[cell];
        if (prior->kind == STEPPE_PRIOR_DIRICHLET) total += prior->b;
    }
    for (uint32_t cell = 0; cell < parameter->cell_count; cell++) {
        const struct steppe_prior *prior = &parameter->priors[cell];
        struct steppe_recipe *recipe = &recipes[cell];
        // Many cells share the default: its table too.
        if (cell > 0 && same_prior(prior, prior - 1)) {
            *recipe = recipes[cell - 1];
            continue;
        }
        *recipe = (struct steppe_recipe){.low = prior->low, .high = prior->high};
        const char *fault = prior->kind == STEPPE_PRIOR_BETA ? make_beta(prior, arena, recipe)
                            : prior->kind == STEPPE_PRIOR_DIRICHLET
                                ? make_dirichlet(prior, total, arena, recipe)
                                : make_closed(prior, recipe);
        if (fault) return refuse(parameter, cell, fault, error);
        bool tabled = recipe->kind == STEPPE_RECIPE_LOGIT ||
                      recipe->kind == STEPPE_RECIPE_LOG_SHARE;
        if (tabled && arena && !recipe->table) {
            return steppe_error_set(error, STEPPE_CODE_MEMORY, parameter->place,
                                    "no memory left for the prior of %s", parameter->name);
        }
    }
    return true;
}

// ---- one draw ----------------------------------------------------------------------------------
// Cubic Hermite between the points of the table.
static double read_table(const struct steppe_recipe_point *table, double z) {
    const double per_z = STEPPE_RECIPE_INTERVALS / (2.0 * STEPPE_RECIPE_Z_MAX);
    double at = fmin(fmax((z + STEPPE_RECIPE_Z_MAX) * per_z, 0.0), STEPPE_RECIPE_INTERVALS - 1e-9);
    int point = (int)at;
    double f = at - point, g = 1.0 - f;
    double left = (double)table[point].value, rise = (double)table[point + 1].value - left;
    double left_slope = (double)table[point].slope, right_slope = (double)table[point + 1].slope;
    return left + f * rise + f * g * (g * (left_slope - rise) + f * (rise - right_slope));
}

double steppe_recipe_value(const struct steppe_recipe *recipe, double z) {
    // A mirrored normal (cut_normal) falls with u.
    bool normal = recipe->kind == STEPPE_RECIPE_NORMAL || recipe->kind == STEPPE_RECIPE_LOGNORMAL;
    double below = normal_below(normal && recipe->b < 0.0 ? -z : z);
    double u = recipe->u_low + recipe->u_width * below, value = recipe->a;
    double within = steppe_normal_quantile(fmin(fmax(u, 1e-16), 1.0 - 1e-16));
    switch (recipe->kind) {
    case STEPPE_RECIPE_CONSTANT: break;
    case STEPPE_RECIPE_NORMAL: value = recipe->a + recipe->b * within; break;
    case STEPPE_RECIPE_LOGNORMAL: value = recipe->a * exp(recipe->b * within); break;
    case STEPPE_RECIPE_UNIFORM: value = recipe->a + recipe->b * below; break;
    case STEPPE_RECIPE_TRIANGULAR: value = triangular_at(recipe, u); break;
    case STEPPE_RECIPE_LOGIT:
        steppe_must(recipe->table); // made unless parameters are fixed
        value = 1.0 / (1.0 + exp(-read_table(recipe->table, z)));
        break;
    case STEPPE_RECIPE_LOG_SHARE:
    case STEPPE_RECIPE_NO_SHARE: steppe_must(recipe->kind == STEPPE_RECIPE_CONSTANT); // no value
    }
    return fmin(fmax(value, recipe->low), recipe->high);
}

double steppe_central_parameter(const struct steppe_model *model, const char *name,
                                double missing) {
    struct steppe_recipe recipe;
    struct steppe_arena arena;
    struct steppe_error error = {0};
    uint32_t number = steppe_model_parameter(model, name);
    if (number == UINT32_MAX || model->parameters[number].cell_count != 1) return missing;
    steppe_arena_init(&arena, 0);
    bool good = steppe_recipes_make(&model->parameters[number], &arena, &recipe, &error);
    double value = good ? recipe.median : missing;
    steppe_arena_free(&arena);
    return value;
}
