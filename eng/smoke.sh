#!/usr/bin/env bash
# The native command on the sample and on a broken directory.
set -uo pipefail
cd "$(dirname "$0")/.."
tbcheck=$PWD/artifacts/publish/tbcheck/tbcheck
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "smoke: $*" >&2; exit 1; }

"$tbcheck" sample "$work/minimalsample" > "$work/out" 2>&1 || fail "sample ended with $?: $(cat "$work/out")"
"$tbcheck" "$work/minimalsample" > "$work/out" 2>&1 || fail "check of the sample ended with $?: $(cat "$work/out")"
cat "$work/out"

# The tutorial's trap: a path that repeats the log directory.
sed -i 's#"metadata.tsv"#"minimalsample/metadata.tsv"#' "$work/minimalsample/projector_config.pbtxt"
"$tbcheck" "$work/minimalsample" > "$work/out" 2>&1
[ $? -eq 1 ] || fail "the doubled path was not found"
grep -q 'asset-path-doubled' "$work/out" || fail "the finding does not name the doubled path"
cat "$work/out"

printf 'not a config {' > "$work/minimalsample/projector_config.pbtxt"
"$tbcheck" "$work/minimalsample" > "$work/out" 2>&1
[ $? -eq 1 ] || fail "the broken config was not found"
"$tbcheck" "$work/nothing-here" > "$work/out" 2>&1
[ $? -eq 1 ] || fail "the missing directory was not found"
"$tbcheck" --no-such-option > "$work/out" 2>&1
[ $? -eq 2 ] || fail "a wrong option did not end with 2"
echo "native command works"
