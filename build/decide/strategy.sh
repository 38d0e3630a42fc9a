# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/decide/strategy.sh: which pool strategy, and why. Pure: no file, no command, no output. Uses version.sh and
# build/lib/words.sh.
#
#   decide_strategy    sets pool_strategy (upstream, noreserve or commit) and pool_reason, why in a few words; or
#                      pool_error, what is wrong and what to do, and pool_strategy to nothing: status 1
#   strategy_is_known WORD [NAME]   is it one that may be requested? Else sets pool_error, about NAME (--with-pool): status 1
#   decide_touches     sets first_touches to yes or no: does the pool that was decided for rely on the system to commit a
#                      page when it is first touched?
#   decide_extra REQUEST SYMBOL
#                      sets extra to yes or no, and extra_reason: does the commit pool get what only Linux has, huge pages
#                      or the limits of control groups?  REQUEST: yes or no; SYMBOL: what leaves its patch out, and
#                      then is extra_symbol, else nothing
#
# Facts, which the caller sets:
#
#   fact_request         what is requested: auto, noreserve, commit, upstream
#   fact_host_os         as AC_CANONICAL_HOST sets host_os
#   fact_address_bits    32 or 64
#   fact_version         of the package
#   fact_map_noreserve   does MAP_NORESERVE take effect: *yes if so, ignored if it is only declared
#   fact_madvise         is there madvise: *yes if so
#   fact_mmap_commit     can mprotect commit what mmap reserved: *yes if so
#   fact_patched         the strategies that there is a patch of for this version: words
#   fact_symbols         what series.conf of the package declares: words
#   fact_noreserve_range, fact_commit_range   for the others: the versions there are patches for, in words
#
# and what the package says of itself (build/packages/README.md): package_title, package_without_madvise,
# package_upstream_noreserve, package_cygwin_strategy and package_cygwin_reason.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the facts come from others, the results are for others

# What a strategy needs; the first that is missing is the reason.
strategy_needs_noreserve='map_noreserve madvise patch'
strategy_needs_commit='mmap_commit madvise patch'

decide_strategy() {
  pool_strategy='' pool_reason='' pool_error=''
  case $fact_request in
    auto) decide_auto_ ;;
    upstream) pool_strategy=upstream pool_reason=requested ;;
    noreserve | commit)
      if strategy_lacks "$fact_request"; then
        possible_alternatives_ "$fact_request"
        pool_error="--with-pool=$fact_request: $lacking_error; use --with-pool=$alternatives_"
      else
        pool_strategy=$fact_request pool_reason=requested
      fi ;;
    *) strategy_is_known "$fact_request" ;;
  esac
  test -z "$pool_error"
}

strategy_is_known() {
  case $1 in auto | upstream | noreserve | commit) return ;; esac
  shorten "$1"
  pool_error="${2:---with-pool}: wrong value: '$shortened'; expected auto, noreserve, commit or upstream"
  return 1
}

decide_auto_() {
  host_is_cygwin "$fact_host_os" || {
    pool_strategy=upstream pool_reason='host is not Cygwin'
    return
  }
  version_parse "$fact_version" || {
    pool_error=$version_error
    return
  }
  title_="$package_title $version"
  pool_strategy=upstream
  if package_upstream_noreserve "$version"; then
    pool_reason=$upstream_noreserve
    ! lacks_madvise_ || pool_reason=$lacking
  elif strategy_lacks "$package_cygwin_strategy"; then
    pool_reason=$lacking
  else
    pool_strategy=$package_cygwin_strategy pool_reason="$title_ $package_cygwin_reason"
  fi
}

host_is_cygwin() {
  case $1 in cygwin* | msys*) ;; *) return 1 ;; esac
}

# strategy_lacks STRATEGY: is something missing that STRATEGY needs?  Sets lacking, what is missing, and lacking_error,
# the same for whoever requested the strategy.
strategy_lacks() {
  case $1 in
    noreserve) needs_=$strategy_needs_noreserve range_=$fact_noreserve_range ;;
    commit) needs_=$strategy_needs_commit range_=$fact_commit_range ;;
  esac
  for need_ in $needs_; do
    ! "lacks_${need_}_" "$1" || return 0
  done
  return 1
}

lacks_map_noreserve_() {
  case $fact_map_noreserve in
    *yes) return 1 ;;
    ignored) lacking='MAP_NORESERVE takes no effect' ;;
    *) lacking='no MAP_NORESERVE' ;;
  esac
  lacking_error="MAP_NORESERVE is needed, and this host has none"
  test "$fact_map_noreserve" != ignored || lacking_error='MAP_NORESERVE is needed, and takes no effect on this host'
}

lacks_madvise_() {
  case $fact_madvise,$package_without_madvise in *yes,* | *,) return 1 ;; esac
  lacking="without madvise this $package_title $package_without_madvise"
  lacking_error="without madvise $package_title never maps its pool"
}

lacks_mmap_commit_() {
  case $fact_mmap_commit in *yes) return 1 ;; esac
  lacking='no mmap and mprotect that reserve and commit'
  lacking_error='mmap and mprotect that reserve and commit are needed, and this host has none'
}

lacks_patch_() {
  case " $fact_patched " in *" $1 "*) return 1 ;; esac
  shorten "$fact_version"
  lacking="no $1 patch for $package_title $shortened; there are patches for $range_"
  lacking_error="no patch for $package_title $shortened; there are patches for $range_"
  test -n "$range_" || lacking="$package_title has no $1 patch" lacking_error=$lacking
}

# possible_alternatives_ STRATEGY: what can be requested instead; upstream always can.
possible_alternatives_() {
  error_=$lacking_error alternatives_=upstream
  for other_ in noreserve commit; do
    test "$other_" = "$1" || strategy_lacks "$other_" || alternatives_="$other_ or upstream"
  done
  lacking_error=$error_
}

decide_touches() {
  first_touches=no
  # 32-bit Cygwin commits wherever the touch comes from.
  if host_is_cygwin "$fact_host_os" && test "$fact_address_bits" != 32; then
    case $pool_strategy in
      noreserve) first_touches=yes ;;
      upstream) ! package_upstream_noreserve "$fact_version" || lacks_madvise_ || first_touches=yes ;;
    esac
  fi
}

decide_extra() {
  extra=no extra_symbol=
  case " $fact_symbols " in
    *" $2 "*) ;;
    *) extra_reason="no patch for $package_title"; return ;;
  esac
  case $1,$fact_host_os in
    no,*) extra_reason=requested extra_symbol=$2 ;;
    *,linux*) extra=yes extra_reason='the host is Linux' ;;
    *) extra_reason='host is not Linux' extra_symbol=$2 ;;
  esac
}
