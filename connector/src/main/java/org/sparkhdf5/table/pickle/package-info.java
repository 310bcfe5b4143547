/**
 * What does a pickle stand for? In: the bytes of a pickle that Python wrote, as an attribute, a row of an array or a block of
 * object columns. Out: symbolic values, or the elements of a pickled array as a stream. Nothing is imported, called or loaded by
 * name: a global is a name that is looked up in an allow-list, and anything else is refused. Must not know HDF5 objects, tables
 * or Spark.
 */
@NullMarked
package org.sparkhdf5.table.pickle;

import org.jspecify.annotations.NullMarked;
