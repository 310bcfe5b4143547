package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** A struct of what is known of each row's file: its fields are vectors of their own. */
public final class FileMetadataVector extends RowVector {
    private final ColumnVector[] fields;

    /** @param fields one per field of the type */
    public FileMetadataVector(DataType type, ColumnVector[] fields) {
        super(type);
        this.fields = fields.clone();
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        return fields[ordinal];
    }
}
