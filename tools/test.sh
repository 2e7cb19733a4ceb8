#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 the steppe authors
#
# test.sh: runs all tests of one or more build folders and counts single cases.
# In: build folders; STEPPE_TESTS, if set, names the test programs to run. Out: faults, the reason
# of each skip, a tally per folder, and a last line `N passed, N failed, N skipped`. Exit 1 when
# something failed. A program that dies, that fails without a failed case, or that skips a case
# without a printed reason counts as failed.
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || { echo "usage: tools/test.sh BUILD-FOLDER..." >&2; exit 2; }

# Both streams of a program in one, so that the reason of a skip stands before the skip.
one_stream="sh -c 'exec \"\$@\" 2>&1' sh"
tally=$(mktemp)
trap 'rm -f "$tally"' EXIT

# The counting proves itself on a small log first: a good case, a skip with and without its reason,
# a program that dies in a case, one that fails after its cases, one without cases.
expect_count() {
    awk -v build=sample -v tally="$tally" -f tools/count_cases.awk >/dev/null
    if [ "$(cat "$tally")" != "$1" ]; then
        echo "test.sh: a sample log should count '$1', it counted '$(cat "$tally")'" >&2
        exit 1
    fi
}
expect_count '1 4 1' <<'END'
===== 1/4 =====
test:         steppe:room / one
result:       exit status 0
----- stdout -----
[ RUN      ] good
[       OK ] good
[ RUN      ] no_file
the file is not here
[  SKIPPED ] no_file
[ RUN      ] silent
[  SKIPPED ] silent
[  SKIPPED ] 2 test(s), listed below:
[  SKIPPED ] no_file
===== 2/4 =====
test:         steppe:room / two
result:       killed by signal 11 SIGSEGV
----- stdout -----
[ RUN      ] dies
===== 3/4 =====
test:         steppe:room / three
result:       exit status 1
----- stdout -----
[==========] 0 test(s) run.
===== 4/4 =====
test:         steppe:room / four
result:       exit status 0
----- stdout -----
END
total_passed=0 total_failed=0 total_skipped=0
for build in "$@"; do
    log=$build/meson-logs/testlog-sh.txt
    rm -f "$log"
    # Word splitting is meant: names of test programs.
    # shellcheck disable=SC2086
    meson test -C "$build" --no-rebuild --wrapper "$one_stream" ${STEPPE_TESTS:-} \
        >"$build/meson-logs/tests.out" 2>&1 || true
    if [ ! -f "$log" ]; then
        if grep -q '^No tests defined' "$build/meson-logs/tests.out"; then
            echo "$build: no tests are defined"
            continue
        fi
        cat "$build/meson-logs/tests.out"
        echo "$build: the tests could not be run"
        total_failed=$((total_failed + 1))
        continue
    fi
    awk -v build="$build" -v tally="$tally" -f tools/count_cases.awk "$log"
    read -r passed failed skipped <"$tally"
    echo "$build: $passed passed, $failed failed, $skipped skipped"
    total_passed=$((total_passed + passed))
    total_failed=$((total_failed + failed))
    total_skipped=$((total_skipped + skipped))
done
echo "$total_passed passed, $total_failed failed, $total_skipped skipped"
[ "$total_failed" -eq 0 ]
