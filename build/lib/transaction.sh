# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/transaction.sh: how a stage changes the disk: locked, in private, and published by renaming.
#
#   lock "$tree"                    nobody else works here now
#   roll_forward "$work" "$tree"    finish what a killed run had completed, drop what it had not
#   begin "$work"                   an empty private directory on the destination's file system
#   ...                             make in it, under their own names, the files that are to come
#   publish "$work" "$tree"         all of them, or none and one line that says why
#
# manifest_of DESTINATION prints where the list of what was published there is kept.
#
# WORK/.remove, if there is one, names what is to go from the destination, one path a line, relative to it.
# shellcheck shell=sh disable=SC2154 # stage.sh sources this

sha256() { # sha256 FILE: its digest in hexadecimal
  sha256_lines <"$1" | cut -d ' ' -f 1
}

# digests_in DIRECTORY: reads names of files, one a line, relative to DIRECTORY; prints a line DIGEST, two blanks, NAME for
# each; the digest of one that is not there is none, and it comes first.
digests_in() (
  cd -- "$1" || exit
  set --
  while IFS= read -r file_; do
    if test -f "$file_"; then set -- "$@" "$file_"; else printf 'none  %s\n' "$file_"; fi
  done
  test $# -eq 0 || sha256_lines -- "$@"
)

sha256_lines() { # sha256_lines [FILE...]: a line for each, its digest and its name; without FILE of standard input
  if command -v sha256sum >/dev/null 2>&1; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

manifest_of() {
  printf 'stamps/manifest-%s\n' "$(printf '%s' "$1" | sha256_lines | cut -c 1-16)"
}

# at_exit FUNCTION: call FUNCTION when the stage ends, however it ends; the last one named is called first.
exit_functions_=
at_exit() {
  exit_functions_="$1 $exit_functions_"
}
run_exit_functions_() {
  status_=$?
  trap - EXIT
  trap '' HUP INT TERM # a second one would break this off
  for function_ in $exit_functions_; do
    "$function_" || :
  done
  exit "$status_"
}
trap run_exit_functions_ EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# new_scratch: sets `scratch` to a fresh directory without a blank in its name, removed when the stage ends, if there is
# none yet.
scratch=''
new_scratch() {
  test -z "$scratch" || return 0
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/poolpatch.XXXXXX") ||
    die "no scratch directory could be made in ${TMPDIR:-/tmp}: is it full or read-only? Set TMPDIR"
  at_exit remove_scratch_
}
remove_scratch_() {
  rm -rf "$scratch"
}

# lock DIRECTORY: wait until no other poolpatch works on DIRECTORY, and keep them out until this one and all that it
# started have ended.  It is the kernel's lock on the directory itself, so no death leaves it behind and nothing is
# written.  One lock a process; what one of our own above holds (POOLPATCH_LOCKED) is not waited for.
lock() {
  locked_=$(cd -P -- "$1" && pwd) || die "$1 can't be entered: check its permissions"
  case :${POOLPATCH_LOCKED-}: in *":$locked_:"*) return ;; esac
  test -r "$locked_" || die "$1 can't be read: check its permissions"
  exec 9<"$locked_"
  flock_ -n || {
    report_holder_
    flock_ || die "$1 can't be locked: does its file system know flock(2)?"
  }
  POOLPATCH_LOCKED=${POOLPATCH_LOCKED-}:$locked_
  export POOLPATCH_LOCKED
}

# flock_ [-n]: quilt's guards needs Perl, so where there is no flock(1) there is that.
flock_() {
  if command -v flock >/dev/null 2>&1; then
    flock "$@" 9
  else
    perl -e 'use Fcntl ":flock"; open my $d, "<&=9" or die; exit !flock $d, LOCK_EX | (@ARGV && LOCK_NB)' -- "$@"
  fi
}

report_holder_() {
  holder_='another poolpatch'
  for descriptor_ in /proc/[0-9]*/fd/9; do
    pid_=${descriptor_#/proc/}
    pid_=${pid_%%/*}
    if test "$pid_" != $$ && test "$(readlink "$descriptor_" 2>/dev/null)" = "$locked_"; then
      holder_="$holder_ (process $pid_)"
      break
    fi
  done
  warn "waiting for $holder_, which is at work on $locked_"
}

# begin WORK: make it, empty; it goes when the stage ends before it is published.
begin() {
  work_=$1
  rm -rf "$work_" 2>/dev/null
  mkdir -p "$work_" 2>/dev/null ||
    die "$(dirname "$work_") can't be written: check its permissions and the disk's free space"
  at_exit drop_incomplete_
}
drop_incomplete_() {
  test -e "$work_/.complete" || rm -rf "$work_"
}

# publish WORK DESTINATION: move what is in WORK to DESTINATION, and remove there what WORK/.remove names.  All that
# could be in the way is found before the first rename; from .complete on the move can only go forward.
publish() {
  obstacle_=$(obstacles_ "$1" "$2" | head -n 1)
  test -z "$obstacle_" || die "$obstacle_; nothing was changed"
  (: >"$1/.complete") 2>/dev/null || die "$1 can't be written: is the disk full? Nothing was changed"
  roll_forward "$1" "$2"
}

# roll_forward WORK DESTINATION: complete what was published into DESTINATION when the run was killed; remove what was not.
roll_forward() {
  test ! -e "$1" || test -z "$(find "$1" -prune ! -user "$(id -u)")" ||
    die "$1 belongs to somebody else: remove it, and run the same command again"
  if test -e "$1/.complete"; then
    test ! -f "$1/.remove" || while IFS= read -r path_; do
      rm -rf "$2/${path_:?}"
      remove_empty_dirs "$2/" "$path_"
    done <"$1/.remove"
    rm -f "$1/.remove"
    move_all_ "$1" "$2"
    rm -f "$1/.complete"
  fi
  test ! -e "$1" || rm -rf "$1"
}

# remove_empty_dirs TREE PATH: those of PATH that are empty now that it is no longer in TREE.
remove_empty_dirs() {
  (cd "$1" && rmdir -p "$(dirname "$2")" 2>/dev/null) || :
}

# dirs_ WORK: its directories, each before what is in it: '' first.  Sorted only when find has ended, as it is walked
# while they go.
dirs_() {
  (cd "$1" && find . -type d) | sed 's|^\.||' | LC_ALL=C sort
}

# obstacles_ WORK DESTINATION: a line for each thing that can't be replaced by what is to come.
obstacles_() {
  dirs_ "$1" | while IFS= read -r dir_; do
    if test -d "$2$dir_/"; then
      for file_ in "$1$dir_"/* "$1$dir_"/.[!.]*; do
        old_=$2$dir_/${file_##*/}
        if test ! -h "$file_" && test -d "$file_"; then
          test -d "$old_/" || ! exists_ "$old_" || echo "$old_ is no directory, and one is to come there: move it away"
        elif test ! -h "$old_" && test -d "$old_" && exists_ "$file_"; then
          echo "$old_ is a directory, and a file or link is to come there: move it away"
        fi
      done
    fi
  done
}

exists_() {
  test -e "$1" || test -h "$1"
}

# move_all_ WORK DESTINATION: only renames: of a whole directory where there is none, else of a directory's files at a
# time.
move_all_() {
  dirs_ "$1" | while IFS= read -r dir_; do
    if test ! -d "$1$dir_"; then
      : # it has gone with a directory above
    elif test -d "$2$dir_/"; then
      move_files_ "$1$dir_" "$2$dir_"
    else
      mv -f "$1$dir_" "$2$dir_"
    fi
  done
}

move_files_() { # move_files_ FROM TO
  set -- "$2" "$1"/* "$1"/.[!.]*
  to_=$1
  shift
  for file_ in "$@"; do
    shift
    if test -h "$file_"; then
      rm -f "${to_:?}/${file_##*/}"
      set -- "$@" "$file_"
    elif test -f "$file_" && test "${file_##*/}" != .complete; then
      set -- "$@" "$file_"
    fi
  done
  test $# -eq 0 || mv -f "$@" "$to_/"
}

# stamp FILE TEXT: write a stamp, which says what the thing it stands in was made from; one that says so already stays.
stamp() {
  ! is_fresh "$1" "$2" || return 0
  if ! mkdir -p "$(dirname "$1")" 2>/dev/null || ! (printf '%s\n' "$2" >"$1.new") 2>/dev/null || ! mv -f "$1.new" "$1"; then
    rm -f "$1.new" 2>/dev/null || :
    die "$1 can't be written: is the disk full?"
  fi
}

# is_fresh FILE TEXT: is there such a stamp?
is_fresh() {
  test -f "$1" && test "$(cat "$1")" = "$2"
}
