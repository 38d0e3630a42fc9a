# Prints COUNT strings for the parser of Cygwin releases, one a line: the known
# forms with a few characters changed, dropped, doubled or swapped, and random
# characters.  The same SEED prints the same strings.
# usage: awk -v count=N -v seed=N -f fuzz.awk FORMS
# SPDX-License-Identifier: GPL-2.0-or-later

function pick(text) { return substr(text, 1 + int(rand() * length(text)), 1) }

function mutated(text,    at, before, after) {
  at = 1 + int(rand() * length(text))
  before = substr(text, 1, at - 1)
  after = substr(text, at + 1)
  return rand() < 0.3 ? before pick(characters) after : \
    rand() < 0.4 ? before after : \
    rand() < 0.5 ? before substr(text, at, 1) substr(text, at, 1) after : \
    before pick(characters) substr(text, at, 1) after
}

function random_text(    text, n) {
  for (n = int(rand() * 24); n > 0; n--)
    text = text pick(rand() < 0.6 ? "0123456789." : characters)
  return text
}

BEGIN {
  characters = "0123456789..--()//_+~ \t*?[]{}$`'\"\\|&;<>!#%^=:,@sxABz\303\251\001\177"
  srand(seed)
}
{ forms[NR] = $0 }
END {
  for (i = 0; i < count; i++) {
    text = rand() < 0.3 ? random_text() : forms[1 + int(rand() * NR)]
    for (n = int(rand() * 4); n > 0; n--)
      text = mutated(text)
    print text
  }
}
