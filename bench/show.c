// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// bench show: what a dossier waits for: reading the bundled model, and its central values. Writing
// the text comes on top. The aim is 50 ms for all.
#include <steppe.h>

#include <math.h>
#include <stdio.h>
#include <time.h>

enum { REPEATS = 20 };

static double seconds(void) { return (double)clock() / CLOCKS_PER_SEC; } // of the processor

int main(void) {
    double open_best = INFINITY, central_best = INFINITY;
    struct steppe_error error = {0};
    for (int i = 0; i < REPEATS; i++) {
        struct steppe_project *project;
        const struct steppe_central *central;
        double begin = seconds();
        if (!steppe_project_open(STEPPE_SOURCE_DIR "/models/central-asia", &project, &error)) {
            fprintf(stderr, "bench show: %s\n", error.message);
            steppe_project_close(project);
            return 1;
        }
        double opened = seconds();
        bool made = steppe_central_make(project, &central, &error);
        double done = seconds();
        open_best = fmin(open_best, opened - begin);
        central_best = fmin(central_best, done - opened);
        steppe_central_free(central);
        steppe_project_close(project);
        if (made) continue;
        fprintf(stderr, "bench show: %s\n", error.message);
        return 1;
    }
    printf("show: open %.1f ms, central values %.1f ms of the processor (best of %d)\n",
           1e3 * open_best, 1e3 * central_best, REPEATS);
    return 0;
}
