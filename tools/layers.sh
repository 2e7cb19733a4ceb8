#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 the steppe authors
#
# layers.sh: who may see whom (docs/map.md), checked: a room includes only rooms below it; lanes
# call no libm; memory comes from base/arena.c; below cli nothing prints or exits; and in the built
# objects nothing global can change. In: tracked files, and a build folder (default: build, if
# there). Out: one line per fault; exit 1 if any. Each run first proves on bad samples that it
# can fail.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/.."
rules=$PWD/tools/layers.awk
build=${1:-build}
[ -d "$build" ] || [ $# -eq 0 ] || { echo "layers.sh: there is no folder $build" >&2; exit 2; }

# Kernel files as the lists of the rooms name them, in the current folder.
kernels() {
    for room in world record mechanisms sim; do
        [ ! -f "src/$room/meson.build" ] ||
            sed -n "/^${room}_kernels = files(/,/^)/s/^ *'\\(.*\\.c\\)',*\$/src\\/$room\\/\\1/p" \
                "src/$room/meson.build"
    done | tr '\n' ' '
}

# check_text: in the current folder, names of C files on standard input.
check_text() { xargs awk -v kernels="$(kernels)" -f "$rules"; }

# check_globals FILE...: objects or archives. Read-only data that holds addresses is data.rel.ro.
# Exceptions, by name: the counter by which tests make reservations fail, per thread; the table of
# variables, filled once per thread; the empty text of a writer, never written; the flag of Ctrl-C.
check_globals() {
    objdump -t "$@" 2>/dev/null | awk '
        $1 ~ /\.o:$/ || /file format/ { object = $1; sub(/:$/, "", object) }
        match($0, / (\.data|\.bss|\.tdata|\.tbss|\*COM\*)[^ \t]*\t[0-9a-f]+ /) {
            section = substr($0, RSTART + 1)
            sub(/[ \t].*/, "", section)
            size = substr($0, RSTART, RLENGTH)
            sub(/.*\t/, "", size)
            if (section ~ /^\.data\.rel\.ro/ || $NF == section || size ~ /^0+ $/) next
            if ($NF ~ /^\.gomp_critical_user/) next # a lock of OpenMP
            at = object " " $NF
            if (at ~ /base_arena.* fail_countdown$/ || at ~ /model_model.* table\.[0-9]+$/) next
            if (at ~ /base_text.* nothing\.[0-9]+$/ || at ~ /cli_run.* interrupted$/) next
            print object ": global: " $NF " can change (" section ")"
        }'
}

# expect RULE FILE, then the sample on standard input: the rule must be named, and no other.
expect() {
    mkdir -p "$(dirname "$2")"
    cat >"$2"
    found=$(find src include -name '*.[ch]' 2>/dev/null | check_text | awk '{ print $2 }' |
        sort -u | tr '\n' ' ')
    rm "$2"
    if [ "$found" != "${1:+$1: }" ]; then
        echo "layers.sh: a sample in $2 should give '$1', it gave '$found'" >&2
        exit 1
    fi
}

self_test() (
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    cd "$folder"
    mkdir -p src/world include
    mkdir -p src/mechanisms
    printf "world_kernels = files(\n    'draws.c',\n)\n" >src/world/meson.build
    printf "mechanisms_kernels = files(\n    'a.c',\n)\n" >src/mechanisms/meson.build
    echo '#include "base/arena.h"' | expect '' src/model/a.c
    echo '#include "world/world.h"' | expect include src/model/a.c
    echo '#include "arena.h"' | expect include src/base/a.c
    echo '#include "util/arena.h"' | expect include src/base/a.c
    echo '#include "record/record.h"' | expect include src/mechanisms/a.c
    echo '#include "sim/plan.h"' | expect include src/analysis/a.c
    echo '#include "world/world.h"' | expect include src/report/a.c
    echo '#include "model/model.h"' | expect include src/cli/a.c
    echo '#include "model/model.h"' | expect include include/steppe.h
    echo '#include "cli/main.h"' | expect include src/steppe.c
    echo 'int x;' | expect room src/util/a.c
    echo '    x = expf(y);' | expect libm src/world/draws.c
    echo '    x = steppe_exp(y); // exp(y)' | expect '' src/world/draws.c
    echo '    x = pow(y, 2);' | expect libm src/solve/a_kernel.h
    echo '    x = pow(y, 2);' | expect '' src/mechanisms/a.c
    echo '    x = powf(y, 2);' | expect libm src/mechanisms/a.c
    echo '    x = exp(y);' | expect '' src/model/a.c
    echo '    p = malloc(8);' | expect memory src/model/a.c
    echo '    p = malloc(8);' | expect '' src/base/arena.c
    echo '    printf("x");' | expect voice src/model/a.c
    echo '    exit(1);' | expect '' src/cli/a.c
    if command -v "${CC:-cc}" >/dev/null 2>&1; then
        printf 'int calls; static const int fixed = 1; const char *const names[] = {"a"};\n%s\n' \
            'int f(void); int f(void) { static int n; return n++ + fixed + calls; }' >bad.c
        "${CC:-cc}" -fPIC -c bad.c -o bad.o
        found=$(check_globals bad.o | awk '{ print $3 }' | sed 's/\..*//' | sort | tr '\n' ' ')
        if [ "$found" != 'calls n ' ]; then
            echo "layers.sh: 'calls n' are globals that change; found '$found'" >&2
            exit 1
        fi
    fi
)

self_test
if git ls-files --error-unmatch tools/layers.sh >/dev/null 2>&1; then
    files() { git ls-files -- src include | grep '\.[ch]$'; }
else # an unpacked archive
    files() { find src include -name '*.[ch]'; }
fi
faults=$(
    files | check_text
    [ ! -f "$build/src/libsteppe_core.a" ] ||
        find "$build/src" -name '*.o' | sort |
        while read -r object; do check_globals "$object"; done
)
if [ -n "$faults" ]; then
    printf '%s\n' "$faults"
    echo "layers.sh: $(printf '%s\n' "$faults" | wc -l) faults"
    exit 1
fi
echo "layers.sh: no faults"
