# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# report.awk equivalents.tsv possible results.tsv: the faults by room, a table in the form of docs/results.tsv, to the file -v table;
# and on standard output those that survived.  possible: a line FILE COUNT for each file of the product, how many faults
# there are. -v what: the first line's package, machine and command.  The last word on a fault counts.

BEGIN { FS = "\t" }
/^#/ { next }
FILENAME ~ /equivalents\.tsv$/ { equivalent[$1 FS $2 FS $3]; next }
FILENAME ~ /possible$/ { possible[room_of($1)] += $2; next }
{
  fault = $4 FS $6 FS $7 FS $8
  latest[$4] = $2
  verdict[fault] = $1
  digest[fault] = $2
  if (!(fault in number)) { number[fault] = ++faults; name[faults] = fault }
}
END {
  for (i = 1; i <= faults; i++) {
    fault = name[i]
    split(fault, part, FS)
    if (digest[fault] != latest[part[1]] || verdict[fault] == "invalid" || (part[1] FS part[3] FS part[4]) in equivalent) continue
    room = room_of(part[1])
    if (!(room in planted)) room_name[++rooms] = room
    planted[room]++
    if (verdict[fault] == "found") found[room]++
    else print part[1] ":" part[2] "\n  - " part[3] "\n  + " part[4]
  }
  print "table\tmutants\t" what "\tOne-line faults by room, and how many of them the tests of the room found" >table
  print "room\tpossible\tplanted\tfound\tsurvived\tfound, %" >table
  for (i = 1; i <= rooms; i++) row(room_name[i], possible[room_name[i]], planted[room_name[i]], found[room_name[i]])
  row("all of these", sum[1], sum[2], sum[3])
}

function room_of(file) {
  if (!sub(/\/[^\/]*$/, "", file)) return "top"
  if (match(file, /^(build\/commands|build\/packages|patches)/)) return substr(file, 1, RLENGTH)
  return file
}

function row(name, possible, planted, found) {
  printf "%s\t%d\t%d\t%d\t%d\t%.0f\n", name, possible, planted, found, planted - found, planted ? 100 * found / planted : 0 >table
  sum[1] += possible
  sum[2] += planted
  sum[3] += found
}
