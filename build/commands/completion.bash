# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/completion.bash: bash completes verbs, options, formats, and the names of trees.

_poolpatch() {
  local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]} option=''
  # The shell takes an equals sign for a word of its own.
  if [[ $word == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 1]} word=''
  elif [[ ${COMP_WORDS[COMP_CWORD - 1]} == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  local words='' options='--with-pool= --with-package= --host= --build= --with-cygwin-release= --with-cysignals=
    --with-source-version= --with-recipe= --enable-serial-build= --enable-cross-guesses= --disable-huge-pages
    --disable-control-groups --with-package-configure-args= --help'
  case $option in
    --with-pool | --expect) words='auto noreserve commit upstream' ;;
    --enable-serial-build) words='auto yes no' ;;
    --enable-cross-guesses) words='conservative risky' ;;
    --format) words=$(poolpatch export --help | sed -n 's/^  \([a-z]*\)  .*/\1/p') ;;
    --output | --with-recipe) compopt -o nospace; mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
    ?*) ;;
    *)
      if ((COMP_CWORD == 1)); then
        words="$(poolpatch --help | sed -n 's/^  \([a-z]*\) .*/\1/p') --help --version"
      else
        case $verb in
          check) options=$(poolstat --help | sed -n 's/^  [-a-zA-Z, ]\{4\}\(--[a-z-]*=\{0,1\}\).*/\1/p') ;;
          export) options="--format= --output= --version= --versions= $options" ;;
          serial | series) options="--version= $options" ;;
          status | unapply) options='--help' ;;
        esac
        if [[ $word == -* ]]; then words=$options; else mapfile -t COMPREPLY < <(compgen -d -- "$word"); return; fi
      fi ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  [[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace
}
complete -F _poolpatch poolpatch
