// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// strategic: see strategic.h.
#include "solve/strategic.h"

#include <math.h>

#include "base/error.h"

// Chances of the branches of a node: sums of exponentials of differences to the best.
static void choose(const struct steppe_strategic_tree *tree,
                   const struct steppe_strategic_node *node, const double *worth, double *chance) {
    const size_t players = tree->players, mover = (size_t)node->player;
    const double *first = worth + (size_t)node->first_child * players + mover;
    const double precision = tree->precision[mover];
    double best = first[0], sum = 0;
    for (int32_t k = 1; k < node->child_count; k++) best = fmax(best, first[(size_t)k * players]);
    for (int32_t k = 0; k < node->child_count; k++) {
        chance[k] = exp(precision * (first[(size_t)k * players] - best));
        sum += chance[k];
    }
    for (int32_t k = 0; k < node->child_count; k++) chance[k] /= sum;
}

void steppe_strategic_solve(const struct steppe_strategic_tree *tree, double *worth,
                            double *reached) {
    const size_t players = tree->players;
    double chance[STEPPE_STRATEGIC_BRANCHES_MAX];
    for (size_t n = tree->nodes; n-- > 0;) {
        const struct steppe_strategic_node *node = &tree->node[n];
        if (node->child_count == 0) continue;
        steppe_must(node->child_count <= STEPPE_STRATEGIC_BRANCHES_MAX && node->player >= 0 &&
                    (size_t)node->player < players && (size_t)node->first_child > n &&
                    (size_t)(node->first_child + node->child_count) <= tree->nodes);
        choose(tree, node, worth, chance);
        for (size_t p = 0; p < players; p++) {
            double mean = 0;
            for (int32_t k = 0; k < node->child_count; k++)
                mean += chance[k] * worth[(size_t)(node->first_child + k) * players + p];
            worth[n * players + p] = mean;
        }
    }
    for (size_t n = 0; n < tree->nodes; n++) reached[n] = n == 0 ? 1 : 0;
    for (size_t n = 0; n < tree->nodes; n++) {
        const struct steppe_strategic_node *node = &tree->node[n];
        if (node->child_count == 0) continue;
        choose(tree, node, worth, chance);
        for (int32_t k = 0; k < node->child_count; k++)
            reached[node->first_child + k] += reached[n] * chance[k];
    }
}
