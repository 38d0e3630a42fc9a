#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/stages/fetch.sh: bring the package's tarball here and verify it.
#
# In order: what --with-source gave; the distfiles directory; each source of distfiles.tsv of the package.  Only a file
# with the digest recorded there is accepted; a wrong one is kept aside under another name.  A download that
# breaks off is resumed by the next run.  stamps/fetch holds the path of the tarball or tree, and
# what identifies it: the tarball's digest, or the tree's path.

stage=fetch
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
load_settings

table=$package_dir/distfiles.tsv

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
  test -f stamps/fetch && digest_=$(sed -n 2p stamps/fetch) && is_fresh "$tree/.poolpatch-source" "$digest_" &&
    rows_of_version | cut -f 3 | grep -q -x -e "$digest_"
}

# accept_given: a tarball the user names.  One of a known name must have the known digest; it is the user's file
# and stays as it is.
accept_given() {
  is_=$(sha256 "$source")
  expected_=$(rows | awk -F '\t' -v file="${source##*/}" '$2 == file { print $3; exit }')
  if test -z "$expected_"; then
    warn "no digest is known for ${source##*/}; taken as given, sha256 $is_"
  elif test "$is_" != "$expected_"; then
    die "$source is not the ${source##*/} it is named after (truncated?): sha256 $is_, expected $expected_; fetch it anew"
  fi
  stamp stamps/fetch "$source
$is_"
}

rows() {
  grep -v '^#' "$table" || :
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
  lock "$distfiles" # other builds may keep their tarballs there, and have fetched this one by now
  ! accept_any || return 0
  while IFS='	' read -r _ file sha256 sources; do
    for source_ in $sources; do
      ! download "$source_" "$distfiles/$file" "$sha256" || return 0
    done
  done <"$scratch/rows"
  return 1
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
  is_=$(sha256 "$1")
  if test "$is_" = "$2"; then
    say "${1##*/}: sha256 $2 verified"
    stamp stamps/fetch "$1
$2"
  else
    aside_=$1.wrong-$(printf '%.12s' "$is_")
    mv -f "$1" "$aside_"
    warn "${1##*/} has sha256 $is_, expected $2; kept as $aside_"
    return 1
  fi
}

# download SOURCE FILE SHA256: into FILE.part, which a later run goes on with; a part that turns out wrong when
# it was resumed is tried once more from its beginning.
download() {
  url=$(url_of "$1") && test -n "$url" || return 1
  resumed_=
  test ! -s "$2.part" || resumed_=yes
  say "getting ${url##*/} from $url"
  transfer "$url" "$2.part" || {
    warn "$url: no success: $(tail -n 1 logs/fetch.log 2>/dev/null)"
    return 1
  }
  mv -f "$2.part" "$2"
  accept "$2" "$3" || {
    test -n "$resumed_" || return 1
    transfer "$url" "$2.part" && mv -f "$2.part" "$2" && accept "$2" "$3"
  }
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

# transfer URL FILE: resumes FILE if it is there.  Status 33 of curl: the server can't resume.
transfer() {
  mkdir -p logs
  if command -v curl >/dev/null 2>&1; then
    status_=0
    get_with_curl "$@" || status_=$?
    test "$status_" -ne 33 || {
      status_=0
      rm -f "$2"
      get_with_curl "$@" || status_=$?
    }
    return "$status_"
  elif command -v wget >/dev/null 2>&1; then
    wget --continue --tries=3 --connect-timeout=20 --output-document="$2" "$1" >>logs/fetch.log 2>&1
  else
    die "neither curl nor wget is installed: install one, or put the tarball into $distfiles"
  fi
}

get_with_curl() {
  if test -t 2; then
    curl --fail --location --progress-bar --retry 2 --connect-timeout 20 --continue-at - --output "$2" "$1"
  else
    curl --fail --location --silent --show-error --retry 2 --connect-timeout 20 --continue-at - --output "$2" \
      "$1" 2>>logs/fetch.log
  fi
}

give_up() {
  {
    test "$fetch_allowed" = yes && why_='could not be fetched' || why_='is not there, and --disable-fetch forbids fetching'
    printf '%s: the source of %s %s %s. Put one of these into %s and run the same command again:\n' \
      "$stage" "$package" "$package_version" "$why_" "$distfiles"
    while IFS='	' read -r _ file sha256 sources; do
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
