# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# gnuplot -e "data='FILE'; name='NAME'; cells=N" time.gp: the seconds of N cells, a bar each, as SVG on standard output; report.sh calls
# it.  FILE: id, tab, seconds, the longest first.

set terminal svg size 820, 70 + 22 * cells font "Helvetica,15" name name
set tmargin 0.5
set datafile separator tab
set xlabel "seconds"
set xrange [0:*]
set yrange [cells - 0.3:-0.7]
set xtics nomirror
set ytics nomirror scale 0
set grid xtics linecolor rgb "#909090" linetype 1
set border 1
unset key
set style fill solid noborder
plot data using ($2 / 2):0:($2 / 2):(0.35):yticlabels(1) with boxxyerror linecolor rgb "#3a8fd0"
