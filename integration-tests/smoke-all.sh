#!/usr/bin/env bash
# Runs the smoke test with one and the same connector jar on every supported Spark/Scala combination, or on those
# profiles of integration-tests/pom.xml that are named. The jar is built and installed once; each run says which jar
# it tested, and the script fails unless all sums are equal.
set -euo pipefail
cd "$(dirname "$0")/.."

profiles=("$@")
if [ ${#profiles[@]} -eq 0 ]; then
  profiles=(spark-3.5-scala-2.12 spark-3.5-scala-2.13 spark-4.0 spark-4.1 spark-4.2)
fi

./mvnw -B -ntp -q -pl connector -am install -DskipTests -Dspotless.check.skip

sums=integration-tests/target/smoke-sums.txt
mkdir -p integration-tests/target
: > "$sums"
for profile in "${profiles[@]}"; do
  echo "== smoke test: $profile"
  folder=integration-tests/target/$profile
  [ "$profile" != spark-4.2 ] || folder=integration-tests/target
  rm -f "$folder/connector-jar.sha256"
  ./mvnw -B -ntp -pl integration-tests -P"$profile" -Dsmoke -Dspotless.check.skip verify
  printf '%s  %s\n' "$(cat "$folder/connector-jar.sha256")" "$profile" >> "$sums"
done

echo "== sha256 of the tested jar"
cat "$sums"
if [ "$(cut -d' ' -f1 "$sums" | sort -u | wc -l)" -ne 1 ]; then
  echo "the runs did not test the same jar" >&2
  exit 1
fi
