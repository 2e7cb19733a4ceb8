// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// start: the state in which each member begins. Kernel code. In: central values and the standard
// deviation of their logs. Out: drawn values; the two members of a pair share them. Cells that
// nothing moves need not be written again.
#include "base/random_lanes.h"
#include "world/world.h"

void steppe_world_draw_start(const struct steppe_world *world, const double *start,
                             const double *start_spread, const uint8_t *anew, steppe_real *out) {
    const struct steppe_layout *layout = world->layout;
    for (uint32_t v = 0; v < layout->model->variable_count; v++) {
        if (layout->offsets[v] == STEPPE_NOWHERE) continue;
        const struct steppe_variable *variable = &layout->model->variables[v];
        for (uint32_t i = 0; i < layout->cell_counts[v]; i++) {
            size_t at = (size_t)layout->offsets[v] + i;
            if (anew && !anew[at] && !(start_spread[at] > 0.0)) continue;
            steppe_real *cell = out + at * STEPPE_LANES;
            steppe_real centre = STEPPE_R(start[at]), spread = STEPPE_R(start_spread[at]);
            if (!(start_spread[at] > 0.0) || world->fix_parameters) {
                STEPPE_EACH_LANE(lane) cell[lane] = centre;
                continue;
            }
            steppe_real low = STEPPE_R(variable->low), high = STEPPE_R(variable->high);
            steppe_lanes_normal(world->seed, world->first_member, 2, STEPPE_MONTH_INITIAL,
                                layout->variable_streams[v], i, cell);
            STEPPE_EACH_LANE(lane) {
                cell[lane] = steppe_clamp(centre * steppe_exp(spread * cell[lane]), low, high);
            }
        }
    }
}
