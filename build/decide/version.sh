# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/decide/version.sh: the versions of packages and the releases of Cygwin. Pure: no file, no command, no output.
#
#   version_parse TEXT        sets version to the X.Y.Z that TEXT counts as; status 1, and version_error, if there is none
#   version_compare A B       sets version_order to -1, 0 or 1: A is older than, as old as, newer than B; status as above
#   version_reaches A B       is A as new as B, or newer?  Status 1 if not, 2 and version_error if one can't be read
#   version_symbols NAME VERSION SYMBOL...
#                             sets version_symbols to those SYMBOLs NAME-X.Y.Z that VERSION has reached, in their order;
#                             SYMBOLs of another form are passed over; status as for version_parse
#
# A version begins with two or three decimal numbers with a point between them; a third one that is missing is 0. What
# follows is dropped, so a pre-release counts as its release: 4.15dev is 4.15.0, 4.16.1-beta1 is 4.16.1. Numbers may have
# any length; leading zeros don't count. Uses build/lib/words.sh.
# shellcheck shell=sh disable=SC2154 # shorten sets shortened

version_parse() {
  version='' version_error=''
  rest_=${1%%[!0-9.]*}..
  x_=${rest_%%.*} rest_=${rest_#*.}
  y_=${rest_%%.*} rest_=${rest_#*.}
  z_=${rest_%%.*}
  if test -z "$x_" || test -z "$y_"; then
    shorten "$1"
    version_error="the version can't be read: '$shortened'; expected X.Y or X.Y.Z"
    return 1
  fi
  strip_zeros_ "$x_" && version=$number_
  strip_zeros_ "$y_" && version=$version.$number_
  strip_zeros_ "$z_" && version=$version.$number_
}

strip_zeros_() {
  number_=$1
  while :; do
    case $number_ in
      0?*) number_=${number_#0} ;;
      *) break ;;
    esac
  done
  number_=${number_:-0}
}

version_compare() {
  version_order=0
  version_parse "$2" || return
  other_=$version.
  version_parse "$1" || return
  one_=$version.
  while test -n "$one_" && test "$version_order" = 0; do
    compare_numbers_ "${one_%%.*}" "${other_%%.*}"
    one_=${one_#*.} other_=${other_#*.}
  done
}

# compare_numbers_ A B: by their digits, as a shell counts only so far.
compare_numbers_() {
  a_=$1 b_=$2
  if test "${#a_}" -ne "${#b_}"; then
    version_order=1
    test "${#a_}" -gt "${#b_}" || version_order=-1
    return
  fi
  while test "$a_" != "$b_"; do
    digit_a_=${a_%"${a_#?}"} digit_b_=${b_%"${b_#?}"}
    a_=${a_#?} b_=${b_#?}
    test "$digit_a_" -eq "$digit_b_" || {
      version_order=1
      test "$digit_a_" -gt "$digit_b_" || version_order=-1
      return
    }
  done
}

version_reaches() {
  version_compare "$1" "$2" || return 2
  test "$version_order" -ge 0
}

version_symbols() {
  version_symbols='' name_=$1 reached_=$2
  version_parse "$2" || return
  shift 2
  for symbol_ in "$@"; do
    case $symbol_ in "$name_"-[0-9]*) ;; *) continue ;; esac
    version_reaches "$reached_" "${symbol_#"$name_-"}" || {
      test -z "$version_error" || return 1
      continue
    }
    version_symbols=$version_symbols${version_symbols:+ }$symbol_
  done
}
