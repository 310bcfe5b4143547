/**
 * What objects does the file hold? In: byte ranges. Out: groups, links, datasets, attributes as immutable records with the specification's names. Must not know tables, rows nor Spark.
 */
@NullMarked
package org.sparkhdf5.format;

import org.jspecify.annotations.NullMarked;
