# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/lib/messages.sh: how a script of ours speaks.  $stage is the name it goes by.
# shellcheck shell=sh disable=SC2154 # who sources this sets `stage`

die() { # die MESSAGE...: one line on standard error, then exit 1
  printf '%s: %s\n' "$stage" "$*" >&2
  exit 1
}

warn() { # warn MESSAGE...: one line on standard error
  printf '%s: warning: %s\n' "$stage" "$*" >&2
}

say() { # say MESSAGE...: one line on standard output
  printf '%s: %s\n' "$stage" "$*"
}
