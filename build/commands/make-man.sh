#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/make-man.sh TOP >poolpatch.1: the manual page, from the headers of the verbs, which are their help, too.
# Exit status: 0; 1 a file can't be read.

set -eu

top=$1
version=$("$top/poolpatch" --version)

# roff: text as troff takes it literally.
roff() {
  sed 's/\\/\\e/g; s/-/\\-/g; s/^[.'\'']/\\\&&/'
}

# verb FILE: a header's first line is the synopsis and what it does, up to the colon; a line with two blanks in front is a word
# and what it means.
verb() {
  sed -n '5,/^$/s/^# \{0,1\}//p' "$1" | roff | awk '
    # put(TEXT): in lines of at most 80.
    function put(text,    word, count, i, line) {
      count = split(text, word, " ")
      for (i = 1; i <= count; i++) {
        if (line != "" && length(line) + length(word[i]) > 78) { print line; line = "" }
        if (line == "" && word[i] ~ /^[.\047]/) line = "\\&"
        line = line (line == "" || line == "\\&" ? "" : " ") word[i]
      }
      print line
    }
    function paragraph() {
      if (!fresh) print ".PP"
      fresh = 1
    }
    NR == 1 {
      at = index($0, ": ")
      print ".SS " substr($0, 1, at - 1)
      put(toupper(substr($0, at + 2, 1)) substr($0, at + 3))
      next
    }
    $0 == "" { paragraph(); next }
    /^  / { print ".TP\n.B " $1; sub(/^ *[^ ]* */, ""); put($0); inside = 1; fresh = 0; next }
    /^Exit status/ || inside { paragraph(); inside = 0 }
    { put($0); fresh = 0 }'
}

cat <<END
.\\" Made by build/commands/make-man.sh: edit the headers of build/commands/*.sh.
.TH POOLPATCH 1 2026-11-24 "$version" "User Commands"
.SH NAME
poolpatch \\- patch the memory pool of programs that reserve a huge one
.SH SYNOPSIS
.B poolpatch
.I verb
.RI [ argument ]...
.br
.B poolpatch
.RB [ \\-\\-help | \\-\\-version ]
.SH DESCRIPTION
Some programs, GAP first, reserve one huge range of memory when they start, the
.IR pool .
.B poolpatch
decides which patches such a program needs on a host, and applies them to its
unpacked source, or writes them in the form that a packaging system takes.
.SH VERBS
END
for file in "$top"/build/commands/*.sh; do
  ! grep -q '^# poolpatch [a-z]' "$file" || verb "$file"
done
cat <<'END'
.SH FILES
.TP
.I ~/.cache/poolpatch
What was found out about compilers and hosts, what was decided, and for each
tree the log of the last run.
All of it can be removed.
.TP
.I TREE/.poolpatch
In a patched tree: what it was patched by, and what is needed to take that out.
.SH ENVIRONMENT
.TP
.B XDG_CACHE_HOME
Instead of
.IR ~/.cache .
.TP
.BR CC ", " CPPFLAGS ", ..."
As for configure.
.SH SEE ALSO
.BR poolstat (1),
.BR quilt (1),
.BR guards (1)
END
