// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show_centre: what the model computes at its centre, without chance: who holds influence where, at
// the base and at the end of the record. And the overview of a whole model.
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "report/show_text.h"
#include "report/table.h"

#define NONE ((double)NAN)

double steppe_show_central(const struct steppe_show *show, uint32_t variable, bool now, int32_t a,
                           int32_t b, int32_t c) {
    const struct steppe_model *model = show->model;
    const int32_t at[STEPPE_AXES_MAX] = {a, b, c};
    const double *const *state = now ? show->central->now : show->central->base;
    if (!state[variable]) return NONE;
    return state[variable][steppe_model_cell(model, model->variables[variable].shape, at)];
}

static double value_of(const struct steppe_show_text *text, uint32_t variable, bool now, int32_t a,
                       int32_t b, int32_t c) {
    return steppe_show_central(text->show, variable, now, a, b, c);
}

static void cell_percent(struct steppe_table *table, double share) {
    char text[STEPPE_DRAW_BYTES];
    if (isfinite(share))
        (void)snprintf(text, sizeof text, "%.0f", 100 * share);
    else
        (void)snprintf(text, sizeof text, "n/a");
    steppe_table_cell(table, text);
}

static void cell_fixed(struct steppe_table *table, double value, int digits) {
    char text[STEPPE_DRAW_BYTES];
    steppe_draw_fixed(text, value, digits);
    steppe_table_cell(table, text);
}

// Part of a power in the scores of all powers in a host and domain, at the base.
static double domain_share(const struct steppe_show_text *text, int32_t domain, int32_t power,
                           int32_t host) {
    double all = 0, own = value_of(text, STEPPE_VAR_domain_score, false, domain, power, host);
    size_t count = text->show->model->axes[STEPPE_AXIS_POWER].count;
    for (size_t p = 0; p < count; p++)
        all += value_of(text, STEPPE_VAR_domain_score, false, domain, (int32_t)p, host);
    return all > 0 ? own / all : NONE;
}

// Numbers 0 .. count in the order of falling influence at the base.
static size_t order_of(const struct steppe_show_text *text, int32_t power, int32_t host,
                       int32_t out[STEPPE_ACTORS_MAX]) {
    enum steppe_axis axis = power < 0 ? STEPPE_AXIS_POWER : STEPPE_AXIS_HOST;
    size_t count = text->show->model->axes[axis].count;
    double held[STEPPE_ACTORS_MAX];
    for (size_t i = 0; i < count; i++) {
        int32_t n = (int32_t)i;
        double value = value_of(text, STEPPE_VAR_influence, false, power < 0 ? n : power,
                                host < 0 ? n : host, -1);
        size_t j = i;
        for (; j > 0 && held[j - 1] < value; j--) {
            held[j] = held[j - 1];
            out[j] = out[j - 1];
        }
        held[j] = value;
        out[j] = n;
    }
    return count;
}

static struct steppe_table begin_table(const struct steppe_show_text *text, bool of_host) {
    const struct steppe_model *model = text->show->model;
    size_t domains = model->axes[STEPPE_AXIS_DOMAIN].count;
    char year[16];
    size_t shown = domains <= 6 ? domains : 6; // four more columns fill the table
    struct steppe_table table = steppe_table_begin(text->arena, steppe_show_alignment(shown + 4),
                                                   STEPPE_ACTORS_MAX + 4);
    (void)snprintf(year, sizeof year, "%d", text->show->central->base_year);
    steppe_table_cell(&table, "percent");
    steppe_table_cell(&table, year);
    steppe_table_cell(&table, "now");
    for (size_t d = 0; d < shown; d++)
        steppe_table_cell(&table, model->axes[STEPPE_AXIS_DOMAIN].names[d]);
    steppe_table_cell(&table, of_host ? "miss" : "lever");
    return table;
}

static void influence_row(const struct steppe_show_text *text, struct steppe_table *table,
                          const char *name, int32_t power, int32_t host, bool of_host) {
    size_t domains = text->show->model->axes[STEPPE_AXIS_DOMAIN].count;
    steppe_table_cell(table, name);
    cell_percent(table, value_of(text, STEPPE_VAR_influence, false, power, host, -1));
    cell_percent(table, value_of(text, STEPPE_VAR_influence, true, power, host, -1));
    for (size_t d = 0; d < domains && d < 6; d++)
        cell_percent(table, domain_share(text, (int32_t)d, power, host));
    uint32_t last = of_host ? STEPPE_VAR_dependence : STEPPE_VAR_leverage;
    cell_fixed(table, value_of(text, last, false, power, host, -1), 2);
}

// What no power holds, and autonomy.
static void own_part(const struct steppe_show_text *text, struct steppe_table *table,
                     int32_t host) {
    size_t powers = text->show->model->axes[STEPPE_AXIS_POWER].count;
    double held[2] = {1, 1};
    for (size_t p = 0; p < powers; p++)
        for (int now = 0; now < 2; now++)
            held[now] -= value_of(text, STEPPE_VAR_influence, now, (int32_t)p, host, -1);
    steppe_table_cell(table, "its own");
    for (int now = 0; now < 2; now++) cell_percent(table, held[now]);
    for (size_t c = 3; c < table->column_count; c++) steppe_table_cell(table, "");
}

// What a host passes on around sanctions against the base, and its compliance with them.
static void print_compliance(const struct steppe_show_text *text, int32_t host, const char *month) {
    const uint16_t actor = text->show->model->axes[STEPPE_AXIS_HOST].actor_at[host];
    const double compliance = value_of(text, STEPPE_VAR_compliance, true, host, -1, -1);
    const double passed = value_of(text, STEPPE_VAR_reexports, true, actor, -1, -1);
    char line[STEPPE_DRAW_BYTES * 2], more[STEPPE_DRAW_BYTES];
    if (!isfinite(compliance) || !isfinite(passed)) return;
    steppe_draw_fixed(more, fabs(1e3 * passed), 0);
    (void)snprintf(line, sizeof line,
                   "Compliance with sanctions %.2f times that of %d now (%.20s): what the host "
                   "passes on to the sanctioned is divided by it; with all else that moved it, "
                   "that is %s%.40s mn USD a year against %d.",
                   compliance, text->show->central->base_year, month, passed < 0 ? "-" : "+", more,
                   text->show->central->base_year);
    steppe_draw_paragraph(text->stream, text->show->style, 2, line);
}

// Parts of the powers in a host, the largest now first, down to `least`: "Russia 28 to 30 %".
static void write_parts(const struct steppe_show_text *text, struct steppe_writer *writer,
                        uint32_t variable, int32_t host, double least) {
    const struct steppe_model *model = text->show->model;
    const struct steppe_axis_table *powers = &model->axes[STEPPE_AXIS_POWER];
    const bool host_first = model->variables[variable].shape == STEPPE_SHAPE_HOST_POWER;
    double part[2][STEPPE_ACTORS_MAX];
    const char *between = "";
    for (size_t p = 0; p < powers->count; p++)
        for (int now = 0; now < 2; now++)
            part[now][p] = value_of(text, variable, now, host_first ? host : (int32_t)p,
                                    host_first ? (int32_t)p : host, -1);
    while (powers->count > 0) {
        size_t largest = 0;
        for (size_t p = 1; p < powers->count; p++)
            if (part[1][p] > part[1][largest]) largest = p;
        if (!(part[1][largest] >= least)) break;
        const double before = 100 * part[0][largest], after = 100 * part[1][largest];
        steppe_writer_print(
            writer, "%s%s ", between,
            steppe_show_actor(model, model->actors[powers->actor_at[largest]].name));
        if (fabs(round(before) - round(after)) >= 1)
            steppe_writer_print(writer, "%.0f to ", before);
        steppe_writer_print(writer, "%.0f %%", after);
        between = ", ";
        part[1][largest] = -1;
    }
    steppe_writer_text(writer, *between ? "." : "next to nothing.");
}

// What a host leans on, and how safe it is: alignment, threat, need, cover and who gives it.
static void print_standing(const struct steppe_show_text *text, int32_t host, const char *month) {
    const int base_year = text->show->central->base_year;
    struct steppe_writer line = steppe_writer_begin(text->arena);
    struct steppe_writer safety = steppe_writer_begin(text->arena);
    char cover[STEPPE_DRAW_BYTES];
    if (!text->show->central->now[STEPPE_VAR_portfolio] ||
        !text->show->central->now[STEPPE_VAR_cover])
        return;
    steppe_draw_fixed(cover, value_of(text, STEPPE_VAR_cover, true, host, -1, -1), 0);
    steppe_writer_print(&line, "Alignment from %d to %s: itself %.0f %%, ", base_year, month,
                        100 * value_of(text, STEPPE_VAR_self_reliance, true, host, -1, -1));
    write_parts(text, &line, STEPPE_VAR_portfolio, host, 0.015);
    if (!line.failed) steppe_draw_paragraph(text->stream, text->show->style, 2, line.text);
    steppe_writer_print(
        &safety,
        "Safety now: threat %.2f and need of security %.2f times those of %d; cover "
        "%s mn USD a year, of it by the belief that they would come: ",
        value_of(text, STEPPE_VAR_threat, true, host, -1, -1),
        value_of(text, STEPPE_VAR_need, true, host, -1, -1), base_year, cover);
    write_parts(text, &safety, STEPPE_VAR_protection, host, 0.005);
    if (!safety.failed) steppe_draw_paragraph(text->stream, text->show->style, 2, safety.text);
}

static void print_credibility(const struct steppe_show_text *text, int32_t power) {
    const double base = value_of(text, STEPPE_VAR_credibility, false, power, -1, -1);
    char line[STEPPE_DRAW_BYTES];
    if (!isfinite(base)) return;
    (void)snprintf(line, sizeof line,
                   "Credibility %.2f in %d, %.2f now: the chance that hosts give it of coming when "
                   "called.",
                   base, text->show->central->base_year,
                   value_of(text, STEPPE_VAR_credibility, true, power, -1, -1));
    steppe_draw_paragraph(text->stream, text->show->style, 2, line);
}

bool steppe_show_influence(const struct steppe_show_text *text, uint16_t actor) {
    const struct steppe_model *model = text->show->model;
    int32_t host = steppe_facts_element(model, STEPPE_AXIS_HOST, actor);
    int32_t power = steppe_facts_element(model, STEPPE_AXIS_POWER, actor);
    int32_t order[STEPPE_ACTORS_MAX];
    char month[STEPPE_DRAW_BYTES], line[STEPPE_DRAW_BYTES];
    if (host < 0 && power < 0) return false;
    steppe_draw_month(month, text->show->central->month, STEPPE_MONTH_SHORT);
    struct steppe_table table = begin_table(text, host >= 0);
    const struct steppe_axis_table *others =
        &model->axes[host >= 0 ? STEPPE_AXIS_POWER : STEPPE_AXIS_HOST];
    size_t count = order_of(text, power, host, order);
    for (size_t i = 0; i < count; i++)
        influence_row(text, &table,
                      steppe_show_actor(model, model->actors[others->actor_at[order[i]]].name),
                      host >= 0 ? order[i] : power, host >= 0 ? host : order[i], host >= 0);
    if (host >= 0) own_part(text, &table, host);
    steppe_draw_heading(text->stream, text->show->style, "Influence");
    steppe_table_print(text->stream, &table, text->show->style, 2, 1);
    if (host >= 0) {
        (void)snprintf(line, sizeof line, "Autonomy %.2f in %d, %.2f now (%.20s).",
                       value_of(text, STEPPE_VAR_autonomy, false, host, -1, -1),
                       text->show->central->base_year,
                       value_of(text, STEPPE_VAR_autonomy, true, host, -1, -1), month);
        steppe_draw_paragraph(text->stream, text->show->style, 2, line);
        print_standing(text, host, month);
        print_compliance(text, host, month);
    } else {
        print_credibility(text, power);
    }
    steppe_draw_paragraph(
        text->stream, text->show->style, 2,
        host >= 0 ? "Parts in what steers the host, computed from the ties below with every "
                    "parameter at its median (steppe run has means over all draws, which lie "
                    "some points apart); by domain, the parts of the powers at the base. miss: "
                    "how badly the host would miss the power's ties, 0 to 1."
                  : "Parts in what steers the host, computed from the ties below with every "
                    "parameter at its median (steppe run has means over all draws, which lie "
                    "some points apart); by domain, the part of all powers' scores at the base. "
                    "lever: how badly the host would miss the power's ties, less how badly the "
                    "power would miss the host's.");
    return true;
}

// ---- facts for JSON ----------------------------------------------------------------------------

static void add_computed(struct steppe_facts *facts, const struct steppe_central *central,
                         uint32_t variable, size_t cell, bool now, const char *from,
                         const char *to) {
    const double *cells = now ? central->now[variable] : central->base[variable];
    if (!cells) return;
    const struct steppe_variable *about = &facts->model->variables[variable];
    char name[128];
    steppe_model_cell_name(facts->model, variable, cell, name, sizeof name);
    struct steppe_fact fact = {
        .section = "influence",
        .kind = about->name,
        .label = steppe_arena_copy_text(facts->arena, name, strlen(name)),
        .from = from,
        .to = to,
        .value = cells[cell],
        .spread = NONE,
        .unit = about->unit_text,
        .share = NONE,
        .of_gdp = NONE,
        .date = now ? steppe_date_of_month(central->month)
                    : (struct steppe_date){.year = (int16_t)central->base_year}};
    steppe_facts_add(facts, &fact);
}

void steppe_facts_influence(struct steppe_facts *facts, const struct steppe_central *central,
                            uint16_t actor) {
    static const uint32_t variables[] = {STEPPE_VAR_influence, STEPPE_VAR_dependence,
                                         STEPPE_VAR_leverage};
    const struct steppe_model *model = facts->model;
    const struct steppe_axis_table *hosts = &model->axes[STEPPE_AXIS_HOST];
    const struct steppe_axis_table *powers = &model->axes[STEPPE_AXIS_POWER];
    for (size_t p = 0; p < powers->count; p++)
        for (size_t h = 0; h < hosts->count; h++) {
            if (hosts->actor_at[h] != actor && powers->actor_at[p] != actor) continue;
            const char *from = powers->names[p], *to = hosts->names[h];
            for (size_t v = 0; v < sizeof variables / sizeof *variables; v++)
                for (int now = 0; now < 2; now++)
                    add_computed(facts, central, variables[v], p * hosts->count + h, now, from, to);
            for (size_t d = 0; d < model->axes[STEPPE_AXIS_DOMAIN].count; d++)
                add_computed(facts, central, STEPPE_VAR_domain_score,
                             (d * powers->count + p) * hosts->count + h, false, from, to);
        }
    int32_t host = steppe_facts_element(model, STEPPE_AXIS_HOST, actor);
    int32_t power = steppe_facts_element(model, STEPPE_AXIS_POWER, actor);
    if (power >= 0)
        for (int now = 0; now < 2; now++)
            add_computed(facts, central, STEPPE_VAR_credibility, (size_t)power, now,
                         powers->names[power], NULL);
    for (int now = 0; now < 2 && host >= 0; now++) {
        static const uint32_t of_host[] = {STEPPE_VAR_self_reliance, STEPPE_VAR_threat,
                                           STEPPE_VAR_need, STEPPE_VAR_cover};
        for (size_t v = 0; v < sizeof of_host / sizeof *of_host; v++)
            add_computed(facts, central, of_host[v], (size_t)host, now, NULL, hosts->names[host]);
        for (size_t p = 0; p < powers->count; p++) {
            add_computed(facts, central, STEPPE_VAR_portfolio, (size_t)host * powers->count + p,
                         now, powers->names[p], hosts->names[host]);
            add_computed(facts, central, STEPPE_VAR_protection, p * hosts->count + (size_t)host,
                         now, powers->names[p], hosts->names[host]);
        }
        add_computed(facts, central, STEPPE_VAR_autonomy, (size_t)host, now, NULL,
                     hosts->names[host]);
        add_computed(facts, central, STEPPE_VAR_compliance, (size_t)host, now, NULL,
                     hosts->names[host]);
        add_computed(facts, central, STEPPE_VAR_reexports, actor, now, NULL, hosts->names[host]);
    }
}
