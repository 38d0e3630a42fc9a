# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/upkeep/guards.awk: how guards(1) judges an entry of series.conf, and which of its guards decides, which guards(1)
# itself does not say.  An entry is guards and a file, separated by blanks; the first guard sets what holds if none
# matches, the last that matches decides.

# symbol_of(GUARD): the symbol it asks for.
function symbol_of(guard) {
  sub(/^[-+]!*/, "", guard)
  return guard
}

# is_defined(SYMBOL, SYMBOLS): is it one of SYMBOLS, which are separated by blanks?
function is_defined(symbol, symbols) {
  return index(" " symbols " ", " " symbol " ") > 0
}

# is_chosen(ENTRY, SYMBOLS, LEFT_OUT): 1 or 0, as if the entry had no guard number LEFT_OUT (0: all count); sets decider
# to the guard that decided, or to nothing if there is none.
function is_chosen(entry, symbols, left_out,    part, count, i, chosen) {
  count = split(entry, part, " ")
  chosen = 1
  decider = ""
  for (i = 1; i < count; i++) {
    if (i == left_out) continue
    if (decider == "") {
      chosen = part[i] ~ /^-/
      decider = part[i]
    }
    if (is_defined(symbol_of(part[i]), symbols) != (part[i] ~ /^[-+]!/)) {
      chosen = part[i] ~ /^\+/
      decider = part[i]
    }
  }
  return chosen
}
