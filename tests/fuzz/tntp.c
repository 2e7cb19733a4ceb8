// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// tntp: any bytes into the readers of the TNTP format. Each must end; what it accepts must be
// numbers within their ranges, and what it refuses must have a finding or want of memory.
#include <math.h>

#include "builder.h"
#include "model/tntp.h"

static void check_network(const struct steppe_tntp_network *network) {
    steppe_must(network->zone_count <= network->node_count);
    for (size_t a = 0; a < network->link_count; a++) {
        const struct steppe_tntp_link *link = &network->links[a];
        steppe_must(link->from < network->node_count && link->to < network->node_count);
        steppe_must(link->from != link->to && isfinite(link->capacity) && link->power >= 0);
        steppe_must(link->free_time >= 0 && link->factor >= 0 && link->toll >= 0);
    }
}

static void check_trips(const struct steppe_tntp_trips *trips) {
    for (size_t t = 0; t < trips->count; t++) {
        const struct steppe_trip *trip = &trips->trips[t];
        steppe_must(trip->from < trips->zone_count && trip->to < trips->zone_count);
        steppe_must(trip->flow > 0 && isfinite(trip->flow));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_builder *fuzz = fuzz_builder_make();
    struct steppe_arena *arena = &fuzz->arena;
    struct steppe_findings *findings = &fuzz->findings;
    struct steppe_tntp_network network;
    struct steppe_tntp_trips trips;
    struct steppe_tntp_flows flows;
    // Not by the builder, which refuses what is no UTF-8: files of this format may be anything.
    fuzz->text = malloc(size + 1);
    if (!fuzz->text) abort();
    if (size) memcpy(fuzz->text, data, size);
    fuzz->text[size] = '\0';
    const struct steppe_file file = {"fuzz.tntp", fuzz->text, size};
    if (steppe_tntp_read_network(&file, arena, findings, &network, &fuzz->error)) {
        check_network(&network);
        steppe_must(findings->error_count == 0);
    } else {
        steppe_must(findings->error_count > 0 || fuzz->error.code == STEPPE_CODE_MEMORY);
    }
    size_t before = findings->error_count;
    if (steppe_tntp_read_trips(&file, arena, findings, &trips, &fuzz->error)) {
        check_trips(&trips);
        steppe_must(findings->error_count == before);
    }
    before = findings->error_count;
    if (steppe_tntp_read_flows(&file, arena, findings, &flows, &fuzz->error)) {
        steppe_must(findings->error_count == before);
    }
    fuzz_builder_free(fuzz);
    return 0;
}
