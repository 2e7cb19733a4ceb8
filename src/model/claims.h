// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// claims: claims.yaml -> what others say of the region, in a form that can be tried: mechanisms
// with an experiment and a way to switch their link off, facts held against the tables, forecasts
// that are questions. In: the model with all its dynamics. Out: model->claims.
#ifndef STEPPE_MODEL_CLAIMS_H
#define STEPPE_MODEL_CLAIMS_H

#include "model/model.h"

// A claim about a mechanism. Four worlds try it: `given` alone, with the experiment, each with the
// link on and off.
struct steppe_claim {
    const char *name, *title;
    const char *assumed, *open; // put in by hand; free to come out otherwise
    const char *against;        // the path that could have turned the sign; NULL: none does
    const char *missing;        // what the model does not hold of it; NULL: nothing is named
    const char *given_text, *experiment_text, *link_text; // in words; given_text: NULL if none
    const char *measured;                                 // in words
    const char *ask;                                      // the measure as written
    const char *unit_text;
    struct steppe_unit unit;
    bool rises; // expected: else falls
    struct steppe_statement measure;
    // Changes as of a scenario; `given` may have none.
    struct steppe_scenario given, experiment, off;
    struct steppe_place place;
};

enum steppe_relation { STEPPE_ABOUT, STEPPE_AT_LEAST, STEPPE_AT_MOST };

// A statement about what is or was, held against the tables. One of: cannot, record, holds, figure.
struct steppe_claim_fact {
    const char *name, *text;
    const char *source; // who says so: source ids or "judgement"
    const char *note;   // "" if none
    const char *cannot; // why the tables cannot tell; else NULL
    struct steppe_date date;
    // A figure or a test, both of figures of the tables at `date`; as written in `look`.
    const char *look;
    const struct steppe_program *holds, *figure;
    // A row of ties.csv.
    const char *record; // its kind; NULL: no record is meant
    uint16_t from, to;
    // What is claimed of the figure or of the record's value; unit_text NULL: that it is there.
    double claimed, within; // coherent; share for ABOUT
    enum steppe_relation relation;
    const char *unit_text;
    struct steppe_unit unit;
    struct steppe_place place;
};

struct steppe_forecast {
    const char *name, *text, *source;
    uint32_t question;    // of model->questions; UINT32_MAX: its time is over
    const char *resolved; // what came then; else NULL
    struct steppe_place place;
};

struct steppe_claim_book {
    const struct steppe_claim *claims;
    size_t claim_count;
    const struct steppe_claim_fact *facts;
    size_t fact_count;
    const struct steppe_forecast *forecasts;
    size_t forecast_count;
};

#endif
