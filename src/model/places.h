// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// places: where models and the issues of the bundled one lie. In: a name. Out: a path, the nearest
// name, or all issues; what of it is public stands in steppe.h.
#ifndef STEPPE_MODEL_PLACES_H
#define STEPPE_MODEL_PLACES_H

#include <stdbool.h>
#include <stddef.h>

// Path of a model's folder: a name with a slash, or of a folder that is there, is a path; others
// are sought in models, $STEPPE_MODELS, beside the program, and here. False: none is found.
bool steppe_place_model(const char *name, char *path, size_t size);
// How the program is told to open it again: by its name where it is found by that, else its folder.
const char *steppe_place_call(const char *name, const char *folder);

#endif
