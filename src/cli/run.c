// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe run: thousands of futures, and what they say.
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/os.h"
#include "cli/commands.h"
#include "report/plan.h"
#include "report/run.h"
#include "report/worlds.h"

#define KEEP_DEFAULT_MB 1000
#define BYTES_OF_MB 1000000

// ---- progress and Ctrl-C ------------------------------------------------------------------------
static volatile sig_atomic_t interrupted;

static void on_interrupt(int number) {
    (void)number;
    interrupted = 1;
}

static bool on_progress(void *context, uint32_t done, uint32_t asked) {
    struct steppe_watch *progress = context;
    double now = steppe_os_seconds(), elapsed = now - progress->begin;
    if (progress->shown && (now - progress->last > 0.1 || done == asked)) {
        double left = elapsed * (asked - done) / done;
        progress->last = now;
        fprintf(stderr, "\r  %3.0f %%  %u of %u members, %.0f s left   ", 100.0 * done / asked,
                done, asked, left);
        if (done == asked) fprintf(stderr, "\r%60s\r", "");
        fflush(stderr);
    }
    return !interrupted;
}

static void listen(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_interrupt;
    // A second Ctrl-C ends the program at once.
    action.sa_flags = (int)SA_RESETHAND;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

// ---- options ------------------------------------------------------------------------------------
void steppe_fill_run_options(const struct steppe_arguments *arguments,
                             const struct steppe_project *project, const char **compare,
                             struct steppe_run_options *options) {
    steppe_run_options_default(options);
    options->members = (uint32_t)arguments->members;
    options->threads = (unsigned)arguments->threads;
    options->seed = arguments->seed;
    options->start = arguments->start;
    options->until = arguments->until;
    options->fix_parameters = arguments->fix_parameters;
    options->fix_noise = arguments->fix_noise;
    options->instance = arguments->instance;
    options->scenarios = arguments->scenarios;
    options->scenario_count = arguments->scenario_count;
    *compare = steppe_project_compare(project);
    if (arguments->scenario_count == 0 && !arguments->no_scenario && *compare) {
        options->scenarios = compare;
        options->scenario_count = 1;
    }
    uint64_t megabytes = arguments->keep_given ? arguments->keep : KEEP_DEFAULT_MB;
    const uint64_t most = SIZE_MAX / BYTES_OF_MB; // more room than that is no bound
    options->keep_bytes = !arguments->output ? 0
                          : megabytes > most ? SIZE_MAX
                                             : (size_t)megabytes * BYTES_OF_MB;
}

int steppe_say_of_run(const struct steppe_error *error, const struct steppe_arguments *arguments,
                      const struct steppe_project *project,
                      const struct steppe_run_options *options) {
    struct steppe_run_options bare = *options;
    struct steppe_run_cost cost;
    struct steppe_error ignored = {0};
    int status = steppe_say(error);
    bare.scenario_count = 0;
    if (arguments->scenario_count == 0 && options->scenario_count > 0 &&
        steppe_run_plan(project, &bare, &cost, &ignored))
        fprintf(stderr,
                "steppe: no scenario was named, so that of model.yaml was taken; --baseline-only "
                "runs without it\n");
    return status;
}

// ---- output -------------------------------------------------------------------------------------
// A file that cannot be written is better known before the run than after it.
static bool can_write(const char *path, struct steppe_error *error) {
    char temporary[1024];
    if (!steppe_os_temporary_name(path, temporary, sizeof temporary, error)) return false;
    FILE *file = fopen(temporary, "wb");
    if (!file) return steppe_os_write_file(path, "", 0, error); // says why, and writes nothing
    fclose(file);
    steppe_os_discard(temporary);
    return true;
}

static bool can_write_files(const struct steppe_arguments *arguments, struct steppe_error *error) {
    char path[1024];
    if (arguments->output &&
        !(steppe_report_run_can_save(error) && can_write(arguments->output, error)))
        return false;
    if (!arguments->csv) return true;
    return steppe_os_make_folder(arguments->csv, error) &&
           steppe_report_run_csv_path(arguments->csv, path, sizeof path, error) &&
           can_write(path, error);
}

static int write_files(const struct steppe_arguments *arguments,
                       const struct steppe_result *result) {
    struct steppe_error error = {0};
    int status = 0;
    if (arguments->output && !steppe_result_save(result, arguments->output, &error))
        status = steppe_say(&error);
    if (arguments->csv &&
        !steppe_report_run_csv(steppe_result_record(result), arguments->csv, &error))
        status = steppe_say(&error);
    return status;
}

void steppe_run_watch(struct steppe_watch *watch, struct steppe_run_options *options) {
    *watch = (struct steppe_watch){steppe_os_is_terminal(2), steppe_os_seconds(), 0};
    options->progress = on_progress;
    options->progress_context = watch;
    listen();
}

void steppe_watch_end(const struct steppe_watch *watch, size_t worlds, uint32_t members) {
    fprintf(stderr, "%zu futures (%u members, %zu world%s) in %.2f s\n", worlds * members, members,
            worlds, worlds == 1 ? "" : "s", steppe_os_seconds() - watch->begin);
}

static int run_and_print(const struct steppe_arguments *arguments,
                         const struct steppe_project *project, struct steppe_run_options *options) {
    struct steppe_result *result;
    struct steppe_error error = {0};
    struct steppe_watch watch;
    steppe_run_watch(&watch, options);
    bool done = steppe_run(project, options, &result, &error);
    int status = done ? 0 : steppe_say(&error);
    if (!result) return status;
    // Files first: whoever reads what is printed may stop reading, which ends the program.
    int written = write_files(arguments, result);
    (arguments->json ? steppe_report_run_json : steppe_report_run)(
        stdout, steppe_project_model(project), steppe_result_record(result));
    steppe_report_idle_worlds(stderr, steppe_project_model(project), steppe_result_record(result));
    steppe_watch_end(&watch, steppe_result_worlds(result),
                     steppe_result_record(result)->provenance.members_done);
    steppe_result_free(result);
    return status != 0 ? status : written;
}

static int run(const struct steppe_arguments *arguments, const char *line) {
    struct steppe_project *project;
    struct steppe_run_options options;
    struct steppe_run_cost cost;
    struct steppe_error error = {0};
    const char *compare;
    int status = steppe_open_or_say(steppe_model_name(arguments), &project);
    if (status != 0) return status;
    steppe_fill_run_options(arguments, project, &compare, &options);
    options.command = line;
    options.ask = arguments->output != NULL; // the file holds answers
    options.no_detail = arguments->output == NULL;
    if (!steppe_run_plan(project, &options, &cost, &error))
        status = steppe_say_of_run(&error, arguments, project, &options);
    else if (arguments->plan)
        (arguments->json ? steppe_report_plan_json : steppe_report_plan)(
            stdout, steppe_project_model(project), &cost, options.members);
    else if (!can_write_files(arguments, &error))
        status = steppe_say(&error);
    else {
        if (cost.emulates)
            fprintf(stderr,
                    "steppe: kernels \"%s\" emulate an instruction that AVX2 brings: the "
                    "same numbers, eight times slower\n",
                    cost.instance);
        status = run_and_print(arguments, project, &options);
    }
    steppe_project_close(project);
    return status;
}

static const struct steppe_option *const options_taken[] = {&steppe_option_scenario,
                                                            &steppe_option_no_scenario,
                                                            &steppe_option_members,
                                                            &steppe_option_start,
                                                            &steppe_option_until,
                                                            &steppe_option_seed,
                                                            &steppe_option_threads,
                                                            &steppe_option_output,
                                                            &steppe_option_csv,
                                                            &steppe_option_keep,
                                                            &steppe_option_fix_parameters,
                                                            &steppe_option_fix_noise,
                                                            &steppe_option_plan,
                                                            &steppe_option_json,
                                                            &steppe_option_instance,
                                                            NULL};

const struct steppe_command steppe_command_run = {
    .name = "run",
    .arguments = "[MODEL]",
    .summary = "run thousands of futures and say who holds influence where",
    .details = "Runs the baseline and each scenario with the same draws, so that differences are\n"
               "paired. Without -s, the scenario that model.yaml names under `compare`. MODEL is\n"
               "central-asia when left out. Ctrl-C keeps what is finished.",
    .position_max = 1,
    .options = options_taken,
    .run = run,
};
