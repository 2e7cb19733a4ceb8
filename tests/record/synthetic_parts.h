// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// synthetic_parts: answers, ways of influence and happenings for the record of synthetic.h.
#ifndef STEPPE_TEST_SYNTHETIC_PARTS_H
#define STEPPE_TEST_SYNTHETIC_PARTS_H

#include "record/answers.h"
#include "record/channels.h"
#include "record/happenings.h"
#include "record/synthetic.h"

enum { SYNTHETIC_QUESTIONS = 3, SYNTHETIC_TIES = 2, SYNTHETIC_SUBJECTS = 3, SYNTHETIC_EVENTS = 5 };

static const char *const synthetic_questions[SYNTHETIC_QUESTIONS] = {"leads", "falls", "never"};
static const char *const synthetic_statements[SYNTHETIC_QUESTIONS] = {
    "at(2030-12, x > 0)", "ever(2026..2030, x < 1)", "at(2030-12, 1 > 2)"};

// Answer of a member; the scenario changes some of the second question.
static inline float synthetic_answer(size_t world, size_t question, uint32_t member) {
    if (member == 7) return NAN;
    if (question == 2) return 0;
    double shift = world == 1 && question == 1 ? 0.7 : 0;
    double common = synthetic_draw(900 + (uint32_t)question, member / 2, 1);
    return common + synthetic_draw(900 + (uint32_t)question, member, 2) + shift > 0.5 ? 1 : 0;
}

// Asks 2 worlds; rows of STEPPE_ROW_MEMBERS at most.
static inline bool synthetic_ask(struct steppe_record *record, struct steppe_arena *arena,
                                 uint32_t members) {
    static float rows[2][SYNTHETIC_QUESTIONS][STEPPE_ROW_MEMBERS];
    struct steppe_answers *answers;
    struct steppe_error error;
    int8_t *kept = STEPPE_TAKE(arena, 2 * SYNTHETIC_QUESTIONS * members, int8_t);
    if (!kept || !steppe_answers_make(3, synthetic_questions, synthetic_statements,
                                      SYNTHETIC_QUESTIONS, arena, &answers, &error))
        return false;
    for (uint32_t first = 0; first < members; first += STEPPE_ROW_MEMBERS) {
        uint32_t count = members - first < STEPPE_ROW_MEMBERS ? members - first
                                                              : STEPPE_ROW_MEMBERS;
        for (size_t w = 0; w < 2; w++)
            for (size_t q = 0; q < SYNTHETIC_QUESTIONS; q++)
                for (uint32_t i = 0; i < count; i++) {
                    float answer = synthetic_answer(w, q, first + i);
                    rows[w][q][i] = answer;
                    kept[(w * SYNTHETIC_QUESTIONS + q) * members + first + i] =
                        (int8_t)(isnan(answer) ? -1 : answer > 0);
                }
        steppe_answers_add(answers, &rows[0][0][0], STEPPE_ROW_MEMBERS, count);
    }
    record->answers = answers;
    record->answer_members = kept;
    return true;
}

// A record of stress[KAZ] alone, which the scenario raises by 2 at one date, and no longer at the
// last; elsewhere the two differ by what one member's luck gives the other's, 0 in the mean.
enum { SYNTHETIC_PASSING = 5 };
static inline bool synthetic_passing(const struct steppe_record *like, struct steppe_arena *arena,
                                     uint32_t members, struct steppe_record *record) {
    struct steppe_series *series = STEPPE_TAKE(arena, 1, struct steppe_series);
    struct steppe_error error;
    float rows[2][STEPPE_ROW_MEMBERS], apart[STEPPE_ROW_MEMBERS];
    if (!series || members > STEPPE_ROW_MEMBERS) return false;
    *series = (struct steppe_series){
        .name = "stress[KAZ]", .unit = "1", .variable = "stress", .scale = 1};
    *record = *like;
    record->kept = NULL;
    record->answers = NULL;
    if (!steppe_summary_make(3, series, 1, SYNTHETIC_DATES, arena, &record->summary, &error))
        return false;
    for (uint32_t d = 0; d < SYNTHETIC_DATES; d++) {
        for (uint32_t i = 0; i < members; i++) {
            rows[0][i] = (float)(i % 7) - 3;
            rows[1][i] = rows[0][i] + (float)((i / 2 + d) % 2) * 0.2f - 0.1f;
            if (d == SYNTHETIC_PASSING) rows[1][i] += 2;
            if (d == SYNTHETIC_DATES - 1) rows[1][i] = rows[0][i];
            apart[i] = rows[1][i] - rows[0][i];
        }
        steppe_summary_add(record->summary, 0, 0, d, rows[0], members);
        steppe_summary_add(record->summary, 1, 0, d, rows[1], members);
        steppe_summary_add(record->summary, 2, 0, d, apart, members);
    }
    return true;
}

static inline bool synthetic_split(struct steppe_record *record, struct steppe_arena *arena) {
    static const char *const ties[SYNTHETIC_TIES] = {"trade", "arms"};
    struct steppe_channels *channels;
    struct steppe_error error;
    if (!steppe_channels_make(2, SYNTHETIC_TIES, SYNTHETIC_POWERS, SYNTHETIC_HOSTS, arena,
                              &channels, &error))
        return false;
    channels->tie_names = ties;
    channels->power_names = synthetic_powers;
    channels->host_names = synthetic_hosts;
    channels->owners[0] = "trade";
    size_t wholes = 2 * SYNTHETIC_POWERS * SYNTHETIC_HOSTS;
    for (size_t i = 0; i < wholes; i++) channels->wholes[i] = ((int64_t)i - 40) << 20;
    for (size_t i = 0; i < wholes * SYNTHETIC_POWERS * SYNTHETIC_TIES; i++)
        channels->parts[i] = (77 - (int64_t)i) << 12;
    channels->counts[0] = channels->counts[1] = 60;
    record->channels = channels;
    return true;
}

static inline bool synthetic_happen(struct steppe_record *record, struct steppe_arena *arena) {
    static const struct steppe_subject subjects[SYNTHETIC_SUBJECTS] = {
        {"pipeline_cut[KAZ]", ""}, {"ukraine_war", "none active frozen"}, {"attacks[CHN,TJK]", ""}};
    static const struct steppe_happening items[SYNTHETIC_EVENTS] = {
        {1, 3, 0, 2026 * 12 + 8, 0, 1},
        {0, 3, 1, 2026 * 12 + 9, 1, 2},
        {0, 2, 2, 2026 * 12 + 9, 0.5f, 2},
        {0, 3, 0, 2026 * 12 + 8, 0, 1},
        {1, 3, 1, 2026 * 12 + 8, 2, 1}};
    struct steppe_happenings *happenings;
    struct steppe_error error;
    if (!steppe_happenings_make(subjects, SYNTHETIC_SUBJECTS, SYNTHETIC_EVENTS, arena, &happenings,
                                &error))
        return false;
    for (size_t i = 0; i < SYNTHETIC_EVENTS; i++) steppe_happenings_add(happenings, items[i]);
    steppe_happenings_settle(happenings, NULL);
    record->happenings = happenings;
    return true;
}

#endif
