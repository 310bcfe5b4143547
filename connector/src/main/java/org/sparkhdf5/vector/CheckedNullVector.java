package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;

/** A column of objects that must all be null: it has its type from other files. */
final class CheckedNullVector extends NullVector {
    private final RowVector stored;

    /** @param stored fails at an object that is not null; this vector's own */
    CheckedNullVector(DataType type, RowVector stored) {
        super(type);
        this.stored = stored;
    }

    @Override
    void show(byte[] bytes, int base, int stride, int rowCount, long firstRow) {
        super.show(bytes, base, stride, rowCount, firstRow);
        stored.show(bytes, base, stride, rowCount, firstRow);
    }

    @Override
    void show(byte[] bytes, Places places, int rowCount, long firstRow) {
        super.show(bytes, places, rowCount, firstRow);
        stored.show(bytes, places, rowCount, firstRow);
    }

    @Override
    public boolean isNullAt(int rowId) {
        return stored.isNullAt(rowId);
    }

    @Override
    public void close() {
        super.close();
        stored.close();
    }
}
