// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// seats: what has changed, since the base, of the seats that hosts hold in bodies that oblige the
// power that leads them (to defence, training, teaching of a language). In: membership. Kernel
// code: each instance has its own.
#ifndef STEPPE_MECHANISMS_SEATS_H
#define STEPPE_MECHANISMS_SEATS_H

#include "mechanisms/mechanism.h"

struct steppe_seats_seat {
    uint32_t cell;    // of membership
    steppe_real base; // status in July of the base year
};

struct steppe_seats {
    size_t hosts;
    const struct steppe_seats_seat *seats; // by power and host
    const uint32_t *first;                 // [powers][hosts], and the end
    uint32_t half_offset; // of institutions.half_standing; STEPPE_NOWHERE: no such mechanism
};

// Weight of a status: a member has 1, an observer or partner `half`, others nothing.
STEPPE_LANE steppe_real steppe_seats_standing(steppe_real status, steppe_real half) {
    steppe_real weight = status == STEPPE_R(STEPPE_STATUS_OBSERVER) ? half : STEPPE_R(0);
    weight = status == STEPPE_R(STEPPE_STATUS_PARTNER) ? half : weight;
    return status == STEPPE_R(STEPPE_STATUS_MEMBER) ? STEPPE_R(1) : weight;
}

// Bodies with this obligation whose leader is a power. The statuses of the base are start values:
// institutions must have been prepared before. False: no memory.
STEPPE_CHECKED bool STEPPE_NAMED(steppe_seats_make)(struct steppe_setup *setup,
                                                    enum steppe_obligation obligation,
                                                    struct steppe_seats *seats);
#define steppe_seats_make STEPPE_NAMED(steppe_seats_make)

// change [LANES]: sum over those bodies of what a host's standing has changed by. False: by nothing
// in any lane; change is then as it was.
bool STEPPE_NAMED(steppe_seats_change)(const struct steppe_world *world,
                                       const struct steppe_seats *seats, size_t power, size_t host,
                                       steppe_real *restrict change);
#define steppe_seats_change STEPPE_NAMED(steppe_seats_change)

#endif
