/**
 * Which table is this, which columns, where does each cell live? In: objects of a file. Out: a row axis, columns with a logical type and a column source. Must not know splits nor Spark.
 */
@NullMarked
package org.sparkhdf5.table;

import org.jspecify.annotations.NullMarked;
