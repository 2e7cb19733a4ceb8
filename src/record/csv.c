// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// csv: see the header. RFC 4180 with line feeds; numbers with nine significant digits; a value that
// does not exist (a difference of the baseline, a quantile of no members) is an empty field.
#include "record/csv.h"

#include <math.h>
#include <string.h>

#include "base/numbers.h"
#include "base/os.h"
#include "base/text.h"

static const double levels[] = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};
static const char heads[] =
    "world,series,variable,unit,date,members,mean,standard_error,standard_deviation,"
    "q05,q10,q25,q50,q75,q90,q95,parameter_share,"
    "difference_mean,difference_standard_error,difference_standard_deviation,"
    "difference_q05,difference_q10,difference_q25,difference_q50,difference_q75,difference_q90,"
    "difference_q95,difference_parameter_share,difference_share_positive\n";

static void put_text(struct steppe_writer *writer, const char *text) {
    if (!strpbrk(text, ",\"\r\n")) {
        steppe_writer_text(writer, text);
        return;
    }
    steppe_writer_bytes(writer, "\"", 1);
    for (; *text; text++) {
        if (*text == '"') steppe_writer_bytes(writer, "\"", 1);
        steppe_writer_bytes(writer, text, 1);
    }
    steppe_writer_bytes(writer, "\"", 1);
}

static void put_number(struct steppe_writer *writer, double value) {
    char text[STEPPE_NUMBER_PRINT_BYTES];
    steppe_writer_bytes(writer, ",", 1);
    if (!isfinite(value)) return;
    size_t length = steppe_number_print(value, 9, text);
    steppe_writer_bytes(writer, text, length);
}

static void put_statistics(struct steppe_writer *writer, const struct steppe_summary *summary,
                           size_t column, size_t series, size_t date) {
    put_number(writer, steppe_tally_mean(summary, column, series, date));
    put_number(writer, steppe_tally_standard_error(summary, column, series, date));
    put_number(writer, sqrt(steppe_tally_variance(summary, column, series, date)));
    for (size_t i = 0; i < STEPPE_COUNT(levels); i++)
        put_number(writer, steppe_tally_quantile(summary, column, series, date, levels[i], NULL));
    put_number(writer, steppe_tally_parameter_share(summary, column, series, date));
}

static void put_row(struct steppe_writer *writer, const struct steppe_record *record, size_t world,
                    size_t series, size_t date) {
    const struct steppe_summary *summary = record->summary;
    const struct steppe_series *about = &summary->series[series];
    const struct steppe_tally *tally = steppe_summary_tally(summary, world, series, date);
    int month = record->date_months[date];
    put_text(writer, record->world_names[world]);
    steppe_writer_bytes(writer, ",", 1);
    put_text(writer, about->name);
    steppe_writer_bytes(writer, ",", 1);
    put_text(writer, about->variable);
    steppe_writer_bytes(writer, ",", 1);
    put_text(writer, about->unit);
    steppe_writer_print(writer, ",%04d-%02d,%llu", month / 12, month % 12 + 1,
                        (unsigned long long)tally->count);
    put_statistics(writer, summary, world, series, date);
    if (world == 0) {
        steppe_writer_repeat(writer, ',', 5 + STEPPE_COUNT(levels));
    } else {
        size_t column = record->world_count + world - 1;
        const struct steppe_tally *apart = steppe_summary_tally(summary, column, series, date);
        put_statistics(writer, summary, column, series, date);
        put_number(writer, (double)apart->positive / (double)apart->count);
    }
    steppe_writer_bytes(writer, "\n", 1);
}

bool steppe_record_save_csv(const struct steppe_record *record, const char *path,
                            struct steppe_error *error) {
    const struct steppe_place place = {.file = path};
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    struct steppe_writer writer = steppe_writer_begin(&arena);
    steppe_writer_text(&writer, heads);
    for (size_t w = 0; w < record->world_count; w++)
        for (size_t s = 0; s < record->summary->series_count; s++)
            for (size_t d = 0; d < record->summary->date_count; d++)
                put_row(&writer, record, w, s, d);
    bool saved = writer.failed ? steppe_error_set(error, STEPPE_CODE_MEMORY, place,
                                                  "not enough memory for the table")
                               : steppe_os_write_file(path, writer.text, writer.length, error);
    steppe_arena_free(&arena);
    return saved;
}
