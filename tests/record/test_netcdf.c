// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// netcdf: what is saved comes back bit by bit; damaged files are refused with a reason and never
// crash; other programs can read the file.
#include "test.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "record/record.h"
#include "record/synthetic_parts.h"

enum { MEMBERS = 64 };

static struct steppe_arena arena;
static struct steppe_record *original;
static char folder[] = "/tmp/steppe-netcdf-XXXXXX";
static char path[sizeof folder + 16], damaged[sizeof folder + 16];

#ifdef STEPPE_NETCDF

#include <netcdf.h>

#include "record/netcdf_library.h"

static int set_up(void **state) {
    (void)state;
    struct steppe_error error;
    steppe_arena_init(&arena, 0);
    original = synthetic_record(&arena, MEMBERS);
    if (!original || !mkdtemp(folder)) return 1;
    if (!synthetic_ask(original, &arena, MEMBERS) || !synthetic_split(original, &arena) ||
        !synthetic_happen(original, &arena))
        return 1;
    (void)snprintf(path, sizeof path, "%s/run.nc", folder);
    (void)snprintf(damaged, sizeof damaged, "%s/damaged.nc", folder);
    return steppe_record_save(original, path, &error) ? 0 : 1;
}

static int tear_down(void **state) {
    (void)state;
    (void)unlink(path);
    (void)unlink(damaged);
    steppe_arena_free(&arena);
    return rmdir(folder); // fails if a temporary file was left behind
}

static size_t read_bytes(const char *from, unsigned char **bytes) {
    FILE *file = fopen(from, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size_t size = (size_t)ftell(file);
    rewind(file);
    *bytes = malloc(size);
    assert_int_equal(fread(*bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    return size;
}

static void write_bytes(const char *to, const unsigned char *bytes, size_t size) {
    FILE *file = fopen(to, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void a_saved_record_comes_back_bit_by_bit(void **state) {
    (void)state;
    struct steppe_arena mine;
    struct steppe_error error = {0};
    struct steppe_record *back = NULL;
    steppe_arena_init(&mine, 0);
    assert_true(steppe_record_load(path, &mine, &back, &error));
    size_t tallies = 3 * SYNTHETIC_SERIES * SYNTHETIC_DATES, cells = 2 * SYNTHETIC_SERIES;
    assert_memory_equal(&back->provenance, &original->provenance, sizeof back->provenance);
    assert_int_equal(back->world_count, 2);
    assert_string_equal(back->world_names[1], "frozen_war");
    assert_string_equal(back->world_texts[1], original->world_texts[1]);
    assert_string_equal(back->parameter_text, original->parameter_text);
    assert_int_equal(back->summary->column_count, 3);
    assert_int_equal(back->summary->series_count, SYNTHETIC_SERIES);
    assert_memory_equal(back->date_months, original->date_months,
                        SYNTHETIC_DATES * sizeof(int32_t));
    assert_memory_equal(back->summary->series, original->summary->series,
                        SYNTHETIC_SERIES * sizeof(struct steppe_series));
    assert_memory_equal(back->summary->tallies, original->summary->tallies,
                        tallies * sizeof(struct steppe_tally));
    assert_memory_equal(back->summary->bins, original->summary->bins,
                        tallies * STEPPE_BINS * sizeof(uint32_t));
    assert_int_equal(back->kept_members, MEMBERS);
    assert_memory_equal(back->kept, original->kept,
                        cells * SYNTHETIC_YEARS * MEMBERS * sizeof(float));
    assert_memory_equal(back->kept_months, original->kept_months,
                        SYNTHETIC_YEARS * sizeof(int32_t));
    assert_memory_equal(back->detail, original->detail,
                        cells * SYNTHETIC_MONTHS * SYNTHETIC_DETAIL * sizeof(float));
    assert_int_equal(back->detail_first_month, original->detail_first_month);
    steppe_arena_free(&mine);
}

static void answers_ways_and_events_come_back_bit_by_bit(void **state) {
    (void)state;
    struct steppe_arena mine;
    struct steppe_error error = {0};
    struct steppe_record *back = NULL;
    steppe_arena_init(&mine, 0);
    assert_true(steppe_record_load(path, &mine, &back, &error));
    const struct steppe_answers *answers = back->answers;
    assert_int_equal(answers->question_count, SYNTHETIC_QUESTIONS);
    assert_string_equal(answers->names[1], "falls");
    assert_string_equal(answers->texts[1], synthetic_statements[1]);
    assert_memory_equal(answers->tallies, original->answers->tallies,
                        3 * SYNTHETIC_QUESTIONS * sizeof *answers->tallies);
    assert_memory_equal(back->answer_members, original->answer_members,
                        2 * SYNTHETIC_QUESTIONS * MEMBERS);
    const struct steppe_channels *is = back->channels, *was = original->channels;
    size_t wholes = 2 * SYNTHETIC_POWERS * SYNTHETIC_HOSTS;
    assert_int_equal(is->ties, SYNTHETIC_TIES);
    assert_string_equal(is->host_names[7], "MNG");
    assert_string_equal(is->power_names[1], "CHN");
    assert_string_equal(is->tie_names[1], "arms");
    assert_string_equal(is->owners[0], "trade");
    assert_null(is->owners[1]);
    assert_memory_equal(is->counts, was->counts, 2 * sizeof *is->counts);
    assert_memory_equal(is->wholes, was->wholes, wholes * sizeof *is->wholes);
    assert_memory_equal(is->parts, was->parts,
                        wholes * SYNTHETIC_POWERS * SYNTHETIC_TIES * sizeof *is->parts);
    assert_int_equal(back->happenings->count, SYNTHETIC_EVENTS);
    assert_memory_equal(back->happenings->items, original->happenings->items,
                        SYNTHETIC_EVENTS * sizeof *back->happenings->items);
    assert_string_equal(back->happenings->subjects[1].states, "none active frozen");
    steppe_arena_free(&mine);
}

// What docs/results.md lists is in the header with these dimensions, and nothing else is.
static void the_header_is_what_the_page_says(void **state) {
    (void)state;
    static char header[1 << 16], page[1 << 16], command[256];
    if (system("command -v ncdump >/dev/null 2>&1") != 0) {
        print_message("skipped: no ncdump here (netcdf-bin)\n");
        skip();
    }
    (void)snprintf(command, sizeof command, "ncdump -h %s", path);
    FILE *pipe = popen(command, "r"); // NOLINT: the name is our own
    assert_non_null(pipe);
    header[fread(header, 1, sizeof header - 1, pipe)] = 0;
    assert_int_equal(pclose(pipe), 0);
    FILE *file = fopen(STEPPE_SOURCE_DIR "/docs/results.md", "rb");
    assert_non_null(file);
    page[fread(page, 1, sizeof page - 1, file)] = 0;
    assert_int_equal(fclose(file), 0);
    size_t listed = 0, found = 0;
    char *row = strstr(page, "| variable | dimensions |");
    assert_non_null(row);
    row = strchr(strchr(row, '\n') + 1, '\n') + 1; // after the rule
    while (row[0] == '|') {
        char *names = row + 2, *dimensions = strchr(names, '|') + 2;
        char *end = strchr(dimensions, '|'), *next = strchr(end, '\n');
        *next = 0;
        dimensions[-3] = 0; // " | "
        end[end > dimensions ? -1 : 0] = 0;
        bool own = strcmp(dimensions, "(their own)") == 0;
        for (char *rest = NULL, *name = strtok_r(names, ", ", &rest); name;
             name = strtok_r(NULL, ", ", &rest), listed++) {
            char wanted[160];
            if (own)
                (void)snprintf(wanted, sizeof wanted, " %s(%s) ;", name, name);
            else if (dimensions[0] && dimensions[0] != '|')
                (void)snprintf(wanted, sizeof wanted, " %s(%s) ;", name, dimensions);
            else
                (void)snprintf(wanted, sizeof wanted, " %s ;", name);
            if (!strstr(header, wanted)) fail_msg("the page has '%s', not the file", wanted);
        }
        row = next + 1;
    }
    // Every line of a variable ends the like of `date) ;`; attributes have ` = `.
    char *variables = strstr(header, "\nvariables:");
    assert_non_null(variables);
    for (char *line = variables; (line = strchr(line, '\n')); line++)
        found += line[1] == '\t' && line[2] != '\t' && line[2] != ':';
    assert_int_equal(listed, found);
    for (const char *name = "mean:long_name\0mean:coordinates\0date:calendar\0chance:units\0"
                            ":model_hash = \"3f2a9c0d11e84b57\"\0:Conventions = \"CF-1.10\"\0";
         *name; name += strlen(name) + 1)
        if (!strstr(header, name)) fail_msg("no %s in the header", name);
}

static void a_record_without_members_comes_back_without(void **state) {
    (void)state;
    struct steppe_error error = {0};
    struct steppe_record bare = *original, *back = NULL;
    struct steppe_arena mine;
    bare.kept = NULL;
    bare.detail = NULL;
    bare.parameter_text = NULL;
    bare.answers = NULL;
    bare.answer_members = NULL;
    bare.channels = NULL;
    bare.happenings = NULL;
    steppe_arena_init(&mine, 0);
    assert_true(steppe_record_save(&bare, damaged, &error));
    assert_true(steppe_record_load(damaged, &mine, &back, &error));
    assert_null(back->kept);
    assert_null(back->detail);
    assert_int_equal(back->kept_members, 0);
    assert_null(back->answers);
    assert_null(back->channels);
    assert_null(back->happenings);
    steppe_arena_free(&mine);
}

// Loads the damaged file; it must be refused with a message that names `word`.
static void expect_refusal(const char *word) {
    struct steppe_arena mine;
    struct steppe_error error = {0};
    struct steppe_record *back = NULL;
    steppe_arena_init(&mine, 0);
    assert_false(steppe_record_load(damaged, &mine, &back, &error));
    assert_null(back);
    assert_int_equal(error.code, STEPPE_CODE_RECORD);
    assert_string_equal(error.place.file, damaged);
    if (!strstr(error.message, word)) fail_msg("'%s' does not name '%s'", error.message, word);
    steppe_arena_free(&mine);
}

static void a_file_cut_short_is_refused_at_any_length(void **state) {
    (void)state;
    unsigned char *bytes;
    size_t size = read_bytes(path, &bytes);
    for (size_t part = 0; part < 20; part++) {
        write_bytes(damaged, bytes, size * part / 20);
        expect_refusal("");
    }
    write_bytes(damaged, bytes, size - 1);
    expect_refusal("cannot be read as NetCDF-4");
    free(bytes);
}

static void a_missing_file_and_a_text_file_are_refused_with_their_reason(void **state) {
    (void)state;
    (void)unlink(damaged);
    expect_refusal("no file of that name");
    write_bytes(damaged, (const unsigned char *)"country,gdp\n", 12);
    expect_refusal("cannot be read as NetCDF-4");
}

// Changes one value, name or attribute of a good file, then expects the reason.
struct change {
    const char *variable, *word;
    size_t at[5];
    double number;
};

static void a_value_out_of_range_is_refused_by_name(void **state) {
    (void)state;
    const struct change changes[] = {
        {"date_month", "date_month", {3}, 5},
        {"date_month", "date_month", {3}, 24319}, // not after the one before
        {"kept_date_month", "kept_date_month", {0}, -1},
        {"detail_date_month", "leaves out months", {11}, 24500},
        {"series_base", "series_base", {2}, 1e40},
        {"series_bin_high", "series_bin_high", {0}, (double)NAN},
        {"bins", "column 0, series 0, date 0", {0, 0, 0, 100}, 77},
        {"count", "column 2, series 80, date 39", {2, 80, 39}, 1},
        {"positive", "column 1, series 5, date 7", {1, 5, 7}, 65},
        {"positive", "column 1, series 80, date 7", {1, 80, 7}, 0}, // zeros that no bin holds
        {"sum_high", "column 0, series 0, date 1", {0, 0, 1}, 1e9},
        {"square_high", "do not agree", {0, 0, 1}, -1},
        {"pair_count", "do not agree", {0, 0, 1}, 33},
        {"answer_positive", "column 0, question 1", {0, 1}, 65},
        {"answer_cross", "column 2, question 0", {2, 0}, 33},
        {"answer_kept", "answer_kept", {1, 2, 5}, 2},
        {"change_count", "out of all range", {1}, 1e18},
        {"change_part_sum", "out of all range", {1, 2, 3, 4, 1}, -9e18},
        {"event_world", "event 2", {2}, 2},
        {"event_member", "event 0", {0}, -1},
        {"event_subject", "event 4", {4}, 3},
        {"event_date_month", "event 1", {1}, 3},
        {"event_after", "event 3", {3}, (double)NAN},
    };
    unsigned char *bytes;
    size_t size = read_bytes(path, &bytes);
    for (size_t i = 0; i < STEPPE_COUNT(changes); i++) {
        int id, variable;
        write_bytes(damaged, bytes, size);
        assert_int_equal(nc_open(damaged, NC_WRITE, &id), NC_NOERR);
        assert_int_equal(nc_inq_varid(id, changes[i].variable, &variable), NC_NOERR);
        assert_int_equal(nc_put_var1_double(id, variable, changes[i].at, &changes[i].number),
                         NC_NOERR);
        assert_int_equal(nc_close(id), NC_NOERR);
        expect_refusal(changes[i].word);
    }
    free(bytes);
}

static void a_missing_or_other_name_is_refused_by_name(void **state) {
    (void)state;
    unsigned char *bytes;
    size_t size = read_bytes(path, &bytes);
    const char *const renamed[] = {"bins",      "kept",          "series_unit",     "parameters",
                                   "cross_low", "question_text", "change_part_sum", "event_before"};
    for (size_t i = 0; i < STEPPE_COUNT(renamed); i++) {
        int id, variable;
        write_bytes(damaged, bytes, size);
        assert_int_equal(nc_open(damaged, NC_WRITE, &id), NC_NOERR);
        assert_int_equal(nc_inq_varid(id, renamed[i], &variable), NC_NOERR);
        assert_int_equal(nc_rename_var(id, variable, "other"), NC_NOERR);
        assert_int_equal(nc_close(id), NC_NOERR);
        expect_refusal(renamed[i]);
    }
    free(bytes);
}

static void wrong_attributes_are_refused_by_name(void **state) {
    (void)state;
    unsigned char *bytes;
    size_t size = read_bytes(path, &bytes);
    for (int kind = 0; kind < 6; kind++) {
        const char *const words[] = {"format 2", "steppe_format", "model_hash",
                                     "complete", "members",       "odd characters"};
        const int two = 2;
        const signed char odd = 7;
        const unsigned many = 65;
        int id, status = NC_NOERR;
        write_bytes(damaged, bytes, size);
        assert_int_equal(nc_open(damaged, NC_WRITE, &id), NC_NOERR);
        if (kind == 0) status = nc_put_att_int(id, NC_GLOBAL, "steppe_format", NC_INT, 1, &two);
        if (kind == 1) status = nc_del_att(id, NC_GLOBAL, "steppe_format");
        if (kind == 2)
            status = nc_put_att_text(id, NC_GLOBAL, "model_hash", 17, "12345678901234567");
        if (kind == 3) status = nc_put_att_schar(id, NC_GLOBAL, "complete", NC_BYTE, 1, &odd);
        if (kind == 4) status = nc_put_att_uint(id, NC_GLOBAL, "members_failed", NC_UINT, 1, &many);
        if (kind == 5) status = nc_put_att_text(id, NC_GLOBAL, "model_hash", 7, "\033[31mno");
        assert_int_equal(status, NC_NOERR);
        assert_int_equal(nc_close(id), NC_NOERR);
        expect_refusal(words[kind]);
    }
    free(bytes);
}

static void control_characters_in_names_are_refused(void **state) {
    (void)state;
    unsigned char *bytes;
    size_t size = read_bytes(path, &bytes);
    int id, variable;
    const size_t at = 1;
    const char *odd = "war\033[2J";
    write_bytes(damaged, bytes, size);
    assert_int_equal(nc_open(damaged, NC_WRITE, &id), NC_NOERR);
    assert_int_equal(nc_inq_varid(id, "world", &variable), NC_NOERR);
    assert_int_equal(nc_put_var1_string(id, variable, &at, &odd), NC_NOERR);
    assert_int_equal(nc_close(id), NC_NOERR);
    expect_refusal("odd characters");
    free(bytes);
}

static void other_programs_find_units_meanings_and_times(void **state) {
    (void)state;
    int id, variable, days;
    char text[64] = {0};
    double mean;
    const size_t last[] = {0, 0, SYNTHETIC_DATES - 1}, first = 0;
    assert_int_equal(nc_open(path, NC_NOWRITE, &id), NC_NOERR);
    assert_int_equal(nc_inq_varid(id, "date", &variable), NC_NOERR);
    assert_int_equal(nc_get_att_text(id, variable, "units", text), NC_NOERR);
    assert_string_equal(text, "days since 1970-01-01");
    assert_int_equal(nc_get_var1_int(id, variable, &first, &days), NC_NOERR);
    assert_int_equal(days, 20726); // 30 September 2026
    assert_int_equal(nc_inq_varid(id, "mean", &variable), NC_NOERR);
    assert_int_equal(nc_get_var1_double(id, variable, last, &mean), NC_NOERR);
    assert_true(mean == steppe_tally_mean(original->summary, 0, 0, SYNTHETIC_DATES - 1));
    assert_int_equal(nc_close(id), NC_NOERR);
}

static void a_folder_that_is_not_there_leaves_no_file_and_says_so(void **state) {
    (void)state;
    struct steppe_error error = {0};
    char nowhere_path[sizeof folder + 32];
    (void)snprintf(nowhere_path, sizeof nowhere_path, "%s/no/run.nc", folder);
    assert_false(steppe_record_save(original, nowhere_path, &error));
    assert_int_equal(error.code, STEPPE_CODE_FILE);
}

static void a_disk_that_fills_up_leaves_the_old_file_whole(void **state) {
    (void)state;
    struct steppe_error error = {0};
    struct rlimit before, small;
    unsigned char *was, *is;
    size_t size = read_bytes(path, &was);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 20000; // bytes of one file: writing beyond fails as on a full disk
    assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool saved = steppe_record_save(original, path, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(saved);
    assert_int_equal(error.code, STEPPE_CODE_FILE);
    assert_int_equal(read_bytes(path, &is), size);
    assert_memory_equal(was, is, size);
    free(was);
    free(is);
}

static void a_library_that_is_missing_or_another_is_named(void **state) {
    (void)state;
#ifdef STEPPE_NETCDF_LINKED
    puts("libnetcdf is linked in this build, and is not sought");
    skip();
#else
    struct steppe_netcdf_calls calls;
    struct steppe_error error = {0};
    assert_false(steppe_netcdf_calls_find("libnetcdf-not-here.so.0", &calls, &error));
    assert_int_equal(steppe_code_status(error.code), 4);
    assert_non_null(strstr(error.message, "libnetcdf-not-here.so.0"));
    assert_false(steppe_netcdf_calls_find("libcmocka.so.0", &calls, &error));
    assert_int_equal(steppe_code_status(error.code), 4);
    assert_non_null(strstr(error.message, "nc_strerror"));
    assert_true(steppe_netcdf_calls_find(STEPPE_NETCDF_LIBRARY, &calls, &error));
    assert_string_equal(calls.strerror(NC_NOERR), nc_strerror(NC_NOERR));
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_saved_record_comes_back_bit_by_bit),
        cmocka_unit_test(answers_ways_and_events_come_back_bit_by_bit),
        cmocka_unit_test(the_header_is_what_the_page_says),
        cmocka_unit_test(a_record_without_members_comes_back_without),
        cmocka_unit_test(a_file_cut_short_is_refused_at_any_length),
        cmocka_unit_test(a_missing_file_and_a_text_file_are_refused_with_their_reason),
        cmocka_unit_test(a_value_out_of_range_is_refused_by_name),
        cmocka_unit_test(a_missing_or_other_name_is_refused_by_name),
        cmocka_unit_test(wrong_attributes_are_refused_by_name),
        cmocka_unit_test(control_characters_in_names_are_refused),
        cmocka_unit_test(other_programs_find_units_meanings_and_times),
        cmocka_unit_test(a_folder_that_is_not_there_leaves_no_file_and_says_so),
        cmocka_unit_test(a_disk_that_fills_up_leaves_the_old_file_whole),
        cmocka_unit_test(a_library_that_is_missing_or_another_is_named),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

#else

static void without_netcdf_saving_and_loading_say_so(void **state) {
    (void)state;
    (void)folder;
    (void)damaged;
    struct steppe_error error = {0};
    struct steppe_record *back = NULL;
    assert_false(steppe_record_save(original, path, &error));
    assert_non_null(strstr(error.message, "built without NetCDF"));
    assert_false(steppe_record_load(path, &arena, &back, &error));
    assert_int_equal(error.code, STEPPE_CODE_RECORD);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(without_netcdf_saving_and_loading_say_so)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
