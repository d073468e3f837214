#!/usr/bin/env bash
# Installs what the tests need beside the .NET SDK: a C toolchain for Native AOT and Chromium for the HTML report.
# Without the rights or a Debian system it only says what is missing; tests that need it are skipped with their reason (on CI they fail).
set -uo pipefail
missing=()
command -v gcc > /dev/null || command -v clang > /dev/null || missing+=(gcc)
[ -e /usr/include/zlib.h ] || missing+=(zlib1g-dev)
command -v chromium > /dev/null || missing+=(chromium)
[ ${#missing[@]} -eq 0 ] && { echo "all there"; exit 0; }
if command -v apt-get > /dev/null && [ "$(id -u)" -eq 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null && { echo "installed ${missing[*]}"; exit 0; }
fi
echo "missing and not installed: ${missing[*]}" >&2
[ "${CI:-}" != true ]
