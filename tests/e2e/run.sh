#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs "$@" with folders of its own: the accessibility bus puts its socket into XDG_RUNTIME_DIR, which two runs at once must not share.
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
for one in RUNTIME_DIR CONFIG_HOME DATA_HOME CACHE_HOME; do
  mkdir -m 700 "$dir/$one" && export "XDG_$one=$dir/$one"
done
"$@"
