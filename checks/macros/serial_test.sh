#!/bin/sh
# AX_SERIAL_BUILD: when a build is serial, and that one job at a time runs in it whatever the user and a make above say.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"
site=$suite/site-probes

oneTimeSetUp() {
  idle_compiler_ "$suite/native/config.log"
}

run_=$suite/native/serial-run

cross_() { # RELEASE ARGUMENT...
  release_=$1
  shift
  configured_ --build=x86_64-pc-linux-gnu --host=x86_64-pc-cygwin CC="${CC-cc}" \
    CPPFLAGS=-D__CYGWIN__ --with-cygwin-release="$release_" "$@"
}

assert_serial_() { # yes|no REASON
  assert_facts_ "serial_build=$1" "serial_build_reason=$2"
}

test_auto_elsewhere_is_parallel() {
  configured_
  assert_serial_ no 'the host is not Cygwin'
}

test_auto_is_serial_before_3_0_4() {
  for release in 3.0.3 2.11.2; do
    cross_ $release
    assert_serial_ yes "Cygwin $release is older than 3.0.4"
  done
  for release in 3.0.4 3.0.10; do
    cross_ $release
    assert_serial_ no "Cygwin $release is not older than 3.0.4"
  done
}

test_yes_and_no_are_as_given() {
  configure_ --enable-serial-build
  assert_serial_ yes '--enable-serial-build=yes given'
  cross_ 2.11.2 --disable-serial-build
  assert_serial_ no '--enable-serial-build=no given'
}

test_a_wrong_value_names_the_three() {
  assert_refused_ "wrong value: 'maybe'; expected auto, yes or no" --enable-serial-build=maybe
}

test_output_variables() {
  assertEquals 'SERIAL_BUILD=no SERIAL_NOTPARALLEL= SERIAL_RUN=' \
    "$(paste -s -d ' ' "$suite/native/substituted")"
  configure_ --enable-serial-build=yes
  created_
  # shellcheck disable=SC2016 # make's variables
  assertEquals 'SERIAL_BUILD=yes SERIAL_NOTPARALLEL=.NOTPARALLEL: SERIAL_RUN=$(SHELL) "$(abs_top_builddir)/serial-run"' \
    "$(paste -s -d ' ' "$work/build/substituted")"
}

test_the_script_is_clean() {
  require_program_ shellcheck || return 0
  assertEquals '' "$(shellcheck "$run_" 2>&1)"
}

# Each row: MAKEFLAGS as a make or a user sets it, and what is left of it.  Every shell leaves the same.
test_what_is_left_of_makeflags() {
  cat >rows <<'END'
|
-j8|
 -j8|
j8|
-j 8 --jobs|
--jobs=8 -l2.5 --load-average=3 --max-load 4|
ks -j8 --jobserver-auth=3,4|-ks
 -j --jobserver-fds=3,4 -l|
w -j8 --jobserver-auth=fifo:/tmp/GMfifo4711|-w
 -s -k -j 4 -J 15,16 A=b|-sk
n -Ij8 -Orecurse --no-print-directory|-n
-I ksn|
 -- CC=x| -- CC=x
-- CC=x| -- CC=x
k -j8 -- CFLAGS=-g\ -j3 A=-j2  B=a\ --\ -j8|-k -- CFLAGS=-g\ -j3 A=-j2  B=a\ --\ -j8
END
  for shell in dash bash 'bash --posix' 'busybox sh'; do
    command -v "${shell%% *}" >/dev/null || continue
    while IFS= read -r row; do
      # shellcheck disable=SC2016 # for the inner shell
      assertEquals "$shell: MAKEFLAGS='${row%%|*}'" "${row#*|}" \
        "$(MAKEFLAGS=${row%%|*} $shell "$run_" sh -c 'printf "%s" "$MAKEFLAGS"')"
    done <rows
  done
}

test_nothing_is_set_that_was_not() {
  # shellcheck disable=SC2016 # for the inner shell
  assertEquals 'unset' "$(env -u MAKE -u MAKEFLAGS MFLAGS=-j8 GNUMAKEFLAGS=-j8 sh "$run_" \
    sh -c 'echo "${MAKE-${MAKEFLAGS-${MFLAGS-${GNUMAKEFLAGS-unset}}}}"')"
}

test_status_is_that_of_the_command() {
  sh "$run_" sh -c 'exit 7'
  assertEquals 7 $?
  sh "$run_" 2>"$work/usage"
  assertEquals 2 $?
  assertContains "$(cat "$work/usage")" 'usage: serial-run COMMAND'
}

test_arguments_stay_and_only_a_make_gets_one_more() {
  echo 'printf "[%s]" "$@"' | script_ make
  for name in gmake bmake x86_64-pc-make make.exe cmake automake; do
    ln -s make "$name"
  done
  for name in make gmake bmake x86_64-pc-make make.exe; do
    assertEquals "$name" '[-j8][a b][][-j1]' "$(sh "$run_" "./$name" -j8 'a b' '')"
  done
  for name in cmake automake; do
    assertEquals "$name" '[-j8][a b][]' "$(sh "$run_" "./$name" -j8 'a b' '')"
  done
}

# Goals of inner.mk that run two at a time find each other's directory; so do those of the make it starts in its turn.
write_makefiles_() {
  cat >outer.mk <<'END'
all: one two
one two: ; +@$(RUN) $(MAKE_COMMAND) $(INNER_FLAGS) -s -f inner.mk >$@.log 2>&1
END
  cat >inner.mk <<'END'
all: a b c nested; @echo "flags: $$MAKEFLAGS"
nested: ; @$(MAKE) -s -f inner.mk a b c
a b c: ; @mkdir lock.$$PPID 2>/dev/null || echo together; sleep 0.05; rmdir lock.$$PPID 2>/dev/null; :
END
  # What starts "$MAKE", as scripts do.
  # shellcheck disable=SC2016 # for the script
  printf '%s\n' '${MAKE-make} -s -f inner.mk' >build.sh
}

# Asserts that what wrote the LOGs ended well and ran one job at a time, outside any jobserver.
assert_alone_in_() { # STATUS LOG...
  assertEquals status 0 "$1"
  shift
  assertEquals 'no two at a time' '' "$(grep -e together -e jobserver -e warning "$@")"
  for log_; do
    assertContains "$(cat "$log_")" 'flags:'
  done
}

test_a_jobserver_does_not_reach_the_inner_make() {
  write_makefiles_
  for flags in '' -j8; do
    make -s -j4 -f outer.mk RUN="sh $run_" INNER_FLAGS=$flags >log 2>&1
    assert_alone_in_ $? one.log two.log
    assertEquals '' "$(cat log)"
  done
}

# That the above can fail: without the script the same make is parallel.
test_a_jobserver_reaches_the_inner_make_otherwise() {
  write_makefiles_
  make -s -j4 -f outer.mk RUN= >log 2>&1
  assertEquals 0 $?
  assertContains "$(cat one.log two.log)" jobserver
  assertContains "$(cat one.log two.log)" together
}

test_jobs_in_the_environment_do_not_reach_make() {
  write_makefiles_
  mkfifo fifo
  for assignment in MAKE='make -j8' MAKEFLAGS=-j8 GNUMAKEFLAGS=-j8 \
    MAKEFLAGS="-j8 --jobserver-auth=fifo:$work/fifo"; do
    for build in 'sh build.sh' 'make -j8 -s -f inner.mk'; do
      # shellcheck disable=SC2086 # a command
      env "$assignment" sh "$run_" $build >log 2>&1
      assert_alone_in_ $? log
    done
  done
}

# A dry run stays one, or it would build.
test_dry_run_and_variables_reach_the_inner_make() {
  # shellcheck disable=SC2016 # for make
  printf 'all: ; +@sh "%s" $(MAKE) -s -f shown.mk\n' "$run_" >outer.mk
  # shellcheck disable=SC2016 # for make
  printf 'all: ; @echo "[$(CF)]"; touch built\n' >shown.mk
  make -j2 -f outer.mk CF='-g -j3' >log 2>&1
  assertEquals '[-g -j3]' "$(cat log)"
  rm built
  make -n -j2 -f outer.mk >log 2>&1
  assertEquals 0 $?
  assertContains "$(cat log)" 'echo "[]"; touch built'
  assertFalse 'built' '[ -f built ]'
}

test_a_bsd_make_runs_one_job() {
  require_program_ bmake || return 0
  write_makefiles_
  bmake -j4 -f outer.mk RUN="sh $run_" MAKE_COMMAND='bmake -j8' INNER_FLAGS= >log 2>&1
  assert_alone_in_ $? one.log two.log
}

. shunit2
