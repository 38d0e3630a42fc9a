# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/verb.sh: what the verbs share; sourced after stage.sh.
#
#   read_arguments WORD...   sets options, words for configure, each quoted; tree; recipe, package_asked and source_version.
#                            Asks verb_option first, which takes what only this verb knows
#   require_tree             stop unless a TREE was given
#   decide                   sets decision, the directory with what configure decided
#   decide_by_names          the same, and where there is no compiler for --host=, guesses
#   run_on_tree SCRIPT       a stage, or a script of build/upkeep/, on the tree with that decision
#
# What configure finds out and decides is kept in the user's cache, by all that it depends on; so are, for each tree, the
# settings and logs of the last run.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the verbs read what this sets

# shellcheck source=build/lib/series.sh
. "$lib/series.sh"
# shellcheck source=build/lib/words.sh
. "$lib/words.sh"
# shellcheck source=build/lib/configure.sh
. "$lib/configure.sh"

top=$(cd -- "$lib/../.." && pwd)

verb_option() {
  return 1
}

read_arguments() {
  options='' host_words='' host='' tree='' recipe=$top package_asked='' source_version=''
  while test $# -gt 0; do
    case $1 in
      -h | --help) help; exit 0 ;;
      --) shift; break ;;
      -V | --version | --help=*) wrong_usage "unexpected argument: $1" ;;
      --with-source=* | --enable-in-place | --disable-in-place) wrong_usage "$1: TREE is what is patched" ;;
      --with-recipe=*) recipe=$(absolute "${1#*=}"); add_option "--with-recipe=$recipe" ;;
      --with-package=*) package_asked=${1#*=}; add_option "$1" ;;
      --with-source-version=*) source_version=${1#*=}; add_option "$1" ;;
      --host=*) host=${1#*=}; add_host_option "$1" ;;
      --build=*) add_host_option "$1" ;;
      -*) verb_option "$1" || add_option "$1" ;;
      *=*)
        case ${1%%=*} in
          '' | [0-9]* | *[!A-Za-z0-9_]*) set_tree "$1" ;;
          *) add_host_option "$1" ;;
        esac ;;
      *) set_tree "$1" ;;
    esac
    shift
  done
  for word in "$@"; do set_tree "$word"; done
}

# take_version WORD: for a verb_option: is it --version=X.Y.Z?
take_version() {
  case $1 in --version=*) ;; *) return 1 ;; esac
  source_version=${1#*=}
  add_option "--with-source-version=$source_version"
}

# help: the verb's header.
help() {
  sed -n '5,/^$/s/^# \{0,1\}//p' "$0"
}

wrong_usage() { # wrong_usage MESSAGE
  help | head -n 1 | sed 's/:.*//; s/^/usage: /' >&2
  printf '%s: %s\n' "$stage" "$*" >&2
  exit 2
}

# add_host_option WORD: the answers of the probes depend on it.
add_host_option() {
  add_option "$1"
  host_words="$host_words $quoted"
}

set_tree() {
  test -z "$tree" || wrong_usage "unexpected argument: $1"
  test -d "$1" || die "$1 is no directory: expected the unpacked source of a program"
  tree=$(cd -- "$1" && pwd -P)
}

require_tree() {
  test -n "$tree" || wrong_usage 'a TREE is missing: the unpacked source of a program'
}

# identify: sets package and package_version.
identify() {
  identity_=$(sh "$lib/../stages/identify.sh" "$recipe" "$tree" "$source_version" "$package_asked") || exit 1
  package=${identity_%% *} package_version=${identity_#* }
}

# find_cache: a directory of the user's own; of this run alone, if there is none that can be written.  What is kept there is
# sourced: under sudo, $HOME may be another's.
find_cache() {
  cache=${XDG_CACHE_HOME:-${HOME-}/.cache}/poolpatch
  make_rooms 2>/dev/null || {
    new_scratch
    cache=$scratch
    make_rooms
  }
}

make_rooms() {
  set -- "$cache/decisions" "$cache/hosts" "$cache/trees"
  mkdir -p "$@" && test -w "$3" && test -z "$(find "$cache" "$@" -prune ! -user "$(id -u)")"
}

decide() {
  identify
  find_cache
  is_bootstrapped "$top" || (lock "$top" && make_configure "$top" "$cache")
  # shellcheck disable=SC2086 # words
  asked_="$host_words $(compiler_words) $(host_compilers) $(uname -srm) $(command -v guards || :) $(${CC:-cc} --version 2>&1 || :)"
  key_of "$asked_"
  answers_=$cache/hosts/$key
  key_of "$top $asked_ $options ${POOL_STRATEGY-} $package $package_version $(toolkit_digest)"
  decision=$cache/decisions/$key
  are_recorded "$decision" || make_decision
  cat "$decision/warnings" >&2
}

decide_by_names() {
  test -z "$host" || add_option --without-compiler
  decide
}

# host_compilers: those that configure looks for.
host_compilers() {
  test -z "$host" || for name_ in gcc cc clang; do command -v "$host-$name_" || :; done
}

key_of() { # key_of TEXT: sets key
  key=$(printf '%s' "$1" | sha256_lines)
  key=${key%%[!0-9a-f]*}
}

# toolkit_digest: of all that decides.
toolkit_digest() {
  cat "$top"/build/decide/* "$recipe"/build/packages/*/package.sh \
    "$recipe/patches/$package/series.conf" | sha256_lines
  find "$recipe/patches/$package" -name '*.patch' -exec cat {} + | sha256_lines
}

make_decision() {
  test -z "$tree" || {
    add_option "--with-source=$tree"
    add_option --enable-in-place
  }
  eval "sh \"\$lib/../stages/decide.sh\" \"\$decision\" \"\$answers_\" $options" || exit 1
}

# run_on_tree SCRIPT
run_on_tree() {
  lock "$tree"
  make_run_directory "$tree"
  cd "$run_" || exit
  cp "$decision/series" series
  write_settings "$decision/settings.sh"
  MAKEFLAGS='' sh "$top/$1"
}

# make_run_directory TREE: sets run_.
make_run_directory() {
  key_of "$1"
  run_=$cache/trees/$key
  mkdir -p "$run_" || die "$run_ can't be made: is the disk full?"
}

# write_settings FILE: those in FILE (-: standard input), for this tree.
write_settings() {
  quote "$tree"
  {
    cat "$1"
    printf 'source=%s\ntree=%s\nin_place=yes\n' "$quoted" "$quoted"
  } >settings.sh
  seal settings.sh
}

# setting NAME: the value that was decided.
setting() {
  # shellcheck source=/dev/null
  (. "$decision/settings.sh" && eval "printf '%s\n' \"\$$1\"")
}

# reason: the decision and its reason, in words.
reason() {
  decision_reason "$decision/summary.txt"
}

# chosen_patches: their paths, one a line.
chosen_patches() {
  (cd "$decision" && series_patches) | while IFS= read -r patch_; do
    printf '%s\n' "$recipe/patches/$package/$patch_"
  done
}
