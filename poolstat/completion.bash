# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# poolstat/completion.bash: bash completes options, as poolstat --help lists them, strategies, processes, and commands.

_poolstat() {
  local word=${COMP_WORDS[COMP_CWORD]} option='' index
  for ((index = 1; index < COMP_CWORD; index++)); do
    if [[ ${COMP_WORDS[index]} == -- ]]; then
      if ((index == COMP_CWORD - 1)); then mapfile -t COMPREPLY < <(compgen -c -- "$word"); else compopt -o default; fi
      return
    fi
  done
  # The shell takes an equals sign for a word of its own.
  if [[ $word == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 1]} word=''
  elif [[ ${COMP_WORDS[COMP_CWORD - 1]} == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case $option in
    --expect) mapfile -t COMPREPLY < <(compgen -W 'upstream noreserve commit' -- "$word") ;;
    --output) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
    --proc) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
    ?*) ;;
    *)
      if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(poolstat --help | sed -n 's/^  [-a-zA-Z, ]\{4\}\(--[a-z-]*=\{0,1\}\).*/\1/p')" -- "$word")
        [[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace
      else
        mapfile -t COMPREPLY < <(cd /proc 2>/dev/null && compgen -W "$(echo [0-9]*)" -- "$word")
      fi ;;
  esac
}
complete -F _poolstat poolstat
