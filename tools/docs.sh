#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 the steppe authors
#
# docs.sh: writes docs/reference anew from what the program prints of itself, and the constants of
# corridors that the bundled model keeps.
# In: the program (default build/src/steppe). A test compares what is kept with what is printed.
set -eu
cd "$(dirname "$0")/.."
program=${1:-build/src/steppe}
mkdir -p docs/reference
for page in $("$program" docs); do
    "$program" docs "$page" >"docs/reference/$page.md"
done
kept=models/central-asia/network/fit.csv
"$program" routes models/central-asia --constants >"$kept.new"
mv "$kept.new" "$kept"
