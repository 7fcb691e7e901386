#!/usr/bin/env bash
# media/publish.sh [--tests] [--programs-only] [--engineer ID [WORDS]] [OUT]
#
# From a checkout to a filled stick folder: builds the one-file programs for
# Linux and Windows into OUT/linux-x64 and OUT/win-x64 (OUT is out when left
# out), prepares OUT/stick with both, and prints their digests.
#
#   --tests          runs every test first
#   --programs-only  no stick folder
#   --engineer ID    the stick is made out to this engineer; the words behind it
#                    go to "stick prepare", e.g. --office DIR --name PS-7 --
#                    Without it the stick is for training.
#
# The same commit gives the same programs, in whatever folder it is built.
set -euo pipefail
cd "$(dirname "$0")/.."
out=out tests='' programs_only='' engineer='' words=()
while [ $# -gt 0 ]; do
  case "$1" in
    --tests) tests=1 ;;
    --programs-only) programs_only=1 ;;
    --engineer)
      engineer=$2
      shift
      while [ $# -gt 1 ] && [ "$2" != -- ]; do words+=("$2"); shift; done
      [ $# -le 1 ] || shift
      ;;
    -*) sed -n '2,14s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    *) out=$1 ;;
  esac
  shift
done

[ -z "$tests" ] || bash tests/run.sh
for rid in linux-x64 win-x64; do
  dotnet publish src/Provisioner -c Release -r "$rid" -o "$out/$rid" --nologo -v q
done

if [ -z "$programs_only" ]; then
  program=$(cd "$out/linux-x64" && pwd)/provisioner
  [ "$(uname -s)" = Linux ] || program=$(cd "$out/win-x64" && pwd)/provisioner.exe
  if [ -e "$out/stick" ]; then
    echo "$out/stick is there already and stays as it is: use stick update, or remove it."
  elif [ -n "$engineer" ]; then
    "$program" stick prepare "$out/stick" --engineer "$engineer" ${words[0]+"${words[@]}"}
  else
    # Known to all, and good for nothing real: the passphrase of every rehearsal.
    passphrase=$(mktemp)
    trap 'rm -f "$passphrase"' EXIT
    echo 'rehearsal only' >"$passphrase"
    "$program" stick prepare "$out/stick" --engineer TRAINING --name TRAINING --rehearsal --passphrase-file "$passphrase"
  fi
fi
(cd "$out" && sha256sum linux-x64/provisioner win-x64/provisioner.exe)
