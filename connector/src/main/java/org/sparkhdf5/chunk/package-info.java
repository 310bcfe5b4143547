/**
 * What are the values of this chunk? In: the stored description of a dataset and the places of its chunks. Out: decoded rows of bytes. Must not know what the bytes mean.
 */
@NullMarked
package org.sparkhdf5.chunk;

import org.jspecify.annotations.NullMarked;
