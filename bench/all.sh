#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 the steppe authors
#
# all.sh: runs the programs it is given, one after the other, and names the machine first.
set -eu
sed -n 's/^model name[^:]*: */machine: /p' /proc/cpuinfo 2>/dev/null | sort | uniq -c |
    sed 's/^ *\([0-9]*\) machine: \(.*\)/machine: \1 x \2/'
for program in "$@"; do
    "$program"
done
