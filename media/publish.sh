#!/usr/bin/env bash
# Builds the one-file programs for Windows and Linux into OUT (out by default) and prints their digests.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-out}
for rid in linux-x64 win-x64; do
  dotnet publish src/Provisioner -c Release -r "$rid" -o "$out/$rid" --nologo -v q
done
sha256sum "$out"/linux-x64/provisioner "$out"/win-x64/provisioner.exe
