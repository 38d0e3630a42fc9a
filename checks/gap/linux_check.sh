#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# What Linux itself charges for GAP's pool: the installed GAP (strategy commit) beside an upstream one, one of noreserve
# and one whose pool is from calloc.
# ALLOW_SYSCTL=yes in the environment also has it try vm.overcommit_memory=2, which the whole machine feels.
# shellcheck disable=SC2154 # settings.sh sets what configure found
# shellcheck source=checks/lib.sh
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
# shellcheck source=checks/gap/installed.sh
. "$top_srcdir/checks/gap/installed.sh"
# shellcheck source=checks/gap/cygwin.sh
. "$top_srcdir/checks/gap/cygwin.sh"
# shellcheck source=checks/gap/group.sh
. "$top_srcdir/checks/gap/group.sh"

strategies='upstream calloc noreserve commit'
PATH=$top_builddir/poolstat:$PATH
mode_file=/proc/sys/vm/overcommit_memory
tab=$(printf '\t')

# Here an unpatched GAP is one, whatever its release.
label_() {
  label=$1
}

gap_of_() {
  case $1 in
    commit) echo installed ;;
    *) printf '%s\n' "$1" ;;
  esac
}

oneTimeTearDown() {
  remove_group_
  keep_table_
}

require_strategies_() {
  require_gap_ || return
  test "$pool_strategy" = commit || {
    skip_ "the installed GAP has the strategy $pool_strategy, and there is no other with commit to compare"
    return 1
  }
  require_gaps_
}

# gap_as_ STRATEGY POOL [COMMAND]...: have that GAP run the statements of file input, started by COMMAND if given;
# what it prints in file out.
gap_as_() {
  gap_=$(gap_of_ "$1")
  pool_=$2
  shift 2
  # shellcheck disable=SC2046 # options
  timeout 120 "$@" "$top_srcdir/checks/installed/start.sh" "$gap_" $(plain_ "$pool_") <input >out 2>&1
}

# meminfo_ NAME: in KiB.
meminfo_() {
  awk -v name="$1:" '$1 == name { print $2 }' /proc/meminfo
}

# mib_ KIB: to the nearest.
mib_() {
  printf '%s\n' $((($1 + 512) / 1024))
}

# charge_step_ NAME [children]: for a shell of the process to be looked at; prints a line `NAME POOL CHARGE [SUM]`.
charge_step_() {
  printf "sh '%s' %s \$PPID %s\n" "$top_srcdir/checks/installed/charge.sh" "$1" "${2-}"
}

# field_ NAME NUMBER: of that line of file out.
field_() {
  awk -v name="$1" -v number="$2" '$1 == name { print $number; exit }' out
}

grow='l:=List([1..150],i->ListWithIdenticalEntries(131072,i));;'
total='GasmanStatistics().full.totalkb;'

# life_ STRATEGY: a workspace of 64 MiB grows and shrinks twice, then the process forks twice. After each shrinking
# there are five full collections, after each of which the charge is printed.
life_() {
  strategy=$1
  set -- start "$(roots_ "$strategy")" 1g 64m shell "$(charge_step_ started)" eval 'GASMAN("collect");' \
    value workspace "$total"
  for turn in 1 2; do
    set -- "$@" eval "$grow" value "grown_workspace$turn" "$total" shell "$(charge_step_ "grown$turn")" eval 'l:=0;;'
    for number in 1 2 3 4 5; do
      set -- "$@" eval 'GASMAN("collect");' shell "$(charge_step_ "shrunk$turn-$number")"
    done
  done
  on_ "$strategy" "$SHUNIT_TMPDIR/steps" "$@" fork 2 shell "$(charge_step_ forks children)" >out 2>err
  assertEquals "$strategy: steps: $(cat err)" 0 $?
}

# back_ TURN LIMIT: after how many full collections the charge was at most LIMIT.
back_() {
  awk -v turn="shrunk$1-" -v limit="$2" '
    index($1, turn) == 1 && $3 <= limit && !found { found = substr($1, length(turn) + 1) }
    END { print found ? found : "never" }' out
}

test_charge() {
  require_strategies_ || return 0
  table_ charge 'Charge of a process with libgap, pool 1024 MiB, workspace 64 MiB, grown by 150 MiB and shrunk, twice; MiB'
  row_ strategy started grown shrunk 'and two forks' 'given back at which full collection, first and second time'
  for strategy in $strategies; do
    life_ "$strategy"
    pool=$(field_ started 2) started=$(field_ started 3) grown=$(field_ grown1 3) shrunk=$(field_ shrunk2-5 3)
    forked=$(field_ forks 4) workspace=$(field_ workspace 2)
    first=$(back_ 1 $((workspace * 5 / 4))) second=$(back_ 2 $((workspace * 5 / 4)))
    given="$first, $second"
    test "$grown" -gt 0 || given='nothing to give back'
    row_ "$strategy" "$(mib_ "$started")" "$(mib_ "$grown")" "$(mib_ "$shrunk")" "$(mib_ "$forked")" "$given"
    assertTrue "$strategy: the pool: $pool" "test '$pool' -ge 1048576 || test $(cat $mode_file) = 2"
    case $strategy in
      upstream | calloc)
        assertEquals "$strategy: all of the pool at start" "$pool" "$started"
        assertEquals "$strategy: all of the pool at the end" "$pool" "$shrunk"
        assertEquals "$strategy: three pools" $((3 * pool)) "$forked"
        ;;
      commit)
        at_most_ 'commit: the workspace at start' "$started" $((workspace * 5 / 4))
        at_least_ 'commit: grows with the workspace' "$grown" $((workspace + 150 * 1024 * 9 / 10))
        at_most_ 'commit: no more than the workspace' "$grown" $(($(field_ grown_workspace1 2) * 5 / 4))
        # These numbers are those of the comment at mmap_pool_trim_ in pool/mmap_pool.h.
        at_most_ 'commit: given back at the first full collection' "$first" 1
        at_most_ 'commit: when it was needed again, at the second' "$second" 2
        at_most_ 'commit: three workspaces' "$forked" $((3 * workspace * 5 / 4))
        ;;
    esac
  done
}

# seconds_ STRATEGY POOL: user and system time of five times 300 MiB of short-lived lists.
seconds_() {
  echo 'for k in [1..5] do l:=List([1..300],i->ListWithIdenticalEntries(131072,i)); l:=0; GASMAN("collect"); od;' >input
  (gap_as_ "$1" "$2"; times) | awk 'NR == 2 { split($1, user, "[ms]"); split($2, kernel, "[ms]")
    printf "%.1f %.1f\n", user[1] * 60 + user[2], kernel[1] * 60 + kernel[2] }'
}

test_time_of_a_workspace_that_grows_and_shrinks() {
  require_strategies_ || return 0
  table_ time 'Five times 300 MiB of short-lived lists, one run each: seconds; a pool of size 0 is memory from sbrk'
  row_ strategy pool user system
  for way in 'upstream 512m' 'upstream 0' 'calloc 512m' 'noreserve 512m' 'commit 512m'; do
    # shellcheck disable=SC2086 # two words
    seconds=$(seconds_ $way)
    # shellcheck disable=SC2086 # likewise
    row_ "${way% *}" "-s ${way#* }" $seconds
    assertEquals "$way: $(cat out)" 2 "$(printf '%s\n' "$seconds" | wc -w | tr -d ' ')"
  done
}

# how_it_ended_ STATUS: of GAP, that printed file out; sets $end and $message.
how_it_ended_() {
  end="status $1"
  test "$1" -le 128 || end="signal $(($1 - 128))"
  message=$(grep -o 'cannot extend the workspace any more' out | head -n 1)
}

# assert_gap_ended_ WHO: GAP itself has ended, and said why.
assert_gap_ended_() {
  assertEquals "$1: $(cat out)" 'status 1' "$end"
  assertEquals "$1: says so" 'cannot extend the workspace any more' "$message"
}

test_limits_of_the_process() {
  require_strategies_ || return 0
  table_ ulimit 'A workspace that grows to 600 MiB under a limit of the process, pool 512 MiB'
  row_ strategy limit end "GAP's message"
  echo 'l:=List([1..600],i->ListWithIdenticalEntries(131072,i));;' >input
  for strategy in upstream commit; do
    for limit in '-v 550000' '-d 200000'; do
      # shellcheck disable=SC2086 # two words
      (ulimit $limit && gap_as_ "$strategy" 512m)
      how_it_ended_ $?
      row_ "$strategy" "ulimit $limit" "$end" "${message:-none}"
      assert_gap_ended_ "$strategy, $limit"
    done
  done
}

# Ways to take memory up in small pieces, each a name and statements. A collection may then find room for one more,
# but no identifier for it, which lists of a MiB never meet.
small_pieces_() {
  cat <<'END'
List l:=List([1..10000000],i->[i,i+1]);;
Add l:=[];; for i in [1..20000000] do Add(l,[i]); od;
strings s:="";; l:=[];; while true do Add(l,ShallowCopy(s)); Add(s,'x'); Add(l,rec(a:=1)); od;
END
}

# in_small_pieces_ LIMIT POOL COMMAND...: GAP under that limit, entered by COMMAND, takes up memory in each of these
# ways.
in_small_pieces_() {
  limit=$1
  pool=$2
  shift 2
  for strategy in upstream commit; do
    ends=
    for way in $(small_pieces_ | sed 's/ .*//'); do
      small_pieces_ | sed -n "s/^$way //p" >input
      gap_as_ "$strategy" "$pool" "$@"
      how_it_ended_ $?
      ends=$ends$tab$end
      test "$strategy" = upstream || assert_gap_ended_ "$strategy, $limit, $way"
    done
    row_ "$strategy" "$limit$ends"
  done
}

# small_pool_: MiB of a pool that has to grow before it meets a limit of 250 MB; 4.10 is held at the pool's size by -o
# (plain_), and that must not be the first limit.
small_pool_() {
  if is_4_10_; then echo 512; else echo 128; fi
}

# small_pieces_table_ NAME UNTIL
small_pieces_table_() {
  table_ "$1" "Memory that is taken up in small pieces, $2"
  # shellcheck disable=SC2046 # words
  row_ strategy limit $(small_pieces_ | sed 's/ .*//')
}

test_small_pieces_under_limits_of_the_process() {
  require_strategies_ || return 0
  small=$(small_pool_)
  small_pieces_table_ small-ulimit "until a limit of the process, pool $small MiB"
  for limit in '-v 250000' '-d 250000'; do
    in_small_pieces_ "ulimit $limit" "${small}m" sh -c "ulimit $limit; exec \"\$@\"" sh
  done
}

# The group has page cache for half of its limit, which is no reason to refuse; files of a tmpfs would be one.
test_limit_of_a_control_group() {
  require_strategies_ && with_group_ 300 || return 0
  table_ group 'A workspace under the limit of a control group, 300 MiB, half of it page cache; pool 512 MiB'
  row_ strategy 'grows to, MiB' end "GAP's message"
  # shellcheck disable=SC2016 # for sh
  enter='echo $$ >"$0/cgroup.procs" && { test "$(stat -f -c %T .)" = tmpfs ||
    dd if=/dev/zero of=cached bs=1048576 count=150 2>dd; } && exec "$@"'
  for strategy in upstream commit; do
    for mib in 240 600; do
      # With what GAP itself and its free part take, some 60 MiB more than the lists.
      echo "l:=List([1..$mib-64],i->ListWithIdenticalEntries(131072,i));; Length(l)+64;" >input
      gap_as_ "$strategy" 512m sh -c "$enter" "$group"
      how_it_ended_ $?
      row_ "$strategy" "$mib" "$end" "${message:-none}"
      case $strategy,$mib in
        commit,600) assert_gap_ended_ 'commit, 600 MiB' ;;
        *,240) assertEquals "$strategy, $mib MiB: $(cat out)" 'status 0 240' "$end $(tail -n 1 out)" ;;
      esac
    done
  done
  end_group_
}

test_small_pieces_in_a_control_group() {
  require_strategies_ && with_group_ 250 || return 0
  small=$(small_pool_)
  small_pieces_table_ small-group "until the limit of a control group, pool $small MiB"
  # shellcheck disable=SC2016 # for sh
  in_small_pieces_ '250 MiB' "${small}m" sh -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$group"
  end_group_
}

test_pool_larger_than_memory_and_swap() {
  require_strategies_ || return 0
  asked=$((($(meminfo_ MemTotal) + $(meminfo_ SwapTotal)) * 2 / 1048576 + 1))
  table_ large "A pool of $asked GiB, twice the memory and swap of the machine; MiB (GAP halves it until it gets one)"
  row_ strategy pool charge 'Exec("echo forked")'
  printf 'Exec("%s");\nExec("echo forked");\n' "$(charge_step_ started)" >input
  for strategy in $strategies; do
    gap_as_ "$strategy" "${asked}g"
    assertEquals "$strategy: $(cat out)" 0 $?
    pool=$(field_ started 2) started=$(field_ started 3) forked=$(grep -x forked out)
    row_ "$strategy" "$(mib_ "$pool")" "$(mib_ "$started")" "${forked:-nothing}"
    case $strategy in
      commit)
        at_least_ 'commit: the pool' "$pool" $((asked * 1048576))
        at_most_ 'commit: charge' "$started" $((64 * 1024 * 5 / 4))
        assertEquals 'commit: forks' forked "$forked"
        ;;
    esac
  done
}

# require_strict_mode_: may vm.overcommit_memory be set?
require_strict_mode_() {
  require_strategies_ || return
  test "${ALLOW_SYSCTL-}" = yes || {
    skip_ "it sets vm.overcommit_memory of the whole machine to 2 for some seconds: allow that with ALLOW_SYSCTL=yes"
    return 1
  }
  require_program_ setsid timeout || return
  test -w "$mode_file" || {
    skip_ "no permission to set $mode_file: run it as root, outside of a container"
    return 1
  }
}

# room_ MIB: the machine has more left of its commit limit; sets $free, in MiB.
room_() {
  free=$((($(meminfo_ CommitLimit) - $(meminfo_ Committed_AS)) / 1024))
  test "$free" -ge "$1" || {
    skip_ "the machine has $free MiB left of its commit limit, $1 are needed: end other programs"
    return 1
  }
}

# strictly_ STRATEGY: start it with the pool and fork, while the mode is 2; sets $size (address space in KiB), $forked.
strictly_() {
  gap_as_ "$1" "${pool}m" sh "$top_srcdir/checks/gap/overcommit.sh" 20
  assertEquals "$1: $(cat out)" 0 $?
  size=$(sed -n 's/^VmSize:[[:blank:]]*\([0-9]*\) kB/\1/p' out)
  forked=$(grep -x forked out)
}

test_strict_accounting() {
  require_strict_mode_ || return 0
  # One such pool fits into the commit limit, two never do.
  pool=$(($(meminfo_ CommitLimit) * 4 / 7 / 1024))
  room_ $((pool + 1024)) || return 0
  before=$(cat "$mode_file")
  table_ strict "vm.overcommit_memory=2, commit limit $(($(meminfo_ CommitLimit) / 1024)) MiB, pool $pool MiB"
  row_ strategy 'address space, MiB' 'Exec("echo forked")'
  printf '%s\n' 'Print(ReadAll(InputTextFile("/proc/self/status")));' 'Exec("echo forked");' >input
  for strategy in $strategies; do
    strictly_ "$strategy"
    row_ "$strategy" "$(mib_ "$size")" "${forked:-prints nothing}"
    assertEquals "$strategy: the mode is as before" "$before" "$(cat "$mode_file")"
    at_least_ "$strategy: has got its pool" "$size" $((pool * 1024))
    case $strategy in
      upstream | calloc) assertEquals "$strategy: cannot fork" '' "$forked" ;;
      commit) assertEquals 'commit: forks' forked "$forked" ;;
    esac
  done
}

# Another process holds all but 500 MiB. With a pool of 4 GiB, the system keeps the last 128 of these from GAP (see
# vm.user_reserve_kbytes), so that other programs of the machine need not fail.
test_small_pieces_under_strict_accounting() {
  require_strict_mode_ || return 0
  require_program_ python3 mkfifo || return 0
  room_ 1024 || return 0
  before=$(cat "$mode_file")
  mkfifo hold
  python3 -c 'import mmap, sys
held = mmap.mmap(-1, int(sys.argv[1]) << 20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
print("held", flush=True)
sys.stdin.read()' $((free - 500)) <hold >held &
  exec 4>hold
  until test -s held || ! kill -0 $! 2>/dev/null; do sleep 0.1; done
  assertEquals held "$(cat held)"
  small_pieces_table_ small-strict 'vm.overcommit_memory=2 and 500 MiB left, pool 4 GiB'
  in_small_pieces_ '500 MiB left' 4g sh "$top_srcdir/checks/gap/overcommit.sh" 60
  exec 4>&-
  wait
  assertEquals 'the mode is as before' "$before" "$(cat "$mode_file")"
}

# shellcheck disable=SC1091 # found on PATH
. shunit2
