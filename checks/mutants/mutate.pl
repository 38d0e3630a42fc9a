#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# mutate.pl FILE [NAME]: every one-line fault that it can plant into FILE, a row each, separated by tabs: the number of the
# line, the kind, the line as it is, the line instead of it.  What NAME (FILE) ends in says the language: .c and .h, .awk, .m4
# and .ac, .patch (of which added lines alone), else shell.  Kinds: drop (a statement), negate (a condition), change (a constant),
# swap (two arguments), empty (a pattern).  One becomes zero, as a status that is another failure is no fault;
# other numbers one more.  Comments are left alone.  A fault need not compile: who plants it finds out.
# Exit status: 0; 2 FILE can't be read.

use strict;
use warnings;

@ARGV == 1 || @ARGV == 2 or do { print STDERR "usage: mutate.pl FILE [NAME]\n"; exit 2 };
my ($file, $name) = (@ARGV, $ARGV[0]);
open my $in, '<', $file or do { print STDERR "mutate.pl: $file: $!\n"; exit 2 };
my @lines = <$in>;
chomp @lines;
my $language =
    $name =~ /\.[ch]$/ ? 'c' : $name =~ /\.awk$/ ? 'awk' : $name =~ /\.(m4|ac)$/ ? 'm4' : $name =~ /\.(patch|diff)$/ ? 'patch' : 'sh';

# Each rule: kind, languages, what is replaced, by what: a function of its groups.
my %not = ('-eq' => '-ne', '-ne' => '-eq', '-lt' => '-ge', '-ge' => '-lt', '-gt' => '-le', '-le' => '-gt', '-n' => '-z', '-z' => '-n',
    '=' => '!=', '!=' => '=', '==' => '!=', '<' => '>=', '>=' => '<', '>' => '<=', '<=' => '>', '&&' => '||', '||' => '&&',
    yes => 'no', no => 'yes', true => 'false', false => 'true');
my $c = qr/^(c|awk|m4|patch)$/;
my $sh = qr/^(sh|m4)$/;
my @rules = (
    [negate => $sh, qr/\b(if|elif|while|until) (! )?(?=[a-z":])/, sub { "$_[0] " . ($_[1] ? '' : '! ') }],
    [negate => $sh, qr/^(\s*)! (?=\S)/, sub { $_[0] }],
    [negate => $sh, qr/(?<=\btest )(-[nz])(?= )/, sub { $not{$_[0]} }],
    [negate => $sh, qr/(?<=\btest )(! )?(-[a-mo-y])(?= )/, sub { ($_[0] ? '' : '! ') . $_[1] }],
    [negate => $sh, qr/(?<= )(-eq|-ne|-lt|-ge|-gt|-le)(?= )/, sub { $not{$_[0]} }],
    [negate => $sh, qr/(?<=\btest )("[^"]*"|\S+) (!?=)(?= )/, sub { "$_[0] $not{$_[1]}" }],
    [negate => qr/./, qr/(?<= )(&&|\|\|)(?= |$)/, sub { $not{$_[0]} }],
    [negate => $c, qr/(?<= )(==|!=|<=|>=|<|>)(?= )/, sub { $_[0] eq q(!=) && $language ne q(m4) ? q(==) : $not{$_[0]} }],
    [negate => $c, qr/\b(if|while) \((.*)\)(?= \{$|$)/, sub { "$_[0] (!($_[1]))" }],
    [change => qr/./, qr/(?<![\w.\$>:&{%#\[-])(\d+)(?![\w.>]|:\/)/, sub { $_[0] == 1 ? 0 : $_[0] + 1 }],
    [change => qr/./, qr/(?<![\w-])(yes|no|true|false)(?![\w-])(?=[^' ]|'[^ ]| (?:=|\||\)|&|;)| *$)/, sub { $not{$_[0]} }],
    [swap => $sh, qr/^(\s*[a-z]\w*(?: -\S+)*) ((?:"[^"]+"|\$\w+)) ((?:"[^"]+"|\$\w+))$/, sub { "$_[0] $_[2] $_[1]" }],
    [swap => $c, qr/\b(\w+)\(([\w.&>\$"-]+), ([\w.&>\$"-]+)(?=[,)])/, sub { "$_[0]($_[2], $_[1]" }],
    [empty => $sh, qr/^(\s*)([^\s()'\$][^()']*|'[^']*'|\$\w+[^()]*)\)(?= |$)/, sub { "$_[0]'')" }],
    [empty => $sh, qr/\$\{(\w+)(?:##?|%%?)[^{}]+\}/, sub { "\${$_[0]}" }],
    [empty => $sh, qr/\b(grep(?: -[\w-]+)*) ('[^']+'|"[^"]+")/, sub { "$_[0] ''" }],
    [empty => qr/^(sh|m4|awk)$/, qr/(?<=[ (!'~;])\/((?:[^\/\\\s]|\\.| )+)\/(?= ?(?:[{&|),;]|$))/, sub { '//' }],
);

my $quote = '';    # shell: the quotation that goes on at the beginning of a line
my ($here, $continued) = ('', 0);
my %seen;

for my $i (0 .. $#lines) {
    my $line = $lines[$i];
    my ($sign, $text) = ('', $line);
    if ($language eq 'patch') {
        next unless $line =~ /^\+(?!\+\+ )/;
        ($sign, $text) = ('+', substr $line, 1);
    }
    my $was = $quote;
    my $literal = $here ne '';
    if ($literal) {
        $here = '' if $text =~ /^\t*\Q$here\E$/;
    } elsif ($language eq 'sh') {
        $quote = after($text, $quote);
        $here = $1 if $text =~ /<<-?\s*[\\'"]?(\w+)/ && !$quote;
    }
    my $goes_on = $continued;
    $continued = $text =~ /(\\|\||&&|,)\s*$/;
    next if $text =~ ($language eq 'c' || $language eq 'patch' ? qr/^\s*(\/[\/*]|\*|$)/ : qr/^\s*(#|dnl\b|$)/);
    next if $language eq 'sh' && $text =~ /^\s*set -eu$/;
    my $code = $text;
    $code =~ s/\s(#|dnl) .*// if $language ne 'c' && $language ne 'patch' && !$literal;
    $code =~ s/\s*(\/\/|\/\*).*// if $language eq 'c' || $language eq 'patch';
    my $rest = substr $text, length $code;
    my $plant = sub {
        my ($kind, $new) = @_;
        $new = "$sign$new$rest";
        print join("\t", $i + 1, $kind, clean($line), clean($new)), "\n" if $new ne $line && !$seen{"$i $new"}++;
    };
    my $dropped = drop($code, $was || $literal, $quote, $goes_on, $lines[$i + 1] // '');
    $plant->(drop => $dropped) if defined $dropped;
    for my $rule (@rules) {
        my ($kind, $languages, $what, $by) = @$rule;
        my $inside = $language eq 'sh' && ($was || $literal || $code =~ /^\s*(.*\| )?awk /) ? 'awk' : '';
        next unless $language =~ $languages || $inside =~ $languages;
        while ($code =~ /$what/g) {
            my ($from, $to) = ($-[0], $+[0]);
            my $new = $by->(map { defined $-[$_] && defined $+[$_] ? substr $code, $-[$_], $+[$_] - $-[$_] : undef } 1 .. $#-);
            $plant->($kind => substr($code, 0, $from) . $new . substr($code, $to));
        }
    }
}

# A tab in a line would be one column more.
sub clean {
    my ($text) = @_;
    $text =~ s/\t/\\t/g;
    return $text;
}

# The quotation that TEXT leaves open, which begins in QUOTE: '' none, ' or ".  Inside "$(...)" the shell begins anew.
sub after {
    my ($text, $quote) = @_;
    my @open = split //, $quote;
    for (my $at = 0; $at < length $text; $at++) {
        my ($char, $state) = (substr($text, $at, 1), $open[-1] // '');
        if ($state eq "'") { pop @open if $char eq "'" }
        elsif ($char eq '\\') { $at++ }
        elsif ($char eq '"') { $state eq '"' ? pop @open : push @open, '"' }
        elsif (substr($text, $at, 2) eq '$(') { push @open, '('; $at++ }
        elsif ($state eq '"') { }
        elsif ($char eq "'") { push @open, "'" }
        elsif ($char eq '(' && $state eq '(') { push @open, '(' }
        elsif ($char eq ')' && $state eq '(') { pop @open }
        elsif ($char eq '#' && ($at == 0 || substr($text, $at - 1, 1) =~ /\s/)) { last }
    }
    return join '', @open;
}

# The line without its statement, or nothing if it is not one whole statement.
sub drop {
    my ($code, $inside, $quote, $goes_on, $next) = @_;
    return if $goes_on || $code =~ /(\\|\||&&|,|\{|\()\s*$/;
    my $bare = $code;
    $bare =~ s/\\.//g;
    $bare =~ s/"(?:[^"\$]|\$(?!\())*"|'[^']*'//g unless $language eq 'm4';
    if ($language eq 'c' || $language eq 'patch') {
        return unless $code =~ /^(\s*)[^{}]*;$/ && ($bare =~ tr/(//) == ($bare =~ tr/)//);
        return if $code =~ /^\s*(struct|static|const|typedef|unsigned|int|long|char|size_t|bool|double|FILE|extern)\b[^=(]*[=;]/;
        return "$1;";
    }
    my $level = sub { my ($a, $b) = @_; eval "(\$bare =~ tr/$a//) == (\$bare =~ tr/$b//)" };
    return unless $language eq 'm4' ? $level->('(', ')') && $level->('\\[', '\\]') : 1;
    if ($inside || $language eq 'awk') {
        return unless $level->('(', ')') && $level->('{', '}') && $quote eq $inside || $language eq 'awk' && $level->('{', '}');
        return $code =~ /^\s*[\]})']/ ? undef : '';
    }
    return if $quote;
    return if $code =~ /^\s*(if|then|elif|else|fi|for|while|until|do|done|case|esac|\}|\)|;;|\w+\(\))/ || $code =~ /\b(do|then|else)$/;
    return if $language eq 'm4' && $code =~ /^\s*(AC_DEFUN|m4_include|\])/;
    if ($code =~ /^(\s*[^()'"\$\s][^()]*\) )(.+?)( ;;.*)?$/ || $code =~ /^(\s*(?:'[^']*'|"[^"]*"|\$\w+|\*[^()]*)\) )(.+?)( ;;.*)?$/) {
        return "$1:" . ($3 // '');
    }
    return unless $level->('(', ')') || $code =~ /\$\(/;
    return if ($bare =~ tr/(//) != ($bare =~ tr/)//);
    return $code =~ /^(\s*)/ && $language eq 'm4' ? '' : "$1:";
}
