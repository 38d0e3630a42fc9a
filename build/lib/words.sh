# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/words.sh: values as a shell or a reader is to see them; sourced by configure, commands and tests. Pure: no
# command is run, nothing is printed.
#
#   quote VALUE     sets quoted to one word of the shell that is VALUE, whatever VALUE holds
#   is_plain VALUE  can make, and the shell that it calls, take VALUE as it is, blanks and all? Not a quote, backslash, dollar,
#                   backquote, # or line break
#   is_plain_directory VALUE   the same, but for directories that VALUE names: ${prefix}
#   shorten VALUE   sets shortened to VALUE, or to its first 100 characters and `...`: for messages
# shellcheck shell=sh
# shellcheck disable=SC2034 # the results are for others

quote() {
  rest_=$1 quoted='' mark_=\'
  while :; do
    case $rest_ in
      *\'*) quoted=$quoted${rest_%%"$mark_"*}"'\\''" rest_=${rest_#*"$mark_"} ;;
      *) break ;;
    esac
  done
  quoted="'$quoted$rest_'"
}

is_plain() {
  case $1 in
    *[\'\"\`\$\#\\]* | *"
"*) return 1 ;;
  esac
}

is_plain_directory() {
  rest_=$1
  while :; do
    case $rest_ in *\$\{*\}*) ;; *) break ;; esac
    name_=${rest_#*\$\{}
    name_=${name_%%\}*}
    case $name_ in
      *[!A-Za-z_]*) return 1 ;;
      prefix | exec_prefix | *dir | PACKAGE | PACKAGE_TARNAME) ;;
      *) return 1 ;;
    esac
    rest_=${rest_%%\$\{*}${rest_#*\$\{"$name_"\}}
  done
  is_plain "$rest_"
}

shorten() {
  rest_=${1#????????????????????????????????????????????????????????????????????????????????????????????????????}
  case $rest_ in
    '' | "$1") shortened=$1 ;;
    *) shortened=${1%"$rest_"}... ;;
  esac
}
