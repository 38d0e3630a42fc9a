# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# awk -f text.awk -f junit.awk -v dir=DIR DIR/results.tsv: the results as JUnit XML on standard output; report.sh calls it.
# Needs LC_ALL=C.

BEGIN {
  FS = "\t"
}

# end_of: the last lines of FILE.
function end_of(file,    line, lines, i, all) {
  while ((getline line < file) > 0)
    kept[++lines] = line
  close(file)
  for (i = lines > 30 ? lines - 29 : 1; i <= lines; i++)
    all = all kept[i] "\n"
  return all
}

{
  time += $3
  kind = $NF
  sub(/:.*/, "", kind)
  case_ = sprintf("  <testcase classname=\"matrix.%s\" name=\"%s\" time=\"%s\"", kind, text($1), $3)
  said = "decided: " $4 ", " $5 "\n" $6
  if ($2 == "fail") {
    failed++
    case_ = case_ sprintf(">\n    <failure message=\"%s\">%s</failure>\n  </testcase>", text($6), text(end_of(dir "/" $1 "/log")))
  } else if ($2 == "skip") {
    skipped++
    case_ = case_ sprintf(">\n    <skipped message=\"%s\"/>\n  </testcase>", text($6))
  } else
    case_ = case_ sprintf(">\n    <system-out>%s</system-out>\n  </testcase>", text(said))
  cases = cases case_ "\n"
}

END {
  print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
  counts = sprintf("tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\" time=\"%.1f\"", NR, failed, skipped, time)
  printf "<testsuites name=\"matrix\" %s>\n<testsuite name=\"matrix\" %s>\n%s</testsuite>\n</testsuites>\n", counts, counts, cases
}
