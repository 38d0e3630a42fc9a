# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/packages/gap/manual.g: build a manual as text and HTML, in the first root that GAP was given: what GAPDoc's
# MakeGAPDocDoc does, but for LaTeX.  Environment: POOL_BOOK, its directory in doc/; POOL_PASS: first, where only what
# other manuals refer to is made (manual.six), or last.  GAP's exit status: 0; 1 if GAPDoc warned in the last pass (of
# a reference that leads nowhere, for example), or an error occurred.  That the manual of a package is not there to refer
# to is no fault of the book.

book := GAPInfo.SystemEnvironment.POOL_BOOK;;
is_last := GAPInfo.SystemEnvironment.POOL_PASS = "last";;
dir := Directory(Concatenation(GAPInfo.RootPaths[1], "doc/", book));;

# All messages go to standard output, in their order.  In the first pass what other manuals have may not be there yet.
warnings := 0;;
is_elsewhere := message -> Length(message) > 1 and IsRecord(message[2]) and IsBound(message[2].BookName)
  and HELP_BOOK_INFO(message[2].BookName) = fail;;
SetInfoHandler(InfoGAPDoc, function(class, level, message)
  local part;
  if IsString(message[1]) and PositionSublist(message[1], "#W") <> fail then
    if not is_last then
      return;
    fi;
    if not is_elsewhere(message) then
      warnings := warnings + 1;
    fi;
  fi;
  for part in message do
    Print(part);
  od;
end);;

# The reference manual has parts in the library and the kernel.
files := [];;
if book = "ref" then
  Read(Filename(dir, "makedocreldata.g"));
  files := GAPInfo.ManualDataRef.files;
fi;

# A manual finds another beside it, wherever they are installed.
print_html := function(tree, special...)
  local html, name;
  html := CallFuncList(GAPDoc2HTML, Concatenation([tree, dir, "../.."], special));
  for name in RecNames(html) do
    if IsRecord(html.(name)) and IsBound(html.(name).text) then
      html.(name).text := ReplacedString(html.(name).text, "\"../../doc/", "\"../");
    fi;
  od;
  GAPDoc2HTMLPrintHTMLFiles(html, dir);
end;;

if IsBoundGlobal("UpdateXMLForUserPreferences") then
  ValueGlobal("UpdateXMLForUserPreferences")();
fi;
source := ComposedDocument("GAPDoc", dir, "main.xml", files, true);;
tree := ParseTreeXMLString(source[1], source[2]);;
CheckAndCleanGapDocTree(tree);
GAPDoc2TextPrintTextFiles(GAPDoc2Text(tree, dir), dir);
PrintSixFile(Filename(dir, "manual.six"), tree, book);
if is_last then
  Print("#I HTML\n");
  tree.LinkToMathJax := true;;
  print_html(tree);
  Unbind(tree.LinkToMathJax);
  Print("#I HTML with MathJax\n");
  print_html(tree, "MathJax");
  GAPDocManualLabFromSixFile(book, Filename(dir, "manual.six"));;
  CopyHTMLStyleFiles(dir);
fi;
if warnings > 0 then
  Print(warnings, " warnings\n");
  QUIT_GAP(1);
fi;
QUIT_GAP(0);
