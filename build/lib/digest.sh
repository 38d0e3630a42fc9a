# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/digest.sh: what files hold, in short; sourced by configure, stages and tests alike.
# shellcheck shell=sh

sha256() { # sha256 FILE: its digest in hexadecimal
  sum_=$(sha256_lines <"$1") && printf '%s\n' "${sum_%% *}"
}

# digests_in DIRECTORY: reads names of files, one a line, relative to DIRECTORY; prints a line DIGEST, two blanks, NAME for
# each; the digest of one that is not there is none, and it comes first.
digests_in() (
  cd -- "$1" || exit
  set --
  while IFS= read -r file_; do
    if test -f "$file_"; then set -- "$@" "$file_"; else printf 'none  %s\n' "$file_"; fi
  done
  test $# -eq 0 || sha256_lines -- "$@"
)

sha256_lines() { # sha256_lines [FILE...]: a line for each, its digest and its name; without FILE of standard input
  if command -v sha256sum >/dev/null 2>&1; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

# seal FILE: its last line becomes `# sha256 DIGEST`, of what was in it.  sealed TEXT: prints what such a FILE has.
# is_sealed FILE: is that so, and all as it was then?
seal() {
  digest_=$(sha256 "$1") && printf '# sha256 %s\n' "$digest_" >>"$1"
}
sealed() {
  digest_=$(printf '%s\n' "$1" | sha256 /dev/stdin) && printf '%s\n# sha256 %s\n' "$1" "$digest_"
}
is_sealed() {
  test "$(sed -n '$s/^# sha256 //p' "$1")" = "$(sed '$d' "$1" | sha256 /dev/stdin)"
}

# are_recorded DIRECTORY: are the files in it as its file `digests` has it?  That is what sha256_lines printed there.
are_recorded() {
  (cd "$1" && sha256_lines -c digests) >/dev/null 2>&1
}

# decision_text STRATEGY PATCHES: what a patched tree is patched by: the strategy, and each patch that standard input names,
# one a line, relative to the directory PATCHES, with its digest.
decision_text() {
  printf 'strategy=%s\n' "$1"
  digests_in "$2" | while read -r digest_ name_; do printf 'patch=%s sha256=%s\n' "$name_" "$digest_"; done
}
