package org.sparkhdf5.format;

import java.util.List;

/**
 * The extent of a dataset or an attribute.
 *
 * @param kind scalar has one element and no dimension, null has no element
 * @param dimensions current extent, slowest first; empty unless simple
 * @param maxDimensions largest extent per dimension, {@link #UNLIMITED} where there is none
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.b</a>
 */
public record Dataspace(Kind kind, List<Long> dimensions, List<Long> maxDimensions) {
    public static final long UNLIMITED = -1;
    public static final int RANK_MAX = 32;

    public Dataspace {
        dimensions = List.copyOf(dimensions);
        maxDimensions = List.copyOf(maxDimensions);
    }

    /** Kinds of dataspace. */
    public enum Kind {
        SCALAR,
        SIMPLE,
        NULL
    }

    public int rank() {
        return dimensions.size();
    }

    /** Number of elements; 1 for a scalar, 0 for null. Checked to fit a long when the dataspace was read. */
    public long elementCount() {
        if (kind == Kind.NULL || dimensions.contains(0L)) {
            return 0;
        }
        long count = 1;
        for (long dimension : dimensions) {
            count = Math.multiplyExact(count, dimension);
        }
        return count;
    }
}
