// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// attacks: clashes on the hosts' borders, and attacks on what powers own there. In: trouble over
// the Afghan border, posts and guards, capital. Out: clashes and attacks, which fade, and what they
// add to disorder and to guards. Training guards no border. docs/model.md, section 14.
#include "base/random.h"
#include "mechanisms/mechanism.h"
#include "solve/hawkes_kernel.h"

// Events in a host in a month that are drawn; at the largest rate allowed, one in a million months
// has more.
#define EVENTS_MAX 8
#define INDEX_MAX STEPPE_R(20)

enum {
    CLASH_RATE,
    ATTACK_RATE,
    SPILLOVER_EFFECT,
    POST_EFFECT,
    LEAST_POSTS,
    LARGEST_RISE,
    ECHO_SHARE,
    MEMORY,
    HALF_LIFE,
    CLASH_SIZE,
    GUARD_SHARE
};

static const struct steppe_param params[] = {
    [CLASH_RATE] = {"clash_rate", STEPPE_SHAPE_HOST, "1/year", 0, 12,
                    "clashes on a host's border that no other brought about, at the base"},
    [ATTACK_RATE] = {"attack_rate", STEPPE_SHAPE_POWER_HOST, "1/year", 0, 12,
                     "attacks on a power's people and assets that no other brought about, at the "
                     "base"},
    [SPILLOVER_EFFECT] = {"spillover_effect", STEPPE_SHAPE_HOST, "1", 0, 20,
                          "rise of both rates, share, with one unit of Afghan trouble"},
    [POST_EFFECT] = {"post_effect", STEPPE_SHAPE_SCALAR, "1", 0, 2,
                     "fall of log rates with the log of posts, guards and centres of all powers"},
    [LEAST_POSTS] = {"least_posts", STEPPE_SHAPE_SCALAR, "1", 0.01, 1,
                     "posts that count at least, times the base's: none are no infinite rate"},
    [LARGEST_RISE] = {"largest_rise", STEPPE_SHAPE_SCALAR, "1", 1, 100,
                      "most by which trouble, posts and capital multiply the rates"},
    [ECHO_SHARE] = {"echo_share", STEPPE_SHAPE_SCALAR, "1", 0, 0.9,
                    "events that one event brings about in the same host"},
    [MEMORY] = {"memory", STEPPE_SHAPE_SCALAR, "year", 0.1, 5,
                "mean time from an event to one that it brings about"},
    [HALF_LIFE] = {"half_life", STEPPE_SHAPE_SCALAR, "year", 0.1, 10,
                   "time in which half of a clash or an attack is forgotten"},
    [CLASH_SIZE] = {"clash_size", STEPPE_SHAPE_SCALAR, "1", 0, 20, "disorder that a clash brings"},
    [GUARD_SHARE] = {"guard_share", STEPPE_SHAPE_SCALAR, "1/year", 0, 0.1,
                     "guards that a power sends after an attack, share of its capital there"},
};

static const struct steppe_use uses[] = {
    {.variable = STEPPE_VAR_spillover, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_capital, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_posts, .access = STEPPE_ADD, .base = true},
    {.variable = STEPPE_VAR_disorder, .access = STEPPE_ADD},
    {.variable = STEPPE_VAR_border_clashes, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_attacks, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_clash_echo, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_attack_echo, .access = STEPPE_OWN},
};

static const char *const streams[] = {"attacks.clash", "attacks.attack", "attacks.target"};

struct constants {
    size_t hosts, powers;
    uint32_t offsets[STEPPE_COUNT(params)];
    uint32_t streams[STEPPE_COUNT(streams)];
};

// The month's factors of all hosts.
struct factors {
    steppe_real decay[STEPPE_LANES], jump[STEPPE_LANES]; // of echoes, 1/year
    steppe_real kept[STEPPE_LANES];                      // of what fades
};

static steppe_real *cell_of(const struct steppe_world *world, uint32_t variable, size_t cell) {
    return steppe_cells(world, variable) + cell * STEPPE_LANES;
}

static const steppe_real *base_of(const struct steppe_world *world, uint32_t variable,
                                  size_t cell) {
    return steppe_base_cells(world, variable) + cell * STEPPE_LANES;
}

static const steppe_real *param_of(const struct steppe_world *world,
                                   const struct constants *constants, size_t number, size_t cell) {
    return steppe_params_at(world, constants->offsets[number]) + cell * STEPPE_LANES;
}

// ---- rates --------------------------------------------------------------------------------------

// (1 + b D[spillover]) (F / F_0)^-e, F the posts of all powers; 1 where the base has none.
static void scale_month(const struct steppe_world *world, const struct constants *constants,
                        size_t host, steppe_real *restrict scale) {
    const steppe_real *spillover = cell_of(world, STEPPE_VAR_spillover, 0);
    const steppe_real *spillover_0 = base_of(world, STEPPE_VAR_spillover, 0);
    const steppe_real *effect = param_of(world, constants, SPILLOVER_EFFECT, host);
    const steppe_real *of_posts = param_of(world, constants, POST_EFFECT, 0);
    const steppe_real *least = param_of(world, constants, LEAST_POSTS, 0);
    steppe_real all[STEPPE_LANES], all_0[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        all[lane] = all_0[lane] = 0;
    }
    for (size_t p = 0; p < constants->powers; p++) {
        const steppe_real *now = cell_of(world, STEPPE_VAR_posts, p * constants->hosts + host);
        const steppe_real *base = base_of(world, STEPPE_VAR_posts, p * constants->hosts + host);
        STEPPE_EACH_LANE(lane) {
            all[lane] += now[lane];
            all_0[lane] += base[lane];
        }
    }
    STEPPE_EACH_LANE(lane) {
        const steppe_real ratio = steppe_max(all[lane] / all_0[lane], least[lane]);
        const steppe_real posts = all_0[lane] > STEPPE_R(0)
                                      ? steppe_exp(-of_posts[lane] * steppe_log(ratio))
                                      : 1;
        const steppe_real trouble = STEPPE_R(1) +
                                    effect[lane] * (spillover[lane] - spillover_0[lane]);
        scale[lane] = steppe_max(trouble, 0) * posts;
    }
}

// mu_pi min(s_i K^_pi, bound); capital where there was none at the base changes nothing.
static void target_rate(const struct steppe_world *world, const struct constants *constants,
                        size_t pair, const steppe_real *restrict scale,
                        steppe_real *restrict rate) {
    const steppe_real *mu = param_of(world, constants, ATTACK_RATE, pair);
    const steppe_real *largest = param_of(world, constants, LARGEST_RISE, 0);
    const steppe_real *now = cell_of(world, STEPPE_VAR_capital, pair);
    const steppe_real *base = base_of(world, STEPPE_VAR_capital, pair);
    STEPPE_EACH_LANE(lane) {
        const steppe_real ratio = base[lane] > STEPPE_R(0) ? now[lane] / base[lane] : STEPPE_R(1);
        rate[lane] = mu[lane] * steppe_min(scale[lane] * ratio, largest[lane]);
    }
}

// ---- a month ------------------------------------------------------------------------------------

static void clashes_month(const struct steppe_world *world, const struct constants *constants,
                          const struct factors *factors, size_t host,
                          const steppe_real *restrict scale) {
    const steppe_real *mu = param_of(world, constants, CLASH_RATE, host);
    const steppe_real *size = param_of(world, constants, CLASH_SIZE, 0);
    const steppe_real *largest = param_of(world, constants, LARGEST_RISE, 0);
    steppe_real *echo = cell_of(world, STEPPE_VAR_clash_echo, host);
    steppe_real *clashes = cell_of(world, STEPPE_VAR_border_clashes, host);
    steppe_real *disorder = cell_of(world, STEPPE_VAR_disorder, host);
    steppe_real rate[STEPPE_LANES], left[STEPPE_LANES], draw[STEPPE_LANES], happens[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        rate[lane] = mu[lane] * steppe_min(scale[lane], largest[lane]);
        left[lane] = STEPPE_MONTH;
    }
    for (uint32_t k = 0; k < EVENTS_MAX; k++) {
        steppe_draw_uniform(world, constants->streams[0], (uint32_t)host * EVENTS_MAX + k, draw);
        if (!steppe_hawkes_advance(rate, factors->jump, factors->decay, draw, echo, left, happens))
            break;
        STEPPE_EACH_LANE(lane) {
            clashes[lane] = steppe_min(clashes[lane] + happens[lane], INDEX_MAX);
            disorder[lane] += size[lane] * happens[lane];
        }
    }
    STEPPE_EACH_LANE(lane) {
        // Past the last event drawn the month ends quietly; NaN of the echo reaches the index.
        echo[lane] *= steppe_exp(-factors->decay[lane] * left[lane]);
        clashes[lane] += echo[lane] - echo[lane];
    }
}

// Whom an attack strikes: powers by their part of the rate, in order. Guards follow.
static void strike(const struct steppe_world *world, const struct constants *constants, size_t host,
                   uint32_t index, const steppe_real *restrict scale,
                   const steppe_real *restrict sum, const steppe_real *restrict happens) {
    const steppe_real *guards = param_of(world, constants, GUARD_SHARE, 0);
    steppe_real draw[STEPPE_LANES], below[STEPPE_LANES], rate[STEPPE_LANES];
    steppe_draw_uniform(world, constants->streams[2], index, draw);
    STEPPE_EACH_LANE(lane) {
        below[lane] = 0;
    }
    for (size_t p = 0; p < constants->powers; p++) {
        const size_t pair = p * constants->hosts + host;
        const steppe_real *capital = cell_of(world, STEPPE_VAR_capital, pair);
        steppe_real *attacks = cell_of(world, STEPPE_VAR_attacks, pair);
        steppe_real *posts = cell_of(world, STEPPE_VAR_posts, pair);
        target_rate(world, constants, pair, scale, rate);
        STEPPE_EACH_LANE(lane) {
            const steppe_real at = draw[lane] * sum[lane], above = below[lane] + rate[lane];
            const steppe_real struck = at >= below[lane] && at < above ? happens[lane]
                                                                       : STEPPE_R(0);
            below[lane] = above;
            attacks[lane] = steppe_min(attacks[lane] + struck, INDEX_MAX);
            posts[lane] += guards[lane] * capital[lane] * struck;
        }
    }
}

static void attacks_month(const struct steppe_world *world, const struct constants *constants,
                          const struct factors *factors, size_t host,
                          const steppe_real *restrict scale) {
    steppe_real *echo = cell_of(world, STEPPE_VAR_attack_echo, host);
    steppe_real sum[STEPPE_LANES], rate[STEPPE_LANES], left[STEPPE_LANES];
    steppe_real draw[STEPPE_LANES], happens[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        sum[lane] = 0;
        left[lane] = STEPPE_MONTH;
    }
    for (size_t p = 0; p < constants->powers; p++) {
        target_rate(world, constants, p * constants->hosts + host, scale, rate);
        STEPPE_EACH_LANE(lane) {
            sum[lane] += rate[lane];
        }
    }
    for (uint32_t k = 0; k < EVENTS_MAX; k++) {
        const uint32_t index = (uint32_t)host * EVENTS_MAX + k;
        steppe_draw_uniform(world, constants->streams[1], index, draw);
        if (!steppe_hawkes_advance(sum, factors->jump, factors->decay, draw, echo, left, happens))
            break;
        strike(world, constants, host, index, scale, sum, happens);
    }
    STEPPE_EACH_LANE(lane) {
        echo[lane] *= steppe_exp(-factors->decay[lane] * left[lane]);
    }
}

static void fade(const steppe_real *restrict kept, size_t cells, steppe_real *restrict index) {
    for (size_t i = 0; i < cells * STEPPE_LANES; i += STEPPE_LANES)
        STEPPE_EACH_LANE(lane) {
            index[i + (size_t)lane] *= kept[lane];
        }
}

static void step(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    (void)scratch;
    const struct constants *constants = memory;
    const steppe_real *time = param_of(world, constants, MEMORY, 0);
    const steppe_real *share = param_of(world, constants, ECHO_SHARE, 0);
    const steppe_real *half_life = param_of(world, constants, HALF_LIFE, 0);
    const size_t hosts = constants->hosts;
    struct factors factors;
    STEPPE_EACH_LANE(lane) {
        factors.decay[lane] = STEPPE_R(1) / time[lane];
        factors.jump[lane] = share[lane] / time[lane];
        factors.kept[lane] = steppe_exp(-STEPPE_MONTH * STEPPE_LOG_2 / half_life[lane]);
    }
    fade(factors.kept, hosts, steppe_cells(world, STEPPE_VAR_border_clashes));
    fade(factors.kept, constants->powers * hosts, steppe_cells(world, STEPPE_VAR_attacks));
    if (steppe_world_is_filled(world)) return;
    for (size_t h = 0; h < hosts; h++) {
        steppe_real scale[STEPPE_LANES];
        scale_month(world, constants, h, scale);
        clashes_month(world, constants, &factors, h, scale);
        attacks_month(world, constants, &factors, h, scale);
    }
}

// ---- start --------------------------------------------------------------------------------------

static bool prepare(struct steppe_setup *setup, struct steppe_error *error) {
    struct constants *constants = STEPPE_TAKE(setup->arena, 1, struct constants);
    if (!constants)
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for the constants of attacks");
    *constants = (struct constants){
        .hosts = setup->model->axes[STEPPE_AXIS_HOST].count,
        .powers = setup->model->axes[STEPPE_AXIS_POWER].count,
    };
    steppe_setup_parameters(setup, constants->offsets, STEPPE_COUNT(params));
    steppe_setup_streams(streams, constants->streams, STEPPE_COUNT(streams));
    setup->constants = constants;
    return true;
}

const struct steppe_mechanism STEPPE_NAMED(steppe_mechanism_attacks) = {
    .name = "attacks",
    .summary = "Borders see clashes and powers' assets are attacked, more when Afghanistan leaks.",
    .equation = "lambda_clash = mu_i s_i + E_i; lambda_attack = sum_p mu_pi s_i K^_pi + A_i; "
                "s_i = (1 + b_i D[spill]) F^_i^-e; F_pi += guards K_pi at an attack",
    .source = "hawkes-1971; ozaki-1979",
    .every_months = 1,
    .uses = uses,
    .use_count = STEPPE_COUNT(uses),
    .params = params,
    .param_count = STEPPE_COUNT(params),
    .streams = streams,
    .stream_count = STEPPE_COUNT(streams),
    .prepare = prepare,
    .step = step,
};
