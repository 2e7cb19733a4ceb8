// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// nominations: fuels through pipelines with hard capacities. In: the demands of a network for one
// freight. Out: for each demand the flows by path and what is left behind. Shippers divide over
// the ways that have room by the path-size logit; where a link is full those who wanted it divide
// over what is left, until all is served, or no way is left that costs less than the freight bears.
// What a take-or-pay contract has paid for goes first, by the pipe of the contract. Tank wagons and
// tankers bound what an exporter moves by them on all ways together.
#ifndef STEPPE_WORLD_NOMINATIONS_H
#define STEPPE_WORLD_NOMINATIONS_H

#include "world/transport.h"

struct steppe_nomination {
    uint32_t demand; // row of the network's table
    uint32_t from, to;
    struct steppe_path path;
    double flow;
};
struct steppe_nominations {
    struct steppe_nomination *items;
    size_t count, room;
    double *stranded;  // [demand] measures a year; 0 for other freights
    double *room_left; // [link] measures a year
    double fleet_left[STEPPE_FLEETS_MAX];
};
// What the links of a path, and the fleets that freight of `from` needs there, still let through.
double steppe_nominations_room(const struct steppe_nominations *nominations,
                               const struct steppe_transport *transport, uint32_t freight,
                               uint32_t from, const struct steppe_path *path);
STEPPE_CHECKED bool steppe_nominations_make(struct steppe_transport *transport, uint32_t freight,
                                            struct steppe_arena *arena,
                                            struct steppe_nominations *nominations);
#endif
