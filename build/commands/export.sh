#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# poolpatch export --format=FORMAT [OPTION...] [--output=DIR] [--version=X.Y.Z | TREE]: write what a packaging system wants.
#
# The chosen patches, as poolpatch-NN-NAME.patch, and beside them what FORMAT says:
#   debian    in debian/patches: appended to series
#   quilt     in patches: appended to series
#   rpm       poolpatch.inc, Patch lines with a %bcond: `%include %{_sourcedir}/poolpatch.inc` in the spec file
#   arch      poolpatch.PKGBUILD, for `. ./poolpatch.PKGBUILD` at the end of PKGBUILD, and poolpatch_prepare in prepare()
#   cygport   poolpatch.cygport, PATCH_URI, for `. ./poolpatch.cygport` in the cygport file
#   spack     poolpatch.py, patch(...) lines for the class of the package
#   conda     poolpatch.yaml, what goes into meta.yaml
#   sage      in build/pkgs/PACKAGE of a Sage tree: the package's folder, with the patches in patches
#   json      poolpatch.json, for any other
# DIR is where they go, by default what is said above, else the working directory.  The files of an earlier export there are
# replaced, others stay.  OPTION as for apply.
# Exit status: 0 written; 1 failed, or no patch is chosen, and DIR is as it was; 2 wrong usage.

stage='poolpatch export'
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/verb.sh
. "$lib/verb.sh"

formats=$(cd -- "${0%/*}/formats" && pwd)
patches_in=''
format='' output=''
verb_option() {
  case $1 in
    --format=*) format=${1#*=} ;;
    --output=*) output=${1#*=} ;;
    *) take_version "$1" ;;
  esac
}

main() {
  read_arguments "$@"
  read_format
  decide >&2
  case $package_version in
    *[!A-Za-z0-9._+~-]*) die "the version can't be written into a file of $format: '$package_version'" ;;
  esac
  new_scratch
  chosen_patches >"$scratch/chosen"
  test -s "$scratch/chosen" ||
    die "no patch to write: pool strategy $(reason); give --with-pool=noreserve or --with-pool=commit"
  check_format
  mkdir -p "$output" 2>/dev/null || die "$output can't be made: give another --output"
  work=$(cd -- "$output" && pwd)/.poolpatch-new
  lock "$output"
  roll_forward "$work" "$output"
  begin "$work"
  copy_patches
  (cd "$work" && write_format) || give_up
  for file_ in "$output/$patches_in"poolpatch-[0-9][0-9]-*.patch; do
    test ! -f "$file_" || printf '%s\n' "$patches_in${file_##*/}"
  done >"$work/.remove"
  publish "$work" "$output"
  say "$package $package_version, pool strategy $(reason): $(wc -l <"$scratch/list" | tr -d ' ') patches in $output"
}

give_up() {
  die "the files can't be written to $output: is the disk full? Nothing was changed"
}

# read_format: its file defines write_format, which is run in the new directory, and may set default_output and
# patches_in, a directory for the patches with a slash behind, and define check_format, which may stop before that.
check_format() {
  :
}
read_format() {
  case $format in
    '' | *[!a-z]*) ;;
    *)
      test ! -f "$formats/$format.sh" || {
        default_output=.
        # shellcheck source=/dev/null
        . "$formats/$format.sh"
        output=${output:-$default_output}
        return
      } ;;
  esac
  shorten "$format"
  wrong_usage "--format=$shortened: expected one of: $(cd "$formats" && echo *.sh | sed 's/\.sh//g')"
}

# copy_patches: under names that keep their order; $scratch/list has a line for each, name and digest with a tab between.
copy_patches() {
  number_=0
  mkdir -p "$work/$patches_in" || give_up
  while IFS= read -r patch_; do
    number_=$((number_ + 1))
    name_=poolpatch-$(printf '%02d' "$number_")-${patch_##*/}
    cp "$patch_" "$work/$patches_in$name_" || give_up
    printf '%s\t%s\n' "$name_" "$(sha256 "$patch_")" >>"$scratch/list" || give_up
  done <"$scratch/chosen"
}

# For the formats:

made_by() {
  echo "# The pool patches of $package $package_version, made by 'poolpatch export --format=$format'."
}

# names FORM [FIRST]: FORM for each patch, with its NAME and SHA256, and NUMBER, counted from FIRST, filled in.
names() {
  awk -F '\t' -v form="$1" -v number="${2:-1}" '{
    line = form
    gsub(/NAME/, $1, line)
    gsub(/SHA256/, $2, line)
    gsub(/NUMBER/, number++, line)
    print line
  }' "$scratch/list"
}

main "$@"
