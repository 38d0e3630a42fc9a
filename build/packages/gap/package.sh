# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/packages/gap/package.sh: all that is known of GAP.
#
# build/packages/README.md says what each function is for and when it is called.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # what the stages read, and what settings.sh and lib.sh set

package_title=GAP

# A release tells its version in configure.ac; a git tree, whose configure.ac knows only the branch (4.14dev; 4.10:
# 4.dev), through its tags.
package_version() {
  test -f "$1/src/sysmem.c" || test -f "$1/src/gasman.c" || return 1
  if test -e "$1/.git" &&
    version_=$(git -C "$1" describe --tags --match 'v[0-9]*' 2>/dev/null); then
    printf '%s\n' "$version_" | sed 's/^v//; s/-[0-9]*-g[0-9a-f]*$//'
  else
    package_version_in "$1/configure.ac"
  fi
}

package_version_file=configure.ac
package_version_in() {
  version_=$(sed -n \
    -e 's/^m4_define(\[gap_version\], *\[\([0-9][^]]*\)\]).*/\1/p' \
    -e 's/^AC_INIT(\[GAP\], *\[\([0-9][^]]*\)\].*/\1/p' "$1" | head -n 1)
  test -n "$version_" && printf '%s\n' "$version_"
}

# package_version_of_tag TAG: the version of the code there.  A tag vX.Ydev stands where the work on X.Y began, so its
# code is still that of X.(Y-1).
package_version_of_tag() {
  case $1 in
    *dev) echo "$1" | awk -F '[v.d]' '{ print $2 "." $3 - 1 ".99" }' ;;
    *) printf '%s\n' "${1#v}" ;;
  esac
}

package_without_madvise='callocs its pool'

package_upstream_noreserve() {
  version_reaches "$1" 4.11.0 || return
  upstream_noreserve='this GAP already maps its pool with MAP_NORESERVE on Cygwin (gap pull 3335)'
}

package_pool_unsuitable() {
  case " $1 " in
    *--enable-hpcgap*) echo 'HPC-GAP (--enable-hpcgap) uses the Boehm collector, not the pool' ;;
    *--with-gc=gasman*) ;;
    *--with-gc=*) echo 'only the gasman collector (--with-gc=gasman) uses the pool' ;;
    *--enable-memory-checking*) echo '--enable-memory-checking maps its own pool, 64 times over' ;;
  esac
}

package_unprototyped() {
  case $1 in # corrected in 4.15.0-beta1; issues 5857 and 6009
    4.[0-9].* | 4.1[0-4]* | 4.dev*) echo 'GAP before 4.15 is not C23 (gap pull 6010)' ;;
  esac
}

package_configure() {
  test -x configure || NOCONFIGURE=1 ./autogen.sh
  ./configure "$@"
}

# An installed gap finds libgap through LD_RUN_PATH (ld(1)), which unlike a word in LDFLAGS may hold a blank; a directory
# that the system searches anyway needs none.
package_environment() {
  case $libdir in
    /usr/lib | /usr/lib/* | /usr/lib64 | /lib) ;;
    *) export LD_RUN_PATH="${LD_RUN_PATH:+$LD_RUN_PATH:}$libdir" ;;
  esac
}

# Generated files included.
package_progress_total() {
  generated_=2
  find src -name '*.c' -o -name '*.cc' | grep -c -v 'src/hpc/\|_gc\.c\|compstat_empty' |
    { read -r count_ && echo $((count_ + generated_)); }
}

# gap_make_ MAKE... TARGET: GAP's makefile, and our install rules where upstream's are missing or fail.
gap_make_() {
  "$@" -f "$package_dir/install.mk" POOL_ROOTS="$libdir/gap;$datarootdir/gap" \
    POOL_LIBDIR="$(without_blanks "$libdir")" POOL_VERSION="$package_version"
}

# package_compile MAKE...: compile with MAKE (a command and its options).  The program that is to be installed holds the
# names of the places it will be in; from 4.12 on it is another one than the program in the tree.
package_compile() {
  gap_make_ "$@" poolpatch-compile
}

# package_install DESTDIR MAKE...: install below DESTDIR, which is empty and has no blank in its name.  The rules
# can't take a blank in a directory's name either, so they install into directories spelt without, and
# the text files that hold the spelling are mended.
package_install() {
  dest_=$1
  shift
  gap_make_ "$@" install DESTDIR="$dest_" prefix="$(without_blanks "$prefix")" \
    exec_prefix="$(without_blanks "$exec_prefix")" bindir="$(without_blanks "$bindir")" \
    libdir="$(without_blanks "$libdir")" includedir="$(without_blanks "$includedir")" \
    datarootdir="$(without_blanks "$datarootdir")"
  for dir_ in "$prefix" "$exec_prefix" "$bindir" "$libdir" "$includedir" "$datarootdir"; do
    give_blanks_back_ "$dest_" "$dir_"
  done
  mkdir -p "$dest_$libdir/gap"
  test "$prefix" = "$(without_blanks "$prefix")" || mend_texts_ "$dest_"
  install_packages_ "$dest_"
}

# Those that upstream installs; 4.10 has changes, too. The longest comes first.
package_books() {
  for book_ in ref tut changes hpc; do
    test ! -f "doc/$book_/main.xml" || echo "$book_"
  done
}

# A book finds the numbers and names of another's chapters in its manual.six.
package_book_passes=2

# package_build_book BOOK OUT BEFORE: GAPDoc writes into the directory of the sources, and one of these is written by GAP,
# too, so it gets a root of its own: the tree's files as links, this book's as copies, and no book that was built before.
package_build_book() {
  root_=$2/root pass_=${3:+last}
  mkdir -p "$root_/doc"
  for file_ in *; do
    test "$file_" = doc || ln -s "$tree/$file_" "$root_/"
  done
  link_files_ "$root_/doc" doc/*
  for dir_ in doc/*/; do
    mkdir "$root_/$dir_"
    link_files_ "$root_/$dir_" "$dir_"*
  done
  for file_ in "$root_/doc/$1"/*; do
    cp "$file_" "$file_.copy" && mv -f "$file_.copy" "$file_"
  done
  for file_ in ${3:+"$3"/*/manual.six}; do
    dir_=${file_%/*}
    cp "$file_" "$root_/doc/${dir_##*/}/"
  done
  roots_=$root_
  for dir_ in $system_packages; do roots_="$roots_;${dir_%/pkg}"; done
  POOL_BOOK=$1 POOL_PASS=${pass_:-first} ./gap -l "$roots_" -A -b -q -r -x 80 --quitonbreak "$package_dir/manual.g" </dev/null || return
  for file_ in "$root_/doc/$1"/*; do
    ! is_built_ "$file_" || mv "$file_" "$2/"
  done
  rm -rf "$root_"
  test -f "$2/manual.six"
}

link_files_() { # link_files_ DIR FILE...: those of FILE that are no directories, and that were not built
  to_=$1
  shift
  for file_ in "$@"; do
    test -d "$file_" || is_built_ "$file_" || ln -s "$tree/$file_" "$to_/"
  done
}

# is_built_ FILE: by GAPDoc or by TeX?
is_built_() {
  case ${1##*/} in chap*.html | chap*.txt | manual.* | manual-bw.pdf | chooser.html | *.css | *.js | mathjax) ;; *) return 1 ;; esac
}

# Sage has them there, too.  What is built is also what GAP's own help is to show.
package_install_manuals() {
  to_=$1$datarootdir
  mkdir -p "$to_/doc/gap" "$to_/gap/doc"
  if test -n "$2"; then
    for file_ in "$2"/*; do rm -rf "$to_/gap/doc/${file_##*/}"; done
    cp -R "$2/." "$to_/gap/doc/" && cp -R "$2/." "$to_/doc/gap/"
  elif is_manual_in_ "$tree/doc"; then
    cp -R "$tree/doc/ref" "$tree/doc/tut" "$to_/doc/gap/"
  else
    echo 'no manual is built in the source: configure with --enable-manuals, which builds them' >&2
    return 1
  fi
}

is_manual_in_() {
  find "$1/ref" "$1/tut" \( -name 'chap0.*' -o -name manual.pdf \) 2>/dev/null | grep -q .
}

# package_left_out DESTDIR: one line on what an installed program usually has, and this source can't give.
package_left_out() {
  is_manual_in_ "$1$datarootdir/gap/doc" || echo 'without manuals, as none are built in the source (--enable-manuals)'
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

# mend_texts_ DESTDIR: give the blanks back in gac and the files that programs are built by.  What gac, or the makefile of
# one of GAP's packages, takes as words can't hold a blank, quoted or not: it is spelt with a pattern that matches one.
mend_texts_() {
  plain_=$(without_blanks "$prefix")
  pattern_=$(printf '%s' "$prefix" | sed 's/[[:blank:]]/[[:blank:]]/g')
  for file_ in "$1$bindir/gac" "$1$libdir/gap/sysinfo.gap" "$1$libdir/pkgconfig/libgap.pc"; do
    test -f "$file_" || continue
    # libtool, which the old gac calls, needs some directory as libdir, for what it would install there.
    sed -e "/^libdir=\"/!{s|\(-[IL]\)$plain_/|\1 $pattern_/|g; s|^libtool=\(.*\)$plain_/|libtool=\1$pattern_/|; s|$plain_/|$prefix/|g;}" \
      -e "s|^prefix=$plain_\$|prefix=$prefix|; s|^exec_prefix=$plain_\$|exec_prefix=$prefix|" \
      -e 's|\([^"]\)\${gap_compiler}|\1"${gap_compiler}"|g; s|-\([IL]\)\(${[a-z]*}\)|-\1"\2"|g' "$file_" >"$file_.new"
    cat "$file_.new" >"$file_"
    rm -f "$file_.new"
  done
}

# For the model of Cygwin's memory. The rest of GAP stays as it is: there the macro means Cygwin's calls.
package_take_cygwin_form() {
  file_=$tree/src/sysmem.c
  grep -q '^#define SYS_IS_CYGWIN32 1$' "$file_" && return
  { echo '#define SYS_IS_CYGWIN32 1' && cat "$file_"; } >"$file_.new" && mv "$file_.new" "$file_"
}

# GAP then takes its pool from calloc.
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

# With a DESTDIR it finds neither its library nor its files by itself.
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

package_idle() {
  package_start "$1" -q -T -n -x 4096
}

# A gap finds its library by the roots that were compiled in.
package_check_installed() {
  roots_="$libdir/gap;$datarootdir/gap"
  grep -q -F -e "$roots_" "$1$bindir/gap" || {
    echo "gap was installed into $roots_, and will look for its files elsewhere" >&2
    return 1
  }
  test -f "$1$datarootdir/gap/lib/init.g" || {
    echo "$datarootdir/gap/lib/init.g is missing" >&2
    return 1
  }
}

# GAP installs none of its tests: they are those of the tree. The script ends GAP, with status 1 if one failed.
package_check() {
  (package_start "$1" -l ";$tree" --quitonbreak -b -q -r "$tree/tst/testinstall.g") </dev/null
}
