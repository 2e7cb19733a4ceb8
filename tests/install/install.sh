#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 the steppe authors
#
# install.sh: an installed copy works where it was not built. In: the build folder, the source
# folder, the C compiler. Installs by DESTDIR, moves the tree, runs the program there, and builds
# and runs examples/influence.c by pkg-config alone. Speaks as cmocka does.
# (The cases are called by name, through claim.)
# shellcheck disable=SC2317
set -u
build=$1 source=$2
shift 2
compiler=$*
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
unset STEPPE_MODELS
failed=0

# claim NAME COMMAND...: one case.
claim() {
    name=$1
    shift
    printf '[ RUN      ] %s\n' "$name"
    if "$@"; then
        printf '[       OK ] %s\n' "$name"
    else
        printf '[  FAILED  ] %s\n' "$name"
        failed=1
    fi
}

install_and_move() {
    DESTDIR=$folder/staged meson install -C "$build" --no-rebuild --quiet >/dev/null || return 1
    prefix=$(meson introspect --buildoptions "$build" |
        tr '{' '\n' | sed -n 's/.*"name": "prefix", "value": "\([^"]*\)".*/\1/p')
    mv "$folder/staged$prefix" "$folder/moved"
}

everything_is_there() {
    pc=$(find "$folder/moved" -name steppe.pc)
    library=$(find "$folder/moved" -name libsteppe.so)
    for file in bin/steppe include/steppe.h share/steppe/models/central-asia/model.yaml; do
        [ -f "$folder/moved/$file" ] || { echo "$file was not installed"; return 1; }
    done
    if [ -z "$pc" ] || [ -z "$library" ]; then
        echo "steppe.pc or libsteppe.so is missing"
        return 1
    fi
}

# In an empty folder, so that only the models beside the program can be found.
moved_program() {
    mkdir -p "$folder/empty"
    (cd "$folder/empty" && "$folder/moved/bin/steppe" run central-asia --members 64 >out.txt)
}

build_example() {
    PKG_CONFIG_PATH=$(dirname "$pc")
    export PKG_CONFIG_PATH
    # Where the copy was moved to, in place of where it was meant for.
    flags=$(pkg-config --define-variable=prefix="$folder/moved" --cflags --libs steppe) || return 1
    # Word splitting is meant: compiler and flags.
    # shellcheck disable=SC2086
    $compiler -std=c17 -Wall -Wextra -Werror "$source/examples/influence.c" $flags \
        -o "$folder/influence"
}

run_example() {
    (
        cd "$folder/empty" || exit 1
        LD_LIBRARY_PATH=$(dirname "$library")
        STEPPE_MODELS=$folder/moved/share/steppe/models
        export LD_LIBRARY_PATH STEPPE_MODELS
        "$folder/influence" | tee example.txt
        [ "$(grep -c '^influence' example.txt)" -eq 2 ]
    )
}

claim installs_below_a_destination install_and_move
claim installs_program_library_header_and_models everything_is_there
claim moved_program_finds_its_models moved_program
claim example_builds_by_pkg_config build_example
claim example_runs_against_the_installed_library run_example
exit $failed
