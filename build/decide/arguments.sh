# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/decide/arguments.sh: what the package's own configure is told of what ours was told. Pure: no file, no command, no
# output; nothing in a value is ever run. Uses build/lib/words.sh.
#
#   expand_directory VALUE            sets directory to VALUE with the directories that it names, ${prefix} or $(libdir),
#                                     replaced by the variables of these names; nothing else in it is expanded
#   package_arguments OWN WORD...     sets configure_args, words quoted for the shell: the WORDs of our configure
#                                     ($ac_configure_args) but its OWN options ($ac_user_opts), its cache and its source;
#                                     then each of $package_directories
#   append_argument WORD              adds WORD to configure_args
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the results are for others, the directories come from them

package_directories='prefix exec_prefix bindir libdir includedir datarootdir datadir'

# The order is that in which their defaults refer to each other.
expand_directory() {
  directory=$1
  for name_ in datadir includedir libdir bindir datarootdir exec_prefix prefix; do
    eval "value_=\$$name_"
    replace_in_directory_ "\${$name_}"
    replace_in_directory_ "\$($name_)"
  done
}

replace_in_directory_() {
  rest_=$directory directory=''
  while :; do
    case $rest_ in
      *"$1"*) directory=$directory${rest_%%"$1"*}$value_ rest_=${rest_#*"$1"} ;;
      *) break ;;
    esac
  done
  directory=$directory$rest_
}

package_arguments() {
  own_=$1 configure_args='' drop_next_=no
  shift
  for word_ in "$@"; do
    if test "$drop_next_" = yes; then
      drop_next_=no
      continue
    fi
    case $word_ in
      -cache-file | --cache-file | -srcdir | --srcdir) drop_next_=yes ;;
      -cache-file=* | --cache-file=* | -srcdir=* | --srcdir=* | -C | -config-cache | --config-cache) ;;
      --prefix=* | --exec-prefix=* | --bindir=* | --libdir=* | --includedir=* | --datarootdir=* | --datadir=*) ;;
      -*dir=* | -*prefix=*)
        expand_directory "${word_#*=}"
        append_argument "${word_%%=*}=$directory" ;;
      '$'*)
        expand_directory "$word_"
        append_argument "$directory" ;;
      *) is_own_option_ "$word_" || append_argument "$word_" ;;
    esac
  done
  for option_ in $package_directories; do
    eval "expand_directory \"\$$option_\""
    case $option_ in exec_prefix) option_=exec-prefix ;; esac
    append_argument "--$option_=$directory"
  done
}

append_argument() {
  quote "$1"
  configure_args=$configure_args${configure_args:+ }$quoted
}

# is_own_option_ WORD: the two of Automake are every package's.
is_own_option_() {
  rest_=${1%%=*} rest_=${rest_#-}
  rest_=${rest_#-}
  case $rest_ in
    enable-* | with-*) ;;
    disable-*) rest_=enable-${rest_#disable-} ;;
    without-*) rest_=with-${rest_#without-} ;;
    *) return 1 ;;
  esac
  option_=''
  while :; do
    case $rest_ in
      *-*) option_=$option_${rest_%%-*}_ rest_=${rest_#*-} ;;
      *) break ;;
    esac
  done
  option_=$option_$rest_
  for name_ in $own_; do
    case $name_ in
      enable_silent_rules | enable_dependency_tracking) ;;
      "$option_") return 0 ;;
    esac
  done
  return 1
}
