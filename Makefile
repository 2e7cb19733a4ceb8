# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 the steppe authors
# Verbs over the Meson build; no file is named here.
.PHONY: all test bench check clean

all:
	@test -f build/build.ninja || meson setup build -Dbuildtype=release
	@ninja -C build

test:
	@./bootstrap test

bench: all
	@ninja -C build bench

check: all
	@sh tools/layers.sh
	@sh tools/names.sh
	@sh tools/tidy.sh

clean:
	@rm -rf build build-sanitize
