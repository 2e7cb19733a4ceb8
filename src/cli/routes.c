// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// steppe routes: by which ways freight goes, and what closing one costs.
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "report/fit_corridors.h"
#include "report/routes.h"

static bool fill_options(const struct steppe_arguments *arguments,
                         struct steppe_routes_options *options) {
    static const char *const words[] = {"cost", "time", "risk"};
    options->freight = arguments->freight;
    options->month = arguments->start;
    struct steppe_routes_changes *changes = &options->changes;
    changes->close_count = arguments->close.count;
    changes->open_count = arguments->open.count;
    changes->scale_count = arguments->scale.count;
    memcpy(changes->close, arguments->close.items, sizeof changes->close);
    memcpy(changes->open, arguments->open.items, sizeof changes->open);
    memcpy(changes->scale, arguments->scale.items, sizeof changes->scale);
    if (!arguments->by) return true;
    for (int i = 0; i < 3; i++) {
        if (strcmp(arguments->by, words[i]) != 0) continue;
        options->by = (enum steppe_routes_by)i;
        return true;
    }
    fprintf(stderr, "steppe routes: --by \"%s\": expected cost, time or risk\n", arguments->by);
    return false;
}

static int print_routes(const struct steppe_arguments *arguments,
                        const struct steppe_project *project,
                        struct steppe_routes_options *options) {
    const struct steppe_routes *routes;
    struct steppe_error error = {0};
    const struct steppe_model *model = steppe_project_model(project);
    const struct steppe_style style = steppe_style_of(stdout);
    options->from = arguments->positions[1];
    options->to = arguments->positions[2];
    if (!steppe_routes_find(project, options, &routes, &error)) return steppe_say(&error);
    int status = 0;
    if (arguments->geojson &&
        !steppe_report_routes_geojson(arguments->geojson, model, routes, &error)) {
        status = steppe_say(&error);
    }
    if (arguments->json)
        steppe_report_routes_json(stdout, model, options, routes);
    else
        steppe_report_routes(stdout, &style, model, options, routes);
    steppe_routes_free(routes);
    return status;
}

static int print_dependence(const struct steppe_arguments *arguments,
                            const struct steppe_project *project,
                            const struct steppe_routes_options *options) {
    const struct steppe_dependence *dependence;
    struct steppe_error error = {0};
    const struct steppe_model *model = steppe_project_model(project);
    const struct steppe_style style = steppe_style_of(stdout);
    if (!steppe_dependence_make(project, &options->changes, &dependence, &error))
        return steppe_say(&error);
    if (arguments->json)
        steppe_report_dependence_json(stdout, model, &options->changes, dependence);
    else
        steppe_report_dependence(stdout, &style, model, &options->changes, dependence);
    steppe_dependence_free(dependence);
    return 0;
}

static int print_constants(const struct steppe_arguments *arguments,
                           const struct steppe_project *project) {
    const struct steppe_corridors *corridors;
    struct steppe_error error = {0};
    if (!steppe_corridors_fit(project, &corridors, &error)) return steppe_say(&error);
    (arguments->json ? steppe_report_fit_table_json
                     : steppe_report_fit_table)(stdout, steppe_project_model(project), corridors);
    steppe_corridors_free(corridors);
    return 0;
}

// Whether nothing was given that the rest of the command line would leave without effect.
static bool agrees(const struct steppe_arguments *arguments) {
    const char *whole = arguments->constants ? "--constants" : "--dependence";
    const bool changed = arguments->close.count + arguments->open.count + arguments->scale.count >
                         0;
    if (!arguments->constants && !arguments->dependence) return true;
    const char *other = arguments->constants && arguments->dependence ? "--dependence"
                        : arguments->freight                          ? "--freight"
                        : arguments->by                               ? "--by"
                        : arguments->geojson                          ? "--geojson"
                        : arguments->start                            ? "--start"
                        : arguments->constants && changed ? "--close, --open and --scale"
                                                          : NULL;
    if (other) fprintf(stderr, "steppe routes: %s does not go with %s\n", whole, other);
    return !other;
}

static int run(const struct steppe_arguments *arguments, const char *line) {
    (void)line;
    struct steppe_project *project;
    struct steppe_routes_options options = {0};
    bool places = arguments->position_count == 3;
    bool whole = arguments->dependence || arguments->constants;
    if (whole ? arguments->position_count > 1 : !places) {
        fprintf(stderr, "steppe routes: expected MODEL FROM TO, or MODEL with --dependence or "
                        "--constants\n");
        return steppe_code_status(STEPPE_CODE_USAGE);
    }
    if (!agrees(arguments) || !fill_options(arguments, &options))
        return steppe_code_status(STEPPE_CODE_USAGE);
    int status = steppe_open_or_say(steppe_model_name(arguments), &project);
    if (status != 0) return status;
    if (arguments->constants)
        status = print_constants(arguments, project);
    else if (arguments->dependence)
        status = print_dependence(arguments, project, &options);
    else
        status = print_routes(arguments, project, &options);
    steppe_project_close(project);
    return status;
}

static const struct steppe_option *const options_taken[] = {&steppe_option_dependence,
                                                            &steppe_option_freight,
                                                            &steppe_option_by,
                                                            &steppe_option_close,
                                                            &steppe_option_open,
                                                            &steppe_option_scale,
                                                            &steppe_option_network_month,
                                                            &steppe_option_geojson,
                                                            &steppe_option_constants,
                                                            &steppe_option_json,
                                                            NULL};

const struct steppe_command steppe_command_routes = {
    .name = "routes",
    .arguments = "MODEL FROM TO | [MODEL] --dependence | [MODEL] --constants",
    .summary = "ways of freight, their cost and share, and what closing one costs",
    .details =
        "FROM and TO are actors (KAZ, Kazakhstan) or places (KZ_ALM). Shares follow a\n"
        "logit of cost; oil and gas fill the cheapest pipelines first. Of --freight,\n"
        "--by, --start and --geojson none goes with --dependence or --constants.\n\n"
        "  steppe routes central-asia CHN EUU --close RUS\n"
        "  steppe routes central-asia KAZ EUU --freight oil --close O_CPC_2\n"
        "  steppe routes central-asia --dependence",
    .position_max = 3,
    .options = options_taken,
    .run = run,
};
