// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// setup: what the prepare functions of mechanisms share. Compiled once: it knows no lanes.
#include "mechanisms/mechanism.h"
#include "world/priors.h"

// Shares of one Dirichlet prior have their means, which sum to one as medians would not.
static double mean_share(const struct steppe_parameter *parameter, size_t cell) {
    double sum = 0;
    for (size_t i = 0; i < parameter->cell_count; i++)
        if (parameter->priors[i].kind == STEPPE_PRIOR_DIRICHLET) sum += parameter->priors[i].b;
    return sum > 0 ? parameter->priors[cell].b / sum : 0;
}

double steppe_setup_median(const struct steppe_setup *setup, size_t number, size_t cell) {
    const struct steppe_parameter *parameter =
        &setup->model->parameters[setup->first_parameter + number];
    steppe_must(cell < parameter->cell_count);
    const struct steppe_prior *prior = &parameter->priors[cell];
    if (prior->kind == STEPPE_PRIOR_FIXED) return prior->a;
    if (prior->kind == STEPPE_PRIOR_DIRICHLET) return mean_share(parameter, cell);
    struct steppe_parameter alone = *parameter;
    alone.cell_count = 1;
    alone.priors = prior;
    const struct steppe_arena_mark mark = steppe_arena_mark(setup->arena);
    struct steppe_recipe recipe = {0};
    // The plan makes the same recipes before it prepares mechanisms, so only memory can fail; the
    // middle of the prior's own scale then serves, and the next reservation fails with a message.
    const double median =
        steppe_recipes_make(&alone, setup->arena, &recipe, NULL) ? recipe.median : prior->a;
    steppe_arena_rewind(setup->arena, mark);
    return median;
}
