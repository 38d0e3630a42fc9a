# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/packages/gap/package.sh: all that is known of GAP.
#
# The stages call these functions by name; a second package is one more file beside this one.  $tree is the
# patched source; the functions that build run in it.  Each returns non-zero when it fails.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # what the stages read, and what settings.sh and lib.sh set

# package_version TREE: print the version of the source in TREE, or fail if it is no GAP.  A release tells it in
# configure.ac; a git tree, whose configure.ac knows only the branch (4.14dev; 4.10: 4.dev), through its tags.
package_version() {
  test -f "$1/src/sysmem.c" || test -f "$1/src/gasman.c" || return 1
  if test -e "$1/.git" &&
    version_=$(git -C "$1" describe --tags --match 'v[0-9]*' 2>/dev/null); then
    printf '%s\n' "$version_" | sed 's/^v//; s/-[0-9]*-g[0-9a-f]*$//'
  else
    package_version_in "$1/configure.ac"
  fi
}

# package_version_in FILE: the version that FILE, the tree's configure.ac, states.
package_version_file=configure.ac
package_version_in() {
  version_=$(sed -n \
    -e 's/^m4_define(\[gap_version\], *\[\([0-9][^]]*\)\]).*/\1/p' \
    -e 's/^AC_INIT(\[GAP\], *\[\([0-9][^]]*\)\].*/\1/p' "$1" | head -n 1)
  test -n "$version_" && printf '%s\n' "$version_"
}

# package_pool_unsuitable ARGS: print why a GAP configured with ARGS has no pool of the kind the patches are for.
package_pool_unsuitable() {
  case " $1 " in
    *--enable-hpcgap*) echo 'HPC-GAP (--enable-hpcgap) uses the Boehm collector, not the pool' ;;
    *--with-gc=gasman*) ;;
    *--with-gc=*) echo 'only the gasman collector (--with-gc=gasman) uses the pool' ;;
    *--enable-memory-checking*) echo '--enable-memory-checking maps its own pool, 64 times over' ;;
  esac
}

# package_unprototyped VERSION: print why VERSION needs a compiler that takes functions declared without arguments
# (C17 or older), if it does.
package_unprototyped() {
  case $1 in # mended in 4.15.0-beta1; issues 5857 and 6009
    4.[0-9].* | 4.1[0-4]* | 4.dev*) echo 'GAP before 4.15 is not C23 (gap pull 6010)' ;;
  esac
}

# package_configure ARG...: run the tree's own configure.
package_configure() {
  test -x configure || NOCONFIGURE=1 ./autogen.sh
  ./configure "$@"
}

# package_environment: set what configure, make and make install are to see.  An installed gap finds libgap
# through LD_RUN_PATH (ld(1)), which unlike a word in LDFLAGS may hold a blank; a directory that the system
# searches anyway needs none.
package_environment() {
  case $libdir in
    /usr/lib | /usr/lib/* | /usr/lib64 | /lib) ;;
    *) export LD_RUN_PATH="${LD_RUN_PATH:+$LD_RUN_PATH:}$libdir" ;;
  esac
}

# package_progress: how many files are compiled; package_progress_total: of how many, generated ones included.
package_progress() {
  find . -name '*.o' | wc -l | tr -d ' '
}
package_progress_total() {
  generated_=2
  find src -name '*.c' -o -name '*.cc' | grep -c -v 'src/hpc/\|_gc\.c\|compstat_empty' |
    { read -r count_ && echo $((count_ + generated_)); }
}

# package_compile MAKE...: compile with MAKE (a command and its options).  From 4.12 on the program that is to be
# installed is another one than the program in the tree: it holds the name of the place it will be in.
package_compile() {
  if grep -q '^build/gap-install:' Makefile.rules; then
    "$@" all build/gap-install
  else
    "$@"
  fi
}

# package_install DESTDIR MAKE...: install below DESTDIR, which is empty and has no blank in its name.  Upstream's
# rules can't take a blank in a directory's name either, so they install into directories spelt without, and
# the two text files that hold the spelling are mended.
package_install() {
  dest_=$1
  shift
  "$@" install DESTDIR="$dest_" prefix="$(without_blanks "$prefix")" \
    exec_prefix="$(without_blanks "$exec_prefix")" bindir="$(without_blanks "$bindir")" \
    libdir="$(without_blanks "$libdir")" includedir="$(without_blanks "$includedir")" \
    datarootdir="$(without_blanks "$datarootdir")"
  for dir_ in "$prefix" "$exec_prefix" "$bindir" "$libdir" "$includedir" "$datarootdir"; do
    give_blanks_back_ "$dest_" "$dir_"
  done
  mkdir -p "$dest_$libdir/gap"
  for file_ in "$dest_$bindir/gac" "$dest_$libdir/gap/sysinfo.gap"; do
    test -f "$file_" || continue
    sed "s|$(without_blanks "$prefix")/|$prefix/|g" "$file_" >"$file_.new"
    chmod --reference="$file_" "$file_.new" 2>/dev/null || chmod 755 "$file_.new"
    mv -f "$file_.new" "$file_"
  done
  install_packages_ "$dest_"
}

without_blanks() {
  printf '%s' "$1" | tr '[:blank:]' _
}

give_blanks_back_() { # give_blanks_back_ DESTDIR DIR
  from_=$1$(without_blanks "$2")
  test "$from_" != "$1$2" && test -d "$from_" || return 0
  mkdir -p "$1$2"
  cp -Rp "$from_/." "$1$2/"
  rm -rf "$from_"
}

# package_take_cygwin_form: make $tree's patched pool code take its Cygwin form on any system, for the model of
# Cygwin's memory.  The rest of GAP stays as it is: there the macro means Cygwin's calls.
package_take_cygwin_form() {
  file_=$tree/src/sysmem.c
  grep -q '^#define SYS_IS_CYGWIN32 1$' "$file_" && return
  { echo '#define SYS_IS_CYGWIN32 1' && cat "$file_"; } >"$file_.new" && mv "$file_.new" "$file_"
}

# package_forget_madvise: have GAP's configure, and ours, find no madvise.  GAP then takes its pool from calloc.
package_forget_madvise() {
  ac_cv_func_madvise=no
  export ac_cv_func_madvise
}

# The packages GAP can't start without, and the system directories where distributions keep theirs.
required_packages='gapdoc primgrp smallgrp transgrp'
system_packages='/usr/share/gap/pkg /usr/lib/gap/pkg /usr/local/share/gap/pkg'

# install_packages_ DESTDIR: GAP's own `make install` installs no package.  The tarball's pkg/ is copied whole; a
# required package it lacks is linked to the distribution's, so that it stays the distribution's.
install_packages_() {
  to_=$1$datarootdir/gap/pkg
  mkdir -p "$to_"
  test ! -d pkg || cp -R pkg/. "$to_/"
  for name_ in $required_packages; do
    test -n "$(find_package_ "$to_" "$name_")" || link_package_ "$to_" "$name_"
  done
}

link_package_() { # link_package_ DIR NAME
  for place_ in $system_packages; do
    found_=$(find_package_ "$place_" "$2")
    test -n "$found_" || continue
    test "$place_" = "$datarootdir/gap/pkg" || ln -s "$found_" "$1/${found_##*/}"
    return 0
  done
  echo "GAP can't start without its package $2: neither pkg/ in the source nor $system_packages has it." >&2
  echo "Install it (Debian's package is called gap-$2; --prereqs does it), or use upstream's tarball." >&2
  return 1
}

# find_package_ DIR NAME: print the package's directory in DIR, whatever the case of its letters and the version
# behind its name (GAPDoc-1.6.7).
find_package_() {
  for found_ in "$1"/*/; do
    found_=${found_%/}
    if test -f "$found_/PackageInfo.g" && printf '%s\n' "${found_##*/}" | sed 's/-[0-9].*//' | grep -i -q -x "$2"; then
      printf '%s\n' "$found_"
      return
    fi
  done
}

# package_program: print the installed program.
package_program() {
  printf '%s\n' "$bindir/gap"
}

# package_start DESTDIR ARG...: exec the installed program.  With a DESTDIR it finds neither its library nor its
# files by itself.
package_start() {
  dest_=$1
  shift
  if test -n "$dest_"; then
    LD_LIBRARY_PATH=$dest_$libdir${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
    export LD_LIBRARY_PATH
    set -- -l "$dest_$libdir/gap;$dest_$datarootdir/gap" "$@"
  fi
  exec "$dest_$bindir/gap" "$@"
}

# package_idle DESTDIR: exec the installed program so that it stands idle, its start-up behind it, until its
# standard input ends.
package_idle() {
  package_start "$1" -q -T -n -x 4096
}

# package_check_installed DESTDIR: say what an installation lacks that its program will look for when a user starts it,
# and fail then.
package_check_installed() {
  :
}
