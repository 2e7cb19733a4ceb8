#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 the steppe authors
#
# tidy.sh: layout (clang-format) and suspicious code (clang-tidy), with the versions of Debian 12,
# 14. Usage: tools/tidy.sh          report both, exit 1 on any fault
#            tools/tidy.sh format   lay the tracked C files out in place
# Needs the packages clang-format and clang-tidy, and for the second a build folder named build.
set -eu
cd "$(dirname "$0")/.."

need() {
    command -v "$1" >/dev/null 2>&1 || { echo "tidy.sh: needs the Debian package $1" >&2; exit 4; }
}

need clang-format
case ${1:-check} in
    format)
        git ls-files '*.c' '*.h' | xargs clang-format -i
        # Rulers in comments end at the margin.
        git ls-files '*.c' '*.h' | xargs sed -i -E '/^ *\/\/ .*-----$/s/^(.{100}).*/\1/'
        exit 0
        ;;
    check) ;;
    *)
        echo "usage: tools/tidy.sh [format]" >&2
        exit 2
        ;;
esac
status=0
git ls-files '*.c' '*.h' | xargs clang-format --dry-run -Werror || status=1
need clang-tidy
[ -f build/compile_commands.json ] || { echo "tidy.sh: run ./bootstrap run first" >&2; exit 4; }
git ls-files 'src/*.c' | grep -v '_kernel\.c$' | xargs clang-tidy -p build --quiet || status=1
exit $status
