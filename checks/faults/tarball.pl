# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# tarball.pl TOP: write on standard output a tarball that no tar would make: what is in the directory TOP, as `t/...`, and then
# a member for each line of standard input:
#   file MODE NAME [TEXT]      dir MODE NAME      fifo MODE NAME      char MODE NAME      block MODE NAME
#   symlink TO NAME            hardlink TO NAME
#   zeros BYTES NAME           hole BYTES NAME, which takes no room        many NUMBER NAME-    empty files
# MODE is octal. In NAME, TEXT and TO \n and \e are a line break and an escape.
# Exit status: 0; another, with Perl's message: a line is none of these.
use strict;
use warnings;

my %type = (file => 0, hardlink => 1, symlink => 2, char => 3, block => 4, dir => 5, fifo => 6, zeros => 0, many => 0, hole => 'S');

sub member {
    my ($kind, $mode, $name, $size, $to, $real) = @_;
    my $long = length $name > 100;
    print block(pack('a100 a8 a8 a8 a12', '././@LongLink', '0000644', '0000000', '0000000', sprintf '%011o', length $name), 'L', ''),
        pack('a' . 512 * (1 + int(length($name) / 512)), $name) if $long;
    print block(pack('a100 a8 a8 a8 a12', $name, sprintf('%07o', $mode), '0000000', '0000000', sprintf '%011o', $size),
        $type{$kind}, $to, $real);
}

sub block {
    my ($start, $type, $to, $real) = @_;
    my $header = $start . pack('a12 A8 a1 a100', '15000000000', '', $type, $to);
    # The old GNU form of a file with holes: one piece of no bytes, at its end.
    $header .= defined $real
        ? pack('a8 a32 a32 a8 a8 a41 a12 a12 a72 a1 a12', "ustar  \0", '', '', '', '', '', sprintf('%011o', $real), '0' x 11, '', '', sprintf '%011o', $real)
        : pack('a8 a32 a32 a8 a8', "ustar\00000", 'nobody', 'nobody', '0000001', '0000003');
    $header = pack 'a512', $header;
    substr($header, 148, 8) = sprintf "%06o\0 ", unpack '%32C*', $header;
    return $header;
}

sub content {
    my ($bytes) = @_;
    my $chunk = "\0" x 1048576;
    while ($bytes >= 1048576) { print $chunk; $bytes -= 1048576 }
    print "\0" x (512 * int(($bytes + 511) / 512));
}

sub file {
    my ($mode, $name, $text) = @_;
    member('file', $mode, $name, length $text, '');
    print pack 'a' . 512 * int((length($text) + 511) / 512), $text;
}

my $top = shift;
for my $path (grep { -f } glob "$top/* $top/src/*") {
    open my $in, '<', $path or die "$path: $!";
    local $/;
    file(0644, 't' . substr($path, length $top), scalar <$in>);
}
while (<STDIN>) {
    chomp;
    s/\\n/\n/g;
    s/\\e/\e/g;
    next if $_ eq '';
    my ($kind, $first, $name, $text) = split / /, $_, 4;
    if ($kind eq 'file') { file(oct $first, $name, $text // '') }
    elsif ($kind =~ /link$/) { member($kind, 0777, $name, 0, $first) }
    elsif ($kind eq 'zeros') { member($kind, 0644, $name, $first, ''); content($first) }
    elsif ($kind eq 'hole') { member($kind, 0644, $name, 0, '', $first) }
    elsif ($kind eq 'many') { member($kind, 0644, "$name$_", 0, '') for 1 .. $first }
    elsif (exists $type{$kind}) { member($kind, oct $first, $name, 0, '') }
    else { die "$kind: not known" }
}
print "\0" x 1024;
