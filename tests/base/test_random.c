// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Random numbers: published words of Philox, uniformity along every part of the counter, the
// normal quantile, and lanes against the scalar function. Seeds are fixed, so a test that passes
// always passes; the stated false alarms are those of a new seed.
#include "base/random.h"

#include "base/random_lanes.h"
#include "test.h"

// Known answers of philox4x32-10 in the Random123 distribution (salmon-2011).
static void philox_gives_the_published_words(void **state) {
    (void)state;
    static const struct {
        uint32_t counter[4], key[2], out[4];
    } cases[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t out[4];
        steppe_philox(cases[i].counter, cases[i].key, out);
        assert_memory_equal(out, cases[i].out, sizeof out);
    }
}

// 0xbf9cf968 is the published FNV-1a hash of "foobar"; the finaliser was applied by hand.
static void a_stream_is_the_finished_hash_of_its_name(void **state) {
    (void)state;
    assert_int_equal(steppe_random_stream("foobar"), UINT32_C(0x0c0da6dc));
    assert_int_equal(steppe_random_stream("trade.theta"), UINT32_C(0xe3efcad6));
    assert_true(steppe_random_stream("a") != steppe_random_stream("b"));
}

static void a_uniform_is_made_of_the_word_its_index_says_and_never_0_or_1(void **state) {
    (void)state;
    const uint32_t counter[4] = {5, 6, 7, 2}, key[2] = {0x89abcdef, 0x01234567};
    uint32_t out[4];
    steppe_philox(counter, key, out);
    for (uint32_t word = 0; word < 4; word++) {
        double u = steppe_random_uniform(UINT64_C(0x0123456789abcdef), 5, 6, 7, 8 + word);
        assert_true(u == ((double)(out[word] >> 9) + 0.5) / 8388608.0);
    }
    assert_true(steppe_word_uniform(0) == 1.0f / 16777216.0f);
    assert_true(steppe_word_uniform(UINT32_MAX) == 1.0f - 1.0f / 16777216.0f);
}

#define DRAWS 262144
#define BINS 256

// The k-th draw along one part of the counter, the others fixed.
static double along(int part, uint32_t k) {
    uint32_t at[4] = {3, 1, 4, 1};
    at[part] = k;
    return steppe_random_uniform(99, at[0], at[1], at[2], at[3]);
}

// Chi-square with 255 degrees of freedom: outside 157..386 one time in a million; the test of
// neighbours is a normal deviate beyond 5, one time in 1.7 million. Four parts: 6 in a million.
static void uniforms_are_even_and_apart_along_every_part_of_the_counter(void **state) {
    (void)state;
    for (int part = 0; part < 4; part++) {
        uint32_t bins[BINS] = {0};
        double neighbours = 0.0, before = 0.5;
        for (uint32_t k = 0; k < DRAWS; k++) {
            double u = along(part, k);
            bins[(size_t)(u * BINS)]++;
            neighbours += (u - 0.5) * (before - 0.5);
            before = u;
        }
        double chi_square = 0.0, expected = (double)DRAWS / BINS;
        for (size_t i = 0; i < BINS; i++) {
            chi_square += ((double)bins[i] - expected) * ((double)bins[i] - expected) / expected;
        }
        assert_true(chi_square > 157.0 && chi_square < 386.0);
        assert_close(neighbours / (sqrt((double)DRAWS) / 12.0), 0.0, 0.0, 5.0);
    }
}

// Standard errors of the first four moments of n normals: 1, 2^.5, 15^.5, 96^.5 over n^.5. Beyond
// five of them: 2.3 times in a million for the four.
static void normals_have_the_moments_of_the_standard_normal(void **state) {
    (void)state;
    double sums[4] = {0};
    for (uint32_t k = 0; k < DRAWS; k++) {
        double z = steppe_normal_quantile(along(0, k));
        sums[0] += z;
        sums[1] += z * z;
        sums[2] += z * z * z;
        sums[3] += z * z * z * z;
    }
    static const double expected[4] = {0.0, 1.0, 0.0, 3.0}, spread[4] = {1.0, 2.0, 15.0, 96.0};
    for (int i = 0; i < 4; i++) {
        assert_close(sums[i] / DRAWS, expected[i], 0.0, 5.0 * sqrt(spread[i] / DRAWS));
    }
}

// The check values of the paper on AS 241 (wichura-1988), to its 16 digits; 0.975 from tables.
static void the_normal_quantile_has_the_published_values(void **state) {
    (void)state;
    assert_close(steppe_normal_quantile(0.25), -0.6744897501960817, 1e-15, 0.0);
    assert_close(steppe_normal_quantile(0.001), -3.090232306167814, 1e-15, 0.0);
    assert_close(steppe_normal_quantile(1e-20), -9.262340089798408, 1e-15, 0.0);
    assert_close(steppe_normal_quantile(0.975), 1.959963984540054, 1e-15, 0.0);
    assert_true(steppe_normal_quantile(0.5) == 0.0);
    assert_true(steppe_normal_quantile(0.0) == (double)-INFINITY);
    assert_true(steppe_normal_quantile(1.0) == (double)INFINITY);
    assert_true(isnan(steppe_normal_quantile(-0.1)) && isnan(steppe_normal_quantile(1.1)));
    assert_true(isnan(steppe_normal_quantile((double)NAN)));
}

// 1.3e-6 is what the seven digits of the short form leave, plus rounding, in the far tail.
static void the_quantile_of_lanes_is_that_of_the_scalar_to_float(void **state) {
    (void)state;
    for (uint32_t word = 0; word < 1u << 23; word += 101) {
        float u = steppe_word_uniform(word << 9);
        double exact = steppe_normal_quantile((double)u);
        assert_close(steppe_normal_quantile_lanes(u), exact, 5e-7, 0.0);
        assert_true(steppe_normal_quantile_lanes(1.0f - u) == -steppe_normal_quantile_lanes(u));
    }
    assert_close(steppe_normal_quantile_lanes(1.0f / 16777216.0f), -5.294704084854598, 5e-7, 0.0);
}

static void lanes_draw_what_the_scalar_function_draws(void **state) {
    (void)state;
    for (uint32_t k = 0; k < 200; k++) {
        uint64_t seed = UINT64_C(0x9e3779b97f4a7c15) * k;
        uint32_t first = k * 64, month = k % 7 ? k : STEPPE_MONTH_PARAMETERS, stream = ~k;
        float each[STEPPE_LANES], pairs[STEPPE_LANES], normals[STEPPE_LANES];
        steppe_lanes_uniform(seed, first, 1, month, stream, k, each);
        steppe_lanes_uniform(seed, first, 2, month, stream, k, pairs);
        steppe_lanes_normal(seed, first, 1, month, stream, k, normals);
        for (uint32_t lane = 0; lane < STEPPE_LANES; lane++) {
            uint32_t member = first + lane;
            float one = (float)steppe_random_uniform(seed, member, month, stream, k);
            float shared = (float)steppe_random_uniform(seed, member / 2, month, stream, k);
            assert_true(each[lane] == one);
            assert_true(pairs[lane] == shared);
            assert_true(normals[lane] == steppe_normal_quantile_lanes(one));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philox_gives_the_published_words),
        cmocka_unit_test(a_stream_is_the_finished_hash_of_its_name),
        cmocka_unit_test(a_uniform_is_made_of_the_word_its_index_says_and_never_0_or_1),
        cmocka_unit_test(uniforms_are_even_and_apart_along_every_part_of_the_counter),
        cmocka_unit_test(normals_have_the_moments_of_the_standard_normal),
        cmocka_unit_test(the_normal_quantile_has_the_published_values),
        cmocka_unit_test(the_quantile_of_lanes_is_that_of_the_scalar_to_float),
        cmocka_unit_test(lanes_draw_what_the_scalar_function_draws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
