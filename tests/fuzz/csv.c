// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// csv: any bytes into the CSV reader. It must end; fields are texts that end with a zero, and lie
// where they say they do.
#include <string.h>

#include "builder.h"
#include "model/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct steppe_csv_column columns[] = {
        {"variable", true}, {"actor", true}, {"value", true}, {"note", false}, {NULL, false},
    };
    struct fuzz_builder *fuzz = fuzz_builder_make();
    const struct steppe_file *file = fuzz_file(fuzz, "fuzz.csv", data, size);
    struct steppe_csv csv;
    if (file && steppe_csv_open(&csv, &fuzz->builder, file, columns)) {
        uint32_t line = 0;
        while (steppe_csv_next(&csv)) {
            steppe_must(csv.line > line); // ever onward
            line = csv.line;
            for (size_t i = 0; i < csv.column_count; i++) {
                const struct steppe_csv_field *field = &csv.fields[i];
                steppe_must(field->text[field->length] == '\0');
                steppe_must((size_t)field->at + field->width <= size);
                steppe_must(field->length <= field->width);
            }
            steppe_csv_fault(&csv, 2, "a number", NULL, "provoked");
        }
    } else {
        steppe_must(fuzz->findings.error_count > 0 || fuzz->builder.failed);
    }
    fuzz_builder_free(fuzz);
    return 0;
}
