#!/bin/sh
# AX_SERIAL_BUILD: when a build is serial, and that nothing of -jN and of the
# jobserver reaches what a serial build starts.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"
site=$suite/site-probes

run_=$suite/native/serial-run

cross_ () # RELEASE ARGUMENT...
{
  release_=$1
  shift
  configure_ --build=x86_64-pc-linux-gnu --host=x86_64-pc-cygwin CC="${CC-cc}" \
    --with-cygwin-release="$release_" "$@"
  assertEquals "status for $release_" 0 $?
}

assert_serial_ () # yes|no REASON
{
  assertEquals "$1" "$(fact_ ax_serial_build)"
  assertEquals "$2" "$(fact_ ax_serial_build_reason)"
}

# Asserts what is left of the value of a variable that the script strips.
assert_left_ () # VARIABLE EXPECTED VALUE
{
  # shellcheck disable=SC2016 # for the inner shell
  assertEquals "$1='$3'" "[$2]" \
    "$(env "$1=$3" sh "$run_" sh -c 'eval "printf \"[%s]\" \"\$$1\""' sh "$1")"
}

test_auto_elsewhere_is_parallel ()
{
  require_suite_ || return 0
  configure_
  assertEquals 0 $?
  assert_serial_ no 'the host is not Cygwin'
}

test_auto_is_serial_before_3_0_4 ()
{
  require_suite_ || return 0
  cross_ 3.0.3
  assert_serial_ yes 'Cygwin 3.0.3 is older than 3.0.4'
  cross_ 2.11.2
  assert_serial_ yes 'Cygwin 2.11.2 is older than 3.0.4'
}

test_auto_is_parallel_from_3_0_4_on ()
{
  require_suite_ || return 0
  cross_ 3.0.4
  assert_serial_ no 'Cygwin 3.0.4 is not older than 3.0.4'
  cross_ 3.0.10
  assert_serial_ no 'Cygwin 3.0.10 is not older than 3.0.4'
}

test_yes_and_no_are_as_asked ()
{
  require_suite_ || return 0
  configure_ --enable-serial-build
  assert_serial_ yes '--enable-serial-build=yes given'
  cross_ 2.11.2 --disable-serial-build
  assert_serial_ no '--enable-serial-build=no given'
}

test_a_wrong_value_names_the_three ()
{
  require_suite_ || return 0
  assert_refused_ "wrong value: 'maybe'; expected auto, yes or no" \
    --enable-serial-build=maybe
}

test_output_variables ()
{
  require_suite_ || return 0
  assertEquals 'SERIAL_BUILD=no SERIAL_NOTPARALLEL= SERIAL_RUN=' \
    "$(paste -s -d ' ' "$suite/native/substituted")"
  configure_ --enable-serial-build=yes
  created_
  # shellcheck disable=SC2016 # make's variables
  assertEquals 'SERIAL_BUILD=yes SERIAL_NOTPARALLEL=.NOTPARALLEL: SERIAL_RUN=$(SHELL) "$(abs_top_builddir)/serial-run"' \
    "$(paste -s -d ' ' "$work/build/substituted")"
}

test_the_script_is_clean ()
{
  require_suite_ || return 0
  require_program_ shellcheck || return 0
  assertEquals '' "$(shellcheck "$run_" 2>&1)"
}

test_jobs_go_from_makeflags ()
{
  require_suite_ || return 0
  assert_left_ MAKEFLAGS '' '-j8'
  assert_left_ MAKEFLAGS '' ' -j8'
  assert_left_ MAKEFLAGS '' '-j'
  assert_left_ MAKEFLAGS '' '-j 8'
  assert_left_ MAKEFLAGS '' '--jobs'
  assert_left_ MAKEFLAGS '' '--jobs=8'
  assert_left_ MAKEFLAGS '' '--jobs 8'
  assert_left_ MAKEFLAGS '' '-l 2.5'
  assert_left_ MAKEFLAGS '' '-l2.5 --load-average=3 --max-load 4'
}

test_jobs_go_from_a_bundle_of_letters ()
{
  require_suite_ || return 0
  assert_left_ MAKEFLAGS '' 'j8'
  assert_left_ MAKEFLAGS 'k' 'kj8'
  assert_left_ MAKEFLAGS 'kw' 'kwj'
  assert_left_ MAKEFLAGS '-ks' '-ksj8'
  assert_left_ MAKEFLAGS '-k' '-kj 8'
}

test_the_jobserver_goes_in_all_its_forms ()
{
  require_suite_ || return 0
  assert_left_ MAKEFLAGS 'w' 'w -j8 --jobserver-auth=3,4'
  assert_left_ MAKEFLAGS 'w' 'w -j --jobserver-fds=3,4 -l'
  assert_left_ MAKEFLAGS 's' 's -j8 --jobserver-auth=fifo:/tmp/GMfifo4711'
  assert_left_ MAKEFLAGS '-k' '-k --jobserver-auth 3,4'
  assert_left_ MAKEFLAGS '-k' '-k -j 4 -J 15,16'
}

test_all_else_stays_in_makeflags ()
{
  require_suite_ || return 0
  for flags in '' w ks '-k --no-print-directory' '--output-sync=target -Orecurse' \
    '-I j8 -C -j8' '-Ij8' '-f j.mk' '--shuffle=reverse' 'V=1' 'w -- CC=x'; do
    assert_left_ MAKEFLAGS "$flags" "$flags"
  done
}

test_definitions_stay_in_makeflags ()
{
  require_suite_ || return 0
  assert_left_ MAKEFLAGS 'k -- CFLAGS=-g\ -j3 A=-j2  B=j8' 'k -j8 -- CFLAGS=-g\ -j3 A=-j2  B=j8'
  assert_left_ MAKEFLAGS 'X=a\ -j8' 'X=a\ -j8 -j4'
  # shellcheck disable=SC1003 # a backslash that is escaped
  assert_left_ MAKEFLAGS 'X=a\\' 'X=a\\ -j8'
}

test_jobs_go_from_the_other_variables ()
{
  require_suite_ || return 0
  assert_left_ MFLAGS '-k' '-k -j8 --jobserver-fds=3,4'
  assert_left_ GNUMAKEFLAGS '--no-print-directory' '-j8 --no-print-directory'
  assert_left_ MAKE 'make' 'make -j8'
  assert_left_ MAKE 'make -k' 'make -j 8 -k --load-average=2'
  assert_left_ MAKE '/opt/jam/gmake V=1' '/opt/jam/gmake -j V=1'
}

test_unset_variables_stay_unset ()
{
  require_suite_ || return 0
  # shellcheck disable=SC2016 # for the inner shell
  assertEquals 'unset' "$(env -u MAKE -u MAKEFLAGS -u MFLAGS -u GNUMAKEFLAGS sh "$run_" \
    sh -c 'echo "${MAKE-${MAKEFLAGS-${MFLAGS-${GNUMAKEFLAGS-unset}}}}"')"
}

test_jobs_go_from_the_arguments_of_a_make ()
{
  require_suite_ || return 0
  printf '#!/bin/sh\nprintf "[%%s]" "$@"\n' >"$work/gmake"
  chmod +x "$work/gmake"
  assertEquals '[-k][CFLAGS=-g -j3][two words][]' \
    "$(sh "$run_" "$work/gmake" -j8 -k 'CFLAGS=-g -j3' -j 5 'two words' '' --jobserver-auth=3,4)"
}

test_arguments_of_other_commands_stay ()
{
  require_suite_ || return 0
  assertEquals '[-j8][a b][]' "$(sh "$run_" printf '[%s]' -j8 'a b' '')"
}

test_status_is_that_of_the_command ()
{
  require_suite_ || return 0
  sh "$run_" sh -c 'exit 7'
  assertEquals 7 $?
  sh "$run_" 2>"$work/usage"
  assertEquals 2 $?
  assertContains "$(cat "$work/usage")" 'usage: serial-run COMMAND'
}

# A make of four jobs starts another: two goals of the inner one at a time
# would find each other's directory.
write_makefiles_ ()
{
  cat >"$work/outer.mk" <<'END'
all: one two
one two: ; +@$(RUN) $(MAKE_COMMAND) -s -f inner.mk >$@.log
END
  cat >"$work/inner.mk" <<'END'
all: a b c d ; @echo "flags: $$MAKEFLAGS"
a b c d: ; @mkdir lock.$$PPID 2>/dev/null || echo together; sleep 0.05; rmdir lock.$$PPID 2>/dev/null; :
END
}

test_a_real_jobserver_does_not_reach_the_inner_make ()
{
  require_suite_ || return 0
  require_program_ make || return 0
  write_makefiles_
  make -s -j4 -f outer.mk RUN="sh $run_" >log 2>&1
  assertEquals 0 $?
  assertEquals 'output of make' '' "$(cat log)"
  assertEquals 'no two at a time' '' "$(grep together one.log two.log)"
  assertEquals 'none of the job flags' '' "$(grep -e jobserver -e '-j' one.log two.log)"
  assertEquals 2 "$(cat one.log two.log | grep -c 'flags: ')"
}

# That the above can fail: without the script the same make is parallel.
test_a_real_jobserver_reaches_the_inner_make_otherwise ()
{
  require_suite_ || return 0
  require_program_ make || return 0
  write_makefiles_
  make -s -j4 -f outer.mk RUN= >log 2>&1
  assertEquals 0 $?
  assertContains "$(cat one.log two.log)" jobserver
  assertContains "$(cat one.log two.log)" together
}

test_make_with_jobs_in_the_environment ()
{
  require_suite_ || return 0
  require_program_ make || return 0
  write_makefiles_
  # What starts "$MAKE", as scripts do.
  # shellcheck disable=SC2016 # for the script
  printf '%s\n' '${MAKE-make} -s -f inner.mk' >build.sh
  MAKE='make -j8' sh "$run_" sh build.sh >one.log 2>&1
  assertEquals 0 $?
  assertEquals '' "$(grep -e together -e jobserver one.log)"
  assertContains "$(cat one.log)" 'flags:'
}

# shellcheck source=/dev/null # from PATH
. shunit2
