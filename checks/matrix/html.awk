# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# awk -f text.awk -f html.awk -v dir=DIR -v slowest=N -v made=TEXT -v machine=TEXT -v commit=TEXT results.tsv: the results as one page,
# on standard output, with the plots of DIR; report.sh calls it.  Needs LC_ALL=C.

BEGIN {
  FS = "\t"
  split("build model probes pool decide system hosted", order, " ")
  title["build"] = "Whole pipeline"
  title["model"] = "GAP under the model of Cygwin"
  title["probes"] = "Probes, run"
  title["pool"] = "Tests of the pool"
  title["decide"] = "Decisions"
  title["system"] = "Bare systems"
  title["hosted"] = "Hosted"
  mark["pass"] = "&#10004; passed"
  mark["fail"] = "&#10006; FAILED"
  mark["skip"] = "&#9675; skipped"
}

# where: the cell in words, of what its id may leave out.
function where(    words) {
  words = $8 " " $9
  if ($10 != "-") words = words ", Cygwin " $10
  words = words ", " $11
  if ($12 == "musl") words = words ", musl"
  if ($13 != "-") words = words ", " $13
  if ($14 != "-") words = words ", Autoconf " $14
  words = words ", " $15 " " $16 ", pool " $17
  if ($18 != "-") words = words ", huge pages " $18
  return words
}

# decision: strategy, patches and mode in words.
function decision(    words) {
  if ($2 == "skip" || $4 == "-") return ""
  words = $4
  gsub(/,/, ", ", words)
  sub(/:/, ": ", words)
  return words == "refused" ? words : words "; " $5
}

{
  count[$2]++
  kind = $NF
  sub(/:.*/, "", kind)
  if (kind == "build" && $8 ~ /cygwin|msys/) kind = "model"
  row = sprintf("<tr class=%s role=row><td role=cell class=s>%s</td><th scope=row role=rowheader>%s<small>%s</small></th>" \
    "<td role=cell>%s</td><td role=cell>%s</td><td role=cell class=t>%s&nbsp;s</td></tr>\n",
    $2, mark[$2], text($1), text(where()), text(decision()), text($6), $3)
  if ($2 == "fail") failures = failures row
  else rows[kind, $2] = rows[kind, $2] row
  number[kind]++
}

# drawing NAME LABEL: the plot, if there is one.
function drawing(name, label,    line, svg) {
  while ((getline line <(dir "/" name ".svg")) > 0)
    svg = svg line "\n"
  sub(/<svg /, "<svg role=\"img\" aria-label=\"" label "\" ", svg)
  return svg
}

# forks HOW TITLE: the plot of what forked children are charged, with its numbers, if a cell has measured that.
function forks(how, title,    line, rows, cell, count, i) {
  while ((getline line <(dir "/forks_" how ".tsv")) > 0) {
    count = split(line, cell, "\t")
    for (i = 1; i <= count; i++)
      line = (i == 1 ? "<tr>" : line) sprintf(rows == "" ? "<th scope=col>%s</th>" : i == 1 ? "<th scope=row>%s</th>" : "<td>%s</td>", text(cell[i]))
    rows = rows line "</tr>\n"
  }
  if (rows == "") return ""
  return "<h2 id=" how ">Memory against forks, " title "</h2>\n<div class=p>" drawing("forks_" how, "Lines; the table below has the numbers") \
    "<table aria-labelledby=" how ">\n" rows "</table></div>\n"
}

function table(id, caption, body) {
  printf "<h2 id=%s>%s</h2>\n<table role=table aria-labelledby=%s><thead role=rowgroup><tr role=row>", id, caption, id
  printf "<th scope=col role=columnheader>Result</th><th scope=col role=columnheader>Cell</th>"
  printf "<th scope=col role=columnheader>Decision</th><th scope=col role=columnheader>Proof or reason</th>"
  printf "<th scope=col role=columnheader class=t>Time</th></tr></thead><tbody role=rowgroup>\n%s</tbody></table>\n", body
}

END {
  print "<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8>"
  print "<meta name=viewport content=\"width=device-width, initial-scale=1\"><title>poolpatch: the build matrix</title>\n<style>"
  print ":root{color-scheme:light dark;--f:#1a1a1a;--b:#fff;--g:#5a5a5a;--l:#d4d4d4;--fail:#fbe3d6;--failf:#8a2b00;--passf:#00573f;--link:#0b5cad}"
  print "@media(prefers-color-scheme:dark){:root{--f:#e8e8e8;--b:#161616;--g:#a8a8a8;--l:#444;--fail:#43200c;--failf:#ffb38a;--passf:#6fd6b4;--link:#8fc4ff}}"
  print "body{font:1rem/1.45 system-ui,sans-serif;color:var(--f);background:var(--b);max-width:75rem;margin:0 auto;padding:1rem}"
  print "a{color:var(--link)}h1{font-size:1.5rem;margin:.3rem 0}h2{font-size:1.15rem;margin:2rem 0 .5rem}"
  print ".sum{font-size:1.15rem;font-weight:600}nav a{display:inline-block;margin:.3rem 1rem .3rem 0}p.m{color:var(--g)}"
  print "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--l);overflow-wrap:anywhere}"
  print "thead th{font-size:.85rem;color:var(--g)}tbody th{font-weight:600}small{display:block;font-weight:400;color:var(--g)}"
  print "[role=table]{table-layout:fixed}" \
    "[role=columnheader]:nth-child(1){width:7rem}[role=columnheader]:nth-child(2){width:27%}[role=columnheader]:nth-child(3){width:24%}"
  print ".s{white-space:nowrap;font-weight:600}.t{text-align:right;white-space:nowrap;width:5.5rem}"
  print ".fail{background:var(--fail)}.fail .s{color:var(--failf)}.pass .s{color:var(--passf)}.skip .s{color:var(--g);font-weight:400}"
  print ".p{overflow-x:auto}.p svg{width:100%;min-width:32rem;max-width:51rem;height:auto}.p th,.p td{overflow-wrap:normal}"
  print "@media(max-width:46rem){thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}[role=table],[role=rowgroup],[role=row],[role=cell],[role=rowheader]{display:block;width:auto;border:0}" \
    "[role=row]{border-bottom:1px solid var(--l);padding:.5rem}[role=cell],[role=rowheader]{padding:.1rem 0}.t{text-align:left}td:empty{display:none}" \
    "[role=cell]:nth-child(3)::before{content:\"Decision: \"}[role=cell]:nth-child(4)::before{content:\"Reason: \"}" \
    "[role=cell]:nth-child(5)::before{content:\"Time: \"}[role=cell]:nth-child(n+3)::before{color:var(--g)}}"
  print "</style></head><body>\n<h1>poolpatch: the build matrix</h1>"
  printf "<p class=sum>%d passed, %s%d failed%s, %d skipped</p>\n", count["pass"], count["fail"] ? "<a href=#failed>" : "", \
    count["fail"], count["fail"] ? "</a>" : "", count["skip"]
  printf "<p class=m>%s; %s; commit %s. A cell passes if what it does works and the decision is the one that the table expects; a skipped one says why.</p>\n", text(made), text(machine), text(commit)
  printf "<nav aria-label=Sections>"
  for (i = 1; i in order; i++)
    if (number[order[i]]) printf "<a href=#%s>%s (%d)</a>", order[i], title[order[i]], number[order[i]]
  here = forks("real", "here: GAP as it starts, pool 4096 MiB; charged, in MiB")
  cygwin = forks("modelled", "by the model of Cygwin: libgap, pool 256 MiB, workspace 16 MiB and 32 more; charged, in MiB")
  if (here != "") printf "<a href=#real>Memory</a>"
  if (cygwin != "") printf "<a href=#modelled>Memory on Cygwin</a>"
  print "<a href=#time>Time</a></nav>"
  if (failures != "") table("failed", "Failed", failures)
  for (i = 1; i in order; i++) {
    body = rows[order[i], "pass"] rows[order[i], "skip"]
    if (body != "") table(order[i], title[order[i]], body)
  }
  print here cygwin
  print "<h2 id=time>Time</h2>"
  svg = drawing("time", "Bars: seconds of the slowest cells; the tables have the numbers")
  if (svg == "")
    print "<p>No plot: gnuplot is not installed, or no cell ran.</p>"
  else
    print "<p>The slowest cells that ran, " slowest " at most.</p>\n<div class=p>" svg "</div>"
  print "</body></html>"
}
