# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/formats/rpm.sh: Patch lines for a spec file's preamble.
# shellcheck shell=sh disable=SC2034,SC2154 # sourced by export.sh, which sets and reads these

takes_range=yes
condition() {
  printf 'v"%%{version}" >= v"%s" && v"%%{version}" %s v"%s"\n' "$@"
}

write_format() {
  {
    made_by
    echo '%bcond_without pool_patches'
    echo 'Source9000: poolpatch.inc'
    echo '%if %{with pool_patches}'
    if test -z "$versions"; then
      names 'PatchNUMBER: NAME' 9001
    else
      printf '%%if ! (%s)\n%%{error:%s}\n%%endif\n' "$(condition "$first" '<=' "$last")" \
        "poolpatch.inc is for $package $releases, not %{version}: export it again"
      names '%if CONDITION\nPatchNUMBER: NAME\n%endif' 9001
    fi
    echo '%endif'
  } >poolpatch.inc
}
