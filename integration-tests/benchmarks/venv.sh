#!/usr/bin/env bash
# Prints the path of a Python that has the peers of requirements.txt: that of SPARKHDF5_PYTHON, or of a virtual environment below
# target, which is made once. Where it cannot be made, of any Python 3.11 or later; the comparison then says which peers are missing.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ -n "${SPARKHDF5_PYTHON:-}" ]; then
  echo "$SPARKHDF5_PYTHON"
  exit
fi

requirements=integration-tests/benchmarks/requirements.txt
venv=integration-tests/target/benchmarks/venv
if cmp -s "$requirements" "$venv/requirements.txt" && "$venv/bin/python" -c '' 2> /dev/null; then
  echo "$venv/bin/python"
  exit
fi

found=
for candidate in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
    found=$candidate
    break
  fi
done
if [ -z "$found" ]; then
  echo "no Python 3.11 or later found" >&2
  exit 1
fi

echo "virtual environment with the peers: $venv" >&2
rm -rf "$venv"
mkdir -p "$(dirname "$venv")"
if "$found" -m venv "$venv" >&2 && "$venv/bin/python" -m pip install -q --disable-pip-version-check -r "$requirements" >&2; then
  cp "$requirements" "$venv/requirements.txt"
  echo "$venv/bin/python"
else
  echo "the virtual environment could not be made: going on with $(command -v "$found") and what is installed there" >&2
  command -v "$found"
fi
