# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# server.pl PORT-FILE: an HTTP server on the loopback that misbehaves.  Writes its port to PORT-FILE, and serves until it is
# killed, each connection in a process of its own, for a minute at most.  A request for /WAY/FILE, where FILE is a path from the
# root, gets FILE in the way of that name below.
# Exit status: 1, with Perl's message: no port can be had.
use strict;
use warnings;
use IO::Socket::INET;

my ($client, $path, $body, $from);

sub head {
    my ($status, @headers) = @_;
    print $client join "\r\n", "HTTP/1.1 $status", 'Connection: close', @headers, '', '';
}

sub size_of { 'Content-Length: ' . length $_[0] }
sub half { substr $body, 0, length($body) / 2 }
sub forever { my ($text) = @_; 1 while print $client $text }
sub drip { for (split //, $_[0]) { print $client $_ or return; sleep 1 } }

sub whole {
    my ($text, @headers) = @_;
    head('200 OK', size_of($text), @headers);
    print $client $text;
}

sub ranged {
    my ($text) = @_;
    return head('416 Range Not Satisfiable', 'Content-Range: bytes */' . length $text) if $from >= length $text;
    return whole($text) if !$from;
    my $rest = substr $text, $from;
    head('206 Partial Content', size_of($rest), sprintf 'Content-Range: bytes %d-%d/%d', $from, length($text) - 1, length $text);
    print $client $rest;
}

my %way = (
    well      => sub { ranged($body) },
    whole     => sub { whole($body) },
    nolength  => sub { head('200 OK'); print $client $body },
    chunked   => sub { head('200 OK', 'Transfer-Encoding: chunked'); printf $client "%x\r\n%s\r\n0\r\n\r\n", length $body, $body },
    packed    => sub { whole($body, 'Content-Encoding: gzip') },
    cut       => sub { head('200 OK', size_of($body)); print $client half() },
    chunkcut  => sub { head('200 OK', 'Transfer-Encoding: chunked'); printf $client "%x\r\n%s", length $body, half() },
    tooshort  => sub { head('200 OK', size_of(half())); print $client $body },
    fromstart => sub { head('206 Partial Content', size_of($body), 'Content-Range: bytes 0-' . (length($body) - 1) . '/' . length $body); print $client $body },
    otherrest => sub { $from ? ranged("\0" x length $body) : whole($body) },
    never     => sub { head('416 Range Not Satisfiable') },
    endless   => sub { head('200 OK'); forever("\0" x 65536) },
    endlesschunks => sub { head('200 OK', 'Transfer-Encoding: chunked'); forever("1000\r\n" . "\0" x 4096 . "\r\n") },
    endlessrest   => sub { head('206 Partial Content', "Content-Range: bytes $from-999999999999/1000000000000"); forever("\0" x 65536) },
    huge      => sub { head('200 OK', 'Content-Length: 1000000000000'); forever("\0" x 65536) },
    drips     => sub { head('200 OK', size_of($body)); drip($body) },
    silent    => sub { sleep 60 },
    stops     => sub { head('200 OK', size_of($body)); print $client half(); sleep 60 },
    driphead  => sub { drip('HTTP/1.1 200 OK' . ' ' x 60) },
    heads     => sub { print $client "HTTP/1.1 200 OK\r\n"; forever('X-Header: ' . 'x' x 1000 . "\r\n") },
    continues => sub { forever("HTTP/1.1 100 Continue\r\n\r\n") },
    loop      => sub { head('302 Found', "Location: /loop$path") },
    away      => sub { head('302 Found', "Location: /well$path") },
    tofile    => sub { head('302 Found', "Location: file://$path") },
    missing   => sub { head('404 Not Found', 'Content-Length: 5'); print $client 'sorry' },
    broken    => sub { head('503 Service Unavailable', 'Content-Length: 0') },
    later     => sub { head('503 Service Unavailable', 'Content-Length: 0', 'Retry-After: 86400') },
    portal    => sub { whole('<html>Log in</html>') },
    nothing   => sub { whole('') },
    noise     => sub { print $client join '', map { chr int rand 256 } 1 .. 1000 },
    closes    => sub { },
);

my $server = IO::Socket::INET->new(Listen => 20, LocalAddr => '127.0.0.1', Proto => 'tcp') or die "no port: $@";
open my $out, '>', "$ARGV[0].new" or die "$ARGV[0]: $!";
print $out $server->sockport, "\n";
close $out;
rename "$ARGV[0].new", $ARGV[0] or die "$ARGV[0]: $!";
$SIG{CHLD} = 'IGNORE';
while (1) {
    $client = $server->accept or next;
    if (fork) { close $client; next }
    alarm 60;
    $client->autoflush(1);
    my $request = '';
    while (my $line = <$client>) { last if $line eq "\r\n"; $request .= $line }
    (my $name, $path) = $request =~ m|^GET /(\w+)(/\S+)| or exit;
    $from = $request =~ /^Range: bytes=(\d+)-/im ? $1 : 0;
    open my $in, '<', $path or exit;
    local $/;
    $body = <$in>;
    $way{$name}->() if $way{$name};
    exit;
}
