# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# build/commands/formats/sage.sh: a package's folder in build/pkgs/ of a Sage tree.
#
# It holds the chosen patches, which Sage applies itself, and scripts that configure, build and install by the
# functions of build/packages/.  It does not hold poolpatch: that calls quilt and guards, which Sage has not.  So when
# Sage builds, nothing is generated, decided or fetched.
#
# The same folder serves Sage 8.7 and later ones.  8.7 makes its scripts of spkg-install and spkg-check, which may have
# neither run bit nor shebang, and shows SPKG.txt; later ones make them of spkg-install.in and spkg-check.in, and show
# SPKG.rst.
#
#   patches/poolpatch-*.patch     Sage applies all that is in patches, in the order of the names
#   poolpatch/                    settings.sh, and copies of what the scripts call
#   package-version.txt           X.Y.Z.pN: Sage builds a package again when this changes, so N counts the changes
#   checksums.ini                 that of a folder which is of the same version already stays
#   dependencies, type, distros/  those of the folder stay
# shellcheck shell=sh disable=SC2034,SC2154 # sourced by export.sh, which sets and reads these

# shellcheck source=build/lib/package.sh
. "$lib/package.sh"

for file_ in checksums.ini dependencies package-version.txt SPKG.rst type; do
  test -f "$recipe/$file_" ||
    die "$recipe/$file_ is missing: --format=sage takes what Sage is to know of the program from it"
done
default_output=build/pkgs/$(default_package "$recipe")
patches_in=patches/

# check_format: sets old_version, that of the folder, and checksums, where those of the tarball are: a file, or a row
# of distfiles.tsv.
check_format() {
  test "$package" = "$(default_package "$recipe")" ||
    die "--format=sage is for $(default_package "$recipe") alone, whose metadata Sage gets from $recipe; expected no --with-package=$package"
  old_version=$(cat "$output/package-version.txt" 2>/dev/null || :)
  checksums=$output/checksums.ini
  test "${old_version%.p*}" != "$package_version" || test ! -f "$checksums" || return 0
  checksums=$recipe/checksums.ini
  test "$(sed 's/\.p[0-9]*$//' "$recipe/package-version.txt")" != "$package_version" || return 0
  checksums=$({ rows_of_version | grep https: || rows_of_version; } | head -n 1)
  test -n "$checksums" ||
    die "no tarball of $package $package_version is known: put Sage's checksums.ini and package-version.txt of it in $output"
}

rows_of_version() {
  awk -F '\t' -v version="$package_version" '$1 == version' "$recipe/build/packages/$package/distfiles.tsv"
}

write_format() {
  write_scripts && write_description && write_metadata && write_checksums && write_version
}

write_scripts() {
  mkdir poolpatch || return
  cp "$lib/messages.sh" "$lib/sage.sh" "$lib/../packages/default.sh" poolpatch/ || return
  cp -R "$recipe/build/packages/$package/." poolpatch/ || return
  rm -f poolpatch/distfiles.tsv poolpatch/prereqs.txt
  {
    made_by
    printf '%s=%s\n' package "$package" package_version "$package_version" serial_build "$(setting serial_build)"
    cat "$formats/sage/settings.sh"
  } >poolpatch/settings.sh || return
  for what_ in install check; do
    { made_by && cat "$formats/sage/spkg-$what_.sh"; } >"spkg-$what_.in" || return
    { made_by && echo ". ./spkg-$what_.in"; } >"spkg-$what_" || return
  done
}

# write_description: the program's own up to what is special about it.
write_description() {
  {
    sed '/^Special Update/,$d' "$recipe/SPKG.rst"
    cat <<TEXT
Special Update/Build Instructions
---------------------------------

\`\`poolpatch export --format=sage\`\` made this folder for $package $package_version, pool strategy $(reason).
\`\`patches/poolpatch-*\`\`, \`\`poolpatch/\`\` and the scripts are its own: edit nothing there, but export again for
another version of $package, another strategy or another kind of host.

Patches
-------

TEXT
    while IFS=$(printf '\t') read -r name_ _; do
      # shellcheck disable=SC2016 # reStructuredText
      printf -- '-  ``%s``: %s\n' "$name_" "$(sed -n 's/^Description: //p' "patches/$name_")"
    done <"$scratch/list"
  } >SPKG.rst && awk '
    function print_last() { if (NR > 1) print last }
    /^==+$/ { last = "= " last " ="; next }
    /^--+$/ { last = "== " last " =="; next }
    { print_last(); last = $0 }
    END { print last }' SPKG.rst >SPKG.txt
}

write_metadata() {
  (cd "$recipe" && find dependencies type distros -type f 2>/dev/null) | while IFS= read -r file_; do
    test -e "../$file_" || { mkdir -p "$(dirname "$file_")" && cp "$recipe/$file_" "$file_"; } || exit
  done
}

# write_checksums: Sage 8.7 wants sha1, which distfiles.tsv has not.
write_checksums() {
  case $checksums in
    "$output/checksums.ini") return 0 ;;
    "$recipe/checksums.ini") cp "$checksums" checksums.ini; return ;;
  esac
  kept_=$(setting distfiles)/$(printf '%s\n' "$checksums" | cut -f 2) sha1_=''
  if test -f "$kept_" && test "$(sha256 "$kept_")" = "$(printf '%s\n' "$checksums" | cut -f 3)"; then
    sha1_=$({ sha1sum || shasum; } <"$kept_" 2>/dev/null)
  else
    warn "checksums.ini has no sha1, which Sage 8.7 asks for: for that, put the tarball there and export again: $kept_"
  fi
  printf '%s\n' "$checksums" | awk -F '\t' -v sha1="${sha1_%% *}" '{
    version = $1
    gsub(/[.]/, "[.]", version)
    gsub(version, "VERSION", $2)
    gsub(version, "VERSION", $4)
    print "tarball=" $2
    if (sha1 != "") print "sha1=" sha1
    print "sha256=" $3
    if (match($4, /https:[^ ]*/)) print "upstream_url=" substr($4, RSTART, RLENGTH)
  }' >checksums.ini
}

write_version() {
  case $old_version in
    "$package_version".p | "$package_version".p*[!0-9]*) level_=0 ;;
    "$package_version".p*)
      level_=${old_version##*.p}
      is_unchanged || level_=$((level_ + 1)) ;;
    *) level_=0 ;;
  esac
  echo "$package_version.p$level_" >package-version.txt
}

# is_unchanged: SPKG.rst names the patches, so one that is dropped is noticed, too.
is_unchanged() {
  find . -type f | while IFS= read -r file_; do
    cmp -s "$file_" "../$file_" || exit
  done
}
