# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/decide/lib.sh: what the tests of the decisions share; sourced after checks/lib.sh. Nothing here needs configure.
#
#   use_package_ NAME         GAP, or toy: a second package, whose versions mean something else
#   facts_ [NAME=VALUE]...    sets the facts: everything is possible, but what the words say
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154,SC2317,SC2329 # the functions under test read and call these

for file_ in lib/words decide/version decide/strategy decide/serial decide/cysignals decide/arguments; do
  # shellcheck source=/dev/null
  . "$top_srcdir/build/$file_.sh"
done

use_package_() {
  package=$1
  . "$top_srcdir/build/packages/default.sh"
  case $1 in
    gap) . "$top_srcdir/build/packages/gap/package.sh" ;;
    toy)
      package_title=Toy
      package_without_madvise=
      package_upstream_noreserve() {
        version_reaches "$1" 12.3 || return
        upstream_noreserve='Toy 12.3 spares its arena'
      } ;;
  esac
}

range='4.10.0 to 4.16.0'

facts_() {
  for word_ in request=auto host_os=linux-gnu address_bits=64 version=4.14.0 map_noreserve=yes madvise=yes mmap_commit=yes \
    'patched=noreserve commit' "noreserve_range=$range" "commit_range=$range" "$@"; do
    quote "${word_#*=}"
    eval "fact_${word_%%=*}=$quoted"
  done
}
