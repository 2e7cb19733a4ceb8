// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// unrest: severe waves in the hosts, which spur others and may bring a government down. In: stress,
// the price of oil, how long and how old a leader rules. Out: waves, disorder, the date of a new
// leader, and when who rules was born. docs/model.md, section 11.
#include <string.h>

#include "base/random.h"
#include "mechanisms/mechanism.h"
#include "solve/hawkes_kernel.h"

// Waves in a host in a month that are drawn; at the largest rate allowed, one in a million months
// has more.
#define WAVES_MAX 8

enum {
    RATE,
    STRESS_EFFECT,
    USUAL_STRESS,
    STRESS_SPREAD,
    PRICE_EFFECT,
    LEADER_EFFECT,
    LARGEST_EFFECT,
    OLD_AGE,
    LONG_RULE,
    USUAL_STRAIN,
    SUCCESSOR_AGE,
    OWN_SHARE,
    NEIGHBOUR_SHARE,
    MEMORY,
    SIZE,
    HALF_LIFE,
    FALL_SHARE
};

static const struct steppe_param params[] = {
    [RATE] = {"rate", STEPPE_SHAPE_HOST, "1/year", 0, 12,
              "severe waves that no other brought about, in the mean of years of usual stress"},
    [STRESS_EFFECT] = {"stress_effect", STEPPE_SHAPE_SCALAR, "1", 0, 5,
                       "rise of the log rate with stress"},
    [USUAL_STRESS] = {"usual_stress", STEPPE_SHAPE_HOST, "1", -10, 10,
                      "mean of stress over the years that the rate is a mean of"},
    [STRESS_SPREAD] = {"stress_spread", STEPPE_SHAPE_HOST, "1", 0, 10,
                       "standard deviation of stress over those years"},
    [PRICE_EFFECT] = {"price_effect", STEPPE_SHAPE_SCALAR, "1", -5, 5,
                      "rise of the log rate with the log of the oil price"},
    [LEADER_EFFECT] = {"leader_effect", STEPPE_SHAPE_SCALAR, "1", -5, 5,
                       "rise of the log rate under an old leader or one of long rule"},
    [LARGEST_EFFECT] = {"largest_effect", STEPPE_SHAPE_SCALAR, "1", 0, 4,
                        "most that the three together raise the log rate"},
    [OLD_AGE] = {"old_age", STEPPE_SHAPE_SCALAR, "year", 40, 120, "age from which a leader is old"},
    [LONG_RULE] = {"long_rule", STEPPE_SHAPE_SCALAR, "year", 1, 100,
                   "time in office from which rule is long"},
    [USUAL_STRAIN] = {"usual_strain", STEPPE_SHAPE_HOST, "1", 0, 1,
                      "part of the years that the rate is a mean of under such a leader"},
    [SUCCESSOR_AGE] = {"successor_age", STEPPE_SHAPE_SCALAR, "year", 20, 90,
                       "age of a new leader on coming to office"},
    [OWN_SHARE] = {"own_share", STEPPE_SHAPE_SCALAR, "1", 0, 0.45,
                   "waves that one wave brings about in the same host"},
    [NEIGHBOUR_SHARE] = {"neighbour_share", STEPPE_SHAPE_SCALAR, "1", 0, 0.45,
                         "waves that one wave brings about in all other hosts together"},
    [MEMORY] = {"memory", STEPPE_SHAPE_SCALAR, "year", 0.2, 5,
                "mean time from a wave to one that it brings about"},
    [SIZE] = {"size", STEPPE_SHAPE_SCALAR, "1", 0, 20, "disorder that a wave brings"},
    [HALF_LIFE] = {"half_life", STEPPE_SHAPE_SCALAR, "year", 0.1, 10,
                   "time in which half of disorder is over"},
    [FALL_SHARE] = {"fall_share", STEPPE_SHAPE_HOST, "1", 0, 1,
                    "waves in which the government falls"},
};

static const struct steppe_use uses[] = {
    {.variable = STEPPE_VAR_price, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_stress, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_disorder, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_unrest_waves, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_unrest_echo, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_new_leader, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_leader_before_fall, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_leader_birth, .access = STEPPE_OWN},
};

static const char *const streams[] = {"unrest.wave", "unrest.fall"};

// A leader of the model's table: office and birth as dates in years; NAN: no birth known.
struct ruler {
    int32_t month; // since year 0, from which this one rules
    size_t host;
    steppe_real since, born;
};

struct constants {
    size_t hosts;
    uint32_t offsets[STEPPE_COUNT(params)];
    uint32_t streams[STEPPE_COUNT(streams)];
    uint32_t oil; // commodity, UINT32_MAX: none
    const struct ruler *rulers;
    size_t ruler_count;
};

static steppe_real *cell_of(const struct steppe_world *world, uint32_t variable, size_t cell) {
    return steppe_cells(world, variable) + cell * STEPPE_LANES;
}

static const steppe_real *param_of(const struct steppe_world *world,
                                   const struct constants *constants, size_t number) {
    return steppe_params_at(world, constants->offsets[number]);
}

// ---- rates --------------------------------------------------------------------------------------

// The leader that the table has in a month; without one, rule that began then.
static struct ruler ruler_of(const struct constants *constants, size_t host, int32_t month) {
    struct ruler found = {INT32_MIN, host, STEPPE_R(month) * STEPPE_MONTH, STEPPE_R(NAN)};
    for (size_t i = 0; i < constants->ruler_count; i++) {
        const struct ruler *ruler = &constants->rulers[i];
        if (ruler->host == host && ruler->month <= month && ruler->month >= found.month)
            found = *ruler;
    }
    return found;
}

// 1 under an old leader or long rule. A leader who is new since the start hides the table's.
static void leader_month(const struct steppe_world *world, const struct constants *constants,
                         size_t host, steppe_real *restrict strain) {
    const int32_t month = world->layout->first_month + world->month;
    const struct ruler now = ruler_of(constants, host, month);
    const steppe_real *old_age = param_of(world, constants, OLD_AGE);
    const steppe_real *long_rule = param_of(world, constants, LONG_RULE);
    const steppe_real *coming_age = param_of(world, constants, SUCCESSOR_AGE);
    const steppe_real *new_leader = cell_of(world, STEPPE_VAR_new_leader, host);
    const steppe_real date = STEPPE_R(month) * STEPPE_MONTH;
    STEPPE_EACH_LANE(lane) {
        const bool is_new = new_leader[lane] > STEPPE_R(0);
        const steppe_real since = is_new ? new_leader[lane] : now.since;
        const steppe_real born = is_new ? new_leader[lane] - coming_age[lane] : now.born;
        // No birth known: no comparison with NaN holds.
        const bool strained = date - born >= old_age[lane] || date - since >= long_rule[lane];
        strain[lane] = (strained ? STEPPE_R(1) : STEPPE_R(0)) +
                       (new_leader[lane] - new_leader[lane]);
    }
}

// ln of the oil price over the base's; the floor keeps a price of nothing finite.
static void price_month(const struct steppe_world *world, const struct constants *constants,
                        steppe_real *restrict change) {
    STEPPE_EACH_LANE(lane) {
        change[lane] = 0;
    }
    if (constants->oil == UINT32_MAX) return;
    const steppe_real *now = cell_of(world, STEPPE_VAR_price, constants->oil);
    const steppe_real *base = steppe_base_cells(world, STEPPE_VAR_price) +
                              (size_t)constants->oil * STEPPE_LANES;
    STEPPE_EACH_LANE(lane) {
        change[lane] = steppe_log(steppe_max(now[lane] / base[lane], STEPPE_R(1e-6)));
    }
}

// Years like those that the rate was counted over, by their stress: the middles of six equal parts
// of a normal distribution, in standard deviations. Against the exact mean of e^min(b x, 2) they
// err by less than 5 percent for b times the spread up to 2.4.
#define USUAL_YEARS 6
static const steppe_real usual_years[USUAL_YEARS] = {STEPPE_R(-1.38299413), STEPPE_R(-0.67448975),
                                                     STEPPE_R(-0.21042839), STEPPE_R(0.21042839),
                                                     STEPPE_R(0.67448975),  STEPPE_R(1.38299413)};

// 1 over the mean of e^min(b_s stress, bound) in usual years, times that of e^(b_l leader): waves
// of the record came in years of all kinds, so mu already holds what both add on the average.
static void usual_month(const struct steppe_world *world, const struct constants *constants,
                        size_t host, steppe_real *restrict inverse) {
    const steppe_real *of_stress = param_of(world, constants, STRESS_EFFECT);
    const steppe_real *largest = param_of(world, constants, LARGEST_EFFECT);
    const steppe_real *mean = param_of(world, constants, USUAL_STRESS) + host * STEPPE_LANES;
    const steppe_real *spread = param_of(world, constants, STRESS_SPREAD) + host * STEPPE_LANES;
    const steppe_real *of_leader = param_of(world, constants, LEADER_EFFECT);
    const steppe_real *usual = param_of(world, constants, USUAL_STRAIN) + host * STEPPE_LANES;
    steppe_real sum[STEPPE_LANES] = {0};
    for (size_t k = 0; k < USUAL_YEARS; k++)
        STEPPE_EACH_LANE(lane) {
            const steppe_real stress = mean[lane] + spread[lane] * usual_years[k];
            sum[lane] += steppe_exp(steppe_min(of_stress[lane] * stress, largest[lane]));
        }
    STEPPE_EACH_LANE(lane) {
        const steppe_real more = steppe_exp(of_leader[lane]) - STEPPE_R(1);
        inverse[lane] = STEPPE_R(USUAL_YEARS) / (sum[lane] * (STEPPE_R(1) + usual[lane] * more));
    }
}

// mu e^(b_s D[stress] + b_p D[ln S] + b_l leader) over its mean in usual years, the sum held
// below its bound.
static void base_rate(const struct steppe_world *world, const struct constants *constants,
                      size_t host, const steppe_real *restrict price, steppe_real *restrict rate) {
    const steppe_real *mu = param_of(world, constants, RATE) + host * STEPPE_LANES;
    const steppe_real *of_stress = param_of(world, constants, STRESS_EFFECT);
    const steppe_real *of_price = param_of(world, constants, PRICE_EFFECT);
    const steppe_real *of_leader = param_of(world, constants, LEADER_EFFECT);
    const steppe_real *largest = param_of(world, constants, LARGEST_EFFECT);
    const steppe_real *stress = cell_of(world, STEPPE_VAR_stress, host);
    const steppe_real *stress_0 = steppe_base_cells(world, STEPPE_VAR_stress) + host * STEPPE_LANES;
    steppe_real leader[STEPPE_LANES], usual[STEPPE_LANES];
    leader_month(world, constants, host, leader);
    usual_month(world, constants, host, usual);
    STEPPE_EACH_LANE(lane) {
        const steppe_real sum = of_stress[lane] * (stress[lane] - stress_0[lane]) +
                                of_price[lane] * price[lane] + of_leader[lane] * leader[lane];
        rate[lane] = mu[lane] * usual[lane] * steppe_exp(steppe_min(sum, largest[lane]));
    }
}

// ---- a month ------------------------------------------------------------------------------------

// Which of this month's waves bring the government down: the leader is new from now on.
static void fall(const struct steppe_world *world, const struct constants *constants, size_t host,
                 uint32_t index, const steppe_real *restrict happens) {
    const steppe_real *share = param_of(world, constants, FALL_SHARE) + host * STEPPE_LANES;
    const steppe_real now = STEPPE_R(world->layout->first_month + world->month) * STEPPE_MONTH;
    steppe_real *new_leader = cell_of(world, STEPPE_VAR_new_leader, host);
    steppe_real draw[STEPPE_LANES];
    steppe_draw_uniform(world, constants->streams[1], index, draw);
    STEPPE_EACH_LANE(lane) {
        const bool falls = happens[lane] > STEPPE_R(0) && draw[lane] < share[lane];
        new_leader[lane] = falls ? now : new_leader[lane];
    }
}

// Waves of a host in a month of its own history and what it still has of earlier ones.
static void waves_month(const struct steppe_world *world, const struct constants *constants,
                        size_t host, const steppe_real *restrict rate,
                        const steppe_real *restrict decay, steppe_real *restrict waves) {
    const steppe_real *own = param_of(world, constants, OWN_SHARE);
    steppe_real *echo = cell_of(world, STEPPE_VAR_unrest_echo, host);
    steppe_real jump[STEPPE_LANES], left[STEPPE_LANES], draw[STEPPE_LANES], happens[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        waves[lane] = 0;
        left[lane] = STEPPE_MONTH;
        jump[lane] = own[lane] * decay[lane];
    }
    for (uint32_t k = 0; k < WAVES_MAX; k++) {
        const uint32_t index = (uint32_t)host * WAVES_MAX + k;
        steppe_draw_uniform(world, constants->streams[0], index, draw);
        if (!steppe_hawkes_advance(rate, jump, decay, draw, echo, left, happens)) break;
        STEPPE_EACH_LANE(lane) {
            waves[lane] += happens[lane];
        }
        fall(world, constants, host, index, happens);
    }
    STEPPE_EACH_LANE(lane) {
        // Past the last wave drawn the month ends quietly; NaN of the echo reaches the count.
        echo[lane] *= steppe_exp(-decay[lane] * left[lane]);
        waves[lane] += echo[lane] - echo[lane];
    }
}

// What waves of a month in one host raise in the others, from the next month on.
static void spread(const struct steppe_world *world, const struct constants *constants, size_t host,
                   const steppe_real *restrict decay) {
    const steppe_real *share = param_of(world, constants, NEIGHBOUR_SHARE);
    const steppe_real *waves = cell_of(world, STEPPE_VAR_unrest_waves, host);
    const steppe_real each = STEPPE_R(1) / STEPPE_R(constants->hosts - 1);
    for (size_t other = 0; other < constants->hosts; other++) {
        if (other == host) continue;
        steppe_real *echo = cell_of(world, STEPPE_VAR_unrest_echo, other);
        STEPPE_EACH_LANE(lane) {
            echo[lane] += waves[lane] * share[lane] * decay[lane] * each;
        }
    }
}

// Birth of who rules at the end of the month.
static void birth_month(const struct steppe_world *world, const struct constants *constants,
                        size_t host) {
    const int32_t month = world->layout->first_month + world->month;
    const struct ruler now = ruler_of(constants, host, month);
    const steppe_real *coming_age = param_of(world, constants, SUCCESSOR_AGE);
    const steppe_real *new_leader = cell_of(world, STEPPE_VAR_new_leader, host);
    steppe_real *birth = cell_of(world, STEPPE_VAR_leader_birth, host);
    const steppe_real of_table = now.born == now.born ? now.born : STEPPE_R(0);
    STEPPE_EACH_LANE(lane) {
        const steppe_real since = new_leader[lane], of_new = since - coming_age[lane];
        birth[lane] = steppe_max(since > STEPPE_R(0) ? of_new : of_table, 0) + (since - since);
    }
}

static void disorder_month(const steppe_real *restrict half_life, const steppe_real *restrict size,
                           const steppe_real *restrict waves, steppe_real *restrict disorder) {
    STEPPE_EACH_LANE(lane) {
        const steppe_real kept = steppe_exp(-STEPPE_MONTH * STEPPE_LOG_2 / half_life[lane]);
        disorder[lane] = steppe_clamp(disorder[lane] * kept + size[lane] * waves[lane], 0,
                                      STEPPE_R(20));
    }
}

static void step(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    (void)scratch;
    const struct constants *constants = memory;
    const steppe_real *time = param_of(world, constants, MEMORY);
    const bool free_month = !steppe_world_is_filled(world);
    steppe_real rate[STEPPE_LANES], decay[STEPPE_LANES], price[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        decay[lane] = STEPPE_R(1) / time[lane];
    }
    price_month(world, constants, price);
    memcpy(cell_of(world, STEPPE_VAR_leader_before_fall, 0),
           cell_of(world, STEPPE_VAR_new_leader, 0),
           constants->hosts * STEPPE_LANES * sizeof(steppe_real));
    for (size_t h = 0; h < constants->hosts; h++) {
        steppe_real *waves = cell_of(world, STEPPE_VAR_unrest_waves, h);
        STEPPE_EACH_LANE(lane) {
            waves[lane] = 0;
        }
        if (free_month) {
            base_rate(world, constants, h, price, rate);
            waves_month(world, constants, h, rate, decay, waves);
        }
        disorder_month(param_of(world, constants, HALF_LIFE), param_of(world, constants, SIZE),
                       waves, cell_of(world, STEPPE_VAR_disorder, h));
        birth_month(world, constants, h);
    }
    for (size_t h = 0; constants->hosts > 1 && h < constants->hosts; h++)
        spread(world, constants, h, decay);
}

// ---- start --------------------------------------------------------------------------------------

static double years_of(struct steppe_date date) { return steppe_date_month(date) / 12.0; }

static bool read_rulers(const struct steppe_setup *setup, struct constants *constants) {
    const struct steppe_model *model = setup->model;
    struct ruler *rulers = STEPPE_TAKE(setup->arena, model->leader_count + 1, struct ruler);
    if (!rulers) return false;
    for (size_t i = 0; i < model->leader_count; i++) {
        const struct steppe_leader *leader = &model->leaders[i];
        const int32_t month = steppe_date_month(leader->from);
        if (month > setup->known_month) continue;
        for (size_t h = 0; h < constants->hosts; h++)
            if (model->axes[STEPPE_AXIS_HOST].actor_at[h] == leader->actor)
                rulers[constants->ruler_count++] = (struct ruler){
                    month, h, (steppe_real)years_of(leader->from),
                    leader->birth_year ? STEPPE_R(leader->birth_year) : STEPPE_R(NAN)};
    }
    constants->rulers = rulers;
    return true;
}

static bool prepare(struct steppe_setup *setup, struct steppe_error *error) {
    struct constants *constants = STEPPE_TAKE(setup->arena, 1, struct constants);
    if (constants)
        *constants = (struct constants){
            .hosts = setup->model->axes[STEPPE_AXIS_HOST].count,
            .oil = steppe_model_element(setup->model, STEPPE_AXIS_COMMODITY, "oil"),
        };
    if (!constants || !read_rulers(setup, constants))
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for the constants of unrest");
    steppe_setup_parameters(setup, constants->offsets, STEPPE_COUNT(params));
    steppe_setup_streams(streams, constants->streams, STEPPE_COUNT(streams));
    setup->constants = constants;
    return true;
}

const struct steppe_mechanism STEPPE_NAMED(steppe_mechanism_unrest) = {
    .name = "unrest",
    .summary = "Severe waves of unrest come by chance, more under stress, and spur one another.",
    .equation = "lambda_i = mu_i exp(b_s D[stress] + b_p D[ln S] + b_l leader) / "
                "(mean exp(b_s usual stress) mean exp(b_l usual leader)) + E_i; "
                "E_i' = -E_i/T + (n_own waves_i + n_other mean waves_j)/T; "
                "dis' = -dis ln 2/hl + size waves",
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
