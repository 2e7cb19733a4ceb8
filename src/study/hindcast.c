// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// hindcast: see the header. A plan whose base is the first year gives the mechanism its constants;
// one whose base lies a year before the last gives what the tables know of a few years only. The
// drivers are figures of each year, in the units of the state.
#include "study/hindcast.h"

#include <math.h>

#define ARMS_YEARS 5   // deliveries come in batches: the window of published arms shares
#define MONEY_YEARS 10 // over which commitments are paid, as at the base of a run
#define HALF_YEARS 2
#define YEARS_BACK 20 // before the first: figures further back are not looked for
#define MIDDLE 0.5    // where changes of a share meet no end

// One year of what drives the hosts; [powers][hosts] or [hosts].
struct steppe_hindcast_year {
    double *security, *money, *troops;
    double *own, *income, *stress; // own: spending over that of the first year
};

// ---- figures of a year --------------------------------------------------------------------------

// The newest figure of the years up to one; 0: none. b: SIZE_MAX for a figure of one actor.
static double figure_by(const struct steppe_model *model, uint32_t variable, size_t a, size_t b,
                        int32_t year, int32_t oldest) {
    const int32_t at[STEPPE_AXES_MAX] = {(int32_t)a, b == SIZE_MAX ? -1 : (int32_t)b, -1};
    for (int32_t y = year; y >= oldest; y--) {
        const struct steppe_figure *figure = steppe_model_figure(model, variable, at, INT32_MAX, y);
        if (figure) return figure->value;
    }
    return 0;
}

// Sum over the years (after, year]; years without a figure had none.
static double sum_of(const struct steppe_model *model, uint32_t variable, size_t a, size_t b,
                     int32_t after, int32_t year) {
    const int32_t at[STEPPE_AXES_MAX] = {(int32_t)a, (int32_t)b, -1};
    double sum = 0;
    for (int32_t y = after + 1; y <= year; y++) {
        const struct steppe_figure *figure = steppe_model_figure(model, variable, at, INT32_MAX, y);
        if (figure && figure->date.year == y) sum += figure->value;
    }
    return sum;
}

double steppe_hindcast_arms(const struct steppe_model *model, size_t power, size_t host,
                            int32_t year) {
    const size_t from = model->axes[STEPPE_AXIS_POWER].actor_at[power];
    const size_t to = model->axes[STEPPE_AXIS_HOST].actor_at[host];
    return sum_of(model, STEPPE_VAR_arms_deliveries, from, to, year - ARMS_YEARS, year) /
           ARMS_YEARS;
}

// ---- drivers ------------------------------------------------------------------------------------

// Growth of a year below its mean over all years known, in its own standard deviations.
static void fill_stress(const struct steppe_hindcast *hindcast, size_t host) {
    const size_t actor = hindcast->drive->model->axes[STEPPE_AXIS_HOST].actor_at[host];
    const int32_t at[STEPPE_AXES_MAX] = {(int32_t)actor, -1, -1};
    double sum = 0, squares = 0, count = 0;
    for (int pass = 0; pass < 2; pass++) {
        const double mean = count > 0 ? sum / count : 0;
        const double spread = count > 1 ? sqrt(fmax(squares / count - mean * mean, 0)) : 0;
        for (int32_t year = hindcast->first_year - YEARS_BACK + 1; year <= hindcast->last_year;
             year++) {
            const struct steppe_figure *now = steppe_model_figure(
                hindcast->drive->model, STEPPE_VAR_gdp_real, at, INT32_MAX, year);
            const struct steppe_figure *before = steppe_model_figure(
                hindcast->drive->model, STEPPE_VAR_gdp_real, at, INT32_MAX, year - 1);
            if (!now || !before || !(now->value > 0) || !(before->value > 0)) continue;
            const double growth = log(now->value / before->value);
            if (pass == 0) {
                sum += growth;
                squares += growth * growth;
                count++;
            } else if (year >= hindcast->first_year && spread > 0) {
                hindcast->drivers[year - hindcast->first_year].stress[host] = (mean - growth) /
                                                                              spread;
            }
        }
    }
}

static void fill_host(const struct steppe_hindcast *hindcast, size_t host) {
    const struct steppe_model *model = hindcast->drive->model;
    const struct steppe_setup setup = {.model = model,
                                       .layout = hindcast->drive->plan->layout,
                                       .known_month = hindcast->drive->plan->layout->free_month};
    const size_t actor = model->axes[STEPPE_AXIS_HOST].actor_at[host];
    const double own_0 = steppe_setup_figure(&setup, STEPPE_VAR_military_spending, actor);
    for (size_t y = 0; y < hindcast->years; y++) {
        const int32_t year = hindcast->first_year + (int32_t)y;
        const struct steppe_hindcast_year *drivers = &hindcast->drivers[y];
        const double own = figure_by(model, STEPPE_VAR_military_spending, actor, SIZE_MAX, year,
                                     hindcast->first_year);
        drivers->own[host] = own > 0 && own_0 > 0 ? own / own_0 : own_0 > 0;
        drivers->income[host] = figure_by(model, STEPPE_VAR_gdp_level, actor, SIZE_MAX, year,
                                          hindcast->first_year - YEARS_BACK);
    }
    fill_stress(hindcast, host);
}

// Security goods are the arms delivered, at the price of their volume; money is what was committed,
// spread over ten years; troops are the newest figure. A host without known spending of its own has
// nothing to measure security goods by, and one without a known income nothing to measure money by.
static void fill_pair(const struct steppe_hindcast *hindcast, size_t power, size_t host) {
    const struct steppe_model *model = hindcast->drive->model;
    const size_t pair = power * hindcast->hosts + host;
    const uint32_t price = steppe_model_parameter(model, "security.arms_price");
    const double per_arms = price == UINT32_MAX
                                ? 0
                                : steppe_layout_median(hindcast->drive->plan->layout, price, 0);
    for (size_t y = 0; y < hindcast->years; y++) {
        const int32_t year = hindcast->first_year + (int32_t)y;
        const struct steppe_hindcast_year *drivers = &hindcast->drivers[y];
        const double money = sum_of(model, STEPPE_VAR_finance_commitments, power, host,
                                    year - MONEY_YEARS, year) /
                             MONEY_YEARS;
        const double arms = steppe_hindcast_arms(model, power, host, year) * per_arms;
        drivers->security[pair] = drivers->own[host] > 0 ? arms : 0;
        drivers->money[pair] = drivers->income[host] > 0 ? money : 0;
        drivers->troops[pair] = figure_by(model, STEPPE_VAR_troops, power, host, year,
                                          hindcast->first_year - YEARS_BACK);
    }
}

static bool make_drivers(struct steppe_hindcast *hindcast, struct steppe_arena *arena) {
    const size_t pairs = hindcast->powers * hindcast->hosts, hosts = hindcast->hosts;
    const size_t count = 3 * pairs + 3 * hosts;
    struct steppe_hindcast_year *drivers = STEPPE_TAKE(arena, hindcast->years,
                                                       struct steppe_hindcast_year);
    double *cells = STEPPE_TAKE(arena, hindcast->years * count, double);
    if (!drivers || !cells) return false;
    for (size_t y = 0; y < hindcast->years; y++) {
        double *at = cells + y * count;
        drivers[y] = (struct steppe_hindcast_year){at,
                                                   at + pairs,
                                                   at + 2 * pairs,
                                                   at + 3 * pairs,
                                                   at + 3 * pairs + hosts,
                                                   at + 3 * pairs + 2 * hosts};
    }
    hindcast->drivers = drivers;
    for (size_t h = 0; h < hosts; h++) fill_host(hindcast, h);
    for (size_t p = 0; p < hindcast->powers; p++)
        for (size_t h = 0; h < hosts; h++) fill_pair(hindcast, p, h);
    return true;
}

// ---- the world ----------------------------------------------------------------------------------

// What stands still in all years: beliefs and conditions of the first, and ties that the tables
// know of the last years only. Views, too: polls of different years asked different things.
static void set_still(const struct steppe_hindcast *hindcast, const struct steppe_plan *late) {
    static const uint32_t of_powers[] = {STEPPE_VAR_credibility, STEPPE_VAR_conditionality};
    static const uint32_t of_pairs[] = {STEPPE_VAR_protection, STEPPE_VAR_dependence};
    const struct steppe_drive *drive = hindcast->drive;
    const struct steppe_plan *plan = drive->plan;
    for (size_t i = 0; i < STEPPE_COUNT(of_powers); i++)
        for (size_t p = 0; p < hindcast->powers; p++)
            steppe_drive_set(drive, true, of_powers[i], p,
                             plan->start[plan->layout->offsets[of_powers[i]] + p]);
    for (size_t pair = 0; pair < hindcast->powers * hindcast->hosts; pair++) {
        for (size_t i = 0; i < STEPPE_COUNT(of_pairs); i++)
            steppe_drive_set(drive, true, of_pairs[i], pair,
                             late->start[late->layout->offsets[of_pairs[i]] + pair]);
        steppe_drive_set(drive, true, STEPPE_VAR_favourability, pair, MIDDLE);
        steppe_drive_set(drive, true, STEPPE_VAR_vote_agreement, pair, MIDDLE);
        steppe_drive_set(drive, true, STEPPE_VAR_coercion, pair, 0);
        steppe_drive_set(drive, true, STEPPE_VAR_acceptance, pair, 1);
    }
    for (size_t h = 0; h < hindcast->hosts; h++)
        steppe_drive_set(drive, true, STEPPE_VAR_need, h, 1);
}

// The drivers of a year; those of the first are the base, too.
static void set_year(const struct steppe_hindcast *hindcast, size_t year) {
    const struct steppe_drive *drive = hindcast->drive;
    const struct steppe_hindcast_year *drivers = &hindcast->drivers[year];
    const uint16_t *actor = hindcast->drive->model->axes[STEPPE_AXIS_HOST].actor_at;
    const bool base = year == 0;
    for (size_t h = 0; h < hindcast->hosts; h++) {
        steppe_drive_set(drive, base, STEPPE_VAR_gdp, actor[h],
                         drivers->own[h] > 0 ? drivers->own[h] : 1);
        steppe_drive_set(drive, base, STEPPE_VAR_gdp_nominal, actor[h],
                         fmax(drivers->income[h], 1));
        steppe_drive_set(drive, base, STEPPE_VAR_stress, h, drivers->stress[h]);
    }
    for (size_t pair = 0; pair < hindcast->powers * hindcast->hosts; pair++) {
        steppe_drive_set(drive, base, STEPPE_VAR_security_offer, pair, drivers->security[pair]);
        steppe_drive_set(drive, base, STEPPE_VAR_economic_offer, pair, drivers->money[pair]);
        steppe_drive_set(drive, base, STEPPE_VAR_troops, pair, drivers->troops[pair]);
    }
}

// ---- start --------------------------------------------------------------------------------------

static bool refuse_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "no memory for a hindcast");
}

// The later plan knows what was known in the month after last_year, so it sees nothing younger.
static bool add_late(const struct steppe_hindcast *hindcast, struct steppe_arena *arena,
                     struct steppe_error *error) {
    const struct steppe_arena_mark mark = steppe_arena_mark(arena);
    const struct steppe_plan *late;
    const bool made = steppe_drive_plan_at(hindcast->drive->model, (hindcast->last_year + 1) * 12,
                                           arena, &late, error);
    if (made) set_still(hindcast, late);
    steppe_arena_rewind(arena, mark);
    return made;
}

bool steppe_hindcast_make(const struct steppe_plan *plan, int32_t last_year,
                          struct steppe_arena *arena, struct steppe_hindcast *hindcast,
                          struct steppe_error *error) {
    // What it cannot feel: the noise of votes is left to the data, and views stand still.
    static const char *const left_out[] = {"portfolio.vote_noise", "portfolio.opinion_effect",
                                           NULL};
    const struct steppe_model *model = plan->model;
    const int32_t first_year = plan->layout->base_year;
    steppe_must(last_year > first_year);
    *hindcast = (struct steppe_hindcast){
        .first_year = first_year,
        .last_year = last_year,
        .years = (size_t)(last_year - first_year) + 1,
        .powers = model->axes[STEPPE_AXIS_POWER].count,
        .hosts = model->axes[STEPPE_AXIS_HOST].count,
        .drive = STEPPE_TAKE(arena, 1, struct steppe_drive),
    };
    if (!hindcast->drive) return refuse_memory(error);
    if (!steppe_drive_make(plan, "portfolio", arena, hindcast->drive, error)) return false;
    hindcast->parameters = steppe_drive_parameters(hindcast->drive, "portfolio.", left_out, arena,
                                                   &hindcast->parameter_count);
    if (!hindcast->parameters || !make_drivers(hindcast, arena)) return refuse_memory(error);
    return add_late(hindcast, arena, error);
}

// ---- run ----------------------------------------------------------------------------------------

static void read_year(const struct steppe_hindcast *hindcast, size_t year, size_t count,
                      double *votes, double *taken) {
    const struct steppe_world *world = &hindcast->drive->world;
    const float *agreement = steppe_cells(world, STEPPE_VAR_vote_agreement);
    const float *acceptance = steppe_cells(world, STEPPE_VAR_acceptance);
    const size_t pairs = hindcast->powers * hindcast->hosts;
    for (size_t pair = 0; pair < pairs; pair++) {
        const size_t mirrored = pair % hindcast->hosts * hindcast->powers + pair / hindcast->hosts;
        for (size_t lane = 0; lane < count; lane++) {
            const size_t at = (lane * pairs + pair) * hindcast->years + year;
            votes[at] = (double)agreement[pair * STEPPE_LANES + lane] - MIDDLE;
            taken[at] = log((double)acceptance[mirrored * STEPPE_LANES + lane]);
        }
    }
}

// What was delivered and committed was taken: what hosts take of an offer stays 1 to the mechanism.
static void take_all(const struct steppe_hindcast *hindcast) {
    for (size_t pair = 0; pair < hindcast->powers * hindcast->hosts; pair++)
        steppe_drive_set(hindcast->drive, false, STEPPE_VAR_acceptance, pair, 1);
}

static void run_lanes(const struct steppe_hindcast *hindcast, size_t count, const double *z,
                      double *votes, double *taken) {
    struct steppe_drive *drive = hindcast->drive;
    steppe_drive_put(drive, hindcast->parameters, hindcast->parameter_count, count, z);
    steppe_drive_settle(drive);
    for (size_t pair = 0; pair < hindcast->powers * hindcast->hosts; pair++)
        steppe_drive_set(drive, false, STEPPE_VAR_vote_agreement, pair, MIDDLE);
    take_all(hindcast);
    for (size_t year = 0; year < hindcast->years; year++) {
        set_year(hindcast, year);
        for (int half = 0; year > 0 && half < HALF_YEARS; half++) {
            take_all(hindcast);
            steppe_drive_step(drive, 12 / HALF_YEARS);
        }
        read_year(hindcast, year, count, votes, taken);
    }
}

void steppe_hindcast_run(const struct steppe_hindcast *hindcast, size_t members, const double *z,
                         double *votes, double *taken) {
    const size_t cells = hindcast->powers * hindcast->hosts * hindcast->years;
    for (size_t first = 0; first < members; first += STEPPE_LANES) {
        const size_t left = members - first;
        run_lanes(hindcast, left < STEPPE_LANES ? left : STEPPE_LANES,
                  z + first * hindcast->parameter_count, votes + first * cells,
                  taken + first * cells);
    }
}
