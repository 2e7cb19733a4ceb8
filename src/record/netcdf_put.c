// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// netcdf_put: the parts of a result beside its series: answers, ways in which influence changed,
// what happened to single members. As in netcdf.c the integers are what is read back; the numbers
// made of them are for other programs.
#ifdef STEPPE_NETCDF

#include <stddef.h>
#include <string.h>

#include "record/answers.h"
#include "record/channels.h"
#include "record/happenings.h"
#include "record/netcdf_layout.h"

void steppe_netcdf_measure_parts(const struct steppe_record *record,
                                 size_t sizes[DIMENSION_COUNT]) {
    const struct steppe_channels *channels = record->channels;
    const struct steppe_happenings *happenings = record->happenings;
    sizes[D_QUESTION] = record->answers ? record->answers->question_count : 0;
    if (channels && channels->power_names && channels->ties > 0) {
        sizes[D_CHANGE] = channels->columns;
        sizes[D_HOST] = channels->hosts;
        sizes[D_POWER] = sizes[D_WHOSE] = channels->powers;
        sizes[D_TIE] = channels->ties;
    }
    sizes[D_SUBJECT] = happenings ? happenings->subject_count : 0;
    sizes[D_EVENT] = happenings ? happenings->count : 0;
}

// ---- answers ------------------------------------------------------------------------------------
static bool put_chances(struct steppe_netcdf_file *file, const struct steppe_answers *answers) {
    static const struct steppe_netcdf_member numbers[] = {
        {V_CHANCE, offsetof(struct steppe_chance, mean)},
        {V_CHANCE_STANDARD_ERROR, offsetof(struct steppe_chance, standard_error)},
        {V_CHANCE_LOW, offsetof(struct steppe_chance, low)},
        {V_CHANCE_HIGH, offsetof(struct steppe_chance, high)},
        {V_CHANCE_PARAMETER_SHARE, offsetof(struct steppe_chance, parameter_share)},
    };
    size_t count = answers->column_count * answers->question_count;
    double *values = steppe_netcdf_scratch(file, count, sizeof *values);
    if (!values) return false;
    for (size_t k = 0; k < STEPPE_COUNT(numbers); k++) {
        for (size_t i = 0; i < count; i++) {
            struct steppe_chance chance = steppe_answers_chance(
                answers, i / answers->question_count, i % answers->question_count);
            memcpy(&values[i], (const char *)&chance + numbers[k].offset, sizeof *values);
        }
        if (!steppe_netcdf_put(file, numbers[k].variable, values)) return false;
    }
    return true;
}

static bool put_answers(struct steppe_netcdf_file *file, const struct steppe_record *record) {
    const struct steppe_answers *answers = record->answers;
    if (file->sizes[D_QUESTION] == 0) return true;
    size_t count = answers->column_count * answers->question_count;
    uint64_t *words = steppe_netcdf_scratch(file, count, sizeof *words);
    if (!words) return false;
    for (size_t k = 0; k < STEPPE_COUNT(steppe_netcdf_answers); k++) {
        for (size_t i = 0; i < count; i++)
            memcpy(&words[i], (const char *)&answers->tallies[i] + steppe_netcdf_answers[k].offset,
                   sizeof *words);
        if (!steppe_netcdf_put(file, steppe_netcdf_answers[k].variable, words)) return false;
    }
    return steppe_netcdf_put(file, V_QUESTION, answers->names) &&
           steppe_netcdf_put(file, V_QUESTION_TEXT, answers->texts) && put_chances(file, answers) &&
           (!record->answer_members ||
            steppe_netcdf_put(file, V_ANSWER_KEPT, record->answer_members));
}

// ---- ways of influence --------------------------------------------------------------------------
static bool put_changes(struct steppe_netcdf_file *file, const struct steppe_channels *channels) {
    size_t wholes = steppe_netcdf_count(file, V_CHANGE_SUM), at = 0;
    size_t parts = steppe_netcdf_count(file, V_CHANGE_PART_SUM), part_at = 0;
    double *whole = steppe_netcdf_scratch(file, wholes, sizeof *whole);
    double *part = steppe_netcdf_scratch(file, parts, sizeof *part);
    if (!whole || !part) return false;
    for (size_t c = 0; c < channels->columns; c++)
        for (size_t h = 0; h < channels->hosts; h++)
            for (size_t p = 0; p < channels->powers; p++) {
                whole[at++] = steppe_channels_whole(channels, c, h, p);
                for (size_t q = 0; q < channels->powers; q++)
                    for (size_t k = 0; k < channels->ties; k++)
                        part[part_at++] = steppe_channels_part(channels, c, h, p, q, k);
            }
    return steppe_netcdf_put(file, V_INFLUENCE_CHANGE, whole) &&
           steppe_netcdf_put(file, V_INFLUENCE_CHANGE_PART, part);
}

static bool put_channels(struct steppe_netcdf_file *file, const struct steppe_record *record) {
    const struct steppe_channels *channels = record->channels;
    if (file->sizes[D_CHANGE] == 0) return true;
    size_t most = channels->columns > channels->ties ? channels->columns : channels->ties;
    const char **texts = steppe_netcdf_scratch(file, most, sizeof *texts);
    if (!texts) return false;
    for (size_t c = 0; c < channels->columns; c++)
        texts[c] = c == 0 ? "over time" : record->world_names[c];
    if (!steppe_netcdf_put(file, V_CHANGE, texts)) return false;
    for (size_t k = 0; k < channels->ties; k++)
        texts[k] = channels->owners[k] ? channels->owners[k] : "";
    return steppe_netcdf_put(file, V_TIE_OWNER, texts) &&
           steppe_netcdf_put(file, V_TIE, channels->tie_names) &&
           steppe_netcdf_put(file, V_HOST, channels->host_names) &&
           steppe_netcdf_put(file, V_POWER, channels->power_names) &&
           steppe_netcdf_put(file, V_WHOSE, channels->power_names) &&
           steppe_netcdf_put(file, V_CHANGE_COUNT, channels->counts) &&
           steppe_netcdf_put(file, V_CHANGE_SUM, channels->wholes) &&
           steppe_netcdf_put(file, V_CHANGE_PART_SUM, channels->parts) &&
           put_changes(file, channels);
}

// ---- happenings ---------------------------------------------------------------------------------
static bool put_events(struct steppe_netcdf_file *file,
                       const struct steppe_happenings *happenings) {
    size_t count = happenings->count;
    int32_t *whole = steppe_netcdf_scratch(file, count + 1, sizeof *whole);
    float *values = steppe_netcdf_scratch(file, count + 1, sizeof *values);
    if (!whole || !values) return false;
    for (size_t k = 0; k < STEPPE_COUNT(steppe_netcdf_events); k++) {
        for (size_t i = 0; i < count; i++)
            memcpy(&whole[i], (const char *)&happenings->items[i] + steppe_netcdf_events[k].offset,
                   sizeof *whole);
        if (!steppe_netcdf_put(file, steppe_netcdf_events[k].variable, whole)) return false;
    }
    for (size_t i = 0; i < count; i++) whole[i] = happenings->items[i].month;
    if (!steppe_netcdf_put_months(file, V_EVENT_DATE, V_EVENT_DATE_MONTH, whole, count))
        return false;
    for (size_t i = 0; i < count; i++) values[i] = happenings->items[i].before;
    if (!steppe_netcdf_put(file, V_EVENT_BEFORE, values)) return false;
    for (size_t i = 0; i < count; i++) values[i] = happenings->items[i].after;
    return steppe_netcdf_put(file, V_EVENT_AFTER, values);
}

static bool put_happenings(struct steppe_netcdf_file *file,
                           const struct steppe_happenings *happenings) {
    size_t count = file->sizes[D_SUBJECT];
    const char **texts = steppe_netcdf_scratch(file, count + 1, sizeof *texts);
    if (!texts) return false;
    for (size_t i = 0; i < count; i++) texts[i] = happenings->subjects[i].name;
    if (!steppe_netcdf_put(file, V_SUBJECT, texts)) return false;
    for (size_t i = 0; i < count; i++) texts[i] = happenings->subjects[i].states;
    if (!steppe_netcdf_put(file, V_SUBJECT_STATES, texts)) return false;
    return !happenings || put_events(file, happenings);
}

bool steppe_netcdf_put_parts(struct steppe_netcdf_file *file, const struct steppe_record *record) {
    return put_answers(file, record) && put_channels(file, record) &&
           put_happenings(file, record->happenings);
}

#else
typedef int steppe_netcdf_put_left_out;
#endif
