/**
 * What were these bytes before the filters? In: stored bytes of one chunk. Out: its decoded bytes, of exactly known length. Must not know files, datasets nor where the bytes came from.
 */
@NullMarked
package org.sparkhdf5.codec;

import org.jspecify.annotations.NullMarked;
