// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// docs: see the header.
#include "report/docs.h"

#include <string.h>

#include "report/json.h"

static const char head[] =
    "<!-- Printed by `steppe docs`; tools/docs.sh writes it anew. Do not edit. -->\n";

// Markdown cells end at a bar.
static void cell(struct steppe_writer *out, const char *text) {
    steppe_writer_text(out, " ");
    for (; *text; text++) {
        if (*text == '|') steppe_writer_text(out, "\\");
        steppe_writer_bytes(out, text, 1);
    }
    steppe_writer_text(out, " |");
}

static void users(struct steppe_writer *out, const struct steppe_mechanisms *mechanisms,
                  const char *variable, enum steppe_role role, enum steppe_role or_role) {
    steppe_writer_text(out, " ");
    if (steppe_vars_users(out, mechanisms, variable, role, or_role) > 0)
        steppe_writer_text(out, " ");
    steppe_writer_text(out, "|");
}

static void variable_row(struct steppe_writer *out, const struct steppe_mechanisms *mechanisms,
                         const struct steppe_variable *variable) {
    char range[STEPPE_DRAW_BYTES];
    steppe_vars_range(range, variable->low, variable->high, variable->unit.factor);
    steppe_writer_print(out, "| `%s` |", variable->name);
    cell(out, steppe_vars_kind(variable->kind));
    cell(out, steppe_shape_name(variable->shape));
    cell(out, variable->unit_text);
    cell(out, range);
    users(out, mechanisms, variable->name, STEPPE_ROLE_READS, STEPPE_ROLE_READS_LAST);
    users(out, mechanisms, variable->name, STEPPE_ROLE_CHANGES, STEPPE_ROLE_CHANGES);
    cell(out, variable->meaning);
    steppe_writer_text(out, "\n");
}

static const char variable_heads[] =
    "\n| name | kind | shape | unit | range | read by | changed by | meaning |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- |\n";

static void variables_page(struct steppe_writer *out, const struct steppe_mechanisms *mechanisms) {
    const struct steppe_variable *all = steppe_variables_builtin();
    steppe_writer_print(out,
                        "%s# Variables\n\nA *stock* takes a change once and its owner carries it "
                        "on; a *value* is computed anew and a change lies over it; a *figure* is "
                        "of the files alone. A model adds its regimes and indicators: `steppe vars "
                        "MODEL`.\n",
                        head);
    for (size_t m = 0; m < mechanisms->count; m++) {
        steppe_writer_print(out, "\n## Owned by %s\n%s", mechanisms->items[m].name, variable_heads);
        for (size_t v = 0; v < STEPPE_VAR_BUILTIN_COUNT; v++)
            if (steppe_vars_owner(mechanisms, all[v].name) == &mechanisms->items[m])
                variable_row(out, mechanisms, &all[v]);
    }
    for (int figures = 0; figures < 2; figures++) {
        steppe_writer_print(out, "\n## %s\n%s",
                            figures ? "Figures, no part of the state"
                                    : "Owned by no mechanism: from the files, and as regimes, "
                                      "events and scenarios change it",
                            variable_heads);
        for (size_t v = 0; v < STEPPE_VAR_BUILTIN_COUNT; v++)
            if ((all[v].kind == STEPPE_DATA) == (figures == 1) &&
                !steppe_vars_owner(mechanisms, all[v].name))
                variable_row(out, mechanisms, &all[v]);
    }
}

static void parameters_page(struct steppe_writer *out, const struct steppe_mechanisms *mechanisms) {
    steppe_writer_print(out,
                        "%s# Parameters\n\nWhat mechanisms ask of a model. Values and priors stand "
                        "in its parameters.yaml: `steppe params MODEL` shows them.\n",
                        head);
    for (size_t m = 0; m < mechanisms->count; m++) {
        const struct steppe_mechanism_facts *facts = &mechanisms->items[m];
        steppe_writer_print(out,
                            "\n## %s\n\n| name | shape | unit | range | meaning |\n"
                            "| --- | --- | --- | --- | --- |\n",
                            facts->name);
        for (size_t p = 0; p < facts->parameter_count; p++) {
            const struct steppe_parameter_facts *parameter = &facts->parameters[p];
            char range[STEPPE_DRAW_BYTES];
            steppe_vars_range(range, parameter->low, parameter->high, 1);
            steppe_writer_print(out, "| `%s.%s` |", facts->name, parameter->name);
            cell(out, parameter->shape);
            cell(out, parameter->unit);
            cell(out, range);
            cell(out, parameter->meaning);
            steppe_writer_text(out, "\n");
        }
    }
}

// ---- mechanisms --------------------------------------------------------------------------------

// What `to` reads of what `from` owns: "a, b"; 0 without.
static size_t passed(struct steppe_writer *out, const struct steppe_mechanisms *mechanisms,
                     size_t from, size_t to, enum steppe_role role) {
    size_t count = 0;
    for (size_t u = 0; u < mechanisms->items[to].use_count; u++) {
        const struct steppe_mechanism_use *use = &mechanisms->items[to].uses[u];
        if (use->role != role) continue;
        if (steppe_vars_owner(mechanisms, use->variable) != &mechanisms->items[from]) continue;
        if (out) steppe_writer_print(out, "%s%s", count > 0 ? ", " : "", use->variable);
        count++;
    }
    return count;
}

static void graph(struct steppe_writer *out, const struct steppe_mechanisms *mechanisms) {
    static const struct {
        enum steppe_role role;
        const char *begin, *end; // of an arrow, about its text
    } arrows[] = {{STEPPE_ROLE_READS, "-- \"", "\" -->"},
                  {STEPPE_ROLE_READS_LAST, "-. \"", "\" .->"}};
    steppe_writer_text(out, "\n```mermaid\nflowchart TD\n");
    for (size_t from = 0; from < mechanisms->count; from++)
        for (size_t to = 0; to < mechanisms->count; to++) {
            const char *source = mechanisms->items[from].name, *target = mechanisms->items[to].name;
            for (size_t a = 0; a < STEPPE_COUNT(arrows); a++) {
                if (from == to || passed(NULL, mechanisms, from, to, arrows[a].role) == 0) continue;
                steppe_writer_print(out, "    %s %s", source, arrows[a].begin);
                passed(out, mechanisms, from, to, arrows[a].role);
                steppe_writer_print(out, "%s %s\n", arrows[a].end, target);
            }
            if (from != to && passed(NULL, mechanisms, to, from, STEPPE_ROLE_CHANGES) > 0) {
                steppe_writer_print(out, "    %s == \"", source);
                passed(out, mechanisms, to, from, STEPPE_ROLE_CHANGES);
                steppe_writer_print(out, "\" ==> %s\n", target);
            }
        }
    steppe_writer_text(out, "```\n");
}

static char mark_of(const struct steppe_mechanism_facts *facts, const char *variable) {
    static const char marks[] = {[STEPPE_ROLE_READS] = 'r',
                                 [STEPPE_ROLE_READS_LAST] = 'l',
                                 [STEPPE_ROLE_OWNS] = 'W',
                                 [STEPPE_ROLE_CHANGES] = '+'};
    for (size_t u = 0; u < facts->use_count; u++)
        if (strcmp(facts->uses[u].variable, variable) == 0) return marks[facts->uses[u].role];
    return 0;
}

static void uses_table(struct steppe_writer *out, const struct steppe_mechanisms *mechanisms) {
    const struct steppe_variable *all = steppe_variables_builtin();
    steppe_writer_text(out, "\n## Who reads and writes what\n\n`W` owns and writes, `r` reads this "
                            "month's, `l` reads last month's, `+` adds to.\n\n| variable |");
    for (size_t m = 0; m < mechanisms->count; m++) cell(out, mechanisms->items[m].name);
    steppe_writer_text(out, "\n| --- |");
    for (size_t m = 0; m < mechanisms->count; m++) steppe_writer_text(out, " --- |");
    steppe_writer_text(out, "\n");
    for (size_t v = 0; v < STEPPE_VAR_BUILTIN_COUNT; v++) {
        bool used = false;
        for (size_t m = 0; m < mechanisms->count; m++)
            used |= mark_of(&mechanisms->items[m], all[v].name) != 0;
        if (!used) continue;
        steppe_writer_print(out, "| `%s` |", all[v].name);
        for (size_t m = 0; m < mechanisms->count; m++) {
            char mark[2] = {mark_of(&mechanisms->items[m], all[v].name), 0};
            steppe_writer_print(out, *mark ? " %s |" : "%s |", mark);
        }
        steppe_writer_text(out, "\n");
    }
}

static void mechanisms_page(struct steppe_writer *out, const struct steppe_mechanisms *mechanisms) {
    steppe_writer_print(out,
                        "%s# Mechanisms\n\nIn the order of a month. Arrows: what the one at the "
                        "head reads of what the one at the tail owns, dotted where it is last "
                        "month's value; thick: what the tail adds to the head's. Papers are keys "
                        "of [sources.bib](../sources.bib).\n",
                        head);
    graph(out, mechanisms);
    for (size_t m = 0; m < mechanisms->count; m++) {
        const struct steppe_mechanism_facts *facts = &mechanisms->items[m];
        char rhythm[STEPPE_DRAW_BYTES];
        steppe_vars_rhythm(rhythm, facts);
        steppe_writer_print(out, "\n## %s\n\n%s Runs %.40s.\n\n```text\n", facts->name,
                            facts->summary, rhythm);
        for (const char *at = facts->equation; *at; at++) // one equation a line
            if (at[0] == ';' && at[1] == ' ')
                steppe_writer_text(out, "\n"), at++;
            else
                steppe_writer_bytes(out, at, 1);
        steppe_writer_print(out, "\n```\n\nPapers: %s.\n", facts->source);
    }
    uses_table(out, mechanisms);
}

// ---- pages -------------------------------------------------------------------------------------

static const struct {
    const char *name;
    void (*write)(struct steppe_writer *out, const struct steppe_mechanisms *mechanisms);
} pages[] = {{"mechanisms", mechanisms_page},
             {"variables", variables_page},
             {"parameters", parameters_page}};

const char *steppe_report_docs_page(size_t number) {
    return number < STEPPE_COUNT(pages) ? pages[number].name : NULL;
}

static bool no_memory(struct steppe_error *error) {
    return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                            "no memory for a page");
}

bool steppe_report_docs(FILE *stream, const struct steppe_mechanisms *mechanisms, const char *page,
                        struct steppe_error *error) {
    struct steppe_nearest near = steppe_nearest_begin(page, strlen(page));
    for (size_t p = 0; p < STEPPE_COUNT(pages); p++) {
        steppe_nearest_try(&near, pages[p].name);
        if (strcmp(pages[p].name, page) != 0) continue;
        struct steppe_arena arena;
        steppe_arena_init(&arena, 0);
        struct steppe_writer out = steppe_writer_begin(&arena);
        pages[p].write(&out, mechanisms);
        bool good = !out.failed;
        if (good) fputs(out.text, stream);
        steppe_arena_free(&arena);
        return good || no_memory(error);
    }
    return steppe_error_set(error, STEPPE_CODE_INPUT, (struct steppe_place){0},
                            "no page \"%s\"%s%s%s", page, near.name ? "; did you mean \"" : "",
                            near.name ? near.name : "", near.name ? "\"?" : "");
}

bool steppe_report_docs_json(FILE *stream, const struct steppe_mechanisms *mechanisms,
                             struct steppe_error *error) {
    json_t *document = steppe_report_json_begin("docs", NULL, NULL);
    for (size_t p = 0; p < STEPPE_COUNT(pages); p++) {
        struct steppe_arena arena;
        steppe_arena_init(&arena, 0);
        struct steppe_writer out = steppe_writer_begin(&arena);
        pages[p].write(&out, mechanisms);
        json_t *row = json_object();
        json_object_set_new(row, "page", json_string(pages[p].name));
        json_object_set_new(row, "text", json_string(out.failed ? "" : out.text));
        steppe_report_json_row(document, row);
        bool failed = out.failed;
        steppe_arena_free(&arena);
        if (!failed) continue;
        json_decref(document);
        return no_memory(error);
    }
    steppe_report_json_end(stream, document);
    return true;
}
