#!/usr/bin/env bash
# Prints the tables of docs/scale.md: what planning takes, measured up to CHUNKS chunks of one file and FILES files, whose
# bytes are made while they are read. Takes minutes.
#
#   integration-tests/scale-model.sh [CHUNKS [FILES]]      100,000,000 and 1,000,000 where nothing is said
set -euo pipefail
cd "$(dirname "$0")/.."

out=$(mktemp)
trap 'rm -f "$out"' EXIT
./mvnw -q -B -ntp -pl connector test -Dtest=ScaleModelTest -Dsparkhdf5.scale="${1:-100000000},${2:-1000000},$out" >&2
cat "$out"
