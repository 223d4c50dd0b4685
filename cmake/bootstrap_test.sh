#!/usr/bin/env bash
# Tests ./hangtime on a pretended machine: apt-get, dpkg-query, sudo, cmake and ninja are stand-ins that write down how they were called.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

# machine NAME: a fresh clone and a fresh machine on which $installed (a pattern) is what dpkg-query finds.
machine() {
  here=$scratch/$1
  mkdir -p "$here/clone/cmake" "$here/bin"
  cp "$root/hangtime" "$here/clone/"
  cp "$root/cmake/debian-packages.txt" "$here/clone/cmake/"
  : >"$here/calls"
  stand_in dpkg-query 'case ${@: -1} in '"$installed"') echo "install ok installed" ;; *) exit 1 ;; esac'
  stand_in apt-get 'echo "apt-get $*" >>"$here/calls"; exit ${APT_STATUS:-0}'
  stand_in cmake 'echo "cmake" >>"$here/calls"; mkdir -p "$here/clone/build/default/bin"; touch "$here/clone/build/default/build.ninja"
    printf "#!/bin/sh\necho grader \"\$@\"\n" >"$here/clone/build/default/bin/grader"; chmod +x "$here/clone/build/default/bin/grader"'
  stand_in ninja 'echo "ninja" >>"$here/calls"; exit ${NINJA_STATUS:-0}'
  chmod -R a+rwX "$scratch"
}
stand_in() {
  printf '#!/usr/bin/env bash\nhere=%q\n%s\n' "$here" "$2" >"$here/bin/$1"
  chmod a+rx "$here/bin/$1"
}

# run AS COMMAND…: as "root" or "user"; sets $status, $output.
run() {
  local who=$1 as=()
  shift
  if [[ $who == user && $EUID == 0 ]]; then as=(setpriv --reuid 65534 --regid 65534 --clear-groups); fi
  status=0
  output=$(cd "$here/clone" && env -i PATH="$here/bin:/usr/bin:/bin" APT_STATUS="${APT_STATUS:-0}" NINJA_STATUS="${NINJA_STATUS:-0}" \
    "${as[@]}" ./hangtime "$@" 2>&1 </dev/null) || status=$?
}
expect() {   # expect WHAT GOT WANTED-PATTERN
  # shellcheck disable=SC2053
  if [[ $2 != $3 ]]; then
    printf 'FAILED %s: %s\n  expected  %s\n  got       %s\n' "$case_name" "$1" "$3" "$2"
    failures=$((failures + 1))
  fi
}
calls() { tr '\n' ';' <"$here/calls"; }

# A real sudo on this machine must not be found: the path of the pretended machine has none unless a case adds it.
hide_sudo() { if [[ -x /usr/bin/sudo ]]; then stand_in sudo 'exit 1'; fi; }

case_name='nothing installed, no root, no sudo'
installed='nothing-at-all'; machine plain; hide_sudo
run user grade solutions
expect 'exit status' "$status" 3
expect 'message' "$output" "*as root, run:*apt-get update && apt-get install --yes --no-install-recommends cmake ninja-build*libvalijson-dev*"
expect 'nothing was called' "$(calls)" ''

case_name='nothing installed, sudo'
machine sudo; stand_in sudo 'echo -n "sudo " >>"$here/calls"; [[ $1 != -n ]] || shift; "$@"'
run user grade solutions
expect 'exit status' "$status" 0
expect 'calls' "$(calls)" 'sudo sudo apt-get update -qq;sudo apt-get install --yes -qq --no-install-recommends cmake *;cmake;ninja;'

if [[ $EUID == 0 ]]; then
  case_name='root, two packages missing'
  installed='libvalijson-dev|stress-ng) exit 1 ;; *'; machine two
  run root grade solutions --out report.json
  expect 'exit status' "$status" 0
  expect 'calls' "$(calls)" 'apt-get update -qq;apt-get install --yes -qq --no-install-recommends libvalijson-dev stress-ng;cmake;ninja;'
  expect 'the grader got its arguments' "$output" '*grader grade solutions --out report.json'

  case_name='root, the installation fails'
  machine broken
  APT_STATUS=100 run root list
  expect 'exit status' "$status" 3
  expect 'message' "$output" '*packages could not be installed; see above, then run this command again*'
  run root list
  expect 'asked again' "$(calls)" '*apt-get update -qq;apt-get update -qq;apt-get install*'
fi

case_name='all installed, the second run'
installed='*'; machine ready
run user list
: >"$here/calls"
stand_in dpkg-query 'echo "dpkg-query" >>"$here/calls"; echo "install ok installed"'
run user list
expect 'exit status' "$status" 0
expect 'only the build is asked' "$(calls)" 'ninja;'

case_name='the build fails'
machine unbuildable
NINJA_STATUS=1 run user list
expect 'exit status' "$status" 3
expect 'message' "$output" '*the build failed; see above*'

case_name='the list of packages has changed'
machine changed
run user list
: >"$here/calls"
sleep 0.02
echo new-package >>"$here/clone/cmake/debian-packages.txt"
stand_in dpkg-query 'case ${@: -1} in new-package) exit 1 ;; *) echo "install ok installed" ;; esac'
hide_sudo
run user list
expect 'exit status' "$status" "$([[ $EUID == 0 || -x /usr/bin/sudo ]] && echo 3 || echo '[03]')"
expect 'the new package is named' "$output" '*new-package*'

if ((failures)); then echo "$failures check(s) failed"; exit 1; fi
echo 'bootstrap: all checks passed'
