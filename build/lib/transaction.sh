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
# manifest_of DESTINATION prints where the list of what was published there is kept; write_manifest and read_manifest
# write and read it.
#
# WORK/.remove, if there is one, names what is to go from the destination, one path a line, relative to it.
# shellcheck shell=sh disable=SC2154 # who sources this sets lib, where it is

# shellcheck source=build/lib/digest.sh
. "$lib/digest.sh"

manifest_of() {
  printf 'stamps/manifest-%s\n' "$(printf '%s' "$1" | sha256_lines | cut -c 1-16)"
}

# write_manifest FILE: of the names on standard input, one a line, in order; the last line is their digest.
write_manifest() {
  {
    LC_ALL=C sort -u >"$1.new" && seal "$1.new" && mv -f "$1.new" "$1"
  } || die "$1 can't be written: is the disk full? Nothing was installed"
}

# read_manifest FILE: prints the names; none if there is no such file.  What it names is removed, so it must be as it was written.
read_manifest() {
  test -f "$1" || return 0
  is_sealed "$1" ||
    die "$build_dir/$1, the list of the installed files, was damaged since it was written: remove it, and install once more"
  sed '$d' "$1"
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
set_traps_() {
  trap run_exit_functions_ EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
}
set_traps_

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

# begin_afresh: in a subshell: what it leaves to its end is its own, and so is its scratch.
begin_afresh() {
  exit_functions_='' scratch=''
  set_traps_
}

# lock DIRECTORY: wait until no other poolpatch works on DIRECTORY, and keep them out until this one and all that it
# started have ended.  It is the kernel's lock on the directory itself, so no death leaves it behind and nothing is
# written.  At most three locks a process; what one of our own above holds (POOLPATCH_LOCKED) is not waited for.
lock_descriptor_=10
lock() {
  locked_=$(cd -P -- "$1" && pwd) || die "$1 can't be entered: check its permissions"
  case :${POOLPATCH_LOCKED-}: in *":$locked_:"*) return ;; esac
  test -r "$locked_" || die "$1 can't be read: check its permissions"
  lock_descriptor_=$((lock_descriptor_ - 1))
  eval "exec $lock_descriptor_<\"\$locked_\""
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
    flock "$@" "$lock_descriptor_"
  else
    perl -e 'use Fcntl ":flock"; open my $d, "<&=", shift or die; exit !flock $d, LOCK_EX | (@ARGV && LOCK_NB)' -- \
      "$lock_descriptor_" "$@"
  fi
}

report_holder_() {
  holder_='another poolpatch'
  for descriptor_ in /proc/[0-9]*/fd/[789]; do
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
  make_directory "${1%/*}"
  ! exists_ "$work_" || rm -rf "$work_" 2>/dev/null
  at_exit drop_incomplete_
  mkdir "$work_" 2>/dev/null || cannot_be_written_ "${1%/*}"
}
drop_incomplete_() {
  test -e "$work_/.complete" || ! exists_ "$work_" || rm -rf "$work_"
}
cannot_be_written_() {
  die "$1 can't be written: check its permissions and the disk's free space"
}

# make_directory DIRECTORY: and those above.  They go again if there is nothing in them when the stage ends.
make_directory() {
  test ! -d "$1" || return 0
  made_=$1 above_=$1
  until test -d "$above_"; do above_=$(dirname "$above_"); done
  at_exit remove_made_
  mkdir -p "$1" 2>/dev/null || cannot_be_written_ "$1"
}
remove_made_() {
  remove_empty "$made_" "$above_"
}

# remove_empty DIRECTORY ABOVE: and those above it that are empty then, up to ABOVE, which stays.
remove_empty() {
  dir_=$1
  while test "$dir_" != "$2" && { test ! -e "$dir_" || rmdir "$dir_" 2>/dev/null; }; do
    dir_=$(dirname "$dir_")
  done
}

# publish WORK DESTINATION: move what is in WORK to DESTINATION, and remove there what WORK/.remove names.  All that
# could be in the way is found before the first rename; from .complete on the move can only go forward.
publish() {
  list_dirs_ "$1" "$2"
  obstacle_=$(obstacles_ "$1" "$2")
  test -z "$obstacle_" || die "$obstacle_; nothing was changed"
  (: >"$1/.complete") 2>/dev/null || die "$1 can't be written: is the disk full? Nothing was changed"
  move_in_ "$1" "$2"
}

# roll_forward WORK DESTINATION: complete what was published into DESTINATION when the run was killed; remove what was not.
roll_forward() {
  test ! -e "$1" || test -z "$(find "$1" -prune ! -user "$(id -u)")" ||
    die "$1 belongs to somebody else: remove it, and run the same command again"
  if test -e "$1/.complete"; then
    list_dirs_ "$1" "$2"
    move_in_ "$1" "$2"
  fi
  test ! -e "$1" || rm -rf "$1"
}

# move_in_ WORK DESTINATION: what is left of WORK then can go, .complete and all, in any order: to complete it once more does
# nothing.
move_in_() {
  { remove_named_ "$1" "$2" && move_all_ "$1" "$2"; } ||
    die "${1%/*} is half done: fix the error above, run the same command again, and it goes on"
  rm -rf "$1"
}

# remove_named_ WORK DESTINATION: what WORK/.remove names goes.
remove_named_() {
  test -f "$1/.remove" || return 0
  while IFS= read -r path_; do
    rm -rf "$2/${path_:?}" || return
    remove_empty_dirs "$2/" "$path_"
  done <"$1/.remove"
  rm -f "$1/.remove"
}

# remove_empty_dirs TREE PATH: those of PATH that are empty now that it is no longer in TREE.
remove_empty_dirs() {
  (cd "$1" && rmdir -p "$(dirname "$2")" 2>/dev/null) || :
}

# list_dirs_ WORK DESTINATION: sets dirs_ to WORK's directories, one a line: '' first, each before what is in it, and none that
# is in one which DESTINATION has not.
list_dirs_() {
  dirs_=''
  list_below_ "$1" "$2" ''
  dirs_=${dirs_%"
"}
}
list_below_() { # list_below_ WORK DESTINATION DIR
  dirs_="$dirs_$3
"
  test -d "$2$3/" || return 0
  for entry_ in "$1$3"/* "$1$3"/.[!.]* "$1$3"/..?*; do
    test -h "$entry_" || test ! -d "$entry_" || list_below_ "$1" "$2" "$3/${entry_##*/}"
  done
}

# obstacles_ WORK DESTINATION: the first thing in dirs_ that can't be replaced by what is to come, and why.
obstacles_() {
  while IFS= read -r dir_; do
    if test -d "$2$dir_/"; then
      for file_ in "$1$dir_"/* "$1$dir_"/.[!.]*; do
        old_=$2$dir_/${file_##*/}
        if test ! -h "$file_" && test -d "$file_"; then
          test -d "$old_/" || ! exists_ "$old_" || {
            echo "$old_ is no directory, and one is to come there: move it away"
            return
          }
        elif test ! -h "$old_" && test -d "$old_" && exists_ "$file_"; then
          echo "$old_ is a directory, and a file or link is to come there: move it away"
          return
        fi
      done
    fi
  done <<END
$dirs_
END
}

exists_() {
  test -e "$1" || test -h "$1"
}

# move_all_ WORK DESTINATION: what is in dirs_.  Only renames: of a whole directory where there is none, else of a
# directory's files at a time.
move_all_() {
  while IFS= read -r dir_; do
    if test ! -d "$1$dir_"; then
      : # it has gone with a directory above
    elif test -d "$2$dir_/"; then
      move_files_ "$1$dir_" "$2$dir_" || return
    else
      mv -f "$1$dir_" "$2$dir_" || return
    fi
  done <<END
$dirs_
END
}

move_files_() { # move_files_ FROM TO
  set -- "$2" "$1"/* "$1"/.[!.]*
  to_=$1
  shift
  for file_ in "$@"; do
    shift
    if test -h "$file_"; then
      rm -f "${to_:?}/${file_##*/}" || return
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
  test -f "$1" && read_text "$1" && test "$text" = "$2
"
}

# read_text FILE: sets text to what is in it, up to its last line break: cat(1) would take as long as all else that a stage
# does which has nothing to do.
read_text() {
  text=
  while IFS= read -r line_; do
    text="$text$line_
"
  done <"$1"
}
