// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// netcdf: a record to a NetCDF-4 file; the layout is docs/results.md. Beside the integers the file
// holds means, spreads and quantiles for other programs to read; on loading they are left alone,
// for the integers say the same exactly.
#include "record/record.h"

#ifndef STEPPE_NETCDF

bool steppe_record_can_save(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_RECORD, (struct steppe_place){0},
                            "this program was built without NetCDF and writes no result files");
}

bool steppe_record_save(const struct steppe_record *record, const char *path,
                        struct steppe_error *error) {
    (void)record;
    (void)path;
    return steppe_record_can_save(error);
}

#else

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/os.h"
#include "record/netcdf_layout.h"

static const double levels[STEPPE_NETCDF_LEVELS] = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};

// Days from 1970-01-01 to the last day of a month (gregorian, by eras of 400 years from March).
static int32_t last_day(int32_t month_number) {
    int32_t next = month_number + 1 - 2; // months since March of the year 0
    int32_t year = next / 12, month = next % 12;
    int32_t days = (month * 153 + 2) / 5;
    return year * 365 + year / 4 - year / 100 + year / 400 + days - 719468 - 1;
}

static bool wrote(const struct steppe_netcdf_file *file, int status, const char *what) {
    if (status == NC_NOERR) return true;
    return steppe_netcdf_refused(file, STEPPE_CODE_FILE, "cannot write %s of the result: %s", what,
                                 file->nc.strerror(status));
}

static int define_text(const struct steppe_netcdf_file *file, int variable, const char *name,
                       const char *text) {
    return file->nc.put_att_text(file->id, variable, name, strlen(text), text);
}

static bool define_variable(struct steppe_netcdf_file *file, enum variable variable) {
    const struct steppe_netcdf_variable *layout = &steppe_netcdf_variables[variable];
    int ids[DIMENSIONS_MAX] = {0}, *id = &file->variable_ids[variable];
    for (int i = 0; i < layout->dimension_count; i++)
        ids[i] = file->dimension_ids[layout->dimensions[i]];
    int status = file->nc.def_var(file->id, layout->name, layout->type, layout->dimension_count,
                                  ids, id);
    if (status == NC_NOERR) status = define_text(file, *id, "long_name", layout->meaning);
    // CF has one unit a variable: where it differs by series, coordinates name it.
    if (status == NC_NOERR && layout->type != NC_STRING && layout->unit)
        status = define_text(file, *id, "units", layout->unit);
    if (status == NC_NOERR && !layout->unit && layout->dimension_count > 1)
        status = define_text(file, *id, "coordinates", "series_variable series_unit");
    if (status == NC_NOERR && layout->unit && strncmp(layout->unit, "days", 4) == 0)
        status = define_text(file, *id, "calendar", "proleptic_gregorian");
    // Tallies and bins are mostly zeros and shrink tenfold; members' values hardly shrink and
    // would cost seconds, so they stay as they are, in one piece.
    bool counted = layout->type == NC_UINT || layout->type == NC_UINT64 || layout->type == NC_INT64;
    if (status == NC_NOERR && counted) {
        size_t chunk[DIMENSIONS_MAX] = {1, 1, 1, 1};
        for (int i = variable == V_BINS ? 2 : 1; i < layout->dimension_count; i++)
            chunk[i] = file->sizes[layout->dimensions[i]];
        status = file->nc.def_var_chunking(file->id, *id, NC_CHUNKED, chunk);
        if (status == NC_NOERR) status = file->nc.def_var_deflate(file->id, *id, 1, 1, 1);
    }
    return wrote(file, status, layout->name);
}

static bool define_provenance(const struct steppe_netcdf_file *file,
                              const struct steppe_record *record) {
    const struct steppe_provenance *from = &record->provenance;
    const int format = STEPPE_NETCDF_FORMAT;
    const unsigned long long seed = from->seed;
    char history[sizeof from->date + sizeof from->command + 4], source[sizeof from->version + 8];
    (void)snprintf(history, sizeof history, "%s: %s", from->date, from->command);
    (void)snprintf(source, sizeof source, "steppe %s", from->version);
    int status = define_text(file, NC_GLOBAL, "Conventions", "CF-1.10");
    if (!status) status = define_text(file, NC_GLOBAL, "title", from->model_name);
    if (!status) status = define_text(file, NC_GLOBAL, "source", source);
    if (!status) status = define_text(file, NC_GLOBAL, "history", history);
    if (!status)
        status = file->nc.put_att_int(file->id, NC_GLOBAL, "steppe_format", NC_INT, 1, &format);
    if (!status)
        status = file->nc.put_att_ulonglong(file->id, NC_GLOBAL, "seed", NC_UINT64, 1, &seed);
#define PUT(field)                                                                                 \
    if (!status) status = define_text(file, NC_GLOBAL, #field, from->field);
    TEXT_ATTRIBUTES(PUT)
#undef PUT
#define PUT(field)                                                                                 \
    if (!status)                                                                                   \
        status = file->nc.put_att_uint(file->id, NC_GLOBAL, #field, NC_UINT, 1, &from->field);
    COUNT_ATTRIBUTES(PUT)
#undef PUT
#define PUT(field)                                                                                 \
    if (!status) {                                                                                 \
        const signed char truth = from->field;                                                     \
        status = file->nc.put_att_schar(file->id, NC_GLOBAL, #field, NC_BYTE, 1, &truth);          \
    }
    TRUTH_ATTRIBUTES(PUT)
#undef PUT
    return wrote(file, status, "the provenance");
}

static void measure(struct steppe_netcdf_file *file, const struct steppe_record *record) {
    const struct steppe_summary *summary = record->summary;
    steppe_must(record->world_count == steppe_summary_worlds(summary));
    const size_t sizes[DIMENSION_COUNT] = {
        [D_WORLD] = record->world_count,
        [D_COLUMN] = summary->column_count,
        [D_SERIES] = summary->series_count,
        [D_DATE] = summary->date_count,
        [D_BIN] = STEPPE_BINS,
        [D_LEVEL] = STEPPE_COUNT(levels),
        [D_KEPT_DATE] = record->kept ? record->kept_date_count : 0,
        [D_KEPT_MEMBER] = record->kept ? record->kept_members : 0,
        [D_DETAIL_DATE] = record->detail ? record->detail_month_count : 0,
        [D_DETAIL_MEMBER] = record->detail ? record->detail_members : 0,
    };
    memcpy(file->sizes, sizes, sizeof sizes);
    steppe_netcdf_measure_parts(record, file->sizes);
}

static bool define_all(struct steppe_netcdf_file *file, const struct steppe_record *record) {
    const size_t *sizes = file->sizes;
    // A dimension of length 0 would mean one without end: what is empty is left out.
    for (int i = 0; i < DIMENSION_COUNT; i++) {
        if (sizes[i] == 0) continue;
        int status = file->nc.def_dim(file->id, steppe_netcdf_dimensions[i].name, sizes[i],
                                      &file->dimension_ids[i]);
        if (!wrote(file, status, steppe_netcdf_dimensions[i].name)) return false;
    }
    for (int i = 0; i < VARIABLE_COUNT; i++)
        if (steppe_netcdf_has(file, (enum variable)i) && !define_variable(file, (enum variable)i))
            return false;
    if (!define_provenance(file, record)) return false;
    return wrote(file, file->nc.enddef(file->id), "the layout");
}

bool steppe_netcdf_put(const struct steppe_netcdf_file *file, enum variable variable,
                       const void *values) {
    if (!steppe_netcdf_has(file, variable)) return true;
    return wrote(file, file->nc.put_var(file->id, file->variable_ids[variable], values),
                 steppe_netcdf_variables[variable].name);
}

static bool put_names(struct steppe_netcdf_file *file, const struct steppe_record *record) {
    const struct steppe_summary *summary = record->summary;
    size_t worlds = record->world_count, columns = summary->column_count;
    size_t most = columns > summary->series_count ? columns : summary->series_count;
    const char **texts = steppe_netcdf_scratch(file, most, sizeof *texts);
    char(*differences)[256] = steppe_netcdf_scratch(file, columns, sizeof *differences);
    if (!texts || !differences) return false;
    for (size_t i = 0; i < worlds; i++) texts[i] = record->world_names[i];
    if (!steppe_netcdf_put(file, V_WORLD, texts)) return false;
    for (size_t i = worlds; i < columns; i++) {
        (void)snprintf(differences[i], sizeof *differences, "%.120s - %.120s",
                       record->world_names[i - worlds + 1], record->world_names[0]);
        texts[i] = differences[i];
    }
    if (!steppe_netcdf_put(file, V_COLUMN, texts)) return false;
    for (size_t i = 0; i < worlds; i++) {
        const char *text = record->world_texts ? record->world_texts[i] : NULL;
        texts[i] = text ? text : "";
    }
    if (!steppe_netcdf_put(file, V_WORLD_TEXT, texts)) return false;
    const char *parameters = record->parameter_text ? record->parameter_text : "";
    if (!steppe_netcdf_put(file, V_PARAMETERS, &parameters)) return false;
    for (size_t i = 0; i < summary->series_count; i++) texts[i] = summary->series[i].name;
    if (!steppe_netcdf_put(file, V_SERIES, texts)) return false;
    for (size_t i = 0; i < summary->series_count; i++) texts[i] = summary->series[i].variable;
    if (!steppe_netcdf_put(file, V_SERIES_VARIABLE, texts)) return false;
    for (size_t i = 0; i < summary->series_count; i++) texts[i] = summary->series[i].unit;
    return steppe_netcdf_put(file, V_SERIES_UNIT, texts);
}

static bool put_series(struct steppe_netcdf_file *file, const struct steppe_summary *summary) {
    double *numbers = steppe_netcdf_scratch(file, summary->series_count, sizeof *numbers);
    if (!numbers) return false;
    for (size_t k = 0; k < STEPPE_COUNT(steppe_netcdf_series); k++) {
        for (size_t i = 0; i < summary->series_count; i++)
            memcpy(&numbers[i], (const char *)&summary->series[i] + steppe_netcdf_series[k].offset,
                   sizeof *numbers);
        if (!steppe_netcdf_put(file, steppe_netcdf_series[k].variable, numbers)) return false;
    }
    return steppe_netcdf_put(file, V_LEVEL, levels);
}

bool steppe_netcdf_put_months(struct steppe_netcdf_file *file, enum variable days,
                              enum variable numbers, const int32_t *months, size_t count) {
    if (count == 0) return true;
    int32_t *dates = steppe_netcdf_scratch(file, count, sizeof *dates);
    if (!dates) return false;
    for (size_t i = 0; i < count; i++) dates[i] = last_day(months[i]);
    return steppe_netcdf_put(file, numbers, months) && steppe_netcdf_put(file, days, dates);
}

static bool put_detail_dates(struct steppe_netcdf_file *file, const struct steppe_record *record) {
    size_t count = file->sizes[D_DETAIL_DATE];
    int32_t *months = steppe_netcdf_scratch(file, count + 1, sizeof *months);
    if (!months) return false;
    for (size_t i = 0; i < count; i++) months[i] = record->detail_first_month + (int32_t)i;
    return steppe_netcdf_put_months(file, V_DETAIL_DATE, V_DETAIL_DATE_MONTH, months, count);
}

static bool put_tallies(struct steppe_netcdf_file *file, const struct steppe_summary *summary) {
    size_t count = steppe_netcdf_count(file, V_COUNT);
    uint64_t *column = steppe_netcdf_scratch(file, count, sizeof *column);
    if (!column) return false;
    for (size_t k = 0; k < STEPPE_COUNT(steppe_netcdf_words); k++) {
        for (size_t i = 0; i < count; i++)
            memcpy(&column[i], (const char *)&summary->tallies[i] + steppe_netcdf_words[k].offset,
                   sizeof *column);
        if (!steppe_netcdf_put(file, steppe_netcdf_words[k].variable, column)) return false;
    }
    return steppe_netcdf_put(file, V_BINS, summary->bins);
}

static bool put_statistics(struct steppe_netcdf_file *file, const struct steppe_summary *summary) {
    enum { MEAN, ERROR, SPREAD, SHARE, STATISTICS };
    const enum variable targets[STATISTICS] = {V_MEAN, V_STANDARD_ERROR, V_STANDARD_DEVIATION,
                                               V_PARAMETER_SHARE};
    size_t count = steppe_netcdf_count(file, V_COUNT), at = 0;
    double *values = steppe_netcdf_scratch(file, count * STATISTICS, sizeof *values);
    double *quantiles = steppe_netcdf_scratch(file, count * STEPPE_COUNT(levels),
                                              sizeof *quantiles);
    if (!values || !quantiles) return false;
    for (size_t c = 0; c < summary->column_count; c++)
        for (size_t s = 0; s < summary->series_count; s++)
            for (size_t d = 0; d < summary->date_count; d++, at++) {
                values[MEAN * count + at] = steppe_tally_mean(summary, c, s, d);
                values[ERROR * count + at] = steppe_tally_standard_error(summary, c, s, d);
                values[SPREAD * count + at] = sqrt(steppe_tally_variance(summary, c, s, d));
                values[SHARE * count + at] = steppe_tally_parameter_share(summary, c, s, d);
                for (size_t k = 0; k < STEPPE_COUNT(levels); k++)
                    quantiles[at * STEPPE_COUNT(levels) + k] = steppe_tally_quantile(
                        summary, c, s, d, levels[k], NULL);
            }
    for (size_t k = 0; k < STATISTICS; k++)
        if (!steppe_netcdf_put(file, targets[k], values + k * count)) return false;
    return steppe_netcdf_put(file, V_QUANTILE, quantiles);
}

static bool put_all(struct steppe_netcdf_file *file, const struct steppe_record *record) {
    const struct steppe_summary *summary = record->summary;
    return put_names(file, record) && put_series(file, summary) &&
           steppe_netcdf_put_months(file, V_DATE, V_DATE_MONTH, record->date_months,
                                    summary->date_count) &&
           steppe_netcdf_put_months(file, V_KEPT_DATE, V_KEPT_DATE_MONTH, record->kept_months,
                                    file->sizes[D_KEPT_DATE]) &&
           put_detail_dates(file, record) && put_tallies(file, summary) &&
           put_statistics(file, summary) && steppe_netcdf_put(file, V_KEPT, record->kept) &&
           steppe_netcdf_put(file, V_DETAIL, record->detail) &&
           steppe_netcdf_put_parts(file, record);
}

// Bytes the file takes at most: what it holds, not compressed, and 2 MB for its own tables.
static uint64_t file_bytes(const struct steppe_netcdf_file *file,
                           const struct steppe_record *record) {
    uint64_t bytes = 1 << 21;
    if (record->parameter_text) bytes += strlen(record->parameter_text);
    for (size_t w = 0; record->world_texts && w < record->world_count; w++)
        bytes += record->world_texts[w] ? strlen(record->world_texts[w]) : 0;
    for (int i = 0; i < VARIABLE_COUNT; i++)
        bytes += (uint64_t)steppe_netcdf_count(file, (enum variable)i) * sizeof(double);
    return bytes - 4 * ((uint64_t)steppe_netcdf_count(file, V_BINS) +
                        (uint64_t)steppe_netcdf_count(file, V_KEPT) +
                        (uint64_t)steppe_netcdf_count(file, V_DETAIL));
}

bool steppe_record_can_save(struct steppe_error *error) {
    struct steppe_netcdf_calls calls;
    return steppe_netcdf_calls_find(STEPPE_NETCDF_LIBRARY, &calls, error);
}

// HDF5 does not survive a disk that fills up while it writes: it stops the program when that ends
// and looks for the file that could not be closed. So room is reserved first, and if writing fails
// all the same, the file is emptied, which lets it be closed.
bool steppe_record_save(const struct steppe_record *record, const char *path,
                        struct steppe_error *error) {
    struct steppe_netcdf_file file = {.path = path, .error = error};
    char temporary[4096];
    measure(&file, record);
    if (!steppe_netcdf_calls_find(STEPPE_NETCDF_LIBRARY, &file.nc, error)) return false;
    if (!steppe_os_temporary_name(path, temporary, sizeof temporary, error)) return false;
    if (!steppe_os_reserve(temporary, file_bytes(&file, record), error)) {
        steppe_os_discard(temporary);
        return false;
    }
    int status = file.nc.create(temporary, NC_CLOBBER | NC_NETCDF4, &file.id);
    bool done = wrote(&file, status, "the beginning");
    if (done) {
        steppe_arena_init(&file.scratch, 0);
        done = define_all(&file, record) && put_all(&file, record) &&
               wrote(&file, file.nc.sync(file.id), "the end");
        steppe_arena_free(&file.scratch);
        struct steppe_error ignored;
        if (!done && !steppe_os_reserve(temporary, 0, &ignored)) steppe_os_discard(temporary);
        status = file.nc.close(file.id);
        if (done) done = wrote(&file, status, "the end");
    }
    if (done) done = steppe_os_replace(temporary, path, error);
    if (!done) steppe_os_discard(temporary);
    return done;
}

#endif
