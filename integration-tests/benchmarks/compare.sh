#!/usr/bin/env bash
# Compares spark-hdf5 with pandas, PyTables, h5py, dask, and with Spark on Parquet twins: see compare.py, or compare.sh --help.
# Needs a JDK 17, Python 3.11 or later, 10 GB of disk and 12 GB of memory.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=$(integration-tests/benchmarks/venv.sh)
exec "$python" integration-tests/benchmarks/compare.py "$@"
