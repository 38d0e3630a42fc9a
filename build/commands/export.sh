#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# poolpatch export --format=FORMAT [OPTION...] [--output=DIR] [RELEASES | TREE]: write what a packaging system wants.
#
# The chosen patches, as poolpatch-NN-NAME.patch, and beside them what FORMAT says:
#   debian    in debian/patches: appended to series
#   quilt     in patches: appended to series
#   rpm       poolpatch.inc, Patch lines with a %bcond: `%include %{_sourcedir}/poolpatch.inc` in the spec file
#   arch      poolpatch.PKGBUILD, for `. ./poolpatch.PKGBUILD` at the end of PKGBUILD, and poolpatch_prepare in prepare()
#   cygport   poolpatch.cygport, PATCH_URI, to be copied into the cygport file
#   spack     poolpatch.py, patch(...) lines for the class of the package
#   conda     poolpatch.yaml, what goes into meta.yaml
#   sage      in build/pkgs/PACKAGE of a Sage tree: the package's folder, with the patches in patches
#   json      poolpatch.json, for any other
# RELEASES: --version=X.Y.Z, or --versions=FIRST-LAST, as 4.10.0-4.14.0, for all from one to the other: rpm, cygport, spack,
# conda and json then say of each patch which of them it is for; the other formats are for one release.
# DIR is where they go, by default what is said above, else the working directory.  The files of an earlier export there
# are replaced, others stay.  OPTION as for apply; without a compiler for --host=, what it would tell is guessed.
# Exit status: 0 written; 1 failed, or no patch is chosen, and DIR is as it was; 2 wrong usage.

stage='poolpatch export'
# shellcheck source=build/lib/stage.sh
. "${0%/*}/../lib/stage.sh"
# shellcheck source=build/lib/verb.sh
. "$lib/verb.sh"

# shellcheck source=build/decide/version.sh
. "$lib/../decide/version.sh"

formats=$(cd -- "${0%/*}/formats" && pwd)
format='' output='' versions='' patches_in=''
verb_option() {
  case $1 in
    --format=*) format=${1#*=} ;;
    --output=*) output=${1#*=} ;;
    --versions=*) versions=${1#*=} ;;
    *) take_version "$1" ;;
  esac
}

main() {
  read_arguments "$@"
  read_format
  find_cache
  make_run_directory "$(absolute "$output")"
  own "$run_"
  if test -n "$versions"; then choose_for_range; else choose_for_release; fi
  why=$(sort -u "$scratch/reasons" | paste -s -d ';' - | sed 's/;/; /g')
  test -s "$scratch/chosen" ||
    die "no patch to write: pool strategy $why; give --with-pool=noreserve or --with-pool=commit"
  check_format
  make_directory "$output"
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
  say "$package $releases, pool strategy $why: $number patches in $output"
}

# choose_for_release, choose_for_range: $scratch/chosen gets a line for each patch: its path in the recipe's patches, and the
# releases it is for: FROM, `<=` or `<`, and END; $scratch/reasons gets what was decided.
choose_for_release() {
  decide_by_names >&2
  case $package_version in
    *[!A-Za-z0-9._+~-]*) die "the version can't be written into a file of $format: '$package_version'" ;;
  esac
  releases=$package_version
  add_chosen "$releases" '<=' "$releases" >"$scratch/chosen"
}

# What is chosen changes only at the versions that series.conf declares.
choose_for_range() {
  read_range
  releases="$first to $last"
  from_=$first
  for boundary_ in $(boundaries); do
    choose_between "$from_" '<' "$boundary_"
    from_=$boundary_
  done >"$scratch/each"
  choose_between "$from_" '<=' "$last" >>"$scratch/each"
  unite_ranges
}

read_range() {
  test "$takes_range" = yes || wrong_usage "--format=$format is for one release: give --version=X.Y.Z"
  test -z "$tree$source_version" || wrong_usage '--versions is for releases: give no TREE and no --version with it'
  first=${versions%%-[0-9]*}
  last=${versions#"$first-"}
  shorten "$versions"
  test "$last" != "$versions" || wrong_usage "--versions=$shortened: expected FIRST-LAST, as 4.10.0-4.14.0"
  for word_ in first last; do
    eval "version_parse \"\$$word_\"" || wrong_usage "--versions: $version_error"
    eval "$word_=\$version"
  done
  version_reaches "$last" "$first" || wrong_usage "--versions=$versions: the first release is later than the last"
  source_version=$first
  identify
  patches=$recipe/patches/$package
}

# boundaries: the versions that series.conf declares, those after FIRST up to LAST, in their order.
boundaries() {
  # shellcheck disable=SC2046 # words
  version_symbols "$package" "$last" $(sed -n 's/^#:[[:blank:]]*\([^[:blank:]]*\).*/\1/p' "$patches/series.conf")
  for symbol_ in $version_symbols; do
    version_reaches "$first" "${symbol_#"$package-"}" || { version_parse "${symbol_#"$package-"}" && echo "$version"; }
  done | sort -t . -k 1,1n -k 2,2n -k 3,3n -u
}

choose_between() ( # choose_between FROM OPERATOR END
  take_version "--version=$1"
  decide_by_names >&2
  add_chosen "$@"
)

add_chosen() { # add_chosen FROM OPERATOR END
  reason >>"$scratch/reasons"
  (cd "$decision" && series_patches) | while IFS= read -r patch_; do
    printf '%s\t%s\t%s\t%s\n' "$patch_" "$@"
  done
}

# unite_ranges: one line for what is chosen from one range to the next, in the order of series.conf.
unite_ranges() {
  (build_dir=$scratch && all_patches) | awk -F '\t' '
    NR == FNR { if (!($1 in ranges)) order[++patches] = $1; ranges[$1] = 0; next }
    { range = ranges[$1] }
    range == 0 || end[$1, range] != $2 { range = ++ranges[$1]; from[$1, range] = $2 }
    { end[$1, range] = $4; operator[$1, range] = $3 }
    END {
      for (i = 1; i <= patches; i++)
        for (range = 1; range <= ranges[order[i]]; range++)
          print order[i] "\t" from[order[i], range] "\t" operator[order[i], range] "\t" end[order[i], range]
    }' - "$scratch/each" >"$scratch/chosen"
}

give_up() {
  die "the files can't be written to $output: is the disk full? Nothing was changed"
}

# check_format: a format may define it to stop before anything is written.
check_format() {
  :
}

# read_format: its file defines write_format, which is run in the new directory, and may set default_output and
# patches_in, a directory for the patches with a slash behind.
# One that sets takes_range to yes defines condition FROM OPERATOR END, which prints how it says which releases these are.
read_format() {
  case $format in
    '' | *[!a-z]*) ;;
    *)
      test ! -f "$formats/$format.sh" || {
        default_output=. takes_range=no
        # shellcheck source=/dev/null
        . "$formats/$format.sh"
        output=${output:-$default_output}
        return
      } ;;
  esac
  shorten "$format"
  wrong_usage "--format=$shortened: expected one of: $(cd "$formats" && echo *.sh | sed 's/\.sh//g')"
}

condition() {
  :
}

# copy_patches: under names that keep their order; sets number, how many they are.  $scratch/list gets a line for each and its
# releases: name, digest and condition, with tabs between.
copy_patches() {
  number=0 before_=''
  mkdir -p "$work/$patches_in" || give_up
  while IFS=$(printf '\t') read -r patch_ from_ operator_ end_; do
    test "$patch_" = "$before_" || {
      before_=$patch_ number=$((number + 1))
      name_=poolpatch-$(printf '%02d' "$number")-${patch_##*/}
      file_=$recipe/patches/$package/$patch_
      cp "$file_" "$work/$patches_in$name_" || give_up
      digest_=$(sha256 "$file_")
    }
    condition_=$(condition "$from_" "$operator_" "$end_")
    printf '%s\t%s\t%s\n' "$name_" "$digest_" "$condition_" >>"$scratch/list" || give_up
  done <"$scratch/chosen"
}

# For the formats:

made_by() {
  echo "# The pool patches of $package $releases, made by 'poolpatch export --format=$format'."
}

# names FORM [FIRST]: FORM for each patch and its releases, with its NAME and SHA256, NUMBER, counted from FIRST, and its
# CONDITION filled in.
names() {
  awk -F '\t' -v form="$1" -v number="${2:-1}" '{
    line = form
    gsub(/&/, "\\\\&", $3)
    gsub(/CONDITION/, $3, line)
    gsub(/NUMBER/, number++, line)
    gsub(/SHA256/, $2, line)
    gsub(/NAME/, $1, line)
    print line
  }' "$scratch/list"
}

main "$@"
