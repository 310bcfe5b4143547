/**
 * Our side of the comparison with other readers, and Spark on the Parquet twins of the same data: what
 * {@code integration-tests/benchmarks/compare.sh} tells to run, line by line.
 */
package org.sparkhdf5.it.benchmarks;
