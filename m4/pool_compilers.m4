# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers

# POOL_COMPILERS
# --------------
# Which compilers the package's own configure is told, beyond what the user said.  Appends words to configure_args:
# CC with the option that the package's version needs, and, if the user chose CC but no CXX, the C++ compiler that
# goes with it: a configure that looks for one by itself takes g++ also beside clang, and hands it clang's options.
# Sets pool_compilers and pool_compilers_origin for the summary.
AC_DEFUN([POOL_COMPILERS],
[pool_unprototyped=`package_unprototyped "$package_version"`
pool_compilers=$CC
AS_IF([test "$ac_cv_env_CC_set" = set], [pool_compilers_origin=given], [pool_compilers_origin=detected])
AS_IF([test -n "$pool_unprototyped"],
  [AX_PROG_CC_UNPROTOTYPED
  AS_CASE([$ax_cv_prog_cc_unprototyped],
    ['none needed'], [],
    [no], [AC_MSG_ERROR([$CC $CFLAGS can't compile it: $pool_unprototyped; expected a compiler that takes C17; is there a -std in CC or CFLAGS? Leave it out])],
    [pool_compilers="$CC $ax_cv_prog_cc_unprototyped: $pool_unprototyped"
    pool_compilers_origin=decided
    append_argument "CC=$CC $ax_cv_prog_cc_unprototyped"])])
AS_IF([test "$ac_cv_env_CC_set" = set && test "$ac_cv_env_CXX_set" != set],
  [POOL_CXX_OF([pool_cxx], [$CC])
  AS_IF([test -n "$pool_cxx"],
    [AS_VAR_APPEND([pool_compilers], ["; $pool_cxx goes with it"])
    append_argument "CXX=$pool_cxx"])])])

# POOL_GUESS_BITS
# ---------------
# Set ac_cv_sizeof_void_p, as AC_CHECK_SIZEOF would, by the names of the processor and the system.
AC_DEFUN([POOL_GUESS_BITS],
[AS_CASE([$host_cpu-$host_os],
  [*x32|*ilp32*|*n32*], [],
  [i@<:@3-7@:>@86-*|armv*-*], [ac_cv_sizeof_void_p=4],
  [x86_64-*|aarch64-*|powerpc64-*|powerpc64le-*|riscv64-*|s390x-*], [ac_cv_sizeof_void_p=8])
AS_IF([test -z "$ac_cv_sizeof_void_p"],
  [AC_MSG_ERROR([no compiler for $host, which may have addresses of 32 or of 64 bits: install $host_alias-gcc, or name one with CC=])])])

# POOL_CXX_OF(VARIABLE, CC)
# -------------------------
# Set VARIABLE to the C++ compiler that goes with CC, its words in front (ccache), its directory, the name of its
# target and its version kept: gcc-15: g++-15, arm-linux-gnueabihf-clang: arm-linux-gnueabihf-clang++, cc: c++.
# Empty if there is none of that name.
AC_DEFUN([POOL_CXX_OF],
[$1= pool_cxx_found=no
for pool_word in $2; do
  AS_CASE([$pool_word], [-std=*], [continue])
  AS_IF([test $pool_cxx_found = no],
    [pool_other=`AS_ECHO(["$pool_word"]) |
      sed -n 's|^\(.*@<:@/-@:>@\)\{0,1\}clang\(-@<:@0-9.@:>@*\)\{0,1\}$|\1clang++\2|p
        s|^\(.*@<:@/-@:>@\)\{0,1\}gcc\(-@<:@0-9.@:>@*\)\{0,1\}$|\1g++\2|p
        s|^\(.*@<:@/-@:>@\)\{0,1\}cc\(-@<:@0-9.@:>@*\)\{0,1\}$|\1c++\2|p'`
    AS_IF([test -n "$pool_other" && command -v "$pool_other" >/dev/null 2>&1],
      [pool_word=$pool_other pool_cxx_found=yes])])
  $1="$$1${$1:+ }$pool_word"
done
AS_IF([test $pool_cxx_found = no], [$1=])])
