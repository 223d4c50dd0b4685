#!/usr/bin/env bash
# Keeps the pages of the course true: every file they lead to is there, and the examples compile and print what the page says.
# pages_test.sh BUILD_DIR. How an example is marked in a page: see pages_test.awk.
set -euo pipefail
build=$(realpath -- "${1:?the build folder}")
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
failures=0
complain() { echo "$*"; failures=$((failures + 1)); }

# Prints LINE:TARGET for each [text](target) without a scheme (not for a lambda, `[](int x)`), and for each path in code that leads out of
# the folder, `../kit/aio/task.hpp`.
links_in() {
  grep -noE '[^[]\]\([^)#: ]+' -- "$1" | sed 's/:.\](/:/' || true
  grep -noE '`\.\./[^` ]+`' -- "$1" | tr -d '`' || true
}

pages=(exercises/ROSETTA.md exercises/remedial/*.md exercises/[0-9]*/README.md exercises/[0-9]*/hints.md)
links=0
for page in "${pages[@]}"; do
  while IFS=: read -r line target; do
    links=$((links + 1))
    [[ -e $(dirname -- "$page")/$target ]] || complain "$page:$line: there is no file \"$target\""
  done < <(links_in "$page")
done
((links > 0)) || complain "no link was found in ${#pages[@]} pages: has their form changed?"

log=$(mktemp)
trap 'rm -f -- "$log"' EXIT
if ! cmake --build "$build" --target pages_examples >"$log" 2>&1; then
  cat -- "$log"
  complain "an example of a page does not compile, see above; the lines are those of the page"
elif ! "$build/bin/pages_examples" >"$log" 2>&1; then
  cat -- "$log"
  complain "an example of a page is not true, see above"
else
  tail -n 1 -- "$log"
fi

((failures == 0)) || exit 1
echo "pages: ${#pages[@]} pages, every one of $links links leads to a file"
