#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# faults.sh --names | --table=WHAT FILE... | [--built] [--points=N] NAME [MODE...]: let the command NAME of the table below go
# wrong, run it again, and compare all that there is then with what an undisturbed run leaves.
#
# MODE is k, killed; o, one call has no room on the disk; f, no call has from there on: each at every of its changes of the file
# system in turn, see inject.c; b, one bit of a file that it reads is another, or t, the file is cut, in each file in turn: then
# the file is as it was for the second run; p, another command begins in the midst of it, each of its kind in turn, and what
# there is then must be as if one had come after the other.  All by default.  b=PATTERN, t=PATTERN: only files that match;
# p=NAME: only this other command.
# --points=N tries at most N points of k, o and f, and a quarter of N of each file for b and t, and of each pair for p, evenly
# spread; without it all, and 16 of each file and pair.  --built: of the program that the build directory is for, not of
# tinypool.  Prints a line for each fault that ended badly, and at last for each
# mode `= NAME MODE` and, each a number: faults tried, and of them
#   stuck    the second run failed
#   silent   a run succeeded, and what there is differs from what is right; or it failed without a word
#   half     a run that failed, but was not killed, left what a user sees (prefix, tree in place, directory of an export) neither
#            as it was nor as it was to be, and did not say so
#   litter   a run succeeded, and something is left over; or a run that failed, but was not killed, left something in TMPDIR
#   hung     a run took more than a minute; with --built, half an hour
# --names prints the commands; --table adds up what was printed into FILEs, to faults/table.tsv, WHAT being the first fields of
# that table, and shows it.
# Environment: top_srcdir; top_builddir with checks/faults/inject and poolstat/poolstat in it, and for --built stamps/fetch;
# TMPDIR.
# Exit status: 0 none ended badly; 1 some did; 2 wrong usage; 77 nothing can be tried here.

# shellcheck disable=SC2034,SC2154,SC2317 # what the table and they read; what the libraries set; what the table and they call

set -eu

longest=60 # seconds a run may take

# NAME | what comes before | the command.  Both are run in the build directory of a world as checks/stages/lib.sh makes it.
table() {
  sed 's/^ *//; s/  *| */|/g' <<'END'
  fetch     | :                                               | stage fetch
  unpack    | stages fetch                                    | stage unpack
  patch     | stages fetch unpack                             | stage patch
  repatch   | stages fetch unpack patch; decide "$then_"      | stage patch
  unpatch   | stages fetch unpack patch                       | stage unpatch
  compile   | stages fetch unpack patch                       | stage compile
  install   | stages fetch unpack patch compile               | stage install
  upgrade   | stages fetch unpack patch compile; with_more install; decide commit CFLAGS=-O1; stages compile | stage install
  uninstall | stages fetch unpack patch compile install       | stage uninstall
  prove     | stages fetch unpack patch compile install       | stage prove
  apply     | decided                                         | poolpatch apply $asked "$work/source"
  unapply   | decided; applied                                | poolpatch unapply "$work/source"
  export    | decided                                         | poolpatch export --format=debian $asked --version="$version" --output="$work/out"
  pipeline  | configured                                      | make -s install prefix="$work/prefix"
  again     | configured; make -s install                     | make -s install
  decide    | decided; rm -r "$work/cache/poolpatch/decisions" | poolpatch apply $asked "$work/source"
END
}

usage() {
  echo "usage: faults.sh [--built] [--points=N] NAME [MODE...]; NAME: $(names | paste -s -d ' ' -)" >&2
  exit 2
}

names() {
  table | cut -d '|' -f 1
}

command_of() { # command_of NAME
  table | sed -n "s/^$1|[^|]*|//p"
}

# add_up WHAT FILE...: exit status 1 if a fault ended badly.
add_up() {
  what=$1
  shift
  cat "$@" | awk -v table=faults/table.tsv -v what="$what" '
    BEGIN { modes = split("k o f b t p", mode, " ") }
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
      printf "%s", row >table
      for (i = 1; i <= modes; i++) printf "\t%d", n[row, mode[i]] >table
      for (i = 5; i <= 9; i++) printf "\t%d", n[row, i] >table
      print "" >table
    }
    END {
      print "table\tfaults\t" what "\tfaults that were tried, and those that ended badly" >table
      print "command\tkilled\tone call without room\tno room from there on\tbit flipped\tfile cut\tanother beside" \
        "\tstuck\tsilent\thalf\tlitter\thung" >table
      for (i = 1; i <= names; i++) put(name[i])
      put("all")
      exit bad > 0
    }' || status=1
  awk -f "$top_srcdir/checks/bench/show.awk" faults/table.tsv
  return "${status:-0}"
}

main() {
  points=0 world=tiny package=tinypool version=1.0.0 then_=noreserve
  while :; do
    case ${1-} in
      --names) names; exit ;;
      --table=*) what=${1#*=}; shift; add_up "$what" "$@"; exit ;;
      --points=*) points=${1#*=} ;;
      --built) use_built ;;
      *) break ;;
    esac
    shift
  done
  name=${1-}
  row=$(table | grep "^$name|") || usage
  shift
  modes=${*:-k o f b t p}
  before=${row#*|}
  before=${before%%|*}
  command=$(command_of "$name")
  "$inject" true || exit 77
  make_world
  failed=0
  for mode_ in $modes; do
    try_mode "$mode_"
  done
  exit "$failed"
}

# ---- the worlds ----

# use_built: the package of the build directory, and the tarball of its source.
use_built() {
  world=built then_=upstream longest=1800
  tarball=$(sed -n 1p "$top_builddir/stamps/fetch") || :
  test -f "$tarball" || {
    echo "faults: --built: $top_builddir has no tarball: run make fetch there" >&2
    exit 2
  }
  package=$(setting_ package) version=$(setting_ package_version) recipe_built=$(setting_ recipe)
}

# make_world: $base/before, what there is before the command, and lists of what is there then, and after it.
make_world() {
  base=$(mktemp -d "${TMPDIR:-/tmp}/faults.XXXXXX")
  trap 'chmod -R u+w "$base"; rm -rf "$base"' EXIT
  trap 'exit 130' INT TERM
  work=$base/work SHUNIT_TMPDIR=$base TMPDIR=$work/tmp HOME=$work/home XDG_CACHE_HOME=$work/cache SOURCE_DATE_EPOCH=1000000000
  asked="--with-package=$package --with-pool=commit"
  export work asked version TMPDIR HOME XDG_CACHE_HOME SOURCE_DATE_EPOCH
  mkdir "$work"
  cd "$work"
  "${world}_world"
  mkdir home mirror build/poolstat
  ln -s "$top_builddir/poolstat/poolstat" build/poolstat/poolstat
  cp "$tarball" mirror/
  printf '%s\t%s\t%s\t%s\n' "$version" "${tarball##*/}" "$(digest_ "$tarball")" "file://$work/mirror/${tarball##*/}" \
    >"recipe/build/packages/$package/distfiles.tsv"
  cd build
  (decide commit && eval "$before") >"$base/out" 2>&1 || {
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

tiny_world() {
  new_world_
  tarball=$base/tinypool-1.0.0.tar.gz
  make_tarball_ "$tarball"
}

built_world() {
  mkdir build distfiles tmp recipe unpacked
  (cd "$recipe_built" && tar -c -f - build/packages "patches/$package" package-version.txt checksums.ini) | tar -x -f - -C recipe
  tar -x -f "$tarball" -C unpacked
  mv unpacked/* source
  rmdir unpacked
}

# decide STRATEGY [WORD...]: as configure does in the build directory, with these words for the program's own.  tinypool, whose
# stages are quick, is spared configure.
decide() {
  strategy=$1
  shift
  if test "$world" = tiny; then
    (cd "$work" && settle_ source= pool_strategy="$strategy" "configure_args='--prefix=$work/prefix'${*:+ $*}")
  else
    configure --with-source-version="$version" --with-pool="$strategy" "$@"
  fi
}

configure() {
  answers_of_ "$top_builddir/config.log" >config.cache
  "$top_srcdir/configure" --quiet --cache-file=config.cache --prefix="$work/prefix" --with-recipe="$work/recipe" \
    --with-package="$package" --with-distfiles="$work/distfiles" "$@"
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

# with_more STAGE...: of a package that installs one file more.
with_more() {
  file=$work/recipe/build/packages/$package/package.sh
  cp "$file" "$base/package.sh"
  {
    sed -n '/^package_install() {$/,/^}$/p' "$top_srcdir/build/packages/default.sh"
    cat "$base/package.sh"
  } | sed 's/^package_install()/package_install_()/' >"$file"
  cat >>"$file" <<'END'
package_install() {
  (package_install_ "$@") && mkdir "$1$prefix/more" && echo more >"$1$prefix/more/file"
}
END
  stages "$@"
  cp "$base/package.sh" "$file"
}

# decided: what poolpatch finds out about the host, and has decided for this source, is in its cache; decided twice, as the
# summary says what was known already.
decided() {
  decide_all
  rm -r "$work/cache/poolpatch/decisions"
  decide_all
}

decide_all() {
  cp -R -p "$work/source" "$work/other"
  # shellcheck disable=SC2086 # words
  poolpatch apply $asked "$work/source"
  rm -rf "$work/source"
  mv "$work/other" "$work/source"
  # shellcheck disable=SC2086
  poolpatch export --format=debian $asked --version="$version" --output="$work/other"
  rm -rf "$work/other"
}

applied() {
  # shellcheck disable=SC2086
  poolpatch apply $asked "$work/source"
}

configured() {
  rm -r poolstat settings.sh series
  configure --with-source-version="$version" --with-pool=commit
}

# ---- the faults ----

# run [OPTION...]: the command, with what goes wrong; its output is on pipes, as files could have no room.
run() {
  status=$(
    {
      {
        "$inject" "$@" -t "$longest" -r "$base/report" sh -c "$commands; $command" 3>&- 4>&- || echo $? >&3
      } 2>&1 >/dev/null </dev/null | cat >"$base/err"
    } 3>&1
  )
  status=${status:-0}
  return "$status"
}

# list: all there is, a line each: name, kind and modes, owner, where a link leads, digest.  What is left out by name is
# different by nature: logs; and what a kept decision says of the source of an answer, which was known already, or was found out
# anew as what was known was damaged.
list() {
  (
    cd "$work"
    find . \( -name logs -o -name config.log \) -prune -o -printf '%p\t%M %U:%G %l\n'
    find . \( -name logs -o -name config.log -o -path '*/decisions/*/digests' -o -path '*/decisions/*/summary.txt' \) -prune -o \
      -type f -exec sha256sum {} + | sed 's/^\([^ ]*\)  \(.*\)/\2\t\1/'
    find . -path '*/decisions/*/summary.txt' | while IFS= read -r file_; do
      printf '%s\t%s\n' "$file_" "$(sed 's/\[preset\]$/[detected]/' "$file_" | sha256sum)"
    done
  ) | LC_ALL=C sort
}

# compare LIST: sets verdict to silent or litter if what there is now is not as in LIST, but for what a damaged file, or a tree
# made of it, is kept aside as.
compare() {
  list >"$base/list"
  verdict=$(awk -F '\t' -v damaged="$damaged" '
    damaged != "" && $1 == damaged { next }
    damaged != "" && match($1, /\.(wrong|old)-/) { aside[substr($1, 1, RSTART - 1)]; next }
    NR == FNR { right[$0]; named[$1]; next }
    $0 in right { delete right[$0]; next }
    $1 in named { print "silent: another " $1; wrong = 1; exit }
    extra == "" { extra = $1 }
    END {
      if (wrong) exit
      for (line in right) { sub(/\t.*/, "", line); if (!(line in aside)) { print "silent: no " line; exit } }
      if (extra != "") print "litter: " extra
    }' "$1" "$base/list")
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
    compare "$base/list.after"
    verdict=${verdict:+$verdict, and the run with the fault succeeded}
    # What stage there is to repeat read the damaged file, and has written it or not.
    test -z "$damaged" || return 0
  elif test "$mode" != k; then
    judge_failure
  fi
  test -n "$verdict" || run_again "$base/list.after"
}

# judge_failure: of a run that was not killed.
judge_failure() {
  if ! test -s "$base/err"; then
    verdict='silent: failed without a word'
  elif is_half; then
    verdict="half: $(head -n 1 "$base/err")"
  elif test -n "$(ls -A "$work/tmp")"; then
    verdict="litter: tmp/$(ls -A "$work/tmp")"
  fi
}

# run_again LIST: the same command, after which there must be what is in LIST.
run_again() {
  test -z "$damaged" || cp -p "$base/before/$damaged" "$work/$damaged"
  if run; then
    compare "$1"
  else
    verdict="stuck: $(tail -n 1 "$base/err")"
    test "$status" != 124 || verdict='hung: the run after it'
  fi
}

# conclude WHERE: one fault was tried.
conclude() {
  tried=$((tried + 1))
  test -n "$verdict" || return 0
  failed=1
  eval "${verdict%%:*}=\$((${verdict%%:*} + 1))"
  echo "$name $mode $1: $verdict"
}

# try_mode MODE[=ONLY]
try_mode() {
  mode=${1%%=*} only='' damaged='' tried=0 stuck=0 silent=0 half=0 litter=0 hung=0
  case $1 in *=*) only=${1#*=} ;; esac
  case $mode in
    b | t) for file in $(files); do damage_file; done ;;
    p) for other in $(others); do try_pair; done ;;
    *) try_calls ;;
  esac
  echo "= $name $mode $tried $stuck $silent $half $litter $hung"
}

# count MODE: sets count, how many points there are.
count() {
  restore
  run "-$1" 1000000000 ${2+-c "$2"} || :
  read -r count _ <"$base/report"
}

# number_up_to COUNT: sets number, how many points are tried of one file or pair that has COUNT.
number_up_to() {
  number=$(((points + 3) / 4))
  test "$number" != 0 || number=16
  test "$number" -le "$1" || number=$1
}

# ---- one call ----

try_calls() {
  count "$mode"
  every=1
  test "$points" = 0 || every=$(((count + points - 1) / points))
  point=$(((every + 1) / 2))
  while test "$point" -le "$count"; do
    restore
    run "-$mode" "$point" || :
    read -r _ call <"$base/report"
    judge
    conclude "$point, $call"
    point=$((point + every))
  done
}

# ---- one file ----

# files: those that are damaged: what the pipeline reads and configure, a stage or a download has written; not the source, which
# is the user's to edit, and not programs, which can't check themselves: Makefile, package.sh, the toolkit.  To who only now
# decides the recipe is what was requested, whatever is in it.
files() {
  (
    cd "$base/before"
    find . -type f -size +0 ! -path '*/logs/*' \( -path '*/.poolpatch*' -o -path './mirror/*' -o -path './distfiles/*' \
      -o -path './cache/*' -o -path './build/stamps/*' -o -path './build/*.pc' -o -name settings.sh -o -name series \
      -o -name config.status -o -name config.cache \)
    case $command in
      *poolpatch*) ;;
      *) find ./recipe -name distfiles.tsv -o -path './recipe/patches/*' -type f ;;
    esac
  ) | LC_ALL=C sort | while IFS= read -r file_; do
    # shellcheck disable=SC2254 # it is a pattern
    case $file_ in ${only:-*}) printf '%s\n' "$file_" ;; esac
  done
}

damage_file() {
  damaged=$file
  size=$(wc -c <"$base/before/$file")
  number_up_to "$size"
  i=0
  while test "$i" -lt "$number"; do
    restore
    damage $(((2 * i + 1) * size / (2 * number))) $((i % 8))
    run || :
    judge
    conclude "$file, byte $at"
    i=$((i + 1))
  done
}

# damage BYTE BIT: the first cut leaves nothing.  A disk that forgets changes no date.
damage() {
  at=$1
  if test "$mode" = b; then
    # shellcheck disable=SC2016 # perl's
    perl -e '
      my ($file, $at, $bit, $in, $byte) = @ARGV;
      open $in, "+<", $file and seek $in, $at, 0 and read $in, $byte, 1 and seek $in, $at, 0 and
        print $in chr(ord($byte) ^ 1 << $bit) and close $in or die "$file: $!"' "$work/$file" "$at" "$2"
  else
    test "$i" != 0 || at=0
    truncate -s "$at" "$work/$file"
  fi
  touch -r "$base/before/$file" "$work/$file"
}

# ---- two at once ----

# others: the commands that are begun in the midst of this one.
others() {
  case $command in
    *poolpatch*) names_='apply unapply export' ;;
    make*) names_='fetch unpack patch unpatch compile install uninstall prove pipeline' ;;
    *) names_='fetch unpack patch unpatch compile install uninstall prove' ;;
  esac
  printf '%s\n' "${only:-$names_}"
}

# try_pair: with $other.
try_pair() {
  this=$command beside=$(command_of "$other")
  in_order "$this" "$beside" >"$base/list.first"
  in_order "$beside" "$this" >"$base/list.last"
  command=$this
  count b :
  number_up_to "$count"
  i=0
  while test "$i" -lt "$number"; do
    restore
    rm -f "$base/beside"
    run -b $(((2 * i + 1) * count / (2 * number) + 1)) -c "$commands; { $beside; } >/dev/null || echo \$? >'$base/beside'" || :
    read -r point call <"$base/report"
    judge_pair
    conclude "$other at $call"
    i=$((i + 1))
  done
}

# in_order COMMAND...: one after the other, whether they fail or not; prints the list of what there is then.
in_order() {
  restore
  for command in "$@"; do run || :; done
  list
}

# judge_pair: as if one had come after the other; or one has failed, and this one succeeds when it is called again.
judge_pair() {
  verdict=
  if test "$status" = 124; then
    verdict='hung: the two at once'
    return
  fi
  compare "$base/list.first"
  test -n "$verdict" || return 0
  compare "$base/list.last"
  test -n "$verdict" || return 0
  if test "$status" != 0 || test -f "$base/beside"; then run_again "$base/list.last"; fi
}

# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/stages/lib.sh
. "$top_srcdir/checks/stages/lib.sh"
inject=$top_builddir/checks/faults/inject
# What a command of the table may call.
# shellcheck disable=SC2016 # who runs it expands it
commands='stage() { sh "$top_srcdir/build/stages/$1.sh"; }
poolpatch() { verb=$1; shift; "$top_srcdir/poolpatch" "$verb" --with-recipe="$work/recipe" "$@"; }'
eval "$commands"

main "$@"
