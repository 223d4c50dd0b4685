#!/usr/bin/env bash
# Makes a kit of two exercises and uses it as a student would: as an ordinary user, in a folder with a space in its name, on a machine where
# this project is not (as far as a test can pretend it). kit_test.sh GRADER SOLUTIONS
set -euo pipefail
grader=$(realpath -- "${1:?the grader program}")
solutions=$(realpath -- "${2:?the folder solutions}")
root=$(dirname -- "$solutions")
build=$(dirname -- "$(dirname -- "$grader")")
scratch=$(mktemp -d /tmp/hangtime-kit-XXXXXX)
trap 'echo "FAILED $step: line $LINENO ended with status $?"' ERR
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
chmod 0755 "$scratch"
failures=0
step='' status=0 output=''

expect() {   # expect WHAT GOT WANTED-PATTERN
  # shellcheck disable=SC2053
  if [[ $2 != $3 ]]; then
    printf 'FAILED %s: %s\n  expected  %s\n  got       %s\n' "$step" "$1" "$3" "$2"
    failures=$((failures + 1))
  fi
}

# Whoever is root here is somebody else there, and sees an empty folder where the project and its build are.
uid=54321
as_student=()
hide=()
if ((EUID == 0)); then
  as_student=(setpriv --reuid $uid --regid $uid --clear-groups)
  if unshare -m true 2>/dev/null; then
    # shellcheck disable=SC2016
    hide=(unshare -m bash -c 'mount -t tmpfs none "$0" && { [[ ! -d $1 ]] || mount -t tmpfs none "$1"; } && shift && exec "$@"' "$root" "$build")
  else
    echo 'kit: this machine forbids mounts, so the project stays in sight'
  fi
else
  echo 'kit: not root, so the student is the user who runs the test'
fi
mkdir "$scratch/home" "$scratch/tmp"
student() {   # student COMMAND…: sets $status, $output
  status=0
  output=$(cd / && "${hide[@]}" "${as_student[@]}" env -i PATH="${path:-/usr/bin:/bin}" HOME="$scratch/home" TMPDIR="$scratch/tmp" "$@" 2>&1 </dev/null) || status=$?
}
hand_over() { if ((EUID == 0)); then chown -R $uid:$uid "$scratch"; fi; }

step='making it'
"$grader" kit --out "$scratch/kit" --exercise 01 --exercise 07 >"$scratch/told"
expect 'what it says' "$(<"$scratch/told")" '*: 2 exercises, * files, * MB*None of *[0-9][0-9][0-9] lines and *[0-9][0-9] names that solutions/ withholds*'
expect 'files that name this machine' "$(grep -rlF -- "$root/" "$scratch/kit" || true)" ''
expect 'sources of tests and bindings' "$(find "$scratch/kit" -name 'hidden_test*' -o -name 'tryout*' -o -name 'binding.cpp' -o -path '*/right/*' -o -path '*/wrong/*')" ''
expect 'the manifest' "$(cd "$scratch/kit" && sha256sum --check --quiet MANIFEST 2>&1)" ''

step='an interruption leaves nothing'
mkdir "$scratch/interrupted"
for _ in 1 2 3 4 5; do   # it may be done before it is interrupted
  "$grader" kit --out "$scratch/interrupted/kit" >/dev/null 2>&1 &
  maker=$!
  until [[ -n $(ls -A "$scratch/interrupted") ]]; do kill -0 $maker 2>/dev/null || break; done
  kill -TERM $maker 2>/dev/null || true
  status=0
  wait $maker || status=$?
  [[ $status == 0 ]] || break
  rm -rf "$scratch/interrupted/kit"
done
expect 'exit status' "$status" 130
expect 'what is left' "$(ls -A "$scratch/interrupted")" ''

# What programs load and what compiling reads comes from packages that are named, or from those that these always bring along.
# A package may know a file of /usr/lib by its old name in /lib.
owners() {
  xargs -r readlink -f -- | sort -u | xargs -r dpkg -S 2>&1 | sed 's|^dpkg-query: no path found matching pattern /usr/|unowned /|' >"$scratch/owners"
  { sed -n 's/^unowned //p' "$scratch/owners" | xargs -r dpkg -S 2>&1; grep -v '^unowned' "$scratch/owners"; } | sed 's/:.*//' | sort -u
}
known=$(printf '%s\n' libc6 libgcc-s1 libc6-dev linux-libc-dev libcrypt-dev libgcc-12-dev libclang-common-19-dev; cat "$scratch/kit/tools/packages.txt")
unnamed() { grep -vxF -f <(echo "$known") || true; }
if command -v dpkg >/dev/null; then
  step='packages of libraries'
  needed=$({ find "$scratch/kit/tools" -type f -perm -u+x -exec objdump -p {} + || true; } 2>/dev/null | awk '$1 == "NEEDED" {print $2}' | sort -u)
  expect 'cpp-httplib is among them' "$needed" '*libcpp-httplib.so*'
  own=$(ls "$scratch/kit/tools/course")
  system=$(ldconfig -p)
  for library in $needed; do
    if grep -qxF -- "$library" <<<"$own" && [[ $library != libcrypto.so.3 ]]; then continue; fi
    file=$(awk -v name="$library" '$1 == name && !found {print $NF; found = 1}' <<<"$system")
    expect "whose $library is" "$(owners <<<"${file:-/no/$library}" | unnamed)" ''
  done
fi

mv "$scratch/kit" "$scratch/a kit"
kit="$scratch/a kit"
hand_over

if ((${#hide[@]})); then
  step='out of sight'
  student ls -A "$root"
  expect 'the project' "$status$output" 0
fi

step='list'
student "$kit/hangtime" list
expect 'exit status' "$status" 0
expect 'output' "$output" '*01_timeout*07_explain_futures*'
expect 'other exercises' "${output//02_fallback/FOUND}" "$output"

step='check of the stub'
student "$kit/hangtime" check 01
expect 'exit status' "$status" 1
expect 'output' "$output" '*precompiling the course*happens once*0 of 8 points*'
student "$kit/hangtime" check 01 --fresh
expect 'exit status, again' "$status" 1
expect 'precompiled once' "${output//precompiling/FOUND}" "$output"
expect 'output, again' "$output" '*not implemented: fetch_with_timeout*'
if command -v dpkg >/dev/null; then
  expect 'whose the headers are' "$(grep -oE '"/usr/[^"]+"' "$kit/tools/cache/student.pch.json" | tr -d '"' | owners | unnamed)" ''
fi

step='hint, show, doctor, mock'
student "$kit/hangtime" hint 01
expect 'hint' "$status $output" '0 *01_timeout*more for this row*'
student "$kit/hangtime" show 01
expect 'show' "$status $output" '0 # A limit on a fetch*'
student "$kit/hangtime" doctor
expect 'doctor' "$status $output" '[01] Installation*✓ coroutines*Isolation:*'
student "$kit/hangtime" mock --help
expect 'mock' "$status $output" '0 *--scenario*'

step='try, reset'
student "$kit/hangtime" try 01 --fault hang
expect 'try' "$status $output" '0 *threw NotImplementedError*'
printf '// mine\n' >>"$kit/exercises/01_timeout/timeout.cpp"
student "$kit/hangtime" reset 01 --yes
expect 'reset' "$status $output" '0 *yours is kept as timeout.cpp.kept*'

step='check of a solution'
cp "$solutions/01_timeout/timeout.cpp" "$kit/exercises/01_timeout/timeout.cpp"
cp "$solutions/07_explain_futures/answers.json" "$kit/exercises/07_explain_futures/answers.json"
hand_over
student "$kit/hangtime" check 01
expect 'exit status' "$status" 0
expect 'output' "$output" '*8 of 8 points, 1 of 1 exercise passed*'
student "$kit/hangtime" check
expect 'all of it' "$status $output" '0 *2 of 2 exercises passed*'
expect 'written elsewhere' "$(find "$scratch/home" "$scratch/tmp" -mindepth 1)" ''

step='in another place'
mkdir "$scratch/another, $(printf 'pl\xc3\xa4ce')"
mv "$kit" "$scratch/another, $(printf 'pl\xc3\xa4ce')/"
kit="$scratch/another, $(printf 'pl\xc3\xa4ce')/a kit"
student "$kit/hangtime" check 01
expect 'exit status' "$status" 0
expect 'output' "$output" '*precompiling*8 of 8 points*'

step='where nothing can be written'
rm -rf "$kit/tools/cache"
chmod -R a-w "$kit"
student "$kit/hangtime" check 01
expect 'exit status' "$status" 0
expect 'output' "$output" '*no precompiled header*8 of 8 points*'
chmod -R u+w "$kit"

step='a crash'
cat >"$kit/exercises/01_timeout/timeout.cpp" <<'CODE'
#include "timeout.hpp"
aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string url, aio::Duration) {
  const std::size_t size = url.size();
  url.data()[size + 1000] = 'x';
  co_return aio::Json(url);
}
CODE
hand_over
student "$kit/hangtime" check 01
expect 'where it is' "$status $output" '1 *AddressSanitizer: * at*timeout.cpp:4*'

step='build'
student "$kit/hangtime" build
expect 'a whole kit' "$status $output" '0 *this folder is whole*'
echo >>"$kit/tools/course/01_timeout/binding.o"
student "$kit/hangtime" build
expect 'a damaged kit' "$status $output" '3 *damaged or missing*tools/course/01_timeout/binding.o*'

step='missing packages'
mkdir "$scratch/bin"
printf '#!/bin/sh\necho "installed clang-19"\n' >"$scratch/bin/dpkg-query"
chmod -R a+rX "$scratch/bin"
chmod a+x "$scratch/bin/dpkg-query"
path="$scratch/bin:/usr/bin:/bin" student "$kit/hangtime" list
expect 'message' "$status $output" '3 *apt-get update && apt-get install --yes --no-install-recommends bubblewrap libclang-rt-19-dev libcpp-httplib0.11 *nlohmann-json3-dev*'

if ((failures)); then echo "$failures check(s) failed"; exit 1; fi
echo 'kit: all checks passed'
