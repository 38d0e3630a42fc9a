# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# gnuplot -e "data='FILE'; name='NAME'; heading='TEXT'; paper='WORDS'" forks.gp: memory against forked children, as SVG on
# standard output; checks/bench/plot.sh and checks/matrix/report.sh call it.  FILE: heads, then rows: children, MiB, MiB...,
# with a tab between.  WORDS: options of the terminal.

set terminal svg size 820, heading eq "" ? 330 : 440 font "Helvetica,15" name name @paper
set datafile separator tab
set title heading enhanced
set xlabel "forked children"
set ylabel "memory charged, all processes (MiB)"
set xrange [-0.2:8.2]
set yrange [0:*]
set xtics 1
set grid ytics linecolor rgb "#909090" linetype 1
set border 3
set tics nomirror
set key inside top left reverse Left spacing 1.2
set style data linespoints
# Colours that the colour-blind tell apart (Okabe and Ito), and a sign each.
set linetype 1 linewidth 2 linecolor rgb "#D55E00" pointtype 7 pointsize 0.9
set linetype 2 linewidth 2 linecolor rgb "#3a8fd0" pointtype 5 pointsize 0.9
set linetype 3 linewidth 2 linecolor rgb "#009E73" pointtype 9 pointsize 1.1
stats data every ::1 using 1 nooutput
plot for [i = 2:STATS_columns] data using 1:i title columnheader(i)
