// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// netcdf_get: what netcdf_put.c writes, read back. As in netcdf_read.c nothing is believed.
#ifdef STEPPE_NETCDF

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "record/answers.h"
#include "record/channels.h"
#include "record/happenings.h"
#include "record/netcdf_layout.h"

enum { NAME_MOST = 250, TEXT_MOST = 1 << 16 };
static const uint64_t members_most = UINT64_C(1) << 32;

static bool no_memory(const struct steppe_netcdf_file *file) {
    return steppe_netcdf_refused(file, STEPPE_CODE_MEMORY, "not enough memory for the result");
}

// ---- answers ------------------------------------------------------------------------------------
static bool check_answer(const struct steppe_netcdf_file *file,
                         const struct steppe_answer_tally *tally, size_t at) {
    int64_t pairs = (int64_t)tally->pair_count;
    bool good = tally->count <= members_most && tally->positive <= tally->count &&
                tally->negative <= tally->count - tally->positive &&
                tally->pair_count <= tally->count / 2;
    good = good && tally->pair_sum >= -2 * pairs && tally->pair_sum <= 2 * pairs &&
           tally->cross >= -pairs && tally->cross <= pairs;
    size_t questions = file->sizes[D_QUESTION];
    return good || steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                         "the tallies of column %zu, question %zu do not agree",
                                         at / questions, at % questions);
}

static bool get_kept_answers(struct steppe_netcdf_file *file, struct steppe_record *record,
                             struct steppe_arena *arena) {
    size_t count = steppe_netcdf_count(file, V_ANSWER_KEPT);
    if (count == 0) return true;
    record->answer_members = STEPPE_TAKE(arena, count, int8_t);
    if (!record->answer_members) return no_memory(file);
    if (!steppe_netcdf_get(file, V_ANSWER_KEPT, record->answer_members)) return false;
    for (size_t i = 0; i < count; i++)
        if (record->answer_members[i] < -1 || record->answer_members[i] > 1)
            return steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                         "'answer_kept' has %d at place %zu; expected -1, 0 or 1",
                                         record->answer_members[i], i);
    return true;
}

static bool get_answers(struct steppe_netcdf_file *file, struct steppe_record *record,
                        struct steppe_arena *arena) {
    const char **names, **texts;
    size_t questions = file->sizes[D_QUESTION], count = file->sizes[D_COLUMN] * questions;
    if (questions == 0) return true;
    if (!steppe_netcdf_get_texts(file, V_QUESTION, NAME_MOST, false, arena, &names) ||
        !steppe_netcdf_get_texts(file, V_QUESTION_TEXT, TEXT_MOST, true, arena, &texts))
        return false;
    struct steppe_answers *made = STEPPE_TAKE(arena, 1, struct steppe_answers);
    struct steppe_answer_tally *tallies = STEPPE_TAKE(arena, count, struct steppe_answer_tally);
    uint64_t *words = steppe_netcdf_scratch(file, count, sizeof *words);
    if (!words) return false;
    if (!made || !tallies) return no_memory(file);
    for (size_t k = 0; k < STEPPE_COUNT(steppe_netcdf_answers); k++) {
        if (!steppe_netcdf_get(file, steppe_netcdf_answers[k].variable, words)) return false;
        for (size_t i = 0; i < count; i++)
            memcpy((char *)&tallies[i] + steppe_netcdf_answers[k].offset, &words[i], sizeof *words);
    }
    for (size_t i = 0; i < count; i++)
        if (!check_answer(file, &tallies[i], i)) return false;
    *made = (struct steppe_answers){.column_count = file->sizes[D_COLUMN],
                                    .question_count = questions,
                                    .names = names,
                                    .texts = texts,
                                    .tallies = tallies};
    record->answers = made;
    return get_kept_answers(file, record, arena);
}

// ---- ways of influence --------------------------------------------------------------------------
static bool check_changes(const struct steppe_netcdf_file *file,
                          const struct steppe_channels *channels) {
    const int64_t most = INT64_C(1) << 62; // of 2^32 members, each less than 1
    size_t wholes = steppe_netcdf_count(file, V_CHANGE_SUM);
    size_t parts = steppe_netcdf_count(file, V_CHANGE_PART_SUM);
    bool good = true;
    for (size_t i = 0; i < channels->columns; i++)
        good = good && channels->counts[i] <= members_most;
    for (size_t i = 0; i < wholes; i++)
        good = good && channels->wholes[i] >= -most && channels->wholes[i] <= most;
    for (size_t i = 0; i < parts; i++)
        good = good && channels->parts[i] >= -most && channels->parts[i] <= most;
    return good || steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                         "'change_count', 'change_sum' or 'change_part_sum' has a "
                                         "value out of all range");
}

static bool get_channels(struct steppe_netcdf_file *file, struct steppe_record *record,
                         struct steppe_arena *arena) {
    const char **ties, **powers, **hosts, **owners;
    struct steppe_channels *made;
    const size_t *sizes = file->sizes;
    if (steppe_netcdf_count(file, V_CHANGE_PART_SUM) == 0) return true;
    if (!steppe_netcdf_get_texts(file, V_TIE, NAME_MOST, false, arena, &ties) ||
        !steppe_netcdf_get_texts(file, V_TIE_OWNER, NAME_MOST, false, arena, &owners) ||
        !steppe_netcdf_get_texts(file, V_POWER, NAME_MOST, false, arena, &powers) ||
        !steppe_netcdf_get_texts(file, V_HOST, NAME_MOST, false, arena, &hosts) ||
        !steppe_channels_make(sizes[D_CHANGE], sizes[D_TIE], sizes[D_POWER], sizes[D_HOST], arena,
                              &made, file->error))
        return false;
    made->tie_names = ties;
    made->power_names = powers;
    made->host_names = hosts;
    for (size_t k = 0; k < sizes[D_TIE]; k++) made->owners[k] = owners[k][0] ? owners[k] : NULL;
    record->channels = made;
    return steppe_netcdf_get(file, V_CHANGE_COUNT, made->counts) &&
           steppe_netcdf_get(file, V_CHANGE_SUM, made->wholes) &&
           steppe_netcdf_get(file, V_CHANGE_PART_SUM, made->parts) && check_changes(file, made);
}

// ---- happenings ---------------------------------------------------------------------------------
static bool check_events(const struct steppe_netcdf_file *file,
                         const struct steppe_happenings *happenings) {
    for (size_t i = 0; i < happenings->count; i++) {
        const struct steppe_happening *item = &happenings->items[i];
        bool good = item->world < file->sizes[D_WORLD] && item->subject < file->sizes[D_SUBJECT] &&
                    item->member <= INT32_MAX && item->month >= 12 && item->month < 12 * 10000 &&
                    isfinite(item->before) && isfinite(item->after);
        if (!good)
            return steppe_netcdf_refused(file, STEPPE_CODE_RECORD,
                                         "event %zu has a world, member, subject, month or value "
                                         "that cannot be",
                                         i);
    }
    return true;
}

static bool get_events(struct steppe_netcdf_file *file, struct steppe_happenings *happenings) {
    size_t count = file->sizes[D_EVENT];
    uint32_t *words = steppe_netcdf_scratch(file, count + 1, sizeof *words);
    float *values = steppe_netcdf_scratch(file, count + 1, sizeof *values);
    if (!words || !values) return false;
    for (size_t k = 0; k < STEPPE_COUNT(steppe_netcdf_events); k++) {
        if (!steppe_netcdf_get(file, steppe_netcdf_events[k].variable, words)) return false;
        for (size_t i = 0; i < count; i++)
            memcpy((char *)&happenings->items[i] + steppe_netcdf_events[k].offset, &words[i],
                   sizeof *words);
    }
    if (!steppe_netcdf_get(file, V_EVENT_BEFORE, values)) return false;
    for (size_t i = 0; i < count; i++) happenings->items[i].before = values[i];
    if (!steppe_netcdf_get(file, V_EVENT_AFTER, values)) return false;
    for (size_t i = 0; i < count; i++) happenings->items[i].after = values[i];
    if (!steppe_netcdf_get(file, V_EVENT_DATE_MONTH, words)) return false;
    for (size_t i = 0; i < count; i++) happenings->items[i].month = (int32_t)words[i];
    happenings->count = count;
    return check_events(file, happenings);
}

static bool get_happenings(struct steppe_netcdf_file *file, struct steppe_record *record,
                           struct steppe_arena *arena) {
    const char **names, **states;
    size_t count = file->sizes[D_SUBJECT];
    struct steppe_happenings *made;
    if (count == 0) return true;
    struct steppe_subject *subjects = steppe_netcdf_scratch(file, count, sizeof *subjects);
    if (!subjects) return false;
    if (!steppe_netcdf_get_texts(file, V_SUBJECT, NAME_MOST, false, arena, &names) ||
        !steppe_netcdf_get_texts(file, V_SUBJECT_STATES, TEXT_MOST, false, arena, &states))
        return false;
    for (size_t i = 0; i < count; i++) subjects[i] = (struct steppe_subject){names[i], states[i]};
    if (!steppe_happenings_make(subjects, count, file->sizes[D_EVENT], arena, &made, file->error))
        return false;
    record->happenings = made;
    return file->sizes[D_EVENT] == 0 || get_events(file, made);
}

bool steppe_netcdf_get_parts(struct steppe_netcdf_file *file, struct steppe_record *record,
                             struct steppe_arena *arena) {
    return get_answers(file, record, arena) && get_channels(file, record, arena) &&
           get_happenings(file, record, arena);
}

#else
typedef int steppe_netcdf_get_left_out;
#endif
