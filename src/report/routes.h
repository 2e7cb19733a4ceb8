// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// routes: ways of freight and what hosts lose by closed territories, as text, JSON and GeoJSON.
#ifndef STEPPE_REPORT_ROUTES_H
#define STEPPE_REPORT_ROUTES_H

#include <stdio.h>

#include "base/error.h"
#include "model/model.h"
#include "report/draw.h"

void steppe_report_routes(FILE *stream, const struct steppe_style *style,
                          const struct steppe_model *model,
                          const struct steppe_routes_options *options,
                          const struct steppe_routes *routes);
void steppe_report_routes_json(FILE *stream, const struct steppe_model *model,
                               const struct steppe_routes_options *options,
                               const struct steppe_routes *routes);
// A line for each route, with its figures, for a map (RFC 7946).
STEPPE_CHECKED bool steppe_report_routes_geojson(const char *path, const struct steppe_model *model,
                                                 const struct steppe_routes *routes,
                                                 struct steppe_error *error);
void steppe_report_dependence(FILE *stream, const struct steppe_style *style,
                              const struct steppe_model *model,
                              const struct steppe_routes_changes *changes,
                              const struct steppe_dependence *dependence);
void steppe_report_dependence_json(FILE *stream, const struct steppe_model *model,
                                   const struct steppe_routes_changes *changes,
                                   const struct steppe_dependence *dependence);
#endif
