# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/formats/cygport.sh: PATCH_URI for a cygport file.
# shellcheck shell=sh disable=SC2034,SC2154 # sourced by export.sh, which sets and reads these

# In terms of cygport's PV, the version and its numbers.
takes_range=yes
condition() {
  echo "$1.$3" | awk -F . -v operator="$2" '{
    printf "poolpatch_release >= %d%03d%03d && poolpatch_release %s %d%03d%03d\n", $1, $2, $3, operator, $4, $5, $6
  }'
}

# shellcheck disable=SC2016 # for the cygport file
write_format() {
  {
    made_by
    if test -z "$versions"; then
      printf 'PATCH_URI+=" %s"\n' "$(names NAME | paste -s -d ' ' -)"
    else
      echo 'poolpatch_release=$((PV[1] * 1000000 + PV[2] * 1000 + PV[3]))'
      printf 'if ! ((%s)); then error "%s"; fi\n' "$(condition "$first" '<=' "$last")" \
        "PATCH_URI is for $package $releases, not \${PV}: export it again"
      names 'if ((CONDITION)); then PATCH_URI+=" NAME"; fi'
    fi
  } >poolpatch.cygport
}
