// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Runs of the bundled model through the public interface: the same bits however they are shared
// out, nothing seen that was not yet known, stops that keep what is finished.
#include "model/model.h"
#include "model_copy.h"
#include "record/answers.h"
#include "record/channels.h"
#include "record/happenings.h"
#include "record/record.h"
#include "sim/kernels.h"
#include "test.h"

#define MEMBERS 640 // two rows and a half

static struct steppe_project *bundled;

static int open_bundled(void **state) {
    (void)state;
    bundled = model_open(STEPPE_SOURCE_DIR "/models/central-asia");
    return bundled ? 0 : -1;
}
static int close_bundled(void **state) {
    (void)state;
    steppe_project_close(bundled);
    return 0;
}

static struct steppe_run_options options_of(uint32_t members) {
    static const char *const scenarios[] = {"frozen_war"};
    struct steppe_run_options options;
    steppe_run_options_default(&options);
    options.members = members;
    options.scenarios = scenarios;
    options.scenario_count = 1;
    options.until = steppe_month(2028, 6);
    return options;
}

static struct steppe_result *run(const struct steppe_project *project,
                                 const struct steppe_run_options *options) {
    struct steppe_result *result;
    struct steppe_error error = {0};
    if (!steppe_run(project, options, &result, &error)) fail_msg("%s", error.message);
    return result;
}

static bool same_channels(const struct steppe_channels *a, const struct steppe_channels *b) {
    size_t wholes = a->columns * a->hosts * a->powers, parts = wholes * a->powers * a->ties;
    return memcmp(a->counts, b->counts, a->columns * sizeof *a->counts) == 0 &&
           memcmp(a->wholes, b->wholes, wholes * sizeof *a->wholes) == 0 &&
           memcmp(a->parts, b->parts, parts * sizeof *a->parts) == 0;
}

static bool same_answers(const struct steppe_record *x, const struct steppe_record *y) {
    const struct steppe_answers *a = x->answers, *b = y->answers;
    if (!a) return b == NULL;
    size_t tallies = a->column_count * a->question_count;
    size_t kept = x->world_count * a->question_count * x->kept_members;
    return b && a->question_count == b->question_count &&
           memcmp(a->tallies, b->tallies, tallies * sizeof *a->tallies) == 0 &&
           (kept == 0 || memcmp(x->answer_members, y->answer_members, kept) == 0);
}

static bool same_happenings(const struct steppe_happenings *a, const struct steppe_happenings *b) {
    return a->count == b->count && a->lost == 0 && b->lost == 0 &&
           memcmp(a->items, b->items, a->count * sizeof *a->items) == 0;
}

static bool same_bits(const struct steppe_result *a, const struct steppe_result *b) {
    const struct steppe_record *x = steppe_result_record(a), *y = steppe_result_record(b);
    const struct steppe_summary *s = x->summary, *t = y->summary;
    size_t tallies = s->column_count * s->series_count * s->date_count;
    size_t kept = x->world_count * s->series_count * x->kept_date_count * x->kept_members;
    size_t detail = x->world_count * s->series_count * x->detail_month_count * x->detail_members;
    return s->column_count == t->column_count && s->series_count == t->series_count &&
           s->date_count == t->date_count && x->kept_members == y->kept_members &&
           memcmp(s->tallies, t->tallies, tallies * sizeof *s->tallies) == 0 &&
           memcmp(s->bins, t->bins, tallies * STEPPE_BINS * sizeof *s->bins) == 0 &&
           (kept == 0 || memcmp(x->kept, y->kept, kept * sizeof *x->kept) == 0) &&
           memcmp(x->detail, y->detail, detail * sizeof *x->detail) == 0 &&
           same_channels(x->channels, y->channels) && same_answers(x, y) &&
           same_happenings(x->happenings, y->happenings);
}

// ---- through which ties -------------------------------------------------------------------------
static void changes_of_influence_split_into_ties_without_rest(void **state) {
    (void)state;
    struct steppe_run_options options = options_of(256);
    struct steppe_result *result = run(bundled, &options);
    const struct steppe_record *record = steppe_result_record(result);
    const struct steppe_channels *channels = record->channels;
    size_t last = record->summary->date_count - 1;
    assert_int_equal(channels->columns, 2);
    for (size_t c = 0; c < channels->columns; c++)
        for (size_t h = 0; h < channels->hosts; h++)
            for (size_t p = 0; p < channels->powers; p++) {
                size_t series = p * channels->hosts + h; // influence comes first
                double whole = steppe_channels_whole(channels, c, h, p), sum = 0;
                double from = steppe_tally_mean(record->summary, 0, series, c == 0 ? 0 : last);
                double to = steppe_tally_mean(record->summary, c, series, last);
                for (size_t q = 0; q < channels->powers; q++)
                    for (size_t k = 0; k < channels->ties; k++)
                        sum += steppe_channels_part(channels, c, h, p, q, k);
                // Floats in the sums of a share: some 1e-6.
                assert_close(whole, to - from, 0, 2e-6);
                assert_close(sum, whole, 0, 2e-6);
            }
    steppe_result_free(result);
}

// ---- what the model says of itself --------------------------------------------------------------

static double parameter_of(const char *name, size_t cell) {
    const struct steppe_model *model = steppe_project_model(bundled);
    const uint32_t number = steppe_model_parameter(model, name);
    assert_true(number != UINT32_MAX);
    return model->parameters[number].priors[cell].a;
}

// unrest.usual_stress and stress_spread are the model's own, for lack of a record: when the economy
// changes they are to be taken anew. 0.25 moves the rate of waves by a tenth at the median effect;
// the means of 512 members err by a fifth of it.
static void usual_stress_is_that_of_the_models_own_futures(void **state) {
    (void)state;
    static const char *const hosts[] = {"KAZ", "KGZ", "TJK", "TKM", "UZB"};
    struct steppe_run_options options = options_of(512);
    options.scenario_count = 0;
    options.until = steppe_month(2036, 6);
    struct steppe_result *result = run(bundled, &options);
    const size_t dates = steppe_result_dates(result);
    for (size_t h = 0; h < STEPPE_COUNT(hosts); h++) {
        char name[32];
        double median = 0, spread = 0;
        snprintf(name, sizeof name, "stress[%s]", hosts[h]);
        const size_t series = steppe_result_find(result, name);
        assert_true(series != SIZE_MAX);
        for (size_t d = 0; d < dates; d++) {
            const struct steppe_statistics of = steppe_result_statistics(result, 0, series, d);
            median += of.median / (double)dates;
            spread += (of.high - of.low) / (2 * 1.2815516 * (double)dates);
        }
        assert_close(median, parameter_of("unrest.usual_stress", h), 0, 0.25);
        assert_close(spread, parameter_of("unrest.stress_spread", h), 0, 0.25);
    }
    steppe_result_free(result);
}

// ---- what happened ------------------------------------------------------------------------------
static uint32_t subject_named(const struct steppe_happenings *happenings, const char *name) {
    for (uint32_t s = 0; s < happenings->subject_count; s++)
        if (strcmp(happenings->subjects[s].name, name) == 0) return s;
    fail_msg("no subject %s", name);
    return 0;
}

// Each move begins where the one before has ended: none is lost, whichever block it came from.
static void moves_of_a_regime_form_a_chain_for_each_member(void **state) {
    (void)state;
    struct steppe_run_options options = options_of(256);
    options.until = steppe_month(2035, 12);
    struct steppe_result *result = run(bundled, &options);
    const struct steppe_happenings *happenings = steppe_result_record(result)->happenings;
    uint32_t war = subject_named(happenings, "ukraine_war");
    const struct steppe_happening *last = NULL;
    size_t moves = 0, frozen_2027 = 0;
    assert_int_equal(happenings->lost, 0);
    for (size_t i = 0; i < happenings->count; i++) {
        const struct steppe_happening *item = &happenings->items[i];
        assert_true(item->member < 200 && item->world < 2);
        if (item->subject != war) continue;
        if (last && last->world == item->world && last->member == item->member) {
            assert_true(last->after == item->before);
            assert_true(last->month < item->month);
        }
        assert_true(item->before != item->after);
        frozen_2027 += item->world == 1 && item->month == 2027 * 12;
        last = item;
        moves++;
    }
    // The scenario freezes the war in January 2027 wherever it is not frozen already.
    assert_true(moves > 200 && frozen_2027 > 100 && frozen_2027 <= 200);
    assert_string_equal(happenings->subjects[war].states, "none donbas active frozen settled");
    steppe_result_free(result);
}

static void questions_that_the_run_does_not_reach_are_left_out_or_refused(void **state) {
    (void)state;
    struct steppe_run_options options = options_of(256);
    struct steppe_result *result;
    struct steppe_error error = {0};
    options.until = steppe_month(2027, 12);
    options.ask = true;
    result = run(bundled, &options);
    size_t questions = steppe_result_questions(result);
    options.until = steppe_month(2035, 12);
    steppe_result_free(result);
    result = run(bundled, &options);
    assert_true(questions > 0 && questions < steppe_result_questions(result));
    steppe_result_free(result);
    // By name it is wanted, and not left out.
    const char *named = "war_settled_2030";
    options.until = steppe_month(2027, 12);
    options.ask = false;
    options.statements = &named;
    options.statement_count = 1;
    assert_false(steppe_run(bundled, &options, &result, &error));
    assert_int_equal(error.code, STEPPE_CODE_RANGE);
}

// ---- the same bits ------------------------------------------------------------------------------
static void thread_counts_and_instances_give_the_same_bits(void **state) {
    (void)state;
    size_t count;
    const struct steppe_kernels *const *all = steppe_kernels_all(&count);
    struct steppe_run_options options = options_of(MEMBERS);
    options.keep_bytes = 100000000;
    options.threads = 1;
    options.ask = true;
    struct steppe_result *first = run(bundled, &options);
    assert_true(steppe_result_record(first)->happenings->count > 0);
    assert_true(steppe_result_questions(first) > 0);
    size_t compared = 0;
    for (size_t i = 0; i < count; i++) {
        if (all[i]->lanes == 1) continue;
        for (unsigned threads = 1; threads <= 3; threads++) {
            options.instance = all[i]->name;
            options.threads = threads;
            struct steppe_result *other = run(bundled, &options);
            if (!same_bits(first, other)) fail_msg("%s with %u threads", all[i]->name, threads);
            steppe_result_free(other);
            compared++;
        }
    }
    assert_true(compared >= 3);
    steppe_result_free(first);
}

static void another_seed_gives_other_bits(void **state) {
    (void)state;
    struct steppe_run_options options = options_of(256);
    struct steppe_result *first = run(bundled, &options);
    options.seed = 2;
    struct steppe_result *other = run(bundled, &options);
    assert_false(same_bits(first, other));
    steppe_result_free(first);
    steppe_result_free(other);
}

static void a_member_is_the_same_in_a_small_and_in_a_large_run(void **state) {
    (void)state;
    struct steppe_run_options options = options_of(64);
    options.keep_bytes = 100000000;
    struct steppe_result *small = run(bundled, &options);
    options.members = MEMBERS;
    struct steppe_result *large = run(bundled, &options);
    const struct steppe_record *a = steppe_result_record(small), *b = steppe_result_record(large);
    size_t rows = a->world_count * a->summary->series_count * a->kept_date_count;
    assert_int_equal(a->kept_members, 64);
    assert_int_equal(b->kept_members, MEMBERS);
    for (size_t i = 0; i < rows; i++)
        assert_memory_equal(a->kept + i * 64, b->kept + i * MEMBERS, 64 * sizeof *a->kept);
    steppe_result_free(small);
    steppe_result_free(large);
}

// The scalar instance is double with libm: the same model to float rounding, until an event that
// only one of them draws parts a member's ways. Means agree to a small part of their spread.
static void the_scalar_twin_tells_the_same_story(void **state) {
    (void)state;
    struct steppe_run_options options = options_of(256);
    options.until = steppe_month(2027, 12);
    struct steppe_result *lanes = run(bundled, &options);
    options.instance = "scalar";
    struct steppe_result *scalar = run(bundled, &options);
    size_t last = steppe_result_dates(lanes) - 1;
    for (size_t s = 0; s < steppe_result_series(lanes); s++) {
        struct steppe_statistics a = steppe_result_statistics(lanes, 0, s, last);
        struct steppe_statistics b = steppe_result_statistics(scalar, 0, s, last);
        double size = fmax(fabs(b.mean), b.standard_deviation);
        if (!(fabs(a.mean - b.mean) <= 0.02 * b.standard_deviation + 1e-4 * size + 1e-12))
            fail_msg("%s: %g in lanes, %g in double", steppe_result_series_name(lanes, s), a.mean,
                     b.mean);
    }
    steppe_result_free(lanes);
    steppe_result_free(scalar);
}

// ---- what is known when -------------------------------------------------------------------------
static void figures_of_later_years_change_nothing_in_an_earlier_start(void **state) {
    (void)state;
    struct model_copy copy;
    model_copy_make(&copy);
    model_copy_write(&copy, "series_later.csv", "w",
                     "variable,actor,date,value,unit,spread,source,note\n"
                     "gdp_level,KAZ,2019-06,999,bn_USD/year,3%,judgement,\n"
                     "population,UZB,2018-06,99000000,person,0,judgement,\n");
    model_copy_write(&copy, "pairs_later.csv", "w",
                     "variable,from,to,date,value,unit,spread,source,note\n"
                     "troops,RUS,TJK,2017,50000,person,0,judgement,\n");
    struct steppe_project *later = model_open(copy.folder);
    assert_non_null(later);
    struct steppe_run_options options = options_of(32);
    options.scenario_count = 0;
    options.start = steppe_month(2015, 1);
    options.until = steppe_month(2016, 6);
    struct steppe_result *before = run(bundled, &options), *after = run(later, &options);
    assert_true(same_bits(before, after));
    steppe_result_free(after);
    // The same rows do matter to a start that may know them: the test can fail.
    options.start = steppe_month(2021, 6);
    options.until = steppe_month(2022, 6);
    struct steppe_result *known = run(bundled, &options);
    after = run(later, &options);
    assert_false(same_bits(known, after));
    steppe_result_free(before);
    steppe_result_free(known);
    steppe_result_free(after);
    steppe_project_close(later);
    model_copy_free(&copy);
}

// ---- stops and refusals -------------------------------------------------------------------------
static bool stop_after_first(void *context, uint32_t done, uint32_t asked) {
    (void)asked;
    *(uint32_t *)context = done;
    return false;
}

// What a run has finished when its first row stops it, all of it kept.
static struct steppe_result *run_until_first(struct steppe_run_options *options) {
    struct steppe_error error = {0};
    struct steppe_result *result;
    uint32_t seen = 0;
    options->keep_bytes = 100000000;
    options->progress = stop_after_first;
    options->progress_context = &seen;
    assert_false(steppe_run(bundled, options, &result, &error));
    assert_int_equal(error.code, STEPPE_CODE_STOPPED);
    assert_non_null(result);
    options->progress = NULL;
    return result;
}

static void a_stopped_run_keeps_its_finished_members(void **state) {
    (void)state;
    struct steppe_run_options options = options_of(2048);
    options.threads = 1;
    struct steppe_result *result = run_until_first(&options);
    const struct steppe_record *record = steppe_result_record(result);
    assert_int_equal(record->provenance.members_done, 256);
    assert_false(record->provenance.complete);
    assert_int_equal(record->summary->tallies[0].count, 256);
    // What was not run takes no room, and what was is as in a run that ends there.
    options.members = 256;
    struct steppe_result *whole = run(bundled, &options);
    const struct steppe_record *other = steppe_result_record(whole);
    assert_int_equal(record->kept_members, 256);
    assert_int_equal(other->kept_members, 256);
    size_t cells = record->world_count * record->summary->series_count * record->kept_date_count;
    assert_memory_equal(record->kept, other->kept, cells * 256 * sizeof(float));
    steppe_result_free(whole);
    steppe_result_free(result);
}

static void a_stop_of_several_threads_leaves_no_gap(void **state) {
    (void)state;
    struct steppe_run_options options = options_of(4096);
    options.threads = 4;
    struct steppe_result *result = run_until_first(&options);
    const struct steppe_record *record = steppe_result_record(result);
    assert_int_equal(record->kept_members, record->provenance.members_done);
    for (size_t i = 0; i < record->kept_members; i++) assert_true(isfinite(record->kept[i]));
    steppe_result_free(result);
}

static void refused(struct steppe_run_options options, enum steppe_code code, const char *part) {
    struct steppe_error error = {0};
    struct steppe_result *result;
    assert_false(steppe_run(bundled, &options, &result, &error));
    assert_null(result);
    assert_int_equal(error.code, code);
    if (!strstr(error.message, part)) fail_msg("\"%s\" lacks \"%s\"", error.message, part);
}

static void wrong_options_are_refused_with_a_reason(void **state) {
    (void)state;
    struct steppe_run_options options = options_of(0);
    refused(options, STEPPE_CODE_RANGE, "even");
    options = options_of(3);
    refused(options, STEPPE_CODE_RANGE, "even");
    options = options_of(2);
    options.until = steppe_month(2020, 1);
    refused(options, STEPPE_CODE_RANGE, "ends before it starts");
    options = options_of(2);
    options.start = steppe_month(1990, 1);
    options.until = 0;
    refused(options, STEPPE_CODE_RANGE, "trade matrix");
    options = options_of(2);
    const char *misspelt = "frozen_wra";
    options.scenarios = &misspelt;
    refused(options, STEPPE_CODE_INPUT, "did you mean \"frozen_war\"");
    options = options_of(2);
    options.instance = "abacus";
    refused(options, STEPPE_CODE_USAGE, "abacus");
}

// An indicator has no figure of its own: its bins lie about what it is at the start.
static void an_indicator_of_large_numbers_keeps_its_quantiles(void **state) {
    (void)state;
    struct model_copy copy;
    struct steppe_run_options options;
    struct steppe_result *result;
    struct steppe_error error = {0};
    model_copy_make(&copy);
    model_copy_write(&copy, "indicators.yaml", "a",
                     "probe_large:\n  meaning: output of Kazakhstan, in small coin\n  unit: 1\n"
                     "  value: 12345678 * gdp[KAZ]\n");
    model_copy_replace(&copy, "model.yaml", "[russian_lead,", "[probe_large, russian_lead,");
    struct steppe_project *copied = model_open(copy.folder);
    assert_non_null(copied);
    steppe_run_options_default(&options);
    options.members = 128;
    options.until = steppe_month(2027, 12);
    if (!steppe_run(copied, &options, &result, &error)) fail_msg("%s", error.message);
    const size_t number = steppe_result_find(result, "probe_large");
    assert_true(number != SIZE_MAX);
    const struct steppe_statistics of = steppe_result_statistics(result, 0, number,
                                                                 steppe_result_dates(result) - 1);
    assert_true(of.mean > 1e7);
    assert_close(of.median, of.mean, 0.03, 0);
    assert_true(of.low < of.median && of.median < of.high && of.high < 1.5 * of.mean);
    steppe_result_free(result);
    steppe_project_close(copied);
    model_copy_free(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_of_influence_split_into_ties_without_rest),
        cmocka_unit_test(usual_stress_is_that_of_the_models_own_futures),
        cmocka_unit_test(moves_of_a_regime_form_a_chain_for_each_member),
        cmocka_unit_test(questions_that_the_run_does_not_reach_are_left_out_or_refused),
        cmocka_unit_test(thread_counts_and_instances_give_the_same_bits),
        cmocka_unit_test(another_seed_gives_other_bits),
        cmocka_unit_test(a_member_is_the_same_in_a_small_and_in_a_large_run),
        cmocka_unit_test(the_scalar_twin_tells_the_same_story),
        cmocka_unit_test(figures_of_later_years_change_nothing_in_an_earlier_start),
        cmocka_unit_test(a_stopped_run_keeps_its_finished_members),
        cmocka_unit_test(a_stop_of_several_threads_leaves_no_gap),
        cmocka_unit_test(wrong_options_are_refused_with_a_reason),
        cmocka_unit_test(an_indicator_of_large_numbers_keeps_its_quantiles),
    };
    return cmocka_run_group_tests(tests, open_bundled, close_bundled);
}
