// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// netcdf_read: a result file to a record. Nothing in the file is believed: dimensions, types,
// ranges, texts and the sums of bins are checked, and what is wrong is named. Faults within the
// HDF5 library are out of our hands.
#include "record/record.h"

#ifndef STEPPE_NETCDF

bool steppe_record_load(const char *path, struct steppe_arena *arena, struct steppe_record **record,
                        struct steppe_error *error) {
    (void)arena;
    (void)record;
    const struct steppe_place place = {.file = path};
    return steppe_error_set(error, STEPPE_CODE_RECORD, place,
                            "this program was built without NetCDF and reads no result files");
}

#else

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/os.h"
#include "base/text.h"
#include "record/netcdf_layout.h"

static bool got(const struct steppe_netcdf_file *file, int status, const char *what) {
    if (status == NC_NOERR) return true;
    return steppe_netcdf_refused(file, STEPPE_CODE_RECORD, "cannot read %s: %s", what,
                                 file->nc.strerror(status));
}

// Texts go to terminals and files: no control characters in them.
static bool is_plain(const char *text, size_t length, bool lines) {
    size_t bad_at;
    bool good = steppe_text_is_utf8(text, length, &bad_at);
    for (size_t i = 0; good && i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        good = (c >= 0x20 && c != 0x7f) || (lines && (c == '\n' || c == '\t' || c == '\r'));
    }
    return good;
}

static bool get_text(const struct steppe_netcdf_file *file, const char *name, char *text,
                     size_t size) {
    nc_type type;
    size_t length;
    int status = file->nc.inq_att(file->id, NC_GLOBAL, name, &type, &length);
    if (status != NC_NOERR)
        return steppe_netcdf_refused(file, STEPPE_CODE_RECORD, "the attribute '%s' is missing",
                                     name);
    if (type != NC_CHAR || length >= size)
        return steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                     "the attribute '%s' should be text of at most %zu bytes", name,
                                     size - 1);
    memset(text, 0, size);
    if (!got(file, file->nc.get_att_text(file->id, NC_GLOBAL, name, text), name)) return false;
    if (is_plain(text, strlen(text), true)) return true;
    return steppe_netcdf_refused(file, STEPPE_CODE_RECORD, "the attribute '%s' has odd characters",
                                 name);
}

static bool get_whole(const struct steppe_netcdf_file *file, const char *name, nc_type type,
                      uint64_t most, uint64_t *value) {
    nc_type found;
    size_t length;
    unsigned long long read = 0;
    int status = file->nc.inq_att(file->id, NC_GLOBAL, name, &found, &length);
    if (status != NC_NOERR)
        return steppe_netcdf_refused(file, STEPPE_CODE_RECORD, "the attribute '%s' is missing",
                                     name);
    if (found != type || length != 1)
        return steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                     "the attribute '%s' should be one whole number", name);
    status = file->nc.get_att_ulonglong(file->id, NC_GLOBAL, name, &read);
    if (status != NC_NOERR || read > most)
        return steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                     "the attribute '%s' should be a number from 0 to %" PRIu64,
                                     name, most);
    *value = read;
    return true;
}

static bool get_provenance(const struct steppe_netcdf_file *file, struct steppe_provenance *into) {
    uint64_t value;
    if (!get_whole(file, "seed", NC_UINT64, UINT64_MAX, &into->seed)) return false;
#define GET(field)                                                                                 \
    if (!get_text(file, #field, into->field, sizeof into->field)) return false;
    TEXT_ATTRIBUTES(GET)
#undef GET
#define GET(field)                                                                                 \
    if (!get_whole(file, #field, NC_UINT, UINT32_MAX, &value)) return false;                       \
    into->field = (uint32_t)value;
    COUNT_ATTRIBUTES(GET)
#undef GET
#define GET(field)                                                                                 \
    if (!get_whole(file, #field, NC_BYTE, 1, &value)) return false;                                \
    into->field = value == 1;
    TRUTH_ATTRIBUTES(GET)
#undef GET
    if (into->members_failed > into->members_done || into->members_done > into->members_asked)
        return steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                     "of %" PRIu32 " members asked for %" PRIu32
                                     " are done and %" PRIu32 " failed: that cannot be",
                                     into->members_asked, into->members_done, into->members_failed);
    return true;
}

static bool get_format(const struct steppe_netcdf_file *file) {
    uint64_t format;
    if (file->nc.inq_attid(file->id, NC_GLOBAL, "steppe_format", &(int){0}) != NC_NOERR)
        return steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                     "this is a NetCDF file but no result of steppe: the attribute "
                                     "'steppe_format' is missing");
    if (!get_whole(file, "steppe_format", NC_INT, INT32_MAX, &format)) return false;
    if (format != STEPPE_NETCDF_FORMAT)
        return steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                     "the result has format %" PRIu64
                                     "; this program reads format %d",
                                     format, STEPPE_NETCDF_FORMAT);
    return true;
}

static bool get_sizes(struct steppe_netcdf_file *file) {
    for (int i = 0; i < DIMENSION_COUNT; i++) {
        const char *name = steppe_netcdf_dimensions[i].name;
        int status = file->nc.inq_dimid(file->id, name, &file->dimension_ids[i]);
        bool optional = i >= D_KEPT_DATE;
        if (status == NC_EBADDIM && optional) continue;
        if (status == NC_EBADDIM)
            return steppe_netcdf_refused(file, STEPPE_CODE_RECORD, "the dimension '%s' is missing",
                                         name);
        status = file->nc.inq_dimlen(file->id, file->dimension_ids[i], &file->sizes[i]);
        if (!got(file, status, name)) return false;
        if (file->sizes[i] == 0 || file->sizes[i] > steppe_netcdf_dimensions[i].most)
            return steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                         "the dimension '%s' is %zu; expected 1 to %zu", name,
                                         file->sizes[i], steppe_netcdf_dimensions[i].most);
    }
    const size_t *sizes = file->sizes;
    if (sizes[D_COLUMN] != 2 * sizes[D_WORLD] - 1)
        return steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                     "%zu worlds need %zu columns, not %zu", sizes[D_WORLD],
                                     2 * sizes[D_WORLD] - 1, sizes[D_COLUMN]);
    if (sizes[D_CHANGE] > 0 && (sizes[D_CHANGE] != sizes[D_WORLD] || sizes[D_POWER] == 0 ||
                                sizes[D_POWER] != sizes[D_WHOSE]))
        return steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                     "the dimensions 'change', 'power' and 'whose' do not fit");
    if (sizes[D_BIN] != STEPPE_BINS)
        return steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                     "the dimension 'bin' is %zu; expected %d", sizes[D_BIN],
                                     STEPPE_BINS);
    return true;
}

// Memory a file may claim: a damaged length must not ask for all there is.
static bool check_volume(const struct steppe_netcdf_file *file) {
    const enum variable large[] = {
        V_BINS, V_KEPT, V_DETAIL, V_ANSWER_COUNT, V_CHANGE_PART_SUM, V_ANSWER_KEPT, V_EVENT_WORLD};
    const double most = 16e9;
    double bytes = 0;
    for (size_t k = 0; k < STEPPE_COUNT(large); k++) {
        double values = sizeof(double); // at most
        const struct steppe_netcdf_variable *layout = &steppe_netcdf_variables[large[k]];
        for (int i = 0; i < layout->dimension_count; i++)
            values *= (double)file->sizes[layout->dimensions[i]];
        bytes += values;
    }
    if (bytes <= most) return true;
    return steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                 "the result claims %.3g GB; at most %.0f are read", bytes / 1e9,
                                 most / 1e9);
}

static bool check_variable(struct steppe_netcdf_file *file, enum variable variable) {
    const struct steppe_netcdf_variable *layout = &steppe_netcdf_variables[variable];
    int count, ids[NC_MAX_VAR_DIMS];
    nc_type type;
    if (!steppe_netcdf_has(file, variable)) return true;
    int status = file->nc.inq_varid(file->id, layout->name, &file->variable_ids[variable]);
    if (status == NC_ENOTVAR)
        return steppe_netcdf_refused(file, STEPPE_CODE_RECORD, "the variable '%s' is missing",
                                     layout->name);
    if (!got(file, status, layout->name)) return false;
    status = file->nc.inq_var(file->id, file->variable_ids[variable], NULL, &type, &count, ids,
                              NULL);
    if (!got(file, status, layout->name)) return false;
    bool same = count == layout->dimension_count;
    for (int i = 0; same && i < count; i++)
        same = ids[i] == file->dimension_ids[layout->dimensions[i]];
    if (!same)
        return steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                     "the variable '%s' has other dimensions than "
                                     "those of format %d",
                                     layout->name, STEPPE_NETCDF_FORMAT);
    if (type != layout->type)
        return steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                     "the variable '%s' has another type than that "
                                     "of format %d",
                                     layout->name, STEPPE_NETCDF_FORMAT);
    return true;
}

bool steppe_netcdf_get(const struct steppe_netcdf_file *file, enum variable variable,
                       void *values) {
    return got(file, file->nc.get_var(file->id, file->variable_ids[variable], values),
               steppe_netcdf_variables[variable].name);
}

static bool check_text(const struct steppe_netcdf_file *file, enum variable variable,
                       const char *text, size_t most, bool lines) {
    const size_t length = text ? strlen(text) : 0;
    const bool good = text && length <= most && is_plain(text, length, lines);
    if (good) return true;
    return steppe_netcdf_refused(
        file, STEPPE_CODE_RECORD,
        "a text in '%s' is missing, longer than %zu bytes or has odd characters",
        steppe_netcdf_variables[variable].name, most);
}

// Texts of a variable, copied into the arena.
bool steppe_netcdf_get_texts(struct steppe_netcdf_file *file, enum variable variable, size_t most,
                             bool lines, struct steppe_arena *arena, const char ***texts) {
    size_t count = steppe_netcdf_count(file, variable);
    char **raw = steppe_netcdf_scratch(file, count, sizeof *raw);
    const char **copies = STEPPE_TAKE(arena, count, const char *);
    if (!raw) return false;
    if (!copies)
        return steppe_netcdf_refused(file, STEPPE_CODE_MEMORY, "not enough memory for the result");
    if (!steppe_netcdf_get(file, variable, raw)) return false;
    bool good = true;
    for (size_t i = 0; good && i < count; i++) {
        good = check_text(file, variable, raw[i], most, lines);
        if (!good) break;
        copies[i] = steppe_arena_copy_text(arena, raw[i], strlen(raw[i]));
        if (!copies[i])
            good = steppe_netcdf_refused(file, STEPPE_CODE_MEMORY,
                                         "not enough memory for the result");
    }
    (void)file->nc.free_string(count, raw);
    *texts = copies;
    return good;
}

static bool get_names(struct steppe_netcdf_file *file, struct steppe_record *record,
                      struct steppe_arena *arena) {
    const char **worlds = NULL, **texts = NULL, **parameters = NULL;
    if (!steppe_netcdf_get_texts(file, V_WORLD, 120, false, arena, &worlds) ||
        !steppe_netcdf_get_texts(file, V_WORLD_TEXT, 1 << 24, true, arena, &texts) ||
        !steppe_netcdf_get_texts(file, V_PARAMETERS, 1 << 26, true, arena, &parameters))
        return false;
    record->world_count = file->sizes[D_WORLD];
    record->world_names = worlds;
    record->world_texts = texts;
    record->parameter_text = parameters[0];
    return true;
}

static bool get_series(struct steppe_netcdf_file *file, struct steppe_arena *arena,
                       const struct steppe_series **into) {
    size_t count = file->sizes[D_SERIES];
    struct steppe_series *series = STEPPE_TAKE(arena, count, struct steppe_series);
    double *numbers = steppe_netcdf_scratch(file, count, sizeof *numbers);
    const char **names = NULL, **units = NULL, **names_of_variables = NULL;
    if (!numbers) return false;
    if (!series)
        return steppe_netcdf_refused(file, STEPPE_CODE_MEMORY, "not enough memory for the result");
    if (!steppe_netcdf_get_texts(file, V_SERIES, sizeof series->name - 1, false, arena, &names) ||
        !steppe_netcdf_get_texts(file, V_SERIES_UNIT, sizeof series->unit - 1, false, arena,
                                 &units) ||
        !steppe_netcdf_get_texts(file, V_SERIES_VARIABLE, sizeof series->variable - 1, false, arena,
                                 &names_of_variables))
        return false;
    for (size_t i = 0; i < count; i++) { // lengths are checked above
        memcpy(series[i].name, names[i], strlen(names[i]) + 1);
        memcpy(series[i].unit, units[i], strlen(units[i]) + 1);
        memcpy(series[i].variable, names_of_variables[i], strlen(names_of_variables[i]) + 1);
    }
    for (size_t k = 0; k < STEPPE_COUNT(steppe_netcdf_series); k++) {
        if (!steppe_netcdf_get(file, steppe_netcdf_series[k].variable, numbers)) return false;
        for (size_t i = 0; i < count; i++) {
            if (!(fabs(numbers[i]) <= 1e30))
                return steppe_netcdf_refused(
                    file, STEPPE_CODE_RECORD, "'%s' of series '%s' is %g",
                    steppe_netcdf_variables[steppe_netcdf_series[k].variable].name, series[i].name,
                    numbers[i]);
            memcpy((char *)&series[i] + steppe_netcdf_series[k].offset, &numbers[i],
                   sizeof *numbers);
        }
    }
    *into = series;
    return true;
}

static bool get_months(struct steppe_netcdf_file *file, enum variable variable,
                       struct steppe_arena *arena, const int32_t **into) {
    size_t count = steppe_netcdf_count(file, variable);
    int32_t *months = STEPPE_TAKE(arena, count, int32_t);
    if (!months)
        return steppe_netcdf_refused(file, STEPPE_CODE_MEMORY, "not enough memory for the result");
    if (!steppe_netcdf_get(file, variable, months)) return false;
    for (size_t i = 0; i < count; i++)
        if (months[i] < 12 || months[i] >= 12 * 10000 || (i > 0 && months[i] <= months[i - 1]))
            return steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                         "'%s' has %" PRId32
                                         " at place %zu: no month, or not in order",
                                         steppe_netcdf_variables[variable].name, months[i], i);
    *into = months;
    return true;
}

static bool check_tally(const struct steppe_netcdf_file *file, const struct steppe_summary *summary,
                        size_t at) {
    const int64_t sum_most = INT64_C(1) << 17, square_most = INT64_C(1) << 62;
    const struct steppe_tally *tally = &summary->tallies[at];
    const size_t dates = file->sizes[D_DATE], all = file->sizes[D_SERIES];
    const size_t column = at / dates / all, series = at / dates % all, date = at % dates;
    bool good = tally->count <= UINT64_C(1) << 32;
    good = good && steppe_tally_bins_agree(summary, column, series, date);
    good = good && tally->pair_count <= tally->count / 2;
    good = good && tally->sum_high >= -sum_most && tally->sum_high <= sum_most;
    good = good && tally->pair_sum_high >= -sum_most && tally->pair_sum_high <= sum_most;
    good = good && tally->square_high >= 0 && tally->square_high <= square_most;
    good = good && tally->cross_high >= -square_most && tally->cross_high <= square_most;
    if (good) return true;
    return steppe_netcdf_refused(
        file, STEPPE_CODE_RECORD,
        "the tallies and bins of column %zu, series %zu, date %zu do not agree", column, series,
        date);
}

static bool get_summary(struct steppe_netcdf_file *file, struct steppe_record *record,
                        struct steppe_arena *arena) {
    const struct steppe_series *series = NULL;
    if (!get_series(file, arena, &series)) return false;
    if (!steppe_summary_make(file->sizes[D_COLUMN], series, file->sizes[D_SERIES],
                             file->sizes[D_DATE], arena, &record->summary, file->error))
        return false;
    struct steppe_tally *tallies = record->summary->tallies;
    size_t count = steppe_netcdf_count(file, V_COUNT);
    uint64_t *column = steppe_netcdf_scratch(file, count, sizeof *column);
    if (!column) return false;
    for (size_t k = 0; k < STEPPE_COUNT(steppe_netcdf_words); k++) {
        if (!steppe_netcdf_get(file, steppe_netcdf_words[k].variable, column)) return false;
        for (size_t i = 0; i < count; i++)
            memcpy((char *)&tallies[i] + steppe_netcdf_words[k].offset, &column[i], sizeof *column);
    }
    if (!steppe_netcdf_get(file, V_BINS, record->summary->bins)) return false;
    for (size_t i = 0; i < count; i++)
        if (!check_tally(file, record->summary, i)) return false;
    return true;
}

static bool get_members(struct steppe_netcdf_file *file, enum variable variable,
                        struct steppe_arena *arena, float **into) {
    size_t count = steppe_netcdf_count(file, variable);
    *into = STEPPE_TAKE(arena, count, float);
    if (!*into)
        return steppe_netcdf_refused(file, STEPPE_CODE_MEMORY, "not enough memory for the result");
    return steppe_netcdf_get(file, variable, *into);
}

static bool get_kept(struct steppe_netcdf_file *file, struct steppe_record *record,
                     struct steppe_arena *arena) {
    const int32_t *months = NULL;
    if (steppe_netcdf_has(file, V_KEPT)) {
        record->kept_members = file->sizes[D_KEPT_MEMBER];
        record->kept_date_count = file->sizes[D_KEPT_DATE];
        if (!get_months(file, V_KEPT_DATE_MONTH, arena, &record->kept_months)) return false;
        if (!get_members(file, V_KEPT, arena, &record->kept)) return false;
    }
    if (steppe_netcdf_has(file, V_DETAIL)) {
        record->detail_members = file->sizes[D_DETAIL_MEMBER];
        record->detail_month_count = file->sizes[D_DETAIL_DATE];
        if (!get_months(file, V_DETAIL_DATE_MONTH, arena, &months)) return false;
        record->detail_first_month = months[0];
        if ((size_t)(months[record->detail_month_count - 1] - months[0]) + 1 !=
            record->detail_month_count)
            return steppe_netcdf_refused(file, STEPPE_CODE_RECORD, "'%s' leaves out months",
                                         steppe_netcdf_variables[V_DETAIL_DATE_MONTH].name);
        return get_members(file, V_DETAIL, arena, &record->detail);
    }
    return true;
}

static bool get_all(struct steppe_netcdf_file *file, struct steppe_record *record,
                    struct steppe_arena *arena) {
    if (!get_format(file) || !get_sizes(file) || !check_volume(file)) return false;
    for (int i = 0; i < VARIABLE_COUNT; i++)
        if (!check_variable(file, (enum variable)i)) return false;
    return get_provenance(file, &record->provenance) && get_names(file, record, arena) &&
           get_months(file, V_DATE_MONTH, arena, &record->date_months) &&
           get_summary(file, record, arena) && get_kept(file, record, arena) &&
           steppe_netcdf_get_parts(file, record, arena);
}

bool steppe_record_load(const char *path, struct steppe_arena *arena, struct steppe_record **record,
                        struct steppe_error *error) {
    struct steppe_netcdf_file file = {.path = path, .error = error};
    // The library takes some names for addresses in a network: only a file here will do.
    if (!steppe_os_is_file(path))
        return steppe_netcdf_refused(&file, STEPPE_CODE_RECORD, "%s",
                                     steppe_os_is_folder(path) ? "is a directory, not a result file"
                                     : steppe_os_is_special(path)
                                         ? "is no ordinary file"
                                         : "there is no file of that name");
    if (!steppe_netcdf_calls_find(STEPPE_NETCDF_LIBRARY, &file.nc, error)) return false;
    int status = file.nc.open(path, NC_NOWRITE, &file.id);
    if (status != NC_NOERR)
        return steppe_netcdf_refused(&file, STEPPE_CODE_RECORD,
                                     "cannot be read as NetCDF-4: %s. Is it a result, and whole?",
                                     file.nc.strerror(status));
    struct steppe_arena_mark mark = steppe_arena_mark(arena);
    struct steppe_record *made = STEPPE_TAKE(arena, 1, struct steppe_record);
    steppe_arena_init(&file.scratch, 0);
    bool done = made ? get_all(&file, made, arena)
                     : steppe_netcdf_refused(&file, STEPPE_CODE_MEMORY,
                                             "not enough memory for the result");
    steppe_arena_free(&file.scratch);
    (void)file.nc.close(file.id); // read only: nothing can be lost
    if (!done) {
        steppe_arena_rewind(arena, mark);
        return false;
    }
    *record = made;
    return true;
}

#endif
