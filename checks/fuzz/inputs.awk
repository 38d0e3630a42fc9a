# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# inputs.awk: as many lines as -v count says, made of the lines of standard input: pieces of them put together, bytes changed,
# left out, doubled, and bytes of any kind but NUL and newline put in.  -v seed: the same seed gives the same lines.

BEGIN { srand(seed) }
{ line[NR] = $0 }
END {
  for (i = 1; i <= count; i++) {
    text = line[one_of(NR)]
    for (changes = int(rand() * 5); changes > 0; changes--) text = changed(text)
    print text
  }
}

function one_of(n) {
  return int(rand() * n) + 1
}

function changed(text,    at, other) {
  at = int(rand() * (length(text) + 1))
  other = line[one_of(NR)]
  if (rand() < 0.3) return substr(text, 1, at) substr(other, one_of(length(other) + 1))
  if (rand() < 0.3) return substr(text, 1, at) substr(text, at + 2)
  if (rand() < 0.3) return substr(text, 1, at) substr(text, one_of(at + 1))
  if (rand() < 0.5) return substr(text, 1, at) substr("0123456789.-+!#$`\"\047\\*?[ \t/=&;|(){}<>~%", one_of(40), 1) substr(text, at + 1)
  return substr(text, 1, at) sprintf("%c", at % 3 ? one_of(9) : 127 + one_of(128)) substr(text, at + 1)
}
