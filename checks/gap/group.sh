# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/gap/group.sh: a control group with a memory limit for one test; sourced after checks/lib.sh.
#
#   with_group_ MIB   makes the group for the running test, $group, or skips it
#   end_group_        removes it
#   remove_group_     for oneTimeTearDown, if the test did not come so far
# shellcheck shell=sh

# make_group_ MIB: a control group with that limit; sets $group, or $why_not.
make_group_() {
  group=
  why_not='no permission to make a control group with a limit: run it as root, outside of a container'
  if test -e /sys/fs/cgroup/memory/memory.limit_in_bytes; then
    parent_=/sys/fs/cgroup/memory limit_file_=memory.limit_in_bytes swap_file_=memory.memsw.limit_in_bytes
    swap_=$(($1 * 1048576))
  elif grep -q -w memory /sys/fs/cgroup/cgroup.subtree_control 2>/dev/null; then
    parent_=/sys/fs/cgroup limit_file_=memory.max swap_file_=memory.swap.max
    swap_=0
  else
    why_not='there is no memory controller of control groups'
    return 1
  fi
  mkdir "$parent_/poolpatch-check-$$" 2>/dev/null || return 1
  group=$parent_/poolpatch-check-$$
  # Without swap accounting there is no such file.
  echo $(($1 * 1048576)) 2>/dev/null >"$group/$limit_file_" &&
    { test ! -e "$group/$swap_file_" || echo "$swap_" 2>/dev/null >"$group/$swap_file_"; } &&
    sh -c 'echo $$ >"$1/cgroup.procs"' sh "$group" 2>/dev/null && return 0
  remove_group_
  return 1
}

# remove_group_: its processes are gone, but the kernel may need a moment.
remove_group_() {
  test -n "${group-}" || return 0
  tries_=0
  until rmdir "$group" 2>/dev/null; do
    tries_=$((tries_ + 1))
    test "$tries_" -lt 50 || break
    sleep 0.1
  done
  test ! -d "$group" || echo "# $group is left behind" >&2
  group=
}

# with_group_ MIB: make that group for the running test, or skip it.
with_group_() {
  require_program_ timeout || return
  make_group_ "$1" || {
    skip_ "$why_not"
    return 1
  }
  trap 'remove_group_; exit 130' INT
  trap 'remove_group_; exit 143' TERM
}

end_group_() {
  remove_group_
  trap - INT TERM
}
