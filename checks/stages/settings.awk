# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/stages/settings.awk: fill a template as config.status does.
#
# Reads lines NAME=VALUE, of which the first of a name counts, then the template; @NAME@ becomes VALUE, and
# @q_NAME@ becomes VALUE quoted for the shell.
function value_of(name, quoted) {
  if (name in values) return values[name]
  if (name !~ /^q_/ || !(substr(name, 3) in values)) return "@" name "@"
  quoted = values[substr(name, 3)]
  gsub(/'/, "'\\''", quoted)
  return "'" quoted "'"
}
NR == FNR {
  name = $0
  sub(/=.*/, "", name)
  if (!(name in values)) values[name] = substr($0, length(name) + 2)
  next
}
{
  line = ""
  while (match($0, /@[A-Za-z_]+@/)) {
    line = line substr($0, 1, RSTART - 1) value_of(substr($0, RSTART + 1, RLENGTH - 2))
    $0 = substr($0, RSTART + RLENGTH)
  }
  print line $0
}
