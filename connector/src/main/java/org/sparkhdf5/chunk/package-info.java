/**
 * What are the values of this chunk? In: the stored description of a dataset and the places of its chunks, or the sources of a
 * virtual one. Out: decoded rows of bytes. Must not know what the bytes mean, but for sources whose elements are of another type
 * than those of the virtual dataset.
 */
@NullMarked
package org.sparkhdf5.chunk;

import org.jspecify.annotations.NullMarked;
