# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/decide/lib.sh: what the tests of the decisions share; sourced after checks/lib.sh. Nothing here needs configure.
#
#   use_package_ NAME         GAP, PARI, or toy: a package whose versions mean something else
#   facts_ [NAME=VALUE]...    sets the facts: all that can be for that package is possible, but what the words say
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154,SC2317,SC2329 # the functions under test read and call these

for file_ in lib/words decide/version decide/strategy decide/serial decide/cysignals decide/arguments; do
  # shellcheck source=/dev/null
  . "$top_srcdir/build/$file_.sh"
done

range='4.10.0 to 4.16.0'
pari_range='pari 2.13.1 up to, not including, 2.18.0'

use_package_() {
  package=$1
  version_=4.14.0 patched_='noreserve commit' noreserve_range_=$range commit_range_=$range
  . "$top_srcdir/build/packages/default.sh"
  case $1 in
    gap) . "$top_srcdir/build/packages/gap/package.sh" ;;
    pari)
      . "$top_srcdir/build/packages/pari/package.sh"
      version_=2.15.2 patched_=commit noreserve_range_='' commit_range_=$pari_range ;;
    toy)
      package_title=Toy
      package_without_madvise=
      package_upstream_noreserve() {
        version_reaches "$1" 12.3 || return
        upstream_noreserve='Toy 12.3 spares its arena'
      } ;;
  esac
}

facts_() {
  for word_ in request=auto host_os=linux-gnu address_bits=64 "version=$version_" map_noreserve=yes madvise=yes mmap_commit=yes \
    "patched=$patched_" "noreserve_range=$noreserve_range_" "commit_range=$commit_range_" "$@"; do
    quote "${word_#*=}"
    eval "fact_${word_%%=*}=$quoted"
  done
}
