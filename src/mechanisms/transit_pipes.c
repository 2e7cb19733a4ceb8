// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit_pipes: fuels through pipelines with hard capacity: the cheapest way first, the next when
// it is full or shut, until what is left costs more than the fuel bears and stays in the ground.
#include "mechanisms/transit_kernel.h"

// ---- fuels -------------------------------------------------------------------------------------

static void room_of(const struct steppe_lane_gate *gate, const steppe_real *restrict factor,
                    const steppe_real *restrict tonnes, steppe_real *restrict oil,
                    steppe_real *restrict gas) {
    const steppe_real all = gate->capacity[STEPPE_MEASURE_T];
    const steppe_real volume = gate->capacity[STEPPE_MEASURE_1000M3];
    STEPPE_EACH_LANE(lane) {
        oil[lane] = steppe_max(all * factor[lane] - tonnes[lane], STEPPE_R(0));
        gas[lane] = volume * factor[lane];
    }
}

static void room_on(const struct steppe_transit_quarter *quarter,
                    const struct steppe_lane_market *market, const struct steppe_lane_way *way,
                    steppe_real *restrict room) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const steppe_real *rooms = market->gas ? quarter->gas : quarter->oil;
    const steppe_real own = way->room;
    STEPPE_EACH_LANE(lane) {
        room[lane] = own;
    }
    for (uint32_t i = 0; i < way->gates; i++) {
        const steppe_real *restrict of = STEPPE_TRANSIT_LANES(rooms,
                                                              constants->elements[way->first + i]);
        STEPPE_EACH_LANE(lane) {
            room[lane] = steppe_min(room[lane], of[lane]);
        }
    }
    for (uint32_t i = way->gates; i < way->elements; i++) {
        const uint32_t element = constants->elements[way->first + i];
        if (quarter->moved[element])
            steppe_transit_pass(STEPPE_TRANSIT_LANES(quarter->open, element), room);
    }
}

static void take_room(const steppe_real *restrict flow, steppe_real *restrict room) {
    STEPPE_EACH_LANE(lane) {
        room[lane] = steppe_max(room[lane] - flow[lane], STEPPE_R(0));
    }
}

static void ship(const struct steppe_transit_quarter *quarter,
                 const struct steppe_lane_market *market) {
    const struct steppe_transit_constants *constants = quarter->constants;
    steppe_real *rooms = market->gas ? quarter->gas : quarter->oil;
    steppe_real left[STEPPE_LANES], room[STEPPE_LANES], flow[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        left[lane] = market->measures;
    }
    for (uint32_t k = 0; k < market->ways; k++) {
        const struct steppe_lane_way *way = &constants->ways[market->first + k];
        room_on(quarter, market, way, room);
        STEPPE_EACH_LANE(lane) {
            flow[lane] = steppe_min(left[lane], room[lane]);
            left[lane] -= flow[lane];
        }
        steppe_transit_add_scaled(way->worth, flow,
                                  STEPPE_TRANSIT_LANES(quarter->delivered, market->demand));
        for (uint32_t i = 0; i < way->gates; i++) {
            const uint32_t g = constants->elements[way->first + i];
            take_room(flow, STEPPE_TRANSIT_LANES(rooms, g));
            steppe_transit_add_scaled(
                market->tonnes, flow,
                STEPPE_TRANSIT_LANES(steppe_cells(quarter->world, STEPPE_VAR_gate_load), g));
        }
        steppe_transit_add_tolls(quarter, way, flow);
        for (uint32_t p = 0; p < constants->powers; p++) {
            if (way->powers >> p & 1)
                steppe_transit_add_scaled(
                    1, flow,
                    STEPPE_TRANSIT_LANES(quarter->short_of,
                                         market->demand * constants->powers + p));
        }
        int some = 0;
        for (int lane = 0; lane < STEPPE_LANES; lane++) some |= !(left[lane] <= 0);
        if (!some) break;
    }
}

static void follow(steppe_real weight, steppe_real base, const steppe_real *restrict delivered,
                   steppe_real *restrict deliveries) {
    const steppe_real per_base = STEPPE_R(1) / base;
    STEPPE_EACH_LANE(lane) {
        const steppe_real next = deliveries[lane] +
                                 weight * (delivered[lane] * per_base - STEPPE_R(1));
        deliveries[lane] = steppe_max(next, STEPPE_R(0));
    }
}

static void widest(const steppe_real *restrict room, steppe_real *restrict most) {
    STEPPE_EACH_LANE(lane) {
        most[lane] = steppe_max(most[lane], room[lane]);
    }
}

static void lose(steppe_real price, const steppe_real *restrict crossing,
                 const steppe_real *restrict spare, steppe_real *restrict loss) {
    STEPPE_EACH_LANE(lane) {
        loss[lane] += price * steppe_max(crossing[lane] - spare[lane], STEPPE_R(0));
    }
}

// What crosses a power less the widest way round it that is left: several ways mostly share their
// narrow place.
static void fuel_loss(const struct steppe_transit_quarter *quarter, uint32_t demand,
                      uint32_t power) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const steppe_real *crossing = STEPPE_TRANSIT_LANES(quarter->short_of,
                                                       demand * constants->powers + power);

    steppe_real spare[STEPPE_LANES] = {0}, room[STEPPE_LANES];
    const struct steppe_lane_market *any = NULL;
    const bool some = steppe_any(crossing);
    for (uint32_t s = 0; s < constants->fuel_count && some; s++) {
        const struct steppe_lane_market *market = &constants->markets[constants->market_count + s];
        if (market->demand != demand) continue;
        any = market;
        for (uint32_t k = 0; k < market->ways; k++) {
            const struct steppe_lane_way *way = &constants->ways[market->first + k];
            if (way->powers >> power & 1) continue;
            room_on(quarter, market, way, room);
            widest(room, spare);
        }
    }
    for (int end = 0; end < 2 && any; end++)
        if (any->hosts[end] >= 0)
            lose(any->price, crossing, spare,
                 STEPPE_TRANSIT_LANES(steppe_cells(quarter->world, STEPPE_VAR_transit_loss),
                                      power * constants->hosts + (uint32_t)any->hosts[end]));
}

void steppe_transit_ship(struct steppe_transit_quarter *quarter) {
    const struct steppe_transit_constants *constants = quarter->constants;
    struct steppe_world *world = quarter->world;
    const size_t lanes = STEPPE_LANES * sizeof(steppe_real);
    memset(quarter->delivered, 0, constants->demands * lanes);
    memset(quarter->short_of, 0, constants->demands * constants->powers * lanes);
    steppe_real *load = steppe_cells(world, STEPPE_VAR_gate_load);
    memcpy(steppe_cells(world, STEPPE_VAR_gate_boxes), quarter->boxes,
           constants->gate_count * lanes);
    for (uint32_t g = 0; g < constants->gate_count; g++) {
        memcpy(STEPPE_TRANSIT_LANES(load, g), STEPPE_TRANSIT_LANES(quarter->tonnes, g), lanes);
        room_of(&constants->gates[g], STEPPE_TRANSIT_LANES(quarter->factor, g),
                STEPPE_TRANSIT_LANES(quarter->tonnes, g), STEPPE_TRANSIT_LANES(quarter->oil, g),
                STEPPE_TRANSIT_LANES(quarter->gas, g));
    }
    for (uint32_t s = 0; s < constants->fuel_count; s++)
        ship(quarter, &constants->markets[constants->market_count + s]);
    for (uint32_t d = 0; d < constants->demands; d++)
        for (uint32_t p = 0; p < constants->powers; p++) fuel_loss(quarter, d, p);
    steppe_real *deliveries = steppe_cells(world, STEPPE_VAR_fuel_deliveries);
    for (uint32_t i = 0; i < constants->spill_count; i++) {
        const struct steppe_lane_spill *spill = &constants->spills[i];
        follow(spill->weight, constants->demand_base[spill->demand],
               STEPPE_TRANSIT_LANES(quarter->delivered, spill->demand),
               STEPPE_TRANSIT_LANES(deliveries, spill->cell));
    }
}
