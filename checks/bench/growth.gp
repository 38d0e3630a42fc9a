# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# gnuplot -e "dir='DIR'" growth.gp: DIR/pool.tsv and DIR/forks.tsv as four pictures in one SVG on standard output;
# checks/bench/growth.sh calls it.

set terminal svg size 820, 620 font "Helvetica,14" background rgb "white" name "growth"
set datafile separator tab
set datafile missing "refused"
set border 3
set tics nomirror
set grid ytics linecolor rgb "#d0d0d0" linetype 1
set logscale x 2
set yrange [0:*]
set key inside top left reverse Left
set style data linespoints
# As forks.gp has them.
set linetype 1 linewidth 2 linecolor rgb "#D55E00" pointtype 7 pointsize 0.9
set linetype 2 linewidth 2 linecolor rgb "#009E73" pointtype 9 pointsize 1.1
set multiplot layout 2, 2
do for [what in "pool forks"] {
  set xlabel what eq "pool" ? "pool, GiB" : "forked children"
  set ylabel what eq "pool" ? "start to end, seconds" : "a fork, ms"
  plot for [i = 2:3] dir."/".what.".tsv" every ::1 using 1:i title i == 2 ? "upstream" : "commit"
  set ylabel "charged, MiB"
  plot for [i = 4:5] dir."/".what.".tsv" every ::1 using 1:i title i == 4 ? "upstream" : "commit"
}
unset multiplot
