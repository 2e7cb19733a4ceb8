#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 the steppe authors
#
# names.sh: habits that a reader relies on, checked: heads, lengths, banned functions, words that
# must not stay (names.awk has the rules), and in the built library the prefix of every name and
# the list of exports. In: tracked files, and a build folder (default: build, if there). Out: one
# line per fault; exit 1 if any. Each run first proves on bad samples that it can fail.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/.."
rules=$PWD/tools/names.awk
build=${1:-build}
[ -d "$build" ] || [ $# -eq 0 ] || { echo "names.sh: there is no folder $build" >&2; exit 2; }

# check_text: in the current folder, names of files on standard input.
check_text() { xargs awk -f "$rules"; }

# check_symbols BUILD: every global name of the objects carries the prefix, and the shared library
# exports what steppe.h declares, no more and no less.
check_symbols() {
    nm -g --defined-only "$1"/src/*.a 2>/dev/null |
        awk 'NF == 3 && $3 !~ /^(steppe_|\.gomp_critical_user_steppe_)/ {
            print "nm: prefix: " $3 " lacks steppe_"
        }'
    exported=$(nm -D --defined-only "$1/src/libsteppe.so" |
        awk '$3 !~ /^\.gomp_/ { print $3 }' | sort)
    declared=$(sed -n 's|//.*||; /^STEPPE_PUBLIC/,/;/p' include/steppe.h |
        tr '\n' ' ' | tr ';' '\n' |
        sed -n 's/[^(]*[ *]\(steppe_[a-z_0-9]*\)(.*/\1/p' | sort)
    printf '%s\n---\n%s\n' "$exported" "$declared" | awk '
        /^---$/ { second = 1; next }
        !second { exported[$1] = 1; next }
        { declared[$1] = 1 }
        END {
            for (name in exported) if (name != "" && !(name in declared))
                print "libsteppe: export: " name " is exported but not declared in steppe.h"
            for (name in declared) if (name != "" && !(name in exported))
                print "libsteppe: export: " name " is declared in steppe.h but not exported"
        }'
}

# check_keys: papers that the code names (word-1999) stand in docs/sources.bib.
check_keys() {
    grep -rnoE '\b[a-z]+(-[a-z]+)*-(18|19|20)[0-9][0-9]\b' src include --include='*.[ch]' |
        while IFS=: read -r file line key; do
        grep -q "^@[a-z]*{$key,\$" docs/sources.bib ||
            echo "$file:$line: paper: '$key' is not in docs/sources.bib"
    done
}

# check_links: pages of this repository that pages point to are there.
check_links() {
    files | grep '\.md$' | while read -r page; do
        grep -oE '\]\([^)#]+' "$page" | cut -c3- | grep -v ':' | while read -r target; do
            [ -e "$(dirname "$page")/$target" ] || echo "$page:1: link: $target is not there"
        done
    done
}

head_lines='// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors'
repeat() { awk -v n="$1" -v text="$2" 'BEGIN { while (n-- > 0) print text }'; }

# expect RULE, then the sample on standard input: the rule must be named, and no other.
expect() {
    cat >src/base/sample.c
    found=$(find src -name '*.c' | sort | check_text | awk '{ print $2 }' | sort -u | tr '\n' ' ')
    if [ "$found" != "${1:+$1: }" ]; then
        echo "names.sh: a sample should give '$1', it gave '$found'" >&2
        exit 1
    fi
}

self_test() (
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    cd "$folder"
    mkdir -p src/base
    expect '' <<END
$head_lines
static int twice(int x) {
    return 2 * x; // sprintf( in a comment is no call
}
END
    echo 'int x;' | expect head
    printf '%s\n// TO%s: later\n' "$head_lines" DO | expect unfinished
    printf '%s\n// see /ho%s/me/x\n' "$head_lines" me | expect machine-path
    printf '%s\n// from py%s\n' "$head_lines" pi.org | expect registry-host
    printf '%s\n// see iss%s 3\n' "$head_lines" ue | expect ticket
    { echo "$head_lines"; printf '// %098d\n' 0; } | expect long-line
    { echo "$head_lines"; printf '// é%096d\n' 0; } | expect ''
    printf '%s\n\tint x;\n' "$head_lines" | expect tab
    printf '%s\nint x; \n' "$head_lines" | expect line-end
    printf '%s\nint f(char *t) {\n    return atoi(t);\n}\n' "$head_lines" | expect banned
    { echo "$head_lines"; repeat 800 ''; } | expect long-file
    { printf '%s\nint f(void) {\n' "$head_lines"; repeat 69 '    x();'; echo '}'; } |
        expect long-function
    { printf '%s\nint f(int a,\n      int b) {\n' "$head_lines"; repeat 67 '    x();'; echo '}'; } |
        expect ''
    printf '%s\nint f(void) {\n    return 1;\n}\n' "$head_lines" >src/base/other.c
    expect defined-twice <src/base/other.c
    { printf '%s\nint f(void) {\n' "$head_lines"; repeat 6 '    x();'; echo '}'; } >src/base/other.c
    sed 's/f(void)/g(void)/' src/base/other.c | expect copied
    mkdir -p include docs
    echo '@book{smith-1776,' >docs/sources.bib
    printf '// smith-1776\n// adam-smith-1876\n' >src/base/sample.c
    [ "$(check_keys | cut -d' ' -f2)" = paper: ] ||
        { echo "names.sh: no paper missed" >&2; exit 1; }
    files() { echo docs/a.md; }
    echo '[a](a.md) [b](b.md) [c](https://example.org)' >docs/a.md
    [ "$(check_links)" = 'docs/a.md:1: link: b.md is not there' ] ||
        { echo "names.sh: no dead link found" >&2; exit 1; }
)

self_test
if git ls-files --error-unmatch tools/names.sh >/dev/null 2>&1; then
    files() { git ls-files -- . ':!LICENSE'; }
else # an unpacked archive
    files() { find . -name 'build*' -prune -o -type f ! -name LICENSE -print; }
fi
faults=$(
    files | check_text
    check_keys
    check_links
    [ ! -f "$build/src/libsteppe.so" ] || check_symbols "$build"
)
if [ -n "$faults" ]; then
    printf '%s\n' "$faults"
    echo "names.sh: $(printf '%s\n' "$faults" | wc -l) faults"
    exit 1
fi
echo "names.sh: no faults"
