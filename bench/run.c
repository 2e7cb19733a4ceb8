// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// bench: the whole run on the bundled model. Prints load time, futures and member-months a second
// for each instance and thread count, peak memory, and what a member-month costs.
#include <steppe.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/os.h"
#include "sim/kernels.h"

#define MEMBERS 4096

static bool fail(const char *what, const struct steppe_error *error) {
    fprintf(stderr, "%s: %s\n", what, error->message);
    return false;
}

// Ten years from the model's start, after the run-in; or alone: from the month in which the world
// begins, without one.
static bool time_run(const struct steppe_project *project, const char *instance, unsigned threads,
                     uint32_t members, bool scenario, bool alone) {
    struct steppe_run_options options;
    struct steppe_run_cost cost;
    struct steppe_result *result;
    struct steppe_error error = {0};
    const char *name = steppe_project_compare(project);
    steppe_run_options_default(&options);
    options.members = members;
    options.threads = threads;
    options.instance = instance;
    options.scenarios = &name;
    options.scenario_count = scenario && name ? 1 : 0;
    if (!steppe_run_plan(project, &options, &cost, &error)) return fail("plan", &error);
    if (alone) {
        options.start = (cost.base_year + 1) * 12;
        options.until = options.start + 119;
        if (!steppe_run_plan(project, &options, &cost, &error)) return fail("plan", &error);
    }
    double begin = steppe_os_seconds();
    if (!steppe_run(project, &options, &result, &error)) {
        steppe_result_free(result);
        return fail("run", &error);
    }
    double seconds = steppe_os_seconds() - begin;
    // The run-in is shared by the worlds of a member.
    double free_months = cost.until - cost.start + 1, run_in = (double)cost.months - free_months;
    double months = members * ((double)cost.worlds * free_months + run_in);
    printf("  %-10s %7u %7zu %8u %9.2f %11.0f %13.0f %10.1f\n", instance, threads, cost.worlds,
           members, seconds, members * (double)cost.worlds / seconds, months / seconds,
           seconds * threads / months * 1e9);
    fflush(stdout);
    steppe_result_free(result);
    return true;
}

int main(void) {
    struct steppe_project *project;
    struct steppe_error error = {0};
    size_t count;
    double begin = steppe_os_seconds();
    if (!steppe_project_open(STEPPE_SOURCE_DIR "/models/central-asia", &project, &error)) {
        steppe_project_close(project);
        return fail("open", &error) ? 0 : 1;
    }
    printf("run: central-asia, ten years\n  load and check: %.1f ms\n",
           (steppe_os_seconds() - begin) * 1e3);
    printf("  %-10s %7s %7s %8s %9s %11s %13s %10s\n", "instance", "threads", "worlds", "members",
           "seconds", "futures/s", "member-months/s", "ns/core");
    const struct steppe_kernels *const *all = steppe_kernels_all(&count);
    unsigned processors = (unsigned)steppe_os_processor_count();
    bool done = true;
    for (size_t i = 0; i < count && done; i++) {
        uint32_t members = all[i]->lanes == 1 || all[i]->emulates ? MEMBERS / 16 : MEMBERS;
        done = time_run(project, all[i]->name, 1, members, true, false);
        if (processors > 1) done = done && time_run(project, all[i]->name, 2, members, true, false);
    }
    // The target: 100 000 futures of ten years in 20 s on two cores with AVX-512, 30 s with AVX2.
    for (size_t i = 0; i < count && done; i++)
        if (all[i]->lanes > 1 && !all[i]->emulates)
            done = time_run(project, all[i]->name, processors, 100000, false, true);
    if (done) done = time_run(project, all[0]->name, processors, 100000, false, false);
    printf("  peak memory: %.0f MB\n", (double)steppe_os_peak_memory_bytes() / 1e6);
    steppe_project_close(project);
    return done ? 0 : 1;
}
