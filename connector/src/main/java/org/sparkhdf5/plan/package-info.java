/**
 * How is the scan cut? In: tables of files, requested columns, sizes. Out: splits with their chunks, in path order, then row order. Must not know Spark.
 */
@NullMarked
package org.sparkhdf5.plan;

import org.jspecify.annotations.NullMarked;
