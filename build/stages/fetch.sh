#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/fetch.sh: bring the package's tarball here and verify it.
#
# In order: what --with-source gave; the distfiles directory; each source of distfiles.tsv of the package.  Only a file
# with the digest recorded there is accepted; a wrong one is kept aside under another name.  stamps/fetch holds the path of
# the tarball or tree, and what identifies it: the tarball's digest, or the tree's path.
#
# Downloads are made in a directory of ours in that of the distfiles, which others may write; what breaks off there is resumed
# by the next run.  A source that stands still or drips is given up, and so is one that sends more than distfiles.tsv allows.

stage=fetch
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
load_settings

table=$package_dir/distfiles.tsv

# A source that brings less than so many bytes a second for so many seconds is given up; slow_time bounds a connection, too.
least_speed=1024
slow_time=15
# Of a tarball whose row does not say how many MiB it has at most.
most_mib=1024

main() {
  if test -d "$source"; then
    stamp stamps/fetch "$source
tree $source"
  elif test -n "$source"; then
    accept_given
  else
    is_unpacked || find_or_download || give_up
  fi
}

# is_unpacked: is the private copy made of a tarball that would be taken now?
is_unpacked() {
  read_fetched && is_fresh "$tree/.poolpatch-source" "$identity" && rows_of_version | cut -f 3 | grep -q -x -e "$identity"
}

# accept_given: a tarball the user names.  One of a known name must have the known digest; it is the user's file
# and stays as it is.
accept_given() {
  is_=$(sha256 "$source")
  expected_=$(rows | FILE=${source##*/} awk -F '\t' '$2 == ENVIRON["FILE"] { print $3; exit }')
  if test -z "$expected_"; then
    warn "no digest is known for ${source##*/}; taken as given, sha256 $is_"
  elif test "$is_" != "$expected_"; then
    die "$source is not the ${source##*/} it is named after (truncated?): sha256 $is_, expected $expected_; fetch it anew"
  fi
  stamp stamps/fetch "$source
$is_"
}

rows() {
  test ! -f "$table" || grep -v '^#' "$table" || :
}

rows_of_version() {
  rows | awk -F '\t' -v version="$package_version" '$1 == version'
}

find_or_download() {
  mkdir -p "$distfiles" 2>/dev/null || die "$distfiles can't be made: give another directory with --with-distfiles"
  new_scratch
  rows_of_version >"$scratch/rows"
  ! accept_any || return 0
  test "$fetch_allowed" = yes || return 1
  test -s "$scratch/rows" || return 1
  enter_parts
  lock . # other builds may keep their tarballs there, and have fetched this one by now
  ! accept_any || return 0
  while IFS='	' read -r _ file sha256 sources mib; do
    limit=$((${mib:-$most_mib} * 1048576))
    for source_ in $sources; do
      ! download "$source_" || return 0
    done
  done <"$scratch/rows"
  return 1
}

# enter_parts: nobody else can have put anything there, nor do so while we are in it.
enter_parts() {
  parts=$distfiles/.poolpatch-$(id -u)
  mkdir -m 700 "$parts" 2>/dev/null || test -d "$parts" ||
    die "$parts can't be made: check the permissions of $distfiles, or give another directory with --with-distfiles"
  room_=$(cd -P -- "$distfiles" && pwd)/${parts##*/}
  { cd -P -- "$parts" && test "$(pwd)" = "$room_" && test -n "$(find . -prune -user "$(id -u)" ! -perm -020 ! -perm -002)"; } ||
    die "$parts is a link, or belongs to somebody else, or can be written by others: remove it, or give another --with-distfiles"
}

accept_any() {
  while IFS='	' read -r _ file sha256 _; do
    ! accept "$distfiles/$file" "$sha256" || return 0
  done <"$scratch/rows"
  return 1
}

# accept FILE SHA256: finish the stage with FILE if it is there and right.
accept() {
  test -f "$1" || return 1
  if is_right "$1" "$2"; then
    finish "$1" "$2"
  else
    keep_aside "$1" "$1" "$2"
    return 1
  fi
}

is_right() { # is_right FILE SHA256: sets is_, its digest
  is_=$(sha256 "$1")
  test "$is_" = "$2"
}

finish() { # finish FILE SHA256
  say "${1##*/}: sha256 $2 verified"
  stamp "$build_dir/stamps/fetch" "$1
$2"
}

# keep_aside FILE NAME SHA256: beside NAME, which it was to be.
keep_aside() {
  aside_=$2.wrong-$(printf '%.12s' "$is_")
  test ! -d "$aside_" || die "$aside_ is in the way of a wrong ${2##*/}: move it away"
  mv -f "$1" "$aside_" || die "$1 is wrong, and can't be kept as $aside_: is the disk full?"
  warn "${2##*/} has sha256 $is_, expected $3; kept as $aside_"
}

# download SOURCE: $file, which has $sha256 and less than $limit bytes.  We are in $parts, and go on with what is there, if
# that leads to the right file, else begin anew.
download() {
  url=$(url_of "$1") && test -n "$url" || return 1
  say "getting ${url##*/} from $url"
  outcome_=2
  if test -s "$file"; then
    ! is_right "$file" "$sha256" || { publish_part; return; }
    get "$url" && return || outcome_=$?
  fi
  test "$outcome_" -ne 2 || { get "$url" && return; } || :
  test -z "$why" || warn "$url: no success: $why"
  return 1
}

# get URL: 1: it broke off, and what there is of $file is of use; 2: there is nothing of use.  why: what went wrong, if that
# was not told.
get() {
  if transfer "$1" && test -f "$file"; then
    ! is_right "$file" "$sha256" || { publish_part; return; }
    why=
    keep_aside "$file" "$distfiles/$file" "$sha256"
    return 2
  fi
  why=$(grep . "$log" 2>/dev/null | tail -n 1)
  if test -f "$file" && test "$(wc -c <"$file")" -ge "$limit"; then
    why="it sends more than $((limit / 1048576)) MiB"
  elif test "$useless" = no; then
    return 1
  fi
  rm -f "$file"
  return 2
}

publish_part() {
  test ! -d "$distfiles/$file" || die "$distfiles/$file is a directory: move it away"
  mv -f "$file" "$distfiles/$file" || die "$file can't be moved from $PWD to $distfiles: is the disk full?"
  finish "$distfiles/$file" "$sha256"
}

# url_of SOURCE: its URL.  Debian keeps a source under a path that all its mirrors share.
url_of() {
  case $1 in
    debian-pool:*)
      command -v apt-get >/dev/null 2>&1 || return 1
      # shellcheck disable=SC2016 # apt-get expands it
      mirror_=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | head -n 1)
      test -n "$mirror_" && printf '%s/%s\n' "${mirror_%/}" "${1#debian-pool:}"
      ;;
    *) printf '%s\n' "$1" ;;
  esac
}

# transfer URL: resumes $file if it is there.  useless: no, or yes if the server can't go on with that.
transfer() {
  mkdir -p "$build_dir/logs"
  log=$build_dir/logs/fetch.log
  useless=no
  if command -v curl >/dev/null 2>&1; then
    get_with_curl "$1"
  elif command -v wget >/dev/null 2>&1; then
    get_with_wget "$1"
  else
    die "neither curl nor wget is installed: install one, or put the tarball into $distfiles"
  fi
}

# Of curl's statuses are 33 and 36 that the server, or the file, can't be resumed, 63 that it is larger than allowed; 416 is
# HTTP's for a part that is no shorter than the whole.
get_with_curl() {
  set -- --fail --location --max-redirs 5 --connect-timeout "$slow_time" --speed-limit "$least_speed" \
    --speed-time "$slow_time" --retry 2 --retry-delay 1 --retry-max-time "$slow_time" --max-filesize "$limit" \
    --continue-at - --output "$file" --write-out '%{http_code}' "$1"
  status_=0
  if test -t 2; then
    http_=$(bounded curl --progress-bar "$@") || status_=$?
  else
    http_=$(bounded curl --silent --show-error "$@" 2>>"$log") || status_=$?
  fi
  case $status_,$http_ in 33,* | 36,* | 63,* | *,416) useless=yes ;; esac
  return "$status_"
}

# wget gives up what stands still, not what drips.  Unless it was the network (4, 5) or we that ended it, there is no use in going
# on with what is there.
get_with_wget() {
  getter='' watch=''
  at_exit stop_wget
  bounded wget --continue --tries=2 --timeout="$slow_time" --max-redirect=5 --output-document="$file" "$1" >>"$log" 2>&1 &
  getter=$!
  stop_when_slow >/dev/null 2>&1 7>&- 8>&- 9>&- & # without the locks: what it sleeps in outlives it
  watch=$!
  status_=0
  { wait "$getter" || status_=$?; } 2>/dev/null
  stop_wget
  case $status_ in 0 | 4 | 5 | 1[2-9]?) ;; *) useless=yes ;; esac
  return "$status_"
}

stop_when_slow() {
  before_=0
  while sleep "$slow_time"; do
    now_=$(wc -c <"$file" || echo 0)
    test $((now_ - before_)) -ge $((least_speed * slow_time)) || kill "$getter"
    before_=$now_
  done
}

stop_wget() {
  # shellcheck disable=SC2086 # none, one or two
  kill $getter $watch 2>/dev/null || :
  getter='' watch=''
}

# bounded COMMAND...: becomes COMMAND, of whose files none gets longer than $limit bytes: that is left to no server.  bash counts
# in 1024 bytes, other shells in 512.
bounded() {
  trap '' XFSZ
  ulimit -f $((limit / 512)) 2>/dev/null || :
  exec "$@"
}

give_up() {
  {
    test "$fetch_allowed" = yes && why_='could not be fetched' || why_='is not there, and --disable-fetch forbids fetching'
    printf '%s: the source of %s %s %s. Put one of these into %s and run the same command again:\n' \
      "$stage" "$package" "$package_version" "$why_" "$distfiles"
    while IFS='	' read -r _ file sha256 sources _; do
      printf '%s:   %s  sha256 %s\n' "$stage" "$file" "$sha256"
      for source_ in $sources; do
        printf '%s:     %s\n' "$stage" "$(url_of "$source_" || printf '%s' "$source_")"
      done
    done <"$scratch/rows"
    test -s "$scratch/rows" ||
      printf '%s:   (none is known of this version: give the tarball or tree with --with-source)\n' "$stage"
  } >&2
  exit 1
}

main
