#!/usr/bin/env bash
# Installs the peers it can, then builds and runs every test. --long adds the long random ones.
set -euo pipefail
cd "$(dirname "$0")/.."

peers=(dcmtk orthanc openssl tmux busybox default-jdk-headless zbar-tools)
commands=(storescp Orthanc openssl tmux busybox javac zbarimg)
missing=()
for i in "${!peers[@]}"; do
  command -v "${commands[$i]}" >/dev/null 2>&1 || [ -x "/usr/sbin/${commands[$i]}" ] || missing+=("${peers[$i]}")
done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing: ${missing[*]}"
    (apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}") >/dev/null \
      || echo "could not install all of: ${missing[*]}"
  else
    echo "not installed, their tests are skipped: apt-get install ${missing[*]}"
  fi
fi

for argument in "$@"; do
  case "$argument" in
    --long) export PROVISIONER_LONG=1 ;;
    *) echo "usage: tests/run.sh [--long]" >&2; exit 2 ;;
  esac
done

dotnet build Provisioner.sln -c Release --nologo -v q
# Suites that others made are no part of this repository: their tests run where PROVISIONER_SUITES names a folder with them.
filter=()
[ -n "${PROVISIONER_SUITES:-}" ] || filter=(--filter "Needs!=suites")
dotnet test Provisioner.sln -c Release --no-build --nologo "${filter[@]}" --logger "trx;LogFileName=results.trx" --results-directory TestResults
