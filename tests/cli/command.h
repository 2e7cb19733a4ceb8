// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// command: runs the program as a user would and keeps what it said.
#ifndef STEPPE_TEST_COMMAND_H
#define STEPPE_TEST_COMMAND_H

#include <sys/wait.h>
#include <unistd.h>

#include "test.h"

struct command {
    int status;        // exit status, 128 + signal when it was killed
    char out[1 << 18]; // what fits
    char errors[1 << 14];
};

static inline void command_read(const char *path, char *text, size_t size) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    text[fread(text, 1, size - 1, file)] = 0;
    fclose(file);
}

// arguments: as typed to a shell, after the program's name; redirections of stdout win.
static inline void command_run(struct command *command, const char *arguments) {
    static char line[8192];
    char out[64], errors[64];
    snprintf(out, sizeof out, "/tmp/steppe-out-%ld", (long)getpid());
    snprintf(errors, sizeof errors, "/tmp/steppe-err-%ld", (long)getpid());
    int length = snprintf(line, sizeof line, "{ %s %s; } >%s 2>%s", STEPPE_PROGRAM, arguments, out,
                          errors);
    assert_true(length > 0 && (size_t)length < sizeof line);
    int status = system(line);
    command->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    command_read(out, command->out, sizeof command->out);
    command_read(errors, command->errors, sizeof command->errors);
    unlink(out);
    unlink(errors);
}

// The command must end with `status` and its errors contain every part.
static inline void command_fails(const char *arguments, int status, const char *part,
                                 const char *other_part) {
    static struct command command;
    command_run(&command, arguments);
    if (command.status != status)
        fail_msg("steppe %s: status %d, expected %d\n%s", arguments, command.status, status,
                 command.errors);
    if (!strstr(command.errors, part) || (other_part && !strstr(command.errors, other_part)))
        fail_msg("steppe %s: expected \"%s\" and \"%s\" in\n%s", arguments, part,
                 other_part ? other_part : "", command.errors);
}

// Runs the program until Ctrl-C, which must end it with 130. A slow machine may need longer to its
// first members: then it is tried again with more time.
static inline void command_interrupt(struct command *command, const char *arguments) {
    char line[600];
    for (int seconds = 2; seconds <= 32; seconds *= 4) {
        int length = snprintf(line, sizeof line,
                              "--version >/dev/null; %s %s & pid=$!; sleep %d; kill -INT $pid; "
                              "wait $pid",
                              STEPPE_PROGRAM, arguments, seconds);
        assert_true(length > 0 && (size_t)length < sizeof line);
        command_run(command, line);
        if (command->status == 130 && strstr(command->errors, "stopped after")) break;
    }
    assert_int_equal(command->status, 130);
    assert_non_null(strstr(command->errors, "stopped after"));
}

#endif
