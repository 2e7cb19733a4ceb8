// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// replay: runs a fuzz target without a fuzzer, the same inputs each time: every file of a corpus
// folder as it is, then a fixed number of damaged copies of each. In: the folder's name. Out: the
// lines of one test case. The sanitizer builds say what a damaged input broke; tools/fuzz.sh
// searches for new ones.
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIZE_MAX_BYTES 65536
#define COPIES 400

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Steele and Vigna's splitmix64: any generator will do, as long as it is the same everywhere.
static uint64_t next_random(uint64_t *state) {
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

// A number below limit; 0 when limit is 0.
static size_t below(uint64_t *state, size_t limit) {
    return limit ? (size_t)(next_random(state) % limit) : 0;
}

// One small damage to bytes[0..size); returns the new size, at most SIZE_MAX_BYTES.
static size_t damage(uint8_t *bytes, size_t size, uint64_t *state) {
    static const char pieces[] = "[](){}:,#-\"'\n\t 0.e9\\|>&*!%@~^=<+/\0\x80\xff\xc3";
    size_t at = below(state, size), span = 1 + below(state, 16);
    if (span > size - at) span = size - at;
    switch (next_random(state) % 5) {
    case 0: // another byte
        if (size) bytes[at] = (uint8_t)next_random(state);
        return size;
    case 1: // a piece of syntax in place of a byte
        if (size) bytes[at] = (uint8_t)pieces[below(state, sizeof pieces - 1)];
        return size;
    case 2: // a span left out
        memmove(bytes + at, bytes + at + span, size - at - span);
        return size - span;
    case 3: // a span twice
        if (size + span > SIZE_MAX_BYTES) return size;
        memmove(bytes + at + span, bytes + at, size - at);
        return size + span;
    default: // cut short
        return at;
    }
}

static void run_exact(const uint8_t *bytes, size_t size) {
    // A block of exactly this size, so that a read past the end is seen.
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy) abort();
    memcpy(copy, bytes, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void run_file(const char *path, uint64_t state) {
    static uint8_t original[SIZE_MAX_BYTES], bytes[SIZE_MAX_BYTES];
    FILE *file = fopen(path, "rb");
    if (!file) abort();
    size_t original_size = fread(original, 1, sizeof original, file);
    fclose(file);
    run_exact(original, original_size);
    for (int copy = 0; copy < COPIES; copy++) {
        size_t size = original_size;
        memcpy(bytes, original, size);
        for (size_t rounds = 1 + below(&state, 6); rounds > 0; rounds--)
            size = damage(bytes, size, &state);
        run_exact(bytes, size);
    }
}

int main(int argument_count, char **arguments) {
    if (argument_count != 2) return 2;
    printf("[ RUN      ] damaged_inputs_break_nothing\n");
    fflush(stdout);
    DIR *folder = opendir(arguments[1]);
    unsigned files = 0;
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (entry->d_name[0] == '.') continue;
        char path[4096];
        int length = snprintf(path, sizeof path, "%s/%s", arguments[1], entry->d_name);
        if (length < 0 || (size_t)length >= sizeof path) return 1;
        // The seed is of the name, since the order of a folder differs between machines.
        uint64_t state = 0;
        for (const char *c = entry->d_name; *c; c++) state = state * 31 + (unsigned char)*c;
        run_file(path, state);
        files++;
    }
    if (folder) closedir(folder);
    if (files == 0) printf("no inputs in %s\n", arguments[1]);
    printf(files ? "[       OK ] %s\n" : "[  FAILED  ] %s\n", "damaged_inputs_break_nothing");
    return files ? 0 : 1;
}
