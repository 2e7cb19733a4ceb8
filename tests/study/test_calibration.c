// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// test_calibration: fits to the bundled model's record and to records made with known parameters.
#include "model_copy.h"

#include "base/random.h"
#include "study/fitting.h"
#include "study/hindcast.h"

enum { FIRST = 2010, LAST = 2021, YEARS = LAST - FIRST + 1 };

static const struct steppe_calibration *calibrate(const char *folder) {
    const struct steppe_calibration *calibration;
    struct steppe_error error = {0};
    struct steppe_project *project = model_open(folder);
    assert_non_null(project);
    if (!steppe_calibration_make(project, &calibration, &error)) fail_msg("%s", error.message);
    steppe_project_close(project);
    return calibration;
}

static const struct steppe_fitted *find(const struct steppe_calibration *it, const char *name) {
    for (size_t i = 0; i < it->parameter_count; i++)
        if (strcmp(it->parameters[i].name, name) == 0) return &it->parameters[i];
    fail_msg("%s is not fitted", name);
    return NULL;
}

// Multiplies values of a variable (all: "") of the years first..last by a factor. The date is the
// field after `keys` fields, the value follows it. Returns how many rows.
static size_t rescale(const struct model_copy *copy, const char *file, const char *variable,
                      int keys, int first, int last, double factor) {
    static char text[1 << 20], out[1 << 21];
    size_t used = 0, rows = 0;
    model_copy_read(copy, file, text, sizeof text);
    for (const char *line = text; *line;) {
        size_t size = strcspn(line, "\n");
        const char *date = line, *end = line + size;
        for (int k = 0; k < keys && date; k++) {
            date = memchr(date, ',', (size_t)(end - date));
            if (date) date++;
        }
        const char *value = date ? memchr(date, ',', (size_t)(end - date)) : NULL;
        const long year = date ? strtol(date, NULL, 10) : 0;
        size += line[size] == '\n';
        if (value && year >= first && year <= last &&
            strncmp(line, variable, strlen(variable)) == 0) {
            char *after;
            double number = strtod(value + 1, &after);
            used += (size_t)snprintf(out + used, sizeof out - used, "%.*s,%.9g%.*s",
                                     (int)(value - line), line, number * factor,
                                     (int)(line + size - after), after);
            rows++;
        } else {
            memcpy(out + used, line, size);
            used += size;
        }
        line += size;
    }
    out[used] = 0;
    model_copy_write(copy, file, "w", out);
    return rows;
}

// ---- the bundled model -------------------------------------------------------------------------

static void nothing_dated_after_the_years_fitted_to_is_looked_at(void **state) {
    (void)state;
    const struct steppe_calibration *it = calibrate(STEPPE_SOURCE_DIR "/models/central-asia");
    assert_null(it->reason);
    assert_int_equal(it->first_year, FIRST);
    assert_int_equal(it->last_year, LAST);
    struct model_copy copy;
    model_copy_make(&copy);
    // Deflators apart, which set the unit of money, every later figure that a fit could read.
    assert_true(rescale(&copy, "pairs_politics.csv", "un_agreement", 3, 2022, 2023, 0.8) > 50);
    assert_true(rescale(&copy, "pairs_politics.csv", "favourability", 3, 2022, 2023, 0.8) > 10);
    assert_true(rescale(&copy, "pairs_security.csv", "", 3, 2022, 2025, 1.7) > 10);
    assert_true(rescale(&copy, "pairs_finance.csv", "", 3, 2022, 2025, 1.7) > 10);
    assert_true(rescale(&copy, "pairs_trade.csv", "goods_exports", 3, 2022, 2023, 1.3) > 50);
    assert_true(rescale(&copy, "series_economy.csv", "gdp_", 2, 2022, 2024, 1.2) > 50);
    assert_true(rescale(&copy, "series_politics.csv", "military_spending", 2, 2022, 2023, 1.5) > 5);
    assert_true(rescale(&copy, "series_politics.csv", "credibility", 2, 2023, 2023, 0.5) > 5);
    assert_true(rescale(&copy, "series_prices.csv", "commodity_price", 2, 2022, 2026, 2) > 50);
    const struct steppe_calibration *other = calibrate(copy.folder);
    model_copy_free(&copy);
    assert_int_equal(other->parameter_count, it->parameter_count);
    for (size_t i = 0; i < it->parameter_count; i++) {
        const struct steppe_fitted *a = &it->parameters[i], *b = &other->parameters[i];
        assert_string_equal(a->name, b->name);
        assert_true(a->mean == b->mean && a->low == b->low && a->high == b->high);
    }
    assert_true(it->skill == other->skill && it->growth_skill == other->growth_skill);
    steppe_calibration_free(it);
    steppe_calibration_free(other);
}

static void ranges_are_ordered_and_start_from_the_priors(void **state) {
    (void)state;
    const struct steppe_calibration *it = calibrate(STEPPE_SOURCE_DIR "/models/central-asia");
    // lognormal 3 0.42, cut to 0.5..15, which takes nothing off these: exp of 1.6449 sigma.
    const struct steppe_fitted *half_life = find(it, "portfolio.half_life");
    assert_close(half_life->prior_low, 3 * exp(-0.42 * 1.6449), 0.01, 0);
    assert_close(half_life->prior_high, 3 * exp(0.42 * 1.6449), 0.01, 0);
    assert_close(half_life->prior_mean, 3 * exp(0.42 * 0.42 / 2), 0.01, 0);
    for (size_t i = 0; i < it->parameter_count; i++) {
        const struct steppe_fitted *fitted = &it->parameters[i];
        assert_true(fitted->low < fitted->mean && fitted->mean < fitted->high);
        assert_true(fitted->low >= 0); // the legal range of each ends there or above
        assert_close(fitted->width,
                     (fitted->high - fitted->low) / (fitted->prior_high - fitted->prior_low), 1e-12,
                     0);
    }
    // A full table of 5 hosts and 12 years has 4 x 11 differences a power; few cells are missing.
    assert_true(it->vote_count > 400 && it->vote_count <= 11 * 44);
    assert_int_equal(it->growth_count, 22 * 10);
    steppe_calibration_free(it);
}

// ---- records made with known parameters --------------------------------------------------------

static double noise(uint32_t kind, uint32_t number) {
    return steppe_normal_quantile(steppe_random_uniform(11, number, 0, kind, 0));
}

// Real GDP of every actor: a trend, a shock that all share, small noise, and oil.
static double oil_effect_of(const char *code) {
    static const struct {
        const char *code;
        double effect;
    } known[] = {{"KAZ", 0.09}, {"RUS", 0.04}, {"GCC", 0.03},
                 {"AZE", 0.06}, {"IRN", 0.05}, {"TKM", 0.08}};
    for (size_t i = 0; i < STEPPE_COUNT(known); i++)
        if (strcmp(known[i].code, code) == 0) return known[i].effect;
    return 0;
}

// Mean price of a year over that of the first; the figures are in money of one year.
static double oil_price(const struct steppe_model *model, int year) {
    const int32_t oil = (int32_t)steppe_model_element(model, STEPPE_AXIS_COMMODITY, "oil");
    double months[12] = {0}, whole = 0, sum = 0;
    for (size_t i = 0; i < model->figure_count; i++) {
        const struct steppe_figure *figure = &model->figures[i];
        if (figure->variable != STEPPE_VAR_commodity_price || figure->at[0] != oil) continue;
        if (figure->date.year != year) continue;
        if (figure->date.month == 0)
            whole = figure->value;
        else
            months[figure->date.month - 1] = figure->value;
    }
    for (int m = 0; m < 12; m++) sum += log(months[m] > 0 ? months[m] : whole) / 12;
    return sum;
}

static void write_growth(const struct model_copy *copy, const struct steppe_model *model) {
    char row[160];
    model_copy_strip(copy, "series_economy.csv", "gdp_real,");
    for (uint32_t a = 0; a < model->axes[STEPPE_AXIS_ACTOR].count; a++) {
        const char *code = model->axes[STEPPE_AXIS_ACTOR].names[a];
        double level = 4 + 0.1 * a;
        for (int year = FIRST; year <= LAST; year++) {
            const uint32_t at = a * YEARS + (uint32_t)(year - FIRST);
            if (year > FIRST)
                level += 0.02 + 0.001 * a + 0.02 * noise(1, (uint32_t)year) + 0.002 * noise(2, at) +
                         oil_effect_of(code) *
                             (oil_price(model, year) - oil_price(model, year - 1));
            snprintf(row, sizeof row, "gdp_real,%s,%d,%.9g,bn_USD_2015/year,5%%,judgement,made\n",
                     code, year, exp(level));
            model_copy_write(copy, "series_economy.csv", "a", row);
        }
    }
}

// The truth, as quantiles of the priors; 0 (the median) for all others.
static const struct {
    const char *name;
    double z;
} truth[] = {{"portfolio.half_life", -1.2},
             {"portfolio.security_effect", 0.8},
             {"portfolio.development_effect", 1.2},
             {"portfolio.vote_effect", 1.0}};

static double set_truth(const struct steppe_hindcast *hindcast, const struct steppe_model *model,
                        const char *name, double *z) {
    for (size_t i = 0; i < hindcast->parameter_count; i++) {
        const struct steppe_drive_parameter *cell = &hindcast->parameters[i];
        if (strcmp(model->parameters[cell->parameter].name, name) != 0) continue;
        for (size_t k = 0; z && k < STEPPE_COUNT(truth); k++)
            if (strcmp(truth[k].name, name) == 0) z[i] = truth[k].z;
        for (size_t k = 0; k < STEPPE_COUNT(truth); k++)
            if (strcmp(truth[k].name, name) == 0)
                return steppe_recipe_value(cell->recipe, truth[k].z);
    }
    fail_msg("%s is no parameter of the hindcast", name);
    return 0;
}

// Votes of 2010 as they are, for they enter the base; later ones as the mechanism moves them, with
// what all hosts share in a year and noise.
static void write_votes(const struct model_copy *copy, const struct steppe_model *model,
                        const double *moved) {
    static char rows[1 << 17];
    const struct steppe_axis_table *hosts = &model->axes[STEPPE_AXIS_HOST];
    const struct steppe_axis_table *powers = &model->axes[STEPPE_AXIS_POWER];
    size_t used = 0;
    for (size_t p = 0; p < powers->count; p++)
        for (size_t h = 0; h < hosts->count; h++) {
            const int32_t a = powers->actor_at[p], b = hosts->actor_at[h];
            const int32_t pair[2][STEPPE_AXES_MAX] = {{a, b, -1}, {b, a, -1}};
            const struct steppe_figure *figure = NULL;
            for (int i = 0; i < 2 && !figure; i++)
                figure = steppe_model_figure(model, STEPPE_VAR_un_agreement, pair[i], INT32_MAX,
                                             FIRST);
            for (uint32_t y = 0; figure && y < YEARS; y++) {
                const uint32_t at = (uint32_t)((p * hosts->count + h) * YEARS + y);
                double value = figure->value + moved[at];
                // All lower by as much, to stay below 1.
                if (y > 0)
                    value += 0.02 * noise(3, (uint32_t)p * 100 + y) + 0.001 * noise(4, at) - 0.15;
                used += (size_t)snprintf(rows + used, sizeof rows - used,
                                         "un_agreement,%s,%s,%d,%.9g,1,0.05,judgement,made\n",
                                         powers->names[p], hosts->names[h], FIRST + (int)y, value);
            }
        }
    model_copy_strip(copy, "pairs_politics.csv", "un_agreement,");
    model_copy_write(copy, "pairs_politics.csv", "a", rows);
}

// Arms and money that move votes far more than those of the record do.
static void make_loud_record(struct model_copy *copy, double values[STEPPE_COUNT(truth)]) {
    struct steppe_arena arena;
    struct steppe_hindcast hindcast;
    const struct steppe_plan *plan;
    struct steppe_error error = {0};
    double z[64] = {0};
    static double votes[64 * YEARS], taken[64 * YEARS];
    model_copy_make(copy);
    assert_true(rescale(copy, "pairs_security.csv", "arms_deliveries", 3, 2000, LAST, 20) > 50);
    assert_true(rescale(copy, "pairs_finance.csv", "finance_commitments", 3, 2000, LAST, 10) > 50);
    struct steppe_project *project = model_open(copy->folder);
    assert_non_null(project);
    write_growth(copy, steppe_project_model(project));
    steppe_project_close(project);
    project = model_open(copy->folder);
    assert_non_null(project);
    const struct steppe_model *model = steppe_project_model(project);
    steppe_arena_init(&arena, 0);
    if (!steppe_drive_plan(model, FIRST, &arena, &plan, &error) ||
        !steppe_hindcast_make(plan, LAST, &arena, &hindcast, &error))
        fail_msg("%s", error.message);
    assert_true(hindcast.parameter_count <= STEPPE_COUNT(z));
    assert_true(hindcast.powers * hindcast.hosts * YEARS <= STEPPE_COUNT(votes));
    for (size_t k = 0; k < STEPPE_COUNT(truth); k++)
        values[k] = set_truth(&hindcast, model, truth[k].name, z);
    steppe_hindcast_run(&hindcast, 1, z, votes, taken);
    write_votes(copy, model, votes);
    steppe_arena_free(&arena);
    steppe_project_close(project);
}

static void a_record_made_with_known_parameters_gives_them_back(void **state) {
    (void)state;
    struct model_copy copy;
    double values[STEPPE_COUNT(truth)];
    make_loud_record(&copy, values);
    const struct steppe_calibration *it = calibrate(copy.folder);
    model_copy_free(&copy);
    assert_null(it->reason);
    for (size_t k = 0; k < STEPPE_COUNT(truth); k++) {
        const struct steppe_fitted *fitted = find(it, truth[k].name);
        // The range from 5 to 95 percent is 3.3 standard deviations wide.
        if (!(fabs(values[k] - fitted->mean) < fitted->high - fitted->low))
            fail_msg("%s is %g, found %g (%g to %g)", truth[k].name, values[k], fitted->mean,
                     fitted->low, fitted->high);
    }
    // The pace shows by itself; effects and the answer of votes only as a product.
    assert_true(find(it, "portfolio.half_life")->width < 0.5);
    // Noise of 0.001 a vote is a twentieth of the squares, more for those that hardly move.
    assert_true(it->explained > 0.85);
    assert_true(it->skill > 0.85);
    static const char *const exporters[] = {"KAZ", "RUS", "GCC", "AZE", "IRN", "TKM"};
    for (size_t i = 0; i < STEPPE_COUNT(exporters); i++) {
        char name[64];
        snprintf(name, sizeof name, "economy.oil_effect[%s]", exporters[i]);
        const struct steppe_fitted *fitted = find(it, name);
        const double known = oil_effect_of(exporters[i]);
        if (!(fabs(known - fitted->mean) < fitted->high - fitted->low) || fitted->width > 0.8)
            fail_msg("%s is %g, found %g (%g to %g)", name, known, fitted->mean, fitted->low,
                     fitted->high);
    }
    assert_true(it->growth_explained > 0.8 && it->growth_skill > 0.8);
    steppe_calibration_free(it);
}

// The record of votes with one spread, as text, for all.
static void spread_votes(const struct model_copy *copy, const char *spread) {
    static char rows[1 << 18];
    struct steppe_project *project = model_open(copy->folder);
    assert_non_null(project);
    const struct steppe_model *model = steppe_project_model(project);
    const struct steppe_axis_table *actors = &model->axes[STEPPE_AXIS_ACTOR];
    size_t used = 0;
    for (size_t i = 0; i < model->figure_count; i++) {
        const struct steppe_figure *figure = &model->figures[i];
        if (figure->variable != STEPPE_VAR_un_agreement) continue;
        used += (size_t)snprintf(rows + used, sizeof rows - used,
                                 "un_agreement,%s,%s,%d,%.9g,1,%s,judgement,made\n",
                                 actors->names[figure->at[0]], actors->names[figure->at[1]],
                                 figure->date.year, figure->value, spread);
        assert_true(used < sizeof rows);
    }
    steppe_project_close(project);
    model_copy_strip(copy, "pairs_politics.csv", "un_agreement,");
    model_copy_write(copy, "pairs_politics.csv", "a", rows);
}

static void votes_without_a_spread_weigh_alike(void **state) {
    (void)state;
    static const char *const spreads[] = {"", "0.0625"}; // a power of two leaves no rounding
    const struct steppe_calibration *its[2];
    for (int i = 0; i < 2; i++) {
        struct model_copy copy;
        model_copy_make(&copy);
        spread_votes(&copy, spreads[i]);
        its[i] = calibrate(copy.folder);
        model_copy_free(&copy);
        assert_true(its[i]->vote_count > 300);
    }
    assert_int_equal(its[0]->vote_count, its[1]->vote_count);
    assert_true(its[0]->skill == its[1]->skill && its[0]->explained == its[1]->explained);
    for (size_t i = 0; i < its[0]->parameter_count; i++)
        assert_true(its[0]->parameters[i].mean == its[1]->parameters[i].mean);
    for (int i = 0; i < 2; i++) steppe_calibration_free(its[i]);
}

// ---- what cannot be fitted ---------------------------------------------------------------------

static void a_model_without_votes_says_why_nothing_is_fitted(void **state) {
    (void)state;
    struct model_copy copy;
    model_copy_make(&copy);
    model_copy_strip(&copy, "pairs_politics.csv", "un_agreement,");
    const struct steppe_calibration *it = calibrate(copy.folder);
    assert_non_null(strstr(it->reason, "no agreement of votes"));
    assert_int_equal(it->parameter_count, 0);
    steppe_calibration_free(it);
    model_copy_free(&copy);
}

static void a_lack_of_memory_is_told(void **state) {
    (void)state;
    struct steppe_project *project = model_open(STEPPE_SOURCE_DIR "/models/central-asia");
    assert_non_null(project);
    for (uint64_t n = 1; n <= 8; n++) {
        const struct steppe_calibration *it;
        struct steppe_error error = {0};
        steppe_arena_fail_after(n);
        assert_false(steppe_calibration_make(project, &it, &error));
        assert_int_equal(error.code, STEPPE_CODE_MEMORY);
        assert_null(it);
        steppe_arena_fail_after(0);
    }
    steppe_project_close(project);
}

// ---- the hindcast ------------------------------------------------------------------------------

static void without_effects_nothing_moves_and_lanes_do_not_matter(void **state) {
    (void)state;
    enum { COUNT = 40, CELLS = 55 * YEARS };
    static double z[COUNT * 64], votes[COUNT * CELLS], taken[COUNT * CELLS];
    struct steppe_arena arena;
    struct steppe_hindcast hindcast;
    const struct steppe_plan *plan;
    struct steppe_error error = {0};
    struct steppe_project *project = model_open(STEPPE_SOURCE_DIR "/models/central-asia");
    assert_non_null(project);
    steppe_arena_init(&arena, 0);
    if (!steppe_drive_plan(steppe_project_model(project), FIRST, &arena, &plan, &error) ||
        !steppe_hindcast_make(plan, LAST, &arena, &hindcast, &error))
        fail_msg("%s", error.message);
    const size_t count = hindcast.parameter_count;
    assert_int_equal(hindcast.powers * hindcast.hosts * hindcast.years, CELLS);
    for (size_t m = 0; m < COUNT; m++)
        for (size_t i = 0; i < count; i++) {
            const char *name =
                steppe_project_model(project)->parameters[hindcast.parameters[i].parameter].name;
            // Member 0 has next to no effects (1e-16 of each prior); 33 is 1 in another lane.
            z[m * count + i] = m == 0 && strstr(name, "_effect") ? -8 : 0.1 * (double)(m % 32);
        }
    steppe_hindcast_run(&hindcast, COUNT, z, votes, taken);
    double largest = 0;
    for (size_t i = 0; i < CELLS; i++) {
        assert_close(votes[i], 0, 0, 1e-6); // rounding of weights
        assert_true(votes[CELLS + i] == votes[33 * CELLS + i]);
        assert_true(taken[CELLS + i] == taken[33 * CELLS + i]);
        if (i % YEARS == 0) assert_true(votes[CELLS + i] == 0 && taken[CELLS + i] == 0);
        largest = fmax(largest, fabs(votes[CELLS + i]));
    }
    assert_true(largest > 1e-4);
    steppe_arena_free(&arena);
    steppe_project_close(project);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_dated_after_the_years_fitted_to_is_looked_at),
        cmocka_unit_test(ranges_are_ordered_and_start_from_the_priors),
        cmocka_unit_test(a_record_made_with_known_parameters_gives_them_back),
        cmocka_unit_test(votes_without_a_spread_weigh_alike),
        cmocka_unit_test(a_model_without_votes_says_why_nothing_is_fitted),
        cmocka_unit_test(a_lack_of_memory_is_told),
        cmocka_unit_test(without_effects_nothing_moves_and_lanes_do_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
