// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// bench: one step of each mechanism on the bundled model, for a block of lanes, in every instance
// this processor runs. Prints microseconds of a step, of a block-month, and nanoseconds of a
// member-month. The world is that of the central parameters, with noise; regimes and events rest.
// Then what each adds to a whole run on one core: the run less one in which it never steps; and how
// often what is rare and deep is worked off lane by lane, in the free months of that run.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/os.h"
#include "mechanisms/mechanism.h"
#include "sim/ensemble.h"
#include "sim/kernels.h"

enum { MONTHS = 120, ROUNDS = 60, RUN_MEMBERS = 1024, RUN_ROUNDS = 5 };

struct place {
    struct steppe_world world;
    struct steppe_scratch scratch;
    steppe_real *start;
};

static void fill(steppe_real *cells, size_t cell, double value) {
    for (int lane = 0; lane < STEPPE_LANES; lane++)
        cells[cell * STEPPE_LANES + (size_t)lane] = (steppe_real)value;
}

static bool make_params(const struct steppe_plan *plan, struct steppe_arena *arena,
                        steppe_real *params) {
    const struct steppe_model *model = plan->model;
    const struct steppe_setup setup = {.model = model, .layout = plan->layout, .arena = arena};
    for (size_t i = 0; i < model->parameter_count; i++)
        for (size_t c = 0; c < model->parameters[i].cell_count; c++)
            fill(params, plan->layout->param_offsets[i] + c, steppe_setup_median(&setup, i, c));
    return true;
}

static bool make_place(const struct steppe_plan *plan, struct steppe_arena *arena,
                       struct place *place) {
    const struct steppe_layout *layout = plan->layout;
    const size_t lanes = STEPPE_LANES, scratch = plan->scratch_cells + 1;
    *place = (struct place){.world = {.layout = layout, .seed = 1}};
    struct steppe_world *world = &place->world;
    place->start = STEPPE_TAKE(arena, layout->state_cells * lanes, steppe_real);
    world->state = STEPPE_TAKE(arena, layout->state_cells * lanes, steppe_real);
    world->base = STEPPE_TAKE(arena, (layout->base_cells + 1) * lanes, steppe_real);
    world->lags = STEPPE_TAKE(arena, (layout->lag_cells + 1) * lanes, steppe_real);
    world->params = STEPPE_TAKE(arena, (layout->param_cells + 1) * lanes, steppe_real);
    world->failed = STEPPE_TAKE(arena, lanes, steppe_real);
    place->scratch.cells = STEPPE_TAKE(arena, scratch * lanes, steppe_real);
    place->scratch.cell_count = scratch;
    if (!place->start || !world->state || !world->base || !world->lags || !world->params ||
        !world->failed || !place->scratch.cells)
        return false;
    for (size_t i = 0; i < layout->state_cells; i++) fill(place->start, i, plan->start[i]);
    for (size_t v = 0; v < plan->model->variable_count; v++) {
        if (layout->offsets[v] == STEPPE_NOWHERE) continue;
        for (uint32_t c = 0; c < layout->cell_counts[v]; c++) {
            const double value = plan->start[layout->offsets[v] + c];
            if (layout->base_offsets[v] != STEPPE_NOWHERE)
                fill(world->base, layout->base_offsets[v] + c, value);
            for (uint32_t slot = 0; slot < layout->lag_months[v]; slot++)
                fill(world->lags, layout->lag_offsets[v] + slot * layout->cell_counts[v] + c,
                     value);
        }
    }
    return make_params(plan, arena, world->params);
}

// Seconds of one step: the mean over a decade, the least of ROUNDS decades, so that what else the
// machine does counts little.
static double time_mechanism(const struct steppe_plan *plan, struct place *place, size_t number) {
    const struct steppe_mechanism *mechanism = plan->kernels->mechanisms[number];
    const size_t bytes = plan->layout->state_cells * STEPPE_LANES * sizeof(steppe_real);
    double least = INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
        memcpy(place->world.state, place->start, bytes);
        size_t steps = 0;
        const double begin = steppe_os_seconds();
        for (int32_t month = 0; month < MONTHS; month++) {
            if (month % mechanism->every_months != mechanism->phase) continue;
            place->world.month = month;
            mechanism->step(&place->world, plan->constants[number], &place->scratch);
            steps++;
        }
        least = fmin(least, (steppe_os_seconds() - begin) / (double)steps);
    }
    return least;
}

static bool time_instance(const struct steppe_model *model, const struct steppe_kernels *kernels) {
    struct steppe_arena arena;
    struct steppe_error error = {0};
    struct steppe_plan *plan;
    struct place place;
    const struct steppe_plan_options options = {.members = 64, .seed = 1, .no_run_in = true};
    steppe_arena_init(&arena, 0);
    bool made = steppe_plan_make(model, kernels, &options, &arena, &plan, &error);
    if (made) made = make_place(plan, &arena, &place);
    if (!made) fprintf(stderr, "%s: %s\n", kernels->name, error.message);
    double all = 0;
    for (size_t i = 0; made && i < kernels->mechanism_count; i++) {
        const struct steppe_mechanism *mechanism = kernels->mechanisms[i];
        const double step = time_mechanism(plan, &place, i), month = step / mechanism->every_months;
        all += month;
        printf("  %-10s %-10s %10.2f %12.2f %12.1f\n", kernels->name, mechanism->name, step * 1e6,
               month * 1e6, month * 1e9 / kernels->lanes);
    }
    if (made)
        printf("  %-10s %-10s %10s %12.2f %12.1f\n", kernels->name, "all", "", all * 1e6,
               all * 1e9 / kernels->lanes);
    steppe_arena_free(&arena);
    return made;
}

static const struct steppe_model *load(struct steppe_arena *arena) {
    size_t count;
    const struct steppe_kernels *kernels = steppe_kernels_all(&count)[0];
    struct steppe_vocabulary_group groups[32];
    steppe_must(kernels->mechanism_count <= STEPPE_COUNT(groups));
    for (size_t i = 0; i < kernels->mechanism_count; i++)
        groups[i] = (struct steppe_vocabulary_group){kernels->mechanisms[i]->name,
                                                     kernels->mechanisms[i]->params,
                                                     kernels->mechanisms[i]->param_count};
    const struct steppe_vocabulary vocabulary = {groups, kernels->mechanism_count};
    struct steppe_findings findings = {.arena = arena};
    struct steppe_error error = {0};
    const struct steppe_model *model = NULL;
    if (steppe_model_load(STEPPE_SOURCE_DIR "/models/central-asia", &vocabulary, arena, &model,
                          &findings, &error))
        return model;
    fprintf(stderr, "%s\n", error.message);
    for (size_t i = 0; i < findings.count; i++)
        fprintf(stderr, "%s:%u: %s\n", findings.items[i].place.file, findings.items[i].place.line,
                findings.items[i].message);
    return NULL;
}

// Microseconds a block-month of a run in which some mechanisms rest; below 0: it failed.
static double time_run(const struct steppe_model *model, uint64_t at_rest) {
    const struct steppe_plan_options options = {
        .members = RUN_MEMBERS, .seed = 1, .channels = true, .at_rest = at_rest};
    const struct steppe_ensemble_options how = {.threads = 1, .no_detail = true};
    struct steppe_arena arena;
    struct steppe_error error = {0};
    struct steppe_plan *plan;
    struct steppe_record *record;
    double micros = -1;
    steppe_arena_init(&arena, 0);
    bool good = steppe_plan_make(model, steppe_kernels_best(), &options, &arena, &plan, &error);
    const clock_t begin = clock(); // of the processor: others may use the machine
    good = good && steppe_ensemble_run(plan, &how, &arena, &record, &error);
    const double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    if (good)
        micros = seconds * 1e6 * STEPPE_LANES / RUN_MEMBERS / plan->month_count;
    else
        fprintf(stderr, "run: %s\n", error.message);
    steppe_arena_free(&arena);
    return micros;
}

static void print_run(const char *what, const char *name, double micros) {
    printf("  %-10s %-10s %10s %12.2f %12.1f\n", what, name, "", micros,
           micros * 1e3 / STEPPE_LANES);
}

static bool time_runs(const struct steppe_model *model) {
    static const char *const spine[] = {"context", "trade", "economy", "influence"};
    const struct steppe_kernels *kernels = steppe_kernels_best();
    const size_t count = kernels->mechanism_count;
    uint64_t at_rest[66] = {0}; // each alone, all but the spine, none
    double least[66];
    steppe_must(count + 2 <= STEPPE_COUNT(least));
    for (size_t i = 0; i < count; i++) {
        bool of_spine = false;
        for (size_t s = 0; s < STEPPE_COUNT(spine); s++)
            of_spine |= strcmp(kernels->mechanisms[i]->name, spine[s]) == 0;
        at_rest[i] = UINT64_C(1) << i;
        if (!of_spine) at_rest[count] |= UINT64_C(1) << i;
    }
    for (size_t i = 0; i < count + 2; i++) least[i] = INFINITY;
    for (int round = 0; round < RUN_ROUNDS; round++)
        for (size_t i = 0; i < count + 2; i++)
            least[i] = fmin(least[i], time_run(model, at_rest[i]));
    printf("  in a run: %d members, %s, one core\n", RUN_MEMBERS, kernels->name);
    for (size_t i = 0; i < count; i++)
        print_run("adds", kernels->mechanisms[i]->name, least[count + 1] - least[i]);
    print_run("whole run", "the spine", least[count]);
    print_run("whole run", "all", least[count + 1]);
    return least[count + 1] > 0;
}

// Of 100 member-months, how many put an entry on a worklist; the aim is below 1 for all together.
static bool print_work(const struct steppe_model *model) {
    static const char *const names[STEPPE_WORK_COUNT] = {
        [STEPPE_WORK_CALLS] = "unrest in a member of a pact",
        [STEPPE_WORK_FORCE] = "coercion, and force uncalled for",
        [STEPPE_WORK_MONTHS] = "an earlier month shut for goods",
        [STEPPE_WORK_PIPES] = "an earlier month of a pipe more or less open"};
    const struct steppe_kernels *kernels = steppe_kernels_best();
    const struct steppe_plan_options options = {
        .members = RUN_MEMBERS, .seed = 1, .no_run_in = true};
    const size_t lanes = (size_t)kernels->lanes;
    struct steppe_arena arena;
    struct steppe_error error = {0};
    struct steppe_plan *plan;
    steppe_arena_init(&arena, 0);
    bool made = steppe_plan_make(model, kernels, &options, &arena, &plan, &error);
    void *memory = made ? steppe_arena_take(&arena, 1, kernels->block_bytes(plan)) : NULL;
    float *out = made ? STEPPE_TAKE(&arena, lanes * (plan->series_count * plan->date_count +
                                                     2 * plan->probe_count),
                                    float)
                      : NULL;
    if (memory && out) {
        struct steppe_block *block = kernels->block_make(plan, memory);
        for (uint32_t m = 0; m < RUN_MEMBERS; m += (uint32_t)lanes)
            (void)kernels->block_run(block, m, (uint32_t)lanes, out, lanes, NULL, 0);
        const uint64_t *work = kernels->block_work(block);
        const double months = (double)RUN_MEMBERS * plan->month_count;
        double all = 0;
        printf("  worked off lane by lane: entries a member-month\n");
        for (int kind = 0; kind < STEPPE_WORK_COUNT; kind++) {
            all += (double)work[kind] / months;
            printf("  worklist   %-36s %6.3f of 100\n", names[kind],
                   100 * (double)work[kind] / months);
        }
        printf("  worklist   %-36s %6.3f of 100\n", "all, aim 1", 100 * all);
    } else {
        fprintf(stderr, "%s: %s\n", kernels->name, error.message);
    }
    steppe_arena_free(&arena);
    return memory && out;
}

int main(void) {
    struct steppe_arena arena;
    steppe_arena_init(&arena, 0);
    const struct steppe_model *model = load(&arena);
    bool good = model != NULL;
    printf("mechanisms: %d lanes, %d months, the bundled model\n", STEPPE_LANES, MONTHS);
    printf("  %-10s %-10s %10s %12s %12s\n", "instance", "mechanism", "us a step", "us a month",
           "ns a member");
    size_t count;
    const struct steppe_kernels *const *all = steppe_kernels_all(&count);
    for (size_t i = 0; good && i < count; i++)
        if (all[i]->lanes == STEPPE_LANES) good = time_instance(model, all[i]);
    good = good && time_runs(model) && print_work(model);
    steppe_arena_free(&arena);
    return good ? 0 : 1;
}
