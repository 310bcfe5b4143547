#!/usr/bin/env bash
# Sums a gzip dataset of 4 GB (decoded) on one core and on two, in turn; see scale.py, or two-cores.sh --help.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=$(integration-tests/benchmarks/venv.sh)
exec "$python" integration-tests/benchmarks/scale.py two-cores "$@"
