#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What a change has to pass, here and in CI: `sh ci.sh`. Exit status 0: all of it passed.
#
# `sh ci.sh check FLAG...` is the run of kloracle alone, with further flags:
#   sh ci.sh check --write-known known.txt
#   sh ci.sh check --known known.txt --baseline baseline.json --update-baseline
#
# KLORACLE_HOME is a clone of kloracle, ./kloracle unless given; KLORACLE its command, which the
# clone builds unless given.
set -u
cd "$(dirname "$0")" || exit 1
home=${KLORACLE_HOME:-$PWD/kloracle}
kloracle=${KLORACLE:-$home/tools/kloracle}
export PYTHONPATH="$home/tools/adapters" # the kit that adapter.py imports

# The one place for what is judged, and how hard.
judge() {
  "$kloracle" check "cmd:python3 adapter.py" --cases 100 --max-n 32 --laws 5 --require T "$@"
}

if [ "${1-}" = check ]; then
  shift
  judge "$@"
  exit
fi

rm -rf out
mkdir out
failed=0
{
  python3 test_tiny_kl.py || failed=1
  "$kloracle" golden check || failed=1
  judge --known known.txt --baseline baseline.json --findings 1 --report out/report.jsonl || failed=1
} >out/log.txt 2>&1
cat out/log.txt

# People read the summary, machines the JUnit file. A run that was cut short has both, and is red.
{
  "$kloracle" report out/report.jsonl --as md --require T --known known.txt
  printf '\n### Log\n\n'
  sed 's/^/    /' out/log.txt
} >>"${GITHUB_STEP_SUMMARY:-out/summary.md}"
"$kloracle" report out/report.jsonl --as junit --require T --known known.txt --partial \
  >out/junit.xml || failed=1
exit "$failed"
