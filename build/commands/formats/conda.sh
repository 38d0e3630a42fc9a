# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/formats/conda.sh: the patches of the source in a meta.yaml.
# shellcheck shell=sh disable=SC2034,SC2154 # sourced by export.sh, which sets and reads these

# In terms of the recipe's variable version.
takes_range=yes
condition() {
  echo "$1.$3" | awk -F . -v operator="$2" '{
    printf "[%d, %d, %d] <= pool_release %s [%d, %d, %d]\n", $1, $2, $3, operator, $4, $5, $6
  }'
}

# There is no other way to refuse a version than a patch that is not there.
write_format() {
  {
    made_by
    test -z "$versions" || echo '{% set pool_release = version.split(".") | map("int") | list %}'
    echo 'source:'
    echo '  patches:'
    if test -z "$versions"; then
      names '    - NAME'
    else
      echo "    {% if not $(condition "$first" '<=' "$last") %}"
      echo "    - poolpatch-is-for-$first-to-$last-not-for-{{ version }}"
      echo '    {% endif %}'
      names '    {% if CONDITION %}\n    - NAME\n    {% endif %}'
    fi
  } >poolpatch.yaml
}
