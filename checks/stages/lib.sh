# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/stages/lib.sh: what the tests of the stages share; sourced after checks/lib.sh.
#
# A stage needs only a build directory with a settings.sh and a series, so most tests spare themselves configure:
#
#   new_world_              makes in $work: recipe/ and source/ (copies of tinypool's), build/, distfiles/, tmp/
#   new_world_with_ NAME=VALUE...   the same, settled so
#   settle_ [NAME=VALUE]... writes build/settings.sh, as configure does, and build/series
#   stage_ NAME [ARG]...    runs a stage, or what is run like one, in build/; sets status, out and err (what it printed);
#                           its TMPDIR is tmp/, or $temporary
#   shell_ WORD...          the shell the tests are about
#   stages_ NAME...         runs one after the other; the first that fails ends the test's story
#   unpack_source_          puts source/ where the stage unpack would
#   pretend_compiled_       has the tree's stamp say that it is
#   fetched_                prints which tarball or tree the stage fetch found
#   make_tarball_ FILE      packs source/ as a release does
#   row_ FILE URL...        appends FILE, as it is now, to the recipe's table of tarballs
#   listing_ DIR            prints every file in DIR, but for what says where it came from: its mode, name and
#                           contents' checksum
#   settle_decision_        has settings.sh record the series and its patches as they are now
#   add_patch_              adds the patch on standard input to the series, as the second
#   redefine_               makes the functions on standard input the package's
#   tools_ DIR              fills DIR with links to what the stages need, curl and wget not among it
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the tests read what is set here; checks/lib.sh sets work

# shellcheck source=build/lib/words.sh
. "$top_srcdir/build/lib/words.sh"
# shellcheck source=build/lib/digest.sh
. "$top_srcdir/build/lib/digest.sh"

first_srcdir_=$top_srcdir
fixture=$top_srcdir/checks/tinypool
check_shell=${CHECK_SHELL:-sh}
check_shell=$(command -v "${check_shell%% *}")${check_shell#"${check_shell%% *}"}

new_world_() {
  new_world_with_ pool_strategy=commit
}

# Each kind of world is made once in a script, and then copied: to make it takes twenty processes.
new_world_with_() {
  case $work:$top_srcdir:$* in
    "$SHUNIT_TMPDIR/work:$first_srcdir_:"*[!A-Za-z0-9_=.\ -]*) make_world_ "$@" ;;
    "$SHUNIT_TMPDIR/work:$first_srcdir_:"*)
      world_="$SHUNIT_TMPDIR/world $*"
      test -d "$world_" || (mkdir "$world_" && cd "$world_" && make_world_ "$@")
      cp -R "$world_/." .
      read_words_ "$@" ;;
    *) make_world_ "$@" ;;
  esac
}

make_world_() {
  mkdir build distfiles tmp
  cp -R "$fixture" recipe
  chmod -R u+w recipe
  mv recipe/source source
  settle_ "$@"
}

# read_words_ NAME=VALUE...: sets strategy_, prefix_ and symbols_.
read_words_() {
  strategy_=commit prefix_=$work/prefix symbols_=
  for word_ in "$@"; do
    case $word_ in
      pool_strategy=*) strategy_=${word_#*=} ;;
      prefix=*) prefix_=${word_#*=} ;;
      symbols=*) symbols_=${word_#*=} ;;
    esac
  done
  : "${symbols_:=$strategy_ tinypool-1.0.0}"
}

# Each word NAME=VALUE is a line; the last one of a name counts.
settle_() {
  read_words_ "$@"
  for word_ in "top_srcdir=$top_srcdir" "recipe=$work/recipe" package=tinypool package_version=1.0.0 source_version= \
    "package_dir=$work/recipe/build/packages/tinypool" "patches=$work/recipe/patches/tinypool" "source=$work/source" \
    in_place=no "distfiles=$work/distfiles" fetch_allowed=yes pool_strategy=commit serial_build=no enable_manuals=no cross_compiling=no \
    "symbols=$symbols_" "configure_args='--prefix=$work/prefix'" "prefix=$prefix_" \
    "exec_prefix=$prefix_" "bindir=$prefix_/bin" "libdir=$prefix_/lib" "includedir=$prefix_/include" \
    "datarootdir=$prefix_/share" "datadir=$prefix_/share" "$@"; do
    quote "${word_#*=}"
    printf '%s=%s\n' "${word_%%=*}" "$quoted"
  done >build/settings.sh
  # shellcheck disable=SC2016 # a stage expands it
  echo 'if test "$in_place" = yes; then tree=$source; else tree=$build_dir/src/$package-$package_version; fi' \
    >>build/settings.sh
  # A perl a test is most of what most tests take.
  known_="$SHUNIT_TMPDIR/series $symbols_ $(cksum <recipe/patches/tinypool/series.conf)"
  # shellcheck disable=SC2086 # symbols are words
  test -f "$known_" || guards --config=recipe/patches/tinypool/series.conf $symbols_ >"$known_"
  cp "$known_" build/series
  settle_decision_
}

# As it is now.
settle_decision_() {
  sed '/^# sha256 /d' build/settings.sh >build/settings.new
  mv build/settings.new build/settings.sh
  digest_=$(sed '/^#/d; /^$/d' build/series | decision_text "$strategy_" recipe/patches/tinypool | sha256_lines)
  echo "decision_digest=${digest_%% *}" >>build/settings.sh
  seal build/settings.sh
}

shell_() {
  # shellcheck disable=SC2086 # a command and its options
  $check_shell "$@"
}

stage_() {
  name_=$1
  shift
  status=0
  for room_ in stages upkeep prereqs; do
    script_path_=$top_srcdir/build/$room_/$name_.sh
    test ! -f "$script_path_" || break
  done
  (cd build && TMPDIR=${temporary:-$work/tmp} HOME=$work shell_ "$script_path_" "$@") \
    >out.txt 2>err.txt </dev/null || status=$?
  out=$(cat out.txt)
  err=$(cat err.txt)
}

stages_() {
  for stage_ in "$@"; do
    stage_ "$stage_"
    test "$status" -eq 0 || {
      fail "the stage $stage_, which this test builds on, failed: $err"
      return
    }
  done
}

unpack_source_() {
  mkdir -p build/stamps build/src
  cp -R source build/src/tinypool-1.0.0
  printf '%s\n' "$work/source" "tree $work/source" >build/stamps/fetch
  echo "tree $work/source" >build/src/tinypool-1.0.0/.poolpatch-source
}

fetched_() {
  head -n 1 build/stamps/fetch
}

pretend_compiled_() {
  # shellcheck disable=SC2016 # for the inner shell, which is like a stage
  (cd build && shell_ -c 'stage=test && . "${0%/*}/../lib/stage.sh" && load_settings &&
    stamp "$tree/.poolpatch-compiled" "$(compiled_from)"' "$top_srcdir/build/stages/compile.sh")
}

make_tarball_() {
  mv source tinypool-1.0.0
  tar -c -z -f "$1" tinypool-1.0.0
  mv tinypool-1.0.0 source
}

row_() {
  file_=$1
  shift
  printf '1.0.0\t%s\t%s\t%s\n' "${file_##*/}" "$(digest_ "$file_")" "$*" >>recipe/build/packages/tinypool/distfiles.tsv
}

digest_() {
  sha256sum <"$1" | cut -d ' ' -f 1
}

listing_() {
  (
    cd "$1" || exit
    find . ! -type d ! -path ./.poolpatch-source -exec ls -ln {} + | awk '{ print $1, $NF }' | sort
    find . -type f ! -path ./.poolpatch-source -exec cksum {} + | sort
  )
}

tools_() {
  mkdir -p "$1"
  for tool_ in awk basename cat chmod cksum cmp cp cut date diff dirname comm env expr flock find gcc getopt grep guards gzip head id \
    ls make mkdir mkfifo mktemp mv patch paste perl printf quilt readlink rm rmdir sed sh sha256sum sleep sort tail \
    tar tee touch tr tsort uname uniq wc which xargs xz; do
    ! path_=$(command -v "$tool_") || test ! -x "$path_" || ln -s "$path_" "$1/$tool_"
  done
}

add_patch_() {
  { echo 'Description: the second' && cat; } >recipe/patches/tinypool/second.patch
  echo second.patch >>build/series
  settle_decision_
}

redefine_() {
  cat >>recipe/build/packages/tinypool/package.sh
}

# assert_status_ NUMBER: and show what was said if it was another.
assert_status_() {
  assertEquals "status; it said: $out $err" "$1" "$status"
}

# assert_fails_ TEXT...: status 1, with each TEXT on standard error.
assert_fails_() {
  assert_status_ 1
  for text_ in "$@"; do
    assertContains "$err" "$text_"
  done
}

# assert_refused_ TEXT...: the same, and exactly one line is there.
assert_refused_() {
  assert_fails_ "$@"
  assertEquals "one line, not: $err" 1 "$(printf '%s\n' "$err" | wc -l | tr -d ' ')"
}

assert_no_stamp_() {
  assertFalse "stamps/$1 was written" "test -e 'build/stamps/$1'"
}

# fast_clock_: each line of what runs takes a second, with $work/bin on PATH.
fast_clock_() {
  # shellcheck disable=SC2016 # for later
  echo 'for seconds; do :; done; exec awk -v seconds="$seconds" "NR % seconds == 0 { print NR }"' | script_ bin/perl
}
