// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// tntp: text of the TNTP format, in which public test networks of traffic assignment are kept, ->
// links, trips and published flows, or findings. In: any bytes. Out: checked numbers, nodes counted
// from 0. A file has lines `<KEY> value` up to `<END OF METADATA>`, then rows that end with a
// semicolon; what follows a ~ is comment.
#ifndef STEPPE_MODEL_TNTP_H
#define STEPPE_MODEL_TNTP_H

#include "base/error.h"
#include "model/files.h"
#include "solve/assignment.h"

// A file that states more is refused before anything is read or kept of it.
#define STEPPE_TNTP_NODES_MAX 200000
#define STEPPE_TNTP_LINKS_MAX 1000000
#define STEPPE_TNTP_TRIPS_MAX 20000000
#define STEPPE_TNTP_BYTES_MAX ((size_t)512 << 20)

struct steppe_tntp_link {
    uint32_t from, to;
    // In the units of the file. Cost at flow v: free_time (1 + factor (v/capacity)^power).
    double capacity, length, free_time, factor, power, toll;
};
struct steppe_tntp_network {
    size_t zone_count, node_count, link_count; // zones are the first nodes
    uint32_t first_through;                    // nodes below it are not passed
    const struct steppe_tntp_link *links;      // in the order of the file
};
struct steppe_tntp_trips {
    size_t zone_count, count;
    uint32_t zone_line, zone_column; // where the number of zones stands
    const struct steppe_trip *trips; // above 0, in the order of the file, one origin together
};
struct steppe_tntp_flow {
    uint32_t from, to;
    double flow, cost;
};
struct steppe_tntp_flows {
    size_t count;
    const struct steppe_tntp_flow *rows;
};

// Each reads all of the file and adds what is wrong to the findings. False when there were errors,
// or with *error set when the machine refuses.
STEPPE_CHECKED bool steppe_tntp_read_network(const struct steppe_file *file,
                                             struct steppe_arena *arena,
                                             struct steppe_findings *findings,
                                             struct steppe_tntp_network *network,
                                             struct steppe_error *error);
STEPPE_CHECKED bool steppe_tntp_read_trips(const struct steppe_file *file,
                                           struct steppe_arena *arena,
                                           struct steppe_findings *findings,
                                           struct steppe_tntp_trips *trips,
                                           struct steppe_error *error);
// Rows `from to flow cost`; colons and semicolons count as blanks, lines that begin with a letter
// or < are headings.
STEPPE_CHECKED bool steppe_tntp_read_flows(const struct steppe_file *file,
                                           struct steppe_arena *arena,
                                           struct steppe_findings *findings,
                                           struct steppe_tntp_flows *flows,
                                           struct steppe_error *error);

#endif
