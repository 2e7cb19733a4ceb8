// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// network: places and the links between them, on which freight moves. In: the tables of the
// model's folder network/. Out: a const struct steppe_network in the model's arena, checked.
// A link's territory are the actors whose consent it needs: those of its ends and of `through`.
#ifndef STEPPE_MODEL_NETWORK_H
#define STEPPE_MODEL_NETWORK_H

#include "model/model.h"

// Larger tables are refused.
#define STEPPE_NODES_MAX 2000
#define STEPPE_LINKS_MAX 5000
#define STEPPE_FREIGHTS_MAX 16
#define STEPPE_GATES_MAX 60
#define STEPPE_FLEETS_MAX 4
#define STEPPE_GATEWAYS_MAX 8        // of an actor for a freight
#define STEPPE_NETWORK_ROWS_MAX 5000 // of gateways, demands, projects, observations, each
#define STEPPE_COUNTS_MAX 64

enum steppe_link_mode {
    STEPPE_MODE_RAIL,
    STEPPE_MODE_ROAD,
    STEPPE_MODE_SEA,
    STEPPE_MODE_FERRY,
    STEPPE_MODE_PORT,
    STEPPE_MODE_BORDER,
    STEPPE_MODE_OIL_PIPELINE,
    STEPPE_MODE_GAS_PIPELINE,
    STEPPE_MODE_TANKER, // sea links of terminals, which handle nothing dry
    STEPPE_MODE_COUNT
};
enum steppe_link_status {
    STEPPE_LINK_OPERATING,
    STEPPE_LINK_DISUSED,
    STEPPE_LINK_BUILDING,
    STEPPE_LINK_PLANNED,
    STEPPE_LINK_STATUS_COUNT
};
// What freight and capacity are counted in.
enum steppe_measure {
    STEPPE_MEASURE_T,
    STEPPE_MEASURE_TEU,
    STEPPE_MEASURE_1000M3,
    STEPPE_MEASURE_COUNT
};
enum steppe_confidence { STEPPE_CONFIDENCE_LOW, STEPPE_CONFIDENCE_MEDIUM, STEPPE_CONFIDENCE_HIGH };

struct steppe_site {
    const char *id, *name, *kind, *note, *source;
    int32_t actor; // -1: open sea
    double latitude, longitude;
    int32_t tier; // 1: shown on a map of the whole
    struct steppe_place place;
};

struct steppe_link {
    const char *id, *note, *source, *closures_source;
    uint32_t from, to;
    enum steppe_link_mode mode;
    enum steppe_link_status status;
    enum steppe_confidence confidence;
    enum steppe_quality quality;
    struct steppe_date open; // year 0: long in operation
    double length_km;
    double days;                           // unloaded, with what is usual at borders and ports
    double capacity[STEPPE_MEASURE_COUNT]; // measure a year, both ways; INFINITY: not known
    double usd_per_t, usd_per_teu;         // money of price_year; NAN: not known
    double closures;                       // closed or choked, times a year, as the record has it
    uint64_t owners, territory;            // bit i: actor i
    bool both_ways;
    struct steppe_place place;
};

// Freight of one kind: on which modes it goes, what it is worth and how it is counted.
struct steppe_freight {
    const char *name, *note, *source;
    enum steppe_measure measure;
    uint32_t modes;      // bit m: mode m
    double value;        // USD a measure
    double tonnes;       // t a measure
    double goods_share;  // of the value of goods traded, fuels apart
    double time_cost;    // share of the value lost a day
    double sensitivity;  // of the choice of a route to its cost over the cheapest one's
    double rail_factor;  // how much dearer than bulk it is by rail
    double most_cost;    // USD a measure that it bears; beyond it stays where it is. INFINITY: any
    double missing_rate; // USD a measure and km, where a pipeline has no published tariff
    struct steppe_place place;
};

struct steppe_gateway { // where an actor's freight begins and ends
    uint16_t actor, freight;
    uint32_t node;
    double share;
    const char *source;
    struct steppe_place place;
};
struct steppe_demand { // freight that trade figures do not give
    uint16_t freight, from, to;
    struct steppe_date date;
    double value, spread; // measures a year
    // Take-or-pay: of `contract` measures a year by one of these links the share `take_or_pay` is
    // paid for whether taken or not. contract 0: none.
    double contract, take_or_pay;
    const uint32_t *contract_links; // of the network
    size_t contract_link_count;
    const char *source, *note;
    struct steppe_place place;
};
// Wagons or ships: what freight of some exporters can move by them, whatever the way.
struct steppe_fleet {
    const char *id, *name, *source, *note;
    uint16_t freight;
    uint64_t from;         // bit i: exporter i
    uint32_t modes;        // bit m: all links of mode m,
    const uint32_t *links; // and these
    size_t link_count;
    double capacity, spread; // measures a year
    struct steppe_place place;
};
struct steppe_corridor {
    const char *id, *name, *source;
    uint64_t freights;     // bit f: kind f goes by it
    const uint32_t *nodes; // passed in this order, or its reverse
    size_t node_count;
};
enum steppe_project_effect { STEPPE_PROJECT_OPENS, STEPPE_PROJECT_WIDENS };
struct steppe_project_work {
    const char *id, *name, *note, *source;
    enum steppe_project_effect effect;
    const uint32_t *links;
    size_t link_count;
    struct steppe_date open;          // as announced
    double delay_years;               // mean delay behind it, exponential
    double chance;                    // that it is ever done
    double add[STEPPE_MEASURE_COUNT]; // capacity that it adds to each link
    double cost_usd;                  // money of the source; 0: not known
    enum steppe_link_status status;
    uint64_t sponsors;
    struct steppe_place place;
};

// Where freight was counted, and what of it: what crosses any of the links, once.
struct steppe_count {
    const char *id, *name, *source, *note;
    enum steppe_measure measure;
    uint64_t freights;     // bit f: kind f is in it
    uint64_t from, to;     // bit i: actor i; 0: any
    bool both_ways;        // from `to` to `from`, too
    const uint32_t *links; // of the network
    size_t link_count;
    uint64_t fits; // bit f: kinds whose constant on these links it fits; 0: it is compared only
    struct steppe_place place;
};
enum steppe_observation_use {
    STEPPE_OBSERVED_BASE,  // fitted where the count fits a kind of freight
    STEPPE_OBSERVED_TEST,  // never fitted
    STEPPE_OBSERVED_RECORD // of another time: told, neither fitted nor tested
};
struct steppe_observation {
    uint32_t count;
    struct steppe_date date;
    double value, spread; // measures a year
    enum steppe_observation_use use;
    enum steppe_quality quality;
    const char *source, *note;
    struct steppe_place place;
};

// A narrow place: the links that close, fill and are widened together. What happens on the network
// within a run happens to gates (mechanisms/transit.h); all other links stay as they are.
struct steppe_gate {
    const char *id, *name, *note, *source;
    const uint32_t *links;
    size_t link_count;
    double outages;                  // times a year
    double outage_days, outage_left; // mean length; share of the capacity that is left
    struct steppe_place place;
};

struct steppe_network {
    const struct steppe_site *nodes;
    size_t node_count;
    const struct steppe_link *links;
    size_t link_count;
    const struct steppe_freight *freights;
    size_t freight_count;
    const struct steppe_gateway *gateways; // by actor, then freight
    size_t gateway_count;
    const struct steppe_demand *demands;
    size_t demand_count;
    const struct steppe_fleet *fleets;
    size_t fleet_count;
    const struct steppe_corridor *corridors;
    size_t corridor_count;
    const struct steppe_project_work *projects;
    size_t project_count;
    const struct steppe_count *counts;
    size_t count_count;
    const struct steppe_observation *observations; // in the order of the table
    size_t observation_count;
    const struct steppe_gate *gates; // along STEPPE_AXIS_GATE
    size_t gate_count;
    // What the fit of corridors was when it was kept: world/corridor_fit.h. NULL: it is not.
    const double *fit_constants; // [count]
    const double *fit_days[2];   // [link] of other goods and of boxes
    const double *fit_gates[2];  // [gate] t a year in boxes and of other goods
    const char *fit_inputs;      // mark of what it was found from
};

// Names by number, and numbers by name: UINT32_MAX when unknown.
const char *steppe_mode_name(enum steppe_link_mode mode); // "oil_pipeline"
const char *steppe_link_status_name(enum steppe_link_status status);
const char *steppe_measure_name(enum steppe_measure measure); // "1000m3"
const char *steppe_confidence_name(enum steppe_confidence confidence);
const char *steppe_observation_use_name(enum steppe_observation_use use); // "base"
uint32_t steppe_network_node(const struct steppe_network *network, const char *id);
uint32_t steppe_network_link(const struct steppe_network *network, const char *id);
uint32_t steppe_network_freight(const struct steppe_network *network, const char *name);
uint32_t steppe_network_mode(const char *name);
uint32_t steppe_network_count(const struct steppe_network *network, const char *id);
// The observation of the base of a count; NULL: none.
const struct steppe_observation *steppe_network_base(const struct steppe_network *network,
                                                     uint32_t count);

// Great circle, km.
double steppe_node_distance_km(const struct steppe_site *a, const struct steppe_site *b);
// Tariff of one measure of a freight over a link, USD of price_year; INFINITY: the link does not
// carry it, as one without a tariff does not. Borders and ports without one cost nothing: it is in
// the legs beside them.
double steppe_link_tariff(const struct steppe_link *link, const struct steppe_freight *freight);
// Fleets that freight of an exporter needs on a link, bit by bit.
uint32_t steppe_network_fleets(const struct steppe_network *network, uint32_t freight,
                               uint32_t from, uint32_t link);
// Whether a demand's contract is for a pipe that has this link.
bool steppe_demand_binds(const struct steppe_demand *demand, uint32_t link);
// Whether a link carries freight in a month (months since year 0), by status and opening date.
bool steppe_link_open(const struct steppe_link *link, int32_t month);

// network.c, network_tables.c, network_counts.c, network_gates.c, network_fleets.c,
// network_check.c; no folder network/ is a model without transit.
struct steppe_model_builder;
bool steppe_has_network(const struct steppe_model_builder *builder);
bool steppe_read_network(struct steppe_model_builder *builder);

enum steppe_network_table {
    STEPPE_NETWORK_NODES,
    STEPPE_NETWORK_LINKS,
    STEPPE_NETWORK_FREIGHT,
    STEPPE_NETWORK_GATEWAYS,
    STEPPE_NETWORK_DEMAND,
    STEPPE_NETWORK_CORRIDORS,
    STEPPE_NETWORK_PROJECTS,
    STEPPE_NETWORK_COUNTS,   // a network may go without
    STEPPE_NETWORK_OBSERVED, // without, too
    STEPPE_NETWORK_GATES,    // without, too
    STEPPE_NETWORK_FLEETS,   // without, too
    STEPPE_NETWORK_FIT,      // without, too
    STEPPE_NETWORK_TABLES
};
struct steppe_file;
struct steppe_network_files {
    const struct steppe_file *tables[STEPPE_NETWORK_TABLES]; // NULL: not there
};
// The same from tables that are read already. False: the load ends.
bool steppe_network_read(struct steppe_model_builder *builder,
                         const struct steppe_network_files *files);

#endif
