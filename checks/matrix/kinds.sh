# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The poolpatch developers
#
# checks/matrix/kinds.sh: what a cell of each kind does, the column runs; sourced after lib.sh by run.sh, and by cell.sh,
# which runs these functions in the cell's directory, with the row in variables.
#
#   find_skip     ends the cell if it can't run here
#   run_KIND      decide, probes, pool, build, system, hosted; leaves in got what was decided, in note what there is to say
#   share_STEP    autoconf, tree, upstream, variant
#   toolchain     sets answers, the cache file that the cells of one compiler, host, shell and Autoconf share, and
#                 native_answers, that of the compiler of this machine
#   tree_key      sets tree_key, the name of the tree that the cells of one package and compiler begin with, and build_tree
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the row, and what cell.sh sets

set -eu

# shellcheck source=build/lib/words.sh
. "$top/build/lib/words.sh"
# shellcheck source=build/lib/digest.sh
. "$top/build/lib/digest.sh"
# shellcheck source=build/lib/configure.sh
. "$top/build/lib/configure.sh"

# compiler_of: sets cc.
compiler_of() {
  case $how,$libc,$compiler in
    *,musl,*) cc=musl-gcc ;;
    emulated,*,gcc | cross,*,gcc) cc=$host-gcc ;;
    emulated,* | cross,*) cc="$compiler --target=$host" ;;
    *) cc=$compiler ;;
  esac
}

toolchain() {
  native_answers=$MATRIX_DIR/.answers/real,$MATRIX_MACHINE,$compiler,glibc,$shell,$autoconf,-
  answers=$MATRIX_DIR/.answers/$how,$host,$compiler,$libc,$shell,$autoconf,$release
}

# tree_key: the model's are those of Linux.
tree_key() {
  case $libc in musl) tree_key=musl ;; *) tree_key=glibc ;; esac
  tree_key=$package-$package_version-$compiler-$tree_key
  build_tree=$MATRIX_DIR/.trees/$tree_key
}

find_skip() {
  case $how in
    hosted)
      test "${HOSTED-}" = yes || skip "runs hosted, on $host, only: docs/ci.md"
      machine_=$host_os
      host_os "$MATRIX_MACHINE"
      test "${machine_%%[0-9]*}" = "${host_os%%[0-9]*}" || skip "this machine is $MATRIX_MACHINE, not $host"
      host_os=$machine_ ;;
    real) test "$host" = "$MATRIX_MACHINE" || skip "this machine is $MATRIX_MACHINE, not $host" ;;
    modelled) case $runs,$MATRIX_MACHINE in build,*linux*) ;; build,*) skip 'the model of Cygwin runs on Linux' ;; esac ;;
  esac
  compiler_of
  find_command "${cc%% *}"
  test "$how" != emulated || find_command "$emulator"
  test "$shell" = - || find_command "$shell"
  test "$autoconf" = - || test -f "$MATRIX_DIR/.autoconf/$autoconf/configure" ||
    skip "no Autoconf $autoconf: neither autoconf$autoconf in PATH nor AUTOCONF_$(printf '%s' "$autoconf" | tr . _)=PREFIX"
  case $runs in
    pool) find_command shunit2 ;;
    build) find_tree ;;
    system:*)
      test "$(id -u)" -eq 0 || skip 'bare roots are made by root only'
      find_command debootstrap ;;
  esac
  test "$thp" = - || find_thp
}

find_command() {
  command -v "$1" >/dev/null 2>&1 || skip "$1 is not installed"
}

find_thp() {
  file_=/sys/kernel/mm/transparent_hugepage/enabled
  test -r "$file_" || skip 'this kernel has no transparent huge pages'
  grep -q "\[$thp\]" "$file_" ||
    skip "transparent huge pages are set to $(sed 's/.*\[\(.*\)\].*/\1/' "$file_") here; as root: echo $thp >$file_"
}

find_tree() {
  tree_key
  test ! -s "$build_tree/missing" || skip "$(cat "$build_tree/missing")"
  test -f "$build_tree/built" ||
    miss "the tree that this cell begins with could not be built: $build_tree/log"
}

# configure_options [LAUNCHER]: sets options, what configure is told, quoted for the shell; and CONFIG_SHELL.
configure_options() {
  options=
  compiler_of
  test "$how" != emulated || emulating_compiler
  set -- --with-pool="$pool" CC="${1:+$1 }$cc"
  case $how in
    emulated) set -- "$@" --host="$host" ;;
    cross | modelled) set -- "$@" --build="$MATRIX_MACHINE" --host="$host" ;;
  esac
  case $how,$release in
    modelled,-) ;;
    modelled,*) set -- "$@" --with-cygwin-release="$release" ;;
  esac
  for word_ in "$@"; do add_option "$word_"; done
  source_top=$top
  test "$autoconf" = - || source_top=$MATRIX_DIR/.autoconf/$autoconf
  shell_words='sh'
  case $shell in
    -) ;;
    busybox) shell_words='busybox sh' ;;
    *) shell_words=$shell ;;
  esac
  CONFIG_SHELL=$(command -v "${shell_words%% *}")
  test "$shell" != busybox || CONFIG_SHELL="$CONFIG_SHELL sh"
  export CONFIG_SHELL
}

# emulating_compiler: its programs start the emulator, so that configure takes the build for a native one.
emulating_compiler() {
  work=$PWD
  # shellcheck source=checks/wrap.sh
  . "$top/checks/wrap.sh"
  wrapping_compiler_ "$cc" "exec $emulator -L /usr/$host"
  cc=$PWD/wrapping-cc
}

# decide_with ANSWERS: configure's decision, with this cache file, compared with what the row expects.
decide_with() {
  configure_options
  add_option --disable-fetch
  add_option "--with-source-version=$package_version"
  status_=0
  eval "CONFIG_LOG=\"\$PWD/config.log\" $shell_words \"\$source_top/build/stages/decide.sh\" \"\$PWD/decision\" \"\$1\" $options" \
    2>said || status_=$?
  cat said
  if test "$status_" = 0; then
    read_decision decision
  elif grep -q '^configure: --with-pool=' said; then
    label=refused decided_mode=-
    sed -n 's/^configure: //p' said >note
  else
    miss "configure failed: $(tail -n 1 said)"
  fi
  compare
}

# read_decision DIRECTORY: sets label and decided_mode; the reason goes to note.
read_decision() {
  # shellcheck disable=SC2046 # words
  set -- "$1" $(awk -F "'" '/^pool_strategy=/ { strategy = $2 } /^serial_build=/ { mode = $2 == "yes" ? "serial" : "parallel" }
    FILENAME ~ /series$/ && !/^#/ && NF { patches = patches " " $0 } END { print mode, strategy patches }' \
    "$1/settings.sh" "$1/series")
  decided_mode=$2
  decision_reason "$1/summary.txt" >"$room/note"
  shift 2
  label_of "$@"
}

# compare: with what the row expects.
compare() {
  printf '%s %s\n' "$label" "$decided_mode" >"$room/got"
  test "$label" = "$patches" || miss "patches: $label, expected $patches"
  test "$decided_mode" = "$mode" || miss "mode: $decided_mode, expected $mode"
}

run_decide() {
  toolchain
  test "$how" != modelled || test -f "$answers" || seed_answers
  decide_with "$answers"
  test -z "${GAP_GIT-}" || case $package,$label in gap,*:*) try_patches ;; esac
}

# seed_answers: the compiler of this machine stands in for one of the host, so what is known of it need not be asked again;
# what it can't tell of the host is preset.
seed_answers() {
  {
    test ! -f "$native_answers" ||
      sed '/^ac_cv_env/d; /^ac_cv_host/d; /^ac_cv_build/d; /^ac_cv_prog_.*CC=/d; /^ax_cv/d; /^ac_cv_sizeof/d' "$native_answers"
    printf 'ax_cv_prog_cc_host=yes\nac_cv_sizeof_void_p=%s\n' "$((bits / 8))"
    case $host_os in cygwin | msys) echo ax_cv_sys_cygwin_headers=none ;; esac
  } >"$answers.new"
  seal "$answers.new"
  mv "$answers.new" "$answers"
}

# try_patches: does the series fit the files of that release?  Its tag may not be there.
try_patches() {
  files_=$(sed '/^#/d; /^$/d' decision/series | while IFS= read -r patch_; do
    sed -n 's|^--- a/\([^	]*\).*|\1|p' "$recipe/patches/$package/$patch_"
  done | sort -u)
  git_tag=v$package_version
  git --git-dir="$GAP_GIT" rev-parse --quiet --verify "$git_tag^{commit}" >/dev/null || {
    printf ' (patches not tried: no tag %s in GAP_GIT)\n' "$git_tag" >>note
    return 0
  }
  for file_ in $files_; do
    mkdir -p "tree/$(dirname "$file_")"
    git --git-dir="$GAP_GIT" show "$git_tag:$file_" >"tree/$file_"
  done
  push_series -a >patch.log 2>&1 || {
    cat patch.log
    # quilt takes back what does not fit, and its rejects with it, unless it is forced.
    push_series -f >/dev/null 2>&1 || :
    miss "the series does not fit $git_tag: $room/patch.log and the rejects in tree/"
  }
  rm -rf tree patch.log
  echo ' (the patches fit the tag)' >>note
}

push_series() ( # push_series OPTION...: onto the files in tree/
  cd tree
  QUILT_PATCHES=$recipe/patches/$package QUILT_SERIES=$room/decision/series quilt --quiltrc - push "$@" --fuzz=0
)

run_probes() {
  decide_with "$PWD/answers"
  origin=detected
  test "$how" != cross || origin=guessed
  awk -v expected="MAP_NORESERVE $map_noreserve, madvise $madvise, reserve and commit $mmap_commit [$origin]" '
    /^  (MAP_NORESERVE|madvise|reserve and commit) / {
      name = substr($0, 3, 18)
      sub(/ *$/, "", name)
      found = found (found == "" ? "" : ", ") name " " $(NF - 1)
      if ($NF != "[" "'"$origin"'" "]") wrong = "; " name " is " $NF
    }
    END {
      found = found " ['"$origin"']" wrong
      print found
      exit found != expected
    }' decision/summary.txt >note || miss "the probes say: $(cat note)"
}

# The situations of the pool's own tests, in the forms for this system and for Cygwin.
run_pool() {
  compiler_of
  test "$how" != emulated || emulating_compiler
  mkdir -p tests
  run_tests pool_test checks/pool/pool_test.sh
  run_tests random_test checks/pool/random_test.sh -- test_random_calls test_random_calls_in_the_form_for_cygwin
  summarize_tests
}

# run_tests NAME SCRIPT [ARGUMENT]...: with $cc; what it says goes to tests/NAME.
run_tests() {
  name_=$1 script_path_=$top/$2
  shift 2
  CC=$cc CHECK_SHELL=sh top_srcdir=$top top_builddir=$MATRIX_BUILD sh "$top/checks/tap.sh" "$script_path_" "$@" >"tests/$name_" 2>&1
  cat "tests/$name_"
}

summarize_tests() {
  awk '/^ok .* # SKIP/ { skipped++; next } /^ok / { passed++ } /^not ok / { failed++; name = name " " $NF }
    /^Bail out!/ { failed++; name = name " " FILENAME }
    END { printf "%d tests passed, %d skipped, %d failed%s\n", passed, skipped, failed, name; exit failed > 0 || passed == 0 }' \
    tests/* >note || miss "$(cat note)"
}

# building_options: for configure of a directory that builds: the same for all of one tree.
building_options() {
  configure_options "${LAUNCHER-}"
  options="$MATRIX_COMMON $options"
  source_word=
  test "$package" != tinypool || {
    add_option "--with-recipe=$recipe"
    source_word=--with-source=$recipe/source
  }
  # The package's configure shares its answers, too.
  site=$build_tree/config.site
  {
    test ! -f "${CONFIG_SITE-}" || printf '. "%s"\n' "$CONFIG_SITE"
    # shellcheck disable=SC2016 # configure expands it
    printf 'test "$cache_file" != /dev/null || cache_file="%s"\n' "$build_tree/package.cache"
  } >"$site.$id"
  mv "$site.$id" "$site"
  CONFIG_SITE=$site CCACHE_NOHASHDIR=1
  export CONFIG_SITE CCACHE_NOHASHDIR
  MAKE=${MAKE:-make}
  export MAKE
}

# configure_build WORD...: in the current directory.
configure_build() {
  for word_ in "$@"; do add_option "$word_"; done
  eval "$shell_words \"\$source_top/configure\" --quiet --enable-option-checking=fatal --cache-file=\"\$build_tree/config.cache\" $options"
}

# What the cells of one tree share: the unpatched package, compiled.
share_tree() {
  tree_key
  mkdir -p "$build_tree"
  cd "$build_tree"
  how=real
  rm -f built missing
  {
    building_options
    configure_build --with-pool=upstream --prefix="$build_tree/local" ${source_word:+"$source_word"} \
      --with-source-version="$package_version"
    $MAKE --no-print-directory fetch >fetch.log 2>&1 || { tail -n 1 fetch.log | tee missing; exit 1; }
    $MAKE --no-print-directory compile
  } >log 2>&1
  : >built
}

# keep_decision: of the current directory, which is build/ of a cell.
keep_decision() {
  mkdir -p "$room/decision"
  cp settings.sh series summary.txt config.log "$room/decision/"
}

run_build() {
  case $how in modelled) run_model; return ;; esac
  mkdir -p build
  cd build
  building_options
  configure_build --prefix="$room/local" --with-source="$build_tree/src/$package-$package_version"
  keep_decision
  read_decision "$room/decision"
  compare
  $MAKE --no-print-directory compile
  $MAKE --no-print-directory install-data-local DESTDIR=
  test -e poolstat/poolstat || { rm -rf poolstat && ln -s "$MATRIX_BUILD/poolstat" poolstat; }
  rm -f stamps/proof
  PROOF_FORKS=8 sh "$top/build/stages/prove.sh" >"$room/proof" || miss "the proof failed: $(cat "$room/proof")"
  sed 1q "$room/proof" >"$room/note"
  # What the pools of the program alone, and with its children, are charged: each the same.
  sed -n 's/^forks: \([0-9]*\) of .* charged \([0-9]*\) MiB.*/\1 \2/p' "$room/proof" |
    awk '{ printf "0\t%.0f\n%d\t%.0f\n", $2 / $1, $1, $2 / $1 * ($1 + 1) }' >"$room/forks.tsv"
}

# variant_of: sets variant, by the name of build/stages/variant.sh.
variant_of() {
  case $pool in
    commit) variant=commit-cygwin ;;
    noreserve) variant=noreserve ;;
    *) variant=upstream-cygwin ;;
  esac
}

share_variant() {
  variant_of
  make_variant "$variant"
}

share_upstream() {
  make_variant upstream
}

make_variant() { # make_variant VARIANT
  tree_key
  cd "$build_tree"
  how=real
  building_options
  $MAKE --no-print-directory "variant-$1" >"variant-$1.log" 2>&1
}

# run_model: libgap in forked processes under the model of Cygwin.
run_model() {
  variant_of
  test -f "$build_tree/variants/$variant/.made-from" ||
    miss "the variant that this cell needs could not be built: $build_tree/variant-$variant.log"
  cc=$compiler
  fork_tests "$build_tree" "${variant%commit-cygwin}" ''
}

# fork_tests BUILD GAP REAL: model.sh with that GAP of a build directory; what it saw is the note.
fork_tests() {
  mkdir -p tests
  MODEL_TREE=$1 MODEL_GAP=${2:-commit} MODEL_REAL=$3 MODEL_STRATEGY=${patches%%:*} MODEL_VERSION=$package_version
  MODEL_HOST_OS=$host_os MODEL_RELEASE=${release%+}
  export MODEL_TREE MODEL_GAP MODEL_REAL MODEL_STRATEGY MODEL_VERSION MODEL_HOST_OS MODEL_RELEASE
  run_tests model checks/matrix/model.sh
  summarize_tests
  sed -n 's/^# outcome: //p' tests/model | paste -s -d , - | sed 's/,/, /g' >note
  sed -n 's/^# forks: //p' tests/model >forks.tsv
}

run_system() {
  "$top/checks/systems/run" --logs="$room/systems" "${runs#*:}" >systems.md 2>said || {
    cat said
    # The row below the two of the head, or why there is none.
    miss "$(sed 1,2d systems.md | cat - said | head -n 1)"
  }
  tail -n 1 systems.md | sed 's/^| [^|]* | //; s/ |$//; s/ | /; /g' >note
}

# run_hosted: this is the real system: probes, decision, the tests of pool and poolstat, and the package, proved.
run_hosted() {
  mkdir -p build
  cd build
  "$top/configure" --quiet --prefix="$room/local" --with-pool="$pool" CC="$compiler"
  keep_decision
  cat summary.txt
  read_decision "$room/decision"
  compare_release
  compare
  ${MAKE:-make} --no-print-directory check TESTS='checks/pool/pool_test.sh checks/poolstat/poolstat_test.sh' ||
    miss 'tests of the pool or of poolstat failed'
  ${MAKE:-make} --no-print-directory install DESTDIR=
  ${MAKE:-make} --no-print-directory proof >"$room/proof" || miss "the proof failed: $(cat "$room/proof")"
  # As if it were a variant of itself.
  mkdir -p variants
  rm -f variants/upstream && ln -s .. variants/upstream
  cd "$room"
  cc=$compiler
  fork_tests "$room/build" upstream yes
  said_=$(cat note)
  printf '%s; %s\n' "$said_" "$(tail -n 1 proof)" >note
}

# compare_release: is the Cygwin here the one of the row, or one that it allows?
compare_release() {
  test "$release" != - || return 0
  # shellcheck source=build/decide/version.sh
  . "$top/build/decide/version.sh"
  found=$(sed -n 's/^  Cygwin release  *\([0-9.]*\) .*/\1/p' summary.txt)
  version_compare "${found:-0.0}" "$release"
  case $version_order,$release in
    0,* | 1,*+) ;;
    *) miss "Cygwin release: ${found:-none}, expected $release" ;;
  esac
}

# share_autoconf: the project once more, by links, with a configure of its own.
share_autoconf() {
  farm=$MATRIX_DIR/.autoconf/$autoconf
  rm -rf "$farm"
  mkdir -p "$farm"
  autoconf_of "$autoconf" || exit 1
  for entry_ in "$top"/*; do
    case ${entry_##*/} in
      configure | Makefile.in | aclocal.m4 | autom4te.cache | build-aux) ;;
      build) cp -R "$entry_" "$farm/" ;; # a stage looks for configure beside it and above it
      *) ln -s "$entry_" "$farm/" ;;
    esac
  done
  cd "$farm"
  prefix_=${autoconf_command%autoconf*} suffix_=${autoconf_command##*autoconf}
  AUTOCONF=$autoconf_command AUTOHEADER=${prefix_}autoheader$suffix_ AUTOM4TE=${prefix_}autom4te$suffix_ \
    sh -c 'autoreconf --install --force && build/upkeep/decide-configure.sh' >"../$autoconf.log" 2>&1
}
