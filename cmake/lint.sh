#!/usr/bin/env bash
# Checks formatting and clang-tidy: lint.sh BUILD_DIR [format|tidy]. Both without a second argument.
# Exit status: 0 nothing found, 1 something found, 3 a tool is missing.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
build=${1:?the build folder}
what=${2:-all}

need() { command -v "$1" >/dev/null || { echo "lint: $1 is missing; apt-get install $2" >&2; exit 3; }; }
sources() { git ls-files --cached --others --exclude-standard -- '*.cpp' '*.hpp'; }

if [[ $what == all || $what == format ]]; then
  need clang-format-19 clang-format-19
  sources | xargs -d '\n' clang-format-19 --dry-run --Werror
  echo "formatting: $(sources | wc -l) files, nothing to change"
fi

if [[ $what == all || $what == tidy ]]; then
  need clang-tidy-19 clang-tidy-19
  # Tests are left out: GoogleTest's macros account for most of the time and for none of the findings.
  mapfile -t files < <(git ls-files --cached --others --exclude-standard -- 'grader/*.cpp' 'mock_server/*.cpp' 'exercises/kit/*.cpp' |
    grep -v -e '_test\.cpp$' -e '/specimen/' -e '/testing/' -e '^grader/attacks/.*/')
  printf '%s\n' "${files[@]}" | xargs -d '\n' -P "$(nproc)" -n 4 clang-tidy-19 --quiet -p "$build" 2> >(grep -v 'warnings generated' >&2)
  echo "clang-tidy: ${#files[@]} files, nothing found"
fi
