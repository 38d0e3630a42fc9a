# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/docs/run.sh: runs the commands on a page, in their order and in one shell, in a directory that looks like a checkout,
# with tinypool in the place of GAP; sourced after checks/docs/lib.sh.
# shellcheck shell=sh
# shellcheck disable=SC2154 # checks/lib.sh sets top_srcdir and work

oneTimeSetUp() {
  own_cache_
  # What nobody looks at need not be fast.
  export CFLAGS=-O0
}

# for_tinypool_: the text on standard input, for it instead of GAP.
for_tinypool_() {
  sed 's/gap-4\.14\.0/tinypool-1.0.0/g; s/4\.14\.0/1.0.0/g; s|patches/gap|patches/tinypool|g; s|poolpatch-gap|poolpatch-tinypool|g; s|src/sysmem\.c|src/pool.c|g'
}

# new_top_: a directory like a checkout, whose default package is tinypool; go there. Its commands are ours.
new_top_() {
  require_toolkit_ && require_program_ make tar || return 1
  test -x "$top_builddir/poolstat/poolstat" || { skip_ 'poolstat is not built'; return 1; }
  top=$work/top
  mkdir -p "$top/checks" "$work/bin"
  cp -R "$top_srcdir/checks/tinypool" "$top/checks/"
  chmod -R u+w "$top"
  cd "$top" || return 1
  cp -R checks/tinypool/build checks/tinypool/patches checks/tinypool/checksums.ini checks/tinypool/package-version.txt .
  cp -R checks/tinypool/source tinypool-1.0.0
  tar -c -z -f tinypool-1.0.0.tar.gz tinypool-1.0.0
  echo 'exit 0' | script_ bootstrap
  echo "exec '$top_srcdir/configure' '--with-recipe=$top' \"\$@\"" | script_ configure
  # Called as Sage does it, it takes the source in ./src.
  {
    echo "test -d src || set -- '--with-source=$top/tinypool-1.0.0.tar.gz' \"\$@\""
    echo "exec '$top_srcdir/spkg-install' '--with-recipe=$top' \"\$@\""
  } | script_ spkg-install
  # shellcheck disable=SC2016 # for that shell
  printf 'verb=$1\nshift\nexec "%s/poolpatch" "$verb" "--with-recipe=%s" "$@"\n' "$top_srcdir" "$top" | script_ poolpatch
  ln -s "$top/poolpatch" "$work/bin/poolpatch"
  # shellcheck disable=SC2016 # for that shell
  echo 'echo "/* edited */" >>"$1"' | script_ "$work/bin/editor"
  PATH=$work/bin:$top_builddir/poolstat:$top_builddir/checks/cygwin-model:$PATH
  EDITOR=editor POOLPATCH=$top_srcdir
  export PATH EDITOR POOLPATCH
}

# run_page_ PAGE: all its blocks, here. What they print goes to $work/log.
run_page_() {
  blocks_ "$1" "$work/blocks"
  echo 'set -eux' >"$work/script"
  for fence_ in "$work/blocks"/*.fence; do
    read -r kind_ word_ <"$fence_" || continue
    case $kind_:$word_ in
      sh:) for_tinypool_ <"${fence_%.fence}" >>"$work/script" ;;
      *:file=*) printf "cat >'%s' <<'END OF FILE'\n%s\nEND OF FILE\n" "${word_#file=}" "$(for_tinypool_ <"${fence_%.fence}")" >>"$work/script" ;;
    esac
  done
  sh "$work/script" >"$work/log" 2>&1 </dev/null
  assertEquals "$1: $(tail -n 30 "$work/log")" 0 $?
}
