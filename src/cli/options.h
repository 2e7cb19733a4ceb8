// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// options: one table of options makes parsing, help and messages.
#ifndef STEPPE_CLI_OPTIONS_H
#define STEPPE_CLI_OPTIONS_H

#include <steppe.h>

#define STEPPE_SCENARIOS_MAX 16
#define STEPPE_ARGUMENTS_MAX 64

struct steppe_texts { // of an option that may be given several times
    const char *items[STEPPE_SCENARIOS_MAX];
    size_t count;
};

// All that any command may be told. A command's table says which it takes.
struct steppe_arguments {
    const char *positions[STEPPE_ARGUMENTS_MAX];
    size_t position_count;
    const char *scenarios[STEPPE_SCENARIOS_MAX];
    size_t scenario_count;
    uint64_t members, seed, threads, keep;
    bool keep_given, no_scenario;
    int32_t start, until; // months since year 0; 0: not given
    const char *output, *csv, *instance;
    struct steppe_texts close, open, scale;
    const char *freight, *by, *geojson, *against;
    double gap, toll_factor, distance_factor; // 0: not given
    const char *variant;
    bool dependence, constants;
    bool template; // of parameters.yaml
    bool json, plan, fix_parameters, fix_noise, fit, help;
};

enum steppe_option_kind {
    STEPPE_FLAG,
    STEPPE_TEXT,
    STEPPE_LIST,
    STEPPE_TEXTS,
    STEPPE_COUNT_FROM_0,
    STEPPE_MEMBERS, // an even number
    STEPPE_THREADS,
    STEPPE_FIRST_MONTH,
    STEPPE_LAST_MONTH,
    STEPPE_NUMBER,      // from 0 up
    STEPPE_SMALL_NUMBER // above 0 and below 1
};

struct steppe_option {
    const char *name; // "members": --members
    char letter;      // 'n': -n; 0: none
    enum steppe_option_kind kind;
    const char *argument; // in the help: "N"
    const char *help;
    size_t offset; // of the field in steppe_arguments
};

struct steppe_command {
    const char *name, *arguments, *summary;
    const char *details; // paragraphs of --help
    size_t position_min, position_max;
    const struct steppe_option *const *options; // NULL-terminated
    uint64_t members;                           // when --members is not given; 0: 10000
    int (*run)(const struct steppe_arguments *arguments, const char *line); // exit status
};

// Reads argv[0..count) for a command. False after a message on stderr.
bool steppe_options_read(const struct steppe_command *command, int count, char **argv,
                         struct steppe_arguments *arguments);
void steppe_options_help(const struct steppe_command *command);

// The options there are.
extern const struct steppe_option steppe_option_claim_members, steppe_option_variant,
    steppe_option_scenario, steppe_option_members, steppe_option_start, steppe_option_network_month,
    steppe_option_until, steppe_option_seed, steppe_option_threads, steppe_option_output,
    steppe_option_csv, steppe_option_keep, steppe_option_fix_parameters, steppe_option_fix_noise,
    steppe_option_plan, steppe_option_json, steppe_option_template, steppe_option_no_scenario,
    steppe_option_instance, steppe_option_close, steppe_option_open, steppe_option_scale,
    steppe_option_freight, steppe_option_by, steppe_option_geojson, steppe_option_fit,
    steppe_option_dependence, steppe_option_constants, steppe_option_gap, steppe_option_toll_factor,
    steppe_option_distance_factor, steppe_option_flows, steppe_option_against;

#endif
