// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// show_institution: the dossier of an institution: what it is for and obliges to, what that does in
// the model, who may come in and go at which rates, who sits in it.
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "report/show_text.h"

// What obligations do (docs/model.md, section 10); %s is the leader.
static const char *const acts[STEPPE_OBLIGATION_COUNT] = {
    [STEPPE_OBLIGATION_COMMON_TARIFF] =
        "members trade at less cost with each other and pay more for the rest",
    [STEPPE_OBLIGATION_BOUND_TARIFFS] = "members trade at less cost with each other",
    [STEPPE_OBLIGATION_JOINT_POLICY] =
        "part of the policy that two hosts in it share on Afghanistan rests on it",
    [STEPPE_OBLIGATION_MUTUAL_DEFENCE] =
        "a member in a crisis may call %s for force, and believes in it more than who is out",
    [STEPPE_OBLIGATION_PLEDGES] = "%s pledges money to a host that comes in",
    [STEPPE_OBLIGATION_TRAINING] = "a seat brings training and belief in %s",
    [STEPPE_OBLIGATION_LANGUAGE_TEACHING] = "a seat widens the public that %s reaches",
};

static void write_obligations(struct steppe_writer *out,
                              const struct steppe_institution *institution) {
    const char *before = "\nWhat it obliges to: ";
    for (size_t i = 0; i < STEPPE_OBLIGATION_COUNT; i++) {
        if (!steppe_institution_owes(institution, (enum steppe_obligation)i)) continue;
        steppe_writer_print(out, "%s%s", before, steppe_obligation_names[i]);
        before = ", ";
    }
    if (*before == ',') steppe_writer_text(out, ".");
}

static void write_acts(struct steppe_writer *out, const struct steppe_model *model,
                       const struct steppe_institution *institution) {
    const char *leader = institution->leader >= 0 ? model->actors[institution->leader].name : NULL;
    const char *before = "";
    steppe_writer_text(out, "\nIn the model: ");
    for (size_t i = 0; i < STEPPE_OBLIGATION_COUNT; i++) {
        if (!steppe_institution_owes(institution, (enum steppe_obligation)i)) continue;
        if (*before) steppe_writer_text(out, "; ");
        const char *name = strstr(acts[i], "%s");
        const size_t size = name ? (size_t)(name - acts[i]) : strlen(acts[i]);
        steppe_writer_bytes(out, acts[i], size);
        if (name) steppe_writer_print(out, "%s%s", leader, name + 2);
        before = acts[i];
    }
    if (*before && leader) steppe_writer_text(out, "; ");
    if (leader)
        steppe_writer_text(out, "a seat is a political tie to each power that sits in it, too");
    if (!*before && !leader)
        steppe_writer_text(out, "nothing: nobody leads it, and it obliges to nothing that acts");
    steppe_writer_text(out, ".");
}

// The middle of a rate's prior, a year; below 0: a kind of prior that has no plain middle.
static double rate_of(const struct steppe_model *model, const char *name, size_t institution) {
    const uint32_t number = steppe_model_parameter(model, name);
    if (number == UINT32_MAX) return -1;
    const struct steppe_parameter *parameter = &model->parameters[number];
    const struct steppe_prior *prior = &parameter->priors[institution];
    const bool plain = prior->kind == STEPPE_PRIOR_FIXED || prior->kind == STEPPE_PRIOR_LOGNORMAL;
    return plain ? prior->a : -1; // years are the unit of time
}

static void write_doors(struct steppe_writer *out, const struct steppe_model *model,
                        const struct steppe_institution *institution, size_t number) {
    const struct steppe_axis_table *hosts = &model->axes[STEPPE_AXIS_HOST];
    const double in = rate_of(model, "institutions.entry_rate", number);
    const double gone = rate_of(model, "institutions.exit_rate", number);
    const char *comma = "";
    if (institution->open_to == 0) {
        steppe_writer_text(out, "\nNo host comes in or leaves by itself; a scenario may say so.");
        return;
    }
    steppe_writer_text(out, "\nOpen to ");
    for (size_t h = 0; h < hosts->count; h++) {
        if (!(institution->open_to >> hosts->actor_at[h] & 1)) continue;
        steppe_writer_print(out, "%s%s", comma, model->actors[hosts->actor_at[h]].name);
        comma = ", ";
    }
    if (in >= 0 && gone >= 0)
        steppe_writer_print(out,
                            ": in the base one that is out comes in at %.2g a year and one that is "
                            "in leaves at %.2g",
                            in, gone);
    steppe_writer_text(out, ".");
}

static void write_about(struct steppe_writer *out, const struct steppe_model *model,
                        const struct steppe_institution *it) {
    char source[STEPPE_DRAW_BYTES], founded[16];
    const char *kind = it->kind && *it->kind ? it->kind : "body";
    for (; *kind; kind++) steppe_writer_bytes(out, *kind == '_' ? " " : kind, 1);
    const char *rule = it->decision_rule ? it->decision_rule : "";
    if (strcmp(rule, "leader") == 0)
        steppe_writer_text(out, ", its leader decides");
    else if (*rule)
        steppe_writer_print(out, ", decides by %s", strcmp(rule, "weighted") ? rule : "weight");
    if (it->leader >= 0) steppe_writer_print(out, ", led by %s", model->actors[it->leader].name);
    if (it->founded.year > 0) {
        steppe_date_print(it->founded, founded, sizeof founded);
        steppe_writer_print(out, ", founded %s", founded);
    }
    steppe_show_source(source, it->source);
    steppe_writer_print(out, " (%s)", source);
    if (it->functions && *it->functions) steppe_writer_text(out, ".\nWhat it is for: ");
    for (const char *at = it->functions ? it->functions : ""; *at; at++)
        steppe_writer_bytes(out, *at == ';' ? ", " : at, *at == ';' ? 2 : 1);
    if (it->note && *it->note) steppe_writer_print(out, "; %s", it->note);
    steppe_writer_text(out, ".");
}

void steppe_show_institution(const struct steppe_show_text *text, size_t number) {
    const struct steppe_model *model = text->show->model;
    const struct steppe_institution *it = &model->institutions[number];
    char title[STEPPE_DRAW_BYTES];
    struct steppe_writer about = steppe_writer_begin(text->arena);
    (void)snprintf(title, sizeof title, "%.200s (%.40s)", it->name, it->id);
    write_about(&about, model, it);
    write_obligations(&about, it);
    write_acts(&about, model, it);
    write_doors(&about, model, it, number);
    steppe_show_title(text, title, about.failed ? "" : about.text);
    steppe_show_members(text, "in it", "members", 0, text->facts->count);
    steppe_show_members(text, "no longer", "former", 0, text->facts->count);
}
