// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// transit_pipes: fuels through pipelines with hard capacity, which all share that pass a gate, a
// fleet or another line of known capacity. What take-or-pay makes a buyer pay for goes first, and
// what it then does not take it owes. The rest goes by the ways of the base, in the shares that it
// has there. What finds no room there overflows: to the way that costs least, with the constants of
// corridors, then the next, until what is left costs more than the fuel bears and stays in the
// ground.
#include "mechanisms/transit_kernel.h"
#include "mechanisms/worklist.h"

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

static void narrow(const steppe_real *restrict by, steppe_real *restrict room) {
    STEPPE_EACH_LANE(lane) {
        room[lane] = steppe_min(room[lane], by[lane]);
    }
}

static void room_on(const struct steppe_transit_quarter *quarter,
                    const struct steppe_lane_market *market, const struct steppe_lane_way *way,
                    steppe_real *restrict room) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const steppe_real *rooms = market->gas ? quarter->gas : quarter->oil;
    STEPPE_EACH_LANE(lane) {
        room[lane] = STEPPE_TRANSIT_BOUNDLESS;
    }
    for (uint32_t i = 0; i < way->gates; i++) {
        narrow(STEPPE_TRANSIT_LANES(rooms, constants->passed[way->first + i]), room);
    }
    for (uint32_t i = 0; i < way->limits; i++) {
        narrow(STEPPE_TRANSIT_LANES(quarter->limits, constants->limited[way->first_limit + i]),
               room);
    }
    for (uint64_t left = way->land_bits & quarter->moved_lands; left; left &= left - 1)
        steppe_transit_pass(steppe_transit_land_open(quarter, (uint32_t)__builtin_ctzll(left)),
                            room);
}

static void take_room(const steppe_real *restrict flow, steppe_real *restrict room) {
    STEPPE_EACH_LANE(lane) {
        room[lane] = steppe_max(room[lane] - flow[lane], STEPPE_R(0));
    }
}

// A demand while its shipments are sent.
struct nomination {
    uint32_t demand;
    const steppe_real *asked;        // [LANES] times the base
    steppe_real bound[STEPPE_LANES]; // paid for by contract and not yet on its way
    steppe_real taken[STEPPE_LANES]; // by the pipe of the contract
    bool binds;
};

// What buyers ask for in the quarter at the price asked at its end: demand price^-e, the mean over
// the months of demand. False: all lanes as at the base.
static bool asked_of(const struct steppe_transit_quarter *quarter, uint32_t cell,
                     steppe_real *restrict asked) {
    const struct steppe_world *world = quarter->world;
    const steppe_real *restrict price = STEPPE_TRANSIT_LANES(
        steppe_cells(world, STEPPE_VAR_fuel_price), cell);
    const steppe_real *restrict demand = STEPPE_TRANSIT_LANES(
        steppe_cells(world, STEPPE_VAR_fuel_demand), cell);
    const steppe_real *restrict first = STEPPE_TRANSIT_LANES(
        steppe_lag_cells(world, STEPPE_VAR_fuel_demand, 2), cell);
    const steppe_real *restrict second = STEPPE_TRANSIT_LANES(
        steppe_lag_cells(world, STEPPE_VAR_fuel_demand, 1), cell);
    const steppe_real *restrict elasticity = steppe_params_at(
        world, quarter->constants->offsets[STEPPE_TRANSIT_FUEL_ELASTICITY]);
    if (!steppe_any_not(price, 1) && !steppe_any_not(demand, 1) && !steppe_any_not(first, 1) &&
        !steppe_any_not(second, 1))
        return false;
    STEPPE_EACH_LANE(lane) {
        const steppe_real now = demand[lane];
        const steppe_real more = (first[lane] - now) + (second[lane] - now);
        const steppe_real mean = now + more * STEPPE_TRANSIT_MONTH;
        asked[lane] = mean * steppe_exp(-elasticity[lane] * steppe_log(price[lane]));
    }
    return true;
}

static void begin(const struct steppe_transit_quarter *quarter,
                  const struct steppe_lane_market *market, struct nomination *now) {
    const steppe_real least = quarter->constants->demand_least[market->demand];
    now->demand = market->demand;
    now->asked = STEPPE_TRANSIT_LANES(quarter->asked, market->demand);
    now->binds = least > 0;
    STEPPE_EACH_LANE(lane) {
        now->bound[lane] = least;
        now->taken[lane] = 0;
    }
}

// Sends what is left by one way: as much as it has room for, and at most so much (or NULL).
static void send(const struct steppe_transit_quarter *quarter,
                 const struct steppe_lane_market *market, const struct steppe_lane_way *way,
                 const steppe_real *restrict most, steppe_real *restrict left,
                 struct nomination *now) {
    const struct steppe_transit_constants *constants = quarter->constants;
    steppe_real *rooms = market->gas ? quarter->gas : quarter->oil;
    steppe_real room[STEPPE_LANES], flow[STEPPE_LANES];
    room_on(quarter, market, way, room);
    if (most) narrow(most, room);
    STEPPE_EACH_LANE(lane) {
        flow[lane] = steppe_min(left[lane], room[lane]);
        left[lane] -= flow[lane];
    }
    steppe_transit_add_scaled(way->worth, flow,
                              STEPPE_TRANSIT_LANES(quarter->shipped.delivered, market->demand));
    for (uint32_t i = 0; i < way->gates; i++) {
        const uint32_t g = constants->passed[way->first + i];
        take_room(flow, STEPPE_TRANSIT_LANES(rooms, g));
        steppe_transit_add_scaled(market->tonnes, flow,
                                  STEPPE_TRANSIT_LANES(quarter->shipped.load, g));
    }
    for (uint32_t i = 0; i < way->limits; i++) {
        take_room(flow,
                  STEPPE_TRANSIT_LANES(quarter->limits, constants->limited[way->first_limit + i]));
    }
    steppe_transit_add_tolls(quarter->constants, way, flow, quarter->shipped.tolls);
    steppe_real *short_of = STEPPE_TRANSIT_LANES(quarter->shipped.short_of,
                                                 market->demand * constants->powers);
    for (uint64_t powers = way->powers; powers; powers &= powers - 1)
        steppe_transit_add(flow, STEPPE_TRANSIT_LANES(short_of, __builtin_ctzll(powers)));
    if (!way->bound) return;
    steppe_transit_add(flow, now->taken);
    take_room(flow, now->bound);
}

static void ask(steppe_real measures, const steppe_real *restrict asked,
                steppe_real *restrict left) {
    STEPPE_EACH_LANE(lane) {
        left[lane] = measures * asked[lane];
    }
}

static void take_part(steppe_real part, steppe_real *restrict rest, steppe_real *restrict most) {
    STEPPE_EACH_LANE(lane) {
        most[lane] = part * rest[lane];
        rest[lane] -= most[lane];
    }
}

// First what a contract has paid for, by its pipe even where another way is cheaper; then the
// shares of the base, as far as their ways have room.
static void nominate(const struct steppe_transit_quarter *quarter,
                     const struct steppe_lane_market *market, steppe_real *restrict left,
                     struct nomination *now) {
    const struct steppe_lane_way *ways = quarter->constants->ways + market->first;
    steppe_real rest[STEPPE_LANES], most[STEPPE_LANES];
    ask(market->measures, now->asked, left);
    for (uint32_t k = 0; k < market->ways && now->binds; k++)
        if (ways[k].bound) send(quarter, market, &ways[k], now->bound, left, now);
    memcpy(rest, left, sizeof rest);
    for (uint32_t k = 0; k < market->ways; k++) {
        if (!(ways[k].weight > 0)) continue;
        take_part(ways[k].weight, rest, most);
        send(quarter, market, &ways[k], most, left, now);
    }
}

static void overflow(const struct steppe_transit_quarter *quarter,
                     const struct steppe_lane_market *market, steppe_real *restrict left,
                     struct nomination *now) {
    const struct steppe_lane_way *ways = quarter->constants->ways + market->first;
    for (uint32_t k = 0; k < market->ways; k++) {
        int some = 0;
        for (int lane = 0; lane < STEPPE_LANES; lane++) some |= !(left[lane] <= 0);
        if (!some) break;
        send(quarter, market, &ways[k], NULL, left, now);
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

static void owe_of(steppe_real least, const steppe_real *restrict taken,
                   const steppe_real *restrict spare, steppe_real *restrict owed) {
    STEPPE_EACH_LANE(lane) {
        owed[lane] = steppe_min(steppe_max(least - taken[lane], STEPPE_R(0)), spare[lane]);
    }
}

static void owes(steppe_real weight, steppe_real base, const steppe_real *restrict owed,
                 steppe_real *restrict of_pair) {
    const steppe_real per_base = weight / base;
    STEPPE_EACH_LANE(lane) {
        of_pair[lane] += per_base * owed[lane];
    }
}

static void wanted(steppe_real weight, const steppe_real *restrict asked,
                   steppe_real *restrict deliveries) {
    STEPPE_EACH_LANE(lane) {
        deliveries[lane] += weight * (asked[lane] - STEPPE_R(1));
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
    const steppe_real *crossing = STEPPE_TRANSIT_LANES(quarter->shipped.short_of,
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

// What a contract makes the buyer pay for and not take, when the last of a demand's shipments is
// under way: what could still go by the pipe. One that is shut, out or full of others' fuel owes
// nothing (force majeure). As in fuel_loss, ways mostly share their narrow place.
static void settle(const struct steppe_transit_quarter *quarter, uint32_t last,
                   const struct nomination *now) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const struct steppe_lane_market *fuels = constants->markets + constants->market_count;
    steppe_real spare[STEPPE_LANES] = {0}, room[STEPPE_LANES];
    if (!now->binds) return;
    for (uint32_t s = last + 1; s-- > 0 && fuels[s].demand == now->demand;) {
        for (uint32_t k = 0; k < fuels[s].ways; k++) {
            const struct steppe_lane_way *way = &constants->ways[fuels[s].first + k];
            if (!way->bound) continue;
            room_on(quarter, &fuels[s], way, room);
            widest(room, spare);
        }
    }
    owe_of(constants->demand_least[now->demand], now->taken, spare,
           STEPPE_TRANSIT_LANES(quarter->shipped.owed, now->demand));
}

static void ship_all(const struct steppe_transit_quarter *quarter) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const struct steppe_lane_market *fuels = constants->markets + constants->market_count;
    struct nomination now;
    for (uint32_t first = 0, end = 0; first < constants->fuel_count; first = end) {
        begin(quarter, &fuels[first], &now);
        for (; end < constants->fuel_count && fuels[end].demand == now.demand; end++)
            nominate(quarter, &fuels[end], STEPPE_TRANSIT_LANES(quarter->left, end), &now);
        for (uint32_t s = first; s < end; s++)
            overflow(quarter, &fuels[s], STEPPE_TRANSIT_LANES(quarter->left, s), &now);
        settle(quarter, end - 1, &now);
    }
}

// Deliveries over the base, what is owed, and what pairs want that no pipe of the network brings.
static void deliver(const struct steppe_transit_quarter *quarter) {
    const struct steppe_transit_constants *constants = quarter->constants;
    steppe_real *deliveries = steppe_cells(quarter->world, STEPPE_VAR_fuel_deliveries);
    steppe_real *owed = steppe_cells(quarter->world, STEPPE_VAR_fuel_owed);
    steppe_real asked[STEPPE_LANES];
    for (uint32_t i = 0; i < constants->asked_count; i++) {
        const struct steppe_lane_asked *pair = &constants->asked[i];
        if (asked_of(quarter, pair->cell, asked))
            wanted(pair->weight, asked, STEPPE_TRANSIT_LANES(deliveries, pair->cell));
    }
    for (uint32_t i = 0; i < constants->spill_count; i++) {
        const struct steppe_lane_spill *spill = &constants->spills[i];
        const steppe_real base = constants->demand_base[spill->demand];
        follow(spill->weight, base, STEPPE_TRANSIT_LANES(quarter->shipped.delivered, spill->demand),
               STEPPE_TRANSIT_LANES(deliveries, spill->cell));
        if (spill->own && constants->demand_least[spill->demand] > 0)
            owes(spill->weight, base, STEPPE_TRANSIT_LANES(quarter->shipped.owed, spill->demand),
                 STEPPE_TRANSIT_LANES(owed, spill->cell));
    }
}

// Of the goods that come to a gate, what passes: boxes, and all of them in t.
static void pass_of(const struct steppe_lane_gate *gate, const steppe_real *restrict most,
                    const steppe_real *restrict factor, const steppe_real *restrict in_boxes,
                    const steppe_real *restrict others, steppe_real *restrict boxes,
                    steppe_real *restrict tonnes) {
    const steppe_real per_box = gate->per_box, per_tonne = gate->per_tonne;
    STEPPE_EACH_LANE(lane) {
        const steppe_real can = most[lane] * steppe_max(factor[lane], STEPPE_R(0.01));
        const steppe_real of_boxes = can / steppe_max(boxes[lane] * per_box, can);
        const steppe_real come = in_boxes[lane] * of_boxes + others[lane];
        const steppe_real of_all = can / steppe_max(come * per_tonne, can);
        boxes[lane] *= of_boxes * of_all;
        tonnes[lane] = come * of_all;
    }
}

static void let_through(const struct steppe_transit_quarter *quarter, uint32_t g) {
    const struct steppe_lane_gate *gate = &quarter->constants->gates[g];
    const steppe_real *most = steppe_params_at(
        quarter->world, quarter->constants->offsets[STEPPE_TRANSIT_PASS_MOST]);
    if (gate->binds)
        pass_of(gate, most, STEPPE_TRANSIT_LANES(quarter->factor, g),
                STEPPE_TRANSIT_LANES(quarter->moved_t[0], g),
                STEPPE_TRANSIT_LANES(quarter->moved_t[1], g),
                STEPPE_TRANSIT_LANES(quarter->boxes, g), STEPPE_TRANSIT_LANES(quarter->tonnes, g));
}

// What is asked for of each demand, times the base: alike in all months of the quarter.
static void ask_all(const struct steppe_transit_quarter *quarter) {
    const struct steppe_transit_constants *constants = quarter->constants;
    const struct steppe_lane_market *fuels = constants->markets + constants->market_count;
    for (uint32_t s = 0; s < constants->fuel_count; s++) {
        if (s > 0 && fuels[s].demand == fuels[s - 1].demand) continue;
        steppe_real *asked = STEPPE_TRANSIT_LANES(quarter->asked, fuels[s].demand);
        if (!asked_of(quarter, fuels[s].cells[0], asked)) steppe_fill(1, asked);
    }
}

static size_t shipped_rows(const struct steppe_transit_constants *constants) {
    return constants->gate_count + constants->actors +
           (size_t)constants->demands * (2 + constants->powers);
}

// All fuels in the month that is looked at, into quarter->shipped.
static void ship_month(const struct steppe_transit_quarter *quarter) {
    const struct steppe_transit_constants *constants = quarter->constants;
    memset(quarter->shipped.load, 0, shipped_rows(constants) * STEPPE_LANES * sizeof(steppe_real));
    for (uint64_t left = constants->fuel_gates; left; left &= left - 1) {
        const uint32_t g = (uint32_t)__builtin_ctzll(left);
        room_of(&constants->gates[g], steppe_transit_factor(quarter, g),
                STEPPE_TRANSIT_LANES(quarter->tonnes, g), STEPPE_TRANSIT_LANES(quarter->oil, g),
                STEPPE_TRANSIT_LANES(quarter->gas, g));
    }
    for (uint32_t i = 0; i < constants->limit_count; i++)
        steppe_fill(constants->limits[i], STEPPE_TRANSIT_LANES(quarter->limits, i));
    ship_all(quarter);
}

// ---- earlier months ----------------------------------------------------------------------------

// A lane in an earlier month in which something that fuels pass was more or less open than in the
// last. Few are: they are shipped side by side, as if each were a lane of its own.
struct early {
    int lane, month;
};
enum { EARLY_MAX = STEPPE_TRANSIT_EARLY * STEPPE_LANES };

// The quarter as fuels in an earlier month of it see things.
static struct steppe_transit_quarter in_month(const struct steppe_transit_quarter *quarter,
                                              int month) {
    struct steppe_transit_quarter at = *quarter;
    at.month = month;
    at.moved_lands |= quarter->early_lands[month];
    return at;
}

static void note(const steppe_real *restrict then, const steppe_real *restrict now,
                 steppe_real *restrict differs) {
    STEPPE_EACH_LANE(lane) {
        differs[lane] = then[lane] == now[lane] ? differs[lane] : STEPPE_R(1);
    }
}

static int find_early(const struct steppe_transit_quarter *quarter,
                      const struct steppe_transit_quarter at[STEPPE_TRANSIT_EARLY],
                      struct early list[EARLY_MAX]) {
    const struct steppe_transit_constants *constants = quarter->constants;
    steppe_real differs[STEPPE_TRANSIT_EARLY][STEPPE_LANES] = {{0}};
    int count = 0;
    for (int m = 0; m < STEPPE_TRANSIT_EARLY; m++) {
        uint64_t left = constants->fuel_gates & quarter->early_gates[m];
        for (; left; left &= left - 1) {
            const uint32_t g = (uint32_t)__builtin_ctzll(left);
            note(steppe_transit_factor(&at[m], g), steppe_transit_factor(quarter, g), differs[m]);
        }
        left = constants->fuel_lands & quarter->early_lands[m];
        for (; left; left &= left - 1) {
            const uint32_t a = (uint32_t)__builtin_ctzll(left);
            note(steppe_transit_land_open(&at[m], a), steppe_transit_land_open(quarter, a),
                 differs[m]);
        }
    }
    for (int lane = 0; lane < STEPPE_LANES; lane++)
        for (int m = 0; m < STEPPE_TRANSIT_EARLY; m++)
            if (differs[m][lane] != 0) list[count++] = (struct early){lane, m};
    return count;
}

// Lanes without an entry repeat the last.
static void gather(const struct early *list, int count,
                   const steppe_real *const rows[STEPPE_TRANSIT_EARLY], steppe_real *packed) {
    for (int i = 0; i < STEPPE_LANES; i++) {
        const struct early *early = &list[i < count ? i : count - 1];
        packed[i] = rows[early->month][early->lane];
    }
}

// All that ship_month reads of a quarter, for the entries of the list.
static void pack(const struct steppe_transit_quarter *quarter,
                 const struct steppe_transit_quarter at[STEPPE_TRANSIT_EARLY],
                 const struct early *list, int count, struct steppe_transit_quarter *packed) {
    const struct steppe_transit_constants *constants = quarter->constants;
    for (uint64_t left = constants->fuel_gates; left; left &= left - 1) {
        const uint32_t g = (uint32_t)__builtin_ctzll(left);
        const steppe_real *tonnes = STEPPE_TRANSIT_LANES(quarter->tonnes, g);
        gather(list, count, (const steppe_real *const[]){tonnes, tonnes},
               STEPPE_TRANSIT_LANES(packed->tonnes, g));
        gather(list, count,
               (const steppe_real *const[]){steppe_transit_factor(&at[0], g),
                                            steppe_transit_factor(&at[1], g)},
               STEPPE_TRANSIT_LANES(packed->factor, g));
    }
    for (uint64_t left = constants->fuel_lands & packed->moved_lands; left; left &= left - 1) {
        const uint32_t a = (uint32_t)__builtin_ctzll(left);
        gather(list, count,
               (const steppe_real *const[]){steppe_transit_land_open(&at[0], a),
                                            steppe_transit_land_open(&at[1], a)},
               STEPPE_TRANSIT_LANES(packed->open, constants->gate_count + a));
    }
    for (uint32_t d = 0; d < constants->demands; d++) {
        const steppe_real *asked = STEPPE_TRANSIT_LANES(quarter->asked, d);
        gather(list, count, (const steppe_real *const[]){asked, asked},
               STEPPE_TRANSIT_LANES(packed->asked, d));
    }
}

static void add_differences(const struct steppe_transit_quarter *quarter,
                            const struct steppe_transit_shipped *early, const struct early *list,
                            int count) {
    const size_t rows = shipped_rows(quarter->constants);
    for (size_t row = 0; row < rows; row++) {
        const steppe_real *then = STEPPE_TRANSIT_LANES(early->load, row);
        const steppe_real *last = STEPPE_TRANSIT_LANES(quarter->shipped.load, row);
        steppe_real *differ = STEPPE_TRANSIT_LANES(quarter->differ, row);
        for (int i = 0; i < count; i++) differ[list[i].lane] += then[i] - last[list[i].lane];
    }
}

// Where a pipe was shut in another month than the last, each month counts a third: room that is
// left in a month is of no use to the others.
static void mean_months(const struct steppe_transit_quarter *quarter) {
    const struct steppe_transit_quarter at[STEPPE_TRANSIT_EARLY] = {in_month(quarter, 0),
                                                                    in_month(quarter, 1)};
    const size_t rows = shipped_rows(quarter->constants);
    struct early list[EARLY_MAX];
    const int count = find_early(quarter, at, list);
    steppe_worklist_count(quarter->world, STEPPE_WORK_PIPES, count);
    if (count == 0) return;
    struct steppe_transit_quarter packed = *quarter;
    packed.early_gates[0] = packed.early_gates[1] = 0;
    packed.early_lands[0] = packed.early_lands[1] = 0;
    packed.moved_lands = at[0].moved_lands | at[1].moved_lands;
    packed.tonnes = quarter->packed;
    packed.factor = STEPPE_TRANSIT_LANES(packed.tonnes, quarter->constants->gate_count);
    packed.open = STEPPE_TRANSIT_LANES(packed.factor, quarter->constants->gate_count);
    packed.asked = STEPPE_TRANSIT_LANES(packed.open, quarter->constants->gate_count +
                                                         quarter->constants->actors);
    packed.shipped = quarter->other;
    memset(quarter->differ, 0, rows * STEPPE_LANES * sizeof(steppe_real));
    for (int first = 0; first < count; first += STEPPE_LANES) {
        const int here = count - first < STEPPE_LANES ? count - first : STEPPE_LANES;
        pack(quarter, at, list + first, here, &packed);
        ship_month(&packed);
        add_differences(quarter, &packed.shipped, list + first, here);
    }
    for (size_t row = 0; row < rows; row++)
        steppe_transit_add_scaled(STEPPE_TRANSIT_MONTH, STEPPE_TRANSIT_LANES(quarter->differ, row),
                                  STEPPE_TRANSIT_LANES(quarter->shipped.load, row));
}

void steppe_transit_ship(struct steppe_transit_quarter *quarter) {
    const struct steppe_transit_constants *constants = quarter->constants;
    struct steppe_world *world = quarter->world;
    steppe_real *load = steppe_cells(world, STEPPE_VAR_gate_load);
    const size_t cells = (size_t)constants->gate_count * STEPPE_LANES;
    for (uint32_t g = 0; g < constants->gate_count; g++) let_through(quarter, g);
    memcpy(steppe_cells(world, STEPPE_VAR_gate_boxes), quarter->boxes, cells * sizeof *load);
    ask_all(quarter);
    ship_month(quarter);
    // What stands to be lost, as things are at the quarter's end.
    for (uint32_t d = 0; d < constants->demands; d++)
        for (uint32_t p = 0; p < constants->powers; p++) fuel_loss(quarter, d, p);
    mean_months(quarter);
    for (size_t i = 0; i < cells; i++) load[i] = quarter->tonnes[i] + quarter->shipped.load[i];
    for (uint32_t a = 0; a < constants->actors; a++)
        steppe_transit_add(STEPPE_TRANSIT_LANES(quarter->shipped.tolls, a),
                           STEPPE_TRANSIT_LANES(quarter->tolls, a));
    deliver(quarter);
}
