#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/bench/pipeline.sh TARBALL [RUNS]: what poolpatch costs over the plain way (tar, patch, configure, make,
# make install by hand), everything after the download, cold, in turn in one run.  Must be at most 1.10.  Run it
# in the build directory; needs hyperfine.  TOP_SRCDIR: the toolkit's source, with a configure.

set -eu

command -v hyperfine >/dev/null 2>&1 || {
  echo 'pipeline.sh: hyperfine is missing: install it' >&2
  exit 99
}
tarball=$1
runs=${2:-3}
work=$(mktemp -d "${TMPDIR:-/tmp}/poolpatch-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
jobs=$(getconf _NPROCESSORS_ONLN)
patches=$TOP_SRCDIR/patches/gap

cat >"$work/plain" <<END
set -e
mkdir "$work/p"
cd "$work/p"
tar -x -f "$tarball"
cd gap-*
sed '/^#/d; /^$/d' "$PWD/series" | while read -r patch; do patch -s -p1 <"$patches/\$patch"; done
./configure --prefix="$work/p/local"
make -j$jobs
make install
END
cat >"$work/ours" <<END
set -e
mkdir "$work/o"
cd "$work/o"
"$TOP_SRCDIR/spkg-install" --with-pool=commit --with-source="$tarball"
END
hyperfine --runs "$runs" --prepare "rm -rf '$work/p' '$work/o'" --export-json pipeline.json \
  --command-name 'by hand' "sh '$work/plain'" \
  --command-name 'spkg-install' "sh '$work/ours'"
