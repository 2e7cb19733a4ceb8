// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// influence: the library in one program: 200 futures of the bundled model, and what its scenario
// does to the place of Russia and China in Kazakhstan. Build it against an installed copy:
//   cc influence.c $(pkg-config --cflags --libs steppe) -o influence
#include <stdint.h>
#include <stdio.h>

#include <steppe.h>

int main(void) {
    struct steppe_error error;
    struct steppe_project *project = NULL;
    if (!steppe_project_open("central-asia", &project, &error)) goto failed;

    const char *scenario = steppe_project_compare(project);
    struct steppe_run_options options;
    steppe_run_options_default(&options);
    options.members = 200;
    options.scenarios = &scenario;
    options.scenario_count = scenario ? 1 : 0;
    struct steppe_result *result = NULL;
    if (!steppe_run(project, &options, &result, &error)) goto failed;

    const char *names[] = {"influence[RUS,KAZ]", "influence[CHN,KAZ]"};
    size_t last = steppe_result_dates(result) - 1;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t series = steppe_result_find(result, names[i]);
        struct steppe_statistics now = steppe_result_statistics(result, 0, series, 0);
        struct steppe_statistics then = steppe_result_statistics(result, 0, series, last);
        printf("%s: %.3f, ten years on %.3f (80 %%: %.3f to %.3f)\n", names[i], now.median,
               then.median, then.low, then.high);
        if (!scenario) continue;
        struct steppe_statistics change = steppe_result_difference(result, 1, series, last);
        printf("  under %s: %+.3f\n", scenario, change.median);
    }
    steppe_result_free(result);
    steppe_project_close(project);
    return 0;

failed:
    fprintf(stderr, "influence: %s\n", error.message);
    steppe_project_close(project);
    return steppe_code_status(error.code);
}
