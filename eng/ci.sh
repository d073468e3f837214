#!/usr/bin/env bash
# Builds everything, runs every test, publishes the native command and tries it. Needs the .NET SDK; installs what else the tests need.
# Ends with one plain line: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1
passed=0 failed=0 skipped=0

step() { printf '\n== %s\n' "$*"; }
finish() { printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"; [ "$failed" -eq 0 ]; }
broken() { printf '\nFAILED: %s\n' "$*"; failed=$((failed + 1)); finish; exit 1; }

step "Tools"
bash eng/install-tools.sh || broken "a tool that the tests need could not be installed"

step "Build"
dotnet restore Formats.sln || broken "restore"
dotnet build Formats.sln -c Release --no-restore || broken "build"
dotnet format whitespace Formats.sln --no-restore --verify-no-changes || broken "formatting: run 'dotnet format whitespace Formats.sln'"

step "Publish"
bash eng/publish.sh || broken "publish"

# run_tests NAME [ENV=VALUE …]: one test program; its counts are added up.
run_tests() {
  local name=$1 log code
  shift
  step "Test $name $*"
  log=$(mktemp)
  env "$@" dotnet "artifacts/bin/$name/release/$name.dll" -noColor > "$log" 2>&1
  code=$?
  local line
  line=$(grep -E 'Total: [0-9]+' "$log" | tail -n 1)
  local total errors fails skips
  total=$(sed -nE 's/.*Total: ([0-9]+).*/\1/p' <<< "$line")
  errors=$(sed -nE 's/.*Errors: ([0-9]+).*/\1/p' <<< "$line")
  fails=$(sed -nE 's/.*Failed: ([0-9]+).*/\1/p' <<< "$line")
  skips=$(sed -nE 's/.*Skipped: ([0-9]+).*/\1/p' <<< "$line")
  if [ -z "$total" ] || [ "$total" -eq 0 ] || { [ "$code" -ne 0 ] && [ "$((errors + fails))" -eq 0 ]; }; then
    cat "$log"
    failed=$((failed + 1))
    printf 'FAILED: %s ended with exit code %d\n' "$name" "$code"
  else
    if [ "$((errors + fails))" -ne 0 ]; then cat "$log"; else tail -n 3 "$log"; grep -E '\[SKIP\]' -A 1 "$log"; fi
    failed=$((failed + errors + fails))
    skipped=$((skipped + skips))
    passed=$((passed + total - fails - skips))
  fi
  rm -f "$log"
}

for name in Formats.Tests Writers.Tests; do
  run_tests "$name"
  run_tests "$name" DOTNET_EnableHWIntrinsic=0
done
run_tests Validator.Tests
run_tests TbCheck.Tests

step "Native command"
if bash eng/smoke.sh; then passed=$((passed + 1)); else failed=$((failed + 1)); fi

finish
