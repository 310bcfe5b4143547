package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Records: each field is a vector over the same bytes. */
final class StructVector extends RowVector {
    private final RowVector[] fields;
    private final int[] offsets;

    /** @param offsets of the fields in a record, in bytes */
    StructVector(DataType type, RowVector[] fields, int[] offsets) {
        super(type);
        this.fields = fields;
        this.offsets = offsets;
    }

    @Override
    void show(byte[] bytes, int base, int stride, int rowCount, long firstRow) {
        super.show(bytes, base, stride, rowCount, firstRow);
        for (int i = 0; i < fields.length; i++) {
            fields[i].show(bytes, base + offsets[i], stride, rowCount, firstRow);
        }
    }

    @Override
    void show(byte[] bytes, Places places, int rowCount, long firstRow) {
        super.show(bytes, places, rowCount, firstRow);
        for (int i = 0; i < fields.length; i++) {
            int offset = offsets[i];
            fields[i].show(bytes, index -> places.at(index) + offset, rowCount, firstRow);
        }
    }

    @Override
    void belong(int valuesPerRow) {
        super.belong(valuesPerRow);
        for (RowVector field : fields) {
            field.belong(valuesPerRow);
        }
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        return fields[ordinal];
    }

    @Override
    public void close() {
        super.close();
        for (RowVector field : fields) {
            field.close();
        }
    }
}
