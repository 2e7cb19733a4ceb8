// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "sim/ensemble.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/os.h"
#include "mechanisms/mechanism.h"
#include "record/answers.h"
#include "record/channels.h"

#ifdef _OPENMP
#include <omp.h>
#endif

#define DETAIL_MEMBERS 200
#define SMALL_ROW_MEMBERS 32 // a block of most kernels
// Room for what happens to a member in a month of a world, on average: some 0.3 come.
#define HAPPENINGS_A_MONTH 2
#define FAILURES_PER_1000_MAX 1

struct team {
    const struct steppe_plan *plan;
    const struct steppe_ensemble_options *options;
    struct steppe_arena *arena;
    struct steppe_record *record;
    size_t rows;
    unsigned threads;
    float *detail; // [world][series][month][STEPPE_ROW_MEMBERS], of the first row; or NULL
    struct steppe_happenings *happenings; // to its first members; or NULL
    void *watched;                        // memory of the block that is watched
    // shared while running, changed in the critical section
    size_t next_row;
    uint32_t done, failed;
    uint32_t first_failed; // smallest member number that failed; UINT32_MAX: none
    bool stopped;
};

// One thread's own.
struct worker {
    struct steppe_block *block;
    struct steppe_summary *summary;
    struct steppe_channels *channels; // NULL: not asked for
    struct steppe_answers *said;      // NULL: nothing is asked
    float *answers;                   // [world][question][STEPPE_ROW_MEMBERS]
    float *row; // [world][series][date][STEPPE_ROW_MEMBERS], then what is probed (sim/kernels.h)
};

// ---- sizes --------------------------------------------------------------------------------------
static size_t row_members(const struct steppe_ensemble_options *options) {
    return options->small_rows ? SMALL_ROW_MEMBERS : STEPPE_ROW_MEMBERS;
}

// Members nearly fill 32 bits: rows are counted in more.
static size_t row_count(const struct steppe_plan *plan,
                        const struct steppe_ensemble_options *options) {
    return (plan->options.members + row_members(options) - 1) / row_members(options);
}

static unsigned thread_count(const struct steppe_plan *plan,
                             const struct steppe_ensemble_options *options) {
    unsigned threads = options->threads;
    if (threads == 0) threads = (unsigned)steppe_os_processor_count();
    size_t rows = row_count(plan, options);
    return threads > rows ? (unsigned)rows : threads;
}

static size_t row_cells(const struct steppe_plan *plan) {
    size_t cells = plan->series_count * plan->date_count + 2 * (size_t)plan->probe_count;
    return plan->world_count * cells * STEPPE_ROW_MEMBERS;
}
static size_t column_count(const struct steppe_plan *plan) { return 2 * plan->world_count - 1; }
static size_t channel_bytes(const struct steppe_plan *plan) {
    const struct steppe_axis_table *axes = plan->model->axes;
    if (plan->probe_count == 0) return 0;
    return steppe_channels_bytes(plan->world_count, axes[STEPPE_AXIS_TIE].count,
                                 axes[STEPPE_AXIS_POWER].count, axes[STEPPE_AXIS_HOST].count);
}
static size_t free_months(const struct steppe_plan *plan) {
    return (size_t)(plan->month_count - plan->run_in_months);
}
static size_t detail_members(const struct steppe_plan *plan,
                             const struct steppe_ensemble_options *options) {
    if (options->no_detail) return 0;
    return plan->options.members < DETAIL_MEMBERS ? plan->options.members : DETAIL_MEMBERS;
}
static size_t happening_count(const struct steppe_plan *plan, size_t members) {
    return plan->world_count * free_months(plan) * members * HAPPENINGS_A_MONTH;
}

static bool ends_year(const struct steppe_plan *plan, size_t date) {
    return plan->dates[date] % 12 == 11;
}
static size_t year_ends(const struct steppe_plan *plan) {
    size_t count = 0;
    for (size_t date = 0; date < plan->date_count; date++) count += ends_year(plan, date);
    return count;
}

// Members kept singly: as many as fit, in whole pairs.
static size_t kept_members(const struct steppe_plan *plan, size_t keep_bytes) {
    size_t member = plan->world_count * plan->series_count * year_ends(plan) * sizeof(float);
    if (member == 0) return 0;
    size_t count = keep_bytes / member / 2 * 2;
    return count < plan->options.members ? count : plan->options.members;
}

void steppe_ensemble_cost(const struct steppe_plan *plan,
                          const struct steppe_ensemble_options *options,
                          struct steppe_ensemble_cost *cost) {
    size_t member = plan->world_count * plan->series_count * year_ends(plan) * sizeof(float);
    size_t detail = plan->world_count * plan->series_count * free_months(plan) * sizeof(float);
    size_t singly = detail_members(plan, options), answers = 0;
    cost->threads = thread_count(plan, options);
    cost->world_bytes = plan->kernels->block_bytes(plan);
    cost->summary_bytes = steppe_summary_bytes(column_count(plan), plan->series_count,
                                               plan->date_count);
    if (options->keep_bytes > 0) answers = plan->world_count * plan->question_count;
    cost->kept_bytes = kept_members(plan, options->keep_bytes) * (member + answers);
    cost->total_bytes = cost->kept_bytes + cost->summary_bytes +
                        (singly > 0 ? detail * (singly + STEPPE_ROW_MEMBERS) : 0) +
                        happening_count(plan, singly) * sizeof(struct steppe_happening) +
                        cost->threads * (cost->world_bytes + cost->summary_bytes +
                                         row_cells(plan) * sizeof(float) + channel_bytes(plan));
}

// ---- making -------------------------------------------------------------------------------------
static bool no_memory(const struct team *team, struct steppe_error *error) {
    struct steppe_ensemble_cost cost;
    steppe_ensemble_cost(team->plan, team->options, &cost);
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "not enough memory for this run; it needs %zu MB (see --plan)",
                            (cost.total_bytes + 999999) / 1000000);
}

static bool make_detail(struct team *team, struct steppe_record *record,
                        struct steppe_error *error) {
    const struct steppe_plan *plan = team->plan;
    size_t cells = plan->world_count * plan->series_count * record->detail_month_count;
    if (record->detail_members == 0) return true;
    record->detail = STEPPE_TAKE(team->arena, cells * record->detail_members, float);
    team->detail = STEPPE_TAKE(team->arena, cells * STEPPE_ROW_MEMBERS, float);
    team->watched = steppe_arena_take(team->arena, plan->watch_count + 1,
                                      (size_t)plan->kernels->lanes * plan->kernels->real_bytes);
    if (!record->detail || !team->detail || !team->watched) return no_memory(team, error);
    return steppe_happenings_make(plan->subjects, plan->event_element_count + plan->watch_count,
                                  happening_count(plan, record->detail_members), team->arena,
                                  &team->happenings, error);
}

static bool make_summary(const struct team *team, struct steppe_summary **summary,
                         struct steppe_error *error) {
    const struct steppe_plan *plan = team->plan;
    if (!steppe_summary_make(column_count(plan), plan->series_texts, plan->series_count,
                             plan->date_count, team->arena, summary, error))
        return false;
    (*summary)->add_row = plan->kernels->row_add;
    return true;
}

static bool make_record(struct team *team, struct steppe_error *error) {
    const struct steppe_plan *plan = team->plan;
    struct steppe_record *record = STEPPE_TAKE(team->arena, 1, struct steppe_record);
    const char **names = STEPPE_TAKE(team->arena, plan->world_count, const char *);
    const char **texts = STEPPE_TAKE(team->arena, plan->world_count, const char *);
    int32_t *dates = STEPPE_TAKE(team->arena, plan->date_count, int32_t);
    int32_t *kept = STEPPE_TAKE(team->arena, plan->date_count, int32_t);
    if (!record || !names || !texts || !dates || !kept) return no_memory(team, error);
    for (size_t w = 0; w < plan->world_count; w++) {
        names[w] = plan->worlds[w].name;
        texts[w] = plan->worlds[w].text;
    }
    for (size_t date = 0; date < plan->date_count; date++) {
        dates[date] = plan->layout->first_month + plan->dates[date];
        if (ends_year(plan, date)) kept[record->kept_date_count++] = dates[date];
    }
    record->world_count = plan->world_count;
    record->world_names = names;
    record->world_texts = texts;
    record->date_months = dates;
    record->kept_months = kept;
    record->kept_members = kept_members(plan, team->options->keep_bytes);
    record->detail_members = detail_members(plan, team->options);
    record->detail_month_count = record->detail_members > 0 ? free_months(plan) : 0;
    record->detail_first_month = plan->layout->free_month;
    record->parameter_text = "";
    size_t cells = plan->world_count * plan->series_count;
    record->kept = STEPPE_TAKE(team->arena, cells * record->kept_date_count * record->kept_members,
                               float);
    if (!record->kept && record->kept_members > 0) return no_memory(team, error);
    if (plan->question_count > 0 && record->kept_members > 0) {
        size_t rows = plan->world_count * plan->question_count;
        record->answer_members = STEPPE_TAKE(team->arena, rows * record->kept_members, int8_t);
        if (!record->answer_members) return no_memory(team, error);
    }
    if (!make_detail(team, record, error)) return false;
    record->provenance.seed = plan->options.seed;
    record->provenance.members_asked = plan->options.members;
    record->provenance.fix_parameters = plan->options.fix_parameters;
    record->provenance.fix_noise = plan->options.fix_noise;
    team->record = record;
    return make_summary(team, &record->summary, error);
}

// The record outlives the model: names are copied.
static bool name_axis(const struct team *team, enum steppe_axis axis, const char *const **names) {
    const struct steppe_axis_table *table = &team->plan->model->axes[axis];
    const char **copies = STEPPE_TAKE(team->arena, table->count, const char *);
    *names = copies;
    for (size_t i = 0; copies && i < table->count; i++) {
        copies[i] = steppe_arena_copy_text(team->arena, table->names[i], strlen(table->names[i]));
        if (!copies[i]) return false;
    }
    return copies != NULL;
}

static bool make_channels(struct team *team, struct steppe_channels **channels,
                          struct steppe_error *error) {
    const struct steppe_plan *plan = team->plan;
    const struct steppe_axis_table *axes = plan->model->axes;
    if (plan->probe_count == 0) return true;
    if (!steppe_channels_make(plan->world_count, axes[STEPPE_AXIS_TIE].count,
                              axes[STEPPE_AXIS_POWER].count, axes[STEPPE_AXIS_HOST].count,
                              team->arena, channels, error))
        return false;
    (*channels)->product = plan->kernels->row_product;
    if (!name_axis(team, STEPPE_AXIS_TIE, &(*channels)->tie_names) ||
        !name_axis(team, STEPPE_AXIS_POWER, &(*channels)->power_names) ||
        !name_axis(team, STEPPE_AXIS_HOST, &(*channels)->host_names))
        return no_memory(team, error);
    for (size_t k = 0; k < axes[STEPPE_AXIS_TIE].count; k++) {
        uint32_t variable = plan->model->tie_kinds[k].variable;
        uint32_t slot = variable == UINT32_MAX ? 0 : plan->owner[variable];
        if (slot > 0) (*channels)->owners[k] = plan->kernels->mechanisms[slot - 1]->name;
    }
    return true;
}

static bool make_answers(struct team *team, struct worker *worker, struct steppe_error *error) {
    const struct steppe_plan *plan = team->plan;
    if (plan->question_count == 0) return true;
    const char **names = STEPPE_TAKE(team->arena, plan->question_count, const char *);
    const char **texts = STEPPE_TAKE(team->arena, plan->question_count, const char *);
    size_t rows = plan->world_count * plan->question_count;
    worker->answers = STEPPE_TAKE(team->arena, rows * STEPPE_ROW_MEMBERS, float);
    if (!names || !texts || !worker->answers) return no_memory(team, error);
    for (size_t q = 0; q < plan->question_count; q++) {
        names[q] = plan->questions[q].name;
        texts[q] = plan->questions[q].text;
    }
    return steppe_answers_make(column_count(plan), names, texts, plan->question_count, team->arena,
                               &worker->said, error);
}

static bool make_workers(struct team *team, struct worker *workers, struct steppe_error *error) {
    const struct steppe_plan *plan = team->plan;
    for (unsigned t = 0; t < team->threads; t++) {
        struct worker *worker = &workers[t];
        void *memory = steppe_arena_take(team->arena, 1, plan->kernels->block_bytes(plan));
        worker->row = STEPPE_TAKE(team->arena, row_cells(plan), float);
        if (!memory || !worker->row) return no_memory(team, error);
        worker->block = plan->kernels->block_make(plan, memory);
        worker->summary = team->record->summary;
        if (!make_channels(team, &worker->channels, error)) return false;
        if (!make_answers(team, worker, error)) return false;
        if (t > 0 && !make_summary(team, &worker->summary, error)) return false;
    }
    return true;
}

// ---- a row of members ---------------------------------------------------------------------------
static void keep_row(struct team *team, const float *row, size_t first, size_t count) {
    const struct steppe_plan *plan = team->plan;
    struct steppe_record *record = team->record;
    if (first >= record->kept_members) return;
    if (first + count > record->kept_members) count = record->kept_members - first;
    size_t cells = plan->world_count * plan->series_count;
    for (size_t cell = 0; cell < cells; cell++) {
        size_t year = 0;
        for (size_t date = 0; date < plan->date_count; date++) {
            if (!ends_year(plan, date)) continue;
            size_t to = (cell * record->kept_date_count + year++) * record->kept_members + first;
            memcpy(record->kept + to, row + (cell * plan->date_count + date) * STEPPE_ROW_MEMBERS,
                   count * sizeof(float));
        }
    }
}

static void keep_answers(struct team *team, const float *answers, size_t first, size_t count) {
    const struct steppe_plan *plan = team->plan;
    struct steppe_record *record = team->record;
    if (!record->answer_members || first >= record->kept_members) return;
    if (first + count > record->kept_members) count = record->kept_members - first;
    for (size_t row = 0; row < plan->world_count * plan->question_count; row++)
        for (size_t i = 0; i < count; i++) {
            float answer = answers[row * STEPPE_ROW_MEMBERS + i];
            record->answer_members[row * record->kept_members + first + i] =
                (int8_t)(isnan(answer) ? -1 : answer > 0);
        }
}

static void summarise_row(const struct steppe_plan *plan, struct worker *worker, size_t count) {
    float difference[STEPPE_ROW_MEMBERS];
    size_t world = plan->series_count * plan->date_count * STEPPE_ROW_MEMBERS;
    for (size_t s = 0; s < plan->series_count; s++)
        for (size_t date = 0; date < plan->date_count; date++) {
            const float *base = worker->row + (s * plan->date_count + date) * STEPPE_ROW_MEMBERS;
            steppe_summary_add(worker->summary, 0, s, date, base, count);
            for (size_t w = 1; w < plan->world_count; w++) {
                const float *other = base + w * world;
                steppe_summary_add(worker->summary, w, s, date, other, count);
                for (size_t i = 0; i < count; i++) difference[i] = other[i] - base[i];
                steppe_summary_add(worker->summary, plan->world_count + w - 1, s, date, difference,
                                   count);
            }
        }
}

// Influence comes first among the series (sim/plan_series.c), with the cells of a power and host.
static void split_row(const struct steppe_plan *plan, struct worker *worker, size_t count) {
    size_t series = plan->series_count * plan->date_count * STEPPE_ROW_MEMBERS;
    size_t probes = (size_t)plan->probe_count * STEPPE_ROW_MEMBERS;
    const float *scores = worker->row + plan->world_count * series;
    struct steppe_channel_end first = {worker->row, scores};
    struct steppe_channel_end last = {worker->row + (plan->date_count - 1) * STEPPE_ROW_MEMBERS,
                                      scores + probes};
    const size_t stride = plan->date_count * STEPPE_ROW_MEMBERS;
    steppe_channels_add(worker->channels, 0, &first, &last, stride, count);
    for (size_t w = 1; w < plan->world_count; w++) {
        struct steppe_channel_end other = {last.influence + w * series,
                                           last.scores + 2 * w * probes};
        steppe_channels_add(worker->channels, w, &last, &other, stride, count);
    }
}

static void copy_detail(struct team *team, const float *detail) {
    struct steppe_record *record = team->record;
    size_t rows = team->plan->world_count * team->plan->series_count * record->detail_month_count;
    for (size_t i = 0; i < rows; i++)
        memcpy(record->detail + i * record->detail_members, detail + i * STEPPE_ROW_MEMBERS,
               record->detail_members * sizeof(float));
}

static void finish_detail(struct team *team, struct worker *worker, const float *detail,
                          size_t count) {
    bool failed[STEPPE_ROW_MEMBERS];
    for (size_t i = 0; i < count; i++) failed[i] = isnan(worker->row[i]);
    copy_detail(team, detail);
    team->plan->kernels->block_watch(worker->block, NULL, NULL, 0);
    steppe_happenings_settle(team->happenings, failed);
}

static uint32_t first_failure(const float *row, size_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (isnan(row[i])) return i;
    return UINT32_MAX;
}

static void run_row(struct team *team, struct worker *worker, size_t number, float *detail) {
    const struct steppe_plan *plan = team->plan;
    const uint32_t most = (uint32_t)row_members(team->options);
    uint32_t first = (uint32_t)number * most;
    uint32_t count = plan->options.members - first;
    if (count > most) count = most;
    uint32_t failed = 0, lanes = (uint32_t)plan->kernels->lanes;
    // Whoever takes the first row records its months too.
    if (detail)
        plan->kernels->block_watch(worker->block, team->happenings, team->watched,
                                   (uint32_t)team->record->detail_members);
    for (uint32_t at = 0; at < count; at += lanes) {
        uint32_t wanted = count - at < lanes ? count - at : lanes;
        failed += plan->kernels->block_run(worker->block, first + at, wanted, worker->row + at,
                                           STEPPE_ROW_MEMBERS, detail ? detail + at : NULL,
                                           STEPPE_ROW_MEMBERS);
        if (worker->answers)
            plan->kernels->block_answers(worker->block, worker->answers + at, STEPPE_ROW_MEMBERS);
    }
    if (worker->said) steppe_answers_add(worker->said, worker->answers, STEPPE_ROW_MEMBERS, count);
    if (team->options->look)
        team->options->look(team->options->look_context, worker->answers, STEPPE_ROW_MEMBERS, first,
                            count);
    summarise_row(plan, worker, count);
    if (worker->channels) split_row(plan, worker, count);
    keep_row(team, worker->row, first, count);
    if (worker->said) keep_answers(team, worker->answers, first, count);
    if (detail) finish_detail(team, worker, detail, count);
#pragma omp critical(steppe_team)
    {
        team->done += count;
        team->failed += failed;
        uint32_t member = failed > 0 ? first + first_failure(worker->row, count) : UINT32_MAX;
        if (member < team->first_failed) team->first_failed = member;
        if (!team->stopped && team->options->progress &&
            !team->options->progress(team->options->progress_context, team->done,
                                     plan->options.members))
            team->stopped = true;
    }
}

// The next row to run; false when none is left, or the run was stopped. Rows are taken in their
// order and what is taken is finished, so that a stop leaves the first members without a gap.
static bool take_row(struct team *team, size_t *number) {
    bool taken;
#pragma omp critical(steppe_team)
    {
        taken = !team->stopped && team->next_row < team->rows;
        if (taken) *number = team->next_row++;
    }
    return taken;
}

// Members that were not run take no room: rows move together, each to or before its old place.
static void cut_kept(struct team *team) {
    struct steppe_record *record = team->record;
    const size_t room = record->kept_members, done = team->done;
    const size_t worlds = team->plan->world_count;
    const size_t rows = worlds * team->plan->series_count * record->kept_date_count;
    const size_t answers = record->answer_members ? worlds * team->plan->question_count : 0;
    if (room <= done) return;
    for (size_t i = 0; i < rows; i++)
        memmove(record->kept + i * done, record->kept + i * room, done * sizeof(float));
    for (size_t i = 0; i < answers; i++)
        memmove(record->answer_members + i * done, record->answer_members + i * room, done);
    record->kept_members = done;
}

// ---- the whole ----------------------------------------------------------------------------------
// "disorder[KAZ]", "the hazard of clash[KAZ]", "the question ends_2030", and the like.
static void name_fault(const struct steppe_plan *plan, const struct steppe_fault *fault, char *name,
                       size_t bytes) {
    const struct steppe_model *model = plan->model;
    if (fault->parameter != UINT32_MAX) {
        snprintf(name, bytes, "%s", model->parameters[fault->parameter].name);
    } else if (fault->change != UINT32_MAX) {
        const struct steppe_plan_world *world = &plan->worlds[fault->world];
        const struct steppe_place *place = &world->changes[fault->change].change->place;
        const char *file = place->file ? place->file : world->name;
        const char *slash = strrchr(file, '/');
        snprintf(name, bytes, "what begins the change at %s:%u:%u", slash ? slash + 1 : file,
                 place->line, place->column);
    } else if (fault->question != UINT32_MAX) {
        snprintf(name, bytes, "the question %s", plan->questions[fault->question].name);
    } else if (fault->event != UINT32_MAX) {
        const struct steppe_event *event = &model->events[fault->event];
        const struct steppe_set *set = event->scope.set;
        const char *of = set ? model->axes[set->axis].names[set->members[fault->element]] : NULL;
        snprintf(name, bytes, "the hazard of %s%s%s%s", event->name, of ? "[" : "", of ? of : "",
                 of ? "]" : "");
    } else if (fault->variable == UINT32_MAX) {
        snprintf(name, bytes, "an unknown value");
    } else if (fault->cell == UINT32_MAX) {
        snprintf(name, bytes, "%s", model->variables[fault->variable].name);
    } else {
        steppe_model_cell_name(model, fault->variable, fault->cell, name, bytes);
    }
}

static void name_failure(struct team *team, struct worker *worker) {
    const struct steppe_plan *plan = team->plan;
    struct steppe_provenance *provenance = &team->record->provenance;
    uint32_t lanes = (uint32_t)plan->kernels->lanes, member = team->first_failed;
    struct steppe_fault fault = plan->kernels->block_diagnose(worker->block, member / lanes * lanes,
                                                              member % lanes);
    char cell[80];
    struct steppe_date date = steppe_date_of_month(plan->layout->first_month + fault.month);
    name_fault(plan, &fault, cell, sizeof cell);
    snprintf(provenance->first_failure, sizeof provenance->first_failure,
             "%s in %d-%02d of member %u under %s", cell, date.year, date.month, member,
             plan->worlds[fault.world].name);
}

static bool finish(struct team *team, struct worker *workers, struct steppe_error *error) {
    struct steppe_provenance *provenance = &team->record->provenance;
    for (unsigned t = 1; t < team->threads; t++)
        steppe_summary_merge(team->record->summary, workers[t].summary);
    for (unsigned t = 1; t < team->threads && workers[0].channels; t++)
        steppe_channels_merge(workers[0].channels, workers[t].channels);
    team->record->channels = workers[0].channels;
    for (unsigned t = 1; t < team->threads && workers[0].said; t++)
        steppe_answers_merge(workers[0].said, workers[t].said);
    team->record->answers = workers[0].said;
    team->record->happenings = team->happenings;
    provenance->members_done = team->done;
    provenance->members_failed = team->failed;
    provenance->complete = team->done == team->plan->options.members;
    cut_kept(team);
    if (team->failed > 0) name_failure(team, &workers[0]);
    if (!provenance->complete)
        return steppe_error_set(error, STEPPE_CODE_STOPPED, (struct steppe_place){0},
                                "stopped after %u of %u members", team->done,
                                team->plan->options.members);
    if ((uint64_t)team->failed * 1000 > (uint64_t)team->done * FAILURES_PER_1000_MAX)
        return steppe_error_set(error, STEPPE_CODE_RUN, (struct steppe_place){0},
                                "%u of %u members failed, first %s", team->failed, team->done,
                                provenance->first_failure);
    return true;
}

bool steppe_ensemble_run(const struct steppe_plan *plan,
                         const struct steppe_ensemble_options *options, struct steppe_arena *arena,
                         struct steppe_record **record, struct steppe_error *error) {
    struct team team = {.plan = plan,
                        .options = options,
                        .arena = arena,
                        .threads = thread_count(plan, options),
                        .first_failed = UINT32_MAX};
    team.rows = row_count(plan, options);
    steppe_must(options->no_detail || !options->small_rows); // details are of the first row alone
    *record = NULL;
    struct worker *workers = STEPPE_TAKE(arena, team.threads, struct worker);
    if (!workers) return no_memory(&team, error);
    if (!make_record(&team, error) || !make_workers(&team, workers, error)) return false;
    *record = team.record;
#pragma omp parallel num_threads((int)team.threads)
    {
#ifdef _OPENMP
        int thread = omp_get_thread_num();
#else
        int thread = 0;
#endif
        size_t row;
        while (take_row(&team, &row))
            run_row(&team, &workers[thread], row, row == 0 ? team.detail : NULL);
    }
    return finish(&team, workers, error);
}
