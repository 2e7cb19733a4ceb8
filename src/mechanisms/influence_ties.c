// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// influence_ties: see influence_ties.h.
#include "mechanisms/influence_ties.h"

#include <stdlib.h>

static bool no_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "no memory for the ties of influence");
}

static bool to_actor(enum steppe_direction direction) { return direction != STEPPE_FROM_HOST; }
static bool from_actor(enum steppe_direction direction) { return direction != STEPPE_TO_HOST; }

// ---- cells of the state -----------------------------------------------------------------------

static void add_cell(struct steppe_tie_cells *cells, size_t cell) {
    if (cells->first == STEPPE_NOWHERE)
        cells->first = (uint32_t)cell;
    else
        cells->second = (uint32_t)cell;
}

// What `receiver` gets from `partner`, or gives, or both, in an actor x actor variable.
static struct steppe_tie_cells actor_cells(const struct steppe_setup *setup,
                                           const struct steppe_tie_kind *kind, size_t partner,
                                           size_t receiver) {
    const size_t offset = setup->layout->offsets[kind->variable];
    const size_t actors = setup->model->axes[STEPPE_AXIS_ACTOR].count;
    struct steppe_tie_cells cells = {STEPPE_NOWHERE, STEPPE_NOWHERE};
    if (to_actor(kind->direction)) add_cell(&cells, offset + partner * actors + receiver);
    if (from_actor(kind->direction)) add_cell(&cells, offset + receiver * actors + partner);
    return cells;
}

// All partners of an actor, itself left out: the parts of a row or column before and after it.
static size_t actor_spans(const struct steppe_setup *setup, const struct steppe_tie_kind *kind,
                          size_t actor, struct steppe_tie_span *spans) {
    const uint32_t offset = setup->layout->offsets[kind->variable], self = (uint32_t)actor;
    const uint32_t actors = (uint32_t)setup->model->axes[STEPPE_AXIS_ACTOR].count;
    size_t count = 0;
    if (to_actor(kind->direction)) {
        spans[count++] = (struct steppe_tie_span){offset + self, actors, self};
        spans[count++] = (struct steppe_tie_span){offset + (self + 1) * actors + self, actors,
                                                  actors - 1 - self};
    }
    if (from_actor(kind->direction)) {
        spans[count++] = (struct steppe_tie_span){offset + self * actors, 1, self};
        spans[count++] = (struct steppe_tie_span){offset + self * actors + self + 1, 1,
                                                  actors - 1 - self};
    }
    return count;
}

static void carry_pairs(const struct steppe_setup *setup, const struct steppe_ties *ties, size_t k,
                        enum steppe_shape shape) {
    const struct steppe_tie_kind *kind = &setup->model->tie_kinds[k];
    const size_t offset = setup->layout->offsets[kind->variable];
    const size_t actors = setup->model->axes[STEPPE_AXIS_ACTOR].count;
    for (size_t p = 0; p < ties->powers; p++)
        for (size_t h = 0; h < ties->hosts; h++) {
            const size_t at = (k * ties->powers + p) * ties->hosts + h;
            const size_t power = ties->power_actor[p], host = ties->host_actor[h];
            struct steppe_tie_cells *cells = &ties->cells[at];
            if (shape == STEPPE_SHAPE_ACTOR_ACTOR) {
                *cells = actor_cells(setup, kind, power, host);
                ties->back[at] = actor_cells(setup, kind, host, power);
            } else if (shape == STEPPE_SHAPE_POWER_HOST) {
                add_cell(cells, offset + p * ties->hosts + h);
            } else if (shape == STEPPE_SHAPE_HOST_POWER) {
                add_cell(cells, offset + h * ties->powers + p);
            } else {
                add_cell(cells, offset + h * actors + power);
            }
        }
}

static void carry_totals(const struct steppe_setup *setup, const struct steppe_ties *ties, size_t k,
                         enum steppe_shape shape) {
    const struct steppe_tie_kind *kind = &setup->model->tie_kinds[k];
    const uint32_t offset = setup->layout->offsets[kind->variable];
    const uint32_t actors = (uint32_t)setup->model->axes[STEPPE_AXIS_ACTOR].count;
    const uint32_t powers = (uint32_t)ties->powers, hosts = (uint32_t)ties->hosts;
    for (uint32_t h = 0; h < hosts; h++) {
        const size_t at = k * ties->hosts + h;
        struct steppe_tie_span *spans = ties->host_spans + at * STEPPE_TIE_SPANS;
        size_t count = 1;
        if (shape == STEPPE_SHAPE_ACTOR_ACTOR)
            count = actor_spans(setup, kind, ties->host_actor[h], spans);
        else if (shape == STEPPE_SHAPE_POWER_HOST)
            *spans = (struct steppe_tie_span){offset + h, hosts, powers};
        else if (shape == STEPPE_SHAPE_HOST_POWER)
            *spans = (struct steppe_tie_span){offset + h * powers, 1, powers};
        else
            *spans = (struct steppe_tie_span){offset + h * actors, 1, actors};
        ties->host_span_counts[at] = count;
    }
    for (size_t p = 0; p < ties->powers && shape == STEPPE_SHAPE_ACTOR_ACTOR; p++) {
        const size_t at = k * ties->powers + p;
        ties->power_span_counts[at] = actor_spans(setup, kind, ties->power_actor[p],
                                                  ties->power_spans + at * STEPPE_TIE_SPANS);
    }
}

static bool carries(const struct steppe_use *uses, uint32_t variable) {
    for (size_t i = 0; i < STEPPE_TIE_CARRIERS; i++)
        if (uses[i].variable == variable) return true;
    return false;
}

// ---- rows and figures -------------------------------------------------------------------------

// A row counts from its start. A known end has come; an end that lies ahead may be put off, and a
// tie that is renewed as a rule is taken to go on.
static bool row_holds(const struct steppe_tie *row, int32_t month, int32_t known_month) {
    if (row->start.year != 0 && steppe_date_month(row->start) > month) return false;
    if (row->end.year == 0) return true;
    const int32_t after = steppe_date_after(row->end);
    return after > known_month || after > month;
}

static double rows_volume(const struct steppe_setup *setup, size_t k, size_t from, size_t to,
                          int32_t month) {
    double sum = 0;
    for (size_t i = 0; i < setup->model->tie_count; i++) {
        const struct steppe_tie *row = &setup->model->ties[i];
        if (row->kind != k || row->from != from || row->to != to) continue;
        if (row->known_month > setup->known_month) continue;
        if (!row_holds(row, month, setup->known_month)) continue;
        sum += row->has_value ? row->value : 1;
    }
    return sum;
}

// Of the tables between two actors this one alone knows no direction: a pair stands in it once, in
// whichever order, or twice with one number.
static bool undirected(uint32_t variable) { return variable == STEPPE_VAR_un_agreement; }

// Newest figure of a variable that is no state; 0: there is none.
static double figure_volume(const struct steppe_setup *setup, uint32_t variable,
                            enum steppe_shape shape, const struct steppe_ties *ties, size_t p,
                            size_t h, bool to_host) {
    int32_t at[STEPPE_AXES_MAX] = {(int32_t)p, (int32_t)h, -1};
    const int32_t power = ties->power_actor[p], host = ties->host_actor[h];
    if (shape == STEPPE_SHAPE_ACTOR_ACTOR) {
        at[0] = to_host ? power : host;
        at[1] = to_host ? host : power;
    } else if (shape == STEPPE_SHAPE_HOST_POWER) {
        at[0] = (int32_t)h;
        at[1] = (int32_t)p;
    } else if (shape == STEPPE_SHAPE_HOST_ACTOR) {
        at[0] = (int32_t)h;
        at[1] = power;
    }
    const struct steppe_figure *figure =
        steppe_model_figure(setup->model, variable, at, setup->known_month, 0);
    if (!figure && undirected(variable)) {
        const int32_t mirrored[STEPPE_AXES_MAX] = {at[1], at[0], -1};
        figure = steppe_model_figure(setup->model, variable, mirrored, setup->known_month, 0);
    }
    return figure ? figure->value : 0;
}

static double fixed_volume(const struct steppe_setup *setup, const struct steppe_ties *ties,
                           size_t k, size_t p, size_t h, int32_t month) {
    const struct steppe_tie_kind *kind = &setup->model->tie_kinds[k];
    const size_t power = ties->power_actor[p], host = ties->host_actor[h];
    double sum = 0;
    if (kind->variable == UINT32_MAX) {
        if (to_actor(kind->direction)) sum += rows_volume(setup, k, power, host, month);
        if (from_actor(kind->direction)) sum += rows_volume(setup, k, host, power, month);
    } else {
        const enum steppe_shape shape = setup->model->variables[kind->variable].shape;
        const bool to = to_actor(kind->direction);
        sum = figure_volume(setup, kind->variable, shape, ties, p, h, to);
        if (shape == STEPPE_SHAPE_ACTOR_ACTOR && kind->direction == STEPPE_BOTH_WAYS &&
            !undirected(kind->variable))
            sum += figure_volume(setup, kind->variable, shape, ties, p, h, false);
    }
    return sum;
}

static int ascending(const void *a, const void *b) {
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

// Months from the start on in which a row begins or ends.
static bool make_epochs(struct steppe_setup *setup, struct steppe_ties *ties) {
    const struct steppe_model *model = setup->model;
    const int32_t start = setup->layout->first_month, end = setup->layout->end_month;
    int32_t *months = STEPPE_TAKE(setup->arena, 2 * model->tie_count + 1, int32_t);
    if (!months) return false;
    size_t count = 0, kept = 1;
    months[count++] = start;
    for (size_t i = 0; i < model->tie_count; i++) {
        const struct steppe_tie *row = &model->ties[i];
        if (row->kind == UINT32_MAX || row->known_month > setup->known_month) continue;
        const int32_t from = row->start.year != 0 ? steppe_date_month(row->start) : 0;
        const int32_t until = row->end.year != 0 ? steppe_date_after(row->end) : 0;
        if (from > start && from < end) months[count++] = from;
        if (until > start && until < end && until <= setup->known_month) months[count++] = until;
    }
    qsort(months, count, sizeof *months, ascending);
    for (size_t i = 1; i < count; i++)
        if (months[i] != months[kept - 1]) months[kept++] = months[i];
    ties->epoch_months = months;
    ties->epoch_count = kept;
    return true;
}

// ---- reference --------------------------------------------------------------------------------

static int ascending_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// Median and largest of the sizes above 0: the scale of bandwidth. False: there are none.
static bool set_scale(struct steppe_tie_source *kind, double *sizes, size_t count) {
    size_t some = 0;
    for (size_t i = 0; i < count; i++)
        if (sizes[i] > 0) sizes[some++] = sizes[i];
    if (some == 0) return false;
    qsort(sizes, some, sizeof *sizes, ascending_size);
    const double median = (sizes[(some - 1) / 2] + sizes[some / 2]) / 2;
    kind->per_median = (steppe_real)(1 / median);
    kind->per_log = (steppe_real)(1 / log1p(sizes[some - 1] / median));
    return true;
}

static double cell_start(const struct steppe_setup *setup, struct steppe_tie_cells cells) {
    double sum = 0;
    if (cells.first != STEPPE_NOWHERE) sum += setup->start[cells.first];
    if (cells.second != STEPPE_NOWHERE) sum += setup->start[cells.second];
    return sum;
}

// Sizes of a fixed tie in all epochs, with what follows from them.
static void make_fixed(const struct steppe_setup *setup, const struct steppe_ties *ties, size_t k) {
    const struct steppe_tie_source *kind = &ties->kinds[k];
    const double unit = setup->model->tie_kinds[k].unit.factor;
    for (size_t e = 0; e < ties->epoch_count; e++)
        for (size_t h = 0; h < ties->hosts; h++) {
            struct steppe_tie_fixed *row =
                ties->fixed + (e * ties->fixed_count + kind->fixed_at) * ties->powers * ties->hosts;
            double total = 0;
            for (size_t p = 0; p < ties->powers; p++)
                total += fixed_volume(setup, ties, k, p, h, ties->epoch_months[e]) / unit;
            for (size_t p = 0; p < ties->powers; p++) {
                struct steppe_tie_fixed *fixed = &row[p * ties->hosts + h];
                const double size =
                    fixed_volume(setup, ties, k, p, h, ties->epoch_months[e]) / unit;
                const double width =
                    log1p(size * (double)kind->per_median) * (double)kind->per_log;
                const double part = total > 0 ? size / total : 0;
                *fixed = (struct steppe_tie_fixed){
                    .volume = (steppe_real)size,
                    .bandwidth = (steppe_real)width,
                    .dependence = (steppe_real)part,
                    .log_ratio = part > 0 ? (steppe_real)log(width / part) : STEPPE_R(0),
                };
            }
        }
}

// Sizes at the start, or of rows and figures in an epoch.
static void sizes_of(const struct steppe_setup *setup, const struct steppe_ties *ties, size_t k,
                     size_t epoch, double *sizes) {
    const size_t pairs = ties->powers * ties->hosts;
    const double unit = setup->model->tie_kinds[k].unit.factor;
    for (size_t i = 0; i < pairs; i++) {
        const size_t p = i / ties->hosts, h = i % ties->hosts;
        sizes[i] = ties->kinds[k].fixed_at == STEPPE_NOWHERE
                       ? cell_start(setup, ties->cells[k * pairs + i])
                       : fixed_volume(setup, ties, k, p, h, ties->epoch_months[epoch]);
        sizes[i] /= unit;
    }
}

// A kind that has no tie at the start but rows that begin later has its reference in the first
// epoch with some: without one it would never count.
static bool make_scales(struct steppe_setup *setup, struct steppe_ties *ties) {
    const size_t pairs = ties->powers * ties->hosts;
    double *sizes = STEPPE_TAKE(setup->arena, pairs + 1, double);
    if (!sizes) return false;
    for (size_t k = 0; k < ties->count; k++) {
        struct steppe_tie_source *kind = &ties->kinds[k];
        const bool fixed = kind->fixed_at != STEPPE_NOWHERE;
        for (size_t e = 0; e < (fixed ? ties->epoch_count : 1); e++) {
            sizes_of(setup, ties, k, e, sizes);
            if (set_scale(kind, sizes, pairs)) break;
        }
        if (fixed) make_fixed(setup, ties, k);
    }
    return true;
}

// ---- all --------------------------------------------------------------------------------------

static bool take(struct steppe_arena *arena, struct steppe_ties *ties) {
    const size_t count = ties->count, cells = count * ties->powers * ties->hosts;
    ties->kinds = STEPPE_TAKE(arena, count + 1, struct steppe_tie_source);
    ties->cells = STEPPE_TAKE(arena, cells + 1, struct steppe_tie_cells);
    ties->back = STEPPE_TAKE(arena, cells + 1, struct steppe_tie_cells);
    ties->host_spans =
        STEPPE_TAKE(arena, count * ties->hosts * STEPPE_TIE_SPANS + 1, struct steppe_tie_span);
    ties->power_spans =
        STEPPE_TAKE(arena, count * ties->powers * STEPPE_TIE_SPANS + 1, struct steppe_tie_span);
    ties->host_span_counts = STEPPE_TAKE(arena, count * ties->hosts + 1, size_t);
    ties->power_span_counts = STEPPE_TAKE(arena, count * ties->powers + 1, size_t);
    return ties->kinds && ties->cells && ties->back && ties->host_spans &&
           ties->power_spans && ties->host_span_counts && ties->power_span_counts;
}

static bool dyadic(enum steppe_shape shape) {
    return shape == STEPPE_SHAPE_ACTOR_ACTOR || shape == STEPPE_SHAPE_POWER_HOST ||
           shape == STEPPE_SHAPE_HOST_POWER || shape == STEPPE_SHAPE_HOST_ACTOR;
}

static bool make_kind(struct steppe_setup *setup, const struct steppe_use *uses,
                      struct steppe_ties *ties, size_t k, struct steppe_error *error) {
    const struct steppe_tie_kind *kind = &setup->model->tie_kinds[k];
    const bool rows = kind->variable == UINT32_MAX;
    const struct steppe_variable *variable =
        rows ? NULL : &setup->model->variables[kind->variable];
    const bool figures = variable && variable->kind == STEPPE_DATA;
    if (variable && (!dyadic(variable->shape) || !(figures || carries(uses, kind->variable))))
        return steppe_error_set(error, STEPPE_CODE_MODEL, (struct steppe_place){0},
                                "tie %s: %s cannot give a tie its size", kind->name,
                                variable->name);
    struct steppe_tie_source *source = &ties->kinds[k];
    *source = (struct steppe_tie_source){
        .domain = kind->domain,
        .denominator = kind->denominator,
        .fixed_at = rows || figures ? (uint32_t)ties->fixed_count++ : STEPPE_NOWHERE,
        .per_unit = (steppe_real)(1 / kind->unit.factor),
        .scale = (steppe_real)(kind->denominator == STEPPE_PER_GDP        ? kind->unit.factor
                               : kind->denominator == STEPPE_PER_SECURITY ? kind->user_cost_usd
                                                                          : 1),
    };
    if (variable && !figures) {
        // Security is supplied by powers to hosts: no power leans on a host for it.
        source->mutual = variable->shape == STEPPE_SHAPE_ACTOR_ACTOR &&
                         kind->denominator != STEPPE_PER_SECURITY;
        carry_pairs(setup, ties, k, variable->shape);
        carry_totals(setup, ties, k, variable->shape);
    }
    return true;
}

bool steppe_ties_make(struct steppe_setup *setup, const struct steppe_use *uses,
                      struct steppe_ties *ties, struct steppe_error *error) {
    const struct steppe_model *model = setup->model;
    *ties = (struct steppe_ties){
        .count = model->axes[STEPPE_AXIS_TIE].count,
        .domains = model->axes[STEPPE_AXIS_DOMAIN].count,
        .powers = model->axes[STEPPE_AXIS_POWER].count,
        .hosts = model->axes[STEPPE_AXIS_HOST].count,
        .power_actor = model->axes[STEPPE_AXIS_POWER].actor_at,
        .host_actor = model->axes[STEPPE_AXIS_HOST].actor_at,
    };
    bool *used = STEPPE_TAKE(setup->arena, ties->domains + 1, bool);
    ties->domain_used = used;
    if (!used || !take(setup->arena, ties)) return no_memory(error);
    const size_t pairs = ties->powers * ties->hosts;
    for (size_t i = 0; i < ties->count * pairs; i++)
        ties->cells[i] = ties->back[i] =
            (struct steppe_tie_cells){STEPPE_NOWHERE, STEPPE_NOWHERE};
    for (size_t k = 0; k < ties->count; k++) {
        if (!make_kind(setup, uses, ties, k, error)) return false;
        used[ties->kinds[k].domain] = true;
    }
    if (!make_epochs(setup, ties)) return no_memory(error);
    ties->fixed = STEPPE_TAKE(setup->arena, ties->epoch_count * ties->fixed_count * pairs + 1,
                              struct steppe_tie_fixed);
    if (!ties->fixed || !make_scales(setup, ties)) return no_memory(error);
    return true;
}
