#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 the steppe authors
#
# fuzz.sh: searches for inputs that break a reader, with clang's libFuzzer and sanitizers.
# Usage: tools/fuzz.sh [SECONDS [TARGET...]]   default: 60 seconds for each target
# STEPPE_FUZZ_SEED, if set, makes the search begin alike each time.
# Builds in build-fuzz/. New inputs are kept in build-fuzz/corpus/TARGET; one that breaks something
# is named and kept as build-fuzz/crash-*: fix the cause, then add it to tests/fuzz/corpus/TARGET.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
[ $# -eq 0 ] || shift

command -v clang >/dev/null 2>&1 || { echo "fuzz.sh: needs the Debian package clang" >&2; exit 4; }
[ -f build-fuzz/build.ninja ] ||
    CC=clang meson setup build-fuzz -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false \
        -Disa_instances=false -Dwerror=true
ninja -C build-fuzz
cd build-fuzz
# Word splitting is meant: a list of names.
# shellcheck disable=SC2046
[ $# -gt 0 ] ||
    set -- $(find tests/fuzz -maxdepth 1 -type f -name 'fuzz_*' | sed 's/.*fuzz_//' | sort)
status=0
# Memory of ours lies in arenas, whose loss the tests watch; libfyaml 0.7 loses some of its own on
# broken input, also at the end of the program, where only the sanitizer's own option is heard.
ASAN_OPTIONS="detect_leaks=0:${ASAN_OPTIONS:-}"
export ASAN_OPTIONS
for target in "$@"; do
    echo "== $target"
    mkdir -p "corpus/$target"
    "tests/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
        -detect_leaks=0 ${STEPPE_FUZZ_SEED:+"-seed=$STEPPE_FUZZ_SEED"} \
        "corpus/$target" "../tests/fuzz/corpus/$target" || status=1
done
exit $status
