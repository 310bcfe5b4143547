#!/usr/bin/env bash
# Sums a gzip dataset of 10 GB (decoded) in a JVM with a heap of 512 MB; see scale.py, or small-heap.sh --help.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=$(integration-tests/benchmarks/venv.sh)
exec "$python" integration-tests/benchmarks/scale.py small-heap "$@"
