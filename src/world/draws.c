// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// draws: random numbers of a month, and all parameters of a block. Kernel code. In: the world's
// seed, members and month, and the recipes of its layout. Out: cells of all lanes.
#include "base/random_lanes.h"
#include "world/world.h"

static bool holds(const struct steppe_draws *draws, const struct steppe_world *world, int32_t month,
                  uint32_t stream, uint32_t block) {
    return draws->filled && draws->seed == world->seed &&
           draws->first_member == world->first_member && draws->month == month &&
           draws->stream == stream && draws->block == block;
}

static void fill_draws(struct steppe_draws *draws, const struct steppe_world *world, int32_t month,
                       uint32_t stream, uint32_t block) {
    if (holds(draws, world, month, stream, block)) return;
    draws->filled = true;
    draws->seed = world->seed;
    draws->first_member = world->first_member;
    draws->month = month;
    draws->stream = stream;
    draws->block = block;
    steppe_lanes_uniforms(world->seed, world->first_member, 1, (uint32_t)month, stream, block,
                          draws->uniform);
}

// Draws of one stream are mostly asked for in the order of their indices: of the four that a block
// of words gives, those to come are kept.
static const steppe_real *draw(const struct steppe_world *world, uint32_t stream, uint32_t index,
                               struct steppe_draws *spare) {
    struct steppe_draws *draws = world->draws ? world->draws : spare;
    fill_draws(draws, world, world->month, stream, index / 4u);
    return draws->uniform + (size_t)(index % 4u) * STEPPE_LANES;
}

void steppe_draw_monthly(const struct steppe_world *world, uint32_t stream,
                         struct steppe_draws *draws, steppe_real *out) {
    if (world->fix_noise) {
        STEPPE_EACH_LANE(lane) out[lane] = STEPPE_R(0.5);
        return;
    }
    fill_draws(draws, world, world->month / 4, stream, 0);
    memcpy(out, draws->uniform + (size_t)(world->month % 4) * STEPPE_LANES,
           STEPPE_LANES * sizeof *out);
}

void steppe_draw_uniform(const struct steppe_world *world, uint32_t stream, uint32_t index,
                         steppe_real *out) {
    if (world->fix_noise) {
        STEPPE_EACH_LANE(lane) out[lane] = STEPPE_R(0.5);
        return;
    }
    struct steppe_draws spare;
    spare.filled = false;
    memcpy(out, draw(world, stream, index, &spare), STEPPE_LANES * sizeof *out);
}

void steppe_draw_normal(const struct steppe_world *world, uint32_t stream, uint32_t index,
                        steppe_real *out) {
    if (world->fix_noise) {
        STEPPE_EACH_LANE(lane) out[lane] = STEPPE_R(0);
        return;
    }
    struct steppe_draws spare;
    spare.filled = false;
    const steppe_real *uniform = draw(world, stream, index, &spare);
    STEPPE_EACH_LANE(lane) out[lane] = steppe_normal_quantile_lanes(uniform[lane]);
}

steppe_real steppe_draw_uniform_of(const struct steppe_world *world, uint32_t stream,
                                   uint32_t index, int lane) {
    const uint32_t member = world->first_member + (uint32_t)lane;
    const uint32_t counter[4] = {member, (uint32_t)world->month, stream, index / 4u};
    const uint32_t key[2] = {(uint32_t)world->seed, (uint32_t)(world->seed >> 32)};
    uint32_t words[4];
    if (world->fix_noise) return STEPPE_R(0.5);
    steppe_philox(counter, key, words);
    return steppe_word_uniform(words[index % 4u]);
}

steppe_real steppe_draw_normal_of(const struct steppe_world *world, uint32_t stream, uint32_t index,
                                  int lane) {
    if (world->fix_noise) return 0;
    return steppe_normal_quantile_lanes(steppe_draw_uniform_of(world, stream, index, lane));
}

// ---- parameters ------------------------------------------------------------------------------
static void fill(steppe_real *out, double value) {
    steppe_real real = STEPPE_R(value);
    STEPPE_EACH_LANE(lane) out[lane] = real;
}

// Uniforms within the truncation: the inverse distribution then stays in range. The lowest is that
// of the quantile's own range.
static void truncate_uniforms(const struct steppe_recipe *recipe, steppe_real *u) {
    steppe_real low = STEPPE_R(recipe->u_low), width = STEPPE_R(recipe->u_width);
    STEPPE_EACH_LANE(lane) {
        u[lane] = steppe_clamp(low + width * u[lane], STEPPE_R(1e-10),
                               STEPPE_R(1.0 - 1.0 / 16777216.0));
    }
}

static void normal(const struct steppe_recipe *recipe, steppe_real *u) {
    steppe_real a = STEPPE_R(recipe->a), b = STEPPE_R(recipe->b);
    truncate_uniforms(recipe, u);
    STEPPE_EACH_LANE(lane) u[lane] = a + b * steppe_normal_quantile_lanes(u[lane]);
}

static void lognormal(const struct steppe_recipe *recipe, steppe_real *u) {
    steppe_real a = STEPPE_R(recipe->a), b = STEPPE_R(recipe->b);
    truncate_uniforms(recipe, u);
    STEPPE_EACH_LANE(lane) u[lane] = a * steppe_exp(b * steppe_normal_quantile_lanes(u[lane]));
}

static void triangular(const struct steppe_recipe *recipe, steppe_real *u) {
    steppe_real low = STEPPE_R(recipe->a), high = STEPPE_R(recipe->c);
    double width = recipe->c - recipe->a;
    steppe_real split = STEPPE_R((recipe->b - recipe->a) / width);
    steppe_real rise = STEPPE_R(width * (recipe->b - recipe->a));
    steppe_real fall = STEPPE_R(width * (recipe->c - recipe->b));
    truncate_uniforms(recipe, u);
    STEPPE_EACH_LANE(lane) {
        steppe_real up = low + steppe_sqrt(u[lane] * rise);
        steppe_real down = high - steppe_sqrt((STEPPE_R(1) - u[lane]) * fall);
        u[lane] = u[lane] < split ? up : down;
    }
}

// The table's value at the normal quantile of u: cubic Hermite. The reading of the table stands
// apart, so that what comes before and after it is vector code.
static void look_up(const struct steppe_recipe_point *table, steppe_real *restrict u) {
    const steppe_real points_per_z = STEPPE_R(STEPPE_RECIPE_INTERVALS / (2 * STEPPE_RECIPE_Z_MAX));
    int32_t points[STEPPE_LANES];
    steppe_real left[STEPPE_LANES], right[STEPPE_LANES];
    steppe_real left_slope[STEPPE_LANES], right_slope[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        steppe_real z = steppe_normal_quantile_lanes(u[lane]);
        steppe_real at = (z + STEPPE_R(STEPPE_RECIPE_Z_MAX)) * points_per_z;
        at = steppe_clamp(at, STEPPE_R(0), STEPPE_R(STEPPE_RECIPE_INTERVALS) - STEPPE_R(0.001));
        points[lane] = (int32_t)at;
        u[lane] = at - (steppe_real)points[lane];
    }
    for (int lane = 0; lane < STEPPE_LANES; lane++) {
        const struct steppe_recipe_point *point = table + points[lane];
        left[lane] = (steppe_real)point[0].value;
        right[lane] = (steppe_real)point[1].value;
        left_slope[lane] = (steppe_real)point[0].slope;
        right_slope[lane] = (steppe_real)point[1].slope;
    }
    STEPPE_EACH_LANE(lane) {
        steppe_real f = u[lane], g = STEPPE_R(1) - f, rise = right[lane] - left[lane];
        u[lane] = left[lane] + f * rise +
                  f * g * (g * (left_slope[lane] - rise) + f * (rise - right_slope[lane]));
    }
}

// Leaves what later steps need: for a dirichlet cell the log of its gamma variate.
static void draw_cell(const struct steppe_recipe *recipe, steppe_real *u) {
    steppe_real a = STEPPE_R(recipe->a), b = STEPPE_R(recipe->b);
    switch (recipe->kind) {
    case STEPPE_RECIPE_CONSTANT: fill(u, recipe->a); break;
    case STEPPE_RECIPE_NORMAL: normal(recipe, u); break;
    case STEPPE_RECIPE_LOGNORMAL: lognormal(recipe, u); break;
    case STEPPE_RECIPE_UNIFORM:
        STEPPE_EACH_LANE(lane) u[lane] = a + b * u[lane];
        break;
    case STEPPE_RECIPE_TRIANGULAR: triangular(recipe, u); break;
    case STEPPE_RECIPE_LOGIT:
        look_up(recipe->table, u);
        STEPPE_EACH_LANE(lane) u[lane] = steppe_sigmoid(u[lane]);
        break;
    case STEPPE_RECIPE_LOG_SHARE:
        look_up(recipe->table, u);
        return; // in range once they are shares
    case STEPPE_RECIPE_NO_SHARE: fill(u, 0); return;
    }
    steppe_real low = STEPPE_R(recipe->low), high = STEPPE_R(recipe->high);
    STEPPE_EACH_LANE(lane) u[lane] = steppe_clamp(u[lane], low, high);
}

// Gamma variates over their sum are a dirichlet draw (devroye-1986, XI.4). From logs, less the
// largest, so that small shapes cannot leave a sum of 0.
static void share_out(const struct steppe_recipe *recipes, uint32_t count, steppe_real *cells) {
    steppe_real largest[STEPPE_LANES], sum[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) largest[lane] = STEPPE_R(-1e30), sum[lane] = STEPPE_R(0);
    for (uint32_t i = 0; i < count; i++) {
        if (recipes[i].kind != STEPPE_RECIPE_LOG_SHARE) continue;
        const steppe_real *cell = cells + (size_t)i * STEPPE_LANES;
        STEPPE_EACH_LANE(lane) largest[lane] = steppe_max(largest[lane], cell[lane]);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (recipes[i].kind != STEPPE_RECIPE_LOG_SHARE) continue;
        steppe_real *cell = cells + (size_t)i * STEPPE_LANES;
        STEPPE_EACH_LANE(lane) {
            cell[lane] = steppe_exp(cell[lane] - largest[lane]);
            sum[lane] += cell[lane];
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        if (recipes[i].kind != STEPPE_RECIPE_LOG_SHARE) continue;
        steppe_real *cell = cells + (size_t)i * STEPPE_LANES;
        STEPPE_EACH_LANE(lane) cell[lane] /= sum[lane];
    }
}

void steppe_world_draw_parameters(struct steppe_world *world) {
    const struct steppe_layout *layout = world->layout;
    steppe_real four[4 * STEPPE_LANES];
    for (size_t p = 0; p < layout->model->parameter_count; p++) {
        uint32_t count = layout->model->parameters[p].cell_count;
        const struct steppe_recipe *recipes = layout->recipes + layout->param_offsets[p];
        steppe_real *cells = world->params + (size_t)layout->param_offsets[p] * STEPPE_LANES;
        for (uint32_t i = 0; i < count; i++) {
            steppe_real *cell = cells + (size_t)i * STEPPE_LANES;
            if (i % 4 == 0 && !world->fix_parameters)
                steppe_lanes_uniforms(world->seed, world->first_member, 2, STEPPE_MONTH_PARAMETERS,
                                      layout->param_streams[p], i / 4, four);
            if (world->fix_parameters) {
                fill(cell, recipes[i].median);
                continue;
            }
            if (recipes[i].kind != STEPPE_RECIPE_CONSTANT)
                memcpy(cell, four + (size_t)(i % 4) * STEPPE_LANES, sizeof four / 4);
            draw_cell(&recipes[i], cell);
        }
        if (!world->fix_parameters) share_out(recipes, count, cells);
    }
}
