// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "report/json.h"

#include <math.h>

static json_t *text_or_null(const char *text) { return text ? json_string(text) : json_null(); }

json_t *steppe_report_json_begin(const char *command, const char *model_name,
                                 const char *model_hash) {
    json_t *document = json_object();
    json_object_set_new(document, "format", json_integer(1));
    json_object_set_new(document, "command", json_string(command));
    if (model_name) {
        json_t *model = json_object();
        json_object_set_new(model, "name", json_string(model_name));
        json_object_set_new(model, "hash", text_or_null(model_hash));
        json_object_set_new(document, "model", model);
    }
    json_object_set_new(document, "rows", json_array());
    return document;
}

void steppe_report_json_row(json_t *document, json_t *row) {
    json_array_append_new(json_object_get(document, "rows"), row);
}

json_t *steppe_report_json_number(double value) {
    if (!isfinite(value)) return json_null();
    // Whole numbers print without a fraction.
    if (value == floor(value) && fabs(value) < 1e9) return json_integer((json_int_t)value);
    return json_real(value);
}

void steppe_report_json_set_number(json_t *row, const char *key, double value) {
    json_object_set_new(row, key, steppe_report_json_number(value));
}

void steppe_report_json_set_month(json_t *row, const char *key, int32_t month) {
    char text[16];
    (void)snprintf(text, sizeof text, "%d-%02d", month / 12, month % 12 + 1);
    json_object_set_new(row, key, json_string(text));
}

void steppe_report_json_set_text(json_t *row, const char *key, const char *text) {
    json_object_set_new(row, key, text_or_null(text));
}

void steppe_report_json_set_run(json_t *document, uint64_t seed, uint32_t asked, uint32_t done,
                                uint32_t failed) {
    char text[32];
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)seed);
    // A number of JSON here has a sign: the upper half of the seeds is text.
    json_object_set_new(document, "seed",
                        seed > INT64_MAX ? json_string(text) : json_integer((json_int_t)seed));
    json_object_set_new(document, "members_asked", json_integer(asked));
    json_object_set_new(document, "members_done", json_integer(done));
    json_object_set_new(document, "members_failed", json_integer(failed));
    json_object_set_new(document, "complete", json_boolean(done == asked));
}

void steppe_report_json_end(FILE *stream, json_t *document) {
    // What holds for all rows comes before them, whenever it was added.
    json_t *rows = json_incref(json_object_get(document, "rows"));
    json_object_del(document, "rows");
    json_object_set_new(document, "rows", rows);
    json_dumpf(document, stream, JSON_INDENT(2) | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(9));
    fputc('\n', stream);
    json_decref(document);
}
