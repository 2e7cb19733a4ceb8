// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// issue: any bytes as an issue of bargaining, in each form. It is refused with a reason, or its
// figures keep their promises and a few turns of every variant stay within the scale.
#include "model/issue.h"
#include "builder.h"

#define TURNS 3
#define SOLVED_CELLS 64 // larger issues are only read: the point here is the reader

static void check_figures(const struct steppe_issue *issue) {
    const size_t dims = issue->dimension_count;
    steppe_must(issue->actor_count >= 2 && issue->actor_count <= STEPPE_BARGAIN_ACTORS_MAX);
    steppe_must(dims >= 1 && dims <= STEPPE_BARGAIN_DIMENSIONS_MAX);
    steppe_must(issue->turns >= 1 && issue->turns <= STEPPE_BARGAIN_TURNS_MAX);
    for (size_t i = 0; i < issue->actor_count; i++) {
        double sum = 0;
        steppe_must(issue->actors[i].code && issue->actors[i].name);
        steppe_must(issue->capability[i] > 0);
        for (size_t k = 0; k < dims; k++) {
            double position = issue->position[i * dims + k];
            steppe_must(position >= 0 && position <= 1);
            sum += issue->salience[i * dims + k];
        }
        steppe_must(sum > 0 && sum < 1.000001);
    }
}

static void solve(const struct steppe_issue *issue) {
    const struct steppe_bargain_issue figures = steppe_issue_figures(issue);
    const size_t cells = figures.actors * figures.dimensions;
    for (int v = 0; v < STEPPE_BARGAIN_VARIANTS && cells <= SOLVED_CELLS; v++) {
        struct steppe_arena arena;
        struct steppe_bargain_result result;
        struct steppe_error error = {0};
        steppe_arena_init(&arena, 0);
        steppe_must(steppe_bargain_solve(&figures, (enum steppe_bargain_variant)v, TURNS, &arena,
                                         &result, &error));
        for (size_t i = 0; i < ((size_t)result.turns + 1) * cells; i++)
            steppe_must(result.position[i] >= -1e-9 && result.position[i] <= 1 + 1e-9);
        steppe_arena_free(&arena);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const names[] = {"fuzz.yaml", "fuzz.csv"};
    for (size_t form = 0; form < 2; form++) {
        struct fuzz_builder *fuzz = fuzz_builder_make();
        const struct steppe_issue *issue = NULL;
        const struct steppe_file *file = fuzz_file(fuzz, names[form], data, size);
        if (file) (void)steppe_issue_read(&fuzz->builder, file, &issue);
        if (issue) {
            check_figures(issue);
            solve(issue);
        } else {
            steppe_must(fuzz->findings.error_count > 0 || fuzz->builder.failed);
        }
        fuzz_builder_free(fuzz);
    }
    return 0;
}
