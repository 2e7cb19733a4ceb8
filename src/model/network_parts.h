// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// network_parts: the network while it is read; private to network*.c.
#ifndef STEPPE_MODEL_NETWORK_PARTS_H
#define STEPPE_MODEL_NETWORK_PARTS_H

#include "model/builder.h"
#include "model/csv_get.h"
#include "model/network.h"

struct steppe_network_builder {
    struct steppe_model_builder *builder;
    const struct steppe_network_files *files;
    struct steppe_network *network; // counts and pointers are right at every moment
    struct steppe_names node_names, link_names, freight_names, corridor_names;
};

// Opens a table; false when it was not or cannot be read (a finding).
bool steppe_network_open(struct steppe_network_builder *parts, enum steppe_network_table table,
                         const struct steppe_csv_column *columns, struct steppe_csv *csv);
// Adds the id of this row to names; a second use is a finding.
bool steppe_network_id(struct steppe_network_builder *parts, struct steppe_csv *csv, size_t column,
                       struct steppe_names *names, size_t number, const char *what);
// True unless the table is at its limit, which is told at the row.
bool steppe_network_room(struct steppe_csv *csv, size_t count, size_t most, const char *what);
// A field that names one of the network's things.
bool steppe_network_name(struct steppe_csv *csv, size_t column, const struct steppe_names *names,
                         const char *what, uint32_t *out);
// The names of a field "a;b;c": calls take with each; an unknown one is a finding.
bool steppe_network_list(struct steppe_csv *csv, size_t column, const struct steppe_names *names,
                         const char *what, bool (*take)(void *to, uint32_t number), void *to);
// A list of numbers in the arena, at most 64.
struct steppe_network_numbers {
    uint32_t items[64];
    size_t count;
};
bool steppe_network_numbers_take(void *to, uint32_t number);
const uint32_t *steppe_network_numbers_keep(struct steppe_network_builder *parts,
                                            const struct steppe_network_numbers *numbers);
bool steppe_network_bit_take(void *to, uint32_t number); // to: uint64_t
// Empty, or above zero: else a finding. `empty` is the value of an empty field.
bool steppe_network_positive(struct steppe_csv *csv, size_t column, double empty, double scale,
                             double *out);

// Spread as "10%" of the value or in its unit, of which `scale` make one of the model's.
bool steppe_network_spread(struct steppe_csv *csv, size_t column, double value, double scale,
                           double *out);
// "Mt/year", "TEU/year", "bcm/year" by enum steppe_measure, and what one is in measures a year.
extern const char *const steppe_network_flow_units[];
extern const double steppe_network_flow_scales[];

bool steppe_network_read_counts(struct steppe_network_builder *parts); // counts.csv, observed.csv
bool steppe_network_read_gates(struct steppe_network_builder *parts);  // gates.csv
bool steppe_network_read_fleets(struct steppe_network_builder *parts); // fleets.csv
bool steppe_network_read_fit(struct steppe_network_builder *parts);    // fit.csv
bool steppe_network_read_tables(struct steppe_network_builder *parts); // all but nodes and links
// Names of modes for steppe_network_list. False: no memory.
bool steppe_network_modes(struct steppe_network_builder *parts, struct steppe_names *names);
bool steppe_network_check(struct steppe_network_builder *parts); // what only the whole shows

#endif
