// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "cli/options.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/numbers.h"
#include "base/text.h"
#include "report/draw.h"

#define THREADS_MAX 4096
#define USAGE_COLUMNS 7   // of "usage: "
#define OPTION_COLUMNS 29 // of "  -s, --scenario NAME" and the like, before what it says
#define FIELD(name) offsetof(struct steppe_arguments, name)
#define OPTION(variable) const struct steppe_option steppe_option_##variable

OPTION(scenario) = {"scenario",
                    's',
                    STEPPE_LIST,
                    "NAME",
                    "a world beside the baseline; a+b lays b over a; may be repeated",
                    FIELD(scenarios)};
OPTION(no_scenario) = {
    "baseline-only",   0, STEPPE_FLAG, NULL, "no scenario, not even the model's own",
    FIELD(no_scenario)};
OPTION(members) = {"members",     'n', STEPPE_MEMBERS, "N", "futures of each world, even (10000)",
                   FIELD(members)};
OPTION(claim_members) = {
    "members", 'n', STEPPE_MEMBERS, "N", "futures of each world, even (500)", FIELD(members)};
OPTION(start) = {"start",
                 0,
                 STEPPE_FIRST_MONTH,
                 "YYYY-MM",
                 "first month that is simulated freely; nothing known later is used",
                 FIELD(start)};
OPTION(network_month) = {"start",
                         0,
                         STEPPE_FIRST_MONTH,
                         "YYYY-MM",
                         "links as of that month (the model's start); freight is the base's",
                         FIELD(start)};
OPTION(until) = {"until",     0, STEPPE_LAST_MONTH, "YYYY-MM", "last month (ten years on)",
                 FIELD(until)};
OPTION(seed) = {"seed", 0, STEPPE_COUNT_FROM_0, "N", "seed of all draws (1)", FIELD(seed)};
OPTION(threads) = {"threads", 0, STEPPE_THREADS, "N", "threads (all processors)", FIELD(threads)};
OPTION(output) = {"output",     'o', STEPPE_TEXT, "FILE.nc", "write the result as NetCDF-4",
                  FIELD(output)};
OPTION(csv) = {"csv",     0, STEPPE_TEXT, "DIR", "write the summaries as CSV into a folder",
               FIELD(csv)};
OPTION(keep) = {"keep",
                0,
                STEPPE_COUNT_FROM_0,
                "MB",
                "room in FILE.nc for single members at year ends (1000)",
                FIELD(keep)};
OPTION(fix_parameters) = {"fix-parameters",
                          0,
                          STEPPE_FLAG,
                          NULL,
                          "all parameters at their median: what chance alone does",
                          FIELD(fix_parameters)};
OPTION(fix_noise) = {"fix-noise",
                     0,
                     STEPPE_FLAG,
                     NULL,
                     "no shocks, no events, regimes stay: what parameters alone do",
                     FIELD(fix_noise)};
OPTION(plan) = {"plan",     0, STEPPE_FLAG, NULL, "say what the run would take, and do not run",
                FIELD(plan)};
OPTION(fit) = {"fit", 0, STEPPE_FLAG, NULL, "compare the model with what was observed", FIELD(fit)};
OPTION(template) = {
    "template",     0, STEPPE_FLAG, NULL, "print a parameters.yaml to begin a model with",
    FIELD(template)};
OPTION(json) = {"json", 0, STEPPE_FLAG, NULL, "print as JSON", FIELD(json)};
OPTION(instance) = {"instance",
                    0,
                    STEPPE_TEXT,
                    "NAME",
                    "kernel instance (the best of this processor); results are the same",
                    FIELD(instance)};

OPTION(close) = {
    "close",     0, STEPPE_TEXTS, "NAME", "close a link, node, actor's territory or mode",
    FIELD(close)};
OPTION(open) = {"open", 0, STEPPE_TEXTS, "NAME", "open a link or a project", FIELD(open)};
OPTION(scale) = {"scale", 0, STEPPE_TEXTS, "LINK=2", "widen a link that many times", FIELD(scale)};
OPTION(freight) = {"freight",     0, STEPPE_TEXT, "NAME", "what moves: container, bulk, oil, gas",
                   FIELD(freight)};
OPTION(by) = {
    "by",     0, STEPPE_TEXT, "WHAT", "seek ways by cost, time or risk (cost); shares: by cost",
    FIELD(by)};
OPTION(geojson) = {"geojson",     0, STEPPE_TEXT, "FILE", "write the ways as lines for a map",
                   FIELD(geojson)};
OPTION(dependence) = {"dependence",
                      0,
                      STEPPE_FLAG,
                      NULL,
                      "what each host loses when an actor closes its territory",
                      FIELD(dependence)};

OPTION(constants) = {"constants",
                     0,
                     STEPPE_FLAG,
                     NULL,
                     "constants of corridors, found anew, as network/fit.csv keeps them",
                     FIELD(constants)};

OPTION(gap) = {"gap", 0, STEPPE_SMALL_NUMBER, "G", "relative gap to stop at (1e-6)", FIELD(gap)};
OPTION(toll_factor) = {"toll-factor",     0, STEPPE_NUMBER, "F1", "cost of a unit of toll (0)",
                       FIELD(toll_factor)};
OPTION(distance_factor) = {
    "distance-factor",     0, STEPPE_NUMBER, "F2", "cost of a unit of length (0)",
    FIELD(distance_factor)};
OPTION(flows) = {"output",     'o', STEPPE_TEXT, "FLOWS.csv", "write flow and cost of each link",
                 FIELD(output)};
OPTION(against) = {
    "against",     0, STEPPE_TEXT, "FLOWS.tntp", "say how far published flows are from these",
    FIELD(against)};
OPTION(variant) = {
    "variant",     0, STEPPE_TEXT, "NAME", "spatial, challenge_all or challenge_pair (spatial)",
    FIELD(variant)};

__attribute__((format(printf, 2, 3))) static bool wrong(const struct steppe_command *command,
                                                        const char *format, ...) {
    va_list list;
    fprintf(stderr, "steppe %s: ", command->name);
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fprintf(stderr, "\nsteppe %s --help says what it takes\n", command->name);
    return false;
}

static const struct steppe_option *find(const struct steppe_command *command, const char *text,
                                        size_t length, bool is_letter) {
    for (size_t i = 0; command->options[i]; i++) {
        const struct steppe_option *option = command->options[i];
        if (is_letter ? option->letter == *text : steppe_text_same(text, length, option->name))
            return option;
    }
    return NULL;
}

static bool unknown(const struct steppe_command *command, const char *name, size_t length) {
    struct steppe_nearest nearest = steppe_nearest_begin(name, length);
    for (size_t i = 0; command->options[i]; i++)
        steppe_nearest_try(&nearest, command->options[i]->name);
    fprintf(stderr, "steppe %s: no option --%.*s", command->name, (int)length, name);
    if (nearest.name) fprintf(stderr, "; did you mean --%s?", nearest.name);
    fprintf(stderr, "\nsteppe %s --help says what it takes\n", command->name);
    return false;
}

// ---- values ------------------------------------------------------------------------------------
static bool read_count(const char *text, uint64_t low, uint64_t high, uint64_t *value) {
    if (*text < '0' || *text > '9') return false;
    char *end;
    errno = 0;
    *value = strtoull(text, &end, 10);
    return *end == 0 && errno == 0 && *value >= low && *value <= high;
}

static bool read_number(const char *text, double *value) {
    return steppe_number_parse(text, strlen(text), value) && *value >= 0;
}

// YYYY or YYYY-MM. A bare year is its first month, or its last.
static bool read_month(const char *text, bool last, int32_t *month) {
    size_t length = strlen(text);
    if (length != 4 && length != 7) return false;
    for (size_t i = 0; i < length; i++)
        if (i == 4 ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
    int32_t year = (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 +
                   (text[3] - '0');
    int32_t of_year = last ? 12 : 1;
    if (length == 7) of_year = (text[5] - '0') * 10 + (text[6] - '0');
    if (year < 1900 || year > 2200 || of_year < 1 || of_year > 12) return false;
    *month = steppe_month(year, of_year);
    return true;
}

static bool set_value(const struct steppe_command *command, const struct steppe_option *option,
                      const char *text, struct steppe_arguments *arguments) {
    char *field = (char *)arguments + option->offset;
    const char *expected = NULL;
    switch (option->kind) {
    case STEPPE_FLAG: *(bool *)(void *)field = true; break;
    case STEPPE_TEXT:
        if (*text == 0) return wrong(command, "--%s: a value is missing", option->name);
        *(const char **)(void *)field = text;
        break;
    case STEPPE_LIST:
        // The + of a+b joins two names.
        if (*text == 0 || *text == '+' || text[strlen(text) - 1] == '+' || strstr(text, "++")) {
            expected = "the name of a scenario, or several as a+b";
            break;
        }
        for (size_t i = 0; i < arguments->scenario_count; i++)
            if (strcmp(arguments->scenarios[i], text) == 0)
                return wrong(command, "--%s %s is given twice", option->name, text);
        if (arguments->scenario_count == STEPPE_SCENARIOS_MAX)
            return wrong(command, "more than 16 scenarios: %s", text);
        arguments->scenarios[arguments->scenario_count++] = text;
        break;
    case STEPPE_TEXTS: {
        struct steppe_texts *texts = (struct steppe_texts *)(void *)field;
        if (*text == 0) return wrong(command, "--%s: a value is missing", option->name);
        if (texts->count == STEPPE_SCENARIOS_MAX)
            return wrong(command, "--%s is given more than 16 times", option->name);
        texts->items[texts->count++] = text;
        break;
    }
    case STEPPE_COUNT_FROM_0:
        if (!read_count(text, 0, UINT64_MAX, (uint64_t *)(void *)field))
            expected = "a whole number below 2^64";
        break;
    case STEPPE_THREADS:
        if (!read_count(text, 1, THREADS_MAX, (uint64_t *)(void *)field))
            expected = "a whole number from 1 to 4096";
        break;
    case STEPPE_MEMBERS: {
        uint64_t *members = (uint64_t *)(void *)field;
        if (!read_count(text, 2, UINT32_MAX, members) || *members % 2 != 0)
            expected = "an even whole number from 2 to 4294967294: members come in pairs";
        break;
    }
    case STEPPE_NUMBER:
        if (!read_number(text, (double *)(void *)field)) expected = "a number from 0 up";
        break;
    case STEPPE_SMALL_NUMBER:
        if (!read_number(text, (double *)(void *)field) || *(double *)(void *)field <= 0 ||
            *(double *)(void *)field >= 1) {
            expected = "a number above 0 and below 1";
        }
        break;
    case STEPPE_FIRST_MONTH:
    case STEPPE_LAST_MONTH:
        if (!read_month(text, option->kind == STEPPE_LAST_MONTH, (int32_t *)(void *)field))
            expected = "a year or month as YYYY or YYYY-MM, from 1900 to 2200";
        break;
    }
    if (option == &steppe_option_keep) arguments->keep_given = true;
    if (!expected) return true;
    return wrong(command, "--%s \"%s\": expected %s", option->name, text, expected);
}

// One value would take the place of another, unseen. Flags and what makes a list may be repeated.
static bool not_yet(const struct steppe_command *command, const struct steppe_option *option,
                    uint64_t *given) {
    size_t number = 0;
    if (option->kind == STEPPE_FLAG || option->kind == STEPPE_LIST || option->kind == STEPPE_TEXTS)
        return true;
    while (command->options[number] != option) number++;
    const uint64_t bit = UINT64_C(1) << number; // no command has that many
    if (*given & bit) return wrong(command, "--%s is given twice", option->name);
    *given |= bit;
    return true;
}

// ---- arguments ---------------------------------------------------------------------------------
bool steppe_options_read(const struct steppe_command *command, int count, char **argv,
                         struct steppe_arguments *arguments) {
    bool options_over = false;
    uint64_t given = 0;
    *arguments = (struct steppe_arguments){.members = command->members ? command->members : 10000,
                                           .seed = 1};
    for (int i = 0; i < count; i++) {
        const char *text = argv[i];
        if (options_over || text[0] != '-' || text[1] == 0) {
            if (arguments->position_count == command->position_max)
                return wrong(command, "unexpected \"%s\"", text);
            arguments->positions[arguments->position_count++] = text;
            continue;
        }
        if (strcmp(text, "--") == 0) {
            options_over = true;
            continue;
        }
        if (strcmp(text, "--help") == 0 || strcmp(text, "-h") == 0) {
            arguments->help = true;
            return true;
        }
        bool is_letter = text[1] != '-';
        const char *name = text + (is_letter ? 1 : 2), *value = NULL;
        size_t length = is_letter ? 1 : strcspn(name, "=");
        const struct steppe_option *option = find(command, name, length, is_letter);
        if (!option && is_letter) return wrong(command, "no option %s", text);
        if (!option) return unknown(command, name, length);
        if (name[length] != 0) value = name + length + (is_letter ? 0 : 1);
        if (option->kind == STEPPE_FLAG && value)
            return wrong(command, "%s: this option takes no value", text);
        if (option->kind != STEPPE_FLAG && !value) {
            if (i + 1 == count) return wrong(command, "%s: a value is missing", text);
            value = argv[++i];
        }
        if (!not_yet(command, option, &given)) return false;
        if (!set_value(command, option, value, arguments)) return false;
    }
    if (arguments->no_scenario && arguments->scenario_count > 0)
        return wrong(command, "--baseline-only and --scenario %s exclude each other",
                     arguments->scenarios[0]);
    if (arguments->position_count < command->position_min)
        return wrong(command, "too few arguments: expected %s", command->arguments);
    return true;
}

// Sentences fill the width; lines that begin with a blank, and empty ones, stay as they are.
static void print_details(const struct steppe_style *style, const char *text) {
    char paragraph[2048] = "";
    size_t used = 0;
    for (const char *line = text; *line;) {
        const size_t length = strcspn(line, "\n");
        const bool whole = length == 0 || *line == ' ';
        if (whole && used > 0) steppe_draw_paragraph(stdout, style, 0, paragraph);
        if (whole) printf("%.*s\n", (int)length, line);
        if (whole) used = 0;
        if (!whole && used < sizeof paragraph)
            used += (size_t)snprintf(paragraph + used, sizeof paragraph - used, "%s%.*s",
                                     used > 0 ? " " : "", (int)length, line);
        line += length + (line[length] == '\n');
    }
    if (used > 0) steppe_draw_paragraph(stdout, style, 0, paragraph);
}

void steppe_options_help(const struct steppe_command *command) {
    const struct steppe_style style = steppe_style_of(stdout);
    char usage[256];
    (void)snprintf(usage, sizeof usage, "steppe %s %s%s", command->name, command->arguments,
                   command->options[0] ? " [options]" : "");
    printf("%s\n\n", command->summary);
    steppe_draw_item(stdout, &style, "usage:", USAGE_COLUMNS, usage);
    if (command->details) putchar('\n');
    if (command->details) print_details(&style, command->details);
    if (command->options[0]) printf("\noptions:\n");
    for (size_t i = 0; command->options[i]; i++) {
        const struct steppe_option *option = command->options[i];
        char left[64], letter[8] = "    ";
        if (option->letter) snprintf(letter, sizeof letter, "-%c, ", option->letter);
        snprintf(left, sizeof left, "  %s--%s%s%s", letter, option->name,
                 option->argument ? " " : "", option->argument ? option->argument : "");
        steppe_draw_item(stdout, &style, left, OPTION_COLUMNS, option->help);
    }
}
