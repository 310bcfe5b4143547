package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataTypes;

/** The index of each cell along a dimension: made, not stored. */
final class IndexVector extends RowVector {
    private final long[] indices;

    /** @param indices of the cells; filled anew for each batch by its owner */
    IndexVector(long[] indices) {
        super(DataTypes.LongType);
        this.indices = indices;
    }

    @Override
    public long getLong(int rowId) {
        return indices[rowId];
    }
}
