#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# faults.sh --names | --table FILE... | [--points=N] NAME [MODE...]: let the command NAME of the table below go wrong at each of its changes of the
# file system in turn, run it again, and compare all that there is then with what an undisturbed run leaves.
#
# MODE is k, killed; o, one call has no room on the disk; f, no call has from there on: see inject.c.  All three by default.
# --points=N tries at most N points of each, evenly spread.  Prints a line for each fault that ended badly, and at last for each
# mode `= NAME MODE` and, each a number: faults tried, and of them
#   stuck    the second run failed
#   silent   a run succeeded, and what there is differs from what is right; or it failed without a word
#   half     a run without room failed, and left what a user sees (prefix, tree in place, directory of an export) neither as it
#            was nor as it was to be, and did not say so
#   litter   a run succeeded, and something is left over; or a run that failed, but was not killed, left something in TMPDIR
#   hung     a run took more than a minute
# --names prints the commands; --table adds up what was printed into FILEs, as a table.
# Environment: top_srcdir; top_builddir with checks/faults/inject and poolstat/poolstat in it; TMPDIR.
# Exit status: 0 none ended badly; 1 some did; 2 wrong usage; 77 nothing can be tried here.

# shellcheck disable=SC2154,SC2317 # what the libraries set; what the table and they call

set -eu

longest=60 # seconds a run may take

# NAME | what comes before | the command.  Both are run in the build directory of a world as checks/stages/lib.sh makes it.
table() {
  sed 's/^ *//; s/  *| */|/g' <<'END'
  fetch     | :                                               | stage fetch
  unpack    | stages fetch                                    | stage unpack
  patch     | stages fetch unpack                             | stage patch
  repatch   | stages fetch unpack patch; choose noreserve     | stage patch
  unpatch   | stages fetch unpack patch                       | stage unpatch
  compile   | stages fetch unpack patch                       | stage compile
  install   | stages fetch unpack patch compile               | stage install
  upgrade   | stages fetch unpack patch compile; with_more install; recompile | stage install
  uninstall | stages fetch unpack patch compile install       | stage uninstall
  prove     | stages fetch unpack patch compile install       | stage prove
  apply     | decided                                         | "$poolpatch" apply --with-recipe="$work/recipe" --with-pool=commit "$work/source"
  unapply   | decided; applied                                | "$poolpatch" unapply --with-recipe="$work/recipe" "$work/source"
  export    | decided                                         | "$poolpatch" export --with-recipe="$work/recipe" --format=debian --with-pool=commit --version=1.0.0 --output="$work/out"
  pipeline  | configured                                      | make -s install prefix="$work/prefix"
END
}

usage() {
  echo "usage: faults.sh [--points=N] NAME [MODE...]; NAME: $(names | paste -s -d ' ' -)" >&2
  exit 2
}

names() {
  table | cut -d '|' -f 1
}

# add_up FILE...: exit status 1 if a fault ended badly.
add_up() {
  cat "$@" | awk '
    $1 == "=" && NF == 9 {
      if (!($2 in seen)) name[++names] = $2
      seen[$2]
      for (to = 1; to <= 2; to++) {
        row = to == 1 ? $2 : "all"
        n[row, $3] += $4
        for (i = 5; i <= 9; i++) { n[row, i] += $i; bad += $i }
      }
    }
    $1 != "=" { print }
    function put(row,    i) {
      printf "| %s | %d | %d | %d |", row, n[row, "k"], n[row, "o"], n[row, "f"]
      for (i = 5; i <= 9; i++) printf " %d |", n[row, i]
      print ""
    }
    END {
      print "| command | killed | one call without room | no room from there on | stuck | silent | half | litter | hung |"
      print "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
      for (i = 1; i <= names; i++) put(name[i])
      put("all")
      exit bad > 0
    }'
}

main() {
  points=0
  case ${1-} in
    --names) names; exit ;;
    --table) shift; add_up "$@"; exit ;;
    --points=*) points=${1#*=}; shift ;;
  esac
  name=${1-}
  row=$(table | grep "^$name|") || usage
  shift
  modes=${*:-k o f}
  before=${row#*|}
  command=${before#*|}
  before=${before%%|*}
  "$inject" true || exit 77
  make_world
  failed=0
  for mode in $modes; do
    try_mode
  done
  exit "$failed"
}

# ---- the worlds ----

# make_world: $base/before, what there is before the command, and lists of what is there then, and after it.
make_world() {
  base=$(mktemp -d "${TMPDIR:-/tmp}/faults.XXXXXX")
  trap 'chmod -R u+w "$base"; rm -rf "$base"' EXIT
  trap 'exit 130' INT TERM
  work=$base/work SHUNIT_TMPDIR=$base TMPDIR=$work/tmp HOME=$work/home XDG_CACHE_HOME=$work/cache
  export work TMPDIR HOME XDG_CACHE_HOME
  mkdir "$work"
  cd "$work"
  new_world_
  mkdir home mirror build/poolstat
  ln -s "$top_builddir/poolstat/poolstat" build/poolstat/poolstat
  make_tarball_ mirror/tinypool-1.0.0.tar.gz
  row_ mirror/tinypool-1.0.0.tar.gz "file://$work/mirror/tinypool-1.0.0.tar.gz"
  settle_ source=
  cd build
  (eval "$before") >"$base/out" 2>&1 || {
    cat "$base/out" >&2
    echo "faults: $name: what comes before the command failed" >&2
    exit 1
  }
  cp -R -p "$work" "$base/before"
  list >"$base/list.before"
  run || {
    cat "$base/err" >&2
    echo "faults: $name: the undisturbed command failed" >&2
    exit 1
  }
  list >"$base/list.after"
}

restore() {
  cd /
  chmod -R u+w "$work"
  rm -rf "$work"
  cp -R -p "$base/before" "$work"
  cd "$work/build"
}

stages() {
  for stage_ in "$@"; do
    stage "$stage_"
  done
}

choose() {
  (cd "$work" && settle_ source= pool_strategy="$1")
}

# with_more STAGE...: of a package that installs one file more.
with_more() {
  cp "$work/recipe/build/packages/tinypool/package.sh" "$base/package.sh"
  (
    cd "$work"
    redefine_ <<'END'
package_install() {
  dest_=$1
  shift
  "$@" install DESTDIR="$dest_"
  mkdir "$dest_$prefix/more"
  echo more >"$dest_$prefix/more/file"
}
END
  )
  stages "$@"
  cp "$base/package.sh" "$work/recipe/build/packages/tinypool/package.sh"
}

recompile() {
  (cd "$work" && settle_ source= "configure_args='--prefix=$work/prefix' CFLAGS=-O1")
  stages compile
}

# decided: what poolpatch finds out about the host is in its cache.
decided() {
  answers_of_ "$top_builddir/config.log" >"$base/answers"
  cp -R "$work/source" "$work/other"
  CONFIG_SITE=$base/answers "$poolpatch" apply --with-recipe="$work/recipe" --with-pool=commit "$work/other"
  rm -rf "$work/other"
  CONFIG_SITE=$base/answers "$poolpatch" export --with-recipe="$work/recipe" --format=debian --with-pool=commit \
    --version=1.0.0 --output="$work/other"
  rm -rf "$work/other"
}

applied() {
  "$poolpatch" apply --with-recipe="$work/recipe" --with-pool=commit "$work/source"
}

configured() {
  rm -r poolstat settings.sh series
  answers_of_ "$top_builddir/config.log" >config.cache
  "$top_srcdir/configure" --quiet --cache-file=config.cache --prefix="$work/prefix" --with-recipe="$work/recipe" \
    --with-distfiles="$work/distfiles" --with-pool=commit
}

# ---- the faults ----

# run [OPTION...]: the command, with what goes wrong; its output is on pipes, as files could have no room.
run() {
  status=$(
    {
      {
        # shellcheck disable=SC2016 # the inner shell expands it
        "$inject" "$@" -t "$longest" -r "$base/report" sh -c 'stage() { sh "$top_srcdir/build/stages/$1.sh"; }; '"$command" 3>&- 4>&- || echo $? >&3
      } 2>&1 >/dev/null </dev/null | cat >"$base/err"
    } 3>&1
  )
  status=${status:-0}
  return "$status"
}

stage() {
  sh "$top_srcdir/build/stages/$1.sh"
}

# list: all there is, a line each: name, kind and modes, owner, where a link leads, digest.  What is left out by name is
# different by nature: logs.
list() {
  (
    cd "$work"
    find . -name logs -prune -o -printf '%p\t%M %U:%G %l\n'
    find . -name logs -prune -o -type f -exec sha256sum {} + | sed 's/^\([^ ]*\)  \(.*\)/\2\t\1/'
  ) | LC_ALL=C sort
}

# compare: sets verdict to silent or litter if what there is now is not as it is after an undisturbed run.
compare() {
  list >"$base/list"
  verdict=$(awk -F '\t' '
    NR == FNR { right[$0]; named[$1]; next }
    $0 in right { delete right[$0]; next }
    $1 in named { print "silent: another " $1; wrong = 1; exit }
    extra == "" { extra = $1 }
    END {
      if (wrong) exit
      for (line in right) { sub(/\t.*/, "", line); print "silent: no " line; exit }
      if (extra != "") print "litter: " extra
    }' "$base/list.after" "$base/list")
}

# visible LIST: what a user sees of it.
visible() {
  awk -F '\t' '$1 ~ "^\\./(prefix|source|out)(/|$)" && $1 !~ "/\\.poolpatch"' "$1"
}

# is_half: is what a user sees neither as it was nor as it was to be?
is_half() {
  ! grep -q 'is half done: .* it goes on' "$base/err" || return
  list >"$base/list"
  visible "$base/list" >"$base/visible"
  for list_ in before after; do
    ! visible "$base/list.$list_" | cmp -s - "$base/visible" || return 1
  done
}

# judge: after the run with the fault; sets verdict.
judge() {
  verdict=
  if test "$status" = 124; then
    verdict='hung: the run with the fault'
  elif test "$mode" != k && test "$status" = 0; then
    compare
    verdict=${verdict:+$verdict, and the run with the fault succeeded}
  elif test "$mode" != k; then
    if ! test -s "$base/err"; then
      verdict='silent: failed without a word'
    elif is_half; then
      verdict="half: $(head -n 1 "$base/err")"
    elif test -n "$(ls -A "$work/tmp")"; then
      verdict="litter: tmp/$(ls -A "$work/tmp")"
    fi
  fi
  test -z "$verdict" || return 0
  run || {
    verdict="stuck: $(tail -n 1 "$base/err")"
    test "$status" != 124 || verdict='hung: the run after it'
    return 0
  }
  compare
}

try_mode() {
  restore
  run "-$mode" 1000000000 || :
  read -r count _ <"$base/report"
  every=1
  test "$points" = 0 || every=$(((count + points - 1) / points))
  point=$(((every + 1) / 2)) tried=0 stuck=0 silent=0 half=0 litter=0 hung=0
  while test "$point" -le "$count"; do
    restore
    run "-$mode" "$point" || :
    read -r _ call <"$base/report"
    judge
    tried=$((tried + 1))
    test -z "$verdict" || {
      failed=1
      eval "${verdict%%:*}=\$((${verdict%%:*} + 1))"
      echo "$name $mode $point, $call: $verdict"
    }
    point=$((point + every))
  done
  echo "= $name $mode $tried $stuck $silent $half $litter $hung"
}

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/stages/lib.sh
. "$top_srcdir/checks/stages/lib.sh"
inject=$top_builddir/checks/faults/inject
poolpatch=$top_srcdir/poolpatch
export poolpatch

main "$@"
