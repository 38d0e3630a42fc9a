#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# overcommit.sh SECONDS COMMAND...: run COMMAND while vm.overcommit_memory is 2, and set it back whatever happens.
#
# Every program of the machine feels it meanwhile, so it lasts SECONDS at most. A guard in a session of its own sets
# the value, and sets it back as soon as this script has ended, how ever that was (also by kill -9: the guard waits
# for the end of a pipe), or the time is over. It does so without another process, as a fork may fail then.
# Exit status: COMMAND's; 99: it can't be set (needs root), nothing was run; 124: the time was over.
# OVERCOMMIT_FILE: the file to write to instead of /proc/sys/vm/overcommit_memory, for the tests of this script.

set -u
file=${OVERCOMMIT_FILE:-/proc/sys/vm/overcommit_memory}

# The value in $file, in $value; read by the shell itself.
look() {
  value=
  read -r value 2>/dev/null <"$file" || :
}

# guard SECONDS: hold the value until standard input ends; exits with the number that came through it.
guard() {
  # shellcheck disable=SC2016 # for that shell
  exec setsid sh -c '
    trap "" HUP INT TERM PIPE
    exec 2>/dev/null
    timeout "$3" cat | {
      trap "" HUP INT TERM PIPE
      echo 2 >"$1" || exit 99
      status=
      read -r status || :
      echo "$2" >"$1"
      exit "${status:-124}"
    }' guard "$file" "$old" "$1"
}

# hold COMMAND...: run it once the value is 2; it must not have the pipe open. Its status goes to the guard.
hold() {
  tries=0
  look
  until test "$value" = 2; do
    tries=$((tries + 1))
    test "$tries" -le 100 || return
    sleep 0.02
    look
  done
  (exec 3>&- && exec "$@")
  status=$?
  trap '' PIPE # where the time was over, nobody reads
  echo $status >&3 2>/dev/null || :
}

main() {
  if test $# -lt 2; then
    printf 'usage: overcommit.sh SECONDS COMMAND...\n' >&2
    exit 2
  fi
  look
  old=$value
  if test -z "$old" || test ! -w "$file"; then
    printf 'overcommit.sh: no permission to set vm.overcommit_memory: %s; expected to be run as root\n' "$file" >&2
    exit 99
  fi
  seconds=$1
  shift
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/overcommit.XXXXXX") && mkfifo "$scratch/pipe" || exit 99
  guard "$seconds" <"$scratch/pipe" &
  exec 3>"$scratch/pipe"
  rm -rf "$scratch"
  hold "$@"
  exec 3>&-
  wait $!
}

main "$@"
