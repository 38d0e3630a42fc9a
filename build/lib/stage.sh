# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/stage.sh: what every stage begins with.
#
# A stage sources it first, after setting `stage` to its own name.  It is run in the top of the build
# directory and reads settings.sh there, which configure wrote.  Exit status of every stage: 0 done or nothing
# to do, 1 failed (one line on standard error says what and what to do), 2 wrong usage.  Of several stages in one process
# (run.sh) the first does all this for the others.
# shellcheck shell=sh disable=SC2034,SC2154 # a stage sets `stage` and uses what this file sets

set -eu

test "${sourced_by_-}" != $$ || return 0
sourced_by_=$$ settings_loaded_=no

unset CDPATH
build_dir=$PWD
lib=$(cd -- "${0%/*}/../lib" && pwd)
# shellcheck source=build/lib/environment.sh
. "$lib/environment.sh"
! is_dry_run || exit 0
# quilt can't take a blank there; we change directories.
case ${TMPDIR-} in
  *[[:space:]]*) TMPDIR=/tmp ;;
  '' | /*) ;;
  *) TMPDIR=$PWD/$TMPDIR ;;
esac

# shellcheck source=build/lib/messages.sh
. "$lib/messages.sh"
# shellcheck source=build/lib/transaction.sh
. "$lib/transaction.sh"
# shellcheck source=build/lib/log.sh
. "$lib/log.sh"

# load_settings: read what configure found, and the package's own functions, and keep other stages out.  From here on
# build_dir and tree hold no blank, which no build system but ours can take.
load_settings() {
  test "$settings_loaded_" = no || return 0
  read_settings
  own "$build_dir"
  settings_loaded_=yes
}

# read_settings: the same, where others may be at work.
read_settings() {
  test -f settings.sh ||
    die "no settings.sh in $PWD: run configure there first"
  is_sealed settings.sh || die "$PWD/settings.sh was changed or damaged since configure wrote it: run configure again"
  leave_blanks_
  # shellcheck source=build/lib/settings.sh
  . ./settings.sh
  # shellcheck source=build/packages/default.sh
  . "$top_srcdir/build/packages/default.sh"
  # shellcheck source=/dev/null
  . "$package_dir/package.sh"
  spaceless tree "$tree"
}

# own DIRECTORY: nobody else of ours is at work there until this one ends.  What it and all that it starts need for a while
# goes into $scratch there, not into the system's TMPDIR: so the next one removes what a killed one left, and nobody can be in
# the way.  Where it can't be made there is TMPDIR, as there may be nothing to do; so is it if a stage above is at work here.
own() {
  lock "$1"
  room_=$1/.poolpatch-tmp
  test -z "$scratch" && test "${TMPDIR-}" != "$room_" || return 0
  test ! -e "$room_" || rm -rf "$room_"
  mkdir "$room_" 2>/dev/null || return 0
  scratch=$room_ TMPDIR=$room_
  export TMPDIR
  at_exit remove_scratch_
}

# read_fetched: sets from and identity to the two lines of stamps/fetch: where what was fetched is, and its digest; status 1 if
# there are none.
read_fetched() {
  test -f stamps/fetch && { IFS= read -r from && IFS= read -r identity; } <stamps/fetch
}

# compiled_from: a digest of what a compilation depends on: the source and its patches, the words for its configure, and
# what the compiler and the linker take from the environment behind configure's back (gcc(1), ld(1)).
compiled_from() {
  {
    ! read_fetched || printf '%s\n' "$identity"
    test ! -f "$tree/.poolpatch/stamp" || cat "$tree/.poolpatch/stamp"
    printf '%s\n' "$configure_args"
    for name_ in CPATH C_INCLUDE_PATH CPLUS_INCLUDE_PATH LIBRARY_PATH LD_RUN_PATH COMPILER_PATH GCC_EXEC_PREFIX; do
      eval "printf '%s=%s\\n' \"\$name_\" \"\${$name_-}\""
    done
  } | sha256 /dev/stdin
}

# leave_blanks_: go on in a link to the build directory if there is a blank in its name.  The link is in a private
# directory, and its name depends on the build directory alone, so that a second run finds the same.
leave_blanks_() {
  case $build_dir in *[[:space:]]*) ;; *) return ;; esac
  links_=${TMPDIR:-/tmp}/poolpatch-links-$(id -u)
  mkdir -m 700 "$links_" 2>/dev/null || :
  test -n "$(find "$links_" -prune -type d -user "$(id -u)")" ||
    die "$links_ belongs to somebody else: remove it, or set TMPDIR to a directory of your own without blanks"
  link_=$links_/$(printf '%s' "$build_dir" | cksum | tr -c '0-9\n' -)
  link_to_ "$link_" "$build_dir"
  build_dir=$link_
  cd "$build_dir"
}

# spaceless VARIABLE PATH: set VARIABLE to PATH, or if it holds a blank to a link to it in the build directory.
spaceless() {
  case $2 in
    *[[:space:]]*)
      link_to_ "$build_dir/$1.link" "$2"
      eval "$1=\$build_dir/$1.link" ;;
    *) eval "$1=\$2" ;;
  esac
}

link_to_() { # link_to_ LINK PATH
  test "$(readlink "$1" 2>/dev/null)" = "$2" || { rm -f "$1" && ln -s "$2" "$1"; }
}
