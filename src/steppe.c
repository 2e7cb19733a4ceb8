// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe: the public interface over the rooms: opens models, runs them, holds results.
#include <steppe.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/os.h"
#include "base/text.h"
#include "mechanisms/mechanism.h"
#include "model/model.h"
#include "model/places.h"
#include "record/answers.h"
#include "sim/ensemble.h"
#include "sim/plan.h"
#include "sim/stability.h"

const char *steppe_version(void) { return STEPPE_VERSION; }

int32_t steppe_month(int32_t year, int32_t month) { return year * 12 + month - 1; }

// ---- project ------------------------------------------------------------------------------------
struct steppe_project {
    struct steppe_arena arena;
    struct steppe_findings findings;
    const struct steppe_model *model;
};

// ---- opening ------------------------------------------------------------------------------------
static bool make_vocabulary(struct steppe_arena *arena, struct steppe_vocabulary *vocabulary) {
    const struct steppe_kernels *kernels = steppe_kernels_best();
    struct steppe_vocabulary_group *groups = STEPPE_TAKE(arena, kernels->mechanism_count,
                                                         struct steppe_vocabulary_group);
    if (!groups) return false;
    for (size_t k = 0; k < kernels->mechanism_count; k++) {
        groups[k].prefix = kernels->mechanisms[k]->name;
        groups[k].params = kernels->mechanisms[k]->params;
        groups[k].count = kernels->mechanisms[k]->param_count;
    }
    vocabulary->groups = groups;
    vocabulary->group_count = kernels->mechanism_count;
    return true;
}

bool steppe_project_open(const char *name, struct steppe_project **project,
                         struct steppe_error *error) {
    char path[1024], near[64];
    struct steppe_arena arena;
    struct steppe_vocabulary vocabulary;
    *project = NULL;
    if (!steppe_place_model(name, path, sizeof path)) {
        bool found = steppe_model_near(name, near, sizeof near);
        return steppe_error_set(error, STEPPE_CODE_INPUT, (struct steppe_place){0},
                                found ? "no model \"%.80s\"; did you mean \"%s\"?"
                                      : "no model \"%.80s\": no folder of that name here, in "
                                        "./models, in $STEPPE_MODELS, or beside the program%s",
                                name, found ? near : "");
    }
    steppe_arena_init(&arena, 0);
    struct steppe_project *made = STEPPE_TAKE(&arena, 1, struct steppe_project);
    if (!made || !make_vocabulary(&arena, &vocabulary)) {
        steppe_arena_free(&arena);
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory to open a model");
    }
    made->arena = arena;
    made->findings.arena = &made->arena;
    *project = made;
    bool loaded = steppe_model_load(path, &vocabulary, &made->arena, &made->model, &made->findings,
                                    error);
    if (!loaded) made->model = NULL;
    return loaded;
}

void steppe_project_close(struct steppe_project *project) {
    if (!project) return;
    struct steppe_arena arena = project->arena; // it holds the project itself
    steppe_arena_free(&arena);
}

const struct steppe_model *steppe_project_model(const struct steppe_project *project) {
    return project->model;
}

const struct steppe_model *steppe_project_sound_model(const struct steppe_project *project,
                                                      struct steppe_error *error) {
    if (project->model) return project->model;
    return steppe_error_set(error, STEPPE_CODE_MODEL, (struct steppe_place){0},
                            "the model has errors")
               ? project->model
               : NULL;
}
const struct steppe_findings *steppe_project_findings(const struct steppe_project *project) {
    return &project->findings;
}
const char *steppe_project_scenario(const struct steppe_project *project, size_t number) {
    const struct steppe_model *model = project->model;
    return model && number < model->scenario_count ? model->scenarios[number].name : NULL;
}
const char *steppe_project_compare(const struct steppe_project *project) {
    return project->model ? project->model->compare : NULL;
}

// ---- run ----------------------------------------------------------------------------------------
void steppe_run_options_default(struct steppe_run_options *options) {
    *options = (struct steppe_run_options){.members = 10000, .seed = 1};
}

// A question that a command line asks for by name. A statement looks at months, in brackets; a word
// alone, however it is written, can be no other thing.
static bool named_question(const struct steppe_model *model, const char *name,
                           struct steppe_asked *asked, bool *found, struct steppe_error *error) {
    struct steppe_nearest nearest = steppe_nearest_begin(name, strlen(name));
    *found = false;
    if (!*name || strpbrk(name, "([<>=! ")) return true;
    for (size_t q = 0; q < model->question_count; q++) {
        const struct steppe_question *question = &model->questions[q];
        steppe_nearest_try(&nearest, question->name);
        if (strcmp(question->name, name) != 0) continue;
        if (!question->ask)
            return steppe_error_set(error, STEPPE_CODE_INPUT, (struct steppe_place){0},
                                    "the model cannot say: %.200s", question->cannot);
        *asked = (struct steppe_asked){
            .name = question->name, .text = question->ask, .statement = &question->statement};
        *found = true;
        return true;
    }
    return steppe_error_set(error, STEPPE_CODE_INPUT, (struct steppe_place){0},
                            nearest.name ? "no question \"%.80s\"; did you mean \"%.80s\"?"
                                         : "no question \"%.80s\"%s, and it is no statement",
                            name, nearest.name ? nearest.name : "");
}

// Statements as given, then the model's questions that have one.
static bool list_questions(const struct steppe_model *model,
                           const struct steppe_run_options *options, struct steppe_arena *arena,
                           struct steppe_plan_options *wanted, struct steppe_error *error) {
    size_t most = options->statement_count + (options->ask ? model->question_count : 0);
    struct steppe_asked *asked = STEPPE_TAKE(arena, most + 1, struct steppe_asked);
    struct steppe_statement *statements = STEPPE_TAKE(arena, options->statement_count + 1,
                                                      struct steppe_statement);
    if (!asked || !statements)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for the questions");
    wanted->questions = asked;
    for (size_t i = 0; i < options->statement_count; i++) {
        char name[32];
        bool found;
        if (!named_question(model, options->statements[i], &asked[wanted->question_count], &found,
                            error))
            return false;
        wanted->question_count += found;
        if (found) continue;
        snprintf(name, sizeof name, "statement %zu", i + 1);
        const char *kept = steppe_arena_copy_text(arena, name, strlen(name));
        if (!kept)
            return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                    "no memory for the questions");
        if (!steppe_model_statement(model, kept, options->statements[i], arena, &statements[i],
                                    error))
            return false;
        asked[wanted->question_count++] = (struct steppe_asked){
            .name = kept, .text = options->statements[i], .statement = &statements[i]};
    }
    for (size_t q = 0; options->ask && q < model->question_count; q++)
        if (model->questions[q].ask)
            asked[wanted->question_count++] = (struct steppe_asked){
                .name = model->questions[q].name,
                .text = model->questions[q].ask,
                .statement = &model->questions[q].statement,
                .if_reached = true};
    return true;
}

// The place of a statement names memory of the run, which a refusal frees: it goes into the text.
static bool keep_place(struct steppe_error *error) {
    char text[sizeof error->message];
    if (!error || !error->place.file || strncmp(error->place.file, "statement ", 10) != 0)
        return false;
    int length = snprintf(text, sizeof text, "%s:%u:%u: %.180s", error->place.file,
                          error->place.line, error->place.column, error->message);
    if (length > 0) memcpy(error->message, text, sizeof text);
    error->place.file = NULL; // line and column stay
    return false;
}

static bool make_plan(const struct steppe_project *project,
                      const struct steppe_run_options *options, struct steppe_arena *arena,
                      struct steppe_plan **plan, struct steppe_error *error) {
    const struct steppe_kernels *kernels = steppe_kernels_best();
    if (!steppe_project_sound_model(project, error)) return false;
    if (options->instance) kernels = steppe_kernels_named(options->instance);
    if (!kernels)
        return steppe_error_set(error, STEPPE_CODE_USAGE, (struct steppe_place){0},
                                "no kernel instance \"%s\" runs here", options->instance);
    struct steppe_plan_options wanted = {
        .scenarios = options->scenarios,
        .scenario_count = options->scenario_count,
        .members = options->members,
        .start = options->start,
        .until = options->until,
        .seed = options->seed,
        .fix_parameters = options->fix_parameters,
        .fix_noise = options->fix_noise,
        .no_events = options->fix_noise,
        .no_regime_moves = options->fix_noise,
        .channels = true,
    };
    return (list_questions(project->model, options, arena, &wanted, error) &&
            steppe_plan_make(project->model, kernels, &wanted, arena, plan, error)) ||
           keep_place(error);
}

static struct steppe_ensemble_options ensemble_options(const struct steppe_run_options *options) {
    return (struct steppe_ensemble_options){.threads = options->threads,
                                            .keep_bytes = options->keep_bytes,
                                            .no_detail = options->no_detail,
                                            .progress = options->progress,
                                            .progress_context = options->progress_context};
}

// Details, of which only a dossier asks, are not counted.
static size_t moving_cells(const struct steppe_plan *plan) {
    size_t count = 0;
    for (size_t cell = 0; cell < plan->layout->steering_cells; cell++) count += plan->moving[cell];
    return count;
}

bool steppe_run_plan(const struct steppe_project *project, const struct steppe_run_options *options,
                     struct steppe_run_cost *cost, struct steppe_error *error) {
    struct steppe_arena arena;
    struct steppe_plan *plan;
    steppe_arena_init(&arena, 0);
    bool made = make_plan(project, options, &arena, &plan, error);
    if (made) {
        struct steppe_ensemble_options how = ensemble_options(options);
        struct steppe_ensemble_cost sizes;
        steppe_ensemble_cost(plan, &how, &sizes);
        *cost = (struct steppe_run_cost){
            .instance = plan->kernels->name,
            .emulates = plan->kernels->emulates,
            .state_cells = plan->layout->state_cells,
            .moving_cells = moving_cells(plan),
            .parameter_cells = plan->layout->param_cells,
            .series = plan->series_count,
            .dates = plan->date_count,
            .worlds = plan->world_count,
            .months = (size_t)plan->month_count,
            .world_bytes = sizes.world_bytes,
            .summary_bytes = sizes.summary_bytes,
            .kept_bytes = sizes.kept_bytes,
            .total_bytes = sizes.total_bytes,
            .threads = sizes.threads,
            .base_year = plan->layout->base_year,
            .start = plan->options.start,
            .until = plan->options.until,
        };
    }
    steppe_arena_free(&arena);
    return made;
}

struct steppe_result {
    struct steppe_arena arena;
    struct steppe_record *record;
};

static bool make_result(struct steppe_result **result, struct steppe_error *error) {
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    *result = STEPPE_TAKE(&arena, 1, struct steppe_result);
    if (!*result)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for a result");
    (*result)->arena = arena;
    return true;
}

// The record must outlive plan and model: what it points at is copied into its own arena.
static bool own_texts(struct steppe_result *result, const struct steppe_model *model) {
    struct steppe_record *record = result->record;
    struct steppe_arena *arena = &result->arena;
    const char **names = STEPPE_TAKE(arena, record->world_count, const char *);
    const char **texts = STEPPE_TAKE(arena, record->world_count, const char *);
    if (!names || !texts) return false;
    for (size_t w = 0; w < record->world_count; w++) {
        const char *name = record->world_names[w], *text = record->world_texts[w];
        names[w] = steppe_arena_copy_text(arena, name, strlen(name));
        texts[w] = steppe_arena_copy_text(arena, text, strlen(text));
        if (!names[w] || !texts[w]) return false;
    }
    record->world_names = names;
    record->world_texts = texts;
    record->parameter_text = steppe_arena_copy_text(arena, model->parameter_text,
                                                    strlen(model->parameter_text));
    return record->parameter_text != NULL;
}

static void sign(struct steppe_provenance *provenance, const struct steppe_model *model,
                 const struct steppe_run_options *options) {
    time_t now = time(NULL);
    struct tm utc;
    snprintf(provenance->version, sizeof provenance->version, "%s", STEPPE_VERSION);
    snprintf(provenance->model_name, sizeof provenance->model_name, "%s", model->name);
    snprintf(provenance->model_hash, sizeof provenance->model_hash, "%s", model->hash);
    snprintf(provenance->command, sizeof provenance->command, "%s",
             options->command ? options->command : "");
    if (gmtime_r(&now, &utc))
        strftime(provenance->date, sizeof provenance->date, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

bool steppe_run(const struct steppe_project *project, const struct steppe_run_options *options,
                struct steppe_result **result, struct steppe_error *error) {
    struct steppe_plan *plan;
    struct steppe_result *made;
    *result = NULL;
    if (!make_result(&made, error)) return false;
    struct steppe_ensemble_options how = ensemble_options(options);
    bool done = make_plan(project, options, &made->arena, &plan, error) &&
                steppe_ensemble_run(plan, &how, &made->arena, &made->record, error);
    if (!made->record || !own_texts(made, project->model)) {
        if (made->record)
            done = steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                    "no memory for a result");
        steppe_result_free(made);
        return done;
    }
    sign(&made->record->provenance, project->model, options);
    *result = made;
    return done;
}

void steppe_result_free(struct steppe_result *result) {
    if (!result) return;
    struct steppe_arena arena = result->arena; // it holds the result itself
    steppe_arena_free(&arena);
}

bool steppe_result_save(const struct steppe_result *result, const char *path,
                        struct steppe_error *error) {
    return steppe_record_save(result->record, path, error);
}

bool steppe_result_load(const char *path, struct steppe_result **result,
                        struct steppe_error *error) {
    *result = NULL;
    struct steppe_result *made;
    if (!make_result(&made, error)) return false;
    if (!steppe_record_load(path, &made->arena, &made->record, error)) {
        steppe_result_free(made);
        return false;
    }
    *result = made;
    return true;
}

// ---- looking at a result ------------------------------------------------------------------------
const struct steppe_record *steppe_result_record(const struct steppe_result *result) {
    return result->record;
}
size_t steppe_result_worlds(const struct steppe_result *result) {
    return result->record->world_count;
}
size_t steppe_result_dates(const struct steppe_result *result) {
    return result->record->summary->date_count;
}
size_t steppe_result_series(const struct steppe_result *result) {
    return result->record->summary->series_count;
}
const char *steppe_result_world_name(const struct steppe_result *result, size_t world) {
    return world < result->record->world_count ? result->record->world_names[world] : NULL;
}
int32_t steppe_result_month(const struct steppe_result *result, size_t date) {
    return date < steppe_result_dates(result) ? result->record->date_months[date] : 0;
}
const char *steppe_result_series_name(const struct steppe_result *result, size_t series) {
    return series < steppe_result_series(result) ? result->record->summary->series[series].name
                                                 : NULL;
}
const char *steppe_result_series_unit(const struct steppe_result *result, size_t series) {
    return series < steppe_result_series(result) ? result->record->summary->series[series].unit
                                                 : NULL;
}
size_t steppe_result_find(const struct steppe_result *result, const char *name) {
    for (size_t s = 0; s < steppe_result_series(result); s++)
        if (strcmp(result->record->summary->series[s].name, name) == 0) return s;
    return SIZE_MAX;
}

size_t steppe_result_questions(const struct steppe_result *result) {
    return result->record->answers ? result->record->answers->question_count : 0;
}
const char *steppe_result_question_name(const struct steppe_result *result, size_t question) {
    return question < steppe_result_questions(result) ? result->record->answers->names[question]
                                                      : NULL;
}

static struct steppe_answer answer(const struct steppe_result *result, size_t column,
                                   size_t question) {
    const double none = (double)NAN;
    if (question >= steppe_result_questions(result) ||
        column >= result->record->answers->column_count)
        return (struct steppe_answer){none, none, none, none, none, none, none};
    struct steppe_chance chance = steppe_answers_chance(result->record->answers, column, question);
    return (struct steppe_answer){.chance = chance.mean,
                                  .standard_error = chance.standard_error,
                                  .low = chance.low,
                                  .high = chance.high,
                                  .parameter_share = chance.parameter_share,
                                  .gained = chance.gained,
                                  .lost = chance.lost};
}

struct steppe_answer steppe_result_answer(const struct steppe_result *result, size_t world,
                                          size_t question) {
    return answer(result, world < result->record->world_count ? world : SIZE_MAX, question);
}
struct steppe_answer steppe_result_answer_difference(const struct steppe_result *result,
                                                     size_t world, size_t question) {
    size_t worlds = result->record->world_count;
    return answer(result, world > 0 && world < worlds ? worlds + world - 1 : SIZE_MAX, question);
}

static struct steppe_statistics statistics(const struct steppe_summary *summary, size_t column,
                                           size_t series, size_t date) {
    const double none = (double)NAN;
    struct steppe_statistics out = {none, none, none, none, none, none, none};
    if (column >= summary->column_count || series >= summary->series_count ||
        date >= summary->date_count)
        return out;
    out.mean = steppe_tally_mean(summary, column, series, date);
    out.standard_deviation = sqrt(steppe_tally_variance(summary, column, series, date));
    out.low = steppe_tally_quantile(summary, column, series, date, 0.1, NULL);
    out.median = steppe_tally_quantile(summary, column, series, date, 0.5, NULL);
    out.high = steppe_tally_quantile(summary, column, series, date, 0.9, NULL);
    out.parameter_share = steppe_tally_parameter_share(summary, column, series, date);
    out.standard_error = steppe_tally_standard_error(summary, column, series, date);
    return out;
}

struct steppe_statistics steppe_result_statistics(const struct steppe_result *result, size_t world,
                                                  size_t series, size_t date) {
    bool known = world < result->record->world_count;
    return statistics(result->record->summary, known ? world : SIZE_MAX, series, date);
}

struct steppe_statistics steppe_result_difference(const struct steppe_result *result, size_t world,
                                                  size_t series, size_t date) {
    bool known = world > 0 && world < result->record->world_count;
    size_t column = known ? result->record->world_count + world - 1 : SIZE_MAX;
    return statistics(result->record->summary, column, series, date);
}

// ---- stability ----------------------------------------------------------------------------------
bool steppe_stability(const struct steppe_project *project, struct steppe_mode *modes,
                      size_t *count, struct steppe_error *error) {
    if (!steppe_project_sound_model(project, error)) return false;
    return steppe_stability_modes(project->model, 0, modes, count, error);
}

// ---- the centre ---------------------------------------------------------------------------------
struct central {
    struct steppe_central shown; // first: the caller's pointer is also this one's
    struct steppe_arena arena;
};

static const double *const *by_variable(const struct steppe_plan *plan, const double *state,
                                        struct steppe_arena *arena) {
    const struct steppe_layout *layout = plan->layout;
    size_t count = plan->model->variable_count;
    const double **values = STEPPE_TAKE(arena, count, const double *);
    for (size_t v = 0; values && v < count; v++) {
        if (layout->offsets[v] == STEPPE_NOWHERE) continue;
        double *cells = STEPPE_TAKE(arena, layout->cell_counts[v], double);
        if (!cells) return NULL;
        double factor = plan->model->variables[v].unit.factor;
        for (size_t c = 0; c < layout->cell_counts[v]; c++)
            cells[c] = state[layout->offsets[v] + c] / (factor > 0 ? factor : 1);
        values[v] = cells;
    }
    return values;
}

// The one-lane kernel runs the months that the record imposes, once.
static bool look(struct central *made, const struct steppe_project *project,
                 struct steppe_error *error) {
    const struct steppe_run_options options = {
        .members = 2, .instance = "scalar", .fix_parameters = true, .fix_noise = true};
    struct steppe_plan *plan;
    if (!make_plan(project, &options, &made->arena, &plan, error)) return false;
    double *now = STEPPE_TAKE(&made->arena, plan->layout->state_cells, double);
    void *memory = steppe_arena_take(&made->arena, 1, plan->kernels->block_bytes(plan));
    if (now && memory) {
        struct steppe_block *block = plan->kernels->block_make(plan, memory);
        plan->kernels->block_push(block, NULL, 0, now); // begins where the record ends
        made->shown.base = by_variable(plan, plan->start, &made->arena);
        made->shown.now = by_variable(plan, now, &made->arena);
    }
    if (!made->shown.base || !made->shown.now)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for the central values");
    made->shown.base_year = plan->layout->base_year;
    made->shown.month = plan->layout->free_month - 1;
    made->shown.variable_count = project->model->variable_count;
    return true;
}

bool steppe_central_make(const struct steppe_project *project,
                         const struct steppe_central **central, struct steppe_error *error) {
    struct steppe_arena arena;
    *central = NULL;
    steppe_arena_init(&arena, 0);
    struct central *made = STEPPE_TAKE(&arena, 1, struct central);
    if (!made)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for the central values");
    made->arena = arena;
    if (!look(made, project, error)) {
        steppe_central_free(&made->shown);
        return false;
    }
    *central = &made->shown;
    return true;
}

void steppe_central_free(const struct steppe_central *central) {
    if (!central) return;
    struct steppe_arena arena = ((const struct central *)(const void *)central)->arena;
    steppe_arena_free(&arena);
}

// ---- mechanisms ---------------------------------------------------------------------------------
struct mechanisms {
    struct steppe_mechanisms shown; // first, as above
    struct steppe_arena arena;
};

static bool describe(const struct steppe_mechanism *mechanism, struct steppe_arena *arena,
                     struct steppe_mechanism_facts *facts) {
    static const enum steppe_role roles[] = {[STEPPE_READ] = STEPPE_ROLE_READS,
                                             [STEPPE_LAST] = STEPPE_ROLE_READS_LAST,
                                             [STEPPE_OWN] = STEPPE_ROLE_OWNS,
                                             [STEPPE_ADD] = STEPPE_ROLE_CHANGES};
    struct steppe_mechanism_use *uses = STEPPE_TAKE(arena, mechanism->use_count + 1,
                                                    struct steppe_mechanism_use);
    struct steppe_parameter_facts *parameters = STEPPE_TAKE(arena, mechanism->param_count + 1,
                                                            struct steppe_parameter_facts);
    if (!uses || !parameters) return false;
    for (size_t u = 0; u < mechanism->use_count; u++) {
        const struct steppe_use *use = &mechanism->uses[u];
        uses[u].variable = steppe_variables_builtin()[use->variable].name;
        uses[u].role = roles[use->access];
    }
    for (size_t p = 0; p < mechanism->param_count; p++) {
        const struct steppe_param *param = &mechanism->params[p];
        parameters[p] = (struct steppe_parameter_facts){.name = param->name,
                                                        .shape = steppe_shape_name(param->shape),
                                                        .unit = param->unit,
                                                        .meaning = param->meaning,
                                                        .low = param->low,
                                                        .high = param->high};
    }
    *facts = (struct steppe_mechanism_facts){.name = mechanism->name,
                                             .summary = mechanism->summary,
                                             .equation = mechanism->equation,
                                             .source = mechanism->source,
                                             .every_months = mechanism->every_months,
                                             .phase = mechanism->phase,
                                             .uses = uses,
                                             .use_count = mechanism->use_count,
                                             .parameters = parameters,
                                             .parameter_count = mechanism->param_count};
    return true;
}

bool steppe_mechanisms_make(const struct steppe_mechanisms **mechanisms,
                            struct steppe_error *error) {
    const struct steppe_kernels *kernels = steppe_kernels_best();
    struct steppe_arena arena;
    *mechanisms = NULL;
    steppe_arena_init(&arena, 0);
    struct mechanisms *made = STEPPE_TAKE(&arena, 1, struct mechanisms);
    struct steppe_mechanism_facts *items = STEPPE_TAKE(&arena, kernels->mechanism_count,
                                                       struct steppe_mechanism_facts);
    bool good = made && items;
    for (size_t k = 0; good && k < kernels->mechanism_count; k++)
        good = describe(kernels->mechanisms[k], &arena, &items[k]);
    if (!good) {
        steppe_arena_free(&arena);
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory to describe the mechanisms");
    }
    made->shown = (struct steppe_mechanisms){items, kernels->mechanism_count};
    made->arena = arena;
    *mechanisms = &made->shown;
    return true;
}

void steppe_mechanisms_free(const struct steppe_mechanisms *mechanisms) {
    if (!mechanisms) return;
    struct steppe_arena arena = ((const struct mechanisms *)(const void *)mechanisms)->arena;
    steppe_arena_free(&arena);
}
