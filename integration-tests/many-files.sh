#!/usr/bin/env bash
# Lists, plans and counts 100,000 files of this machine and 5,000 on an HDFS inside the JVM with a driver of 1 GB, and prints the
# figures of docs/files.md at four sizes each. Other numbers: many-files.sh FILES HDFS_FILES
set -euo pipefail
cd "$(dirname "$0")/.."

./mvnw -B -ntp verify -pl connector,integration-tests -am -Dspotless.check.skip -Dtest=ManyFilesScaleTest \
  -Dsurefire.failIfNoSpecifiedTests=false -Dsparkhdf5.files="${1:-100000}" -Dsparkhdf5.hdfsFiles="${2:-5000}"
