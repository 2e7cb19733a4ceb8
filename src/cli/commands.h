// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// commands: each command is one constant here and one line in main.c.
#ifndef STEPPE_CLI_COMMANDS_H
#define STEPPE_CLI_COMMANDS_H

#include "cli/options.h"

extern const struct steppe_command steppe_command_bargain, steppe_command_routes,
    steppe_command_check, steppe_command_run, steppe_command_ask, steppe_command_compare,
    steppe_command_show, steppe_command_vars, steppe_command_params, steppe_command_explain,
    steppe_command_docs, steppe_command_assign, steppe_command_claims;

// Model named by the first argument, or the bundled one.
const char *steppe_model_name(const struct steppe_arguments *arguments);
// Whether the first of the arguments is a model: it is where another follows, or where one of that
// name is found.
bool steppe_model_is_given(const struct steppe_arguments *arguments);
// Opens a model; on failure prints all findings or the error on stderr and returns its exit status,
// else 0 with *project open. Warnings go to stderr.
int steppe_open_or_say(const char *name, struct steppe_project **project);
// Run options of a command line, with the model's own scenario where none is named; *compare has
// room for it.
void steppe_fill_run_options(const struct steppe_arguments *arguments,
                             const struct steppe_project *project, const char **compare,
                             struct steppe_run_options *options);
// Prints why a run was refused, and how it goes without a scenario that nobody named, if that was
// why. Returns the exit status.
int steppe_say_of_run(const struct steppe_error *error, const struct steppe_arguments *arguments,
                      const struct steppe_project *project,
                      const struct steppe_run_options *options);
// Progress on a terminal, and Ctrl-C, for options that are then used; it must outlive their use. At
// the end it says on stderr what was run.
struct steppe_watch {
    bool shown;
    double begin, last; // seconds
};
// Lets a run show its progress on a terminal, and Ctrl-C end it with what is finished.
void steppe_run_watch(struct steppe_watch *watch, struct steppe_run_options *options);
void steppe_watch_end(const struct steppe_watch *watch, size_t worlds, uint32_t members);
// Prints an error on stderr and returns its exit status.
int steppe_say(const struct steppe_error *error);
// The same of an error about a name that may have been meant for a model.
int steppe_say_of(const struct steppe_error *error, const char *name);
// Last act of a command that wrote to stdout: a full disk or a closed pipe is an error too.
int steppe_flush_output(int status);

#endif
