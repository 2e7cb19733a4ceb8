// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// main: the command. It sees the library through steppe.h, prints through report, and nothing else.
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/commands.h"

static const struct steppe_command *const commands[] = {
    &steppe_command_run,     &steppe_command_ask,     &steppe_command_show,
    &steppe_command_check,   &steppe_command_compare, &steppe_command_routes,
    &steppe_command_explain, &steppe_command_assign,  &steppe_command_vars,
    &steppe_command_params,  &steppe_command_docs,    &steppe_command_bargain,
    &steppe_command_claims,
};

static void print_help(FILE *stream) {
    fprintf(stream, "steppe: who holds influence where, and what would change it\n\n"
                    "usage: steppe COMMAND [arguments]\n\n");
    for (size_t i = 0; i < STEPPE_COUNT(commands); i++)
        fprintf(stream, "  %-8s %s\n", commands[i]->name, commands[i]->summary);
    fprintf(stream, "\n  steppe help COMMAND      what a command takes\n"
                    "  steppe --version         the version\n\n"
                    "Start with: steppe run\n");
}

// The command line as typed, for the result file.
static void join(int count, char **argv, char *line, size_t size) {
    size_t used = 0;
    line[0] = 0;
    for (int i = 0; i < count && used < size; i++) {
        const char *text = i == 0 ? "steppe" : argv[i];
        int length = snprintf(line + used, size - used, "%s%s", i > 0 ? " " : "", text);
        if (length > 0) used += (size_t)length;
    }
}

int main(int argc, char **argv) {
    char line[512];
    if (argc < 2) {
        print_help(stderr);
        return steppe_code_status(STEPPE_CODE_USAGE);
    }
    bool helps = strcmp(argv[1], "help") == 0;
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || (helps && argc == 2)) {
        print_help(stdout);
        return steppe_flush_output(0);
    }
    if (helps) argv++; // steppe help COMMAND, as steppe COMMAND --help
    if (strcmp(argv[1], "--version") == 0) {
        printf("steppe %s\n", steppe_version());
        return steppe_flush_output(0);
    }
    struct steppe_nearest nearest = steppe_nearest_begin(argv[1], strlen(argv[1]));
    for (size_t i = 0; i < STEPPE_COUNT(commands); i++) {
        steppe_nearest_try(&nearest, commands[i]->name);
        if (strcmp(argv[1], commands[i]->name) != 0) continue;
        struct steppe_arguments arguments = {.help = helps};
        if (!helps && !steppe_options_read(commands[i], argc - 2, argv + 2, &arguments))
            return steppe_code_status(STEPPE_CODE_USAGE);
        if (arguments.help) {
            steppe_options_help(commands[i]);
            return steppe_flush_output(0);
        }
        join(argc, argv, line, sizeof line);
        return steppe_flush_output(commands[i]->run(&arguments, line));
    }
    fprintf(stderr, "steppe: no command \"%s\"", argv[1]);
    if (nearest.name) fprintf(stderr, "; did you mean \"%s\"?", nearest.name);
    fprintf(stderr, "\nsteppe --help lists the commands\n");
    return steppe_code_status(STEPPE_CODE_USAGE);
}
