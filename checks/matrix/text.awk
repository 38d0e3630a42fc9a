# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/matrix/text.awk: text(VALUE), as HTML and XML take it, in an attribute, too; for html.awk and junit.awk.  Needs
# LC_ALL=C: a byte that is no ASCII becomes a question mark.

function text(value) {
  gsub(/&/, "\\&amp;", value)
  gsub(/</, "\\&lt;", value)
  gsub(/>/, "\\&gt;", value)
  gsub(/"/, "\\&quot;", value)
  gsub(/[^\t\n -~]/, "?", value)
  return value
}
