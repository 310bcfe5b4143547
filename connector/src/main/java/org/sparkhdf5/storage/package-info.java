/**
 * Which bytes are at this address? In: paths, addresses. Out: filled byte ranges, lists of files, which hosts hold them, and
 * a count of what was read. Must not know HDF5 nor Spark; the only room that touches Hadoop file systems.
 */
@NullMarked
package org.sparkhdf5.storage;

import org.jspecify.annotations.NullMarked;
