# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# gnuplot forks.gp: forks.tsv of this directory as SVG on standard output; checks/bench/plot.sh calls it.

set terminal svg size 820,440 font "Helvetica,15" background rgb "white" name "forks"
set datafile separator tab
set title "A process with libgap and its forked children on Cygwin 3.0.4 (model)\n\
{/*0.85 pool 384 MiB, workspace 64 MiB, grown by 150 MiB and shrunk again}" enhanced
set xlabel "forked children"
set ylabel "memory charged, sum of all processes (MiB)"
set xrange [-0.2:8.2]
set yrange [0:*]
set xtics 1
set grid ytics linecolor rgb "#d0d0d0" linetype 1
set border 3
set tics nomirror
set key outside right center reverse Left spacing 1.4
set style data linespoints
# Colours that the colour-blind tell apart (Okabe and Ito), and a sign each.
plot "forks.tsv" using 1:2 title columnheader(2) linewidth 2 linecolor rgb "#D55E00" pointtype 7 pointsize 0.9, \
     "forks.tsv" using 1:3 title columnheader(3) linewidth 2 linecolor rgb "#0072B2" pointtype 5 pointsize 0.9, \
     "forks.tsv" using 1:4 title columnheader(4) linewidth 2 linecolor rgb "#009E73" pointtype 9 pointsize 1.1
