# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/formats/json.sh: for programs.
# shellcheck shell=sh disable=SC2034,SC2154 # sourced by export.sh, which sets and reads these

# With a range, from and to are releases that count in, before is one that does not.
takes_range=yes
condition() {
  echo "$*"
}

write_format() {
  perl -MJSON::PP -e 1 2>/dev/null || die "--format=json needs Perl's module JSON::PP: install it"
  poolpatch_package=$package poolpatch_strategy=$(sed 's/:.*//' "$scratch/reasons" | sort -u | paste -s -d ' ' -) \
    poolpatch_from=${first:-$releases} poolpatch_to=${last:-} perl -MJSON::PP -F'\t' -lane '
    my ($from, $operator, $end) = split / /, $F[2];
    my %range = $ENV{poolpatch_to} ? (from => $from, $operator eq "<" ? "before" : "to", $end) : ();
    push @patches, { file => $F[0], sha256 => $F[1], %range };
    END {
      my %all = (patches => \@patches, map { $_ => $ENV{"poolpatch_$_"} } qw(package strategy));
      @all{$ENV{poolpatch_to} ? qw(from to) : "version"} = @ENV{qw(poolpatch_from poolpatch_to)};
      print JSON::PP->new->pretty->canonical->encode(\%all);
    }' "$scratch/list" >poolpatch.json
}
