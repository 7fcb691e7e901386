#!/usr/bin/env bash
# Installs the peers it can, publishes the programs, then builds and runs every test. --long adds the long random ones.
set -euo pipefail
cd "$(dirname "$0")/.."

peers=(dcmtk orthanc openssl tmux busybox default-jdk-headless zbar-tools wine chromium exfatprogs exfat-fuse)
commands=(storescp Orthanc openssl tmux busybox javac zbarimg wine chromium mkfs.exfat mount.exfat-fuse)
missing=()
for i in "${!peers[@]}"; do
  command -v "${commands[$i]}" >/dev/null 2>&1 || [ -x "/usr/sbin/${commands[$i]}" ] || missing+=("${peers[$i]}")
done
case " ${missing[*]-} " in *" wine "*) missing+=(wine64) ;; esac
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

# The programs as engineers get them, once for all tests; and once more by PowerShell from another folder: the bytes must be the same.
PROVISIONER_PUBLISHED=$(mktemp -d)
export PROVISIONER_PUBLISHED
trap 'rm -rf "$PROVISIONER_PUBLISHED"' EXIT
publish() {
  bash media/publish.sh --programs-only "$PROVISIONER_PUBLISHED" || return 1
  dotnet publish tests/Provisioner.WineHost -c Release -r win-x64 -o "$PROVISIONER_PUBLISHED/wine-host" --nologo -v q || return 1
  mkdir "$PROVISIONER_PUBLISHED/elsewhere"
  tar -c --exclude=bin --exclude=obj .editorconfig publish.ps1 src media procedures | tar -x -C "$PROVISIONER_PUBLISHED/elsewhere"
  dotnet tests/Provisioner.PowerShell/bin/Release/net10.0/pwsh.dll -NoProfile -File "$PROVISIONER_PUBLISHED/elsewhere/publish.ps1" -Out "$PROVISIONER_PUBLISHED/again"
}
publish 2>&1 | tee "$PROVISIONER_PUBLISHED/publish.log" || echo "could not publish: the tests of the published programs say so"

# Suites that others made are no part of this repository: their tests run where PROVISIONER_SUITES names a folder with them.
filter=()
[ -n "${PROVISIONER_SUITES:-}" ] || filter=(--filter "Needs!=suites")
dotnet test Provisioner.sln -c Release --no-build --nologo "${filter[@]}" --logger "trx;LogFileName=results.trx" --results-directory TestResults
