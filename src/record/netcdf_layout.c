// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// netcdf_layout: the tables behind netcdf_layout.h.
#ifdef STEPPE_NETCDF

#include "record/netcdf_layout.h"

#include <stdarg.h>
#include <stdio.h>

#include "record/answers.h"
#include "record/happenings.h"

const struct steppe_netcdf_dimension steppe_netcdf_dimensions[DIMENSION_COUNT] = {
    {"world", 1000},        {"column", 1999},
    {"series", 100000},     {"date", 20000},
    {"bin", STEPPE_BINS},   {"level", 7},
    {"kept_date", 20000},   {"kept_member", UINT32_MAX},
    {"detail_date", 20000}, {"detail_member", UINT32_MAX},
    {"question", 10000},    {"change", 1000},
    {"host", 1000},         {"power", 1000},
    {"whose", 1000},        {"tie", 1000},
    {"subject", 100000},    {"event", UINT32_MAX},
};
#define DAYS "days since 1970-01-01"
const struct steppe_netcdf_variable steppe_netcdf_variables[VARIABLE_COUNT] = {
    [V_WORLD] =
        {"world", NC_STRING, "1", "name of the world; the first is the baseline", 1, {D_WORLD}},
    [V_WORLD_TEXT] = {"world_text", NC_STRING, "1", "scenario as it was run", 1, {D_WORLD}},
    [V_COLUMN] = {"column",
                  NC_STRING,
                  "1",
                  "world, or scenario less baseline, member by member",
                  1,
                  {D_COLUMN}},
    [V_SERIES] = {"series", NC_STRING, "1", "cell of a variable", 1, {D_SERIES}},
    [V_SERIES_VARIABLE] =
        {"series_variable", NC_STRING, "1", "variable of the series", 1, {D_SERIES}},
    [V_SERIES_UNIT] =
        {"series_unit", NC_STRING, "1", "unit of the values of the series", 1, {D_SERIES}},
    [V_SERIES_SCALE] =
        {"series_scale", NC_DOUBLE, "1", "shown units per coherent unit", 1, {D_SERIES}},
    [V_SERIES_BASE] =
        {"series_base", NC_DOUBLE, NULL, "start value at the central parameters", 1, {D_SERIES}},
    [V_SERIES_BIN_LOW] =
        {"series_bin_low", NC_DOUBLE, NULL, "lower end of linear bins", 1, {D_SERIES}},
    [V_SERIES_BIN_HIGH] = {"series_bin_high",
                           NC_DOUBLE,
                           NULL,
                           "upper end of linear bins; not above the lower: none",
                           1,
                           {D_SERIES}},
    [V_DATE] = {"date", NC_INT, DAYS, "last day of the recorded month", 1, {D_DATE}},
    [V_DATE_MONTH] = {"date_month", NC_INT, "1", "months since January of the year 0", 1, {D_DATE}},
    [V_LEVEL] = {"level", NC_DOUBLE, "1", "share of the members below a quantile", 1, {D_LEVEL}},
    [V_MEAN] = {"mean", NC_DOUBLE, NULL, "mean over the members", 3, {D_COLUMN, D_SERIES, D_DATE}},
    [V_STANDARD_ERROR] = {"standard_error",
                          NC_DOUBLE,
                          NULL,
                          "standard error of the mean, from pairs",
                          3,
                          {D_COLUMN, D_SERIES, D_DATE}},
    [V_STANDARD_DEVIATION] = {"standard_deviation",
                              NC_DOUBLE,
                              NULL,
                              "standard deviation over the members",
                              3,
                              {D_COLUMN, D_SERIES, D_DATE}},
    [V_PARAMETER_SHARE] = {"parameter_share",
                           NC_DOUBLE,
                           "1",
                           "share of the variance due to parameters",
                           3,
                           {D_COLUMN, D_SERIES, D_DATE}},
    [V_QUANTILE] = {"quantile",
                    NC_DOUBLE,
                    NULL,
                    "quantile over the members",
                    4,
                    {D_COLUMN, D_SERIES, D_DATE, D_LEVEL}},
    [V_COUNT] = {"count", NC_UINT64, "1", "members counted", 3, {D_COLUMN, D_SERIES, D_DATE}},
    [V_POSITIVE] =
        {"positive", NC_UINT64, "1", "members above zero", 3, {D_COLUMN, D_SERIES, D_DATE}},
    [V_NEGATIVE] =
        {"negative", NC_UINT64, "1", "members below zero", 3, {D_COLUMN, D_SERIES, D_DATE}},
    [V_PAIR_COUNT] = {"pair_count",
                      NC_UINT64,
                      "1",
                      "pairs of members with the same parameters",
                      3,
                      {D_COLUMN, D_SERIES, D_DATE}},
    [V_SUM_HIGH] = {"sum_high",
                    NC_INT64,
                    "1",
                    "sum in fixed point, upper 64 bits",
                    3,
                    {D_COLUMN, D_SERIES, D_DATE}},
    [V_SUM_LOW] = {"sum_low",
                   NC_UINT64,
                   "1",
                   "sum in fixed point, lower 64 bits",
                   3,
                   {D_COLUMN, D_SERIES, D_DATE}},
    [V_SQUARE_HIGH] = {"square_high",
                       NC_INT64,
                       "1",
                       "sum of squares, upper 64 bits",
                       3,
                       {D_COLUMN, D_SERIES, D_DATE}},
    [V_SQUARE_LOW] = {"square_low",
                      NC_UINT64,
                      "1",
                      "sum of squares, lower 64 bits",
                      3,
                      {D_COLUMN, D_SERIES, D_DATE}},
    [V_PAIR_SUM_HIGH] = {"pair_sum_high",
                         NC_INT64,
                         "1",
                         "sum over whole pairs, upper 64 bits",
                         3,
                         {D_COLUMN, D_SERIES, D_DATE}},
    [V_PAIR_SUM_LOW] = {"pair_sum_low",
                        NC_UINT64,
                        "1",
                        "sum over whole pairs, lower 64 bits",
                        3,
                        {D_COLUMN, D_SERIES, D_DATE}},
    [V_CROSS_HIGH] = {"cross_high",
                      NC_INT64,
                      "1",
                      "sum of products of pairs, upper 64 bits",
                      3,
                      {D_COLUMN, D_SERIES, D_DATE}},
    [V_CROSS_LOW] = {"cross_low",
                     NC_UINT64,
                     "1",
                     "sum of products of pairs, lower 64 bits",
                     3,
                     {D_COLUMN, D_SERIES, D_DATE}},
    [V_BINS] = {"bins", NC_UINT, "1", "members in a bin", 4, {D_COLUMN, D_SERIES, D_DATE, D_BIN}},
    [V_PARAMETERS] = {"parameters", NC_STRING, "1", "parameters.yaml as it was read", 0, {0}},
    [V_KEPT_DATE] = {"kept_date", NC_INT, DAYS, "last day of the month", 1, {D_KEPT_DATE}},
    [V_KEPT_DATE_MONTH] =
        {"kept_date_month", NC_INT, "1", "months since January of the year 0", 1, {D_KEPT_DATE}},
    [V_KEPT] = {"kept",
                NC_FLOAT,
                NULL,
                "value of each member; NaN where it failed",
                4,
                {D_WORLD, D_SERIES, D_KEPT_DATE, D_KEPT_MEMBER}},
    [V_DETAIL_DATE] = {"detail_date", NC_INT, DAYS, "last day of the month", 1, {D_DETAIL_DATE}},
    [V_DETAIL_DATE_MONTH] = {"detail_date_month",
                             NC_INT,
                             "1",
                             "months since January of the year 0",
                             1,
                             {D_DETAIL_DATE}},
    [V_DETAIL] = {"detail",
                  NC_FLOAT,
                  NULL,
                  "value of the first members each month",
                  4,
                  {D_WORLD, D_SERIES, D_DETAIL_DATE, D_DETAIL_MEMBER}},
    [V_QUESTION] = {"question", NC_STRING, "1", "name of a question of the model", 1, {D_QUESTION}},
    [V_QUESTION_TEXT] =
        {"question_text", NC_STRING, "1", "statement as it was asked", 1, {D_QUESTION}},
    [V_CHANCE] = {"chance",
                  NC_DOUBLE,
                  "1",
                  "share of the members in which it comes true, or its change",
                  2,
                  {D_COLUMN, D_QUESTION}},
    [V_CHANCE_STANDARD_ERROR] = {"chance_standard_error",
                                 NC_DOUBLE,
                                 "1",
                                 "standard error of the chance, from pairs",
                                 2,
                                 {D_COLUMN, D_QUESTION}},
    [V_CHANCE_LOW] = {"chance_low",
                      NC_DOUBLE,
                      "1",
                      "lower end of the 95 percent interval of the chance",
                      2,
                      {D_COLUMN, D_QUESTION}},
    [V_CHANCE_HIGH] = {"chance_high",
                       NC_DOUBLE,
                       "1",
                       "upper end of the 95 percent interval of the chance",
                       2,
                       {D_COLUMN, D_QUESTION}},
    [V_CHANCE_PARAMETER_SHARE] = {"chance_parameter_share",
                                  NC_DOUBLE,
                                  "1",
                                  "share of the variance due to parameters",
                                  2,
                                  {D_COLUMN, D_QUESTION}},
    [V_ANSWER_COUNT] =
        {"answer_count", NC_UINT64, "1", "members counted", 2, {D_COLUMN, D_QUESTION}},
    [V_ANSWER_POSITIVE] = {"answer_positive",
                           NC_UINT64,
                           "1",
                           "members in which it comes true, or only in the scenario",
                           2,
                           {D_COLUMN, D_QUESTION}},
    [V_ANSWER_NEGATIVE] = {"answer_negative",
                           NC_UINT64,
                           "1",
                           "members in which it comes true only in the baseline",
                           2,
                           {D_COLUMN, D_QUESTION}},
    [V_ANSWER_PAIR_COUNT] = {"answer_pair_count",
                             NC_UINT64,
                             "1",
                             "pairs of members with the same parameters",
                             2,
                             {D_COLUMN, D_QUESTION}},
    [V_ANSWER_PAIR_SUM] = {"answer_pair_sum",
                           NC_INT64,
                           "1",
                           "sum of answers over whole pairs",
                           2,
                           {D_COLUMN, D_QUESTION}},
    [V_ANSWER_CROSS] =
        {"answer_cross", NC_INT64, "1", "sum of products of pairs", 2, {D_COLUMN, D_QUESTION}},
    [V_ANSWER_KEPT] = {"answer_kept",
                       NC_BYTE,
                       "1",
                       "answer of each member: 1 it comes true, 0 not, -1 failed",
                       3,
                       {D_WORLD, D_QUESTION, D_KEPT_MEMBER}},
    [V_CHANGE] = {"change",
                  NC_STRING,
                  "1",
                  "change over time of the baseline, or of a scenario from it",
                  1,
                  {D_CHANGE}},
    [V_HOST] = {"host", NC_STRING, "1", "code of a host", 1, {D_HOST}},
    [V_POWER] = {"power", NC_STRING, "1", "code of a power", 1, {D_POWER}},
    [V_WHOSE] = {"whose", NC_STRING, "1", "code of the power whose tie it is", 1, {D_WHOSE}},
    [V_TIE] = {"tie", NC_STRING, "1", "kind of tie", 1, {D_TIE}},
    [V_TIE_OWNER] = {"tie_owner",
                     NC_STRING,
                     "1",
                     "mechanism that moves its size; empty: figures alone do",
                     1,
                     {D_TIE}},
    [V_CHANGE_COUNT] = {"change_count", NC_UINT64, "1", "members counted", 1, {D_CHANGE}},
    [V_CHANGE_SUM] = {"change_sum",
                      NC_INT64,
                      "1",
                      "sum of the changes of influence, in 2^-30",
                      3,
                      {D_CHANGE, D_HOST, D_POWER}},
    [V_CHANGE_PART_SUM] = {"change_part_sum",
                           NC_INT64,
                           "1",
                           "sum of what a tie did to them, in 2^-30",
                           5,
                           {D_CHANGE, D_HOST, D_POWER, D_WHOSE, D_TIE}},
    [V_INFLUENCE_CHANGE] = {"influence_change",
                            NC_DOUBLE,
                            "1",
                            "mean change of the share of influence",
                            3,
                            {D_CHANGE, D_HOST, D_POWER}},
    [V_INFLUENCE_CHANGE_PART] = {"influence_change_part",
                                 NC_DOUBLE,
                                 "1",
                                 "part of that change which a tie made",
                                 5,
                                 {D_CHANGE, D_HOST, D_POWER, D_WHOSE, D_TIE}},
    [V_SUBJECT] = {"subject", NC_STRING, "1", "what something happens to", 1, {D_SUBJECT}},
    [V_SUBJECT_STATES] = {"subject_states",
                          NC_STRING,
                          "1",
                          "names of its values 0, 1, 2 ..; empty: numbers",
                          1,
                          {D_SUBJECT}},
    [V_EVENT_WORLD] = {"event_world", NC_INT, "1", "world, counted from 0", 1, {D_EVENT}},
    [V_EVENT_MEMBER] = {"event_member", NC_INT, "1", "member, counted from 0", 1, {D_EVENT}},
    [V_EVENT_DATE] = {"event_date", NC_INT, DAYS, "last day of the month", 1, {D_EVENT}},
    [V_EVENT_DATE_MONTH] =
        {"event_date_month", NC_INT, "1", "months since January of the year 0", 1, {D_EVENT}},
    [V_EVENT_SUBJECT] = {"event_subject", NC_INT, "1", "subject, counted from 0", 1, {D_EVENT}},
    [V_EVENT_BEFORE] = {"event_before", NC_FLOAT, "1", "value before", 1, {D_EVENT}},
    [V_EVENT_AFTER] = {"event_after", NC_FLOAT, "1", "value after", 1, {D_EVENT}},
};

const struct steppe_netcdf_member steppe_netcdf_words[STEPPE_NETCDF_WORDS] = {
    {V_COUNT, offsetof(struct steppe_tally, count)},
    {V_POSITIVE, offsetof(struct steppe_tally, positive)},
    {V_NEGATIVE, offsetof(struct steppe_tally, negative)},
    {V_PAIR_COUNT, offsetof(struct steppe_tally, pair_count)},
    {V_SUM_HIGH, offsetof(struct steppe_tally, sum_high)},
    {V_SUM_LOW, offsetof(struct steppe_tally, sum_low)},
    {V_SQUARE_HIGH, offsetof(struct steppe_tally, square_high)},
    {V_SQUARE_LOW, offsetof(struct steppe_tally, square_low)},
    {V_PAIR_SUM_HIGH, offsetof(struct steppe_tally, pair_sum_high)},
    {V_PAIR_SUM_LOW, offsetof(struct steppe_tally, pair_sum_low)},
    {V_CROSS_HIGH, offsetof(struct steppe_tally, cross_high)},
    {V_CROSS_LOW, offsetof(struct steppe_tally, cross_low)},
};

const struct steppe_netcdf_member steppe_netcdf_series[STEPPE_NETCDF_SERIES_NUMBERS] = {
    {V_SERIES_SCALE, offsetof(struct steppe_series, scale)},
    {V_SERIES_BASE, offsetof(struct steppe_series, base)},
    {V_SERIES_BIN_LOW, offsetof(struct steppe_series, bin_low)},
    {V_SERIES_BIN_HIGH, offsetof(struct steppe_series, bin_high)},
};

const struct steppe_netcdf_member steppe_netcdf_answers[STEPPE_NETCDF_ANSWER_WORDS] = {
    {V_ANSWER_COUNT, offsetof(struct steppe_answer_tally, count)},
    {V_ANSWER_POSITIVE, offsetof(struct steppe_answer_tally, positive)},
    {V_ANSWER_NEGATIVE, offsetof(struct steppe_answer_tally, negative)},
    {V_ANSWER_PAIR_COUNT, offsetof(struct steppe_answer_tally, pair_count)},
    {V_ANSWER_PAIR_SUM, offsetof(struct steppe_answer_tally, pair_sum)},
    {V_ANSWER_CROSS, offsetof(struct steppe_answer_tally, cross)},
};

const struct steppe_netcdf_member steppe_netcdf_events[STEPPE_NETCDF_EVENT_WORDS] = {
    {V_EVENT_WORLD, offsetof(struct steppe_happening, world)},
    {V_EVENT_MEMBER, offsetof(struct steppe_happening, member)},
    {V_EVENT_SUBJECT, offsetof(struct steppe_happening, subject)},
};

bool steppe_netcdf_refused(const struct steppe_netcdf_file *file, enum steppe_code code,
                           const char *format, ...) {
    char text[sizeof file->error->message];
    va_list values;
    va_start(values, format);
    (void)vsnprintf(text, sizeof text, format, values);
    va_end(values);
    const struct steppe_place place = {.file = file->path};
    return steppe_error_set(file->error, code, place, "%s", text);
}

void *steppe_netcdf_scratch(struct steppe_netcdf_file *file, size_t count, size_t size) {
    void *taken = steppe_arena_take(&file->scratch, count, size);
    bool told = taken ||
                steppe_netcdf_refused(file, STEPPE_CODE_MEMORY,
                                      "not enough memory for %zu values of a result", count);
    (void)told;
    return taken;
}

size_t steppe_netcdf_count(const struct steppe_netcdf_file *file, enum variable variable) {
    const struct steppe_netcdf_variable *layout = &steppe_netcdf_variables[variable];
    size_t count = 1;
    for (int i = 0; i < layout->dimension_count; i++) count *= file->sizes[layout->dimensions[i]];
    return count;
}

bool steppe_netcdf_has(const struct steppe_netcdf_file *file, enum variable variable) {
    return steppe_netcdf_count(file, variable) > 0;
}

#else
typedef int steppe_netcdf_layout_left_out;
#endif
