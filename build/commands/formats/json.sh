# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/formats/json.sh: for programs.
# shellcheck shell=sh disable=SC2034,SC2154 # sourced by export.sh, which sets and reads these

write_format() {
  perl -MJSON::PP -e 1 2>/dev/null || die "--format=json needs Perl's module JSON::PP: install it"
  poolpatch_package=$package poolpatch_version=$package_version poolpatch_strategy=$(setting pool_strategy) \
    perl -MJSON::PP -F'\t' -lane '
    push @patches, { file => $F[0], sha256 => $F[1] };
    END {
      my @names = qw(package version strategy);
      my %all = (patches => \@patches, map { $names[$_] => $ENV{"poolpatch_$names[$_]"} } 0 .. $#names);
      print JSON::PP->new->pretty->canonical->encode(\%all);
    }' "$scratch/list" >poolpatch.json
}
