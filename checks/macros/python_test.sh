#!/bin/sh
# AX_PYTHON_DISTRIBUTION: which version of a distribution the Python has that will be used.  The suite asks for snake.
. "${top_srcdir:-$(dirname "$0")/../..}/checks/lib.sh"
. "$top_srcdir/checks/macros/suite.sh"

oneTimeSetUp() {
  idle_compiler_ "$suite/native/config.log"
  site=$SHUNIT_TMPDIR/site
  grep -s -v ax_cv_python "$suite/site-probes" >"$site" || :
}

# Where Python finds snake 1.8.1, as an installer leaves it.
new_site_() {
  mkdir -p site/snake-1.8.1.dist-info
  printf 'Metadata-Version: 2.1\nName: snake\nVersion: 1.8.1\n' >site/snake-1.8.1.dist-info/METADATA
  PYTHONPATH=$work/site
  export PYTHONPATH
}

test_the_version_is_that_of_the_installer() {
  require_program_ python3 || return 0
  new_site_
  configured_
  assert_facts_ python_distribution_snake=1.8.1
}

test_a_python_without_it_says_no() {
  require_program_ python3 || return 0
  unset PYTHONPATH
  configured_
  assert_facts_ python_distribution_snake=no
}

test_no_python_is_no() {
  new_site_
  configured_ PYTHON="$work/none"
  assert_facts_ python_distribution_snake=no
}

# As before 3.8.
test_a_python_without_importlib_metadata_is_asked_by_pkg_resources() {
  python3 -W ignore -c 'import pkg_resources' 2>/dev/null || { skip_ 'no pkg_resources: python3-pkg-resources is not installed'; return 0; }
  new_site_
  script_ old-python <<'END'
exec python3 -W ignore -c 'import sys
sys.modules["importlib.metadata"] = None
exec(sys.argv[1])' "$2"
END
  configured_ PYTHON="$work/old-python"
  assert_facts_ python_distribution_snake=1.8.1
}

test_a_cross_build_can_not_ask() {
  new_site_
  configured_ --host=x86_64-pc-linux-gnux32 --build=x86_64-pc-linux-gnu CC="${CC-cc}"
  assert_facts_ python_distribution_snake=unknown
}

. shunit2
