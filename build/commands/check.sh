#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# poolpatch check [OPTION...] PID | -- COMMAND [ARGUMENT...]: is the pool of a running program of the kind it is to be?
#
# OPTION is poolstat's (poolstat(1)): --expect=upstream|noreserve|commit, --json, --forks=N.  POOLSTAT in the environment
# names another poolstat.
# Exit status: poolstat's: 1 if the pool is not what --expect says.

stage='poolpatch check'
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/verb.sh
. "$lib/verb.sh"

# find_poolstat: the installed one, or that of a build in the working directory.
find_poolstat() {
  for file_ in "${POOLSTAT-}" "$(command -v poolstat || :)" ./poolstat/poolstat ./_build/poolstat/poolstat; do
    test ! -x "$file_" || { echo "$file_"; return; }
  done
  die 'poolstat is not installed: install it (make install-toolkit), or name it with POOLSTAT='
}

case ${1-} in
  -h | --help) help; exit ;;
  '') wrong_usage 'a PID or -- COMMAND is missing' ;;
esac
poolstat=$(find_poolstat)
exec "$poolstat" "$@"
