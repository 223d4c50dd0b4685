#!/usr/bin/env bash
# Keeps the documents true: every ./hangtime command they name exists, every file they link to is there, and README.md stays short.
# docs_test.sh GRADER
set -euo pipefail
grader=$(realpath -- "${1:?the grader program}")
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
failures=0
complain() { echo "$*"; failures=$((failures + 1)); }

known=$(
  printf '%s\n' build test lint bench fuzz mock --help
  "$grader" --help | awk '/^Subcommands/ {on = 1; next} on && /^  [a-z]/ {print $1}'
)
mapfile -t documents < <(git ls-files --cached --others --exclude-standard -- '*.md')
for document in "${documents[@]}"; do
  while IFS=: read -r line command; do
    grep -qxF -- "$command" <<<"$known" || complain "$document:$line: there is no command \"./hangtime $command\""
  done < <(grep -noE '\./hangtime [a-z-]+' "$document" | sed 's|\./hangtime ||')
  while IFS=: read -r line target; do
    [[ -e $(dirname "$document")/$target ]] || complain "$document:$line: there is no file \"$target\""
  done < <(grep -noE '[^[]\]\([^)#: ]+' "$document" | sed 's/:.\](/:/')  # [](int x) is a lambda
done
lines=$(wc -l <README.md)
((lines <= 120)) || complain "README.md: has $lines lines; 120 are enough"

((failures == 0)) || exit 1
echo "docs: ${#documents[@]} documents, every command and link exists"
