#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/upkeep/upstream-series.sh [--recipe DIR] GIT_DIR OUTPUT: the patches of commit as mails for upstream's development
# branch, the HEAD of the git repository GIT_DIR, which is only read.  Each line of patches/PACKAGE/mails/series is a mail:
# the patches it is made of, the first of which has what it says; they are applied on top of the mails before.  OUTPUT gets
# 0001-....patch and so on, for `git am`, and must not be there.  DIR: laid out like this project, which is the default.
#
# Exit status: 0; 1 a patch does not apply, nothing is written; 2 wrong usage; 99 git is missing.

set -eu

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=build/lib/package.sh
. "$here/../lib/package.sh"

die() { # die STATUS MESSAGE
  printf 'upstream-series: %s\n' "$2" >&2
  exit "$1"
}

root=$here/../..
test "${1-}" != --recipe || {
  root=${2:?"DIR is missing behind --recipe"}
  shift 2
}
test $# = 2 || die 2 'usage: upstream-series.sh [--recipe DIR] GIT_DIR OUTPUT'
command -v git >/dev/null || die 99 'git is not installed'
test ! -e "$2" || die 2 "$2 is there already: expected a new directory; name another one"
repository=$(cd "$1" 2>/dev/null && git rev-parse --absolute-git-dir 2>/dev/null) ||
  die 2 "$1 is no git repository; expected upstream's"
root=$(cd "$root" && pwd)
patches=$root/patches/$(default_package "$root")
scratch=$(mktemp -d "${TMPDIR:-/tmp}/poolpatch-upstream.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# in_clone ARG...: git on a repository of our own that borrows upstream's objects; nothing is checked out.
in_clone() {
  git --git-dir="$scratch/git" -c user.name='The poolpatch developers' -c user.email=poolpatch@localhost \
    -c core.hooksPath=/dev/null "$@"
}

# message_of PATCH: its Description as the message of a commit.
message_of() {
  awk '/^Description: / { print substr($0, 14) "\n"; inside = 1; next }
    !/^ / { inside = 0 }
    inside { print $0 == " ." ? "" : substr($0, 2) }' "$1"
}

git clone -q --bare --shared "$repository" "$scratch/git"
base=$(in_clone rev-parse HEAD)
in_clone read-tree HEAD
parent=$base
while read -r first others; do
  case $first in '' | '#'*) continue ;; esac
  for patch in $first $others; do
    sed '1,/^---$/d' "$patches/$patch" >"$scratch/diff"
    in_clone apply --cached --whitespace=nowarn "$scratch/diff" 2>"$scratch/said" ||
      die 1 "$patch does not apply to $(in_clone rev-parse --short HEAD): $(cat "$scratch/said")"
  done
  message_of "$patches/$first" >"$scratch/message"
  parent=$(in_clone commit-tree -p "$parent" -F "$scratch/message" "$(in_clone write-tree)")
done <"$patches/mails/series"
mkdir -p "$2"
in_clone format-patch -q -o "$(cd "$2" && pwd)" "$base..$parent"
for mail in "$2"/*.patch; do printf '%s\n' "$mail"; done
