// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// seats: see seats.h.
#include "mechanisms/seats.h"

bool steppe_seats_make(struct steppe_setup *setup, enum steppe_obligation obligation,
                       struct steppe_seats *seats) {
    const struct steppe_model *model = setup->model;
    const size_t institutions = model->axes[STEPPE_AXIS_INSTITUTION].count;
    const size_t actors = model->axes[STEPPE_AXIS_ACTOR].count;
    const size_t hosts = model->axes[STEPPE_AXIS_HOST].count;
    const struct steppe_axis_table *powers = &model->axes[STEPPE_AXIS_POWER];
    const uint32_t half = steppe_model_parameter(model, "institutions.half_standing");
    struct steppe_seats_body *bodies = STEPPE_TAKE(setup->arena, institutions + 1,
                                                   struct steppe_seats_body);
    steppe_real *base = STEPPE_TAKE(setup->arena, institutions * hosts + 1, steppe_real);
    if (!bodies || !base) return false;
    *seats = (struct steppe_seats){
        .actors = actors,
        .bodies = bodies,
        .host_actor = model->axes[STEPPE_AXIS_HOST].actor_at,
        .half_offset = half == UINT32_MAX ? STEPPE_NOWHERE : setup->layout->param_offsets[half],
    };
    for (size_t k = 0; k < institutions; k++) {
        const double *status = steppe_setup_start(setup, STEPPE_VAR_membership) + k * actors;
        for (size_t p = 0; p < powers->count; p++) {
            if (model->institutions[k].leader != (int32_t)powers->actor_at[p]) continue;
            if (!steppe_institution_owes(&model->institutions[k], obligation)) continue;
            for (size_t h = 0; h < hosts; h++) base[h] = (steppe_real)status[seats->host_actor[h]];
            bodies[seats->count++] = (struct steppe_seats_body){k, p, base};
            base += hosts;
        }
    }
    return true;
}

static void add_change(const steppe_real *restrict status, const steppe_real *restrict half,
                       steppe_real base, steppe_real *restrict change) {
    STEPPE_EACH_LANE(lane) {
        change[lane] += steppe_seats_standing(status[lane], half[lane]) -
                        steppe_seats_standing(base, half[lane]);
    }
}

bool steppe_seats_change(const struct steppe_world *world, const struct steppe_seats *seats,
                         size_t power, size_t host, steppe_real *restrict change) {
    bool changed = false;
    steppe_real none[STEPPE_LANES];
    for (size_t i = 0; i < seats->count; i++) {
        const struct steppe_seats_body *body = &seats->bodies[i];
        if (body->power != power) continue;
        const size_t cell = body->institution * seats->actors + seats->host_actor[host];
        const steppe_real *status = steppe_cells(world, STEPPE_VAR_membership) +
                                    cell * STEPPE_LANES;
        // Most seats stay as they are in all lanes, and would add exactly 0.
        if (!steppe_any_not(status, body->base[host])) continue;
        if (!changed) steppe_fill(0, change);
        changed = true;
        const steppe_real *half = none;
        if (seats->half_offset == STEPPE_NOWHERE)
            steppe_fill(0, none);
        else
            half = steppe_params_at(world, seats->half_offset);
        add_change(status, half, body->base[host], change);
    }
    return changed;
}
