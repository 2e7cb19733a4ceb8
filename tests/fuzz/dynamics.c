// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// dynamics: one text as regimes, indicators, events, questions, base rates, claims and a
// scenario at once.
#include "model/dynamics.h"
#include "../model/small_model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct small_model small;
    small_open(&small);
    char *text = steppe_builder_copy(&small.builder, (const char *)data, size);
    steppe_must(text);
    const struct steppe_file *file = steppe_file_of_text(&small.builder, "fuzz.yaml", text, size);
    struct steppe_dynamics_files files = {.regimes = file,
                                          .indicators = file,
                                          .events = file,
                                          .questions = file,
                                          .base_rates = file,
                                          .claims = file,
                                          .scenarios = &file,
                                          .scenario_count = 1};
    if (file) // else: no UTF-8
        steppe_must(steppe_dynamics_read(&small.builder, &files));
    small_close(&small);
    return 0;
}
