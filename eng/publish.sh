#!/usr/bin/env bash
# Publishes the native programs to artifacts/publish/tbcheck/tbcheck and artifacts/publish/workloads/workloads.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet publish src/TbCheck/TbCheck.csproj -c Release -r linux-x64 -o artifacts/publish/tbcheck
dotnet publish bench/Workloads/Workloads.csproj -c Release -r linux-x64 -o artifacts/publish/workloads
