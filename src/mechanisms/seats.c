// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// seats: see seats.h.
#include "mechanisms/seats.h"

// Appends the seats of a host in bodies that a power leads.
static void add_seats(const struct steppe_setup *setup, enum steppe_obligation obligation,
                      uint16_t power, uint16_t host, struct steppe_seats_seat *seats,
                      uint32_t *count) {
    const struct steppe_model *model = setup->model;
    const size_t actors = model->axes[STEPPE_AXIS_ACTOR].count;
    const double *status = steppe_setup_start(setup, STEPPE_VAR_membership);
    for (size_t k = 0; k < model->axes[STEPPE_AXIS_INSTITUTION].count; k++) {
        const size_t cell = k * actors + host;
        if (model->institutions[k].leader != (int32_t)power) continue;
        if (!steppe_institution_owes(&model->institutions[k], obligation)) continue;
        seats[(*count)++] = (struct steppe_seats_seat){(uint32_t)cell, (steppe_real)status[cell]};
    }
}

bool steppe_seats_make(struct steppe_setup *setup, enum steppe_obligation obligation,
                       struct steppe_seats *made) {
    const struct steppe_model *model = setup->model;
    const struct steppe_axis_table *powers = &model->axes[STEPPE_AXIS_POWER];
    const struct steppe_axis_table *hosts = &model->axes[STEPPE_AXIS_HOST];
    const uint32_t half = steppe_model_parameter(model, "institutions.half_standing");
    const size_t pairs = powers->count * hosts->count;
    // A body has one leader: no seat is there twice.
    struct steppe_seats_seat *seats = STEPPE_TAKE(
        setup->arena, model->axes[STEPPE_AXIS_INSTITUTION].count * hosts->count + 1,
        struct steppe_seats_seat);
    uint32_t *first = STEPPE_TAKE(setup->arena, pairs + 1, uint32_t), count = 0;
    if (!seats || !first) return false;
    for (size_t pair = 0; pair < pairs; pair++) {
        first[pair] = count;
        add_seats(setup, obligation, powers->actor_at[pair / hosts->count],
                  hosts->actor_at[pair % hosts->count], seats, &count);
    }
    first[pairs] = count;
    *made = (struct steppe_seats){
        .hosts = hosts->count,
        .seats = seats,
        .first = first,
        .half_offset = half == UINT32_MAX ? STEPPE_NOWHERE : setup->layout->param_offsets[half],
    };
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
    const uint32_t *first = &seats->first[power * seats->hosts + host];
    for (uint32_t i = first[0]; i < first[1]; i++) {
        const struct steppe_seats_seat *seat = &seats->seats[i];
        const steppe_real *status = steppe_cells(world, STEPPE_VAR_membership) +
                                    (size_t)seat->cell * STEPPE_LANES;
        // Most seats stay as they are in all lanes, and would add exactly 0.
        if (!steppe_any_not(status, seat->base)) continue;
        if (!changed) steppe_fill(0, change);
        changed = true;
        const steppe_real *half = none;
        if (seats->half_offset == STEPPE_NOWHERE)
            steppe_fill(0, none);
        else
            half = steppe_params_at(world, seats->half_offset);
        add_change(status, half, seat->base, change);
    }
    return changed;
}
