# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/packages/pari/package.sh: all that is known of PARI, whose pool is the stack of libpari, and whose program is gp.
#
# build/packages/README.md says what each function is for and when it is called.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # what the stages read, and what settings.sh and lib.sh set

package_title=PARI
package_release=2.15.2

package_version_file=config/version
package_version_in() {
  version_=$(sed -n \
    -e "s/^VersionMajor='\([0-9]*\)'.*/\1/p" \
    -e "s/^VersionMinor='\([0-9]*\)'.*/.\1/p" \
    -e "s/^patch='\([0-9]*\)'.*/.\1/p" "$1" | tr -d '\n')
  case $version_ in *.*.*) printf '%s\n' "$version_" ;; *) return 1 ;; esac
}

# It is mapped whenever there is mmap.
package_without_madvise=''

package_cygwin_strategy=commit
package_cygwin_reason="can't give back memory of its stack on Cygwin (Sage ticket 22810)"

# It maps its stack with MAP_NORESERVE, and makes what it does not use inaccessible.  With vm.overcommit_memory=2 Linux
# ignores the flag, and what is left is what the patch does, too.
package_upstream_pool() {
  if test "$(cat /proc/sys/vm/overcommit_memory)" = 2; then echo commit; else echo noreserve; fi
}

package_pool_unsuitable() {
  case " $1 " in
    *--disable-mmap*) echo '--disable-mmap takes the stack from malloc' ;;
  esac
}

# Configure is no Autoconf: it wants the compiler in the environment, knows only some of the options that every
# configure takes, means by some the directory of its own files, and stops at any other.
package_configure() {
  for word_ in "$@"; do
    shift
    case $word_ in
      --prefix=* | --bindir=* | --libdir=* | --includedir=* | --sysdatadir=*) ;;
      --datarootdir=*) word_=--share-prefix=${word_#*=} ;;
      --datadir=*) word_=$word_/pari ;;
      --mandir=*) word_=$word_/man1 ;;
      --host=*) word_=--host=$(pari_host_ "${word_#*=}") ;;
      --build=* | --exec-prefix=* | --*dir=* | --*able-silent-rules | --*able-dependency-tracking | --*able-maintainer-mode)
        continue ;;
      CPPFLAGS=*)
        CFLAGS="${word_#*=} ${CFLAGS-}"
        export CFLAGS
        continue ;;
      CFLAGS=*)
        CFLAGS="${CFLAGS-} ${word_#*=}"
        export CFLAGS
        continue ;;
      [A-Z]*=*)
        export "${word_?}"
        continue ;;
    esac
    case $word_ in
      --*dir=*[[:blank:]]* | --*prefix=*[[:blank:]]*)
        echo "PARI's makefiles take no directory with a blank in its name: ${word_#*=}; give another --prefix" >&2
        return 1 ;;
    esac
    set -- "$@" "$word_"
  done
  ./Configure "$@"
}

# pari_host_ TRIPLET: as Configure names it, processor and system.
pari_host_() {
  system_=${1##*-}
  case $1 in
    *-linux*) system_=linux ;;
    *-msys*) system_=cygwin ;;
  esac
  printf '%s-%s\n' "${1%%-*}" "$(printf '%s\n' "$system_" | sed 's/[0-9.]*$//')"
}

package_progress_total() {
  sed -n 's/^OBJS *=//p; s/^OBJSGP *=//p' "$(config/objdir)/Makefile" | wc -w | tr -d ' '
}

package_compile() {
  "$@" gp
}

# The rule install would also have TeX make the manuals, if it is there.
package_install() {
  dest_=$1
  shift
  cd "$(config/objdir)" || return
  "$@" install-nodata install-doctex install-data DESTDIR="$dest_"
}

package_left_out() {
  echo 'without printed manuals, as those want TeX'
}

package_program() {
  printf '%s\n' "$bindir/gp"
}

# With a DESTDIR it finds neither its library nor its files by itself.
package_start() {
  dest_=$1
  shift
  if test -n "$dest_"; then
    LD_LIBRARY_PATH=$dest_$libdir${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
    GP_DATA_DIR=$dest_$datadir/pari
    export LD_LIBRARY_PATH GP_DATA_DIR
  fi
  exec "$dest_$bindir/gp" "$@"
}

# A stack of 64 MiB that may grow to 1 GiB (gp's own M is 10^6).  Of itself it has one of 8 MB that can't grow, which is no
# pool; Sage's can.
package_idle() {
  package_start "$1" -q -f -D parisize=67108864 -D parisizemax=1073741824
}

package_check_installed() {
  test -f "$1$datadir/pari/pari.desc" || {
    echo "$datadir/pari/pari.desc is missing, where gp looks for its help" >&2
    return 1
  }
}

# The Cygwin form differs from another only in how the pool gives back.
package_take_cygwin_form() {
  file_=$tree/src/language/init.c
  grep -q '^#define MMAP_POOL_CYGWIN 1$' "$file_" && return
  { echo '#define MMAP_POOL_CYGWIN 1' && cat "$file_"; } >"$file_.new" && mv "$file_.new" "$file_"
}

# package_check DESTDIR: the tests of the tree that `make bench` runs, by the installed gp.
package_check() {
  for name_ in objets analyz number polyser linear elliptic sumiter graph program trans nfields; do
    expected_=$tree/src/test/64/$name_
    test -f "$expected_" || expected_=$tree/src/test/32/$name_
    { echo 'gettime();0;' && cat "$tree/src/test/in/$name_" && echo 'print("Total time spent: ",gettime);'; } |
      (package_start "$1" -q --test) 2>&1 | grep -v '^Total time spent' >"$tree/.check" || :
    grep -v '^Total time spent' "$expected_" | diff - "$tree/.check" || {
      echo "$name_: gp does not say what src/test has" >&2
      return 1
    }
    echo "$name_: passed"
  done
}
