#!/usr/bin/env bash
# Sums the columns of files on one core through a file system that waits 50 ms for each call and gives 100 MB/s, and prints how
# much of that bandwidth is reached: the figures of docs/latency.md. Without files: a frame of 1 GB that is made for it.
# Other numbers: latency.sh MILLISECONDS BYTES_PER_SECOND FILE...
set -euo pipefail
cd "$(dirname "$0")/.."

./mvnw -B -ntp verify -pl connector,integration-tests -am -Dspotless.check.skip -Dtest=LatencyFiguresTest \
  -Dsurefire.failIfNoSpecifiedTests=false -Dsparkhdf5.latency="${1:-50}" -Dsparkhdf5.rate="${2:-100000000}" \
  -Dsparkhdf5.latencyFiles="$(IFS=,; echo "${*:3}")"
